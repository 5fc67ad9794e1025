"""Sets as they were done are kept as they were said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.diary import Performed
from psoas.quantity import Side
from psoas.store import Logbook
from psoas.store.performed import drop_record, keep_performed, performed

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def logbook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logbook]:
    with Logbook.open(tmp_path_factory.mktemp("performed") / "logbook.db") as found:
        yield found


names = st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable())
numbers = st.none() | st.integers(0, 10_000)
amounts = st.none() | st.floats(0, 1e6)
sets = st.builds(
    Performed,
    session=names,
    exercise=names,
    instead_of=st.none() | names,
    side=st.sampled_from([None, Side.LEFT, Side.RIGHT]),
    set_number=st.integers(1, 500),
    reps=numbers,
    hold_s=amounts,
    load_kg=amounts,
    in_reserve=numbers,
    pain_nrs=st.none() | st.integers(0, 10),
    done_at=st.integers(0, 10**9).map(lambda n: NOW + timedelta(microseconds=n)),
)


@given(kept=st.dictionaries(names, sets, max_size=5), times=st.integers(1, 3))
def test_what_is_kept_comes_back_once_however_often_it_is_kept(logbook, kept, times):
    with logbook.writing() as connection:
        drop_record(connection, "one")
        for _ in range(times):
            keep_performed(connection, kept, record="one")
        back = performed(connection)

    assert sorted(back, key=repr) == sorted(kept.values(), key=repr)
    assert [each.done_at for each in back] == sorted(each.done_at for each in back)


def test_a_record_touches_no_other(logbook):
    mine = Performed(session="s", exercise="dead-bug", reps=8, done_at=NOW)
    yours = Performed(session="s", exercise="dead-bug", reps=3, done_at=NOW)
    with logbook.writing() as connection:
        drop_record(connection, "one")
        keep_performed(connection, {"a": mine}, record="one")
        keep_performed(connection, {"a": yours}, record="two")
        drop_record(connection, "one")

        assert performed(connection) == (yours,)
        drop_record(connection, "two")
