"""Regions of samples."""

from __future__ import annotations

from attrs import Attribute, field, frozen


def _not_negative(_instance: object, attribute: Attribute[int], value: int) -> None:
    if value < 0:
        raise ValueError(f"{attribute.name} must be at least 0, got {value}")


def _runs_forward(instance: Span, _attribute: Attribute[int], value: int) -> None:
    if value < instance.start:
        raise ValueError(f"a span runs forward: end {value} is before start {instance.start}")


@frozen
class Span:
    """Samples ``[start, end)`` of a recording, as in ``x[start:end]``."""

    start: int = field(validator=_not_negative)
    end: int = field(validator=_runs_forward)

    def __len__(self) -> int:
        """Return how many samples it holds."""
        return self.end - self.start

    def duration_s(self, *, rate_hz: float) -> float:
        """Return how long the span lasts, in seconds."""
        return len(self) / rate_hz
