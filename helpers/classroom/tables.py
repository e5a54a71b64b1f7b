"""What a class did, as tables to look at."""

from __future__ import annotations

import pandas as pd

from helpers import data, figures
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
from helpers.classroom.words import counted, tidy


def show_lessons(group: Class) -> figures.LessonTable:
    """Show by lesson how many learners began, and how far they came.

    Args:
        group: the class.

    Returns:
        The `LessonTable`.
    """
    names = {
        "lesson": "Lesson",
        "asked": "Questions",
        "begun": "Learners who began",
        "half": "… answered half or more",
        "estimates": "Estimates kept",
        "answered": "Answered, median %",
        "right": "Right of judged, median %",
    }
    rows = lessons(group).rename(columns=names).round(0)
    caption = f"What {counted(len(group.learners), 'learner')} did, by lesson"
    return figures.table(rows, group.said(caption), plain=("lesson",))


def show_done(group: Class, limit: int = 12) -> figures.LessonTable:
    """Show each learner's answers by lesson, in the order of the class and never by score.

    Args:
        group: the class.
        limit: rows that stand open.

    Returns:
        The `LessonTable`: answered of asked a lesson, and right of judged over all.
    """
    rows = done(group)
    order = list(group.learners["learner"])
    told = rows["answered"].astype("str") + "/" + rows["asked"].astype("str")
    wide = rows.assign(told=told).pivot(index="learner", columns="lesson", values="told")
    wide = wide.reindex(order)
    sums = rows.groupby("learner")[["right", "judged"]].sum().reindex(order)
    named = pd.DataFrame({"Learner": [tidy(name, 40) for name in order]})
    for lesson in LESSONS:
        named[f"L{lesson}"] = wide[lesson].to_numpy() if len(wide) else []
    named["Right of judged"] = [
        f"{r}/{j}" for r, j in zip(sums["right"], sums["judged"], strict=True)
    ]
    caption = "Questions answered of those asked, by lesson (L0 to L9); right by the last answer"
    return figures.table(named, group.said(caption), limit)


def show_wrong(group: Class, most: int = 8) -> figures.LessonTable:
    """Show the wrong options that were chosen most at first, with their misconceptions.

    Args:
        group: the class.
        most: how many.

    Returns:
        The `LessonTable`.
    """
    rows = wrong_options(group).head(most)
    told = [f"{a} of {b}" for a, b in zip(rows["learners"], rows["answered"], strict=True)]
    shown = pd.DataFrame(
        {
            "Question": rows["question"],
            "Wrong option": rows["text"],
            "Chosen first by": told,
            "Misconception in our table": rows["misconception"].replace("", "none named"),
        }
    )
    return figures.table(shown, group.said(f"The {len(rows)} wrong options chosen most"), most)


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
    rows = pd.DataFrame(
        {
            "Learner": [tidy(name, 40) for name in told["learner"]],
            "Their words": [tidy(text, 300) for text in told["last"]],
        }
    )
    caption = f"Question {tidy(key, 20)}: what {counted(len(rows), 'learner')} wrote"
    return figures.table(rows, group.said(caption), limit)


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
    rows = pd.DataFrame(
        {
            "Question": [f"{i}: {asked.loc[i, 'question']}" for i in ids],
            "Came out": ["yes" if asked.loc[i, "outcome"] else "no" for i in ids],
            "Median forecast, %": [float(middle[i]) for i in ids],
            "Mean squared distance": [round(float(s), 2) for s in scores["score"]][::-1],
            "Forecasts": list(scores["cases"])[::-1],
        }
    )
    caption = "Practice questions, hardest for this class first"
    return figures.table(rows, group.said(caption), limit)
