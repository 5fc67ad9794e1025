"""What the watch tells the drivers: only what the runs tell, round the onset and of late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from psoas.library import shelf
from psoas.load import season_of, what_changed
from psoas.load.guard import Exposure, judge_all
from psoas.load.onset import Onset
from psoas.loop.assess.watched import watch_findings
from tests.kit.runs import fact

ON = date(2026, 11, 22)


def findings(days_km, *, onset=None, on=ON, steady=(), fast_m=None):
    """Days before *ON* with kilometres; *fast_m* has the fast metres of some."""
    fast_m = fast_m or {}
    runs = [fact(ON - timedelta(days=n), km, fast_m=fast_m.get(n, 0.0)) for n, km in days_km]
    judged = judge_all(map(Exposure.of, runs), limits=shelf().limits)
    return watch_findings(judged, (), onset_until=onset, on=on, steady_mps_spm=steady)


WEEKLY = [(n, 10.0) for n in range(2, 60, 4)]


def test_steady_runs_speak_against_a_jump():
    found = findings(WEEKLY)

    assert found["watch_longest_run_ratio"] == 1.0
    assert found["watch_runs"] == 3
    assert (found["watch_since"], found["watch_until"]) == ("12 Nov", "20 Nov")
    assert "watch_longest_run_on" not in found


def test_a_jump_of_late_is_told_with_its_day():
    found = findings([*WEEKLY, (1, 16.0)])

    assert found["watch_longest_run_ratio"] == 1.6
    assert found["watch_longest_run_on"] == "21 Nov"


def test_a_jump_before_the_onset_is_told_long_after():
    onset = ON - timedelta(days=30)
    found = findings([*WEEKLY, (33, 16.0)], onset=onset)

    assert found["watch_longest_run_ratio"] == 1.6
    assert found["watch_longest_run_on"] == "20 Oct"
    assert findings([*WEEKLY, (33, 16.0)])["watch_longest_run_ratio"] < 1.1  # not of late


def test_fast_running_is_told_both_ways():
    steady, more = findings(WEEKLY), findings(WEEKLY, fast_m={6: 900.0})

    assert steady["watch_fast"] == "no_more"
    assert (more["watch_fast"], more["watch_fast_m"], more["watch_fast_on"]) == (
        "more",
        900,
        "16 Nov",
    )


def test_a_long_run_right_after_a_break_is_told():
    broken = [(n, 10.0) for n in range(24, 60, 4)]
    found = findings([*broken, (3, 10.0)])

    assert found["watch_return_over"] is True
    assert (found["watch_return_on"], found["watch_gap_days"]) == ("19 Nov", 21)
    assert "watch_return_over" not in findings([*broken, (3, 5.0)])


def test_without_runs_nothing_is_told():
    assert findings([]) == {}
    assert findings([(40, 10.0), (44, 10.0)]) == {}  # none round now, and the onset is not known


def test_a_run_that_nobody_can_judge_leaves_no_jump_open_but_not_a_jump():
    assert "watch_longest_run_ratio" not in findings([(2, 10.0)])  # no baseline
    assert "watch_longest_run_ratio" not in findings([*WEEKLY, (1, None)])  # no distance
    assert findings([*WEEKLY, (1, None), (0, 16.0)])["watch_longest_run_ratio"] == 1.6


def test_no_run_before_the_onset_leaves_no_jump_open():
    onset = ON - timedelta(days=59)  # the season begins on it

    assert "watch_longest_run_ratio" not in findings(WEEKLY, onset=onset - timedelta(days=20))


@pytest.mark.parametrize(
    ("spm", "said"),
    [(140.0, "below"), (170.0, "within"), (147.0, None), (190.0, "within")],
)
def test_cadence_is_told_against_the_norm_of_its_speed(spm, said):
    """28 runners take 161 steps a minute at 2.5 m/s, spread 10.5: their edge is 140 to 166."""
    steady = [(3.0, spm)] * 3  # at 3.0 m/s the lower edge is 145

    assert findings(WEEKLY, steady=steady).get("watch_cadence") == said
    assert "watch_cadence" not in findings(WEEKLY, steady=steady[:2])
    assert "watch_cadence" not in findings(WEEKLY, steady=[(6.0, spm)] * 3)  # no norm there


def test_two_weeks_above_the_own_range_are_told():
    onset_on = ON - timedelta(days=7)
    runs = [fact(onset_on - timedelta(days=n), 20.0 if n < 14 else 10.0) for n in range(0, 90, 3)]
    onset = Onset(on=onset_on, until=onset_on, verdict=None)
    changed = what_changed(season_of(runs), onset, limits=shelf().limits)
    judged = judge_all(map(Exposure.of, runs), limits=shelf().limits)
    found = watch_findings(judged, changed, onset_until=onset_on, on=ON)

    assert found["watch_two_weeks"] == "more"
    assert found["watch_longest_run_ratio"] == 2.0
