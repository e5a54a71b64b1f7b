"""Measures of China's part: its ledger, votes by venue and list, shares of trade and of oil.

From the tables china, un_agreement, un_partner_ranks, un_resolutions, un_ukraine_votes,
security_council_2025, trade, trade_claims, capabilities, energy and views. Statements are coded by
one person and counted, never weighed. A share whose whole is in no table stays missing.
"""

from __future__ import annotations

import functools

import pandas as pd

from helpers import data
from helpers.measures.states import THE_FOUR, names

PARTNERS = tuple(state for state in THE_FOUR if state != "CHN")
DIRECTIONS = ("enabling", "mixed", "distancing")
REASONS = ("economic", "image", "autonomy")  # for distance, as the seed article names them
ROLES = ("member", "enabler", "bystander")
VENUES = ("council", "contested", "assembly", "ukraine")
ORDERED = ("council", "assembly", "ukraine")  # the venues that a learner puts in order
DENOMINATORS = ("trade", "partner", "china")
FAMILIES = ("kpler", "vortexa", "press", "customs")  # of those who make claims about oil
# Whom the chart of venues shows where all states vote: a choice.
SHOWN = ("RUS", "IRN", "PRK", "CHN", "USA", "GBR", "FRA")
SHOWN += ("IND", "BLR", "TUR", "KOR", "UKR", "ZAF", "BRA")
DRAWN = (2017, 2021, 2022, 2023, 2025)  # years of Russia's place that learners draw
LEAST = 12  # words of a case for a role


# --- the ledger -----------------------------------------------------------------------------------


def ledger(partners=PARTNERS, grades=tuple("ABCD"), until: int | None = None) -> pd.DataFrame:
    """Return the statements of the table china on some partners, up to a year, by date."""
    rows = data.table("china")
    keep = rows["partner"].isin(partners) & rows["evidence_grade"].isin(grades)
    if until is not None:
        keep &= rows["date"].dt.year <= until
    return rows[keep].sort_values(["date", "china_id"])


def directions(frame: pd.DataFrame) -> dict:
    """Count rows of the table china by direction, zeros included: {'enabling': n, …}."""
    counts = frame["direction"].astype("str").value_counts()
    return {direction: int(counts.get(direction, 0)) for direction in DIRECTIONS}


def tested(reason: str) -> pd.DataFrame:
    """Return the statements that fit one of REASONS, then those against it, as column `side`."""
    rows = data.table("china")
    sides = {side: rows[rows[side] == reason] for side in ("fits", "cuts_against")}
    return pd.concat([part.assign(side=side) for side, part in sides.items()])


def guessed(filled: dict, rows) -> dict:
    """Count guesses of partner and direction, {china_id: {'partner', 'leans'}}, against the codes.

    `rows` are the china_ids asked; 'named' of 'partners' partners are right, 'same' of 'coded'
    directions.
    """
    codes = data.table("china").set_index("china_id")[["partner", "direction"]].astype("str")
    found = dict.fromkeys(("named", "partners", "same", "coded"), 0)
    for row in rows:
        mine, ours = filled.get(row, {}), codes.loc[row]
        found["partners"] += "partner" in mine
        found["named"] += mine.get("partner") == ours["partner"]
        found["coded"] += "leans" in mine
        found["same"] += mine.get("leans") == ours["direction"]
    return found


# --- roles ----------------------------------------------------------------------------------------


def readings() -> pd.DataFrame:
    """Return the views whose author's reading comes near a role of China, by role and date."""
    rows = data.table("views").dropna(subset=["china_role"])
    return rows.sort_values(["china_role", "date", "view_id"])


def lacking(entered: dict) -> str:
    """Return what is missing where two roles are argued and one is chosen, '' for nothing.

    `entered` is {'first': {'Role', 'Case'}, 'second': {'Role', 'Case'}, 'choice': {'Role'}}; the
    answer is 'roles' for two different ones, 'first' or 'second' for its case, or 'choice'.
    """
    roles = [entered.get(row, {}).get("Role") for row in ("first", "second")]
    if not set(roles) <= set(ROLES) or roles[0] == roles[1]:
        return "roles"
    for row in ("first", "second"):
        if len(str(entered[row].get("Case", "")).split()) < LEAST:
            return row
    return "" if entered.get("choice", {}).get("Role") in ROLES else "choice"


def usable(each: int = 4) -> pd.DataFrame:
    """Return rows to argue from: verified, of grade A or B, the newest `each` of a direction."""
    rows = data.table("china")
    rows = rows[rows["verified"] & rows["evidence_grade"].isin(["A", "B"])]
    rows = rows.sort_values(["date", "china_id"], ascending=False, kind="stable")
    kept = rows.groupby("direction", observed=True).head(each)
    return kept.sort_values(["date", "china_id"], kind="stable").reset_index(drop=True)


def unargued(entered: dict) -> str:
    """Return the role for which the learner wrote no case, '' while two do not stand."""
    if lacking(entered) not in ("", "choice"):
        return ""
    argued = {entered[row]["Role"] for row in ("first", "second")}
    return next(role for role in ROLES if role not in argued)


# --- votes ----------------------------------------------------------------------------------------


def last_year() -> int:
    """Return the last year of the lists of voting partners."""
    return int(data.table("un_partner_ranks")["year"].max())


def first_year() -> int:
    """Return the first year of the lists of voting partners."""
    return int(data.table("un_partner_ranks")["year"].min())


def assembly_year() -> int:
    """Return the last year for which it is known how pairs voted in the Assembly."""
    return int(data.table("un_agreement").dropna(subset=["agree_identical"])["year"].max())


def permanent() -> list[str]:
    """Return the permanent members of the Council, whose votes its table holds."""
    return [name for name in data.table("security_council_2025") if name.isupper()]


def venue_years() -> dict:
    """Return the years of the venues: {'council', 'assembly', 'first', 'last'} (of Ukraine)."""
    ukraine = _ukraine_texts()["date"].dt.year
    return {
        "council": int(data.table("security_council_2025")["date"].dt.year.max()),
        "assembly": assembly_year(),
        "first": int(ukraine.min()),
        "last": int(ukraine.max()),
    }


def _ukraine_texts():
    return data.table("un_resolutions").query("series == 'ES-11' and roll_call")


def venue_sources() -> list:
    """Return the sources of all votes by venue, as a figure takes them."""
    return [data.table("security_council_2025"), "undl-ga-2025", _ukraine_texts()]


def alike(first: str, second: str, venue: str) -> dict:
    """Count the votes that two states cast alike in a venue: {'same', 'of', 'share' (0 to 1)}.

    A text on which one of the two was absent counts in neither number. `of` is 0 and `share` NaN
    where the tables do not hold the pair. A KeyError says that there is no such venue.
    """
    if venue not in VENUES:
        raise KeyError(f"'{venue}' is no venue; there are {', '.join(VENUES)}.")
    if venue == "assembly":
        return _alike_in_assembly(first, second)
    votes = venue_votes(venue)
    if first not in votes or second not in votes:
        return {"same": 0, "of": 0, "share": float("nan")}
    pair = votes[[first, second]]
    cast = pair[(pair != "absent").all(axis=1)]
    same, of = int((cast[first] == cast[second]).sum()), len(cast)
    return {"same": same, "of": of, "share": same / of if of else float("nan")}


def _alike_in_assembly(first, second):
    of, share = _assembly().get(frozenset((first, second)), (0, float("nan")))
    return {"same": round(share * of) if of else 0, "of": of, "share": share}


@functools.lru_cache(maxsize=1)
def _assembly():
    """Return {pair of states: (joint votes, identical share)} of `assembly_year`."""
    rows = data.table("un_agreement")
    rows = rows[rows["year"] == assembly_year()]
    pairs = map(frozenset, zip(rows["a"], rows["b"], strict=True))
    values = zip(rows["joint_votes"].astype(int), rows["agree_identical"], strict=True)
    return dict(zip(pairs, values, strict=True))


@functools.lru_cache(maxsize=4)
def venue_votes(venue: str) -> pd.DataFrame:
    """Return one row a text and one column a state, with the votes as text."""
    if venue == "ukraine":
        texts = _ukraine_texts()["resolution"]
        votes = data.table("un_ukraine_votes").astype("str")
        wide = votes.pivot(index="resolution", columns="iso3", values="vote")
        return wide.loc[[text for text in texts if text in wide.index]]
    texts = data.table("security_council_2025")
    if venue == "contested":
        texts = texts[texts[["no", "abstain"]].sum(axis=1) > 0]
    return texts.set_index("resolution")[permanent()].astype("str")


def votes_alike(anchor: str, venue: str) -> pd.DataFrame:
    """Return how often `anchor` votes as each other state, most often first.

    Columns state, name, same, of, share (0 to 1); states whose votes no table holds are left out.
    """
    states = permanent() if venue in ("council", "contested") else SHOWN
    short = names()
    found = [
        {"state": state, "name": short[state]} | alike(anchor, state, venue)
        for state in states
        if state != anchor
    ]
    frame = pd.DataFrame(found).query("of > 0")
    return frame.sort_values(["share", "name"], ascending=[False, True])


def count_council_alike() -> int:
    """Return on how many adopted Council texts of the table China and Russia voted alike."""
    return alike("CHN", "RUS", "council")["same"]


def any_abstention() -> float:
    """Return the share on which at least one of the two abstained, a slip when both is asked."""
    votes = venue_votes("council")
    return float(((votes["RUS"] == "abstain") | (votes["CHN"] == "abstain")).mean())


def places(partner: str, anchor: str = "CHN", first: int = 0) -> pd.DataFrame:
    """Return the place of a `partner` among those who vote with an `anchor`, from a first year on.

    Columns year, rank, rank_to (last place of a tie), states_ranked, source_ids; a year without
    data has no row. The four and USA are anchors; empty where the table lacks the pair.
    """
    rows = data.table("un_partner_ranks")
    keep = (rows["anchor"] == anchor) & (rows["partner"] == partner) & (rows["year"] >= first)
    rows = rows[keep].drop(columns=["anchor", "partner"])
    return rows.sort_values("year", kind="stable").reset_index(drop=True)


def gaps(years) -> list[int]:
    """Return the years without a row between the first and the last one."""
    return sorted(set(range(int(min(years)), int(max(years)))) - {int(year) for year in years})


def places_of_russia() -> list[int]:
    """Return Russia's place among China's voting partners in the years DRAWN, the best of a tie."""
    return places("RUS").set_index("year")["rank"].loc[list(DRAWN)].astype(int).tolist()


# --- trade ----------------------------------------------------------------------------------------


def shares(year: int) -> pd.DataFrame:
    """Measure trade between China and its partners against three denominators, in one year.

    Against a GDP the trade is what is claimed from China's side. Against the partner's trade it is
    the share that a claimant gives, because China's customs do not know the partner's total.

    One row a partner and denominator: partner, denominator, share (per cent, nullable), claimant,
    customs (bool: the claimant is China's customs), gdp (claimant of the GDP), source_ids. An
    empty share means that a figure is not in the tables.
    """
    totals = _totals(year)
    flows = totals[totals["reporter"] == "CHN"].drop_duplicates("partner", keep="last")
    flows, wealth = flows.set_index("partner"), data.table("capabilities")
    wealth = wealth[(wealth["indicator"] == "gdp_current_usd") & (wealth["year"] == year)]
    wealth = wealth.set_index("iso3")
    rows = []
    for partner in PARTNERS:
        rows.append((partner, "trade", *_share_of_trade(partner, year, totals)))
        for denominator, state in (("partner", partner), ("china", "CHN")):
            found = (None, None, False, None, "")
            if partner in flows.index and state in wealth.index:
                flow, gdp = flows.loc[partner], wealth.loc[state]
                share = 100 * flow["value_usd"] / gdp["value"]
                customs = flow["claimant_group"] == "customs"
                sources = f"{flow['source_ids']};{gdp['source_ids']}"
                found = (share, flow["claimant"], customs, gdp["claimant"], sources)
            rows.append((partner, denominator, *found))
    columns = ["partner", "denominator", "share", "claimant", "customs", "gdp", "source_ids"]
    return pd.DataFrame(rows, columns=columns).astype({"share": "Float64"})


def _totals(year):
    """Return the claims about all trade of two states in a year, the newest claim last."""
    claims = data.table("trade_claims")
    claims = claims[(claims["flow"] == "total") & (claims["year"] == year)]
    return claims.sort_values(["claim_date", "claim_id"])


def _share_of_trade(partner, year, totals):
    """Return share in per cent, claimant, False, None and sources of China's part in a trade."""

    def with_china(frame):
        return frame[(frame["reporter"] == partner) & (frame["partner"] == "CHN")]

    rows = with_china(data.table("trade"))
    for _, row in rows[rows["year"] == year].iterrows():
        return (100 * row["share_total"], "IMF", False, None, row["source_ids"])
    for _, row in with_china(totals).dropna(subset=["share"])[::-1].iterrows():
        return (row["share"], row["claimant"], False, None, row["source_ids"])
    return (None, None, False, None, "")


def china_total_known() -> bool:
    """Say whether the table trade has totals of China, so that its trade could be divided by."""
    return bool((data.table("trade")["reporter"] == "CHN").any())


def share_years() -> list[int]:
    """Return the last five years for which China's GDP is known."""
    rows = data.table("capabilities").query("indicator == 'gdp_current_usd' and iso3 == 'CHN'")
    return sorted({int(year) for year in rows["year"]})[-5:]


@functools.lru_cache(maxsize=1)
def _all_shares():
    return {year: shares(year) for year in share_years()}


def fullest_year() -> int:
    """Return the year of `share_years` with the most shares in the tables, the last of equals."""
    return max(_all_shares(), key=lambda year: (_all_shares()[year]["share"].notna().sum(), year))


def givers() -> dict:
    """Return {partner: claimant} of China's share of the partner's trade, over `share_years`."""
    frame = pd.concat(_all_shares().values())
    frame = frame[frame["denominator"] == "trade"].dropna(subset=["share"])
    return frame.drop_duplicates("partner").set_index("partner")["claimant"].to_dict()


def customs_count() -> bool:
    """Say whether trade that is measured against a GDP is that of China's customs."""
    return any(frame["customs"].any() for frame in _all_shares().values())


def share_of_china_gdp() -> float:
    """Return trade with Russia by Chinese customs as a share (0 to 1) of China's GDP, 2023."""
    found = shares(2023).set_index(["partner", "denominator"])["share"]
    return float(found["RUS", "china"]) / 100


def share_of_russia_gdp() -> float:
    """Return the same trade as a share (0 to 1) of Russia's GDP, a slip for the other side."""
    found = shares(2023).set_index(["partner", "denominator"])["share"]
    return float(found["RUS", "partner"]) / 100


# --- oil ------------------------------------------------------------------------------------------


def oil_shares(families=FAMILIES) -> pd.DataFrame:
    """Return the claims about China's share of Iran's oil exports, in order of when it was said.

    Columns as in `oil_volumes`, low and high in per cent; no high means 'more than'.
    """
    rows = data.table("energy").query("indicator == 'share_of_iranian_oil_exports'")
    rows = rows[rows["claimant_group"].isin(families)]
    return _claims(rows.sort_values(["claim_date", "energy_id"]))


def oil_volumes(families=FAMILIES) -> pd.DataFrame:
    """Return what trackers and customs say about crude oil that China takes from Iran, by period.

    Columns energy_id, family, claimant, said (date, or none), said_text, first and last (dates),
    period (text), covers (the claimant's words for it, or none), low, high (million barrels a
    day; no high means 'more than'), kind, state, source_ids. Customs that record none from Iran
    have two rows: kind 'none', without numbers, and 'elsewhere', what they record as from `state`;
    other rows are of kind 'amount'.
    """
    rows = data.table("energy").query("indicator == 'crude_imports_from' and actor == 'CHN'")
    rows = rows[rows["claimant_group"].isin(families)]
    silent = rows[rows["none_from"] == "IRN"]
    none = silent.assign(value=float("nan"), low=float("nan"), high=float("nan"))
    found = [
        _claims(rows[rows["partner"] == "IRN"]),
        _claims(none).assign(kind="none"),
        _claims(silent).assign(kind="elsewhere"),
    ]
    frame = pd.concat([part for part in found if len(part)] or found[:1])
    frame = frame.assign(end=frame["period"].str[-7:], late=frame["family"] == "customs")
    order = frame.sort_values(["end", "late", "energy_id"], kind="stable")
    return order.drop(columns=["end", "late"]).reset_index(drop=True)


def _claims(rows):
    ends = rows["date"].str.split("/")
    return pd.DataFrame(
        {
            "energy_id": rows["energy_id"],
            "family": rows["claimant_group"].astype("str"),
            "claimant": rows["claimant"],
            "said": rows["claim_date"],
            "said_text": rows["claim_date_text"],
            "first": pd.to_datetime(ends.str[0], format="ISO8601"),
            "last": pd.to_datetime(ends.str[-1], format="ISO8601"),
            "period": rows["date"],
            "covers": rows["covers"],
            "low": rows["low"].fillna(rows["value"]),
            # a low end that stands alone is 'more than'
            "high": rows["high"]
            .fillna(rows["value"])
            .where(rows["high"].notna() | rows["low"].isna()),
            "kind": "amount",
            "state": rows["partner"],
            "source_ids": rows["source_ids"],
        }
    ).reset_index(drop=True)


def oil_range(frame: pd.DataFrame) -> tuple:
    """Return the lowest and highest number of claims, rows of `oil_shares`; None for none."""
    if frame.empty:
        return (None, None)
    return (int(frame["low"].min()), int(frame[["low", "high"]].max().max()))


def oil_numbers() -> list[float]:
    """Return the shares in per cent that claims name as one number; 'more than 80' names none."""
    frame = oil_shares()
    return [float(share) for share in frame.loc[frame["low"] == frame["high"], "low"]]
