"""What the session player sends and asks: JSON, for a page that may be hours old."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.template.base import csrf_token

from psoas.app.plan.todays import session_named
from psoas.app.session.performing import keep_record
from psoas.app.session.reading_records import read_record
from psoas.app.state import State
from psoas.errors import NotFound
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import Light
from psoas.programme import SessionKind
from psoas.render.words import worded
from psoas.web.desk import AnyRequest, Desk
from psoas.web.threads import threaded

JsonPosted = Annotated[Any, Body(media_type=RequestEncodingType.JSON)]


def _against(state: State) -> Verdict | None:
    """Return what stands against showing any exercise now."""
    if state.screening is not None:
        return state.screening
    return state.light if state.light.level == Light.RED else None


def _is_there(state: State, session_id: str, shelf: Shelf) -> bool:
    try:
        found = session_named(state, session_id, shelf=shelf)
    except NotFound:
        return False
    return found.kind is not SessionKind.REST


def _standing(state: State, session_id: str, shelf: Shelf) -> dict[str, Any]:
    """Say whether exercises may still be shown, why not, and whether the plan has the session."""
    against = _against(state)
    return {
        "open": against is None,
        "said": "" if against is None else worded(against, texts=shelf.texts),
        "in_plan": _is_there(state, session_id, shelf),
    }


@get("/session/{session_id:str}/standing", media_type="application/json")
@threaded
def standing(request: AnyRequest, session_id: FromPath[str]) -> dict[str, Any]:
    """Say where a session stands now, with a token that is good for sending."""
    desk = Desk.of(request)
    said = _standing(desk.stand(), session_id, desk.shelf)
    return {**said, "token": csrf_token({"request": request})}


@post("/session/{session_id:str}/record", status_code=200, media_type="application/json")
@threaded
def record(request: AnyRequest, data: JsonPosted, session_id: FromPath[str]) -> dict[str, Any]:
    """Keep a session as it was recorded, whether or not it is still shown."""
    desk = Desk.of(request)
    found = read_record(data, session=session_id)
    with desk.open() as logbook:
        kept = keep_record(logbook, found, shelf=desk.shelf, now=desk.now())
    return {
        "kept": {
            "record": found.id,
            "sets": len(kept.sets),
            "done": kept.done is not None,
            "felt": kept.felt,
            "clock_moved_s": round(kept.moved_s),
        },
        **_standing(desk.stand(), session_id, desk.shelf),
    }


HANDLERS = (standing, record)
