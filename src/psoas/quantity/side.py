"""Sides, as seen by the runner."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """A side of the runner's own body."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"

    @property
    def other(self) -> Side:
        """The opposite side; both stays both."""
        match self:
            case Side.LEFT:
                return Side.RIGHT
            case Side.RIGHT:
                return Side.LEFT
            case Side.BOTH:
                return Side.BOTH

    @property
    def single(self) -> tuple[Side, ...]:
        """The one side, or left and right where it is both."""
        return (Side.LEFT, Side.RIGHT) if self is Side.BOTH else (self,)
