"""Lesson 8's trainer: two numbers and a clue, nothing told too early; open forecasts settled."""

from datetime import date
from html import unescape

import pytest
from drawn import sound

from helpers import data, journal, wording
from helpers.measures import trainer as measures
from helpers.topics import trainer as topic

LATER = date(2028, 3, 1)  # all open questions have closed


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "Nothing yet"),
        ("maybe", "“maybe” is not a number"),
        ("150", "150 lies outside the scale"),
        ("-1", "−1 lies outside the scale"),
        ("0.7", "For 70 in 100 write 70"),
        ("شاید", "“شاید” is not a number"),
        ("大概", "“大概” is not a number"),
        ("9" * 400, "is not a number"),
        ("so " * 4000, "is not a number"),
        ("35 %", ""),
    ],
)
def test_a_probability_that_is_none_gets_a_sentence(given, told):
    said = topic._problem(given)
    assert told in said
    assert bool(told) == bool(said)
    assert len(said) < 600


# --- the trainer ----------------------------------------------------------------------------------


def live():
    trainer = topic.Trainer()
    trainer._widget()
    return trainer


def answer(trainer, *numbers):
    for number in numbers:
        trainer._box.value = number
        trainer._kept()


def secrets(row):
    """What gives a question away: its outcome's reason, and the titles and addresses cited."""
    sources = data.table("sources").set_index("source_id").loc[row.source_ids.split(";")]
    return [row.reason, *sources["url"].dropna(), *sources["title"]]


def everything(trainer):
    return unescape(trainer._asked.value + trainer._said.value + trainer._after.value)


def test_before_it_is_run_the_trainer_asks_all_and_tells_nothing():
    trainer = topic.practise()
    html = unescape(trainer._static())
    assert repr(trainer) in html
    assert html.count("<li>") == len(trainer.rows) == 49
    for row in trainer.rows.values():
        assert not any(text in html for text in [row.clue, *secrets(row)])
        assert row.question_id not in html


def test_the_clue_comes_after_a_number_and_the_outcome_after_another_one():
    trainer = live()
    row = next(iter(trainer.rows.values()))
    for nonsense in ("", "often", "150", "-3", "0.5", "شاید"):
        answer(trainer, nonsense)
        assert "<p dir=" in trainer._said.value
        assert not any(text in everything(trainer) for text in [row.clue, *secrets(row)])
    assert journal.entries("forecast") == []
    answer(trainer, "30")
    assert journal.latest("forecast", row.question_id) == 30
    assert row.clue in everything(trainer)
    assert not any(text in everything(trainer) for text in secrets(row))
    answer(trainer, "maybe")
    assert row.clue in everything(trainer)
    assert "“maybe” is not a number" in trainer._said.value
    answer(trainer, "60")
    assert journal.latest("update", row.question_id) == 60
    assert trainer._box.disabled
    # the summit granted no plan: 0.3² = 0.09, 0.6² = 0.36, and twice that on the other scale
    assert "<strong>No</strong>" in trainer._said.value
    assert "0.09, and then 0.36" in trainer._said.value
    assert "0.18 and 0.72" in trainer._said.value
    assert "away from what happened" in trainer._said.value
    assert row.reason in everything(trainer)
    assert "href=" in trainer._said.value
    answer(trainer, "99")
    assert journal.latest("update", row.question_id) == 60
    assert "count as they were given" in trainer._said.value


def test_what_a_learner_knew_is_told_and_left_out_of_the_score():
    trainer = live()
    row = next(iter(trainer.rows.values()))
    trainer._known()
    assert row.clue in everything(trainer)
    assert row.reason in everything(trainer)
    assert "does not count in your score" in trainer._said.value
    assert measures.scored().empty
    trainer._score()
    assert "nothing to score" in trainer._said.value


def test_a_new_kernel_goes_on_between_clue_and_second_number():
    trainer = live()
    answer(trainer, "60", "20")
    trainer._move(1)
    answer(trainer, "70")
    journal._session_of.cache_clear()
    again = live()
    second = list(again.rows.values())[1]
    assert second.question in everything(again)
    assert second.clue in everything(again)
    assert not any(text in everything(again) for text in secrets(second))
    assert "Question 2 of ten" in again._asked.value
    again._move(-1)
    assert again._box.value == "20"
    assert again._box.disabled
    again._move(1)
    again._move(1)
    assert "Answer this question first" in again._said.value


def test_ten_questions_end_in_the_score_and_none_is_asked_twice():
    trainer, met = live(), []
    for n, row in enumerate(trainer.rows.values(), 1):
        met.append(trainer._now)
        right = str(100 * row.outcome)
        answer(trainer, "50", right)
        assert ("Ten are answered" in trainer._said.value) == (n % 10 == 0)
        assert bool(trainer._after.value) == (n % 10 == 0)
        trainer._move(1)
    assert sorted(met) == sorted(trainer.rows)
    assert "None is asked twice" in trainer._said.value
    shown = sound(topic.draw_score())
    assert shown.title == "Your Brier score: 0.25 before the clues, 0.00 after them"
    assert "0.50 and 0.00" in shown.caption
    done = live()
    assert done._box.disabled
    assert "Question 49 of 49" in done._asked.value


def test_the_score_cites_the_answered_questions_alone():
    trainer = live()
    answer(trainer, "10", "90")
    (first, *_) = trainer.rows.values()
    assert set(sound(topic.draw_score()).source_ids) == set(first.source_ids.split(";"))


def test_without_an_answer_there_is_a_sentence_and_no_score():
    assert "Answer at least one question" in topic.draw_score().caption
    trainer = live()
    trainer._score()
    assert "nothing to score" in trainer._said.value


def test_a_probability_typed_and_not_pressed_is_a_draft_of_its_own_question():
    trainer = live()
    row = next(iter(trainer.rows.values()))
    trainer._box.value = "30"
    trainer._draft.write()
    journal._session_of.cache_clear()
    again = live()
    assert (again._box.value, again._box.disabled) == ("30", False)
    assert wording.say("questions.estimate.draft") in again._said.value
    assert not any(text in everything(again) for text in [row.clue, *secrets(row)])
    answer(again, "30")
    again._box.value = "7"
    again._draft.write()
    journal._session_of.cache_clear()
    third = live()
    assert third._box.value == "7"
    assert row.clue in everything(third)
    assert journal.entries("update") == []


def test_a_measure_that_fails_leaves_the_probability_kept(monkeypatch):
    trainer = live()
    monkeypatch.setattr(topic, "_clue", lambda *_: 1 / 0)
    answer(trainer, "30")
    assert journal.latest("forecast", next(iter(trainer.rows))) == 30
    assert "This could not be shown." in trainer._said.value


# --- open questions -------------------------------------------------------------------------------


def opened(today=None):
    shown = topic.OpenForecasts(today)
    shown._widget()
    return shown


def test_open_questions_are_shown_with_their_last_day():
    shown = topic.keep_open()
    assert len(shown.rows) == 8
    assert shown._static().count("Closes") == 8
    assert "28 February 2028" in shown._static()
    assert "Run this cell" in repr(shown)
    assert "Settle a forecast" in repr(shown)


def test_open_forecasts_are_kept_changed_and_restored():
    shown = opened()
    shown._kept()
    assert "Nothing new to keep" in shown._said.value
    shown._boxes["oq1"].value = "25"
    shown._boxes["oq2"].value = "perhaps"
    shown._kept()
    assert "25 per cent is kept; it closes on 31 December 2027" in shown._said.value
    assert "Question 2: “perhaps” is not a number" in shown._said.value
    assert journal.latest("forecast", "oq2") is None
    shown._boxes["oq2"].value = ""
    shown._boxes["oq1"].value = "35"
    shown._kept()
    kept = [entry["value"] for entry in journal.entries("forecast", "oq1")]
    assert kept == [25, 35]
    journal._session_of.cache_clear()
    again = opened()
    assert again._boxes["oq1"].value == "35"
    assert again._boxes["oq2"].value == ""
    assert "Question 1: 35 per cent is kept" in again._said.value
    assert wording.say("questions.estimate.draft") not in again._said.value


def test_an_open_question_filled_and_not_pressed_comes_back_as_a_draft():
    shown = opened()
    shown._boxes["oq3"].value = "hard to say"
    shown._drafts["oq3"].write()
    journal._session_of.cache_clear()
    again = opened()
    assert again._boxes["oq3"].value == "hard to say"
    assert wording.say("questions.estimate.draft") in again._said.value
    again._kept()
    assert "Question 3" in again._said.value
    assert journal.entries("forecast") == []


def fill(settlement, key, **texts):
    settlement._which.value = key
    for name, text in texts.items():
        settlement._boxes[name].value = text
    settlement._kept()
    return settlement._said.value


def test_what_is_due_is_said_first():
    for key in ("oq1", "oq5"):
        journal.record("forecast", key, 30)
    assert "due" not in opened(date(2026, 11, 28))._said.value
    assert "One of yours is due: Question 5" in opened(date(2027, 10, 1))._said.value
    told = opened(LATER)._said.value
    assert "Two of yours are due: Question 1" in told
    assert told.index("due") < told.index("is kept")


def test_an_outcome_before_its_day_is_refused_in_a_sentence_and_waits_as_a_draft():
    settlement = opened(date(2026, 11, 28)).settlement
    told = fill(settlement, "oq1", outcome="yes", day="2026-11-28", source="UN Digital Library")
    assert "Question 1 closes on 31 December 2027" in told
    assert told.count("<p") == 1
    assert journal.entries("settled") == []
    journal._session_of.cache_clear()
    again = opened(LATER).settlement
    assert again._boxes["outcome"].value == "yes"
    assert again._boxes["source"].value == "UN Digital Library"
    assert "kept as a draft" in again._said.value
    again._kept()
    assert [entry["key"] for entry in journal.entries("settled")] == ["oq1"]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"outcome": ""}, "yes, no, or void"),
        ({"day": ""}, "Write the day"),
        ({"day": "maybe"}, "“maybe” is not a day"),
        ({"day": "明天"}, "“明天” is not a day"),
        ({"day": "150"}, "“150” is not a day"),
        ({"day": "2030-01-01"}, "has not come yet"),
        ({"day": "1999-01-01"}, "before the day on which the question was asked"),
        ({"source": ""}, "Name where you read it"),
        ({"source": "x" * 5000}, "too long"),
    ],
)
def test_a_bad_settlement_is_told_and_nothing_of_it_is_lost(texts, told):
    settlement = opened(LATER).settlement
    entered = {"outcome": "no", "day": "2027-12-31", "source": "UN"} | texts
    assert told in fill(settlement, "oq1", **entered)
    assert journal.entries("settled") == []
    assert journal.latest("draft", "settled:oq1") == entered


def test_a_settled_forecast_is_scored_in_both_conventions_and_its_first_outcome_stands():
    journal.record("forecast", "oq1", 35)
    settlement = opened(LATER).settlement
    told = fill(settlement, "oq1", outcome="yes", day="30 December 2027", source="سند 文件")
    assert "Question 1: yes, 30 December 2027. Source: سند 文件" in told
    assert "0.42 from 0 to 1, or 0.85 from 0 to 2" in told
    assert "1 settled forecast: 0.42" in told
    told = fill(settlement, "oq1", outcome="no")
    assert "the first outcome stands" in told
    assert "0.42" in told
    assert [entry["value"]["outcome"] for entry in journal.entries("resettled")] == ["no"]
    journal._session_of.cache_clear()
    again = opened(LATER).settlement
    assert again._boxes["outcome"].value == "yes"
    assert "0.42" in again._said.value


def test_void_and_unsaid_outcomes_say_that_nothing_is_scored():
    settlement = opened(LATER).settlement
    entered = {"day": "2027-12-31", "source": "UN"}
    assert "does not count" in fill(settlement, "oq1", outcome="void", **entered)
    assert "no probability" in fill(settlement, "oq3", outcome="no", **entered)


def test_an_outcome_is_entered_on_the_day_of_the_clock_unless_another_is_given():
    assert topic.Settlement().today == date.today()
    assert topic.Settlement(LATER).today == LATER


def test_each_question_has_a_draft_of_its_own():
    settlement = opened(LATER).settlement
    settlement._boxes["source"].value = "for the first"
    settlement._which.value = "oq4"
    assert settlement._boxes["source"].value == ""
    settlement._boxes["source"].value = "for the fourth"
    settlement._which.value = "oq1"
    assert settlement._boxes["source"].value == "for the first"
    assert journal.latest("draft", "settled:oq4")["source"] == "for the fourth"


def test_the_judgment_of_the_briefing_can_be_settled():
    journal.record("briefing", "judgment", "No text of all four will be signed by the end of 2027.")
    journal.record("briefing", "probability", "80")
    shown = opened(LATER)
    assert "The judgment of your briefing (since 31 December 2027)" in shown._said.value
    told = fill(shown.settlement, measures.BRIEFING, outcome="yes", day="2027-12-31", source="IRNA")
    assert "The judgment of your briefing: yes" in told
    assert "0.04" in told


def test_a_number_after_the_outcome_is_kept_and_told_not_to_count():
    journal.record("forecast", "oq1", 35)
    shown = opened(LATER)
    fill(shown.settlement, "oq1", outcome="yes", day="2027-12-31", source="UN")
    shown._boxes["oq1"].value = "99"
    shown._kept()
    assert "no longer changes its score" in shown._said.value
    assert measures.settled_forecasts()["probability"].tolist() == [0.35]
