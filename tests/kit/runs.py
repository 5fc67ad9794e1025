"""Runs for tests: facts for guard and plan, streams for load, files for intake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from psoas.load.model import RunFact
from psoas.render.fit_file import activity_fit
from psoas.runs.model import RunStream, Samples


def fact(on: date, km: float | None, *, fast_m: float = 0.0, name: str = "") -> RunFact:
    return RunFact(
        id=name or on.isoformat(),
        started_at=datetime(on.year, on.month, on.day, 7, tzinfo=UTC),
        local_on=on,
        distance_m=None if km is None else 1000 * km,
        moving_s=0.0 if km is None else 360 * km,
        fast_m=fast_m,
        units={1: km or 0, 2: km or 0, 4: km or 0, 7: km or 0, 9: km or 0},
    )


def weeks_of_runs(until: date, *, weeks: int = 6, km: float = 8.0) -> list[RunFact]:
    """Tuesday, Thursday and Sunday; Sunday is the long one."""
    runs = []
    for n in range(1, 7 * weeks + 1):
        on = until - timedelta(days=n)
        if on.weekday() in (1, 3, 6):
            runs.append(fact(on, km * (1.5 if on.weekday() == 6 else 1.0)))
    return runs


def steady_stream(*, speed_mps: float, cadence_spm: float | None, seconds: int = 600) -> RunStream:
    unknown = np.full(seconds, np.nan)
    return RunStream(
        speed_mps=np.full(seconds, speed_mps),
        cadence_spm=unknown if cadence_spm is None else np.full(seconds, cadence_spm),
        altitude_m=unknown,
        heart_bpm=unknown,
        timer_on=np.full(seconds, True),
        moving=np.full(seconds, True),
        at_1hz_ratio=1.0,
    )


def stream_of(
    speed_mps: Sequence[float] | Samples,
    *,
    cadence_spm: Sequence[float] | Samples | None = None,
    grade_pct: Sequence[float] | Samples | None = None,
    at_1hz_ratio: float = 1.0,
    derived: bool = False,
) -> RunStream:
    """A run given second by second, all of it moving; what is not given is unknown."""
    speed = np.asarray(speed_mps, dtype=np.float64)
    unknown = np.full(len(speed), np.nan)
    return RunStream(
        speed_mps=speed,
        cadence_spm=unknown if cadence_spm is None else np.asarray(cadence_spm, dtype=np.float64),
        altitude_m=unknown,
        heart_bpm=unknown,
        timer_on=np.full(len(speed), True),
        moving=np.full(len(speed), True),
        at_1hz_ratio=at_1hz_ratio,
        grade_pct=unknown if grade_pct is None else np.asarray(grade_pct, dtype=np.float64),
        speed_derived=np.full(len(speed), derived),
    )


def run_file(
    folder: Path,
    on: date,
    *,
    km: float = 8.0,
    speed_mps: float = 3.0,
    cadence_spm: float = 166.0,
    sport: str = "running",
) -> Path:
    n = round(1000 * km / speed_mps)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{on.isoformat()}-{sport}.fit"
    path.write_bytes(
        activity_fit(
            started_at=datetime(on.year, on.month, on.day, 7, tzinfo=UTC),
            utc_offset_s=0,
            sport=sport,
            t_s=np.arange(n, dtype=np.float64),
            distance_m=np.arange(n) * speed_mps,
            speed_mps=np.full(n, speed_mps),
            cadence_spm=np.full(n, cadence_spm),
            heart_bpm=np.full(n, 140.0),
        )
    )
    return path


def gpx_file(path: Path, on: datetime, *, minutes: int = 5) -> Path:
    """The same stretch of time as ``run_file`` of that day, from another app."""
    begun = on.replace(hour=7, minute=0, second=0, microsecond=0)
    points = "".join(
        f'<trkpt lat="{47 + 0.000027 * n:.6f}" lon="8.0">'
        f"<time>{begun + timedelta(seconds=n):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for n in range(60 * minutes)
    )
    head = '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
    path.write_text(f"{head}<trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>")
    return path
