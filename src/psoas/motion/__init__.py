"""What a side view shows: the points of a runner's body, frame by frame, and the gait in them.

``Motion`` holds points in metres, x forward and y up; ``KeyPoints`` what a pose model or a
laboratory gave, in pixels or metres. Past their gates ``of`` they can be trusted. ``gait`` is
the whole way from key points to measures; ``runner`` makes them ready, ``events`` finds
landings, ``quality`` says why a clip cannot be measured.
"""

from psoas.motion.model import JOINTS, Leg, Motion, NotAMotion, Points

__all__ = ["JOINTS", "Leg", "Motion", "NotAMotion", "Points"]
