"""Hip-flexor load from what a watch knows: speed and cadence.

Sources: [source:psoas-computed-load] for the moment (fit on nine men at 2 to 5 m/s and
one sprinter), [source:dorn-2012] with [source:s3-clinician-process] for the published
curve, [source:lenhart-2014] and [source:lieberman-2015] for cadence.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from psoas.evidence import Made
from psoas.load.model import EXPONENTS, RunLoad
from psoas.quantity import Band
from psoas.runs.model import Note, RunStream

Values = Annotated[NDArray[np.float64], "(n,)"]

METHOD = Made(by="load/watch", version=1)

# Peak swing hip-flexion moment, Nm/kg: 0.496 v^0.863 (f / 1.42)^0.96, f in strides/s.
# Leave-one-subject-out error 10.7 %, stated as 12 % for a run; the exponent of cadence is
# that of [source:lieberman-2015], the men are those of [source:hamner-delp-2013].
# [source:psoas-computed-load] (mechanics.md D)
MOMENT_AT_1_MPS = 0.496
MOMENT_SPEED_EXPONENT = 0.863
MOMENT_CADENCE_EXPONENT = 0.96
MOMENT_CADENCE_HZ = 1.42
MOMENT_ERROR_RATIO = 0.12
#: Beyond the measured 2 to 5 m/s the error is stated as 15 %. [source:psoas-computed-load]
MOMENT_ERROR_OUTSIDE_RATIO = 0.15
MEASURED_MPS = (2.0, 5.0)

# Peak iliopsoas force per moment, BW per Nm/kg, over model families.
# [source:psoas-computed-load] (mechanics.md D)
FORCE_PER_MOMENT = Band(1.4, 2.0, 2.8)

# Impulse of psoas and iliacus per stride, BW s: 0.161 v^0.878, 2 to 5 m/s.
# [source:psoas-computed-load] (science.md 1.3); its band is the force's.
IMPULSE_AT_1_MPS = 0.161
IMPULSE_SPEED_EXPONENT = 0.878

# Usual cadence at a speed, steps/min, 2 to 9.5 m/s; between runners the SD is 9.
# [source:psoas-computed-load] (science.md 1.3)
USUAL_CADENCE = (148.7, 2.978, 0.979)
USUAL_CADENCE_SD_SPM = 9.0

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


def usual_cadence_spm(speed_mps: Values) -> Values:
    """Cadence that a runner would choose at a speed.

    Parameters
    ----------
    speed_mps
        Shape (n,), valid from 2 to 9.5.

    Returns
    -------
    numpy.ndarray
        Shape (n,), steps of both feet per minute; NaN where the speed is NaN.
    """
    constant, linear, square = USUAL_CADENCE
    return constant + linear * speed_mps + square * speed_mps**2


def moment_nm_per_kg(speed_mps: Values, cadence_spm: Values) -> Values:
    """Peak swing hip-flexion moment of a stride on level ground.

    Parameters
    ----------
    speed_mps, cadence_spm
        Shape (n,). Cadence counts both feet.

    Returns
    -------
    numpy.ndarray
        Shape (n,), Nm/kg, positive is flexion; NaN where an input is NaN.
    """
    stride_hz = cadence_spm / 120
    return np.asarray(
        MOMENT_AT_1_MPS
        * speed_mps**MOMENT_SPEED_EXPONENT
        * (stride_hz / MOMENT_CADENCE_HZ) ** MOMENT_CADENCE_EXPONENT
    )


def published_force_bw(speed_mps: Values) -> Values:
    """Peak iliopsoas force through the published anchors 2, 3.5 and 9 BW.

    The anchors are [source:s3-clinician-process]'s numbers at [source:dorn-2012]'s
    speeds 3.5, 5.2 and 9.0 m/s, joined log-quadratically; below 3.5 it extrapolates.

    Parameters
    ----------
    speed_mps
        Shape (n,), above 0.

    Returns
    -------
    numpy.ndarray
        Shape (n,), body weights; NaN where the speed is NaN.
    """
    x = np.log(speed_mps / 3.5)
    return np.asarray(2.0 * np.exp(1.4137 * x + 0.3261 * x * (x - 0.3959)))


def recomputed_force_bw(speed_mps: Values) -> Values:
    """Peak iliopsoas force recomputed from open data without a strength limit.

    0.700 v^1.205, nine men at 2 to 5 m/s [source:psoas-computed-load].

    Parameters
    ----------
    speed_mps
        Shape (n,), above 0.

    Returns
    -------
    numpy.ndarray
        Shape (n,), body weights; NaN where the speed is NaN.
    """
    return np.asarray(0.700 * speed_mps**1.205)


def cadence_factor(cadence_ratio: Values) -> Values:
    """How a cadence off the usual changes the published force at the same speed.

    Exponent 0.63 below and 0.41 above the usual cadence: -6.4 % and +4.0 % at 90 and
    110 % [source:lenhart-2014].

    Parameters
    ----------
    cadence_ratio
        Shape (n,), cadence over usual cadence, measured for 0.9 to 1.1.

    Returns
    -------
    numpy.ndarray
        Shape (n,), factor on the force; NaN where the ratio is NaN.
    """
    return np.where(cadence_ratio < 1, cadence_ratio**0.63, cadence_ratio**0.41)


def force_band_bw(speed_mps: float, cadence_spm: float) -> Band:
    """Peak iliopsoas force of a stride as a band around our model and the published ones.

    Parameters
    ----------
    speed_mps, cadence_spm
        One speed and one cadence of both feet.

    Returns
    -------
    Band
        Body weights: our model's band, widened to hold both published curves.
    """
    speed = np.array([speed_mps])
    moment = float(moment_nm_per_kg(speed, np.array([cadence_spm]))[0])
    factor = cadence_factor(cadence_spm / usual_cadence_spm(speed))
    published = published_force_bw(speed) * factor
    recomputed = recomputed_force_bw(speed) * factor
    return FORCE_PER_MOMENT.scaled(moment).hull(float(published[0]), float(recomputed[0]))


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


def _units(strides: Values, relative_force: Values, per_unit: float) -> dict[int, float]:
    return {m: float(np.sum(strides * relative_force**m) / per_unit) for m in EXPONENTS}


def _notes(speed_mps: Values, guessed: NDArray[np.bool_], *, unknown_s: int) -> tuple[Note, ...]:
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
        moment_median=None,
        moment_p95=None,
        force_median=None,
        force_p95=None,
        strides=0.0,
        impulse_bw_s=None,
        units=dict.fromkeys(EXPONENTS, 0.0),
        units_published=dict.fromkeys(EXPONENTS, 0.0),
        fast_m=0.0,
        seconds_by_band=_seconds_by_band(np.empty(0), walking_s),
        notes=(Note(text="note.no-running"),),
        made=METHOD,
    )


def _at(moment: Values, pct: float) -> int:
    """Return the index of the second whose moment is the *pct* percentile."""
    rank = round(pct / 100 * (len(moment) - 1))
    return int(np.argsort(moment, kind="stable")[rank])


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
    speed_mps = stream.speed_mps[runs]
    usual_spm = usual_cadence_spm(speed_mps)
    measured_spm = stream.cadence_spm[runs]
    guessed = ~(measured_spm > 0)
    cadence_spm = np.where(guessed, usual_spm, measured_spm)

    moment = moment_nm_per_kg(speed_mps, cadence_spm)
    strides = cadence_spm / 120
    one = np.array([UNIT_SPEED_MPS])
    one_spm = usual_cadence_spm(one)
    strides_per_unit = float(one_spm[0] / 120 * UNIT_DISTANCE_M / UNIT_SPEED_MPS)
    relative = moment / moment_nm_per_kg(one, one_spm)
    published = published_force_bw(speed_mps) * cadence_factor(cadence_spm / usual_spm)

    outside = (speed_mps < MEASURED_MPS[0]) | (speed_mps > MEASURED_MPS[1])

    def moment_band(index: int) -> Band:
        error = MOMENT_ERROR_OUTSIDE_RATIO if outside[index] else MOMENT_ERROR_RATIO
        if guessed[index]:
            error = float(np.hypot(error, USUAL_CADENCE_SD_SPM / cadence_spm[index]))
        central = float(moment[index])
        return Band(central * (1 - error), central, central * (1 + error))

    def force_band(index: int) -> Band:
        band = force_band_bw(float(speed_mps[index]), float(cadence_spm[index]))
        spread = USUAL_CADENCE_SD_SPM / float(cadence_spm[index])
        return band.widened(1 + spread) if guessed[index] else band

    median, p95 = (_at(moment, pct) for pct in (50, 95))
    impulse = float(np.sum(strides * IMPULSE_AT_1_MPS * speed_mps**IMPULSE_SPEED_EXPONENT))
    spread = FORCE_PER_MOMENT.scaled(1 / FORCE_PER_MOMENT.central)
    return RunLoad(
        moment_median=moment_band(median),
        moment_p95=moment_band(p95),
        force_median=force_band(median),
        force_p95=force_band(p95),
        strides=float(np.sum(strides)),
        impulse_bw_s=spread.scaled(impulse),
        units=_units(strides, relative, strides_per_unit),
        units_published=_units(strides, published / published_force_bw(one), strides_per_unit),
        fast_m=float(np.sum(speed_mps[speed_mps > FAST_MPS])),
        seconds_by_band=_seconds_by_band(speed_mps, walking_s),
        notes=_notes(speed_mps, guessed, unknown_s=int(np.count_nonzero(stream.moving & ~known))),
        made=METHOD,
    )
