"""What is asked before a session, and when two worse weeks ask for a new check."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from psoas.app.check.checking import check, keep_check
from psoas.app.check.rechecking import SIGNS, is_rechecked, keep_recheck
from psoas.app.diary.keeping import log_pain, undo_pain
from psoas.app.plan.planning import current_plan, make_plan
from psoas.app.plan.todays import today
from psoas.app.plan.told import recheck_owed, today_lines
from psoas.app.state import state_of
from psoas.diary import Felt, Recheck, When
from psoas.errors import NotFound
from psoas.library import shelf as shipped
from psoas.store import Logbook
from tests.kit.sheets import plain_runner

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHELF = shipped()


@pytest.fixture
def logbook(tmp_path):
    with Logbook.open(tmp_path / "runner.db") as found:
        keep_check(found, check({"structured": plain_runner()}, shelf=SHELF), now=NOW)
        make_plan(found, shelf=SHELF, now=NOW)
        yield found


def state(logbook, now):
    return state_of(logbook, shelf=SHELF, now=now)


def felt(logbook, answer, now, session="one"):
    keep_recheck(logbook, Recheck(session=session, felt=answer, answered_at=now))


def score(logbook, nrs, days_ago, now):
    on = now - timedelta(days=days_ago)
    log_pain(logbook, pain_nrs=nrs, when=When.DURING, side=None, felt_on=on.date(), now=on)


def test_none_opens_one_session_on_one_day(logbook):
    soon = NOW + timedelta(minutes=5)
    assert not is_rechecked(state(logbook, soon), "one")
    felt(logbook, Felt.NONE, soon)

    assert is_rechecked(state(logbook, soon), "one")
    assert not is_rechecked(state(logbook, soon), "two")
    assert not is_rechecked(state(logbook, soon + timedelta(days=1)), "one")


@pytest.mark.parametrize("answer", [Felt.YES, Felt.NOT_SURE])
def test_what_is_felt_stands_until_the_check_is_answered_again(logbook, answer):
    soon, later = NOW + timedelta(minutes=5), NOW + timedelta(minutes=10)
    felt(logbook, answer, soon)
    felt(logbook, Felt.NONE, later)  # a second tap does not undo it
    held = state(logbook, later)

    assert held.screening.text == "screen.felt"
    assert current_plan(held) is None
    assert not today(held, shelf=SHELF).sessions
    assert not is_rechecked(held, "one")

    again = NOW + timedelta(minutes=20)
    keep_check(logbook, check({"structured": plain_runner()}, shelf=SHELF), now=again)
    opened = state(logbook, again)
    assert opened.screening is None
    assert current_plan(opened) is not None  # the plan was kept meanwhile
    assert not is_rechecked(opened, "one")
    felt(logbook, Felt.NONE, again + timedelta(minutes=1))
    assert is_rechecked(state(logbook, again + timedelta(minutes=1)), "one")


@pytest.mark.parametrize(
    ("weeks", "asks"),
    [
        ((1, 2, 3), True),
        ((1, 2, 2), False),
        ((2, 1, 3), False),
        ((3, 2, 1), False),
        ((0, 1, 2), True),
    ],
)
def test_two_worse_weeks_in_a_row_ask_for_the_check(logbook, weeks, asks):
    now = NOW + timedelta(days=13)
    for week, nrs in enumerate(reversed(weeks)):
        for day in (1, 3, 5):
            score(logbook, nrs, 7 * week + day, now)
    found = state(logbook, now)

    assert (found.screening is not None) is asks
    if asks:
        assert found.screening.text == "screen.worse"
        assert current_plan(found) is None
        keep_check(logbook, check({"structured": plain_runner()}, shelf=SHELF), now=now)
        assert state(logbook, now).screening is None


def test_with_too_few_scores_nothing_is_worse(logbook):
    now = NOW + timedelta(days=13)
    for week, nrs in enumerate((3, 2, 1)):
        for day in (1, 3):
            score(logbook, nrs, 7 * week + day, now)

    assert state(logbook, now).screening is None


def test_a_slip_of_the_finger_is_taken_back_and_the_light_with_it(logbook):
    score(logbook, 1, 0, NOW)
    score(logbook, 9, 0, NOW + timedelta(minutes=1))
    assert state(logbook, NOW).light.level == "red"

    assert undo_pain(logbook, now=NOW + timedelta(minutes=2)).pain_nrs == 9
    assert state(logbook, NOW).light.level == "green"


def test_a_score_of_an_earlier_day_stays(logbook):
    score(logbook, 7, 2, NOW)

    with pytest.raises(NotFound):
        undo_pain(logbook, now=NOW)
    assert [each.pain_nrs for each in state(logbook, NOW).pains] == [7]


def test_each_sign_has_its_words():
    assert all(SHELF.texts[sign] for sign in SIGNS)
    asked = " ".join(SHELF.texts[sign] for sign in SIGNS).lower()
    for word in ("night", "rest", "walk", "limp", "fever", "numb", "pop"):
        assert word in asked


def test_done_tells_what_is_owed_in_the_words_of_today_until_it_is_answered(logbook):
    plan = current_plan(state(logbook, NOW + timedelta(minutes=5)))
    session = next(each for each in plan.sessions if each.prescriptions)
    at = NOW + (session.on - NOW.date()) + timedelta(minutes=5)

    def owed(session=session):
        return recheck_owed(state(logbook, at), session, shelf=SHELF)

    assert set(owed()) < set(today_lines(today(state(logbook, at), shelf=SHELF), shelf=SHELF))
    assert len(owed()) == 2
    assert owed(attrs.evolve(session, prescriptions=(), measures=())) == ()
    felt(logbook, Felt.NONE, at, session=session.id)
    assert owed() == ()
    felt(logbook, Felt.YES, at, session="another")
    assert owed() == ()  # nothing is to be done, so nothing is asked before it
