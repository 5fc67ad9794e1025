"""The plan as one page to print: a week a block, boxes to tick, how each exercise is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from psoas.evidence import Limits, Source
from psoas.loop.exercise import Exercise
from psoas.loop.measure import Measure
from psoas.loop.retrain.cue import Cue
from psoas.programme import Plan
from psoas.render.cue_words import cue_run_short, cue_run_title
from psoas.render.dose import dose_words
from psoas.render.standalone import Back, style, template
from psoas.render.words import worded


def plan_page(
    plan: Plan,
    *,
    made_on: date,
    texts: Mapping[str, str],
    exercises: Mapping[str, Exercise],
    measures: Mapping[str, Measure],
    cues: Mapping[str, Cue],
    sources: Mapping[str, Source],
    limits: Limits,
    back: Back | None = None,
) -> str:
    """Return a plan as HTML for A4.

    Parameters
    ----------
    plan
        What is to be done; its weeks are numbered as its notes count them.
    made_on
        The day of the print: weeks that are over are left out.
    texts, exercises, measures, cues, sources, limits
        The shelf, for words and names.
    back
        The way back, where it is shown and not written into a file.

    Returns
    -------
    str
        One whole page: its style inside, no script, no address to load from.
    """
    weeks = [(n, days) for n, days in enumerate(plan.weeks, start=1) if days[-1].on >= made_on]
    days = [day for _, week in weeks for day in week]
    sessions = [session for day in days for session in day.sessions]
    used = dict.fromkeys(p.exercise for s in sessions for p in s.prescriptions)
    said = [why for day in days for why in day.why]
    cost = plan.course.trade_off if plan.course is not None else None
    said += [cost.verdict] if cost is not None else []
    said += [why for session in sessions for why in session.why]
    cited = dict.fromkeys(name for verdict in said for name in verdict.sources)
    return template("plan").render(
        plan=plan,
        weeks=weeks,
        used=[exercises[name] for name in used],
        made_on=made_on,
        texts=texts,
        exercises=exercises,
        measures=measures,
        cues=cues,
        sources={name: sources[name] for name in cited if name in sources},
        back=back,
        style=style("plan"),
        cost=cost.verdict if cost is not None else None,
        cue_run=lambda run: (
            (
                cue_run_title(run, plan.course, limits=limits, texts=texts),
                cue_run_short(run, plan.course, limits=limits, texts=texts),
            )
            if plan.course is not None
            else ()
        ),
        worded=lambda verdict: worded(verdict, texts=texts),
        dose_words=dose_words,
    )
