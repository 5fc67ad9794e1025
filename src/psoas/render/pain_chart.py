"""Pain scores by day: the dots, the level behind them, and the change that would count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from attrs import frozen

from psoas.quantity import Band
from psoas.render.charts import ACCENT, ACCENT_2, INK, LETTERS_PX, MUTED, drawn_svg

HEIGHT_PX = 200
#: A narrower chart has no room for a word beside the line.
ROOM_PX = 500
#: The level now is drawn over so many days.
_NOW_D = 14


@frozen(kw_only=True)
class PainPicture:
    """What the chart shows.

    Parameters
    ----------
    scores
        Day and score, 0 to 10.
    first, on
        The first day of the diary, and today.
    baseline_nrs, baseline_d
        The level of the first days, and how many they are.
    level_nrs
        The level now: 5, 50 and 95 of 100.
    worth_nrs
        The fall that would matter.
    decided_on
        When a change would be decided if the level stayed; None where that is not known.
    week_nrs
        The first and last day that are foretold, and the scores of such a day: 5, 50 and 95
        of 100; None where nothing is foretold.
    race_on
        The race behind them, if it is one.
    """

    scores: Sequence[tuple[date, int]]
    first: date
    on: date
    baseline_nrs: float
    baseline_d: int
    level_nrs: Band
    worth_nrs: float
    decided_on: date | None = None
    week_nrs: tuple[date, date, Band] | None = None
    race_on: date | None = None


def pain_chart(picture: PainPicture, *, width_px: int = 620) -> str:
    """Draw the scores with their levels; SVG in the page's own colours.

    Returns
    -------
    str
        Empty where there is no score.
    """
    if not picture.scores:
        return ""
    import altair as alt

    x = alt.X("on:T", title=None, scale=alt.Scale(domain=_domain(picture)), axis=_days(width_px))
    y = alt.Y("nrs:Q", title="pain, 0 to 10", scale=alt.Scale(domain=[0, 10]))
    dots = [{"on": on.isoformat(), "nrs": nrs} for on, nrs in picture.scores]
    data: Any = alt.Data
    layers: list[Any] = [
        alt.Chart(data(values=dots)).mark_circle(size=34, opacity=0.75, color=INK).encode(x, y),
        *_levels(alt, picture, width_px),
        *_ahead(alt, picture),
    ]
    return drawn_svg(alt.layer(*layers).properties(width=width_px - 52, height=HEIGHT_PX))


def _days(width_px: int) -> Any:
    import altair as alt

    return alt.Axis(format="%d %b", grid=False, tickCount=max(2, width_px // 110))


def _domain(picture: PainPicture) -> list[str]:
    foretold = picture.week_nrs[1] if picture.week_nrs else picture.on
    ends = (picture.on, picture.decided_on, picture.race_on, foretold)
    last = max(each for each in ends if each is not None) + timedelta(days=2)
    return [picture.first.isoformat(), last.isoformat()]


def _levels(alt: Any, picture: PainPicture, width_px: int) -> Iterator[Any]:
    """The level of the first days, what would count, and the level now with its range."""
    till = picture.first + timedelta(days=picture.baseline_d)
    baseline = _segment(picture.first, till, picture.baseline_nrs)
    yield _line(alt, baseline, MUTED, 2.5)
    counts = picture.baseline_nrs - picture.worth_nrs
    if counts > 0:
        yield _line(alt, _segment(picture.first, picture.on, counts), ACCENT_2, 1.2, dash=[5, 4])
        if width_px >= ROOM_PX and (picture.week_nrs or picture.decided_on):
            yield _word(alt, picture.on, counts, "would count", dx_px=4, dy_px=4)
    since = max(picture.first, picture.on - timedelta(days=_NOW_D))
    level = picture.level_nrs
    band = [
        {"on": on.isoformat(), "low": max(level.low, 0.0), "high": min(level.high, 10.0)}
        for on in (since, picture.on)
    ]
    yield (
        alt.Chart(alt.Data(values=band))
        .mark_area(opacity=0.25, color=ACCENT)
        .encode(alt.X("on:T"), alt.Y("low:Q"), alt.Y2("high:Q"))
    )
    yield _line(alt, _segment(since, picture.on, level.central), ACCENT, 2.5)


def _ahead(alt: Any, picture: PainPicture) -> Iterator[Any]:
    """What is foretold, the race, and the day on which a change would be decided."""
    if picture.week_nrs is not None:
        first, last, band = picture.week_nrs
        # a score is a whole number: its bar reaches half a point to each side
        box = [
            {
                "on": first.isoformat(),
                "till": (last + timedelta(days=1)).isoformat(),
                "low": max(band.low - 0.5, 0.0),
                "high": min(band.high + 0.5, 10.0),
            }
        ]
        yield (
            alt.Chart(alt.Data(values=box))
            .mark_rect(opacity=0.28, color=ACCENT, cornerRadius=3)
            .encode(alt.X("on:T"), alt.X2("till:T"), alt.Y("low:Q"), alt.Y2("high:Q"))
        )
        middle = _segment(first, last + timedelta(days=1), band.central)
        yield _line(alt, middle, ACCENT, 2.5, dash=[3, 2])
        yield _word(alt, last, min(band.high + 0.5, 10.0), "foretold", align="right", dy_px=-8)
    for on, word in ((picture.race_on, "race"), (picture.decided_on, "decides")):
        if on is not None:
            rule = [{"on": on.isoformat()}]
            yield (
                alt.Chart(alt.Data(values=rule))
                .mark_rule(color=MUTED, strokeDash=[2, 3])
                .encode(alt.X("on:T"))
            )
            top_nrs = 9.6 if word == "race" else 8.8
            yield _word(alt, on, top_nrs, word, align="right", dx_px=-4)


def _word(
    alt: Any,
    on: date,
    nrs: float,
    word: str,
    *,
    align: str = "left",
    dx_px: float = 0.0,
    dy_px: float = 0.0,
) -> Any:
    at = [{"on": on.isoformat(), "nrs": nrs, "word": word}]
    mark = {"align": align, "dx": dx_px, "dy": dy_px, "color": MUTED, "fontSize": LETTERS_PX}
    chart = alt.Chart(alt.Data(values=at)).mark_text(**mark)
    return chart.encode(alt.X("on:T"), alt.Y("nrs:Q"), alt.Text("word:N"))


def _segment(first: date, last: date, nrs: float) -> list[dict[str, Any]]:
    return [{"on": on.isoformat(), "nrs": nrs} for on in (first, last)]


def _line(
    alt: Any, values: list[dict[str, Any]], color: str, width_px: float, *, dash: Any = None
) -> Any:
    mark: dict[str, Any] = {"color": color, "strokeWidth": width_px}
    if dash is not None:
        mark["strokeDash"] = dash
    chart = alt.Chart(alt.Data(values=values)).mark_line(**mark)
    return chart.encode(alt.X("on:T"), alt.Y("nrs:Q"))
