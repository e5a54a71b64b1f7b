"""Tables with types and keys, and the sources behind them.

The tables are the CSV files of `data/`; `data/datapackage.json` says what each column holds. A
table is checked against that description whenever it is loaded, so a damaged file is named at
once, with the line and the column, instead of giving a wrong chart later.
"""

import csv
import difflib
import functools
import html
import io
import json
import re
import typing
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from helpers import wording

INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")
COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
REPORTED = re.compile(r"\((printed by|citing|on|quoting) ([^;)]+)")
LONG_LIST = 12


class DataError(Exception):
    """Something is wrong with a table, a name or a source id; the message is for the reader.

    `problem` is the `Problem` where one rule of one table is broken, otherwise None.
    """

    def __init__(self, message, problem=None):
        """Keep the message, and the `Problem` if one rule of one table is broken."""
        super().__init__(message)
        self.problem = problem

    def _render_traceback_(self):
        # IPython asks for this: a learner needs the sentence, not the way to it.
        return [f"{type(self).__name__}: {self}"]


@dataclass(frozen=True)
class Problem:
    """One broken rule: the table, the line of the file, the column, and the rule in words."""

    table: str
    line: int | None
    column: str | None
    rule: str

    def __str__(self):
        """Say it in one sentence."""
        where = f"data/{self.table}.csv"
        where += f", line {self.line}" if self.line else ""
        where += f", column {self.column!r}" if self.column else ""
        return f"{where}: {self.rule}"


@dataclass(frozen=True)
class About:
    """What is known about a table as a whole, all of it text to show."""

    name: str
    title: str
    description: str
    as_of: str
    coverage: str
    licence: str
    terms: str
    caveats: tuple[str, ...]
    key: tuple[str, ...]


# --- tables ---------------------------------------------------------------------------------------


@functools.cache
def folder():
    """Return the `Path` of the folder with the tables of this checkout."""
    return Path(__file__).resolve().parent.parent / "data"


def known_tables(folder=None):
    """Return the names of all tables, in the order of `datapackage.json`.

    Args:
        folder: folder with `datapackage.json`; by default `data/` of this checkout.

    Returns:
        A list of names.

    Raises:
        DataError: `datapackage.json` is missing or damaged.
    """
    return list(_resources(folder))


def table(name, folder=None):
    """Return one table as a typed `DataFrame`, a fresh copy at each call.

    Columns have these types: dates `datetime64`, at the start of the day, month or year named
    (where months or years occur, the column `<column>_text` after it keeps the text); words from
    a fixed list `category`, ordered where the order means something; yes and no `bool`; whole
    numbers `int64`, or `Int64` if they may be missing; other numbers `float64`; all else `str`.
    Units and meanings are in `data/README.md`; `.attrs["table"]` keeps the name.

    Args:
        name: name of a table, as `known_tables` lists them.
        folder: folder with the tables and `datapackage.json`; by default `data/` of this checkout.

    Returns:
        The rows in the order of the file.

    Raises:
        DataError: no table has this name, or its file breaks a rule of `datapackage.json`; the
            message names file, line and column, and says what to do.
    """
    _resource(name, folder)
    place = _place(folder)
    # pandas copies a column when it is written to, so that what is kept stays as the file says.
    frame = _frame(name, place, _stamp(place, f"{name}.csv")).copy(deep=False)
    return _translated(frame, name) if folder is None and wording.language() else frame


def _translated(frame, name):
    """Lay what a translation has of a table over it: its first column is the key of the rows."""
    place = wording.translations() / wording.language() / "tables"
    if not (place / f"{name}.csv").is_file():
        return frame
    theirs = _their_texts(place / f"{name}.csv", _stamp(place, f"{name}.csv"))
    if strange := [c for c in (theirs.index.name, *theirs.columns) if c not in frame]:
        raise DataError(
            f"{place / name}.csv has the column {strange[0]!r}, which the table {name} has not. "
            f"Its columns are {', '.join(frame.columns)}."
        )
    for column in theirs.columns:
        told = frame[theirs.index.name].map(theirs[column]).replace("", None)
        frame[column] = told.fillna(frame[column].astype("str"))
    return frame


@functools.lru_cache(maxsize=64)
def _their_texts(path, stamp):
    try:
        theirs = pd.read_csv(path, dtype="str", keep_default_na=False, index_col=0)
    except (ValueError, OSError) as error:  # what pandas raises of a file is a ValueError
        raise DataError(f"{path} cannot be read: {error}. Mend or remove it.") from error
    if twice := list(theirs.index[theirs.index.duplicated()]):
        raise DataError(f"{path} has the row {twice[0]!r} twice. Remove one.")
    return theirs


def about(name, folder=None):
    """Return what is known about one table as a whole.

    Args:
        name: name of a table.
        folder: folder with `datapackage.json`; by default `data/` of this checkout.

    Returns:
        An `About`: title, description, cut-off, licence, caveats and key.

    Raises:
        DataError: no table has this name, or `datapackage.json` is damaged.
    """
    resource = _resource(name, folder)
    return About(
        name=name,
        title=resource["title"],
        description=resource["description"],
        as_of=resource["as_of"],
        coverage=resource["coverage"],
        licence="; ".join(licence["title"] for licence in resource["licenses"]),
        terms=resource["terms"],
        caveats=tuple(resource["caveats"]),
        key=tuple(resource["schema"]["primaryKey"]),
    )


def as_of(*names):
    """Return in words up to when the named tables reach, such as `"early 2026"`.

    If they end at different dates, each date is followed by its tables:
    `"early 2026 (treaties, provisions); May 2026 (stress_tests)"`. Tables without a date (glossary,
    discussion, misconceptions) are left out; with none left the words are empty.

    Args:
        names: names of tables.

    Returns:
        Words to print under a figure.

    Raises:
        DataError: no table has one of the names.
    """
    ends = {}
    for name in dict.fromkeys(names):
        words = _as_of(name)
        if words:
            ends.setdefault(words, []).append(name)
    if len(ends) < 2:
        return "".join(ends)
    return "; ".join(f"{words} ({', '.join(tables)})" for words, tables in ends.items())


def _as_of(name):
    """Return up to when a table reaches, in the words of the language where it has them."""
    theirs = wording.translations() / wording.language() / "tables" / "datapackage.csv"
    if wording.language() and theirs.is_file():
        told = _their_texts(theirs, _stamp(theirs.parent, theirs.name)).get("as_of", {})
        return told.get(name) or _resource(name)["as_of"]
    return _resource(name)["as_of"]


def listed(frame, column):
    """Return a copy of `frame` with one row for each item of a `;`-list in `column`.

    A row with two actors becomes two rows; a row with an empty list disappears. The index is new.

    Args:
        frame: a table, or part of one.
        column: the column that holds the lists.

    Returns:
        The longer frame.

    Raises:
        DataError: the frame has no such column.
    """
    if column not in frame:
        raise DataError(_unknown("column", column, list(frame.columns)))
    items = frame.assign(**{column: frame[column].str.split(";")}).explode(column)
    items = items.dropna(subset=column).astype({column: "str"})
    return items.reset_index(drop=True)


def ranked(counts):
    """Return a Series of numbers by name, largest first, equal ones by name.

    Args:
        counts: Series whose index holds names, such as `value_counts` returns.

    Returns:
        The same Series in another order.
    """
    named = counts.iloc[counts.index.astype(str).argsort(kind="stable")]
    return named.sort_values(ascending=False, kind="stable")


# --- sources --------------------------------------------------------------------------------------


def sources_of(*frames_or_ids):
    """Return the ids of all sources named, each once, in the order in which they first appear.

    Args:
        frames_or_ids: frames with a column `source_ids`, such columns, ids, lists of ids, or
            texts with `;` between ids.

    Returns:
        A list of ids.

    Raises:
        DataError: a frame has no column `source_ids`.
    """
    ids = {}
    for item in frames_or_ids:
        if isinstance(item, pd.DataFrame):
            if "source_ids" not in item:
                name = repr(item.attrs.get("table", "given"))
                raise DataError(wording.say("data.unknown.no_sources", table=name))
            item = item["source_ids"]
        texts = item.dropna() if isinstance(item, pd.Series) else item
        for text in [texts] if isinstance(texts, str) else texts:
            ids.update(dict.fromkeys(part for part in text.split(";") if part))
    return list(ids)


def cite(*ids, limit=None):
    """Return short linked citations as HTML, such as `<a href="…">KCNA 2024</a>`, escaped.

    A source of which only a copy was found is named, says so and has no link.

    Args:
        ids: whatever `sources_of` takes.
        limit: show at most so many, and say how many more there are.

    Returns:
        HTML, citations parted by semicolons.

    Raises:
        DataError: a source id is unknown.
    """
    return _join([_cited(row) for row in _rows_of(ids)], limit)


def cite_text(*ids, limit=None):
    """Return short citations as plain text, such as `"KCNA 2024; TASS 2024"`.

    Args:
        ids: whatever `sources_of` takes.
        limit: show at most so many, and say how many more there are.

    Returns:
        Text, citations parted by semicolons.

    Raises:
        DataError: a source id is unknown.
    """
    return _join([_short(row) for row in _rows_of(ids)], limit)


def bibliography(*ids_or_frames):
    """List the sources passed, and no others.

    Args:
        ids_or_frames: whatever `sources_of` takes.

    Returns:
        A `Bibliography`, sorted by publisher and year.

    Raises:
        DataError: a source id is unknown.
    """
    rows = _rows_of(ids_or_frames)
    return Bibliography(sorted(rows, key=lambda row: (_short(row).casefold(), row["title"])))


class Bibliography:
    """A list of sources that displays as HTML in a notebook and as text elsewhere."""

    def __init__(self, rows):
        """Keep the rows (mappings of the columns of `sources`) in the order given."""
        self.rows = tuple(rows)

    def __len__(self):
        """Return the number of sources."""
        return len(self.rows)

    def __repr__(self):
        """Return one line for each source; of a long list the first short citations alone."""
        if len(self.rows) > LONG_LIST:
            shown = _join([_short(row) for row in self.rows], LONG_LIST)
            return wording.say("data.sources.short", n=len(self.rows), shown=shown)
        return "\n".join(self._entry(row, _plain) for row in self.rows)

    def _repr_html_(self):
        if not self.rows:
            return f"<p{wording.mark()}>{safe(wording.say('data.sources.none'))}</p>"
        if len(self.rows) <= LONG_LIST:
            return self._listed(self.rows)
        entries = ""
        for seen, read in wording.words("data.sources").read.items():
            if rows := [row for row in self.rows if row["seen"] == seen]:
                head = wording.say("data.sources.group", read=read, n=len(rows))
                entries += f"<p>{safe(head)}</p>{self._listed(rows, grouped=True)}"
        many = safe(wording.say("data.sources.many", n=len(self.rows)))
        return f"<details><summary{wording.mark()}>{many}</summary>{entries}</details>"

    def _listed(self, rows, grouped=False):
        # Hundreds in a lesson: without the end tags that HTML can do without.
        items = "".join(f"<li>{self._entry(row, _linked, grouped)}" for row in rows)
        return f"<ul>{items}</ul>"

    @staticmethod
    def _entry(row, title, grouped=False):
        start = [row["publisher"]] + [row["author"]] * (row["author"] not in ("", row["publisher"]))
        if title is _linked:
            start = [safe(part) for part in start]
        told, copy = wording.words("data.sources"), None
        parts = [*start, title(row["title"], row["url"]), row["date"] or told.undated]
        if row["address"] == "copy":
            # named and not linked: a copy may break the publisher's rights, or change
            copy = safe(row["read_at"].split("/")[2]) if title is _linked else row["read_at"]
        read = None if grouped else told.read[row["seen"]]  # said once, over the group
        return told.tell("entry", parts=parts, read=read, copy=copy)


def _rows_of(ids):
    known = _sources(folder(), _stamp(folder(), "sources.csv"))
    wanted = sources_of(*ids)
    for source in wanted:
        if source not in known:
            raise DataError(_unknown("source", source, list(known), shown=3))
    return [known[source] for source in wanted]


def _short(row):
    # what stands in parentheses (languages, channels) is said in the full list
    publisher = re.sub(r"\s*\([^)]*\)", "", row["publisher"]).strip() or row["publisher"]
    whose = REPORTED.search(row["publisher"]) if row["address"] == "report" else None
    year = row["date"][:4] or wording.say("data.citation.undated")
    cited = wording.say("data.citation.plain", publisher=publisher, year=year)
    if not whose:
        return cited
    way = whose[1].replace(" ", "_")
    return wording.say(f"data.citation.of.{way}", cited=cited, other=whose[2])


def _cited(row):
    if row["address"] == "copy":
        return wording.say("data.citation.copy", cited=safe(_short(row)))
    return _linked(_short(row), row["url"])


def safe(text):
    r"""Return text as HTML in which no sign is markup and none opens mathematics.

    JupyterLab typesets what stands between two dollar signs, and what follows `\(`, `\[` or
    `\begin`, wherever both ends stand in one piece of text; an element of its own parts them.

    Args:
        text: anything; written as `str` does.

    Returns:
        HTML for the inside of an element, not of an attribute.
    """
    found = html.escape(str(text))
    if "$" in found:
        found = found.replace("$", "<span>$</span>")
    if "\\" in found:
        found = found.replace("\\", "<span>\\</span>")
    return found


def _linked(text, url):
    # other schemes (javascript:) would run when clicked
    if not url.startswith(("https://", "http://")):
        return safe(text)
    return f'<a href="{html.escape(url)}">{safe(text)}</a>'


def _plain(text, url):
    return f"{text}. {url}" if url else text


def _join(citations, limit):
    hidden = 0 if limit is None else max(0, len(citations) - limit)
    shown = "; ".join(citations[: len(citations) - hidden])
    return wording.say("data.citation.more", shown=shown, n=hidden) if hidden else shown


# --- reading --------------------------------------------------------------------------------------


def _place(place):
    return folder() if place is None else Path(place).resolve()


def _stamp(place, *names):
    # part of each cache key, so that a file edited while a kernel runs is read again
    stamps = []
    for name in ("datapackage.json", *names):
        try:
            status = (place / name).stat()
        except OSError:
            stamps.append(None)
        else:
            stamps.append((status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def stamp(name: str) -> tuple:
    """Return what changes when the table `name` is edited, or another folder of tables read."""
    place = _place(None)
    return place, _stamp(place, f"{name}.csv")


def _resources(place):
    place = _place(place)
    return _package(place, _stamp(place))


@functools.lru_cache(maxsize=8)
def _package(place, stamp):
    path = place / "datapackage.json"
    remedy = _remedy("data/datapackage.json")
    try:
        package = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise DataError(f"{path} is missing: it describes all tables. {remedy}") from None
    except json.JSONDecodeError as error:
        raise DataError(
            f"data/datapackage.json, line {error.lineno}: not valid JSON ({error.msg}). {remedy}"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"data/datapackage.json cannot be read ({error}). {remedy}") from None
    for fault in _faults_of(package):
        raise DataError(f"data/datapackage.json: {fault}. {remedy}")
    return {resource["name"]: resource for resource in package["resources"]}


def _remedy(path):
    """Say how a file of the collection comes back, also where there is no git."""
    return (
        "Restore it: take the file from the collection's ZIP, unpacked anew, or download it again "
        f"from the collection's page; with git: git checkout {path}"
    )


# --- what the functions here rely on in the description -------------------------------------------

RESOURCE = {
    "name": str,
    "title": str,
    "description": str,
    "as_of": str,
    "coverage": str,
    "terms": str,
    "caveats": list[str],
    "licenses": list[dict],
    "schema": dict,
}
SCHEMA = {"fields": list[dict], "primaryKey": list[str]}
MORE_SCHEMA = {
    "foreignKeys": list[dict],
    "sands:bounds": list[list[str]],
    "sands:sums": list[list[str]],
}
MORE_FIELD = {
    "constraints": dict,
    "sands:type": ("date", "period"),
    "sands:items": str,
    "sands:reason_for": str,
    "sands:ordered": bool,
    "sands:reach": bool,
}
TYPES = ("string", "integer", "number", "boolean", "date")
LIMITS = {"required": bool, "minimum": float, "maximum": float, "enum": list[str], "pattern": str}
KINDS = {
    str: "a text",
    bool: "true or false",
    float: "a number",
    dict: "an object with parts",
    list[str]: "a list of texts",
    list[dict]: "a list of objects",
    list[list[str]]: "a list of lists of texts",
}


def _is(value, kind):
    if isinstance(kind, tuple):
        return isinstance(value, str) and value in kind
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    inner = typing.get_args(kind)
    if inner:
        return isinstance(value, list) and all(_is(one, inner[0]) for one in value)
    return isinstance(value, kind)


def _faulty(holder, needed, further, place):
    """Yield what is wrong with the parts of an object: those needed, and those that may be there.

    A part is missing, or not of its kind: a type, or a tuple of the words that it may be.
    """
    for part in needed:
        if part not in holder:
            yield f"{place} lacks its part {part!r}"
    for part, kind in (needed | further).items():
        if part in holder and not _is(holder[part], kind):
            words = KINDS.get(kind) or f"one of {', '.join(kind)}"
            found = json.dumps(holder[part], ensure_ascii=False)
            yield f"{place}, part {part!r}: expected {words}, found {found:.40}"


def _faults_of(package):
    """Yield what is wrong with the description of all tables, from the outside in."""
    if not isinstance(package, dict):
        yield "the description lacks its part 'resources'"
        return
    yield from _faulty(package, {"resources": list[dict]}, {}, "the description")
    names = Counter()
    for number, resource in enumerate(package["resources"], 1):
        name = resource.get("name")
        named = isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9_]*", name)
        place = f"table {name!r}" if named else f"table number {number}"
        yield from _faulty(resource, RESOURCE, {}, place)
        if not named:
            found = json.dumps(name, ensure_ascii=False)
            yield f"{place}, part 'name': expected small letters and _, found {found:.40}"
        names[name] += 1
        if names[name] > 1:
            yield f"{place} is described twice"
        for licence in resource["licenses"]:
            yield from _faulty(licence, {"title": str}, {}, f"{place}, part 'licenses'")
        yield from _faults_of_schema(resource["schema"], place)


def _faults_of_schema(schema, place):
    yield from _faulty(schema, SCHEMA, MORE_SCHEMA, place)
    if not schema["fields"]:
        yield f"{place} has no columns"
    types = {}
    for number, field in enumerate(schema["fields"], 1):
        name = field.get("name")
        named = isinstance(name, str) and name
        here = f"{place}, column {name!r:.40}" if named else f"{place}, column number {number}"
        yield from _faulty(field, {"name": str, "type": TYPES}, MORE_FIELD, here)
        if not named:
            yield f"{here} has an empty name"
        if name in types:
            yield f"{here} is described twice"
        types[name] = field["type"]
        yield from _faults_of_limits(field, here)
    if not schema["primaryKey"]:
        yield f"{place}, part 'primaryKey': it names no column"
    lists = [("primaryKey", schema["primaryKey"])]
    for part in ("sands:bounds", "sands:sums"):
        lists += [(part, columns) for columns in schema.get(part, [])]
    for reference in schema.get("foreignKeys", []):
        here = f"{place}, part 'foreignKeys'"
        yield from _faulty(reference, {"fields": list[str], "reference": dict}, {}, here)
        target = reference["reference"]
        yield from _faulty(target, {"resource": str, "fields": list[str]}, {}, here)
        if len(reference["fields"]) != 1 or len(target["fields"]) != 1:
            yield f"{here}: expected one column on each side"
        lists.append(("foreignKeys", reference["fields"]))
    for part, columns in lists:
        for column in columns:
            if column not in types:
                yield f"{place}, part {part!r}: there is no column {column!r:.40}"
            if part.startswith("sands:") and types[column] not in ("integer", "number"):
                yield f"{place}, part {part!r}: the column {column!r} holds no numbers"
        if part.startswith("sands:") and len(columns) < 2:
            yield f"{place}, part {part!r}: expected two columns or more"


def _faults_of_limits(field, place):
    limits = field.get("constraints", {})
    yield from _faulty(limits, {}, LIMITS, f"{place}, constraints")
    words = limits.get("enum", [""])
    if not words or len(set(words)) < len(words):
        yield f"{place}, part 'enum': expected words that differ"
    try:
        re.compile(limits.get("pattern", ""))
    except (re.error, RecursionError, OverflowError):
        yield f"{place}, part 'pattern': {limits['pattern']!r:.40} is no pattern"


def needs(resources, table, columns, place):
    """Raise DataError unless a table is described with these columns; say where it was named.

    Args:
        resources: as from `description`.
        table: its name.
        columns: their names.
        place: what needs them, in words.
    """
    header = _header(resources[table]) if table in resources else []
    lacking = [column for column in columns if column not in header]
    if not header or lacking:
        what = (
            f"column {lacking[0]!r} in the table {table!r:.40}"
            if header
            else f"table {table!r:.40}"
        )
        raise DataError(
            f"data/datapackage.json: {place} needs a {what}, which is not described. "
            + _remedy("data/datapackage.json")
        )


def _resource(name, place=None):
    resources = _resources(place)
    if name not in resources:
        raise DataError(_unknown("table", name, list(resources)))
    return resources[name]


def _unknown(kind, name, known, shown=None):
    def likeness(other):
        return difflib.SequenceMatcher(None, str(name).lower(), other.lower()).ratio()

    nearest = sorted(known, key=likeness, reverse=True)[:shown]
    told = ", ".join(nearest)  # of a damaged description there may be none
    return wording.say(f"data.unknown.{kind}", name=repr(name), nearest=told)


def _header(resource):
    return [field["name"] for field in resource["schema"]["fields"]]


@functools.lru_cache(maxsize=64)
def _rows(name, place, stamp):
    """Return the rows of a file as lists of text, with the line on which each ends."""
    remedy = _remedy(f"data/{name}.csv")

    def fail(rule, line=None, column=None):
        problem = Problem(name, line, column, rule)
        raise DataError(f"{problem}. {remedy}", problem)

    try:
        raw = (place / f"{name}.csv").read_bytes()
    except FileNotFoundError:
        fail("the file is missing")
    except OSError as error:
        fail(f"the file cannot be read ({error.strerror})")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fail("the text is not UTF-8, it was saved in another encoding", line)
    header = _header(_resource(name, place))
    if found := _parted_otherwise(text, header):
        fail(f"{found}; save it as CSV, parted by commas, in UTF-8", 1)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, lines = [], []
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        fail(f"the line cannot be split into columns ({error})", reader.line_num)
    if not rows:
        fail("the file is empty")
    if rows[0] != header:
        missing = [column for column in header if column not in rows[0]]
        found = f"column {missing[0]!r} is missing" if missing else f"found {', '.join(rows[0])}"
        fail(f"the first line must name the columns {', '.join(header)}; {found}", 1)
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(header):
            fail(f"expected {len(header)} fields, found {len(row)}", line)
    return rows[1:], lines[1:]


def _parted_otherwise(text, header):
    """Say what parts the columns where it is no comma, or "": spreadsheet programs choose."""
    lines = text.lstrip().splitlines()[:2]
    first = lines[0] if lines else ""
    named = {";": "semicolons", "\t": "tabs", "|": "upright strokes", ":": "colons"}
    if re.fullmatch(r'"?sep=.?"?[,;]*', first) and len(lines) > 1:
        return "the first line is a word of a spreadsheet program and names no columns"
    for mark, words in named.items():
        if mark in first and [part.strip(' "') for part in first.split(mark)] == header:
            return f"the columns are parted by {words}, as a spreadsheet program saves them"
    if first.startswith('"') and first.strip('" ').split(",") == header and '","' not in first:
        return "each line stands in quotation marks as one column"
    return ""


def _read(name, place):
    return _rows(name, place, _stamp(place, f"{name}.csv"))


@functools.lru_cache(maxsize=8)
def _sources(place, stamp):
    _frame("sources", place, stamp)
    header = _header(_resource("sources", place))
    rows = (dict(zip(header, row, strict=True)) for row in _read("sources", place)[0])
    return {row["source_id"]: row for row in rows}


@functools.lru_cache(maxsize=128)
def _frame(name, place, stamp):
    # What pandas shows of our tables has dollars in it, and JupyterLab would typeset them.
    pd.set_option("display.html.use_mathjax", False)
    resource = _resource(name, place)
    texts_of = _columns(name, place, stamp)
    for problem in _problems_in(resource, place):
        raise DataError(
            f"{problem}. Correct the row, or restore the file. {_remedy(f'data/{name}.csv')}",
            problem,
        )
    columns = {}
    for field, texts in zip(resource["schema"]["fields"], texts_of, strict=True):
        columns[field["name"]] = _typed(field, texts)
        if field.get("sands:type") == "date":
            columns[f"{field['name']}_text"] = _text(texts)
    frame = pd.DataFrame(columns)
    frame.attrs["table"] = name
    return frame


@functools.lru_cache(maxsize=1)  # its rules are checked first, then its columns typed
def _columns(name, place, stamp):
    rows, _ = _rows(name, place, stamp)
    return list(zip(*rows, strict=True)) or [()] * len(_header(_resource(name, place)))


def _text(texts):
    return pd.Series([text or None for text in texts], dtype="str")


def _typed(field, texts):
    limits = field.get("constraints", {})
    if field["type"] == "integer" and limits.get("required"):
        return pd.Series([int(text) for text in texts], dtype="int64")
    if field["type"] == "integer":
        return pd.Series([int(text) if text else None for text in texts], dtype="Int64")
    if field["type"] == "number":
        return pd.Series([float(text or "nan") for text in texts], dtype="float64")
    if field["type"] == "boolean":
        return pd.Series([text == "yes" for text in texts], dtype="bool")
    if field["type"] == "date" or field.get("sands:type") == "date":
        days = [first_day(text) if text else None for text in texts]
        return pd.Series(pd.to_datetime(days, format="%Y-%m-%d")).astype("datetime64[us]")
    if "enum" in limits:
        ordered = field.get("sands:ordered", False)
        words = pd.CategoricalDtype(limits["enum"], ordered=ordered)
        return pd.Series([text or None for text in texts], dtype=words)
    return _text(texts)


# --- the rules of one table -----------------------------------------------------------------------


def description(folder=None):
    """Return the part of `datapackage.json` on each table, by its name.

    Args:
        folder: folder with `datapackage.json`; by default `data/` of this checkout.

    Raises:
        DataError: `datapackage.json` is missing or damaged.
    """
    return _resources(folder)


def records(name, folder=None):
    """Return (line, {column: text}) for each row of a table, as they stand in its file.

    Args:
        name: name of a table.
        folder: folder with the tables; by default `data/` of this checkout.

    Raises:
        DataError: no table has this name, or its file cannot be read.
    """
    header = _header(_resource(name, folder))
    rows, lines = _read(name, _place(folder))
    return [(n, dict(zip(header, row, strict=True))) for row, n in zip(rows, lines, strict=True)]


def problems(name, folder=None):
    """Return every broken rule of one table by itself; `data/check.py` adds those between tables.

    Args:
        name: name of a table.
        folder: folder with the tables; by default `data/` of this checkout.

    Returns:
        A list of `Problem`.

    Raises:
        DataError: no table has this name, or `datapackage.json` is damaged.
    """
    resource, place = _resource(name, folder), _place(folder)
    found = []
    try:
        found.extend(_problems_in(resource, place))
    except DataError as error:
        if error.problem is None:
            raise  # the description itself is damaged
        found.append(error.problem)
    return found


def _problems_in(resource, place):
    """Yield every broken rule of one file: types, ranges, words, keys, references to other tables.

    References by key are part of it since they cost one set look-up for each distinct value; lists
    of keys and rules between tables are those of `data/check.py`.
    """
    name, schema = resource["name"], resource["schema"]
    _, lines = _read(name, place)
    texts_of = _columns(name, place, _stamp(place, f"{name}.csv"))
    columns = dict(zip(_header(resource), texts_of, strict=True))
    for field in schema["fields"]:
        texts = columns[field["name"]]
        wrong = {text: rule for text in set(texts) if (rule := _wrong(field, text))}
        yield from _located(name, field["name"], texts, lines, wrong)
    seen = {}
    keys = zip(*(columns[column] for column in schema["primaryKey"]), strict=True)
    for key, line in zip(keys, lines, strict=True):
        if key in seen:
            rule = f"the key {' + '.join(key)} is already used in line {seen[key]}"
            yield Problem(name, line, schema["primaryKey"][0], rule)
        seen.setdefault(key, line)
    for reference in schema.get("foreignKeys", []):
        column = reference["fields"][0]
        target = reference["reference"]["resource"] or name
        theirs = reference["reference"]["fields"]
        needs(_resources(place), target, theirs, f"table {name!r}, column {column!r}")
        known = _values(target, theirs[0], place)
        wrong = dict.fromkeys({*columns[column]} - known, f"no such row in the table {target}")
        wrong.pop("", None)
        yield from _located(name, column, columns[column], lines, wrong)


def _located(name, column, texts, lines, wrong):
    if wrong:
        for text, line in zip(texts, lines, strict=True):
            if text in wrong:
                yield Problem(name, line, column, f"{wrong[text]}, found {text!r}")


def _values(name, column, place):
    position = _header(_resource(name, place)).index(column)
    return {row[position] for row in _read(name, place)[0]}


def _wrong(field, text):
    limits = field.get("constraints", {})
    if not text:
        return "a value is required" if limits.get("required") else None
    if field["type"] == "boolean":
        return None if text in ("yes", "no") else "expected yes or no"
    if field["type"] in ("integer", "number"):
        return _wrong_number(text, field["type"], limits)
    if "enum" in limits:
        return None if text in limits["enum"] else f"expected one of {', '.join(limits['enum'])}"
    if field["type"] == "date" or "sands:type" in field:
        return _wrong_date(text, field)
    if "pattern" in limits and not re.fullmatch(limits["pattern"], text):
        return f"expected a text of the form {limits['pattern']}"
    return None


def _wrong_number(text, kind, limits):
    whole = kind == "integer"
    if not (INTEGER if whole else NUMBER).fullmatch(text):
        if COMMA.fullmatch(text):
            return "expected a number with a point before its decimals, not a comma"
        return "expected a whole number" if whole else "expected a number"
    low, high = limits.get("minimum"), limits.get("maximum")
    if (low is not None and float(text) < low) or (high is not None and float(text) > high):
        return f"expected a number from {low} to {high}"
    return None


def _wrong_date(text, field):
    parts = [text]
    if field["type"] == "date":
        form = "YYYY-MM-DD"
    elif field["sands:type"] == "date":
        form = "YYYY, YYYY-MM or YYYY-MM-DD"
    else:
        form, parts = "YYYY, YYYY-MM or YYYY-MM-DD, or two of them as from/to", text.split("/")
    whole = field["type"] != "date" or len(text) == 10
    if whole and len(parts) <= 2 and all(map(_is_date, parts)):
        return None
    return f"expected a date written {form}"


def _is_date(text):
    try:
        return bool(DATE.fullmatch(text) and date.fromisoformat(first_day(text)))
    except ValueError:
        return False


def first_day(text):
    """Return the first day of a year, a month or a day, as text: of '2024-06' '2024-06-01'."""
    return text + "-01-01"[len(text) - 4 :]
