"""Many learners' exported journals as one class: read, counted, drawn, graded, voted on.

Exports come from other people's machines, so they are untrusted input: sizes are capped, links are
not followed, nothing in them is run, and what is shown of them is escaped. A file that cannot be
read is listed with its reason and never stops the rest.

    group = read("exports")          a folder of *.jsonl files, or with one folder a learner
    group = hide_names(group)        before it is projected
    draw_estimates(group)

Whether an answer is right is judged here anew, from the question bank: an export could claim
anything. An estimate has no right answer and is never scored; neither is a prediction.
"""

from helpers.classroom import words
from helpers.classroom.charts import (
    draw_board,
    draw_estimates,
    draw_forecasts,
    draw_question,
    explore_boards,
    explore_questions,
)
from helpers.classroom.grading import ClassError, Written, grades, safe_cell, write_grades
from helpers.classroom.made_up import example, write_example
from helpers.classroom.measures import (
    answered,
    choices,
    disagreement,
    distribution,
    done,
    estimate_spread,
    estimates,
    first_and_last,
    forecast_scores,
    forecasts,
    lessons,
    numbers,
    shift,
    wrong_options,
)
from helpers.classroom.reading import Class, hide_names, read
from helpers.classroom.tables import show_done, show_forecasts, show_lessons, show_words, show_wrong
from helpers.classroom.voting import Vote, count_votes, draw_vote, vote


def __getattr__(name):
    """Return EXAMPLE when it is asked for: importing reads no file."""
    if name == "EXAMPLE":
        return words.EXAMPLE
    raise AttributeError(name)
