"""The exercises: a list to search, and a page for each."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from psoas.app.plan.exercising import matching, offer, one_exercise
from psoas.loop.exercise import Stage, Target
from psoas.web.desk import AnyRequest, Desk, page
from psoas.web.threads import threaded


@get("/exercises")
@threaded
def show_exercises(request: AnyRequest) -> Template:
    """Show what this runner may do, by stage and target; nothing to who gets no exercises."""
    desk = Desk.of(request)
    state = desk.stand()
    found = offer(state, shelf=desk.shelf)
    asked = {key: request.query_params.get(key, "") for key in ("words", "stage", "target")}
    return page(
        request,
        "exercises.html",
        state=state,
        found=found,
        asked=asked,
        listed=matching(found.given, **asked) if found else (),
        stages=tuple(Stage),
        targets=tuple(Target),
    )


@get("/exercises/{name:str}")
@threaded
def show_exercise(request: AnyRequest, name: FromPath[str]) -> Template:
    """Show one exercise: how, how much, which side, who must not, what leads from it."""
    desk = Desk.of(request)
    state = desk.stand()
    found = offer(state, shelf=desk.shelf)
    return page(
        request,
        "exercise.html",
        state=state,
        one=one_exercise(found, name, shelf=desk.shelf) if found else None,
    )


HANDLERS = (show_exercises, show_exercise)
