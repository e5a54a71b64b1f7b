"""Measures of china: worked answers and properties."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data
from helpers.measures import china as measures


def test_the_ledger_by_direction_partner_and_year():
    # finding 8: 18 enabling, 20 mixed, 10 distancing of 48 statements
    assert measures.directions(measures.ledger()) == {"enabling": 18, "mixed": 21, "distancing": 9}
    assert measures.directions(measures.ledger(grades=["A"]))["enabling"] == 0
    # the only statement of 2010 is ch01, on resolution 1929
    assert measures.ledger(until=2010)["china_id"].tolist() == ["ch01"]
    assert measures.directions(measures.ledger([])) == {"enabling": 0, "mixed": 0, "distancing": 0}


@given(st.lists(st.sampled_from(measures.PARTNERS), unique=True), st.permutations(range(48)))
@settings(max_examples=20, deadline=None)
def test_directions_add_up_and_do_not_depend_on_order(partners, order):
    rows = data.table("china").iloc[list(order)]
    kept = measures.ledger(partners)
    assert sum(measures.directions(kept).values()) == len(kept)
    assert measures.directions(rows) == measures.directions(measures.ledger())


def test_findings_on_venues():
    # findings 1 and 2: 41 of 44 in the Council, as often as US-GBR, less than GBR-FRA (44)
    assert measures.alike("CHN", "RUS", "council") == {"same": 41, "of": 44, "share": 41 / 44}
    assert measures.alike("USA", "GBR", "council")["same"] == 41
    assert measures.alike("GBR", "FRA", "council")["same"] == 44
    # 27 of the 44 were adopted 15-0-0, and all agree on those: 41 - 27 of 44 - 27
    contested = measures.alike("CHN", "RUS", "contested")
    assert (contested["same"], contested["of"]) == (14, 17)
    # seven abstentions of nine, so two votes as Russia's
    assert measures.alike("CHN", "RUS", "ukraine")["same"] == 2
    # Iran was absent once: eight texts are left, with two joint no votes and five abstentions
    assert measures.alike("CHN", "IRN", "ukraine") == {"same": 7, "of": 8, "share": 7 / 8}
    assembly = measures.alike("CHN", "RUS", "assembly")
    assert (assembly["same"], assembly["of"]) == (150, 192)  # 0.7812 of 192
    assert measures.count_council_alike() == 41
    assert measures.any_abstention() == pytest.approx(14 / 44 + 1 / 44)


def test_a_pair_that_no_table_holds_and_a_venue_that_is_none():
    assert measures.alike("CHN", "IND", "council")["of"] == 0
    assert measures.alike("CHN", "ZZZ", "assembly")["of"] == 0
    with pytest.raises(KeyError, match="no venue; there are council"):
        measures.alike("CHN", "RUS", "nowhere")


def test_who_votes_alike_stands_in_order_with_equals_by_name():
    frame = measures.votes_alike("CHN", "council")
    assert frame["name"].tolist() == ["Russia", "France", "United Kingdom", "United States"]
    assert frame["share"].is_monotonic_decreasing
    assert set(measures.permanent()) == {*frame["state"], "CHN"}
    years = measures.venue_years()
    assert years["first"] < years["last"] <= years["assembly"]


def test_places_seen_from_both_sides():
    # findings of lesson 2: 77th (tied to 85), 107th (tied to 109), 126th
    rows = measures.places("RUS").set_index("year")
    assert rows.loc[[2021, 2023, 2025], "rank"].tolist() == [77, 107, 126]
    assert rows.loc[[2021, 2023], "rank_to"].tolist() == [85, 109]
    assert measures.gaps(rows.index) == [2024]
    assert measures.gaps([2020, 2021]) == []
    assert (rows["rank"] <= rows["rank_to"]).all()
    assert (rows["rank_to"] <= rows["states_ranked"]).all()
    assert measures.places_of_russia() == [11, 77, 103, 107, 126]
    assert measures.places("RUS", "FRA").empty


def test_shares_against_three_denominators():
    found = measures.shares(2023).set_index(["partner", "denominator"])["share"]
    # customs: 240.1bn; GDP of Russia 2,021.4bn, of China 17,794.8bn (capabilities)
    assert found["RUS", "partner"] == pytest.approx(100 * 240.1 / 2021.421, rel=1e-4)
    assert found["RUS", "china"] == pytest.approx(100 * 240.1 / 17794.78, rel=1e-4)
    assert found["RUS", "trade"] == pytest.approx(31.42)
    assert measures.share_of_china_gdp() == pytest.approx(0.01349, abs=1e-5)
    assert measures.share_of_russia_gdp() == pytest.approx(0.11878, abs=1e-5)
    # no GDP of North Korea, no total of Iran's trade; KOTRA's share is of 2022
    assert found[[("PRK", "partner"), ("IRN", "trade"), ("PRK", "trade")]].isna().all()
    late = measures.shares(2022).set_index(["partner", "denominator"])
    assert late.loc[("PRK", "trade"), ["share", "claimant"]].tolist() == [96.7, "KOTRA"]
    row = data.table("china").set_index("china_id").loc["ch03", "statement"]
    assert "96.7% of DPRK recorded merchandise trade in 2022" in row
    assert late["customs"].sum() == late["gdp"].notna().sum() == 5
    assert measures.shares(1950)["share"].isna().all()
    assert measures.givers() == {"RUS": "IMF", "PRK": "KOTRA"}
    assert measures.share_years()[0] <= measures.fullest_year() <= measures.share_years()[-1]


def test_the_newest_of_two_claims_about_one_year_counts(monkeypatch):
    claims, read = data.table("trade_claims"), data.table
    newer = claims.query("claim_id == 'tc15'").assign(claim_id="tc99", value_usd=250e9)
    both = pd.concat([newer, claims])
    monkeypatch.setattr(data, "table", lambda name: both if name == "trade_claims" else read(name))
    found = measures.shares(2023).set_index(["partner", "denominator"])["share"]
    assert found["RUS", "partner"] == pytest.approx(100 * 250 / 2021.421, rel=1e-4)


def test_each_claim_about_oil_stands_in_the_ledger_too():
    statements = data.table("china").set_index("china_id")["statement"]
    frame = measures.oil_shares()
    for row in frame.itertuples():
        assert f"{row.low:g}" in statements["ch39" if pd.isna(row.high) else "ch25"]
    assert "over 80%" in statements["ch39"]
    assert frame["said"].is_monotonic_increasing
    assert measures.oil_range(frame) == (50, 95)
    assert measures.oil_range(measures.oil_shares(["kpler"])) == (50, 80)
    assert measures.oil_range(measures.oil_shares([])) == (None, None)
    assert measures.oil_numbers() == [95, 77, 50, 90]
    assert measures.oil_shares(["press"])["low"].tolist() == [95, 90]
    assert frame["source_ids"].str.len().min() > 0


def test_volumes_keep_customs_apart_from_trackers():
    frame = measures.oil_volumes().set_index("energy_id")
    assert frame.loc["en25", "low"] == 1.38  # finding 4
    assert pd.isna(frame.loc["en26", "high"])  # "over 1.7"
    assert frame.loc["en23", ["first", "last"]].tolist() == [
        pd.Timestamp("2023-01-01"),
        pd.Timestamp("2023-10-01"),
    ]
    none = measures.oil_volumes(["customs"])
    assert none["kind"].tolist() == ["none", "elsewhere"]
    assert none["low"].isna().tolist() == [True, False]
    assert none["state"].tolist() == ["MYS", "MYS"]
    note = data.table("energy").set_index("energy_id").loc["en22", "note"]
    assert "customs recorded none from Iran" in note
    assert measures.oil_volumes(["press"]).empty


def test_no_statement_stands_on_both_sides_of_a_reason():
    both = data.table("china")[["fits", "cuts_against"]].dropna()
    assert both.empty
    for reason in measures.REASONS:
        assert set(measures.tested(reason)["side"]) == {"fits", "cuts_against"}


def test_readings_come_by_role_and_the_guesses_are_counted():
    roles = measures.readings()["china_role"]
    assert roles.is_monotonic_increasing
    assert list(roles.cat.categories) == list(measures.ROLES)
    # ch12 is about Iran and mixed
    filled = {"ch12": {"partner": "IRN", "leans": "enabling"}, "ch15": {"partner": "RUS"}}
    found = measures.guessed(filled, ["ch12", "ch15", "ch18"])
    assert found == {"named": 1, "partners": 2, "same": 0, "coded": 1}


CASE = "word " * measures.LEAST
MEMBER, ENABLER = {"Role": "member", "Case": CASE}, {"Role": "enabler", "Case": CASE}


@pytest.mark.parametrize(
    ("entered", "missing"),
    [
        ({}, "roles"),
        ({"first": {"Role": "member"}, "second": {"Role": "member"}}, "roles"),
        ({"first": MEMBER | {"Case": "short"}, "second": ENABLER}, "first"),
        ({"first": MEMBER, "second": {"Role": "enabler"}}, "second"),
        ({"first": MEMBER, "second": ENABLER}, "choice"),
        ({"first": MEMBER, "second": ENABLER, "choice": {"Role": "bystander"}}, ""),
    ],
)
def test_both_cases_come_before_the_choice(entered, missing):
    assert measures.lacking(entered) == missing
