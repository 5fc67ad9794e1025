"""A metronome's landings: where they are, whatever is done to the picture."""

from itertools import pairwise

import numpy as np
import pytest

from psoas.motion.events import CONTACT_ERROR_S, TOE_OFF_ERROR_S, EventKind, events_of
from psoas.motion.gait import gait_of
from psoas.motion.runner import runner_of
from psoas.motion.sides import exchanged
from psoas.quantity import Side
from tests.kit.gait import STEP_SPM, TOE_OFF_RATIO, changed, landings_s, runner

WHOLE = runner()


def late_s(points, kind, sides=tuple(Side.BOTH.single)):
    """How late each event is against the metronome."""
    after_s = 0.0 if kind is EventKind.INITIAL_CONTACT else TOE_OFF_RATIO * 120 / STEP_SPM
    found = []
    for event in events_of(runner_of(points)):
        if event.event is kind and event.side in sides:
            truth = landings_s(event.side, seconds=points.time_s[-1]) + after_s
            found.append(min((event.time_s - each for each in truth), key=abs))
    return np.array(found)


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0, 240.0])
def test_each_landing_and_toe_off_is_within_its_stated_error(rate_hz):
    points = runner(rate_hz=rate_hz)

    assert (
        np.abs(late_s(points, EventKind.INITIAL_CONTACT)).max() <= CONTACT_ERROR_S + 0.25 / rate_hz
    )
    assert np.abs(late_s(points, EventKind.TOE_OFF)).max() <= TOE_OFF_ERROR_S


def test_between_frames_events_do_not_jump():
    assert np.ptp(late_s(runner(rate_hz=61.0), EventKind.INITIAL_CONTACT)) < 0.25 / 61


def test_steps_alternate_and_all_are_there():
    landed = [e for e in events_of(runner_of(WHOLE)) if e.event is EventKind.INITIAL_CONTACT]

    assert all(first.side is not second.side for first, second in pairwise(landed))
    assert len(landed) == 22


@pytest.mark.parametrize(
    ("jitter_m", "rate_hz"), [(0.004, 60.0), (0.010, 60.0), (0.010, 120.0), (0.020, 60.0)]
)
def test_jitter_moves_a_landing_by_little(jitter_m, rate_hz):
    points = runner(rate_hz=rate_hz, jitter_m=jitter_m)

    assert np.median(np.abs(late_s(points, EventKind.INITIAL_CONTACT))) <= 0.015
    assert np.median(np.abs(late_s(points, EventKind.TOE_OFF))) <= 0.030


@pytest.mark.parametrize(("kind", "most_s"), [("initial_contact", 0.004), ("toe_off", 0.004)])
def test_jitter_scatters_the_steps_of_a_foot_by_less_than_a_sign_alone_would(kind, most_s):
    """A sign alone scatters by 8 to 10 ms at landing and 10 to 24 ms at toe-off."""
    points = runner(rate_hz=60.0, jitter_m=0.010)

    for side in Side.BOTH.single:
        assert np.std(late_s(points, EventKind(kind), (side,))) <= most_s


def times(points, *sides):
    return [(round(e.time_s, 6), e.event) for e in events_of(runner_of(points)) if e.side in sides]


def test_a_lost_leg_loses_its_events_and_no_other():
    ankle = WHOLE.tracks["left_ankle"].copy()
    ankle[480:580] = np.nan
    points = changed(WHOLE, left_ankle=ankle)

    assert times(points, Side.RIGHT) == times(WHOLE, Side.RIGHT)
    left = times(points, Side.LEFT)
    gone_s = [
        time_s
        for time_s, kind in times(WHOLE, Side.LEFT)
        if not any(kind is other and abs(time_s - at_s) < 0.001 for at_s, other in left)
    ]
    assert 1 <= len(gone_s) <= 4
    assert all(3.8 < time_s < 5.0 for time_s in gone_s)


def test_exchanged_legs_do_not_move_an_event():
    frames = np.zeros(len(WHOLE.time_s), dtype=bool)
    frames[300:340] = True

    assert times(changed(WHOLE, **exchanged(WHOLE.tracks, frames)), *Side) == times(WHOLE, *Side)


def test_without_feet_two_signs_are_left():
    tracks = {n: t for n, t in WHOLE.tracks.items() if "toe" not in n and "heel" not in n}
    points = type(WHOLE)(time_s=WHOLE.time_s, unit=WHOLE.unit, tracks=tracks, confidence={})

    assert np.abs(late_s(points, EventKind.INITIAL_CONTACT)).max() < 0.03


def test_cadence_is_the_metronomes():
    for step_spm in (150.0, 171.0, 190.0):
        points = runner(step_spm=step_spm)
        assert gait_of(points).cadence_spm.central == pytest.approx(step_spm, abs=0.2)


def test_one_leg_gives_the_cadence_of_both_feet():
    tracks = {n: t for n, t in WHOLE.tracks.items() if not n.startswith("right")}
    points = type(WHOLE)(time_s=WHOLE.time_s, unit=WHOLE.unit, tracks=tracks, confidence={})

    assert gait_of(points).cadence_spm.central == pytest.approx(STEP_SPM, abs=0.5)
