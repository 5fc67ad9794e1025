"""What the guard looks at, what it is told, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from attrs import field, frozen

from psoas.diary import Pain
from psoas.evidence import Limits, Scalar, Verdict
from psoas.load.model import Light, RunFact
from psoas.quantity import Answer

#: The rules that every run of a history is asked; G6 is about the next run only.
RULES = ("G1", "G2", "G3", "G4", "G5", "G7", "G8")


class ChangeKind(StrEnum):
    """What a runner can change; the words are shown."""

    LONGEST = "a longer longest run"
    FAST = "more fast running"
    STRENGTH = "a new strength stage"
    CADENCE = "a quicker cadence"


@frozen(kw_only=True)
class Exposure:
    """What the guard looks at of a run, done or planned; None is not known."""

    id: str
    started_at: datetime
    local_on: date
    distance_m: float | None
    fast_m: float | None = None
    units: Mapping[int, float] | None = None
    planned: bool = False
    unknown_ratio: float = 0.0
    """Share of the moving time without a speed; fast metres and units lack it."""

    @classmethod
    def of(cls, run: RunFact) -> Exposure:
        """Look at a run that was done; without any unit no speed was read."""
        seen = run.distance_m is not None and any(run.units.values())
        return cls(
            id=run.id,
            started_at=run.started_at,
            local_on=run.local_on,
            distance_m=run.distance_m,
            fast_m=run.fast_m if seen else None,
            units=run.units if seen else None,
            unknown_ratio=_share_ratio(run.unknown_s, of_s=run.moving_s),
        )

    def is_partial(self, limits: Limits) -> bool:
        """Say whether fast metres and units are no more than the least they can be."""
        return self.unknown_ratio > limits["guard-unknown"].value


def _share_ratio(part_s: float, *, of_s: float) -> float:
    """Return a share of at most 1; seconds of unknown speed need not be moving."""
    return part_s / max(part_s, of_s) if part_s > 0 else 0.0


@frozen(kw_only=True)
class Change:
    """A change that no run shows: a strength stage, a cadence cue of more than +5 %."""

    kind: ChangeKind
    at: datetime


@frozen(kw_only=True)
class Heavy:
    """A session of heavy hip-flexor strength that was done."""

    on: date
    at: datetime


@frozen(kw_only=True)
class Told:
    """What the runs themselves do not show.

    Parameters
    ----------
    pains
        The diary.
    heavy
        Heavy hip-flexor sessions done; None where nobody knows of any session.
    changes
        Strength stages and cues, with their moments.
    known
        The kinds of change of which *changes* holds all; a kind that is not here is not
        known and not counted.
    races
        Days of races.
    """

    pains: tuple[Pain, ...] = ()
    heavy: tuple[Heavy, ...] | None = None
    changes: tuple[Change, ...] = ()
    known: frozenset[ChangeKind] = frozenset()
    races: frozenset[date] = frozenset()


@frozen(kw_only=True)
class Judged:
    """A run and what every rule says of it."""

    run: Exposure
    verdicts: tuple[Verdict, ...] = field()

    def by(self, rule: str) -> Verdict:
        """Return what one rule says."""
        return next(each for each in self.verdicts if each.rule == rule)

    @property
    def loud(self) -> tuple[Verdict, ...]:
        """What is amber or red, worst first."""
        found = [each for each in self.verdicts if each.level in (Light.AMBER, Light.RED)]
        return tuple(sorted(found, key=lambda each: -Light(each.level).severity))

    @property
    def level(self) -> Light:
        """The worst of its verdicts; unknown only where nothing was green or louder."""
        loud = self.loud
        if loud:
            return Light(loud[0].level)
        levels = {each.level for each in self.verdicts}
        return Light.GREEN if Light.GREEN in levels else Light.UNKNOWN


def ruled(
    rule: str,
    level: Light,
    text: str,
    *,
    limits: Limits,
    limit: str,
    **values: Scalar,
) -> Verdict:
    """Return a verdict that rests on *limit*."""
    ground = limits[limit]
    unknown = level is Light.UNKNOWN
    return Verdict(
        rule=rule,
        answer=Answer.UNKNOWN if unknown else Answer.of(level is not Light.GREEN),
        level=level,
        text=text,
        values=values,
        sources=ground.sources,
        grade=ground.grade,
    )
