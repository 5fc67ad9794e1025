"""The plan: a calendar by week, each day with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from litestar import get, post
from litestar.response import Redirect, Template

from psoas.app.adherence import behind_of
from psoas.app.ahead import by_day, runs_ahead
from psoas.app.planned_runs import Brought
from psoas.app.planning import MOST_WEEKS, WEEKS, current_plan, make_plan
from psoas.errors import InvalidAnswer
from psoas.programme import PlanDay
from psoas.web.desk import AnyRequest, Desk, go, page
from psoas.web.form import Form, Posted
from psoas.web.threads import threaded


def by_week(days: Iterable[PlanDay]) -> tuple[tuple[PlanDay, ...], ...]:
    """Return days in calendar weeks, Monday first."""
    return tuple(tuple(week) for _, week in groupby(days, key=lambda d: d.on.isocalendar()[:2]))


def plan_page(request: AnyRequest, *, brought: Brought | None = None) -> Template:
    """Return the page; *brought* is what became of planned runs that just came in."""
    desk = Desk.of(request)
    state, shelf = desk.stand(), desk.shelf
    plan = current_plan(state)
    ahead = runs_ahead(state, shelf=shelf)
    return page(
        request,
        "plan.html",
        state=state,
        plan=plan,
        weeks=by_week(plan.days) if plan else (),
        kept=state.plan,
        default_weeks=WEEKS,
        most_weeks=MOST_WEEKS,
        done={each.session for each in state.done},
        race_on=state.profile.get("race_on") or "",
        ahead=ahead,
        ahead_by_day=by_day(ahead),
        behind=tuple(reversed(tuple(behind_of(state, shelf=shelf)))),
        brought=brought,
        said=request.query_params.get("kept", ""),
    )


@get("/plan")
@threaded
def show_plan(request: AnyRequest) -> Template:
    """Show the plan, or what stands before it, and the planned runs."""
    return plan_page(request)


@post("/plan")
@threaded
def remake_plan(request: AnyRequest, data: Posted) -> Redirect:
    """Make the plan anew from today."""
    desk, form = Desk.of(request), Form(data)
    said = form.whole("weeks", name="weeks")
    weeks = WEEKS if said is None else said
    if not 1 <= weeks <= MOST_WEEKS:
        raise InvalidAnswer(
            f"{weeks} weeks cannot be planned",
            where="weeks",
            fix=f"Give a number from 1 to {MOST_WEEKS}",
        )
    with desk.open() as logbook:
        make_plan(
            logbook,
            shelf=desk.shelf,
            now=desk.now(),
            weeks=weeks,
            race_on=form.day("race_on", name="race day"),
        )
    return go("/plan")


HANDLERS = (show_plan, remake_plan)
