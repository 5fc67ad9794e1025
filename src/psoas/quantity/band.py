"""A value with the interval it may lie in."""

from __future__ import annotations

from math import isfinite

from attrs import Attribute, field, frozen


def _finite(_instance: object, attribute: Attribute[float], value: float) -> None:
    if not isfinite(value):
        raise ValueError(f"{attribute.name} of a band must be finite, got {value}")


@frozen
class Band:
    """A value with error: ``low <= central <= high``, all in one unit.

    The unit stands beside the band, or is the last word of the name that holds it.
    A value that is not known has no band; it is None.

    Raises
    ------
    ValueError
        Where a bound is not finite or the three are not in order.
    """

    low: float = field(validator=_finite)
    central: float = field(validator=_finite)
    high: float = field(validator=_finite)

    def __attrs_post_init__(self) -> None:
        """Refuse bounds out of order."""
        if not self.low <= self.central <= self.high:
            raise ValueError(f"a band must rise, got {self.low}, {self.central}, {self.high}")

    def scaled(self, factor: float) -> Band:
        """Return the band with all three multiplied by *factor*, which is not negative."""
        if factor < 0:
            raise ValueError(f"a band is scaled by a factor of at least 0, got {factor}")
        return Band(self.low * factor, self.central * factor, self.high * factor)

    def hull(self, *values: float) -> Band:
        """Return the smallest band around this one and *values*, with the same centre."""
        return Band(min(self.low, *values), self.central, max(self.high, *values))

    def __contains__(self, value: float) -> bool:
        """Return whether *value* lies within the band, ends included."""
        return self.low <= value <= self.high
