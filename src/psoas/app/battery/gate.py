"""May this measure be taken today? Yes, no, or not known: then the open answers are asked."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from psoas.app.check.weighing import believed_sheet
from psoas.app.state import State
from psoas.diary import Outcome
from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.library import Shelf
from psoas.load import Light
from psoas.loop.condition import Condition, Sheet
from psoas.loop.measure import Measure
from psoas.quantity import Answer

HAZARD_LOG = (SourceId("psoas-hazard-log"),)


@frozen(kw_only=True)
class Gate:
    """Whether a measure may be taken today, why, and what must be answered first.

    The verdict's level is ``allowed``, ``ask``, ``check-first`` or ``not-now``.
    """

    verdict: Verdict
    ask: tuple[Condition, ...] = ()
    """Conditions nobody answered; one of them would rule the measure out."""

    @property
    def is_open(self) -> bool:
        """Whether it may be taken as things are known."""
        return self.verdict.answer is Answer.YES


def _verdict(answer: Answer, level: str, text: str, **values: Scalar) -> Verdict:
    return Verdict(
        rule="gate",
        answer=answer,
        level=level,
        text=text,
        values=values,
        sources=HAZARD_LOG,
        grade=Grade.GUIDELINE,
    )


def _screened(state: State) -> Verdict | None:
    """Say what the check holds against any test of the body."""
    if state.screening is None:
        return None
    if state.referred and state.sheet is not None:
        return _verdict(Answer.NO, "not-now", "gate.course")
    if state.sheet is None:
        return _verdict(Answer.UNKNOWN, "check-first", "gate.no-check")
    if state.sheet.assessment.disposition.trains:
        return _verdict(Answer.UNKNOWN, "check-first", "gate.old-check")
    if state.sheet.assessment.unfinished:
        return _verdict(Answer.UNKNOWN, "check-first", "gate.unfinished")
    return _verdict(Answer.NO, "not-now", "gate.referred")


def _stopped_today(state: State) -> bool:
    return any(
        each.outcome is Outcome.STOPPED_BY_PAIN
        and each.taken_at.astimezone(state.now.tzinfo).date() == state.on
        for each in state.attempts
    )


def _today(state: State) -> Iterator[Verdict]:
    """Say what today holds against any test of the body."""
    if (screened := _screened(state)) is not None:
        yield screened
    if state.light.level == Light.RED:
        yield _verdict(Answer.NO, "not-now", "gate.red-light")
    if _stopped_today(state):
        yield _verdict(Answer.NO, "not-now", "gate.stopped-today")


def _concerns(condition: Condition, sheet: Sheet, shelf: Shelf) -> bool:
    """Whether a condition that nobody answered can concern this runner."""
    only_for = shelf.questions[condition.key].only_for
    return not only_for or sheet.get("sex") in (None, only_for)


def gate(measure: Measure, state: State, *, shelf: Shelf) -> Gate:
    """Say whether a measure may be taken today.

    Parameters
    ----------
    measure
        One that is only answered, not done, may be taken always.
    state
        Where the runner stands: the check, the pain light, what pain stopped today.
    shelf
        For the questions.

    Returns
    -------
    Gate
        Open only where a valid check allows training, no condition holds, and each is known
        (hazard H-04: an answer that is missing is not a no).
    """
    if not measure.strains:
        return Gate(verdict=_verdict(Answer.YES, "allowed", "gate.only-answered"))
    for verdict in _today(state):
        return Gate(verdict=verdict)
    if state.sheet is None:
        return Gate(verdict=_verdict(Answer.UNKNOWN, "check-first", "gate.no-check"))
    sheet = believed_sheet(state.sheet.answers, shelf=shelf)
    open_now = []
    for condition in measure.never_if:
        match condition.holds(sheet):
            case Answer.YES:
                what = shelf.questions[condition.key].ask
                return Gate(verdict=_verdict(Answer.NO, "not-now", "gate.never", what=what))
            case Answer.UNKNOWN if _concerns(condition, sheet, shelf):
                open_now.append(condition)
            case _:
                pass
    if open_now:
        said = _verdict(Answer.UNKNOWN, "ask", "gate.ask", n=len(open_now))
        return Gate(verdict=said, ask=tuple(open_now))
    return Gate(verdict=_verdict(Answer.YES, "allowed", "gate.allowed"))
