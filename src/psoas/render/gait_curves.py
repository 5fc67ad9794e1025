"""Angles over the stride: mean and scatter of each side, toe-off, and norms where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from attrs import frozen

from psoas.motion.curves import ANGLES, AT_PCT, NormMark, StrideCurve, StrideCurves
from psoas.quantity import Side
from psoas.render.charts import ACCENT, ACCENT_2, INK, LETTERS_PX, LINE, MUTED, drawn_svg

#: Colours of the sides everywhere: a teal and an orange that no colour blindness makes one, and
#: a dashed line besides for the far leg.
SIDE_INKS = {Side.LEFT: ACCENT, Side.RIGHT: ACCENT_2}
#: From one line of the head to the next, what is left of a line, and how wide a letter is at most.
_LINE_PX, _SWATCH_PX, _LETTER_PX = 17, 28, 6.2

_Row = dict[str, Any]


@frozen(kw_only=True)
class CurvePicture:
    """What is drawn.

    Parameters
    ----------
    curves, marks
        Of one clip.
    near
        The side towards the camera; the other one is drawn dashed.
    texts
        Of the shelf: names of angles and measures.
    """

    curves: StrideCurves
    marks: tuple[NormMark, ...]
    near: Side | None
    texts: Mapping[str, str]

    def is_far(self, side: Side) -> bool:
        """Whether the other leg hides this one."""
        return self.near not in (None, side)


def _rows(curve: StrideCurve) -> list[_Row]:
    return [
        {
            "at": float(at),
            "mean": round(float(mean), 2),
            "low": round(float(mean - spread), 2),
            "high": round(float(mean + spread), 2),
        }
        for at, mean, spread in zip(AT_PCT, curve.mean_deg, curve.spread_deg, strict=True)
    ]


@frozen(kw_only=True)
class _Paper:
    picture: CurvePicture
    width_px: int

    @property
    def size(self) -> dict[str, int]:
        return {"width": self.width_px - 52, "height": 96}

    def x(self, *, is_last: bool) -> Any:
        import altair as alt

        return alt.X(
            "at:Q",
            title="% of a stride, landing to landing" if is_last else None,
            scale=alt.Scale(domain=[0, 100], nice=False),
            axis=alt.Axis(values=[0, 20, 40, 60, 80, 100], grid=False, labels=is_last),
        )


def _y(field: str) -> Any:
    import altair as alt

    axis = alt.Axis(tickCount=4, domain=False, minExtent=36, maxExtent=36, format="d")
    return alt.Y(f"{field}:Q", title=None, axis=axis, scale=alt.Scale(zero=False))


def _panel(paper: _Paper, angle: str, *, is_last: bool) -> Any:
    import altair as alt

    picture = paper.picture
    x = paper.x(is_last=is_last)
    layers = [alt.Chart({"values": [{"zero": 0}]}).mark_rule(color=LINE).encode(y=_y("zero"))]
    for side, ink in SIDE_INKS.items():
        curve = picture.curves.of(angle, side)
        if curve is None:
            continue
        base = alt.Chart({"values": _rows(curve)})
        dash = [5, 3] if picture.is_far(side) else [1, 0]
        layers += [
            base.mark_area(color=ink, opacity=0.18).encode(x=x, y=_y("low"), y2="high:Q"),
            base.mark_line(color=ink, strokeWidth=2, strokeDash=dash).encode(x=x, y=_y("mean")),
        ]
        toe_off = picture.curves.toe_off_pct.get(side)
        if toe_off is not None:
            at = alt.Chart({"values": [{"at": round(toe_off, 1)}]})
            layers.append(at.mark_rule(color=ink, strokeDash=[2, 2]).encode(x=x))
    layers += _norms(picture, angle, x)
    title = alt.TitleParams(picture.texts[f"gait_angle.{angle}"], fontSize=LETTERS_PX + 1)
    return alt.layer(*layers, title=title).properties(**paper.size)


def _norms(picture: CurvePicture, angle: str, x: Any) -> list[Any]:
    """A bar from the low to the high end of each norm, with a tick at its middle."""
    import altair as alt

    rows = [
        {
            "at": min(max(mark.at_pct, 0.6), 99.4),
            "low": mark.norm_deg.low,
            "central": mark.norm_deg.central,
            "high": mark.norm_deg.high,
        }
        for mark in picture.marks
        if mark.angle == angle
    ]
    if not rows:
        return []
    base = alt.Chart({"values": rows})
    return [
        base.mark_rule(color=INK, strokeWidth=5, opacity=0.35).encode(
            x=x, y=_y("low"), y2="high:Q"
        ),
        base.mark_point(color=INK, shape="stroke", size=130, strokeWidth=2, opacity=1).encode(
            x=x, y=_y("central")
        ),
    ]


def _legend(picture: CurvePicture, paper: _Paper) -> Any:
    """Say what lines, bands and bars are, one below the other."""
    import altair as alt

    rows = []
    for side, ink in SIDE_INKS.items():
        found = [curve for curve in picture.curves.curves if curve.side is side]
        if found:
            far = ", the far leg" if picture.is_far(side) else ""
            n = max(curve.n_strides for curve in found)
            label = f"{side.value}{far}: mean and 1 SD of {n} strides; dotted: toe-off"
            rows.append({"label": label, "ink": ink, "far": picture.is_far(side)})
    if picture.marks:
        label = "bars: what about 95 of 100 runners show at this speed, known there only"
        rows.append({"label": label, "ink": INK, "far": False, "bar": True})
    room = int((paper.size["width"] - _SWATCH_PX) / _LETTER_PX)
    lines = [
        {**row, "label": line, "goes_on": n > 0}
        for row in rows
        for n, line in enumerate(wrap(str(row["label"]), room))
    ]
    placed = [{**row, "row": len(lines) - at, "from": 0, "to": 22} for at, row in enumerate(lines)]
    x = alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, paper.size["width"]], nice=False))
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0.5, len(lines) + 0.5], nice=False))
    colour = alt.Color("ink:N", scale=None, legend=None)
    base = alt.Chart({"values": placed})
    swatch = base.transform_filter("!datum.goes_on")
    line = swatch.transform_filter("!datum.bar").encode(x=x, x2="to:Q", y=y, color=colour)
    text = base.mark_text(align="left", dx=_SWATCH_PX, fontSize=LETTERS_PX, color=MUTED, aria=False)
    return alt.layer(
        line.transform_filter("!datum.far").mark_rule(strokeWidth=3, aria=False),
        line.transform_filter("datum.far").mark_rule(strokeWidth=3, strokeDash=[5, 3], aria=False),
        swatch.transform_filter("datum.bar")
        .mark_rule(strokeWidth=5, opacity=0.35, aria=False)
        .encode(x=x, x2="to:Q", y=y, color=colour),
        text.encode(x=x, y=y, text="label:N"),
    ).properties(width=paper.size["width"], height=_LINE_PX * len(lines))


def shown_angles(curves: StrideCurves) -> Sequence[str]:
    """Return the angles of which there is a curve, in the order they are drawn."""
    return [each for each in ANGLES if any(c.angle == each for c in curves.curves)]


def gait_curves(picture: CurvePicture, *, width_px: int = 640) -> str:
    """Draw the curves of a clip, one small drawing per angle on one axis.

    Parameters
    ----------
    picture
        What is drawn.
    width_px
        Width of the whole.

    Returns
    -------
    str
        SVG markup in the page's colours; empty where no angle has enough strides.
    """
    angles = shown_angles(picture.curves)
    if not angles:
        return ""
    import altair as alt

    paper = _Paper(picture=picture, width_px=width_px)
    panels = [_panel(paper, each, is_last=each == angles[-1]) for each in angles]
    return drawn_svg(alt.vconcat(_legend(picture, paper), *panels, spacing=10))
