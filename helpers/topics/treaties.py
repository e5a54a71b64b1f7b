"""Treaties: what was promised, how strongly, in which words, and what happened then.

Strength is an ordinal code from 0 to 5 that can be compared only within one obligation; nothing
here averages it or adds it up. Source of all rows: the tables treaties, provisions,
article4_wordings and invocations, whose texts are named row by row.
"""

from __future__ import annotations

import difflib
import math

import pandas as pd

from helpers import data, figures, journal, questions
from helpers.explorers import Explorer, choice, choices, number
from helpers.figures import INK, LABEL, NOTE, PAPER, spelled
from helpers.measures import treaties as measures

READINGS = ["as coded, bar to the other reading", "most binding reading", "least binding reading"]


def coded(entries) -> dict:
    """Return the latest codes of the clause board from entries of a journal.

    Args:
        entries: records as `journal.read_lines` returns them; possibly of somebody else.

    Returns:
        {provision_id: {'Obligation': text, 'Strength': text}}; {} where the board was not filled.
    """
    boards = [e["value"] for e in entries if e["kind"] == "board" and e["key"] == "3.clauses"]
    if not boards or not isinstance(boards[-1], dict):
        return {}
    # An export may hold anything: only what the board offers is a code.
    offered = code_clauses().columns
    found = {
        item: {name: row[name] for name, words in offered.items() if row.get(name) in words}
        for item, row in boards[-1].items()
        if item in measures.CLAUSES and isinstance(row, dict)
    }
    return {item: row for item, row in found.items() if row}


# --- charts ---------------------------------------------------------------------------------------


def _treaties(number: int) -> str:
    return f"{spelled(number)} treat{'y' if number == 1 else 'ies'}"


def draw_ladder(
    frame: pd.DataFrame | None = None, reading: str = READINGS[0], guess=None
) -> figures.LessonFigure:
    """Draw the strength of five obligations, one panel each, one row a treaty.

    Args:
        frame: rows of `promises()`; all by default.
        reading: one of READINGS: the code with a bar to its alternative, or one end of it.
        guess: the learner's prediction of how many promise help in war, or None.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.promises() if frame is None else frame
    if frame.empty:
        asks = "Tick at least one treaty to see what it promises."
        return figures.message("No treaty is chosen", asks)
    if reading != READINGS[0]:
        end = "high" if reading == READINGS[1] else "low"
        frame = frame.assign(strength=frame[end], low=frame[end], high=frame[end])
    order = measures.ladder_order(frame)
    four = set(frame.loc[frame["among_four"], "treaty_id"])
    own = [treaty for treaty in order if treaty in four]
    others = [treaty for treaty in order if treaty not in four]
    helping = _helping(frame)
    title = f"{_treaties(len(others)).capitalize()} for comparison, obligation by obligation"
    if own:
        verb = "promises" if helping == 1 else "promise"
        title = f"Of {_treaties(len(own))}, {spelled(helping)} in force {verb} help in war"
    bar = "; bar = defensible other reading" if reading == READINGS[0] else f"; {reading}"
    subtitle = f"Coded strength of five obligations{bar}. Compare within a panel only"
    note = "0 expected, absent (×)   1 words   2 cooperate   3 consult or refrain   "
    note += "4 help under conditions   5 automatic help   no mark: not coded"
    with figures.page(title, subtitle, note) as page:
        places = _ladder_rows(own, others)
        ax = page.axes(left=2.0, right=0.5, top=1.42, bottom=0.78)
        _ladder_panels(ax, frame, places)
        _ladder_names(ax, frame, places)
        page.text(0.25, 1.34, "Among the four" if own else "For comparison", **_HEADING)
    sentence = (
        f"Shown: {_treaties(len(order))}, {spelled(len(own))} of them among the four; {reading}. "
        f"In force with a promise of help in war: {spelled(helping)}."
    )
    return page.figure(
        alt=_ladder_alt(frame, own, helping),
        caption=_ladder_caption(frame, helping, guess),
        sources=[frame],
        table=_ladder_table(frame),
        sentence=sentence,
        as_of=data.as_of("treaties"),
    )


_HEADING = {"size": 11.5, "weight": "bold", "va": "bottom"}


def _helping(frame) -> int:
    rows = frame[(frame["obligation"] == "defence") & (frame["strength"] >= 4)]
    return rows[rows["among_four"] & ~rows["ended"]]["treaty_id"].nunique()


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
    for start, heading in zip(starts, measures.OBLIGATIONS.values(), strict=True):
        ax.text(start - 0.35, 0.95, heading, clip_on=False, **_HEADING | {"size": 10.5})
    shift = dict(zip(measures.OBLIGATIONS, starts, strict=True))
    marks = [(shift[row.obligation], row) for row in _stacked(frame, places)]
    for four, ink, pale in ((True, INK, figures.RANGE), (False, figures.AXIS, figures.FRAME)):
        own = [(x, row) for x, row in marks if row.among_four == four]
        ranged = [(x, row) for x, row in own if row.low != row.high]
        other = [x + row.low + row.high - row.strength for x, row in ranged]
        ends = [x + row.low for x, row in ranged], [x + row.high for x, row in ranged]
        across = [row.y for _, row in ranged]
        ax.hlines(across, *ends, color=pale, linewidth=4, zorder=2)
        ax.plot(other, across, "|", color=ink, markersize=9, markeredgewidth=2)
        for absent, style in ((True, _CROSS), (False, _DOT)):
            drawn = [(x, row) for x, row in own if (row.strength == 0) == absent]
            xs, ys = [x + row.strength for x, row in drawn], [row.y for _, row in drawn]
            ax.plot(xs, ys, color=ink, linestyle="none", zorder=4, **style)


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


def _ladder_names(ax, frame, places):
    about = frame.drop_duplicates("treaty_id").set_index("treaty_id")
    helps = measures.helping_treaties(frame)
    style = {"va": "center", "clip_on": False}
    for line, y in places.items():
        if line is None:
            ax.text(-8.08, y, "For comparison", weight="bold", size=11.5, **style)
            continue
        treaty = about.loc[line]
        bold = treaty["among_four"] and not treaty["ended"] and line in helps
        look = {"weight": "bold" if bold else "normal", "color": NOTE if treaty["ended"] else INK}
        ax.text(-0.75, y, treaty["name"], size=10.5, ha="right", **style, **look)


def _ladder_alt(frame, own, helping) -> str:
    defence = frame[frame["obligation"] == "defence"]
    four = defence[defence["among_four"]]
    helps = four[four["strength"] > 0]
    told = ", ".join(f"{n} {s}" for n, s in zip(helps["name"], helps["strength"], strict=True))
    words = f"Strength of promises in {_treaties(frame['treaty_id'].nunique())}, coded 0 to 5. "
    if own:
        words += f"Mutual defence among the four: {told or 'none'}; {spelled(helping)} in force. "
    absent = four.loc[four["strength"] == 0, "name"]
    if len(absent):
        words += f"Without a defence clause: {', '.join(absent)}. "
    others = defence[~defence["among_four"]]
    if len(others) and own:
        words += f"Comparison treaties: defence {_ends(others['strength'])}."
    elif len(others):
        each = zip(others["name"], others["strength"], strict=True)
        words += f"Mutual defence: {', '.join(f'{name} {strength}' for name, strength in each)}. "
        words += "None of them joins two of the four states; their own treaties are left out."
    return words.strip()


def _ends(numbers) -> str:
    low, high = numbers.min(), numbers.max()
    return f"{low} to {high}" if low != high else str(low)


def _ladder_caption(frame, helping, guess) -> str:
    words = "" if guess is None else f"You predicted {guess:g}; the tables give {helping}. "
    defence = frame[frame["obligation"] == "defence"].groupby("treaty_id")["strength"].max()
    if {"nato-1949", "rus-dprk-2024"} <= set(defence.index):
        nato, korea = defence["nato-1949"], defence["rus-dprk-2024"]
        words += f"On mutual defence NATO stands at {nato} and Russia–DPRK 2024 at {korea}. "
    pairs = frame[frame.duplicated(["treaty_id", "obligation"])]
    for row in pairs.itertuples():
        words += (
            f"{row.name} has two marks under {measures.OBLIGATIONS[row.obligation].lower()}: the "
        )
        words += "treaty has two such clauses, coded apart. "
    return words + (
        "The codes are ours and rest on words, not deeds; where two readings can be defended, "
        "the bar shows both."
    )


def _ladder_table(frame) -> figures.LessonTable:
    rows = pd.DataFrame(
        {
            "Treaty": frame["name"],
            "Obligation": frame["obligation"].map(measures.OBLIGATIONS),
            "Article": frame["articles"] + frame["seen"].map({True: "", False: " †"}),
            "Strength (0–5)": frame["strength"],
            "Other reading (0–5)": frame["low"].where(
                frame["strength"] == frame["high"], frame["high"]
            ),
        }
    )
    caption = "Promises by treaty and obligation. †: article number not seen in a text"
    return figures.table(rows, caption)


def draw_lifelines(year: int = 2026) -> figures.LessonFigure:
    """Draw the years in force of the treaties of two of the four, and mark one `year`.

    Args:
        year: 1950 to 2026; the day meant is 31 December, in 2026 the end of January.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.named()
    frame = frame[(frame["pair"] != "") & frame["in_force"].notna()].sort_values(
        ["signed", "treaty_id"]
    )
    day = measures.TODAY if year >= 2026 else f"{year}-12-31"
    helps = frame["treaty_id"].isin(
        measures.promises().query("obligation == 'defence' and strength >= 4")["treaty_id"]
    )
    live = frame["treaty_id"].isin(measures.in_force(day)["treaty_id"])
    on = frame.loc[live & helps, "name"]
    said = ", ".join(on) or "none"
    when = "In January 2026" if year >= 2026 else f"At the end of {year}"
    title = f"{year}: {_treaties(len(on))} among the four promised help in war"
    note = "thick: promises help in war   thin: does not   ○ signed   | ended   → goes on"
    with figures.page(title, "Treaties of two of the four states, years in force", note) as page:
        ax = page.axes(left=2.15, right=0.4, top=1.2, bottom=0.85)
        ax.set_xlim(1948, 2031)
        ax.set_ylim(-len(frame) + 0.4, 0.9)
        ax.set_yticks([])
        ax.set_xticks(range(1950, 2030, 10))
        ax.grid(axis="x")
        mark = year + (0.08 if year >= 2026 else 0.99)
        ax.axvline(mark, color=LABEL, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
        for place, row in enumerate(frame.itertuples()):
            _lifeline(ax, row, -place, helps[row.Index], live[row.Index])
    table = frame[["name", "signed", "in_force_text"]].copy()
    table["until"] = frame["terminated"].dt.strftime("%Y-%m-%d").fillna("in force")
    table["help"] = helps.map({True: "yes", False: "no"})
    table.columns = ["Treaty", "Signed", "In force from", "Until", "Promises help in war"]
    sentence = (
        f"{when}, {spelled(int(live.sum()))} of {_treaties(len(frame))} were in force; "
        f"help in war was promised by: {said}."
    )
    return page.figure(
        alt=f"Years in force of {len(frame)} treaties between two of the four states, 1950 to "
        f"early 2026. {sentence} Russia and North Korea had no such promise from 1996 to December "
        "2024; China and North Korea have had one since 1961.",
        caption=f"{sentence} A line shows that a text was in force, not that it was kept.",
        sources=[frame],
        table=figures.table(table, "Treaties of two of the four and their years"),
        sentence=sentence,
        as_of=data.as_of("treaties"),
    )


def _lifeline(ax, row, y, helps, live):
    start = max(row.in_force, row.signed)
    end = pd.Timestamp(measures.TODAY) if pd.isna(row.terminated) else row.terminated
    a, b, signed = (d.year + (d.day_of_year - 1) / 365.25 for d in (start, end, row.signed))
    ink = INK if live else NOTE
    width = 7 if helps else 2.2
    ax.plot([a, b], [y, y], color=ink, linewidth=width, solid_capstyle="butt", zorder=3)
    edge = {"markerfacecolor": PAPER, "markeredgecolor": ink, "markeredgewidth": 1.4, "zorder": 4}
    ax.plot([signed], [y], "o", markersize=8, **edge)
    if pd.isna(row.terminated):
        arrow = {"arrowstyle": "-|>", "color": ink, "linewidth": 1.4, "shrinkA": 0}
        ax.annotate("", xy=(b + 3.4, y), xytext=(b, y), arrowprops=arrow, zorder=3)
    else:
        ax.plot([b], [y], "|", color=ink, markersize=13, markeredgewidth=2, zorder=4)
    style = {"color": ink, "weight": "bold" if live and helps else "normal", "clip_on": False}
    ax.text(1947, y, row.name, ha="right", va="center", size=10.5, **style)


def draw_pairs(on: str = measures.TODAY) -> figures.LessonFigure:
    """Draw the strongest promise in force for each of the six pairs, obligation by obligation.

    Args:
        on: the day, such as '2026-01-31'.

    Returns:
        The `LessonFigure`.
    """
    from matplotlib.patches import Rectangle

    frame = measures.pair_promises(on)
    helps = frame.query("obligation == 'defence' and strength >= 4")["name"].tolist()
    coded_in = frame.groupby("name", sort=False)["strength"].count()
    silent = coded_in[coded_in == 0].index.tolist()
    title = f"{spelled(len(helps)).capitalize()} of six pairs promise help in war, "
    title += f"{spelled(len(silent))} have no coded promise"
    subtitle = "Strongest coded promise in force, early 2026. Compare within a column only"
    note = "number: strongest promise, 0–5   “up to”: most binding reading   –: no clause found"
    shades = {1: PAPER, 2: "#EAF0EF", 3: "#D5E2E3", 4: "#9FC7CE", 5: "#9FC7CE"}
    with figures.page(title, subtitle, note) as page:
        ax = page.field(
            (0, len(measures.OBLIGATIONS)),
            (-len(measures.PAIRS), 0),
            left=2.3,
            right=0.3,
            top=1.5,
            bottom=0.6,
        )
        center = {"ha": "center", "va": "center"}
        for x, heading in enumerate(measures.OBLIGATIONS.values()):
            ax.text(x + 0.5, 0.2, heading, weight="bold", **center)
        for y, (_, rows) in enumerate(frame.groupby("pair", sort=False)):
            ax.text(-0.08, -y - 0.5, rows["name"].iloc[0], ha="right", va="center")
            for x, row in enumerate(rows.itertuples()):
                none = pd.isna(row.strength)
                face, edge = (PAPER, figures.FRAME) if none else (shades[int(row.strength)], INK)
                box = {"facecolor": face, "edgecolor": edge, "linewidth": 0.9}
                ax.add_patch(Rectangle((x + 0.04, -y - 0.94), 0.92, 0.88, **box))
                several = not none and row.high > row.strength
                words = "–" if none else str(row.strength)
                size = {"size": 11, "color": NOTE} if none else {"size": 14, "weight": "bold"}
                ax.text(x + 0.5, -y - (0.36 if several else 0.5), words, **center, **size)
                if several:
                    up = f"up to {row.high}"
                    ax.text(x + 0.5, -y - 0.74, up, size=10, color=LABEL, **center)
    table = frame[["name"]].copy()
    table["Obligation"] = frame["obligation"].map(measures.OBLIGATIONS)
    table["Strength (0–5)"], table["Most binding"] = frame["strength"], frame["high"]
    table["Where it stands"] = frame["treaties"].replace("", "no clause found")
    return page.figure(
        alt="Six pairs of states by five obligations: strongest promise in force in early 2026. "
        f"Help in war: {' and '.join(helps)}. No coded promise: {' and '.join(silent)}. Russia "
        "has some coded promise with each of the other three.",
        caption="No treaty joins all four. A dash means that no published clause was found; "
        "secret or unpublished texts cannot be seen.",
        sources=[frame],
        table=figures.table(
            table.rename(columns={"name": "Pair"}), "Strongest promise by pair", 10
        ),
        as_of=data.as_of("treaties"),
    )


STEPS = ["signed", "troops", "force", "cited"]


def draw_practice(guess=None) -> figures.LessonFigure:
    """Draw what was signed, in force, done and cited for the treaties of 2024 and 2025.

    Args:
        guess: the learner's predicted order, a list of the keys in STEPS, or None.

    Returns:
        The `LessonFigure`.
    """
    steps = practice()
    title = "Troops moved before the treaty was in force; it was cited later"
    note = (
        "○ signed   ● in force   ▲ done or not done   ◆ clause cited by a party   thick: in force"
    )
    marks = {
        "signed": ("o", PAPER),
        "in force": ("o", INK),
        "done": ("^", INK),
        "cited": ("D", INK),
    }
    end = pd.Timestamp(measures.TODAY)
    with figures.page(title, "Two treaties, June 2024 to January 2026", note) as page:
        ax = page.axes(left=2.0, right=0.4, top=1.3, bottom=0.85)
        ax.set_xlim(pd.Timestamp("2024-05-01"), pd.Timestamp("2026-02-15"))
        ax.set_ylim(-1.75, 0.75)
        ax.set_yticks([])
        ticks = pd.date_range("2024-07-01", "2026-01-01", freq="6MS")
        ax.set_xticks(ticks, [f"{day:%b %Y}" for day in ticks])
        ax.grid(axis="x")
        for y, (_, own) in zip((0, -1), steps.groupby("treaty_id"), strict=True):
            force = own.loc[own["kind"] == "in force", "date"].iloc[0]
            ax.plot([own["date"].min(), end], [y, y], color=figures.AXIS, linewidth=1.2)
            ax.plot([force, end], [y, y], color=INK, linewidth=5, solid_capstyle="butt")
            style = {"ha": "right", "va": "center", "weight": "bold", "clip_on": False}
            across = ax.get_yaxis_transform()
            ax.text(-0.02, y, own["name"].iloc[0], transform=across, **style)
            for place, row in enumerate(own.itertuples()):
                marker, face = marks[row.kind]
                edge = {"markerfacecolor": face, "markeredgecolor": INK, "zorder": 5}
                ax.plot([row.date], [y], marker, markersize=9, **edge)
                side = 1 if place % 2 == 0 else -1
                stem = {"color": figures.AXIS, "linewidth": 0.8, "zorder": 1}
                ax.plot([row.date, row.date], [y, y + 0.22 * side], **stem)
                lean = {"ha": "center", "va": "bottom" if side > 0 else "top", "size": 10}
                ax.text(row.date, y + 0.26 * side, row.words, linespacing=1.3, **lean)
    caption = (
        "Troops were reported moving in October 2024, before the treaty of 2024 entered into "
        "force in December; both parties cited Article 4 in April 2025. The treaty with Iran has "
        "no clause of help that could be cited."
    )
    if guess is not None:
        verdict = "is the recorded one" if guess == STEPS else "differs from the recorded one"
        caption = f"Your order {verdict}. {caption}"
    table = steps[["date_text", "name", "what"]].copy()
    table.columns = ["Date", "Treaty", "What is recorded"]
    told = "; ".join(f"{row.name}: {' '.join(row.words.split())}" for row in steps.itertuples())
    return page.figure(
        alt=f"Dates of two treaties in order. {told}.",
        caption=caption,
        sources=[steps],
        table=figures.table(table, "Promise and practice, by date"),
        as_of=data.as_of("invocations"),
    )


def practice() -> pd.DataFrame:
    """Return the dated steps of the treaties of 2024 and 2025: signed, in force, done, cited.

    Returns:
        Columns date, date_text, treaty_id, name, kind, words (for the chart), what, source_ids,
        in order of date. Dates known by month stand on its first day.
    """
    treaties = measures.named().set_index("treaty_id").loc[["rus-dprk-2024", "rus-irn-2025"]]
    acts = data.table("invocations").set_index("invocation_id")
    told = {
        "iv03": ("done", "troops reported\nOct 2024"),
        "iv04": ("cited", "Russia cites\nArticle 4"),
        "iv05": ("cited", "North Korea cites\nArticle 4, Apr 2025"),
        "iv06": ("done", "war: no military\nhelp, Jun 2025"),
    }
    rows = []
    for treaty, row in treaties.iterrows():
        for kind, day in (("signed", row["signed"]), ("in force", row["in_force"])):
            words = f"{kind}\n{day.day} {day:%b %Y}"
            rows.append((day, f"{day:%Y-%m-%d}", treaty, kind, words, kind, row["source_ids"]))
    for key, (kind, words) in told.items():
        act = acts.loc[key]
        what = act["what_was_said_or_done"]
        text = act["date_text"]
        rows.append((act["date"], text, act["treaty_id"], kind, words, what, act["source_ids"]))
    columns = ["date", "date_text", "treaty_id", "kind", "words", "what", "source_ids"]
    frame = pd.DataFrame(rows, columns=columns).sort_values(["date", "treaty_id", "kind"])
    frame["name"] = frame["treaty_id"].map(treaties["name"])
    return frame.reset_index(drop=True)


def compare_wordings(first: str, second: str) -> figures.LessonTable:
    """Show two wordings of the article side by side, with the words that differ in bold.

    Args:
        first: a version_id of the table article4_wordings.
        second: another one, or the same.

    Returns:
        The `LessonTable`.
    """
    table = data.table("article4_wordings").set_index("version_id")
    parts = {
        "trigger_phrase": "When does it apply?",
        "duty_phrase": "What is owed?",
        "qualifier_phrase": "What limits it?",
    }
    rows, differing = [], []
    for column, asks in parts.items():
        a, b = table.loc[first, column], table.loc[second, column]
        left, right = mark_differences(a, b)
        rows.append((asks, left, right))
        if a.lower() != b.lower():
            differing.append(asks.lower().rstrip("?"))
    names = [wording_name(table.loc[key]) for key in (first, second)]
    columns = ["Question", names[0], names[1] + (" (again)" if first == second else "")]
    said = f"They differ in: {'; '.join(differing)}." if differing else "They do not differ."
    unseen = [
        n for n, key in zip(names, (first, second), strict=True) if not table.loc[key, "verified"]
    ]
    if unseen:
        said += f" † {unseen[0]}: the text itself was not seen."
    remarks = [table.loc[key, "remark"] for key in dict.fromkeys((first, second))]
    said += "".join(f" {remark}" for remark in remarks if pd.notna(remark))
    caption = f"{names[0]} beside {names[1]}. Words that differ are bold; … marks a cut"
    return figures.table(pd.DataFrame(rows, columns=columns), caption, sentence=said)


def wording_name(row) -> str:
    """Return the name of one wording of the article.

    Args:
        row: a row of the table article4_wordings.

    Returns:
        Channel, language and year, with † where the text itself was not seen.
    """
    mark = "" if row["verified"] else " †"
    return (
        f"{row['channel'].split(';')[0]}, {row['language'].split(' (')[0]} {row['date'].year}{mark}"
    )


def mark_differences(first: str, second: str) -> tuple[str, str]:
    """Mark the words of each text that the other one lacks.

    Args:
        first: one text.
        second: the other.

    Returns:
        Both texts, each stretch of differing words between double asterisks.
    """
    a, b = first.split(), second.split()
    plain = [[word.lower().strip(",.") for word in words] for words in (a, b)]
    match = difflib.SequenceMatcher(None, *plain, autojunk=False)
    left, right = [], []
    for kind, a1, a2, b1, b2 in match.get_opcodes():
        for words, out in ((a[a1:a2], left), (b[b1:b2], right)):
            if words:
                out.append(" ".join(words) if kind == "equal" else f"**{' '.join(words)}**")
    return " ".join(left), " ".join(right)


def show_wordings(guess=None) -> figures.LessonTable:
    """Show the eight wordings in order of date, one row each.

    Args:
        guess: the learner's prediction; the table is the same for each.

    Returns:
        The `LessonTable`.
    """
    rows = data.table("article4_wordings").sort_values(["date", "version_id"])
    frame = pd.DataFrame(
        {
            "Text": [wording_name(row) for _, row in rows.iterrows()],
            "When does it apply?": rows["trigger_phrase"],
            "What is owed?": rows["duty_phrase"],
            "What limits it?": rows["qualifier_phrase"],
        }
    )
    return figures.table(frame, "Eight wordings of one article. … marks a cut; † text not seen")


def show_ranking() -> figures.LessonTable:
    """Show the ranking of the bug hunt: the mean strength of each treaty's clauses, eight rows."""
    means = _named_promises().groupby("short_name")["strength"].mean().sort_index()
    top = means.sort_values(ascending=False, kind="stable").head(8).round(2)
    frame = top.rename("mean strength").rename_axis("treaty").reset_index()
    return figures.table(frame, "Somebody's ranking of treaties by mean strength")


def show_defence() -> figures.LessonTable:
    """Show the clauses of mutual defence alone, each with its code and its other reading."""
    rows = (
        _named_promises().query("obligation == 'defence'").sort_values("short_name", kind="stable")
    )
    rows = rows.sort_values("strength", ascending=False, kind="stable")
    frame = pd.DataFrame(
        {
            "treaty": rows["short_name"],
            "strength": rows["strength"],
            "other reading": rows["alt_strength"],
            "why": rows["strength_reason"],
        }
    )
    return figures.table(frame, "Mutual defence alone: our code, the other reading, and why")


def _named_promises() -> pd.DataFrame:
    """Return the rows of provisions, each with the short name of its treaty."""
    names = data.table("treaties")[["treaty_id", "short_name"]]
    return data.table("provisions").merge(names, on="treaty_id")


def show_clause(provision_id: str) -> figures.LessonTable:
    """Show one row of provisions as question and answer, before its code.

    Args:
        provision_id: such as 'pv004'.

    Returns:
        The `LessonTable`.
    """
    row = data.table("provisions").set_index("provision_id").loc[provision_id]
    answers = {
        "What is promised?": row["paraphrase"],
        "When does it apply?": row["trigger"],
        "What limits it?": row["qualifier"],
        "Kind of promise": row["obligation"],
        "Strength, as coded": measures.STRENGTHS[int(row["strength"])],
        "Other defensible strength": measures.STRENGTHS.get(row["alt_strength"], "none"),
        "Why this strength?": row["strength_reason"],
    }
    frame = pd.DataFrame({"Question": answers.keys(), "Answer": answers.values()})
    name = measures.named().set_index("treaty_id").loc[row["treaty_id"], "name"]
    mark = "" if row["verified"] else " † (number not seen in a text)"
    return figures.table(frame, f"{name}, Article {row['article']}{mark}")


def compare_treaties(first: str, second: str) -> figures.LessonTable:
    """Show two treaties obligation by obligation: strength, article, trigger and limit.

    Args:
        first: a treaty_id.
        second: another one.

    Returns:
        The `LessonTable`.
    """
    rows = data.table("provisions")
    names = measures.named().set_index("treaty_id")["name"]
    lines, same = [], 0
    for obligation, heading in measures.OBLIGATIONS.items():
        cells = []
        for treaty in (first, second):
            own = rows[(rows["treaty_id"] == treaty) & (rows["obligation"] == obligation)]
            cells.append("; ".join(_clause(row) for row in own.itertuples()) or "not coded")
        same += cells[0][:1] == cells[1][:1]
        lines.append((heading, *cells))
    columns = ["Obligation", names[first], names[second] + (" (again)" if first == second else "")]
    said = f"Same first strength, or both not coded, in {spelled(same)} of five obligations."
    caption = f"{names[first]} beside {names[second]}. †: article number not seen in a text"
    return figures.table(pd.DataFrame(lines, columns=columns), caption, sentence=said)


def _clause(row) -> str:
    if row.article == "absent":
        return "0: expected and absent"
    where = "article not seen" if pd.isna(row.article) else f"Article {row.article}"
    parts = [f"{row.strength}: {where}{'' if row.verified else ' †'}"]
    parts += [] if pd.isna(row.trigger) else [f"when: {row.trigger}"]
    parts += [] if pd.isna(row.qualifier) else [f"limit: {row.qualifier}"]
    return "; ".join(parts)


# --- explorers ------------------------------------------------------------------------------------


def explore_ladder() -> Explorer:
    """Choose treaties and a reading of their clauses; the ladder follows."""
    frame = measures.promises()
    each = frame.drop_duplicates("treaty_id").set_index("treaty_id")
    groups = [
        [
            (each.loc[i, "name"], i)
            for i in measures.ladder_order(frame)
            if each.loc[i, "among_four"] == four
        ]
        for four in (True, False)
    ]

    def view(four, compare, reading):
        return draw_ladder(frame[frame["treaty_id"].isin(four + compare)], reading)

    return Explorer(
        view,
        "Which treaties promise help, and how much hangs on the reading?",
        four=choices("Among the four", groups[0]),
        compare=choices("For comparison", groups[1]),
        reading=choice("Reading of doubtful clauses", READINGS),
    )


def explore_lifelines() -> Explorer:
    """Choose a year; see which treaties were in force and which of them promised help."""
    return Explorer(
        draw_lifelines,
        "Who had promised help in war, year by year?",
        year=number("Year", 1950, 2026, 2026),
    )


def explore_wordings() -> Explorer:
    """Choose two of eight wordings of one article and see which words differ."""
    table = data.table("article4_wordings").sort_values(["date", "version_id"])
    options = [(wording_name(row), row["version_id"]) for _, row in table.iterrows()]
    return Explorer(
        compare_wordings,
        "One article, eight wordings: what differs?",
        first=choice("First text", options, "kcna-en"),
        second=choice("Second text", options, "reuters-en"),
    )


def explore_pair() -> Explorer:
    """Choose two treaties and compare them obligation by obligation."""
    each = measures.promises().drop_duplicates("treaty_id").set_index("treaty_id")
    options = [(each.loc[i, "name"], i) for i in measures.ladder_order(measures.promises())]
    return Explorer(
        compare_treaties,
        "Two treaties side by side: where do they differ?",
        first=choice("First treaty", options, "rus-dprk-2024"),
        second=choice("Second treaty", options, "nato-1949"),
    )


# --- boards ---------------------------------------------------------------------------------------


def code_clauses() -> questions.Board:
    """Let the learner code twelve clauses blind, then compare with the reference codes."""
    frame = measures.clauses()
    return questions.board(
        "3.clauses",
        "Twelve clauses without their treaties: what kind of promise, and how strong?",
        rows=dict(zip(frame["provision_id"], frame["text"], strict=True)),
        columns={
            "Obligation": sorted(frame["obligation"].unique()),
            "Strength": list(measures.STRENGTHS.values()),
        },
        read=read_codes,
        reasons=dict(zip(frame["provision_id"], frame["strength_reason"], strict=True)),
    )


def read_codes(codes: dict) -> list[figures.LessonTable]:
    """Show a learner's `codes` beside ours, with agreement and kappa.

    Args:
        codes: {provision_id: {'Obligation': …, 'Strength': …}}, possibly incomplete.

    Returns:
        One `LessonTable` of the clauses, and one of agreement where anything was coded.
    """
    frame = measures.clauses().set_index("provision_id")
    reference = measures.reference_codes()
    rows = []
    for place, item in enumerate(measures.CLAUSES, 1):
        mine, ours = codes.get(item, {}), reference[item]
        other = measures.STRENGTHS.get(frame.loc[item, "alt_strength"], "")
        strength = mine.get("Strength")
        verdict = (
            "not coded"
            if strength is None
            else "same"
            if strength == ours["Strength"]
            else "the defensible other reading"
            if strength == other
            else "different"
        )
        rows.append(
            {
                "Clause": f"{place}. {frame.loc[item, 'name']}",
                "What it says": frame.loc[item, "text"],
                "Your kind": mine.get("Obligation", "not coded"),
                "Our kind": ours["Obligation"],
                "Your strength": strength or "not coded",
                "Our strength": ours["Strength"] + (f" (or {other})" if other else ""),
                "Strength": verdict,
            }
        )
    found = measures.compare_coders(codes, reference)
    summary = [
        {
            "Compared": column,
            "Clauses": values["items"],
            "Coded alike, per cent": round(100 * values["agreement"]),
            "Cohen's kappa": _kappa_words(values["kappa"]),
        }
        for column, values in found.items()
    ]
    shown = [figures.table(pd.DataFrame(rows), "Your codes beside ours; the names come only now")]
    if summary:
        words = "How far two coders agree. Kappa: 0 is chance, 1 is full agreement"
        shown.append(figures.table(pd.DataFrame(summary), words))
    return shown


def _kappa_words(value: float) -> str:
    return "no variety" if math.isnan(value) else f"{value:.2f}".replace("-", "−")


def compare_files(first, second) -> figures.LessonTable | questions.Said:
    """Compare the clause codes of two learners from their exported journals.

    Args:
        first: path of one export.
        second: path of the other.

    Returns:
        Agreement and kappa for kind and strength; a sentence where a file cannot be read, holds
        no codes, or is the same as the other.
    """
    try:
        entries = [journal.read_export(path).records for path in (first, second)]
    except journal.JournalError as error:
        return questions.Said(f"{error} Name two files that were exported from these lessons.")
    if entries[0] == entries[1]:
        return questions.Said("Both files hold the same entries. Name the exports of two learners.")
    found = measures.compare_coders(*map(coded, entries))
    rows = [
        (column, v["items"], round(100 * v["agreement"]), _kappa_words(v["kappa"]))
        for column, v in found.items()
    ]
    columns = ["Compared", "Clauses", "Coded alike, per cent", "Cohen's kappa"]
    if not rows:
        rows = [("no clause was coded in both files", pd.NA, pd.NA, "–")]
    return figures.table(pd.DataFrame(rows, columns=columns), "Two learners, the same clauses")


CHECKLIST = {
    "trigger": "Trigger: what must happen before the duty applies?",
    "automaticity": "Automaticity: who decides whether and how to help?",
    "scope": "Scope: where must the attack happen?",
    "institutions": "Institutions: what stands ready to carry the promise out?",
    "use": "Record of use: when was the clause cited, and what came of it?",
}
BINDS = [
    "NATO binds more",
    "about the same",
    "Russia–DPRK binds more",
    "cannot be told from a text",
]


def fill_checklist() -> questions.Board:
    """Let the learner compare Article 5 (NATO) with Article 4 (Russia–DPRK), row by row."""
    return questions.board(
        "3.checklist",
        "Article 5 of 1949 beside Article 4 of 2024: which binds more?",
        rows=CHECKLIST,
        columns={"Verdict": BINDS},
        read=lambda filled: [show_checklist(filled)],
    )


def show_checklist(filled: dict | None = None) -> figures.LessonTable:
    """Show what the tables hold on each row of the checklist, beside the learner's verdicts.

    Args:
        filled: {row: {'Verdict': text}} from the board; None for the evidence alone.

    Returns:
        The `LessonTable`.
    """
    clause = data.table("provisions").set_index("provision_id")
    acts = data.table("invocations").set_index("invocation_id")["what_was_said_or_done"]
    nato, korea = clause.loc["pv089"], clause.loc["pv004"]
    evidence = {
        "trigger": (nato["trigger"], korea["trigger"]),
        "automaticity": (nato["qualifier"], korea["qualifier"]),
        "scope": (f"{clause.loc['pv090', 'qualifier']} †", "no area is named in the clause"),
        "institutions": (clause.loc["pv087", "paraphrase"], clause.loc["pv009", "paraphrase"]),
        "use": (acts["iv01"], f"{acts['iv04']} {acts['iv05']}"),
    }
    rows = [
        {
            "Row": CHECKLIST[key].split(":")[0],
            "NATO 1949": pair[0],
            "Russia–DPRK 2024": pair[1],
            **({"Your verdict": filled.get(key, {}).get("Verdict", "open")} if filled else {}),
        }
        for key, pair in evidence.items()
    ]
    caption = "What the tables hold. †: not checked against the treaty's text"
    return figures.table(pd.DataFrame(rows), caption)
