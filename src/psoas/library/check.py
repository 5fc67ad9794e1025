"""Reading across the shelf: what one entry says of another must be true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from psoas.evidence import SourceId
from psoas.library.crosslinks import exercise_problems
from psoas.library.model import Shelf
from psoas.loop.condition import Condition


class HasSources(Protocol):
    """Any entry that says what it rests on."""

    @property
    def sources(self) -> tuple[SourceId, ...]:
        """Keys of the shelf of sources."""


def _cited(shelf: Shelf) -> Iterator[tuple[str, str]]:
    grounded: tuple[Mapping[str, HasSources], ...] = (
        shelf.measures,
        shelf.rules,
        shelf.limits,
        shelf.weights,
        shelf.cues,
        shelf.probes,
        shelf.programmes,
    )
    for kind in grounded:
        for name, entry in kind.items():
            for source in entry.sources:
                yield name, source
    for name, measure in shelf.measures.items():
        parts: tuple[HasSources, ...] = (measure.detectable, *measure.norms)
        for part in parts:
            for source in part.sources:
                yield name, source
    for name, exercise in shelf.exercises.items():
        scheme = exercise.progression_scheme
        for source in (
            *exercise.sources,
            *exercise.dose.sources,
            *(scheme.sources if scheme else ()),
        ):
            yield name, source


def _conditions(shelf: Shelf) -> Iterator[tuple[str, Condition]]:
    groups: list[tuple[str, Iterable[Condition]]] = [
        *((name, rule.all or rule.any) for name, rule in shelf.rules.items()),
        *((name, weight.when) for name, weight in shelf.weights.items()),
        *((name, [a.when for a in each.avoid]) for name, each in shelf.exercises.items()),
        *((name, measure.never_if) for name, measure in shelf.measures.items()),
        *((name, (*each.never_if, *each.again_if)) for name, each in shelf.probes.items()),
        *((name, (*cue.only_if, *cue.never_if)) for name, cue in shelf.cues.items()),
        *((f"screen {name}", screen.only_if) for name, screen in shelf.screens.items()),
    ]
    for name, conditions in groups:
        for condition in conditions:
            yield name, condition


def _spoken(shelf: Shelf) -> Iterator[tuple[str, str]]:
    for name, rule in shelf.rules.items():
        for key in rule.say:
            yield name, key
    for name, weight in shelf.weights.items():
        yield name, weight.text
    for name, probe in shelf.probes.items():
        for result in probe.results:
            yield name, result.text
    for name, programme in shelf.programmes.items():
        for key in (programme.suits, *programme.advice):
            yield name, key


def _programme_problems(shelf: Shelf) -> Iterator[str]:
    for name, programme in shelf.programmes.items():
        for favoured in programme.favour:
            exercise = shelf.exercises.get(favoured)
            if exercise is None or not exercise.prescribable:
                yield f"{name}: favours {favoured}, which nobody is given"


def _source_problems(shelf: Shelf) -> Iterator[str]:
    cited = list(_cited(shelf))
    for name, source in cited:
        if source not in shelf.sources:
            yield f"{name}: cites {source}, which is not on the shelf"
    uncited = set(shelf.sources) - {source for _, source in cited}
    for source in sorted(uncited - ALLOWED_UNCITED):
        yield f"{source}: is on the shelf and nothing cites it"


#: Sources that code cites rather than an entry of the shelf; a contract test keeps the list true.
ALLOWED_UNCITED = frozenset(
    {
        "de-leva-1996",
        "de-witt-2010",
        "drillis-contini-1966",
        "fellin-2010",
        "hamner-2010",
        "hamner-delp-2013",
        "malisoux-2023",
        "mediapipe-pose",
        "psoas-pose-notes",
        "psoas-watch-files",
        "rajagopal-2016",
        "telhan-2010",
        "thelen-2003",
        "zeni-2008",
    }
)


def _condition_problems(shelf: Shelf) -> Iterator[str]:
    for name, condition in _conditions(shelf):
        question = shelf.questions.get(condition.key)
        if question is None:
            yield f"{name}: looks at {condition.key}, which no question asks"
            continue
        if question.choices and not question.open:
            values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
            for value in values:
                if value not in question.choices:
                    yield f"{name}: {condition.key} can never be {value!r}"


def _measure_problems(shelf: Shelf) -> Iterator[str]:
    for name, measure in shelf.measures.items():
        ids = {each.id for each in measure.seen}
        for says in measure.says:
            question = shelf.questions.get(says.key)
            if question is None:
                yield f"{name}: answers {says.key}, which no question asks"
            elif question.choices and says.value not in question.choices:
                yield f"{name}: {says.key} can never be {says.value!r}"
            for each in {*says.seen, *says.none_seen} - ids:
                yield f"{name}: {says.key} looks for {each}, which nobody is asked to see"
        for each in measure.control:
            if f"control.{each}" not in shelf.texts:
                yield f"{name}: asks control.{each}, which has no text"
        if measure.strains and not measure.stop_if:
            yield f"{name}: names nothing that would stop it"


def _drawing_problems(shelf: Shelf) -> Iterator[str]:
    for name, drawing in shelf.drawings.items():
        if name not in shelf.exercises:
            yield f"{name}: is drawn and is no exercise"
        elif drawing.crossed and shelf.exercises[name].prescribable:
            yield f"{name}: is given, and its drawing is crossed out"
    for name in shelf.exercises:
        if name not in shelf.drawings:
            yield f"{name}: has no drawing"


def _cue_problems(shelf: Shelf) -> Iterator[str]:
    for name, cue in shelf.cues.items():
        if cue.run not in shelf.exercises:
            yield f"{name}: is run as {cue.run}, which is not on the shelf"


def _probe_problems(shelf: Shelf) -> Iterator[str]:
    for name, probe in shelf.probes.items():
        if probe.measure and probe.measure not in shelf.measures:
            yield f"{name}: is done as {probe.measure}, which is not on the shelf"
        if not probe.minutes:
            yield f"{name}: does not say how many minutes it takes"
        for key in (*probe.keys, *probe.done_if):
            if key not in shelf.questions:
                yield f"{name}: answers {key}, which no question asks"


def _screen_problems(shelf: Shelf) -> Iterator[str]:
    """Yield what the interview asks that no question knows, and what it forgets."""
    asked = {key for screen in shelf.screens.values() for key in screen.keys}
    for key in sorted(asked - set(shelf.questions)):
        yield f"interview: asks {key}, which is no question"
    for question in shelf.questions.values():
        if question.essential and question.key not in asked:
            yield f"interview: never asks {question.key}, which is essential"


def problems(shelf: Shelf) -> tuple[str, ...]:
    """Return what is wrong across the entries of *shelf*, one line each; none is best."""
    missing_texts = (
        f"{name}: says {key}, which has no text"
        for name, key in _spoken(shelf)
        if key not in shelf.texts
    )
    return (
        *_source_problems(shelf),
        *_condition_problems(shelf),
        *_measure_problems(shelf),
        *exercise_problems(shelf.exercises),
        *_drawing_problems(shelf),
        *_cue_problems(shelf),
        *_programme_problems(shelf),
        *_probe_problems(shelf),
        *_screen_problems(shelf),
        *missing_texts,
    )
