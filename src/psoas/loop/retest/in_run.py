"""Whether the running itself changed, at the same speed, from a day on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

import numpy as np
from attrs import frozen

from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.loop.retest.moved import Moved
from psoas.loop.retest.trait import CADENCE, Trait
from psoas.quantity import Answer, Band
from psoas.runs.matched import BySpeed
from psoas.stats.steps import Row, Stepped, stepped

#: Runs that a baseline needs, runs since, and runs in which a speed was run: one odd run is
#: no change. [source:psoas-convention]
LEAST_BEFORE, LEAST_AFTER, LEAST_IN_BAND = 8, 5, 3
#: The variance of a run is doubled at this length: in two real seasons short runs scattered
#: by 2.9 steps a minute, long ones by 1.9. [source:psoas-convention]
DOUBLED_S = 600.0
#: More instruments in one row are not told apart. [source:psoas-convention]
MOST_INSTRUMENTS = 3

#: The watch, and its sensor.
Instrument = tuple[str | None, str]
#: By instrument and band: seconds and value.
Values = Mapping[tuple[Instrument, int], tuple[int, float]]

SOURCES = (SourceId("psoas-stats-notes"), SourceId("s3-clinician-process"))


@frozen(kw_only=True)
class InRun:
    """What runs before and after a day show of one trait at the same speed.

    Parameters
    ----------
    n_before, n_after
        Runs that have a speed and an instrument in common.
    n_instruments
        Watches, or sensors, that have runs on both sides.
    change
        In *unit*: 5, 50 and 95 of 100; None where nothing can be compared.
    more_factor, less_factor
        Bayes factors against running as before.
    """

    trait: Trait
    n_before: int
    n_after: int
    n_instruments: int
    change: Band | None
    more_factor: float
    less_factor: float
    moved: Moved
    verdict: Verdict


@frozen(kw_only=True)
class _Apart:
    """A run's difference from what was usual before, at its own speeds."""

    instrument: Instrument
    seconds: int
    value: float
    is_after: bool


def in_run(before: Sequence[BySpeed], after: Sequence[BySpeed], *, trait: Trait = CADENCE) -> InRun:
    """Compare a trait of runs before and after a day, speed by speed.

    Parameters
    ----------
    before, after
        Runs by device and band of speed, each in order of time.
    trait
        What is compared.

    Returns
    -------
    InRun
        A run counts by its mean difference from what was usual before at its own speeds, on
        its own watch. Every watch has its own zero (they differ by 7 steps a minute in one
        season) and its own scatter (by twice as much); one change is asked of all. Runs hang
        together and wander: a level that wanders and flares is what a change is told from.
    """
    sensors = Counter(sensor for run in (*before, *after) for sensor in _sensors(run, trait))
    told = list(_apart([list(_values(runs, trait, sensors)) for runs in (before, after)]))
    shared = _shared(told)
    used = [each for each in told if each.instrument in shared]
    n_after = sum(each.is_after for each in used)
    n_before = len(used) - n_after
    if n_before < LEAST_BEFORE or n_after < LEAST_AFTER:
        return _unknown(trait, n_before, n_after)
    found = stepped(_row(used), heights=trait.steps, prior_sd=trait.prior_sd)
    low, middle, high = (found.height.quantile(each) for each in (0.05, 0.5, 0.95))
    moved = _moved(found, trait)
    change = Band(low, middle, high)
    return InRun(
        trait=trait,
        n_before=n_before,
        n_after=n_after,
        n_instruments=len(shared),
        change=change,
        more_factor=found.factors.rise,
        less_factor=found.factors.fall,
        moved=moved,
        verdict=_verdict(
            trait, moved, change, n_before, n_after, usual=_usual_level(before, trait)
        ),
    )


def _moved(found: Stepped, trait: Trait) -> Moved:
    more, less = found.factors.rise, found.factors.fall
    if max(more, less) < trait.factor:
        return Moved.CANNOT_TELL_YET
    return Moved.MORE if more > less else Moved.LESS


def _row(used: Sequence[_Apart]) -> Row:
    return Row(
        value=np.array([each.value for each in used]),
        is_after=np.array([float(each.is_after) for each in used]),
        instrument=[each.instrument for each in used],
        share=np.array([1 / (1 + DOUBLED_S / each.seconds) for each in used]),
    )


def _sensors(run: BySpeed, trait: Trait) -> frozenset[str]:
    return frozenset(sensor for each in run.values() for sensor, _ in trait.values(each))


def _values(runs: Sequence[BySpeed], trait: Trait, sensors: Counter[str]) -> Iterator[Values]:
    """Yield each run as one sensor tells it: of several on a run, the one on most runs."""
    for run in runs:
        mine = _sensors(run, trait)
        best = max(mine, key=lambda sensor: (sensors[sensor], sensor), default=None)
        yield {
            ((device, sensor), band): (each.seconds, value)
            for (device, band), each in run.items()
            for sensor, value in trait.values(each)
            if sensor == best
        }


def _apart(sides: Sequence[Sequence[Values]]) -> Iterator[_Apart]:
    """Yield each run's difference from the usual before, those before first."""
    seen: dict[tuple[Instrument, int], list[float]] = {}
    for run in sides[0]:
        for key, (_, value) in run.items():
            seen.setdefault(key, []).append(value)
    usual = {key: fmean(each) for key, each in seen.items() if len(each) >= LEAST_IN_BAND}
    for is_after, runs in enumerate(sides):
        for run in runs:
            parts = [
                (key[0], s, value - usual[key]) for key, (s, value) in run.items() if key in usual
            ]
            if parts:
                seconds = sum(s for _, s, _ in parts)
                yield _Apart(
                    instrument=parts[0][0],
                    seconds=seconds,
                    value=sum(s * apart for _, s, apart in parts) / seconds,
                    is_after=bool(is_after),
                )


def _shared(told: Sequence[_Apart]) -> frozenset[Instrument]:
    """Return the instruments with runs on both sides, those with most runs since first."""
    first = {each.instrument for each in told if not each.is_after}
    since = Counter(each.instrument for each in told if each.is_after)
    return frozenset([each for each, _ in since.most_common() if each in first][:MOST_INSTRUMENTS])


def _usual_level(before: Sequence[BySpeed], trait: Trait) -> float:
    """Return the mean of a trait before, over all speeds and sensors."""
    return fmean(v for run in before for each in run.values() for _, v in trait.values(each))


def _verdict(
    trait: Trait, moved: Moved, change: Band, n_before: int, n_after: int, *, usual: float
) -> Verdict:
    known = moved is not Moved.CANNOT_TELL_YET
    sign = 1 if change.central >= 0 else -1
    size, ends = abs(change.central), sorted((sign * change.low, sign * change.high))
    return Verdict(
        rule="transfer-to-running",
        answer=Answer.of(True if known else None),
        level=moved,
        text=f"in_run.{trait.id}-{moved}",
        values={
            "before": n_before,
            "after": n_after,
            "change": round(size, 1),
            "low": round(ends[0], 1),
            "high": round(ends[1], 1),
            # at one speed a step is speed by cadence: it adds nothing of its own
            "step_pct": round(100 * size / (usual + change.central), 1),
        },
        sources=SOURCES,
        grade=Grade.MEASURED,
    )


def without_a_day(trait: Trait = CADENCE) -> InRun:
    """Return what is said where nothing was done from which on running could have changed."""
    return _unknown(trait, 0, 0, text="in_run.no-day")


def _unknown(trait: Trait, n_before: int, n_after: int, *, text: str = "") -> InRun:
    values: dict[str, Scalar] = {
        "before": n_before,
        "after": n_after,
        "needed": LEAST_BEFORE,
        "needed_after": LEAST_AFTER,
    }
    return InRun(
        trait=trait,
        n_before=n_before,
        n_after=n_after,
        n_instruments=0,
        change=None,
        more_factor=1.0,
        less_factor=1.0,
        moved=Moved.CANNOT_TELL_YET,
        verdict=Verdict(
            rule="transfer-to-running",
            answer=Answer.UNKNOWN,
            level=Moved.CANNOT_TELL_YET,
            text=text or f"in_run.{trait.id}-too-few",
            values=values,
            sources=SOURCES,
            grade=Grade.MEASURED,
        ),
    )
