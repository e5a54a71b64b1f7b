"""Events: when ties among the four grew, between whom, and how much of it is a way of counting.

`direction` is a code: 1 cooperation or a claim of it, 0 neutral or mixed, -1 strain or a visible
limit. Rows were collected by hand and are denser from 2022 on, so that counts here are exercises
and not measurements. Source of all rows: the table events, whose texts are named row by row.
"""

from __future__ import annotations

import functools
import math

import pandas as pd

from helpers import data, figures, questions
from helpers.charts import DASH, Rows, dashed, drawn, in_words, on_paper
from helpers.explorers import Explorer, choice, choices, offered, toggle
from helpers.figures import BAND, DIRECTIONS, GRID, INK, LABEL, NOTE, PAPER
from helpers.measures import events as measures
from helpers.measures.dates import in_years
from helpers.measures.states import names
from helpers.wording import headed, say, words

ORDER = ("RUS", "CHN", "IRN", "PRK")
PERIODS = {"year": 1, "half-year": 2, "quarter": 4}
STARTS = (2017, 1950, 2000, 2014, 2022, 2024)
CUTS = ("ev036", "ev028", "ev030", "ev035", "ev056", "ev071", "ev100", "ev145")


# --- charts ---------------------------------------------------------------------------------------


def _labels():
    return words("events.labels")


def draw_years(guess=None) -> figures.LessonFigure:
    """Draw the events of each year since 2014, stacked by direction, and the largest steps.

    `guess` is what the learner drew for the years measures.DRAWN, {'y2022': number}.
    """
    frame, until = measures.located(), measures.last_day()
    yearly = measures.by_year(frame)
    big, steep = (measures.step(yearly, year) for year in measures.jumps(yearly).values())
    total, last = yearly["all"], until.year
    own = drawn(guess, {f"y{year}": year for year in measures.DRAWN})
    said = words(
        "events.years",
        big=big,
        steep=steep,
        same=big == steep,
        first=measures.FIRST,
        until=until,
        late=int(total[last]),
        empty=[str(year) for year in total[total == 0].index],
        guess=own,
    )
    with figures.page(said) as page:
        ax = page.axes(left=0.55, right=0.3, top=1.55, bottom=0.8)
        ax.set_xlim(measures.FIRST - 0.6, last + 0.6)
        ax.set_ylim(0, max(60, total.max() + 6))
        ax.set_yticks([])
        ax.set_xticks(yearly.index, [*map(str, yearly.index[:-1]), said.part])
        for year, row in yearly.iterrows():
            _column(ax, year, row, frame[frame["year"] == year], part=year == last)
            ax.text(year, row["all"] + 1, f"{row['all']}", ha="center", weight="bold")
        figures.draw_unit(ax, said.unit, lift=0.12)
        dashed(ax, own, said.guess)
    table = yearly.reset_index().rename(columns=str)
    table = figures.table(headed(table, said.columns), said.table, 13)
    shown = frame[frame["year"] >= measures.FIRST]
    return page.told(said, [shown], table, data.as_of("events"))


def _column(ax, year, row, events, part):
    """Draw one year: cooperation from the ground, the claims among it hollow, then the others."""
    careful = events["careful"] & (events["code"] == 1)
    sure = row[1] - row["careful"]
    base = 0
    for size, code, hollow in (
        (sure, 1, False),
        (row["careful"], 1, True),
        (row[0], 0, False),
        (row[-1], -1, False),
    ):
        colour = DIRECTIONS[code]
        style = {"facecolor": PAPER if hollow or part else colour, "edgecolor": colour}
        if part and not hollow:
            style["hatch"] = "////"
        if size:
            bar = ax.bar(year, size, bottom=base, width=0.72, linewidth=1.2, **style)
            own = events[(events["code"] == code) & (careful == hollow)]
            figures.mark(bar, "events", [list(own["event_id"])])
        if size >= 4:
            mark = "△" if hollow else {1: "▲", 0: "●", -1: "▼"}[code]
            own = NOTE if code == 0 else colour
            look = {"color": own if part or hollow else INK if code == 0 else PAPER}
            look["weight"] = "bold"
            if part:
                look["bbox"] = on_paper()
            ax.text(year, base + size / 2, f"{mark} {size}", ha="center", va="center", **look)
        base += size


def draw_timeline(
    start: int = 2017,
    period: str = "half-year",
    strains: bool = True,
    lanes=measures.LANES,
    categories=measures.CATEGORIES,
    full: pd.DataFrame | None = None,
) -> figures.LessonFigure:
    """Draw events in one lane a pair: cooperation above its line, strain below, neutral on it.

    Events of one `period`, a key of PERIODS, stand side by side; `strains` False leaves out what
    is coded as strain; `full` is `located()`.
    """
    full = measures.located() if full is None else full
    frame = measures.chosen(full, start, lanes, categories, strains)
    if frame.empty:
        return in_words("events.no_event")
    rows = {lane: _labels().lanes[lane] for lane in measures.LANES if lane in lanes}
    said = _say_timeline(frame, full, rows, start, period, strains)
    room = min(3.66 / len(rows), 1.2 if len(rows) > 2 else 0.9)
    with figures.page(said) as page:
        high, end = room * len(rows), measures.end()
        ax = page.axes(left=2.0, right=1.35, top=1.28, bottom=figures.HEIGHT - 1.28 - high)
        ax.set_xlim(start, end)
        ax.set_ylim(-high, 0)  # the upright unit is an inch
        inch = (10 - 2.0 - 1.35) / (end - start)  # of a year
        _years(ax, start, high, said.invasion_mark)
        _lanes(ax, frame, rows, room, inch, strains)
        if _fits(frame, inch / PERIODS[period], period, room):
            _marks(ax, frame, rows, room, inch, period)
            note = said.marks
        else:
            note = said.tell("bars", tallest=_bars(ax, frame, rows, room, period))
        page.text(0.25, figures.HEIGHT - 0.14, note, size=10, va="bottom", color=LABEL)
        _latest(page, frame, 1.28 + high + 0.75, said)
    return page.told(said, [frame], _list(frame), data.as_of("events"))


def _say_timeline(frame, full, rows, start, period, strains):
    """Return what is said of the events shown, `frame`, in the lanes `rows`."""
    lane, helps = measures.leading_lane(frame)
    late = frame[frame["date"] >= measures.INVASION]
    return words(
        "events.timeline",
        lead=rows.get(lane),
        alone=len(rows) == 1,
        helps=helps,
        strains=strains,
        period=_labels().periods[period],
        start=start,
        until=measures.last_day(),
        invasion=pd.Timestamp(measures.INVASION),
        rows=_by_lane(frame, rows),
        rows_shown=len(rows),
        late=measures.named(measures.counts(late)),
        found=measures.named(measures.counts(frame)),
        careful=int(frame["careful"].sum()),
        outside=int(((full["year"] >= start) & (full["lane"] == "")).sum()),
        rough=int((frame["date_precision"] != "day").sum()),
    )


def _by_lane(frame, rows) -> list[dict]:
    return [
        {"name": name} | measures.named(measures.counts(frame[frame["lane"] == lane]))
        for lane, name in rows.items()
    ]


def _list(frame) -> figures.LessonTable:
    """List events; those of three or four states under the names of these."""
    said, labels, short = words("events.list"), _labels(), names()

    def between(row):
        if row.lane != "several":
            return labels.lanes[row.lane]
        members = [short[state] for state in ORDER if state in row.actors.split(";")]
        return said.tell("members", names=members)

    rows = frame.assign(
        between=[between(row) for row in frame.itertuples()],
        kind=frame["category"].astype(str).map(labels.categories),
        direction=frame["direction"].astype(str).map(labels.directions),
        caution=frame["caution"].fillna(said.none),
    )
    return figures.table(headed(rows, said.columns), said.table)


def _period(frame, period) -> pd.Series:
    """Return the start of each event's period, in years."""
    parts = PERIODS[period]
    return frame["year"] + (frame["date"].dt.month - 1) * parts // 12 / parts


def _fits(frame, width, period, room) -> bool:
    """Say whether every event of a period (`width` inches) has room for a mark of its own."""
    if width < _STEP:
        return False
    across = min(int(width / _STEP), 4)
    groups = frame.groupby([frame["lane"], _period(frame, period), "code"]).size()
    most = groups.groupby("code").max()
    up, down = (math.ceil(most.get(code, 0) / across) for code in (1, -1))
    return max(up / _LINE, down / (1 - _LINE)) * _RISE + 0.04 <= room * 1.05


_STEP, _RISE = 0.112, 0.095  # inches from mark to mark
_LINE = 0.58  # where in its lane a line stands, from above


def _marks(ax, frame, rows, room, inch, period):
    width = inch / PERIODS[period]
    across = min(int(width / _STEP), 4)
    frame = frame.assign(bin=_period(frame, period))
    groups = frame.groupby(["lane", "bin", "code"])
    nth, size = groups.cumcount(), groups["code"].transform("size")
    line = frame["lane"].map({lane: -room * (p + _LINE) for p, lane in enumerate(rows)})
    # neutral marks stay on the line and move together where there are many
    step = (width / size.where(frame["code"] == 0, 1)).clip(upper=_STEP)
    column = nth.where(frame["code"] == 0, nth % across)
    frame["x"] = frame["bin"] + (0.06 + column * step) / inch
    frame["y"] = line + frame["code"] * (0.075 + (nth // across) * _RISE)
    for code, marker in ((1, "^"), (0, "o"), (-1, "v")):
        for careful in (False, True):
            own = frame[(frame["code"] == code) & (frame["careful"] == careful)]
            colour = DIRECTIONS[code] if code else NOTE
            edge = {"markeredgecolor": colour, "markeredgewidth": 1.2, "linestyle": "none"}
            edge |= {"markerfacecolor": PAPER if careful else colour, "clip_on": False}
            size = {"markersize": 6.6 if code else 5, "zorder": 4}
            drawn = ax.plot(own["x"], own["y"], marker, **size, **edge)
            figures.mark(drawn, "events", own["event_id"])


def _bars(ax, frame, rows, room, period) -> int:
    """Draw bars where marks have no room; return how many events the tallest stands for."""
    groups = frame.assign(bin=_period(frame, period)).groupby(["lane", "bin", "code"])
    found = groups["careful"].agg(["size", "sum"]).reset_index()
    found["ids"] = groups["event_id"].agg(list).to_numpy()
    most = found.groupby("code")["size"].max()
    unit = min(0.52 * room / most.get(1, 1), 0.37 * room / most.get(-1, 1))
    width = max(1 / PERIODS[period] * 0.86, (measures.end() - frame["place"].min()) / 420)
    for code in (1, -1):
        own = found[found["code"] == code]
        line = own["lane"].map({lane: -room * (p + _LINE) for p, lane in enumerate(rows)})
        sure = (own["size"] - own["sum"]) * unit * code
        look = {"align": "edge", "edgecolor": DIRECTIONS[code], "linewidth": 0.9, "zorder": 3}
        careful = own["sum"] * unit * code
        bars = ax.bar(own["bin"], sure, width, bottom=line, color=DIRECTIONS[code], **look)
        hollow = ax.bar(own["bin"], careful, width, bottom=line + sure, color=PAPER, **look)
        for marks in (bars, hollow) if len(own) else ():
            figures.mark(marks, "events", own["ids"])
    own = found[found["code"] == 0]
    line = own["lane"].map({lane: -room * (p + _LINE) for p, lane in enumerate(rows)})
    dots = ax.plot(own["bin"] + width / 2, line, "o", color=NOTE, markersize=3, zorder=4)
    figures.mark(dots, "events", own["ids"])
    return int(found.loc[found["code"] != 0, "size"].max()) if len(found[found["code"] != 0]) else 0


def _years(ax, start, high, invasion):
    """Draw the years, and the day of the invasion with its name above."""
    end, last = measures.end(), measures.last_day().year
    span = end - start
    step = 1 if span < 14 else 5 if span < 30 else 10
    ticks = [year for year in range(start, last + 1) if year % step == 0]
    ax.vlines(ticks, -high, 0, color=GRID, linewidth=0.9, zorder=0)
    shown = [t for t in ticks if step == 1 or t < last]
    places = [min(year + 0.5, (last + end) / 2) if step == 1 else year for year in shown]
    ax.set_xticks(places, [str(year) for year in shown])
    if start <= 2022:
        day = measures.INVASION_PLACE
        look = {"color": LABEL, "linewidth": 1.4, "linestyle": DASH, "clip_on": False}
        ax.plot([day, day], [-high, 0.06], **look)
        side = "left" if start > 2019 else "right" if span > 30 else "center"
        ax.text(day, 0.09, invasion, ha=side, va="bottom", size=10, color=LABEL)


def _lanes(ax, frame, rows, room, inch, strains):
    """Draw the line of each lane between its name and its counts."""
    start, end = ax.get_xlim()
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    for place, (lane, name) in enumerate(rows.items()):
        line, own = -room * (place + _LINE), measures.counts(frame[frame["lane"] == lane])
        ax.plot([start, end], [line, line], color=figures.AXIS, linewidth=1.2, zorder=1)
        ax.text(start - 0.12 / inch, line, name, ha="right", va="center")
        _totals(ax, end + 0.14 / inch, line, own, inch, strains)


def _totals(ax, x, line, found, inch, strains):
    """Write the lane's counts at its right end, each with its mark."""
    look = {"va": "center", "clip_on": False}
    for code, marker, down in ((1, "^", 0.1), (-1, "v", -0.1)):
        if code == -1 and not strains:
            continue
        y = line + down
        colour = DIRECTIONS[code]
        ax.plot([x], [y], marker, color=colour, markersize=7, clip_on=False)
        ax.text(x + 0.14 / inch, y, str(found[code]), color=colour, weight="bold", **look)
    ax.plot([x + 0.68 / inch], [line + 0.1], "o", color=NOTE, markersize=6, clip_on=False)
    ax.text(x + 0.8 / inch, line + 0.1, str(found[0]), color=NOTE, **look)


def _latest(page, frame, top, said):
    """Where lanes leave room below, name the latest events shown."""
    room = int((figures.HEIGHT - 0.55 - top) / 0.27)
    if room < 3:
        return
    last = frame.tail(min(room - 1, 6)).iloc[::-1]
    page.text(0.25, top, said.latest, size=11, weight="bold", va="top")
    for place, row in enumerate(last.itertuples(), 1):
        mark = {1: "▲", 0: "●", -1: "▼"}[row.code]
        if row.careful:
            mark = {1: "△", 0: "○", -1: "▽"}[row.code]
        y = top + 0.27 * place
        colour = DIRECTIONS[row.code] if row.code else NOTE
        page.text(0.25, y, mark, size=11, va="top", color=colour)
        told = said.tell("latest_row", date=row.date_text, title=row.title)
        page.text(0.5, y, told, size=10.5, va="top", color=LABEL)


def _stack(ax, y, found, inch, events, share=False, height=0.56):
    """Draw counts {1, 0, -1} as one bar; `inch` is the length of a unit. Names the parts.

    `events` are the rows counted, or None where a learner has coded them anew.
    """
    whole = sum(found.values())
    base = 0.0
    for code, number in found.items():
        size = 100 * number / whole if share else number
        look = {"height": height, "color": DIRECTIONS[code], "edgecolor": PAPER}
        bar = ax.barh(y, size, left=base, **look)
        if events is not None:
            own = events.loc[events["code"] == code, "event_id"]
            figures.mark(bar, "events", [list(own)])
        mark = {1: "▲", 0: "●", -1: "▼"}[code]
        words = f"{mark} {number}"
        wide = f"{words}  {100 * number / whole:.0f} %" if share else words
        ink = INK if code == 0 else PAPER
        look = {"color": ink, "weight": "bold", "ha": "center", "va": "center"}
        if size * inch > 1.15:
            ax.text(base + size / 2, y, wide, **look)
        elif size * inch > 0.48:
            ax.text(base + size / 2, y, words, **look)
        elif size * inch > 0.2:
            ax.text(base + size / 2, y, str(number), **look)
        base += size


def draw_balance(guess=None, codes: dict | None = None) -> figures.LessonFigure:
    """Draw the balance of codes since 2022, with and without rows under caution.

    `guess` is the per cent of strain that the learner expects; with `codes` from the board there
    are two bars more.
    """
    ours = measures.recent()
    bars = measures.balances(ours, codes)
    shares = {row: 100 * found[-1] / sum(found.values()) for row, found in bars.items()}
    said = _say_balance(ours, bars, shares, guess)
    with figures.page(said) as page:
        box = {"left": 2.15, "right": 1.1, "top": 1.65, "bottom": 0.95}
        span = (0, max(135, len(ours)))
        rows = Rows(page, len(bars), span, range(0, 140, 20), edges=(0.5, 0.5), **box)
        for y, (row, found) in enumerate(bars.items()):
            sure = ours[~ours["careful"]] if row.endswith("_sure") else ours
            counted = sure if row.startswith("ours") else None
            _stack(rows.ax, -y, found, 1 / rows.inch, counted)
            rows.name(y, said.rows[row], -2)
            rows.aside(y, said.tell("strain", share=shares[row]), sum(found.values()) + 2)
        figures.draw_unit(rows.ax, said.unit, lift=0.32 if guess is not None else 0.1)
        if guess is not None:
            _expected(rows.ax, len(ours), guess, said.guess)
    table = pd.DataFrame([(said.rows[row], *found.values()) for row, found in bars.items()])
    table.columns = list(said.columns.values())
    table = figures.table(table, said.table)
    return page.told(said, [ours], table, data.as_of("events"))


def _say_balance(ours, bars, shares, guess):
    """Return what is said of the balance; `shares` are the per cent of strain of each bar."""
    all_rows, sure = bars["ours"], bars["ours_sure"]
    fewest, most = measures.strain_bounds(ours)
    return words(
        "events.balance",
        share=shares["ours"],
        share_sure=shares["ours_sure"],
        own=shares.get("yours"),
        until=measures.last_day(),
        all=measures.named(all_rows),
        sure=measures.named(sure),
        yours=measures.named(bars["yours"]) if "yours" in bars else None,
        lost=all_rows[1] - sure[1],
        lost_strain=all_rows[-1] - sure[-1],
        debatable=len(measures.RECODED),
        fewest=fewest,
        most=most,
        guess=guess,
    )


def _expected(ax, count, share, told):
    """Mark over the first bar of `count` events where an expected per cent of strain begins."""
    place = count * (1 - min(max(share, 0), 100) / 100)
    ax.plot([place], [0.42], "v", color=INK, clip_on=False)
    side = "right" if place > 90 else "left" if place < 40 else "center"
    ax.text(place, 0.52, told, ha=side, va="bottom", size=10)


def draw_cut(
    cut: str = CUTS[0],
    start: int = 1950,
    without: str = "",
    cautions: bool = True,
    guess=None,
    full=None,
) -> figures.LessonFigure:
    """Draw the events before and after one day, and what every other day would have shown.

    The day is that of the event `cut`; `start` is the first year that counts, `without` a category
    or '', `guess` what the learner expected: 'more', 'less' or 'same'; `full` is `located()`.
    """
    full = measures.located() if full is None else full
    event = full.set_index("event_id").loc[cut]
    frame = full[(full["year"] >= start) & (full["category"] != without)]
    frame = frame if cautions else frame[~frame["careful"]]
    parts = measures.before_after(frame, event["date"])
    if parts["events"].min() == 0:
        return in_words("events.no_cut")
    cuts, gap = measures.all_cuts(frame), 100 * (parts["share"][1] - parts["share"][0])
    said = _say_cut(frame, event, parts, cuts, (start, without, cautions), guess)
    with figures.page(said) as page:
        ax = page.field((0, 100), (-1.5, 0.5), left=2.0, right=0.3, top=1.0, bottom=3.35)
        for y, row in enumerate(parts.to_dict("records")):
            found = {code: row[code] for code in measures.CODES}
            late = frame["date"] >= event["date"]
            counted = frame[late if y else ~late]
            _stack(ax, -y, found, 7.7 / 100, counted, share=True, height=0.7)
            name = said.tell(f"{row['part']}_bar", n=row["events"])
            ax.text(-1.2, -y, name, ha="right", va="center")
        _all_cuts(page, cuts, event["place"], gap, said)
    table = parts.assign(share=(100 * parts["share"]).round(1), part=parts["part"].map(said.parts))
    table = figures.table(headed(table.rename(columns=str), said.columns), said.table)
    return page.told(said, [frame], table, data.as_of("events"))


def _say_cut(frame, event, parts, cuts, asked, guess):
    """Return what is said of a cut; `asked` is what was asked for: start, without, cautions."""
    start, without, cautions = asked
    counted = words(
        "events.cut",
        start=start,
        without=_labels().categories[without] if without else None,
        cautions=cautions,
    ).counted
    before, after = 100 * parts["share"]
    return words(
        "events.cut",
        counted=counted,
        when=event["date_text"],
        before=before,
        after=after,
        same=abs(after - before) < measures.SAME,
        more=after > before,
        gap=_points(after - before),
        n_before=int(parts["events"][0]),
        n_after=int(parts["events"][1]),
        helps_before=int(parts[1][0]),
        helps_after=int(parts[1][1]),
        few=parts["events"].min() < measures.FEW,
        least=measures.FEW,
        seen=cuts.notna().any(),
        lowest=_points(cuts.min()),
        highest=_points(cuts.max()),
        rough=measures.unsure_side(frame, event["date"]) or None,
        guess=words("events.cut").sides[guess] if guess else None,
    )


def _points(value: float) -> str:
    return f"{value:+.0f}".replace("-", "−")


def _all_cuts(page, cuts, place, gap, said):
    ax = page.axes(left=2.0, right=0.3, top=3.0, bottom=0.75)
    seen = cuts.dropna().abs().max() if cuts.notna().any() else 0
    most = 10 * math.ceil(max(40, seen + 4, abs(gap) + 4) / 10)
    end = measures.end()
    ax.set_xlim(measures.FIRST, end)
    ax.set_ylim(-most, most)
    ax.set_yticks([])
    ax.set_xticks(range(measures.FIRST, math.ceil(end), 2))
    ax.axhspan(-most, 0, color=BAND, linewidth=0, zorder=0)
    ax.axhline(0, color=figures.AXIS, linewidth=0.9)
    side = {"transform": ax.get_yaxis_transform(), "ha": "right", "va": "center", "color": LABEL}
    ax.text(-0.012, 0.5 * most, said.more_strain, **side)
    ax.text(-0.012, -0.5 * most, said.less_strain, **side)
    ax.plot(in_years(cuts.index), cuts.to_numpy(), color=INK, linewidth=1.8, drawstyle="steps-post")
    ax.plot([place, place], [-most, most], color=LABEL, linewidth=1.2, linestyle=DASH)
    ax.plot([place], [gap], "o", color=INK, markersize=9, zorder=5)
    lean = {"ha": "right", "x": place - 0.15} if place > 2024 else {"ha": "left", "x": place + 0.15}
    up = 0.82 * most if gap < 0.6 * most else -0.82 * most
    ax.text(y=up, s=said.points, weight="bold", va="center", bbox=on_paper(), zorder=6, **lean)
    page.text(2.0, 2.9, said.line, size=11, color=LABEL, va="bottom")


def show_starts(day: str = measures.INVASION) -> figures.LessonTable:
    """Show the share of strain before and after `day` for four starts, two ways each."""
    said = words("events.starts", day=day)
    frame = measures.starts(day)
    for column in frame.columns[1:]:
        frame[column] = [said.tell("share", share=share) for share in frame[column]]
    head = said.columns["year"].lower()
    return figures.table(headed(frame, said.columns), said.table, plain=(head,))


def show_three() -> figures.LessonTable:
    """Show three events as the table holds them, with code, our reason for it and caution."""
    rows = data.table("events").set_index("event_id").loc[["ev028", "ev045", "ev093"]]
    said = words("events.three", n=len(rows))
    shown = rows[["title", "date_text", "category", "direction", "direction_reason", "caution"]]
    return figures.table(shown.fillna({"caution": said.none}), said.table)


def show_kinds() -> figures.LessonTable:
    """Show how many events of each kind have each direction."""
    events = data.table("events")
    kinds = pd.crosstab(events["category"], events["direction"]).rename_axis(columns=None)
    return figures.table(kinds.reset_index(), say("events.kinds.table"))


def show_search() -> figures.LessonTable:
    """Show what the blog of the bug hunt computed: its largest differences, and its smallest."""
    found = measures.searched().sort_index().sort_values(ascending=False, kind="stable")
    said = words("events.search")
    ends = pd.concat([found.head(3), found.tail(1)])
    places = (1, 2, 3, len(found))
    frame = pd.DataFrame(
        {
            "line": [said.tell("line", day=day) for day in ends.index],
            "points": [f"{value:+.1f}" for value in ends],
            "rank": [said.tell("rank", place=place, of=len(found)) for place in places],
        }
    )
    return figures.table(headed(frame, said.columns), said.table)


def show_words(views: pd.DataFrame | None = None) -> figures.LessonTable:
    """Show who coined the phrase and what four others write, in their own words."""
    frame = (data.table("views") if views is None else views).set_index("view_id")
    rows = frame.loc[["V01", "V05", "V09", "V04", "V15"]].sort_values(["date", "view_id"])
    said = words("events.quotes", n=len(rows))
    authors = [
        row.institution
        if row.author == row.institution
        else said.tell("author", names=row.author.split("; "))
        for row in rows.itertuples()
    ]
    dates = [said.tell("date", day=day).replace(" ", "\u00a0") for day in rows["date"]]
    table = pd.DataFrame(
        {
            "author": authors,
            "institution": list(rows["institution"]),
            "date": dates,
            "driver": list(rows["mechanism"].astype(str).str.replace("-", " ")),
            "quote": [said.tell("quote", quote=quote) for quote in rows["short_quote"]],
        }
    )
    return figures.table(headed(table, said.columns), said.table)


def draw_dunes(start: int = 2017) -> figures.LessonFigure:
    """Draw the six pairs as dunes of cooperation with marks of strain: the README's picture.

    It begins with the year `start` and is the only dark one of the collection.
    """
    frame, end = measures.located(), measures.end()
    frame = frame[(frame["place"] >= start) & frame["lane"].isin(measures.PAIRS)]
    places = [start + step / 60 for step in range(int((end - start) * 60) + 1)]
    heights = measures.dunes(frame, places)
    pairs = {pair: _labels().lanes[pair] for pair in measures.PAIRS}
    tallest = heights.max().idxmax()
    said = words(
        "events.dunes",
        start=start,
        until=measures.last_day(),
        invasion=pd.Timestamp(measures.INVASION),
        rows=_by_lane(frame, pairs),
        tallest=pairs[tallest],
        year=int(heights[tallest].idxmax()),
    )
    ground, *_, name, text, quiet = figures.HERO
    with figures.page("", height=4.4, paper=ground) as page:
        page.text(0.32, 0.18, said.name, size=29, weight="bold", va="top", color=name)
        page.text(3.9, 0.2, said.asks, size=13, weight="bold", va="top", color=text)
        page.text(3.9, 0.48, said.promise, size=12, va="top", color=quiet)
        page.text(0.32, 0.95, said.height, size=11, va="top", color=quiet)
        page.text(0.32, 1.13, said.counted, size=11, va="top", color=quiet)
        box = {"left": 2.9, "right": 0.3, "top": 0.72, "bottom": 0.42}
        ax = page.field((start, end), (-5.6, 3.9), **box)
        ax.set_facecolor("none")
        _dunes(page, ax, frame, heights, pairs, start)
        day = measures.INVASION_PLACE
        ax.plot([day, day], [-5.3, 2.35], color=text, linewidth=1, linestyle=DASH, zorder=1)
        ax.text(day - 0.12, 2.2, said.invasion_mark, ha="right", size=11, color=quiet)
        last = measures.last_day().year
        for year in range(start, last + 1):
            x = min(year + 0.5, (last + end) / 2)
            ax.text(x, -5.55, str(year), ha="center", size=11, color=quiet)
        page.text(0.52, 1.38, said.strain, size=11, va="top", color=quiet)
    return page.told(said, [frame], _list(frame), data.as_of("events"))


def _dunes(page, ax, frame, heights, pairs, start):
    """Draw each pair's dune with its name and, below it, its events of strain."""
    ground, crest, foot, strain, edge, text, _ = figures.HERO
    unit, places = 3.7 / heights.max().max(), list(heights.index)
    for place, (pair, name) in enumerate(pairs.items()):
        shade = _between_colours(crest, foot, place / (len(pairs) - 1))
        top = [-place + unit * h for h in heights[pair]]
        order = {"zorder": 3 + place}
        ax.fill_between(places, -place, top, color=shade, linewidth=0, **order)
        ax.plot(places, top, color=edge, linewidth=1.2, **order)
        look = {"ha": "right", "va": "center", "size": 12, "color": text}
        ax.text(start - 0.15, -place + 0.18, name, **look)
        own = frame[(frame["lane"] == pair) & (frame["code"] == -1)]
        rim = {"markeredgecolor": ground, "markeredgewidth": 1, "zorder": 12}
        rim |= {"color": strain, "markersize": 6.5}
        marks = ax.plot(own["place"], [-place - 0.2] * len(own), "v", **rim)
        figures.mark(marks, "events", own["event_id"])
    page.line([(0.37, 1.47)], marker="v", color=strain, markersize=7, linestyle="none")


def _between_colours(first: str, last: str, part: float) -> str:
    both = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (first, last)]
    mixed = [round(a + (b - a) * part) for a, b in zip(*both, strict=True)]
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


# --- explorers ------------------------------------------------------------------------------------


def explore_timeline() -> Explorer:
    """Choose start, period, lanes and kinds of events; see when it seems to begin."""
    said, labels, frame = words("events.explore_timeline"), _labels(), measures.located()
    held = [c for c in measures.CATEGORIES if (frame["category"] == c).any()]
    return Explorer(
        functools.partial(draw_timeline, full=frame),
        said.question,
        presets={said.pair: {"lanes": measures.LANES[:1]}, said.group: {"lanes": ("several",)}},
        start=choice(said.start, [(str(year), year) for year in sorted(STARTS)], STARTS[0]),
        period=choice(said.period, offered(labels.periods, PERIODS), "half-year"),
        strains=toggle(said.strains, True),
        lanes=choices(said.lanes, offered(labels.lanes, measures.LANES)),
        categories=choices(said.categories, offered(labels.categories, held)),
    )


def explore_cut() -> Explorer:
    """Choose the day that parts before from after, the first year, and what is left out."""
    said, rows = words("events.explore_cut"), measures.located()
    frame = rows.set_index("event_id").loc[list(CUTS)]
    cuts = [
        (said.tell("option", date=row.date_text, title=row.title), row.Index)
        for row in frame.itertuples()
    ]
    kinds = _labels().categories
    kinds = [(said.nothing, ""), *offered(kinds, measures.CATEGORIES)]
    return Explorer(
        functools.partial(draw_cut, full=rows),
        said.question,
        cut=choice(said.cut, sorted(cuts), CUTS[0]),
        start=choice(said.start, [(str(y), y) for y in (1950, 2000, 2014, 2018)]),
        without=choice(said.without, kinds),
        cautions=toggle(said.cautions, True),
    )


# --- boards ---------------------------------------------------------------------------------------


def recode_events() -> questions.Board:
    """Let the learner code ten events, then show how far the balance moves."""
    frame = measures.debatable()
    said = words("events.recode", n=len(frame))
    return questions.board(
        "1.events",
        said.question,
        rows=dict(zip(frame["event_id"], frame["text"], strict=True)),
        columns={"direction": _labels().directions},
        heads={"direction": said.direction},
        read=read_recodes,
        reasons=dict(zip(frame["event_id"], frame["direction_reason"], strict=True)),
        ours={row.event_id: {"direction": str(row.direction)} for row in frame.itertuples()},
        cards=True,
    )


def read_recodes(codes: dict) -> list:
    """Show a learner's `codes`, {event_id: {'direction': code}}, beside ours, and the balance."""
    frame, labels = measures.debatable(), _labels().directions
    own = frame["event_id"].map(lambda event: codes.get(event, {}).get("direction"))
    ours = frame["direction"].astype(str)
    same, given = int((own == ours).sum()), int(own.isin(list(labels)).sum())
    said = words("events.recode", same=same, given=given)
    table = pd.DataFrame(
        {
            "event": frame["date_text"] + " " + frame["title"],
            "own": own.map(labels).fillna(said.open),
            "ours": ours.map(labels),
            "caution": frame["caution"].fillna(said.none),
        }
    )
    table = figures.table(headed(table, said.columns), said.table)
    return [table, draw_balance(codes=codes)]
