"""A run by its speeds: what a second of it was like, among seconds as fast and as level."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import field, frozen

from psoas.runs.model import RunStream

#: Speeds are alike within so much. [source:psoas-convention]
BAND_MPS = 0.25
#: Below and above, a run is a walk or a sprint. [source:psoas-convention]
SLOWEST_MPS, FASTEST_MPS = 2.0, 5.5
#: A band is looked at in a run that was so long in it. [source:psoas-convention]
LEAST_S = 60
#: Gradients beyond this are left out where they are known. [source:psoas-convention]
LEVEL_PCT = 3.0
#: A cadence of a runner; below it is a walk, or one foot counted. [source:psoas-convention]
LEAST_SPM, MOST_SPM = 130.0, 230.0


@frozen(kw_only=True)
class AtSpeed:
    """Seconds of a run within one band of speed, and their means.

    Parameters
    ----------
    seconds
        With a cadence.
    cadence_spm
        Mean of these seconds.
    dynamics
        Means of running dynamics by source and name with unit, as in ``RunStream``; a channel
        with less than ``LEAST_S`` seconds is left out.
    """

    seconds: int
    cadence_spm: float
    dynamics: Mapping[str, float] = field(factory=dict)


#: A run by what makes seconds comparable: the device that counted, and the band of speed.
BySpeed = Mapping[tuple[str | None, int], AtSpeed]


def by_speed(stream: RunStream) -> Mapping[int, AtSpeed]:
    """Return a run by bands of speed.

    Parameters
    ----------
    stream
        On its one-second grid.

    Returns
    -------
    Mapping
        By the number of the band, of ``BAND_MPS`` each from 0; bands with less than
        ``LEAST_S`` seconds are left out, and so are seconds without a cadence.
    """
    speed, cadence = stream.speed_mps, stream.cadence_spm
    known = (speed >= SLOWEST_MPS) & (speed < FASTEST_MPS)
    known &= (cadence >= LEAST_SPM) & (cadence <= MOST_SPM)
    known &= ~(np.abs(stream.grade_pct) > LEVEL_PCT)
    bands = np.floor(speed[known] / BAND_MPS).astype(int)
    dynamics = {name: own[known] for name, own in stream.dynamics.items()}
    found = {}
    for band in np.unique(bands):
        mine = bands == band
        if mine.sum() >= LEAST_S:
            found[int(band)] = AtSpeed(
                seconds=int(mine.sum()),
                cadence_spm=float(cadence[known][mine].mean()),
                dynamics={
                    name: float(np.nanmean(own[mine]))
                    for name, own in dynamics.items()
                    if np.count_nonzero(~np.isnan(own[mine])) >= LEAST_S
                },
            )
    return found
