"""G7: the first runs after a break [source:psoas-convention]; the ladder is in ``steps``."""

from __future__ import annotations

from datetime import timedelta

from psoas.evidence import Limits, Verdict
from psoas.load.guard.model import Exposure, ruled
from psoas.load.guard.past import Before
from psoas.load.guard.spike import cap_km
from psoas.load.guard.steps import Return, Step
from psoas.load.model import Light


def after_gap(run: Exposure, before: Before, *, limits: Limits) -> Verdict:
    """Judge a run by the break that came before it.

    Parameters
    ----------
    run
        Done or planned.
    before
        What came before it.
    limits
        Days of the breaks, shares of the prior longest run, how long a step holds.

    Returns
    -------
    Verdict
        Green without a break and within its cap, amber beyond it. After 28 days the step
        is run-walk and always amber: from its distance nobody can tell whether a runner
        walked in between. Unknown for the first run, without a distance, and where no
        baseline stands before the break.
    """
    from_days = int(limits["guard-gap"].value)
    if before.last is None:
        return _said(Light.UNKNOWN, "guard.gap-first-run", limits, from_days=from_days)
    if before.back is None:
        gap_days = max(0, (run.local_on - before.last.local_on).days)  # over the date line
        return _said(Light.GREEN, "guard.gap-none", limits, gap_days=gap_days, from_days=from_days)
    back = before.back
    step = back.step(run.local_on, limits)
    if step is Step.RUN_WALK:
        return _run_walk(back, limits)
    if back.longest_m is None or run.distance_m is None:
        no_baseline = back.longest_m is None
        return _said(
            Light.UNKNOWN,
            "guard.gap-no-baseline" if no_baseline else "guard.gap-no-distance",
            limits,
            gap_days=back.gap_days,
            from_days=from_days,
        )
    return _capped(run.distance_m, back, back.longest_m, step, limits)


def _said(level: Light, text: str, limits: Limits, **values: str | float) -> Verdict:
    return ruled("G7", level, text, limits=limits, limit="guard-return-hold", **values)


def _run_walk(back: Return, limits: Limits) -> Verdict:
    return _said(
        Light.AMBER,
        "guard.gap-run-walk",
        limits,
        gap_days=back.gap_days,
        times=int(limits["guard-run-walk"].value),
        until=_until(back, Step.RUN_WALK, limits),
    )


def _until(back: Return, step: Step, limits: Limits) -> str:
    """Return the last day of a step."""
    held = int(limits["guard-return-hold"].value) * (step - back.begins + 1)
    return (back.since + timedelta(days=held - 1)).isoformat()


def _capped(
    distance_m: float, back: Return, longest_m: float, step: Step, limits: Limits
) -> Verdict:
    share_ratio = step.share_ratio(limits)
    within = round(distance_m / longest_m, 6) <= share_ratio
    return _said(
        Light.GREEN if within else Light.AMBER,
        "guard.gap-within" if within else "guard.gap-beyond",
        limits,
        gap_days=back.gap_days,
        distance_km=round(distance_m / 1000, 2),
        longest_km=round(longest_m / 1000, 2),
        share_pct=round(100 * share_ratio),
        cap_km=cap_km(longest_m, share_ratio),
        until=_until(back, step, limits),
    )
