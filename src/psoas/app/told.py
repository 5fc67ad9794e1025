"""Results as the command line tells them: as plain values for JSON, and as lines of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from psoas.app.checking import Checked
from psoas.app.guarding import worst
from psoas.app.loading import Loading
from psoas.app.planning import Today
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import Light
from psoas.load.guard import Judged
from psoas.loop.assess.model import Assessment
from psoas.loop.prescription import Prescription
from psoas.programme import Plan, PlanDay, Session
from psoas.render.told import day_lines, session_lines
from psoas.render.words import worded
from psoas.render.worth import next_line, notes_on, result_lines, then_line


def verdict_as_plain(verdict: Verdict, *, shelf: Shelf) -> dict[str, Any]:
    """Return a verdict with its sentence."""
    return {
        "rule": verdict.rule,
        "answer": verdict.answer.value,
        "level": verdict.level,
        "text": worded(verdict, texts=shelf.texts),
        "values": dict(verdict.values),
        "sources": list(verdict.sources),
        "grade": verdict.grade.value,
    }


def prescription_as_plain(each: Prescription, *, shelf: Shelf) -> dict[str, Any]:
    """Return what is to be done of an exercise."""
    return {
        "exercise": each.exercise,
        "name": shelf.exercises[each.exercise].name,
        "sides": [side.value for side in each.sides],
        "sets": each.sets,
        "reps": each.reps,
        "hold_s": each.hold_s,
        "distance_yd": each.distance_yd,
        "duration_min": each.duration_min,
        "to_fatigue": each.to_fatigue,
        "each_way": each.each_way,
        "seconds": each.seconds,
    }


def session_as_plain(session: Session, *, shelf: Shelf) -> dict[str, Any]:
    """Return a session."""
    return {
        "id": session.id,
        "on": session.on.isoformat(),
        "kind": session.kind.value,
        "minutes": session.minutes,
        "heavy": session.heavy,
        "exercises": [prescription_as_plain(each, shelf=shelf) for each in session.prescriptions],
        "measures": list(session.measures),
        "why": [verdict_as_plain(each, shelf=shelf) for each in session.why],
    }


def day_as_plain(day: PlanDay, *, shelf: Shelf) -> dict[str, Any]:
    """Return a day of a plan."""
    cue = shelf.cues.get(day.cue) if day.cue else None
    return {
        "on": day.on.isoformat(),
        "run": day.run.value,
        "cue": {"id": cue.id, "say": cue.say} if cue else None,
        "sessions": [session_as_plain(each, shelf=shelf) for each in day.sessions],
        "why": [verdict_as_plain(each, shelf=shelf) for each in day.why],
    }


def plan_as_plain(plan: Plan, *, shelf: Shelf) -> dict[str, Any]:
    """Return a plan."""
    return {
        "start_on": plan.start_on.isoformat(),
        "race_on": plan.race_on.isoformat() if plan.race_on else None,
        "days": [day_as_plain(day, shelf=shelf) for day in plan.days],
        "left_out": [verdict_as_plain(each, shelf=shelf) for each in plan.left_out],
    }


def today_as_plain(today: Today, *, shelf: Shelf) -> dict[str, Any]:
    """Return what to do today."""
    day = day_as_plain(today.day, shelf=shelf) if today.day else None
    return {
        "on": today.on.isoformat(),
        "screening": verdict_as_plain(today.screening, shelf=shelf) if today.screening else None,
        "light": verdict_as_plain(today.light, shelf=shelf),
        "guard": {
            "flags": verdict_as_plain(today.guard.flags, shelf=shelf),
            "cap": verdict_as_plain(today.guard.cap, shelf=shelf),
            "todo": [verdict_as_plain(each, shelf=shelf) for each in today.guard.todo],
        },
        "run": day["run"] if day else None,
        "cue": day["cue"] if day else None,
        "sessions": [
            {**session_as_plain(each, shelf=shelf), "done": each.id in today.done}
            for each in today.sessions
        ],
    }


def load_lines(found: Loading, *, shelf: Shelf) -> Iterator[str]:
    """Return load over time in words: the last 30 days, and the newest jumps."""
    window = found.window
    yield f"{window.runs} runs from {window.since} to {window.until}"
    if window.longest_m is not None:
        yield f"longest run {window.longest_m / 1000:.1f} km"
    if window.units_m4 is not None:
        yield f"most hip-flexor units in a run {window.units_m4:.1f}"
    for rule, counts in found.counts_by_rule.items():
        name = shelf.texts[f"guard_name.{rule.lower()}"]
        yield f"guard {rule}, {name}: " + ", ".join(f"{n} {level}" for level, n in counts.items())
    for run, verdict in found.loud[-10:]:
        said = worded(verdict, texts=shelf.texts)
        yield f"{run.local_on} {verdict.rule} {verdict.level}: {said}"


def ahead_lines(ahead: Sequence[tuple[Judged, Verdict]], *, shelf: Shelf) -> Iterator[str]:
    """Return in words what the guard says of planned runs, loud verdicts first."""
    for judged, flags in ahead:
        run = judged.run
        km = f"{(run.distance_m or 0.0) / 1000:g} km"
        yield f"planned {km} on {run.local_on}: {worst(judged, flags)}"
        verdicts = sorted((*judged.verdicts, flags), key=lambda each: -Light(each.level).severity)
        for verdict in verdicts:
            said = worded(verdict, texts=shelf.texts)
            yield f"  {verdict.rule} {verdict.level}: {said} [{', '.join(verdict.sources)}]"


def check_lines(checked: Checked, *, shelf: Shelf) -> Iterator[str]:
    """Return an assessment in words, with the evidence and where it comes from."""
    yield checked.text
    if checked.assessment is None:
        return
    for ranked in checked.assessment.drivers:
        yield f"\n{shelf.texts[f'driver_name.{ranked.driver}']} ({ranked.confidence}):"
        for verdict in ranked.evidence:
            notes = notes_on(ranked, verdict.rule, weights=shelf.weights, texts=shelf.texts)
            said = "; ".join(each for each in (verdict.level, notes) if each)
            sources = ", ".join(verdict.sources)
            yield f"  {worded(verdict, texts=shelf.texts)} ({said}) [{sources}]"
        if ranked.disagree:
            yield "  " + shelf.texts["next.disagree"]
    yield from _next_lines(checked.assessment, shelf=shelf)
    if checked.exercises:
        yield "\nTo begin with: " + ", ".join(checked.exercises)


def _next_lines(found: Assessment, *, shelf: Shelf) -> Iterator[str]:
    """Return what to test next, what each result would change, and what comes after it."""
    if not found.disposition.trains:
        return
    if not found.next_tests:
        yield "\n" + shelf.texts["next.enough"]
        return
    best, *others = found.next_tests
    yield "\n" + next_line(best, probes=shelf.probes, texts=shelf.texts)
    yield from (f"  {line}" for line in result_lines(best, texts=shelf.texts))
    yield f"  {shelf.texts['next.points']}"
    for each in others:
        yield "  " + then_line(each, probes=shelf.probes, texts=shelf.texts)


def today_lines(found: Today, *, shelf: Shelf) -> Iterator[str]:
    """Return what to do today in words."""
    texts = shelf.texts
    if found.screening is not None:
        yield worded(found.screening, texts=texts)
        return
    yield worded(found.light, texts=texts)
    if found.guard.flags.level in (Light.RED, Light.AMBER):
        yield worded(found.guard.flags, texts=texts)
    for verdict in (*found.guard.todo, found.guard.cap):
        yield worded(verdict, texts=texts)
    if found.day is None:
        yield "There is no plan for today: make one with psoas plan."
        return
    yield from day_lines(found.day, exercises=shelf.exercises, texts=texts)
    for session in found.sessions:
        if session.id in found.done:
            yield f"done: {session.id}"
        elif session not in found.day.sessions:
            yield "today instead:"
            yield from session_lines(session, exercises=shelf.exercises)
