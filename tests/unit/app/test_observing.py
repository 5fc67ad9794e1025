"""What the logbook shows the drivers, and what it leaves to the answers."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import pytest

from psoas.app.check.checking import check
from psoas.app.check.observing import Clip, Seen, filled, observed_of
from psoas.app.check.weighing import UNSAID, weighed_anew
from psoas.library import shelf
from psoas.motion.measures import Standing
from psoas.store.activities import Worn
from psoas.store.sheets import KeptSheet
from tests.kit.runs import fact
from tests.kit.sheets import plain_runner

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ON = NOW.date()
RUNS = [fact(ON - timedelta(days=n), 10.0) for n in range(2, 60, 4)]
LONG = [*RUNS, fact(ON - timedelta(days=1), 16.0)]
AHEAD = Clip(filmed_on=date(2026, 11, 3), standings={"overstride": Standing.ABOVE})


def observed(answers=None, *, answered_at=NOW, **seen):
    return observed_of(Seen(on=ON, **seen), answers or {}, answered_at=answered_at, shelf=shelf())


def test_without_anything_kept_nothing_is_shown():
    assert observed() == {}


def test_runs_speak_round_the_onset_that_the_check_tells():
    early = [*RUNS, fact(ON - timedelta(days=40), 16.0)]

    assert observed(runs=early)["watch_longest_run_ratio"] < 1.1
    assert observed({"duration_weeks": 5}, runs=early)["watch_longest_run_ratio"] == 1.6


@pytest.mark.parametrize("weeks", [None, True, "not_sure", -3, math.nan, 5000])
def test_a_duration_that_says_nothing_leaves_the_runs_of_late(weeks):
    assert observed({"duration_weeks": weeks}, runs=LONG)["watch_longest_run_ratio"] == 1.6


def test_runs_after_the_day_are_not_looked_at():
    assert observed(runs=[fact(ON + timedelta(days=1), 50.0)]) == {}


def test_cadence_comes_from_the_activities_of_the_runs():
    worn = [Worn(id=run.id, local_on=run.local_on, cadence_spm=135.0) for run in RUNS]
    rides = [Worn(id="ride", local_on=ON, cadence_spm=None)]

    assert observed(runs=RUNS, worn=[*worn, *rides])["watch_cadence"] == "below"
    assert "watch_cadence" not in observed(runs=RUNS, worn=rides)


def test_a_clip_speaks_with_its_day():
    assert observed(clip=AHEAD) == {"clip_overstride": "above", "clip_on": "3 Nov"}


def test_a_landing_that_was_seen_chooses_the_cue_where_nobody_answered():
    seen = observed(clip=AHEAD)

    assert filled({}, seen)["foot_lands_ahead"] is True
    assert filled({"foot_lands_ahead": False}, seen)["foot_lands_ahead"] is False
    assert filled({}, {}) == {}


def checked(**changes):
    return check({"structured": plain_runner(**changes)}, shelf=shelf())


def anew(found, seen, **beside):
    kept = KeptSheet(id="1", answered_at=NOW, answers=found.answers, assessment=found.assessment)
    return weighed_anew(kept, seen, shelf=shelf(), owned=UNSAID, **beside).assessment


def test_a_kept_check_is_weighed_by_what_came_since_and_stays_where_it_stood():
    found = checked()
    weighed = anew(found, observed(runs=LONG))

    assert [each.driver for each in found.assessment.drivers] == []
    assert [each.driver for each in weighed.drivers] == []  # the answers say the opposite
    unsaid = checked(longest_run_prior_30d_km=None, longest_run_last_14d_km=None)
    weighed = anew(unsaid, observed(runs=LONG))
    assert [each.driver for each in weighed.drivers] == ["load_spike"]
    assert (unsaid.assessment.running, weighed.running) == ("continue", "modify")
    assert "advice.load_spike" in weighed.advice
    assert weighed.disposition == unsaid.assessment.disposition
    assert weighed.reasons == unsaid.assessment.reasons


def test_a_check_of_who_must_be_seen_first_is_left_as_it_was():
    found = checked(limp=True)

    assert anew(found, observed(runs=LONG)) == found.assessment


def test_a_check_with_an_answer_that_is_no_longer_understood_is_left_as_it_was():
    found = checked()
    kept = KeptSheet(
        id="1",
        answered_at=NOW,
        answers={"structured": {"no_such_question": 1}},
        assessment=found.assessment,
    )

    assert weighed_anew(kept, {}, shelf=shelf(), owned=UNSAID) == kept


def test_on_a_red_day_no_test_of_the_body_is_offered():
    found = checked()
    kinds = {
        shelf().probes[each.probe].kind.value
        for each in anew(found, {}, tests_allowed=False).next_tests
    }

    assert kinds == {"import"}


def test_a_check_beside_a_logbook_hears_its_runs():
    record = {
        "structured": plain_runner(longest_run_prior_30d_km=None, longest_run_last_14d_km=None)
    }
    seen = Seen(on=ON, runs=LONG)
    alone = check(record, shelf=shelf())
    beside = check(record, shelf=shelf(), seen=seen, now=NOW)

    assert alone.assessment.drivers == ()
    assert [each.driver for each in beside.assessment.drivers] == ["load_spike"]
    assert "your runs: on 21 Nov you ran 1.6 times" in beside.text
    assert beside.assessment.disposition == alone.assessment.disposition
