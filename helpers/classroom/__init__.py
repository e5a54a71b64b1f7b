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
from helpers.classroom.boards import draw_board, explore_boards
from helpers.classroom.estimating import draw_estimates
from helpers.classroom.forecasting import draw_forecasts
from helpers.classroom.gains import draw_gain, gain, gains_by_question
from helpers.classroom.grading import Written, grades, safe_cell, write_grades
from helpers.classroom.items import item_analysis, mastery, needs
from helpers.classroom.made_up import example, write_example
from helpers.classroom.measures import (
    answered,
    begun,
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
    ranges,
    shift,
    wrong_options,
)
from helpers.classroom.picking import Picking, pick_words
from helpers.classroom.questions import draw_question, explore_questions
from helpers.classroom.reading import Class, hide_names, join, read
from helpers.classroom.roster import ClassError, match, read_roster
from helpers.classroom.tables import (
    show_done,
    show_forecasts,
    show_handed_in,
    show_items,
    show_lessons,
    show_mastery,
    show_needs,
    show_words,
    show_wrong,
)
from helpers.classroom.voting import Vote, count_votes, draw_vote, vote


def __getattr__(name):
    """Return EXAMPLE when it is asked for: importing reads no file."""
    if name == "EXAMPLE":
        return words.EXAMPLE
    raise AttributeError(name)
