"""What a lecturer asks of a class: which question failed, what is mastered, who may need a word."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

import pandas as pd

from helpers import bank, data
from helpers.classroom.measures import (
    FEWEST,
    LESSONS,
    done,
    first_and_last,
    has_answer,
    picked,
)
from helpers.classroom.reading import Class

PAIRS = 10  # learners, below which a correlation says nothing
REST = 5  # other questions a learner must have answered to be set against one
HARD = 0.3  # share right at first below which a question is looked at
MASTERED, LOW = 2 / 3, 0.4  # shares right: of an objective, and at the first try
MANY = 2.5  # answers a question
JUDGED = 10  # answered questions from which on a learner's shares say something


def item_analysis(group: Class, lesson: int | None = None) -> pd.DataFrame:
    """Say how each question with a right answer worked; a prediction has none.

    Args:
        group: the class.
        lesson: only its questions; None for all.

    Returns:
        One row a question that somebody answered, in the order of the bank: question, lesson,
        objective, coding (True in the coding track), n (learners), first and last (share right at
        the first and at the last answer), attempts (mean), discrimination (how being right at first
        goes with the share right at first of all other questions, −1 to 1, a point-biserial
        correlation; missing under PAIRS learners), wrong (key of the wrong option that most chose
        at first, or ''), wrong_share, misconception (what the table calls it, or ''), hard (under
        HARD right at first) and odd (discrimination below nought by more than chance).
    """
    told = first_and_last(group)
    known = {k: q for k, q in bank.bank().items() if has_answer(q)}
    told = told[told["key"].astype("object").isin(known)]
    told = told.dropna(subset=["first_correct", "last_correct"])
    by = told.assign(key=told["key"].astype("object")).groupby("key")
    rest = discriminations(told)
    rows = []
    for key, question in known.items():
        if key not in by.groups or lesson not in (None, int(key.split(".")[0])):
            continue
        own = by.get_group(key)
        first, last = (float(own[name].astype(bool).mean()) for name in _BOTH)
        option, share, error = _wrong(question, own)
        row = (key, int(key.split(".")[0]), question.objective, question.coding, len(own))
        row += (first, last, float(own["times"].mean()), rest.get(key), option, share, error)
        # By chance alone one question in twenty lies lower than this.
        odd = key in rest and rest[key] < -1.64 / (len(own) - 1) ** 0.5
        rows.append((*row, first < HARD, odd))
    return pd.DataFrame(rows, columns=_ITEMS).astype({"discrimination": "float64"})


_BOTH = ("first_correct", "last_correct")
_ITEMS = [
    *("question", "lesson", "objective", "coding", "n", "first", "last", "attempts"),
    *("discrimination", "wrong", "wrong_share", "misconception", "hard", "odd"),
]


def discriminations(told: pd.DataFrame) -> dict[str, float]:
    """Correlate each question with the rest: do those who know the others know this one?

    Args:
        told: as from `first_and_last`, judged questions only.

    Returns:
        {question: correlation}; left out where fewer than PAIRS learners answered it and REST
        others, or where all of them did alike.
    """
    import numpy as np

    if told.empty:
        return {}
    learners, keys = pd.factorize(told["learner"])[0], pd.factorize(told["key"])
    right = np.full((learners.max() + 1, len(keys[1])), np.nan)
    right[learners, keys[0]] = told["first_correct"].astype(bool)
    there = ~np.isnan(right)
    sums, counts = np.nansum(right, axis=1), there.sum(axis=1)
    found = {}
    for place, key in enumerate(keys[1]):
        own = there[:, place] & (counts > REST)
        if own.sum() < PAIRS:
            continue
        one = right[own, place]
        rest = (sums[own] - one) / (counts[own] - 1)
        if one.std() > 0 and rest.std() > 1e-9:
            found[str(key)] = float(np.corrcoef(one, rest)[0, 1])
    return found


def _wrong(question, own) -> tuple[str, float | None, str]:
    """Return (wrong option that most chose at first, share who did, its misconception)."""
    if question.kind not in ("single", "multiple"):
        return "", None, ""
    values = own["first"].value_counts()
    counts = {
        o.key: sum(int(n) for v, n in values.items() if o.key in picked(question, v))
        for o in question.options
        if not o.right
    }
    most = max(counts, key=lambda key: counts[key], default="")
    if not most or not counts[most]:
        return "", None, ""
    option = next(o for o in question.options if o.key == most)
    errors = data.table("misconceptions").set_index("misconception_id")["misconception"]
    return most, counts[most] / len(own), errors.get(option.misconception, "")


def mastery(group: Class, by: str = "class") -> pd.DataFrame:
    """Say which objectives of the lessons are mastered.

    A learner has met an objective who has answered half or more of its questions that have a right
    answer, and mastered it with MASTERED of all of them right at last. The coding track is left
    out.

    Args:
        group: the class.
        by: 'class' or 'learner'.

    Returns:
        By class one row an objective: lesson, objective, questions, met (learners), mastered (their
        share), first and last (mean shares right, of those who met it). By learner one row a
        learner and objective that was met: learner, lesson, objective, questions, first, last,
        mastered (True or False).
    """
    rows = _objectives_met(group)
    if by == "learner":
        names = ["learner", "lesson", "objective", "questions", "first", "last", "mastered"]
        return rows[names].reset_index(drop=True)
    whole = rows.groupby(["lesson", "objective"])
    found = whole.agg(
        questions=("questions", "first"),
        met=("learner", "size"),
        mastered=("mastered", "mean"),
        first=("first", "mean"),
        last=("last", "mean"),
    )
    return found.reset_index()


def _objectives_met(group) -> pd.DataFrame:
    """Return each learner's shares right of the objectives that they have met."""
    of = {
        key: (int(key.split(".")[0]), q.objective)
        for key, q in bank.bank().items()
        if has_answer(q) and q.objective and not q.coding
    }
    told = first_and_last(group).astype({"key": "object"})
    told = told[told["key"].isin(list(of))]
    told = told.assign(
        lesson=told["key"].map(lambda key: of[key][0]),
        objective=told["key"].map(lambda key: of[key][1]),
        first=told["first_correct"].fillna(False).astype(bool),
        last=told["last_correct"].fillna(False).astype(bool),
    )
    asked = pd.Series(list(of.values())).value_counts()
    names = ["learner", "lesson", "objective"]
    sums = told.groupby(names, observed=True)[["first", "last"]].agg(["sum", "size"])
    rows = sums.reset_index()
    rows.columns = [*names, "first", "answered", "last", "_"]
    pairs = zip(rows["lesson"], rows["objective"], strict=True)
    rows["questions"] = [int(asked[pair]) for pair in pairs]
    rows = rows[rows["answered"] >= rows["questions"] / 2]
    for name in ("first", "last"):
        rows[name] = rows[name] / rows["questions"]
    rows["mastered"] = rows["last"] >= MASTERED - 1e-9
    return rows


@functools.lru_cache(maxsize=1)
def objectives() -> dict[tuple[int, int], str]:
    """Return what each lesson says that a learner can do afterwards: {(lesson, number): words}."""
    found = {}
    folder = Path(__file__).resolve().parents[2] / "notebooks"
    for path in sorted(folder.glob("0[0-9]-*.ipynb")):
        try:
            first = json.loads(path.read_text("utf-8"))["cells"][0]["source"]
        except (OSError, ValueError, KeyError, IndexError):
            continue  # a lesson that was changed by hand loses its words here, nothing else
        for number, words in re.findall(r"^(\d)\. (.+?)[,.]?$", "".join(first), re.M):
            found[int(path.name[:2]), int(number)] = words
    return found


def needs(group: Class) -> pd.DataFrame:
    """Say who may need a word, and why; it is a hint and no judgment.

    Args:
        group: the class.

    Returns:
        One row a learner with a reason, most reasons first: learner, last_lesson (missing where
        none was begun), last_time (of the newest entry, by their own clock), first (share right at
        the first try), attempts (answers a question), and as True or False: nothing (no answer),
        stopped (two lessons or more behind the middle of the class), dropped (left the last lesson
        with under a quarter answered, after one with half or more), low (under LOW right at the
        first try), many (MANY answers a question or more).
    """
    rows = done(group)
    rows = rows.assign(share=rows["answered"] / rows["asked"])
    began = rows[rows["answered"] > 0]
    last = began.groupby("learner")["lesson"].max()
    middle = last.median()
    order = list(group.learners["learner"])
    sums = rows.groupby("learner")[["judged", "right_first", "attempts"]].sum().reindex(order)
    enough = sums["judged"] >= JUDGED
    found = pd.DataFrame(index=pd.Index(order, name="learner"))
    found["last_lesson"] = last.reindex(order).astype("Int64")
    found["last_time"] = rows.groupby("learner")["last"].max().reindex(order)
    found["first"] = (sums["right_first"] / sums["judged"]).where(enough)
    found["attempts"] = (sums["attempts"] / sums["judged"]).where(enough)
    found["nothing"] = found["last_lesson"].isna()
    found["stopped"] = (found["last_lesson"] <= middle - 2).fillna(False).astype(bool)
    shares = began.set_index(["learner", "lesson"])["share"]
    found["dropped"] = [_dropped(shares, learner, last.get(learner)) for learner in order]
    found["low"] = found["first"] < LOW
    found["many"] = found["attempts"] >= MANY
    count = found[list(REASONS)].sum(axis=1)
    found = found[count > 0].iloc[(-count[count > 0]).argsort(kind="stable")]
    return found.reset_index()


REASONS = ("nothing", "stopped", "dropped", "low", "many")


def _dropped(shares, learner, last) -> bool:
    if last is None or shares[learner, last] >= 0.25:
        return False
    before = [shares[learner, n] for n in LESSONS if n < last and (learner, n) in shares.index]
    return bool(before) and before[-1] >= 0.5


def matched(frame: pd.DataFrame, value: str) -> tuple[pd.DataFrame, int | None, int | None]:
    """Set the first against the last lesson for the same learners.

    Args:
        frame: learner, lesson and the value, such as from `estimates`.
        value: the column to compare.

    Returns:
        (frame of learner, before, after; the first and the last lesson for which FEWEST or more
        gave both); an empty frame and None where there are no two such lessons.
    """
    wide = frame.pivot_table(index="learner", columns="lesson", values=value, observed=True)
    there = wide.notna()
    many = [n for n in wide.columns if there[n].sum() >= FEWEST]
    for first in many:
        for last in reversed(many):
            both = there[first] & there[last]
            if last > first and both.sum() >= FEWEST:
                rows = wide.loc[both, [first, last]].set_axis(["before", "after"], axis=1)
                return rows.reset_index(), int(first), int(last)
    return pd.DataFrame(columns=["learner", "before", "after"]), None, None
