"""The plan and today as the command line tells them: plain values for JSON, lines of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from psoas.app.check.rechecking import SIGNS, is_rechecked
from psoas.app.plan.briefing import programme_of
from psoas.app.plan.todays import Today, as_fitted
from psoas.app.state import State
from psoas.app.told import verdict_as_plain
from psoas.edges import to_plain
from psoas.library import Shelf
from psoas.load import Light
from psoas.loop.prescription import Prescription
from psoas.loop.retrain.course import Course, CueRun
from psoas.loop.retrain.timing import beat_of, duration_min, is_check, timing
from psoas.programme import Clash, PlanDay, Session
from psoas.render.assessment import assessment_text
from psoas.render.cue_words import cue_run_lines
from psoas.render.told import clash_words, day_lines
from psoas.render.words import worded
from psoas.store.sheets import KeptPlan


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


def cue_run_as_plain(run: CueRun, course: Course, *, shelf: Shelf) -> dict[str, Any]:
    """Return how a run is run by its cue."""
    limits, target = shelf.limits, course.target
    by = timing(limits)
    cost = course.trade_off
    return {
        "number": run.number,
        "runs": len(course.runs),
        "is_check": is_check(run, course),
        "warm_up_s": by.warm_up_s,
        "bouts": run.bouts,
        "bout_s": run.bout_s,
        "easy_s": by.easy_s,
        "cool_down_s": by.cool_down_s,
        "minutes": duration_min(run, limits=limits),
        "with_feedback": run.n_with_feedback,
        "target": to_plain(target) if target is not None else None,
        "beat": beat_path(run, course, shelf=shelf),
        "trade_off": verdict_as_plain(cost.verdict, shelf=shelf) if cost is not None else None,
        "text": " ".join(cue_run_lines(run, course, limits=limits, texts=shelf.texts)),
    }


def beat_path(run: CueRun, course: Course, *, shelf: Shelf) -> str | None:
    """Return where the app hands out a run's beat; None where it has none."""
    beat = beat_of(run, course.target, limits=shelf.limits)
    if beat is None:
        return None
    asked = {
        "cadence": beat.cadence_spm,
        "minutes": f"{beat.minutes:.4f}",
        "on": f"{beat.on_min:.4f}",
        "off": f"{beat.off_min:.4f}",
    }
    return f"/beat?{urlencode(asked)}"


def day_as_plain(day: PlanDay, *, course: Course | None, shelf: Shelf) -> dict[str, Any]:
    """Return a day of a plan."""
    run = day.cue_run
    cue = shelf.cues.get(day.cue) if day.cue else None
    return {
        "on": day.on.isoformat(),
        "run": day.run.value,
        "cue": {"id": cue.id, "say": cue.say} if cue else None,
        "cue_run": cue_run_as_plain(run, course, shelf=shelf) if run and course else None,
        "sessions": [session_as_plain(each, shelf=shelf) for each in day.sessions],
        "why": [verdict_as_plain(each, shelf=shelf) for each in day.why],
    }


def plan_as_plain(kept: KeptPlan, *, clash: Clash | None, shelf: Shelf) -> dict[str, Any]:
    """Return a plan with the programme behind it and the wishes that do not fit together."""
    plan = kept.plan
    programme = shelf.programmes[programme_of(kept, shelf=shelf)]
    return {
        "programme": programme.id,
        "advice": [shelf.texts[key] for key in programme.advice],
        "wishes": list(kept.wishes.get("wishes") or ()),
        "clash": clash_as_plain(clash, shelf=shelf) if clash else None,
        "start_on": plan.start_on.isoformat(),
        "race_on": plan.race_on.isoformat() if plan.race_on else None,
        "days": [day_as_plain(day, course=plan.course, shelf=shelf) for day in plan.days],
        "left_out": [verdict_as_plain(each, shelf=shelf) for each in plan.left_out],
    }


def clash_as_plain(clash: Clash, *, shelf: Shelf) -> dict[str, Any]:
    """Return which wishes do not fit together, and what to drop."""
    return {
        "wishes": [each.id for each in clash.wishes],
        "drop": [[each.id for each in way] for way in clash.drops],
        "text": clash_words(clash, texts=shelf.texts),
    }


def today_as_plain(today: Today, *, shelf: Shelf) -> dict[str, Any]:
    """Return what to do today."""
    day = day_as_plain(today.day, course=today.course, shelf=shelf) if today.day else None
    waits = today.cue_waits
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
        "cue_run": day["cue_run"] if day else None,
        "cue_waits": verdict_as_plain(waits, shelf=shelf) if waits else None,
        "warm_up": [each.name for each in today.warm_up],
        "sessions": [
            {**session_as_plain(each, shelf=shelf), "done": each.id in today.done}
            for each in today.sessions
        ],
        "recheck": list(_recheck_lines(today, shelf.texts)),
        "week_due": today.week_due,
    }


def _recheck_lines(found: Today, texts: Mapping[str, str]) -> Iterator[str]:
    """Ask what is asked before every session, where one is still to be done and it was not."""
    behind = {*found.done, *found.rechecked}
    left = [each for each in found.sessions if each.id not in behind]
    if any(each.prescriptions or each.measures for each in left):
        yield from recheck_asked(texts)


def recheck_asked(texts: Mapping[str, str]) -> tuple[str, str]:
    """Return what is asked before every session, and what follows from an answer."""
    signs = "; ".join(texts[sign] for sign in SIGNS)
    return f"{texts['recheck.ask']} {signs}.", texts["recheck.then"]


def recheck_owed(state: State, session: Session, *, shelf: Shelf) -> tuple[str, ...]:
    """Return what had to be asked before a session; nothing where it was, or need not be."""
    asks = state.trains and bool(session.prescriptions or session.measures)
    return recheck_asked(shelf.texts) if asks and not is_rechecked(state, session.id) else ()


def clinician_lines(state: State, *, shelf: Shelf) -> tuple[str, ...]:
    """Return what a check says that leads to a clinician; empty for one that allows to train."""
    if state.sheet is None or state.sheet.assessment.disposition.trains:
        return ()
    told = assessment_text(state.sheet.assessment, texts=shelf.texts, questions=shelf.questions)
    return tuple(told.splitlines())


def today_lines(found: Today, *, shelf: Shelf) -> Iterator[str]:
    """Return what to do today in words."""
    yield from _to_do_lines(found, shelf=shelf)
    if found.week_due:
        yield f"{shelf.texts['week.due']} psoas feel"


def _to_do_lines(found: Today, *, shelf: Shelf) -> Iterator[str]:
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
    yield from day_lines(
        as_fitted(found.day, found.sessions),
        exercises=shelf.exercises,
        texts=texts,
        limits=shelf.limits,
        course=found.course,
        whole=True,
    )
    if found.cue_waits is not None:
        yield worded(found.cue_waits, texts=texts)
    if found.warm_up:
        names = ", ".join(each.name for each in found.warm_up)
        yield f"{texts['warm_up.before']} {names}."
    yield from _recheck_lines(found, texts)
    for session in found.sessions:
        if session.id in found.done:
            yield f"done: {session.id}"
