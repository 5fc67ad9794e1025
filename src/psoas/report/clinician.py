"""The clinician's page, as data: what was asked, answered, found, not tested, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from attrs import frozen

from psoas.diary import Reading
from psoas.evidence import SourceId, Verdict
from psoas.loop.assess.dispose import Rules
from psoas.loop.assess.model import Assessment, Question
from psoas.loop.assess.sheet import DERIVED, NOT_SURE
from psoas.loop.condition import Sheet
from psoas.loop.measure import Measure

#: What stands at the top of the page, in this order.
PERSON = ("age_years", "sex", "side", "duration_weeks", "onset", "trend")
TESTS = "tests"
MEDICINES = "medicines"
#: Answers that have a place of their own on the page.
ELSEWHERE = frozenset({*PERSON, MEDICINES})


@frozen(kw_only=True)
class Told:
    """One answer, as it was given."""

    key: str
    value: Any


@frozen(kw_only=True)
class Fired:
    """A rule that fired, and the day from which it holds; None where it holds no longer."""

    verdict: Verdict
    since: date | None


@frozen(kw_only=True)
class Clash:
    """Answers that do not fit together, and which answers were used."""

    told: tuple[Told, ...]
    used: tuple[Told, ...]


@frozen(kw_only=True)
class Changed:
    """An answer that an earlier check had otherwise; None was no answer."""

    key: str
    before: Any
    after: Any


@frozen(kw_only=True)
class Ran:
    """What was run in the last four weeks, from files."""

    runs: int
    km: float
    longest_km: float
    week_km: tuple[float, ...]
    """By week, oldest first."""
    hip_units: float
    loud: tuple[tuple[date, Verdict], ...]
    """The guard's verdicts above green."""


@frozen(kw_only=True)
class ClinicianPage:
    """All that one page tells a clinician of one check."""

    answered_at: datetime
    assessment: Assessment
    person: tuple[Told, ...]
    fired: tuple[Fired, ...]
    said: tuple[tuple[str, tuple[Told, ...]], ...]
    """Answers by group of questions."""
    denied: tuple[str, ...]
    not_sure: tuple[str, ...]
    not_asked: tuple[str, ...]
    clashes: tuple[Clash, ...]
    changed: tuple[Changed, ...]
    changed_since: date | None
    tests: tuple[Told, ...]
    """Tests that the answers tell of."""
    readings: tuple[Reading, ...]
    """The newest of each measure and side."""
    not_tested: tuple[str, ...]
    medicines: tuple[str, ...] | None
    """None where the question is open."""
    ran: Ran | None
    exercises: tuple[str, ...]
    rules_version: str

    @property
    def sources(self) -> tuple[SourceId, ...]:
        """The sources of the rules that fired, each once."""
        cited = (source for each in self.fired for source in each.verdict.sources)
        return tuple(dict.fromkeys(cited))


def clinician_page(
    *,
    answered_at: datetime,
    answers: Mapping[str, Any],
    beside: Mapping[str, Any],
    believed: Sheet,
    assessment: Assessment,
    questions: Mapping[str, Question],
    rules: Rules,
    measures: Mapping[str, Measure],
    readings: Sequence[Reading] = (),
    ran: Ran | None = None,
    exercises: tuple[str, ...] = (),
    changed: tuple[Changed, ...] = (),
    changed_since: date | None = None,
    rules_version: str,
) -> ClinicianPage:
    """Gather the page of one check.

    Parameters
    ----------
    answered_at
        When the check was answered.
    answers, beside
        The raw answers by key, and age and sex where they were stated beside them.
    believed
        The sheet as it was judged.
    assessment
        What was said of it.
    questions, rules, measures
        The shelf.
    readings
        Tests that are kept; the newest of each side is told.
    ran
        What was run; None where no file is kept.
    exercises
        Names of what was advised.
    changed, changed_since
        What an earlier check that still counts had otherwise.
    rules_version
        Which rules judged.
    """
    asked = [q for q in questions.values() if q.group != DERIVED and _concerns(q, believed)]
    given = {**{k: v for k, v in beside.items() if v is not None}, **answers}
    told = {key: value for key, value in given.items() if not is_unsure(value)}
    groups: dict[str, list[Told]] = {}
    for each in asked:
        if each.key in told and each.key not in ELSEWHERE and not is_no(told[each.key]):
            groups.setdefault(each.group, []).append(Told(key=each.key, value=told[each.key]))
    tests = tuple(groups.pop(TESTS, ()))
    denied = [q.key for q in asked if q.key in told and is_no(told[q.key])]
    return ClinicianPage(
        answered_at=answered_at,
        assessment=assessment,
        person=tuple(Told(key=key, value=told[key]) for key in PERSON if key in told),
        fired=tuple(_fired(reason, rules) for reason in assessment.reasons),
        said=tuple((group, tuple(found)) for group, found in groups.items()),
        denied=tuple(key for key in denied if key not in ELSEWHERE),
        not_sure=tuple(q.key for q in asked if q.key in given and is_unsure(given[q.key])),
        not_asked=tuple(q.key for q in asked if q.key not in given),
        clashes=tuple(_clashes(assessment, told, believed)),
        changed=changed,
        changed_since=changed_since,
        tests=tests,
        readings=_newest(readings),
        not_tested=tuple(m for m in measures if m not in {r.measure for r in readings}),
        medicines=_medicines(told),
        ran=ran,
        exercises=exercises,
        rules_version=rules_version,
    )


def is_unsure(value: object) -> bool:
    """Return whether a raw answer says that the runner does not know."""
    return (
        value is None
        or value == NOT_SURE
        or (isinstance(value, list | tuple) and NOT_SURE in value)
    )


def is_no(value: object) -> bool:
    """Return whether a raw answer is a plain no."""
    return value is False or value == "none" or (isinstance(value, list | tuple) and not value)


def _concerns(question: Question, believed: Sheet) -> bool:
    """Whether a question concerns this runner; where the sex is not known it does."""
    return not question.only_for or believed.get("sex") in (None, question.only_for)


def _fired(verdict: Verdict, rules: Rules) -> Fired:
    rule = {str(name): each for name, each in rules.items()}.get(verdict.rule)
    return Fired(verdict=verdict, since=rule.since if rule else None)


def _clashes(assessment: Assessment, told: Mapping[str, Any], believed: Sheet) -> Iterator[Clash]:
    for each in assessment.asked_again:
        yield Clash(
            told=tuple(Told(key=key, value=told.get(key)) for key in each.keys),
            used=tuple(Told(key=key, value=believed.get(key)) for key in each.keys),
        )


def _newest(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    newest: dict[tuple[str, Any], Reading] = {}
    for each in sorted(readings, key=lambda reading: reading.taken_at):
        newest[each.measure, each.side] = each
    return tuple(sorted(newest.values(), key=lambda each: (each.measure, str(each.side))))


def _medicines(told: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the medicines that are named in either place; None where neither was answered."""
    taken, thinner = told.get(MEDICINES), told.get("anticoagulant")
    if taken is None and thinner is None:
        return None
    named = [*map(str, taken or ()), *([str(thinner)] if thinner not in (None, "none") else [])]
    return tuple(dict.fromkeys(named))
