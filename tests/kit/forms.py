"""What a page offers to whoever looks at it: words, links and forms, filled in at random."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from html.parser import HTMLParser
from random import Random
from typing import Any

from attrs import Factory, frozen

WEIRD = (
    *("nan", "inf", "-1", "1e308", "9" * 20, "½", "١", "<b>x</b>", "%s", "\0", "a" * 5000),
    *("2026-02-30", "0001-01-01", "9999-12-31"),
)
"""What nobody means; a form must refuse it in words."""
TYPED = ("", "", "0", "3", "7,5", "45", "178", "8km@5:30", "6x400m@3:45", "felt fine", "no fever")


@frozen
class Form:
    """A form: where it goes, and its fields."""

    action: str
    is_post: bool
    sends_files: bool
    fields: list[dict[str, Any]] = Factory(list)


class Looked(HTMLParser):
    """A page as it was read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form = Form("", is_post=False, sends_files=False)  # what stands in none
        self._words: list[str] = []
        self._unread = 0
        self.feed(html)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self._unread += tag in ("script", "style", "svg")
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        elif tag == "form":
            self._form = Form(
                said.get("action") or "",
                is_post=(said.get("method") or "get").lower() == "post",
                sends_files=said.get("enctype") == "multipart/form-data",
            )
            self.forms.append(self._form)
        elif tag in ("input", "select", "textarea", "button"):
            kind = said.get("type", "text") if tag == "input" else tag
            self._form.fields.append({**said, "kind": kind, "options": []})
        elif tag == "option":
            self._form.fields[-1]["options"].append(said.get("value", ""))

    def handle_endtag(self, tag):
        self._unread -= tag in ("script", "style", "svg")

    def handle_data(self, data):
        if not self._unread:
            self._words.append(data)


def _typed(field: Mapping[str, Any], random: Random, on: date) -> str:
    if random.random() < 0.03:
        return random.choice(WEIRD)
    match field["kind"]:
        case "number" | "range":
            low = float(field.get("min") or 0)
            return f"{random.uniform(low, float(field.get('max') or low + 100)):.0f}"
        case "date":
            return (on + timedelta(days=random.randint(-40, 150))).isoformat()
        case "time":
            return f"{random.randint(0, 23):02}:{random.randint(0, 59):02}"
        case _:
            return random.choice(TYPED)


def filled(form: Form, random: Random, on: date) -> dict[str, Any]:
    """Fill a form in: most of it with what may be said, a little with what nobody means."""
    said: dict[str, Any] = {}
    choices: dict[str, list[str]] = {}
    for field in form.fields:
        name, value = field.get("name"), field.get("value")
        match field["kind"]:
            case _ if not name:
                pass
            case "file":
                pass
            case "hidden":
                said[name] = value or ""
            case "radio" | "button" | "submit":
                choices.setdefault(name, []).append(value or "on")
            case "checkbox":
                if random.random() < 0.4:
                    said.setdefault(name, []).append(value or "on")
            case "select":
                said[name] = random.choice(field["options"] or [""])
            case _:
                said[name] = value if value and random.random() < 0.5 else _typed(field, random, on)
    picked = {n: random.choice(values) for n, values in choices.items() if random.random() < 0.9}
    return {**said, **picked}
