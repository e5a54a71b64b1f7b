"""Measures of outlook: frames in, frames and numbers out."""

from __future__ import annotations

import itertools

import pandas as pd

from helpers import data, figures, journal
from helpers.numbers import parse_number

# Names short enough for the board; the full ones stand in its table.
SHORT = {
    "in01": "Assembly votes alike, Russia and China",
    "in02": "Assembly votes alike, mean of six pairs",
    "in03": "China in Russia's goods trade",
    "in04": "Trade of China and Russia",
    "in05": "Vetoes for North Korea or Iran since 2022",
    "in06": "Meetings or texts of all four",
    "in07": "Reports of the monitoring team",
    "in08": "North Korean troops in Kursk (Seoul)",
    "in09": "Containers from North Korea (Seoul)",
    "in10": "Iranian crude bought by China",
    "in11": "South Koreans for own nuclear arms",
    "in12": "North Korean warheads (SIPRI)",
    "in13": "Su-35 or S-400 shown in Iran",
    "in14": "China in North Korea's trade",
    "in15": "Drones launched at Ukraine in a month",
    "in16": "Russian oil to North Korea",
    "in17": "Designations against Russia †",
    "in18": "BRICS text after attack on a member",
}
UNITS = {
    "share 0-1": "(0–1)",
    "per cent": "%",
    "USD bn": "bn USD",
    "count": "",
    "million barrels per day": "m barrels a day",
    "designations": "",
    "0 or 1": "(0 or 1)",
}
FIFTY, NOTHING, YES = "always 50 per cent", "nothing changes", "yes to everything"
LEARNER, CERTAIN = "made-up learner", "the same, always certain"


EDGES = (0, 0.2, 0.4, 0.6, 0.8, 1)


EFFECTS = {"serves it": 1, "no clear effect": 0, "conflicts with it": -1}


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
    """Return what five simple forecasters say to each practice question. All five are made up.

    Args:
        table: the table forecast_questions; read when not given.

    Returns:
        One row a forecaster and question: forecaster, question_id, probability (0 to 1), outcome.
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


def my_forecasts(kind: str = "forecast") -> pd.DataFrame:
    """Return the learner's answers to practice questions; the first one to each counts.

    Args:
        kind: the kind of entry in the journal.

    Returns:
        Columns forecaster ('you'), question_id, probability (0 to 1), outcome; maybe no row.
    """
    outcomes = data.table("forecast_questions").set_index("question_id")["outcome"]
    first: dict = {}
    for entry in journal.entries(kind):
        if entry["key"] in outcomes.index and not probability_problem(entry["value"]):
            first.setdefault(entry["key"], parse_number(entry["value"]) / 100)
    rows = [("you", key, share, int(outcomes[key])) for key, share in first.items()]
    columns = ["forecaster", "question_id", "probability", "outcome"]
    return pd.DataFrame(rows, columns=columns)


def probability_problem(text) -> str:
    """Say what is wrong with a probability as a learner types it.

    Args:
        text: what was entered, in per cent; text or number.

    Returns:
        A sentence for the learner, or '' where it is a number from 0 to 100.
    """
    number = parse_number(text)
    if number is None:
        told = f"“{str(text).strip()[:40]}” is not a number" if str(text).strip() else "Nothing yet"
        return f"{told}. Write a number from 0 to 100, such as 35."
    if not 0 <= number <= 100:
        return f"{number:g} lies outside the scale. 0 means never, 100 means for certain."
    if 0 < number < 1:
        return (
            f"{number:g} is less than one in a hundred. For {100 * number:g} in 100 write "
            f"{100 * number:g}; for almost never write 1."
        )
    return ""


def indicator_rows() -> pd.DataFrame:
    """Return the table indicators with the columns short, value (words) and direction (text)."""
    frame = data.table("indicators")
    frame["direction"] = frame["direction_that_supports_cohesion"].astype(str)
    frame["short"] = frame["indicator_id"].map(SHORT)
    shown = zip(frame["latest_value"], frame["unit"], strict=True)
    frame["value"] = [f"{figures.words(v)} {UNITS.get(u, u)}".strip() for v, u in shown]
    return frame


def count_direction(direction: str) -> int:
    """Return how many indicators have this direction.

    Args:
        direction: a key of DIRECTIONS.

    Returns:
        A whole number.
    """
    return int((indicator_rows()["direction"] == direction).sum())


def count_supporting() -> int:
    """Return how many indicators would speak for cohesion if they rose."""
    return count_direction("higher")


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


def forecasts_of(name: str) -> pd.DataFrame:
    """Return the forecasts of one forecaster."""
    frame = forecasts()
    return frame[frame["forecaster"] == name]


def score_nothing() -> float:
    """Return the Brier score of the forecaster who says that nothing changes."""
    own = forecasts_of(NOTHING)
    return brier(own["probability"], own["outcome"])


def distance_nothing() -> float:
    """Return that forecaster's mean distance without the square, a slip."""
    own = forecasts_of(NOTHING)
    return float((own["probability"] - own["outcome"]).abs().mean())


def best_score() -> float:
    """Return the lowest mean score of the five made-up forecasters."""
    return float(scores()["all"].min())


def worst_score() -> float:
    """Return the highest mean score of the five, a slip: low is good."""
    return float(scores()["all"].max())


def warheads() -> pd.DataFrame:
    """Return the published counts of North Korean warheads with the way of counting.

    The value for 2021 was printed on the older counting; the table capabilities keeps it in a
    note only.

    Returns:
        Columns year, low, high (warheads), counting ('before the break', 'after the break'),
        source_ids; by year.
    """
    rows = data.table("capabilities").query(
        "iso3 == 'PRK' and indicator == 'nuclear_warheads_total_inventory'"
    )
    rows = rows.assign(
        low=rows["low"].fillna(rows["value"]), high=rows["high"].fillna(rows["value"])
    )[["year", "low", "high", "source_ids", "note"]]
    printed = rows["note"].str.extract(r"printed (\d+)-(\d+) for (\d{4})").dropna().iloc[0]
    low, high, year = map(int, printed)
    older = {"year": year, "low": low, "high": high, "source_ids": "kbs-2021-sipri-prk"}
    rows = pd.concat([rows.drop(columns="note"), pd.DataFrame([older])]).sort_values(
        ["year", "source_ids"]
    )
    late = rows["year"] > year
    rows["counting"] = late.map({False: "before the break", True: "after the break"})
    return rows.reset_index(drop=True)


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
    names = data.table("policy_options").set_index("option_id")["option"]
    rows = []
    for option, given in ratings.items():
        codes = {g: EFFECTS[given[g]] for g in goals if given.get(g) in EFFECTS}
        if option in names.index and codes:
            rows.append({"option_id": option, "option": names[option]} | codes)
    frame = pd.DataFrame(rows, columns=["option_id", "option", *goals])
    codes = frame[goals].astype("Float64")
    weights = [3, 2, 1][: len(goals)]
    for name, order in (("total", weights), ("_turned", weights[::-1])):
        frame[name] = sum((codes[g].fillna(0) * w for g, w in zip(goals, order, strict=True)), 0.0)
    frame["place"] = frame["total"].rank(ascending=False, method="min").astype(int)
    frame["turned"] = frame["_turned"].rank(ascending=False, method="min").astype(int)
    frame["conflict"] = ((codes == 1).any(axis=1) & (codes == -1).any(axis=1)).astype(bool)
    return frame.drop(columns="_turned").sort_values(["place", "option_id"], ignore_index=True)
