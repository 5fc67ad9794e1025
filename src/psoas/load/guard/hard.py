"""G8: two hard things within 48 hours [source:psoas-convention].

Hard is a fast run (as in G2), a race, or a heavy hip-flexor session that was done before
the run. Runs are counted from start to start; a session by its day, for the hour at which
it was marked as done is not the hour at which it was done. A session after a hard run is
no breach: the plan puts it there.
"""

from __future__ import annotations

from datetime import timedelta

from psoas.evidence import Limits, Verdict
from psoas.load.guard.fast import is_fast
from psoas.load.guard.model import Exposure, Heavy, Told, ruled
from psoas.load.guard.past import Before
from psoas.load.model import Light


def hard_apart(run: Exposure, before: Before, *, told: Told, limits: Limits) -> Verdict:
    """Judge whether a hard run comes too soon after another hard thing.

    Parameters
    ----------
    run
        Done or planned.
    before
        What came before it.
    told
        Heavy sessions done, and races.
    limits
        What a fast run is, and the hours between hard things.

    Returns
    -------
    Verdict
        Amber for a hard run less than 48 hours after another hard thing; green for any
        other; unknown where it would depend on a run whose fast metres are not known.
    """
    limit_h = int(limits["guard-hard-gap"].value)
    hard = True if run.local_on in told.races else is_fast(run, limits)
    if hard is False:
        return _said(
            Light.GREEN,
            "guard.hard-easy",
            limits,
            fast_m=round(run.fast_m or 0),
            fast_from_m=int(limits["guard-fast-distance"].value),
            limit_h=limit_h,
        )
    apart_h = _apart_h(run, before.last_hard)
    session = _heavy(run, told, limit_h)
    near_run = apart_h is not None and apart_h < limit_h
    unseen_h = _apart_h(run, before.last_unseen)
    near_unseen = hard is True and unseen_h is not None and unseen_h < limit_h
    if not near_run and session is None:
        if near_unseen:
            return _said(Light.UNKNOWN, "guard.hard-unseen", limits, limit_h=limit_h)
        return _said(Light.GREEN, "guard.hard-alone", limits, limit_h=limit_h)
    if hard is None:
        return _said(Light.UNKNOWN, "guard.hard-unknown", limits, limit_h=limit_h)
    if near_run and apart_h is not None:
        return _said(
            Light.AMBER, "guard.hard-run", limits, apart_h=round(apart_h, 1), limit_h=limit_h
        )
    apart_days = (run.local_on - session.on).days if session else 0
    return _said(Light.AMBER, "guard.hard-strength", limits, apart_days=apart_days, limit_h=limit_h)


def _said(level: Light, text: str, limits: Limits, **values: str | float) -> Verdict:
    return ruled("G8", level, text, limits=limits, limit="guard-hard-gap", **values)


def _apart_h(run: Exposure, earlier: Exposure | None) -> float | None:
    if earlier is None:
        return None
    return (run.started_at - earlier.started_at) / timedelta(hours=1)


def _heavy(run: Exposure, told: Told, limit_h: int) -> Heavy | None:
    """Return the last heavy session done before the run and too close to it."""
    near = [
        each
        for each in told.heavy or ()
        if each.at < run.started_at and (run.local_on - each.on).days * 24 < limit_h
    ]
    return max(near, key=lambda each: each.at, default=None)
