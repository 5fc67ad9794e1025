"""One week: its model, solved, and its sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from psoas.programme.asked import FILLED, Asked, does, held
from psoas.programme.model import Session, SessionKind
from psoas.programme.offers import Offer
from psoas.programme.reasons import session_reasons
from psoas.programme.solve import Solution, solve
from psoas.programme.week_aims import AIMS
from psoas.programme.week_rules import RULES
from psoas.programme.wished import Kept, keep_wishes, kept_wishes
from psoas.programme.zero_one import ZeroOne


@frozen(kw_only=True)
class WeekPlan:
    """A week's sessions by day, and which wishes they keep."""

    sessions: tuple[Session, ...]
    wishes: Kept
    solution: Solution


def week_model(asked: Asked, *, all_kept: bool = False) -> ZeroOne:
    """Return the 0/1 model of a week: the rules as rows, the aims as costs, wishes to keep."""
    model = ZeroOne()
    for rule in RULES:
        rule(model, asked)
    for aim in AIMS:
        aim(model, asked)
    keep_wishes(model, asked, all_kept=all_kept)
    return model


def lay_week(asked: Asked) -> WeekPlan:
    """Lay a week.

    Returns
    -------
    WeekPlan
        Sessions in the order of days. A week without any session keeps all rules too, so
        there always is one.
    """
    found = solve(week_model(asked, all_kept=True)) or solve(week_model(asked))
    if found is None:
        raise ArithmeticError("a week without sessions broke a rule: the model is wrong")
    laid = [each for on in asked.dates for each in _sessions(on, asked, found)]
    return WeekPlan(sessions=tuple(laid), wishes=kept_wishes(asked, found), solution=found)


def _in_order(offers: Sequence[Offer]) -> list[Offer]:
    """Worthiest first; heavy work before what tires the trunk that has to hold it."""
    return sorted(offers, key=lambda each: (not each.exercise.heavy, each.rank))


def _sessions(on: date, asked: Asked, found: Solution) -> list[Session]:
    sessions = []
    for kind in FILLED:
        if held(on, kind) in found.chosen:
            offers = _in_order([e for e in asked.of(kind) if does(on, e) in found.chosen])
            seconds = sum(each.done.seconds for each in offers)
            sessions.append(
                Session(
                    id=f"{on.isoformat()}-{kind}",
                    on=on,
                    kind=kind,
                    prescriptions=tuple(each.done for each in offers),
                    minutes=round(seconds / 60, 1),
                    heavy=any(each.exercise.heavy for each in offers),
                    why=session_reasons(kind, asked),
                )
            )
    if held(on, SessionKind.RETEST) in found.chosen:
        sessions.append(
            Session(
                id=f"{on.isoformat()}-{SessionKind.RETEST}",
                on=on,
                kind=SessionKind.RETEST,
                prescriptions=(),
                measures=tuple(each.id for each in asked.tests),
                minutes=sum(each.minutes for each in asked.tests),
                heavy=False,
                why=session_reasons(SessionKind.RETEST, asked),
            )
        )
    return sessions
