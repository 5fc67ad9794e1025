"""Gathering what the rooms said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.load.guard import RULES, Judged, Next
from psoas.load.model import DayLoad, Light, RunFact
from psoas.loop.assess.model import Assessment
from psoas.loop.retest import Change
from psoas.programme.model import Plan, PlanDay
from psoas.quantity import Answer
from psoas.report.model import Report, Section, Statement

#: How many guard verdicts above green are listed; the counts tell of all of them.
GUARD_LISTED = 15
#: How many days of the plan are shown.
PLAN_DAYS = 14


def _counted(judged: Sequence[Judged], rule: str) -> Statement:
    """Say how often a rule came to each light over the whole history."""
    verdicts = [each.by(rule) for each in judged]
    counted = dict.fromkeys(Light, 0)
    for verdict in verdicts:
        counted[Light(verdict.level)] += 1
    ground = verdicts[-1]
    total = Verdict(
        rule=rule,
        answer=Answer.YES,
        level="count",
        text="report.guard-count" if rule == "G1" else "report.guard-rule-count",
        values={
            "runs": len(judged),
            "rule": rule,
            **{level.value: n for level, n in counted.items()},
        },
        sources=ground.sources,
        grade=ground.grade,
    )
    return Statement(verdict=total)


def _guard(judged: Sequence[Judged]) -> Section:
    """Count every rule over the history, then list the newest that were loud."""
    loud = [(each.run, verdict) for each in judged for verdict in each.loud]
    newest = sorted(loud, key=lambda pair: pair[0].started_at, reverse=True)[:GUARD_LISTED]
    counts = [_counted(judged, rule) for rule in RULES] if judged else []
    listed = [Statement(verdict=verdict, about=run.local_on.isoformat()) for run, verdict in newest]
    return Section(heading="report.guard", statements=(*counts, *listed))


def _next(guard: Next) -> Section:
    """Say what the guard makes of the next run."""
    loud = [guard.flags] if guard.flags.level in (Light.RED, Light.AMBER) else []
    verdicts = (*loud, *guard.todo, guard.cap)
    return Section(
        heading="report.next-run",
        statements=tuple(Statement(verdict=verdict) for verdict in verdicts),
    )


def _load(runs: Sequence[RunFact], on: date) -> Section:
    text = "report.no-runs"
    values: dict[str, Scalar] = {}
    if runs:
        last = max(run.local_on for run in runs)
        text = "report.load"
        values = {
            "runs": len(runs),
            "first": min(run.local_on for run in runs).isoformat(),
            "last": last.isoformat(),
            "days_ago": (on - last).days,
            "units": round(sum(run.units.get(4, 0.0) for run in runs)),
            "km": round(sum(run.distance_m or 0.0 for run in runs) / 1000),
        }
    verdict = Verdict(
        rule="load/watch",
        answer=Answer.YES,
        level="count",
        text=text,
        values=values,
        sources=(SourceId("psoas-computed-load"),),
        grade=Grade.MEASURED,
    )
    return Section(heading="report.load-heading", statements=(Statement(verdict=verdict),))


def _disposed(assessment: Assessment) -> Verdict:
    """Say what the check came to, in its own words."""
    text = f"disposition.{assessment.disposition.value.lower()}"
    if assessment.unfinished:
        text = "report.unfinished"
    return Verdict(
        rule="check",
        answer=Answer.YES,
        level=assessment.disposition.value,
        text=text,
        values={"open": len(assessment.unknown)},
        sources=(SourceId("psoas-convention"),),
        grade=Grade.OWN_CONVENTION,
    )


def _screen(
    screening: Verdict | None, assessment: Assessment | None, held: Verdict | None
) -> Section:
    said: tuple[Verdict, ...] = ()
    if screening is not None and (assessment is None or assessment.disposition.trains):
        said = (screening,)
    elif assessment is not None:
        said = (_disposed(assessment), *([held] if held else []), *assessment.reasons)
    statements = tuple(Statement(verdict=verdict) for verdict in said)
    return Section(heading="report.screen", statements=statements)


def _drivers(assessment: Assessment) -> Section:
    statements = tuple(
        Statement(verdict=verdict, about=ranked.driver.value)
        for ranked in assessment.drivers
        for verdict in ranked.evidence
    )
    return Section(heading="report.drivers", statements=statements)


def _plan_days(plan: Plan | None, on: date) -> tuple[PlanDay, ...]:
    days = [day for day in plan.days if day.on >= on] if plan else []
    return tuple(days[:PLAN_DAYS])


def build(
    *,
    on: date,
    runs: Sequence[RunFact],
    days: Sequence[DayLoad],
    judged: Sequence[Judged],
    guard: Next,
    light: Verdict,
    screening: Verdict | None,
    assessment: Assessment | None,
    ahead: Sequence[Verdict] = (),
    plan: Plan | None,
    changes: Sequence[Change],
    in_the_run: Sequence[Verdict],
    decision: Verdict,
    next_decisive: Verdict | None,
    pain: Sequence[Verdict] = (),
    held: Verdict | None = None,
    taken: Sequence[Verdict] = (),
    week: Sequence[Verdict] = (),
    cue: Sequence[Statement] = (),
) -> Report:
    """Gather a report.

    Parameters
    ----------
    on
        The runner's day.
    runs, days, judged
        The season: runs, load by day, and the guard's verdicts on each run.
    guard
        What the guard makes of the next run.
    light
        Today's pain light.
    screening
        Why there may be no exercise; None where there may.
    assessment
        Of the newest answer sheet; None where there is none.
    ahead
        What to test next, best first.
    plan
        What is planned; not shown while *screening* stands.
    changes, pain, in_the_run, decision
        What the retest said of tests, daily scores and runs, and what follows.
    held
        Until when an earlier check holds this one back; None where none does.
    taken
        The newest of each measure and side, scored or not.
    week
        The newest answers to the questions of the week.
    cue
        Of the course of cue runs: what it costs, whether it waits, how each run was run.

    Returns
    -------
    Report
        Drivers, plan and decision only for a runner who may train.
    """
    sections = [_screen(screening, assessment, held), _load(runs, on), _guard(judged)]
    if runs:
        sections.append(_next(guard))
    sections += [
        Section(heading=heading, statements=tuple(Statement(verdict=each) for each in said))
        for heading, said in (("report.taken", taken), ("report.week", week))
        if said
    ]
    trains = screening is None and assessment is not None
    if assessment is not None and trains:
        retested = (
            *(change.verdict for change in changes),
            *pain,
            *in_the_run,
            decision,
            *((next_decisive,) if next_decisive else ()),
        )
        sections += [
            _drivers(assessment),
            Section(
                heading="report.ahead",
                statements=tuple(Statement(verdict=verdict) for verdict in ahead),
            ),
            Section(heading="report.today", statements=(Statement(verdict=light),)),
            Section(
                heading="report.retest",
                statements=tuple(Statement(verdict=verdict) for verdict in retested),
            ),
        ]
        if cue:
            sections.append(Section(heading="report.cue", statements=tuple(cue)))
    return Report(
        on=on,
        sections=tuple(sections),
        days=tuple(days),
        plan=_plan_days(plan, on) if trains else (),
    )
