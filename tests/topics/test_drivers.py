"""Lesson 2: formulas of agreement, the tests of five explanations, and every page drawn."""

import itertools
import math
import re

import pytest
from drawn import crowded, sound

from helpers import bank, figures, judging
from helpers.measures import drivers as measures
from helpers.topics import drivers as topic

FOUR = ["RUS", "CHN", "IRN", "PRK"]


# --- formulas, worked by hand -------------------------------------------------------------------


def test_the_ten_votes_of_the_lesson():
    frame = measures.ten_votes()
    # Russia voted no on all ten; China no on 4, yes on 1, abstained on 5
    assert frame["RUS"].tolist() == ["no"] * 10
    assert frame["CHN"].value_counts().to_dict() == {"abstain": 5, "no": 4, "yes": 1}
    # 4/10; (4 + 5/2)/10; 4 of the 5 without an abstention
    assert (measures.ten_identical(), measures.ten_lijphart(), measures.ten_yes_no()) == (
        0.4,
        0.65,
        0.8,
    )
    assert len(topic.show_ten().frame) == 10


# --- measures on the tables ---------------------------------------------------------------------


def test_votes_by_text_match_the_published_totals():
    assert len(measures.votes_on(["RUS"], True)) == 9
    assert len(measures.votes_on(["RUS"], False)) == 4
    frame = measures.votes_on(["YEM", "MNE"])
    crimea = frame.set_index("resolution").loc["A/RES/68/262"]
    assert crimea[["yes", "YEM", "MNE"]].tolist() == [100, "absent", "yes"]
    assert set(frame["resolution"]) == set(topic.TEXTS)


def test_the_totals_of_2024_are_told_beside_2023_and_2025():
    # by hand: Russia 33 of 95, the United States 51 of 94
    shares = measures.shares_no(2024)
    assert shares["RUS"] == pytest.approx(33 / 95, abs=5e-5)
    assert shares["USA"] == pytest.approx(51 / 94, abs=5e-5)
    figure = topic.draw_us()
    assert "United States 54% (57%, 91%), Russia 35% (34%, 16%)" in figure.caption
    assert "only the totals of each state are known" in figure.caption
    left, right = figures.sheet().axes[:2]
    assert 2024 in {year for line in left.lines for year in line.get_xdata()}
    assert 2024 not in {year for line in right.lines for year in line.get_xdata()}


# --- the four's own reason ------------------------------------------------------------------------


def test_all_four_voted_for_the_rule_each_time():
    assert measures.four_for_the_rule() == 7
    assert [len(measures.rule_texts(key)) for key in topic.SETS.values()] == [3, 5, 2]
    assert set(measures.rule_texts("before")["date"].dt.year) == {1999, 2000}
    for key in topic.SETS.values():
        assert set(FOUR) <= set(measures.for_the_rule(key))


def test_voices_are_the_holders_own_and_short():
    own = measures.voices()
    assert own["voice_id"].tolist()[: len(measures.FIRST_VOICES)] == list(measures.FIRST_VOICES)
    assert set(own["stands"]) == {"for", "against"}
    spoken = set(";".join(own.loc[own["stands"] == "for", "actors"]).split(";"))
    assert set(FOUR) <= spoken
    for explanation in ("need", "sanctions", "rule"):
        assert (measures.voices(explanation)["stands"] == "for").all()
    assert measures.voices("opposition").empty
    shown = topic.show_voices()
    assert len(shown.frame) == (own["stands"] == "for").sum() == 16
    assert shown.frame["In these words"].str.startswith("“").all()
    assert "10 more rows" in shown._repr_html_()


def test_the_title_says_how_many_of_the_four_voted_yes():
    shown = topic.draw_own_rule()
    assert shown.title == "106 for the rule; yes on “Aggression”: 64 of them, none of the four"
    assert "29 abstained, 5 voted no, 8 were absent" in shown.sentence
    assert len(shown.table.frame) == 9


def test_counterexamples_say_where_a_table_is_silent():
    frame = measures.counterexamples().set_index("State")
    assert frame.loc["India", "Voted with Russia, of nine"] == 0
    assert frame.loc["Saudi Arabia", "Regime in 2024"] == "not in the table"
    assert math.isnan(frame.loc["Saudi Arabia", "Per cent of Russian trade, 2024"])
    # Türkiye has only nine joint votes in 2023 and is not ranked
    assert math.isnan(frame.loc["Türkiye", "Place with Russia, 2023"])
    shown = topic.show_counterexamples()
    assert "not known" in shown._repr_html_()
    assert "only 9 joint votes" in shown.caption
    assert shown.frame.set_index("State").loc["China", "Place with Russia, 2023"] == "0.46"


def test_expected_answers_and_slips_differ():
    for key, question in bank.bank().items():
        if key.startswith("2.") and question.expected:
            right = bank.resolve(question.expected)
            for slip in question.slips:
                assert abs(bank.resolve(slip["value"]) - right) > question.tolerance
            assert judging.judge(question, right).correct


def test_common_errors_are_met():
    named = {o.misconception for q in bank.bank().values() for o in q.options if q.id[:2] == "2."}
    assert {"mc17", "mc27"} <= named


# --- pages --------------------------------------------------------------------------------------


def complete(figure):
    """Complain about a figure without its words, or with words that do not fit."""
    if figure.table is None:
        assert re.search(r"Tick|Choose", figure.sentence)
        return crowded()
    sound(figure)
    assert figure.caption.count(".") >= 2
    return []


@pytest.mark.parametrize(
    ("draw", "guesses"),
    [
        (topic.draw_stories, [None, 83, -5, 900]),
        (topic.draw_us, [None, 0, 1e6]),
        (topic.draw_regime_pairs, [None, 0, 17]),
        (lambda guess: topic.draw_wall(guess=guess), [None, 9]),
        (topic.draw_own_rule, [None, 0, 106]),
    ],
)
def test_predictions_are_told_with_the_finding(draw, guesses):
    for guess in guesses:
        figure = draw(guess=guess)
        assert not complete(figure)
        assert (guess is None) == ("You predicted" not in figure.caption)


@pytest.mark.parametrize("draw", [topic.draw_settlement, topic.draw_timing])
def test_pages_without_controls(draw):
    assert not complete(draw())


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


EXPLORERS = {
    "agreement": topic.explore_agreement,
    "positions": topic.explore_positions,
    "wall": topic.explore_wall,
    "trade": topic.explore_trade,
    "regimes": topic.explore_regimes,
    "own rule": topic.explore_own_rule,
}


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_kind_of_state_is_drawn(name):
    explorer = EXPLORERS[name]()
    states = explorer.states(most=20)
    # some single settings, and the last settings of two controls at their ends
    sample = states[:1] + states[1:-3:3] + states[-3:]
    faults = {str(s): found for s in sample if (found := complete(explorer.show(**s)))}
    assert not faults


def test_views_answer_the_extremes_in_words():
    same = topic.draw_agreement("RUS", "RUS")
    assert "second state beside Russia" in same.sentence
    few = topic.draw_agreement("RUS", "TUR", "agree_identical", None)
    assert "not known in 2023" not in few.title
    assert "not known" in few.sentence
    twice = topic.draw_agreement("ZAF", "CHN", reference=("CHN", "ZAF"))
    assert "For comparison" not in twice.caption
    for empty in (topic.draw_positions(()), topic.draw_wall(()), topic.draw_trade(())):
        assert "Tick at least one" in empty.sentence
    only = topic.draw_wall(("RUS", "PRK"))
    assert only.sentence == "Votes cast as Russia cast them, of 9: North Korea 9."
    assert "not known" in topic.draw_trade(("PRK",)).sentence
    assert "all four voted no" not in topic.draw_wall(emergency=False).caption
    early = topic.draw_regimes(1990, ())
    assert early.title.startswith("In 1990 the four lie between 0.01 and 0.11")


def test_explanations_answer_the_same_questions():
    told = topic.explanations()
    assert list(told) == list(topic.DRIVERS)
    asked = {tuple(answers) for answers in told.values()}
    assert len(asked) == 1
    assert len(asked.pop()) == 6
    for answers in told.values():
        words = " ".join(answers.values())
        assert not re.search(r"\bnan\b|proves|<NA>", words)
    assert "175, 177 to 178, 184 and 186 of 187" in told["opposition"]["What we see"]
    assert "31 of 34 years" in told["rule"]["What cuts against it"]
    assert "0.014 and 0.120" in told["rule"]["Timing test"]
    assert "from 4.05 to 2.73" in told["need"]["What cuts against it"]
    assert "weak source" in told["sanctions"]["What we see"]
    assert "on 7 of 7 texts" in told["own"]["What we see"]
    assert "Of 106 states" in told["own"]["What cuts against it"]
    assert "64 voted yes" in told["own"]["What cuts against it"]
    explorer = topic.explore_explanations()
    assert len(explorer.states()) == 5
    for state in explorer.states():
        shown = explorer.show(**state)
        assert shown.sentence == topic.show_explanation(state["driver"]).sentence
        assert len(shown.frame) == 6


def test_the_grid_is_kept_and_compared():
    board = topic.fill_drivers()
    assert board.key == "2.drivers"
    assert set(board.rows) == set(topic.DRIVERS)
    assert len(board.columns["Fits best"]) == 8
    shown = topic.show_drivers({"rule": {"Evidence": "weak"}, "nonsense": {"Evidence": "strong"}})
    rows = shown.frame.set_index("Driver")
    assert rows.loc["Authoritarian rule", "You: evidence"] == "weak"
    assert rows.loc["Authoritarian rule", "You: fits best"] == "open"
    assert len(rows) == 5
    assert topic.show_drivers({}).frame["You: evidence"].eq("open").all()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(0.1, 0.2, "up"), (0.2, 0.1, "down"), (0.2, 0.2, "did not change"), (0.501, 0.499, "did not")],
)
def test_the_way_of_a_number_is_read_at_two_decimals(before, after, said):
    assert topic._way(before, after, "up", "down").startswith(said)


def test_titles_follow_the_tables():
    assert topic.draw_stories().title == (
        "2021 to 2023: Russia and China agreed less, positions drew closer"
    )
    shown = topic.draw_timing().title
    assert shown == "2021 to 2024: China’s trade share 18 → 33 %, regime index 0.06 → 0.05"


def test_the_title_turns_round_when_the_numbers_do(monkeypatch):
    monkeypatch.setattr(measures, "mean_distance", lambda states, year: year / 100)
    assert topic.draw_stories().title.endswith("positions drew apart")


def test_the_raw_file_loses_one_vote_and_says_so():
    raw = topic.raw_votes()
    assert (raw["code"] == "1").sum() == 99
    assert (raw["code"].astype(float) == 1).sum() == 100
    assert "99; published: 100" in topic.show_raw_votes().caption


def test_the_table_of_trade_rounds_as_its_words_do():
    shown = topic.draw_trade()
    for name in ("China", "India", "Türkiye"):
        for year in (2021, 2024):
            cell = shown.table.frame.set_index("Year").loc[year, name]
            assert f"{cell:.1f}" in shown.alt.split(name)[1][:40], (name, year)
