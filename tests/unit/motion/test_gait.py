"""Measures, their norms and refusals, and what a clip must be to be measured."""

import numpy as np
import pytest
from attrs import evolve

from psoas.motion import NotAMotion
from psoas.motion.gait import NEVER, gait_of
from psoas.motion.keypoints import KeyPoints, Length
from psoas.motion.measures import Standing, Why, interval, standing_of
from psoas.motion.norms import KINDS, NORMS, detectable_of
from psoas.motion.quality import STEPS_A_SIDE, Cause, NotMeasurable
from psoas.quantity import Band, Side
from tests.kit.gait import LEAN_DEG, LEG_M, changed, runner

PX = {"px_per_m": 500}
HEIGHT_M = LEG_M / 0.491


def value(gait, name):
    return gait.measures[name].band.central


WHOLE = gait_of(runner(), speed_mps=3.5)


@pytest.mark.parametrize(
    ("name", "expected", "within"),
    [
        ("cadence", 171.0, 0.2),
        ("step_time", 350.9, 0.5),
        ("contact_time", 236.5, 15),
        ("flight_time", 114.4, 15),
        ("duty_factor", 0.337, 0.02),
        ("overstride", 0.273, 0.03),
        ("shank_angle_at_contact", 10.7, 3),
        ("knee_flexion_at_contact", 10.3, 3),
        ("knee_flexion_in_stance", 42.9, 1),
        ("thigh_extension_peak", -26.4, 0.5),
        ("thigh_flexion_peak", 34.4, 0.5),
        ("trunk_lean", LEAN_DEG, 0.1),
        ("vertical_oscillation", 80.0, 1),
    ],
)
def test_a_runner_made_of_published_curves_shows_what_was_published(name, expected, within):
    assert value(WHOLE, name) == pytest.approx(expected, abs=within)
    assert WHOLE.measures[name].standing in (Standing.WITHIN, Standing.UNKNOWN)


def test_every_measure_has_an_interval_a_source_and_its_unit():
    for name, measure in WHOLE.measures.items():
        assert measure.band.low < measure.band.central < measure.band.high
        assert (measure.unit, bool(measure.sources)) == (KINDS[name].unit, True)


@pytest.mark.parametrize(
    "points",
    [runner(px_per_m=500), runner(px_per_m=900, facing=-1), runner(speed_mps=3.5)],
    ids=["as pixels", "larger and the other way", "overground"],
)
def test_zoom_mirror_and_way_move_no_measure(points):
    found = gait_of(points, speed_mps=3.5, height_m=HEIGHT_M)

    for name in WHOLE.measures:
        assert value(found, name) == pytest.approx(value(WHOLE, name), rel=0.003, abs=0.02)


def test_a_foot_put_forward_is_overstriding():
    """The picture: ten degrees more shank are five hundredths of a leg more ahead, and plus."""
    found = gait_of(runner(reach_deg=10.0), speed_mps=3.5)

    assert value(found, "overstride") - value(WHOLE, "overstride") > 0.04
    assert value(found, "shank_angle_at_contact") - value(WHOLE, "shank_angle_at_contact") > 5


@pytest.mark.parametrize(
    ("rate_hz", "refused"),
    [
        (120.0, set()),
        (99.9, set()),
        (
            60.0,
            {"shank_angle_at_contact", "knee_flexion_at_contact", "foot_inclination_at_contact"},
        ),
        (
            30.0,
            {
                "overstride",
                "shank_angle_at_contact",
                "knee_flexion_at_contact",
                "foot_inclination_at_contact",
            },
        ),
    ],
)
def test_angles_at_the_instant_of_contact_need_a_hundred_frames_a_second(rate_hz, refused):
    found = gait_of(runner(rate_hz=rate_hz))

    assert {r.measure for r in found.refusals if r.why is Why.FRAME_RATE} == refused


@pytest.mark.parametrize("how", [{}, PX, {"rate_hz": 240.0}])
def test_pelvic_tilt_is_never_told(how):
    found = gait_of(runner(**how), height_m=HEIGHT_M)

    assert {r.measure for r in found.refusals if r.why is Why.NEVER_FROM_POINTS} == set(NEVER)
    assert "pelvic_tilt" in NEVER
    assert not any("pelvi" in name or "tilt" in name for name in found.measures)


def test_one_camera_does_not_compare_the_sides():
    found = gait_of(runner(**PX))

    assert ("angle_asymmetry", Why.FAR_LEG) in [(r.measure, r.why) for r in found.refusals]
    assert not found.measures["thigh_flexion_peak"].by_side[Side.LEFT].is_trusted
    assert found.measures["thigh_flexion_peak"].by_side[Side.RIGHT].is_trusted


@pytest.mark.parametrize(("seconds", "n"), [(5.0, 0), (6.0, 1)])
def test_a_mean_needs_seven_steps_of_each_side(seconds, n):
    found = gait_of(runner(seconds=seconds))

    assert STEPS_A_SIDE == 7
    assert ("contact_time" in found.measures) == bool(n)
    if not n:
        assert Why.FEW_STEPS in {r.why for r in found.refusals}
        assert [c.cause for c in found.concerns] == [Cause.FEW_STEPS]
    assert found.cadence_spm.central == pytest.approx(171.0, abs=0.3)


def test_pixels_without_a_height_have_no_millimetres():
    found = gait_of(runner(**PX))

    assert ("vertical_oscillation", Why.NO_SCALE) in [(r.measure, r.why) for r in found.refusals]
    assert found.speed_mps is None
    assert {m.why for n, m in found.measures.items() if n in NORMS} == {Why.NO_SPEED}


def test_with_a_scale_the_foot_on_the_ground_shows_the_speed():
    assert gait_of(runner()).speed_mps == pytest.approx(3.25, abs=0.3)
    assert Cause.SPEED_DIFFERS in {c.cause for c in gait_of(runner(), speed_mps=5.0).concerns}


@pytest.mark.parametrize(("speed_mps", "some"), [(4.5, False), (5.0, True)])
def test_a_speed_that_the_foot_does_not_show_judges_where_both_speeds_agree(speed_mps, some):
    seen, told = gait_of(runner()), gait_of(runner(), speed_mps=speed_mps)

    assert Cause.SPEED_DIFFERS in {each.cause for each in told.concerns}
    differs = {
        name
        for name, each in told.measures.items()
        if standing_of(each.band, name, speed_mps=speed_mps)[1] is not seen.measures[name].standing
    }
    assert bool(differs) is some
    assert {n for n, each in told.measures.items() if each.why is Why.SPEED_DOUBTED} == differs
    assert {told.measures[name].standing for name in differs} <= {Standing.UNKNOWN}
    assert any(each.standing is Standing.WITHIN for each in told.measures.values()) is not some


NORM = NORMS["overstride"].at(3.5)


@pytest.mark.parametrize(
    ("central", "half", "speed_mps", "standing", "why"),
    [
        (0.27, 0.02, 3.5, Standing.WITHIN, None),
        (0.45, 0.02, 3.5, Standing.ABOVE, None),
        (0.10, 0.02, 3.5, Standing.BELOW, None),
        (0.37, 0.02, 3.5, Standing.UNKNOWN, Why.NEAR_THE_EDGE),
        (0.27, 0.02, None, Standing.UNKNOWN, Why.NO_SPEED),
        (0.27, 0.02, 2.0, Standing.UNKNOWN, Why.SPEED_WITHOUT_NORM),
        (0.27, 0.02, 5.0, Standing.UNKNOWN, Why.SPEED_WITHOUT_NORM),
    ],
)
def test_a_measure_against_the_norm_of_its_speed(central, half, speed_mps, standing, why):
    band = Band(central - half, central, central + half)

    assert standing_of(band, "overstride", speed_mps=speed_mps)[1:] == (standing, why)


def test_a_norm_lies_between_its_speeds():
    assert NORMS["thigh_extension_peak"].at(3.0).central == pytest.approx((-20.2 - 26.4) / 2)
    assert standing_of(Band(1, 2, 3), "trunk_lean", speed_mps=3.0)[2] is Why.NO_NORM


@pytest.mark.parametrize(
    ("rate_hz", "change_ms"),
    [(240, 10), (120, 20), (119.88, 20), (60, 35), (59.94, 35), (30, None)],
)
def test_a_change_of_contact_is_detectable_by_the_frame_rate(rate_hz, change_ms):
    assert detectable_of("contact_time", rate_hz=rate_hz) == change_ms


def test_many_steps_do_not_take_the_error_of_the_method_away():
    assert interval([5.0] * 1000, method=2.0).high == pytest.approx(5 + 1.96 * 2)


# ── what cannot be measured ──────────────────────────────────────────────────────────


def lost(points, share):
    n = round(share * len(points.time_s))
    track = points.tracks["left_ankle"].copy()
    track[:n] = np.nan
    return changed(points, left_ankle=track)


def still(points):
    return changed(points, **{n: t * 0 + t[:1] for n, t in points.tracks.items()})


def walking():
    """As quick as a runner, but the hips hardly fall."""
    points = runner(step_spm=120.0)
    hips = {n: t - [0, 0] for n, t in points.tracks.items()}
    down = points.tracks["left_hip"][:, 1] - points.tracks["left_hip"][:, 1].mean()
    return changed(points, **{n: t - 0.8 * np.stack([0 * down, down], 1) for n, t in hips.items()})


REFUSED = [
    (runner(rate_hz=20.0), Cause.FRAME_RATE_TOO_LOW),
    (runner().slowed(1 / 4), Cause.SLOW_MOTION),
    (runner().slowed(3), Cause.NOT_RUNNING),
    (walking(), Cause.NO_FLIGHT),
    (runner(px_per_m=80), Cause.TOO_SMALL),
    (runner(seconds=0.5), Cause.TOO_SHORT),
    (runner(seconds=1.0), Cause.TOO_SHORT),
    (lost(runner(), 0.8), Cause.NO_PERSON),
]


@pytest.mark.parametrize(("points", "cause"), REFUSED, ids=[str(c) for _, c in REFUSED])
def test_a_clip_that_cannot_be_measured_says_the_one_cause(points, cause):
    with pytest.raises(NotMeasurable) as refused:
        gait_of(points)

    assert refused.value.concern.cause is cause


def test_feet_out_of_the_picture_are_told_as_such():
    """It was told to film in better light: nothing else was said of the missing feet."""
    points, rng = runner(px_per_m=500), np.random.default_rng(1)
    wild = {}
    for side in ("left", "right"):
        turn = rng.uniform(-1, 1, len(points.time_s))
        hang = 200 * np.stack([np.sin(turn), -np.cos(turn)], axis=1)
        wild[f"{side}_ankle"] = points.tracks[f"{side}_knee"] + hang
    cut = evolve(changed(points, **wild), picture_px=(1000.0, 400.0))
    with pytest.raises(NotMeasurable) as caught:
        gait_of(cut)
    assert caught.value.concern.cause is Cause.CROPPED


def test_a_runner_who_stands_still_is_refused():
    with pytest.raises(NotMeasurable):
        gait_of(still(runner()))


@pytest.mark.parametrize("seed", range(60))
def test_whatever_the_points_are_it_measures_or_refuses(seed):
    """Tracks that are lost, turned, noise, still or far away: never anything but a refusal."""
    rng = np.random.default_rng(seed)
    points = runner(
        rate_hz=float(rng.choice([24.6, 30, 60])),
        seconds=float(rng.uniform(0.6, 8)),
        px_per_m=None if rng.random() < 0.5 else 400.0,
        jitter_m=float(rng.choice([0, 0.01, 0.1])),
        seed=seed,
    )
    tracks = {}
    for name, track in points.tracks.items():
        damage = rng.integers(0, 24)
        tracks[name] = (
            track * [[1, 1], [0, 0], [-1, -1], [1e3, 1]][min(damage, 3) if damage < 4 else 0]
        )
        if damage == 4:
            tracks[name] = rng.normal(0, 10.0 ** rng.integers(-5, 5), track.shape)
        if damage == 5:
            tracks[name][rng.random(len(track)) < rng.random()] = np.nan
    try:
        found = gait_of(changed(points, **tracks), height_m=1.7)
    except (NotMeasurable, NotAMotion):
        return
    assert all(np.isfinite(m.band.central) for m in found.measures.values())


@pytest.mark.parametrize("factor", [2, 4, 8])
def test_slow_motion_is_told_with_the_frame_rate_that_mends_it(factor):
    slow = runner(rate_hz=240.0, **PX).slowed(1 / factor)
    with pytest.raises(NotMeasurable) as refused:
        gait_of(slow)

    assert dict(refused.value.concern.values) == {"slow_times": factor, "capture_fps": 240}
    assert gait_of(slow.slowed(factor)).cadence_spm.central == pytest.approx(171, abs=0.3)


def shrunk(points, side, ratio):
    """The leg of a side seen shorter, as a turned camera shows it."""
    hip = points.tracks[f"{side}_hip"]
    return changed(
        points,
        **{
            n: hip + (t - hip) * [ratio, ratio]
            for n, t in points.tracks.items()
            if n.startswith(side) and "hip" not in n
        },
    )


def crowded(points, n):
    return KeyPoints.of(
        time_s=points.time_s,
        unit=Length.PIXELS,
        tracks=points.tracks,
        n_crowded_frames=n,
        y_down=False,
    )


def in_picture(points, picture_px):
    return KeyPoints.of(
        time_s=points.time_s,
        unit=Length.PIXELS,
        tracks=points.tracks,
        picture_px=picture_px,
        y_down=False,
    )


def under_the_top(points, room_px):
    """The same runner with so much room between shoulders and the top of the picture."""
    up_px = -room_px - points.tracks["shoulder"][:, 1].max()
    tracks = {name: track + np.array([0.0, up_px]) for name, track in points.tracks.items()}
    return in_picture(evolve(points, tracks=tracks), (2000.0, 2000.0))


CONCERNS = [
    (runner(**PX), set()),
    (runner(rate_hz=30.0, **PX), {Cause.LOW_FRAME_RATE}),
    (runner(px_per_m=120), {Cause.SMALL}),
    (lost(runner(**PX), 0.2), {Cause.POINTS_LOST}),
    (shrunk(runner(**PX), "left", 0.85), {Cause.TURNED}),
    (crowded(runner(**PX), 300), {Cause.TWO_PEOPLE}),
    (in_picture(runner(**PX), (1500.0, 890.0)), {Cause.CROPPED}),
    (under_the_top(runner(**PX), 100.0), {Cause.CROPPED}),
    (under_the_top(runner(**PX), 260.0), set()),
]


@pytest.mark.parametrize(("points", "causes"), CONCERNS, ids=[str(c) for _, c in CONCERNS])
def test_a_clip_that_can_be_measured_says_what_to_film_differently(points, causes):
    assert {each.cause for each in gait_of(points).concerns} == causes


def test_a_mirrored_picture_is_told_and_its_sides_exchanged():
    found = gait_of(runner(**PX), facing_side=Side.LEFT)

    assert [each.cause for each in found.concerns] == [Cause.MIRRORED]
    assert found.runner.near is Side.LEFT


def test_a_stance_that_is_no_runners_is_not_told():
    from tests.kit.legs import running_motion

    found = gait_of(KeyPoints.of_motion(running_motion(seconds=8.0)))

    assert {r.measure for r in found.refusals if r.why is Why.IMPLAUSIBLE} >= {"contact_time"}
