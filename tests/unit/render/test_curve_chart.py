"""The picture of the curves: one definition, for wide and narrow, kilometres and miles."""

from __future__ import annotations

import pytest

from psoas.render.charts import INKS
from psoas.render.curve_chart import curve_chart
from psoas.render.units import System


@pytest.mark.parametrize("system", list(System))
@pytest.mark.parametrize("width_px", [340, 720])
def test_the_picture_follows_the_page_and_fits(width_px, system):
    drawn = curve_chart(width_px=width_px, system=system)

    assert not [ink for ink in INKS if ink in drawn]
    assert "var(--accent" in drawn
    assert "url(#" not in drawn  # two pictures stand in one page: no ids that could clash
    assert ("5:33" in drawn) is (system is System.KM)
    assert ("8:56" in drawn) is (system is System.MILES)
    for told in ("our band", "our model", "published", "recomputed", "Lenhart 2014"):
        assert told in drawn
    assert int(drawn.split('width="')[1].split('"')[0]) <= width_px
