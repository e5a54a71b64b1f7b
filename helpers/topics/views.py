"""Expert views and sources: whose views, which words, which evidence, and who said it first.

The cohesion score of a view (0 to 10) is one coder's ordinal reading: nothing here averages it.
A score of competing hypotheses counts what speaks against each; it is no probability. Source of
all rows: the tables views, estimative, hypotheses, evidence, claims and provenance.
"""

from __future__ import annotations

from html import escape

import pandas as pd

from helpers import data, figures, forms, questions
from helpers.explorers import Explorer, choice, choices, toggle
from helpers.figures import INK, LABEL, NOTE, PAPER
from helpers.measures import views as measures

HEADS = {
    "H1": "cohesive\nbloc",
    "H2": "war-driven\nexchange",
    "H3": "hub, China\nreluctant",
    "H4": "temporary",
    "H5": "low-cost\nnetwork",
}
CODE_WORDS = {
    "CC": "++ fits well",
    "C": "+ fits",
    "N": "· neutral",
    "I": "− speaks against",
    "II": "− − speaks strongly against",
}
ITEMS = {
    "E01": "“No limits” statement before the invasion",
    "E02": "Little help in 2022; drones after months",
    "E03": "Russia ends a UN panel; China abstains",
    "E04": "Chips via China; no finished weapons",
    "E05": "Russia–DPRK treaty with a help clause",
    "E06": "China keeps its distance from that treaty",
    "E07": "Up to 9 million rounds in 2024, reported",
    "E08": "Assad falls; neither partner saves him",
    "E09": "Russia–Iran treaty: no defence clause",
    "E10": "China, Iran, Russia: naval drill again",
    "E11": "North Korea confirms that troops fought",
    "E12": "Air defence, jammers, missile data",
    "E13": "6,000 sappers and builders for Kursk",
    "E14": "12-day war: words, no arms for Iran",
    "E15": "China–Russia drill in the Sea of Japan",
    "E16": "Shahed steps in Russia; Iran displeased",
    "E17": "Xi, Putin, Kim together in Beijing",
    "E18": "No official four-way cooperation",
    "E19": "Three declare resolution 2231 ended",
    "E20": "Kursk museum in Pyongyang",
    "E21": "2026 strikes: condemnation only",
    "E22": "Reported targeting data (denied)",
    "E23": "China keeps the US visit on",
    "E24": "China said to have pressed for a truce",
}
ALL_ITEMS = "all pieces of evidence, each counted once, with our codes"

SHUFFLED = ("likely", "remote chance", "possible", "almost certain", "unlikely", "probable")
SHUFFLED += ("about even", "very unlikely", "realistic possibility", "very likely")
PERCENTS = ["0", "1", *map(str, range(5, 100, 5)), "99", "100"]

CHECKS = ["who said it first", "when it was written", "what the original says"]
CHECKS += ["whether it is a fact at all", "what is left out"]

# Chosen because two careful readers can differ by two steps or more.
BLIND_VIEWS = ("V02", "V15", "V21", "V48", "V51")
GROUNDS = ["shared aims", "joint action", "help in war", "formal ties", "how long it lasts"]
CODED_ITEMS = ("E07", "E11", "E14", "E17")
SHARP_ITEMS = ("E04", "E11", "E16", "E17", "E21")
SHARP = {
    "H3": "H3 sharp: China neither convenes the others nor acts jointly with two of them",
    "H5": "H5 sharp: help stays cheap, and every one of the four keeps getting it",
}
JUDGED = ("C39", "C07", "C60", "C40", "C38", "C41")


# --- charts ---------------------------------------------------------------------------------------


def draw_spectrum(
    frame: pd.DataFrame | None = None, rows: str = "position", guess=None
) -> figures.LessonFigure:
    """Draw each view as a mark by its cohesion score; no mean is drawn.

    Args:
        frame: rows of `spectrum()`; all by default.
        rows: one of ROWS.
        guess: the learner's prediction of how many are from the United States, or None.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.spectrum() if frame is None else frame
    split = measures.row_names(frame, rows)
    if not split:
        asks = "No view fits this setting. Choose another place or date, or sort by position."
        return figures.message("No view is chosen", asks)
    frame = pd.concat(split.values())
    score, home = frame["cohesion_score"], int(frame["american"].sum())
    title = f"{_views(len(frame))} of the four states: scores from {score.min()} to {score.max()}"
    if score.min() == score.max():
        title = f"{_views(len(frame))} of the four states: score {score.min()}"
    subtitle = f"Views by {rows} and cohesion score, coded by us; an order, so never an average"
    note = f"●  institution in the United States ({home})     ◆  elsewhere ({len(frame) - home})"
    note += "     hollow: not checked in a text     Not a sample of world opinion"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=1.95, right=0.95, top=1.35, bottom=1.02)
        ax.set_xlim(-0.5, 10.5)
        ax.set_ylim(-len(split) + 0.5, 0.5)
        ax.set_yticks([])
        ax.set_xticks(range(11))
        ax.hlines(
            [-y for y in range(len(split))], -0.5, 10.5, color=figures.GRID, linewidth=0.9, zorder=0
        )
        step = 0.15 / (3.23 / len(split))  # 0.15 inches between lines of one place
        for y, (name, own) in enumerate(split.items()):
            ax.text(-0.65, -y, name, ha="right", va="center", clip_on=False)
            count = {"ha": "left", "va": "center", "weight": "bold", "clip_on": False}
            ax.text(10.75, -y, str(len(own)), **count)
        _dots(ax, split, step)
        page.text(9.12, 1.2, "views", size=10.5, color=LABEL)
        ends = [(-0.4, "left", "← separate interests"), (5, "center", "cohesion score (0–10)")]
        for x, side, words in [*ends, (10.4, "right", "acts as one →")]:
            across = ax.get_xaxis_transform()
            ax.text(x, -0.16, words, transform=across, ha=side, va="center", color=LABEL)
    told = "" if guess is None else f"You predicted {guess:g} from the United States. "
    return page.figure(
        alt=_spectrum_alt(frame, split, rows, home),
        caption=f"{told}{home} of {_views(len(frame))} come from institutions in the United "
        "States, and many texts were read in translation or in a report. The score is one "
        "coder's reading, and each view was forced into one position.",
        sources=[frame],
        table=_spectrum_table(frame),
        sentence=f"Shown: {_views(len(frame))} by {rows}, {home} from institutions in the United "
        f"States; scores from {score.min()} to {score.max()}.",
        as_of=data.as_of("views"),
    )


def _views(number: int) -> str:
    return f"{number} view{'s' * (number != 1)}"


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
                    marks.setdefault((row.american, row.verified), []).append(at)
    for (american, seen), places in marks.items():
        ink, marker, size = (figures.AXIS, "o", 8) if american else (INK, "D", 7)
        look = {"markerfacecolor": ink if seen else PAPER, "markeredgecolor": ink}
        look |= {"markersize": size, "markeredgewidth": 1.4, "linestyle": "none", "zorder": 3}
        ax.plot(*zip(*places, strict=True), marker=marker, **look)


def _spectrum_alt(frame, split, rows, home) -> str:
    told = []
    for name, own in split.items():
        low, high = own["cohesion_score"].min(), own["cohesion_score"].max()
        told.append(f"{name} {len(own)} ({low}{f' to {high}' if high > low else ''})")
    empty = [str(n) for n in range(11) if n not in set(frame["cohesion_score"])]
    words = f"{_views(len(frame))} by {rows} (cohesion scores in brackets): {'; '.join(told)}. "
    words += f"{home} are from institutions in the US. "
    if len(told) < 5:
        words += "Each score, from 0 for none to 10 for one alliance, is a coder's reading. "
    return words + (f"None at {', '.join(empty)}." if len(empty) < 5 else "")


def _spectrum_table(frame) -> figures.LessonTable:
    shown = frame.sort_values(["date", "view_id"], ascending=[False, True])
    rows = pd.DataFrame(
        {
            "View": shown["view_id"] + shown["verified"].map({True: "", False: " †"}),
            "Author": shown["author"],
            "Institution": shown["institution"],
            "State": shown["country"],
            "Date": shown["date_text"],
            "Position": shown["group"],
            "Why this position": shown["position_reason"],
            "Score (0–10)": shown["cohesion_score"],
            "Why this score": shown["score_reason"],
        }
    )
    return figures.table(rows, "Views, latest first. †: not checked in a text by its author", 8)


def draw_words(schemes=tuple(measures.SCHEMES), filled: dict | None = None) -> figures.LessonFigure:
    """Draw what official scales mean by ten phrases, in per cent.

    Args:
        schemes: names of schemes as the table estimative writes them.
        filled: {phrase: {'Per cent': '55'}} from the learner's board, or None.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.ranges(schemes)
    if frame.empty:
        asks = "Tick at least one scale to see its ranges."
        return figures.message("No scale is chosen", asks, figures.TALL)
    own = {
        phrase: int(row["Per cent"])
        for phrase, row in (filled or {}).items()
        if phrase in measures.PHRASES and row.get("Per cent") in PERCENTS
    }
    spans = frame.groupby("phrase")[["low", "high"]].agg({"low": "min", "high": "max"})
    span = spans.loc["likely"] if "likely" in spans.index else spans.iloc[0]
    word = span.name
    title = f"“{word.capitalize()}” can mean {span['low']:g} per cent or {span['high']:g}"
    note = "bar: range in one scale, ends included     hollow, †: not checked against a source"
    note += "     │ your number" if own else ""
    subtitle = "Ranges in per cent for ten phrases, by scale; equal words and listed synonyms"
    with figures.page(title, subtitle, note, figures.TALL) as page:
        ax = page.axes(left=2.15, right=0.3, top=1.1, bottom=0.78)
        ax.set_xlim(-2, 137)
        ax.set_ylim(-32.2, 0.6)
        ax.set_yticks([])
        ax.set_xticks(range(0, 101, 20), [f"{n} %" for n in range(0, 101, 20)])
        ax.vlines(range(0, 101, 20), -32.2, 0.6, color=figures.GRID, linewidth=0.9, zorder=0)
        y = 0.0
        for phrase in measures.PHRASES:
            rows = frame[frame["phrase"] == phrase]
            _phrase(ax, phrase, rows, y, own.get(phrase))
            y -= max(len(rows), 1) + 0.75
    inside = _inside(frame, own)
    said = ""
    if own:
        said = f"Your number lies inside every range of its phrase for {inside} of {len(own)}. "
    scales = frame["scheme"].nunique()
    told = "; ".join(
        f"{measures.SCHEMES[r.scheme]} {r.low:g} to {r.high:g}" for r in _of(frame, word)
    )
    return page.figure(
        alt=f"Ranges in per cent that {scales} official or proposed scale{'s' * (scales != 1)} "
        f"give to ten phrases. {word.capitalize()}: {told}. “Possible” has no number in any. The "
        "same phrase differs most between fields of work; British rows were not checked.",
        caption=f"{said}“{word.capitalize()}”: {told}. Kent's ranges are computed from his point "
        "and margin, and no agency was bound by them; the British rows were not checked.",
        sources=[frame],
        table=_words_table(frame, own),
        sentence=f"{scales} scale{'s' * (scales != 1)} shown; “{word}” runs from "
        f"{span['low']:g} to {span['high']:g} per cent.",
        as_of=data.as_of("estimative"),
    )


def _of(frame, phrase):
    return frame[frame["phrase"] == phrase].itertuples()


def _inside(frame, own) -> int:
    """Count the phrases whose number lies in all ranges; a phrase without a range does not."""
    count = 0
    for phrase, number in own.items():
        rows = frame[frame["phrase"] == phrase]
        count += bool(len(rows)) and bool(
            rows["low"].le(number).all() & rows["high"].ge(number).all()
        )
    return count


def _phrase(ax, phrase, rows, y, own):
    ax.text(-5, y, phrase, ha="right", va="center", weight="bold", clip_on=False)
    last = y - max(len(rows) - 1, 0)
    if rows.empty:
        words = (
            "no range in the scales shown"
            if measures.PHRASES[phrase]
            else "no scale gives it a number"
        )
        ax.text(1, y, words, va="center", size=10, color=LABEL)
    for nth, row in enumerate(rows.itertuples()):
        at, face = y - nth, INK if row.verified else PAPER
        ends = [row.low, row.high]
        style = {"linewidth": 6, "solid_capstyle": "butt", "zorder": 2}
        ax.plot(ends, [at, at], color=figures.RANGE if row.verified else figures.FRAME, **style)
        mark = {"markersize": 6, "markeredgecolor": INK, "markerfacecolor": face, "zorder": 3}
        ax.plot(ends, [at, at], "o", **mark)
        label = f"{measures.SCHEMES[row.scheme]}  {row.low:g}–{row.high:g}"
        ax.text(row.high + 2.2, at, label, va="center", size=10, color=LABEL)
    if own is not None:
        ax.plot([own, own], [y + 0.55, last - 0.55], color=INK, linewidth=2.2, zorder=4)


def _words_table(frame, own) -> figures.LessonTable:
    rows = pd.DataFrame(
        {
            "Phrase": frame["phrase"],
            "Scale": frame["scheme"].map(measures.SCHEMES),
            "Its own words": frame["term"],
            "From, per cent": frame["low"],
            "To, per cent": frame["high"],
        }
    )
    if own:
        rows["Your per cent"] = frame["phrase"].map(own).astype("Int64")
    return figures.table(rows, "Phrases and ranges. †: not checked against a source")


def draw_board(
    frame: pd.DataFrame | None = None, setting: str = ALL_ITEMS, guess=None
) -> figures.LessonFigure:
    """Draw evidence against hypotheses, with the count of what speaks against each.

    Args:
        frame: rows of `weighted()`; all items with our codes by default.
        setting: the choice of items and codes in words, for the subtitle.
        guess: the hypothesis that the learner expected to have most against it, such as 'h1'.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.weighted() if frame is None else frame
    counted = int((frame["weight"] > 0).sum())
    if not counted:
        asks = "Every item is left out. Bring at least one back to see a score."
        return figures.message("No item counts", asks, figures.TALL)
    found, full = measures.scores(frame), measures.scores(frame.assign(weight=1.0))
    with figures.page(
        _board_title(found),
        f"Items: {setting}",
        "++ and + fit   · neutral   − and − − speak against   grey: left out   "
        "●●● high credibility   = E14: partly the same fact",
        figures.TALL,
    ) as page:
        # places on the page, in inches
        ax = page.field((0, 10), (figures.TALL, 0), left=0, right=0, top=0, bottom=0)
        for nth, (name, words) in enumerate(HEADS.items()):
            head = f"{name}\n{words}"
            ax.text(_column(nth), 1.46, head, ha="center", va="bottom", size=10.5)
        ax.text(5.12, 1.46, "credi-\nbility", ha="center", va="bottom", size=10, color=LABEL)
        _cells(ax, frame)
        line = 1.62 + len(frame) * 0.215
        ax.plot([0.25, 9.75], [line, line], color=figures.AXIS, linewidth=1.2)
        again = frame["same_fact_as"].dropna()
        ids = ", ".join(sorted({*frame.loc[again.index, "evidence_id"], *again}))
        below = (f"the same codes, all {len(frame)} items alike", full)
        if found.equals(full):
            less = measures.scores(measures.weighted(frame, restating=measures.RESTATING[2]))
            below = (f"the same without {ids}, which partly restate one fact", less)
        rows = [("speaks against (− counts 1, − − counts 2)", found, "bold")]
        rows.append((*below, "normal"))
        for nth, (words, row, weight) in enumerate(rows):
            at = line + 0.2 + 0.26 * nth
            ax.text(0.25, at, words, va="center", weight=weight)
            for place, name in enumerate(measures.HYPOTHESES):
                style = {"ha": "center", "va": "center", "weight": weight, "size": 12}
                ax.text(_column(place), at, f"{row[name]:g}", **style)
    told = ", ".join(f"{name} {found[name]:g}" for name in measures.HYPOTHESES)
    said = "" if guess is None else f"You expected {str(guess).upper()} to have most against it. "
    low, high = _joined(measures.least(found)), _joined(found[found == found.max()].index)
    return page.figure(
        alt=f"{counted} of {len(frame)} pieces of evidence against five hypotheses. Counts of what "
        f"speaks against each: {told}. Least against: {low}; most against: {high}. With all items "
        f"alike: {', '.join(f'{name} {full[name]:g}' for name in measures.HYPOTHESES)}.",
        caption=f"{said}Against each: {told}. The codes are one coder's, items overlap, H3 and H5 "
        "are loosely worded, and a low count is neither a proof nor a probability.",
        sources=[frame],
        table=_board_table(frame),
        sentence=f"{counted} of {len(frame)} items count. Against: {told}. Lowest: {low}.",
        as_of=data.as_of("evidence"),
    )


def _joined(names) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _board_title(found) -> str:
    low, high = measures.least(found), list(found[found == found.max()].index)
    if low == high:
        return f"All five hypotheses have the same count: {found.min():g}"
    verb = "has" if len(low) == 1 else "have"
    return f"{_joined(low)} {verb} least against {'it' if len(low) == 1 else 'them'} " + (
        f"({found.min():g}), {_joined(high)} most ({found.max():g})"
    )


def _column(nth: int) -> float:
    return 5.92 + 0.86 * nth


def _cells(ax, frame):
    """Draw the rows; equal boxes, signs and dots in one call each, which is what makes it fast."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    boxes, signs, dots = {}, {}, {}
    for nth, row in enumerate(frame.itertuples()):
        at, out = 1.66 + 0.215 * nth, row.weight == 0
        if nth % 2 == 0:
            boxes.setdefault((figures.BAND, figures.BAND), []).append((0.2, at - 0.1, 5.2, 0.2))
        style = {"va": "center", "color": NOTE if out else INK}
        ax.text(0.27, at, row.evidence_id, size=10, va="center", color=LABEL)
        ax.text(0.7, at, ITEMS.get(row.evidence_id, row.evidence[:38]), size=10.5, **style)
        if isinstance(row.same_fact_as, str):
            ax.text(4.75, at, f"= {row.same_fact_as}", size=10, ha="right", weight="bold", **style)
        full = ["low", "medium", "high"].index(row.credibility)
        for dot in range(3):
            dots.setdefault((dot <= full, out), []).append((5.0 + 0.12 * dot, at))
        for place, name in enumerate(measures.HYPOTHESES):
            code = getattr(row, name)
            face = PAPER if out else figures.CODES[code]
            edge = figures.FRAME if out else figures.AXIS if code == "N" else face
            box = (_column(place) - 0.4, at - 0.093, 0.8, 0.186)
            boxes.setdefault((face, edge), []).append(box)
            ink = figures.AXIS if out else PAPER if code == "II" else INK
            shifts = (-0.07, 0.07) if code in ("CC", "II") else (0,)
            for shift in shifts:
                signs.setdefault((code[0], ink), []).append((_column(place) + shift, at))
    for (face, edge), places in boxes.items():
        drawn = [Rectangle((x, y), wide, high) for x, y, wide, high in places]
        look = {"facecolor": face, "edgecolor": edge, "linewidth": 0.8, "zorder": 1}
        ax.add_collection(PatchCollection(drawn, **look))
    for (sign, ink), places in signs.items():
        marker, size = {"C": ("+", 7), "N": (".", 4), "I": ("_", 7)}[sign]
        look = {"color": ink, "markersize": size, "markeredgewidth": 2.0, "linestyle": "none"}
        ax.plot(*zip(*places, strict=True), marker=marker, zorder=3, **look)
    for (full, out), places in dots.items():
        ink = figures.AXIS if out else LABEL
        look = {"markerfacecolor": ink if full else PAPER, "markeredgecolor": ink}
        look |= {"markersize": 5.5, "linestyle": "none", "zorder": 3}
        ax.plot(*zip(*places, strict=True), marker="o", **look)


def _board_table(frame) -> figures.LessonTable:
    rows = frame[
        ["evidence_id", "evidence", "date_text", "credibility", *measures.HYPOTHESES]
    ].copy()
    rows["evidence_id"] += frame["weight"].map(lambda w: "" if w else " (left out)")
    rows["Counts"] = frame["weight"]
    for name in measures.HYPOTHESES:
        rows[name] = rows[name].map(measures.SIGNS)
    rows.columns = ["Item", "Evidence", "Date", "Credibility", *measures.HYPOTHESES, "Weight (0–1)"]
    return figures.table(rows, "Evidence, codes and weights; the codes are one coder's", 6)


def draw_verdicts(guess=None) -> figures.LessonFigure:
    """Draw how many of the article's claims have each verdict.

    Args:
        guess: the learner's prediction of how many are supported without caveat, or None.

    Returns:
        The `LessonFigure`.
    """
    claims, found = data.table("claims"), measures.verdicts()
    total, top = int(found.sum()), found.idxmax()
    title = f"Of {total} claims {found['supported']} stand as written, {found[top]} need a caveat"
    note = "A verdict is about the article's sentence, not about the wider thesis. "
    note += "“Not checkable” does not mean false."
    subtitle = "Claims of the founding article by verdict, checked by us to March 2026"
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=4.75, right=0.7, top=1.15, bottom=0.6)
        places = [-y for y in range(len(found))]
        ax.barh(places, found.to_list(), height=0.55, color=figures.BAR)
        ax.set_xlim(0, found.max() * 1.05)
        ax.set_ylim(-len(found) + 0.5, 0.5)
        ax.set_yticks([])
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        wide = found.max() * 1.05 / 4.55  # claims an inch
        for y, (verdict, number) in zip(places, found.items(), strict=True):
            style = {"va": "center", "clip_on": False}
            ax.text(-4.5 * wide, y, verdict.replace("-", " "), weight="bold", **style)
            ax.text(-2.35 * wide, y, measures.VERDICTS[verdict], size=10, color=LABEL, **style)
            ax.text(number + 0.1 * wide, y, str(number), weight="bold", **style)
    told = ", ".join(f"{verdict.replace('-', ' ')} {number}" for verdict, number in found.items())
    said = (
        ""
        if guess is None
        else f"You predicted {guess:g}; the table gives {measures.count_supported()}. "
    )
    return page.figure(
        alt=f"Verdicts on {total} claims of the founding article: {told}. Faults of attribution, "
        "context and date outnumber sentences for which no support was seen at all.",
        caption=f"{said}{total} claims: {told}. The verdicts are ours; another checker would move "
        "some of them by one step.",
        sources=[claims],
        table=figures.table(
            pd.DataFrame(
                {
                    "Verdict": [verdict.replace("-", " ") for verdict in found.index],
                    "Claims": found.to_list(),
                    "What it means": list(measures.VERDICTS.values()),
                }
            ),
            "Claims by verdict",
        ),
        as_of=data.as_of("claims"),
    )


# Who says it, what kind of voice, what is written there, and whether we saw it. Quoted words are
# those of the tables claims, provenance, views and sources; a test compares them.
CHAIN = (
    ("SIPRI", "research institute", "Yearbook 2025:\ntalk of a four-state\nmilitary axis is\n"
     "“exaggerated”,\nas others report it", "chapter not seen †"),
    ("The Moscow Times", "newspaper", "credited by the\nnext station as\nthe translator\nof the "
     "report", "text not seen †"),
    ("Charter97", "news site", "headline: “failed to\nmaterialize”\nlead sentence:\n“has now "
     "failed”\nbody: “exaggerated”", "seen in part"),
    ("The article", "no known author", "“has now failed”,\nsaid of SIPRI’s report,\n“translated\n"
     "by Moscow”", "seen in full"),
)  # fmt: skip


def draw_chain(guess=None) -> figures.LessonFigure:
    """Draw the four stations of one sentence and what each made of it.

    Args:
        guess: what the learner expected to change; it is not judged.

    Returns:
        The `LessonFigure`.
    """
    from matplotlib.patches import Rectangle

    title = "“Exaggerated” became “failed”, and a newspaper became “Moscow”"
    subtitle = "One sentence at four stations, 2025"
    note = "† not seen by us: what stands there is what the next station says about it"
    with figures.page(title, subtitle, note) as page:
        ax = page.field((0, 10), (figures.HEIGHT, 0), left=0, right=0, top=0, bottom=0)
        for nth, (name, kind, words, seen) in enumerate(CHAIN):
            left, unseen = 0.25 + 2.43 * nth, "†" in seen
            box = {"facecolor": PAPER if unseen else figures.BAND, "edgecolor": figures.AXIS}
            box |= {"linestyle": (0, (4, 3)) if unseen else "solid", "linewidth": 1.4}
            ax.add_patch(Rectangle((left, 1.3), 2.2, 3.2, **box))
            ax.text(left + 0.12, 1.6, name, weight="bold", size=12, va="center")
            ax.text(left + 0.12, 1.92, kind, size=10.5, va="center", color=LABEL)
            ax.text(left + 0.12, 2.25, words, size=10.5, va="top", linespacing=1.45)
            ax.text(left + 0.12, 4.27, seen, size=10, va="center", color=LABEL)
            if nth < len(CHAIN) - 1:
                arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.6}
                ax.annotate("", (left + 2.43, 2.9), (left + 2.2, 2.9), arrowprops=arrow)
    said = "" if guess is None else "Your guess is kept. "
    rows = pd.DataFrame(
        [(name, kind, " ".join(words.split()), seen) for name, kind, words, seen in CHAIN],
        columns=["Station", "Kind of voice", "What stands there", "Seen by us"],
    )
    return page.figure(
        alt="One sentence at four stations. SIPRI, as reported: talk of a military axis is "
        "exaggerated. The Moscow Times: named as translator. Charter97: headline and lead "
        "sentence say failed, body says exaggerated. The article: has now failed, translated by "
        "Moscow. The first two texts were not seen.",
        caption=f"{said}The verb hardened on the way, and the name of a newspaper turned into that "
        "of a government. SIPRI's own chapter was not seen, so its wording stays open.",
        sources=["charter97-2025-sipri-axis", "ana-2025-sipri-yearbook-summary", "seed-article"],
        table=figures.table(rows, "One sentence at four stations"),
        as_of=data.as_of("provenance"),
    )


def show_claims(verdict: str = "misleading", kind: str = "all kinds") -> figures.LessonTable:
    """Show the article's claims with a verdict, why, and a better wording.

    Args:
        verdict: a key of VERDICTS, or 'all verdicts'.
        kind: a kind of claim of the table claims, or 'all kinds'.

    Returns:
        The `LessonTable`; its sentence counts the rows.
    """
    claims = data.table("claims")
    rows = claims[(claims["verdict"] == verdict) | (verdict == "all verdicts")]
    rows = rows[(rows["kind"] == kind) | (kind == "all kinds")]
    attributed = int((rows["attributed_to"] != "none").sum())
    said = f"{len(rows)} of {len(claims)} claims: {verdict.replace('-', ' ')}, {kind}. "
    said += f"The article names some speaker, if vaguely, for {attributed} of them."
    if rows.empty:
        said = "No claim fits this setting. Choose all verdicts or all kinds."
    mark = rows["verified"].map({True: "", False: " †"})
    shown = pd.DataFrame(
        {
            "Claim": rows["claim_id"] + mark + ". " + rows["claim"],
            "Verdict": rows["verdict"].astype(str).str.replace("-", " "),
            "What was found": rows["explanation"],
            "Why this verdict": rows["verdict_reason"],
            "Better wording": rows["better_wording"],
        }
    )
    caption = "Claims of the founding article, in our short form. †: verdict partly unchecked"
    return figures.table(shown, caption, 4, sentence=said)


CONTRASTED = ("V02", "V28", "V12", "V18")
MATCHES = {"verbatim": "word for word", "near-verbatim": "nearly word for word"}


def show_four_views() -> figures.LessonTable:
    """Show four views of the war of June 2025, chosen for their contrast."""
    rows = data.table("views").set_index("view_id").loc[list(CONTRASTED)]
    shown = pd.DataFrame(
        {
            "Author": rows["author"],
            "View": rows["main_claim"],
            "Our score": rows["cohesion_score"],
            "Why": rows["score_reason"],
        }
    )
    return figures.table(shown, "Four views of the war of June 2025")


def show_hypotheses() -> figures.LessonTable:
    """Show the five hypotheses, and what would speak against each."""
    rows = data.table("hypotheses")
    shown = pd.DataFrame(
        {
            "Hypothesis": rows["hypothesis_id"],
            "It says": rows["statement"],
            "Against it would speak": rows["against"],
        }
    )
    return figures.table(shown, "Five hypotheses")


def show_runs() -> figures.LessonTable:
    """Show the longest runs of equal words found in the full texts, longest first."""
    rows = data.table("provenance").dropna(subset="consecutive_words")
    rows = rows.sort_values(
        ["consecutive_words", "passage_id"], ascending=[False, True], kind="stable"
    )
    shown = pd.DataFrame(
        {
            "Passage of the article": rows["passage"],
            "Equal words in a row": rows["consecutive_words"].astype(int),
            "How alike": rows["match_type"].astype(str).replace(MATCHES),
            "Found in": rows["matched_source"],
        }
    )
    return figures.table(shown, "Runs of equal words, longest first")


def show_ranking() -> figures.LessonTable:
    """Show the ranking of the bug hunt: countries by the mean score of their views."""
    means = data.table("views").groupby("country")["cohesion_score"].mean().round(1)
    names = data.table("actors").set_index("iso3")["short_name"]
    first = (
        means.rename("Mean")
        .reset_index()
        .sort_values(["Mean", "country"], ascending=[False, True], kind="stable")
    )
    first = first.head(6)
    shown = pd.DataFrame(
        {
            "Place": [str(place) for place in range(1, len(first) + 1)],
            "Country": first["country"].map(names),
            "Mean of the cohesion scores": first["Mean"],
        }
    )
    return figures.table(shown, "Somebody's ranking of countries")


# --- explorers ------------------------------------------------------------------------------------


def explore_spectrum() -> Explorer:
    """Sort the views by position, date, place, institution or mechanism; leave places out."""
    return Explorer(
        lambda rows, place, dates, checked: draw_spectrum(
            measures.chosen(place, dates, checked), rows
        ),
        "Who says what, and how much hangs on whom we asked?",
        rows=choice("Sort by", measures.ROWS),
        place=choice("Institutions", measures.PLACES),
        dates=choice("Dates", measures.YEARS),
        checked=toggle("Only views that were seen in a text"),
    )


def explore_words() -> Explorer:
    """Choose scales and compare the ranges that they give to the same phrases."""
    return Explorer(
        draw_words,
        "How many per cent are in a word?",
        schemes=choices("Scales", [(name, scheme) for scheme, name in measures.SCHEMES.items()]),
    )


def explore_board() -> Explorer:
    """Leave out one item, weigh by credibility, choose dates, merge what restates one fact."""

    def view(without, credibility, dates, restating):
        frame = measures.weighted(None, without, credibility, dates, restating)
        words = [] if without == "none" else [f"without {without}"]
        settings = (
            (credibility, measures.CREDIBILITY),
            (dates, measures.DATES),
            (restating, measures.RESTATING),
        )
        words += [now for now, offered in settings if now != offered[0]]
        return draw_board(frame, "; ".join(words) or ALL_ITEMS)

    items = [("none", "none"), *((f"{i} {words}", i) for i, words in ITEMS.items())]
    return Explorer(
        view,
        "What does the score hang on?",
        without=choice("Leave out one item", items),
        credibility=choice("Credibility", measures.CREDIBILITY),
        dates=choice("Dates of the items", measures.DATES),
        restating=choice("Items that restate one fact", measures.RESTATING),
    )


def explore_claims() -> Explorer:
    """Filter the article's claims by verdict and kind; each has a better wording."""
    kinds = list(data.table("claims")["kind"].cat.categories)
    named = [(verdict.replace("-", " "), verdict) for verdict in measures.VERDICTS]
    return Explorer(
        show_claims,
        "What is wrong with a sentence, and how would you write it?",
        verdict=choice("Verdict", [*named, ("all verdicts", "all verdicts")], "misleading"),
        kind=choice("Kind of claim", ["all kinds", *kinds]),
    )


# --- boards ---------------------------------------------------------------------------------------


def score_views() -> questions.Board:
    """Let the learner score five views without names, then compare with our scores."""
    rows = data.table("views").set_index("view_id")
    return questions.board(
        "6.views",
        "Five views without their authors: how much cohesion does each see, from 0 to 10?",
        rows={key: rows.loc[key, "main_claim"] for key in BLIND_VIEWS},
        columns={"Score": [str(n) for n in range(11)], "What decided": GROUNDS},
        read=lambda filled: [read_scores(filled)],
        reasons={
            key: {
                "Score": rows.loc[key, "score_reason"],
                "Position": rows.loc[key, "position_reason"],
            }
            for key in BLIND_VIEWS
        },
    )


def read_scores(filled: dict) -> figures.LessonTable:
    """Show a learner's scores of five views beside ours.

    Args:
        filled: {view_id: {'Score': '4', 'What decided': words}}, possibly incomplete.

    Returns:
        The `LessonTable`; its caption counts how many lie within one step. No mean is taken.
    """
    views = measures.spectrum().set_index("view_id").loc[list(BLIND_VIEWS)]
    rows, near, done = [], 0, 0
    for place, (key, view) in enumerate(views.iterrows(), 1):
        mine = filled.get(key, {})
        score, ours = mine.get("Score"), int(view["cohesion_score"])
        apart = "open" if score is None else f"{abs(int(score) - ours)}"
        done += score is not None
        near += apart in ("0", "1")
        author = view["author"].replace("not shown in the copy", "author not shown")
        rows.append(
            (
                f"{place}. {author}, {view['house']}",
                score or "open",
                mine.get("What decided", "open"),
                str(ours),
                view["group"],
                apart,
            )
        )
    columns = ["View", "Your score", "What decided", "Our score", "Our position", "Steps apart"]
    caption = f"Your score lies within one step of ours for {near} of {done} scored; both read"
    return figures.table(pd.DataFrame(rows, columns=columns), f"{caption} the same words")


def place_words() -> questions.Board:
    """Let the learner give ten phrases a number in per cent, then show the ranges."""
    return questions.board(
        "6.words",
        "Ten phrases: how many per cent do you hear in each?",
        rows={phrase: f"“It is {_spoken(phrase)}.”" for phrase in SHUFFLED},
        columns={"Per cent": PERCENTS},
        read=lambda filled: draw_words(filled=filled),
    )


def _spoken(phrase: str) -> str:
    noun = phrase in ("remote chance", "realistic possibility")
    words = {"about even": "an about even chance"}.get(phrase, phrase)
    return f"a {words}" if noun else words


def _as_codes(filled: dict, columns: dict) -> dict:
    """Turn what a board holds into codes: {evidence_id: {'H1': 'CC'}}."""
    names = {words: name for name, words in columns.items()}
    codes = {words: code for code, words in CODE_WORDS.items()}
    return {
        item: {names[c]: codes[w] for c, w in row.items() if c in names and w in codes}
        for item, row in filled.items()
    }


def code_items() -> questions.Board:
    """Let the learner code four items against five hypotheses, then see the scores move."""
    columns = {name: f"{name} {words}" for name, words in measures.HYPOTHESES.items()}
    return _coding("6.codes", "Four items: does each fit, or speak against?", CODED_ITEMS, columns)


def sharpen() -> questions.Board:
    """Let the learner code five items against sharper wordings of H3 and H5."""
    asks = "Two sharper wordings: which of five items speak against them?"
    return _coding("6.sharp", asks, SHARP_ITEMS, SHARP)


def _coding(key, asks, items, columns):
    told = data.table("evidence").set_index("evidence_id")
    return questions.board(
        key,
        asks,
        rows={item: told.loc[item, "evidence"] for item in items},
        columns={words: list(CODE_WORDS.values()) for words in columns.values()},
        read=lambda filled: read_codes(_as_codes(filled, columns), columns is SHARP),
        reasons={
            (item, words): told.loc[item, f"{name}_reason"]
            for item in items
            for name, words in columns.items()
        },
    )


def read_codes(codes: dict, sharp: bool = False) -> list:
    """Show a learner's codes beside ours, and the board with them.

    Args:
        codes: {evidence_id: {'H1': 'CC', …}}, possibly incomplete.
        sharp: True where the learner coded the sharper wordings: ours are for the looser ones,
            so equal codes are not counted.

    Returns:
        A table with one line a cell, to which the board adds our reason, and the `LessonFigure`.
    """
    ours, mine = measures.with_codes().set_index("evidence_id"), measures.with_codes(codes)
    before, after = measures.scores(), measures.scores(mine)
    rows = [
        (f"{item}, {name}", ITEMS[item], measures.SIGNS[code], measures.SIGNS[ours.loc[item, name]])
        for item, own in codes.items()
        for name, code in own.items()
    ]
    same = sum(mark == our for *_, mark, our in rows)
    changed = ", ".join(f"{n} {before[n]:g} → {after[n]:g}" for n in measures.HYPOTHESES)
    columns = ["Cell", "Item", "Your code", "Our code"]
    caption = f"Your code is ours in {same} of {len(rows)} cells. Scores: {changed}"
    if sharp:
        columns[-1] = "Our code, looser wording"
        caption = f"Your codes are for the sharper wording. Scores: {changed}"
    table = figures.table(pd.DataFrame(rows, columns=columns), caption, limit=25)
    return [table, draw_board(measures.weighted(mine), "your codes in place of ours")]


def judge_claims() -> questions.Board:
    """Let the learner judge six claims of the article before the verdicts are shown."""
    claims = data.table("claims").set_index("claim_id").loc[list(JUDGED)]
    return questions.board(
        "6.claims",
        "Six claims of the article: what is your verdict, and what would you check first?",
        rows={key: f"{claim}." for key, claim in claims["claim"].items()},
        columns={
            "Verdict": [v.replace("-", " ") for v in measures.VERDICTS],
            "Check first": CHECKS,
        },
        read=lambda filled: [read_verdicts(filled)],
        reasons=claims["verdict_reason"].to_dict(),
    )


def read_verdicts(filled: dict) -> figures.LessonTable:
    """Show a learner's verdicts beside ours, with what was found; the board adds our reasons.

    Args:
        filled: {claim_id: {'Verdict': words, 'Check first': words}}, possibly incomplete.

    Returns:
        The `LessonTable`; its caption counts equal verdicts.
    """
    claims = data.table("claims").set_index("claim_id").loc[list(JUDGED)]
    rows, same, done = [], 0, 0
    for place, (key, claim) in enumerate(claims.iterrows(), 1):
        mine, ours = filled.get(key, {}), str(claim["verdict"]).replace("-", " ")
        done += "Verdict" in mine
        same += mine.get("Verdict") == ours
        first = mine.get("Check first", "open")
        rows.append((f"{place}. {key}", mine.get("Verdict", "open"), ours, first,
                     claim["explanation"], claim["better_wording"]))  # fmt: skip
    columns = ["Claim", "Your verdict", "Our verdict", "You check first", "What was found"]
    columns += ["Better wording"]
    caption = f"Your verdict is ours in {same} of {done} judged; another one can be defended"
    return figures.table(pd.DataFrame(rows, columns=columns), caption)


ESSAY = "strengthened Russia's position on the battlefield, undermined Western attempts to isolate"
ARTICLE = "indeed strengthened Russia's position on the battlefield, undermined Western attempts to"


class Runs(questions.Shown):
    """Two boxes for two texts, and the longest run of equal words that they share."""

    question = "Which is the longest run of words that two texts share?"

    def __repr__(self) -> str:
        return f"{self.question}\n- {ARTICLE}\n- {ESSAY}"

    def _static(self) -> str:
        return (
            f"<p><strong>{escape(self.question)}</strong></p>"
            f"<p>First text: {escape(ARTICLE)}</p><p>Second text: {escape(ESSAY)}</p>"
            f"{self.told(ARTICLE, ESSAY)}<p>Run this cell to compare two texts of your own.</p>"
        )

    @staticmethod
    def told(first: str, second: str) -> str:
        """Say in HTML which run two texts share.

        Args:
            first: a text.
            second: another one.

        Returns:
            A paragraph; it asks for a text where one of the two is empty.
        """
        if not (first.strip() and second.strip()):
            return "<p>Write or paste a text into each of the two boxes.</p>"
        run = measures.longest_run(first, second)
        if not run:
            return "<p>The two texts share no word.</p>"
        count = f"{len(run)} word{'s' * (len(run) != 1)} in a row"
        return f"<p>{count}: <q>{escape(' '.join(run))}</q></p>"

    def _widget(self):
        import ipywidgets as w

        style, wide = {"description_width": "initial"}, w.Layout(width="auto", max_width="100%")
        self.first, self.second = (
            w.Textarea(value=text, description=label, style=style, layout=wide, rows=4)
            for label, text in (("First text", ARTICLE), ("Second text", ESSAY))
        )
        compare = forms.button("Compare", self._compared)
        self._said = forms.spoken()
        self._compared()
        head = w.HTML(f"{figures.CONTROLS}<p><strong>{escape(self.question)}</strong></p>")
        return w.VBox([head, self.first, self.second, compare, self._said])

    def _compared(self, _=None):
        self._said.value = self.told(self.first.value, self.second.value)


def compare_texts() -> Runs:
    """Let the learner compare two texts: the longest run of equal words, by one button."""
    return Runs()
