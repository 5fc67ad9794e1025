"""Retest: did it really change, in the test and in the run; then stay, move on, go back, refer."""

from psoas.loop.retest.change import Change, Direction, compare
from psoas.loop.retest.decide import Decision, Grounds, decide
from psoas.loop.retest.moved import Moved, moved

__all__ = ["Change", "Decision", "Direction", "Grounds", "Moved", "compare", "decide", "moved"]
