"""The rules that every week keeps, as rows. Whoever lays a plan, ``breaches`` checks it anew."""

from __future__ import annotations

from itertools import combinations

from psoas.loop.reset import is_held
from psoas.programme.asked import FILLED, Asked, begun, does, heavy, held
from psoas.programme.demand import Phase
from psoas.programme.model import RunKind, SessionKind
from psoas.programme.offers import Offer
from psoas.programme.place import (
    may_be_drills,
    may_be_heavy,
    may_be_strength,
    may_train,
    run_on,
)
from psoas.programme.things import NAMED_SETS, WHOLE
from psoas.programme.zero_one import ZeroOne

#: How many exercises a session holds at most; a strength session of one is no session.
MOST_EXERCISES = {SessionKind.RELOAD: 6, SessionKind.RESET: 3, SessionKind.RETRAIN: 3}
FEWEST_EXERCISES = {SessionKind.RELOAD: 2, SessionKind.RESET: 1, SessionKind.RETRAIN: 1}
#: A dose goes this far above what is asked for at most. [source:psoas-convention]
MOST_RATIO = 1.35
SETS_OVER = 3.0


def _mobile(offer: Offer) -> bool:
    return "mobility" in offer.exercise.targets


def choices(model: ZeroOne, asked: Asked) -> None:
    """Add what may be chosen: sessions on days that may hold them, exercises that fit there."""
    brief, limits = asked.brief, asked.limits
    for on in asked.dates:
        may = {
            SessionKind.RELOAD: may_be_strength(brief, on, limits=limits),
            SessionKind.RESET: may_train(brief, on),
            SessionKind.RETRAIN: may_be_drills(brief, on, limits=limits),
        }
        for kind in FILLED:
            fitting = [each for each in asked.of(kind) if asked.may_hold(each, on)]
            if not may[kind] or not fitting:
                continue
            model.choice(held(on, kind))
            for offer in fitting:
                if run_on(brief, on) is RunKind.LONG and not _mobile(offer):
                    continue  # on the long run's day only mobility (science.md 9.2)
                model.choice(does(on, offer))
        if may_be_heavy(brief, on, limits=limits) and asked.phase is not Phase.SETTLE:
            model.choice(heavy(on))
        if asked.tests and may_train(brief, on) and run_on(brief, on) is not RunKind.LONG:
            model.choice(held(on, SessionKind.RETEST))
    for name in sorted({each.thing for each in asked.offers if each.thing not in asked.met}):
        model.choice(begun(name))


def sessions_hold_exercises(model: ZeroOne, asked: Asked) -> None:
    """An exercise stands in a session, once a day; a session holds a few, and not too many."""
    for on in asked.dates:
        for kind in FILLED:
            offers = [each for each in asked.of(kind) if does(on, each) in model.costs]
            for offer in offers:
                model.only_if(does(on, offer), held(on, kind), rule="in-a-session")
            fewest = min(FEWEST_EXERCISES[kind], len(offers))
            counted = {does(on, each): 1.0 for each in offers}
            most = float(MOST_EXERCISES[kind])
            model.row({**counted, held(on, kind): -most}, most=0.0, rule="not-too-many")
            model.row({**counted, held(on, kind): -max(1, fewest)}, least=0.0, rule="not-empty")
        for name in {each.id for each in asked.offers}:
            model.at_most(
                (does(on, each) for each in asked.offers if each.id == name), 1, rule="once-a-day"
            )


def days_are_short(model: ZeroOne, asked: Asked) -> None:
    """A day takes at most 30 minutes, its relief and its drills less; one main session a day."""
    caps_min = {
        SessionKind.RELOAD: asked.limits["session-cap"].value,
        SessionKind.RESET: asked.limits["reset-cap"].value,
        SessionKind.RETRAIN: asked.limits["drills-cap"].value,
    }
    for on in asked.dates:
        for kind, cap_min in caps_min.items():
            seconds = {does(on, each): each.done.seconds for each in asked.of(kind)}
            given = {held(on, kind): -60 * cap_min}  # no session, no minutes: found sooner
            model.row(seconds | given, most=0.0, rule="session-cap")
        whole_day = {does(on, each): each.done.seconds for each in asked.offers}
        model.row(whole_day, most=60 * caps_min[SessionKind.RELOAD], rule="day-cap")
        alone = (held(on, SessionKind.RETEST), held(on, SessionKind.RELOAD))
        model.at_most((*alone, held(on, SessionKind.RESET)), 1, rule="one-main-session")
        tests = (held(on, SessionKind.RETEST), held(on, SessionKind.RETRAIN))
        model.at_most(tests, 1, rule="one-main-session")


def strength_is_spaced(model: ZeroOne, asked: Asked) -> None:
    """Strength is 48 h apart, at most three times a week; heavy work only on rested days."""
    strength = [held(on, SessionKind.RELOAD) for on in asked.dates]
    for first, second in combinations(asked.dates, 2):
        if second - first < asked.gap:
            pair = (held(first, SessionKind.RELOAD), held(second, SessionKind.RELOAD))
            model.at_most(pair, 1, rule="rest-between")
    for on in asked.dates:
        if asked.last_strength_on is not None and on - asked.last_strength_on < asked.gap:
            model.at_most((held(on, SessionKind.RELOAD),), 0, rule="rest-between")
        model.only_if(heavy(on), held(on, SessionKind.RELOAD), rule="heavy-is-strength")
        for offer in asked.of(SessionKind.RELOAD):
            if offer.exercise.heavy and does(on, offer) in model.costs:
                model.only_if(does(on, offer), heavy(on), rule="heavy-day")
    done = sum(each.kind is SessionKind.RELOAD for each in asked.already)
    most = int(asked.limits["heavy-per-week"].value)
    model.at_most(strength, max(0, most - done), rule="sessions-a-week")


def one_stretch(model: ZeroOne, asked: Asked) -> None:
    """At most one held stretch in a session: a reset tool, never the whole of it."""
    stretches = [each for each in asked.of(SessionKind.RESET) if is_held(each.exercise)]
    for on in asked.dates:
        model.at_most((does(on, each) for each in stretches), 1, rule="one-stretch")


def few_new_things(model: ZeroOne, asked: Asked) -> None:
    """At most two new things a week; a named set counts as one."""
    new = [each for each in asked.offers if each.thing not in asked.met]
    for on in asked.dates:
        for offer in new:
            if does(on, offer) in model.costs:
                model.only_if(does(on, offer), begun(offer.thing), rule="new-thing")
    model.at_most({begun(each.thing): None for each in new}, asked.n_new, rule="few-new-things")


def sets_stay_whole(model: ZeroOne, asked: Asked) -> None:
    """A set that is done whole has all its exercises on a day or none, where all may be done."""
    for name in WHOLE:
        offers = [each for each in asked.of(SessionKind.RELOAD) if each.thing == name]
        if {each.id for each in offers} != NAMED_SETS[name]:
            continue
        for on in asked.dates:
            first, *others = (does(on, each) for each in offers)
            for other in others:
                model.row({first: 1.0, other: -1.0}, least=0.0, most=0.0, rule="whole")


def doses_are_bounded(model: ZeroOne, asked: Asked) -> None:
    """No target gets much more than the week asks for."""
    for target, demand in asked.demand.items():
        most = max(MOST_RATIO * demand.sets, demand.sets + SETS_OVER)
        sets = {
            does(on, each): each.counted_sets(target)
            for on in asked.dates
            for each in asked.of(SessionKind.RELOAD)
            if each.counted_sets(target) and each.exercise.targets[0] is target
        }
        model.row(sets, most=most, rule="dose-cap")


def measures_are_taken_once(model: ZeroOne, asked: Asked) -> None:
    """Tests that are due stand on one day, not on the day after heavy work."""
    days = [held(on, SessionKind.RETEST) for on in asked.dates]
    model.at_most(days, 1, rule="one-retest")
    for first, second in combinations(asked.dates, 2):
        if (second - first).days == 1:
            pair = (heavy(first), held(second, SessionKind.RETEST))
            model.at_most(pair, 1, rule="rested-for-tests")
    first_day = asked.dates[0]
    if asked.last_heavy_on is not None and (first_day - asked.last_heavy_on).days == 1:
        model.at_most((held(first_day, SessionKind.RETEST),), 0, rule="rested-for-tests")


RULES = (
    choices,
    sessions_hold_exercises,
    days_are_short,
    strength_is_spaced,
    one_stretch,
    few_new_things,
    sets_stay_whole,
    doses_are_bounded,
    measures_are_taken_once,
)
