"""When feet land and leave the ground, between frames, with a stated error."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import numpy as np
from attrs import frozen

from psoas.motion.angles import LegAngles, leg_angles
from psoas.motion.keypoints import Track, Values, key
from psoas.motion.runner import Runner
from psoas.quantity import Side
from psoas.signals.peaks import highest_between, peaks, refined
from psoas.signals.repeats import laid_over


class EventKind(StrEnum):
    """What a foot does. Spelled as in the force plates' files."""

    INITIAL_CONTACT = "initial_contact"
    TOE_OFF = "toe_off"


#: How much later than each sign of it the foot lands, by force plates: heel farthest ahead of the
#: hip, knee straightest, toe falling fastest. [source:psoas-pose-notes] The first agrees with
#: Fukuchi's mean curves, 22 to 30 ms. [source:fukuchi-2017]
AHEAD_LATE_S, KNEE_LATE_S, TOE_LATE_S = 0.027, 0.018, -0.012
# Toe-off is the median of three signs that are taken as they are: knee straightest
# [source:fellin-2010], toe pushed up hardest [source:de-witt-2010], thigh farthest back. Of the
# last the sources disagree in sign (10 ms before by plates, 26 to 37 ms after by mean curves).
# [source:psoas-pose-notes] [source:fukuchi-2017]

#: Standard error that is stated with an event at 50 frames/s and more. [source:psoas-pose-notes]
CONTACT_ERROR_S, TOE_OFF_ERROR_S = 0.010, 0.030
#: Where the signs are looked for, seconds about the foremost heel and the rearmost thigh.
#: [source:psoas-convention]
_KNEE_LANDS_S, _TOE_FALLS_S = (-0.08, 0.10), (-0.06, 0.10)
_KNEE_LEAVES_S, _TOE_PUSHED_S = (-0.12, 0.03), (-0.08, 0.06)
#: Whose heights are compared from step to step, and over what about a landing and about a toe-off:
#: 0.10 s of the swing and 0.12 s of the stance, less than any stance of a jog lasts.
#: [source:psoas-convention]
_FOOT = ("toe", "heel", "ankle")
_CONTACT_SPAN_S, _TOE_OFF_SPAN_S = (-0.10, 0.12), (-0.12, 0.10)
#: Two landings, or two rearmost thighs, of a leg are at least this share of a stride apart.
_APART_RATIO = 0.4
#: Filters do not know what lies beyond the ends of a clip. [source:psoas-convention]
EDGE_S = 0.05
#: A stance lasts within these shares of a stride, from sprinting to walking.
#: [source:psoas-convention]
STANCE_OF_STRIDE = (0.12, 0.70)


@frozen(kw_only=True)
class Event:
    """A foot lands or leaves the ground."""

    time_s: float
    side: Side
    event: EventKind


def _median_s(signs_s: list[float]) -> float:
    known = [each for each in signs_s if not np.isnan(each)]
    return float(np.median(known)) if known else float("nan")


@frozen(kw_only=True, eq=False)
class _Signs:
    """What tells of one foot's events, frame by frame."""

    runner: Runner
    side: Side
    angles: LegAngles

    @property
    def _has_foot(self) -> bool:
        return {"heel", "toe"} <= set(self.runner.legs[self.side])

    def _ahead_ratio(self) -> Values:
        foot = "heel" if self._has_foot else "ankle"
        return (
            self.runner.smooth(self.side, foot)[:, 0] - self.runner.smooth(self.side, "hip")[:, 0]
        )

    def _time_s(self, at_frames: float) -> float:
        return float(self.runner.time_s[0] + at_frames / self.runner.rate_hz)

    def _sign_s(self, values: Values, about_frames: float, window_s: tuple[float, float]) -> float:
        """Time of the highest peak in a window about a frame."""
        first, last = (about_frames + each * self.runner.rate_hz for each in window_s)
        return self._time_s(highest_between(values, first=first, last=last))

    def contacts_s(self) -> Values:
        """Return when the foot lands."""
        return self._by_shape_s(list(self._contact_signs_s()), _CONTACT_SPAN_S)

    def toe_offs_s(self) -> Values:
        """Return when the toe leaves the ground."""
        return self._by_shape_s(list(self._toe_off_signs_s()), _TOE_OFF_SPAN_S)

    def _by_shape_s(self, signs_s: list[float], span_s: tuple[float, float]) -> Values:
        """Times of one event: in the mean those of the signs, from step to step by the foot's way.

        The peak of a sign hangs on two or three frames, and where a foot is pushed up twice,
        noise chooses between the two.
        """
        told_s = np.array(signs_s) - self.runner.time_s[0]
        names = [joint for joint in _FOOT if joint in self.runner.legs[self.side]]
        heights = [
            np.where(
                self.runner.lost[key(self.side, joint)],
                np.nan,
                self.runner.smooth(self.side, joint)[:, 1],
            )
            for joint in names
        ]
        found_s = laid_over(
            np.stack(heights, axis=1), told_s, rate_hz=self.runner.rate_hz, span_s=span_s
        )
        is_unlike_any = np.isnan(found_s).all()
        return np.asarray(self.runner.time_s[0] + (told_s if is_unlike_any else found_s))

    def _contact_signs_s(self) -> Iterator[float]:
        """Yield the median of three signs of each landing."""
        ahead = self._ahead_ratio()
        falls = self._toe(order=1)
        for at in peaks(ahead, apart_samples=self._apart_frames):
            about = refined(ahead, int(at))
            signs = [
                self._time_s(about) + AHEAD_LATE_S,
                self._sign_s(-self.angles.knee_deg, about, _KNEE_LANDS_S) + KNEE_LATE_S,
            ]
            if self._has_foot:
                signs.append(self._sign_s(-falls, about, _TOE_FALLS_S) + TOE_LATE_S)
            yield _median_s(signs)

    def _toe_off_signs_s(self) -> Iterator[float]:
        """Yield the median of three signs of each toe-off."""
        back = -self.angles.thigh_deg
        pushed = self._toe(order=2)
        for at in peaks(back, apart_samples=self._apart_frames):
            about = refined(back, int(at))
            signs = [
                self._time_s(about),
                self._sign_s(-self.angles.knee_deg, about, _KNEE_LEAVES_S),
            ]
            if self._has_foot:
                signs.append(self._sign_s(pushed, about, _TOE_PUSHED_S))
            yield _median_s(signs)

    def _toe(self, *, order: int) -> Values:
        if not self._has_foot:
            return np.zeros(len(self.runner.time_s))
        track: Track = self.runner.smooth(self.side, "toe", order=order)
        return track[:, 1]

    @property
    def _apart_frames(self) -> int:
        return max(1, round(_APART_RATIO * 2 * self.runner.rate_hz / self.runner.step_hz))


def _is_seen(time_s: float, runner: Runner, side: Side) -> bool:
    start, end = runner.time_s[0] + EDGE_S, runner.time_s[-1] - EDGE_S
    if not start <= time_s <= end:
        return False
    at = round((time_s - runner.time_s[0]) * runner.rate_hz)
    return not bool(runner.unknown[side][max(at - 1, 0) : at + 2].any())


def events_of(runner: Runner) -> tuple[Event, ...]:
    """When each foot lands and leaves the ground, in order of time.

    Notes
    -----
    1. Each event is told by the median of up to three signs, each at its own sub-frame peak: signs
    fail one at a time (noise, soft shoes, forefoot strikers), seldom two together. 2. How far the
    signs are off is a habit of the foot, about the same in each step; what single frames add to it
    is not. So the steps of a foot are laid over each other by the heights of toe, heel and ankle:
    how they differ in time is read there, and only their mean from the signs. Fewer than four
    steps stay as the signs tell them. 3. Within 0.05 s of the ends, where points were lost too
    long, and where a step is like no other, no event is told. A toe-off that does not follow a
    landing as a stance would is left out.
    """
    found = []
    for side in runner.legs:
        signs = _Signs(runner=runner, side=side, angles=leg_angles(runner, side))
        landed = [each for each in signs.contacts_s() if _is_seen(each, runner, side)]
        left = [each for each in signs.toe_offs_s() if _is_seen(each, runner, side)]
        found += [Event(time_s=each, side=side, event=EventKind.INITIAL_CONTACT) for each in landed]
        found += [
            Event(time_s=each, side=side, event=EventKind.TOE_OFF)
            for each in left
            if _follows(each, landed, stride_s=2 / runner.step_hz)
        ]
    return tuple(sorted(found, key=lambda each: (each.time_s, each.side)))


def _follows(toe_off_s: float, landed_s: list[float], *, stride_s: float) -> bool:
    """Whether a toe-off comes after the landing before it as the end of a stance."""
    before = [each for each in landed_s if each < toe_off_s]
    if not before:
        return True  # the clip began in its stance
    share = (toe_off_s - before[-1]) / stride_s
    low, high = STANCE_OF_STRIDE
    return low <= share <= high or share > 1
