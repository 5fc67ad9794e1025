"""The gates between the levels: what opens each, and what would have to be measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from attrs import field, frozen

from psoas.diary import Done, Reading
from psoas.diary.performed import Performed
from psoas.evidence import Limits, Scalar, Verdict
from psoas.load.felt_runs import FeltRun, last_easy
from psoas.loop.exercise import Exercise
from psoas.loop.measure import Measure
from psoas.loop.reload.even import compared_sides, newest
from psoas.loop.reload.model import Gate
from psoas.loop.saying import said
from psoas.quantity import Answer, Side, all_of

HOLD, PLANK, BRIDGE, LIFTS, SQUAT = (
    "hip-flexor-hold",
    "side-plank",
    "single-leg-bridge",
    "banded-hip-flexion-reps",
    "single-leg-squat",
)


@frozen(kw_only=True)
class Shown:
    """What a runner has shown so far; what is missing is not known.

    Parameters
    ----------
    done, performed
        Sessions, and their sets.
    readings
        Tests.
    runs
        Runs with their pain, oldest first.
    now
        From when readings are too old is counted back from here.
    """

    done: Sequence[Done] = ()
    performed: Sequence[Performed] = ()
    readings: Sequence[Reading] = ()
    runs: Sequence[FeltRun] = ()
    now: datetime = field()


@frozen
class _Asked:
    """A condition of a gate, and the measure that would tell."""

    verdict: Verdict
    measure: str | None = None


def gates(
    shown: Shown,
    *,
    exercises: Mapping[str, Exercise],
    measures: Mapping[str, Measure],
    limits: Limits,
) -> tuple[Gate, Gate, Gate]:
    """Say which gates between levels are open.

    Parameters
    ----------
    shown
        Sessions, sets, tests and runs.
    exercises, measures, limits
        The shelf.

    Returns
    -------
    tuple of Gate
        From level 1 to 2, 2 to 3, 3 to 4. A gate is open where all its conditions hold, shut
        where one does not; else it is unknown, which is not open, and says what to measure.
    """
    look = _Look(shown, measures, limits)
    return (
        _gate(1, [look.calm_sessions(), look.clean_reps(exercises)]),
        _gate(2, [look.even(HOLD), look.least(PLANK), look.least(BRIDGE)]),
        _gate(3, [look.easy_runs(), look.even(LIFTS), look.steady()]),
    )


def _gate(above: int, asked: Iterable[_Asked]) -> Gate:
    found = tuple(asked)
    unknown = [each for each in found if each.verdict.answer is Answer.UNKNOWN]
    return Gate(
        above=above,
        answer=all_of(each.verdict.answer for each in found),
        conditions=tuple(each.verdict for each in found),
        to_measure=tuple(each.measure for each in unknown if each.measure is not None),
    )


@frozen
class _Look:
    """Conditions of the gates, each against what was shown."""

    shown: Shown
    measures: Mapping[str, Measure]
    limits: Limits

    def _said(self, limit: str, answer: Answer, text: str, **values: Scalar) -> Verdict:
        return said(
            self.limits[limit], text, rule=limit, answer=answer, level=answer.value, **values
        )

    def calm_sessions(self) -> _Asked:
        """So many sessions with a pain of 0 to 2."""
        needed = int(self.limits["gate-sessions"].value)
        amber = self.limits["pain-amber"].value
        told = [each.pain_nrs for each in self.shown.done if each.pain_nrs is not None]
        n = sum(nrs < amber for nrs in told)
        untold = len(self.shown.done) - len(told)
        enough = True if n >= needed else None if n + untold >= needed else False
        return _Asked(
            self._said("gate-sessions", Answer.of(enough), "gate.sessions", done=n, needed=needed)
        )

    def clean_reps(self, exercises: Mapping[str, Exercise]) -> _Asked:
        """So many repetitions in one set of an exercise of level 1."""
        needed = int(self.limits["gate-reps"].value)
        sets = [
            each
            for each in self.shown.performed
            if each.reps is not None
            and each.exercise in exercises
            and exercises[each.exercise].level[0] <= 1
        ]
        if not sets:
            return _Asked(self._said("gate-reps", Answer.UNKNOWN, "gate.reps-none", needed=needed))
        most = max(each.reps or 0 for each in sets)
        could = [
            each.in_reserve is None or (each.reps or 0) + each.in_reserve >= needed for each in sets
        ]
        reached = True if most >= needed else None if any(could) else False
        return _Asked(
            self._said("gate-reps", Answer.of(reached), "gate.reps", done=most, needed=needed)
        )

    def even(self, name: str) -> _Asked:
        """The weaker side reaches a share of the stronger."""
        ground = self.limits["gate-even"]
        found = compared_sides(
            self.shown.readings,
            self.measures[name],
            now=self.shown.now,
            valid_days=self.limits["measured-valid"].value,
        )
        if found is None:
            return self._unmeasured("gate-even", name)
        return _Asked(
            self._said(
                "gate-even",
                Answer.of(found.ratio >= ground.value),
                "gate.even",
                measure=self.measures[name].name,
                share_pct=round(100 * found.ratio),
                needed_pct=round(100 * ground.value),
            )
        )

    def _of_both(self, name: str) -> Mapping[Side, float] | None:
        """Return the readings of both sides; None where one is missing."""
        by_side = newest(
            self.shown.readings,
            name,
            now=self.shown.now,
            valid_days=self.limits["measured-valid"].value,
        )
        return by_side if set(by_side) == set(Side.BOTH.single) else None

    def least(self, name: str) -> _Asked:
        """Both sides reach a number."""
        ground = self.limits[f"gate-{name}"]
        by_side = self._of_both(name)
        if by_side is None:
            return self._unmeasured(f"gate-{name}", name)
        worse = min(by_side.values())
        return _Asked(
            self._said(
                f"gate-{name}",
                Answer.of(worse >= ground.value),
                "gate.least",
                measure=self.measures[name].name,
                value=round(worse),
                needed=round(ground.value),
                unit=ground.unit,
            )
        )

    def steady(self) -> _Asked:
        """No fault in a single-leg squat of either side."""
        by_side = self._of_both(SQUAT)
        if by_side is None:
            return self._unmeasured("gate-squat", SQUAT)
        worse = max(by_side.values())
        holds = worse <= self.limits["gate-squat"].value
        return _Asked(self._said("gate-squat", Answer.of(holds), "gate.squat", faults=round(worse)))

    def easy_runs(self) -> _Asked:
        """The newest easy runs of half an hour were all without pain."""
        needed = int(self.limits["gate-runs"].value)
        least_min = self.limits["gate-run-time"].value
        most_nrs = self.limits["gate-run-pain"].value
        last = last_easy(self.shown.runs, n=needed, least_min=least_min)
        answers = [
            Answer.of(None if each.pain_nrs is None else each.pain_nrs <= most_nrs) for each in last
        ]
        absent = Answer.NO if self.shown.runs else Answer.UNKNOWN
        missing = [absent] * (needed - len(last))
        return _Asked(
            self._said(
                "gate-runs",
                all_of([*answers, *missing]),
                "gate.runs",
                done=answers.count(Answer.YES),
                needed=needed,
                least_min=round(least_min),
            )
        )

    def _unmeasured(self, limit: str, name: str) -> _Asked:
        measure = self.measures[name].name
        return _Asked(self._said(limit, Answer.UNKNOWN, "gate.unmeasured", measure=measure), name)
