"""A name is one however it is typed, and two people of one name stay two."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.classroom import names

ANYTHING = st.text(st.characters(codec=None))  # lone surrogates too


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lovelace", "ada  LOVELACE "),
        ("Ada Lovelace", "Lovelace, Ada"),
        ("Ada Lovelace", "Ａｄａ　Ｌｏｖｅｌａｃｅ"),
        ("Ada\u00a0Lovelace", "Ada Love\u00adlace\u200b"),
        ("Weiß, Jörg", unicodedata.normalize("NFD", "JÖRG WEISS")),
        ("O’Neil", "O'NEIL"),
        ("Anna‑Maria Kos", "anna-maria kos"),
        ("김민지", unicodedata.normalize("NFD", "김민지")),
        ("김민지", "김 민지"),
        ("김민지", "김, 민지"),
        ("李雷", "李 雷"),
        ("van der Berg, Jan Piet", "Jan Piet van der Berg"),
    ],
)
def test_one_name_typed_in_two_ways(one, other):
    assert names.keys(one) & names.keys(other)
    assert names.keys(other) & names.keys(one)


def test_first_and_last_names_of_two_columns():
    assert names.keys("Lovelace", "Ada") & names.keys("Ada Lovelace")
    assert names.keys("김", "민지") & names.keys("김민지")
    assert names.keys("Lovelace", "") == names.keys("lovelace")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ada", "Ada Lovelace"), ("José", "Jose"), ("김민지", "김민수"), ("Ada", ""), ("", "")],
)
def test_what_differs_to_a_reader_stays_two(one, other):
    assert not names.keys(one) & names.keys(other)


@given(ANYTHING)
def test_any_text_has_a_normal_form_that_stays(text):
    once = names.normal(text)
    once.encode()
    assert names.normal(once) == once
    assert names.keys(text) == names.keys(once)


@pytest.mark.parametrize(
    ("folder", "person"),
    [
        ("Ada Lovelace_12345_assignsubmission_file", "Ada Lovelace"),
        ("김 민지_7_assignsubmission_file_", "김 민지"),
        ("Ada_B_7_assignsubmission_file", "Ada_B"),
        ("week 3", ""),
        ("_7_assignsubmission_file", ""),
    ],
)
def test_the_folder_that_moodle_makes_names_its_person(folder, person):
    assert names.of_moodle(folder) == person


@pytest.mark.parametrize(
    ("file", "number"),
    [
        ("lovelaceada_123_4567_shifting-sands-Ada.jsonl", "123"),
        ("lovelaceada_LATE_123_4567_x.jsonl", "123"),
        ("shifting-sands-Ada.jsonl", ""),
        ("s_1.jsonl", ""),
    ],
)
def test_the_file_that_canvas_names_tells_its_persons_number(file, number):
    assert names.of_canvas(file) == number
