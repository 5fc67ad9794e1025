"""Points as the XML formats give them, and their times."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime
from math import nan

import numpy as np
from attrs import Factory, define
from numpy.typing import NDArray

from psoas.intake.assemble import Raw
from psoas.runs.model import Note

#: What a point may hold beside its time, as in ``Raw``.
CHANNELS = (
    "distance_m",
    "speed_mps",
    "cadence_per_min",
    "altitude_m",
    "heart_bpm",
    "latitude_deg",
    "longitude_deg",
)
AT = {name: number for number, name in enumerate(CHANNELS)}
LATITUDE, LONGITUDE = AT["latitude_deg"], AT["longitude_deg"]
#: Nearly six days of a point a second; a file of 64 MB has no more. [source:psoas-convention]
MOST_POINTS = 500_000

_BATCH = 4096
#: How most files write times, by their length.
TIME_LENGTHS = {20: "0000-00-00T00:00:00Z", 24: "0000-00-00T00:00:00.000Z"}


class TooManyPoints(Exception):
    """A file holds more points than any activity."""


@define
class Clock:
    """Reads times, and remembers what they tell of the zone."""

    offset_s: float | None = None
    naive: bool = False

    def unix_s(self, text: str) -> float:
        """Return a time in seconds since 1970 in UTC, NaN where it is none.

        A time without a zone is taken for UTC; ``naive`` says that there was one.
        """
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return nan
        if moment.tzinfo is None:
            self.naive = True
            moment = moment.replace(tzinfo=UTC)
        elif self.offset_s is None and not text.rstrip().endswith(("Z", "z")):
            offset = moment.utcoffset()
            self.offset_s = offset.total_seconds() if offset else None
        try:
            return moment.timestamp()
        except OverflowError:  # a zone pushes it out of the calendar
            return nan

    def notes(self) -> tuple[Note, ...]:
        """Return a note where a time had no zone."""
        return (Note(text="note.time-without-zone"),) if self.naive else ()


def _alike_s(letters: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return times that are written in UTC to the second or the millisecond.

    Parameters
    ----------
    letters
        Shape (n, length), one of ``TIME_LENGTHS``.

    Returns
    -------
    numpy.ndarray
        Seconds since 1970, shape (n,), NaN where it is written otherwise.
    """
    is_likely = np.ones(len(letters), dtype=bool)
    digits = []
    for column, sign in zip(letters.T, TIME_LENGTHS[letters.shape[1]].encode(), strict=True):
        digit = column.astype(np.int64) - ord("0")
        digits.append(digit)
        is_likely &= (digit >= 0) & (digit <= 9) if sign == ord("0") else column == sign

    def part(begin: int, end: int) -> NDArray[np.int64]:
        whole = np.zeros(len(letters), dtype=np.int64)
        for digit in digits[begin:end]:
            whole = whole * 10 + digit
        return whole

    year, month, day = part(0, 4), part(5, 7), part(8, 10)
    hour, minute, second = part(11, 13), part(14, 16), part(17, 19)
    is_likely &= (year >= 1970) & (month >= 1) & (month <= 12) & (day >= 1)
    is_likely &= (hour <= 23) & (minute <= 59) & (second <= 59)
    months = np.where(is_likely, (year - 1970) * 12 + month - 1, 0)
    first_day, next_first = (
        (months + more).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        for more in (0, 1)
    )
    is_likely &= day <= next_first - first_day
    whole_ms = ((((first_day + day - 1) * 24 + hour) * 60 + minute) * 60 + second) * 1000
    if letters.shape[1] > len("0000-00-00T00:00:00Z"):
        whole_ms += part(20, 23)
    return np.where(is_likely, whole_ms / 1000, nan)


@define(eq=False)
class PointTable:
    """Points as they come, each closed with ``add``."""

    clock: Clock = Factory(Clock)
    rows: array[float] = Factory(lambda: array("d"))
    segments: array[int] = Factory(lambda: array("q"))
    times_s: array[float] = Factory(lambda: array("d"))
    pending: list[str] = Factory(list)

    def add(self, row: list[float], time: str, segment: int) -> None:
        """Append a point: its channels in their order, NaN where unknown, and its time."""
        self.rows.extend(row)
        self.segments.append(segment)
        self.pending.append(time)
        if len(self.pending) >= _BATCH:
            self._settle()

    def _settle(self) -> None:
        """Turn the times that wait into seconds; most files write all alike."""
        if not self.pending:
            return
        if len(self) > MOST_POINTS:
            raise TooManyPoints
        length = len(self.pending[0])
        joined = "".join(self.pending).encode()
        found_s = np.full(len(self.pending), nan)
        is_alike = length in TIME_LENGTHS and all(len(time) == length for time in self.pending)
        if is_alike and len(joined) == length * len(self.pending):
            found_s = _alike_s(np.frombuffer(joined, np.uint8).reshape(-1, length))
        for i in np.flatnonzero(np.isnan(found_s)).tolist():
            found_s[i] = self.clock.unix_s(self.pending[i])
        self.times_s.frombytes(found_s.tobytes())
        self.pending.clear()

    def add_all(
        self, channels: NDArray[np.float64], times: NDArray[np.uint8], segments: NDArray[np.int64]
    ) -> None:
        """Append points in columns.

        Parameters
        ----------
        channels
            Shape (n, n_channels), in their order, NaN where unknown.
        times
            The letters of each time, shape (n, longest), zeros behind its end.
        segments
            Shape (n,).
        """
        self._settle()
        found_s = np.full(len(times), nan)
        length = np.count_nonzero(times, axis=1)
        for known in TIME_LENGTHS:
            is_so_long = length == known
            if is_so_long.any():
                found_s[is_so_long] = _alike_s(times[is_so_long, :known])
        for i in np.flatnonzero(np.isnan(found_s)).tolist():
            text = times[i, : length[i]].tobytes()
            found_s[i] = self.clock.unix_s(text.decode("utf-8", "replace"))
        self.times_s.frombytes(found_s.tobytes())
        self.rows.frombytes(np.ascontiguousarray(channels).tobytes())
        self.segments.frombytes(segments.astype(np.int64).tobytes())

    def __len__(self) -> int:
        """Return how many points there are."""
        return len(self.segments)

    def unix_s(self) -> NDArray[np.float64]:
        """Return their times in seconds since 1970 in UTC, shape (n,), NaN where unknown."""
        self._settle()
        return np.array(self.times_s)

    def raw(self) -> Raw:
        """Return them as columns."""
        table = np.array(self.rows).reshape(-1, len(CHANNELS))
        columns = {name: table[:, number].copy() for name, number in AT.items()}
        return Raw(unix_s=self.unix_s(), segment=np.array(self.segments, dtype=np.int64), **columns)
