"""Every kind of question is judged right, wrong, blank and of the wrong type, and explained."""

import math
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, judging
from helpers.bank import Option, Question
from helpers.judging import judge

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
TIERED = Question(
    "9.10",
    "two-tier",
    "check",
    "?",
    options=(
        Option("a", "Alpha", right=True, why="Alpha holds."),
        Option("b", "Beta", why="Beta does not.", misconception="mc01"),
    ),
    partners=(Option("x", "X", right=True, why="X carries."), Option("y", "Y", why="Y does not.")),
    why="All told.",
    look_again="A heading",
)
SERIES = Question(
    "9.11",
    "series",
    "predict",
    "?",
    options=tuple(Option(f"y{n}", f"{n}", why=f"About {n}.") for n in (2021, 2022, 2023)),
    given=1,
    expected=[77, 71, 68],
    unit="per cent",
    least=0,
    most=100,
    tolerance=3,
    why="Look at it.",
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
CHART = Question("9.12", "chart", "code", "?", why="Well drawn.", hints=("Choose rows first.",))
ALL = (
    SINGLE,
    MULTIPLE,
    NUMBER,
    ORDER,
    MATCH,
    PROBABILITY,
    RANGE,
    TEXT,
    CODE,
    TIERED,
    SERIES,
    CHART,
)


@pytest.mark.parametrize(
    ("question", "value", "correct", "words"),
    [
        (SINGLE, "b", True, ["Because b."]),
        (SINGLE, "a", False, ["Because a."]),
        (SINGLE, "c", False, ["Because c.", "A common error: “There is a four-way treaty.”"]),
        (SINGLE, "z", None, ["one of a, b, c"]),
        (SINGLE, 7, None, ["one of a, b, c"]),
        (SINGLE, ["b"], None, ["one of a, b, c"]),
        (MULTIPLE, ["b", "a"], True, ["All of them.", "All told."]),
        (MULTIPLE, ("a", "b"), True, ["All of them."]),
        (MULTIPLE, ["a"], False, ["2 of 3", "“Beta” belongs in the answer. Because b."]),
        (MULTIPLE, ["a", "b", "c"], False, ["“Gamma” does not belong in it.", "four-way treaty"]),
        (MULTIPLE, ["c"], False, ["0 of 3"]),
        (MULTIPLE, "a", None, ["a list of its options"]),
        (MULTIPLE, ["z"], None, ["a list of its options"]),
        (MULTIPLE, [["a"], {}], None, ["a list of its options"]),
        (TIERED, {"answer": "a", "reason": "x"}, True, ["Alpha holds.", "X carries.", "All told."]),
        (
            TIERED,
            {"answer": "a", "reason": "y"},
            False,
            ["another reason carries it", "Y does not."],
        ),
        (TIERED, {"answer": "b", "reason": "x"}, False, ["another answer", "four-way treaty"]),
        (
            TIERED,
            {"answer": "b", "reason": "y"},
            False,
            ["Another answer holds, for another reason.", "“Beta”: Beta does not.", "“Y”: Y"],
        ),
        (TIERED, {"answer": "a"}, None, ["The reason is still open."]),
        (TIERED, {"reason": "x"}, None, ["The answer is still open."]),
        (TIERED, {"answer": ["a"], "reason": {}}, None, ["Choose an answer and a reason"]),
        (TIERED, "a", None, ["Choose an answer and a reason"]),
        (
            SERIES,
            {"y2022": 80, "y2023": "90 %"},
            False,
            [
                "You drew 80 per cent for 2022; 90 per cent for 2023.",
                "The data say 71 per cent for 2022; 68 per cent for 2023.",
                "The widest gap is at 2023: you drew 90 per cent, the data say 68 per cent",
                "About 2023.",
                "Look at it.",
            ],
        ),
        (SERIES, {"y2022": 73, "y2023": 66}, True, ["You drew 73 per cent for 2022"]),
        (SERIES, {"y2022": 71, "y2023": 68}, True, ["The data say the same."]),
        (SERIES, {"y2022": 71}, None, ["Still to be drawn: 2023."]),
        (SERIES, {"y2022": 71, "y2023": " "}, None, ["Still to be drawn: 2023."]),
        (SERIES, {"y2022": 71, "y2023": "lots"}, None, ["2023: “lots” is not a number."]),
        (SERIES, {"y2022": 71, "y2023": 400}, None, ["2023: 400 per cent cannot be"]),
        (SERIES, 71, None, ["Draw a point for each of 2022 and 2023."]),
        (NUMBER, 1200, True, ["1,200 rounds. Counted."]),
        (NUMBER, "1,205", True, ["1,200 rounds. Counted."]),
        (NUMBER, 1194.9, False, ["1,195 rounds are a little too few."]),
        (NUMBER, 1206, False, ["1,206 rounds are a few too many."]),
        (NUMBER, 1000, False, ["1,000 rounds are too few, by less than half."]),
        (NUMBER, 100, False, ["100 rounds are too few, by a factor of more than 10."]),
        (NUMBER, "1.200", True, ["Read as 1,200 rounds."]),
        (NUMBER, "1,200 rounds", True, ["1,200 rounds"]),
        (NUMBER, "1.2 thousand", True, ["1,200 rounds"]),
        (NUMBER, "50%", None, ["Here rounds are asked for, not per cent."]),
        (NUMBER, -5, None, ["−5 rounds cannot be: it is at least 0."]),
        (NUMBER, 12, False, ["Not 12 rounds. You forgot the thousands."]),
        (NUMBER, "many", None, ["“many” is not a number"]),
        (NUMBER, True, None, ["is not a number"]),
        (NUMBER, [1200], None, ["is not a number"]),
        (NUMBER, "9" * 400, None, ["is not a number"]),
        (NUMBER, 10**400, None, ["is not a number"]),
        (ORDER, ["a", "b", "c"], True, ["In this order.", "1. A: Because a.", "3. C: Because c."]),
        (ORDER, ["b", "a", "c"], False, ["The first slip is at place 1: “B”", "Because b."]),
        (ORDER, ["a", "c", "b"], False, ["place 2: “C”"]),
        (ORDER, ["a", "b"], None, ["its own place"]),
        (ORDER, ["a", "a", "b"], None, ["its own place"]),
        (ORDER, "abc", None, ["its own place"]),
        (ORDER, [1, [2], None], None, ["its own place"]),
        (MATCH, {"a": "x", "b": "y"}, True, ["Every pair.", "All told."]),
        (MATCH, {"a": "y", "b": "y"}, False, ["1 of 2 pairs fits.", "“Alpha”: Because x."]),
        (MATCH, {"a": "x"}, None, ["Still without a partner: “Beta”."]),
        (MATCH, {"z": "x"}, None, ["Choose a partner"]),
        (MATCH, ["a"], None, ["Choose a partner"]),
        (MATCH, {"a": ["x"], "b": {}}, None, ["Still without a partner: “Beta”."]),
        (PROBABILITY, 30, None, ["You say 30 per cent. We shall see."]),
        (PROBABILITY, "30 %", None, ["You say 30 per cent."]),
        (PROBABILITY, 130, None, ["130 per cent cannot be: it lies between 0 and 100."]),
        (PROBABILITY, -1, None, ["−1 per cent cannot be"]),
        (PROBABILITY, "half", None, ["You say 50 per cent."]),
        (PROBABILITY, "maybe", None, ["“maybe” is not a number"]),
        (PROBABILITY, "0.3", None, ["can mean two things"]),
        (PROBABILITY, "0.3%", None, ["You say 0.3 per cent."]),
        (PROBABILITY, "1/4", None, ["You say 25 per cent."]),
        (
            RANGE,
            [40, 60],
            True,
            ["You said from 40 to 60 per cent, 20 points wide; the data say 50 per cent."],
        ),
        (RANGE, ["50", "50"], True, ["holds"]),
        (RANGE, (60, 70), False, ["Your range misses it by 10 points."]),
        (RANGE, (48, 49), False, ["1 point wide", "misses it by 1 point."]),
        (RANGE, ["60%", "1/2"], None, ["The low end 60 lies above"]),
        (RANGE, ["", "5"], None, ["One end is empty."]),
        (RANGE, [60, 40], None, ["The low end 60 lies above the high end 40."]),
        (RANGE, [1], None, ["two numbers"]),
        (RANGE, 50, None, ["two numbers"]),
        (RANGE, ["x", 3], None, ["two numbers"]),
        (TEXT, "My words", None, ["Compare with", "• Who said it. A name.", "Done."]),
        (TEXT, 3, None, ["a sentence of your own"]),
        (CODE, 4, True, ["Well done."]),
        (CODE, np.int64(4), True, ["Well done."]),
        (CODE, np.float32(4.25), True, ["Well done."]),
        (CODE, "4", True, ["Well done."]),
        (CODE, ("Russia", 4), True, ["Well done."]),
        (CODE, pd.Series([4], index=["Russia"]), True, ["Well done."]),
        (CODE, pd.DataFrame({"a": [4]}), True, ["Well done."]),
        (CODE, 5, False, ["5 is too high, by less than half.", "Hint: Filter first."]),
        (CODE, 9, False, ["You counted all."]),
        (CODE, math.nan, False, ["This is nan, a missing value", "Hint: Filter first."]),
        (CODE, math.inf, False, ["beyond all bounds"]),
        (CODE, "many", False, ["This is a text, and no number", "Hint: Filter first."]),
        (CODE, 10**400, False, ["Filter first."]),
        (CODE, pd.NA, False, ["This is <NA>, a missing value"]),
        (
            CODE,
            pd.Series([4, 5]),
            False,
            ["a Series of 2 rows; one number is asked. It stands among them"],
        ),
        (CODE, np.array([]), False, ["a NumPy array of 0 values: it is empty"]),
        (CODE, len, False, ["a function; one number is asked. Call it"]),
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
    assert verdict.sign == "open"
    assert verdict.words == "Answer when you are ready; nothing is lost."


def test_a_question_without_a_right_answer_says_neither_right_nor_wrong():
    open_question = Question(
        "9.1", "single", "predict", "?", options=(Option("a", "A", why="Kept."), Option("b", "B"))
    )
    verdict = judge(open_question, "a")
    assert (verdict.correct, verdict.words) == (None, "You said “A”.\n\nKept.")
    for kind, value in (("number", 3), ("range", [1, 2])):
        verdict = judge(Question("9.1", kind, "predict", "?", why="We shall see."), value)
        assert verdict.correct is None
        assert verdict.words.startswith("You said ")
        assert verdict.words.endswith("We shall see.")


def test_an_answer_with_another_reason_is_close_and_says_where_to_look():
    verdict = judge(TIERED, {"answer": "a", "reason": "y"})
    assert (verdict.sign, verdict.look) == ("close", "A heading")
    assert judge(TIERED, {"answer": "b", "reason": "y"}).sign == "not-yet"


def test_a_series_that_is_checked_is_right_close_or_not_yet():
    checked = replace(SERIES, use="check")
    for value, sign in ((70, "right"), (64, "close"), (20, "not-yet")):
        assert judge(checked, {"y2022": 71, "y2023": value}).sign == sign


def test_who_takes_the_wrong_way_round_first_hears_of_the_common_error():
    options = (*ORDER.options[:2], replace(ORDER.options[2], misconception="mc01"))
    verdict = judge(replace(ORDER, options=options), ["c", "a", "b"])
    assert "Because c." in verdict.words
    assert "four-way treaty" in verdict.words


def test_of_two_slips_the_nearer_one_is_told():
    slips = ({"value": 25, "why": "A quarter."}, {"value": 30, "why": "A third."})
    question = Question("9.3", "number", "check", "?", expected=77, tolerance=5, slips=slips)
    assert "A third." in judge(question, 29).words
    assert "A quarter." in judge(question, 26).words
    assert "40 is too low" in judge(question, 40).words


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


keys = st.sampled_from([k for q in bank.bank().values() for k in (o.key for o in q.options)])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | keys,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(keys | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=8,
)
questions = st.sampled_from([*bank.bank().values(), *ALL])
resolve, resolved = bank.resolve, {}


def resolved_once(value):
    """Resolve a value of the bank, which may be a dict, once for all examples."""
    key = repr(value)
    if key not in resolved:
        resolved[key] = resolve(value)
    return resolved[key]


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
    verdict = judging.Verdict(True, "Right <b>.\n\nMore.", ("kcna-2024-06-20-treaty-en",))
    assert repr(verdict) == "Kept. Right <b>.\n\nMore."
    html = verdict._repr_html_()
    assert (
        "<p><strong>→ Kept</strong></p><p>Right &lt;b&gt;.</p><p>More.</p><p>Sources: <a " in html
    )
    assert "Sources" not in judging.Verdict(None, "x")._repr_html_()


def test_what_the_learner_wrote_is_shown_as_text():
    html = judge(NUMBER, "<img src=x onerror=alert(1)>")._repr_html_()
    assert "<img" not in html
    assert "&lt;img" in html


# --- the same question, typed as people type

SHARE = Question("9.3", "number", "check", "?", expected=0.4, unit="share from 0 to 1", why="So.")
MILLIONS = Question("9.3", "number", "check", "?", expected=4.9, unit="million rounds", why="So.")
PER_CENT = Question("9.3", "number", "check", "?", expected=23, unit="per cent", why="So.")
YEAR = Question("9.3", "number", "predict", "?", expected=2022, unit="year", why="So.")
PLACE = Question("9.3", "number", "check", "?", expected=40, unit="place", why="So.")
COST = Question("9.3", "number", "check", "?", expected=0.64, least=0, most=1, why="So.")
SIZE = Question("9.3", "number", "check", "?", expected=1200, unit="million rounds", why="So.")
TEXTS = Question("9.3", "number", "check", "?", expected=174, most=192, unit="texts", why="So.")


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (SHARE, ["0.4", "0,4", "40%", "40 per cent", "4/10", "2/5", ".4", "0.40", "about 0.4"]),
        (MILLIONS, ["4.9", "4,9", "4.9 million", "4,900,000", "4900000", "4.9 million rounds"]),
        (SHARE, ["4 of 10", "four of ten", "0.4 share", "40 pct", "“0.4”", "two fifths", "0.4."]),
        (PLACE, ["40", "40th", "40th place", "place 40", "No. 40", "#40", "rank 40", "forty"]),
        (COST, ["0.64", "64%", ".64", "0,64", "16/25"]),
        (TEXTS, ["174", "174 texts", "174 of 192", "174/192", "174.000"]),
        (PER_CENT, ["23", "23%", "23 per cent", "23 percent", "23,0", "23/100"]),
        (NUMBER, ["1200", "1,200", "1 200", "1'200", "1.200", "1,200 rounds", "1.2 thousand"]),
        (NUMBER, ["1.2k", "1 200 rounds", "+1200", "ca. 1200", "i think 1200", "1200?"]),
        (MILLIONS, ["4.9m", "4.9 mn", "4,900,000 rounds", "4.900.000", "4 900 000", "4900 k"]),
    ],
)
def test_a_right_number_is_right_however_it_is_written(question, texts):
    for text in texts:
        verdict = judge(question, text)
        assert (verdict.correct, verdict.sign) == (True, "right"), text


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        (SHARE, "4", "Write 7 of eight as 7/8 or 0.875, and 35 per cent as 35%."),
        (SHARE, "140%", "1.4 cannot be: it lies between 0 and 1."),
        (PER_CENT, "0.23", "Write 23 for 23 per cent, or 0.23% for less than one in a hundred."),
        (PER_CENT, "123", "123 per cent cannot be: it lies between 0 and 100."),
        (NUMBER, "−3", "cannot be: it is at least 0"),
        (NUMBER, "inf", "is not a number"),
        (NUMBER, "9" * 5000, "is not a number"),
        (NUMBER, "5-6", "“5-6” leaves more than one number open."),
        (NUMBER, "over 100", "leaves more than one number open"),
        (NUMBER, "4 of 10", "Here rounds are asked for, not a part of a whole."),
        (YEAR, "2022.5", "Years are counted whole"),
        (PLACE, "0th", "0th place cannot be: it is at least 1."),
        (SIZE, "1,200", "can be read as 1,200 or as 1.2. Write 1200 or 1.2."),
        (SIZE, "1.234", "can be read as 1,234 or as 1.234. Write 1234 or 1.2340."),
    ],
)
def test_what_can_be_meant_in_two_ways_or_not_at_all_is_told_and_not_kept(question, text, words):
    verdict = judge(question, text)
    assert verdict.sign == "unread"
    assert words in verdict.words


@pytest.mark.parametrize(
    ("expected", "right", "close", "wrong"),
    [
        (0.22834, [0.22834, 0.228, 0.23, "0.23", "23%", 22.8, 23], [0.24, 0.2], [0.9, 77]),
        (0.0134927, [0.01349, 0.0135, 0.013, 1.35, "1.3%"], [0.014, 0.01], [0.3]),
        (0.20692, [0.21, "0.21", f"{0.20692:.2f}", 20.7, 0.2069], [0.2], [0.5]),
        (0.49, [0.49, "0.49", 49], [0.5], [0.7]),
        (447.76, [447.76, 447.8], [448], [20]),
        (17, [17, 17.0, "17", ("FRA", 17)], [], [16, 18, 1700]),
    ],
)
def test_rounding_is_right_near_is_close_and_far_is_neither(expected, right, close, wrong):
    question = Question(
        "9.9", "code", "code", "?", expected=expected, hints=("Filter.",), why="So."
    )
    for value in right:
        assert judge(question, value).sign == "right", value
    for value in close:
        verdict = judge(question, value)
        assert (verdict.correct, verdict.sign) == (False, "close"), value
        assert "Filter." not in verdict.words
    for value in wrong:
        assert judge(question, value).sign == "not-yet", value


def test_exact_counts_stay_exact():
    question = Question("9.3", "number", "check", "?", expected=17, unit="treaties")
    assert [judge(question, n).correct for n in (16, 16.9, 17, 17.1, 18)] == [
        False,
        False,
        True,
        False,
        False,
    ]


class Hostile:
    """An object whose every method raises."""

    def __getattribute__(self, name):
        if name == "__class__":
            return Hostile
        raise RuntimeError(name)

    def __eq__(self, other):
        raise RuntimeError

    __hash__ = None


@pytest.mark.parametrize("expected", [4, 0.25, "Russia", [1, 2], {"a"}, pd.Series([1, 2])])
@pytest.mark.parametrize(
    "value",
    [
        Hostile,  # made in the test: pytest would ask it for its name
        iter(int, 1),
        (n for n in iter(int, 1)),
        len,
        type,
        object(),
        b"4",
        complex(1, 2),
        pd.DataFrame(np.zeros((1000, 1000))),
        pd.Series(dtype=float),
        {"a": [1]},
        [[1, 2], [3, 4]],
        pd.Timestamp("2024-01-01"),
    ],
)
def test_whatever_code_gives_is_judged_at_once_and_never_raises(expected, value):
    question = Question("9.9", "code", "code", "?", expected=expected, hints=("Filter.",))
    verdict = judge(question, Hostile() if value is Hostile else value)
    assert verdict.correct is False
    assert verdict.words


@pytest.mark.parametrize(
    "answer",
    [
        {"a": 10, "b": 2, "c": 1},
        pd.Series([2, 1, 10], index=["b", "c", "a"]),
        pd.Series([10, 2, 1], index=["a", "b", "c"]),
        [10, 2, 1],
        np.array([10.0, 2.0, 1.0]),
        pd.DataFrame({"n": [10, 2, 1]}),
    ],
)
def test_the_same_values_are_right_in_any_container(answer):
    expected = pd.Series([10.0, 2.0, 1.0], index=["a", "b", "c"])
    assert judge(Question("9.9", "code", "code", "?", expected=expected), answer).correct is True


PREDICTED = [q for q in bank.bank().values() if q.use == "predict"]


def possible(question):
    """Numbers that somebody may guess: the ends of what is possible and some in between."""
    some = [2014, 2022, 2024] if question.unit == "year" else [3, 40, 77]
    ends = [end for end in judging.limits(question) if end is not None]
    low, high = min(ends, default=-math.inf), max(ends, default=math.inf)
    return [str(n) for n in [*ends, *some] if low <= n <= high]


def drawn(question, end):
    """A line along one end of the axis."""
    level = judging.limits(question)[end]
    return {option.key: level for option in question.options[question.given :]}


@pytest.mark.parametrize("question", PREDICTED, ids=lambda question: question.id)
def test_a_prediction_hears_what_it_said_and_never_right_or_wrong(question):
    values = {
        "single": [o.key for o in question.options],
        "order": [[o.key for o in question.options], [o.key for o in question.options][::-1]],
        "number": possible(question),
        "range": [["50", "90"], ["1", "2"]],
        "text": ["My own test is this."],
        "series": [drawn(question, 0), drawn(question, 1)],
    }[question.kind]
    for value in values:
        verdict = judge(question, value)
        assert verdict.sign == "said"
        assert verdict.look == ""
        assert not re.search(r"\b(Right|Not this|Not yet|wrong|Hint)\b", verdict.words), (
            verdict.words
        )
        if question.kind != "text":
            assert re.match(r"(Read as|You said|You drew|Your range)", verdict.words)
        for hint in question.hints:
            assert hint not in verdict.words


def test_a_place_to_look_at_in_a_lesson_that_is_not_there_is_words_alone():
    assert judging.look_link("Lesson 0, “Nothing”").startswith('<a href="00-start-here.ipynb#')
    assert judging.lesson_link("my-work", "<My> work") == (
        '<a href="my-work.ipynb" target="_blank">&lt;My&gt; work</a>'
    )
    assert judging.lesson_link("no-such", "words") == "words"
    assert judging.look_link("A heading") == '<a href="#A-heading">A heading</a>'


@pytest.mark.parametrize("question", bank.bank().values(), ids=lambda question: question.id)
def test_what_is_expected_lies_within_what_is_possible(question):
    least, most = judging.limits(question)
    expected = bank.resolve(question.expected)
    if question.kind in ("number", "range") and expected is not None:
        found = expected if isinstance(expected, list) else [expected]
        assert least is None or least <= min(found)
        assert most is None or max(found) <= most


def test_where_to_look_is_a_link_without_nested_quotation_marks():
    here = judging.Verdict(False, "No.", look="How many per cent are in a word?", sign="not-yet")
    there = judging.Verdict(False, "No.", look="Lesson 0, “Nothing here is “now””", sign="not-yet")
    assert (
        'href="#How-many-per-cent-are-in-a-word%3F">How many per cent are in a word?</a>'
        in here._repr_html_()
    )
    html = there._repr_html_()
    assert 'href="00-start-here.ipynb#Nothing-here-is-%E2%80%9Cnow%E2%80%9D"' in html
    assert ">Lesson 0 · Nothing here is “now”</a>" in html
    assert "““" not in html + repr(there)


# --- every number of the bank, in the ways people write it

NUMBERS = [
    q
    for q in bank.bank().values()
    if q.kind == "number" and isinstance(resolved_once(q.expected), (int, float))
]
NARROW, THIN = "\u202f", "\u2009"


def spellings(number, question):
    """Return ways in which a person may write a number that is right."""
    unit = question.unit
    plain = f"{number:.15g}"
    found = [
        plain,
        f" {plain} ",
        f"+{plain}",
        f"about {plain}",
        f"~{plain}",
        f"{plain}.",
        plain + "?",
    ]
    if number == int(number):
        grouped = f"{number:,.0f}"
        found += [
            grouped,
            *(grouped.replace(",", mark) for mark in (NARROW, THIN, "\xa0", " ", "'")),
        ]
        found += [f"{plain}.0", f"{plain},0", "".join(chr(0x660 + int(d)) for d in plain)]
    else:
        found += [plain.replace(".", ","), plain.replace("0.", ".", 1)]
    if unit == "share from 0 to 1" or (question.least, question.most) == (0, 1):
        found += [
            f"{100 * number:.10g}{end}" for end in ("%", " %", " per cent", " percent", " pct")
        ]
    elif unit == "per cent":
        found += [plain + end for end in ("%", " %", " per cent", " pct")] + [f"{plain}/100"]
    elif unit == "place":
        found += [f"place {plain}", f"#{plain}"]
    elif unit.startswith("million"):
        found += [f"{plain} million", f"{number * 1e6:,.0f}", f"{plain} {unit}", f"{plain} mn"]
    elif unit:
        found += [f"{plain} {unit}", f"{plain} {unit}".upper()]
    return found


@pytest.mark.parametrize("question", NUMBERS, ids=lambda question: question.id)
def test_the_right_number_is_right_in_every_spelling(question):
    for text in spellings(resolved_once(question.expected), question):
        verdict = judge(question, text)
        assert verdict.correct is True, (text, verdict.words)


@pytest.mark.parametrize("question", NUMBERS, ids=lambda question: question.id)
@pytest.mark.parametrize(
    "text",
    [
        *("inf", "-inf", "nan", "1e999", "seventeenish", "1-2", "over 1", "1.2.3", "0x1", "½½"),
        *("1/0", "--1", "1 2", "🙂", "<b>", "=1+1", "'", "$1$", "\x00", "٪", "of", "a", "million"),
    ],
)
def test_what_is_no_number_is_told_and_not_kept(question, text):
    verdict = judge(question, text)
    assert (verdict.correct, verdict.sign) == (None, "unread")
    assert "<b>" not in verdict._repr_html_()


ODD = re.compile(
    r"(?<![\d.,])\b1 (?!per cent|million|point|less|is\b)\w*s\b"
    r"|\b[02-9] (treaty|case|claim|text|view)\b|  |““|””|“Lesson \d, “|\bplace is\b|\.\.|\d{25}"
)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(NUMBERS), st.sampled_from([0, 1, 2, -1, 3.5, 11, 1e300]) | st.floats(-1e6, 1e6)
)
def test_no_verdict_breaks_grammar(question, number):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bank, "resolve", resolved_once)
        verdict = judge(question, f"{number:.4g}")
    assert not ODD.search(verdict.words.replace(question.why, "")), verdict.words
    assert len(verdict.words) < 700


def test_a_range_hears_how_many_claims_it_holds():
    question = bank.find("5.13")
    verdict = judge(question, ["60", "85"])
    assert (verdict.correct, verdict.sign) == (None, "said")
    assert verdict.words.startswith(
        "You said from 60 to 85 per cent, 25 points wide. Claims name 4 numbers: 50, 77, 90, 95. "
        "Your range holds 1 of them."
    )
    # "More than 80" is no number that a range could hold.
    assert "80" not in judge(question, ["1", "2"]).words
    assert "holds none of them" in judge(question, [1, 2]).words


def test_a_choice_that_the_data_share_is_not_told_twice():
    question = bank.find("1.10")
    right = next(o.key for o in question.options if o.right)
    assert "So do the data." in judge(question, right).words


# --- answers from code


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (9, "9 is too low, by less than half."),
        (-12, "The amount is right and the sign is not"),
        (
            pd.Series({"RUS": 12, "IRN": 3}),
            "a Series of 2 rows; one number is asked. It stands among",
        ),
        (pd.Series([5, 6, 7]), "`.sum()` adds them, `.max()` takes the largest"),
        ([5, 6, 7], "a list of 3 values; one number is asked. `sum(…)` adds them"),
        ([12, 6, 7], "take it alone, as `[0]` or `max(…)` may do"),
        (pd.Series([True, False]), "`.sum()` counts what is True"),
        (pd.DataFrame({"a": [1, 2], "b": [3, 4]}), "a DataFrame of 2 rows and 2 columns"),
        (pd.DataFrame({"a": [1, 2]}).groupby("a"), "needs a measure still, such as `.size()`"),
        (pd.Series([1]).sum, "This is a method; one number is asked. Call it"),
        (pd.Series(dtype=float), "it is empty. No row passed"),
        (np.float64("nan"), "a missing value"),
        (10**400, "beyond all bounds"),
        ("twelve", "This is a text, and no number"),
        (np.datetime64("2024-01-01"), "and no number"),
        (range(10**9), "a range of 1,000,000,000 values"),
    ],
)
def test_what_differs_in_an_answer_is_said(answer, said):
    question = Question("9.9", "code", "code", "?", expected=12)
    verdict = judge(question, answer)
    assert verdict.correct is False
    assert said in verdict.words


@pytest.mark.parametrize(
    "answer",
    [
        12,
        12.0,
        "12",
        "12.00",
        np.int8(12),
        np.array(12),
        np.array([[12]]),
        [[12]],
        Decimal("12"),
        Fraction(12),
        ("Russia–DPRK 2024", 12),
        (12, "Russia–DPRK 2024"),
        ["a", 12],
        pd.Series([12], index=["a"]),
        pd.Series({"a": 12, "b": 3}).head(1),
        pd.Series({"a": 12}).reset_index(),
        pd.DataFrame({"name": ["a"], "n": [12]}).iloc[0],
        {"a": 12},
    ],
)
def test_one_number_is_right_in_whatever_it_lies(answer):
    question = Question("9.9", "code", "code", "?", expected=12)
    assert judge(question, answer).correct is True
    assert judging.number_in(answer) == 12


def test_what_holds_no_number_has_none():
    for answer in (len, "many", [1, 2], math.nan, Hostile(), np.ma.masked, 10**5000):
        assert judging.number_in(answer) is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([1, 2, 10], "The values are right, and their order is not."),
        ([-10, -2, -1], "the signs are not"),
        ([10, 2], "a list of 2 values; 3 are asked"),
        ([10, 3, 1], "2 of 3 values agree. The first that differs is the 2nd: 3 is too high"),
        ("[10, 2, 1]", "This is a text; a list of 3 values is asked"),
        (["x", "y", "z"], "Not all of them are numbers"),
        ((n for n in [10, 2, 1]), "This is a generator; a list of 3 values is asked"),
    ],
)
def test_what_differs_in_a_list_is_said(answer, said):
    verdict = judge(Question("9.9", "code", "code", "?", expected=[10, 2, 1]), answer)
    assert verdict.correct is False
    assert said in verdict.words


@pytest.mark.parametrize(
    "answer",
    [
        pd.Series({"H3": 1, "H1": 10, "H2": 2}),
        {"H2": 2, "H3": 1, "H1": 10},
        pd.DataFrame({"h": ["H1", "H2", "H3"], "n": [10, 2, 1]}),
        np.array([[10], [2], [1]]),
        [("H1", 10), ("H2", 2), ("H3", 1)],
        ["10", "2", "1"],
    ],
)
def test_a_list_is_right_by_its_labels_and_in_any_container(answer):
    question = Question("9.9", "code", "code", "?", expected=[10, 2, 1])
    assert judge(question, answer).correct is True


def test_a_share_is_right_as_per_cent_and_the_share_of_the_others_is_told():
    question = Question("9.9", "code", "code", "?", expected=1 / 3, places=2, tolerance=0.005)
    for answer in (33, 33.3, 100 / 3, "33%", "33.3 %", "33.33"):
        verdict = judge(question, answer)
        assert verdict.sign == "right"
        assert verdict.words.startswith("Read as per cent: ")
    assert "the share of all the others" in judge(question, 2 / 3).words


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("x" * 10**6, "x" * 300),
        ([1, 2.5, "a"], "[1, 2.5, 'a']"),
        ({"a": 1}, "{'a': 1}"),
        (b"x" * 10**7, "b'" + "x" * 298),
    ],
)
def test_an_answer_is_written_in_few_letters(answer, text):
    assert judging.as_text(answer) == text


def test_an_answer_that_cannot_be_written_is_named():
    class Bad:
        def __str__(self):
            raise SystemExit

    assert judging.as_text(Bad()) == "(a Bad)"
    assert judging.as_text(10**5000) == "(a number)"  # Python writes no number so long
    assert len(judging.as_text(list(range(10**6)))) == 300


def test_every_sign_has_its_word():
    words = [judging.sign_word(sign) for sign in judging.SIGNS]
    assert len(set(words)) == len(judging.SIGNS)


@pytest.mark.parametrize(
    ("unit", "ends", "asked"),
    [
        ("share from 0 to 1", (None, None), True),
        ("", (0, 1), True),
        ("", (0, 2), False),
        ("per cent", (0, 1), False),
    ],
)
def test_a_share_is_asked_for_by_its_unit_or_by_its_ends(unit, ends, asked):
    least, most = ends
    question = Question("0.0", "number", "check", "How much?", unit=unit, least=least, most=most)
    assert judging.asks_share(question) is asked
