"""What a plan costs, and what it is worth beside a greedy one.

``python -m benchmarks.plan SEASON``, in the top folder, imports a folder of watch files, asks for
twelve weeks to a race with three sets of equipment and two levels of pain, and prints for each:
CPU seconds of the first two weeks and of all twelve, the worst gap to the proved bound, the
objective and the breaches of the plan and of a greedy one, and the CPU seconds of a replan and
of a clash.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import attrs
from validation.season_plans import briefs, planned

from psoas.diary import Done
from psoas.library import Shelf, shelf
from psoas.programme import (
    Brief,
    Plan,
    SessionKind,
    Wish,
    WishKind,
    breaches,
    clash_of,
    replan,
    unmoved_ratio,
)
from psoas.programme.asked import Asked, does, heavy, held
from psoas.programme.asking import asked_of, week_dates
from psoas.programme.cue_days import begun_anew
from psoas.programme.layout import METHOD, plan_days
from psoas.programme.model import Session
from psoas.programme.place import may_be_heavy, may_be_strength, may_train
from psoas.programme.reasons import session_reasons
from psoas.programme.solve import Solution, solve
from psoas.programme.week_plan import lay_week, week_model
from psoas.programme.zero_one import Key, ZeroOne

Found = TypeVar("Found")
CAPS_MIN = {SessionKind.RELOAD: 30.0, SessionKind.RESET: 5.0, SessionKind.RETRAIN: 10.0}


def cpu_s(work: Callable[[], Found]) -> tuple[Found, float]:
    began_s = time.process_time()
    found = work()
    return found, time.process_time() - began_s


def greedy_week(asked: Asked) -> tuple[Session, ...]:
    """Fill each day in turn with the worthiest that fits: what one would write in an hour."""
    brief, limits = asked.brief, asked.limits
    laid: list[Session] = []
    last = asked.last_strength_on
    new: set[str] = set()
    for on in asked.dates:
        rested = last is None or on - last >= asked.gap
        kind = (
            SessionKind.RELOAD
            if rested and may_be_strength(brief, on, limits=limits)
            else SessionKind.RESET
            if may_train(brief, on)
            else None
        )
        if kind is None:
            continue
        left_s, taken = 60 * CAPS_MIN[kind], []
        for offer in sorted(asked.of(kind), key=lambda each: each.rank):
            strange = offer.thing not in asked.met and offer.thing not in new
            fits = (
                offer.done.seconds <= left_s
                and len(taken) < 6
                and asked.may_hold(offer, on)
                and (not offer.exercise.heavy or may_be_heavy(brief, on, limits=limits))
                and (not strange or len(new) < asked.n_new)
            )
            if fits:
                new |= {offer.thing} if strange else set()
                taken.append(offer)
                left_s -= offer.done.seconds
        if taken:
            last = on if kind is SessionKind.RELOAD else last
            laid.append(
                Session(
                    id=f"{on.isoformat()}-{kind}",
                    on=on,
                    kind=kind,
                    prescriptions=tuple(each.done for each in taken),
                    minutes=round(sum(each.done.seconds for each in taken) / 60, 1),
                    heavy=any(each.exercise.heavy for each in taken),
                    why=session_reasons(kind, asked),
                )
            )
    return tuple(laid)


def cost_of(asked: Asked, sessions: tuple[Session, ...]) -> float:
    """Price sessions by the model's own aims, its rules left aside."""
    model = week_model(asked)
    chosen: set[Key] = set()
    by_id = {(each.kind, each.id): each for each in asked.offers}
    for each in sessions:
        chosen.add(held(each.on, each.kind))
        chosen |= {heavy(each.on)} if each.heavy else set()
        for one in each.prescriptions:
            offer = by_id[each.kind, str(one.exercise)]
            chosen |= {does(each.on, offer)}
            chosen |= set() if offer.thing in asked.met else {("new", offer.thing)}
    priced = ZeroOne(costs=dict(model.costs), amounts=set(model.amounts))
    priced.rows = [row for row in model.rows if set(row.terms) & model.amounts]
    for key in model.costs:
        if key not in model.amounts and key[0] != "lost":
            value = float(key in chosen)
            priced.row({key: 1.0}, least=value, most=value, rule="as laid")
    found = solve(priced, gap_ratio=0.0)
    return float("nan") if found is None else found.cost


def by_weeks(
    brief: Brief, on: Shelf, lay: Callable[[Asked], tuple[Session, ...]]
) -> tuple[Plan, float]:
    """Lay week by week with *lay*; return the plan and its cost."""
    shelves, laid, cost = on.for_plans, [], 0.0
    for week in range(brief.weeks):
        dates = week_dates(brief, week)
        asked = asked_of(brief, week, dates=dates, laid=laid, before=None, shelves=shelves)
        sessions = lay(asked)
        cost += cost_of(asked, sessions)
        laid += sessions
    dates = [day for week in range(brief.weeks) for day in week_dates(brief, week)]
    cued = begun_anew(brief, cues=shelves.cues, exercises=shelves.exercises, limits=on.limits)
    days = plan_days(brief, dates, laid, retraining=cued, limits=on.limits)
    return Plan(start_on=brief.start_on, race_on=brief.race_on, days=days, made=METHOD), cost


def gaps(brief: Brief, on: Shelf) -> float:
    """Return the widest gap between a week and its proved bound."""
    widest = 0.0

    def lay(asked: Asked) -> tuple[Session, ...]:
        nonlocal widest
        found = lay_week(asked)
        widest = max(widest, _gap_ratio(found.solution))
        return found.sessions

    by_weeks(brief, on, lay)
    return widest


def _gap_ratio(found: Solution) -> float:
    return found.gap_ratio


WISHES = (
    Wish(kind=WishKind.MINUTES, amount=12),
    Wish(kind=WishKind.DAYS, of=("mon", "tue")),
    Wish(kind=WishKind.STRENGTH, amount=3),
    Wish(kind=WishKind.DOSE, amount=6, of=("iliopsoas",)),
    Wish(kind=WishKind.DOSE, amount=6, of=("gluteus-maximus",)),
    Wish(kind=WishKind.DOSE, amount=6, of=("gluteus-medius",)),
    Wish(kind=WishKind.DOSE, amount=3, of=("upper-push",)),
    Wish(kind=WishKind.REST, amount=2),
    Wish(kind=WishKind.FREE, of=("hard",)),
    Wish(kind=WishKind.FREE, of=("sat",)),
    Wish(kind=WishKind.WITHOUT, of=("dead-bug",)),
    Wish(kind=WishKind.WITH, amount=1, of=("side-plank",)),
)


def missed_one(brief: Brief, plan: Plan, on: Shelf) -> tuple[float, float]:
    """Miss the strength session before day 24; return CPU seconds and what stands."""
    today = brief.start_on + timedelta(days=24)
    strength = [s for s in plan.sessions if s.kind is SessionKind.RELOAD and s.on < today]
    missed = strength[-1].id if strength else ""
    past = [s for s in plan.sessions if s.on < today and s.id != missed]
    now = attrs.evolve(
        brief,
        done=tuple(
            Done(session=s.id, finished_at=datetime(2026, 1, 1, tzinfo=UTC), pain_nrs=1)
            for s in past
        ),
        known=frozenset(str(p.exercise) for s in past for p in s.prescriptions),
    )
    shelves = on.for_plans
    found, took_s = cpu_s(lambda: replan(plan, now, on=today, shelves=shelves))
    return took_s, unmoved_ratio(plan, found, since=today)


def clash_s(brief: Brief, on: Shelf) -> tuple[int, float]:
    """Let twelve wishes clash; return how many ways out there are, and CPU seconds for all."""
    wishing = attrs.evolve(brief, wishes=WISHES)
    shelves = on.for_plans
    dates = week_dates(wishing, 0)
    asked = asked_of(wishing, 0, dates=dates, laid=(), before=None, shelves=shelves)
    clash, took_s = cpu_s(lambda: clash_of(asked))
    return (len(clash.drops) if clash else 0), took_s


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("season", type=Path)
    on = shelf()
    print(
        "| | two weeks, CPU s | twelve, CPU s | widest gap | objective, greedy | breaches, greedy"
        " | greedy, CPU s | replan, CPU s | unmoved | ways out, CPU s |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, brief in briefs(reader.parse_args().season, Path(folder), on=on):
            two = attrs.evolve(brief, weeks=2)
            _, two_s = cpu_s(lambda two=two: planned(two, on=on))
            plan, all_s = cpu_s(lambda brief=brief: planned(brief, on=on))
            again = planned(brief, on=on)
            (_, cost) = by_weeks(brief, on, lambda asked: lay_week(asked).sessions)
            (rough, rough_cost), rough_s = cpu_s(
                lambda brief=brief: by_weeks(brief, on, greedy_week)
            )
            n, rough_n = (
                len(breaches(each, brief, on.exercises, limits=on.limits)) for each in (plan, rough)
            )
            replan_s, unmoved = missed_one(brief, plan, on)
            ways, ways_s = clash_s(brief, on)
            print(
                f"| {name}{'' if plan == again else ' DIFFERS'} | {two_s:.2f} | {all_s:.2f} "
                f"| {gaps(brief, on):.1%} | {cost:.0f}, {rough_cost:.0f} | {n}, {rough_n} "
                f"| {rough_s:.2f} | {replan_s:.3f} | {unmoved:.1%} | {ways}, {ways_s:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
