"""Filling a logbook with the sample runner: runs, diary, tests, check, plan, sessions."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from psoas.app.battery.taking import add_reading
from psoas.app.check.checking import check, keep_check
from psoas.app.diary.keeping import finish_session, log_pain, log_sitting, set_up
from psoas.app.files.importing import import_files
from psoas.app.plan.planning import make_plan
from psoas.app.sample_runner import as_fit, jump_on, sample_runs
from psoas.diary import Done, When
from psoas.errors import Conflict
from psoas.library import Shelf, shelf
from psoas.quantity import Side
from psoas.store import Logbook
from psoas.store.archive import is_empty

SHEETS = Path(__file__).parent / "sheets"
#: The plan began so many days ago: within the fortnight for which a check is good.
PLAN_AGE_DAYS = 12

# Pain from 0 to 10 by days after the jump: the ache, then its fading; 1 until yesterday.
PAIN_NRS = {0: 4, 1: 4, 2: 3, 4: 2, 6: 2, 8: 2, 10: 2, 13: 2, 15: 2, 17: 1, 19: 1}
PAIN_NOW_NRS = 1
SITTING_H = (8.0, 9.0, 7.5, 8.5, 8.0, 3.0, 4.0)
# Tests on the sore right side by days before today: practice, two for the baseline, one later.
READINGS = {
    "hip-flexor-hold": ((14, 12.0), (13, 14.0), (12, 15.0), (1, 31.0)),
    "single-leg-bridge": ((14, 17.0), (13, 18.0), (12, 19.0), (1, 21.0)),
    "side-plank": ((14, 40.0), (13, 42.0), (12, 45.0)),
}


def sample_sheet() -> dict[str, Any]:
    """Return the answer sheet of the sample runner."""
    text = (SHEETS / "may_train.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _write_files(folder: Path, *, now: datetime) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for run in sample_runs(until=now.date()):
        path = folder / f"{run.on.isoformat()}-{run.name}.fit"
        path.write_bytes(as_fit(run))
        written.append(path)
    return written


def _diary(logbook: Logbook, *, now: datetime) -> None:
    days_since = (now.date() - jump_on(until=now.date())).days
    scores = [(now - timedelta(days=days_since - n), nrs) for n, nrs in PAIN_NRS.items()]
    scores += [(now - timedelta(days=n), PAIN_NOW_NRS) for n in (2, 1)]
    for at, nrs in scores:
        log_pain(
            logbook,
            pain_nrs=nrs,
            when=When.DURING,
            side=Side.RIGHT,
            felt_on=at.date(),
            now=at,
        )
    for days_ago, hours in enumerate(SITTING_H, start=1):
        at = now - timedelta(days=days_ago)
        log_sitting(logbook, sitting_h=hours, on=at.date(), now=at)


def _tests(logbook: Logbook, library: Shelf, *, now: datetime) -> None:
    for measure, values in READINGS.items():
        for days_ago, value in values:
            add_reading(
                logbook,
                measure=measure,
                value=value,
                side=Side.RIGHT,
                shelf=library,
                now=now - timedelta(days=days_ago),
            )


def _train(logbook: Logbook, library: Shelf, *, now: datetime) -> int:
    """Check, plan and do the sessions of the days before today, but one."""
    began = now - timedelta(days=PLAN_AGE_DAYS)
    sheet = sample_sheet()
    days_since = (began.date() - jump_on(until=now.date())).days
    sheet["structured"]["duration_weeks"] = max(1, round(days_since / 7))
    keep_check(logbook, check(sheet, shelf=library), now=began)
    kept = make_plan(logbook, shelf=library, now=began)
    past = [session for session in kept.plan.sessions if session.on < now.date()]
    for session in past[:2] + past[3:]:  # the third was missed
        finish_session(
            logbook,
            Done(
                session=session.id,
                finished_at=now - (now.date() - session.on),
                before_nrs=2,
                after_nrs=1,
            ),
            exercises=tuple(each.exercise for each in session.prescriptions),
            shelf=library,
        )
    return len(past) - 1


def fill_demo(logbook: Logbook, *, now: datetime, files: Path | None = None) -> dict[str, int]:
    """Fill an empty logbook with the sample runner.

    Parameters
    ----------
    logbook
        An empty one.
    now
        The sample runner's today.
    files
        Where to leave the FIT files; None imports them from a folder that goes again.

    Returns
    -------
    dict
        How many runs, pain scores and sessions done there are.

    Raises
    ------
    Conflict
        Where the logbook is not empty: a person's own are never mixed with these.
    """
    with logbook.reading() as connection:
        if not is_empty(connection):
            raise Conflict(
                "this logbook is not empty",
                where=str(logbook.path),
                fix="Name another file with --db for the sample runner",
            )
    library = shelf()
    with tempfile.TemporaryDirectory() as temporary:
        folder = files or Path(temporary)
        imported = import_files(logbook, _write_files(folder, now=now), now=now)
    set_up(logbook, {"equipment": ["band", "kettlebell"], "tight_side": "right"}, now=now)
    _diary(logbook, now=now)
    _tests(logbook, library, now=now)
    return {
        "runs": imported.runs,
        "pain_scores": len(PAIN_NRS) + 2,
        "sessions_done": _train(logbook, library, now=now),
    }
