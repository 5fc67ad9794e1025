"""One runner through the frames of a part of a clip: found once, then followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from attrs import frozen

from psoas.pose.crop import Region
from psoas.pose.detector import people_in, upright_px
from psoas.pose.frames import Frame
from psoas.pose.landmarks import Body, body_in
from psoas.pose.network import Network
from psoas.pose.scene import Scene, scene_of

#: The picture is looked at as a whole so often: for other people. [source:psoas-convention]
LOOK_EVERY_S = 1.0
#: Where nobody was found, so many frames pass before it is tried again, once that was often.
_PATIENCE_FRAMES, _TRIED_FRAMES = 5, 10
#: A second person this tall, against the first, might be the runner. [source:psoas-convention]
SIMILAR_RATIO = 0.7


@frozen(kw_only=True, eq=False)
class Seen:
    """What was seen in a frame.

    Parameters
    ----------
    time_s
        Of the frame, on the clip's clock.
    body
        The runner's points; None where nobody was found.
    is_crowded
        Whether a second person of similar size is there; None where nobody looked.
    scene
        The background, now and then.
    """

    time_s: float
    body: Body | None
    is_crowded: bool | None
    scene: Scene | None


def followed(
    frames: Iterable[Frame], *, detector: Network, landmarks: Network, scene_every_s: float
) -> Iterator[Seen]:
    """Yield what is seen in each frame.

    Parameters
    ----------
    frames
        In order of time.
    detector, landmarks
        The networks.
    scene_every_s
        How often the background is kept, on the clip's clock.

    Notes
    -----
    The largest person is followed: where the body was in one frame it is looked for in the next.
    Where it is lost, people are looked for again.
    """
    region: Region | None = None
    n_lost = 0
    is_due, is_scene_due = _clock(LOOK_EVERY_S), _clock(scene_every_s)
    for frame in frames:
        searches = region is None and (n_lost < _TRIED_FRAMES or n_lost % _PATIENCE_FRAMES == 0)
        is_crowded = None
        if is_due(frame.time_s) or searches:
            people = people_in(frame, detector=detector)
            is_crowded = len(people) > 1 and _is_similar(people[1].region, people[0].region)
            if region is None and people:
                region = people[0].region
        body = None if region is None else body_in(frame, region, landmarks=landmarks)
        scene = scene_of(frame, body) if is_scene_due(frame.time_s) else None
        region = body.next_region if body is not None and _is_inside(body, frame) else None
        n_lost = 0 if body is not None else n_lost + 1
        yield Seen(time_s=frame.time_s, body=body, is_crowded=is_crowded, scene=scene)


def _is_similar(second: Region, first: Region) -> bool:
    return second.size_px >= SIMILAR_RATIO * first.size_px


def _is_inside(body: Body, frame: Frame) -> bool:
    """Whether the middle of the body is still in the picture."""
    centre = body.next_region.centre_px
    return bool((centre >= 0).all() and (centre <= np.array(upright_px(frame))).all())


def _clock(every_s: float) -> Callable[[float], bool]:
    """Return a question that is true once in each so many seconds of the clip."""
    last: list[int] = []

    def is_due(time_s: float) -> bool:
        now = int(time_s / every_s + 1e-6)
        if now in last:
            return False
        last[:] = [now]
        return True

    return is_due
