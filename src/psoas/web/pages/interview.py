"""The check, one thought a screen."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from psoas.app.check.agreeing import BOXES, agree, agreed_at
from psoas.app.check.checking import Checked, keep_check
from psoas.app.check.interview import (
    WORDS,
    answer,
    finish,
    finish_in,
    go_on,
    may_be_kept,
    screen_of,
    signs,
    told_by_runs,
    words,
)
from psoas.errors import InvalidAnswer, NotFound
from psoas.loop.assess.interview import Draft, Screen, before, ticked_of
from psoas.store.activities import run_facts
from psoas.store.drafts import draft_of, drop_draft, keep_draft
from psoas.web.desk import AnyRequest, Desk, go, page
from psoas.web.form import Form, Posted
from psoas.web.result import parts_of
from psoas.web.screens import chosen_spots, posted, spots_for
from psoas.web.threads import threaded
from psoas.web.unkept import MINE


@get("/check")
@threaded
def show_start(request: AnyRequest) -> Template:
    """Say what the check is, or offer to go on with one that is not finished."""
    return _start_page(request)


def _start_page(request: AnyRequest, *, problem: str = "", status: int = 200) -> Template:
    desk = Desk.of(request)
    with desk.open() as logbook:
        agreed = agreed_at(logbook)
        with logbook.reading() as connection:
            draft = draft_of(connection)
    asked = None if draft is None else go_on(draft, shelf=desk.shelf)
    return page(
        request,
        "interview_start.html",
        agreed=agreed,
        draft=draft,
        asked=asked,
        problem=problem,
        status=status,
    )


@post("/check")
@threaded
def begin(request: AnyRequest, data: Posted) -> Redirect | Template:
    """Begin a check: the runner's own, which is kept, or somebody else's, which is not."""
    desk, form = Desk.of(request), Form(data)
    about_me = form.text("about") != "other"
    with desk.open() as logbook:
        agreed = agreed_at(logbook) is not None
        if not form.text("understood") and not agreed:
            return _start_page(request, problem=BOXES["understood"], status=422)
        if about_me and not agreed and not form.text("agreed"):
            return _start_page(request, problem=BOXES["agreed"], status=422)
        if about_me:
            agree(logbook, now=desk.now())
            with logbook.writing() as connection:
                keep_draft(connection, Draft(), at=desk.now())
    return _next(desk, MINE if about_me else desk.unkept.begin(Draft()), Draft())


def _read(desk: Desk, name: str) -> Draft:
    if name != MINE:
        return desk.unkept.draft(name)
    with desk.open() as logbook, logbook.reading() as connection:
        draft = draft_of(connection)
    if draft is None:
        raise NotFound("no check is being answered", where="check", fix="Start the check")
    return draft


def _write(desk: Desk, name: str, draft: Draft) -> str:
    """Keep a draft; of a child nothing is kept, not even the age. Return its name."""
    if name != MINE:
        desk.unkept.put(name, draft)
        return name
    kept = may_be_kept(draft)
    with desk.open() as logbook, logbook.writing() as connection:
        if kept:
            keep_draft(connection, draft, at=desk.now())
        else:
            drop_draft(connection)
    return name if kept else desk.unkept.begin(draft)


def _next(desk: Desk, name: str, draft: Draft) -> Redirect:
    """Go to the next screen, to the runner's own words, or to the end."""
    asked = go_on(draft, shelf=desk.shelf)
    if asked.screen is not None:
        return go(f"/check/{name}/{asked.screen.id}")
    if not asked.is_over and WORDS not in draft.done:
        return go(f"/check/{name}/{WORDS}")
    return _end(desk, name, draft)


def _end(desk: Desk, name: str, draft: Draft) -> Redirect:
    now = desk.now()
    if name != MINE:  # somebody else's answers: the runs of this logbook are not theirs
        return _unkept(desk, name, finish(draft, shelf=desk.shelf))
    with desk.open() as logbook:
        checked = finish_in(logbook, draft, shelf=desk.shelf, now=now)
        kept = keep_check(logbook, checked, now=now)
        with logbook.writing() as connection:
            drop_draft(connection)
    if kept is None:  # the runner's own words say that they are a child
        return _unkept(desk, desk.unkept.begin(draft), checked)
    return go("/check/result")


def _unkept(desk: Desk, name: str, checked: Checked) -> Redirect:
    desk.unkept.finish(name, checked)
    return go(f"/check/{name}/result")


@get("/check/{name:str}/{screen_id:str}")
@threaded
def show_screen(request: AnyRequest, name: FromPath[str], screen_id: FromPath[str]) -> Template:
    """Show one screen with what was answered to it before."""
    desk = Desk.of(request)
    if name != MINE and screen_id == "result":
        return _unkept_result(request, name)
    draft = _read(desk, name)
    if screen_id == WORDS:
        return _screen_page(request, name, draft, None)
    return _screen_page(request, name, draft, screen_of(screen_id, shelf=desk.shelf))


def _screen_page(
    request: AnyRequest,
    name: str,
    draft: Draft,
    screen: Screen | None,
    *,
    problem: InvalidAnswer | None = None,
) -> Template:
    desk = Desk.of(request)
    asked = go_on(draft, shelf=desk.shelf)
    n_done = len(draft.done)
    question = desk.shelf.questions[screen.key] if screen is not None and screen.key else None
    return page(
        request,
        "interview.html",
        status=200 if problem is None else 422,
        whose=name,
        screen=screen,
        question=question,
        value=None if screen is None else draft.answers.get(screen.key),
        ticked=((), ()) if screen is None else ticked_of(draft, screen),
        spots=spots_for(draft.answers.get("sex")) if screen and screen.key == "location" else None,
        chosen=chosen_spots(draft),
        suggested=_suggested(desk, name, screen),
        said=draft.words,
        problem=problem,
        progress=n_done / max(n_done + asked.n_left + 1, 1),
        n_done=n_done,
        n_left=asked.n_left,
        back=before(draft, WORDS if screen is None else screen.id),
        asked=asked,
        kept=name == MINE,
    )


def _suggested(desk: Desk, name: str, screen: Screen | None) -> float | None:
    """Return what the runner's own files answer, to be confirmed."""
    if name != MINE or screen is None or not screen.quick:
        return None
    with desk.open() as logbook, logbook.reading() as connection:
        runs = run_facts(connection)
    return told_by_runs(runs, on=desk.now().date()).get(screen.key)


@post("/check/{name:str}/{screen_id:str}")
@threaded
def answer_screen(
    request: AnyRequest, name: FromPath[str], screen_id: FromPath[str], data: Posted
) -> Redirect | Template:
    """Take the answer and go to what is asked next."""
    desk, form = Desk.of(request), Form(data)
    draft = _read(desk, name)
    if screen_id == "over":
        return _drop(desk, name)
    if screen_id == "end":
        return _end(desk, name, draft)
    if screen_id == WORDS:
        answered = words(draft, form.text("free_text"))
    else:
        screen = screen_of(screen_id, shelf=desk.shelf)
        try:
            answered = _answered(draft, screen, form, desk)
        except InvalidAnswer as problem:
            return _screen_page(request, name, draft, screen, problem=problem)
    return _next(desk, _write(desk, name, answered), answered)


def _answered(draft: Draft, screen: Screen, form: Form, desk: Desk) -> Draft:
    if screen.items:
        return signs(draft, screen, ticked=form.many("yes"), unsure=form.many("unsure"))
    question = desk.shelf.questions[screen.key]
    return answer(draft, screen, posted(screen, question, form), shelf=desk.shelf)


def _drop(desk: Desk, name: str) -> Redirect:
    if name == MINE:
        with desk.open() as logbook, logbook.writing() as connection:
            drop_draft(connection)
    return go("/check")


def _unkept_result(request: AnyRequest, name: str) -> Template:
    """Show what a check that is not kept came to; nothing of it is in the logbook."""
    desk = Desk.of(request)
    checked = desk.unkept.outcome(name)
    found = checked.assessment
    if found is None:
        raise NotFound("this check came to nothing", where="check", fix="Start the check again")
    return page(request, "interview_unkept.html", kept=False, **parts_of(found, desk.shelf))


HANDLERS: tuple[Any, ...] = (show_start, begin, show_screen, answer_screen)
