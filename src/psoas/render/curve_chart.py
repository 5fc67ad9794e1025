"""The curves behind a force, on one picture: what was published, computed, and our band."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from psoas.load.explain import Curves, curves_at, lenhart_point
from psoas.load.published import ANCHORS, Reach
from psoas.render.charts import ACCENT, ACCENT_2, INK, LETTERS_PX, MUTED, drawn_svg
from psoas.render.units import System

#: Speeds from slow running to a sprint, in steps fine enough for a smooth line.
SPEEDS_MPS = tuple(round(2.0 + 0.1 * n, 1) for n in range(71))
#: Narrower than this there is no room for long names.
NARROW_PX = 480
HIGHEST_BW = 15


def _pace(system: System) -> str:
    """Return an expression that labels the speed axis with m/s over the pace."""
    seconds = f"round({system.metres} / datum.value)"
    pace = f"floor({seconds} / 60) + ':' + pad(toString({seconds} % 60), 2, '0', 'left')"
    return f"[datum.label, {pace}]"


def _rows(curves: Sequence[Curves]) -> list[dict[str, Any]]:
    return [
        {
            "speed": each.speed_mps,
            "low": round(each.band_bw.low, 3),
            "central": round(each.band_bw.central, 3),
            "high": round(each.band_bw.high, 3),
            "published": round(each.published_bw, 3),
            "recomputed": round(each.recomputed_bw, 3),
            "given": each.reach is not Reach.EXTRAPOLATED,
            "measured": each.speed_mps <= 5.0,
        }
        for each in curves
    ]


def curve_chart_spec(*, width_px: int = 640, system: System = System.KM) -> Any:
    """Return the chart of peak force against speed, as one Altair definition.

    Parameters
    ----------
    width_px
        Width of the drawing; below 480 the names are shorter and the picture taller.
    system
        Whether the pace is told for a kilometre or a mile.
    """
    import altair as alt

    narrow = width_px < NARROW_PX
    ticks = [2, 3, 5, 7, 9] if narrow else [2, 3, 4, 5, 6, 7, 8, 9]
    x = alt.X(
        "speed:Q",
        title=["speed, m/s", f"pace, min/{'mile' if system is System.MILES else 'km'}"],
        scale=alt.Scale(domain=[2, 9], nice=False),
        axis=alt.Axis(values=ticks, format="d", labelExpr=_pace(system), grid=False),
    )

    def y(name: str) -> Any:
        return alt.Y(
            f"{name}:Q",
            title="peak force of the iliopsoas, body weights",
            scale=alt.Scale(domain=[0, HIGHEST_BW], nice=False),
            axis=alt.Axis(values=[0, 3, 6, 9, 12, 15]),
        )

    base = alt.Chart({"values": _rows(curves_at(SPEEDS_MPS))})

    def line(name: str, colour: str, solid: str, width_px: float = 2) -> list[Any]:
        mark = base.encode(x=x, y=y(name))
        return [
            mark.transform_filter(f"datum.{solid}").mark_line(color=colour, strokeWidth=width_px),
            mark.mark_line(color=colour, strokeWidth=width_px, strokeDash=[4, 4], opacity=0.75),
        ]

    lenhart_mps, lenhart_bw = lenhart_point()
    points = [{"speed": v, "force": f, "label": f"{f:g}"} for v, f in ANCHORS]
    given = alt.Chart({"values": points}).encode(x=x, y=alt.Y("force:Q"))
    seen = alt.Chart({"values": [{"speed": lenhart_mps, "force": round(lenhart_bw, 2)}]}).encode(
        x=x, y=alt.Y("force:Q")
    )
    layers = [
        base.mark_area(color=ACCENT, opacity=0.16).encode(x=x, y=y("low"), y2="high:Q"),
        *line("central", ACCENT, "measured", 3),
        *line("recomputed", MUTED, "measured", 1.2),
        *line("published", ACCENT_2, "given"),
        given.mark_point(color=ACCENT_2, filled=True, size=70, opacity=1),
        given.mark_text(color=ACCENT_2, dx=9, dy=12, fontSize=13, fontWeight="bold").encode(
            text="label:N"
        ),
        seen.mark_point(color=INK, shape="diamond", filled=True, size=90, opacity=1),
        *_legend(narrow=narrow),
    ]
    height_px = round(width_px * (1.05 if narrow else 0.58))
    return alt.layer(*layers).properties(width=width_px - 64, height=height_px)


def _legend(*, narrow: bool) -> list[Any]:
    """Name what is drawn, in the free corner below the band."""
    import altair as alt

    names = (
        ("our band", ACCENT, "band"),
        ("our model" if narrow else "our model: 2.0 BW per Nm/kg", ACCENT, "line"),
        ("published" if narrow else "published: 2, 3.5 and 9", ACCENT_2, "line"),
        ("recomputed" if narrow else "recomputed from open data", MUTED, "line"),
        ("Lenhart 2014", INK, "point"),
    )
    begin, end = (6.1, 6.6) if narrow else (6.3, 6.6)
    rows = [
        {"label": label, "colour": colour, "kind": kind, "force": 3.05 - 0.62 * n}
        | {"from": begin, "to": end, "at": (begin + end) / 2, "text": end + 0.1}
        for n, (label, colour, kind) in enumerate(names)
    ]
    block = alt.Chart({"values": rows}).encode(
        y="force:Q", color=alt.Color("colour:N", scale=None, legend=None)
    )

    def only(kind: str) -> Any:
        return block.transform_filter(f"datum.kind == '{kind}'")

    return [
        only("band")
        .mark_rule(strokeWidth=10, opacity=0.25, aria=False)
        .encode(x="from:Q", x2="to:Q"),
        only("line").mark_rule(strokeWidth=2.5, aria=False).encode(x="from:Q", x2="to:Q"),
        only("point")
        .mark_point(shape="diamond", filled=True, size=80, opacity=1, aria=False)
        .encode(x="at:Q"),
        block.mark_text(align="left", fontSize=LETTERS_PX, aria=False).encode(
            x="text:Q", text="label:N", color=alt.value(INK)
        ),
    ]


@cache
def curve_chart(*, width_px: int = 640, system: System = System.KM) -> str:
    """Draw ``curve_chart_spec`` as SVG markup that follows the page's colours."""
    return drawn_svg(curve_chart_spec(width_px=width_px, system=system))
