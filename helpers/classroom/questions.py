"""How a class answered a question, as a chart of the question's kind."""

from __future__ import annotations

import itertools
import math

import pandas as pd

from helpers import bank, figures, judging, wording
from helpers.classroom.charts import (
    count_over,
    count_scale,
    draw_pairs,
    finished,
    nothing,
    page_of,
    too_few,
)
from helpers.classroom.measures import (
    FEWEST,
    answered,
    distribution,
    first_and_last,
    lines,
    most_held,
    numbers,
    ranges,
)
from helpers.classroom.reading import Class
from helpers.classroom.words import cut
from helpers.explorers import Explorer, choice, toggle
from helpers.figures import BAR, INK, LABEL, PAPER, RANGE
from helpers.numbers import parse_number


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


def _told(message: str, question, **facts):
    """Return the words of a chart; each says which question it is and what was asked."""
    return wording.words(message, id=question.id, prompt=question.prompt.strip(), **facts)


def _unit(question) -> str:
    return wording.say("classroom.given.unit", unit=question.unit)


def _number(value) -> str:
    """Write a number without the noise of its last digits."""
    return figures.words(round(value, 10))


# --- options --------------------------------------------------------------------------------------


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
    told = _told(
        "classroom.options",
        question,
        n=n,
        top_n=None if top is None else int(top["first"]),
        changed=changed,
        changed_any=changed > 0,
        marked=bool(marked),
        right=right,
        options=[{"text": cut(text, 60), "first": a, "last": b} for text, a, b in rows],
        right_first=int(good["first"].sum()) if scored else None,
        right_last=int(good["last"].sum()) if scored else None,
    )
    with page_of(group, told.title, "", told.note, question.prompt) as page:
        page.text(0.25, 1.1, told.tell(question.kind), size=11, color=LABEL, va="top")
        draw_pairs(page, rows, (n, n if changed else 0), marked)
    heads = {name: head for name, head in told.heads.items() if right or name != "right"}
    return finished(page, group, told, wording.headed(frame, heads), told.sentence)


# --- lines ----------------------------------------------------------------------------------------


def _draw_lines(group, question, right):
    """Draw every learner's first line thin, the middle of the class bold, the data where marked."""
    frame = lines(group, question.id)
    if frame.empty:
        return nothing(group, "a_number", id=question.id)
    points = _points(frame, question, right)
    told = _told(
        "classroom.lines",
        question,
        n=len(frame),
        unit=_unit(question),
        right=right,
        points=[
            {
                "name": point["name"],
                "middle": figures.words(point["middle"]),
                "found": figures.words(point["found"]) if right else None,
            }
            for point in points.to_dict("records")
        ],
    )
    with page_of(group, told.title, "", told.note, question.prompt) as page:
        ax = page.axes(left=0.9, right=0.6, top=1.6, bottom=0.9)
        ax.set_ylim(*sorted(judging.limits(question), reverse=question.unit == "place"))
        _draw_series(ax, frame, points)
        figures.draw_unit(ax, told.axis)
    heads = {name: head for name, head in told.heads.items() if name in points}
    return finished(page, group, told, wording.headed(points, heads), told.sentence)


def _points(frame, question, right) -> pd.DataFrame:
    """Return a row a point: name, middle, low and high of the class, and what the data say."""
    points = pd.DataFrame({"name": [o.text for o in question.options[question.given :]]})
    ends = {"middle": frame.median(), "low": frame.min(), "high": frame.max()}
    points = points.assign(**{name: values.to_numpy() for name, values in ends.items()})
    if right:
        found = judging.points(question)
        points["found"] = [found[key] for key in frame.columns]
    return points


def _draw_series(ax, frame, points):
    ax.set_xticks(range(len(points)), list(points["name"]))
    ax.grid(axis="y")
    ax.plot(frame.to_numpy().T, color=RANGE, linewidth=0.9)
    ax.plot(points["middle"].to_numpy(), "o-", color=INK, linewidth=2.4, zorder=4)
    if "found" in points:
        look = {"color": BAR, "linewidth": 2.4, "linestyle": (0, (4, 3)), "zorder": 5}
        ax.plot(points["found"].to_numpy(), "s", **look)


# --- numbers --------------------------------------------------------------------------------------


def _draw_numbers(group, question, right):
    frame = numbers(group, question.id)
    if frame.empty and question.kind == "code":
        return _to_read(group, question, right)
    if frame.empty:
        return nothing(group, "a_number", id=question.id)
    expected = parse_number(bank.resolve(question.expected)) if right else None
    edges = _edges(frame["first"])
    counts, outside = _binned(frame, edges)
    changed, unit = int((frame["first"] != frame["last"]).sum()), _unit(question)
    told = _told(
        "classroom.given",
        question,
        n=len(frame),
        middle=figures.words(frame["first"].median()),
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
    with page_of(group, told.title, "", "   ".join(keys), question.prompt) as page:
        ax = page.axes(left=0.6, right=0.6, top=1.6, bottom=1.0)
        count_scale(ax, counts.to_numpy().max(), 1.15)
        _draw_bins(ax, counts if changed else counts[["first"]], edges)
        ax.set_xlabel(cut(unit, 60))
        figures.draw_unit(ax, told.axis)
        if expected is not None and edges[0] <= expected <= edges[-1]:
            _draw_expected(ax, expected, told.tables)
    ends = [_number(edge) for edge in edges]
    table = counts.rename(columns=told.heads)
    spans = [told.tell("span", start=a, end=b) for a, b in itertools.pairwise(ends)]
    table.insert(0, unit.capitalize(), spans)
    return finished(page, group, told, table, told.alt, limit=14)


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


def _binned(frame, edges) -> tuple[pd.DataFrame, int]:
    """Return how many gave a number in each step, first and last, and how many lie outside."""
    steps = {name: pd.cut(frame[name], edges, right=False) for name in ("first", "last")}
    counts = {name: own.value_counts(sort=False).to_numpy() for name, own in steps.items()}
    return pd.DataFrame(counts), int(steps["first"].isna().sum())


def _draw_bins(ax, counts, edges):
    """Draw a bar a step and column of counts, the last column darkest; and name the steps."""
    step = edges[1] - edges[0]
    colours = (RANGE, BAR)[-len(counts.columns) :]
    wide = 0.84 * step / len(colours)
    for own, left in zip(counts.to_numpy(), edges, strict=False):
        for place, (n, colour) in enumerate(zip(own, colours, strict=True)):
            at = left + 0.08 * step + (place + 0.5) * wide
            ax.bar(at, n, width=wide, color=colour, zorder=2)
            count_over(ax, at, n, bbox=_ON_PAPER)
    ax.set_xlim(edges[0], edges[-1])
    every = max(1, math.ceil(len(edges) / 8))
    ticks = [e + 0.5 for e in edges[:-1]] if edges[0] % 1 == 0.5 and step == 1 else edges
    ax.set_xticks(ticks[::every], [_number(e) for e in ticks[::every]])


def _draw_expected(ax, expected, words):
    ax.axvline(expected, color=INK, linewidth=1.6, ymax=0.93, zorder=1)
    style = {"ha": "center", "va": "bottom", "size": 11, "weight": "bold"}
    ax.text(expected, 0.94 * ax.get_ylim()[1], words, bbox=_ON_PAPER, **style)


_ON_PAPER = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}


# --- ranges ---------------------------------------------------------------------------------------


def _draw_ranges(group, question, right):
    frame = ranges(group, question.id)
    if frame.empty:
        return nothing(group, "a_range", id=question.id)
    frame = frame.sort_values(["low", "high"], kind="stable", ignore_index=True)
    marks, unit = _given(question), _unit(question)
    at, most = most_held(frame)
    held = pd.DataFrame([(frame["low"] <= m) & (m <= frame["high"]) for m in marks])
    told = _told(
        "classroom.ranges",
        question,
        n=len(frame),
        at=figures.words(at),
        most=most,
        wide=_number((frame["high"] - frame["low"]).median()),
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
    with page_of(group, told.title, "", told.note, question.prompt) as page:
        ax = page.axes(left=0.6, right=0.6, top=1.3, bottom=1.0)
        _draw_spans(ax, frame, marks if right else [])
        ax.set_xlabel(cut(unit, 60))
    table = frame[["low", "high"]].rename(columns=told.heads)
    table.insert(0, told.range, [str(n) for n in range(1, len(frame) + 1)])
    return finished(page, group, told, table, told.alt, limit=6)


def _given(question) -> list[float]:
    """Return what the tables give: one number, several, or none."""
    expected = bank.resolve(question.expected)
    marks = expected if isinstance(expected, (list, tuple)) else [expected]
    return [float(m) for m in marks if m is not None]


def _draw_spans(ax, frame, marks):
    """Draw a line a range, from the top by their lower ends, and a dashed one at each mark."""
    ends = [frame["low"].min(), frame["high"].max(), *marks]
    pad = 0.04 * max(max(ends) - min(ends), 1e-9)
    ax.set_xlim(min(ends) - pad, max(ends) + pad)
    left, right = ax.get_xlim()
    ticks = [float(t) for t in ax.get_xticks() if left <= t <= right]
    ax.set_xticks(ticks, [_number(t) for t in ticks])
    ax.set_ylim(len(frame) - 0.3, -1.4)
    ax.set_yticks([])
    # As thick as it can be where so many lie above one another.
    thick = max(0.6, min(9.0, 150 / len(frame)))
    ax.hlines(frame.index, frame["low"], frame["high"], color=BAR, linewidth=thick)
    for mark in marks:
        ax.axvline(mark, color=INK, linewidth=1.4, linestyle=(0, (4, 3)))


# --- to look through ------------------------------------------------------------------------------


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
