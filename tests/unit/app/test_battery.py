"""Taking measures: the gate, what is scored, what is refused, and what it changes."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from psoas.app.battery.entries import battery_of, entry_of, first_side, verdict_of
from psoas.app.battery.gate import gate
from psoas.app.battery.taking import Taking, take, undo_attempt
from psoas.app.check.checking import check, keep_check
from psoas.app.check.measured import measured_answers
from psoas.app.diary.keeping import log_pain, set_up
from psoas.app.state import state_of
from psoas.diary import Outcome, When
from psoas.errors import InvalidAnswer, NotFound
from psoas.library import shelf as shipped
from psoas.loop.assess.model import Disposition
from psoas.loop.measure import Kind
from psoas.quantity import Answer, Side
from tests.conftest import NOW
from tests.kit.sheets import plain_runner, without

THOMAS = "modified-thomas-held"
HELD = {"back-flat": Answer.YES, "touch-kept": Answer.YES}
LEVEL = "100,700 1500,700"


def screened(logbook, shelf, **answers):
    keep_check(logbook, check({"structured": plain_runner(**answers)}, shelf=shelf), now=NOW)


def state(logbook, shelf, now=NOW):
    return state_of(logbook, shelf=shelf, now=now)


def gate_of(name, logbook, shelf, now=NOW):
    return gate(shelf.measures[name], state(logbook, shelf, now), shelf=shelf)


def thomas(angle_deg=10.0, **more):
    return Taking(
        **{"measure": THOMAS, "side": Side.RIGHT, "value": angle_deg, "control": HELD} | more
    )


# ── the battery ──────────────────────────────────────────────────────────────────────

NAMED_BY_THE_ISSUE = {
    "modified-thomas-held": Kind.ANGLE,
    "resisted-hip-flexion": Kind.PROVOKE,
    "hip-flexor-hold": Kind.HOLD,
    "banded-hip-flexion-reps": Kind.COUNT,
    "single-leg-bridge": Kind.COUNT,
    "side-plank": Kind.HOLD,
    "single-leg-squat": Kind.FAULTS,
    "dead-bug": Kind.FAULTS,
    "hip-rotation-pinch": Kind.PROVOKE,
    "felt-shin-box": Kind.FELT,
    "felt-greatest-stretch": Kind.FELT,
    "felt-crawl-to-squat": Kind.FELT,
    "felt-half-kneeling-halo": Kind.FELT,
}
#: Answers that keep a cracked bone from any test of the body (hazard H-04).
BONE = {"weight_bearing", "limp", "single_leg_stand_pain", "night_pain_wakes", "pain_rest_0_10"}


@pytest.mark.parametrize(("name", "kind"), NAMED_BY_THE_ISSUE.items())
def test_each_test_that_is_asked_for_is_there_and_whole(shelf, name, kind):
    measure = shelf.measures[name]

    assert measure.kind is kind
    assert len(measure.protocol) >= 4
    assert len(measure.stop_if) >= 2
    assert {each.key for each in measure.never_if} >= BONE
    assert measure.sided
    assert measure.norms
    assert 0 < measure.minutes <= 10
    assert measure.sources
    if kind is Kind.COUNT:
        assert measure.beat_s
    if kind is Kind.FAULTS:
        assert len(measure.seen) >= 3
    if measure.detectable.unknown:
        assert measure.detectable.grade == "own-convention"


def test_no_test_of_the_body_is_without_a_gate(shelf):
    bodily = [m for m in shelf.measures.values() if m.kind not in (Kind.SCALE, Kind.FORM)]

    assert [m.id for m in bodily if not m.strains] == ["felt-sitting-heaviness"]


# ── the gate ─────────────────────────────────────────────────────────────────────────


def test_without_a_check_no_test_of_the_body_is_given(logbook, shelf):
    entries = battery_of(state(logbook, shelf), shelf=shelf)

    assert {e.gate.verdict.text for e in entries if e.measure.strains} == {"gate.no-check"}
    assert all(e.gate.is_open for e in entries if not e.measure.strains)


@pytest.mark.parametrize(
    "answers",
    [
        {"limp": True},
        {"night_pain_wakes": True, "pain_night_0_10": 6},
        {"single_leg_stand_pain": True},
        {"saddle_numbness": True},
    ],
)
def test_a_runner_who_is_referred_gets_none(logbook, shelf, answers):
    screened(logbook, shelf, **answers)
    found = state(logbook, shelf)
    assert found.sheet.assessment.disposition.holds_back

    entries = battery_of(found, shelf=shelf)
    assert {e.gate.verdict.answer for e in entries if e.measure.strains} == {Answer.NO}


def test_an_old_check_is_asked_again(logbook, shelf):
    screened(logbook, shelf)
    assert gate_of("side-plank", logbook, shelf).is_open
    assert gate_of("side-plank", logbook, shelf, NOW + timedelta(days=13)).is_open

    late = gate_of("side-plank", logbook, shelf, NOW + timedelta(days=14))
    assert late.verdict.text == "gate.old-check"
    assert not late.is_open


def test_an_answer_that_is_missing_is_not_a_no(logbook, shelf):
    record = {"structured": without(plain_runner(), "bruising", "surgery")}
    keep_check(logbook, check(record, shelf=shelf), now=NOW)

    found = gate_of(THOMAS, logbook, shelf)
    assert found.verdict.answer is Answer.UNKNOWN
    assert {each.key for each in found.ask} == {"bruising", "surgery"}
    assert gate_of("side-plank", logbook, shelf).is_open  # neither concerns it


def _holding(condition, shelf):
    """An answer of which the condition is true."""
    value = condition.value[0] if isinstance(condition.value, tuple) else condition.value
    if condition.compare == "is-not":
        choices = [each for each in shelf.questions[condition.key].choices if each != value]
        return choices[0] if choices else "something"
    return value


CONDITIONS = sorted({(m.id, c.key) for m in shipped().measures.values() for c in m.never_if})


@pytest.mark.parametrize(("name", "key"), CONDITIONS)
def test_each_condition_closes_its_test_when_it_holds(logbook, shelf, name, key):
    (condition,) = [each for each in shelf.measures[name].never_if if each.key == key]
    says = {key: _holding(condition, shelf)}
    if key == "deep_bend_hurts":  # follows from other answers
        says = {"pattern": ["deep_flexion"]}
    screened(logbook, shelf, **says)

    closed = gate_of(name, logbook, shelf)
    assert closed.verdict.answer is Answer.NO
    assert closed.verdict.text in ("gate.never", "gate.referred")


def test_a_weak_and_sore_lift_closes_the_band_and_not_the_plank(logbook, shelf):
    screened(logbook, shelf, resisted_hip_flexion="weak_painful")

    assert gate_of("banded-hip-flexion-reps", logbook, shelf).verdict.text == "gate.never"
    assert gate_of("side-plank", logbook, shelf).is_open


def test_a_red_day_has_no_tests(logbook, shelf):
    screened(logbook, shelf)
    pain = {"pain_nrs": 7, "when": When.DURING, "side": None, "felt_on": NOW.date(), "now": NOW}
    log_pain(logbook, **pain)

    assert gate_of("side-plank", logbook, shelf).verdict.text == "gate.red-light"
    assert gate_of("pain-nrs-now", logbook, shelf).is_open


def test_pain_that_stopped_one_test_ends_the_tests_of_that_day(logbook, shelf):
    screened(logbook, shelf)
    hurt = Taking(measure="hip-flexor-hold", side=Side.RIGHT, value=9, pain_nrs=6)
    assert take(logbook, hurt, shelf=shelf, now=NOW).attempt.outcome is Outcome.STOPPED_BY_PAIN

    assert gate_of("side-plank", logbook, shelf).verdict.text == "gate.stopped-today"
    assert gate_of("side-plank", logbook, shelf, NOW + timedelta(days=1)).is_open


# ── what is scored ───────────────────────────────────────────────────────────────────


def test_pain_up_to_five_is_scored_and_above_it_held_the_runner_back(logbook, shelf):
    hold = {"measure": "hip-flexor-hold", "side": Side.RIGHT, "value": 20}
    scored = [
        take(logbook, Taking(**hold, pain_nrs=pain), shelf=shelf, now=NOW).reading is not None
        for pain in (None, 0, 5, 6, 10)
    ]

    assert scored == [True, True, True, False, False]


def test_where_pain_is_the_result_it_is_scored(logbook, shelf):
    lift = Taking(measure="resisted-hip-flexion", side=Side.RIGHT, pain_nrs=8, seen=("gives-way",))
    taken = take(logbook, lift, shelf=shelf, now=NOW)

    assert taken.reading.value == 8
    assert taken.attempt.seen == ("gives-way",)


@pytest.mark.parametrize(("flat", "touch"), list(product(Answer, Answer)))
def test_only_a_thomas_that_was_held_is_a_reading(logbook, shelf, flat, touch):
    control = {"back-flat": flat, "touch-kept": touch}
    taken = take(logbook, thomas(control=control), shelf=shelf, now=NOW)

    held = flat is touch is Answer.YES
    assert (taken.reading is not None) == held
    assert taken.attempt.outcome is (Outcome.SCORED if held else Outcome.NOT_CONTROLLED)
    assert taken.attempt.value == 10
    assert bool(state(logbook, shelf).readings) == held


def test_photos_are_worked_out_here_whatever_a_page_showed(logbook, shelf):
    photos = tuple(f"800,400 1200,{knee} {LEVEL}" for knee in (330, 329.5, 329))
    taken = take(logbook, thomas(-3.0, photos=photos), shelf=shelf, now=NOW)

    assert taken.reading.value == pytest.approx(10.0, abs=0.01)  # atan(70.5 / 400)
    assert taken.attempt.detail["points"] == list(photos)
    assert 0 < taken.attempt.detail["taps_error_deg"] < 1
    assert taken.attempt.detail["spread_deg"] < 0.2


def test_photos_that_differ_by_more_than_five_degrees_are_never_scored(logbook, shelf):
    photos = tuple(f"800,400 1200,{knee} {LEVEL}" for knee in (330, 350, 372))  # 9.9, 7.1, 4.0
    taken = take(logbook, thomas(photos=photos), shelf=shelf, now=NOW)

    assert taken.reading is None
    assert taken.verdict.text == "taking.spread"
    assert verdict_of(taken.attempt, shelf=shelf) == taken.verdict


@pytest.mark.parametrize(
    "photos",
    [
        ("800,400 1200,330",),
        ("800,400 1200,330", "800,400 1200,330"),
        ("800,400",) * 3,
        ("800,400 1200,330 1,1",) * 3,
        ("a,b 1200,330",) * 3,
        ("800,400 800,400",) * 3,
        ("nan,400 1200,330",) * 3,
        (f"800,400 1200,330 {LEVEL} x900",) * 3,
        (f"800,400 840,393 {LEVEL} x4",) * 3,  # so small that the taps alone err by more
    ],
)
def test_points_that_give_no_angle_are_refused_with_a_way_out(logbook, shelf, photos):
    with pytest.raises(InvalidAnswer) as refused:
        take(logbook, thomas(photos=photos), shelf=shelf, now=NOW)

    assert refused.value.fix
    assert state(logbook, shelf).attempts == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure": "side-plank", "side": Side.LEFT},
        {"measure": "side-plank", "side": Side.BOTH, "value": 3},
        {"measure": "side-plank", "side": Side.LEFT, "value": 3, "seen": ("sun",)},
        {"measure": "side-plank", "side": Side.LEFT, "value": 3, "pain_nrs": 11},
        {"measure": "side-plank", "side": Side.LEFT, "photos": ("1,1 2,2",) * 3},
        {"measure": "dead-bug", "side": Side.LEFT},
        {"measure": "dead-bug", "side": Side.LEFT, "seen": ("sun",)},
        {"measure": "psfs", "value": 3},
    ],
)
def test_what_cannot_be_is_refused(logbook, shelf, wrong):
    with pytest.raises(InvalidAnswer):
        take(logbook, Taking(**wrong), shelf=shelf, now=NOW)
    with pytest.raises(NotFound):
        take(logbook, Taking(**{**wrong, "measure": "hop"}), shelf=shelf, now=NOW)


@pytest.mark.parametrize("said", [o for o in Outcome if o is not Outcome.SCORED])
def test_what_was_not_done_is_an_answer_and_no_reading(logbook, shelf, said):
    tried = Taking(measure="side-plank", side=Side.LEFT, value=12, said=said)
    taken = take(logbook, tried, shelf=shelf, now=NOW)

    found = state(logbook, shelf)
    assert found.readings == ()
    assert found.attempts == (taken.attempt,)
    assert verdict_of(taken.attempt, shelf=shelf).text == f"taking.{said}"


def test_what_was_seen_counts_and_nothing_ticked_is_not_none_seen(logbook, shelf):
    seen = Taking(measure="dead-bug", side=Side.RIGHT, seen=("breath-held", "back-arches"))
    none = Taking(measure="dead-bug", side=Side.LEFT, seen=())

    assert take(logbook, seen, shelf=shelf, now=NOW).reading.value == 2
    assert take(logbook, none, shelf=shelf, now=NOW).reading.value == 0


def test_undo_takes_the_reading_with_it(logbook, shelf):
    first = take(logbook, thomas(10), shelf=shelf, now=NOW - timedelta(days=1))
    take(logbook, thomas(11), shelf=shelf, now=NOW)

    assert undo_attempt(logbook).value == 11
    assert [r.value for r in state(logbook, shelf).readings] == [10]
    undo_attempt(logbook, attempt_id=first.attempt.id)
    assert state(logbook, shelf).readings == ()
    with pytest.raises(NotFound):
        undo_attempt(logbook)


def test_practice_and_two_readings_make_the_baseline_and_all_of_them_tell_a_change(logbook, shelf):
    directions = []
    for n, value in enumerate((14, 10, 12, 4, 1, -2, -2, -3)):
        take(logbook, thomas(value), shelf=shelf, now=NOW - timedelta(days=60 - 7 * n))
        standing = entry_of(shelf.measures[THOMAS], state(logbook, shelf), shelf=shelf).standings
        seen = {each.side: each for each in standing}[Side.RIGHT]
        assert seen.error == 8.4
        directions.append(str(seen.change.direction))

    assert directions[:3] == ["cannot-tell-yet"] * 3
    assert directions[3] == "no-detectable-change"  # 11 to 4
    assert directions[4] == "cannot-tell-yet"  # 11 to 1: beyond the error, once
    assert directions[-1] == "better"


def test_a_test_whose_error_is_unknown_never_says_better(logbook, shelf):
    for n, value in enumerate((9, 9, 0, 0, 0)):
        tight = Taking(measure="felt-shin-box", side=Side.RIGHT, value=value)
        take(logbook, tight, shelf=shelf, now=NOW - timedelta(days=40 - n))
    shin = entry_of(shelf.measures["felt-shin-box"], state(logbook, shelf), shelf=shelf)

    assert shin.standings[1].change.verdict.text == "retest.no-error-known"
    assert shin.standings[1].error is None


# ── what it answers of the check ─────────────────────────────────────────────────────


def answers(logbook, shelf, *, sore=Side.RIGHT, now=NOW):
    found = state(logbook, shelf)
    told = measured_answers(found.readings, found.attempts, sore=sore, now=now, shelf=shelf)
    return {each.key: each.value for each in told}


def test_the_sore_side_speaks_and_else_the_worse(logbook, shelf):
    for side, value in ((Side.LEFT, 12), (Side.RIGHT, 40)):
        hold = Taking(measure="hip-flexor-hold", side=side, value=value)
        take(logbook, hold, shelf=shelf, now=NOW)

    assert answers(logbook, shelf) == {"hip_flexor_hold_s": 40}
    assert answers(logbook, shelf, sore=Side.LEFT) == {"hip_flexor_hold_s": 12}
    assert answers(logbook, shelf, sore=None) == {"hip_flexor_hold_s": 12}
    assert answers(logbook, shelf, now=NOW + timedelta(days=50)) == {}


@pytest.mark.parametrize(
    ("pain", "seen", "says"),
    [
        (0, (), "strong_painless"),
        (3, (), "strong_painful"),
        (0, ("gives-way",), "weak_painless"),
        (3, ("gives-way",), "weak_painful"),
        (3, None, None),  # nobody looked whether it gave way
    ],
)
def test_a_lift_against_the_hand_answers_in_four_ways(logbook, shelf, pain, seen, says):
    lift = Taking(measure="resisted-hip-flexion", side=Side.RIGHT, pain_nrs=pain, seen=seen)
    take(logbook, lift, shelf=shelf, now=NOW)

    assert answers(logbook, shelf).get("resisted_hip_flexion") == says


@pytest.mark.parametrize(
    ("seen", "says"),
    [(("back-arches",), "back_arches"), (("breath-held",), "steady"), (("pelvis-turns",), None)],
)
def test_a_dead_bug_answers_what_was_seen(logbook, shelf, seen, says):
    take(logbook, Taking(measure="dead-bug", side=Side.RIGHT, seen=seen), shelf=shelf, now=NOW)

    assert answers(logbook, shelf).get("dead_bug") == says


def test_a_good_result_never_lowers_the_disposition(logbook, shelf):
    screened(logbook, shelf, resisted_hip_flexion="weak_painful")
    assert state(logbook, shelf).sheet.assessment.disposition is Disposition.PROGRAMME_MONITORED
    strong = Taking(measure="resisted-hip-flexion", side=Side.RIGHT, pain_nrs=0, seen=())
    take(logbook, strong, shelf=shelf, now=NOW)

    assert state(logbook, shelf).sheet.assessment.disposition is Disposition.PROGRAMME_MONITORED


def test_a_bad_result_raises_it_and_an_undo_takes_that_back(logbook, shelf):
    screened(logbook, shelf)
    assert state(logbook, shelf).sheet.assessment.disposition is Disposition.PROGRAMME
    pinched = Taking(
        measure="hip-rotation-pinch", side=Side.RIGHT, pain_nrs=4, seen=("pinches", "turns-less")
    )
    take(logbook, pinched, shelf=shelf, now=NOW)
    raised = state(logbook, shelf)
    assert raised.sheet.assessment.disposition.urgency > Disposition.PROGRAMME.urgency

    undo_attempt(logbook)
    assert state(logbook, shelf).sheet.assessment.disposition is Disposition.PROGRAMME


def test_the_less_sore_side_comes_first(logbook, shelf):
    assert first_side(state(logbook, shelf)) is None
    screened(logbook, shelf)
    assert first_side(state(logbook, shelf)) is Side.LEFT
    set_up(logbook, {"tight_side": "left"}, now=NOW)
    assert first_side(state(logbook, shelf)) is Side.RIGHT
