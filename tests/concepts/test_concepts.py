"""The test of concepts: the same questions twice, kept once each, right told only at the end."""

import pytest

from helpers import bank, concepts, forms, journal


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


def opened(time):
    shown = concepts.concept_test(time)
    assert isinstance(shown, concepts.ConceptTest)
    shown.panel()
    if shown._open.layout.display != "none":
        shown._open.click()
    return shown


def right(question):
    return next(option.key for option in question.options if option.right)


def take(time, wrong=0):
    shown = opened(time)
    for place, question in enumerate(concepts.concept_items()):
        key = concepts.NONE if place < wrong else right(question)
        shown.boxes[question.id].value = key
    shown._room.children[-1].click()
    return shown


def test_the_test_has_ten_to_twelve_questions_with_one_right_answer_from_many_lessons():
    items = concepts.concept_items()
    assert 10 <= len(items) <= 12
    assert {q.kind for q in items} == {"single"}
    assert all(sum(o.right for o in q.options) == 1 for q in items)
    assert not any(q.use == "predict" or q.prompt.startswith("From lesson") for q in items)
    assert len({q.id.split(".")[0] for q in items}) >= 6


def test_every_answer_is_kept_under_the_key_of_its_time():
    take("before", wrong=3)
    kept = {entry["key"]: entry["value"] for entry in journal.entries("concept")}
    assert set(kept) == {concepts.key_of("before", q.id) for q in concepts.concept_items()}
    assert list(kept.values()).count(concepts.NONE) == 3
    assert {concepts.question_of(key) for key in kept} <= set(bank.bank())
    assert concepts.question_of("never:3.1") == concepts.question_of("3.1") == ""


def test_before_the_course_nothing_says_what_is_right():
    shown = take("before", wrong=3)
    said = shown._said.value + repr(shown) + shown._static()
    assert "kept" in shown._said.value
    for question in concepts.concept_items():
        assert all(o.why not in said for o in question.options if o.why)
    assert shown._room.children == ()
    assert "Right" not in said


def test_after_the_course_both_results_and_all_reasons_are_told():
    take("before", wrong=9)
    shown = take("after", wrong=2)
    of = len(concepts.concept_items())
    assert (concepts.score("before"), concepts.score("after")) == (of - 9, of - 2)
    assert f"You had {of - 9} of {of} right before the course, and {of - 2} of {of}" in (
        shown._said.value
    )
    told = shown._results.value
    assert told.count("<strong>Question") == of
    assert told.count("Right: “") == 2  # for whom did not know
    assert told.count("You said: “") == of - 2


def test_what_to_read_again_stands_in_its_own_lesson():
    shown = opened("after")
    for question in concepts.concept_items():
        wrong = next(option.key for option in question.options if not option.right)
        shown.boxes[question.id].value = wrong
    shown._room.children[-1].click()
    for question in concepts.concept_items():
        assert f'href="0{question.id[0]}-' in shown._verdict(1, question)


def test_without_a_test_before_there_is_nothing_to_compare_with():
    assert concepts.score("before") is None
    assert "nothing to compare with" in take("after")._said.value


def test_a_missing_answer_is_named_and_what_is_ticked_is_not_lost():
    shown = opened("before")
    first = concepts.concept_items()[0]
    shown.boxes[first.id].value = right(first)
    shown._room.children[-1].click()
    assert "Still open: 2, 3" in shown._said.value
    assert journal.entries("concept") == []
    again = opened("before")
    assert again.boxes[first.id].value == right(first)


def test_what_was_kept_stays_when_the_test_is_opened_again():
    take("before", wrong=1)
    again = concepts.concept_test("before")
    again.panel()
    assert again._open.layout.display == "none"
    assert "answers are kept" in again._said.value
    assert len(journal.entries("concept")) == len(concepts.concept_items())


def test_a_hand_made_journal_does_no_harm():
    for question in concepts.concept_items():
        journal.record("concept", concepts.key_of("after", question.id), {"x": [1]})
    shown = concepts.concept_test("after")
    shown.panel()
    assert concepts.score("after") == 0


def test_another_time_is_a_sentence():
    told = concepts.concept_test("during")
    assert isinstance(told, forms.Said)
    assert "before, after" in repr(told)


def test_a_translated_question_stays_in_the_test(tmp_path, monkeypatch):
    text = (bank.folder() / "03.toml").read_text("utf-8").replace("concept = true\n", "")
    (tmp_path / "03.toml").write_text(text, "utf-8")
    monkeypatch.setenv("SANDS_QUESTIONS", str(tmp_path))
    bank._overlaid.cache_clear()
    try:
        assert "3.16" in {q.id for q in concepts.concept_items()}
        assert bank.damage() == []
    finally:
        bank._overlaid.cache_clear()


def test_where_to_look_again_is_named_with_its_lesson():
    question = next(q for q in concepts.concept_items() if q.look_again)
    assert concepts.elsewhere(question).look_again.startswith("Lesson ")
