"""``recheck``: what is new since the check, asked before each session."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.app.state import State
    from psoas.library import Shelf


def _session_of(state: State, named: str | None, *, shelf: Shelf) -> str:
    """Return the session asked about; the day itself where nothing is left to do on it."""
    from psoas.app.plan.todays import next_session, session_named
    from psoas.errors import NotFound, NotNow
    from psoas.render.words import worded

    if state.screening is not None:
        raise NotNow(
            f"no session now: {worded(state.screening, texts=shelf.texts)}",
            where="recheck",
            fix="Look at psoas today for what comes first",
        )
    if named is not None:
        return session_named(state, named, shelf=shelf).id
    try:
        return next_session(state, shelf=shelf).id
    except NotFound:  # something new may be told on any day
        return state.on.isoformat()


@click.command("recheck")
@click.argument("session", required=False)
@click.option("--none", "none", is_flag=True, help="None of it is new or worse.")
@click.option("--yes", "yes", is_flag=True, help="Some of it is.")
@click.option("--not-sure", "not_sure", is_flag=True, help="You cannot tell; that is never a no.")
@options.db
@options.as_json
@options.now
def recheck(
    session: str | None,
    none: bool,
    yes: bool,
    not_sure: bool,
    db: Path | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Answer what is asked before a session; by default today's first that is not done yet.

    Without an answer it says what is asked.
    """
    from psoas.app.check.rechecking import is_rechecked, keep_recheck
    from psoas.app.plan.told import recheck_asked
    from psoas.app.state import state_of
    from psoas.app.told import verdict_as_plain
    from psoas.diary import Felt, Recheck
    from psoas.errors import Conflict
    from psoas.library import shelf
    from psoas.render.words import worded

    flags = {Felt.NONE: none, Felt.YES: yes, Felt.NOT_SURE: not_sure}
    said = [felt for felt, given in flags.items() if given]
    if len(said) > 1:
        raise click.UsageError("say one of --none, --yes and --not-sure")
    with options.open_logbook(db) as logbook:
        state = state_of(logbook, shelf=shelf(), now=now)
        about = _session_of(state, session, shelf=shelf())
        if said:
            keep_recheck(logbook, Recheck(session=about, felt=said[0], answered_at=now))
            state = state_of(logbook, shelf=shelf(), now=now)
            if state.trains is not is_rechecked(state, about):
                raise Conflict(
                    "what was answered since this time holds",
                    where="--at",
                    fix="Answer as of now, without --at",
                )
    kept = state.recheck if said or is_rechecked(state, about) else None
    if as_json:
        screening = state.screening
        options.print_json(
            {
                "session": about,
                "felt": kept.felt if kept else None,
                "answered_at": kept.answered_at if kept else None,
                "ask": recheck_asked(shelf().texts),
                "screening": verdict_as_plain(screening, shelf=shelf()) if screening else None,
            }
        )
        return
    if state.screening is not None:
        click.echo(worded(state.screening, texts=shelf().texts))
    elif kept is None:
        click.echo("\n".join(recheck_asked(shelf().texts)))
    else:
        click.echo(f"Kept: none of it is new or worse ({about})")


COMMANDS = {"recheck": recheck}
