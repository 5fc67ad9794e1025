"""Hip-flexor load of a run from what a watch knows: speed and cadence."""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.evidence import Made
from psoas.load.curves import (
    IMPULSE_AT_1_MPS,
    IMPULSE_SPEED_EXPONENT,
    MEASURED_MPS,
    MOMENT_ERROR_OUTSIDE_RATIO,
    MOMENT_ERROR_RATIO,
    USUAL_CADENCE_SD_SPM,
    Values,
    cadence_factor,
    force_band_bw,
    moment_nm_per_kg,
    published_force_bw,
    usual_cadence_spm,
)
from psoas.load.model import EXPONENTS, RunLoad
from psoas.mechanics.force import FORCE_PER_MOMENT
from psoas.quantity import Band
from psoas.runs.model import Note, RunStream

METHOD = Made(by="load/watch", version=1)

#: The run of one damage unit: 1 km at 3.0 m/s. [source:psoas-computed-load] (science.md 1.4)
UNIT_SPEED_MPS = 3.0
UNIT_DISTANCE_M = 1000.0

#: Metres above this count as fast. [source:psoas-convention], after G2 of science.md 2.3.
FAST_MPS = 5.0

# Where speed bands begin. 2.0: slower without a runner's cadence is walking
# [source:psoas-convention]; 3.5, 7.0: the speeds of [source:dorn-2012]; 5.0: FAST_MPS.
BANDS_MPS = {"easy": 2.0, "steady": 3.5, "fast": FAST_MPS, "sprint": 7.0}
#: A cadence that only running has, steps/min. [source:psoas-convention]
RUNNING_CADENCE_SPM = 140.0
#: Slower seconds are a step on the spot, whatever the cadence. [source:psoas-convention]
SLOWEST_RUNNING_MPS = 0.9


def running(stream: RunStream) -> NDArray[np.bool_]:
    """Say which seconds are running: moving, and fast enough or with a runner's cadence.

    Parameters
    ----------
    stream
        The run on its grid.

    Returns
    -------
    numpy.ndarray
        Shape (n_seconds,). A second of unknown speed is not counted as running.
    """
    known = stream.moving & np.isfinite(stream.speed_mps)
    quick = np.nan_to_num(stream.speed_mps) >= BANDS_MPS["easy"]
    turning_over = (np.nan_to_num(stream.cadence_spm) >= RUNNING_CADENCE_SPM) & (
        np.nan_to_num(stream.speed_mps) > SLOWEST_RUNNING_MPS
    )
    return np.asarray(known & (quick | turning_over))


def _seconds_by_band(speed_mps: Values, walking_s: float) -> dict[str, float]:
    edges = [*BANDS_MPS.values(), np.inf]
    slow = float(np.count_nonzero(speed_mps < edges[0]))
    counts = np.histogram(speed_mps, bins=edges)[0]
    found = dict(zip(BANDS_MPS, counts.astype(float).tolist(), strict=True))
    return {"walk": walking_s, **found, "easy": found["easy"] + slow}


def _units(strides: Values, relative_ratio: Values, strides_per_unit: float) -> dict[int, float]:
    """Sum damage for each exponent; the powers are built by multiplying, which is quick."""
    found, power, at = {}, strides, 0
    for m in EXPONENTS:
        for _ in range(m - at):
            power = power * relative_ratio
        at = m
        found[m] = float(np.sum(power) / strides_per_unit)
    return found


def _notes(strides: _Strides, *, unknown_s: int) -> tuple[Note, ...]:
    speed_mps, guessed = strides.speed_mps, strides.guessed
    notes = [Note(text="note.gradient-ignored")]
    if unknown_s > 0:
        notes.append(Note(text="note.speed-unknown", values={"unknown_s": unknown_s}))
    missing_pct = 100 * float(np.mean(guessed))
    if missing_pct > 0:
        notes.append(Note(text="note.cadence-usual", values={"missing_pct": round(missing_pct, 1)}))
    outside_pct = 100 * float(
        np.mean((speed_mps < MEASURED_MPS[0]) | (speed_mps > MEASURED_MPS[1]))
    )
    if outside_pct > 0:
        notes.append(Note(text="note.extrapolated", values={"outside_pct": round(outside_pct, 1)}))
    return tuple(notes)


def _empty(walking_s: float) -> RunLoad:
    return RunLoad(
        moment_median_nm_per_kg=None,
        moment_p95_nm_per_kg=None,
        force_median_bw=None,
        force_p95_bw=None,
        strides=0.0,
        impulse_bw_s=None,
        units=dict.fromkeys(EXPONENTS, 0.0),
        published_units=dict.fromkeys(EXPONENTS, 0.0),
        fast_m=0.0,
        seconds_by_band=_seconds_by_band(np.empty(0), walking_s),
        notes=(Note(text="note.no-running"),),
        made=METHOD,
    )


@frozen
class _Strides:
    """The running seconds of a run: what each stride of a second is like."""

    speed_mps: Values
    cadence_spm: Values
    usual_spm: Values
    guessed: NDArray[np.bool_]
    """Where cadence is missing and the usual one is taken."""
    moment_nm_per_kg: Values
    """Peak moment of the strides of each second."""

    @classmethod
    def of(cls, speed_mps: Values, measured_spm: Values) -> _Strides:
        """Take seconds of running; a cadence that is missing or 0 becomes the usual one."""
        usual_spm = usual_cadence_spm(speed_mps)
        guessed = ~(measured_spm > 0)
        cadence_spm = np.where(guessed, usual_spm, measured_spm)
        moment = moment_nm_per_kg(speed_mps, cadence_spm)
        return cls(speed_mps, cadence_spm, usual_spm, guessed, moment)

    @property
    def stride_hz(self) -> Values:
        """Strides of one leg in each second."""
        return self.cadence_spm / 120

    @property
    def published_bw(self) -> Values:
        """Peak force by the published curve, at this cadence."""
        factor = cadence_factor(self.cadence_spm / self.usual_spm)
        return published_force_bw(self.speed_mps) * factor

    def percentile_at(self, pct: float) -> int:
        """Return a second whose moment is the *pct* percentile."""
        rank = round(pct / 100 * (len(self.speed_mps) - 1))
        return int(np.argpartition(self.moment_nm_per_kg, rank)[rank])

    def spread_ratio(self, at: int) -> float:
        """Return how far the usual cadence may be from the runner's own; 0 where measured."""
        return USUAL_CADENCE_SD_SPM / float(self.cadence_spm[at]) if self.guessed[at] else 0.0

    def moment_band_nm_per_kg(self, at: int) -> Band:
        """Return the moment of a second with its error."""
        low_mps, high_mps = MEASURED_MPS
        measured = low_mps <= self.speed_mps[at] <= high_mps
        own = MOMENT_ERROR_RATIO if measured else MOMENT_ERROR_OUTSIDE_RATIO
        error = float(np.hypot(own, self.spread_ratio(at)))
        central = float(self.moment_nm_per_kg[at])
        return Band(central * (1 - error), central, central * (1 + error))

    def force_bw(self, at: int) -> Band:
        """Return the force of a second as a band over models."""
        band = force_band_bw(float(self.speed_mps[at]), float(self.cadence_spm[at]))
        return band.widened(1 + self.spread_ratio(at))


def _unit_stride() -> _Strides:
    """The stride that units compare with: 3.0 m/s at the usual cadence."""
    return _Strides.of(np.array([UNIT_SPEED_MPS]), np.array([np.nan]))


def _impulse_bw_s(strides: _Strides) -> Band:
    per_stride = IMPULSE_AT_1_MPS * strides.speed_mps**IMPULSE_SPEED_EXPONENT
    spread = FORCE_PER_MOMENT.scaled(1 / FORCE_PER_MOMENT.central)
    return spread.scaled(float(np.sum(strides.stride_hz * per_stride)))


def hip_flexor_load(stream: RunStream) -> RunLoad:
    """Estimate the hip-flexor load of a run from speed and cadence.

    Parameters
    ----------
    stream
        A run on its one-second grid. Where cadence is missing the usual one at that
        speed is taken, and the bands widen by its spread between runners.

    Returns
    -------
    RunLoad
        Per leg. Moments and forces are None, units and strides 0, where no second of
        running has a speed.

    Notes
    -----
    Level ground is assumed: within 7 % of grade no clear change was measured
    [source:telhan-2010]. Technique cannot be seen from a watch.

    Sources
    -------
    psoas-computed-load, dorn-2012, lenhart-2014, lieberman-2015
    """
    runs = running(stream)
    known = stream.moving & np.isfinite(stream.speed_mps)
    walking_s = float(np.count_nonzero(known & ~runs))
    if not runs.any():
        return _empty(walking_s)
    strides = _Strides.of(stream.speed_mps[runs], stream.cadence_spm[runs])
    unit = _unit_stride()
    strides_per_unit = float(unit.stride_hz[0]) * UNIT_DISTANCE_M / UNIT_SPEED_MPS
    median, p95 = strides.percentile_at(50), strides.percentile_at(95)
    fast = strides.speed_mps > FAST_MPS
    return RunLoad(
        moment_median_nm_per_kg=strides.moment_band_nm_per_kg(median),
        moment_p95_nm_per_kg=strides.moment_band_nm_per_kg(p95),
        force_median_bw=strides.force_bw(median),
        force_p95_bw=strides.force_bw(p95),
        strides=float(np.sum(strides.stride_hz)),
        impulse_bw_s=_impulse_bw_s(strides),
        units=_units(
            strides.stride_hz, strides.moment_nm_per_kg / unit.moment_nm_per_kg, strides_per_unit
        ),
        published_units=_units(
            strides.stride_hz, strides.published_bw / unit.published_bw, strides_per_unit
        ),
        fast_m=float(np.sum(strides.speed_mps[fast])),
        seconds_by_band=_seconds_by_band(strides.speed_mps, walking_s),
        notes=_notes(strides, unknown_s=int(np.count_nonzero(stream.moving & ~known))),
        made=METHOD,
    )
