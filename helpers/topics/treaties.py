"""Charts, tables, explorers and boards of lesson 3: promises, their strength, years and words."""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, journal, questions
from helpers.charts import DASH, tile
from helpers.explorers import Explorer, choice, choices, number, offered
from helpers.figures import INK, LABEL, NOTE, PAPER
from helpers.measures import states
from helpers.measures import treaties as measures
from helpers.measures.dates import in_years
from helpers.wording import headed, say, words


def _labels(kind: str) -> dict:
    """Return the words of codes: obligations, strengths, pairs or readings."""
    return words("treaties.labels").tell(kind)


# --- the ladder -----------------------------------------------------------------------------------


def draw_ladder(
    frame: pd.DataFrame | None = None, reading: str = "coded", guess=None
) -> figures.LessonFigure:
    """Draw the strength of five obligations, one panel each, one row a treaty.

    `frame` holds rows of `promises()`, all by default; `reading` is the code with a bar to its
    alternative ('coded'), or one end of it ('most', 'least'); `guess` is the learner's prediction
    of how many promise help in war.
    """
    frame = measures.promises() if frame is None else frame
    if frame.empty:
        said = words("treaties.ladder")
        return figures.message(said.none_title, said.none)
    frame = measures.read_as(frame, reading)
    order = measures.ladder_order(frame)
    four = set(frame.loc[frame["among_four"], "treaty_id"])
    own, others = ([i for i in order if (i in four) == among] for among in (True, False))
    said = words("treaties.ladder", **_ladder_facts(frame, own, others, reading, guess))
    with figures.page(said) as page:
        places = _ladder_rows(own, others)
        ax = page.axes(left=2.0, right=0.5, top=1.42, bottom=0.78)
        _ladder_panels(ax, frame, places)
        _ladder_names(ax, frame, places, said.others)
        page.text(0.25, 1.34, said.four if own else said.others, **_HEADING)
    return page.told(said, [frame], _ladder_table(frame, said), data.as_of("treaties"))


def _ladder_facts(frame, own, others, reading, guess) -> dict:
    defence = frame[frame["obligation"] == "defence"]
    four, rest = defence[defence["among_four"]], defence[~defence["among_four"]]
    most = defence.groupby("treaty_id")["strength"].max()
    twice = frame[frame.duplicated(["treaty_id", "obligation"])]
    obligations = _labels("obligations")
    return {
        "own": bool(own),
        "own_count": len(own),
        "other_count": len(others),
        "count": len(own) + len(others),
        "helping": measures.count_helping(frame),
        "some": measures.count_helping(frame) > 0,
        "reading": _labels("readings")[reading],
        "bars": reading == "coded",
        "helps": list(four[four["strength"] > 0].itertuples()),
        "absent": list(four.loc[four["strength"] == 0, "name"]),
        "other_clauses": list(rest.itertuples()),
        "low": rest["strength"].min(),
        "high": rest["strength"].max(),
        "spread": rest["strength"].nunique() > 1,
        "guess": guess,
        "nato": most.get("nato-1949"),
        "korea": most.get("rus-dprk-2024"),
        "twice": [
            {"name": row.name, "obligation": obligations[row.obligation]}
            for row in twice.itertuples(index=False)
        ],
    }


_HEADING = {"size": 11.5, "weight": "bold", "va": "bottom"}


def _ladder_rows(own, others) -> dict:
    """Return the height of each row by treaty id; between the groups stands a heading, None."""
    lines = [*own, None, *others] if own and others else [*own, *others]
    return {line: -place for place, line in enumerate(lines)}


# All five panels stand on one pair of axes, a panel every PANEL units: five pairs of axes would
# cost as much as everything else in the picture.
PANEL = 6.65


def _ladder_panels(ax, frame, places):
    lines = [y for line, y in places.items() if line]
    starts = [panel * PANEL for panel in range(len(measures.OBLIGATIONS))]
    low, high = min(lines) - 0.5, 0.5
    ax.set_xlim(-0.45, starts[-1] + 5.75)
    ax.set_ylim(min(*lines, -14) - 0.6, 0.6)
    ax.set_yticks([])
    ax.set_xticks([s + n for s in starts for n in range(6)], list("012345") * len(starts))
    ax.spines["bottom"].set_visible(False)
    ax.hlines(lines * 5, *_edges(starts, lines), color=figures.GRID, linewidth=0.9, zorder=0)
    ax.vlines(ax.get_xticks(), low, high, color=figures.GRID, linewidth=0.9, zorder=0)
    for start, heading in zip(starts, _labels("obligations").values(), strict=True):
        ax.text(start - 0.35, 0.95, heading, clip_on=False, **_HEADING | {"size": 10.5})
    _ladder_marks(ax, frame, places, dict(zip(measures.OBLIGATIONS, starts, strict=True)))


def _ladder_marks(ax, frame, places, shift):
    marks = [(shift[row.obligation], row) for row in _stacked(frame, places)]
    for four, ink, pale in ((True, INK, figures.RANGE), (False, figures.AXIS, figures.FRAME)):
        own = [(x, row) for x, row in marks if row.among_four == four]
        ranged = [(x, row) for x, row in own if row.low != row.high]
        other = [x + row.low + row.high - row.strength for x, row in ranged]
        ends = [x + row.low for x, row in ranged], [x + row.high for x, row in ranged]
        across = [row.y for _, row in ranged]
        lines = ax.hlines(across, *ends, color=pale, linewidth=4, zorder=2)
        ids = [row.provision_ids for _, row in ranged]
        figures.mark(lines, "provisions", ids)
        end = ax.plot(other, across, "|", color=ink, markersize=9, markeredgewidth=2)
        figures.mark(end, "provisions", ids)
        for absent, style in ((True, _CROSS), (False, _DOT)):
            drawn = [(x, row) for x, row in own if (row.strength == 0) == absent]
            xs, ys = [x + row.strength for x, row in drawn], [row.y for _, row in drawn]
            dots = ax.plot(xs, ys, color=ink, linestyle="none", zorder=4, **style)
            figures.mark(dots, "provisions", [row.provision_ids for _, row in drawn])


_CROSS = {"marker": "x", "markersize": 7.5, "markeredgewidth": 2.4}
_DOT = {"marker": "o", "markersize": 8}


def _edges(starts, lines):
    """Return the left and the right end of every line of every panel."""
    left = [start - 0.45 for start in starts for _ in lines]
    return left, [x + 5.9 for x in left]


def _stacked(frame, places):
    """Give each clause its height; two unequal clauses of one kind stand one above the other."""
    keys = [frame["treaty_id"], frame["obligation"]]
    groups = frame.groupby(keys)["strength"]
    several, nth = groups.transform("size") > 1, groups.cumcount()
    raised = several * (0.17 - 0.34 * nth)
    return frame.assign(y=frame["treaty_id"].map(places) + raised).itertuples()


def _ladder_names(ax, frame, places, others):
    about = frame.drop_duplicates("treaty_id").set_index("treaty_id")
    helps = measures.helping_treaties(frame)
    style = {"va": "center", "clip_on": False}
    size = 10.5 if about["name"].str.len().max() <= 20 else 10  # names of other languages
    for line, y in places.items():
        if line is None:
            ax.text(-8.08, y, others, weight="bold", size=11.5, **style)
            continue
        treaty = about.loc[line]
        bold = treaty["among_four"] and not treaty["ended"] and line in helps
        look = {"weight": "bold" if bold else "normal", "color": NOTE if treaty["ended"] else INK}
        ax.text(-0.75, y, treaty["name"], size=size, ha="right", **style, **look)


def _ladder_table(frame, said) -> figures.LessonTable:
    rows = pd.DataFrame(
        {
            "name": frame["name"],
            "obligation": frame["obligation"].map(_labels("obligations")),
            "article": frame["articles"].replace({"": said.no_article, "absent": said.no_clause})
            + frame["seen"].map({True: "", False: said.unseen}),
            "strength": frame["strength"],
            "other": frame["low"].where(frame["strength"] == frame["high"], frame["high"]),
        }
    )
    return figures.table(headed(rows, said.columns), said.table)


def explore_ladder() -> Explorer:
    """Choose treaties and a reading of their clauses; the ladder follows."""
    frame, said = measures.promises(), words("treaties.explore_ladder")
    each = frame.drop_duplicates("treaty_id").set_index("treaty_id")
    order = measures.ladder_order(frame)
    groups = [
        offered(each["name"], [i for i in order if each.loc[i, "among_four"] == four])
        for four in (True, False)
    ]

    def view(four, compare, reading):
        return draw_ladder(frame[frame["treaty_id"].isin(four + compare)], reading)

    return Explorer(
        view,
        said.question,
        four=choices(said.four, groups[0]),
        compare=choices(said.compare, groups[1]),
        reading=choice(said.reading, offered(_labels("readings"))),
    )


# --- years in force -------------------------------------------------------------------------------


def draw_lifelines(year: int = 2026) -> figures.LessonFigure:
    """Draw the years in force of the treaties of two of the four, and mark one `year`.

    The day meant is 31 December; in the last year, to which the table reaches, its last day.
    """
    latest = year >= pd.Timestamp(measures.TODAY).year
    day = measures.TODAY if latest else f"{year}-12-31"
    frame = measures.lifelines(day)
    gap = measures.promise_gap("RUS;PRK") or (None, None)
    said = words(
        "treaties.lifelines",
        year=year,
        day=pd.Timestamp(day),
        latest=latest,
        helping=int((frame["live"] & frame["helps"]).sum()),
        live=int(frame["live"].sum()),
        count=len(frame),
        names=list(frame.loc[frame["live"] & frame["helps"], "name"]),
        gap_begins=gap[0],
        gap_ends=gap[1],
        china_since=measures.promised_since("CHN;PRK"),
    )
    with figures.page(said) as page:
        ax = page.axes(left=2.15, right=0.4, top=1.2, bottom=0.85)
        ax.set_xlim(1948, 2031)
        ax.set_ylim(-len(frame) + 0.4, 0.9)
        ax.set_yticks([])
        ax.set_xticks(range(1950, 2030, 10))
        ax.grid(axis="x")
        mark = year + (0.08 if latest else 0.99)
        ax.axvline(mark, color=LABEL, linewidth=1.2, linestyle=DASH, zorder=1)
        for place, row in enumerate(frame.itertuples()):
            with figures.row_of(ax, "treaties", row.treaty_id):
                _lifeline(ax, row, -place)
    table = frame.assign(
        until=frame["terminated"].dt.strftime("%Y-%m-%d").fillna(said.goes_on),
        help=frame["helps"].map({True: said.yes, False: said.no}),
    )
    table = figures.table(headed(table, said.columns), said.table)
    return page.told(said, [frame], table, data.as_of("treaties"))


def _lifeline(ax, row, y):
    start = max(row.in_force, row.signed)
    end = pd.Timestamp(measures.TODAY) if pd.isna(row.terminated) else row.terminated
    a, b, signed = map(in_years, (start, end, row.signed))
    ink = INK if row.live else NOTE
    width = 7 if row.helps else 2.2
    ax.plot([a, b], [y, y], color=ink, linewidth=width, solid_capstyle="butt", zorder=3)
    edge = {"markerfacecolor": PAPER, "markeredgecolor": ink, "markeredgewidth": 1.4, "zorder": 4}
    ax.plot([signed], [y], "o", markersize=8, **edge)
    if pd.isna(row.terminated):
        arrow = {"arrowstyle": "-|>", "color": ink, "linewidth": 1.4, "shrinkA": 0}
        ax.annotate("", xy=(b + 3.4, y), xytext=(b, y), arrowprops=arrow, zorder=3)
    else:
        ax.plot([b], [y], "|", color=ink, markersize=13, markeredgewidth=2, zorder=4)
    style = {
        "color": ink,
        "weight": "bold" if row.live and row.helps else "normal",
        "clip_on": False,
    }
    ax.text(1947, y, row.name, ha="right", va="center", size=10.5, **style)


def explore_lifelines() -> Explorer:
    """Choose a year; see which treaties were in force and which of them promised help."""
    said, last = words("treaties.explore_lifelines"), pd.Timestamp(measures.TODAY).year
    return Explorer(draw_lifelines, said.question, year=number(said.year, 1950, last, last))


# --- the six pairs --------------------------------------------------------------------------------

_SHADES = {1: PAPER, 2: "#EAF0EF", 3: "#D5E2E3", 4: "#9FC7CE", 5: "#9FC7CE"}


def draw_pairs(on: str = measures.TODAY) -> figures.LessonFigure:
    """Draw the strongest promise in force on a day for each pair, obligation by obligation."""
    names, obligations = _labels("pairs"), _labels("obligations")
    frame = measures.pair_promises(on).assign(name=lambda f: f["pair"].map(names))
    said = words("treaties.pairs", **_pairs_facts(frame))
    with figures.page(said) as page:
        size = (0, len(measures.OBLIGATIONS)), (-len(measures.PAIRS), 0)
        ax = page.field(*size, left=2.3, right=0.3, top=1.5, bottom=0.6)
        for x, obligation in enumerate(measures.OBLIGATIONS):
            ax.text(x + 0.5, 0.2, obligations[obligation], weight="bold", **_CENTER)
        for y, (_, rows) in enumerate(frame.groupby("pair", sort=False)):
            ax.text(-0.08, -y - 0.5, rows["name"].iloc[0], ha="right", va="center")
            for x, row in enumerate(rows.itertuples()):
                with figures.row_of(ax, "provisions", row.provision_ids):
                    _pair_cell(ax, x, y, row, said)
    table = frame.assign(
        obligation=frame["obligation"].map(obligations),
        treaties=frame["treaties"].replace("", said.no_clause),
    )
    table = figures.table(headed(table, said.columns), said.table, 10)
    return page.told(said, [frame], table, data.as_of("treaties"))


def _pairs_facts(frame) -> dict:
    helps = list(frame.query("obligation == 'defence' and strength >= @measures.HELP")["name"])
    coded = frame.groupby("name", sort=False)["strength"].count()
    silent = list(coded.index[coded == 0])
    names = states.names()
    return {
        "helping": len(helps),
        "silent": len(silent),
        "count": frame["pair"].nunique(),
        "obligations": len(measures.OBLIGATIONS),
        "helping_names": helps,
        "silent_names": silent,
        "with_all": [names[state] for state in measures.with_all_others(frame)],
        "with_all_count": len(measures.with_all_others(frame)),
        "all_four": measures.one_binds_all_four(),
    }


_CENTER = {"ha": "center", "va": "center"}


def _pair_cell(ax, x, y, row, said):
    none = pd.isna(row.strength)
    face, edge = (PAPER, figures.FRAME) if none else (_SHADES[int(row.strength)], INK)
    box = {"facecolor": face, "edgecolor": edge, "linewidth": 0.9}
    tile(ax, x + 0.04, -y - 0.94, 0.92, 0.88, **box)
    several = not none and row.high > row.strength
    size = {"size": 11, "color": NOTE} if none else {"size": 14, "weight": "bold"}
    text = said.none if none else str(row.strength)
    ax.text(x + 0.5, -y - (0.36 if several else 0.5), text, **_CENTER, **size)
    if several:
        up = said.tell("up_to", strength=row.high)
        ax.text(x + 0.5, -y - 0.74, up, size=10, color=LABEL, **_CENTER)


# --- promise and practice -------------------------------------------------------------------------

_STEP = {"signed": ("o", PAPER), "force": ("o", INK), "done": ("^", INK), "cited": ("D", INK)}


def draw_practice(guess=None) -> figures.LessonFigure:
    """Draw what was signed, in force, done and cited for the treaties of 2024 and 2025.

    `guess` is the learner's predicted order, a list of the keys in STEPS.
    """
    steps = measures.practice()
    said = words("treaties.practice", **_practice_facts(steps, guess))
    steps["words"] = [
        said.acts[row.act] if row.act else said.tell(row.kind, date=row.date)
        for row in steps.itertuples()
    ]
    with figures.page(said) as page:
        room = 0.4 + 0.1 * steps["name"].str.len().max()  # inches that the bold names need
        ax = page.axes(left=max(2.0, room), right=0.4, top=1.3, bottom=0.85)
        ax.set_xlim(pd.Timestamp("2024-05-01"), pd.Timestamp("2026-02-15"))
        ax.set_ylim(-1.75, 0.75)
        ax.set_yticks([])
        ticks = pd.date_range("2024-07-01", "2026-01-01", freq="6MS")
        ax.set_xticks(ticks, [said.tell("tick", date=day) for day in ticks])
        ax.grid(axis="x")
        for y, (_, own) in zip((0, -1), steps.groupby("treaty_id"), strict=True):
            _practice_line(ax, y, own)
    table = steps.assign(
        what=steps["what"].where(steps["act"] != "", steps["kind"].map(said.kinds))
    )
    table = figures.table(headed(table, said.columns), said.table)
    told = [{"name": row.name, "words": " ".join(row.words.split())} for row in steps.itertuples()]
    return page.figure(
        alt=said.tell("alt", steps=told),
        caption=said.caption,
        sources=[steps],
        table=table,
        as_of=data.as_of("invocations"),
    )


def _practice_facts(steps, guess) -> dict:
    def day(treaty, kind):
        return steps[(steps["treaty_id"] == treaty) & (steps["kind"] == kind)]["date"].iloc[0]

    korea, iran = measures.NEWEST
    troops, force, cited = day(korea, "done"), day(korea, "force"), day(korea, "cited")
    return {
        "begins": day(korea, "signed"),
        "ends": pd.Timestamp(measures.TODAY),
        "troops": troops,
        "force_2024": force,
        "cited": cited,
        "before": troops < force,
        "later": force < cited,
        "iran_helps": iran in measures.helping_treaties(measures.promises()),
        "right": guess == measures.STEPS,
        "wrong": guess is not None and guess != measures.STEPS,
    }


def _practice_line(ax, y, own):
    end = pd.Timestamp(measures.TODAY)
    force = own.loc[own["kind"] == "force", "date"].iloc[0]
    ax.plot([own["date"].min(), end], [y, y], color=figures.AXIS, linewidth=1.2)
    ax.plot([force, end], [y, y], color=INK, linewidth=5, solid_capstyle="butt")
    style = {"ha": "right", "va": "center", "weight": "bold", "clip_on": False}
    ax.text(-0.02, y, own["name"].iloc[0], transform=ax.get_yaxis_transform(), **style)
    for place, row in enumerate(own.itertuples()):
        marker, face = _STEP[row.kind]
        edge = {"markerfacecolor": face, "markeredgecolor": INK, "zorder": 5}
        drawn = ax.plot([row.date], [y], marker, markersize=9, **edge)
        table, key = ("invocations", row.act) if row.act else ("treaties", row.treaty_id)
        figures.mark(drawn, table, [key])
        side = 1 if place % 2 == 0 else -1
        stem = {"color": figures.AXIS, "linewidth": 0.8, "zorder": 1}
        ax.plot([row.date, row.date], [y, y + 0.22 * side], **stem)
        lean = {"ha": "center", "va": "bottom" if side > 0 else "top", "size": 10}
        ax.text(row.date, y + 0.26 * side, row.words, linespacing=1.3, **lean)


# --- wordings of one article ----------------------------------------------------------------------

_PHRASES = ("trigger_phrase", "duty_phrase", "qualifier_phrase")


NATO = "nato-1949"  # its clause of defence stands among the wordings


def compare_wordings(first: str, second: str) -> figures.LessonFigure:
    """Draw two wordings side by side, part by part: a part that is not there is an empty box.

    `first` and `second` are keys of `article4_wordings`, or NATO for its Article 5. The last row
    shows which machinery the treaty of each text sets up by the clauses of our tables.
    """
    texts = [_text(key) for key in (first, second)]
    said = words("treaties.beside", **_beside_facts(texts, first == second))
    heads = [texts[0]["name"], said.again_name if first == second else texts[1]["name"]]
    with figures.page(said) as page:
        ax = page.field((0, 10), (figures.HEIGHT, 0), left=0, right=0, top=0, bottom=0)
        for text, left, head in zip(texts, (1.95, 5.92), heads, strict=True):
            ax.text(left, 1.18, figures.shorten(head, 42), weight="bold", va="center")
            for nth, part in enumerate(measures.PARTS):
                with figures.row_of(ax, text["table"], list(text["rows"].iloc[:, 0])):
                    _part_box(ax, left, 1.36 + 0.52 * nth, text["parts"][part])
            _machines(ax, left, 1.44 + 0.52 * len(measures.PARTS), text["machines"], said)
        asks = {"va": "center", "size": 11}
        for nth, part in enumerate(measures.PARTS):
            ax.text(0.25, 1.585 + 0.52 * nth, said.parts[part], **asks)
        for nth, line in enumerate(figures.wrap(said.machinery, 18)):
            ax.text(0.25, 4.71 + 0.2 * nth, line, **asks)
    lines = [
        (said.parts[part], *(text["parts"][part] or said.empty for text in texts))
        for part in measures.PARTS
    ]
    lines.append((said.machinery, *("; ".join(text["clauses"]) or said.none for text in texts)))
    table = figures.table(pd.DataFrame(lines, columns=[said.part, *heads]), said.table)
    used = [text["rows"] for text in texts] + [text["machines"] for text in texts]
    return page.told(said, used, table, data.as_of("article4_wordings"))


def _text(key: str) -> dict:
    """Return of one wording its name, parts, remark, rows, and the machinery of its treaty."""
    said = words("treaties.beside")
    if key == NATO:
        rows = measures.defence_clauses()
        rows = rows[rows["treaty_id"] == NATO]
        text = {"name": said.nato, "parts": said.nato_parts, "remark": None, "seen": True}
        table = "provisions"
    else:
        rows = measures.wordings().query("version_id == @key")
        row = rows.iloc[0]
        text = {"name": wording_name(row), "parts": row.dropna(), "seen": bool(row["verified"])}
        text["remark"] = None if pd.isna(row["remark"]) else row["remark"]
        table = "article4_wordings"
    machines = measures.machinery(rows["treaty_id"].iloc[0])
    labels = zip(machines["machinery"], machines["article"], strict=True)
    clauses = [said.tell("clause", label=said.kinds[kind], article=no) for kind, no in labels]
    parts = {part: text["parts"].get(part, "") for part in measures.PARTS}
    found = {"rows": rows, "table": table, "machines": machines, "clauses": clauses}
    return text | {"parts": parts} | found


def _beside_facts(texts: list[dict], again: bool) -> dict:
    parts = words("treaties.beside").names
    lacking = [parts[part] for part in measures.apart(*(text["parts"] for text in texts))]
    told = texts[:1] if again else texts
    nato = words("treaties.beside").nato
    return {
        "first": texts[0]["name"],
        "second": texts[1]["name"],
        "name": texts[1]["name"],
        "again": again,
        "apart": len(lacking) or None,
        "lacking": lacking,
        "unseen": [text["name"].rstrip(" †") for text in told if not text["seen"]],
        "remarks": [text["remark"] for text in told if text["remark"]],
        "machines": [{"name": text["name"], "clauses": text["clauses"]} for text in told],
        "nato": nato in [text["name"] for text in texts],
    }


def _box(ax, left, top, wide, high, filled):
    look = {"facecolor": figures.BAND if filled else PAPER, "edgecolor": figures.AXIS}
    look |= {"linewidth": 1.1, "linestyle": "solid" if filled else DASH}
    tile(ax, left, top, wide, high, **look)


def _part_box(ax, left, top, text):
    _box(ax, left, top, 3.83, 0.45, bool(text))
    ax.text(left + 0.1, top + 0.225, "\n".join(figures.wrap(text, 44, 2)), va="center", size=10.5)


def _machines(ax, left, top, clauses, said):
    """Draw one small box a kind of machinery; clauses of our tables fill theirs."""
    for nth, kind in enumerate(measures.MACHINES):
        own = clauses[clauses["machinery"] == kind]
        name, at = ("no_article" if own.empty else "article"), left + 0.776 * nth
        told = said.tell(name, label=said.kinds[kind], article=", ".join(own["article"]))
        with figures.row_of(ax, "provisions", list(own["provision_id"])):
            _box(ax, at, top, 0.74, 0.5, not own.empty)
            ax.text(at + 0.37, top + 0.25, told, size=10, linespacing=1.3, **_CENTER)


def wording_name(row: pd.Series) -> str:
    """Return the name of a row of `wordings()`: channel, language, year, † where not seen."""
    name = "name" if row["verified"] else "name_unseen"
    facts = {"channel": row["channel"], "language": row["language"], "year": row["date"].year}
    return say(f"treaties.wordings.{name}", **facts)


def show_wordings(guess=None) -> figures.LessonTable:
    """Show the wordings in order of date, one row each, the same to every `guess`."""
    rows = measures.wordings()
    said = words("treaties.wordings", count=len(rows))
    frame = pd.DataFrame(
        {said.text: [wording_name(row) for _, row in rows.iterrows()]}
        | {said.tell(part): rows[part].to_list() for part in _PHRASES}
    )
    return figures.table(frame, said.table)


def explore_wordings() -> Explorer:
    """Choose two wordings of one article, or NATO's beside it, and see which parts are missing."""
    rows = measures.wordings()
    said = words("treaties.explore_wordings", count=len(rows))
    options = [(wording_name(row), row["version_id"]) for _, row in rows.iterrows()]
    options.append((words("treaties.beside").nato, NATO))
    return Explorer(
        compare_wordings,
        said.question,
        first=choice(said.first, options, "kcna-en"),
        second=choice(said.second, options, "reuters-en"),
    )


# --- clauses --------------------------------------------------------------------------------------


def show_ranking() -> figures.LessonTable:
    """Show the ranking of the bug hunt: the mean strength of each treaty's clauses, eight rows."""
    said = words("treaties.ranking")
    frame = measures.ranking().rename("strength").rename_axis("treaty").reset_index()
    return figures.table(headed(frame, said.columns), said.table)


def show_defence() -> figures.LessonTable:
    """Show the clauses of mutual defence alone, each with its code and its other reading."""
    said = words("treaties.defence")
    return figures.table(headed(measures.defence_clauses(), said.columns), said.table)


def show_clause(provision_id: str) -> figures.LessonTable:
    """Show one row of provisions, such as 'pv004', as question and answer."""
    row = data.table("provisions").set_index("provision_id").loc[provision_id]
    strengths = _labels("strengths")
    name = measures.named().set_index("treaty_id").loc[row["treaty_id"], "name"]
    said = words("treaties.clause", name=name, article=row["article"], seen=bool(row["verified"]))
    other = row["alt_strength"]
    answers = {
        "paraphrase": row["paraphrase"],
        "trigger": row["trigger"],
        "qualifier": row["qualifier"],
        "obligation": _labels("kinds")[row["obligation"]],
        "strength": strengths[str(row["strength"])],
        "other": said.none if pd.isna(other) else strengths[str(other)],
        "reason": row["strength_reason"],
    }
    frame = pd.DataFrame(
        {said.question: said.rows.values(), said.answer: [answers[key] for key in said.rows]}
    )
    return figures.table(frame, said.table)


def compare_treaties(first: str, second: str) -> figures.LessonTable:
    """Show two treaties (treaty_id) by obligation: strength, article, trigger and limit."""
    rows = data.table("provisions")
    names = measures.named().set_index("treaty_id")["name"]
    said = words(
        "treaties.compare_treaties",
        first=names[first],
        second=names[second],
        name=names[second],
        same=measures.same_strengths(first, second),
        count=len(measures.OBLIGATIONS),
    )

    def cell(treaty, obligation):
        own = rows[(rows["treaty_id"] == treaty) & (rows["obligation"] == obligation)]
        return said.joint.join(_clause(row, said) for row in own.itertuples()) or said.not_coded

    lines = [
        (label, cell(first, obligation), cell(second, obligation))
        for obligation, label in _labels("obligations").items()
    ]
    columns = [said.obligation, names[first], said.again if first == second else names[second]]
    return figures.table(pd.DataFrame(lines, columns=columns), said.table, sentence=said.sentence)


def _clause(row, said) -> str:
    if row.article == "absent":
        return said.absent
    where = said.tell("where", article=row.article, verified=bool(row.verified))
    facts = {"trigger": row.trigger, "qualifier": row.qualifier, "strength": row.strength}
    return said.tell("clause", where=where, **facts)


def explore_pair() -> Explorer:
    """Choose two treaties and compare them obligation by obligation."""
    said, frame = words("treaties.explore_pair"), measures.promises()
    names = frame.drop_duplicates("treaty_id").set_index("treaty_id")["name"]
    options = offered(names, measures.ladder_order(frame))
    return Explorer(
        compare_treaties,
        said.question,
        first=choice(said.first, options, "rus-dprk-2024"),
        second=choice(said.second, options, "nato-1949"),
    )


# --- boards ---------------------------------------------------------------------------------------


def clause_texts() -> dict:
    """Return each clause of the coding exercise without what would give its treaty away, by id."""
    said = words("treaties.clauses")

    def text(row):
        promise = row.paraphrase.rstrip(".")
        told = said.tell("text", trigger=row.trigger, promise=promise, limit=row.qualifier)
        for key, telling in said.telling.items():
            told = told.replace(telling, said.blind.get(key, ""))
        return told

    return {row.provision_id: text(row) for row in measures.clauses().itertuples()}


def code_clauses() -> questions.Board:
    """Let the learner code twelve clauses blind, then compare with the reference codes."""
    frame = measures.clauses()
    said = words("treaties.clauses", count=len(frame))
    kinds = {kind: _labels("kinds")[kind] for kind in sorted(frame["obligation"].unique())}
    return questions.board(
        "3.clauses",
        said.question,
        rows=clause_texts(),
        columns={
            "obligation": kinds,
            "strength": _labels("strengths"),
        },
        read=read_codes,
        reasons=dict(zip(frame["provision_id"], frame["strength_reason"], strict=True)),
        heads=said.heads,
        ours=measures.reference_codes(),
        others={
            row.provision_id: {"strength": [str(row.alt_strength)]}
            for row in frame.dropna(subset="alt_strength").itertuples()
        },
        cards=True,
    )


def coded(entries: list) -> dict:
    """Return the latest codes of the clause board from records of a journal, maybe another's.

    {provision_id: {'obligation': code, 'strength': code}}, {} where the board was not filled.
    """
    boards = [e["value"] for e in entries if e["kind"] == "board" and e["key"] == "3.clauses"]
    # An export may hold anything: only what the board offers is a code.
    found = code_clauses().known(boards[-1] if boards else None)
    return {item: row for item, row in found.items() if row}


def read_codes(codes: dict) -> list[figures.LessonTable]:
    """Show a learner's codes of the clause board beside ours, with agreement and kappa.

    One table of the clauses, and one of agreement where anything was coded.
    """
    frame, texts = measures.clauses().set_index("provision_id"), clause_texts()
    reference, said = measures.reference_codes(), words("treaties.codes")
    kinds = _labels("kinds")
    rows = []
    for place, (item, row) in enumerate(frame.iterrows(), 1):
        mine, ours = codes.get(item, {}), reference[item]
        other = None if pd.isna(row["alt_strength"]) else str(row["alt_strength"])
        rows.append(
            {
                "clause": said.tell("clause", place=place, name=row["name"]),
                "text": texts[item],
                "your_kind": kinds.get(mine.get("obligation"), said.not_coded),
                "our_kind": kinds[ours["obligation"]],
                "your_strength": _labels("strengths").get(mine.get("strength"), said.not_coded),
                "our_strength": _our_strength(ours["strength"], other, said),
                "verdict": said.verdicts[
                    measures.verdict(mine.get("strength"), ours["strength"], other)
                ],
            }
        )
    shown = [figures.table(headed(pd.DataFrame(rows), said.columns), said.table)]
    found = measures.compare_coders(codes, reference)
    return [*shown, _agreement(found, say("treaties.agreement.table"))] if found else shown


def _our_strength(ours, other, said) -> str:
    strengths = _labels("strengths")
    if other is None:
        return strengths[ours]
    return said.tell("or_other", strength=strengths[ours], other=strengths[other])


def _agreement(found: dict, caption: str) -> figures.LessonTable:
    """Show what `compare_coders` found."""
    said, heads = words("treaties.agreement"), words("treaties.clauses").heads
    rows = [
        (
            heads[column],
            values["items"],
            round(100 * values["agreement"]),
            said.tell("kappa", kappa=values["kappa"]),
        )
        for column, values in found.items()
    ]
    rows = rows or [(said.none, pd.NA, pd.NA, said.no_kappa)]
    return figures.table(pd.DataFrame(rows, columns=list(said.columns.values())), caption)


def compare_files(first, second) -> figures.LessonTable | questions.Said:
    """Compare the clause codes of two learners.

    `first` and `second` are paths of their exported journals. A sentence where a file cannot be
    read or is the same as the other.
    """
    said = words("treaties.agreement")
    try:
        entries = [journal.read_export(path).records for path in (first, second)]
    except journal.JournalError as error:
        return questions.Said(said.tell("not_ours", error=str(error)))
    if entries[0] == entries[1]:
        return questions.Said(said.same_file)
    return _agreement(measures.compare_coders(*map(coded, entries)), said.two_learners)


def fill_checklist() -> questions.Board:
    """Let the learner compare Article 5 (NATO) with Article 4 (Russia–DPRK), row by row."""
    said = words("treaties.checklist")
    return questions.board(
        "3.checklist",
        said.question,
        rows=said.rows,
        columns={"verdict": said.verdicts},
        read=lambda filled: [show_checklist(filled)],
        heads={"verdict": said.head},
        beside=_held,
    )


def _held(row: str, _) -> list[str]:
    """Return what the tables hold of one row of the checklist, a sentence a treaty."""
    names = words("treaties.checklist").columns
    return [f"{names[treaty]}: {text}" for treaty, text in _evidence()[row].items()]


def show_checklist(filled: dict | None = None) -> figures.LessonTable:
    """Show what the tables hold on each row of the checklist, beside the learner's verdicts.

    `filled` is {row: {'verdict': code}} from the board, None for the evidence alone.
    """
    said, evidence = words("treaties.checklist"), _evidence()
    frame = pd.DataFrame(
        [{"row": said.names[key], **held} for key, held in evidence.items()],
    )
    if filled:
        codes = [filled.get(key, {}).get("verdict") for key in evidence]
        frame["verdict"] = [said.verdicts.get(code, said.open) for code in codes]
    return figures.table(frame.rename(columns=said.columns), said.table)


def _evidence() -> dict:
    """Return what the tables hold: {row of the checklist: {'nato': text, 'korea': text}}."""
    said, clause = words("treaties.checklist"), data.table("provisions").set_index("provision_id")
    acts = data.table("invocations").set_index("invocation_id")["what_was_said_or_done"]
    nato, korea = clause.loc["pv089"], clause.loc["pv004"]
    evidence = {
        "trigger": (nato["trigger"], korea["trigger"]),
        "automaticity": (nato["qualifier"], korea["qualifier"]),
        "scope": (clause.loc["pv090", "qualifier"], said.no_area),
        "institutions": (
            f"{clause.loc['pv113', 'paraphrase']} {clause.loc['pv087', 'paraphrase']}",
            f"{clause.loc['pv009', 'paraphrase']} {clause.loc['pv009', 'verification_note']}",
        ),
        "use": (acts["iv01"], f"{acts['iv04']} {acts['iv05']}"),
    }
    return {row: dict(zip(("nato", "korea"), pair, strict=True)) for row, pair in evidence.items()}
