"""The table of ``load_vectors`` holds, row by row, and the docs print it as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from psoas.library import shelf
from tests.spec.load_vectors import vectors
from tools.load_vectors import page

ROWS = list(vectors())
PAGE = Path(__file__).parents[2] / "docs" / "load-vectors.md"
ASKED = {
    *(f"T{n:02d}" for n in (*range(1, 16), *range(27, 31), 43, 44, 45)),
    *("W1", "W2", "W3"),
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id} {row.title}")
def test_a_row_holds_or_says_why_not(row):
    assert row.holds() is not bool(row.fails)


def test_no_vector_is_missing():
    assert {row.id for row in ROWS} == ASKED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id} {row.title}")
def test_a_row_names_sources_of_the_shelf(row):
    assert set(row.source.split(", ")) <= set(shelf().sources)


def test_the_docs_print_the_table_as_it_is():
    """Else: python -m tools.load_vectors"""
    assert PAGE.read_text(encoding="utf-8") == page()
