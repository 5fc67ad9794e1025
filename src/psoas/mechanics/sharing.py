"""Static optimisation: how muscles share the joint moments, many frames at once."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Effect = Annotated[NDArray[np.float64], "(n_frames, n_joints, n_muscles), Nm at full activation"]
Moments = Annotated[NDArray[np.float64], "(n_frames, n_joints), Nm"]
PerMuscle = Annotated[NDArray[np.float64], "(n_frames, n_muscles)"]
Flags = Annotated[NDArray[np.bool_], "(n_frames,)"]

#: Frames at a time: their tables stay in the processor's cache.
BLOCK_FRAMES = 512
#: Steps of Newton's method: in a block, where nearly all frames are solved within ten; and for
#: the frames left over, after which one is taken for one that no muscles can meet.
_FEW_STEPS = 10
_MOST_STEPS = 40
_MOST_HALVINGS = 12
#: A frame is solved where no joint moment is off by more than this part of the largest.
TOLERANCE = 1e-10
#: What 1 Nm that no muscle gives costs, beside a muscle at full activation, which costs 1.
#: [source:psoas-convention]
RESERVE_COST = 1.0


@frozen(kw_only=True, eq=False)
class Shares:
    """How the muscles share the moments.

    Parameters
    ----------
    activation_ratio
        Shape (n_frames, n_muscles), 0 to 1; NaN in a frame with a NaN moment.
    missing_nm
        Shape (n_frames, n_joints), Nm: what no muscles could give. 0 where they met the
        moments.
    fell_back
        Shape (n_frames,): the frames that the muscles could not meet and that were solved
        with the missing moments priced.
    """

    activation_ratio: PerMuscle
    missing_nm: Moments
    fell_back: Flags


def share(effect_nm: Effect, moment_nm: Moments) -> Shares:
    """Least sum of squared activations that gives the moments.

    Parameters
    ----------
    effect_nm
        Moment of each muscle about each joint at full activation.
    moment_nm
        Net joint moments, Nm, the same signs.

    Returns
    -------
    Shares
        Exact to the optimality conditions: with one multiplier per joint, each
        activation is what the multipliers ask of the muscle, cut to 0 and 1.

    Notes
    -----
    1. The dual of min sum a^2 / 2 with A a = M, 0 <= a <= 1 is concave in one multiplier per
    joint; its gradient is A clip(A^T x, 0, 1) - M, piecewise linear. 2. Newton's method
    with halved steps, all frames side by side, each leaving when it is solved. 3. A frame
    that is not solved asks for more than the muscles have: it is solved again with reserves
    that give what is missing at ``RESERVE_COST`` per Nm, squared, and says so.
    """
    n_frames, n_joints, n_muscles = effect_nm.shape
    activation = np.full((n_frames, n_muscles), np.nan)
    missing = np.full((n_frames, n_joints), np.nan)
    fell_back = np.zeros(n_frames, dtype=bool)
    known = np.flatnonzero(~np.isnan(moment_nm).any(axis=1) & ~np.isnan(effect_nm).any(axis=(1, 2)))
    found = np.empty((n_frames, n_joints))
    solved = np.zeros(n_frames, dtype=bool)
    for start in range(0, len(known), BLOCK_FRAMES):
        block = known[start : start + BLOCK_FRAMES]
        found[block], solved[block] = _newton(
            effect_nm[block], moment_nm[block], n_steps=_FEW_STEPS
        )
    late = known[~solved[known]]
    found[late], solved[late] = _newton(effect_nm[late], moment_nm[late], n_steps=_MOST_STEPS)
    beyond = known[~solved[known]]
    found[beyond], _ = _newton(
        effect_nm[beyond], moment_nm[beyond], n_steps=_MOST_STEPS, softness_ratio=1 / RESERVE_COST
    )
    fell_back[beyond] = True
    asked = np.matmul(found[known, None, :], effect_nm[known])[:, 0]
    activation[known] = np.clip(asked, 0.0, 1.0)
    missing[known] = 0.0
    missing[beyond] = found[beyond] / RESERVE_COST
    return Shares(activation_ratio=activation, missing_nm=missing, fell_back=fell_back)


def _dual(
    effect_nm: Effect, moment_nm: Moments, multiplier_per_nm: Moments, softness_ratio: float
) -> tuple[NDArray[np.float64], PerMuscle]:
    """Value of the dual (to be made small) and what it asks of each muscle."""
    asked = np.matmul(multiplier_per_nm[:, None, :], effect_nm)[:, 0]
    inside = np.clip(asked, 0.0, 1.0)
    value = (inside * (asked - 0.5 * inside)).sum(axis=1)
    value += 0.5 * softness_ratio * (multiplier_per_nm**2).sum(axis=1) - (
        multiplier_per_nm * moment_nm
    ).sum(axis=1)
    return value, asked


def _newton(
    effect_nm: Effect, moment_nm: Moments, *, n_steps: int, softness_ratio: float = 0.0
) -> tuple[Moments, Flags]:
    """Multipliers, shape (n_frames, n_joints), and which frames they solve."""
    n_frames, n_joints, _ = effect_nm.shape
    found_per_nm = np.zeros((n_frames, n_joints))
    solved = np.zeros(n_frames, dtype=bool)
    if not n_frames:
        return found_per_nm, solved
    going, here = np.arange(n_frames), found_per_nm.copy()
    limit = TOLERANCE * np.maximum(np.abs(moment_nm).max(axis=1), 1.0)
    small = 1e-12 * (effect_nm**2).sum(axis=2).max(axis=1)[:, None, None] * np.eye(n_joints)
    small += softness_ratio * np.eye(n_joints)
    value, asked = _dual(effect_nm, moment_nm, here, softness_ratio)
    for _ in range(n_steps):
        off = np.matmul(effect_nm, np.clip(asked, 0.0, 1.0)[:, :, None])[:, :, 0] - moment_nm
        off += softness_ratio * here
        done = np.abs(off).max(axis=1) <= limit
        if done.any():
            solved[going[done]] = True
            found_per_nm[going[done]] = here[done]
            left = ~done
            going, here, off, value, asked = (x[left] for x in (going, here, off, value, asked))
            effect_nm, moment_nm = effect_nm[left], moment_nm[left]
            limit, small = limit[left], small[left]
            if not len(going):
                break
        free = ((asked >= 0) & (asked < 1)).astype(float)
        curve = np.matmul(effect_nm * free[:, None, :], effect_nm.transpose(0, 2, 1)) + small
        step = -np.linalg.solve(curve, off[:, :, None])[:, :, 0]
        here, value, asked = _down(effect_nm, moment_nm, here, step, off, value, softness_ratio)
    found_per_nm[going] = here
    return found_per_nm, solved


def _down(
    effect_nm: Effect,
    moment_nm: Moments,
    from_per_nm: Moments,
    step_per_nm: Moments,
    slope_nm: Moments,
    value_ratio: NDArray[np.float64],
    softness_ratio: float,
) -> tuple[Moments, NDArray[np.float64], PerMuscle]:
    """A step that makes the dual smaller in every frame, halved where the whole does not."""
    gain = 1e-4 * (slope_nm * step_per_nm).sum(axis=1)
    slack = 1e-12 * np.abs(value_ratio)
    here = from_per_nm + step_per_nm
    value, asked = _dual(effect_nm, moment_nm, here, softness_ratio)
    length = np.ones(len(here))
    for _ in range(_MOST_HALVINGS):
        worse = np.flatnonzero(value > value_ratio + length * gain + slack)
        if not len(worse):
            break
        length[worse] *= 0.5
        here[worse] = from_per_nm[worse] + length[worse, None] * step_per_nm[worse]
        value[worse], asked[worse] = _dual(
            effect_nm[worse], moment_nm[worse], here[worse], softness_ratio
        )
    return here, value, asked
