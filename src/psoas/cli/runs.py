"""``import``, ``run`` and ``load``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.app.files.importing import Advance, Imported, Progress


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Say how far an import is, how fast, how long still."""
    with options.bar("import") as show:
        begun_s = monotonic()

        def report(advance: Advance) -> None:
            if show is not None:
                per_s = advance.files / max(monotonic() - begun_s, 1e-3)
                show(advance.done_ratio, f"{advance.files} files, {per_s:.0f} a second")

        yield report if show is not None else None


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
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be new, and keep nothing.")
@click.option("--list", "lists", is_flag=True, help="Show the imports there were.")
@click.option(
    "--undo",
    is_flag=False,
    flag_value="last",
    default=None,
    metavar="[ID]",
    help="Take an import back: the last, or the one named.",
)
@options.db
@options.as_json
@options.now
def import_(
    paths: tuple[Path, ...],
    dry_run: bool,
    lists: bool,
    undo: str | None,
    db: Path | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Bring watch files, folders and whole exports into the logbook.

    FIT, GPX and TCX files, gzipped or not; the archives of Strava, Garmin and Apple Health.
    What is known already is a duplicate; an interrupted import goes on where it was.
    """
    if lists or undo:
        _earlier(undo, db=db, as_json=as_json, now=now)
        return
    if not paths:
        raise click.UsageError("name the files, folders or exports to import")
    from psoas.app.files.importing import import_files
    from psoas.app.files.rederiving import outdated

    with options.open_logbook(db, must_exist=False) as logbook, _progress() as progress:
        try:
            result = import_files(logbook, paths, now=now, progress=progress, dry_run=dry_run)
        except KeyboardInterrupt:
            click.echo("Stopped. What was kept stays: the same command goes on there.", err=True)
            raise
        n_outdated = 0 if as_json else len(outdated(logbook))
    if as_json:
        options.print_json(
            {
                "new": result.new,
                "runs": result.runs,
                "duplicate": result.duplicate,
                "by_sport": result.by_sport,
                "skipped": result.skipped,
                "failed": result.failed,
                "batch": result.batch,
            }
        )
    else:
        _say(result)
        if n_outdated:
            click.echo(f"{n_outdated} files were read by an older psoas: run psoas rederive")
    if not result.readable:
        sys.exit(1)


def _earlier(undo: str | None, *, db: Path | None, as_json: bool, now: datetime) -> None:
    """List the imports, or take one back."""
    from psoas.app.files.undoing import imports_of
    from psoas.app.files.undoing import undo as take_back

    with options.open_logbook(db) as logbook:
        if undo is None:
            found = imports_of(logbook)
            if as_json:
                options.print_json({"imports": found})
                return
            for each in found:
                state = "undone" if each.undone else "" if each.finished else "interrupted"
                line = f"{each.id[:8]}  {each.started_at:%Y-%m-%d %H:%M}  {each.new} files"
                click.echo(f"{line}  {each.label}  {state}".rstrip())
            return
        undone = take_back(logbook, now=now, batch_id=None if undo == "last" else undo)
    if as_json:
        options.print_json({"undone": undone})
    else:
        click.echo(f"Took back {undone.files} files; {undone.back} runs came back from others")


@click.command("run")
@click.argument("file", type=click.Path(path_type=Path))
@options.as_json
def run(file: Path, as_json: bool) -> None:
    """Read one activity without a logbook."""
    from psoas.app.files.reading import as_plain, read_run
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
@click.option(
    "--planned",
    multiple=True,
    metavar="KM[:FAST_M][@TIME]",
    help="Check a run before it is run, such as 12 or 12@2026-11-24; may be repeated.",
)
@options.as_json
@options.now
def load(
    db: Path | None, days: int | None, planned: tuple[str, ...], as_json: bool, now: datetime
) -> None:
    """Show load over time and what the guard says, of planned runs too.

    A unit is what 1 km at 3.0 m/s on level ground loads the hip flexors.
    """
    from psoas.app.load.ahead import exposures_of
    from psoas.app.load.guarding import ahead_as_plain, check_ahead, guarded, planned_from
    from psoas.app.load.loading import as_plain
    from psoas.app.state import state_of
    from psoas.app.told import ahead_lines, load_lines, undated_lines
    from psoas.library import shelf

    wanted = planned_from(planned, now=now)
    with options.open_logbook(db) as logbook:
        state = state_of(logbook, shelf=shelf(), now=now)
    found = guarded(state, shelf=shelf(), days=days)
    ahead = check_ahead((*wanted, *exposures_of(state)), state, shelf=shelf())
    if as_json:
        told = ahead_as_plain(ahead, shelf=shelf())
        here = {**as_plain(found, shelf=shelf()), "planned": told, "undated": state.undated}
        options.print_json(here)
    else:
        lines = (*load_lines(found, shelf=shelf()), *ahead_lines(ahead, shelf=shelf()))
        click.echo("\n".join((*lines, *undated_lines(state.undated, shelf=shelf()))))


COMMANDS = {"import": import_, "run": run, "load": load}
