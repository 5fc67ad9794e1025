"""Whether the running itself changed, at the same speed, from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

import numpy as np
from attrs import frozen

from psoas.evidence import Grade, SourceId, Verdict
from psoas.loop.retest.moved import Moved
from psoas.quantity import Answer
from psoas.runs.matched import AtSpeed
from psoas.stats.level import STEADY, Days, Grid, Kernel, Ramp
from psoas.stats.level.say import factors
from psoas.stats.level.track import track

#: A change is told at this Bayes factor: looked at after every run, at most 1 in 19 runners
#: who run as before ever comes to it. [source:psoas-stats-notes]
CONFIRMED = 19.0
#: Steps a minute by which cadence may have changed, and their weights: what programmes ask
#: for is 5 to 10 %, what is felt as a cue is less. [source:psoas-convention]
STEPS_SPM = {2.0: 0.4, 4.0: 0.4, 8.0: 0.2}
#: How much the cadence of one run differs from the next at the same speed, before it is
#: known. [source:psoas-convention]
PRIOR_SD_SPM = 2.0
#: Runs that a baseline needs, runs since, and runs in which a speed was run: one odd run is
#: no change. [source:psoas-convention]
LEAST_BEFORE, LEAST_AFTER, LEAST_IN_BAND = 8, 5, 3

#: A run by what makes seconds comparable: the device that counted, and the band of speed.
BySpeed = Mapping[tuple[str | None, int], AtSpeed]

SOURCES = (SourceId("psoas-stats-notes"), SourceId("s3-clinician-process"))


@frozen(kw_only=True)
class InRun:
    """What runs before and after a day show of the cadence at the same speed.

    Parameters
    ----------
    n_before, n_after
        Runs that have speeds in common.
    change_spm
        Mean of those after less that of those before, at matched speed; NaN where nothing
        can be compared.
    more_factor, less_factor
        Bayes factors against running as before.
    """

    n_before: int
    n_after: int
    change_spm: float
    more_factor: float
    less_factor: float
    moved: Moved
    verdict: Verdict


def in_run(before: Sequence[BySpeed], after: Sequence[BySpeed]) -> InRun:
    """Compare the cadence of runs before and after a day, speed by speed.

    Parameters
    ----------
    before, after
        Runs by device and band of speed, each in order of time. Only those of the newest
        run's device are compared: watches count differently, by 7 steps a minute in one
        season, and one scatters twice as much as the other.

    Returns
    -------
    InRun
        A run counts by its mean difference from what was usual before at its own speeds.
        Runs hang together and wander: a level that wanders and flares is what a change is
        told from.
    """
    device = _newest_device(after)
    before, after = ([_of_device(run, device) for run in runs] for runs in (before, after))
    usual_spm = _usual_spm(before)
    firsts = [each for run in before if (each := _apart_spm(run, usual_spm)) is not None]
    laters = [each for run in after if (each := _apart_spm(run, usual_spm)) is not None]
    if len(firsts) < LEAST_BEFORE or len(laters) < LEAST_AFTER:
        return _unknown(len(firsts), len(laters))
    found = factors(track(_models(len(firsts)), Days(score=np.array([*firsts, *laters]), loads={})))
    change_spm = fmean(laters) - fmean(firsts)
    moved = Moved.CANNOT_TELL_YET
    if max(found.rise, found.fall) >= CONFIRMED:
        moved = Moved.MORE if found.rise > found.fall else Moved.LESS
    return InRun(
        n_before=len(firsts),
        n_after=len(laters),
        change_spm=change_spm,
        more_factor=found.rise,
        less_factor=found.fall,
        moved=moved,
        verdict=_verdict(moved, len(firsts), len(laters), change_spm),
    )


def _newest_device(after: Sequence[BySpeed]) -> str | None:
    """Return the device of the newest run that has a speed."""
    return next((device for run in reversed(after) for device, _ in run), None)


def _of_device(run: BySpeed, device: str | None) -> BySpeed:
    return {key: each for key, each in run.items() if key[0] == device}


def _usual_spm(before: Sequence[BySpeed]) -> Mapping[tuple[str | None, int], float]:
    """Return the usual cadence of each speed: the mean of the runs that had it."""
    seen: dict[tuple[str | None, int], list[float]] = {}
    for run in before:
        for band, each in run.items():
            seen.setdefault(band, []).append(each.cadence_spm)
    return {band: fmean(each) for band, each in seen.items() if len(each) >= LEAST_IN_BAND}


def _apart_spm(run: BySpeed, usual_spm: Mapping[tuple[str | None, int], float]) -> float | None:
    """Return how far a run's cadence is from the usual at its speeds, weighted by seconds."""
    shared = [
        (each.seconds, each.cadence_spm - usual_spm[b]) for b, each in run.items() if b in usual_spm
    ]
    total = sum(seconds for seconds, _ in shared)
    return sum(seconds * apart for seconds, apart in shared) / total if total else None


def _models(n_before: int) -> Grid:
    """Return the models of a step after so many runs, up or down, and of none."""
    half = 0.25
    steps = tuple(
        Ramp(from_day=n_before - 1, lasts_d=1, points=sign * height, weight=half * weight)
        for height, weight in STEPS_SPM.items()
        for sign in (-1, 1)
    )
    return Grid(
        kernels=(Kernel(channel="", weight=1.0),),
        noises=STEADY,
        ramps=(Ramp(weight=0.5), *steps),
        prior_sd=PRIOR_SD_SPM,
        level=0.0,
        level_sd=PRIOR_SD_SPM,
    )


def _verdict(moved: Moved, n_before: int, n_after: int, change_spm: float) -> Verdict:
    known = moved is not Moved.CANNOT_TELL_YET
    return Verdict(
        rule="transfer-to-running",
        answer=Answer.of(True if known else None),
        level=moved,
        text=f"in_run.{moved}",
        values={"before": n_before, "after": n_after, "change": round(abs(change_spm), 1)},
        sources=SOURCES,
        grade=Grade.MEASURED,
    )


def without_a_day() -> InRun:
    """Return what is said where nothing was done from which on running could have changed."""
    return _unknown(0, 0, text="in_run.no-day")


def _unknown(n_before: int, n_after: int, *, text: str = "in_run.too-few") -> InRun:
    return InRun(
        n_before=n_before,
        n_after=n_after,
        change_spm=float("nan"),
        more_factor=1.0,
        less_factor=1.0,
        moved=Moved.CANNOT_TELL_YET,
        verdict=Verdict(
            rule="transfer-to-running",
            answer=Answer.UNKNOWN,
            level=Moved.CANNOT_TELL_YET,
            text=text,
            values={
                "before": n_before,
                "after": n_after,
                "needed": LEAST_BEFORE,
                "needed_after": LEAST_AFTER,
            },
            sources=SOURCES,
            grade=Grade.MEASURED,
        ),
    )
