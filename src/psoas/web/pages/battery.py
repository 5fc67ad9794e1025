"""The tests: which may be taken today, and one page for each."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from psoas.app.battery.entries import Entry, battery_of, entry_of, first_side, verdict_of
from psoas.app.battery.taking import Taking, measure_named, take, undo_attempt
from psoas.app.battery.told import condition_words
from psoas.app.check.weighing import owned_by
from psoas.app.state import State
from psoas.diary import Attempt, Outcome
from psoas.errors import Conflict, InvalidAnswer
from psoas.library import Shelf
from psoas.loop.measure import Kind, Measure
from psoas.quantity import Answer, Side
from psoas.render.words import worded
from psoas.web.desk import AnyRequest, Desk, go, page
from psoas.web.form import Form, Posted
from psoas.web.player import for_script
from psoas.web.threads import threaded

#: Answered with the questions of the week, not on a page of their own.
ASKED_WEEKLY = (Kind.SCALE, Kind.FORM)


def _missing(measure: Measure, state: State) -> tuple[str, ...]:
    """Return what a measure needs that the runner has not said to have."""
    return tuple(sorted(each.value for each in set(measure.equipment) - owned_by(state.profile)))


@get("/tests")
@threaded
def show_battery(request: AnyRequest) -> Template:
    """Show every test: may it be taken today, why not, and what was last read."""
    desk = Desk.of(request)
    state, shelf = desk.stand(), desk.shelf
    entries = battery_of(state, shelf=shelf)
    done = [each for each in entries if each.measure.kind not in ASKED_WEEKLY]
    return page(
        request,
        "tests.html",
        bodily=[each for each in done if each.measure.strains],
        others=[each for each in done if not each.measure.strains],
        weekly=[each for each in entries if each.measure.kind in ASKED_WEEKLY],
        screening=state.screening,
        first=first_side(state),
        missing={each.measure.id: _missing(each.measure, state) for each in entries},
    )


def _side(said: str, measure: Measure, state: State) -> Side | None:
    """Return the side to be taken next: as asked for, or the less sore one, or the left."""
    if not measure.sided:
        return None
    if said in Side.BOTH.single:
        return Side(said)
    return first_side(state) or Side.LEFT


def _kept(entry: Entry, attempt_id: str) -> Attempt | None:
    return next((each for each in entry.latest if each.id == attempt_id), None)


def _asked(entry: Entry, shelf: Shelf) -> list[tuple[str, str]]:
    return [condition_words(each, shelf=shelf) for each in entry.gate.ask]


@get("/tests/{measure_id:str}")
@threaded
def show_measure(request: AnyRequest, measure_id: FromPath[str]) -> Template | Redirect:
    """Show a test: how, the timer or counter, and where its result goes."""
    desk = Desk.of(request)
    state, shelf = desk.stand(), desk.shelf
    measure = measure_named(measure_id, shelf=shelf)
    if measure.kind is Kind.FORM:
        return go("/feel")
    entry = entry_of(measure, state, shelf=shelf)
    kept = _kept(entry, request.query_params.get("kept", ""))
    limits = shelf.limits
    return page(
        request,
        "measure.html",
        entry=entry,
        measure=measure,
        side=_side(request.query_params.get("side", ""), measure, state),
        first=first_side(state),
        asked=_asked(entry, shelf),
        may=_may(entry, clear=request.query_params.get("clear") == "yes"),
        clear=request.query_params.get("clear") == "yes",
        missing=_missing(measure, state),
        kept=kept,
        said=worded(verdict_of(kept, shelf=shelf), texts=shelf.texts) if kept else "",
        data=for_script(
            {
                "kind": measure.kind.value,
                "beat_s": measure.beat_s,
                "ready_s": limits["get-ready"].value,
                "photos": int(limits["photo-count"].value),
                "spread_deg": limits["photo-spread"].value,
                "tap_px": limits["photo-tap"].value,
                "roll_deg": limits["photo-roll"].value,
            }
        ),
    )


def _may(entry: Entry, *, clear: bool) -> bool:
    """Whether the protocol is shown: the gate is open, or its open answers are all a no."""
    return entry.gate.is_open or (bool(entry.gate.ask) and clear)


def _control(form: Form, measure: Measure) -> dict[str, Answer]:
    told = {"yes": Answer.YES, "no": Answer.NO}
    return {
        point: told.get(form.text(f"control.{point}"), Answer.UNKNOWN) for point in measure.control
    }


def _seen(form: Form) -> tuple[str, ...] | None:
    """Return what was ticked; None where neither something nor "none" was."""
    ticked = tuple(each for each in form.many("seen") if each)
    return ticked if ticked or form.text("seen.none") else None


def _taking(form: Form, measure: Measure) -> Taking:
    side, outcome = form.text("side"), form.text("outcome")
    if side not in ("", *Side.BOTH.single) or outcome not in ("", *Outcome):
        raise InvalidAnswer("the form is not whole", where=measure.name, fix="Send it again")
    photos = tuple(line.strip() for line in form.text("points").splitlines() if line.strip())
    said = Outcome(outcome) if outcome else Outcome.SCORED
    has_value = bool(form.text("value")) and not photos
    return Taking(
        measure=str(measure.id),
        side=Side(side) if side else None,
        value=form.number("value", name=measure.name) if has_value else None,
        said=said,
        pain_nrs=form.whole("pain", name="pain"),
        seen=_seen(form) if measure.seen else None,
        control=_control(form, measure),
        photos=photos,
    )


@post("/tests/{measure_id:str}")
@threaded
def keep_measure(request: AnyRequest, data: Posted, measure_id: FromPath[str]) -> Redirect:
    """Keep what became of a test, and go on with the other side."""
    desk, form = Desk.of(request), Form(data)
    state, shelf = desk.stand(), desk.shelf
    measure = measure_named(measure_id, shelf=shelf)
    entry = entry_of(measure, state, shelf=shelf)
    if not _may(entry, clear=form.text("clear") == "yes"):
        raise Conflict(
            worded(entry.gate.verdict, texts=shelf.texts),
            where=measure.name,
            fix="Leave the test for now; the page Tests says what may be taken",
        )
    taking = _taking(form, measure)
    with desk.open() as logbook:
        taken = take(logbook, taking, shelf=shelf, now=desk.now())
    query: dict[str, Any] = {"kept": taken.attempt.id}
    if taking.side is not None:
        query["side"] = taking.side.other.value
    if form.text("clear") == "yes":
        query["clear"] = "yes"
    said = "&".join(f"{key}={value}" for key, value in query.items())
    return go(f"/tests/{measure.id}?{said}")


@post("/tests/undo")
@threaded
def take_back(request: AnyRequest, data: Posted) -> Redirect:
    """Remove one value, and go back to its test."""
    desk, form = Desk.of(request), Form(data)
    with desk.open() as logbook:
        gone = undo_attempt(logbook, attempt_id=form.text("attempt") or None)
    side = f"?side={gone.side.value}" if gone.side else ""
    return go(f"/tests/{gone.measure}{side}")


HANDLERS = (show_battery, show_measure, take_back, keep_measure)
