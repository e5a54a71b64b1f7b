"""The states of the course: the four and their pairs."""

from __future__ import annotations

import functools

import pandas as pd

from helpers import data

THE_FOUR = ("RUS", "IRN", "PRK", "CHN")


def names() -> pd.Series:
    """Return the short names of states by their ISO code."""
    return _names().copy()


@functools.lru_cache(maxsize=1)
def _names():
    return data.table("actors").set_index("iso3")["short_name"]
