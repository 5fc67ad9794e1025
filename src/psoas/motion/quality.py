"""Whether a clip can be measured, and what to film differently: one name for each cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

import numpy as np
from attrs import field, frozen

from psoas.motion.head import head_boxes
from psoas.motion.keypoints import KeyPoints, Length
from psoas.motion.runner import LEG_OF_HEIGHT_RATIO, NoRunner, Runner
from psoas.motion.tempo import Tempo

Scalar = str | int | float


class Cause(StrEnum):
    """What is wrong with a clip."""

    NO_PERSON = "no-person"
    NO_DIRECTION = "no-direction"
    NOT_UPRIGHT = "not-upright"
    FRAME_RATE_TOO_LOW = "frame-rate-too-low"
    SLOW_MOTION = "slow-motion"
    NOT_RUNNING = "not-running"
    NO_FLIGHT = "no-flight"
    IRREGULAR_STEPS = "irregular-steps"
    TOO_SMALL = "too-small"
    TOO_SHORT = "too-short"
    LOW_FRAME_RATE = "low-frame-rate"
    SMALL = "small"
    CROPPED = "cropped"
    TWO_PEOPLE = "two-people"
    MOVING_CAMERA = "moving-camera"
    FEW_STEPS = "few-steps"
    SWAPPED_LEGS = "swapped-legs"
    UNSTEADY_LIMBS = "unsteady-limbs"
    POINTS_LOST = "points-lost"
    TURNED = "turned"
    MIRRORED = "mirrored"
    ONE_LEG = "one-leg"
    NO_FEET = "no-feet"
    SPEED_DIFFERS = "speed-differs"


#: Frames per second that cannot be measured, and that are only told with care. Rates are told as
#: 24.98 and 49.9 too. [source:psoas-pose-notes]
LEAST_HZ, FEW_HZ = 24.5, 49.0
#: Height of a runner in the picture, that cannot be measured, and that is told with care.
#: [source:psoas-pose-notes]
LEAST_PX, FEW_PX = 150.0, 250.0
#: Share of the steps that must be regular. [source:psoas-convention]
REGULAR_RATIO = 0.8
#: Steps of each side that a mean needs. [source:dingenen-2018]
STEPS_A_SIDE = 7
#: Landings of both feet that a step rate needs. [source:psoas-convention]
FEWEST_LANDINGS = 4
#: Points this near to an edge are cut off, in this share of frames. [source:psoas-pose-notes]
EDGE_RATIO, CROPPED_RATIO = 0.02, 0.02
#: Share of frames with exchanged legs, impossible limbs or lost points. [source:psoas-pose-notes]
MENDED_RATIO = 0.10
#: Scatter of the shank's length, and the farther shank against the nearer one.
#: [source:psoas-pose-notes]
SHANK_SPREAD_RATIO, FAR_SHANK_RATIO = 0.12, 0.90
#: Share of frames with a second person. [source:psoas-convention]
CROWDED_RATIO = 0.10
#: How far the background may move in a quarter of a second, in leg lengths: hips rise and fall
#: by 0.1. [source:psoas-convention]
CAMERA_RATIO = 0.02
#: Speeds told and seen differ. [source:psoas-convention]
SPEED_OFF_RATIO = 0.15


@frozen(kw_only=True)
class Concern:
    """One thing that is wrong with a clip, with the numbers that say so."""

    cause: Cause
    values: Mapping[str, Scalar] = field(factory=dict)

    @property
    def text(self) -> str:
        """Key into the texts: what is wrong; with ``-fix`` what to do."""
        return f"gait.{self.cause.value}"


class NotMeasurable(ValueError):
    """A clip that cannot be measured."""

    def __init__(self, concern: Concern) -> None:
        super().__init__(concern.cause.value)
        self.concern = concern


def refuse(cause: Cause, **values: Scalar) -> NotMeasurable:
    """Return the error of a cause."""
    return NotMeasurable(Concern(cause=cause, values=values))


def of_no_runner(error: NoRunner) -> NotMeasurable:
    """Return the error that says why there is no runner."""
    return refuse(Cause(error.cause), **error.values)


def check_rate(points: KeyPoints) -> None:
    """Refuse a clip of too few frames per second."""
    if points.rate_hz < LEAST_HZ:
        raise refuse(Cause.FRAME_RATE_TOO_LOW, fps=round(points.rate_hz, 1))


def check_tempo(tempo: Tempo, *, rate_hz: float) -> None:
    """Refuse slow motion and what is no running."""
    if tempo.slow_factor > 1:
        raise refuse(
            Cause.SLOW_MOTION,
            slow_times=tempo.slow_factor,
            capture_fps=round(tempo.slow_factor * rate_hz / 10) * 10,
        )
    if not tempo.is_running:
        raise refuse(Cause.NOT_RUNNING, cadence_spm=round(tempo.step_spm))
    if not tempo.is_falling:
        raise refuse(Cause.NO_FLIGHT, fall_factor=round(tempo.fall_factor, 1))


def check_runner(points: KeyPoints, runner: Runner) -> None:
    """Refuse a runner whose steps cannot be told, or who is too small.

    Where most frames are cut off it is that which is told: feet out of the picture have no steps.
    """
    if np.isnan(runner.step_hz):
        raise refuse(Cause.TOO_SHORT, seconds=round(float(np.ptp(runner.time_s)), 1))
    if len(runner.legs) > 1:
        regular = 0.0 if runner.crossings is None else runner.crossings.regular_ratio
        if regular < REGULAR_RATIO:
            cut_ratio = _cropped_ratio(points)
            if cut_ratio > 0.5:
                raise refuse(Cause.CROPPED, frames_pct=round(100 * cut_ratio))
            raise refuse(Cause.IRREGULAR_STEPS, regular_pct=round(100 * regular))
    height = _height_px(runner)
    if height is not None and height < LEAST_PX:
        raise refuse(Cause.TOO_SMALL, height_px=round(height))


def _height_px(runner: Runner) -> float | None:
    """Height of the runner in the picture."""
    if runner.unit is Length.METRES:
        return None
    return runner.leg_length / LEG_OF_HEIGHT_RATIO


def _cropped_ratio(points: KeyPoints) -> float:
    """Share of frames with a point, or the head, at an edge of the picture."""
    if points.picture_px is None:
        return 0.0
    width, height = points.picture_px
    cut = np.zeros(len(points.time_s), dtype=bool)
    for track in (*points.tracks.values(), *head_boxes(points)):
        across, down = track[:, 0] / width, -track[:, 1] / height
        for place in (across, down):
            cut |= (place < EDGE_RATIO) | (place > 1 - EDGE_RATIO)
    return float(np.mean(cut))


def concerns_of(
    points: KeyPoints, runner: Runner, *, n_steps_a_side: int, is_mirrored: bool
) -> Iterator[Concern]:
    """Yield what to know of a clip that can be measured."""
    if runner.rate_hz < FEW_HZ:
        yield Concern(cause=Cause.LOW_FRAME_RATE, values={"fps": round(runner.rate_hz, 1)})
    height = _height_px(runner)
    if height is not None and height < FEW_PX:
        yield Concern(cause=Cause.SMALL, values={"height_px": round(height)})
    if n_steps_a_side < STEPS_A_SIDE:
        yield Concern(
            cause=Cause.FEW_STEPS, values={"steps": n_steps_a_side, "needed_steps": STEPS_A_SIDE}
        )
    shares = [
        (Cause.CROPPED, _cropped_ratio(points), CROPPED_RATIO),
        (Cause.TWO_PEOPLE, points.n_crowded_frames / len(points.time_s), CROWDED_RATIO),
        (Cause.UNSTEADY_LIMBS, runner.off_limb_ratio, MENDED_RATIO),
        (Cause.UNSTEADY_LIMBS, runner.shank_spread_ratio, SHANK_SPREAD_RATIO),
        (Cause.POINTS_LOST, runner.lost_ratio, MENDED_RATIO),
    ]
    if runner.crossings is not None:
        shares.append((Cause.SWAPPED_LEGS, runner.crossings.swapped_ratio, MENDED_RATIO))
    moved_ratio = points.camera_px / runner.leg_length  # NaN, where it is not known, is not more
    if moved_ratio > CAMERA_RATIO:
        yield Concern(cause=Cause.MOVING_CAMERA, values={"leg_pct": round(100 * moved_ratio)})
    seen = set()
    for cause, share, most in shares:
        if share > most and cause not in seen:
            seen.add(cause)
            yield Concern(cause=cause, values={"frames_pct": round(100 * share)})
    yield from _of_view(runner, is_mirrored=is_mirrored)


def _of_view(runner: Runner, *, is_mirrored: bool) -> Iterator[Concern]:
    if is_mirrored:
        yield Concern(cause=Cause.MIRRORED)
    if len(runner.legs) == 1:
        yield Concern(cause=Cause.ONE_LEG)
    elif runner.near is not None:
        shank = runner.shank_by_side
        ratio = shank[runner.near.other] / shank[runner.near]
        if not FAR_SHANK_RATIO <= ratio <= 1 / FAR_SHANK_RATIO:
            yield Concern(cause=Cause.TURNED, values={"shank_ratio": round(ratio, 2)})
    if not any({"heel", "toe"} <= set(leg) for leg in runner.legs.values()):
        yield Concern(cause=Cause.NO_FEET)


def of_speed(told_mps: float, seen_mps: float | None) -> Iterator[Concern]:
    """Yield a concern where the told speed is not the one that the foot on the ground shows."""
    if seen_mps is not None and abs(seen_mps / told_mps - 1) > SPEED_OFF_RATIO:
        yield Concern(
            cause=Cause.SPEED_DIFFERS,
            values={"told_mps": round(told_mps, 2), "seen_mps": round(seen_mps, 2)},
        )
