"""What a side-view clip shows, as findings for the drivers.

Only a standing that is known speaks; a measure that was refused, or lies within its error of
the norm's edge, has no key. No rule of the disposition looks at any of these keys
(hazard H-25). What a clip cannot show, such as the tilt of the pelvis or the control of the
trunk, it tells nothing about [source:schache-2000].
"""

from __future__ import annotations

from collections.abc import Mapping

from psoas.loop.condition import Answered, Sheet
from psoas.motion.measures import Standing

#: The measures that speak, and the keys they speak by.
SPEAKING: Mapping[str, str] = {
    "overstride": "clip_overstride",
    "shank_angle_at_contact": "clip_shank",
    "thigh_extension_peak": "clip_thigh_extension",
    "cadence": "clip_cadence",
}


def clip_findings(standings: Mapping[str, Standing], *, filmed_on: str = "") -> Sheet:
    """Return what a clip tells the drivers.

    Parameters
    ----------
    standings
        By measure, against the norm of its speed, as ``gait`` tells them.
    filmed_on
        The day of the clip, in words.

    Returns
    -------
    Sheet
        ``below``, ``within`` or ``above`` by key; empty where nothing is known. The thigh's
        extension is negative: *above* the norm is less extension than others show.
    """
    found: dict[str, Answered] = {
        key: standings[measure].value
        for measure, key in SPEAKING.items()
        if standings.get(measure, Standing.UNKNOWN) is not Standing.UNKNOWN
    }
    if found and filmed_on:
        found["clip_on"] = filmed_on
    return found
