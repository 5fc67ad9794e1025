"""Write the table of load vectors into the docs: ``python -m tools.load_vectors``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.spec.load_vectors import Vector, found_text, vectors

PAGE = Path(__file__).parents[1] / "docs" / "load-vectors.md"
HEAD = """# What the load must say

Written by `python -m tools.load_vectors` from the table of `tests/spec/load_vectors.py`; a
test holds both together. A row that does not hold says why: no tolerance is bent. T rows are
the vectors of the literature notes, W rows are targets for the watch. Sources are
entries of the shelf (`psoas library list sources`).

| id | what | expected | tolerance | found | holds | source |
|---|---|---|---|---|---|---|
"""


def lines() -> Iterator[str]:
    """Yield the rows."""
    for row in sorted(vectors(), key=lambda row: row.id):
        yield "| " + " | ".join(_cells(row)) + " |"


def _cells(row: Vector) -> tuple[str, ...]:
    expected = row.expected if isinstance(row.expected, str) else row.numbers(row.expected)
    held = "yes" if row.holds() else f"no: {row.fails}"
    return row.id, row.title, expected, row.tolerance(), found_text(row), held, row.source


def page() -> str:
    """Return the page."""
    return HEAD + "\n".join(lines()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
