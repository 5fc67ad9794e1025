"""``gait``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from psoas.cli import options


def _row(name: str, found: dict[str, Any], names: dict[str, str]) -> str:
    digits = 2 if abs(found["value"]) < 10 and found["unit"] != "deg" else 0
    numbers = (
        f"{found['value']:.{digits}f} ({found['low']:.{digits}f} to {found['high']:.{digits}f})"
    )
    norm = found["norm"]
    held = f"{norm['low']:.{digits}f} to {norm['high']:.{digits}f}" if norm else "no norm"
    unit = found["unit"].replace("nm_per_kg", "Nm/kg").replace("leg", "legs")
    return f"{names[name]:<40} {numbers:<24} {unit:<6} {held:<16} {found['verdict']}"


def _lines(told: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    quality = told["quality"]
    errors = quality["event_error_ms"]
    yield (
        f"{told['cadence_spm']:.1f} steps/min, {told['strides']} strides, {quality['ground']}, "
        f"{quality['fps']:.0f} frames/s; landings ±{errors['initial_contact']:.0f} ms, "
        f"toe-offs ±{errors['toe_off']:.0f} ms"
    )
    for each in quality["warnings"]:
        yield f"! {each['what']}. {each['fix']}"
    yield ""
    yield f"{'':<40} {'mean (95 % interval)':<24} {'unit':<6} {'norm at speed':<16} verdict"
    for name, found in told["measures"].items():
        yield _row(name, found, names)
    yield ""
    for each in told["refused"]:
        yield f"Not told: {names[each['measure']]}. {each['why']}"
    if told["files"]:
        yield ""
    for path in told["files"]:
        yield f"Written: {path}"


@click.command("gait")
@click.argument("clip", metavar="CLIP", type=click.Path(path_type=Path))
@click.option("--speed", "speed_mps", type=float, help="Speed of running in m/s, for the norms.")
@click.option("--height", "height_m", type=float, help="Height of the runner in m: the scale.")
@click.option(
    "--side",
    type=click.Choice(["left", "right"]),
    help="The side that faces the camera. Default: as the direction says.",
)
@click.option(
    "--capture-fps",
    "capture_hz",
    type=float,
    help="Frames a second the camera took, for slow motion.",
)
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write key points, angles, tables and pictures into this folder.",
)
@click.option("--force", is_flag=True, help="Replace files of the same names in that folder.")
@click.option(
    "--clip",
    "video",
    type=click.Path(path_type=Path),
    help="The video that the key points were found in: --out draws over it.",
)
@click.option("--no-blur", is_flag=True, help="Show the face in the pictures of the clip.")
@click.option("--fast", is_flag=True, help="Of a video: four times faster, the near leg only.")
@click.option("--start", "start_s", type=float, default=0.0, help="Of a video: from this second.")
@click.option("--end", "end_s", type=float, help="Of a video: to this second.")
@options.models
@options.as_json
def gait(
    clip: Path,
    speed_mps: float | None,
    height_m: float | None,
    side: str | None,
    capture_hz: float | None,
    folder: Path | None,
    force: bool,
    video: Path | None,
    no_blur: bool,
    fast: bool,
    start_s: float,
    end_s: float | None,
    models: Path | None,
    as_json: bool,
) -> None:
    """Measure running gait from a video or key points of a side view.

    CLIP is a video (MP4, MOV, MKV, WebM) or key points: our CSV, JSON of a pose model (OpenPose,
    RTMPose, MMPose), a folder of such frames, or a .trc or .mot file. A video needs the pose
    model, which psoas doctor --fix fetches once; the video stays on this machine.
    """
    from psoas.app.clip import holds_video
    from psoas.app.gait import gait as measure
    from psoas.app.gait import read_keypoints
    from psoas.app.gait_clip import filmed
    from psoas.app.gait_files import write_gait
    from psoas.app.gait_told import as_plain
    from psoas.library import shelf

    is_film = holds_video(clip)
    if folder is None and (video is not None or force or no_blur):
        raise click.UsageError("say --out: where to write")
    if is_film and video is not None:
        raise click.UsageError("--clip goes with key points: a video is its own clip")
    with options.bar("gait") as report:
        points = read_keypoints(
            clip,
            capture_hz=capture_hz,
            height_m=height_m,
            mode="fast" if fast else "accurate",
            start_s=start_s,
            end_s=end_s,
            models=models,
            progress=report,
        )
    texts = shelf().texts
    found = measure(points, speed_mps=speed_mps, height_m=height_m, side=side)
    told = as_plain(found, texts=texts)
    if folder is not None:
        video = clip if is_film else video
        film = None
        if video is not None:
            film = filmed(video, found.gait, points, capture_hz=capture_hz, is_blurred=not no_blur)
        with options.bar("gait") as progress:
            written = write_gait(
                found, folder, force=force, told=told, clip=film, progress=progress
            )
        told["files"] = [str(each) for each in written]
    if as_json:
        options.print_json(told)
        return
    prefix = "gait_measure."
    names = {
        key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)
    }
    click.echo("\n".join(_lines(told, names)))


COMMANDS = {"gait": gait}
