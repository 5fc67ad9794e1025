"""Solving a 0/1 model with HiGHS, the same way every time."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from psoas.programme.zero_one import Key, ZeroOne

#: A week is good enough when it is proved to be within this share of the best there is, or
#: when so many branches were looked at. Never a time: a plan does not depend on the machine.
GAP_RATIO = 0.01
MOST_NODES = 2000


@frozen(kw_only=True)
class Solution:
    """What was chosen.

    *cost* is what it costs, *bound* what no choice can undercut, both of this model.
    """

    chosen: frozenset[Key]
    amounts: Mapping[Key, float]
    cost: float
    bound: float

    @property
    def gap_ratio(self) -> float:
        """How far above the bound the cost is at most, as a share of the cost."""
        return max(0.0, self.cost - self.bound) / max(abs(self.cost), 1e-9)


def solve(
    model: ZeroOne, *, gap_ratio: float = GAP_RATIO, most_nodes: int = MOST_NODES
) -> Solution | None:
    """Find a cheapest choice that keeps all rows.

    Parameters
    ----------
    model
        Variables and rows.
    gap_ratio
        Stop when the cost is proved to be within this share of the least; 0 proves it.
    most_nodes
        Stop after so many branches.

    Returns
    -------
    Solution or None
        None where no choice keeps all rows. The same model always gives the same solution.
    """
    import highspy
    import numpy as np

    keys = list(model.costs)
    column = {key: n for n, key in enumerate(keys)}
    whole = np.array([key not in model.amounts for key in keys])
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = len(keys), len(model.rows)
    problem.col_cost_ = np.array([model.costs[key] for key in keys], dtype=np.float64)
    problem.col_lower_ = np.zeros(len(keys))
    problem.col_upper_ = np.where(whole, 1.0, highspy.kHighsInf)
    problem.row_lower_ = np.array([row.least for row in model.rows], dtype=np.float64)
    problem.row_upper_ = np.array([row.most for row in model.rows], dtype=np.float64)
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lengths = [len(row.terms) for row in model.rows]
    problem.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths, dtype=np.int32)])
    problem.a_matrix_.index_ = np.array(
        [column[key] for row in model.rows for key in row.terms], dtype=np.int32
    )
    problem.a_matrix_.value_ = np.array(
        [weight for row in model.rows for weight in row.terms.values()], dtype=np.float64
    )
    kinds = highspy.HighsVarType
    problem.integrality_ = [kinds.kInteger if each else kinds.kContinuous for each in whole]

    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no types
    solver.silent()
    for option, value in (
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", gap_ratio),
        ("mip_max_nodes", most_nodes),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(problem)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = list(solver.getSolution().col_value)
    return Solution(
        chosen=frozenset(
            key for key, x in zip(keys, values, strict=True) if x > 0.5 and key not in model.amounts
        ),
        amounts={key: values[column[key]] for key in model.amounts},
        cost=info.objective_function_value,
        bound=info.mip_dual_bound,
    )
