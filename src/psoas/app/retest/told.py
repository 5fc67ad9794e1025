"""A retest as the command line tells it: as plain values for JSON, and as lines of words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psoas.app.gait.over_time import OverTime
from psoas.app.retest.retesting import Retested
from psoas.app.told import verdict_as_plain
from psoas.library import Shelf
from psoas.loop.retest.in_run import InRun
from psoas.loop.retest.symptoms import Symptoms
from psoas.quantity import Band
from psoas.render.words import worded


def retest_as_plain(retested: Retested, *, shelf: Shelf) -> dict[str, Any]:
    """Return what a retest says."""
    return {
        "changes": [
            {
                "measure": change.measure,
                "side": change.side.value if change.side else None,
                "unit": change.unit,
                "before": change.before,
                "after": change.after,
                "detectable": change.detectable,
                "change": _band(change.change),
                "readings": change.n_readings,
                "better_factor": change.better_factor,
                "worse_factor": change.worse_factor,
                "told_from_factor": change.told_from_factor,
                "primary": change in retested.primary,
                "direction": change.direction.value,
                "why": verdict_as_plain(change.verdict, shelf=shelf),
            }
            for change in retested.changes
        ],
        "symptoms": _symptoms_as_plain(retested.symptoms, shelf=shelf),
        "in_the_run": verdict_as_plain(retested.in_the_run, shelf=shelf),
        "running": [_running_as_plain(each, shelf=shelf) for each in retested.running],
        "also_changed": verdict_as_plain(retested.also, shelf=shelf),
        "videos": [_over_time_as_plain(each, shelf=shelf) for each in retested.videos],
        "decision": verdict_as_plain(retested.decision, shelf=shelf),
        "referrals": [verdict_as_plain(each, shelf=shelf) for each in retested.referrals],
        "next_test": verdict_as_plain(retested.following, shelf=shelf)
        if retested.following
        else None,
    }


def _running_as_plain(found: InRun, *, shelf: Shelf) -> dict[str, Any]:
    """Return what runs before and since a day show of one trait at the same speed."""
    return {
        "trait": found.trait.id,
        "unit": found.trait.unit,
        "runs_before": found.n_before,
        "runs_after": found.n_after,
        "instruments": found.n_instruments,
        "change": _band(found.change),
        "more_factor": found.more_factor,
        "less_factor": found.less_factor,
        "told_from_factor": found.trait.factor,
        "moved": found.moved.value,
        "why": verdict_as_plain(found.verdict, shelf=shelf),
    }


def _over_time_as_plain(found: OverTime, *, shelf: Shelf) -> dict[str, Any]:
    """Return a measure over several videos."""
    return {
        "measure": found.measure,
        "unit": found.unit,
        "clips": found.n_clips,
        "left_out": found.n_left_out,
        "change": _band(found.change),
        "more_factor": found.more_factor,
        "less_factor": found.less_factor,
        "told_from_factor": found.told_from_factor,
        "moved": found.moved.value,
        "why": verdict_as_plain(found.verdict, shelf=shelf),
    }


def _symptoms_as_plain(found: Symptoms | None, *, shelf: Shelf) -> dict[str, Any] | None:
    """Return what the daily scores say; None where there is none."""
    if found is None:
        return None
    return {
        "trend": found.trend.value,
        "days": found.n_days,
        "scores": found.n_scores,
        "level_nrs": _band(found.level_nrs),
        "change_nrs": _band(found.change_nrs),
        "fall_factor": found.fall_factor,
        "rise_factor": found.rise_factor,
        "long_waves": found.has_long_waves,
        "decided_in_days": found.decided_in_d,
        "unscored": verdict_as_plain(found.unscored, shelf=shelf) if found.unscored else None,
        "why": verdict_as_plain(found.verdict, shelf=shelf),
    }


def _band(told: Band | None) -> dict[str, float] | None:
    """Return 5, 50 and 95 of 100."""
    if told is None:
        return None
    return {"low": told.low, "central": told.central, "high": told.high}


def retest_lines(found: Retested, *, shelf: Shelf) -> Iterator[str]:
    """Return what a retest says in words."""
    for change in found.changes:
        side = f" ({change.side})" if change.side else ""
        yield worded(change.verdict, texts=shelf.texts) + side
    if found.symptoms is not None:
        yield from (worded(each, texts=shelf.texts) for each in found.symptoms.said)
    yield from (worded(each.verdict, texts=shelf.texts) for each in found.running)
    yield from (worded(each.verdict, texts=shelf.texts) for each in found.videos)
    yield worded(found.also, texts=shelf.texts)
    yield worded(found.decision, texts=shelf.texts)
    if found.following is not None:
        yield worded(found.following, texts=shelf.texts)
