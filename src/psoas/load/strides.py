"""The running seconds of a run: what each stride of a second is like, and how sure that is."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.load.curves import (
    LEVEL_PCT,
    MEASURED_MPS,
    MOMENT_CADENCE_EXPONENT,
    MOMENT_ERROR_OUTSIDE_RATIO,
    MOMENT_ERROR_RATIO,
    MOMENT_SPEED_EXPONENT,
    STEEPEST_PCT,
    USUAL_CADENCE_SD_SPM,
    gradient_factor,
    moment_log_nm_per_kg,
    usual_cadence_spm,
)
from psoas.load.published import Values, cadence_log_factor, published_force_log_bw
from psoas.runs.model import RunStream

Flags = Annotated[NDArray[np.bool_], "(n,)"]

#: Slower without a runner's cadence is walking, m/s. [source:psoas-convention]
WALKING_MPS = 2.0
#: A cadence that only running has, steps/min. [source:psoas-convention]
RUNNING_CADENCE_SPM = 140.0
#: Slower seconds are a step on the spot, whatever the cadence. [source:psoas-convention]
SLOWEST_RUNNING_MPS = 0.9

#: Speeding up by 1.5 m/s within 3 s is a start or a surge: a mean of 0.5 m/s^2, ten times what
#: the noise of a device's speed makes of it. [source:psoas-convention]
SURGE_S = 3
SURGE_MPS = 1.5

#: Error of the moment for 1 % of grade. [source:psoas-computed-load] (mechanics.md D)
GRADE_ERROR_RATIO = 0.01
#: Steeper than any path: a grade beyond is noise, and its error counts as that of this one.
#: [source:psoas-convention]
NOISE_PCT = 50.0
#: A gradient that is not known is taken as level, give or take what was measured as level.
#: [source:psoas-convention], after [source:telhan-2010]
UNKNOWN_GRADE_PCT = LEVEL_PCT
#: Speed from distance or positions against a device's speed, root mean square over 5 to 15 s.
#: [source:psoas-watch-files]
DERIVED_SPEED_ERROR_MPS = 0.35
#: What varies within 15 s in a device's speed, SD: smart recording does not see it.
#: [source:psoas-watch-files]
WITHIN_15_S_MPS = 0.11


def running(stream: RunStream) -> Flags:
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
    speed_mps = stream.speed_mps  # a comparison with NaN is False
    turning_over = stream.cadence_spm >= RUNNING_CADENCE_SPM
    turning_over &= speed_mps > SLOWEST_RUNNING_MPS
    return np.asarray(((speed_mps >= WALKING_MPS) | turning_over) & stream.moving)


def surging(speed_mps: Values) -> Flags:
    """Say which seconds speed up as in a start or a surge.

    Parameters
    ----------
    speed_mps
        Shape (n_seconds,), second by second, NaN where unknown.

    Returns
    -------
    numpy.ndarray
        Shape (n_seconds,), True from the first to the last second of each stretch of 3 s
        over which the speed rose by at least 1.5 m/s.
    """
    found = np.zeros(len(speed_mps), dtype=np.bool_)
    begins = np.flatnonzero(speed_mps[SURGE_S:] - speed_mps[:-SURGE_S] >= SURGE_MPS)
    for later in range(SURGE_S + 1) if len(begins) else ():
        found[begins + later] = True
    return found


@frozen(eq=False)
class Strides:
    """Running seconds of a run, one after the other.

    Parameters
    ----------
    at
        Which seconds of the stream they are, shape (n_seconds,).
    speed_mps, cadence_spm, grade_pct
        Shape (n,). A cadence that is missing or 0 is the usual one; an unknown grade is NaN.
    guessed, derived, surging
        Where cadence is the usual one, where speed was made from distance, where the
        runner speeds up.
    hilly, steep
        Where the grade is beyond what was measured as level, and beyond what anything is
        claimed for.
    moment_log_nm_per_kg, published_log_bw
        Logarithms of the peak moment and of the published peak force of these strides, the
        gradient in both. A grade beyond 15 % counts as 15 %.
    recorded_ratio
        Share of the seconds that the device recorded.

    Notes
    -----
    Single precision: a unit with exponent 9 is within 1e-5 of what double precision gives.
    """

    at: Flags
    speed_mps: Values
    speed_log_mps: Values
    cadence_spm: Values
    grade_pct: Values
    guessed: Flags
    derived: Flags
    surging: Flags
    hilly: Flags
    steep: Flags
    moment_log_nm_per_kg: Values
    published_log_bw: Values
    gradient_factor: Values | float
    recorded_ratio: float

    @classmethod
    def of(cls, stream: RunStream) -> Strides:
        """Take the running seconds of a stream."""
        at = running(stream)
        speed_mps, cadence_spm, grade_pct = (
            each[at].astype(np.float32)
            for each in (stream.speed_mps, stream.cadence_spm, stream.grade_pct)
        )
        usual_spm = usual_cadence_spm(speed_mps)
        guessed = ~(cadence_spm > 0)
        np.copyto(cadence_spm, usual_spm, where=guessed)
        speed_log, cadence_log = np.log(speed_mps), np.log(cadence_spm)
        off_usual = cadence_log - np.log(usual_spm)
        moment_log = moment_log_nm_per_kg(speed_log, cadence_log)
        published_log = published_force_log_bw(speed_log) + cadence_log_factor(off_usual)
        climb_pct = np.abs(grade_pct)
        factor = _counted_factor(grade_pct)
        if not isinstance(factor, float):
            moment_log += np.log(factor)
            published_log += np.log(factor)
        return cls(
            at=at,
            speed_mps=speed_mps,
            speed_log_mps=speed_log,
            cadence_spm=cadence_spm,
            grade_pct=grade_pct,
            guessed=guessed,
            derived=_at(stream.speed_derived, at),
            surging=_at(surging(stream.speed_mps), at),
            hilly=climb_pct > LEVEL_PCT,
            steep=climb_pct > STEEPEST_PCT,
            moment_log_nm_per_kg=moment_log,
            published_log_bw=published_log,
            gradient_factor=factor,
            recorded_ratio=stream.at_1hz_ratio,
        )

    def __len__(self) -> int:
        """Return how many seconds of running there are."""
        return len(self.speed_mps)

    @property
    def stride_hz(self) -> Values:
        """Strides of one leg in each second."""
        return self.cadence_spm / 120

    @property
    def outside(self) -> Flags:
        """Where the speed is beyond what the model was measured at."""
        low_mps, high_mps = MEASURED_MPS
        return np.asarray((self.speed_mps < low_mps) | (self.speed_mps > high_mps))

    def input_variance_ratio(self) -> Values | float:
        """Squared error of the moment from what the watch does not know, by second.

        Gradient, cadence, and speed are independent; each error is a ratio. A number where
        all seconds are alike.
        """
        found: Values | float = _grade_variance_ratio(self.grade_pct)
        if self.guessed.any():
            spread = MOMENT_CADENCE_EXPONENT * USUAL_CADENCE_SD_SPM / self.cadence_spm
            found = found + self.guessed * (spread * spread)
        unseen_mps2 = max(0.0, 1 - self.recorded_ratio) * WITHIN_15_S_MPS**2
        if unseen_mps2 > 0 or self.derived.any():
            error = unseen_mps2 + DERIVED_SPEED_ERROR_MPS**2 * self.derived.astype(np.float32)
            found = found + MOMENT_SPEED_EXPONENT**2 * error / (self.speed_mps * self.speed_mps)
        return found

    def own_variance_ratio(self) -> Values:
        """Squared error of the moment that the model itself has, by second."""
        inside, outside = MOMENT_ERROR_RATIO**2, MOMENT_ERROR_OUTSIDE_RATIO**2
        return inside + (outside - inside) * self.outside.astype(np.float32)


def _at(flags: Flags, at: Flags) -> Flags:
    """Return *flags* where *at* is True; mostly none is set, which is quicker to say."""
    return flags[at] if flags.any() else np.zeros(np.count_nonzero(at), dtype=np.bool_)


def _counted_factor(grade_pct: Values) -> Values | float:
    """Return the factor that counts: 1 where the grade is unknown, the edge's beyond the edge."""
    known = ~np.isnan(grade_pct)
    if not known.any():
        return 1.0
    factor = gradient_factor(np.minimum(np.maximum(grade_pct, -STEEPEST_PCT), STEEPEST_PCT))
    np.copyto(factor, 1.0, where=~known)
    return factor


def _grade_variance_ratio(grade_pct: Values) -> Values | float:
    unknown = np.isnan(grade_pct)
    if unknown.all():
        return (GRADE_ERROR_RATIO * UNKNOWN_GRADE_PCT) ** 2
    error_ratio = GRADE_ERROR_RATIO * np.minimum(np.abs(grade_pct), NOISE_PCT)
    np.copyto(error_ratio, GRADE_ERROR_RATIO * UNKNOWN_GRADE_PCT, where=unknown)
    return np.asarray(error_ratio * error_ratio)
