"""What the sets say of the load: too much, just right, or room for more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from psoas.diary.performed import Performed
from psoas.loop.exercise import Dose, Range
from psoas.quantity import Side


@frozen(kw_only=True)
class Bout:
    """The sets of one exercise on one side in one session, in order."""

    session: str
    sets: tuple[Performed, ...]

    @property
    def reserve(self) -> int | None:
        """Repetitions left in the fullest set; None where the last set does not tell.

        The last set is the one that tires most: without it a reserve is a guess.
        """
        if self.sets[-1].in_reserve is None:
            return None
        return min(each.in_reserve for each in self.sets if each.in_reserve is not None)

    def fewest(self, counts: str) -> float | None:
        """Return the least that a set held of *counts*; None where one was not told."""
        told = [getattr(each, counts) for each in self.sets]
        return None if None in told else float(min(told))


@frozen(kw_only=True)
class Counted:
    """What a dose counts in: the name of the field, its range, and how it goes up."""

    counts: str
    unit: str
    bounds: Range
    step: float


def bouts(history: Iterable[Performed], *, exercise: str, side: Side | None) -> tuple[Bout, ...]:
    """Sort the sets of an exercise on a side into its sessions, oldest first."""
    found: dict[str, list[Performed]] = {}
    for each in sorted(history, key=lambda each: (each.done_at, each.set_number)):
        if each.exercise == exercise and each.side is side:
            found.setdefault(each.session, []).append(each)
    newest = sorted(found.items(), key=lambda pair: pair[1][-1].done_at)
    return tuple(
        Bout(session=session, sets=tuple(sorted(sets, key=lambda each: each.set_number)))
        for session, sets in newest
    )


def counted(dose: Dose, *, step_reps: float, step_hold_s: float) -> Counted | None:
    """Return what *dose* counts in; None where it is a way, a time, or to fatigue.

    Holds that are repeated a fixed number of times count in seconds.
    """
    fixed = dose.reps is not None and dose.reps[0] == dose.reps[1]
    if dose.hold_s is not None and fixed and dose.hold_s[0] < dose.hold_s[1]:
        return Counted(counts="hold_s", unit="s", bounds=dose.hold_s, step=step_hold_s)
    if dose.reps is not None:
        return Counted(counts="reps", unit="reps", bounds=dose.reps, step=step_reps)
    if dose.hold_s is not None:
        return Counted(counts="hold_s", unit="s", bounds=dose.hold_s, step=step_hold_s)
    return None


def short(bout: Bout, counts: str, *, least: float) -> bool:
    """Say whether a set is known to have held less than *least*."""
    told = [getattr(each, counts) for each in bout.sets]
    return any(value is not None and value < least for value in told)


def short_twice(found: Sequence[Bout], counts: str, *, least: float) -> bool:
    """Say whether the last two sessions both fell short of *least*."""
    return len(found) > 1 and all(short(each, counts, least=least) for each in found[-2:])
