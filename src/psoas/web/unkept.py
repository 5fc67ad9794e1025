"""Unfinished checks: kept in the logbook, or held in memory where nothing may be kept."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from typing import TypeVar

from attrs import field, frozen

from psoas.app.check.checking import Checked
from psoas.errors import NotFound
from psoas.loop.assess.interview import Draft

#: The runner's own check, kept in the logbook.
MINE = "mine"
_MOST = 20

T = TypeVar("T")


@frozen(kw_only=True)
class Unkept:
    """Checks of a child or of somebody else: in memory, gone with the program.

    They are found by a name that nobody can guess; the oldest make room for new ones.
    """

    drafts: OrderedDict[str, Draft] = field(factory=OrderedDict)
    checked: OrderedDict[str, Checked] = field(factory=OrderedDict)

    def begin(self, draft: Draft) -> str:
        """Hold a draft; return its name."""
        name = secrets.token_urlsafe(9)
        self.put(name, draft)
        return name

    def put(self, name: str, draft: Draft) -> None:
        """Hold a draft under its name."""
        _hold(self.drafts, name, draft)

    def draft(self, name: str) -> Draft:
        """Return a draft."""
        return _held(self.drafts, name)

    def finish(self, name: str, checked: Checked) -> None:
        """Hold what came out; the answers go."""
        self.drafts.pop(name, None)
        _hold(self.checked, name, checked)

    def outcome(self, name: str) -> Checked:
        """Return what came out."""
        return _held(self.checked, name)


def _hold(where: OrderedDict[str, T], name: str, value: T) -> None:
    where[name] = value
    where.move_to_end(name)
    while len(where) > _MOST:
        where.popitem(last=False)


def _held(where: OrderedDict[str, T], name: str) -> T:
    if name not in where:
        raise NotFound(
            "this check is gone: it was not kept", where=name, fix="Start the check again"
        )
    return where[name]
