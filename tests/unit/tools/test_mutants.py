"""The mistakes that are made on purpose: each once, one at a time, and nothing else changed."""

from __future__ import annotations

import ast

import pytest

from tools.mutants import FILES, FOLDER, known_equal, mistakes


def made(source):
    return {each.what: ast.unparse(each.tree) for each in mistakes(source)}


def test_each_mistake_is_made_alone():
    found = made("within = low <= value and not loud")

    assert found == {
        "LtE as Lt": "within = low < value and (not loud)",
        "LtE as Gt": "within = low > value and (not loud)",
        "and for or": "within = low <= value or not loud",
        "not left out": "within = low <= value and loud",
    }


def test_numbers_move_by_one_and_truths_turn():
    assert made("FEVER_C = 37.8") == {
        "36.8 for 37.8": "FEVER_C = 36.8",
        "38.8 for 37.8": "FEVER_C = 38.8",
    }
    assert made("if sure(x):\n    y = True")["negated"] == "if not sure(x):\n    y = True"
    assert made("y = max(a - b)")["min"] == "y = min(a - b)"


def test_types_and_names_are_left_alone():
    assert made('def f(a: dict[str, int] = NONE) -> "x":\n    return a') == {}


@pytest.mark.parametrize("file", FILES)
def test_what_is_said_to_change_nothing_is_a_mistake_of_the_file(file):
    there = {
        (file, each.text, each.what)
        for each in mistakes((FOLDER / file).read_text(encoding="utf-8"))
    }

    assert {key for key in known_equal() if key[0] == file} <= there
