"""A gait in the logbook: kept, and how the drivers look at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from psoas.app.gait import GaitAndMoments
from psoas.app.gait_told import answers_of
from psoas.app.observing import Clip
from psoas.motion.measures import Standing
from psoas.store import Logbook
from psoas.store.gaits import KeptGait
from psoas.store.gaits import keep_gait as keep_row

#: What a clip shows speaks for so long: a programme's six weeks, in which running is retrained.
#: [source:psoas-convention]
VALID = timedelta(weeks=6)


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
        keep_row(connection, kept, original=original)
    return kept


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
