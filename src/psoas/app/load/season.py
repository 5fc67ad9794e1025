"""The season: load on every day on record, its frames, and what changed before the symptoms."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import frozen

from psoas.app.check.observing import told_weeks
from psoas.app.state import State
from psoas.diary import Pain
from psoas.library import Shelf
from psoas.load import (
    Changed,
    Covered,
    Frames,
    Onset,
    Season,
    Weeks,
    find_onset,
    frames_of,
    season_of,
    weeks_of,
    what_changed,
)
from psoas.runs.dated import is_dated
from psoas.store import Logbook
from psoas.store.activities import Activity, activities
from psoas.store.sheets import KeptSheet


@frozen(kw_only=True)
class Record:
    """What a season knows beyond the runs: the days on record, and cadence by run."""

    covered: Covered | None
    cadences_spm: dict[str, float]

    @classmethod
    def of(cls, found: tuple[Activity, ...], *, on: date) -> Record:
        """Take every activity, of any sport: a watch that was worn covers the day.

        A day behind the last activity is not on record: nobody knows what was run. Nor is
        one whose date cannot be true.
        """
        days = [
            each.local_on
            for each in found
            if each.local_on <= on and is_dated(each.local_on, on=on)
        ]
        return cls(
            covered=Covered(first=min(days), last=max(days)) if days else None,
            cadences_spm={
                each.id: each.summary.cadence_spm
                for each in found
                if each.summary.cadence_spm is not None
            },
        )


@frozen(kw_only=True)
class SeasonView:
    """A runner's season as of a day; *season*, *frames* and *weeks* are None without a run."""

    on: date
    season: Season | None
    frames: Frames | None
    weeks: Weeks | None
    pains: tuple[Pain, ...]
    onset: Onset
    changed: tuple[Changed, ...]

    def worst_on(self) -> dict[date, int]:
        """Return the worst score of each day that has one."""
        worst: dict[date, int] = {}
        for each in self.pains:
            worst[each.felt_on] = max(each.pain_nrs, worst.get(each.felt_on, 0))
        return worst

    def rows(self, days: int | None = None) -> range:
        """Return the rows of the season, or of those of the last *days* days."""
        if self.season is None:
            return range(0)
        n_days = self.season.covered.n_days
        since = 0 if days is None else self.season.index(self.on - timedelta(days=days - 1))
        return range(min(max(since, 0), n_days), n_days)


def _told_by(sheet: KeptSheet | None) -> tuple[date | None, float | None]:
    """Return the day of a check, and for how many weeks it says that it hurts."""
    if sheet is None:
        return None, None
    return sheet.answered_at.date(), told_weeks(sheet.answers.get("structured") or {})


def read_record(logbook: Logbook, *, on: date) -> Record:
    """Read which days are on record, and the cadence of each run."""
    with logbook.reading() as connection:
        return Record.of(activities(connection), on=on)


def season_view(state: State, record: Record, *, shelf: Shelf) -> SeasonView:
    """Say what was run, what it loaded, and what changed before the symptoms began.

    Parameters
    ----------
    state
        Where the runner stands.
    record
        Which days are on record.
    shelf
        For the limits.
    """
    runs = [run for run in state.runs if run.local_on <= state.on]
    pains = tuple(each for each in state.pains if each.felt_on <= state.on)
    season = None
    if runs:
        season = season_of(runs, covered=record.covered, cadences_spm=record.cadences_spm)
    answered_on, duration_weeks = _told_by(state.sheet)
    onset = find_onset(
        answered_on=answered_on, duration_weeks=duration_weeks, pains=pains, limits=shelf.limits
    )
    return SeasonView(
        on=state.on,
        season=season,
        frames=frames_of(season) if season else None,
        weeks=weeks_of(season) if season else None,
        pains=pains,
        onset=onset,
        changed=what_changed(season, onset, limits=shelf.limits),
    )
