"""``moment``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.mechanics import SwingMoments


def _lines(found: SwingMoments) -> Iterator[str]:
    from psoas.library import shelf
    from psoas.render.words import noted

    texts = shelf().texts
    yield "side   toe-off    moment                force, a band over models"
    for stride in found.strides:
        moment, force = stride.moment_nm_per_kg, stride.force_bw
        yield (
            f"{stride.side.value:5}  {stride.toe_off_s:7.2f} s  "
            f"{moment.central:.2f} ({moment.low:.2f} to {moment.high:.2f}) Nm/kg  "
            f"{force.central:.1f} ({force.low:.1f} to {force.high:.1f}) BW"
        )
    if not found.strides:
        yield texts["moment.no-stride"]
    for note in found.notes:
        yield noted(note, texts=texts)


@click.command("moment")
@click.argument("motion", type=click.Path(path_type=Path))
@click.option("--mass", "mass_kg", type=float, required=True, help="Body mass in kg.")
@click.option("--thigh", "thigh_m", type=float, help="Hip to knee in m. Default: as seen.")
@click.option("--shank", "shank_m", type=float, help="Knee to ankle in m. Default: as seen.")
@options.as_json
def moment(
    motion: Path, mass_kg: float, thigh_m: float | None, shank_m: float | None, as_json: bool
) -> None:
    """Show the hip-flexion moment of each stride from a motion file.

    MOTION is a CSV table, gzipped or not: time_s and columns such as right_hip_x_m, in
    metres, x forward, y up. Other columns are not read.
    """
    from psoas.app.gait.moment import as_plain, read_motion, swing_moment

    found = swing_moment(read_motion(motion), mass_kg=mass_kg, thigh_m=thigh_m, shank_m=shank_m)
    if as_json:
        options.print_json(as_plain(found))
    else:
        click.echo("\n".join(_lines(found)))


COMMANDS = {"moment": moment}
