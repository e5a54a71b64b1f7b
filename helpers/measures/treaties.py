"""Measures of treaties: promises and their strength, years in force, and how far coders agree.

Strength is an ordinal code from 0 to 5 that can be compared only within one obligation; nothing
here averages it or adds it up. From the tables treaties, provisions and invocations.
"""

from __future__ import annotations

import functools
import re

import pandas as pd

from helpers import data
from helpers.measures.states import PAIRS, THE_FOUR

OBLIGATIONS = (
    "defence",
    "consultation",
    "non-aggression",
    "neutrality",
    "arms/military-technical",
)
STRENGTHS = tuple(range(6))
HELP = 4  # the least strength of a defence clause that owes help

# Chosen so that each of the four questions of the codebook decides at least two of them.
CLAUSES = ("pv073", "pv109", "pv004", "pv063", "pv028", "pv089")
CLAUSES += ("pv005", "pv097", "pv050", "pv009", "pv104", "pv003")
TODAY = "2026-01-31"  # the status of treaties is known to early 2026

# Parts of Article 4: columns of the table article4_wordings.
PARTS = ("attack", "war", "at_once", "means", "charter", "laws")
MACHINES = ("council", "command", "staff", "forces", "other")  # what may carry a promise out

# What the question on promise and practice asks to order, and the rows it is drawn from.
STEPS = ["signed", "troops", "force", "cited"]
NEWEST = ("rus-dprk-2024", "rus-irn-2025")
ACTS = {"iv03": "done", "iv04": "cited", "iv05": "cited", "iv06": "done"}


# --- treaties -------------------------------------------------------------------------------------


def label(treaty: pd.Series) -> str:
    """Return the name of a row of treaties for a chart: with years where it has ended."""
    name = re.sub(r"(?<=[A-Za-z])-(?=[A-Z])", "–", treaty["short_name"])
    year = treaty["signed"].year
    name = name if str(year) in name else f"{name} {year}"
    if pd.isna(treaty["terminated"]):
        return name
    ended = treaty["terminated"].year
    return f"{name}–{ended % 100:02d}" if ended // 100 == year // 100 else f"{name}–{ended}"


def named(treaties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return `treaties`, by default the table, with name, ended, among_four (bool) and pair.

    `pair` is one of PAIRS for a treaty of two of the four, else ''.
    """
    return _named().copy() if treaties is None else _with_names(treaties.copy())


@functools.lru_cache(maxsize=1)
def _named():
    return _with_names(data.table("treaties"))


def _with_names(frame):
    parties = frame["parties"].str.split(";").map(set)
    frame["name"] = [label(row) for _, row in frame.iterrows()]
    frame["ended"] = frame["terminated"].notna()
    frame["among_four"] = parties.map(lambda p: p <= set(THE_FOUR))
    keys = {frozenset(pair.split(";")): pair for pair in PAIRS}
    frame["pair"] = parties.map(lambda p: keys.get(frozenset(p), ""))
    return frame


def in_force(on: str, treaties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the rows of `named()` in force on a day, such as '2021-06-30'.

    The day of entry counts, the day of the end does not. A treaty whose entry into force is known
    by its year only counts from its signature on. Texts that never enter into force (statements,
    programmes) are not in the answer.
    """
    frame = named(treaties)
    return frame[running(frame, pd.Timestamp(on))]


def running(treaties: pd.DataFrame, day) -> pd.Series:
    """Say of each row of treaties whether it was in force on a day, or each on a day of its own.

    The rule is that of `in_force`; `day` is a Timestamp or a Series of the same index.
    """
    begun = treaties["in_force"].notna() & (treaties[["in_force", "signed"]].max(axis=1) <= day)
    left = treaties["terminated"].isna() | (treaties["terminated"] > day)
    return begun & left & treaties["kind"].isin(["treaty", "agreement"])


def help_promised(on: str = TODAY) -> pd.DataFrame:
    """Return the treaties among the four that promise help in war (defence 4 or 5) on a day."""
    live = in_force(on)
    return live[live["among_four"] & live["treaty_id"].isin(helping_treaties(promises()))]


def helping_treaties(frame: pd.DataFrame) -> set:
    """Return the ids of the treaties that promise help in war; frame: rows of `promises()`."""
    return set(frame.query("obligation == 'defence' and strength >= @HELP")["treaty_id"])


def lifelines(day: str) -> pd.DataFrame:
    """Return the treaties of two of the four that entered into force, with helps and live (bool).

    In order of signature; `live` are those in force on `day`.
    """
    frame = named()
    frame = frame[(frame["pair"] != "") & frame["in_force"].notna()]
    return frame.sort_values(["signed", "treaty_id"]).assign(
        helps=lambda rows: rows["treaty_id"].isin(helping_treaties(promises())),
        live=lambda rows: rows["treaty_id"].isin(in_force(day)["treaty_id"]),
    )


def promise_gap(pair: str) -> tuple | None:
    """Return when `pair` last lost its promise of help and when it had one again, or None."""
    frame = lifelines(TODAY)
    own = frame[(frame["pair"] == pair) & frame["helps"]]
    own = own.sort_values(["in_force", "treaty_id"])
    ends = own["terminated"].shift()
    gaps = own[ends < own["in_force"]]
    return None if gaps.empty else (ends[gaps.index[-1]], gaps["in_force"].iloc[-1])


def promised_since(pair: str):
    """Return since when `pair` has had the promise of help in force today, or None."""
    frame = lifelines(TODAY)
    own = frame[(frame["pair"] == pair) & frame["helps"] & frame["live"]]
    return None if own.empty else own["in_force"].min()


# --- promises -------------------------------------------------------------------------------------


def promises(provisions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one row a treaty, obligation and strength, for the five obligations of the ladder.

    Equal clauses of one treaty are merged, unequal ones stay apart. Columns treaty_id, name,
    among_four, ended, pair, signed, obligation, strength (0 to 5), low and high (ends of the
    defensible readings), articles ('' where none is known), seen (False where an article number
    was not seen in a text), source_ids, provision_ids (a list).
    """
    return _promises().copy() if provisions is None else _merged(provisions)


@functools.lru_cache(maxsize=1)
def _promises():
    return _merged(data.table("provisions"))


def _merged(provisions):
    rows = provisions[
        provisions["obligation"].isin(OBLIGATIONS) & provisions["strength"].notna()
    ].copy()
    other = rows["alt_strength"].fillna(rows["strength"])
    rows["low"] = rows["strength"].where(rows["strength"] <= other, other)
    rows["high"] = rows["strength"].where(rows["strength"] >= other, other)
    rows["obligation"] = rows["obligation"].astype(str)
    merged = rows.groupby(["treaty_id", "obligation", "strength"], as_index=False).agg(
        low=("low", "min"),
        high=("high", "max"),
        articles=("article", lambda a: ", ".join(a.dropna())),
        seen=("verified", "all"),
        source_ids=("source_ids", ";".join),
        provision_ids=("provision_id", list),
    )
    about = named()[["treaty_id", "name", "among_four", "ended", "pair", "signed"]]
    return merged.merge(about, on="treaty_id").sort_values(
        ["among_four", "signed", "treaty_id", "obligation", "strength"],
        ascending=[False, True, True, True, False],
    )


def read_as(frame: pd.DataFrame, reading: str) -> pd.DataFrame:
    """Return rows of `promises()` at one end of their readings: 'coded', 'most' or 'least'."""
    if reading == "coded":
        return frame
    end = frame["high" if reading == "most" else "low"]
    return frame.assign(strength=end, low=end, high=end)


def ladder_order(frame: pd.DataFrame) -> list[str]:
    """Return treaty ids from the top: help in war in force, help ended, the others; by date."""
    defence = frame[frame["obligation"] == "defence"].groupby("treaty_id")["strength"].max()
    each = frame.drop_duplicates("treaty_id").set_index("treaty_id")
    helps = (defence.reindex(each.index).fillna(0) >= HELP).astype(bool)
    rank = pd.DataFrame({"late": ~(helps & ~each["ended"]), "none": ~helps, "on": each["signed"]})
    return list(rank.sort_values(["late", "none", "on", "treaty_id"]).index)


def count_helping(frame: pd.DataFrame) -> int:
    """Return how many treaties among the four, not ended, promise help by rows of `promises()`."""
    rows = frame[frame["treaty_id"].isin(helping_treaties(frame))]
    return rows[rows["among_four"] & ~rows["ended"]]["treaty_id"].nunique()


def unseen_by_treaty() -> pd.Series:
    """Return for each treaty how many provisions are not verified, most first, then by id."""
    rows = data.table("provisions")
    counts = rows[~rows["verified"]].groupby("treaty_id").size()
    return data.ranked(counts)


def most_unseen() -> int:
    """Return the largest number of unverified provisions that one treaty has."""
    return int(unseen_by_treaty().iloc[0])


def pair_promises(on: str = TODAY) -> pd.DataFrame:
    """Return the strongest promise in force for each of the six pairs and five obligations.

    One row a pair and obligation: pair, obligation, strength (nullable: no clause), high (the most
    binding defensible reading), treaties (names), source_ids and provision_ids (a list).
    """
    live = in_force(on)
    known = promises()
    known = known[known["treaty_id"].isin(live["treaty_id"]) & (known["strength"] > 0)]
    rows = []
    for pair in PAIRS:
        for obligation in OBLIGATIONS:
            own = known[(known["pair"] == pair) & (known["obligation"] == obligation)]
            best = own[own["strength"] == own["strength"].max()]
            rows.append(
                {
                    "pair": pair,
                    "obligation": obligation,
                    "strength": best["strength"].max() if len(best) else pd.NA,
                    "high": best["high"].max() if len(best) else pd.NA,
                    "treaties": "; ".join(best["name"]),
                    "source_ids": ";".join(best["source_ids"]),
                    "provision_ids": [key for keys in best["provision_ids"] for key in keys],
                }
            )
    frame = pd.DataFrame(rows)
    return frame.astype({"strength": "Int64", "high": "Int64"})


def with_all_others(frame: pd.DataFrame) -> list[str]:
    """Return which of the four have some promise with each other one; frame: `pair_promises()`."""
    pairs = set(frame.loc[frame["strength"].notna(), "pair"])
    return [
        state
        for state in THE_FOUR
        if sum(state in pair.split(";") for pair in pairs) == len(THE_FOUR) - 1
    ]


def one_binds_all_four(on: str = TODAY) -> bool:
    """Say whether one treaty in force on a day binds all of the four."""
    parties = in_force(on)["parties"].str.split(";").map(set)
    return bool(parties.map(lambda p: set(THE_FOUR) <= p).any())


def same_strengths(first: str, second: str) -> int:
    """Return on how many obligations two treaties have one first strength, or both have none."""
    rows = data.table("provisions")
    rows = rows.drop_duplicates(["treaty_id", "obligation"]).set_index(["treaty_id", "obligation"])

    def of(treaty, obligation):
        found = rows["strength"].get((treaty, obligation))
        return None if pd.isna(found) else found

    return sum(of(first, each) == of(second, each) for each in OBLIGATIONS)


def ranking(most: int = 8) -> pd.Series:
    """Return the treaties of the bug hunt: the largest mean strengths, which mean nothing."""
    means = _with_short_names().groupby("short_name")["strength"].mean().sort_index()
    return means.sort_values(ascending=False, kind="stable").head(most).round(2)


def defence_clauses() -> pd.DataFrame:
    """Return the provisions on mutual defence with short_name, strongest first, then by name."""
    rows = _with_short_names().query("obligation == 'defence'")
    return rows.sort_values("short_name", kind="stable").sort_values(
        "strength", ascending=False, kind="stable"
    )


def _with_short_names() -> pd.DataFrame:
    names = data.table("treaties")[["treaty_id", "short_name"]]
    return data.table("provisions").merge(names, on="treaty_id")


# --- promise and practice -------------------------------------------------------------------------


def practice() -> pd.DataFrame:
    """Return the dated steps of the treaties of 2024 and 2025: signed, in force, done, cited.

    Columns date, date_text, treaty_id, name, kind (signed, force, done, cited), act (id of the
    table invocations, '' for the first two), what ('' for these), source_ids, in order of date.
    Dates known by month stand on its first day.
    """
    treaties = named().set_index("treaty_id").loc[list(NEWEST)]
    acts = data.table("invocations").set_index("invocation_id").loc[list(ACTS)]
    rows = [
        (row[column], f"{row[column]:%Y-%m-%d}", treaty, kind, "", "", row["source_ids"])
        for treaty, row in treaties.iterrows()
        for kind, column in (("signed", "signed"), ("force", "in_force"))
    ]
    for key, act in acts.iterrows():
        told, ids = act["what_was_said_or_done"], act["source_ids"]
        rows.append((act["date"], act["date_text"], act["treaty_id"], ACTS[key], key, told, ids))
    columns = ["date", "date_text", "treaty_id", "kind", "act", "what", "source_ids"]
    frame = pd.DataFrame(rows, columns=columns).sort_values(["date", "treaty_id", "kind"])
    frame["name"] = frame["treaty_id"].map(treaties["name"])
    return frame.reset_index(drop=True)


# --- wordings -------------------------------------------------------------------------------------


def wordings() -> pd.DataFrame:
    """Return the table article4_wordings in order of date, with channel and language shortened."""
    rows = data.table("article4_wordings").sort_values(["date", "version_id"])
    return rows.assign(
        channel=rows["channel"].str.split(";").str[0],
        language=rows["language"].str.split(" (", regex=False).str[0],
    )


def apart(first: dict, second: dict) -> list[str]:
    """Name the parts, {part: words or ''}, that one of two texts has and the other has not."""
    return [part for part in PARTS if bool(first.get(part)) != bool(second.get(part))]


def machinery(treaty_id: str) -> pd.DataFrame:
    """Return the clauses of a treaty that set up a council or other `machinery`."""
    rows = data.table("provisions")
    return rows[(rows["treaty_id"] == treaty_id) & rows["machinery"].notna()]


# --- two coders -----------------------------------------------------------------------------------


def agreement(first, second) -> float:
    """Return the share (0 to 1) of items that two coders coded alike.

    `first` and `second` hold their codes in the order of the items.

    Raises:
        ValueError: the lists differ in length or are empty.
    """
    first, second = list(first), list(second)
    if len(first) != len(second) or not first:
        raise ValueError("Two coders are compared on the same items: give two equally long lists.")
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def kappa(first, second, levels=None) -> float:
    """Return Cohen's kappa: agreement beyond what chance alone would give, from -1 to 1.

    `first` and `second` are as for `agreement`. With `levels`, the ordered scale, a near miss
    counts less than a far one (linear weights). NaN where both used one and the same code
    throughout, because then chance agrees always (Cohen 1960, 1968).
    """
    agreement(first, second)
    first, second = list(first), list(second)
    scale = list(levels) if levels else sorted(set(first) | set(second), key=str)
    place = {code: rank for rank, code in enumerate(scale)}

    def distance(a, b):
        return abs(place[a] - place[b]) if levels else float(a != b)

    pairs = list(zip(first, second, strict=True))
    seen = sum(distance(a, b) for a, b in pairs) / len(pairs)
    chance = sum(distance(a, b) for a in first for b in second) / len(pairs) ** 2
    return float("nan") if chance == 0 else 1 - seen / chance


def clauses() -> pd.DataFrame:
    """Return the provisions of the coding exercise in the order shown, with the treaty's name."""
    frame = data.table("provisions").set_index("provision_id").loc[list(CLAUSES)].reset_index()
    frame["obligation"] = frame["obligation"].astype(str)
    frame["name"] = frame["treaty_id"].map(named().set_index("treaty_id")["name"])
    return frame


def verdict(code: str | None, ours: str, other: str | None) -> str:
    """Compare a learner's strength with ours: 'open', 'same', our 'other' reading or 'different'.

    `code` is None where the learner gave none, `other` where we see no other reading.
    """
    if code is None:
        return "open"
    return "same" if code == ours else "other" if code == other else "different"


def compare_coders(first: dict, second: dict) -> dict:
    """Return how far two boards agree: {column: {items, agreement (0 to 1), kappa}}.

    `first` and `second` are {item: {'obligation': code, 'strength': '0' to '5'}}. Columns without
    a shared item are left out; the kappa of strength is weighted.
    """
    result = {}
    for column, levels in (("obligation", None), ("strength", [str(n) for n in STRENGTHS])):
        shared = [i for i in first if column in first[i] and column in second.get(i, {})]
        if not shared:
            continue
        a, b = [[board[i][column] for i in shared] for board in (first, second)]
        result[column] = {
            "items": len(shared),
            "agreement": agreement(a, b),
            "kappa": kappa(a, b, levels),
        }
    return result


def reference_codes() -> dict:
    """Return the collection's own codes of the clauses, as the board keeps them."""
    return {
        row.provision_id: {"obligation": row.obligation, "strength": str(row.strength)}
        for row in clauses().itertuples()
    }
