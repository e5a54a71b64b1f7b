"""What a class answered, as charts and explorers to project."""

from __future__ import annotations

import itertools
import math
import re

import pandas as pd

from helpers import bank, data, figures, judging, wording
from helpers.classroom.items import matched
from helpers.classroom.measures import (
    FEWEST,
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
    lines,
    most_held,
    numbers,
    ranges,
)
from helpers.classroom.reading import Class
from helpers.classroom.words import cut, wrapped
from helpers.explorers import Explorer, choice, toggle
from helpers.figures import AXIS, BAR, GRADES, GRID, INK, LABEL, PAPER, RANGE
from helpers.measures import trainer
from helpers.numbers import parse_number


def tag(page, group):
    """Say in the picture itself that its class does not exist.

    Args:
        page: the page to write on.
        group: the class; nothing is written for a real one.
    """
    if group is not None and group.made_up:
        box = {"facecolor": INK, "edgecolor": INK, "boxstyle": "round,pad=0.3"}
        style = {"color": PAPER, "weight": "bold", "size": 10.5, "ha": "right", "va": "top"}
        page.text(9.68, 0.2, wording.say("classroom.chart.tag"), bbox=box, **style)


def draw_prompt(page, prompt):
    """Write what was asked under the title, in at most two lines.

    Args:
        page: the page to write on.
        prompt: what was asked.
    """
    style = {"size": 12, "color": LABEL, "va": "top", "linespacing": 1.2, "parse_math": False}
    page.text(0.25, 0.56, wrapped(prompt, 96, 2), **style)


def too_few(group, n: int, key: str = "") -> figures.LessonFigure | None:
    """Return what stands in the place of a chart of so few learners that each could be guessed.

    Args:
        group: the class.
        n: how many answered.
        key: the question, where it is one.

    Returns:
        The `LessonFigure`; None where they are enough.
    """
    if n >= FEWEST:
        return None
    told = wording.words("classroom.few", n=n, fewest=FEWEST, id=key)
    return figures.message(told.title, group.said(told.sentence))


def nothing(group, what: str, **facts) -> figures.LessonFigure:
    """Return what stands in the place of a chart of nothing.

    Args:
        group: the class.
        what: which message of [chart] says what is missing.
        facts: what that message names.

    Returns:
        The `LessonFigure`.
    """
    told = wording.say(
        "classroom.chart.nothing", what=wording.say(f"classroom.chart.{what}", **facts)
    )
    return figures.message(wording.say("classroom.chart.nothing_title"), group.said(told))


def _percent() -> list[str]:
    return [wording.say("classroom.chart.percent", n=n) for n in range(0, 101, 25)]


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
    ax.set_xticks(range(0, 101, 25), _percent())
    ax.set_yticks([])
    ax.grid(axis="x")
    both = totals[1] > 0
    for y, (row, share) in enumerate(zip(rows, shares, strict=True)):
        good = y in right
        label = wording.say("classroom.chart.right", text=row[0]) if good else row[0]
        width, most = (43, 2) if tall < 0.66 else (43, 3)
        words = wrapped(label, width, most)
        weight = "bold" if good else "normal"
        style = {"ha": "right", "va": "center", "size": 11, "color": INK, "parse_math": False}
        ax.text(-2, y, words, weight=weight, linespacing=1.15, **style)
        places = ((y - 0.19, RANGE), (y + 0.19, BAR)) if both else ((y, BAR),)
        for n, (at, colour) in enumerate(places):
            ax.barh(at, share[n], height=0.34, color=colour)
            told = wording.say("classroom.chart.bar", n=row[1 + n], share=share[n])
            bold = "bold" if n or not both else "normal"
            ax.text(share[n] + 1.2, at, told, va="center", size=11, color=INK, weight=bold)


def draw_question(group: Class, key: str, right: bool = False) -> figures.LessonFigure:
    """Draw how a class answered a question, first and last.

    Args:
        group: the class.
        key: a question of the bank, such as '3.5'.
        right: True marks the right answer.

    Returns:
        The `LessonFigure`. For questions that ask for words it says where to read them; of fewer
        than FEWEST learners nothing is drawn.
    """
    question, n = bank.find(key), len(first_and_last(group, key))
    # What a kind of question has no chart for is to be read.
    draw = _charts().get(question.kind, _to_read)
    return (too_few(group, n, key) if n else None) or draw(group, question, right)


def _charts() -> dict:
    """Return what draws the answers to a question, by its kind."""
    return {
        **dict.fromkeys(("single", "multiple", "two-tier", "order", "match"), _draw_options),
        **dict.fromkeys(("number", "probability", "code"), _draw_numbers),
        "range": _draw_ranges,
        "series": _draw_lines,
    }


def _to_read(group, question, _):
    told = wording.words(
        "classroom.to_read", id=question.id, n=len(first_and_last(group, question.id))
    )
    return figures.message(told.title, group.said(told.sentence))


def _figure(page, group, told, frame):
    """Return a page with what is told of it, its data under the heads of the columns shown."""
    heads = {name: head for name, head in told.heads.items() if name in frame}
    return page.figure(
        alt=group.said(told.alt),
        caption=group.said(told.caption),
        table=figures.table(wording.headed(frame, heads), group.said(told.table)),
        sentence=group.said(told.sentence),
    )


def _draw_options(group, question, right):
    frame = distribution(group, question.id)
    n, changed = frame.attrs["learners"], frame.attrs["changed"]
    if not n:
        return nothing(group, "an_answer", id=question.id)
    marked = [y for y, good in enumerate(frame["right"]) if good and right]
    rows = list(frame[["text", "first", "last"]].itertuples(index=False, name=None))
    good = frame[frame["right"]]
    scored = right and question.kind == "single" and len(good) > 0
    # Of what is to be placed or paired a count would say how many were right.
    top = frame.loc[frame["first"].idxmax()] if question.kind in ("single", "multiple") else None
    told = wording.words(
        "classroom.options",
        id=question.id,
        n=n,
        top_n=None if top is None else int(top["first"]),
        changed=changed,
        changed_any=changed > 0,
        marked=bool(marked),
        right=right,
        prompt=question.prompt.strip(),
        options=[{"text": cut(text, 60), "first": a, "last": b} for text, a, b in rows],
        right_first=int(good["first"].sum()) if scored else None,
        right_last=int(good["last"].sum()) if scored else None,
    )
    with figures.page(told.title, "", told.note) as page:
        tag(page, group)
        draw_prompt(page, question.prompt)
        page.text(0.25, 1.1, told.tell(question.kind), size=11, color=LABEL, va="top")
        draw_pairs(page, rows, (n, n if changed else 0), marked)
    shown = frame if right else frame.drop(columns="right")
    return _figure(page, group, told, shown)


def _draw_lines(group, question, right):
    """Draw every learner's first line thin, the middle of the class bold, the data where marked."""
    frame = lines(group, question.id)
    if frame.empty:
        return nothing(group, "a_number", id=question.id)
    names = {o.key: o.text for o in question.options[question.given :]}
    middle, found = frame.median(), judging.points(question)
    told = wording.words(
        "classroom.lines",
        id=question.id,
        n=len(frame),
        prompt=question.prompt.strip(),
        unit=wording.say("classroom.given.unit", unit=question.unit),
        right=right,
        points=[
            {
                "name": name,
                "middle": figures.words(middle[key]),
                "found": figures.words(found[key]) if right else None,
            }
            for key, name in names.items()
        ],
    )
    with figures.page(told.title, "", told.note) as page:
        tag(page, group)
        draw_prompt(page, question.prompt)
        ax = page.axes(left=0.9, right=0.6, top=1.6, bottom=0.9)
        ax.set_ylim(*sorted(judging.limits(question), reverse=question.unit == "place"))
        ax.set_xticks(range(len(names)), list(names.values()))
        ax.grid(axis="y")
        ax.plot(frame.to_numpy().T, color=RANGE, linewidth=0.9)
        ax.plot(middle.to_numpy(), "o-", color=INK, linewidth=2.4, zorder=4)
        if right:
            look = {"color": BAR, "linewidth": 2.4, "linestyle": (0, (4, 3)), "zorder": 5}
            ax.plot([found[key] for key in names], "s", **look)
        figures.draw_unit(ax, told.axis)
    shown = pd.DataFrame({"name": list(names.values()), "middle": middle.to_numpy()})
    shown = shown.assign(low=frame.min().to_numpy(), high=frame.max().to_numpy())
    if right:
        shown["found"] = [found[key] for key in names]
    return _figure(page, group, told, shown)


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
    if frame.empty and question.kind == "code":
        return _to_read(group, question, right)
    if frame.empty:
        return nothing(group, "a_number", id=question.id)
    expected = parse_number(bank.resolve(question.expected)) if right else None
    edges = _edges(frame["first"])
    first, last = (pd.cut(frame[c], edges, right=False) for c in ("first", "last"))
    counts = pd.DataFrame({"first": first.value_counts(sort=False)})
    counts["last"] = last.value_counts(sort=False).to_numpy()
    outside = int(first.isna().sum())
    changed = int((frame["first"] != frame["last"]).sum())
    n, middle = len(frame), frame["first"].median()
    unit = wording.say("classroom.given.unit", unit=question.unit)
    told = wording.words(
        "classroom.given",
        id=question.id,
        n=n,
        prompt=question.prompt.strip(),
        middle=figures.words(middle),
        lowest=figures.words(frame["first"].min()),
        highest=figures.words(frame["first"].max()),
        unit_said=unit,
        outside=outside,
        changed=changed,
        right=right,
        guess=question.use == "predict",
        expected=None if expected is None else figures.words(expected),
    )
    keys = [told.outside] * (outside > 0) + [told.marks] * (changed > 0)
    keys += [] if right else [told.unmarked]
    with figures.page(told.title, "", "   ".join(keys)) as page:
        tag(page, group)
        draw_prompt(page, question.prompt)
        ax = page.axes(left=0.6, right=0.6, top=1.6, bottom=1.0)
        ax.set_xlim(edges[0], edges[-1])
        ax.set_ylim(0, max(int(counts.to_numpy().max()), 4) * 1.15)
        ax.set_yticks([])
        step = edges[1] - edges[0]
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        for (_, own), left in zip(counts.iterrows(), edges, strict=False):
            shown = [("first", RANGE), ("last", BAR)] if changed else [("first", BAR)]
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
        figures.draw_unit(ax, told.axis)
        if expected is not None and edges[0] <= expected <= edges[-1]:
            ax.axvline(expected, color=INK, linewidth=1.6, ymax=0.93, zorder=1)
            style = {"ha": "center", "va": "bottom", "size": 11, "weight": "bold"}
            high = ax.get_ylim()[1]
            ax.text(expected, 0.94 * high, told.tables, bbox=box, **style)
    ends = [figures.words(round(edge, 10)) for edge in edges]
    spans = [told.tell("span", start=a, end=b) for a, b in itertools.pairwise(ends)]
    table = counts.reset_index(drop=True).rename(columns=told.heads)
    table.insert(0, unit.capitalize(), spans)
    return page.figure(
        alt=group.said(told.alt),
        caption=group.said(told.caption),
        table=figures.table(table, group.said(told.table), limit=14),
        sentence=group.said(told.alt),
    )


def _draw_ranges(group, question, right):
    frame = ranges(group, question.id)
    if frame.empty:
        return nothing(group, "a_range", id=question.id)
    frame = frame.sort_values(["low", "high"], kind="stable", ignore_index=True)
    expected = bank.resolve(question.expected)
    marks = expected if isinstance(expected, (list, tuple)) else [expected]
    marks = [float(m) for m in marks if m is not None]
    at, most = most_held(frame)
    wide = (frame["high"] - frame["low"]).median()
    unit = wording.say("classroom.given.unit", unit=question.unit)
    held = pd.DataFrame([(frame["low"] <= m) & (m <= frame["high"]) for m in marks])
    told = wording.words(
        "classroom.ranges",
        id=question.id,
        n=len(frame),
        prompt=question.prompt.strip(),
        at=figures.words(at),
        most=most,
        wide=figures.words(round(wide, 10)),
        lowest=figures.words(frame["low"].min()),
        highest=figures.words(frame["high"].max()),
        unit_said=unit,
        right=right and bool(marks),
        several=len(marks) > 1,
        given=len(marks),
        marks=[figures.words(m) for m in sorted(marks)],
        all_n=int(held.all().sum()),
        any_n=int(held.any().sum()),
    )
    with figures.page(told.title, "", told.note) as page:
        tag(page, group)
        draw_prompt(page, question.prompt)
        ax = page.axes(left=0.6, right=0.6, top=1.3, bottom=1.0)
        ends = [frame["low"].min(), frame["high"].max(), *(marks if right else ())]
        pad = 0.04 * max(max(ends) - min(ends), 1e-9)
        ax.set_xlim(min(ends) - pad, max(ends) + pad)
        low, high = ax.get_xlim()
        ticks = [float(t) for t in ax.get_xticks() if low <= t <= high]
        ax.set_xticks(ticks, [figures.words(round(t, 10)) for t in ticks])
        ax.set_ylim(len(frame) - 0.3, -1.4)
        ax.set_yticks([])
        ax.hlines(frame.index, frame["low"], frame["high"], color=BAR, linewidth=_thick(len(frame)))
        for mark in marks if right else ():
            ax.axvline(mark, color=INK, linewidth=1.4, linestyle=(0, (4, 3)))
        ax.set_xlabel(cut(unit, 60))
    table = frame[["low", "high"]].rename(columns=told.heads)
    table.insert(0, told.range, [str(n) for n in range(1, len(frame) + 1)])
    return page.figure(
        alt=group.said(told.alt),
        caption=group.said(told.caption),
        table=figures.table(table, group.said(told.table), limit=6),
        sentence=group.said(told.alt),
    )


def _thick(n: int) -> float:
    """Return how thick a line can be where so many lie above one another."""
    return max(0.6, min(9.0, 150 / n))


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
    last = spread.iloc[-1]
    same, first_lesson, last_lesson = matched(frame, "best")
    known = views["cohesion_score"].value_counts().reindex(range(11), fill_value=0)
    seen = known[known > 0]
    told = wording.words(
        "classroom.estimates",
        same=len(same) or None,
        before=same["before"].median() if len(same) else None,
        after=same["after"].median() if len(same) else None,
        stayed=bool(len(same)) and same["before"].median() == same["after"].median(),
        first_lesson=first_lesson,
        last_lesson=last_lesson,
        few=few,
        fewest=FEWEST,
        lesson=int(last["lesson"]),
        learners=int(last["learners"]),
        median=last["median"],
        quarter=last["quarter"],
        three_quarters=last["three_quarters"],
        views=len(views),
        lowest=int(seen.index[0]),
        highest=int(seen.index[-1]),
        most=int(known.idxmax()),
        date=data.as_of("views"),
    )
    with figures.page(told.title, told.subtitle, told.note) as page:
        tag(page, group)
        ax = page.axes(left=0.7, right=2.75, top=1.15, bottom=0.95)
        _scale(ax, 10.2)
        ax.set_yticks(range(0, 11, 2), range(0, 11, 2))
        ax.set_xticks(list(LESSONS))
        ax.set_xlabel(told.axis)
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
        side.barh(known.index, known / max(known.max(), 1), height=0.8, color=BAR, zorder=2)
        for score, count in known.items():
            at = count / max(known.max(), 1) + 0.04
            side.text(at, score, str(count), va="center", size=10, color=LABEL)
        side.text(-0.35, 11.0, told.views_said, size=10.5, color=LABEL, va="bottom")
    table = wording.headed(spread, told.heads)
    return page.figure(
        alt=group.said(told.alt),
        caption=group.said(told.caption),
        sources=[views],
        table=figures.table(table, group.said(told.table), plain=("lesson",)),
        as_of=told.as_of,
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
        board: as a topic gives it, such as `hypotheses.code_items()`.
        columns: names of columns to look at; all when not given.
        most: how many cells, at most 8.

    Returns:
        The `LessonFigure`: one bar a cell, parted by choice in the board's order.
    """
    frame = choices(group, board)
    if 0 < frame.attrs["learners"] < FEWEST:
        return too_few(group, frame.attrs["learners"])
    frame = frame[frame["column"].isin(board.columns if columns is None else columns)]
    cells = zip(frame["column"], frame["choice"], strict=True)
    frame = frame.assign(
        choice=[board.columns[column][code] for column, code in cells],
        column=frame["column"].map(board.heads),
    )
    order = disagreement(frame).head(min(most, 8))
    if order.empty:
        return nothing(group, "two_entries", board=cut(board.question, 60))
    # Where only one thing is asked of each row, its name in every label tells nothing.
    several = frame["column"].nunique() > 1
    names = [
        wording.say("classroom.board.cell", several=several, row=str(c.row), column=c.column)
        for c in order.itertuples()
    ]
    known = list(dict.fromkeys(frame["choice"]))
    signs = _signs(known)
    keys = [
        {"letter": signs[o], "choice": cut(o, 24)}
        if signs[o].isalpha()
        else {"letter": "", "choice": o}
        for o in known
    ]
    pairs = [
        {"name": cut(name, 40), "differ": 100 * differ}
        for name, differ in zip(names[:3], order["differ"], strict=False)
    ]
    words = wording.words(
        "classroom.board",
        question=board.question,
        n=frame.attrs["learners"],
        cell_short=cut(names[0], 24),
        cell_name=names[0],
        differ=100 * order["differ"].iloc[0],
        several=several,
        keys=keys,
        pairs=pairs,
    )
    with figures.page(words.title, cut(board.question, 96), words.note) as page:
        tag(page, group)
        tall = 3.6 / len(order) if len(order) > 5 else 0.66
        ax = page.axes(left=3.3, right=0.35, top=1.3, bottom=0.7 + 3.6 - tall * len(order))
        ax.set_xlim(0, 100)
        ax.set_ylim(len(order) - 0.5, -0.5)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        key = wrapped(words.choices, 112, 2)
        page.text(0.25, 0.9, key, size=10.5, color=LABEL, va="top", parse_math=False)
        for y, cell in enumerate(order.itertuples()):
            own = frame[(frame["row"] == cell.row) & (frame["column"] == cell.column)]
            told = str(board.rows[cell.row])
            label = f"{cut(names[y], 38)}\n{cut(told, 38)}"
            if not several:
                label = wrapped(words.tell("label", name=names[y], text=told), 38, 2)
            style = {"ha": "right", "va": "center", "size": 11, "color": INK, "parse_math": False}
            ax.text(-1.5, y, label, **style)
            _draw_parts(ax, own, y, signs)
    rows = {
        "cell": names,
        "choices": [_spelled(words, frame, cell) for cell in order.itertuples()],
        "most": list(order["most"]),
        "differ": [round(100 * differ) for differ in order["differ"]],
    }
    table = wording.headed(pd.DataFrame(rows), words.heads)
    return page.figure(
        alt=group.said(words.alt),
        caption=group.said(words.caption),
        table=figures.table(table, group.said(words.table)),
        sentence=group.said(words.sentence),
    )


def _spelled(words, frame, cell) -> str:
    own = frame[(frame["row"] == cell.row) & (frame["column"] == cell.column)]
    own = own.loc[own["learners"] > 0, ["choice", "learners"]]
    return words.tell("cells", cells=own.to_dict("records"))


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
            words = wording.say("classroom.board.part", bare=long, sign=signs[option], n=n)
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
        return nothing(group, "a_forecast")
    scores = forecast_scores(frame)
    if few := too_few(group, len(scores)):
        return few
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
    told = wording.words(
        "classroom.forecasts",
        n=len(frame),
        asked=frame["question_id"].nunique(),
        learners=len(scores),
        better=better,
        median=middle,
        groups=calib[["said", "happened"]].to_dict("records"),
    )
    with figures.page(told.title, told.subtitle, told.note) as page:
        tag(page, group)
        _draw_calibration(page.axes(left=0.75, right=5.2, top=1.45, bottom=1.0), calib, told)
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
        ax.text(0.258, 0.94 * high, told.always, size=11, va="center")
        ax.set_xlabel(told.score)
        figures.draw_unit(ax, told.axis)
    spans = [(100 * s.left, 100 * s.right) for s in bins.size().index]
    table = calib.round(0).assign(
        span=[told.tell("span", start=a, end=b, last=round(b) == 100) for a, b in spans]
    )
    return page.figure(
        alt=group.said(told.alt),
        caption=group.said(told.caption),
        sources=[trainer.settled_questions().query("question_id in @frame.question_id")],
        table=figures.table(
            wording.headed(table, told.heads).reset_index(drop=True), group.said(told.table)
        ),
    )


def _draw_calibration(ax, calib, words):
    ax.set_xlim(-3, 103)
    ax.set_ylim(-5, 105)
    ax.set_xticks(range(0, 101, 25), _percent())
    ax.set_yticks(range(0, 101, 25), _percent())
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


def explore_questions(group: Class, lesson: int | None = None) -> Explorer:
    """Let the instructor pick a question and see how the class answered it.

    Args:
        group: the class.
        lesson: only this lesson's questions; None for all.

    Returns:
        The `Explorer`. It opens on the question that fewest had right at first.
    """
    words = wording.words("classroom.explore")
    keys = [k for k in answered(group) if lesson is None or k.startswith(f"{lesson}.")]
    keys = [k for k in keys if bank.find(k).kind in _charts()]
    counts = first_and_last(group)["key"].value_counts()
    keys = [k for k in keys if counts.get(k, 0) >= FEWEST] or keys
    if not keys:
        none = choice(words.question, [(words.no_question, "")])
        return Explorer(lambda **_: nothing(group, "a_choice"), words.answer, keeps=False, key=none)
    options = [(words.tell("option", id=k, prompt=cut(bank.find(k).prompt, 60)), k) for k in keys]
    return Explorer(
        lambda key, right: draw_question(group, key, right),
        words.first_and_last,
        key=choice(words.question, options, default=_hardest(group, keys)),
        right=toggle(words.mark),
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
        The `Explorer`; columns with different choices are looked at one by one. It opens on the
        board that most have filled.
    """
    known, options, words = [], [], wording.words("classroom.explore")
    filled = [choices(group, board).attrs["learners"] for board in boards]
    opened = boards[filled.index(max(filled))] if filled else None
    for board in boards:
        alike = len({tuple(options) for options in board.columns.values()}) == 1
        # Columns with different choices ask different things: each is looked at by itself.
        for columns in [list(board.columns)] if alike else [[name] for name in board.columns]:
            named = cut(board.question, 60)
            if not alike:
                named = words.tell("column", board=named, column=board.heads[columns[0]])
            options.append((named, len(known)))
            known.append((board, columns))
    return Explorer(
        lambda key: draw_board(group, *known[key]),
        words.divided,
        key=choice(words.board, options, default=[b for b, _ in known].index(opened)),
    )
