"""Expert views and sources: whose views, which words, and who said it first.

The cohesion score of a view (0 to 10) is one coder's ordinal reading: nothing here averages it.
Source of all rows: the tables views, estimative, claims and provenance.
"""

from __future__ import annotations

from html import escape

import pandas as pd

from helpers import data, figures, forms, questions
from helpers.charts import DASH, Rows, bare, tile
from helpers.explorers import Explorer, choice, choices, offered, toggle
from helpers.figures import INK, LABEL, PAPER
from helpers.measures import states
from helpers.measures import views as measures
from helpers.wording import headed, words

PERCENTS = ["0", "1", *map(str, range(5, 100, 5)), "99", "100"]

# Chosen because two careful readers can differ by two steps or more.
BLIND_VIEWS = ("V02", "V15", "V21", "V48", "V51")
CONTRASTED = ("V02", "V28", "V12", "V18")
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
        look = {"rows": 4} | forms.wide(w.Textarea)
        self.first, self.second = (
            w.Textarea(value=text, description=label, **look)
            for label, text in ((said.first, said.article), (said.second, said.essay))
        )
        compare = forms.button(said.button, self._compared)
        self._said = forms.spoken()
        self._compared()
        head = forms.html(f"{figures.CONTROLS}<p><strong>{escape(said.question)}</strong></p>")
        return forms.column([head, self.first, self.second, compare, self._said], "sands")

    def _compared(self, _=None):
        self._said.value = self.told(self.first.value, self.second.value)


def compare_texts() -> Runs:
    """Let the learner compare two texts: the longest run of equal words, by one button."""
    return Runs()
