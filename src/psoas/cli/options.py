"""Options that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.errors import InvalidAnswer

if TYPE_CHECKING:
    from psoas.store import Logbook


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
db = click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="The logbook file. Default: in your data folder, or PSOAS_DB.",
)
models = click.option(
    "--models",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of the pose model. Default: in your data folder, or PSOAS_MODELS.",
)
now = click.option(
    "--at",
    "now",
    default=None,
    metavar="TIME",
    callback=lambda _context, _option, value: moment(value),
    help="Take this moment as now, such as 2026-11-22 or 2026-11-22T07:30. Default: now.",
)


def moment(said: str | None) -> datetime:
    """Return the aware moment that was said, by default now; a day alone means its noon."""
    if said is None:
        return datetime.now().astimezone()
    try:
        found = datetime.fromisoformat(said)
    except ValueError as error:
        raise InvalidAnswer(
            f"{said!r} is not a time",
            where="--at",
            fix="Write it as 2026-11-22 or 2026-11-22T07:30",
        ) from error
    if len(said) == len("2026-11-22"):
        found = found.replace(hour=12)
    return found if found.tzinfo else found.astimezone()


def open_logbook(db: Path | None, *, must_exist: bool = True) -> Logbook:
    """Open the logbook that was named, or the one of the settings."""
    from psoas.settings import read_settings
    from psoas.store import Logbook

    return Logbook.open(read_settings(db=db).db, must_exist=must_exist)


def light_said(logbook: Logbook, *, now: datetime) -> str:
    """Return what the pain of today and yesterday means for today, in words."""
    from psoas.app.state import state_of
    from psoas.library import shelf
    from psoas.render.words import worded

    return worded(state_of(logbook, shelf=shelf(), now=now).light_told, texts=shelf().texts)


@contextmanager
def bar(name: str) -> Iterator[Callable[[float, str], None] | None]:
    """A bar on stderr where a person is looking: how far, what is said, how long still."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[said]}"), Remaining())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(name, total=1.0, said="")

        def report(done_ratio: float, said: str) -> None:
            shown.update(task, completed=done_ratio, said=said)

        yield report


def print_json(value: object) -> None:
    """Print *value* as JSON."""
    from psoas.edges import to_json

    click.echo(to_json(value))
