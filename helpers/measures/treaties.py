"""Measures of treaties: frames in, frames and numbers out."""

from __future__ import annotations

import functools
import re

import pandas as pd

from helpers import data
from helpers.measures.states import THE_FOUR

OBLIGATIONS = {
    "defence": "Mutual defence",
    "consultation": "Consultation",
    "non-aggression": "Non-aggression",
    "neutrality": "Neutrality",
    "arms/military-technical": "Arms, technology",
}
STRENGTHS = {
    0: "0 expected, absent",
    1: "1 words",
    2: "2 cooperate",
    3: "3 consult or refrain",
    4: "4 help, helper keeps a choice",
    5: "5 help, no choice left",
}
PAIRS = {
    "RUS;PRK": "Russia – North Korea",
    "RUS;IRN": "Russia – Iran",
    "RUS;CHN": "Russia – China",
    "CHN;IRN": "China – Iran",
    "CHN;PRK": "China – North Korea",
    "IRN;PRK": "Iran – North Korea",
}


# Chosen so that each of the four questions of the codebook decides at least two of them.
CLAUSES = ("pv073", "pv109", "pv004", "pv063", "pv028", "pv089")
CLAUSES += ("pv005", "pv097", "pv050", "pv009", "pv104", "pv003")
# What would give a treaty away, and how the exercise says it.
BLIND = {
    " (KCNA English)": "",
    "the laws of the DPRK and the Russian Federation": "the laws of both states",
    "the administration of Japan": "the administration of one of them",
}
TODAY = "2026-01-31"  # the status of treaties is known to early 2026


def label(treaty) -> str:
    """Return the name of a treaty for a chart: with years where it has ended.

    Args:
        treaty: a row of the table treaties.

    Returns:
        A short name with at least the year of signature.
    """
    name = re.sub(r"(?<=[A-Za-z])-(?=[A-Z])", "–", treaty["short_name"])
    year = treaty["signed"].year
    name = name if str(year) in name else f"{name} {year}"
    if pd.isna(treaty["terminated"]):
        return name
    ended = treaty["terminated"].year
    return f"{name}–{ended % 100:02d}" if ended // 100 == year // 100 else f"{name}–{ended}"


def named(treaties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return `treaties` with the columns name, ended (bool), among_four (bool) and pair.

    Args:
        treaties: the table treaties; read when not given.

    Returns:
        One row a treaty; `pair` is a key of PAIRS for a treaty of two of the four, else ''.
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


def promises(provisions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one row a treaty, obligation and strength, for the five obligations of the ladder.

    Equal clauses of one treaty are merged, unequal ones stay apart.

    Args:
        provisions: the table provisions; read when not given.

    Returns:
        Columns treaty_id, name, among_four, ended, obligation, strength (0 to 5), low and high
        (ends of the defensible readings), articles, seen (False where an article number was not
        seen in a text), source_ids.
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
        articles=("article", lambda a: ", ".join(a.dropna()) or "not seen"),
        seen=("verified", "all"),
        source_ids=("source_ids", ";".join),
    )
    about = named()[["treaty_id", "name", "among_four", "ended", "pair", "signed"]]
    return merged.merge(about, on="treaty_id").sort_values(
        ["among_four", "signed", "treaty_id", "obligation", "strength"],
        ascending=[False, True, True, True, False],
    )


def ladder_order(frame: pd.DataFrame) -> list[str]:
    """Put treaties in the order of the ladder.

    Args:
        frame: rows of `promises()`.

    Returns:
        Treaty ids from the top: help in war in force, help ended, the others; each by date.
    """
    defence = frame[frame["obligation"] == "defence"].groupby("treaty_id")["strength"].max()
    each = frame.drop_duplicates("treaty_id").set_index("treaty_id")
    helps = (defence.reindex(each.index).fillna(0) >= 4).astype(bool)
    rank = pd.DataFrame({"late": ~(helps & ~each["ended"]), "none": ~helps, "on": each["signed"]})
    return list(rank.sort_values(["late", "none", "on", "treaty_id"]).index)


def in_force(on: str, treaties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the treaties in force on a day.

    A treaty whose entry into force is known by its year only counts from its signature on. Texts
    that never enter into force (statements, programmes) are not in the answer.

    Args:
        on: the day, such as '2021-06-30'; the day of entry counts, the day of the end does not.
        treaties: the table treaties; read when not given.

    Returns:
        Rows of `named()`.
    """
    frame = named(treaties)
    day = pd.Timestamp(on)
    begun = frame["in_force"].notna() & (frame[["in_force", "signed"]].max(axis=1) <= day)
    running = frame["terminated"].isna() | (frame["terminated"] > day)
    return frame[begun & running & frame["kind"].isin(["treaty", "agreement"])]


def help_promised(on: str = TODAY) -> pd.DataFrame:
    """Return the treaties among the four that promise help in war (defence 4 or 5) on a day.

    Args:
        on: the day, such as '2021-06-30'.

    Returns:
        Rows of `named()`.
    """
    live = in_force(on)
    return live[live["among_four"] & live["treaty_id"].isin(helping_treaties(promises()))]


def helping_treaties(frame) -> set:
    """Return the ids of the treaties that promise help in war; frame: rows of `promises()`."""
    return set(frame.query("obligation == 'defence' and strength >= 4")["treaty_id"])


def count_help_promised() -> int:
    """Return how many treaties of two of the four promise help in war, as of early 2026."""
    return len(help_promised())


def count_consultation_three() -> int:
    """Return how many consultation clauses of the table provisions have exactly strength 3.

    Not defence: every clause of strength 4 or 5 is about defence, so that one of the two
    conditions alone would give the right number.
    """
    rows = data.table("provisions")
    return int(((rows["obligation"] == "consultation") & (rows["strength"] == 3)).sum())


def count_strength_three() -> int:
    """Return how many clauses of any obligation have strength 3, a slip: one condition alone."""
    return int((data.table("provisions")["strength"] == 3).sum())


def count_consultation_rows() -> int:
    """Return how many clauses are about consultation, a slip: the other condition alone."""
    return int((data.table("provisions")["obligation"] == "consultation").sum())


def unseen_by_treaty() -> pd.Series:
    """Return for each treaty how many provisions are not verified, most first, then by id."""
    rows = data.table("provisions")
    counts = rows[~rows["verified"]].groupby("treaty_id").size()
    return data.ranked(counts)


def count_unseen() -> int:
    """Return how many provisions are not verified: content or article number was not seen."""
    return int((~data.table("provisions")["verified"]).sum())


def most_unseen() -> int:
    """Return the largest number of unverified provisions that one treaty has."""
    return int(unseen_by_treaty().iloc[0])


def pair_promises(on: str = TODAY) -> pd.DataFrame:
    """Return the strongest promise in force for each of the six pairs and five obligations.

    Args:
        on: the day, such as '2026-01-31'.

    Returns:
        One row a pair and obligation: pair, name, obligation, strength (nullable: no clause),
        high (the most binding defensible reading), treaties (names) and source_ids.
    """
    live = in_force(on)
    known = promises()
    known = known[known["treaty_id"].isin(live["treaty_id"]) & (known["strength"] > 0)]
    rows = []
    for pair, name in PAIRS.items():
        for obligation in OBLIGATIONS:
            own = known[(known["pair"] == pair) & (known["obligation"] == obligation)]
            best = own[own["strength"] == own["strength"].max()]
            rows.append(
                {
                    "pair": pair,
                    "name": name,
                    "obligation": obligation,
                    "strength": best["strength"].max() if len(best) else pd.NA,
                    "high": best["high"].max() if len(best) else pd.NA,
                    "treaties": "; ".join(best["name"]),
                    "source_ids": ";".join(best["source_ids"]),
                }
            )
    frame = pd.DataFrame(rows)
    return frame.astype({"strength": "Int64", "high": "Int64"})


def agreement(first, second) -> float:
    """Return the share (0 to 1) of items that two coders coded alike.

    Args:
        first: codes of one coder, in the order of the items.
        second: codes of the other, same length and order.

    Returns:
        0 for none, 1 for all.

    Raises:
        ValueError: the lists differ in length or are empty.
    """
    first, second = list(first), list(second)
    if len(first) != len(second) or not first:
        raise ValueError("Two coders are compared on the same items: give two equally long lists.")
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def kappa(first, second, levels=None) -> float:
    """Return Cohen's kappa: agreement beyond what chance alone would give, from -1 to 1.

    Args:
        first: codes of one coder.
        second: codes of the other, same length and order.
        levels: the ordered scale; given, a near miss counts less than a far one (linear weights).

    Returns:
        1 for full agreement, 0 for as much as chance, NaN where both used one and the same code
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
    """Return the twelve clauses of the coding exercise, in the order in which they are shown.

    Returns:
        Rows of provisions with the column text: trigger, promise and limit without the treaty's
        name, so that the name does not decide the code.
    """
    frame = data.table("provisions").set_index("provision_id").loc[list(CLAUSES)].reset_index()

    def sentence(row):
        parts = [] if pd.isna(row["trigger"]) else [f"When: {row['trigger']}."]
        parts.append(f"Promise: {row['paraphrase'].rstrip('.')}.")
        parts += [] if pd.isna(row["qualifier"]) else [f"Limit: {row['qualifier']}."]
        text = " ".join(parts)
        for name, blind in BLIND.items():
            text = text.replace(name, blind)
        return text

    frame["text"] = [sentence(row) for _, row in frame.iterrows()]
    frame["obligation"] = frame["obligation"].astype(str)
    names = named().set_index("treaty_id")["name"]
    frame["name"] = frame["treaty_id"].map(names)
    return frame


def compare_coders(first: dict, second: dict) -> dict:
    """Return how far two boards of codes agree.

    Args:
        first: {item: {'Obligation': …, 'Strength': …}} of one coder.
        second: the same of the other.

    Returns:
        For each column with at least one shared item: items, agreement (0 to 1) and kappa; the
        kappa of strength is weighted.
    """
    result = {}
    for column in ("Obligation", "Strength"):
        shared = [i for i in first if column in first[i] and column in second.get(i, {})]
        if not shared:
            continue
        a, b = [[board[i][column] for i in shared] for board in (first, second)]
        levels = list(STRENGTHS.values()) if column == "Strength" else None
        result[column] = {
            "items": len(shared),
            "agreement": agreement(a, b),
            "kappa": kappa(a, b, levels),
        }
    return result


def reference_codes() -> dict:
    """Return the collection's own codes of the twelve clauses, as the board writes them."""
    return {
        row["provision_id"]: {
            "Obligation": row["obligation"],
            "Strength": STRENGTHS[int(row["strength"])],
        }
        for _, row in clauses().iterrows()
    }
