"""All that a runner is shown of an assessment: action first, and few enough words to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from psoas.evidence import Verdict
from psoas.loop.assess.model import Assessment, Disposition, Question, RankedDriver
from psoas.loop.assess.probe import Probe
from psoas.render.words import Texts, worded
from psoas.render.worth import next_line

#: A runner in a hurry reads so much; an assessment never shows more words.
MOST_WORDS = 250
#: Drivers and open questions that are told; the page has them all.
DRIVERS_TOLD = 2
#: Pieces of evidence told of a driver, fewer where the words would be too many.
EVIDENCE_TOLD = (6, 3, 2, 1)
QUESTIONS_TOLD = 5
#: What else is told of each reason, the most urgent first, by the pieces of evidence above:
#: the reasons themselves are always told, all of them.
CONCERNS_TOLD = {6: None, 3: 4, 2: 3, 1: 2}


def heading(assessment: Assessment, *, texts: Texts) -> str:
    """Return the few words that stand above everything else."""
    return texts[f"disposition_heading.{_key(assessment)}"]


def _key(assessment: Assessment) -> str:
    return "unfinished" if assessment.unfinished else assessment.disposition.value.lower()


def _asked(keys: tuple[str, ...], questions: Mapping[str, Question], most: int) -> str:
    """Return questions as they are asked, the first few."""
    told = min(QUESTIONS_TOLD, most)
    asked = [questions[key].ask if key in questions else key for key in keys[:told]]
    more = f" (and {len(keys) - told} more)" if len(keys) > told else ""
    return " ".join(asked) + more


def _reasons(reasons: tuple[Verdict, ...], texts: Texts) -> str:
    return "; ".join(dict.fromkeys(worded(reason, texts=texts) for reason in reasons))


def _referred(
    assessment: Assessment, texts: Texts, questions: Mapping[str, Question], most: int
) -> Iterator[str]:
    if assessment.unfinished:
        asked = _asked(assessment.unknown, questions, QUESTIONS_TOLD)
        yield texts["disposition.unfinished"].format(questions=asked)
        yield texts["assessment.still-urgent"]
        return
    yield texts[f"disposition.{assessment.disposition.value.lower()}"]
    said = _reasons(assessment.shown, texts)
    if said:
        emergency = assessment.disposition is Disposition.EMERGENCY
        key = "assessment.tell-them" if emergency else "assessment.because"
        yield texts[key].format(reasons=said)
    yield from (texts[concern] for concern in assessment.concerns[: CONCERNS_TOLD[most]])
    sooner = f"sooner.{assessment.disposition.value.lower()}"
    if sooner in texts:
        yield texts[sooner]


def _driver(ranked: RankedDriver, texts: Texts, most: int) -> str:
    for_it = [worded(v, texts=texts) for v in ranked.evidence if v.level == "for"]
    return texts["assessment.fits"].format(
        driver=texts[f"driver_name.{ranked.driver.value}"],
        confidence=ranked.confidence,
        evidence="; ".join(list(dict.fromkeys(for_it))[:most]),
    )


def _trains(
    assessment: Assessment, texts: Texts, probes: Mapping[str, Probe], most: int
) -> Iterator[str]:
    yield texts[f"disposition.{assessment.disposition.value.lower()}"]
    if assessment.shown:
        yield texts["assessment.because"].format(reasons=_reasons(assessment.shown, texts))
    yield from (texts[concern] for concern in assessment.concerns)
    for ranked in assessment.drivers[:DRIVERS_TOLD]:
        yield _driver(ranked, texts, most)
    if not assessment.drivers:
        yield texts["assessment.nothing-stands-out"]
    if assessment.tightness:
        yield tightness_words(assessment.tightness, texts=texts, most=most)
    yield from (texts[each] for each in assessment.advice)
    known = [each for each in assessment.next_tests if each.probe in probes]
    yield from (next_line(each, probes=probes, texts=texts) for each in known[:1])


def tightness_words(keys: tuple[str, ...], *, texts: Texts, most: int = EVIDENCE_TOLD[0]) -> str:
    """Return whether it looks overworked or short, with at most so many signs."""
    answer, *others = keys
    signs = [texts[each] for each in others if each.startswith("evidence.")][:most]
    rest = [texts[each] for each in others if not each.startswith("evidence.")]
    return " ".join([texts[answer].format(signs="; ".join(signs)), *rest])


def assessment_text(
    assessment: Assessment,
    *,
    texts: Texts,
    questions: Mapping[str, Question],
    probes: Mapping[str, Probe] = MappingProxyType({}),
) -> str:
    """Return all that a runner is shown, action first.

    Parameters
    ----------
    assessment
        What was found.
    texts, questions, probes
        The shelf; without probes nothing is said of what to test next.

    Returns
    -------
    str
        One thought a line. No warning stands in it whose rule did not fire.
    """
    told = (
        "\n".join(_lines(assessment, texts, questions, probes, most=most)) for most in EVIDENCE_TOLD
    )
    text = next(told)
    while len(text.split()) >= MOST_WORDS and (shorter := next(told, "")):
        text = shorter
    return text


def _lines(
    assessment: Assessment,
    texts: Texts,
    questions: Mapping[str, Question],
    probes: Mapping[str, Probe],
    *,
    most: int,
) -> list[str]:
    lines = [heading(assessment, texts=texts) + "."]
    if assessment.disposition.trains:
        lines += _trains(assessment, texts, probes, most)
    else:
        lines += _referred(assessment, texts, questions, most)
    lines.append(texts[f"running.{assessment.running.value}"])
    lines += [texts["assessment.raised"].format(words=each.words) for each in assessment.raised]
    lines += [texts[each] for each in assessment.notes]
    if assessment.asked_again:
        keys = tuple(dict.fromkeys(key for each in assessment.asked_again for key in each.keys))
        lines.append(
            texts["assessment.asked-again"].format(questions=_asked(keys, questions, most))
        )
    if assessment.disposition.trains:
        lines.append(texts["assessment.return-if"])
    lines.append(texts["assessment.no-diagnosis"])
    return lines
