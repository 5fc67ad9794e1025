"""The next run: its cap, what to do after red and amber; planned runs; a long history."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from psoas.diary import Pain, When
from psoas.load import Light
from psoas.load.guard import (
    RULES,
    Exposure,
    Heavy,
    Told,
    beyond_check,
    check_planned,
    judge_all,
    next_run,
    red_flags,
)
from psoas.load.watch import FAST_MPS
from tests.kit.guard import DAY, run
from tests.kit.runs import fact

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
STEADY = [run(2 + 2 * n) for n in range(14)]


def pain(days_ago, nrs, when=When.DURING):
    on = DAY - timedelta(days=days_ago)
    return Pain(felt_on=on, when=when, pain_nrs=nrs, entered_at=AT)


def coming(shelf, runs, pains=(), *, flags=0, stops=False, eases=False):
    told = Told(pains=tuple(pains))
    judged = judge_all(runs, limits=shelf.limits, told=told)
    said = red_flags(flags=flags, stops=stops, limits=shelf.limits)
    return next_run(judged, at=AT, told=told, flags=said, eases=eases, limits=shelf.limits)


def test_the_fast_limit_is_the_speed_at_which_fast_metres_are_counted(shelf):
    assert shelf.limits["guard-fast-speed"].value == FAST_MPS


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (STEADY, ("amber", "guard.cap-eased", 8.0)),
        (STEADY[3:], ("amber", "guard.cap-gap", 6.4)),  # the lower of the two
        (STEADY[:2], ("unknown", "guard.cap-unknown", None)),
    ],
)
def test_where_the_check_says_to_run_less_no_run_is_longer_than_the_longest(shelf, runs, expected):
    found = coming(shelf, runs, eases=True)
    cap = found.cap
    assert (cap.level, cap.text, cap.values.get("cap_km")) == expected
    assert [each.text for each in found.todo] == ["guard.eased"]
    assert not found.rests


def test_where_running_stops_nothing_is_said_of_running_less(shelf):
    found = coming(shelf, STEADY, flags=1, stops=True, eases=True)
    assert (found.cap.level, found.todo) == ("red", ())


@pytest.mark.parametrize(
    ("km", "fast_m", "said"),
    [
        (8.0, 0.0, None),
        (8.4, 0.0, "guard.check-longer"),
        (8.4, 800.0, "guard.check-longer"),
        (6.0, 800.0, "guard.check-fast"),
        (6.0, 100.0, None),
        (6.0, None, None),
        (None, None, None),
    ],
)
def test_a_planned_run_that_is_more_than_the_check_allows_is_amber_and_never_milder(
    shelf, km, fast_m, said
):
    ahead = run(-1, km, fast_m=fast_m)
    past = [fact(DAY - timedelta(days=2 + 2 * n), 8.0) for n in range(14)]
    (judged,) = check_planned([ahead], history=past, limits=shelf.limits)
    found = beyond_check(judged, limits=shelf.limits)

    assert found.verdicts[: len(judged.verdicts)] == judged.verdicts
    assert [each.text for each in found.verdicts[len(judged.verdicts) :]] == (
        [said] if said else []
    )


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (STEADY, ("green", "guard.cap", 8.8)),
        ([*STEADY, run(3, 10.0)], ("green", "guard.cap", 11.0)),
        (STEADY[3:], ("amber", "guard.cap-gap", 6.4)),  # eight days off
        (STEADY[6:], ("amber", "guard.cap-gap", 4.8)),  # fourteen
        ([run(30 + 2 * n) for n in range(9)], ("amber", "guard.cap-run-walk", 0.0)),
        (STEADY[:2], ("unknown", "guard.cap-unknown", None)),
        ([], ("unknown", "guard.cap-unknown", None)),
    ],
)
def test_the_cap_of_the_next_run(shelf, runs, expected):
    cap = coming(shelf, runs).cap
    assert (cap.level, cap.text, cap.values.get("cap_km")) == expected


def test_a_run_of_the_cap_is_green_and_a_longer_one_is_not(shelf):
    for runs in (STEADY, STEADY[3:], STEADY[6:]):
        cap_km = coming(shelf, runs).cap.values["cap_km"]
        for km, loud in ((cap_km, False), (cap_km + 0.1, True)):
            last = judge_all([*runs, run(-0.1, km)], limits=shelf.limits)[-1]
            assert bool({v.rule for v in last.loud} & {"G1", "G7"}) is loud


def test_a_red_flag_leaves_no_cap(shelf):
    found = coming(shelf, STEADY, flags=1, stops=True)
    assert (found.cap.level, found.cap.text) == ("red", "guard.cap-none")
    assert found.rests
    assert not coming(shelf, STEADY, flags=1).rests


def mornings(*days_ago):
    return [pain(n, 0, When.MORNING) for n in days_ago]


@pytest.mark.parametrize(
    ("pains", "expected"),
    [
        ([], None),
        ([pain(0, 7), pain(4, 1)], "guard.rest"),
        ([pain(1, 7), pain(4, 1)], "guard.rest"),
        ([pain(1, 7)], "guard.rest-unknown"),  # no run with a green score is known
        ([pain(2, 7), pain(4, 1)], "guard.step-back"),  # 48 hours are over
        ([pain(2, 7)], "guard.step-back-unknown"),
        ([pain(6, 7), pain(8, 1), pain(4, 0), pain(2, 0), *mornings(3, 1)], None),
        ([pain(6, 7), pain(8, 1), pain(4, 0), pain(2, 0), *mornings(3)], "guard.step-back"),
        ([pain(6, 7), pain(8, 1), pain(2, 0), *mornings(3, 1)], "guard.step-back"),
        # then an amber: enough is enough
        ([pain(8, 7), pain(10, 1), pain(6, 0), pain(4, 0), pain(2, 4), *mornings(5, 3)], None),
        ([pain(14, 7)], "guard.step-back-unknown"),  # time alone does not lift it
        ([pain(26, 7), pain(28, 1)], "guard.step-back"),
        ([pain(30, 7)], "guard.step-back-unknown"),
        ([pain(31, 7)], None),
    ],
)
def test_what_to_do_after_a_red(shelf, pains, expected):
    todo = coming(shelf, STEADY, pains).todo
    assert [each.text for each in todo] == ([expected] if expected else [])


def test_after_a_red_one_resumes_at_seven_tenths_of_the_last_green_run(shelf):
    found = coming(shelf, STEADY, [pain(2, 7), pain(4, 1)])
    assert found.todo[0].values["resume_km"] == 5.6
    assert (found.cap.text, found.cap.values["cap_km"]) == ("guard.cap-resume", 5.6)
    assert coming(shelf, STEADY, [pain(1, 7), pain(4, 1)]).rests


GREEN_TWICE = [pain(1, 0), *mornings(2, 0), pain(3, 0)]


@pytest.mark.parametrize(
    ("red_ago", "later", "pains", "expected"),
    [
        (1, (), [], ("red", "guard.cap-none", 0.0)),
        (2, (), [], ("unknown", "guard.cap-held", None)),
        (5, (3,), [], ("unknown", "guard.cap-held", None)),
        (16, (3, 5, 7, 9, 11, 13), [], ("unknown", "guard.cap-held", None)),
        (2, (), [pain(4, 1)], ("amber", "guard.cap-resume", 5.6)),
        (16, (3, 5, 7, 9, 11, 13), [pain(18, 1)], ("amber", "guard.cap-resume", 5.6)),
        (5, (3, 1), [pain(7, 1)], ("amber", "guard.cap-resume", 5.6)),
        (5, (3, 1), [pain(7, 1), *GREEN_TWICE], ("green", "guard.cap", 8.8)),
        (5, (3, 1), GREEN_TWICE, ("green", "guard.cap", 8.8)),  # not 22 km
    ],
)
def test_after_a_red_run_the_cap_is_never_built_from_it(shelf, red_ago, later, pains, expected):
    runs = [run(red_ago + 2 * n) for n in range(1, 7)] + [run(n, 5.0) for n in later]
    cap = coming(shelf, [*runs, run(red_ago, 20.0)], pains).cap
    assert (cap.level, cap.text, cap.values.get("cap_km")) == expected


def test_run_walk_is_shorter_than_a_step_back_that_nobody_knows(shelf):
    cap = coming(shelf, [run(30 + 2 * n) for n in range(9)], [pain(29, 7)]).cap
    assert cap.text == "guard.cap-run-walk"


def test_a_red_jump_asks_for_rest_too(shelf):
    found = coming(shelf, [*STEADY, run(1, 17.0)])
    assert found.todo[0].text == "guard.rest-unknown"


@pytest.mark.parametrize(
    ("pains", "until"),
    [
        ([pain(4, 4)], None),
        ([pain(1, 4), pain(4, 4)], "2026-11-27"),
        ([pain(1, 4), pain(8, 4)], None),  # seven days apart
        ([pain(6, 4), pain(9, 4)], "2026-11-22"),
        ([pain(7, 4), pain(9, 4)], None),  # the seven days are over
    ],
)
def test_two_ambers_within_seven_days_ask_for_a_hold(shelf, pains, until):
    todo = coming(shelf, STEADY, pains).todo
    assert [each.values["until"] for each in todo] == ([until] if until else [])
    assert all(each.values["volume_km"] > 0 for each in todo)


@pytest.mark.parametrize("distance_km", [None, 8.0])
def test_a_hold_names_no_volume_where_the_week_is_not_known(shelf, distance_km):
    """Nobody holds at 0 km a week while the cap of a run is more."""
    week = [] if distance_km else [run(2, None)]
    (hold,) = coming(shelf, [*STEADY[5:], *week], [pain(1, 4), pain(4, 4)]).todo

    assert (hold.text, "volume_km" in hold.values) == ("guard.hold-unknown", False)


def test_everything_it_says_has_a_number_and_a_source(shelf):
    for pains in ([], [pain(0, 7)], [pain(2, 7)], [pain(1, 4), pain(4, 4)]):
        found = coming(shelf, STEADY, pains)
        for said in (found.flags, found.light, found.cap, *found.todo):
            assert any(isinstance(value, int | float) for value in said.values.values())
            assert all(source in shelf.sources for source in said.sources)


# ── runs that are still ahead ────────────────────────────────────────────────────────

HISTORY = [fact(DAY - timedelta(days=2 + 2 * n), 8.0) for n in range(14)]


def test_planned_runs_are_judged_as_if_those_before_were_run(shelf):
    first, second = run(-1, 8.8, planned=True), run(-3, 9.6, planned=True)
    alone = check_planned([second], history=HISTORY, limits=shelf.limits)
    both = check_planned([second, first], history=HISTORY, limits=shelf.limits)
    assert [each.run.id for each in both] == ["-1", "-3"]
    assert alone[0].by("G1").level == "amber"
    assert [each.by("G1").level for each in both] == ["green", "green"]


def test_what_is_not_said_of_a_planned_run_stays_unknown(shelf):
    bare = run(-1, 8.0, fast_m=None, units=None, planned=True)
    (found,) = check_planned([bare], history=HISTORY, limits=shelf.limits)
    unknown = {each.rule for each in found.verdicts if each.level == Light.UNKNOWN}
    assert unknown == {"G2", "G3", "G5"}


def test_a_planned_run_is_judged_as_it_would_be_once_run(shelf):
    planned = run(-1, 13.0, fast_m=500.0, units=13.0)
    (ahead,) = check_planned([planned], history=HISTORY, limits=shelf.limits)
    done = judge_all([*map(Exposure.of, HISTORY), planned], limits=shelf.limits)[-1]
    assert ahead.verdicts == done.verdicts


# ── a long life of running ───────────────────────────────────────────────────────────


def test_seven_years_of_daily_running_are_judged_at_once(shelf):
    runs = [run(n, 5 + 7 * n % 13, fast_m=37.0 * n % 900, units=5.0 + n % 9) for n in range(2500)]
    pains = tuple(pain(n, 3 * n % 5, when) for n in range(2500) for when in When)
    heavy = tuple(Heavy(on=r.local_on, at=r.started_at + timedelta(hours=5)) for r in runs[::3])
    begun_s = time.process_time()
    found = judge_all(runs, limits=shelf.limits, told=Told(pains=pains, heavy=heavy))
    took_s = time.process_time() - begun_s

    assert len(found) == 2500
    assert took_s < 2.0  # 0.3 s on a quiet machine
    for judged in found:
        assert [each.rule for each in judged.verdicts] == list(RULES)
        for verdict in judged.verdicts:
            assert any(isinstance(value, int | float) for value in verdict.values.values())
            assert verdict.sources
