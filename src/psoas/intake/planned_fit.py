"""A planned run from a FIT workout: its steps are there, its day is not."""

from __future__ import annotations

from datetime import date
from math import isnan

import attrs
from attrs import frozen

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake.fit import decode
from psoas.intake.fit_columns import Messages
from psoas.intake.fit_profile import FILE_KINDS, SPORT_NAMES
from psoas.intake.planned_words import PlannedFile, by_speed, plain, planned_day, says_run
from psoas.load.planned import PlannedPart

WORKOUT_FILE, RUNNING = 5, 1
#: More steps than any run has, repeats written out. psoas-convention
MOST_STEPS = 1000
_TIME, _DISTANCE, _REPEAT = 0, 1, 6
_SPEED = 0
_FIX = "Export the workout again, or type the run in"


@frozen(kw_only=True)
class _Leaf:
    """A step that is run; what its workout does not say is None."""

    distance_m: float | None
    duration_s: float | None
    speed_mps: float | None

    @classmethod
    def of(
        cls, *, distance_m: float | None, duration_s: float | None, speed_mps: float | None
    ) -> _Leaf:
        """Return a step; of distance and time, a target speed gives the one from the other."""
        distance_m, duration_s = by_speed(
            distance_m=distance_m, duration_s=duration_s, speed_mps=speed_mps
        )
        return cls(distance_m=distance_m, duration_s=duration_s, speed_mps=speed_mps)


def read_workout(data: bytes, *, name: str, on: date) -> PlannedFile:
    """Read a FIT workout as the run of a day.

    Parameters
    ----------
    data
        The whole file.
    name
        What it is called.
    on
        The day on which it is to be run.

    Returns
    -------
    PlannedFile
        One run. Its distance and time are known where every step's are; steps that end with the
        lap button, or without a target speed, leave them unknown.

    Raises
    ------
    NotAnActivity
        Where it holds no workout, or one of another sport.
    UnreadableFile
        Where its steps repeat without end, or cannot be read.
    """
    messages = decode(data, name=name)
    kind = messages.first("file_id", "type")
    if kind != WORKOUT_FILE:
        what = FILE_KINDS.get(int(kind), "something else") if kind else "an activity"
        raise NotAnActivity(f"this FIT file holds no workout but {what}", where=name, fix=_FIX)
    titles = messages.texts("workout", "name")
    title = plain(titles[0] if titles else "") or plain(name.rpartition("/")[2])
    sport = messages.first("workout", "sport")
    if (sport is not None and sport != RUNNING) or (sport is None and says_run(title) is False):
        what = SPORT_NAMES.get(int(sport or 0), "another sport")
        raise NotAnActivity(f"this is no run but {what}", where=name, fix="Only runs are planned")
    leaves = _leaves(messages, name)
    run = planned_day(
        on,
        title,
        came_from=name,
        distance_m=_distance_m(leaves),
        duration_s=_duration_s(leaves),
        parts=_parts(leaves),
    )
    return PlannedFile(runs=(run,), says_days=False)


def _leaves(messages: Messages, name: str) -> list[_Leaf]:
    """Return the steps one after the other, repeats written out."""
    fields = ("index", "duration_type", "duration_value", "target_type", "target_value")
    columns = [messages.numbers("workout_step", each) for each in (*fields, "low", "high")]
    rows = sorted(zip(*(column.tolist() for column in columns), strict=True), key=lambda r: r[0])
    done: list[tuple[float, list[_Leaf]]] = []
    for index, kind, amount, target, times, low, high in rows:
        if kind == _REPEAT:
            found: list[_Leaf] = []
            first = index
            while done and done[-1][0] >= amount:
                first, part = done.pop()
                found = part + found
            n = 1 if isnan(times) else int(times)
            if n * len(found) > MOST_STEPS:
                raise UnreadableFile("its steps repeat without end", where=name, fix=_FIX)
            done.append((first, found * n))
        else:
            speeds = [v / 1000 for v in (low, high) if target == _SPEED and v > 0]
            told = not isnan(amount)
            leaf = _Leaf.of(
                distance_m=amount / 100 if told and kind == _DISTANCE else None,
                duration_s=amount / 1000 if told and kind == _TIME else None,
                speed_mps=sum(speeds) / len(speeds) if speeds else None,
            )
            done.append((index, [leaf]))
    leaves = [leaf for _, part in done for leaf in part]
    if not leaves or len(leaves) > MOST_STEPS:
        raise UnreadableFile(f"the workout has {len(leaves)} steps", where=name, fix=_FIX)
    return leaves


def _distance_m(leaves: list[_Leaf]) -> float | None:
    known = [each.distance_m for each in leaves if each.distance_m is not None]
    return sum(known) if len(known) == len(leaves) else None


def _duration_s(leaves: list[_Leaf]) -> float | None:
    known = [each.duration_s for each in leaves if each.duration_s is not None]
    return sum(known) if len(known) == len(leaves) else None


def _parts(leaves: list[_Leaf]) -> tuple[PlannedPart, ...]:
    """Return its running where all of it is known, steps in a row that are alike as one."""
    parts: list[PlannedPart] = []
    for leaf in leaves:
        if not leaf.distance_m or not leaf.speed_mps:
            return ()
        last = parts[-1] if parts else None
        if last and (last.distance_m, last.speed_mps) == (leaf.distance_m, leaf.speed_mps):
            parts[-1] = attrs.evolve(last, reps=last.reps + 1)
        else:
            parts.append(PlannedPart(distance_m=leaf.distance_m, speed_mps=leaf.speed_mps))
    return tuple(parts)
