"""Where the numbers of the load come from: the curves side by side, and two worked examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from attrs import frozen

from psoas.load.claim import Claim, claimed
from psoas.load.curves import force_band_bw, moment_nm_per_kg, usual_cadence_spm
from psoas.load.model import EXPONENTS, RunLoad
from psoas.load.published import (
    GRAVITY_N_PER_KG,
    LENHART_MPS,
    LENHART_N_PER_KG,
    Reach,
    lenhart_factor,
    published_force_bw,
    reach_of,
    recomputed_force_bw,
)
from psoas.load.watch import UNIT_SPEED_MPS, hip_flexor_load
from psoas.quantity import Band
from psoas.runs.model import RunStream

#: Metres and m/s of an even run, and of six fast laps with the jogging between and round them.
EVEN_RUN = ((10_000.0, 3.0),)
FAST_LAPS = ((2_400.0, 6.0), (4_000.0, 2.8), (1_200.0, 2.5))


@frozen(kw_only=True)
class Curves:
    """Peak iliopsoas force at one speed and the usual cadence, body weights.

    Parameters
    ----------
    band_bw
        Ours, from speed, cadence and gradient known, holding both others.
    reach
        How the published value comes about.
    """

    speed_mps: float
    published_bw: float
    reach: Reach
    recomputed_bw: float
    band_bw: Band


@frozen(kw_only=True)
class CadenceTrade:
    """What quicker steps change at the same speed, as factors on what was before.

    Parameters
    ----------
    moment_factor
        Largest hip-flexion moment, by our model (after Lieberman).
    iliopsoas_factor, rectus_swing_factor, rectus_stance_factor, gluteus_medius_factor
        Peak forces [source:lenhart-2014].
    units_factor, published_units_factor
        Units of a kilometre, m = 4, by our model and by the published curve.
    """

    cadence_factor: float
    moment_factor: float
    iliopsoas_factor: float
    rectus_swing_factor: float
    rectus_stance_factor: float
    gluteus_medius_factor: float
    units_factor: float
    published_units_factor: float


@frozen(kw_only=True)
class Example:
    """An even run and fast laps, by exponent: ``(even, laps)``; and what may be said of them."""

    units_by_m: Mapping[int, tuple[float, float]]
    published_units_by_m: Mapping[int, tuple[float, float]]
    laps_load_more: Claim


def curves_at(speeds_mps: Iterable[float]) -> tuple[Curves, ...]:
    """Return the curves at some speeds from 2 to 9.5 m/s."""
    found = []
    for speed_mps in speeds_mps:
        speed = np.array([speed_mps])
        found.append(
            Curves(
                speed_mps=speed_mps,
                published_bw=float(published_force_bw(speed)[0]),
                reach=reach_of(speed_mps),
                recomputed_bw=float(recomputed_force_bw(speed)[0]),
                band_bw=force_band_bw(speed_mps, float(usual_cadence_spm(speed)[0])),
            )
        )
    return tuple(found)


def lenhart_point() -> tuple[float, float]:
    """Return speed and summed peaks of psoas and iliacus, m/s and BW: an upper bound."""
    n_per_kg = sum(LENHART_N_PER_KG[muscle][1] for muscle in ("psoas", "iliacus"))
    return LENHART_MPS, n_per_kg / GRAVITY_N_PER_KG


def load_of_parts(
    parts_m_mps: Iterable[tuple[float, float]], *, cadence_factor: float = 1.0
) -> RunLoad:
    """Return the load of stretches of ``(metres, m/s)`` on level ground.

    Cadence is the usual one times *cadence_factor*.
    Each stretch lasts whole seconds, at least one.
    """
    speed_mps = np.concatenate(
        [np.full(max(1, round(metres / mps)), mps) for metres, mps in parts_m_mps]
    ).astype(np.float64)
    unknown, on = np.full(len(speed_mps), np.nan), np.ones(len(speed_mps), dtype=np.bool_)
    return hip_flexor_load(
        RunStream(
            speed_mps=speed_mps,
            cadence_spm=np.asarray(usual_cadence_spm(speed_mps) * cadence_factor, dtype=np.float64),
            altitude_m=unknown,
            heart_bpm=unknown,
            timer_on=on,
            moving=on,
            at_1hz_ratio=1.0,
            grade_pct=np.zeros(len(speed_mps)),
        )
    )


def cadence_trade(cadence_factor: float) -> CadenceTrade:
    """Return what a cadence times *cadence_factor* (0.9 to 1.1) changes at 3.0 m/s.

    Sources
    -------
    lenhart-2014, lieberman-2015, psoas-computed-load
    """
    kilometre = ((1_000.0, UNIT_SPEED_MPS),)
    before = load_of_parts(kilometre)
    after = load_of_parts(kilometre, cadence_factor=cadence_factor)
    speed = np.array([UNIT_SPEED_MPS])
    usual = usual_cadence_spm(speed)
    moment = moment_nm_per_kg(speed, usual * cadence_factor) / moment_nm_per_kg(speed, usual)

    def peaks_factor(*muscles: str) -> float:
        return lenhart_factor(*muscles, cadence_ratio=cadence_factor)

    return CadenceTrade(
        cadence_factor=cadence_factor,
        moment_factor=float(moment[0]),
        iliopsoas_factor=peaks_factor("psoas", "iliacus"),
        rectus_swing_factor=peaks_factor("rectus femoris, swing"),
        rectus_stance_factor=peaks_factor("rectus femoris, stance"),
        gluteus_medius_factor=peaks_factor("gluteus medius"),
        units_factor=after.units[4] / before.units[4],
        published_units_factor=after.published_units[4] / before.published_units[4],
    )


def exponent_example() -> Example:
    """Return what the exponent does to an even run and to fast laps."""
    even, laps = load_of_parts(EVEN_RUN), load_of_parts(FAST_LAPS)
    return Example(
        units_by_m={m: (even.units[m], laps.units[m]) for m in EXPONENTS},
        published_units_by_m={
            m: (even.published_units[m], laps.published_units[m]) for m in EXPONENTS
        },
        laps_load_more=claimed([laps], [even]),
    )
