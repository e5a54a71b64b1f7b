"""Military exchange: who is said to give what to whom, and who says so.

One row of the table transfers is one claim, never one delivery. Claims of one thing overlap and
differ in kind, so that nothing here adds them up; `add_up` refuses. Counts of launches stand in
`launches`. Sources of all rows: the tables transfers and exchange_values, named row by row.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers import data, figures
from helpers.charts import (
    DASH,
    Rows,
    bare,
    graded,
    in_words,
    on_grade,
    on_paper,
    tile,
)
from helpers.explorers import Explorer, choice, choices, number, offered, toggle
from helpers.figures import BAND, BAR, GRADES, GRID, INK, LABEL, NOTE, PAPER, STATUS
from helpers.measures import transfers as measures
from helpers.measures.states import named, names
from helpers.measures.transfers import FAMILIES, STATUSES
from helpers.wording import headed, say, words

SIGNS = {
    "confirmed": "●",
    "assessed": "◐",
    "alleged": "○",
    "announced": "□",
    "denied": "×",
    "not-confirmed": "◇",
}
DENIED = STATUS["denied"][2]
HOLLOW = {"markerfacecolor": PAPER, "markeredgecolor": INK}
GRADES_SHOWN = ("ABCD", "ABC", "AB", "A")


# --- words of numbers, dates and codes ------------------------------------------------------------


def _number(value, scale=1) -> str | None:
    if pd.isna(value):
        return None
    value = value / scale
    whole = value == round(value) or abs(value) >= 1000
    return say("transfers.said.number", value=value, whole=whole)


def _span(low, high, scale=1) -> str:
    low, high, same = _number(low, scale), _number(high, scale), low == high
    return say("transfers.said.span", low=low, high=high, same=same)


def _extent(frame, scale=1) -> str:
    """Write the smallest and the largest number of the claims that affirm one."""
    low, high, over = measures.extent(frame) or (np.nan, np.nan, False)
    same, low, high = low == high, _number(low, scale), _number(high, scale)
    return say("transfers.said.extent", low=low, high=high, same=same, over=over)


def _date(day, text: str) -> str:
    return say("transfers.said.when", day=day, dated=len(text) > 4)


def _when(row) -> str:
    return _date(row.claim_date, row.claim_date_text)


def _aside(row, about) -> str:
    """Write what tells a claim from others of its thing: its item, or the period it covers."""
    if about.aside == "item":
        return row.item_short
    how, day, text = measures.period(row)
    if not how or row.status == "denied":  # a denial covers the whole trade
        return ""
    return words("transfers.said", date=_date(day, text)).tell(how)


def _rounds(millions: float) -> str:
    few = millions < 0.1
    return say("transfers.said.rounds", few=few, rounds=millions * 1e6, millions=millions)


def _between(low: float, high: float) -> str:
    """Write two numbers of million rounds as one range."""
    ends = {"low": _rounds(low), "high": _rounds(high), "few": low < 0.1}
    return say("transfers.said.between", low_millions=low, high_millions=high, **ends)


def _labels(kind: str) -> dict:
    return words("transfers.labels").tell(kind)


def _by_status(frame, named) -> list[dict]:
    """Return how many claims have each status: code, n, its sign and word."""
    sizes = frame["status"].value_counts()
    found = [status for status in STATUSES if status in sizes.index]
    return [{"n": int(sizes[s]), "sign": SIGNS[s], "status": named[s]} for s in found]


# --- shared marks ---------------------------------------------------------------------------------


def _ends(row, scale) -> list:
    ends = (row.quantity_low, row.quantity_high)
    return [None if pd.isna(end) else end / scale for end in ends]


def _claim_line(rows, y, claims, about, size, more="", named=None):
    """Draw the claims of one line: date, claimant, what tells them apart, and their ranges."""
    first, left, look = claims[0], rows.span[0], {"size": size}
    name = first.name + ("" if all(row.verified for row in claims) else " †")
    name += " ~" if "coder" in [row.value_basis for row in claims] else ""
    rows.name(y, _when(first), left - 3.14 * rows.inch, color=NOTE, **look)
    rows.aside(y, name, left - 3.0 * rows.inch, **look)
    aside = more or _aside(first, about)
    rows.aside(y, aside, rows.span[1] + 0.1 * rows.inch, color=NOTE, **look)
    for row in claims:
        with figures.row_of(rows.ax, "transfers", row.transfer_id):
            _claimed(rows, y, row, about, size, named)


def _claimed(rows, y, row, about, size, named):
    """Draw one claim: its range, or in words that it is denied or gives no number."""
    ends, against = _ends(row, about.scale), row.status in measures.AGAINST
    if against:
        figures.draw_mark(rows.ax, 0, -y, row.status)
    if against or ends == [None, None]:
        troops = against and about.unit == "personnel"
        colour = DENIED if row.status == "denied" else LABEL
        told = named["denied-troops" if troops else row.status]
        rows.aside(y, told, 0.16 * rows.inch, size=size, color=colour, bbox=on_paper(1.0))
    else:
        figures.draw_range(rows.ax, *ends, -y, row.status, size=size)


def _guess(ax, guess, at, mark, words_at, gap, size=10.5, **look):
    """Mark a learner's guess; its words stand at the side that has more room."""
    ax.plot([at], [mark], "o", markersize=7, markeredgewidth=1.6, **HOLLOW, **look)
    told, left = say("transfers.said.guess", guess=_number(guess)), at < 0.5 * ax.get_xlim()[1]
    side = {"ha": "left" if left else "right", "va": "center", "size": size}
    ax.text(at + (gap if left else -gap), words_at, told, **side)


def _claims_table(frame) -> figures.LessonTable:
    said = words("transfers.claims")
    status = frame["status"].map(_labels("statuses"))
    frame = frame.assign(status=status, evidence_grade=frame["evidence_grade"].astype(str))
    return figures.table(headed(frame, said.columns), said.table)


# --- claims ---------------------------------------------------------------------------------------


def draw_claims(
    thing: str = "shells", families=None, statuses=None, once: bool = False
) -> figures.LessonFigure:
    """Draw the claims about one thing of THINGS by date: ranges, open ends, denials, no sum.

    `families` and `statuses` are codes of those to show, all when None; with `once` the rows of one
    statement share a line.
    """
    about, everything = measures.THINGS[thing], measures.claims_of(thing)
    frame = measures.claims_of(thing, families, statuses)
    named = words("transfers.things").tell(thing)
    if frame.empty:
        alone = statuses is not None and list(statuses) == ["confirmed"]
        alone = alone and measures.claims_of(thing, None, statuses).empty
        return in_words("transfers.no_claims", alone=alone, **named, all=len(everything))
    facts = _claims_facts(frame, about.scale)
    said = words("transfers.claims", all=len(everything), **named, **facts)
    lines = _lines(frame, once)
    with figures.page(said) as page:
        _claims_rows(page, lines, about, everything, said)
    return page.told(said, [frame], _claims_table(frame), data.as_of("transfers"))


def _claims_facts(frame, scale) -> dict:
    """Return what can be said of some claims about one thing."""
    rows = measures.numbered(frame)

    def voice(row):
        span = _span(row["quantity_low"], row["quantity_high"], scale)
        return {"name": row["name"], "when": _when(row), "span": span}

    facts = {
        "shown": len(frame),
        "statements": frame["origin_id"].nunique(),
        "each": _by_status(frame, _labels("statuses")),
        "coder": (frame["value_basis"] == "coder").any(),
        "counts": len(rows),
        "numbers": len(rows) > 0,
        "millions": scale == 1e6,
        "extent": _extent(frame, scale),
        "over": rows["quantity_high"].isna().sum(),
        "up": rows["quantity_low"].isna().sum(),
        "capacity": measures.could_hold(rows).any(),
        "recoded": (rows["value_basis"] == "coder").any(),
    }
    if rows.empty:
        return facts
    low, high = rows.loc[rows["low"].idxmin()], rows.loc[rows["high"].idxmax()]
    ends = {"first": rows.iloc[0], "last": rows.iloc[-1], "low": low, "high": high}
    facts |= {name: voice(row) for name, row in ends.items()}
    return facts | {"several": low["transfer_id"] != high["transfer_id"]}


def _lines(frame, once) -> list:
    """Return the rows of each line of the chart: one row a line, or one statement a line."""
    lines: dict = {}
    for row in frame.itertuples():
        lines.setdefault(row.origin_id if once else row.Index, []).append(row)
    return list(lines.values())


def _claims_rows(page, lines, about, everything, said):
    from matplotlib.ticker import MaxNLocator

    size, right = 10.5 if len(lines) < 15 else 10, 1.45 if about.aside == "period" else 1.95
    most = everything[measures.ENDS].max(axis=None) / about.scale
    box = {"left": 4.2, "right": right, "top": 1.42, "bottom": 0.92}
    span = (-0.04 * most, 1.14 * most)
    rows = Rows(page, len(lines), span, least=6, edges=(0.7, 0.6), **box)
    heads = {1.06: (said.heads["when"], "right"), 1.2: (said.heads["who"], "left")}
    rows.heads(heads | {10 - right + 0.1: (said.heads[about.aside], "left")})
    for y, claims in enumerate(lines):
        more = said.tell("rows", n=len(claims)) if len(claims) > 1 else ""
        _claim_line(rows, y, claims, about, size, more, _labels("tells"))
    rows.ax.set_xlabel(said.unit, loc="right", size=11)
    if about.scale == 1:
        rows.ax.xaxis.set_major_locator(MaxNLocator(6))
        rows.ax.xaxis.set_major_formatter(lambda v, _: f"{v:,.0f}")


def draw_status(guess=None) -> figures.LessonFigure:
    """Draw all claims by status and by family of claimant, as rows and as statements.

    `guess` is the learner's prediction of how many are confirmed.
    """
    frame = measures.claims()
    labels = {"status": _labels("statuses"), "family": _labels("families")}
    sizes = {
        column: [one | {"label": labels[column][one["key"]]} for one in own]
        for column, own in measures.sizes(frame).items()
    }
    said = words(
        "transfers.status",
        total=len(frame),
        statements=frame["origin_id"].nunique(),
        confirmed=measures.count_status("confirmed"),
        statuses=sizes["status"],
        three=[one for one in sizes["family"] if one["key"] in measures.GOVERNMENTS],
        parties=int((frame["family"] == "parties").sum()),
        share=frame["family"].isin(measures.GOVERNMENTS).mean(),
        most=frame["family"].isin((*measures.GOVERNMENTS, "parties")).mean() > 0.5,
        guess=_number(guess),
    )
    with figures.page(said) as page:
        for (column, own), left in zip(sizes.items(), (2.0, 6.95), strict=True):
            page.text(left, 1.3, said.heads[column], weight="bold", size=11.5, va="bottom")
            ids = frame.groupby(column, observed=True)["transfer_id"].agg(list)
            _status_panel(page, own, left, ids, said, guess)
    table = [
        (said.tell("group", head=said.heads[column], **one), one["rows"], one["statements"])
        for column, own in sizes.items()
        for one in own
    ]
    table = figures.table(pd.DataFrame(table, columns=[*said.columns.values()]), said.table, 13)
    return page.told(said, [frame], table, data.as_of("transfers"))


def _status_panel(page, sizes, left, ids, said, guess):
    marked = ids.index.name == "status"
    most = max(178, 1.3 * max(one["rows"] for one in sizes))
    box = {"left": left, "right": 10 - left - 2.75, "top": 1.4, "bottom": 0.7}
    rows = Rows(page, len(sizes), (0, most), [], least=7, **box)
    bare(rows.ax)
    for y, one in enumerate(sizes):
        bar = rows.bar(y, one["rows"], height=0.56)
        figures.mark(bar, "transfers", [ids.get(one["key"], [])])
        rows.aside(y, said.tell("size", **one), one["rows"] + 4, size=10.5)
        rows.name(y, one["label"], -16 if marked else -4, size=10.5)
        if marked:
            figures.draw_mark(rows.ax, -9, -y, one["key"])
        if one["key"] == "confirmed" and guess is not None:
            at, look = min(max(guess, 0), 0.93 * most), {"zorder": 5, "clip_on": False}
            _guess(rows.ax, guess, at, -y - 0.42, -y - 0.45, 0.03 * most, 10, **look)


def draw_stages() -> figures.LessonFigure:
    """Draw the claims of North Korean missiles in three panels; forecasts are left out."""
    rows = measures.claims()
    rows = rows[rows["claim_group"] == "prk-rus-missiles"]
    stages = {stage: rows[rows["unit"] == unit] for stage, unit in measures.STAGES.items()}
    rows = pd.concat(stages.values()).sort_index()
    named = words("transfers.stages")
    parts = [{"largest": _largest(own), "done": named.done[stage]} for stage, own in stages.items()]
    alone = measures.only_one_by_monitors(stages["identified"])
    said = words("transfers.stages", parts=parts, claims=len(rows), alone=alone)
    with figures.page(said) as page:
        _stage_rows(page, stages, said)
    return page.told(said, [rows], _claims_table(rows), data.as_of("transfers"))


def _largest(rows) -> str | None:
    found = measures.largest(rows)
    if found is None:
        return None
    return say("transfers.said.largest", **found | {"high": _number(found["high"])})


def _stage_rows(page, stages, said):
    places, y, tells = [], 0.0, _labels("tells")
    for own in stages.values():
        places.append((y, [y + 1 + place for place in range(len(own))]))
        y += len(own) + 1.35
    most = max([290.0, *(1.12 * own[measures.ENDS].max(axis=None) for own in stages.values())])
    box = {"left": 4.2, "right": 1.5, "top": 1.0, "bottom": 0.92}
    rows = Rows(page, y - 0.35, (-8, most), edges=(0.6, 0.65), **box)
    rows.ax.set_xlabel(said.unit, loc="right", size=11)
    for (stage, own), (head, lines) in zip(stages.items(), places, strict=True):
        rows.aside(head, said.heads[stage], -8 - 3.95 * rows.inch, weight="bold")
        for place, claims in zip(lines, _lines(own, once=False), strict=True):
            _claim_line(rows, place, claims, measures.THINGS["supplied"], 10, named=tells)


# --- containers -----------------------------------------------------------------------------------


def draw_boxes(containers=6700, rockets=50, filled=100) -> figures.LessonFigure:
    """Draw how many rounds a number of containers could hold, beside claims of capacity.

    `rockets` per cent of them hold 122 mm rockets, the others 152 mm shells; `filled` per cent of
    each is filled. Impossible inputs and results off the scale are said in words.
    """
    fits = np.isfinite([containers, rockets, filled]).all()
    if not fits or containers <= 0 or not 0 <= rockets <= 100 or not 0 < filled <= 100:
        return in_words("transfers.no_boxes")
    most, mix, least = (
        float(measures.rounds_in(containers, r, filled)) / 1e6 for r in (0, rockets, 100)
    )
    groups = {"capacity": measures.capacity_claims(), "counts": measures.better_counts()}
    shells, rocket = measures.per_container()
    largest = measures.largest_box_count()
    facts = {
        "containers": containers,
        "rockets": rockets,
        "filled": filled,
        "range": _between(least, most),
        "shells": shells,
        "rocket": rocket,
        "mix": _rounds(mix),
        "least": _rounds(least),
        "most": _rounds(most),
        "beyond": largest if containers > largest else None,
        "capacity": _extent(groups["capacity"], 1e6),
        "counts": len(groups["counts"]),
        "counted": _extent(groups["counts"], 1e6),
    }
    said = words("transfers.boxes", **facts)
    with figures.page(said) as page:
        _box_rows(page, groups, (least, mix, most), said)
    frame = pd.concat(groups.values())
    rows = data.table("transfers")
    used = rows[rows["transfer_id"] == measures.SEOUL[0]]
    return page.told(said, [frame, used], _claims_table(frame), data.as_of("transfers"))


def _box_rows(page, groups, yours, said):
    count = 2.2 + sum(len(own) + 1.4 for own in groups.values())
    most = max(own["high"].max() for own in map(measures.numbered, groups.values())) / 1e6
    span = (-0.3, max(14.6, 1.15 * most))
    box = {"left": 4.2, "right": 0.5, "top": 1.2, "bottom": 0.92}
    ticks = range(0, int(span[1]) + 1, 2)
    rows = Rows(page, max(count, 12), span, ticks, edges=(0.8, 0.6), **box)
    rows.ax.set_xlabel(said.unit, loc="right", size=11)
    left, look = -0.3 - 3.95 * rows.inch, {"size": 10.5}
    rows.aside(-0.1, said.heads["yours"], left, weight="bold", **look)
    rows.aside(0.9, said.yours, left, **look)
    _your_boxes(rows, *yours, 0.9, said)
    y = 2.4
    for head, own in groups.items():
        rows.aside(y, said.heads[head], left, weight="bold", **look)
        for row in own.itertuples():
            y += 1
            about = {"name": row.name, "when": _when(row), "boxes": getattr(row, "boxes", None)}
            rows.aside(y, said.tell("claim", **about), left, **look)
            with figures.row_of(rows.ax, "transfers", row.transfer_id):
                figures.draw_range(rows.ax, *_ends(row, 1e6), -y, row.status)
        y += 1.4


def _your_boxes(rows, least, mix, most, y, said):
    ax, end = rows.ax, rows.span[1]
    top = end - 0.4
    if least > top:
        rows.aside(y, said.far, top / 2, ha="center", size=10.5)
        return
    ax.plot([least, min(most, top)], [-y, -y], color=figures.RANGE, linewidth=7, zorder=2)
    ends = [least] if most > top else [least, most]
    ax.plot(ends, [-y] * len(ends), "|", color=INK, markersize=12, markeredgewidth=2, zorder=3)
    if most > top:
        style = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", xy=(end, -y), xytext=(end - 0.6, -y), arrowprops=style)
    if mix <= top:
        ax.plot([mix], [-y], "o", markersize=10, zorder=5, markeredgewidth=1.8, **HOLLOW)
        place = {"ha": "center", "va": "bottom", "size": 10.5, "weight": "bold"}
        rows.aside(y - 0.45, _rounds(mix), max(mix, 0.7), **place)


def draw_spread(
    containers: str = "both",
    rockets: str = "any",
    filled: str = "most",
    seed: int = measures.SEED,
    guess=None,
) -> figures.LessonFigure:
    """Draw what containers could hold when number, mix and filling are drawn at random.

    The first three are codes of BOXES, MIXES and FILLS; `guess` is the learner's prediction of the
    middle in million rounds.
    """
    draws = measures.simulate_codes(containers, rockets, filled, seed)
    ends = np.quantile(draws, [0.05, 0.5, 0.95])
    said = words(
        "transfers.spread",
        draws=measures.DRAWS,
        seed=seed,
        guess=_number(guess),
        **_assumptions(containers, rockets, filled),
        **_results(*ends),
    )
    told = [(name, said.values[row]) for row, name in said.names.items()]
    with figures.page(said) as page:
        page.text(0.25, 1.3, said.head, weight="bold", va="bottom")
        for place, (name, value) in enumerate(told):
            page.text(0.25, 1.6 + 0.72 * place, name, size=10.5, weight="bold", va="top")
            page.text(0.25, 1.82 + 0.72 * place, value, size=10, color=LABEL, va="top")
        _histogram(page, draws, ends, said, guess)
    for share, millions in zip((5, 50, 95), ends, strict=True):
        told.append((said.tell("below", share=share), _rounds(millions)))
    table = figures.table(pd.DataFrame(told, columns=[*said.columns.values()]), said.table)
    used = data.table("transfers").set_index("transfer_id").loc[measures.SPREAD_ROWS]
    return page.told(said, [used], table, data.as_of("transfers"))


def _assumptions(containers, rockets, filled) -> dict:
    shells, rocket = measures.per_container()
    low, high = measures.MIXES[rockets]
    return {
        "count": _box_count(containers),
        "containers": "\n".join(figures.wrap(_box_label(containers), 42)),
        "mix": words("transfers.mixes").tell(rockets),
        "mix_low": low,
        "mix_high": high,
        "fill": _fill(filled),
        "shells": shells,
        "rocket": rocket,
    }


def _results(low, middle, high) -> dict:
    told = {"low": _rounds(low), "middle_rounds": _rounds(middle), "high": _rounds(high)}
    return told | {"range": _between(low, high)}


def _histogram(page, draws, ends, said, guess):
    low, middle, high = ends
    most = max(14, np.ceil(draws.max()))
    ax = page.axes(left=4.2, right=0.4, top=1.3, bottom=0.92)
    ax.set_xlim(0, most)
    ax.set_yticks([])
    tall, edges = np.histogram(draws, bins=np.arange(0, most + 0.25, 0.25))
    tall = tall / max(tall.max(), 1)
    ax.axvspan(low, high, color=BAND, linewidth=0, zorder=0)
    for left, share in zip(edges[:-1], tall, strict=True):
        tile(ax, left, 0, 0.22, share, facecolor=BAR)
    ax.plot([middle, middle], [0, 1.06], color=INK, linewidth=1.4, linestyle=DASH)
    told = said.tell("middle", millions=middle)
    ax.text(middle, 1.08, told, ha="center", va="bottom", size=10.5)
    ax.set_ylim(0, 1.38)
    ax.set_xlabel(said.unit, loc="right", size=11)
    if guess is not None:
        at = min(max(guess, 0.1), most - 0.1)
        ax.plot([at, at], [0, 1.22], color=INK, linewidth=1.2)
        _guess(ax, guess, at, 1.22, 1.27, 0.2)


def _box_count(code) -> str:
    boxes = measures.box_counts()[code]
    return say("transfers.boxes_claimed.ends", same=boxes["low"] == boxes["high"], **boxes)


def _box_label(code) -> str:
    day = measures.box_counts()[code]["day"]
    return words("transfers.boxes_claimed", count=_box_count(code), day=day).tell(code)


def _fill(code) -> str:
    low, high = measures.FILLS[code]
    return say("transfers.fills.fill", low=low, high=high)


# --- both sides of the ledger ---------------------------------------------------------------------


def draw_ledger(
    partner: str = "PRK", grades: str = "ABCD", once: bool = True, guess=None
) -> figures.LessonFigure:
    """Draw statements on what went each way between Russia and a partner, by kind and grade.

    `partner` is one of PARTNERS, `grades` of GRADES_SHOWN; with `once` a statement counts once in a
    row, with its best grade. `guess` is the learner's prediction of how many returns have grade A.
    """
    frame = measures.ledger(partner, once)
    frame = frame[frame["grade"].isin(list(grades))].reset_index(drop=True)
    if frame.empty:
        return in_words("transfers.no_ledger", partner=names()[partner])
    facts = _ledger_facts(frame, partner, grades, once, guess)
    said = words("transfers.ledger", **facts)
    with figures.page(said) as page:
        for way, left in (("to", 0.25), ("from", 5.25)):
            page.text(left, 1.14, said.ways[way], weight="bold", size=12, va="bottom")
            _ledger_side(page, frame[frame["direction"] == way], left, said)
        _grade_key(page, said)
    return page.told(said, [frame], _ledger_table(frame, said), data.as_of("transfers"))


def _ledger_facts(frame, partner, grades, once, guess) -> dict:
    def most_told(way):
        own = frame[(frame["direction"] == way) & ~frame["against"]]
        sizes = own["kind"].value_counts().head(3)
        return [{"label": labels[kind], "n": int(n)} for kind, n in sizes.items()]

    labels = _labels("kinds")
    back, best = measures.count_flow(frame, "from"), measures.count_flow(frame, "from", "A")
    return {
        "partner": names()[partner],
        "all": grades == "ABCD",
        "head": words("transfers.grade_heads").tell(grades),
        "shown": words("transfers.grades").tell(grades),
        "once": once,
        "to": measures.count_flow(frame, "to"),
        "back": back,
        "returned": back > 0,
        "best": best,
        "some": best > 0,
        "kinds_to": most_told("to"),
        "kinds_from": most_told("from"),
        "against": int(frame["against"].sum()),
        "with_casualties": measures.count_with_casualties(partner),
        "guess": _number(guess),
    }


def _ledger_side(page, own, left, said):
    """Draw one direction: a row for each kind, parted by grade."""
    kinds, labels, held = measures.kinds(own), _labels("kinds"), own[~own["against"]]
    sizes = pd.crosstab(held["kind"], held["grade"]).reindex(index=kinds, columns=list(GRADES))
    sizes = sizes.fillna(0).astype(int)
    sums = sizes.sum(axis=1)
    span = (0, max([36, *(1.1 * sums)]))
    box = {"left": left + 1.75, "right": 10 - left - 4.7, "top": 1.2, "bottom": 0.86}
    rows = Rows(page, len(kinds), span, [], least=14, edges=(0.6, 0.5), **box)
    bare(rows.ax)
    if own.empty:
        rows.aside(0, said.none, 0, size=10.5, color=LABEL)
    for y, kind in enumerate(kinds):
        rows.name(y, labels.get(kind, kind), -0.8, size=10.5)
    starts = sizes.cumsum(axis=1) - sizes
    for grade in GRADES:
        of = held[held["grade"] == grade].groupby("kind")["transfer_id"].agg(list)
        ids = [of.get(kind, []) for kind in kinds]
        for y, bar in enumerate(zip(sizes[grade], starts[grade], ids, strict=True)):
            _grade_bar(rows, grade, y, *bar)
    against = own[own["against"]].groupby("kind", observed=True)["transfer_id"].agg(list)
    look = {"color": DENIED, "markersize": 6.5, "markeredgewidth": 2.2, "clip_on": False}
    for y, (kind, end) in enumerate(sums.items()):
        ids = against.get(kind, [])
        marks = [end + 1 + 1.25 * place for place in range(len(ids))]
        figures.mark(rows.ax.plot(marks, [-y] * len(marks), "x", **look), "transfers", ids)


def _grade_bar(rows, grade, y, n, start, ids):
    """Draw the part of one bar that has a grade, from `start`; `ids` are its `n` statements."""
    if not n:
        return
    figures.mark(tile(rows.ax, start, -y - 0.35, n, 0.7, **graded(grade)), "transfers", [ids])
    if n > 1:
        look = {"ha": "center", "va": "center", "size": 9.5} | on_grade(grade)
        rows.ax.text(start + n / 2, -y, str(n), **look)


def _grade_key(page, said):
    ax = page.axes(left=0.25, right=0.25, top=5.05, bottom=0.4)
    ax.set_xlim(0, 9.5)
    ax.set_ylim(0, 0.15)
    bare(ax)
    ax.text(0, 0.075, said.sourcing, va="center", size=10, color=LABEL)
    for (grade, told), left in zip(said.sources.items(), (0.95, 3.35, 5.2, 6.2), strict=True):
        tile(ax, left, 0.0, 0.25, 0.15, clip_on=False, **graded(grade))
        ax.text(left + 0.33, 0.075, told, va="center", size=10, color=LABEL)


def _ledger_table(frame, said) -> figures.LessonTable:
    labels, held = _labels("kinds"), frame[~frame["against"]]
    held = held.assign(kind=held["kind"].map(lambda kind: labels.get(kind, kind)))
    table = held.pivot_table("origin_id", ["direction", "kind"], "grade", "size", fill_value=0)
    table = table.reset_index().rename_axis(columns=None)
    ways = table["direction"].map(said.ways)
    told = [said.tell("row", way=w, label=k) for w, k in zip(ways, table["kind"], strict=True)]
    table = table.drop(columns=["direction", "kind"])
    table.insert(0, said.column, told)
    return figures.table(table, said.table, 20)


def draw_values() -> figures.LessonFigure:
    """Draw the ranges in dollars that one study gives for what went each way."""
    rows = measures.exchange_in_dollars()
    given, back = rows[~rows["returned"]], rows[rows["returned"]]
    said = words(
        "transfers.values",
        given=[_extent_of(given.tail(1))],
        back=[_extent_of(back.tail(1))],
        who=rows["claimant"].iloc[-1],
        n=len(rows),
        each=[_extent_of(rows.loc[[at]]) | {"label": rows.loc[at, "label"]} for at in rows.index],
    )
    with figures.page(said) as page:
        most = 1.15 * rows["value_high"].max()
        panel = Rows(page, len(rows), (0, most), left=4.9, right=1.6, top=1.5, bottom=0.9)
        for y, row in enumerate(rows.itertuples()):
            ends = said.tell("span", **_extent_of(rows.loc[[row.Index]]))
            panel.name(y, "\n".join(figures.wrap(row.label, 34)), -0.15 * panel.inch, size=10.5)
            with figures.row_of(panel.ax, "exchange_values", row.value_id):
                panel.range(y, row.value_low, row.value_high, width=9)
            panel.aside(y, f"{ends}\n{row.claim_date_text}", most, size=10, color=NOTE)
        panel.ax.set_xlabel(said.unit, loc="left")
    table = figures.table(headed(rows, said.columns), said.table)
    return page.told(said, [rows], table, data.as_of("exchange_values"))


def _extent_of(rows) -> dict:
    return {"low": rows["value_low"].min(), "high": rows["value_high"].max()}


# --- stories --------------------------------------------------------------------------------------


def draw_story(name: str = "announcement") -> figures.LessonFigure:
    """Draw one of STORIES as dated statements with their status, and planned periods as bars."""
    rows = measures.story(name)
    named = words(
        "transfers.stories",
        reach=measures.claims()["claim_date"].max(),
        confirmed=(rows["status"] == "confirmed").any(),
        months=measures.months_until_retold(rows),
        **measures.reversal(rows),
    ).tell(name)
    labels = _labels("statuses")
    facts = {
        "head": named["title"],
        "subject": named["subject"],
        "ending": named["ending"],
        "planned": rows["planned"].any(),
        "grown": name == measures.GROWN,
        "each": _by_status(rows, labels),
        "ranked": [
            {"n": n, "status": labels[s]}
            for s, n in data.ranked(rows["status"].value_counts()).items()
        ],
        "grades": ", ".join(sorted(set(rows["evidence_grade"].astype(str)))),
        "n": len(rows),
        "rows": [{"when": _when(row), "words": row.words} for row in rows.itertuples()],
    }
    said = words("transfers.story", **facts)
    with figures.page(said) as page:
        (_grown_rows if name == measures.GROWN else _story_rows)(page, rows, said)
    status = rows["status"].map(labels)
    table = rows.assign(status=status, evidence_grade=rows["evidence_grade"].astype(str))
    table = figures.table(headed(table, said.columns), said.table)
    return page.told(said, [rows], table, data.as_of("transfers"))


def _story_rows(page, rows, said):
    ax, tall = page.axes(left=5.3, right=0.6, top=1.4, bottom=0.92), max(len(rows), 6)
    left, right = _story_scale(ax, rows)
    ax.set_ylim(-tall + 0.4, 0.7)
    ax.set_yticks([])
    ax.hlines(-np.arange(len(rows)), left, right, color=GRID, linewidth=0.9, zorder=0)
    heads = {"size": 10, "color": LABEL, "va": "bottom"}
    page.text(1.06, 1.36, said.heads["when"], ha="right", **heads)
    page.text(1.2, 1.36, said.heads["who"], **heads)
    for place, row in enumerate(rows.itertuples()):
        top = 1.4 + (0.7 + place) * (5.6 - 1.4 - 0.92) / (tall + 0.3)
        look = {"va": "center", "size": 10.5}
        page.text(1.06, top, _when(row), ha="right", color=NOTE, **look)
        page.text(1.2, top - 0.1, row.name, weight="bold", **look)
        page.text(1.2, top + 0.12, figures.shorten(row.words, 46), **look)
        page.text(5.15, top, str(row.evidence_grade), ha="right", color=LABEL, **look)
        with figures.row_of(ax, "transfers", row.transfer_id):
            _story_mark(ax, row, -place)


def _grown_rows(page, rows, said):
    """Draw each statement by its number: all losses on one scale, the killed alone on another."""
    most, shape = 1.25 * rows[measures.ENDS].max(axis=None), {"top": 1.55, "bottom": 0.92}
    marks = range(0, int(most), 2000)
    ticks = list(marks), [f"{mark:,}" for mark in marks]
    for killed, (left, right) in {False: (4.0, 3.25), True: (7.1, 0.3)}.items():
        box = shape | {"left": left, "right": right}
        panel = Rows(page, len(rows), (0, most), ticks, least=6, **box)
        panel.heads({left: (said.counted_as["killed" if killed else "all"], "left")})
        for y, row in enumerate(rows.itertuples()):
            if not killed:
                panel.name(y, _when(row), -2.95 * panel.inch, color=NOTE, size=10.5)
                panel.aside(y, row.name, -2.8 * panel.inch, size=10.5)
            if row.killed == killed:
                with figures.row_of(panel.ax, "transfers", row.transfer_id):
                    figures.draw_range(panel.ax, *_ends(row, 1), -y, row.status, size=10.5)


def _story_mark(ax, row, y):
    if row.planned:
        ends = [row.period_start, row.period_end]
        ax.plot(ends, [y] * 2, color=figures.RANGE, linewidth=7, solid_capstyle="butt")
        ax.plot(ends, [y] * 2, "|", color=INK, markersize=12, markeredgewidth=2)
    figures.draw_mark(ax, row.claim_date, y, row.status)


def _story_scale(ax, rows):
    """Set the scale of dates from the first statement to the last, or to the end of a plan."""
    first, last = rows["claim_date"].min(), rows["claim_date"].max()
    if rows["planned"].any():
        last = max(last, rows.loc[rows["planned"], "period_end"].max())
    span = (last - first).days
    left, right = first - pd.Timedelta(days=span * 0.06), last + pd.Timedelta(days=span * 0.1)
    ax.set_xlim(left, right)
    years = span > 900
    begin = pd.Timestamp(left.year + 1, 1, 1) if years else pd.Timestamp(left.year, 7, 1)
    ticks = pd.date_range(begin, right, freq="12MS" if years else "6MS")
    ticks = [day for day in ticks if left < day < right]
    ax.set_xticks(ticks, [say("transfers.said.when", day=d, dated=not years) for d in ticks])
    return left, right


# --- tables ---------------------------------------------------------------------------------------


def show_refusal() -> figures.LessonTable:
    """Show what the helper that adds answers when it is asked for all counts of shells."""
    try:
        low, high = measures.add_up(measures.shell_claims())
        answer = say("transfers.refusal.sum", low=low, high=high)
    except measures.CannotAddError as refusal:
        answer = words("transfers.refusal", **refusal.facts).tell(refusal.reason)
    said = words("transfers.refusal")
    frame = pd.DataFrame([(said.asked, answer)], columns=list(said.columns.values()))
    return figures.table(frame, said.table)


def show_sum() -> figures.LessonTable:
    """Show the rows behind the sum of the bug hunt, with the sum in the caption."""
    rows = measures.missiles_of_iran()
    columns = ["transfer_id", "origin_id", "quantity_low", "claimant", "claim_date_text"]
    return figures.table(
        rows[columns], words("transfers.sum", sum=rows["quantity_low"].sum()).table
    )


def show_claim(transfer_id: str) -> figures.LessonTable:
    """Show one row of transfers, such as 'T005', as question and answer."""
    row, states = measures.claims().set_index("transfer_id").loc[transfer_id], names()
    said = words(
        "transfers.claim",
        id=transfer_id,
        name=row["name"],
        family=_labels("families")[row["family"]],
        item=row["item"],
        giver=states[row["from"]],
        taker=states[row["to"]],
        span=_span(row["quantity_low"], row["quantity_high"]),
        unit=row["unit"],
    )
    answers = {
        "who": said.who,
        "when": row["claim_date_text"],
        "what": said.what,
        "many": said.many,
        "quoted": row["confidence_words"],
        "status": _labels("statuses")[row["status"]],
        "grade": str(row["evidence_grade"]),
        "origin": row["origin_id"],
    }
    rows = [(question, answers[code]) for code, question in said.questions.items()]
    return figures.table(pd.DataFrame(rows, columns=list(said.columns.values())), said.table)


# --- explorers ------------------------------------------------------------------------------------


def explore_claims() -> Explorer:
    """Choose a thing, whom to hear and which status to keep; see what is left of the claims."""
    said, things = words("transfers.explore_claims"), words("transfers.things")
    return Explorer(
        draw_claims,
        said.question,
        presets={
            said.parties: {"families": ("parties",)},
            said.governments: {"families": measures.GOVERNMENTS},
        },
        thing=choice(said.thing, [(things.tell(key)["noun"], key) for key in measures.THINGS]),
        families=choices(said.families, offered(_labels("families"), FAMILIES)),
        statuses=choices(said.statuses, offered(_labels("statuses"), STATUSES)),
        once=toggle(said.once),
    )


def explore_boxes() -> Explorer:
    """Choose containers, calibre mix and filling; read how many rounds they could hold."""
    said, first = words("transfers.explore_boxes"), measures.box_counts()["first"]
    return Explorer(
        draw_boxes,
        said.question,
        containers=number(said.containers, 0, 100_000, int(first["low"]), 100),
        rockets=number(said.rockets, 0, 100, 50, 5),
        filled=number(said.filled, 0, 100, 100, 5),
    )


def explore_spread() -> Explorer:
    """Choose the assumptions of the simulation and see its spread."""
    said, mixes = words("transfers.explore_spread"), words("transfers.mixes")
    return Explorer(
        draw_spread,
        said.question,
        containers=choice(said.containers, [(_box_label(code), code) for code in measures.BOXES]),
        rockets=choice(said.rockets, [(mixes.tell(code), code) for code in measures.MIXES]),
        filled=choice(said.filled, [(_fill(code), code) for code in measures.FILLS]),
        seed=number(said.seed, 0, 9999, measures.SEED),
    )


def explore_ledger() -> Explorer:
    """Choose a partner and a grade; see what stands on each side of the ledger."""
    said, grades = words("transfers.explore_ledger"), words("transfers.grades")
    return Explorer(
        draw_ledger,
        said.question,
        partner=choice(said.partner, named(measures.PARTNERS), "IRN"),
        grades=choice(said.grades, [(grades.tell(code), code) for code in GRADES_SHOWN]),
        once=toggle(said.once, True),
    )


def explore_story() -> Explorer:
    """Choose one of three stories and read its statements in order of date."""
    said = words("transfers.explore_story")
    stories = words(
        "transfers.stories", confirmed=None, reversed=None, counted=None, months=None, reach=None
    )
    options = [(said.tell("option", **stories.tell(code)), code) for code in measures.STORIES]
    return Explorer(draw_story, said.question, name=choice(said.name, options))
