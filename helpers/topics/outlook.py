"""Outlook: what may follow, what to watch, forecasts that can be scored, and what to do.

Probabilities are shares from 0 to 1 in measures and per cent from 0 to 100 where a learner types
or reads them. Source of all rows: the tables implications, indicators, forecast_questions,
open_questions, policy_options, arms_exports, capabilities and views.
"""

from __future__ import annotations

import functools
import re

import pandas as pd

from helpers import data, figures, forms, journal, questions, wording
from helpers.explorers import Explorer, choice, choices, toggle
from helpers.figures import BAND, BAR, GRID, INK, LABEL, NOTE, PAPER, RANGE
from helpers.measures import outlook as measures
from helpers.measures import states
from helpers.numbers import parse_number

AREAS = {
    "us-primacy": "Primacy of the United States",
    "sanctions": "Sanctions",
    "proliferation": "Spread of weapons",
    "ukraine": "Ukraine",
    "middle-east": "Middle East",
    "northeast-asia": "Northeast Asia",
    "global-governance": "World bodies",
    "nonproliferation": "Nuclear rules",
}
DIRECTIONS = {
    "higher": "a rise would speak for cohesion",
    "ambiguous": "ambiguous: dependence is not friendship",
    "none": "measures something else",
}
SIDES = ["both sides", "only what speaks for it", "only what speaks against it"]
COUNTED = ["all questions", "only those that came out yes", "only those given more than 50"]
FEW = 5  # cases in a group below which its point is hollow
FAMILIES = {
    "understanding": "Understanding",
    "alliances": "Alliances",
    "wedge": "Wedge: loosen the ties",
    "deterrence": "Deterrence",
    "sanctions": "Sanctions",
    "diplomacy": "Diplomacy",
    "resilience": "Resilience",
}
GOALS = [
    "No war between large powers",
    "An early end to the fighting in Ukraine",
    "Attackers do not keep what they took",
    "No further states with nuclear arms",
    "Sanctions keep their effect",
    "Open trade and low prices",
    "Equal rules for strong and weak states",
    "Freedom not to take sides",
    "Low cost for my own state",
]
PLACES = {"first": "My first goal", "second": "My second goal", "third": "My third goal"}


# --- charts ---------------------------------------------------------------------------------------

_SHAPES = {"higher": ("^", INK), "ambiguous": ("D", PAPER), "none": ("s", PAPER)}


def draw_indicators(show=tuple(DIRECTIONS), oldest_first: bool = False, guess=None):
    """Draw the board of indicators: last value known, its date, and what a rise would mean.

    Args:
        show: keys of DIRECTIONS; only these rows are drawn.
        oldest_first: True for the order of the dates instead of the directions.
        guess: the learner's prediction of how many would speak for cohesion, or None.

    Returns:
        The `LessonFigure`.
    """
    rows = measures.indicator_rows()
    rows = rows[rows["direction"].isin(show)]
    if rows.empty:
        asks = "Tick at least one kind of indicator to see its rows."
        return figures.message("No indicator is chosen", asks, figures.TALL)
    rank = rows["direction"].map({name: place for place, name in enumerate(DIRECTIONS)})
    by = ["_when", "indicator_id"] if oldest_first else ["_rank", "indicator_id"]
    rows = rows.assign(_rank=rank, _when=_years(rows)).sort_values(by).reset_index(drop=True)
    counts = {name: int((rows["direction"] == name).sum()) for name in DIRECTIONS}
    title = f"A rise in {counts['higher']} of {len(rows)} indicators would speak for cohesion"
    subtitle = "Last value known here, and its date. The direction is our coding"
    note = "▲ a rise would speak for cohesion   ◇ ambiguous, dependence is not friendship   "
    note += "□ something else   † through a weak page"
    with figures.page(title, subtitle, note, figures.TALL) as page:
        ax = page.axes(left=6.1, right=0.45, top=1.3, bottom=0.75)
        ax.set_xlim(2021.85, 2026.6)
        ax.set_ylim(-17.6, 0.6)
        ax.set_yticks([])
        ax.set_xticks(range(2022, 2027))
        ax.hlines([-p for p in rows.index], 2021.85, 2026.6, color=GRID, linewidth=0.9, zorder=0)
        step = (figures.TALL - 1.3 - 0.75) / 18.2
        heads = ((0.25, "Indicator"), (3.75, "Last value"), (6.1, "As of"))
        for left, words in heads:
            page.text(left, 1.22, words, size=11, weight="bold", va="bottom")
        for place, row in rows.iterrows():
            top = 1.3 + (place + 0.6) * step
            page.text(0.25, top, row["short"], size=10.5, va="center")
            page.text(3.75, top, row["value"], size=10.5, va="center", color=LABEL)
            marker, face = _SHAPES[row["direction"]]
            style = {"color": INK, "markerfacecolor": face, "markeredgewidth": 1.4}
            ax.plot(row["_when"], -place, marker, **style)
    old, new = rows.loc[rows["as_of"].idxmin()], rows.loc[rows["as_of"].idxmax()]
    span = f"The oldest value is of {old['as_of_text']}, the newest of {new['as_of_text']}"
    said = "" if guess is None else f"You guessed {_number(guess)}. "
    columns = ["name", "value", "as_of_text", "direction", "direction_reason", "how_to_update"]
    table = rows[columns].assign(direction=rows["direction"].map(DIRECTIONS))
    heads = ["Indicator", "Last value", "As of", "What a rise would mean", "Why", "Where to look"]
    table.columns = heads
    return page.figure(
        alt=(
            f"{len(rows)} indicators with their last value known and its date. By our coding a "
            f"rise would speak for cohesion in {counts['higher']}, is ambiguous in "
            f"{counts['ambiguous']} and measures something else in {counts['none']}. {span}."
        ),
        caption=(
            f"{said}By our coding a rise would speak for the cohesion of the four in "
            f"{counts['higher']} of {len(rows)} indicators. {span}; a value is no trend, and "
            "another coder may read a direction differently."
        ),
        sources=[rows],
        table=figures.table(table, "Indicators, with where to look for the next value"),
        sentence=f"Shown: {len(rows)} of {len(measures.indicator_rows())} indicators. {span}.",
        as_of=data.as_of("indicators"),
    )


def _years(rows) -> pd.Series:
    """Return dates as years with a fraction; a value of a whole year stands in its middle."""
    when = rows["as_of"].dt.year + (rows["as_of"].dt.day_of_year - 1) / 365
    return when + 0.5 * (rows["as_of_text"].str.len() == 4)


def _number(value) -> str:
    number = parse_number(value)
    return str(value) if number is None else f"{number:,.6g}"


def draw_forecasters(guess=None) -> figures.LessonFigure:
    """Draw the Brier scores of five made-up forecasters: all questions, the yes and the no ones.

    Args:
        guess: key of the learner's prediction ('better', 'same', 'worse'), or None.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.scores()
    score = frame.set_index("forecaster")
    fifty, nothing = score.loc[measures.FIFTY, "all"], score.loc[measures.NOTHING, "all"]
    word = "worse" if nothing > fifty else "better"
    title = f"“Nothing changes” scores {nothing:.2f}, {word} than always 50 per cent"
    count = int(frame["cases"].max())
    subtitle = f"Brier score of five made-up forecasters on {count} practice questions. Low is good"
    note = "● all questions   □ those that came out yes   ◇ those that came out no   "
    note += f"dashed line: always 50 per cent, {fifty:.2f}"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=2.7, right=0.45, top=1.45, bottom=0.95)
        ax.set_xlim(-0.02, 1.02)
        ax.set_ylim(-len(frame) + 0.4, 0.6)
        ax.set_yticks([])
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        ax.axvline(fifty, color=NOTE, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
        figures.draw_unit(ax, "Brier score: 0 best, 1 worst")
        for place, row in frame.iterrows():
            low, high = row[["yes", "no"]].min(), row[["yes", "no"]].max()
            ax.plot([low, high], [-place, -place], color=RANGE, linewidth=3, zorder=2)
            marks = [("yes", "s", PAPER), ("no", "D", PAPER), ("all", "o", INK)]
            if high - low < 0.05:  # the marks would cover one another
                marks = marks[2:]
                words = f"yes {row['yes']:.2f}, no {row['no']:.2f}"
                ax.text(high + 0.025, -place, words, **_BOXED)
            for name, marker, face in marks:
                style = {"color": INK, "markerfacecolor": face, "markeredgewidth": 1.4}
                ax.plot(row[name], -place, marker, zorder=4, clip_on=False, **style)
            ax.text(row["all"], -place + 0.3, f"{row['all']:.2f}", ha="center", **_BOXED)
            bold = "bold" if row["forecaster"] == measures.NOTHING else "normal"
            ax.text(-0.06, -place, row["forecaster"], ha="right", va="center", weight=bold)
    told = {"better": "better", "same": "about the same", "worse": "worse"}
    said = f"You expected: {told[guess]}. " if guess in told else ""
    yes, no = score.loc[measures.NOTHING, "yes"], score.loc[measures.NOTHING, "no"]
    table = frame.round(3)
    table.columns = ["Forecaster", "All", "Came out yes", "Came out no", "Questions"]
    return page.figure(
        alt=(
            f"Brier scores on {count} practice questions, low is good. Always 50 per cent scores "
            f"{fifty:.2f}; nothing changes {nothing:.2f}, with {no:.2f} where the outcome was no "
            f"and {yes:.2f} where it was yes; a made-up learner "
            f"{score.loc[measures.LEARNER, 'all']:.2f}, "
            f"and {score.loc[measures.CERTAIN, 'all']:.2f} when always certain."
        ),
        caption=(
            f"{said}“Nothing changes” scores {nothing:.2f} over all questions: {no:.2f} where "
            f"nothing came, {yes:.2f} where something did. The questions were chosen so that half "
            "come out yes. In a list made otherwise this forecaster may do well."
        ),
        sources=[measures.practice()],
        table=figures.table(table, "Brier scores of five made-up forecasters"),
        as_of=data.as_of("forecast_questions"),
    )


_BOXED = {
    "size": 10.5,
    "va": "center",
    "zorder": 5,
    "bbox": {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5},
}


def draw_calibration(frame: pd.DataFrame, name: str, made_up: bool = True, chosen: str = ""):
    """Draw what one forecaster said against what happened, and the score beside two others.

    Args:
        frame: that forecaster's rows as of `forecasts()`; no row gives a sentence.
        name: who it is.
        made_up: True draws the tag of an example.
        chosen: which questions count, in words; said in the subtitle.

    Returns:
        The `LessonFigure`.
    """
    if frame.empty:
        asks = "No question counts here. Choose another forecaster or count other questions."
        return figures.message("No forecast to score", asks)
    groups = measures.calibration(frame["probability"], frame["outcome"])
    groups = groups[groups["cases"] > 0]
    own = measures.brier(frame["probability"], frame["outcome"])
    rivals = measures.forecasts()
    rivals = rivals[rivals["question_id"].isin(frame["question_id"])]
    rivals = measures.scores(rivals).set_index("forecaster")["all"]
    bars = {name: own} | {
        other: rivals[other] for other in (measures.FIFTY, measures.NOTHING) if other != name
    }
    count = len(frame)
    asked = measures.practice().merge(frame[["question_id"]])
    one = "question" if count == 1 else "questions"
    title = f"{name[:1].upper()}{name[1:]}: Brier score {own:.2f} on {count} {one}"
    subtitle = f"What was said against how often it happened{'; ' if chosen else ''}{chosen}"
    note = f"● group of {FEW} or more questions   ○ fewer   diagonal: said is what happened"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=0.9, right=4.75, top=1.45, bottom=1.0)
        ax.set_xlim(-3, 103)
        ax.set_ylim(-3, 106)
        ax.set_xticks(range(0, 101, 20))
        ax.set_yticks(range(0, 101, 20))
        ax.grid(color=GRID)
        ax.plot([0, 100], [0, 100], color=NOTE, linewidth=1.2, linestyle=(0, (4, 3)))
        x, y = 100 * groups["said"].astype(float), 100 * groups["happened"].astype(float)
        ax.plot(x, y, color=INK, zorder=3)
        for left, height, cases in zip(x, y, groups["cases"], strict=True):
            face = PAPER if cases < FEW else INK
            ax.plot(left, height, "o", color=INK, markerfacecolor=face, zorder=4, clip_on=False)
            above = height < 90
            place = (left, height + (7 if above else -8))
            ax.text(*place, str(cases), ha="center", **_BOXED)
        figures.draw_unit(ax, "It happened (per cent); number: questions")
        ax.set_xlabel("It was said (per cent)", loc="left")
        _score_bars(page, bars, "EXAMPLE: a made-up forecaster" if made_up else "")
    largest = groups.nlargest(2, "cases").sort_index()
    told = "; ".join(
        f"of {row.cases} at {100 * row.low:.0f} to {100 * row.high:.0f} per cent, "
        f"{row.happened:.0%} happened".replace("%", " per cent")
        for row in largest.itertuples()
    )
    beside = ", ".join(f"{other} {score:.2f}" for other, score in list(bars.items())[1:])
    table = (100 * groups[["low", "high", "said", "happened"]]).astype(float).round(1)
    table.insert(2, "cases", groups["cases"])
    table.columns = ["From", "To", "Questions", "Said on average", "Happened"]
    few = int((groups["cases"] < FEW).sum())
    return page.figure(
        alt=(
            f"Probabilities on {count} {one}, grouped by what was said; {name}. Largest groups: "
            f"{told}. "
            f"Brier score {own:.2f}, beside {beside} on the same questions."
        ),
        caption=(
            f"Brier score {own:.2f}; on the same {one} {beside}. {few} of {len(groups)} groups "
            f"have fewer than {FEW} questions: a point that rests on so few may move by chance."
        ),
        sources=[asked],
        table=figures.table(table, "Said and happened, in per cent"),
        sentence=f"{name}: {count} {one}, Brier score {own:.2f}; for comparison, {beside}.",
        as_of=data.as_of("forecast_questions"),
    )


def _score_bars(page, bars, tag):
    ax = page.axes(left=6.1, right=0.6, top=1.45, bottom=1.0)
    ax.set_xlim(0, 1)
    ax.set_ylim(-3, 0.75)
    ax.set_yticks([])
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    ax.grid(axis="x", color=GRID)
    figures.draw_unit(ax, "Brier score: 0 best, 1 worst")
    if tag:
        box = {"facecolor": INK, "edgecolor": "none", "pad": 4}
        ax.text(0.02, -2.75, tag, size=10, color=PAPER, bbox=box)
    for place, (name, score) in enumerate(bars.items()):
        ax.barh(-place, score, 0.34, color=BAR if place == 0 else RANGE)
        ax.text(0, -place + 0.26, name, va="bottom", weight="normal" if place else "bold", **_NAME)
        ax.text(score + 0.015, -place, f"{score:.2f}", va="center", **_NAME)


_NAME = {
    "size": 11,
    "zorder": 5,
    "clip_on": False,
    "bbox": {"facecolor": PAPER, "edgecolor": "none", "pad": 1},
}


def draw_warheads() -> figures.LessonFigure:
    """Draw the published counts of North Korean warheads, broken where the counting changed."""
    rows = measures.warheads()
    before = rows[rows["counting"] == "before the break"]
    after = rows[rows["counting"] == "after the break"]
    first, last, older = after.iloc[0], after.iloc[-1], before.iloc[-1]
    title = "One published series has two ways of counting"
    subtitle = "North Korean warheads by SIPRI's yearbooks, January of each year"
    note = "Bar: printed as a range   hollow: highly uncertain   no line crosses the break"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=0.8, right=0.6, top=1.4, bottom=0.8)
        ax.set_xlim(2018.5, 2025.6)
        ax.set_ylim(0, 67)
        ax.set_yticks(range(0, 61, 10))
        ax.set_xticks(range(2019, 2026))
        ax.grid(axis="y", color=GRID)
        ax.axvspan(2021.4, 2021.6, color=BAND, linewidth=0)
        for x, words in ((2019.95, "older counting"), (2023.55, "newer counting")):
            ax.text(x, 64, words, ha="center", va="center", size=11, color=LABEL)
        ax.text(2021.5, 6, "break", ha="center", size=10, color=LABEL)
        ax.plot(after["year"], after["low"], color=INK, linewidth=1.4, zorder=2)
        hollow = {"color": INK, "markerfacecolor": PAPER, "markeredgewidth": 1.4, "zorder": 4}
        for row in rows.itertuples():
            if row.low != row.high:
                ends = [row.low, row.high]
                ax.plot([row.year] * 2, ends, color=RANGE, linewidth=7, solid_capstyle="butt")
            for end in {row.low, row.high}:
                ax.plot(row.year, end, "o", **hollow)
            words = f"{row.low:g}" if row.low == row.high else f"{row.low:g}–{row.high:g}"
            ax.text(row.year, row.high + 3, words, ha="center", va="bottom", size=10.5)
        figures.draw_unit(ax, "Assembled warheads")
    table = rows[["year", "low", "high", "counting"]].astype({"low": int, "high": int})
    table.columns = ["Year", "From", "To", "Counting"]
    told = ", ".join(f"{n:g}" for n in after["low"])
    return page.figure(
        alt=(
            f"SIPRI's counts of North Korean warheads in two parts. On the older counting "
            f"{before.iloc[0]['low']:g} to {before.iloc[0]['high']:g} for "
            f"{before.iloc[0]['year']} and {older['low']:g} to {older['high']:g} for "
            f"{older['year']}; on the newer one {told} for {first['year']} to {last['year']}. "
            "The two parts are not joined."
        ),
        caption=(
            f"On the older counting SIPRI printed {older['low']:g} to {older['high']:g} for "
            f"{older['year']}; on the newer one {first['low']:g} for {first['year']} and "
            f"{last['low']:g} for {last['year']}. All are highly uncertain "
            "estimates; a change of counting is no change of arsenal."
        ),
        sources=[rows],
        table=figures.table(table, "Assembled North Korean warheads, by SIPRI"),
        as_of=f"January {last['year']}",
    )


_SIGNS = {1: "+", 0: "0", -1: "−"}


def _first(rows) -> str:
    return rows["option"].iloc[0] if len(rows) == 1 else f"{len(rows)} options, tied"


def draw_tradeoff(ratings: dict, goals: list) -> figures.LessonFigure:
    """Draw the learner's ratings of options by goal, ordered by the learner's own weights.

    Args:
        ratings: {option_id: {goal: key of EFFECTS}}.
        goals: the learner's goals, the most important first.

    Returns:
        The `LessonFigure`.
    """
    rows = measures.tradeoff(ratings, goals)
    if rows.empty:
        asks = "Rate at least one option for at least one of your goals."
        return figures.message("No option is rated", asks, figures.TALL)
    conflicts = int(rows["conflict"].sum())
    best = rows[rows["place"] == 1]
    turned = rows[rows["turned"] == 1]
    moved = set(best["option_id"]) != set(turned["option_id"])
    one = "option serves" if conflicts == 1 else "options serve"
    title = f"{conflicts} of {len(rows)} rated {one} one goal against another"
    subtitle = "Your ratings, ordered by your goals (weights 3, 2, 1)"
    note = "+ serves it   0 no clear effect   − conflicts with it   empty: not rated   "
    note += "Places: with your order of goals, and with it turned round"
    with figures.page(title, subtitle, note, figures.TALL) as page:
        places = [5.35 + 1.45 * n for n in range(len(goals))] + [0] * (3 - len(goals))
        for n, goal in enumerate(goals):
            words = "\n".join(figures.wrap(goal, 17))
            page.text(places[n], 1.62, words, size=10, va="bottom", ha="center", linespacing=1.15)
        page.text(9.32, 1.62, "Place\n(turned)", size=10, va="bottom", ha="center")
        page.line([(0.25, 1.68), (9.75, 1.68)], color=NOTE, linewidth=0.8)
        for n, row in rows.iterrows():
            top = 1.92 + 0.385 * n
            words = figures.shorten(row["option"], 58)
            page.text(0.25, top, words, size=10.5, va="center")
            for place, goal in zip(places, goals, strict=False):
                if not pd.isna(row[goal]):
                    bold = "normal" if row[goal] == 0 else "bold"
                    sign = _SIGNS[int(row[goal])]
                    page.text(place, top, sign, size=13, va="center", ha="center", weight=bold)
            both = f"{row['place']} ({row['turned']})"
            page.text(9.32, top, both, size=10.5, va="center", ha="center")
    first, then = _first(best), _first(turned)
    change = f"With the order turned round: {then}." if moved else "Turned round, it stays first."
    table = rows[["option", *goals, "place", "turned", "conflict"]].rename(
        columns={"option": "Option", "place": "Place", "turned": "Turned", "conflict": "Conflict"}
    )
    return page.figure(
        alt=(
            f"{len(rows)} options rated by the learner for {len(goals)} goals. First with the "
            f"learner's order of goals: {first}. {change} {conflicts} of the options serve one "
            "goal and conflict with another."
        ),
        caption=(
            f"With your goals and your ratings comes first: {first}. {change} The numbers only "
            "repeat what you value and expect; data cannot choose between goals."
        ),
        sources=[data.table("policy_options").query("option_id in @rows.option_id")],
        table=figures.table(table, "Your ratings by goal", limit=15),
        as_of=data.as_of("policy_options"),
    )


# --- tables that a lesson shows -------------------------------------------------------------------


def show_implication(implication: str = "im01", sides: str = SIDES[0]) -> figures.LessonTable:
    """Show one implication: claim, what speaks for and against it, what to watch, last value.

    Args:
        implication: its id.
        sides: one of SIDES.

    Returns:
        The `LessonTable`.
    """
    row = data.table("implications").set_index("implication_id").loc[implication]
    watched = measures.indicator_rows()
    watched = watched[watched["implication_ids"].str.split(";").map(lambda i: implication in i)]
    lines = [("**Claim**", row["claim"])]
    if sides != SIDES[2]:
        lines.append(("**Speaks for it**", row["for_evidence"]))
    if sides != SIDES[1]:
        lines.append(("**Speaks against it**", row["against_evidence"]))
    lines.append(("**To watch**", row["indicator"]))
    lines += [
        (f"**Value, as of {r.as_of_text}**", f"{r.name}: {r.value}; {DIRECTIONS[r.direction]}")
        for r in watched.itertuples(index=False)
    ] or [("**Value**", "none in the table indicators")]
    lines.append(("**Sources**", data.cite_text(*row["source_ids"].split(";"))))
    frame = pd.DataFrame(lines, columns=["Part", "What it says"])
    area = AREAS[str(row["area"])]
    count = len(watched)
    said = f"{area}, {implication}: {sides}; {count} indicator{'s' * (count != 1)} with a value."
    return figures.table(frame, f"{area}: one implication ({implication})", sentence=said)


def show_costs() -> figures.LessonTable:
    """Show what single probabilities cost under the Brier rule when it happens and when not."""
    said = [0, 10, 30, 50, 70, 90, 100]
    rows = [
        (f"{p} per cent", measures.brier([p / 100], [1]), measures.brier([p / 100], [0]))
        for p in said
    ]
    frame = pd.DataFrame(rows, columns=["You say", "Cost if it happens", "Cost if it does not"])
    return figures.table(frame, "The squared distance of a probability from what happened")


def show_arms() -> figures.LessonTable:
    """Show shares of world arms exports by window of five years, by SIPRI."""
    rows = data.table("arms_exports").query("metric == 'share_global_arms_exports'")
    rows = rows.sort_values(["supplier", "period"])
    names = states.names()
    frame = pd.DataFrame(
        {
            "Supplier": rows["supplier"].map(names),
            "Five years": rows["period"].str.replace("-", "–"),
            "Share of world arms exports, per cent": rows["value"],
        }
    )
    return figures.table(frame, "Arms exports by SIPRI; windows that share years overlap")


def show_headline() -> figures.LessonTable:
    """Show in steps how the headline of the bug hunt was computed; the arithmetic is right."""
    rows = data.table("capabilities").query("iso3 == 'PRK' and unit == 'warheads'")
    counts = rows.set_index("year")["value"].sort_index()
    first, last = counts.index[0], counts.index[-1]
    steps = [
        (f"Take the number for {year}", f"{counts[year]:g} warheads") for year in (first, last)
    ]
    more = counts[last] / counts[first] - 1
    steps += [
        ("Divide the later by the earlier, and take away 1", f"{more:.2f}"),
        ("Write the headline", f"“North Korea's warheads: {more:+.0%} in {last - first} years.”"),
    ]
    return figures.table(
        pd.DataFrame(steps, columns=["Step", "Result"]), "How somebody came to the headline"
    )


def show_two_errors() -> figures.LessonTable:
    """Show two ways to be wrong about a group: who warns, and of what."""
    views = data.table("views").set_index("view_id")
    options = data.table("policy_options").set_index("option_id")

    def warned(*found):
        told = [f"{views.loc[i, 'author']}: {views.loc[i, column]}." for i, column in found]
        return " ".join(told).replace("..", ".")

    rows = [
        (
            "**Self-fulfilling prophecy**: treating four as one makes them one",
            warned(("V10", "main_claim"), ("V56", "prediction")),
            options.loc["po02", "option"],
            options.loc["po02", "argument_against"],
        ),
        (
            "**Complacency**: treating pairs apart misses what they add up to",
            warned(("V02", "main_claim")),
            options.loc["po01", "option"],
            options.loc["po01", "argument_against"],
        ),
    ]
    columns = ["Error", "Who argues so", "Policy that risks it", "Its case against"]
    return figures.table(pd.DataFrame(rows, columns=columns), "Two errors with opposite cures")


def show_options(family: str = "all") -> figures.LessonTable:
    """Show policy options of one family with the case for and against.

    Args:
        family: a key of FAMILIES, or 'all'.

    Returns:
        The `LessonTable`.
    """
    rows = data.table("policy_options")
    rows = rows if family == "all" else rows[rows["family"] == family]
    frame = rows[["option", "argument_for", "argument_against", "who_proposes"]]
    frame.columns = ["Option", "Case for", "Case against", "Proposed or discussed by"]
    name = "all seven families" if family == "all" else FAMILIES[family]
    said = f"{name}: {len(rows)} option{'s' * (len(rows) != 1)}, each with a case against."
    return figures.table(frame, f"Policy options: {name}", limit=15, sentence=said)


# --- explorers ------------------------------------------------------------------------------------


def explore_implications() -> Explorer:
    """Choose an implication and the side to read."""
    rows = data.table("implications")
    options = []
    for row in rows.itertuples():
        claim = figures.shorten(row.claim, 74)
        options.append((f"{AREAS[str(row.area)]}: {claim}", row.implication_id))
    return Explorer(
        show_implication,
        "What is said to follow, and what would show it?",
        implication=choice("Implication", options),
        sides=choice("Read", SIDES),
    )


def explore_indicators() -> Explorer:
    """Choose which indicators stand on the board, and their order."""
    kinds = [(words, name) for name, words in DIRECTIONS.items()]
    return Explorer(
        draw_indicators,
        "What would we see first, and how old is what we have?",
        show=choices("Indicators", kinds),
        oldest_first=toggle("Oldest value first"),
    )


def score_forecaster(forecaster: str = measures.LEARNER, counted: str = COUNTED[0]):
    """Draw the calibration of one made-up forecaster on the questions that are counted.

    Args:
        forecaster: a name in `forecasts()`.
        counted: one of COUNTED.

    Returns:
        The `LessonFigure`.
    """
    own = measures.forecasts_of(forecaster)
    if counted == COUNTED[1]:
        own = own[own["outcome"] == 1]
    elif counted == COUNTED[2]:
        own = own[own["probability"] > 0.5]
    return draw_calibration(own, forecaster, True, f"counted: {counted}")


def explore_forecasters() -> Explorer:
    """Choose a made-up forecaster and which questions count."""
    return Explorer(
        score_forecaster,
        "Who forecasts well, and does the answer hang on what is counted?",
        forecaster=choice(
            "Forecaster",
            [measures.LEARNER, measures.CERTAIN, measures.NOTHING, measures.YES, measures.FIFTY],
        ),
        counted=choice("Counted", COUNTED),
    )


def explore_options() -> Explorer:
    """Choose a family of policy options and read both cases."""
    families = [(name, key) for key, name in FAMILIES.items()]
    return Explorer(
        show_options,
        "What could be done, and what speaks against it?",
        family=choice("Family", [*families, ("all seven", "all")]),
    )


# --- forecasts that the journal keeps -------------------------------------------------------------


def practise() -> Trainer:
    """Ask the practice questions one by one; each outcome shows only after a probability.

    Returns:
        A widget that keeps each probability at once and goes on where the learner stopped.
    """
    return Trainer()


def keep_open() -> OpenForecasts:
    """Ask for probabilities of questions that nobody can score yet.

    Returns:
        A widget that keeps them in the journal, with the day on which each question closes.
    """
    return OpenForecasts()


def _asks(row) -> str:
    """Return an HTML paragraph with what was known on the day; never the outcome."""
    return (
        f"<p>It is <strong>{_day(row.asked_as_of)}</strong>. "
        f"<strong>{figures.safe(row.question)}</strong></p>"
        f"<p>Counts as yes: {figures.safe(row.resolution_criteria)} Closes {_day(row.closes)}.<br>"
        f"Known on the day: {figures.safe(row.base_rate_note)}</p>"
    )


def _day(date) -> str:
    return f"{date.day} {date:%B %Y}"


def _box(value, label):
    import ipywidgets as w

    style = {"description_width": "initial"}
    return w.Text(value=value, description=label, style=style, layout=w.Layout(max_width="100%"))


def outcome(question_id: str, per_cent) -> str:
    """Tell in HTML how a practice question came out, and what the learner's probability costs.

    Args:
        question_id: such as 'fq01'.
        per_cent: the learner's probability, 0 to 100.

    Returns:
        Paragraphs with the outcome, the events that bear on it, the score and the sources.
    """
    row = measures.practice().set_index("question_id").loc[question_id]
    came = "Yes" if row["outcome"] else "No"
    by_silence = not row["outcome"] and row["resolved_on"] == row["closes"]
    how = "no report of it was found by the last day" if by_silence else _day(row["resolved_on"])
    cost = measures.brier([per_cent / 100], [row["outcome"]])
    events = data.table("events").set_index("event_id")
    ids = [] if pd.isna(row["event_ids"]) else row["event_ids"].split(";")
    told = "; ".join(f"{events.loc[i, 'title']} ({events.loc[i, 'date_text']})" for i in ids)
    if not told:
        tables = re.findall(r"table:(\w+)", str(row["refs"]))
        told = f"read from the table {' and '.join(tables)}"
    return (
        f"<p><strong>{came}</strong>: {figures.safe(how)}. "
        f"You said {per_cent:g} per cent; the squared distance is {cost:.2f} "
        f"(0 best, 1 worst; 50 per cent would cost 0.25).</p>"
        f"<p>What bears on it: {figures.safe(told)}.</p>"
        f"<p>Sources: {data.cite(*row['source_ids'].split(';'))}.</p>"
    )


class Trainer(forms.Form):
    """Practice questions one by one, in the order of their days."""

    def __init__(self):
        self.rows = list(measures.practice().itertuples(index=False))
        self.place = 0

    def __repr__(self) -> str:
        first, last = self.rows[0].asked_as_of, self.rows[-1].asked_as_of
        return (
            f"Forecasting trainer: {len(self.rows)} practice questions, asked as of "
            f"{_day(first)} to {_day(last)}. Run this cell to begin."
        )

    def _static(self) -> str:
        listed = "".join(f"<li>{_asks(row)}</li>" for row in self.rows)
        return (
            f"<p><strong>{figures.safe(repr(self))}</strong></p><p>Give a probability from 0 "
            "to 100 per cent for each. What happened is shown only after that.</p><details>"
            f"<summary>The {len(self.rows)} questions</summary><ol>{listed}</ol></details>"
        )

    def _widget(self):
        import ipywidgets as w

        self._asked, self._after = w.HTML(), w.HTML()
        self._said = forms.spoken(names=forms.named("Forecasting trainer"))
        self._box = _box("", "Your probability (per cent, 0 to 100)")
        self._box.observe(self._typed, "value")
        # What is typed for each question: a draft that is written late must not be another's.
        self._texts, self._drafts, self._turning = {}, {}, False
        for row in self.rows:
            key = row.question_id
            read = functools.partial(self._texts.get, key, "")
            self._drafts[key] = forms.Draft("forecast", key, read, self.say)
        buttons = forms.row(
            forms.button("Keep and see what happened", self._kept),
            forms.button("Next question", lambda _: self._move(1)),
            forms.button("Question before", lambda _: self._move(-1)),
            forms.button("My score", self._score),
        )
        done = set(measures.my_forecasts()["question_id"])
        left = [n for n, r in enumerate(self.rows) if r.question_id not in done]
        self.place = left[0] if left else 0
        self._show()
        if done:
            counted = f"{len(done)} of {len(self.rows)} questions are answered in your journal."
            self.say(self._said.value + forms.sentences(counted))
        head = w.HTML(figures.CONTROLS)
        panel = w.VBox([head, self._asked, self._box, buttons, self._said, self._after])
        return panel.add_class("sands-form-box")

    @property
    def _now(self) -> str:
        return self.rows[self.place].question_id

    @property
    def _draft(self) -> forms.Draft:
        return self._drafts[self._now]

    def _given(self):
        mine = measures.my_forecasts().set_index("question_id")["probability"]
        return 100 * mine[self._now] if self._now in mine.index else None

    @forms.safely
    def _show(self):
        row, given = self.rows[self.place], self._given()
        number = f"<p>Question {self.place + 1} of {len(self.rows)}</p>"
        self._asked.value = number + _asks(row)
        draft = self._draft.found() if given is None else None
        typed = draft if isinstance(draft, str) else ""
        self._texts[self._now] = typed
        self._draft.watch()
        self._turning = True
        self._box.value = typed if given is None else f"{given:.10g}"
        self._turning = False
        self._box.disabled = given is not None
        self._after.value = ""
        told = outcome(self._now, round(given, 8)) if given is not None else ""
        self.say(told or forms.sentences(wording.say("questions.estimate.draft") if typed else ""))

    def _typed(self, change):
        if not self._turning:
            self._texts[self._now] = change["new"]
            self._draft.changed(change)

    @forms.safely
    def _move(self, step):
        self._draft.write()
        self.place = (self.place + step) % len(self.rows)
        self._show()

    @forms.safely
    def _kept(self, _=None):
        if (given := self._given()) is not None:
            seen = "Your first probability counts: you have seen the outcome."
            self.say(outcome(self._now, round(given, 8)) + forms.sentences(seen))
            return
        self._draft.write()
        if problem := measures.probability_problem(self._box.value):
            self.say(forms.sentences(problem))
            return
        told = forms.keep("forecast", self._now, parse_number(self._box.value))
        self._draft.settled()
        self._show()
        self.say(self._said.value + forms.kept_mark(told))

    @forms.safely
    def _score(self, _=None):
        self._draft.write()
        mine = measures.my_forecasts()
        if mine.empty:
            self.say(forms.sentences("No question is answered yet: there is nothing to score."))
            return
        self._after.value = draw_calibration(mine, "you", made_up=False)._repr_html_()


class OpenForecasts(forms.Form):
    """Questions whose answer is not known yet, each with a box for a probability."""

    def __init__(self):
        self.rows = list(data.table("open_questions").itertuples(index=False))

    def __repr__(self) -> str:
        return f"{len(self.rows)} open questions. Run this cell to keep a probability for any."

    def _words(self, row) -> str:
        return (
            f"<p><strong>{figures.safe(row.question)}</strong><br>Counts as yes: "
            f"{figures.safe(row.resolution_criteria)} Closes {_day(row.closes)}.<br>Look up: "
            f"{figures.safe(row.resolve_with)}. Known here: {figures.safe(row.base_rate_note)}</p>"
        )

    def _static(self) -> str:
        listed = "".join(f"<li>{self._words(row)}</li>" for row in self.rows)
        return f"<p><strong>{figures.safe(repr(self))}</strong></p><ol>{listed}</ol>"

    def _widget(self):
        import ipywidgets as w

        self._boxes, self._drafts, lines = {}, {}, [w.HTML(figures.CONTROLS)]
        self._said, waiting = forms.spoken(names=forms.named("Open questions")), False
        for n, row in enumerate(self.rows, 1):
            key, earlier = row.question_id, journal.latest("forecast", row.question_id)
            value = "" if measures.probability_problem(earlier) else f"{parse_number(earlier):g}"
            read = functools.partial(self._text, key)
            self._drafts[key] = forms.Draft("forecast", key, read, self.say)
            draft = self._drafts[key].found()
            if isinstance(draft, str) and draft != value:
                value, waiting = draft, True
            self._boxes[key] = _box(value, f"Question {n} (per cent, 0 to 100)")
            self._drafts[key].watch(self._boxes[key])
            lines += [w.HTML(self._words(row)), self._boxes[key]]
        told = [wording.say("questions.estimate.draft")] if waiting else []
        self.say(forms.sentences(*told, *self._known()))
        keep = forms.row(forms.button("Keep my probabilities", self._kept))
        return w.VBox([*lines, keep, self._said]).add_class("sands-form-box")

    def _text(self, key) -> str:
        return self._boxes[key].value.strip()

    def _known(self) -> list[str]:
        """Say what the journal holds, one sentence a question."""
        held = {row.question_id: journal.latest("forecast", row.question_id) for row in self.rows}
        return [
            f"Question {n}: {parse_number(held[row.question_id]):g} per cent is kept; "
            f"it closes on {_day(row.closes)}."
            for n, row in enumerate(self.rows, 1)
            if not measures.probability_problem(held[row.question_id])
        ]

    @forms.safely
    def _kept(self, _=None):
        for draft in self._drafts.values():
            draft.write()
        problems, told = [], []
        for n, row in enumerate(self.rows, 1):
            key, text = row.question_id, self._text(row.question_id)
            if not text:
                continue
            if problem := measures.probability_problem(text):
                problems.append(f"Question {n}: {problem}")
                continue
            before, number = journal.latest("forecast", key), parse_number(text)
            kept = forms.keep("forecast", key, number)
            self._drafts[key].settled()
            if before != number or not kept.saved:
                told.append(kept)
        if not told and not problems:
            nothing = "Nothing new to keep. Write a number from 0 to 100 in at least one box."
            problems = [nothing]
        unsaved = [one for one in told if not one.saved]
        mark = "".join(forms.kept_mark(one) for one in (unsaved or told)[-1:])
        self.say(forms.sentences(*problems, *self._known()) + mark)


# --- goals first, then options --------------------------------------------------------------------


def set_goals() -> questions.Board:
    """Let the learner choose up to three goals, in order, before any option is seen.

    Returns:
        The board.
    """
    return questions.board(
        "8.goals",
        "What would you want to reach? Set your goals before you see any option.",
        rows=PLACES,
        columns={"Goal": GOALS},
        read=read_goals,
    )


def ranked(filled: dict) -> list[str]:
    """Return goals in the order of their rank, each once.

    Args:
        filled: {'first': {'Goal': …}, …} as the board of goals keeps it.

    Returns:
        Up to three goals of GOALS.
    """
    chosen = [filled.get(place, {}).get("Goal") for place in PLACES]
    return list(dict.fromkeys(goal for goal in chosen if goal in GOALS))


def read_goals(filled: dict) -> figures.LessonTable:
    """Show the goals that were set, with their weights.

    Args:
        filled: as the board of goals keeps it.

    Returns:
        The `LessonTable`.
    """
    goals = ranked(filled)
    weights = range(3, 3 - len(goals), -1)
    frame = pd.DataFrame({"Goal": goals, "Weight": list(weights)})
    return figures.table(frame, "Your goals, kept before the options")


def rate_options() -> questions.Shown:
    """Let the learner rate each option against the goals that were set.

    Returns:
        The board, or a sentence where no goal is set yet.
    """
    goals = ranked(set_goals().filled)
    if not goals:
        return questions.Said(
            "No goal is set yet. Choose at least one in the cell “set_goals” above, press Keep "
            "and compare, then run this cell again."
        )
    rows = data.table("policy_options")
    return questions.board(
        "8.options",
        "Rate as many options as you like: what would each do for your goals?",
        rows={r.option_id: f"{FAMILIES[str(r.family)]}. {r.option}" for r in rows.itertuples()},
        columns={goal: list(measures.EFFECTS) for goal in goals},
        read=functools.partial(draw_tradeoff, goals=goals),
    )
