"""Records of a damaged FIT file that stand out from those before and after them.

Used only where a checksum says that bytes have changed: a changed byte makes one record
unlike both its neighbours, which agree with each other. What an intact file holds is
never judged here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psoas.intake.fit_columns import Messages

Flags = NDArray[np.bool_]

#: What a value may lie outside the range of its two neighbours, as a sum and by the second
#: between them. Within it a changed byte does no harm that counts. [source:psoas-convention]
MARGINS = {
    "distance_m": (0.0, 0.0),  # cumulative
    "latitude_deg": (1e-4, 0.0),  # 11 m
    "longitude_deg": (1e-4, 0.0),
    "altitude_m": (2.0, 0.5),
    "enhanced_altitude_m": (2.0, 0.5),
    "heart_bpm": (6.0, 1.0),
    "cadence_per_min": (12.0, 2.0),
    "speed_mps": (0.8, 0.3),
    "enhanced_speed_mps": (0.8, 0.3),
    "power_w": (40.0, 10.0),
    "contact_ms": (30.0, 5.0),
    "contact_share_pct": (4.0, 1.0),
    "contact_balance_left_pct": (2.0, 0.5),
    "oscillation_mm": (15.0, 3.0),
    "oscillation_ratio_pct": (2.0, 0.5),
    "step_length_mm": (150.0, 30.0),
}
#: A file that jumps more by itself is measured by its own jumps: so many times the one that
#: only this percentile exceeds. [source:psoas-convention]
OWN_PERCENTILE = 99.0
OWN_FACTOR = 2.0
#: Neighbours further apart say nothing of what lies between. [source:psoas-convention]
NEIGHBOURS_S = 60.0
#: A channel that is known in fewer records has no sensor: a value that stands alone there was
#: made of the number for "none". [source:psoas-convention]
SENSOR_RATIO = 0.01


def outliers(messages: Messages) -> Flags:
    """Return which records stand out.

    Returns
    -------
    numpy.ndarray
        Shape (n_records,), true where a time does not lie between those of both
        neighbours, or another value lies outside the range of both by more than changes
        of the body and noise explain.
    """
    n_records = messages.count("record")
    at_s = messages.numbers("record", "timestamp")
    odd = np.zeros(n_records, np.bool_)
    if n_records < 3:
        return odd
    apart_s = at_s[2:] - at_s[:-2]
    odd[1:-1] = (apart_s >= 0) & ((at_s[1:-1] < at_s[:-2]) | (at_s[1:-1] > at_s[2:]))
    near = apart_s <= NEIGHBOURS_S
    for name, (margin, margin_by_s) in MARGINS.items():
        values = messages.numbers("record", name)
        known = ~np.isnan(values)
        if 0 < np.count_nonzero(known) <= SENSOR_RATIO * n_records:
            odd[1:-1] |= known[1:-1] & ~known[:-2] & ~known[2:]
        before, after = values[:-2], values[2:]
        above, below = values[1:-1] - np.fmax(before, after), np.fmin(before, after) - values[1:-1]
        beyond = np.fmax(np.fmax(above, below), 0.0)
        if (near & (beyond > 0)).any():
            own = OWN_FACTOR * np.percentile(np.nan_to_num(beyond[near]), OWN_PERCENTILE)
            odd[1:-1] |= near & (beyond > np.maximum(margin + margin_by_s * apart_s, own))
    return odd
