"""What holds for every history the guard looks at, flights over the date line among them."""

from __future__ import annotations

import re
from datetime import timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from psoas.library import shelf
from psoas.load.guard import RULES, judge_all
from psoas.load.guard.past import AGREEING, Past
from psoas.load.model import Light
from psoas.render.words import worded
from tests.kit.guard import run

LIMITS = shelf().limits
ORDER = ("green", "unknown", "amber", "red")

km = st.one_of(st.none(), st.floats(0.5, 45))
fast = st.one_of(st.none(), st.just(0.0), st.floats(0, 3000))
units = st.one_of(st.none(), st.floats(0.1, 60))
gaps = st.one_of(st.integers(0, 3), st.integers(0, 40))


@st.composite
def histories(draw, most=25):
    ago, runs = 0, []
    for _ in range(draw(st.integers(1, most))):
        ago += draw(gaps)
        part = draw(st.sampled_from((0.0, 0.0, 0.3)))
        one = run(ago + part, draw(km), fast_m=draw(fast), units=draw(units))
        flown = timedelta(days=draw(st.sampled_from((0, 0, 0, -1, 1))))
        runs.append(attrs.evolve(one, id=f"{len(runs)}", local_on=one.local_on + flown))
    return runs


@given(runs=histories(), cut=st.integers(0, 25))
def test_a_run_of_the_future_changes_nothing(runs, cut):
    whole = judge_all(runs, limits=LIMITS)
    kept = whole[: max(1, len(whole) - cut)]
    last_at = kept[-1].run.started_at
    until = [each for each in runs if each.started_at <= last_at]

    assert judge_all(until, limits=LIMITS)[: len(kept)] == kept


@given(runs=histories(), at=st.integers(0, 24))
def test_judged_from_a_moment_on_is_as_judged_whole(runs, at):
    """What is left out before it is what no later run can see."""
    whole = judge_all(runs, limits=LIMITS)
    since = whole[min(at, len(whole) - 1)].run.started_at

    expected = tuple(each for each in whole if each.run.started_at >= since)
    assert judge_all(runs, limits=LIMITS, since=since) == expected


@given(runs=histories(), more=st.floats(1, 4))
def test_more_of_a_run_is_never_judged_milder(runs, more):
    newest = max(runs, key=lambda each: (each.started_at, each.id))
    others = [each for each in runs if each is not newest]
    larger = attrs.evolve(
        newest,
        distance_m=None if newest.distance_m is None else newest.distance_m * more,
        fast_m=None if newest.fast_m is None else newest.fast_m * more,
        units=None if newest.units is None else {m: v * more for m, v in newest.units.items()},
    )
    one = judge_all([*others, newest], limits=LIMITS)[-1]
    two = judge_all([*others, larger], limits=LIMITS)[-1]
    for rule in ("G1", "G3", "G7", "G8"):
        assert ORDER.index(one.by(rule).level) <= ORDER.index(two.by(rule).level), rule
    if one.by("G2").level != Light.UNKNOWN:  # below 200 m nothing is asked of the past
        assert ORDER.index(one.by("G2").level) <= ORDER.index(two.by("G2").level)


@given(runs=histories())
def test_what_the_past_knows_is_what_a_look_at_every_run_finds(runs):
    ordered = sorted(runs, key=lambda each: (each.started_at, each.id))
    past, window = Past(LIMITS), timedelta(days=30)
    for index, each in enumerate(ordered):
        before = past.before(each.started_at, each.local_on)
        inside = [r for r in ordered[:index] if r.started_at >= each.started_at - window]
        for peak, values in (
            (before.distance, [r.distance_m for r in inside]),
            (before.fast, [r.fast_m for r in inside]),
            *((before.units[m], [r.units and r.units[m] for r in inside]) for m in AGREEING),
        ):
            known = [value for value in values if value is not None]
            assert (peak.n, peak.most) == (len(known), max(known, default=None))
        past.add(each)


@given(runs=histories(most=40))
def test_no_verdict_without_a_number_and_a_source_and_no_ratio_of_weeks(runs):
    for judged in judge_all(runs, limits=LIMITS):
        assert [each.rule for each in judged.verdicts] == list(RULES)
        for verdict in judged.verdicts:
            assert any(isinstance(value, int | float) for value in verdict.values.values())
            assert verdict.sources
            said = worded(verdict, texts=shelf().texts).lower()
            assert "{" not in said
            assert not re.search(r"(?<![\w.])-\d", said), said
            assert not {"acwr", "acute", "chronic"} & set(said.replace(":", " ").split())
            assert not any("acwr" in key for key in verdict.values)


@given(runs=histories())
def test_what_is_not_measured_is_never_loud_by_its_own_rule(runs):
    for judged in judge_all(runs, limits=LIMITS):
        if judged.run.distance_m is None:
            assert judged.by("G1").level == Light.UNKNOWN
        if judged.run.fast_m is None:
            assert judged.by("G2").level == Light.UNKNOWN
            assert judged.by("G8").level in (Light.UNKNOWN, Light.GREEN)
        if judged.run.units is None:
            assert judged.by("G3").level == Light.UNKNOWN
