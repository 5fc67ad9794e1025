"""The guard's cap by the runner's own diary: it can lower the cap of the rules, never raise it."""

from __future__ import annotations

from statistics import median

import attrs

from psoas.app.forecasting import whole_diary
from psoas.app.state import State
from psoas.app.symptoms import ALL_CHANNELS, Diary
from psoas.evidence import Limits, Verdict
from psoas.load.guard import Next
from psoas.load.guard.model import ruled
from psoas.load.model import Light
from psoas.loop.retest.drivers import drivers
from psoas.loop.retest.flare import longest_run_ratio
from psoas.loop.retest.forecast import known_from

#: An easy run has fewer metres above 5 m/s than this. [source:psoas-convention]
EASY_FAST_M = 100.0


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
    runs = [each for each in state.runs if each.distance_m]
    easy = [each for each in runs if each.fast_m < EASY_FAST_M] or runs
    found = {}
    for name, load_of in ALL_CHANNELS.items():
        if name in diary.typical and name != "fast":
            a_metre = median((load_of(run) or 0.0) / (run.distance_m or 1.0) for run in easy)
            found[name] = typical_m * a_metre / diary.typical[name]
    return found


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
        cap_km=int(10 * cap_km) / 10,
        excess_pct=round(100 * limits["guard-flare-excess"].value),
        days=int(limits["guard-flare-excess-days"].value),
    )
    return attrs.evolve(found, cap=cap)
