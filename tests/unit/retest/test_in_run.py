"""Cadence at matched speed before and after a day."""

from __future__ import annotations

import numpy as np
import pytest

from psoas.loop.retest.in_run import LEAST_BEFORE, Moved, in_run, without_a_day
from psoas.quantity import Answer
from psoas.runs.matched import LEAST_S, AtSpeed, by_speed
from psoas.runs.model import RunStream


def runs(n: int, *, change: float = 0.0, seed: int = 0, device: str = "watch", sd: float = 1.5):
    """Runs at two or three of five speeds; faster is a higher cadence."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(n):
        own = rng.normal(0, sd)
        bands = rng.choice(range(10, 15), size=rng.integers(2, 4), replace=False)
        made.append(
            {
                (device, int(band)): AtSpeed(
                    seconds=int(rng.integers(60, 900)),
                    cadence_spm=160 + 2.0 * band + own + change + rng.normal(0, 0.3),
                )
                for band in bands
            }
        )
    return made


@pytest.mark.parametrize("seed", range(10))
def test_runs_as_before_are_no_change(seed):
    made = runs(60, seed=seed)
    told = [in_run(made[:30], made[30 : 30 + n]).moved for n in range(1, 31)]

    assert set(told) == {Moved.CANNOT_TELL_YET}


@pytest.mark.parametrize("seed", range(10))
def test_four_steps_more_are_found_within_ten_runs(seed):
    found = in_run(runs(30, seed=seed), runs(10, seed=100 + seed, change=4.0))

    assert found.moved is Moved.MORE
    assert found.change_spm == pytest.approx(4, abs=1.5)
    assert found.verdict.answer is Answer.YES


def test_less_is_told_as_less():
    assert in_run(runs(30), runs(10, seed=9, change=-5.0)).moved is Moved.LESS


def test_faster_runs_are_no_higher_cadence():
    """Only fast runs afterwards: at the same speed nothing changed."""
    before = runs(40, seed=1)
    after = [{key: each for key, each in run.items() if key[1] >= 13} for run in runs(30, seed=2)]
    found = in_run(before, [run for run in after if run])

    assert found.moved is Moved.CANNOT_TELL_YET
    assert abs(found.change_spm) < 1.5


def test_another_watch_is_another_baseline():
    found = in_run(runs(30), runs(10, seed=3, change=7.0, device="new watch"))

    assert found.moved is Moved.CANNOT_TELL_YET
    assert found.n_before == 0
    assert found.verdict.text == "in_run.too-few"


def test_too_few_runs_say_so():
    found = in_run(runs(LEAST_BEFORE - 1), runs(10, seed=2, change=8.0))

    assert found.verdict.answer is Answer.UNKNOWN
    assert np.isnan(found.change_spm)


def test_without_a_day_nothing_is_compared():
    assert without_a_day().verdict.text == "in_run.no-day"


def stream(speed, cadence, grade=None) -> RunStream:
    n = len(speed)
    more = {} if grade is None else {"grade_pct": np.asarray(grade, dtype=float)}
    return RunStream(
        speed_mps=np.asarray(speed, dtype=float),
        cadence_spm=np.asarray(cadence, dtype=float),
        altitude_m=np.full(n, np.nan),
        heart_bpm=np.full(n, np.nan),
        at_1hz_ratio=1.0,
        timer_on=np.ones(n, dtype=bool),
        moving=np.ones(n, dtype=bool),
        **more,
    )


def test_a_run_is_split_by_its_speeds():
    speed = np.r_[np.full(100, 3.1), np.full(80, 3.6), np.full(LEAST_S - 1, 4.1)]
    found = by_speed(stream(speed, np.r_[np.full(100, 168.0), np.full(139, 174.0)]))

    assert {band: each.seconds for band, each in found.items()} == {12: 100, 14: 80}
    assert found[12].cadence_spm == 168


def test_hills_walks_and_unknown_seconds_are_left_out():
    speed = np.full(400, 3.1)
    cadence = np.r_[
        np.full(100, 168.0), np.full(100, np.nan), np.full(100, 90.0), np.full(100, 180)
    ]
    grade = np.repeat([0.0, 0.0, 0.0, 8.0], 100)
    found = by_speed(stream(speed, cadence, grade))

    assert found[12].seconds == 100
    assert found[12].cadence_spm == 168
