"""``done``: what was done of a session."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.app.session.performing import KeptRecord

NRS = click.IntRange(0, 10)


def _tell_kept(
    kept: KeptRecord,
    *,
    recheck: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    as_json: bool,
) -> None:
    from psoas.library import shelf
    from psoas.render.performed import set_words

    exercises = len({each.exercise for each in kept.sets})
    if as_json:
        told = {"done": kept.done, "exercises": exercises, "sets": kept.sets, "recheck": recheck}
        options.print_json(told)
        return
    click.echo("Done." if kept.done else "Kept, and not marked as done.")
    for each in kept.sets:
        click.echo(f"  {set_words(each, shelf().exercises)}")
    for line in after:
        click.echo(line)


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
    from psoas.app.diary.keeping import as_done, finish_session
    from psoas.app.plan.todays import next_session, session_named
    from psoas.app.plan.told import recheck_owed
    from psoas.app.session.performing import Record, keep_record
    from psoas.app.session.reading_records import read_record_file
    from psoas.app.session.typed_sets import typed_sets
    from psoas.app.state import state_of
    from psoas.library import shelf

    if record is not None:
        if session is not None or sets or (pain, before, after) != (None, None, None):
            raise click.UsageError("say --record alone: the file says all of it")
        with options.open_logbook(db) as logbook:
            kept = keep_record(logbook, read_record_file(record), shelf=shelf(), now=now)
        # what a phone saved was asked there, before it began
        _tell_kept(kept, as_json=as_json)
        return
    with options.open_logbook(db) as logbook:
        state = state_of(logbook, shelf=shelf(), now=now)
    found = (
        session_named(state, session, shelf=shelf())
        if session
        else next_session(state, shelf=shelf())
    )
    recheck = recheck_owed(state, found, shelf=shelf())
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
            light = options.light_said(logbook, now=now)
        _tell_kept(kept, after=(light, *recheck), recheck=recheck, as_json=as_json)
        return
    finished = as_done(found.id, finished_at=now, pain_nrs=pain, before_nrs=before, after_nrs=after)
    exercises = tuple(each.exercise for each in found.prescriptions)
    with options.open_logbook(db) as logbook:
        finish_session(logbook, finished, exercises=exercises, shelf=shelf())
        light = options.light_said(logbook, now=now)
    if as_json:
        n = len(exercises)
        options.print_json({"done": finished, "exercises": n, "sets": [], "recheck": recheck})
        return
    names = ", ".join(shelf().exercises[each].name for each in exercises)
    said = (f"Done: {found.kind} of {found.on} ({names or 'tests'})", light, *recheck)
    click.echo("\n".join(said))


COMMANDS = {"done": done}
