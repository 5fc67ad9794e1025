"""Running dynamics are told with their sensor, in people's words."""

from __future__ import annotations

from psoas.intake.fit_dynamics import NAMES, NATIVE_FIELDS
from psoas.render.dynamics import LABELS, Told, dynamics_told


def test_two_sensors_stand_side_by_side():
    medians = {
        "stryd:contact_ms": 276.2,
        "native:contact_ms": 285.4,
        "native:step_length_mm": 1003.0,
    }

    assert dynamics_told(medians) == (
        Told("Contact time", "Stryd", "276 ms"),
        Told("Contact time", "watch", "285 ms"),
        Told("Step length", "watch", "1003 mm"),
    )


def test_every_measure_that_is_read_has_a_name():
    assert {*NATIVE_FIELDS, *(f"{name}_{unit}" for name, unit in NAMES.values())} == set(LABELS)
