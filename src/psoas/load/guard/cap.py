"""The cap: the longest next run that exceeds neither G1 nor G7 nor the step back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import attrs

from psoas.evidence import Limits, Verdict
from psoas.load.guard.model import Judged, ruled
from psoas.load.guard.past import Before, Past, has_baseline
from psoas.load.guard.spike import cap_km
from psoas.load.guard.steps import Step
from psoas.load.model import Light


def next_cap(
    past: Iterable[Judged],
    *,
    at: datetime,
    stops: Verdict | None,
    holds: Verdict | None,
    eases: bool,
    limits: Limits,
) -> Verdict:
    """Say how long the next run can be at most.

    Parameters
    ----------
    past
        All runs before *at*, in order of time. The distance of a red one is left out: what
        was too long is nothing to build on.
    at
        The moment asked about; its own day is the runner's day.
    stops
        What forbids a run for now; None where nothing does.
    holds
        The step back that a red asks for; None where none holds any more.
    eases
        Whether the newest check says to run less.
    limits
        The guard's numbers from the shelf.

    Returns
    -------
    Verdict
        Red without a run, amber on the way back from a break or a red light and where the
        check says to run less, green where G1 alone bounds it; unknown without a baseline,
        and where a red asks for a step back of which nobody knows how far.
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
    walked = Past(limits)
    for each in past:
        is_red = any(verdict.level == Light.RED for verdict in each.verdicts)
        walked.add(attrs.evolve(each.run, distance_m=None) if is_red else each.run)
    before = walked.before(at, at.date())
    found = [*_caps(before, at, limits, eases=eases)]
    if holds is not None:
        found.append(_step_back(holds, limits))
    if found:
        return min(found, key=lambda each: float(each.values.get("cap_km", _UNBOUND_KM)))
    return ruled(
        "cap",
        Light.UNKNOWN,
        "guard.cap-unknown",
        limits=limits,
        limit="guard-baseline-runs",
        runs=before.distance.n,
        needed=int(limits["guard-baseline-runs"].value),
    )


#: A step back of unknown length undercuts every cap but that of run-walk, which is 0.
_UNBOUND_KM = 0.05


def _step_back(holds: Verdict, limits: Limits) -> Verdict:
    """Return the cap of a red that holds; unknown where no green run is there to step back from."""
    resume_km = holds.values.get("resume_km")
    if resume_km is None:
        return ruled(
            "cap",
            Light.UNKNOWN,
            "guard.cap-held",
            limits=limits,
            limit="guard-greens",
            red_on=holds.values["red_on"],
            greens=holds.values["greens"],
            needed=holds.values["needed"],
        )
    return ruled(
        "cap",
        Light.AMBER,
        "guard.cap-resume",
        limits=limits,
        limit="guard-resume",
        cap_km=float(resume_km),
        share_pct=round(100 * limits["guard-resume"].value),
    )


def _caps(before: Before, at: datetime, limits: Limits, *, eases: bool) -> Iterator[Verdict]:
    longest_m = before.distance.most
    if longest_m is not None and has_baseline(before.distance, limits):
        limit = "guard-eased" if eases else "guard-spike"
        limit_ratio = limits[limit].value
        yield ruled(
            "cap",
            Light.AMBER if eases else Light.GREEN,
            "guard.cap-eased" if eases else "guard.cap",
            limits=limits,
            limit=limit,
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
