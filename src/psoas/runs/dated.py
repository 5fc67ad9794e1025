"""Whether the date of a recording can be true."""

from __future__ import annotations

from datetime import date, timedelta

#: A recording of before this year, or of so long after today, has a clock that was not set.
#: files.md C12
FIRST_YEAR = 2000
AHEAD = timedelta(days=2)


def is_dated(day: date, *, on: date) -> bool:
    """Return whether a recording can be of *day*, as things stand *on* a day.

    One that cannot is kept, and counts in no load: nobody knows what it came before.
    """
    return day.year >= FIRST_YEAR and day <= on + AHEAD
