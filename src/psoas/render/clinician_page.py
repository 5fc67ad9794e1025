"""The clinician's page as HTML: one side of A4 for a plain case, and readable on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from psoas.diary import Reading
from psoas.evidence import Source
from psoas.loop.assess.model import Question
from psoas.loop.measure import Measure
from psoas.render import units
from psoas.render.standalone import Back, style, template
from psoas.render.words import Texts, worded
from psoas.report.clinician import ClinicianPage, Told

#: More open essentials than these are only counted at the top, and named below.
MOST_OPEN_NAMED = 8
#: So many of the guard's flags are told, the newest; the others are counted.
MOST_LOUD = 6


def answer_words(key: str, value: Any, question: Question | None, *, texts: Texts) -> str:
    """Return a raw answer in plain words: the choice's own, a number with its unit."""
    if value is None:
        return "no answer"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return _listed(key, value, question, texts)
    if isinstance(value, int | float):
        unit = question.unit if question else ""
        return f"{value:g}/10" if unit == "nrs" else units.quantity(value, unit)
    return texts.get(f"choice.{key}.{value}", str(value))


def _listed(key: str, values: Any, question: Question | None, texts: Texts) -> str:
    said = [answer_words(key, each, question, texts=texts) for each in values]
    if question is not None and question.sided and len(said) == 2:
        return f"{said[0]} on the sore side, {said[1]} on the other"
    return ", ".join(said) or "none"


def reading_words(reading: Reading, measure: Measure) -> str:
    """Return a test result with its side, its day and the smallest change that can be real."""
    side = f" {reading.side.value}" if reading.side else ""
    least = measure.detectable
    error = (
        f"{units.number(least.pct)} %"
        if least.pct is not None
        else units.quantity(least.value, measure.unit)
    )
    return (
        f"{measure.name}{side}: {units.quantity(reading.value, measure.unit)} "
        f"({reading.taken_at:%d %b %Y}; a change below {error} is within the error)"
    )


def clinician_html(
    page: ClinicianPage,
    *,
    texts: Texts,
    questions: Mapping[str, Question],
    measures: Mapping[str, Measure],
    sources: Mapping[str, Source],
    back: Back | None = None,
) -> str:
    """Return the clinician's page.

    Parameters
    ----------
    page
        What is told.
    texts, questions, measures, sources
        The shelf, for words and names.
    back
        The way back, where it is shown and not written into a file.

    Returns
    -------
    str
        One whole page: style inside, no script, no address to load from.
    """

    def label(key: str) -> str:
        if key in questions:
            return texts.get(f"asked.{key}", questions[key].ask)
        return units.words(key)

    def said(told: Told) -> str:
        return answer_words(told.key, told.value, questions.get(told.key), texts=texts)

    open_keys = page.assessment.unknown
    listed = {*page.not_sure, *page.not_asked} if len(open_keys) > MOST_OPEN_NAMED else set()
    return template("clinician").render(
        page=page,
        texts=texts,
        label=label,
        said=said,
        words=lambda key, value: answer_words(key, value, questions.get(key), texts=texts),
        essential=lambda key: key in open_keys or (key in questions and questions[key].essential),
        open_named=tuple(key for key in open_keys if key not in listed),
        open_below=sum(key in listed for key in open_keys),
        measures=measures,
        most_loud=MOST_LOUD,
        reading_words=reading_words,
        sources={name: sources[name] for name in page.sources if name in sources},
        worded=lambda verdict: worded(verdict, texts=texts),
        day=units.day,
        number=units.number,
        key="unfinished" if page.assessment.unfinished else page.assessment.disposition.lower(),
        version=version("psoas"),
        back=back,
        style=style("clinician"),
    )
