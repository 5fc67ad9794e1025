"""The next run: whether it stops, how long it can be at most, and what to do.

What follows a red or two ambers is science.md 2.5, which is a convention: no trial has
compared it with anything [source:psoas-convention].
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from attrs import frozen

from psoas.diary import Pain, When
from psoas.evidence import Limits, Verdict
from psoas.load.guard.cap import next_cap
from psoas.load.guard.model import Exposure, Judged, Told, ruled
from psoas.load.guard.spike import cap_km
from psoas.load.model import Light
from psoas.load.pain import READS_DAYS, pain_light


@frozen(kw_only=True)
class Next:
    """What the guard says of the run that comes next."""

    flags: Verdict
    light: Verdict
    cap: Verdict
    todo: tuple[Verdict, ...]

    @property
    def rests(self) -> bool:
        """Whether there is no run for now."""
        return self.cap.level == Light.RED


def next_run(
    judged: Sequence[Judged],
    *,
    at: datetime,
    told: Told,
    flags: Verdict,
    eases: bool = False,
    limits: Limits,
) -> Next:
    """Say what the guard makes of the next run.

    Parameters
    ----------
    judged
        What ``judge_all`` said of the history, in order of time.
    at
        The moment asked about; its own day is the runner's day.
    told
        The diary and what else no run shows.
    flags
        What the newest check means for running (G6).
    eases
        Whether that check says to run less: then no run is longer than the longest, or fast.
    limits
        The guard's numbers from the shelf.

    Returns
    -------
    Next
        *cap* is the longest run without exceeding G1, G7 or the step back; no red run is
        what it is built from, and it is unknown where the step back is. It says nothing of
        whether a run of that length will hurt.
    """
    past = [each for each in judged if each.run.started_at < at]
    on = at.date()
    days = _Days(past, told.pains, on=on, limits=limits)
    red_on = days.last_red(on)
    todo = [*_after_red(days, red_on, on, limits)]
    if not todo:
        todo += _after_ambers(days, on, limits)
    holds = todo[0] if red_on is not None and todo else None
    rests = next((each for each in todo if each.level == Light.RED), None)
    stops = flags if flags.level == Light.RED else rests
    if eases and stops is None:
        todo.append(ruled("check", Light.AMBER, "guard.eased", limits=limits, limit="guard-eased"))
    return Next(
        flags=flags,
        light=pain_light(_near(told.pains, on), on=on, limits=limits),
        cap=next_cap(past, at=at, stops=stops, holds=holds, eases=eases, limits=limits),
        todo=tuple(todo),
    )


def _near(pains: Sequence[Pain], on: date) -> list[Pain]:
    return [each for each in pains if on - timedelta(days=READS_DAYS) <= each.felt_on <= on]


class _Days:
    """Loud days, and runs after which pain stayed green."""

    def __init__(
        self, past: Sequence[Judged], pains: Sequence[Pain], *, on: date, limits: Limits
    ) -> None:
        self.on, self.limits = on, limits
        self.window_days = int(limits["guard-window"].value)
        since = on - timedelta(days=2 * self.window_days)  # the green run before an old red
        self.past = [each for each in past if each.run.local_on >= since]
        self.pains = pains
        self.scored = {each.felt_on for each in pains}
        self.mornings = {each.felt_on for each in pains if each.when is When.MORNING}

    def lit(self, level: Light, *, within_days: int) -> list[date]:
        """Return the days of a level, oldest first: its runs, or a score of the day."""
        found = {
            each.run.local_on
            for each in self.past
            if any(v.level == level and v.rule != "G5" for v in each.verdicts)
        }
        for n in range(within_days):
            day = self.on - timedelta(days=n)
            if day in self.scored:
                light = pain_light(_near(self.pains, day), on=day, limits=self.limits)
                found |= {day} if light.level == level else set()
        return sorted(day for day in found if (self.on - day).days < within_days)

    def last_red(self, on: date) -> date | None:
        """Return the last red day of the window: time alone does not lift a red."""
        days = self.lit(Light.RED, within_days=1 + self.window_days)
        return max((day for day in days if day <= on), default=None)

    def is_green(self, each: Judged) -> bool:
        """Say whether nothing was loud, pain was green, and the next morning is known."""
        next_day = each.run.local_on + timedelta(days=1)
        return not each.loud and each.by("G5").level == Light.GREEN and next_day in self.mornings

    def greens_since(self, day: date, *, needed: int) -> int:
        """Count green runs in a row since a day, up to those that are needed.

        A run of which nothing is known is passed over; what comes after enough greens takes
        none of them back.
        """
        greens = 0
        for each in self.past:
            if each.run.local_on > day and greens < needed:
                greens = 0 if each.loud else greens + self.is_green(each)
        return greens

    def last_green(self, before: date) -> Exposure | None:
        found = [
            each.run
            for each in self.past
            if each.run.local_on < before
            and not each.loud
            and each.by("G5").level == Light.GREEN
            and each.run.distance_m is not None
        ]
        return found[-1] if found else None


def _after_red(days: _Days, red_on: date | None, on: date, limits: Limits) -> tuple[Verdict, ...]:
    """Two days without a run, then a step back until two green runs in a row."""
    if red_on is None:
        return ()
    rest_h = int(limits["guard-rest"].value)
    needed = int(limits["guard-greens"].value)
    last = days.last_green(red_on)
    from_on = red_on + timedelta(days=rest_h // 24)
    resume_km = None
    if last is not None and last.distance_m is not None:
        resume_km = cap_km(last.distance_m, limits["guard-resume"].value)
    if on < from_on:
        return _rest(red_on, from_on, resume_km, limits)
    greens = days.greens_since(red_on, needed=needed)
    if greens >= needed:
        return ()
    if resume_km is None or last is None:
        return (
            ruled(
                "rest",
                Light.AMBER,
                "guard.step-back-unknown",
                limits=limits,
                limit="guard-greens",
                red_on=red_on.isoformat(),
                greens=greens,
                needed=needed,
            ),
        )
    return (
        ruled(
            "rest",
            Light.AMBER,
            "guard.step-back",
            limits=limits,
            limit="guard-resume",
            red_on=red_on.isoformat(),
            green_on=last.local_on.isoformat(),
            share_pct=round(100 * limits["guard-resume"].value),
            resume_km=resume_km,
            greens=greens,
            needed=needed,
        ),
    )


def _rest(
    red_on: date, from_on: date, resume_km: float | None, limits: Limits
) -> tuple[Verdict, ...]:
    values: dict[str, str | float] = {
        "red_on": red_on.isoformat(),
        "from_on": from_on.isoformat(),
        "rest_h": int(limits["guard-rest"].value),
    }
    text = "guard.rest-unknown"
    if resume_km is not None:
        text = "guard.rest"
        values["resume_km"] = resume_km
    return (ruled("rest", Light.RED, text, limits=limits, limit="guard-rest", **values),)


def _after_ambers(days: _Days, on: date, limits: Limits) -> tuple[Verdict, ...]:
    """Two amber days within seven: hold for seven days from the second."""
    hold_days = int(limits["guard-hold"].value)
    ambers = days.lit(Light.AMBER, within_days=2 * hold_days)
    pairs = [b for a, b in pairwise(ambers) if (b - a).days < hold_days]
    last = max(pairs, default=None)
    if last is None or (on - last).days >= hold_days:
        return ()
    week = [each.run for each in days.past if 0 <= (last - each.run.local_on).days < 7]
    values: dict[str, str | float] = {
        "ambers": len([day for day in ambers if (last - day).days < hold_days]),
        "hold_days": hold_days,
        "until": (last + timedelta(days=hold_days - 1)).isoformat(),
    }
    metres = [run.distance_m for run in week if run.distance_m is not None]
    text = "guard.hold-unknown"
    if metres and len(metres) == len(week):
        text = "guard.hold"
        values["volume_km"] = round(sum(metres) / 1000, 1)
    return (ruled("hold", Light.AMBER, text, limits=limits, limit="guard-ambers", **values),)
