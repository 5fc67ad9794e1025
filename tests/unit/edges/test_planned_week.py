"""A planned week as people type it: what is understood, and what is refused and how."""

from __future__ import annotations

import pytest

from psoas.edges.planned_week import parse_week
from psoas.errors import InvalidAnswer
from psoas.load import PlannedPart


def parts(text: str) -> list[tuple[int, int, float, float]]:
    """Weekday, repeats, metres, seconds of each part."""
    return [
        (run.weekday, part.reps, round(part.distance_m, 1), round(part.duration_s, 1))
        for run in parse_week(text, name="week A")
        for part in run.parts
    ]


UNDERSTOOD = {
    "tue 8km@5:30": [(1, 1, 8000, 2640)],
    "Tuesday 8 KM @ 5:30": [(1, 1, 8000, 2640)],
    "thu 6x400m@3:45": [(3, 6, 400, 540)],
    "sun 10mi@8:00/mi": [(6, 1, 16093.4, 4800)],
    "sun 10km@8:00/mi": [(6, 1, 10000, 2982.6)],
    "sat 45min@5:00": [(5, 1, 9000, 2700)],
    "sat 1.5h@6:00/km": [(5, 1, 15000, 5400)],
    "mon 8x20s@18km/h": [(0, 8, 100, 160)],
    "fri 2km@6:00 + 4x1km@4:00 + 2km@6:00": [
        (4, 1, 2000, 720),
        (4, 4, 1000, 960),
        (4, 1, 2000, 720),
    ],
    "mon 5km@6:00, mon 6km@6:00": [(0, 1, 5000, 1800), (0, 1, 6000, 2160)],
    "rest": [],
    "  REST ": [],
}


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD.items(), ids=UNDERSTOOD)
def test_a_week_that_is_understood(text, expected):
    assert parts(text) == expected


REFUSED = {
    "": "no week was given",
    " , ": "nothing between two commas",
    "tue 8km@5:30,": "nothing between two commas",
    "8km@5:30": "no weekday",
    "t 8km@5:30": "no weekday",
    "day 8km@5:30": "no weekday",
    "tue": "no amount and no pace",
    "tue 8km": "no amount at a pace",
    "tue 8@5:30": "no amount at a pace",
    "tue -8km@5:30": "no amount at a pace",
    "tue 8km@5.30": "no pace",
    "tue 8km@5:75": "no pace",
    "tue 8km@fast": "no pace",
    "tue 8km@0:00": "no running pace",
    "tue 8km@30:00": "no running pace",
    "tue 8km@1:00": "no running pace",
    "tue 0x400m@4:00": "0 repeats",
    "tue 500x400m@4:00": "500 repeats",
    "tue 0km@5:00": "is nothing",
    "tue 0.01m@5:00": "is nothing",
    "tue 900km@5:30": "more than a day",
    "tue 8km@5:30 + ": "no amount and no pace",
    "tue 8km@5:30; thu 5km@5:30": "no pace",
    "rest, tue 8km@5:30": "no weekday",
    "tue ٨km@5:30": "no amount at a pace",
    "x" * 2000: "2000 characters",
}


@pytest.mark.parametrize(("text", "what"), REFUSED.items(), ids=lambda each: each[:24])
def test_a_week_that_is_refused_says_what_where_and_how(text, what):
    with pytest.raises(InvalidAnswer) as refused:
        parse_week(text, name="week B")

    assert what in refused.value.what
    assert refused.value.where.startswith("week B")
    assert refused.value.fix


def test_the_second_run_is_named():
    with pytest.raises(InvalidAnswer, match=r"week A, run 2 \('thu 6x400m'\)"):
        parse_week("tue 8km@5:30, thu 6x400m", name="week A")


def test_a_pace_of_a_mile_is_a_speed():
    (run,) = parse_week("sun 1mi@8:00/mi", name="week A")

    assert run.parts == (PlannedPart(distance_m=1609.344, speed_mps=1609.344 / 480),)
