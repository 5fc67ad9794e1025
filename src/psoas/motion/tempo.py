"""Is the clip shown as fast as it was lived? Bodies fall as fast as everywhere."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from psoas.motion.keypoints import Values
from psoas.motion.runner import LEG_OF_HEIGHT_RATIO, Runner

#: Steps of both feet a minute, from a slow jog to a sprint. [source:psoas-pose-notes]
STEP_SPM = (100.0, 260.0)
GRAVITY_MPS2 = 9.80665  # standard gravity
#: A body of this height, where none is told: a factor needs it only roughly.
#: [source:psoas-convention]
USUAL_HEIGHT_M = 1.72
#: A running trunk falls a little faster than freely: real clips show 0.83 to 0.84, eightfold slow
#: ones 7.8. Between them and twofold lies this. [source:psoas-pose-notes]
SLOW_FROM_FACTOR = 1.3
#: Waves per step that the fall is read from. [source:psoas-convention]
_WAVES = 2
#: Slow motion that cameras offer.
_FACTORS = (2, 4, 8, 16)


@frozen(kw_only=True)
class Tempo:
    """How fast a clip runs.

    Parameters
    ----------
    step_spm
        Steps of both feet a minute on the clip's own clock.
    fall_factor
        How many times slower than freely the trunk falls; 0.8 to 0.9 in running as it was
        lived. NaN where the clip is too short.
    slow_factor
        Which slow motion it looks like, 2 to 16; 1 where it does not.
    """

    step_spm: float
    fall_factor: float
    slow_factor: int

    @property
    def is_running(self) -> bool:
        """Whether steps come as fast as a runner's."""
        low, high = STEP_SPM
        return low <= self.step_spm <= high

    @property
    def is_falling(self) -> bool:
        """Whether the trunk falls as one that flies: a walk's does not, whatever its step rate."""
        return self.fall_factor < SLOW_FROM_FACTOR


def tempo_of(runner: Runner, *, height_m: float | None) -> Tempo:
    """Measure how fast a clip runs, by step rate and by how the trunk falls.

    Notes
    -----
    1. The height of the hips, without its drift, is fitted by two waves per step; noise of
    single frames averages out. 2. The largest downward acceleration of the fit, in metres by
    the leg's length, is compared with gravity: a clip slowed k times shows it k squared times
    smaller. 3. A slow motion is named only where the step rate agrees: a walk falls slowly too.
    """
    step_spm = 60 * runner.step_hz
    leg_m = runner.leg_m(height_m=height_m) or LEG_OF_HEIGHT_RATIO * USUAL_HEIGHT_M
    fall_mps2 = leg_m * _largest_fall_per_s2(runner)
    factor = float(np.sqrt(GRAVITY_MPS2 / fall_mps2)) if fall_mps2 > 0 else float("nan")
    slow = 1
    if factor >= SLOW_FROM_FACTOR and step_spm < STEP_SPM[0]:
        # the clip's steps must be a runner's once it is sped up
        slow = min(_FACTORS, key=lambda each: abs(np.log(each / factor)))
    return Tempo(step_spm=step_spm, fall_factor=factor, slow_factor=slow)


def _largest_fall_per_s2(runner: Runner) -> float:
    """Largest downward acceleration of the hips, leg lengths per second squared."""
    time_s = runner.time_s - runner.time_s[0]
    height = np.mean([leg["hip"][:, 1] for leg in runner.legs.values()], axis=0)
    turns = 2 * np.pi * runner.step_hz * _even_s(runner)
    columns = [np.ones_like(time_s), time_s, time_s**2]
    for wave in range(1, _WAVES + 1):
        columns += [np.cos(wave * turns), np.sin(wave * turns)]
    fit, *_ = np.linalg.lstsq(np.stack(columns, axis=1), height, rcond=None)
    cycle = np.linspace(0, 2 * np.pi, 200)
    fall = np.zeros_like(cycle)
    for wave in range(1, _WAVES + 1):
        cosine, sine = fit[1 + 2 * wave : 3 + 2 * wave]
        wave_per_s = 2 * np.pi * wave * runner.step_hz
        fall += wave_per_s**2 * (cosine * np.cos(wave * cycle) + sine * np.sin(wave * cycle))
    return float(fall.max())


def _even_s(runner: Runner) -> Values:
    """Seconds that would have passed at an even step rate, shape (n_frames,)."""
    if runner.crossings is None:
        return np.asarray(runner.time_s - runner.time_s[0])
    at = runner.crossings.at_frames
    steps = np.arange(len(at)) / runner.step_hz
    frames = np.arange(len(runner.time_s))
    inside = np.interp(frames, at, steps)
    early, late = at[0] - frames, frames - at[-1]
    beyond = np.where(early > 0, -early, np.where(late > 0, late, 0.0)) / runner.rate_hz
    return np.asarray(inside + beyond)
