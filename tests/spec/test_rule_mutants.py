"""No wrong disposition rule passes the written cases: every mutant is killed.

A mutant is a shipped rule with one mistake (tests/kit/mutants.py): a comparison flipped or
negated, a threshold moved by one step, an answer swapped for a sibling, a condition left out,
*all* for *any*, a consequence one level milder or more urgent, the rule retired or taken away.
Not made, because they change nothing: *all* for *any* in a rule of one condition, and taking
the only condition away, which the loader refuses.
"""

from __future__ import annotations

from collections import Counter

import pytest

from psoas.library import shelf
from psoas.library.read import _in_force
from tests.kit.mutants import Mutant, mutants
from tests.kit.rule_cases import breaks, written_cases

RULES = list(shelf().rules.values())
CASES = [pytest.param(case, id=case.name) for cases in written_cases().values() for case in cases]
#: Mutants that no case can tell from the rule, each with the proof. None so far.
EQUIVALENT: dict[tuple[str, str], str] = {}


def in_force(mutant: Mutant):
    """Return the wrong rule as the shelf would hold it: one that is retired is not there."""
    return next(_in_force(iter([mutant.wrong])), None) if mutant.wrong else None


def survives(mutant: Mutant) -> bool:
    wrong = in_force(mutant)
    return not any(breaks(case, wrong) for case in written_cases()[mutant.rule])


@pytest.mark.parametrize("case", CASES)
def test_the_case_comes_out_as_written(case):
    assert not breaks(case, shelf().rules[case.rule])


def test_every_rule_fires_misses_and_is_unknown_in_a_case():
    kinds = {
        rule: Counter(case.answer.value for case in cases)
        for rule, cases in written_cases().items()
    }

    assert set(kinds) == set(shelf().rules)
    assert {rule: found for rule, found in kinds.items() if len(found) < 3} == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_mutant_is_killed(rule):
    alive = {(each.rule, each.mistake) for each in mutants(rule) if survives(each)}

    assert alive == {key for key in EQUIVALENT if key[0] == rule.id}


def test_there_are_mutants_of_every_kind():
    mistakes = [each.mistake for rule in RULES for each in mutants(rule)]

    assert len(mistakes) > 10 * len(RULES)
    for kind in ("taken away", "retired", "gives ", "swapped", "without ", "value ", "is-not"):
        assert any(kind in mistake for mistake in mistakes)
