"""What changed before the symptoms: more, less, as usual, or cannot be told."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from attrs import evolve

from psoas.load import Change, Covered, find_onset, season_of, what_changed
from psoas.load.model import EXPONENTS
from psoas.quantity import Answer
from psoas.render.words import worded
from tests.kit.runs import fact, weeks_of_runs

ONSET = date(2026, 11, 22)
WORDS = {Change.MORE: "More", Change.LESS: "Less", Change.USUAL: "beyond your usual"}


def back(n: int) -> date:
    return ONSET - timedelta(days=n)


def onset(limits, *, weeks=2, answered_on=None):
    answered_on = answered_on or ONSET + timedelta(weeks=2)
    return find_onset(answered_on=answered_on, duration_weeks=weeks, pains=(), limits=limits)


def changed(runs, limits, *, last=ONSET, cadences_spm=None):
    covered = Covered(first=min(run.local_on for run in runs), last=last)
    season = season_of(runs, covered=covered, cadences_spm=cadences_spm)
    return {each.what: each for each in what_changed(season, onset(limits), limits=limits)}


STEADY = weeks_of_runs(ONSET + timedelta(days=1), weeks=16)
RECENT = [run for run in STEADY if run.local_on > back(14)]
EARLIER = [run for run in STEADY if run.local_on <= back(14)]
FAST = [evolve(run, fast_m=400.0) for run in RECENT]
LONG = [evolve(run, distance_m=20_000.0) if run.distance_m == 12_000 else run for run in RECENT]
EXTRA = [fact(back(n), 8, name=f"extra {n}") for n in (3, 6, 10, 13)]
#: Fast repeats count at high exponents only.
SHARP = [
    evolve(run, units={m: run.units[m] * (3.0 if m > 4 else 1.0) for m in EXPONENTS})
    for run in RECENT
]
UNKNOWN = [evolve(run, distance_m=None) for run in RECENT[:1]] + RECENT[1:]
ALL_ROWS = {
    "nothing changed": (STEADY, {}),
    "fast metres": ([*EARLIER, *FAST], {"fast": Change.MORE}),
    "one long run each week": (
        [*EARLIER, *LONG],
        {"longest-run": Change.MORE, "distance": Change.MORE},
    ),
    "more runs": (
        [*STEADY, *EXTRA],
        {
            "distance": Change.MORE,
            "runs": Change.MORE,
            "days-off": Change.LESS,
            "units": Change.MORE,
        },
    ),
    "less of everything": (
        [*EARLIER, RECENT[0], RECENT[3]],
        {
            "longest-run": Change.USUAL,
            "distance": Change.LESS,
            "runs": Change.LESS,
            "days-off": Change.MORE,
            "units": Change.LESS,
        },
    ),
    "a run without a distance": (
        [*EARLIER, *UNKNOWN],
        {"longest-run": Change.CANNOT_TELL, "distance": Change.CANNOT_TELL},
    ),
    "it hangs on the exponent": ([*EARLIER, *SHARP], {"units": Change.CANNOT_TELL}),
}


@pytest.mark.parametrize(("runs", "expected"), ALL_ROWS.values(), ids=ALL_ROWS)
def test_what_changed(runs, expected, shelf):
    found = changed(runs, shelf.limits)
    usual = dict.fromkeys(found, Change.USUAL) | {"cadence": Change.CANNOT_TELL}

    assert {what: each.change for what, each in found.items()} == usual | expected
    for each in found.values():
        text = worded(each.verdict, texts=shelf.texts)
        assert "{" not in text
        if each.what != "return" and each.change in WORDS:
            assert WORDS[each.change] in text


def test_both_numbers_and_the_range_stand_in_the_statement(shelf):
    values = changed([*EARLIER, *LONG], shelf.limits)["longest-run"].verdict.values

    assert {key: values[key] for key in ("value", "before", "low", "high", "weeks")} == {
        "value": 20.0,
        "before": 12.0,
        "low": 12.0,
        "high": 12.0,
        "weeks": 12,
    }


def test_units_are_shown_for_every_exponent_and_name_the_model(shelf):
    verdict = changed(STEADY, shelf.limits)["units"].verdict

    assert {f"value_m{m}_units" for m in (2, 4, 7)} <= set(verdict.values)
    assert "psoas-computed-load" in verdict.sources


@pytest.mark.parametrize(("weeks", "known"), [(9, False), (10, True), (12, True)])
def test_eight_whole_weeks_before_are_needed(weeks, known, shelf):
    first = back(7 * weeks - 1)
    runs = [fact(first, 8), *(run for run in STEADY if run.local_on > first)]
    found = changed(runs, shelf.limits)["distance"]

    assert (found.change is not Change.CANNOT_TELL) == known
    if not known:
        assert "8 are needed" in worded(found.verdict, texts=shelf.texts)
        assert found.verdict.answer is Answer.UNKNOWN


def test_days_behind_the_record_are_not_days_off(shelf):
    found = changed(STEADY, shelf.limits, last=back(3))

    assert {each.change for each in found.values()} == {Change.CANNOT_TELL}
    assert "on record" in worded(found["days-off"].verdict, texts=shelf.texts)


def test_weeks_that_mostly_lack_the_number_are_not_what_is_usual(shelf):
    holes = [evolve(run, distance_m=None) if n % 3 == 0 else run for n, run in enumerate(EARLIER)]
    found = changed([*holes, *RECENT], shelf.limits)["distance"]

    assert found.change is Change.CANNOT_TELL
    assert "too many runs before lack" in worded(found.verdict, texts=shelf.texts)


@pytest.mark.parametrize(
    ("recent_spm", "expected"),
    [(165, Change.USUAL), (167, Change.USUAL), (169, Change.MORE), (160, Change.LESS)],
)
def test_cadence(recent_spm, expected, shelf):
    cadences = {run.id: 165.0 for run in EARLIER} | {run.id: recent_spm for run in RECENT}
    found = changed(STEADY, shelf.limits, cadences_spm=cadences)["cadence"]

    assert found.change is expected


@pytest.mark.parametrize(
    ("off_days", "text"),
    [(10, "season.return"), (6, "season.no-return")],
)
def test_a_return_after_a_gap(off_days, text, shelf):
    returned, left = back(8), back(8 + off_days + 1)
    runs = [run for run in STEADY if not left <= run.local_on <= returned]
    runs += [fact(left, 8), fact(returned, 8)]
    found = changed(runs, shelf.limits)["return"]

    assert found.verdict.text == text


def test_a_first_run_is_no_return(shelf):
    covered = Covered(first=back(120), last=ONSET)
    season = season_of([fact(back(2), 8)], covered=covered)
    found = {e.what: e for e in what_changed(season, onset(shelf.limits), limits=shelf.limits)}

    assert found["return"].change is Change.CANNOT_TELL


@pytest.mark.parametrize("season", [None, season_of(STEADY)])
def test_without_an_onset_or_a_season_nothing_is_said(season, shelf):
    unknown = onset(shelf.limits, weeks=None)

    assert what_changed(season, unknown, limits=shelf.limits) == ()
    assert what_changed(None, onset(shelf.limits), limits=shelf.limits) == ()


def _aimless(seed: int) -> list:
    """Runs on random days, of random length, some of them with fast metres: no plan, no change."""
    random = np.random.default_rng(seed)
    return [
        fact(back(n), 8 * float(np.exp(random.normal(0, 0.35))), fast_m=fast_m)
        for n in range(119, -1, -1)
        if random.random() < 3 / 7
        for fast_m in [float(random.integers(300, 2500)) if random.random() < 0.3 else 0.0]
    ]


def test_aimless_training_shows_a_change_in_about_one_runner_of_four(shelf):
    """The text says so: what leaves its range by chance alone."""
    loud = 0
    for seed in range(150):
        found = changed(_aimless(seed), shelf.limits)
        loud += any(
            each.change in (Change.MORE, Change.LESS)
            for each in found.values()
            if each.what != "return"
        )
    assert 0.15 <= loud / 150 <= 0.35
    assert "1 runner of 4" in shelf.texts["season.by-chance"]
