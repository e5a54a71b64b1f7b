"""Lesson 2: every page of the five explanations drawn, and what its words rest on."""

import itertools
import math
import re

import pytest
from drawn import crowded, sound

from helpers import bank, figures, judging
from helpers.measures import drivers as measures
from helpers.topics import drivers as topic

EXPLORERS = [
    topic.explore_agreement,
    topic.explore_positions,
    topic.explore_wall,
    topic.explore_trade,
    topic.explore_regimes,
    topic.explore_own_rule,
]


def complete(figure):
    """Complain about a figure without its words, or with words that do not fit."""
    if figure.table is None:
        assert figure.sentence
        return crowded()
    sound(figure)
    assert figure.caption.count(".") >= 2
    return []


def told(number, form=".2f"):
    """A number as messages write it."""
    return format(number, form).replace("-", "−")


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draw", "guesses"),
    [
        (topic.draw_regime_pairs, [None, 0, 17]),
        (lambda guess: topic.draw_wall(guess=guess), [None, 9]),
        (topic.draw_own_rule, [None, 0, 106]),
    ],
)
def test_predictions_are_told_with_the_finding(draw, guesses):
    for guess in guesses:
        figure = draw(guess=guess)
        assert not complete(figure)
        first = figure.caption.split(".")[0]
        assert (guess is not None) == (re.search(r"You predicted", first) is not None)
        assert guess is None or told(guess, "g") in first


@pytest.mark.parametrize("draw", [topic.draw_stories, topic.draw_us])
@pytest.mark.parametrize("number", [0, 68, -5, 900])
def test_lines_that_were_drawn_are_told_with_the_finding(draw, number):
    figure = draw(guess={"y2023": number, "y2025": 80.0})
    assert not complete(figure)
    drawn = f"You drew, in per cent, {number:g} for 2023; 80 for 2025."
    assert figure.caption.startswith(drawn.replace("-", "−"))
    assert figure.caption.endswith(draw().caption)


@pytest.mark.parametrize("draw", [topic.draw_settlement, topic.draw_timing])
def test_pages_without_controls(draw):
    assert not complete(draw())


@pytest.mark.parametrize("explore", EXPLORERS)
def test_every_kind_of_state_is_drawn(explore):
    explorer = explore()
    states = explorer.states(most=20)
    # some single settings, and the last settings of two controls at their ends
    sample = states[:1] + states[1:-3:3] + states[-3:]
    faults = {str(s): found for s in sample if (found := complete(explorer.show(**s)))}
    assert not faults


def test_no_line_crosses_the_gap_or_a_break():
    runs = topic._runs([2022, 2023, 2024, 2025], [1, 2, math.nan, 3])
    assert runs == [[(2022, 1), (2023, 2)], [(2025, 3)]]
    assert len(topic._runs([2014, 2015], [1, 2], cuts=(2015,))) == 2
    assert topic._runs([], []) == []
    topic.draw_stories()
    drawn = [
        line for ax in figures.sheet().axes for line in ax.lines if line.get_linestyle() != "None"
    ]
    years = [sorted(line.get_xdata()) for line in drawn if len(line.get_xdata()) > 1]
    joined = {(a, b) for xs in years for a, b in itertools.pairwise(xs)}
    assert (2023, 2025) not in joined
    assert (2023, 2024) in joined  # ideal points have 2024


def test_the_totals_of_2024_are_drawn_and_told_apart_from_pairs():
    figure = topic.draw_us()
    for state in ("USA", "RUS"):
        assert told(measures.shares_no(2024)[state], ".0%") in figure.caption
    left, right = figures.sheet().axes[:2]
    assert 2024 in {year for line in left.lines for year in line.get_xdata()}
    assert 2024 not in {year for line in right.lines for year in line.get_xdata()}


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Crimea", "Crimea"),
        ("Humanitarian", "Humani-\ntarian"),
        ("Council of Europe", "Council\nof Europe"),
        ("Rights in Ukraine", "Rights in\nUkraine"),
    ],
)
def test_labels_of_texts_are_parted_evenly(label, lines):
    assert topic._two_lines(label) == lines


# --- words rest on the tables ---------------------------------------------------------------------


def test_titles_follow_the_tables(monkeypatch):
    four = measures.rule_on_ukraine().loc[0, ["RUS", "IRN", "PRK", "CHN"]]
    assert "yes" not in set(four)
    title = topic.draw_own_rule().title
    assert f"{measures.states_for_the_rule()} " in title
    assert f"{measures.rule_yes_on_aggression()} of them, none of the four" in title
    share = [measures.traded("CHN", year) for year in (2021, 2024)]
    assert "{:.0f} → {:.0f}".format(*share) in topic.draw_timing().title
    assert topic.draw_stories().title.endswith("agreed less, positions drew closer")
    monkeypatch.setattr(measures, "mean_distance", lambda states, year: year / 1e2)
    assert topic.draw_stories().title.endswith("positions drew apart")


def test_tables_of_votes_and_voices_show_every_row():
    assert len(topic.show_ten().frame) == len(measures.ten_votes())
    raw = measures.raw_votes()
    assert str((raw["code"] == "1").sum()) in topic.show_raw_votes().caption
    shown = topic.show_voices()
    assert len(shown.frame) == (measures.voices()["stands"] == "for").sum()
    assert shown.limit == len(measures.FIRST_VOICES) < len(shown.frame)
    assert topic.show_voices("opposition").frame.empty


def test_counterexamples_say_where_a_table_is_silent():
    shown = topic.show_counterexamples()
    assert "not known" in shown._repr_html_()
    rows = shown.frame.set_index(shown.frame.columns[0])
    assert rows.loc["China"].tolist()[2] == "0.46"
    assert rows.loc["Saudi Arabia"].tolist()[-1] == "not in the table"
    joint = measures.value_in(measures.pair_series("RUS", "TUR"), 2023, "joint_votes")
    assert f"only {joint:.0f} joint votes" in shown.caption


def test_views_answer_the_extremes_in_words():
    assert "Russia" in topic.draw_agreement("RUS", "RUS").sentence
    few = topic.draw_agreement("RUS", "TUR", "agree_identical", None)
    assert "not known in 2023" not in few.title
    assert "not known" in few.sentence  # its place among all pairs
    twice = topic.draw_agreement("ZAF", "CHN", reference=("CHN", "ZAF"))
    assert twice.sentence.count("China") == 1
    for empty in (topic.draw_positions(()), topic.draw_wall(()), topic.draw_trade(())):
        assert empty.table is None
    only = topic.draw_wall(("RUS", "PRK"))
    assert only.sentence.endswith("of 9: North Korea 9.")
    korea = topic.draw_trade(("PRK",))
    assert "not known" in korea.sentence
    assert "not known per cent" not in korea.title
    early = measures.rule_of_four(1990)
    assert f"{early.min():.2f} and {early.max():.2f}" in topic.draw_regimes(1990, ()).title


def test_the_table_of_trade_rounds_as_its_words_do():
    shown = topic.draw_trade()
    for name in ("China", "India", "Türkiye"):
        for year in (2021, 2024):
            cell = shown.table.frame.set_index("Year").loc[year, name]
            assert f"{cell:.1f}" in shown.alt.split(name)[1][:40], (name, year)


def test_another_total_of_an_unknown_claimant_is_drawn_with_its_name(monkeypatch):
    rivals = measures.rival_totals().assign(claim_id="new", claimant="Customs of nowhere")
    monkeypatch.setattr(measures, "rival_totals", lambda: rivals)
    assert "Customs of nowhere 4.8" in topic.draw_trade().caption


# --- explanations and the board -------------------------------------------------------------------


def test_explanations_answer_the_same_questions():
    explained = topic.explanations()
    assert list(explained) == list(measures.DRIVERS)
    asked = {tuple(answers) for answers in explained.values()}
    assert len(asked) == 1
    assert len(asked.pop()) == 6
    for answers in explained.values():
        assert all(answers.values())
        assert not re.search(r"\bnan\b|proves|<NA>", " ".join(answers.values()))
    assert "175, 177 to 178, 184 and 186 of 187" in explained["opposition"]["see"]
    below = f"{measures.years_below()} of {measures.years_compared()} years"
    assert below in explained["rule"]["against"]
    old = measures.rule_of_four(2012)
    assert f"{old.min():.3f} and {old.max():.3f}" in explained["rule"]["timing"]
    iran = [measures.traded("IRN", year, "total_usd") for year in (2021, 2024)]
    assert "{:.2f} to {:.2f}".format(*iran) in explained["need"]["against"]
    assert "weak source" in explained["sanctions"]["see"]
    assert f"{measures.four_for_the_rule()} of 7 texts" in explained["own"]["see"]
    assert f"{measures.rule_yes_on_aggression()} voted yes" in explained["own"]["against"]


def test_each_explanation_is_shown_whole():
    explorer = topic.explore_explanations()
    assert [state["driver"] for state in explorer.states()] == list(measures.DRIVERS)
    for state in explorer.states():
        shown = explorer.show(**state)
        assert topic.explanations()[state["driver"]]["timing"] in shown.sentence
        assert shown.sentence == topic.show_explanation(state["driver"]).sentence
        assert len(shown.frame) == 6


def test_the_grid_is_kept_and_compared():
    board = topic.fill_drivers()
    assert board.key == "2.drivers"
    assert list(board.rows) == list(measures.DRIVERS)
    assert list(board.columns["fits"]) == [*topic.PAIRS, "all", "none"]
    kept = {"rule": {"evidence": "weak"}, "own": {"fits": "RUS-CHN"}, "nonsense": {"fits": "all"}}
    rows = topic.show_drivers(board.known(kept)).frame
    assert rows["You: evidence"].tolist() == ["open", "open", "open", "weak", "open"]
    assert rows["You: fits best"].tolist() == ["open"] * 4 + ["Russia – China"]
    assert topic.show_drivers({}).frame["You: evidence"].eq("open").all()


def test_a_grid_kept_in_words_is_read_as_codes():
    board = topic.fill_drivers()
    old = {
        "need": {"Evidence": "speaks against it", "Fits best": "Russia – North Korea"},
        "rule": {"Evidence": "cannot be told from these data", "Fits best": "none of the six"},
        "own": {"Evidence": "strong", "Fits best": "all six alike"},
    }
    assert board.known(old) == {
        "need": {"evidence": "against", "fits": "RUS-PRK"},
        "rule": {"evidence": "unknown", "fits": "none"},
        "own": {"evidence": "strong", "fits": "all"},
    }


# --- questions ------------------------------------------------------------------------------------


def test_expected_answers_and_slips_differ():
    for key, question in bank.bank().items():
        if key.startswith("2.") and question.expected:
            right = bank.resolve(question.expected)
            for slip in question.slips:
                assert abs(bank.resolve(slip["value"]) - right) > question.tolerance
            if question.kind == "series":
                right = judging.points(question)
            assert judging.judge(question, right).correct


def test_common_errors_are_met():
    named = {o.misconception for q in bank.bank().values() for o in q.options if q.id[:2] == "2."}
    assert {"mc17", "mc27"} <= named
