"""Forecasts: who is asked what next, which numbers count, what is due and what is refused."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import data, journal
from helpers.measures import trainer

LATER = date(2028, 3, 1)  # all open questions have closed


@pytest.fixture(autouse=True)
def _place(own_journal):
    return own_journal


def open_question(key):
    return next(row for row in trainer.open_forecasts() if row["key"] == key)


# --- the trainer ----------------------------------------------------------------------------------


def test_everybody_is_asked_all_questions_once_in_one_mixed_order():
    rows = trainer.asked()
    assert sorted(rows["question_id"]) == sorted(data.table("trainer_questions")["question_id"])
    assert rows["question_id"].is_unique
    assert not rows["asked_on"].is_monotonic_increasing
    assert rows["question_id"].tolist() == trainer.asked()["question_id"].tolist()


def test_each_ten_hold_both_outcomes():
    outcomes = trainer.asked()["outcome"].tolist()
    for start in range(0, len(outcomes), trainer.TEN):
        assert 0.3 <= pd.Series(outcomes[start : start + trainer.TEN]).mean() <= 0.7


@pytest.mark.parametrize(
    ("answer", "waits"),
    [
        ({}, "first"),
        ({"first": 40.0}, "second"),
        ({"first": 40.0, "second": 60.0}, "done"),
        ({"knew": True}, "done"),
        ({"first": 40.0, "knew": True}, "done"),
        ({"second": 60.0}, "first"),
    ],
)
def test_what_a_question_waits_for(answer, waits):
    assert trainer.phase(answer) == waits


def test_the_first_sound_numbers_count_before_and_after_the_clue():
    for value in ("soon", 400, None, True, 40, 90):
        journal.record("forecast", "tq01", value)
    for value in ("70", 60.0, 10):
        journal.record("update", "tq01", value)
    assert trainer.said() == {"tq01": {"first": 40.0, "second": 60.0}}
    assert trainer.scored().to_dict("records") == [
        {"question_id": "tq01", "first": 0.4, "second": 0.6, "outcome": 1}
    ]


def test_what_was_known_or_half_answered_does_not_count():
    journal.record("knew", "tq01", True)
    journal.record("forecast", "tq02", 30)
    journal.record("knew", "tq02", True)
    journal.record("forecast", "tq03", 30)
    assert trainer.scored().empty
    assert trainer.foreseen()["question_id"].tolist() == ["tq03"]
    assert trainer.left(trainer.asked(), trainer.said())[0] not in ("tq01", "tq02")


def test_forecasts_of_the_earlier_trainer_are_still_read():
    journal.record("forecast", "fq01", 60)
    journal.record("forecast", "fq99", 60)
    assert trainer.foreseen().to_numpy().tolist() == [["fq01", 0.6, 1]]


@given(st.floats(0, 1), st.sampled_from([0, 1]))
def test_the_scale_to_two_is_twice_the_scale_to_one(share, outcome):
    cost = trainer.hundredfold(share, outcome)
    both = (share - outcome) ** 2 + ((1 - share) - (1 - outcome)) ** 2
    assert cost["half"] == pytest.approx((share - outcome) ** 2)
    assert cost["full"] == pytest.approx(both)


# --- open forecasts -------------------------------------------------------------------------------


def test_a_forecast_is_due_from_its_last_day_until_it_is_settled():
    journal.record("forecast", "oq5", 20)  # closes on 30 September 2027
    assert trainer.due(date(2027, 9, 29)) == []
    assert [row["key"] for row in trainer.due(date(2027, 9, 30))] == ["oq5"]
    journal.record("settled", "oq5", {"outcome": "no", "day": "2027-09-30", "source": "SIPRI"})
    assert trainer.due(LATER) == []


def test_the_first_settlement_stands_and_the_number_before_it_counts():
    journal.record("forecast", "oq1", 60)
    journal.record("forecast", "oq1", 30)
    journal.record("settled", "oq1", {"outcome": "no", "day": "soon", "source": "UN"})
    journal.record("settled", "oq1", {"outcome": "no", "day": "2027-12-31", "source": "UN"})
    journal.record("settled", "oq1", {"outcome": "yes", "day": "2027-12-31", "source": "UN"})
    journal.record("forecast", "oq1", 1)
    assert trainer.settlements()["oq1"]["outcome"] == "no"
    (row,) = trainer.settled_forecasts().to_dict("records")
    assert (row["key"], row["probability"], row["outcome"]) == ("oq1", 0.3, 0)
    assert row["cost"] == pytest.approx(0.09)


def test_void_and_unsaid_forecasts_are_settled_and_not_scored():
    journal.record("forecast", "oq1", 60)
    journal.record("settled", "oq1", {"outcome": "void", "day": "2027-12-31", "source": "UN"})
    journal.record("settled", "oq2", {"outcome": "yes", "day": "2028-02-28", "source": "GACC"})
    assert len(trainer.settlements()) == 2
    assert trainer.settled_forecasts().empty


def test_the_judgment_of_the_briefing_is_settled_on_its_own_day():
    assert len(trainer.open_forecasts()) == len(data.table("open_questions"))
    journal.record("briefing", "judgment", "The four will sign no joint treaty by the end of 2027.")
    journal.record("briefing", "probability", "85")
    row = open_question(trainer.BRIEFING)
    assert (row["closes"], row["said"]) == (date(2027, 12, 31), 85)
    assert trainer.due(date(2027, 12, 30)) == []
    assert [row["key"] for row in trainer.due(date(2027, 12, 31))] == [trainer.BRIEFING]


@pytest.mark.parametrize(
    ("changed", "today", "code"),
    [
        ({}, LATER, ""),
        ({}, date(2026, 11, 28), "early"),
        ({"outcome": ""}, LATER, "outcome"),
        ({"outcome": "maybe"}, LATER, "outcome"),
        ({"day": ""}, LATER, "day"),
        ({"day": "2027-02-30"}, LATER, "day"),
        ({"day": "in 2027"}, LATER, "day"),
        ({"day": "2028-03-02"}, LATER, "ahead"),
        ({"day": "2026-10-31"}, LATER, "before"),
        ({"source": "  "}, LATER, "source"),
        ({"source": "x" * 2001}, LATER, "long"),
        ({"day": "31 December 2027", "source": "منبع 来源"}, LATER, ""),
    ],
)
def test_an_outcome_is_refused_for_one_reason(changed, today, code):
    entered = {"outcome": "no", "day": "2027-12-31", "source": "UN"} | changed
    assert trainer.fault(open_question("oq1"), entered, today) == code
