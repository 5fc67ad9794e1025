"""A history walked once: before each run, what came before it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from attrs import field, frozen

from psoas.evidence import Limits
from psoas.load.guard.model import ChangeKind, Exposure
from psoas.load.guard.steps import Return, returned

#: Exponents whose agreement a statement on units needs. [source:psoas-computed-load]
AGREEING = (2, 4, 7)


@frozen(kw_only=True)
class Peak:
    """How many runs of the window have a quantity, and the one that has most of it."""

    n: int = 0
    most: float | None = None
    on: date | None = None


@frozen(kw_only=True)
class Before:
    """What the logbook knows of the time before a run starts."""

    first: Exposure | None = None
    last: Exposure | None = None
    distance: Peak = Peak()
    fast: Peak = Peak()
    units: Mapping[int, Peak] = field(factory=dict)
    last_fast: Exposure | None = None
    last_hard: Exposure | None = None
    last_unseen: Exposure | None = None
    """The last run whose fast metres nobody knows."""
    back: Return | None = None
    """The return from a break that this run would be part of."""
    changed: Mapping[ChangeKind, date] = field(factory=dict)


class _Most:
    """The largest of a quantity in a window that slides forward with time."""

    def __init__(self, window: timedelta) -> None:
        self._window = window
        self._times: deque[datetime] = deque()
        self._falling: deque[tuple[datetime, float, date]] = deque()

    def add(self, run: Exposure, value: float | None, *, partial: bool = False) -> None:
        """Take a value; a partial one may be the most, but makes no baseline."""
        if value is None:
            return
        if not partial:
            self._times.append(run.started_at)
        while self._falling and self._falling[-1][1] <= value:
            self._falling.pop()
        self._falling.append((run.started_at, value, run.local_on))

    def at(self, moment: datetime) -> Peak:
        since = moment - self._window
        while self._times and self._times[0] < since:
            self._times.popleft()
        while self._falling and self._falling[0][0] < since:
            self._falling.popleft()
        if not self._falling:
            return Peak()
        _, most, on = self._falling[0]
        return Peak(n=len(self._times), most=most, on=on)


def has_baseline(peak: Peak, limits: Limits) -> bool:
    """Say whether enough runs, one of them long enough, stand before a run (G1c)."""
    return (
        peak.n >= limits["guard-baseline-runs"].value
        and peak.most is not None
        and peak.most / 1000 >= limits["guard-baseline-distance"].value
    )


class Past:
    """Walks runs in order of time; ``before`` and ``add`` must be called in that order."""

    def __init__(self, limits: Limits, *, races: frozenset[date] = frozenset()) -> None:
        window = timedelta(days=limits["guard-window"].value)
        self._limits, self._races = limits, races
        self._distance, self._fast = _Most(window), _Most(window)
        self._units = {m: _Most(window) for m in AGREEING}
        self._first: Exposure | None = None
        self._last: Exposure | None = None
        self._last_fast: Exposure | None = None
        self._last_hard: Exposure | None = None
        self._last_unseen: Exposure | None = None
        self._prior = Peak()
        self._back: Return | None = None
        self._changed: dict[ChangeKind, date] = {}

    def before(self, at: datetime, on: date) -> Before:
        """Return what is known before a run that starts *at*, on the runner's day *on*."""
        return Before(
            first=self._first,
            last=self._last,
            distance=self._distance.at(at),
            fast=self._fast.at(at),
            units={m: most.at(at) for m, most in self._units.items()},
            last_fast=self._last_fast,
            last_hard=self._last_hard,
            last_unseen=self._last_unseen,
            back=self._returned(on),
            changed=dict(self._changed),
        )

    def _returned(self, on: date) -> Return | None:
        if self._last is None:
            return None
        longest_m = self._prior.most if has_baseline(self._prior, self._limits) else None
        return returned(
            on,
            last_on=self._last.local_on,
            longest_m=longest_m,
            was=self._back,
            limits=self._limits,
        )

    def is_fast(self, run: Exposure) -> bool:
        """Say whether a run has enough fast metres to count as a fast run."""
        return run.fast_m is not None and run.fast_m >= self._limits["guard-fast-distance"].value

    def add(self, run: Exposure, *, changes: Iterable[ChangeKind] = ()) -> None:
        """Take a run, and the changes it was, into the past."""
        back = self._returned(run.local_on)
        self._distance.add(run, run.distance_m)
        partial = run.is_partial(self._limits)
        self._fast.add(run, run.fast_m, partial=partial)
        for m, most in self._units.items():
            most.add(run, run.units.get(m) if run.units else None, partial=partial)
        self._prior = self._distance.at(run.started_at)
        self._back = back
        self._first = self._first or run
        self._last = run
        if run.fast_m is None or (partial and not self.is_fast(run)):
            self._last_unseen = run
        if self.is_fast(run):
            self._last_fast = run
        if self.is_fast(run) or run.local_on in self._races:
            self._last_hard = run
        for kind in changes:
            self._changed[kind] = run.local_on
