"""Which load the score answers to, after how long, and how soon that would be known."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.stats.level.days import Days, PerDay
from psoas.stats.level.grid import Kernel
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.say import mixture_of, weights
from psoas.stats.level.track import EFFECT, Beliefs, responses


@frozen(kw_only=True, eq=False)
class Answers:
    """What the scores say of each kernel.

    Parameters
    ----------
    kernels
        As in the grid; the one without a channel is *no response*.
    share, prior
        Probability of each, after and before the scores; each sums to 1.
    """

    kernels: tuple[Kernel, ...]
    share: PerDay
    prior: PerDay

    def of(self, wanted: Callable[[Kernel], bool]) -> float:
        """Return the probability of some kernels."""
        return float(self.share[self._where(wanted)].sum())

    def factor(self, wanted: Callable[[Kernel], bool]) -> float:
        """Return how much better some kernels explain the scores than no response does."""
        where, none = self._where(wanted), self._where(lambda each: not each.channel)
        some = self.share[where].sum() / self.prior[where].sum()
        nothing = self.share[none].sum() / self.prior[none].sum()
        return float(some / nothing) if nothing > 0 else float("inf")

    def best(self, wanted: Callable[[Kernel], bool]) -> int:
        """Return the place of the likeliest among some kernels."""
        return int(np.argmax(np.where(self._where(wanted), self.share, -1.0)))

    def _where(self, wanted: Callable[[Kernel], bool]) -> NDArray[np.bool_]:
        return np.array([wanted(each) for each in self.kernels])


def answers_of(found: Beliefs) -> Answers:
    """Return what the scores say of each kernel."""
    kernels = found.grid.kernels
    share = weights(found).sum(axis=1).reshape(len(kernels), -1).sum(axis=1)
    return Answers(kernels=kernels, share=share, prior=np.array([each.weight for each in kernels]))


def effect_by(found: Beliefs, wanted: Callable[[Kernel], bool]) -> Mixture:
    """Return the response to a typical loaded day in points, in some kernels."""
    these = np.array([wanted(each) for each in found.grid.kernels])[found.chain_kernel]
    share = np.where(these[:, None], weights(found), 0.0)
    variance = found.spread[EFFECT, EFFECT]
    return mixture_of(found, share / share.sum(), found.mean[EFFECT], variance, same_sign=True)


def learned_a_day(found: Beliefs, days: Days, best: int, rivals: Iterable[int]) -> list[float]:
    """Return by how much the log odds of a kernel against rivals grow in a day like those past.

    Parameters
    ----------
    found, days
        All models after these days.
    best
        The kernel that is taken as true.
    rivals
        The others; one without a channel predicts nothing.

    Returns
    -------
    list
        For each rival, were the response 1 point: half of what the days taught of it so far
        (the growth of its precision), times the share of it that the rival cannot mimic. It
        grows with the square of the response.
    """
    told = responses(found.grid, days)
    chains = found.chain_kernel == best
    weight = weights(found)[chains]
    weight = weight / weight.sum()
    taught = 1 / found.spread[EFFECT, EFFECT][chains] - 1 / found.grid.effect_var
    variance = found.squares[chains] / found.nu
    a_day = float((weight * taught[:, None] / variance).sum()) / found.n_days
    true = told[best] - told[best].mean()
    whole = float(true @ true)
    left = (_left_of(true, told[rival]) for rival in rivals)
    return [a_day / 2 * float(each @ each) / whole if whole else 0.0 for each in left]


def _left_of(true: PerDay, mimic: PerDay) -> PerDay:
    """Return what a straight line of the one leaves of the other."""
    centred = mimic - mimic.mean()
    square = float(centred @ centred)
    return true if square == 0 else true - (true @ centred) / square * centred
