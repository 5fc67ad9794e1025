import numpy as np
import pytest

from psoas.motion import Leg, Motion, NotAMotion
from psoas.quantity import Side
from tests.kit.legs import running_leg, running_motion

TIME_S = np.arange(0, 2, 0.01)


def leg(**changed):
    whole = running_leg(TIME_S)
    points = {f"{j}_m": whole.point_m(j) for j in ("hip", "knee", "ankle", "heel", "toe")}
    return Leg(**{**points, **changed})


def test_a_runner_passes_and_knows_the_rate():
    assert running_motion(rate_hz=120.0).rate_hz == pytest.approx(120.0)


def test_one_leg_is_enough():
    assert set(Motion.of(time_s=TIME_S, legs={Side.LEFT: leg()}).legs) == {Side.LEFT}


def test_a_foot_that_is_never_seen_is_no_error():
    lost = np.full((len(TIME_S), 2), np.nan)
    Motion.of(time_s=TIME_S, legs={Side.LEFT: leg(heel_m=lost, toe_m=lost)})


WHOLE = leg()


@pytest.mark.parametrize(
    ("time_s", "legs", "why"),
    [
        (TIME_S[::-1], {Side.LEFT: WHOLE}, "rise"),
        (np.where(TIME_S > 1, np.nan, TIME_S), {Side.LEFT: WHOLE}, "rise"),
        (TIME_S[:4], {Side.LEFT: WHOLE}, "too few"),
        (TIME_S, {}, "no leg"),
        (TIME_S, {Side.BOTH: WHOLE}, "left or right"),
        (TIME_S, {Side.LEFT: leg(hip_m=WHOLE.hip_m[:-1])}, "left hip must have shape"),
        (TIME_S, {Side.LEFT: leg(knee_m=np.full((200, 2), np.nan))}, "left knee is never seen"),
        (
            TIME_S,
            {Side.RIGHT: leg(toe_m=np.full((200, 2), np.inf))},
            "right toe is nowhere on earth in frame",
        ),
        (TIME_S, {Side.LEFT: leg(hip_m=-WHOLE.hip_m)}, "y must point up"),
        (TIME_S, {Side.LEFT: leg(toe_m=WHOLE.heel_m - 0.1)}, "x must point forward"),
    ],
)
def test_the_gate_says_what_breaks_it(time_s, legs, why):
    with pytest.raises(NotAMotion, match=why):
        Motion.of(time_s=time_s, legs=legs)


def test_the_shoulder_is_checked_too():
    with pytest.raises(NotAMotion, match="shoulder"):
        Motion.of(time_s=TIME_S, legs={Side.LEFT: WHOLE}, shoulder_m=np.zeros((3, 2)))
