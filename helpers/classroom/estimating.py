"""What a class estimated after each lesson, beside the experts."""

from __future__ import annotations

import math

import pandas as pd

from helpers import data, figures, wording
from helpers.classroom.charts import finished, nothing, page_of, too_few
from helpers.classroom.items import matched
from helpers.classroom.measures import FEWEST, LESSONS, estimate_spread, estimates
from helpers.classroom.reading import Class
from helpers.figures import BAR, GRADES, GRID, INK, LABEL, PAPER


def draw_estimates(group: Class, views: pd.DataFrame | None = None) -> figures.LessonFigure:
    """Draw the class's estimates after each lesson, beside the spread of the experts.

    Args:
        group: the class.
        views: rows of the table views; all of them when not given.

    Returns:
        The `LessonFigure`: medians, the middle half, and how many chose each whole number. Nobody
        is named: an estimate has no right answer.
    """
    frame = estimates(group)
    if frame.empty:
        return nothing(group, "an_estimate")
    counts = frame["lesson"].map(frame["lesson"].value_counts())
    few = sorted({int(n) for n in frame.loc[counts < FEWEST, "lesson"]})
    frame = frame[counts >= FEWEST]
    if frame.empty:
        return too_few(group, int(counts.max()))
    views = data.table("views") if views is None else views
    spread = estimate_spread(frame)
    known = views["cohesion_score"].value_counts().reindex(range(11), fill_value=0)
    told = wording.words(
        "classroom.estimates",
        few=few,
        fewest=FEWEST,
        date=data.as_of("views"),
        **_change(frame),
        **_last(spread),
        **_of_experts(known, len(views)),
    )
    with page_of(group, told.title, told.subtitle, told.note) as page:
        ax = page.axes(left=0.7, right=2.75, top=1.15, bottom=0.95)
        _draw_class(ax, frame, spread)
        ax.set_xlabel(told.axis)
        side = page.axes(left=7.55, right=0.45, top=1.15, bottom=0.95)
        _draw_experts(side, known, told.views_said)
    table, more = wording.headed(spread, told.heads), {"sources": [views], "as_of": told.as_of}
    return finished(page, group, told, table, plain=("lesson",), **more)


def _change(frame) -> dict:
    """Return facts on who gave an estimate both early and late."""
    same, first, last = matched(frame, "best")
    before, after = (same[time].median() if len(same) else None for time in ("before", "after"))
    return {
        "same": len(same) or None,
        "before": before,
        "after": after,
        "stayed": bool(len(same)) and before == after,
        "first_lesson": first,
        "last_lesson": last,
    }


def _last(spread) -> dict:
    """Return facts on the last lesson that has estimates."""
    last = spread.iloc[-1]
    whole = {name: int(last[name]) for name in ("lesson", "learners")}
    return whole | {name: last[name] for name in ("median", "quarter", "three_quarters")}


def _of_experts(known, n: int) -> dict:
    """Return facts on `n` views, of which `known` has how many give each score."""
    seen = known[known > 0]
    ends = {"lowest": int(seen.index[0]), "highest": int(seen.index[-1])}
    return {"views": n, **ends, "most": int(known.idxmax())}


def _draw_class(ax, frame, spread):
    """Draw by lesson how many chose each whole number, and over it the middle of the class."""
    _scale(ax, 10.2)
    ax.set_yticks(range(0, 11, 2), range(0, 11, 2))
    ax.set_xticks(list(LESSONS))
    counts = {lesson: _whole(own) for lesson, own in frame.groupby("lesson")["best"]}
    most = max(own.max() for own in counts.values())
    for lesson, own in counts.items():
        style = {"height": 0.8, "color": GRADES["C"], "zorder": 2}
        ax.barh(own.index, 0.68 * own / most, left=lesson + 0.13, **style)
    _draw_medians(ax, spread)


def _draw_experts(ax, known, words):
    """Draw how many experts come to each score."""
    _scale(ax, 1.35)
    ax.set_yticks([])
    ax.set_xticks([])
    lengths = known / max(known.max(), 1)
    ax.barh(known.index, lengths, height=0.8, color=BAR, zorder=2)
    for score, count in known.items():
        ax.text(lengths[score] + 0.04, score, str(count), va="center", size=10, color=LABEL)
    ax.text(-0.35, 11.0, words, size=10.5, color=LABEL, va="bottom")


def _whole(values) -> pd.Series:
    """Count values by the nearest whole number, halves upwards."""
    return (values + 0.5).map(math.floor).clip(0, 10).value_counts().sort_index()


def _scale(ax, right):
    ax.set_xlim(-0.35, right)
    ax.set_ylim(-0.6, 10.9)
    ax.spines["bottom"].set_visible(False)
    ax.hlines(range(0, 11, 2), -0.35, right, color=GRID, linewidth=0.9, zorder=1)


def _draw_medians(ax, spread):
    bars = spread[spread["learners"] >= 4]
    ax.vlines(
        bars["lesson"], bars["quarter"], bars["three_quarters"], color=BAR, linewidth=5, zorder=3
    )
    for a, b in zip(spread.iloc[:-1].itertuples(), spread.iloc[1:].itertuples(), strict=True):
        if b.lesson == a.lesson + 1:
            ax.plot([a.lesson, b.lesson], [a.median, b.median], color=INK, linewidth=2.2, zorder=4)
    style = {"markersize": 9, "markeredgecolor": INK, "markeredgewidth": 1.8, "zorder": 5}
    ax.plot(spread["lesson"], spread["median"], "o", color=PAPER, **style)
