import numpy as np
import pytest

from psoas.motion import NotAMotion
from psoas.motion.keypoints import KeyPoints, Length
from psoas.quantity import Side
from tests.kit.gait import runner
from tests.kit.legs import running_motion

WHOLE = runner(seconds=1.0)
TIME_S, TRACKS = WHOLE.time_s, dict(WHOLE.tracks)


def of(**changed):
    given = {"time_s": TIME_S, "unit": Length.METRES, "tracks": TRACKS, "y_down": False}
    return KeyPoints.of(**{**given, **changed})


def test_y_down_is_turned_up():
    turned = of(y_down=True, tracks={n: t * [1, -1] for n, t in TRACKS.items()})

    for name, track in TRACKS.items():
        np.testing.assert_array_equal(turned.tracks[name], track)


def test_one_leg_is_enough_and_other_tracks_are_left():
    one = {n: t for n, t in TRACKS.items() if n.startswith("left")} | {"left_elbow": TIME_S}

    assert of(tracks=one).sides == (Side.LEFT,)
    assert "left_ear" not in of(tracks=one).tracks


def test_a_motion_in_metres_gives_its_points():
    motion = running_motion()
    points = KeyPoints.of_motion(motion)

    assert points.unit is Length.METRES
    np.testing.assert_array_equal(points.tracks["right_toe"], motion.legs[Side.RIGHT].toe_m)


def test_a_slowed_clip_is_put_back_on_its_clock():
    assert WHOLE.slowed(8).rate_hz == pytest.approx(8 * WHOLE.rate_hz)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"time_s": TIME_S[::-1]}, "rise"),
        ({"time_s": TIME_S * np.nan}, "rise"),
        ({"time_s": TIME_S[:5]}, "5 frames"),
        ({"tracks": {}}, "no leg"),
        ({"tracks": TRACKS | {"left_knee": TRACKS["left_knee"][:-1]}}, "left_knee must have"),
        ({"tracks": TRACKS | {"left_knee": TRACKS["left_knee"] * np.nan}}, "left knee is never"),
        ({"tracks": TRACKS | {"right_toe": TRACKS["right_toe"] + np.inf}}, "infinite"),
        ({"tracks": {n: t for n, t in TRACKS.items() if n != "left_ankle"}}, "left ankle"),
        ({"tracks": {n: t for n, t in TRACKS.items() if n != "left_hip"}}, "left hip"),
        ({"tracks": TRACKS | {"right_toe": TRACKS["right_toe"] * 1e300}}, "farther away"),
    ],
)
def test_the_gate_says_what_breaks_it(changed, why):
    with pytest.raises(NotAMotion, match=why):
        of(**changed)
