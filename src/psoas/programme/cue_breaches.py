"""Constraints on the one cue: each names what breaks it, and shares nothing with what lays it."""

from __future__ import annotations

from itertools import pairwise

from psoas.programme.breach import Breach, Checked, Found
from psoas.programme.model import RunKind


def no_new_cue_near_race(checked: Checked) -> Found:
    """No cue is run by in the three weeks before the race, and in the two after it."""
    race_on, after = checked.plan.race_on, checked.days("after-race-gap")
    for day in checked.plan.days:
        near = race_on is not None and -after <= race_on - day.on < checked.days("race-new-gap")
        if near and (day.cue or day.cue_run):
            yield Breach(
                constraint="no_new_cue_near_race",
                sessions=(),
                because=f"{day.cue} on {day.on}, the race is {race_on}",
            )


def one_cue(checked: Checked) -> Found:
    """There is one cue, that of the course, and it is run on easy runs."""
    course = checked.plan.course
    for day in checked.plan.days:
        if day.cue_run is None:
            continue
        if course is None or day.cue != course.cue:
            because = f"{day.cue} on {day.on}, the course is {course.cue if course else 'none'}"
            yield Breach(constraint="one_cue", sessions=(), because=because)
        if day.run is not RunKind.EASY:
            because = f"a cue run on {day.on}, the day of the {day.run} run"
            yield Breach(constraint="one_cue", sessions=(), because=because)


def fades(checked: Checked) -> Found:
    """Feedback never rises, no run of the course comes twice, and there are not too many."""
    plan, most = checked.plan, int(checked.limits["course-runs"].value)
    by_day = {each.on: each.run for each in plan.cue_runs_before}
    by_day |= {day.on: day.cue_run for day in plan.days if day.cue_run is not None}
    runs = sorted(by_day.items())
    for (_, before), (on, after) in pairwise(runs):
        if after.feedback_ratio > before.feedback_ratio:
            because = f"feedback rises on {on}"
            yield Breach(constraint="fades", sessions=(), because=because)
        if after.number <= before.number:
            because = f"run {after.number} of the course on {on}, after run {before.number}"
            yield Breach(constraint="fades", sessions=(), because=because)
    for on, run in runs:
        if run.number > most and run.n_with_feedback:
            because = f"help from outside on {on}, after {most} runs"
            yield Breach(constraint="fades", sessions=(), because=because)
        if run.number > most + 1:
            because = f"cue run {run.number} on {on}: the course is over"
            yield Breach(constraint="fades", sessions=(), because=because)


def checked_later(checked: Checked) -> Found:
    """The run without help comes so many days after the course's last."""
    plan, most = checked.plan, int(checked.limits["course-runs"].value)
    by_number = {each.run.number: each.on for each in plan.cue_runs_before}
    by_number |= {day.cue_run.number: day.on for day in plan.days if day.cue_run is not None}
    last, check = by_number.get(most), by_number.get(most + 1)
    if last is not None and check is not None and check - last < checked.days("course-check"):
        because = f"the run without help is {(check - last).days} d after the last"
        yield Breach(constraint="checked_later", sessions=(), because=because)


def gentle_cadence(checked: Checked) -> Found:
    """No target is above the cap; while it is sore, or nobody knows, above the lower one."""
    target = checked.plan.course.target if checked.plan.course is not None else None
    if target is None:
        return
    worst, amber = checked.brief.worst_pain_nrs, checked.limits["pain-amber"].value
    calm = worst is not None and worst < amber
    cap = checked.limits["cadence-calm" if calm else "cadence-sore"]
    more_pct = 100 * (max(target.high_spm, target.beat_spm) / target.baseline_spm - 1)
    if more_pct > cap.value + 1e-9:
        because = f"{more_pct:.1f} % more steps, at most {cap.value:g} % ({cap.id})"
        yield Breach(constraint="gentle_cadence", sessions=(), because=because)


CUES = (no_new_cue_near_race, one_cue, fades, checked_later, gentle_cadence)
