"""Pages of a long list."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from litestar import Request


@frozen(kw_only=True)
class Paging:
    """Which page of how many is shown, and where it begins."""

    number: int
    pages: int
    offset: int

    @classmethod
    def of(cls, request: Request[Any, Any, Any], *, total: int, per_page: int) -> Paging:
        """Return the page that *request* asks for, or the nearest there is."""
        pages = max(1, -(-total // per_page))
        said = request.query_params.get("page", "1")
        number = int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 1
        number = min(max(number, 1), pages)
        return cls(number=number, pages=pages, offset=(number - 1) * per_page)
