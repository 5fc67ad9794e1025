"""One session: the player, and marking it done."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from psoas.app.check.rechecking import SIGNS, is_rechecked, keep_recheck
from psoas.app.diary.keeping import as_done, finish_session
from psoas.app.plan.swapping import swaps_of
from psoas.app.plan.todays import session_named
from psoas.diary import Felt, Recheck
from psoas.errors import InvalidAnswer
from psoas.programme import SessionKind
from psoas.web.desk import AnyRequest, Desk, go, page
from psoas.web.form import Form, Posted
from psoas.web.player import UNTIL_HEADER, for_script, good_until, instead_of, player_data
from psoas.web.steps import exercise_of
from psoas.web.threads import threaded


@get("/session/{session_id:str}")
@threaded
def play(request: AnyRequest, session_id: FromPath[str]) -> Template:
    """Show a session: the player, and the same as a list."""
    desk = Desk.of(request)
    state, shelf = desk.stand(), desk.shelf
    session = session_named(state, session_id, shelf=desk.shelf)
    if session.kind is not SessionKind.REST and not is_rechecked(state, session.id):
        return page(request, "recheck.html", session=session, signs=SIGNS, texts=shelf.texts)
    exercises = [(each, exercise_of(each, shelf.exercises)) for each in session.prescriptions]
    swaps = swaps_of(session, state, shelf=shelf)
    until = good_until(state, shelf=shelf)
    answer = page(
        request,
        "session.html",
        session=session,
        exercises=exercises,
        instead=instead_of(swaps),
        measures=[shelf.measures[m] for m in session.measures if m in shelf.measures],
        player_json=for_script(player_data(session, state, swaps, until=until, shelf=shelf)),
        signs=SIGNS,
        texts=shelf.texts,
        done=next((each for each in state.done if each.session == session.id), None),
        sets=[each for each in state.performed if each.session == session.id],
    )
    if session.prescriptions:
        answer.headers[UNTIL_HEADER] = until.isoformat()
    return answer


@post("/session/{session_id:str}/recheck")
@threaded
def recheck(request: AnyRequest, data: Posted, session_id: FromPath[str]) -> Redirect:
    """Keep what is felt since the check: *none* opens the session, all else the check."""
    desk, felt = Desk.of(request), Form(data).text("felt")
    session = session_named(desk.stand(), session_id, shelf=desk.shelf)
    if felt not in list(Felt):
        raise InvalidAnswer(
            f"{felt!r} is no answer", where="recheck", fix="Tap none, yes or not sure"
        )
    answered = Recheck(session=session.id, felt=Felt(felt), answered_at=desk.now())
    with desk.open() as logbook:
        keep_recheck(logbook, answered)
    return go(f"/session/{session.id}" if answered.felt is Felt.NONE else "/")


def _share_ratio(form: Form) -> float:
    """Return how much was done; a list that was ticked off by hand was done whole."""
    return form.number("share", name="share") if form.text("share") else 1.0


@post("/session/{session_id:str}/done")
@threaded
def finish(request: AnyRequest, data: Posted, session_id: FromPath[str]) -> Redirect:
    """Keep a session as done, with how it felt."""
    desk, form = Desk.of(request), Form(data)
    session = session_named(desk.stand(), session_id, shelf=desk.shelf)
    done = as_done(
        session.id,
        finished_at=desk.now(),
        share_done_ratio=_share_ratio(form),
        pain_nrs=form.whole("during", name="pain during"),
        before_nrs=form.whole("before", name="pain before"),
        after_nrs=form.whole("after", name="pain after"),
    )
    names = tuple(str(each.exercise) for each in session.prescriptions)
    with desk.open() as logbook:
        finish_session(logbook, done, exercises=names, shelf=desk.shelf)
    return go("/?kept=session")


HANDLERS = (play, recheck, finish)
