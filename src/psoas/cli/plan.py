"""``plan``, ``today``, ``done`` and ``retest``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.app.performing import KeptRecord
    from psoas.app.state import State

NRS = click.IntRange(0, 10)


def _state(db: Path | None, now: datetime) -> State:
    from psoas.app.state import state_of
    from psoas.library import shelf

    with options.open_logbook(db) as logbook:
        return state_of(logbook, shelf=shelf(), now=now)


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
    from psoas.app.briefing import programme_of
    from psoas.app.handing_out import Places, plan_there, write_out
    from psoas.app.plan_told import plan_as_plain
    from psoas.app.planning import clash_in, make_plan, refit_plan
    from psoas.app.state import state_of
    from psoas.app.todays import plan_today
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
        shown = plan_today(state_of(logbook, shelf=shelf(), now=now), shelf=shelf())
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
    from psoas.app.plan_told import today_as_plain, today_lines
    from psoas.app.todays import today as today_of
    from psoas.library import shelf

    found = today_of(_state(db, now), shelf=shelf())
    if as_json:
        options.print_json(today_as_plain(found, shelf=shelf()))
    else:
        click.echo("\n".join(today_lines(found, shelf=shelf())))


def _tell_kept(kept: KeptRecord, *, as_json: bool) -> None:
    from psoas.library import shelf
    from psoas.render.performed import set_words

    exercises = len({each.exercise for each in kept.sets})
    if as_json:
        options.print_json({"done": kept.done, "exercises": exercises, "sets": kept.sets})
        return
    click.echo("Done." if kept.done else "Kept, and not marked as done.")
    for each in kept.sets:
        click.echo(f"  {set_words(each, shelf().exercises)}")


@click.command("done")
@click.argument("session", required=False)
@click.option("--pain", type=NRS, default=None, help="Worst pain in the session.")
@click.option("--before", type=NRS, default=None, help="Pain before it.")
@click.option("--after", type=NRS, default=None, help="Pain after it.")
@click.option(
    "--set",
    "sets",
    multiple=True,
    help="One set as you did it, such as dead-bug:left:8:reserve=2:pain=1. Say it for each.",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="A session that a phone saved as a file.",
)
@options.db
@options.as_json
@options.now
def done(
    session: str | None,
    pain: int | None,
    before: int | None,
    after: int | None,
    sets: tuple[str, ...],
    record: Path | None,
    db: Path | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Mark a session as done; by default today's first that is not done yet."""
    from psoas.app.diary import finish_session
    from psoas.app.performing import Record, keep_record
    from psoas.app.reading_records import read_record_file
    from psoas.app.todays import next_session, session_named
    from psoas.app.typed_sets import typed_sets
    from psoas.diary import Done
    from psoas.library import shelf

    if record is not None:
        if session is not None or sets or (pain, before, after) != (None, None, None):
            raise click.UsageError("say --record alone: the file says all of it")
        with options.open_logbook(db) as logbook:
            kept = keep_record(logbook, read_record_file(record), shelf=shelf(), now=now)
        _tell_kept(kept, as_json=as_json)
        return
    state = _state(db, now)
    found = (
        session_named(state, session, shelf=shelf())
        if session
        else next_session(state, shelf=shelf())
    )
    if sets:
        typed = Record(
            id=f"typed-{found.id}",
            session=found.id,
            finished_at=now,
            before_nrs=before,
            during_nrs=pain,
            after_nrs=after,
            sets=typed_sets(sets, session=found.id, shelf=shelf(), now=now),
        )
        with options.open_logbook(db) as logbook:
            kept = keep_record(logbook, typed, shelf=shelf(), now=now, anew=True)
        _tell_kept(kept, as_json=as_json)
        return
    finished = Done(
        session=found.id, finished_at=now, pain_nrs=pain, before_nrs=before, after_nrs=after
    )
    with options.open_logbook(db) as logbook:
        finish_session(
            logbook, finished, exercises=tuple(each.exercise for each in found.prescriptions)
        )
    if as_json:
        options.print_json({"done": finished, "exercises": len(found.prescriptions), "sets": []})
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

    if since is not None and since.date() > now.date():
        raise click.BadParameter(f"{since.date()} is still to come", param_hint="'--since'")
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
