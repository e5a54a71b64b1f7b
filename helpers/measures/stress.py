"""Measures of stress: help that ties led one to expect beside help that came, case by case.

From the tables stress_tests and treaties. Both codes are ordinal, 0 to 3; nothing averages them.
"""

from __future__ import annotations

import functools
import math

import pandas as pd

from helpers import data
from helpers.measures import treaties as texts
from helpers.measures.states import THE_FOUR

SCALE = (0, 1, 2, 3)
GROUPS = ("core", "comparison")
# Rated before ours are seen: three cases of each group, none of them told before in the lesson.
BLIND = ("st04", "st09", "st17", "st22", "st24", "st25")
READINGS = ("help_given", "help_given_low", "help_given_high")
DEFINITIONS = {"fights": 3, "material": 2, "helps_on": 1}  # the least help that counts
STEPS = ("all", "named", "live", "clause", "asked")  # each with the demands before it
SETS = ("core", "comparison", "both", "no_iran")
PERIODS = ("all", "before", "since")
TURN = 2022  # the year that divides the periods
HELPING_CLAUSE = ("yes", "qualified")  # labels of treaties.mutual_defence that promise help in war
PRINCIPALS = ("RUS", "PRK", "IRN")  # order of the core cases


# --- cases ----------------------------------------------------------------------------------------


def cases(tests: pd.DataFrame | None = None, treaties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the stress tests with what the lesson asks of each; the tables as they are by default.

    One row a case, core cases first, then by state in need and date, with year, gap (given minus
    expected, -3 to 3) and, True or False, named (a treaty is), live (it was in force on the day),
    promised (it promises help in war), clause (live and promised) and asked (help was).
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
    frame["promised"] = promising(frame, treaties)
    frame["clause"] = frame["live"] & frame["promised"]
    frame["asked"] = frame["help_asked"] == "yes"
    place = {state: rank for rank, state in enumerate(PRINCIPALS)}
    need = frame["principal"].map(place).fillna(len(place)).where(frame["group"] == "core", 9)
    order = frame.assign(late=frame["group"] != "core", need=need)
    order = order.sort_values(["late", "need", "date", "test_id"])
    return frame.loc[order.index].reset_index(drop=True)


def then(iso3: str, year: int) -> str:
    """Return the code under which a state is named in a year: 'USSR' for 'RUS' before 1992."""
    return "USSR" if iso3 == "RUS" and year < 1992 else iso3


def in_force(tests: pd.DataFrame, treaties: pd.DataFrame) -> pd.Series:
    """Say for each case whether the treaty named in it was in force on its day; False for none."""
    own = treaties.set_index("treaty_id").reindex(tests["obligation_treaty_id"])
    return texts.running(own.set_index(tests.index), tests["date"])


def promising(tests: pd.DataFrame, treaties: pd.DataFrame) -> pd.Series:
    """Say for each case whether the treaty named in it promises help in war, in force or not."""
    labels = treaties.set_index("treaty_id")["mutual_defence"].astype(str)
    return tests["obligation_treaty_id"].map(labels).isin(HELPING_CLAUSE)


def obliged(treaty_id: str) -> pd.DataFrame:
    """Return the cases in which one treaty could oblige and help was asked for, by date."""
    rows = cases()
    rows = rows[(rows["obligation_treaty_id"] == treaty_id) & rows["asked"]]
    return rows.sort_values(["date", "test_id"], kind="stable")


def due() -> pd.DataFrame:
    """Return the cases that name a treaty with a promise of help in war, by date.

    `over` is True where that treaty had ended by the day.
    """
    ends = data.table("treaties").set_index("treaty_id")["terminated"]
    rows = cases()
    rows = rows.assign(over=rows["obligation_treaty_id"].map(ends) <= rows["date"])
    return rows[rows["promised"]].sort_values(["date", "test_id"], kind="stable")


def requests() -> dict[str, int]:
    """Return in how many cases help was asked for ('yes'), 'disputed' or not stated ('silent')."""
    found = cases()["help_asked"].astype(str).value_counts()
    codes = {"yes": "yes", "disputed": "disputed", "silent": "not stated"}
    return {key: int(found.get(code, 0)) for key, code in codes.items()}


def core_clauses(frame: pd.DataFrame, day: pd.Timestamp) -> int:
    """Return how many core cases up to a day had a clause of help in force."""
    core = frame["clause"] & (frame["group"] == "core") & (frame["date"] <= day)
    return int(core.sum())


def narrowed(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return how many cases are left as the demands of STEPS grow; columns core and comparison."""
    rows = {
        step: [int((left["group"] == group).sum()) for group in GROUPS]
        for step, left in left_after(cases() if frame is None else frame).items()
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(GROUPS))


def left_after(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of `cases()` that are left after each of STEPS."""
    found = {}
    for step in STEPS:
        frame = frame if step == "all" else frame[frame[step]]
        found[step] = frame
    return found


def filtered(
    frame: pd.DataFrame | None = None,
    duty: str = "all",
    asked: str = "any",
    need: str = "any",
    helper: str = "any",
    period: str = "all",
    group: str = "both",
) -> pd.DataFrame:
    """Return the rows of `cases()` that fit a choice, in their order.

    `duty` is 'all', 'named', 'live' or 'clause'; `asked` a label of help_asked or 'any'; `need` and
    `helper` an ISO code, 'other' for none of the four, or 'any'; `period` one of PERIODS; `group`
    'core', 'comparison' or 'both'.
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
    if period != "all":
        keep = keep & ((frame["year"] < TURN) == (period == "before"))
    return frame[keep]


def chosen(frame: pd.DataFrame, which: str) -> pd.DataFrame:
    """Return the rows of `cases()` that belong to one of SETS."""
    core = frame["group"] == "core"
    keep = {
        "core": core,
        "comparison": ~core,
        "both": core | ~core,
        "no_iran": core & (frame["principal"] != "IRN"),
    }
    return frame[keep[which]]


# --- what was expected and what came --------------------------------------------------------------


def balance(frame: pd.DataFrame, reading: str = "help_given") -> dict[str, int]:
    """Return how many deeds lie {'below': …, 'equal': …, 'above': …} what ties led one to expect.

    `reading` is one of READINGS: the rating, or one end of its range.
    """
    gap = frame[reading] - frame["help_expected"]
    return {
        "below": int((gap < 0).sum()),
        "equal": int((gap == 0).sum()),
        "above": int((gap > 0).sum()),
    }


def russia_alone_is_helped(core: pd.DataFrame) -> bool:
    """Say whether Russia got material help or more in some core case, and Iran in none."""
    russia, iran = (core[core["principal"] == state] for state in ("RUS", "IRN"))
    return russia["help_given"].max() >= 2 and iran["help_given"].max() < 2


def meeting(frame: pd.DataFrame, least: int, reading: str = "help_given") -> pd.Series:
    """Say for each case whether the help given reaches `least`, as in DEFINITIONS."""
    return frame[reading] >= least


def ranks(values) -> list[float]:
    """Return the rank of each value, 1 for the smallest; equal values share their middle rank."""
    return pd.Series(list(values), dtype=float).rank(method="average").tolist()


def spearman(first, second) -> float:
    """Return Spearman's rank correlation, from -1 to 1 (Spearman 1904, with shared ranks).

    `first` and `second` are two lists of numbers, in the same order of cases.

    Only the order of the values is used, so that it may be asked of ordinal codes. With four
    codes and few, hand-picked cases it describes these cases and nothing else. NaN where one of
    the two has fewer than two different values; ValueError where they differ in length.
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


# --- the learner's ratings ------------------------------------------------------------------------


def rerated(frame: pd.DataFrame, ratings: dict) -> pd.DataFrame:
    """Return a copy of `frame` with the learner's ratings of help given in place of ours.

    `ratings` are as for `rating_codes`; a rating stands for help_given and for both ends.
    """
    given = frame["test_id"].map(rating_codes(ratings))
    frame = frame.copy()
    for column in READINGS:
        frame[column] = given.where(given.notna(), frame[column]).astype("int64")
    frame["gap"] = frame["help_given"] - frame["help_expected"]
    return frame


def rating_codes(ratings: dict) -> dict:
    """Return {test_id: 0 to 3} of {test_id: {'given': '0' to '3'}}; what is none is left out."""
    codes = {str(code): code for code in SCALE}
    own = {case: codes.get(row.get("given")) for case, row in ratings.items()}
    return {case: code for case, code in own.items() if code is not None}


def verdict(code: int | None, row) -> str:
    """Compare a learner's rating with ours: 'open', 'same', 'within' our range or 'different'.

    `row` is one of `cases()`; `code` is None where the learner gave none.
    """
    if code is None:
        return "open"
    if code == row.help_given:
        return "same"
    return "within" if row.help_given_low <= code <= row.help_given_high else "different"


# --- what the bank asks for -----------------------------------------------------------------------


def tests_of(state: str) -> pd.DataFrame:
    """Return the core cases that have `state` in need."""
    return cases().query("group == 'core' and principal == @state")


def _in(group: str) -> pd.DataFrame:
    return cases().query("group == @group")


def count_core() -> int:
    """Return how many cases concern the four and Russia's war."""
    return len(_in("core"))


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
    return len(tests_of("IRN"))


def cases_left() -> list[int]:
    """Return how many of all cases are left at each of the STEPS."""
    return narrowed().sum(axis=1).tolist()
