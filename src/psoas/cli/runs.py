"""``import``, ``run`` and ``load``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.app.importing import Imported, Progress


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on stderr where a person is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("import")

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report


def _say(result: Imported) -> None:
    sports = ", ".join(f"{n} {sport}" for sport, n in sorted(result.by_sport.items()))
    click.echo(f"{result.new} new ({sports or 'none'}), {result.duplicate} duplicate")
    if result.skipped:
        click.echo(f"{len(result.skipped)} skipped:")
        for skipped in result.skipped:
            click.echo(f"  {skipped.file}: {skipped.reason}")
    if result.failed:
        click.echo(f"{len(result.failed)} failed:")
        for failed in result.failed:
            click.echo(f"  {failed.file}: {failed.reason}. {failed.fix}")


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.db
@options.as_json
@options.now
def import_(paths: tuple[Path, ...], db: Path | None, as_json: bool, now: datetime) -> None:
    """Bring watch files and folders into the logbook.

    FIT, GPX and TCX files, gzipped or not. What is known already is a duplicate; an
    interrupted import goes on where it was.
    """
    from psoas.app.importing import import_files

    with options.open_logbook(db, must_exist=False) as logbook, _progress() as progress:
        result = import_files(logbook, paths, now=now, progress=progress)
    if as_json:
        options.print_json(
            {
                "new": result.new,
                "runs": result.runs,
                "duplicate": result.duplicate,
                "by_sport": result.by_sport,
                "skipped": result.skipped,
                "failed": result.failed,
            }
        )
    else:
        _say(result)
    if not result.readable:
        sys.exit(1)


@click.command("run")
@click.argument("file", type=click.Path(path_type=Path))
@options.as_json
def run(file: Path, as_json: bool) -> None:
    """Read one activity without a logbook."""
    from psoas.app.reading import as_plain, read_run
    from psoas.library import shelf
    from psoas.render.told import run_lines

    found = read_run(file)
    if as_json:
        options.print_json(as_plain(found))
    else:
        lines = run_lines(found.recording, found.summary, found.load, texts=shelf().texts)
        click.echo("\n".join(lines))


@click.command("load")
@options.db
@click.option("--days", type=click.IntRange(min=1), default=None, help="Only the last so many.")
@options.as_json
@options.now
def load(db: Path | None, days: int | None, as_json: bool, now: datetime) -> None:
    """Show load over time and what the guard says.

    A unit is what 1 km at 3.0 m/s on level ground loads the hip flexors.
    """
    from psoas.app.loading import as_plain, loading
    from psoas.app.told import load_lines
    from psoas.library import shelf

    with options.open_logbook(db) as logbook:
        found = loading(logbook, shelf=shelf(), now=now, days=days)
    if as_json:
        options.print_json(as_plain(found, shelf=shelf()))
    else:
        click.echo("\n".join(load_lines(found, shelf=shelf())))


COMMANDS = {"import": import_, "run": run, "load": load}
