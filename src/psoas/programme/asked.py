"""All that the model of one week is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from attrs import field, frozen

from psoas.evidence import Limits
from psoas.loop.exercise import Target
from psoas.loop.measure import Measure
from psoas.programme.demand import Demand, Phase
from psoas.programme.model import Brief, Session, SessionKind
from psoas.programme.offers import Offer
from psoas.programme.place import may_be_new
from psoas.programme.zero_one import Key

Placed = frozenset[tuple[date, SessionKind, str]]
"""Which exercise stands on which day in which kind of session."""

#: Kinds of session that the model fills with exercises.
FILLED = (SessionKind.RELOAD, SessionKind.RESET, SessionKind.RETRAIN)


@frozen(kw_only=True)
class Asked:
    """One week to lay.

    Parameters
    ----------
    dates
        The days still to be laid, in order.
    already
        Sessions of this week that stand before them.
    offers, demand
        What may be placed, and what is asked for.
    level, at_level
        The level that is being worked on, and the ids of the exercises at it.
    met
        Things begun before this week.
    n_new
        New things that this week may still hold.
    last_strength_on, last_heavy_on
        The last such sessions before *dates*.
    tests
        What is to be measured this week, on one day together; empty: nothing.
    before
        What an earlier plan had on *dates*: kept where nothing speaks against it.
    """

    brief: Brief
    phase: Phase
    dates: tuple[date, ...]
    already: tuple[Session, ...] = ()
    offers: tuple[Offer, ...]
    demand: Mapping[Target, Demand]
    level: int
    at_level: frozenset[str]
    met: frozenset[str]
    n_new: int
    last_strength_on: date | None = None
    last_heavy_on: date | None = None
    tests: tuple[Measure, ...] = ()
    before: Placed | None = None
    limits: Limits = field(repr=False)

    def of(self, kind: SessionKind) -> Iterator[Offer]:
        """Return what is offered for a kind of session."""
        return (each for each in self.offers if each.kind is kind)

    def may_hold(self, offer: Offer, on: date) -> bool:
        """Say whether an offer may be on a day as far as new things go."""
        return offer.thing in self.met or may_be_new(self.brief, on, limits=self.limits)

    @property
    def gap(self) -> timedelta:
        """How far apart strength sessions are."""
        return timedelta(hours=self.limits["heavy-gap"].value)


def held(on: date, kind: SessionKind) -> Key:
    """Whether there is such a session on a day."""
    return ("session", on, kind)


def heavy(on: date) -> Key:
    """Whether a day's strength session is heavy."""
    return ("heavy", on)


def does(on: date, offer: Offer) -> Key:
    """Whether an exercise is done on a day."""
    return ("do", on, offer.kind, offer.id)


def begun(name: str) -> Key:
    """Whether a new thing is begun this week."""
    return ("new", name)


def short_of(what: str) -> Key:
    """How much is missing of something asked for."""
    return ("short", what)
