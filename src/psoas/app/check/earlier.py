"""Earlier checks: the worst of the last 14 days holds, and what was answered otherwise is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from attrs import frozen

from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.loop.assess.model import Assessment, Disposition
from psoas.loop.assess.sheet import EARLIER, VALID_DAYS
from psoas.quantity import Answer
from psoas.render.units import day
from psoas.report.clinician import Changed, is_unsure
from psoas.store.sheets import KeptSheet

#: Rules that only pass on what an earlier check said: they never hold by themselves, or a
#: check repeated within 14 days would hold for ever.
_PASSED_ON = frozenset({"earlier-emergency", "earlier-urgent", "earlier-clinician"})


@frozen(kw_only=True)
class Held:
    """An earlier check that still counts."""

    sheet: KeptSheet
    disposition: Disposition
    on: date
    until: date
    """The last day on which it counts."""


def own_disposition(assessment: Assessment) -> Disposition | None:
    """Return what the answers themselves came to; None where nothing held and some were open.

    A check that was only unfinished holds nothing: its questions are asked again.
    """
    own = [Disposition(r.level) for r in assessment.reasons if r.rule not in _PASSED_ON]
    if not own and assessment.unknown:
        return None
    return max(own, key=lambda each: each.urgency, default=Disposition.PROGRAMME)


def _days_ago(sheet: KeptSheet, now: datetime) -> int:
    return (now.date() - sheet.answered_at.astimezone(now.tzinfo).date()).days


def with_earlier(
    record: Mapping[str, Any],
    sheets: Sequence[KeptSheet],
    *,
    now: datetime,
    referred: bool = False,
) -> Mapping[str, Any]:
    """Return an answer sheet that names the earlier checks of the logbook (hazard H-10).

    Parameters
    ----------
    record
        As ``check`` takes it; what it says of earlier checks itself is kept, and can only raise.
    sheets
        Of the logbook.
    now
        The runner's moment; days are counted by the calendar.
    referred
        Whether the course of the last weeks calls for a clinician: it counts as a check of
        today that does.
    """
    answers = record.get("structured")
    checks = [
        {"days_ago": _days_ago(sheet, now), "disposition": own.value}
        for sheet in sheets
        if 0 <= _days_ago(sheet, now) <= VALID_DAYS
        if (own := own_disposition(sheet.assessment)) is not None
    ]
    if referred:
        checks.append({"days_ago": 0, "disposition": Disposition.CLINICIAN.value})
    if not checks or not isinstance(answers, Mapping):
        return record
    named = answers.get(EARLIER)
    said = list(named) if isinstance(named, list | tuple) else [named] if named else []
    # what the person said stays as it was said: what is wrong in it is refused by its name
    merged = [*(each for each in said if each not in checks), *checks]
    return {**record, "structured": {**answers, EARLIER: merged}}


def held_by(
    assessment: Assessment,
    sheets: Sequence[KeptSheet],
    *,
    at: datetime,
    now: datetime,
    but: str = "",
) -> Held | None:
    """Return the earlier check that holds one back: the most urgent, of these the newest.

    Parameters
    ----------
    assessment
        Of the check that is held back.
    sheets
        Of the logbook; those up to *at* count.
    at
        When it was answered.
    now
        The runner's moment; days are counted by its calendar.
    but
        The id of the check itself, where it is kept.
    """
    mine = own_disposition(assessment) or Disposition.CLINICIAN
    answered_on = at.astimezone(now.tzinfo).date()
    found = []
    for each in sheets:
        own = own_disposition(each.assessment)
        on = each.answered_at.astimezone(now.tzinfo).date()
        until = on + timedelta(days=VALID_DAYS)
        counts = each.id != but and each.answered_at <= at and on <= answered_on <= until
        if counts and own is not None and own.holds_back and own.urgency >= mine.urgency:
            found.append(Held(sheet=each, disposition=own, on=on, until=until))
    return max(found, key=lambda each: (each.disposition.urgency, each.on), default=None)


def held_verdict(held: Held, *, shelf: Shelf) -> Verdict:
    """Say until when an earlier check holds."""
    limit = shelf.limits["screen-valid"]
    return Verdict(
        rule="screen-valid",
        answer=Answer.YES,
        level=held.disposition.value,
        text="screen.held",
        values={"on": day(held.on), "until": day(held.until)},
        sources=limit.sources,
        grade=limit.grade,
    )


def changed_answers(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Return the answers that two sheets have otherwise, in the order of the newer one."""
    return tuple(_changed(before.get("structured", {}), after.get("structured", {})))


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Changed]:
    for key in dict.fromkeys((*after, *before)):
        old, new = (None if is_unsure(each.get(key)) else each.get(key) for each in (before, after))
        if key != EARLIER and old != new:
            yield Changed(key=key, before=old, after=new)
