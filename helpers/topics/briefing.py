"""One page that advises someone who must act: the learner's path, the evidence, the export.

A briefing is a dict of texts, one for each name in FIELDS. Every field is kept in the journal by
itself (kind 'briefing'), so that a page half written is there tomorrow. The check reads words; it
cannot tell whether they are true.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import pandas as pd

from helpers import data, figures, forms, journal, questions
from helpers.explorers import Explorer, choice, number
from helpers.figures import BAND, BAR, GRID, INK, LABEL, PAPER, RANGE
from helpers.measures import briefing as measures
from helpers.measures.states import THE_FOUR
from helpers.numbers import parse_number

MOST = 20_000  # characters of a field
PIECE = 10_000  # characters of a field in one line of the journal

SIDES = ("for", "mixed", "against")

EXPERTS = {
    "all": "all views",
    "usa": "institutions in the United States",
    "elsewhere": "institutions elsewhere",
    "checked": "views that were checked",
}


# --- charts ---------------------------------------------------------------------------------------


def draw_path(
    estimates: pd.DataFrame | None = None, which: str = "all", after=None, guess=None
) -> figures.LessonFigure:
    """Draw the learner's estimates with their ranges, beside the spread of the experts.

    Args:
        estimates: as from `path`; the journal's when not given, and a tagged example where the
            journal has none.
        which: a key of EXPERTS.
        after: the lesson whose range is set beside the experts; the last one when not given.
        guess: the learner's prediction of how many views score 7 or more, or None.

    Returns:
        The `LessonFigure`.
    """
    own = measures.path() if estimates is None else estimates
    made_up = own.empty
    own = measures.example() if made_up else own
    views = measures.experts(which)
    counts = measures.spread(views)
    who = "A made-up learner’s" if made_up else "Your"
    first, last = own.iloc[0], own.iloc[-1]
    held = own[own["lesson"] == (last["lesson"] if after is None else after)]
    moved = f"moved from {first['best']:g} to {last['best']:g}"
    if first["best"] == last["best"]:
        moved = f"began and ended at {last['best']:g}"
    if len(own) == 1:
        moved = f"after lesson {last['lesson']} is {last['best']:g}"
    known = counts[counts > 0]
    ends = f"{known.index[0]} to {known.index[-1]}"
    whose = "Example: an estimate" if made_up else "Your estimate"
    title = f"{whose} {moved}; {len(views)} views spread from {ends}"
    note = (
        "Bar: “I would be surprised outside”.   ◆ one view, ◇ not checked.   A spread, no target."
    )
    subtitle = "Cohesion of the four after each lesson, from 0 (separate) to 10 (acts as one)"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=0.75, right=3.35, top=1.0, bottom=0.95)
        _draw_estimates(ax, own, made_up)
        side = page.axes(left=7.05, right=0.3, top=1.0, bottom=0.95)
        _draw_spread(side, views, counts, held, EXPERTS[which])
    inside = None
    if len(held):
        low, high = held.iloc[0][["low", "high"]]
        inside = int(views["cohesion_score"].between(low, high).sum())
    lesson = last["lesson"] if after is None else after
    beside = (
        f"{inside} of {len(views)} views lie in the range {low:g} to {high:g} after lesson {lesson}"
        if inside is not None
        else f"there is no estimate after lesson {lesson}"
    )
    high_ones = int((measures.experts()["cohesion_score"] >= 7).sum())
    told = (
        f"You predicted {guess:g} views at 7 or more; there are {high_ones}. " if _is(guess) else ""
    )
    example_words = "This path is an EXAMPLE, made up. " if made_up else ""
    steps = measures.turns(own)
    table = own.rename(
        columns={"lesson": "Lesson", "best": "Estimate", "reason": "What moved it"}
    ).assign(Range=[f"{a:g} to {b:g}" for a, b in zip(own["low"], own["high"], strict=True)])
    table["What moved it"] = table["What moved it"].replace("", "no reason written")
    most = int(counts.idxmax())
    return page.figure(
        alt=f"{who} estimate of cohesion {moved} over {len(own)} of ten lessons, last range "
        f"{last['low']:g} to {last['high']:g}; {len(steps)} moves have a written reason. Of "
        f"{len(views)} expert views ({EXPERTS[which]}) most score {most}, and they spread from "
        f"{ends}. Lessons without an estimate stay empty.",
        caption=f"{example_words}{told}{who} estimate {moved}; {beside}. Scores of views are our "
        "codes of a selection: they show where arguments lie, and not who is right.",
        sources=[views],
        table=figures.table(
            table[["Lesson", "Estimate", "Range", "What moved it"]],
            f"{who} estimates by lesson" + (" (example, made up)" if made_up else ""),
        ),
        sentence=f"Beside {EXPERTS[which]} ({len(views)}): {beside}.",
        as_of=data.as_of("views") + " for the views",
    )


def _is(guess) -> bool:
    return isinstance(guess, (int, float)) and not isinstance(guess, bool) and abs(guess) < 1e6


def _draw_estimates(ax, own, made_up):
    ax.set_xlim(-0.5, 9.6)
    ax.set_ylim(-0.4, 12.2)
    ax.set_xticks(range(10))
    ax.set_yticks(range(0, 11, 2), range(0, 11, 2))
    ax.spines["bottom"].set_visible(False)
    ax.hlines(range(0, 11, 2), -0.5, 9.6, color=GRID, linewidth=0.9)
    ax.set_xlabel("after lesson")
    ax.vlines(own["lesson"], own["low"], own["high"], color=RANGE, linewidth=9, zorder=2)
    # Only neighbouring lessons are joined: a lesson left out is a gap.
    for a, b in zip(own.iloc[:-1].itertuples(), own.iloc[1:].itertuples(), strict=True):
        if b.lesson == a.lesson + 1:
            ax.plot([a.lesson, b.lesson], [a.best, b.best], color=INK, linewidth=1.6, zorder=3)
    ax.plot(own["lesson"], own["best"], "o", color=PAPER, markeredgecolor=INK, zorder=4)
    ax.lines[-1].set_markeredgewidth(1.8)
    moved = measures.turns(own)
    places = figures.spread(list(moved["lesson"]), 3.3, 1.2, 8.1)
    for row, place in zip(moved.itertuples(), places, strict=True):
        style = {"size": 10, "color": LABEL, "ha": "center", "va": "bottom", "parse_math": False}
        ax.text(place, 10.75, _in_two_lines(row.reason), linespacing=1.25, **style)
        line = {"color": figures.AXIS, "linewidth": 0.9, "zorder": 1}
        ax.plot([place, row.lesson], [10.6, row.high + 0.1], **line)
    if made_up:
        box = {"facecolor": INK, "edgecolor": INK, "boxstyle": "round,pad=0.3"}
        words = "EXAMPLE: a made-up learner"
        style = {"color": PAPER, "weight": "bold", "size": 10.5, "va": "center", "bbox": box}
        ax.text(-0.3, 0.7, words, zorder=5, **style)


def _in_two_lines(reason: str) -> str:
    """Return a reason in quotation marks, in at most two short lines."""
    return "“" + "\n".join(figures.wrap(reason, 21, lines=2)) + "”"


def _draw_spread(ax, views, counts, held, words):
    ax.set_xlim(-0.8, max(19, counts.max() + 2))
    ax.set_ylim(-0.4, 12.2)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    if len(held):
        ax.axhspan(held.iloc[0]["low"], held.iloc[0]["high"], color=BAND, linewidth=0, zorder=0)
    right = ax.get_xlim()[1]
    ax.hlines(range(0, 11, 2), -0.8, right, color=GRID, linewidth=0.9, zorder=1)
    # Checked views first, so that the hollow marks stand together at the end of a row.
    for score, group in views.groupby("cohesion_score"):
        marks = sorted(group["verified"], reverse=True)
        for n, checked in enumerate(marks):
            face = BAR if checked else PAPER
            style = {"markersize": 5.6, "markeredgecolor": BAR, "zorder": 3}
            ax.plot([n], [score], "D", markerfacecolor=face, **style)
    for score, count in counts.items():
        ax.text(count + 0.1, score, str(count), va="center", size=10, color=LABEL)
    ax.text(-0.8, 11.6, f"{len(views)} expert views, coded by us:", size=10.5, color=LABEL)
    ax.text(-0.8, 10.85, words, size=10.5, color=LABEL)
    if len(held):
        told = f"band: range after lesson {int(held.iloc[0]['lesson'])}"
        ax.text(right, -0.6, told, size=10, color=LABEL, ha="right", va="top")


def draw_status(guess=None) -> figures.LessonFigure:
    """Draw how many claims about transfers have each status, parted by the grade of the sources.

    Args:
        guess: the learner's prediction of how many are confirmed, or None.

    Returns:
        The `LessonFigure`.
    """
    frame = data.table("transfers")
    counts = measures.status_by_grade(frame)
    sums, grades = counts.sum(axis=1), counts.sum()
    title = f"{sums['confirmed']} of {sums.sum()} claims are confirmed; {grades['D']} have grade D"
    note = "Letters: grade of the sources, A best, D weak or anonymous. Several rows may be one "
    note += "statement.   ▼ your guess"
    with figures.page(title, "Claims about transfers among the four, by status", note) as page:
        ax = page.axes(left=1.7, right=0.8, top=1.35, bottom=0.75)
        ax.set_xlim(0, max(sums.max(), 130))
        ax.set_ylim(len(sums) - 0.5, -0.8)
        ax.set_yticks(range(len(sums)), [s.replace("-", " ") for s in sums.index])
        ax.grid(axis="x")
        figures.draw_unit(ax, "Number of rows", lift=0.05)
        for y, (status, row) in enumerate(counts.iterrows()):
            left = 0
            for grade, count in row.items():
                style = {"facecolor": figures.GRADES[grade], "edgecolor": INK, "linewidth": 0.9}
                hatch = "////" if grade == "D" else ""
                ax.barh(y, count, left=left, height=0.62, hatch=hatch, **style)
                _letter(ax, grade, count, left, y)
                left += count
            ax.text(left + 1.5, y, str(sums[status]), va="center", weight="bold")
        if _is(guess):
            ax.plot([min(max(guess, 0), 130)], [-0.48], "v", color=INK, clip_on=False)
    own = f"You predicted {guess:g} confirmed. " if _is(guess) else ""
    told = ", ".join(f"{status.replace('-', ' ')} {count}" for status, count in sums.items())
    origins = frame["origin_id"].nunique()
    table = counts.rename_axis(index="Status", columns=None).reset_index()
    return page.figure(
        alt=f"{sums.sum()} claims about transfers among the four by status: {told}. By grade of "
        f"the sources: A {grades['A']}, B {grades['B']}, C {grades['C']}, D {grades['D']}. Behind "
        f"the rows stand {origins} distinct statements.",
        caption=f"{own}{sums['confirmed']} of {sums.sum()} rows are confirmed and {grades['D']} "
        f"have grade D; {origins} distinct statements stand behind them. A claim that is not "
        "confirmed is not false, and many claimants are parties to the war.",
        sources=[frame],
        table=figures.table(table, "Claims by status and grade"),
        sentence=f"{sums.sum()} claims: {told}.",
        as_of=data.as_of("transfers"),
    )


def _letter(ax, grade, count, left, y):
    if count < 4:
        return
    dark = grade in "AB"
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1} if grade == "D" else None
    style = {"color": PAPER if dark else INK, "ha": "center", "va": "center", "size": 10}
    ax.text(left + count / 2, y, grade, bbox=box, **style)


def draw_words(probability=None, word: str = "") -> figures.LessonFigure:
    """Draw the seven words of the US standard as ranges, with a probability across them.

    Args:
        probability: per cent, 0 to 100; that of the learner's briefing when not given.
        word: a word of the standard that is set in bold.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.us_words()
    value = parse_number(kept().get("probability") if probability is None else probability)
    value = None if value is None or not 0 <= value <= 100 else value
    names = [] if value is None else measures.words_for(value)
    quoted = " and ".join(f"“{name}”" for name in names) or "no word of the standard"
    title = "Seven words and their ranges in the US standard"
    if value is not None:
        title = f"{value:g} per cent: {quoted}"
    subtitle = "Range of each probability word in the US standard ICD 203, in per cent"
    with figures.page(title, subtitle, "Neighbours share an end. 0 and 100 have no word.") as page:
        ax = page.axes(left=2.3, right=0.9, top=1.3, bottom=0.8)
        ax.set_xlim(0, 100)
        ax.set_ylim(len(frame) - 0.5, -0.6)
        ax.grid(axis="x")
        ax.set_yticks(range(len(frame)), frame["term"])
        for label, term in zip(ax.get_yticklabels(), frame["term"], strict=True):
            label.set_weight("bold" if term == word or term in names else "normal")
        for y, row in enumerate(frame.itertuples()):
            ax.plot([row.low, row.high], [y, y], color=RANGE, linewidth=7, solid_capstyle="butt")
            ax.plot([row.low, row.high], [y, y], "|", color=INK, markersize=11)
            words = f"{row.low:g} to {row.high:g}"
            ax.text(102, y, words, va="center", size=10, color=LABEL, clip_on=False)
        if value is not None:
            ax.axvline(value, color=INK, linewidth=1.2, linestyle=(0, (4, 2)))
    told = "; ".join(f"{r.term} {r.low:g} to {r.high:g}" for r in frame.itertuples())
    note = measures.fit(value, word) if word else ""
    said = f"{value:g} per cent goes with {quoted}" if value is not None else "No number is set"
    table = frame[["term", "low", "high"]]
    table = table.set_axis(["Word", "From, per cent", "To, per cent"], axis=1)
    return page.figure(
        alt=f"Words of the US standard in per cent: {told}. {said}.",
        caption=f"{said}. {note} Another office gives the same word another range, so a number "
        "beside the word helps every reader.".replace("  ", " "),
        sources=[frame],
        table=figures.table(table, "The US standard"),
        sentence=f"{said}. {note}".strip(),
        as_of=data.as_of("estimative"),
    )


def draw_ranges(frame, labels: str, low: str, high: str, **said: str) -> figures.LessonFigure:
    """Draw ranges from a learner's own rows, once the figure has all that a reader needs.

    Args:
        frame: a table with `source_ids`; at most ten rows are drawn.
        labels: the column that names the rows, such as 'claimant'.
        low: the column with lower ends; a gap means 'up to'.
        high: the column with upper ends; a gap means 'more than'.
        said: title, unit, as_of and doubt, each a text.

    Returns:
        The `LessonFigure`, or a page that says in words what is still missing.
    """
    heading = "Your own figure"
    needs = {
        "title": "a title with the finding",
        "unit": "the unit",
        "as_of": "the date of the data",
        "doubt": "one doubt",
    }
    lacks = [words for name, words in needs.items() if not measures.plain(said.get(name))]
    if "source_ids" not in frame:
        lacks.append("a column source_ids")
    for column in (labels, low, high):
        if column not in frame:
            lacks.append(f"a column {column!r}")
    if not lacks and frame[[low, high]].dropna(how="all").empty:
        lacks.append("a row with a number")
    if lacks:
        return figures.message(heading, f"This figure still lacks {'; '.join(lacks)}.")
    rows = frame.dropna(subset=[low, high], how="all").head(10)
    with figures.page(said["title"][:70], said["unit"][:100], said["doubt"][:120]) as page:
        ax = page.axes(left=3.65, right=0.6, top=1.2, bottom=0.95)
        ax.set_xlim(0, float(rows[[low, high]].max().max()) * 1.15 or 1)
        ax.set_ylim(len(rows) - 0.4, -0.6)
        # Up to seven rows leave room for names of two lines.
        lines = (
            figures.wrap
            if len(rows) <= 7
            else lambda text, width: [measures.shortened(text, width)]
        )
        names = ["\n".join(lines(measures.plain(v), 42)[:2]) for v in rows[labels]]
        ax.set_yticks(range(len(rows)), names, size=10.5)
        ax.xaxis.set_major_formatter(lambda x, _: f"{x:,.4g}" if x < 1e4 else f"{x:,.0f}")
        ax.grid(axis="x")
        marks = rows["status"].astype(str) if "status" in rows else ["alleged"] * len(rows)
        for y, (a, b, mark) in enumerate(zip(rows[low], rows[high], marks, strict=True)):
            ends = (None if pd.isna(a) else a), (None if pd.isna(b) else b)
            figures.draw_range(ax, *ends, y, mark)
    ends = rows[[low, high]]
    told = f"{figures.words(ends.min().min())} to {figures.words(ends.max().max())}"
    names = [labels, low, high]
    return page.figure(
        alt=f"{said['title']}. {len(rows)} rows in {said['unit']}, from {told}; open ends are "
        f"arrows. Data as of {said['as_of']}. {said['doubt']}",
        caption=f"{said['title']}. {said['doubt']}",
        sources=[rows],
        table=figures.table(rows[names], said["title"]),
        sentence=said["title"],
        as_of=said["as_of"],
    )


# --- explorers ------------------------------------------------------------------------------------


def explore_path() -> Explorer:
    """Set the range after any lesson beside experts of one's choice."""
    return Explorer(
        lambda which, after: draw_path(which=which, after=after),
        "Where does your range lie among the experts?",
        which=choice("Experts", [(words, key) for key, words in EXPERTS.items()]),
        after=choice("Your range after", [("the last lesson", None), *_lessons()]),
    )


def _lessons() -> list:
    return [(f"lesson {n}", n) for n in range(10)]


def explore_words() -> Explorer:
    """Try a number and a word of probability."""
    words = [(term, term) for term in measures.us_words()["term"]]
    return Explorer(
        draw_words,
        "Do the number and the word fit?",
        probability=number("Probability in per cent", 0, 100, 70, 5),
        word=choice("Word", [("no word", ""), *words], "likely"),
    )


def list_evidence(table: str = "events", side: str = "any", about: str = "any"):
    """List rows that a briefing can name, newest first.

    Args:
        table: a key of ROWS.
        side: 'any', 'for', 'mixed' or 'against' cohesion, by our codes.
        about: 'any' or the ISO code of a state.

    Returns:
        The `LessonTable` of at most 30 rows, with a sentence that says how many there are.
    """
    rows = measures.evidence_rows(table)
    if side != "any":
        rows = rows[rows["side"] == side]
    if about != "any":
        rows = rows[rows["states"].str.contains(about)]
    count = len(rows)
    said = f"{count} row{'s' * (count != 1)} of {table}"
    said += "" if side == "any" else f" coded {side} cohesion"
    said += "." if count <= 30 else "; the newest 30 are listed."
    rows = rows.sort_values(["when", "id"], ascending=[False, True]).head(30)
    if rows.empty:
        return figures.table(
            pd.DataFrame({"No row fits": ["Choose another side or state."]}), said, sentence=said
        )
    return figures.table(
        _shown(rows), "Rows to name, newest first; † not verified", 8, sentence=said
    )


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    marks = rows["id"] + rows["verified"].map({True: "", False: " †"})
    columns = {"Row": marks, "Date": rows["when"], "Who says so": rows["who"]}
    columns |= {"What": rows["what"], "Speaks": rows["side"], "Grade": rows["grade"]}
    return pd.DataFrame(columns)


def explore_evidence() -> Explorer:
    """Look for rows on either side, to name them in a briefing."""
    actors = data.table("actors").set_index("iso3")["short_name"]
    states = [(actors[iso], iso) for iso in THE_FOUR]
    return Explorer(
        list_evidence,
        "Which rows speak for cohesion, and which against?",
        table=choice("Table", [(name.replace("_", " "), name) for name in measures.ROWS]),
        side=choice("Speaks, by our codes", ["any", *SIDES], "against"),
        about=choice("State", [("any", "any"), *states]),
    )


# --- boards and tables ----------------------------------------------------------------------------

SENTENCES = {
    "pairs": "Ties between pairs grew after 2022, most of all between Russia and North Korea.",
    "format": "The four have no format of their own.",
    "trade": "China decides by trade, and not by arms.",
    "once": "Help in war came once, and it came for Russia.",
    "iran": "Nobody helps Iran.",
    "known": "How much was delivered is known.",
}
VERDICTS = ["keep it", "keep it, with claimant, date or limit", "leave it out"]


def weigh_sentences() -> questions.Board:
    """Let the learner weigh six sentences before one of them goes into a briefing."""
    return questions.board(
        "9.sentences",
        "Six sentences from draft briefings: would you sign them?",
        rows=SENTENCES,
        columns={"Verdict": VERDICTS},
        read=read_sentences,
    )


def read_sentences(filled: dict) -> figures.LessonTable:
    """Show what the tables hold beside each sentence.

    Args:
        filled: {sentence key: {'Verdict': words}}, possibly incomplete.

    Returns:
        The `LessonTable`; it holds no verdict of ours.
    """
    tests, events = data.table("stress_tests"), data.table("events")
    since = events[(events["date"] >= "2022-02-24") & (events["direction"] == "+1")]
    pairs = since.loc[since["actors"].str.count(";") == 1, "actors"]
    pairs = data.ranked(pairs.str.split(";").map(lambda two: "–".join(sorted(two))).value_counts())
    watch = data.table("indicators").set_index("indicator_id")
    core = tests[tests["group"] == "core"]
    iran, fights = core[core["principal"] == "IRN"], core[core["help_given"] == 3]
    reach = " and ".join(iran.loc[iran["help_given_high"] == 2, "test_id"])
    reach = f"; {reach} may reach 2 on reports that are denied" if reach else ""
    china = data.table("china")["direction"].value_counts()
    counts = measures.status_by_grade()
    held = {
        "pairs": "Events coded +1 since 24 February 2022: "
        + ", ".join(f"{pair} {count}" for pair, count in pairs.head(3).items())
        + ". The table is densest in these years.",
        "format": f"Indicator in06: {watch.loc['in06', 'latest_value']:g} as of "
        f"{watch.loc['in06', 'as_of_text']}. Absence is weak evidence.",
        "trade": f"Of {china.sum()} rows on China {china['enabling']} are coded enabling, "
        f"{china['distancing']} distancing. Parts and machines are traded too.",
        "once": "Core tests in which partners fought (rated 3): "
        + "; ".join(f"{r.test_id}, {r.crisis}, by {r.ally}" for r in fights.itertuples())
        + ". Some tests are parts of one war.",
        "iran": f"{len(iran)} tests of Iran: all rated 0 or 1{reach}. A 1 is not nothing, and "
        "secret help leaves no row.",
        "known": f"{counts.loc['confirmed'].sum()} of {counts.to_numpy().sum()} claims are "
        f"confirmed, {counts['D'].sum()} have grade D.",
    }
    shown = pd.DataFrame(
        {
            "Sentence": list(SENTENCES.values()),
            "Your verdict": [filled.get(k, {}).get("Verdict", "none yet") for k in SENTENCES],
            "What the tables hold": [held[key] for key in SENTENCES],
        }
    )
    return figures.table(shown, "Your verdicts beside the tables; what you sign is yours")


RUBRIC = {
    "judgment": "Judgment: one sentence, a probability, a date by which it can be checked",
    "confidence": "Confidence: its own sentence, and reasons that are about the evidence",
    "evidence": "Evidence: three rows with claimant and date; ranges kept; weak rows named",
    "counter": "Counter-argument: a holder of that view would accept its wording",
    "change": "What would change it: an event or value that could be seen, with a date",
    "words": "Words: neutral, plain; loaded labels quoted and attributed",
}
LEVELS = ["0: not there", "1: there, with gaps", "2: as described"]


def rate_briefing() -> questions.Board:
    """Let the learner and a peer judge a briefing by six criteria."""
    return questions.board(
        "9.rubric",
        "Six criteria for your briefing",
        rows=RUBRIC,
        columns={"Self": LEVELS, "Peer": LEVELS},
        read=read_rubric,
    )


def read_rubric(filled: dict) -> figures.LessonTable:
    """Show where the learner and a peer differ.

    Args:
        filled: {criterion: {'Self': level, 'Peer': level}}, possibly incomplete.

    Returns:
        The `LessonTable`; the levels are not added up.
    """
    rows = []
    for key, words in RUBRIC.items():
        own, peer = (filled.get(key, {}).get(who, "not yet") for who in ("Self", "Peer"))
        talk = "talk about it" if "not yet" not in (own, peer) and own != peer else ""
        rows.append((words, own, peer, talk or ("alike" if own == peer != "not yet" else "open")))
    shown = pd.DataFrame(rows, columns=["Criterion", "Self", "Peer", "Next"])
    return figures.table(shown, "Where you and your peer differ, begin to talk")


SEATS = {
    "For": (
        "The ties are real, costly and lasting. Soldiers fought, know-how travels, partners cover "
        "one another in the United Nations, and help that nobody sees cannot be counted.",
        ("st32", "E19", "V02", "V28"),
    ),
    "Against": (
        "There are pairs, and no group. Name who did not come when it mattered, where interests "
        "part, and the format that does not exist.",
        ("E14", "E18", "V12", "E16"),
    ),
    "China’s seat": (
        "China has normal relations with each state, aimed at no third party. It trades with all, "
        "binds itself to few, and its distance is a choice.",
        ("V33", "ch08", "ch43", "V35"),
    ),
    "Non-aligned seat": (
        "We trade with every side and pay for other people’s labels. Ask both what would change "
        "their mind, and what advice costs us if it is wrong.",
        ("V51", "ev047", "ev114", "ev156"),
    ),
}


def show_headline() -> figures.LessonTable:
    """Show in steps how the sentence of the bug hunt was computed; the arithmetic is right."""
    score = data.table("views")["cohesion_score"]
    steps = [
        ("Add the scores and divide by their number", f"{score.sum()} : {len(score)}"),
        ("Keep two decimals", f"{score.mean():.2f}"),
        ("Compute the standard error of the mean", f"{score.sem():.2f}"),
        (
            "Write the sentence",
            f"“The experts say {score.mean():.2f}, give or take {score.sem():.2f}.”",
        ),
    ]
    return figures.table(
        pd.DataFrame(steps, columns=["Step", "Result"]), "How a colleague came to the sentence"
    )


def count_scores() -> figures.LessonTable:
    """Show how many views have each cohesion score, by where their institutions sit."""
    views = data.table("views")
    home = views["country"].eq("USA").map({True: "United States", False: "Elsewhere"})
    counts = pd.crosstab(views["cohesion_score"], home)
    counts = counts.rename_axis("Cohesion score").rename_axis(columns=None).reset_index()
    return figures.table(counts, "Views by score and by where the institution sits", limit=12)


def show_seats() -> figures.LessonTable:
    """Show the four seats of the class exercise: the brief, and rows to begin with."""
    rows = [
        (seat, brief, "; ".join(f"{i}: {measures.resolve(i)['what'].rstrip('.')}" for i in ids))
        for seat, (brief, ids) in SEATS.items()
    ]
    shown = pd.DataFrame(rows, columns=["Seat", "Your brief", "Rows to begin with"])
    return figures.table(shown, "Four seats, each to be argued in its strongest form")


def seat_rows() -> pd.DataFrame:
    """Return the rows that the four seats begin with, with their source_ids."""
    return pd.DataFrame([measures.resolve(i) for _, ids in SEATS.values() for i in ids])


# --- the page -------------------------------------------------------------------------------------


def kept() -> dict[str, str]:
    """Return the briefing that the journal holds: texts by the names of FIELDS."""
    newest: dict = {}
    for entry in journal.entries():
        kind, key = entry["kind"], entry["key"]
        if kind == "briefing" or (kind == "draft" and key.startswith("briefing:")):
            newest[key.removeprefix("briefing:")] = entry["value"]
    texts = {name: _joined(newest, name) for name in measures.FIELDS}
    return {name: text for name, text in texts.items() if text.strip()}


def _joined(newest: dict, name: str) -> str:
    """Put the pieces of a field together; a copied journal may hold anything."""
    pieces = itertools.takewhile(
        lambda piece: isinstance(piece, str) and piece,
        (newest.get(_piece(name, n)) for n in range(-(-MOST // PIECE))),
    )
    return "".join(pieces)


def _piece(name: str, number: int) -> str:
    """Return the journal's key of one piece of a field, counted from 0."""
    return f"{name}.{number}" if number else name


def keep(name: str, text: str, kind: str = "briefing") -> journal.Kept:
    """Keep one field of the briefing, whole or not at all.

    Args:
        name: a key of FIELDS.
        text: what the learner wrote; at most MOST characters.
        kind: 'briefing', or 'draft' while the learner still writes.

    Returns:
        A `journal.Kept`: whether it is on disk, and a sentence for the learner.
    """
    label = measures.FIELDS[name].split(",")[0]
    if len(text) > MOST:
        return journal.Kept(
            False,
            f"{label}: {len(text):,} characters are more than the {MOST:,} that can be kept. "
            "Copy the text into a file of your own before you close the lesson, then shorten it.",
        )
    before, told = kept().get(name, ""), journal.Kept(True, "Kept.")
    ahead = "briefing:" if kind == "draft" else ""
    # A line of the journal is limited. The last piece goes first: the first one makes it whole.
    for place in reversed(range(-(-max(len(text), len(before), 1) // PIECE))):
        piece = text[place * PIECE : (place + 1) * PIECE]
        told = forms.keep(kind, ahead + _piece(name, place), piece)
    return told


def _paragraphs(text: str) -> list[str]:
    return [measures.plain(p) for p in re.split(r"\n\s*\n", text or "") if p.strip()]


def _blocks(briefing: dict) -> list[tuple[str, list[str]]]:
    """Return headings and paragraphs of the page, as plain text."""
    told = {name: briefing.get(name, "") for name in measures.FIELDS}
    chance = f"{told['word']}, {told['probability']} per cent".strip(", ")
    trust = f"Confidence: {told['confidence']}."
    watch = ""
    indicators = data.table("indicators").set_index("indicator_id")
    if told["indicator"] in indicators.index:
        row = indicators.loc[told["indicator"]]
        value = f"{row['latest_value']:g} (unit: {row['unit']}), as of {row['as_of_text']}"
        watch = f"{row['name']}: {value}. It may change; how to update: {row['how_to_update']}"
    probable = told["word"] or told["probability"]
    return [
        ("For whom", _paragraphs(told["audience"])),
        (
            "Key judgment",
            [
                *_paragraphs(told["judgment"]),
                *([f"Probability: {chance}."] if probable else []),
                *([trust] if told["confidence"] else []),
                *_paragraphs(told["why"]),
            ],
        ),
        ("The case", _paragraphs(told["case"])),
        ("The best counter-argument", _paragraphs(told["counter"])),
        ("What to watch", [watch] if watch else []),
        ("What would change this judgment", _paragraphs(told["change"])),
        ("Date of the data", _paragraphs(told["as_of"])),
    ]


def _evidence(briefing) -> pd.DataFrame:
    rows = measures.chosen(briefing)
    frame = _shown(pd.DataFrame(rows.values())) if rows else pd.DataFrame()
    if rows:
        frame.insert(0, "No.", [f"[{place}]" for place in rows])
    return frame


def _cited(briefing) -> dict[int, str]:
    return {place: row["source_ids"] for place, row in measures.chosen(briefing).items()}


def _used(briefing) -> list:
    ids = list(_cited(briefing).values())
    watch = data.table("indicators").set_index("indicator_id")["source_ids"]
    return [*ids, *([watch[briefing["indicator"]]] if briefing.get("indicator") in watch else [])]


HEADING = "Briefing: how far are the four states aligned?"
_EMPTY = "Not written yet."


def to_html(briefing: dict, level: int = 1) -> str:
    """Return the body of the page as HTML, citations resolved, the learner's words escaped.

    Args:
        briefing: texts by the names of FIELDS.
        level: of the first heading.

    Returns:
        HTML without the frame of a document.
    """
    head, under = f"h{level}", f"h{level + 1}"
    html = f"<{head}>{HEADING}</{head}>"
    for title, paragraphs in _blocks(briefing):
        html += f"<{under}>{title}</{under}>"
        html += forms.sentences(*(paragraphs or [_EMPTY]))
        if title == "The best counter-argument":
            html += f"<{under}>Evidence</{under}>"
            frame = _evidence(briefing)
            told = "Rows of the course’s tables; † not verified; the side is the course’s code"
            html += f"<p>{_EMPTY}</p>" if frame.empty else figures.table(frame, told)._repr_html_()
            cited = [f"<li>[{n}] {data.cite(ids)}</li>" for n, ids in _cited(briefing).items()]
            html += f"<ul>{''.join(cited)}</ul>" if cited else ""
    if len(measures.path()):
        html += f"<{under}>How my estimate moved</{under}>{draw_path()._repr_html_()}"
    used = _used(briefing)
    return html + f"<{under}>Sources of the evidence</{under}>" + _listed(used)


def _listed(used) -> str:
    return data.bibliography(*used)._repr_html_() if used else f"<p>{_EMPTY}</p>"


def to_markdown(briefing: dict) -> str:
    """Return the page as Markdown, citations resolved, the learner's words escaped.

    Args:
        briefing: texts by the names of FIELDS.

    Returns:
        Text of the whole page; the estimates stand in it as a table.
    """
    lines = [f"# {HEADING}"]
    for title, paragraphs in _blocks(briefing):
        lines += [f"## {title}", *(_mark(p) for p in paragraphs or [_EMPTY])]
        if title == "The best counter-argument":
            frame = _evidence(briefing)
            lines += ["## Evidence", _EMPTY if frame.empty else _marked_table(frame)]
            cited = [f"- [{n}] {data.cite_text(ids)}" for n, ids in _cited(briefing).items()]
            lines += ["\n".join(cited)] if cited else []
    own = measures.path()
    if len(own):
        named = own.replace({"reason": {"": "no reason written"}}).set_axis(
            ["After lesson", "Estimate", "Low", "High", "What moved it"], axis=1
        )
        lines += ["## How my estimate moved", _marked_table(named)]
    rows = data.bibliography(*_used(briefing)).rows
    lines += ["## Sources of the evidence"]
    lines += ["\n".join(_source(row) for row in rows) or _EMPTY]
    return "\n\n".join(lines) + "\n"


def _source(row) -> str:
    title = _mark(row["title"])
    linked = f"[{title}](<{row['url']}>)" if row["url"].startswith("http") else title
    copy = ", read in a copy" if row["address"] == "copy" else ""
    return f"- {_mark(row['publisher'])}, {linked}, {row['date'] or 'undated'}{copy}"


def _mark(text) -> str:
    """Escape what Markdown or HTML would read as a sign."""
    safe = re.sub(r"([\\`*_\[\]#|~!$])", r"\\\1", escape(measures.plain(text), quote=False))
    return re.sub(
        r"^(\d+)([.)])(?=\s|$)|^([-+=])", lambda m: (m[1] or "") + "\\" + (m[2] or m[3]), safe
    )


def _marked_table(frame) -> str:
    rows = [[_mark(figures.words(v)) for v in row] for row in frame.itertuples(index=False)]
    lines = [list(map(_mark, frame.columns)), ["---"] * len(frame.columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body{{font:1rem/1.55 Georgia,serif;color:#1E2530;background:#fff;max-width:46rem;margin:2rem auto;
padding:0 1rem}}
h1,h2{{font-family:sans-serif;line-height:1.25}} h1{{font-size:1.5rem}} h2{{font-size:1.1rem}}
table{{border-collapse:collapse;font-size:.85rem}} th,td{{padding:.2rem .6rem .2rem 0;
vertical-align:top;text-align:left}} thead,tbody{{border-bottom:1px solid #1E2530}}
a{{color:#0b57a4;text-decoration:underline}} img{{max-width:100%;height:auto}}
</style>
</head>
<body><main>
{body}
<p>{foot}</p>
</main></body>
</html>
"""


@dataclass(frozen=True)
class Exported:
    """What an export did: the `paths` of the files written, and a sentence in `words`."""

    paths: tuple
    words: str

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return f'<div role="status">{forms.sentences(self.words)}</div>'


def file_stem(name) -> str:
    """Return a name that every system takes for a file.

    Args:
        name: whatever the learner typed.

    Returns:
        'briefing' and what is left of the name: letters of every script, digits and hyphens, at
        most 40 and at most 120 bytes.
    """
    plain = unicodedata.normalize("NFKD", str(name or "").encode("utf-8", "ignore").decode())
    # An accent over a Latin letter goes; signs that make a syllable of another script stay.
    plain = re.sub(r"(?<=[A-Za-z])[\u0300-\u036f]+", "", plain)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Pi", "Pf", "Cf"))
    plain = unicodedata.normalize("NFC", plain).lower()
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else "-" for c in plain)
    clean = re.sub(r"-+", "-", kept).strip("-")[:40]
    # Most file systems take names of at most 255 bytes.
    clean = clean.encode()[:120].decode("utf-8", "ignore").strip("-")
    return f"briefing-{clean}" if clean else "briefing"


def export(briefing: dict | None = None, folder=None) -> Exported:
    """Write the briefing as one HTML page and one Markdown file; nothing is overwritten.

    Args:
        briefing: texts by the names of FIELDS; the journal's when not given.
        folder: where to; the journal's folder when not given.

    Returns:
        An `Exported`: paths (HTML, Markdown) and a sentence; no paths where nothing was written,
        and the sentence says why.
    """
    told = kept() if briefing is None else briefing
    if not any(measures.plain(told.get(name)) for name in measures.NEEDED):
        lacks = "; ".join(measures.missing({}))
        return Exported((), f"Nothing was written: your briefing is empty. It needs: {lacks}.")
    place = Path(journal.where() if folder is None else folder).expanduser()
    foot = f"Written on {date.today().isoformat()} with the course Shifting Sands. The judgment is "
    foot += "the writer’s own."
    page = _PAGE.format(title=HEADING, body=to_html(told), foot=foot)
    texts = {".html": page, ".md": f"{to_markdown(told)}\n{foot}\n"}
    stem = wish = file_stem(told.get("name"))
    count, written = 1, []
    try:
        place.mkdir(parents=True, exist_ok=True)
        while any((place / (stem + end)).exists() for end in texts):
            count += 1
            stem = f"{wish}-{count}"
        for end, text in texts.items():
            whole = place / (stem + end)
            with open(whole, "x", encoding="utf-8", newline="\n", opener=journal.private) as file:
                written.append(place / (stem + end))
                file.write(text)
    except (OSError, ValueError) as error:
        for half in written:
            half.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or "it is no folder"
        return Exported((), f"Could not write to {place} ({reason}). Choose another folder.")
    words = f"Written: {stem}.html and {stem}.md, in {place}."
    if count > 1:
        words += f" A file {wish} was there already and was left as it is."
    if lacks := measures.missing(told):
        words += f" It is a draft: still empty are {'; '.join(lacks)}."
    return Exported(tuple(written), words)


# --- the composer ---------------------------------------------------------------------------------


def compose() -> Composer:
    """Show the form in which the learner writes the briefing; every field is kept by itself."""
    return Composer()


_FORM = """<style>
.sands.sands-form .widget-text,.sands.sands-form .widget-textarea,
.sands.sands-form .widget-dropdown{flex-direction:column;align-items:flex-start;height:auto}
.sands.sands-form .widget-text input[type=text]{flex:none;width:28em;max-width:100%;
  height:auto;min-height:28px}
.sands.sands-form .widget-textarea textarea{flex:none;width:46em;max-width:100%;height:5.4em}
.sands.sands-form .widget-dropdown select{flex:none;height:auto;min-height:28px;max-width:100%}
.sands.sands-form .sands-note p{margin:0 0 0.6em;padding-left:10px;border-left:3px solid #4D6275}
</style>"""


class Composer(forms.Form):
    """A form of labelled fields, with a gentle check, a look at the page, and the export."""

    def __repr__(self) -> str:
        return "\n".join(
            ["Your briefing, field by field:", *(f"- {w}" for w in measures.FIELDS.values())]
        )

    def _static(self) -> str:
        items = "".join(f"<li>{figures.safe(words)}</li>" for words in measures.FIELDS.values())
        return (
            f"<p><strong>Your briefing, field by field</strong></p><ol>{items}</ol>"
            "<p>Run this cell to write. What you write is kept by itself.</p>"
        )

    def _widget(self):
        import ipywidgets as w

        told, wide = kept(), w.Layout(width="auto", max_width="100%")
        lists = _choices()
        self.boxes, self._drafts, self._notes, lines = {}, {}, {}, []
        self._open = ""  # the text field that was changed last: a draft until another is touched
        self.said = self._said = forms.spoken(names=forms.named("Your briefing"))
        for name, label in measures.FIELDS.items():
            more = {"description": label, "style": {"description_width": "initial"}, "layout": wide}
            value = told.get(name, "")
            if name in lists:
                known = [key for _, key in lists[name]]
                start = value if value in known else ""
                box = w.Dropdown(options=lists[name], value=start, **more)
            else:
                make = w.Textarea if name in measures.LONG else w.Text
                box = make(value=value, **more)
                self._drafts[name] = _FieldDraft(self, name)
            self.boxes[name] = box
            note = self._notes[name] = w.HTML().add_class("sands-note")
            note.value = self._note(name)
            lines += [box, note] if name in (*measures.SLOTS, "word") else [box]
        for name, box in self.boxes.items():
            if name in self._drafts:
                self._drafts[name].watch(box)
            box.observe(functools.partial(self._changed, name), "value")
        row = forms.row(
            forms.button("Check my briefing", self._check),
            forms.button("Show the page", self._show),
            forms.button("Export HTML and Markdown", self._export),
        )
        self.page = w.HTML()
        if told:
            self._tell("Your briefing is filled in from the journal.")
        head = w.HTML(f"{figures.CONTROLS}{_FORM}<p><strong>Your briefing</strong></p>")
        panel = w.VBox([head, *lines, row, self.said, self.page])
        return panel.add_class("sands-form").add_class("sands-form-box")

    def entered(self) -> dict[str, str]:
        """Return the texts as they stand in the form, by the names of FIELDS."""
        return {name: str(box.value).strip() for name, box in self.boxes.items()}

    def _tell(self, *lines):
        self.say(forms.sentences(*lines))

    @property
    def _draft(self):
        return self._drafts.get(self._open)

    def _note(self, name) -> str:
        """Say in HTML what a field's entry means: the row of an id, the range of a word."""
        text = str(self.boxes[name].value).strip()
        if name in measures.SLOTS and text:
            try:
                row = measures.resolve(text)
            except measures.NoRowError as error:
                return forms.sentences(str(error))
            return forms.sentences(f"{row['id']}, {row['when']}, {row['who']}: {row['what']}")
        if name == "word" and "probability" in self.boxes:
            return forms.sentences(
                measures.fit(self.boxes["probability"].value, self.boxes["word"].value)
            )
        return ""

    @forms.safely
    def _changed(self, name, change):
        if self._open and self._open != name:
            self._settle()
        told = None
        if name in self._drafts:
            self._open = name
        else:
            told = keep(name, str(change["new"]).strip())
        if name in measures.SLOTS:
            self._noted(name)
        elif name in ("probability", "word"):
            self._noted("word")
        if told is not None:
            self.say(self._notes[name].value + forms.kept_mark(told))

    def _noted(self, name):
        """Write the note beside its field and say it, where it has changed."""
        note = self._note(name)
        if note != self._notes[name].value:
            self._notes[name].value = note
            self.say(note)

    def _settle(self) -> str:
        """Keep the field that was being written as an entry; say so in HTML."""
        name, self._open = self._open, ""
        if not name:
            return ""
        self._drafts[name].write()
        return forms.kept_mark(keep(name, str(self.boxes[name].value).strip()))

    @forms.safely
    def _check(self, _=None):
        mark = self._settle()
        found = measures.review(self.entered()) or [
            "The check has nothing to add. It reads words only."
        ]
        self.say(forms.sentences(*found) + mark)

    @forms.safely
    def _show(self, _=None):
        mark = self._settle()
        self.page.value = to_html(self.entered(), level=3)
        self.say(forms.sentences("The page stands below.") + mark)

    @forms.safely
    def _export(self, _=None):
        mark = self._settle()
        self.say(forms.sentences(export(self.entered()).words) + mark)


class _FieldDraft(forms.Draft):
    """The draft of one field of the briefing; a long one is kept in pieces."""

    def __init__(self, form, name):
        super().__init__("briefing", name, lambda: form.boxes[name].value, form.say)

    def keep(self, value) -> journal.Kept:
        """Keep the field's text.

        Args:
            value: the text as it stands.

        Returns:
            A `journal.Kept`.
        """
        return keep(self.key, value, "draft")


def _choices() -> dict[str, list]:
    frame = data.table("estimative")
    sure = frame.loc[frame["kind"] == "confidence"].sort_values("rank", kind="stable")["term"]
    watch = data.table("indicators")
    named = zip(watch["indicator_id"] + " · " + watch["name"], watch["indicator_id"], strict=True)
    words = {
        "word": [(t, t) for t in measures.us_words()["term"]],
        "confidence": [(t, t) for t in sure],
        "indicator": list(named),
    }
    return {name: [("choose", ""), *options] for name, options in words.items()}
