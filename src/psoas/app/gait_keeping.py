"""A gait in the logbook: kept, and what it answers where the runner did not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import attrs
from attrs import frozen

from psoas.app.checking import Checked, check
from psoas.app.gait import GaitAndMoments
from psoas.app.gait_told import answers_of
from psoas.library import Shelf
from psoas.loop.assess.model import Assessment
from psoas.loop.assess.sheet import NOT_SURE
from psoas.motion.measures import Standing
from psoas.render.words import say
from psoas.store import Logbook
from psoas.store.gaits import KeptGait, gaits
from psoas.store.gaits import keep_gait as keep_row
from psoas.store.sheets import KeptSheet

#: What a clip shows answers for so long: a programme's six weeks, in which running is retrained.
#: [source:psoas-convention]
VALID = timedelta(weeks=6)


@frozen(kw_only=True)
class Filmed:
    """Answers that come from a clip and not from the runner."""

    kept_at: datetime
    name: str
    answers: Mapping[str, bool | float]

    def says(self, *, shelf: Shelf) -> str:
        """Return where which answers come from, as a sentence."""
        names = ", ".join(shelf.texts[f"gait_answer.{key}"] for key in self.answers)
        on = self.kept_at.date().isoformat()
        return say("gait_answer.from", values={"on": on, "names": names}, texts=shelf.texts)

    def as_plain(self, *, shelf: Shelf) -> dict[str, Any]:
        """Return them in the shape that commands print."""
        return {
            "kept_at": self.kept_at.isoformat(),
            "name": self.name,
            "answers": dict(self.answers),
            "says": self.says(shelf=shelf),
        }


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


def latest_gait(logbook: Logbook, *, now: datetime) -> KeptGait | None:
    """Return the newest gait that still answers, None where there is none."""
    with logbook.reading() as connection:
        return still_valid(gaits(connection, limit=1), now=now)


def still_valid(kept: tuple[KeptGait, ...], *, now: datetime) -> KeptGait | None:
    """Return the newest gait where it still answers."""
    return kept[0] if kept and now - kept[0].kept_at <= VALID else None


def standings_of(gait: KeptGait) -> dict[str, Standing]:
    """Return where each measure of a kept gait stood against the norm of its speed."""
    measures = gait.told.get("measures", {})
    return {name: Standing(each["verdict"]) for name, each in measures.items()}


def unanswered(record: Mapping[str, Any], gait: KeptGait) -> dict[str, bool | float]:
    """Return the clip's answers to what the runner left open; *not sure* is open."""
    said = record.get("structured", {})
    if not isinstance(said, Mapping):
        return {}
    return {key: value for key, value in gait.answers.items() if said.get(key) in (None, NOT_SURE)}


def check_with_gait(
    record: Mapping[str, Any], gait: KeptGait | None, *, shelf: Shelf
) -> tuple[Checked, Filmed | None]:
    """Assess an answer sheet with what a clip answers where the runner did not.

    Returns
    -------
    tuple
        The check, and the answers that came from the clip. Where those would change what is
        said of a clinician or of running they are not used: a clip never does (hazard H-25).
    """
    plain = check(record, shelf=shelf)
    if gait is None or plain.assessment is None:
        return plain, None
    answers = unanswered(record, gait)
    structured = {**record.get("structured", {}), **answers}
    found = check({**record, "structured": structured}, shelf=shelf)
    if not answers or found.assessment is None or not _alike(plain.assessment, found.assessment):
        return plain, None
    filmed = Filmed(kept_at=gait.kept_at, name=gait.name, answers=answers)
    return attrs.evolve(found, text=f"{found.text}\n{filmed.says(shelf=shelf)}"), filmed


def _alike(plain: Assessment, found: Assessment) -> bool:
    """Whether both say the same of a clinician and of running, for the same reasons."""
    return (plain.disposition, plain.running, plain.reasons) == (
        found.disposition,
        found.running,
        found.reasons,
    )


def sheet_with_gait(
    sheet: KeptSheet | None, gait: KeptGait | None, *, shelf: Shelf
) -> tuple[KeptSheet | None, Filmed | None]:
    """Return the kept sheet as it is judged with a clip; the one in the logbook stays as said."""
    if sheet is None or gait is None:
        return sheet, None
    checked, filmed = check_with_gait(sheet.answers, gait, shelf=shelf)
    found = checked.assessment
    if filmed is None or found is None or not _alike(sheet.assessment, found):
        return sheet, None
    return attrs.evolve(sheet, answers=checked.answers, assessment=found), filmed
