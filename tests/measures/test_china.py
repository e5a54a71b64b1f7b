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
    assert measures.count_enabling() == 18
    assert measures.count_distancing() == 9
    assert measures.count_distancing_iran() == 5
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
    assert measures.joint_abstentions() == pytest.approx(12 / 44)
    assert measures.any_abstention() == pytest.approx(14 / 44 + 1 / 44)


def test_a_pair_that_no_table_holds_and_a_venue_that_is_none():
    assert measures.alike("CHN", "IND", "council")["of"] == 0
    assert measures.alike("CHN", "ZZZ", "assembly")["of"] == 0
    with pytest.raises(KeyError, match="no venue; there are council"):
        measures.alike("CHN", "RUS", "nowhere")


def test_places_seen_from_both_sides():
    # findings of lesson 2: 77th (tied to 85), 107th (tied to 109), 126th
    rows = measures.places("RUS").set_index("year")
    assert rows.loc[[2021, 2023, 2025], "rank"].tolist() == [77, 107, 126]
    assert rows.loc[[2021, 2023], "rank_to"].tolist() == [85, 109]
    assert 2024 not in rows.index
    assert (rows["rank"] <= rows["rank_to"]).all()
    assert (rows["rank_to"] <= rows["states_ranked"]).all()
    assert measures.place_of_russia() == 126
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
    late = measures.shares(2022).set_index(["partner", "denominator"])["share"]
    assert late["PRK", "trade"] == 96.7
    row = data.table("china").set_index("china_id").loc["ch03", "statement"]
    assert "96.7% of DPRK recorded merchandise trade in 2022" in row
    assert measures.shares(1950)["share"].isna().all()


def test_each_claim_about_oil_stands_in_its_row():
    rows = data.table("china").set_index("china_id")["statement"]
    for claim in measures.OIL_CLAIMS:
        assert str(claim[5]) in rows[claim[0]]
    assert "over 80%" in rows["ch39"]
    assert measures.oil_range() == (50, 95)
    assert measures.oil_range(["kpler"]) == (50, 80)
    assert measures.oil_range([]) == (None, None)
    assert len(measures.oil_shares()) == 5
    assert measures.oil_numbers() == [95, 77, 50, 90]
    assert measures.oil_shares(["press"])["low"].tolist() == [95, 90]
    assert measures.oil_shares()["source_ids"].str.len().min() > 0


def test_volumes_keep_customs_apart_from_trackers():
    frame = measures.oil_volumes().set_index("energy_id")
    assert frame.loc["en25", "low"] == 1.38  # finding 4
    assert pd.isna(frame.loc["en26", "high"])  # "over 1.7"
    none = measures.oil_volumes(["customs"])
    assert none["low"].isna().tolist() == [True, False]
    note = data.table("energy").set_index("energy_id").loc["en22", "note"]
    assert "customs recorded none from Iran" in note
    assert measures.oil_volumes(["press"]).empty
