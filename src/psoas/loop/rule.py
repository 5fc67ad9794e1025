"""A rule: when it fires, what follows, and what it rests on."""

from __future__ import annotations

from datetime import date
from typing import Generic, NewType, TypeVar

from attrs import field, frozen
from attrs.validators import min_len

from psoas.evidence import Grade, SourceId
from psoas.loop.condition import Condition, Sheet
from psoas.quantity import Answer, all_of, any_of

RuleId = NewType("RuleId", str)
Consequence = TypeVar("Consequence")


@frozen(kw_only=True)
class Rule(Generic[Consequence]):
    """One flat *all* or *any* of comparisons, its consequence, and its ground.

    Parameters
    ----------
    id
        Readable slug. A changed rule is a new entry.
    since, until
        The day from which it holds, and from which it no longer does: it is kept to be read.
    all, any
        The comparisons; exactly one of the two is given.
    then
        The consequence, from the enum of the room that reads the rule.
    say
        Keys of the texts a person is shown when it fires.
    """

    id: RuleId
    since: date
    until: date | None = None
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    then: Consequence
    say: tuple[str, ...] = field(validator=min_len(1))
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
    grade: Grade

    def __attrs_post_init__(self) -> None:
        """Refuse a rule with both or neither of *all* and *any*."""
        if bool(self.all) == bool(self.any):
            raise ValueError(f"rule {self.id}: give either all or any, and not both")

    def fires(self, sheet: Sheet) -> Answer:
        """Return whether the rule fires on *sheet*, unknown where the answers do not decide."""
        if self.all:
            return all_of(condition.holds(sheet) for condition in self.all)
        return any_of(condition.holds(sheet) for condition in self.any)

    @property
    def keys(self) -> tuple[str, ...]:
        """The answers it looks at, in order, each once."""
        return tuple(dict.fromkeys(condition.key for condition in self.all or self.any))
