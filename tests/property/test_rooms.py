"""What holds for every history of sets, scores and runs."""

from __future__ import annotations

from itertools import combinations

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.diary import Done
from psoas.loop.reload import level_allowed
from psoas.loop.reload.deload import GoOn, after_missed
from psoas.loop.reload.model import Felt, Load, Move
from psoas.loop.reset import Fate, choose_drills, trial
from psoas.loop.reset.choose import Moment, is_held
from psoas.loop.reset.trial import apart_ratio
from psoas.loop.retrain.baseline import Baseline
from psoas.loop.retrain.course import feedback_ratio, lay_course, target
from psoas.loop.retrain.trade import trade_off
from psoas.quantity import Answer
from tests.kit.rooms import DAY_0, SHELF, scored, sets, stepped
from tests.spec.test_gate_rules import ALL, opened

LIMITS = SHELF.limits
#: One of each way to progress: reps then load, seconds, the two trials, to fatigue, one dose.
KINDS = (
    "kettlebell-hip-march",
    "side-plank",
    "standing-band-hip-flexion",
    "tubing-knee-lift",
    "wall-push-hip-flexor-pump",
    "banded-bear-crawl",
)
nrs = st.one_of(st.none(), st.integers(0, 10))
felt = st.builds(Felt, during_nrs=nrs, morning_before_nrs=nrs, morning_after_nrs=nrs)
told = st.builds(
    Felt,
    during_nrs=st.integers(0, 10),
    morning_before_nrs=st.integers(0, 10),
    morning_after_nrs=st.integers(0, 10),
)


@st.composite
def histories(draw, around=felt, most=12):
    """An exercise, its sets, and what was felt round each session."""
    name = draw(st.sampled_from(KINDS))
    history, round_it = [], {}
    for day in range(draw(st.integers(1, most))):
        count = st.one_of(st.none(), st.integers(0, 30))
        counts = draw(st.lists(count, min_size=1, max_size=3))
        held = name == "side-plank"
        history += sets(
            day,
            name,
            [] if held else counts,
            hold_s=counts if held else [],
            reserve=draw(st.one_of(st.none(), st.integers(0, 5))),
            pain=draw(nrs),
        )
        round_it[f"day-{day}"] = draw(around)
    return name, history, round_it


def dose(step):
    """How much a step asks for, as a row that can be compared: load first, then count."""
    load = {Load.LESS: 0, Load.SAME: 1, Load.MORE: 2}[step.load]
    return step.move.rank, load, -step.fewer_sets


@given(given_history=histories(around=told), more=st.integers(1, 10))
def test_more_pain_in_the_last_session_never_gives_more(given_history, more):
    name, history, round_it = given_history
    last = history[-1].session
    before = round_it[last]
    worse = attrs.evolve(before, during_nrs=min(10, before.during_nrs + more))
    worse_morning = attrs.evolve(before, morning_after_nrs=min(10, before.morning_after_nrs + more))

    plain = stepped(name, history, round_it)
    for felt_now in (worse, worse_morning):
        found = stepped(name, history, {**round_it, last: felt_now})
        assert found.move.rank <= plain.move.rank
        assert all(one <= other for one, other in zip(dose(found), dose(plain), strict=True))


@given(given_history=histories(around=told), which=st.integers(0, 11), more=st.integers(1, 10))
def test_more_pain_before_never_turns_a_step_up(given_history, which, more):
    name, history, round_it = given_history
    if name == "standing-band-hip-flexion":  # there the step is relative to where one has come
        return
    session = f"day-{which % len(round_it)}"
    felt_then = round_it[session]
    worse = attrs.evolve(felt_then, during_nrs=min(10, felt_then.during_nrs + more))

    plain = stepped(name, history, round_it)
    found = stepped(name, history, {**round_it, session: worse})
    assert found.move.rank <= plain.move.rank


@given(given_history=histories(around=told), which=st.integers(0, 11), more=st.integers(1, 10))
def test_more_pain_at_any_time_never_takes_a_trial_further(given_history, which, more):
    """The repetition maximum falls as the load grows: with more pain it is never lower."""
    _, history, round_it = given_history
    name = "standing-band-hip-flexion"
    history = [attrs.evolve(each, exercise=name) for each in history]
    session = f"day-{which % len(round_it)}"
    felt_then = round_it[session]
    worse = attrs.evolve(felt_then, during_nrs=min(10, felt_then.during_nrs + more))

    plain = stepped(name, history, round_it)
    found = stepped(name, history, {**round_it, session: worse})
    assert found.reps >= plain.reps


@given(given_history=histories())
def test_what_is_not_known_never_goes_up(given_history):
    name, history, round_it = given_history
    last = history[-1].session
    before = round_it[last]

    for gone in (
        {last: attrs.evolve(before, morning_after_nrs=None)},
        {last: Felt()},
    ):
        found = stepped(name, history, round_it | gone)
        assert found.move is not Move.UP
        assert found.load is not Load.MORE


@given(given_history=histories())
def test_without_a_told_pain_or_count_nothing_goes_up(given_history):
    name, history, round_it = given_history
    calm = dict.fromkeys(round_it, Felt(morning_before_nrs=0, morning_after_nrs=0))
    silent = [attrs.evolve(each, pain_nrs=None) for each in history]
    uncounted = [attrs.evolve(each, reps=None, hold_s=None) for each in history]

    assert stepped(name, silent, calm).move is not Move.UP
    assert stepped(name, uncounted, calm).move is not Move.UP


@given(given_history=histories())
def test_without_a_reserve_only_a_set_to_failure_goes_up(given_history):
    name, history, _ = given_history
    silent = [attrs.evolve(each, in_reserve=None) for each in history]

    if name not in ("tubing-knee-lift", "wall-push-hip-flexor-pump"):
        assert stepped(name, silent).move is not Move.UP


@given(given_history=histories(), pain=st.integers(6, 10))
def test_red_always_steps_down(given_history, pain):
    name, history, round_it = given_history
    last = history[-1].session
    red = attrs.evolve(round_it[last], during_nrs=pain)
    found = stepped(name, history, {**round_it, last: red})

    assert (found.move, found.load, found.fewer_sets) == (Move.DOWN, Load.LESS, 1)


@given(given_history=histories())
def test_a_step_stays_within_the_dose(given_history):
    name, history, round_it = given_history
    found = stepped(name, history, round_it)
    bounds = SHELF.exercises[name].dose
    low, high = bounds.reps or bounds.hold_s or (0, 0)
    aim = found.reps if found.reps is not None else found.hold_s

    assert aim is None or low <= aim <= high
    assert found.verdicts


@given(given_history=histories(), data=st.data())
def test_the_order_in_which_sets_are_kept_does_not_matter(given_history, data):
    name, history, round_it = given_history
    mixed = data.draw(st.permutations(history))

    assert stepped(name, mixed, round_it) == stepped(name, history, round_it)


# ── levels, missed sessions ──────────────────────────────────────────────────────────

answers = st.tuples(*[st.sampled_from(list(Answer))] * 3)


@given(
    given_answers=answers,
    pains=st.lists(nrs, max_size=20),
    worst=nrs,
    red=st.booleans(),
    which=st.integers(0, 2),
)
def test_unknown_gates_never_allow_more_than_the_sessions_do(
    given_answers, pains, worst, red, which
):
    done = [Done(session=f"{n}", finished_at=DAY_0, pain_nrs=pain) for n, pain in enumerate(pains)]
    plain = level_allowed(done, worst_pain_nrs=worst)
    nothing = opened(*[Answer.UNKNOWN] * 3)
    shut = tuple(
        attrs.evolve(gate, answer=Answer.NO) if n == which else gate
        for n, gate in enumerate(opened(*given_answers))
    )

    assert level_allowed(done, worst_pain_nrs=worst, gates=nothing) == plain
    found = level_allowed(done, worst_pain_nrs=worst, gates=opened(*given_answers), red=red)
    assert level_allowed(done, worst_pain_nrs=worst, gates=shut, red=red) <= found
    assert 1 <= found <= 4
    assert found <= level_allowed(done, worst_pain_nrs=worst, gates=opened(*given_answers))
    if worst is not None:
        sorer = level_allowed(
            done, worst_pain_nrs=min(10, worst + 3), gates=opened(*given_answers), red=red
        )
        assert sorer <= found


ORDER = [GoOn.CONTINUE, GoOn.UNKNOWN, GoOn.REPEAT_WEEK, GoOn.DROP_LEVEL]


@given(missed=st.integers(0, 9), days=st.integers(0, 40), more=st.integers(0, 5))
def test_more_missed_never_goes_on_further(missed, days, more):
    def place(m, d):
        return ORDER.index(after_missed(m, days_since_last=d, limits=LIMITS).level)

    assert place(missed + more, days + more) >= place(missed, days)


# ── the trial of a drill ─────────────────────────────────────────────────────────────

scores = st.lists(st.tuples(nrs, nrs), max_size=15)


@given(given_scores=scores, which=st.integers(0, 14))
def test_a_better_score_never_makes_a_drill_worse(given_scores, which):
    """Keep is best, then cannot tell, then drop."""
    rank = [Fate.DROP, Fate.CANNOT_TELL, Fate.KEEP]
    plain = trial(scored(given_scores, "shin-box"), drill="shin-box", limits=LIMITS)
    if not given_scores:
        return
    at = which % len(given_scores)
    before, after = given_scores[at]
    if before is None or after is None:
        return
    better = [*given_scores[:at], (before, max(0, after - 3)), *given_scores[at + 1 :]]
    found = trial(scored(better, "shin-box"), drill="shin-box", limits=LIMITS)

    assert rank.index(found.fate) >= rank.index(plain.fate)


@given(given_scores=scores)
def test_a_trial_without_scores_is_not_decided(given_scores):
    silent = [(None, after) for _, after in given_scores]
    found = trial(scored(silent, "shin-box"), drill="shin-box", limits=LIMITS)

    assert found.fate is Fate.CANNOT_TELL
    assert found.more_sessions > 0


@given(
    one=st.lists(st.integers(-3, 4), min_size=1, max_size=5),
    other=st.lists(st.integers(-3, 4), min_size=1, max_size=5),
)
def test_the_permutation_test_agrees_with_all_permutations(one, other):
    pool = [*one, *other]
    ways = [sum(pool[i] for i in c) for c in combinations(range(len(pool)), len(one))]
    expected = sum(way >= sum(one) for way in ways) / len(ways)

    assert apart_ratio(one, other) == pytest.approx(expected)


@given(
    above=st.integers(-20, 20),
    held=st.booleans(),
    kept=st.frozensets(st.sampled_from([*SHELF.exercises])),
    dropped=st.frozensets(st.sampled_from([*SHELF.exercises])),
    moment=st.sampled_from(list(Moment)),
)
def test_held_stretches_are_few_never_alone_and_never_before_a_run(
    above, held, kept, dropped, moment
):
    found = choose_drills(
        SHELF.exercises.values(),
        sheet={"thomas_pelvis_held": held, "thomas_thigh_above_horizontal_deg": above},
        owned=ALL,
        kept=kept,
        dropped=dropped,
        moment=moment,
    )
    passive = [each for each in found if is_held(each)]

    assert len(passive) <= 2
    assert not passive or len(found) > len(passive)
    assert not passive or moment is not Moment.BEFORE_RUN
    assert not {each.id for each in found} & dropped
    if not (held and above > 0):
        assert {each.id for each in passive} <= kept


# ── the course ───────────────────────────────────────────────────────────────────────


def test_the_feedback_only_fades_and_ends_at_none():
    n = int(LIMITS["course-runs"].value)
    shares = [feedback_ratio(number, limits=LIMITS) for number in range(1, n + 1)]

    assert shares == sorted(shares, reverse=True)
    assert (shares[0], shares[-1]) == (1, 0)


@given(own=st.floats(140, 210), pain=nrs, speed=st.floats(2.1, 5.0))
def test_the_target_is_never_above_its_cap(own, pain, speed):
    baseline = Baseline(cadence_spm=own, speed_mps=speed, n_runs=3, device=None)
    found = target(baseline, worst_pain_nrs=pain, limits=LIMITS)
    sore = pain is None or pain >= 3

    assert found.low_spm <= found.beat_spm <= found.high_spm
    assert found.high_spm <= own * (1.05 if sore else 1.075) + 1e-9
    assert found.beat_spm <= own * 1.05 + 1e-9


@given(own=st.floats(140, 200), speed=st.floats(2.1, 5.0), more=st.floats(1.001, 1.1))
def test_more_steps_always_cost_more(own, speed, more):
    found = trade_off(speed_mps=speed, from_spm=own, to_spm=own * more)

    assert found.is_more is Answer.YES
    assert 0 < found.units_low_pct <= found.units_high_pct
    assert np.isfinite(found.moment_pct)


@given(pain=nrs, known=st.booleans(), name=st.sampled_from([*SHELF.cues]))
def test_a_beat_is_only_given_with_an_own_cadence_and_its_cost(pain, known, name):
    cue = SHELF.cues[name]
    baseline = Baseline(cadence_spm=163.0, speed_mps=3.0, n_runs=3, device=None)
    found = lay_course(
        cue,
        SHELF.exercises[cue.run],
        baseline=baseline if known else None,
        worst_pain_nrs=pain,
        limits=LIMITS,
    )

    assert (found.target is None) is (found.trade_off is None)
    assert (found.target is not None) is (cue.beat and known)
    assert bool(found.runs) is (known or not cue.beat)
    for each in found.runs:
        assert 0 <= each.n_with_feedback <= each.bouts
