"""What load is told in: of a run, of a day, of a season."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from attrs import field, frozen

from psoas.evidence import Made
from psoas.quantity import Band
from psoas.runs.model import Note

#: Exponents for which damage is counted; a statement needs its sign for 2 to 7.
#: [source:psoas-computed-load], science.md 1.4: none is known for the hip flexors.
EXPONENTS = (1, 2, 4, 7, 9)
#: Those among them on which a statement must agree.
CLAIM_EXPONENTS = (2, 4, 7)


class Light(StrEnum):
    """Consequence of a guard rule or a pain score."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"

    @property
    def severity(self) -> int:
        """Rank for choosing the worst; unknown ranks between green and amber."""
        return (Light.GREEN, Light.UNKNOWN, Light.AMBER, Light.RED).index(self)


@frozen(kw_only=True)
class RunLoad:
    """Hip-flexor load of one run, per leg.

    Parameters
    ----------
    moment_median_nm_per_kg, moment_p95_nm_per_kg
        Peak swing hip-flexion moment of a stride in Nm/kg: median and 95th percentile
        over the running seconds. None where no second of running has a speed.
    force_median_bw, force_p95_bw
        Peak iliopsoas force in body weights, a band over models.
    strides
        Strides of each leg while running.
    impulse_bw_s
        Sum over strides of the iliopsoas impulse, body weight seconds.
    units
        Damage units by exponent: 1 unit is what 1 km at 3.0 m/s, flat, at the usual
        cadence amounts to.
    units_band
        The same as bands: the moment's error raised to the exponent, and the published value
        within. None where nothing was run; empty in what version 1 made.
    published_units
        The same with the published force curve instead of our moment model.
    fast_m
        Metres above 5.0 m/s.
    seconds_by_band
        Seconds by speed band; walking carries no load here.
    surging_s
        Seconds of starts and surges: load more than steady running, nobody knows how much.
    steep_s
        Seconds on a grade beyond 15 %, for which nothing is claimed.
    unknown_s
        Seconds of the timer without a speed, but those with a cadence below walking: they
        carry no load here.
    """

    moment_median_nm_per_kg: Band | None
    moment_p95_nm_per_kg: Band | None
    force_median_bw: Band | None
    force_p95_bw: Band | None
    strides: float
    impulse_bw_s: Band | None
    units: Mapping[int, float]
    published_units: Mapping[int, float]
    fast_m: float
    seconds_by_band: Mapping[str, float]
    notes: tuple[Note, ...]
    made: Made
    units_band: Mapping[int, Band | None] = field(factory=dict)
    surging_s: float = 0.0
    steep_s: float = 0.0
    unknown_s: float = 0.0


@frozen(kw_only=True)
class RunFact:
    """What the guard and the season need to know of a run."""

    id: str
    started_at: datetime
    local_on: date
    distance_m: float | None
    moving_s: float
    fast_m: float
    units: Mapping[int, float]
    unknown_s: float = 0.0
    """Seconds without a speed: *fast_m* and *units* lack what was run in them."""


@frozen(kw_only=True)
class DayLoad:
    """A day's load; a day without a run is 0, a day without a record of runs is absent."""

    on: date
    runs: int
    distance_m: float
    fast_m: float
    units: Mapping[int, float] = field(factory=dict)
