"""The plan in files: a calendar, plain text, a page to print, workouts for the watch."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import attrs
from attrs import frozen

from psoas.app.cue.cueing import shown_plan
from psoas.app.outgoing.feed import calendar_of, feed_of, workouts_of
from psoas.app.plan.todays import plan_today
from psoas.app.state import State, state_of
from psoas.app.writing import check_place
from psoas.errors import NotNow
from psoas.library import Shelf
from psoas.programme import Plan
from psoas.render.standalone import Back
from psoas.render.told import plan_lines
from psoas.store import Logbook
from psoas.store.sheets import KeptPlan


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


def plan_there(logbook: Logbook, *, shelf: Shelf, now: datetime) -> KeptPlan | None:
    """Return the plan that may be shown; None where there is none."""
    state = state_of(logbook, shelf=shelf, now=now)
    shown = shown_plan(state, shelf=shelf)
    if state.plan is None or shown is None:
        return None
    return attrs.evolve(state.plan, plan=shown)


def write_out(
    logbook: Logbook,
    plan: Plan,
    places: Places,
    *,
    shelf: Shelf,
    now: datetime,
    details: bool = False,
) -> tuple[Path, ...]:
    """Write a plan into files, today's session as today leaves it, and return them.

    Raises
    ------
    Conflict
        Where one of the files is a logbook: then none is written.
    NotNow
        Where a file cannot be written.
    """
    state = state_of(logbook, shelf=shelf, now=now)
    shown = plan_today(state, shelf=shelf) or plan
    contents = _contents(logbook, state, shown, places, shelf=shelf, details=details)
    for path, _ in contents:
        check_place(path, into_device=True)
    for path, content in contents:
        write_file(path, content)
    return tuple(path for path, _ in contents)


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
    return (
        "\n".join(
            plan_lines(plan, exercises=shelf.exercises, texts=shelf.texts, limits=shelf.limits)
        )
        + "\n"
    )


def printed_plan(state: State, plan: Plan, *, shelf: Shelf, back: Back | None = None) -> str:
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
        limits=shelf.limits,
        back=back,
    )


def write_file(path: Path, content: bytes) -> None:
    """Write a file and the folder it lies in.

    Raises
    ------
    Conflict
        Where it is a logbook.
    NotNow
        Where it cannot be written.
    """
    check_place(path, into_device=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise NotNow(
            f"the file cannot be written ({error.strerror})",
            where=str(path),
            fix="Choose a folder you may write to, with space left",
        ) from error
