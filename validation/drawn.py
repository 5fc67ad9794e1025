"""Small pictures of how well what is said holds, for the pages of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

WIDE_PX, HIGH_PX = 260, 180
INK, ACCENT = "#555555", "#0b6e99"


def said_and_true(points: Sequence[tuple[float, float, int]], *, to: Path, what: str) -> None:
    """Draw said chances against how often it came; on the line all that is said holds."""
    import altair as alt

    data: Any = alt.Data
    dots = [{"said": said, "came": came, "n": n} for said, came, n in points]
    ends = [{"said": 0, "came": 0}, {"said": 1, "came": 1}]
    scale = alt.Scale(domain=[0, 1])
    x, y = alt.X("said:Q", title="said", scale=scale), alt.Y("came:Q", title="came", scale=scale)
    line = alt.Chart(data(values=ends)).mark_line(color=INK, strokeWidth=1).encode(x, y)
    dot = alt.Chart(data(values=dots)).mark_point(filled=True, color=ACCENT, opacity=0.9)
    sized = dot.encode(x, y, alt.Size("n:Q", legend=None, scale=alt.Scale(range=[30, 250])))
    _write(alt.layer(line, sized).properties(title=f"Chance of {what}"), to)


def coverage_by_change(rows: Sequence[tuple[str, str, float, int]], *, to: Path) -> None:
    """Draw how often the 90 % interval holds the truth, by day and by how large the change is."""
    import altair as alt

    data: Any = alt.Data
    told = [{"day": day, "change": name, "holds": share} for day, name, share, _ in rows]
    order = list(dict.fromkeys(name for _, name, _, _ in rows))
    x = alt.X("change:N", sort=order, title="true change, points", axis=alt.Axis(labelAngle=-25))
    y = alt.Y("holds:Q", title="holds the truth", scale=alt.Scale(domain=[0.5, 1]))
    days = list(dict.fromkeys(day for day, *_ in rows))
    color = alt.Color(
        "day:N", sort=days, title=None, scale=alt.Scale(range=["#9ecae1", "#4292c6", "#084594"])
    )
    lines = alt.Chart(data(values=told)).mark_line(point=True).encode(x, y, color)
    wanted = alt.Chart(data(values=[{"holds": 0.9}])).mark_rule(color=INK, strokeDash=[4, 3])
    _write(alt.layer(wanted.encode(y), lines).properties(title="The 90 % interval"), to)


def _write(chart: Any, to: Path) -> None:
    import vl_convert as vlc

    spec = chart.properties(width=WIDE_PX, height=HIGH_PX).to_dict()
    spec["background"] = "white"
    to.write_text(vlc.vegalite_to_svg(spec), encoding="utf-8")
