"""A runner's wishes in the model of a week: kept where they can be, and what stands against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from attrs import frozen

from psoas.loop.exercise import Target
from psoas.programme.asked import FILLED, Asked, does, held
from psoas.programme.model import SessionKind
from psoas.programme.place import run_on
from psoas.programme.solve import Solution
from psoas.programme.things import NAMED_SETS
from psoas.programme.wish import WEEKDAYS, Wish, WishKind
from psoas.programme.zero_one import Key, ZeroOne

#: What a wish that is not kept costs: more than all aims together. [source:psoas-convention]
LOST_COST = 1000.0
KINDS = (*FILLED, SessionKind.RETEST)


@frozen(kw_only=True)
class Kept:
    """Which wishes a week keeps, and which it does not."""

    kept: tuple[Wish, ...] = ()
    lost: tuple[Wish, ...] = ()


@frozen(kw_only=True)
class Bound:
    """A wish as a sum of what is chosen that stays at or above, or at or below, a number."""

    terms: Mapping[Key, float]
    least: float | None = None
    most: float | None = None


def lost(wish: Wish) -> Key:
    """Whether a wish is given up."""
    return ("lost", wish.id)


def _none_on(days: list[date]) -> list[Bound]:
    return [Bound(terms={held(on, kind): 1.0 for on in days for kind in KINDS}, most=0.0)]


def _days(wish: Wish, asked: Asked) -> list[Bound]:
    return _none_on([on for on in asked.dates if WEEKDAYS[on.weekday()] not in wish.of])


def _free(wish: Wish, asked: Asked) -> list[Bound]:
    names = [(on, {WEEKDAYS[on.weekday()], run_on(asked.brief, on).value}) for on in asked.dates]
    return _none_on([on for on, called in names if called & set(wish.of)])


def _minutes(wish: Wish, asked: Asked) -> list[Bound]:
    """Bound each day, and each session by itself: that is implied, and the solver is quicker."""
    tests_min = sum(each.minutes for each in asked.tests)
    sessions = [
        Bound(
            terms={does(on, each): each.done.seconds / 60 for each in asked.of(kind)}
            | {held(on, kind): -(wish.amount or 0)},
            most=0.0,
        )
        for on in asked.dates
        for kind in FILLED
    ]
    return sessions + [
        Bound(
            terms={does(on, each): each.done.seconds / 60 for each in asked.offers}
            | {held(on, SessionKind.RETEST): tests_min},
            most=wish.amount,
        )
        for on in asked.dates
    ]


def _share_ratio(asked: Asked) -> float:
    """How much of the week is still to be laid; a wish for a week shrinks with it."""
    return len(asked.dates) / 7


def _strength(wish: Wish, asked: Asked) -> list[Bound]:
    done = sum(each.kind is SessionKind.RELOAD for each in asked.already)
    terms = {held(on, SessionKind.RELOAD): 1.0 for on in asked.dates}
    return [Bound(terms=terms, least=max(0.0, (wish.amount or 0) - done))]


def _dose(wish: Wish, asked: Asked) -> list[Bound]:
    target = Target(wish.of[0])
    terms = {
        does(on, each): each.counted_sets(target)
        for on in asked.dates
        for each in asked.of(SessionKind.RELOAD)
        if each.counted_sets(target)
    }
    return [Bound(terms=terms, least=(wish.amount or 0) * _share_ratio(asked))]


def _with(wish: Wish, asked: Asked) -> list[Bound]:
    members = NAMED_SETS.get(wish.of[0], {wish.of[0]})
    return [
        Bound(
            terms={
                does(on, each): 1.0
                for on in asked.dates
                for each in asked.offers
                if each.id == member
            },
            least=wish.amount,
        )
        for member in sorted(members)
    ]


def _without(wish: Wish, asked: Asked) -> list[Bound]:
    terms = {
        does(on, each): 1.0 for on in asked.dates for each in asked.offers if each.id in wish.of
    }
    return [Bound(terms=terms, most=0.0)]


_READ: Mapping[WishKind, Callable[[Wish, Asked], list[Bound]]] = {
    WishKind.DAYS: _days,
    WishKind.FREE: _free,
    WishKind.MINUTES: _minutes,
    WishKind.STRENGTH: _strength,
    WishKind.DOSE: _dose,
    WishKind.WITH: _with,
    WishKind.WITHOUT: _without,
}


def _rest(model: ZeroOne, wish: Wish, asked: Asked) -> None:
    """Count the days without anything: each is a choice that shuts out the day's sessions."""
    idle = {}
    for on in asked.dates:
        key = model.choice(("idle-day", on))
        idle[key] = 1.0
        for kind in KINDS:
            model.at_most((key, held(on, kind)), 1, rule="idle-day")
    least = (wish.amount or 0) - (7 - len(asked.dates) - len({each.on for each in asked.already}))
    given_up = {lost(wish): max(0.0, least)}
    model.row({**idle, **given_up}, least=least, rule=f"wish {wish.id}")


def keep_wishes(model: ZeroOne, asked: Asked, *, all_kept: bool = False) -> None:
    """Add each wish as rows that hold unless it is given up, which costs more than all else.

    With *all_kept* none can be given up: there may be no such week, but if there is one it is
    found much sooner.
    """
    for wish in asked.brief.wishes:
        given_up = lost(wish)
        if not all_kept:
            model.choice(given_up, cost=LOST_COST * wish.weight)
        if wish.kind is WishKind.REST:
            _rest(model, wish, asked)
            continue
        for bound in _READ[wish.kind](wish, asked):
            present = {key: weight for key, weight in bound.terms.items() if key in model.costs}
            if bound.least is not None:
                row = {**present, given_up: bound.least}
                model.row(row, least=bound.least, rule=f"wish {wish.id}")
            if bound.most is not None:
                beyond = max(0.0, sum(each for each in present.values() if each > 0) - bound.most)
                row = {**present, given_up: -beyond}
                model.row(row, most=bound.most, rule=f"wish {wish.id}")


def kept_wishes(asked: Asked, found: Solution) -> Kept:
    """Return which wishes a solution keeps."""
    wishes = asked.brief.wishes
    return Kept(
        kept=tuple(each for each in wishes if lost(each) not in found.chosen),
        lost=tuple(each for each in wishes if lost(each) in found.chosen),
    )
