"""Measures of events: counts by year, pair and direction, and what a cut or a recoding does.

Reads the table events.
"""

from __future__ import annotations

import math

import pandas as pd

from helpers import data
from helpers.measures.dates import in_years
from helpers.measures.states import PAIRS, THE_FOUR

LANES = (*PAIRS, "several")
CATEGORIES = (
    "summit",
    "statement",
    "treaty",
    "arms-transfer",
    "deployment",
    "exercise",
    "technology",
    "economic",
    "sanction",
    "un-vote",
    "conflict",
    "distancing",
)
CODES = (1, 0, -1)
FIRST = 2014  # of the yearly charts
DRAWN = tuple(range(2021, 2026))  # the years that learners draw, the first one given
INVASION, INVASION_PLACE = "2022-02-24", 2022 + 54 / 365.25


FEW = 10  # a share of fewer rows than this is not compared
SAME = 3  # points of per cent below which two shares are the same
# Chosen because each can be read in at least two ways; three directions, two rows under caution.
RECODED = ("ev052", "ev086", "ev100", "ev103", "ev108", "ev116", "ev120", "ev128", "ev136", "ev155")


def located(events: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return `events` with the columns that the charts count by.

    Args:
        events: the table events; read when not given.

    Returns:
        One row an event, with code (1, 0, -1), careful (True where the row carries a caution),
        year (of the date, or of the start of a month or year that is all that is known), place
        (the same as a fraction of years), members (how many of the four it names) and lane: a key
        of LANES, or '' for an event that names fewer than two of the four.
    """
    frame = data.table("events") if events is None else events.copy()
    keys = {frozenset(pair.split(";")): pair for pair in PAIRS}
    own = frame["actors"].str.split(";").map(lambda names: frozenset(names) & set(THE_FOUR))
    frame["members"] = own.map(len)
    frame["lane"] = own.map(lambda four: "several" if len(four) > 2 else keys.get(four, ""))
    frame["code"] = frame["direction"].astype(str).astype(int)
    frame["careful"] = frame["caution"].notna()
    frame["year"] = frame["date"].dt.year
    frame["place"] = in_years(frame["date"].dt)
    return frame


def counts(frame: pd.DataFrame) -> dict[int, int]:
    """Return how many events are coded 1, 0 and -1, in this order.

    Args:
        frame: rows of `located()`.

    Returns:
        {1: …, 0: …, -1: …}.
    """
    found = frame["code"].value_counts()
    return {code: int(found.get(code, 0)) for code in CODES}


def strain_share(frame: pd.DataFrame) -> float:
    """Return the share (0 to 1) of events coded as strain; NaN where there are no events.

    Args:
        frame: rows of `located()`.

    Returns:
        A number from 0 to 1, or NaN.
    """
    return float((frame["code"] == -1).mean())


def last_day() -> pd.Timestamp:
    """Return the date of the newest event."""
    return data.table("events")["date"].max()


def end() -> float:
    """Return the end of the newest event's month in years, such as 2026.5 for June 2026."""
    return last_day().year + last_day().month / 12


def by_year(frame: pd.DataFrame, first: int = FIRST, last: int | None = None) -> pd.DataFrame:
    """Return the number of events by year and direction, years without events included.

    Args:
        frame: rows of `located()`.
        first: first year.
        last: last year; that of the newest event in the table where not given.

    Returns:
        Index year; columns 1, 0, -1, careful (coded 1 and under caution) and all.
    """
    years = range(first, (last or last_day().year) + 1)
    found = pd.crosstab(frame["year"], frame["code"]).reindex(
        index=years, columns=list(CODES), fill_value=0
    )
    claims = frame[(frame["code"] == 1) & frame["careful"]]
    found["careful"] = claims["year"].value_counts().reindex(years, fill_value=0)
    found["all"] = found[list(CODES)].sum(axis=1)
    return found.rename_axis(columns=None)


def events_by_year() -> list[int]:
    """Return the number of events in each of the years DRAWN."""
    return by_year(located(), DRAWN[0], DRAWN[-1])["all"].tolist()


def jumps(yearly: pd.DataFrame) -> dict[str, int]:
    """Return the year of the largest step up in events, and of the steepest one.

    Args:
        yearly: result of `by_year()`.

    Returns:
        {'largest': year of the largest difference from the year before, 'steepest': year of the
        largest ratio to the year before, where that one had events}.
    """
    step = yearly["all"].diff()
    before = yearly["all"].shift()
    ratio = (yearly["all"] / before)[before > 0]
    return {"largest": int(step.idxmax()), "steepest": int(ratio.idxmax())}


def step(yearly: pd.DataFrame, year: int) -> dict[str, int]:
    """Return what stands on both sides of the step up to `year`; yearly: of `by_year()`."""
    total = yearly["all"]
    own = {"year": year, "last": year - 1, "before": int(total[year - 1])}
    own |= {"events": int(total[year])}
    return own | {"cooperation": int(yearly.loc[year, 1]), "strain": int(yearly.loc[year, -1])}


def chosen(
    frame: pd.DataFrame, start: int, lanes=tuple(LANES), categories=tuple(CATEGORIES), strains=True
) -> pd.DataFrame:
    """Return the rows of `frame` from `start` on in these lanes and categories.

    Args:
        frame: rows of `located()`.
        start: first year.
        lanes: keys of LANES.
        categories: keys of CATEGORIES.
        strains: False leaves out what is coded as strain.

    Returns:
        The rows kept, in order of date.
    """
    keep = (frame["year"] >= start) & frame["lane"].isin(lanes)
    keep &= frame["category"].isin(categories) & ((frame["code"] >= 0) | strains)
    return frame[keep].sort_values(["date", "event_id"])


def leading_lane(frame: pd.DataFrame) -> tuple[str | None, int]:
    """Return the lane with most events of cooperation and their number; None where there are none.

    Of lanes with as many it is the first in LANES.
    """
    helps = frame[frame["code"] == 1]["lane"].value_counts()
    if helps.empty:
        return None, 0
    most = helps.max()
    return next(lane for lane in LANES if helps.get(lane, 0) == most), int(most)


def dunes(frame: pd.DataFrame, places) -> pd.DataFrame:
    """Return the height of each pair's dune: events of cooperation, each spread over months.

    One column a pair, one row for each of `places` (years); an event alone is 1 high (Gaussian of
    0.24 years).
    """
    helps = frame[frame["code"] == 1]
    found = {}
    for pair in PAIRS:
        own = helps.loc[helps["lane"] == pair, "place"].to_numpy()
        found[pair] = [sum(math.exp(-(((x - e) / 0.24) ** 2) / 2) for e in own) for x in places]
    return pd.DataFrame(found, index=list(places))


def before_after(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return counts and the share of strain before `day` and from it on.

    Args:
        frame: rows of `located()`.
        day: such as '2022-02-24'. An event known by its month or year stands on the first day.

    Returns:
        Two rows, before and after: columns part, 1, 0, -1, events, share (0 to 1 or NaN).
    """
    late = frame["date"] >= pd.Timestamp(day)
    rows = [
        {"part": part, **counts(own), "events": len(own), "share": strain_share(own)}
        for part, own in (("before", frame[~late]), ("after", frame[late]))
    ]
    return pd.DataFrame(rows)


def all_cuts(frame: pd.DataFrame, least: int = FEW) -> pd.Series:
    """Return, for a cut at the start of every month, the share of strain after minus before.

    Args:
        frame: rows of `located()`.
        least: where one side has fewer rows than this, there is no value.

    Returns:
        Percentage points by date of the cut, from 2014 to the month before the newest event;
        NaN where a side is too small.
    """
    last = last_day().to_period("M").start_time - pd.DateOffset(months=1)
    days = pd.date_range(f"{FIRST}-01-01", last, freq="MS")
    dates, strain = frame["date"].to_numpy(), (frame["code"] == -1).to_numpy()
    found = []
    for day in days.to_numpy():
        late = dates >= day
        enough = min(late.sum(), (~late).sum()) >= max(least, 1)
        found.append(strain[late].mean() - strain[~late].mean() if enough else math.nan)
    return pd.Series(found, index=days, dtype=float) * 100


def unsure_side(frame: pd.DataFrame, day: str) -> int:
    """Return how many events are known too roughly to say whether they fall before `day`.

    Args:
        frame: rows of `located()`.
        day: such as '2022-02-24'.

    Returns:
        The number of events of that month (or year) whose day (or month) is not known.
    """
    cut = pd.Timestamp(day)
    same = (frame["year"] == cut.year) & (frame["date_precision"] == "year") & (cut.day_of_year > 1)
    month = (frame["date"].dt.to_period("M") == cut.to_period("M")) & (cut.day > 1)
    return int((same | (month & (frame["date_precision"] == "month"))).sum())


def recent(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the events from 1 January 2022 on.

    Args:
        frame: rows of `located()`; read when not given.

    Returns:
        The rows kept.
    """
    frame = located() if frame is None else frame
    return frame[frame["date"] >= "2022"]


def recoded(frame: pd.DataFrame, codes: dict) -> pd.DataFrame:
    """Return `frame` with the learner's codes in place of ours; those left open keep our code.

    `codes` is {event_id: {'direction': '+1', '0' or '-1'}}, as the board keeps them.
    """
    own = {event: row.get("direction") for event, row in codes.items()}
    new = frame["event_id"].map({e: int(c) for e, c in own.items() if c in ("+1", "0", "-1")})
    return frame.assign(code=new.fillna(frame["code"]).astype(int))


def debatable(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the events of the coding exercise, by date, with the column text."""
    frame = located() if frame is None else frame
    frame = frame[frame["event_id"].isin(RECODED)].sort_values(["date", "event_id"])
    frame = frame.reset_index(drop=True)
    return frame.assign(text=frame["date_text"] + ". " + frame["title"] + ". " + frame["summary"])


def balances(frame: pd.DataFrame, codes: dict | None = None) -> dict[str, dict]:
    """Return counts of all rows and of those without caution, by our codes and the learner's."""
    sets = {"ours": frame} | ({"yours": recoded(frame, codes)} if codes else {})
    found = {}
    for whose, own in sets.items():
        found |= {whose: counts(own), f"{whose}_sure": counts(own[~own["careful"]])}
    return found


def named(found: dict) -> dict[str, int]:
    """Return counts by code under names, as sentences take them, with their sum as events."""
    parts = {"cooperation": found[1], "neutral": found[0], "strain": found[-1]}
    return parts | {"events": sum(found.values())}


def starts(day: str) -> pd.DataFrame:
    """Return the share of strain before and after `day` by first year, with and without caution.

    Columns year, before_all, after_all, before_sure and after_sure, in per cent.
    """
    full, rows = located(), []
    for year in (1950, 2000, 2014, 2018):
        own = full[full["year"] >= year]
        cells = {"year": year}
        for name, part in (("all", own), ("sure", own[~own["careful"]])):
            shares = 100 * before_after(part, day)["share"]
            cells |= {f"before_{name}": shares[0], f"after_{name}": shares[1]}
        rows.append(cells)
    return pd.DataFrame(rows)


def searched(first: str = "2018-01-01") -> pd.Series:
    """Return how far strain differs after and before the start of each month, 2022 to 2025.

    Counting begins on `first`; points (share after minus share before, times 100) by day.
    """
    since = located()
    since = since[since["date"] >= first]
    strain = since["code"] == -1
    days = pd.date_range("2022-01-01", "2025-12-01", freq="MS")
    late = {day: since["date"] >= day for day in days}
    return pd.Series(
        {day: 100 * (strain[on].mean() - strain[~on].mean()) for day, on in late.items()}
    )


def strain_bounds(frame: pd.DataFrame, events=RECODED) -> tuple[int, int]:
    """Return the fewest and most strains that new codes for `events` alone could give.

    Args:
        frame: rows of `located()`.
        events: ids of the events that are coded anew.

    Returns:
        (fewest, most).
    """
    fixed = frame[~frame["event_id"].isin(events)]
    fewest = counts(fixed)[-1]
    return fewest, fewest + len(frame) - len(fixed)


def percent_strain() -> int:
    """Return the per cent of events from 2022 on that are coded as strain."""
    return round(100 * strain_share(recent()))
