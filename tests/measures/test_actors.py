"""Measures of actors: worked answers and properties."""

import pandas as pd
import pytest

from helpers.measures import actors as measures


def capabilities(*rows):
    """Rows of the table capabilities from (state, indicator, year, value)."""
    frame = pd.DataFrame(rows, columns=["iso3", "indicator", "year", "value"])
    return frame.assign(source_ids="un-charter")


SMALL = capabilities(
    ("CHN", "cinc", 2021, 0.5),
    ("CHN", "cinc", 2022, 0.3),
    ("RUS", "cinc", 2022, 0.1),
    ("PRK", "cinc", 2022, 0.05),
    ("IRN", "cinc", 2022, 0.05),
    ("IND", "cinc", 2024, 0.9),
    ("CHN", "gdp_current_usd", 2023, 2e12),
    ("RUS", "gdp_current_usd", 2024, 1e12),
    ("CHN", "population", 2023, 1.4e9),
    ("CHN", "military_expenditure_usd_bn", 2023, 300),
    ("CHN", "nuclear_warheads_total_inventory", 2024, 600),
)


def test_each_measure_is_of_the_latest_year_that_one_of_the_four_has():
    frame = measures.latest(("CHN", "RUS", "IND"), SMALL).set_index(["indicator", "iso3"])
    assert frame.loc[("cinc", "CHN"), "value"] == pytest.approx(30)
    assert frame.loc[("cinc", "CHN"), "year"] == 2022
    assert pd.isna(frame.loc[("cinc", "IND"), "value"])  # 2024 is no year of the four
    assert frame.loc[("gdp_current_usd", "RUS"), "value"] == 1
    assert len(frame) == 3 * len(measures.MEASURES)


def test_missing_stays_missing():
    frame = measures.latest(("CHN", "RUS"), SMALL).set_index(["indicator", "iso3"])
    row = frame.loc[("gdp_current_usd", "CHN")]  # known for 2023, the panel shows 2024
    assert pd.isna(row["value"])
    assert row["source_ids"] == ""


def test_shares_of_the_four_add_up_to_one():
    shares = measures.cinc_shares(SMALL)
    assert shares.to_dict() == pytest.approx({"RUS": 0.2, "IRN": 0.1, "PRK": 0.1, "CHN": 0.6})
    assert measures.cinc_shares().sum() == pytest.approx(1)
    turned = SMALL.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_series_equal(measures.cinc_shares(turned), shares)
