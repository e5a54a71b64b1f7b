"""What the charts of a class share: its page, its words, rows of names, counts over bars."""

from __future__ import annotations

from contextlib import contextmanager

from helpers import figures, wording
from helpers.classroom.measures import FEWEST
from helpers.classroom.reading import Class
from helpers.classroom.words import wrapped
from helpers.figures import BAR, INK, LABEL, PAPER, RANGE


@contextmanager
def page_of(group: Class | None, title: str, subtitle: str = "", note: str = "", prompt: str = ""):
    """Open a page that says in the picture if its class is made up, and what was asked.

    Yields the `Page` of figures. A vote of hands has no class.
    """
    with figures.page(title, subtitle, note) as page:
        tag(page, group)
        if prompt:
            draw_prompt(page, prompt)
        yield page


def tag(page: figures.Page, group: Class | None):
    """Say in the picture itself that its class does not exist; of a real one, or None, nothing."""
    if group is not None and group.made_up:
        box = {"facecolor": INK, "edgecolor": INK, "boxstyle": "round,pad=0.3"}
        style = {"color": PAPER, "weight": "bold", "size": 10.5, "ha": "right", "va": "top"}
        page.text(9.68, 0.2, wording.say("classroom.chart.tag"), bbox=box, **style)


def draw_prompt(page: figures.Page, prompt: str):
    """Write what was asked under the title, in at most two lines."""
    style = {"size": 12, "color": LABEL, "va": "top", "linespacing": 1.2, "parse_math": False}
    page.text(0.25, 0.56, wrapped(prompt, 96, 2), **style)


def finished(
    page: figures.Page,
    group: Class,
    told: wording.Words,
    table,
    sentence="",
    limit=12,
    plain=("year",),
    **more,
) -> figures.LessonFigure:
    """Join a page with what is `told` of it: alt, caption and the words over its `table`.

    `limit` and `plain` are as `figures.table` takes them, `more` as `page.figure` does.
    """
    return page.figure(
        alt=group.said(told.alt),
        caption=group.said(told.caption),
        table=figures.table(table, group.said(told.table), limit, plain),
        sentence=sentence and group.said(sentence),
        **more,
    )


def too_few(group: Class, n: int, key: str = "") -> figures.LessonFigure | None:
    """Return what stands in the place of a chart of so few learners that each could be guessed.

    `n` answered, the question `key` where it is one. None where they are enough.
    """
    if n >= FEWEST:
        return None
    told = wording.words("classroom.few", n=n, fewest=FEWEST, id=key)
    return figures.message(told.title, group.said(told.sentence))


def nothing(group: Class, what: str, **facts) -> figures.LessonFigure:
    """Return what stands in the place of a chart of nothing.

    `what` is the message of [chart] that says what is missing, `facts` what that message names.
    """
    told = wording.say(
        "classroom.chart.nothing", what=wording.say(f"classroom.chart.{what}", **facts)
    )
    return figures.message(wording.say("classroom.chart.nothing_title"), group.said(told))


def percents() -> tuple[range, list[str]]:
    """Return the places and words of a scale of per cent."""
    places = range(0, 101, 25)
    return places, [wording.say("classroom.chart.percent", n=n) for n in places]


def shares(counts, totals) -> list[float]:
    """Return `counts` in per cent of their `totals`, 0 of nobody."""
    return [100 * n / of if of else 0.0 for n, of in zip(counts, totals, strict=True)]


def rows_of(
    page: figures.Page, count: int, span: tuple, ticks: tuple = ([], []), room=0.5, **box: float
):
    """Return axes with one line a row, from the top at 0, 1, 2 …, on a `span` from left to right.

    `ticks` are places and their words, `room` is what lies over the first and under the last row,
    in rows; `box` are inches on the page, as its `axes` take them.
    """
    ax = page.axes(**box)
    ax.set_xlim(*span)
    ax.set_ylim(count - 1 + room, -room)
    ax.set_xticks(*ticks)
    ax.set_yticks([])
    ax.grid(axis="x")
    return ax


def name_row(ax, row: float, text: str, x: float, **look):
    """Name a row of the axes `ax` by a text of anybody's, which ends at `x`.

    A dollar sign in it begins no mathematics.
    """
    style = {"ha": "right", "va": "center", "size": 11, "color": INK, "parse_math": False}
    ax.text(x, row, text, **style | look)


def count_scale(ax, most: int, room: float):
    """Set the upright scale of `ax` to counts of learners, `room` times as high as the `most`."""
    ax.set_ylim(0, max(int(most), 4) * room)
    ax.set_yticks([])


def count_over(ax, x: float, n, **look):
    """Write over the bar at `x` that it stands for `n`, if for any; `ax` has a `count_scale`."""
    if n:
        up = n + 0.02 * ax.get_ylim()[1]
        ax.text(x, up, str(int(n)), **{"ha": "center", "size": 11} | look)


def draw_pairs(page, options, totals, right=()):
    """Draw two bars an option: before and after.

    Args:
        page: the page, with room from 1.48 inches below its top.
        options: (label, count before, count after), one an option.
        totals: (number of those asked before, after); with 0 after, one bar an option is drawn.
        right: places (from 0) of the options to be marked as right.
    """
    tall = max(0.5, min(1.1, 3.5 / max(len(options), 1)))
    bottom = 0.62 + max(0.0, 3.5 - tall * len(options))
    box = {"left": 4.55, "right": 1.25, "top": 1.48, "bottom": bottom}
    ax = rows_of(page, len(options), (0, 100), percents(), **box)
    both = totals[1] > 0
    for y, (label, *counts) in enumerate(options):
        good = y in right
        text = wording.say("classroom.chart.right", text=label) if good else label
        text = wrapped(text, 43, 2 if tall < 0.66 else 3)
        name_row(ax, y, text, -2, weight="bold" if good else "normal", linespacing=1.15)
        places = ((y - 0.19, RANGE), (y + 0.19, BAR)) if both else ((y, BAR),)
        bars = zip(places, counts, shares(counts, totals), strict=False)
        for n, ((at, colour), count, share) in enumerate(bars):
            ax.barh(at, share, height=0.34, color=colour)
            told = wording.say("classroom.chart.bar", n=count, share=share)
            bold = "bold" if n or not both else "normal"
            ax.text(share + 1.2, at, told, va="center", size=11, color=INK, weight=bold)
