"""``report``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.store import Logbook


@click.command("report")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("report.html"),
    show_default=True,
    help="The file to write: .html.",
)
@click.option(
    "--clinician",
    is_flag=True,
    help="Write the one page for a clinician: what was asked, answered and found, and why.",
)
@options.db
@options.as_json
@options.now
def report(out: Path, clinician: bool, db: Path | None, as_json: bool, now: datetime) -> None:
    """Write the report as one HTML file that needs nothing else."""
    from psoas.app.reporting import write_report
    from psoas.library import shelf

    if out.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError("name a file that ends in .html; a browser prints it as PDF")
    with options.open_logbook(db) as logbook:
        if clinician:
            sections = _clinician(logbook, out, now=now)
        else:
            found = write_report(logbook, out, shelf=shelf(), now=now)
            sections = [each.heading for each in found.sections]
    if as_json:
        options.print_json({"file": str(out), "sections": sections})
    else:
        click.echo(f"Wrote {out}")


def _clinician(logbook: Logbook, out: Path, *, now: datetime) -> list[str]:
    from psoas.app.check.clinician import page_of_state, write_clinician
    from psoas.app.state import state_of
    from psoas.library import shelf

    page = page_of_state(state_of(logbook, shelf=shelf(), now=now), shelf=shelf())
    write_clinician(page, out, shelf=shelf())
    return ["clinic.title"]


COMMANDS = {"report": report}
