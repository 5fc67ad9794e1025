"""Sources that numbers, rules and exercises rest on."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from attrs import field, frozen
from attrs.validators import min_len

SourceId = NewType("SourceId", str)


class Read(StrEnum):
    """How far the people who wrote the entry have read the source."""

    IN_FULL = "in-full"
    ABSTRACT = "abstract"
    """Its abstract, or a table of it."""
    SECOND_HAND = "second-hand"
    """Quoted by another text that was read."""
    FROM_MEMORY = "from-memory"
    COMPUTED = "computed"
    """Computed for this project from open data."""
    OURS = "ours"
    """Our own convention: there is nothing to read."""


@frozen(kw_only=True)
class Source:
    """A text or data set that a number, a rule or an exercise rests on."""

    id: SourceId
    title: str = field(validator=min_len(1))
    year: int | None = None
    authors: str = ""
    where: str = ""
    """Journal, volume and page, or the kind of document."""
    population: str = ""
    """Whom it is about: without it a number cannot be transferred."""
    says: str = field(validator=min_len(1))
    """What it says, in our words, with its numbers."""
    limits: str = ""
    """What it does not show."""
    read: Read
