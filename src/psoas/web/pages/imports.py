"""Imports: files sent, an import on its way, what became of each file, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from psoas.app.files.undoing import undo
from psoas.errors import Conflict, InvalidAnswer
from psoas.store.batches import Batch, batches, count_batches
from psoas.store.originals import outcomes_of
from psoas.web.desk import AnyRequest, Desk, go, page
from psoas.web.imports import ImportJob
from psoas.web.importview import Shown, lines_shown, said_of, shown_of, state_of
from psoas.web.paging import Paging
from psoas.web.threads import threaded
from psoas.web.upload import LIMIT_BYTES, TO_DISK, Upload, upload_of

PER_PAGE = 20
LINES_PER_PAGE = 50
OUTCOMES = ("new", "duplicate", "skipped", "failed")


def _label(upload: Upload) -> str:
    first, more = upload.paths[0].name, len(upload.paths) - 1
    return f"{first} and {more:,} more" if more else first


@post("/runs", opt={TO_DISK: True}, request_max_body_size=LIMIT_BYTES)
async def upload_runs(request: AnyRequest) -> Redirect:
    """Take files and begin to import them."""
    await request.form()
    upload = upload_of(request.scope)
    if upload is None or not upload.paths:
        raise InvalidAnswer(
            "no file was chosen",
            where="files",
            fix="Choose FIT, GPX or TCX files, gzipped or not, or the zip of a whole export",
        )
    desk = Desk.of(request)
    batch = Batch(id=str(uuid4()), started_at=desk.now(), label=_label(upload))
    job = ImportJob(
        batch=batch,
        paths=tuple(upload.paths),
        discard=upload.remove,
        dry_run=upload.fields.get("dry_run") == "yes",
    )
    desk.imports.start(job)
    upload_of(request.scope, take=True)
    return go(f"/runs/imports/{batch.id}")


def _shown(desk: Desk, batch_id: str) -> Shown:
    with desk.open() as logbook, logbook.reading() as connection:
        return shown_of(connection, batch_id, job=desk.imports.find(batch_id), now=desk.now())


@get("/runs/imports/{batch_id:str}")
@threaded
def show_import(request: AnyRequest, batch_id: FromPath[str]) -> Template:
    """Show how far an import is, or what became of it."""
    desk = Desk.of(request)
    shown = _shown(desk, batch_id)
    said = request.query_params.get("show", "")
    outcome = said if said in OUTCOMES else None
    total = sum(n for name, n in shown.counts.items() if outcome in (None, name))
    paging = Paging.of(request, total=total, per_page=LINES_PER_PAGE)
    with desk.open() as logbook, logbook.reading() as connection:
        lines = lines_shown(
            connection, shown, outcome=outcome, limit=LINES_PER_PAGE, offset=paging.offset
        )
    return page(
        request,
        "import.html",
        shown=shown,
        said=said_of(shown),
        outcome=outcome,
        lines=lines,
        paging=paging,
        back=request.query_params.get("back", ""),
    )


@get("/runs/imports/{batch_id:str}/state")
@threaded
def tell_import(request: AnyRequest, batch_id: FromPath[str]) -> dict[str, Any]:
    """Tell how far an import is, for the page that shows it."""
    shown = _shown(Desk.of(request), batch_id)
    return {"state": shown.state, "ended": shown.ended, **said_of(shown)}


@post("/runs/imports/{batch_id:str}/stop")
@threaded
def stop_import(request: AnyRequest, batch_id: FromPath[str]) -> Redirect:
    """Stop an import after the files in hand."""
    Desk.of(request).imports.stop(batch_id)
    return go(f"/runs/imports/{batch_id}")


@post("/runs/imports/{batch_id:str}/undo")
@threaded
def undo_import(request: AnyRequest, batch_id: FromPath[str]) -> Redirect:
    """Take an import back."""
    desk = Desk.of(request)
    if desk.imports.now() is not None:
        raise Conflict(
            "files are being brought in, so nothing was taken back",
            where="imports",
            fix="Wait for the end of that import or stop it, and do it again",
        )
    with desk.open() as logbook:
        undone = undo(logbook, now=desk.now(), batch_id=_shown(desk, batch_id).id)
    return go(f"/runs/imports/{batch_id}?back={undone.back}")


@get("/runs/log")
@threaded
def show_log(request: AnyRequest) -> Template:
    """List the imports, newest first."""
    desk = Desk.of(request)
    with desk.open() as logbook, logbook.reading() as connection:
        total = count_batches(connection)
        paging = Paging.of(request, total=total, per_page=PER_PAGE)
        found = batches(connection, limit=PER_PAGE, offset=paging.offset)
        counts = outcomes_of(connection, [each.id for each in found])
    rows = [_row(desk, each, counts[each.id]) for each in found]
    return page(request, "import_log.html", rows=rows, total=total, paging=paging)


def _row(desk: Desk, batch: Batch, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "batch": batch,
        "at": batch.started_at.astimezone(desk.now().tzinfo),
        "state": state_of(batch, desk.imports.find(batch.id)),
        "can_undo": bool(batch.new) and not batch.undone,
        "counts": counts,
    }


HANDLERS = (upload_runs, show_import, tell_import, stop_import, undo_import, show_log)
