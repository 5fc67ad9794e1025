"""A report: sections of statements, each with its ground."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from psoas.evidence import SourceId, Verdict
from psoas.load.model import DayLoad
from psoas.programme.model import PlanDay


@frozen(kw_only=True)
class Statement:
    """One sentence of a report: the verdict it words, and what it is about."""

    verdict: Verdict
    about: str = ""
    """A day, a run or a side, in words that need no translation."""


@frozen(kw_only=True)
class Section:
    """Statements under one heading; *heading* is a key into the texts."""

    heading: str
    statements: tuple[Statement, ...]


@frozen(kw_only=True)
class Report:
    """All that is said of a runner on a day."""

    on: date
    sections: tuple[Section, ...]
    days: tuple[DayLoad, ...]
    plan: tuple[PlanDay, ...]

    @property
    def sources(self) -> tuple[SourceId, ...]:
        """The sources that its statements cite, in order, each once."""
        verdicts = [
            statement.verdict for section in self.sections for statement in section.statements
        ]
        reasons = [reason for day in self.plan for reason in day.why]
        cited = (source for verdict in (*verdicts, *reasons) for source in verdict.sources)
        return tuple(dict.fromkeys(cited))
