"""Lesson 0: how large the four are, by measures that miss different things."""

import re

import pandas as pd
import pytest
from drawn import sound

from helpers import data, figures
from helpers.measures import actors as measures
from helpers.measures import states
from helpers.topics import actors as topic


def test_the_numbers_of_the_findings():
    assert measures.china_share() == 77
    frame = measures.latest((*topic.THE_FOUR, "IND")).set_index(["indicator", "iso3"])["value"]
    cinc = frame["cinc"]
    three = cinc[["RUS", "IRN", "PRK"]].sum()
    assert three == pytest.approx(6.9, abs=0.05)
    assert three < cinc["IND"] == pytest.approx(9.9, abs=0.05)
    assert pd.isna(frame["gdp_current_usd", "PRK"])
    assert pd.isna(frame["military_expenditure_usd_bn", "PRK"])


def test_states_have_short_names():
    short = states.names()
    assert short["PRK"] == "North Korea"
    assert short["TUR"] == "Türkiye"
    assert set(topic.COMPARED) <= set(short.index)


def test_the_reach_of_each_subject_is_that_of_its_table():
    frame = topic.show_reach().frame.set_index("Subject")["The data reach"]
    assert len(frame) == 8
    assert frame["Treaties"] == data.as_of("treaties")
    assert frame["Drone launches"] == data.as_of("drone_launches")
    assert frame.str.contains(r"20\d\d").all()


@pytest.mark.parametrize("guess", [None, 0, 40, 100, 250, -3])
def test_the_first_chart_shows_the_learners_guess(guess):
    shown = sound(topic.draw_power(guess))
    assert shown.title == "China is 77 per cent of the four’s power index"
    assert shown.caption.startswith(
        "China is" if guess is None else f"You guessed {guess} per cent.".replace("-", "−")
    )
    assert "less than India with 9.9" in shown.alt


def test_the_four_wear_their_colours_exactly():
    colours = {colour.upper() for colour in re.findall(r"#\w{6}", topic.draw_power().svg)}
    wanted = {figures.LOOKS[state].colour for state in topic.THE_FOUR}
    assert wanted | {figures.BAR, figures.PAPER, figures.INK, figures.GRID} <= colours


def test_rows_and_words_follow_the_settings():
    explorer = topic.explore_capabilities()
    assert len(explorer.states()) == 2 * (2 + 2 * len(topic.COMPARED))
    for state in explorer.states(10):
        shown = explorer.show(**state)
        assert shown.sentence.endswith("; with sums." if state["sums"] else ".")
        rows = list(shown.table.frame["State"])
        assert rows[:4] == ["Russia", "Iran", "North Korea", "China"]
        assert len(rows) == 4 + 2 * state["sums"] + len(state["compare"])


def test_a_sum_with_a_gap_says_so():
    topic.draw_capabilities(compare=(), sums=True)
    texts = [t.get_text() for ax in figures.sheet().axes for t in ax.texts]
    assert any(text.endswith(" +") for text in texts)
    assert {"not known", "none"} <= set(texts)
    assert "6,109" in texts  # Iran has none, so that nothing is missing from the sum of warheads


def test_none_not_known_and_not_in_our_table_are_three_words():
    assert measures.why_empty("IRN", "nuclear_warheads_total_inventory") == "none"
    assert measures.why_empty("PRK", "gdp_current_usd") == "unknown"
    assert measures.why_empty("JPN", "military_expenditure_usd_bn") == "elsewhere"
    shown = topic.draw_capabilities(compare=("JPN", "IND")).table.frame.set_index("State")
    assert shown.loc["Japan", ["Military spending", "Nuclear warheads"]].tolist() == [
        "not in our table",
        "none",
    ]
    assert shown.loc["India", "Nuclear warheads"] == 180
    assert shown.loc["North Korea", "Economy (GDP)"] == "not known"


def test_the_bar_of_the_four_stands_to_one_hundred_before_the_world():
    topic.draw_power(50)
    whole, world = figures.sheet().axes[:2]
    assert whole.get_xlim()[1] > 100 > world.get_xlim()[1]
    assert 50 in {x for line in whole.lines for x in line.get_xdata()}


def test_without_sums_nothing_is_added():
    shown = topic.draw_capabilities(compare=())
    assert "beside no other state" in shown.alt


def test_five_words_stand_in_the_glossary():
    assert list(topic.show_terms().frame["term"]) == list(measures.WORDS)
