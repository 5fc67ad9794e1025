"""Words for verdicts: the texts of the shelf, filled with the numbers that decided."""

from __future__ import annotations

from collections.abc import Mapping

from psoas.errors import LibraryError
from psoas.evidence import Scalar, Verdict
from psoas.runs.model import Note

Texts = Mapping[str, str]
#: Units of the shelf as words of a sentence.
UNIT_WORDS = {
    "nrs": "of 10",
    "deg": "degrees",
    "count": "seen",
    "spm": "steps/min",
    "day": "days",
    "pct": "%",
}


def say(key: str, values: Mapping[str, Scalar], *, texts: Texts) -> str:
    """Return the text of *key* with *values* in it.

    Raises
    ------
    LibraryError
        Where there is no such text, or it asks for a value that is not there.
    """
    try:
        return texts[key].format_map(_Filled(values))
    except KeyError as error:
        raise LibraryError(
            f"the text {key} is missing, or asks for {error}",
            where="texts",
            fix="Add it to texts/en.toml",
        ) from error


class _Filled(dict[str, str]):
    """Values as people write them: 12.0 is 12, and 1.375 times is 1.38 times."""

    def __init__(self, values: Mapping[str, Scalar]) -> None:
        super().__init__({key: _shown(key, value) for key, value in values.items()})


def _shown(key: str, value: Scalar) -> str:
    if not isinstance(value, float):
        return str(value)
    rounded = round(value, 2) if key.endswith("_ratio") else value
    return f"{rounded + 0.0:g}"  # no minus before a zero


def worded(verdict: Verdict, *, texts: Texts) -> str:
    """Return a verdict as a sentence."""
    values = dict(verdict.values)
    named = f"driver_name.{values.get('driver', '')}"
    if named in texts:
        values["driver"] = texts[named]
    rule = f"guard_name.{verdict.rule.lower()}"
    if rule in texts:
        values["rule_name"] = texts[rule]
    if "unit" in values:
        values["unit"] = UNIT_WORDS.get(str(values["unit"]), values["unit"])
    if "wish_kind" in values:
        values["wish"] = wish_said(values, texts=texts)
    return say(verdict.text, values, texts=texts)


def wish_said(values: Mapping[str, Scalar], *, texts: Texts) -> str:
    """Return a wish in words; *values* tell its kind, its amount and of what."""
    parts = [part for part in str(values.get("wish_of", "")).split(", ") if part]
    named = [texts.get(f"of.{part}", part.replace("-", " ")) for part in parts]
    said = {"amount": values.get("wish_amount", 0), "of": " and ".join(named)}
    return say(f"wish.{values['wish_kind']}", said, texts=texts)


def noted(note: Note, *, texts: Texts) -> str:
    """Return a note of a recording as a sentence."""
    return say(note.text, note.values, texts=texts)


def blank(text: str) -> str:
    """Return a text without its numbers, as a guide lists it."""
    return text.format_map(_Dots())


class _Dots(dict[str, str]):
    """Three dots for each value."""

    def __missing__(self, key: str) -> str:
        return "…"
