"""One page that advises someone who must act: the learner's path, the evidence, boards, models.

The page itself, its fields, files and form are the room `helpers.briefing`.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, questions
from helpers.briefing.fields import kept, named, sentence
from helpers.briefing.form import Composer
from helpers.briefing.models import MODELS, Pages
from helpers.charts import graded, on_grade
from helpers.explorers import Explorer, choice, number
from helpers.figures import BAND, BAR, GRID, INK, LABEL, PAPER, RANGE
from helpers.measures import briefing as measures
from helpers.measures import states
from helpers.measures.states import THE_FOUR
from helpers.numbers import parse_number
from helpers.wording import headed, words

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
        bar = ax.barh(y, count, left=left, height=0.62, **graded(grade))
        figures.mark(bar, "transfers", [ids.get(str(grade), [])])
        if count >= 4:
            look = {"ha": "center", "va": "center", "size": 10} | on_grade(grade, 1)
            ax.text(left + count / 2, y, grade, **look)
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
        misfit=sentence(misfit) if misfit else None,
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
    told = [named(row) | {"side": sides.tell(row["side"])} for row in rows]
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
        rows[row["seat"]].append({"id": row["id"], "what": named(row)["what"].rstrip(".")})
    begin = {seat: said.tell("begin", rows=told) for seat, told in rows.items()}
    frame = pd.DataFrame({"seat": said.names, "brief": said.briefs, "rows": begin})
    return figures.table(headed(frame, said.columns), said.table)


def seat_rows() -> pd.DataFrame:
    """Return the rows that the four seats begin with, with their source_ids."""
    return measures.seat_rows()


# --- the composer ---------------------------------------------------------------------------------


def compose() -> Composer:
    """Show the form in which the learner writes the briefing; every field is kept by itself."""
    return Composer(_own_path)


def _own_path() -> figures.LessonFigure | None:
    return draw_path() if len(measures.path()) else None
