"""Counts stated as data: how many rows of a table meet conditions, or which share of them does.

    {count = "transfers", where = {status = "confirmed"}}
    {count = "transfers", where = {evidence_grade = "D"}, distinct = "origin_id"}
    {share = "events:located", of = {date = {least = 2022-02-24}}, where = {code = -1}}

`count` or `share` names a table, or `module:function` of the measures, which returns a frame. A
condition is a value, a list of values, or bounds: least, above, most, below, not, and has for a
column that lists items. All conditions must hold. Nothing that stands there is run as code.
"""

from __future__ import annotations

import operator
from datetime import date

import pandas as pd

BOUNDS = {
    "least": operator.ge,
    "above": operator.gt,
    "most": operator.le,
    "below": operator.lt,
    "not": operator.ne,
}
PARTS = ("count", "share", "where", "of", "distinct")


def frame_of(stated: dict) -> str:
    """Return what is counted: the name of a table, or 'module:function'."""
    return stated.get("count") or stated.get("share") or ""


def columns_of(stated: dict) -> list[str]:
    """Return the columns that the conditions name."""
    named = [*stated.get("where", {}), *stated.get("of", {}), stated.get("distinct")]
    return list(dict.fromkeys(name for name in named if name))


def compared_with(stated: dict, column: str) -> list:
    """Return the values with which the conditions compare a column."""
    values = []
    for part in ("of", "where"):
        wanted = stated.get(part, {}).get(column, [])
        wanted = list(wanted.values()) if isinstance(wanted, dict) else wanted
        values += wanted if isinstance(wanted, list) else [wanted]
    return values


def kind_of(value) -> str:
    """Return what a value is: 'true or false', 'numbers', 'dates' or 'texts'."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "numbers"
    return "dates" if isinstance(value, date) else "texts"


def fault(stated: dict) -> str:
    """Say what is wrong with the form of a count, or ''; the sentence goes on from its place."""
    if strange := [name for name in stated if name not in PARTS]:
        return f"has the part '{strange[0]}'; a count has {', '.join(PARTS)}."
    if ("count" in stated) == ("share" in stated):
        return "needs one of 'count' and 'share', which names a table or 'module:function'."
    if "of" in stated and "count" in stated:
        return "counts, and only a share has a part 'of': put its conditions into 'where'."
    if "distinct" in stated and "share" in stated:
        return "is a share, and only a count has a part 'distinct'."
    for name in ("count", "share", "distinct"):
        if not isinstance(stated.get(name, "x"), str) or not stated.get(name, "x"):
            return f"must name something in its part '{name}'."
    for name in ("where", "of"):
        if not isinstance(stated.get(name, {}), dict):
            return f"must state conditions in its part '{name}', such as {{unit = \"rounds\"}}."
        for column, wanted in stated.get(name, {}).items():
            if not _sound(wanted):
                known = ", ".join([*BOUNDS, "has"])
                return f"asks of {column} what is no value, list of values or bound ({known})."
    return ""


def _sound(wanted) -> bool:
    if isinstance(wanted, dict):
        return bool(wanted) and all(
            name in (*BOUNDS, "has") and _is_value(bound) for name, bound in wanted.items()
        )
    if isinstance(wanted, list):
        return bool(wanted) and all(map(_is_value, wanted))
    return _is_value(wanted)


def _is_value(value) -> bool:
    return isinstance(value, (str, bool, int, float, date))


def count(stated: dict, frame: pd.DataFrame) -> int | float:
    """Count the rows that meet all conditions, or give their share (0 to 1, NaN of no rows).

    Args:
        stated: a count without `fault`.
        frame: what `frame_of` names; it has all columns that are asked for.
    """
    frame = frame[_meet(frame, stated.get("of", {}))]
    met = _meet(frame, stated.get("where", {}))
    if "share" in stated:
        return float(met.mean())
    if "distinct" in stated:
        return int(frame.loc[met, stated["distinct"]].nunique())
    return int(met.sum())


def _meet(frame: pd.DataFrame, conditions: dict) -> pd.Series:
    met = pd.Series(True, index=frame.index)
    for column, wanted in conditions.items():
        for test in _tests(wanted):
            met &= test(frame[column]).fillna(False).astype(bool)
    return met


def _tests(wanted):
    """Yield functions that take a column and say of each cell whether it is as wanted."""
    if isinstance(wanted, dict):
        for name, bound in wanted.items():
            if name == "has":
                yield lambda column, item=bound: column.str.split(";").map(
                    lambda items: isinstance(items, list) and item in items
                )
            else:
                compare, bound = BOUNDS[name], _comparable(bound)
                yield lambda column, compare=compare, bound=bound: compare(column, bound)
    elif isinstance(wanted, list):
        yield lambda column: column.isin([_comparable(one) for one in wanted])
    else:
        yield lambda column: column == _comparable(wanted)


def _comparable(value):
    return pd.Timestamp(value) if isinstance(value, date) else value
