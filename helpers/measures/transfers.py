"""Claims about military exchange: who makes them, how far they range, what may be added up.

A row of transfers is a claim, never a delivery; drone_launches and exchange_values are counts.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import data
from helpers.measures.states import THE_FOUR

STATUSES = ("confirmed", "assessed", "alleged", "announced", "denied", "not-confirmed")
AGAINST = ("denied", "not-confirmed")
FAMILIES = ("KOR", "UKR", "USA", "others", "parties", "researchers", "press")
GOVERNMENTS = FAMILIES[:3]
ENDS = ["quantity_low", "quantity_high"]

# Rows that the course works with by name.
SEOUL = ("T005", "T019")  # South Korea's 6,700 containers and the rounds that they could hold
BOXES = {"both": ("T012", "T013"), "study": ("T011",), "first": ("T005",)}  # lowest, highest count
SPREAD_ROWS = list(dict.fromkeys([*SEOUL, *(row for rows in BOXES.values() for row in rows)]))

QUARTERS = ((2024, 3), (2024, 4), (2025, 1), (2025, 2), (2025, 3), (2025, 4))  # drawn by learners
LAUNCH_YEAR = 2025  # the year of drone launches that learners predict
LABEL_YEAR = 2024  # the year of which they count labels
TEST_YEARS = (2017, 2022, 2024)

DRAWS = 20_000
SEED = 2026
MIXES = {"any": (0, 100), "shells": (0, 30), "rockets": (70, 100)}  # per cent with rockets
FILLS = {"most": (60, 100), "nearly": (90, 100), "open": (20, 100)}  # per cent filled


class Thing(NamedTuple):
    """One thing that is claimed: rows of one `group` in one `unit`, drawn in units of `scale`.

    `also` is a group of general denials that belong to it; `aside` tells its rows apart: by
    'period' or by 'item'.
    """

    group: str
    unit: str
    scale: float = 1
    also: str = ""
    aside: str = "period"


THINGS = {
    "shells": Thing("prk-rus-shells", "rounds", 1e6, "prk-rus-denials"),
    "containers": Thing("prk-rus-containers", "containers", also="prk-rus-denials"),
    "supplied": Thing("prk-rus-missiles", "missiles supplied"),
    "fired": Thing("prk-rus-missiles", "missiles fired"),
    "troops": Thing("prk-rus-troops", "personnel", aside="item"),
    "hurt": Thing("prk-troops-casualties", "killed and wounded", aside="item"),
    "killed": Thing("prk-troops-casualties", "killed", aside="item"),
    "guns": Thing("prk-rus-artillery-systems", "systems"),
    "drones": Thing("irn-rus-drones", "drones", aside="item"),
    "ordered": Thing("irn-rus-drones", "drones ordered"),
    "missiles": Thing("irn-rus-missiles", "missiles", aside="item"),
}

STAGES = {
    "supplied": "missiles supplied",
    "fired": "missiles fired",
    "identified": "missiles identified from debris",
}


# --- claims ---------------------------------------------------------------------------------------


@functools.cache
def family(claimant: str, kind: str) -> str:
    """Return the family of a claimant, one of FAMILIES; `kind` is its claimant_type.

    The parties are those who supply or receive; unnamed officials count with the press.
    """
    if kind == "supplier-or-recipient" or (kind == "lawmaker" and claimant[:3] in THE_FOUR):
        return "parties"
    if kind in ("media-investigation", "leak"):
        return "press"
    if kind == "thinktank-or-ngo":
        return "researchers"
    named = re.search(rf"\b({'|'.join(GOVERNMENTS)})\b", claimant)
    return named[1] if named else "others"


def claims(transfers: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the rows of transfers by date, with the family and the short name of the claimant."""
    frame = data.table("transfers") if transfers is None else transfers.copy()
    kinds = frame["claimant_type"].astype(str)
    frame["family"] = [family(c, k) for c, k in zip(frame["claimant"], kinds, strict=True)]
    frame["name"] = frame["claimant_short"]
    frame["item_short"] = frame["item_short"].fillna(frame["item"])
    frame["status"] = frame["status"].astype(str)
    return frame.sort_values(["claim_date", "transfer_id"]).reset_index(drop=True)


def claims_of(thing: str, families=None, statuses=None) -> pd.DataFrame:
    """Return the claims about one thing in one unit by date, with denials of the whole trade.

    `families` and `statuses` are those to keep, all when None.

    Raises:
        ValueError: no such thing; the sentence lists the known ones.
    """
    if thing not in THINGS:
        raise ValueError(f"'{thing}' is not one of: {', '.join(THINGS)}.")
    about, rows = THINGS[thing], data.table("transfers")
    own = (rows["claim_group"] == about.group) & (rows["unit"] == about.unit)
    frame = claims(rows[own | (rows["claim_group"] == about.also)])
    if families is not None:
        frame = frame[frame["family"].isin(families)]
    if statuses is not None:
        frame = frame[frame["status"].isin(statuses)]
    return frame.reset_index(drop=True)


def sizes(frame: pd.DataFrame) -> dict[str, list[dict]]:
    """Return rows and statements for each status and each family of claims: key, rows, statements.

    `frame` is as `claims` gives it.
    """
    found = {}
    for column, keys in {"status": STATUSES, "family": FAMILIES}.items():
        own = frame.groupby(column)["origin_id"].agg(["size", "nunique"])
        own = own.reindex(keys, fill_value=0)
        found[column] = [
            {"key": key, "rows": int(rows), "statements": int(statements)}
            for key, rows, statements in own.itertuples()
        ]
    return found


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that affirm a number, with the columns low and high of its known ends."""
    rows = frame[~frame["status"].isin(AGAINST) & frame[ENDS].notna().any(axis=1)]
    low, high = rows[ENDS[0]], rows[ENDS[1]]
    return rows.assign(low=low.fillna(high), high=high.fillna(low))


class Extent(NamedTuple):
    """From the lowest to the highest number; `over` where the highest is a 'more than'."""

    low: float
    high: float
    over: bool


def extent(frame: pd.DataFrame) -> Extent | None:
    """Return how far the numbers of claims range; None where none affirms a number."""
    rows = numbered(frame)
    if rows.empty:
        return None
    top = rows["high"].max()
    over = rows.loc[rows["high"] == top, "quantity_high"].isna().any()
    return Extent(rows["low"].min(), top, over)


def could_hold(frame: pd.DataFrame) -> pd.Series:
    """Say of each claim whether it speaks of what containers could hold, not of what was sent."""
    return frame["confidence_words"].fillna("").str.contains("could|if calculated")


def period(row) -> tuple[str, pd.Timestamp | None, str]:
    """Return how a claim bounds its period: 'from', 'in', 'to' or 'only', a date and its text.

    `row` is one of `claims`. 'only' is one calendar year; ('', None, '') where it names no period.
    """
    begins, ends = not pd.isna(row.period_start), not pd.isna(row.period_end)
    if not ends:
        how = "from" if begins else ""
        return (how, row.period_start, row.period_start_text) if begins else (how, None, "")
    start = row.period_start_text if begins else ""
    whole = (start[5:7], row.period_end_text[5:7]) == ("01", "12") or len(start) == 4
    if begins and whole and row.period_start.year == row.period_end.year:
        return "only", row.period_end, str(row.period_end.year)
    same = (start[:7], len(start) > 4) == (row.period_end_text[:7], len(row.period_end_text) > 4)
    return "in" if same else "to", row.period_end, row.period_end_text


class CannotAddError(ValueError):
    """Claims have no sum; `reason` is a code and `facts` what can be said of it."""

    def __init__(self, reason: str, **facts):
        super().__init__(f"{reason}: {facts}")
        self.reason, self.facts = reason, facts


def add_up(frame: pd.DataFrame) -> tuple[float, float]:
    """Return the sums of quantity_low and _high, if the rows are parts of one statement.

    Raises:
        CannotAddError: claim groups, units or several claims of one thing are mixed, periods
            overlap, an end is missing, or there is no row.
    """
    if frame.empty:
        raise CannotAddError("empty")
    groups = sorted(frame["claim_group"].unique())
    if len(groups) > 1:
        raise CannotAddError("groups", n=len(groups), first=groups[:3], more=len(groups) > 3)
    units = frame["unit"].dropna().unique()
    if len(units) + frame["unit"].isna().any() > 1:
        raise CannotAddError("units", units=sorted(units), without=frame["unit"].isna().any())
    origins = frame["origin_id"].nunique()
    if origins > 1:
        unit = units[0] if len(units) else None
        raise CannotAddError("overlap", rows=len(frame), n=origins, group=groups[0], unit=unit)
    if _overlap(frame):
        raise CannotAddError("repeated", rows=len(frame))
    if frame[ENDS].isna().any(axis=None):
        raise CannotAddError("open")
    return float(frame["quantity_low"].sum()), float(frame["quantity_high"].sum())


def _overlap(frame) -> bool:
    """Say whether periods of the rows share a day; without a start or an end they are open."""
    if len(frame) < 2:
        return False
    spans = []
    for row in frame.itertuples():
        end = row.period_end_text
        last = pd.Timestamp.max if pd.isna(end) or not end else pd.Period(end).end_time
        first = pd.Timestamp.min if pd.isna(row.period_start) else row.period_start
        spans.append((first, last))
    spans.sort()
    return any(after[0] <= before[1] for before, after in itertools.pairwise(spans))


def largest(frame: pd.DataFrame) -> dict | None:
    """Return the largest claim: its number `high`, and whether it says 'up to' or 'over'.

    Parts of one statement count together where they can be added; None where nothing is counted.
    """
    found = []
    for _, own in numbered(frame).groupby("origin_id"):
        try:
            high = add_up(own)[1]
        except CannotAddError:
            high = own["high"].max()
        alone = own.iloc[0] if len(own) == 1 else None
        up, over = ((alone is not None and pd.isna(alone[end])) for end in ENDS)
        found.append({"high": high, "up": up, "over": over})
    return max(found, key=lambda one: one["high"], default=None)


def only_one_by_monitors(identified: pd.DataFrame) -> bool:
    """Say whether one missile alone was identified from debris, by monitors of several states."""
    alone = len(identified) == 1 and (identified[ENDS] == 1).all(axis=None)
    return bool(alone and (identified["claimant_type"] == "multilateral-body").all())


def count_status(status: str = "confirmed") -> int:
    """Return how many rows of the table transfers have this status."""
    return int((data.table("transfers")["status"] == status).sum())


def shell_claims() -> pd.DataFrame:
    """Return the claims of the group prk-rus-shells in rounds, without general denials."""
    rows = claims()
    return rows[(rows["claim_group"] == "prk-rus-shells") & (rows["unit"] == "rounds")]


def missiles_of_iran() -> pd.DataFrame:
    """Return the claims that count missiles sent by Iran, those with a lower end."""
    rows = data.table("transfers")
    rows = rows[(rows["claim_group"] == "irn-rus-missiles") & (rows["unit"] == "missiles")]
    return rows.dropna(subset=["quantity_low"])


# --- containers -----------------------------------------------------------------------------------


def per_container() -> tuple[float, float]:
    """Return how many 152 mm shells and 122 mm rockets fill one container, by South Korea."""
    rows = data.table("transfers").set_index("transfer_id")
    boxes, rounds = (rows.loc[i] for i in SEOUL)
    return tuple(rounds[end] / boxes["quantity_low"] for end in ("quantity_high", "quantity_low"))


def shells_per_container() -> int:
    """Return the 152 mm shells in one full container, by South Korea's conversion, rounded."""
    return round(per_container()[0])


def rockets_per_container() -> int:
    """Return the 122 mm rockets in one full container, a slip when shells are asked."""
    return round(per_container()[1])


def rounds_in(containers, rockets, filled):
    """Return how many rounds containers could hold, by South Korea's capacities.

    `rockets` is the per cent of containers with rockets, the others hold shells; `filled` the per
    cent of each that is filled. Arrays give arrays.

    Raises:
        ValueError: a number of containers below 0, or a share outside 0 to 100 per cent.
    """
    if np.min(containers) < 0:
        raise ValueError("A number of containers cannot be below 0.")
    for name, share in (("rockets", rockets), ("filled", filled)):
        if np.min(share) < 0 or np.max(share) > 100:
            raise ValueError(f"The share '{name}' is given in per cent, from 0 to 100.")
    shells, rocket = per_container()
    mixed = shells * (1 - np.asarray(rockets) / 100) + rocket * np.asarray(rockets) / 100
    return containers * mixed * np.asarray(filled) / 100


def largest_box_count() -> float:
    """Return the largest number of containers that anybody claims; of a 'more than' its number."""
    rows = data.table("transfers")
    own = (rows["claim_group"] == "prk-rus-containers") & (rows["unit"] == "containers")
    return float(rows.loc[own, ENDS].max(axis=None))


def capacity_claims() -> pd.DataFrame:
    """Return the shell claims of what containers could hold, with `boxes`: how many containers.

    These are the containers of the same statement, else of the same claimant on the same day.
    """
    rows, boxes = claims_of("shells"), claims_of("containers").dropna(subset=["quantity_low"])
    rows = rows[could_hold(rows)].copy()
    by_origin = dict(zip(boxes["origin_id"], boxes["quantity_low"], strict=True))
    days = zip(boxes["family"], boxes["claim_date"], strict=True)
    by_day = dict(zip(days, boxes["quantity_low"], strict=True))
    rows["boxes"] = [
        by_origin.get(row.origin_id, by_day.get((row.family, row.claim_date), float("nan")))
        for row in rows.itertuples()
    ]
    return rows


def better_counts() -> pd.DataFrame:
    """Return the counts of rounds sent, not of capacity, that have grade B."""
    rows = claims_of("shells")
    return numbered(rows[~could_hold(rows) & (rows["evidence_grade"].astype(str) == "B")])


def box_counts() -> dict[str, dict]:
    """Return the counts of containers that the simulation offers: low, high, day of the claim."""
    rows, found = data.table("transfers").set_index("transfer_id"), {}
    for code, ids in BOXES.items():
        first, last = rows.loc[ids[0]], rows.loc[ids[-1]]
        high = last["quantity_low" if pd.isna(last["quantity_high"]) else "quantity_high"]
        found[code] = {"low": first["quantity_low"], "high": high, "day": last["claim_date"]}
    return found


def simulate(containers, rockets, filled, seed: int = SEED, draws: int = DRAWS) -> np.ndarray:
    """Return `draws` numbers of rounds; each input is drawn evenly between its two ends.

    `containers`, `rockets` and `filled` are pairs (low, high) of what `rounds_in` takes. `seed`
    starts numpy's Generator; the same seed gives the same draws.
    """
    chance = np.random.default_rng(seed)
    return rounds_in(*[chance.uniform(*ends, draws) for ends in (containers, rockets, filled)])


def simulate_codes(containers: str, rockets: str, filled: str, seed: int = SEED) -> np.ndarray:
    """Return the draws for codes of BOXES, MIXES and FILLS, in million rounds."""
    boxes = box_counts()[containers]
    ends = (boxes["low"], boxes["high"]), MIXES[rockets], FILLS[filled]
    return simulate(*ends, seed=seed) / 1e6


def middle_of_spread() -> float:
    """Return the middle of the default simulation in million rounds: half the draws lie below."""
    return round(float(np.median(simulate_codes("both", "any", "most"))), 1)


# --- launches -------------------------------------------------------------------------------------


def launches(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the computed monthly rows of drone_launches with year, regime and share.

    `share` is shot down or suppressed per launched drone (0 to 1), which compares only within one
    reporting_regime.
    """
    rows = data.table("drone_launches") if frame is None else frame
    rows = rows[rows["basis"] == "computed"].sort_values("month", kind="stable")
    rows = rows.reset_index(drop=True)
    rows["year"] = rows["month"].dt.year
    rows["regime"] = rows["reporting_regime"].astype(str)
    rows["share"] = (rows["shot_down_or_suppressed"] / rows["launched"]).astype(float)
    return rows


def published_launches(first: int, last: int) -> pd.DataFrame:
    """Return the counts of launches that others published for months of these years."""
    rows = data.table("drone_launches")
    own = (rows["basis"] == "published") & rows["month"].dt.year.between(first, last)
    return rows[own].dropna(subset=["launched"])


def launched_by_quarter() -> list[int]:
    """Return the drones launched in each of the QUARTERS, decoys included; 0 where no row is."""
    rows = launches()
    sums = rows.groupby([rows["year"], rows["month"].dt.quarter])["launched"].sum()
    return [int(sums.get(quarter, 0)) for quarter in QUARTERS]


def launch_growth(sums: dict) -> float | None:
    """Return how many times the launches of the year before LAUNCH_YEAR has; None: not in sums."""
    year, before = sums.get(LAUNCH_YEAR), sums.get(LAUNCH_YEAR - 1)
    return year / before if year and before else None


def exchange_in_dollars() -> pd.DataFrame:
    """Return what studies say the exchange is worth: value_low and value_high, billion dollars.

    The rows of exchange_values in dollars for arms given and for what came back (`returned`), in
    order of date.
    """
    rows = data.table("exchange_values")
    rows = (
        rows[rows["unit"] == "USD billion"]
        .sort_values(["claim_date", "value_id"], kind="stable")
        .reset_index(drop=True)
    )
    return rows.assign(returned=rows["series_id"] == "rus-return-value")


def labelled(rule: str, year: int = LABEL_YEAR) -> int:
    """Return how many launches of a year count as North Korean missiles under one rule.

    `rule` is 'low', labels that name the KN-23 alone, or 'high', every label with KN-23 in it.
    """
    rows = label_counts()
    return int(rows.loc[rows["period"].str.startswith(str(year)), f"value_{rule}"].sum())


def labelled_low() -> int:
    """Return the KN-23 launches of 2024 under the strict rule."""
    return labelled("low")


def labelled_high() -> int:
    """Return the KN-23 launches of 2024 under the wide rule."""
    return labelled("high")


def labelled_twice() -> int:
    """Return the wide count of 2024 with a paper's count of the same labels added: a slip."""
    return _labelled_by_all("value_high")


def labelled_mixed() -> int:
    """Return the low counts of 2024 of two claimants added: a slip, both count the same labels."""
    return _labelled_by_all("value_low")


def _labels() -> pd.DataFrame:
    rows = data.table("exchange_values")
    return rows[rows["series_id"] == "kn23-fired"]


def _labelled_by_all(column) -> int:
    rows = _labels()
    return int(rows.loc[rows["period"].str.startswith(str(LABEL_YEAR)), column].sum())


def label_counts(ours: bool = True) -> pd.DataFrame:
    """Return half-yearly counts of launches with a KN-23 label from the daily reports.

    With `ours` False the counts of others. Columns start and end are the dates of the period.
    """
    rows = _labels()
    own = rows["claimant"].str.startswith("UKR")
    rows = rows[own if ours else ~own].sort_values(["period", "value_id"]).reset_index(drop=True)
    ends = rows["period"].str.split("/")
    return rows.assign(start=pd.to_datetime(ends.str[0]), end=pd.to_datetime(ends.str[-1]))


def labels_counted_alike() -> bool:
    """Say whether others' counts of LABEL_YEAR equal the wide rule in each half-year."""
    both = label_counts(ours=False).merge(label_counts(), on="period")
    both = both[both["period"].str.startswith(str(LABEL_YEAR))]
    return len(both) > 0 and bool((both["value_high_x"] == both["value_high_y"]).all())


# --- both sides of the ledger ---------------------------------------------------------------------

PARTNERS = ("PRK", "IRN")
# In this order kinds with as many statements stand; those not named come after them, "other" last.
KINDS = (
    *("artillery-ammunition", "troops", "ballistic-missile", "artillery-system", "workers"),
    *("drone", "drone-technology", "space/satellite", "air-defence", "oil", "cash/gold"),
    *("naval/submarine", "electronic-warfare", "food", "aircraft", "training"),
    *("captured-equipment", "nuclear", "dual-use"),
)


def ledger(partner: str = "PRK", once: bool = True) -> pd.DataFrame:
    """Return the statements on what went from a partner to Russia and back.

    With `once` a statement counts once in a row of the ledger, with its best grade; else every row
    counts. One row a statement, direction ('to' or 'from' Russia) and kind, with `against`: a
    denial, no confirmation or a finding of nothing. Casualties are no transfers and are left out.
    """
    rows = data.table("transfers")
    rows = rows[rows["claim_group"] != "prk-troops-casualties"]
    there = (rows["from"] == partner) & (rows["to"] == "RUS")
    back = (rows["from"] == "RUS") & (rows["to"] == partner)
    rows = rows[there | back].copy()
    rows["direction"] = np.where(rows["from"] == partner, "to", "from")
    rows["kind"] = rows["category"].astype(str)
    help_back = (rows["direction"] == "from") & (rows["kind"] == "ballistic-missile")
    rows.loc[help_back, "kind"] = "missile-know-how"
    nothing = (rows["quantity_low"] == 0) & (rows["quantity_high"] == 0)
    rows["against"] = rows["status"].isin(AGAINST) | nothing
    rows["grade"] = rows["evidence_grade"].astype(str)
    rows = rows.sort_values(["grade", "transfer_id"])
    if once:
        rows = rows.drop_duplicates(["direction", "kind", "origin_id", "against"])
    keep = ["direction", "kind", "origin_id", "grade", "against", "claim_date", "source_ids"]
    return rows[["transfer_id", *keep]].reset_index(drop=True)


def count_flow(rows: pd.DataFrame, direction: str, grades: str = "ABCD") -> int:
    """Return how many statements of a ledger say that something went in one direction."""
    own = (rows["direction"] == direction) & ~rows["against"] & rows["grade"].isin(list(grades))
    return rows.loc[own, "origin_id"].nunique()


def count_with_casualties(partner: str) -> int | None:
    """Return the statements on what a partner sent, those on casualties too; None: has none."""
    rows = data.table("transfers")
    rows = rows[(rows["from"] == partner) & (rows["to"] == "RUS") & (rows["status"] != "denied")]
    casualties = (rows["claim_group"] == "prk-troops-casualties").any()
    return rows["origin_id"].nunique() if casualties else None


def kinds(rows: pd.DataFrame) -> list[str]:
    """Return the kinds of one direction of a ledger, most statements first, 'other' last."""
    sizes = rows.assign(n=~rows["against"]).groupby("kind")["n"].sum()
    place = {kind: n for n, kind in enumerate(KINDS)}
    return sorted(sizes.index, key=lambda k: (k == "other", -sizes[k], place.get(k, len(KINDS)), k))


# --- stories --------------------------------------------------------------------------------------

STORIES = ("announcement", "denial", "growth")
GROWN = "growth"  # the story whose statements are numbers


def story(name: str) -> pd.DataFrame:
    """Return the claims of one of STORIES by date, with short `words`.

    `planned` marks those whose period lies ahead of the claim, `killed` those that count the
    killed alone.
    """
    rows = claims()
    rows = rows[rows["story"] == name].reset_index(drop=True)
    rows["words"] = rows["summary_short"].fillna(rows["summary"])
    ahead = rows["period_start"] > rows["claim_date"]
    alone = rows["unit"].isin(["killed", "reported as killed"]).fillna(False)
    return rows.assign(planned=ahead & rows["period_end"].notna(), killed=alone)


def reversal(rows: pd.DataFrame) -> dict:
    """Return when each party that confirms had done so, whether both did, and with a number."""
    own = rows[(rows["status"] == "confirmed") & rows["claimant"].str[:3].isin(("RUS", "PRK"))]
    first = own.groupby(own["claimant"].str[:3]).head(1)
    denied = bool((rows["status"] == "denied").any())
    both = denied and len(first) == 2
    return {
        "reversed": first["claim_date"].max() if both else None,
        "counted": bool(first[ENDS].notna().any(axis=None)),
    }


def months_until_retold(rows: pd.DataFrame) -> int | None:
    """Return the months until a number of one unit came back in another unit; None: never."""
    for at, later in enumerate(rows.itertuples()):
        earlier = rows.iloc[:at]
        alike = earlier["quantity_low"] == later.quantity_low
        earlier = earlier[alike & (earlier["unit"] != later.unit)]
        if len(earlier):
            first = earlier["claim_date"].iloc[-1]
            days = later.claim_date - first
            return int(np.ceil(days.days / 30.44))
    return None
