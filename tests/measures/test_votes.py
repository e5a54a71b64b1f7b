"""Measures of votes: worked answers and properties."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data
from helpers.measures import votes as measures

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


def test_rows_from_a_year_on_begin_with_it():
    frame = pd.DataFrame({"year": [2011, 2012, 2024]})
    assert measures.from_year(frame)["year"].tolist() == [2012, 2024]
    assert measures.from_year(frame, 2013)["year"].tolist() == [2024]


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


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [(0.1, 0.2, 1), (0.2, 0.1, -1), (0.2, 0.2, 0), (0.501, 0.499, 0), (math.nan, 0.2, 0)],
)
def test_the_way_of_a_number_is_read_at_two_decimals(before, after, way):
    assert measures.way(before, after) == way


def test_the_ten_votes_of_the_lesson():
    frame = measures.ten_votes()
    # Russia voted no on all ten; China no on 4, yes on 1, abstained on 5
    assert frame["RUS"].tolist() == ["no"] * 10
    assert frame["CHN"].value_counts().to_dict() == {"abstain": 5, "no": 4, "yes": 1}
    # 4/10; (4 + 5/2)/10; 4 of the 5 without an abstention
    shares = (measures.ten_identical(), measures.ten_lijphart(), measures.ten_yes_no())
    assert shares == (0.4, 0.65, 0.8)


def test_votes_by_text_match_the_published_totals():
    assert len(measures.votes_on(["RUS"], True)) == 9
    assert len(measures.votes_on(["RUS"], False)) == 4
    crimea = measures.votes_on(["YEM", "MNE"]).set_index("resolution").loc["A/RES/68/262"]
    assert crimea[["yes", "YEM", "MNE"]].tolist() == [100, "absent", "yes"]
    assert measures.session_years() == [2022, 2023]
    assert [f"{day:%Y-%m}" for day in measures.without_roll_call()] == ["2026-02"]


def test_the_raw_file_loses_one_vote():
    raw = measures.raw_votes()
    assert (raw["code"] == "1").sum() == 99
    assert (raw["code"].astype(float) == 1).sum() == 100


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
    of_all = measures.pair_series("CHN", "RUS", data.table("un_agreement"))
    pd.testing.assert_frame_equal(forth, of_all)
    assert forth["year"].is_monotonic_increasing
    assert forth.loc[forth["year"] == 2024, "agree_identical"].isna().all()
    assert measures.pair_series("RUS", "RUS").empty
    assert measures.pair_name("RUS", "TUR") == "Russia – Türkiye"


def test_what_is_drawn_of_russia_and_china_and_of_the_united_states():
    assert measures.russia_china_alike() == [80, 77, 71, 68, 78]
    assert measures.us_no_by_year() == [69, 64, 57, 57, 54, 91]
    assert len(measures.AGREED) == 5
    assert len(measures.REFUSED) == 6


def test_the_united_states_in_2025():
    assert measures.us_no(2023) == (50, 88)
    assert measures.us_no(2025) == (174, 192)


def test_how_many_texts_come_to_a_vote():
    # 2012 to 2023, by hand: 1082 roll calls in twelve years
    assert measures.usual_texts() == pytest.approx(1082 / 12)
    # by hand: Russia 33 of 95, the United States 51 of 94
    shares = measures.shares_no(2024)
    assert shares[["RUS", "USA"]].tolist() == pytest.approx([33 / 95, 51 / 94], abs=5e-5)


def test_years_that_the_tables_reach():
    assert measures.compared() == (2021, 2023, measures.last_year()) == (2021, 2023, 2025)
    assert (measures.last_point(), measures.last_point("ideal_all")) == (2024, 2023)
    assert (measures.sure_from("PRK"), measures.sure_from("RUS")) == (2015, None)
    told = measures.years()
    assert (told["last"], told["reach"], told["session_years"]) == (2025, 2024, [2022, 2023])


def test_two_measures_of_the_same_votes_tell_two_stories():
    pairs, found = measures.with_partners(), measures.stories()
    assert list(pairs) == ["IRN", "PRK", "CHN"]
    shares = pairs["CHN"].set_index("year")["agree_identical"]
    assert found["CHN"] == measures.told(pairs["CHN"])
    assert found["CHN"]["before"] == shares[2021]
    assert (found["less"], found["more"]) == (True, False)
    # 0.93 in 2021, 0.51 in 2023, 0.35 in 2024; see test_mean_distance
    assert (found["closer"], found["wider"], found["together"]) == (True, False, True)
    assert found["gap_calls"] == 6
    # the middle of all members: with Russia 0.60, 0.51, 0.73; as ideal points −0.31, −0.29
    assert [round(value, 2) for value in found["field"].values()] == [0.6, 0.51, 0.73]
    assert [round(value, 2) for value in found["middle"].values()] == [-0.31, -0.29]
    assert (found["most_less"], found["rose"]) == (True, True)


def test_quantiles_of_all_members_rise_and_hold_the_states_of_the_tables():
    frame = data.table("un_spread")
    ends = frame[["q5", "q25", "q50", "q75", "q95"]]
    assert ends.apply(lambda row: row.is_monotonic_increasing, axis=1).all()
    points = data.table("un_ideal_points").set_index(["iso3", "year"])["ideal_fp"]
    # since 2012 India lies inside nine in ten of all members, and the United States above them
    for year, row in measures.field("ideal_fp").set_index("year").iterrows():
        assert row["q5"] < points["IND", year] < row["q95"] < points["USA", year]
    assert measures.GAP not in set(measures.field("with_russia")["year"])


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


def test_regimes_of_pairs():
    means = measures.regime_pairs()
    told = means.loc[2023, ["both_autocracies", "both_democracies", "mixed"]].round(3)
    assert told.tolist() == [0.798, 0.700, 0.647]
    assert measures.years_above() == [2000, 2006, 2008]
    assert (measures.years_below(), measures.years_compared()) == (31, 34)
    assert measures.years_below_half_credit() == 32


def test_places_seen_from_the_united_states():
    frame = measures.seen_from_us().set_index(["year", "partner"])
    assert frame.loc[2023, "rank"][["CHN", "RUS", "IRN", "PRK"]].tolist() == [175, 177, 184, 186]
    russia = frame.xs("RUS", level="partner")
    assert russia.loc[[2013, 2021, 2023], "rank"].tolist() == [61, 73, 177]
    assert russia.loc[2021, "rank_to"] == 79
    assert russia["place"].between(0, 1).all()
    assert 2025 not in russia.index
    # each side sees the pair from another place; a tie is told
    first = {"rank": 1, "rank_to": 1, "tied": False, "of": 187}
    assert measures.rank_from("RUS", "PRK", 2023) == first
    assert measures.rank_from("RUS", "CHN", 2023)["rank"] == 9
    tied = {"rank": 107, "rank_to": 109, "tied": True, "of": 187}
    assert measures.rank_from("CHN", "RUS", 2023) == tied
    assert measures.rank_from("IND", "RUS", 2023) is measures.rank_from("RUS", "CHN", 2024) is None
    tied = {"rank": 73, "rank_to": 79, "tied": True, "of": 191}
    assert measures.rank_from("USA", "RUS", 2021) == tied


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


def test_all_four_voted_for_the_rule_each_time():
    assert measures.four_for_the_rule() == len(measures.rule_calls()) == 7
    assert [len(measures.rule_texts(key)) for key in measures.SETS] == [3, 5, 2]
    assert set(measures.rule_texts("before")["date"].dt.year) == {1999, 2000}
    for key in measures.SETS:
        assert set(FOUR) <= set(measures.for_the_rule(key))
        assert measures.four_of(key) == 4


def test_a_text_without_votes_is_no_text_of_a_set(monkeypatch):
    calls = measures.rule_calls().drop("A/RES/80/209")
    monkeypatch.setattr(measures, "rule_calls", lambda: calls)
    assert len(measures.rule_texts()) == 2


def test_a_member_without_a_vote_counts_as_absent(monkeypatch):
    monkeypatch.setattr(measures, "for_the_rule", lambda texts: [*FOUR, "IND"])
    frame = measures.rule_on_ukraine()
    assert frame.iloc[0][["yes", "abstain", "no", "absent"]].tolist() == [0, 3, 2, 0]
