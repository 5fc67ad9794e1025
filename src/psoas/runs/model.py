"""A recording as a device wrote it, and the same on a one-second grid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

import numpy as np
from attrs import Attribute, Factory, define, field, frozen
from numpy.typing import NDArray

Samples = Annotated[NDArray[np.float64], "(n_samples,), NaN where the device gave nothing"]
Flags = Annotated[NDArray[np.bool_], "(n_samples,)"]

#: Running dynamics by ``<source>:<name>_<unit>``, as ``native:contact_ms``: values of two
#: sources are never one series.
Dynamics = Mapping[str, Samples]

CHANNELS = ("distance_m", "speed_mps", "cadence_spm", "altitude_m", "heart_bpm")


class NotARecording(ValueError):
    """Samples that break what every recording promises."""


class Sport(StrEnum):
    """What was done, as coarsely as psoas needs it. Only a run loads the hip flexors here."""

    RUN = "run"
    WALK = "walk"
    RIDE = "ride"
    SWIM = "swim"
    SKI = "ski"
    MACHINE = "machine"
    OTHER = "other"


class Source(StrEnum):
    """The kind of file a recording was read from, best first."""

    FIT = "fit"
    TCX = "tcx"
    GPX = "gpx"


def _aware(_instance: object, attribute: Attribute[datetime], value: datetime) -> None:
    if value.utcoffset() != timedelta(0):
        raise NotARecording(f"{attribute.name} must be an aware time in UTC, got {value}")


@frozen(kw_only=True)
class Note:
    """Something a reader should know of a recording: a text key and its values."""

    text: str
    values: dict[str, str | int | float] = field(factory=dict)


@frozen(kw_only=True, eq=False)
class Recording:
    """Samples as recorded, at the device's own times. Build one with ``of``.

    Parameters
    ----------
    sport, sport_name
        Coarse sport, and the device's own word for it.
    started_at
        The first moment, aware, in UTC.
    utc_offset_s
        Local time minus UTC; None where the file does not tell.
    indoor
        True on a treadmill; None where the file does not tell.
    t_s
        Seconds since *started_at*, rising strictly, shape (n_samples,).
    distance_m, speed_mps, cadence_spm, altitude_m, heart_bpm
        Shape (n_samples,), NaN where nothing was recorded. Distance is cumulative.
        Cadence counts the steps of both feet per minute.
    pauses_s
        ``[from, to)`` pairs in seconds since *started_at*, from timer events; None
        where the file carries no timer events at all.
    timer_s
        The device's own timer time, None where it gives none.
    altitude_barometric
        True where the file lists a barometer, None where it does not tell.
    dynamics
        Running dynamics by source and name with unit; each of shape (n_samples,), NaN
        where nothing was measured.
    """

    sport: Sport
    sport_name: str
    started_at: datetime = field(validator=_aware)
    utc_offset_s: int | None
    source: Source
    device: str | None
    indoor: bool | None
    t_s: Samples
    distance_m: Samples
    speed_mps: Samples
    cadence_spm: Samples
    altitude_m: Samples
    heart_bpm: Samples
    pauses_s: tuple[tuple[float, float], ...] | None
    timer_s: float | None
    notes: tuple[Note, ...] = ()
    altitude_barometric: bool | None = None
    dynamics: Dynamics = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Check the promises once; past this line they can be trusted."""
        if self.t_s.ndim != 1 or not np.isfinite(self.t_s).all():
            raise NotARecording("t_s must be one row of finite seconds")
        if (self.t_s[1:] <= self.t_s[:-1]).any():
            raise NotARecording("t_s must rise from sample to sample")
        channels = {name: getattr(self, name) for name in CHANNELS}
        for name, values in {**channels, **self.dynamics}.items():
            if values.shape != self.t_s.shape:
                raise NotARecording(f"{name} has {values.shape}, t_s has {self.t_s.shape}")
            if np.isinf(values).any():
                raise NotARecording(f"{name} holds an infinite value")

    @property
    def elapsed_s(self) -> float:
        """Seconds from the first to the last sample, plus the second the last one stands for."""
        return float(self.t_s[-1] - self.t_s[0]) + 1.0 if len(self.t_s) else 0.0


@define(kw_only=True, eq=False, frozen=True)
class RunStream:
    """A recording on a one-second grid: sample i is the second ``[i, i + 1)``.

    Parameters
    ----------
    speed_mps, cadence_spm, altitude_m, heart_bpm
        Shape (n_seconds,), NaN where unknown: in a hole of the recording, or where the
        device has no such sensor.
    timer_on
        Shape (n_seconds,), False while the runner had paused the watch.
    moving
        Shape (n_seconds,), True while moving outside pauses.
    at_1hz_ratio
        The share of steps between samples, outside pauses, that are one second: 1 where
        every second was recorded, low for smart recording. Features of variability need 0.9.
    dynamics
        Running dynamics by source and name with unit, each of shape (n_seconds,).
    grade_pct
        Shape (n_seconds,), slope of the ground in percent, positive is uphill; NaN where the
        device has no barometer, indoors, and where too little is known.
    speed_derived
        Shape (n_seconds,), True where the speed is not the device's own but made from
        distance or positions.
    """

    speed_mps: Samples
    cadence_spm: Samples
    altitude_m: Samples
    heart_bpm: Samples
    timer_on: Flags
    moving: Flags
    at_1hz_ratio: float
    dynamics: Dynamics = field(factory=dict)
    grade_pct: Samples = field(
        default=Factory(lambda self: np.full(len(self.speed_mps), np.nan), takes_self=True)
    )
    speed_derived: Flags = field(
        default=Factory(lambda self: np.zeros(len(self.speed_mps), dtype=bool), takes_self=True)
    )

    def __len__(self) -> int:
        """Return how many seconds it holds."""
        return len(self.speed_mps)


@frozen(kw_only=True)
class RunSummary:
    """What a recording amounts to; None where it cannot be told.

    ``duration_s`` is elapsed time, ``moving_s`` the time moving outside pauses.
    ``steps`` counts both feet while moving. ``cadence_spm`` and ``speed_mps`` are means
    over the moving seconds in which they are known. ``climb_m`` sums what goes up, from the
    grade. ``cadence_sd_spm`` is a feature of variability: None where fewer than nine of ten
    seconds were recorded. ``dynamics`` are medians over the moving seconds by source and
    name with unit.
    """

    distance_m: float | None
    duration_s: float
    timer_s: float | None
    moving_s: float
    steps: float | None
    cadence_spm: float | None
    speed_mps: float | None
    climb_m: float | None
    has: dict[str, bool]
    at_1hz_ratio: float | None = None
    cadence_sd_spm: float | None = None
    dynamics: Mapping[str, float] = field(factory=dict)
