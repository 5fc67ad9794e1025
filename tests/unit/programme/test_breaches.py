"""The checker finds what a planner could do wrong: each constraint is broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from psoas.diary import Done
from psoas.load.model import Light
from psoas.loop.equipment import ALWAYS_THERE
from psoas.loop.retrain.course import Target as CadenceTarget
from psoas.programme import Brief, Plan, RunKind, SessionKind, breaches, broken_since
from psoas.programme.breaches import CONSTRAINTS
from psoas.quantity import Side
from tests.kit.plans import START, brief, plan

GOOD = brief(race_on=START + timedelta(days=83), weeks=12)


@pytest.fixture(scope="module")
def good(request) -> Plan:
    from psoas.library import shelf

    return plan(shelf(), GOOD)


def found(shelf, made, made_from):
    return {
        each.constraint for each in breaches(made, made_from, shelf.exercises, limits=shelf.limits)
    }


def nth(made: Plan, fits: Callable[[Any], bool]) -> int:
    return next(n for n, day in enumerate(made.days) if any(fits(s) for s in day.sessions))


def heavy(session) -> bool:
    return session.heavy


def kind(of: SessionKind) -> Callable[[Any], bool]:
    return lambda session: session.kind is of


def with_day(made: Plan, n: int, **changes: Any) -> Plan:
    days = list(made.days)
    days[n] = attrs.evolve(days[n], **changes)
    return attrs.evolve(made, days=tuple(days))


def with_session(made: Plan, n: int, **changes: Any) -> Plan:
    first, *others = made.days[n].sessions
    return with_day(made, n, sessions=(attrs.evolve(first, **changes), *others))


def with_dose(made: Plan, n: int, **changes: Any) -> Plan:
    first, *others = made.days[n].sessions[0].prescriptions
    return with_session(made, n, prescriptions=(attrs.evolve(first, **changes), *others))


def moved(made: Plan, n: int, to: int) -> Plan:
    on = made.days[to].on
    sessions = tuple(attrs.evolve(s, on=on, id=f"{on}-{s.kind}") for s in made.days[n].sessions)
    return with_day(made, to, sessions=sessions)


def test_a_good_plan_breaks_nothing(shelf, good):
    assert found(shelf, good, GOOD) == set()


def broken_plans(good: Plan) -> dict[str, tuple[Plan, Brief]]:
    """One plan a constraint, with one thing wrong."""
    strong, strength = nth(good, heavy), nth(good, kind(SessionKind.RELOAD))
    relief, form = nth(good, kind(SessionKind.RESET)), nth(good, kind(SessionKind.RETRAIN))
    tests = nth(good, kind(SessionKind.RETEST))
    last = len(good.days) - 1
    cued = [n for n, day in enumerate(good.days) if day.cue_run is not None]
    swapped = with_day(good, cued[0], cue_run=good.days[cued[-2]].cue_run)
    too_soon = with_day(
        with_day(good, cued[-1], cue=None, cue_run=None),
        cued[-2] + 2,
        cue=good.days[cued[-1]].cue,
        cue_run=good.days[cued[-1]].cue_run,
    )
    by_beat = attrs.evolve(
        good.course,
        target=CadenceTarget(
            low_spm=165, beat_spm=168, high_spm=172, baseline_spm=160.0, speed_mps=2.9
        ),
    )
    sore = attrs.evolve(GOOD, worst_pain_nrs=3)
    known = frozenset(p.exercise for s in good.sessions for p in s.prescriptions)
    knows = attrs.evolve(GOOD, known=known)
    circuit = nth(good, lambda s: any(p.exercise == "half-kneeling-halo" for p in s.prescriptions))
    halo_only = tuple(
        p for p in good.days[circuit].sessions[0].prescriptions if p.exercise != "banded-bear-crawl"
    )
    race_near = attrs.evolve(good, race_on=good.days[strong].on + timedelta(days=9))
    relieved = good.days[relief].sessions[0]
    held = attrs.evolve(
        relieved.prescriptions[0],
        exercise="lizard-pose",
        reps=None,
        hold_s=60,
    )
    early = good.days[strength].sessions[0]
    fourth = tuple(attrs.evolve(early, id=f"{n}", on=good.days[n].on) for n in (0, 2, 4, 6))
    crowded = good
    for each, n in zip(fourth, (0, 2, 4, 6), strict=True):
        crowded = with_day(crowded, n, sessions=(each,))
    return {
        "short_enough": (with_session(good, strong, minutes=31.0), GOOD),
        "rest_between_strength": (moved(good, strength, strength + 1), GOOD),
        "few_strength_sessions": (crowded, knows),
        "fresh_for_hard_runs": (with_day(good, strong + 1, run=RunKind.HARD), GOOD),
        "only_mobility_on_long_days": (with_day(good, strong, run=RunKind.LONG), GOOD),
        "tapered": (race_near, knows),
        "recovered": (attrs.evolve(good, race_on=good.days[strong].on - timedelta(days=3)), knows),
        "few_new_things": (attrs.evolve(good, race_on=START + timedelta(days=20)), GOOD),
        "no_new_cue_near_race": (with_day(good, last - 3, cue="run-long"), GOOD),
        "one_cue": (with_day(good, cued[1], cue="land-softly-closer"), GOOD),
        "fades": (with_day(swapped, cued[-2], cue_run=good.days[cued[0]].cue_run), GOOD),
        "checked_later": (too_soon, GOOD),
        "gentle_cadence": (attrs.evolve(good, course=by_beat), sore),
        "on_possible_days": (good, attrs.evolve(GOOD, days=frozenset({0}))),
        "rest_after_red": (
            moved(good, strength, 0),
            attrs.evolve(knows, light=Light.RED),
        ),
        "measured_in_time": (moved(good, tests, tests + 7), GOOD),
        "reasoned": (with_day(good, 0, why=()), GOOD),
        "possible": (good, attrs.evolve(GOOD, owned=ALWAYS_THERE)),
        "earned": (good, attrs.evolve(GOOD, level_most=1)),
        "heavy_is_said": (with_session(good, strong, heavy=False), GOOD),
        "once_a_day": (
            with_session(good, relief, prescriptions=2 * relieved.prescriptions),
            GOOD,
        ),
        "circuit_whole": (with_session(good, circuit, prescriptions=halo_only), GOOD),
        "right_sides": (with_dose(good, strength, sides=(Side.RIGHT,)), GOOD),
        "dosed": (with_dose(good, strong, sets=9), GOOD),
        "held_stretches_only_if_short": (with_session(good, relief, prescriptions=(held,)), GOOD),
        "not_empty": (with_session(good, form, prescriptions=()), GOOD),
    }


@pytest.mark.parametrize("constraint", [each.__name__ for each in CONSTRAINTS])
def test_each_constraint_finds_its_breach(shelf, good, constraint):
    made, made_from = broken_plans(good)[constraint]
    assert constraint in found(shelf, made, made_from)


def test_an_answer_that_rules_an_exercise_out_is_seen(shelf, good):
    used = {p.exercise for s in good.sessions for p in s.prescriptions}
    avoidance = next(a for name in sorted(used) for a in shelf.exercises[name].avoid)
    ruled_out = attrs.evolve(GOOD, sheet={avoidance.when.key: avoidance.when.value})
    assert "possible" in found(shelf, good, ruled_out)


def test_two_sessions_of_a_day_must_go_together(shelf, good):
    n = nth(good, kind(SessionKind.RELOAD))
    relief = good.days[nth(good, kind(SessionKind.RESET))].sessions[0]
    both = (*good.days[n].sessions, attrs.evolve(relief, on=good.days[n].on))
    assert "on_possible_days" in found(shelf, with_day(good, n, sessions=both), GOOD)


def test_what_is_past_is_history(shelf, good):
    n = nth(good, heavy)
    wrong, on = with_session(good, n, heavy=False), good.days[n].on
    done = tuple(
        Done(session=s.id, finished_at=datetime(2027, 1, 1, tzinfo=UTC), pain_nrs=1)
        for s in good.sessions
    )
    made_from = attrs.evolve(GOOD, done=done, known=frozenset(shelf.exercises))
    for since, said in ((on, {"heavy_is_said"}), (on + timedelta(days=1), set())):
        broken = broken_since(wrong, made_from, shelf.exercises, since=since, limits=shelf.limits)
        assert {each.constraint for each in broken} == said


def test_a_past_day_that_says_no_reason_is_history(shelf, good):
    """Plans of an older psoas gave an empty day no reason; they can still be gone on with."""
    n = next(n for n, day in enumerate(good.days) if not day.sessions)
    silent, on = with_day(good, n, why=good.days[n].why[:1]), good.days[n].on
    for since, said in ((on, {"reasoned"}), (on + timedelta(days=1), set())):
        broken = broken_since(silent, GOOD, shelf.exercises, since=since, limits=shelf.limits)
        assert {each.constraint for each in broken} & {"reasoned"} == said


def test_what_was_missed_tired_nobody(shelf, good):
    """A strength session the day after one that was not done breaks nothing."""
    n = nth(good, kind(SessionKind.RELOAD))
    crowded = with_day(moved(good, n, n + 1), n + 2, sessions=())
    since = good.days[n + 1].on
    for done, said in (((), set()), ((good.days[n].sessions[0].id,), {"rest_between_strength"})):
        dones = tuple(
            Done(session=each, finished_at=datetime(2026, 12, 1, tzinfo=UTC)) for each in done
        )
        made_from = attrs.evolve(GOOD, done=dones)
        broken = broken_since(crowded, made_from, shelf.exercises, since=since, limits=shelf.limits)
        assert {each.constraint for each in broken} & {"rest_between_strength"} == said


def test_a_calm_hip_may_be_asked_for_more_and_an_unknown_one_may_not(shelf, good):
    made = broken_plans(good)["gentle_cadence"][0]
    assert "gentle_cadence" not in found(shelf, made, attrs.evolve(GOOD, worst_pain_nrs=2))
    assert "gentle_cadence" in found(shelf, made, attrs.evolve(GOOD, worst_pain_nrs=None))
