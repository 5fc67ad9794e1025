"""Gait in the shape that ``psoas gait`` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from psoas.app.gait.measuring import ONLY_BY_APP, GaitAndMoments
from psoas.edges import to_plain
from psoas.mechanics import SwingMoments
from psoas.mechanics.force import force_band_bw
from psoas.motion.events import CONTACT_ERROR_S, TOE_OFF_ERROR_S, EventKind
from psoas.motion.gait import Gait
from psoas.motion.measures import Measure, OfSide, Standing, Why, interval
from psoas.motion.norms import CONTACT_INSTANT_HZ
from psoas.motion.quality import STEPS_A_SIDE, Concern
from psoas.quantity import Band, Side
from psoas.render.words import say

Texts = Mapping[str, str]

#: Error of a mean moment by video of 100 frames/s and more, and below: noise, body, plane; 1 SD.
#: [source:psoas-computed-load] (mechanics.md E)
_MOMENT_ERROR_RATIO, _MOMENT_ERROR_FEW_HZ_RATIO = 0.15, 0.25


def _value(band: Band) -> dict[str, float]:
    return {"value": band.central, "low": band.low, "high": band.high}


def _side(found: OfSide) -> dict[str, Any]:
    return {**_value(found.band), "trusted": found.is_trusted, "steps": list(found.steps)}


def _measure(found: Measure) -> dict[str, Any]:
    norm = found.norm.get("norm")
    return {
        **_value(found.band),
        "unit": found.unit,
        "mdc": found.detectable,
        "verdict": found.standing.value,
        "why": None if found.why is None else found.why.value,
        "norm": None if norm is None else to_plain(norm),
        "sides": {side.value: _side(each) for side, each in found.by_side.items()},
        "sources": list(found.sources),
        "grade": found.grade.value,
    }


def _of_moments(found: GaitAndMoments) -> tuple[dict[str, Any], Why | None]:
    """The two measures of mechanics, or the reason why not."""
    if found.gait.is_rough:
        return {}, Why.FAST_MODE
    if found.moments is None:
        return {}, Why.NO_SCALE if np.isnan(found.leg_m) else Why.NOT_SEEN
    runner = found.gait.runner
    by_side = {side: _peaks_nm_per_kg(found.moments, side) for side in runner.legs}
    if min(len(each) for each in by_side.values()) < STEPS_A_SIDE:
        return {}, Why.FEW_STEPS
    error_ratio = (
        _MOMENT_ERROR_RATIO
        if runner.rate_hz >= 0.98 * CONTACT_INSTANT_HZ
        else _MOMENT_ERROR_FEW_HZ_RATIO
    )
    sides = {
        side: OfSide(
            unit="nm_per_kg",
            band=interval(each, method=error_ratio * float(np.mean(each))),
            steps=tuple(each),
            is_trusted=runner.near in (None, side),
        )
        for side, each in by_side.items()
    }
    trusted = [value for side in sides.values() if side.is_trusted for value in side.steps]
    moment = interval(trusted, method=error_ratio * float(np.mean(trusted)))
    shared = {
        "mdc": None,
        "verdict": Standing.UNKNOWN.value,
        "why": Why.NO_NORM.value,
        "norm": None,
        "sources": ["psoas-computed-load", "hamner-delp-2013"],
        "grade": "measured",
    }
    force = force_band_bw(moment.central, error_ratio=error_ratio)
    moment_told = {side.value: _side(each) for side, each in sides.items()}
    return {
        "swing_moment": {**_value(moment), "unit": "nm_per_kg", "sides": moment_told, **shared},
        "iliopsoas_force": {**_value(force), "unit": "bw", "sides": {}, **shared},
    }, None


def _peaks_nm_per_kg(moments: SwingMoments, side: Side) -> list[float]:
    return [each.moment_nm_per_kg.central for each in moments.strides if each.side is side]


def _concern(found: Concern, texts: Texts) -> dict[str, Any]:
    return {
        "cause": found.cause.value,
        "what": say(found.text, found.values, texts=texts),
        "fix": say(f"{found.text}-fix", found.values, texts=texts),
    }


def _quality(gait: Gait, texts: Texts) -> dict[str, Any]:
    runner = gait.runner
    crossings = runner.crossings
    return {
        "fps": runner.rate_hz,
        "frames": len(runner.time_s),
        "duration_s": float(np.ptp(runner.time_s)),
        "unit": runner.unit.value,
        "ground": runner.ground.value,
        "near_side": None if runner.near is None else runner.near.value,
        "fall_factor": gait.tempo.fall_factor,
        "swapped_pct": 0.0 if crossings is None else 100 * crossings.swapped_ratio,
        "lost_pct": 100 * runner.lost_ratio,
        "steps": {
            side.value: sum(step.side is side for step in gait.steps) for side in runner.legs
        },
        "event_error_ms": {
            EventKind.INITIAL_CONTACT.value: 1000 * CONTACT_ERROR_S,
            EventKind.TOE_OFF.value: 1000 * TOE_OFF_ERROR_S,
        },
        "warnings": [_concern(each, texts) for each in gait.concerns],
    }


def answers_of(gait: Gait) -> dict[str, bool | float]:
    """Return what a side view answers of the answer sheet; what it cannot tell has no key.

    *Far ahead of the hip* is beyond what runners show at that speed: at an unknown speed, or at
    the edge of the norm, the question stays open.
    """
    found: dict[str, bool | float] = {"cadence_spm": round(gait.cadence_spm.central, 1)}
    overstride = gait.measures.get("overstride")
    if overstride is not None and overstride.standing is not Standing.UNKNOWN:
        found["foot_lands_ahead"] = overstride.standing is Standing.ABOVE
    return found


def as_plain(found: GaitAndMoments, *, texts: Texts) -> dict[str, Any]:
    """Return the gait in the shape that ``psoas gait`` prints."""
    gait = found.gait
    mechanics, why = _of_moments(found)
    refused = [(each.measure, each.why) for each in gait.refusals]
    if why is not None:
        refused += [(name, why) for name in ONLY_BY_APP]
    return {
        "quality": _quality(gait, texts),
        "strides": gait.n_strides,
        "cadence_spm": gait.cadence_spm.central,
        "contact_ms": _central_ms(gait, "contact_time"),
        "flight_ms": _central_ms(gait, "flight_time"),
        "speed_mps": gait.speed_mps,
        "speed_told": gait.is_speed_told,
        "measures": {
            **{name: _measure(each) for name, each in gait.measures.items()},
            **mechanics,
        },
        "events": [
            {"time_s": each.time_s, "side": each.side.value, "event": each.event.value}
            for each in gait.events
        ],
        "refused": _refused(refused, texts),
        "answers": answers_of(gait),
        "changes": [],
        "kept": None,
        "files": [],
    }


def _central_ms(gait: Gait, name: str) -> float | None:
    return gait.measures[name].band.central if name in gait.measures else None


def _refused(refused: Sequence[tuple[str, Why]], texts: Texts) -> list[dict[str, str]]:
    return [
        {
            "measure": name,
            "reason": why.value,
            "why": say(f"gait_why.{why.value}", {}, texts=texts),
        }
        for name, why in refused
    ]
