"""No path leads from a referral to an exercise without a new check that allows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from psoas.app.check.checking import keep_check
from psoas.app.check.checking_in import check_in
from psoas.app.check.rechecking import is_rechecked, keep_recheck
from psoas.app.diary.keeping import log_pain
from psoas.app.plan.planning import current_plan, make_plan
from psoas.app.plan.todays import today
from psoas.app.reporting import report_of
from psoas.app.state import state_of
from psoas.diary import Felt, Recheck, When
from psoas.errors import Conflict
from psoas.library import shelf as shipped
from psoas.store import Logbook
from tests.kit.sheets import plain_runner, without

SHELF = shipped()
BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
#: A sheet, and whether it refers by itself; None where it is only unfinished.
SHEETS = {
    "plain": (plain_runner(), False),
    "watched": (plain_runner(pattern=["deep_flexion"]), False),
    "limp": (plain_runner(limp=True), True),
    "fever": (plain_runner(feels_feverish_or_unwell=True), True),
    "knee": (plain_runner(pain_walk_0_10=2, location=["knee"]), True),
    "open": (without(plain_runner(), "saddle_numbness"), None),
}


class Screen(RuleBasedStateMachine):
    """A runner who checks, rechecks, plans, scores, and lets days go by, in any order."""

    @initialize()
    def begin(self):
        self.folder = TemporaryDirectory()
        self.logbook = Logbook.open(Path(self.folder.name) / "runner.db")
        self.now = BEGAN
        self.checks = []  # when, and whether it refers by itself
        self.felt_at = None

    def teardown(self):
        if hasattr(self, "logbook"):
            self.logbook.close()
            self.folder.cleanup()

    def state(self):
        return state_of(self.logbook, shelf=SHELF, now=self.now)

    @rule(name=st.sampled_from(sorted(SHEETS)))
    def answer_the_check(self, name):
        self.now += timedelta(minutes=1)
        sheet, refers = SHEETS[name]
        checked = check_in(self.logbook, {"structured": sheet}, shelf=SHELF, now=self.now)
        keep_check(self.logbook, checked, now=self.now)
        self.checks.append((self.now, refers))

    @rule(felt=st.sampled_from(Felt))
    def answer_the_recheck(self, felt):
        self.now += timedelta(minutes=1)
        keep_recheck(self.logbook, Recheck(session="any", felt=felt, answered_at=self.now))
        if felt is not Felt.NONE:
            self.felt_at = self.now

    @rule(days=st.sampled_from([1, 3, 6, 13, 14, 15]))
    def days_go_by(self, days):
        self.now += timedelta(days=days)

    @rule(nrs=st.sampled_from([0, 2, 9]))
    def score_pain(self, nrs):
        self.now += timedelta(minutes=1)
        log_pain(
            self.logbook,
            pain_nrs=nrs,
            when=When.DURING,
            side=None,
            felt_on=self.now.date(),
            now=self.now,
        )

    @rule()
    def wish_for_a_plan(self):
        try:
            make_plan(self.logbook, shelf=SHELF, now=self.now)
        except Conflict:
            assert not self.may_train()
        else:
            assert self.may_train()

    def may_train(self):
        """Say it again, from what was done alone."""
        if not self.checks:
            return False
        at, refers = self.checks[-1]
        if refers is not False or self.now - at >= timedelta(days=14):
            return False
        if self.felt_at is not None and self.felt_at >= at:
            return False
        return not any(
            earlier and (at.date() - when.date()).days <= 14 for when, earlier in self.checks
        )

    @invariant()
    def exercises_only_where_the_newest_check_allows_them(self):
        if not hasattr(self, "logbook"):
            return
        state = self.state()
        shown = [
            each for session in today(state, shelf=SHELF).sessions for each in session.prescriptions
        ]
        plan, report = current_plan(state), report_of(state, shelf=SHELF)
        if not self.may_train():
            assert not state.trains
            assert plan is None
            assert shown == []
            assert not report.plan
            assert not is_rechecked(state, "any")
        else:
            assert state.trains


Screen.TestCase.settings = settings(
    max_examples=25, stateful_step_count=14, deadline=None, derandomize=True
)
TestScreen = Screen.TestCase
