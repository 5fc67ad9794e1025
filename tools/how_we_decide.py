"""Write how psoas decides into the docs: ``python -m tools.how_we_decide``.

The disposition rules with their cases, the weights of evidence, and what is worth testing next.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psoas.library import shelf
from psoas.loop.assess import Disposition
from psoas.loop.assess.drivers import LEAST_EVIDENCE, MOST_NAMED, PRIORS
from psoas.loop.assess.model import Driver, Weight
from psoas.loop.assess.worthwhile import LEAST_GAIN_BITS, points_of_100, worth_of
from psoas.loop.condition import Condition
from psoas.loop.rule import Rule
from tests.kit.rule_sheets import any_sheets, firing_sheet, unanswered
from tests.kit.sheets import plain_runner

PAGE = Path(__file__).parents[1] / "docs" / "how-we-decide.md"
HEAD = """# How we decide

Written by `python -m tools.how_we_decide` from the rules on the shelf and from the cases that
`tests/spec/test_disposition_rules.py` asks of each; a test keeps this page as they are. Nobody
clinical has signed a rule yet. First come the rules of urgency, then
[the weights of evidence](#what-may-drive-it-the-weights-of-evidence), then
[what to test next](#what-to-test-next).

The most urgent rule that fires decides. *Not sure* is unknown, and unknown is never no: an open
essential question, or an urgent rule that lacks only an answer, means that a clinician comes
first. A runner's own words can raise an answer and never lower one. Of two answers that clash
the safer one is used, and both are asked again. The worst check of the last 14 days holds.

Each case is a plain runner whom nothing holds back (a man of 35, tight in front of the right
hip for three weeks, 2 of 10 when he runs) with what is written here changed. *Unknown* is the
same runner without an answer to what is named: then the rule cannot be told.
"""

WEIGHTS = f"""## What may drive it: the weights of evidence

Only a runner who may train is told what may drive it. Each driver starts from a prior and
gains or loses what each finding weighs, in log-odds. It is named where its findings, and not
its prior, come to at least {LEAST_EVIDENCE:g}; at most {MOST_NAMED} are. The sums rank; they are
no chances. The sizes are our own convention (0.4 a hint, 0.7 a soft sign, 1.1 a pattern that is
seen, 1.4 to 1.8 a measured finding); sources and grade say why a finding points to a driver.

- **All speak**: answers, tests, the watch and a clip. What was not asked, measured, worn or
  filmed weighs nothing: it is no deficit. Watch and clip never reach the rules of urgency.
- **Told twice, counted once**: findings of one *family* tell the same thing. Of those that
  agree the strongest counts; where one speaks for and one against, both count, and it is said.
- **The watch** looks at the runs of the two weeks before it began (by the check, else by the
  diary) and of the last two weeks, with the guard's verdicts G1, G2, G3 and G7 on each. *No
  jump* needs a known verdict on every one of them; one jump is enough for *jump*.
- **A clip** speaks only where a measure is known to lie within or beyond what runners show at
  that speed. It tells nothing about core and pelvis: a side view cannot see their control.
- **Cadence** set against what runners show at that speed is a hint: too light to name anything,
  and no cue follows from it. Taller runners take fewer steps; by how many at a matched speed
  nobody published.
- **The held leg-drop (Thomas)**: one reading is good to about 6 degrees (the detectable change
  of 8.4 over the root of two). Within it nobody can tell short from not short, and the question
  *overworked, short, both* stays open on that side.
"""
NEXT = f"""## What to test next

For each probe that is open, allowed and possible: how much would it tell about the drivers for
each minute of the runner's time?

1. Every driver is a yes-or-no hypothesis of its own, as the weights treat it.
2. For each result psoas does what it would do if it came: it adds the answer and sums up anew,
   families and all. So what is foreseen is what will come.
3. A weight is a log likelihood ratio. How often a result comes is the mixture of the beliefs in
   the drivers over a base rate in runners without any. Nobody measured base rates: of all under
   which the weights are true ratios, the one nearest to *each result as often as the other* is
   taken. With one driver and two results it is the only one there is (the two ratios give
   sensitivity and specificity). Where a probe speaks of a driver one way only, it has no say.
   This is our own convention.
4. The gain of a result is the Kullback-Leibler divergence of the beliefs after it from those
   before it, summed over the drivers, in bits; that of a probe is the mean over its results. It
   is never negative, and 0 where no result moves anything.
5. Offered are at most three, by bits for each minute, none below {LEAST_GAIN_BITS:g} bits. Below it
   nothing would change much, and that is said.

Never offered: what was done; what a `never_if` forbids, or may forbid because its answer is not
known; what the runner has not the things for; a hop; on a day of red pain anything that tests
the body; and nothing at all to a runner whom a clinician must see first. The points of 100 are
the log-odds on another scale; they are no chance of anything.

The table is of a runner of whom nothing is known.
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


def _weights(driver: Driver) -> Iterator[str]:
    texts = shelf().texts
    yield f"### {texts[f'driver_name.{driver.value}'].capitalize()}\n"
    prior = PRIORS[driver]
    yield f"`{driver.value}`, prior {prior:g} ({points_of_100(prior)} of 100).\n"
    yield "| finding | told by | weighs | family | grade | sources |\n|---|---|---|---|---|---|"
    for weight in shelf().weights.values():
        if weight.driver is driver:
            yield _weight_row(weight)
    yield ""


def _weight_row(weight: Weight) -> str:
    when = " and ".join(map(_condition, weight.when))
    cells = (when, weight.told_by.value, f"{weight.log_odds:+g}", weight.family)
    return f"| {' | '.join(cells)} | {weight.grade.value} | {', '.join(weight.sources)} |"


def _probes() -> Iterator[str]:
    yield "| probe | kind | minutes | bits | results, how often, and what each changes |"
    yield "|---|---|---|---|---|"
    for probe in shelf().probes.values():
        worth = worth_of(probe, {}, shelf().weights)
        results = "; ".join(
            f"{shelf().texts[each.text]} ({100 * each.share_ratio:.0f} %"
            + "".join(f", `{m.driver.value}` {m.before} to {m.after}" for m in each.moves)
            + ")"
            for each in worth.outcomes
        )
        cells = (probe.name, probe.kind.value, f"{probe.minutes:g}", f"{worth.gain_bits:.2f}")
        yield f"| {' | '.join(cells)} | {results} |"


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
    parts.append(WEIGHTS)
    parts.extend(line for driver in Driver for line in _weights(driver))
    parts.append(NEXT)
    parts.extend(_probes())
    return "\n".join(parts).rstrip("\n") + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
