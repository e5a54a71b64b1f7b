"""One page that advises someone who must act: the learner's path, the evidence, the export.

A briefing is a dict of texts, one for each name in FIELDS. Every field is kept in the journal by
itself (kind 'briefing'), so that a page half written is there tomorrow.
"""

from __future__ import annotations

import functools
import itertools
import re
import string
import unicodedata
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import pandas as pd

from helpers import candidates, data, figures, forms, journal, questions, wording
from helpers.explorers import Explorer, choice, number
from helpers.figures import BAND, BAR, GRID, INK, LABEL, PAPER, RANGE
from helpers.measures import briefing as measures
from helpers.measures import states
from helpers.measures.states import THE_FOUR
from helpers.numbers import parse_number
from helpers.wording import headed, say, words

MOST = 20_000  # characters of a field
PIECE = 10_000  # characters of a field in one line of the journal
LISTED = 30  # rows of evidence in one list


# --- the path -------------------------------------------------------------------------------------


def draw_path(
    estimates: pd.DataFrame | None = None, which: str = "all", after=None, guess=None
) -> figures.LessonFigure:
    """Draw the learner's estimates with their ranges, beside the spread of the experts.

    `estimates` are as from `measures.path`: the journal's when not given, and a tagged example
    where the journal has none. `which` is one of `measures.EXPERTS`; `after` is the lesson whose
    range is set beside the experts, the last one when None; `guess` is the learner's prediction of
    how many views score high.
    """
    own = measures.path() if estimates is None else estimates
    example = own.empty
    own = _example() if example else own
    views = measures.experts(which)
    counts = measures.spread(views)
    after = own["lesson"].iloc[-1] if after is None else after
    held = own[own["lesson"] == after]
    said = words(
        "briefing.path",
        **_moved(own, example),
        **_among(views, counts, held),
        after=after,
        experts=words("briefing.experts").tell(which),
        guess=guess if _is(guess) else None,
        high_from=measures.HIGH,
        many=measures.count_high_views(),
        until=data.as_of("views"),
    )
    with figures.page(said) as page:
        ax = page.axes(left=0.75, right=3.35, top=1.0, bottom=0.95)
        _draw_estimates(ax, own, said)
        _draw_reasons(ax, own, said)
        if example:
            _draw_tag(ax, said.tag)
        side = page.axes(left=7.05, right=0.3, top=1.0, bottom=0.95)
        _draw_spread(side, views, counts, held, said)
    return page.told(said, [views], _steps(own, said), said.as_of)


def _is(guess) -> bool:
    return isinstance(guess, (int, float)) and not isinstance(guess, bool) and abs(guess) < 1e6


def _example() -> pd.DataFrame:
    own, reasons = measures.example(), words("briefing.path").reasons
    return own.assign(reason=own["reason"].map(reasons | {"": ""}))


def _moved(own, example) -> dict:
    """Return the facts of a path: where it began and ended, and which sentence tells it."""
    first, last = own.iloc[0], own.iloc[-1]
    one, stayed = len(own) == 1, first["best"] == last["best"]
    return {
        "first": first["best"],
        "last": last["best"],
        "low": last["low"],
        "high": last["high"],
        "lesson": last["lesson"],
        "n": len(own),
        "lessons": len(measures.LESSONS),
        "steps": len(measures.turns(own)),
        "example": example,
        "one": one and not example,
        "stayed": stayed and not one and not example,
        "moved": not stayed and not one and not example,
    }


def _among(views, counts, held) -> dict:
    """Return the facts of the experts, and how many lie in the range of one lesson."""
    known = counts[counts > 0]
    low, high = held.iloc[0][["low", "high"]] if len(held) else (None, None)
    inside = views["cohesion_score"].between(low, high).sum() if len(held) else None
    return {
        "views": len(views),
        "lowest": known.index[0],
        "highest": known.index[-1],
        "most": int(counts.idxmax()),
        "held": len(held) > 0,
        "held_low": low,
        "held_high": high,
        "inside": inside,
    }


def _steps(own, said) -> figures.LessonTable:
    ends = zip(own["low"], own["high"], strict=True)
    ranges = [said.tell("range", low=low, high=high) for low, high in ends]
    frame = own.assign(range=ranges, reason=own["reason"].replace("", said.no_reason))
    return figures.table(headed(frame, said.columns), said.table)


def _set_scale(ax):
    ax.set_ylim(-0.4, 12.2)
    ax.spines["bottom"].set_visible(False)


def _draw_estimates(ax, own, said):
    _set_scale(ax)
    ax.set_xlim(-0.5, 9.6)
    ax.set_xticks(measures.LESSONS)
    ax.set_yticks(range(0, 11, 2), range(0, 11, 2))
    ax.hlines(range(0, 11, 2), -0.5, 9.6, color=GRID, linewidth=0.9)
    ax.set_xlabel(said.axis)
    ax.vlines(own["lesson"], own["low"], own["high"], color=RANGE, linewidth=9, zorder=2)
    # Only neighbouring lessons are joined: a lesson left out is a gap.
    for a, b in zip(own.iloc[:-1].itertuples(), own.iloc[1:].itertuples(), strict=True):
        if b.lesson == a.lesson + 1:
            ax.plot([a.lesson, b.lesson], [a.best, b.best], color=INK, linewidth=1.6, zorder=3)
    ax.plot(own["lesson"], own["best"], "o", color=PAPER, markeredgecolor=INK, zorder=4)
    ax.lines[-1].set_markeredgewidth(1.8)


def _draw_reasons(ax, own, said):
    """Write the reasons of the largest moves over them, each in at most two short lines."""
    moved = measures.turns(own)
    places = figures.spread(list(moved["lesson"]), 3.3, 1.2, 8.1)
    for row, place in zip(moved.itertuples(), places, strict=True):
        reason = said.tell("quoted", reason="\n".join(figures.wrap(row.reason, 21, lines=2)))
        style = {"size": 10, "color": LABEL, "ha": "center", "va": "bottom", "parse_math": False}
        ax.text(place, 10.75, reason, linespacing=1.25, **style)
        line = {"color": figures.AXIS, "linewidth": 0.9, "zorder": 1}
        ax.plot([place, row.lesson], [10.6, row.high + 0.1], **line)


def _draw_tag(ax, tag):
    box = {"facecolor": INK, "edgecolor": INK, "boxstyle": "round,pad=0.3"}
    style = {"color": PAPER, "weight": "bold", "size": 10.5, "va": "center", "bbox": box}
    ax.text(-0.3, 0.7, tag, zorder=5, **style)


def _draw_spread(ax, views, counts, held, said):
    _set_scale(ax)
    right = max(19, counts.max() + 2)
    ax.set_xlim(-0.8, right)
    ax.set_xticks([])
    ax.set_yticks([])
    if len(held):
        ax.axhspan(held.iloc[0]["low"], held.iloc[0]["high"], color=BAND, linewidth=0, zorder=0)
        ax.text(right, -0.6, said.band, size=10, color=LABEL, ha="right", va="top")
    ax.hlines(range(0, 11, 2), -0.8, right, color=GRID, linewidth=0.9, zorder=1)
    # Checked views first, so that the hollow marks stand together at the end of a row.
    for score, group in views.groupby("cohesion_score"):
        group = group.sort_values(["verified", "view_id"], ascending=[False, True])
        for n, view in enumerate(group.itertuples()):
            style = {"markersize": 5.6, "markeredgecolor": BAR, "zorder": 3}
            style["markerfacecolor"] = BAR if view.verified else PAPER
            figures.mark(ax.plot([n], [score], "D", **style), "views", [view.view_id])
    for score, count in counts.items():
        ax.text(count + 0.1, score, str(count), va="center", size=10, color=LABEL)
    ax.text(-0.8, 11.6, said.experts_head, size=10.5, color=LABEL)
    ax.text(-0.8, 10.85, said.tell("experts_named"), size=10.5, color=LABEL)


def explore_path() -> Explorer:
    """Set the range after any lesson beside experts of one's choice."""
    said, named = words("briefing.explore_path"), words("briefing.experts")
    lessons = [(said.tell("lesson", n=n), n) for n in measures.LESSONS]
    return Explorer(
        lambda which, after: draw_path(which=which, after=after),
        said.question,
        which=choice(said.which, [(named.tell(key), key) for key in measures.EXPERTS]),
        after=choice(said.after, [(said.last, None), *lessons]),
    )


# --- claims by status -----------------------------------------------------------------------------


def draw_status(guess=None) -> figures.LessonFigure:
    """Draw how many claims about transfers have each status, parted by the grade of the sources.

    `guess` is the learner's prediction of how many are confirmed.
    """
    frame = data.table("transfers")
    counts = measures.status_by_grade(frame)
    sums, grades = counts.sum(axis=1), counts.sum()
    labels = words("briefing.status").labels
    said = words(
        "briefing.status",
        confirmed=sums["confirmed"],
        claims=sums.sum(),
        weak=grades["D"],
        statuses=[{"name": labels[status], "n": n} for status, n in sums.items()],
        grades=[{"name": grade, "n": n} for grade, n in grades.items()],
        origins=frame["origin_id"].nunique(),
        guess=guess if _is(guess) else None,
    )
    with figures.page(said) as page:
        ax = page.axes(left=1.7, right=0.8, top=1.35, bottom=0.75)
        ax.set_xlim(0, max(sums.max(), 130))
        ax.set_ylim(len(sums) - 0.5, -0.8)
        ax.set_yticks(range(len(sums)), [labels[status] for status in sums.index])
        ax.grid(axis="x")
        figures.draw_unit(ax, said.unit, lift=0.05)
        for y, (status, row) in enumerate(counts.iterrows()):
            own = frame[frame["status"].astype(str) == status]
            ids = own.groupby(own["evidence_grade"].astype(str))["transfer_id"].agg(list)
            _draw_grades(ax, row, y, ids)
            ax.text(sums[status] + 1.5, y, str(sums[status]), va="center", weight="bold")
        if _is(guess):
            ax.plot([min(max(guess, 0), 130)], [-0.48], "v", color=INK, clip_on=False)
    table = counts.rename_axis(index=said.head, columns=None).reset_index()
    return page.told(said, [frame], figures.table(table, said.table), data.as_of("transfers"))


def _draw_grades(ax, row, y, ids):
    """Draw one bar, parted by grade; a part that is wide enough bears its letter."""
    left = 0
    for grade, count in row.items():
        style = {"facecolor": figures.GRADES[grade], "edgecolor": INK, "linewidth": 0.9}
        hatch = "////" if grade == "D" else ""
        bar = ax.barh(y, count, left=left, height=0.62, hatch=hatch, **style)
        figures.mark(bar, "transfers", [ids.get(str(grade), [])])
        if count >= 4:
            box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1} if grade == "D" else None
            ink = {"color": PAPER if grade in "AB" else INK, "size": 10}
            ax.text(left + count / 2, y, grade, bbox=box, ha="center", va="center", **ink)
        left += count


# --- words of probability -------------------------------------------------------------------------


def draw_words(probability=None, word: str = "") -> figures.LessonFigure:
    """Draw the words of the US standard as ranges, with a probability across them.

    `probability` is in per cent, that of the learner's briefing when not given; `word` is set in
    bold.
    """
    frame = measures.us_words()
    value = parse_number(kept().get("probability") if probability is None else probability)
    value = None if value is None or not 0 <= value <= 100 else value
    names = [] if value is None else measures.words_for(value)
    misfit = measures.fit(value, word) if word else None
    said = words(
        "briefing.words",
        value=value,
        names=names,
        n=len(frame),
        rows=frame.to_dict("records"),
        misfit=_told(misfit) if misfit else None,
    )
    with figures.page(said) as page:
        ax = page.axes(left=2.3, right=0.9, top=1.3, bottom=0.8)
        ax.set_xlim(0, 100)
        ax.set_ylim(len(frame) - 0.5, -0.6)
        ax.grid(axis="x")
        ax.set_yticks(range(len(frame)), frame["term"])
        for label, term in zip(ax.get_yticklabels(), frame["term"], strict=True):
            label.set_weight("bold" if term == word or term in names else "normal")
        for y, row in enumerate(frame.itertuples()):
            with figures.row_of(ax, "estimative", row.term_id):
                look = {"color": RANGE, "linewidth": 7, "solid_capstyle": "butt"}
                ax.plot([row.low, row.high], [y, y], **look)
                ax.plot([row.low, row.high], [y, y], "|", color=INK, markersize=11)
            ends = said.tell("range", low=row.low, high=row.high)
            ax.text(102, y, ends, va="center", size=10, color=LABEL, clip_on=False)
        if value is not None:
            ax.axvline(value, color=INK, linewidth=1.2, linestyle=(0, (4, 2)))
    table = figures.table(headed(frame, said.columns), said.table)
    return page.told(said, [frame], table, data.as_of("estimative"))


def explore_words() -> Explorer:
    """Try a number and a word of probability."""
    said = words("briefing.explore_words")
    terms = [(term, term) for term in measures.us_words()["term"]]
    return Explorer(
        draw_words,
        said.question,
        probability=number(said.probability, 0, 100, 70, 5),
        word=choice(said.word, [(said.none, ""), *terms], "likely"),
    )


# --- a figure of one's own ------------------------------------------------------------------------


# --- evidence -------------------------------------------------------------------------------------


def _named(row: dict) -> dict:
    """Return a row of evidence with who says so, what and grade as a reader is told them."""
    ends = {end: figures.words(row[end]) for end in ("low", "high")}
    ends["cited"] = data.cite_text(row["source_ids"], limit=2) if row["source_ids"] else ""
    said = words("briefing.evidence", **row | ends)
    return row | {part: said.tell(part) for part in ("who", "what", "grade", "marked")}


def list_evidence(table: str = "events", side: str = "any", about: str = "any"):
    """Return the rows of a table that a briefing can name, newest first.

    `side` is 'any' or one of `measures.SIDES`, by our codes; `about` is 'any' or the ISO code of a
    state. The `LessonTable` has at most LISTED rows; its sentence says how many there are.
    """
    rows = measures.evidence_rows(table)
    if side != "any":
        rows = rows[rows["side"] == side]
    if about != "any":
        rows = rows[rows["states"].str.contains(about)]
    said = words(
        "briefing.evidence",
        n=len(rows),
        table=table,
        side=None if side == "any" else words("briefing.sides").tell(side),
        more=len(rows) > LISTED,
        most=LISTED,
    )
    if rows.empty:
        empty = pd.DataFrame({said.none: [said.none_do]})
        return figures.table(empty, said.sentence, sentence=said.sentence)
    rows = rows.sort_values(["when", "id"], ascending=[False, True]).head(LISTED)
    return figures.table(_shown(rows.to_dict("records")), said.caption, 8, sentence=said.sentence)


def _shown(rows: list[dict]) -> pd.DataFrame:
    sides, columns = words("briefing.sides"), words("briefing.evidence").columns
    told = [_named(row) | {"side": sides.tell(row["side"])} for row in rows]
    return headed(pd.DataFrame(told), columns)


def explore_evidence() -> Explorer:
    """Look for rows on either side, to name them in a briefing."""
    said, sides = words("briefing.explore_evidence"), words("briefing.sides")
    actors = states.names()
    every = (said.any, "any")
    return Explorer(
        list_evidence,
        said.question,
        table=choice(said.table, [(said.tables[name], name) for name in measures.ROWS]),
        side=choice(said.side, [every, *((sides.tell(s), s) for s in measures.SIDES)], "against"),
        about=choice(said.about, [every, *((actors[iso], iso) for iso in THE_FOUR)]),
    )


# --- boards and tables ----------------------------------------------------------------------------


def weigh_sentences() -> questions.Board:
    """Let the learner weigh six sentences before one of them goes into a briefing."""
    said = words("briefing.sentences")
    return questions.board(
        "9.sentences",
        said.question,
        rows=said.rows,
        columns={"verdict": said.verdicts},
        heads=said.heads,
        read=read_sentences,
    )


def read_sentences(filled: dict) -> figures.LessonTable:
    """Show what the tables hold beside each sentence; there is no verdict of ours.

    `filled` is {sentence: {'verdict': code}}, possibly incomplete.
    """
    facts = measures.held()
    said = words("briefing.sentences", **facts, few=not facts["helped"])
    given = {row: filled.get(row, {}).get("verdict") for row in said.rows}
    shown = {
        "sentence": said.rows,
        "verdict": {row: said.verdicts.get(code, said.none) for row, code in given.items()},
        "held": said.held,
    }
    return figures.table(headed(pd.DataFrame(shown), said.columns), said.table)


def rate_briefing() -> questions.Board:
    """Let the learner and a peer judge a briefing by six criteria."""
    said = words("briefing.rubric")
    return questions.board(
        "9.rubric",
        said.question,
        rows=said.rows,
        columns=dict.fromkeys(said.heads, said.levels),
        heads=said.heads,
        read=read_rubric,
    )


def read_rubric(filled: dict) -> figures.LessonTable:
    """Show where the learner and a peer differ; the levels are not added up.

    `filled` is {criterion: {'self': code, 'peer': code}}, possibly incomplete.
    """
    said, rows = words("briefing.rubric"), []
    for key, criterion in said.rows.items():
        own, peer = (filled.get(key, {}).get(who) for who in said.heads)
        judged = said.alike if own == peer else said.talk
        levels = [said.levels.get(level, said.none) for level in (own, peer)]
        rows.append((criterion, *levels, judged if own and peer else said.open))
    frame = pd.DataFrame(rows, columns=list(said.columns.values()))
    return figures.table(frame, said.table)


# The words of each model page, and of our reasons for its marks.
MODELS = {
    "a": ("briefing.model_a", "briefing.model_why_a"),
    "b": ("briefing.model_b", "briefing.model_why_b"),
}


def model(page: str) -> dict[str, str]:
    """Return a model briefing, 'a' or 'b', as texts by the names of FIELDS."""
    said = words(MODELS[page][0])
    return {name: said.tell(name) for name in measures.FIELDS if name in said}


@dataclass(frozen=True)
class Pages:
    """The two model pages beside each other, marked as made by the course."""

    def __repr__(self) -> str:
        return say("briefing.models.plain")

    def _repr_html_(self) -> str:
        said = words("briefing.models")
        pages = [page_one(model(p), 3, measures.MODEL_DAY, own=False) for p in measures.MODELS]
        style = f"<style>{_beside('briefing_page.css')}</style>"
        return (
            f'{style}{forms.sentences(said.note)}<div class="sands-models">{"".join(pages)}</div>'
        )


def show_models() -> Pages:
    """Show one good and one weak model briefing, without saying which is which."""
    return Pages()


def mark_models() -> questions.Board:
    """Let the learner mark both model pages by the rubric; ours follows each settled row."""
    said, rubric = words("briefing.models"), words("briefing.rubric")
    why = {page: words(told) for page, (_, told) in MODELS.items()}
    rows = rubric.rows
    return questions.board(
        "9.models",
        said.question,
        rows=rows,
        columns=dict.fromkeys(said.heads, rubric.levels),
        heads=said.heads,
        read=read_models,
        reasons={row: {page: why[page].tell(row) for page in why} for row in rows},
        ours={row: {page: marks[row] for page, marks in measures.MODELS.items()} for row in rows},
        others=measures.ARGUABLE,
    )


def read_models(filled: dict) -> figures.LessonTable:
    """Show the learner's marks of the two model pages beside ours, for the rows that have some.

    `filled` is {criterion: {'a': code, 'b': code}}, possibly incomplete.
    """
    said, rubric = words("briefing.models"), words("briefing.rubric")
    rows = [
        {"criterion": criterion}
        | {f"mine_{p}": rubric.levels.get(filled[key].get(p), rubric.none) for p in said.heads}
        | {f"ours_{p}": rubric.levels[measures.MODELS[p][key]] for p in said.heads}
        for key, criterion in rubric.rows.items()
        if key in filled
    ]
    frame = pd.DataFrame(rows, columns=list(said.columns))
    return figures.table(headed(frame, said.columns), said.table)


def show_headline() -> figures.LessonTable:
    """Show in steps how the sentence of the bug hunt was computed; the arithmetic is right."""
    score = data.table("views")["cohesion_score"]
    facts = {"sum": score.sum(), "n": len(score), "mean": score.mean(), "error": score.sem()}
    said = words("briefing.headline", **facts)
    frame = pd.DataFrame({"step": said.steps, "result": said.results})
    return figures.table(headed(frame, said.columns), said.table)


def count_scores() -> figures.LessonTable:
    """Show how many views have each cohesion score, by where their institutions sit."""
    said, counts = words("briefing.scores"), measures.scores_by_home()
    counts = headed(counts.rename_axis(columns=None).reset_index(), said.columns)
    return figures.table(counts, said.table, limit=12)


def show_seats() -> figures.LessonTable:
    """Show the four seats of the class exercise: the brief, and rows to begin with."""
    said = words("briefing.seats")
    rows = {seat: [] for seat in measures.SEATS}
    for row in measures.seat_rows().to_dict("records"):
        rows[row["seat"]].append({"id": row["id"], "what": _named(row)["what"].rstrip(".")})
    begin = {seat: said.tell("begin", rows=told) for seat, told in rows.items()}
    frame = pd.DataFrame({"seat": said.names, "brief": said.briefs, "rows": begin})
    return figures.table(headed(frame, said.columns), said.table)


def seat_rows() -> pd.DataFrame:
    """Return the rows that the four seats begin with, with their source_ids."""
    return measures.seat_rows()


# --- the check ------------------------------------------------------------------------------------


def review(briefing: dict) -> list[str]:
    """Return what the check of a briefing found, a sentence each; empty where there is nothing."""
    ours = [one.sentence for one in candidates.kept()]
    return [_told(found) for found in measures.review(briefing, ours=ours)]


def _told(found: measures.Finding) -> str:
    said, facts = words("briefing.review"), dict(found.facts)
    if "fields" in facts:
        facts["fields"] = _labels(facts["fields"])
    if "field" in facts:
        facts["field"] = _labels([facts["field"]])[0]
    if "lacks" in facts:
        facts["lacks"] = [said.parts[part] for part in facts["lacks"]]
    return said.tell(found.code, **facts)


def _labels(fields) -> list[str]:
    short = words("briefing.fields").short
    return [short[name] for name in fields]


# --- keeping --------------------------------------------------------------------------------------


def kept() -> dict[str, str]:
    """Return the briefing that the journal holds: texts by the names of FIELDS."""
    newest: dict = {}
    for entry in journal.entries():
        area, _, name = entry["key"].rpartition(":")
        if (entry["kind"], area) in (("briefing", ""), ("draft", "briefing")):
            newest[name] = entry["value"]
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

    `text` has at most MOST characters; `kind` is 'draft' while the learner still writes.
    """
    said = words("briefing.keep", field=_labels([name])[0], n=len(text), most=MOST)
    if len(text) > MOST:
        return journal.Kept(False, said.too_long)
    before, told = kept().get(name, ""), journal.Kept(True, said.kept)
    ahead = ("briefing",) if kind == "draft" else ()
    # A line of the journal is limited. The last piece goes first: the first one makes it whole.
    for place in reversed(range(-(-max(len(text), len(before), 1) // PIECE))):
        piece = text[place * PIECE : (place + 1) * PIECE]
        told = forms.keep(kind, ":".join((*ahead, _piece(name, place))), piece)
    return told


# --- the page -------------------------------------------------------------------------------------


def _paragraphs(text: str) -> list[str]:
    return [measures.plain(p) for p in re.split(r"\n\s*\n", text or "") if p.strip()]


def _blocks(briefing: dict, own: bool = True) -> dict[str, list[str]]:
    """Return the paragraphs of page one as plain text, by the codes of their headings."""
    told = {name: measures.plain(briefing.get(name)) for name in measures.FIELDS}
    said = words("briefing.page", **told)
    blocks = {name: _paragraphs(briefing.get(name, "")) for name in ("judgment", *PARTS)}
    blocks["odds"] = [
        said.chance,
        _scale(told["word"]),
        said.trust,
        told["why"],
        _estimate() if own else "",
    ]
    blocks["watch"] = _watched(briefing)
    blocks["as_of"] = [told["as_of"]]
    return {name: [text for text in texts if text] for name, texts in blocks.items()}


PARTS = ("recommendation", "cost", "case", "counter", "change")


def _scale(word: str) -> str:
    """Return what a probability word stands for on the published scale."""
    frame = measures.us_words().set_index("term")
    if word not in frame.index:
        return ""
    low, high = frame.loc[word, ["low", "high"]]
    return say("briefing.page.stands", word=word, low=low, high=high)


def _estimate() -> str:
    """Return the learner's newest estimate of cohesion with the nearest word of its scale."""
    own = measures.path()
    if own.empty:
        return ""
    last, scale = own.iloc[-1], words("briefing.page").scale
    at = min(map(int, scale), key=lambda step: abs(step - last["best"]))
    near = say("briefing.page.near", at=at, said=scale[str(at)])
    facts = {name: last[name] for name in ("lesson", "best", "low", "high")}
    return say("briefing.page.estimate", **facts, near=near)


def _watched(briefing: dict) -> list[str]:
    """Return the lines of the watch list: the indicator as it stands, and when to look again."""
    rows, found = data.table("indicators").set_index("indicator_id"), []
    for indicator, threshold in measures.WATCH.items():
        text = measures.plain(briefing.get(threshold))
        facts = dict.fromkeys(("name", "value", "unit", "as_of"), "")
        if briefing.get(indicator) in rows.index:
            row = rows.loc[briefing[indicator]]
            unit = "" if row["unit"] == "count" else row["unit"]
            facts = {"value": figures.words(row["latest_value"]), "as_of": row["as_of_text"]}
            facts |= {"name": row["short"], "unit": unit}
        if facts["name"] or text:
            found.append(say("briefing.page.watched", threshold=text, **facts))
    return found


def _evidence(briefing) -> dict[int, dict]:
    """Return the rows that are cited, told for a reader, by their number in brackets."""
    sides = words("briefing.sides")
    told = {place: _named(row) for place, row in measures.chosen(briefing).items()}
    return {n: row | {"side": sides.tell(row["side"])} for n, row in told.items()}


def _cited(briefing) -> list:
    """Return the sources of all that the page rests on."""
    ids = [row["source_ids"] for row in measures.chosen(briefing).values()]
    watch = data.table("indicators").set_index("indicator_id")["source_ids"]
    return ids + [watch[briefing[name]] for name in measures.WATCH if briefing.get(name) in watch]


def _card(place: int, row: dict) -> str:
    grade = row["grade"] if row["grade"] in "ABCD" else ""
    told = {"dagger": not row["verified"], "credibility": row["credibility"]}
    line = say("briefing.page.card", **row | told | {"grade": grade})
    who = f"<strong>[{place}] {figures.safe(row['who'])}</strong>"
    small = f"<small>{figures.safe(line)}</small>"
    return f'<div class="card" dir="auto">{who}<p>{figures.safe(row["what"])}</p>{small}</div>'


def _odds(briefing) -> str:
    """Return the bar of the probability, with the range of its word; empty without a number."""
    value = parse_number(briefing.get("probability"))
    if value is None or not 0 <= value <= 100:
        return ""
    frame, word = measures.us_words().set_index("term"), briefing.get("word")
    band = ""
    if word in frame.index:
        low, high = frame.loc[word, ["low", "high"]]
        band = f'<i style="margin:0 {100 - high:g}% 0 {low:g}%"></i>'
    return f'<div class="bar" aria-hidden="true">{band}<b style="left:{value:g}%"></b></div>'


def page_one(briefing: dict, level: int = 1, today: date | None = None, own: bool = True) -> str:
    """Return what stands on the one sheet as HTML, the learner's words escaped.

    `level` is that of the title's heading; `today` is the date of the page; `own` says that it is
    the learner's, so that the estimate of the journal stands on it.
    """
    told = {name: measures.plain(briefing.get(name)) for name in measures.FIELDS}
    said = words("briefing.page", **told, today=today or date.today())
    blocks, heads = _blocks(briefing, own), said.headings
    rows, watched = _evidence(briefing), blocks.pop("watch")

    def part(name, inner="", kind=""):
        body = forms.sentences(*blocks.get(name, [])) + inner or f"<p>{said.empty}</p>"
        head = f"<h{level + 1}>{figures.safe(heads[name])}</h{level + 1}>"
        return f'<section class="{kind or name}">{head}{body}</section>'

    cards = "".join(_card(n, row) for n, row in rows.items() if n < 4)
    against = _card(4, rows[4]) if 4 in rows else ""
    odds = "".join(f"<span>{figures.safe(text)}</span> " for text in blocks["odds"])
    odds = f'{_odds(briefing)}<p class="odds" dir="auto">{odds}</p>'
    listed = "".join(f'<li dir="auto">{figures.safe(one)}</li>' for one in watched)
    last = " ".join(filter(None, (*blocks["as_of"],)))
    last = f"{heads['as_of']}: {last}. {said.foot}" if last else said.foot
    reader = f"{heads['audience']}: {told['audience']}" if told["audience"] else ""
    return (
        f'<article class="sands-page{_dense(briefing, rows)}"{wording.mark()}><header>'
        f'<p class="kind"><span>{said.kind}</span> <span dir="auto">{figures.safe(said.by)}</span>'
        f"</p><h{level}>{said.title}</h{level}>{forms.sentences(reader)}</header>"
        f"{part('judgment', odds)}"
        f'<div class="two">{part("recommendation")}{part("cost")}</div>'
        f"{part('case')}{part('evidence', f'<div class=cards>{cards}</div>' if cards else '')}"
        f'<div class="two">{part("counter", against)}{part("change")}</div>'
        f"{part('watch', f'<ul>{listed}</ul>' if listed else '')}"
        f'<footer><p dir="auto">{figures.safe(last)}</p></footer></article>'
    )


def _dense(briefing, rows) -> str:
    """Return the classes of smaller type where much stands on the page."""
    letters = sum(len(measures.plain(briefing.get(name))) for name in measures.ROOM)
    letters += sum(len(row["what"]) + len(row["who"]) for row in rows.values())
    return "".join(f" {name}" for name, least in DENSE.items() if letters > least)


DENSE = {"dense": 2_300, "denser": 3_200}  # letters from which a page is set smaller


def to_html(briefing: dict, level: int = 1, today: date | None = None) -> str:
    """Return page one and the appendix behind it as HTML, citations resolved.

    `level` is that of the first heading; `today` is the date of the page.
    """
    said, head = words("briefing.page"), f"h{level + 2}"
    html = page_one(briefing, level, today)
    parts = {"rows": "".join(f"<p dir=auto>{figures.safe(t)}</p>" for t in _told_rows(briefing))}
    charts = "".join(f'<li dir="auto">{figures.safe(text)}</li>' for text in _told_charts())
    parts["charts"] = f"<ul>{charts}</ul>" if charts else ""
    parts["path"] = draw_path()._repr_html_() if len(measures.path()) else ""
    used = _cited(briefing)
    sources = data.bibliography(*used)._repr_html_() if used else ""
    parts["sources"] = sources.replace("<details>", "<details open>")  # paper unfolds nothing
    behind = "".join(
        f"<{head}>{figures.safe(said.behind[name])}</{head}>{part}"
        for name, part in parts.items()
        if part
    )
    if not behind:
        return html
    top = f"<h{level + 1}>{figures.safe(said.appendix)}</h{level + 1}>"
    return f'{html}<section class="sands-behind">{top}{behind}</section>'


def _told_rows(briefing) -> list[str]:
    rows = _evidence(briefing).items()
    return [say("briefing.page.cited", **row | {"place": place}) for place, row in rows]


def _told_charts() -> list[str]:
    return [
        say(
            "briefing.page.kept_chart",
            question=one.question,
            sentence=one.sentence,
            when=date.fromisoformat(one.day),
            controls=list(one.controls),
            sources=_kept_sources(one),
        )
        for one in candidates.kept()
    ]


def _kept_sources(one: candidates.Candidate) -> str:
    """Name three sources of a chart, and how many more there are."""
    if not one.source_ids:
        return ""
    return say("briefing.page.kept_sources", cited=data.cite_text(*one.source_ids, limit=3))


def to_markdown(briefing: dict, today: date | None = None) -> str:
    """Return the page as Markdown, citations resolved, the learner's words escaped.

    The estimates stand in it as a table.
    """
    told = {name: measures.plain(briefing.get(name)) for name in measures.FIELDS}
    said = words("briefing.page", **told, today=today or date.today())
    blocks, own = _blocks(briefing), measures.path()
    blocks["judgment"] = blocks["judgment"] + blocks.pop("odds")
    blocks["audience"], blocks["evidence"] = [told["audience"]], _told_rows(briefing)
    blocks = {name: [_mark(text) for text in texts if text] for name, texts in blocks.items()}
    lines = [f"# {said.title}", _mark(said.by)]
    for name, heading in said.headings.items():
        lines += [f"## {heading}", *(blocks[name] or [said.empty])]
    behind = {"charts": [f"- {_mark(text)}" for text in _told_charts()]}
    if len(own):
        own = own.replace({"reason": {"": said.no_reason}})
        behind["path"] = [_marked_table(headed(own, said.path))]
    used = _cited(briefing)
    behind["sources"] = [_source(row) for row in data.bibliography(*used).rows] if used else []
    for name, listed in behind.items():
        lines += [f"## {said.behind[name]}", "\n".join(listed)] if listed else []
    return "\n\n".join(lines) + "\n"


def _source(row) -> str:
    title, url = _mark(row["title"]), row["url"]
    return "- " + say(
        "briefing.page.source",
        publisher=_mark(row["publisher"]),
        title=f"[{title}](<{url}>)" if url.startswith("http") else title,
        day=row["date"],
        copy=row["address"] == "copy",
    )


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


class Exported(forms.Said):
    """What an export did: the `paths` of the files written, and the `sentence` that says so."""

    def __init__(self, paths: tuple, sentence: str):
        super().__init__(sentence)
        self.paths = paths


def file_stem(name) -> str:
    """Return a name that every system takes for a file, from whatever the learner typed.

    'briefing' and what is left of `name`: letters of every script, digits and hyphens, at most 40
    and at most 120 bytes.
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

    `briefing` and `folder` are the journal's when not given. There are no paths where nothing was
    written, and the sentence says why.
    """
    told = kept() if briefing is None else briefing
    lacks = measures.missing(told)
    if len(lacks) == len(measures.NEEDED):
        return Exported((), say("briefing.export.empty", lacks=_labels(lacks)))
    place = Path(journal.where() if folder is None else folder).expanduser()
    texts, wish = _pages(told), file_stem(told.get("name"))
    try:
        place.mkdir(parents=True, exist_ok=True)
        stem = _free(place, wish, texts)
        _write(place, stem, texts)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None)
        return Exported((), say("briefing.export.failed", place=str(place), reason=reason))
    facts = {"place": str(place), "stem": stem, "wish": wish, "again": stem != wish}
    facts["browser"] = journal.in_browser()
    said = say("briefing.export.written", lacks=_labels(lacks), **facts)
    return Exported(tuple(place / (stem + end) for end in texts), said)


def _pages(told) -> dict[str, str]:
    """Return the whole page by the end of its file's name."""
    said = words("briefing.page")
    language = wording.language() or "en"
    frame = string.Template(_beside("briefing.html"))
    style = _beside("briefing_page.css")
    parts = {"title": said.title, "style": style, "body": to_html(told)}
    page = frame.substitute(language=language, **parts)
    return {".html": page, ".md": f"{to_markdown(told)}\n{said.foot}\n"}


def _beside(name: str) -> str:
    """Return a file that lies beside this one."""
    return Path(__file__).with_name(name).read_text("utf-8")


def _free(place, wish, ends) -> str:
    """Return `wish`, or it with the first number under which no file stands in `place`."""
    names = itertools.chain([wish], (f"{wish}-{n}" for n in itertools.count(2)))
    return next(n for n in names if not any((place / (n + end)).exists() for end in ends))


def _write(place, stem, texts):
    """Write all files or none."""
    written = []
    try:
        for end, text in texts.items():
            whole = place / (stem + end)
            with open(whole, "x", encoding="utf-8", newline="\n", opener=journal.private) as file:
                written.append(whole)
                file.write(text)
    except (OSError, ValueError):
        for half in written:
            half.unlink(missing_ok=True)
        raise


# --- the composer ---------------------------------------------------------------------------------


def compose() -> Composer:
    """Show the form in which the learner writes the briefing; every field is kept by itself."""
    return Composer()


class Composer(forms.Form):
    """A form of labelled fields, the page beside it as it stands, a gentle check, the export."""

    def __init__(self):
        self._words = words("briefing.compose")
        self._labels = words("briefing.fields").label

    def __repr__(self) -> str:
        labels = [f"- {self._labels[name]}" for name in measures.FIELDS]
        return "\n".join([f"{self._words.fields}:", *labels])

    def _static(self) -> str:
        items = "".join(f"<li>{figures.safe(self._labels[n])}</li>" for n in measures.FIELDS)
        head = f"<p><strong>{self._words.fields}</strong></p>"
        return f"{head}<ol>{items}</ol><p>{self._words.paper}</p>"

    def _widget(self):
        import ipywidgets as w

        said, told = self._words, kept()
        self._open = ""  # the text field that was changed last: a draft until another is touched
        preview = {".sands-preview": {"role": "group", "aria-label": said.preview, "tabindex": "0"}}
        self.said = self._said = forms.spoken(names=forms.named(said.title) | preview)
        self.page, self._drafts = w.HTML(), {}
        self.boxes, lists = {}, _choices(said)
        for name in measures.FIELDS:
            self.boxes[name] = self._box(w, name, told.get(name, ""), lists.get(name))
        noted = (*NOTED, *measures.ROOM)
        self._notes = {name: w.HTML().add_class("sands-note") for name in noted}
        for name, note in self._notes.items():
            note.value = self._note(name)
        for name, box in self.boxes.items():
            if name in self._drafts:
                self._drafts[name].watch(box)
            box.observe(functools.partial(self._changed, name), "value")
        row = forms.row(
            forms.button(said.check, self._check), forms.button(said.export, self._export)
        )
        if told:
            self._tell(said.resumed)
        self._list, self._lines = w.VBox(), {}
        self._listed()
        self._preview()
        lines = [line for name in measures.FIELDS for line in self._field(name)]
        left = w.VBox(lines).add_class("sands-fields")
        right = w.VBox([self.page]).add_class("sands-preview")
        style = f"<style>{_beside('briefing.css')}{_beside('briefing_page.css')}</style>"
        head = f"{figures.CONTROLS}{style}<p><strong>{said.title}</strong></p>"
        both = w.HBox([left, right]).add_class("sands-compose")
        panel = w.VBox([w.HTML(head), both, row, self.said])
        return panel.add_class("sands-form").add_class("sands-form-box")

    def _field(self, name) -> list:
        """Return the box of a field with what stands around it."""
        note = [self._notes[name]] if name in self._notes else []
        return [*([self._list] if name == "case" else []), self.boxes[name], *note]

    def _box(self, w, name, value, options):
        """Return the box of a field: a list where there are options, else a place to write."""
        look = {
            "description": self._labels[name],
            "style": {"description_width": "initial"},
            "layout": w.Layout(width="auto", max_width="100%"),
        }
        if options:
            value = value if value in [key for _, key in options] else ""
            return w.Dropdown(options=options, value=value, **look)
        self._drafts[name] = _FieldDraft(self, name)
        return (w.Textarea if name in measures.LONG else w.Text)(value=value, **look)

    def entered(self) -> dict[str, str]:
        """Return the texts as they stand in the form, by the names of FIELDS."""
        return {name: str(box.value).strip() for name, box in self.boxes.items()}

    def _tell(self, *lines):
        self.say(forms.sentences(*lines))

    @property
    def _draft(self):
        return self._drafts.get(self._open)

    def _note(self, name) -> str:
        """Say in HTML what an entry means: the row of an id, the range of a word, its room."""
        text = str(self.boxes[name].value).strip()
        if name == "word":
            misfit = measures.fit(self.boxes["probability"].value, text)
            return forms.sentences(_told(misfit)) if misfit else ""
        if not text:
            return ""
        if name in measures.ROOM:
            over = measures.over({name: text}).get(name)
            facts = {"n": len(text), "most": measures.ROOM[name], "over": over}
            return forms.sentences(self._words.tell("room", **facts))
        row = measures.resolve(text)
        if row is None:
            return forms.sentences(_told(measures.unknown(text)))
        return forms.sentences(say("briefing.evidence.note", **_named(row)))

    @forms.safely
    def _changed(self, name, change):
        if self._open and self._open != name:
            self._settle()
        told = None
        if name in self._drafts:
            self._open = name
        else:
            told = keep(name, str(change["new"]).strip())
        if name in measures.ROOM:  # said only by the check: a count at each key is noise
            self._notes[name].value = self._note(name)
        elif name in measures.SLOTS:
            self._noted(name)
        elif name in ("probability", "word"):
            self._noted("word")
        if told is not None:
            note = self._notes[name].value if name in self._notes else ""
            self.say(note + forms.kept_mark(told))
        self._preview()

    def _preview(self):
        self.page.value = page_one(self.entered(), level=3)

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

    # --- what was picked up -------------------------------------------------------------------

    def _listed(self):
        """List what was picked up in the lessons, each with its two buttons."""
        import ipywidgets as w

        said, found = self._words, candidates.kept()
        head = f"<p><strong>{figures.safe(said.candidates)}</strong></p>"
        if not found:
            head += forms.sentences(said.no_candidates)
        self._lines = {one.key: self._line(w, one) for one in found}
        self._list.children = [w.HTML(head), *self._lines.values()]

    def _line(self, w, one):
        said = self._words
        facts = {"question": one.question, "controls": list(one.controls)}
        about = said.tell("candidate", **facts, when=date.fromisoformat(one.day))
        text = f'<p dir="auto">{figures.safe(one.sentence)}<br><small>{figures.safe(about)}</small>'
        put = functools.partial(self._put, one)
        out = functools.partial(self._taken_out, one.key)
        row = forms.row(forms.button(said.put, put), forms.button(said.take_out, out))
        return w.VBox([w.HTML(f"{text}</p>"), row]).add_class("sands-candidate")

    @forms.safely
    def _put(self, one, _=None):
        box = self.boxes["case"]
        box.value = f"{box.value.rstrip()}\n{one.sentence}".strip()
        mark = self._settle()
        self.say(forms.sentences(self._words.put_done) + mark)

    @forms.safely
    def _taken_out(self, key, _=None):
        told = candidates.remove(key)
        self._listed()
        self.say(forms.sentences(self._words.taken_out if told.saved else str(told)))

    @forms.safely
    def _check(self, _=None):
        mark = self._settle()
        found = review(self.entered()) or [say("briefing.review.nothing")]
        self.say(forms.sentences(*found) + mark)

    @forms.safely
    def _export(self, _=None):
        mark, done = self._settle(), export(self.entered())
        said = (
            forms.download(path, self._words.tell("download", file=path.name))
            for path in done.paths
        )
        self.say(forms.sentences(done.sentence) + "".join(said) + mark)


NOTED = (*measures.SLOTS, "word")  # fields with a note under their box


class _FieldDraft(forms.Draft):
    """The draft of one field of the briefing; a long one is kept in pieces."""

    def __init__(self, form, name):
        super().__init__("briefing", name, lambda: form.boxes[name].value, form.say)

    def keep(self, value) -> journal.Kept:
        """Keep the field's text as it stands."""
        return keep(self.key, value, "draft")


def _choices(said) -> dict[str, list]:
    frame, watch = data.table("estimative"), data.table("indicators")
    sure = frame.loc[frame["kind"] == "confidence"].sort_values("rank", kind="stable")["term"]
    pairs = zip(watch["indicator_id"], watch["name"], strict=True)
    lists = {
        "word": [(term, term) for term in measures.us_words()["term"]],
        "confidence": [(term, term) for term in sure],
    }
    offered = [(said.tell("indicator", id=key, name=name), key) for key, name in pairs]
    lists |= dict.fromkeys(measures.WATCH, offered)
    return {name: [(said.choose, ""), *options] for name, options in lists.items()}
