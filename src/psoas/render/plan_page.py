"""The plan as one page to print: a week a block, boxes to tick, how each exercise is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from psoas.evidence import Source
from psoas.loop.exercise import Exercise
from psoas.loop.measure import Measure
from psoas.loop.retrain.cue import Cue
from psoas.programme import Plan
from psoas.render.dose import dose_words
from psoas.render.standalone import style, template
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
) -> str:
    """Return a plan as HTML for A4.

    Parameters
    ----------
    plan
        What is to be done.
    made_on
        The day of the print.
    texts, exercises, measures, cues, sources
        The shelf, for words and names.

    Returns
    -------
    str
        One whole page: its style inside, no script, no address to load from.
    """
    used = dict.fromkeys(p.exercise for s in plan.sessions for p in s.prescriptions)
    said = [why for day in plan.days for why in day.why]
    said += [why for session in plan.sessions for why in session.why]
    cited = dict.fromkeys(name for verdict in said for name in verdict.sources)
    weeks = groupby(plan.days, key=lambda day: day.on.isocalendar()[:2])
    return template("plan").render(
        plan=plan,
        weeks=[tuple(days) for _, days in weeks],
        used=[exercises[name] for name in used],
        made_on=made_on,
        texts=texts,
        exercises=exercises,
        measures=measures,
        cues=cues,
        sources={name: sources[name] for name in cited if name in sources},
        style=style("plan"),
        worded=lambda verdict: worded(verdict, texts=texts),
        dose_words=dose_words,
    )
