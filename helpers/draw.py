"""Charts of a learner's own in the look of the house: five words, one call each.

    from helpers import draw
    draw.bars(events, by="category", title="Most of what is reported is about arms")

`bars` counts rows or shows one number a row, `line` joins numbers by time, `dots` sets each row
on its day, `ranges` shows a low and a high end, `grid` crosses two columns. Nothing is added up,
averaged or guessed: a chart draws the rows that it is given. What is missing is said in the
chart's place, in sentences, so that a lesson runs on.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import json
import math
from dataclasses import dataclass, field

import pandas as pd

from helpers import charts, data, figures, wording
from helpers.figures import AXIS, BAR, INK, PAPER, Look
from helpers.measures.states import names

WORDS = {  # what each word takes: its columns and what they hold; "?" may be left out
    "bars": {"by": "any", "value": "number?"},
    "line": {"x": "time", "y": "number", "by": "any?"},
    "dots": {"on": "time", "by": "any?"},
    "ranges": {"by": "any", "low": "number", "high": "number"},
    "grid": {"down": "any", "across": "any", "value": "number?"},
}
MOST = {"bars": 24, "line": 6, "dots": 12, "ranges": 24, "grid": 24}  # rows of a chart, or lines
MOST_DOTS = 400
NAMED = 8  # marks that the alt text names
KEPT = ("claimant", "claim_date", "low", "high", "status", "evidence_grade")  # beside the numbers
MOST_KEPT = 40_000  # characters of a chart in a journal
# Lines that are no states: their colours are none of the four's.
OTHERS = [
    Look(BAR, INK, "o"),
    Look("#B5471F", "#B5471F", "s", (0, (6, 2))),
    Look("#0B4F5C", "#0B4F5C", "^", (0, (1.2, 1.4))),
    Look("#8A8F98", "#646B76", "D", (0, (7, 2, 1.2, 2))),
    Look("#5A2A4C", "#5A2A4C", "v", (0, (4, 2))),
    Look("#646B76", "#646B76", "P", (0, (2, 2))),
]
SHADES = (PAPER, "#D9DDDF", "#B4BEC9", "#8A97A5", "#5B6B7E", BAR)


@dataclass(frozen=True, repr=False)
class Drawn(figures.LessonFigure):
    """A chart of a learner's own: the `word` that drew it, how many `marks`, what it `lacks`.

    `call` draws it again (see `again`); it is empty where the chart is too large to keep.
    """

    word: str = ""
    marks: int = 0
    lacks: tuple = ()
    call: dict = field(default_factory=dict, repr=False)


# --- the five words -----------------------------------------------------------------------------


def bars(rows, by, value="", *, title="", unit="", sources=None, doubt="") -> Drawn:
    """Draw a bar for each name in the column `by`: its rows counted, or the `value` of its one row.

    `rows` is a table, or what pandas made of one. `title` says in your words what the chart shows,
    `unit` in what the numbers are counted, `doubt` what a reader should keep in mind. Where the
    rows have no `source_ids` left, `sources` is the table that you began with, or a list of tables
    or ids. Where something is missing, a page says what.
    """
    return _drawn(_Call("bars", rows, {"by": by, "value": value}, title, unit, sources, doubt))


def line(rows, x, y, by="", *, title="", unit="", sources=None, doubt="") -> Drawn:
    """Draw the numbers `y` by `x`, years or months, one line for each name in `by`.

    Gaps stay gaps. `rows`, `title`, `unit`, `sources` and `doubt` are those of `bars`.
    """
    return _drawn(_Call("line", rows, {"x": x, "y": y, "by": by}, title, unit, sources, doubt))


def dots(rows, on, by="", *, title="", unit="", sources=None, doubt="") -> Drawn:
    """Draw a mark for each row on its day or year `on`, in one lane for each name in `by`.

    `rows`, `title`, `unit`, `sources` and `doubt` are those of `bars`.
    """
    return _drawn(_Call("dots", rows, {"on": on, "by": by}, title, unit, sources, doubt))


def ranges(rows, by, low, high, *, title="", unit="", sources=None, doubt="") -> Drawn:
    """Draw what each row claims, named by `by`, from `low` to `high`.

    A gap in `low` means "up to", one in `high` "more than". `rows`, `title`, `unit`, `sources`
    and `doubt` are those of `bars`.
    """
    columns = {"by": by, "low": low, "high": high}
    return _drawn(_Call("ranges", rows, columns, title, unit, sources, doubt))


def grid(rows, down, across, value="", *, title="", unit="", sources=None, doubt="") -> Drawn:
    """Draw the column `down` crossed with `across`: the rows of each cell, or their one `value`.

    `rows`, `title`, `unit`, `sources` and `doubt` are those of `bars`.
    """
    columns = {"down": down, "across": across, "value": value}
    return _drawn(_Call("grid", rows, columns, title, unit, sources, doubt))


def again(call) -> Drawn | None:
    """Draw a chart again from the `call` that a journal kept, or None where that is no chart.

    A journal may come from elsewhere: no code of it is run.
    """
    try:
        frame = pd.DataFrame(call["rows"])
        for column in call["days"]:
            frame[column] = pd.to_datetime(frame[column])
        frame.attrs["table"] = call["table"] if call["table"] in data.known_tables() else None
        told = (call[part] for part in ("title", "unit", "sources", "doubt"))
        made = _Call(call["word"], frame, call["columns"], *told)
        made.left_out = int(call["left_out"])
        chart = _drawn(made)
    except Exception:
        return None
    return None if chart.lacks else chart


# --- what a call was given -----------------------------------------------------------------------


class _Call:
    """What one of the five words was given: rows, columns and words, and what it `lacks`.

    `lacks` are sentences for the learner. Without any, `rows` are clean: each has what is drawn,
    `left_out` counts the others, and `unseen` says which are not verified.
    """

    def __init__(self, word, rows, columns, title, unit, sources, doubt):
        self.word, self.columns, self.lacks = word, columns, []
        self.title, self.unit, self.doubt = (_text(part) for part in (title, unit, doubt))
        self.rows = _frame(rows)
        if self.rows is None or self.rows.empty:
            self._lack("no_table" if self.rows is None else "empty", what=type(rows).__name__)
            self.rows = pd.DataFrame()
        else:
            self._look_at_columns()
        if not self.title.strip(" .…"):
            self._lack("title")
        self.tables = _tables(self.rows, sources, self.keys)
        self.sources = self._found_sources(sources)
        if not self.lacks:
            self._settle()

    def _lack(self, message, **facts):
        self.lacks.append(wording.say(f"draw.lacks.{message}", **facts))

    def column(self, name):
        """Return the cells of a column by its name in the call, or None where it was left out."""
        return self.rows[self.columns[name]] if self.columns.get(name) else None

    def _look_at_columns(self):
        """Say which columns are not there, are there twice, or hold something else."""
        for name, holds in WORDS[self.word].items():
            column = self.columns[name]
            if not column and holds.endswith("?"):
                continue
            if not isinstance(column, str) or column not in self.rows:
                known = list(self.rows.columns)
                near = difflib.get_close_matches(str(column), known, n=1, cutoff=0.5)
                self._lack("column", column=str(column), near="".join(near), known=known[:12])
                continue
            cells = self.rows[column]
            if isinstance(cells, pd.DataFrame):
                self._lack("twice", column=column)
                continue
            kind, example = _kind(cells), figures.words(next(iter(cells.dropna()), ""))[:40]
            if kind == "gaps":
                if name not in ("low", "high"):
                    self._lack("gaps", column=column)
            elif holds.startswith("number") and kind != "number":
                self._lack("number", column=column, example=example)
            elif holds == "time" and (kind == "text" or (kind == "number" and (cells % 1).any())):
                self._lack("time", column=column, example=example)
        measured = [n for n, holds in WORDS[self.word].items() if holds.startswith("number")]
        if not self.unit and any(self.columns[name] for name in measured):
            self._lack("unit")

    def _found_sources(self, given) -> list[str]:
        """Return the ids of the sources given, else of those of the rows."""
        own = [self.rows[column] for column in self.rows if _is(column, "source_ids")]
        found = own if given is None else given if isinstance(given, (list, tuple)) else [given]
        try:
            ids = data.sources_of(*found)
        except (data.DataError, TypeError):  # no table, or one without sources
            ids = []
        if unknown := sorted(set(ids) - set(data.table("sources")["source_id"])):
            self._lack("unknown_source", id=unknown[0][:60])
        elif not ids and len(self.rows):
            self._lack("sources")
        return ids

    def _settle(self):
        """Leave out rows with gaps; say where too many are left, or two want one place."""
        needed = [column for name, column in self.columns.items() if column]
        gaps = self.rows[needed].isna()
        if self.word == "ranges":  # one end may be missing
            gaps = gaps.iloc[:, 0] | gaps.iloc[:, 1:].all(axis=1)
        else:
            gaps = gaps.any(axis=1)
        self.left_out, self.rows = int(gaps.sum()), self.rows[~gaps].reset_index(drop=True)
        self.unseen = _unseen(self.rows)
        if self.rows.empty:
            self._lack("empty")
            return
        sides = [self.column(name) for name in ("by", "down", "across")]
        most = max((side.nunique() for side in sides if side is not None), default=1)
        most = len(self.rows) if self.word == "ranges" else most
        if most > MOST[self.word]:
            self._lack("many", n=most, most=MOST[self.word])
        if self.word == "dots" and len(self.rows) > MOST_DOTS:
            self._lack("many", n=len(self.rows), most=MOST_DOTS)
        self._compare()

    def _compare(self):
        """Say where two rows want one place: nothing is added up, and no claims are joined."""
        places = {"bars": ("by",), "line": ("by", "x"), "grid": ("down", "across")}
        named = [self.columns[n] for n in places.get(self.word, ()) if self.columns[n]]
        if self.word == "line":
            own = self.columns["by"]
            groups = self.rows.groupby(own, observed=True) if own else [("", self.rows)]
            if "claimant" in self.rows and any(g["claimant"].nunique() > 1 for _, g in groups):
                self._lack("claimants")
                return
        elif not self.columns.get("value"):
            return
        at = self.rows[named].copy()
        if self.word == "line":
            at[self.columns["x"]] = at[self.columns["x"]].map(_step)
        twice = self.rows[at.duplicated()]
        if len(twice):
            self._lack("two_rows", place=[_name(twice.iloc[0][column]) for column in named])

    @functools.cached_property
    def keys(self) -> list[str]:
        """Return the table of ours whose rows these are, and its key columns, where it is one."""
        twice = self.rows.columns.has_duplicates
        return [] if twice or self.rows.empty else _keys(self.rows)

    @functools.cached_property
    def scale(self) -> tuple[float, str]:
        """Return by what large numbers are divided, and its name: 1 and '' for small ones."""
        measured = [n for n, holds in WORDS[self.word].items() if holds.startswith("number")]
        cells = [self.column(name).abs().max() for name in measured if self.columns[name]]
        largest = max(filter(pd.notna, cells), default=0)
        names = wording.words("draw.scales")
        for power in (12, 9, 6):
            if largest >= 10 ** (power + 1):
                return 10.0**power, names.tell(f"ten_{power}")
        return 1.0, ""

    def kept(self) -> dict:
        """Return what `again` takes: the words, and of the rows what is drawn of them."""
        extra = [c for c in self.rows if _is(c, "verified") or c in (*KEPT, *self.keys)]
        shown = list(dict.fromkeys([*filter(None, self.columns.values()), *extra]))
        frame = self.rows[shown]
        days = [column for column in shown if _kind(frame[column]) == "day"]
        call = {"word": self.word, "columns": self.columns, "title": self.title, "days": days}
        call |= {"table": self.rows.attrs.get("table"), "left_out": self.left_out}
        call |= {"unit": self.unit, "sources": self.sources, "doubt": self.doubt}
        call["rows"] = json.loads(
            frame.to_json(orient="records", date_format="iso", double_precision=15)
        )
        return call if len(json.dumps(call)) < MOST_KEPT else {}


def _text(part) -> str:
    return part.strip() if isinstance(part, str) else ""


def _frame(rows) -> pd.DataFrame | None:
    """Return rows as a table with named columns, or None: an index with a name is a column."""
    if isinstance(rows, pd.Series):
        rows = rows.rename("value" if rows.name is None else rows.name).to_frame()
    if not isinstance(rows, pd.DataFrame):
        return None
    named = any(name is not None for name in rows.index.names)
    clash = set(rows.index.names) & set(rows.columns)
    frame = rows.reset_index(drop=not named or bool(clash))
    frame.columns = [" ".join(map(str, c)) if isinstance(c, tuple) else str(c) for c in frame]
    return frame


def _is(column: str, name: str) -> bool:
    """Say whether a column is the one of this name, also after a join gave it an ending."""
    return column in (name, f"{name}_x", f"{name}_y")


def _kind(cells: pd.Series) -> str:
    """Return what a column holds: 'number', 'day', 'text', or 'gaps' alone."""
    types = pd.api.types
    if cells.isna().all():
        return "gaps"
    if types.is_datetime64_any_dtype(cells):
        return "day"
    return "number" if types.is_numeric_dtype(cells) and not types.is_bool_dtype(cells) else "text"


def _unseen(rows: pd.DataFrame) -> pd.Series:
    """Say which rows are not verified."""
    marks = [rows[column] for column in rows if _is(column, "verified")]
    found = pd.Series(False, index=rows.index)
    for mark in marks:
        found |= mark.astype("boolean").eq(False).fillna(False).astype(bool)
    return found


def _keys(rows: pd.DataFrame) -> list[str]:
    """Return the table of ours whose rows these are, and its key columns; [] for none.

    It is the table of which most columns are here, whose marks have words, and that has the rows.
    """
    described, found = data.description(), []
    for table, about in described.items():
        key, columns = (about["schema"][part] for part in ("primaryKey", "fields"))
        if set(key) <= set(rows) and wording.has(f"marks.{table}"):
            here = [c["name"] in rows or f"{c['name']}_x" in rows for c in columns]
            place = list(rows).index(key[0])
            found.append((-sum(here) / len(here), place, table, list(key)))
    for *_, table, key in sorted(found):
        ours = pd.MultiIndex.from_frame(data.table(table)[key].astype(str))
        if pd.MultiIndex.from_frame(rows[key].astype(str)).isin(ours).all():
            return [table, *key]
    return []


def _tables(rows: pd.DataFrame, sources, keys: list[str]) -> list[str]:
    """Return the tables that rows and sources come from, as far as they tell."""
    given = sources if isinstance(sources, (list, tuple)) else [sources]
    attrs = [each.attrs.get("table") for each in (rows, *given) if hasattr(each, "attrs")]
    return list(dict.fromkeys(name for name in (*attrs, *keys[:1]) if name))


def _name(value) -> str:
    """Write the name of a bar, lane or line: a state's short name, a year without a comma."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if pd.api.types.is_integer(value) or (pd.api.types.is_float(value) and value == int(value)):
        return str(int(value))
    text = figures.words(value)
    return names().get(text, text)


def _cut(text: str, most: int) -> str:
    """Shorten a name in its middle: claimants often differ at the end alone."""
    half = most // 2
    return text if len(text) <= most else f"{text[: half - 1]}…{text[-half:]}"


def _number(value: float) -> str:
    """Write a number of a mark: thousands whole, all else with three digits that say something."""
    return figures.words(float(f"{value:.3g}") if abs(value) < 1000 else round(value))


# --- drawing --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Marks:
    """What was drawn: `items` in words for the alt text, how many marks, and their `table`."""

    items: list
    count: int
    table: pd.DataFrame


BOX = {"left": 3.0, "right": 0.95, "top": 1.2, "bottom": 0.85}


def _drawn(call: _Call) -> Drawn:
    """Draw what a call asks for, or say on a page what it lacks."""
    said = wording.words("draw.chart")
    if call.lacks:
        page = figures.message(said.heading, " ".join(call.lacks), height=3.4)
        return Drawn(**_parts(page), word=call.word, lacks=tuple(call.lacks))
    unit = call.unit or said.rows
    unit = said.tell("scaled", unit=unit, scale=call.scale[1]) if call.scale[1] else unit
    facts = {"unit": unit, "doubt": call.doubt, "rows": len(call.rows)}
    facts |= {"unseen": int(call.unseen.sum()) or None, "left_out": call.left_out or None}
    told = wording.words(f"draw.{call.word}", **facts)
    heads = figures.shorten(call.title, 66), figures.shorten(facts["unit"], 100)
    height = figures.TALL if _tall(call) else figures.HEIGHT
    with figures.page(*heads, figures.shorten(told.note, 125), height) as page:
        marks = _DRAW[call.word](page, call)
    items, more = marks.items[:NAMED], max(len(marks.items) - NAMED, 0) or None
    alt = wording.say("draw.chart.alt", title=call.title, rows=len(call.rows))
    alt += " " + told.tell("alt", items=items, n=len(marks.items), more=more)
    caption = wording.say("draw.chart.caption", **facts)
    table = figures.table(marks.table, call.title)
    reach = data.as_of(*call.tables) if call.tables else ""
    page = page.figure(alt, caption, call.sources, table, as_of=reach)
    return Drawn(**_parts(page), word=call.word, marks=marks.count, call=call.kept())


def _parts(figure: figures.LessonFigure) -> dict:
    return {part.name: getattr(figure, part.name) for part in dataclasses.fields(figure)}


def _tall(call: _Call) -> bool:
    side = call.column("down" if call.word == "grid" else "by")
    lanes = len(call.rows) if call.word == "ranges" else 1 if side is None else side.nunique()
    return lanes > 12 and call.word != "line"


def _groups(call: _Call, name="by") -> list[tuple]:
    """Return (name, rows) in order: of time and of size where there is one, else as they come."""
    side = call.column(name)
    if side is None:
        return [("", call.rows)]
    in_order = _kind(side) != "text" or getattr(side.dtype, "ordered", False)
    groups = list(call.rows.groupby(side, observed=True, sort=in_order))
    if call.word == "bars" and not in_order and not call.columns["value"]:
        groups.sort(key=lambda group: (-len(group[1]), str(group[0])))
    return groups


def _row_name(rows: charts.Rows, y: int, key, count: int, unseen=False) -> str:
    """Write the name of a row at its left; returns the colour of its marks."""
    name = _name(key)
    lines = [_cut(name, 36)] if count > 7 else figures.wrap(name, 28)[:2]
    look = {"size": 10} if count > 7 else {}
    shown = "\n".join(lines) + (" †" if unseen else "")
    left = rows.span[0] - 0.12 * rows.inch
    if isinstance(key, str) and key in names():
        return rows.state(y, key, shown, left, **look)
    rows.name(y, shown, left, **look)
    return BAR


def _answer(artist, call: _Call, rows: pd.DataFrame):
    """Let one mark answer for the rows of a table of ours that it stands for."""
    if keys := call.keys:
        ids = list(rows[keys[1:]].itertuples(index=False, name=None))
        figures.mark(artist, keys[0], [[one[0] if len(one) == 1 else one for one in ids]])


def _bars(page, call: _Call) -> _Marks:
    groups, value = _groups(call), call.columns["value"]
    lengths = [float(rows[value].iloc[0]) if value else len(rows) for _, rows in groups]
    lengths = [length / call.scale[0] for length in lengths]
    low, high = min(0.0, *lengths), max(0.0, *lengths)
    span = (1.12 * low, 1.12 * high if high > low else 1)
    board = charts.Rows(page, len(groups), span, least=4, **BOX)
    board.ax.xaxis.set_major_formatter(lambda x, _: figures.words(x))
    for y, ((key, rows), length) in enumerate(zip(groups, lengths, strict=True)):
        unseen = call.unseen[rows.index]
        colour = _row_name(board, y, key, len(groups), bool(value) and unseen.any())
        parts = [rows[~unseen], rows[unseen]] if not value else [rows]
        start = 0
        for part, hatched in zip(parts, (False, True), strict=False):
            if len(part):
                look = {"colour": PAPER, "edgecolor": colour, "hatch": "////"}
                look = look if hatched else {"colour": colour}
                size = length if value else len(part) / call.scale[0]
                _answer(board.bar(y, size, left=start, **look), call, part)
                start += size
        board.aside(y, _number(length), max(length, 0) + 0.08 * board.inch)
    items = [
        {"name": _name(key), "told": _number(length)}
        for (key, _), length in zip(groups, lengths, strict=True)
    ]
    if value:
        return _Marks(items, len(groups), _table(call))
    head = wording.words("draw.chart")
    table = pd.DataFrame({call.columns["by"]: [item["name"] for item in items]})
    table[head.counted] = lengths
    if call.unseen.any():
        table[head.unseen] = [int(call.unseen[rows.index].sum()) for _, rows in groups]
    return _Marks(items, len(groups), table)


def _line(page, call: _Call) -> _Marks:
    groups, items, ends = _groups(call), [], []
    ax = page.axes(left=0.95, right=2.9 if call.columns["by"] else 0.6, top=1.3, bottom=0.85)
    for n, (key, rows) in enumerate(groups):
        rows = rows.sort_values(call.columns["x"], kind="stable")
        xs = [_step(value) for value in rows[call.columns["x"]]]
        ys = [float(value) / call.scale[0] for value in rows[call.columns["y"]]]
        look = figures.LOOKS.get(key, OTHERS[n % len(OTHERS)])
        unseen = [x for x, weak in zip(xs, call.unseen[rows.index], strict=True) if weak]
        charts.series(ax, xs, ys, look, hollow=unseen)
        for x, y, (_, row) in zip(xs, ys, rows.iterrows(), strict=True):
            face = {"markerfacecolor": PAPER if x in unseen else look.colour}
            mark = ax.plot([x], [y], look.marker, color=look.colour, markersize=7, zorder=5, **face)
            _answer(mark, call, row.to_frame().T)
        ends.append((ys[-1], _cut(_name(key), 26), look.colour, look.word))
        first, last = (_name(rows[call.columns["x"]].iloc[place]) for place in (0, -1))
        item = {"start": first, "end": last, "from": _number(ys[0])}
        items.append(
            item | {"name": _name(key) if call.columns["by"] else "", "to": _number(ys[-1])}
        )
    _time_axis(ax, call.column("x"))
    ax.yaxis.set_major_formatter(lambda y, _: figures.words(y))
    ax.grid(axis="y")
    figures.draw_unit(ax, figures.shorten(call.columns["y"], 60), lift=0.12)
    if call.columns["by"]:
        figures.draw_end_labels(ax, max(map(_step, call.column("x"))), ends)
    return _Marks(items, len(call.rows), _table(call))


def _step(value) -> int:
    """Return a year, or the number of a month, so that neighbours are one apart."""
    return 12 * value.year + value.month - 1 if isinstance(value, pd.Timestamp) else int(value)


def _time_axis(ax, cells: pd.Series):
    """Name years on the axis of a line, or months where it is short."""
    steps = sorted(map(_step, cells))
    low, high = steps[0], max(steps[-1], steps[0] + 1)
    ax.set_xlim(low - 0.03 * (high - low), high + 0.03 * (high - low))
    per = 12 if _kind(cells) == "day" else 1
    every = per if per == 12 and high - low > 30 else max(round((high - low) / 8), 1)
    every = every * max(round((high - low) / every / 10), 1)
    places = [step for step in range(low, high + 1) if step % every == 0]
    months = [f"{step // 12}-{step % 12 + 1:02}" for step in places]
    years = [str(step // per) for step in places]
    ax.set_xticks(places, months if per == 12 and every % 12 else years)


def _dots(page, call: _Call) -> _Marks:
    groups, on = _groups(call), call.columns["on"]
    places = call.rows[on].map(_day)
    room = max(places.max() - places.min(), 1) * 0.04
    span = (places.min() - room, places.max() + room)
    least = math.ceil(span[0])
    every = next(step for step in (1, 2, 5, 10, 20, 50, 1e4) if (span[1] - span[0]) / step <= 10)
    ticks = [year for year in range(least, math.floor(span[1]) + 1) if year % every == 0]
    board = charts.Rows(page, len(groups), span, (ticks, list(map(str, ticks))), 3, **BOX)
    size = 8 if len(call.rows) < 60 else 6
    for y, (key, rows) in enumerate(groups):
        colour = _row_name(board, y, key, len(groups)) if call.columns["by"] else BAR
        rows = rows.assign(**{" at": places[rows.index]}).sort_values(" at", kind="stable")
        before, lift = None, 0
        for index, row in rows.iterrows():
            near = before is not None and row[" at"] - before < 0.11 * board.inch
            lift, before = (lift + 1) % 5 if near else 0, row[" at"]
            up = (0, 0.17, -0.17, 0.34, -0.34)[lift]  # neighbours of one month stand apart
            face = {"markerfacecolor": PAPER if call.unseen[index] else colour}
            mark = board.mark(y - up, row[" at"], colour=colour, size=size, **face)
            _answer(mark, call, call.rows.loc[[index]])
    items = [
        {
            "name": _name(key) if call.columns["by"] else "",
            "n": len(rows),
            "start": _name(rows[on].min()),
            "end": _name(rows[on].max()),
        }
        for key, rows in groups
    ]
    return _Marks(items, len(call.rows), _table(call))


def _day(value) -> float:
    """Return a day as a year with its part; a year alone stands at its beginning."""
    if isinstance(value, pd.Timestamp):
        return value.year + (value.day_of_year - 1) / 366
    return float(value)


def _ranges(page, call: _Call) -> _Marks:
    by, low, high = (call.columns[name] for name in ("by", "low", "high"))
    rows, items = call.rows.copy(), []
    rows[[low, high]] = rows[[low, high]].astype(float) / call.scale[0]
    most = float(rows[[low, high]].max().max())
    least = min(0.0, float(rows[[low, high]].min().min()))
    board = charts.Rows(page, len(rows), (least, 1.2 * most if most > least else 1), least=4, **BOX)
    board.ax.xaxis.set_major_formatter(lambda x, _: figures.words(x))
    for y, (index, row) in enumerate(rows.iterrows()):
        _row_name(board, y, row[by], len(rows), call.unseen[index])
        ends = [None if pd.isna(row[end]) else float(row[end]) for end in (low, high)]
        status = str(row.get("status", ""))
        before = set(board.ax.get_children())
        status = status if status in figures.STATUS else "alleged"
        figures.draw_range(board.ax, *ends, -y, status)
        for artist in board.ax.get_children():
            if artist not in before and artist.get_gid() is None:
                _answer(artist, call, rows.loc[[index]])
        told = [None if end is None else _number(end) for end in ends]
        same = told[0] == told[1]
        items.append({"name": _name(row[by]), "low": told[0], "high": told[1], "same": same})
    return _Marks(items, len(rows), _table(call))


def _grid(page, call: _Call) -> _Marks:
    down, across, found = _cells(call)
    value, sizes = call.columns["value"], {}
    for at, rows in found.items():
        sizes[at] = float(rows[value].iloc[0]) / call.scale[0] if value else len(rows)
    low, high = (min(sizes.values()) if value else 0), max(sizes.values())
    steep = len(across) > 12 or max(len(_name(key)) for key in across) > 9
    box = BOX | {"top": 2.45 if steep else 1.5, "right": 0.4, "bottom": 0.6}
    board = charts.Rows(page, len(down), (-0.5, len(across) - 0.5), [], least=4, **box)
    board.ax.spines["bottom"].set_visible(False)
    for y, key in enumerate(down):
        _row_name(board, y, key, len(down))
    for (key, other), rows in found.items():
        y, x, size = down.index(key), across.index(other), sizes[key, other]
        shade = round((len(SHADES) - 1) * (size - low) / (high - low or 1))
        box = board.bar(y, 0.92, SHADES[shade], 0.88, left=x - 0.46, edgecolor=AXIS)
        _answer(box, call, rows)
        words = _number(size) if len(across) <= 12 else ""
        words += "†" if call.unseen[rows.index].any() else ""
        board.aside(y, words, x, color=PAPER if shade > 3 else INK, ha="center", size=10)
    turned = {"rotation": 90} if steep else {}
    for x, key in enumerate(across):
        name = _cut(_name(key), 18)
        board.ax.text(x, 0.62, name, ha="center", va="bottom", clip_on=False, **turned)
    largest = sorted(sizes.items(), key=lambda one: -one[1])
    items = [{"name": ", ".join(map(_name, at)), "told": _number(size)} for at, size in largest]
    return _Marks(items, len(sizes), _table(call))


def _cells(call: _Call) -> tuple[list, list, dict]:
    """Return the names down and across, and the rows of each cell; no year across is skipped."""
    down, across = ([key for key, _ in _groups(call, name)] for name in ("down", "across"))
    if _kind(call.column("across")) == "number" and not any(key % 1 for key in across):
        years = range(int(min(across)), int(max(across)) + 1)
        across = list(years) if len(years) <= MOST["grid"] else across
    columns = [call.columns["down"], call.columns["across"]]
    return down, across, dict(list(call.rows.groupby(columns, observed=True, sort=False)))


def _table(call: _Call) -> pd.DataFrame:
    """Return what is drawn, with who claims it, its range and its doubt where the rows say so."""
    drawn = list(dict.fromkeys(filter(None, call.columns.values())))
    beside = [column for column in call.rows if column in KEPT and column not in drawn]
    table = call.rows[drawn + beside].copy()
    table.insert(0, drawn[0], table.pop(drawn[0]).map(_name))
    if call.unseen.any():
        head = wording.words("draw.chart")
        table[head.verified] = (~call.unseen).to_numpy()
    return table


_DRAW = {"bars": _bars, "line": _line, "dots": _dots, "ranges": _ranges, "grid": _grid}
