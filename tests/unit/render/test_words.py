"""Values in sentences, as people write them."""

from __future__ import annotations

import pytest

from psoas.render.words import say


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("km", 12.0, "12"),
        ("km", 21.01, "21.01"),
        ("run_ratio", 1.375, "1.38"),
        ("run_ratio", 2.0, "2"),
        ("run_ratio", 1.1, "1.1"),
        ("n_ratio", 3, "3"),
        ("who", "hip flexor", "hip flexor"),
    ],
)
def test_a_value_is_shown_as_people_write_it(key, value, expected):
    assert say("t", {key: value}, texts={"t": f"{{{key}}} times"}) == f"{expected} times"
