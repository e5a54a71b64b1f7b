"""Measures of outlook: indicators, scores of forecasts, counts of warheads, options and goals.

Tables: indicators, implications, forecast_questions, policy_options, arms_exports, capabilities,
views and sources. Probabilities are shares from 0 to 1.
"""

from __future__ import annotations

import itertools

import pandas as pd

from helpers import data
from helpers.numbers import parse_number

DIRECTIONS = ("higher", "lower", "ambiguous", "none")  # of a change that would speak for cohesion
FIFTY, NOTHING, YES, LEARNER, CERTAIN = "fifty", "nothing", "yes", "learner", "certain"
FORECASTERS = (FIFTY, NOTHING, YES, LEARNER, CERTAIN)  # all made up
COUNTED = ("all", "yes", "bold")  # questions that count: all, came out yes, given more than 50
EDGES = (0, 0.2, 0.4, 0.6, 0.8, 1)
FEW = 5  # cases in a group below which its point says little
GOALS = ("war", "ukraine", "taken", "nuclear", "sanctions", "trade", "rules", "sides", "cost")
PLACES = ("first", "second", "third")
FIRST = 3  # options that are offered to a briefing
WEIGHTS = (3, 2, 1)  # of the goals in these places
EFFECTS = {"serves": 1, "none": 0, "conflicts": -1}


# --- scores ---------------------------------------------------------------------------------------


def brier(probabilities, outcomes) -> float:
    """Return the mean squared distance of probabilities from what happened (Brier 1950).

    Args:
        probabilities: shares from 0 to 1, one a question.
        outcomes: 1 where it happened, 0 where not, in the same order.

    Returns:
        0 for full certainty that is right each time, 1 for certainty that is wrong each time.

    Raises:
        ValueError: lengths differ or are zero, a share lies outside 0 to 1, an outcome is not 0, 1.
    """
    pairs = list(zip(*_checked(probabilities, outcomes), strict=True))
    return sum((p - o) ** 2 for p, o in pairs) / len(pairs)


def _checked(probabilities, outcomes):
    said, came = [float(p) for p in probabilities], [float(o) for o in outcomes]
    if len(said) != len(came) or not said:
        raise ValueError("Give one outcome for each probability, and at least one of each.")
    if not all(0 <= p <= 1 for p in said):
        raise ValueError("A probability is a share from 0 to 1; divide per cent by 100.")
    if not all(o in (0, 1) for o in came):
        raise ValueError("An outcome is 1 (it happened) or 0 (it did not).")
    return said, came


def base_rate(outcomes) -> float:
    """Return the share of cases in which something happened.

    Args:
        outcomes: 1 or 0 (or True, False) for each case of one class.

    Returns:
        A share from 0 to 1.

    Raises:
        ValueError: there is no case.
    """
    came = [float(o) for o in outcomes]
    if not came:
        raise ValueError("A base rate needs at least one case.")
    return sum(came) / len(came)


def calibration(probabilities, outcomes, edges=EDGES) -> pd.DataFrame:
    """Group forecasts by what was said, and compare with how often it happened.

    Args:
        probabilities: shares from 0 to 1.
        outcomes: 1 or 0, in the same order.
        edges: rising ends of the groups; a share on an edge belongs to the group above it.

    Returns:
        One row a group: low, high (ends), cases, said (mean share), happened (share); the last
        two are missing where a group has no case.

    Raises:
        ValueError: as in `brier`.
    """
    said, came = _checked(probabilities, outcomes)
    frame = pd.DataFrame({"said": said, "came": came})
    rows = []
    for low, high in itertools.pairwise(edges):
        last = high == edges[-1]
        inside = frame[(frame["said"] >= low) & ((frame["said"] < high) | last)]
        mean = inside.mean() if len(inside) else {"said": pd.NA, "came": pd.NA}
        rows.append((low, high, len(inside), mean["said"], mean["came"]))
    found = pd.DataFrame(rows, columns=["low", "high", "cases", "said", "happened"])
    return found.astype({"said": "Float64", "happened": "Float64"})


# --- practice questions and who forecasts them ----------------------------------------------------


def practice(table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the practice questions in the order of the day on which they are asked.

    In this order no question gives away the outcome of a later one.

    Args:
        table: the table forecast_questions; read when not given.

    Returns:
        Its rows, sorted by asked_as_of and question_id.
    """
    table = data.table("forecast_questions") if table is None else table
    return table.sort_values(["asked_as_of", "question_id"]).reset_index(drop=True)


def forecasts(table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what the simple FORECASTERS say to each practice question. All are made up.

    Args:
        table: the table forecast_questions; read when not given.

    Returns:
        One row a forecaster and question: forecaster (a code), question_id, probability (0 to 1),
        outcome.
    """
    table = data.table("forecast_questions") if table is None else table
    example = table["example_percent"] / 100
    said = {
        FIFTY: 0.5,
        NOTHING: table["no_change_percent"] / 100,
        YES: 0.9,
        LEARNER: example,
        CERTAIN: (example > 0.5).astype(float),
    }
    frames = [
        table[["question_id", "outcome"]].assign(forecaster=name, probability=probability)
        for name, probability in said.items()
    ]
    columns = ["forecaster", "question_id", "probability", "outcome"]
    return pd.concat(frames, ignore_index=True)[columns]


def scores(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return each forecaster's Brier score over all questions, the yes ones and the no ones.

    Args:
        frame: rows as of `forecasts()`, which is used when not given.

    Returns:
        One row a forecaster in the order given: forecaster, all, yes, no (missing where there is
        no such question), cases.
    """
    frame = forecasts() if frame is None else frame
    rows = []
    for name, own in frame.groupby("forecaster", sort=False):
        parts = [own, own[own["outcome"] == 1], own[own["outcome"] == 0]]
        found = [brier(p["probability"], p["outcome"]) if len(p) else None for p in parts]
        rows.append((name, *found, len(own)))
    return pd.DataFrame(rows, columns=["forecaster", "all", "yes", "no", "cases"])


def probability_problem(text) -> str:
    """Return what is wrong with a probability as a learner types it, in per cent; '' if nothing.

    It is 'empty', 'text' (no number), 'outside' (of 0 to 100) or 'share' (less than one per cent,
    which is mostly a share from 0 to 1).
    """
    number = parse_number(text)
    if number is None:
        return "text" if str(text).strip() else "empty"
    if not 0 <= number <= 100:
        return "outside"
    return "share" if 0 < number < 1 else ""


def cost_of_eighty() -> float:
    """Return the Brier score of one forecast of 80 per cent for what did not happen."""
    return round(brier([0.8], [0]), 10)


def share_yes_2025() -> float:
    """Return the share of yes among the practice questions asked in 2025."""
    rows = practice()
    return base_rate(rows[rows["asked_as_of"].dt.year == 2025]["outcome"])


def share_yes() -> float:
    """Return the share of yes among all practice questions, a slip where a year is asked."""
    return base_rate(practice()["outcome"])


def forecasts_of(name: str, counted: str = "all") -> pd.DataFrame:
    """Return the forecasts of one forecaster on the questions that count, one of COUNTED."""
    frame = forecasts()
    frame = frame[frame["forecaster"] == name]
    if counted == "all":
        return frame
    return frame[frame["outcome"] == 1 if counted == "yes" else frame["probability"] > 0.5]


def beside(frame: pd.DataFrame, name: str) -> dict[str, float]:
    """Return Brier scores: of `frame`, forecasts of `name`, and of the simplest on its questions.

    {name: score, 'fifty': score, 'nothing': score}, without naming one twice.
    """
    rivals = forecasts()
    rivals = rivals[rivals["question_id"].isin(frame["question_id"])]
    score = scores(rivals).set_index("forecaster")["all"]
    own = {name: brier(frame["probability"], frame["outcome"])}
    return own | {other: score[other] for other in (FIFTY, NOTHING) if other != name}


def score_nothing() -> float:
    """Return the Brier score of the forecaster who says that nothing changes."""
    own = forecasts_of(NOTHING)
    return brier(own["probability"], own["outcome"])


def distance_nothing() -> float:
    """Return that forecaster's mean distance without the square, a slip."""
    own = forecasts_of(NOTHING)
    return float((own["probability"] - own["outcome"]).abs().mean())


def best_score() -> float:
    """Return the lowest mean score of the made-up forecasters."""
    return float(scores()["all"].min())


def worst_score() -> float:
    """Return the highest mean score of them, a slip: low is good."""
    return float(scores()["all"].max())


# --- indicators -----------------------------------------------------------------------------------


def indicator_rows() -> pd.DataFrame:
    """Return the table indicators with further columns, in the order of the table.

    `direction` is one of DIRECTIONS; `when` the date as a year with a fraction, a value of a whole
    year in its middle; `weak` says that only copies of its sources were found; `trend` is 'up',
    'down' or 'same' against the earlier value, and missing where none is known.
    """
    frame = data.table("indicators")
    frame["direction"] = frame["direction_that_supports_cohesion"].astype(str)
    dates, whole = frame["as_of"].dt, frame["as_of_text"].str.len() == 4
    frame["when"] = dates.year + (dates.day_of_year - 1) / 365 + 0.5 * whole
    moved = frame["latest_value"] - frame["earlier_value"]
    signs = {1: "up", -1: "down", 0: "same"}
    frame["trend"] = [None if pd.isna(by) else signs[(by > 0) - (by < 0)] for by in moved]
    address = data.table("sources").set_index("source_id")["address"].astype(str)
    frame["weak"] = [
        all(address[one] == "copy" for one in ids.split(";")) for ids in frame["source_ids"]
    ]
    return frame


def ordered(rows: pd.DataFrame, oldest_first: bool = False) -> pd.DataFrame:
    """Return rows of `indicator_rows` by their direction, or by their date."""
    order = rows["when"] if oldest_first else rows["direction"].map(DIRECTIONS.index)
    rows = rows.assign(_order=order).sort_values(["_order", "indicator_id"])
    return rows.drop(columns="_order").reset_index(drop=True)


def watching(rows: pd.DataFrame, implication: str) -> pd.DataFrame:
    """Return the rows of `indicator_rows` that speak to an implication, by its id."""
    return rows[rows["implication_ids"].str.split(";").map(lambda ids: implication in ids)]


def count_direction(direction: str) -> int:
    """Return how many indicators have this direction, one of DIRECTIONS."""
    return int((indicator_rows()["direction"] == direction).sum())


def count_supporting() -> int:
    """Return how many indicators would speak for cohesion if they rose."""
    return count_direction("higher")


# --- arms -----------------------------------------------------------------------------------------

OLDER, NEWER = "nuclear_warheads_older_counting", "nuclear_warheads_total_inventory"


def warheads() -> pd.DataFrame:
    """Return SIPRI's counts of North Korean warheads by year, with the way of counting.

    Columns of the table capabilities, and `counting` ('older' or 'newer'); low and high are the
    value where no range was printed.
    """
    rows = data.table("capabilities").query("iso3 == 'PRK' and unit == 'warheads'")
    counting = rows["indicator"].astype(str).map({OLDER: "older", NEWER: "newer"})
    ends = {end: rows[end].fillna(rows["value"]) for end in ("low", "high")}
    return (
        rows.assign(counting=counting, **ends)
        .sort_values(["year", "counting"])
        .reset_index(drop=True)
    )


def doubled() -> dict:
    """Return how the headline of the bug hunt was computed: years, counts and growth."""
    rows = warheads().dropna(subset="value")
    first, last = rows.iloc[0], rows.iloc[-1]
    return {
        "first": int(first["year"]),
        "last": int(last["year"]),
        "before": float(first["value"]),
        "after": float(last["value"]),
        "growth": float(last["value"] / first["value"] - 1),
        "years": int(last["year"] - first["year"]),
    }


def exports() -> pd.DataFrame:
    """Return shares in world arms exports (per cent), by supplier and window of five years."""
    rows = data.table("arms_exports").query("metric == 'share_global_arms_exports'")
    return rows.sort_values(["supplier", "period"]).reset_index(drop=True)


# --- goals and options ----------------------------------------------------------------------------


def ranked(filled: dict) -> list[str]:
    """Return the goals of a board, {'first': {'goal': code}, …}, by their place, each once."""
    chosen = [filled.get(place, {}).get("goal") for place in PLACES]
    return list(dict.fromkeys(goal for goal in chosen if goal in GOALS))


def chosen(goals, ratings) -> tuple[list[str], pd.DataFrame]:
    """Return the goals of a learner and the options that come first by them, at most FIRST.

    `goals` and `ratings` are what the boards of both keep, and may be anything. The options are
    rows of `tradeoff` with `n`, how many were rated, and `argument_against`.
    """
    own = ranked(_grid(goals))
    rows = tradeoff(_grid(ratings), own)
    against = data.table("policy_options").set_index("option_id")["argument_against"]
    rows = rows.assign(n=len(rows), argument_against=rows["option_id"].map(against))
    return own, rows[(rows["place"] == 1) & (rows["total"] > 0)].head(FIRST)


def _grid(kept) -> dict:
    """Return the rows of a kept board that are choices by column; nothing where it is damaged."""
    rows = kept.items() if isinstance(kept, dict) else ()
    return {row: choices for row, choices in rows if isinstance(choices, dict)}


def tradeoff(ratings: dict, goals: list) -> pd.DataFrame:
    """Order options by the learner's own goals and ratings.

    Args:
        ratings: {option_id: {goal: key of EFFECTS}}, possibly incomplete.
        goals: up to three goals, the most important first; they weigh 3, 2, 1.

    Returns:
        One row a rated option: option_id, option, one column a goal (1, 0, −1; missing where not
        rated), total (weighted sum), place (1 is best, ties share it), turned (place when the
        weights are turned round), conflict (serves one goal and conflicts with another).
    """
    goals = list(goals)
    names = data.table("policy_options").set_index("option_id")["option"]
    rows = []
    for option, given in ratings.items():
        codes = {g: EFFECTS[given[g]] for g in goals if given.get(g) in EFFECTS}
        if option in names.index and codes:
            rows.append({"option_id": option, "option": names[option]} | codes)
    frame = pd.DataFrame(rows, columns=["option_id", "option", *goals])
    codes = frame[goals].astype("Float64")
    weights = WEIGHTS[: len(goals)]
    for name, order in (("total", weights), ("_turned", weights[::-1])):
        frame[name] = sum((codes[g].fillna(0) * w for g, w in zip(goals, order, strict=True)), 0.0)
    frame["place"] = frame["total"].rank(ascending=False, method="min").astype(int)
    frame["turned"] = frame["_turned"].rank(ascending=False, method="min").astype(int)
    frame["conflict"] = ((codes == 1).any(axis=1) & (codes == -1).any(axis=1)).astype(bool)
    return frame.drop(columns="_turned").sort_values(["place", "option_id"], ignore_index=True)
