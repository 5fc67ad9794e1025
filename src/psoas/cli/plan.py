"""``plan``, ``today``, ``done`` and ``retest``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.app.state import State

NRS = click.IntRange(0, 10)


def _state(db: Path | None, now: datetime) -> State:
    from psoas.app.state import state_of
    from psoas.library import shelf

    with options.open_logbook(db) as logbook:
        return state_of(logbook, shelf=shelf(), now=now)


@click.command("plan")
@click.option("--weeks", type=click.IntRange(1, 16), default=6, show_default=True)
@click.option("--race", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Race day.")
@options.db
@options.as_json
@options.now
def plan(weeks: int, race: datetime | None, db: Path | None, as_json: bool, now: datetime) -> None:
    """Lay a plan round your runs: sessions of at most 30 minutes, a reason on every day."""
    from psoas.app.planning import make_plan
    from psoas.app.told import plan_as_plain
    from psoas.library import shelf
    from psoas.render.told import plan_lines

    with options.open_logbook(db) as logbook:
        kept = make_plan(
            logbook, shelf=shelf(), now=now, weeks=weeks, race_on=race.date() if race else None
        )
    if as_json:
        options.print_json(plan_as_plain(kept.plan, shelf=shelf()))
    else:
        lines = plan_lines(kept.plan, exercises=shelf().exercises, texts=shelf().texts)
        click.echo("\n".join(lines))


@click.command("today")
@options.db
@options.as_json
@options.now
def today(db: Path | None, as_json: bool, now: datetime) -> None:
    """Show what to do today, fitted to today's pain."""
    from psoas.app.planning import today as today_of
    from psoas.app.told import today_as_plain, today_lines
    from psoas.library import shelf

    found = today_of(_state(db, now), shelf=shelf())
    if as_json:
        options.print_json(today_as_plain(found, shelf=shelf()))
    else:
        click.echo("\n".join(today_lines(found, shelf=shelf())))


@click.command("done")
@click.argument("session", required=False)
@click.option("--pain", type=NRS, default=None, help="Worst pain in the session.")
@click.option("--before", type=NRS, default=None, help="Pain before it.")
@click.option("--after", type=NRS, default=None, help="Pain after it.")
@options.db
@options.as_json
@options.now
def done(
    session: str | None,
    pain: int | None,
    before: int | None,
    after: int | None,
    db: Path | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Mark a session as done; by default today's first that is not done yet."""
    from psoas.app.diary import finish_session
    from psoas.app.planning import next_session, session_named
    from psoas.diary import Done
    from psoas.library import shelf

    state = _state(db, now)
    found = (
        session_named(state, session, shelf=shelf())
        if session
        else next_session(state, shelf=shelf())
    )
    finished = Done(
        session=found.id, finished_at=now, pain_nrs=pain, before_nrs=before, after_nrs=after
    )
    with options.open_logbook(db) as logbook:
        finish_session(
            logbook, finished, exercises=tuple(each.exercise for each in found.prescriptions)
        )
    if as_json:
        options.print_json({"done": finished, "exercises": len(found.prescriptions)})
    else:
        names = ", ".join(shelf().exercises[p.exercise].name for p in found.prescriptions)
        click.echo(f"Done: {found.kind} of {found.on} ({names or 'tests'})")


@click.command("retest")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Compare runs before and since this day. Default: the first session that was done.",
)
@options.db
@options.as_json
@options.now
def retest(since: datetime | None, db: Path | None, as_json: bool, now: datetime) -> None:
    """Did it really change? Better, worse, no detectable change, or can't tell yet."""
    from psoas.app.around import clips_of, in_run_of
    from psoas.app.retest_told import retest_as_plain, retest_lines
    from psoas.app.retesting import retest as compare
    from psoas.app.state import state_of
    from psoas.library import shelf

    with options.open_logbook(db) as logbook:
        state = state_of(logbook, shelf=shelf(), now=now)
        running = in_run_of(logbook, state, since=None if since is None else since.date())
        clips = clips_of(logbook)
    found = compare(state, shelf=shelf(), running=running, clips=clips)
    if as_json:
        options.print_json(retest_as_plain(found, shelf=shelf()))
    else:
        click.echo("\n".join(retest_lines(found, shelf=shelf())))


COMMANDS = {"plan": plan, "today": today, "done": done, "retest": retest}
