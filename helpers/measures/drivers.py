"""Why the four may move together: trade, sanctions, rule, and the reasons that they give.

Tables: trade, trade_claims, sanctions, settlement, regimes, driver_voices; votes are measured in
measures/votes.py.
"""

from __future__ import annotations

import pandas as pd

from helpers import data
from helpers.measures import votes
from helpers.measures.states import THE_FOUR
from helpers.measures.votes import AFTER, BEFORE

DRIVERS = ("opposition", "need", "sanctions", "rule", "own")
EXPORTS, IMPORTS = "Russian exports", "Russian imports"  # scopes of settlement
FIRST_VOICES = ("dv11", "dv08", "dv04", "dv12", "dv09", "dv21")  # stand open in the table


def years() -> dict:
    """Return the years of which all charts of drivers tell, those of votes among them."""
    own = {"rated": last_rated(), "traded": last_traded(), "cut": partner_data_from()}
    return votes.years() | own


# --- need and sanctions ---------------------------------------------------------------------------


def _russian_trade() -> pd.DataFrame:
    frame = data.table("trade")
    return frame[frame["reporter"] == "RUS"]


def trade_of(partners, flow: str = "share_total") -> pd.DataFrame:
    """Return Russia's trade with `partners` (ISO codes), one row a partner and year.

    `flow` is a column of trade. Columns reporter, partner, year, value (per cent, or billion US
    dollars), basis and source_ids.
    """
    frame = _russian_trade()
    frame = frame[frame["partner"].isin(list(partners))].copy()
    frame["value"] = frame[flow] / 1e9 if flow == "total_usd" else frame[flow] * 100
    columns = ["reporter", "partner", "year", "value", "basis", "source_ids"]
    return frame[columns].sort_values(["partner", "year"]).reset_index(drop=True)


def traded(partner: str, year: int, flow: str = "share_total") -> float:
    """Return Russia's trade with one partner in a year, as `trade_of` does; NaN where unknown."""
    frame = _russian_trade()
    found = frame.loc[(frame["partner"] == partner) & (frame["year"] == year), flow]
    return (
        float(found.iloc[0]) * (1e-9 if flow == "total_usd" else 100)
        if len(found)
        else float("nan")
    )


def last_traded() -> int:
    """Return the last year with figures of Russia's trade."""
    return int(_russian_trade()["year"].max())


def partner_data_from() -> int:
    """Return the first year for which Russia itself publishes no partner detail."""
    frame = _russian_trade()
    return int(frame.loc[frame["basis"] != "reported by Russia", "year"].min())


def rival_totals(partner: str = "IRN") -> pd.DataFrame:
    """Return published totals of Russia's trade with `partner` other than the IMF's, by year.

    Columns claim_id, year, value (billion US dollars), claimant and source_ids. They are not one
    series: definitions differ.
    """
    frame = data.table("trade_claims")
    pair = frame[["reporter", "partner"]].apply(set, axis=1) == {"RUS", partner}
    own = frame[pair & (frame["flow"] == "total")].sort_values(["year", "claim_id"])
    found = own[["claim_id", "year", "claimant", "source_ids"]].copy()
    found["value"] = own["value_usd"] / 1e9
    return found.reset_index(drop=True)


def names_listed(target: str = "RUS") -> pd.DataFrame:
    """Return counts of names under sanctions against a state, in order of date.

    The rows of sanctions, with `weak` for the lowest grade of evidence.
    """
    frame = data.table("sanctions")
    own = frame[(frame["target"] == target) & (frame["metric"] == "designations_in_force")]
    own = own.sort_values("date", kind="stable").reset_index(drop=True)
    return own.assign(weak=own["evidence_grade"] == "D")


def paid_in(scope: str = EXPORTS, currency: str | None = None) -> pd.DataFrame:
    """Return claimed currency shares of Russian exports or imports, in order of date.

    The rows of settlement, of one `currency` where given, with `day`, the first of the month.
    """
    frame = data.table("settlement")
    own = frame[(frame["scope"] == scope) & ((frame["currency"] == currency) | (currency is None))]
    own = own.assign(day=pd.to_datetime(own["date"].str.slice(0, 7)))
    return own.sort_values("day", kind="stable").reset_index(drop=True)


# --- rule -----------------------------------------------------------------------------------------


def autocracy_since(iso3: str) -> int | None:
    """Return the year since which a state has been one of V-Dem's two lowest types, or None."""
    own = data.table("regimes")
    own = own[own["iso3"] == iso3]
    other = own.loc[own["regime_type"] > 1, "year"]
    since = own.loc[own["year"] > (other.max() if len(other) else 0), "year"]
    return int(since.min()) if len(since) else None


def rule_of_four(year: int) -> pd.Series:
    """Return the liberal democracy index of the four in a year, by ISO code; known ones only."""
    frame = data.table("regimes")
    index = frame[frame["year"] == year].set_index("iso3")["libdem"]
    return index.reindex(list(THE_FOUR)).dropna()


def regime_of(iso3: str) -> float:
    """Return a state's type of regime in the last year, 0 to 3 as in regimes; NaN if unknown."""
    frame = data.table("regimes")
    return votes.value_in(frame[frame["iso3"] == iso3], last_rated(), "regime_type")


def last_rated() -> int:
    """Return the last year with ratings of rule."""
    return int(data.table("regimes")["year"].max())


# --- other states, and what the four say ----------------------------------------------------------


def counterexamples() -> pd.DataFrame:
    """Return states that have a driver without being one of the four, and three of the four.

    Columns iso3; alike (votes cast as Russia on the emergency session); place_before and
    place_after of its agreement with Russia among all pairs (0 to 1); trade_before and trade_last
    in per cent of Russian trade; regime (its type in the last year). NaN where a table is silent.
    """
    states = ["IND", "TUR", "BLR", "SAU", "ARE", "CHN", "IRN", "PRK"]
    alike = votes.with_russia(states)
    rows = []
    for state in states:
        pair = votes.pair_series("RUS", state)
        places = [votes.value_in(pair, year, "percentile") for year in (BEFORE, AFTER)]
        shares = [traded(state, year) for year in (BEFORE, last_traded())]
        rows.append((state, alike[state], *places, *shares, regime_of(state)))
    columns = ["iso3", "alike", "place_before", "place_after", "trade_before", "trade_last"]
    return pd.DataFrame(rows, columns=[*columns, "regime"])


def voices(explanation: str = "own") -> pd.DataFrame:
    """Return the rows of driver_voices on one of DRIVERS by date, those of FIRST_VOICES first."""
    frame = data.table("driver_voices").astype({"explanation": "str", "stands": "str"})
    frame = frame[frame["explanation"] == explanation].sort_values("date", kind="stable")
    place = {voice: n for n, voice in enumerate(FIRST_VOICES)}
    order = frame["voice_id"].map(place).fillna(len(place))
    return frame.assign(order=order).sort_values("order", kind="stable").drop(columns="order")
