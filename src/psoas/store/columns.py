"""Column types that are the same on SQLite (STRICT) and PostgreSQL."""

# ruff: noqa: ARG002 - the dialect is part of SQLAlchemy's signature

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Dialect, Double, LargeBinary, Text
from sqlalchemy.dialects.sqlite import BLOB
from sqlalchemy.types import REAL, TypeDecorator, TypeEngine

#: A float; STRICT tables of SQLite know it as REAL.
Float: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")
#: Bytes; STRICT tables of SQLite know them as BLOB.
Bytes: TypeEngine[bytes] = LargeBinary().with_variant(BLOB(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as ISO text in UTC, which sorts as time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Refuse a naive time; write UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"only aware times are kept, got {value}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read it back, aware."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A local day, kept as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write the day."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read it back."""
        return None if value is None else date.fromisoformat(value)


class Json(TypeDecorator[Any]):
    """Plain values as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write it; None stays null."""
        return None if value is None else json.dumps(value, ensure_ascii=False, allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else json.loads(value)
