"""The season's drawing: days or weeks, what is blank, and that it stays small."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from attrs import evolve

from psoas.load import Covered, frames_of, season_of, weeks_of
from psoas.render import season_chart as drawing
from psoas.render.season_chart import SeasonPicture, season_chart
from tests.kit.runs import fact

LAST = date(2026, 11, 22)


def picture(days: int, **more) -> SeasonPicture:
    first = LAST - timedelta(days=days - 1)
    runs = [fact(first + timedelta(days=n), 6 + n % 9) for n in range(0, days, 2)]
    season = season_of(runs, covered=Covered(first=first, last=LAST))
    kept = {"since": first, "until": LAST, "worst_by_day": {}} | more
    return SeasonPicture(season=season, frames=frames_of(season), weeks=weeks_of(season), **kept)


@pytest.mark.parametrize(
    ("days", "weekly"), [(1, False), (28, False), (400, False), (401, True), (3650, True)]
)
def test_a_bar_is_a_day_up_to_four_hundred(days, weekly):
    found = picture(days)
    svg = season_chart(found, width_px=330)

    assert found.is_weekly is weekly
    assert ("Hip-flexor units a week" in svg) is weekly
    assert len(svg) < 150_000


def test_pain_and_onset_are_drawn_where_they_are_known():
    plain = season_chart(picture(60))
    sore = season_chart(picture(60, worst_by_day={LAST - timedelta(days=3): 4}))
    onset = LAST - timedelta(days=10)
    dated = picture(60, onset=onset, window_from=onset - timedelta(days=13), window_until=onset)

    assert "Worst pain" not in plain
    assert "Worst pain" in sore
    assert "stroke-dasharray" not in plain
    assert season_chart(dated).count("stroke-dasharray") == 3


def test_a_stretch_without_a_day_on_record_is_no_drawing():
    away = evolve(picture(60), since=LAST + timedelta(days=1), until=LAST + timedelta(days=40))

    assert season_chart(away) == ""


def test_what_is_not_known_is_blank_and_never_zero():
    season = season_of([fact(LAST - timedelta(days=1), None), fact(LAST, 8)])
    found = SeasonPicture(
        season=season,
        frames=frames_of(season),
        weeks=weeks_of(season),
        since=season.covered.first,
        until=LAST,
        worst_by_day={},
    )
    first, second = drawing._day_rows(found)

    assert (first["units"], first["km"], first["units_line"]) == (None, None, None)
    assert (second["units"], second["km"], second["units_line"]) == (8, 8, None)


def test_nothing_is_fetched_and_both_schemes_share_one_drawing():
    svg = season_chart(picture(60))

    assert "http" not in svg.replace("http://www.w3.org", "")
    assert "var(--accent" in svg
    assert json.dumps(svg)
