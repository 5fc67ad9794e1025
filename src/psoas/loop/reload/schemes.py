"""Two progressions of trials of hip-flexor strength."""

from __future__ import annotations

from collections.abc import Sequence

from psoas.evidence import Limits, Scalar, Verdict
from psoas.load.model import Light
from psoas.loop.reload.effort import Bout, short, short_twice
from psoas.loop.reload.model import Load, Move
from psoas.loop.reload.wanted import Aim, Wanted, told
from psoas.loop.scheme import Scheme


def _by_trial(scheme: Scheme, move: Move, text: str, limits: Limits, **values: Scalar) -> Verdict:
    """Return a verdict that rests on the scheme's own trial."""
    plain = told(limits, move, text, **values)
    return Verdict(
        rule=scheme.kind,
        answer=plain.answer,
        level=plain.level,
        text=plain.text,
        values=plain.values,
        sources=scheme.sources,
        grade=limits["set-rest"].grade,  # the grade of the same trials
    )


def credit_after(
    scheme: Scheme, found: Sequence[Bout], lights: Sequence[Verdict]
) -> tuple[int, ...]:
    """Return how far a falling maximum has come after each session, 0 first.

    Parameters
    ----------
    scheme
        Its steps: one for each week of so many sessions.
    found, lights
        Sessions with their traffic lights, oldest first.

    Returns
    -------
    tuple of int
        Sessions that count. A green one in which each set reached the step's repetitions and
        the last set told its reserve adds one; red goes back to the begin of the step before;
        all others add nothing. More pain never gives more.
    """
    per_step, credit = scheme.per_week, [0]
    for bout, light in zip(found, lights, strict=True):
        now = credit[-1]
        if light.level == Light.RED:
            now = max(0, now // per_step - 1) * per_step
        elif light.level == Light.GREEN and _reached(scheme, bout, now):
            now = min(now + 1, per_step * scheme.weeks)
        credit.append(now)
    return tuple(credit)


def _step_of(scheme: Scheme, credit: int) -> int:
    return min(credit // scheme.per_week, scheme.weeks - 1)


def _reached(scheme: Scheme, bout: Bout, credit: int) -> bool:
    fewest = bout.fewest("reps")
    asked = scheme.maximum_reps[_step_of(scheme, credit)]
    return fewest is not None and fewest >= asked and bout.reserve is not None


def falling_maximum(
    scheme: Scheme, found: Sequence[Bout], lights: Sequence[Verdict], *, limits: Limits
) -> Wanted:
    """Go from a 15- to an 8-repetition maximum, a step after so many good sessions.

    Parameters
    ----------
    scheme
        With the repetition maximum of each step.
    found, lights
        Sessions with their traffic lights, oldest first; at least one.
    limits
        The reserve that a repetition maximum still may have.

    Returns
    -------
    Wanted
        What the sets and the lights before the last ask for; the last light has its say later.
    """
    credit = credit_after(scheme, found, lights)
    before, now = (_step_of(scheme, each) for each in (credit[-2], credit[-1]))
    asked, last = scheme.maximum_reps[before], found[-1]
    easier = scheme.maximum_reps[max(0, before - 1)]

    def wanted(move: Move, reps: int, load: Load, text: str, **values: Scalar) -> Wanted:
        return Wanted(
            move=move,
            aim=Aim(reps=reps),
            stay=Aim(reps=asked),
            back=Aim(reps=easier),
            load=load,
            verdict=_by_trial(scheme, move, text, limits, **values),
        )

    if short_twice(found, "reps", least=asked):
        return wanted(Move.DOWN, asked, Load.LESS, "step.short-twice", least=asked)
    if short(last, "reps", least=asked):
        return wanted(Move.HOLD, asked, Load.SAME, "step.short", least=asked)
    if last.fewest("reps") is None:
        return wanted(Move.HOLD, asked, Load.SAME, "step.count-untold")
    if last.reserve is None:
        return wanted(Move.HOLD, asked, Load.SAME, "step.reserve-untold")
    if scheme.maximum_reps[now] < asked:
        return wanted(
            Move.UP,
            scheme.maximum_reps[now],
            Load.MORE,
            "step.next-maximum",
            step=now + 1,
            steps=scheme.weeks,
            maximum_reps=scheme.maximum_reps[now],
        )
    most = int(limits["step-maximum-reserve"].value)
    if last.reserve > most:
        return wanted(
            Move.UP, asked, Load.MORE, "step.not-a-maximum", reserve=last.reserve, most=most
        )
    if credit[-1] >= scheme.per_week * scheme.weeks:
        return wanted(Move.HOLD, asked, Load.SAME, "step.scheme-done", weeks=scheme.weeks)
    return wanted(
        Move.HOLD,
        asked,
        Load.SAME,
        "step.same-maximum",
        maximum_reps=asked,
        done=credit[-1] % scheme.per_week,
        needed=scheme.per_week,
    )


def last_set_to_failure(
    scheme: Scheme, found: Sequence[Bout], *, least_reps: float, n_sets: int, limits: Limits
) -> Wanted:
    """Add load once the last set, which goes on to failure, passes a count.

    Parameters
    ----------
    scheme
        With that count.
    found
        Sessions, oldest first; at least one.
    least_reps
        What each set before the last holds.
    n_sets
        Sets of a session; with fewer the last one was not gone on with.
    limits
        For the grade of the verdict.

    Returns
    -------
    Wanted
        The reserve is not asked: whoever did more than the count had them in reserve.
    """
    least, most = round(least_reps), scheme.more_load_above_reps or 0
    last = found[-1]

    def wanted(move: Move, load: Load, text: str, **values: Scalar) -> Wanted:
        return Wanted(
            move=move,
            aim=Aim(reps=least),
            stay=Aim(reps=least),
            back=Aim(reps=least),
            load=load,
            verdict=_by_trial(scheme, move, text, limits, **values),
        )

    if short_twice(found, "reps", least=least):
        return wanted(Move.DOWN, Load.LESS, "step.short-twice", least=least)
    if short(last, "reps", least=least):
        return wanted(Move.HOLD, Load.SAME, "step.short", least=least)
    failed_at = last.sets[-1].reps
    if last.fewest("reps") is None or failed_at is None or len(last.sets) < n_sets:
        return wanted(Move.HOLD, Load.SAME, "step.count-untold")
    if failed_at > most:
        return wanted(Move.UP, Load.MORE, "step.failure-more", done=failed_at, most=most)
    return wanted(Move.HOLD, Load.SAME, "step.failure-hold", done=failed_at, most=most)
