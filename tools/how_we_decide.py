"""Write the disposition rules with their cases into the docs: ``python -m tools.how_we_decide``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psoas.library import shelf
from psoas.loop.assess import Disposition
from psoas.loop.condition import Condition
from psoas.loop.rule import Rule
from tests.kit.rule_sheets import any_sheets, firing_sheet, unanswered
from tests.kit.sheets import plain_runner

PAGE = Path(__file__).parents[1] / "docs" / "how-we-decide.md"
HEAD = """# How we decide

Written by `python -m tools.how_we_decide` from the rules on the shelf and from the cases that
`tests/spec/test_disposition_rules.py` asks of each; a test keeps this page as they are. Nobody
clinical has signed a rule yet.

The most urgent rule that fires decides. *Not sure* is unknown, and unknown is never no: an open
essential question, or an urgent rule that lacks only an answer, means that a clinician comes
first. A runner's own words can raise an answer and never lower one. Of two answers that clash
the safer one is used, and both are asked again. The worst check of the last 14 days holds.

Each case is a plain runner whom nothing holds back (a man of 35, tight in front of the right
hip for three weeks, 2 of 10 when he runs) with what is written here changed. *Unknown* is the
same runner without an answer to what is named: then the rule cannot be told.
"""


def _plainly(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_plainly, value)) or "nothing"
    if isinstance(value, dict):
        return " ".join(_plainly(each) for each in value.values())
    return str(value)


def _condition(condition: Condition) -> str:
    return f"`{condition.key}` {condition.compare.value} {_plainly(condition.value)}"


def _changed(sheet: dict[str, Any]) -> str:
    plain = plain_runner()
    changes = (f"{k}: {_plainly(v)}" for k, v in sheet.items() if v != plain.get(k, plain))
    return "; ".join(changes) or "nothing"


def _rows(rule: Rule[Disposition]) -> Iterator[str]:
    for sheet in any_sheets(rule):
        yield f"| fires | {_changed(sheet)} |"
    for condition in rule.all or rule.any:
        yield f"| misses | {_changed(firing_sheet(rule, but=condition))} |"
    for condition in rule.all or rule.any:
        yield f"| unknown | without {', '.join(unanswered(condition))} |"


def _section(rule: Rule[Disposition]) -> Iterator[str]:
    texts = shelf().texts
    joined = " **and** " if rule.all else " **or** "
    yield f"### {rule.id}\n"
    yield f"When {joined.join(map(_condition, rule.all or rule.any))}.\n"
    yield f"Said: *{texts[rule.say[0]]}*. {' '.join(texts[key] for key in rule.say[1:])}\n"
    yield f"Since {rule.since}; grade {rule.grade.value}; {', '.join(rule.sources)}.\n"
    yield "| case | the plain runner with |\n|---|---|"
    yield from _rows(rule)
    yield ""


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for disposition in Disposition:
        rules = [each for each in shelf().rules.values() if each.then is disposition]
        heading = shelf().texts[f"disposition_heading.{disposition.value.lower()}"]
        parts.append(f"## {disposition.value}: {heading}\n")
        parts.extend(line for rule in rules for line in _section(rule))
        if not rules:
            parts.append("No rule fires.\n")
    return "\n".join(parts).rstrip("\n") + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
