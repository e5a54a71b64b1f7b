"""Rosters as people have them, and which export belongs to whom: what is unclear is refused."""

from __future__ import annotations

import csv
import errno
import io
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers import journal, wording
from helpers.classroom import names
from helpers.classroom.words import tidy

MAX_BYTES = 8_000_000
_IDENTITY = ("email", "number", "id", "sis_user_id", "sis_login_id")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # Excel's new form and its old one
_MARKS = (",", ";", "\t", "|")


class ClassError(ValueError):
    """What was asked of a class cannot be done; the message says why and what to do."""


def _say(message: str, **facts) -> str:
    return wording.say(f"classroom_grades.roster.{message}", **facts)


@dataclass(frozen=True)
class Matched:
    """Which learner is which person of a roster.

    `known`: {learner: the roster's row}, a dict with any of name, file, section and what a platform
    knows a person by (_IDENTITY). `joined`: lists of learners who are one person by the roster's
    column file. `unknown`: learners whom the roster does not name. `unclear`: [(learner, why)], who
    could be several people, or shares a person with somebody. `absent`: names of the roster to whom
    no file belongs.
    """

    known: dict = field(default_factory=dict)
    unknown: list = field(default_factory=list)
    unclear: list = field(default_factory=list)
    absent: list = field(default_factory=list)
    joined: list = field(default_factory=list)


def read_roster(source) -> list[dict]:
    """Read a roster: a table of one's own, or what Moodle or Canvas exports.

    Args:
        source: the path of a CSV file (parted by comma, semicolon or tab, in UTF-8 or UTF-16), of
            an Excel workbook where pandas can read one, or a DataFrame.

    Returns:
        One dict a person, with texts: any of name, file, section, email, number, id, sis_user_id,
        sis_login_id, and `keys`, a frozenset as from `names.keys`.

    Raises:
        ClassError: it cannot be read, or has no column that says who is meant.
    """
    if isinstance(source, pd.DataFrame):
        table = [[str(c) for c in source.columns]]
        table += source.astype("object").fillna("").astype("str").to_numpy().tolist()
    else:
        table = _table(source)
    heads = _heads(table[0]) if table else {}
    if not {"name", "last", "file"} & set(heads.values()):
        raise ClassError(
            _say("columns", found=[tidy(c, 30) for c in table[0] if c] if table else [])
        )
    people = [_person(row, heads) for row in table[1:]]
    # Who stands in two sections is one person.
    own = {tuple(sorted((p | {"section": ""}).items(), key=str)): p for p in people if p}
    return list(own.values())


def _table(source) -> list[list[str]]:
    try:
        content = journal.read_bytes(source, MAX_BYTES)
    except (OSError, ValueError, TypeError) as error:
        own = {errno.EISDIR: "folder", errno.EINVAL: "device", None: "no_path"}
        told = own.get(getattr(error, "errno", None))
        reason = _say(told) if told else error.strerror
        raise ClassError(_say("unread", reason=reason)) from None
    if len(content) > MAX_BYTES:
        raise ClassError(_say("large", most=MAX_BYTES / 1e6))
    if content.startswith(_WORKBOOKS):
        return _workbook(content)
    text = _text(content).removeprefix("\ufeff")
    text = re.sub(r"\A\"?sep=.\"?\r?\n", "", text, flags=re.I)  # Excel's word on its own comma
    tables = [_parted(text, mark) for mark in _MARKS]
    # The mark is the one by which the head says most.
    return max(tables, key=lambda rows: (len(_heads(rows[0])), len(rows[0])) if rows else (0, 0))


def _workbook(content: bytes) -> list[list[str]]:
    try:
        frame = pd.read_excel(io.BytesIO(content), header=None, dtype=str, keep_default_na=False)
    except ImportError:
        raise ClassError(_say("workbook")) from None
    except Exception:  # a damaged workbook raises whatever its reader likes
        raise ClassError(_say("damaged")) from None
    return frame.to_numpy().tolist()


def _text(content: bytes) -> str:
    encoding = "utf-8-sig"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif content[1:2] == b"\0" or content[:1] == b"\0":
        encoding = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise ClassError(_say("encoding")) from None


def _parted(text: str, mark: str) -> list[list[str]]:
    reader, rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark), []
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return rows
        except csv.Error:  # a row too long to be about a person
            continue
        if any(cell.strip() for cell in row):
            rows.append(row)


def _heads(row) -> dict[int, str]:
    """Return {place: column} of the headings that say who somebody is; of two the first counts."""
    meant = {}
    for column, said in wording.words("classroom_grades.roster").headings.items():
        meant |= dict.fromkeys((names.normal(word) for word in said.split(";")), column)
    found = {}
    for place, cell in enumerate(row):
        column = meant.get(names.normal(str(cell).strip("\ufeff\"'* ").replace("_", " ")))
        if column and column not in found.values():
            found[place] = column
    return found


def _person(row, heads) -> dict:
    """Return who a row is about; {} for the rows that platforms put among people."""
    cells = {c: str(row[p]).strip() for p, c in heads.items() if p < len(row)}
    cells = {column: text for column, text in cells.items() if text}
    last, first = cells.pop("last", ""), cells.pop("first", "")
    name = cells.get("name") or " ".join(filter(None, (first, last)))
    of_platform = {names.normal(word) for word in _say("no_person").split(";")}
    if names.normal(name) in of_platform or not (name or {"file", *_IDENTITY} & set(cells)):
        return {}
    found = names.keys(name) | (names.keys(last, first) if last else frozenset())
    return cells | {"name": name, "keys": found}


def match(learners: pd.DataFrame, roster: list[dict]) -> Matched:
    """Find each learner's row in a roster: by file, by the platform's own mark, then by name.

    A learner who fits several rows, and learners who fit one row together, are never given one by
    the order in which they stand.

    Args:
        learners: those of a `Class`.
        roster: as from `read_roster`.

    Returns:
        What was found, as `Matched`.
    """
    people = [(row.learner, row.name, row.files.split("; ")) for row in learners.itertuples()]
    known, claimed, why = {}, set(), {}
    for fits in (_by_file, _by_platform, _by_name):
        index = fits(roster)
        wished = {
            learner: index(name, files) - claimed
            for learner, name, files in people
            if learner not in known and learner not in why
        }
        takers = Counter(place for places in wished.values() for place in places)
        for learner, places in wished.items():
            if len(places) > 1:
                why[learner] = _say("several", n=len(places))
            elif places and fits is not _by_file and takers[next(iter(places))] > 1:
                why[learner] = _say("shared", n=takers[next(iter(places))])
            elif places:
                known[learner] = next(iter(places))
        claimed |= {place for places in wished.values() for place in places}
    _same_identity(known, roster, why)
    absent = [row["name"] or _told(row) for n, row in enumerate(roster) if n not in claimed]
    return Matched(
        {learner: roster[place] for learner, place in known.items()},
        [learner for learner, *_ in people if learner not in known and learner not in why],
        sorted(why.items()),
        sorted(absent, key=names.normal),
        _together(known),
    )


def _together(known) -> list[list]:
    """Return the learners who are one person, of {learner: place in the roster}."""
    of = {}
    for learner, place in known.items():
        of.setdefault(place, []).append(learner)
    return [learners for learners in of.values() if len(learners) > 1]


def _index(roster, keys_of) -> dict:
    found = {}
    for place, row in enumerate(roster):
        for key in keys_of(row):
            found.setdefault(key, set()).add(place)
    return found


def _by_file(roster):
    index = _index(roster, lambda row: [_path(one) for one in row.get("file", "").split(";")])
    return lambda name, files: _all(index, filter(None, map(_path, files)))


def _path(text: str) -> str:
    return names.normal(text.replace(os.sep, "/").replace("\\", "/"))


def _by_platform(roster):
    by_name = _index(roster, lambda row: row["keys"])
    by_id = _index(roster, lambda row: [row["id"]] if row.get("id") else [])

    def index(_, files):
        paths = [Path(file).parts for file in files]
        owners = [names.of_moodle(parts[0]) for parts in paths if len(parts) > 1]
        numbers = [names.of_canvas(parts[-1]) for parts in paths if parts]
        keys = [key for owner in owners for key in names.keys(owner)]
        return _all(by_name, keys) | _all(by_id, filter(None, numbers))

    return index


def _by_name(roster):
    def keys_of(row):
        return row["keys"] | {names.normal(row[column]) for column in _IDENTITY if row.get(column)}

    index = _index(roster, keys_of)
    return lambda name, _: _all(index, {*names.keys(name), names.normal(name)} - {""})


def _all(index, keys) -> set:
    return {place for key in keys for place in index.get(key, ())}


def _same_identity(known, roster, why):
    """Take out people of whom the roster says that they are one and the same to the platform."""
    for column in _IDENTITY:
        told = [names.normal(row[column]) if row.get(column) else "" for row in roster]
        counts = Counter(told)
        for learner, place in list(known.items()):
            if told[place] and counts[told[place]] > 1:
                why[learner] = _say("one_identity", value=tidy(roster[place][column], 60))
                known.pop(learner)


def _told(row) -> str:
    return next((row[column] for column in (*_IDENTITY, "file") if row.get(column)), "")
