"""From the check's form to an answer sheet, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from psoas.app.check.interview import as_number
from psoas.loop.assess.model import AnswerKind, Question
from psoas.web.form import Form

DERIVED = "derived"
OTHER = "other"
#: Asked before all else: it decides which questions concern the runner.
FIRST = ("sex",)

#: Titles of the groups of questions, in the order in which they are asked.
TITLES = {
    "red-flags": (
        "Signs that need help soon",
        "These come first. They decide if you should be seen.",
    ),
    "pain": ("How it feels", "Where, since when, how strong."),
    "body": ("You", "Age and body."),
    "health": ("Your health", "What you have had, what you take."),
    "running": ("Your running", "Leave out what you do not know."),
    "habits": ("Your day", ""),
    "tests": ("Tests you have done", "Skip all you have not done. Do not try them out now."),
}


@frozen(kw_only=True)
class Section:
    """A part of the check."""

    id: str
    title: str
    intro: str
    questions: tuple[Question, ...]

    @property
    def needed(self) -> int:
        """How many of its questions must be answered."""
        return sum(each.essential for each in self.questions)


def asked(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions that a person is asked: none that is computed."""
    return tuple(each for each in questions if each.group != DERIVED)


def sections(questions: Iterable[Question]) -> tuple[Section, ...]:
    """Return the questions by group, signs of danger first."""
    groups: dict[str, list[Question]] = {group: [] for group in TITLES}
    for each in asked(questions):
        if each.key not in FIRST:
            groups.setdefault(each.group, []).append(each)
    return tuple(
        Section(
            id=group,
            title=TITLES.get(group, (group.replace("-", " ").capitalize(), ""))[0],
            intro=TITLES.get(group, ("", ""))[1],
            questions=tuple(found),
        )
        for group, found in groups.items()
        if found
    )


def others_of(text: str) -> list[str]:
    """Return what was written with commas or line breaks between."""
    return [each.strip() for each in text.replace("\n", ",").split(",") if each.strip()]


def _choice(question: Question, form: Form) -> Any:
    chosen = form.text(question.key)
    return form.text(f"{question.key}.{OTHER}") or None if chosen == OTHER else chosen or None


def _choices(question: Question, form: Form) -> Any:
    chosen = [each for each in form.many(question.key) if each]
    chosen += others_of(form.text(f"{question.key}.{OTHER}"))
    if chosen:
        return list(dict.fromkeys(chosen))
    return [] if form.text(f"{question.key}.none") else None


def answer_of(question: Question, form: Form) -> Any:
    """Return what the form says to a question; None where it is open: never a no."""
    text = form.text(question.key)
    match question.kind:
        case AnswerKind.YES_NO:
            return {"yes": True, "no": False}.get(text)
        case AnswerKind.NUMBER:
            return as_number(text) if text else None
        case AnswerKind.CHOICE:
            return _choice(question, form)
        case AnswerKind.CHOICES:
            return _choices(question, form)
        case AnswerKind.TEXT:
            return text or None


def record_of(form: Form, questions: Iterable[Question]) -> dict[str, Any]:
    """Return the answer sheet that a form holds, as ``app.checking.check`` takes it."""
    found = {each.key: answer_of(each, form) for each in asked(questions)}
    record: dict[str, Any] = {"structured": {k: v for k, v in found.items() if v is not None}}
    if words := form.text("free_text"):
        record["free_text"] = words
    return record


def _fields_of(question: Question, answer: Any) -> dict[str, Any]:
    key = question.key
    if isinstance(answer, bool):
        return {key: "yes" if answer else "no"}
    if isinstance(answer, list | tuple):
        listed = [each for each in answer if each in question.choices]
        others = [each for each in answer if each not in question.choices]
        none = {} if answer else {f"{key}.none": "yes"}
        return {key: listed, f"{key}.{OTHER}": ", ".join(others), **none}
    if question.kind is AnswerKind.CHOICE and answer not in question.choices:
        return {key: OTHER, f"{key}.{OTHER}": str(answer)}
    return {key: f"{answer:g}" if isinstance(answer, float) else str(answer)}


def fields_of(record: Mapping[str, Any], questions: Mapping[str, Question]) -> dict[str, Any]:
    """Return the form fields of a kept sheet, to be corrected or completed."""
    fields: dict[str, Any] = {"free_text": record.get("free_text", "")}
    for key, answer in record.get("structured", {}).items():
        if key in questions and answer is not None:
            fields |= _fields_of(questions[key], answer)
    return fields
