"""Filming: bring a clip, watch it being measured, read what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import File, Redirect, Template

from psoas.app.gait.filming import Film, Wanted
from psoas.app.gait.keeping import check_keepable
from psoas.app.gait.measuring import CAPTURE_HZ, HEIGHT_M, SPEED_MPS
from psoas.errors import InvalidAnswer, NotFound
from psoas.quantity import Side
from psoas.render.words import blank
from psoas.store.gaits import KeptGait, gaits, original_of_gait, remove_gait
from psoas.web.clips import ClipJob
from psoas.web.desk import AnyRequest, Desk, go, page
from psoas.web.form import Form
from psoas.web.threads import threaded
from psoas.web.upload import TO_DISK, Upload, upload_of

#: Two minutes of film, as phones write them.
CLIP_LIMIT_BYTES = 2 * 1024**3
#: Causes that a person who films can do something about, in the order of the guide.
CAUSES = (
    *("no-person", "two-people", "too-small", "cropped", "not-upright", "turned"),
    "moving-camera",
    *("frame-rate-too-low", "low-frame-rate", "slow-motion", "not-running", "too-short"),
    *("few-steps", "irregular-steps", "swapped-legs", "points-lost", "mirrored"),
)
#: Measures in the order in which a runner asks for them.
FIRST = (
    *("cadence", "overstride", "contact_time", "thigh_extension_peak"),
    *("thigh_flexion_peak", "trunk_lean", "swing_moment", "iliopsoas_force"),
)
#: Seconds of a clip that a part may begin and end at.
_PART_S = (0.0, 6 * 3600.0)
KINDS = {
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".csv": "text/csv",
}


@get("/gait")
@threaded
def show_gait(request: AnyRequest) -> Template:
    """Ask for a clip, and list those of this server."""
    desk = Desk.of(request)
    return page(
        request,
        "gait_start.html",
        jobs=[job for job in desk.clips.all() if job.film or not job.phase.ended],
        height_cm=_height_cm(desk),
        kept=_kept(desk),
    )


def _kept(desk: Desk) -> tuple[KeptGait, ...]:
    with desk.open() as logbook, logbook.reading() as connection:
        return gaits(connection)


def _height_cm(desk: Desk) -> float | None:
    """Return the height that the runner told in a check."""
    sheet = desk.stand().sheet
    told = None if sheet is None else sheet.answers.get("structured", {}).get("height_cm")
    return float(told) if isinstance(told, int | float) else None


@get("/gait/filming")
@threaded
def show_filming(request: AnyRequest) -> Template:
    """Show how to film, and what each refusal asks for."""
    texts = Desk.of(request).shelf.texts
    causes = [(texts[f"gait_cause.{each}"], blank(texts[f"gait.{each}-fix"])) for each in CAUSES]
    return page(request, "filming.html", causes=causes)


@post("/gait", opt={TO_DISK: True}, request_max_body_size=CLIP_LIMIT_BYTES)
async def take_clip(request: AnyRequest) -> Redirect:
    """Take a clip and begin to measure it."""
    await request.form()
    upload = upload_of(request.scope)
    if upload is None or len(upload.paths) != 1:
        raise InvalidAnswer(
            "no clip was chosen",
            where="clip",
            fix="Choose one video of the side view, or a file of key points",
        )
    desk = Desk.of(request)
    wanted = _wanted(upload)
    if wanted.is_kept:
        check_keepable(upload.paths[0])
    job = ClipJob(
        clip_id=str(uuid4()),
        at=desk.now(),
        name=upload.paths[0].name,
        path=upload.paths[0],
        wanted=wanted,
        folder=desk.incoming.new() / "pictures",
        read_shelf=desk.read_shelf,
        discard=upload.remove,
    )
    desk.clips.start(job)
    upload_of(request.scope, take=True)
    return go(f"/gait/{job.id}")


def _wanted(upload: Upload) -> Wanted:
    form = Form(upload.fields)
    side = form.text("side")

    def told_number(key: str, name: str, between: tuple[float, ...]) -> float | None:
        """Return a number in the form's own unit; what nobody has is refused before the work."""
        if not form.text(key):
            return None
        value, (low, high) = form.number(key, name=name), between
        if not low <= value <= high:
            raise InvalidAnswer(
                f"{form.text(key)} is no {name}",
                where=name,
                fix=f"Give a number from {low:g} to {high:g}, or leave it out",
            )
        return value

    height_cm = told_number("height_cm", "height in cm", tuple(100 * each for each in HEIGHT_M))
    speed_kmh = told_number("speed_kmh", "speed in km/h", tuple(3.6 * each for each in SPEED_MPS))
    return Wanted(
        speed_mps=None if speed_kmh is None else speed_kmh / 3.6,
        height_m=None if height_cm is None else height_cm / 100,
        side=Side(side) if side in (Side.LEFT, Side.RIGHT) else None,
        capture_hz=told_number("capture_fps", "number of frames a second", CAPTURE_HZ),
        start_s=told_number("start_s", "second of a clip", _PART_S) or 0.0,
        end_s=told_number("end_s", "second of a clip", _PART_S),
        is_fast=form.text("fast") == "yes",
        is_kept=form.text("keep") == "yes",
    )


def _job(desk: Desk, clip_id: str) -> ClipJob:
    job = desk.clips.find(clip_id)
    if job is None:
        raise NotFound(
            "this clip is not measured here any more: pictures go when psoas ends",
            where="clip",
            fix="Bring the clip again",
        )
    return job


@get("/gait/{clip_id:str}")
@threaded
def show_clip(request: AnyRequest, clip_id: FromPath[str]) -> Template:
    """Show how far a clip is, or what it says."""
    job = _job(Desk.of(request), clip_id)
    if job.film is None or not job.phase.ended:
        return page(request, "gait_job.html", job=job, said=_said_of(job))
    return page(
        request,
        "gait.html",
        job=job,
        film=job.film,
        told=job.film.told,
        findings=_in_order(job.film),
        first=FIRST,
        texts=Desk.of(request).shelf.texts,
    )


def _in_order(film: Film) -> list[Any]:
    rank = {name: at for at, name in enumerate(FIRST)}
    return sorted(film.findings, key=lambda each: rank.get(each.measure, len(FIRST)))


def _said_of(job: ClipJob) -> dict[str, Any]:
    left = job.left_s
    return {
        "done_ratio": round(job.done_ratio, 3),
        "share": f"{100 * job.done_ratio:.0f} %",
        "looked": job.said.capitalize(),
        "left": "Time left: not known yet" if left is None else f"About {max(left, 1):.0f} s left",
        "kept": "",
    }


@get("/gait/{clip_id:str}/state")
@threaded
def tell_clip(request: AnyRequest, clip_id: FromPath[str]) -> dict[str, Any]:
    """Tell how far a clip is, for the page that shows it."""
    job = _job(Desk.of(request), clip_id)
    return {"state": job.phase.value, "ended": job.phase.ended, **_said_of(job)}


@post("/gait/{clip_id:str}/stop")
@threaded
def stop_clip(request: AnyRequest, clip_id: FromPath[str]) -> Redirect:
    """Stop a clip; nothing of it is kept."""
    Desk.of(request).clips.stop(clip_id)
    return go(f"/gait/{clip_id}")


@get("/gait/{clip_id:str}/files/{name:str}")
@threaded
def show_file(request: AnyRequest, clip_id: FromPath[str], name: FromPath[str]) -> File:
    """Hand out a picture or a table of a clip."""
    job = _job(Desk.of(request), clip_id)
    if job.film is None or name not in job.film.files:
        raise NotFound("there is no such file of this clip", where=name, fix="See the clip")
    kind = KINDS.get(Path(name).suffix, "text/plain")
    shown = kind.startswith(("video", "image"))
    return File(
        path=job.folder / name,
        filename=name,
        media_type=kind,
        content_disposition_type="inline" if shown else "attachment",
    )


@get("/gait/kept/{gait_id:str}/clip")
@threaded
def show_original(request: AnyRequest, gait_id: FromPath[str]) -> Response[bytes]:
    """Hand out a clip that was kept: never shown in the page, only taken along."""
    with Desk.of(request).open() as logbook, logbook.reading() as connection:
        content = original_of_gait(connection, gait_id)
    if content is None:
        raise NotFound("this clip is not kept", where="clip", fix="See the clips that are kept")
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": 'attachment; filename="clip"'},
    )


@post("/gait/kept/{gait_id:str}/remove")
@threaded
def remove_kept(request: AnyRequest, gait_id: FromPath[str]) -> Redirect:
    """Take what a clip said out of the logbook, the clip with it: it may be somebody else's."""
    with Desk.of(request).open() as logbook, logbook.writing() as connection:
        remove_gait(connection, gait_id)
    return go("/gait")


HANDLERS: tuple[Any, ...] = (
    show_gait,
    show_filming,
    take_clip,
    show_clip,
    tell_clip,
    stop_clip,
    show_file,
    show_original,
    remove_kept,
)
