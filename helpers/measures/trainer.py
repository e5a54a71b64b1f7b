"""Measures of forecasts: what the trainer asks next, what was said, what came, what is due.

Tables: trainer_questions, forecast_questions, open_questions. Entries of the journal, by the id of
a question: `forecast` (a probability in per cent; to a settled question the first one counts, to
an open one the last), `update` (the one after the clue), `knew` (the learner knew the outcome),
`settled` (how an open one came out; the first stands) and `resettled` (second thoughts on that).
Probabilities are shares from 0 to 1 where nothing else is said.
"""

from __future__ import annotations

import zlib
from datetime import date, datetime

import pandas as pd

from helpers import data, journal
from helpers.measures import outlook
from helpers.measures.dates import days, whole_day
from helpers.numbers import parse_number

TEN = 10  # questions that are drawn at a time
RESULTS = ("yes", "no", "void")
BRIEFING = "briefing"  # the key under which the judgment of the briefing is settled
MOST = 2000  # characters of a source


# --- the trainer ----------------------------------------------------------------------------------


def asked() -> pd.DataFrame:
    """Return the questions of the trainer in a mixed order that is the same for everybody.

    So a class answers the same ten, and a new row changes nothing for whoever has begun.
    """
    rows = data.table("trainer_questions")
    mixed = [zlib.crc32(f"ten{key}".encode()) for key in rows["question_id"]]
    return rows.iloc[pd.Series(mixed).argsort(kind="stable")].reset_index(drop=True)


def said() -> dict[str, dict]:
    """Return what the learner said: {question: {first, second (per cent), knew}}, as far as said.

    The first sound entry of each kind counts.
    """
    found: dict[str, dict] = {}
    for kind, name in (("forecast", "first"), ("update", "second")):
        for entry in journal.entries(kind):
            if _is_per_cent(entry["value"]):
                found.setdefault(entry["key"], {}).setdefault(name, float(entry["value"]))
    for entry in journal.entries("knew"):
        found.setdefault(entry["key"], {})["knew"] = True
    return found


def _is_per_cent(value) -> bool:
    """Say whether a value of the journal is a probability; a copied file may hold anything."""
    return type(value) in (int, float) and not outlook.probability_problem(value)


def phase(answer: dict) -> str:
    """Return what a question waits for: 'first', 'second' (after the clue) or 'done'."""
    if "first" not in answer:
        return "done" if "knew" in answer else "first"
    return "done" if {"second", "knew"} & set(answer) else "second"


def left(rows: pd.DataFrame, answers: dict) -> list[str]:
    """Return the ids of the rows that wait for a first or a second probability, in order."""
    ids = rows["question_id"]
    return [one for one in ids if phase(answers.get(one, {})) != "done"]


def scored() -> pd.DataFrame:
    """Return what counts: answered before and after the clue, without those that were known.

    Columns question_id, first, second (0 to 1) and outcome (1 or 0), in the order asked.
    """
    answers = said()
    rows = [
        (row.question_id, own["first"] / 100, own["second"] / 100, int(row.outcome))
        for row in asked().itertuples()
        if {"first", "second"} == set(own := answers.get(row.question_id, {}))
    ]
    return pd.DataFrame(rows, columns=["question_id", "first", "second", "outcome"])


def settled_questions() -> pd.DataFrame:
    """Return the questions of both settled tables: question_id, question, outcome, source_ids.

    Those of forecast_questions were asked by an earlier trainer, so that journals hold answers.
    """
    columns = ["question_id", "question", "outcome", "source_ids"]
    tables = ("forecast_questions", "trainer_questions")
    return pd.concat([data.table(name)[columns] for name in tables], ignore_index=True)


def foreseen() -> pd.DataFrame:
    """Return all forecasts that have met an outcome, open ones that were settled among them.

    Columns question_id, probability (0 to 1) and outcome (1 or 0); no question that was known.
    """
    known, answers = settled_questions().set_index("question_id")["outcome"], said()
    rows = [
        (key, own["first"] / 100, int(known[key]))
        for key, own in answers.items()
        if key in known and "first" in own and "knew" not in own
    ]
    rows += settled_forecasts()[["key", "probability", "outcome"]].itertuples(index=False)
    return pd.DataFrame(rows, columns=["question_id", "probability", "outcome"])


def hundredfold(share: float, outcome: int) -> dict[str, float]:
    """Return what one forecast costs in both conventions of the score: `half` and `full`.

    `half` looks at yes alone, from 0 to 1; `full` adds the same distance for no, from 0 to 2.
    """
    cost = outlook.brier([share], [outcome])
    return {"half": cost, "full": 2 * cost}


# --- open forecasts and their outcomes ------------------------------------------------------------


def open_forecasts() -> list[dict]:
    """Return the open questions, and the judgment of the briefing where it has a probability.

    Each has key, question, opened, closes (days), said (per cent, or None): the last number that
    was kept before the question was settled.
    """
    rows = [
        {"key": row.question_id, "question": row.question, "opened": row.opened.date()}
        | {"closes": row.closes.date()}
        for row in data.table("open_questions").itertuples()
    ]
    judgment = journal.latest("briefing", "judgment", "")
    if isinstance(judgment, str) and (named := days(judgment)):
        entry = journal.newest("briefing", "judgment")
        written = datetime.fromisoformat(entry["time"]).date()
        rows.append(
            {"key": BRIEFING, "question": judgment, "opened": written, "closes": max(named)}
        )
    first = {key: entry["order"] for key, entry in _first_settled().items()}
    return [row | {"said": _last_said(row["key"], first.get(row["key"]))} for row in rows]


def _last_said(key: str, before: int | None) -> float | None:
    kind, name = ("briefing", "probability") if key == BRIEFING else ("forecast", key)
    sound = [
        parse_number(entry["value"])
        for entry in journal.entries(kind, name)
        if not outlook.probability_problem(entry["value"])
        and (before is None or entry["order"] < before)
    ]
    return sound[-1] if sound else None


def _first_settled() -> dict[str, dict]:
    found: dict[str, dict] = {}
    for entry in journal.entries("settled"):
        if is_settlement(entry["value"]):
            found.setdefault(entry["key"], entry)
    return found


def is_settlement(value) -> bool:
    """Say whether a value of the journal is a settlement; a copied file may hold anything."""
    return (
        isinstance(value, dict)
        and value.get("outcome") in RESULTS
        and whole_day(value.get("day")) is not None
        and isinstance(value.get("source"), str)
    )


def settlements() -> dict[str, dict]:
    """Return how open forecasts came out: {key: {outcome, day, source}}; the first entry stands."""
    return {
        key: entry["value"] | {"day": whole_day(entry["value"]["day"])}
        for key, entry in _first_settled().items()
    }


def settled_forecasts() -> pd.DataFrame:
    """Return the open forecasts that came out yes or no: key, probability, outcome, cost (0 to 1).

    One that is void, or without a number, does not count.
    """
    ends, rows = settlements(), []
    for row in open_forecasts():
        outcome = ends.get(row["key"], {}).get("outcome")
        if row["said"] is not None and outcome in ("yes", "no"):
            share, came = row["said"] / 100, int(outcome == "yes")
            rows.append((row["key"], share, came, outlook.brier([share], [came])))
    return pd.DataFrame(rows, columns=["key", "probability", "outcome", "cost"])


def due(today: date) -> list[dict]:
    """Return the open forecasts of the learner whose last day has come and that are not settled."""
    ends = settlements()
    return [
        row
        for row in open_forecasts()
        if row["said"] is not None and row["closes"] <= today and row["key"] not in ends
    ]


def fault(row: dict, entered: dict, today: date) -> str:
    """Return what keeps an outcome from being kept; '' where nothing does.

    `row` is one of `open_forecasts`, `entered` holds the texts outcome, day and source. The codes
    are 'early' (the last day of the question has not come), 'outcome' (none chosen), 'day' (no
    day), 'ahead' (a day that has not come), 'before' (a day before the question was asked),
    'source' (none) and 'long'.
    """
    day = whole_day(entered.get("day"))
    source = str(entered.get("source") or "").strip()
    found = {
        "early": today < row["closes"],
        "outcome": entered.get("outcome") not in RESULTS,
        "day": day is None,
        "ahead": day is not None and day > today,
        "before": day is not None and day < row["opened"],
        "source": not source,
        "long": len(source) > MOST,
    }
    return next((code for code, wrong in found.items() if wrong), "")
