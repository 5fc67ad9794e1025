"""The check as an interview: what is asked next, and the end of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

import attrs
from attrs import frozen

from psoas.app.check.checking import KEPT_FROM_YEARS, Checked, check
from psoas.app.check.checking_in import check_in
from psoas.app.check.weighing import UNSAID
from psoas.errors import InvalidAnswer, NotFound
from psoas.library import Shelf
from psoas.load import RunFact
from psoas.loop.assess.assess import assess
from psoas.loop.assess.interview import (
    ASK_AGAIN,
    Draft,
    Part,
    Raw,
    Screen,
    is_emergency,
    is_expected,
    is_referred,
    needed_of,
    screens_left,
    with_answer,
    with_signs,
)
from psoas.loop.assess.model import Assessment
from psoas.loop.assess.sheet import SheetErrors, check_sheet
from psoas.loop.condition import Answered
from psoas.loop.equipment import Equipment
from psoas.store import Logbook

#: The last screen: the runner's own words.
WORDS = "words"
_TWO_WEEKS, _MONTH = timedelta(days=14), timedelta(days=30)
_WEEK = timedelta(days=7)


@frozen(kw_only=True)
class Asked:
    """Where an interview stands.

    Parameters
    ----------
    screen
        What is asked next; None where nothing is left to ask.
    is_over
        Whether the answers call for help now: nothing more is asked.
    is_referred
        Whether a clinician comes first, whatever else is answered.
    n_left
        How many screens are left for a runner whom nothing else concerns.
    """

    screen: Screen | None
    found: Assessment | None
    is_over: bool
    is_referred: bool
    n_left: int


def go_on(draft: Draft, *, shelf: Shelf) -> Asked:
    """Return what is asked next."""
    found = _found(draft, shelf=shelf) if draft.answers else None
    left = list(screens_left(shelf.screens, draft, questions=shelf.questions, found=found))
    over = found is not None and is_emergency(found)
    expected = [each for each in left if is_expected(each, left, draft)]
    return Asked(
        screen=None if over or not left else left[0],
        found=found,
        is_over=over,
        is_referred=found is not None and is_referred(found),
        n_left=0 if over else len(expected),
    )


def _found(draft: Draft, *, shelf: Shelf) -> Assessment:
    return assess(
        _structured(draft),
        questions=shelf.questions,
        rules=shelf.rules,
        weights=shelf.weights,
        free_text=draft.words or None,
        needed=needed_of(shelf.screens, draft),
    )


def _structured(draft: Draft) -> dict[str, object]:
    return {key: value for key, value in draft.answers.items() if value is not None}


def screen_of(name: str, *, shelf: Shelf) -> Screen:
    """Return a screen by its id.

    Raises
    ------
    NotFound
        Where there is none.
    """
    key = name.removeprefix(ASK_AGAIN)
    if name.startswith(ASK_AGAIN) and key in shelf.questions:
        return Screen(id=name, part=Part.PAIN, key=key)
    if name not in shelf.screens:
        raise NotFound("the check has no such screen", where=name, fix="Go on with the check")
    return shelf.screens[name]


def signs(
    draft: Draft, screen: Screen, *, ticked: Collection[str], unsure: Collection[str]
) -> Draft:
    """Return the draft with the signs of a screen.

    Raises
    ------
    InvalidAnswer
        Where a sign is named that the screen does not have.
    """
    unknown = sorted({*ticked, *unsure} - set(screen.keys))
    if unknown:
        raise InvalidAnswer(
            f"{unknown[0]} is not asked here", where=screen.id, fix="Tick what is on the screen"
        )
    return with_signs(draft, screen, ticked=ticked, unsure=unsure)


def answer(draft: Draft, screen: Screen, answers: Raw, *, shelf: Shelf) -> Draft:
    """Return the draft with an answer.

    Raises
    ------
    InvalidAnswer
        Where it cannot be true or is not understood; nothing is changed then.
    """
    given = {key: value for key, value in answers.items() if value is not None}
    try:
        check_sheet(given, shelf.questions)
    except SheetErrors as error:
        raise InvalidAnswer(
            "; ".join(problem for _, problem in error.problems),
            where=screen.id,
            fix="Correct it, or say that you are not sure",
        ) from error
    return with_answer(draft, screen, answers)


def as_number(typed: str) -> Answered:
    """Return the number that was typed; other text stays, so that it is refused by name."""
    try:
        value = float(typed.replace(",", "."))
    except ValueError:
        return typed
    return int(value) if value.is_integer() else value


def words(draft: Draft, said: str) -> Draft:
    """Return the draft with the runner's own words; it is asked for once."""
    done = (*(each for each in draft.done if each != WORDS), WORDS)
    return attrs.evolve(draft, words=said, done=done)


def finish(draft: Draft, *, shelf: Shelf, owned: frozenset[Equipment] = UNSAID) -> Checked:
    """Assess what was answered."""
    needed = needed_of(shelf.screens, draft)
    return check(_record(draft), shelf=shelf, owned=owned, needed=needed)


def finish_in(
    logbook: Logbook,
    draft: Draft,
    *,
    shelf: Shelf,
    now: datetime,
) -> Checked:
    """Assess what was answered in the light of the logbook's earlier checks (hazard H-10)."""
    needed = needed_of(shelf.screens, draft)
    return check_in(logbook, _record(draft), shelf=shelf, now=now, needed=needed)


def _record(draft: Draft) -> dict[str, object]:
    record: dict[str, object] = {"structured": _structured(draft)}
    if draft.words:
        record["free_text"] = draft.words
    return record


def may_be_kept(draft: Draft) -> bool:
    """Whether answers may be kept at all: nothing is kept of a child (hazard H-09)."""
    age = draft.answers.get("age_years")
    return not (isinstance(age, int | float) and age < KEPT_FROM_YEARS)


def told_by_runs(runs: Sequence[RunFact], *, on: date) -> Mapping[str, float]:
    """Return what the files say of the runner's weeks, to be confirmed: they may lack runs.

    Parameters
    ----------
    runs
        All that are kept.
    on
        The runner's day.

    Returns
    -------
    Mapping
        Kilometres by key of the answer sheet; a window without a distance has no key.
    """
    recent, month = on - _TWO_WEEKS, on - _TWO_WEEKS - _MONTH
    week, usual = on - _WEEK, on - 5 * _WEEK
    found = {
        "longest_run_last_14d_km": _longest_km(runs, recent, on),
        "longest_run_prior_30d_km": _longest_km(runs, month, recent),
        "weekly_km_last_week": _total_km(runs, week, on),
        "weekly_km_usual": _total_km(runs, usual, week) / 4,
    }
    return {key: round(km, 1) for key, km in found.items() if km > 0}


def _km(runs: Sequence[RunFact], after: date, until: date) -> list[float]:
    return [
        run.distance_m / 1000
        for run in runs
        if run.distance_m is not None and after < run.local_on <= until
    ]


def _longest_km(runs: Sequence[RunFact], after: date, until: date) -> float:
    return max(_km(runs, after, until), default=0.0)


def _total_km(runs: Sequence[RunFact], after: date, until: date) -> float:
    return sum(_km(runs, after, until))
