"""The written cases of the disposition rules, and what rules make of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from psoas.library import shelf
from psoas.loop.assess import Disposition, check_sheet, with_findings
from psoas.loop.condition import Sheet
from psoas.loop.rule import Rule
from psoas.quantity import Answer
from tests.kit.rule_sheets import judged
from tests.kit.sheets import plain_runner, without

FILE = Path(__file__).parents[1] / "spec" / "rule_cases.toml"
ANSWERS = {"fires": Answer.YES, "misses": Answer.NO, "unknown": Answer.UNKNOWN}


class Case(NamedTuple):
    """One written case: the answers, and what must come of them."""

    rule: str
    answer: Answer
    level: str
    result: Disposition
    answers: dict[str, Any]
    found: Sheet
    """The answers with their findings, as the rule looks at them."""

    @property
    def name(self) -> str:
        """The rule, what it must do, and what is changed in the plain runner."""
        plain = plain_runner()
        changed = {key: each for key, each in self.answers.items() if plain.get(key) != each}
        gone = [key for key in plain if key not in self.answers]
        return f"{self.rule}-{self.answer}-{changed}-{gone}"


@cache
def written_cases() -> Mapping[str, tuple[Case, ...]]:
    """Return the written cases by rule."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        rule: tuple(_case(rule, entry["level"], row) for row in entry["cases"])
        for rule, entry in raw.items()
    }


def _case(rule: str, level: str, row: dict[str, Any]) -> Case:
    assert set(row) <= {"rule", "result", "with", "without"}
    sheet = without(plain_runner(**row.get("with", {})), *row.get("without", ()))
    return Case(
        rule=rule,
        answer=ANSWERS[row["rule"]],
        level=level,
        result=Disposition(row["result"]),
        answers=sheet,
        found=with_findings(check_sheet(sheet, shelf().questions)),
    )


def breaks(case: Case, rule: Rule[Disposition] | None) -> bool:
    """Return whether *case* comes out otherwise than written, with *rule* in place of its own.

    None takes the rule away.
    """
    if rule is not None and rule.fires(case.found) is not case.answer:
        return True
    others = {key: each for key, each in shelf().rules.items() if key != case.rule}
    rules = {**others, case.rule: rule} if rule is not None else others
    found = judged(case.answers, on=attrs.evolve(shelf(), rules=rules))
    levels = {reason.rule: reason.level for reason in found.reasons}
    said = levels.get(case.rule) == (case.level if case.answer is Answer.YES else None)
    return found.disposition is not case.result or not said
