"""What a class gained between the test before the course and the one after it."""

from __future__ import annotations

import pandas as pd

from helpers import concepts, figures, wording
from helpers.classroom.charts import (
    finished,
    name_row,
    nothing,
    page_of,
    percents,
    rows_of,
    too_few,
)
from helpers.classroom.measures import ASKED, FEWEST
from helpers.classroom.reading import Class
from helpers.classroom.words import cut
from helpers.figures import BAR, RANGE


def answers_before_and_after(group: Class) -> pd.DataFrame:
    """Set each learner's answers to the test of concepts side by side.

    Of each time the first answer counts. One given “before” the course, but after the same question
    was answered in its lesson, had seen the right one and counts for nothing.

    Args:
        group: the class.

    Returns:
        One row a learner and question that were answered both times: learner, question, before and
        after (True where right).
    """
    known = [question.id for question in concepts.concept_items()]
    rows = group.answers[group.answers["kind"] == "concept"]
    rows = rows.assign(right=rows["correct"].fillna(False).astype(bool))
    by = ["learner", "question"]
    found = []
    for time in concepts.TIMES:
        keys = {concepts.key_of(time, question): question for question in known}
        own = rows.assign(question=rows["key"].astype("object").map(keys))
        own = own.dropna(subset=["question"]).drop_duplicates(by, keep="first")
        found.append(own[[*by, "right", "order"]].rename(columns={"right": time}))
    before, after = found
    seen = group.answers[group.answers["kind"].isin(ASKED)].astype({"key": "object"})
    seen = seen.drop_duplicates(["learner", "key"], keep="first").rename(
        columns={"key": "question"}
    )
    before = before.merge(seen[[*by, "order"]], on=by, how="left", suffixes=("", "_seen"))
    before = before[before["order_seen"].isna() | (before["order"] < before["order_seen"])]
    both = before.drop(columns=["order", "order_seen"]).merge(after.drop(columns="order"), on=by)
    return both.reset_index(drop=True)


def gain(group: Class) -> dict:
    """Say what the class gained, matched learners only.

    Args:
        group: the class.

    Returns:
        learners (who answered half of the test or more both times), before and after (mean shares
        right), gain (the part of what could still be gained: 0 nothing, 1 all; None where all was
        right before). Shares and gain are None under FEWEST learners.
    """
    rows = _matched(answers_before_and_after(group))
    means = rows.groupby("learner", observed=True)[["before", "after"]].mean()
    if len(means) < FEWEST:
        return {"learners": len(means), "before": None, "after": None, "gain": None}
    before, after = (float(means[time].mean()) for time in ("before", "after"))
    part = (after - before) / (1 - before) if before < 1 else None
    return {"learners": len(means), "before": before, "after": after, "gain": part}


def _matched(rows):
    counts = rows["learner"].map(rows["learner"].value_counts()).astype("int64")
    return rows[counts >= len(concepts.concept_items()) / 2]


def gains_by_question(group: Class) -> pd.DataFrame:
    """Say what the class gained at each question.

    Args:
        group: the class.

    Returns:
        One row a question that FEWEST matched learners answered, in the order of the bank:
        question, n, before, after (shares right).
    """
    rows = _matched(answers_before_and_after(group))
    by = rows.groupby("question")
    found = by[["before", "after"]].mean()
    found.insert(0, "n", by.size())
    order = [q.id for q in concepts.concept_items() if q.id in found.index]
    return found.loc[order].query("n >= @FEWEST").rename_axis("question").reset_index()


def draw_gain(group: Class) -> figures.LessonFigure:
    """Draw what the class gained between both tests, question by question.

    Args:
        group: the class.

    Returns:
        The `LessonFigure`: a pale point before the course, a dark one after it. Nobody is named,
        and of fewer than FEWEST matched learners nothing is drawn.
    """
    whole, rows = gain(group), gains_by_question(group)
    if not whole["learners"]:
        return nothing(group, "two_tests")
    if whole["before"] is None or rows.empty:
        return too_few(group, whole["learners"])
    asked = {q.id: q.prompt for q in concepts.concept_items()}
    rows = rows.assign(prompt=[cut(asked[key], 40) for key in rows["question"]])
    said = rows.assign(before=100 * rows["before"], after=100 * rows["after"])
    told = wording.words(
        "classroom_items.gain",
        n=whole["learners"],
        before=100 * whole["before"],
        after=100 * whole["after"],
        part=whole["gain"],
        rows=said.to_dict("records"),
    )
    labels = [told.tell("label", **row) for row in said.to_dict("records")]
    with page_of(group, told.title, told.subtitle, told.note) as page:
        box = {"left": 4.6, "right": 0.6, "top": 1.05, "bottom": 0.85}
        ax = rows_of(page, len(rows), (-3, 103), percents(), room=0.6, **box)
        for y, (row, label) in enumerate(zip(said.itertuples(), labels, strict=True)):
            ax.plot([row.before, row.after], [y, y], color=RANGE, linewidth=2.4, zorder=2)
            ax.plot([row.before], [y], "o", color=RANGE, markersize=9, zorder=3)
            ax.plot([row.after], [y], "o", color=BAR, markersize=9, zorder=4)
            name_row(ax, y, label, -6)
    table = said.assign(prompt=labels).round({"before": 0, "after": 0})
    return finished(page, group, told, wording.headed(table, told.heads), told.title)
