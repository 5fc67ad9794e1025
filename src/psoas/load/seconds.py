"""Moment and force of each second of a run, with their bands."""

from __future__ import annotations

from math import log
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.load.published import Values, published_force_bw, recomputed_force_bw
from psoas.load.strides import Strides
from psoas.mechanics.force import FORCE_PER_MOMENT
from psoas.runs.model import RunStream

Seconds = Annotated[NDArray[np.float64], "(n_seconds,), NaN where nothing is claimed"]


@frozen(kw_only=True, eq=False)
class SecondLoad:
    """What a stride of each second asks of the hip flexors.

    Parameters
    ----------
    stride_hz
        Strides of one leg in each second; NaN where the runner does not run.
    moment_low_nm_per_kg, moment_nm_per_kg, moment_high_nm_per_kg
        Peak swing hip-flexion moment with its error, 1 SD.
    force_low_bw, force_bw, force_high_bw
        Peak iliopsoas force, a band over models that holds the published curves.

    Notes
    -----
    Moment and force are NaN too in starts, surges and beyond 15 % of grade: nothing is
    claimed there, though these seconds count in the sums of ``hip_flexor_load``.
    """

    stride_hz: Seconds
    moment_low_nm_per_kg: Seconds
    moment_nm_per_kg: Seconds
    moment_high_nm_per_kg: Seconds
    force_low_bw: Seconds
    force_bw: Seconds
    force_high_bw: Seconds


def each_second(stream: RunStream) -> SecondLoad:
    """Return moment and force of each second, each leg alike.

    Parameters
    ----------
    stream
        A run on its one-second grid.

    Sources
    -------
    psoas-computed-load, dorn-2012, lenhart-2014, lieberman-2015, telhan-2010
    """
    strides = Strides.of(stream)
    claimed = ~(strides.surging | strides.steep)
    inputs = strides.input_variance_ratio()
    variance = inputs + strides.own_variance_ratio()
    moment = np.exp(strides.moment_log_nm_per_kg)
    slack = np.exp(np.sqrt(variance))
    low_bw, high_bw = _force_bw(strides, moment, variance, np.exp(np.sqrt(inputs)))

    def on_grid(values: Values, *, where: NDArray[np.bool_] | None = None) -> Seconds:
        found = np.full(len(stream), np.nan)
        found[strides.at] = values if where is None else np.where(where, values, np.nan)
        return found

    return SecondLoad(
        stride_hz=on_grid(strides.stride_hz),
        moment_low_nm_per_kg=on_grid(moment / slack, where=claimed),
        moment_nm_per_kg=on_grid(moment, where=claimed),
        moment_high_nm_per_kg=on_grid(moment * slack, where=claimed),
        force_low_bw=on_grid(low_bw, where=claimed),
        force_bw=on_grid(FORCE_PER_MOMENT.central * moment, where=claimed),
        force_high_bw=on_grid(high_bw, where=claimed),
    )


def _force_bw(
    strides: Strides, moment_nm_per_kg: Values, variance_ratio: Values, slack_ratio: Values | float
) -> tuple[Values, Values]:
    """Return the ends of the force's band, as ``curves.force_round_bw`` does for one stride."""
    per = FORCE_PER_MOMENT
    down = np.exp(np.sqrt(log(per.central / per.low) ** 2 + variance_ratio))
    up = np.exp(np.sqrt(log(per.high / per.central) ** 2 + variance_ratio))
    published = np.exp(strides.published_log_bw)
    speed_mps = strides.speed_mps
    recomputed = published * recomputed_force_bw(speed_mps) / published_force_bw(speed_mps)
    central = per.central * moment_nm_per_kg
    low = np.minimum(central / down, np.minimum(published, recomputed) / slack_ratio)
    high = np.maximum(central * up, np.maximum(published, recomputed) * slack_ratio)
    return low, high
