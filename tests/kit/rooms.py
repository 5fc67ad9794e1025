"""Sessions, sets and scores for the rooms of reset, reload and retrain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from psoas.diary import Reading
from psoas.diary.performed import Performed
from psoas.evidence import Verdict
from psoas.library import shelf
from psoas.loop.reload.model import Felt, Step
from psoas.loop.reload.step import next_step
from psoas.loop.reset import Tried
from psoas.quantity import Side
from psoas.render.words import worded

SHELF = shelf()
DAY_0 = datetime(2026, 10, 1, 18, tzinfo=UTC)
#: Everything was told, and it was calm.
CALM = Felt(during_nrs=0, morning_before_nrs=0, morning_after_nrs=0)


def heard(verdict: Verdict) -> Verdict:
    """The verdict, once its words are whole: no number that they ask for is missing."""
    words = worded(verdict, texts=SHELF.texts)
    if "{" in words or words == verdict.text:
        raise AssertionError(f"{verdict.text} is not whole: {words}")
    return verdict


def sets(
    day: int,
    exercise: str,
    reps: Sequence[int | None] = (),
    *,
    hold_s: Sequence[float | None] = (),
    reserve: int | None = 2,
    pain: int | None = 0,
    side: Side | None = None,
) -> list[Performed]:
    """The sets of one session: the last one tells the reserve."""
    counts = [(each, None) for each in reps] or [(None, each) for each in hold_s]
    return [
        Performed(
            session=f"day-{day}",
            exercise=exercise,
            side=side,
            set_number=n,
            reps=count,
            hold_s=held,
            in_reserve=reserve if n == len(counts) else None,
            pain_nrs=pain,
            done_at=DAY_0 + timedelta(days=day, minutes=n),
        )
        for n, (count, held) in enumerate(counts, start=1)
    ]


def stepped(
    exercise: str,
    history: Sequence[Performed],
    felt: dict[str, Felt] | None = None,
    *,
    side: Side | None = None,
) -> Step:
    """The next step; what is not said of a session was calm."""
    all_calm = {each.session: CALM for each in history}
    return next_step(
        SHELF.exercises[exercise],
        side=side,
        history=history,
        felt=all_calm | (felt or {}),
        limits=SHELF.limits,
    )


def scored(
    scores: Sequence[tuple[int | None, int | None]], *drills: str, day: int = 0
) -> list[Tried]:
    """Sessions with a score before and after, a day apart."""
    return [
        Tried(
            session=f"{'-'.join(drills) or 'quiet'}-{day + n}",
            drills=frozenset(drills),
            done_at=DAY_0 + timedelta(days=day + n),
            before_nrs=before,
            after_nrs=after,
        )
        for n, (before, after) in enumerate(scores)
    ]


def reading(measure: str, side: Side, value: float, *, days_ago: int = 1) -> Reading:
    at = DAY_0 + timedelta(days=60 - days_ago)
    return Reading(measure=measure, side=side, value=value, taken_at=at)


def readings(measure: str, left: float | None, right: float | None) -> list[Reading]:
    both = ((Side.LEFT, left), (Side.RIGHT, right))
    return [reading(measure, side, value) for side, value in both if value is not None]
