"""Marks: the small vocabulary of drawing that the charts of all subjects share."""

from __future__ import annotations

import math

import pandas as pd

from helpers import data, figures, wording
from helpers.figures import BAR, GRADES, INK, LABEL, PAPER
from helpers.measures.states import THE_FOUR

DASH = (0, (4, 3))  # of lines that are no series: a day, a limit, a guess


def in_words(table: str, **facts) -> figures.LessonFigure:
    """Return a page that says in words why nothing is drawn: title and sentence of a table."""
    said = wording.words(table, **facts)
    return figures.message(said.title, said.sentence)


def bare(ax):
    """Take scale and line of the axes `ax` away where numbers stand beside the marks."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)


def on_paper(pad: float = 1.5) -> dict:
    """Return the box behind words that keeps what they cross from showing through."""
    return {"facecolor": PAPER, "edgecolor": "none", "pad": pad}


def graded(grade: str) -> dict:
    """Return the look of what rests on evidence of a grade; the weakest is hatched."""
    look = {"facecolor": GRADES[grade], "edgecolor": INK, "linewidth": 0.9}
    return look | ({"hatch": "////"} if grade == "D" else {})


def on_grade(grade: str, pad: float = 0.6) -> dict:
    """Return the look of words on what is `graded`: on hatches with `pad` points of paper."""
    look = {"color": PAPER if grade in "AB" else INK}
    return look | ({"bbox": on_paper(pad)} if grade == "D" else {})


def tile(ax, left: float, low: float, wide: float, high: float, **look):
    """Draw one box, a cell, a bar or a key, on the axes `ax`. Returns it."""
    from matplotlib.patches import Rectangle

    # as `add_patch`, but the box widens no scale: it stands where there is one already
    return ax.add_artist(Rectangle((left, low), wide, high, **look))


class Rows:
    """Axes with one line a row: a name at the left, marks on one scale, words at the right.

    `count` rows stand from the top at 0, 1, 2 …; `span` is the scale from left to right. `ticks`
    are places, a pair of places and words, or [] for none; `least` rows have room at any rate,
    `edges` is the room over the first and under the last row, in rows. `box` are inches on the
    `page`, as its `axes` take them. `inch` is the length of an inch on the scale.
    """

    def __init__(
        self, page, count: int, span: tuple, ticks=None, least=0, edges=(0.6, 0.6), **box: float
    ):
        self.page, self.ax, self.span, self.box = page, page.axes(**box), span, box
        self.inch = (span[1] - span[0]) / (self.ax.get_position().width * figures.WIDTH)
        self.ax.set_xlim(*span)
        self.ax.set_ylim(-max(count, least) + 1 - edges[1], edges[0])
        self.ax.set_yticks([])
        if ticks is not None:
            self.ax.set_xticks(*(ticks if isinstance(ticks, tuple) else (ticks,)))
        if ticks != []:
            self.ax.grid(axis="x")

    def name(self, row: float, text: str, x: float, **look):
        """Write the name of a row, which ends at `x`."""
        style = {"ha": "right", "va": "center", "clip_on": False} | look
        self.ax.text(x, -row, text, **style)

    def state(self, row: float, iso3: str, name: str, x: float, **look) -> str:
        """Name a row after a state, one of the four bold and in its colour; returns its colour."""
        four = iso3 in THE_FOUR
        ink = {"color": figures.look(iso3).word if four else INK}
        self.name(row, name, x, **ink | {"weight": "bold" if four else "normal"} | look)
        return figures.look(iso3).colour if four else figures.AXIS

    def aside(self, row: float, text: str, x: float, **look):
        """Write words that begin at `x`, such as a number at the end of a bar."""
        self.ax.text(x, -row, text, **{"va": "center", "clip_on": False} | look)

    def bar(self, row: float, value: float, colour=BAR, height=0.55, left=0.0, **look):
        """Draw a bar from zero or another place. Returns it."""
        # One box: `barh`, which is for many, takes several times as long.
        low = -row - height / 2
        return tile(self.ax, left, low, value, height, facecolor=colour, **look)

    def range(self, row: float, low: float, high: float, colour=BAR, width=6, **look):
        """Draw a range from `low` to `high`. Returns it."""
        style = {"color": colour, "linewidth": width, "zorder": 2} | look
        return self.ax.hlines([-row], [low], [high], **style)

    def mark(self, row: float, x: float, marker="o", colour=INK, size=8, **look):
        """Draw one mark. Returns it."""
        style = {"color": colour, "markersize": size, "linestyle": "none", "zorder": 4} | look
        return self.ax.plot([x], [-row], marker, **style)

    def heads(self, places: dict, top: float = -0.02):
        """Write heads over columns of words: {inches from the left edge: (words, side)}."""
        style = {"size": 10, "color": LABEL, "va": "bottom"}
        for left, (words, side) in places.items():
            self.page.text(left, self.box["top"] + top, words, ha=side, **style)


def beside(ax, words: str, at: tuple, points: tuple, **look):
    """Write words beside a place `at` on the axes `ax`, `points` to the right and up of it."""
    ax.annotate(words, at, points, textcoords="offset points", **{"size": 10} | look)


def rows_of(table: str, frame) -> tuple:
    """Return a table's name and the keys of the rows in a `frame` of it, for `series`."""
    names = list(data.about(table).key)
    return table, list(frame[names].itertuples(index=False, name=None))


def series(ax, years, values, look, cuts=(), hollow=(), size=7, rows=()):
    """Draw `values` by year with their marks on the axes `ax`, in a `look` of figures.

    No line crosses a gap of years or values, or reaches a year of `cuts` from before; the marks of
    `hollow` years are open. `rows` is a table and the key of each value's row, as `rows_of` returns
    them.
    """
    years = list(years)
    keys = dict(zip(years, rows[1], strict=True)) if rows else {}
    for run in _runs(years, values, cuts):
        xs, ys = zip(*run, strict=True)
        ax.plot(xs, ys, color=look.colour, linestyle=look.dash, linewidth=look.width, zorder=3)
        for open_mark in (False, True):
            some = [(x, y) for x, y in run if (x in hollow) == open_mark]
            face = PAPER if open_mark else look.colour
            edge = {"markeredgecolor": look.colour if open_mark else PAPER}
            edge["markeredgewidth"] = 1.5 if open_mark else 0.6
            if some:
                points = zip(*some, strict=True)
                style = {"color": face, "markersize": size, "zorder": 4}
                marks = ax.plot(*points, look.marker, **style, **edge)
                if rows:
                    figures.mark(marks, rows[0], [keys[x] for x, _ in some])


def _runs(years, values, cuts=()) -> list[list[tuple]]:
    """Split a series into runs without a missing year or value; a new one begins at each cut."""
    runs, last = [], None
    for year, value in zip(years, values, strict=True):
        if pd.isna(value):
            continue
        if last is None or year != last + 1 or year in cuts:
            runs.append([])
        runs[-1].append((year, value))
        last = year
    return runs


def unit_scale(ax, halved=False):
    """Set the upright scale of the axes `ax` from 0 to 1, or from one half to 1."""
    ax.set_ylim(0.485 if halved else -0.03, 1.015 if halved else 1.03)
    ticks = [0.5, 0.6, 0.7, 0.8, 0.9, 1] if halved else [0, 0.5, 1]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.grid(True, axis="y")


def calibration(ax, groups, few: int, said: str, happened: str):
    """Draw on the axes `ax` how often it was so against what was said, both in per cent.

    `groups` has the columns said, happened (0 to 1) and cases; of fewer than `few` cases the mark
    is hollow. The diagonal is where both are the same.
    """
    ax.set_xlim(-3, 103)
    ax.set_ylim(-3, 106)
    ax.set_xticks(range(0, 101, 20))
    ax.set_yticks(range(0, 101, 20))
    ax.grid(color=figures.GRID)
    ax.plot([0, 100], [0, 100], color=figures.NOTE, linewidth=1.2, linestyle=DASH)
    xs, ys = (100 * groups[column].astype(float) for column in ("said", "happened"))
    ax.plot(xs, ys, color=INK, zorder=3)
    style = {"ha": "center", "bbox": on_paper(1)}
    for x, y, cases in zip(xs, ys, groups["cases"], strict=True):
        face = PAPER if cases < few else INK
        ax.plot(x, y, "o", color=INK, markerfacecolor=face, zorder=4, clip_on=False)
        ax.text(x, y + (7 if y < 90 else -8), str(cases), **style)
    figures.draw_unit(ax, happened)
    ax.set_xlabel(said, loc="left")


def path(ax, estimates: list, lessons: int = 10):
    """Draw a learner's estimates by lesson on the axes `ax`: range, number, and the line between.

    `estimates` are dicts of lesson, best, low and high (0 to 10). Only neighbouring lessons are
    joined: a lesson left out is a gap.
    """
    ax.set_xlim(-0.5, lessons - 0.5)
    ax.set_ylim(-0.6, 10.6)
    ax.set_xticks(range(lessons))
    ax.set_yticks([0, 5, 10])
    ax.grid(True, axis="y")
    for before, one in zip([None, *estimates], estimates, strict=False):
        place, best = one["lesson"], one["best"]
        ax.vlines([place], [one["low"]], [one["high"]], color=figures.RANGE, linewidth=9, zorder=2)
        if before and before["lesson"] == place - 1:
            ends = [before["best"], best]
            ax.plot([place - 1, place], ends, color=INK, linewidth=1.6, zorder=3)
        look = {"color": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.8, "zorder": 4}
        ax.plot([place], [best], "o", **look)


def drawn(guess, places: dict) -> list[dict]:
    """Return the points of a series that a learner drew, as facts `at` and `number`.

    `guess` is {key: number} as the journal keeps it, and may be anything; `places` says {key: at}
    from left to right. What is no number is left out.
    """
    kept = guess if isinstance(guess, dict) else {}
    found = [{"at": at, "number": kept.get(key)} for key, at in places.items()]
    return [one for one in found if _is_number(one["number"])]


def _is_number(value) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(value)


def dashed(ax, points: list, words: str, scale=1.0, at=(0.03, 0.97)):
    """Draw a learner's own line, dashed with hollow marks; its words hang from `at`, in axes.

    `points` are as from `drawn`, with numbers for `at`, and drawn times `scale`; what lies beyond
    the axes `ax` stands at their edge. Without points nothing is drawn.
    """
    if not points:
        return
    low, high = sorted(ax.get_ylim())
    xs = [one["at"] for one in points]
    inside = [min(max(scale * one["number"], low), high) for one in points]
    look = {"color": INK, "linestyle": DASH, "linewidth": 1.6, "markersize": 8, "zorder": 7}
    ax.plot(xs, inside, marker="o", markerfacecolor=PAPER, markeredgewidth=1.6, **look)
    style = {"transform": ax.transAxes, "va": "top", "size": 10, "zorder": 8}
    ax.text(*at, words, bbox=on_paper(2), **style)
