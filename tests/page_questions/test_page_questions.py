"""Questions of a page: each unfolds to its answer without a script, and brings what one needs."""

import json

import pytest

from helpers import bank, judging, page_questions
from helpers.page_questions import Held

ALL = [q for q in bank.bank().values() if q.kind not in ("code", "chart")]
CODE = [q for q in bank.bank().values() if q.kind == "code"]


@pytest.mark.parametrize("question", ALL, ids=lambda q: q.id)
def test_every_question_unfolds_to_verdict_and_reason(question):
    held = page_questions.question(question.id)
    q = bank.worded(question)
    assert isinstance(held, Held)
    assert f'id="question-{q.id}"' in held.html
    for option in (*q.options, *q.partners):
        assert held.html.count(judging.prose(option.text)[3:-4]), option.key
    if q.kind in ("single", "multiple", "two-tier"):
        assert held.html.count('<ol type="A" class="options">') == 1 + (q.kind == "two-tier")
        assert all(judging.prose(o.why) in held.html for o in q.options if q.use != "predict")
    assert "Run this cell" not in held.html
    assert "<details open" not in held.html


@pytest.mark.parametrize("question", ALL, ids=lambda q: q.id)
def test_what_a_script_judges_by_is_plain_and_complete(question):
    facts = page_questions.facts(bank.worded(question))
    assert json.loads(json.dumps(facts)) == facts
    assert sorted(facts["listed"]) == sorted(o["key"] for o in facts["options"])
    if facts["kind"] == "series":
        assert len(facts["expected"]) == len(facts["options"]) == len(facts["sketch"]["points"])
        assert set(facts["drawn"]) == {"found", "frame"}
    if question.kind == "number" and question.expected is not None:
        assert facts["expected"] == bank.resolve(question.expected)


@pytest.mark.parametrize("question", CODE, ids=lambda q: q.id)
def test_a_coding_task_unfolds_to_its_solution(question):
    html = page_questions.solution(question.id)
    assert html.startswith("<details><summary>")
    assert ("<pre>" in html) == bool(question.worked)


def test_the_estimate_of_a_lesson_is_asked_with_its_scale():
    held = page_questions.estimate(3)
    assert "from 0 to 10" in held.html
    assert held.facts == {"id": "estimate-3", "kind": "estimate", "lesson": 3}


def test_what_waits_for_a_prediction_names_it():
    assert page_questions.held_back("3.7").startswith("Question 3.7 ")


def test_a_page_brings_every_message_that_its_script_says():
    told = page_questions.spoken()
    assert told["language"]["tag"] == "en"
    assert told["words"]["judging"]["signs"]["right"] == "Right"
    assert {name.split(".")[0] for name in page_questions.SPOKEN} == set(told["words"])
