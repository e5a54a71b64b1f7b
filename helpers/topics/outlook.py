"""Outlook: what may follow, what to watch, how forecasts are scored, and what to do.

Probabilities are shares from 0 to 1 in measures and per cent from 0 to 100 where a learner types
or reads them. Source of all rows: the tables implications, indicators, forecast_questions,
policy_options, arms_exports, capabilities and views.
"""

from __future__ import annotations

import functools

import pandas as pd

from helpers import data, figures, questions
from helpers.charts import DASH, Rows, on_paper
from helpers.explorers import Explorer, choice, choices, toggle
from helpers.figures import BAND, BAR, GRID, INK, LABEL, NOTE, PAPER, RANGE
from helpers.measures import outlook as measures
from helpers.measures import states
from helpers.numbers import parse_number
from helpers.wording import headed, localised, words

HALVES = ([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])  # ticks of Brier scores
COSTED = (0, 10, 30, 50, 70, 90, 100)  # per cent
# Who warns of an error (a view and the column in which it does), and the option that risks it.
ERRORS = {
    "prophecy": ((("V10", "main_claim"), ("V56", "prediction")), "po02"),
    "complacency": ((("V02", "main_claim"),), "po01"),
}


def _labels(kind: str) -> dict:
    """Return the words of codes: areas, directions, forecasters, goals and others."""
    return words("outlook.labels").tell(kind)


def _forecaster(code: str) -> str:
    return _labels("forecasters").get(code, code)


def _family(code: str) -> str:
    return _labels("families").get(code, code)


# --- indicators -----------------------------------------------------------------------------------

_LOOKS = {
    "higher": ("^", INK),
    "lower": ("v", INK),
    "ambiguous": ("D", PAPER),
    "none": ("s", PAPER),
}


def _indicators() -> pd.DataFrame:
    """Return the indicators of measures with words: `value`, the last value and its unit; `moved`.

    `told` says beside the value where it is known through copies only, `moved` with a sign how it
    moved, `earlier` from where, `line` is the watch line.
    """
    frame, said, units = measures.indicator_rows(), words("outlook.labels"), _labels("units")

    def written(column):
        return [
            said.tell("value", number=_rounded(number, unit), unit=units.get(unit, unit))
            for number, unit in zip(frame[column], frame["unit"], strict=True)
        ]

    values = written("latest_value")
    weak = zip(values, frame["weak"], strict=True)
    told = [said.tell("told", value=value, weak=bool(copies)) for value, copies in weak]
    moved, earlier = [], []
    for value, row in zip(values, frame.itertuples(), strict=True):
        known, before = isinstance(row.trend, str), _rounded(row.earlier_value, row.unit)
        ways = {way: row.trend == way for way in ("up", "down", "same")}
        moved.append(said.tell("moved", value=value, **ways))
        day = row.earlier_as_of_text
        earlier.append(said.tell("earlier", number=before, day=day) if known else said.unknown)
    more = {"moved": moved, "earlier": earlier, "line": written("threshold")}
    return frame.assign(value=values, told=told, **more)


def _rounded(number, unit) -> str:
    return figures.words(round(number, 2) if unit == "share 0-1" else number)


def draw_indicators(show=measures.DIRECTIONS, oldest_first: bool = False, guess=None):
    """Draw the board of indicators: last value known, its date, and what a rise would mean.

    `show` are the DIRECTIONS whose rows are drawn, by date if `oldest_first`; `guess` is how many
    the learner expects to speak for cohesion. Returns the `LessonFigure`.
    """
    everything = _indicators()
    rows = measures.ordered(everything[everything["direction"].isin(show)], oldest_first)
    if rows.empty:
        said = words("outlook.indicators")
        return figures.message(said.empty_title, said.empty, figures.TALL)
    said = _say_indicators(rows, everything, guess)
    count = max(len(everything), ROOM)
    with figures.page(said, height=figures.TALL + STEP * (count - ROOM)) as page:
        for left, head in zip((0.25, 3.75, 5.6, 7.1), said.heads.values(), strict=True):
            page.text(left, 1.22, head, size=11, weight="bold", va="bottom")
        first, last = (int(end) for end in (everything["when"].min(), everything["when"].max()))
        span = (first - 0.15, last + 0.6)
        lines = Rows(page, count, span, [], left=7.1, right=0.45, top=1.3, bottom=0.75)
        lines.ax.set_xticks(range(first, last + 1, 1 + (last - first) // 5))
        for place, row in rows.iterrows():
            lines.range(place, *span, GRID, 0.9, zorder=0)
            _draw_indicator(lines, place, row)
    table = rows.assign(means=rows["direction"].map(_labels("directions")))
    table = figures.table(headed(table, said.columns), said.table)
    return page.told(said, [rows], table, data.as_of("indicators"))


ROOM = 18  # rows for which a tall page has room; it grows with more
STEP = (figures.TALL - 1.3 - 0.75) / (ROOM + 0.2)  # inches from row to row


def _draw_indicator(lines, place, row):
    """Write one indicator and its value, and mark its date."""
    top = 1.3 + (place + 0.6) * STEP
    name = words("outlook.labels", short=row["short"]).weak if row["weak"] else row["short"]
    lines.page.text(0.25, top, name, size=10.5, va="center")
    lines.page.text(3.75, top, row["moved"], size=10.5, va="center", color=LABEL)
    lines.page.text(5.6, top, row["line"], size=10.5, va="center", color=LABEL)
    marker, face = _LOOKS[row["direction"]]
    style = {"zorder": 2, "markerfacecolor": face, "markeredgewidth": 1.4}
    drawn = lines.mark(place, row["when"], marker, **style)
    figures.mark(drawn, "indicators", [row["indicator_id"]])


def _say_indicators(rows, everything, guess):
    """Return what is said of the indicators shown, `rows`, out of all."""
    counts = {code: int((rows["direction"] == code).sum()) for code in measures.DIRECTIONS}
    present = [code for code in measures.DIRECTIONS if code in set(everything["direction"])]
    number = parse_number(guess)
    return words(
        "outlook.indicators",
        **counts,
        falls=counts["lower"] or None,
        count=len(rows),
        all=len(everything),
        present=[{one: one == code for one in measures.DIRECTIONS} for code in present],
        rises=int((rows["trend"] == "up").sum()),
        drops=int((rows["trend"] == "down").sum()),
        bare=int(rows["trend"].isna().sum()),
        oldest=rows.loc[rows["as_of"].idxmin(), "as_of_text"],
        newest=rows.loc[rows["as_of"].idxmax(), "as_of_text"],
        guess=guess if number is None else localised(f"{number:,.6g}"),
    )


def explore_indicators() -> Explorer:
    """Choose which indicators stand on the board, and their order."""
    said, present = words("outlook.explore_indicators"), set(measures.indicator_rows()["direction"])
    kinds = [(label, code) for code, label in _labels("directions").items() if code in present]
    return Explorer(
        draw_indicators,
        said.question,
        show=choices(said.show, kinds),
        oldest_first=toggle(said.oldest_first),
    )


# --- scores of forecasters ------------------------------------------------------------------------

_BOXED = {
    "size": 10.5,
    "va": "center",
    "zorder": 5,
    "bbox": on_paper(),
}


def draw_forecasters(guess=None) -> figures.LessonFigure:
    """Draw the Brier scores of made-up forecasters: all questions, the yes and the no ones.

    `guess` is the learner's prediction: 'better', 'same' or 'worse'.
    """
    frame, asked = measures.scores(), measures.practice()
    score = frame.set_index("forecaster").to_dict("index")
    nothing, fifty = (score[code]["all"] for code in (measures.NOTHING, measures.FIFTY))
    came = int(asked["outcome"].sum())
    said = words(
        "outlook.forecasters",
        **{code: score[code] for code in ("fifty", "nothing", "learner", "certain")},
        forecasters=len(frame),
        count=len(asked),
        worse=bool(nothing > fifty),
        better=bool(nothing < fifty),
        came=came,
        half=2 * came == len(asked),
        guess=words("outlook.forecasters").guesses.get(guess),
    )
    with figures.page(said) as page:
        box = {"left": 2.7, "right": 0.45, "top": 1.45, "bottom": 0.95}
        lines = Rows(page, len(frame), (-0.02, 1.02), [], **box)
        lines.ax.set_xticks(*HALVES)
        lines.ax.axvline(fifty, color=NOTE, linewidth=1.2, linestyle=DASH, zorder=1)
        figures.draw_unit(lines.ax, said.unit)
        for place, row in frame.iterrows():
            _draw_scores(lines, said, place, row, asked)
    shown = frame.assign(forecaster=frame["forecaster"].map(_forecaster)).round(3)
    table = figures.table(headed(shown, said.columns), said.table)
    return page.told(said, [asked], table, data.as_of("forecast_questions"))


def _draw_scores(lines, said, place, row, asked):
    """Draw one forecaster; marks that would cover one another are told in numbers."""
    low, high = row[["yes", "no"]].min(), row[["yes", "no"]].max()
    lines.ax.plot([low, high], [-place, -place], color=RANGE, linewidth=3, zorder=2)
    marks = [("yes", "s", PAPER), ("no", "D", PAPER), ("all", "o", INK)]
    if high - low < 0.05:
        marks = marks[2:]
        lines.aside(place, said.tell("close", **row), high + 0.025, **_BOXED)
    for part, marker, face in marks:
        look = {"color": INK, "markerfacecolor": face, "markeredgewidth": 1.4}
        mark = lines.ax.plot(row[part], -place, marker, zorder=4, clip_on=False, **look)
        meant = asked if part == "all" else asked[asked["outcome"] == (part == "yes")]
        figures.mark(mark, "forecast_questions", [list(meant["question_id"])])
    lines.aside(place - 0.3, said.tell("all", score=row["all"]), row["all"], ha="center", **_BOXED)
    bold = "bold" if row["forecaster"] == measures.NOTHING else "normal"
    lines.name(place, _forecaster(row["forecaster"]), -0.06, weight=bold)


def _draw_calibration(frame: pd.DataFrame, name: str, chosen: str = ""):
    """Draw what one forecaster said against what happened, and the score beside two others.

    `frame` are rows of `forecasts()` of the forecaster `name`, a code; `chosen`, one of COUNTED,
    says which questions count. Returns the `LessonFigure`.
    """
    if frame.empty:
        said = words("outlook.calibration")
        return figures.message(said.empty_title, said.empty)
    groups = measures.calibration(frame["probability"], frame["outcome"])
    groups = groups[groups["cases"] > 0]
    bars = [(_forecaster(code), score) for code, score in measures.beside(frame, name).items()]
    shown = groups.assign(**(100 * groups[["low", "high", "said", "happened"]]).astype(float))
    said = words(
        "outlook.calibration",
        name=bars[0][0],
        own=bars[0][1],
        rivals=[{"name": other, "score": score} for other, score in bars[1:]],
        count=len(frame),
        chosen=_labels("counted").get(chosen),
        largest=shown.nlargest(2, "cases").sort_index().to_dict("records"),
        few=int((groups["cases"] < measures.FEW).sum()) or None,
        groups=len(groups),
        least=measures.FEW,
    )
    with figures.page(said) as page:
        _draw_groups(page, said, shown)
        _score_bars(page, said, bars)
    table = figures.table(headed(shown.round(1), said.columns), said.table)
    asked = measures.practice().merge(frame[["question_id"]])
    return page.told(said, [asked], table, data.as_of("forecast_questions"))


def _draw_groups(page, said, groups):
    """Draw groups of forecasts: said across, happened up, in per cent."""
    ax = page.axes(left=0.9, right=4.75, top=1.45, bottom=1.0)
    ax.set_xlim(-3, 103)
    ax.set_ylim(-3, 106)
    ax.set_xticks(range(0, 101, 20))
    ax.set_yticks(range(0, 101, 20))
    ax.grid(color=GRID)
    ax.plot([0, 100], [0, 100], color=NOTE, linewidth=1.2, linestyle=DASH)
    ax.plot(groups["said"], groups["happened"], color=INK, zorder=3)
    for row in groups.itertuples():
        face = PAPER if row.cases < measures.FEW else INK
        place = (row.said, row.happened)
        ax.plot(*place, "o", color=INK, markerfacecolor=face, zorder=4, clip_on=False)
        height = row.happened + (7 if row.happened < 90 else -8)
        ax.text(row.said, height, str(row.cases), ha="center", **_BOXED)
    figures.draw_unit(ax, said.happened)
    ax.set_xlabel(said.said, loc="left")


def _score_bars(page, said, bars):
    ax = page.axes(left=6.1, right=0.6, top=1.45, bottom=1.0)
    ax.set_xlim(0, 1)
    ax.set_ylim(-3, 0.75)
    ax.set_yticks([])
    ax.set_xticks(*HALVES)
    ax.grid(axis="x", color=GRID)
    figures.draw_unit(ax, said.score)
    box = {"facecolor": INK, "edgecolor": "none", "pad": 4}
    ax.text(0.02, -2.75, said.tag, size=10, color=PAPER, bbox=box)
    for place, (name, score) in enumerate(bars):
        ax.barh(-place, score, 0.34, color=BAR if place == 0 else RANGE)
        ax.text(0, -place + 0.26, name, va="bottom", weight="normal" if place else "bold", **_NAME)
        number = said.tell("number", score=score)
        ax.text(score + 0.015, -place, number, va="center", **_NAME)


_NAME = {
    "size": 11,
    "zorder": 5,
    "clip_on": False,
    "bbox": on_paper(1),
}


def score_forecaster(forecaster: str = measures.LEARNER, counted: str = "all"):
    """Draw the calibration of one of FORECASTERS on the questions that count, one of COUNTED.

    Returns the `LessonFigure`.
    """
    own = measures.forecasts_of(forecaster, counted)
    return _draw_calibration(own, forecaster, chosen=counted)


def explore_forecasters() -> Explorer:
    """Choose a made-up forecaster and which questions count."""
    said, order = words("outlook.explore_forecasters"), ("learner", "certain", "nothing", "yes")
    return Explorer(
        score_forecaster,
        said.question,
        forecaster=choice(said.forecaster, [(_forecaster(c), c) for c in (*order, "fifty")]),
        counted=choice(said.counted, [(label, c) for c, label in _labels("counted").items()]),
    )


def show_costs() -> figures.LessonTable:
    """Show what single probabilities cost under the Brier rule when it happens and when not."""
    said = words("outlook.costs")
    rows = [
        {
            "said": said.tell("said", share=share),
            "yes": measures.brier([share / 100], [1]),
            "no": measures.brier([share / 100], [0]),
        }
        for share in COSTED
    ]
    return figures.table(headed(pd.DataFrame(rows), said.columns), said.table)


# --- arms -----------------------------------------------------------------------------------------


def draw_warheads() -> figures.LessonFigure:
    """Draw the published counts of North Korean warheads, broken where the counting changed."""
    rows = measures.warheads()
    rows["range"] = rows["low"] != rows["high"]
    older, newer = (rows[rows["counting"] == counting] for counting in ("older", "newer"))
    said = words(
        "outlook.warheads",
        before=older.to_dict("records"),
        before_last=older.tail(1).to_dict("records"),
        lows=[f"{low:g}" for low in newer["low"]],
        first=newer.iloc[0].to_dict(),
        last=newer.iloc[-1].to_dict(),
    )
    with figures.page(said) as page:
        ax = _warhead_axes(page, said, rows, (older["year"].max() + newer["year"].min()) / 2)
        ax.plot(newer["year"], newer["low"], color=INK, linewidth=1.4, zorder=2)
        hollow = {"color": INK, "markerfacecolor": PAPER, "markeredgewidth": 1.4}
        for row in rows.itertuples():
            with figures.row_of(ax, "capabilities", (row.iso3, row.year, row.indicator)):
                if row.range:
                    ends = [row.low, row.high]
                    ax.plot([row.year] * 2, ends, color=RANGE, linewidth=7, solid_capstyle="butt")
                for end in {row.low, row.high}:
                    ax.plot(row.year, end, "o", zorder=4, **hollow)
            count = said.tell("count", **row._asdict())
            ax.text(row.year, row.high + 3, count, ha="center", va="bottom", size=10.5)
    table = rows.astype({"low": int, "high": int})
    table["counting"] = table["counting"].map(_labels("counting"))
    return page.told(
        said, [rows], figures.table(headed(table, said.columns), said.table), said.as_of
    )


def _warhead_axes(page, said, rows, change):
    """Return axes over the years, with a band where the counting changed."""
    ax = page.axes(left=0.8, right=0.6, top=1.4, bottom=0.8)
    first, last, top = rows["year"].min(), rows["year"].max(), max(67, rows["high"].max() + 17)
    ax.set_xlim(first - 0.5, last + 0.6)
    ax.set_ylim(0, top)
    ax.set_yticks(range(0, int(top - 6), 10))
    ax.set_xticks(range(first, last + 1))
    ax.grid(axis="y", color=GRID)
    ax.axvspan(change - 0.1, change + 0.1, color=BAND, linewidth=0)
    middles = ((first - 0.5 + change - 0.1) / 2, (change + last + 0.6) / 2)
    for x, label in zip(middles, (said.older, said.newer), strict=True):
        ax.text(x, top - 3, label, ha="center", va="center", size=11, color=LABEL)
    ax.text(change, 6, said.tell("break"), ha="center", size=10, color=LABEL)
    figures.draw_unit(ax, said.unit)
    return ax


def show_headline() -> figures.LessonTable:
    """Show in steps how the headline of the bug hunt was computed; the arithmetic is right."""
    said = words("outlook.headline", **measures.doubled())
    shown = {said.step: said.steps.values(), said.result: said.results.values()}
    return figures.table(pd.DataFrame(shown), said.table)


def show_arms() -> figures.LessonTable:
    """Show shares of world arms exports by window of five years, by SIPRI."""
    rows, said = measures.exports(), words("outlook.arms")
    rows = rows.assign(
        name=rows["supplier"].map(states.names()), window=rows["period"].str.replace("-", "–")
    )
    return figures.table(headed(rows, said.columns), said.table)


# --- implications and options ---------------------------------------------------------------------


def show_implication(implication: str = "im01", sides: str = "both") -> figures.LessonTable:
    """Show one implication, by its id: claim, what speaks for and against it, and what to watch.

    `sides` is 'both', 'for' or 'against'.
    """
    row = data.table("implications").set_index("implication_id").loc[implication]
    values = _values(implication)
    area = _area(row["area"])
    facts = {"area": area, "id": implication, "side": _labels("sides")[sides], "count": len(values)}
    said = words("outlook.implication", **facts)
    texts = {"claim": row["claim"], "for": row["for_evidence"], "against": row["against_evidence"]}
    hidden = {"for": "against", "against": "for"}.get(sides)
    lines = [(said.parts[part], text) for part, text in texts.items() if part != hidden]
    lines.append((said.parts["watch"], row["indicator"]))
    lines += values or [(said.parts["value"], said.none)]
    lines.append((said.parts["sources"], data.cite_text(*row["source_ids"].split(";"))))
    frame = pd.DataFrame(lines, columns=["part", "text"])
    return figures.table(headed(frame, said.columns), said.table, sentence=said.sentence)


def _area(code) -> str:
    return _labels("areas").get(str(code), str(code))


def _values(implication: str) -> list[tuple[str, str]]:
    """Return the last values of what an implication tells to watch: date, and value in words."""
    rows, said = measures.watching(_indicators(), implication), words("outlook.implication")
    rows = rows.assign(means=rows["direction"].map(_labels("directions")))
    return [
        (said.tell("dated", **row), said.tell("value", **row)) for row in rows.to_dict("records")
    ]


def explore_implications() -> Explorer:
    """Choose an implication and the side to read."""
    said, rows = words("outlook.explore_implications"), data.table("implications")
    options = [
        (
            said.tell("option", area=_area(row.area), claim=figures.shorten(row.claim, 74)),
            row.implication_id,
        )
        for row in rows.itertuples()
    ]
    return Explorer(
        show_implication,
        said.question,
        implication=choice(said.implication, options),
        sides=choice(said.side, [(label, code) for code, label in _labels("sides").items()]),
    )


def show_two_errors() -> figures.LessonTable:
    """Show two ways to be wrong about a group: who warns, and of what."""
    views = data.table("views").set_index("view_id")
    options = data.table("policy_options").set_index("option_id")
    said, rows = words("outlook.two_errors"), []
    for error, (found, option) in ERRORS.items():
        warnings = [
            {"author": views.loc[view, "author"], "text": views.loc[view, column].removesuffix(".")}
            for view, column in found
        ]
        facts = {"error": said.errors[error], "who": said.tell("warned", warnings=warnings)}
        rows.append(facts | options.loc[option].to_dict())
    return figures.table(headed(pd.DataFrame(rows), said.columns), said.table)


def show_options(family: str = "all") -> figures.LessonTable:
    """Show policy options of one family, or of 'all', with the case for and against."""
    rows = data.table("policy_options")
    families = rows["family"].nunique()
    rows = rows if family == "all" else rows[rows["family"] == family]
    said = words("outlook.options", families=families)
    name = said.every if family == "all" else _family(family)
    said = words("outlook.options", name=name, count=len(rows))
    table = headed(rows, said.columns)
    return figures.table(table, said.table, limit=15, sentence=said.sentence)


def explore_options() -> Explorer:
    """Choose a family of policy options and read both cases."""
    families = data.table("policy_options")["family"].astype(str).unique()
    said, every = words("outlook.explore_options"), words("outlook.options", families=len(families))
    options = [(_family(code), code) for code in families]
    return Explorer(
        show_options, said.question, family=choice(said.family, [*options, (every.all, "all")])
    )


# --- goals first, then options --------------------------------------------------------------------


def set_goals() -> questions.Board:
    """Let the learner choose up to three goals, in order, before any option is seen."""
    said = words("outlook.set_goals")
    return questions.board(
        "8.goals",
        said.question,
        rows=said.rows,
        columns={"goal": _labels("goals")},
        heads=said.heads,
        read=read_goals,
    )


def read_goals(filled: dict) -> figures.LessonTable:
    """Show the goals of the board with their weights."""
    said, goals = words("outlook.set_goals"), measures.ranked(filled)
    weights = list(measures.WEIGHTS[: len(goals)])
    frame = pd.DataFrame({"goal": [_labels("goals")[goal] for goal in goals], "weight": weights})
    return figures.table(headed(frame, said.columns), said.table)


def rate_options() -> questions.Shown:
    """Let the learner rate each option against the goals that were set; a sentence if none is."""
    goals, said = measures.ranked(set_goals().filled), words("outlook.rate_options")
    if not goals:
        return questions.Said(said.no_goal)
    rows = data.table("policy_options")
    return questions.board(
        "8.options",
        said.question,
        rows={
            row.option_id: said.tell("row", family=_family(str(row.family)), option=row.option)
            for row in rows.itertuples()
        },
        columns={goal: _labels("effects") for goal in goals},
        heads={goal: _labels("goals")[goal] for goal in goals},
        read=functools.partial(draw_tradeoff, goals=goals),
    )


def draw_tradeoff(ratings: dict, goals: list) -> figures.LessonFigure:
    """Draw the learner's ratings of options by goal, ordered by the learner's own weights.

    `ratings` are {option_id: {goal: code of EFFECTS}}; `goals` are GOALS, the most important
    first.
    """
    rows = measures.tradeoff(ratings, goals)
    said = _say_tradeoff(rows, goals)
    if rows.empty:
        return figures.message(said.empty_title, said.empty, figures.TALL)
    named = {goal: _labels("goals")[goal] for goal in goals}
    with figures.page(said, height=max(figures.TALL, 1.92 + 0.385 * len(rows) + 0.5)) as page:
        columns = {goal: 5.35 + 1.45 * n for n, goal in enumerate(goals)}
        for goal, left in columns.items():
            head = "\n".join(figures.wrap(named[goal], 17))
            page.text(left, 1.62, head, size=10, va="bottom", ha="center", linespacing=1.15)
        page.text(9.32, 1.62, said.head, size=10, va="bottom", ha="center")
        page.line([(0.25, 1.68), (9.75, 1.68)], color=NOTE, linewidth=0.8)
        for place, row in rows.iterrows():
            _draw_option(page, said, 1.92 + 0.385 * place, row, columns)
    first, *after = said.columns
    heads = {first: said.columns[first]} | named | {one: said.columns[one] for one in after}
    table = figures.table(headed(rows, heads), said.table, limit=15)
    sources = [data.table("policy_options").query("option_id in @rows.option_id")]
    return page.told(said, sources, table, data.as_of("policy_options"))


def _say_tradeoff(rows, goals):
    """Return what is said of the options rated, as `measures.tradeoff` orders them."""
    said = words("outlook.tradeoff")
    best, turned = (rows[rows[place] == 1]["option"].tolist() for place in ("place", "turned"))
    first, then = (
        said.tell("first", one=len(found) == 1, n=len(found), option=found[0] if found else None)
        for found in (best, turned)
    )
    return words(
        "outlook.tradeoff",
        count=len(rows),
        goals=len(goals),
        conflicts=int(rows["conflict"].sum()),
        weights=list(measures.WEIGHTS),
        n=len(best),
        best=first,
        then=then,
        moved=set(best) != set(turned),
    )


def _draw_option(page, said, top, row, columns):
    """Write one option with a sign under each goal, and both of its places."""
    name = page.text(0.25, top, figures.shorten(row["option"], 58), size=10.5, va="center")
    figures.mark(name, "policy_options", [row["option_id"]])
    for goal, left in columns.items():
        if not pd.isna(row[goal]):
            weight = "normal" if row[goal] == 0 else "bold"
            sign = said.signs[str(int(row[goal]))]
            page.text(left, top, sign, size=13, va="center", ha="center", weight=weight)
    places = said.tell("places", place=int(row["place"]), turned=int(row["turned"]))
    page.text(9.32, top, places, size=10.5, va="center", ha="center")
