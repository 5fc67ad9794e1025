"""The questions of the week: four pains, your own activities, days lost, overuse.

The overuse questions are in our own words and make no score: they are not the OSTRC
questionnaire, whose wording is not ours to use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from psoas.diary import Reading, Week
from psoas.errors import InvalidAnswer, NotFound
from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.library import Shelf
from psoas.quantity import Answer
from psoas.store import Logbook
from psoas.store.attempts import drop_week, keep_week, weeks

PAINS = ("pain-nrs-now", "pain-nrs-worst", "pain-nrs-run", "pain-nrs-morning")
PSFS = "psfs"
DAYS_LOST = "days-lost"
ACTIVITIES = "activities"
#: Three to five activities of one's own [source:stratford-1995].
FEWEST, MOST = 3, 5
LONGEST_NAME = 60
OVERUSE = ("took-part", "cut-back", "ran-worse", "hurt")
#: From none to all: what each overuse question can be answered with.
STEPS = ("none", "little", "much", "all")
#: "much" or "all" of one of these makes a week substantial. Our own words and convention.
SUBSTANTIAL = ("took-part", "cut-back", "ran-worse")
WEEK_DAYS = 7
#: Two answered weeks lie so far apart and no farther to be two in a row.
IN_A_ROW_DAYS = 10


def _refuse(what: str, where: str, fix: str) -> InvalidAnswer:
    return InvalidAnswer(what, where=where, fix=fix)


def _whole(value: object, low: int, high: int, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _refuse(f"{value!r} is not a whole number from {low} to {high}", where, "Correct it")
    return value


def _activities(said: object) -> dict[str, int | None]:
    if not isinstance(said, Mapping) or len(said) > MOST:
        raise _refuse(f"name up to {MOST} activities", ACTIVITIES, "Leave some out")
    found: dict[str, int | None] = {}
    for name, value in said.items():
        if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
            raise _refuse(f"a name has 1 to {LONGEST_NAME} letters", ACTIVITIES, "Write it shorter")
        found[name.strip()] = None if value is None else _whole(value, 0, 10, name)
    return found


def checked(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of a week, checked; what was skipped is left out.

    Raises
    ------
    InvalidAnswer
        Naming the answer that is not understood or cannot be.
    """
    found: dict[str, Any] = {}
    for key, value in said.items():
        if value is None:
            continue
        if key in PAINS:
            found[key] = _whole(value, 0, 10, key)
        elif key == DAYS_LOST:
            found[key] = _whole(value, 0, WEEK_DAYS, key)
        elif key == ACTIVITIES:
            if activities := _activities(value):
                found[key] = activities
        elif key in OVERUSE:
            if value not in STEPS:
                raise _refuse(f"{value!r} is not one of {', '.join(STEPS)}", key, "Choose one")
            found[key] = value
        else:
            known = ", ".join((*PAINS, DAYS_LOST, ACTIVITIES, *OVERUSE))
            raise _refuse(f"{key!r} is not asked", "the week", f"Known are: {known}")
    return found


def keep_answers(logbook: Logbook, said: Mapping[str, Any], *, now: datetime) -> Week:
    """Keep the answers of a week; on the same day they are completed or corrected.

    Raises
    ------
    InvalidAnswer
        Where an answer is not understood, or none was given.
    """
    answers = checked(said)
    if not answers:
        raise _refuse("nothing was answered", "the week", "Answer at least one question")
    week = Week(id=str(uuid4()), on=now.date(), answers=answers, answered_at=now)
    with logbook.writing() as connection:
        keep_week(connection, week)
    return week


def undo_week(logbook: Logbook) -> Week:
    """Remove the newest answers of a week.

    Raises
    ------
    NotFound
        Where there are none.
    """
    with logbook.writing() as connection:
        kept = weeks(connection)
        if not kept:
            raise NotFound("no week was answered", where="the week", fix="Nothing to take back")
        drop_week(connection, kept[-1])
    return kept[-1]


def psfs_nrs(answers: Mapping[str, Any]) -> float | None:
    """Return the mean of one's own activities, 0 to 10; None where one is open or too few are."""
    scores = list(answers.get(ACTIVITIES, {}).values())
    if len(scores) < FEWEST or any(each is None for each in scores):
        return None
    return float(sum(scores) / len(scores))


def _at(week: Week) -> datetime:
    return week.answered_at


def readings_of(kept: Sequence[Week]) -> Iterator[Reading]:
    """Return what the weeks measure, as readings.

    The mean of one's own activities is only compared over weeks with the same list as the
    newest: another list is another scale.
    """
    named = [set(week.answers[ACTIVITIES]) for week in kept if ACTIVITIES in week.answers]
    for week in kept:
        for key in (*PAINS, DAYS_LOST):
            if key in week.answers:
                yield Reading(
                    measure=key, side=None, value=float(week.answers[key]), taken_at=_at(week)
                )
        mean_nrs = psfs_nrs(week.answers)
        if mean_nrs is not None and set(week.answers[ACTIVITIES]) == named[-1]:
            yield Reading(measure=PSFS, side=None, value=mean_nrs, taken_at=_at(week))


def is_substantial(answers: Mapping[str, Any]) -> Answer:
    """Return whether a week was held back much; a question that was skipped may decide."""
    said = [answers.get(key) for key in SUBSTANTIAL]
    if any(each in ("much", "all") for each in said):
        return Answer.YES
    return Answer.UNKNOWN if None in said else Answer.NO


def overuse_verdict(kept: Sequence[Week], *, on: date) -> Verdict:
    """Say whether two weeks in a row were held back much: then a clinician should look.

    Weeks older than two from *on* say nothing of now.
    """
    recent = [week for week in kept if (on - week.on).days <= 2 * WEEK_DAYS]
    known = [(week, is_substantial(week.answers)) for week in recent]
    held = [week.on for week, answer in known if answer is Answer.YES]
    twice = any(
        WEEK_DAYS - 1 <= (later - earlier).days <= IN_A_ROW_DAYS
        for earlier in held
        for later in held
    )
    last = known[-1][1] if known else Answer.UNKNOWN
    text = {
        Answer.YES: "week.held-back",
        Answer.NO: "week.not-held-back",
        Answer.UNKNOWN: "week.overuse-unknown",
    }[last]
    return Verdict(
        rule="overuse",
        answer=Answer.YES if twice else last,
        level="refer" if twice else "note",
        text="week.held-back-twice" if twice else text,
        sources=(SourceId("psoas-convention"),),
        grade=Grade.OWN_CONVENTION,
    )


def week_verdicts(kept: Sequence[Week], *, on: date, shelf: Shelf) -> tuple[Verdict, ...]:
    """Return the newest week as statements: each number that was given, and the overuse."""
    if not kept:
        return ()
    newest = kept[-1]
    found = []
    for reading in readings_of(kept):
        if reading.taken_at != _at(newest):
            continue
        measure = shelf.measures[reading.measure]
        values: dict[str, Scalar] = {
            "measure": measure.name,
            "value": round(reading.value, 1),
            "unit": "of 10" if measure.unit == "nrs" else "days",
            "on": newest.on.isoformat(),
        }
        found.append(
            Verdict(
                rule=str(measure.id),
                answer=Answer.YES,
                level="count",
                text="week.value",
                values=values,
                sources=measure.sources,
                grade=measure.grade,
            )
        )
    return (*found, overuse_verdict(kept, on=on))


def is_due(kept: Sequence[Week], *, on: date) -> bool:
    """Return whether the questions of the week are to be asked: after seven days."""
    return not kept or on - kept[-1].on >= timedelta(days=WEEK_DAYS)
