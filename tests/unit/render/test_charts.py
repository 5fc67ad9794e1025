"""The chart of the load by week."""

from __future__ import annotations

import re
from datetime import date

from psoas.load.model import DayLoad
from psoas.render.charts import load_chart


def test_a_single_week_is_a_bar_and_no_wall():
    day = DayLoad(on=date(2026, 11, 24), runs=1, distance_m=7000.0, fast_m=0.0, units={4: 5.0})
    drawn = load_chart([day], width_px=300)
    bars_px = re.findall(r'aria-roledescription="rect mark" d="M[\d.]+,[\d.]+h([\d.]+)', drawn)

    assert len(bars_px) == 2
    assert all(0 < float(each) < 60 for each in bars_px)
