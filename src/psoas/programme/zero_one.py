"""A 0/1 model as rows, without a solver: what may be chosen, at what cost, under which rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from math import inf

from attrs import Factory, define, field, frozen

Key = tuple[Hashable, ...]
"""What a variable is about, such as ``("do", day, exercise)``."""


@frozen(kw_only=True)
class Row:
    """A weighted sum of variables that stays within bounds; *rule* says why it is there."""

    terms: Mapping[Key, float]
    least: float = -inf
    most: float = inf
    rule: str = ""


@define
class ZeroOne:
    """Variables and rows; the cost is to be least.

    Choices are 0 or 1, amounts are any number from 0. A term of a row or a cost whose
    variable does not exist counts as 0: what cannot be chosen is not chosen.
    """

    costs: dict[Key, float] = field(default=Factory(dict))
    amounts: set[Key] = field(default=Factory(set))
    rows: list[Row] = field(default=Factory(list))

    def choice(self, key: Key, *, cost: float = 0.0) -> Key:
        """Add a variable that is 0 or 1."""
        self.costs[key] = self.costs.get(key, 0.0) + cost
        return key

    def amount(self, key: Key, *, cost: float = 0.0) -> Key:
        """Add a variable from 0 up."""
        self.amounts.add(key)
        return self.choice(key, cost=cost)

    def add_cost(self, key: Key, cost: float) -> None:
        """Make a variable dearer or cheaper, where it exists."""
        if key in self.costs:
            self.costs[key] += cost

    def row(
        self, terms: Mapping[Key, float], *, least: float = -inf, most: float = inf, rule: str
    ) -> None:
        """Bound a weighted sum; a sum of nothing must keep its bounds too."""
        present = {key: weight for key, weight in terms.items() if key in self.costs}
        self.rows.append(Row(terms=present, least=least, most=most, rule=rule))

    def at_most(self, keys: Iterable[Key], most: float, *, rule: str) -> None:
        """Choose at most so many of *keys*."""
        present = dict.fromkeys((key for key in keys if key in self.costs), 1.0)
        if len(present) > most:
            self.row(present, most=most, rule=rule)

    def only_if(self, key: Key, condition: Key, *, rule: str) -> None:
        """Choose *key* only where *condition* is chosen."""
        self.row({key: 1.0, condition: -1.0}, most=0.0, rule=rule)
