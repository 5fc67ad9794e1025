"""What is drawn over a picture of a clip: points, angles and events at a time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen

from psoas.motion.angles import LegAngles, leg_angles, trunk_deg
from psoas.motion.events import Event, EventKind
from psoas.motion.gait import Gait
from psoas.motion.head import Circles, circles_at, head_circles
from psoas.motion.keypoints import KeyPoints, Track, Values, key
from psoas.motion.placed import smoothed
from psoas.quantity import Side

Place = tuple[float, float]
Circle = tuple[float, float, float]

#: How long an event is shown after it happened. [source:psoas-convention]
SHOWN_S = 0.12


@frozen(kw_only=True)
class Overlay:
    """What is drawn over one picture, in pixels, y down.

    Parameters
    ----------
    places_px
        By name of a track; a point that was lost is missing.
    angles_deg
        ``knee`` and ``thigh`` of the near side, ``trunk``; those that are known.
    events
        Those that happened in the last moment, each with the place of the foot as it happened.
    heads_px
        Circles that hold the head: x, y, radius.
    """

    places_px: Mapping[str, Place]
    angles_deg: Mapping[str, float]
    events: tuple[tuple[Event, Place], ...]
    heads_px: tuple[Circle, ...]


@frozen(kw_only=True, eq=False)
class Overlays:
    """All that is drawn over a clip. Make one with ``overlays_of``.

    Parameters
    ----------
    gait
        Whose points, angles and events they are.
    side
        The side whose angles are written.
    tracks
        Smooth points in leg lengths, forward and up.
    heads, heads_time_s
        Circles of the head, and the times of their frames.
    """

    gait: Gait
    side: Side
    tracks: Mapping[str, Track]
    leg: LegAngles
    trunk_deg: Values
    heads: tuple[Circles, ...]
    heads_time_s: Values

    @property
    def length_px(self) -> float:
        """Length of a leg."""
        return self.gait.runner.leg_length

    def at(self, time_s: float) -> Overlay:
        """Return what is drawn at a time on the runner's clock.

        Beyond the points' first and last frame nothing is drawn but the head is still hidden.
        """
        runner = self.gait.runner
        circles = (circles_at(each, self.heads_time_s, time_s) for each in self.heads)
        heads = tuple((x, -y, radius) for x, y, radius in (c for c in circles if c is not None))
        frame_s = 1 / runner.rate_hz
        if not runner.time_s[0] - frame_s <= time_s <= runner.time_s[-1] + frame_s:
            return Overlay(places_px={}, angles_deg={}, events=(), heads_px=heads)
        places = self._places_px(time_s)
        shown_s = max(SHOWN_S, 1.5 * frame_s)
        recent = (e for e in self.gait.events if 0 <= time_s - e.time_s < shown_s)
        feet = ((each, self._foot_px(each)) for each in recent)
        events = tuple((each, foot) for each, foot in feet if foot is not None)
        return Overlay(
            places_px=places,
            angles_deg=dict(self._angles_deg(time_s, places)),
            events=events,
            heads_px=heads,
        )

    def _places_px(self, time_s: float) -> dict[str, Place]:
        runner = self.gait.runner
        nearest = int(np.argmin(np.abs(runner.time_s - time_s)))
        places = {}
        for name, track in self.tracks.items():
            if not runner.lost[name][nearest]:
                x, y = (float(np.interp(time_s, runner.time_s, axis)) for axis in track.T)
                places[name] = (self.length_px * runner.facing_sign * x, -self.length_px * y)
        return places

    def _foot_px(self, event: Event) -> Place | None:
        """Where the heel landed, or the toe left; the ankle where the foot was not seen."""
        places = self._places_px(event.time_s)
        joint = "heel" if event.event is EventKind.INITIAL_CONTACT else "toe"
        return places.get(key(event.side, joint), places.get(key(event.side, "ankle")))

    def _angles_deg(self, time_s: float, places: Mapping[str, Place]) -> Mapping[str, float]:
        at = self.gait.runner.time_s
        found = {}
        if {key(self.side, joint) for joint in ("hip", "knee", "ankle")} <= set(places):
            found["thigh"] = float(np.interp(time_s, at, self.leg.thigh_deg))
            found["knee"] = float(np.interp(time_s, at, self.leg.knee_deg))
        if "shoulder" in places and len(self.trunk_deg):
            found["trunk"] = float(np.interp(time_s, at, self.trunk_deg))
        return found


def overlays_of(gait: Gait, points: KeyPoints) -> Overlays:
    """Return what is drawn over the clip that *points* were found in.

    Parameters
    ----------
    gait
        Measured from *points*.
    points
        As they came, in pixels: the head is looked for in them.
    """
    side = gait.runner.near or next(iter(gait.runner.legs))
    return Overlays(
        gait=gait,
        side=side,
        tracks=smoothed(gait.runner),
        leg=leg_angles(gait.runner, side),
        trunk_deg=trunk_deg(gait.runner),
        heads=head_circles(points),
        heads_time_s=points.time_s,
    )
