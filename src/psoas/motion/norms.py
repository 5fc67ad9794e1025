"""What runners show at a speed, and how far a measure must move to have moved."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen

from psoas.evidence import Grade, SourceId
from psoas.quantity import Band

FUKUCHI = SourceId("fukuchi-2017")
DINGENEN = SourceId("dingenen-2018")
POSE_NOTES = SourceId("psoas-pose-notes")

#: Speeds of the norm. Beyond them there is none: curves bend there. [source:fukuchi-2017]
SPEEDS_MPS = (2.5, 3.5, 4.5)
#: A norm is what about 95 of 100 of those runners show.
_SPREADS = 2.0


@frozen(kw_only=True)
class Norm:
    """What 28 regular runners showed on a treadmill, from [source:fukuchi-2017].

    Parameters
    ----------
    means
        At each of ``SPEEDS_MPS``, in *unit*.
    spread
        Standard deviation between runners, in *unit*.
    unit
        Of both.
    is_measured_spread
        False where the mean curves tell none and a typical one stands for it.
    """

    means: tuple[float, float, float]
    spread: float
    unit: str
    is_measured_spread: bool = True

    def at(self, speed_mps: float) -> Band | None:
        """Return the norm at a speed; None beyond the speeds that were measured."""
        if not SPEEDS_MPS[0] <= speed_mps <= SPEEDS_MPS[-1]:
            return None
        mean = float(np.interp(speed_mps, SPEEDS_MPS, self.means))
        wide = _SPREADS * self.spread
        return Band(mean - wide, mean, mean + wide)


# Means: computed from the mean curves of [source:fukuchi-2017]. Spreads: of the cadence from the
# stride times', of contact from the duty factors'; those of angles are typical ones, from memory.
NORMS: Mapping[str, Norm] = {
    "cadence": Norm(means=(161, 171, 183), spread=10.5, unit="spm"),
    "step_time": Norm(means=(372, 352, 328), spread=21, unit="ms"),
    "contact_time": Norm(means=(287, 237, 212), spread=22, unit="ms"),
    "flight_time": Norm(means=(86, 115, 117), spread=22, unit="ms", is_measured_spread=False),
    "duty_factor": Norm(means=(0.385, 0.337, 0.322), spread=0.026, unit="ratio"),
    # spread of two segments of half a leg that vary by 4 degrees each [source:psoas-convention]
    "overstride": Norm(
        means=(0.213, 0.273, 0.324), spread=0.045, unit="leg", is_measured_spread=False
    ),
    "shank_angle_at_contact": Norm(
        means=(7.7, 10.8, 13.1), spread=3.5, unit="deg", is_measured_spread=False
    ),
    "knee_flexion_at_contact": Norm(
        means=(9.4, 10.3, 11.8), spread=4.5, unit="deg", is_measured_spread=False
    ),
    "foot_inclination_at_contact": Norm(
        means=(11.2, 13.7, 14.9), spread=7.0, unit="deg", is_measured_spread=False
    ),
    "knee_flexion_in_stance": Norm(
        means=(42.0, 42.9, 43.4), spread=4.5, unit="deg", is_measured_spread=False
    ),
    "thigh_extension_peak": Norm(
        means=(-20.2, -26.4, -30.6), spread=4.0, unit="deg", is_measured_spread=False
    ),
    "thigh_flexion_peak": Norm(
        means=(27.7, 34.4, 40.9), spread=5.0, unit="deg", is_measured_spread=False
    ),
    # 76 to 93 mm of a pelvis marker; others' trunks move by 77 with a spread of 12
    # [source:malisoux-2023]
    "vertical_oscillation": Norm(means=(93, 89, 76), spread=12, unit="mm"),
}


@frozen(kw_only=True)
class Kind:
    """What is known of a measure before anybody is measured.

    Parameters
    ----------
    unit
        ``leg`` is the length of the leg, hip to ankle.
    detectable
        Change that is more than the error of measuring; None where nobody published one.
    method
        Standard error of the way it is measured here, beside the scatter of steps.
    least_rate_hz
        Below it the measure is refused.
    is_of_both
        Whether a step of either foot tells the same.
    sources, grade
        What *detectable* rests on.
    """

    unit: str
    detectable: float | None
    method: float
    least_rate_hz: float = 0.0
    is_of_both: bool = False
    sources: tuple[SourceId, ...]
    grade: Grade


#: Below it an angle at the instant of contact is not told: one frame late at 60 frames/s moves the
#: shank by 3.5 degrees, the knee by 3.9. [source:fukuchi-2017]
CONTACT_INSTANT_HZ = 100.0
#: Below it contact and flight are approximate, and where the foot lands is not told.
#: [source:psoas-pose-notes]
CONTACT_HZ = 50.0

_PUBLISHED = (DINGENEN, FUKUCHI)
_NOTES = (POSE_NOTES, FUKUCHI)

#: Every measure, in the order it is told. Detectable changes from science.md 3.2; errors of the
#: method are how far pose models disagree. [source:psoas-pose-notes]
KINDS: Mapping[str, Kind] = {
    "cadence": Kind(
        unit="spm",
        detectable=3.0,
        method=0.5,
        is_of_both=True,
        sources=_NOTES,
        grade=Grade.OWN_CONVENTION,
    ),
    "step_time": Kind(
        unit="ms",
        detectable=None,
        method=6.0,
        is_of_both=True,
        sources=_NOTES,
        grade=Grade.OWN_CONVENTION,
    ),
    "contact_time": Kind(
        unit="ms", detectable=35.0, method=15.0, sources=_NOTES, grade=Grade.OWN_CONVENTION
    ),
    "flight_time": Kind(
        unit="ms", detectable=35.0, method=15.0, sources=_NOTES, grade=Grade.OWN_CONVENTION
    ),
    "duty_factor": Kind(
        unit="ratio", detectable=None, method=0.02, sources=_NOTES, grade=Grade.OWN_CONVENTION
    ),
    "overstride": Kind(
        unit="leg",
        detectable=0.04,
        method=0.025,
        least_rate_hz=CONTACT_HZ,
        sources=_NOTES,
        grade=Grade.OWN_CONVENTION,
    ),
    "shank_angle_at_contact": Kind(
        unit="deg",
        detectable=5.0,
        method=1.5,
        least_rate_hz=CONTACT_INSTANT_HZ,
        sources=_PUBLISHED,
        grade=Grade.MEASURED,
    ),
    "knee_flexion_at_contact": Kind(
        unit="deg",
        detectable=10.0,
        method=4.0,
        least_rate_hz=CONTACT_INSTANT_HZ,
        sources=_PUBLISHED,
        grade=Grade.MEASURED,
    ),
    "foot_inclination_at_contact": Kind(
        unit="deg",
        detectable=7.0,
        method=5.0,
        least_rate_hz=CONTACT_INSTANT_HZ,
        sources=_PUBLISHED,
        grade=Grade.MEASURED,
    ),
    "knee_flexion_in_stance": Kind(
        unit="deg", detectable=5.0, method=4.0, sources=_PUBLISHED, grade=Grade.MEASURED
    ),
    "thigh_extension_peak": Kind(
        unit="deg", detectable=6.0, method=2.0, sources=_PUBLISHED, grade=Grade.MEASURED
    ),
    "thigh_flexion_peak": Kind(
        unit="deg", detectable=5.0, method=2.0, sources=_PUBLISHED, grade=Grade.MEASURED
    ),
    "trunk_lean": Kind(
        unit="deg",
        detectable=5.0,
        method=3.0,
        is_of_both=True,
        sources=_NOTES,
        grade=Grade.OWN_CONVENTION,
    ),
    "vertical_oscillation": Kind(
        unit="mm",
        detectable=10.0,
        method=4.0,
        is_of_both=True,
        sources=_NOTES,
        grade=Grade.OWN_CONVENTION,
    ),
}
#: Detectable changes of contact and flight by frame rate; none below. [source:psoas-pose-notes]
CONTACT_DETECTABLE_MS = ((240.0, 10.0), (120.0, 20.0), (60.0, 35.0))
#: Rates are told as 59.94 and 29.97 too.
_NEARLY = 0.98

#: Below ``CONTACT_HZ`` toe-off is this many times less certain. [source:psoas-pose-notes]
_FEW_FRAMES_FACTOR = 2.0


def method_of(name: str, *, rate_hz: float) -> float:
    """Return the standard error of the way a measure is made, in the measure's unit."""
    is_timed = name in ("contact_time", "flight_time", "duty_factor")
    factor = _FEW_FRAMES_FACTOR if is_timed and rate_hz < _NEARLY * CONTACT_HZ else 1.0
    return factor * KINDS[name].method


def detectable_of(name: str, *, rate_hz: float) -> float | None:
    """Return the detectable change of a measure at a frame rate, in the measure's unit."""
    if name in ("contact_time", "flight_time"):
        for least_hz, change in CONTACT_DETECTABLE_MS:
            if rate_hz >= _NEARLY * least_hz:
                return change
        return None
    return KINDS[name].detectable
