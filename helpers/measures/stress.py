"""Measures of stress: frames in, frames and numbers out."""

from __future__ import annotations

import functools
import math

import pandas as pd

from helpers import data
from helpers.measures.states import THE_FOUR

SCALE = {
    0: "0 nothing, neutral",
    1: "1 political backing",
    2: "2 material or covert help",
    3: "3 forces, decisive aid",
}


GROUPS = {"core": "The four, and Russia’s war", "comparison": "Comparison, chosen for contrast"}
READINGS = {"help_given": "as coded", "help_given_low": "lowest", "help_given_high": "highest"}


STEPS = {
    "all": "all cases",
    "named": "a treaty of the two is named",
    "live": "… and was in force on the day",
    "clause": "… and promises help in war",
    "asked": "… and a request is on record",
}
PERIODS = ["all years", "before 2022", "2022 and later"]


HELPING_CLAUSE = ("yes", "qualified")  # labels of treaties.mutual_defence that promise help in war


SHORT = {"PRK": "N Korea", "KOR": "S Korea", "USA": "US", "GBR": "Britain"}
PRINCIPALS = ("RUS", "PRK", "IRN")


def cases(tests: pd.DataFrame | None = None, treaties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the stress tests with what the lesson asks of each.

    Args:
        tests: the table stress_tests; read when not given.
        treaties: the table treaties; read when not given.

    Returns:
        One row a case, core cases first, then by state in need and date, with year, gap (given
        minus expected, -3 to 3), named, live and clause (True where a treaty is named, where it
        was in force on the day, and where that treaty promises help in war), asked (True where
        help was asked for) and label (in words).
    """
    if tests is None and treaties is None:
        return _cases().copy()
    return _prepared(
        data.table("stress_tests") if tests is None else tests,
        data.table("treaties") if treaties is None else treaties,
    )


@functools.lru_cache(maxsize=1)
def _cases():
    return _prepared(data.table("stress_tests"), data.table("treaties"))


def _prepared(tests, treaties):
    frame = tests.copy()
    frame["year"] = frame["date"].dt.year
    frame["gap"] = frame["help_given"] - frame["help_expected"]
    frame["named"] = frame["obligation_treaty_id"].notna()
    frame["live"] = in_force(frame, treaties)
    own = treaties.set_index("treaty_id")["mutual_defence"].astype(str)
    promise = frame["obligation_treaty_id"].map(own)
    frame["clause"] = frame["live"] & promise.isin(HELPING_CLAUSE)
    frame["asked"] = frame["help_asked"] == "yes"
    frame["label"] = [
        f"{row.crisis}: {name(row.principal)} in need, help from {helper_names(row, long=True)}"
        for row in frame.itertuples()
    ]
    place = {state: rank for rank, state in enumerate(PRINCIPALS)}
    need = frame["principal"].map(place).fillna(len(place)).where(frame["group"] == "core", 9)
    order = frame.assign(late=frame["group"] != "core", need=need)
    order = order.sort_values(["late", "need", "date", "test_id"])
    return frame.loc[order.index].reset_index(drop=True)


def name(iso3: str, year: int = 2026, short: bool = False) -> str:
    """Return the name of a state: the Soviet Union before 1992 where the code is Russia's.

    Args:
        iso3: such as 'PRK'.
        year: of the case.
        short: True for charts with little room.

    Returns:
        The name.
    """
    if iso3 == "RUS" and year < 1992:
        return "USSR"
    if short and iso3 in SHORT:
        return SHORT[iso3]
    return {"USA": "the United States", "GBR": "Britain"}.get(iso3, _names()[iso3])


@functools.lru_cache(maxsize=1)
def _names():
    return data.table("actors").set_index("iso3")["short_name"].to_dict()


def helper_names(row, long=False) -> str:
    """Name the partners of a case (`row`): all where `long`, else two and how many more."""
    names = [name(state, row.date.year, short=not long) for state in row.ally.split(";")]
    if long:
        names = ["the USSR" if state == "USSR" else state for state in names]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return ", ".join(names) if len(names) < 3 else f"{names[0]} +{len(names) - 1}"


def in_force(tests: pd.DataFrame, treaties: pd.DataFrame) -> pd.Series:
    """Say for each case whether the treaty named in it was in force on its day.

    Args:
        tests: rows of stress_tests.
        treaties: the table treaties.

    Returns:
        True or False by the index of `tests`; False where no treaty is named. The day of entry
        into force counts, the day of the end does not.
    """
    dates = treaties.set_index("treaty_id")[["in_force", "terminated"]]
    own = dates.reindex(tests["obligation_treaty_id"]).set_index(tests.index)
    begun = own["in_force"].notna() & (own["in_force"] <= tests["date"])
    return begun & (own["terminated"].isna() | (own["terminated"] > tests["date"]))


def narrowed(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return how many cases are left as the demands on a test grow.

    Args:
        frame: rows of `cases()`; all by default.

    Returns:
        Index: the keys of STEPS, each with the demands before it; columns core and comparison.
    """
    frame = cases() if frame is None else frame
    keep = pd.Series(True, index=frame.index)
    rows = {}
    for step in STEPS:
        keep = keep if step == "all" else keep & frame[step]
        rows[step] = [int((keep & (frame["group"] == group)).sum()) for group in GROUPS]
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(GROUPS))


def filtered(
    frame: pd.DataFrame | None = None,
    duty: str = "all",
    asked: str = "any",
    need: str = "any",
    helper: str = "any",
    period: str = PERIODS[0],
    group: str = "both",
) -> pd.DataFrame:
    """Return the cases that fit a choice.

    Args:
        frame: rows of `cases()`; all by default.
        duty: 'all', 'named', 'live' or 'clause', as in STEPS.
        asked: one of ASKED, or 'any'.
        need: ISO code of the state in need, 'other' for none of the four, or 'any'.
        helper: ISO code of a state that could help, 'other' for none of the four, or 'any'.
        period: one of PERIODS.
        group: 'core', 'comparison' or 'both'.

    Returns:
        The rows kept, in their order.
    """
    frame = cases() if frame is None else frame
    keep = pd.Series(True, index=frame.index) if duty == "all" else frame[duty]
    if asked != "any":
        keep = keep & (frame["help_asked"] == asked)
    if group != "both":
        keep = keep & (frame["group"] == group)
    if need != "any":
        four = frame["principal"].isin(THE_FOUR)
        keep = keep & (~four if need == "other" else frame["principal"] == need)
    if helper != "any":
        allies = frame["ally"].str.split(";")
        own = set(THE_FOUR) if helper == "other" else {helper}
        there = allies.map(lambda states: bool(own & set(states)))
        keep = keep & (~there if helper == "other" else there)
    if period != PERIODS[0]:
        keep = keep & ((frame["year"] < 2022) == (period == PERIODS[1]))
    return frame[keep]


def balance(frame: pd.DataFrame, reading: str = "help_given") -> dict[str, int]:
    """Return how many deeds lie below, at and above what ties led one to expect.

    Args:
        frame: rows of `cases()`.
        reading: 'help_given', or one end of its range: 'help_given_low', 'help_given_high'.

    Returns:
        {'below': …, 'as expected': …, 'above': …}.
    """
    gap = frame[reading] - frame["help_expected"]
    return {
        "below": int((gap < 0).sum()),
        "as expected": int((gap == 0).sum()),
        "above": int((gap > 0).sum()),
    }


def meeting(frame: pd.DataFrame, least: int, reading: str = "help_given") -> pd.Series:
    """Say for each case whether the help given reaches a definition of cohesion.

    Args:
        frame: rows of `cases()`.
        least: smallest help that counts, 0 to 3; see DEFINITIONS.
        reading: 'help_given', 'help_given_low' or 'help_given_high'.

    Returns:
        True or False by the index of `frame`.
    """
    return frame[reading] >= least


def ranks(values) -> list[float]:
    """Return the rank of each value, 1 for the smallest; equal values share their middle rank.

    Args:
        values: numbers.

    Returns:
        A list of ranks, in the order given.
    """
    return pd.Series(list(values), dtype=float).rank(method="average").tolist()


def spearman(first, second) -> float:
    """Return Spearman's rank correlation, from -1 to 1.

    Only the order of the values is used, so that it may be asked of ordinal codes. With four
    codes and few, hand-picked cases it describes these cases and nothing else.

    Args:
        first: numbers.
        second: as many numbers, in the same order of cases.

    Returns:
        1 where both order the cases alike, 0 for no tendency, -1 for opposite orders; NaN where
        one of them has fewer than two different values (Spearman 1904, with shared ranks).

    Raises:
        ValueError: the lists differ in length.
    """
    a, b = ranks(first), ranks(second)
    if len(a) != len(b):
        raise ValueError("A correlation compares the same cases: give two equally long lists.")
    if len(set(a)) < 2 or len(set(b)) < 2:
        return math.nan
    middle = (len(a) + 1) / 2
    a, b = [rank - middle for rank in a], [rank - middle for rank in b]
    both = sum(x * y for x, y in zip(a, b, strict=True))
    return both / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))


def rerated(frame: pd.DataFrame, ratings: dict) -> pd.DataFrame:
    """Return `frame` with the learner's ratings of help given in place of ours.

    Args:
        frame: rows of `cases()`.
        ratings: {test_id: {'Help given': one of SCALE's words, …}}, as the boards keep them.

    Returns:
        A copy; a case that the learner rated has this rating as help_given and as both ends.
    """
    given = frame["test_id"].map(rating_codes(ratings))
    frame = frame.copy()
    for column in READINGS:
        frame[column] = given.where(given.notna(), frame[column]).astype("int64")
    frame["gap"] = frame["help_given"] - frame["help_expected"]
    return frame


def rating_codes(ratings: dict) -> dict:
    """Return the learner's codes by test_id; a rating that is none of ours is left out."""
    codes = {words: code for code, words in SCALE.items()}
    own = {case: codes.get(row.get("Help given")) for case, row in ratings.items()}
    return {case: code for case, code in own.items() if code is not None}


def count_core() -> int:
    """Return how many cases concern the four and Russia's war."""
    return int((cases()["group"] == "core").sum())


def count_given_ranges() -> int:
    """Return beside how many ratings of the help given another one can be defended."""
    return int((cases()["help_given_low"] < cases()["help_given_high"]).sum())


def count_expected_ranges() -> int:
    """Return beside how many ratings of the help expected another one can be defended."""
    return int((cases()["help_expected_low"] < cases()["help_expected_high"]).sum())


def percent_kept() -> int:
    """Return the share that the bug hunt calls promises kept, of all cases, in per cent."""
    return round(100 * (cases()["gap"] >= 0).mean())


def count_iran() -> int:
    """Return how many core cases have Iran in need."""
    return len(cases().query("group == 'core' and principal == 'IRN'"))


def count_iran_material() -> int:
    """Return in how many core tests of Iran the help is coded 2 or 3."""
    frame = cases().query("group == 'core' and principal == 'IRN'")
    return int(meeting(frame, 2).sum())


def count_core_fights() -> int:
    """Return in how many core cases a partner is coded as fighting or aiding decisively (3)."""
    return int(meeting(cases().query("group == 'core'"), 3).sum())


def count_named() -> int:
    """Return in how many of all cases a treaty is named, in force or not."""
    return int(cases()["named"].sum())


def count_live() -> int:
    """Return in how many of all cases the treaty named was in force on the day."""
    return int(cases()["live"].sum())


def count_clause() -> int:
    """Return in how many of all cases a clause of help in war was in force on the day."""
    return int(cases()["clause"].sum())


def count_core_below() -> int:
    """Return in how many core cases deeds stayed below what ties led one to expect."""
    return balance(cases().query("group == 'core'"))["below"]


def count_below() -> int:
    """Return in how many of all cases deeds stayed below expectation."""
    return balance(cases())["below"]


def count_comparison_below() -> int:
    """Return in how many comparison cases deeds stayed below expectation."""
    return balance(cases().query("group == 'comparison'"))["below"]


def share_asked() -> float:
    """Return the share (0 to 1) of all cases in which help was asked for, as coded."""
    return float(cases()["asked"].mean())


def share_asked_of_stated() -> float:
    """Return the share of cases with help asked among those where the texts say, a slip."""
    stated = cases()[cases()["help_asked"] != "not stated"]
    return float(stated["asked"].mean())
