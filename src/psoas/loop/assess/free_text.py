"""Danger signs in the runner's own words. They can raise an answer and never lower one.

The reader knows a small set of plain words for each danger sign, in English. It is
negation-aware and forgives common misspellings. What it finds is used at once and
asked again: *from your own words, please confirm*. Whatever else the text says, an
instruction to this program or a coach's reassurance, is text and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from psoas.loop.assess.danger_words import PATTERNS, SHORT
from psoas.loop.assess.model import Raised
from psoas.loop.condition import Answered, Sheet


def _compiled(words: str) -> re.Pattern[str]:
    lines = re.sub(r"\n *\+", "", words.strip("\n").rstrip()).splitlines()
    written = "|".join(line.lstrip() for line in lines)
    for short, long in SHORT.items():
        written = written.replace(short, long)
    spaced = written.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"\b(?:{spaced})", re.IGNORECASE)


_COMPILED = tuple((pattern, _compiled(pattern.words)) for pattern in PATTERNS)

#: A clause ends here; a negation does not reach beyond it.
_CLAUSE_END = re.compile(
    r"[.;!?\n(),]|\b(?:and|but|however|although|though|except|yet|because|so|then|now|just|only"
    r"|apart|i|it|he|she|we|they)\b",
    re.IGNORECASE,
)
#: "no fever, chills or sweats": a list in *or* or *nor* is negated as a whole.
_NEGATED_LIST = re.compile(
    r"\b(?:no|not|without|never|denies|any|neither)\b[^.;!?\n()]*,[^.;!?\n()]*$", re.IGNORECASE
)
_LIST_TAIL = re.compile(r"^(?:\W+\w+(?:\W+\w+)?)?\W*,?\W*\b(?:or|nor)\b", re.IGNORECASE)
_NEGATOR = re.compile(
    r"\b(?:no|not|never|without|denies|denied|nor|neither|free of"
    r"|(?:do|does|did|is|are|was|were|has|have|had)n'?t)\b",
    re.IGNORECASE,
)
#: Words that look like a negation and are none.
_NO_NEGATION = re.compile(
    r"\b(?:no (?:idea|longer|doubt|relief|better|matter|good|rest)"
    r"|not (?:sure|only|just|better|improving|great)|(?:don'?t|do not) know"
    r"|never (?:had|felt|been) (?:such|this|so|anything|pain|worse))\b",
    re.IGNORECASE,
)
_REACH_WORDS = 5
"""How many words a negation reaches forward; our own convention."""

_ANSWERED_NO = re.compile(
    r"^\w*\s*(?:[:?=]\s*(?:no|none|nil|never)\b|(?:is|was|are) (?:absent|gone|not there)\b)",
    re.IGNORECASE,
)
_SOMEONE_ELSE = re.compile(
    r"\b(?:mother|father|mum|mom|dad|sister|brother|aunt|uncle|grand\w+|gran|friend|coach)\W+"
    r"(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_FAMILY_HISTORY = frozenset({"cancer_history", "osteoporosis", "prior_bone_stress_injury"})

_YOUNG = re.compile(
    r"\b(?:i'?m|i am|aged?|he is|she is|he['’]s|she['’]s)\s+(?:only\s+|just\s+)?(1[0-7]|[4-9])\b"
    r"(?!\s*(?:%|km|k\b|miles?|mi\b|weeks?|days?|months?|min\w*|hours?|kg|stone|cm|ft|feet|['\"/:]|\.\d|,\d))"
    r"|\b(1[0-7]|[4-9])[\s-]*years?[\s-]*old\s+(?:son|daughter|boy|girl|kid|child|runner|athlete"
    r"|sprinter|player|student|pupil)",
    re.IGNORECASE,
)

#: The answers that a danger sign may replace, for questions that are not yes or no.
_MAY_REPLACE: Mapping[str, frozenset[str]] = {
    "weight_bearing": frozenset({"normal", "painful"}),
    "groin_lump": frozenset({"none", "reducible", "tender_swelling"}),
    "anticoagulant": frozenset({"none"}),
    "periods": frozenset({"regular", "irregular", "not_applicable"}),
}


def _clause_before(text: str, start: int) -> str:
    """Return the words of the clause up to *start*."""
    before = text[max(0, start - 160) : start]
    ends = list(_CLAUSE_END.finditer(before))
    return before[ends[-1].end() :] if ends else before


def _negated_in_clause(text: str, start: int) -> bool:
    clause = _NO_NEGATION.sub(" ", _clause_before(text, start))
    return bool(_NEGATOR.search(" ".join(clause.split()[-_REACH_WORDS:])))


def _negated_in_list(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 80) : start]
    found = _NEGATED_LIST.search(before)
    if not found:
        return False
    items = re.split(r",", found.group())
    short = all(len(item.split()) <= 3 for item in items)
    in_or = re.search(r"\b(?:or|nor)\s*$", before, re.IGNORECASE) or _LIST_TAIL.search(
        text[end : end + 40]
    )
    return short and in_or is not None


def _is_negated(text: str, start: int, end: int) -> bool:
    return (
        _negated_in_clause(text, start)
        or _negated_in_list(text, start, end)
        or bool(_ANSWERED_NO.search(text[end : end + 24]))
    )


def danger_signs(text: str) -> tuple[Raised, ...]:
    """Return the danger signs named in *text*, each key once, in the order of the table."""
    plain = text.replace("’", "'")
    return (*_signs(plain), *_young_age(plain))


def _signs(text: str) -> Iterator[Raised]:
    found: set[str] = set()
    for pattern, words in _COMPILED:
        if pattern.key in found:
            continue
        for match in words.finditer(text):
            start, end = match.span()
            of_another = pattern.key in _FAMILY_HISTORY and _SOMEONE_ELSE.search(text[:start][-60:])
            if not of_another and not _is_negated(text, start, end):
                found.add(pattern.key)
                yield Raised(key=pattern.key, value=pattern.value, words=match.group())
                break


def _young_age(text: str) -> Iterator[Raised]:
    """Yield an age below 18 that the text states; the younger of two ages wins (H-09)."""
    ages = [int(match.group(1) or match.group(2)) for match in _YOUNG.finditer(text)]
    if ages:
        yield Raised(key="age_years", value=min(ages), words=f"{min(ages)}")


def _raises(current: Answered | None, sign: Raised) -> bool:
    if current is None or current is False:
        return True
    if sign.key == "age_years":
        return (
            isinstance(current, int | float)
            and isinstance(sign.value, int)
            and (sign.value < current)
        )
    return current in _MAY_REPLACE.get(sign.key, frozenset())


def raise_from(text: str, sheet: Sheet) -> tuple[Sheet, tuple[Raised, ...]]:
    """Return *sheet* with the danger signs of *text* raised in it, and what was raised.

    Only an answer that is unknown, no, or a milder choice is replaced.
    """
    raised = tuple(sign for sign in danger_signs(text) if _raises(sheet.get(sign.key), sign))
    return {**sheet, **{sign.key: sign.value for sign in raised}}, raised
