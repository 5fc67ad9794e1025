"""The benchmarks that need no data run: what they call keeps its contract."""

from __future__ import annotations

from benchmarks import retest


def test_the_retest_is_measured_whole(monkeypatch, capsys):
    monkeypatch.setattr(retest, "ROUNDS", 1)
    monkeypatch.setattr("sys.argv", ["retest"])
    retest.main()

    told = capsys.readouterr().out
    for part in ("floor, one model alone", "memory:", "ahead, 6 loads", "in the run, 150 and 60"):
        assert part in told
