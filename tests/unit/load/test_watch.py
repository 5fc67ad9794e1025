import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.load import hip_flexor_load
from psoas.load.curves import (
    cadence_factor,
    force_band_bw,
    moment_nm_per_kg,
    published_force_bw,
    recomputed_force_bw,
    usual_cadence_spm,
)
from tests.kit.runs import steady_stream


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
        assert load.units[m] == pytest.approx(3.0, rel=1e-9)
        assert load.published_units[m] == pytest.approx(3.0, rel=1e-9)


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
