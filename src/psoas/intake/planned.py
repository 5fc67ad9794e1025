"""Planned runs from a file of any kind that is known: calendar, table, workout."""

from __future__ import annotations

from datetime import date, tzinfo

from psoas.errors import InvalidAnswer, UnreadableFile
from psoas.intake.fit import is_fit
from psoas.intake.planned_csv import read_csv
from psoas.intake.planned_fit import read_workout
from psoas.intake.planned_ics import read_ics
from psoas.intake.planned_words import MOST_BYTES, PlannedFile


def read_planned(
    data: bytes, *, name: str, today: date, zone: tzinfo | None, on: date | None = None
) -> PlannedFile:
    """Read the planned runs of a file, by what is in it and not by its name.

    Parameters
    ----------
    data
        The whole file.
    name
        What it is called.
    today, zone
        The runner's day and clock.
    on
        The day of a workout, which says none itself.

    Raises
    ------
    UnreadableFile
        Where it is too large, empty or none of these.
    InvalidAnswer
        Where a workout comes without a day.
    NotAnActivity
        Where a FIT file holds no workout, or one of another sport.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableFile(
            f"a plan of more than {MOST_BYTES // 1_000_000} MB is not read",
            where=name,
            fix="Export fewer weeks",
        )
    if not data.strip():
        raise UnreadableFile("the file is empty", where=name, fix="Export the plan again")
    if is_fit(data):
        if on is None:
            raise InvalidAnswer(
                "a workout says no day",
                where=name,
                fix="Say when it is run, with --on 2026-12-01 or in the form",
            )
        return read_workout(data, name=name, on=on)
    if b"BEGIN:VCALENDAR" in data[:4000].upper():
        return read_ics(data, name=name, today=today, zone=zone)
    return read_csv(data, name=name, today=today)
