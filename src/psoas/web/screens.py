"""One screen of the interview: what is shown of it, and what a tap on it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from psoas.app.check.interview import as_number
from psoas.errors import InvalidAnswer
from psoas.loop.assess.interview import Draft, Raw, Screen
from psoas.loop.assess.model import AnswerKind, Question
from psoas.loop.assess.sheet import NOT_SURE
from psoas.web.answers import others_of
from psoas.web.form import Form

#: The answers of a tap on the body: where it hurts, and on which side.
WHERE, SIDE = "location", "side"
NOWHERE = "nowhere"


@frozen(kw_only=True)
class Spot:
    """A place of the body map: its square on the drawing, in columns and rows from 1."""

    place: str
    side: str
    column: int
    row: int
    width: int
    height: int

    @property
    def value(self) -> str:
        """What a tap on it sends."""
        return f"{self.side}:{self.place}"


_COLUMNS = 8


def _pair(place: str, column: int, row: int, width: int = 1, height: int = 1) -> tuple[Spot, Spot]:
    """Return a place of the left leg and of the right.

    In a mirror, and from behind, the runner's right is on the right of the picture.
    """

    def of(side: str, start: int) -> Spot:
        return Spot(place=place, side=side, column=start, row=row, width=width, height=height)

    return of("left", _COLUMNS + 2 - column - width), of("right", column)


#: Our own drawing: from the belly to the knees.
FRONT = (
    Spot(place="lower_abdomen", side="none", column=3, row=1, width=4, height=1),
    *_pair("front_of_hip", 6, 2, width=2),
    Spot(place="pubic", side="none", column=4, row=3, width=2, height=1),
    *_pair("groin", 6, 3),
    *_pair("outer_thigh", 8, 3, height=3),
    *_pair("inner_thigh", 5, 4, height=2),
    *_pair("front_thigh", 6, 4, width=2, height=2),
    *_pair("knee", 6, 6, width=2),
)
BACK = (
    Spot(place="low_back", side="none", column=3, row=1, width=4, height=2),
    *_pair("flank", 7, 1, height=2),
    *_pair("buttock", 5, 3, width=3, height=2),
)
#: Not on the drawing; women are not asked.
PRIVATE = _pair("testicle_scrotum", 5, 1)


def spots_for(sex: object) -> Mapping[str, tuple[Spot, ...]]:
    """Return the places by view."""
    more = () if sex == "female" else PRIVATE
    return {"front": FRONT, "back": BACK, "more": more}


def chosen_spots(draft: Draft) -> tuple[str, ...]:
    """Return the spots of an earlier answer, to be ticked again."""
    places, side = draft.answers.get(WHERE), draft.answers.get(SIDE)
    if not isinstance(places, list | tuple):
        return ()
    sides = ("left", "right") if side == "both" else (str(side), "none")
    return tuple(f"{each}:{place}" for place in places for each in (*sides, "none"))


def posted(screen: Screen, question: Question, form: Form) -> Raw:
    """Return what the form answers.

    Raises
    ------
    InvalidAnswer
        Where nothing was chosen: nothing is taken for a no.
    """
    if form.text("unsure"):
        return {screen.key: NOT_SURE}
    if screen.key == WHERE:
        return _where(form)
    found = _answer(question, form)
    if found is None:
        raise InvalidAnswer(
            "nothing is answered yet",
            where=screen.id,
            fix="Choose an answer, or say that you are not sure",
        )
    return {screen.key: found}


def _answer(question: Question, form: Form) -> Any:
    text = form.text("answer")
    match question.kind:
        case AnswerKind.YES_NO:
            return {"yes": True, "no": False}.get(text)
        case AnswerKind.NUMBER:
            typed = text or form.text("typed")
            return as_number(typed) if typed else None
        case AnswerKind.CHOICES:
            chosen = [each for each in form.many("answers") if each]
            chosen += others_of(form.text("typed"))
            return list(dict.fromkeys(chosen)) or ([] if form.text("none") else None)
        case _:
            if form.text("none"):
                return "none"
            return text or form.text("typed") or None


def _where(form: Form) -> Raw:
    if form.text(NOWHERE):
        return {WHERE: [], SIDE: "none"}
    spots = [each.split(":", 1) for each in form.many("spot") if ":" in each]
    places = list(dict.fromkeys(place for _, place in spots))
    if not places:
        raise InvalidAnswer(
            "no place is chosen yet", where="where", fix="Tap where it hurts, or say nowhere"
        )
    sides = {side for side, _ in spots if side != "none"}
    if not sides:
        return {WHERE: places}
    return {WHERE: places, SIDE: "both" if len(sides) > 1 else sides.pop()}
