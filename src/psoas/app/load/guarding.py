"""The guard with all that the logbook tells: the history, the next run, and planned runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from attrs import evolve

from psoas.app.load.diary_cap import beyond_diary, capped_by_diary
from psoas.app.load.loading import Loading, loading_of, verdict_on_run
from psoas.app.state import State
from psoas.errors import InvalidAnswer
from psoas.evidence import SourceId, Verdict
from psoas.library import Shelf
from psoas.load.guard import (
    Change,
    ChangeKind,
    Exposure,
    Heavy,
    Judged,
    Next,
    Told,
    beyond_check,
    check_planned,
    judge_all,
    next_run,
    red_flags,
)
from psoas.load.pain import not_alone
from psoas.loop.assess.model import Disposition, Running
from psoas.loop.exercise import Target
from psoas.programme import RunKind, SessionKind, day_named

#: Targets that make a heavy session one of the hip flexors.
HIP_FLEXORS = frozenset({Target.ILIOPSOAS, Target.RECTUS_FEMORIS})
#: A planned run as it is written: kilometres, fast metres if any, and when.
PLANNED = re.compile(r"(?P<km>\d+(?:\.\d+)?)(?:km)?(?::(?P<fast>\d+(?:\.\d+)?)m?)?(?:@(?P<at>.+))?")


def _heavy(state: State, shelf: Shelf) -> Iterator[Heavy]:
    for done, names in state.trained:
        known = [shelf.exercises[name] for name in names if name in shelf.exercises]
        if any(each.heavy and HIP_FLEXORS & set(each.targets) for each in known):
            at = done.finished_at
            yield Heavy(on=day_named(done.session) or at.date(), at=at)


def _stages(state: State, shelf: Shelf) -> Iterator[Change]:
    """Yield the sessions in which strength work went up to a level never done before."""
    highest = 0.0
    for done, names in state.trained:
        known = [shelf.exercises[name] for name in names if name in shelf.exercises]
        level = max((each.level[0] for each in known), default=0.0)
        if done.session.endswith(f"-{SessionKind.RELOAD}") and level > highest:
            highest = level
            yield Change(kind=ChangeKind.STRENGTH, at=done.finished_at)


def told_of(state: State, *, shelf: Shelf) -> Told:
    """Gather what no run shows.

    Strength is known only where a session was ever written down. A quicker cadence is not
    known: the beat of a course asks for at most 5 % more, and the rule counts what is beyond;
    what a runner does without it no one wrote down.
    """
    race = state.profile.get("race_on")
    planned_races = {each.on for each in state.planned if each.kind is RunKind.RACE}
    trains = bool(state.trained)
    return Told(
        pains=state.pains_said,
        heavy=tuple(_heavy(state, shelf)) if trains else None,
        changes=tuple(_stages(state, shelf)) if trains else (),
        known=frozenset({ChangeKind.STRENGTH}) if trains else frozenset(),
        races=frozenset({date.fromisoformat(race)} if race else ()) | planned_races,
    )


def flags_of(state: State, *, shelf: Shelf) -> Verdict:
    """Say what the newest check means for the next run (G6).

    A red flag stays until the next check; that there is none holds only while the check
    is valid.
    """
    found = state.sheet.assessment if state.sheet else None
    if found is None:
        return red_flags(flags=None, stops=False, limits=shelf.limits)
    fired = [each for each in found.reasons if Disposition(each.level).holds_back]
    if not fired and not found.unfinished and state.screening is not None:
        return red_flags(flags=None, stops=False, limits=shelf.limits)
    sources: Iterable[SourceId] = (source for each in fired for source in each.sources)
    return red_flags(
        flags=len(fired),
        stops=found.running is Running.STOP,
        open_questions=len(found.unknown) if found.unfinished else 0,
        sources=tuple(sources),
        limits=shelf.limits,
    )


def guarded(state: State, *, shelf: Shelf, days: int | None = None) -> Loading:
    """Return load over time with every rule's verdict on each run."""
    told = told_of(state, shelf=shelf)
    return loading_of(state.runs, shelf=shelf, on=state.on, days=days, told=told)


def next_of(state: State, *, shelf: Shelf, now: datetime) -> Next:
    """Say what the guard makes of the runner's next run; the diary may lower its cap."""
    told = told_of(state, shelf=shelf)
    judged = judge_all(map(Exposure.of, state.runs), limits=shelf.limits, told=told)
    flags = flags_of(state, shelf=shelf)
    found = next_run(
        judged, at=now, told=told, flags=flags, eases=eases(state), limits=shelf.limits
    )
    return capped_by_diary(found, state, limits=shelf.limits)


def eases(state: State) -> bool:
    """Return whether the newest check, however old, says to run less."""
    return state.sheet is not None and state.sheet.assessment.running is Running.MODIFY


def planned_from(said: Sequence[str], *, now: datetime) -> tuple[Exposure, ...]:
    """Read planned runs as ``KM``, ``KM@TIME`` or ``KM:FAST_M@TIME``.

    Raises
    ------
    InvalidAnswer
        Where one cannot be read, or lies before *now*'s day.
    """
    return tuple(_planned(each, number, now) for number, each in enumerate(said, start=1))


def _planned(said: str, number: int, now: datetime) -> Exposure:
    fix = "Write 12, 12@2026-11-24, or 12:800@2026-11-24T18:30 with 800 m above 5 m/s"
    found = PLANNED.fullmatch(said.strip())
    if found is None or not 0 < float(found["km"]) <= 1000:
        raise InvalidAnswer(f"{said!r} is not a planned run", where="--planned", fix=fix)
    at = _moment(found["at"], now)
    fast_m = float(found["fast"]) if found["fast"] else None
    distance_m = 1000 * float(found["km"])
    if at is None or at.date() < now.date() or (fast_m is not None and fast_m > distance_m):
        raise InvalidAnswer(
            f"{said!r} lies behind, is no time, or is more fast metres than metres",
            where="--planned",
            fix=fix,
        )
    return Exposure(
        id=f"planned-{number}",
        started_at=at,
        local_on=at.date(),
        distance_m=distance_m,
        fast_m=fast_m,
        planned=True,
    )


def _moment(said: str | None, now: datetime) -> datetime | None:
    if not said:
        return now
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    if len(said) == len("2026-11-24"):
        at = at.replace(hour=12)
    return at if at.tzinfo else at.replace(tzinfo=now.tzinfo)


def check_ahead(
    planned: Sequence[Exposure], state: State, *, shelf: Shelf
) -> tuple[tuple[Judged, Verdict], ...]:
    """Check planned runs before they are run; each with what the check means for it.

    One that is longer than the diary's cap, or more than the check allows, is amber at least.
    """
    told = told_of(state, shelf=shelf)
    judged = check_planned(planned, history=state.runs, limits=shelf.limits, told=told)
    flags = flags_of(state, shelf=shelf)
    if eases(state):
        judged = tuple(beyond_check(each, limits=shelf.limits) for each in judged)
    judged = beyond_diary(judged, state, limits=shelf.limits)
    if not state.trains:
        judged = tuple(_without_go_on(each) for each in judged)
    return tuple((each, flags) for each in judged)


def _without_go_on(judged: Judged) -> Judged:
    verdicts = (not_alone(each) if each.rule == "G5" else each for each in judged.verdicts)
    return evolve(judged, verdicts=tuple(verdicts))


def ahead_as_plain(
    ahead: Sequence[tuple[Judged, Verdict]], *, shelf: Shelf
) -> list[dict[str, Any]]:
    """Return planned runs as ``psoas load --planned`` prints them."""
    return [
        {
            "run": each.run.id,
            "start_at": each.run.started_at.isoformat(),
            "distance_m": each.run.distance_m,
            "fast_m": each.run.fast_m,
            "level": worst(each, flags),
            "guard": [
                verdict_on_run(each.run, verdict, shelf=shelf)
                for verdict in (*each.verdicts, flags)
            ],
        }
        for each, flags in ahead
    ]


def worst(judged: Judged, flags: Verdict) -> str:
    """Return the louder of what the rules and the newest check say."""
    loud = (*judged.loud, *([flags] if flags.level in ("red", "amber") else ()))
    levels = {each.level for each in loud}
    return next((level for level in ("red", "amber") if level in levels), judged.level.value)
