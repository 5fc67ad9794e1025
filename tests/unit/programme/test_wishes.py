"""Wishes: kept where a week can, and the fewest to drop where it cannot."""

from __future__ import annotations

from itertools import combinations

import attrs
import pytest

from psoas.programme import RunKind, SessionKind, Wish, WishKind, breaches, clash_of
from psoas.programme.asking import asked_of, week_dates
from psoas.programme.solve import solve
from psoas.programme.week_plan import week_model
from psoas.programme.wish import NotAWish
from tests.kit.plans import brief, plan

TWELVE = (
    Wish(kind=WishKind.MINUTES, amount=12),
    Wish(kind=WishKind.DAYS, of=("mon", "tue")),
    Wish(kind=WishKind.STRENGTH, amount=2),
    Wish(kind=WishKind.DOSE, amount=6, of=("iliopsoas",)),
    Wish(kind=WishKind.DOSE, amount=6, of=("gluteus-maximus",)),
    Wish(kind=WishKind.DOSE, amount=3, of=("trunk",)),
    Wish(kind=WishKind.REST, amount=2),
    Wish(kind=WishKind.FREE, of=("hard",)),
    Wish(kind=WishKind.FREE, of=("sat",)),
    Wish(kind=WishKind.WITHOUT, of=("dead-bug",)),
    Wish(kind=WishKind.WITH, amount=1, of=("two-leg-bridge",)),
    Wish(kind=WishKind.WITH, amount=1, of=("shin-box",)),
)


def week(shelf, *wishes):
    shelves = shelf.for_plans
    made_from = brief(wishes=wishes)
    dates = week_dates(made_from, 0)
    return asked_of(made_from, 0, dates=dates, laid=(), before=None, shelves=shelves)


def minutes_of(made):
    return [sum(s.minutes for s in day.sessions) for day in made.days]


def sets_of(made, shelf, target):
    offered = (
        (p.sets, shelf.exercises[p.exercise].targets)
        for s in made.sessions
        if s.kind is SessionKind.RELOAD
        for p in s.prescriptions
    )
    return sum(
        n * (1 if targets[0] == target else 0.5) for n, targets in offered if target in targets
    )


def times(made, exercise):
    return sum(p.exercise == exercise for s in made.sessions for p in s.prescriptions)


KEPT = {
    "minutes": (
        Wish(kind=WishKind.MINUTES, amount=15),
        lambda made, _: max(minutes_of(made)) <= 15,
    ),
    "days": (
        Wish(kind=WishKind.DAYS, of=("tue", "thu")),
        lambda made, _: {s.on.weekday() for s in made.sessions} <= {1, 3},
    ),
    "free-run": (
        Wish(kind=WishKind.FREE, of=("hard",)),
        lambda made, _: all(not d.sessions for d in made.days if d.run is RunKind.HARD),
    ),
    "free-day": (
        Wish(kind=WishKind.FREE, of=("tue",)),
        lambda made, _: all(s.on.weekday() != 1 for s in made.sessions),
    ),
    "dose": (
        Wish(kind=WishKind.DOSE, amount=9, of=("gluteus-medius",)),
        lambda made, shelf: sets_of(made, shelf, "gluteus-medius") >= 9,
    ),
    "with": (
        Wish(kind=WishKind.WITH, amount=2, of=("side-lying-hip-abduction",)),
        lambda made, _: times(made, "side-lying-hip-abduction") >= 2,
    ),
    "without": (
        Wish(kind=WishKind.WITHOUT, of=("side-plank",)),
        lambda made, _: times(made, "side-plank") == 0,
    ),
    "rest": (
        Wish(kind=WishKind.REST, amount=4),
        lambda made, _: sum(not d.sessions for d in made.days) >= 4,
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_wish_that_can_be_kept_is_kept(shelf, name):
    wish, holds = KEPT[name]
    made_from = brief(weeks=1, wishes=(wish,))
    made = plan(shelf, made_from)
    assert holds(made, shelf)
    assert not any(note.text == "plan.wish-lost" for note in made.left_out)
    assert breaches(made, made_from, shelf.exercises, limits=shelf.limits) == ()
    without = attrs.evolve(made_from, wishes=())
    assert not holds(plan(shelf, without), shelf), "the wish asks for nothing"


@pytest.mark.parametrize("minutes", [8, 12, 20])
def test_a_week_that_can_keep_its_wishes_is_the_same_found_at_once(shelf, minutes):
    """Without a way to give wishes up the week is found much sooner, and is no worse."""
    asked = week(shelf, Wish(kind=WishKind.MINUTES, amount=minutes))
    kept, soft = (solve(week_model(asked, all_kept=each), gap_ratio=0.0) for each in (True, False))
    assert kept is not None
    assert soft is not None
    assert kept.cost == pytest.approx(soft.cost)


def test_wishes_that_no_week_keeps_have_no_week(shelf):
    asked = week(shelf, Wish(kind=WishKind.STRENGTH, amount=4))
    assert solve(week_model(asked, all_kept=True)) is None
    assert solve(week_model(asked)) is not None


SHORT = {"thomas_pelvis_held": True, "thomas_thigh_above_horizontal_deg": 8}


@pytest.mark.parametrize(
    ("name", "sheet", "is_kept"),
    [
        ("lizard-pose", SHORT, True),
        ("lizard-pose", {}, False),  # held: only for a muscle that is truly short
        ("sit-up", {}, True),
        ("in-and-outs", {}, True),
        ("couch-stretch", SHORT, False),  # the sources name it and do not advise it
    ],
)
def test_what_the_sources_name_can_be_wished_for(shelf, name, sheet, is_kept):
    """An exercise that is far back in the order of worth need not wait for its turn."""
    wish = Wish(kind=WishKind.WITH, amount=1, of=(name,))
    made_from = brief(weeks=1, sheet=sheet, wishes=(wish,), level_now=3)
    made = plan(shelf, made_from)
    assert (times(made, name) >= 1) is is_kept
    assert breaches(made, made_from, shelf.exercises, limits=shelf.limits) == ()


def test_wishes_that_fit_do_not_clash(shelf):
    assert clash_of(week(shelf, *TWELVE[4:6])) is None


def test_the_fewest_wishes_to_drop_are_the_fewest(shelf):
    """Every way out leaves wishes that fit, and no smaller set of wishes does."""
    clash = clash_of(week(shelf, *TWELVE))
    assert clash is not None
    assert 1 <= len(clash.drops) <= 3
    assert len(set(clash.drops)) == len(clash.drops)
    for dropped in clash.drops:
        rest = [each for each in TWELVE if each not in dropped]
        assert clash_of(week(shelf, *rest)) is None
    fewest = len(clash.drops[0])
    assert all(len(each) >= fewest for each in clash.drops)
    if fewest > 1:
        for smaller in combinations(TWELVE, fewest - 1):
            rest = [each for each in TWELVE if each not in smaller]
            assert clash_of(week(shelf, *rest)) is not None


def test_a_rule_is_never_what_gives_way(shelf):
    """Four strength sessions a week are not to be had, however they are wished for."""
    four = Wish(kind=WishKind.STRENGTH, amount=4)
    clash = clash_of(week(shelf, four))
    assert clash is not None
    assert clash.drops == ((four,),)
    made_from = brief(weeks=1, wishes=(four,))
    made = plan(shelf, made_from)
    assert [note.text for note in made.left_out] == ["plan.wish-lost"]
    assert breaches(made, made_from, shelf.exercises, limits=shelf.limits) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": WishKind.MINUTES},
        {"kind": WishKind.MINUTES, "amount": 0},
        {"kind": WishKind.DAYS},
        {"kind": WishKind.DOSE, "amount": 3},
        {"kind": WishKind.REST, "amount": 2, "weight": 0},
    ],
)
def test_a_wish_that_says_nothing_is_refused(wrong):
    with pytest.raises(NotAWish):
        Wish(**wrong)
