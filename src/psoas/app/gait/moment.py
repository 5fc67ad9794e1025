"""Hip-flexion moment of a motion file, and in the shape that ``psoas moment`` prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from psoas.edges import to_plain
from psoas.errors import InvalidAnswer, NotFound, UnreadableFile
from psoas.intake.motion_csv import read_motion_csv
from psoas.intake.unpack import LIMIT_BYTES
from psoas.mechanics import SwingMoments, swing_moments
from psoas.motion import Motion

#: The bootstrap draws the same noise each time: the same file gives the same bytes.
_SEED = 20130315
#: Grown people; a mass in pounds or grams is caught.
_MASS_KG = (25.0, 250.0)
#: Thighs and shanks of people; a length in centimetres is caught.
_LENGTH_M = (0.2, 0.8)


def read_motion(path: str | Path) -> Motion:
    """Read the points of a side view from a CSV table, gzipped or not.

    Parameters
    ----------
    path
        The file: ``time_s`` and columns such as ``right_hip_x_m``; metres, x forward, y up.
        Other columns are not read.

    Raises
    ------
    NotFound
        Where there is no such file.
    UnreadableFile
        Where it is no such table.
    """
    where = Path(path)
    return read_motion_csv(content_of(where), where.name)


def content_of(path: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    NotFound
        Where there is no such file.
    UnreadableFile
        Where it cannot be opened, or is larger than any file of points.
    """
    if not path.is_file():
        raise NotFound("there is no such file", where=str(path), fix="Check the name")
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise UnreadableFile(
                f"the file is larger than {LIMIT_BYTES // 2**20} MB",
                where=str(path),
                fix="Give the key points of some seconds of running",
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"the file cannot be opened ({error.strerror})",
            where=str(path),
            fix="Check that you may read it",
        ) from error


def swing_moment(
    motion: Motion, *, mass_kg: float, thigh_m: float | None = None, shank_m: float | None = None
) -> SwingMoments:
    """Peak swing hip-flexion moment of each stride of a motion.

    Parameters
    ----------
    motion
        What ``read_motion`` gave.
    mass_kg
        Body mass.
    thigh_m, shank_m
        True lengths; by default as seen.

    Raises
    ------
    InvalidAnswer
        Where mass or a length cannot be a person's.
    """
    check_size("mass", mass_kg, between=_MASS_KG, unit="kg")
    check_size("thigh", thigh_m, between=_LENGTH_M, unit="m")
    check_size("shank", shank_m, between=_LENGTH_M, unit="m")
    rng = np.random.default_rng(_SEED)
    return swing_moments(motion, mass_kg=mass_kg, thigh_m=thigh_m, shank_m=shank_m, rng=rng)


def check_size(name: str, value: float | None, *, between: tuple[float, float], unit: str) -> None:
    """Refuse what cannot be a grown person's.

    Raises
    ------
    InvalidAnswer
        Naming the option and the bounds.
    """
    low, high = between
    if value is not None and not low <= value <= high:
        raise InvalidAnswer(
            f"{value:g} {unit} is no {name} of a grown person",
            where=f"--{name}",
            fix=f"Give it in {unit}, {low:g} to {high:g}",
        )


def as_plain(found: SwingMoments) -> dict[str, Any]:
    """Return the strides in the shape that ``psoas moment`` prints."""
    return {
        "strides": [
            {
                "side": stride.side.value,
                "toe_off_s": stride.toe_off_s,
                "peak_moment_nm_per_kg": stride.moment_nm_per_kg.central,
                "moment_nm_per_kg": to_plain(stride.moment_nm_per_kg),
                "force_bw": to_plain(stride.force_bw),
                "shared": {
                    "peak_force_bw": dict(stride.muscle_bw),
                    "fell_back_frames": stride.fell_back_frames,
                },
            }
            for stride in found.strides
        ],
        "notes": [{"note": note.text, **note.values} for note in found.notes],
    }
