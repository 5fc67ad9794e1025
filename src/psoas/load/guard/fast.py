"""G2: more fast running than the thirty days before hold, or the first after three weeks.

Load rises faster than speed, hence the rule; no study has tried it on injuries
[source:psoas-convention].
"""

from __future__ import annotations

from psoas.evidence import Limits, Verdict
from psoas.load.guard.model import Exposure, ruled
from psoas.load.guard.past import Before
from psoas.load.model import Light


def is_fast(run: Exposure, limits: Limits) -> bool | None:
    """Say whether a run is a fast run; None where what is known of it does not decide."""
    if run.fast_m is None:
        return None
    if run.fast_m >= limits["guard-fast-distance"].value:
        return True
    return None if run.is_partial(limits) else False


def fast_exposure(run: Exposure, before: Before, *, limits: Limits) -> Verdict:
    """Judge the metres above 5 m/s of a run.

    Parameters
    ----------
    run
        Done or planned.
    before
        What came before it.
    limits
        What counts as a fast run, and how much more is a jump.

    Returns
    -------
    Verdict
        Green where it is no fast run, or has at most 1.3 times the most of the 30 days;
        amber above, and for the first fast run after 21 days; unknown where fast metres
        are not known or the logbook does not reach back.
    """
    fast_from_m = int(limits["guard-fast-distance"].value)
    fast = is_fast(run, limits)
    if run.fast_m is None or fast is None:
        return _said(Light.UNKNOWN, "guard.fast-unseen", limits, fast_from_m=fast_from_m)
    fast_m = round(run.fast_m)
    if not fast:
        return _said(Light.GREEN, "guard.fast-none", limits, fast_m=fast_m, fast_from_m=fast_from_m)
    return _first(run, before, limits) or _more(run, run.fast_m, before, limits)


def _said(level: Light, text: str, limits: Limits, **values: str | float) -> Verdict:
    return ruled("G2", level, text, limits=limits, limit="guard-fast-ratio", **values)


def _days(run: Exposure, earlier: Exposure | None) -> int | None:
    return None if earlier is None else (run.local_on - earlier.local_on).days


def _first(run: Exposure, before: Before, limits: Limits) -> Verdict | None:
    """Judge a fast run that no fast run of 21 days stands before; None for any other."""
    rest_days = int(limits["guard-fast-gap"].value)
    since = _days(run, before.last_fast)
    if since is not None and since < rest_days:
        return None
    fast_m = round(run.fast_m or 0)
    unseen, reach = _days(run, before.last_unseen), _days(run, before.first)
    seen_days = since if since is not None else reach or 0
    if seen_days < rest_days or (unseen is not None and unseen < rest_days):
        return _said(
            Light.UNKNOWN,
            "guard.fast-no-baseline",
            limits,
            fast_m=fast_m,
            rest_days=rest_days,
            seen_days=min(seen_days, rest_days if unseen is None else unseen),
        )
    return _said(
        Light.AMBER,
        "guard.fast-first",
        limits,
        fast_m=fast_m,
        rest_days=rest_days,
        seen_days=seen_days,
    )


def _more(run: Exposure, fast_m: float, before: Before, limits: Limits) -> Verdict:
    """Judge fast metres by the most of the window, which holds a fast run.

    Of a run that is known in part, more than the limit is more; less is not known.
    """
    needed = int(limits["guard-baseline-runs"].value)
    if before.fast.most is None or before.fast.n < needed:
        return _said(
            Light.UNKNOWN,
            "guard.fast-few-runs",
            limits,
            fast_m=round(fast_m),
            runs=before.fast.n,
            needed=needed,
        )
    ratio = round(fast_m / before.fast.most, 6)
    limit_ratio = limits["guard-fast-ratio"].value
    within = ratio <= limit_ratio
    if within and run.is_partial(limits):
        fast_from_m = int(limits["guard-fast-distance"].value)
        return _said(Light.UNKNOWN, "guard.fast-unseen", limits, fast_from_m=fast_from_m)
    return _said(
        Light.GREEN if within else Light.AMBER,
        "guard.fast-within" if within else "guard.fast-more",
        limits,
        fast_m=round(fast_m),
        most_m=round(before.fast.most),
        most_on=before.fast.on.isoformat() if before.fast.on else "",
        ratio=round(ratio, 2),
        limit_ratio=limit_ratio,
        cap_m=int(round(before.fast.most * limit_ratio, 6)),
    )
