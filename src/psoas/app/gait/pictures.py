"""Pictures of a gait: of each measure, of the stride's key frames, of its curves."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from psoas.app.gait.measuring import GaitAndMoments
from psoas.motion.curves import StrideCurves, norm_marks, stride_curves
from psoas.motion.gait import Gait
from psoas.motion.key_frames import KeyFrame, key_frames
from psoas.motion.measures import Standing
from psoas.motion.placed import smoothed
from psoas.motion.shown import shown
from psoas.motion.steps import Seen, seen_of
from psoas.render.finding_picture import OF_TIME, finding_picture, time_strip
from psoas.render.gait_curves import CurvePicture, gait_curves
from psoas.render.kinogram import before_and_after, kinogram

Texts = Mapping[str, str]


@frozen(kw_only=True)
class Finding:
    """What a page says of one measure.

    Parameters
    ----------
    measure, name
        Its id, and what people call it.
    meaning
        What it is and what it may mean; never that it hurts.
    picture
        SVG of the frame that shows it, with its angle; empty where no picture does.
    """

    measure: str
    name: str
    meaning: str
    picture: str


def seen_in(found: GaitAndMoments) -> Seen:
    """Return the curves that a gait was read from."""
    leg_m = None if found.leg_m != found.leg_m else found.leg_m
    return seen_of(found.gait.runner, leg_m=leg_m)


def curves_in(gait: Gait, seen: Seen) -> StrideCurves:
    """Return the mean curves of a gait."""
    return stride_curves(gait.steps, seen)


def frames_in(gait: Gait, seen: Seen) -> tuple[KeyFrame, ...]:
    """Return the key frames of a gait."""
    return key_frames(gait.steps, seen)


def draw_curves(gait: Gait, seen: Seen, *, texts: Texts, width_px: int = 640) -> str:
    """Draw the angles over the stride, with norms where they are known; SVG."""
    curves = curves_in(gait, seen)
    near = gait.runner.near
    marks = norm_marks(curves, gait.measures, near=near)
    picture = CurvePicture(curves=curves, marks=marks, near=near, texts=texts)
    return gait_curves(picture, width_px=width_px)


def draw_kinogram(gait: Gait, seen: Seen, *, texts: Texts, columns: int = 4) -> str:
    """Draw the key frames of both sides as stick figures; SVG."""
    return kinogram(frames_in(gait, seen), near=gait.runner.near, texts=texts, columns=columns)


def draw_before_and_after(before: GaitAndMoments, after: GaitAndMoments, *, texts: Texts) -> str:
    """Draw two gaits at the same moments of the stride; SVG.

    The side is the one towards the camera of the later clip. Empty where one of them does not
    show it.
    """
    side = after.gait.runner.near or next(iter(after.gait.runner.legs))
    first, second = (frames_in(each.gait, seen_in(each)) for each in (before, after))
    return before_and_after(first, second, side=side, texts=texts)


def gait_findings(found: GaitAndMoments, *, texts: Texts | None = None) -> tuple[Finding, ...]:
    """Return each measure of a gait with its picture and what it may mean.

    Parameters
    ----------
    found
        What ``gait`` gave; numbers, errors and verdicts are in it and in ``as_plain``.
    texts
        Of the shelf; ours where none are given.
    """
    if texts is None:
        from psoas.library import shelf

        texts = shelf().texts
    gait, seen = found.gait, seen_in(found)
    tracks, strip = smoothed(gait.runner), time_strip(gait.steps, texts=texts)
    told = []
    for name, measure in gait.measures.items():
        frame = shown(measure, gait.steps, seen, tracks)
        if name in OF_TIME:
            picture = strip
        else:
            picture = "" if frame is None else finding_picture(frame, texts=texts)
        meaning = texts[f"gait_meaning.{name}"]
        if measure.standing in (Standing.ABOVE, Standing.BELOW):
            meaning += " " + texts["gait_meaning.lever"]
        told.append(
            Finding(
                measure=name,
                name=texts[f"gait_measure.{name}"],
                meaning=meaning,
                picture=picture,
            )
        )
    return tuple(told)
