"""A drill on trial: kept or dropped by the runner's own scores before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from math import comb
from statistics import fmean

from attrs import field, frozen

from psoas.diary import Done
from psoas.diary.performed import Performed
from psoas.evidence import Limits, Scalar, Verdict
from psoas.loop.saying import said
from psoas.quantity import Answer

#: Points by which a score must fall to count, by the score before: 1 up to 4, 2 up to 7, 3
#: above. [source:nrs-mdc-thieme]
WORTH = ((4, 1), (7, 2), (10, 3))


class Fate(StrEnum):
    """What becomes of a drill."""

    KEEP = "keep"
    DROP = "drop"
    CANNOT_TELL = "cannot-tell"


@frozen(kw_only=True)
class Tried:
    """A session with a score before and after it, and the drills in it; none is a quiet one."""

    session: str
    drills: frozenset[str]
    done_at: datetime
    before_nrs: int | None
    after_nrs: int | None

    @property
    def counts(self) -> bool:
        """Whether it can tell anything: both scores are there, and there was pain to take."""
        return bool(self.before_nrs) and self.after_nrs is not None

    @property
    def fall_nrs(self) -> int:
        """Points the score fell; negative where it rose. Only where it ``counts``."""
        return (self.before_nrs or 0) - (self.after_nrs or 0)

    @property
    def helped(self) -> bool:
        """Whether the fall is one that matters, from where it began."""
        return self.fall_nrs >= worth_nrs(self.before_nrs or 0)


@frozen(kw_only=True)
class Trial:
    """What the scores say of one drill.

    Parameters
    ----------
    n, n_helped
        Sessions with this drill alone, and those after which the score was lower by what
        matters.
    n_mixed
        Sessions with this drill and others, which cannot be credited to it.
    fall_nrs, fall_without_nrs
        Mean fall with it alone, and in sessions without it; None where there are none.
    more_sessions
        The fewest further sessions that could decide; 0 where it is decided.
    """

    drill: str
    fate: Fate
    n: int = 0
    n_helped: int = 0
    n_mixed: int = 0
    fall_nrs: float | None = None
    fall_without_nrs: float | None = None
    more_sessions: int = 0
    verdict: Verdict = field()


def tried(done: Iterable[Done], performed: Iterable[Performed]) -> tuple[Tried, ...]:
    """Join sessions and their sets.

    Parameters
    ----------
    done
        Sessions with their scores.
    performed
        Sets; what was done instead of a planned drill counts as itself.

    Returns
    -------
    tuple of Tried
        In order of time.
    """
    drills: dict[str, set[str]] = {}
    for each in performed:
        drills.setdefault(each.session, set()).add(each.exercise)
    found = [
        Tried(
            session=each.session,
            drills=frozenset(drills.get(each.session, ())),
            done_at=each.finished_at,
            before_nrs=each.before_nrs,
            after_nrs=each.after_nrs,
        )
        for each in done
    ]
    return tuple(sorted(found, key=lambda each: each.done_at))


def worth_nrs(before_nrs: int) -> int:
    """Return by how many points a score must fall to matter, from where it began."""
    return next(points for up_to, points in WORTH if before_nrs <= up_to)


def chance_ratio(n_helped: int, n: int) -> float:
    """Return how often at least so many of *n* would help if each did by the toss of a coin.

    An exact sign test. A coin is strict: a score that is only told again falls by what
    matters in fewer than half of the sessions.
    """
    return sum(comb(n, k) for k in range(n_helped, n + 1)) / float(2**n)


def apart_ratio(with_it: Sequence[int], without: Sequence[int]) -> float:
    """Return how often chance alone would part two groups of falls at least so far.

    Parameters
    ----------
    with_it, without
        Points that scores fell.

    Returns
    -------
    float
        The exact permutation test of the sum with it, one-sided: 0 to 1; 1 where a group is
        empty.
    """
    pool, target = [*with_it, *without], sum(with_it)
    # how many ways there are to choose k falls with a given sum: whole numbers, so exact
    ways: list[dict[int, int]] = [{0: 1}, *({} for _ in with_it)]
    for fall in pool:
        for k in range(len(with_it), 0, -1):
            for total, n in ways[k - 1].items():
                ways[k][total + fall] = ways[k].get(total + fall, 0) + n
    chosen = ways[len(with_it)]
    return sum(n for total, n in chosen.items() if total >= target) / sum(chosen.values())


def trial(records: Iterable[Tried], *, drill: str, limits: Limits) -> Trial:
    """Say whether a drill is kept.

    Parameters
    ----------
    records
        Sessions with their scores, in any order.
    drill
        Its id.
    limits
        How many tries without a change end it, how many at most, and how sure is sure.

    Returns
    -------
    Trial
        Drop: none of the first three tries helped, two ended clearly worse, or fewer helped
        than chance would; or twelve tries could not tell. Keep: more helped than a coin would,
        and, where quiet sessions were scored, the score falls by more than in those.

    Notes
    -----
    1. Only sessions with the drill alone count: one score cannot be shared out.
    2. Sessions begin when it hurts, and what is high falls by itself. Sessions with another
       drill or none tell how far; only quiet ones can take a "keep" back, because another
       drill may help as well.
    3. It is looked at after every session. How often it is wrong: docs/rooms.md.
    """
    scored = sorted((each for each in records if each.counts), key=lambda each: each.done_at)
    alone = [each for each in scored if each.drills == {drill}]
    without = [each for each in scored if drill not in each.drills]
    quiet = [each for each in without if not each.drills]
    n_mixed = sum(drill in each.drills for each in scored) - len(alone)
    n, n_helped = len(alone), sum(each.helped for each in alone)
    sure = limits["trial-chance"].value
    falls = [each.fall_nrs for each in alone]
    enough_quiet = comb(n + len(quiet), n) * sure >= 1  # the test could part them at all
    by_itself = enough_quiet and apart_ratio(falls, [each.fall_nrs for each in quiet]) > sure
    fate, text = _fate(alone, n_helped, n_mixed, by_itself=by_itself, limits=limits)
    more = _more_sessions(n, n_helped, limits) if fate is Fate.CANNOT_TELL else 0
    return Trial(
        drill=drill,
        fate=fate,
        n=n,
        n_helped=n_helped,
        n_mixed=n_mixed,
        fall_nrs=fmean(falls) if falls else None,
        fall_without_nrs=fmean(each.fall_nrs for each in without) if without else None,
        more_sessions=more,
        verdict=_verdict(
            fate,
            text,
            limits,
            n=n,
            helped=n_helped,
            mixed=n_mixed,
            more=more,
            quiet=len(quiet),
            most=int(limits["trial-most"].value),
        ),
    )


def _fate(
    alone: Sequence[Tried], n_helped: int, n_mixed: int, *, by_itself: bool, limits: Limits
) -> tuple[Fate, str]:
    n, sure = len(alone), limits["trial-chance"].value
    worse = sum(each.fall_nrs <= -limits["trial-worse"].value for each in alone)
    if worse >= limits["trial-worse-sessions"].value:
        return Fate.DROP, "trial.drop-worse"
    if n >= limits["trial-tries"].value and not n_helped:
        return Fate.DROP, "trial.drop-no-change"
    if n and chance_ratio(n - n_helped, n) <= sure:
        return Fate.DROP, "trial.drop-rarely"
    if n and chance_ratio(n_helped, n) <= sure and not by_itself:
        return Fate.KEEP, "trial.keep"
    if n >= limits["trial-most"].value:
        return Fate.DROP, "trial.drop-untold"
    if n and chance_ratio(n_helped, n) <= sure:
        return Fate.CANNOT_TELL, "trial.by-itself"
    if not n:
        return Fate.CANNOT_TELL, "trial.mixed" if n_mixed else "trial.none"
    return Fate.CANNOT_TELL, "trial.too-few"


def _more_sessions(n: int, n_helped: int, limits: Limits) -> int:
    """Return the fewest further sessions, all alike, after which it would be decided."""
    sure, most = limits["trial-chance"].value, int(limits["trial-most"].value)
    tries = int(limits["trial-tries"].value)
    for more in range(1, max(2, most - n + 1)):
        total = n + more
        kept = chance_ratio(n_helped + more, total) <= sure
        dropped = (not n_helped and total >= tries) or chance_ratio(total - n_helped, total) <= sure
        if kept or dropped:
            return more
    return max(1, most - n)


def _verdict(fate: Fate, text: str, limits: Limits, **values: Scalar) -> Verdict:
    answer = {Fate.KEEP: Answer.YES, Fate.DROP: Answer.NO, Fate.CANNOT_TELL: Answer.UNKNOWN}
    return said(
        limits["trial-chance"],
        text,
        rule="reset-trial",
        answer=answer[fate],
        level=fate,
        **values,
    )
