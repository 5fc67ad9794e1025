"""The cadence a runner has by himself, at the speed he runs most."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from attrs import frozen

from psoas.evidence import Limits
from psoas.runs.matched import BAND_MPS, AtSpeed, BySpeed


@frozen(kw_only=True)
class Baseline:
    """A runner's own cadence at one speed, by one device.

    Parameters
    ----------
    speed_mps
        The middle of the band of speed.
    n_runs
        Runs it is the mean of.
    """

    cadence_spm: float
    speed_mps: float
    n_runs: int
    device: str | None


def own_baseline(runs: Sequence[BySpeed], *, limits: Limits) -> Baseline | None:
    """Return the usual cadence at the speed that most runs have.

    Parameters
    ----------
    runs
        Easy runs without any cue, oldest first, by device and band of speed.
    limits
        How many runs a baseline needs.

    Returns
    -------
    Baseline or None
        Of the newest run's device alone: watches count differently. None where no speed is
        in enough runs.
    """
    device = next((found for run in reversed(runs) for found, _ in run), None)
    by_band: dict[int, list[AtSpeed]] = {}
    for run in runs:
        for (counted_by, band), each in run.items():
            if counted_by == device:
                by_band.setdefault(band, []).append(each)
    if not by_band:
        return None
    band = max(by_band, key=lambda b: (len(by_band[b]), sum(e.seconds for e in by_band[b])))
    found = by_band[band]
    if len(found) < limits["course-baseline-runs"].value:
        return None
    return Baseline(
        cadence_spm=fmean([each.cadence_spm for each in found]),
        speed_mps=(band + 0.5) * BAND_MPS,
        n_runs=len(found),
        device=device,
    )
