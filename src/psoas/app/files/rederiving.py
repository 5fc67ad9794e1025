"""Deriving again what an older psoas derived; a wrong unit is a re-run, not a guess."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import attrs
from attrs import field, frozen

from psoas.app.files.bringing_back import bring_back
from psoas.app.files.deriving import METHOD, Derived, derive, offered_again
from psoas.app.files.sameness import place
from psoas.load.watch import METHOD as LOADED
from psoas.store import Logbook
from psoas.store.activities import Methods, originals_made_before, replace_activity, told_by
from psoas.store.originals import original_of
from psoas.store.pack import METHOD as PACKED
from psoas.store.same import drop_activity

#: What all that is derived is made by now.
NOW = Methods(activity=METHOD, stream=PACKED, load=LOADED)


@frozen(kw_only=True)
class Rederived:
    """What was derived again: files, and what could not be read any more and stays as it was."""

    files: int = 0
    activities: int = 0
    failed: dict[str, str] = field(factory=dict)


def outdated(logbook: Logbook) -> tuple[str, ...]:
    """Return the files of which something was derived by an older method."""
    with logbook.reading() as connection:
        return originals_made_before(connection, NOW)


def rederive(
    logbook: Logbook,
    *,
    now: datetime,
    everything: bool = False,
    progress: Callable[[float, str], None] | None = None,
) -> Rederived:
    """Derive activities, streams and loads again from the originals, each file at once.

    Parameters
    ----------
    logbook
        The runner's.
    now
        The moment of what is noted.
    everything
        All files, not only those that an older psoas read.
    progress
        Called with the ratio that is done, and how many files that is.

    Returns
    -------
    Rederived
        Interrupted and started again it goes on where it was, unless it is *everything*.
    """
    with logbook.reading() as connection:
        files = originals_made_before(connection, None if everything else NOW)
    result = Rederived()
    for done, sha256 in enumerate(files, start=1):
        result = _again(logbook, sha256, result, now=now)
        if progress is not None:
            progress(done / len(files), f"{done} of {len(files)} files")
    return result


def _again(logbook: Logbook, sha256: str, result: Rederived, *, now: datetime) -> Rederived:
    with logbook.writing() as connection:
        original = original_of(connection, sha256)
        if original is None:  # taken back meanwhile
            return result
        before = told_by(connection, sha256)
        word = next(iter(before.values()), None)
        found = derive(offered_again(original, else_word=word), at=now)
        if not found.kept:
            return attrs.evolve(result, failed={**result.failed, original.name: _why(found)})
        for kept in found.kept:
            if kept.activity.id in before:
                replace_activity(connection, kept)
        place(connection, [kept for kept in found.kept if kept.activity.id not in before])
        gone = before.keys() - {kept.activity.id for kept in found.kept}
        told = {file for each in sorted(gone) for file in drop_activity(connection, each)}
        bring_back(connection, told - {sha256}, at=now)
    return attrs.evolve(
        result, files=result.files + 1, activities=result.activities + len(found.kept)
    )


def _why(found: Derived) -> str:
    return found.line.reason or "It holds no activity"
