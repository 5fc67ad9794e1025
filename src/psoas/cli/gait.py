"""``gait``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.app.gait.measuring import GaitAndMoments


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
    if told["changes"]:
        yield ""
        yield "Since the earlier clip:"
    for each in told["changes"]:
        yield f"{names[each['measure']]}: {_moved(each)}{each['says']}"
    if told["kept"] or told["files"]:
        yield ""
    if told["kept"]:
        yield "Kept in the logbook; it speaks to the drivers of a check."
    for path in told["files"]:
        yield f"Written: {path}"


def _moved(change: dict[str, Any]) -> str:
    """How far a measure went, where both clips tell it."""
    if change["before"] is None or change["after"] is None:
        return ""
    ends = (change["before"]["central"], change["after"]["central"])
    digits = 2 if max(map(abs, ends)) < 10 and change["unit"] != "deg" else 0
    mdc = "" if change["mdc"] is None else f", detectable {change['mdc']:g}"
    return f"{ends[0]:.{digits}f} to {ends[1]:.{digits}f} {change['unit']}{mdc}. "


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
@click.option("--fast", is_flag=True, help="Of a video: four times faster, the near leg only.")
@click.option("--start", "start_s", type=float, default=0.0, help="Of a video: from this second.")
@click.option("--end", "end_s", type=float, help="Of a video: to this second.")
@options.models
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
    help="The video that key points were found in: --out draws over it.",
)
@click.option("--no-blur", is_flag=True, help="Show the face in the pictures of the clip.")
@click.option(
    "--before",
    type=click.Path(path_type=Path),
    help="An earlier clip or its key points: what changed since, by more than measuring can make.",
)
@click.option(
    "--before-speed",
    "before_mps",
    type=float,
    help="Speed in the earlier clip in m/s. Default: that of --speed.",
)
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep what was measured in this logbook: it speaks to the drivers of a check.",
)
@click.option("--keep-original", is_flag=True, help="With --db keep the file itself as well.")
@options.as_json
@options.now
def gait(
    clip: Path,
    speed_mps: float | None,
    height_m: float | None,
    side: str | None,
    capture_hz: float | None,
    fast: bool,
    start_s: float,
    end_s: float | None,
    models: Path | None,
    folder: Path | None,
    force: bool,
    video: Path | None,
    no_blur: bool,
    before: Path | None,
    before_mps: float | None,
    db: Path | None,
    keep_original: bool,
    as_json: bool,
    now: datetime,
) -> None:
    """Measure running gait from a video or key points of a side view.

    CLIP is a video (MP4, MOV, MKV, WebM) or key points: our CSV, JSON of a pose model (OpenPose,
    RTMPose, MMPose), a folder of such frames, or a .trc or .mot file. A video needs the pose
    model, which psoas doctor --fix fetches once; the video stays on this machine.
    """
    from psoas.app.gait.change import changes_as_plain, compare_gaits
    from psoas.app.gait.clip import holds_video
    from psoas.app.gait.files import write_gait
    from psoas.app.gait.keeping import check_keepable
    from psoas.app.gait.measuring import check_told, read_keypoints
    from psoas.app.gait.measuring import gait as measure
    from psoas.app.gait.overlay import filmed
    from psoas.app.gait.told import as_plain
    from psoas.library import shelf

    video = _film_of(clip, video)
    if folder is None and (video not in (None, clip) or force or no_blur):
        raise click.UsageError("say --out: where to write")
    if (keep_original and db is None) or (before_mps is not None and before is None):
        raise click.UsageError("--keep-original goes with --db, --before-speed with --before")
    check_told(speed_mps=speed_mps, height_m=height_m, capture_hz=capture_hz)
    check_told(speed_mps=before_mps, height_m=None)
    was_film = before is not None and holds_video(before)
    if (fast or start_s or end_s is not None) and not (was_film or holds_video(clip)):
        raise click.UsageError("--fast, --start and --end go with a video: these are key points")
    if keep_original:
        check_keepable(clip)
    _check_out(folder, clip=video, before=before, was_film=was_film, force=force)
    mode = "fast" if fast else "accurate"
    with options.bar("gait") as report:
        points = read_keypoints(
            clip,
            capture_hz=capture_hz,
            height_m=height_m,
            mode=mode,
            start_s=start_s,
            end_s=end_s,
            models=models,
            progress=report,
        )
    found = measure(points, speed_mps=speed_mps, height_m=height_m, side=side)
    told = as_plain(found, texts=shelf().texts)
    earlier = then = None
    if before is not None:
        with options.bar("earlier") as report:
            then = read_keypoints(
                before, height_m=height_m, mode=mode, models=models, progress=report
            )
        then_mps = speed_mps if before_mps is None else before_mps
        earlier = measure(then, speed_mps=then_mps, height_m=height_m)
        changes = compare_gaits(earlier, found, limits=shelf().limits)
        told["changes"] = changes_as_plain(changes, texts=shelf().texts)
    film = earlier_film = None
    if folder is not None and video is not None:
        if before and earlier and then and was_film:
            earlier_film = filmed(before, earlier.gait, then, is_blurred=not no_blur)
        film = filmed(video, found.gait, points, capture_hz=capture_hz, is_blurred=not no_blur)
    if db is not None:
        told["kept"] = _keep(found, told, clip, db, now=now, with_file=keep_original)
    if folder is not None:
        with options.bar("pictures") as progress:
            written = write_gait(
                found,
                folder,
                force=force,
                told=told,
                clip=film,
                before=earlier,
                before_clip=earlier_film,
                progress=progress,
            )
        told["files"] = [str(each) for each in written]
    _print(told, shelf().texts, as_json=as_json)


def _check_out(
    folder: Path | None, *, clip: Path | None, before: Path | None, was_film: bool, force: bool
) -> None:
    """Refuse a folder that nothing can be written to, before minutes of work."""
    from psoas.app.gait.files import check_folder

    if folder is not None:
        has_both = clip is not None and was_film
        check_folder(
            folder,
            has_clip=clip is not None,
            has_before=before is not None,
            has_both=has_both,
            force=force,
        )


def _film_of(clip: Path, video: Path | None) -> Path | None:
    """Return the film to draw over: the clip itself, the one that was named, or none."""
    from psoas.app.gait.clip import holds_video

    if not holds_video(clip):
        return video
    if video is not None:
        raise click.UsageError("--clip goes with key points: a video is its own clip")
    return clip


def _print(told: dict[str, Any], texts: Mapping[str, str], *, as_json: bool) -> None:
    if as_json:
        options.print_json(told)
        return
    prefix = "gait_measure."
    names = {
        key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)
    }
    click.echo("\n".join(_lines(told, names)))


def _keep(
    found: GaitAndMoments,
    told: dict[str, Any],
    file: Path,
    db: Path,
    *,
    now: datetime,
    with_file: bool,
) -> str:
    from psoas.app.gait.keeping import keep_gait, original_of

    content = original_of(file) if with_file else None
    with options.open_logbook(db, must_exist=False) as logbook:
        kept = keep_gait(logbook, found, name=file.name, told=told, now=now, original=content)
    return kept.id


COMMANDS = {"gait": gait}
