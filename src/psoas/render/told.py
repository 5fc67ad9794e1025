"""Results as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from psoas.evidence import Limits
from psoas.loop.exercise import Exercise
from psoas.loop.retrain.course import Course
from psoas.programme import Clash, Plan, PlanDay, Session, Wish
from psoas.quantity import Band
from psoas.render.cue_words import cue_run_lines, cue_run_short, cue_run_title
from psoas.render.dose import dose_words
from psoas.render.words import noted, say, wish_said, worded

if TYPE_CHECKING:
    from psoas.load import RunLoad
    from psoas.runs.model import Recording, RunSummary

Texts = Mapping[str, str]
Exercises = Mapping[str, Exercise]


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def _band(band: Band | None, unit: str) -> str:
    if band is None:
        return "unknown"
    return f"{band.central:.2f} {unit} ({band.low:.2f} to {band.high:.2f})"


def session_lines(session: Session, *, exercises: Exercises) -> Iterator[str]:
    """Return a session, an exercise a line."""
    yield f"{session.kind}: {session.minutes:g} min  [{session.id}]"
    for each in session.prescriptions:
        exercise = exercises[each.exercise]
        yield f"  {exercise.name}: {dose_words(each, exercise)}"
    for measure in session.measures:
        yield f"  test: {measure}"


def day_lines(
    day: PlanDay,
    *,
    exercises: Exercises,
    texts: Texts,
    limits: Limits,
    course: Course | None = None,
    whole: bool = False,
) -> Iterator[str]:
    """Return a day of a plan with its reason.

    Parameters
    ----------
    day, course
        The day, and the course of its cue run.
    exercises, texts, limits
        The shelf.
    whole
        Whether a cue run is told line by line, with what it costs.
    """
    yield f"{day.on:%a %d %b}  run: {day.run}" + (f", cue: {day.cue}" if day.cue else "")
    if day.cue_run is not None and course is not None:
        title = cue_run_title(day.cue_run, course, limits=limits, texts=texts)
        yield f"  {title}"
        if whole:
            said = cue_run_lines(day.cue_run, course, limits=limits, texts=texts, titled=False)
            yield from (f"    {line}" for line in said)
        else:
            yield f"    {cue_run_short(day.cue_run, course, limits=limits, texts=texts)}"
    for session in day.sessions:
        yield from ("  " + line for line in session_lines(session, exercises=exercises))
    for why in day.why:
        yield f"  because: {worded(why, texts=texts)}"


def plan_lines(plan: Plan, *, exercises: Exercises, texts: Texts, limits: Limits) -> Iterator[str]:
    """Return a plan."""
    for day in plan.days:
        yield from day_lines(
            day, exercises=exercises, texts=texts, limits=limits, course=plan.course
        )
    if plan.course is not None and plan.course.trade_off is not None:
        yield worded(plan.course.trade_off.verdict, texts=texts)
    for verdict in plan.left_out:
        yield worded(verdict, texts=texts)


def wish_words(wish: Wish, *, texts: Texts) -> str:
    """Return a wish in words."""
    values = {
        "wish_kind": wish.kind.value,
        "wish_amount": wish.amount or 0,
        "wish_of": ", ".join(wish.of),
    }
    return wish_said(values, texts=texts)


def clash_words(clash: Clash, *, texts: Texts) -> str:
    """Return in one sentence which wishes to drop."""
    ways = [" and ".join(wish_words(each, texts=texts) for each in way) for way in clash.drops]
    n = min((len(way) for way in clash.drops), default=0)
    quoted = "; or ".join(f"“{way}”" for way in ways)
    key = "wish.clash" if n == 1 else "wish.clash-more"
    return say(key, {"ways": quoted, "n": n}, texts=texts)


def run_lines(
    recording: Recording, summary: RunSummary, load: RunLoad | None, *, texts: Texts
) -> Iterator[str]:
    """Return what a run is and what it loads."""
    km = "unknown" if summary.distance_m is None else f"{summary.distance_m / 1000:.2f} km"
    yield f"{recording.sport} ({recording.sport_name}), {recording.started_at:%Y-%m-%d %H:%M} UTC"
    yield f"{km}, moving {_clock(summary.moving_s)} of {_clock(summary.duration_s)}"
    if summary.cadence_spm is not None:
        yield f"cadence {summary.cadence_spm:.0f} steps/min"
    if load is None:
        yield "no hip-flexor load: this is not a run"
    else:
        yield f"hip-flexion moment, usual stride: {_band(load.moment_median_nm_per_kg, 'Nm/kg')}"
        yield f"iliopsoas force, usual stride: {_band(load.force_median_bw, 'BW')}"
        yield f"iliopsoas force, hardest twentieth: {_band(load.force_p95_bw, 'BW')}"
        yield f"units (m = 4): {_band(load.units_band.get(4), 'units')}"
        yield f"fast metres: {load.fast_m:.0f}"
    for note in (*recording.notes, *(load.notes if load else ())):
        yield f"note: {noted(note, texts=texts)}"
