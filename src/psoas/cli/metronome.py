"""``metronome``: a beat to run by."""

from __future__ import annotations

from pathlib import Path

import click

from psoas.cli import options


@click.command("metronome")
@click.option(
    "--cadence", "cadence_spm", type=float, required=True, help="Steps of both feet a minute."
)
@click.option("--minutes", type=float, default=10.0, show_default=True, help="Up to 60.")
@click.option(
    "--accent",
    type=click.IntRange(1, 16),
    default=2,
    show_default=True,
    help="The step that sounds higher: every 2nd, 4th; 1 sounds all alike.",
)
@click.option("--on", "on_min", type=float, default=None, help="Fading: minutes with the beat,")
@click.option("--off", "off_min", type=float, default=None, help="then minutes without, in turns.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@options.as_json
def metronome(
    cadence_spm: float,
    minutes: float,
    accent: int,
    on_min: float | None,
    off_min: float | None,
    out: Path,
    as_json: bool,
) -> None:
    """Write a beat to run by as a sound file (WAV): soft clicks that do not drift."""
    from psoas.app.cue.beating import beat
    from psoas.app.outgoing.handing_out import write_file

    content = beat(
        cadence_spm, minutes=minutes, accent_every=accent, on_min=on_min, off_min=off_min
    )
    write_file(out, content)
    if as_json:
        options.print_json({"file": str(out), "bytes": len(content)})
    else:
        click.echo(f"Wrote {out}: {cadence_spm:g} steps/min for {minutes:g} min")


COMMANDS = {"metronome": metronome}
