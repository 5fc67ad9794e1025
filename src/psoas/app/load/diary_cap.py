"""The guard's cap by the runner's own diary: it can lower the cap of the rules, never raise it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from psoas.app.forecast.forecasting import whole_diary
from psoas.app.load.planned_loads import a_metre
from psoas.app.retest.symptoms import Diary
from psoas.app.state import State
from psoas.evidence import Limits, Scalar, Verdict
from psoas.load.guard import Judged, Next
from psoas.load.guard.model import ruled
from psoas.load.model import Light
from psoas.loop.retest.drivers import drivers
from psoas.loop.retest.flare import longest_run_ratio
from psoas.loop.retest.forecast import known_from


def diary_cap_km(state: State, *, limits: Limits) -> float | None:
    """Return how long an easy run today may be by the diary; None where it sets no bound.

    It is asked only where the scores are known to answer to running.
    """
    diary = whole_diary(state)
    if diary is None or "distance" not in diary.days.loads:
        return None
    known = known_from(diary.days, checked=False)
    found = None if known is None else drivers(known.found, known.days)
    if known is None or found is None or not found.answers_to_running:
        return None
    size_ratio = longest_run_ratio(
        known,
        _easy_run(state, diary),
        excess_ratio=limits["guard-flare-excess"].value,
        within_days=int(limits["guard-flare-excess-days"].value),
    )
    if size_ratio is None:
        return None
    return size_ratio * diary.typical["distance"] / 1000


def _easy_run(state: State, diary: Diary) -> dict[str, float]:
    """Return the loads of an easy run of typical distance, in typical loaded days."""
    typical_m = diary.typical["distance"]
    return {
        name: typical_m * load / diary.typical[name]
        for name, load in a_metre(state.runs).items()
        if name in diary.typical and name != "fast"
    }


def capped_by_diary(found: Next, state: State, *, limits: Limits) -> Next:
    """Return the next run with the diary's cap where that is the lower one.

    What rests, is held, or is not known stays as the rules have it.
    """
    rule_km = found.cap.values.get("cap_km")
    if found.cap.level not in (Light.GREEN, Light.AMBER) or not isinstance(rule_km, float):
        return found
    cap_km = diary_cap_km(state, limits=limits)
    if cap_km is None or cap_km >= rule_km:
        return found
    cap: Verdict = ruled(
        "cap",
        Light.AMBER,
        "guard.cap-diary",
        limits=limits,
        limit="guard-flare-excess",
        **_values(cap_km, limits),
    )
    return attrs.evolve(found, cap=cap)


def beyond_diary(planned: Sequence[Judged], state: State, *, limits: Limits) -> tuple[Judged, ...]:
    """Return planned runs with one verdict more where they are longer than the diary's cap.

    What the rules say of them stays: this can only be louder.
    """
    if not any(each.run.distance_m for each in planned):
        return tuple(planned)
    cap_km = diary_cap_km(state, limits=limits)
    if cap_km is None:
        return tuple(planned)
    said: Verdict = ruled(
        "diary",
        Light.AMBER,
        "guard.beyond-diary",
        limits=limits,
        limit="guard-flare-excess",
        **_values(cap_km, limits),
    )
    return tuple(
        attrs.evolve(each, verdicts=(*each.verdicts, said))
        if (each.run.distance_m or 0.0) / 1000 > cap_km
        else each
        for each in planned
    )


def _values(cap_km: float, limits: Limits) -> dict[str, Scalar]:
    return {
        "cap_km": int(10 * cap_km) / 10,
        "excess_pct": round(100 * limits["guard-flare-excess"].value),
        "days": int(limits["guard-flare-excess-days"].value),
    }
