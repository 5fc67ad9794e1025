"""A gait in the logbook: kept, and how the drivers look at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from attrs import evolve

from psoas.app.check.observing import Clip
from psoas.app.gait.measuring import GaitAndMoments
from psoas.app.gait.told import answers_of
from psoas.edges import to_json
from psoas.errors import InvalidAnswer
from psoas.motion.measures import Standing
from psoas.store import Logbook
from psoas.store.gaits import KeptGait, gaits, remove_gait
from psoas.store.gaits import keep_gait as keep_row

#: What a clip shows speaks for so long: a programme's six weeks, in which running is retrained.
#: [source:psoas-convention]
VALID = timedelta(weeks=6)
#: A clip is kept as one piece of the logbook, and goes through memory: half a minute of 4K.
KEPT_BYTES = 256 * 1024 * 1024
#: What is equal only where a clip is measured twice.
_SAME = ("events", "measures")
_MEGABYTE = 1024 * 1024


def check_keepable(path: Path) -> None:
    """Refuse to keep a file that is too large for a logbook, before anything is measured.

    Raises
    ------
    InvalidAnswer
        With both sizes. A file that is not there is told of by who reads it.
    """
    n_bytes = path.stat().st_size if path.is_file() else 0
    if n_bytes > KEPT_BYTES:
        raise InvalidAnswer(
            f"the file has {n_bytes / _MEGABYTE:.0f} MB, and a logbook keeps files of up to "
            f"{KEPT_BYTES // _MEGABYTE} MB",
            where=path.name,
            fix="Cut it to the ten seconds that count, or measure it without keeping the file",
        )


def original_of(path: Path) -> bytes:
    """Return what a file holds, to be kept.

    Raises
    ------
    InvalidAnswer
        As ``check_keepable`` says.
    """
    check_keepable(path)
    return path.read_bytes()


def keep_gait(
    logbook: Logbook,
    found: GaitAndMoments,
    *,
    name: str,
    told: Mapping[str, Any],
    now: datetime,
    original: bytes | None = None,
) -> KeptGait:
    """Keep a gait: measures, events, quality, answers, and what made it.

    Parameters
    ----------
    found
        What ``gait`` gave.
    name
        Of the file it was measured from.
    told
        What ``as_plain`` said of it.
    now
        The moment of keeping.
    original
        The file itself, only where the runner asks for it.

    Returns
    -------
    KeptGait
        Of a clip that was kept before, and says the same, the first one: measured again it is
        no clip of today, and does not speak for six weeks more.
    """
    kept = KeptGait(
        id=str(uuid4()),
        kept_at=now,
        name=name,
        told=told,
        answers=answers_of(found.gait),
        made=found.gait.made,
    )
    with logbook.writing() as connection:
        same = next((each for each in gaits(connection) if _says_the_same(each, kept)), None)
        if same is not None and (original is None or same.has_original):
            return same
        if same is not None:
            remove_gait(connection, same.id)
            kept = evolve(kept, id=same.id, kept_at=same.kept_at)
        keep_row(connection, kept, original=original)
    return kept


def _says_the_same(one: KeptGait, other: KeptGait) -> bool:
    """Whether two gaits are of one clip, measured in the same way: nothing else is equal so far."""
    told = (to_json({key: each.told[key] for key in _SAME}) for each in (one, other))
    return one.made == other.made and len(set(told)) == 1


def still_valid(kept: tuple[KeptGait, ...], *, on: date) -> KeptGait | None:
    """Return the newest gait where it still speaks on a day."""
    return kept[0] if kept and on - kept[0].kept_at.date() <= VALID else None


def clip_of_gait(gait: KeptGait) -> Clip:
    """Return a kept gait as the drivers look at it: where each measure stood, and its day."""
    measures = gait.told.get("measures", {})
    return Clip(
        filmed_on=gait.kept_at.date(),
        standings={name: Standing(each["verdict"]) for name, each in measures.items()},
    )
