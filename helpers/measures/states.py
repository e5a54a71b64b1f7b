"""The states of the course: the four and their pairs."""

from __future__ import annotations

import functools

import pandas as pd

from helpers import data

THE_FOUR = ("RUS", "IRN", "PRK", "CHN")
PAIRS = ("RUS;PRK", "RUS;IRN", "RUS;CHN", "CHN;IRN", "CHN;PRK", "IRN;PRK")


def names() -> pd.Series:
    """Return the short names of states by their ISO code."""
    return _names().copy()


def named(codes) -> list[tuple[str, str]]:
    """Return states, by their ISO `codes`, as options of a control: pairs of name and code."""
    return [(_names()[code], code) for code in codes]


@functools.lru_cache(maxsize=1)
def _names():
    return data.table("actors").set_index("iso3")["short_name"]
