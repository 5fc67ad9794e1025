"""Reading what a form sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from attrs import frozen
from litestar.enums import RequestEncodingType
from litestar.params import Body

from psoas.errors import InvalidAnswer

Posted = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@frozen
class Form:
    """The fields of a form; every reader refuses what it does not understand."""

    fields: Mapping[str, Any]

    def text(self, key: str) -> str:
        """Return a field, stripped; empty where it was not sent."""
        value = self.fields.get(key, "")
        if isinstance(value, list | tuple):
            value = value[-1] if value else ""
        return str(value).strip()

    def many(self, key: str) -> tuple[str, ...]:
        """Return all values of a field that can be sent several times."""
        value = self.fields.get(key, ())
        return tuple(str(each) for each in (value if isinstance(value, list | tuple) else (value,)))

    def number(self, key: str, *, name: str) -> float:
        """Return a number; a comma is a point."""
        try:
            return float(self.text(key).replace(",", "."))
        except ValueError as error:
            raise InvalidAnswer(
                f"{self.text(key)!r} is not a number", where=name, fix="Give a number such as 12.5"
            ) from error

    def whole(self, key: str, *, name: str) -> int | None:
        """Return a whole number, None where the field is empty."""
        text = self.text(key)
        if not text:
            return None
        if not text.isascii() or not text.isdecimal():
            raise InvalidAnswer(
                f"{text!r} is not a whole number", where=name, fix="Give a number such as 3"
            )
        return int(text)

    def day(self, key: str, *, name: str) -> date | None:
        """Return a day, None where the field is empty."""
        text = self.text(key)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise InvalidAnswer(
                f"{text!r} is not a day", where=name, fix="Give a day such as 2026-01-31"
            ) from error

    def path(self, key: str) -> str:
        """Return a path of this site to go back to; anything else is the first page."""
        text = self.text(key)
        local = text.startswith("/") and not text.startswith(("//", "/\\"))
        return text if local and text.isprintable() else "/"
