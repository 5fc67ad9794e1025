"""The report as one HTML page that asks nothing of the network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

from psoas.evidence import Source
from psoas.loop.exercise import Exercise
from psoas.loop.retrain.cue import Cue
from psoas.render.charts import load_chart
from psoas.render.dose import dose_words
from psoas.render.words import worded
from psoas.report import Report


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("psoas.render"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def _style() -> Markup:
    """Our own style sheet, which the page carries with it."""
    css = (files("psoas.render") / "templates" / "report.css").read_text(encoding="utf-8")
    return Markup(css)  # noqa: S704 - ours, and no input reaches it


def report_page(
    report: Report,
    *,
    texts: Mapping[str, str],
    sources: Mapping[str, Source],
    exercises: Mapping[str, Exercise],
    cues: Mapping[str, Cue],
) -> str:
    """Return a report as HTML.

    Parameters
    ----------
    report
        What is said.
    texts, sources, exercises, cues
        The shelf, for words and names.

    Returns
    -------
    str
        One whole page: style and charts inside, no script, no address to load from.
    """
    return _template().render(
        report=report,
        texts=texts,
        sources={name: sources[name] for name in report.sources},
        exercises=exercises,
        cues=cues,
        chart=Markup(load_chart(report.days)),  # noqa: S704 - drawn by us from numbers and dates
        style=_style(),
        worded=lambda verdict: worded(verdict, texts=texts),
        dose_words=dose_words,
    )
