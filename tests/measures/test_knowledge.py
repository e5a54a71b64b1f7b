"""How sure a learner was: what counts, how it is grouped, on which side it lies."""

import pandas as pd
import pytest

from helpers import data, journal
from helpers.measures import knowledge


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


def test_nobody_has_answered():
    assert knowledge.answered().empty
    assert knowledge.foreseen().empty
    assert knowledge.groups(knowledge.answered()).empty
    assert knowledge.gap(knowledge.answered()) is None


def test_the_first_answer_with_a_step_counts_and_none_without():
    journal.record("answer", "1.4", "more", correct=False)
    journal.record("answer", "1.5", 4, correct=True)
    journal.record("answer", "1.6", "a", correct=False, sure=70)
    journal.record("answer", "1.6", "b", correct=True, sure=90)
    journal.record("answer", "1.7", "a", correct=True, sure=30)
    found = knowledge.answered()
    assert found.to_numpy().tolist() == [["1.6", 0.7, 0], ["1.7", 0.3, 1]]


@pytest.mark.parametrize("odd", ["70", 71, True, None, [70], 7e9])
def test_an_odd_entry_of_a_copied_journal_is_left_out(odd):
    journal.record("answer", "1.6", "a", correct=False, sure=odd)
    journal.record("forecast", "fq01", odd if odd != 71 else 101)
    assert knowledge.answered().empty
    assert knowledge.foreseen().empty


def test_of_a_forecast_the_first_counts():
    row = data.table("forecast_questions").iloc[0]
    journal.record("forecast", row["question_id"], 20.0)
    journal.record("forecast", row["question_id"], 90.0)
    journal.record("forecast", "no-such-question", 90.0)
    found = knowledge.foreseen()
    assert found.to_numpy().tolist() == [[row["question_id"], 0.2, int(row["outcome"])]]


def test_groups_worked_by_hand():
    frame = pd.DataFrame({"said": [0.3, 0.9, 0.9, 0.9], "came": [1, 1, 0, 0]})
    found = knowledge.groups(frame, [step / 100 for step in knowledge.STEPS])
    assert found["said"].tolist() == pytest.approx([0.3, 0.9])
    assert found["happened"].tolist() == pytest.approx([1, 1 / 3])
    assert found["cases"].tolist() == [1, 3]
    assert knowledge.gap(frame) == pytest.approx((0.3 + 2.7 - 2) / 4)


def test_groups_hold_every_case_once():
    frame = pd.DataFrame(
        {"said": [n / 100 for n in range(101)], "came": [n % 2 for n in range(101)]}
    )
    found = knowledge.groups(frame)
    assert found["cases"].sum() == 101
    assert (found["said"].diff().dropna() > 0).all()
