"""The plan: a calendar by week, each day with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from litestar import get, post
from litestar.response import Redirect, Template

from psoas.app.cue.cueing import shown_plan
from psoas.app.load.adherence import behind_of
from psoas.app.load.ahead import by_day, runs_ahead
from psoas.app.load.guarding import eases
from psoas.app.load.planned_runs import Brought
from psoas.app.plan.briefing import answers_of
from psoas.app.plan.planning import (
    MOST_WEEKS,
    clash_in,
    make_plan,
    missed_sessions,
    race_ahead,
    refit_plan,
)
from psoas.app.state import State
from psoas.library import Shelf
from psoas.loop.retrain.choose import is_allowed
from psoas.loop.retrain.course import CueRun
from psoas.loop.retrain.cue import Cue
from psoas.programme import Plan
from psoas.render.cue_words import cue_run_short, cue_run_title
from psoas.render.told import clash_words
from psoas.web.desk import AnyRequest, Desk, go, page
from psoas.web.form import Form, Posted
from psoas.web.threads import threaded

#: The fields of the form that are wishes: a field's name, and the wish that its value makes.
COUNTED_WISHES = ("minutes", "strength", "rest")
TICKED_WISHES = {"free-hard": "free=hard", "with-circuit": "with=circuit:1"}


def wishes_of(form: Form) -> tuple[str, ...]:
    """Return the wishes that were filled in."""
    counted = ((name, form.whole(name, name=name)) for name in COUNTED_WISHES)
    return (
        *(f"{name}={amount}" for name, amount in counted if amount is not None),
        *(wish for name, wish in TICKED_WISHES.items() if form.text(name)),
    )


def filled_in(wishes: Iterable[str]) -> dict[str, str]:
    """Return what the fields of the form hold for the wishes of a plan."""
    said = dict(each.partition("=")[::2] for each in wishes)
    ticked = {name: "on" if wish in wishes else "" for name, wish in TICKED_WISHES.items()}
    return {**{name: said.get(name, "") for name in COUNTED_WISHES}, **ticked}


def _cue_words(plan: Plan, shelf: Shelf) -> Callable[[CueRun], tuple[str, str]]:
    """Return what a cue run is called, and how it is run in a line."""

    def worded(run: CueRun) -> tuple[str, str]:
        if plan.course is None:
            return ("", "")
        title = cue_run_title(run, plan.course, limits=shelf.limits, texts=shelf.texts)
        return title, cue_run_short(run, plan.course, limits=shelf.limits, texts=shelf.texts)

    return worded


def _cues_to_choose(state: State, shelf: Shelf) -> tuple[Cue, ...]:
    """Return the cues that the answers allow; none where no exercise may be shown."""
    if not state.trains or state.sheet is None:
        return ()
    sheet = answers_of(state, state.sheet, shelf)
    return tuple(each for each in shelf.cues.values() if is_allowed(each, sheet))


def plan_page(request: AnyRequest, *, brought: Brought | None = None) -> Template:
    """Return the page; *brought* is what became of planned runs that just came in."""
    desk = Desk.of(request)
    state, shelf = desk.stand(), desk.shelf
    plan = shown_plan(state, shelf=shelf)
    ahead = runs_ahead(state, shelf=shelf)
    wished = state.plan.wishes if state.plan else {}
    clash = None
    if plan is not None and state.plan is not None:
        with desk.open() as logbook:
            clash = clash_in(logbook, state.plan, shelf=shelf, now=desk.now())
    return page(
        request,
        "plan.html",
        state=state,
        plan=plan,
        weeks=plan.weeks if plan else (),
        kept=state.plan,
        cue_run=_cue_words(plan, shelf) if plan else None,
        cue_cost=plan.course.trade_off.verdict
        if plan and plan.course and plan.course.trade_off
        else None,
        wished_cue=wished.get("cue") or "",
        cues=_cues_to_choose(state, shelf),
        most_weeks=MOST_WEEKS,
        done={each.session for each in state.done},
        race_on=race_ahead(state) or "",
        programmes=tuple(shelf.programmes.values()),
        programme=shelf.programmes.get(wished.get("programme") or "general"),
        wished=filled_in(wished.get("wishes") or ()),
        eased=eases(state),
        clash=clash_words(clash, texts=shelf.texts) if clash else "",
        missed=missed_sessions(state),
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
    with desk.open() as logbook:
        make_plan(
            logbook,
            shelf=desk.shelf,
            now=desk.now(),
            weeks=form.whole("weeks", name="weeks"),
            race_on=form.day("race_on", name="race day"),
            raceless="race_on" in form.fields and not form.text("race_on"),
            programme=form.text("programme") or None,
            wishes=wishes_of(form),
            cue=form.text("cue") or None,
        )
    return go("/plan")


@post("/plan/refit")
@threaded
def fit_again(request: AnyRequest) -> Redirect:
    """Fit the rest of the plan to what was done."""
    desk = Desk.of(request)
    with desk.open() as logbook:
        refit_plan(logbook, shelf=desk.shelf, now=desk.now())
    return go("/plan")


HANDLERS = (show_plan, remake_plan, fit_again)
