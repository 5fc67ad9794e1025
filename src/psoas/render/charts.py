"""Charts: one Altair definition, drawn as SVG that follows the page's colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from psoas.load.model import DayLoad

#: Colours stand for themselves until the SVG is drawn; then they become the page's own
#: custom properties, so that one picture serves light and dark.
INKS = {
    "#010101": "var(--ink, #1b1f23)",
    "#020202": "var(--muted, #5c6670)",
    "#030303": "var(--line, #d9dee3)",
    "#040404": "var(--accent, #0f6e64)",
    "#050505": "var(--accent-2, #b4541a)",
}
INK, MUTED, LINE, ACCENT, ACCENT_2 = INKS
FONT = "system-ui, sans-serif"
#: Of axes. A page shows a picture of 300 px a little smaller on a phone of 360 px.
LETTERS_PX = 12
#: Weeks of load are never drawn wider than if there were so many, that a bar stays a bar.
FEWEST = timedelta(weeks=6)


def _config() -> dict[str, Any]:
    axis = {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "titleFontWeight": "normal",
        "labelFontSize": LETTERS_PX,
        "titleFontSize": LETTERS_PX,
    }
    return {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": axis,
        "title": {"color": INK, "anchor": "start", "fontSize": 14},
    }


def _weeks(days: Sequence[DayLoad]) -> list[dict[str, Any]]:
    """Sum days by week, Monday first; weeks without a run stay, with 0."""
    weeks: dict[date, dict[str, float]] = {}
    for day in days:
        monday = day.on - timedelta(days=day.on.weekday())
        week = weeks.setdefault(monday, {"units": 0.0, "km": 0.0})
        week["units"] += day.units.get(4, 0.0)
        week["km"] += day.distance_m / 1000
    gap = timedelta(days=6)
    return [
        {"from": monday.isoformat(), "to": (monday + gap).isoformat(), **sums}
        for monday, sums in weeks.items()
    ]


def drawn_svg(chart: Any, *, datasets: Mapping[str, Any] | None = None) -> str:
    """Draw an Altair chart as SVG in the page's own colours.

    Parameters
    ----------
    chart
        The chart.
    datasets
        Rows by name for charts of ``alt.NamedData``: rows within a chart are copied with
        every layer, which took two thirds of the time to draw a year of days.
    """
    import vl_convert

    spec = chart.configure(**_config()).to_dict()
    if datasets:
        spec["datasets"] = {**spec.get("datasets", {}), **datasets}
    drawn: str = vl_convert.vegalite_to_svg(spec)
    for stand_in, ink in INKS.items():
        drawn = drawn.replace(f'"{stand_in}"', f'"{ink}"')
    return drawn


def _last(weeks: Sequence[Mapping[str, Any]]) -> date:
    """Return where the last week ends."""
    return date.fromisoformat(weeks[-1]["to"])


def load_chart(days: Sequence[DayLoad], *, width_px: int = 640) -> str:
    """Draw weekly hip-flexor load over weekly distance.

    Parameters
    ----------
    days
        Load by day, in order.
    width_px
        Width of the drawing; its height follows.

    Returns
    -------
    str
        SVG markup; empty without days.
    """
    weeks = _weeks(days)
    if not weeks:
        return ""
    import altair as alt

    size = {"width": width_px - 80, "height": 140}
    data = {"values": weeks}
    begin = min(date.fromisoformat(weeks[0]["from"]), _last(weeks) - FEWEST)
    x = alt.X(
        "from:T",
        title=None,
        scale=alt.Scale(
            type="utc", nice=False, domain=[begin.isoformat(), _last(weeks).isoformat()]
        ),
        axis=alt.Axis(
            grid=False, format="%d %b" if len(weeks) < 40 else "%b %Y", tickCount=width_px // 80
        ),
    )
    load = (
        alt.Chart(data, title="Hip-flexor load a week")
        .mark_rect(color=ACCENT)
        .encode(x=x, x2="to:T", y=alt.Y("units:Q", title="units, m = 4"), y2=alt.datum(0))
        .properties(**size)
    )
    distance = (
        alt.Chart(data, title="Distance a week")
        .mark_rect(color=ACCENT_2)
        .encode(x=x, x2="to:T", y=alt.Y("km:Q", title="km"), y2=alt.datum(0))
        .properties(**size)
    )
    return drawn_svg(alt.vconcat(load, distance))
