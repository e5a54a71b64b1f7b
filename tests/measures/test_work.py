"""Measures of a learner's own work: progress, the boxes of the deck, what comes and why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import bank, data, journal
from helpers.measures import work as measures

CHECKS = [q.id for q in bank.bank().values() if measures.repeats(q)]


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


def answer(key, right):
    journal.record("answer", key, "x", correct=right)


def test_nothing_is_done_in_an_empty_journal_and_lesson_0_is_next():
    frame = measures.progress()
    assert frame["lesson"].tolist() == list(measures.LESSONS)
    assert frame[["done", "right", "missed", "code", "boards"]].to_numpy().sum() == 0
    assert measures.next_lesson(frame) == (0, "new")
    assert measures.deck() == measures.cards() == []
    assert measures.answered() == []


def test_what_is_done_is_counted_by_lesson():
    answer("3.1", False)
    answer("3.1", True)
    answer("3.2", False)
    journal.record("board", "3.clauses", {})
    journal.record("estimate", "3", {"best": 4})
    row = measures.progress().loc[3]
    assert row[["done", "right", "missed", "boards"]].tolist() == [2, 1, 1, 1]
    assert row["estimate"]
    assert row["begun"]
    assert measures.next_lesson(measures.progress()) == (3, "open")


def test_a_prediction_counts_when_it_was_made_or_its_answer_looked_at():
    made, looked = [q.id for q in bank.bank().values() if q.use == "predict"][:2]
    journal.record("prediction", made, 3)
    journal.record("skipped", looked, True)
    assert measures.progress()["done"].sum() == 2


def test_when_all_is_done_there_is_no_next_lesson():
    frame = measures.progress().assign(done=99, estimate=True, begun=True)
    assert measures.next_lesson(frame) is None


@given(st.integers(1, len(measures.BOXES)))
def test_a_card_moves_one_box_up_or_back_to_the_first(box):
    assert measures.moved(box, False) == 1
    assert measures.moved(box, True) == min(box + 1, len(measures.BOXES))


def test_each_box_waits_twice_as_long_as_the_one_before():
    assert all(b == 2 * a for a, b in zip(measures.BOXES, measures.BOXES[1:], strict=False))


def test_what_was_missed_comes_at_once_and_what_was_right_after_a_week():
    missed, right = CHECKS[:2]
    answer(missed, False)
    answer(right, True)
    whys = {card.key: card.why for card in measures.deck() if card.kind == "question"}
    assert whys == {missed: "missed"}
    later = measures.today() + timedelta(days=measures.OLD)
    found = {card.key: card for card in measures.deck(later)}
    assert (found[right].why, found[right].days, found[right].box) == ("old", 7, 2)


def test_a_question_missed_first_and_right_later_is_repeated():
    answer(CHECKS[0], False)
    answer(CHECKS[0], True)
    assert measures.deck()[0].why == "missed"


def test_a_card_that_was_turned_waits_for_its_box():
    answer(CHECKS[0], False)
    journal.record("deck", CHECKS[0], {"box": 3, "right": True})
    now = measures.today()
    assert CHECKS[0] not in [card.key for card in measures.deck(now + timedelta(days=3))]
    found = {card.key: card for card in measures.deck(now + timedelta(days=4))}
    assert (found[CHECKS[0]].why, found[CHECKS[0]].days) == ("due", 4)


@pytest.mark.parametrize(("days", "waits"), [(9, 9), (0, 4), ("9", 4), (10**9, 4), (None, 4)])
def test_a_card_waits_as_long_as_the_journal_says_where_that_can_be(days, waits):
    answer(CHECKS[0], False)
    journal.record("deck", CHECKS[0], {"box": 3, "days": days, "right": True})
    found = {card.key: card for card in measures.cards()}
    assert found[CHECKS[0]].due == measures.today() + timedelta(days=waits)


def test_a_miss_after_the_card_was_turned_brings_it_back():
    journal.record("deck", CHECKS[0], {"box": 5, "right": True})
    answer(CHECKS[0], False)
    assert measures.deck()[0].why == "missed"


def test_a_question_about_what_stands_above_it_is_no_card():
    hunts = [q for q in bank.bank().values() if q.use == "hunt"]
    for question in hunts:
        answer(question.id, False)
    assert hunts
    assert not [card for card in measures.cards() if card.kind == "question"]


def test_one_sitting_is_short_and_what_was_missed_comes_first():
    for key in CHECKS[:9]:
        answer(key, False)
    sitting = measures.deck()
    assert len(sitting) == measures.CARDS
    assert [card.why for card in sitting[:9]] == ["missed"] * 9
    assert sum(card.why == "new" for card in sitting) <= measures.TERMS


def test_words_come_of_lessons_that_were_begun_alone():
    answer("3.1", True)
    terms = [measures.term_of(card.key) for card in measures.cards() if card.kind == "term"]
    assert {term["lesson"] for term in terms} == {3}


def test_every_term_has_a_key_of_its_own():
    terms = data.table("glossary")["term"]
    assert len({measures.term_key(term) for term in terms}) == len(terms)
    assert all(measures.term_of(measures.term_key(term))["term"] == term for term in terms)
    assert measures.term_of("term:gone") is None


@pytest.mark.parametrize("value", [None, 3, "box", [], {}, {"box": 0}, {"box": "1"}, {"box": 99}])
def test_a_damaged_card_was_never_turned(value):
    answer(CHECKS[0], False)
    journal.record("deck", CHECKS[0], value)
    assert measures.deck()[0] == measures.Card(
        "question", CHECKS[0], 1, "missed", 0, measures.today()
    )


def test_a_question_that_left_the_bank_has_no_card():
    answer("3.999", False)
    journal.record("deck", "term:gone", {"box": 1, "right": False})
    far = date(2200, 1, 1)
    assert {card.key for card in measures.deck(far)} & {"3.999", "term:gone"} == set()


def test_of_a_prediction_the_first_guess_is_told_and_of_an_answer_the_newest():
    guess = next(q.id for q in bank.bank().values() if q.use == "predict")
    for value in (1, 2):
        journal.record("prediction", guess, value)
        answer("3.1", value == 2)
    told = {entry["key"]: entry for entry in measures.answered()}
    assert told[guess]["value"] == 1
    assert told["3.1"]["correct"] is True
    assert [entry["key"] for entry in measures.answered(3)] == ["3.1"]


def test_who_takes_no_code_can_finish_a_lesson():
    for question in (q for q in bank.bank().values() if q.id.startswith("3.") and not q.coding):
        journal.record(question.kept_as, question.id, "x")
    journal.record("estimate", "3", {"best": 4})
    frame = measures.progress()
    row = frame.loc[3]
    assert row["done"] == row["questions"] > 10
    assert measures.next_lesson(frame) == (0, "new")


def test_a_chart_of_ones_own_counts_among_the_tasks_and_is_told():
    journal.record("own_chart", "3.20", {"title": "Help"}, correct=True)
    row = measures.progress().loc[3]
    assert row[["done", "code", "begun"]].tolist() == [0, 1, True]
    assert [entry["key"] for entry in measures.answered(3)] == ["3.20"]
