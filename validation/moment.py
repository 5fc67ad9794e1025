"""Peak swing hip-flexion moment against OpenSim 3D inverse dynamics with force plates.

``python -m validation.moment [--write]`` prints the tables of ``validation/moment.md``. Needs
the measuring data beside the repository (../shared/data/motion); it is not shipped.
The program reads time and positions; OpenSim's moment and the plates' events are read here.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from psoas.app.gait.moment import read_motion
from psoas.mechanics.anthropometry import DE_LEVA_MALE, RUNNING_MODEL, Body, SegmentTable
from psoas.mechanics.dynamics import joint_moments
from psoas.mechanics.leg import smooth_leg
from psoas.mechanics.moment import swing_moments
from psoas.motion import JOINTS, Leg, Motion
from psoas.quantity import Side
from validation import tell

MOTION = Path(__file__).parents[2] / "shared" / "data" / "motion"
RESULT = Path(__file__).with_suffix(".md")
JITTER_MM = (4, 10, 20)
RATES_HZ = (30, 60, 120, 240)
#: A toe-off of ours and one of the plates are the same stride within this time.
SAME_S = 0.1


@dataclass(frozen=True)
class Clip:
    """One file: what it says of itself, its columns, and its swings by the plates."""

    name: str
    speed_mps: float
    mass_kg: float
    columns: dict[str, np.ndarray]
    swings_s: dict[Side, list[tuple[float, float]]]

    @property
    def motion(self) -> Motion:
        """The points, as the program reads them."""
        return read_motion(MOTION / f"{self.name}.csv.gz")

    def truth_nm_per_kg(self, side: Side) -> np.ndarray:
        """OpenSim's moment, shape (n_frames,)."""
        return self.columns[f"{side}_hip_flexion_moment_nm_per_kg"]


@dataclass(frozen=True)
class Pair:
    """One stride: ours, OpenSim's, how alike the curves are over the swing, and the force."""

    ours_nm_per_kg: float
    truth_nm_per_kg: float
    r: float
    force_bw: tuple[float, float, float]

    @property
    def error_pct(self) -> float:
        """Ours less OpenSim's, per cent of OpenSim's."""
        return 100 * (self.ours_nm_per_kg / self.truth_nm_per_kg - 1)


def clips() -> Iterator[Clip]:
    """Yield the files."""
    for entry in json.loads((MOTION / "index.json").read_text()):
        name = entry["file"]
        with gzip.open(MOTION / f"{name}.csv.gz", "rt") as file:
            rows = list(csv.reader(file))
        values = np.array([[float(cell) if cell else np.nan for cell in row] for row in rows[1:]])
        with (MOTION / f"{name}_events.csv").open() as file:
            events = list(csv.DictReader(file))
        yield Clip(
            name=name,
            speed_mps=entry["speed_mps"],
            mass_kg=entry["mass_kg"],
            columns=dict(zip(rows[0], values.T, strict=True)),
            swings_s={side: _swings_s(events, side) for side in (Side.LEFT, Side.RIGHT)},
        )


def _swings_s(events: list[dict[str, str]], side: Side) -> list[tuple[float, float]]:
    own = [(float(each["time_s"]), each["event"]) for each in events if each["side"] == side]
    return [
        (start, end)
        for (start, first), (end, second) in pairwise(own)
        if first == "toe_off" and second == "initial_contact"
    ]


def noisy(motion: Motion, *, jitter_m: float, rate_hz: float, rng: np.random.Generator) -> Motion:
    """The same run as a camera of *rate_hz* with jittery key points would see it."""
    time_s = np.arange(motion.time_s[0], motion.time_s[-1], 1 / rate_hz)
    legs = {}
    for side, leg in motion.legs.items():
        points = {}
        for joint in JOINTS:
            seen = [np.interp(time_s, motion.time_s, axis) for axis in leg.point_m(joint).T]
            points[f"{joint}_m"] = np.stack(seen, axis=1) + rng.normal(
                0, jitter_m, (len(time_s), 2)
            )
        legs[side] = Leg(**points)
    return Motion.of(time_s=time_s, legs=legs)


def pairs(clip: Clip, motion: Motion, *, table: SegmentTable = RUNNING_MODEL) -> list[Pair]:
    """Return the strides that both know."""
    found = swing_moments(motion, mass_kg=clip.mass_kg, rng=np.random.default_rng(0), table=table)
    body = Body(mass_kg=clip.mass_kg, table=table)
    curves = {
        side: joint_moments(
            smooth_leg(leg, motion.time_s, rate_hz=motion.rate_hz, table=table).chain, body
        ).hip_nm
        / clip.mass_kg
        for side, leg in motion.legs.items()
    }
    time_s = clip.columns["time_s"]
    result = []
    for stride in found.strides:
        start, end = min(clip.swings_s[stride.side], key=lambda s: abs(s[0] - stride.toe_off_s))
        if abs(start - stride.toe_off_s) > SAME_S or end > time_s[-1]:
            continue
        inside = (time_s >= start) & (time_s <= end)
        truth = clip.truth_nm_per_kg(stride.side)[inside]
        ours = np.interp(time_s[inside], motion.time_s, curves[stride.side])
        force = stride.force_bw
        result.append(
            Pair(
                ours_nm_per_kg=stride.moment_nm_per_kg.central,
                truth_nm_per_kg=float(truth.max()),
                r=float(np.corrcoef(ours, truth)[0, 1]),
                force_bw=(force.low, force.central, force.high),
            )
        )
    return result


def _summary(by_clip: dict[str, list[Pair]]) -> tuple[float, float, float, str, float, int]:
    """Median absolute error, bias, worst file's median, its name, median r, strides."""
    every = [pair for each in by_clip.values() for pair in each]
    errors = np.array([pair.error_pct for pair in every])
    worst = {
        name: float(np.median([abs(p.error_pct) for p in each])) for name, each in by_clip.items()
    }
    name = max(worst, key=worst.__getitem__)
    r = float(np.median([pair.r for pair in every]))
    return float(np.median(np.abs(errors))), float(errors.mean()), worst[name], name, r, len(every)


def report() -> Iterator[str]:
    """Yield the lines of the committed result."""
    data = list(clips())
    yield "# Swing hip-flexion moment: results"
    yield ""
    yield "Written by `python -m validation.moment --write`; what it means stands in `README.md`."
    yield ""
    yield "## Points as measured"
    yield ""
    yield "| file | strides | OpenSim Nm/kg | ours | median error % | bias % | r over swing |"
    yield "|---|---|---|---|---|---|---|"
    clean = {clip.name: pairs(clip, clip.motion) for clip in data}
    for name, each in clean.items():
        error, bias, _, _, r, n = _summary({name: each})
        truth = np.mean([pair.truth_nm_per_kg for pair in each])
        ours = np.mean([pair.ours_nm_per_kg for pair in each])
        yield f"| {name} | {n} | {truth:.2f} | {ours:.2f} | {error:.1f} | {bias:+.1f} | {r:.3f} |"
    error, bias, worst, name, r, n = _summary(clean)
    yield f"| **all** | {n} | | | **{error:.1f}** | **{bias:+.1f}** | **{r:.3f}** |"
    yield ""
    yield f"Worst file: {name}, median error {worst:.1f} %."
    yield ""
    other = {clip.name: pairs(clip, clip.motion, table=DE_LEVA_MALE) for clip in data}
    error, bias, worst, name, r, _ = _summary(other)
    yield (
        f"With de Leva's men instead of the running model's masses: median error {error:.1f} %, "
        f"bias {bias:+.1f} %, worst file {worst:.1f} % ({name}), r {r:.3f}."
    )
    yield ""
    yield "## Force, body weights (mean over files of a file's median stride)"
    yield ""
    yield "| m/s | low | central | high | high/low |"
    yield "|---|---|---|---|---|"
    for speed, low, central, high in forces(data, clean):
        yield f"| {speed:g} | {low:.2f} | {central:.2f} | {high:.2f} | {high / low:.2f} |"
    yield ""
    yield "## Points with jitter (per point and direction, white, one draw)"
    yield ""
    yield "| jitter mm | frames/s | strides | median error % | bias % | worst file % | r |"
    yield "|---|---|---|---|---|---|---|"
    for jitter_mm in JITTER_MM:
        for rate_hz in RATES_HZ:
            rng = np.random.default_rng(1)
            seen = {
                clip.name: pairs(
                    clip, noisy(clip.motion, jitter_m=jitter_mm / 1000, rate_hz=rate_hz, rng=rng)
                )
                for clip in data
            }
            error, bias, worst, _, r, n = _summary(seen)
            yield (
                f"| {jitter_mm} | {rate_hz} | {n} | {error:.1f} | {bias:+.1f} "
                f"| {worst:.1f} | {r:.3f} |"
            )


def forces(
    data: list[Clip], by_clip: dict[str, list[Pair]]
) -> Iterator[tuple[float, float, float, float]]:
    """Yield speed, low, central and high: means over files of the median stride."""
    for speed in sorted({clip.speed_mps for clip in data}):
        medians = [
            np.median([pair.force_bw for pair in by_clip[clip.name]], axis=0)
            for clip in data
            if clip.speed_mps == speed
        ]
        low, central, high = np.mean(medians, axis=0)
        yield speed, float(low), float(central), float(high)


def main() -> None:
    """Print the result, and write it with ``--write``."""
    tell(report(), result=RESULT)


if __name__ == "__main__":
    main()
