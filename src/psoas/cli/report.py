"""``report``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from psoas.cli import options


@click.command("report")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("report.html"),
    show_default=True,
    help="The file to write: .html.",
)
@options.db
@options.as_json
@options.now
def report(out: Path, db: Path | None, as_json: bool, now: datetime) -> None:
    """Write the report as one HTML file that needs nothing else."""
    from psoas.app.reporting import write_report
    from psoas.library import shelf

    if out.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError("the report is written as .html")
    with options.open_logbook(db) as logbook:
        found = write_report(logbook, out, shelf=shelf(), now=now)
    if as_json:
        options.print_json(
            {"file": str(out), "sections": [each.heading for each in found.sections]}
        )
    else:
        click.echo(f"Wrote {out}")


COMMANDS = {"report": report}
