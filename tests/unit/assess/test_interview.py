"""The interview: what is asked next, and what a screen's answers mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.check.interview import answer, finish, signs, told_by_runs, words
from psoas.errors import InvalidAnswer
from psoas.library import shelf
from psoas.loop.assess.interview import Draft, needed_of, ticked_of
from psoas.loop.assess.model import AnswerKind, Disposition
from psoas.loop.assess.sheet import NOT_SURE
from tests.kit.interview import ask_through as through
from tests.kit.sheets import plain_runner

SHELF = shelf()
SIGNS = [each for each in SHELF.screens.values() if each.items]


def ask_through(sheet, **more):
    return through(sheet, shelf=SHELF, **more)


def test_a_plain_runner_is_asked_little_and_may_train():
    draft, seen, _ = ask_through(plain_runner(), ticks=frozenset({"pain_run_0_10"}))
    checked = finish(draft, shelf=SHELF)

    assert checked.assessment.disposition is Disposition.PROGRAMME
    assert len(seen) <= 30
    assert len(seen) == len(set(seen))


def test_signs_of_danger_come_before_the_body():
    _, seen, _ = ask_through(plain_runner())
    assert seen.index("ever") < seen.index("where")
    assert seen[:3] == ["sex", "age", "unwell"]


@pytest.mark.parametrize("sex", ["male", "female"])
def test_organs_are_asked_of_whom_they_concern(sex):
    _, seen, _ = ask_through(plain_runner(sex=sex, periods="regular"))

    assert ("testicle" in seen) == (sex == "male")
    assert ("pregnancy" in seen) == (sex == "female")


def test_who_does_not_say_their_sex_is_asked_both():
    _, seen, _ = ask_through({**plain_runner(), "sex": NOT_SURE})
    assert {"testicle", "pregnancy"} <= set(seen)


@pytest.mark.parametrize("key", ["saddle_numbness", "dark_urine", "thoughts_of_ending_life"])
def test_an_emergency_ends_the_interview_at_once(key):
    draft, seen, asked = ask_through(plain_runner(), ticks=frozenset({key}))

    assert asked.is_over
    assert "where" not in seen
    assert finish(draft, shelf=SHELF).assessment.disposition is Disposition.EMERGENCY


def test_who_is_referred_is_not_asked_about_their_running():
    draft, seen, asked = ask_through(plain_runner(), ticks=frozenset({"limp"}))

    assert asked.is_referred
    assert "sitting" not in seen
    assert finish(draft, shelf=SHELF).assessment.disposition is Disposition.URGENT


DANGER = [(screen, item) for screen in SIGNS if screen.part == "danger" for item in screen.items]


@pytest.mark.parametrize(("screen", "item"), DANGER, ids=[item.key for _, item in DANGER])
def test_a_sign_of_danger_that_is_not_sure_holds_the_programme_back(screen, item):
    sheet = plain_runner(sex="female" if screen.only_for == "female" else "male")
    if sheet["sex"] == "female":
        sheet["periods"] = "regular"
    draft, _, _ = ask_through(sheet, unsure=frozenset({item.key}))

    assert not finish(draft, shelf=SHELF).assessment.disposition.trains


@pytest.mark.parametrize("key", [item.key for _, item in DANGER if item.ticked is None], ids=str)
def test_a_sign_of_which_no_more_is_known_is_not_nothing(key):
    """Ticked, and then not sure: a lump, a numb patch or a blood thinner without a name."""
    sheet = {**plain_runner(sex="female", periods="regular"), key: NOT_SURE}
    draft, _, _ = ask_through(sheet, ticks=frozenset({key}))

    assert key in needed_of(SHELF.screens, draft)
    assert not finish(draft, shelf=SHELF).assessment.disposition.trains


@given(data=st.data())
def test_an_answered_screen_shows_what_was_ticked(data):
    screen = data.draw(st.sampled_from(SIGNS))
    keys = list(screen.keys)
    ticked = frozenset(data.draw(st.sets(st.sampled_from(keys))))
    unsure = frozenset(data.draw(st.sets(st.sampled_from(keys)))) - ticked
    draft = signs(Draft(), screen, ticked=ticked, unsure=unsure)
    assert ticked_of(draft, screen) == (ticked, unsure)

    again = frozenset(data.draw(st.sets(st.sampled_from(keys))))
    changed = signs(draft, screen, ticked=again, unsure=frozenset())
    assert ticked_of(changed, screen) == (again, frozenset())


@given(data=st.data())
def test_one_more_tick_never_lowers_the_urgency(data):
    """Over generated interviews: a ticked sign of danger, answered in any way a tick can be."""
    danger = [item.key for screen, item in DANGER if screen.only_for != "female"]
    ticks = frozenset(data.draw(st.sets(st.sampled_from(danger), max_size=3)))
    more = ticks | {data.draw(st.sampled_from(danger))}
    sheet = plain_runner()
    worst = {
        "numbness_area": "foot", "weight_bearing": "painful", "trauma": "minor_fall",
        "groin_lump": "tender_swelling", "surgery": "hernia repair", "anticoagulant": "warfarin",
        "medicines": ["prednisolone"], "alcohol_units_week": 40, "both_legs_symptoms": False,
        "temperature_c": NOT_SURE,
    }  # fmt: skip
    one = finish(ask_through({**sheet, **worst}, ticks=ticks)[0], shelf=SHELF)
    other = finish(ask_through({**sheet, **worst}, ticks=more)[0], shelf=SHELF)

    assert other.assessment.disposition.urgency >= one.assessment.disposition.urgency


def test_a_sign_ticked_again_asks_its_question_again():
    screen = SHELF.screens["leg"]
    draft = signs(Draft(), screen, ticked={"groin_lump"}, unsure=())
    draft = answer(draft, SHELF.screens["lump"], {"groin_lump": "reducible"}, shelf=SHELF)
    kept = signs(draft, screen, ticked={"groin_lump", "limp"}, unsure=())
    assert kept.answers["groin_lump"] == "reducible"

    gone = signs(kept, screen, ticked=(), unsure=())
    assert gone.answers["groin_lump"] == "none"
    back = signs(gone, screen, ticked={"groin_lump"}, unsure=())
    assert "groin_lump" not in back.answers


def test_an_answer_that_cannot_be_true_changes_nothing():
    with pytest.raises(InvalidAnswer, match="between"):
        answer(Draft(), SHELF.screens["age"], {"age_years": 380}, shelf=SHELF)


def test_a_sign_that_is_not_on_the_screen_is_refused():
    with pytest.raises(InvalidAnswer, match="is not asked here"):
        signs(Draft(), SHELF.screens["unwell"], ticked={"limp"}, unsure=())


def test_the_runners_own_words_can_raise():
    draft, _, _ = ask_through(plain_runner())
    said = words(draft, "I am numb between the legs since yesterday")
    before, after = finish(draft, shelf=SHELF), finish(said, shelf=SHELF)

    assert after.assessment.disposition.urgency > before.assessment.disposition.urgency


def test_each_number_in_one_tap_is_one_that_may_be_answered():
    for screen in SHELF.screens.values():
        question = SHELF.questions.get(screen.key)
        assert not screen.quick or question.kind is AnswerKind.NUMBER, screen.id
        for number in screen.quick:
            answer(Draft(), screen, {screen.key: number}, shelf=SHELF)


def test_runs_suggest_and_never_answer(run_facts):
    on, runs = run_facts
    told = told_by_runs(runs, on=on)

    assert told == {
        "longest_run_last_14d_km": 16.0,
        "longest_run_prior_30d_km": 12.0,
        "weekly_km_last_week": 24.0,
        "weekly_km_usual": 9.0,
    }
    assert told_by_runs((), on=on) == {}


@pytest.fixture
def run_facts():
    from datetime import UTC, datetime, timedelta

    from psoas.load import RunFact

    on = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def run(days_ago: int, km: float | None) -> RunFact:
        at = on - timedelta(days=days_ago)
        metres = None if km is None else 1000 * km
        return RunFact(
            id=f"r{days_ago}", started_at=at, local_on=at.date(), distance_m=metres,
            moving_s=3600, fast_m=0, units={4: 1.0},
        )  # fmt: skip

    runs = (run(0, 8), run(6, 16), run(10, 14), run(13, 10), run(20, 12), run(50, 30), run(2, None))
    return on.date(), runs
