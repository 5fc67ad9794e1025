"""Where the numbers of the load come from, put together for a page."""

from __future__ import annotations

from functools import cache

from attrs import frozen

from psoas.evidence import SourceId
from psoas.load.explain import (
    CadenceTrade,
    Curves,
    Example,
    cadence_trade,
    curves_at,
    exponent_example,
)

#: Speeds of the table: those that were measured or given, and those between.
SPEEDS_MPS = (2.0, 3.0, 3.5, 4.0, 5.2, 7.0, 9.0)
CADENCE_FACTORS = (1.05, 1.1)
SOURCES = (
    SourceId("s3-clinician-process"),
    SourceId("dorn-2012"),
    SourceId("hamner-delp-2013"),
    SourceId("lenhart-2014"),
    SourceId("lieberman-2015"),
    SourceId("telhan-2010"),
    SourceId("psoas-computed-load"),
)


@frozen(kw_only=True)
class Explained:
    """The curves, what quicker steps change, and what the exponent does."""

    curves: tuple[Curves, ...]
    trades: tuple[CadenceTrade, ...]
    example: Example
    sources: tuple[SourceId, ...]

    @property
    def laps_ratios(self) -> tuple[float, float]:
        """Return the least and the most that fast laps load over an even run, for 2, 4, 7."""
        units = (self.example.units_by_m, self.example.published_units_by_m)
        ratios = [by_m[m][1] / by_m[m][0] for by_m in units for m in (2, 4, 7)]
        return min(ratios), max(ratios)


@cache
def explained() -> Explained:
    """Return it; it holds nothing of a runner, so it is made once."""
    return Explained(
        curves=curves_at(SPEEDS_MPS),
        trades=tuple(cadence_trade(factor) for factor in CADENCE_FACTORS),
        example=exponent_example(),
        sources=SOURCES,
    )
