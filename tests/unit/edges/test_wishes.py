"""Wishes as people type them."""

from __future__ import annotations

import pytest

from psoas.edges.wishes import EXAMPLES, MOST_WISHES, parse_wish, parse_wishes, still_wished
from psoas.errors import InvalidAnswer
from psoas.programme import Wish, WishKind


def read(said, shelf):
    return parse_wish(said, exercises=shelf.exercises)


@pytest.mark.parametrize("kind", WishKind)
def test_each_example_is_read(shelf, kind):
    for example in EXAMPLES[kind].split(" or "):
        assert read(example, shelf).kind is kind


def test_a_wish_is_what_was_said(shelf):
    assert read(" Minutes=12 ", shelf) == Wish(kind=WishKind.MINUTES, amount=12.0)
    assert read("days=mon, thu", shelf) == Wish(kind=WishKind.DAYS, of=("mon", "thu"))
    assert read("dose=trunk:6", shelf) == Wish(kind=WishKind.DOSE, amount=6.0, of=("trunk",))
    assert read("with=circuit", shelf) == Wish(kind=WishKind.WITH, amount=1.0, of=("circuit",))


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("minutes=", "Known are"),
        ("minutes=-3", "from 1 to 60"),
        ("minutes=nan", "from 1 to 60"),
        ("minutes=0.5", "from 1 to 60"),
        ("minutes=1e9", "from 1 to 60"),
        ("days=mon,someday", "someday"),
        ("with=nonsense", "nonsense"),
        ("dose=iliopsoas:x", "from 1 to 60"),
        ("gold=3", "Known are"),
        ("", "Known are"),
    ],
)
def test_what_is_not_a_wish_says_how_one_is_written(shelf, said, names):
    with pytest.raises(InvalidAnswer) as refused:
        read(said, shelf)
    assert names in refused.value.fix


def test_the_same_wish_twice_is_one_and_too_many_are_refused(shelf):
    assert len(parse_wishes(["rest=2", "rest=2"], exercises=shelf.exercises)) == 1
    many = [f"without={name}" for name in sorted(shelf.exercises)[: MOST_WISHES + 1]]
    with pytest.raises(InvalidAnswer):
        parse_wishes(many, exercises=shelf.exercises)


@pytest.mark.parametrize(
    "said", [("days=mon", "days=tue"), ("minutes=10", "minutes=20"), ("rest=2", "rest=3")]
)
def test_what_can_be_kept_in_one_way_only_is_said_once(shelf, said):
    with pytest.raises(InvalidAnswer) as refused:
        parse_wishes(said, exercises=shelf.exercises)
    assert "Say it once" in refused.value.fix


def test_a_kept_wish_that_is_not_known_any_more_is_left_out(shelf):
    kept = ("minutes=12", "with=an-exercise-that-is-gone:1", "gold=3")
    assert still_wished(kept, exercises=shelf.exercises) == (
        Wish(kind=WishKind.MINUTES, amount=12.0),
    )


def test_what_is_wished_for_and_wished_away_is_refused(shelf):
    with pytest.raises(InvalidAnswer, match="wished away"):
        parse_wishes(["with=side-plank:1", "without=side-plank"], exercises=shelf.exercises)
