"""Whether cue runs were run by their cue, read back from the files of those days."""

from __future__ import annotations

from attrs import frozen

from psoas.app.cue.cueing import done_runs
from psoas.app.state import State
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import RunFact
from psoas.loop.retrain.adherence import Adherence, Kept, adherence
from psoas.loop.retrain.timing import bouts_of
from psoas.loop.saying import said
from psoas.programme.model import CueRunDone
from psoas.quantity import Answer
from psoas.runs.model import RunStream
from psoas.store import Logbook
from psoas.store.activities import stream_of


@frozen(kw_only=True)
class CueKept:
    """A cue run and how it was run; *found* is None where no samples are kept."""

    asked: CueRunDone
    run: RunFact
    found: Adherence | None
    verdict: Verdict


def cue_kept(
    logbook: Logbook, state: State, *, shelf: Shelf, only: str | None = None
) -> tuple[CueKept, ...]:
    """Return how each cue run of the course was run, oldest first.

    Parameters
    ----------
    logbook, state
        The runner's.
    shelf
        What counts as held.
    only
        The id of one run; None reads all. Only the samples of cue runs are read.

    Returns
    -------
    tuple of CueKept
        The longest run of each day; unknown where cadence or samples are missing.
    """
    asked = [(each, _longest(state, each)) for each in done_runs(state, shelf=shelf)]
    with logbook.reading() as connection:
        return tuple(
            _read(each, run, stream_of(connection, run.id), shelf=shelf)
            for each, run in asked
            if run is not None and only in (None, run.id)
        )


def _longest(state: State, asked: CueRunDone) -> RunFact | None:
    runs = [each for each in state.runs if each.local_on == asked.on]
    return max(runs, key=lambda each: each.moving_s, default=None)


def _read(asked: CueRunDone, run: RunFact, stream: RunStream | None, *, shelf: Shelf) -> CueKept:
    limits = shelf.limits
    if stream is None:
        unknown = said(
            limits["adherence-known"],
            "adherence.unknown",
            rule="adherence",
            answer=Answer.UNKNOWN,
            level=Kept.UNKNOWN,
        )
        return CueKept(asked=asked, run=run, found=None, verdict=unknown)
    bouts = bouts_of(asked.run, limits=limits)
    found = adherence(stream, bouts, target=asked.target, limits=limits)
    return CueKept(asked=asked, run=run, found=found, verdict=found.verdict)
