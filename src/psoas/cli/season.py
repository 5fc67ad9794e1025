"""``season`` and ``weeks``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from psoas.cli import options


@click.command("season")
@options.db
@click.option("--days", type=click.IntRange(min=1), default=None, help="Only the last so many.")
@options.as_json
@options.now
def season(db: Path | None, days: int | None, as_json: bool, now: datetime) -> None:
    """Show the season, and what changed before the symptoms began.

    Load by day, sums of 7 days and the most of 30; the two weeks before the onset beside
    your own weeks before. --days shortens the list of days, not what is compared.
    """
    from psoas.app.load.season import read_record, season_view
    from psoas.app.load.season_told import as_plain, lines
    from psoas.app.state import state_of
    from psoas.app.told import undated_lines
    from psoas.library import shelf

    with options.open_logbook(db) as logbook:
        state = state_of(logbook, shelf=shelf(), now=now)
        found = season_view(state, read_record(logbook, on=state.on), shelf=shelf())
    if as_json:
        options.print_json(as_plain(found, shelf=shelf(), days=days))
    else:
        undated = undated_lines(state.undated, shelf=shelf())
        click.echo("\n".join((*lines(found, shelf=shelf()), *undated)))


@click.command("weeks")
@click.argument("week_a")
@click.argument("week_b")
@options.as_json
def weeks(week_a: str, week_b: str, as_json: bool) -> None:
    """Compare two planned weeks: which asks more of the hip flexors.

    A week is typed as "tue 8km@5:30, thu 6x400m@3:45, sun 16km@5:45": weekday, amount
    (km, mi, m, min, s), pace a kilometre (or 8:50/mi, or 12km/h). Parts of a run go
    together with +, as in "thu 2km@6:00 + 6x400m@3:45 + 2km@6:00". "rest" is no run.
    """
    from psoas.app.load.weeks import as_plain, compare_planned, lines
    from psoas.library import shelf

    found = compare_planned(week_a, week_b, shelf=shelf())
    if as_json:
        options.print_json(as_plain(found, shelf=shelf()))
    else:
        click.echo("\n".join(lines(found, shelf=shelf())))


COMMANDS = {"season": season, "weeks": weeks}
