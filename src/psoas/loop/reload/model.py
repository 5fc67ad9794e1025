"""What the strength room talks about: what was felt, steps, gates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from attrs import frozen

from psoas.diary import Done, Pain, When
from psoas.evidence import Verdict
from psoas.quantity import Answer, Side


class Move(StrEnum):
    """Where the dose goes from here."""

    UP = "up"
    HOLD = "hold"
    DOWN = "down"
    UNKNOWN = "unknown"
    """Nothing was done yet: the low end of the dose."""

    @property
    def rank(self) -> int:
        """Place from less to more dose; unknown stands with hold."""
        return {Move.DOWN: 0, Move.UNKNOWN: 1, Move.HOLD: 1, Move.UP: 2}[self]


class Load(StrEnum):
    """What happens to band or weight; by how much is the runner's next one."""

    LESS = "less"
    SAME = "same"
    MORE = "more"


@frozen(kw_only=True)
class Felt:
    """Pain round one session; None is not said.

    Parameters
    ----------
    during_nrs
        The worst of the whole session, its own exercises included.
    morning_before_nrs, morning_after_nrs
        Of the session's morning and of the next one.
    """

    during_nrs: int | None = None
    morning_before_nrs: int | None = None
    morning_after_nrs: int | None = None


@frozen(kw_only=True)
class Step:
    """What comes next of one exercise on one side.

    Parameters
    ----------
    fewer_sets
        Sets that pain takes away; at least one set stays.
    reps, hold_s
        What to aim for in each set; None where the dose counts in something else.
    load
        Band or weight against last time.
    verdicts
        What decided, the decisive one first.
    """

    exercise: str
    side: Side | None
    move: Move
    fewer_sets: int
    reps: int | None
    hold_s: int | None
    load: Load
    verdicts: tuple[Verdict, ...]


@frozen(kw_only=True)
class Gate:
    """The door from one level to the next.

    Parameters
    ----------
    above
        The level below the gate, 1 to 3.
    answer
        Whether it is open; unknown where something was not measured.
    conditions
        Each with its own answer.
    to_measure
        Measures that would tell what is not known.
    """

    above: int
    answer: Answer
    conditions: tuple[Verdict, ...]
    to_measure: tuple[str, ...]


def felt_by_session(
    done: Sequence[Done], pains: Iterable[Pain], *, on: Mapping[str, date]
) -> Mapping[str, Felt]:
    """Gather what was felt round each session.

    Parameters
    ----------
    done
        Sessions as they were done.
    pains
        The diary.
    on
        The runner's local day of each session; one without a day has no mornings.

    Returns
    -------
    Mapping
        By the session's id.
    """
    mornings: dict[date, int] = {}
    for each in pains:
        if each.when is When.MORNING:
            mornings[each.felt_on] = max(each.pain_nrs, mornings.get(each.felt_on, 0))
    found = {}
    for each_done in done:
        day = on.get(each_done.session)
        found[each_done.session] = Felt(
            during_nrs=each_done.pain_nrs,
            morning_before_nrs=mornings.get(day) if day else None,
            morning_after_nrs=mornings.get(day + timedelta(days=1)) if day else None,
        )
    return found
