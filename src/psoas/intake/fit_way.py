"""Whether the records of a FIT file follow each other as those of one activity do."""

from __future__ import annotations

import numpy as np
from attrs import define
from numpy.typing import NDArray

from psoas.intake.fit_columns import Messages, Numbers, Starts
from psoas.intake.fit_resync import LONGEST_STEP_S
from psoas.intake.fit_walk import COMPRESSED

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

#: Nothing that is recorded moves faster over ground: an airliner. Wide, because it tells
#: garbage from data, not a spike from a stride. [source:psoas-convention]
FASTEST_MPS = 250.0
#: What a cumulative distance may fall by rounding. [source:psoas-convention]
FALL_M = 1.0
METRES_PER_DEG = 111_195.0  # a degree of a great circle, mean radius of the WGS 84 ellipsoid


@define(eq=False)
class Way:
    """Time and place of each record, NaN where unknown."""

    starts: Starts
    at_s: Numbers
    distance_m: Numbers
    north_m: Numbers
    east_m: Numbers
    timeless: Flags  # without the full time that others have

    @classmethod
    def of(cls, data: bytes, messages: Messages) -> Way:
        """Return that of the records among messages."""
        starts = messages.starts("record")
        at_s = messages.numbers("record", "timestamp")
        latitude_deg = messages.numbers("record", "latitude_deg")
        shrink = np.cos(np.radians(np.clip(latitude_deg, -90, 90)))
        short = (np.frombuffer(data, np.uint8)[starts] & COMPRESSED) > 0
        return cls(
            starts,
            at_s,
            messages.numbers("record", "distance_m"),
            METRES_PER_DEG * latitude_deg,
            METRES_PER_DEG * messages.numbers("record", "longitude_deg") * shrink,
            np.isnan(at_s) & ~short & (~np.isnan(at_s)).any(),
        )

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.starts)

    def follows(self, first: Places, second: Places) -> Flags:
        """Return whether the record at *second* can come next after that at *first*."""
        step_s = self.at_s[second] - self.at_s[first]
        furthest_m = FASTEST_MPS * (np.nan_to_num(step_s) + 1.0)
        step_m = self.distance_m[second] - self.distance_m[first]
        north_m = self.north_m[second] - self.north_m[first]
        east_m = self.east_m[second] - self.east_m[first]
        impossible = (step_s < 0) | (step_s > LONGEST_STEP_S) | self.timeless[second]
        impossible |= (step_m < -FALL_M) | (step_m > furthest_m)
        impossible |= np.hypot(north_m, east_m) > furthest_m
        return np.asarray(~impossible)

    def breaks(self) -> list[int]:
        """Return the records after which the next one cannot come."""
        at = np.arange(len(self))
        found: list[int] = np.flatnonzero(~self.follows(at[:-1], at[1:])).tolist()
        return found

    def odd_one(self, broken: int) -> int | None:
        """Return the one record without which the way goes on at a break, None if there is none."""
        last = len(self) - 1
        if broken + 2 <= last and self._goes(broken, broken + 2):
            return broken + 1
        if broken >= 1 and self._goes(broken - 1, broken + 1):
            return broken
        return None

    def _goes(self, first: int, second: int) -> bool:
        return bool(self.follows(np.array([first]), np.array([second]))[0])

    def first_s(self) -> float:
        """Return the first known time, NaN where there is none."""
        known = self.at_s[~np.isnan(self.at_s)]
        return float(known[0]) if len(known) else float("nan")

    def last_s(self, until: int) -> float:
        """Return the last known time of the records before *until*, NaN where there is none."""
        known = self.at_s[:until][~np.isnan(self.at_s[:until])]
        return float(known[-1]) if len(known) else float("nan")
