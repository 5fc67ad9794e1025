import pytest

from psoas.app.load.explaining import explained
from psoas.load.explain import cadence_trade, curves_at, exponent_example, load_of_parts


def test_the_band_holds_both_other_curves_at_every_speed():
    for each in curves_at([2 + 0.25 * n for n in range(31)]):
        assert each.published_bw in each.band_bw
        assert each.recomputed_bw in each.band_bw


@pytest.mark.parametrize("factor", [0.9, 0.95, 1.0, 1.05, 1.1])
def test_the_trade_has_one_sign_in_swing_and_the_other_in_stance(factor):
    trade = cadence_trade(factor)
    up = factor - 1
    for gains in (trade.moment_factor, trade.iliopsoas_factor, trade.rectus_swing_factor,
                  trade.units_factor, trade.published_units_factor):  # fmt: skip
        assert (gains - 1) * up >= 0
    for loses in (trade.rectus_stance_factor, trade.gluteus_medius_factor):
        assert (loses - 1) * up <= 0


def test_beyond_what_was_measured_the_peaks_are_unknown():
    trade = cadence_trade(1.2)
    assert trade.iliopsoas_factor != trade.iliopsoas_factor  # NaN
    assert trade.units_factor > 1


def test_what_is_explained_is_what_may_be_claimed():
    found = explained()
    least, most = found.laps_ratios
    assert found.example == exponent_example()
    assert found.example.laps_load_more.answer == "yes"
    assert 1 < least < most


def test_a_stretch_is_level_at_the_usual_cadence():
    load = load_of_parts([(1000.0, 3.0)])
    assert load.notes == ()
    assert load.units[9] == pytest.approx(0.999, rel=1e-4)  # 333 whole seconds
