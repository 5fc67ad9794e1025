"""Cadence at matched speed before and after a day."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from psoas.loop.retest.in_run import LEAST_BEFORE, Moved, in_run, without_a_day
from psoas.loop.retest.trait import CADENCE, CONTACT, OSCILLATION
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
    assert found.change.low < 4 < found.change.high
    assert found.change.central == pytest.approx(4, abs=1.5)
    assert found.verdict.answer is Answer.YES


def test_less_is_told_as_less():
    assert in_run(runs(30), runs(10, seed=9, change=-5.0)).moved is Moved.LESS


def test_faster_runs_are_no_higher_cadence():
    """Only fast runs afterwards: at the same speed nothing changed."""
    before = runs(40, seed=1)
    after = [{key: each for key, each in run.items() if key[1] >= 13} for run in runs(30, seed=2)]
    found = in_run(before, [run for run in after if run])

    assert found.moved is Moved.CANNOT_TELL_YET
    assert abs(found.change.central) < 1.5


def test_another_watch_is_another_baseline():
    found = in_run(runs(30), runs(10, seed=3, change=7.0, device="new watch"))

    assert found.moved is Moved.CANNOT_TELL_YET
    assert found.n_before == 0
    assert found.verdict.text == "in_run.cadence-too-few"


def alternating(*parts):
    """Runs of several watches, one of each in turn."""
    return [run for turn in zip(*parts, strict=True) for run in turn]


def test_two_watches_in_turn_are_asked_for_one_change():
    """Neither alone has five runs since; each has its own zero."""
    before = alternating(runs(10, seed=1), runs(10, seed=2, device="other", change=-7.0))
    after = alternating(
        runs(4, seed=3, change=5.0), runs(4, seed=4, device="other", change=5.0 - 7.0)
    )
    found = in_run(before, after)

    assert found.moved is Moved.MORE
    assert (found.n_before, found.n_after, found.n_instruments) == (20, 8, 2)
    assert found.change.low < 5 < found.change.high


@pytest.mark.parametrize("seed", range(5))
def test_a_watch_that_scatters_hides_no_change_that_a_quiet_one_sees(seed):
    quiet, loud = {"sd": 1.0}, {"sd": 6.0, "device": "loud"}
    before = alternating(runs(20, seed=seed, **quiet), runs(20, seed=50 + seed, **loud))
    after = alternating(
        runs(8, seed=100 + seed, change=4.0, **quiet), runs(8, seed=150 + seed, change=4.0, **loud)
    )

    assert in_run(before, after).moved is Moved.MORE


def test_a_switch_of_watches_is_no_change():
    """The first watch before, the second since, both a little on both sides."""
    old, new = {"seed": 5}, {"seed": 6, "device": "new", "change": 7.0}
    before = [*runs(30, **old), *runs(5, **new)]
    found = in_run(before, [*runs(3, seed=7), *runs(12, seed=8, device="new", change=7.0)])

    assert found.moved is Moved.CANNOT_TELL_YET


def test_a_higher_cadence_says_by_how_much_a_step_is_shorter():
    """At one speed the step is speed by cadence: 5 more on 185 make it 2.6 % shorter."""
    found = in_run(runs(40, sd=0.5), runs(15, seed=9, change=5.0, sd=0.5))

    assert found.verdict.values["step_pct"] == pytest.approx(2.6, abs=0.3)


def with_contact(made, *, sensor: str = "native", change: float = 0.0, seed: int = 0):
    """Runs with a contact time that is shorter the faster they are."""
    rng = np.random.default_rng(seed)
    return [
        {
            key: attrs.evolve(
                each,
                dynamics={f"{sensor}:contact_ms": 330 - 7 * key[1] + own + change},
            )
            for key, each in run.items()
        }
        for run, own in zip(made, rng.normal(0, 4, len(made)), strict=True)
    ]


def test_contact_time_is_compared_where_it_was_measured():
    before, after = with_contact(runs(30)), with_contact(runs(12, seed=1), change=-15.0, seed=1)
    found = in_run(before, after, trait=CONTACT)

    assert found.moved is Moved.LESS
    assert found.change.low < -15 < found.change.high
    assert found.verdict.text == "in_run.contact-less"
    assert in_run(before, after).moved is Moved.CANNOT_TELL_YET  # cadence did not change
    assert in_run(runs(30), runs(12, seed=1), trait=CONTACT).n_before == 0


def test_another_sensor_is_another_baseline():
    before = with_contact(runs(30))
    after = with_contact(runs(12, seed=1), sensor="stryd", change=-30.0)

    assert in_run(before, after, trait=CONTACT).n_after == 0


def test_what_is_asked_beside_the_cadence_must_be_clearer():
    assert CONTACT.factor == OSCILLATION.factor == 2 * CADENCE.factor


def test_too_few_runs_say_so():
    found = in_run(runs(LEAST_BEFORE - 1), runs(10, seed=2, change=8.0))

    assert found.verdict.answer is Answer.UNKNOWN
    assert found.change is None


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


def test_running_dynamics_are_kept_by_band_where_there_is_a_minute_of_them():
    speed, cadence = np.full(200, 3.1), np.full(200, 168.0)
    contact = np.r_[np.full(120, 240.0), np.full(80, np.nan)]
    made = attrs.evolve(
        stream(speed, cadence),
        dynamics={
            "native:contact_ms": contact,
            "stryd:contact_ms": np.where(np.arange(200) < 30, 250.0, np.nan),
        },
    )

    assert by_speed(made)[12].dynamics == {"native:contact_ms": 240.0}
