"""Knowledge: how sure a learner said to be at a check, and whether the answer was right."""

from __future__ import annotations

import pandas as pd

from helpers import journal
from helpers.measures import trainer

STEPS = (30, 50, 70, 90)  # per cent that a learner may say beside an answer
FEW = 5  # cases in a group below which its share says little


def answered() -> pd.DataFrame:
    """Return the learner's checks that were answered with a word on how sure they were.

    Of each question the first such answer counts: after the verdict a second one knows more.

    Returns:
        Columns question (id), said (0 to 1) and came (1 right, 0 not), in the order answered.
    """
    found: dict[str, tuple] = {}
    for entry in journal.entries("answer"):
        sure, correct = entry.get("sure"), entry.get("correct")
        if type(sure) is int and sure in STEPS and isinstance(correct, bool):
            found.setdefault(entry["key"], (entry["key"], sure / 100, int(correct)))
    return pd.DataFrame(list(found.values()), columns=["question", "said", "came"])


def foreseen() -> pd.DataFrame:
    """Return the learner's forecasts that have met an outcome, those of open questions too.

    Returns:
        Columns question (id), said (0 to 1) and came (1 if it happened, 0 if not).
    """
    names = {"question_id": "question", "probability": "said", "outcome": "came"}
    return trainer.foreseen().rename(columns=names)


def groups(frame: pd.DataFrame, steps=None) -> pd.DataFrame:
    """Group what was said, and compare with how often it was so.

    Args:
        frame: columns said and came, as `answered` and `foreseen` return them.
        steps: rising numbers from 0 to 1; each case goes with the nearest. By default the middles
            of fifths.

    Returns:
        One row a group that has a case: said (mean, 0 to 1), happened (share) and cases.
    """
    steps = pd.Series(steps or [n / 5 + 0.1 for n in range(5)])
    nearest = [int((steps - said).abs().idxmin()) for said in frame["said"]]
    grouped = frame.groupby(nearest)
    return pd.DataFrame(
        {
            "said": grouped["said"].mean(),
            "happened": grouped["came"].mean(),
            "cases": grouped.size(),
        }
    ).reset_index(drop=True)


def gap(frame: pd.DataFrame) -> float | None:
    """Return by how much what was said lies above what was so, on average; None without a case."""
    return float((frame["said"] - frame["came"]).mean()) if len(frame) else None
