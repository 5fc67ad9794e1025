"""The whole way from key points to measures, concerns and refusals."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from psoas.evidence import Made
from psoas.motion import quality
from psoas.motion.events import Event, events_of
from psoas.motion.heading import near_side
from psoas.motion.keypoints import KeyPoints
from psoas.motion.measures import Measure, Refusal, Why, doubted, judged, measured
from psoas.motion.norms import KINDS
from psoas.motion.quality import Cause, Concern
from psoas.motion.runner import NoRunner, Runner, runner_of
from psoas.motion.steps import Seen, Step, seen_of, step_s_of, steps_of, values_of
from psoas.motion.tempo import Tempo, tempo_of
from psoas.quantity import Band, Side
from psoas.stats.detectable import Z95

METHOD = Made(by="motion/gait", version=2)

#: What no side view of key points can tell. [source:schache-2000]
NEVER = ("pelvic_tilt", "hip_extension")
#: What one camera cannot tell. [source:psoas-pose-notes]
FROM_ONE_SIDE = ("angle_asymmetry",)
#: The middle of a stance, in which the foot goes as the ground does. [source:psoas-convention]
_ON_GROUND_RATIO = (0.25, 0.60)


@frozen(kw_only=True, eq=False)
class Gait:
    """What a side view shows of a runner.

    Parameters
    ----------
    runner, tempo
        The points made ready, and how fast the clip runs.
    events, steps
        In order of time.
    cadence_spm
        Steps of both feet a minute, with its 95 % interval.
    speed_mps, is_speed_told
        Speed of running, None where it is not known; whether it was told or seen.
    measures, refusals
        By name; and those that are not told, with the reason.
    concerns
        What to know of the clip.
    is_rough
        Whether a small model found the points.
    """

    runner: Runner
    tempo: Tempo
    events: tuple[Event, ...]
    steps: tuple[Step, ...]
    cadence_spm: Band
    speed_mps: float | None
    is_speed_told: bool
    measures: dict[str, Measure]
    refusals: tuple[Refusal, ...]
    concerns: tuple[Concern, ...]
    is_rough: bool
    made: Made

    @property
    def n_strides(self) -> int:
        """Strides of both legs that were seen whole, from a landing to the foot's next."""
        return sum(not np.isnan(step.again_s) for step in self.steps)


def gait_of(
    points: KeyPoints,
    *,
    speed_mps: float | None = None,
    height_m: float | None = None,
    facing_side: Side | None = None,
) -> Gait:
    """Measure a runner from key points.

    Parameters
    ----------
    points
        As they came, on the clock of the one who ran.
    speed_mps
        Of running, where it is known: norms need it.
    height_m
        Of the runner: the scale of pixels.
    facing_side
        The side that faces the camera, where somebody says so.

    Raises
    ------
    NotMeasurable
        Naming the one cause why not.
    """
    quality.check_rate(points)
    try:
        runner = runner_of(points, facing_side=facing_side)
    except NoRunner as error:
        raise quality.of_no_runner(error) from error
    quality.check_runner(points, runner)
    tempo = tempo_of(runner, height_m=height_m)
    quality.check_tempo(tempo, rate_hz=runner.rate_hz)
    events = events_of(runner)
    steps = steps_of(events, step_s=1 / runner.step_hz)
    if len(steps) < quality.FEWEST_LANDINGS:
        raise quality.refuse(Cause.TOO_SHORT, seconds=round(float(np.ptp(runner.time_s)), 1))
    leg_m = runner.leg_m(height_m=height_m)
    seen = seen_of(runner, leg_m=leg_m)
    seen_per_s = _speed_per_s(seen, steps)
    seen_mps = None if leg_m is None or np.isnan(seen_per_s) else leg_m * seen_per_s
    used_mps = speed_mps if speed_mps is not None else seen_mps
    values = values_of(steps, seen)
    measures, refusals = measured(
        values,
        runner,
        speed_mps=used_mps,
        has_scale=leg_m is not None,
        is_rough=points.is_rough,
    )
    cadence = _cadence_spm(steps)
    measures = {
        "cadence": judged("cadence", cadence, {}, runner, speed_mps=used_mps),
        **measures,
    }
    doubts = () if speed_mps is None else tuple(quality.of_speed(speed_mps, seen_mps))
    if doubts and seen_mps is not None:
        measures = {name: doubted(each, other_mps=seen_mps) for name, each in measures.items()}
    concerns = (
        *quality.concerns_of(
            points,
            runner,
            n_steps_a_side=_n_steps_a_side(steps, runner),
            is_mirrored=runner.near is not None and _was_mirrored(runner),
        ),
        *doubts,
    )
    return Gait(
        runner=runner,
        tempo=tempo,
        events=events,
        steps=steps,
        cadence_spm=cadence,
        speed_mps=used_mps,
        is_speed_told=speed_mps is not None,
        measures=measures,
        refusals=(*_never(runner), *refusals),
        concerns=concerns,
        is_rough=points.is_rough,
        made=METHOD,
    )


def _was_mirrored(runner: Runner) -> bool:
    return runner.near is not near_side(runner.facing_sign)


def _never(runner: Runner) -> tuple[Refusal, ...]:
    never = tuple(Refusal(measure=name, why=Why.NEVER_FROM_POINTS) for name in NEVER)
    if runner.near is None:
        return never
    return (*never, *(Refusal(measure=name, why=Why.FAR_LEG) for name in FROM_ONE_SIDE))


def _n_steps_a_side(steps: tuple[Step, ...], runner: Runner) -> int:
    """Whole strides of the side that has fewer."""
    whole = [step for step in steps if not np.isnan(step.again_s)]
    return min(sum(step.side is side for step in whole) for side in runner.legs)


def _cadence_spm(steps: tuple[Step, ...]) -> Band:
    step_s, error_s = step_s_of(steps)
    cadence = 60 / step_s
    wide = Z95 * float(np.hypot(cadence * error_s / step_s, KINDS["cadence"].method))
    return Band(cadence - wide, cadence, cadence + wide)


def _speed_per_s(seen: Seen, steps: tuple[Step, ...]) -> float:
    """Speed from how fast the foot on the ground goes back under the hip, leg lengths a second."""
    speeds = []
    for step in steps:
        stance_s = step.toe_off_s - step.contact_s
        start, end = (step.contact_s + share * stance_s for share in _ON_GROUND_RATIO)
        ahead = seen.ahead_ratio[step.side]
        speeds.append((seen.at(ahead, start) - seen.at(ahead, end)) / (end - start))
    known = [each for each in speeds if not np.isnan(each)]
    return float(np.median(known)) if known else float("nan")
