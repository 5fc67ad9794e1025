"""What is to come: the week before the race under two plans, tomorrow, and what drives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.app.load.planned_loads import ToCome, loads_to_come
from psoas.app.retest.symptoms import ALL_CHANNELS, Diary, diary_of
from psoas.app.state import State
from psoas.errors import InvalidAnswer
from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.loop.retest.drivers import RUNNING, Drivers, drivers
from psoas.loop.retest.exercise_help import Help, exercise_help
from psoas.loop.retest.flare import Flare, flare_tomorrow
from psoas.loop.retest.forecast import (
    LEAST_SCORES,
    WEEK_D,
    Forecast,
    Known,
    When,
    forecast,
    known_from,
    with_less_running,
)
from psoas.loop.retest.symptoms import LATEST_D, last_score_ago_d
from psoas.programme import RunKind, day_named
from psoas.quantity import Answer, Band

PerDay = Annotated[NDArray[np.float64], "(n_days,)"]

#: The other plan where none is named: less running. [source:psoas-convention]
OTHER_PCT = 70
#: What another plan may be, in percent of the usual running.
LEAST_OTHER_PCT, MOST_OTHER_PCT = 0, 130
#: The last week that is foretold begins so many days ahead. [source:psoas-convention]
FURTHEST_D = 84
#: A planned day of so many times the largest one in the diary is beyond what scores can tell.
#: [source:psoas-convention]
BEYOND_RATIO = 1.5
#: Without a race the fourth week from now is asked about.
FOUR_WEEKS_D = 22


@frozen(kw_only=True)
class Ahead:
    """What can be said of days to come; *withheld* says why nothing is.

    *n_planned* planned runs are in it; every other day is as usual.
    """

    on: date
    first_on: date | None
    last_on: date | None
    other_pct: int
    n_planned: int
    forecast: Forecast | None
    flare: Flare | None
    drivers: Drivers | None
    help: Help | None
    withheld: Verdict | None
    notes: tuple[Verdict, ...] = ()
    """What must be known: an old score, a race not told of, a plan beyond the diary."""

    @property
    def week_nrs(self) -> tuple[date, date, Band] | None:
        """The days that are foretold, and the scores of such a day."""
        if self.forecast is None or self.first_on is None or self.last_on is None:
            return None
        return self.first_on, self.last_on, self.forecast.day_nrs

    @property
    def running(self) -> Verdict | None:
        """What running goes in: planned runs, or as usual; None where no run is known."""
        if self.forecast is None or self.forecast.other_plan is None:
            return None
        known = {"n_planned": self.n_planned} if self.n_planned else {}
        return _own("planned" if known else "usual", Answer.YES, level="told", **known)

    @property
    def race_on(self) -> date | None:
        """The race behind those days, where it is one."""
        if self.forecast is None or self.last_on is None or not self.forecast.when.is_race:
            return None
        return self.last_on + timedelta(days=1)


def whole_diary(state: State) -> Diary | None:
    """Return scores, every channel of load, and what was trained; None without a score."""
    return diary_of(
        state.pains,
        state.runs,
        state.sittings,
        on=state.on,
        channels=ALL_CHANNELS,
    )


def forecasts_of(state: State, *, other_pct: int = OTHER_PCT) -> Ahead:
    """Say what is to come.

    Parameters
    ----------
    state
        Where the runner stands.
    other_pct
        Running under the other plan, in percent of the first: the runs that are planned,
        and as usual where none are.

    Returns
    -------
    Ahead
        Nothing where a clinician comes first, or with fewer than 28 scores; nothing of tomorrow
        where the last is two weeks old. Without a race the fourth week from now is foretold.

    Raises
    ------
    InvalidAnswer
        Where the other plan is not 0 to 130 percent.
    """
    if not LEAST_OTHER_PCT <= other_pct <= MOST_OTHER_PCT:
        raise InvalidAnswer(
            f"{other_pct} % of the usual running is no plan that can be compared",
            where="running",
            fix=f"Give {LEAST_OTHER_PCT} to {MOST_OTHER_PCT} %",
        )
    if state.is_referred:
        return _withheld(state, other_pct, "referred")
    diary = whole_diary(state)
    known = None if diary is None else known_from(diary.days)
    if diary is None or known is None:
        n = 0 if diary is None else int(np.count_nonzero(~np.isnan(diary.days.score)))
        return _withheld(state, other_pct, "too-few", n=n, missing=LEAST_SCORES - n)
    race_on = _race_on(state)
    when = week_asked_about(race_on, on=state.on)
    coming = loads_to_come(state, diary, n_days=when.last_d)
    known = _with_today(known, coming)
    other = None
    if RUNNING & coming.loads.keys():
        other = with_less_running(coming.loads, share_ratio=other_pct / 100)
    trained = attrs.evolve(diary.days, done=_done_share_ratio(state, diary))
    return Ahead(
        on=state.on,
        first_on=state.on + timedelta(days=when.first_d),
        last_on=state.on + timedelta(days=when.last_d),
        other_pct=other_pct,
        n_planned=coming.n_planned,
        forecast=forecast(known, when, coming.loads, other=other, other_pct=other_pct),
        flare=None if any(_old(diary)) else flare_tomorrow(known, _first_day(coming)),
        drivers=drivers(known.found, known.days),
        help=exercise_help(trained),
        withheld=None,
        notes=(
            *_old(diary),
            *(() if when.is_race else _not_told(race_on, on=state.on)),
            *_beyond(diary, coming),
        ),
    )


def _old(diary: Diary) -> Iterator[Verdict]:
    """Say that nobody wrote a score of late."""
    if (ago_d := last_score_ago_d(diary.days)) >= LATEST_D:
        yield _own("old", Answer.UNKNOWN, level="told", days=ago_d)


def _not_told(race_on: date | None, *, on: date) -> Iterator[Verdict]:
    """Say why a race that is ahead is not told of."""
    if race_on is not None and race_on >= on:
        days = (race_on - on).days
        text = "race-near" if days <= 1 else "race-far"
        yield _own(text, Answer.UNKNOWN, level="told", days=days)


def _beyond(diary: Diary, coming: ToCome) -> Iterator[Verdict]:
    """Say that a day is planned of which the scores cannot know."""
    seen = diary.days.loads
    if any(
        load.max(initial=0.0) > BEYOND_RATIO * seen[name].max()
        for name, load in coming.loads.items()
        if name in RUNNING
    ):
        yield _own("beyond", Answer.UNKNOWN, level="told", times=BEYOND_RATIO)


def flare_of(state: State) -> Flare | None:
    """Say how likely a flare is tomorrow; None where nothing may or can be said."""
    diary = None if state.is_referred else whole_diary(state)
    if diary is None or any(_old(diary)):
        return None
    known = known_from(diary.days, checked=False)
    if known is None:
        return None
    coming = loads_to_come(state, diary, n_days=1)
    return flare_tomorrow(_with_today(known, coming), _first_day(coming))


def _with_today(known: Known, coming: ToCome) -> Known:
    """Return it with the run that is planned today and not run yet: the days to come feel it."""
    loads = {name: load.copy() for name, load in known.days.loads.items()}
    for name in loads.keys() & coming.today.keys():
        loads[name][-1] += coming.today[name]
    return attrs.evolve(known, days=attrs.evolve(known.days, loads=loads))


def _first_day(coming: ToCome) -> dict[str, PerDay]:
    return {name: load[:1] for name, load in coming.loads.items()}


def _race_on(state: State) -> date | None:
    """Return the day of the race: as set, else that of the longest planned one, the next first.

    One that was set and is over is none.
    """
    kept = state.profile.get("race_on")
    if kept and date.fromisoformat(kept) >= state.on:
        return date.fromisoformat(kept)
    races = [each for each in state.planned if each.kind is RunKind.RACE and each.on > state.on]
    return min(races, key=lambda each: (-(each.distance_m or 0.0), each.on)).on if races else None


def week_asked_about(race_on: date | None, *, on: date) -> When:
    """Return the seven days before the race; the fourth week from now where none is near."""
    to_race_d = (race_on - on).days if race_on else 0
    first_d = max(1, to_race_d - WEEK_D)
    if to_race_d <= 1 or first_d > FURTHEST_D:
        return When(first_d=FOUR_WEEKS_D)
    return When(first_d=first_d, n_days=to_race_d - first_d, is_race=True)


def _done_share_ratio(state: State, diary: Diary) -> PerDay | None:
    """Return by day what share of the last seven days' sessions was done; None without any.

    Missed sessions of earlier plans are not kept: only those of the plan that holds count.
    """
    done = Counter(day_named(each.session) or each.finished_at.date() for each in state.done)
    if not done:
        return None
    finished = {each.session for each in state.done}
    planned = state.plan.plan.sessions if state.plan else ()
    missed = Counter(each.on for each in planned if each.id not in finished and each.on < state.on)
    share = np.zeros(diary.days.n_days)
    for day in range(len(share)):
        week = [diary.first + timedelta(days=day - back) for back in range(WEEK_D)]
        n_done = sum(done[each] for each in week)
        n_all = n_done + sum(missed[each] for each in week)
        share[day] = n_done / n_all if n_all else 0.0
    return share


def _withheld(state: State, other_pct: int, text: str, **values: Scalar) -> Ahead:
    return Ahead(
        on=state.on,
        first_on=None,
        last_on=None,
        other_pct=other_pct,
        n_planned=0,
        forecast=None,
        flare=None,
        drivers=None,
        help=None,
        withheld=_own(text, Answer.UNKNOWN, level="unknown", **values),
    )


def _own(text: str, answer: Answer, *, level: str, **values: Scalar) -> Verdict:
    return Verdict(
        rule="forecast",
        answer=answer,
        level=level,
        text=f"forecast.{text}",
        values=values,
        sources=(SourceId("psoas-convention"),),
        grade=Grade.OWN_CONVENTION,
    )
