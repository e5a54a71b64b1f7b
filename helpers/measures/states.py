"""The states of the course: the four and their pairs."""

from __future__ import annotations

import pandas as pd

from helpers import data

THE_FOUR = ("RUS", "IRN", "PRK", "CHN")


def names() -> pd.Series:
    """Return the short names of states by their ISO code."""
    return data.table("actors").set_index("iso3")["short_name"]
