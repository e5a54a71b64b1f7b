"""Measures of drivers: worked answers and properties."""

import math

import pytest

from helpers import bank, judging
from helpers.measures import drivers as measures
from helpers.measures import votes

FOUR = ["RUS", "CHN", "IRN", "PRK"]


def test_years_that_the_tables_reach():
    assert measures.partner_data_from() == 2022
    assert measures.years() == votes.years() | {"rated": 2024, "traded": 2024, "cut": 2022}


def test_trade_by_denominator():
    values = measures.trade_of(["CHN", "IRN"]).set_index(["partner", "year"])["value"].round(1)
    assert values[[("CHN", 2021), ("CHN", 2024)]].tolist() == [18.0, 33.4]
    imports = measures.trade_of(["CHN"], "share_imports").set_index("year")["value"].round(1)
    assert imports[[2021, 2024]].tolist() == [24.8, 46.4]
    billions = measures.trade_of(["IRN", "IND", "TUR"], "total_usd").set_index(["partner", "year"])
    assert billions["value"]["IRN"][[2021, 2024]].round(2).tolist() == [4.05, 2.73]
    assert billions["value"][[("IND", 2024), ("TUR", 2024)]].round().tolist() == [75, 50]
    assert measures.traded("CHN", 2024) == pytest.approx(33.4, abs=0.05)
    assert math.isnan(measures.traded("PRK", 2024))
    # officials' totals stay apart from the IMF's
    rivals = measures.rival_totals()
    assert rivals[["year", "value"]].to_numpy().tolist() == [[2023, 4.0], [2024, 4.8]]


def test_names_listed_and_currencies_in_order_of_date():
    listed = measures.names_listed()
    assert listed["value"].tolist() == [2754, 5532, 24311]
    assert listed["weak"].tolist() == [False, False, True]
    yuan = measures.paid_in(currency="CNY")
    assert yuan["share_per_cent"].tolist() == [0.5, 16, 25]
    assert yuan["day"].is_monotonic_increasing
    assert len(measures.paid_in(measures.IMPORTS)) == 7


def test_rule_of_the_four_and_of_others():
    assert measures.rule_of_four(2012).tolist() == [0.120, 0.111, 0.014, 0.054]
    assert list(measures.rule_of_four(2012).index) == ["RUS", "IRN", "PRK", "CHN"]
    since = [measures.autocracy_since(state) for state in ("TUR", "IND", "PRK", "USA")]
    assert since == [2013, 2017, 1990, None]
    assert (measures.last_rated(), measures.last_traded()) == (2024, 2024)
    assert [measures.regime_of(state) for state in ("TUR", "CHN")] == [1, 0]
    assert math.isnan(measures.regime_of("SAU"))


def test_voices_are_the_holders_own_and_short():
    own = measures.voices()
    assert own["voice_id"].tolist()[: len(measures.FIRST_VOICES)] == list(measures.FIRST_VOICES)
    assert set(own["stands"]) == {"for", "against"}
    spoken = set(";".join(own.loc[own["stands"] == "for", "actors"]).split(";"))
    assert set(FOUR) <= spoken
    for explanation in ("need", "sanctions", "rule"):
        assert (measures.voices(explanation)["stands"] == "for").all()
    assert measures.voices("opposition").empty


def test_counterexamples_are_silent_where_a_table_is():
    frame = measures.counterexamples().set_index("iso3")
    assert frame["alike"][["IND", "BLR", "PRK"]].tolist() == [0, 9, 9]
    assert frame.loc["SAU", ["trade_last", "regime"]].isna().all()
    # Türkiye has only nine joint votes in 2023 and is not ranked
    assert math.isnan(frame.loc["TUR", "place_after"])


def test_numbers_written_in_the_questions_are_those_of_the_tables():
    prompts = {i: bank.find(i).prompt for i in bank.bank() if i.startswith("2.")}
    last = {o.key: o for o in bank.find("2.9").options}["y2025"]
    assert f"{votes.us_no(2025)[1]} texts came to a vote" in last.why
    assert f"of the {votes.years_compared()} years" in prompts["2.14"]
    assert f"{votes.states_for_the_rule()} states voted yes on all three" in prompts["2.21"]
    assert judging.limits(bank.find("2.21")) == (0, votes.states_for_the_rule())
    adopted = votes.votes_on(FOUR, True)["yes"].iloc[0]
    assert f"adopted with {adopted} votes in favour" in bank.find("2.21").hints[0]
    option = next(o for o in bank.find("2.13").options if o.key == "iran")
    iran = measures.trade_of(["IRN"], "total_usd").set_index("year")["value"].round(2)
    assert f"{iran[2021]}" in option.text
    assert f"{iran[2024]}" in option.text
    assert f"{measures.rival_totals()['value'].iloc[-1]}" in option.text
