"""Planned runs: what must hold whatever is planned and whatever is run."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from psoas.app.load.adherence import Kept, adherence
from psoas.load import RunFact
from psoas.programme import RunKind
from psoas.programme.calendar import ORDER, kind_of, kinds_of, unsaid
from tests.kit.planned import planned_run

MONDAY = date(2026, 11, 2)
DAYS = st.integers(0, 20).map(lambda n: MONDAY + timedelta(days=n))
KM = st.one_of(st.none(), st.floats(1, 42))


@st.composite
def plans(draw):
    days = draw(st.lists(DAYS, max_size=12))
    return [
        planned_run(
            on,
            id=str(n),
            kind=draw(st.sampled_from([None, *RunKind])),
            distance_m=None if (km := draw(KM)) is None else km * 1000,
            parts=(),
        )
        for n, on in enumerate(days)
    ]


@st.composite
def done(draw):
    runs = []
    for n, on in enumerate(draw(st.lists(DAYS, max_size=12))):
        km = draw(KM)
        runs.append(
            RunFact(
                id=str(n),
                started_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
                local_on=on,
                distance_m=None if km is None else km * 1000,
                moving_s=1800,
                fast_m=0,
                units={},
            )
        )
    return runs


@given(planned=plans(), more=plans(), usual=st.one_of(st.none(), st.floats(1000, 42_000)))
def test_one_more_planned_run_never_makes_a_day_milder(planned, more, usual):
    before = kinds_of(planned, usual_long_m=usual)
    after = kinds_of([*planned, *more], usual_long_m=usual)

    for on, kind in before.items():
        assert ORDER.index(after[on]) >= ORDER.index(kind)


@given(planned=plans(), usual=st.one_of(st.none(), st.floats(1000, 42_000)))
def test_every_planned_day_has_a_kind_or_is_told_as_unknown(planned, usual):
    kinds, unknown = kinds_of(planned, usual_long_m=usual), unsaid(planned, usual_long_m=usual)

    assert {run.on for run in planned} == {*kinds, *unknown}
    assert list(kinds) == sorted(kinds)
    for run in planned:
        kind = kind_of(run, usual_long_m=usual)
        assert run.kind is None or (kind and ORDER.index(kind) >= ORDER.index(run.kind))


@given(planned=plans(), runs=done(), days=st.integers(0, 30))
def test_a_run_answers_for_one_day_and_nothing_is_missed_that_may_still_come_in(
    planned, runs, days
):
    today = MONDAY + timedelta(days=days)
    found = adherence(planned, runs, today=today)
    ran = {run.local_on for run in runs}
    moved = Counter(each.moved_to for each in found.values() if each.moved_to)

    assert all(n == 1 for n in moved.values())
    assert not set(moved) & set(found)
    for on, each in found.items():
        assert on <= today
        assert (each.kept in (Kept.DONE, Kept.LONGER, Kept.SHORTER)) == (on in ran)
        if each.kept is Kept.MISSED:
            assert max(ran) > on
    assert found == adherence(planned[::-1], runs[::-1], today=today)
