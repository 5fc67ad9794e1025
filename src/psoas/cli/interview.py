"""The check as an interview in a terminal: ``psoas check --ask``."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from psoas.errors import InvalidAnswer

if TYPE_CHECKING:
    from psoas.app.check.checking import Checked
    from psoas.library import Shelf
    from psoas.loop.assess.interview import Draft, Raw, Screen
    from psoas.loop.assess.model import Question
    from psoas.loop.condition import Answered
    from psoas.store import Logbook

LINE = 92
HOW = "? is not sure, < goes back. Ctrl+C stops; what you answered is {kept}."
BACK, UNSURE = "<", "?"


class _Back(Exception):
    """The runner wants the screen before."""


def run(logbook: Logbook | None, *, shelf: Shelf, now: datetime) -> Checked:
    """Ask until nothing is left, keep each answer where there is a logbook, and assess.

    Raises
    ------
    InvalidAnswer
        Where the runner does not agree to the answers being kept.
    """
    from psoas.app.check.checking import keep_check
    from psoas.app.check.interview import finish, finish_in, go_on, may_be_kept, screen_of, words
    from psoas.loop.assess.interview import before

    draft, keep = _begin(logbook, shelf=shelf, now=now)
    back: str | None = None
    while True:
        asked = go_on(draft, shelf=shelf)
        screen = screen_of(back, shelf=shelf) if back else asked.screen
        back = None
        if screen is None:
            break
        click.echo(
            f"\n{_title(screen, shelf)}   ({len(draft.done)} done, about {asked.n_left} left)"
        )
        try:
            draft = _ask(draft, screen, shelf=shelf)
        except _Back:
            back = before(draft, screen.id)
            continue
        if not may_be_kept(draft) and logbook is not None:
            keep(None)
            logbook, keep = None, _nowhere
            click.echo("You are under 16: nothing of this check is kept. Ask an adult to help.")
        keep(draft)
    if not asked.is_over:
        said = click.prompt("\nAnything else, in your own words", default="", show_default=False)
        draft = words(draft, said)
    if logbook is None:
        return finish(draft, shelf=shelf)
    checked = finish_in(logbook, draft, shelf=shelf, now=now)
    if keep_check(logbook, checked, now=now) is None:
        click.echo("You are under 16: nothing of this check is kept. Ask an adult to help.")
    keep(None)
    return checked


def _nowhere(_draft: Draft | None) -> None:
    """Keep nothing."""


def _begin(
    logbook: Logbook | None, *, shelf: Shelf, now: datetime
) -> tuple[Draft, Callable[[Draft | None], None]]:
    """Ask for the agreement, and take up a check that was not finished."""
    from psoas.app.check.agreeing import agree, agreed_at
    from psoas.loop.assess.interview import Draft
    from psoas.store.drafts import draft_of, drop_draft, keep_draft

    click.echo(textwrap.fill(shelf.texts["welcome.what-it-is"], width=LINE) + "\n")
    click.echo(HOW.format(kept="not kept" if logbook is None else "kept"))
    if logbook is None:
        return Draft(), _nowhere
    if agreed_at(logbook) is None:
        if not click.confirm("May your health answers be kept in this logbook?"):
            raise InvalidAnswer(
                "answers are kept only where that is agreed to",
                where="psoas check --ask",
                fix="Leave --db away: then nothing is kept",
            )
        agree(logbook, now=now)

    def keep(draft: Draft | None) -> None:
        with logbook.writing() as connection:
            if draft is None:
                drop_draft(connection)
            else:
                keep_draft(connection, draft, at=now)

    with logbook.reading() as connection:
        begun = draft_of(connection)
    if begun is not None and click.confirm(
        f"A check with {len(begun.done)} answers is not finished. Go on with it?", default=True
    ):
        return begun, keep
    return Draft(), keep


def _title(screen: Screen, shelf: Shelf) -> str:
    if screen.items:
        return f"{screen.ask} {screen.help}".rstrip()
    question = shelf.questions[screen.key]
    return f"{question.ask} {question.help}".rstrip()


def _ask(draft: Draft, screen: Screen, *, shelf: Shelf) -> Draft:
    """Ask one screen until the answer is understood."""
    from psoas.app.check.interview import answer, signs

    while True:
        try:
            if screen.items:
                ticked, unsure = _signs(screen)
                return signs(draft, screen, ticked=ticked, unsure=unsure)
            question = shelf.questions[screen.key]
            return answer(draft, screen, _answer(question, shelf), shelf=shelf)
        except InvalidAnswer as problem:
            click.echo(f"{problem.what}. {problem.fix}.")


def _listed(lines: list[str]) -> None:
    for number, line in enumerate(lines, start=1):
        click.echo(f"  {number:>2}  {line}")


def _typed(prompt: str) -> str:
    typed = str(click.prompt(prompt, default="", show_default=False)).strip()
    if typed == BACK:
        raise _Back
    return typed


def _signs(screen: Screen) -> tuple[set[str], set[str]]:
    """Return the keys that are ticked, and those that are not sure."""
    _listed([each.say for each in screen.items])
    typed = _typed("Numbers of all that apply, such as 1 3 ?4; Enter for none of these")
    ticked: set[str] = set()
    unsure: set[str] = set()
    for each in typed.replace(",", " ").split():
        chosen = screen.items[_index(each.lstrip(UNSURE), len(screen.items))].key
        (unsure if each.startswith(UNSURE) else ticked).add(chosen)
    return ticked, unsure


def _index(typed: str, n: int) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= n:
        raise InvalidAnswer(
            f"{typed!r} is no number of the list", where="answer", fix=f"Type 1 to {n}"
        )
    return int(typed) - 1


def _answer(question: Question, shelf: Shelf) -> Raw:
    from psoas.app.check.interview import as_number
    from psoas.loop.assess.model import AnswerKind
    from psoas.loop.assess.sheet import NOT_SURE

    labels = [
        shelf.texts.get(f"choice.{question.key}.{each}", each.replace("_", " "))
        for each in question.choices
    ]
    match question.kind:
        case AnswerKind.YES_NO:
            typed = _typed("y / n / ?").lower()[:1]
            known: dict[str, Answered] = {"y": True, "n": False, UNSURE: NOT_SURE}
            if typed not in known:
                raise InvalidAnswer(f"{typed!r} is no answer", where="answer", fix="Type y, n or ?")
            return {question.key: known[typed]}
        case AnswerKind.NUMBER:
            typed = _typed("0 to 10" if question.unit == "nrs" else question.unit or "Number")
            return {question.key: NOT_SURE if typed == UNSURE else as_number(typed)}
        case AnswerKind.CHOICE:
            _listed(labels)
            typed = _typed("Number of one" + (", or in your words" if question.open else ""))
            if typed == UNSURE:
                return {question.key: NOT_SURE}
            if question.open and typed and not typed.isdecimal():
                return {question.key: typed}
            return {question.key: question.choices[_index(typed, len(labels))]}
        case AnswerKind.CHOICES:
            return {question.key: _several(question, labels)}
        case AnswerKind.TEXT:
            typed = _typed("In your words")
            return {question.key: NOT_SURE if typed == UNSURE else typed or "none"}


def _several(question: Question, labels: list[str]) -> list[str] | str:
    from psoas.loop.assess.sheet import NOT_SURE

    _listed(labels)
    typed = _typed(
        "Numbers of all that apply; Enter for none"
        if labels
        else "With commas between; Enter for none"
    )
    if typed == UNSURE:
        return NOT_SURE
    parts = [each.strip() for each in typed.replace(",", " , ").split(",") if each.strip()]
    if not labels:
        return parts
    return [question.choices[_index(each, len(labels))] for each in typed.replace(",", " ").split()]
