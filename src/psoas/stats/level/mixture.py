"""Many Student's t with weights: how all models together say a number."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.stats.student import t_cdf

Values = Annotated[NDArray[np.float64], "(n_models,)"]
#: The distribution is tabled over so many units, finely enough for six decimals.
_REACH, _N_TABLE = 60.0, 24_001
_N_HALVINGS = 50
#: Models that weigh less together than this are left out.
_LEFT_OUT = 1e-6


@cache
def _table(nu: int) -> tuple[Values, Values]:
    at = np.sinh(np.linspace(-np.arcsinh(_REACH), np.arcsinh(_REACH), _N_TABLE))
    return at, t_cdf(at, nu)


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
    """

    weight: Values
    place: Values
    width: Values
    nu: int

    @classmethod
    def of(cls, weight: Values, place: Values, width: Values, nu: int) -> Mixture:
        """Return the mixture without the models that hardly weigh."""
        flat = weight.ravel()
        order = np.argsort(flat)
        keep = np.sort(order[np.searchsorted(np.cumsum(flat[order]), _LEFT_OUT) :])
        kept = flat[keep] / flat[keep].sum()
        place, width = (
            np.broadcast_to(each, weight.shape).ravel()[keep] for each in (place, width)
        )
        return cls(kept, place, width, nu)

    @property
    def mean(self) -> float:
        """The mean."""
        return float(self.weight @ self.place)

    def below(self, x: float) -> float:
        """Return the probability of less than *x*."""
        at, table = _table(self.nu)
        scaled = (x - self.place) / np.maximum(self.width, 1e-12)
        return float(self.weight @ np.interp(scaled, at, table))

    def quantile(self, ratio: float) -> float:
        """Return the value below which *ratio* of it lies."""
        reach = 40 * self.width
        low, high = float((self.place - reach).min()), float((self.place + reach).max())
        for _ in range(_N_HALVINGS):
            middle = (low + high) / 2
            if self.below(middle) < ratio:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    def whole_numbers(self, most: int) -> Annotated[NDArray[np.float64], "(most + 1,)"]:
        """Return the probability of each whole number from 0 to *most*; tails go to the ends."""
        edges = [self.below(k + 0.5) for k in range(most)]
        return np.diff([0.0, *edges, 1.0])
