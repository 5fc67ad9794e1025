"""``forecast``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from psoas.cli import options

#: The other plan's running, in percent of the usual; asked anew in ``app/forecast/forecasting.py``.
PCT = click.IntRange(0, 130)


@click.command("forecast")
@click.option(
    "--running", "other_pct", type=PCT, default=70, show_default=True, help="The other plan, in %."
)
@options.db
@options.as_json
@options.now
def forecast(other_pct: int, db: Path | None, as_json: bool, now: datetime) -> None:
    """What is to come: tomorrow, the week before the race, and what drives flare-ups.

    The week is told as you usually run, and beside it with another amount of running. It says
    how good such forecasts were for you so far.
    """
    from psoas.app.forecast.forecasting import forecasts_of
    from psoas.app.forecast.told import as_plain, lines
    from psoas.app.state import state_of
    from psoas.library import shelf

    with options.open_logbook(db) as logbook:
        found = forecasts_of(state_of(logbook, shelf=shelf(), now=now), other_pct=other_pct)
    if as_json:
        options.print_json(as_plain(found, shelf=shelf()))
    else:
        click.echo("\n".join(lines(found, shelf=shelf())))


COMMANDS = {"forecast": forecast}
