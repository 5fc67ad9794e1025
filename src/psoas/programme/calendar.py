"""Runs that are planned elsewhere: what kind of run each is, and what is not known of it.

All of this is our own convention [source:psoas-convention].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from attrs import frozen

from psoas.load.planned import PlannedPart
from psoas.load.watch import FAST_MPS
from psoas.programme.model import RunKind
from psoas.programme.week import HARD_RATIO

#: A run of at least this share of the longest of thirty days is a long run.
LONG_RATIO = 0.9
#: From the mildest to what asks most; a day with two runs is of the kind that asks more.
ORDER = (RunKind.REST, RunKind.EASY, RunKind.HARD, RunKind.LONG, RunKind.RACE)

_PACE_OF = (
    r"(?:race|marathon|goal|threshold|[0-9]+ ?k(?:m)?)[ -](?:pace|effort|simulation|specific)"
)
#: What the words of a title say, in the order in which they are asked.
_WORDS = (
    (RunKind.HARD, re.compile(rf"\b{_PACE_OF}\b|\btime[ -]trial\b")),
    (
        RunKind.RACE,
        re.compile(
            r"\b(?:race(?!r|s? (?:plan|prep|kit|week))|parkrun|(?:half[ -])?marathon"
            r"(?! (?:train|plan|prep|block|week|build)))\b"
        ),
    ),
    (RunKind.LONG, re.compile(r"\blong\b(?! (?:interval|rep|hill))|\blsd\b|\blongrun\b")),
    (
        RunKind.HARD,
        re.compile(
            r"\b(?:interval|tempo|threshold|fartlek|speed ?work|speed|track|hill (?:rep|sprint)"
            r"|hills|sprint|vo2|repeat|repetition|cruise|progression|steady state)"
            r"|\b[0-9]+ ?x ?[0-9]+"
        ),
    ),
    (
        RunKind.EASY,
        re.compile(r"\b(?:easy|recovery|jog|shake ?out|base|aerobic|relaxed|zone [12]|z[12])\b"),
    ),
    (RunKind.REST, re.compile(r"\b(?:rest|day off|off day|no run)\b")),
)


@frozen(kw_only=True)
class PlannedDay:
    """A run that is planned on a day; what its plan does not say is None.

    Parameters
    ----------
    id
        The same whenever the same plan is read again.
    kind
        What its words say of it.
    distance_m, duration_s
        Of the whole run.
    parts
        Its running where the plan tells distance and speed of all of it; else empty.
    came_from
        The name of the file, or ``by hand``.
    """

    id: str
    on: date
    kind: RunKind | None
    title: str
    distance_m: float | None = None
    duration_s: float | None = None
    parts: tuple[PlannedPart, ...] = ()
    came_from: str


def kind_said(words: str) -> RunKind | None:
    """Return what kind of run the words of a title say; None where they say none.

    The first that fits counts: a run at race pace is hard and no race, a race is a race, a
    long run with fast parts is long, and easy or rest only where it is said.
    """
    said = " ".join(words.lower().split())
    return next((kind for kind, pattern in _WORDS if pattern.search(said)), None)


def fast_m(planned: PlannedDay) -> float | None:
    """Return its metres above 5 m/s; None where its plan does not tell speeds."""
    if not planned.parts:
        return None
    return sum(p.reps * p.distance_m for p in planned.parts if p.speed_mps > FAST_MPS)


def kind_of(planned: PlannedDay, *, usual_long_m: float | None) -> RunKind | None:
    """Return what kind of run a planned run is, by its words and its size.

    Its size only ever raises what its words say: 0.9 times the longest run of thirty days is
    long whatever it is called, and a tenth of its metres above 5 m/s make it hard. A run
    without such words, and without such a size, is of no known kind: it is not taken for easy.

    Parameters
    ----------
    planned
        The run.
    usual_long_m
        The longest run of the thirty days before today; None where it is not known.
    """
    found = [] if planned.kind is None else [planned.kind]
    fast = fast_m(planned)
    if fast is not None and planned.distance_m and fast / planned.distance_m >= HARD_RATIO:
        found.append(RunKind.HARD)
    if planned.distance_m and usual_long_m and planned.distance_m >= LONG_RATIO * usual_long_m:
        found.append(RunKind.LONG)
    return max(found, key=ORDER.index, default=None)


def kinds_of(
    planned: Iterable[PlannedDay], *, usual_long_m: float | None = None
) -> Mapping[date, RunKind]:
    """Return the kind of run by day, for the days on which it is known.

    Parameters
    ----------
    planned
        Planned runs, rest days among them, in any order.
    usual_long_m
        The longest run of the thirty days before today.

    Returns
    -------
    mapping
        By day in order, of two runs the kind that asks more. A day whose run is of no known
        kind is not in it, unless another run of that day is; ``unsaid`` lists those days.
    """
    kinds: dict[date, RunKind] = {}
    for each in sorted(planned, key=lambda run: (run.on, run.id)):
        kind = kind_of(each, usual_long_m=usual_long_m)
        if kind is not None:
            kinds[each.on] = max(kinds.get(each.on, kind), kind, key=ORDER.index)
    return kinds


def unsaid(planned: Sequence[PlannedDay], *, usual_long_m: float | None = None) -> tuple[date, ...]:
    """Return the days with a planned run of which nobody knows what kind of run it is."""
    unknown = {p.on for p in planned if kind_of(p, usual_long_m=usual_long_m) is None}
    return tuple(sorted(unknown))
