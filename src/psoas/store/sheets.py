"""Answer sheets with what was said of them, and plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, delete, insert, literal_column, select

from psoas.edges import from_plain, to_plain
from psoas.evidence import Made
from psoas.loop.assess.model import Assessment
from psoas.programme.model import Plan
from psoas.store import tables

ENTERED: ColumnElement[int] = literal_column("rowid")
"""The order of entry: of two entries of one instant (``--at`` names a day) the later counts."""


@frozen(kw_only=True)
class KeptSheet:
    """An answer sheet as it was given, and its assessment."""

    id: str
    answered_at: datetime
    answers: Mapping[str, Any]
    assessment: Assessment


@frozen(kw_only=True)
class KeptPlan:
    """A plan with the wishes it was made from."""

    id: str
    planned_at: datetime
    wishes: Mapping[str, Any]
    plan: Plan


def keep_sheet(connection: Connection, sheet: KeptSheet, *, made: Made) -> None:
    """Keep an answer sheet."""
    connection.execute(
        insert(tables.sheet).values(
            id=sheet.id,
            answered_at=sheet.answered_at,
            answers=dict(sheet.answers),
            assessment=to_plain(sheet.assessment),
            disposition=sheet.assessment.disposition,
            made_by=made.by,
            made_version=made.version,
        )
    )


def _kept(row: Any) -> KeptSheet:
    return KeptSheet(
        id=row.id,
        answered_at=row.answered_at,
        answers=row.answers,
        assessment=from_plain(row.assessment, Assessment),
    )


def sheets_since(connection: Connection, since: datetime) -> tuple[KeptSheet, ...]:
    """Return the answer sheets from *since* on, oldest first."""
    table = tables.sheet
    rows = connection.execute(
        select(table).where(table.c.answered_at >= since).order_by(table.c.answered_at, ENTERED)
    )
    return tuple(_kept(row) for row in rows)


def latest_sheet(connection: Connection) -> KeptSheet | None:
    """Return the newest answer sheet, None where there is none."""
    table = tables.sheet
    row = connection.execute(
        select(table).order_by(table.c.answered_at.desc(), ENTERED.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _kept(row)


def keep_plan(connection: Connection, plan: KeptPlan) -> None:
    """Keep a plan; the newest counts."""
    connection.execute(
        insert(tables.plan).values(
            id=plan.id,
            planned_at=plan.planned_at,
            wishes=dict(plan.wishes),
            plan=to_plain(plan.plan),
            made_by=plan.plan.made.by,
            made_version=plan.plan.made.version,
        )
    )


def latest_plan(connection: Connection) -> KeptPlan | None:
    """Return the newest plan, None where there is none."""
    table = tables.plan
    row = connection.execute(
        select(table).order_by(table.c.planned_at.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return KeptPlan(
        id=row.id,
        planned_at=row.planned_at,
        wishes=row.wishes,
        plan=from_plain(row.plan, Plan),
    )


def first_asked_at(connection: Connection) -> datetime | None:
    """Return when the first plan was made or the first check answered; None before both."""
    plans, sheets = tables.plan, tables.sheet
    at = connection.execute(
        select(plans.c.planned_at).order_by(plans.c.planned_at).limit(1)
    ).scalar_one_or_none()
    if at is None:
        at = connection.execute(
            select(sheets.c.answered_at).order_by(sheets.c.answered_at).limit(1)
        ).scalar_one_or_none()
    return at if isinstance(at, datetime) else None


def drop_plans(connection: Connection) -> None:
    """Drop all plans: a runner who is referred has none."""
    connection.execute(delete(tables.plan))
