"""The report as one HTML page that asks nothing of the network."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from psoas.evidence import Source
from psoas.loop.exercise import Exercise
from psoas.loop.measure import Measure
from psoas.loop.retrain.cue import Cue
from psoas.render.charts import load_chart
from psoas.render.dose import dose_words
from psoas.render.standalone import Back, style, template
from psoas.render.words import worded
from psoas.report import Report

#: A desk or paper, and a phone: there a wide picture would be too small to read.
WIDTHS_PX = {"wide": 640, "narrow": 340}


def report_page(
    report: Report,
    *,
    texts: Mapping[str, str],
    sources: Mapping[str, Source],
    exercises: Mapping[str, Exercise],
    measures: Mapping[str, Measure],
    cues: Mapping[str, Cue],
    back: Back | None = None,
) -> str:
    """Return a report as HTML.

    Parameters
    ----------
    report
        What is said.
    texts, sources, exercises, measures, cues
        The shelf, for words and names.
    back
        The way back, where it is shown and not written into a file.

    Returns
    -------
    str
        One whole page: style and charts inside, no script, no address to load from.
    """
    return template("report").render(
        report=report,
        texts=texts,
        sources={name: sources[name] for name in report.sources},
        exercises=exercises,
        measures=measures,
        cues=cues,
        charts={
            name: Markup(load_chart(report.days, width_px=width))  # noqa: S704 - drawn by us
            for name, width in WIDTHS_PX.items()
        },
        back=back,
        style=style("report"),
        worded=lambda verdict: worded(verdict, texts=texts),
        dose_words=dose_words,
    )
