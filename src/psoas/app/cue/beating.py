"""A beat to run by, as it was asked for."""

from __future__ import annotations

from psoas.errors import InvalidAnswer
from psoas.render.metronome import LEAST_SPM, MOST_MIN, MOST_SPM, Faded, NotABeat, metronome_wav


def beat(
    cadence_spm: float,
    *,
    minutes: float,
    accent_every: int = 2,
    on_min: float | None = None,
    off_min: float | None = None,
) -> bytes:
    """Return a beat as a WAV file; with *on_min* and *off_min* it comes and goes.

    Raises
    ------
    InvalidAnswer
        Where nobody can run to it.
    """
    faded = None
    if on_min is not None or off_min is not None:
        faded = Faded(on_min=on_min or 0.0, off_min=off_min or 0.0)
    try:
        return metronome_wav(cadence_spm, minutes=minutes, accent_every=accent_every, faded=faded)
    except NotABeat as error:
        raise InvalidAnswer(
            str(error),
            where="beat",
            fix=f"Give {LEAST_SPM:g} to {MOST_SPM:g} steps/min and up to {MOST_MIN:g} minutes; "
            "minutes on and off go together",
        ) from error
