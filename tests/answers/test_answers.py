"""The instructor's answers say what the bank says, and what is worked out there is right."""

import ast
import functools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from helpers import answers, bank, judging

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = list(bank.bank().values())
CODE = [q for q in QUESTIONS if q.kind in ("code", "chart")]


def each(questions):
    return pytest.mark.parametrize("question", questions, ids=lambda q: q.id)


@functools.cache
def set_up(lesson):
    """The source of a lesson's first code cell."""
    paths = list((ROOT / "notebooks").glob(f"{int(lesson):02}-*.ipynb"))
    if not paths:
        pytest.skip(f"lesson {lesson} was dropped")
    cells = json.loads(paths[0].read_text("utf-8"))["cells"]
    return "".join(next(c["source"] for c in cells if c["cell_type"] == "code"))


def run(question, solution):
    """What a solution gives right after the set-up cell of its lesson."""
    names = {}
    exec(set_up(question.id.split(".")[0]), names)
    lines = ast.parse(solution)
    last = lines.body.pop()
    assert isinstance(last, ast.Expr), "the last line is the answer"
    exec(compile(lines, question.id, "exec"), names)
    return eval(compile(ast.Expression(last.value), question.id, "eval"), names)


@each(CODE)
def test_a_worked_solution_runs_after_the_set_up_cell_and_is_right(question):
    assert judging.judge(question, run(question, question.worked)).correct is True
    assert len(question.worked.splitlines()) <= (6 if question.kind == "code" else 11)
    assert all(len(line) <= 100 for line in question.worked.splitlines())


def test_a_wrong_solution_would_be_seen():
    question = bank.find("3.18")
    assert judging.judge(question, run(question, "len(provisions)")).correct is False


def test_only_coding_tasks_have_a_worked_solution():
    assert {q.id for q in QUESTIONS if q.worked} == {q.id for q in CODE}


@each(QUESTIONS)
def test_what_is_told_as_right_is_judged_right(question):
    found = answers.answer(question)
    if found.value is None:
        verdicts = {judging.judge(question, o.key).correct for o in question.options}
        assert question.kind == "text" or verdicts <= {None}
        return
    assert judging.judge(question, found.value).correct is True
    assert found.right
    assert all(found.right)


@each([q for q in QUESTIONS if q.kind in ("single", "multiple")])
def test_every_wrong_option_is_explained_with_its_misconception(question):
    wrong = dict(answers.answer(question).wrong)
    for option in question.options:
        if any(o.right for o in question.options) and not option.right:
            assert option.why in wrong[option.text]
            assert option.misconception in wrong[option.text]


def test_known_answers():
    number = answers.answer(bank.find("3.7"))
    assert isinstance(number, answers.Answer)
    assert number.right == ("2 treaties",)
    order = answers.answer(bank.find("3.13"))
    assert [text[:2] for text in order.right] == ["1.", "2.", "3.", "4."]
    assert order.right[0].startswith(f"1. {order.question.options[0].text}: ")
    match = answers.answer(bank.find("2.16"))
    assert match.value.keys() == {o.key for o in match.question.options}
    assert [why for _, why in answers.answer(bank.find("3.8")).wrong if "mc31" in why]
    assert answers.answer(bank.find("6.19")).right == ("8, 2, 2, 3, 1",)
    assert answers.answer(bank.find("8.7")).right == ("0.64, up to 0.005 off",)


def test_each_lesson_has_its_answers_and_another_number_is_refused():
    assert answers.lessons() == list(range(10))
    for lesson in answers.lessons():
        own = [q.id for q in QUESTIONS if q.id.split(".")[0] == str(lesson)]
        assert [a.question.id for a in answers.key_to(lesson)] == own
    with pytest.raises(bank.QuestionError, match="Lesson 10 has no questions"):
        answers.key_to(10)


class Tags(HTMLParser):
    """Open tags that were never closed, and the levels of the headings."""

    def __init__(self, text):
        super().__init__()
        self.open, self.levels = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "hr", "br", "img"):
            self.open.append(tag)
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("lesson", range(10))
def test_a_page_is_whole_and_loads_nothing(lesson):
    text = answers.page(lesson)
    found = Tags(text)
    assert not found.open
    assert found.levels == [1] + [2] * len(answers.key_to(lesson))
    assert '<html lang="en">' in text
    assert not re.search(r"<(script|img|link|iframe)\b|src=", text)
    for question in (q for q in QUESTIONS if q.id.split(".")[0] == str(lesson)):
        assert f"<h2>{question.id} · " in text


def test_texts_of_the_bank_are_shown_as_text():
    hostile = bank.Question(
        "9.99",
        "single",
        "check",
        "<script>alert(1)</script>",
        options=(
            bank.Option("a", "<b>", right=True, why="<i>x</i>"),
            bank.Option("b", "<img src=x>", why="<script>"),
        ),
        hints=("<script>",),
        look_again="<script>",
        worked="a < b",
    )
    shown = answers.as_html([answers.answer(hostile)])
    assert not re.search(r"<(script|img|b|i)\b", shown)
    assert "a &lt; b" in shown


def test_a_page_is_written_once_and_not_over_another_without_a_word(tmp_path):
    path = tmp_path / "print" / "answers-lesson-3.html"
    assert answers.write_page(3, path.parent) == f"Written to {path}."
    path.write_text("my notes", "utf-8")
    assert "was left as it is" in answers.write_page(3, path.parent)
    assert path.read_text("utf-8") == "my notes"
    assert answers.write_page(3, path.parent, replace=True).startswith("Written over")
    assert path.read_text("utf-8") == answers.page(3)


def right_texts():
    return [text for n in range(10) for a in answers.key_to(n) for text in a.right if len(text) > 9]


def test_without_a_kernel_no_answer_is_seen():
    shown = answers.choose()
    assert isinstance(shown, answers.Key)
    still = shown._static() + repr(shown)
    assert "Run this cell" in still
    assert not [text for text in right_texts() if text in still]


def test_the_saved_notebook_holds_no_answer():
    path = ROOT / "notebooks/instructor/answers.ipynb"
    saved = path.read_text("utf-8")
    assert not [text for text in right_texts() if text in saved]


def test_answers_appear_when_they_are_asked_for_and_go_again():
    key = answers.choose()
    key._widget()
    assert "Choose a lesson" in key._said.value
    key.lesson.value = 3
    assert "hidden" in key._said.value
    assert "<article" not in key.shown.value
    key.seen.value = True
    assert key.shown.value.count("<article") == sum(q.startswith("3.") for q in bank.bank())
    key.use.value = "code"
    assert key.shown.value.count("<article") == 3
    key.seen.value = False
    assert "<article" not in key.shown.value


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_no_lesson_leads_to_the_answers(path):
    assert "instructor" not in path.read_text("utf-8")


def test_as_html_takes_another_level_and_no_answers():
    assert answers.as_html([]) == '<div class="sands-key"></div>'
    assert "<h4>3.1 ·" in answers.as_html(answers.key_to(3)[:1], level=4)


def test_a_place_to_look_at_again_is_quoted_once():
    shown = answers.as_html(answers.key_to(3))
    assert f"To look at again: {bank.find('3.1').look_again}." in shown
    assert f"To look at again: “{bank.find('3.4').look_again}”." in shown
