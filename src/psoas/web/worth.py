"""What to test next, as pages show it: the words, and where it is done."""

from __future__ import annotations

from attrs import frozen

from psoas.library import Shelf
from psoas.loop.assess.model import Assessment
from psoas.loop.assess.probe import Probe, ProbeKind
from psoas.render.worth import next_line, result_lines, then_line


@frozen(kw_only=True)
class Ahead:
    """One thing worth doing next: its line, what each result changes, and its link."""

    line: str
    results: tuple[str, ...]
    link: str
    how: str


def ahead_of(assessment: Assessment, shelf: Shelf) -> tuple[Ahead, ...]:
    """Return what is worth doing next, best first; none where nothing is."""
    return tuple(
        Ahead(
            line=(then_line if n else next_line)(each, probes=shelf.probes, texts=shelf.texts),
            results=tuple(result_lines(each, texts=shelf.texts)),
            link=_link(shelf.probes[each.probe]),
            how=_how(shelf.probes[each.probe]),
        )
        for n, each in enumerate(assessment.next_tests)
        if each.probe in shelf.probes
    )


#: What the link of each kind says.
_HOW = {
    ProbeKind.ASK: "Answer it",
    ProbeKind.TEST: "Do it and answer",
    ProbeKind.FILM: "Answer it from a clip",
    ProbeKind.IMPORT: "Bring in your runs",
}


def _how(probe: Probe) -> str:
    return "How it is done" if probe.measure else _HOW[probe.kind]


def _link(probe: Probe) -> str:
    """Return where it is done: a measure's page, the runs, or its question in the check."""
    if probe.measure:
        return f"/tests/{probe.measure}"
    if probe.kind is ProbeKind.IMPORT:
        return "/runs"
    asked = _QUESTION.get(probe.id, probe.keys[0])
    return f"/check/all?again=1#q-{asked}"


#: The question that a probe without a question of its own name ends in.
_QUESTION = {"film-from-the-side": "foot_lands_ahead"}
