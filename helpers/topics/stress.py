"""Stress tests: help that ties led one to expect, beside help that came, case by case.

`help_expected` and `help_given` are ordinal codes from 0 to 3, coded by one person and made to be
disputed, each with a reason and a range in its row; nothing here averages them or adds them up.
Help expected is read on the day of the case. The cases were picked by hand, the comparison cases
for contrast, so that no rate of anything follows from a count of them. Source of all rows:
the tables stress_tests, treaties, events and transfers, whose texts are named row by row.
"""

from __future__ import annotations

import functools

import pandas as pd

from helpers import data, figures, questions
from helpers.charts import bare, drawn
from helpers.explorers import Explorer, choice, offered
from helpers.figures import BAR, GRID, INK, LABEL, PAPER, RANGE
from helpers.measures import states
from helpers.measures import stress as measures
from helpers.measures.states import THE_FOUR
from helpers.wording import headed, words

COUNCIL = ("ev119", "ev120", "ev150", "ev151")
DISPUTED = ("T194", "T197")
CSTO = "csto-1992"
KURSK = "rus-dprk-2024"
PHASES = ("st08", "st32")  # Kursk before its treaty came into force, and after
KURSK_DAYS = {  # the event that dates each choice
    "before": "ev076",
    "troops": "ev162",
    "force": "ev085",
    "russia": "ev094",
    "korea": "ev160",
}


# --- words of rows and codes ----------------------------------------------------------------------


def _labels(kind: str) -> dict:
    """Return the words of codes: scale, expected, groups, readings, sets and others."""
    return words("stress.labels").tell(kind)


def _state(iso3: str, year: int = measures.TURN, kind: str = "names") -> str:
    """Return the name of a state in a year; `kind` is names, short_names or helper_names."""
    code = measures.then(iso3, year)
    return _labels(kind).get(code) or states.names().get(code, code)


def cases() -> pd.DataFrame:
    """Return the cases of measures with `label`, the name of a case in words."""
    return _named(measures.cases())


def _named(frame) -> pd.DataFrame:
    said = words("stress.labels")
    label = [
        said.tell(
            "case",
            crisis=row.crisis,
            need=_state(row.principal),
            helpers=[_state(ally, row.date.year, "helper_names") for ally in row.ally.split(";")],
        )
        for row in frame.itertuples()
    ]
    return frame.assign(label=label)


def _helpers(row) -> str:
    """Name the partners of a case where there is little room: two, or one and how many more."""
    names = [_state(ally, row.date.year, "short_names") for ally in row.ally.split(";")]
    many, more = len(names) > 2, len(names) - 1
    said = words("stress.labels", names=names, first=names[0], more=more, many=many)
    return said.helpers


def _range(row, column, kind=None) -> str:
    """Return a code, in words of a `kind` of labels, with the range that can be defended."""
    code, low, high = row[column], row[f"{column}_low"], row[f"{column}_high"]
    said = _labels(kind)[str(code)] if kind else int(code)
    facts = {"code": said, "low": int(low), "high": int(high), "wide": bool(low != high)}
    return words("stress.labels").tell("range", **facts)


def _ranges(frame, column, kind=None) -> list[str]:
    return [_range(row, column, kind) for _, row in frame.iterrows()]


def _asked(frame) -> list[str]:
    return [_labels("asked").get(code, code) for code in frame["help_asked"].astype(str)]


def _table(frame, caption) -> figures.LessonTable:
    shown = _named(frame).assign(
        group=frame["group"].astype(str),
        asked=_asked(frame),
        expected=_ranges(frame, "help_expected"),
        given=_ranges(frame, "help_given"),
        grade=frame["evidence_grade"].astype(str),
    )
    return figures.table(headed(shown, words("stress.cases").columns), caption)


def _answered(said, answers: dict, caption: str, sentence: str = "") -> figures.LessonTable:
    """Return a table of the questions of `said`, one answer each."""
    shown = {said.question: said.questions.values(), said.answer: answers.values()}
    return figures.table(pd.DataFrame(shown), caption, sentence=sentence)


# --- expected and given, case by case -------------------------------------------------------------


def draw_tests(frame: pd.DataFrame | None = None, guess=None) -> figures.LessonFigure:
    """Draw expected and given help of each case, the four and the comparison cases apart.

    `frame` are rows of `measures.cases()`, all by default; rows that are missing leave their place
    empty. `guess` is how many tests of Iran the learner expects to bring material help.
    """
    everything = measures.cases()
    frame = everything if frame is None else frame
    said = words("stress.tests", guess=guess, **_counted(frame, everything))
    if frame.empty:
        return figures.message(said.none_title, said.none)
    with figures.page(said) as page:
        for group, left in (("core", 0.25), ("comparison", 5.15)):
            whole, own = (rows[rows["group"] == group] for rows in (everything, frame))
            head = {"name": _labels("groups")[group], "shown": len(own), "all": len(whole)}
            head = said.tell("panel", **head)
            page.text(left, 1.22, head, size=11.5, weight="bold", va="bottom")
            places = _row_places(whole)
            ax = _panel(page, left, min([-20.3, *(y - 0.6 for y in places.values())]))
            _draw_deeds(ax, own, places)
            _draw_names(ax, said, own, places, _headings(said, whole, places))
    return page.told(said, [frame], _table(frame, said.table), data.as_of("stress_tests"))


def _counted(frame, everything) -> dict:
    """Return the facts that the words of `draw_tests` are filled with."""
    core, other = (frame[frame["group"] == group] for group in measures.GROUPS)
    of = everything["group"].value_counts()
    iran, came = core[core["principal"] == "IRN"], measures.russia_alone_is_helped(core)
    found = measures.balance(frame)
    return {
        "scale": list(_labels("scale").values()),
        "count": len(frame),
        "core": {"shown": len(core), "all": int(of["core"]), **measures.balance(core)},
        "other": {"shown": len(other), "all": int(of["comparison"]), **measures.balance(other)},
        "stand": len(frame) == len(everything) and came,
        "iran": len(iran),
        "any_iran": len(iran) > 0,
        "low": int(iran["help_given_low"].min()) if len(iran) else None,
        "high": int(iran["help_given_high"].max()) if len(iran) else None,
        "material": int(measures.meeting(iran, 2).sum()),
        "none_below": found["below"] == 0,
        "asked": int(frame["asked"].sum()),
        **found,
    }


def _row_places(rows) -> dict:
    """Return the height of each row by test_id; a state in need of the core has a heading."""
    places, y, before = {}, 1.0, None
    for row in rows.itertuples():
        y -= 1.9 if row.principal != before and row.group == "core" else 1
        places[row.test_id] = y
        before = row.principal
    return places


def _headings(said, rows, places) -> dict:
    """Return the height of the heading of each state in need; comparison cases have none."""
    first = rows[rows["group"] == "core"].drop_duplicates("principal")
    return {
        said.tell("need", state=_state(row.principal)): places[row.test_id] + 0.95
        for row in first.itertuples()
    }


START, STEP = 3.3, 0.4  # inches from the left of a panel to code 0, and from code to code


def _panel(page, left, low):
    ax = page.axes(left=left, right=10 - left - 4.6, top=1.28, bottom=0.72)
    ax.set_xlim(0, 4.6)
    ax.set_ylim(low - 0.4, 0.7)
    ax.set_yticks([])
    ax.set_xticks([START + STEP * n for n in measures.SCALE], [str(n) for n in measures.SCALE])
    ax.spines["bottom"].set_visible(False)
    ax.vlines(ax.get_xticks(), low, 0.5, color=GRID, linewidth=0.9, zorder=0)
    return ax


def _alone(rows):
    """Return the one helper of each case where it is one of the four, else ''."""
    return rows["ally"].where(rows["ally"].isin(THE_FOUR), "").to_numpy()


def _draw_deeds(ax, rows, places):
    scale = rows[["help_given", "help_expected", "help_given_low", "help_given_high"]]
    given, expected, low_end, high_end = (START + STEP * scale).to_numpy().T
    ys = rows["test_id"].map(places).to_numpy(dtype=float)
    wide = low_end != high_end
    ids = rows["test_id"].to_numpy()
    bars = ax.hlines(ys[wide], low_end[wide], high_end[wide], color=RANGE, linewidth=6, zorder=1)
    figures.mark(bars, "stress_tests", ids[wide])
    ends = {"color": INK, "linestyle": "none", "zorder": 3}
    for end in (low_end, high_end):
        ax.plot(end[wide], ys[wide], "|", markersize=8, markeredgewidth=1.2, **ends)
    ax.hlines(ys, expected, given, color=LABEL, linewidth=0.9, linestyle=(0, (3, 2)), zorder=2)
    ax.plot(expected, ys, "|", markersize=11, markeredgewidth=2.6, **ends)
    alone = _alone(rows)
    rim = {"markersize": 8, "markeredgecolor": PAPER, "markeredgewidth": 0.6, "zorder": 4}
    for state in sorted(set(alone)):
        look, own = figures.look(state), alone == state
        rim |= {"color": look.colour, "linestyle": "none"}
        dots = ax.plot(given[own], ys[own], look.marker, **rim)
        figures.mark(dots, "stress_tests", ids[own])


def _draw_names(ax, said, rows, places, headings):
    style = {"size": 10, "va": "center"}
    if rows.empty:
        ax.text(0, -1, said.nobody, size=11, color=LABEL, va="center")
    for heading, y in headings.items():
        ax.text(0, y, heading, color=LABEL, style="italic", **style)
    for row, state in zip(rows.itertuples(), _alone(rows), strict=True):
        y, weak = places[row.test_id], row.evidence_grade == "D" or not row.verified
        name = said.tell("weak" if weak else "row", crisis=row.crisis)
        figures.mark(ax.text(0, y, name, color=INK, **style), "stress_tests", [row.test_id])
        weight, word = ("bold", figures.look(state).word) if state else ("normal", LABEL)
        helper = said.tell("helper", names=_helpers(row))
        ax.text(2.12, y, helper, color=word, weight=weight, **style)


# --- where cohesion begins ------------------------------------------------------------------------


def draw_definitions(
    definition: str = "fights", reading: str = "help_given", guess=None
) -> figures.LessonFigure:
    """Draw the help given in every case on one scale, with a line where cohesion begins.

    `definition` is a key of measures.DEFINITIONS, `reading` one of measures.READINGS, `guess` in
    how many core cases the learner expects a partner to fight.
    """
    frame, least = measures.cases(), measures.DEFINITIONS[definition]
    core, other = (frame[frame["group"] == group] for group in measures.GROUPS)
    said = words("stress.definitions")
    groups = [
        (said.tell("need", state=_state(state)), rows)
        for state, rows in core.groupby("principal", sort=False)
    ]
    groups.append((said.comparison, other))
    met = [int(measures.meeting(rows, least, reading).sum()) for _, rows in groups]
    lines = [
        {"name": name, "met": number, "of": len(rows)}
        for (name, rows), number in zip(groups, met, strict=True)
    ]
    said = words(
        "stress.definitions",
        means=_labels("means")[definition],
        reading=_labels("readings")[reading],
        count=len(frame),
        first=sum(met[:-1]),
        total=len(core),
        other=met[-1],
        others=len(other),
        lines=lines,
        guess=guess,
    )
    with figures.page(said) as page:
        values = [rows.set_index("test_id")[reading] for _, rows in groups]
        _draw_piles(page, said, lines, values, least)
    return page.told(said, [frame], _table(frame, said.table), data.as_of("stress_tests"))


def _draw_piles(page, said, lines, values, least):
    # Each line of the core has a little more room than the one above; the last stands apart.
    ys = [-1.2 * n - 0.05 * n * (n - 1) for n in range(len(lines) - 1)]
    foot = ys[-1] if ys else 0
    ax = page.axes(left=2.2, right=1.5, top=1.35, bottom=0.8)
    ax.set_xlim(-0.5, 3.5)
    ax.set_ylim(foot - 2.6, 0.5)
    ax.set_yticks([])
    scale = [text.replace(" ", "\n", 1) for text in _labels("scale").values()]
    ax.set_xticks(list(measures.SCALE), scale)
    ax.tick_params(labelsize=10)
    ax.axvspan(least - 0.5, 3.5, color=figures.BAND, linewidth=0, zorder=0)
    ax.axvline(least - 0.5, color=INK, linewidth=1.6)
    ax.text(least - 0.45, 0.55, said.line_from, size=10.5, va="bottom", color=INK)
    for line, own, y in zip(lines, values, [*ys, foot - 1.7], strict=True):
        ax.text(-0.58, y, line["name"], ha="right", va="center", size=11, color=INK)
        ax.text(3.58, y, said.tell("of", **line), va="center", size=12, weight="bold", color=INK)
        _draw_pile(ax, own, y, least)
    ax.axhline(foot - 0.85, color=figures.AXIS, linewidth=0.8)


def _draw_pile(ax, values, y, least):
    for value in measures.SCALE:
        ids = values.index[values == value]
        number = len(ids)
        face = INK if value >= least else PAPER
        across = min(number, 4)
        places = [divmod(n, 4) for n in range(number)]
        deep = (number - 1) // 4
        xs = [value + (column - (across - 1) / 2) * 0.17 for _, column in places]
        ys = [y + (deep / 2 - row) * 0.42 for row, _ in places]
        style = {"markeredgecolor": INK, "markeredgewidth": 1.4, "markersize": 9}
        dots = ax.plot(xs, ys, "o", color=face, linestyle="none", zorder=3, **style)
        figures.mark(dots, "stress_tests", ids)


# --- how few cases a fair test leaves -------------------------------------------------------------


def draw_narrowing(guess=None) -> figures.LessonFigure:
    """Draw how many cases are left as the demands on a fair test grow.

    `guess` is how many cases the learner drew for each demand, {'clause': number}.
    """
    frame = measures.cases()
    left, shown = measures.narrowed(frame), frame[frame["clause"]]
    steps = words("stress.narrowing").steps
    said = words(
        "stress.narrowing",
        total=len(frame),
        clause=len(shown),
        core=int(left.loc["clause", "core"]),
        other=int(left.loc["clause", "comparison"]),
        no_clause=shown.empty,
        no_core=left.loc["clause", "core"] == 0,
        all_core=int(left.loc["all", "core"]),
        all_other=int(left.loc["all", "comparison"]),
        left=[{"name": steps[step]} | row.to_dict() for step, row in left.iterrows()],
        crises=shown.loc[shown["group"] == "core", "crisis"].tolist(),
        guess=drawn(guess, steps),
        found=[{"at": steps[step], "number": int(row.sum())} for step, row in left.iterrows()][1:],
    )
    with figures.page(said) as page:
        _draw_steps(page, said, left, measures.left_after(frame))
    treaties = data.table("treaties")
    treaties = treaties[treaties["treaty_id"].isin(frame["obligation_treaty_id"].dropna())]
    sources, as_of = [frame[frame["named"]], treaties], data.as_of("stress_tests", "treaties")
    return page.told(said, sources, _table(shown, said.table), as_of)


def _draw_steps(page, said, left, rows_left):
    ax = page.axes(left=2.95, right=0.3, top=1.5, bottom=0.6)
    ax.set_xlim(0, 18)
    ax.set_ylim(-4.6, 0.6)
    bare(ax)
    looks = ((0.6, "core", "o", INK), (10.4, "comparison", "s", BAR))
    for x, group, *_ in looks:
        ax.text(x - 0.3, 0.75, said.heads[group], size=11.5, weight="bold")
    for y, step in enumerate(measures.STEPS):
        ax.text(-0.3, -y, said.lines[step], ha="right", va="center", size=11, color=INK)
        ax.axhline(-y - 0.5, color=GRID, linewidth=0.9)
        for x, group, marker, ink in looks:
            number = int(left.loc[step, group])
            cases = rows_left[step].query("group == @group")["test_id"]
            places, rows = [divmod(n, 9) for n in range(number)], (number - 1) // 9
            xs = [x + column * 0.72 for _, column in places]
            ys = [-y + (rows / 2 - row) * 0.36 for row, _ in places]
            dots = ax.plot(xs, ys, marker, color=ink, linestyle="none", markersize=9)
            figures.mark(dots, "stress_tests", cases)
            style = {"size": 12, "weight": "bold", "va": "center", "ha": "left"}
            ax.text(x + 9 * 0.72 + 0.1, -y, str(number), **style)


# --- expected against given -----------------------------------------------------------------------


def draw_ranks(
    which: str = "core", reading: str = "help_given", ratings: dict | None = None
) -> figures.LessonFigure:
    """Draw expected against given help, with the rank correlation.

    `which` is one of measures.SETS, `reading` one of measures.READINGS; `ratings` are the
    learner's as the boards keep them, or None for ours.
    """
    ours = measures.chosen(measures.cases(), which)
    frame = measures.rerated(ours, ratings) if ratings else ours
    own = int(frame["test_id"].isin(measures.rating_codes(ratings or {})).sum())
    said = words(
        "stress.ranks",
        value=measures.spearman(frame["help_expected"], frame[reading]),
        ours=measures.spearman(ours["help_expected"], ours[reading]),
        rated=bool(ratings),
        which=_labels("sets")[which],
        reading=_labels("readings")[reading],
        count=len(frame),
        own=own,
        rest=len(frame) - own,
        found=measures.balance(frame, reading),
    )
    with figures.page(said) as page:
        ax = _square(page, said)
        _draw_cells(ax, frame, reading, ours if ratings else None)
        aside = {"size": 11, "color": LABEL, "va": "center"}
        for y, text in ((3.0, said.above), (2.4, said.equal), (1.8, said.below)):
            ax.text(3.62, y, text, **aside)
        if ratings:
            ax.text(3.62, 1.2, said.ours_differs, **aside)
    return page.told(said, [frame], _table(frame, said.table), data.as_of("stress_tests"))


def _square(page, said):
    """Return axes of expected (across) and given (up), a cell for each pair of codes."""
    ax = page.axes(left=2.4, right=2.6, top=1.35, bottom=1.0)
    ax.set_xlim(-0.5, 3.5)
    ax.set_ylim(-0.5, 3.5)
    ax.set_xticks(list(measures.SCALE))
    ax.set_yticks(list(measures.SCALE), list(_labels("scale").values()))
    ax.spines["bottom"].set_visible(False)
    ax.hlines([-0.5, 0.5, 1.5, 2.5, 3.5], -0.5, 3.5, color=GRID, linewidth=0.9)
    ax.vlines([-0.5, 0.5, 1.5, 2.5, 3.5], -0.5, 3.5, color=GRID, linewidth=0.9)
    for step in measures.SCALE:
        ax.fill_between([step - 0.5, step + 0.5], step - 0.5, step + 0.5, color=figures.BAND)
    figures.draw_unit(ax, said.given, lift=0.08)
    ax.set_xlabel(said.expected, size=11)
    return ax


def _draw_cells(ax, frame, reading, ours):
    """Put the marks of each cell in a grid of at most four a row; never random jitter."""
    cells: dict = {}
    old = None if ours is None else ours.set_index("test_id")[reading]
    for row in frame.itertuples():
        given = getattr(row, reading)
        look = ("o", INK, INK) if row.group == "core" else ("s", BAR, BAR)
        cells.setdefault((row.help_expected, given), []).append((*look, row.test_id))
        if old is not None and old[row.test_id] != given:
            before = ("D", PAPER, LABEL, row.test_id)
            cells.setdefault((row.help_expected, old[row.test_id]), []).append(before)
    for (x, y), marks in cells.items():
        deep, across = (len(marks) - 1) // 4, min(len(marks), 4)
        for n, (marker, face, edge, test) in enumerate(marks):
            line, column = divmod(n, 4)
            place = x + (column - (across - 1) / 2) * 0.2, y + (deep / 2 - line) * 0.27
            style = {"markersize": 8.5, "markerfacecolor": face, "markeredgecolor": edge}
            dot = ax.plot(*place, marker, markeredgewidth=1.2, zorder=3, **style)
            figures.mark(dot, "stress_tests", [test])


# --- tables ---------------------------------------------------------------------------------------


def show_case(test_id: str) -> figures.LessonTable:
    """Show one case, such as 'st08', as question and answer."""
    row = cases().set_index("test_id").loc[test_id]
    return _answered(words("stress.case"), _answers(row), row["label"])


def _answers(row) -> dict[str, str]:
    """Return the answers on one case by the keys of the questions, in their order."""
    names = data.table("treaties").set_index("treaty_id")["short_name"]
    name = names[row["obligation_treaty_id"]].replace("-", "–") if row["named"] else None
    facts = {"name": name, "live": row["live"], "promised": row["promised"]}
    return {
        "what": row["what_happened"],
        "treaty": words("stress.case").tell("treaty", **facts),
        "asked": _labels("asked").get(str(row["help_asked"]), str(row["help_asked"])),
        "expected": _range(row, "help_expected", "expected"),
        "expected_reason": row["expected_reason"],
        "given": _range(row, "help_given", "scale"),
        "given_reason": row["given_reason"],
        "for": row["reading_for"],
        "against": row["reading_against"],
        "grade": str(row["evidence_grade"]),
    }


def compare_cases(first: str, second: str) -> figures.LessonTable:
    """Show two cases, by test_id, side by side; the sentence says what is alike."""
    frame, scale = cases().set_index("test_id"), _labels("scale")
    a, b = frame.loc[first], frame.loc[second]
    said = words(
        "stress.pair",
        label=b["label"],
        same=a["named"] and a["obligation_treaty_id"] == b["obligation_treaty_id"],
        first=scale[str(a["help_given"])],
        second=scale[str(b["help_given"])],
    )
    asked = words("stress.case")
    shown = {asked.question: asked.questions.values(), a["label"]: _answers(a).values()}
    shown[said.again if first == second else b["label"]] = _answers(b).values()
    return figures.table(pd.DataFrame(shown), said.table, sentence=said.sentence)


def show_clause_use() -> figures.LessonTable:
    """Show the cases in which the CSTO treaty could oblige and help was asked for, by date."""
    rows = measures.obliged(CSTO)
    said = words("stress.clause_use", members=rows["principal"].nunique())
    shown = rows.assign(
        need=[_state(state) for state in rows["principal"]],
        asked=_asked(rows),
        given=_ranges(rows, "help_given", "scale"),
    )
    return figures.table(headed(shown, said.columns), said.table)


def show_council() -> figures.LessonTable:
    """Show votes of the Security Council on Iran: what was put to the vote, and the count."""
    said = words("stress.council", count=len(COUNCIL))
    rows = data.table("events").set_index("event_id").loc[list(COUNCIL)]
    rows = rows.assign(count=[said.counts[event] for event in COUNCIL])
    return figures.table(headed(rows, said.columns), said.table)


def show_disputed() -> figures.LessonTable:
    """Show the claim and the denial on which the upper end of the case of 2026 rests."""
    said = words("stress.disputed")
    rows = data.table("transfers").set_index("transfer_id").loc[list(DISPUTED)]
    rows = rows.assign(status=rows["status"].astype(str), grade=rows["evidence_grade"].astype(str))
    return figures.table(headed(rows, said.columns), said.table)


def show_headline() -> figures.LessonTable:
    """Show in steps how the sentence of the bug hunt was computed; each is carried out right."""
    gap, percent = measures.cases()["gap"], measures.percent_kept()
    facts = {"kept": int((gap >= 0).sum()), "count": len(gap), "share": float((gap >= 0).mean())}
    said = words("stress.headline", percent=percent, **facts)
    shown = {said.step: said.steps.values(), said.result: said.results.values()}
    return figures.table(pd.DataFrame(shown), said.table)


def show_due() -> figures.LessonTable:
    """Show the cases that name a treaty with a promise of help in war, by date, with ranges."""
    rows, said = measures.due(), words("stress.due")
    states_of = zip(rows["live"], rows["over"], strict=True)
    shown = rows.drop(columns="asked").assign(
        in_force=[said.tell("live", live=live, over=over) for live, over in states_of],
        expected=_ranges(rows, "help_expected", "expected"),
        given=_ranges(rows, "help_given", "scale"),
    )
    return figures.table(headed(shown, said.columns), said.table)


def show_kursk(day: str = "before") -> figures.LessonTable:
    """Show what was promised and known about the help in Kursk on a day of KURSK_DAYS."""
    event = data.table("events").set_index("event_id").loc[KURSK_DAYS[day]]
    treaty = data.table("treaties").set_index("treaty_id").loc[KURSK]
    frame, live = measures.cases(), bool(event["date"] >= treaty["in_force"])
    case = frame.set_index("test_id").loc[PHASES[live]]
    said = words(
        "stress.kursk",
        live=live,
        on=bool(event["date"] == treaty["in_force"]),
        day=_labels("days")[day],
        date=event["date_text"],
        title=event["title"],
        signed=treaty["signed"],
        start=treaty["in_force"],
        **_kursk_phases(frame, treaty["in_force"]),
    )
    answers = {
        "day": said.when,
        "known": event["summary"],
        "treaty": said.treaty,
        "change": said.change,
        "expected": _range(case, "help_expected", "expected"),
        "expected_reason": case["expected_reason"],
        "given": _range(case, "help_given", "scale"),
        "given_reason": case["given_reason"],
        "clauses": str(measures.core_clauses(frame, event["date"])),
    }
    return _answered(said, answers, said.table, said.sentence)


def _kursk_phases(frame, start) -> dict:
    """Return what our codes say of Kursk before the treaty came into force and after, as facts."""
    cases, eve = frame.set_index("test_id"), start - pd.Timedelta(days=1)
    return {
        phase: {
            "expected": _range(cases.loc[test], "help_expected"),
            "given": _range(cases.loc[test], "help_given"),
            "reason": cases.loc[test, "expected_reason"],
            "clauses": measures.core_clauses(frame, day),
        }
        for phase, test, day in zip(("before", "after"), PHASES, (eve, start), strict=True)
    }


def show_fair_test() -> figures.LessonTable:
    """Show the test that the learner named before looking, beside what the tables can give."""
    kept, frame = questions.first_guess("7.4"), measures.cases()
    left = measures.narrowed(frame)
    said = words(
        "stress.fair_test",
        clause=int(left.loc["clause"].sum()),
        all=len(frame),
        no_core=left.loc["clause", "core"] == 0,
        others=int(left.loc["all", "comparison"]),
        ranges=measures.count_given_ranges(),
        **measures.requests(),
    )
    own = kept if isinstance(kept, str) and kept.strip() else said.no_test
    have = [own if row == "own" else said.tell(row) for row in said.rows]
    shown = {said.need: said.rows.values(), said.have: have}
    return figures.table(pd.DataFrame(shown), said.table)


# --- explorers ------------------------------------------------------------------------------------


def explore_tests() -> Explorer:
    """Choose which cases make the test; see what is left of the picture."""
    frame, said = measures.cases(), words("stress.explore_tests", year=measures.TURN)

    def view(duty, asked, need, helper, period, group):
        return draw_tests(measures.filtered(frame, duty, asked, need, helper, period, group))

    anybody = {"any": said.any} | {state: _state(state) for state in THE_FOUR}
    anybody = offered(anybody | {"other": said.other})
    return Explorer(
        view,
        said.question,
        duty=choice(said.duty, offered(said.duties)),
        asked=choice(said.asked, offered({"any": said.any} | _labels("asked"))),
        need=choice(said.need, anybody),
        helper=choice(said.helper, anybody),
        period=choice(said.period, offered(said.periods)),
        group=choice(said.group, offered(said.groups)),
    )


def explore_definitions() -> Explorer:
    """Choose what cohesion means and how ratings are read; count the cases that reach it.

    The learner's guess at 7.7 stands under the setting that it was made for.
    """
    said = words("stress.explore_definitions")

    def view(definition, reading):
        asked = (definition, reading) == ("fights", "help_given")
        return draw_definitions(
            definition, reading, questions.first_guess("7.7") if asked else None
        )

    return Explorer(
        view,
        said.question,
        definition=choice(said.definition, offered(_labels("definitions"))),
        reading=choice(said.reading, offered(_labels("readings"))),
    )


def explore_ranks() -> Explorer:
    """Choose cases and a reading of their ratings; see what the rank correlation hangs on."""
    said = words("stress.explore_ranks")
    return Explorer(
        draw_ranks,
        said.question,
        which=choice(said.which, offered(_labels("sets"))),
        reading=choice(said.reading, offered(_labels("readings"))),
    )


def explore_pair() -> Explorer:
    """Choose two cases and read them side by side."""
    frame, said = cases(), words("stress.explore_pair")
    options = list(zip(frame["label"], frame["test_id"], strict=True))
    return Explorer(
        compare_cases,
        said.question,
        first=choice(said.first, options, "st29"),
        second=choice(said.second, options, "st05"),
    )


def explore_kursk() -> Explorer:
    """Choose a day in the story of Kursk; see whether a promise of help was in force."""
    said = words("stress.explore_kursk")
    days = choice(said.day, offered(_labels("days")), "force")
    return Explorer(show_kursk, said.question, day=days)


# --- boards ---------------------------------------------------------------------------------------


def rate_cases(group: str = "core") -> questions.Board:
    """Let the learner rate the help given in each case of a group, with a reason.

    Our ratings, their ranges and reasons appear only after the learner's are kept.
    """
    return _rating(f"7.{group}", cases().query("group == @group"), read_ratings, group=group)


def rate_blind() -> questions.Board:
    """Let the learner rate six cases before any chart has shown how they were rated."""
    rows = cases().query("test_id in @measures.BLIND")
    return _rating("7.blind", rows, read_blind, blind=True)


def _rating(key, rows, read, blind=False, **more) -> questions.Board:
    said = words("stress.rate_cases", count=len(rows))
    ends = zip(rows["test_id"], rows["help_given_low"], rows["help_given_high"], strict=True)
    return questions.board(
        key,
        said.question,
        rows={
            row.test_id: said.tell("row", label=row.label, what=row.what_happened)
            for row in rows.itertuples()
        },
        columns={"given": _labels("scale"), "reason": said.reasons},
        read=functools.partial(read, **more),
        reasons=dict(zip(rows["test_id"], rows["given_reason"], strict=True)),
        heads=said.heads,
        ours={row.test_id: {"given": str(row.help_given)} for row in rows.itertuples()},
        others={
            case: {"given": [str(code) for code in range(low, high + 1)]}
            for case, low, high in ends
        },
        cards=True,
        blind=blind,
    )


def read_ratings(ratings: dict, group: str = "core") -> list:
    """Show a learner's ratings beside ours, and how picture and rank correlation move.

    `ratings` are {test_id: {'given': code, 'reason': code}}, possibly incomplete. Returns a table
    of the cases rated, and the figure with the learner's ratings.
    """
    rows = cases().query("group == @group and test_id in @ratings.keys()")
    return [_beside_ours(ratings, rows), draw_ranks(group, ratings=ratings)]


def read_blind(ratings: dict) -> figures.LessonTable:
    """Show ratings of the blind cases, as `read_ratings` takes them, beside ours."""
    return _beside_ours(ratings, cases().query("test_id in @ratings.keys()"))


def _beside_ours(ratings: dict, rows) -> figures.LessonTable:
    codes, scale = measures.rating_codes(ratings), _labels("scale")
    own = [codes.get(case) for case in rows["test_id"]]
    found = [measures.verdict(c, row) for c, row in zip(own, rows.itertuples(), strict=True)]
    rated = sum(code is not None for code in own)
    said = words("stress.ratings", same=found.count("same"), rated=rated)
    reasons = words("stress.rate_cases").reasons
    why = [reasons.get(ratings[case].get("reason"), said.no_reason) for case in rows["test_id"]]
    shown = rows.assign(
        own=[said.not_rated if code is None else scale[str(code)] for code in own],
        ours=_ranges(rows, "help_given", "scale"),
        verdict=[said.verdicts[code] for code in found],
        reason=why,
    )
    return figures.table(headed(shown, said.columns), said.table, limit=20)
