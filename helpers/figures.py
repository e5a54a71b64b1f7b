"""One visual language, and a figure that carries its words: alt text, caption, sources, data.

A chart is drawn on a `page` and becomes a `LessonFigure`:

    with figures.page("Finding", "What is counted, unit, period", "How to read the marks") as sheet:
        ax = sheet.axes(left=2.2)
        ax.plot(...)
    return sheet.figure(alt=..., caption=..., sources=[...], table=...)

All lengths are inches on a page of 10 by 5.6, all type sizes are points. Nothing here uses
pyplot, so no state is shared with a learner's own charts.
"""

from __future__ import annotations

import functools
import io
import logging
import os
import re
import sys
import textwrap
import threading
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import quote, unquote

from helpers import data, marks, wording

PAPER, FRAME, BAND, GRID, AXIS = "#FBFAF7", "#D9D6CE", "#F0EDE4", "#E3E0D8", "#8A8F98"
INK, LABEL, NOTE = "#1E2530", "#4A525E", "#646B76"
BAR = "#4D6275"
RANGE = "#AEB0B0"  # ink at 35 per cent on paper, opaque so that crossing ranges do not darken
DIRECTIONS = {1: "#0B4F5C", 0: "#8A8E95", -1: "#B5471F"}
GRADES = {"A": "#1F2A37", "B": "#5B6B7E", "C": "#B4BEC9", "D": PAPER}
VOTES = {"yes": "#9FC7CE", "abstain": "#EFE9DC", "no": "#5A2A4C", "absent": PAPER}
CODES = {"CC": "#D5E2E3", "C": "#EAF0EF", "N": PAPER, "I": "#E8B9A4", "II": "#B5471F"}
HERO = ["#16202B", "#F0CE95", "#786850", "#7FB7C4", "#F6D9A4", "#F3E7CF", "#C3CAD1"]

WIDTH, HEIGHT, TALL = 10.0, 5.6, 8.2
SHOWN = 960  # pixels on the learner's screen
SCREEN, DPI = 96, 144  # pixels an inch: of a picture in a page, and of one in a file

STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign is money
    "axes.facecolor": PAPER,
    "axes.edgecolor": AXIS,
    "axes.linewidth": 0.8,
    "axes.labelcolor": LABEL,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.9,
    "xtick.color": LABEL,
    "ytick.color": LABEL,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "lines.linewidth": 2.2,
    "lines.markersize": 8,
    "hatch.linewidth": 0.9,
    "hatch.color": INK,
}


# Long labels wrap and stand above their box: ipywidgets cuts them to one line beside it. What is
# left of a kernel that is gone is veiled: its controls look alive and are dead.
CONTROLS = """<style>
.sands .widget-html-content,.sands label,.sands input,.sands select,.sands textarea,
.sands button{font-size:var(--jp-content-font-size1,14px)}
.sands .widget-html-content{line-height:1.5}
.sands .widget-html-content p{margin:0.4em 0}
.sands .widget-html-content .sands-kept{margin:0.4em 0 0;opacity:0.8;font-size:85%}
.sands .widget-inline-hbox{height:auto;align-items:flex-start}
.sands .widget-checkbox{margin-right:14px}
.sands .widget-checkbox label,.sands .widget-label{white-space:normal;height:auto;line-height:1.5}
.sands .widget-radio{width:auto}
.sands .widget-radio .widget-radio-box{height:auto;max-width:100%;margin:0}
.sands .widget-radio-box label{display:flex;align-items:flex-start;white-space:normal;height:auto;
  width:auto;line-height:1.5;margin:0 0 4px}
.sands .widget-radio-box input[type=radio]{order:-1;flex:none;width:15px;height:15px;
  margin:3px 8px 0 2px}
.sands .widget-radio-box label::before,.sands-many .widget-checkbox label span::before{
  font-weight:bold;margin:0 0.4em 0 0;flex:none}
.sands .widget-text,.sands .widget-textarea,.sands .widget-dropdown{width:auto;max-width:100%}
.sands .widget-label{width:auto;min-width:3em;padding:0;margin:0 8px 0 0;text-align:left}
.sands .widget-text{align-items:center}
.sands select{min-width:12em}
.sands .widget-dropdown select{flex:0 1 auto}
.sands-explorer .widget-dropdown,.sands-explorer .widget-text{flex-direction:column;
  align-items:flex-start}
.sands-explorer .widget-dropdown select{flex:none;height:28px}
.sands-explorer input[type=number]{width:8em}
.sands .widget-text input[type=text]{flex:0 1 9em}
.sands-form-box:has(.sands-both){container-type:inline-size}
.sands-both{flex-flow:row wrap;gap:0 24px;align-items:flex-start}
.sands-both>*{flex:1 1 300px;min-width:0}
.sands-both .sands-beside{max-height:calc(100vh - 170px);overflow-y:auto}
.sands-explorer{container-type:inline-size;width:100%}
.sands-explorer .sands-side,.sands-explorer .sands-controls,.sands-explorer .sands-shown{
  min-width:0}
.sands-explorer .sands-controls{flex-flow:row wrap;align-items:flex-end}
.sands-several .widget-button,.sands-quick .widget-button{min-height:24px;padding:1px 8px}
.sands-explorer figure{overflow-x:auto}
.sands-explorer{--sands-least:700px}
.sands-explorer figure>img{min-width:700px}
@container (min-width:820px){
.sands-explorer .sands-view{display:grid;grid-template-columns:minmax(210px,22%) minmax(0,1fr);
  gap:0 18px;align-items:start}
.sands-explorer .sands-side{max-height:calc(100vh - 132px)}
.sands-explorer .sands-controls{flex-flow:column nowrap;align-items:stretch;flex:0 1 auto;
  min-height:120px;overflow:hidden auto}
.sands-explorer .sands-controls>*{flex:none}
.sands-explorer .sands-shown{--sands-least:0px;--sands-most:calc(100vh - 132px)}
.sands-explorer figure>img{min-width:0;width:auto;max-height:calc(100vh - 132px)}
}
.sands .widget-textarea textarea{min-height:4.6em}
.sands .widget-button{height:auto;min-height:28px;white-space:normal;line-height:1.4;
  padding:4px 12px}
.sands.sands :focus-visible{outline:3px solid #B5471F!important;outline-offset:2px}
.sands a{color:var(--jp-content-link-color,#0b57a4);text-decoration:underline}
.sands table{border-collapse:collapse;margin:0.4em 0}
.sands th,.sands td{padding:3px 12px 3px 0;vertical-align:top}
.sands thead{border-bottom:1px solid currentColor}
.sands tbody{border-bottom:1px solid currentColor}
.sands.jupyter-widgets-disconnected::before{content:none}
.sands.jupyter-widgets-disconnected>*{display:none}
.sands.jupyter-widgets-disconnected::after{display:block;padding:10px 14px;
  border-left:4px solid #4D6275;content:"This part of the lesson sleeps. \
Choose Run, then Run All Cells, to wake it; what you entered is filled in."}
</style>"""
# Letters by which a class names an option; a CSS counter would not be heard by a screen reader.
CONTROLS += "<style>{}</style>".format(
    "".join(
        f".sands .widget-radio-box label:nth-child({n})::before,"
        f'.sands-many>.widget-checkbox:nth-child({n}) span::before{{content:"{letter}."}}'
        for n, letter in enumerate("ABCDEFGH", 1)
    )
)


@dataclass(frozen=True)
class Look:
    """How one state looks: `colour` of marks, `word` colour of text, `marker`, `dash` in points."""

    colour: str
    word: str
    marker: str
    dash: tuple | str = "solid"
    width: float = 2.2


_GREY = "#646B76"
LOOKS = {
    "RUS": Look("#1F479B", "#1F479B", "o"),
    "IRN": Look("#11805F", "#11805F", "s", (0, (6, 2))),
    "PRK": Look("#3A1336", "#3A1336", "^", (0, (1.2, 1.4))),
    "CHN": Look("#D07A1E", "#9A5410", "D", (0, (7, 2, 1.2, 2))),
    "USA": Look("#4A525E", "#4A525E", "P", (0, (4, 2))),
    "IND": Look("#646B76", "#646B76", "v", (0, (2, 2))),
    "BLR": Look("#8A8F98", "#646B76", "<", (0, (8, 3))),
    "TUR": Look(_GREY, _GREY, ">", width=1.2),
    "KOR": Look(_GREY, _GREY, "h", width=1.2),
    "UKR": Look(_GREY, _GREY, "p", width=1.2),
    "BRA": Look(_GREY, _GREY, "X", width=1.2),
    "ZAF": Look(_GREY, _GREY, "d", width=1.2),
}

# How a status is drawn: marker, face and edge; 'half' is the left half-filled circle.
STATUS = {
    "confirmed": ("o", INK, INK),
    "assessed": ("half", INK, INK),
    "alleged": ("o", PAPER, INK),
    "announced": ("s", PAPER, INK),
    "denied": ("x", "#B5471F", "#B5471F"),
    "not-confirmed": ("D", PAPER, NOTE),
}


def look(iso3: str) -> Look:
    """Return how a state is drawn; states without a look of their own are grey.

    Args:
        iso3: ISO code of the state, such as 'RUS'.

    Returns:
        A `Look`.
    """
    return LOOKS.get(iso3, Look(_GREY, _GREY, "o", width=1.2))


# --- tables -------------------------------------------------------------------------------------


safe = data.safe


def dir_auto(text) -> str:
    """Return the attribute that lets words from right to left stand right, or nothing.

    Args:
        text: what the element holds; Hebrew, Arabic or Persian words in it make the difference.

    Returns:
        ' dir="auto"' or an empty text.
    """
    text = str(text)
    if text.isascii():
        return ""
    sided = any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    return ' dir="auto"' if sided else ""


def words(value) -> str:
    """Write one cell as a reader expects it: thousands with commas, gaps in words.

    Args:
        value: number, text, date, truth value, or what pandas writes for a gap.

    Returns:
        A text that is never empty.
    """
    import pandas as pd

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return wording.say("figures.table.gap")
    if pd.api.types.is_bool(value):
        return wording.say(f"figures.table.{'yes' if value else 'no'}")
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if pd.api.types.is_number(value):
        whole = value % 1 == 0 or abs(value) >= 1e4
        return wording.localised(f"{value:,.0f}" if whole else f"{value:,.4g}")
    return str(value) or wording.say("figures.table.gap")


@dataclass(frozen=True)
class LessonTable:
    """A table for people: caption above, header cells with scope, gaps in words.

    `frame` is any DataFrame; its first column names the rows. At most `limit` rows stand open,
    the rest is folded. Whole-number columns named in `plain` (years) get no thousands comma.
    Words between two asterisks on each side are set in bold. `sentence` says in words what an
    explorer's present setting shows.
    """

    frame: object
    caption: str
    limit: int = 12
    plain: tuple = ("year",)
    sentence: str = ""

    def _repr_html_(self) -> str:
        rows = self._rows()
        html = self._table(rows[: self.limit], self.caption)
        if (more := len(rows) - self.limit) > 0:
            said = wording.words("figures.table", n=more, caption=self.caption)
            rest = self._table(rows[self.limit :], said.continued)
            head = f"<summary{wording.mark()}>{safe(said.more)}</summary>"
            html += f"<details>{head}{rest}</details>"
        return html

    def __repr__(self) -> str:
        head = " | ".join(map(str, self.frame.columns))
        rows = self._rows()
        body = [" | ".join(cell for cell, _ in row) for row in rows[: self.limit]]
        rest = len(rows) - len(body)
        more = ["… " + wording.say("figures.table.more", n=rest)] if rest else []
        return "\n".join([self.caption, head, *body, *more])

    def _rows(self) -> list[list[tuple[str, bool]]]:
        import pandas as pd

        columns = []
        for name in self.frame.columns:
            column = self.frame[name]
            types = pd.api.types
            number = types.is_numeric_dtype(column) and not types.is_bool_dtype(column)
            if number and str(name).lower() in self.plain:
                cells = [words(v) if pd.isna(v) else str(int(v)) for v in column]
            else:
                cells = [words(v) for v in column]
            columns.append([(cell, number) for cell in cells])
        return [list(row) for row in zip(*columns, strict=True)]

    def _table(self, rows, caption) -> str:
        # Values without quotes, cells and rows without end tags, as HTML allows: with them each
        # cell of a saved table is longer by nine marks.
        sides = ["right" if rows and number else "left" for _, number in (rows or [[]])[0]]
        head = "".join(
            f"<th scope=col style=text-align:{side}{dir_auto(c)}>{safe(c)}"
            for c, side in zip(self.frame.columns, sides or ["left"] * 99, strict=False)
        )
        body = ""
        for row in rows:
            (name, _), *cells = row
            turned = dir_auto(name)
            body += f"<tr><th scope=row style=text-align:left{turned}>{bold(name)}"
            for cell, number in cells:
                side = "right" if number else "left"
                body += f"<td style=text-align:{side}{dir_auto(cell)}>{bold(cell)}"
        return (
            f"<table{wording.mark()}>"
            f'<caption style="text-align:left"{dir_auto(caption)}>{safe(caption)}</caption>'
            f"<thead><tr>{head}<tbody>{body}</table>"
        )


def bold(text: str) -> str:
    """Return safe HTML in which words between two asterisks on each side are bold."""
    text = safe(text).replace("&#x27;", "'")  # cells are many, and no attribute
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)


def table(frame, caption: str, limit: int = 12, plain=("year",), sentence="") -> LessonTable:
    """Show `frame` (DataFrame, first column names the rows) as an accessible table.

    Args:
        frame: what to show, in the order of its rows and columns.
        caption: one sentence that says what the table holds.
        limit: rows that stand open; the rest is folded.
        plain: names of whole-number columns without thousands comma, in lower case.
        sentence: what the present setting of an explorer shows.

    Returns:
        A `LessonTable`, which a notebook shows as HTML.
    """
    return LessonTable(frame.reset_index(drop=True), caption, limit, tuple(plain), sentence)


# --- the figure ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class LessonFigure:
    """A picture with its words: `title`, `alt`, `caption`, `source_ids`, `table`, `sentence`.

    `svg` is the picture, `keys` the rows that its marks stand for (see `marks`), `png` the picture
    for a file, where one was asked for; `sentence` says in words what the present setting shows;
    `as_of` is the date that the data reach.

    What is saved holds the picture as an image: JupyterLab strips a page that it does not trust,
    as it does every lesson before its first run, of inline SVG and would leave its words in a
    heap. What is live holds it inline, so that its marks answer.
    """

    title: str
    alt: str
    caption: str
    svg: str = field(repr=False)
    source_ids: tuple = ()
    table: LessonTable | None = field(default=None, repr=False)
    sentence: str = ""
    as_of: str = ""
    width: int = SHOWN
    keys: tuple = field(default=(), repr=False)
    png: bytes = field(default=b"", repr=False)

    def _repr_html_(self) -> str:
        return self._figure(
            f'<img alt="{escape(self.alt)}" width="{self.width}" '
            f'style="max-width:100%;height:auto" src="{address(self.svg)}">'
        )

    def live(self) -> str:
        """Return the figure for a page in which its marks can answer."""
        return marks.STYLE + self._figure(marks.answering(self.svg, self.alt))

    def _repr_mimebundle_(self, **_) -> dict:
        found = {"text/plain": repr(self), "text/html": self._repr_html_()}
        if self.keys and "ipykernel" in sys.modules:
            import ipywidgets

            shown = ipywidgets.HTML(self.live())
            view = {"version_major": 2, "version_minor": 0, "model_id": shown.model_id}
            found["application/vnd.jupyter.widget-view+json"] = view
        return found

    def _figure(self, picture: str) -> str:
        foot = safe(self.caption)
        if self.as_of:
            foot += f" {safe(wording.say('figures.figure.as_of', date=self.as_of))}"
        if self.source_ids:
            foot += "<br>" + self._sources()
        html = (
            f'<figure style="margin:0;max-width:{self.width}px"{wording.mark()}>{picture}'
            f"<figcaption{dir_auto(self.caption)}>{foot}</figcaption>"
        )
        if self.table is not None:
            told = wording.say("figures.figure.table", n=len(self.table.frame))
            html += f"<details><summary>{safe(told)}</summary>{self.table._repr_html_()}</details>"
        return html + "</figure>"

    def _sources(self) -> str:
        """Cite three sources; more are folded, and of very many the rest is counted."""
        ids = self.source_ids
        if len(ids) <= OPEN + 1:
            return wording.say("figures.figure.sources", cited=data.cite(*ids))
        said = wording.words("figures.figure", cited=data.cite(*ids[:OPEN]), n=len(ids) - OPEN)
        rest = data.cite(*ids[OPEN:], limit=FOLDED)
        return f"{said.sources}<details><summary>{safe(said.more)}</summary>{rest}</details>"

    def __repr__(self) -> str:
        return f"{wording.say('figures.figure.plain', title=self.title)}\n{self.alt}"


OPEN, FOLDED = 3, 20  # sources that stand open under a figure, and in the fold
ADDRESS = "data:image/svg+xml,"
# What stands as it is in an address: all but %, #, &, > and what is no letter of ASCII.
_PLAIN = " !$'()*+,-./:;<=?@[]^_`{|}~"
# An image has no use for the rows of its marks: they wait under a short name. In words no quote
# stands as it is.
_SHORTER = (" data-row='", " k='")
PICTURE = re.compile(r'<img alt="([^"]*)"[^>]* src="data:image/svg\+xml,([^"]*)">')


def address(svg: str) -> str:
    """Return the address of a picture that stands in it, for a `src` in quotes of two strokes."""
    # Quotes of one stroke stand as they are between those of two: escaped, they were a third.
    svg = svg.replace('"', "'").replace(*_SHORTER)
    return ADDRESS + quote(svg, safe=_PLAIN)


def _svg_of(source: str) -> str:
    """Return the SVG of the address of a saved picture, as it stands behind `ADDRESS` in HTML."""
    return unquote(unescape(source)).replace(*reversed(_SHORTER)).replace("'", '"')


def saved_pictures(html: str) -> list[str]:
    """Return the pictures in saved HTML as SVG."""
    return [_svg_of(found[2]) for found in PICTURE.finditer(html)]


def answering(html: str) -> str:
    """Return saved HTML with its pictures inline, for a page that may run a script.

    Args:
        html: with figures as they are saved.

    Returns:
        The same with marks that answer.
    """
    return PICTURE.sub(lambda m: marks.answering(_svg_of(m[2]), unescape(m[1])), html)


@functools.lru_cache(maxsize=1)
def _matplotlib():
    """Return matplotlib, also where an environment variable of the user stops its import.

    A backend or a settings file that matplotlib cannot read ends its import with an error; we
    need neither, so both are put aside while it is imported once more.
    """
    try:
        import matplotlib
    except (ValueError, OSError, ImportError):
        inline = "module://matplotlib_inline.backend_inline"
        usable = {"MPLBACKEND": inline if "ipykernel" in sys.modules else "agg"}
        usable["MATPLOTLIBRC"] = os.devnull
        mine = {name: os.environ.get(name) for name in usable}
        os.environ.update(usable)
        for half in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
            del sys.modules[half]
        try:
            import matplotlib
        finally:
            for name, value in mine.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value
    return matplotlib


@functools.lru_cache(maxsize=1)
def _settings() -> dict:
    """Return matplotlib's own defaults with our style over them; its backend is left alone."""
    defaults = _matplotlib().rcParamsDefault.copy()
    defaults.update(STYLE)
    return {key: value for key, value in dict.items(defaults) if key != "backend"}


@contextmanager
def _ours():
    """Draw with our settings alone, whatever the user's are, and give the user's back.

    The settings were checked when they were put together: checking all of them anew, as
    `rc_context` does, would cost a tenth of a redraw.
    """
    current = _matplotlib().rcParams
    theirs = dict(dict.items(current))
    told = logging.getLogger("matplotlib.font_manager")  # of a font without a bold face
    heard = told.disabled
    dict.update(current, _settings())
    told.disabled = True
    try:
        yield
    finally:
        dict.update(current, theirs)
        told.disabled = heard


def sheet(width: float = WIDTH, height: float = HEIGHT):
    """Return the sheet on which pages of one size are drawn.

    One sheet a size is kept and wiped between pages: making a new one costs a third of a redraw.
    Tests read the texts of the last page from it.

    Args:
        width: inches.
        height: inches.

    Returns:
        A matplotlib `Figure` with its Agg canvas.
    """
    return _sheet(float(width), float(height))


@functools.lru_cache(maxsize=4)
def _sheet(width: float, height: float):
    with _ours():
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        blank = Figure(figsize=(width, height), dpi=SCREEN, facecolor=PAPER, edgecolor=FRAME)
        blank.set_linewidth(2.4)
        FigureCanvasAgg(blank)
    return blank


class Page:
    """A wiped sheet with its title, subtitle and note set; lengths in inches from the edges.

    `height` is that of the page, `paper` its ground colour, `ink` the colour of its title. Open
    one with `page`, which also draws and encodes it.
    """

    def __init__(self, title, subtitle, note, height, paper, ink):
        self.title, self.height = title, height
        self._sheet = sheet(WIDTH, height)
        for used in list(self._sheet.axes):
            used.remove()  # clear() would first build each of them anew
        self._sheet.clear()
        self._sheet.set_facecolor(paper)
        self._sheet.set_edgecolor(FRAME if paper == PAPER else paper)
        self.text(0.25, 0.22, title, size=16.5, weight="bold", va="top", color=ink)
        if subtitle:
            self.text(0.25, 0.56, subtitle, size=12, va="top", color=LABEL)
        if note:
            self.text(0.25, height - 0.14, note, size=10, va="bottom", color=LABEL)
        self.svg, self.png, self.keys, self.left_out = "", b"", (), ()

    def finish(self):
        """Draw and encode the page, without the words for which no font is found."""
        from helpers import svg

        self.left_out = _set_fonts(self._sheet)
        self.svg, self.keys = svg.picture(self._sheet, SCREEN)
        if getattr(_asked(), "for_files", False):
            self.png = encode(self._sheet)

    def text(self, left: float, top: float, words: str, **style):
        """Write on the page itself, outside all axes.

        Args:
            left: inches from the page's left edge.
            top: inches from its upper edge.
            words: what to write.
            style: as matplotlib's `Figure.text` takes it.

        Returns:
            The matplotlib `Text`.
        """
        return self._sheet.text(left / WIDTH, 1 - top / self.height, words, **style)

    def axes(self, left=0.6, right=0.35, top=1.25, bottom=0.75, **more):
        """Add axes in the house style.

        Args:
            left: inches from the page's left edge to the axes.
            right: inches from the axes to the right edge.
            top: inches from the upper edge to the axes.
            bottom: inches from the axes to the lower edge.
            more: as matplotlib's `Figure.add_axes` takes it.

        Returns:
            The matplotlib `Axes`.
        """
        box = (
            left / WIDTH,
            bottom / self.height,
            (WIDTH - left - right) / WIDTH,
            (self.height - top - bottom) / self.height,
        )
        ax = self._sheet.add_axes(box, **more)
        ax.spines[["top", "left", "right"]].set_visible(False)
        ax.tick_params(length=0, pad=6)
        return ax

    def field(self, across, up, **inches):
        """Add axes without scale and line, for a drawing that has places of its own.

        Args:
            across: the first and the last place from left to right.
            up: the lowest and the highest place.
            inches: left, right, top and bottom, as `axes` takes them.

        Returns:
            The matplotlib `Axes`.
        """
        ax = self.axes(**inches)
        ax.set_xlim(*across)
        ax.set_ylim(*up)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.axis("off")
        return ax

    def line(self, points, **style):
        """Draw a line on the page itself, outside all axes.

        Args:
            points: pairs (left, top) in inches from the upper left corner.
            style: as matplotlib's `Line2D` takes it.

        Returns:
            The matplotlib `Line2D`.
        """
        from matplotlib.lines import Line2D

        xs = [x / WIDTH for x, _ in points]
        ys = [1 - y / self.height for _, y in points]
        return self._sheet.add_artist(Line2D(xs, ys, **style))

    def figure(self, alt, caption, sources=(), table=None, sentence="", as_of="") -> LessonFigure:
        """Join the picture with its words; call it after the `with` block of `page`.

        Args:
            alt: the finding with its numbers, for who does not see the picture.
            caption: the finding with its numbers, and one doubt.
            sources: source ids, or frames with a column `source_ids`.
            table: a `LessonTable` of the data drawn, or None.
            sentence: what the present setting of an explorer shows.
            as_of: up to when the data reach, in words.

        Returns:
            The finished `LessonFigure`.

        Raises:
            DataError: a frame among the sources has no column `source_ids`.
        """
        ids = tuple(data.sources_of(*sources))
        if self.left_out:
            caption += " " + wording.say(
                "figures.figure.left_out",
                words=list(self.left_out[:5]),
                more=max(len(self.left_out) - 5, 0) or None,
            )
        return LessonFigure(
            self.title,
            alt,
            caption,
            self.svg,
            ids,
            table,
            sentence,
            as_of,
            keys=self.keys,
            png=self.png,
        )

    def told(self, said, sources=(), table=None, as_of="") -> LessonFigure:
        """Join the picture with the alt text, caption and sentence of its `Words` (`said`).

        `sources` and `table` are those of `figure`.
        """
        return self.figure(said.alt, said.caption, sources, table, said.sentence, as_of)


@functools.lru_cache(maxsize=1)
def _pen():
    """Return the lock of the sheets: JupyterLab may handle two controls on two threads at once."""
    return threading.RLock()


@functools.lru_cache(maxsize=1)
def _asked():
    return threading.local()


@contextmanager
def for_files():
    """Give the figures drawn in this block their `png`: the picture for use outside of a page.

    Yields:
        Nothing.
    """
    before, _asked().for_files = getattr(_asked(), "for_files", False), True
    try:
        yield
    finally:
        _asked().for_files = before


@contextmanager
def page(title, subtitle="", note="", height=HEIGHT, paper=PAPER, ink=INK):
    """Open a page for drawing; it is drawn and encoded when the `with` block ends.

    Args:
        title: the finding in one line, or the question before a prediction; or the `Words` of a
            chart, which have subtitle and note with them.
        subtitle: what is counted, unit, period.
        note: how to read the marks.
        height: inches, 5.6 or for boards of over 20 rows 8.2.
        paper: ground colour; only the picture of the README has another.
        ink: colour of the title.

    Yields:
        A `Page`; after the block `page.figure(...)` gives the `LessonFigure`.
    """
    if not isinstance(title, str):
        title, subtitle, note = title.title, title.subtitle, title.note
    with _pen(), _ours():
        sheet_of_paper = Page(title, subtitle, note, height, paper, ink)
        yield sheet_of_paper
        sheet_of_paper.finish()


def message(title: str, sentence: str, height: float = HEIGHT) -> LessonFigure:
    """Say in words, on a page of the usual size, that there is nothing to draw.

    Args:
        title: one line.
        sentence: what the reader can do; also alt text and caption.
        height: inches, that of the picture for which this stands.

    Returns:
        A `LessonFigure` without sources and table.
    """
    with page(title, height=height) as sheet_of_paper:
        lines = "\n".join(wrap(sentence, 72))
        sheet_of_paper.text(0.25, 1.3, lines, size=13, va="top", color=LABEL, linespacing=1.6)
    return sheet_of_paper.figure(alt=sentence, caption=sentence, sentence=sentence)


# --- words of every script ---------------------------------------------------------------------


def _pieces(text: str, width: int):
    """Part a text where a line may end: at blanks, at wide signs, in words longer than a line."""
    piece = ""
    long = any(len(word) > width for word in text.split())
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        kind = unicodedata.category(sign)
        bound = kind[0] == "M" or kind in ("Po", "Pe", "Pf")  # never opens a line
        parted = sign.isspace() or piece.isspace() or (long and len(piece) >= width)
        if piece and not bound and (parted or wide or _wide(piece[-1])):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _wide(text: str) -> int:
    return sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def wrap(text: str, width: int, lines: int | None = None) -> list[str]:
    """Break a text into lines, in every script.

    Chinese, Japanese and Korean signs are as wide as two letters, and a line may end between
    them; a word longer than a line is broken.

    Args:
        text: what to break; all blanks count as one.
        width: letters a line.
        lines: at most so many; a last " …" says that more was there.

    Returns:
        The lines, without blanks at their ends.
    """
    text = " ".join(text.split())
    if text.isascii() or not (_wide(text) or any(len(word) > width for word in text.split())):
        return textwrap.wrap(text, width, max_lines=lines, placeholder=" …")
    found = [""]
    for piece in _pieces(text, width):
        line = found[-1] + piece
        if found[-1] and len(line.rstrip()) + _wide(line) > width:
            found.append("")
            line = piece.lstrip()
        found[-1] = line
    found = [line.strip() for line in found if line.strip()]
    if lines is None or len(found) <= lines:
        return found
    last = found[lines - 1]
    while last and len(last) + _wide(last) + 2 > width:
        last = last[:-1]
    return [*found[: lines - 1], f"{last.rstrip()} …"]


def shorten(text: str, width: int) -> str:
    """Shorten a text to one line, in every script.

    Args:
        text: of any length.
        width: characters of the line.

    Returns:
        The line; a last " …" says that more was there.
    """
    return "".join(wrap(text, width, 1))


def _letters_of(font: str) -> frozenset:
    """Return the characters that a font of this name has; none where it cannot be opened."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    found = []
    for weight in ("normal", "bold"):
        try:
            place = findfont(FontProperties(family=[font], weight=weight), "ttf", None, False)
            found.append(frozenset(map(chr, get_font(place).get_charmap())))
        except (ValueError, OSError, RuntimeError):
            return frozenset()
    return frozenset.intersection(*found)


@functools.lru_cache(maxsize=1)
def _drawable() -> frozenset:
    """Return the characters that the font of our charts has, from the left to the right or both."""
    from matplotlib import ft2font

    found = _letters_of(STYLE["font.family"]) | {"\n"}
    if hasattr(ft2font, "__libraqm_version__"):  # joins Arabic letters and turns lines round
        return found
    return frozenset(c for c in found if unicodedata.bidirectional(c) not in ("R", "AL"))


@functools.lru_cache(maxsize=256)
def _fonts_for(signs: frozenset) -> tuple[tuple, frozenset]:
    """Return names of fonts on this machine for these characters, and those that none has."""
    from matplotlib import ft2font
    from matplotlib.font_manager import fontManager

    none = re.compile("Last Resort|DejaVu|STIX|cm(b|ex|mi|r|ss|sy|ti|tt)|.*(Emoji|Symbol|Mono)")
    names = {entry.name for entry in fontManager.ttflist if not none.match(entry.name)}
    fonts, left = [], set(signs)
    if not hasattr(ft2font, "__libraqm_version__"):
        names = set()  # no script but those read sign by sign would come out right
    for name in sorted(names, key=lambda name: (not name.startswith("Noto Sans"), name)):
        if not left:
            break
        if found := left & _letters_of(name):
            fonts.append(name)
            left -= found
    return tuple(fonts), frozenset(left)


def _runs(signs) -> re.Pattern:
    """Return what finds words made of these characters, with the blanks between them."""
    run = f"[{re.escape(''.join(sorted(signs)))}]+"
    return re.compile(rf"{run}(?:\s+{run})*")


def _joined(run: str) -> str:
    """Undo line breaks; between wide signs no blank stood before."""
    line, *others = run.split("\n")
    for other in others:
        line += ("" if _wide(line[-1:] + other[:1]) == 2 else " ") + other
    return " ".join(line.split())


def _set_fonts(drawing) -> tuple[str, ...]:
    """Give words that our font lacks another font of this machine, or "…" where there is none.

    Words that our font has are never touched, so that their pictures are the same everywhere.

    Args:
        drawing: matplotlib `Figure`.

    Returns:
        The words left out, each once.
    """
    from matplotlib.text import Text
    from matplotlib.ticker import FuncFormatter

    ours, left_out, lacking = _drawable(), {}, set()
    for text in drawing.findobj(Text):
        written = text.get_text()
        if written.isascii() or ours.issuperset(written):
            continue
        fonts, without = _fonts_for(frozenset(written) - ours)
        if fonts:
            text.set_fontfamily([STYLE["font.family"], *fonts])
        if without:
            lacking |= without
            runs = _runs(without)
            left_out |= dict.fromkeys(_joined(run) for run in runs.findall(written))
            text.set_text(runs.sub("…", written))
    axes = [axis for each in drawing.axes for axis in (each.xaxis, each.yaxis)]
    for axis in axes if lacking else ():  # an axis writes its labels anew when it is drawn
        if any(lacking & set(label.get_text()) for label in axis.get_majorticklabels()):
            write, runs = axis.get_major_formatter(), _runs(lacking)
            shown = FuncFormatter(lambda x, n, write=write, runs=runs: runs.sub("…", write(x, n)))
            axis.set_major_formatter(shown)
    return tuple(left_out)


# --- encoding -----------------------------------------------------------------------------------


def style_colours() -> list[str]:
    """Return every colour of the style as '#RRGGBB', each once, rarest uses first."""
    found = [look.colour for look in LOOKS.values()] + [look.word for look in LOOKS.values()]
    for family in (DIRECTIONS, GRADES, VOTES, CODES):
        found += list(family.values())
    found += [INK, LABEL, NOTE, BAR, RANGE, AXIS, FRAME, BAND, GRID, PAPER]
    return list(dict.fromkeys(c.upper() for c in found))


@functools.lru_cache(maxsize=1)
def _palette():
    """Return a Pillow palette image: the style's colours and their blends with the paper."""
    from PIL import Image, ImageColor

    colours = [ImageColor.getrgb(c) for c in style_colours()]
    paper = ImageColor.getrgb(PAPER)
    shades = list(colours)
    for part in (0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875):
        for colour in colours:
            blend = tuple(round(c * part + p * (1 - part)) for c, p in zip(colour, paper, strict=1))
            # Pillow looks colours up in cells of 4: a shade too near would stand for its neighbour.
            near = min(sum((a - b) ** 2 for a, b in zip(blend, s, strict=True)) for s in shades)
            if near > 120 and len(shades) < 256:
                shades.append(blend)
    image = Image.new("P", (1, 1))
    image.putpalette([channel for shade in shades for channel in shade])
    return image


def encode(figure) -> bytes:
    """Draw a figure and encode it as PNG with the style's fixed palette.

    The palette is fixed because one adapted to the picture shifts our colours; it holds each of
    them exactly. A picture on another ground than PAPER keeps its full colours.

    Args:
        figure: matplotlib `Figure` with an Agg canvas.

    Returns:
        The bytes of the PNG file.
    """
    from matplotlib.colors import to_hex
    from PIL import Image

    canvas = figure.canvas
    figure.set_dpi(DPI)
    try:
        canvas.draw()
        width, height = canvas.get_width_height()
        drawn = bytes(canvas.buffer_rgba())
    finally:
        figure.set_dpi(SCREEN)
    picture = Image.frombuffer("RGBA", (width, height), drawn, "raw", "RGBA", 0, 1)
    picture = picture.convert("RGB")
    if to_hex(figure.get_facecolor()).upper() == PAPER:
        picture = picture.quantize(palette=_palette(), dither=Image.Dither.NONE)
    out = io.BytesIO()
    # Packing harder takes twice as long; what a checkout keeps is packed again (see editions).
    picture.save(out, "PNG", compress_level=3)
    return out.getvalue()


# --- marks that every chart shares -----------------------------------------------------------


def mark(artist, table: str, rows):
    """Say which rows of a table the marks of an artist are, so that they can answer.

    Args:
        artist: what `plot`, `bar`, `hlines`, `text` and others return.
        table: the table's name.
        rows: the rows' keys in the order drawn, as `marks.keys` takes them; one for all marks, or
            one a mark.

    Returns:
        The artist.
    """
    from helpers import svg

    return svg.marked(artist, marks.keys(table, rows))


@contextmanager
def row_of(ax, table: str, row):
    """Say that all that is drawn on `ax` in this block is one row of a table; see `mark`.

    Args:
        ax: matplotlib axes.
        table: the table's name.
        row: the row's key, or a list of several rows' keys.

    Yields:
        Nothing.
    """
    before = len(_drawn_on(ax))
    yield
    for artist in _drawn_on(ax)[before:]:
        if artist.get_gid() is None:
            mark(artist, table, [row])


def _drawn_on(ax) -> list:
    """Return what was drawn on axes: matplotlib lists it before their spines."""
    from matplotlib.spines import Spine

    every = ax.get_children()
    return every[: next(n for n, each in enumerate(every) if isinstance(each, Spine))]


def spread(places, gap: float, low=None, high=None) -> list[float]:
    """Push label `places` (numbers) apart until neighbours are at least `gap` apart.

    Args:
        places: where each label would like to stand.
        gap: smallest distance, same unit.
        low: lower end of the room that the labels have, or None.
        high: upper end of that room, or None.

    Returns:
        New places in the order given; the order by size is kept.
    """
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    room = float("inf") if low is None or high is None else high - low
    gap = min(gap, room / max(len(places) - 1, 1))
    groups: list[list] = []  # [sum of wishes shifted to the group's start, count]
    for rank, i in enumerate(order):
        groups.append([places[i] - rank * gap, 1])
        while len(groups) > 1 and groups[-2][0] / groups[-2][1] > groups[-1][0] / groups[-1][1]:
            total, count = groups.pop()
            groups[-1][0] += total
            groups[-1][1] += count
    starts = [total / count for total, count in groups for _ in range(count)]
    if low is not None:
        starts = [max(start, low) for start in starts]
    if high is not None:
        top = high - (len(places) - 1) * gap
        starts = [min(start, top) for start in starts]
    result = [0.0] * len(places)
    for rank, i in enumerate(order):
        result[i] = starts[rank] + rank * gap
    return result


def draw_mark(ax, x, y, status, size=8):
    """Draw the mark of a status.

    Args:
        ax: matplotlib axes.
        x: data place.
        y: data place.
        status: a key of STATUS, such as 'alleged'.
        size: points.
    """
    marker, face, edge = STATUS[status]
    style = {"markersize": size, "markeredgecolor": edge, "markeredgewidth": 1.4, "zorder": 4}
    if marker == "half":
        style |= {"fillstyle": "left", "markerfacecoloralt": PAPER, "marker": "o"}
    else:
        style["marker"] = marker
    ax.plot([x], [y], linestyle="none", markerfacecolor=face, clip_on=False, **style)


def draw_range(ax, low, high, y, status="assessed", colour=RANGE, ticks=INK, size=10.5):
    """Draw a claimed range; one end may be missing.

    No high means 'more than' (arrow to the right), no low 'up to' (arrow to the left). The
    arrow's length is 8 per cent of the axis and means nothing. The mark of the status stands at
    both ends, never at a middle that nobody claimed; only where the ends are too close to be told
    apart one small mark stands for both, between their ticks and beside their numbers.

    Args:
        ax: matplotlib axes with the limits of x set.
        low: the lower end, or None.
        high: the upper end, or None; equal ends are one mark.
        y: data place of the row.
        status: a key of STATUS.
        colour: of the bar between the ends.
        ticks: colour of end ticks and arrows.
        size: of the numbers beside ends that are close, in points.

    Raises:
        ValueError: both ends are missing.
    """
    if low is None and high is None:
        raise ValueError("draw_range needs at least one end: give low, high or both.")
    left, right = ax.get_xlim()
    inch = abs(right - left) / (ax.get_position().width * WIDTH)
    if low is None or high is None:
        _draw_open_range(ax, low, high, y, status, ticks)
    elif 0 < high - low < 0.14 * inch:
        _draw_ticks(ax, (low, high), y, ticks, 1.6)
        draw_mark(ax, (low + high) / 2, y, status, size=6)
        style = {"va": "center", "size": size, "color": LABEL, "clip_on": False}
        ax.text(high + 0.16 * inch, y, f"{words(low)}–{words(high)}", **style)
    else:
        if low != high:
            bar = {"color": colour, "linewidth": 7, "solid_capstyle": "butt", "zorder": 2}
            ax.plot([low, high], [y, y], **bar)
            _draw_ticks(ax, (low, high), y, ticks, 2)
        for end in dict.fromkeys((low, high)):
            draw_mark(ax, end, y, status)


def _draw_open_range(ax, low, high, y, status, colour):
    """Draw the end that is known, and an arrow to where the other may lie."""
    start, ahead = (high, -1) if low is None else (low, 1)
    left, right = ax.get_xlim()
    end = start + ahead * 0.08 * (right - left)
    arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=(end, y), xytext=(start, y), arrowprops=arrow, zorder=3)
    draw_mark(ax, start, y, status)


def _draw_ticks(ax, ends, y, colour, width):
    style = {"color": colour, "markersize": 11, "markeredgewidth": width, "zorder": 3}
    ax.plot(ends, [y, y], "|", **style)


def draw_gap(ax, start, end, words, y=0.5):
    """Mark a stretch without data as a band.

    Args:
        ax: matplotlib axes.
        start: data place on the x axis where the gap begins.
        end: where it ends.
        words: such as '2024: no data'.
        y: height of the words, 0 (bottom) to 1 (top).
    """
    ax.axvspan(start, end, color=BAND, linewidth=0, zorder=0)
    ax.text(
        (start + end) / 2,
        y,
        words,
        transform=ax.get_xaxis_transform(),
        ha="center",
        va="center",
        size=10,
        color=LABEL,
    )


def draw_unit(ax, words, lift=0.16):
    """Write the unit and meaning of the upright axis above it, left-aligned.

    Args:
        ax: matplotlib axes.
        words: such as 'Share of identical votes (0–1)'.
        lift: inches above the axes.
    """
    from matplotlib.transforms import ScaledTranslation

    shift = ScaledTranslation(0, lift, ax.figure.dpi_scale_trans)
    ax.text(0, 1, words, transform=ax.transAxes + shift, size=11, color=LABEL, va="bottom")


def draw_end_labels(ax, x, ends, size=11):
    """Name lines at their right end, without overlap.

    Args:
        ax: axes with its limits set.
        x: data place of the line ends.
        ends: list of (y, name, mark colour, word colour).
        size: points.
    """
    low, high = ax.get_ylim()
    inches = ax.get_position().height * ax.figure.get_figheight()
    gap = 1.25 * size / 72 * (high - low) / inches
    places = spread([y for y, *_ in ends], gap, low, high)
    left, right = ax.get_xlim()
    step = 0.015 * (right - left)
    for (y, name, colour, word), place in zip(ends, places, strict=True):
        line = {"color": colour, "linewidth": 0.8, "clip_on": False}
        ax.plot([x + step / 3, x + step], [y, place], **line)
        style = {"color": word, "size": size, "weight": "bold", "va": "center", "clip_on": False}
        ax.text(x + 1.3 * step, place, name, **style)
