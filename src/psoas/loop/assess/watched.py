"""What the watch shows of the runs round the onset and of late, as findings for the drivers.

A finding speaks only where the runs tell it: a run without a verdict leaves *no jump* open,
never a jump. No rule of the disposition looks at any of these keys (hazard H-25).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from psoas.evidence import Verdict
from psoas.load import Change, Changed
from psoas.load.guard import Judged
from psoas.load.model import Light
from psoas.loop.condition import Answered, Sheet
from psoas.motion.norms import NORMS

WINDOW_DAYS = 14
"""Days up to the onset, and up to now, that are looked at: as the season does and as the
question of the longest run asks. Our own convention."""

FEWEST_STEADY_RUNS = 3
"""Runs with a cadence and a speed that a cadence is told from. Our own convention."""

CADENCE_ERROR_SPM = 3.0
"""A cadence nearer than this to the norm's edge is not told [source:psoas-convention]."""


def watch_findings(
    judged: Iterable[Judged],
    changed: Iterable[Changed],
    *,
    onset_until: date | None,
    on: date,
    steady_mps_spm: Sequence[tuple[float, float]] = (),
) -> Sheet:
    """Return what the watch tells the drivers; what it cannot tell has no key.

    Parameters
    ----------
    judged
        Runs with the guard's verdicts on each.
    changed
        What changed before the onset, as the season tells it.
    onset_until
        The last day whose runs came before the symptoms; None where nobody knows.
    on
        The day asked about.
    steady_mps_spm
        Mean speed in m/s and mean cadence in steps of both feet a minute of recent runs.

    Returns
    -------
    Sheet
        Empty where no run lies in the two weeks before the onset or in the last two.
    """
    spans = [_span(day) for day in (onset_until, on) if day is not None and day <= on]
    inside = [each for each in judged if any(a <= each.run.local_on <= b for a, b in spans)]
    if not inside:
        return {}
    first, last = spans[0]
    asked = any(first <= each.run.local_on <= last for each in inside)
    days = sorted(each.run.local_on for each in inside)
    return {
        "watch_runs": len(inside),
        "watch_since": _day(days[0]),
        "watch_until": _day(days[-1]),
        **_longest(inside, whole=asked),
        **_fast(inside, whole=asked),
        **_units(inside, whole=asked),
        **_return(inside),
        **_two_weeks(changed),
        **_cadence(steady_mps_spm),
    }


def _span(last: date) -> tuple[date, date]:
    return last - timedelta(days=WINDOW_DAYS - 1), last


def _day(on: date) -> str:
    return f"{on.day} {on:%b}"


def _by(inside: Sequence[Judged], rule: str) -> tuple[list[tuple[date, Verdict]], bool]:
    """Return the loud verdicts of a rule with their days, and whether all are known."""
    said = [(each.run.local_on, each.by(rule)) for each in inside]
    loud = [(on, each) for on, each in said if each.level in (Light.AMBER, Light.RED)]
    return loud, all(each.level != Light.UNKNOWN for _, each in said)


def _ratio(verdict: Verdict) -> float:
    return float(verdict.values["ratio"])


def _fast_m(verdict: Verdict) -> float:
    return float(verdict.values["fast_m"])


def _gap_days(verdict: Verdict) -> int:
    return int(verdict.values["gap_days"])


def _longest(inside: Sequence[Judged], *, whole: bool) -> dict[str, Answered]:
    """Tell the longest run against the thirty days before it (G1)."""
    loud, known = _by(inside, "G1")
    if loud:
        on, verdict = max(loud, key=lambda each: _ratio(each[1]))
        ratio = _ratio(verdict)
        return {"watch_longest_run_ratio": ratio, "watch_longest_run_on": _day(on)}
    if not (known and whole):
        return {}
    return {"watch_longest_run_ratio": max(_ratio(each.by("G1")) for each in inside)}


def _fast(inside: Sequence[Judged], *, whole: bool) -> dict[str, Answered]:
    """Tell fast metres against the thirty days before them (G2)."""
    loud, known = _by(inside, "G2")
    if loud:
        on, verdict = max(loud, key=lambda each: _fast_m(each[1]))
        fast_m = round(_fast_m(verdict))
        return {"watch_fast": "more", "watch_fast_m": fast_m, "watch_fast_on": _day(on)}
    return {"watch_fast": "no_more"} if known and whole else {}


def _units(inside: Sequence[Judged], *, whole: bool) -> dict[str, Answered]:
    """Tell modelled hip-flexor load of a run against the thirty days before it (G3)."""
    loud, known = _by(inside, "G3")
    if loud:
        return {"watch_units": "more", "watch_units_on": _day(loud[-1][0])}
    return {"watch_units": "no_more"} if known and whole else {}


def _return(inside: Sequence[Judged]) -> dict[str, Answered]:
    """Tell a run that was too long for a return after a break (G7)."""
    loud, _ = _by(inside, "G7")
    capped = [(on, each) for on, each in loud if each.text == "guard.gap-beyond"]
    if not capped:
        return {}
    on, verdict = capped[-1]
    return {
        "watch_return_over": True,
        "watch_return_on": _day(on),
        "watch_gap_days": _gap_days(verdict),
    }


def _two_weeks(changed: Iterable[Changed]) -> dict[str, Answered]:
    """Tell the two weeks before the onset against the runner's own twelve before them."""
    keys: Mapping[str, str] = {"distance": "watch_two_weeks", "fast": "watch_two_weeks_fast"}
    said = {keys[each.what]: each.change for each in changed if each.what in keys}
    return {
        key: "more" if change is Change.MORE else "no_more"
        for key, change in said.items()
        if change is not Change.CANNOT_TELL
    }


def _cadence(steady_mps_spm: Sequence[tuple[float, float]]) -> dict[str, Answered]:
    """Tell cadence against what runners show at the same speed [source:fukuchi-2017].

    Taller runners take fewer steps, and nobody published by how many at a matched speed:
    the finding is a hint and can name nothing by itself (hazard H-17).
    """
    norms = [(NORMS["cadence"].at(speed_mps), spm) for speed_mps, spm in steady_mps_spm]
    over_spm = [spm - norm.low for norm, spm in norms if norm is not None]
    if len(over_spm) < FEWEST_STEADY_RUNS or abs(median(over_spm)) < CADENCE_ERROR_SPM:
        return {}
    return {"watch_cadence": "below" if median(over_spm) < 0 else "within"}
