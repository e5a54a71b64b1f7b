"""Competing hypotheses: which evidence speaks against each, and which assumptions it all rests on.

A score counts what speaks against a hypothesis; it is no probability. Codes are one coder's. Source
of all rows: the tables hypotheses, evidence, sharp_codes and assumptions.
"""

from __future__ import annotations

import pandas as pd

from helpers import data, figures, questions
from helpers.boards import OWN
from helpers.explorers import Explorer, choice, offered
from helpers.figures import INK, LABEL, NOTE, PAPER
from helpers.measures import views as measures
from helpers.wording import headed, say, words

CODED_ITEMS = ("E07", "E10", "E11", "E14", "E17", "E19")

# --- evidence against hypotheses ------------------------------------------------------------------


def draw_board(frame: pd.DataFrame | None = None, setting=(), guess=None) -> figures.LessonFigure:
    """Draw evidence against hypotheses, with the count of what speaks against each.

    `frame` holds rows of `weighted()`; `setting` says in words which items and codes were chosen,
    empty where all are ours; `guess` is the hypothesis that the learner expected to have most
    against it, such as 'h1'.
    """
    frame = measures.weighted() if frame is None else frame
    counted = int((frame["weight"] > 0).sum())
    if not counted:
        none = words("hypotheses.empty")
        return figures.message(none.title, none.asks, figures.TALL)
    found, full = measures.scores(frame), measures.scores(frame.assign(weight=1.0))
    weighed = not found.equals(full)
    below = full if weighed else measures.scores(measures.weighted(frame, restating="none"))
    guess = None if guess is None else str(guess).upper()
    facts = {"counted": counted, "weighed": weighed, "setting": list(setting), "guess": guess}
    said = words("hypotheses.board", **facts, **_counted(frame, found, full))
    with figures.page(said, height=figures.TALL) as page:
        # places on the page, in inches
        ax = page.field((0, 10), (figures.TALL, 0), left=0, right=0, top=0, bottom=0)
        _heads(ax, said)
        step = min(0.215, 5.6 / len(frame))
        _cells(ax, frame, step)
        line = 1.62 + len(frame) * step
        ax.plot([0.25, 9.75], [line, line], color=figures.AXIS, linewidth=1.2)
        _sums(ax, line + 0.2, said.against, found, "bold")
        _sums(ax, line + 0.2 + 0.26, said.below, below, "normal")
    return page.told(said, [frame], _board_table(frame, said), data.as_of("evidence"))


def _counted(frame, found, full) -> dict:
    least, most, (again, facts) = (
        measures.least(found),
        measures.most(found),
        measures.restated(frame),
    )
    return {
        "items": len(frame),
        "hypotheses": len(found),
        "counts": [{"name": name, "value": value} for name, value in found.items()],
        "full": [{"name": name, "value": value} for name, value in full.items()],
        "least": least,
        "n_least": len(least),
        "most": most,
        "low": found.min(),
        "high": found.max(),
        "level": least == most,
        "again": again,
        "facts": facts,
        "one": facts == 1,
        "example": next(iter(frame["same_fact_as"].dropna()), None),
    }


def _hypotheses() -> pd.Series:
    """Return the short names of the hypotheses that the evidence is coded for, by their ids."""
    rows = data.table("hypotheses").set_index("hypothesis_id")
    return rows.loc[list(measures.HYPOTHESES), "short"]


def _column(nth: int) -> float:
    return 5.92 + 0.86 * nth


def _heads(ax, said):
    for nth, (name, short) in enumerate(_hypotheses().items()):
        head = "\n".join([name, *figures.wrap(short, 12, 2)])
        ax.text(_column(nth), 1.46, head, ha="center", va="bottom", size=10.5)
    ax.text(5.12, 1.46, said.credibility, ha="center", va="bottom", size=10, color=LABEL)


def _sums(ax, at, name, found, weight):
    ax.text(0.25, at, name, va="center", weight=weight)
    for nth, value in enumerate(found):
        style = {"ha": "center", "va": "center", "weight": weight, "size": 12}
        ax.text(_column(nth), at, f"{value:g}", **style)


def _cells(ax, frame, step):
    """Draw the rows; equal boxes, signs and dots in one call each, which is what makes it fast."""
    boxes, signs, dots = {}, {}, {}
    for nth, row in enumerate(frame.itertuples()):
        at, out = 1.66 + step * nth, row.weight == 0
        if nth % 2 == 0:
            band = ((0.2, at - 0.1, 5.2, 0.2), None)
            boxes.setdefault((figures.BAND, figures.BAND), []).append(band)
        style = {"va": "center", "color": NOTE if out else INK}
        ax.text(0.27, at, row.evidence_id, size=10, va="center", color=LABEL)
        name = ax.text(0.7, at, figures.shorten(row.short, 44), size=10.5, **style)
        figures.mark(name, "evidence", [row.evidence_id])
        if isinstance(row.same_fact_as, str):
            ax.text(4.75, at, f"= {row.same_fact_as}", size=10, ha="right", weight="bold", **style)
        full = measures.LEVELS.index(row.credibility)
        for dot in range(3):
            dots.setdefault((dot <= full, out), []).append((5.0 + 0.12 * dot, at))
        for place, name in enumerate(measures.HYPOTHESES):
            code = getattr(row, name)
            face = PAPER if out else figures.CODES[code]
            edge = figures.FRAME if out else figures.AXIS if code == "N" else face
            box = (_column(place) - 0.4, at - 0.093, 0.8, 0.186)
            boxes.setdefault((face, edge), []).append((box, row.evidence_id))
            ink = figures.AXIS if out else PAPER if code == "II" else INK
            for shift in (-0.07, 0.07) if code in ("CC", "II") else (0,):
                signs.setdefault((code[0], ink), []).append((_column(place) + shift, at))
    _draw_cells(ax, boxes, signs, dots)


def _draw_cells(ax, boxes, signs, dots):
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    for (face, edge), places in boxes.items():
        drawn = [Rectangle((x, y), wide, high) for (x, y, wide, high), _ in places]
        look = {"facecolor": face, "edgecolor": edge, "linewidth": 0.8, "zorder": 1}
        cells = ax.add_collection(PatchCollection(drawn, **look))
        figures.mark(cells, "evidence", [item for _, item in places])
    for (sign, ink), places in signs.items():
        marker, size = {"C": ("+", 7), "N": (".", 4), "I": ("_", 7)}[sign]
        look = {"color": ink, "markersize": size, "markeredgewidth": 2.0, "linestyle": "none"}
        ax.plot(*zip(*places, strict=True), marker=marker, zorder=3, **look)
    for (full, out), places in dots.items():
        ink = figures.AXIS if out else LABEL
        look = {"markerfacecolor": ink if full else PAPER, "markeredgecolor": ink}
        look |= {"markersize": 5.5, "linestyle": "none", "zorder": 3}
        ax.plot(*zip(*places, strict=True), marker="o", **look)


def _board_table(frame, said) -> figures.LessonTable:
    pairs = zip(frame["evidence_id"], frame["weight"], strict=True)
    signs = {name: frame[name].map(measures.SIGNS) for name in measures.HYPOTHESES}
    items = [item if weight else said.tell("left_out", item=item) for item, weight in pairs]
    return figures.table(headed(frame.assign(item=items, **signs), said.columns), said.table, 6)


def show_hypotheses() -> figures.LessonTable:
    """Show the hypotheses, and what would speak against each."""
    rows = data.table("hypotheses")
    said = words("hypotheses.list", hypotheses=len(rows))
    return figures.table(headed(rows, said.columns), said.table)


def explore_board() -> Explorer:
    """Leave out one item, weigh by credibility, choose dates, merge what restates one fact."""
    said = words("hypotheses.explore_board", turn=measures.TURN.date())
    names = {"credibility": said.levels, "dates": said.times, "restating": said.facts}

    def view(without, **codes):
        frame = measures.weighted(None, without, **codes)
        setting = [] if without == "none" else [said.tell("left_out", item=without)]
        setting += [names[part][code] for part, code in codes.items() if code != "all"]
        return draw_board(frame, setting)

    rows = measures.with_codes()[["evidence_id", "short"]].to_dict("records")
    items = [(said.tell("item", **row), row["evidence_id"]) for row in rows]
    return Explorer(
        view,
        said.question,
        without=choice(said.without, [(said.none, "none"), *items]),
        credibility=choice(said.credibility, offered(said.levels, measures.CREDIBILITY)),
        dates=choice(said.dates, offered(said.times, measures.DATES)),
        restating=choice(said.restating, offered(said.facts, measures.RESTATING)),
    )


# --- boards ---------------------------------------------------------------------------------------


def code_items() -> questions.Matrix:
    """Let the learner code items against five hypotheses, blind, and see the totals move."""
    said = words("hypotheses.code_items", items=len(CODED_ITEMS))
    told = data.table("evidence").set_index("evidence_id")
    heads = {
        name: said.tell("head", hypothesis_id=name, short=short)
        for name, short in _hypotheses().items()
    }
    return questions.matrix(
        "6.codes",
        said.question,
        **_coding(CODED_ITEMS, heads),
        read=read_codes,
        reasons={
            (item, name): told.loc[item, f"{name}_reason"] for item in CODED_ITEMS for name in heads
        },
        decides=measures.decides,
        totals=_totals,
        beside=_our_codes,
    )


def _coding(items, heads) -> dict:
    """Return what boards of items against hypotheses have in common."""
    told = data.table("evidence").set_index("evidence_id")
    return {
        "rows": {item: told.loc[item, "evidence"] for item in items},
        "columns": dict.fromkeys(heads, words("hypotheses.labels").codes),
        "heads": heads,
        "signs": {code: sign.replace(" ", "") for code, sign in measures.SIGNS.items()},
    }


def _totals(grid: dict) -> list[str]:
    """Say what speaks against each hypothesis so far, and which single item would change that."""
    if not grid:
        return []
    names = [*measures.HYPOTHESES, *([OWN] if any(OWN in codes for codes in grid.values()) else [])]
    points, turns = measures.against(grid, names), measures.turning(grid, names)
    own = words("hypotheses.totals").own

    def called(ids):
        return [own if each == OWN else each for each in ids]

    said = words(
        "hypotheses.totals",
        shown=[
            {"name": n, "points": p} for n, p in zip(called(points), points.values(), strict=True)
        ],
        leaders=called(measures.least(pd.Series(points))),
        turns=[
            {"item": i, "least": called(n)}
            for i, n in zip(called(turns), turns.values(), strict=True)
        ],
        mute=called(item for item, codes in grid.items() if not measures.decides(codes)),
    )
    return [said.points, said.turning, said.mute]


def _our_codes(item: str, mine: dict) -> list[str]:
    """Say of one item: your code, ours and why, a line a hypothesis; none for an own item."""
    if item == OWN:
        return []
    row = data.table("evidence").set_index("evidence_id").loc[item]
    signs = measures.SIGNS
    return [
        say(
            "hypotheses.totals.beside",
            same=mine.get(name) == str(row[name]),
            name=name,
            mine=signs.get(mine.get(name), ""),
            ours=signs[str(row[name])],
            why=row[f"{name}_reason"],
        )
        for name in measures.HYPOTHESES
        if name in mine
    ]


def read_codes(codes: dict) -> list:
    """Show a learner's codes, {evidence_id: {'H1': 'CC', …}}, beside ours, and the board with them.

    Returns a table with one line a cell, to which the board adds our reasons, and the figure.
    """
    ours, mine = measures.with_codes().set_index("evidence_id"), measures.with_codes(codes)
    cells = pd.DataFrame(
        [
            (item, name, ours.loc[item, "short"], code, ours.loc[item, name])
            for item, own in codes.items()
            for name, code in own.items()
            if OWN not in (item, name)  # we have no code for what the learner added
        ],
        columns=["item", "name", "short", "mine", "ours"],
    )
    moves = pd.DataFrame({"before": measures.scores(), "after": measures.scores(mine)})
    said = words(
        "hypotheses.codes",
        same=int((cells["mine"] == cells["ours"]).sum()),
        cells=len(cells),
        moves=moves.rename_axis("name").reset_index().to_dict("records"),
    )
    told = [said.tell("cell", item=row.item, name=row.name) for row in cells.itertuples()]
    signs = {side: cells[side].map(measures.SIGNS) for side in ("mine", "ours")}
    shown = headed(cells.assign(cell=told, **signs), said.columns)
    table = figures.table(shown, said.table, limit=0)  # reasons stand beside each item already
    return [table, draw_board(measures.weighted(mine), [said.setting])]


def sharpen() -> questions.Board:
    """Let the learner code items against sharper wordings of hypotheses, ours after each item."""
    ours = measures.sharp()
    wordings = data.table("hypotheses").set_index("hypothesis_id")["sharp"]
    items, names = ours["evidence_id"].unique(), ours["hypothesis_id"].unique()
    said = words("hypotheses.sharpen", items=len(items), wordings=len(names))
    return questions.board(
        "6.sharp",
        said.question,
        **_coding(items, {n: said.tell("head", name=n, sharp=wordings[n]) for n in names}),
        read=read_sharp,
        reasons=ours.set_index(["evidence_id", "hypothesis_id"])["code_reason"].to_dict(),
        beside=_ours_sharp,
    )


def _ours_sharp(item: str, mine: dict) -> list[str]:
    """Say of one item and the sharper wordings: your code, ours, why, and what else holds."""
    ours, signs = measures.sharp(), measures.SIGNS
    return [
        say(
            "hypotheses.sharpen.beside",
            same=mine[row.hypothesis_id] == row.code,
            defended=mine[row.hypothesis_id] in row.others,
            name=row.hypothesis_id,
            mine=signs[mine[row.hypothesis_id]],
            ours=signs[row.code],
            why=row.code_reason,
            rest=row.others_reason if row.others else None,
        )
        for row in ours[ours["evidence_id"] == item].itertuples()
        if row.hypothesis_id in mine
    ]


def read_sharp(codes: dict) -> list[figures.LessonTable]:
    """Show a learner's codes of the sharper wordings beside ours, of the sharp and the loose one.

    `codes` is {evidence_id: {'H3': 'CC', …}}, possibly incomplete. Returns a table with one line a
    cell, to which the board adds our reasons, and one of what counts against each in these cells.
    """
    ours = measures.sharp().set_index(["evidence_id", "hypothesis_id"])
    mine = {(item, name): code for item, own in codes.items() for name, code in own.items()}
    cells = ours.loc[list(mine)].assign(mine=list(mine.values())).reset_index()
    same = cells["mine"] == cells["code"]
    held = [code in others for code, others in zip(cells["mine"], cells["others"], strict=True)]
    said = words(
        "hypotheses.sharp_codes",
        same=int(same.sum()),
        held=sum(held) or None,
        cells=len(cells),
    )
    signs = {side: cells[side].map(measures.SIGNS) for side in ("mine", "code", "loose")}
    shown = cells.assign(
        cell=[
            said.tell("cell", item=row.evidence_id, name=row.hypothesis_id)
            for row in cells.itertuples()
        ],
        short=cells["evidence_id"].map(data.table("evidence").set_index("evidence_id")["short"]),
        others_reason=cells["others_reason"].fillna(said.none),
        **signs,
    )
    forbids = data.table("hypotheses").set_index("hypothesis_id")["sharp_forbids"]
    counts = measures.sharpened(cells)
    for side in ("loose", "code", "mine"):
        pairs = zip(counts[side], counts[f"{side}_fit"], strict=True)
        counts[side] = [said.tell("counted", points=points, fit=fit) for points, fit in pairs]
    counts["sharp_forbids"] = counts["name"].map(forbids)
    return [
        figures.table(headed(shown, said.columns), said.table, limit=0),
        figures.table(headed(counts, said.heads), said.counts),
    ]


def check_assumptions() -> questions.Board:
    """Let the learner rate what the judgments rest on, each part with rows that strain it."""
    said, rows = words("hypotheses.assumptions"), data.table("assumptions")
    return questions.board(
        "6.assumptions",
        said.question,
        rows=dict(zip(rows["assumption_id"], rows["assumption"], strict=True)),
        columns={"holds": said.holds, "turns": said.turns},
        heads=said.heads,
        read=read_assumptions,
        beside=_strained,
        cards=True,
    )


def _strained(key: str, _) -> list[str]:
    """Return what one assumption carries, which rows strain it and what would break it."""
    row = data.table("assumptions").set_index("assumption_id").loc[key]
    evidence = data.table("evidence").set_index("evidence_id")
    watched = data.table("indicators").set_index("indicator_id")["name"]
    items = [
        {"item": item, "short": evidence.loc[item, "short"], "seen": evidence.loc[item, "verified"]}
        for item in row["evidence_ids"].split(";")
    ]
    said = words(
        "hypotheses.assumptions",
        carries=row["carries"],
        items=items,
        reason=row["strain_reason"],
        breaks=row["breaks"],
        watch=[watched[indicator] for indicator in row["indicator_ids"].split(";")],
    )
    return [said.carried, said.strained, said.broken, said.watched]


def read_assumptions(filled: dict) -> figures.LessonTable:
    """Show the assumptions rated, {id: {'holds', 'turns'}}, those to look at first on top."""
    rows = data.table("assumptions").set_index("assumption_id")
    first = measures.shaky(filled)
    said = words("hypotheses.assumptions", n=len(first), first=bool(first))
    order = [*first, *(key for key in filled if key not in first)]
    shown = rows.loc[order, ["assumption", "breaks"]].assign(
        holds=[said.holds.get(filled[key].get("holds"), said.open) for key in order],
        turns=[said.turns.get(filled[key].get("turns"), said.open) for key in order],
    )
    cited = sorted({source for key in order for source in rows.loc[key, "source_ids"].split(";")})
    caption = said.table if not cited else said.tell("cited", table=said.table, n=len(cited))
    return figures.table(headed(shown, said.columns), caption)
