"""``plan``, ``today`` and ``retest``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from psoas.cli import options

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("plan")
@click.option(
    "--weeks",
    type=click.IntRange(1, 16),
    default=None,
    help="How many; without it the programme's own. A race ends it.",
)
@click.option("--race", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Race day.")
@click.option("--no-race", is_flag=True, help="Plan as if there were no race.")
@click.option("--programme", default=None, help="What weighs more: see docs/plan.md.")
@click.option(
    "--wish",
    "wishes",
    multiple=True,
    help="minutes=12, days=mon,thu, strength=3, rest=2, with=circuit:1; as often as you like.",
)
@click.option("--cue", default=None, help="The cue you would rather run by; see library list.")
@click.option("--refit", is_flag=True, help="Fit the plan there is to what was done since.")
@click.option("--ics", type=FILE, default=None, help="Write it as a calendar.")
@click.option("--text", type=FILE, default=None, help="Write it as plain text.")
@click.option("--page", type=FILE, default=None, help="Write it as a page to print.")
@click.option("--fit", type=FOLDER, default=None, help="Write workouts for the watch here.")
@click.option("--details", is_flag=True, help="Name exercises and reasons in the calendar.")
@options.db
@options.as_json
@options.now
def plan(
    weeks: int | None,
    race: datetime | None,
    no_race: bool,
    programme: str | None,
    wishes: tuple[str, ...],
    cue: str | None,
    refit: bool,
    ics: Path | None,
    text: Path | None,
    page: Path | None,
    fit: Path | None,
    details: bool,
    db: Path | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Lay a plan round your runs: sessions of at most 30 minutes, a reason on every day.

    With --ics, --text, --page or --fit and nothing else the plan that is there is written out
    as it is; it is made where there is none.
    """
    from psoas.app.load.guarding import eases
    from psoas.app.outgoing.handing_out import Places, plan_there, write_out
    from psoas.app.plan.briefing import programme_of
    from psoas.app.plan.planning import clash_in, make_plan, refit_plan
    from psoas.app.plan.todays import plan_today
    from psoas.app.plan.told import plan_as_plain
    from psoas.app.state import state_of
    from psoas.library import shelf
    from psoas.render.told import clash_words, plan_lines

    places = Places(ics=ics, text=text, page=page, fit=fit)
    asked_anew = bool(weeks or race or no_race or programme or wishes or cue)
    if refit and asked_anew:
        raise click.UsageError("--refit goes on with the plan there is; it takes no other wish")
    with options.open_logbook(db) as logbook:
        there = plan_there(logbook, shelf=shelf(), now=now) if places.any else None
        if refit:
            kept = refit_plan(logbook, shelf=shelf(), now=now)
        elif there is not None and not asked_anew:
            kept = there
        else:
            kept = make_plan(
                logbook,
                shelf=shelf(),
                now=now,
                weeks=weeks,
                race_on=race.date() if race else None,
                raceless=no_race,
                programme=programme,
                wishes=wishes,
                cue=cue,
            )
        clash = clash_in(logbook, kept, shelf=shelf(), now=now)
        state = state_of(logbook, shelf=shelf(), now=now)
        shown = plan_today(state, shelf=shelf())
        wrote = write_out(logbook, kept.plan, places, shelf=shelf(), now=now, details=details)
    if as_json:
        told = plan_as_plain(kept, clash=clash, shelf=shelf())
        options.print_json(told | {"wrote": [str(each) for each in wrote]})
        return
    if clash:
        click.echo(clash_words(clash, texts=shelf().texts))
    if wrote:
        click.echo("\n".join(f"Wrote {each}" for each in wrote))
        return
    for key in shelf().programmes[programme_of(kept, shelf=shelf())].advice:
        click.echo(shelf().texts[key])
    if eases(state):
        click.echo(shelf().texts["guard.eased"])
    lines = plan_lines(
        shown or kept.plan,
        exercises=shelf().exercises,
        texts=shelf().texts,
        limits=shelf().limits,
    )
    click.echo("\n".join(lines))


@click.command("today")
@options.db
@options.as_json
@options.now
def today(db: Path | None, as_json: bool, now: datetime) -> None:
    """Show what to do today, fitted to today's pain."""
    from psoas.app.plan.todays import today as today_of
    from psoas.app.plan.told import clinician_lines, today_as_plain, today_lines
    from psoas.app.state import state_of
    from psoas.library import shelf

    with options.open_logbook(db) as logbook:
        state = state_of(logbook, shelf=shelf(), now=now)
    found = today_of(state, shelf=shelf())
    if as_json:
        options.print_json(today_as_plain(found, shelf=shelf()))
        return
    lines = clinician_lines(state, shelf=shelf()) or today_lines(found, shelf=shelf())
    click.echo("\n".join(lines))


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
    from psoas.app.retest.around import clips_of, in_run_of
    from psoas.app.retest.retesting import retest as compare
    from psoas.app.retest.told import retest_as_plain, retest_lines
    from psoas.app.state import state_of
    from psoas.library import shelf

    day = None if since is None else since.date()
    if day is not None and day > now.date():
        raise click.BadParameter(f"{day} is still to come", param_hint="'--since'")
    with options.open_logbook(db) as logbook:
        state = state_of(logbook, shelf=shelf(), now=now)
        running = in_run_of(logbook, state, since=day)
        clips = clips_of(logbook)
    found = compare(state, shelf=shelf(), running=running, clips=clips, since=day)
    if as_json:
        options.print_json(retest_as_plain(found, shelf=shelf()))
    else:
        click.echo("\n".join(retest_lines(found, shelf=shelf())))


COMMANDS = {"plan": plan, "today": today, "retest": retest}
