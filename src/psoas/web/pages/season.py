"""The season: load over time, what changed before the symptoms, and two planned weeks."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from attrs import frozen
from litestar import get
from litestar.response import Template

from psoas.app.load.season import SeasonView, read_record, season_view
from psoas.app.load.weeks import ComparedWeeks, compare_planned
from psoas.app.state import state_of
from psoas.errors import InvalidAnswer
from psoas.library import Shelf
from psoas.load import Frames
from psoas.load.model import EXPONENTS
from psoas.render.season_chart import SeasonPicture, season_chart
from psoas.web.desk import AnyRequest, Desk, page
from psoas.web.threads import threaded

#: How far back the drawing goes, by the word in the address; None is all.
RANGES = {"90": 90, "180": 180, "365": 365, "all": None}
USUAL_RANGE = "180"
#: A drawing is never shorter, so that a bar stays a bar. Our own convention.
FEWEST_DAYS = 28
WIDTHS_PX = (720, 300)


@frozen(kw_only=True)
class Latest:
    """Both frames as of the last day on record; None is not known."""

    on: date
    week_distance_m: float | None
    week_fast_m: float | None
    week_units: float | None
    longest_m: float | None
    fast_m: float | None
    units: dict[int, float]
    month_days: int

    @classmethod
    def of(cls, frames: Frames, on: date) -> Latest:
        """Take the last row."""

        def known(value: float) -> float | None:
            return None if np.isnan(value) else float(value)

        most = frames.most_units[-1]
        return cls(
            on=on,
            week_distance_m=known(frames.week_distance_m[-1]),
            week_fast_m=known(frames.week_fast_m[-1]),
            week_units=known(frames.week_units[-1][EXPONENTS.index(4)]),
            longest_m=known(frames.most_distance_m[-1]),
            fast_m=known(frames.most_fast_m[-1]),
            units={}
            if np.isnan(most).any()
            else {m: float(most[EXPONENTS.index(m)]) for m in (2, 4, 7)},
            month_days=int(frames.month_days[-1]),
        )


def _picture(view: SeasonView, shelf: Shelf, days: int | None) -> SeasonPicture | None:
    """Return what is drawn: up to the last day on record or the last score of the diary."""
    if view.season is None or view.frames is None or view.weeks is None:
        return None
    covered, until = view.season.covered, view.onset.until
    last = max([covered.last, *view.worst_on()])
    since = covered.first if days is None else last - timedelta(days=days - 1)
    since = min(max(since, covered.first), last - timedelta(days=FEWEST_DAYS - 1))
    window_days = int(shelf.limits["season-window"].value)
    return SeasonPicture(
        season=view.season,
        frames=view.frames,
        weeks=view.weeks,
        since=since,
        until=last,
        worst_by_day=view.worst_on(),
        onset=view.onset.on,
        window_from=until - timedelta(days=window_days - 1) if until else None,
        window_until=until,
    )


@frozen(kw_only=True)
class Typed:
    """Two weeks as they were typed, with their comparison or what is wrong with them."""

    a: str
    b: str
    found: ComparedWeeks | None = None
    wrong: InvalidAnswer | None = None

    @classmethod
    def of(cls, request: AnyRequest, shelf: Shelf) -> Typed:
        """Read the address; nothing is compared where nothing was typed."""
        a, b = (request.query_params.get(key, "").strip() for key in ("a", "b"))
        if not a and not b:
            return cls(a=a, b=b)
        try:
            return cls(a=a, b=b, found=compare_planned(a, b, shelf=shelf))
        except InvalidAnswer as wrong:
            return cls(a=a, b=b, wrong=wrong)


@get("/season")
@threaded
def show_season(request: AnyRequest) -> Template:
    """Show the season; the weeks to compare come in the address, for nothing is kept."""
    desk = Desk.of(request)
    shelf = desk.shelf
    with desk.open() as logbook:
        state = state_of(logbook, shelf=shelf, now=desk.now())
        record = read_record(logbook, on=state.on)
    view = season_view(state, record, shelf=shelf)
    said = request.query_params.get("range", USUAL_RANGE)
    chosen = said if said in RANGES else USUAL_RANGE
    picture = _picture(view, shelf, RANGES[chosen])
    typed = Typed.of(request, shelf)
    return page(
        request,
        "season.html",
        view=view,
        picture=picture,
        pictures=[season_chart(picture, width_px=width) if picture else "" for width in WIDTHS_PX],
        latest=Latest.of(view.frames, view.season.covered.last)
        if view.frames and view.season
        else None,
        ranges=tuple(RANGES),
        chosen=chosen,
        typed=typed,
        texts=shelf.texts,
    )


HANDLERS = (show_season,)
