"""Planned runs from a table (CSV), with the headings of TrainingPeaks, Garmin and people."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date, datetime

from attrs import evolve, frozen

from psoas.edges.planned_week import DISTANCES_M, DURATIONS_S, MILE_M, speed_of_pace_mps
from psoas.errors import InvalidAnswer, UnreadableFile
from psoas.intake.planned_words import (
    LONGEST_M,
    LONGEST_S,
    MOST_RUNS,
    Passed,
    PlannedFile,
    by_speed,
    distance_said_m,
    duration_said_s,
    plain,
    planned_day,
    says_run,
    within,
)
from psoas.load.planned import PlannedPart
from psoas.programme.calendar import PlannedDay

#: What a heading may be called, without capitals, blanks and signs: the first found counts.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "workoutday", "workoutdate", "scheduleddate", "planneddate", "on"),
    "title": ("title", "name", "workoutname", "workouttitle", "workout", "activityname", "run"),
    "type": ("type", "workouttype", "activitytype", "sport", "kind"),
    "distance": (
        *("planneddistanceinmeters", "distanceplanned", "planneddistance", "distancekm"),
        *("distancemi", "distancemiles", "distancem", "distance", "km", "miles", "mi"),
    ),
    "duration": (
        *("plannedduration", "durationplanned", "plannedtime", "durationmin", "durations"),
        *("durationh", "duration", "minutes", "hours", "time"),
    ),
    "pace": ("pace", "targetpace", "plannedpace", "paceminkm", "paceminmi"),
}
#: The unit that a heading names. TrainingPeaks tells planned durations in hours and distances in
#: metres.
_HEADING_M = {
    "planneddistanceinmeters": 1.0,
    "distanceplanned": 1.0,
    "distancekm": 1000.0,
    "km": 1000.0,
    "distancemi": MILE_M,
    "distancemiles": MILE_M,
    "miles": MILE_M,
    "mi": MILE_M,
    "distancem": 1.0,
}
_HEADING_S = {
    "plannedduration": 3600.0,
    "durationplanned": 3600.0,
    "durationmin": 60.0,
    "durations": 1.0,
    "durationh": 3600.0,
    "minutes": 60.0,
    "hours": 3600.0,
}
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,12})?")
_WITH_UNIT = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?) ?(km|mi|m|min|h|s)")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
#: The pace of repeats is not that of the whole run.
_REPEATS = re.compile(r"[0-9] ?[x×*] ?[0-9]", re.IGNORECASE)
_EXAMPLE = "date,title,distance_km"


@frozen(kw_only=True)
class _Column:
    at: int
    heading: str


def read_csv(data: bytes, *, name: str, today: date) -> PlannedFile:
    """Read the planned runs of a table.

    Parameters
    ----------
    data
        The whole file: a row of headings, then a row for each run.
    name
        What it is called.
    today
        Runs from four weeks before to 16 weeks after it are kept.

    Returns
    -------
    PlannedFile
        What is not read names its line and how to mend it; the other lines are kept.

    Raises
    ------
    UnreadableFile
        Where it is no table with a date and a title or a type.
    """
    lines = _lines(data, name)
    columns = _columns(lines[0], name)
    runs: dict[str, PlannedDay] = {}
    skipped, failed = [], []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{name}, line {number}"
        said = {key: _cell(cells, column.at) for key, column in columns.items()}
        words = plain(said.get("title") or said.get("type") or "run")
        if _other_sport(said, words):
            skipped.append(Passed(where=where, reason=f"{words}: not a run"))
            continue
        try:
            run = _run(said, columns, words, name)
        except InvalidAnswer as error:
            failed.append(Passed(where=where, reason=f"{error.what}. {error.fix}"))
            continue
        if within(run.on, today=today):
            runs[run.id] = run
        else:
            skipped.append(Passed(where=where, reason=f"{run.on} is outside of the weeks kept"))
    return PlannedFile(runs=tuple(runs.values()), skipped=tuple(skipped), failed=tuple(failed))


def _lines(data: bytes, name: str) -> list[list[str]]:
    text = _decoded(data)
    head = text[:2000].partition("\n")[0]
    comma = max((",", ";", "\t"), key=head.count)
    try:
        found = list(csv.reader(io.StringIO(text), delimiter=comma))
    except csv.Error as error:
        raise _no_table(name, str(error)) from error
    if len(found) < 2 or len(found) > MOST_RUNS * 4:
        raise _no_table(name, f"{len(found)} lines")
    return found


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").lstrip("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _no_table(name: str, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"this is no table of planned runs ({why})",
        where=name,
        fix=f"Begin it with a row of headings such as {_EXAMPLE}",
    )


def _columns(headings: list[str], name: str) -> dict[str, _Column]:
    known = [re.sub(r"[^a-z]", "", each.lower()) for each in headings]
    columns = {}
    for key, names in HEADINGS.items():
        found = next((each for each in names if each in known), None)
        if found is not None:
            columns[key] = _Column(at=known.index(found), heading=found)
    if "date" not in columns:
        raise _no_table(name, "no heading says date")
    if not {"title", "type"} & set(columns):
        raise _no_table(name, "no heading says title or type")
    return columns


def _cell(cells: list[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _other_sport(said: Mapping[str, str], words: str) -> bool:
    """Say whether a row is of another sport; a rest day is kept: it says that nobody runs."""
    if said.get("type") and says_run(said["type"]) is False:
        return True
    return says_run(words) is False and says_run(said.get("type", "")) is not True


def _run(
    said: Mapping[str, str], columns: Mapping[str, _Column], words: str, name: str
) -> PlannedDay:
    on = _day(said["date"])
    speed_mps = speed_of_pace_mps(_pace(said, columns), where="pace") if said.get("pace") else None
    distance_m, duration_s = by_speed(
        distance_m=_distance_m(said, columns) or distance_said_m(words),
        duration_s=_duration_s(said, columns) or duration_said_s(words),
        speed_mps=speed_mps,
    )
    run = planned_day(
        on,
        words,
        came_from=name,
        words=f"{words} {said.get('type', '')}",
        distance_m=distance_m,
        duration_s=duration_s,
    )
    if run.distance_m is None or speed_mps is None or _REPEATS.search(words):
        return run
    return evolve(run, parts=(PlannedPart(distance_m=run.distance_m, speed_mps=speed_mps),))


def _day(said: str) -> date:
    try:
        return datetime.fromisoformat(said).date()
    except ValueError as error:
        raise InvalidAnswer(
            f"{said!r} is no day",
            where="date",
            fix="Write days as 2026-01-31: 01/02 is two days, by country",
        ) from error


def _pace(said: Mapping[str, str], columns: Mapping[str, _Column]) -> str:
    text = said["pace"].lower().replace(" ", "").removesuffix("/km")
    return f"{text}/mi" if columns["pace"].heading == "paceminmi" and "/" not in text else text


def _distance_m(said: Mapping[str, str], columns: Mapping[str, _Column]) -> float | None:
    found = _number_and_factor(said, columns, "distance", DISTANCES_M, _HEADING_M)
    distance_m = 0.0 if found is None else found[0] * found[1]
    if distance_m > LONGEST_M:
        raise _too_much(said["distance"])
    return distance_m or None


def _duration_s(said: Mapping[str, str], columns: Mapping[str, _Column]) -> float | None:
    """Return a duration: ``1:30:00``, ``1:30`` (hours and minutes), ``95:00``, ``45 min``."""
    text = said.get("duration", "")
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        found = _number_and_factor(said, columns, "duration", DURATIONS_S, _HEADING_S)
        duration_s = 0.0 if found is None else found[0] * found[1]
    else:
        hours, first, last = int(clock[1] or 0), int(clock[2]), int(clock[3])
        in_hours = clock[1] is None and first < 10
        duration_s = 3600.0 * hours + (60 if in_hours else 1) * (60 * first + last)
    if duration_s > LONGEST_S:
        raise _too_much(text)
    return duration_s or None


def _too_much(said: str) -> InvalidAnswer:
    return InvalidAnswer(f"{said!r} is too much", where="table", fix="Check the number")


def _number_and_factor(
    said: Mapping[str, str],
    columns: Mapping[str, _Column],
    key: str,
    units: Mapping[str, float],
    by_heading: Mapping[str, float],
) -> tuple[float, float] | None:
    """Return a number and the unit that its cell or its heading names; None where it is empty."""
    text = said.get(key, "").lower()
    if not text:
        return None
    with_unit = _WITH_UNIT.fullmatch(text)
    factor = by_heading.get(columns[key].heading)
    if with_unit is not None and with_unit[2] in units:
        text, factor = with_unit[1], units[with_unit[2]]
    if not _NUMBER.fullmatch(text) or factor is None:
        raise InvalidAnswer(
            f"{said[key]!r} has no unit or is no {key}",
            where=key,
            fix=f"Name the unit: {'12 km or distance_km' if key == 'distance' else '45 min'}",
        )
    return float(text.replace(",", ".")), factor
