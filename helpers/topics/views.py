"""Expert views and sources: whose views, which words, which evidence, and who said it first.

The cohesion score of a view (0 to 10) is one coder's ordinal reading: nothing here averages it.
A score of competing hypotheses counts what speaks against each; it is no probability. Source of
all rows: the tables views, estimative, hypotheses, evidence, claims and provenance.
"""

from __future__ import annotations

from html import escape

import pandas as pd

from helpers import data, figures, forms, questions
from helpers.boards import OWN
from helpers.charts import DASH, Rows, bare, tile
from helpers.explorers import Explorer, choice, choices, offered, toggle
from helpers.figures import INK, LABEL, NOTE, PAPER
from helpers.measures import states
from helpers.measures import views as measures
from helpers.wording import headed, say, words

PERCENTS = ["0", "1", *map(str, range(5, 100, 5)), "99", "100"]

# Chosen because two careful readers can differ by two steps or more.
BLIND_VIEWS = ("V02", "V15", "V21", "V48", "V51")
CONTRASTED = ("V02", "V28", "V12", "V18")
CODED_ITEMS = ("E07", "E10", "E11", "E14", "E17", "E19")
JUDGED = ("C39", "C07", "C60", "C40", "C38", "C41")
# Stations of one sentence, and the source in which each was seen; two were not seen.
STATIONS = {
    "sipri": "",
    "moscow_times": "",
    "charter97": "charter97-2025-sipri-axis",
    "article": "seed-article",
}


# --- whose views ----------------------------------------------------------------------------------


def draw_spectrum(
    frame: pd.DataFrame | None = None, rows: str = "position", guess=None
) -> figures.LessonFigure:
    """Draw each of `spectrum()` as a mark by its cohesion score; no mean is drawn.

    `rows` is one of ROWS; `guess` the learner's prediction of how many are from the United States.
    """
    frame = measures.spectrum() if frame is None else frame
    split = _named(measures.split(frame, rows), rows)
    if not split:
        none = words("views.empty").views
        return figures.message(none["title"], none["asks"])
    frame = pd.concat(split.values())
    said = words("views.spectrum", guess=guess, **_spread(frame, split, rows))
    with figures.page(said) as page:
        box = {"left": 1.95, "right": 0.95, "top": 1.35, "bottom": 1.02}
        lines = Rows(page, len(split), (-0.5, 10.5), [], edges=(0.5, 0.5), **box)
        lines.ax.set_xticks(range(11))
        places = [-y for y in range(len(split))]
        lines.ax.hlines(places, *lines.span, color=figures.GRID, linewidth=0.9, zorder=0)
        for y, (name, own) in enumerate(split.items()):
            lines.name(y, figures.shorten(name, 22), -0.65)
            lines.aside(y, str(len(own)), 10.75, weight="bold")
        _dots(lines.ax, split, 0.15 / (3.23 / len(split)))  # 0.15 inches between lines of a place
        page.text(9.12, 1.2, said.count, size=10.5, color=LABEL)
        across = {"transform": lines.ax.get_xaxis_transform(), "va": "center", "color": LABEL}
        for x, side, end in (
            (-0.4, "left", "low"),
            (5, "center", "scale"),
            (10.4, "right", "high"),
        ):
            lines.ax.text(x, -0.16, said.ends[end], ha=side, **across)
    return page.told(said, [frame], _spectrum_table(frame, said), data.as_of("views"))


def _named(split: dict, rows: str) -> dict:
    """Put the words of rows in place of their codes; institutions stand by the alphabet."""
    labels = words("views.labels")
    kinds = {"position": "positions", "place": "regions", "mechanism": "mechanisms"}
    names = labels.tell("institutions") if rows == "institution" else {}
    if rows in kinds:
        names = labels.tell(kinds[rows])
    split = {names.get(code, code): own for code, own in split.items()}
    return dict(sorted(split.items())) if rows == "institution" else split


def _spread(frame, split, rows) -> dict:
    def ends(own):
        low, high = int(own["cohesion_score"].min()), int(own["cohesion_score"].max())
        return {"low": low, "high": high, "one": low == high}

    home, missed = int(frame["american"].sum()), set(range(11)) - set(frame["cohesion_score"])
    return ends(frame) | {
        "views": len(frame),
        "rows": words("views.labels").sorts[rows],
        "home": home,
        "away": len(frame) - home,
        "few": len(split) < 5,
        "none": sorted(missed) if len(missed) < 5 else [],
        "split": [{"name": name, "n": len(own)} | ends(own) for name, own in split.items()],
    }


def _dots(ax, split, step):
    """Draw views with equal scores side by side, at most four a line; one call a kind of mark."""
    marks = {}
    for y, own in enumerate(split.values()):
        for score, same in own.groupby("cohesion_score"):
            same = same.sort_values(["american", "view_id"], ascending=[False, True])
            lines = [same.iloc[start : start + 4] for start in range(0, len(same), 4)]
            for place, line in enumerate(lines):
                height = -y + step * ((len(lines) - 1) / 2 - place)
                for nth, row in enumerate(line.itertuples()):
                    at = (score + 0.2 * (nth - (len(line) - 1) / 2), height)
                    look = row.american, row.verified
                    marks.setdefault(look, []).append((*at, row.view_id))
    for (american, seen), drawn in marks.items():
        *places, ids = zip(*drawn, strict=True)
        ink, marker, size = (figures.AXIS, "o", 8) if american else (INK, "D", 7)
        look = {"markerfacecolor": ink if seen else PAPER, "markeredgecolor": ink}
        look |= {"markersize": size, "markeredgewidth": 1.4, "linestyle": "none", "zorder": 3}
        figures.mark(ax.plot(*places, marker=marker, **look), "views", ids)


def _spectrum_table(frame, said) -> figures.LessonTable:
    shown = frame.sort_values(["date", "view_id"], ascending=[False, True])
    shown = shown.assign(
        view=shown["view_id"] + shown["verified"].map({True: "", False: " †"}),
        position=shown["position"].astype(str).map(words("views.labels").positions),
    )
    return figures.table(headed(shown, said.columns), said.table, 8)


def show_four_views() -> figures.LessonTable:
    """Show four views of the war of June 2025, chosen for their contrast."""
    said = words("views.four_views")
    rows = data.table("views").set_index("view_id").loc[list(CONTRASTED)]
    return figures.table(headed(rows, said.columns), said.table)


def show_ranking() -> figures.LessonTable:
    """Show the ranking of the bug hunt: countries by the mean score of their views."""
    said, first = words("views.ranking"), measures.ranking()
    names = states.names()
    shown = first.assign(
        place=first["place"].astype(str),
        name=first["country"].map(names).fillna(first["country"]),
    )
    return figures.table(headed(shown, said.columns), said.table)


# --- what words mean ------------------------------------------------------------------------------


def draw_words(schemes=measures.SCHEMES, filled: dict | None = None) -> figures.LessonFigure:
    """Draw what official scales mean by ten phrases, in per cent.

    `schemes` are named as in the table estimative; `filled` is {phrase: {'percent': '55'}} from
    the learner's board.
    """
    frame = measures.ranges(schemes)
    if frame.empty:
        none = words("views.empty").scales
        return figures.message(none["title"], none["asks"], figures.TALL)
    own = {
        phrase: int(row["percent"])
        for phrase, row in (filled or {}).items()
        if phrase in measures.PHRASES and row.get("percent") in PERCENTS
    }
    said = words("views.ranges", **_ranges(frame, own))
    frame = _labelled(frame, said)
    with figures.page(said, height=figures.TALL) as page:
        ax = page.axes(left=2.15, right=0.3, top=1.1, bottom=0.78)
        ax.set_xlim(-2, 137)
        ax.set_ylim(-32.2, 0.6)
        ax.set_yticks([])
        ax.set_xticks(range(0, 101, 20), [f"{n} %" for n in range(0, 101, 20)])
        ax.vlines(range(0, 101, 20), -32.2, 0.6, color=figures.GRID, linewidth=0.9, zorder=0)
        y = 0.0
        for phrase in measures.PHRASES:
            rows = frame[frame["phrase"] == phrase]
            _phrase(ax, phrase, rows, y, own.get(phrase), said)
            y -= max(len(rows), 1) + 0.75
    heads = said.columns | (said.own if own else {})
    shown = frame.assign(own=frame["phrase"].map(own).astype("Int64"))
    shown["phrase"] = shown["phrase"].map(words("views.labels").phrases)
    table = figures.table(headed(shown, heads), said.table)
    return page.told(said, [frame], table, data.as_of("estimative"))


def _labelled(frame, said) -> pd.DataFrame:
    """Add the label of each row's scale, with † where the row was not checked."""
    names = words("views.labels").schemes
    pairs = zip(frame["scheme"], frame["verified"], strict=True)
    labels = [said.tell("scheme", name=names[scheme], checked=seen) for scheme, seen in pairs]
    return frame.assign(label=labels)


def _ranges(frame, own) -> dict:
    """Facts of the ranges: those of “likely”, or of the first phrase by the alphabet."""
    labels = words("views.labels")
    phrase = "likely" if "likely" in set(frame["phrase"]) else min(frame["phrase"])
    mine = _labelled(frame[frame["phrase"] == phrase], words("views.ranges"))
    silents = [p for p in measures.PHRASES if p not in set(measures.ranges()["phrase"])]
    return {
        "word": labels.phrases[phrase],
        "low": mine["low"].min(),
        "high": mine["high"].max(),
        "ranges": mine[["label", "low", "high"]].to_dict("records"),
        "scales": frame["scheme"].nunique(),
        "silents": [labels.phrases[p] for p in silents],
        "n_silents": len(silents),
        "fields": measures.fields_differ_most(),
        "unchecked": [labels.whose[scheme] for scheme in measures.unchecked()],
        "given": len(own) or None,
        "inside": measures.count_inside(own, frame),
    }


def _phrase(ax, phrase, rows, y, own, said):
    name = words("views.labels").phrases[phrase]
    ax.text(-5, y, name, ha="right", va="center", weight="bold", clip_on=False)
    last = y - max(len(rows) - 1, 0)
    if rows.empty:
        none = said.hidden if measures.PHRASES[phrase] else said.silent
        ax.text(1, y, none, va="center", size=10, color=LABEL)
    for nth, row in enumerate(rows.itertuples()):
        with figures.row_of(ax, "estimative", row.term_id):
            _range(ax, row, y - nth, said)
    if own is not None:
        ax.plot([own, own], [y + 0.55, last - 0.55], color=INK, linewidth=2.2, zorder=4)


def _range(ax, row, at, said):
    ends, face = [row.low, row.high], INK if row.verified else PAPER
    style = {"linewidth": 6, "solid_capstyle": "butt", "zorder": 2}
    ax.plot(ends, [at, at], color=figures.RANGE if row.verified else figures.FRAME, **style)
    mark = {"markersize": 6, "markeredgecolor": INK, "markerfacecolor": face, "zorder": 3}
    ax.plot(ends, [at, at], "o", **mark)
    beside = said.tell("beside", label=row.label, low=row.low, high=row.high)
    ax.text(row.high + 2.2, at, beside, va="center", size=10, color=LABEL)


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
        none = words("views.empty").items
        return figures.message(none["title"], none["asks"], figures.TALL)
    found, full = measures.scores(frame), measures.scores(frame.assign(weight=1.0))
    weighed = not found.equals(full)
    below = full if weighed else measures.scores(measures.weighted(frame, restating="none"))
    guess = None if guess is None else str(guess).upper()
    facts = {"counted": counted, "weighed": weighed, "setting": list(setting), "guess": guess}
    said = words("views.board", **facts, **_counted(frame, found, full))
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
    said = words("views.hypotheses", hypotheses=len(rows))
    return figures.table(headed(rows, said.columns), said.table)


# --- the article ----------------------------------------------------------------------------------


def draw_verdicts(guess=None) -> figures.LessonFigure:
    """Draw how many of the article's claims have each verdict.

    `guess` is the learner's prediction of how many are supported without caveat.
    """
    found, labels = measures.verdicts(), words("views.labels").verdicts
    shown = pd.DataFrame({"verdict": found.index.map(labels), "claims": found.to_list()})
    said = words(
        "views.verdicts",
        total=int(found.sum()),
        supported=int(found["supported"]),
        caveat=int(found["supported-with-caveat"]),
        faults=found[measures.FAULTS].sum() > found["unsupported"],
        counts=shown.to_dict("records"),
        guess=guess,
        as_of=data.as_of("claims"),
    )
    shown["means"], shown["code"] = found.index.map(said.means), found.index
    claims = data.table("claims")
    with figures.page(said) as page:
        span, edges = (0, found.max() * 1.05), (0.5, 0.5)
        box = {"left": 4.75, "right": 0.7, "top": 1.15, "bottom": 0.6}
        rows = Rows(page, len(found), span, [], edges=edges, **box)
        bare(rows.ax)
        for y, row in enumerate(shown.itertuples()):
            ids = claims.loc[claims["verdict"].astype(str) == row.code, "claim_id"]
            figures.mark(rows.bar(y, row.claims), "claims", [list(ids)])
            rows.aside(y, row.verdict, -4.5 * rows.inch, weight="bold")
            rows.aside(y, row.means, -2.35 * rows.inch, size=10, color=LABEL)
            rows.aside(y, str(row.claims), row.claims + 0.1 * rows.inch, weight="bold")
    table = figures.table(headed(shown, said.columns), said.table)
    return page.told(said, [claims], table, data.as_of("claims"))


def draw_chain(guess=None) -> figures.LessonFigure:
    """Draw the four stations of one sentence and what each made of it; `guess` is not judged."""
    sources = data.table("sources").set_index("source_id")
    how = sources["seen"].astype(str).to_dict()
    seen = {station: how.get(source, "no") for station, source in STATIONS.items()}
    names = words("views.chain").stations
    unseen = [names[station]["name"] for station, how in seen.items() if how == "no"]
    said = words(
        "views.chain",
        guessed=guess is not None,
        unseen=unseen,
        n=len(STATIONS),
        day=sources.loc[STATIONS["charter97"], "date"].date(),
    )
    stations = [
        about | {"seen": said.seen.get(seen[station], about["no"]), "hidden": seen[station] == "no"}
        for station, about in said.stations.items()
    ]
    with figures.page(said) as page:
        ax = page.field((0, 10), (figures.HEIGHT, 0), left=0, right=0, top=0, bottom=0)
        for nth, station in enumerate(stations):
            _station(ax, 0.25 + 2.43 * nth, station, nth == len(stations) - 1)
    rows = pd.DataFrame(stations)
    rows["says"] = rows["says"].str.split().str.join(" ")
    table = figures.table(headed(rows, said.columns), said.table)
    used = [STATIONS["charter97"], "ana-2025-sipri-yearbook-summary", STATIONS["article"]]
    return page.told(said, used, table, data.as_of("provenance"))


def _station(ax, left, station, last):
    box = {"facecolor": PAPER if station["hidden"] else figures.BAND, "edgecolor": figures.AXIS}
    box |= {"linestyle": DASH if station["hidden"] else "solid", "linewidth": 1.4}
    tile(ax, left, 1.3, 2.2, 3.2, **box)
    ax.text(left + 0.12, 1.6, station["name"], weight="bold", size=12, va="center")
    ax.text(left + 0.12, 1.92, station["kind"], size=10.5, va="center", color=LABEL)
    ax.text(left + 0.12, 2.25, station["says"], size=10.5, va="top", linespacing=1.45)
    ax.text(left + 0.12, 4.27, station["seen"], size=10, va="center", color=LABEL)
    if not last:
        arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.6}
        ax.annotate("", (left + 2.43, 2.9), (left + 2.2, 2.9), arrowprops=arrow)


def show_claims(verdict: str = "misleading", kind: str = "all") -> figures.LessonTable:
    """Show the article's claims with a verdict and of a kind or all, why, and a better wording."""
    rows, labels = measures.claims(verdict, kind), words("views.labels")
    said = words(
        "views.claims",
        n=len(rows),
        none=rows.empty,
        all=len(data.table("claims")),
        named=int((rows["attributed_to"] != "none").sum()),
        verdict=labels.verdicts[verdict],
        kind=labels.kinds[kind],
    )
    told = rows[["verified", "claim_id", "section", "claim"]].to_dict("records")
    shown = rows.assign(
        claim=pd.Series([said.tell("claim", **row) for row in told], rows.index, dtype=object),
        verdict=rows["verdict"].astype(str).map(labels.verdicts),
    )
    return figures.table(headed(shown, said.columns), said.table, 4, sentence=said.sentence)


def show_runs() -> figures.LessonTable:
    """Show the longest runs of equal words found in the full texts, longest first."""
    said, rows = words("views.runs"), measures.runs()
    rows = rows.assign(alike=rows["match_type"].astype(str).map(said.matches))
    return figures.table(headed(rows, said.columns), said.table)


# --- explorers ------------------------------------------------------------------------------------


def explore_spectrum() -> Explorer:
    """Sort the views by position, date, place, institution or mechanism; leave places out."""
    said = words("views.explore_spectrum", year=measures.YEAR, last=measures.YEAR - 1)
    return Explorer(
        lambda rows, place, dates, checked: draw_spectrum(
            measures.chosen(place, dates, checked), rows
        ),
        said.question,
        rows=choice(said.rows, offered(words("views.labels").sorts, measures.ROWS)),
        place=choice(said.place, offered(said.places, measures.PLACES)),
        dates=choice(said.dates, offered(said.years, measures.YEARS)),
        checked=toggle(said.checked),
    )


def explore_words() -> Explorer:
    """Choose scales and compare the ranges that they give to the same phrases."""
    said, ranges = words("views.explore_words"), words("views.ranges")
    missed, names = measures.unchecked(), words("views.labels").schemes
    labels = {s: ranges.tell("scheme", name=names[s], checked=s not in missed) for s in names}
    return Explorer(
        draw_words,
        said.question,
        schemes=choices(said.schemes, offered(labels, measures.SCHEMES)),
    )


def explore_board() -> Explorer:
    """Leave out one item, weigh by credibility, choose dates, merge what restates one fact."""
    said = words("views.explore_board", turn=measures.TURN.date())
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


def explore_claims() -> Explorer:
    """Filter the article's claims by verdict and kind; each has a better wording."""
    said, labels = words("views.explore_claims"), words("views.labels")
    kinds = ["all", *data.table("claims")["kind"].cat.categories]
    verdicts = offered(labels.verdicts, [*measures.VERDICTS, "all"])
    return Explorer(
        show_claims,
        said.question,
        verdict=choice(said.verdict, verdicts, "misleading"),
        kind=choice(said.kind, offered(labels.kinds, kinds)),
    )


# --- boards ---------------------------------------------------------------------------------------


def score_views() -> questions.Board:
    """Let the learner score five views without names, then compare with our scores."""
    said = words("views.score_views")
    rows = data.table("views").set_index("view_id").loc[list(BLIND_VIEWS)]
    whys = rows.rename(columns={"score_reason": said.score, "position_reason": said.position})
    return questions.board(
        "6.views",
        said.question,
        rows=rows["main_claim"].to_dict(),
        columns={"score": [str(n) for n in range(11)], "ground": said.grounds},
        heads={"score": said.score, "ground": said.ground},
        read=lambda filled: [read_scores(filled)],
        reasons=whys[[said.score, said.position]].to_dict("index"),
        ours={key: {"score": str(score)} for key, score in rows["cohesion_score"].items()},
    )


def read_scores(filled: dict) -> figures.LessonTable:
    """Show a learner's scores of five views beside ours, and how many lie within one step.

    `filled` is {view_id: {'score': '4', 'ground': code}}, possibly incomplete. No mean is taken.
    """
    apart = measures.apart({v: row["score"] for v, row in filled.items() if "score" in row})
    near = int((apart <= 1).sum())
    said, labels = words("views.score_views", near=near, done=len(apart)), words("views.labels")
    rows = []
    views = measures.spectrum().set_index("view_id").loc[list(BLIND_VIEWS)]
    for place, (key, view) in enumerate(views.iterrows(), 1):
        mine, house = filled.get(key, {}), view["institution"]
        author = said.authors.get(view["author"], view["author"])
        house = labels.institutions.get(house, house)
        row = {
            "view": said.tell("view", place=place, author=author, institution=house),
            "mine": mine.get("score", said.open),
            "ground": said.grounds.get(mine.get("ground"), said.open),
            "ours": str(view["cohesion_score"]),
            "position": labels.positions[str(view["position"])],
            "apart": str(apart.get(key, said.open)),
        }
        rows.append(row)
    return figures.table(headed(pd.DataFrame(rows), said.columns), said.table)


def place_words() -> questions.Board:
    """Let the learner give ten phrases a number in per cent, then show the ranges."""
    said = words("views.place_words")
    return questions.board(
        "6.words",
        said.question,
        rows=said.rows,
        columns={"percent": PERCENTS},
        heads={"percent": said.percent},
        read=lambda filled: draw_words(filled=filled),
    )


def code_items() -> questions.Matrix:
    """Let the learner code items against five hypotheses, blind, and see the totals move."""
    said = words("views.code_items", items=len(CODED_ITEMS))
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


def _totals(grid: dict) -> list[str]:
    """Say what speaks against each hypothesis so far, and which single item would change that."""
    if not grid:
        return []
    names = [*measures.HYPOTHESES, *([OWN] if any(OWN in codes for codes in grid.values()) else [])]
    points, turns = measures.against(grid, names), measures.turning(grid, names)
    own = words("views.totals").own

    def called(ids):
        return [own if each == OWN else each for each in ids]

    said = words(
        "views.totals",
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
            "views.totals.beside",
            same=mine.get(name) == str(row[name]),
            name=name,
            mine=signs.get(mine.get(name), ""),
            ours=signs[str(row[name])],
            why=row[f"{name}_reason"],
        )
        for name in measures.HYPOTHESES
        if name in mine
    ]


def sharpen() -> questions.Board:
    """Let the learner code items against sharper wordings of hypotheses, ours after each item."""
    ours = measures.sharp()
    wordings = data.table("hypotheses").set_index("hypothesis_id")["sharp"]
    items, names = ours["evidence_id"].unique(), ours["hypothesis_id"].unique()
    said = words("views.sharpen", items=len(items), wordings=len(names))
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
            "views.sharpen.beside",
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
        "views.sharp_codes",
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


def _coding(items, heads) -> dict:
    """Return what boards of items against hypotheses have in common."""
    told = data.table("evidence").set_index("evidence_id")
    return {
        "rows": {item: told.loc[item, "evidence"] for item in items},
        "columns": dict.fromkeys(heads, words("views.labels").codes),
        "heads": heads,
        "signs": {code: sign.replace(" ", "") for code, sign in measures.SIGNS.items()},
    }


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
        "views.codes",
        same=int((cells["mine"] == cells["ours"]).sum()),
        cells=len(cells),
        moves=moves.rename_axis("name").reset_index().to_dict("records"),
    )
    told = [said.tell("cell", item=row.item, name=row.name) for row in cells.itertuples()]
    signs = {side: cells[side].map(measures.SIGNS) for side in ("mine", "ours")}
    shown = headed(cells.assign(cell=told, **signs), said.columns)
    table = figures.table(shown, said.table, limit=0)  # reasons stand beside each item already
    return [table, draw_board(measures.weighted(mine), [said.setting])]


def check_assumptions() -> questions.Board:
    """Let the learner rate what the judgments rest on, each part with rows that strain it."""
    said, rows = words("views.assumptions"), data.table("assumptions")
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
        "views.assumptions",
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
    said = words("views.assumptions", n=len(first), first=bool(first))
    order = [*first, *(key for key in filled if key not in first)]
    shown = rows.loc[order, ["assumption", "breaks"]].assign(
        holds=[said.holds.get(filled[key].get("holds"), said.open) for key in order],
        turns=[said.turns.get(filled[key].get("turns"), said.open) for key in order],
    )
    cited = sorted({source for key in order for source in rows.loc[key, "source_ids"].split(";")})
    caption = said.table if not cited else said.tell("cited", table=said.table, n=len(cited))
    return figures.table(headed(shown, said.columns), caption)


def judge_claims() -> questions.Board:
    """Let the learner judge six claims of the article before the verdicts are shown."""
    said, labels = words("views.judge_claims"), words("views.labels").verdicts
    claims = data.table("claims").set_index("claim_id").loc[list(JUDGED)]
    return questions.board(
        "6.claims",
        said.question,
        rows={key: said.tell("claim", claim=claim) for key, claim in claims["claim"].items()},
        columns={
            "verdict": {verdict: labels[verdict] for verdict in measures.VERDICTS},
            "check": said.checks,
        },
        heads={"verdict": said.verdict, "check": said.check},
        read=lambda filled: [read_verdicts(filled)],
        reasons=claims["verdict_reason"].to_dict(),
        ours={key: {"verdict": verdict} for key, verdict in claims["verdict"].items()},
        about={row.Index: _in_the_article(row, said) for row in claims.itertuples()},
        cards=True,
    )


def _in_the_article(row, said) -> str:
    """Return as HTML the article's words for a claim, where they stand, and what to check it with.

    Sources are named and linked without our verdict; the article itself is none of them.
    """
    article = data.table("sources").set_index("source_id").loc[STATIONS["article"]]
    told = [
        said.tell("quoted", quote=row.quote, credits=said.credits.get(row.attributed_to)),
        said.tell("stands", heading=row.heading, article=article),
    ]
    others = [each for each in row.source_ids.split(";") if each != STATIONS["article"]]
    return f"{forms.sentences(*told)}<p>{escape(said.check_with)} {data.cite(*others)}</p>"


def read_verdicts(filled: dict) -> figures.LessonTable:
    """Show a learner's verdicts beside ours, with what was found; the board adds our reasons.

    `filled` is {claim_id: {'verdict': code, 'check': code}}, possibly incomplete.
    """
    claims = data.table("claims").set_index("claim_id").loc[list(JUDGED)]
    ours, labels = claims["verdict"].astype(str), words("views.labels").verdicts
    mine = pd.Series({key: filled.get(key, {}).get("verdict") for key in JUDGED}, dtype=object)
    same, done = int((mine == ours).sum()), int(mine.notna().sum())
    said = words("views.judge_claims", same=same, done=done)
    checks = [said.checks.get(filled.get(key, {}).get("check"), said.open) for key in JUDGED]
    names = [said.tell("row", place=n, claim_id=key) for n, key in enumerate(JUDGED, 1)]
    shown = claims.assign(
        claim=names, mine=mine.map(labels).fillna(said.open), ours=ours.map(labels), check=checks
    )
    return figures.table(headed(shown, said.columns), said.table)


class Runs(questions.Shown):
    """Two boxes for two texts, and the longest run of equal words that they share."""

    def __init__(self):
        self.said = words("views.compare_texts")

    def __repr__(self) -> str:
        return f"{self.said.question}\n- {self.said.article}\n- {self.said.essay}"

    def _static(self) -> str:
        said = self.said
        first = said.tell("shown_first", text=said.article)
        second = said.tell("shown_second", text=said.essay)
        return (
            f"<p><strong>{escape(said.question)}</strong></p>"
            f"<p>{escape(first)}</p><p>{escape(second)}</p>"
            f"{self.told(said.article, said.essay)}<p>{escape(said.own)}</p>"
        )

    @staticmethod
    def told(first: str, second: str) -> str:
        """Say in HTML which run two texts share; asks for a text where one of them is empty."""
        run = measures.longest_run(first, second)
        said = words("views.compare_texts", n=len(run))
        if not (first.strip() and second.strip()):
            return f"<p>{escape(said.empty)}</p>"
        if not run:
            return f"<p>{escape(said.nothing)}</p>"
        return f"<p>{escape(said.run)} <q>{escape(' '.join(run))}</q></p>"

    def _widget(self):
        import ipywidgets as w

        said = self.said
        style, wide = {"description_width": "initial"}, w.Layout(width="auto", max_width="100%")
        self.first, self.second = (
            w.Textarea(value=text, description=label, style=style, layout=wide, rows=4)
            for label, text in ((said.first, said.article), (said.second, said.essay))
        )
        compare = forms.button(said.button, self._compared)
        self._said = forms.spoken()
        self._compared()
        head = w.HTML(f"{figures.CONTROLS}<p><strong>{escape(said.question)}</strong></p>")
        return w.VBox([head, self.first, self.second, compare, self._said])

    def _compared(self, _=None):
        self._said.value = self.told(self.first.value, self.second.value)


def compare_texts() -> Runs:
    """Let the learner compare two texts: the longest run of equal words, by one button."""
    return Runs()
