"""What a week aims at, as costs: the dose first, then a plan that is easy to live with.

All weights are our own convention [source:psoas-convention]; only the order of their
sizes matters: dose of a driver, level, dose of the rest, days, stability, variety.
"""

from __future__ import annotations

from itertools import pairwise

from psoas.loop.exercise import Target
from psoas.loop.reset import is_held
from psoas.programme.asked import FILLED, Asked, begun, does, held, short_of
from psoas.programme.demand import Phase
from psoas.programme.model import SessionKind
from psoas.programme.place import FIT, SPARED, run_on
from psoas.programme.zero_one import ZeroOne

STRENGTH_COST, OTHER_SESSION_COST, SLOT_COST, NEW_COST = 2.0, 0.5, 0.6, 1.0
PART_COST, NEXT_COST, AGAIN_COST, FAVOUR_COST = 2.0, 0.5, 3.0, 3.0
STRETCH_COST, FORM_UNUSED_COST = 4.0, 1.5
LEVEL_COST, TEST_COST, MISSED_SESSION_COST, IDLE_COST = 25.0, 40.0, 8.0, 4.0
RELIEF_COST, RELIEF_MISSED_COST, FORM_COST = 0.4, 5.0, 8.0
MOVED_COST, UNFIT_COST, RANK_COST, LATER_COST = 3.0, 0.5, 0.02, 0.01
TOO_EASY_COST = 1.0
#: Slots a week at the level that is being worked on, so that the plan progresses (stats.md).
SLOTS_AT_LEVEL = 2
#: How often a week holds relief: daily while it settles, else three times.
RELIEF_SETTLING, RELIEF = 6, 3
#: Running drills before at most so many easy runs a week, and so many of relief drills.
FORM, DRILLS = 2, 3
IDLE_DAYS = 4
#: Strength sessions of a week that builds, and of any other (science.md 9.2).
BUILDING, KEEPING = 3, 2
SAME_A_WEEK = 2
#: The fixers that belong together [source:s0-whitt-circuit], and the hip flexor itself.
PARTS = (Target.ILIOPSOAS, Target.GLUTE_MAX, Target.GLUTE_MED, Target.TRUNK)


def dose(model: ZeroOne, asked: Asked) -> None:
    """Each target gets the sets that the week asks for, the drivers' first."""
    share_ratio = len(asked.dates) / 7
    for target, demand in asked.demand.items():
        if not demand.sets:
            continue
        missing = model.amount(short_of(target), cost=demand.weight / demand.sets)
        sets = {
            does(on, each): each.counted_sets(target)
            for on in asked.dates
            for each in asked.of(SessionKind.RELOAD)
            if each.counted_sets(target)
        }
        model.row({**sets, missing: 1.0}, least=share_ratio * demand.sets, rule="dose")


def level(model: ZeroOne, asked: Asked) -> None:
    """At least two slots a week are at the level being worked on; too easy is a waste."""
    slots = {
        does(on, each): 1.0
        for on in asked.dates
        for each in asked.of(SessionKind.RELOAD)
        if each.id in asked.at_level
    }
    if slots and asked.phase in (Phase.BUILD, Phase.DELOAD):
        missing = model.amount(short_of("level"), cost=LEVEL_COST)
        model.row({**slots, missing: 1.0}, least=SLOTS_AT_LEVEL, rule="level")
    for on in asked.dates:
        for each in asked.of(SessionKind.RELOAD):
            below = max(0.0, asked.level - each.exercise.level[1])
            model.add_cost(does(on, each), TOO_EASY_COST * below)


def sessions(model: ZeroOne, asked: Asked) -> None:
    """As many strength sessions as the programme asks for, on the days that suit them best."""
    for on in asked.dates:
        run = run_on(asked.brief, on)
        unfit = UNFIT_COST * (max(FIT.values()) - FIT.get(run, 0))
        model.add_cost(held(on, SessionKind.RELOAD), STRENGTH_COST + unfit)
        model.add_cost(held(on, SessionKind.RETEST), unfit)
        model.add_cost(held(on, SessionKind.RESET), OTHER_SESSION_COST)
        model.add_cost(held(on, SessionKind.RETRAIN), OTHER_SESSION_COST)
        for kind in (SessionKind.RELOAD, SessionKind.RETEST, *FILLED[1:]):
            later = (on - asked.brief.start_on).days % 7
            model.add_cost(held(on, kind), LATER_COST * later)
    strength = {held(on, SessionKind.RELOAD): 1.0 for on in asked.dates}
    missing = model.amount(short_of("strength"), cost=MISSED_SESSION_COST)
    most = BUILDING if asked.phase is Phase.BUILD else KEEPING
    wanted = min(asked.brief.programme.strength_per_week, most)
    done = sum(each.kind is SessionKind.RELOAD for each in asked.already)
    model.row({**strength, missing: 1.0}, least=max(0, wanted - done), rule="sessions")


def whole_sessions(model: ZeroOne, asked: Asked) -> None:
    """A strength session holds a flexor, a glute, a girdle and a trunk exercise together."""
    for on in asked.dates:
        for target in PARTS:
            parts = {
                does(on, each): 1.0
                for each in asked.of(SessionKind.RELOAD)
                if target in each.exercise.targets
            }
            if held(on, SessionKind.RELOAD) in model.costs:
                missing = model.amount(("part", on, target), cost=PART_COST)
                row = {**parts, missing: 1.0, held(on, SessionKind.RELOAD): -1.0}
                model.row(row, least=0.0, rule="whole-session")


def favoured(model: ZeroOne, asked: Asked) -> None:
    """What the programme favours stands at least once a week, once it has been begun."""
    for each in asked.of(SessionKind.RELOAD):
        days = {does(on, each): 1.0 for on in asked.dates if does(on, each) in model.costs}
        if days and each.exercise.id in asked.brief.programme.favour:
            missing = model.amount(("unfavoured", each.id), cost=FAVOUR_COST)
            model.row({**days, missing: 1.0}, least=1.0, rule="favoured")


def variety(model: ZeroOne, asked: Asked) -> None:
    """The same strength exercise at most twice a week, where another does its work too."""
    for each in asked.of(SessionKind.RELOAD):
        days = {does(on, each): 1.0 for on in asked.dates}
        if any(key in model.costs for key in days):
            again = model.amount(("again", each.id), cost=AGAIN_COST)
            model.row({**days, again: -1.0}, most=SAME_A_WEEK, rule="variety")


def measuring(model: ZeroOne, asked: Asked) -> None:
    """Tests that are due are taken."""
    if asked.tests:
        missing = model.amount(short_of("tests"), cost=TEST_COST)
        days = {held(on, SessionKind.RETEST): 1.0 for on in asked.dates}
        model.row({**days, missing: 1.0}, least=1.0, rule="tests")


def relief(model: ZeroOne, asked: Asked) -> None:
    """Relief drills often enough, each time as many as fit; running drills before easy runs."""
    wanted = RELIEF_SETTLING if asked.phase is Phase.SETTLE else RELIEF
    for kind, often, cost, unused_cost in (
        (SessionKind.RESET, wanted, RELIEF_MISSED_COST, RELIEF_COST),
        (SessionKind.RETRAIN, FORM, FORM_COST, FORM_UNUSED_COST),
    ):
        stands = {held(on, kind): 1.0 for on in asked.dates}
        if not any(key in model.costs for key in stands):
            continue
        done = sum(each.kind is kind for each in asked.already)
        missing = model.amount(short_of(kind), cost=cost)
        model.row({**stands, missing: 1.0}, least=max(0, often - done), rule="often-enough")
        for on in asked.dates:
            drills = {does(on, each): 1.0 for each in asked.of(kind)}
            if held(on, kind) in model.costs:
                unused = model.amount(("unused", on, kind), cost=unused_cost)
                row = {**drills, unused: 1.0, held(on, kind): -float(DRILLS)}
                model.row(row, least=0.0, rule="filled")


def truly_short(model: ZeroOne, asked: Asked) -> None:
    """A held stretch is offered only to a truly short muscle: then most relief has one."""
    held_stretches = [each for each in asked.of(SessionKind.RESET) if is_held(each.exercise)]
    stands = {does(on, each): 1.0 for on in asked.dates for each in held_stretches}
    if any(key in model.costs for key in stands):
        missing = model.amount(short_of("stretch"), cost=STRETCH_COST)
        model.row({**stands, missing: 1.0}, least=RELIEF, rule="stretch")


def no_long_pause(model: ZeroOne, asked: Asked) -> None:
    """Not four days in a row without anything."""
    any_session = (*FILLED, SessionKind.RETEST)
    for n in range(len(asked.dates) - IDLE_DAYS + 1):
        window = asked.dates[n : n + IDLE_DAYS]
        stands = {held(on, kind): 1.0 for on in window for kind in any_session}
        if any(key in model.costs for key in stands):
            missing = model.amount(("idle", window[0]), cost=IDLE_COST)
            model.row({**stands, missing: 1.0}, least=1.0, rule="no-long-pause")


def begin_today(model: ZeroOne, asked: Asked) -> None:
    """The day on which a plan is made has something, where the rules leave it."""
    first = asked.brief.start_on
    stands = {held(first, kind): 1.0 for kind in FILLED}
    if first in asked.dates and any(key in model.costs for key in stands):
        missing = model.amount(short_of("today"), cost=IDLE_COST)
        model.row({**stands, missing: 1.0}, least=1.0, rule="begin-today")


def few_things(model: ZeroOne, asked: Asked) -> None:
    """Few slots, few new things, the worthier exercise first: and always the same choice."""
    for on in asked.dates:
        for each in asked.offers:
            slot = SLOT_COST if each.kind is SessionKind.RELOAD else 0.0
            model.add_cost(does(on, each), slot + RANK_COST * each.rank)
    priced: set[str] = set()
    for kind in FILLED:
        opening = dict.fromkeys(each.thing for each in asked.of(kind))
        new = [name for name in opening if name not in asked.met and name not in priced]
        for place, name in enumerate(new):
            model.add_cost(begun(name), NEW_COST + NEXT_COST * place)
        priced.update(new)


def rested_runs(model: ZeroOne, asked: Asked) -> None:
    """Light strength the day before a hard or long run is allowed, and not sought."""
    for on, following in pairwise(asked.dates):
        if run_on(asked.brief, following) in SPARED:
            model.add_cost(held(on, SessionKind.RELOAD), UNFIT_COST)


def little_moves(model: ZeroOne, asked: Asked) -> None:
    """What an earlier plan had stays: each change costs."""
    if asked.before is None:
        return
    for on in asked.dates:
        for each in asked.offers:
            stood = (on, each.kind, each.id) in asked.before
            model.add_cost(does(on, each), -MOVED_COST if stood else MOVED_COST)


AIMS = (
    dose,
    level,
    sessions,
    whole_sessions,
    favoured,
    variety,
    measuring,
    relief,
    truly_short,
    no_long_pause,
    begin_today,
    few_things,
    rested_runs,
    little_moves,
)
