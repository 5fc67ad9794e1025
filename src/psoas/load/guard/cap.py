"""The cap: the longest next run that exceeds neither G1 nor G7 nor the step back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from psoas.evidence import Limits, Verdict
from psoas.load.guard.model import Exposure, ruled
from psoas.load.guard.past import Before, Past, has_baseline
from psoas.load.guard.spike import cap_km
from psoas.load.guard.steps import Step
from psoas.load.model import Light


def next_cap(
    runs: Iterable[Exposure],
    *,
    at: datetime,
    stops: Verdict | None,
    resume_km: float | None,
    limits: Limits,
) -> Verdict:
    """Say how long the next run can be at most.

    Parameters
    ----------
    runs
        All before *at*, in order of time.
    at
        The moment asked about; its own day is the runner's day.
    stops
        What forbids a run for now; None where nothing does.
    resume_km
        Where a red light asks for a step back, its distance.
    limits
        The guard's numbers from the shelf.

    Returns
    -------
    Verdict
        Red without a run, amber on the way back from a break or a red light, green where
        G1 alone bounds it; unknown without a baseline.
    """
    if stops is not None:
        return ruled(
            "cap",
            Light.RED,
            "guard.cap-none",
            limits=limits,
            limit="guard-rest",
            cap_km=0.0,
            because=stops.rule,
        )
    past = Past(limits)
    for run in runs:
        past.add(run)
    before = past.before(at, at.date())
    found = [*_caps(before, at, limits)]
    if resume_km is not None:
        resume = ruled(
            "cap",
            Light.AMBER,
            "guard.cap-resume",
            limits=limits,
            limit="guard-resume",
            cap_km=resume_km,
            share_pct=round(100 * limits["guard-resume"].value),
        )
        found.append(resume)
    if found:
        return min(found, key=lambda each: float(each.values["cap_km"]))
    return ruled(
        "cap",
        Light.UNKNOWN,
        "guard.cap-unknown",
        limits=limits,
        limit="guard-baseline-runs",
        runs=before.distance.n,
        needed=int(limits["guard-baseline-runs"].value),
    )


def _caps(before: Before, at: datetime, limits: Limits) -> Iterator[Verdict]:
    longest_m = before.distance.most
    if longest_m is not None and has_baseline(before.distance, limits):
        limit_ratio = limits["guard-spike"].value
        yield ruled(
            "cap",
            Light.GREEN,
            "guard.cap",
            limits=limits,
            limit="guard-spike",
            cap_km=cap_km(longest_m, limit_ratio),
            longest_km=round(longest_m / 1000, 2),
            limit_ratio=limit_ratio,
            window_days=int(limits["guard-window"].value),
        )
    back = before.back
    if back is None:
        return
    step = back.step(at.date(), limits)
    if step is Step.RUN_WALK:
        yield ruled(
            "cap",
            Light.AMBER,
            "guard.cap-run-walk",
            limits=limits,
            limit="guard-return-hold",
            cap_km=0.0,
            gap_days=back.gap_days,
            times=int(limits["guard-run-walk"].value),
        )
    elif back.longest_m is not None:
        share_ratio = step.share_ratio(limits)
        yield ruled(
            "cap",
            Light.AMBER,
            "guard.cap-gap",
            limits=limits,
            limit="guard-return-hold",
            cap_km=cap_km(back.longest_m, share_ratio),
            longest_km=round(back.longest_m / 1000, 2),
            share_pct=round(100 * share_ratio),
            gap_days=back.gap_days,
        )
