"""What a side view shows: the points of a runner's body, frame by frame.

Points are in metres, x forward and y up; past the gate ``Motion.of`` they can be trusted.
"""

from psoas.motion.model import JOINTS, Leg, Motion, NotAMotion, Points

__all__ = ["JOINTS", "Leg", "Motion", "NotAMotion", "Points"]
