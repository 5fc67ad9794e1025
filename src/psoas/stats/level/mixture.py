"""Many Student's t with weights: how all models together say a number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.stats.student import t_cdf

Values = Annotated[NDArray[np.float64], "(n_models,)"]
#: The distribution is tabled over so many units, finely enough for six decimals.
_REACH, _N_TABLE = 60.0, 24_001
#: A quantile is found to so much, in the unit of what is said.
_CLOSE = 1e-7
#: Models that weigh less together than this are left out.
_LEFT_OUT = 1e-6
#: From so many models on a quantile is first looked for among merged ones.
_MANY = 2000
#: Models that lie closer than this, in points and in shares of a width, may be merged.
_NEAR_POINTS, _NEAR_RATIO = 0.04, 0.04


@lru_cache(maxsize=4)
def _table(nu: int) -> tuple[Values, Values]:
    at = np.sinh(np.linspace(-np.arcsinh(_REACH), np.arcsinh(_REACH), _N_TABLE))
    return at, t_cdf(at, nu)


def t_below(x: NDArray[np.float64], nu: int) -> NDArray[np.float64]:
    """Return Student's distribution from a table, to six decimals: for very many places."""
    at, table = _table(nu)
    found: NDArray[np.float64] = np.interp(x, at, table)
    return found


def t_quantiles(ratio: NDArray[np.float64], nu: int) -> NDArray[np.float64]:
    """Return where Student's distribution has these values, from the same table."""
    at, table = _table(nu)
    found: NDArray[np.float64] = np.interp(ratio, table, at)
    return found


@frozen(eq=False)
class Mixture:
    """A weighted mixture of Student's t with the same degrees of freedom.

    Parameters
    ----------
    weight
        Of each model; they sum to 1.
    place, width
        Location and scale of each, in the unit of what is said.
    nu
        Degrees of freedom.
    same_sign
        Whether each part is known to lie on its place's side of 0.
    """

    weight: Values
    place: Values
    width: Values
    nu: int
    same_sign: bool = False

    @classmethod
    def of(
        cls, weight: Values, place: Values, width: Values, nu: int, *, same_sign: bool = False
    ) -> Mixture:
        """Return the mixture without the models that hardly weigh."""
        flat = weight.ravel()
        order = np.argsort(flat)
        keep = np.sort(order[np.searchsorted(np.cumsum(flat[order]), _LEFT_OUT) :])
        kept = flat[keep] / flat[keep].sum()
        place, width = (
            np.broadcast_to(each, weight.shape).ravel()[keep] for each in (place, width)
        )
        return cls(kept, place, width, nu, same_sign)

    @property
    def mean(self) -> float:
        """The mean."""
        return float(self.weight @ self.place)

    def below(self, x: float) -> float:
        """Return the probability of less than *x*."""
        below = self._each_below(x)
        if self.same_sign:
            zero, up = self._each_below(0.0), self.place > 0
            down = below / np.maximum(zero, 1e-12)
            risen = (below - zero) / np.maximum(1 - zero, 1e-12)
            below = np.where(self.place == 0, float(x > 0), np.where(up, risen, down))
            below = np.clip(below, 0.0, 1.0)
        return float(self.weight @ below)

    def _each_below(self, x: float) -> Values:
        return t_below((x - self.place) / np.maximum(self.width, 1e-12), self.nu)

    def quantile(self, ratio: float) -> float:
        """Return the value below which *ratio* of it lies."""
        if len(self.place) <= _MANY:
            return self._halved(ratio, *self._ends())
        few = self.merged()
        about = few._halved(ratio, *few._ends())
        low, high = about - _NEAR_POINTS, about + _NEAR_POINTS
        if not self.below(low) < ratio <= self.below(high):
            low, high = self._ends()
        return self._halved(ratio, low, high)

    def _ends(self) -> tuple[float, float]:
        reach = 40 * self.width
        return float((self.place - reach).min()), float((self.place + reach).max())

    def _halved(self, ratio: float, low: float, high: float) -> float:
        """Halve a stretch until it is close."""
        while high - low > max(_CLOSE, 1e-12 * abs(low)):
            middle = (low + high) / 2
            if self.below(middle) < ratio:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    def merged(self) -> Mixture:
        """Return it with near parts as one: some hundreds instead of ten thousands."""
        where = np.round(self.place / _NEAR_POINTS).astype(np.intp)
        wide = np.round(np.log(np.maximum(self.width, 1e-9)) / _NEAR_RATIO).astype(np.intp)
        wide -= wide.min()
        at = (where - where.min()) * (wide.max() + 1) + wide
        weight = np.bincount(at, self.weight).astype(np.float64)
        some = weight > 0
        place, width = (
            np.bincount(at, self.weight * each)[some] / weight[some]
            for each in (self.place, self.width)
        )
        return attrs.evolve(self, weight=weight[some], place=place, width=width)

    def between(self, edges: Sequence[float]) -> Annotated[NDArray[np.float64], "(n_edges + 1,)"]:
        """Return the probability below the first edge, between edges, and above the last."""
        few = self.merged()
        scaled = (np.asarray(edges)[:, None] - few.place) / np.maximum(few.width, 1e-12)
        return np.diff([0.0, *(t_cdf(scaled, few.nu) @ few.weight), 1.0])

    def whole_numbers(self, most: int) -> Annotated[NDArray[np.float64], "(most + 1,)"]:
        """Return the probability of each whole number from 0 to *most*; tails go to the ends."""
        return self.between([k + 0.5 for k in range(most)])
