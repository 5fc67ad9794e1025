"""A course of cue runs: when it begins, how it fades, what it asks for, how it was run."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from psoas.load.model import Light
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.loop.retrain.adherence import Bout, adherence, asked_bouts
from psoas.loop.retrain.baseline import Baseline, own_baseline
from psoas.loop.retrain.begin import may_begin
from psoas.loop.retrain.course import (
    check_on,
    check_run,
    feedback_ratio,
    lay_course,
    one_cue,
    target,
)
from psoas.loop.retrain.drills import choose_form_drills
from psoas.loop.retrain.timing import beat_of, bouts_of, duration_min, is_check
from psoas.loop.retrain.trade import trade_off
from psoas.quantity import Answer, Span
from psoas.render.metronome import Faded, beat_times_s
from psoas.runs.matched import AtSpeed
from tests.kit.rooms import SHELF, heard
from tests.kit.runs import stream_of

LIMITS = SHELF.limits
OWN = Baseline(cadence_spm=160.0, speed_mps=2.875, n_runs=5, device="watch")
RUN_LONG, SOFTLY, QUICK = (
    SHELF.cues[each] for each in ("run-long", "land-softly-closer", "quiet-feet-cadence")
)


def course(cue=QUICK, *, baseline=OWN, pain=3):
    run = SHELF.exercises[cue.run]
    return lay_course(cue, run, baseline=baseline, worst_pain_nrs=pain, limits=LIMITS)


# ── begin ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("weeks", "green", "race", "light", "level", "text"),
    [
        (3, 3, None, "green", "begin", "begin"),
        (3, 3, 21, "green", "begin", "begin"),
        (3, 3, 20, "green", "not-before-race", "race"),
        (3, 3, 0, "green", "not-before-race", "race"),
        (3, 3, -1, "green", "begin", "begin"),  # the race is over
        (2, 3, None, "green", "wait", "strength-first"),
        (3, 2, None, "green", "wait", "runs-first"),
        (3, 3, None, "amber", "wait", "pain-first"),
        (3, 3, None, "red", "wait", "pain-first"),
        (None, 3, None, "green", "unknown", "unknown"),
        (3, None, None, "green", "unknown", "unknown"),
        (3, 3, None, "unknown", "unknown", "unknown"),
        (None, 2, None, "green", "wait", "runs-first"),
    ],
)
def test_when_a_cue_may_begin(weeks, green, race, light, level, text):
    found = may_begin(
        strength_weeks=weeks,
        green_runs=green,
        days_to_race=race,
        light=Light(light),
        limits=LIMITS,
    )

    assert (heard(found).level, found.text) == (level, f"course.{text}")


# ── the course ───────────────────────────────────────────────────────────────────────


def test_eight_runs_to_a_beat_as_they_are_laid_out():
    rows = [
        (each.number, each.bouts, each.bout_s, round(100 * each.feedback_ratio))
        for each in course().runs
    ]

    assert rows == [
        (1, 4, 60, 100),
        (2, 5, 69, 100),
        (3, 5, 77, 83),
        (4, 6, 86, 67),
        (5, 6, 94, 50),
        (6, 7, 103, 33),
        (7, 7, 111, 17),
        (8, 8, 120, 0),
    ]
    assert course().runs[-1].n_with_feedback == 0


def test_a_cue_of_words_is_run_six_to_eight_times_a_minute():
    runs = course(RUN_LONG, baseline=None).runs

    assert {each.bout_s for each in runs} == {60}
    assert [each.bouts for each in runs][:: len(runs) - 1] == [6, 8]
    assert course(RUN_LONG).target is None


def test_without_an_own_cadence_there_is_no_beat():
    found = course(baseline=None)

    assert (found.runs, found.target) == ((), None)
    assert heard(found.verdict).level == "needs-baseline"
    assert found.verdict.answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("own", "pain", "expected"),
    [
        (160.0, 4, (165, 165, 168)),  # sore: 3 to 5 %, the beat at the low end
        (160.0, None, (165, 165, 168)),  # not told counts as sore
        (160.0, 3, (165, 165, 168)),
        (160.0, 2, (165, 168, 172)),  # calm: up to 7.5 %
        (171.3, 4, (177, 177, 179)),
    ],
)
def test_the_cadence_that_is_asked_for(own, pain, expected):
    baseline = Baseline(cadence_spm=own, speed_mps=3.0, n_runs=3, device=None)
    found = target(baseline, worst_pain_nrs=pain, limits=LIMITS)

    assert (found.low_spm, found.beat_spm, found.high_spm) == expected


def test_five_percent_more_steps_cost_the_hip_flexors_more():
    found = trade_off(speed_mps=3.0, from_spm=160.0, to_spm=168.0)

    assert found.is_more is Answer.YES
    assert found.moment_pct == pytest.approx(4.8, abs=0.1)  # 1.05 to the power of 0.96
    assert (found.units_low_pct, found.units_high_pct) == pytest.approx((17.8, 26.6), abs=0.2)


def test_no_more_steps_cost_nothing():
    found = trade_off(speed_mps=3.0, from_spm=160.0, to_spm=160.0)

    assert found.moment_pct == pytest.approx(0)
    assert found.is_more is Answer.NO


def test_the_course_shows_what_its_beat_costs():
    found = course().trade_off
    heard(found.verdict)
    heard(course().verdict)

    assert found.cadence_pct == pytest.approx(100 * (165 / 160 - 1))
    assert found.moment_pct > 0


def test_runs_follow_each_other_and_then_there_is_a_check():
    assert [each.number for each in course().runs] == list(range(1, 9))
    assert check_on(date(2026, 11, 1), limits=LIMITS) == date(2026, 11, 8)


@pytest.mark.parametrize(
    ("current", "done", "checked", "expected"),
    [
        (None, 0, False, QUICK),
        (RUN_LONG, 3, False, RUN_LONG),
        (RUN_LONG, 8, False, RUN_LONG),  # the check is still to come
        (RUN_LONG, 8, True, QUICK),
    ],
)
def test_one_cue_at_a_time(current, done, checked, expected):
    found = one_cue(QUICK, current=current, runs_done=done, is_checked=checked, limits=LIMITS)

    assert found is expected


# ── the own cadence ──────────────────────────────────────────────────────────────────


def by_speed(cadence_spm, *, band=11, device="watch", seconds=600):
    return {(device, band): AtSpeed(seconds=seconds, cadence_spm=cadence_spm)}


def test_the_own_cadence_is_a_mean_at_the_speed_most_runs_have():
    runs = [by_speed(158), by_speed(160), by_speed(162), by_speed(170, band=14)]
    found = own_baseline(runs, limits=LIMITS)

    assert (found.cadence_spm, found.speed_mps, found.n_runs) == (160, 2.875, 3)


@pytest.mark.parametrize(
    "runs",
    [
        [],
        [by_speed(158), by_speed(160)],
        [*[by_speed(160)] * 5, *[by_speed(80, device="pod")] * 2],  # another device now
    ],
)
def test_without_enough_runs_by_one_device_it_is_not_known(runs):
    assert own_baseline(runs, limits=LIMITS) is None


# ── how it was run ───────────────────────────────────────────────────────────────────

AIM = target(OWN, worst_pain_nrs=4, limits=LIMITS)  # 165 to 168
RUN_5 = course().runs[4]  # six bouts of 94 s, three with the beat
BOUTS = asked_bouts(RUN_5, begins_s=600, between_s=60)


def run_file(*, with_it, without, speed_mps=2.875, missing=False):
    cadence = np.full(2400, 160.0)
    for bout in BOUTS:
        cadence[bout.span.start : bout.span.end] = with_it if bout.feedback else without
    if missing:
        cadence[:] = np.nan
    return stream_of(np.full(2400, speed_mps), cadence_spm=cadence)


@pytest.mark.parametrize(
    ("with_it", "without", "level", "text"),
    [
        (166, 166, "held", "held"),
        (164, 169, "held", "held"),  # a step beside the target is the watch's rounding
        (166, 160, "with-feedback", "lost"),
        (160, 166, "not-held", "not-held"),
        (160, 160, "not-held", "not-held"),
        (172, 172, "not-held", "not-held"),  # more than was asked for is not within
    ],
)
def test_how_a_run_was_run(with_it, without, level, text):
    stream = run_file(with_it=with_it, without=without)
    found = adherence(stream, BOUTS, target=AIM, limits=LIMITS)

    assert (heard(found.verdict).level, found.verdict.text) == (level, f"adherence.{text}")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"missing": True}, "unknown"),
        ({"speed_mps": 3.4}, "faster"),
        ({"speed_mps": 2.4}, "unknown"),
        ({"speed_mps": np.nan}, "unknown"),
    ],
)
def test_what_the_file_does_not_tell_is_unknown(change, text):
    stream = run_file(with_it=166, without=166, **change)
    found = adherence(stream, BOUTS, target=AIM, limits=LIMITS)

    assert found.verdict.answer is Answer.UNKNOWN
    assert heard(found.verdict).text == f"adherence.{text}"
    assert found.with_feedback_ratio is None


def test_a_run_that_ended_before_its_bouts_is_unknown():
    found = adherence(
        stream_of(np.full(500, 2.875), cadence_spm=np.full(500, 166.0)),
        BOUTS,
        target=AIM,
        limits=LIMITS,
    )

    assert found.verdict.answer is Answer.UNKNOWN


def one_bout(cadence_spm, *, speed_mps=2.875, grade_pct=0.0, feedback=True):
    """A bout of 100 s, told second by second."""
    stream = stream_of(
        np.broadcast_to(np.asarray(speed_mps, dtype=float), 100).copy(),
        cadence_spm=np.asarray(cadence_spm, dtype=float),
        grade_pct=np.full(100, grade_pct),
    )
    bouts = [Bout(span=Span(0, 100), feedback=feedback)]
    return adherence(stream, bouts, target=AIM, limits=LIMITS)


def seconds(within, *, other=160.0):
    return [166.0] * within + [other] * (100 - within)


@pytest.mark.parametrize(
    ("found", "level", "answer"),
    [
        (one_bout(seconds(70)), "with-feedback", Answer.YES),
        (one_bout(seconds(69)), "not-held", Answer.NO),
        (one_bout(seconds(70), feedback=False), "held", Answer.YES),
        (one_bout(seconds(69), feedback=False), "not-held", Answer.NO),
        (one_bout(seconds(50, other=np.nan)), "with-feedback", Answer.YES),  # half is known
        (one_bout(seconds(49, other=np.nan)), "unknown", Answer.UNKNOWN),
        (one_bout(seconds(50, other=0.0)), "with-feedback", Answer.YES),  # 0 is no cadence
        (one_bout(seconds(100), speed_mps=2.875 + 0.25), "with-feedback", Answer.YES),
        (one_bout(seconds(100), speed_mps=2.875 + 0.26), "unknown", Answer.UNKNOWN),
        (one_bout(seconds(100), grade_pct=3.0), "with-feedback", Answer.YES),
        (one_bout(seconds(100), grade_pct=3.1), "unknown", Answer.UNKNOWN),
    ],
)
def test_the_bounds_of_a_bout(found, level, answer):
    assert (heard(found.verdict).level, found.verdict.answer) == (level, answer)


@pytest.mark.parametrize(
    ("cadence", "within", "above"),
    [(164, 1, 0), (169, 1, 0), (163, 0, 0), (170, 0, 1)],
)
def test_below_within_and_above_the_target(cadence, within, above):
    (bout,) = one_bout([cadence] * 100).bouts

    assert (bout.within_ratio, bout.above_ratio) == (within, above)


def test_a_hill_is_not_judged():
    stream = stream_of(
        np.full(2400, 2.875), cadence_spm=np.full(2400, 166.0), grade_pct=np.full(2400, 5.0)
    )

    assert adherence(stream, BOUTS, target=AIM, limits=LIMITS).verdict.answer is Answer.UNKNOWN


def test_the_first_run_is_only_asked_with_the_beat():
    bouts = asked_bouts(course().runs[0], begins_s=0, between_s=60)
    stream = stream_of(np.full(900, 2.875), cadence_spm=np.full(900, 166.0))
    found = adherence(stream, bouts, target=AIM, limits=LIMITS)

    assert heard(found.verdict).text == "adherence.only-with"
    assert found.without_feedback_ratio is None


def test_the_last_run_is_only_asked_without():
    bouts = asked_bouts(course().runs[7], begins_s=0, between_s=60)
    for cadence, text in ((166.0, "held-alone"), (160.0, "not-held-alone")):
        stream = stream_of(np.full(1500, 2.875), cadence_spm=np.full(1500, cadence))
        found = adherence(stream, bouts, target=AIM, limits=LIMITS)
        assert heard(found.verdict).text == f"adherence.{text}"


def test_no_watch_sees_a_cue_of_words():
    found = adherence(run_file(with_it=166, without=166), BOUTS, target=None, limits=LIMITS)

    assert heard(found.verdict).text == "adherence.words"
    assert found.verdict.answer is Answer.UNKNOWN


def test_a_higher_cadence_at_a_higher_speed_is_no_change():
    stream = run_file(with_it=166, without=166, speed_mps=3.2)
    found = adherence(stream, BOUTS, target=AIM, limits=LIMITS)

    assert {each.within_ratio for each in found.bouts} == {None}
    assert {each.faster_ratio for each in found.bouts} == {1.0}


# ── drills ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("week", "strength", "pain", "level", "text", "strides"),
    [
        (6, "yes", 0, 3, "fast", True),
        (5, "yes", 0, 3, "week", False),
        (6, "no", 0, 3, "strength-first", False),
        (6, "unknown", 0, 3, "strength-unknown", False),
        (9, "yes", 2, 3, "fast", True),
        (9, "yes", 3, 3, "pain", None),
        (9, "yes", None, 3, "pain", None),
        (9, "yes", 0, 1, "fast", False),  # level 1 has no strides
    ],
)
def test_form_drills_and_strides(week, strength, pain, level, text, strides):
    found = choose_form_drills(
        SHELF.exercises.values(),
        sheet={},
        owned=frozenset(Equipment) | ALWAYS_THERE,
        level=level,
        week=week,
        strength_done=Answer(strength),
        worst_pain_nrs=pain,
        limits=LIMITS,
    )
    names = [each.id for each in found.drills]

    assert heard(found.verdict).text == f"drills.{text}"
    if strides is None:
        assert names == []
    else:
        assert names[0] == "a-march"
        assert ({"strides", "uphill-strides"} <= set(names)) is strides
    assert not {"metronome-run", "run-long-cue", "foot-under-hip-run"} & set(names)


def test_the_feedback_of_each_run():
    assert [round(100 * feedback_ratio(n, limits=LIMITS)) for n in range(1, 10)] == [
        100, 100, 83, 67, 50, 33, 17, 0, 0,
    ]  # fmt: skip


# ── by the clock ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", range(1, 9))
def test_beat_watch_and_what_is_read_back_agree_on_the_seconds(number):
    found = course()
    run = found.runs[number - 1]
    bouts, beat = bouts_of(run, limits=LIMITS), beat_of(run, found.target, limits=LIMITS)
    helped = [each.span for each in bouts if each.feedback]

    assert bouts[0].span.start == 600
    assert duration_min(run, limits=LIMITS) * 60 == bouts[-1].span.end + 60 + 300
    if not helped:
        assert beat is None
        return
    times_s = 600 + beat_times_s(
        beat.cadence_spm,
        minutes=beat.minutes,
        faded=Faded(on_min=beat.on_min, off_min=beat.off_min),
    )
    heard = [np.any((times_s >= each.start) & (times_s < each.end)) for each in helped]
    inside = sum(np.count_nonzero((times_s >= s.start) & (times_s < s.end)) for s in helped)
    assert all(heard)
    assert inside == len(times_s)  # none between two bouts, none after the last with help


def test_the_run_after_the_course_is_as_its_last_without_any_help():
    found = course()
    check = check_run(found)

    assert (check.number, check.bouts, check.n_with_feedback) == (9, 8, 0)
    assert is_check(check, found)
    assert not is_check(found.runs[-1], found)
    assert check_run(course(baseline=None)) is None
