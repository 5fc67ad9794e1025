"""Two real seasons through every rule of the guard: counts, grounds, no ratio of weeks."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from psoas.app.files.importing import import_files
from psoas.app.load.guarding import guarded, next_of
from psoas.app.state import state_of
from psoas.load.guard import RULES
from psoas.render.words import worded
from psoas.store import Logbook

RUNS = Path(__file__).parents[3] / "shared" / "data" / "runs"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not RUNS.is_dir(), reason=f"the measuring data is not at {RUNS}"),
]


@pytest.mark.parametrize(("season", "n_runs"), [("season_a", 218), ("season_b", 236)])
def test_every_verdict_on_a_season_has_a_number_and_a_source(
    season, n_runs, tmp_path, shelf, now, capsys
):
    with Logbook.open(tmp_path / "season.db") as logbook:
        import_files(logbook, sorted((RUNS / season).glob("*.gz")), now=now)
        state = state_of(logbook, shelf=shelf, now=now)
    begun_s = time.perf_counter()
    found = guarded(state, shelf=shelf)
    took_s = time.perf_counter() - begun_s

    assert len(found.judged) >= n_runs
    for judged in found.judged:
        assert [each.rule for each in judged.verdicts] == list(RULES)
        for verdict in judged.verdicts:
            numbers = [v for v in verdict.values.values() if isinstance(v, int | float)]
            assert numbers, verdict
            assert all(source in shelf.sources for source in verdict.sources)
            said = worded(verdict, texts=shelf.texts).lower()
            assert "{" not in said
            assert "acute" not in said
            assert "chronic" not in said
    for counts in found.counts_by_rule.values():
        assert sum(counts.values()) == len(found.judged)
    cap = next_of(state, shelf=shelf, now=found.judged[-1].run.started_at).cap
    with capsys.disabled():
        print(f"\n{season}: {len(found.judged)} runs in {1000 * took_s:.0f} ms; {cap.values}")
        for rule, counts in found.counts_by_rule.items():
            texts = Counter(each.by(rule).text for each in found.judged)
            print(f"  {rule} {counts} {dict(texts)}")
