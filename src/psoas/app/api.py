"""The loop from Python, with the shelf and the clock filled in where they are not given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from psoas.app.battery.entries import Entry, battery_of
from psoas.app.battery.photo import angle_of
from psoas.app.check.checking import check
from psoas.app.files.reading import Run
from psoas.app.forecast.forecasting import OTHER_PCT, Ahead, forecasts_of
from psoas.app.plan import planning
from psoas.app.retest.around import clips_of, in_run_of
from psoas.app.retest.retesting import Retested
from psoas.app.retest.retesting import retest as retest_state
from psoas.app.state import state_of
from psoas.errors import InvalidAnswer
from psoas.library import shelf
from psoas.load import RunLoad
from psoas.loop.assess.model import Assessment
from psoas.motion.thigh import ThighAngle
from psoas.programme import Plan
from psoas.store import Logbook


def _now(now: datetime | None) -> datetime:
    """Return an aware moment: by default now; one without a zone is in this machine's."""
    found = now or datetime.now().astimezone()
    return found if found.tzinfo else found.astimezone()


def hip_flexor_load(run: Run) -> RunLoad:
    """Return the hip-flexor load of a run that ``read_run`` gave.

    Raises
    ------
    InvalidAnswer
        Where it is no run: other sports carry no hip-flexor load here.
    """
    if run.load is None:
        raise InvalidAnswer(
            f"{run.recording.sport} carries no hip-flexor load here",
            where=run.recording.sport_name,
            fix="Give a run",
        )
    return run.load


def assess(
    answers: Mapping[str, Any],
    *,
    free_text: str = "",
    age: float | None = None,
    sex: str | None = None,
) -> Assessment:
    """Assess an answer sheet: how soon a clinician is needed, and what may drive it.

    Parameters
    ----------
    answers
        Answers by key; ``psoas check --example`` prints one under ``structured``.
    free_text
        The runner's own words: they can raise urgency, never lower it.
    age, sex
        Where they are not among the answers.

    Raises
    ------
    InvalidAnswer
        Where an answer cannot be true or is not understood.
    """
    record = {"structured": answers, "free_text": free_text, "age": age, "sex": sex}
    checked = check(record, shelf=shelf())
    if checked.assessment is None:
        raise InvalidAnswer(
            "; ".join(f"{key} {what}" for key, what in checked.problems),
            where="answers",
            fix="Correct these answers",
        )
    return checked.assessment


def plan(
    logbook: Logbook,
    *,
    weeks: int | None = None,
    race_on: date | None = None,
    programme: str | None = None,
    wishes: Sequence[str] = (),
    now: datetime | None = None,
) -> Plan:
    """Make a plan round the runner's runs and keep it.

    Parameters
    ----------
    logbook
        The runner's.
    weeks, race_on, programme, wishes
        As for ``psoas plan``; what is left out is taken from the programme and the profile.
    now
        When it is; None asks the clock.

    Raises
    ------
    Conflict
        Where the runner is not screened, or is referred.
    """
    kept = planning.make_plan(
        logbook,
        shelf=shelf(),
        now=_now(now),
        weeks=weeks,
        race_on=race_on,
        programme=programme,
        wishes=wishes,
    )
    return kept.plan


def retest(logbook: Logbook, *, now: datetime | None = None) -> Retested:
    """Say whether anything really changed, and what to do next."""
    library = shelf()
    state = state_of(logbook, shelf=library, now=_now(now))
    running, clips = in_run_of(logbook, state), clips_of(logbook)
    return retest_state(state, shelf=library, running=running, clips=clips)


def forecast(logbook: Logbook, *, other_pct: int = OTHER_PCT, now: datetime | None = None) -> Ahead:
    """Say what is to come: tomorrow, the week before the race, what drives flare-ups.

    Parameters
    ----------
    logbook
        The runner's.
    other_pct
        Running under the plan that is compared, in percent of the usual.
    now
        The moment asked about; None is now.
    """
    return forecasts_of(state_of(logbook, shelf=shelf(), now=_now(now)), other_pct=other_pct)


def battery(logbook: Logbook, *, now: datetime | None = None) -> tuple[Entry, ...]:
    """Return every test as it stands today: its gate, its last values, what became of it."""
    library = shelf()
    return battery_of(state_of(logbook, shelf=library, now=_now(now)), shelf=library)


def thigh_angle(photos: Sequence[str]) -> ThighAngle:
    """Return the thigh's angle above level from points on three photos, in degrees.

    Parameters
    ----------
    photos
        Each ``"hip knee"`` or ``"hip knee level level"``, a point as ``x,y`` in pixels of the
        photo, y down; a last word such as ``x3.1`` says how many they are to one that was tapped.

    Returns
    -------
    ThighAngle
        Above level positive, with the error of the taps at 95 % and how far the three differ.

    Raises
    ------
    InvalidAnswer
        Where the points give no angle.
    """
    return angle_of(photos, limits=shelf().limits)
