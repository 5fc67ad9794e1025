"""Wishes that do not fit together: the smallest sets of them to drop, each proved."""

from __future__ import annotations

from attrs import frozen

from psoas.programme.asked import Asked
from psoas.programme.solve import solve
from psoas.programme.week_rules import RULES
from psoas.programme.wish import Wish
from psoas.programme.wished import keep_wishes, lost
from psoas.programme.zero_one import ZeroOne

#: How many ways out are looked for.
WAYS_OUT = 3
#: How many wishes are dropped counts first, how much they matter next. [source:psoas-convention]
SMALLEST, MATTERS = 1.0, 0.001
MOST_NODES = 100_000


@frozen(kw_only=True)
class Clash:
    """Wishes that one week cannot keep together.

    *drops* are sets of wishes: dropping any one set leaves a week that keeps the others,
    and no smaller set does. The first is the smallest that matters least.
    """

    wishes: tuple[Wish, ...]
    drops: tuple[tuple[Wish, ...], ...]


def clash_of(asked: Asked) -> Clash | None:
    """Say which wishes to drop so that a week can keep the rest.

    Parameters
    ----------
    asked
        The week; its brief holds the wishes.

    Returns
    -------
    Clash or None
        None where one week keeps all wishes. A rule that keeps the runner safe is never
        among what can be dropped.
    """
    wishes = asked.brief.wishes
    model = ZeroOne()
    for rule in RULES:
        rule(model, asked)
    keep_wishes(model, asked)
    model.costs = dict.fromkeys(model.costs, 0.0)
    for wish in wishes:
        model.costs[lost(wish)] = SMALLEST + MATTERS * wish.weight
    drops: list[tuple[Wish, ...]] = []
    for _ in range(WAYS_OUT):
        found = solve(model, gap_ratio=0.0, most_nodes=MOST_NODES)
        if found is None:
            break
        dropped = tuple(each for each in wishes if lost(each) in found.chosen)
        if not dropped:
            return None
        drops.append(dropped)
        others = {lost(each): 1.0 for each in dropped}
        model.row(others, most=len(dropped) - 1, rule="another way out")
    return Clash(wishes=wishes, drops=tuple(drops))
