"""The four states and others: how large they are, by five measures that miss different things.

Source of all numbers: the table capabilities (World Bank, Correlates of War, SIPRI). Missing
values stay missing.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures
from helpers.charts import Rows, bare
from helpers.explorers import Explorer, choices, toggle
from helpers.figures import BAR, INK, LABEL, NOTE, PAPER
from helpers.measures import actors as measures
from helpers.measures import states
from helpers.measures.states import THE_FOUR
from helpers.wording import headed, words

COMPARED = ("USA", "IND", "JPN", "KOR", "TUR", "UKR", "BLR")
THREE = ["RUS", "IRN", "PRK"]  # the four without China
# The bars of the chart of power, each with its parts from left to right.
BARS = {"four": ["CHN", *THREE], "three": THREE, "IND": ["IND"], "USA": ["USA"]}


# --- charts ---------------------------------------------------------------------------------------


def draw_power(guess=None) -> figures.LessonFigure:
    """Draw the four's CINC as one bar, beside the three without China, India and the US.

    `guess` is the learner's prediction of China's share of the four's sum in per cent.
    """
    frame = measures.latest((*THE_FOUR, "IND", "USA"))
    frame = frame[frame["indicator"] == "cinc"].set_index("iso3")
    value, year = frame["value"], int(frame["year"].iloc[0])
    rest = value[THREE].sum()
    said = words(
        "actors.power",
        share=measures.china_share(),
        year=year,
        four=value[BARS["four"]].sum(),
        rest=rest,
        less=rest < value["IND"],
        of=value,
        guess=guess,
    )
    with figures.page(said) as page:
        _draw_whole(page, frame, said, guess)
        _draw_world(page, frame, said)
    table = pd.DataFrame({"name": states.names()[value.index], "value": value.round(2)})
    table = figures.table(headed(table, said.columns), said.table)
    return page.told(said, [frame], table, str(year))


def _draw_whole(page, frame, said, guess):
    """Draw the four's sum as one bar of a hundred per cent, and the guess over it."""
    rows = Rows(page, 1, (0, 105), _per_cent(0, 101, 25), left=2.1, right=0.7, top=1.2, bottom=3.4)
    sizes = frame["value"][BARS["four"]]
    _bar(rows, 0, 100 * sizes / sizes.sum(), frame)
    rows.name(0, said.whole, -1.5)
    if guess is not None:
        place = min(max(guess, 0), 100)
        rows.mark(-0.38, place, "v", size=None)
        rows.aside(-0.46, said.guess, min(max(place, 14), 86), ha="center", va="bottom", size=10)


def _draw_world(page, frame, said):
    """Draw each of BARS in per cent of the world, with its number at its end."""
    rows = Rows(page, len(BARS), (0, 36), _per_cent(0, 40, 10), **WORLD)
    for y, (row, parts) in enumerate(BARS.items()):
        end = _bar(rows, y, frame["value"][parts], frame)
        rows.aside(y, f"{end:.1f}", end + 0.4, weight="bold")
        if row == "three":
            rows.aside(y, said.order, end + 3, size=10, color=LABEL)
        rows.name(y, said.rows[row], -0.5)
    page.text(0.25, 2.72, said.world, size=11, color=LABEL)


WORLD = {"left": 2.1, "right": 0.7, "top": 2.85, "bottom": 0.75, "edges": (0.75, 0.6)}


def _per_cent(first, last, step) -> tuple[list, list]:
    ticks = list(range(first, last, step))
    return ticks, [f"{tick} %" for tick in ticks]


def _bar(rows, y, sizes, frame) -> float:
    """Draw one bar of several states, end to end; return where it ends."""
    left, short = 0.0, states.names()
    for state, size in sizes.items():
        colour = figures.look(state).colour if state in THE_FOUR else BAR
        edge = {"edgecolor": PAPER, "linewidth": 1.2, "left": left}
        bar = rows.bar(y, size, colour, 0.58, **edge)
        figures.mark(bar, "capabilities", [(state, frame["year"][state], "cinc")])
        if state in THE_FOUR and size * 6.5 / (rows.span[1] - rows.span[0]) > 0.7:
            paper = {"color": "#FFFFFF" if state != "CHN" else INK, "weight": "bold"}
            rows.aside(y, short[state], left + size / 2, ha="center", **paper)
        left += size
    return left


def draw_capabilities(compare=("USA",), sums: bool = False) -> figures.LessonFigure:
    """Draw five measures of size, one panel each, one row a state.

    `compare` holds ISO codes beside the four; `sums` adds the four, and the four without China.
    """
    frame = measures.latest((*THE_FOUR, *compare))
    values = frame.set_index(["indicator", "iso3"])["value"].to_dict()
    years = frame.set_index("indicator")["year"].to_dict()
    said = _say_capabilities(frame, values, compare, sums)
    rows = _compared(said, compare, sums)
    sizes = {i: [_size(values, i, added) for _, added in rows] for i in measures.MEASURES}
    with figures.page(said) as page:
        ax = page.axes(left=PANELS_FROM, right=0.19, top=1.72, bottom=0.55)
        _panel_heads(page, said, years)
        _panels(ax, rows, sizes, years, said)
    sources = [frame, measures.ARMED_SOURCE]
    return page.told(said, sources, _sizes_table(rows, sizes, said), data.as_of("capabilities"))


def _say_capabilities(frame, values, compare, sums):
    """Return what is said of the measures of size; `values` are by indicator and state."""
    short = states.names().to_dict()

    def told(indicator):
        return [{"name": short[s], "value": values[indicator, s]} for s in THE_FOUR]

    return words(
        "actors.capabilities",
        led=measures.count_led("CHN", frame),
        of=len(measures.MEASURES),
        sums=sums,
        others=[short[state] for state in compare],
        gdp=told("gdp_current_usd"),
        warheads=told("nuclear_warheads_total_inventory"),
        spending=told("military_expenditure_usd_bn"),
        silent=pd.isna(values["gdp_current_usd", "PRK"]),
    )


def _compared(said, compare, sums) -> list[tuple]:
    """Return the rows of the chart: the label of each, and the states that it adds up."""
    short = states.names()
    rows = [(short[state], [state]) for state in THE_FOUR]
    if sums:
        rows += [(said.rows["four"], list(THE_FOUR)), (said.rows["three"], THREE)]
    return rows + [(short[state], [state]) for state in compare]


def _sizes_table(rows, sizes, said) -> figures.LessonTable:
    columns = {
        said.indicators[indicator]["head"]: [
            said.empty[measures.why_empty(added[0], indicator)] if pd.isna(size) else size
            for (_, added), (size, _) in zip(rows, column, strict=True)
        ]
        for indicator, column in sizes.items()
    }
    table = pd.DataFrame({said.state: [label for label, _ in rows], **columns}, dtype=object)
    return figures.table(table, said.table)


def _size(values, indicator, added) -> tuple[float, bool]:
    """Return the sum of what is known of some states, and whether all of them are known."""
    known = [v for state in added if pd.notna(v := values[indicator, state])]
    lost = [s for s in added if pd.isna(values[indicator, s])]
    whole = all(measures.why_empty(state, indicator) == "none" for state in lost)
    return sum(known) if known else float("nan"), whole


# All five panels stand on one pair of axes, a panel every PANEL inches: five pairs of axes would
# cost as much as everything else in the picture. Its units are inches from the first panel's foot.
PANELS_FROM, PANEL, ROOM = 1.55, 1.69, 1.5


def _panel_heads(page, said, years):
    """Write over each panel what it measures, in which unit and of which year."""
    for panel, indicator in enumerate(measures.MEASURES):
        left, about = PANELS_FROM + panel * PANEL, said.indicators[indicator]
        year = said.tell("year", year=years[indicator])
        page.text(left, 1.2, about["head"], size=10.5, weight="bold", va="bottom")
        page.text(left, 1.4, about["unit"], size=10, va="bottom", color=LABEL)
        page.text(left, 1.6, year, size=10, va="bottom", color=LABEL)


def _panels(ax, rows, sizes, years, said):
    from matplotlib.collections import PolyCollection

    foot = -max(len(rows), 8) + 0.4
    ax.set_xlim(0, (len(measures.MEASURES) - 1) * PANEL + ROOM)
    ax.set_ylim(foot, 0.6)
    bare(ax)
    starts = [panel * PANEL for panel in range(len(measures.MEASURES))]
    ax.vlines(starts, foot, 0.6, color=figures.AXIS, linewidth=0.5, zorder=2, clip_on=False)
    for y, (label, _) in enumerate(rows):
        ax.text(-0.09, -y, label, ha="right", va="center", size=10.5, clip_on=False)
    bars = []
    for start, (indicator, column) in zip(starts, sizes.items(), strict=True):
        most = max((size for size, _ in column if pd.notna(size)), default=1)
        inch, decimals = ROOM / most / 1.75, measures.MEASURES[indicator][1]
        for y, ((_, added), (size, whole)) in enumerate(zip(rows, column, strict=True)):
            if pd.isna(size):
                why = said.empty[measures.why_empty(added[0], indicator)]
                ax.text(start + 0.034, -y, why, va="center", size=10, color=NOTE)
                continue
            own = len(added) == 1 and added[0] in THE_FOUR
            edge = figures.look(added[0]).colour if own else BAR
            face = PAPER if len(added) > 1 else edge
            key = [(state, years[indicator], indicator) for state in added]
            bars.append((key, y, start, size * inch, face, edge))
            number = f"{size:,.{decimals}f}" + ("" if whole else said.more)
            ax.text(start + size * inch + 0.043, -y, number, va="center", size=10)
    corners = [
        ((x, -y - 0.28), (x, -y + 0.28), (x + wide, -y + 0.28), (x + wide, -y - 0.28))
        for _, y, x, wide, *_ in bars
    ]
    faces, edges = [face for *_, face, _ in bars], [edge for *_, edge in bars]
    wide = [1.2 * (face == PAPER) for face in faces]
    style = {"facecolors": faces, "edgecolors": edges, "linewidths": wide, "zorder": 1}
    drawn = PolyCollection(corners, **style)
    ax.add_collection(drawn, autolim=False)
    figures.mark(drawn, "capabilities", [key for key, *_ in bars])


def show_terms() -> figures.LessonTable:
    """Show five words of the glossary for states that act together, as the collection has them."""
    terms = data.table("glossary").set_index("term").loc[list(measures.WORDS), ["definition"]]
    return figures.table(terms.reset_index(), words("actors.terms").table)


def show_reach() -> figures.LessonTable:
    """Show up to when the main tables reach, one row a subject, in the order of the lessons."""
    said = words("actors.reach")
    rows = [(subject, data.as_of(table)) for table, subject in said.subjects.items()]
    frame = pd.DataFrame(rows, columns=list(said.columns.values()))
    return figures.table(frame, said.table)


# --- explorers ------------------------------------------------------------------------------------


def explore_capabilities() -> Explorer:
    """Choose states to set beside the four, and whether the four are added up."""
    said = words("actors.explore_capabilities")
    return Explorer(
        draw_capabilities,
        said.question,
        compare=choices(said.compare, states.named(COMPARED), default=("USA",)),
        sums=toggle(said.sums),
    )
