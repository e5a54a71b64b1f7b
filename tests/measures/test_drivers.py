"""Measures of drivers: worked answers and properties."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, data, judging
from helpers.measures import drivers as measures

FOUR = ["RUS", "CHN", "IRN", "PRK"]
FORMULAS = [measures.agreement_identical, measures.agreement_lijphart, measures.agreement_yes_no]
VOTE = st.sampled_from(["yes", "abstain", "no", "absent"])
PAIRS_OF_VOTES = st.lists(st.tuples(VOTE, VOTE), max_size=30)


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
        measures.agreement_identical(first, second),
        measures.agreement_lijphart(first, second),
    )
    assert math.isnan(identical) or identical <= half + 1e-9 <= (1 + identical) / 2 + 2e-9
    assert measures.agreement_identical(first, first) in (1.0,) or not set(first) - {"absent"}


def test_china_and_iran_on_thirteen_texts():
    # Iran was absent on 2 of 13; of the other 11 they differ on two (77/284 and ES-11/9)
    assert measures.china_iran_identical() == pytest.approx(9 / 11)
    assert measures.china_iran_absent_counted() == pytest.approx(9 / 13)


def test_votes_with_russia():
    alike = measures.with_russia(["PRK", "BLR", "IRN", "CHN", "IND", "USA"])
    assert alike.tolist() == [9, 9, 3, 2, 0, 1]
    assert measures.iran_with_russia() == 3
    assert measures.with_russia(FOUR, False).tolist() == [4, 2, 2, 4]


def test_a_pair_has_no_order():
    forth, back = measures.pair_series("RUS", "CHN"), measures.pair_series("CHN", "RUS")
    pd.testing.assert_frame_equal(forth, back)
    assert forth["year"].is_monotonic_increasing
    assert forth.loc[forth["year"] == 2024, "agree_identical"].isna().all()
    assert measures.pair_series("RUS", "RUS").empty
    assert measures.russia_china_2023() == 68
    assert measures.pair_name("RUS", "TUR") == "Russia – Türkiye"


def test_the_united_states_in_2025():
    assert measures.us_no(2023) == (50, 88)
    assert measures.us_no(2025) == (174, 192)
    assert measures.us_no_2025() == 174


def test_mean_distance():
    assert [round(measures.mean_distance(FOUR, y), 2) for y in (2021, 2022, 2023, 2024)] == [
        0.93,
        0.42,
        0.51,
        0.35,
    ]
    points = data.table("un_ideal_points").set_index(["iso3", "year"])["ideal_fp"]
    one = abs(points["RUS", 2021] - points["CHN", 2021])
    assert measures.mean_distance(["CHN", "RUS"], 2021) == pytest.approx(one)
    assert math.isnan(measures.mean_distance(["RUS"], 2021))
    assert math.isnan(measures.mean_distance(FOUR, 1900))
    assert math.isnan(measures.mean_distance(FOUR, 2024, "ideal_all"))


def test_trade_by_denominator():
    values = measures.trade_of(["CHN", "IRN"]).set_index(["partner", "year"])["value"].round(1)
    assert values[[("CHN", 2021), ("CHN", 2024)]].tolist() == [18.0, 33.4]
    imports = measures.trade_of(["CHN"], "share_imports").set_index("year")["value"].round(1)
    assert imports[[2021, 2024]].tolist() == [24.8, 46.4]
    billions = measures.trade_of(["IRN", "IND", "TUR"], "total_usd").set_index(["partner", "year"])
    assert billions["value"]["IRN"][[2021, 2024]].round(2).tolist() == [4.05, 2.73]
    assert billions["value"][[("IND", 2024), ("TUR", 2024)]].round().tolist() == [75, 50]
    # officials' totals stay apart from the IMF's
    rivals = measures.rival_totals()
    assert rivals[["year", "value"]].to_numpy().tolist() == [[2023, 4.0], [2024, 4.8]]


def test_regimes_of_pairs():
    means = measures.regime_pairs()
    told = means.loc[2023, ["both_autocracies", "both_democracies", "mixed"]].round(3)
    assert told.tolist() == [0.798, 0.700, 0.647]
    above = means.index[means["four_states_six_pairs"] >= means["both_autocracies"]]
    assert above.tolist() == [2000, 2006, 2008]
    assert (measures.years_below(), measures.years_compared()) == (31, 34)
    assert measures.years_below_half_credit() == 32


def test_pairs_of_the_four_among_all_pairs():
    frame = measures.four_pairs(2023)
    assert len(frame) == 6
    # above 0.5 in 2023: all but Russia–China and Russia–Iran
    low = frame[frame["percentile"] <= 0.5]
    assert sorted(zip(low["a"], low["b"], strict=True)) == [("RUS", "CHN"), ("RUS", "IRN")]
    assert measures.pairs_above_middle() == 4
    assert measures.pairs_above_half_share() == 6
    assert measures.all_pairs_above_middle() == 15


def test_places_seen_from_the_united_states():
    frame = measures.seen_from_us().set_index(["year", "partner"])
    assert frame.loc[2023, "rank"][["CHN", "RUS", "IRN", "PRK"]].tolist() == [175, 177, 184, 186]
    russia = frame.xs("RUS", level="partner")
    assert russia.loc[[2013, 2021, 2023], "rank"].tolist() == [61, 73, 177]
    assert russia.loc[2021, "rank_to"] == 79
    assert russia["place"].between(0, 1).all()
    assert 2025 not in russia.index
    # each side sees the pair from another place; a tie is told
    assert measures.place_from("RUS", "PRK", 2023) == "number 1 of 187"
    assert measures.place_from("RUS", "CHN", 2023) == "number 9 of 187"
    assert measures.place_from("CHN", "RUS", 2023) == "number 107 to 109 of 187"
    assert measures.place_from("IND", "RUS", 2023) == measures.place_from("RUS", "CHN", 2024) == ""


def test_who_votes_for_the_rule():
    # counted once more from the votes, without the helpers
    votes = data.table("un_coercive_votes")
    three = ["A/RES/79/293", "A/RES/80/120", "A/RES/80/209"]
    yes = votes[votes["resolution"].isin(three) & (votes["vote"] == "yes")]
    states = set(yes["iso3"].value_counts().loc[lambda n: n == 3].index)
    assert states == set(measures.for_the_rule())
    assert measures.states_for_the_rule() == 106
    assert (len(measures.for_the_rule("five")), len(measures.for_the_rule("before"))) == (100, 89)
    assert {"IND", "BRA", "ZAF", "SAU"} <= states
    assert {"TUR", "USA", "UKR", "KOR"}.isdisjoint(states)


def test_how_those_who_vote_for_the_rule_voted_on_ukraine():
    frame = measures.rule_on_ukraine().set_index("resolution")
    counts = ["yes", "abstain", "no", "absent"]
    assert frame.loc["A/RES/ES-11/1", counts].tolist() == [64, 29, 5, 8]
    assert frame.loc["A/RES/ES-11/4", counts].tolist() == [65, 30, 5, 6]
    assert frame.loc["A/RES/ES-11/6", counts].tolist() == [62, 28, 7, 9]
    assert frame.loc["A/RES/ES-11/7", counts].tolist() == [38, 51, 13, 4]
    assert (frame[counts].sum(axis=1) == 106).all()
    assert measures.rule_yes_on_aggression() == 64
    # what the lesson says in words: six in ten, and of the four none
    assert round(10 * 64 / 106) == 6
    assert frame.loc["A/RES/ES-11/1", FOUR].tolist() == ["no", "abstain", "abstain", "no"]
    assert set(frame[FOUR].to_numpy().ravel()) == {"no", "abstain", "absent"}


def test_a_member_without_a_vote_counts_as_absent(monkeypatch):
    monkeypatch.setattr(measures, "for_the_rule", lambda texts: [*FOUR, "IND"])
    frame = measures.rule_on_ukraine()
    assert frame.iloc[0][["yes", "abstain", "no", "absent"]].tolist() == [0, 3, 2, 0]


def test_numbers_written_in_the_questions_are_those_of_the_tables():
    prompts = {i: bank.find(i).prompt for i in bank.bank() if i.startswith("2.")}
    then = measures.pair_series("RUS", "CHN").set_index("year")["agree_identical"]
    assert f"in {100 * then[2021]:.0f} per cent of roll calls" in prompts["2.7"]
    assert "{} of {} texts".format(*measures.us_no(2023)) in prompts["2.9"]
    assert f"there were {measures.us_no(2025)[1]} texts" in prompts["2.9"]
    assert f"of the {measures.years_compared()} years" in prompts["2.14"]
    assert f"{measures.states_for_the_rule()} states voted yes on all three" in prompts["2.21"]
    assert judging.limits(bank.find("2.21")) == (0, measures.states_for_the_rule())
    adopted = measures.votes_on(FOUR, True)["yes"].iloc[0]
    assert f"adopted with {adopted} votes in favour" in bank.find("2.21").hints[0]
    option = next(o for o in bank.find("2.13").options if o.key == "iran")
    iran = measures.trade_of(["IRN"], "total_usd").set_index("year")["value"].round(2)
    assert f"{iran[2021]}" in option.text
    assert f"{iran[2024]}" in option.text
    assert f"{measures.rival_totals()['value'].iloc[-1]}" in option.text
