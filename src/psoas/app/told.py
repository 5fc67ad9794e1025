"""Results as the command line tells them: as plain values for JSON, and as lines of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from psoas.app.check.checking import Checked
from psoas.app.load.guarding import worst
from psoas.app.load.loading import Loading
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import Light
from psoas.load.guard import Judged
from psoas.loop.assess.model import Assessment
from psoas.render.words import say, worded
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


def undated_lines(days: Sequence[date], *, shelf: Shelf) -> Iterator[str]:
    """Return in words that recordings with dates that cannot be true do not count."""
    if days:
        yield say(
            "season.undated",
            values={
                "recordings": len(days),
                "first": days[0].isoformat(),
                "last": days[-1].isoformat(),
            },
            texts=shelf.texts,
        )


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
