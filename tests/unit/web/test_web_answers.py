"""A form and an answer sheet say the same, and an open question says nothing."""

from __future__ import annotations

from psoas.web.answers import DERIVED, fields_of, record_of, sections
from psoas.web.form import Form
from tests.kit.sheets import plain_runner


def test_a_sheet_comes_back_from_its_form(shelf):
    sheet = plain_runner(anticoagulant="dabigatran", medicines=["ibuprofen", "iron"])
    fields = fields_of({"structured": sheet, "free_text": "tired"}, shelf.questions)
    record = record_of(Form(fields), shelf.questions.values())

    assert record == {"structured": sheet, "free_text": "tired"}


def test_an_empty_form_is_an_empty_sheet(shelf):
    assert record_of(Form({}), shelf.questions.values()) == {"structured": {}}


def test_not_sure_is_no_answer(shelf):
    fields = {each.key: "" for each in shelf.questions.values()}

    assert record_of(Form(fields), shelf.questions.values()) == {"structured": {}}


def test_numbers_are_read_as_people_write_them_and_nonsense_is_left_for_the_check(shelf):
    fields = {"temperature_c": "37,5", "pain_run_0_10": "3", "age_years": "old"}
    record = record_of(Form(fields), shelf.questions.values())

    assert record["structured"] == {"temperature_c": 37.5, "pain_run_0_10": 3, "age_years": "old"}
    assert isinstance(record["structured"]["pain_run_0_10"], int)


def test_signs_of_danger_come_first_and_nothing_computed_is_asked(shelf):
    found = sections(shelf.questions.values())

    assert found[0].id == "red-flags"
    assert all(each.group != DERIVED for section in found for each in section.questions)
    shown = {each.key for section in found for each in section.questions} | {"sex"}
    assert shown == {k for k, each in shelf.questions.items() if each.group != DERIVED}
