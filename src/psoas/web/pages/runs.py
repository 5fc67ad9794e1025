"""Runs: what was run, what it loaded, what the guard says."""

from __future__ import annotations

from attrs import frozen
from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from psoas.app.cue.kept import cue_kept
from psoas.app.load.guarding import guarded
from psoas.errors import NotFound
from psoas.load import RunLoad
from psoas.load.guard import Judged
from psoas.load.watch import BANDS_MPS
from psoas.render.dynamics import dynamics_told
from psoas.render.words import noted
from psoas.runs import Sport
from psoas.store.activities import Activity, activities, load_of
from psoas.web.desk import AnyRequest, Desk, page
from psoas.web.paging import Paging
from psoas.web.threads import threaded

PER_PAGE = 25


@frozen(kw_only=True)
class Row:
    """A run of the list."""

    activity: Activity
    load: RunLoad | None
    judged: Judged | None


def _rows(desk: Desk) -> tuple[Row, ...]:
    """Return all runs, newest first; loads are read for the shown page only."""
    with desk.open() as logbook, logbook.reading() as connection:
        found = activities(connection, sport=Sport.RUN)
    judged = {each.run.id: each for each in guarded(desk.stand(), shelf=desk.shelf).judged}
    return tuple(
        Row(activity=each, load=None, judged=judged.get(each.id)) for each in reversed(found)
    )


def _with_loads(desk: Desk, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    with desk.open() as logbook, logbook.reading() as connection:
        return tuple(
            Row(
                activity=row.activity,
                load=load_of(connection, row.activity.id),
                judged=row.judged,
            )
            for row in rows
        )


@get("/runs")
@threaded
def list_runs(request: AnyRequest) -> Template:
    """List the runs of a page of the history."""
    desk = Desk.of(request)
    rows = _rows(desk)
    paging = Paging.of(request, total=len(rows), per_page=PER_PAGE)
    shown = rows[paging.offset : paging.offset + PER_PAGE]
    return page(
        request,
        "runs.html",
        rows=_with_loads(desk, shown),
        total=len(rows),
        number=paging.number,
        pages=paging.pages,
    )


@get("/runs/{run_id:str}")
@threaded
def show_run(request: AnyRequest, run_id: FromPath[str]) -> Template:
    """Show one run."""
    desk = Desk.of(request)
    row = next((each for each in _rows(desk) if each.activity.id == run_id), None)
    if row is None:
        raise NotFound("there is no such run", where="runs", fix="Choose one from the list")
    (row,) = _with_loads(desk, (row,))
    with desk.open() as logbook:
        by_cue = cue_kept(logbook, desk.stand(), shelf=desk.shelf, only=run_id)
    notes = (*row.activity.notes, *(row.load.notes if row.load else ()))
    said = [noted(note, texts=desk.shelf.texts) for note in notes]
    return page(
        request,
        "run.html",
        row=row,
        by_cue=by_cue,
        notes=tuple(dict.fromkeys(said)),
        dynamics=dynamics_told(row.activity.summary.dynamics),
        bands_mps=BANDS_MPS,
    )


HANDLERS = (list_runs, show_run)
