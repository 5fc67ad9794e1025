"""The check as an interview: which screen comes next, and what its answers mean.

Signs of danger come first, and one that calls for help now ends it. What is not ticked is
*no* only where the runner says so of the whole screen; *not sure* is unknown, never no.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

import attrs
from attrs import field, frozen

from psoas.loop.assess.model import Assessment, Disposition, Question
from psoas.loop.assess.sheet import NOT_SURE
from psoas.loop.condition import Answered, Condition
from psoas.quantity import Answer, any_of

LEFT_OUT = "left_out"
"""Of a sign: left open, its question does not concern the runner."""

ASK_AGAIN = "ask:"
"""Opens the id of a screen that only asks what the rules still need."""


class Part(StrEnum):
    """What a screen is about, in the order of the interview."""

    DANGER = "danger"
    PAIN = "pain"
    RUNNING = "running"


@frozen(kw_only=True)
class Item:
    """One sign of a screen that asks for several.

    Parameters
    ----------
    key
        Of the question that it answers.
    say
        The sign in the runner's words.
    value
        The answer where it is ticked. None where another screen then asks.
    otherwise
        The answer where the runner says that no other sign is there.
    """

    key: str
    say: str
    value: Answered | None = None
    otherwise: Answered = False

    @property
    def ticked(self) -> Answered | None:
        """The answer that a tick gives; None where another screen must ask for it."""
        if self.value is None and self.otherwise is False:
            return True
        return self.value

    @property
    def left(self) -> Answered | None:
        """The answer where it is left open and the others are said not to be there."""
        return None if self.otherwise == LEFT_OUT else self.otherwise


@frozen(kw_only=True)
class Screen:
    """One thing that is asked: a question by its *key*, or the signs of *items*."""

    id: str
    part: Part
    key: str = ""
    ask: str = ""
    help: str = ""
    items: tuple[Item, ...] = ()
    only_for: str = ""
    only_if: tuple[Condition, ...] = ()
    """Asked unless every one of these is known not to hold."""
    quick: tuple[float, ...] = ()
    """Numbers that are answered with one tap."""

    def __attrs_post_init__(self) -> None:
        """Refuse a screen that asks both or nothing."""
        if bool(self.key) == bool(self.items):
            raise ValueError(f"screen {self.id}: give either key or items")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the answer sheet that it is about."""
        return (self.key,) if self.key else tuple(each.key for each in self.items)


Raw = Mapping[str, Answered | None]
"""Answers as they were given: NOT_SURE where that was the answer, None where left out."""


@frozen(kw_only=True)
class Draft:
    """An interview that is not finished: the answers, and the screens that were answered."""

    answers: Raw = field(factory=dict)
    done: tuple[str, ...] = ()
    words: str = ""
    """The runner's own words."""


def screens_left(
    screens: Mapping[str, Screen],
    draft: Draft,
    *,
    questions: Mapping[str, Question],
    found: Assessment | None,
) -> Iterator[Screen]:
    """Yield what is still to be asked, in order.

    Parameters
    ----------
    screens, questions
        From the shelf, by id and key.
    draft
        The answers so far.
    found
        What they come to so far. Running is not asked of a runner who is referred anyway,
        and what the rules still need is asked at the end.
    """
    for screen in screens.values():
        if not _is_answered(screen, draft) and _concerns(screen, draft, found):
            yield screen
    if found is not None:
        asked = {key for screen in screens.values() for key in screen.keys}
        for key in found.unknown:
            if key in questions and key not in asked and key not in draft.answers:
                yield Screen(id=f"{ASK_AGAIN}{key}", part=Part.PAIN, key=key)


def _is_answered(screen: Screen, draft: Draft) -> bool:
    return screen.key in draft.answers if screen.key else screen.id in draft.done


def _concerns(screen: Screen, draft: Draft, found: Assessment | None) -> bool:
    """Whether a screen is to be asked of this runner."""
    if screen.only_for and draft.answers.get("sex", NOT_SURE) not in (screen.only_for, NOT_SURE):
        return False
    if screen.part is Part.RUNNING and found is not None and is_referred(found):
        return False
    return _leads_to(screen, draft) is not Answer.NO


def _leads_to(screen: Screen, draft: Draft) -> Answer:
    """Whether what was answered leads to a screen; unknown where that is still open."""
    if not screen.only_if:
        return Answer.YES
    sheet = {key: value for key, value in draft.answers.items() if value != NOT_SURE}
    return any_of(each.holds(sheet) for each in screen.only_if)


def is_expected(screen: Screen, left: Collection[Screen], draft: Draft) -> bool:
    """Whether a screen that is left will be asked of a runner who ticks nothing more."""
    by_a_tick = {item.key for each in left for item in each.items}
    return screen.key not in by_a_tick and _leads_to(screen, draft) is Answer.YES


def is_referred(found: Assessment) -> bool:
    """Whether a rule that fired, and not a missing answer, puts a clinician first."""
    return any(Disposition(reason.level).holds_back for reason in found.reasons)


def is_emergency(found: Assessment) -> bool:
    """Whether help is needed now: the interview ends."""
    return found.disposition is Disposition.EMERGENCY


def before(draft: Draft, screen_id: str) -> str | None:
    """Return the screen that was answered before this one; None where it is the first."""
    done = draft.done
    at = done.index(screen_id) if screen_id in done else len(done)
    return done[at - 1] if at > 0 else None


def with_signs(
    draft: Draft, screen: Screen, *, ticked: Collection[str], unsure: Collection[str]
) -> Draft:
    """Return the draft with the signs of a screen; a key that is both is ticked."""
    answers = dict(draft.answers)
    for item in screen.items:
        if item.key in ticked:
            if item.ticked is not None:
                answers[item.key] = item.ticked
            elif not _is_ticked(item, answers):
                del answers[item.key]
        else:
            answers[item.key] = NOT_SURE if item.key in unsure else item.left
    return _done(attrs.evolve(draft, answers=answers), screen)


def with_answer(draft: Draft, screen: Screen, answers: Raw) -> Draft:
    """Return the draft with the answer to a screen of one question.

    Parameters
    ----------
    draft, screen
        What was asked.
    answers
        Of the screen's own key, and of others that the same tap answers. What it does not
        answer is *not sure*.
    """
    given = {screen.key: NOT_SURE, **answers}
    return _done(attrs.evolve(draft, answers={**draft.answers, **given}), screen)


def _done(draft: Draft, screen: Screen) -> Draft:
    others = (each for each in draft.done if each != screen.id)
    return attrs.evolve(draft, done=(*others, screen.id))


def _is_ticked(item: Item, answers: Raw) -> bool:
    """Whether a tick led to the answer that is there, or to a screen not yet answered."""
    if item.key not in answers:
        return True
    given = answers[item.key]
    if isinstance(given, list | tuple):
        return tuple(given) != item.left
    return given not in (item.left, NOT_SURE)


def ticked_of(draft: Draft, screen: Screen) -> tuple[frozenset[str], frozenset[str]]:
    """Return which signs of an answered screen were ticked, and which were not sure."""
    if screen.id not in draft.done:
        return frozenset(), frozenset()
    unsure = {each.key for each in screen.items if draft.answers.get(each.key) == NOT_SURE}
    ticked = {each.key for each in screen.items if _is_ticked(each, draft.answers)}
    return frozenset(ticked), frozenset(unsure)


def needed_of(screens: Mapping[str, Screen], draft: Draft) -> frozenset[str]:
    """Return the signs of danger that are not sure: without an answer nobody trains.

    A lump, a numb patch or a blood thinner of which no more is known is not nothing.
    """
    return frozenset(
        item.key
        for screen in screens.values()
        for item in screen.items
        if screen.part is Part.DANGER and draft.answers.get(item.key) == NOT_SURE
    )
