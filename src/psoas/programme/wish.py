"""What a runner wishes of a plan, over and above what is safe."""

from __future__ import annotations

from enum import StrEnum

from attrs import Attribute, field, frozen


class WishKind(StrEnum):
    """What a wish is about; *amount* and *of* are read accordingly."""

    DAYS = "days"
    """Sessions only on the weekdays in *of*."""
    FREE = "free"
    """Nothing on days with the run kind *of*, or on the weekday *of*."""
    MINUTES = "minutes"
    """At most *amount* minutes a day."""
    STRENGTH = "strength"
    """At least *amount* strength sessions a week."""
    DOSE = "dose"
    """At least *amount* sets a week for the target *of*."""
    WITH = "with"
    """The exercise or named set *of* at least *amount* times a week."""
    WITHOUT = "without"
    """Never the exercise *of*."""
    REST = "rest"
    """At least *amount* days a week with nothing."""


#: How a wish names weekdays, Monday first.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class NotAWish(ValueError):
    """A wish that says nothing."""


_COUNTED = {WishKind.MINUTES, WishKind.STRENGTH, WishKind.DOSE, WishKind.WITH, WishKind.REST}
_ABOUT = {WishKind.DAYS, WishKind.FREE, WishKind.DOSE, WishKind.WITH, WishKind.WITHOUT}


def _above_0(_instance: object, _attribute: Attribute[float], value: float) -> None:
    if not value > 0:
        raise NotAWish(f"a wish asks for more than 0, got {value:g}")


@frozen(kw_only=True)
class Wish:
    """One wish. It never moves a rule that keeps the runner safe.

    Parameters
    ----------
    kind
        What it is about.
    amount
        How much; not read where the kind counts nothing.
    of
        Of what: weekdays, a run kind, a target, an exercise.
    weight
        How much it matters beside the others; our own scale, 1 unless the runner says so.
    """

    kind: WishKind
    amount: float | None = None
    of: tuple[str, ...] = ()
    weight: float = field(default=1.0, validator=_above_0)

    def __attrs_post_init__(self) -> None:
        """Refuse a wish that lacks what its kind needs."""
        if self.kind in _COUNTED and not (self.amount is not None and self.amount > 0):
            raise NotAWish(f"{self.kind} needs an amount above 0")
        if self.kind in _ABOUT and not self.of:
            raise NotAWish(f"{self.kind} needs to say of what")

    @property
    def id(self) -> str:
        """Its name, such as ``minutes-12`` or ``days-mon-thu``."""
        amount = () if self.kind not in _COUNTED else (f"{self.amount:g}",)
        return "-".join((self.kind.value, *amount, *self.of))
