"""What the learner entered: kept the moment it is made, resumed later, exported when they wish.

The journal is a folder: `work/` in the repository, or the one that the environment variable
`SANDS_JOURNAL` names (a relative one counts from the repository). Each kernel session that keeps
something appends to a file of its own, `sands-journal-….jsonl`, so no file has two writers;
readers merge all of them. What cannot be written stays in memory, and the learner is told.

Format of journals and exports: UTF-8, one JSON object a line, at most `MAX_LINE` bytes with its
line break; blank lines mean nothing. An entry has

- `id`: 32 hexadecimal digits; of two lines with the same id one counts,
- `time`: when it was made by that machine's clock, UTC, `2026-01-31T09:30:00Z`,
- `order`: a whole number below 2**53 that grows from entry to entry even if the clock goes back,
- `kind`: `prediction`, `answer`, `estimate` …: a lower-case name of up to 40 characters,
- `key`: which question, such as `3.2`: 1 to 80 printable characters,
- `value`: any JSON value, up to `MAX_DEPTH` levels deep, with finite numbers only,
- up to `MAX_MORE` further fields with lower-case names, such as `correct`.

An export opens with a header: `format` (`FORMAT`), `version` (1), `name` (what the learner chose
to be called, up to 80 characters, possibly empty), `exported` (a time), `count` (of entries). A
file from somebody else is untrusted input: check its size, read it with `read_lines`, and treat
every text in it as text only.
"""

import contextlib
import copy
import errno
import functools
import hashlib
import io
import json
import math
import os
import re
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

FORMAT = "shifting-sands-journal"
MAX_LINE = 64 * 1024
MAX_FILE = 32 * 1024 * 1024  # bytes of a file that is taken in
FAR = 4_102_444_800 * 10**6  # the year 2100: an `order` beyond it comes from a clock gone wrong
MAX_DEPTH = 20
AFRESH = "afresh"  # the kind of entry that sets a lesson's older entries aside
MAX_MORE = 20

_ROOT = Path(__file__).resolve().parent.parent
_FIELDS = ("id", "time", "order", "kind", "key", "value")
_ID = re.compile(r"[0-9a-f]{32}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_REASONS = {
    **dict.fromkeys(_FULL, "the disk is full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "writing there is not allowed"),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), "it is not a folder"),
    errno.EROFS: "the disk is read-only",
}


class JournalError(ValueError):
    """What was to be kept or exported cannot be; the message says why, in words for the learner."""


@dataclass(frozen=True)
class Kept:
    """What became of an entry: `saved` (it is on disk) and `message`, words for the learner."""

    saved: bool
    message: str

    def __str__(self):
        """Return the sentence."""
        return self.message


class Lines(NamedTuple):
    """What `read_lines` found: `records`, lines `skipped`, an export's `header` or {}."""

    records: list
    skipped: int
    header: dict


@dataclass
class _Session:
    name: str = field(default_factory=lambda: f"sands-journal-{uuid.uuid4().hex}.jsonl")
    waiting: list = field(default_factory=list)
    newest: int | None = None
    proven: set = field(default_factory=set)  # folders whose lines were read back
    read: dict = field(default_factory=dict)  # what each file gave, by its path
    merged: tuple = ((), [], [])  # what it was made of, entries, sentences
    lock: object = field(default_factory=threading.RLock)


@functools.lru_cache(maxsize=1)
def _session_of(pid):
    return _Session()


def _session():
    # A forked process must not append to its parent's file.
    return _session_of(os.getpid())


def where():
    """Find the folder of the journal.

    Returns:
        An absolute `Path`; it need not exist.
    """
    return _named()[0]


def _named():
    """Return the journal's folder, and a sentence where the one that was named cannot be meant."""
    # Quotation marks reach the variable where somebody writes them after %env.
    named = os.environ.get("SANDS_JOURNAL", "").strip().strip("\"'").strip()
    place = os.path.expanduser(named or "work")  # noqa: PTH111 (this one never raises)
    if not place.startswith("~"):
        return _ROOT / place, ""
    user = named.split("/")[0]
    return _ROOT / "work", (
        f"SANDS_JOURNAL names {named}, and there is no user {user} here: your answers are kept in "
        "work/ instead. Name another folder in SANDS_JOURNAL if you wish."
    )


def record(kind, key, value, **more):
    """Keep one entry, on disk when this returns if that is possible, else in memory.

    Args:
        kind: what sort of entry, such as "prediction"; a lower-case name of up to 40 characters.
        key: which question, such as "3.2"; 1 to 80 printable characters.
        value: None, a truth value, number or text, or lists and dicts (with text keys) of these.
        more: further fields, such as `correct=True`.

    Returns:
        A `Kept`. A fault of the disk never raises: `saved` is False and `message` says what to do.

    Raises:
        JournalError: this is not something a journal can hold.
    """
    session = _session()
    with session.lock:
        if session.newest is None:
            _scan()
        clock = time.time_ns() // 1000
        order = max(clock if clock <= FAR else 0, session.newest + 1)
        entry = {"id": uuid.uuid4().hex, "time": _now(), "order": order, "kind": kind, "key": key}
        if taken := sorted({*_FIELDS, "format"} & {*more}):
            raise JournalError(f"{taken[0]!r} is a field that each entry has already.")
        line = _line(_checked(entry | {"value": value} | more))
        if len(line) > MAX_LINE:
            raise JournalError(
                f"This is too long to keep: {len(line):,} bytes, of at most {MAX_LINE:,}."
            )
        session.newest = order
        session.waiting.append(line)
        return save()


def save():
    """Write what is still only in memory.

    Returns:
        A `Kept`, as from `record`; nothing to write counts as saved.
    """
    session, place = _session(), where()
    with session.lock:
        before = len(session.waiting)
        try:
            while session.waiting:
                _append(place, session.name, session.waiting[0])
                if place not in session.proven:
                    _read_back(place / session.name, session.waiting[0])
                    session.proven.add(place)
                del session.waiting[0]
        except OSError as error:
            left = len(session.waiting)
            what = "Your entry is" if left == 1 else f"Your last {left} entries are"
            advice = (
                "to keep it longer, run %env SANDS_JOURNAL=~/sands-journal, then journal.save()."
            )
            if error.errno in _FULL:
                advice = "free some space, then answer again or run journal.save()."
            return Kept(
                False,
                f"Could not write to {_shown(place)} ({_reason(error)}). "
                f"{what} kept in memory until this kernel stops; {advice}",
            )
    late = ", with what was only in memory before" if before > 1 else ""
    return Kept(True, f"Kept{late}.")


def entries(kind=None, key=None):
    """Read the entries of all sessions, those only in memory included.

    What was set aside by `set_aside` is left out.

    Args:
        kind: only entries of this kind; None for all.
        key: only entries with this key; None for all.

    Returns:
        A list of dicts with the fields of an entry, oldest first, each id once.
    """
    return [dict(entry) for entry in _scan()[0] if _asked_for(entry, kind, key)]


def _asked_for(entry, kind, key):
    return kind in (None, entry["kind"]) and key in (None, entry["key"])


def newest(kind, key):
    """Read the newest entry of a kind and key.

    Args:
        kind: the entry's kind.
        key: the entry's key.

    Returns:
        The entry as a dict, or None.
    """
    found = (entry for entry in reversed(_scan()[0]) if _asked_for(entry, kind, key))
    return copy.deepcopy(next(found, None))


def latest(kind, key, default=None):
    """Read the newest value.

    Args:
        kind: the entry's kind, such as "prediction".
        key: the entry's key, such as "3.2".
        default: what to return if nothing was kept for these.

    Returns:
        The value alone; `newest(kind, key)` is the whole entry.
    """
    found = newest(kind, key)
    return default if found is None else found["value"]


def first(kind, key, default=None):
    """Read the oldest value, such as a prediction before its answer was seen.

    Args:
        kind: the entry's kind, such as "prediction".
        key: the entry's key, such as "3.2".
        default: what to return if nothing was kept for these.

    Returns:
        The value alone.
    """
    for entry in _scan()[0]:
        if _asked_for(entry, kind, key):
            return copy.deepcopy(entry["value"])
    return default


def lesson_of(kind, key):
    """Say to which lesson an entry belongs.

    Args:
        kind: the entry's kind; a draft belongs where its answer does.
        key: the entry's key, such as '3.1', '3.clauses' or '3'.

    Returns:
        A number from 0, or None where it belongs to no lesson.
    """
    if kind == "draft":
        kind, _, key = key.partition(":")
    if kind in ("forecast", "briefing"):
        return {"forecast": 8, "briefing": 9}[kind]
    found = re.match(r"(\d{1,2})(?:\.|$)", key, re.ASCII)
    return int(found.group(1)) if found else None


def set_aside(lesson=None):
    """Let a lesson, or all of them, start afresh: what was entered before is no longer shown.

    Nothing is deleted: the older entries stay in the files and in every export, and the results
    of a class still count the first prediction of all.

    Args:
        lesson: its number; None for all lessons.

    Returns:
        A sentence for the learner.
    """
    gone = [
        entry
        for entry in _scan()[0]
        if entry["kind"] != AFRESH and lesson in (None, lesson_of(entry["kind"], entry["key"]))
    ]
    what = "All lessons start" if lesson is None else f"Lesson {lesson} starts"
    if not gone:
        return f"{what} afresh: nothing was entered there yet."
    kept = record(AFRESH, "all" if lesson is None else str(lesson), None)
    count = f"{len(gone)} older {'entry is' if len(gone) == 1 else 'entries are'}"
    told = "" if kept.saved else f" {kept.message}"
    return f"{what} afresh. {count} set aside, still in the files and not shown.{told}"


def damage():
    """Say what could not be read.

    Returns:
        A list of sentences, one a file; an empty list if everything could be read.
    """
    return _scan()[1]


def read_lines(path):
    """Read a journal or an export, leaving out whatever does not keep to the format.

    Args:
        path: the file. It may be damaged, or made to do harm: nothing in it can raise or run.

    Returns:
        `Lines`: the entries as dicts in the file's order, how many lines were skipped, the header.

    Raises:
        OSError: the file cannot be opened or read.
    """
    with Path(path).open("rb") as file:
        return parse_lines(file)


def parse_lines(file):
    """Read a journal or an export that is open already; see `read_lines`.

    Args:
        file: open for reading bytes; it stays open.

    Returns:
        `Lines`, as `read_lines` gives them.
    """
    records, skipped, header = [], 0, {}
    while line := file.readline(MAX_LINE + 1):
        too_long = len(line) > MAX_LINE
        while too_long and line and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE)
        if not too_long and not line.strip():
            continue
        try:
            if too_long:
                raise JournalError("too long")
            found = json.loads(line.decode("utf-8-sig"))
            if isinstance(found, dict) and found.get("format") == FORMAT:
                header = header or _header(found)
            else:
                records.append(_checked(found))
        except (ValueError, RecursionError):
            skipped += 1
    return Lines(records, skipped, header)


def export(name="", folder=None):
    """Write all entries into one new file, to hand in or to keep; nothing is ever overwritten.

    Args:
        name: what you wish to be called in it; may be empty.
        folder: where to; by default the journal's folder or, if that cannot be written, the current
            or the home folder.

    Returns:
        The `Path` of the file. Besides the name it holds the entries and nothing else.

    Raises:
        JournalError: the name is not text, or there is no writing to the folder.
    """
    if not isinstance(name, str):
        raise JournalError("A name is text: journal.export('Ada').")
    save()
    name = " ".join(_plain(name).split())[:80]
    found = _worth_keeping(_scan(hide=False)[0])
    header = {"format": FORMAT, "version": 1, "name": name, "exported": _now(), "count": len(found)}
    content = b"".join(map(_line, [header, *found]))
    stem = "shifting-sands-" + (re.sub(r"\W+", "-", name).strip("-_")[:40] or "entries")
    faults = []
    for wish in [folder] if folder else [where(), "", "~"]:
        place = Path(os.path.expanduser(wish))  # noqa: PTH111 (this one never raises)
        try:
            return _write_new(place.absolute(), stem, content)
        except OSError as error:
            faults.append(f"{_shown(place)} ({_reason(error)})")
    raise JournalError(
        f"Could not write to {', '.join(faults)}. Name a folder you can write to: "
        "journal.export(folder='…')."
    )


def _worth_keeping(found):
    """Leave out drafts that a newer draft of the same boxes has replaced."""
    last = {entry["key"]: entry["id"] for entry in found if entry["kind"] == "draft"}
    return [e for e in found if e["kind"] != "draft" or last[e["key"]] == e["id"]]


def take_in(source, name=""):
    """Take in an export, or a journal's file, of another machine: all of it, or nothing.

    An entry that is here already is not taken twice, and none of ours is touched. The file may
    have been renamed, or been through an editor that adds a mark at its beginning.

    Args:
        source: the path of the file, or its content as bytes.
        name: what to call a content in the sentence.

    Returns:
        A `Kept`: whether everything is here now, and a sentence for the learner.
    """
    name = str(name or (source.name if isinstance(source, Path) else "The file"))[:80]
    try:
        content = source if isinstance(source, bytes) else _content(Path(source))
    except OSError as error:
        return Kept(False, f"{name} could not be read ({_reason(error)}).")
    if len(content) > MAX_FILE:
        return Kept(False, f"{name} is too large to be a file of answers; nothing was taken in.")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = content.decode("utf-16", "replace").encode()
    lines = parse_lines(io.BytesIO(content))
    if not lines.records:
        which = "holds no entries" if lines.header else "is no file of answers from these lessons"
        return Kept(False, f"{name} {which}; nothing was taken in.")
    known = {entry["id"] for entry in _scan(hide=False)[0]}
    new = [entry for entry in lines.records if entry["id"] not in known]
    missing = max(lines.header.get("count", 0) - len(lines.records), lines.skipped)
    told = f" It is damaged or was cut off: {missing} more could not be read." if missing else ""
    if not new:
        return Kept(True, f"All entries of {name} are here already.{told}")
    body = b"".join(map(_line, new))
    stem = f"sands-journal-taken-in-{hashlib.sha256(body).hexdigest()[:16]}"
    try:
        _write_new(where(), stem, body)
    except OSError as error:
        return Kept(False, f"{name} could not be taken in ({_reason(error)}); nothing is lost.")
    count = f"{len(new)} {'entry' if len(new) == 1 else 'entries'}"
    return Kept(True, f"{count} taken in from {name}. Run the lesson's cells again.{told}")


def read_export(path):
    """Read somebody's export, or a journal, as `read_lines` does, and only what is a file.

    Args:
        path: the file.

    Returns:
        `Lines`.

    Raises:
        JournalError: there is no such file, it cannot be read, or it is too large.
    """
    try:
        content = _content(Path(path))
    except OSError as error:
        raise JournalError(f"{path} could not be read ({_reason(error)}).") from error
    if len(content) > MAX_FILE:
        raise JournalError(f"{path} is too large to be a file of answers.")
    return parse_lines(io.BytesIO(content))


def _content(path):
    """Read a file that is one: opening a pipe would wait for ever."""
    if not path.is_file():
        raise OSError(errno.EINVAL, "it is not a file")
    with path.open("rb") as file:
        return file.read(MAX_FILE + 1)


def found_exports():
    """Find exports that lie beside the lessons and hold entries which are not here yet.

    Returns:
        Paths, in the journal's folder, the notebooks' and the repository's, sorted by name.
    """
    known = {entry["id"] for entry in _scan(hide=False)[0]}
    found = []
    for place in dict.fromkeys([where(), _ROOT / "notebooks", _ROOT, Path.cwd()]):
        for path in sorted([*place.glob("*.jsonl"), *place.glob("*.jsonl.txt")]):
            if path.name.startswith("sands-journal-"):
                continue
            with contextlib.suppress(OSError):
                if path.stat().st_size <= MAX_FILE:
                    lines = parse_lines(io.BytesIO(_content(path)))
                    if any(entry["id"] not in known for entry in lines.records):
                        found.append(path)
    return found


def forget(confirm=False):
    """Delete the journal of all sessions for good; files made with `export` stay.

    Args:
        confirm: only True deletes; without it nothing happens.

    Returns:
        A sentence on what was, or would be, deleted.
    """
    place, count = where(), len(entries())
    what = f"{count} {'entry' if count == 1 else 'entries'} in {_shown(place)}"
    if confirm is not True:
        return f"Nothing was deleted. journal.forget(confirm=True) deletes {what} for good."
    with _session().lock:
        _session().waiting.clear()
        for path in _files(place):
            try:
                path.unlink()
            except OSError as error:
                return f"{_shown(path)} could not be deleted ({_reason(error)})."
    return f"Deleted {what}. Files you exported are still where you put them."


def trouble():
    """Say why new entries cannot be written to disk now, or '' where they can.

    Returns:
        A sentence for the learner; a real write is tried and taken away again.
    """
    place, odd = _named()
    reason = _probe(place)
    if not reason:
        return odd
    return (
        f"Your answers cannot be kept in {_shown(place)} ({reason}); they would stay in memory "
        "until this kernel stops. Set SANDS_JOURNAL to a folder that you can write to."
    )


def describe():
    """Say where the journal is, what it holds, whether it can be written and how to delete it.

    Returns:
        A text of a few lines, the same each time as long as nothing changes.
    """
    place = where()
    found, faults = _scan()
    kinds = ", ".join(
        f"{kind} {count}" for kind, count in sorted(Counter(e["kind"] for e in found).items())
    )
    trouble = _probe(place)
    waiting = len(_session().waiting)
    return "\n".join(
        [
            f"Your journal is in {_shown(place)}, on the machine that runs this notebook.",
            f"Entries: {len(found)} ({kinds})." if found else "It holds no entries yet.",
            *([f"Only in memory so far: {waiting}. Run journal.save()."] if waiting else []),
            "New entries can be written."
            if not trouble
            else f"New entries cannot be written now ({trouble}); they would stay in memory until "
            "this kernel stops.",
            *([odd] if (odd := _named()[1]) else []),
            *faults,
            "An entry holds what you entered, for which question, when, and how it was judged.",
            "Nothing leaves this machine unless you run journal.export() and pass that file on.",
            "To delete the journal, run journal.forget(confirm=True).",
        ]
    )


def _now():
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _shown(path):
    """Return how to name a path to the learner: from the repository on where it lies inside."""
    with contextlib.suppress(ValueError):
        path = path.relative_to(_ROOT)
    return path.as_posix() + ("" if path.suffix == ".jsonl" else "/")


def _reason(error):
    return _REASONS.get(error.errno) or error.strerror or type(error).__name__


def _line(found):
    return json.dumps(found, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _plain(value, depth=0):
    """Return the value as plain JSON types, or raise JournalError saying what cannot be kept."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Half of a surrogate pair could be neither written nor shown.
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, int) and value.bit_length() <= 1000:
        return int(value)
    if isinstance(value, float) and math.isfinite(value):
        return float(value)
    if isinstance(value, int | float):
        raise JournalError("A number in this is not finite, or too large to keep.")
    if depth == MAX_DEPTH:
        raise JournalError(f"This is nested more than {MAX_DEPTH} levels deep.")
    if isinstance(value, list | tuple):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {_plain(key): _plain(one, depth + 1) for key, one in value.items()}
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        number = value.item()  # NumPy's numbers and truth values are none of Python's
        if isinstance(number, int | float):
            return _plain(number)
    raise JournalError(
        "A journal holds numbers, text, lists and dicts with text keys, "
        f"not this {type(value).__name__}."
    )


def _checked(found):
    """Return an entry with plain values, or raise JournalError saying which field is wrong."""
    if not isinstance(found, dict) or not set(_FIELDS) <= found.keys():
        raise JournalError("Not an entry.")
    for name, pattern in (("id", _ID), ("time", _TIME), ("kind", _NAME)):
        if not isinstance(found[name], str) or not pattern.fullmatch(found[name]):
            raise JournalError(f"Not a {name}: {found[name]!r:.80}.")
    order, key = found["order"], found["key"]
    if type(order) is not int or not 0 <= order < 2**53:
        raise JournalError("Not an order.")
    if not isinstance(key, str) or not 1 <= len(key) <= 80 or not key.isprintable():
        raise JournalError(f"A key is a text of 1 to 80 printable characters, not {key!r:.80}.")
    more = found.keys() - set(_FIELDS)
    if len(more) > MAX_MORE or not all(map(_NAME.fullmatch, more)):
        raise JournalError(f"Up to {MAX_MORE} further fields with lower-case names can be kept.")
    return {name: _plain(value) for name, value in found.items()}


def _header(found):
    """Return the known fields of an export's header, or raise JournalError if one is wrong."""
    header = {name: found.get(name) for name in ("version", "name", "exported", "count")}
    if not (
        type(header["version"]) is type(header["count"]) is int
        and isinstance(header["name"], str)
        and len(header["name"]) <= 80
        and isinstance(header["exported"], str)
        and _TIME.fullmatch(header["exported"])
    ):
        raise JournalError("Not a header.")
    return header | {"name": _plain(header["name"])}


def _files(place):
    """Return the journal's files in a folder: those of all sessions, and copies of them."""
    try:
        found = [*place.glob("sands-journal-*.jsonl"), *place.glob("sands-journal-*.jsonl.txt")]
        return sorted(path for path in found if path.is_file())
    except OSError:
        return []


def _scan(hide=True):
    """Return all entries, oldest first, and sentences on what could not be read.

    What was set aside is left out where `hide` is true. A file is read again only when it has
    changed: a lesson asks some hundred times what was entered.
    """
    session, faults, parts = _session(), [], []
    with session.lock:
        for path in _files(where()):
            try:
                parts.append((path, *_records_of(path, session)))
            except OSError as error:
                faults.append(f"{_shown(path)} could not be read ({error.strerror or error}).")
        made_of = (hide, *session.waiting, *((path, mark) for path, mark, *_ in parts))
        if made_of != session.merged[0]:
            session.merged = (made_of, *_merged(parts, session, hide))
        _, found, skips = session.merged
        return found, faults + skips


def _records_of(path, session):
    """Return a file's mark (it changes with the file), its entries and how many were skipped."""
    state = path.stat()
    mark = (state.st_ino, state.st_size, state.st_mtime_ns)
    if session.read.get(path, (None,))[0] != mark:
        records, skipped, _ = read_lines(path)
        session.read[path] = (mark, records, skipped)
    return session.read[path]


def _merged(parts, session, hide):
    merged, skips = {}, []
    for path, mark, records, skipped in parts:
        if skipped:
            lines = "1 damaged line was" if skipped == 1 else f"{skipped} damaged lines were"
            skips.append(f"{_shown(path)}: {lines} skipped; every other line was read.")
        for place, entry in zip(_places(records, mark[2] // 1000), records, strict=True):
            _merge(merged, entry, place)
    for line in session.waiting:
        entry = json.loads(line)
        _merge(merged, entry, (entry["order"], 0))
    ranked = sorted(merged.values(), key=lambda pair: (pair[0], pair[1]["id"]))
    session.newest = max([session.newest or 0, *(place for (place, _), _ in ranked[-1:])])
    found = [entry for _, entry in ranked]
    return (_without_aside(found) if hide else found), skips


def _places(records, written):
    """Return where each entry of a file stands in time: microseconds, and a count within them.

    That is its `order`. One from a clock gone wrong stands where its file has it, or else when
    the file was written: it must not be the newest for ever.
    """
    before, after = min(written, FAR), 0
    for entry in records:
        if entry["order"] <= FAR:
            before, after = entry["order"], 0
        else:
            after += 1
        yield before, after


def _without_aside(found):
    """Leave out what stands before the newest fresh start of its lesson."""
    starts = {}
    for place, entry in enumerate(found):
        if entry["kind"] == AFRESH:
            starts[entry["key"]] = place
    if not starts:
        return found
    everywhere = starts.get("all", -1)
    return [
        entry
        for place, entry in enumerate(found)
        if place >= max(everywhere, starts.get(str(lesson_of(entry["kind"], entry["key"])), -1))
    ]


def _merge(merged, entry, place):
    # Of two unlike lines with one id the choice must not hang on the order of the files.
    old = merged.setdefault(entry["id"], (place, entry))
    if old[1] != entry:
        merged[entry["id"]] = min(old, (place, entry), key=lambda pair: _line(pair[1]))


def _read_back(path, line):
    """Raise OSError unless the file holds the line: some file systems only say that they wrote."""
    with path.open("rb") as file:
        if line not in file.read():
            raise OSError(errno.EIO, "what was written there cannot be read back")


def _append(place, name, line):
    """Append one line and wait until it is on disk; on OSError the file is as it was before."""
    place.mkdir(parents=True, exist_ok=True)
    path = place / name
    with open(path, "ab", buffering=0, opener=_private) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            # The line break in front keeps the entry apart from whatever a fault left behind.
            _write(file, b"\n" + line)
        except OSError:
            with contextlib.suppress(OSError):
                file.truncate(size)
            raise


def _private(path, flags):
    return os.open(path, flags, 0o600)


def _write(file, content):
    """Write all of the content to an unbuffered file and wait until it is on disk."""
    while content:
        content = content[file.write(content) :]
    try:
        os.fsync(file.fileno())
    except OSError as error:
        # Some network folders cannot be waited for; what was written there is still written.
        if error.errno not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise


def _write_new(place, stem, content):
    """Write a file that was not there before and return its path; on OSError leave none behind."""
    place.mkdir(parents=True, exist_ok=True)
    path, number = place / f"{stem}.jsonl", 1
    while True:
        try:
            file = open(path, "xb", buffering=0, opener=_private)  # noqa: SIM115
            break
        except FileExistsError:
            number += 1
            path = place / f"{stem}-{number}.jsonl"
    try:
        with file:
            _write(file, content)
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return path


def _probe(place):
    """Return why the folder cannot be written, or "": write a file there and take it away again."""
    while not os.path.lexists(place) and place != place.parent:
        place = place.parent  # reading must not make the folder
    path = place / f"probe-{uuid.uuid4().hex}.tmp"
    try:
        try:
            with path.open("xb", buffering=0) as file:
                _write(file, b" " * 4096)
        finally:
            path.unlink(missing_ok=True)
    except OSError as error:
        return _reason(error)
    return ""
