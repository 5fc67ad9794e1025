"""The 0/1 model and its solver."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from psoas.programme.solve import solve
from psoas.programme.zero_one import ZeroOne


def knapsack(seed: int) -> tuple[ZeroOne, list[float], list[float]]:
    rng = np.random.default_rng(seed)
    worth, weight = rng.integers(1, 20, 9), rng.integers(1, 12, 9)
    model = ZeroOne()
    for n, each in enumerate(worth):
        model.choice(("take", n), cost=-float(each))
    model.row({("take", n): float(w) for n, w in enumerate(weight)}, most=20.0, rule="weight")
    return model, worth.tolist(), weight.tolist()


@pytest.mark.parametrize("seed", range(10))
def test_it_finds_what_trying_everything_finds(seed):
    model, worth, weight = knapsack(seed)
    found = solve(model, gap_ratio=0.0)
    best = max(
        sum(w for w, t in zip(worth, taken, strict=True) if t)
        for taken in product((0, 1), repeat=9)
        if sum(w for w, t in zip(weight, taken, strict=True) if t) <= 20
    )
    assert found is not None
    assert -found.cost == pytest.approx(best)
    assert found.gap_ratio == pytest.approx(0.0, abs=1e-6)


def test_rows_that_cannot_be_kept_have_no_solution():
    model = ZeroOne()
    one = model.choice(("one",))
    model.row({one: 1.0}, least=2.0, rule="too much")
    assert solve(model) is None


def test_what_does_not_exist_is_not_chosen():
    model = ZeroOne()
    one = model.choice(("one",), cost=-1.0)
    model.only_if(one, ("never", "there"), rule="needs it")
    found = solve(model)
    assert found is not None
    assert found.chosen == frozenset()


def test_amounts_fill_what_is_missing():
    model = ZeroOne()
    one = model.choice(("one",), cost=5.0)
    short = model.amount(("short",), cost=1.0)
    model.row({one: 3.0, short: 1.0}, least=3.0, rule="wanted")
    found = solve(model, gap_ratio=0.0)
    assert found is not None
    assert found.amounts[short] == pytest.approx(3.0)  # cheaper to miss it
    model.add_cost(short, 1.0)
    again = solve(model, gap_ratio=0.0)
    assert again is not None
    assert again.chosen == {one}


def test_the_solver_prints_nothing(capfd):
    solve(knapsack(0)[0])
    assert capfd.readouterr() == ("", "")
