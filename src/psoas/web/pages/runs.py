"""Runs: what was run, what it loaded, what the guard says; and bringing files in."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from attrs import frozen
from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Template

from psoas.app.guarding import guarded
from psoas.app.importing import import_files
from psoas.errors import InvalidAnswer, NotFound
from psoas.load import RunLoad
from psoas.load.guard import Judged
from psoas.render.words import noted
from psoas.runs import Sport
from psoas.store.activities import Activity, activities, load_of
from psoas.store.originals import import_log
from psoas.web.desk import AnyRequest, Desk, page
from psoas.web.threads import threaded

PER_PAGE = 25
LOG_LINES = 20

Files = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]


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


def _page_number(request: AnyRequest, pages: int) -> int:
    said = request.query_params.get("page", "1")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 1
    return min(max(number, 1), pages)


@get("/runs")
@threaded
def list_runs(request: AnyRequest) -> Template:
    """List the runs of a page of the history."""
    desk = Desk.of(request)
    rows = _rows(desk)
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = _page_number(request, pages)
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    return page(
        request,
        "runs.html",
        rows=_with_loads(desk, shown),
        total=len(rows),
        number=number,
        pages=pages,
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
    notes = (*row.activity.notes, *(row.load.notes if row.load else ()))
    said = [noted(note, texts=desk.shelf.texts) for note in notes]
    return page(request, "run.html", row=row, notes=tuple(dict.fromkeys(said)))


def _uploads(data: dict[str, Any]) -> list[UploadFile]:
    files = data.get("files", [])
    files = files if isinstance(files, list) else [files]
    return [each for each in files if isinstance(each, UploadFile) and each.filename]


def _saved(uploads: list[UploadFile], folder: Path) -> list[Path]:
    """Write each upload under its own name, in a folder of its own: names may repeat."""
    saved = []
    for number, upload in enumerate(uploads):
        name = Path(upload.filename.replace("\\", "/").replace("\0", "")).name or "file"
        path = folder / str(number) / name[-150:]
        path.parent.mkdir()
        path.write_bytes(upload.file.read())
        saved.append(path)
    return saved


@post("/runs", status_code=200)
@threaded
def upload_runs(request: AnyRequest, data: Files) -> Template:
    """Import the files that were sent, and say what became of each."""
    desk = Desk.of(request)
    uploads = _uploads(data)
    if not uploads:
        raise InvalidAnswer(
            "no file was chosen", where="files", fix="Choose FIT, GPX or TCX files, gzipped or not"
        )
    with TemporaryDirectory(prefix="psoas-") as folder, desk.open() as logbook:
        result = import_files(logbook, _saved(uploads, Path(folder)), now=desk.now())
        with logbook.reading() as connection:
            lines = import_log(connection, limit=len(uploads))
    return page(request, "imported.html", result=result, lines=tuple(reversed(lines)))


@get("/runs/log")
@threaded
def show_log(request: AnyRequest) -> Template:
    """Show what became of the files that were offered last."""
    with Desk.of(request).open() as logbook, logbook.reading() as connection:
        lines = import_log(connection)
    return page(request, "import_log.html", lines=lines)


HANDLERS = (list_runs, show_run, upload_runs, show_log)
