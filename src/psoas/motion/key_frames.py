"""The four frames of a stride that show most, and the body in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

import numpy as np
from attrs import frozen

from psoas.motion.keypoints import Track, key
from psoas.motion.placed import smoothed
from psoas.motion.runner import Runner
from psoas.motion.steps import Seen, Step
from psoas.quantity import Side

Point = tuple[float, float]


class Moment(StrEnum):
    """A moment of a stride."""

    CONTACT = "contact"
    MID_STANCE = "mid-stance"
    TOE_OFF = "toe-off"
    MID_SWING = "mid-swing"


@frozen(kw_only=True)
class Body:
    """A runner at one moment.

    Parameters
    ----------
    points_legs
        By name of a track: forward and up, in leg lengths, from the middle of the hips. A point
        that was lost is missing.
    floor_legs
        Where the lowest point of the foot is in the middle of the stance.
    """

    time_s: float
    points_legs: Mapping[str, Point]
    floor_legs: float


@frozen(kw_only=True, eq=False)
class KeyFrame:
    """A moment of one leg's stride, with the body in it."""

    side: Side
    moment: Moment
    body: Body


def usual_step(steps: tuple[Step, ...], side: Side, runner: Runner) -> Step | None:
    """Return the whole step of a side that is most like its others; None where there is none."""
    whole = [
        step
        for step in steps
        if step.side is side and not np.isnan([step.toe_off_s, step.again_s]).any()
    ]
    seen = [step for step in whole if not _is_hidden(step, runner)]
    if not seen:
        return None
    facts = np.array([(s.again_s - s.contact_s, s.toe_off_s - s.contact_s) for s in seen])
    off = np.abs(facts - np.median(facts, axis=0)).sum(axis=1)
    return seen[int(np.argmin(off))]


def _is_hidden(step: Step, runner: Runner) -> bool:
    within = (runner.time_s >= step.contact_s) & (runner.time_s <= step.again_s)
    return bool(runner.unknown[step.side][within].any())


def moments_s(step: Step, seen: Seen) -> Iterator[tuple[Moment, float]]:
    """Yield when the moments of a whole step are; mid-swing is where the knee is bent most."""
    yield Moment.CONTACT, step.contact_s
    yield Moment.MID_STANCE, (step.contact_s + step.toe_off_s) / 2
    yield Moment.TOE_OFF, step.toe_off_s
    time_s = seen.runner.time_s
    swing = np.flatnonzero((time_s >= step.toe_off_s) & (time_s <= step.again_s))
    if len(swing):
        knee_deg = seen.angles[step.side].knee_deg[swing]
        yield Moment.MID_SWING, float(time_s[swing[int(np.argmax(knee_deg))]])


def key_frames(steps: tuple[Step, ...], seen: Seen) -> tuple[KeyFrame, ...]:
    """Return the key frames of the most usual stride of each side, left before right."""
    tracks = smoothed(seen.runner)
    found = []
    for side in seen.runner.legs:
        step = usual_step(steps, side, seen.runner)
        if step is None:
            continue
        found += [
            KeyFrame(side=side, moment=moment, body=body_at(seen.runner, tracks, at_s, step))
            for moment, at_s in moments_s(step, seen)
        ]
    return tuple(found)


def body_at(runner: Runner, tracks: Mapping[str, Track], at_s: float, step: Step) -> Body:
    """Return the body at a time of a step; *tracks* are what ``smoothed`` gave."""
    floor = _lowest(runner, tracks, step.side, (step.contact_s + step.toe_off_s) / 2)
    hips = _at(_middle_of_hips(runner, tracks), runner, at_s)
    nearest = int(np.argmin(np.abs(runner.time_s - at_s)))
    points = {}
    for name, track in tracks.items():
        if not runner.lost[name][nearest]:
            x, y = _at(track, runner, at_s)
            points[name] = (x - hips[0], y - hips[1])
    return Body(time_s=at_s, points_legs=points, floor_legs=floor - hips[1])


def _at(track: Track, runner: Runner, at_s: float) -> Point:
    x, y = (float(np.interp(at_s, runner.time_s, axis)) for axis in track.T)
    return x, y


def _middle_of_hips(runner: Runner, tracks: Mapping[str, Track]) -> Track:
    return np.asarray(np.mean([tracks[key(side, "hip")] for side in runner.legs], axis=0))


def _lowest(runner: Runner, tracks: Mapping[str, Track], side: Side, at_s: float) -> float:
    feet = [key(side, joint) for joint in ("heel", "toe", "ankle")]
    return min(_at(tracks[name], runner, at_s)[1] for name in feet if name in tracks)
