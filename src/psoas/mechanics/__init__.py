"""The swinging leg: hip-flexion moment and iliopsoas force from motion.

``moment`` is the whole way from points to strides; below it ``leg`` smooths and finds
swings, ``dynamics`` gives joint moments, ``muscle`` and ``sharing`` the muscles' part. The
moment is what is measured; a force is a band over models.
"""

from psoas.mechanics.anthropometry import DE_LEVA_MALE, RUNNING_MODEL
from psoas.mechanics.leg import Way
from psoas.mechanics.moment import Stride, SwingMoments, swing_moments

__all__ = [
    "DE_LEVA_MALE",
    "RUNNING_MODEL",
    "Stride",
    "SwingMoments",
    "Way",
    "swing_moments",
]
