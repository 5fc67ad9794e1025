"""``export``, ``restore``, ``forget`` and ``rederive``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from psoas.cli import options


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@options.db
@options.as_json
@options.now
def export(file: Path, db: Path | None, as_json: bool, now: datetime) -> None:
    """Write all that is kept, originals included, into one zip file."""
    from psoas.app.archive import export_logbook

    with options.open_logbook(db) as logbook:
        counts = export_logbook(logbook, file, now=now)
    if as_json:
        options.print_json({"file": str(file), "rows": counts})
    else:
        click.echo(f"Wrote {file}: {sum(counts.values())} entries")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@options.db
@options.as_json
def restore(file: Path, db: Path | None, as_json: bool) -> None:
    """Read an export into a new, empty logbook."""
    from psoas.app.archive import restore_logbook

    with options.open_logbook(db, must_exist=False) as logbook:
        counts = restore_logbook(logbook, file)
    if as_json:
        options.print_json({"file": str(file), "rows": counts})
    else:
        click.echo(f"Restored {sum(counts.values())} entries from {file}")


@click.command("forget")
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.db
@options.as_json
def forget(yes: bool, db: Path | None, as_json: bool) -> None:
    """Delete the logbook with all originals. This cannot be undone."""
    from psoas.app.archive import forget_logbook

    with options.open_logbook(db) as logbook:
        path = logbook.path
        if not yes:
            click.confirm(f"Delete all in {path}? It cannot be undone", abort=True, err=True)
        removed = forget_logbook(logbook)
    if as_json:
        options.print_json({"removed": [str(each) for each in removed]})
    else:
        click.echo(f"Deleted {path}. Exports and backups that you made are yours to delete.")


@click.command("rederive")
@click.option("--all", "everything", is_flag=True, help="All files, also what is up to date.")
@options.db
@options.as_json
@options.now
def rederive(everything: bool, db: Path | None, as_json: bool, now: datetime) -> None:
    """Read the originals again where a newer psoas derives something else from them."""
    from psoas.app.files.rederiving import rederive as derive_again

    with options.open_logbook(db) as logbook, options.bar("rederive") as report:
        found = derive_again(logbook, now=now, everything=everything, progress=report)
    if as_json:
        options.print_json(
            {"files": found.files, "activities": found.activities, "failed": found.failed}
        )
        return
    click.echo(f"Derived {found.activities} activities of {found.files} files again")
    for name, reason in found.failed.items():
        click.echo(f"  {name} stays as it was: {reason}")


COMMANDS = {"export": export, "restore": restore, "forget": forget, "rederive": rederive}
