"""Planned weeks: what a week would ask of the hip flexors, and which of two asks more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import numpy as np
from attrs import Attribute, field, frozen

from psoas.evidence import Limits, SourceId, Verdict
from psoas.load.curves import usual_cadence_spm
from psoas.load.model import EXPONENTS, RunLoad
from psoas.load.watch import BANDS_MPS, hip_flexor_load
from psoas.quantity import Answer, Band
from psoas.runs.model import RunStream

#: Seconds of even running from which the load of a part is scaled: load is a sum over seconds.
SAMPLE_S = 60


class NotARun(ValueError):
    """A planned run that cannot be run."""


def _positive(_instance: object, attribute: Attribute[Any], value: Any) -> None:
    if not value > 0:
        raise NotARun(f"{attribute.name} is above 0, got {value:g}")


@frozen(kw_only=True)
class PlannedPart:
    """Even running on the flat, once or repeated; the rests between are not counted."""

    distance_m: float = field(validator=_positive)
    speed_mps: float = field(validator=_positive)
    reps: int = field(default=1, validator=_positive)

    @property
    def duration_s(self) -> float:
        """Seconds of running in all its repeats."""
        return self.reps * self.distance_m / self.speed_mps


@frozen(kw_only=True)
class PlannedRun:
    """A run on a weekday, Monday is 0: its parts one after the other."""

    weekday: int
    parts: tuple[PlannedPart, ...]

    def __attrs_post_init__(self) -> None:
        """Refuse a day that no week has."""
        if not 0 <= self.weekday <= 6 or not self.parts:
            raise NotARun(f"a run has a weekday from 0 to 6 and a part, got {self.weekday}")


@frozen(kw_only=True)
class WeekLoad:
    """What a planned week amounts to, per leg; *units* and *published_units* by exponent."""

    runs: int
    distance_m: float
    duration_s: float
    fast_m: float
    strides: float
    impulse_bw_s: Band
    units: Mapping[int, float]
    published_units: Mapping[int, float]


class Heavier(StrEnum):
    """Which of two weeks asks more of the hip flexors."""

    SECOND_MORE = "b-more"
    SECOND_LESS = "b-less"
    SAME = "same"
    CANNOT_TELL = "cannot-tell"


def _even_running(speed_mps: float) -> RunLoad:
    """Return the load of a minute at one speed, at the cadence that is usual there."""
    speed = np.full(SAMPLE_S, speed_mps)
    unknown = np.full(SAMPLE_S, np.nan)
    # below 2.0 m/s only a runner's cadence tells running from walking
    slow = speed_mps < BANDS_MPS["easy"]
    always = np.full(SAMPLE_S, True)
    stream = RunStream(
        speed_mps=speed,
        cadence_spm=usual_cadence_spm(speed).astype(np.float64) if slow else unknown,
        altitude_m=unknown,
        heart_bpm=unknown,
        timer_on=always,
        moving=always,
        at_1hz_ratio=1.0,
    )
    return hip_flexor_load(stream)


def week_load(runs: Sequence[PlannedRun]) -> WeekLoad:
    """Say what a planned week would amount to.

    Parameters
    ----------
    runs
        The week's runs; an empty week is a week of rest.

    Returns
    -------
    WeekLoad
        On the flat, at an even speed and the usual cadence of runners at that speed.
    """
    parts = [part for run in runs for part in run.parts]
    speeds = {part.speed_mps for part in parts}
    loads = {speed_mps: _even_running(speed_mps) for speed_mps in speeds}
    scaled = [(loads[part.speed_mps], part.duration_s / SAMPLE_S) for part in parts]
    return WeekLoad(
        runs=len(runs),
        distance_m=sum(part.reps * part.distance_m for part in parts),
        duration_s=sum(part.duration_s for part in parts),
        fast_m=sum(load.fast_m * times for load, times in scaled),
        strides=sum(load.strides * times for load, times in scaled),
        impulse_bw_s=_sum_bw_s(
            load.impulse_bw_s.scaled(times) for load, times in scaled if load.impulse_bw_s
        ),
        units={m: sum(load.units[m] * times for load, times in scaled) for m in EXPONENTS},
        published_units={
            m: sum(load.published_units[m] * times for load, times in scaled) for m in EXPONENTS
        },
    )


def _sum_bw_s(bands_bw_s: Iterable[Band]) -> Band:
    """Add bands of one model: its error moves all of them the same way."""
    total = Band(0.0, 0.0, 0.0)
    for band in bands_bw_s:
        total = Band(total.low + band.low, total.central + band.central, total.high + band.high)
    return total


def _differences_ratio(a: WeekLoad, b: WeekLoad) -> list[float]:
    """How much more *b* asks than *a*, as a share of the larger, by exponent and by curve."""
    pairs = [
        (one[m], other[m])
        for one, other in ((a.units, b.units), (a.published_units, b.published_units))
        for m in EXPONENTS
        if 2 <= m <= 7
    ]
    return [0.0 if x == y else (y - x) / max(x, y) for x, y in pairs]


def _heavier(differences_ratio: Sequence[float], *, least_ratio: float) -> Heavier:
    if all(abs(each) < least_ratio for each in differences_ratio):
        return Heavier.SAME
    if all(each > 0 for each in differences_ratio):
        return Heavier.SECOND_MORE
    if all(each < 0 for each in differences_ratio):
        return Heavier.SECOND_LESS
    return Heavier.CANNOT_TELL


_TEXTS = {
    Heavier.SECOND_MORE: "weeks.b-more",
    Heavier.SECOND_LESS: "weeks.b-less",
    Heavier.SAME: "weeks.same",
    Heavier.CANNOT_TELL: "weeks.cannot-tell",
}


def compare_weeks(a: WeekLoad, b: WeekLoad, *, limits: Limits) -> Verdict:
    """Say whether week B loads the hip flexors more than week A.

    Parameters
    ----------
    a, b
        What the weeks amount to.
    limits
        Bounds from the shelf.

    Returns
    -------
    Verdict
        More or less only where every exponent from 2 to 7 says so, by our curve and by
        the published one; the same where all lie within a tenth; else it cannot be told.
        Which week suits the runner it does not say.

    Sources
    -------
    psoas-computed-load, dorn-2012
    """
    least = limits["weeks-least"]
    heavier = _heavier(_differences_ratio(a, b), least_ratio=least.value)
    answer = {Heavier.SAME: Answer.NO, Heavier.CANNOT_TELL: Answer.UNKNOWN}
    return Verdict(
        rule="planned-weeks",
        answer=answer.get(heavier, Answer.YES),
        level=heavier,
        text=_TEXTS[heavier],
        values={
            "a_units": round(a.units[4], 1),
            "b_units": round(b.units[4], 1),
            **{f"a_m{m}_units": round(a.units[m], 1) for m in (2, 7)},
            **{f"b_m{m}_units": round(b.units[m], 1) for m in (2, 7)},
            "least_pct": round(100 * least.value),
        },
        sources=(*least.sources, SourceId("psoas-computed-load"), SourceId("dorn-2012")),
        grade=least.grade,
    )
