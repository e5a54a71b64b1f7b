"""How the forecasts of a class fared, as a chart."""

from __future__ import annotations

import math

import pandas as pd

from helpers import figures, wording
from helpers.classroom.charts import (
    count_over,
    count_scale,
    finished,
    nothing,
    page_of,
    percents,
    too_few,
)
from helpers.classroom.measures import forecast_scores, forecasts
from helpers.classroom.reading import Class
from helpers.figures import AXIS, BAR, INK, PAPER
from helpers.measures import trainer


def draw_forecasts(group: Class) -> figures.LessonFigure:
    """Draw how the class's forecasts of practice questions fared.

    Args:
        group: the class.

    Returns:
        The `LessonFigure`: on the left what was said against how often it happened, on the right
        the learners' Brier scores. Nobody is named.
    """
    frame = forecasts(group).dropna(subset=["cost"])
    if frame.empty:
        return nothing(group, "a_forecast")
    scores = forecast_scores(frame)
    if few := too_few(group, len(scores)):
        return few
    calib = _calibration(frame)
    told = wording.words(
        "classroom.forecasts",
        n=len(frame),
        asked=frame["question_id"].nunique(),
        learners=len(scores),
        better=int((scores["score"] < 0.25).sum()),
        median=scores["score"].median(),
        groups=calib[["said", "happened"]].to_dict("records"),
    )
    with page_of(group, told.title, told.subtitle, told.note) as page:
        _draw_calibration(page.axes(left=0.75, right=5.2, top=1.45, bottom=1.0), calib, told)
        _draw_scores(page.axes(left=5.55, right=0.45, top=1.45, bottom=1.0), scores, told)
    spans = [(100 * s.left, 100 * s.right) for s in calib.index]
    table = calib.round(0).assign(
        span=[told.tell("span", start=a, end=b, last=round(b) == 100) for a, b in spans]
    )
    sources = [trainer.settled_questions().query("question_id in @frame.question_id")]
    return finished(page, group, told, wording.headed(table, told.heads), sources=sources)


def _calibration(frame) -> pd.DataFrame:
    """Return by fifths of what was said: said and happened in per cent, and cases."""
    edges = [0, 0.2, 0.4, 0.6, 0.8, 1.0001]
    bins = frame.groupby(pd.cut(frame["probability"], edges, right=False), observed=True)
    return pd.DataFrame(
        {
            "said": bins["probability"].mean() * 100,
            "happened": bins["outcome"].mean().astype("float64") * 100,
            "cases": bins.size(),
        }
    )


def _draw_calibration(ax, calib, words):
    ax.set_xlim(-3, 103)
    ax.set_ylim(-5, 105)
    ax.set_xticks(*percents())
    ax.set_yticks(*percents())
    ax.grid(axis="y")
    ax.plot([0, 100], [0, 100], color=AXIS, linewidth=1.4, linestyle=(0, (4, 3)))
    ax.plot(calib["said"], calib["happened"], color=INK, linewidth=2.2, zorder=3)
    for row in calib.itertuples():
        face = INK if row.cases >= 10 else PAPER
        ax.plot([row.said], [row.happened], "o", color=face, markeredgecolor=INK, zorder=4)
        # Below the line for points above the diagonal would cross it; the corner side is free.
        side = 1 if row.happened >= row.said else -1
        at = {"ha": "right" if side > 0 else "left", "va": "bottom" if side > 0 else "top"}
        ax.text(row.said - 2.5 * side, row.happened + 2.5 * side, f"{row.cases:,}", size=11, **at)
    ax.set_xlabel(words.said)
    figures.draw_unit(ax, words.happened)


def _draw_scores(ax, scores, words):
    """Draw how many learners have which Brier score, in steps of a twentieth."""
    steps = (scores["score"] * 20 + 1e-9).map(math.floor).clip(upper=12)
    counts = steps.value_counts().reindex(range(13), fill_value=0)
    ax.set_xlim(0, 0.65)
    count_scale(ax, counts.max(), 1.25)
    ax.set_xticks([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    ax.bar([(n + 0.5) / 20 for n in counts.index], counts, width=0.044, color=BAR)
    for n, count in counts.items():
        count_over(ax, (n + 0.5) / 20, count)
    ax.axvline(0.25, color=INK, linewidth=1.6, ymax=0.9)
    ax.text(0.258, 0.94 * ax.get_ylim()[1], words.always, size=11, va="center")
    ax.set_xlabel(words.score)
    figures.draw_unit(ax, words.axis)
