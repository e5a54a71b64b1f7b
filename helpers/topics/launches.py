"""Launches: drones and missiles counted by month and half-year, and how counting rules shape them.

A row here is a count, published or worked out from daily reports, and no claim about a transfer.
Sources of all rows: the tables drone_launches, exchange_values and missile_tests, named row by row.
"""

from __future__ import annotations

from helpers import data, figures
from helpers.charts import Rows, dashed, drawn, in_words, on_paper, tile
from helpers.figures import AXIS, BAND, BAR, INK, LABEL, PAPER
from helpers.measures import transfers as measures
from helpers.wording import headed, say, words

HOLLOW = {"markerfacecolor": PAPER, "markeredgecolor": INK}  # what others have published

# --- drones by month ------------------------------------------------------------------------------


def draw_launches(
    first: int | None = None, last: int | None = None, guess=None
) -> figures.LessonFigure:
    """Draw long-range drones launched at Ukraine by month, with the regimes of reporting.

    `guess` is what the learner drew for measures.QUARTERS, {'q1-2025': number}; a chart that ends
    before LAUNCH_YEAR asks for it.
    """
    everything = measures.launches()
    first = everything["year"].min() if first is None else first
    last = everything["year"].max() if last is None else last
    rows = everything[everything["year"].between(first, last)].reset_index(drop=True)
    if rows.empty:
        return _no_launches(everything, first, last)
    others = measures.published_launches(first, last)
    sums = rows.groupby("year")["launched"].sum().astype(int).to_dict()
    own = drawn(guess, {f"q{n}-{year}": (year, n) for year, n in measures.QUARTERS})
    asked = last == measures.LAUNCH_YEAR - 1 and not own
    said = _launch_words(rows, others, sums, own, asked)
    with figures.page(said) as page:
        top = max(rows["launched"].max(), others["launched"].max() if len(others) else 0)
        ax = _month_axes(page, rows, top * 1.12, said.bands)
        _draw_months(ax, rows, others, said)
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:,.0f}")
        _year_sums(ax, rows, sums, top, said)
        dashed(ax, _in_months(own, rows), said.guess, 1 / 3)
    return page.told(said, [rows, others], _launch_table(rows), data.as_of("drone_launches"))


def _no_launches(everything, first, last) -> figures.LessonFigure:
    begin, end = everything.iloc[0], everything.iloc[-1]
    facts = {"begin": begin["month"], "end": end["month"], "until": end["reported_to"]}
    facts |= {"wrong": first > last, "several": first != last, "first": first, "last": last}
    return in_words("launches.no_launches", **facts)


def _months(rows) -> dict:
    """Return what can be said of months, whatever is shown of them."""
    return {
        "begin": rows["month"].iloc[0],
        "end": rows["month"].iloc[-1],
        "months": len(rows),
        "several": rows["regime"].nunique(),
        "partial": [{"month": month} for month in rows.loc[rows["partial"], "month"]],
    }


def _launch_words(rows, others, sums, guess, asked):
    growth = measures.launch_growth(sums)
    times = None if growth is None else round(growth)
    even = times is not None and times > 1 and abs(growth - times) < 0.1
    peak = rows.loc[rows["launched"].idxmax()]
    facts = _months(rows) | {
        "year": measures.LAUNCH_YEAR,
        "before": measures.LAUNCH_YEAR - 1,
        "asked": asked,
        "others": len(others) > 0,
        "sums": [{"year": year, "launched": total} for year, total in sums.items()],
        "growth": growth,
        "times": times if even else None,
        "twice": even and times == 2,
        "peak": peak["month"],
        "highest": peak["launched"],
        "guess": [
            {"year": year, "quarter": quarter, "number": one["number"]}
            for one in guess
            for year, quarter in [one["at"]]
        ],
    }
    return words("launches.launches", **facts)


def _launch_table(rows) -> figures.LessonTable:
    said = words("launches.launches")
    partly = rows["partial"].map({True: said.partly["yes"], False: said.partly["no"]})
    frame = rows.assign(month=rows["month"].dt.strftime("%Y-%m"), partial=partly)
    frame["regime"] = frame["regime"].map(words("launches.labels").regimes)
    return figures.table(headed(frame, said.columns), said.table)


def _month_axes(page, rows, top, head):
    """Add axes with a place a month, their years below and the ways of reporting above them."""
    ax = page.axes(left=0.95, right=0.35, top=1.72, bottom=0.8)
    ax.set_xlim(-0.7, len(rows) - 0.3)
    ax.set_ylim(0, top)
    ax.grid(axis="y")
    _regime_bands(page, ax, rows, head)
    starts = rows.groupby("year").agg(low=("month", lambda m: m.index[0]), n=("month", "size"))
    ax.set_xticks([])
    for year, (low, n) in starts.iterrows():
        if n >= 3 or len(starts) == 1:
            style = {"transform": ax.get_xaxis_transform(), "ha": "center", "va": "top"}
            ax.text(low + (n - 1) / 2, -0.03, str(year), color=LABEL, **style)
        if low:
            ax.axvline(low - 0.5, ymax=0.02, color=AXIS, linewidth=1.2)
    return ax


def _regime_bands(page, ax, rows, head):
    """Draw alternate bands and a bracket with its name for each run of one reporting regime."""
    box, labels = ax.get_position(), words("launches.labels").regimes
    inch = box.width * figures.WIDTH / (ax.get_xlim()[1] - ax.get_xlim()[0])
    start = box.x0 * figures.WIDTH - ax.get_xlim()[0] * inch
    page.text(0.25, 1.1, head, size=10, color=LABEL, va="center")
    runs = [(key, own.index[0], own.index[-1]) for key, own in rows.groupby("regime", sort=False)]
    above = False
    for place, (key, low, high) in enumerate(runs):
        if place % 2 == 0:
            ax.axvspan(low - 0.5, high + 0.5, color=BAND, linewidth=0, zorder=0)
        left, right = start + (low - 0.45) * inch, start + (high + 0.45) * inch
        page.line([(left, 1.62), (right, 1.62)], color=LABEL, linewidth=4, solid_capstyle="butt")
        centre = (left + right) / 2
        above = right - left < 0.085 * len(labels[key]) and not above
        at = min(max(centre, 0.62), 9.2), 1.3 if above else 1.46
        page.text(*at, labels[key], size=10, color=LABEL, ha="center", va="center")
        if above:
            page.line([(centre, 1.38), (centre, 1.6)], color=LABEL, linewidth=0.9)


def _draw_months(ax, rows, others, said):
    hatched = {"facecolor": PAPER, "edgecolor": BAR, "hatch": "////", "linewidth": 1.4}
    for place, one in enumerate(rows.itertuples()):
        look = hatched if one.partial else {"facecolor": BAR}
        bar = tile(ax, place - 0.37, 0, 0.74, one.launched, **look)
        figures.mark(bar, "drone_launches", [one.launch_id])
    places = {month: place for place, month in rows["month"].items()}
    others = others[others["month"].isin(places)]
    look = {"markersize": 6.5, "zorder": 4, "linestyle": "none", "markeredgewidth": 1.4}
    marks = ax.plot(others["month"].map(places), others["launched"], "D", **look, **HOLLOW)
    figures.mark(marks, "drone_launches", others["launch_id"])
    for place, row in rows[rows["partial"] & rows["reported_to"].notna()].iterrows():
        style = {"rotation": 90, "ha": "center", "va": "bottom", "size": 10, "color": LABEL}
        until = said.tell("until", day=row["reported_to"])
        ax.text(place, row["launched"] + 0.03 * ax.get_ylim()[1], until, **style)


# Where the sum of a year stands: over which of its months, how far right and how high over them.
SUM_AT = {2024: (9, 2.5, 0.06), 2025: (4, 1.6, 0.14)}


def _year_sums(ax, rows, sums, top, said):
    """Write the sum of each whole year above its months."""
    for year, total in sums.items():
        months = rows[rows["year"] == year]
        if len(months) < 12:
            continue
        beside = year in SUM_AT and (len(sums) > 1 or year == measures.LAUNCH_YEAR)
        over, right, up = SUM_AT[year] if beside else (12, 5.5, 0.06)
        y = min(months["launched"].iloc[:over].max() + up * top, 1.03 * top)
        told = said.tell("sum", year=year, launched=total)
        look = {"weight": "bold", "bbox": on_paper(2), "zorder": 6}
        ax.text(months.index[0] + right, y, told, ha="center", va="bottom", **look)


def _in_months(points, rows) -> list[dict]:
    """Set what was drawn for a quarter over the middle one of its months."""
    middles = {(m.year, m.quarter): at for at, m in rows["month"].items() if m.month % 3 == 2}
    return [one | {"at": middles[one["at"]]} for one in points if one["at"] in middles]


# --- missiles under a label -----------------------------------------------------------------------


def draw_labels() -> figures.LessonFigure:
    """Draw launches counted as North Korean missiles by half-year, under two labelling rules."""
    counts, others = measures.label_counts(), measures.label_counts(ours=False)
    halves = [
        {"half": _half(r), "low": r.value_low, "high": r.value_high} for r in counts.itertuples()
    ]
    said = words(
        "launches.labelled",
        year=measures.LABEL_YEAR,
        low=measures.labelled("low"),
        high=measures.labelled("high"),
        alike=measures.labels_counted_alike(),
        halves=[half for half in halves if half["high"] > 0],
        gone=[half["half"] for half in halves if half["high"] == 0],
    )
    with figures.page(said) as page:
        box = {"left": 2.2, "right": 0.6, "top": 1.3, "bottom": 0.92}
        most = counts["value_high"].max()
        rows = Rows(page, len(counts), (-6, most * 1.22), **box)
        rows.ax.set_xlabel(said.unit, loc="right", size=11)
        for y, (half, row) in enumerate(zip(halves, counts.itertuples(), strict=True)):
            rows.name(y, half["half"], -14)
            if half["high"] == 0:
                rows.ax.axhspan(-y - 0.4, -y + 0.4, color=BAND, linewidth=0, zorder=0)
                rows.aside(y, said.unused, 4, color=LABEL, size=10.5)
            else:
                other = others.loc[others["period"] == row.period, "value_high"]
                with figures.row_of(rows.ax, "exchange_values", row.value_id):
                    _label_range(rows, y, half, other)
                rows.aside(y, said.tell("range", **half), half["high"] + 7, size=10.5)
    table = figures.table(headed(counts, said.columns), said.table)
    return page.told(said, [counts, others], table, data.as_of("exchange_values"))


def _label_range(rows, y, half, others):
    ends = [half["low"], half["high"]]
    rows.ax.plot(ends, [-y] * 2, color=figures.RANGE, linewidth=7, solid_capstyle="butt")
    rows.ax.plot(ends, [-y] * 2, "|", color=INK, markersize=14, markeredgewidth=2)
    look = {"markersize": 8, "markeredgewidth": 1.4, "zorder": 5}
    rows.ax.plot(others, [-y] * len(others), "D", **look, **HOLLOW)


def _half(row) -> str:
    return say("launches.labelled.half", start=row.start, end=row.end)


# --- tables ---------------------------------------------------------------------------------------


def show_tests() -> figures.LessonTable:
    """Show North Korean missile flights in TEST_YEARS."""
    tests = data.table("missile_tests")
    rows = tests[tests["year"].isin(measures.TEST_YEARS)][["year", "launches"]]
    return figures.table(rows, words("launches.tests", years=len(rows)).table)
