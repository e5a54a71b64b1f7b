"""Stress tests: help that ties led one to expect, beside help that came, case by case.

`help_expected` and `help_given` are ordinal codes from 0 to 3, coded by one person and made to be
disputed, each with a reason and a range in its row; nothing here averages them or adds them up.
Help expected is read on the day of the case. The cases were picked by hand, the comparison cases
for contrast, so that no rate of anything follows from a count of them. Source of all rows:
the tables stress_tests, treaties, events and transfers, whose texts are named row by row.
"""

from __future__ import annotations

import functools
import math

import pandas as pd

from helpers import data, figures, questions
from helpers.explorers import Explorer, choice
from helpers.figures import BAR, GRID, INK, LABEL, PAPER, RANGE, spelled
from helpers.measures import stress as measures
from helpers.measures.states import THE_FOUR

EXPECTED = {
    0: "0 none",
    1: "1 partners, no promise in force",
    2: "2 a promise weaker at one point",
    3: "3 a clause for this attack, or long dependence",
}
DEFINITIONS = {
    "fights for the partner": 3,
    "gives material help": 2,
    "keeps helping, at low cost too": 1,
}
ASKED = ["yes", "no", "disputed", "not stated"]
REASONS = [
    "words are not help",
    "buying, lending or voting is help",
    "secret help is likely",
    "it acted for its own interest",
    "help came late or was small",
    "the partner did not ask",
    "another reason",
]
COUNCIL = {"ev119": "4–9–2", "ev120": "4–9–2", "ev150": "13–0–2", "ev151": "11–2–2, vetoed"}
KURSK_DAYS = {  # the event that dates each choice, and its words
    "before": ("ev076", "Ukraine enters Kursk"),
    "troops": ("ev162", "troops are first reported"),
    "force": ("ev085", "the treaty comes into force"),
    "russia": ("ev094", "Moscow names the treaty"),
    "korea": ("ev160", "Pyongyang names the treaty"),
}
CSTO_CASES = ("st24", "st28", "st29", "st05")


# --- charts ---------------------------------------------------------------------------------------


def _cases_words(number: int) -> str:
    return f"{spelled(number)} case{'s' * (number != 1)}"


def _correlation(value: float) -> str:
    return "not defined" if math.isnan(value) else f"{value:+.2f}".replace("-", "−")


def _table(frame, caption):
    shown = pd.DataFrame(
        {
            "Case": frame["label"],
            "Group": frame["group"].astype(str),
            "Help asked": frame["help_asked"].astype(str),
            "Expected": [_range(row, "help_expected") for _, row in frame.iterrows()],
            "Given": [_range(row, "help_given") for _, row in frame.iterrows()],
            "What happened": frame["what_happened"],
            "Grade": frame["evidence_grade"].astype(str),
        }
    )
    return figures.table(shown, caption)


def _range(row, column, words=None) -> str:
    """Return a code, in words where they are given, with the range that can be defended."""
    code, low, high = row[column], row[f"{column}_low"], row[f"{column}_high"]
    said = str(code) if words is None else words[code]
    return said if low == high else f"{said} ({low} to {high})"


def draw_tests(frame: pd.DataFrame | None = None, guess=None) -> figures.LessonFigure:
    """Draw expected and given help of each case, the four and the comparison cases apart.

    Args:
        frame: rows of `cases()`; all by default. Rows that are missing leave their place empty.
        guess: how many tests of Iran the learner expects to bring material help, or None.

    Returns:
        The `LessonFigure`.
    """
    everything = measures.cases()
    frame = everything if frame is None else frame
    if frame.empty:
        return figures.message("No case is left", _NONE_LEFT)
    found = measures.balance(frame)
    iran = frame[(frame["group"] == "core") & (frame["principal"] == "IRN")]
    whole = len(frame) == len(everything)
    below = spelled(found["below"], none="none")
    title = f"Of {_cases_words(len(frame))}, help stayed below expectation in {below}"
    if whole and iran["help_given"].max() < 2:
        title = f"Help came for Russia; in {spelled(len(iran))} tests of Iran it stayed low"
    subtitle = "Help that ties led one to expect (|) and help given (mark, bar = defensible range)"
    note = "   ".join(measures.SCALE.values()) + ".   † weak sources (grade D).   Ratings are ours."
    with figures.page(title, subtitle, note) as page:
        for group, left in (("core", 0.25), ("comparison", 5.15)):
            whole_group = everything[everything["group"] == group]
            places = _row_places(whole_group)
            own = frame[frame["group"] == group]
            heading = f"{measures.GROUPS[group]} ({len(own)} of {len(places)})"
            page.text(left, 1.22, heading, size=11.5, weight="bold", va="bottom")
            _draw_panel(page, left, own, places, _headings(whole_group, places))
    asked = int(frame["asked"].sum())
    core, other = (int((frame["group"] == g).sum()) for g in measures.GROUPS)
    all_core, all_other = (int((everything["group"] == g).sum()) for g in measures.GROUPS)
    sentence = (
        f"Shown: {core} of {all_core} core and {other} of {all_other} comparison cases. "
        f"Deeds below expectation in {found['below']}, as expected in {found['as expected']}, "
        f"above in {found['above']}; help asked for in {asked}."
    )
    own = "" if guess is None else f"You predicted {guess:g}; as coded it is {_iran(iran, 2)}. "
    return page.figure(
        alt=_tests_alt(frame, iran),
        caption=own
        + f"Below expectation in {found['below']} of {len(frame)} cases shown, above in "
        f"{found['above']}. The cases were picked by hand, so that this is no rate, and every "
        "rating is one person’s.",
        sources=[frame],
        table=_table(frame, "The cases shown, with our ratings from 0 to 3"),
        sentence=sentence,
        as_of=data.as_of("stress_tests"),
    )


_NONE_LEFT = (
    "No case fits all of these choices at once. Set one of them back to “any” or “all”. "
    "That few cases are left is itself a finding: the fairer the test, the smaller the sample."
)


def _iran(rows, least) -> int:
    return int(measures.meeting(rows, least).sum())


def _tests_alt(frame, iran) -> str:
    core, other = (frame[frame["group"] == g] for g in measures.GROUPS)
    a, b = measures.balance(core), measures.balance(other)
    words = (
        f"Expected and given help in {len(frame)} cases on a scale from 0 to 3. Among {len(core)} "
        f"core cases deeds were below expectation in {a['below']} and above in {a['above']}; among "
        f"{len(other)} comparison cases below in {b['below']} and above in {b['above']}. "
    )
    if len(iran):
        lows, highs = iran["help_given_low"], iran["help_given_high"]
        words += f"In {len(iran)} tests of Iran ratings run from {lows.min()} to {highs.max()}."
    else:
        words += "No test of Iran is among the cases shown here."
    return words


def _row_places(rows) -> dict:
    """Return the height of each row by test_id; a state in need of the core has a heading."""
    places, y, before = {}, 1.0, None
    for row in rows.itertuples():
        y -= 1.9 if row.principal != before and row.group == "core" else 1
        places[row.test_id] = y
        before = row.principal
    return places


def _headings(rows, places) -> dict:
    """Return the height of the heading of each state in need; comparison cases have none."""
    first = rows[rows["group"] == "core"].drop_duplicates("principal")
    return {
        f"{measures.name(row.principal)} in need": places[row.test_id] + 0.95
        for row in first.itertuples()
    }


def _draw_panel(page, left, rows, places, headings):
    ax = page.axes(left=left, right=10 - left - 4.6, top=1.28, bottom=0.72)
    ax.set_xlim(0, 4.6)
    low = -20.3
    ax.set_ylim(low - 0.4, 0.7)
    ax.set_yticks([])
    start, step = 3.3, 0.4
    ax.set_xticks([start + step * n for n in measures.SCALE], [str(n) for n in measures.SCALE])
    ax.spines["bottom"].set_visible(False)
    ax.vlines(ax.get_xticks(), low, 0.5, color=GRID, linewidth=0.9, zorder=0)
    if rows.empty:
        ax.text(0, -1, "no case fits", size=11, color=LABEL, va="center")
    scale = rows[["help_given", "help_expected", "help_given_low", "help_given_high"]]
    given, expected, low_end, high_end = (start + step * scale).to_numpy().T
    ys = rows["test_id"].map(places).to_numpy(dtype=float)
    wide = low_end != high_end
    ax.hlines(ys[wide], low_end[wide], high_end[wide], color=RANGE, linewidth=6, zorder=1)
    ends = {"color": INK, "linestyle": "none", "zorder": 3}
    for end in (low_end, high_end):
        ax.plot(end[wide], ys[wide], "|", markersize=8, markeredgewidth=1.2, **ends)
    ax.hlines(ys, expected, given, color=LABEL, linewidth=0.9, linestyle=(0, (3, 2)), zorder=2)
    ax.plot(expected, ys, "|", markersize=11, markeredgewidth=2.6, **ends)
    alone = rows["ally"].where(rows["ally"].isin(THE_FOUR), "").to_numpy()
    for state in sorted(set(alone)):
        look, own = figures.look(state), alone == state
        rim = {"markersize": 8, "markeredgecolor": PAPER, "markeredgewidth": 0.6, "zorder": 4}
        ax.plot(given[own], ys[own], look.marker, color=look.colour, linestyle="none", **rim)
    style = {"size": 10, "va": "center"}
    for heading, y in headings.items():
        ax.text(0, y, heading, color=LABEL, size=10, va="center", style="italic")
    for row, y, state in zip(rows.itertuples(), ys, alone, strict=True):
        mark = " †" if row.evidence_grade == "D" or not row.verified else ""
        ax.text(0, y, f"{row.crisis}{mark}", color=INK, **style)
        weight, word = ("bold", figures.look(state).word) if state else ("normal", LABEL)
        ax.text(2.12, y, f"← {measures.helper_names(row)}", color=word, weight=weight, **style)


def draw_definitions(
    definition: str = "fights for the partner",
    reading: str = "help_given",
    guess=None,
) -> figures.LessonFigure:
    """Draw the help given in every case on one scale, with a line where cohesion begins.

    Args:
        definition: a key of DEFINITIONS.
        reading: a key of READINGS.
        guess: in how many core cases the learner expects a partner to fight, or None.

    Returns:
        The `LessonFigure`.
    """
    frame, least = measures.cases(), DEFINITIONS[definition]
    core = frame["group"] == "core"
    lines = {
        f"{measures.name(p)} in need": frame[core & (frame["principal"] == p)]
        for p in measures.PRINCIPALS
    }
    lines["Comparison cases"] = frame[~core]
    met = {line: int(measures.meeting(rows, least, reading).sum()) for line, rows in lines.items()}
    first, total = int(measures.meeting(frame[core], least, reading).sum()), int(core.sum())
    title = f"“Cohesion {_MEANS[definition]}”: {first} of {total} core cases"
    subtitle = (
        f"Help given in each case, {measures.READINGS[reading]}; a case counts from the line on"
    )
    note = "Each mark is one case: ● reaches the definition   ○ does not.   Ratings are ours, in "
    note += "order only. Comparison cases stand apart."
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=2.2, right=1.5, top=1.35, bottom=0.8)
        ax.set_xlim(-0.5, 3.5)
        ax.set_ylim(-5.1, 0.5)
        ax.set_yticks([])
        ax.set_xticks(
            list(measures.SCALE), [words.replace(" ", "\n", 1) for words in measures.SCALE.values()]
        )
        ax.tick_params(labelsize=10)
        ax.axvspan(least - 0.5, 3.5, color=figures.BAND, linewidth=0, zorder=0)
        ax.axvline(least - 0.5, color=INK, linewidth=1.6)
        ax.text(least - 0.45, 0.55, "counts as cohesion →", size=10.5, va="bottom", color=INK)
        heights = (0, -1.2, -2.5, -4.2)
        for (line, rows), y in zip(lines.items(), heights, strict=True):
            ax.text(-0.58, y, line, ha="right", va="center", size=11, color=INK)
            words = f"{met[line]} of {len(rows)}"
            ax.text(3.58, y, words, va="center", size=12, weight="bold", color=INK)
            _draw_pile(ax, rows[reading], y, least)
        ax.axhline(-3.35, color=figures.AXIS, linewidth=0.8)
    counts = "; ".join(f"{line}: {met[line]} of {len(rows)}" for line, rows in lines.items())
    own = "" if guess is None else f"You predicted {guess:g}. "
    return page.figure(
        alt=f"Help given in {len(frame)} cases from 0 to 3, ratings "
        f"{measures.READINGS[reading]}. If "
        f"cohesion {_MEANS[definition]}, these reach it: {counts}. Cases were picked by hand.",
        caption=f"{own}If cohesion {_MEANS[definition]}, {first} of {total} core cases reach it, "
        f"and {met['Comparison cases']} of {int((~core).sum())} comparison cases. These are counts "
        "of cases picked by hand, and no rates.",
        sources=[frame],
        table=_table(frame, "All cases with our ratings from 0 to 3"),
        sentence=f"Cohesion {_MEANS[definition]}; ratings {measures.READINGS[reading]}. {counts}.",
        as_of=data.as_of("stress_tests"),
    )


_MEANS = {
    "fights for the partner": "means fighting for the partner",
    "gives material help": "means material help",
    "keeps helping, at low cost too": "means helping on, at low cost too",
}


def _draw_pile(ax, values, y, least):
    for value in measures.SCALE:
        number = int((values == value).sum())
        face = INK if value >= least else PAPER
        across = min(number, 4)
        places = [divmod(n, 4) for n in range(number)]
        deep = (number - 1) // 4
        xs = [value + (column - (across - 1) / 2) * 0.17 for _, column in places]
        ys = [y + (deep / 2 - row) * 0.42 for row, _ in places]
        style = {"markeredgecolor": INK, "markeredgewidth": 1.4, "markersize": 9}
        ax.plot(xs, ys, "o", color=face, linestyle="none", zorder=3, **style)


def draw_narrowing(guess=None) -> figures.LessonFigure:
    """Draw how many cases are left as the demands on a fair test grow.

    Args:
        guess: in how many cases the learner expects a clause of help in force, or None.

    Returns:
        The `LessonFigure`.
    """
    frame = measures.cases()
    left = measures.narrowed(frame)
    total, clause = len(frame), int(left.loc["clause"].sum())
    core = int(left.loc["clause", "core"])
    title = f"A clause of help was in force in {spelled(clause, none='none')} of {total} cases"
    title += f", {spelled(core, none='none')} of them core"
    subtitle = "Cases left as each demand is added; each mark is one case"
    note = "● the four, and Russia’s war   ■ comparison cases.   “In force” is read from the dates "
    note += "of the treaty that the case names."
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=2.95, right=0.3, top=1.5, bottom=0.6)
        ax.set_xlim(0, 18)
        ax.set_ylim(-4.6, 0.6)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        headings = {"core": measures.GROUPS["core"], "comparison": "Comparison cases"}
        for x, group in ((0.6, "core"), (10.4, "comparison")):
            ax.text(x - 0.3, 0.75, headings[group], size=11.5, weight="bold")
        for y, (step, words) in enumerate(measures.STEPS.items()):
            ax.text(-0.3, -y, words, ha="right", va="center", size=11, color=INK)
            ax.axhline(-y - 0.5, color=GRID, linewidth=0.9)
            for x, group, marker, ink in ((0.6, "core", "o", INK), (10.4, "comparison", "s", BAR)):
                number = int(left.loc[step, group])
                places = [divmod(n, 9) for n in range(number)]
                rows = (number - 1) // 9
                xs = [x + column * 0.72 for _, column in places]
                ys = [-y + (rows / 2 - row) * 0.36 for row, _ in places]
                ax.plot(xs, ys, marker, color=ink, linestyle="none", markersize=9)
                words_x = x + 9 * 0.72 + 0.1
                ax.text(words_x, -y, str(number), size=12, weight="bold", va="center", ha="left")
    own = "" if guess is None else f"You predicted {guess:g}; the tables give {clause}. "
    steps = "; ".join(
        f"{measures.STEPS[step].lstrip('… ').removeprefix('and ')}: {row.core} core, "
        f"{row.comparison} comparison"
        for step, row in zip(left.index, left.itertuples(), strict=True)
    )
    shown = frame[frame["clause"]]
    return page.figure(
        alt=f"Cases left as demands grow. {steps[0].upper()}{steps[1:]}.",
        caption=f"{own}Of {int(left.loc['all', 'core'])} core cases {core} had a clause of help in "
        f"force on the day, of {int(left.loc['all', 'comparison'])} comparison cases "
        f"{int(left.loc['clause', 'comparison'])}.{_named(frame)} Which treaty could "
        "oblige whom is itself a coding choice.",
        sources=[frame[frame["named"]], _named_treaties(frame)],
        table=_table(shown, "The cases with a clause of help in force on the day"),
        sentence=f"{steps}.",
        as_of=data.as_of("stress_tests", "treaties"),
    )


def _named(frame) -> str:
    core = frame.loc[frame["clause"] & (frame["group"] == "core"), "crisis"]
    return f" Core: {'; '.join(core)}." if len(core) else ""


def _named_treaties(frame):
    treaties = data.table("treaties")
    return treaties[treaties["treaty_id"].isin(frame["obligation_treaty_id"].dropna())]


SETS = ["the four, and Russia’s war", "comparison cases", "both", "the four without Iran"]


def draw_ranks(
    which: str = SETS[0], reading: str = "help_given", ratings: dict | None = None
) -> figures.LessonFigure:
    """Draw expected against given help, with the rank correlation.

    Args:
        which: one of SETS.
        reading: a key of READINGS.
        ratings: the learner's ratings as the boards keep them, or None for ours.

    Returns:
        The `LessonFigure`.
    """
    ours = _set(measures.cases(), which)
    frame = measures.rerated(ours, ratings) if ratings else ours
    value = measures.spearman(frame["help_expected"], frame[reading])
    before = measures.spearman(ours["help_expected"], ours[reading])
    found = measures.balance(frame, reading)
    title = f"Ties and deeds: rank correlation {_correlation(value)}"
    if ratings:
        title += f" (ours: {_correlation(before)})"
    subtitle = (
        f"{which[0].upper()}{which[1:]}, {len(frame)} cases; ratings {measures.READINGS[reading]}"
    )
    note = "● the four, and Russia’s war   ■ comparison.   Shaded: as expected; above it: more. "
    note += "Cases were picked by hand: no rates."
    with figures.page(title, subtitle, note) as page:
        ax = page.axes(left=2.4, right=2.6, top=1.35, bottom=1.0)
        ax.set_xlim(-0.5, 3.5)
        ax.set_ylim(-0.5, 3.5)
        ax.set_xticks(list(measures.SCALE))
        ax.set_yticks(list(measures.SCALE), list(measures.SCALE.values()))
        ax.spines["bottom"].set_visible(False)
        ax.hlines([-0.5, 0.5, 1.5, 2.5, 3.5], -0.5, 3.5, color=GRID, linewidth=0.9)
        ax.vlines([-0.5, 0.5, 1.5, 2.5, 3.5], -0.5, 3.5, color=GRID, linewidth=0.9)
        for step in measures.SCALE:
            ax.fill_between([step - 0.5, step + 0.5], step - 0.5, step + 0.5, color=figures.BAND)
        figures.draw_unit(ax, "Help given (code)", lift=0.08)
        ax.set_xlabel("Help that ties led one to expect (code)", size=11)
        _draw_cells(ax, frame, reading, ours if ratings else None)
        aside = {"size": 11, "color": LABEL, "va": "center"}
        for y, words in (
            (3.0, f"more than expected: {found['above']}"),
            (2.4, f"as expected: {found['as expected']}"),
            (1.8, f"less than expected: {found['below']}"),
        ):
            ax.text(3.62, y, words, **aside)
        if ratings:
            ax.text(3.62, 1.2, "◇ our rating, where\nyours differs", **aside)
    own = int(frame["test_id"].isin(measures.rating_codes(ratings or {})).sum())
    words = f"your ratings of {own} and ours of {len(frame) - own}" if ratings else "our ratings"
    sentence = (
        f"{which[0].upper()}{which[1:]}, {words} {measures.READINGS[reading]}: "
        f"{len(frame)} cases, rank "
        f"correlation {_correlation(value)}; given below expected in {found['below']}, above in "
        f"{found['above']}."
    )
    return page.figure(
        alt=f"Expected against given help, each from 0 to 3, for {len(frame)} cases "
        f"({which}). {found['above']} lie above the diagonal, {found['below']} below, "
        f"{found['as expected']} on it. Rank correlation {_correlation(value)} with {words}; the "
        "cases were picked by hand.",
        caption=f"Rank correlation {_correlation(value)} over {len(frame)} cases with {words}. "
        "With four codes, many ties and cases picked by hand it describes these cases and tells "
        "nothing about others.",
        sources=[frame],
        table=_table(frame, f"The cases drawn, with {words} from 0 to 3"),
        sentence=sentence,
        as_of=data.as_of("stress_tests"),
    )


def _set(frame, which):
    core = frame["group"] == "core"
    keep = {
        SETS[0]: core,
        SETS[1]: ~core,
        SETS[2]: core | ~core,
        SETS[3]: core & (frame["principal"] != "IRN"),
    }
    return frame[keep[which]]


def _draw_cells(ax, frame, reading, ours):
    """Put the marks of each cell in a grid of at most four a row; never random jitter."""
    cells: dict = {}
    old = None if ours is None else ours.set_index("test_id")[reading]
    for row in frame.itertuples():
        given = getattr(row, reading)
        look = ("o", INK, INK) if row.group == "core" else ("s", BAR, BAR)
        cells.setdefault((row.help_expected, given), []).append(look)
        if old is not None and old[row.test_id] != given:
            cells.setdefault((row.help_expected, old[row.test_id]), []).append(("D", PAPER, LABEL))
    for (x, y), marks in cells.items():
        deep, across = (len(marks) - 1) // 4, min(len(marks), 4)
        for n, (marker, face, edge) in enumerate(marks):
            line, column = divmod(n, 4)
            place = x + (column - (across - 1) / 2) * 0.2, y + (deep / 2 - line) * 0.27
            style = {"markersize": 8.5, "markerfacecolor": face, "markeredgecolor": edge}
            ax.plot(*place, marker, markeredgewidth=1.2, zorder=3, **style)


# --- tables ---------------------------------------------------------------------------------------


def show_case(test_id: str) -> figures.LessonTable:
    """Show one case as question and answer.

    Args:
        test_id: such as 'st08'.

    Returns:
        The `LessonTable`.
    """
    frame = measures.cases().set_index("test_id")
    answers = _answers(frame.loc[test_id])
    shown = pd.DataFrame({"Question": answers.keys(), "Answer": answers.values()})
    return figures.table(shown, frame.loc[test_id, "label"])


def _answers(row) -> dict[str, str]:
    treaty = "none named"
    if row["named"]:
        names = data.table("treaties").set_index("treaty_id")["short_name"]
        state = "in force on the day" if row["live"] else "not in force on the day"
        help_ = "with a clause of help" if _promises_help(row) else "without a clause of help"
        treaty = f"{names[row['obligation_treaty_id']].replace('-', '–')}: {state}, {help_}"
    return {
        "What happened?": row["what_happened"],
        "Which treaty could oblige?": treaty,
        "Was help asked for?": str(row["help_asked"]),
        "Help expected, 0 to 3": _range(row, "help_expected", EXPECTED),
        "Why this expectation?": row["expected_reason"],
        "Help given, 0 to 3": _range(row, "help_given", measures.SCALE),
        "Why this rating?": row["given_reason"],
        "Speaks for cohesion": row["reading_for"],
        "Speaks against": row["reading_against"],
        "Grade of the sources": str(row["evidence_grade"]),
    }


def _promises_help(row) -> bool:
    labels = data.table("treaties").set_index("treaty_id")["mutual_defence"].astype(str)
    return labels[row["obligation_treaty_id"]] in measures.HELPING_CLAUSE


def compare_cases(first: str, second: str) -> figures.LessonTable:
    """Show two cases side by side.

    Args:
        first: a test_id.
        second: another one, or the same.

    Returns:
        The `LessonTable`, with a sentence that says what is alike.
    """
    frame = measures.cases().set_index("test_id")
    a, b = frame.loc[first], frame.loc[second]
    left, right = _answers(a), _answers(b)
    names = [a["label"], b["label"] + (" (again)" if first == second else "")]
    shown = pd.DataFrame(
        {"Question": left.keys(), names[0]: left.values(), names[1]: right.values()}
    )
    same_treaty = a["named"] and a["obligation_treaty_id"] == b["obligation_treaty_id"]
    said = "The same treaty is named in both. " if same_treaty else ""
    said += (
        f"Help given: {measures.SCALE[a['help_given']]} beside {measures.SCALE[b['help_given']]}."
    )
    return figures.table(shown, "Two cases side by side", sentence=said)


def show_clause_use() -> figures.LessonTable:
    """Show the four cases in which the CSTO treaty could oblige, by date, one row each."""
    rows = measures.cases().set_index("test_id").loc[list(CSTO_CASES)].reset_index()
    shown = pd.DataFrame(
        {
            "In need": [measures.name(p) for p in rows["principal"]],
            "Date": rows["date_text"],
            "Asked": rows["help_asked"].astype(str),
            "What happened": rows["what_happened"],
            "Help given": [_range(row, "help_given", measures.SCALE) for _, row in rows.iterrows()],
        }
    )
    return figures.table(shown, "One treaty, the CSTO of 1992, and four members that asked")


def show_council() -> figures.LessonTable:
    """Show four votes of the Security Council on Iran: what was put to the vote, and the count."""
    rows = data.table("events").set_index("event_id").loc[list(COUNCIL)]
    shown = pd.DataFrame(
        {
            "Date": rows["date_text"],
            "Yes–no–abstain": list(COUNCIL.values()),
            "What": rows["title"],
            "In detail": rows["summary"],
        }
    )
    return figures.table(shown, "Four votes of the Security Council; a count is not a question")


def show_disputed() -> figures.LessonTable:
    """Show the claim and the denial on which the upper end of the case of 2026 rests."""
    rows = data.table("transfers").set_index("transfer_id").loc[["T194", "T197"]]
    shown = pd.DataFrame(
        {
            "Status": rows["status"].astype(str),
            "Claimant": rows["claimant"],
            "Date of claim": rows["claim_date_text"],
            "What": rows["summary"],
            "Grade": rows["evidence_grade"].astype(str),
        }
    )
    return figures.table(shown, "Russian data on US forces for Iran: a claim and a denial")


def show_headline() -> figures.LessonTable:
    """Show in steps how the sentence of the bug hunt was computed; each step is carried out right.

    Returns:
        The `LessonTable`.
    """
    frame = measures.cases()
    kept = int((frame["gap"] >= 0).sum())
    steps = [
        ("Take every case of the table", f"{len(frame)} cases"),
        ("Call a promise kept where help given is at least help expected", f"{kept} cases"),
        ("Divide", f"{kept} : {len(frame)} = {kept / len(frame):.3f}"),
        (
            "Write the sentence",
            f"“Promises are kept in {measures.percent_kept()} per cent of cases.”",
        ),
    ]
    return figures.table(
        pd.DataFrame(steps, columns=["Step", "Result"]), "How somebody came to the sentence"
    )


def show_due() -> figures.LessonTable:
    """Show the cases that name a treaty with a promise of help in war, by date, with ranges."""
    helping = data.table("treaties").query("mutual_defence in ['yes', 'qualified']")
    rows = measures.cases()
    rows = rows[rows["obligation_treaty_id"].isin(helping["treaty_id"])]
    rows = rows.sort_values(["date", "test_id"], kind="stable")
    shown = pd.DataFrame(
        {
            "Case": rows["crisis"],
            "Date": rows["date_text"],
            "In force on the day": rows["live"].map({True: "yes", False: "not yet"}),
            "Help expected": [_range(row, "help_expected", EXPECTED) for _, row in rows.iterrows()],
            "Help given": [_range(row, "help_given", measures.SCALE) for _, row in rows.iterrows()],
        }
    )
    return figures.table(shown, "Cases that name a treaty with a promise of help in war")


def show_kursk(day: str = "before") -> figures.LessonTable:
    """Show what was promised and known about the help in Kursk on a chosen day.

    Args:
        day: a key of KURSK_DAYS.

    Returns:
        The `LessonTable`, with a sentence that says whether a promise was in force.
    """
    event_id, words = KURSK_DAYS[day]
    event = data.table("events").set_index("event_id").loc[event_id]
    treaty = data.table("treaties").set_index("treaty_id").loc["rus-dprk-2024"]
    live = event["date"] >= treaty["in_force"]
    case = measures.cases().set_index("test_id").loc["st32" if live else "st08"]
    state = "in force" if live else "signed, not yet in force"
    rows = {
        "The day": f"{event['date_text']}: {event['title']}",
        "Known by then": event["summary"],
        "The treaty": f"{state} (signed {treaty['signed']:%Y-%m-%d}, in force from "
        f"{treaty['in_force']:%Y-%m-%d})",
        "Help expected, 0 to 3": _range(case, "help_expected", EXPECTED),
        "Why this expectation?": case["expected_reason"],
        "Help given in this phase": _range(case, "help_given", measures.SCALE),
        "Why this rating?": case["given_reason"],
        "Core cases with a clause in force by then": _clauses(event["date"]),
    }
    shown = pd.DataFrame({"Question": rows.keys(), "Answer": rows.values()})
    said = f"{words[0].upper()}{words[1:]}: the treaty was {state}."
    return figures.table(shown, "Kursk: what was promised on this day?", sentence=said)


def _clauses(day) -> str:
    core = measures.cases().query("group == 'core'")
    return str(int((core["clause"] & (core["date"] <= day)).sum()))


def show_fair_test() -> figures.LessonTable:
    """Show the test that the learner named before looking, beside what the tables can give."""
    kept = questions.first_guess("7.4")
    own = kept if isinstance(kept, str) and kept.strip() else "You have not kept a test yet."
    frame = measures.cases()
    left = measures.narrowed(frame).sum(axis=1)
    asked = frame["help_asked"].astype(str).value_counts()
    unstated, stated = int(asked.get("not stated", 0)), int(asked.get("yes", 0))
    disputed = int(asked.get("disputed", 0))
    rows = [
        ("Your test, said before looking", own),
        ("Cases drawn by a rule, outcome unknown", "no: picked by hand, the outcome known"),
        (
            "A promise of help in force on the day",
            f"{left['clause']} of {left['all']} cases, none of them core"
            if not measures.narrowed(frame).loc["clause", "core"]
            else f"{left['clause']} of {left['all']} cases",
        ),
        (
            "A request on record",
            f"yes in {stated} cases, disputed in {disputed}, not stated in {unstated}",
        ),
        ("The same test for other alliances", f"{int((frame['group'] != 'core').sum())} cases"),
        (
            "A rating that two people agree on",
            f"one coder; {int((frame['help_given_low'] != frame['help_given_high']).sum())} "
            "ratings have a range",
        ),
        ("Help that nobody saw", "not in the tables"),
    ]
    shown = pd.DataFrame(rows, columns=["A fair test would need", "What these tables give"])
    return figures.table(shown, "Your test beside the tables")


# --- explorers ------------------------------------------------------------------------------------


def explore_tests() -> Explorer:
    """Choose which cases make the test; see what is left of the picture."""
    frame = measures.cases()

    def view(duty, asked, need, helper, period, group):
        return draw_tests(measures.filtered(frame, duty, asked, need, helper, period, group))

    states = [(measures.name(state), state) for state in THE_FOUR]
    other = ("none of the four", "other")
    return Explorer(
        view,
        "Which cases make a fair test, and what is left?",
        duty=choice(
            "Treaty",
            [
                ("not asked for", "all"),
                ("a treaty is named", "named"),
                ("in force on the day", "live"),
                ("in force, with a clause of help", "clause"),
            ],
        ),
        asked=choice("Help asked for", ["any", *ASKED]),
        need=choice("State in need", [("any", "any"), *states, other]),
        helper=choice("Could help", [("any", "any"), *states, other]),
        period=choice("Years", measures.PERIODS),
        group=choice("Cases", [("both", "both"), ("core", "core"), ("comparison", "comparison")]),
    )


def explore_definitions() -> Explorer:
    """Choose what cohesion means and how ratings are read; count the cases that reach it."""
    return Explorer(
        draw_definitions,
        "What would count as cohesion, and how many cases reach it?",
        definition=choice("Cohesion means that a partner", list(DEFINITIONS)),
        reading=choice("Ratings", [(words, key) for key, words in measures.READINGS.items()]),
    )


def explore_ranks() -> Explorer:
    """Choose cases and a reading of their ratings; see what the rank correlation hangs on."""
    return Explorer(
        draw_ranks,
        "Do ties foretell deeds in these cases?",
        which=choice("Cases", SETS),
        reading=choice("Ratings", [(words, key) for key, words in measures.READINGS.items()]),
    )


def explore_pair() -> Explorer:
    """Choose two cases and read them side by side."""
    frame = measures.cases()
    options = list(zip(frame["label"], frame["test_id"], strict=True))
    return Explorer(
        compare_cases,
        "Two cases side by side: what differs besides the outcome?",
        first=choice("First case", options, "st29"),
        second=choice("Second case", options, "st05"),
    )


def explore_kursk() -> Explorer:
    """Choose a day in the story of Kursk; see whether a promise of help was in force."""
    return Explorer(
        show_kursk,
        "On which day was there a promise to keep?",
        day=choice("Day", [(words, key) for key, (_, words) in KURSK_DAYS.items()], "force"),
    )


# --- boards ---------------------------------------------------------------------------------------


def rate_cases(group: str = "core") -> questions.Board:
    """Let the learner rate the help given in each case, with a reason.

    Args:
        group: 'core' or 'comparison'.

    Returns:
        The board; our ratings, their ranges and reasons appear only after the learner's are kept.
    """
    rows = measures.cases()
    rows = rows[rows["group"] == group]
    return questions.board(
        f"7.{group}",
        f"{len(rows)} cases: how much help was given?",
        rows={row.test_id: f"{row.label}. {row.what_happened}" for row in rows.itertuples()},
        columns={"Help given": list(measures.SCALE.values()), "Reason": REASONS},
        read=functools.partial(read_ratings, group=group),
        reasons=dict(zip(rows["test_id"], rows["given_reason"], strict=True)),
    )


def read_ratings(ratings: dict, group: str = "core") -> list:
    """Show a learner's ratings beside ours, and how picture and rank correlation move.

    Args:
        ratings: {test_id: {'Help given': words, 'Reason': words}}, possibly incomplete.
        group: 'core' or 'comparison'.

    Returns:
        A table of the cases rated, and the figure with the learner's ratings.
    """
    rows = measures.cases()
    rows = rows[(rows["group"] == group) & rows["test_id"].isin(list(ratings))]
    own = [ratings[case].get("Help given", "not rated") for case in rows["test_id"]]
    verdicts = [_verdict(words, row) for words, row in zip(own, rows.itertuples(), strict=True)]
    shown = pd.DataFrame(
        {
            "Case": rows["label"],
            "Your rating": own,
            "Our rating": [_range(row, "help_given", measures.SCALE) for _, row in rows.iterrows()],
            "Beside ours": verdicts,
            "Your reason": [ratings[c].get("Reason", "none given") for c in rows["test_id"]],
        }
    )
    rated = sum(words != "not rated" for words in own)
    caption = f"Your ratings beside ours: {verdicts.count('same')} of {rated} alike"
    which = SETS[0] if group == "core" else SETS[1]
    return [figures.table(shown, caption, limit=20), draw_ranks(which, ratings=ratings)]


def _verdict(words, row) -> str:
    codes = {text: code for code, text in measures.SCALE.items()}
    if words not in codes:
        return "not rated"
    if codes[words] == row.help_given:
        return "same"
    inside = row.help_given_low <= codes[words] <= row.help_given_high
    return "within our range" if inside else "different"
