"""Hip-flexor load of a run from what a watch knows: speed, cadence and gradient."""

from __future__ import annotations

from math import exp, hypot, log, sqrt

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.evidence import Made
from psoas.load.curves import (
    IMPULSE_AT_1_MPS,
    IMPULSE_SPEED_EXPONENT,
    force_round_bw,
    moment_nm_per_kg,
    own_error_ratio,
    spread_bw_s,
    usual_cadence_spm,
)
from psoas.load.model import EXPONENTS, RunLoad
from psoas.load.published import Values, published_force_bw
from psoas.load.said import notes_of
from psoas.load.strides import WALKING_MPS, Strides
from psoas.quantity import Band
from psoas.runs.model import Note, RunStream
from psoas.runs.stream import MOVING_CADENCE_SPM

METHOD = Made(by="load/watch", version=3)

#: The run of one damage unit: 1 km at 3.0 m/s. [source:psoas-computed-load] (science.md 1.4)
UNIT_SPEED_MPS = 3.0
UNIT_DISTANCE_M = 1000.0

#: Metres above this count as fast. [source:psoas-convention], after G2 of science.md 2.3.
FAST_MPS = 5.0

# Where speed bands begin. 2.0: slower without a runner's cadence is walking
# [source:psoas-convention]; 3.5, 7.0: the speeds of [source:dorn-2012]; 5.0: FAST_MPS.
BANDS_MPS = {"easy": WALKING_MPS, "steady": 3.5, "fast": FAST_MPS, "sprint": 7.0}


@frozen
class _Unit:
    """The stride that units compare with, and how many of them one unit has."""

    moment_nm_per_kg: float
    published_bw: float
    strides: float
    sprint_ratio: float
    """Moment of a stride where sprinting begins, over that of the unit's stride."""

    @classmethod
    def made(cls) -> _Unit:
        """Return it for 1 km at 3.0 m/s, level, at the usual cadence."""
        speed_mps = np.array([UNIT_SPEED_MPS, BANDS_MPS["sprint"]])
        cadence_spm = usual_cadence_spm(speed_mps)
        moment, sprint = moment_nm_per_kg(speed_mps, cadence_spm).tolist()
        return cls(
            moment_nm_per_kg=moment,
            published_bw=float(published_force_bw(speed_mps)[0]),
            strides=float(cadence_spm[0]) / 120 * UNIT_DISTANCE_M / UNIT_SPEED_MPS,
            sprint_ratio=sprint / moment,
        )


UNIT = _Unit.made()


def _seconds_by_band(speed_mps: Values, walking_s: float) -> dict[str, float]:
    above = [float(np.count_nonzero(speed_mps >= edge)) for edge in BANDS_MPS.values()]
    above[0] = float(len(speed_mps))  # a slow second of running is an easy one
    inside = [here - next_up for here, next_up in zip(above, [*above[1:], 0.0], strict=True)]
    return {"walk": walking_s, **dict(zip(BANDS_MPS, inside, strict=True))}


def _sum_units(ratio: Values, stride_hz: Values) -> list[float]:
    """Sum damage for each of ``EXPONENTS``; powers are built by multiplying, which is quick."""
    square = ratio * ratio
    fourth = square * square
    seventh = fourth * square
    seventh *= ratio
    hz = stride_hz
    sums = (ratio @ hz, square @ hz, fourth @ hz, seventh @ hz, (seventh * square) @ hz)
    return [float(each) / UNIT.strides for each in sums]


@frozen
class _Units:
    """Units of a run by exponent: by our model, by the published curve, and the band round both."""

    model_units: dict[int, float]
    published_units: dict[int, float]
    band_units: dict[int, Band]


def _units(strides: Strides, error_ratio: Values, *, unknown_s: float) -> _Units:
    """Count units; the band is the moment's error raised to m, and the published value in it.

    All errors are taken as common to the whole run: a runner's own bias does not average
    out. A stride of a start or a surge may load as much as one of a sprint. A second of
    unknown speed may load as much as the mean second.
    """
    stride_hz = strides.stride_hz
    ratio = np.exp(strides.moment_log_nm_per_kg - log(UNIT.moment_nm_per_kg))
    slack_ratio = np.exp(error_ratio)
    high_ratio = ratio * slack_ratio
    if strides.surging.any():
        np.maximum(high_ratio, UNIT.sprint_ratio, out=high_ratio, where=strides.surging)
    model = _sum_units(ratio, stride_hz)
    published = _sum_units(np.exp(strides.published_log_bw - log(UNIT.published_bw)), stride_hz)
    low = _sum_units(ratio / slack_ratio, stride_hz)
    high = _sum_units(high_ratio, stride_hz)
    more_ratio = 1 + unknown_s / len(strides)
    return _Units(
        model_units=dict(zip(EXPONENTS, model, strict=True)),
        published_units=dict(zip(EXPONENTS, published, strict=True)),
        band_units={
            m: Band(min(low_m, other), central, max(high_m * more_ratio, other))
            for m, central, other, low_m, high_m in zip(
                EXPONENTS, model, published, low, high, strict=True
            )
        },
    )


def _empty(walking_s: float, *, unknown_s: float) -> RunLoad:
    return RunLoad(
        moment_median_nm_per_kg=None,
        moment_p95_nm_per_kg=None,
        force_median_bw=None,
        force_p95_bw=None,
        strides=0.0,
        impulse_bw_s=None,
        units=dict.fromkeys(EXPONENTS, 0.0),
        units_band=dict.fromkeys(EXPONENTS, None),
        published_units=dict.fromkeys(EXPONENTS, 0.0),
        fast_m=0.0,
        seconds_by_band=_seconds_by_band(np.empty(0), walking_s),
        surging_s=0.0,
        steep_s=0.0,
        unknown_s=unknown_s,
        notes=(Note(text="note.no-running"),),
        made=METHOD,
    )


@frozen
class _Stride:
    """One stride of a run, told with its error."""

    speed_mps: float
    moment_nm_per_kg: float
    published_bw: float
    input_error_ratio: float

    def moment_band_nm_per_kg(self) -> Band:
        """Return its moment with its error."""
        error_ratio = hypot(own_error_ratio(self.speed_mps), self.input_error_ratio)
        slack, central = exp(error_ratio), self.moment_nm_per_kg
        return Band(central / slack, central, central * slack)

    def force_bw(self) -> Band:
        """Return its force as a band over models."""
        return force_round_bw(
            self.moment_nm_per_kg,
            self.published_bw,
            speed_mps=self.speed_mps,
            input_error_ratio=self.input_error_ratio,
        )


def _told(strides: Strides, input_error_ratio: float) -> list[_Stride | None]:
    """Return the strides at the median and the 95th percentile of moment.

    Seconds of a start, a surge or a grade beyond the model are left out: what a stride is
    like there is not known. None for both where nothing else is left.
    """
    moment_log = strides.moment_log_nm_per_kg
    claimed = ~(strides.surging | strides.steep)
    n_claimed = int(np.count_nonzero(claimed))
    if not n_claimed:
        return [None, None]
    ranks = [round(share * (n_claimed - 1)) for share in (0.5, 0.95)]
    found = np.partition(moment_log[claimed], ranks)[ranks]
    places = [int(np.argmax((moment_log == value) & claimed)) for value in found]
    return [
        _Stride(
            float(strides.speed_mps[at]),
            exp(moment_log[at]),
            exp(strides.published_log_bw[at]),
            input_error_ratio,
        )
        for at in places
    ]


def _unknown(stream: RunStream) -> NDArray[np.bool_]:
    """Say which seconds may have been run at a speed that nobody knows.

    The timer is on, and no cadence below that of walking says that the runner stood.
    """
    stood = stream.cadence_spm < MOVING_CADENCE_SPM  # a comparison with NaN is False
    return np.asarray(np.isnan(stream.speed_mps) & (stream.moving | (stream.timer_on & ~stood)))


def hip_flexor_load(stream: RunStream) -> RunLoad:
    """Estimate the hip-flexor load of a run from speed, cadence and gradient.

    Parameters
    ----------
    stream
        A run on its one-second grid.

    Returns
    -------
    RunLoad
        Per leg. Moments and forces are None, units and strides 0, where no second of
        running has a speed.

    Notes
    -----
    1. What the watch does not know widens bands and never removes them: an unknown gradient
    counts as level, a missing cadence as the usual one, a speed from positions as it is,
    each with an error of its own (``strides``). Each is told in a note. An unknown gradient
    is taken to be within 7 % of level: a steeper climb that was not measured may lie above
    the band.
    2. Within 7 % of grade no clear change was measured [source:telhan-2010]; from there to
    15 % the moment rises uphill; beyond, seconds count as at 15 % and are told as unknown.
    3. A watch that sees speed, cadence and gradient does not see technique.

    Sources
    -------
    psoas-computed-load, dorn-2012, lenhart-2014, lieberman-2015, telhan-2010
    """
    strides = Strides.of(stream)
    known = stream.moving & np.isfinite(stream.speed_mps)
    known_s = np.count_nonzero(known)
    walking_s = float(known_s - len(strides))
    unknown_s = float(np.count_nonzero(_unknown(stream)))
    if not len(strides):
        return _empty(walking_s, unknown_s=unknown_s)
    inputs = strides.input_variance_ratio()
    error_ratio = np.sqrt(inputs + strides.own_variance_ratio())
    input_error_ratio = sqrt(inputs if isinstance(inputs, float) else float(inputs.mean()))
    units = _units(strides, error_ratio, unknown_s=unknown_s)
    median, p95 = _told(strides, input_error_ratio)
    fast = strides.speed_mps > FAST_MPS
    return RunLoad(
        moment_median_nm_per_kg=median.moment_band_nm_per_kg() if median else None,
        moment_p95_nm_per_kg=p95.moment_band_nm_per_kg() if p95 else None,
        force_median_bw=median.force_bw() if median else None,
        force_p95_bw=p95.force_bw() if p95 else None,
        strides=float(np.sum(strides.stride_hz)),
        impulse_bw_s=_impulse_bw_s(strides, error_ratio),
        units=units.model_units,
        units_band=units.band_units,
        published_units=units.published_units,
        fast_m=float(np.sum(strides.speed_mps[fast])),
        seconds_by_band=_seconds_by_band(strides.speed_mps, walking_s),
        surging_s=float(np.count_nonzero(strides.surging)),
        steep_s=float(np.count_nonzero(strides.steep)),
        unknown_s=unknown_s,
        notes=notes_of(strides, unknown_s=unknown_s),
        made=METHOD,
    )


def _impulse_bw_s(strides: Strides, error_ratio: Values) -> Band:
    per_stride = np.exp(IMPULSE_SPEED_EXPONENT * strides.speed_log_mps)
    per_stride *= strides.gradient_factor
    total_bw_s = IMPULSE_AT_1_MPS * float(per_stride @ strides.stride_hz)
    return spread_bw_s(
        total_bw_s, error_ratio=sqrt(float(error_ratio @ error_ratio) / len(strides))
    )
