"""The peak swing hip-flexion moment of each stride, with its band and the force it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.evidence import Made
from psoas.mechanics.anthropometry import RUNNING_MODEL, Body, SegmentTable
from psoas.mechanics.dynamics import JointMoments, joint_moments
from psoas.mechanics.force import MuscleForces, force_band_bw, joint_angles_rad, muscle_forces
from psoas.mechanics.leg import SmoothLeg, Tracks, Way, chain_of, smooth_leg
from psoas.motion import JOINTS, Leg, Motion
from psoas.quantity import Band, Side, Span
from psoas.runs.model import Note
from psoas.signals.grid import resampled

Values = Annotated[NDArray[np.float64], "(n,)"]

METHOD = Made(by="mechanics/swing-moment", version=1)

# 1 SD of the moment from what this runner's leg really weighs, and from the one plane.
# [source:psoas-computed-load] (mechanics.md E)
ANTHROPOMETRY_RATIO = 0.08
PLANE_RATIO = 0.06
#: Repetitions of the bootstrap: its SD is then within 12 %.
REPEATS = 40
#: Muscles whose peaks are told, beside iliopsoas as the sum of the first two.
HIP_FLEXORS = ("iliacus", "psoas", "rectus-femoris", "sartorius", "tensor-fasciae-latae")
#: A swing this near the ends of a clip is left out: filters do not know what comes next.
_EDGE_S = 0.03
#: Frames that are missing for no longer are put in between. [source:psoas-convention]
_GAP_S = 0.1
#: From here on a seen leg and the given one contradict. [source:psoas-convention]
_LENGTH_OFF_RATIO = 0.10


@frozen(kw_only=True)
class Stride:
    """One stride of one leg.

    Parameters
    ----------
    side
        Which leg.
    toe_off_s
        When its toe left the ground, on the motion's own clock.
    moment_nm_per_kg
        Peak swing hip-flexion moment; low and high are 1 SD of noise, body and plane.
    force_bw
        Peak iliopsoas force, a band over models.
    muscle_bw
        Peak force in the swing by muscle, as one model shares the moments; iliopsoas is
        iliacus and psoas summed in time. Not the band: one model's answer.
    fell_back_frames
        Frames of the swing in which that model's muscles could not give the moments.
    """

    side: Side
    toe_off_s: float
    moment_nm_per_kg: Band
    force_bw: Band
    muscle_bw: dict[str, float]
    fell_back_frames: int


@frozen(kw_only=True)
class SwingMoments:
    """The strides of a motion in order of time, and what to know of them."""

    strides: tuple[Stride, ...]
    notes: tuple[Note, ...]
    made: Made


def swing_moments(
    motion: Motion,
    *,
    mass_kg: float,
    rng: np.random.Generator,
    thigh_m: float | None = None,
    shank_m: float | None = None,
    shoe_kg: float = 0.0,
    table: SegmentTable = RUNNING_MODEL,
    way: Way | None = None,
) -> SwingMoments:
    """Peak swing hip-flexion moment of each stride, from points alone.

    Parameters
    ----------
    motion
        Points of one or both legs.
    mass_kg
        Body mass.
    rng
        Draws the noise of the bootstrap.
    thigh_m, shank_m
        True lengths, for the muscles' moment arms; by default the longest seen. The moment
        needs none: it takes lengths as they are seen.
    shoe_kg
        On top of the table's foot, which is as heavy as a foot in a shoe.
    table
        Segment masses.
    way
        How to smooth; by default by the jitter of the points.

    Returns
    -------
    SwingMoments
        A stride for each whole swing with its points known; none where no swing is whole.

    Raises
    ------
    ValueError
        Where a mass or length is not above 0.
    """
    for name, value in (("mass_kg", mass_kg), ("thigh_m", thigh_m), ("shank_m", shank_m)):
        if value is not None and not value > 0:
            raise ValueError(f"{name} must be above 0, got {value}")
    body = Body(mass_kg=mass_kg, shoe_kg=shoe_kg, table=table)
    time_s, even = _even(motion)
    strides: list[Stride] = []
    notes: list[Note] = []
    for side, leg in even.items():
        smooth = smooth_leg(leg, time_s, rate_hz=motion.rate_hz, table=table, way=way)
        swings = [span for span in smooth.swings if _is_whole(span, smooth, time_s)]
        lengths = _leg_m(smooth, thigh_m, shank_m)
        strides += _strides(side, smooth, swings, body, time_s, leg_m=sum(lengths), rng=rng)
        notes += _notes(side, smooth, n_left_out=len(smooth.swings) - len(swings))
        notes += _length_notes(side, smooth, lengths)
    strides.sort(key=lambda stride: (stride.toe_off_s, stride.side))
    return SwingMoments(strides=tuple(strides), notes=tuple(notes), made=METHOD)


def _even(motion: Motion) -> tuple[Values, dict[Side, Leg]]:
    """The motion at even steps of time: single frames that were dropped are put in between."""
    n = round(float(np.ptp(motion.time_s)) * motion.rate_hz) + 1
    time_s = np.linspace(motion.time_s[0], motion.time_s[-1], n)
    if n == len(motion.time_s) and np.abs(time_s - motion.time_s).max() < 0.02 / motion.rate_hz:
        return motion.time_s, dict(motion.legs)
    legs = {}
    for side, leg in motion.legs.items():
        points = {
            f"{joint}_m": np.stack(
                [
                    resampled(axis, t_s=motion.time_s, at_s=time_s, bridge_up_to_s=_GAP_S)
                    for axis in leg.point_m(joint).T
                ],
                axis=1,
            )
            for joint in JOINTS
        }
        legs[side] = Leg(**points)
    return time_s, legs


def _is_whole(span: Span, leg: SmoothLeg, time_s: Values) -> bool:
    inside = slice(span.start, span.end)
    ends_s = (time_s[span.start] - time_s[0], time_s[-1] - time_s[span.end - 1])
    return min(ends_s) >= _EDGE_S and not leg.unknown[inside].any()


def _seen_m(leg: SmoothLeg) -> tuple[float, float]:
    """Thigh and shank as long as they are ever seen, but for outliers."""
    hip, knee, ankle = leg.chain.hip.at_m, leg.chain.knee.at_m, leg.chain.ankle.at_m
    thigh, shank = np.hypot(*(hip - knee).T), np.hypot(*(knee - ankle).T)
    return float(np.quantile(thigh, 0.95)), float(np.quantile(shank, 0.95))


def _leg_m(leg: SmoothLeg, thigh_m: float | None, shank_m: float | None) -> tuple[float, float]:
    seen = _seen_m(leg)
    return (seen[0] if thigh_m is None else thigh_m, seen[1] if shank_m is None else shank_m)


def _peaks_nm(hip_nm: Values, swings: list[Span]) -> Values:
    return np.array([hip_nm[span.start : span.end].max() for span in swings])


def _strides(
    side: Side,
    leg: SmoothLeg,
    swings: list[Span],
    body: Body,
    time_s: Values,
    *,
    leg_m: float,
    rng: np.random.Generator,
) -> Iterator[Stride]:
    """Yield the strides of one leg."""
    if not swings:
        return
    moments = joint_moments(leg.chain, body)
    rate_hz = (len(time_s) - 1) / float(np.ptp(time_s))
    forces = _forces(leg, moments, swings, body, leg_m=leg_m, rate_hz=rate_hz)
    peak_nm = _peaks_nm(moments.hip_nm, swings)
    added_nm = _added_by_jitter_nm(leg, swings, body, rng=rng)
    # jitter makes a maximum larger: what it adds to the smooth way is taken off again
    central = np.maximum(peak_nm - added_nm.mean(axis=0), 0.0) / body.mass_kg
    noise = added_nm.std(axis=0, ddof=1) / body.mass_kg
    for span, value, spread in zip(swings, central.tolist(), noise.tolist(), strict=True):
        if value <= 0:
            continue
        error = hypot(ANTHROPOMETRY_RATIO, PLANE_RATIO, spread / value)
        yield Stride(
            side=side,
            toe_off_s=float(time_s[span.start]),
            moment_nm_per_kg=Band(max(value * (1 - error), 0.0), value, value * (1 + error)),
            force_bw=force_band_bw(value, error_ratio=error),
            muscle_bw=_muscle_peaks_bw(forces, span),
            fell_back_frames=int(forces.fell_back[span.start : span.end].sum()),
        )


def _added_by_jitter_nm(
    leg: SmoothLeg, swings: list[Span], body: Body, *, rng: np.random.Generator
) -> Values:
    """What the clip's own jitter adds to the peaks of the smooth way: (REPEATS, n_swings)."""

    def peaks_of(points: Tracks) -> Values:
        moments = joint_moments(chain_of(points, leg.smooth, body.table), body)
        return _peaks_nm(moments.hip_nm, swings)

    smooth = {joint: leg.smooth(track).at_m for joint, track in leg.points.items()}
    alone_nm = peaks_of(smooth)
    added_nm = np.empty((REPEATS, len(swings)))
    for repeat in range(REPEATS):
        noisy = {
            joint: track + rng.normal(0.0, leg.jitter_by_joint_m[joint], track.shape)
            for joint, track in smooth.items()
        }
        added_nm[repeat] = peaks_of(noisy) - alone_nm
    return added_nm


def _forces(
    leg: SmoothLeg,
    moments: JointMoments,
    swings: list[Span],
    body: Body,
    *,
    leg_m: float,
    rate_hz: float,
) -> MuscleForces:
    """Muscle forces in the swings; NaN on the ground, where the moments are not true."""
    on_ground = np.ones(len(moments.hip_nm), dtype=bool)
    for span in swings:
        on_ground[span.start : span.end] = False
    in_air = JointMoments(
        hip_nm=np.where(on_ground, np.nan, moments.hip_nm),
        knee_nm=moments.knee_nm,
        ankle_nm=moments.ankle_nm,
    )
    return muscle_forces(
        joint_angles_rad(leg.chain), in_air, mass_kg=body.mass_kg, leg_m=leg_m, rate_hz=rate_hz
    )


def _muscle_peaks_bw(forces: MuscleForces, span: Span) -> dict[str, float]:
    inside = slice(span.start, span.end)
    peaks_bw = {"iliopsoas": float(forces.iliopsoas_bw[inside].max())}
    for name in HIP_FLEXORS:
        peaks_bw[name] = float(forces.force_bw[name][inside].max())
    return peaks_bw


def _notes(side: Side, leg: SmoothLeg, *, n_left_out: int) -> Iterator[Note]:
    jitter_mm = round(1000 * float(np.median(list(leg.jitter_by_joint_m.values()))), 1)
    if leg.way is Way.MEAN_STRIDE:
        yield Note(
            text="note.moment-mean-stride", values={"side": side.value, "jitter_mm": jitter_mm}
        )
    if "toe" not in leg.points:
        yield Note(text="note.moment-no-foot", values={"side": side.value})
    if n_left_out:
        yield Note(text="note.moment-left-out", values={"side": side.value, "strides": n_left_out})


def _length_notes(side: Side, leg: SmoothLeg, lengths_m: tuple[float, float]) -> Iterator[Note]:
    for name, seen, said in zip(("thigh", "shank"), _seen_m(leg), lengths_m, strict=True):
        if abs(seen / said - 1) > _LENGTH_OFF_RATIO:
            yield Note(
                text="note.moment-length-off",
                values={
                    "side": side.value,
                    "segment": name,
                    "seen_m": round(seen, 3),
                    "said_m": round(said, 3),
                },
            )
