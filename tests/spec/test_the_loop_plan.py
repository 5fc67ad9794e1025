"""The loop where the plan is laid anew: a missed session, a wish, a race, a level not earned."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from psoas.app.diary.keeping import finish_session, set_up
from psoas.app.plan.planning import clash_in, make_plan, missed_sessions, refit_plan
from psoas.app.plan.todays import today
from psoas.app.plan.told import plan_as_plain, today_lines
from psoas.app.state import state_of
from psoas.diary import Done
from psoas.errors import Conflict, InvalidAnswer, NotFound
from psoas.programme import SessionKind, unmoved_ratio
from psoas.programme.things import things
from psoas.store import Logbook
from psoas.store.diary import set_profile
from psoas.store.sheets import keep_plan
from tests.kit.loop import NOW, eight_weeks, turn


@pytest.fixture
def walked(tmp_path, shelf):
    files = eight_weeks(tmp_path / "runs", until=NOW.date())
    opened: list[Logbook] = []

    def walk(**changes):
        logbook = Logbook.open(tmp_path / f"{len(opened)}.db")
        opened.append(logbook)
        return logbook, turn(logbook, files, shelf, **changes)

    yield walk
    for logbook in opened:
        logbook.close()


def test_a_missed_session_is_fitted_with_least_change(walked, shelf):
    """All of ten days was done but for one strength session."""
    logbook, found = walked(plan_days_ago=10, do_sessions=False, pain_nrs=1)
    before = found.state.plan.plan
    past = [s for s in before.sessions if s.on < NOW.date()]
    missed = next(s.id for s in past if s.kind is SessionKind.RELOAD)
    for each in past:
        if each.id != missed:
            done = Done(
                session=each.id,
                finished_at=NOW - timedelta(days=(NOW.date() - each.on).days),
                pain_nrs=1,
            )
            names = tuple(p.exercise for p in each.prescriptions)
            finish_session(logbook, done, exercises=names, shelf=shelf)
    assert missed_sessions(state_of(logbook, shelf=shelf, now=NOW)) == (missed,)

    after = refit_plan(logbook, shelf=shelf, now=NOW).plan
    state = state_of(logbook, shelf=shelf, now=NOW)

    assert unmoved_ratio(before, after, since=NOW.date()) >= 0.95  # plan: nearly all stays
    assert after.days[:10] == before.days[:10]
    assert not missed_sessions(state)  # nobody is asked twice
    assert state.sheet.assessment.drivers == found.state.sheet.assessment.drivers
    assert today(state, shelf=shelf).light == found.today.light


def test_who_did_nothing_begins_again(walked, shelf):
    """Ten days without a session: what would be new is new again, at most two things a week."""
    logbook, found = walked(plan_days_ago=10, do_sessions=False, pain_nrs=1)
    after = refit_plan(logbook, shelf=shelf, now=NOW).plan
    next_week = {
        p.exercise
        for s in after.sessions
        if 4 <= (s.on - NOW.date()).days < 11
        for p in s.prescriptions
    }
    assert len(things(next_week)) <= 4
    assert found.state.plan.plan.days[:10] == after.days[:10]


def test_there_is_nothing_to_fit_when_the_plan_is_over(walked, shelf):
    logbook, _ = walked(plan_days_ago=10, pain_nrs=1)
    make_plan(logbook, shelf=shelf, now=NOW - timedelta(days=9), weeks=1)
    with pytest.raises(NotFound):
        refit_plan(logbook, shelf=shelf, now=NOW)


def test_a_referred_runner_is_fitted_nothing(walked, shelf):
    logbook, found = walked(answers={"limp": True, "weight_bearing": "painful"})
    assert found.plan is None
    with pytest.raises(Conflict):
        refit_plan(logbook, shelf=shelf, now=NOW)
    with pytest.raises(Conflict):
        make_plan(logbook, shelf=shelf, now=NOW, programme="race-soon", wishes=["minutes=12"])


def test_a_wish_changes_the_plan_and_not_what_drives_it(walked, shelf):
    logbook, found = walked(pain_nrs=1)
    kept = make_plan(logbook, shelf=shelf, now=NOW, wishes=["minutes=15", "rest=3"])

    assert all(sum(s.minutes for s in day.sessions) <= 15 for day in kept.plan.days)
    assert any(sum(s.minutes for s in day.sessions) > 15 for day in found.plan.days)
    assert clash_in(logbook, kept, shelf=shelf, now=NOW) is None
    assert kept.plan.left_out == ()
    state = state_of(logbook, shelf=shelf, now=NOW)
    assert state.sheet.assessment == found.state.sheet.assessment


def test_wishes_that_cannot_be_say_which_to_drop(walked, shelf):
    logbook, _ = walked(pain_nrs=1)
    wishes = ["strength=3", "days=mon,tue", "minutes=12"]
    kept = make_plan(logbook, shelf=shelf, now=NOW, wishes=wishes)
    clash = clash_in(logbook, kept, shelf=shelf, now=NOW)
    assert clash is not None
    assert {each.id for way in clash.drops for each in way} <= {
        "strength-3",
        "days-mon-tue",
        "minutes-12",
    }
    assert len(clash.drops[0]) == 1
    assert any(note.text == "plan.wish-lost" for note in kept.plan.left_out)


def test_a_race_in_three_weeks_keeps_and_begins_nothing(walked, shelf):
    logbook, found = walked(pain_nrs=1)
    race_on = NOW.date() + timedelta(days=20)
    kept = make_plan(logbook, shelf=shelf, now=NOW, race_on=race_on)

    assert kept.wishes["programme"] == "race-soon"
    assert not any(day.cue for day in kept.plan.days)
    assert not any(s.heavy and (race_on - s.on).days < 10 for s in kept.plan.sessions)
    assert found.plan.sessions
    assert not any(s.prescriptions for s in kept.plan.sessions)  # all would be new to this runner
    state = state_of(logbook, shelf=shelf, now=NOW)
    assert state.sheet.assessment == found.state.sheet.assessment


def test_a_race_that_is_over_is_refused_and_one_in_the_profile_is_passed_over(walked, shelf):
    logbook, _ = walked()
    before = make_plan(logbook, shelf=shelf, now=NOW).plan
    over = NOW.date() - timedelta(days=1)
    with pytest.raises(InvalidAnswer):
        make_plan(logbook, shelf=shelf, now=NOW, race_on=over)
    set_up(logbook, {"race_on": over.isoformat()}, now=NOW)
    made = make_plan(logbook, shelf=shelf, now=NOW).plan
    assert made.race_on is None
    assert made.days == before.days  # nothing else moves


def test_a_plan_whose_programme_and_wishes_are_gone_is_gone_on_with(walked, shelf):
    logbook, found = walked()
    kept = found.state.plan
    wishes = {**kept.wishes, "programme": "one-that-is-gone", "wishes": ["with=gone:1"]}
    at = NOW + timedelta(minutes=1)
    with logbook.writing() as connection:
        keep_plan(connection, attrs.evolve(kept, id="odd", planned_at=at, wishes=wishes))
    odd = state_of(logbook, shelf=shelf, now=at).plan
    assert odd is not None
    assert odd.id == "odd"
    assert clash_in(logbook, odd, shelf=shelf, now=at) is None
    assert plan_as_plain(odd, clash=None, shelf=shelf)["programme"] == "general"
    after = refit_plan(logbook, shelf=shelf, now=at).plan
    assert unmoved_ratio(kept.plan, after, since=NOW.date()) == 1.0


def test_before_a_long_run_one_moves_and_holds_nothing(walked, shelf):
    """Today is the long run's day; with red pain, and with a limp, there is nothing to move."""
    _, found = walked(pain_nrs=1)
    _, red = walked(pain_nrs=7)
    _, referred = walked(answers={"limp": True, "weight_bearing": "painful"})

    assert found.today.day.run == "long"
    assert [each.id for each in found.today.warm_up]
    assert all(each.dose.hold_s is None for each in found.today.warm_up)
    assert not any(each.ruled_out_by(found.state.sheet.answers) for each in found.today.warm_up)
    assert red.today.warm_up == ()
    assert referred.today.warm_up == ()
    assert found.plan.sessions == red.plan.sessions


def test_a_race_of_the_profile_can_be_left_aside(walked, shelf):
    logbook, _ = walked(pain_nrs=1)
    with logbook.writing() as connection:
        set_profile(connection, {"race_on": (NOW.date() + timedelta(days=20)).isoformat()}, at=NOW)
    with_it = make_plan(logbook, shelf=shelf, now=NOW)
    without = make_plan(logbook, shelf=shelf, now=NOW, raceless=True)
    assert with_it.plan.race_on is not None
    assert without.plan.race_on is None
    assert len(without.plan.days) > len(with_it.plan.days)


def test_the_terminal_asks_for_signs_of_danger_before_a_session(walked, shelf):
    _, found = walked(pain_nrs=1)
    _, red = walked(pain_nrs=7)
    ask = shelf.texts["recheck.ask"]
    assert any(ask in line for line in today_lines(found.today, shelf=shelf))
    assert not any(ask in line for line in today_lines(red.today, shelf=shelf))
