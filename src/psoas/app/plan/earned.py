"""What a runner's own sets and scores say: drills that help, the next dose of an exercise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import attrs

from psoas.app.state import State
from psoas.diary import Pain
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load.model import Light
from psoas.loop.exercise import Stage
from psoas.loop.prescription import Prescription, timed
from psoas.loop.reload.deload import week_kind
from psoas.loop.reload.dose import dose_today
from psoas.loop.reload.even import Sides, compared_sides
from psoas.loop.reload.leave import reload_exit
from psoas.loop.reload.model import Felt, felt_by_session
from psoas.loop.reload.sided import side_doses
from psoas.loop.reload.step import next_step
from psoas.loop.reset.trial import Fate, Trial, trial, tried
from psoas.loop.reset.turns import next_turn
from psoas.programme import Session, SessionKind
from psoas.quantity import Side

#: The test whose two sides and whose gain speak of hip-flexor strength.
STRENGTH_TEST = "hip-flexor-hold"


def trials_of(state: State, *, shelf: Shelf) -> Mapping[str, Trial]:
    """Return what the runner's own before and after scores say of each relief drill tried."""
    records = tried(state.done, state.performed)
    drills = {drill for each in records for drill in each.drills}
    return {
        drill: trial(records, drill=drill, limits=shelf.limits)
        for drill in sorted(drills)
        if drill in shelf.exercises and Stage.RESET in shelf.exercises[drill].stages
    }


def drills_with(trials: Mapping[str, Trial], fate: Fate) -> frozenset[str]:
    """Return the drills that met a fate."""
    return frozenset(drill for drill, found in trials.items() if found.fate is fate)


def tried_alone(session: Session, state: State, *, shelf: Shelf) -> Session:
    """Return a relief session as the runner's own trial asks for it.

    Parameters
    ----------
    session
        As pain has left it today.
    state, shelf
        Scores before and after, and the shelf.

    Returns
    -------
    Session
        Without the drills that the scores speak against. Once sessions are scored, with one
        drill alone, by turns: one score cannot be shared out among three. As it is where
        nothing is scored, or all is decided.
    """
    if session.kind is not SessionKind.RESET:
        return session
    dropped = drills_with(trials_of(state, shelf=shelf), Fate.DROP)
    left = tuple(each for each in session.prescriptions if each.exercise not in dropped)
    records = tried(state.done, state.performed)
    turn = None
    if any(each.counts for each in records):
        names = [str(each.exercise) for each in left]
        turn = next_turn(records, drills=names, limits=shelf.limits)
    if turn is not None and turn.drill is not None:
        left = tuple(each for each in left if each.exercise == turn.drill)
    return attrs.evolve(
        session,
        prescriptions=left,
        minutes=round(sum(each.seconds for each in left) / 60, 1),
        why=session.why if turn is None else (*session.why, turn.verdict),
    )


def sides_of(state: State, *, shelf: Shelf) -> Sides | None:
    """Return how even the two sides are by the newest test of hip-flexor strength."""
    measure = shelf.measures.get(STRENGTH_TEST)
    if measure is None:
        return None
    valid_days = shelf.limits["measured-valid"].value
    return compared_sides(state.readings, measure, now=state.now, valid_days=valid_days)


def _gain_pct(state: State, side: Side | None) -> float | None:
    """Return the gain since the first reading of the sore side; None with fewer than two."""
    found = [
        each.value
        for each in state.readings
        if each.measure == STRENGTH_TEST and (side is None or each.side is side)
    ]
    if len(found) < 2 or found[0] <= 0:
        return None
    return 100 * (found[-1] / found[0] - 1)


def _green_days(pains: tuple[Pain, ...], on: date, amber_nrs: float) -> int | None:
    """Return the days in a row up to *on* whose told pain was green; None without a score."""
    worst: dict[date, int] = {}
    for each in pains:
        worst[each.felt_on] = max(worst.get(each.felt_on, 0), each.pain_nrs)
    if not worst:
        return None
    n = 0
    while worst.get(on - timedelta(days=n), amber_nrs) < amber_nrs:
        n += 1
    return n


def strength_done(state: State, *, shelf: Shelf) -> Verdict:
    """Say whether strength has done its part, so that running fast may come in."""
    even = sides_of(state, shelf=shelf)
    return reload_exit(
        gain_pct=_gain_pct(state, state.sore),
        even_ratio=None if even is None else even.ratio,
        green_days=_green_days(state.pains, state.on, shelf.limits["pain-amber"].value),
        limits=shelf.limits,
    )


def _felt(state: State) -> Mapping[str, Felt]:
    zone = state.now.tzinfo
    days = {each.session: each.finished_at.astimezone(zone).date() for each in state.done}
    return felt_by_session(state.done, state.pains, on=days)


def dosed(session: Session, state: State, *, shelf: Shelf) -> Session:
    """Return a strength session with each exercise at its next dose.

    Parameters
    ----------
    session
        As pain and level have left it today.
    state, shelf
        Sets done before, and the shelf.

    Returns
    -------
    Session
        An exercise that was logged before is at its next step on each side; one that was not
        stays as it is. Only on a green day may the weaker side do one set more. Where all
        together would take longer than a session may, it stays as planned.
    """
    logged = {each.exercise for each in state.performed}
    known = [each for each in session.prescriptions if each.exercise in logged]
    if session.kind is not SessionKind.RELOAD or not known:
        return session
    felt, even = _felt(state), sides_of(state, shelf=shelf)
    taken: list[Prescription] = []
    why: list[Verdict] = []
    for each in session.prescriptions:
        if each not in known:
            taken.append(each)
            continue
        found, said = _next(each, state, felt, even, shelf)
        taken += found
        why += said
    minutes = round(sum(each.seconds for each in taken) / 60, 1)
    if minutes > shelf.limits["session-cap"].value:
        return session
    return attrs.evolve(
        session,
        prescriptions=tuple(taken),
        minutes=minutes,
        why=(*session.why, *(each for n, each in enumerate(why) if each not in why[:n])),
    )


def _next(
    planned: Prescription,
    state: State,
    felt: Mapping[str, Felt],
    even: Sides | None,
    shelf: Shelf,
) -> tuple[tuple[Prescription, ...], tuple[Verdict, ...]]:
    """Return an exercise at its next step, and what decided on each side."""
    limits, exercise = shelf.limits, shelf.exercises[planned.exercise]
    light = Light(state.light.level)
    sided = side_doses(exercise.side, tight=state.sore, strength=even, light=light, limits=limits)
    working: list[Side | None] = [each.side for each in sided.doses] or [None]
    steps = {
        side: next_step(exercise, side=side, history=state.performed, felt=felt, limits=limits)
        for side in working
    }
    week = week_kind(1, limits=limits)  # the plan has taken the sets of an easier week already
    found = dose_today(exercise, steps, sided=sided, week=week, limits=limits)
    most = planned.sets + (1 if light is Light.GREEN else 0)
    capped = tuple(
        timed(attrs.evolve(each, sets=min(each.sets, most)), exercise, limits=limits)
        for each in found
    )
    return capped, tuple(step.verdicts[0] for step in steps.values() if step.verdicts)
