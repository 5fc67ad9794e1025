"""What to do about running meanwhile, by disposition and by what hurts."""

from __future__ import annotations

import pytest

from psoas.loop.assess.dispose import running, shown_values
from psoas.loop.assess.model import Disposition, Running

PAINLESS = {"pain_run_0_10": 0, "pain_walk_0_10": 0, "pain_night_0_10": 0}
D, R = Disposition, Running


@pytest.mark.parametrize(
    ("disposition", "answers", "expected"),
    [
        (D.EMERGENCY, {}, R.STOP),
        (D.URGENT, {}, R.STOP),
        (D.CLINICIAN, {}, R.MODIFY),
        (D.CLINICIAN, {"pain_run_0_10": 3}, R.MODIFY),
        (D.CLINICIAN, {"pain_run_0_10": 4}, R.STOP),
        (D.CLINICIAN, {"pain_walk_0_10": 1}, R.STOP),
        (D.CLINICIAN, {"pain_night_0_10": 1}, R.STOP),
        (D.CLINICIAN, {"pain_run_0_10": None}, R.STOP),
        (D.CLINICIAN, {"pain_walk_0_10": None}, R.STOP),
        (D.CLINICIAN, {"pain_night_0_10": None}, R.STOP),
        (D.CLINICIAN, {"surgery": "none"}, R.MODIFY),
        (D.CLINICIAN, {"surgery": "hernia repair"}, R.STOP),
        (D.CLINICIAN, {"weeks_postpartum": 11.9}, R.STOP),
        (D.CLINICIAN, {"weeks_postpartum": 12}, R.MODIFY),
        (D.PROGRAMME_MONITORED, {}, R.MODIFY),
        (D.PROGRAMME, {"pain_run_0_10": 2}, R.CONTINUE),
        (D.PROGRAMME, {"pain_run_0_10": 3}, R.MODIFY),
        (D.PROGRAMME, {"pain_run_0_10": None}, R.MODIFY),
    ],
)
def test_running_by_disposition_and_pain(disposition, answers, expected):
    assert running(disposition, {**PAINLESS, **answers}) is expected


def test_what_was_answered_is_shown_and_what_was_not_is_left_out():
    sheet = {"limp": True, "location": ("groin", "buttock"), "age_years": 30, "sex": None}

    assert shown_values(sheet, ("limp", "location", "age_years", "sex", "onset")) == {
        "limp": "yes",
        "location": "groin, buttock",
        "age_years": 30,
    }
