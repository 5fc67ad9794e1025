"""Progress: readings, what changed for real, load over time, and what follows."""

from __future__ import annotations

from datetime import timedelta

from litestar import get
from litestar.response import Response, Template

from psoas.app.check.clinician import as_html, page_of_state
from psoas.app.cue.kept import cue_kept
from psoas.app.forecast.forecasting import OTHER_PCT, forecasts_of
from psoas.app.load.guarding import guarded
from psoas.app.load.loading import Loading
from psoas.app.plan.earned import trials_of
from psoas.app.plan.levels import gates_of
from psoas.app.reporting import reported
from psoas.app.retest.around import clips_of, in_run_of
from psoas.app.retest.retesting import retest
from psoas.app.retest.symptoms import pain_pictures_of
from psoas.render.charts import load_chart
from psoas.render.standalone import Back
from psoas.web.desk import AnyRequest, Desk, page, whole_page
from psoas.web.threads import threaded

#: Charts: for a desk, and for a phone.
WIDTHS_PX = (720, 300)
#: The load is drawn over so long: more weeks are too thin to see.
DRAWN = timedelta(weeks=104)
#: Other plans to choose from: running in percent of the usual.
OTHER_PLANS_PCT = (50, 70, 85, 115)


def other_plan(said: str) -> int:
    """Return the other plan that was chosen; the usual choice where none was."""
    return int(said) if said in map(str, OTHER_PLANS_PCT) else OTHER_PCT


def load_pictures(loading: Loading) -> tuple[str, ...]:
    """Return the load as SVG markup, drawn by ``render`` from numbers and dates alone."""
    days = [each for each in loading.days if each.on > loading.days[-1].on - DRAWN]
    return tuple(load_chart(days, width_px=width) for width in WIDTHS_PX)


@get("/progress")
@threaded
def show_progress(request: AnyRequest) -> Template:
    """Show what changed, what was run, and what follows."""
    desk = Desk.of(request)
    state, shelf = desk.stand(), desk.shelf
    with desk.open() as logbook:
        running, clips = in_run_of(logbook, state), clips_of(logbook)
        by_cue = cue_kept(logbook, state, shelf=shelf)
    loading = guarded(state, shelf=shelf)
    retested = retest(state, shelf=shelf, running=running, clips=clips)
    coming = forecasts_of(state, other_pct=other_plan(request.query_params.get("running", "")))
    return page(
        request,
        "progress.html",
        state=state,
        retested=retested,
        coming=coming,
        other_plans=OTHER_PLANS_PCT,
        pain_pictures=pain_pictures_of(
            state,
            retested.symptoms,
            widths_px=WIDTHS_PX,
            week_nrs=coming.week_nrs,
            race_on=coming.race_on,
        ),
        loading=loading,
        by_cue=by_cue,
        load_pictures=load_pictures(loading),
        gates=gates_of(state, shelf=shelf) if state.trains else (),
        trials=trials_of(state, shelf=shelf) if state.trains else {},
    )


@get("/report")
@threaded
def show_report(request: AnyRequest) -> Response[str]:
    """Show the report, as ``psoas report`` writes it into a file."""
    desk = Desk.of(request)
    back = Back(path="/progress", name="Progress")
    with desk.open() as logbook:
        _, text = reported(logbook, shelf=desk.shelf, now=desk.now(), back=back)
    return whole_page(text)


@get("/report/clinician")
@threaded
def show_clinician(request: AnyRequest) -> Response[str]:
    """Show the clinician's page, as ``psoas report --clinician`` writes it into a file."""
    desk = Desk.of(request)
    told = page_of_state(desk.stand(), shelf=desk.shelf)
    back = Back(path="/check/result", name="The check")
    return whole_page(as_html(told, shelf=desk.shelf, back=back))


HANDLERS = (show_progress, show_report, show_clinician)
