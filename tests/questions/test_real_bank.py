"""Every question of the bank can be answered, explains itself and stands where it belongs."""

import json
import math
import re
from pathlib import Path

import pytest

from helpers import bank, data, judging

ROOT = Path(__file__).resolve().parents[2]
BANK = bank.bank()
QUESTIONS = list(BANK.values())
CHOSEN = [q for q in QUESTIONS if q.kind == "single" and any(o.right for o in q.options)]
COMPUTED = [q for q in QUESTIONS if q.expected is not None]
LESSONS = {path.name[:2]: path for path in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")}


def each(questions):
    return pytest.mark.parametrize("question", questions, ids=lambda q: q.id)


def markdown(lesson):
    """Prose of a saved lesson, one text a cell; [] where the lesson is not written yet."""
    if lesson not in LESSONS:
        return []
    cells = json.loads(LESSONS[lesson].read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def headings(lesson):
    return set(re.findall(r"^#+ +(.+?)\s*$", plain("\n".join(markdown(lesson))), re.MULTILINE))


def plain(text):
    return re.sub("[“”]", '"', text)


def objectives(lesson):
    """How many objectives the card of a lesson lists."""
    card = markdown(lesson)[0]
    return len(re.findall(r"^\d+\. ", card, re.MULTILINE))


def lesson_of(question):
    return f"{int(question.id.split('.')[0]):02}"


def test_every_file_holds_the_questions_of_its_lesson_in_their_order():
    for path in sorted(bank.folder().glob("*.toml")):
        ids = re.findall(r'^id = "(.+)"', path.read_text("utf-8"), re.MULTILINE)
        assert ids == [f"{int(path.stem)}.{n}" for n in range(1, len(ids) + 1)]


@each(QUESTIONS)
def test_a_question_asks_something_and_keys_are_unique(question):
    assert len(question.prompt) > 20
    for shown in (question.options, question.partners):
        for part in ("key", "text"):
            values = [getattr(option, part) for option in shown]
            assert all(values)
            assert len(set(values)) == len(values)
        assert all(re.fullmatch(r"[a-z][a-z0-9_-]*", option.key) for option in shown)


@each(QUESTIONS)
def test_a_question_has_what_its_kind_needs(question):
    right = [option for option in question.options if option.right]
    if question.kind in bank.NEED_OPTIONS:
        assert len(question.options) >= 3
    if question.kind == "two-tier":
        assert len(question.partners) >= 3
    if question.kind == "single":
        assert len(right) == (0 if question.use == "predict" and not right else 1)
    if question.kind == "multiple":
        assert 1 <= len(right) < len(question.options)
    if question.kind == "match":
        keys = {partner.key for partner in question.partners}
        assert {option.goes_with for option in question.options} <= keys
    if question.use in ("check", "hunt", "retrieval") and question.kind != "text":
        assert question.hints
    if question.use in ("check", "hunt"):
        assert question.look_again


@each(QUESTIONS)
def test_every_option_explains_itself(question):
    for option in question.options:
        if question.use == "predict" and not any(o.right for o in question.options):
            continue  # nothing is right or wrong yet: the figure answers
        told = option.why + (" by the table of errors" if option.misconception else "")
        assert len(told) >= (10 if option.right or question.kind == "order" else 20), option.key


@each(QUESTIONS)
def test_hints_do_not_give_the_answer_away(question):
    assert len(question.hints) <= 2
    for hint in question.hints:
        assert hint.endswith((".", "?"))
        for option in question.options:
            assert not option.right or option.text.lower() not in hint.lower()


@each(QUESTIONS)
def test_no_explanation_shouts(question):
    words = [question.why, *question.hints, *(option.why for option in question.options)]
    assert not [text for text in words if "!" in text.replace("!=", "")]


@each([q for q in QUESTIONS if q.kind in ("order", "match")])
def test_what_is_to_be_sorted_is_not_shown_sorted(question):
    if question.kind == "order":
        assert sorted(question.options, key=lambda o: o.text) != list(question.options)
    else:
        pairs = zip(question.options, question.partners, strict=False)
        assert sum(option.goes_with == partner.key for option, partner in pairs) <= 1


def place(question):
    """Where the right option stands, from 0."""
    return [option.right for option in question.options].index(True)


def times_as_long(question):
    """How many times as long the right option is as the longest wrong one."""
    right, *_ = (len(option.text) for option in question.options if option.right)
    return right / max(len(option.text) for option in question.options if not option.right)


def tempers(question):
    """Temper of the right option, and those of the wrong ones."""
    right = next(option.temper for option in question.options if option.right)
    return right, [option.temper for option in question.options if not option.right]


@pytest.mark.parametrize("number", sorted({len(question.options) for question in CHOSEN}))
def test_each_place_is_right_about_equally_often(number):
    places = [place(question) for question in CHOSEN if len(question.options) == number]
    counts = [places.count(where) for where in range(number)]
    fair = len(places) / number
    # By chance alone a place strays by about the square root of what is fair.
    assert max(abs(count - fair) for count in counts) <= max(1.5, 1.2 * math.sqrt(fair)), counts


def test_a_third_of_the_right_answers_at_most_are_the_longest():
    longest = [question.id for question in CHOSEN if times_as_long(question) > 1]
    assert len(longest) <= len(CHOSEN) / 3, longest


def test_who_always_takes_the_shortest_is_seldom_right():
    shortest = [
        question.id
        for question in CHOSEN
        if min(question.options, key=lambda option: len(option.text)).right
    ]
    assert len(shortest) <= 0.45 * len(CHOSEN), shortest


@each([q for q in QUESTIONS if q.kind == "single"])
def test_every_option_of_a_single_choice_has_its_temper(question):
    assert {option.temper for option in question.options} <= {"measured", "bold", "mild"}


def test_a_third_of_the_right_answers_at_most_are_the_only_measured_ones():
    right_and_wrong = {question.id: tempers(question) for question in CHOSEN}
    alone = [
        key
        for key, (right, wrong) in right_and_wrong.items()
        if right == "measured" and "measured" not in wrong
    ]
    assert len(alone) <= len(CHOSEN) / 3, alone


@pytest.mark.parametrize("temper", ["measured", "bold"])
def test_who_takes_the_only_option_of_a_temper_is_right_about_as_often_as_wrong(temper):
    played = [q for q in CHOSEN if [o.temper for o in q.options].count(temper) == 1]
    won = [q.id for q in played if tempers(q)[0] == temper]
    assert len(won) <= 0.6 * len(played), won


def test_to_tick_two_of_four_is_not_always_right():
    ticked = [q for q in QUESTIONS if q.kind == "multiple"]
    halves = [q.id for q in ticked if 2 * sum(o.right for o in q.options) == len(q.options)]
    assert len(halves) <= 0.7 * len(ticked), halves


@pytest.mark.parametrize("lesson", sorted({lesson_of(question) for question in CHOSEN}))
def test_neither_length_nor_place_gives_the_answers_of_a_lesson_away(lesson):
    chosen = [question for question in CHOSEN if lesson_of(question) == lesson]
    longest = [question.id for question in chosen if times_as_long(question) > 1]
    assert len(longest) <= 0.6 * len(chosen), longest
    if len(chosen) > 1:
        assert len({place(question) for question in chosen}) > 1


@each(CHOSEN)
def test_the_right_option_does_not_stand_out_by_its_length(question):
    assert times_as_long(question) <= 1.5


def answered_with(question, option):
    """An answer that takes one option and is otherwise as right as can be."""
    keys = [o.key for o in question.options if o.key != option.key]
    reason = next((p.key for p in question.partners if p.right), "")
    return {
        "multiple": [option.key],
        "order": [option.key, *keys],
        "two-tier": {"answer": option.key, "reason": reason},
    }.get(question.kind, option.key)


@each([q for q in QUESTIONS if any(o.misconception for o in q.options)])
def test_a_misconception_stands_in_the_table_and_only_on_a_wrong_option(question):
    known = set(data.table("misconceptions")["misconception_id"])
    for option in question.options:
        if option.misconception:
            assert option.misconception in known
            assert question.kind == "multiple" or not option.right
            wrong = judging.judge(question, answered_with(question, option))
            assert question.kind == "multiple" or "A common error: “" in wrong.words


@each([q for q in QUESTIONS if q.look_again])
def test_look_again_names_a_heading_that_is_there(question):
    elsewhere = re.fullmatch(r"Lesson (\d)(?:, “(.+)”)?", question.look_again)
    lesson = f"0{elsewhere[1]}" if elsewhere else lesson_of(question)
    heading = elsewhere[2] if elsewhere else question.look_again
    assert lesson <= lesson_of(question)
    if lesson not in LESSONS:
        pytest.skip(f"lesson {lesson} is not written yet")
    assert heading is None or plain(heading) in headings(lesson)


@each([q for q in QUESTIONS if q.use == "retrieval"])
def test_a_look_back_names_lesson_and_heading(question):
    assert re.fullmatch(r"Lesson \d, “.+”", question.look_again)


@each(COMPUTED)
def test_the_expected_value_is_computed_from_the_tables(question):
    assert isinstance(question.expected, (str, dict)), "count: a table may be corrected"
    value = bank.resolve(question.expected)
    assert value != question.expected
    assert not (isinstance(value, float) and math.isnan(value))
    if question.kind == "range":
        assert judging.judge(question, [min(value), max(value)]).sign == "said"
        return
    if question.kind == "series":
        value = judging.points(question)
    assert judging.judge(question, value).correct is True
    assert judging.judge(question, value).sign == ("said" if question.use == "predict" else "right")
    if question.kind == "number":
        assert judging.read_number(question, str(value))[0] == float(value)


@each([q for q in QUESTIONS if q.kind == "number"])
def test_every_possible_number_is_read_digit_by_digit(question):
    least, most = judging.limits(question)
    for number in {1, 11, 21, 1951, 2011, 2021, 10_001}:
        if (least is None or number >= least) and (most is None or number <= most):
            assert judging.read_number(question, str(number))[0] in (number, number / 1e6)


@each([q for q in COMPUTED if q.slips])
def test_each_slip_has_another_value_than_the_answer_and_is_explained(question):
    expected, seen = bank.resolve(question.expected), []
    for slip in question.slips:
        value = bank.resolve(slip["value"])
        assert not judging._same(value, expected, question)
        assert value not in seen
        verdict = judging.judge(question, value)
        assert verdict.correct is False
        assert slip["why"] in verdict.words
        assert len(slip["why"]) >= 25
        seen.append(value)


@each([q for q in QUESTIONS if q.sources])
def test_sources_exist(question):
    assert set(question.sources) <= set(data.table("sources")["source_id"])


@each([q for q in QUESTIONS if q.objective])
def test_the_objective_is_one_of_the_lesson(question):
    if lesson_of(question) not in LESSONS:
        pytest.skip("the lesson is not written yet")
    assert 1 <= question.objective <= objectives(lesson_of(question))


@pytest.mark.parametrize("lesson", sorted(LESSONS))
def test_each_objective_is_met_by_a_question(lesson):
    met = {q.objective for q in QUESTIONS if lesson_of(q) == lesson}
    assert set(range(1, objectives(lesson) + 1)) <= met


@each([q for q in QUESTIONS if q.use in ("check", "hunt", "code")])
def test_a_check_serves_an_objective(question):
    assert question.objective


@each([q for q in CHOSEN if q.use != "predict"])
def test_the_right_option_is_told_right_and_every_other_wrong(question):
    for option in question.options:
        verdict = judging.judge(question, option.key)
        assert verdict.correct is option.right
        assert option.why in verdict.words
        assert verdict.look == ("" if option.right else question.look_again)


# --- shapes ---------------------------------------------------------------------------------------

CHOICES = [q for q in QUESTIONS if q.kind in ("single", "multiple", "order", "match", "two-tier")]
TIERED = [q for q in QUESTIONS if q.kind == "two-tier"]
SERIES = [q for q in QUESTIONS if q.kind == "series"]


def test_a_third_of_the_choices_are_of_another_shape_than_one_from_a_list():
    bare = [q for q in CHOICES if q.kind in ("single", "multiple") and not (q.headline or q.table)]
    assert 3 * len(bare) <= 2 * len(CHOICES)


@pytest.mark.parametrize("tier", ["options", "partners"])
def test_each_place_of_an_answer_and_of_a_reason_is_right_about_equally_often(tier):
    places = [[one.right for one in getattr(question, tier)].index(True) for question in TIERED]
    counts = [places.count(where) for where in range(3)]
    assert max(counts) - min(counts) <= 3, counts


def test_answer_and_reason_seldom_stand_at_the_same_place():
    same = [q.id for q in TIERED if place(q) == [p.right for p in q.partners].index(True)]
    assert len(same) <= len(TIERED) / 2, same


@each(TIERED)
def test_each_pair_of_an_answer_and_a_reason_is_told_what_each_of_the_two_is_worth(question):
    heard = set()
    for answer in question.options:
        for reason in question.partners:
            said = judging.judge(question, {"answer": answer.key, "reason": reason.key})
            assert said.correct is (answer.right and reason.right)
            assert answer.why in said.words
            assert reason.why in said.words
            assert len(reason.why) >= 20
            heard.add(said.words)
    assert len(heard) == len(question.options) * len(question.partners)


@each([q for q in QUESTIONS if q.table])
def test_rows_to_choose_from_are_in_their_table_and_verified(question):
    frame = data.table(question.table)
    rows = frame[frame[frame.columns[0]].str.lower().isin([o.key for o in question.options])]
    assert len(rows) == len(question.options)
    assert rows["verified"].all()


@each(SERIES)
def test_an_axis_does_not_give_the_series_away(question):
    least, most = judging.limits(question)
    found = list(judging.points(question).values())
    assert least <= min(found)
    assert max(found) <= most
    assert max(found[question.given :]) <= least + 0.95 * (most - least)


def test_at_least_six_charts_are_drawn_before_they_are_seen():
    assert len([q for q in SERIES if q.use == "predict"]) >= 6
