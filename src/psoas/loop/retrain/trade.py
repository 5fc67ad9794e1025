"""What a higher cadence costs the hip flexors, computed for one runner's own speed."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from psoas.evidence import Grade, SourceId, Verdict
from psoas.load.claim import compared
from psoas.load.model import RunLoad
from psoas.load.watch import hip_flexor_load
from psoas.quantity import Answer
from psoas.runs.model import RunStream

#: How long both runs are; what is compared are shares, so it does not matter.
RUN_S = 600
#: The exponent that units are told with (science.md 1.4). [source:psoas-computed-load]
EXPONENT = 4
SOURCES = (
    SourceId("psoas-computed-load"),
    SourceId("lenhart-2014"),
    SourceId("lieberman-2015"),
)


@frozen(kw_only=True)
class TradeOff:
    """How much more the hip flexors get at the same speed.

    Parameters
    ----------
    cadence_pct
        Steps more.
    moment_pct
        Peak hip-flexion moment of a stride, more.
    units_low_pct, units_high_pct
        Units over the same way, more: by the published force curve and by our moment model.
    is_more
        Whether it is more whichever exponent and curve is taken.
    """

    cadence_pct: float
    moment_pct: float
    units_low_pct: float
    units_high_pct: float
    is_more: Answer
    verdict: Verdict


def trade_off(*, speed_mps: float, from_spm: float, to_spm: float) -> TradeOff:
    """Compare two cadences at one speed on level ground.

    Parameters
    ----------
    speed_mps
        The speed of both, above 2.
    from_spm, to_spm
        The runner's own cadence and the one asked for, of both feet.

    Returns
    -------
    TradeOff
        By the same model that reads a watch's runs.
    """
    before, after = (_steady(speed_mps, spm) for spm in (from_spm, to_spm))
    claim = compared(after, before)
    shares = sorted(
        (
            after.units[EXPONENT] / before.units[EXPONENT],
            after.published_units[EXPONENT] / before.published_units[EXPONENT],
        )
    )
    cadence_pct, moment_pct = _more_pct(to_spm / from_spm), _more_pct(_moment_ratio(after, before))
    low_pct, high_pct = (_more_pct(share) for share in shares)
    return TradeOff(
        cadence_pct=cadence_pct,
        moment_pct=moment_pct,
        units_low_pct=low_pct,
        units_high_pct=high_pct,
        is_more=claim.answer,
        verdict=Verdict(
            rule="cadence-trade-off",
            answer=claim.answer,
            level="more" if claim.answer is Answer.YES else "same",
            text="course.trade-off",
            values={
                "cadence_pct": round(cadence_pct, 1),
                "moment_pct": round(moment_pct, 1),
                "low_pct": round(low_pct),
                "high_pct": round(high_pct),
            },
            sources=SOURCES,
            grade=Grade.MEASURED,
        ),
    )


def _more_pct(ratio: float) -> float:
    return 100 * (ratio - 1)


def _moment_ratio(after: RunLoad, before: RunLoad) -> float:
    if after.moment_median_nm_per_kg is None or before.moment_median_nm_per_kg is None:
        raise ValueError("a trade-off needs a running speed and cadence")
    return after.moment_median_nm_per_kg.central / before.moment_median_nm_per_kg.central


def _steady(speed_mps: float, cadence_spm: float) -> RunLoad:
    unknown = np.full(RUN_S, np.nan)
    on = np.full(RUN_S, True)
    stream = RunStream(
        speed_mps=np.full(RUN_S, speed_mps),
        cadence_spm=np.full(RUN_S, cadence_spm),
        altitude_m=unknown,
        heart_bpm=unknown,
        timer_on=on,
        moving=on,
        at_1hz_ratio=1.0,
        grade_pct=np.zeros(RUN_S),
    )
    return hip_flexor_load(stream)
