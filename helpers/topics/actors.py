"""The four states and others: how large they are, by five measures that miss different things.

Source of all numbers: the table capabilities (World Bank, Correlates of War, SIPRI). Missing
values stay missing.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures
from helpers.explorers import Explorer, choices, toggle
from helpers.figures import BAR, INK, LABEL, NOTE, PAPER
from helpers.measures import actors as measures
from helpers.measures.states import THE_FOUR

COMPARED = ("USA", "IND", "JPN", "KOR", "TUR", "UKR", "BLR")


# --- charts ---------------------------------------------------------------------------------------


def draw_power(guess=None) -> figures.LessonFigure:
    """Draw the four's CINC as one bar, beside the three without China, India and the US.

    Args:
        guess: the learner's prediction of China's share of the four's sum in per cent, or None.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.latest((*THE_FOUR, "IND", "USA"))
    frame = frame[frame["indicator"] == "cinc"].set_index("iso3")
    value, short = frame["value"], measures.names()
    year = int(frame["year"].iloc[0])
    share = measures.china_share()
    order = ["CHN", "RUS", "IRN", "PRK"]
    rest = value[order[1:]].sum()
    title = f"China is {share:.0f} per cent of the four’s power index"
    note = f"CINC weighs people, cities, steel, energy, soldiers and military spending; {year}"
    with figures.page(title, "Share of the world’s power index CINC, in per cent", note) as page:
        ax = page.axes(left=2.1, right=0.7, top=1.3, bottom=0.85)
        rows = [("The four", order), ("Without China", order[1:]), ("India", ["IND"])]
        rows.append(("United States", ["USA"]))
        for y, (label, states) in enumerate(rows):
            left = 0.0
            for state in states:
                colour = figures.look(state).colour if state in THE_FOUR else BAR
                style = {"color": colour, "edgecolor": PAPER, "linewidth": 1.2, "height": 0.58}
                ax.barh(-y, value[state], left=left, **style)
                _name_part(ax, short[state], state, left, value[state], -y)
                left += value[state]
            ax.text(left + 0.4, -y, f"{left:.1f}", va="center", weight="bold")
            ax.text(-0.5, -y, label, ha="right", va="center", clip_on=False)
        ax.set_xlim(0, 36)
        ax.set_ylim(-3.6, 0.75)
        ax.set_yticks([])
        ax.set_xticks(range(0, 40, 10), [f"{tick} %" for tick in range(0, 40, 10)])
        ax.grid(axis="x")
        if guess is not None:
            place = value[order].sum() * min(max(guess, 0), 100) / 100
            ax.plot([place], [0.38], "v", color=INK)
            words = f"your guess for China: {guess:g} per cent"
            ax.text(max(place, 4), 0.48, words, ha="center", va="bottom", size=10)
    own = "" if guess is None else f"You guessed {guess:g} per cent. "
    table = pd.DataFrame({"State": short[value.index], "Per cent of the world": value.round(2)})
    return page.figure(
        alt=f"Power index CINC in {year}, per cent of the world. The four together "
        f"{value[order].sum():.1f}: China {value['CHN']:.1f}, Russia {value['RUS']:.1f}, Iran "
        f"{value['IRN']:.1f}, North Korea {value['PRK']:.1f}. Without China {rest:.1f}, less than "
        f"India with {value['IND']:.1f}. United States {value['USA']:.1f}.",
        caption=f"{own}China is {share:.0f} per cent of the sum; Russia, Iran and North Korea "
        f"together have {rest:.1f} per cent of the world’s index, India {value['IND']:.1f}. The "
        "index has no nuclear weapons and no technology in it.",
        sources=[frame],
        table=figures.table(table, f"Power index CINC, {year}"),
        as_of=str(year),
    )


def _name_part(ax, name, state, left, width, y):
    """Name a part of a bar: inside where it fits, otherwise above with a line."""
    if state not in THE_FOUR:
        return
    if width > 5:
        paper = {"color": "#FFFFFF" if state != "CHN" else INK, "weight": "bold", "va": "center"}
        ax.text(left + width / 2, y, name, ha="center", **paper)
    elif y < 0:
        place = {"ha": "center", "va": "top", "size": 10, "color": figures.look(state).word}
        shift = {"RUS": -1.0, "IRN": 0.3, "PRK": 2.4}[state]
        ax.text(left + width / 2 + shift, y - 0.32, name, **place)


def draw_capabilities(compare=("USA",), sums: bool = False) -> figures.LessonFigure:
    """Draw five measures of size, one panel each, one row a state.

    Args:
        compare: ISO codes of states beside the four.
        sums: True adds the four together and the four without China.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.latest((*THE_FOUR, *compare))
    short = measures.names().to_dict()
    rows = [(short[state], [state]) for state in THE_FOUR]
    if sums:
        rows += [("Sum of the four", list(THE_FOUR)), ("Sum, no China", ["RUS", "IRN", "PRK"])]
    rows += [(short[state], [state]) for state in compare]
    known = frame[frame["iso3"].isin(THE_FOUR)].dropna(subset=["value"])
    largest = known.sort_values(["value", "iso3"]).groupby("indicator").tail(1)
    led = int((largest["iso3"] == "CHN").sum())
    title = f"China is the largest of the four by {led} of {len(measures.MEASURES)} measures"
    subtitle = "Five measures of size, latest year of each. Every panel has its own scale"
    note = "no bar: no figure in the table"
    note += "   hollow: a sum, no state   +: at least one state of the sum has no figure" * sums
    values = frame.set_index(["indicator", "iso3"])["value"].to_dict()
    years = frame.set_index("indicator")["year"].to_dict()
    sizes = {i: [_size(values, i, states) for _, states in rows] for i in measures.MEASURES}
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=PANELS_FROM, right=0.19, top=1.72, bottom=0.55)
        for panel, (indicator, (heading, unit, _, _)) in enumerate(measures.MEASURES.items()):
            left = PANELS_FROM + panel * PANEL
            page.text(left, 1.2, heading, size=10.5, weight="bold", va="bottom")
            page.text(left, 1.4, unit, size=10, va="bottom", color=LABEL)
            page.text(left, 1.6, f"in {years[indicator]}", size=10, va="bottom", color=LABEL)
        _panels(ax, rows, sizes)
    columns = {measures.MEASURES[i][0]: [size for size, _ in column] for i, column in sizes.items()}
    table = pd.DataFrame({"State": [label for label, _ in rows], **columns})
    others = ", ".join(short[state] for state in compare) or "no other state"
    return page.figure(
        alt=_sizes_alt(values, short, others),
        caption="The four differ more from one another than a sum of them can say. North Korea "
        "has no GDP series and no spending figure here; its warheads are an uncertain estimate.",
        sources=[frame],
        table=figures.table(table, "Five measures of size; units as in the headings above"),
        sentence=f"Shown: the four beside {others}{'; with sums' if sums else ''}.",
        as_of=data.as_of("capabilities"),
    )


def _size(values, indicator, states) -> tuple[float, bool]:
    """Return the sum of what is known of some states, and whether all of them are known."""
    known = [v for state in states if pd.notna(v := values[indicator, state])]
    return sum(known) if known else float("nan"), len(known) == len(states)


# All five panels stand on one pair of axes, a panel every PANEL inches: five pairs of axes would
# cost as much as everything else in the picture. Its units are inches from the first panel's foot.
PANELS_FROM, PANEL, ROOM = 1.55, 1.69, 1.5


def _panels(ax, rows, sizes):
    from matplotlib.collections import PolyCollection

    foot = -max(len(rows), 8) + 0.4
    ax.set_xlim(0, (len(measures.MEASURES) - 1) * PANEL + ROOM)
    ax.set_ylim(foot, 0.6)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    starts = [panel * PANEL for panel in range(len(measures.MEASURES))]
    ax.vlines(starts, foot, 0.6, color=figures.AXIS, linewidth=0.5, zorder=2, clip_on=False)
    for y, (label, _) in enumerate(rows):
        ax.text(-0.09, -y, label, ha="right", va="center", size=10.5, clip_on=False)
    bars = []
    for start, (indicator, column) in zip(starts, sizes.items(), strict=True):
        most = max((size for size, _ in column if pd.notna(size)), default=1)
        inch, decimals = ROOM / most / 1.75, measures.MEASURES[indicator][3]
        for y, ((_, states), (size, whole)) in enumerate(zip(rows, column, strict=True)):
            if pd.isna(size):
                ax.text(start + 0.034, -y, "no figure", va="center", size=10, color=NOTE)
                continue
            own = len(states) == 1 and states[0] in THE_FOUR
            edge = figures.look(states[0]).colour if own else BAR
            bars.append((y, start, size * inch, PAPER if len(states) > 1 else edge, edge))
            words = f"{size:,.{decimals}f}" + ("" if whole else " +")
            ax.text(start + size * inch + 0.043, -y, words, va="center", size=10)
    corners = [
        ((x, -y - 0.28), (x, -y + 0.28), (x + wide, -y + 0.28), (x + wide, -y - 0.28))
        for y, x, wide, *_ in bars
    ]
    faces, edges = [face for *_, face, _ in bars], [edge for *_, edge in bars]
    wide = [1.2 * (face == PAPER) for face in faces]
    style = {"facecolors": faces, "edgecolors": edges, "linewidths": wide, "zorder": 1}
    ax.add_collection(PolyCollection(corners, **style), autolim=False)


def _sizes_alt(four, short, others) -> str:
    def told(indicator):
        decimals = measures.MEASURES[indicator][3]
        return ", ".join(
            f"{short[s]} {four[indicator, s]:,.{decimals}f}"
            if pd.notna(four[indicator, s])
            else f"{short[s]} no figure"
            for s in THE_FOUR
        )

    return (
        f"Size of the four beside {others}. GDP in trillion dollars: {told('gdp_current_usd')}. "
        f"Warheads: {told('nuclear_warheads_total_inventory')}. "
        f"Military spending in billion dollars: {told('military_expenditure_usd_bn')}."
    )


def show_terms() -> figures.LessonTable:
    """Show five words of the glossary for states that act together, as the collection has them."""
    terms = data.table("glossary").set_index("term").loc[list(measures.WORDS), ["definition"]]
    return figures.table(terms.reset_index(), "Five words for states that act together")


def show_reach() -> figures.LessonTable:
    """Show up to when the main tables reach, one row a subject, in the order of the lessons."""
    subjects = {
        "Events": "events",
        "Assembly votes": "un_agreement",
        "Trade": "trade",
        "Treaties": "treaties",
        "Transfers": "transfers",
        "Drone launches": "drone_launches",
        "Expert views": "views",
        "Crises": "stress_tests",
    }
    rows = [(subject, data.as_of(table)) for subject, table in subjects.items()]
    frame = pd.DataFrame(rows, columns=["Subject", "The data reach"])
    return figures.table(frame, "Every subject has its own end")


# --- explorers ------------------------------------------------------------------------------------


def explore_capabilities() -> Explorer:
    """Choose states to set beside the four, and whether the four are added up."""
    short = measures.names()
    return Explorer(
        draw_capabilities,
        "How large are the four, and beside whom?",
        compare=choices("Compare with", [(short[s], s) for s in COMPARED], default=("USA",)),
        sums=toggle("Show two sums: the four, and the four without China"),
    )
