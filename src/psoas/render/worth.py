"""What to test next, in words: how long it takes, and what each result would change."""

from __future__ import annotations

from collections.abc import Mapping

from psoas.loop.assess.model import Move, Outcome, RankedDriver, Weight, Worth
from psoas.loop.assess.probe import Probe
from psoas.render.words import Texts


def minutes_words(minutes: float, *, texts: Texts) -> str:
    """Return minutes as people say them; less than one is a minute."""
    if minutes <= 1:
        return texts["next.minute"]
    return texts["next.minutes"].format(minutes=f"{minutes:g}")


def next_line(worth: Worth, *, probes: Mapping[str, Probe], texts: Texts) -> str:
    """Return what to do next and how long it takes, in one line."""
    minutes = minutes_words(worth.minutes, texts=texts)
    return texts["next.line"].format(minutes=minutes, name=probes[worth.probe].name)


def then_line(worth: Worth, *, probes: Mapping[str, Probe], texts: Texts) -> str:
    """Return what comes after that, in one line."""
    minutes = minutes_words(worth.minutes, texts=texts)
    return texts["next.then"].format(minutes=minutes, name=probes[worth.probe].name)


def result_lines(worth: Worth, *, texts: Texts) -> list[str]:
    """Return what each result would change, one line each."""
    return [_result(each, texts) for each in worth.outcomes]


def _result(outcome: Outcome, texts: Texts) -> str:
    moves = "; ".join(_move(each, texts) for each in outcome.moves) or texts["next.no-move"]
    return texts["next.result"].format(result=texts[outcome.text], moves=moves)


def _move(move: Move, texts: Texts) -> str:
    key = "next.move-up" if move.after > move.before else "next.move-down"
    driver = texts[f"driver_name.{move.driver.value}"]
    return texts[key].format(driver=driver, before=move.before, after=move.after)


def told_by(rule: str, *, weights: Mapping[str, Weight], texts: Texts) -> str:
    """Return who told a piece of evidence; nothing where its own text says so."""
    weight = weights.get(rule)
    return "" if weight is None else texts.get(f"teller.{weight.told_by.value}", "")


def notes_on(
    ranked: RankedDriver, rule: str, *, weights: Mapping[str, Weight], texts: Texts
) -> str:
    """Return what is said beside a piece of evidence: who told it, and that it was told twice."""
    who = told_by(rule, weights=weights, texts=texts)
    twice = texts["next.told-twice"] if rule in ranked.told_twice else ""
    return "; ".join(each for each in (who, twice) if each)
