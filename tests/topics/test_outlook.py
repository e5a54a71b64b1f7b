"""Lesson 8: scores by hand, forecasts that are kept and revealed in order, every page drawn."""

import re

import pandas as pd
import pytest
from drawn import sound
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, data, figures, journal, wording
from helpers.measures import outlook as measures
from helpers.topics import outlook as topic

WORDS = list(measures.EFFECTS)


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


# --- measures, worked by hand -------------------------------------------------------------------


def test_single_costs():
    assert measures.cost_of_eighty() == 0.64
    costs = topic.show_costs().frame.set_index("You say")
    assert costs.loc["50 per cent"].tolist() == [0.25, 0.25]
    assert costs.iloc[:, 0].to_numpy() == pytest.approx(costs.iloc[::-1, 1].to_numpy())


def test_warheads_are_two_series_and_never_one():
    rows = measures.warheads().set_index("year")
    assert list(rows.index) == [2019, 2021, 2022, 2023, 2024, 2025]
    assert (rows.loc[2021, "low"], rows.loc[2021, "high"]) == (40, 50)
    assert list(rows.loc[2022:, "low"]) == [20, 30, 50, 50]
    assert list(rows["counting"].unique()) == ["before the break", "after the break"]
    assert rows.loc[2021, "counting"] == "before the break"
    sound(topic.draw_warheads())
    for line in figures.sheet().axes[0].lines:
        years = set(line.get_xdata())
        assert not (min(years) <= 2021 and max(years) >= 2022), "a line crosses the break"


def test_russias_share_of_arms_exports_fell_and_windows_are_named():
    frame = topic.show_arms().frame
    shares = frame[frame["Supplier"] == "Russia"].iloc[:, 2]
    assert list(shares) == [22, 16, 11, 7.8, 6.8]
    assert "overlap" in topic.show_arms().caption


def test_the_bank_knows_these_measures():
    for number, value in ((4, 11), (7, 0.64), (14, 5 / 11), (15, 0.49)):
        question = bank.find(f"8.{number}")
        assert bank.resolve(question.expected) == pytest.approx(value)


# --- options and goals ----------------------------------------------------------------------------


def test_a_tradeoff_by_hand():
    goals = topic.GOALS[:3]
    serves, none, against = WORDS
    ratings = {
        "po01": dict(zip(goals, (serves, none, against), strict=True)),  # 3 - 1 = 2; turned 1 - 3
        "po02": dict(zip(goals, (none, none, serves), strict=True)),  # 1; turned 3
        "po03": {goals[1]: serves},  # 2; turned 2
        "nowhere": {goals[0]: serves},
        "po04": {"a goal of nobody": serves},
        "po05": {goals[0]: "nonsense"},
    }
    frame = measures.tradeoff(ratings, goals).set_index("option_id")
    assert list(frame.index) == ["po01", "po03", "po02"]
    assert list(frame["total"]) == [2, 2, 1]
    assert list(frame["place"]) == [1, 1, 3]
    assert frame["turned"].to_dict() == {"po02": 1, "po03": 2, "po01": 3}
    assert frame["conflict"].to_dict() == {"po01": True, "po03": False, "po02": False}


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([f"po{n:02}" for n in range(1, 16)]),
        st.dictionaries(st.sampled_from(topic.GOALS[:3]), st.sampled_from(WORDS)),
    ),
    st.integers(1, 3),
)
def test_turning_the_goals_round_swaps_the_two_places(ratings, count):
    goals = topic.GOALS[:count]
    one = measures.tradeoff(ratings, goals).set_index("option_id")
    other = measures.tradeoff(ratings, goals[::-1]).set_index("option_id")
    assert one["place"].to_dict() == other["turned"].to_dict()
    assert one["turned"].to_dict() == other["place"].to_dict()
    assert one["conflict"].to_dict() == other["conflict"].to_dict()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_tradeoff_is_drawn_for_any_number_of_goals(count):
    goals = sorted(topic.GOALS, key=len)[-count:]
    options = data.table("policy_options")["option_id"]
    words = [[WORDS[(n * 2 + m) % 3] for m in range(count)] for n in range(15)]
    ratings = {o: dict(zip(goals, w, strict=True)) for o, w in zip(options, words, strict=True)}
    shown = sound(topic.draw_tradeoff(ratings, goals), figures.TALL)
    assert len(shown.table.frame) == 15
    sound(topic.draw_tradeoff({"po01": {goals[0]: WORDS[0]}}, goals), figures.TALL)


def test_nothing_rated_is_said_in_words():
    assert "Rate at least one" in topic.draw_tradeoff({}, topic.GOALS[:2]).caption
    assert "Rate at least one" in topic.draw_tradeoff({"po01": {}}, topic.GOALS[:2]).caption


def test_goals_come_before_options():
    assert "No goal is set yet" in repr(topic.rate_options())
    goals = topic.set_goals()
    goals._widget()
    goals.put("first", "Goal", topic.GOALS[3])
    goals.put("second", "Goal", topic.GOALS[3])
    goals.put("third", "Goal", topic.GOALS[0])
    goals._kept()
    assert topic.ranked(topic.set_goals().filled) == [topic.GOALS[3], topic.GOALS[0]]
    assert topic.GOALS[3] in goals._shown.value
    board = topic.rate_options()
    assert list(board.columns) == [topic.GOALS[3], topic.GOALS[0]]
    assert len(board.rows) == 15
    board._widget()
    board.put("po06", topic.GOALS[3], WORDS[0])
    board._kept()
    assert "<figure" in board._shown.value
    assert journal.latest("board", "8.options") == {"po06": {topic.GOALS[3]: WORDS[0]}}


def test_goals_of_a_strange_journal_are_left_out():
    assert topic.ranked({"first": {"Goal": "rule the world"}, "fourth": {}}) == []
    assert list(topic.read_goals({}).frame.columns) == ["Goal", "Weight"]


def test_options_have_two_cases_in_seven_families():
    assert set(data.table("policy_options")["family"]) == set(topic.FAMILIES)
    for state in topic.explore_options().states():
        shown = topic.explore_options().show(**state)
        assert shown.frame.notna().all().all()
        assert len(shown.frame) == (15 if state["family"] == "all" else len(shown.frame))
    assert len(topic.show_options("all").frame) == 15


def test_the_two_errors_name_their_views():
    told = repr(topic.show_two_errors())
    for name in ("Chivvis", "DePetris", "Kendall-Taylor", "self-fulfilling", "spillovers"):
        assert name in told


# --- pages and explorers --------------------------------------------------------------------------


def test_every_implication_can_be_read_from_both_sides():
    explorer = topic.explore_implications()
    states = explorer.states()
    assert len(states) == 19 * 3
    for state in states:
        shown = explorer.show(**state)
        parts = " ".join(shown.frame["Part"])
        assert ("Speaks for" in parts) == (state["sides"] != topic.SIDES[2])
        assert ("Speaks against" in parts) == (state["sides"] != topic.SIDES[1])
        assert "To watch" in parts
        assert shown.sentence
    assert "96.7" in repr(topic.show_implication("im15"))
    assert "none in the table" in repr(topic.show_implication("im01"))


def test_every_setting_of_the_board_of_indicators_can_be_read():
    explorer = topic.explore_indicators()
    for state in explorer.states():
        shown = explorer.show(**state)
        if not state["show"]:
            assert "Tick at least one" in shown.caption
            continue
        sound(shown, figures.TALL)
        drawn = [
            float(line.get_xdata()[0])
            for line in figures.sheet(figures.WIDTH, figures.TALL).axes[0].lines
        ]
        assert len(drawn) == len(shown.table.frame)
        if state["oldest_first"]:
            assert drawn == sorted(drawn)


@pytest.mark.parametrize("guess", [None, 0, 11, -5, 1e9, "many"])
def test_the_board_tells_the_guess(guess):
    shown = topic.draw_indicators(guess=guess)
    assert shown.caption.startswith("By our coding" if guess is None else "You guessed")


def test_every_forecaster_can_be_scored():
    explorer = topic.explore_forecasters()
    states = explorer.states()
    assert len(states) == 5 * 3
    for state in states:
        shown = explorer.show(**state)
        if state == {"forecaster": measures.FIFTY, "counted": topic.COUNTED[2]}:
            assert "No question counts" in shown.caption
            continue
        sound(shown)
        texts = [t.get_text() for ax in figures.sheet().axes for t in ax.texts]
        assert any("EXAMPLE" in text for text in texts)
    # chosen after the result, anybody looks good: 0.9 on yes questions costs 0.01
    assert "0.01" in topic.score_forecaster(measures.YES, topic.COUNTED[1]).title


@pytest.mark.parametrize("guess", [None, "better", "same", "worse", "nonsense"])
def test_the_scores_tell_the_guess(guess):
    shown = sound(topic.draw_forecasters(guess))
    texts = [text.get_text() for text in figures.sheet().axes[0].texts]
    assert "yes 0.25, no 0.25" in texts  # marks on one place are told in numbers
    assert shown.title == "“Nothing changes” scores 0.49, worse than always 50 per cent"
    assert ("You expected" in shown.caption) == (guess in ("better", "same", "worse"))


# --- the trainer ----------------------------------------------------------------------------------


def secrets(question):
    """Words that give a practice question away: cited addresses, event titles, the event's day."""
    row = measures.practice().set_index("question_id").loc[question]
    events = data.table("events").set_index("event_id")
    ids = [] if pd.isna(row["event_ids"]) else row["event_ids"].split(";")
    urls = data.table("sources").set_index("source_id")["url"].dropna()
    cited = [urls[i] for i in row["source_ids"].split(";") if i in urls]
    return [events.loc[i, "title"] for i in ids] + cited


def test_before_it_is_run_the_trainer_asks_all_and_tells_nothing():
    trainer = topic.practise()
    html = trainer._static()
    assert repr(trainer) in html
    assert html.count("<li>") == 26
    for row in trainer.rows:
        assert not any(words in html for words in secrets(row.question_id))
        assert not re.search(rf"\b{row.question_id}\b", repr(trainer))


def everything(trainer):
    return trainer._asked.value + trainer._said.value + trainer._after.value


def test_the_outcome_is_told_only_after_a_probability_and_kept_at_once():
    trainer = topic.Trainer()
    trainer._widget()
    first = trainer.rows[0].question_id
    assert not any(words in everything(trainer) for words in secrets(first))
    for nonsense in ("", "often", "120", "-3", "0.5"):
        trainer._box.value = nonsense
        trainer._kept()
        assert "<p dir=" in trainer._said.value
        assert not any(words in everything(trainer) for words in secrets(first))
    assert journal.latest("forecast", first) is None
    trainer._box.value = "30"
    trainer._kept()
    assert journal.latest("forecast", first) == 30
    assert trainer._box.disabled
    # it came out yes: (0.3 - 1)² = 0.49
    assert "<strong>Yes</strong>" in trainer._said.value
    assert "0.49" in trainer._said.value
    assert "href=" in trainer._said.value
    trainer._box.value = "99"
    trainer._kept()
    assert journal.latest("forecast", first) == 30
    assert "first probability counts" in trainer._said.value


def test_a_new_kernel_goes_on_where_the_learner_stopped():
    trainer = topic.Trainer()
    trainer._widget()
    for number in ("60", "20"):
        trainer._box.value = number
        trainer._kept()
        trainer._move(1)
    journal._session_of.cache_clear()
    again = topic.Trainer()
    again._widget()
    assert again.place == 2
    assert "2 of 26" in again._said.value
    assert not again._box.disabled
    again._move(-1)
    assert again._box.value == "20"
    assert again._box.disabled
    again._move(-2)
    assert again.place == 25


def test_every_question_can_be_answered_and_the_score_is_drawn():
    trainer = topic.Trainer()
    trainer._widget()
    trainer._score()
    assert "nothing to score" in trainer._said.value
    for row in trainer.rows:
        trainer._box.value = str(100 * row.outcome)
        trainer._kept()
        assert f"squared distance is {0:.2f}" in trainer._said.value
        trainer._move(1)
    mine = measures.my_forecasts()
    assert measures.brier(mine["probability"], mine["outcome"]) == 0
    trainer._score()
    assert "Brier score 0.00" in trainer._after.value
    shown = sound(topic.draw_calibration(mine, "you", made_up=False))
    assert shown.title == "You: Brier score 0.00 on 26 questions"
    one = sound(topic.draw_calibration(mine.head(1), "you", made_up=False))
    answered = measures.practice()["source_ids"].iloc[0].split(";")
    assert set(one.source_ids) == set(answered), "sources of unanswered questions tell outcomes"
    done = topic.Trainer()
    done._widget()
    assert "26 of 26" in done._said.value


def test_only_the_first_sound_answer_counts():
    for value in ("soon", 400, None, True, 40, 90):
        journal.record("forecast", "fq01", value)
    journal.record("forecast", "fq99", 10)
    journal.record("forecast", "oq1", 10)
    mine = measures.my_forecasts()
    assert mine.to_dict("records") == [
        {"forecaster": "you", "question_id": "fq01", "probability": 0.4, "outcome": 1}
    ]
    assert measures.my_forecasts("nothing of this kind").empty
    assert "nothing to score" not in topic.draw_calibration(mine, "you").caption
    assert "No question counts" in topic.draw_calibration(mine.head(0), "you").caption


def test_outcomes_by_silence_and_by_table_say_so():
    assert "no report of it was found by the last day" in topic.outcome("fq02", 10)
    assert "table un_ukraine_votes" in topic.outcome("fq15", 10)
    assert "8 December 2024" in topic.outcome("fq11", 10)


# --- open questions -------------------------------------------------------------------------------


def test_open_questions_are_shown_with_their_last_day():
    shown = topic.keep_open()
    assert len(shown.rows) == 8
    assert shown._static().count("Closes") == 8
    assert "28 February 2028" in shown._static()
    assert "Run this cell" in repr(shown)


def test_open_forecasts_are_kept_changed_and_restored():
    shown = topic.OpenForecasts()
    shown._widget()
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
    again = topic.OpenForecasts()
    again._widget()
    assert again._boxes["oq1"].value == "35"
    assert again._boxes["oq2"].value == ""
    assert "Question 1: 35 per cent is kept" in again._said.value
    assert wording.say("questions.estimate.draft") not in again._said.value


def test_a_probability_typed_and_not_pressed_is_a_draft_of_its_own_question():
    trainer = topic.Trainer()
    trainer._widget()
    first, second = (row.question_id for row in trainer.rows[:2])
    trainer._box.value = "30"
    trainer._move(1)
    trainer._box.value = "7"
    trainer._draft.write()
    assert trainer._texts == {first: "30", second: "7"}
    journal._session_of.cache_clear()
    again = topic.Trainer()
    again._widget()
    assert (again._box.value, again._box.disabled) == ("30", False)
    assert wording.say("questions.estimate.draft") in again._said.value
    assert not any(words in everything(again) for words in secrets(first))
    again._move(1)
    assert again._box.value == "7"
    assert journal.entries("forecast") == []


def test_an_open_question_filled_and_not_pressed_comes_back_as_a_draft():
    shown = topic.OpenForecasts()
    shown._widget()
    shown._boxes["oq3"].value = "hard to say"
    shown._drafts["oq3"].write()
    journal._session_of.cache_clear()
    again = topic.OpenForecasts()
    again._widget()
    assert again._boxes["oq3"].value == "hard to say"
    assert wording.say("questions.estimate.draft") in again._said.value
    again._kept()
    assert "Question 3" in again._said.value
    assert journal.entries("forecast") == []


def test_a_measure_that_fails_leaves_the_probability_kept(monkeypatch):
    trainer = topic.Trainer()
    trainer._widget()
    monkeypatch.setattr(topic, "outcome", lambda *_: 1 / 0)
    trainer._box.value = "30"
    trainer._kept()
    assert journal.latest("forecast", trainer.rows[0].question_id) == 30
    assert "This could not be shown." in trainer._said.value
