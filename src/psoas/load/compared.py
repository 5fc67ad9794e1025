"""Setting a stretch of days beside what was usual in the runner's own weeks before it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from attrs import frozen
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from psoas.evidence import Limits, Scalar, SourceId, Verdict
from psoas.load.season import Daily, Season
from psoas.quantity import Answer


class Change(StrEnum):
    """How a stretch compares with what was usual."""

    MORE = "more"
    LESS = "less"
    USUAL = "usual"
    CANNOT_TELL = "cannot-tell"


ANSWERS = {
    Change.MORE: Answer.YES,
    Change.LESS: Answer.YES,
    Change.USUAL: Answer.NO,
    Change.CANNOT_TELL: Answer.UNKNOWN,
}
TEXTS = {
    Change.MORE: "season.more",
    Change.LESS: "season.less",
    Change.USUAL: "season.usual",
    Change.CANNOT_TELL: "season.usual-unknown",
}


@frozen(kw_only=True)
class Changed:
    """One thing that may have changed: what, how, and the numbers in its verdict."""

    what: str
    change: Change
    verdict: Verdict


@frozen(kw_only=True, eq=False)
class Stretch:
    """A number of a stretch of days, and of every stretch as long before it.

    *usual* is NaN where a number is not known; its last one is of the stretch that ends
    where this one begins.
    """

    value: float
    usual: Daily

    @property
    def known(self) -> Daily:
        """The numbers of the stretches before that are known."""
        return np.asarray(self.usual[~np.isnan(self.usual)])

    @property
    def numbers(self) -> dict[str, float]:
        """The stretch, the one before it, and the range; what is not known is left out."""
        known = self.known
        before = self.usual[-1:].tolist()
        found = {"value": self.value, **dict(zip(["before"], before, strict=False))}
        if len(known):
            found |= {"low": float(known.min()), "high": float(known.max())}
        return {key: number for key, number in found.items() if not np.isnan(number)}

    def change(self, *, ratio: float, least: float) -> Change:
        """Say whether the stretch leaves the range, by a ratio and by an amount at least."""
        known = self.known
        if np.isnan(self.value) or not len(known):
            return Change.CANNOT_TELL
        low, high = float(known.min()), float(known.max())
        if self.value > ratio * high and self.value - high >= least:
            return Change.MORE
        if ratio * self.value < low and low - self.value >= least:
            return Change.LESS
        return Change.USUAL


@frozen(kw_only=True)
class Frame:
    """The stretch of a season that ends on a day, and how many weeks before it are known."""

    season: Season
    last: date
    limits: Limits

    @property
    def n_days(self) -> int:
        """Days of the stretch."""
        return int(self.limits["season-window"].value)

    @property
    def begin(self) -> int:
        """The stretch's first row in the season; negative where it is not on record."""
        return self.season.index(self.last - timedelta(days=self.n_days - 1))

    @property
    def end(self) -> int:
        """The row behind the stretch's last."""
        return self.begin + self.n_days

    @property
    def is_covered(self) -> bool:
        """Whether every day of the stretch is on record."""
        return self.begin >= 0 and self.end <= self.season.covered.n_days

    @property
    def n_weeks(self) -> int:
        """Whole weeks on record before the stretch, as far as they are looked at."""
        most = int(self.limits["season-usual"].value)
        return min(max(self.begin, 0) // 7, most)

    def windows(self, per_day: Daily) -> NDArray[np.float64]:
        """Return every stretch of days, the one in question last; none if it is not covered."""
        if not self.is_covered:
            return np.empty((0, self.n_days))
        first = max(0, self.begin - 7 * int(self.limits["season-usual"].value))
        return sliding_window_view(per_day[first : self.end], self.n_days)

    def stretch(self, found: Daily) -> Stretch:
        """Split a number of every window into the stretch's and those that share no day with it."""
        if not len(found):
            return Stretch(value=float("nan"), usual=np.empty(0))
        return Stretch(value=float(found[-1]), usual=found[: -self.n_days])

    def why_unknown(self, stretch: Stretch) -> str | None:
        """Return the text that says why nothing can be told; None where something can."""
        needed_weeks = int(self.limits["season-usual-least"].value)
        if np.isnan(stretch.value):
            return "season.value-unknown"
        if self.n_weeks < needed_weeks:
            return "season.too-few-weeks"
        least_windows = 7 * needed_weeks - self.n_days + 1
        if "before" not in stretch.numbers or len(stretch.known) < least_windows:
            return "season.usual-unknown"
        return None

    def said(
        self,
        what: str,
        stretch: Stretch,
        change: Change,
        *,
        unit: str,
        digits: int = 0,
        text: str | None = None,
        sources: tuple[SourceId, ...] = (),
        more: Mapping[str, Scalar] | None = None,
    ) -> Changed:
        """Word a comparison with both numbers and the range of the weeks before."""
        unknown = self.why_unknown(stretch)
        change = Change.CANNOT_TELL if unknown else change
        window = self.limits["season-window"]
        verdict = Verdict(
            rule=f"season-{what}",
            answer=ANSWERS[change],
            level=change,
            text=unknown or text or TEXTS[change],
            values={
                **{key: _rounded(each, digits) for key, each in stretch.numbers.items()},
                "unit": unit,
                "window_days": self.n_days,
                "weeks": self.n_weeks,
                "needed_weeks": int(self.limits["season-usual-least"].value),
                **(more or {}),
            },
            sources=(*window.sources, *sources),
            grade=window.grade,
        )
        return Changed(what=what, change=change, verdict=verdict)


def _rounded(value: float, digits: int) -> float:
    return float(round(value, digits))
