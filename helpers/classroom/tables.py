"""What a class did, as tables to look at."""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, wording
from helpers.classroom.measures import (
    LESSONS,
    done,
    first_and_last,
    forecast_scores,
    forecasts,
    lessons,
    wrong_options,
)
from helpers.classroom.reading import Class
from helpers.classroom.words import tidy


def show_lessons(group: Class) -> figures.LessonTable:
    """Show by lesson how many learners began, and how far they came.

    Args:
        group: the class.

    Returns:
        The `LessonTable`.
    """
    told = wording.words("classroom.lessons", n=len(group.learners))
    rows = lessons(group).rename(columns=told.heads).round(0)
    return figures.table(rows, group.said(told.caption), plain=("lesson",))


def show_done(group: Class, limit: int = 12) -> figures.LessonTable:
    """Show each learner's answers by lesson, in the order of the class and never by score.

    Args:
        group: the class.
        limit: rows that stand open.

    Returns:
        The `LessonTable`: answered of asked a lesson, and right of judged over all.
    """
    rows, words = done(group), wording.words("classroom.done")
    order = list(group.learners["learner"])
    told = rows["answered"].astype("str") + "/" + rows["asked"].astype("str")
    wide = rows.assign(told=told).pivot(index="learner", columns="lesson", values="told")
    wide = wide.reindex(order)
    sums = rows.groupby("learner")[["right", "judged"]].sum().reindex(order)
    named = pd.DataFrame({words.learner: [tidy(name, 40) for name in order]})
    for lesson in LESSONS:
        named[words.tell("lesson", lesson=lesson)] = wide[lesson].to_numpy() if len(wide) else []
    named[words.right] = [f"{r}/{j}" for r, j in zip(sums["right"], sums["judged"], strict=True)]
    return figures.table(named, group.said(words.caption), limit)


def show_wrong(group: Class, most: int = 8) -> figures.LessonTable:
    """Show the wrong options that were chosen most at first, with their misconceptions.

    Args:
        group: the class.
        most: how many.

    Returns:
        The `LessonTable`.
    """
    rows = wrong_options(group).head(most)
    words = wording.words("classroom.wrong", n=len(rows))
    shown = rows.assign(
        chosen=[words.tell("chosen", **row) for row in rows.to_dict("records")],
        misconception=rows["misconception"].replace("", words.none),
    )
    return figures.table(wording.headed(shown, words.heads), group.said(words.caption), most)


def show_words(group: Class, key: str, limit: int = 12) -> figures.LessonTable:
    """Show what learners wrote to a question that asks for words.

    Args:
        group: the class.
        key: which question.
        limit: rows that stand open.

    Returns:
        The `LessonTable`; the last text of each learner, up to 300 characters, as plain text.
    """
    told = first_and_last(group, key)
    words = wording.words("classroom.wrote", id=tidy(key, 20), n=len(told))
    rows = pd.DataFrame(
        {
            words.heads["learner"]: [tidy(name, 40) for name in told["learner"]],
            words.heads["words"]: [tidy(text, 300) for text in told["last"]],
        }
    )
    return figures.table(rows, group.said(words.caption), limit)


def show_forecasts(group: Class, limit: int = 8) -> figures.LessonTable:
    """Show the practice questions by how well the class foresaw them.

    Args:
        group: the class.
        limit: rows that stand open.

    Returns:
        The `LessonTable`: question, what happened, median probability, mean squared distance.
    """
    frame = forecasts(group).dropna(subset=["cost"])
    scores = forecast_scores(frame, "question_id")
    asked = data.table("forecast_questions").set_index("question_id")
    middle = frame.groupby("question_id", observed=True)["probability"].median() * 100
    ids = list(scores["question_id"].astype("str"))[::-1]
    words = wording.words("classroom.practice")
    rows = pd.DataFrame(
        {
            "question": [
                words.tell("question", id=i, question=asked.loc[i, "question"]) for i in ids
            ],
            "came": [words.tell("came", yes=bool(asked.loc[i, "outcome"])) for i in ids],
            "median": [float(middle[i]) for i in ids],
            "distance": [round(float(s), 2) for s in scores["score"]][::-1],
            "forecasts": list(scores["cases"])[::-1],
        }
    )
    return figures.table(wording.headed(rows, words.heads), group.said(words.caption), limit)
