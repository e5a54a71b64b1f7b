"""Measures of actors: frames in, frames and numbers out."""

from __future__ import annotations

import pandas as pd

from helpers import data
from helpers.measures.states import THE_FOUR

# divisor to the unit shown, decimals
MEASURES = {
    "cinc": (0.01, 1),
    "gdp_current_usd": (1e12, 2),
    "population": (1e6, 0),
    "military_expenditure_usd_bn": (1, 0),
    "nuclear_warheads_total_inventory": (1, 0),
}


# The nine states to which SIPRI gives warheads in January 2025, and the source that names them.
ARMED = ("USA", "RUS", "GBR", "FRA", "CHN", "IND", "PAK", "PRK", "ISR")
ARMED_SOURCE = "mint-2025-sipri-nine"

# Words for states that act together, in the order in which lesson 0 shows them.
WORDS = ("alliance", "alignment", "entente", "axis", "CRINK")


def latest(states, capabilities: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the value of each measure for each of `states` in the measure's latest year.

    The latest year is the last one that any of the four has, so that one panel shows one year.

    Args:
        states: ISO codes.
        capabilities: the table capabilities; read when not given.

    Returns:
        Columns iso3, indicator, year, value (in the unit of MEASURES, NaN where not known) and
        source_ids; one row a state and measure.
    """
    frame = data.table("capabilities") if capabilities is None else capabilities
    rows = []
    for indicator, (divisor, _) in MEASURES.items():
        own = frame[frame["indicator"] == indicator]
        year = own.loc[own["iso3"].isin(THE_FOUR), "year"].max()
        own = own[own["year"] == year]
        known = dict(
            zip(own["iso3"], zip(own["value"], own["source_ids"], strict=True), strict=True)
        )
        for state in states:
            value, source = known.get(state, (float("nan"), ""))
            rows.append((state, indicator, int(year), value / divisor, source))
    return pd.DataFrame(rows, columns=["iso3", "indicator", "year", "value", "source_ids"])


def why_empty(iso3: str, indicator: str) -> str:
    """Return why a state has no value: 'none', 'unknown' (of the four) or 'elsewhere'.

    'none' is said of warheads alone; 'elsewhere' means that the figure is not in our table.
    """
    if indicator == "nuclear_warheads_total_inventory" and iso3 not in ARMED:
        return "none"
    return "unknown" if iso3 in THE_FOUR else "elsewhere"


def count_led(iso3: str, frame: pd.DataFrame) -> int:
    """Return by how many measures one of the four is the largest of them; frame: as `latest`."""
    known = frame[frame["iso3"].isin(THE_FOUR)].dropna(subset=["value"])
    largest = known.sort_values(["value", "iso3"]).groupby("indicator").tail(1)
    return int((largest["iso3"] == iso3).sum())


def cinc_shares(capabilities: pd.DataFrame | None = None) -> pd.Series:
    """Return each of the four's share of their CINC sum in the latest year.

    Args:
        capabilities: the table capabilities; read when not given.

    Returns:
        Shares (0 to 1) by ISO code; they add up to 1.
    """
    frame = latest(THE_FOUR, capabilities)
    own = frame[frame["indicator"] == "cinc"].set_index("iso3")["value"]
    return own / own.sum()


def china_share() -> float:
    """Return China's share of the four's CINC sum in per cent, latest year."""
    return round(100 * cinc_shares()["CHN"])
