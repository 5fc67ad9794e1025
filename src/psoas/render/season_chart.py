"""The season as one drawing: load, longest run, fast metres and pain over the same days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from attrs import evolve, frozen

from psoas.load import Frames, Season, Weeks
from psoas.load.model import EXPONENTS
from psoas.render.charts import ACCENT, ACCENT_2, INK, LINE, MUTED, drawn_svg

#: Longer than this, days become weeks: a bar needs a pixel and a half. Our own convention.
MOST_DAILY = 400
#: More bars than this are drawn as one outline, which keeps the page small.
MOST_BARS = 200
#: The scale of a drawing on which there is nothing to see. Our own convention.
LEAST_SCALE = 100
DAY = timedelta(days=1)

Row = dict[str, Any]


@frozen(kw_only=True)
class SeasonPicture:
    """What is drawn: days or weeks, both ends included, with pain and onset if known."""

    season: Season
    frames: Frames
    weeks: Weeks
    since: date
    until: date
    worst_by_day: Mapping[date, int]
    onset: date | None = None
    window_from: date | None = None
    window_until: date | None = None

    @property
    def is_weekly(self) -> bool:
        """Whether a bar is a week."""
        return (self.until - self.since).days >= MOST_DAILY

    @property
    def shows_onset(self) -> bool:
        """Whether the onset lies within the days that are drawn."""
        return self.onset is not None and self.since <= self.onset <= self.until

    @property
    def domain(self) -> list[str]:
        """The first and the last moment of the time axis."""
        return [self.since.isoformat(), (self.until + DAY).isoformat()]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _day_rows(picture: SeasonPicture) -> list[Row]:
    season, frames, m4 = picture.season, picture.frames, EXPONENTS.index(4)
    rows = []
    for n, on in enumerate(season.days()):
        if not picture.since <= on <= picture.until:
            continue
        rows.append(
            {
                "from": on.isoformat(),
                "to": (on + DAY).isoformat(),
                "units": _number(season.units[n, m4]),
                "units_line": _number(frames.week_units[n, m4]),
                "km": _number(season.most_distance_m[n] / 1000),
                "km_line": _number(frames.most_distance_m[n] / 1000),
                "fast": _number(season.fast_m[n]),
                "fast_line": _number(frames.week_fast_m[n]),
            }
        )
    return rows


def _week_rows(picture: SeasonPicture) -> list[Row]:
    weeks, m4 = picture.weeks, EXPONENTS.index(4)
    return [
        {
            "from": max(monday, picture.since).isoformat(),
            "to": min(monday + 7 * DAY, picture.until + DAY).isoformat(),
            "units": _number(weeks.units[n, m4]),
            "km": _number(weeks.most_distance_m[n] / 1000),
            "fast": _number(weeks.fast_m[n]),
        }
        for n, monday in enumerate(weeks.mondays)
        if monday + 6 * DAY >= picture.since and monday <= picture.until
    ]


def _pain_rows(picture: SeasonPicture) -> list[Row]:
    half = timedelta(hours=12)
    return [
        {"at": f"{on.isoformat()}T{half.seconds // 3600:02d}:00:00Z", "nrs": nrs}
        for on, nrs in sorted(picture.worst_by_day.items())
        if picture.since <= on <= picture.until
    ]


@frozen(kw_only=True)
class _Paper:
    """How wide the drawing is, and its time axis."""

    picture: SeasonPicture
    width_px: int
    is_labelled: bool = True
    """Whether the days are written below: they are below the last drawing only."""

    @property
    def is_narrow(self) -> bool:
        return self.width_px < 500

    def size(self, height_px: int) -> dict[str, int]:
        return {"width": self.width_px - 48, "height": height_px}

    def x(self, field: str) -> Any:
        import altair as alt

        days = (self.picture.until - self.picture.since).days
        return alt.X(
            f"{field}:T",
            title=None,
            scale=alt.Scale(type="utc", nice=False, domain=self.picture.domain),
            axis=alt.Axis(
                grid=False,
                format="%-d %b" if days < MOST_DAILY else "%b %Y" if days < 1500 else "%Y",
                tickCount=3 if self.is_narrow else 7,
                labels=self.is_labelled,
                ticks=self.is_labelled,
                labelOverlap=True,
            ),
        )


def _y(field: str, **scale: Any) -> Any:
    import altair as alt

    return alt.Y(
        f"{field}:Q",
        title=None,
        scale=alt.Scale(**scale) if scale else alt.Undefined,
        axis=alt.Axis(tickCount=3, domain=False, minExtent=36, maxExtent=36, format=",~r"),
    )


def _behind(paper: _Paper) -> list[Any]:
    """The two weeks before the onset as a shade, and the onset as a dashed line."""
    import altair as alt

    picture, layers = paper.picture, []
    if picture.window_from and picture.window_until and picture.window_until >= picture.since:
        span = {
            "from": max(picture.window_from, picture.since).isoformat(),
            "to": (picture.window_until + DAY).isoformat(),
        }
        layers.append(
            alt.Chart({"values": [span]})
            .mark_rect(color=LINE, opacity=0.55)
            .encode(x=paper.x("from"), x2="to:T")
        )
    if picture.onset and picture.shows_onset:
        layers.append(
            alt.Chart({"values": [{"at": f"{picture.onset.isoformat()}T12:00:00Z"}]})
            .mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.25)
            .encode(x=paper.x("at"))
        )
    return layers


def _bars(paper: _Paper, rows: Sequence[Row], field: str, colour: str) -> Any:
    import altair as alt

    seen = any(row[field] for row in rows)
    y = _y(field) if seen else _y(field, domain=[0, LEAST_SCALE])
    base = alt.Chart(alt.NamedData("rows"))
    if len(rows) > MOST_BARS:
        outline = base.mark_area(color=colour, interpolate="step-after", line=False)
        return outline.encode(x=paper.x("from"), y=y)
    bars = base.transform_filter(alt.datum[field] > 0).mark_rect(color=colour)
    return bars.encode(x=paper.x("from"), x2="to:T", y=y, y2=alt.datum(0))


def _panel(paper: _Paper, rows: Sequence[Row], field: str, *, title: str, colour: str) -> Any:
    import altair as alt

    layers = [*_behind(paper), _bars(paper, rows, field, colour)]
    if not paper.picture.is_weekly:
        line = alt.Chart(alt.NamedData("rows")).mark_line(
            color=INK, strokeWidth=1.5, interpolate="step-after"
        )
        layers.append(line.encode(x=paper.x("from"), y=_y(f"{field}_line")))
    return alt.layer(*layers, title=title).properties(**paper.size(88))


def _pain(paper: _Paper) -> Any:
    import altair as alt

    base = alt.Chart(alt.NamedData("pains"))
    y = _y("nrs", domain=[0, 10])
    stems = base.mark_rule(color=MUTED).encode(x=paper.x("at"), y=y, y2=alt.datum(0))
    dots = base.mark_circle(color=ACCENT_2, size=28, opacity=1).encode(x=paper.x("at"), y=y)
    title = "Worst pain in your diary, 0 to 10"
    return alt.layer(*_behind(paper), stems, dots, title=title).properties(**paper.size(64))


def season_chart(picture: SeasonPicture, *, width_px: int = 720) -> str:
    """Draw a season as small drawings one above the other, on one time axis.

    Parameters
    ----------
    picture
        The days that are drawn.
    width_px
        Width of the whole.

    Returns
    -------
    str
        SVG markup. Up to 400 days each bar is a day, the line over load and fast metres
        is the sum of 7 days, over the longest run the most of 30; beyond, a bar is a
        calendar week. What is not known is left blank. Empty where no day is drawn.
    """
    rows = _week_rows(picture) if picture.is_weekly else _day_rows(picture)
    if not rows:
        return ""
    import altair as alt

    pains = _pain_rows(picture)
    last = _Paper(picture=picture, width_px=width_px)
    paper = evolve(last, is_labelled=False)
    of = "a week" if picture.is_weekly else "a day"
    panels = [
        _panel(paper, rows, "units", title=f"Hip-flexor units {of}", colour=ACCENT),
        _panel(paper, rows, "km", title="Longest run, km", colour=ACCENT),
        _panel(paper if pains else last, rows, "fast", title=f"Fast metres {of}", colour=ACCENT_2),
    ]
    if pains:
        panels.append(_pain(last))
    return drawn_svg(alt.vconcat(*panels, spacing=10), datasets={"rows": rows, "pains": pains})
