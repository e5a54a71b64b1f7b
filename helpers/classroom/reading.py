"""Exports as one class: read as untrusted input, joined by learner, judged anew."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import sys
import time
from array import array
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from helpers import bank, concepts, figures, journal, judging, wording
from helpers.classroom import copies, names
from helpers.classroom.words import tidy

KINDS = ("prediction", "answer", "code", "estimate", "board", "forecast", "concept")
KINDS += ("update", "knew", "settled", "own_chart")
MAX_FILES = 20_000
MAX_BYTES = 8_000_000  # of one file
MAX_ENTRIES = 10_000  # of one file
MAX_ROWS = 5_000_000  # of a class
MAX_TEXT = 400_000_000  # characters of all values of a class
LONGEST = 2_000  # characters kept of a value that is text
_NUMBERS = ("kind", "key", "value", "seconds", "order", "within")  # columns of a class, coded
SLOW = 1.0  # seconds of reading after which progress is shown


def _class(message: str, **facts) -> str:
    return wording.say(f"classroom.class.{message}", **facts)


def _refused(message: str, **facts) -> str:
    return wording.say(f"classroom.refused.{message}", **facts)


@dataclass(frozen=True, eq=False)
class Class:
    """What was read of a class, in tables (`DataFrame`s).

    `learners`: learner (unique label), name (as exported, maybe empty), files, entries, exported
    (time of the newest export), tag (hexadecimal; the order of hidden names).
    `answers`: one row an entry, by learner and order: learner, kind (one of KINDS), key, lesson
    (0 to 9 or missing), value (text; lists and grids as JSON, a chart as its title), correct
    (judged anew; missing where nothing is right or wrong), time (UTC by the learner's clock, maybe
    missing), order. Drafts, second thoughts on a prediction, skipped ones and fresh starts are not
    among them: the first prediction counts, also where a lesson was started afresh with its answers
    known.
    `refused`: file, reason. `notes`: file, code (which message of [noted] it is), note, other (a
    second file that the note is about).
    `made_up` is True for the example; `hidden` where names are hidden.
    """

    learners: pd.DataFrame
    answers: pd.DataFrame
    refused: pd.DataFrame
    notes: pd.DataFrame
    made_up: bool = False
    hidden: bool = False

    def said(self, words: str) -> str:
        """Say of every sentence about a made-up class that it is one.

        Args:
            words: what is told of the class.

        Returns:
            The words; in front of them EXAMPLE where the class is made up.
        """
        return wording.say("classroom.words.said", made_up=self.made_up, words=words)

    def __repr__(self) -> str:
        tables = ("learners", "refused", "notes")
        counts = {name: len(getattr(self, name)) for name in tables}
        return self.said(_class("about", entries=len(self.answers), **counts))

    def _repr_html_(self) -> str:
        html = f"<p><strong>{figures.safe(repr(self))}</strong></p>"
        words = wording.words("classroom.class")
        for frame, caption in ((self.refused, words.refused), (self.notes, words.notes)):
            if len(frame):
                named = wording.headed(frame, {c: words.heads[c] for c in frame if c != "code"})
                named = named.replace("", words.gap)
                html += figures.table(named, caption)._repr_html_()
        return html


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
    new = {learner: _class("learner", number=place) for place, learner in enumerate(tags.index, 1)}
    learners = group.learners.assign(
        learner=group.learners["learner"].map(new), name="", files=_class("hidden")
    ).sort_values("tag", kind="stable", ignore_index=True)
    names = group.answers["learner"].cat.rename_categories(new)
    names = names.cat.reorder_categories(list(learners["learner"]))
    # The old order of rows would tell the order of names.
    answers = group.answers.assign(learner=names)
    answers = answers.sort_values(["learner", "order"], kind="stable", ignore_index=True)
    places = range(1, len(group.refused) + 1)
    refused = group.refused.assign(file=[_class("file", number=n) for n in places])
    return replace(
        group,
        learners=learners,
        answers=answers,
        refused=refused,
        notes=group.notes.assign(file=_class("hidden"), other=""),
        hidden=True,
    )


def read(folder, progress: bool = True) -> Class:
    """Read every export in a folder and in its direct sub-folders, as untrusted input.

    Read are ordinary files whose names end in .jsonl, or in what mail programs and browsers make of
    that (`journal.ENDINGS`), up to MAX_BYTES and MAX_ENTRIES each.
    Symbolic links, pipes, archives and folders inside sub-folders are not opened. Files of one
    learner are joined: exports of one name that share entries, a file without a name that stands
    wholly in one learner's export, the unnamed journal files of one sub-folder, the files of a
    sub-folder in which all bear one name, and those of one name in a folder that Moodle made for
    one person. What is doubtful is noted and never settled by the order of files: entries under two
    names count for both.

    Args:
        folder: path; a relative one counts from the current folder.
        progress: show how far it is when reading takes more than a second.

    Returns:
        A `Class`. Nothing raises: what cannot be read stands in `refused` with its reason.
    """
    place, found = Path(os.path.expanduser(folder)), _Gathering()  # noqa: PTH111 (never raises)
    paths = []
    for path, reason in _listed(place, found):
        name = tidy(os.path.relpath(path, place), 200)
        if reason:
            found.refuse(name, reason)
        elif len(paths) == MAX_FILES:
            found.refuse(name, _refused("many", most=MAX_FILES))
            break
        else:
            paths.append((path, name))
    with _Progress(len(paths), progress) as bar:
        for path, name in paths:
            _read_one(Path(path), name, found)
            bar.step()
    return found.build()


def join(group: Class, people) -> Class:
    """Make several learners one, where somebody knows that they are.

    Args:
        group: the class.
        people: lists of labels of learners, one list a person; the first label stays.

    Returns:
        A `Class`; an entry that stood in two of their files counts once.
    """
    new = {label: labels[0] for labels in people for label in labels}
    if not new:
        return group
    table = group.learners.assign(learner=group.learners["learner"].replace(new))
    by = table.groupby("learner", sort=False)
    learners = by.first().assign(files=by["files"].agg("; ".join), exported=by["exported"].max())
    order = list(learners.index)
    owner = group.answers["learner"].astype("object").replace(new)
    answers = group.answers.assign(learner=pd.Categorical(owner, categories=order))
    answers = answers.drop_duplicates(["learner", "kind", "key", "value", "time", "order"])
    answers = answers.sort_values(["learner", "order"], kind="stable", ignore_index=True)
    counts = answers["learner"].value_counts().reindex(order).astype("int64")
    learners = learners.assign(entries=counts.to_numpy()).reset_index()
    return replace(group, learners=learners[list(group.learners)], answers=answers)


def gather(files, made_up: bool = False) -> Class:
    """Make a class of what was read already.

    Args:
        files: (name of the file, `journal.Lines`), one an export.
        made_up: True where no learner stands behind them.

    Returns:
        A `Class`.
    """
    found = _Gathering()
    for name, lines in files:
        found.add(name, lines)
    return found.build(made_up)


def _listed(place, found, depth=0):
    """Yield (path, why it must not be opened or '') for what lies in a folder, by name."""
    try:
        with os.scandir(place) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        reason = _refused("no_folder") if missing else _fault(error)
        found.refuse(tidy(str(place), 200) if not depth else tidy(place.name, 200), reason)
        return
    for entry in listed:
        if entry.name.startswith(".") and not entry.name.lower().endswith(".jsonl"):
            continue  # left behind by the system
        if entry.is_symlink():
            yield entry.path, _refused("link")
        elif not entry.is_dir(follow_symlinks=False):
            yield entry.path, _unfit(entry)
        elif depth:
            yield entry.path, _refused("deep")
        else:
            yield from _listed(Path(entry.path), found, 1)


def _fault(error) -> str:
    if isinstance(error, NotADirectoryError):
        return _refused("not_folder")
    return _refused("fault", error=getattr(error, "strerror", None))


def _unfit(entry) -> str:
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError as error:
        return _fault(error)
    if not stat.S_ISREG(about.st_mode):
        return _refused("device")
    if not entry.name.lower().endswith(journal.ENDINGS):
        return _refused("name")
    if about.st_size > MAX_BYTES:
        return _refused("large", size=about.st_size / 1e6, most=MAX_BYTES / 1e6)
    return "" if about.st_size else _refused("empty")


def _read_one(path, name, found):
    if found.full:
        found.refuse(name, _refused("full"))
        return
    try:
        content, reason = _content(path)
    except OSError as error:
        content, reason = b"", _fault(error)
    if reason:
        found.refuse(name, reason)
        return
    lines = journal.parse_lines(io.BytesIO(content))
    if lines.records or lines.header:
        found.add(name, lines)
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.refuse(name, _refused("utf16"))
    elif content.startswith(b"PK"):
        found.refuse(name, _refused("archive"))
    else:
        found.refuse(name, _refused("lines" if lines.skipped else "empty", n=lines.skipped))


def _content(path):
    """Return (bytes of a file, why it must not be read or '').

    What was an ordinary file when the folder was listed may be something else by now: the open
    file is what counts. A link is not followed, and a pipe does not keep us waiting.
    """
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # not every system has all three
        flags |= getattr(os, name, 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return b"", _refused("device")
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return b"", _refused("grown", most=MAX_BYTES / 1e6)
    return content, ""


def _as_text(value) -> str:
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # 5 and 5.0 are one answer; a whole number may be too large for a float.
        return f"{value:.15g}" if abs(value) < 1e300 else str(value)[:40]
    return json.dumps(value, ensure_ascii=False)


def _title(chart) -> str:
    """Return what a class keeps of a chart of one's own; its code is long and never run."""
    title = chart.get("title") if isinstance(chart, dict) else ""
    return title[:LONGEST] if isinstance(title, str) else ""


def _seconds(text: str) -> int:
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except (ValueError, OverflowError):
        return -1


class _Gathering:
    """Rows of a class in columns of numbers: 10,000 journals must fit into a small machine."""

    def __init__(self):
        self.files, self.refusals, self.remarks = [], [], []
        self.columns = {name: array("q") for name in _NUMBERS}
        self.ids, self.correct, self.file = array("Q"), array("b"), array("l")
        self.known = {name: {} for name in ("kind", "key", "value")}
        self.text, self.judged, self.light = 0, {}, {}

    @property
    def full(self) -> bool:
        return len(self.ids) >= MAX_ROWS or self.text >= MAX_TEXT

    def refuse(self, file, reason):
        self.refusals.append((file, reason))

    def note(self, file, message, other="", **facts):
        said = wording.say(f"classroom.noted.{message}", **facts)
        self.remarks.append((file, message, said, other))

    def add(self, file, lines):
        header, number = lines.header, len(self.files)
        self.files.append((file, tidy(header.get("name", ""), 80), header.get("exported", "")))
        # Of drafts a journal's own file may hold more than of all else; they must not fill it up.
        counting = [entry for entry in lines.records if entry["kind"] in KINDS]
        records = counting[:MAX_ENTRIES]
        if lines.skipped:
            self.note(file, "damaged", n=lines.skipped)
        said = header.get("count", len(lines.records))
        if (missing := said - len(lines.records) - lines.skipped) > 0:
            self.note(file, "lacks", n=missing)
        elif (more := len(lines.records) - said) > 0:
            self.note(file, "added", n=more)
        self.untrue = 0
        if len(counting) > MAX_ENTRIES:
            self.note(file, "many", n=MAX_ENTRIES)
        if not header:
            self.note(file, "headless")
        elif not lines.records:
            self.note(file, "bare")
        for entry, place in zip(records, journal.places(records), strict=True):
            kind, key, value = entry["kind"], entry["key"], entry["value"]
            text = _title(value) if kind == "own_chart" else _as_text(value)
            for name, word in (("kind", kind), ("key", key), ("value", text)):
                codes = self.known[name]
                code = codes.get(word)
                if code is None:
                    code = codes[word] = len(codes)
                    self.text += len(word)
                self.columns[name].append(code)
            self.columns["seconds"].append(_seconds(entry["time"]))
            self.columns["order"].append(place[0])
            self.columns["within"].append(place[1])
            self.ids.append(int(entry["id"][:16], 16))
            self.correct.append(self.judge(kind, key, value, text, entry.get("correct")))
            self.file.append(number)
        if self.untrue:
            self.note(file, "untrue", n=self.untrue)

    def judge(self, kind, key, value, text, claimed) -> int:
        """Return 1 for right, 0 for wrong, -1 where there is neither.

        What the entry claims counts for nothing; where it claims more than is so, that is counted.
        """
        if kind not in ("answer", "code", "concept"):
            return -1
        if (kind, key, text) not in self.judged:
            self.judged[kind, key, text] = self.judge_anew(kind, key, value)
        found = self.judged[kind, key, text]
        self.untrue += claimed is True and found == 0
        return found

    def judge_anew(self, kind, key, value) -> int:
        if kind == "concept":
            key = concepts.question_of(key)
        if key not in self.light:
            self.light[key] = light(key)
        question = self.light[key]
        # An answer to a prediction would be a guess that had seen the answer.
        if (
            question is None
            or question.use == "predict"
            or (kind == "code") != (question.kind == "code")
        ):
            return -1
        if kind == "code" and isinstance(value, str):
            # The journal keeps a list as its words; of a table's nobody can say what stood there.
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                return -1
        try:
            verdict = judging.judge(question, value).correct
        except (TypeError, ValueError, OverflowError):
            return -1
        return -1 if verdict is None else int(verdict)

    def build(self, made_up=False) -> Class:
        import numpy as np

        file = np.array(self.file, dtype="int64")
        ids = np.array(self.ids, dtype="uint64")
        columns = {name: np.array(self.columns.pop(name), dtype="int64") for name in _NUMBERS}
        content = copies.content(columns)
        owner, labels = self.owners(file, ids, content)
        frame = pd.DataFrame({"learner": owner[file] if len(file) else file, "id": ids} | columns)
        for a, b, n in copies.alike(frame["learner"].to_numpy(), file, ids, columns):
            self.note(self.files[b][0], "copied", self.files[a][0], n=n)
        frame["correct"] = np.array(self.correct, dtype="int8")
        frame = frame.drop_duplicates(["learner", "id"])
        frame = frame.sort_values(["learner", "order", "within", "id"], ignore_index=True)
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
        notes = pd.DataFrame(self.remarks, columns=["file", "code", "note", "other"], dtype="str")
        return Class(learners, answers, refused, notes, made_up)

    def owners(self, file, ids, content):
        """Return (number of the learner by file, label by learner); files of one are joined."""
        import numpy as np

        keys = [names.key(name) for _, name, _ in self.files]
        pairs = copies.shared_ids(file, ids, content, keys)
        joined = copies.Joined(keys)
        for one in self.of_one_person():
            joined.join(*one)
        sizes = np.bincount(file, minlength=len(self.files)) if len(file) else []
        for (a, b), (shared, alike) in sorted(pairs.items()):
            whole = alike == shared == min(sizes[a], sizes[b])
            joined.offer(a, b, whole)
        joined.settle()
        for (a, b), (shared, alike) in sorted(pairs.items()):
            same = joined.root(a) == joined.root(b)
            named = bool(keys[a] and keys[b])
            self.note(
                self.files[b][0], "shared", self.files[a][0], n=shared, same=same, named=named
            )
            if shared > alike:
                self.note(self.files[b][0], "altered", self.files[a][0], n=shared - alike)
        return self.labelled(joined)

    def of_one_person(self):
        """Yield pairs of files that the folder in which they lie gives to one person.

        That is a folder that Moodle made, for the files of each name in it, and any sub-folder in
        which all bear one name; files without a name or a head go together, as before.
        """
        folders = {}
        for n, (path, name, exported) in enumerate(self.files):
            parts = Path(path).parts
            if len(parts) > 1:
                folders.setdefault(parts[0], []).append((n, names.key(name), bool(exported)))
        for folder, files in folders.items():
            keys = {key for _, key, _ in files if key}
            groups = {}
            for n, key, exported in files:
                if key and (len(keys) == 1 or names.of_moodle(folder)):
                    groups.setdefault(key, []).append(n)
                elif not key and (not exported or names.of_moodle(folder)):
                    groups.setdefault("", []).append(n)
            yield from ((group[0], n) for group in groups.values() for n in group[1:])

    def labelled(self, joined):
        """Return what `owners` does; who bears another's name gets a number behind it."""
        import numpy as np

        mine = {}
        for n, _ in enumerate(self.files):
            mine.setdefault(joined.root(n), []).append(n)
        owner, labels, taken = [0] * len(self.files), [], Counter()
        for number, files in enumerate(mine.values()):
            for n in files:
                owner[n] = number
            name = next((self.files[n][1] for n in files if self.files[n][1]), "")
            label = name or _class("nameless", file=self.files[files[0]][0])
            key = names.key(label)
            taken[key] += 1
            if (nth := taken[key]) > 1:
                self.note(self.files[files[0]][0], "namesake", n=nth)
                label = _class("namesake", name=label, nth=nth)
                while names.key(label) in taken:
                    label += "'"
                taken[names.key(label)] += 1
            labels.append(label)
        return np.array(owner, dtype="int64"), labels

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


def light(key):
    """Make a question of the bank light for judging many answers.

    Args:
        key: its id.

    Returns:
        The `Question` with its expected value computed and without misconceptions; None where
        the bank has no such question.
    """
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
        words = _class("progress", done=self.done, total=self.total)
        if self.bar is None and _in_notebook():
            import ipywidgets as w
            from IPython.display import display

            self.bar = w.IntProgress(max=self.total, description=_class("reading"))
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
