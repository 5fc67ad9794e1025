"""From a video of one runner to key points; nothing leaves this machine.

``clip`` says what a video file is, ``frames`` reads its pictures with their true times. Past
``clip_of`` a clip can be trusted to hold pictures of a size and a length that are bounded.
"""

from psoas.pose.clip import Clip, clip_of
from psoas.pose.frames import Frame, frames
from psoas.pose.sniff import is_video

__all__ = ["Clip", "Frame", "clip_of", "frames", "is_video"]
