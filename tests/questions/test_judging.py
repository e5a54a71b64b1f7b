"""Every kind of question is judged right, wrong, blank and of the wrong type, and explained."""

import functools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank
from helpers.bank import Option, Question, judge

SINGLE = Question(
    "9.1",
    "single",
    "check",
    "?",
    options=(
        Option("a", "Alpha", why="Because a."),
        Option("b", "Beta", right=True, why="Because b."),
        Option("c", "Gamma", why="Because c.", misconception="mc01"),
    ),
    look_again="A heading",
)
MULTIPLE = Question(
    "9.2",
    "multiple",
    "check",
    "?",
    options=(
        Option("a", "Alpha", right=True, why="Because a."),
        Option("b", "Beta", right=True, why="Because b."),
        Option("c", "Gamma", why="Because c.", misconception="mc01"),
    ),
    why="All told.",
)
NUMBER = Question(
    "9.3",
    "number",
    "check",
    "?",
    expected=1200,
    tolerance=5,
    unit="rounds",
    why="Counted.",
    hints=("Count again.", "Once more."),
    slips=({"value": 12, "why": "You forgot the thousands."},),
)
ORDER = Question(
    "9.4",
    "order",
    "check",
    "?",
    options=tuple(Option(k, k.upper(), why=f"Because {k}.") for k in "abc"),
)
MATCH = Question(
    "9.5",
    "match",
    "check",
    "?",
    options=(
        Option("a", "Alpha", goes_with="x", why="Because x."),
        Option("b", "Beta", goes_with="y", why="Because y."),
    ),
    partners=(Option("x", "X"), Option("y", "Y")),
    why="All told.",
)
PROBABILITY = Question("9.6", "probability", "predict", "?", why="We shall see.")
RANGE = Question("9.7", "range", "predict", "?", expected=50, unit="per cent", why="So it is.")
TEXT = Question(
    "9.8", "text", "check", "?", options=(Option("a", "Who said it", why="A name."),), why="Done."
)
CODE = Question(
    "9.9",
    "code",
    "code",
    "?",
    expected=4,
    tolerance=0.5,
    why="Well done.",
    hints=("Filter first.",),
    slips=({"value": 9, "why": "You counted all."},),
)
ALL = (SINGLE, MULTIPLE, NUMBER, ORDER, MATCH, PROBABILITY, RANGE, TEXT, CODE)


@pytest.mark.parametrize(
    ("question", "value", "correct", "words"),
    [
        (SINGLE, "b", True, ["Right. Because b."]),
        (SINGLE, "a", False, ["Not this one. Because a.", "Look again at “A heading”."]),
        (SINGLE, "c", False, ["Because c.", "A common error: “There is a four-way treaty.”"]),
        (SINGLE, "z", None, ["one of a, b, c"]),
        (SINGLE, 7, None, ["one of a, b, c"]),
        (SINGLE, ["b"], None, ["one of a, b, c"]),
        (MULTIPLE, ["b", "a"], True, ["Right, all of them.", "All told."]),
        (MULTIPLE, ("a", "b"), True, ["Right"]),
        (MULTIPLE, ["a"], False, ["2 of 3", "“Beta” belongs in the answer. Because b."]),
        (MULTIPLE, ["a", "b", "c"], False, ["“Gamma” does not belong in it.", "four-way treaty"]),
        (MULTIPLE, ["c"], False, ["0 of 3"]),
        (MULTIPLE, "a", None, ["a list of its options"]),
        (MULTIPLE, ["z"], None, ["a list of its options"]),
        (MULTIPLE, [["a"], {}], None, ["a list of its options"]),
        (NUMBER, 1200, True, ["Right: 1,200 rounds. Counted."]),
        (NUMBER, "1,205", True, ["Right"]),
        (NUMBER, 1194.9, False, ["1,195 rounds is fewer than the tables give. Count again."]),
        (NUMBER, 1206, False, ["more than the tables give"]),
        (NUMBER, 12, False, ["Not 12. You forgot the thousands."]),
        (NUMBER, "many", None, ["“many” is not a number"]),
        (NUMBER, True, None, ["is not a number"]),
        (NUMBER, [1200], None, ["is not a number"]),
        (NUMBER, "9" * 400, None, ["is not a number"]),
        (NUMBER, 10**400, None, ["is not a number"]),
        (ORDER, ["a", "b", "c"], True, ["in this order", "1. A: Because a.", "3. C: Because c."]),
        (ORDER, ["b", "a", "c"], False, ["The first slip is at place 1: “B”", "Because b."]),
        (ORDER, ["a", "c", "b"], False, ["place 2: “C”"]),
        (ORDER, ["a", "b"], None, ["its own place"]),
        (ORDER, ["a", "a", "b"], None, ["its own place"]),
        (ORDER, "abc", None, ["its own place"]),
        (ORDER, [1, [2], None], None, ["its own place"]),
        (MATCH, {"a": "x", "b": "y"}, True, ["Right, every pair.", "All told."]),
        (MATCH, {"a": "y", "b": "y"}, False, ["1 of 2 pairs fit.", "“Alpha”: Because x."]),
        (MATCH, {"a": "x"}, None, ["Still without a partner: Beta."]),
        (MATCH, {"z": "x"}, None, ["Choose a partner"]),
        (MATCH, ["a"], None, ["Choose a partner"]),
        (MATCH, {"a": ["x"], "b": {}}, None, ["Still without a partner: Beta."]),
        (PROBABILITY, 30, None, ["You say 30 per cent. We shall see."]),
        (PROBABILITY, "30 %", None, ["You say 30 per cent."]),
        (PROBABILITY, 130, None, ["“130” is not a probability"]),
        (PROBABILITY, -1, None, ["not a probability"]),
        (PROBABILITY, "half", None, ["not a probability"]),
        (RANGE, [40, 60], True, ["Your range from 40 to 60 holds 50 per cent."]),
        (RANGE, ["50", "50"], True, ["holds"]),
        (RANGE, (60, 70), False, ["misses 50 per cent."]),
        (RANGE, [60, 40], None, ["The low end 60 lies above the high end 40."]),
        (RANGE, [1], None, ["two numbers"]),
        (RANGE, 50, None, ["two numbers"]),
        (RANGE, ["x", 3], None, ["two numbers"]),
        (TEXT, "My words", None, ["Compare with", "• Who said it. A name.", "Done."]),
        (TEXT, 3, None, ["a sentence of your own"]),
        (CODE, 4, True, ["Right. Well done."]),
        (CODE, np.int64(4), True, ["Right"]),
        (CODE, np.float32(4.25), True, ["Right"]),
        (CODE, "4", True, ["Right"]),
        (CODE, 5, False, ["Not yet. Filter first."]),
        (CODE, 9, False, ["Not yet. You counted all."]),
        (CODE, math.nan, False, ["Filter first."]),
        (CODE, math.inf, False, ["Filter first."]),
        (CODE, "four", False, ["This gives str; a number is expected. Filter first."]),
        (CODE, 10**400, False, ["Filter first."]),
        (CODE, pd.NA, False, ["This gives NAType"]),
        (CODE, pd.Series([4, 5]), False, ["This gives Series; a number is expected."]),
        (CODE, pd.DataFrame({"a": [4]}), False, ["This gives DataFrame"]),
        (CODE, np.array([]), False, ["This gives ndarray"]),
        (CODE, len, False, ["This gives builtin_function_or_method"]),
    ],
)
def test_an_answer_is_judged_and_explained(question, value, correct, words):
    verdict = judge(question, value)
    assert verdict.correct is correct
    for part in words:
        assert part in verdict.words


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
@pytest.mark.parametrize("blank", [None, ..., "", [], {}, ()])
def test_no_answer_is_no_fault(question, blank):
    verdict = judge(question, blank)
    assert verdict.correct is None
    assert verdict.words.startswith("Not answered yet.")


def test_a_question_without_a_right_answer_says_neither_right_nor_wrong():
    open_question = Question(
        "9.1", "single", "predict", "?", options=(Option("a", "A", why="Kept."),)
    )
    verdict = judge(open_question, "a")
    assert (verdict.correct, verdict.words) == (None, "Kept.")
    for kind, value in (("number", 3), ("range", [1, 2])):
        verdict = judge(Question("9.1", kind, "predict", "?", why="We shall see."), value)
        assert (verdict.correct, verdict.words) == (None, "We shall see.")


def test_of_two_slips_the_nearer_one_is_told():
    slips = ({"value": 25, "why": "A quarter."}, {"value": 30, "why": "A third."})
    question = Question("9.3", "number", "check", "?", expected=77, tolerance=5, slips=slips)
    assert "A third." in judge(question, 29).words
    assert "A quarter." in judge(question, 26).words
    assert "fewer than" in judge(question, 40).words


def test_every_kind_has_a_judge():
    assert {question.kind for question in ALL} == set(bank.KINDS)


@pytest.mark.parametrize(
    ("expected", "right", "wrong"),
    [
        ("Russia", " Russia ", "russia"),
        ([1, 2], (1, 2), [2, 1]),
        ([1, 2], pd.Series([1, 2]), [1]),
        (pd.Series([1.0, 2.0]), [1, 2], 3),
        (np.array([1, 2]), [1, 2.05], [1, 2.5]),
        (pd.Index(["a"]), ["a"], ["b"]),
        ({"a", "b"}, ["b", "a"], ["a"]),
        (pd.DataFrame({"a": [1], "b": [2]}), pd.DataFrame({"a": [1], "b": [2]}), [1, 2]),
        (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"z": [1, 2]}), pd.DataFrame({"a": [1]})),
        (True, np.True_, False),
    ],
)
def test_answers_from_code_are_compared_by_value(expected, right, wrong):
    question = Question("9.9", "code", "code", "?", expected=expected, tolerance=0.1)
    assert judge(question, right).correct is True
    assert judge(question, wrong).correct is False


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
        (".5", 0.5),
        ("3.", 3),
        ("0,5", 0.5),
        ("2,75", 2.75),
        ("1e6", 1e6),
        ("2.5E-3", 0.0025),
        (7, 7),
        (7.25, 7.25),
        ("", None),
        ("seven", None),
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
    assert bank.parse_number(text) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_out_is_read_back(number):
    assert bank.parse_number(f"{number:.17g}") == number
    assert bank.parse_number(number) == number


@given(st.integers(-(10**12), 10**12))
def test_thousands_may_have_commas(number):
    assert bank.parse_number(f"{number:,}".replace("-", "−")) == number


@settings(max_examples=200)
@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_none(text):
    found = bank.parse_number(text)
    assert found is None or math.isfinite(found)


keys = st.sampled_from([k for q in bank.bank().values() for k in (o.key for o in q.options)])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | keys,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(keys | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=8,
)
questions = st.sampled_from([*bank.bank().values(), *ALL])
resolved_once = functools.cache(bank.resolve)


@settings(max_examples=400, deadline=None)
@given(questions, json_values)
def test_judging_never_fails_whatever_was_entered(question, value):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bank, "resolve", resolved_once)
        verdict = judge(question, value)
    assert verdict.correct in (None, True, False)
    assert isinstance(verdict.words, str)
    assert "<script" not in verdict._repr_html_()


def test_a_verdict_reads_as_its_words_and_shows_them_safely_with_sources():
    verdict = bank.Verdict(True, "Right <b>.\n\nMore.", ("kcna-2024-06-20-treaty-en",))
    assert repr(verdict) == "Right <b>.\n\nMore."
    html = verdict._repr_html_()
    assert html.startswith('<div role="status"><p>Right &lt;b&gt;.</p><p>More.</p><p>Sources: <a ')
    assert "Sources" not in bank.Verdict(None, "x")._repr_html_()


def test_what_the_learner_wrote_is_shown_as_text():
    html = judge(NUMBER, "<img src=x onerror=alert(1)>")._repr_html_()
    assert "<img" not in html
    assert "&lt;img" in html
