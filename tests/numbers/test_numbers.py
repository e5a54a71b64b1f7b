"""A number is read as people write it, and said as English says it."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200", 1200),
        ("1 200", 1200),
        ("1\u202f200", 1200),
        ("1,234,567.5", 1234567.5),
        ("45 %", 45),
        ("45%", 45),
        ("−3", -3),
        ("-3.5", -3.5),
        (" 0.5 ", 0.5),
        ("0,125", 0.125),
        ("80%", 80),
        ("50 per cent", 50),
        ("50 percent", 50),
        ("+5", 5),
        ("4/10", 0.4),
        ("½", 0.5),
        ("2 1/2", 2.5),
        ("2½", 2.5),
        ("1/0", None),
        ("4.9 million", 4.9e6),
        ("0,5 million", 5e5),
        ("4,900,000", 4.9e6),
        ("1\u00a0200", 1200),
        ("1\u2009200", 1200),
        ("1'200", 1200),
        ("1’200", 1200),
        ("1.234.567", 1234567),
        ("1.234,5", 1234.5),
        ("about 50", 50),
        ("~50", 50),
        ("٤٥", 45),
        ("३५", 35),
        ("３４", 34),
        ("5–6", None),
        (".5", 0.5),
        ("3.", 3),
        ("0,5", 0.5),
        ("2,75", 2.75),
        ("1e6", 1e6),
        ("2.5E-3", 0.0025),
        (7, 7),
        (7.25, 7.25),
        ("", None),
        ("seven", 7),
        ("a", None),
        ("million", None),
        ("m", None),
        ("1.2.3", None),
        ("12,00,0", None),
        ("3 apples", None),
        ("--3", None),
        ("nan", None),
        ("inf", None),
        ("0x10", None),
        ("1_000", None),
        ("9" * 400, None),
        ("1e999", None),
        (10**400, None),
        (math.nan, None),
        (-math.inf, None),
        (True, None),
        (None, None),
        ([1], None),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert numbers.parse_number(text) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_out_is_read_back(number):
    assert numbers.parse_number(f"{number:.17g}") == number
    assert numbers.parse_number(number) == number


@given(st.integers(-(10**12), 10**12))
def test_thousands_may_have_commas(number):
    assert numbers.parse_number(f"{number:,}".replace("-", "−")) == number


@settings(max_examples=200)
@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_none(text):
    found = numbers.parse_number(text)
    assert found is None or math.isfinite(found)


def test_parts_of_a_number_are_told_apart():
    assert numbers.read("4.9 million") == numbers.Read(4.9e6, scale=1e6)
    assert numbers.read("80%").per_cent
    assert numbers.read("4/10").ratio
    assert numbers.read("55.000").other == 55_000
    assert numbers.read("0.125").other is None
    assert numbers.plain(0.22834) == "0.2283"
    assert [numbers.ordinal(n) for n in (1, 2, 3, 11, 12, 13, 21)] == (
        ["1st", "2nd", "3rd", "11th", "12th", "13th", "21st"]
    )
    assert [numbers.singular(u) for u in ("treaties", "cases", "million rounds")] == [
        "treaty",
        "case",
        "million round",
    ]
    assert numbers.is_share("share from 0 to 1")
    assert not numbers.is_share("shells")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-five", 25),
        ("-five", None),
        ("two thirds", 2 / 3),
        ("half", 0.5),
        ("four of ten", 0.4),
        ("4 out of 10", 0.4),
        ("a million", 1e6),
        ("one hundred", 100),
        ("five twenty", None),
        ("none", 0),
        ("20k", 20_000),
        ("12,34,567", 1_234_567),
        (",5", 0.5),
        ("“50”", 50),
        ("50%.", 50),
        ("(5)", None),
        ("i think 50", 50),
    ],
)
def test_words_and_signs_about_a_number_are_read(text, number):
    assert numbers.parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "so"),
    [
        *((text, 1) for text in ("10-20", "10 to 20", "5 or 6", "<5", "over 100", "5 ± 1")),
        *((text, 1) for text in ("between 3 and 4", "20,000 – 30,000")),
        *((text, 0) for text in ("-5", "1.5", "a or b", "5-", 7, "x" * 99)),
    ],
)
def test_several_numbers_are_told_from_one(text, so):
    assert numbers.several(text) is bool(so)


def test_both_readings_of_a_dot_and_a_comma_are_known():
    assert numbers.read("55.000").other == 55_000
    assert numbers.read("1,200").other == 1.2
    assert [numbers.read(t).other for t in ("0.125", "0,125", "1,200.5", "1234", "1.5")] == [
        None
    ] * 5


# --- said

UNITS = sorted({q.unit for q in bank.bank().values() if q.kind in ("number", "range")})


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (1, "treaties", "1 treaty"),
        (2, "treaties", "2 treaties"),
        (0, "cases", "0 cases"),
        (-1, "events", "−1 event"),
        (1, "per cent", "1 per cent"),
        (1, "million rounds", "1 million rounds"),
        (2014, "year", "2014"),
        (1, "place", "1st place"),
        (42, "place", "42nd place"),
        (111, "place", "111th place"),
        (0.4, "share from 0 to 1", "0.4"),
        (54702, "drones", "54,702 drones"),
        (3, "", "3"),
    ],
)
def test_a_count_is_said_with_its_unit(number, unit, said):
    assert numbers.counted(number, unit) == said


@pytest.mark.parametrize(
    ("said", "found", "unit", "words"),
    [
        (30_000, 54_702, "drones", "1.8 times as many"),
        (100_000, 54_702, "drones", "where you said 1.8 times as many"),
        (60_000, 54_702, "drones", "9 per cent fewer"),
        (54_000, 54_702, "drones", "almost the same"),
        (54_702, 54_702, "drones", "the same"),
        (1, 54_702, "drones", "54,702 times as many"),
        (0, 54_702, "drones", "54,702 more"),
        (72, 77, "per cent", "5 points more"),
        (78, 77, "per cent", "1 point less"),
        (0.3, 0.4, "share from 0 to 1", "10 points more"),
        (2014, 2022, "year", "8 years later"),
        (2023, 2022, "year", "1 year earlier"),
        (40, 126, "place", "86 places further down"),
        (2, 1, "treaties", "1 fewer"),
        (3, 4.9, "million rounds", "1.9 more"),
        (20, 49, "million rounds", "2.5 times as much"),
    ],
)
def test_a_distance_is_said_from_the_side_of_the_data(said, found, unit, words):
    assert numbers.apart(said, found, unit) == words


@pytest.mark.parametrize("unit", UNITS)
@given(st.integers(-3, 200), st.integers(0, 200))
def test_no_count_in_any_unit_of_the_bank_breaks_grammar(unit, said, found):
    words = f"{numbers.counted(said, unit)}, {numbers.apart(said, found, unit)}"
    assert not re.search(r"(^|[^\d,.])1 (?!point|year|place|per cent|million|less)\w+s\b", words), (
        words
    )
    assert not re.search(r"\b[02-9] (treaty|case|claim|text|view|event|row|statement)\b", words)
    assert "  " not in words


@pytest.mark.parametrize(
    ("said", "right", "unit", "words"),
    [
        (3, 448, "shells", "are too few, by a factor of more than 100"),
        (1, 3, "events", "is too few, by a factor of more than 2"),
        (440, 448, "shells", "are a little too few"),
        (460, 448, "shells", "are a few too many"),
        (0, 448, "shells", "are too few"),
        (0.5, 0.4, "share from 0 to 1", "is too high, by less than half"),
        (70, 40, "per cent", "is too high, by a factor of more than 1.5"),
        (4, 4.9, "million rounds", "is too low, by less than half"),
        (2014, 2022, "year", "is too early, by more than 5 years"),
        (2023, 2022, "year", "is a little too late"),
        (40, 126, "place", "is too far up, by a factor of more than 3"),
        (-3, 5, "", "is too low"),
    ],
)
def test_a_wrong_number_hears_which_way_and_how_far(said, right, unit, words):
    assert numbers.too(said, right, unit) == words


def test_a_unit_may_say_both_of_its_forms():
    assert numbers.singular("Vertrag/Verträge") == "Vertrag"
    assert numbers.several_of("Vertrag/Verträge") == "Verträge"
    assert numbers.several_of("treaties") == "treaties"
    told = [numbers.counted(n, "Vertrag/Verträge") for n in (1, 2)]
    assert told == ["1 Vertrag", "2 Verträge"]
