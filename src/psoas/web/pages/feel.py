"""How it is going: the questions of the week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template

from psoas.app.battery.entries import entry_of
from psoas.app.diary.weekly import (
    ACTIVITIES,
    DAYS_LOST,
    MOST,
    OVERUSE,
    PAINS,
    PSFS,
    STEPS,
    is_due,
    keep_answers,
    undo_week,
    week_verdicts,
)
from psoas.web.desk import AnyRequest, Desk, go, page
from psoas.web.form import Form, Posted
from psoas.web.threads import threaded

WEEKS_SHOWN = 8


def _numbers(form: Form) -> Iterator[tuple[str, int | None]]:
    for key in (*PAINS, DAYS_LOST):
        yield key, form.whole(key, name=key)


def _activities(form: Form) -> dict[str, int | None]:
    """Return the activities that were named, each with its score; None where it was skipped."""
    named = ((form.text(f"activity.{n}"), f"score.{n}") for n in range(1, MOST + 1))
    return {name: form.whole(key, name=name) for name, key in named if name}


@get("/feel")
@threaded
def show_feel(request: AnyRequest) -> Template:
    """Ask the questions of the week; what was answered today can be completed."""
    desk = Desk.of(request)
    state, shelf = desk.stand(), desk.shelf
    today = next((each for each in state.weeks if each.on == state.on), None)
    answers: dict[str, Any] = dict(today.answers) if today else {}
    before = [each.answers for each in reversed(state.weeks) if ACTIVITIES in each.answers]
    named = before[0][ACTIVITIES] if before else {}
    mine: dict[str, int | None] = answers.get(ACTIVITIES) or dict.fromkeys(named)
    measures = [shelf.measures[key] for key in (*PAINS, PSFS, DAYS_LOST)]
    return page(
        request,
        "feel.html",
        answers=answers,
        activities=[*mine.items(), *[("", None)] * (MOST - len(mine))],
        pains=[shelf.measures[key] for key in PAINS],
        overuse=OVERUSE,
        steps=STEPS,
        due=is_due(state.weeks, on=state.on),
        weeks=tuple(reversed(state.weeks))[:WEEKS_SHOWN],
        entries=[entry_of(each, state, shelf=shelf) for each in measures],
        verdicts=week_verdicts(state.weeks, on=state.on, shelf=shelf),
        kept=request.query_params.get("kept", ""),
    )


@post("/feel")
@threaded
def keep_feel(request: AnyRequest, data: Posted) -> Redirect:
    """Keep the answers of the week; each may be skipped."""
    desk, form = Desk.of(request), Form(data)
    said: dict[str, Any] = dict(_numbers(form))
    said |= {key: form.text(key) or None for key in OVERUSE}
    said[ACTIVITIES] = _activities(form) or None
    with desk.open() as logbook:
        keep_answers(logbook, said, now=desk.now())
    return go("/feel?kept=week")


@post("/feel/undo")
@threaded
def take_back(request: AnyRequest) -> Redirect:
    """Remove the newest answers."""
    desk = Desk.of(request)
    with desk.open() as logbook:
        undo_week(logbook)
    return go("/feel")


HANDLERS = (show_feel, keep_feel, take_back)
