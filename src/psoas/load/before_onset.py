"""What changed in the two weeks before the symptoms began.

The two weeks are set beside the two weeks before them, and beside all two weeks in a row
of the runner's own twelve weeks before. A difference is named only where it leaves that
range. It is a description: a change before an onset is no reason for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from attrs import frozen

from psoas.evidence import Limits, Scalar, SourceId, Verdict
from psoas.load.compared import ANSWERS, Change, Changed, Frame, Stretch
from psoas.load.model import EXPONENTS
from psoas.load.onset import Onset
from psoas.load.season import Daily, Season

#: A statement on units needs its sign for these [source:psoas-computed-load], science.md 1.4.
NEEDED_EXPONENTS = tuple(m for m in EXPONENTS if 2 <= m <= 7)
SHOWN_EXPONENT = 4
MODEL = SourceId("psoas-computed-load")


def _total(windows: Daily) -> Daily:
    return np.asarray(windows.sum(axis=-1))


def _largest(windows: Daily) -> Daily:
    return np.asarray(windows.max(axis=-1))


def _longest_km(season: Season) -> Daily:
    """Longest run of each day: 0 without a run, NaN where a run has no distance."""
    longest = np.where(season.runs == 0, 0.0, season.most_distance_m)
    return np.asarray(np.where(np.isnan(season.distance_m), np.nan, longest) / 1000)


@frozen(kw_only=True)
class _Thing:
    """What is compared: its number on a day, how days go together, and its margins' limits."""

    unit: str
    per_day: Callable[[Season], Daily]
    gather: Callable[[Daily], Daily] = _total
    digits: int = 0
    ratio: str | None = None
    least: str = "season-least-count"


#: What is compared with one margin or two; units and cadence have their own functions.
THINGS: Mapping[str, _Thing] = {
    "longest-run": _Thing(
        unit="km",
        digits=1,
        per_day=_longest_km,
        gather=_largest,
        ratio="season-least-ratio",
        least="season-least-distance",
    ),
    "distance": _Thing(
        unit="km",
        digits=1,
        per_day=lambda season: np.asarray(season.distance_m / 1000),
        ratio="season-least-ratio",
        least="season-least-distance",
    ),
    "fast": _Thing(
        unit="m",
        per_day=lambda season: season.fast_m,
        ratio="season-least-ratio",
        least="season-least-fast",
    ),
    "runs": _Thing(unit="runs", per_day=lambda season: season.runs.astype(np.float64)),
    "days-off": _Thing(unit="days", per_day=lambda season: (season.runs == 0).astype(np.float64)),
}


def _plain(name: str, frame: Frame) -> Changed:
    thing, limits = THINGS[name], frame.limits
    stretch = frame.stretch(thing.gather(frame.windows(thing.per_day(frame.season))))
    change = stretch.change(
        ratio=limits[thing.ratio].value if thing.ratio else 1.0,
        least=limits[thing.least].value,
    )
    return frame.said(name, stretch, change, unit=thing.unit, digits=thing.digits)


def _units(frame: Frame) -> Changed:
    """Compare units for every exponent; a change that hangs on the exponent is none."""
    ratio = frame.limits["season-least-ratio"].value
    columns = {m: frame.season.units[:, EXPONENTS.index(m)] for m in NEEDED_EXPONENTS}
    found = {m: frame.stretch(_total(frame.windows(each))) for m, each in columns.items()}
    changes = {each.change(ratio=ratio, least=0.0) for each in found.values()}
    agreed = next(iter(changes)) if len(changes) == 1 else Change.CANNOT_TELL
    return frame.said(
        "units",
        found[SHOWN_EXPONENT],
        agreed,
        unit="units",
        digits=1,
        text="season.hangs-on-the-exponent" if len(changes) > 1 else None,
        sources=(MODEL,),
        more=_by_exponent(found),
    )


def _by_exponent(found: Mapping[int, Stretch]) -> dict[str, Scalar]:
    return {
        f"{key}_m{m}_units": float(round(number, 1))
        for m, stretch in found.items()
        for key, number in stretch.numbers.items()
        if key in ("value", "before")
    }


def _cadence(frame: Frame) -> Changed:
    """Compare the mean cadence of the runs that have one, weighted by their moving time."""
    steps = _total(frame.windows(frame.season.steps))
    seconds = _total(frame.windows(frame.season.cadence_seconds))
    spm = np.divide(60 * steps, seconds, out=np.full(seconds.shape, np.nan), where=seconds > 0)
    stretch = frame.stretch(spm)
    least = frame.limits["season-least-cadence"].value
    change = stretch.change(ratio=1.0, least=least)
    return frame.said("cadence", stretch, change, unit="steps/min")


def _return(frame: Frame) -> Changed:
    """Say whether a run of the stretch ended a gap; without a run before, nobody knows."""
    gap = frame.limits["season-gap"]
    ran = np.flatnonzero(frame.season.runs[: max(frame.end, 0)])
    known = frame.is_covered and bool((ran < frame.begin).any())
    ended = (np.diff(ran) - 1)[ran[1:] >= frame.begin] if known else np.empty(0)
    gap_days = int(ended.max()) if len(ended) else 0
    if not known:
        change, text = Change.CANNOT_TELL, "season.return-unknown"
    elif gap_days >= gap.value:
        change, text = Change.MORE, "season.return"
    else:
        change, text = Change.USUAL, "season.no-return"
    values = {
        "gap_days": gap_days,
        "least_days": int(gap.value),
        "window_days": frame.n_days,
    }
    verdict = Verdict(
        rule="season-return",
        answer=ANSWERS[change],
        level=change,
        text=text,
        values=values,
        sources=gap.sources,
        grade=gap.grade,
    )
    return Changed(what="return", change=change, verdict=verdict)


def what_changed(season: Season | None, onset: Onset, *, limits: Limits) -> tuple[Changed, ...]:
    """Set the two weeks before an onset beside what was usual.

    Parameters
    ----------
    season
        The covered days; None where nothing is on record.
    onset
        The day the symptoms began.
    limits
        Bounds from the shelf.

    Returns
    -------
    tuple of Changed
        Longest run, distance, fast metres, units, runs, days off, cadence, and a return
        after a gap; empty where no day of onset or no run is known. Each is more, less,
        within the range of the runner's own weeks before, or cannot be told: where its
        number is not known, or fewer than eight weeks before are on record.

    Sources
    -------
    psoas-convention, psoas-computed-load
    """
    if season is None or onset.until is None:
        return ()
    frame = Frame(season=season, last=onset.until, limits=limits)
    plain = {name: _plain(name, frame) for name in THINGS}
    return (
        *(plain[name] for name in ("longest-run", "distance", "fast")),
        _units(frame),
        *(plain[name] for name in ("runs", "days-off")),
        _cadence(frame),
        _return(frame),
    )
