"""What the learner entered: kept the moment it is made, resumed later, exported when they wish.

The journal is a folder: `work/` in the repository, or the one that the environment variable
`SANDS_JOURNAL` names (a relative one counts from the repository). Each kernel session that keeps
something appends to a file of its own, `sands-journal-….jsonl`, so no file has two writers;
readers merge all of them. What cannot be written stays in memory, and the learner is told.

Format of journals and exports: UTF-8, one JSON object a line, at most `MAX_LINE` bytes with its
line break; blank lines mean nothing. An entry has

- `id`: 32 hexadecimal digits; of two lines with the same id one counts,
- `time`: when it was made by that machine's clock, UTC, `2026-01-31T09:30:00Z`,
- `order`: a whole number below 2**53 that grows from entry to entry even if the clock goes back;
  one after the year 2100 comes from a clock gone wrong and stands where its file has it,
- `kind`: `prediction`, `answer`, `estimate` …: a lower-case name of up to 40 characters,
- `key`: which question, such as `3.2`: 1 to 80 printable characters,
- `value`: any JSON value, up to `MAX_DEPTH` levels deep, with finite numbers only,
- up to `MAX_MORE` further fields with lower-case names, such as `correct`.

Nothing is ever taken out of a file: an entry of the kind `afresh` says that older ones of a lesson
are set aside, or are to be shown again.

An export opens with a header: `format` (`FORMAT`), `version` (1), `name` (what the learner chose
to be called, up to 80 characters, possibly empty), `exported` (a time), `count` (of entries). A
file from somebody else is untrusted input: check its size, read it with `read_lines`, and treat
every text in it as text only.
"""

import contextlib
import errno
import functools
import io
import json
import math
import os
import re
import stat
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from helpers import wording

FORMAT = "shifting-sands-journal"
MAX_LINE = 64 * 1024
MAX_FILE = 32 * 1024 * 1024  # bytes of a file that is taken in
FAR = 4_102_444_800 * 10**6  # the year 2100: an `order` beyond it comes from a clock gone wrong
MAX_DEPTH = 20
MAX_MORE = 20
# Kinds of entries whose keys name no lesson, and theirs.
FREE = dict.fromkeys(("forecast", "update", "knew", "settled", "resettled"), 8) | {"briefing": 9}
AFRESH = "afresh"  # the kind of entry that sets a lesson's older entries aside
ENDINGS = (".jsonl", ".json", ".txt", ".bak")  # what programs make of a file's name
STORED = ("/", "drive", "notebooks")  # where a browser's store shows the lessons
UNTOLD = (".tmp", ".part", ".crdownload")  # endings of what is not whole yet

_ROOT = Path(__file__).resolve().parent.parent
_FIELDS = ("id", "time", "order", "kind", "key", "value")
_ID = re.compile(r"[0-9a-f]{32}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_REASONS = {
    **dict.fromkeys(_FULL, "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "not_allowed"),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), "no_folder"),
    errno.EROFS: "read_only",
    errno.ENOENT: "missing",
    errno.ENAMETOOLONG: "long_name",
}


def _say(message, **facts):
    return wording.say(f"journal.{message}", **facts)


class _NamedError(OSError):
    """A fault that no number of the system names: `strerror` is its message among the reasons."""


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
class _View:
    """What was read last: all entries in order, those shown, and these by kind and key."""

    marks: dict = field(default_factory=dict)  # of each file, as from `_mark`
    everything: list = field(default_factory=list)
    skips: list = field(default_factory=list)  # (message, facts), as from `_scan`
    shown: list = field(default_factory=list)
    of: dict = field(default_factory=dict)

    def show(self):
        """Leave out what was set aside."""
        self.shown, self.of = [], {}
        for entry in _without_aside(self.everything):
            self._show(entry)

    def add(self, entry):
        """Add an entry that is newer than all others."""
        self.everything.append(entry)
        if entry["kind"] == AFRESH:
            self.show()
        else:
            self._show(entry)

    def _show(self, entry):
        self.shown.append(entry)
        self.of.setdefault((entry["kind"], entry["key"]), []).append(entry)


@dataclass
class _Session:
    name: str = field(default_factory=lambda: f"sands-journal-{uuid.uuid4().hex}.jsonl")
    waiting: list = field(default_factory=list)
    newest: int | None = None
    proven: set = field(default_factory=set)  # folders whose lines were read back
    read: dict = field(default_factory=dict)  # of each file: its mark, entries, lines skipped
    view: _View = field(default_factory=_View)
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
    """Return the journal's folder, and facts where the one that was named cannot be meant."""
    named = os.environ.get("SANDS_JOURNAL", "").strip()
    # Quotation marks reach the variable where somebody writes them after %env.
    if named[:1] in ("'", '"'):
        named = named.strip(named[0]).strip()
    place = os.path.expanduser(os.path.expandvars(named or "work"))  # noqa: PTH111
    odd = {
        "user": re.split(r"[/\\]", place)[0] if place.startswith("~") else "",
        "variable": re.match(r"\$\w|\$\{", place) is not None,
        "address": "://" in place,
    }
    if any(odd.values()):
        return _ROOT / "work", {"named": named, **odd}
    return Path(os.path.normpath(_ROOT / place)), {}


def _odd():
    """Say where another folder stands in for the one that was named, or return ''."""
    facts = _named()[1]
    return _say("place.odd", **facts) if facts else ""


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
        _scan()  # what came from another machine may be ahead of this one's clock
        clock = time.time_ns() // 1000
        order = max(clock if clock <= FAR else 0, session.newest + 1)
        entry = {"id": uuid.uuid4().hex, "time": _now(), "order": order, "kind": kind, "key": key}
        if taken := sorted({*_FIELDS, "format"} & {*more}):
            raise JournalError(_say("refused.field", field=repr(taken[0])))
        line = _line(_checked(entry | {"value": value} | more))
        if len(line) > MAX_LINE:
            raise JournalError(_say("refused.long", size=len(line), most=MAX_LINE))
        session.newest = order
        session.waiting.append(line)
        session.view.add(json.loads(line))
        return save()


def save():
    """Write what is still only in memory.

    Returns:
        A `Kept`, as from `record`; nothing to write counts as saved.
    """
    with _session().lock:
        before = len(_session().waiting)
        error = _written()
        try:
            return Kept(error is None, _became(before, error))
        except wording.WordsError as damage:  # what is kept is kept, whatever can be said of it
            return Kept(error is None, str(damage))


def _became(before, error):
    """Say what became of `before` entries that waited, and of the `error` that stopped them."""
    if error is None:
        return _say("kept.late" if before > 1 else "kept.kept")
    left, full = len(_session().waiting), error.errno in _FULL
    facts = {"place": _shown(where()), "reason": _reason(error), "alone": left == 1, "full": full}
    return _say("kept.failed", left=left, browser=in_browser(), **facts)


def _written():
    """Write what waits in memory; return the error that stopped it. No word is asked for here."""
    session, place = _session(), where()
    with session.lock:
        try:
            while session.waiting:
                _append(place / session.name, session.waiting[0], session)
                if place not in session.proven:
                    _read_back(place / session.name, session.waiting[0])
                    session.proven.add(place)
                del session.waiting[0]
        except OSError as error:
            return error
    return None


def in_browser():
    """Say whether this is the Python of a browser, whose files are kept with the page's data."""
    return sys.platform == "emscripten"


def entries(kind=None, key=None):
    """Read the entries of all sessions, those only in memory included.

    What was set aside by `set_aside` is left out.

    Args:
        kind: only entries of this kind; None for all.
        key: only entries with this key; None for all.

    Returns:
        A list of dicts with the fields of an entry, oldest first, each id once.
    """
    return [{**entry, "value": _copy(entry["value"])} for entry in _shown_of(kind, key)]


def _shown_of(kind, key):
    view = _scan()[0]
    if kind is not None and key is not None:
        return view.of.get((kind, key), [])
    return [e for e in view.shown if kind in (None, e["kind"]) and key in (None, e["key"])]


def newest(kind, key):
    """Read the newest entry.

    Args:
        kind: the entry's kind, such as "draft".
        key: the entry's key, such as "answer:3.2".

    Returns:
        A dict with the fields of an entry; None if nothing was kept for these.
    """
    found = _shown_of(kind, key)
    return {**found[-1], "value": _copy(found[-1]["value"])} if found else None


def latest(kind, key, default=None):
    """Read the newest value.

    Args:
        kind: the entry's kind, such as "prediction".
        key: the entry's key, such as "3.2".
        default: what to return if nothing was kept for these.

    Returns:
        The value alone; `newest(kind, key)` is the whole entry.
    """
    found = _shown_of(kind, key)
    return _copy(found[-1]["value"]) if found else default


def first(kind, key, default=None):
    """Read the oldest value, such as a prediction before its answer was seen.

    Args:
        kind: the entry's kind, such as "prediction".
        key: the entry's key, such as "3.2".
        default: what to return if nothing was kept for these.

    Returns:
        The value alone.
    """
    found = _shown_of(kind, key)
    return _copy(found[0]["value"]) if found else default


def _copy(value):
    """Copy what may be changed: a caller's change must not reach what was read."""
    if isinstance(value, list):
        return [_copy(one) for one in value]
    if isinstance(value, dict):
        return {key: _copy(one) for key, one in value.items()}
    return value


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
    if kind in FREE:
        return FREE[kind]
    found = re.match(r"(\d{1,2})(?:\.|$)", key, re.ASCII)
    return int(found.group(1)) if found else None


def set_aside(lesson=None):
    """Let a lesson, or all of them, start afresh: what was entered before is no longer shown.

    Nothing is deleted: the older entries stay in the files and in every export, and `bring_back`
    shows them again. The results of a class still count the first prediction of all, for whoever
    starts afresh has seen the answer.

    Args:
        lesson: its number; None for all lessons, and for what belongs to none.

    Returns:
        A sentence for the learner.
    """
    with _session().lock:
        lesson, problem = _lesson(lesson)
        if problem:
            return problem
        gone = [e for e in _scan()[0].shown if _belongs(e, lesson)]
        if not gone:
            return _say("afresh.nothing", lesson=lesson)
        kept = record(AFRESH, "all" if lesson is None else str(lesson), "aside")
    told = "" if kept.saved else kept.message
    return _say("afresh.set_aside", lesson=lesson, n=len(gone), told=told)


def bring_back(lesson=None):
    """Show again what `set_aside` has set aside, besides what was entered since.

    Args:
        lesson: its number; None for all lessons.

    Returns:
        A sentence for the learner.
    """
    with _session().lock:
        lesson, problem = _lesson(lesson)
        if problem:
            return problem
        view = _scan()[0]
        before = len(view.shown)
        here = [e for e in view.everything if e["kind"] != AFRESH and _belongs(e, lesson)]
        if len(here) == sum(_belongs(e, lesson) for e in view.shown):
            return _say("afresh.nothing_back")
        kept = record(AFRESH, "all" if lesson is None else str(lesson), "back")
        count = len(view.shown) - before
    return _say("afresh.back", n=count, told="" if kept.saved else kept.message)


def _lesson(lesson):
    """Return a lesson's number or None, and a sentence where it is neither."""
    if isinstance(lesson, str) and lesson.strip().isdecimal():
        lesson = int(lesson)
    if lesson is None or (type(lesson) is int and 0 <= lesson < 100):
        return lesson, ""
    return None, _say("afresh.no_lesson", lesson=f"{lesson!r:.40}")


def _belongs(entry, lesson):
    return lesson is None or lesson_of(entry["kind"], entry["key"]) == lesson


def damage():
    """Say what could not be read.

    Returns:
        A list of sentences, one a file; an empty list if everything could be read.
    """
    return [_say(message, **facts) for message, facts in _scan()[1]]


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
        raise JournalError(_say("export.name"))
    _written()
    name = " ".join(_plain(name).split())[:80]
    found = _worth_keeping(_scan()[0].everything)
    header = {"format": FORMAT, "version": 1, "name": name, "exported": _now(), "count": len(found)}
    content = b"".join(map(_line, [header, *found]))
    stem = "shifting-sands-" + (re.sub(r"\W+", "-", name).strip("-_")[:40] or "entries")
    faults = []
    for wish in [folder] if folder else [where(), "", "~"]:
        place = Path(os.path.expanduser(wish))  # noqa: PTH111 (this one never raises)
        try:
            return write_new(place.absolute(), stem, content)
        except OSError as error:
            faults.append({"place": _shown(place), "reason": _reason(error)})
    raise JournalError(_say("export.failed", places=faults))


def _worth_keeping(found):
    """Leave out drafts that a newer draft of the same boxes has replaced."""
    last = {entry["key"]: entry["id"] for entry in found if entry["kind"] == "draft"}
    return [e for e in found if e["kind"] != "draft" or last[e["key"]] == e["id"]]


def take_in(source, name=""):
    """Take in an export, or a journal's file, of another machine: once, whole, beside our own.

    An entry that is here already is not taken twice, none of ours is touched, and ids and orders
    stay. The file may have another name by now, or have been through an editor or a mail program.
    Of a damaged file, or one that was cut off, all that can be read is taken in, and it is told.

    Args:
        source: the path of the file, or its content as bytes.
        name: what to call it in the sentence; a path's own name when not given.

    Returns:
        A `Kept`: whether all that the file holds is here now, and a sentence for the learner.
    """
    if not isinstance(source, bytes):
        name = name or os.path.basename(source)  # noqa: PTH119 (a text may be no path)
    told = wording.words("journal.taken", name=_one_line(name, 80) or _say("taken.file"))
    try:
        content = source if isinstance(source, bytes) else read_bytes(source, MAX_FILE)
    except (OSError, ValueError) as error:
        return Kept(False, told.tell("unread", reason=_reason(error, reading=True)))
    if not content.strip():
        return Kept(False, told.empty)
    if len(content) > MAX_FILE:
        return Kept(False, told.large)
    lines = parse_lines(io.BytesIO(_in_utf8(content)))
    if not lines.records:
        return Kept(False, told.no_entries if lines.header else told.not_ours)
    unread = max(lines.header.get("count", 0) - len(lines.records), lines.skipped)
    try:
        taken, too_long = _take_new(lines.records)
    except OSError as error:
        return Kept(False, told.tell("failed", place=_shown(where()), reason=_reason(error)))
    unread += too_long
    what = "done" if taken else "here"
    return Kept(not unread, told.tell(what, n=taken, lost=unread or None))


def _take_new(records) -> tuple[int, int]:
    """Write the entries that are not here yet; return how many, and how many are too long."""
    with _session().lock:
        known = _known_ids()
        new = {e["id"]: e for e in records if e["id"] not in known}
        fitting = [line for line in map(_short_line, new.values()) if len(line) <= MAX_LINE]
        if fitting:
            _take(b"".join(fitting))
    return len(fitting), len(new) - len(fitting)


def read_export(path):
    """Read somebody's export, or a journal, as `read_lines` does, and only what is a file.

    Args:
        path: the file, under any name.

    Returns:
        `Lines`, with one entry at least.

    Raises:
        JournalError: there is no such file, it cannot be read, is too large or holds no entries.
    """
    name = _one_line(path, 200)
    try:
        content = read_bytes(path, MAX_FILE)
    except (OSError, ValueError, TypeError) as error:
        reason = _reason(error, reading=True)
        raise JournalError(_say("read.unread", name=name, reason=reason)) from None
    if len(content) > MAX_FILE:
        raise JournalError(_say("read.large", name=name, most=MAX_FILE / 2**20))
    lines = parse_lines(io.BytesIO(_in_utf8(content)))
    if not lines.records:
        raise JournalError(_say("read.no_entries", name=name))
    return lines


def read_bytes(path, most):
    """Read a file that somebody named: a pipe does not keep us waiting, nor does a huge file.

    Args:
        path: its path; `~` is the home folder.
        most: how many bytes are wanted.

    Returns:
        Its bytes; one more than `most` where the file is larger.

    Raises:
        OSError: it is missing, no ordinary file, or cannot be read.
        ValueError: this can be no path.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    place = os.path.expanduser(path)  # noqa: PTH111
    if os.path.isdir(place):  # noqa: PTH112 (Windows would say that it is not allowed)
        raise _NamedError(errno.EISDIR, "folder")
    with os.fdopen(os.open(place, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _NamedError(errno.EINVAL, "device")
        return file.read(most + 1)


def _in_utf8(content):
    """Return the content as UTF-8: an editor may have made UTF-16 of it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").encode()
    return content


def _short_line(entry):
    """Return an entry's line, without blanks where it would be too long with them."""
    line = _line(entry)
    if len(line) <= MAX_LINE:
        return line
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _take(content):
    """Put a file of entries into the journal's folder: whole, or not at all."""
    place = where()
    half = write_new(place, f"taking-in-{uuid.uuid4().hex}", content, ".tmp")
    try:
        half.rename(place / f"sands-journal-{uuid.uuid4().hex}.jsonl")
    except OSError:
        with contextlib.suppress(OSError):
            half.unlink()
        raise


def _known_ids():
    return {entry["id"] for entry in _scan()[0].everything}


def found_exports():
    """Find exports and journals that lie beside the lessons and hold entries not yet here.

    Returns:
        Paths in the journal's folder, the notebooks', the repository's and the current one, by
        folder and name; `take_in` takes one in.
    """
    known, found = _known_ids(), []
    own = set(_files(where()))
    folders = [where(), _ROOT / "notebooks", _ROOT]
    with contextlib.suppress(OSError):  # the current folder may be gone
        folders.append(Path.cwd())
    for place in dict.fromkeys(folders):
        for path in map(Path, _listed(place, lambda name: name.endswith(ENDINGS))):
            if str(path) in own:
                continue
            with contextlib.suppress(OSError):
                if path.stat().st_size <= MAX_FILE and _is_ours(path):
                    lines = parse_lines(io.BytesIO(_in_utf8(read_bytes(path, MAX_FILE))))
                    if any(entry["id"] not in known for entry in lines.records):
                        found.append(path)
    return found


def _is_ours(path):
    """Say whether a file opens as an export or a journal does; most files beside it are others."""
    start = _in_utf8(read_bytes(path, 3 * MAX_LINE)).lstrip(b"\xef\xbb\xbf\r\n ")[:MAX_LINE]
    return start.startswith(b"{") and (b'"id"' in start or FORMAT.encode() in start)


def forget(confirm=False):
    """Delete the journal of all sessions for good; files made with `export` stay.

    Args:
        confirm: only True deletes; without it nothing happens.

    Returns:
        A sentence on what was, or would be, deleted.
    """
    place, count = where(), len(_known_ids())
    told = wording.words("journal.forgotten", n=count, place=_shown(place))
    if confirm is not True:
        return told.asks
    with _session().lock:
        _session().waiting.clear()
        _session().view.marks = {None: None}  # all is to be read again
        for path in map(Path, _files(place)):
            try:
                path.unlink()
            except OSError as error:
                return told.tell("failed", file=_shown(path, ""), reason=_reason(error))
    return told.done


def trouble():
    """Say why new entries cannot be written to disk now, or '' where they can.

    Returns:
        A sentence for the learner; a real write is tried and taken away again.
    """
    place = where()
    reason = _probe(place)
    if not reason:
        return _odd()
    return _say("place.trouble", place=_shown(place), reason=reason, browser=in_browser())


def describe():
    """Say where the journal is, what it holds, whether it can be written and how to delete it.

    Returns:
        A text of a few lines, the same each time as long as nothing changes.
    """
    place, told = where(), wording.words("journal.about")
    view = _scan()[0]
    found = view.shown
    aside = sum(entry["kind"] != AFRESH for entry in view.everything) - len(found)
    kinds = sorted(Counter(e["kind"] for e in found).items())
    waiting = len(_session().waiting)
    browser = in_browser()
    lines = [
        told.tell("place", place=_shown(place), browser=browser),
        told.tell("entries", n=len(found), kinds=[{"kind": kind, "n": n} for kind, n in kinds]),
        told.tell("aside", n=aside or None),
        told.tell("waiting", n=waiting or None),
        told.tell("written", reason=_probe(place), browser=browser),
        _odd(),
        *damage(),
        _beside(),
        told.held,
        told.tell("private", browser=browser),
        told.forget,
    ]
    return "\n".join(line for line in lines if line)


def _beside():
    """Return a sentence on files with entries that are not here yet, or ''."""
    found = [_shown(path, "") for path in found_exports()]
    more = len(found) - 3 if len(found) > 3 else None
    return _say("about.beside", files=found[:3], more=more) if found else ""


def _now():
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _shown(path, end="/"):
    """Return how to name a path to the learner: from the repository on where it lies inside."""
    path = Path(path)
    if in_browser() and path.parts[:2] == ("/", "drive"):
        return _say("place.browser") if path == where() else path.name
    with contextlib.suppress(ValueError):
        path = path.relative_to(_ROOT)
    return path.as_posix() + end


def _one_line(text, most):
    """Return a name as it can be shown: on one line, without what cannot be printed."""
    plain = "".join(c if c.isprintable() else " " for c in _plain(str(text)))
    return " ".join(plain.split())[:most]


def _reason(error, reading=False):
    number, words = getattr(error, "errno", None), getattr(error, "strerror", None)
    known = words if isinstance(error, _NamedError) else _REASONS.get(number)
    if number == errno.EINVAL and in_browser():
        known = "store"  # all that JupyterLite says of a store that refused
    if reading and known == "not_allowed":
        known = "not_readable"
    if known or not words:
        return _say(f"reasons.{known or 'no_name'}")
    return words  # the system's own, in its language


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
        raise JournalError(_say("refused.number"))
    if depth == MAX_DEPTH:
        raise JournalError(_say("refused.deep", depth=MAX_DEPTH))
    if isinstance(value, list | tuple):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {_plain(key): _plain(one, depth + 1) for key, one in value.items()}
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        number = value.item()  # NumPy's numbers and truth values are none of Python's
        if isinstance(number, int | float):
            return _plain(number)
    raise JournalError(_say("refused.kind", kind=type(value).__name__))


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
    return _listed(place, lambda name: "sands-journal-" in name and name.endswith(ENDINGS))


def private(path, flags):
    """Open a file for `open(…, opener=private)` so that a new one is for its owner alone.

    Args:
        path: of the file.
        flags: as `os.open` takes them.

    Returns:
        The number of the open file.
    """
    return os.open(path, flags, 0o600)


def _listed(place, fits):
    """Return paths, as text, of a folder's ordinary files whose names in small letters fit."""
    try:
        with os.scandir(place) as found:
            return sorted(
                one.path
                for one in found
                if fits(one.name.lower()) and one.name[0] != "." and one.is_file()
            )
    except (OSError, ValueError):
        return []


def _scan():
    """Return the `_View` of all entries, and what could not be read as (message, facts).

    A file is read again only when it has changed: a lesson asks some hundred times what was
    entered.
    """
    session, faults, marks = _session(), [], {}
    with session.lock:
        for path in _listed(where(), lambda name: "sands-journal-" in name):
            if not path.lower().endswith(ENDINGS):
                if not path.lower().endswith(UNTOLD):
                    faults.append(("unread.name", {"file": _shown(path, "")}))
                continue
            try:
                marks[path] = mark = _mark(path)
                if session.read.get(path, (None,))[0] != mark:
                    records, skipped, _ = read_lines(path)
                    session.read[path] = (mark, records, skipped)
            except OSError as error:
                marks.pop(path, None)
                facts = {"file": _shown(path, ""), "reason": str(error.strerror or error)}
                faults.append(("unread.file", facts))
        if marks != session.view.marks or session.newest is None:
            _merge(session, marks)
        return session.view, faults + session.view.skips


def _mark(path):
    """Return what changes when a file does."""
    state = os.stat(path)  # noqa: PTH116 (also takes the number of an open file)
    return state.st_ino, state.st_size, state.st_mtime_ns


def _merge(session, marks):
    """Make a new view of all files and of what waits in memory."""
    merged, skips = {}, []
    for path, mark in marks.items():
        _, records, skipped = session.read[path]
        if skipped:
            skips.append(("unread.lines", {"file": _shown(path, ""), "n": skipped}))
        for place, entry in zip(places(records, mark[2] // 1000), records, strict=True):
            _merge_one(merged, place, entry)
    for line in session.waiting:
        entry = json.loads(line)
        _merge_one(merged, (entry["order"], 0), entry)
    ranked = sorted(merged.values(), key=lambda pair: (pair[0], pair[1]["id"]))
    session.newest = max([session.newest or 0, *(place for (place, _), _ in ranked[-1:])])
    session.view = _View(marks, [entry for _, entry in ranked], skips)
    session.view.show()


def places(records, written=FAR):
    """Return where each entry of a file stands in time: microseconds, and a count within them.

    That is its `order`. One from a clock gone wrong stands behind the entry before it in the file,
    else before the one after it, else where the file was written: it must be neither the newest
    for ever nor the first.

    Args:
        records: entries in the order of their file.
        written: when that file was written, in microseconds.

    Returns:
        A list of pairs, one an entry.
    """
    sound = (entry["order"] for entry in records if entry["order"] <= FAR)
    last, count, found = (min(next(sound, written + 1) - 1, FAR)), 0, []
    for entry in records:
        last, count = (entry["order"], 0) if entry["order"] <= FAR else (last, count + 1)
        found.append((last, count))
    return found


def _without_aside(everything):
    """Leave out what a fresh start has set aside, and the words on fresh starts themselves."""
    if not any(entry["kind"] == AFRESH for entry in everything):
        return everything
    starts, lessons = {}, [lesson_of(entry["kind"], entry["key"]) for entry in everything]
    for place, entry in enumerate(everything):
        if entry["kind"] == AFRESH:
            since = -1 if entry["value"] == "back" else place
            known = {*lessons} if entry["key"] == "all" else {lessons[place]}
            starts.update(dict.fromkeys(known, since))
    return [
        entry
        for place, entry in enumerate(everything)
        if entry["kind"] != AFRESH and place > starts.get(lessons[place], -1)
    ]


def _merge_one(merged, place, entry):
    # Of two unlike lines with one id the choice must not hang on the order of the files.
    old = merged.setdefault(entry["id"], (place, entry))
    if old[1] != entry:
        merged[entry["id"]] = min(old, (place, entry), key=lambda pair: _line(pair[1]))
    elif place < old[0]:
        merged[entry["id"]] = (place, entry)


def _read_back(path, line):
    """Raise OSError unless the file holds the line: some file systems only say that they wrote."""
    with path.open("rb") as file:
        if line not in file.read():
            raise _NamedError(errno.EIO, "not_written")


def _lasting(path):
    """Raise OSError where a browser has not put its own store under the path.

    Without a service worker it does not, and what is written there is gone with the page.
    """
    if in_browser() and path.parts[:2] == ("/", "drive") and not _is_there(Path(*STORED)):
        raise _NamedError(errno.ENODEV, "keeps_nothing")


def _append(path, line, session):
    """Append one line and wait until it is on disk; on OSError the file is as it was before."""
    _lasting(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab", buffering=0, opener=private) as file:
        before = _mark(file.fileno())
        try:
            # The line break in front keeps the entry apart from whatever a fault left behind.
            _write(file, b"\n" + line)
        except OSError:
            with contextlib.suppress(OSError):
                file.truncate(before[1])
            raise
        _know(path, line, before, _mark(file.fileno()), session)


def _know(path, line, before, after, session):
    """Take what was written as read, unless somebody else has written to the file too."""
    path = str(path)
    known = session.read.get(path, (before if not before[1] else None, [], 0))
    if known[0] != before or after[1] != before[1] + len(line) + 1:
        return
    known[1].append(json.loads(line))
    session.read[path] = (after, *known[1:])
    if before[1] == 0 or session.view.marks.get(path) == before:
        session.view.marks[path] = after


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


def write_new(place, stem, content, ending=".jsonl"):
    """Write a file that was not there before; nothing is overwritten.

    Args:
        place: the folder, a `Path`.
        stem: of the file's name; a number is added where a file has it.
        content: bytes.
        ending: of the file's name.

    Returns:
        The `Path` of the file.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    place.mkdir(parents=True, exist_ok=True)
    path, number = place / f"{stem}{ending}", 1
    while True:
        try:
            file = open(path, "xb", buffering=0, opener=private)  # noqa: SIM115
            break
        except FileExistsError:
            number += 1
            path = place / f"{stem}-{number}{ending}"
    try:
        with file:
            _write(file, content)
        _read_back(path, content)
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return path


def _probe(place):
    """Return why the folder cannot be written, or "": write a file there and take it away again."""
    try:
        _lasting(place)
        while not _is_there(place):
            place = place.parent  # reading must not make the folder
        path = place / f"probe-{uuid.uuid4().hex}.tmp"
        try:
            with path.open("xb", buffering=0) as file:
                _write(file, b" " * 4096)
        finally:
            path.unlink(missing_ok=True)
    except OSError as error:
        return _reason(error)
    return ""


def _is_there(place):
    """Say whether something has this name; a name that nothing can have is an OSError."""
    try:
        place.lstat()
    except FileNotFoundError:
        return place == place.parent
    return True
