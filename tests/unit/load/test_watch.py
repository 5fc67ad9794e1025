import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.load import hip_flexor_load
from psoas.load.curves import (
    force_band_bw,
    gradient_factor,
    moment_nm_per_kg,
    usual_cadence_spm,
)
from psoas.load.model import EXPONENTS
from psoas.load.published import (
    cadence_factor,
    published_force_bw,
    recomputed_force_bw,
)
from psoas.load.strides import surging
from tests.kit.runs import steady_stream, stream_of


# T01, T02: the published anchors and the value between them
@pytest.mark.parametrize(
    ("speed_mps", "force_bw", "tolerance"),
    [(3.5, 2.0, 0.02), (5.2, 3.5, 0.02), (9.0, 9.0, 0.02), (7.0, 5.7, 0.1)],
)
def test_published_anchors(speed_mps, force_bw, tolerance):
    assert published_force_bw(np.array([speed_mps]))[0] == pytest.approx(force_bw, abs=tolerance)


def test_published_curves_rise_and_keep_their_order():  # T03
    speed = np.linspace(2, 9, 200)
    published, recomputed = published_force_bw(speed), recomputed_force_bw(speed)
    assert (np.diff(published) > 0).all()
    assert (np.diff(recomputed) > 0).all()
    assert (published < recomputed).all()


def test_the_band_at_easy_pace_holds_all_models():  # T04
    band = force_band_bw(3.0, 166.4)
    assert round(band.low, 2) <= 1.65  # the published curve itself: 1.6535
    assert all(value in band for value in (2.52, 3.3))


@pytest.mark.parametrize(  # T05
    ("speed_mps", "force_bw"), [(2, 1.66), (3, 2.52), (4, 3.67), (5, 5.01)]
)
def test_recomputed_force(speed_mps, force_bw):
    assert recomputed_force_bw(np.array([speed_mps]))[0] == pytest.approx(force_bw, abs=0.15)


# mechanics.md D: moment and force at the speeds and stride rates of its table
@pytest.mark.parametrize(
    ("speed_mps", "stride_hz", "moment", "force_bw"),
    [
        (2.0, 1.32, 0.84, 1.7),
        (3.0, 1.39, 1.25, 2.5),
        (3.5, 1.43, 1.47, 2.9),
        (4.0, 1.48, 1.71, 3.4),
        (5.0, 1.60, 2.23, 4.5),
        (9.0, 2.17, 4.97, None),
    ],
)
def test_moment_from_speed_and_cadence(speed_mps, stride_hz, moment, force_bw):
    found = moment_nm_per_kg(np.array([speed_mps]), np.array([120 * stride_hz]))[0]
    assert found == pytest.approx(moment, abs=0.01)
    if force_bw is not None:
        assert force_band_bw(speed_mps, 120 * stride_hz).central == pytest.approx(force_bw, abs=0.1)


@pytest.mark.parametrize(("ratio", "factor"), [(1.1, 1.040), (0.9, 0.936)])  # T08
def test_cadence_changes_the_published_force(ratio, factor):
    assert cadence_factor(np.array([ratio]))[0] == pytest.approx(factor, abs=0.005)


@pytest.mark.parametrize(  # T13
    ("speed_mps", "cadence_spm"), [(2.5, 162), (3.0, 165.8), (3.5, 171), (4.5, 184)]
)
def test_usual_cadence(speed_mps, cadence_spm):
    assert usual_cadence_spm(np.array([speed_mps]))[0] == pytest.approx(cadence_spm, abs=5)


def test_one_kilometre_at_the_unit_speed_is_one_unit():
    spm = float(usual_cadence_spm(np.array([3.0]))[0])
    seconds = 1000
    load = hip_flexor_load(steady_stream(speed_mps=3.0, cadence_spm=spm, seconds=seconds))
    for m in (1, 2, 4, 7, 9):
        assert load.units[m] == pytest.approx(3.0, rel=1e-5)
        assert load.published_units[m] == pytest.approx(3.0, rel=1e-5)


def test_raising_cadence_never_lowers_the_load_of_a_kilometre():  # T10
    spm = float(usual_cadence_spm(np.array([3.0]))[0])
    slow, quick = (
        hip_flexor_load(steady_stream(speed_mps=3.0, cadence_spm=spm * ratio))
        for ratio in (1.0, 1.1)
    )
    ratio = quick.units[4] / slow.units[4]
    published = quick.published_units[4] / slow.published_units[4]
    assert published == pytest.approx(1.29, abs=0.05)  # Lenhart
    assert ratio == pytest.approx(1.59, abs=0.05)  # Lieberman


def test_intervals_against_an_even_run():  # T43, with the published curve
    def units(*parts):
        loads = [
            hip_flexor_load(
                steady_stream(
                    speed_mps=mps,
                    cadence_spm=float(usual_cadence_spm(np.array([mps]))[0]),
                    seconds=round(metres / mps),
                )
            )
            for metres, mps in parts
        ]
        return {m: sum(load.published_units[m] for load in loads) for m in (1, 2, 4, 7)}

    even, intervals = units((10_000, 3.0)), units((2400, 6.0), (4000, 2.8), (1200, 2.5))
    expected = {1: (10.0, 8.9), 2: (10, 14.8), 4: (10, 76), 7: (10, 1365)}
    for m, (one, other) in expected.items():
        assert even[m] == pytest.approx(one, rel=0.03)
        assert intervals[m] == pytest.approx(other, rel=0.03)


def test_missing_cadence_widens_the_band_and_says_so():
    known = hip_flexor_load(steady_stream(speed_mps=3.0, cadence_spm=166.0))
    missing = hip_flexor_load(steady_stream(speed_mps=3.0, cadence_spm=None))
    assert missing.force_median_bw.low < known.force_median_bw.low
    assert missing.force_median_bw.high > known.force_median_bw.high
    assert "note.cadence-usual" in {note.text for note in missing.notes}


def test_walking_carries_no_load():
    load = hip_flexor_load(steady_stream(speed_mps=1.4, cadence_spm=110.0, seconds=60))
    assert load.strides == 0
    assert load.force_median_bw is None
    assert load.seconds_by_band["walk"] == 60


def test_unknown_speed_is_said_and_not_scored():
    stream = steady_stream(speed_mps=3.0, cadence_spm=166.0, seconds=100)
    stream.speed_mps[40:] = np.nan
    load = hip_flexor_load(stream)
    assert load.strides == pytest.approx(40 * 166 / 120)
    (note,) = [n for n in load.notes if n.text == "note.speed-unknown"]
    assert note.values == {"unknown_s": 60}


@given(cut=st.integers(1, 599))
def test_a_run_in_two_parts_loads_as_much_as_whole(cut):
    def part(length):
        return hip_flexor_load(steady_stream(speed_mps=3.3, cadence_spm=170, seconds=length))

    whole, first, second = part(600), part(cut), part(600 - cut)
    assert first.units[4] + second.units[4] == pytest.approx(whole.units[4])
    assert first.strides + second.strides == pytest.approx(whole.strides)


@given(speed=st.floats(2.0, 8.0), faster=st.floats(0.05, 1.0))
def test_faster_loads_more_per_stride(speed, faster):
    one = hip_flexor_load(steady_stream(speed_mps=speed, cadence_spm=None, seconds=10))
    other = hip_flexor_load(steady_stream(speed_mps=speed + faster, cadence_spm=None, seconds=10))
    assert other.moment_median_nm_per_kg.central > one.moment_median_nm_per_kg.central
    assert other.force_median_bw.central > one.force_median_bw.central


# -- what the watch does not know ------------------------------------------------------


SPM = 166.0
LEVEL = {"cadence_spm": np.full(600, SPM), "grade_pct": np.zeros(600)}


def bands(load):
    return (load.moment_median_nm_per_kg, load.force_median_bw, load.impulse_bw_s,
            *load.units_band.values())  # fmt: skip


def texts(load):
    return {note.text for note in load.notes}


@pytest.mark.parametrize(
    ("less", "note"),
    [
        ({"grade_pct": None}, "note.gradient-unknown"),
        ({"cadence_spm": None}, "note.cadence-usual"),
        ({"at_1hz_ratio": 0.2}, "note.smart-recording"),
        ({"derived": True}, "note.speed-derived"),
    ],
)
def test_what_is_not_known_widens_every_band_and_is_told(less, note):
    known = hip_flexor_load(stream_of(np.full(600, 3.0), **LEVEL))
    unknown = hip_flexor_load(stream_of(np.full(600, 3.0), **(LEVEL | less)))

    assert note in texts(unknown)
    assert note not in texts(known)
    for narrow, wide in zip(bands(known), bands(unknown), strict=True):
        assert wide.high / wide.central > narrow.high / narrow.central
        assert wide.low / wide.central < narrow.low / narrow.central


@given(
    speed=st.floats(2.0, 9.0),
    ratio=st.floats(0.85, 1.15),
    grade=st.floats(-7, 7),
    forgotten=st.sets(st.sampled_from(["cadence_spm", "grade_pct"]), min_size=1),
    part=st.integers(1, 120),
)
def test_forgetting_an_input_only_widens(speed, ratio, grade, forgotten, part):
    spm = float(usual_cadence_spm(np.array([speed]))[0])
    known = {
        "cadence_spm": np.full(120, spm if "cadence_spm" in forgotten else spm * ratio),
        "grade_pct": np.full(120, grade),
    }
    less = known | {
        name: np.where(np.arange(120) < part, np.nan, known[name]) for name in forgotten
    }
    one = hip_flexor_load(stream_of(np.full(120, speed), **known))
    other = hip_flexor_load(stream_of(np.full(120, speed), **less))

    for narrow, wide in zip(bands(one), bands(other), strict=True):
        assert wide.central == pytest.approx(narrow.central, rel=1e-4)
        assert wide.low <= narrow.low * (1 + 1e-4)
        assert wide.high >= narrow.high * (1 - 1e-4)


def test_the_error_of_a_unit_grows_with_its_exponent():
    load = hip_flexor_load(stream_of(np.full(1000, 3.0), grade_pct=np.zeros(1000),
                                     cadence_spm=np.full(1000, 166.445)))  # fmt: skip

    for m in EXPONENTS:
        band = load.units_band[m]
        assert band.central == load.units[m]
        assert load.published_units[m] in band
        assert band.high == pytest.approx(load.units[m] * np.exp(0.12 * m), rel=1e-3)
        assert band.low == pytest.approx(load.units[m] * np.exp(-0.12 * m), rel=1e-3)


def test_the_units_band_holds_the_published_value():
    load = hip_flexor_load(stream_of(np.full(600, 6.5), grade_pct=np.zeros(600)))

    assert all(load.published_units[m] in load.units_band[m] for m in EXPONENTS)


def test_seconds_of_unknown_speed_raise_the_upper_end_only():
    speed = np.full(600, 3.0)
    whole = hip_flexor_load(stream_of(speed[:300], **{k: v[:300] for k, v in LEVEL.items()}))
    speed[300:] = np.nan
    gone = hip_flexor_load(stream_of(speed, **LEVEL))

    assert gone.unknown_s == 300
    assert gone.units_band[4].central == pytest.approx(whole.units_band[4].central)
    assert gone.units_band[4].low == pytest.approx(whole.units_band[4].low)
    assert gone.units_band[4].high == pytest.approx(2 * whole.units_band[4].high)


@pytest.mark.parametrize(
    ("cadence_spm", "timer_on", "expected_s"),
    [
        (np.nan, True, 300),  # without a cadence nothing says that the runner stood
        (170.0, True, 300),
        (95.0, True, 300),
        (0.0, True, 0),
        (60.0, True, 0),
        (np.nan, False, 0),  # a pause
        (170.0, False, 0),
    ],
)
def test_seconds_without_a_speed_are_unknown_unless_the_runner_stood_or_paused(
    cadence_spm, timer_on, expected_s
):
    stream = steady_stream(speed_mps=3.0, cadence_spm=166.0, seconds=600)
    stream.speed_mps[300:] = np.nan
    stream.cadence_spm[300:] = cadence_spm
    stream.timer_on[300:] = timer_on
    stream.moving[300:] = False
    load = hip_flexor_load(stream)
    assert load.unknown_s == expected_s
    told = [n.values["unknown_s"] for n in load.notes if n.text == "note.speed-unknown"]
    assert told == ([expected_s] if expected_s else [])


# -- gradient --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade_pct", "factor"),
    [(0, 1), (-7, 1), (7, 1), (11, 1.075), (15, 1.15), (-15, 1), (15.1, None), (-16, None),
     (np.nan, None)],
)  # fmt: skip
def test_gradient(grade_pct, factor):  # T11
    found = gradient_factor(np.array([float(grade_pct)]))[0]
    assert np.isnan(found) if factor is None else found == pytest.approx(factor, abs=1e-12)


@given(grade=st.floats(7, 15))
def test_the_error_holds_both_readings_of_a_climb(grade):
    """No change at all, and +1 % per % of grade from the flat on."""
    factor = gradient_factor(np.array([grade]))[0]
    slack = np.exp(0.01 * grade)
    assert factor / slack <= 1.0 <= factor
    assert factor <= 1 + grade / 100 + 1e-9 <= factor * slack + 1e-9


def test_a_grade_within_seven_per_cent_moves_no_centre():
    level, hill = (
        hip_flexor_load(stream_of(np.full(600, 3.0), **(LEVEL | {"grade_pct": np.full(600, pct)})))
        for pct in (0.0, 6.0)
    )
    assert hill.units == level.units
    assert hill.units_band[4].high > level.units_band[4].high
    assert "note.gradient-hilly" not in texts(hill)


def test_a_wall_is_told_as_unknown_and_still_counts():
    """For two of ten minutes a climb of 20 %."""
    grade = np.where(np.arange(600) < 120, 20.0, 0.0)
    level = hip_flexor_load(stream_of(np.full(600, 3.0), **LEVEL))
    wall = hip_flexor_load(stream_of(np.full(600, 3.0), **(LEVEL | {"grade_pct": grade})))

    assert (level.steep_s, wall.steep_s) == (0, 120)
    assert "note.gradient-steep" in texts(wall)
    assert wall.units[4] == pytest.approx(level.units[4] * (0.8 + 0.2 * 1.15**4), rel=1e-5)
    assert wall.units_band[4].high / wall.units[4] > level.units_band[4].high / level.units[4]
    assert wall.moment_p95_nm_per_kg.central == pytest.approx(
        level.moment_p95_nm_per_kg.central
    )  # no claim is made on a stride up the wall


def test_nothing_but_wall_has_units_and_no_moment():
    load = hip_flexor_load(stream_of(np.full(60, 3.0), grade_pct=np.full(60, 25.0)))

    assert load.moment_median_nm_per_kg is load.force_p95_bw is None
    assert load.units[4] > 0


def test_a_grade_of_pure_noise_breaks_nothing():
    load = hip_flexor_load(stream_of(np.full(60, 11.9), grade_pct=np.full(60, 1e6)))

    assert load.units_band[9].high > load.units[9]
    assert load.steep_s == 60


# -- starts and surges -----------------------------------------------------------------


def test_a_surge_is_the_whole_stretch_over_which_speed_rose():
    speed = np.array([3, 3, 3, 3.5, 4.0, 4.5, 4.5, 4.5, np.nan, 3, 3, 3, 3.2])
    assert np.flatnonzero(surging(speed)).tolist() == [2, 3, 4, 5]
    assert not surging(speed[7::-1]).any()  # slowing down
    assert surging(np.array([3.0, 9.0])).tolist() == [False, False]
    assert surging(np.array([])).tolist() == []


def test_a_surge_may_load_as_a_sprint_and_is_told():
    steady = np.full(600, 3.0)
    surge = steady.copy()
    surge[300:] = 4.6
    even = hip_flexor_load(stream_of(np.where(np.arange(600) < 300, 3.0, 3.0), **LEVEL))
    found = hip_flexor_load(stream_of(surge, **LEVEL))

    assert even.surging_s == 0
    assert found.surging_s == 4 + 2  # every stretch of 3 s that holds the jump
    assert "note.surging" in texts(found)
    assert found.units_band[7].high / found.units[7] > even.units_band[7].high / even.units[7]
    assert found.units_band[7].low / found.units[7] == pytest.approx(
        even.units_band[7].low / even.units[7], rel=1e-3
    )


# -- exactness -------------------------------------------------------------------------


@given(
    speed=st.lists(st.floats(0.95, 11.0), min_size=2, max_size=60),
    spm=st.floats(140, 250),
    grade=st.floats(-15, 15),
)
def test_single_precision_is_as_good_as_double(speed, spm, grade):
    """A naive oracle in double precision, second by second."""
    load = hip_flexor_load(
        stream_of(speed, cadence_spm=np.full(len(speed), spm), grade_pct=np.full(len(speed), grade))
    )
    uphill = 1 + 0.15 * max(0.0, grade - 7) / 8
    unit = 0.496 * 3.0**0.863 * (166.445 / 120 / 1.42) ** 0.96
    for m in EXPONENTS:
        expected = sum(
            spm / 120 * (uphill * 0.496 * v**0.863 * (spm / 120 / 1.42) ** 0.96 / unit) ** m
            for v in speed
        ) / (166.445 / 120 * 1000 / 3.0)
        assert load.units[m] == pytest.approx(expected, rel=1e-5)


@given(
    speed=st.lists(st.floats(2.0, 6.0), min_size=4, max_size=40),
    cut=st.integers(1, 39),
    spm=st.floats(150, 200),
)
def test_a_run_split_and_joined_is_the_same(speed, cut, spm):
    cut = min(cut, len(speed) - 1)

    def load(part):
        return hip_flexor_load(stream_of(part, cadence_spm=np.full(len(part), spm)))

    whole, first, second = load(speed), load(speed[:cut]), load(speed[cut:])
    for m in EXPONENTS:
        assert first.units[m] + second.units[m] == pytest.approx(whole.units[m], rel=1e-5)
    assert first.impulse_bw_s.central + second.impulse_bw_s.central == pytest.approx(
        whole.impulse_bw_s.central, rel=1e-5
    )
    for name in whole.seconds_by_band:
        parts = first.seconds_by_band[name] + second.seconds_by_band[name]
        assert parts == whole.seconds_by_band[name]


@given(speed=st.floats(2.0, 9.0), spm=st.floats(145, 220), more=st.floats(1.001, 1.2))
def test_raising_cadence_never_lowers_a_kilometre(speed, spm, more):  # T10
    slow, quick = (
        hip_flexor_load(stream_of(np.full(50, speed), cadence_spm=np.full(50, c)))
        for c in (spm, spm * more)
    )
    for m in EXPONENTS:
        assert quick.units[m] > slow.units[m]
        assert quick.published_units[m] > slow.published_units[m]
