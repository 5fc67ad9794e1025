"""A number that decides: with its unit, its day and its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NewType

from attrs import field, frozen
from attrs.validators import min_len

from psoas.evidence.grade import Grade
from psoas.evidence.source import SourceId
from psoas.quantity import check_unit

LimitId = NewType("LimitId", str)


@frozen(kw_only=True)
class Limit:
    """A threshold or a dose that rules compare with."""

    id: LimitId
    since: date
    value: float
    unit: str = field(validator=check_unit)
    says: str
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
    grade: Grade


Limits = Mapping[str, Limit]
"""Limits by id."""
