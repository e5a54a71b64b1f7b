"""Measures of china: frames in, frames and numbers out."""

from __future__ import annotations

import functools

import pandas as pd

from helpers import data

PARTNERS = ("RUS", "IRN", "PRK")
DIRECTIONS = {"enabling": "Enabling", "mixed": "Mixed", "distancing": "Distancing"}


VENUES = {
    "council": "Security Council 2025, adopted texts",
    "contested": "the same, unanimous texts left out",
    "assembly": "General Assembly 2025, roll calls",
    "ukraine": "Ukraine texts of the Assembly, 2022–2025",
}


COUNCIL = ("RUS", "CHN", "USA", "GBR", "FRA")
LAST_YEAR = 2025  # the last with votes of the Assembly


def ledger(partners=PARTNERS, grades=tuple("ABCD"), until: int = 2026) -> pd.DataFrame:
    """Return the coded statements about China that a reader has chosen.

    Args:
        partners: codes of the states that the statements are about.
        grades: letters of the evidence grades that are kept.
        until: the last year whose statements are kept.

    Returns:
        Rows of the table china, in order of date.
    """
    rows = data.table("china")
    keep = rows["partner"].isin(partners) & rows["evidence_grade"].isin(grades)
    return rows[keep & (rows["date"].dt.year <= until)].sort_values(["date", "china_id"])


def directions(frame: pd.DataFrame) -> dict:
    """Count statements by direction.

    Args:
        frame: rows of the table china.

    Returns:
        {'enabling': n, 'mixed': n, 'distancing': n}, zeros included.
    """
    counts = frame["direction"].astype("str").value_counts()
    return {direction: int(counts.get(direction, 0)) for direction in DIRECTIONS}


def count_enabling() -> int:
    """Return how many statements of the table china are coded enabling."""
    return directions(ledger())["enabling"]


def count_distancing_iran() -> int:
    """Return how many statements about Iran are coded distancing."""
    return directions(ledger(["IRN"]))["distancing"]


def count_distancing() -> int:
    """Return how many statements about any partner are coded distancing, a slip for Iran."""
    return directions(ledger())["distancing"]


def alike(first: str, second: str, venue: str) -> dict:
    """Count the votes that two states cast alike in a venue.

    A text on which one of the two was absent counts in neither number.

    Args:
        first: code of a state, such as 'CHN'.
        second: code of another one.
        venue: a key of VENUES.

    Returns:
        {'same': n, 'of': n, 'share': 0 to 1}; `of` is 0 and `share` NaN where the tables do not
        hold the pair.

    Raises:
        KeyError: no such venue.
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
    """Return {pair of states: (joint votes, identical share)} of LAST_YEAR."""
    rows = data.table("un_agreement")
    rows = rows[rows["year"] == LAST_YEAR]
    pairs = map(frozenset, zip(rows["a"], rows["b"], strict=True))
    values = zip(rows["joint_votes"].astype(int), rows["agree_identical"], strict=True)
    return dict(zip(pairs, values, strict=True))


@functools.lru_cache(maxsize=4)
def venue_votes(venue: str) -> pd.DataFrame:
    """Return one row a text and one column a state, with the votes as text."""
    if venue == "ukraine":
        texts = data.table("un_resolutions").query("series == 'ES-11' and roll_call")
        votes = data.table("un_ukraine_votes").astype("str")
        wide = votes.pivot(index="resolution", columns="iso3", values="vote")
        return wide.loc[texts["resolution"]]
    texts = data.table("security_council_2025")
    if venue == "contested":
        texts = texts[texts[["no", "abstain"]].sum(axis=1) > 0]
    return texts.set_index("resolution")[list(COUNCIL)].astype("str")


def count_council_alike() -> int:
    """Return on how many adopted Council texts of 2025 China and Russia voted alike."""
    return alike("CHN", "RUS", "council")["same"]


def joint_abstentions() -> float:
    """Return the share (0 to 1) of adopted Council texts on which both abstained, 2025."""
    votes = venue_votes("council")
    return float(((votes["RUS"] == "abstain") & (votes["CHN"] == "abstain")).mean())


def any_abstention() -> float:
    """Return the share on which at least one of the two abstained, a slip when both is asked."""
    votes = venue_votes("council")
    return float(((votes["RUS"] == "abstain") | (votes["CHN"] == "abstain")).mean())


def places(partner: str, anchor: str = "CHN") -> pd.DataFrame:
    """Return the place of a `partner` in the list of those who vote with an `anchor`.

    Args:
        partner: code of the state that is ranked.
        anchor: code of the state from whose side is ranked: one of the four or USA.

    Returns:
        Columns year, rank, rank_to (last place of a tie), states_ranked, source_ids; 2024 is
        missing. Empty where the pair is not in the table.
    """
    rows = data.table("un_partner_ranks")
    rows = rows[(rows["anchor"] == anchor) & (rows["partner"] == partner)]
    return (
        rows.drop(columns=["anchor", "partner"])
        .sort_values("year", kind="stable")
        .reset_index(drop=True)
    )


def place_of_russia() -> int:
    """Return Russia's place among China's voting partners in the last year."""
    return int(places("RUS")["rank"].iloc[-1])


DENOMINATORS = {
    "trade": "the partner's goods trade",
    "partner": "the partner's GDP",
    "china": "China's GDP",
}


def shares(year: int) -> pd.DataFrame:
    """Measure trade between China and its partners against three denominators, in one year.

    Against a GDP the trade is what Chinese customs report. Against the partner's trade it is
    the share that a claimant gives, because customs do not know the partner's total.

    Args:
        year: such as 2023.

    Returns:
        One row a partner and denominator: partner, denominator, share (per cent, nullable),
        claimant, source_ids. An empty share means that a figure is not in the tables.
    """
    claims = data.table("trade_claims")
    claims = claims.query("reporter == 'CHN' and flow == 'total' and year == @year")
    flows = claims.set_index("partner")
    wealth = data.table("capabilities").query("indicator == 'gdp_current_usd' and year == @year")
    wealth = wealth.set_index("iso3")
    rows = []
    for partner in PARTNERS:
        rows.append((partner, "trade", *_share_of_trade(partner, year)))
        for denominator, state in (("partner", partner), ("china", "CHN")):
            found, share = partner in flows.index and state in wealth.index, None
            claimant = sources = ""
            if found:
                flow, gdp = flows.loc[partner], wealth.loc[state]
                share = 100 * flow["value_usd"] / gdp["value"]
                claimant = f"{_plain(flow['claimant'])}; {gdp['claimant']}"
                sources = f"{flow['source_ids']};{gdp['source_ids']}"
            rows.append((partner, denominator, share, claimant, sources))
    columns = ["partner", "denominator", "share", "claimant", "source_ids"]
    return pd.DataFrame(rows, columns=columns).astype({"share": "Float64"})


def _plain(claimant):
    return "customs of China" if claimant.startswith("General Administration") else claimant


def _share_of_trade(partner, year):
    """Return share in per cent, claimant and sources of China's part in a partner's trade."""
    if partner == "RUS":
        row = data.table("trade").query("partner == 'CHN' and year == @year")
        if row.empty:
            return (None, "", "")
        return (100 * row["share_total"].iloc[0], "IMF", row["source_ids"].iloc[0])
    row = data.table("china").set_index("china_id").loc["ch03"]
    if partner == "PRK" and year == row["date"].year:
        return (96.7, "KOTRA", row["source_ids"])  # the number stands in the statement
    return (None, "", "")


def share_of_china_gdp() -> float:
    """Return trade with Russia by Chinese customs as a share (0 to 1) of China's GDP, 2023."""
    found = shares(2023).set_index(["partner", "denominator"])["share"]
    return float(found["RUS", "china"]) / 100


def share_of_russia_gdp() -> float:
    """Return the same trade as a share (0 to 1) of Russia's GDP, a slip for the other side."""
    found = shares(2023).set_index(["partner", "denominator"])["share"]
    return float(found["RUS", "partner"]) / 100


# Each number stands in the row named: low end, high end; an empty end means that it is open.
OIL_CLAIMS = (
    ("ch25", "press", "Press use, firm not named", "late 2024", "late 2024", 95, 95),
    ("ch25", "kpler", "Kpler", "May 2025", "2024", 77, 77),
    ("ch25", "kpler", "Kpler", "May 2025", "early 2025", 50, 50),
    ("ch25", "press", "Press use, firm not named", "Jun 2025", "mid-2025", 90, 90),
    ("ch39", "kpler", "Kpler", "Jan 2026", "2025", 80, None),
)
FAMILIES = {
    "kpler": "Kpler (tracks ships)",
    "vortexa": "Vortexa (tracks ships)",
    "press": "Press use",
    "customs": "China's customs",
}


def oil_shares(families=tuple(FAMILIES)) -> pd.DataFrame:
    """Return the claims about China's share of Iran's oil exports.

    Args:
        families: keys of FAMILIES that are kept.

    Returns:
        One row a claim: row (china_id), family, claimant, said, period, low, high (per cent;
        no high means 'more than'), source_ids.
    """
    columns = ["row", "family", "claimant", "said", "period", "low", "high"]
    frame = pd.DataFrame(OIL_CLAIMS, columns=columns)
    frame["source_ids"] = frame["row"].map(data.table("china").set_index("china_id")["source_ids"])
    frame["words"] = ""
    return frame[frame["family"].isin(families)].reset_index(drop=True)


def oil_range(families=tuple(FAMILIES)) -> tuple:
    """Return the lowest and highest share that the claims give.

    Args:
        families: keys of FAMILIES that are kept.

    Returns:
        (low, high) in per cent; (None, None) where nothing is left.
    """
    frame = oil_shares(families)
    if frame.empty:
        return (None, None)
    return (int(frame["low"].min()), int(frame[["low", "high"]].max().max()))


def oil_numbers() -> list[float]:
    """Return the shares in per cent that claims name as one number; 'more than 80' names none."""
    shares = oil_shares()
    return [float(share) for share in shares.loc[shares["low"] == shares["high"], "low"]]


def oil_volumes(families=tuple(FAMILIES)) -> pd.DataFrame:
    """Return what trackers and customs say about crude oil that China takes from Iran.

    Args:
        families: keys of FAMILIES that are kept.

    Returns:
        One row a figure in order of period: energy_id, family, claimant, period, low, high
        (million barrels a day; none for customs, which record no crude), words, source_ids.
    """
    rows = data.table("energy").query("indicator == 'crude_imports_from' and partner == 'IRN'")
    found = []
    for row in rows.itertuples():
        family = "vortexa" if row.claimant == "Vortexa" else "kpler"
        over = "over" in str(row.note)[:20]
        high = None if over else row.value
        found.append((row.energy_id, family, row.claimant, row.date, row.value, high, ""))
    hub = data.table("energy").set_index("energy_id").loc["en22"]
    none = "record none from Iran"
    found.append(("en22", "customs", "Customs of China", hub["date"], None, None, none))
    words = "recorded as from Malaysia"
    value = hub["value"]
    found.append(("en22", "customs", "Customs of China", hub["date"], value, value, words))
    columns = ["energy_id", "family", "claimant", "period", "low", "high", "words"]
    frame = pd.DataFrame(found, columns=columns)
    frame["source_ids"] = frame["energy_id"].map(
        data.table("energy").set_index("energy_id")["source_ids"]
    )
    frame = frame[frame["family"].isin(families)]
    late = frame["period"].str[-7:] + (frame["family"] == "customs").map({True: "z", False: ""})
    return frame.assign(late=late).sort_values(["late", "energy_id"]).drop(columns="late")
