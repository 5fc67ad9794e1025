"""Whether a run was run by its cue, read from the watch's file."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from attrs import frozen

from psoas.evidence import Limits, Scalar, Verdict
from psoas.loop.retrain.course import CueRun, Target
from psoas.loop.saying import said
from psoas.quantity import Answer, Span
from psoas.runs.matched import BAND_MPS, LEVEL_PCT
from psoas.runs.model import Flags, RunStream


class Kept(StrEnum):
    """How a cue run was run."""

    HELD = "held"
    """With feedback and without."""
    WITH_FEEDBACK = "with-feedback"
    """As long as the beat was on; without it no more, or not asked yet."""
    NOT_HELD = "not-held"
    UNKNOWN = "unknown"


@frozen(kw_only=True)
class Bout:
    """Seconds of the run that were to be run by the cue, with feedback or without."""

    span: Span
    feedback: bool


@frozen(kw_only=True)
class BoutKept:
    """How one bout was run.

    Parameters
    ----------
    known_ratio
        The share of its seconds that can be judged: moving, with a cadence, level, and at the
        speed that the target is for.
    within_ratio, above_ratio
        Of these, the share within the target, and above it; None where too few are known.
    faster_ratio
        The share of its seconds that were faster than the target's speed.
    """

    feedback: bool
    known_ratio: float
    within_ratio: float | None
    above_ratio: float | None
    faster_ratio: float


@frozen(kw_only=True)
class Adherence:
    """How a cue run was run; shares are means over the bouts that are known."""

    bouts: tuple[BoutKept, ...]
    with_feedback_ratio: float | None
    without_feedback_ratio: float | None
    verdict: Verdict


def asked_bouts(run: CueRun, *, begins_s: int, between_s: int) -> tuple[Bout, ...]:
    """Return when the bouts of a run are, in seconds of its file.

    Parameters
    ----------
    run
        As the course lays it out.
    begins_s
        When the first bout begins.
    between_s
        Easy running between two bouts.
    """
    step = run.bout_s + between_s
    starts = [begins_s + step * n for n in range(run.bouts)]
    return tuple(
        Bout(span=Span(start, start + run.bout_s), feedback=n < run.n_with_feedback)
        for n, start in enumerate(starts)
    )


def adherence(
    stream: RunStream, bouts: Sequence[Bout], *, target: Target | None, limits: Limits
) -> Adherence:
    """Read from a run's file whether the cadence asked for was run.

    Parameters
    ----------
    stream
        The run on its one-second grid.
    bouts
        When it was to be run by the cue.
    target
        The cadence asked for; None for a cue of words, which no watch can see.
    limits
        The slack of a watch's count, what must be known, and what counts as held.

    Returns
    -------
    Adherence
        Unknown where cadence or speed is missing for too much, or where nothing was asked in
        numbers. A faster second is not counted: a higher cadence at a higher speed is no change.
    """
    if target is None:
        return Adherence(
            bouts=(),
            with_feedback_ratio=None,
            without_feedback_ratio=None,
            verdict=_said(Kept.UNKNOWN, "adherence.words", limits),
        )
    kept = tuple(_kept(stream, each, target, limits) for each in bouts)
    with_ratio, without_ratio = (
        _mean_ratio([each for each in kept if each.feedback is feedback])
        for feedback in (True, False)
    )
    return Adherence(
        bouts=kept,
        with_feedback_ratio=with_ratio,
        without_feedback_ratio=without_ratio,
        verdict=_verdict(kept, with_ratio, without_ratio, limits),
    )


def _kept(stream: RunStream, bout: Bout, target: Target, limits: Limits) -> BoutKept:
    at = slice(bout.span.start, min(bout.span.end, len(stream)))
    speed_mps, cadence_spm = stream.speed_mps[at], stream.cadence_spm[at]
    n = max(1, len(bout.span))  # seconds behind the end of the file are not known either
    alike = np.abs(speed_mps - target.speed_mps) <= BAND_MPS  # a comparison with NaN is False
    level = ~(np.abs(stream.grade_pct[at]) > LEVEL_PCT)  # an unknown grade counts as level
    known: Flags = np.asarray(stream.moving[at] & alike & level & (cadence_spm > 0))
    n_known = int(np.count_nonzero(known))
    slack_spm = limits["adherence-slack"].value
    low_spm, high_spm = target.low_spm - slack_spm, target.high_spm + slack_spm
    told = cadence_spm[known]
    enough = n_known / n >= limits["adherence-known"].value
    above = np.count_nonzero(told > high_spm)
    within = np.count_nonzero((told >= low_spm) & (told <= high_spm))
    return BoutKept(
        feedback=bout.feedback,
        known_ratio=n_known / n,
        within_ratio=float(within / n_known) if enough else None,
        above_ratio=float(above / n_known) if enough else None,
        faster_ratio=float(np.count_nonzero(speed_mps > target.speed_mps + BAND_MPS) / n),
    )


def _mean_ratio(kept: Sequence[BoutKept]) -> float | None:
    """Return the mean share of the bouts that are known; None where half or more are not."""
    known = [each.within_ratio for each in kept if each.within_ratio is not None]
    return float(np.mean(known)) if 2 * len(known) > len(kept) else None


def _verdict(
    kept: Sequence[BoutKept], with_ratio: float | None, without_ratio: float | None, limits: Limits
) -> Verdict:
    held = limits["adherence-held"].value
    asked_without = any(not each.feedback for each in kept)
    asked_with = any(each.feedback for each in kept)
    faster = max((each.faster_ratio for each in kept), default=0.0)
    shares: dict[str, Scalar] = {
        "with_pct": -1 if with_ratio is None else round(100 * with_ratio),
        "without_pct": -1 if without_ratio is None else round(100 * without_ratio),
        "held_pct": round(100 * held),
    }
    if (asked_with and with_ratio is None) or (asked_without and without_ratio is None) or not kept:
        text = "adherence.faster" if faster >= 1 - held else "adherence.unknown"
        return _said(Kept.UNKNOWN, text, limits)
    if asked_with and with_ratio is not None and with_ratio < held:
        return _said(Kept.NOT_HELD, "adherence.not-held", limits, **shares)
    if not asked_without:
        return _said(Kept.WITH_FEEDBACK, "adherence.only-with", limits, **shares)
    if without_ratio is not None and without_ratio >= held:
        text = "adherence.held" if asked_with else "adherence.held-alone"
        return _said(Kept.HELD, text, limits, **shares)
    if asked_with:
        return _said(Kept.WITH_FEEDBACK, "adherence.lost", limits, **shares)
    return _said(Kept.NOT_HELD, "adherence.not-held-alone", limits, **shares)


def _said(kept: Kept, text: str, limits: Limits, **values: Scalar) -> Verdict:
    answer = Answer.of(None if kept is Kept.UNKNOWN else kept is not Kept.NOT_HELD)
    return said(
        limits["adherence-held"], text, rule="adherence", answer=answer, level=kept, **values
    )
