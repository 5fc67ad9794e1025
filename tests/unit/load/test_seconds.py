import numpy as np
import pytest

from psoas.load import hip_flexor_load
from psoas.load.curves import force_band_bw
from psoas.load.seconds import each_second
from tests.kit.runs import stream_of


def test_a_second_says_what_a_stride_of_its_speed_and_cadence_does():
    found = each_second(
        stream_of([2.5, 3.0, 4.0], cadence_spm=[160, 166, 176], grade_pct=[0, 0, 0])
    )
    for at, (mps, spm) in enumerate([(2.5, 160), (3.0, 166), (4.0, 176)]):
        band = force_band_bw(mps, spm)
        assert found.force_low_bw[at] == pytest.approx(band.low, rel=1e-5)
        assert found.force_bw[at] == pytest.approx(band.central, rel=1e-5)
        assert found.force_high_bw[at] == pytest.approx(band.high, rel=1e-5)
        assert found.stride_hz[at] == pytest.approx(spm / 120)


def test_an_unknown_gradient_widens_the_second_as_it_widens_the_run():
    stream = stream_of(np.full(60, 3.0), cadence_spm=np.full(60, 166.0))
    run, second = hip_flexor_load(stream), each_second(stream)

    assert second.moment_high_nm_per_kg[0] == pytest.approx(run.moment_median_nm_per_kg.high)
    assert second.moment_low_nm_per_kg[0] == pytest.approx(run.moment_median_nm_per_kg.low)
    assert second.force_low_bw[0] == pytest.approx(run.force_median_bw.low, rel=1e-5)
    assert second.force_high_bw[0] == pytest.approx(run.force_median_bw.high, rel=1e-5)


def test_where_nothing_is_claimed_there_is_no_number():
    """Walking, an unknown speed, a wall, a start."""
    speed = [1.2, np.nan, 3.0, 3.0, 3.0, 3.0, 5.0, 5.0, 5.0, 5.0, 5.0]
    grade = [0, 0, 25, 0, 0, 0, 0, 0, 0, 0, 0]
    found = each_second(stream_of(speed, cadence_spm=[120] * 11, grade_pct=grade))

    assert np.flatnonzero(np.isnan(found.stride_hz)).tolist() == [0, 1]
    assert np.flatnonzero(~np.isnan(found.moment_nm_per_kg)).tolist() == [9, 10]
    np.testing.assert_array_equal(np.isnan(found.force_bw), np.isnan(found.moment_nm_per_kg))
