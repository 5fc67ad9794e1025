"""The plan in files: a calendar, plain text, a page to print, workouts for the watch."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from attrs import frozen

from psoas.app.outgoing import calendar_of, feed_of, workouts_of
from psoas.app.planning import WEEKS, current_plan, make_plan
from psoas.app.state import State, state_of
from psoas.errors import NotNow
from psoas.library import Shelf
from psoas.programme import Plan
from psoas.render.told import plan_lines
from psoas.store import Logbook


@frozen(kw_only=True)
class Places:
    """Where to write what; None leaves it out."""

    ics: Path | None = None
    text: Path | None = None
    page: Path | None = None
    fit: Path | None = None

    @property
    def any(self) -> bool:
        """Whether anything is to be written."""
        return any((self.ics, self.text, self.page, self.fit))


@frozen(kw_only=True)
class HandedOut:
    """A plan, and the files it was written into."""

    plan: Plan
    wrote: tuple[Path, ...]


def hand_out(
    logbook: Logbook,
    places: Places,
    *,
    shelf: Shelf,
    now: datetime,
    weeks: int | None = None,
    race_on: date | None = None,
    details: bool = False,
) -> HandedOut:
    """Write the plan out; make it first where that is asked for or there is none.

    Raises
    ------
    Conflict
        Where the runner is not screened, or is referred: then nothing is written.
    NotNow
        Where a file cannot be written.
    """
    state = state_of(logbook, shelf=shelf, now=now)
    plan = current_plan(state) if places.any and weeks is None and race_on is None else None
    if plan is None:
        kept = make_plan(logbook, shelf=shelf, now=now, weeks=weeks or WEEKS, race_on=race_on)
        plan, state = kept.plan, state_of(logbook, shelf=shelf, now=now)
    contents = _contents(logbook, state, plan, places, shelf=shelf, details=details)
    for path, content in contents:
        write_file(path, content)
    return HandedOut(plan=plan, wrote=tuple(path for path, _ in contents))


def _contents(
    logbook: Logbook, state: State, plan: Plan, places: Places, *, shelf: Shelf, details: bool
) -> list[tuple[Path, bytes]]:
    found: list[tuple[Path, bytes]] = []
    if places.ics is not None:
        feed = feed_of(logbook, now=state.now)
        found.append(
            (
                places.ics,
                calendar_of(
                    state, feed, shelf=shelf, base_url=None, details=details or feed.details
                ),
            )
        )
    if places.text is not None:
        found.append((places.text, plan_text(plan, shelf=shelf).encode()))
    if places.page is not None:
        found.append((places.page, printed_plan(state, plan, shelf=shelf).encode()))
    if places.fit is not None:
        folder = places.fit
        found += [(folder / each.name, each.content) for each in workouts_of(state, shelf=shelf)]
    return found


def plan_text(plan: Plan, *, shelf: Shelf) -> str:
    """Return a plan as plain text."""
    return "\n".join(plan_lines(plan, exercises=shelf.exercises, texts=shelf.texts)) + "\n"


def printed_plan(state: State, plan: Plan, *, shelf: Shelf) -> str:
    """Return a plan as a page to print."""
    from psoas.render.plan_page import plan_page

    return plan_page(
        plan,
        made_on=state.on,
        texts=shelf.texts,
        exercises=shelf.exercises,
        measures=shelf.measures,
        cues=shelf.cues,
        sources=shelf.sources,
    )


def write_file(path: Path, content: bytes) -> None:
    """Write a file and the folder it lies in.

    Raises
    ------
    NotNow
        Where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise NotNow(
            f"the file cannot be written ({error.strerror})",
            where=str(path),
            fix="Choose a folder you may write to, with space left",
        ) from error
