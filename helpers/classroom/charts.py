"""What a class answered, as charts and explorers to project."""

from __future__ import annotations

import itertools
import math
import re

import pandas as pd

from helpers import bank, data, figures
from helpers.classroom.measures import (
    LESSONS,
    answered,
    choices,
    disagreement,
    distribution,
    estimate_spread,
    estimates,
    first_and_last,
    forecast_scores,
    forecasts,
    numbers,
)
from helpers.classroom.reading import Class
from helpers.classroom.words import counted, cut, wrapped
from helpers.explorers import Explorer, choice, toggle
from helpers.figures import AXIS, BAR, GRADES, GRID, INK, LABEL, PAPER, RANGE
from helpers.numbers import parse_number

TAG = "EXAMPLE: a made-up class"
_COUNTED = {
    "single": "Share who chose each option",
    "multiple": "Share who ticked each option",
    "order": "Share who gave each item its right place",
    "match": "Share who gave each item its right partner",
}


def _tag(page, group):
    """Say in the picture itself that its class does not exist."""
    if group is not None and group.made_up:
        box = {"facecolor": INK, "edgecolor": INK, "boxstyle": "round,pad=0.3"}
        style = {"color": PAPER, "weight": "bold", "size": 10.5, "ha": "right", "va": "top"}
        page.text(9.68, 0.2, TAG, bbox=box, **style)


def draw_prompt(page, prompt):
    """Write what was asked under the title, in at most two lines.

    Args:
        page: the page to write on.
        prompt: what was asked.
    """
    style = {"size": 12, "color": LABEL, "va": "top", "linespacing": 1.2, "parse_math": False}
    page.text(0.25, 0.56, wrapped(prompt, 96, 2), **style)


def _nothing(group, what: str) -> figures.LessonFigure:
    told = f"No export of this class holds {what}. Nothing is drawn."
    return figures.message("Nothing to draw yet", group.said(told))


def draw_pairs(page, rows, totals, right=()):
    """Draw two bars an option: before and after.

    Args:
        page: the page, with room from 1.48 inches below its top.
        rows: (label, count before, count after), one an option.
        totals: (number of those asked before, after); with 0 after, one bar an option is drawn.
        right: places (from 0) of the options to be marked as right.
    """
    tall = max(0.5, min(1.1, 3.5 / max(len(rows), 1)))
    bottom = 0.62 + max(0.0, 3.5 - tall * len(rows))
    ax = page.axes(left=4.55, right=1.25, top=1.48, bottom=bottom)
    shares = [
        [100 * n / t if t else 0 for n, t in zip(row[1:], totals, strict=True)] for row in rows
    ]
    ax.set_xlim(0, 100)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks(range(0, 101, 25), [f"{n} %" for n in range(0, 101, 25)])
    ax.set_yticks([])
    ax.grid(axis="x")
    both = totals[1] > 0
    for y, (row, share) in enumerate(zip(rows, shares, strict=True)):
        good = y in right
        label = ("✓ " if good else "") + row[0]
        width, most = (43, 2) if tall < 0.66 else (43, 3)
        words = wrapped(label, width, most)
        weight = "bold" if good else "normal"
        style = {"ha": "right", "va": "center", "size": 11, "color": INK, "parse_math": False}
        ax.text(-2, y, words, weight=weight, linespacing=1.15, **style)
        places = ((y - 0.19, RANGE), (y + 0.19, BAR)) if both else ((y, BAR),)
        for n, (at, colour) in enumerate(places):
            ax.barh(at, share[n], height=0.34, color=colour)
            told = f"{row[1 + n]} ({share[n]:.0f} %)"
            bold = "bold" if n or not both else "normal"
            ax.text(share[n] + 1.2, at, told, va="center", size=11, color=INK, weight=bold)


def draw_question(group: Class, key: str, right: bool = False) -> figures.LessonFigure:
    """Draw how a class answered a question, first and last.

    Args:
        group: the class.
        key: a question of the bank, such as '3.5'.
        right: True marks the right answer.

    Returns:
        The `LessonFigure`. For questions that ask for words it says where to read them.
    """
    question = bank.find(key)
    if question.kind in ("single", "multiple", "order", "match"):
        return _draw_options(group, question, right)
    if question.kind in ("number", "probability") or (
        question.kind == "code" and len(numbers(group, key))
    ):
        return _draw_numbers(group, question, right)
    told = first_and_last(group, key)
    words = (
        f"{counted(len(told), 'learner')} answered question {key}. It asks for words, a range or "
    )
    words += f"code, which no chart sums up: read them with show_words(group, “{key}”)."
    return figures.message(f"Question {key}: to be read, not counted", group.said(words))


def _draw_options(group, question, right):
    frame = distribution(group, question.id)
    n, changed = frame.attrs["learners"], frame.attrs["changed"]
    if not n:
        return _nothing(group, f"an answer to question {question.id}")
    marked = [y for y, good in enumerate(frame["right"]) if good and right]
    rows = list(frame[["text", "first", "last"]].itertuples(index=False, name=None))
    title = f"Question {question.id}: {counted(n, 'learner')}, {changed} changed their answer"
    note = "Pale bar: first answer.   Dark bar: last answer.   " if changed else ""
    note += "✓ right answer." if marked else "" if right else "The right answer is not marked."
    with figures.page(title, "", note.strip()) as page:
        _tag(page, group)
        draw_prompt(page, question.prompt)
        page.text(0.25, 1.1, _COUNTED[question.kind], size=11, color=LABEL, va="top")
        draw_pairs(page, rows, (n, n if changed else 0), marked)
    told = "; ".join(f"“{cut(t, 60)}” {a} first, {b} last" for t, a, b in rows)
    table = frame[["text", "first", "last"]].set_axis(["Option", "First", "Last"], axis=1)
    if right:
        table["Right answer"] = frame["right"].to_numpy()
    alt = (
        f"Question {question.id}, {counted(n, 'learner')}: {told}. {changed} changed their answer."
    )
    good = frame[frame["right"]]
    caption = f"“{question.prompt.strip()}” {changed} of {n} changed their answer after feedback."
    if right and question.kind == "single" and len(good):
        caption += f" Right: {int(good['first'].sum())} first, {int(good['last'].sum())} last."
    caption += " Who left the question out is not counted."
    return page.figure(
        alt=group.said(alt),
        caption=group.said(caption),
        table=figures.table(table, group.said(f"Answers to question {question.id}")),
        sentence=group.said(f"Question {question.id}: {told}."),
    )


def _edges(values) -> list[float]:
    """Return rising ends of at most 14 equal steps of 1, 2 or 5 that hold nearly all values."""
    low, high = values.quantile([0.03, 0.97])
    wide = max(high - low, abs(high) * 1e-6, 1e-9)
    size = 10.0 ** math.floor(math.log10(wide / 8))
    step = next(size * n for n in (1, 2, 5, 10, 20) if wide / (size * n) <= 12)
    # Whole numbers one by one stand in the middle of their bars.
    whole = step <= 1 and bool((values % 1 == 0).all())
    step = 1 if whole else step
    start = math.floor(low / step)
    count = math.floor(high / step) - start + 1
    return [(start + n - 0.5 * whole) * step for n in range(count + 1)]


def _draw_numbers(group, question, right):
    frame = numbers(group, question.id)
    if frame.empty:
        return _nothing(group, f"a number for question {question.id}")
    expected = parse_number(bank.resolve(question.expected)) if right else None
    edges = _edges(frame["first"])
    first, last = (pd.cut(frame[c], edges, right=False) for c in ("first", "last"))
    counts = pd.DataFrame({"First": first.value_counts(sort=False)})
    counts["Last"] = last.value_counts(sort=False).to_numpy()
    outside = int(first.isna().sum())
    changed = int((frame["first"] != frame["last"]).sum())
    n, middle = len(frame), frame["first"].median()
    unit = question.unit or "number"
    title = f"Question {question.id}: the middle answer of {n} is {figures.words(middle)}"
    note = f"{outside} of {n} lie outside this axis.   " if outside else ""
    note += "Pale: first answers.   Dark: last answers.   " if changed else ""
    note += "" if right else "What the tables give is not marked."
    with figures.page(title, "", note.strip()) as page:
        _tag(page, group)
        draw_prompt(page, question.prompt)
        ax = page.axes(left=0.6, right=0.6, top=1.6, bottom=1.0)
        ax.set_xlim(edges[0], edges[-1])
        ax.set_ylim(0, max(int(counts.to_numpy().max()), 4) * 1.15)
        ax.set_yticks([])
        step = edges[1] - edges[0]
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        for (_, own), left in zip(counts.iterrows(), edges, strict=False):
            shown = [("First", RANGE), ("Last", BAR)] if changed else [("First", BAR)]
            for place, (name, colour) in enumerate(shown):
                wide = 0.84 * step / len(shown)
                at = left + 0.08 * step + (place + 0.5) * wide
                ax.bar(at, own[name], width=wide, color=colour, zorder=2)
                if own[name]:
                    up = own[name] + 0.02 * ax.get_ylim()[1]
                    ax.text(at, up, str(int(own[name])), ha="center", size=11, bbox=box)
        every = max(1, math.ceil(len(edges) / 8))
        ticks = [e + 0.5 for e in edges[:-1]] if edges[0] % 1 == 0.5 and step == 1 else edges
        ax.set_xticks(ticks[::every], [figures.words(round(e, 10)) for e in ticks[::every]])
        ax.set_xlabel(cut(unit, 60))
        figures.draw_unit(ax, "Number of learners")
        if expected is not None and edges[0] <= expected <= edges[-1]:
            ax.axvline(expected, color=INK, linewidth=1.6, ymax=0.93, zorder=1)
            style = {"ha": "center", "va": "bottom", "size": 11, "weight": "bold"}
            high = ax.get_ylim()[1]
            ax.text(expected, 0.94 * high, f"tables: {figures.words(expected)}", bbox=box, **style)
    ends = f"{figures.words(frame['first'].min())} to {figures.words(frame['first'].max())}"
    alt = f"Question {question.id}: {n} first answers from {ends} {unit}, median "
    alt += f"{figures.words(middle)}; {changed} answered again with another number."
    caption = f"“{question.prompt.strip()}” The median first answer is {figures.words(middle)}."
    if right:
        given = "nothing to compare with" if expected is None else figures.words(expected)
        caption += f" The tables give {given}."
    table = counts.reset_index(drop=True)
    ends = [figures.words(round(edge, 10)) for edge in edges]
    spans = [f"{a} to under {b}" for a, b in itertools.pairwise(ends)]
    table.insert(0, unit.capitalize(), spans)
    return page.figure(
        alt=group.said(alt),
        caption=group.said(caption + " A prediction is a guess, and is not graded."),
        table=figures.table(table, group.said(f"Numbers for question {question.id}"), limit=14),
        sentence=group.said(alt),
    )


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
        return _nothing(group, "an estimate")
    views = data.table("views") if views is None else views
    spread = estimate_spread(frame)
    first, last = spread.iloc[0], spread.iloc[-1]
    title = f"The class’s median went from {first['median']:g} to {last['median']:g}"
    if len(spread) == 1:
        title = f"The class’s median after lesson {int(last['lesson'])} is {last['median']:g}"
    note = "○ median.   Dark bar: middle half of the class.   Pale: how many gave each number.   "
    note += "A spread, no target."
    subtitle = "Cohesion of the four after each lesson, from 0 (separate) to 10 (acts as one)"
    with figures.page(title, subtitle, note) as page:
        _tag(page, group)
        ax = page.axes(left=0.7, right=2.75, top=1.15, bottom=0.95)
        _scale(ax, 10.2)
        ax.set_yticks(range(0, 11, 2), range(0, 11, 2))
        ax.set_xticks(list(LESSONS))
        ax.set_xlabel("after lesson")
        most = frame.groupby("lesson")["best"].apply(lambda own: _whole(own).max()).max()
        for lesson, own in frame.groupby("lesson"):
            counts = _whole(own["best"])
            wide = 0.68 * counts / most
            ax.barh(counts.index, wide, left=lesson + 0.13, height=0.8, color=GRADES["C"], zorder=2)
        _draw_medians(ax, spread)
        side = page.axes(left=7.55, right=0.45, top=1.15, bottom=0.95)
        _scale(side, 1.35)
        side.set_yticks([])
        side.set_xticks([])
        known = views["cohesion_score"].value_counts().reindex(range(11), fill_value=0)
        side.barh(known.index, known / max(known.max(), 1), height=0.8, color=BAR, zorder=2)
        for score, count in known.items():
            at = count / max(known.max(), 1) + 0.04
            side.text(at, score, str(count), va="center", size=10, color=LABEL)
        told = f"{len(views)} expert views, our codes"
        side.text(-0.35, 11.0, told, size=10.5, color=LABEL, va="bottom")
    seen = known[known > 0]
    ends = f"{seen.index[0]} to {seen.index[-1]}"
    inside = f"middle half {last['quarter']:g} to {last['three_quarters']:g}"
    at_end = f"after lesson {int(last['lesson'])} ({int(last['learners'])} learners)"
    moved = f"from {first['median']:g} after lesson {int(first['lesson'])} to {last['median']:g} "
    table = spread.set_axis(
        ["Lesson", "Learners", "Lowest", "Quarter below", "Median", "Quarter above", "Highest"],
        axis=1,
    )
    return page.figure(
        alt=group.said(
            f"Estimates of cohesion in the class: the median goes {moved}{at_end}, {inside}. "
            f"{len(views)} expert views spread from {ends}, most at {int(known.idxmax())}. Lessons "
            "without an estimate stay empty."
        ),
        caption=group.said(
            f"The class’s median went {moved}{at_end}; {inside}. Not everybody estimated after "
            "each lesson, so that a step may come from who answered. Scores of views are our "
            "codes of a selection; an estimate has no right answer.",
        ),
        sources=[views],
        table=figures.table(table, group.said("Estimates by lesson"), plain=("lesson",)),
        as_of=data.as_of("views") + " for the views",
    )


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


def draw_board(group: Class, board, columns=None, most: int = 5) -> figures.LessonFigure:
    """Draw the cells of a board on which the class differs most.

    Args:
        group: the class.
        board: as a topic gives it, such as `views.code_items()`.
        columns: names of columns to look at; all when not given.
        most: how many cells, at most 8.

    Returns:
        The `LessonFigure`: one bar a cell, parted by choice in the board's order.
    """
    frame = choices(group, board)
    frame = frame[frame["column"].isin(board.columns if columns is None else columns)]
    cells = zip(frame["column"], frame["choice"], strict=True)
    frame = frame.assign(
        choice=[board.columns[column][code] for column, code in cells],
        column=frame["column"].map(board.heads),
    )
    order = disagreement(frame).head(min(most, 8))
    if order.empty:
        return _nothing(group, f"two learners’ entries on the board “{cut(board.question, 60)}”")
    # Where only one thing is asked of each row, its name in every label tells nothing.
    several = frame["column"].nunique() > 1
    names = [f"{c.row}, {c.column}" if several else str(c.row) for c in order.itertuples()]
    top, filled = order.iloc[0], frame.attrs["learners"]
    title = f"{counted(filled, 'learner')}; most divided on {cut(names[0], 24)}"
    note = "Bar: the learners who filled the cell, parted by choice; ×4: four learners. "
    note += "A different choice is no mistake."
    known = list(dict.fromkeys(frame["choice"]))
    signs = _signs(known)
    key = "; ".join(f"{signs[o]} {cut(o, 24)}" if signs[o].isalpha() else o for o in known)
    with figures.page(title, cut(board.question, 96), note) as page:
        _tag(page, group)
        tall = 3.6 / len(order) if len(order) > 5 else 0.66
        ax = page.axes(left=3.3, right=0.35, top=1.3, bottom=0.7 + 3.6 - tall * len(order))
        ax.set_xlim(0, 100)
        ax.set_ylim(len(order) - 0.5, -0.5)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        words = wrapped("Choices: " + key, 112, 2)
        page.text(0.25, 0.9, words, size=10.5, color=LABEL, va="top", parse_math=False)
        for y, cell in enumerate(order.itertuples()):
            own = frame[(frame["row"] == cell.row) & (frame["column"] == cell.column)]
            told = str(board.rows[cell.row])
            label = f"{cut(names[y], 38)}\n{cut(told, 38)}"
            label = label if several else wrapped(f"{names[y]}: {told}", 38, 2)
            style = {"ha": "right", "va": "center", "size": 11, "color": INK, "parse_math": False}
            ax.text(-1.5, y, label, **style)
            _draw_parts(ax, own, y, signs)
    told = "; ".join(
        f"{cut(name, 40)}: {100 * differ:.0f} per cent of pairs differ"
        for name, differ in zip(names[:3], order["differ"], strict=False)
    )
    rows = [
        (name, _spelled(frame, cell), cell.most, round(100 * cell.differ))
        for name, cell in zip(names, order.itertuples(), strict=True)
    ]
    columns = ["Cell", "Choices (learners)", "Chosen by most", "Pairs that differ, %"]
    return page.figure(
        alt=group.said(f"Board “{board.question}”, {counted(filled, 'learner')}. {told}."),
        caption=group.said(
            f"Of all pairs of learners, {100 * top['differ']:.0f} per cent chose differently on "
            f"{names[0]}. A cell on which all agree may still be wrong.",
        ),
        table=figures.table(
            pd.DataFrame(rows, columns=columns), group.said("Cells by disagreement")
        ),
        sentence=group.said(f"{counted(filled, 'learner')}. {told}."),
    )


def _spelled(frame, cell) -> str:
    own = frame[(frame["row"] == cell.row) & (frame["column"] == cell.column)]
    return "; ".join(f"{c} ({n})" for c, n in zip(own["choice"], own["learners"], strict=True) if n)


def _signs(known) -> dict:
    """Return what stands in a bar: the sign or number that a choice opens with, or a letter."""
    signs = {option: re.match(r"[^A-Za-z]*", option)[0].strip() for option in known}
    bare = [option for option, sign in signs.items() if not sign]
    return signs | {option: chr(ord("a") + n % 26) for n, option in enumerate(bare)}


def _draw_parts(ax, own, y, signs):
    shades = [GRADES["D"], GRADES["C"], "#8A8F98", GRADES["B"], GRADES["A"]]
    last = max(len(own) - 1, 1)
    total, left = own["learners"].sum(), 0.0
    for place, (option, n) in enumerate(zip(own["choice"], own["learners"], strict=True)):
        wide = 100 * n / total
        shade = shades[round(4 * place / last)]
        ax.barh(y, wide, left=left, height=0.62, color=shade, edgecolor=INK, linewidth=0.9)
        if wide >= 6:
            long = len(signs[option]) > 1 and wide < 12
            words = f"×{n}" if long else f"{signs[option]} ×{n}"
            ink = PAPER if shade in (GRADES["A"], GRADES["B"]) else INK
            ax.text(left + wide / 2, y, words, ha="center", va="center", size=11, color=ink)
        left += wide


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
        return _nothing(group, "a forecast of a practice question")
    scores = forecast_scores(frame)
    edges = [0, 0.2, 0.4, 0.6, 0.8, 1.0001]
    bins = frame.groupby(pd.cut(frame["probability"], edges, right=False), observed=True)
    calib = pd.DataFrame(
        {
            "said": bins["probability"].mean() * 100,
            "happened": bins["outcome"].mean().astype("float64") * 100,
            "cases": bins.size(),
        }
    )
    middle = scores["score"].median()
    better = int((scores["score"] < 0.25).sum())
    title = f"{better} of {len(scores)} learners did better than always 50 per cent"
    note = (
        "Number beside a point: its forecasts; hollow: fewer than ten.   On the right low is good."
    )
    asked = frame["question_id"].nunique()
    subtitle = f"{len(frame):,} forecasts of {asked} practice questions, first answers only"
    with figures.page(title, subtitle, note) as page:
        _tag(page, group)
        _draw_calibration(page.axes(left=0.75, right=5.2, top=1.45, bottom=1.0), calib)
        ax = page.axes(left=5.55, right=0.45, top=1.45, bottom=1.0)
        steps = (scores["score"] * 20 + 1e-9).map(math.floor).clip(upper=12)
        counts = steps.value_counts().reindex(range(13), fill_value=0)
        ax.bar([(n + 0.5) / 20 for n in counts.index], counts, width=0.044, color=BAR)
        high = max(int(counts.max()), 4) * 1.25
        ax.set_xlim(0, 0.65)
        ax.set_ylim(0, high)
        ax.set_yticks([])
        ax.set_xticks([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
        for n, count in counts.items():
            if count:
                ax.text((n + 0.5) / 20, count + 0.02 * high, str(count), ha="center", size=11)
        ax.axvline(0.25, color=INK, linewidth=1.6, ymax=0.9)
        ax.text(0.258, 0.94 * high, "always 50 per cent", size=11, va="center")
        ax.set_xlabel("mean squared distance (Brier score)")
        figures.draw_unit(ax, "Number of learners")
    told = "; ".join(
        f"said {row.said:.0f} on average, happened {row.happened:.0f}" for row in calib.itertuples()
    )
    table = calib.round(0).reset_index(drop=True)
    table.insert(
        0, "Said", ["0 to 19", "20 to 39", "40 to 59", "60 to 79", "80 to 100"][: len(table)]
    )
    spans = bins.size().index
    table["Said"] = [f"{100 * s.left:.0f} to under {100 * s.right:.0f}" for s in spans]
    table["Said"] = table["Said"].str.replace("under 100", "100")
    table.columns = ["Said, %", "Mean said", "Happened, %", "Forecasts"]
    return page.figure(
        alt=group.said(
            f"{len(frame):,} forecasts of practice questions by {counted(len(scores), 'learner')}. "
            f"By group, in per cent: {told}. The median Brier score is {middle:.2f}; {better} of "
            f"{len(scores)} lie below 0.25.",
        ),
        caption=group.said(
            f"The median Brier score is {middle:.2f}; {better} of {len(scores)} learners lie below "
            "0.25, which always 50 per cent would cost. Learners chose how many questions to "
            "answer, and all answered the same ones: few questions say little about skill.",
        ),
        sources=[data.table("forecast_questions").query("question_id in @frame.question_id")],
        table=figures.table(table, group.said("What was said, and how often it happened")),
    )


def _draw_calibration(ax, calib):
    ax.set_xlim(-3, 103)
    ax.set_ylim(-5, 105)
    ax.set_xticks(range(0, 101, 25), [f"{n} %" for n in range(0, 101, 25)])
    ax.set_yticks(range(0, 101, 25), [f"{n} %" for n in range(0, 101, 25)])
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
    ax.set_xlabel("said")
    figures.draw_unit(ax, "Happened, share of the forecasts")


def explore_questions(group: Class, lesson: int | None = None) -> Explorer:
    """Let the instructor pick a question and see how the class answered it.

    Args:
        group: the class.
        lesson: only this lesson's questions; None for all.

    Returns:
        The `Explorer`. It opens on the question that fewest had right at first.
    """
    keys = [k for k in answered(group) if lesson is None or k.startswith(f"{lesson}.")]
    keys = [k for k in keys if bank.find(k).kind not in ("text", "range")]
    if not keys:
        none = choice("Question", [("no question was answered", "")])
        told = "an answer to a question of this choice"
        return Explorer(lambda **_: _nothing(group, told), "How did the class answer?", key=none)
    options = [(f"{k} · {cut(bank.find(k).prompt, 60)}", k) for k in keys]
    return Explorer(
        lambda key, right: draw_question(group, key, right),
        "How did the class answer, first and last?",
        key=choice("Question", options, default=_hardest(group, keys)),
        right=toggle("Mark the right answer"),
    )


def _hardest(group, keys):
    told = first_and_last(group)
    told = told.dropna(subset=["first_correct"])
    single = [key for key in keys if bank.find(key).kind == "single"]
    told = told[told["key"].isin(single)]
    if told.empty:
        return keys[0]
    counts = told["key"].value_counts()
    # A question that few have met says little about the class.
    told = told[told["key"].isin(counts[counts >= counts.max() / 2].index)]
    shares = told.groupby("key", observed=True)["first_correct"].mean()
    return min(shares.index, key=lambda key: (float(shares[key]), keys.index(key)))


def explore_boards(group: Class, boards) -> Explorer:
    """Let the instructor pick a board and see where the class is divided.

    Args:
        group: the class.
        boards: a list of boards, as the topics give them.

    Returns:
        The `Explorer`; columns with different choices are looked at one by one.
    """
    known, options = [], []
    for board in boards:
        alike = len({tuple(options) for options in board.columns.values()}) == 1
        # Columns with different choices ask different things: each is looked at by itself.
        for columns in [list(board.columns)] if alike else [[name] for name in board.columns]:
            named = cut(board.question, 60) + ("" if alike else f" · {board.heads[columns[0]]}")
            options.append((named, len(known)))
            known.append((board, columns))
    return Explorer(
        lambda key: draw_board(group, *known[key]),
        "Where does the class disagree?",
        key=choice("Board", options),
    )
