"""Lesson 2: formulas of agreement, the tests of five explanations, and every page drawn."""

import itertools
import math
import re

import pandas as pd
import pytest
from drawn import crowded, sound
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, data, figures
from helpers.topics import drivers as topic

FOUR = ["RUS", "CHN", "IRN", "PRK"]
FORMULAS = [topic.agreement_identical, topic.agreement_lijphart, topic.agreement_yes_no]
VOTE = st.sampled_from(["yes", "abstain", "no", "absent"])
PAIRS_OF_VOTES = st.lists(st.tuples(VOTE, VOTE), max_size=30)


# --- formulas, worked by hand -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "identical", "half", "yes_no"),
    [
        # same, same, opposite, one abstains: 2 of 4; (1 + 1 + 0 + 0.5) / 4; 2 of the first 3
        (["yes", "no", "yes", "no"], ["yes", "no", "no", "abstain"], 0.5, 0.625, 2 / 3),
        # two abstentions are alike, and are left out where only yes and no count
        (["abstain", "yes"], ["abstain", "no"], 0.5, 0.5, 0.0),
        # a text on which one is absent does not count
        (["absent", "yes", "no"], ["yes", "absent", "no"], 1.0, 1.0, 1.0),
        (["yes"], ["abstain"], 0.0, 0.5, math.nan),
        ([], [], math.nan, math.nan, math.nan),
        (["absent"], ["no"], math.nan, math.nan, math.nan),
    ],
)
def test_formulas_by_hand(first, second, identical, half, yes_no):
    found = [formula(first, second) for formula in FORMULAS]
    assert found == pytest.approx([identical, half, yes_no], nan_ok=True)


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_refuse_unequal_lists_and_unknown_words(formula):
    with pytest.raises(ValueError, match="equally long"):
        formula(["yes"], ["yes", "no"])
    with pytest.raises(ValueError, match=r"found \['1.0'\]"):
        formula(["yes"], ["1.0"])


@settings(max_examples=60, deadline=None)
@given(PAIRS_OF_VOTES, st.randoms(use_true_random=False))
def test_formulas_are_symmetric_bounded_and_blind_to_order(votes, chance):
    first, second = [a for a, _ in votes], [b for _, b in votes]
    shuffled = chance.sample(votes, len(votes))
    turned = {"yes": "no", "no": "yes"}
    for formula in FORMULAS:
        share = formula(first, second)
        others = [
            formula(second, first),
            formula([a for a, _ in shuffled], [b for _, b in shuffled]),
            # reading every text the other way round changes nothing
            formula(*([turned.get(v, v) for v in side] for side in (first, second))),
        ]
        assert others == pytest.approx([share] * 3, nan_ok=True)
        assert math.isnan(share) or 0 <= share <= 1
    identical, half = (
        topic.agreement_identical(first, second),
        topic.agreement_lijphart(first, second),
    )
    assert math.isnan(identical) or identical <= half + 1e-9 <= (1 + identical) / 2 + 2e-9
    assert topic.agreement_identical(first, first) in (1.0,) or not set(first) - {"absent"}


def test_the_ten_votes_of_the_lesson():
    frame = topic.ten_votes()
    # Russia voted no on all ten; China no on 4, yes on 1, abstained on 5
    assert frame["RUS"].tolist() == ["no"] * 10
    assert frame["CHN"].value_counts().to_dict() == {"abstain": 5, "no": 4, "yes": 1}
    # 4/10; (4 + 5/2)/10; 4 of the 5 without an abstention
    assert (topic.ten_identical(), topic.ten_lijphart(), topic.ten_yes_no()) == (0.4, 0.65, 0.8)
    assert len(topic.show_ten().frame) == 10


def test_china_and_iran_on_thirteen_texts():
    # Iran was absent on 2 of 13; of the other 11 they differ on two (77/284 and ES-11/9)
    assert topic.china_iran_identical() == pytest.approx(9 / 11)
    assert topic.china_iran_absent_counted() == pytest.approx(9 / 13)


# --- measures on the tables ---------------------------------------------------------------------


def test_votes_by_text_match_the_published_totals():
    assert len(topic.votes_on(["RUS"], True)) == 9
    assert len(topic.votes_on(["RUS"], False)) == 4
    frame = topic.votes_on(["YEM", "MNE"])
    crimea = frame.set_index("resolution").loc["A/RES/68/262"]
    assert crimea[["yes", "YEM", "MNE"]].tolist() == [100, "absent", "yes"]
    assert set(frame["resolution"]) == set(topic.TEXTS)


def test_votes_with_russia():
    alike = topic.with_russia(["PRK", "BLR", "IRN", "CHN", "IND", "USA"])
    assert alike.tolist() == [9, 9, 3, 2, 0, 1]
    assert topic.iran_with_russia() == 3
    assert topic.with_russia(FOUR, False).tolist() == [4, 2, 2, 4]


def test_a_pair_has_no_order():
    forth, back = topic.pair_series("RUS", "CHN"), topic.pair_series("CHN", "RUS")
    pd.testing.assert_frame_equal(forth, back)
    assert forth["year"].is_monotonic_increasing
    assert forth.loc[forth["year"] == 2024, "agree_identical"].isna().all()
    assert topic.pair_series("RUS", "RUS").empty
    assert topic.russia_china_2023() == 68
    assert topic.pair_name("RUS", "TUR") == "Russia – Türkiye"


def test_the_united_states_in_2025():
    assert topic.us_no(2023) == (50, 88)
    assert topic.us_no(2025) == (174, 192)
    assert topic.us_no_2025() == 174


def test_the_totals_of_2024_are_told_beside_2023_and_2025():
    # by hand: Russia 33 of 95, the United States 51 of 94
    shares = topic.shares_no(2024)
    assert shares["RUS"] == pytest.approx(33 / 95, abs=5e-5)
    assert shares["USA"] == pytest.approx(51 / 94, abs=5e-5)
    figure = topic.draw_us()
    assert "United States 54% (57%, 91%), Russia 35% (34%, 16%)" in figure.caption
    assert "only the totals of each state are known" in figure.caption
    left, right = figures.sheet().axes[:2]
    assert 2024 in {year for line in left.lines for year in line.get_xdata()}
    assert 2024 not in {year for line in right.lines for year in line.get_xdata()}


def test_mean_distance():
    assert [round(topic.mean_distance(FOUR, y), 2) for y in (2021, 2022, 2023, 2024)] == [
        0.93,
        0.42,
        0.51,
        0.35,
    ]
    points = data.table("un_ideal_points").set_index(["iso3", "year"])["ideal_fp"]
    one = abs(points["RUS", 2021] - points["CHN", 2021])
    assert topic.mean_distance(["CHN", "RUS"], 2021) == pytest.approx(one)
    assert math.isnan(topic.mean_distance(["RUS"], 2021))
    assert math.isnan(topic.mean_distance(FOUR, 1900))
    assert math.isnan(topic.mean_distance(FOUR, 2024, "ideal_all"))


def test_trade_by_denominator():
    values = topic.trade_of(["CHN", "IRN"]).set_index(["partner", "year"])["value"].round(1)
    assert values[[("CHN", 2021), ("CHN", 2024)]].tolist() == [18.0, 33.4]
    imports = topic.trade_of(["CHN"], "share_imports").set_index("year")["value"].round(1)
    assert imports[[2021, 2024]].tolist() == [24.8, 46.4]
    billions = topic.trade_of(["IRN", "IND", "TUR"], "total_usd").set_index(["partner", "year"])
    assert billions["value"]["IRN"][[2021, 2024]].round(2).tolist() == [4.05, 2.73]
    assert billions["value"][[("IND", 2024), ("TUR", 2024)]].round().tolist() == [75, 50]
    # officials' totals stay apart from the IMF's
    rivals = topic.rival_totals()
    assert rivals[["year", "value"]].to_numpy().tolist() == [[2023, 4.0], [2024, 4.8]]


def test_regimes_of_pairs():
    means = topic.regime_pairs()
    told = means.loc[2023, ["both_autocracies", "both_democracies", "mixed"]].round(3)
    assert told.tolist() == [0.798, 0.700, 0.647]
    above = means.index[means["four_states_six_pairs"] >= means["both_autocracies"]]
    assert above.tolist() == [2000, 2006, 2008]
    assert (topic.years_below(), topic.years_compared()) == (31, 34)
    assert topic.years_below_half_credit() == 32


def test_pairs_of_the_four_among_all_pairs():
    frame = topic.four_pairs(2023)
    assert len(frame) == 6
    # above 0.5 in 2023: all but Russia–China and Russia–Iran
    low = frame[frame["percentile"] <= 0.5]
    assert sorted(zip(low["a"], low["b"], strict=True)) == [("RUS", "CHN"), ("RUS", "IRN")]
    assert topic.pairs_above_middle() == 4
    assert topic.pairs_above_half_share() == 6
    assert topic.all_pairs_above_middle() == 15


def test_places_seen_from_the_united_states():
    frame = topic.seen_from_us().set_index(["year", "partner"])
    assert frame.loc[2023, "rank"][["CHN", "RUS", "IRN", "PRK"]].tolist() == [175, 177, 184, 186]
    russia = frame.xs("RUS", level="partner")
    assert russia.loc[[2013, 2021, 2023], "rank"].tolist() == [61, 73, 177]
    assert russia.loc[2021, "rank_to"] == 79
    assert russia["place"].between(0, 1).all()
    assert 2025 not in russia.index
    # each side sees the pair from another place; a tie is told
    assert topic.place_from("RUS", "PRK", 2023) == "number 1 of 187"
    assert topic.place_from("RUS", "CHN", 2023) == "number 9 of 187"
    assert topic.place_from("CHN", "RUS", 2023) == "number 107 to 109 of 187"
    assert topic.place_from("IND", "RUS", 2023) == topic.place_from("RUS", "CHN", 2024) == ""


# --- the four's own reason ------------------------------------------------------------------------


def test_all_four_voted_for_the_rule_each_time():
    assert topic.four_for_the_rule() == 7
    assert [len(topic.rule_texts(key)) for key in topic.SETS.values()] == [3, 5, 2]
    assert set(topic.rule_texts("before")["date"].dt.year) == {1999, 2000}
    for key in topic.SETS.values():
        assert set(FOUR) <= set(topic.for_the_rule(key))


def test_who_votes_for_the_rule():
    # counted once more from the votes, without the helpers
    votes = data.table("un_coercive_votes")
    three = ["A/RES/79/293", "A/RES/80/120", "A/RES/80/209"]
    yes = votes[votes["resolution"].isin(three) & (votes["vote"] == "yes")]
    states = set(yes["iso3"].value_counts().loc[lambda n: n == 3].index)
    assert states == set(topic.for_the_rule())
    assert topic.states_for_the_rule() == 106
    assert (len(topic.for_the_rule("five")), len(topic.for_the_rule("before"))) == (100, 89)
    assert {"IND", "BRA", "ZAF", "SAU"} <= states
    assert {"TUR", "USA", "UKR", "KOR"}.isdisjoint(states)


def test_how_those_who_vote_for_the_rule_voted_on_ukraine():
    frame = topic.rule_on_ukraine().set_index("resolution")
    counts = ["yes", "abstain", "no", "absent"]
    assert frame.loc["A/RES/ES-11/1", counts].tolist() == [64, 29, 5, 8]
    assert frame.loc["A/RES/ES-11/4", counts].tolist() == [65, 30, 5, 6]
    assert frame.loc["A/RES/ES-11/6", counts].tolist() == [62, 28, 7, 9]
    assert frame.loc["A/RES/ES-11/7", counts].tolist() == [38, 51, 13, 4]
    assert (frame[counts].sum(axis=1) == 106).all()
    assert topic.rule_yes_on_aggression() == 64
    # what the lesson says in words: six in ten, and of the four none
    assert round(10 * 64 / 106) == 6
    assert frame.loc["A/RES/ES-11/1", FOUR].tolist() == ["no", "abstain", "abstain", "no"]
    assert set(frame[FOUR].to_numpy().ravel()) == {"no", "abstain", "absent"}


def test_a_member_without_a_vote_counts_as_absent(monkeypatch):
    monkeypatch.setattr(topic, "for_the_rule", lambda texts: [*FOUR, "IND"])
    frame = topic.rule_on_ukraine()
    assert frame.iloc[0][["yes", "abstain", "no", "absent"]].tolist() == [0, 3, 2, 0]


def test_voices_are_the_holders_own_and_short():
    own = topic.voices()
    assert own["voice_id"].tolist()[: len(topic.FIRST_VOICES)] == list(topic.FIRST_VOICES)
    assert set(own["stands"]) == {"for", "against"}
    spoken = set(";".join(own.loc[own["stands"] == "for", "actors"]).split(";"))
    assert set(FOUR) <= spoken
    for explanation in ("need", "sanctions", "rule"):
        assert (topic.voices(explanation)["stands"] == "for").all()
    assert topic.voices("opposition").empty
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
    frame = topic.counterexamples().set_index("State")
    assert frame.loc["India", "Voted with Russia, of nine"] == 0
    assert frame.loc["Saudi Arabia", "Regime in 2024"] == "not in the table"
    assert math.isnan(frame.loc["Saudi Arabia", "Per cent of Russian trade, 2024"])
    # Türkiye has only nine joint votes in 2023 and is not ranked
    assert math.isnan(frame.loc["Türkiye", "Place with Russia, 2023"])
    shown = topic.show_counterexamples()
    assert "not known" in shown._repr_html_()
    assert "only 9 joint votes" in shown.caption
    assert shown.frame.set_index("State").loc["China", "Place with Russia, 2023"] == "0.46"


def test_numbers_written_in_the_questions_are_those_of_the_tables():
    prompts = {i: bank.find(i).prompt for i in bank.bank() if i.startswith("2.")}
    then = topic.pair_series("RUS", "CHN").set_index("year")["agree_identical"]
    assert f"in {100 * then[2021]:.0f} per cent of roll calls" in prompts["2.7"]
    assert "{} of {} texts".format(*topic.us_no(2023)) in prompts["2.9"]
    assert f"there were {topic.us_no(2025)[1]} texts" in prompts["2.9"]
    assert f"of the {topic.years_compared()} years" in prompts["2.14"]
    assert f"{topic.states_for_the_rule()} states voted yes on all three" in prompts["2.21"]
    assert bank.limits(bank.find("2.21")) == (0, topic.states_for_the_rule())
    adopted = topic.votes_on(FOUR, True)["yes"].iloc[0]
    assert f"adopted with {adopted} votes in favour" in bank.find("2.21").hints[0]
    option = next(o for o in bank.find("2.13").options if o.key == "iran")
    iran = topic.trade_of(["IRN"], "total_usd").set_index("year")["value"].round(2)
    assert f"{iran[2021]}" in option.text
    assert f"{iran[2024]}" in option.text
    assert f"{topic.rival_totals()['value'].iloc[-1]}" in option.text


def test_expected_answers_and_slips_differ():
    for key, question in bank.bank().items():
        if key.startswith("2.") and question.expected:
            right = bank.resolve(question.expected)
            for slip in question.slips:
                assert abs(bank.resolve(slip["value"]) - right) > question.tolerance
            assert bank.judge(question, right).correct


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
    monkeypatch.setattr(topic, "mean_distance", lambda states, year: year / 100)
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
