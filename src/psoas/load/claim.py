"""What may be said of two loads: only what holds whichever exponent is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from psoas.load.model import CLAIM_EXPONENTS, RunLoad
from psoas.quantity import Answer

#: Ratios nearer to 1 than this are equal: single precision of the sums.
_EQUAL_RATIO = 1e-4


@frozen(kw_only=True)
class Claim:
    """Whether one load is larger than another.

    Parameters
    ----------
    answer
        Yes where it is larger for every exponent by both curves, no where it is smaller for
        every one or equal; unknown where they disagree, or where it cannot be compared.
    larger_at, smaller_at
        The exponents for which both curves agree on that.
    split_at
        The exponents for which the two curves disagree, or see no difference.
    ratio_by_m
        The one over the other by exponent, by our model; empty where nothing was run.
    why
        A text key where the answer is unknown for another reason than the exponents.
    """

    answer: Answer
    larger_at: tuple[int, ...] = ()
    smaller_at: tuple[int, ...] = ()
    split_at: tuple[int, ...] = ()
    ratio_by_m: Mapping[int, float]
    why: str | None = None


def compared(one: RunLoad, other: RunLoad) -> Claim:
    """Say whether *one* run loads the hip flexors more than *other*.

    Parameters
    ----------
    one, other
        Loads of one runner: what a runner's own bias adds is in both.

    Returns
    -------
    Claim
        A claim holds only if its sign is the same for m = 2, 4 and 7, by our model and by the
        published curve. Seconds of unknown speed carry no load: where the smaller of the two
        has some, nothing is claimed.

    Sources
    -------
    psoas-computed-load (science.md 1.4): the exponent of the hip flexors is not known.
    """
    return claimed([one], [other])


def claimed(ones: Iterable[RunLoad], others: Iterable[RunLoad]) -> Claim:
    """Do as ``compared`` does with the sums over several runs."""
    one, other = tuple(ones), tuple(others)
    if not any(load.strides for load in one) or not any(load.strides for load in other):
        return Claim(answer=Answer.UNKNOWN, ratio_by_m={}, why="claim.nothing-run")
    ratio_by_m = {m: _units(one, m) / _units(other, m) for m in CLAIM_EXPONENTS}
    signs = {
        m: {_sign(ratio), _sign(_published_units(one, m) / _published_units(other, m))}
        for m, ratio in ratio_by_m.items()
    }
    larger_at, smaller_at = (
        tuple(m for m, found in signs.items() if found == {sign}) for sign in (1, -1)
    )
    split_at = tuple(m for m in signs if m not in larger_at + smaller_at)
    smaller = other if len(larger_at) == len(signs) else one
    why = "claim.speed-unknown" if any(load.unknown_s for load in smaller) else None
    return Claim(
        answer=_answer(set().union(*signs.values())) if why is None else Answer.UNKNOWN,
        larger_at=larger_at,
        smaller_at=smaller_at,
        split_at=split_at,
        ratio_by_m=ratio_by_m,
        why=why,
    )


def _answer(signs: set[int]) -> Answer:
    """Return yes or no where all signs are one; where nothing differs it is not larger."""
    return Answer.of(signs == {1}) if len(signs) == 1 else Answer.UNKNOWN


def _units(loads: Iterable[RunLoad], m: int) -> float:
    return sum(load.units[m] for load in loads)


def _published_units(loads: Iterable[RunLoad], m: int) -> float:
    return sum(load.published_units[m] for load in loads)


def _sign(ratio: float) -> int:
    if abs(ratio - 1) < _EQUAL_RATIO:
        return 0
    return 1 if ratio > 1 else -1
