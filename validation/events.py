"""Initial contact, toe-off and cadence against force plates.

``python -m validation.events [--write]`` prints the tables of ``validation/events.md``. Needs
the measuring data beside the repository (../shared/data/motion); it is not shipped. The
program reads time and positions; the plates' events are read here.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from psoas.app.gait.moment import read_motion
from psoas.motion.events import EventKind
from psoas.motion.gait import Gait, gait_of
from psoas.motion.keypoints import KeyPoints
from psoas.quantity import Side
from validation import tell

MOTION = Path(__file__).parents[2] / "shared" / "data" / "motion"
RESULT = Path(__file__).with_suffix(".md")
JITTER_MM = (4, 10, 20)
RATES_HZ = (30, 60, 120)
#: Draws of the jitter in each cell.
SEEDS = (1, 2, 3)
#: An event of ours and one of the plates are the same within this time.
SAME_S = 0.1
#: Events of the plates nearer to the ends of a file are not asked for.
EDGE_S = 0.15
#: A foot of a runner does not land twice within this time: the plates of runner03_2mps hold
#: contacts that are none.
SPURIOUS_S = 0.45


@dataclass(frozen=True)
class Clip:
    """One file: its name, speed, points, and events by the plates."""

    name: str
    speed_mps: float
    points: KeyPoints
    events: list[tuple[float, Side, EventKind]]


@dataclass(frozen=True)
class Found:
    """What was found of one clip: errors in ms, how many were missed and added, cadences."""

    errors_ms: dict[EventKind, list[float]]
    missed: int
    added: int
    cadence_spm: float
    truth_spm: float


def clips() -> Iterator[Clip]:
    """Yield the files."""
    for entry in json.loads((MOTION / "index.json").read_text()):
        name = entry["file"]
        with (MOTION / f"{name}_events.csv").open() as file:
            events = [
                (float(row["time_s"]), Side(row["side"]), EventKind(row["event"]))
                for row in csv.DictReader(file)
            ]
        yield Clip(
            name=name,
            speed_mps=entry["speed_mps"],
            points=KeyPoints.of_motion(read_motion(MOTION / f"{name}.csv.gz")),
            events=_without_spurious(events),
        )


def _without_spurious(
    events: list[tuple[float, Side, EventKind]],
) -> list[tuple[float, Side, EventKind]]:
    kept: list[tuple[float, Side, EventKind]] = []
    for at_s, side, kind in events:
        near = [each for each in kept if each[1:] == (side, kind) and at_s - each[0] < SPURIOUS_S]
        if not near:
            kept.append((at_s, side, kind))
    return kept


def seen(
    points: KeyPoints, *, jitter_m: float, rate_hz: float, rng: np.random.Generator
) -> KeyPoints:
    """The same run as a camera of *rate_hz* with jittery key points would see it."""
    time_s = np.arange(points.time_s[0], points.time_s[-1], 1 / rate_hz)
    tracks = {
        name: np.stack([np.interp(time_s, points.time_s, axis) for axis in track.T], axis=1)
        + rng.normal(0, jitter_m, (len(time_s), 2))
        for name, track in points.tracks.items()
    }
    return KeyPoints.of(time_s=time_s, unit=points.unit, tracks=tracks, y_down=False)


def _truth_spm(clip: Clip) -> float:
    """Cadence by the plates: one slope through all landings, one line for each foot."""
    times, numbers, feet = [], [], []
    landed = sorted(
        (at, side) for at, side, kind in clip.events if kind is EventKind.INITIAL_CONTACT
    )
    step_s = np.median([second[0] - first[0] for first, second in pairwise(landed)])
    for at, side in landed:
        times.append(at)
        numbers.append(round((at - landed[0][0]) / step_s))
        feet.append(side is Side.LEFT)
    table = np.stack([numbers, feet, ~np.array(feet)], axis=1).astype(float)
    slope = np.linalg.lstsq(table, np.array(times), rcond=None)[0][0]
    return float(60 / slope)


def compared(clip: Clip, gait: Gait) -> Found:
    """Return what was found beside what the plates say."""
    errors: dict[EventKind, list[float]] = {kind: [] for kind in EventKind}
    missed = 0
    start_s, end_s = gait.runner.time_s[0] + EDGE_S, gait.runner.time_s[-1] - EDGE_S
    matched = set()
    for at_s, side, kind in clip.events:
        own = [e for e in gait.events if (e.side, e.event) == (side, kind)]
        nearest = min(own, key=lambda e: abs(e.time_s - at_s), default=None)
        if nearest is None or abs(nearest.time_s - at_s) > SAME_S:
            missed += start_s < at_s < end_s
            continue
        matched.add(nearest)
        errors[kind].append(1000 * (nearest.time_s - at_s))
    added = [e for e in gait.events if e not in matched and start_s < e.time_s < end_s]
    return Found(
        errors_ms=errors,
        missed=missed,
        added=len(added),
        cadence_spm=gait.cadence_spm.central,
        truth_spm=_truth_spm(clip),
    )


def median_ms(found: list[Found], kind: EventKind) -> float:
    """Median absolute error."""
    return float(np.median(np.abs(_errors_ms(found, kind))))


def p95_ms(found: list[Found], kind: EventKind) -> float:
    """95th percentile of the absolute error."""
    return float(np.quantile(np.abs(_errors_ms(found, kind)), 0.95))


def _errors_ms(found: list[Found], kind: EventKind) -> np.ndarray:
    return np.concatenate([each.errors_ms[kind] for each in found])


def _row(name: str, found: list[Found]) -> str:
    cells = [name, str(sum(len(e.errors_ms[EventKind.INITIAL_CONTACT]) for e in found))]
    for kind in EventKind:
        bias = float(np.median(_errors_ms(found, kind)))
        cells.append(f"{median_ms(found, kind):.1f} / {p95_ms(found, kind):.0f} / {bias:+.0f}")
    cells.append(f"{sum(e.missed for e in found)} / {sum(e.added for e in found)}")
    off = max(abs(e.cadence_spm - e.truth_spm) for e in found)
    cells.append(f"{off:.2f}")
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| {} | landings | landing ms: median, p95, bias | toe-off ms: median, p95, bias "
    "| missed, added | cadence off by, at most |\n|---|---|---|---|---|---|"
)


def report() -> Iterator[str]:
    """Yield the lines of the committed result."""
    data = list(clips())
    yield "# Landing, toe-off and cadence: results"
    yield ""
    yield "Written by `python -m validation.events --write`; what it means stands in `README.md`."
    yield ""
    yield "## Points as measured, each file at its own rate"
    yield ""
    yield HEAD.format("file")
    clean = [(clip, compared(clip, gait_of(clip.points))) for clip in data]
    for clip, found in clean:
        yield _row(clip.name, [found])
    for speed in sorted({clip.speed_mps for clip in data}):
        yield _row(f"**{speed:g} m/s**", [f for clip, f in clean if clip.speed_mps == speed])
    yield _row("**all**", [found for _, found in clean])
    yield ""
    yield f"## With jitter (per point and direction, white, {len(SEEDS)} draws)"
    yield ""
    yield HEAD.format("jitter, frames/s")
    for jitter_mm in JITTER_MM:
        for rate_hz in RATES_HZ:
            every = jittered(data, jitter_mm=jitter_mm, rate_hz=rate_hz)
            yield _row(f"{jitter_mm} mm, {rate_hz}", [found for _, found in every])
    yield ""
    yield "## 10 mm at 60 frames/s, by runner and speed"
    yield ""
    yield HEAD.format("file")
    ten = jittered(data, jitter_mm=10, rate_hz=60)
    for clip in data:
        yield _row(clip.name, [found for name, found in ten if name == clip.name])


def jittered(data: list[Clip], *, jitter_mm: float, rate_hz: float) -> list[tuple[str, Found]]:
    """Return what is found of jittery points, for each clip and draw."""
    found = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        for clip in data:
            points = seen(clip.points, jitter_m=jitter_mm / 1000, rate_hz=rate_hz, rng=rng)
            found.append((clip.name, compared(clip, gait_of(points))))
    return found


def main() -> None:
    """Print the result, and write it with ``--write``."""
    tell(report(), result=RESULT)


if __name__ == "__main__":
    main()
