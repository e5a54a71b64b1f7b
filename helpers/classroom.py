"""Many learners' exported journals as one class: read, counted, drawn, graded, voted on.

Exports come from other people's machines, so they are untrusted input: sizes are capped, links are
not followed, nothing in them is run, and what is shown of them is escaped. A file that cannot be
read is listed with its reason and never stops the rest.

    group = read("exports")          a folder of *.jsonl files, or with one folder a learner
    group = hide_names(group)        before it is projected
    draw_estimates(group)

Whether an answer is right is judged here anew, from the question bank: an export could claim
anything. An estimate has no right answer and is never scored; neither is a prediction.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import math
import os
import random
import re
import stat
import sys
import textwrap
import time
from array import array
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import pandas as pd

from helpers import bank, data, figures, journal, questions
from helpers.bank import parse_number
from helpers.explorers import Explorer, choice, toggle
from helpers.figures import AXIS, BAR, GRADES, GRID, INK, LABEL, PAPER, RANGE

KINDS = ("prediction", "answer", "code", "estimate", "board", "forecast")
ASKED = ("prediction", "answer", "code")  # the kinds that answer a question of the bank
MAX_FILES = 20_000
MAX_BYTES = 8_000_000  # of one file
MAX_ENTRIES = 10_000  # of one file
MAX_ROWS = 5_000_000  # of a class
MAX_TEXT = 400_000_000  # characters of all values of a class
LONGEST = 2_000  # characters kept of a value that is text
SLOW = 1.0  # seconds of reading after which progress is shown
LESSONS = range(10)

EXAMPLE = "EXAMPLE, made up by a program: no such class exists."
TAG = "EXAMPLE: a made-up class"
# Full-width forms run as formulas, too, where a spreadsheet reads them as their narrow ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−")


# --- a class --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Class:
    """What was read of a class, in tables (`DataFrame`s).

    `learners`: learner (unique label), name (as exported, maybe empty), files, entries, exported
    (time of the newest export), tag (hexadecimal; the order of hidden names).
    `answers`: one row an entry, by learner and order: learner, kind (one of KINDS), key, lesson
    (0 to 9 or missing), value (text; lists and grids as JSON), correct (judged anew; missing where
    nothing is right or wrong), time (UTC by the learner's clock, maybe missing), order.
    `refused`: file, reason. `notes`: file, note, other (a second file that the note is about).
    `made_up` is True for the example; `hidden` where names are hidden.
    """

    learners: pd.DataFrame
    answers: pd.DataFrame
    refused: pd.DataFrame
    notes: pd.DataFrame
    made_up: bool = False
    hidden: bool = False

    def __repr__(self) -> str:
        said = _count(len(self.learners), "learner") + ", " + _count(len(self.answers), "entry")
        said += f"; {_count(len(self.refused), 'file')} refused, {_count(len(self.notes), 'note')}."
        return f"{EXAMPLE} {said}" if self.made_up else said

    def _repr_html_(self) -> str:
        html = f"<p><strong>{escape(repr(self))}</strong></p>"
        for frame, caption in (
            (self.refused, "Refused: these files are not in any table below"),
            (self.notes, "Read, with something to know"),
        ):
            if len(frame):
                named = frame.rename(columns=str.capitalize)
                html += figures.table(named.replace("", "—"), caption)._repr_html_()
        return html


def _count(number: int, what: str) -> str:
    plural = what[:-1] + "ies" if what.endswith("y") else what + "s"
    return f"{number:,} {what if number == 1 else plural}"


def hide_names(group: Class) -> Class:
    """Replace names by Learner 1, Learner 2 …, and take names of files away.

    The numbers follow neither the alphabet nor the order of files. They hang on each learner's
    first entry, so that they are the same in all tables, and again when the folder is read anew
    (a learner who joins later may shift those behind).

    Args:
        group: the class.

    Returns:
        A `Class` with the same rows.
    """
    tags = group.learners.set_index("learner")["tag"].sort_values(kind="stable")
    new = {learner: f"Learner {place}" for place, learner in enumerate(tags.index, 1)}
    learners = group.learners.assign(
        learner=group.learners["learner"].map(new), name="", files="hidden"
    ).sort_values("tag", kind="stable", ignore_index=True)
    names = group.answers["learner"].cat.rename_categories(new)
    names = names.cat.reorder_categories(list(learners["learner"]))
    # The old order of rows would tell the order of names.
    answers = group.answers.assign(learner=names)
    answers = answers.sort_values(["learner", "order"], kind="stable", ignore_index=True)
    refused = group.refused.assign(file=[f"File {n}" for n in range(1, len(group.refused) + 1)])
    return replace(
        group,
        learners=learners,
        answers=answers,
        refused=refused,
        notes=group.notes.assign(file="hidden", other=""),
        hidden=True,
    )


# --- reading --------------------------------------------------------------------------------------


def read(folder, progress: bool = True) -> Class:
    """Read every export in a folder and in its direct sub-folders, as untrusted input.

    Read are ordinary files whose names end in .jsonl, up to MAX_BYTES and MAX_ENTRIES each.
    Symbolic links, pipes, archives and folders inside sub-folders are not opened. Files of one
    learner are joined: exports that share entries and do not bear two different names, and the
    unnamed journal files of one sub-folder. Entries that stand under two names are counted for
    both and noted.

    Args:
        folder: path; a relative one counts from the current folder.
        progress: show how far it is when reading takes more than a second.

    Returns:
        A `Class`. Nothing raises: what cannot be read stands in `refused` with its reason.
    """
    place, found = Path(os.path.expanduser(folder)), _Gathering()  # noqa: PTH111 (never raises)
    paths = []
    for path, reason in _listed(place, found):
        name = _tidy(os.path.relpath(path, place), 200)
        if reason:
            found.refuse(name, reason)
        elif len(paths) == MAX_FILES:
            found.refuse(name, f"beyond {MAX_FILES:,} files; nothing after it was read")
            break
        else:
            paths.append((path, name))
    with _Progress(len(paths), progress) as bar:
        for path, name in paths:
            _read_one(Path(path), name, found)
            bar.step()
    return found.build()


def _listed(place, found, depth=0):
    """Yield (path, why it must not be opened or '') for what lies in a folder, by name."""
    try:
        with os.scandir(place) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        reason = "there is no such folder; check FOLDER" if missing else _fault(error)
        found.refuse(_tidy(str(place), 200) if not depth else _tidy(place.name, 200), reason)
        return
    for entry in listed:
        if entry.name.startswith(".") and not entry.name.lower().endswith(".jsonl"):
            continue  # left behind by the system
        if entry.is_symlink():
            yield entry.path, "a symbolic link; links are not followed"
        elif not entry.is_dir(follow_symlinks=False):
            yield entry.path, _unfit(entry)
        elif depth:
            yield entry.path, "a folder inside a sub-folder; put exports at most one folder deep"
        else:
            yield from _listed(Path(entry.path), found, 1)


def _fault(error) -> str:
    if isinstance(error, NotADirectoryError):
        return "a file and not a folder; name the folder that it lies in"
    return f"cannot be opened ({getattr(error, 'strerror', None) or 'its name is not valid'})"


def _unfit(entry) -> str:
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError as error:
        return _fault(error)
    if not stat.S_ISREG(about.st_mode):
        return "a pipe, socket or device; it is not opened"
    if not entry.name.lower().endswith(".jsonl"):
        return "not an export: its name does not end in .jsonl; it is not opened"
    if about.st_size > MAX_BYTES:
        size = f"{about.st_size / 1e6:,.1f} MB, of at most {MAX_BYTES / 1e6:g}"
        return f"too large: {size}; it is not opened"
    return "" if about.st_size else "empty"


def _read_one(path, name, found):
    if found.full:
        found.refuse(name, "beyond what a class may hold; read fewer files at a time")
        return
    try:
        lines = journal.read_lines(path)
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        found.refuse(name, _fault(error))
        return
    if lines.records or lines.header:
        found.add(name, lines)
    elif head.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.refuse(name, "written in UTF-16; ask for the file as the export wrote it (UTF-8)")
    elif head.startswith(b"PK"):
        found.refuse(name, "not an export but an archive under another name; it is not unpacked")
    else:
        lacks = f"none of its {_count(lines.skipped, 'line')} is an entry"
        found.refuse(name, f"not an export: {lacks}" if lines.skipped else "empty")


def _tidy(text, most: int) -> str:
    """Return a text on one line that can be printed, and that marks no bold in a table."""
    text = str(text)[: 4 * most].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split()).replace("**", "* *")
    return text if len(text) <= most else text[: most - 1] + "…"


def _as_text(value) -> str:
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # 5 and 5.0 are one answer; a whole number may be too large for a float.
        return f"{value:.15g}" if abs(value) < 1e300 else str(value)[:40]
    return json.dumps(value, ensure_ascii=False)


def _seconds(text: str) -> int:
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except (ValueError, OverflowError):
        return -1


class _Gathering:
    """Rows of a class in columns of numbers: 10,000 journals must fit into a small machine."""

    def __init__(self):
        self.files, self.refusals, self.remarks = [], [], []
        self.columns = {name: array("q") for name in ("kind", "key", "value", "seconds", "order")}
        self.ids, self.correct, self.file = array("Q"), array("b"), array("l")
        self.known = {name: {} for name in ("kind", "key", "value")}
        self.text, self.judged, self.light = 0, {}, {}

    @property
    def full(self) -> bool:
        return len(self.ids) >= MAX_ROWS or self.text >= MAX_TEXT

    def refuse(self, file, reason):
        self.refusals.append((file, reason))

    def note(self, file, words, other=""):
        self.remarks.append((file, words, other))

    def add(self, file, lines):
        header, number = lines.header, len(self.files)
        self.files.append((file, _tidy(header.get("name", ""), 80), header.get("exported", "")))
        records = lines.records[:MAX_ENTRIES]
        if lines.skipped:
            self.note(file, f"{_count(lines.skipped, 'damaged line')} skipped; the rest was read")
        if len(lines.records) > MAX_ENTRIES:
            self.note(file, f"only its first {MAX_ENTRIES:,} entries were read")
        if not header:
            self.note(file, "a journal without the head of an export, so without a name")
        elif not records:
            self.note(file, "an export without entries")
        for entry in records:
            kind, key, value = entry["kind"], entry["key"], entry["value"]
            if kind not in KINDS:
                continue
            text = _as_text(value)
            for name, word in (("kind", kind), ("key", key), ("value", text)):
                codes = self.known[name]
                code = codes.get(word)
                if code is None:
                    code = codes[word] = len(codes)
                    self.text += len(word)
                self.columns[name].append(code)
            self.columns["seconds"].append(_seconds(entry["time"]))
            self.columns["order"].append(entry["order"])
            self.ids.append(int(entry["id"][:16], 16))
            self.correct.append(self.judge(kind, key, value, text, entry.get("correct")))
            self.file.append(number)

    def judge(self, kind, key, value, text, claimed) -> int:
        """Return 1 for right, 0 for wrong, -1 where there is neither."""
        if kind not in ("answer", "code"):
            return -1
        if kind == "code" and isinstance(value, str):
            # The journal keeps only the words of a table; nobody can judge those again.
            return int(claimed) if isinstance(claimed, bool) and key in bank.bank() else -1
        if (key, text) not in self.judged:
            self.judged[key, text] = self.judge_anew(key, value)
        return self.judged[key, text]

    def judge_anew(self, key, value) -> int:
        if key not in self.light:
            self.light[key] = _light(key)
        if self.light[key] is None:
            return -1
        try:
            verdict = bank.judge(self.light[key], value).correct
        except (TypeError, ValueError, OverflowError):
            return -1
        return -1 if verdict is None else int(verdict)

    def build(self, made_up=False) -> Class:
        import numpy as np

        file = np.array(self.file, dtype="int64")
        ids = np.array(self.ids, dtype="uint64")
        owner, labels = self.owners(file, ids)
        frame = pd.DataFrame({"learner": owner[file] if len(file) else file, "id": ids})
        for name in ("kind", "key", "value", "order", "seconds"):
            frame[name] = np.array(self.columns.pop(name), dtype="int64")
        frame["correct"] = np.array(self.correct, dtype="int8")
        frame = frame.drop_duplicates(["learner", "id"])
        frame = frame.sort_values(["learner", "order", "id"], ignore_index=True)
        learners = self.people(frame, owner, labels)
        answers = pd.DataFrame(
            {"learner": pd.Categorical.from_codes(frame["learner"], list(learners["learner"]))}
        )
        for name in ("kind", "key"):
            answers[name] = pd.Categorical.from_codes(frame[name], list(self.known[name]))
        lessons = pd.array([_lesson(key) for key in self.known["key"]], dtype="Int8")
        answers["lesson"] = lessons.take(frame["key"]) if len(frame) else lessons[:0]
        words = pd.Series(list(self.known["value"]), dtype="str")
        answers["value"] = words.take(frame["value"]).to_numpy() if len(frame) else words
        right = pd.array(frame["correct"] == 1, dtype="boolean")
        right[(frame["correct"] == -1).to_numpy()] = pd.NA
        answers["correct"] = right
        when = frame["seconds"].where(frame["seconds"] >= 0)
        answers["time"] = pd.to_datetime(when, unit="s", errors="coerce")
        answers["order"] = frame["order"]
        refused = pd.DataFrame(self.refusals, columns=["file", "reason"], dtype="str")
        notes = pd.DataFrame(self.remarks, columns=["file", "note", "other"], dtype="str")
        return Class(learners, answers, refused, notes, made_up)

    def owners(self, file, ids):
        """Return (number of the learner by file, label by learner); files of one are joined."""
        import numpy as np

        joined = list(range(len(self.files)))

        def root(n):
            while joined[n] != n:
                joined[n] = joined[joined[n]]
                n = joined[n]
            return n

        names = [name.casefold() for _, name, _ in self.files]
        folders = {}
        for n, (path, name, exported) in enumerate(self.files):
            if not name and not exported and os.sep in path:
                joined[root(n)] = root(folders.setdefault(Path(path).parts[0], n))
        rank = {name: place for place, name in enumerate(sorted(set(names)))}
        ranks = np.array([rank[name] for name in names], dtype="int64")
        # With names in order, files of one name stand side by side in each run of equal ids.
        order = np.lexsort((file, ranks[file], ids)) if len(file) else file
        twin = np.flatnonzero(ids[order][1:] == ids[order][:-1])
        pairs = Counter(
            (int(a), int(b))
            for a, b in zip(file[order[twin]], file[order[twin + 1]], strict=True)
            if a != b
        )
        for (a, b), shared in sorted(pairs.items()):
            same = names[a] == names[b] or not names[a] or not names[b]
            if same:
                joined[root(max(a, b))] = root(min(a, b))
            said = f"shares {_count(shared, 'entry')} with another file"
            said += "; counted once" if same else " under another name; both are counted, ask them"
            self.note(self.files[b][0], said, self.files[a][0])
        owner, labels, taken = {}, [], Counter()
        for n, _ in enumerate(self.files):
            if root(n) in owner:
                continue
            owner[root(n)] = len(labels)
            mine = [m for m in range(len(self.files)) if root(m) == root(n)] if pairs else [n]
            name = next((self.files[m][1] for m in mine if self.files[m][1]), "")
            label = name or f"no name: {self.files[n][0]}"
            taken[label.casefold()] += 1
            if (nth := taken[label.casefold()]) > 1:
                self.note(
                    self.files[n][0], f"the name stands in {nth} files without a shared entry"
                )
                label = f"{label} ({nth})"
                while label.casefold() in taken:
                    label += "'"
                taken[label.casefold()] += 1
            labels.append(label)
        return np.array([owner[root(n)] for n in range(len(self.files))], dtype="int64"), labels

    def people(self, frame, owner, labels):
        first = frame.drop_duplicates("learner").set_index("learner")["id"]
        counts = frame["learner"].value_counts()
        files = [[] for _ in labels]
        for n, number in enumerate(owner):
            files[number].append(self.files[n])
        rows = []
        for number, label in enumerate(labels):
            mine = files[number]
            seed = first.get(number, mine[0][0])
            rows.append(
                (
                    label,
                    next((name for _, name, _ in mine if name), ""),
                    "; ".join(path for path, *_ in mine),
                    int(counts.get(number, 0)),
                    max(exported for *_, exported in mine),
                    hashlib.sha256(f"sands {seed}".encode()).hexdigest()[:16],
                )
            )
        columns = ["learner", "name", "files", "entries", "exported", "tag"]
        return pd.DataFrame(rows, columns=columns).astype(
            {name: "str" for name in columns if name != "entries"}
        )


def _light(key):
    """Return a question of the bank as judging needs it: computed once, without its words."""
    question = bank.bank().get(key)
    if question is None:
        return None
    options = tuple(replace(option, misconception="") for option in question.options)
    expected = bank.resolve(question.expected)
    return replace(question, options=options, expected=expected, slips=())


def _lesson(key: str):
    found = re.match(r"([0-9])(\.|$)", key)
    return int(found[1]) if found else 8 if re.fullmatch(r"[fo]q\d{1,3}", key) else pd.NA


class _Progress:
    """How far a long reading is: a bar in a notebook, a line in a terminal, nothing elsewhere."""

    def __init__(self, total, wanted):
        self.total, self.done, self.wanted = total, 0, wanted
        self.start = self.told = time.monotonic()
        self.bar = None

    def __enter__(self):
        return self

    def step(self):
        self.done += 1
        now = time.monotonic()
        if self.wanted and now - self.start > SLOW and now - self.told > 0.2:
            self.told = now
            self.show()

    def show(self):
        words = f"Reading {self.done:,} of {self.total:,} files"
        if self.bar is None and _in_notebook():
            import ipywidgets as w
            from IPython.display import display

            self.bar = w.IntProgress(max=self.total, description="Reading")
            self.line = w.Label()
            self.box = w.HBox([self.bar, self.line])
            display(self.box)
        if self.bar is not None:
            self.bar.value, self.line.value = self.done, words
        elif sys.stderr.isatty():
            sys.stderr.write(f"\r{words} ")
            sys.stderr.flush()

    def __exit__(self, *_):
        if self.bar is not None:
            self.box.close()
        elif self.told > self.start and sys.stderr.isatty():
            sys.stderr.write("\n")


def _in_notebook() -> bool:
    shell = sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()
    return hasattr(shell, "kernel")


# --- measures: who has done what ------------------------------------------------------------------


def first_and_last(group: Class, key: str | None = None) -> pd.DataFrame:
    """Return each learner's first and last answer to each question of the bank.

    Feedback comes after the first answer, so that the first shows what a learner thought and the
    last what they took from it.

    Args:
        group: the class.
        key: only this question; None for all.

    Returns:
        One row a learner and question: learner, key, lesson, first, first_correct, last,
        last_correct, times (how often it was answered).
    """
    rows = group.answers[group.answers["kind"].isin(ASKED)]
    rows = rows[rows["key"] == key] if key else rows[rows["key"].isin(list(bank.bank()))]
    rows = rows[["learner", "key", "lesson", "value", "correct"]]
    by = ["learner", "key"]
    names = {"value": "first", "correct": "first_correct"}
    told = rows.drop_duplicates(by, keep="first").rename(columns=names)
    names = {"value": "last", "correct": "last_correct"}
    last = rows.drop_duplicates(by, keep="last").drop(columns="lesson").rename(columns=names)
    times = rows.groupby(by, observed=True).size().rename("times").reset_index()
    return told.merge(last, on=by).merge(times, on=by)


def done(group: Class) -> pd.DataFrame:
    """Say who has done what, lesson by lesson.

    Args:
        group: the class.

    Returns:
        One row a learner and lesson (0 to 9): learner, lesson, asked (questions of the bank),
        answered, judged (those with a right answer, predictions apart), right (by the last
        answer), right_first, estimate (True where one was kept), first, last (times of entries),
        hours (between these two).
    """
    asked = Counter(int(key.split(".")[0]) for key in bank.bank())
    full = pd.MultiIndex.from_product(
        [list(group.learners["learner"]), list(LESSONS)], names=["learner", "lesson"]
    )
    told = first_and_last(group)
    told = told.assign(
        judged=told["last_correct"].notna(),
        right=told["last_correct"].fillna(False),
        right_first=told["first_correct"].fillna(False),
    )
    by = ["learner", "lesson"]
    counts = told.groupby(by, observed=True)[["judged", "right", "right_first"]].sum()
    counts.insert(0, "answered", told.groupby(by, observed=True).size())
    found = counts.reindex(full, fill_value=0).astype("int64")
    found.insert(0, "asked", [asked[lesson] for _, lesson in full])
    rows = group.answers.dropna(subset=["lesson"])
    kept = estimates(group).set_index(by).index if len(rows) else []
    found["estimate"] = full.isin(kept) if len(kept) else False
    times = rows.groupby(by, observed=True)["time"].agg(["min", "max"]).reindex(full)
    found["first"], found["last"] = times["min"], times["max"]
    found["hours"] = (found["last"] - found["first"]).dt.total_seconds() / 3600
    return found.reset_index()


def lessons(group: Class) -> pd.DataFrame:
    """Sum `done` up by lesson.

    Args:
        group: the class.

    Returns:
        One row a lesson: lesson, asked, begun (learners with an answer), half (with at least half
        answered), estimates, answered and right (medians in per cent of those who began; right is
        of the judged, by the last answer, missing where nothing was judged).
    """
    rows = done(group)
    rows["share"] = 100 * rows["answered"] / rows["asked"]
    rows["good"] = (100 * rows["right"] / rows["judged"].astype("Float64")).replace(math.inf, pd.NA)
    found = []
    for lesson, own in rows.groupby("lesson"):
        begun = own[own["answered"] > 0]
        share = begun["share"].median() if len(begun) else math.nan
        good = begun["good"].dropna().median() if begun["judged"].any() else math.nan
        half = int((begun["share"] >= 50).sum())
        row = (lesson, int(own["asked"].iloc[0]), len(begun), half, int(own["estimate"].sum()))
        found.append((*row, share, good))
    columns = ["lesson", "asked", "begun", "half", "estimates", "answered", "right"]
    return pd.DataFrame(found, columns=columns)


# --- measures: questions --------------------------------------------------------------------------


def answered(group: Class) -> list[str]:
    """Say which questions somebody answered.

    Args:
        group: the class.

    Returns:
        Their ids, in the order of the bank.
    """
    rows = group.answers[group.answers["kind"].isin(ASKED)]
    there = set(rows["key"].unique())
    return [key for key in bank.bank() if key in there]


def _parsed(text):
    """Return the list or dict that a value's text stands for, or None."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _picked(question, text) -> set:
    """Return the options that count for an answer; see `distribution`."""
    if question.kind == "single":
        return {text}
    value = _parsed(text)
    if question.kind == "multiple" and isinstance(value, list):
        return {v for v in value if isinstance(v, str)}
    if question.kind == "order" and isinstance(value, list):
        return {o.key for o, v in zip(question.options, value, strict=False) if v == o.key}
    if question.kind == "match" and isinstance(value, dict):
        return {o.key for o in question.options if value.get(o.key) == o.goes_with}
    return set()


def distribution(group: Class, key: str) -> pd.DataFrame:
    """Count how often each option was chosen, first and last.

    Args:
        group: the class.
        key: a question of kind single, multiple, order or match.

    Returns:
        One row an option: option (key), text, right, first, last (learners who chose it; in order
        and match: who gave it its right place or partner). `.attrs` has learners and changed, the
        numbers of those who answered and of those whose last answer is another.

    Raises:
        QuestionError: no such question, or one without options.
    """
    question = bank.find(key)
    if question.kind not in ("single", "multiple", "order", "match"):
        raise bank.QuestionError(
            f"Question {key} is of kind {question.kind}: it has no options to count. "
            "Use numbers() or show_words()."
        )
    told = first_and_last(group, key)
    counts = {}
    for column in ("first", "last"):
        values = told[column].value_counts()
        counts[column] = Counter()
        for text, times in values.items():
            for option in _picked(question, text):
                counts[column][option] += int(times)
    placed = question.kind in ("order", "match")
    rows = [
        (o.key, o.text, o.right and not placed, counts["first"][o.key], counts["last"][o.key])
        for o in question.options
    ]
    found = pd.DataFrame(rows, columns=["option", "text", "right", "first", "last"])
    found.attrs = {"learners": len(told), "changed": int((told["first"] != told["last"]).sum())}
    return found


def numbers(group: Class, key: str) -> pd.DataFrame:
    """Return the numbers that learners gave, first and last.

    Args:
        group: the class.
        key: a question of kind number or probability, or a coding task.

    Returns:
        Columns learner, first, last (floats in the question's unit); who gave no number is left
        out.
    """
    told = first_and_last(group, key)[["learner", "first", "last"]]
    for column in ("first", "last"):
        told[column] = told[column].map(parse_number).astype("float64")
    return told.dropna().reset_index(drop=True)


def shift(group: Class, key: str) -> pd.DataFrame:
    """Set first against last answers of those who answered a question more than once.

    Args:
        group: the class.
        key: which question.

    Returns:
        Counts: one row a first answer, one column a last answer, both as text.
    """
    told = first_and_last(group, key)
    told = told[told["times"] > 1]
    return pd.crosstab(told["first"], told["last"])


def wrong_options(group: Class) -> pd.DataFrame:
    """List the wrong options by how many chose them at first.

    Args:
        group: the class.

    Returns:
        One row a wrong option of a question (single or multiple, with a right answer) that was
        chosen: question, text, prompt, misconception (from the table misconceptions, or ''),
        learners, answered (who answered the question), share (0 to 1); most chosen first.
    """
    errors = data.table("misconceptions").set_index("misconception_id")["misconception"]
    told = first_and_last(group)
    rows = []
    for key, own in told.groupby("key", observed=True):
        question = bank.find(key)
        judged = question.kind in ("single", "multiple") and any(o.right for o in question.options)
        if not judged:
            continue
        values = own["first"].value_counts()
        for option in question.options:
            chose = sum(int(n) for v, n in values.items() if option.key in _picked(question, v))
            if not option.right and chose:
                named = errors.get(option.misconception, "")
                row = (key, option.text, question.prompt, named, chose, len(own), chose / len(own))
                rows.append(row)
    columns = ["question", "text", "prompt", "misconception", "learners", "answered", "share"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["share", "question"], ascending=[False, True], ignore_index=True)


# --- measures: estimates, boards, forecasts -------------------------------------------------------


def estimates(group: Class) -> pd.DataFrame:
    """Return each learner's latest estimate after each lesson.

    Args:
        group: the class.

    Returns:
        Columns learner, lesson, best, low, high (0 to 10); what does not fit the scale is left out.
    """
    rows = group.answers[group.answers["kind"] == "estimate"]
    rows = rows[rows["key"].isin([str(n) for n in LESSONS])]
    rows = rows.drop_duplicates(["learner", "key"], keep="last")
    kept, ends = [], ("best", "low", "high")
    for learner, lesson, text in zip(rows["learner"], rows["lesson"], rows["value"], strict=True):
        value = _parsed(text)
        if isinstance(value, dict) and not questions.estimate_problem(value):
            kept.append((learner, int(lesson), *(parse_number(value[end]) for end in ends)))
    return pd.DataFrame(kept, columns=["learner", "lesson", *ends])


def estimate_spread(frame: pd.DataFrame) -> pd.DataFrame:
    """Sum estimates up by lesson.

    Args:
        frame: as from `estimates`.

    Returns:
        One row a lesson that has one: lesson, learners, lowest, quarter, median, three_quarters,
        highest (0 to 10).
    """
    by = frame.astype({"lesson": "int64", "best": "float64"}).groupby("lesson")["best"]
    found = pd.DataFrame({share: by.quantile(share) for share in (0, 0.25, 0.5, 0.75, 1)})
    found.columns = ["lowest", "quarter", "median", "three_quarters", "highest"]
    found.insert(0, "learners", by.size())
    return found.rename_axis(index="lesson").reset_index()


def choices(group: Class, board) -> pd.DataFrame:
    """Count what learners chose in each cell of a board.

    Args:
        group: the class.
        board: as a topic gives it, such as `views.code_items()`; it says which rows, columns and
            choices exist. Everything else in the exports is left out.

    Returns:
        One row a cell and choice, in the order of the board: row, column, choice, learners.
        `.attrs["learners"]` is how many filled at least one cell.
    """
    rows = group.answers[(group.answers["kind"] == "board") & (group.answers["key"] == board.key)]
    rows = rows.drop_duplicates("learner", keep="last")
    counts, filled = Counter(), 0
    for text in rows["value"]:
        value = _parsed(text)
        cells = [
            (row, column, value[row][column])
            for row in board.rows
            if isinstance(value, dict) and isinstance(value.get(row), dict)
            for column in board.columns
            if isinstance(value[row].get(column), str)
            and value[row][column] in board.columns[column]
        ]
        counts.update(cells)
        filled += bool(cells)
    found = [
        (row, column, option, counts[row, column, option])
        for row in board.rows
        for column, options in board.columns.items()
        for option in options
    ]
    frame = pd.DataFrame(found, columns=["row", "column", "choice", "learners"])
    frame.attrs = {"learners": filled}
    return frame


def disagreement(frame: pd.DataFrame) -> pd.DataFrame:
    """Say where learners disagree most.

    Args:
        frame: as from `choices`.

    Returns:
        One row a cell that two or more filled: row, column, learners, differ (share of the pairs
        of learners who chose differently, 0 to 1), most (the choice of most); largest first.
    """
    rows = []
    for (row, column), own in frame.groupby(["row", "column"], sort=False):
        n = int(own["learners"].sum())
        if n > 1:
            alike = sum(c * (c - 1) for c in own["learners"]) / (n * (n - 1))
            most = own["choice"].iloc[int(own["learners"].to_numpy().argmax())]
            rows.append((row, column, n, 1 - alike, most))
    found = pd.DataFrame(rows, columns=["row", "column", "learners", "differ", "most"])
    return found.sort_values("differ", ascending=False, kind="stable", ignore_index=True)


def forecasts(group: Class) -> pd.DataFrame:
    """Return the learners' forecasts; to a practice question the first one counts.

    Args:
        group: the class.

    Returns:
        Columns learner, question_id, probability (0 to 1), outcome (1 or 0; missing for open
        questions, of which the last forecast counts), cost (squared distance, missing likewise).
    """
    outcomes = data.table("forecast_questions").set_index("question_id")["outcome"]
    opened = set(data.table("open_questions")["question_id"])
    rows = group.answers[group.answers["kind"] == "forecast"]
    said = rows["value"].map(parse_number).astype("float64")
    # As in the lesson: 0.3 is taken for a share typed by mistake, and not for 0.3 per cent.
    rows = rows.assign(probability=said / 100)[said.between(1, 100) | (said == 0)]
    by = ["learner", "key"]
    past = rows[rows["key"].isin(outcomes.index)].drop_duplicates(by, keep="first")
    ahead = rows[rows["key"].isin(opened)].drop_duplicates(by, keep="last")
    found = pd.concat([past, ahead]).rename(columns={"key": "question_id"})
    found = found[["learner", "question_id", "probability"]].reset_index(drop=True)
    came = found["question_id"].astype("str").map(outcomes).astype("Int64")
    cost = (found["probability"] - came.astype("Float64")) ** 2
    return found.assign(outcome=came, cost=cost)


def forecast_scores(frame: pd.DataFrame, by: str = "learner") -> pd.DataFrame:
    """Return Brier scores: means of squared distances, 0 best, 1 worst, 0.25 always 50 per cent.

    Args:
        frame: as from `forecasts`.
        by: 'learner' or 'question_id'.

    Returns:
        One row a learner or question with a resolved forecast: the name in column `by`, cases,
        score; lowest first for questions, in the order of the class for learners.
    """
    rows = frame.dropna(subset=["cost"])
    found = rows.groupby(by, observed=True)["cost"].agg(["size", "mean"]).reset_index()
    found = found.set_axis([by, "cases", "score"], axis=1)
    if by == "question_id":
        found = found.sort_values(["score", by], ignore_index=True)
    return found


# --- tables ---------------------------------------------------------------------------------------


def _said(group: Class, words: str) -> str:
    return f"{EXAMPLE} {words}" if group.made_up else words


def show_lessons(group: Class) -> figures.LessonTable:
    """Show by lesson how many learners began, and how far they came.

    Args:
        group: the class.

    Returns:
        The `LessonTable`.
    """
    names = {
        "lesson": "Lesson",
        "asked": "Questions",
        "begun": "Learners who began",
        "half": "… answered half or more",
        "estimates": "Estimates kept",
        "answered": "Answered, median %",
        "right": "Right of judged, median %",
    }
    rows = lessons(group).rename(columns=names).round(0)
    caption = f"What {_count(len(group.learners), 'learner')} did, by lesson"
    return figures.table(rows, _said(group, caption), plain=("lesson",))


def show_done(group: Class, limit: int = 12) -> figures.LessonTable:
    """Show each learner's answers by lesson, in the order of the class and never by score.

    Args:
        group: the class.
        limit: rows that stand open.

    Returns:
        The `LessonTable`: answered of asked a lesson, and right of judged over all.
    """
    rows = done(group)
    order = list(group.learners["learner"])
    told = rows["answered"].astype("str") + "/" + rows["asked"].astype("str")
    wide = rows.assign(told=told).pivot(index="learner", columns="lesson", values="told")
    wide = wide.reindex(order)
    sums = rows.groupby("learner")[["right", "judged"]].sum().reindex(order)
    named = pd.DataFrame({"Learner": [_tidy(name, 40) for name in order]})
    for lesson in LESSONS:
        named[f"L{lesson}"] = wide[lesson].to_numpy() if len(wide) else []
    named["Right of judged"] = [
        f"{r}/{j}" for r, j in zip(sums["right"], sums["judged"], strict=True)
    ]
    caption = "Questions answered of those asked, by lesson (L0 to L9); right by the last answer"
    return figures.table(named, _said(group, caption), limit)


def show_wrong(group: Class, most: int = 8) -> figures.LessonTable:
    """Show the wrong options that were chosen most at first, with their misconceptions.

    Args:
        group: the class.
        most: how many.

    Returns:
        The `LessonTable`.
    """
    rows = wrong_options(group).head(most)
    told = [f"{a} of {b}" for a, b in zip(rows["learners"], rows["answered"], strict=True)]
    shown = pd.DataFrame(
        {
            "Question": rows["question"],
            "Wrong option": rows["text"],
            "Chosen first by": told,
            "Misconception in our table": rows["misconception"].replace("", "none named"),
        }
    )
    return figures.table(shown, _said(group, f"The {len(rows)} wrong options chosen most"), most)


def show_words(group: Class, key: str, limit: int = 12) -> figures.LessonTable:
    """Show what learners wrote to a question that asks for words.

    Args:
        group: the class.
        key: which question.
        limit: rows that stand open.

    Returns:
        The `LessonTable`; the last text of each learner, up to 300 characters, as plain text.
    """
    told = first_and_last(group, key)
    rows = pd.DataFrame(
        {
            "Learner": [_tidy(name, 40) for name in told["learner"]],
            "Their words": [_tidy(text, 300) for text in told["last"]],
        }
    )
    caption = f"Question {_tidy(key, 20)}: what {_count(len(rows), 'learner')} wrote"
    return figures.table(rows, _said(group, caption), limit)


def show_forecasts(group: Class, limit: int = 8) -> figures.LessonTable:
    """Show the practice questions by how well the class foresaw them.

    Args:
        group: the class.
        limit: rows that stand open.

    Returns:
        The `LessonTable`: question, what happened, median probability, mean squared distance.
    """
    frame = forecasts(group).dropna(subset=["cost"])
    scores = forecast_scores(frame, "question_id")
    asked = data.table("forecast_questions").set_index("question_id")
    middle = frame.groupby("question_id", observed=True)["probability"].median() * 100
    ids = list(scores["question_id"].astype("str"))[::-1]
    rows = pd.DataFrame(
        {
            "Question": [f"{i}: {asked.loc[i, 'question']}" for i in ids],
            "Came out": ["yes" if asked.loc[i, "outcome"] else "no" for i in ids],
            "Median forecast, %": [float(middle[i]) for i in ids],
            "Mean squared distance": [round(float(s), 2) for s in scores["score"]][::-1],
            "Forecasts": list(scores["cases"])[::-1],
        }
    )
    caption = "Practice questions, hardest for this class first"
    return figures.table(rows, _said(group, caption), limit)


# --- grades ---------------------------------------------------------------------------------------


class ClassError(ValueError):
    """What was asked of a class cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Written:
    """What was written: `path` (None where nothing was) and a sentence in `words`."""

    path: Path | None
    words: str

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return f'<div role="status"><p>{escape(self.words)}</p></div>'


_PERSON = {
    "moodle": {"email": "Email address", "id": "ID number", "name": "Name in the export"},
    "canvas": {
        "student": "Student",
        "id": "ID",
        "sis_user_id": "SIS User ID",
        "sis_login_id": "SIS Login ID",
        "section": "Section",
    },
}


def grades(group: Class, which=LESSONS) -> pd.DataFrame:
    """Return completion and correctness in per cent, apart, by lesson and over all.

    Completion is the share of a lesson's questions that were answered, whatever the answer.
    Correctness is the share right (by the last answer) of those answered that have a right answer;
    it is missing where there is none. Estimates, predictions and forecasts are never graded.

    Args:
        group: the class.
        which: the lessons that count, 0 to 9.

    Returns:
        One row a learner in the order of the class: learner, then for each lesson 'Lesson 3
        completion' and 'Lesson 3 correctness', and 'All completion' and 'All correctness' (0 to
        100, one decimal).
    """
    rows = done(group)
    rows = rows[rows["lesson"].isin(list(which))]
    found = pd.DataFrame({"learner": group.learners["learner"]})
    parts = [(f"Lesson {n}", rows[rows["lesson"] == n]) for n in which] + [("All", rows)]
    for name, own in parts:
        sums = own.groupby("learner")[["asked", "answered", "judged", "right"]].sum()
        sums = sums.reindex(found["learner"]).astype("Float64")
        share = 100 * sums["answered"] / sums["asked"]
        good = 100 * sums["right"] / sums["judged"].where(sums["judged"] > 0)
        found[f"{name} completion"] = share.round(1).to_numpy()
        found[f"{name} correctness"] = good.round(1).to_numpy()
    return found


def safe_cell(value) -> str:
    """Return a text that no spreadsheet runs: a formula gets an apostrophe in front.

    Args:
        value: text or number; missing gives ''.

    Returns:
        The text on one line. What begins, blanks aside, with a sign that starts a formula (also
        in full width) opens with an apostrophe.
    """
    if value is None or value is pd.NA or value != value:
        return ""
    raw = str(value)
    text = _tidy(raw, 200)
    starts = raw.startswith(FORMULA) or text.lstrip("\ufeff\u200b' ").startswith(FORMULA)
    return f"'{text}" if starts and text else text


def write_grades(group: Class, path, form="moodle", roster=None, which=LESSONS, overwrite=False):
    """Write completion and correctness as the CSV file that a learning platform imports.

    An export holds the name that a learner chose and nothing else about the person. The platform
    needs what it knows: give a `roster`, or fill those columns by hand.

    - *moodle*: columns Email address, ID number, Name in the export, then the grades from 0 to
      100. On upload choose under “Map from” Email address or ID number, under “Map to” the same,
      and map each grade column to a grade item (maximum 100) or to a new one.
    - *canvas*: Student, ID, SIS User ID, SIS Login ID, Section, then one assignment a column, with
      a second line Points Possible of 100. Canvas finds a student by ID, then by SIS User ID, SIS
      Login ID, and by name last. Take those columns from an export of your own gradebook. A title
      that the course does not have becomes a new assignment.

    Args:
        group: the class; names must not be hidden.
        path: the CSV file to write, UTF-8.
        form: 'moodle' or 'canvas'.
        roster: CSV file (or DataFrame) with the column name (as in the export) or file (as
            `read` lists it), and any of email, id (moodle), student, id, sis_user_id,
            sis_login_id, section (canvas). With a roster only learners found in it are written.
        which: the lessons that count.
        overwrite: True replaces a file that is there already.

    Returns:
        A `Written`, which says how many were written and who was not found.

    Raises:
        ClassError: unknown form, hidden names, a roster without the columns, or a file that is
            there already or cannot be written.
    """
    if form not in _PERSON:
        raise ClassError(f"There is no form “{form}”. Known are: {', '.join(_PERSON)}.")
    if group.hidden:
        raise ClassError("Names are hidden, so nobody could be graded. Use the class before that.")
    table = grades(group, which)
    people = group.learners.set_index("learner").loc[table["learner"]]
    known, missing = _rostered(people, roster)
    columns, marks = _PERSON[form], list(table.columns[1:])
    lines = [[*columns.values(), *marks]]
    if form == "canvas":
        lines.append(["    Points Possible", "", "", "", "", *["100"] * len(marks)])
    for learner, row in zip(table["learner"], table[marks].itertuples(index=False), strict=True):
        if learner in missing:
            continue
        own = {"name": learner, "student": learner} | known.get(learner, {})
        person = [safe_cell(own.get(name, "")) for name in columns]
        lines.append([*person, *("" if pd.isna(v) else f"{v:g}" for v in row)])
    place = Path(os.path.expanduser(path))  # noqa: PTH111 (never raises)
    _write_csv(place, lines, overwrite)
    count = len(lines) - (2 if form == "canvas" else 1)
    words = f"Wrote {_count(count, 'learner')} to {place.name}, for {form.capitalize()}."
    if group.made_up:
        words = f"{EXAMPLE} {words}"
    if roster is None:
        words += " Fill in the columns that identify a person, or give a roster."
    elif missing:
        words += f" Not in the roster and left out: {'; '.join(sorted(missing))}."
    return Written(place, words)


def _rostered(people, roster):
    """Return ({learner: columns of the roster}, learners that it lacks)."""
    if roster is None:
        return {}, set()
    frame = roster
    if not isinstance(roster, pd.DataFrame):
        try:
            frame = pd.read_csv(roster, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise ClassError(
                f"The roster cannot be read: {error}. Save it as CSV, UTF-8."
            ) from None
    frame = frame.rename(columns=lambda name: str(name).strip().lower().replace(" ", "_"))
    if not {"name", "file"} & set(frame.columns):
        raise ClassError("The roster needs a column name (as in the export) or file.")
    rows, by = frame.fillna("").astype(str).to_dict("records"), {}
    for row in rows:
        for column in ("name", "file"):
            if row.get(column, "").strip():
                by[column, row[column].strip().casefold()] = row
    known = {}
    for learner, person in people.iterrows():
        keys = [("file", path.casefold()) for path in person["files"].split("; ")]
        row = next((by[key] for key in [*keys, ("name", learner.casefold())] if key in by), None)
        if row is not None:
            known[learner] = {k: v for k, v in row.items() if k != "name" and v}
    return known, set(people.index) - set(known)


def _write_csv(place, lines, overwrite):
    draft = place.with_name(f".{place.name}.draft")
    try:
        if not overwrite and (place.exists() or place.is_symlink()):
            raise FileExistsError
        with draft.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        draft.replace(place)
    except FileExistsError:
        raise ClassError(
            f"{place.name} is there already and was left as it is. Choose another name, or pass "
            "overwrite=True."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not valid"
        raise ClassError(
            f"{place.name} cannot be written ({reason}). Choose another place."
        ) from None


# --- charts ---------------------------------------------------------------------------------------


def _tag(page, group):
    """Say in the picture itself that its class does not exist."""
    if group is not None and group.made_up:
        box = {"facecolor": INK, "edgecolor": INK, "boxstyle": "round,pad=0.3"}
        style = {"color": PAPER, "weight": "bold", "size": 10.5, "ha": "right", "va": "top"}
        page.text(9.68, 0.2, TAG, bbox=box, **style)


def _cut(text: str, most: int) -> str:
    return textwrap.shorten(_tidy(text, 2000), most, placeholder=" …")


def _ask(page, prompt):
    """Write what was asked under the title, in at most two lines."""
    style = {"size": 12, "color": LABEL, "va": "top", "linespacing": 1.2, "parse_math": False}
    page.text(0.25, 0.56, _wrapped(prompt, 96, 2), **style)


def _wrapped(text: str, width: int, lines: int) -> str:
    return "\n".join(textwrap.wrap(_tidy(text, 500), width, max_lines=lines, placeholder=" …"))


def _nothing(group, what: str) -> figures.LessonFigure:
    told = f"No export of this class holds {what}. Nothing is drawn."
    return figures.message("Nothing to draw yet", _said(group, told))


def _draw_pairs(page, rows, totals, names, right=()):
    """Draw two bars an option: before and after. `rows` are (label, before, after)."""
    tall = max(0.5, min(1.1, 3.5 / max(len(rows), 1)))
    bottom = 0.62 + max(0.0, 3.5 - tall * len(rows))
    ax = page.axes(left=4.55, right=1.25, top=1.48, bottom=bottom)
    shares = [
        [100 * n / t if t else 0 for n, t in zip(row[1:], totals, strict=True)] for row in rows
    ]
    ax.set_xlim(0, 100)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks(range(0, 101, 25), [f"{n} %" for n in range(0, 101, 25)])
    ax.set_yticks([])
    ax.grid(axis="x")
    both = totals[1] > 0
    for y, (row, share) in enumerate(zip(rows, shares, strict=True)):
        good = y in right
        label = ("✓ " if good else "") + row[0]
        width, most = (43, 2) if tall < 0.66 else (43, 3)
        words = _wrapped(label, width, most)
        weight = "bold" if good else "normal"
        style = {"ha": "right", "va": "center", "size": 11, "color": INK, "parse_math": False}
        ax.text(-2, y, words, weight=weight, linespacing=1.15, **style)
        places = ((y - 0.19, RANGE), (y + 0.19, BAR)) if both else ((y, BAR),)
        for n, (at, colour) in enumerate(places):
            ax.barh(at, share[n], height=0.34, color=colour)
            told = f"{row[1 + n]} ({share[n]:.0f} %)"
            bold = "bold" if n or not both else "normal"
            ax.text(share[n] + 1.2, at, told, va="center", size=11, color=INK, weight=bold)


def draw_question(group: Class, key: str, right: bool = False) -> figures.LessonFigure:
    """Draw how a class answered a question, first and last.

    Args:
        group: the class.
        key: a question of the bank, such as '3.5'.
        right: True marks the right answer.

    Returns:
        The `LessonFigure`. For questions that ask for words it says where to read them.
    """
    question = bank.find(key)
    if question.kind in ("single", "multiple", "order", "match"):
        return _draw_options(group, question, right)
    if question.kind in ("number", "probability") or (
        question.kind == "code" and len(numbers(group, key))
    ):
        return _draw_numbers(group, question, right)
    told = first_and_last(group, key)
    words = (
        f"{_count(len(told), 'learner')} answered question {key}. It asks for words, a range or "
    )
    words += f"code, which no chart sums up: read them with show_words(group, “{key}”)."
    return figures.message(f"Question {key}: to be read, not counted", _said(group, words))


_COUNTED = {
    "single": "Share who chose each option",
    "multiple": "Share who ticked each option",
    "order": "Share who gave each item its right place",
    "match": "Share who gave each item its right partner",
}


def _draw_options(group, question, right):
    frame = distribution(group, question.id)
    n, changed = frame.attrs["learners"], frame.attrs["changed"]
    if not n:
        return _nothing(group, f"an answer to question {question.id}")
    marked = [y for y, good in enumerate(frame["right"]) if good and right]
    rows = list(frame[["text", "first", "last"]].itertuples(index=False, name=None))
    title = f"Question {question.id}: {_count(n, 'learner')}, {changed} changed their answer"
    note = "Pale bar: first answer.   Dark bar: last answer.   " if changed else ""
    note += "✓ right answer." if marked else "" if right else "The right answer is not marked."
    with figures.page(title, "", note.strip()) as page:
        _tag(page, group)
        _ask(page, question.prompt)
        page.text(0.25, 1.1, _COUNTED[question.kind], size=11, color=LABEL, va="top")
        _draw_pairs(page, rows, (n, n if changed else 0), ("first", "last"), marked)
    told = "; ".join(f"“{_cut(t, 60)}” {a} first, {b} last" for t, a, b in rows)
    table = frame[["text", "first", "last"]].set_axis(["Option", "First", "Last"], axis=1)
    if right:
        table["Right answer"] = frame["right"].to_numpy()
    alt = f"Question {question.id}, {_count(n, 'learner')}: {told}. {changed} changed their answer."
    good = frame[frame["right"]]
    caption = f"“{question.prompt.strip()}” {changed} of {n} changed their answer after feedback."
    if right and question.kind == "single" and len(good):
        caption += f" Right: {int(good['first'].sum())} first, {int(good['last'].sum())} last."
    caption += " Who left the question out is not counted."
    return page.figure(
        alt=_said(group, alt),
        caption=_said(group, caption),
        table=figures.table(table, _said(group, f"Answers to question {question.id}")),
        sentence=_said(group, f"Question {question.id}: {told}."),
    )


def _edges(values) -> list[float]:
    """Return rising ends of at most 14 equal steps of 1, 2 or 5 that hold nearly all values."""
    low, high = values.quantile([0.03, 0.97])
    wide = max(high - low, abs(high) * 1e-6, 1e-9)
    size = 10.0 ** math.floor(math.log10(wide / 8))
    step = next(size * n for n in (1, 2, 5, 10, 20) if wide / (size * n) <= 12)
    # Whole numbers one by one stand in the middle of their bars.
    whole = step <= 1 and bool((values % 1 == 0).all())
    step = 1 if whole else step
    start = math.floor(low / step)
    count = math.floor(high / step) - start + 1
    return [(start + n - 0.5 * whole) * step for n in range(count + 1)]


def _draw_numbers(group, question, right):
    frame = numbers(group, question.id)
    if frame.empty:
        return _nothing(group, f"a number for question {question.id}")
    expected = parse_number(bank.resolve(question.expected)) if right else None
    edges = _edges(frame["first"])
    first, last = (pd.cut(frame[c], edges, right=False) for c in ("first", "last"))
    counts = pd.DataFrame({"First": first.value_counts(sort=False)})
    counts["Last"] = last.value_counts(sort=False).to_numpy()
    outside = int(first.isna().sum())
    changed = int((frame["first"] != frame["last"]).sum())
    n, middle = len(frame), frame["first"].median()
    unit = question.unit or "number"
    title = f"Question {question.id}: the middle answer of {n} is {figures.words(middle)}"
    note = f"{outside} of {n} lie outside this axis.   " if outside else ""
    note += "Pale: first answers.   Dark: last answers.   " if changed else ""
    note += "" if right else "What the tables give is not marked."
    with figures.page(title, "", note.strip()) as page:
        _tag(page, group)
        _ask(page, question.prompt)
        ax = page.axes(left=0.6, right=0.6, top=1.6, bottom=1.0)
        ax.set_xlim(edges[0], edges[-1])
        ax.set_ylim(0, max(int(counts.to_numpy().max()), 4) * 1.15)
        ax.set_yticks([])
        step = edges[1] - edges[0]
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        for (_, own), left in zip(counts.iterrows(), edges, strict=False):
            shown = [("First", RANGE), ("Last", BAR)] if changed else [("First", BAR)]
            for place, (name, colour) in enumerate(shown):
                wide = 0.84 * step / len(shown)
                at = left + 0.08 * step + (place + 0.5) * wide
                ax.bar(at, own[name], width=wide, color=colour, zorder=2)
                if own[name]:
                    up = own[name] + 0.02 * ax.get_ylim()[1]
                    ax.text(at, up, str(int(own[name])), ha="center", size=11, bbox=box)
        every = max(1, math.ceil(len(edges) / 8))
        ticks = [e + 0.5 for e in edges[:-1]] if edges[0] % 1 == 0.5 and step == 1 else edges
        ax.set_xticks(ticks[::every], [figures.words(round(e, 10)) for e in ticks[::every]])
        ax.set_xlabel(_cut(unit, 60))
        figures.draw_unit(ax, "Number of learners")
        if expected is not None and edges[0] <= expected <= edges[-1]:
            ax.axvline(expected, color=INK, linewidth=1.6, ymax=0.93, zorder=1)
            style = {"ha": "center", "va": "bottom", "size": 11, "weight": "bold"}
            high = ax.get_ylim()[1]
            ax.text(expected, 0.94 * high, f"tables: {figures.words(expected)}", bbox=box, **style)
    ends = f"{figures.words(frame['first'].min())} to {figures.words(frame['first'].max())}"
    alt = f"Question {question.id}: {n} first answers from {ends} {unit}, median "
    alt += f"{figures.words(middle)}; {changed} answered again with another number."
    caption = f"“{question.prompt.strip()}” The median first answer is {figures.words(middle)}."
    if right:
        given = "nothing to compare with" if expected is None else figures.words(expected)
        caption += f" The tables give {given}."
    table = counts.reset_index(drop=True)
    ends = [figures.words(round(edge, 10)) for edge in edges]
    spans = [f"{a} to under {b}" for a, b in itertools.pairwise(ends)]
    table.insert(0, unit.capitalize(), spans)
    return page.figure(
        alt=_said(group, alt),
        caption=_said(group, caption + " A prediction is a guess, and is not graded."),
        table=figures.table(table, _said(group, f"Numbers for question {question.id}"), limit=14),
        sentence=_said(group, alt),
    )


def draw_estimates(group: Class, views: pd.DataFrame | None = None) -> figures.LessonFigure:
    """Draw the class's estimates after each lesson, beside the spread of the experts.

    Args:
        group: the class.
        views: rows of the table views; all of them when not given.

    Returns:
        The `LessonFigure`: medians, the middle half, and how many chose each whole number. Nobody
        is named: an estimate has no right answer.
    """
    frame = estimates(group)
    if frame.empty:
        return _nothing(group, "an estimate")
    views = data.table("views") if views is None else views
    spread = estimate_spread(frame)
    first, last = spread.iloc[0], spread.iloc[-1]
    title = f"The class’s median went from {first['median']:g} to {last['median']:g}"
    if len(spread) == 1:
        title = f"The class’s median after lesson {int(last['lesson'])} is {last['median']:g}"
    note = "○ median.   Dark bar: middle half of the class.   Pale: how many gave each number.   "
    note += "A spread, no target."
    subtitle = "Cohesion of the four after each lesson, from 0 (separate) to 10 (acts as one)"
    with figures.page(title, subtitle, note) as page:
        _tag(page, group)
        ax = page.axes(left=0.7, right=2.75, top=1.15, bottom=0.95)
        _scale(ax, 10.2)
        ax.set_yticks(range(0, 11, 2), range(0, 11, 2))
        ax.set_xticks(list(LESSONS))
        ax.set_xlabel("after lesson")
        most = frame.groupby("lesson")["best"].apply(lambda own: _whole(own).max()).max()
        for lesson, own in frame.groupby("lesson"):
            counts = _whole(own["best"])
            wide = 0.68 * counts / most
            ax.barh(counts.index, wide, left=lesson + 0.13, height=0.8, color=GRADES["C"], zorder=2)
        _draw_medians(ax, spread)
        side = page.axes(left=7.55, right=0.45, top=1.15, bottom=0.95)
        _scale(side, 1.35)
        side.set_yticks([])
        side.set_xticks([])
        known = views["cohesion_score"].value_counts().reindex(range(11), fill_value=0)
        side.barh(known.index, known / max(known.max(), 1), height=0.8, color=BAR, zorder=2)
        for score, count in known.items():
            at = count / max(known.max(), 1) + 0.04
            side.text(at, score, str(count), va="center", size=10, color=LABEL)
        told = f"{len(views)} expert views, our codes"
        side.text(-0.35, 11.0, told, size=10.5, color=LABEL, va="bottom")
    seen = known[known > 0]
    ends = f"{seen.index[0]} to {seen.index[-1]}"
    inside = f"middle half {last['quarter']:g} to {last['three_quarters']:g}"
    at_end = f"after lesson {int(last['lesson'])} ({int(last['learners'])} learners)"
    moved = f"from {first['median']:g} after lesson {int(first['lesson'])} to {last['median']:g} "
    table = spread.set_axis(
        ["Lesson", "Learners", "Lowest", "Quarter below", "Median", "Quarter above", "Highest"],
        axis=1,
    )
    return page.figure(
        alt=_said(
            group,
            f"Estimates of cohesion in the class: the median goes {moved}{at_end}, {inside}. "
            f"{len(views)} expert views spread from {ends}, most at {int(known.idxmax())}. Lessons "
            "without an estimate stay empty.",
        ),
        caption=_said(
            group,
            f"The class’s median went {moved}{at_end}; {inside}. Not everybody estimated after "
            "each lesson, so that a step may come from who answered. Scores of views are our "
            "codes of a selection; an estimate has no right answer.",
        ),
        sources=[views],
        table=figures.table(table, _said(group, "Estimates by lesson"), plain=("lesson",)),
        as_of=data.as_of("views") + " for the views",
    )


def _whole(values) -> pd.Series:
    """Count values by the nearest whole number, halves upwards."""
    return (values + 0.5).map(math.floor).clip(0, 10).value_counts().sort_index()


def _scale(ax, right):
    ax.set_xlim(-0.35, right)
    ax.set_ylim(-0.6, 10.9)
    ax.spines["bottom"].set_visible(False)
    ax.hlines(range(0, 11, 2), -0.35, right, color=GRID, linewidth=0.9, zorder=1)


def _draw_medians(ax, spread):
    bars = spread[spread["learners"] >= 4]
    ax.vlines(
        bars["lesson"], bars["quarter"], bars["three_quarters"], color=BAR, linewidth=5, zorder=3
    )
    for a, b in zip(spread.iloc[:-1].itertuples(), spread.iloc[1:].itertuples(), strict=True):
        if b.lesson == a.lesson + 1:
            ax.plot([a.lesson, b.lesson], [a.median, b.median], color=INK, linewidth=2.2, zorder=4)
    style = {"markersize": 9, "markeredgecolor": INK, "markeredgewidth": 1.8, "zorder": 5}
    ax.plot(spread["lesson"], spread["median"], "o", color=PAPER, **style)


def draw_board(group: Class, board, columns=None, most: int = 5) -> figures.LessonFigure:
    """Draw the cells of a board on which the class differs most.

    Args:
        group: the class.
        board: as a topic gives it, such as `views.code_items()`.
        columns: names of columns to look at; all when not given.
        most: how many cells, at most 8.

    Returns:
        The `LessonFigure`: one bar a cell, parted by choice in the board's order.
    """
    frame = choices(group, board)
    frame = frame[frame["column"].isin(board.columns if columns is None else columns)]
    order = disagreement(frame).head(min(most, 8))
    if order.empty:
        return _nothing(group, f"two learners’ entries on the board “{_cut(board.question, 60)}”")
    top, filled = order.iloc[0], frame.attrs["learners"]
    title = f"{_count(filled, 'learner')}; most divided on {_cut(_cell(top), 24)}"
    note = "Bar: the learners who filled the cell, parted by choice; ×4: four learners. "
    note += "A different choice is no mistake."
    known = list(dict.fromkeys(frame["choice"]))
    signs = _signs(known)
    key = "; ".join(f"{signs[o]} {_cut(o, 24)}" if signs[o].isalpha() else o for o in known)
    with figures.page(title, _cut(board.question, 96), note) as page:
        _tag(page, group)
        tall = 3.6 / len(order) if len(order) > 5 else 0.66
        ax = page.axes(left=3.3, right=0.35, top=1.3, bottom=0.7 + 3.6 - tall * len(order))
        ax.set_xlim(0, 100)
        ax.set_ylim(len(order) - 0.5, -0.5)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        words = _wrapped("Choices: " + key, 112, 2)
        page.text(0.25, 0.9, words, size=10.5, color=LABEL, va="top", parse_math=False)
        for y, cell in enumerate(order.itertuples()):
            own = frame[(frame["row"] == cell.row) & (frame["column"] == cell.column)]
            told = _cut(str(board.rows[cell.row]), 38)
            words = f"{_cut(_cell(cell._asdict()), 38)}\n{told}"
            style = {"ha": "right", "va": "center", "size": 11, "color": INK, "parse_math": False}
            ax.text(-1.5, y, words, **style)
            _draw_parts(ax, own, y, signs)
    told = "; ".join(
        f"{_cut(_cell(cell._asdict()), 40)}: {100 * cell.differ:.0f} per cent of pairs differ"
        for cell in order.head(3).itertuples()
    )
    rows = [
        (_cell(cell._asdict()), _spelled(frame, cell), cell.most, round(100 * cell.differ))
        for cell in order.itertuples()
    ]
    columns = ["Cell", "Choices (learners)", "Chosen by most", "Pairs that differ, %"]
    return page.figure(
        alt=_said(group, f"Board “{board.question}”, {_count(filled, 'learner')}. {told}."),
        caption=_said(
            group,
            f"Of all pairs of learners, {100 * top['differ']:.0f} per cent chose differently on "
            f"{_cell(top)}. A cell on which all agree may still be wrong.",
        ),
        table=figures.table(
            pd.DataFrame(rows, columns=columns), _said(group, "Cells by disagreement")
        ),
        sentence=_said(group, f"{_count(filled, 'learner')}. {told}."),
    )


def _cell(cell) -> str:
    return f"{cell['row']}, {cell['column']}"


def _spelled(frame, cell) -> str:
    own = frame[(frame["row"] == cell.row) & (frame["column"] == cell.column)]
    return "; ".join(f"{c} ({n})" for c, n in zip(own["choice"], own["learners"], strict=True) if n)


def _signs(known) -> dict:
    """Return what stands in a bar: the sign or number that a choice opens with, or a letter."""
    signs = {option: re.match(r"[^A-Za-z]*", option)[0].strip() for option in known}
    bare = [option for option, sign in signs.items() if not sign]
    return signs | {option: chr(ord("a") + n % 26) for n, option in enumerate(bare)}


def _draw_parts(ax, own, y, signs):
    shades = [GRADES["D"], GRADES["C"], "#8A8F98", GRADES["B"], GRADES["A"]]
    last = max(len(own) - 1, 1)
    total, left = own["learners"].sum(), 0.0
    for place, (option, n) in enumerate(zip(own["choice"], own["learners"], strict=True)):
        wide = 100 * n / total
        shade = shades[round(4 * place / last)]
        ax.barh(y, wide, left=left, height=0.62, color=shade, edgecolor=INK, linewidth=0.9)
        if wide >= 6:
            long = len(signs[option]) > 1 and wide < 12
            words = f"×{n}" if long else f"{signs[option]} ×{n}"
            ink = PAPER if shade in (GRADES["A"], GRADES["B"]) else INK
            ax.text(left + wide / 2, y, words, ha="center", va="center", size=11, color=ink)
        left += wide


def draw_forecasts(group: Class) -> figures.LessonFigure:
    """Draw how the class's forecasts of practice questions fared.

    Args:
        group: the class.

    Returns:
        The `LessonFigure`: on the left what was said against how often it happened, on the right
        the learners' Brier scores. Nobody is named.
    """
    frame = forecasts(group).dropna(subset=["cost"])
    if frame.empty:
        return _nothing(group, "a forecast of a practice question")
    scores = forecast_scores(frame)
    edges = [0, 0.2, 0.4, 0.6, 0.8, 1.0001]
    bins = frame.groupby(pd.cut(frame["probability"], edges, right=False), observed=True)
    calib = pd.DataFrame(
        {
            "said": bins["probability"].mean() * 100,
            "happened": bins["outcome"].mean().astype("float64") * 100,
            "cases": bins.size(),
        }
    )
    middle = scores["score"].median()
    better = int((scores["score"] < 0.25).sum())
    title = f"{better} of {len(scores)} learners did better than always 50 per cent"
    note = (
        "Number beside a point: its forecasts; hollow: fewer than ten.   On the right low is good."
    )
    asked = frame["question_id"].nunique()
    subtitle = f"{len(frame):,} forecasts of {asked} practice questions, first answers only"
    with figures.page(title, subtitle, note) as page:
        _tag(page, group)
        _draw_calibration(page.axes(left=0.75, right=5.2, top=1.45, bottom=1.0), calib)
        ax = page.axes(left=5.55, right=0.45, top=1.45, bottom=1.0)
        steps = (scores["score"] * 20 + 1e-9).map(math.floor).clip(upper=12)
        counts = steps.value_counts().reindex(range(13), fill_value=0)
        ax.bar([(n + 0.5) / 20 for n in counts.index], counts, width=0.044, color=BAR)
        high = max(int(counts.max()), 4) * 1.25
        ax.set_xlim(0, 0.65)
        ax.set_ylim(0, high)
        ax.set_yticks([])
        ax.set_xticks([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
        for n, count in counts.items():
            if count:
                ax.text((n + 0.5) / 20, count + 0.02 * high, str(count), ha="center", size=11)
        ax.axvline(0.25, color=INK, linewidth=1.6, ymax=0.9)
        ax.text(0.258, 0.94 * high, "always 50 per cent", size=11, va="center")
        ax.set_xlabel("mean squared distance (Brier score)")
        figures.draw_unit(ax, "Number of learners")
    told = "; ".join(
        f"said {row.said:.0f} on average, happened {row.happened:.0f}" for row in calib.itertuples()
    )
    table = calib.round(0).reset_index(drop=True)
    table.insert(
        0, "Said", ["0 to 19", "20 to 39", "40 to 59", "60 to 79", "80 to 100"][: len(table)]
    )
    spans = bins.size().index
    table["Said"] = [f"{100 * s.left:.0f} to under {100 * s.right:.0f}" for s in spans]
    table["Said"] = table["Said"].str.replace("under 100", "100")
    table.columns = ["Said, %", "Mean said", "Happened, %", "Forecasts"]
    return page.figure(
        alt=_said(
            group,
            f"{len(frame):,} forecasts of practice questions by {_count(len(scores), 'learner')}. "
            f"By group, in per cent: {told}. The median Brier score is {middle:.2f}; {better} of "
            f"{len(scores)} lie below 0.25.",
        ),
        caption=_said(
            group,
            f"The median Brier score is {middle:.2f}; {better} of {len(scores)} learners lie below "
            "0.25, which always 50 per cent would cost. Learners chose how many questions to "
            "answer, and all answered the same ones: few questions say little about skill.",
        ),
        sources=[data.table("forecast_questions").query("question_id in @frame.question_id")],
        table=figures.table(table, _said(group, "What was said, and how often it happened")),
    )


def _draw_calibration(ax, calib):
    ax.set_xlim(-3, 103)
    ax.set_ylim(-5, 105)
    ax.set_xticks(range(0, 101, 25), [f"{n} %" for n in range(0, 101, 25)])
    ax.set_yticks(range(0, 101, 25), [f"{n} %" for n in range(0, 101, 25)])
    ax.grid(axis="y")
    ax.plot([0, 100], [0, 100], color=AXIS, linewidth=1.4, linestyle=(0, (4, 3)))
    ax.plot(calib["said"], calib["happened"], color=INK, linewidth=2.2, zorder=3)
    for row in calib.itertuples():
        face = INK if row.cases >= 10 else PAPER
        ax.plot([row.said], [row.happened], "o", color=face, markeredgecolor=INK, zorder=4)
        # Below the line for points above the diagonal would cross it; the corner side is free.
        side = 1 if row.happened >= row.said else -1
        at = {"ha": "right" if side > 0 else "left", "va": "bottom" if side > 0 else "top"}
        ax.text(row.said - 2.5 * side, row.happened + 2.5 * side, f"{row.cases:,}", size=11, **at)
    ax.set_xlabel("said")
    figures.draw_unit(ax, "Happened, share of the forecasts")


# --- explorers ------------------------------------------------------------------------------------


def explore_questions(group: Class, lesson: int | None = None) -> Explorer:
    """Let the instructor pick a question and see how the class answered it.

    Args:
        group: the class.
        lesson: only this lesson's questions; None for all.

    Returns:
        The `Explorer`. It opens on the question that fewest had right at first.
    """
    keys = [k for k in answered(group) if lesson is None or k.startswith(f"{lesson}.")]
    keys = [k for k in keys if bank.find(k).kind not in ("text", "range")]
    if not keys:
        none = choice("Question", [("no question was answered", "")])
        told = "an answer to a question of this choice"
        return Explorer(lambda **_: _nothing(group, told), "How did the class answer?", key=none)
    options = [(f"{k} · {_cut(bank.find(k).prompt, 60)}", k) for k in keys]
    return Explorer(
        lambda key, right: draw_question(group, key, right),
        "How did the class answer, first and last?",
        key=choice("Question", options, default=_hardest(group, keys)),
        right=toggle("Mark the right answer"),
    )


def _hardest(group, keys):
    told = first_and_last(group)
    told = told.dropna(subset=["first_correct"])
    single = [key for key in keys if bank.find(key).kind == "single"]
    told = told[told["key"].isin(single)]
    if told.empty:
        return keys[0]
    counts = told["key"].value_counts()
    # A question that few have met says little about the class.
    told = told[told["key"].isin(counts[counts >= counts.max() / 2].index)]
    shares = told.groupby("key", observed=True)["first_correct"].mean()
    return min(shares.index, key=lambda key: (float(shares[key]), keys.index(key)))


def explore_boards(group: Class, boards) -> Explorer:
    """Let the instructor pick a board and see where the class is divided.

    Args:
        group: the class.
        boards: a list of boards, as the topics give them.

    Returns:
        The `Explorer`; columns with different choices are looked at one by one.
    """
    known, options = [], []
    for board in boards:
        alike = len({tuple(map(str, listed)) for listed in board.columns.values()}) == 1
        # Columns with different choices ask different things: each is looked at by itself.
        for columns in [list(board.columns)] if alike else [[name] for name in board.columns]:
            named = _cut(board.question, 60) + ("" if alike else f" · {columns[0]}")
            options.append((named, len(known)))
            known.append((board, columns))
    return Explorer(
        lambda key: draw_board(group, *known[key]),
        "Where does the class disagree?",
        key=choice("Board", options),
    )


# --- a vote in class ------------------------------------------------------------------------------


def vote(question, prompt: str = "") -> questions.Shown:
    """Show a vote of two rounds: hands are counted, typed in, and compared after discussion.

    Args:
        question: a question of the bank with options, such as '3.5' (of kind order the vote asks
            which comes first), or a list of two to eight options of your own.
        prompt: what is asked, for options of your own.

    Returns:
        The widget `Vote`; where there is nothing to vote on, a sentence that says so.
    """
    if isinstance(question, str):
        try:
            found = bank.find(question)
        except bank.QuestionError as error:
            return questions.Said(str(error))
        if found.kind not in ("single", "multiple", "order"):
            return questions.Said(
                f"Question {question} is of kind {found.kind}: there are no options to vote on. "
                "Give a list of options of your own: vote(['…', '…'], 'Your question')."
            )
        return Vote(found)
    texts = [_tidy(text, 200) for text in question if str(text).strip()]
    if not 2 <= len(texts) <= 8:
        return questions.Said("A vote needs two to eight options, such as vote(['Yes', 'No']).")
    options = tuple(bank.Option(key=str(n), text=text) for n, text in enumerate(texts))
    asked = prompt.strip() or "Which do you choose?"
    return Vote(bank.Question(id="", kind="single", use="check", prompt=asked, options=options))


def draw_vote(texts, first, second=None, prompt="", right=()) -> figures.LessonFigure:
    """Draw the counts of a vote, and of a second one after discussion.

    Args:
        texts: the options.
        first: votes in the first round, one number an option.
        second: the same for the second round, or None.
        prompt: what was asked.
        right: places (from 0) of the right options, to be marked.

    Returns:
        The `LessonFigure`; title and sentence name the largest shift, in percentage points.
    """
    letters = "ABCDEFGH"
    second = [0] * len(texts) if second is None else list(second)
    totals = (sum(first), sum(second))
    if not totals[0]:
        return figures.message("No votes yet", "Type the hands counted for each option.")
    rows = [
        (f"{letters[n]}  {t}", a, b)
        for n, (t, a, b) in enumerate(zip(texts, first, second, strict=True))
    ]
    shares = [[100 * n / t if t else 0.0 for n, t in zip(r[1:], totals, strict=True)] for r in rows]
    moves = [after - before for before, after in shares]
    if totals[1]:
        big = max(range(len(rows)), key=lambda n: (abs(moves[n]), -n))
        way = "gained" if moves[big] > 0 else "lost"
        title = f"After discussion {letters[big]} {way} {abs(moves[big]):.0f} percentage points"
        if not round(abs(moves[big])):
            title = "After discussion the shares are the same"
    else:
        big = max(range(len(rows)), key=lambda n: (first[n], -n))
        title = f"First round: {totals[0]} votes, most for {letters[big]}"
    note = "Pale bar: before discussion.   Dark bar: after.   " if totals[1] else ""
    note += "✓ right answer." if right else ""
    with figures.page(title, "", note.strip()) as page:
        _ask(page, prompt)
        told = f"Share of votes: {totals[0]} in the first round"
        told += f", {totals[1]} in the second" if totals[1] else ""
        page.text(0.25, 1.1, told, size=11, color=LABEL, va="top")
        _draw_pairs(page, rows, totals, ("first", "second"), right)
    spelled = [
        f"{letters[n]} {a} ({shares[n][0]:.0f} %)"
        + (f" to {b} ({shares[n][1]:.0f} %)" if totals[1] else "")
        for n, (_, a, b) in enumerate(rows)
    ]
    sentence = "; ".join(spelled) + "."
    fewer = totals[0] - totals[1]
    doubt = "A shift shows that minds moved, and not why."
    if totals[1] and fewer:
        doubt = (
            f"{abs(fewer)} {'fewer' if fewer > 0 else 'more'} voted in the second round. {doubt}"
        )
    columns = ["Option", "Before discussion", "After discussion"][: 3 if totals[1] else 2]
    table = pd.DataFrame([row[: len(columns)] for row in rows], columns=columns)
    return page.figure(
        alt=f"Votes on “{_cut(prompt, 120)}”, {told[0].lower()}{told[1:]}: {sentence} {title}.",
        caption=f"{title}. {doubt}",
        table=figures.table(table, "Votes by option"),
        sentence=sentence,
    )


def count_votes(text) -> tuple[int | None, str]:
    """Read a number of hands as an instructor types it.

    Args:
        text: what stands in the box.

    Returns:
        (count, problem): a whole number from 0 to 10,000 and '', with a blank read as 0; None and
        a sentence where it is none.
    """
    clean = str(text).strip()
    number = parse_number(clean) if clean else 0.0
    if number is None or number != int(number) or not 0 <= number <= 10_000:
        return None, f"“{_cut(clean, 20)}” is not a count. Write a whole number, such as 12."
    return int(number), ""


_BOXES = """<style>
.sands.sands-vote .widget-text{flex-direction:column;align-items:flex-start;height:auto}
.sands.sands-vote .widget-text input[type=text]{flex:none;width:7em;height:34px;font-size:18px}
</style>"""


class Vote(questions.Shown):
    """Two rounds of counts in labelled boxes, the chart, and on request the right answer.

    `question` is one of the bank, or made of an instructor's own options.
    """

    def __init__(self, question):
        self.question = question
        self.options = questions._listed(question)
        self.letters = "ABCDEFGH"[: len(self.options)]
        ask = question.prompt.strip()
        self.asks = f"{ask} Vote: which comes first?" if question.kind == "order" else ask
        self.key = question.id or _tidy(self.asks, 80)
        self.revealed = False

    def __repr__(self) -> str:
        lines = [f"Vote: {self.asks}"]
        lines += [f"{a}: {o.text}" for a, o in zip(self.letters, self.options, strict=True)]
        return "\n".join(lines)

    def _asked(self) -> str:
        listed = "".join(
            f"<li><strong>{a}</strong>: {escape(o.text)}</li>"
            for a, o in zip(self.letters, self.options, strict=True)
        )
        name = f"Vote on question {self.question.id}." if self.question.id else "Vote."
        asked = bank.prose(self.asks).replace("<p>", f"<p><strong>{name}</strong> ", 1)
        return f'{asked}<ul style="list-style:none;padding-left:0">{listed}</ul>'

    def _static(self) -> str:
        return f"{self._asked()}<p>Run this cell to type the counts of two rounds.</p>"

    def _widget(self):
        import ipywidgets as w

        kept = journal.latest("vote", self.key)
        kept = kept if isinstance(kept, dict) else {}
        self.boxes, rows = {}, []
        for name, words in (("first", "before discussion"), ("second", "after discussion")):
            line = []
            earlier = kept.get(name) if isinstance(kept.get(name), list) else []
            for n, letter in enumerate(self.letters):
                number = count_votes(earlier[n])[0] if n < len(earlier) else None
                box = w.Text(
                    value=str(number) if number else "",
                    description=f"{letter} {words}",
                    continuous_update=False,
                    style={"description_width": "initial"},
                    layout=w.Layout(width="max-content", margin="0 12px 6px 0"),
                )
                box.observe(self._changed, "value")
                self.boxes[name, n] = box
                line.append(box)
            rows.append(w.HBox(line, layout=w.Layout(flex_flow="row wrap")))
        buttons = []
        for label, act in (
            ("Show the votes", self._show),
            ("Show the right answer", self._reveal),
            ("Start again", self._clear),
        ):
            button = w.Button(description=label, layout=w.Layout(width="max-content"))
            button.on_click(act)
            buttons.append(button)
        self.said, self.picture, self.answer = w.HTML(), w.HTML(), w.HTML()
        self._clearing = False
        if any(box.value for box in self.boxes.values()):
            self._changed()
            told = "The votes of last time are filled in. Start again clears them."
            self.said.value = _status(told) + self.said.value
        head = w.HTML(figures.CONTROLS + _BOXES + self._asked())
        line = w.HBox(buttons, layout=w.Layout(flex_flow="row wrap"))
        panel = w.VBox([head, *rows, line, self.said, self.picture, self.answer])
        return panel.add_class("sands-vote")

    def counts(self) -> tuple[list, list, list]:
        """Return (first round, second round, problems) as they stand; what is no count is 0."""
        rounds, problems = {"first": [], "second": []}, []
        for (name, n), box in self.boxes.items():
            number, problem = count_votes(box.value)
            rounds[name].append(number or 0)
            if problem:
                problems.append(f"{self.letters[n]}: {problem}")
        return rounds["first"], rounds["second"], problems

    def _changed(self, _=None):
        if self._clearing:
            return
        first, second, problems = self.counts()
        told = list(problems)
        if any(first) or any(second):
            texts = [o.text for o in self.options]
            shown = draw_vote(texts, first, second, self.asks, self._right())
            told.append(shown.sentence)
            self.picture.value = shown._repr_html_()
        else:
            self.picture.value = ""
            told.append(
                "No votes yet. Type the hands counted for each option; a blank counts as 0."
            )
        self.said.value = _status(*told)

    def _show(self, _=None):
        self._changed()
        first, second, problems = self.counts()
        value = {"first": first, "second": second}
        if problems or not any(first) or journal.latest("vote", self.key) == value:
            return
        try:
            told = journal.record("vote", self.key, value).message
        except journal.JournalError as error:
            told = str(error)
        self.said.value += _status(told)

    def _right(self) -> tuple:
        if not self.revealed:
            return ()
        if self.question.kind == "order":
            return (self.options.index(self.question.options[0]),)
        return tuple(n for n, o in enumerate(self.options) if o.right)

    def _reveal(self, _=None):
        self.revealed = True
        self._changed()
        q, right = self.question, self._right()
        if q.kind == "order":
            lines = ["The order: " + "; ".join(o.text for o in q.options) + "."]
        elif right:
            named = ", ".join(f"{self.letters[n]}" for n in right)
            lines = [f"Right: {named}."]
        else:
            lines = [
                "This question has no right answer." if q.id else "These are your own options."
            ]
        reasons = [
            f"{a}: {o.why}" for a, o in zip(self.letters, self.options, strict=True) if o.why
        ]
        cited = f"<p>Sources: {data.cite(*q.sources)}.</p>" if q.sources else ""
        self.answer.value = _status(*lines, *reasons, q.why) + cited

    def _clear(self, _=None):
        self.revealed, self._clearing = False, True
        for box in self.boxes.values():
            box.value = ""
        self._clearing = False
        self.answer.value = ""
        self._changed()


def _status(*lines) -> str:
    told = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f'<div role="status">{told}</div>'


# --- a class that does not exist ------------------------------------------------------------------

_START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def example(learners: int = 24, seed: int = 5, boards=()) -> Class:
    """Return a made-up class, to look at the views before a class exists. No person is behind it.

    Args:
        learners: how many.
        seed: another number gives another class; the same number always the same one.
        boards: boards that the made-up learners fill, as the topics give them.

    Returns:
        A `Class` whose `made_up` is True: every table, caption and picture says so.
    """
    found = _Gathering()
    for number in range(1, learners + 1):
        records = _made_up(number, seed, boards)
        header = {"name": f"Learner {number} (made up)", "exported": ""}
        found.add(f"example-{number:03}.jsonl", journal.Lines(records, 0, header))
    return found.build(made_up=True)


def write_example(folder, learners: int = 24, seed: int = 5, boards=()) -> list[Path]:
    """Write the exports of a made-up class, to try `read` with; nothing is overwritten.

    Args:
        folder: where to; made if it is not there.
        learners: how many.
        seed: as for `example`.
        boards: as for `example`.

    Returns:
        The paths of the files, one a learner.

    Raises:
        OSError: a file is there already, or the folder cannot be written.
    """
    place, paths = Path(folder), []
    place.mkdir(parents=True, exist_ok=True)
    for number in range(1, learners + 1):
        records = _made_up(number, seed, boards)
        header = {
            "format": journal.FORMAT,
            "version": 1,
            "name": f"Learner {number} (made up)",
            "exported": f"{_START + timedelta(days=90):%Y-%m-%dT%H:%M:%SZ}",
            "count": len(records),
        }
        path = place / f"example-{number:03}.jsonl"
        with path.open("x", encoding="utf-8", newline="\n") as file:
            for line in (header, *records):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        paths.append(path)
    return paths


def _made_up(number, seed, boards) -> list[dict]:
    """Return the entries of one made-up learner."""
    rng = random.Random(f"{seed} {number}")
    skill, last = rng.uniform(0.35, 0.85), min(9, int(rng.triangular(2, 12, 9)))
    minutes, found = rng.uniform(0, 300), []

    def keep(kind, key, value):
        nonlocal minutes
        minutes += rng.uniform(0.5, 6)
        when = _START + timedelta(minutes=round(minutes, 1))
        found.append(
            {
                "id": f"{rng.getrandbits(128):032x}",
                "time": f"{when:%Y-%m-%dT%H:%M:%SZ}",
                "order": 1_700_000_000_000_000 + len(found),
                "kind": kind,
                "key": key,
                "value": value,
            }
        )

    best = min(9.5, max(1.0, rng.gauss(5.0, 1.7)))
    filled = {int(board.key.split(".")[0]): board for board in boards}
    asked = list(bank.bank().values())
    for lesson in range(last + 1):
        minutes += rng.uniform(6, 8) * 24 * 60
        for question in asked:
            if question.id.startswith(f"{lesson}.") and rng.random() < 0.93:
                _answer(rng, seed, question, skill, keep)
        for board in boards:
            if board is filled.get(lesson) and rng.random() < 0.9:
                keep("board", board.key, _filled(rng, seed, board))
        if lesson == 8:
            _foresee(rng, keep)
        best = min(9.5, max(0.5, best + 0.22 * (5.0 - best) + rng.gauss(0, 0.7)))
        half = round(best * 2) / 2
        wide = round(2 * rng.uniform(1, 2.6)) / 2
        ends = {"low": max(0.0, half - wide), "high": min(10.0, half + wide)}
        if rng.random() < 0.9:
            keep("estimate", str(lesson), {"best": half, **ends, "reason": "Made up."})
    return found


def _answer(rng, seed, question, skill, keep):
    value = _guess(rng, seed, question, skill)
    if value is None:
        return
    kinds = {"predict": "prediction", "code": "code"}
    kind = kinds.get(question.use, "code" if question.kind == "code" else "answer")
    keep(kind, question.id, value)
    light = _cached_light(question.id)
    wrong = kind != "prediction" and bank.judge(light, value).correct is False
    if wrong and rng.random() < 0.65:
        again = _guess(rng, seed, question, 0.8)
        if again is not None:
            keep(kind, question.id, again)


def _cached_light(key, known={}):  # noqa: B006 (kept on purpose: computing it reads tables)
    if key not in known:
        known[key] = _light(key)
    return known[key]


def _guess(rng, seed, question, skill):
    """Return a made-up answer, right with the probability `skill` where there is a right one."""
    keys = [option.key for option in question.options]
    taste = random.Random(f"{seed} {question.id}")  # all of a class err alike
    good = rng.random() < skill
    if question.kind == "single":
        right = [option.key for option in question.options if option.right]
        wrong = [key for key in keys if key not in right]
        if right and (good or not wrong):
            return right[0]
        return rng.choices(wrong, [taste.uniform(0.2, 2) ** 2 for _ in wrong])[0]
    if question.kind == "multiple":
        flip = 0.05 if good else 0.3
        return [o.key for o in question.options if o.right != (rng.random() < flip)]
    if question.kind == "order":
        return keys if good else rng.sample(keys, len(keys))
    if question.kind == "match":
        partners = [partner.key for partner in question.partners]
        return {
            o.key: o.goes_with if good or rng.random() < 0.5 else rng.choice(partners)
            for o in question.options
        }
    if question.kind == "text":
        return "Made-up words of a made-up learner."
    expected = _cached_light(question.id).expected
    expected = None if hasattr(expected, "__len__") else parse_number(_plain(expected))
    if question.kind == "code":
        return None if expected is None else expected if good else round(expected * 1.25, 3)
    middle = (50.0 if question.kind == "probability" else 20.0) if expected is None else expected
    if question.kind == "range":
        low = middle * rng.uniform(0.3, 1.05)
        return [round(low, 1), round(low + middle * rng.uniform(0.2, 1.2), 1)]
    if expected is not None and good and question.use != "predict":
        return expected
    said = middle * math.exp(rng.gauss(0, 0.45))
    said = min(said, 100.0) if question.kind == "probability" else said
    return float(round(said)) if middle % 1 == 0 and middle > 1 else float(f"{said:.2g}")


def _plain(number):
    return number.item() if hasattr(number, "item") else number


def _filled(rng, seed, board) -> dict:
    grid = {}
    for row in board.rows:
        for column, options in board.columns.items():
            taste = random.Random(f"{seed} {board.key} {row} {column}")
            liked, agree = taste.randrange(len(options)), taste.uniform(0.25, 0.9)
            if rng.random() < 0.95:
                alone = rng.random() < agree
                pick = options[liked] if alone else rng.choice(list(options))
                grid.setdefault(row, {})[column] = pick
    return grid


def _foresee(rng, keep):
    rows = data.table("forecast_questions").sort_values(["asked_as_of", "question_id"])
    rows = rows.head(rng.randint(12, len(rows)))
    for key, outcome in zip(rows["question_id"], rows["outcome"], strict=True):
        said = 50 + (1 if outcome else -1) * rng.gauss(14, 26)
        keep("forecast", key, float(min(95, max(5, 5 * round(said / 5)))))
