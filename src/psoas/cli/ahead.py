"""``ahead``: runs that are planned elsewhere or by hand."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.programme.calendar import PlannedDay

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("ahead")
def ahead() -> None:
    """Planned runs: bring them in, type them in, list them with the guard's word, drop them."""


@ahead.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", type=DAY, default=None, help="The day of a FIT workout, which says none.")
@options.db
@options.as_json
@options.now
def import_(
    files: tuple[Path, ...], on: datetime | None, db: Path | None, as_json: bool, now: datetime
) -> None:
    """Bring in planned runs: a calendar (ICS), a table (CSV) or a FIT workout.

    Runs from 4 weeks back to 16 weeks ahead are kept. What is read again changes or stays; it
    never stands twice.
    """
    from psoas.app.load.planned_runs import as_plain, import_planned, read_files

    contents = read_files(files)
    with options.open_logbook(db, must_exist=False) as logbook:
        found = import_planned(logbook, contents, now=now, on=on.date() if on else None)
    if as_json:
        options.print_json(
            {
                "new": found.new,
                "changed": found.changed,
                "duplicate": found.duplicate,
                "gone": [as_plain(run) for run in found.gone],
                "skipped": found.skipped,
                "failed": found.failed,
            }
        )
    else:
        click.echo(f"{found.new} new, {found.changed} changed, {found.duplicate} there already")
        for each in found.skipped:
            click.echo(f"  left out: {each.where}: {each.reason}")
        for run in found.gone:
            click.echo(f"  not in it now: {_line(run)}")
        if found.gone:
            ids = " ".join(run.id[:8] for run in found.gone)
            click.echo(f"Still planned. To take them out: psoas ahead drop {ids}")
        for each in found.failed:
            click.secho(f"  not read: {each.where}: {each.reason}", fg="red")
    if not found.readable:
        sys.exit(1)


@ahead.command("add")
@click.argument("day", type=DAY)
@click.argument("title")
@click.option("--parts", default="", help='Such as "2km@6:00 + 6x400m@3:45".')
@options.db
@options.as_json
@options.now
def add(
    day: datetime, title: str, parts: str, db: Path | None, as_json: bool, now: datetime
) -> None:
    """Type in a run of a day, such as 2026-12-06 "Long 18 km"."""
    from psoas.app.load.planned_runs import add_planned, as_plain

    with options.open_logbook(db, must_exist=False) as logbook:
        run = add_planned(logbook, on=day.date(), title=title, parts=parts, now=now)
    if as_json:
        options.print_json({"kept": as_plain(run)})
    else:
        click.echo(f"Kept: {_line(run)}")


@ahead.command("list")
@options.db
@options.as_json
@options.now
def list_(db: Path | None, as_json: bool, now: datetime) -> None:
    """List planned runs from today on, and what the guard says of each."""
    from psoas.app.load.ahead import runs_ahead
    from psoas.app.load.planned_runs import as_plain
    from psoas.app.state import state_of
    from psoas.app.told import verdict_as_plain
    from psoas.library import shelf
    from psoas.render.words import worded

    with options.open_logbook(db) as logbook:
        state = state_of(logbook, shelf=shelf(), now=now)
    found = runs_ahead(state, shelf=shelf())
    if as_json:
        options.print_json(
            {
                "runs": [
                    as_plain(each.run)
                    | {
                        "kind": each.kind,
                        "level": each.level,
                        "says": [verdict_as_plain(said, shelf=shelf()) for said in each.says],
                    }
                    for each in found
                ]
            }
        )
        return
    if not found:
        click.echo("No planned runs. Bring them in with psoas ahead import, or psoas ahead add.")
    for each in found:
        click.echo(f"{_line(each.run)}: {each.level or 'not compared'}")
        for said in each.says:
            click.echo(f"  {worded(said, texts=shelf().texts)}")


@ahead.command("drop")
@click.argument("ids", nargs=-1)
@click.option("--from", "came_from", default=None, help="All that came from this file.")
@options.db
@options.as_json
def drop(ids: tuple[str, ...], came_from: str | None, db: Path | None, as_json: bool) -> None:
    """Drop planned runs: by id or its beginning, or all of a file."""
    from psoas.app.load.planned_runs import as_plain
    from psoas.app.load.planned_runs import drop as drop_runs

    if not ids and came_from is None:
        raise click.UsageError("name the runs, or a file with --from")
    with options.open_logbook(db) as logbook:
        dropped = drop_runs(logbook, ids=ids, came_from=came_from)
    if as_json:
        options.print_json({"dropped": [as_plain(run) for run in dropped]})
    else:
        click.echo("\n".join(f"Dropped: {_line(run)}" for run in dropped))


def _line(run: PlannedDay) -> str:
    on: date = run.on
    km = "" if run.distance_m is None else f", {run.distance_m / 1000:.4g} km"
    return f"{run.id[:8]}  {on:%Y-%m-%d}  {run.title}{km}  [{run.came_from}]"


COMMANDS = {"ahead": ahead}
