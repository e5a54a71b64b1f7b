"""Measure the collection against the plain way of doing the same; prints one table of ratios.

    python tests/benchmarks/run.py                  all parts
    python tests/benchmarks/run.py redraw imports   only these parts
    python tests/benchmarks/run.py --keep           write the table into README.md, too
    python tests/benchmarks/run.py --quick size     once each: does the script still run?

Both sides of a ratio are measured in turn (ours, theirs, ours, theirs …) and the median of the
ratios is told, so that a machine that slows down for a while does not tilt it. Where nothing waits
(redraw, imports, tables) the processor's time is taken, which other programs disturb less than
the clock's; lessons, suite and journal go by the clock. All parts but `size` work on a copy of
the collection in a temporary folder.
"""

import argparse
import ast
import contextlib
import csv
import datetime
import functools
import itertools
import json
import math
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import uuid
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
README = Path(__file__).with_name("README.md")
START, END = "<!-- last table -->", "<!-- end of last table -->"
PLAIN = "import pandas, matplotlib.pyplot, ipywidgets"
MB = 10**6


@dataclass
class Row:
    """One line of the table: what was measured, its value and bar, and the numbers behind it."""

    what: str
    value: float
    bar: float | None = None
    told: str = ""
    unit: str = "×"

    def cells(self):
        """Return the cells as text: name, value, bar, met or missed, details."""
        verdict = "—" if self.bar is None else "met" if self.value <= self.bar else "**missed**"
        if not math.isfinite(self.value):
            verdict = "not measured"
        bar = "" if self.bar is None else f"≤ {self.bar:g} {self.unit}"
        digits = 3 if self.value < 0.1 else 2
        value = f"{self.value:.{digits}f} {self.unit}" if math.isfinite(self.value) else ""
        return [self.what, value, bar, verdict, self.told]


# --- measuring ------------------------------------------------------------------------------------


def seconds(work, clock=time.perf_counter):
    """Time one call of a function of no arguments."""
    start = clock()
    work()
    return clock() - start


def effort(work):
    """Return the processor's time, all threads, for one call of a function of no arguments."""
    return seconds(work, time.process_time)


class Spent(NamedTuple):
    """Seconds by the clock, and of the processors."""

    clock: float
    effort: float


def in_turn(rounds, *measures):
    """Call each measure in turn, `rounds` times over; return one list of results for each."""
    results = [[measure() for measure in measures] for _ in range(rounds)]
    return [list(each) for each in zip(*results, strict=True)]


def ratio(ours, theirs):
    """Return the median of the ratios of neighbouring measurements."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))


def crowding():
    """Return time by the clock for each second of work: 1 where nobody else wants the cores."""

    def work():
        return sum(i * i for i in range(3_000_000))

    start = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - start[0]) / (time.process_time() - start[1])


@functools.cache
def scratch():
    """Return a temporary folder that is deleted when the script ends."""
    keeper = tempfile.TemporaryDirectory(prefix="sands-benchmarks-", ignore_cleanup_errors=True)
    scratch.keeper = keeper  # deleted with this function
    return Path(keeper.name)


@functools.cache
def collection():
    """Copy the collection as it is now; journals, settings and caches go beside the copy."""
    copy = scratch() / "collection"
    leave = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for part in ("helpers", "data", "notebooks", "tests/support"):
        shutil.copytree(ROOT / part, copy / part, ignore=leave)
    for part in ("pyproject.toml", "requirements.txt", "tests/nbval.cfg"):
        shutil.copy(ROOT / part, copy / part)
    names = ("SANDS_JOURNAL", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")
    os.environ.update({name: str(scratch() / name.lower()) for name in names})
    sys.path.insert(0, str(copy))
    return copy


def lessons(quick=False):
    """Return the paths of the lessons, in their order; when quick, only the first."""
    found = sorted((collection() / "notebooks").glob("*.ipynb"))
    return found[:1] if quick else found


# --- redraw ---------------------------------------------------------------------------------------


def redraw(quick):
    """Time explorers in a kernel of their own, where messages to the page are really sent."""
    from jupyter_client.manager import start_new_kernel

    paths = [str(collection()), str(Path(__file__).parent)]
    program = f"import sys; sys.path[:0] = {paths}; import run; run.redraw_here({quick})"
    heard = []

    def hear(message):
        if message["msg_type"] == "stream":
            heard.append(message["content"]["text"])

    manager, client = start_new_kernel(
        cwd=str(collection() / "notebooks"), stderr=subprocess.DEVNULL
    )
    try:
        reply = client.execute_interactive(program, output_hook=hear, timeout=1800)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok":
        raise RuntimeError("\n".join(reply["content"]["traceback"])[-1500:])
    line = next(line for line in "".join(heard).splitlines() if line.startswith("REDRAW "))
    found = json.loads(line.removeprefix("REDRAW "))
    rows, drawn = [], [each for each in found if "ratio" in each]
    for each in drawn:
        told = (
            f"worst {each['worst']:.2f}; {each['ms']:.0f} ms: page {each['page']:.0f}, rest "
            f"{each['rest']:.0f}"
        )
        rows.append(Row(f"redraw {each['name']}", each["ratio"], 1.1, told))
    if words := [each["ms"] for each in found if "ratio" not in each]:
        told = f"{min(words):.0f} to {max(words):.0f} ms; they draw nothing"
        rows.append(Row(f"redraw of {len(words)} other explorers", math.nan, None, told))
    if drawn:
        by = {key: [each[key] for each in drawn] for key in ("ratio", "only", "cached")}
        told = "median of all explorers; against the page's matplotlib calls + draw + RGBA PNG"
        rows.append(Row("redraw, all explorers (b)", median(by["ratio"]), 0.8, told))
        told = "median of all explorers; against draw + RGBA PNG of the finished page only"
        rows.append(Row("redraw, all explorers (a)", median(by["only"]), None, told))
        told = "slowest explorer; a setting seen before, against (b)"
        rows.append(Row("redraw, cached", max(by["cached"]), 0.05, told))
    return rows


def redraw_here(quick):
    """Run in the kernel: time every explorer of every topic; print the numbers as JSON."""
    import importlib
    import pkgutil

    from helpers import explorers, topics

    explorers.SLOW = math.inf  # a slow machine shall not wait for the control to rest
    found = []
    places = list(pkgutil.iter_modules(topics.__path__))
    for place in places[:1] if quick else places:
        module = importlib.import_module(f"helpers.topics.{place.name}")
        names = [name for name in vars(module) if name.startswith("explore_")]
        for name in names[:1] if quick else names:
            explorer = getattr(module, name)()
            if isinstance(explorer, explorers.Explorer):
                found.append({"name": f"{place.name}.{name}"} | _redraw_one(explorer, quick))
    print("\nREDRAW " + json.dumps(found))


def _redraw_one(explorer, quick):
    states = explorer.states()
    picked = states[:: max(1, len(states) // 2)][:3]
    if len(picked) == 1 or quick:
        picked = states[:2]
    times = [[] for _ in picked]
    explorer.set(**picked[-1])
    for turn in range(2 if quick else 4):
        for state, kept in zip(picked, times, strict=True):
            explorer._drawn.clear()
            with _watched(ours=True) as page:
                ours = effort(lambda state=state: explorer.set(**state))
            if "could not be drawn" in explorer._words.value:
                raise RuntimeError(f"{explorer.question} {state}: {explorer._picture.value}")
            with _watched(ours=False) as bare:
                explorer.view(**state)
            if turn:  # the first round fills what the topic keeps between pictures
                kept.append((ours, sum(page["whole"]), sum(bare["whole"]), sum(bare["again"])))
    if not any(whole for kept in times for _, whole, *_ in kept):
        return {"ms": 1000 * median(ours for kept in times for ours, *_ in kept)}
    # settings without a picture (a sentence, a table) have nothing to be compared with
    times = [[each for each in kept if each[2]] for kept in times]
    times = [kept for kept in times if kept]
    by_state = [median(ours / bare for ours, _, bare, _ in kept) for kept in times]
    every = [each for kept in times for each in kept]
    for state in picked:
        explorer.set(**state)
    again = [effort(lambda s=state: explorer.set(**s)) for _ in range(5) for state in picked]
    return {
        "ratio": median(by_state),
        "worst": max(by_state),
        "only": median(ours / again for ours, _, _, again in every),
        "cached": median(again) / median(bare for _, _, bare, _ in every),
        "ms": 1000 * median(ours for ours, *_ in every),
        "page": 1000 * median(page for _, page, *_ in every),
        "rest": 1000 * median(ours - page for ours, page, *_ in every),
    }


@contextlib.contextmanager
def _watched(ours):
    """Time each page as a whole; where it is not `ours`, it is encoded bare and drawn again."""
    import matplotlib as mpl

    from helpers import figures, svg

    times = {"whole": [], "again": []}
    page, picture = figures.page, svg.picture

    @contextlib.contextmanager
    def timed(*args, **more):
        start = time.process_time()
        with page(*args, **more) as sheet:
            yield sheet
        times["whole"].append(time.process_time() - start)
        if not ours:
            with mpl.rc_context(figures.STYLE):
                times["again"].append(effort(lambda: _bare(sheet._sheet)))

    figures.page = timed
    svg.picture = picture if ours else lambda figure, dpi: (_bare(figure), ())
    try:
        yield times
    finally:
        figures.page, svg.picture = page, picture


def _bare(figure):
    """Draw and encode as matplotlib does it: RGBA at 144 dpi, compress level 6."""
    import io

    from PIL import Image

    from helpers import figures

    canvas, out, dpi = figure.canvas, io.BytesIO(), figure.dpi
    figure.set_dpi(figures.DPI)
    canvas.draw()
    size = canvas.get_width_height()
    picture = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    picture.save(out, "PNG", compress_level=6)
    figure.set_dpi(dpi)
    return out.getvalue()


# --- imports --------------------------------------------------------------------------------------


def imports(quick):
    """Time the first code cell of each lesson in a fresh interpreter, and its imports alone."""
    rows = []
    for path in lessons(quick):
        cell = _first_cell(path)
        alone = [
            part for part in ast.parse(cell).body if isinstance(part, ast.Import | ast.ImportFrom)
        ]
        alone = "\n".join(map(ast.unparse, alone))
        runs = [functools.partial(_fresh, code) for code in (alone, PLAIN, cell)]
        in_turn(0 if quick else 1, *runs)  # compiled files and the disk's cache
        only, plain, whole = in_turn(1 if quick else 5, *runs)
        told = f"{1000 * median(only):.0f} ms against {1000 * median(plain):.0f}"
        rows.append(Row(f"imports of {path.stem}", ratio(only, plain), 0.6, told))
        told = f"{1000 * median(whole):.0f} ms; imports and the tables read there"
        rows.append(Row(f"first cell of {path.stem}", ratio(whole, plain), 0.6, told))
    return rows


def _first_cell(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "".join(next(cell["source"] for cell in cells if cell["cell_type"] == "code"))


def _fresh(code):
    """Run code in a new interpreter; the time it took there, the interpreter's start apart."""
    program = f"import time; start = time.process_time(); exec({code!r}); print()\n"
    program += "print(time.process_time() - start)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=collection() / "notebooks",
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout.split()[-1])


# --- lessons --------------------------------------------------------------------------------------


def lesson(quick):
    """Time each lesson's whole run, its kernel's start and end included."""
    rows = []
    for name, ours, plain in _lesson_runs(quick):
        own, base = [t for t, *_ in ours], [t for t, *_ in plain]
        busy = ratio([b for *_, b in ours], [b for *_, b in plain])
        told = f"{median(own):.1f} s against {median(base):.1f}; the kernel's processor {busy:.2f}"
        rows.append(Row(f"whole run of {name}", ratio(own, base), 2.5, told))
    return rows


def memory(quick):
    """Compare what a kernel holds after a lesson with what one holds after the imports."""
    rows = []
    for name, ours, plain in _lesson_runs(quick):
        own, base = [m for _, m, _ in ours], [m for _, m, _ in plain]
        told = f"{median(own) / MB:.0f} MB against {median(base) / MB:.0f} MB"
        rows.append(Row(f"memory after {name}", ratio(own, base), 1.3, told))
    return rows


@functools.cache
def _lesson_runs(quick):
    """Run lessons and the empty notebook in turn; (seconds, bytes, processor seconds) of each."""
    found = []
    for path in lessons(quick):
        runs = [functools.partial(_run, code_or_path) for code_or_path in (path, PLAIN)]
        try:
            ours, plain = in_turn(1 if quick else 3, *runs)
        except Exception as error:  # one broken lesson shall not hide the others
            print(f"{path.stem}: {error}", file=sys.stderr)
            ours = plain = [(math.nan, math.nan, math.nan)]
        found.append((path.stem, ours, plain))
    return found


def _run(lesson_or_code):
    sys.modules.setdefault("rfc3987_syntax", None)  # as the tests do; see tests/support
    import nbformat
    from nbclient import NotebookClient

    if isinstance(lesson_or_code, Path):
        notebook = nbformat.read(lesson_or_code, as_version=4)
    else:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(lesson_or_code)])
    # ipykernel has loaded psutil already
    weigh = "import psutil, time\nprint(psutil.Process().memory_info().rss, time.process_time())"
    notebook.cells.append(nbformat.v4.new_code_cell(weigh))
    where = {"metadata": {"path": str(collection() / "notebooks")}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where)
    took = seconds(client.execute)
    held, busy = notebook.cells[-1]["outputs"][0]["text"].split()
    return took, int(held), float(busy)


# --- suite ----------------------------------------------------------------------------------------


def suite(quick):
    """Check all lessons on two workers, against nbconvert a lesson at a time and all at once."""
    paths = [str(path) for path in lessons(quick)]
    check = ["pytest", "-n", "2", "--dist", "loadfile", *paths]
    convert = ["nbconvert", "--to", "notebook", "--execute", "--output-dir", str(scratch() / "out")]
    ours, each, once = in_turn(
        2,  # each takes a minute or so, over which the machine's moods even out
        lambda: _command(check, fine=(0, 1)),  # 1: an output differs; it took its time all the same
        lambda: Spent(*map(sum, zip(*(_command([*convert, p]) for p in paths), strict=True))),
        lambda: _command([*convert, *paths]),
    )
    rows = []
    for plain, what, bar in ((each, "a lesson", 0.35), (once, "for all", 0.55)):
        effort_too = ratio([t.effort for t in ours], [t.effort for t in plain])
        clock = [t.clock for t in ours], [t.clock for t in plain]
        told = f"{len(paths)} lessons, {median(clock[0]):.1f} s against {median(clock[1]):.1f} s; "
        told += f"processor's time {effort_too:.2f}"
        rows.append(Row(f"checking lessons, to one nbconvert {what}", ratio(*clock), bar, told))
    return rows


def _command(words, fine=(0,)):
    start = time.perf_counter(), _children()
    command = [sys.executable, "-m", *words]
    run = subprocess.run(command, cwd=collection(), capture_output=True, text=True, check=False)
    if run.returncode not in fine:
        raise RuntimeError(f"{' '.join(words[:6])} …: {(run.stdout + run.stderr)[-1500:]}")
    return Spent(time.perf_counter() - start[0], _children() - start[1])


def _children():
    spent = os.times()
    return spent.children_user + spent.children_system


# --- tables and journal ---------------------------------------------------------------------------


def tables(quick):
    """Time reading a table that nobody has read yet, and how that grows with its rows."""
    collection()
    import pandas as pd

    from helpers import data

    rows = []
    for name in ("transfers", "un_agreement", "un_ukraine_votes")[: 1 if quick else 3]:
        took, plain = {}, {}
        folders = {times: _longer(name, times) for times in ((1, 10) if quick else (1, 10, 100))}
        for times, folder in folders.items():
            took[times], plain[times] = in_turn(
                2 if quick else 5,
                functools.partial(_cold, data, name, folder),
                functools.partial(effort, functools.partial(pd.read_csv, folder / f"{name}.csv")),
            )
        most = max(folders)
        ms = "; ".join(f"{times}× rows {1000 * median(t):.0f} ms" for times, t in took.items())
        told = f"{ms}; pandas.read_csv without any check {1000 * median(plain[1]):.0f} ms at 1×"
        value = ratio(took[most], took[most // 10]) / 10
        rows.append(Row(f"reading {name}: ten times the rows, time per row", value, None, told))
    return rows


def _cold(data, name, folder):
    for function in vars(data).values():
        if hasattr(function, "cache_clear"):
            function.cache_clear()
    return effort(lambda: data.table(name, folder))


@functools.cache
def _longer(name, times):
    """Return a copy of data/ in which one table has many times its rows.

    A further column `copy`, part of the key, keeps every rule of the table.
    """
    folder = scratch() / f"data-{name}-{times}"
    shutil.copytree(collection() / "data", folder)
    if times == 1:
        return folder
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    resource = next(each for each in package["resources"] if each["name"] == name)
    number = {"name": "copy", "type": "integer", "constraints": {"required": True, "minimum": 0}}
    resource["schema"]["fields"].append(number)
    resource["schema"]["primaryKey"].append("copy")
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    path = folder / f"{name}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*header, "copy"])
        writer.writerows([*row, copy] for copy in range(times) for row in rows)
    return folder


def journal(quick):
    """Time keeping one entry and reading all, and how both grow with the journal."""
    collection()
    from helpers import journal

    rows, took, first = [], {}, {}
    for count in (60, 600) if quick else (60, 600, 6000):
        os.environ["SANDS_JOURNAL"] = str(folder := scratch() / f"journal-{count}")
        _fill_journal(folder, count)
        journal._session_of.cache_clear()
        first[count] = seconds(lambda: journal.record("answer", "3.2", "alliance"))
        ours, floor = in_turn(
            10 if quick else 60,
            lambda: seconds(lambda: journal.record("answer", "3.2", "alliance", correct=False)),
            lambda folder=folder: seconds(lambda: _append(folder / "floor.txt")),
        )
        took[count] = [seconds(journal.entries) for _ in range(5)]
        told = f"{1000 * median(ours):.2f} ms; the first one of a session {1000 * first[count]:.0f}"
        what = f"keeping an entry beside {count}, to a bare append with fsync"
        rows.append(Row(what, ratio(ours, floor), None, told))
    most = max(took)
    ms = "; ".join(f"{count} entries {1000 * median(t):.1f} ms" for count, t in took.items())
    value = ratio(took[most], took[most // 10]) / 10
    rows.append(Row("reading a journal: ten times the entries, time per entry", value, None, ms))
    return rows


def _fill_journal(folder, count):
    folder.mkdir()
    entry = {"time": "2026-01-31T09:30:00Z", "kind": "answer", "key": "3.2", "value": "alliance"}
    lines = [
        json.dumps({"id": uuid.uuid4().hex, "order": order, "correct": False, **entry})
        for order in range(count)
    ]
    (folder / "sands-journal-old.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def _append(path):
    with path.open("ab", buffering=0) as file:
        file.write(b" " * 200)
        os.fsync(file.fileno())


# --- size -----------------------------------------------------------------------------------------


def size(quick):
    """Weigh the files of the checkout, ignored ones apart, and the heaviest notebook."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = {name: ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    weights = {name: path.stat().st_size / MB for name, path in files.items()}
    heavy = sorted(weights, key=weights.get, reverse=True)[:3]
    heavy = ", ".join(f"{name} {weights[name]:.2f}" for name in heavy)
    told = f"{len(weights)} files; heaviest {heavy}"
    rows = [Row("repository without history", sum(weights.values()), 9, told, "MB")]
    rows += shape()
    notebooks = [name for name in sorted(weights, key=weights.get) if name.endswith(".ipynb")]
    rows.append(Row("heaviest notebook", weights[notebooks[-1]], 1, notebooks[-1], "MB"))
    return rows


def shape():
    """Count lines of the house: whole floors, and the functions of the topics."""
    floors = {"helpers": "**/*.py", "helpers/topics": "*.py", "helpers/measures": "*.py"}
    rows, lengths = [], []
    for floor, pattern in floors.items():
        texts = [path.read_text("utf-8") for path in sorted((ROOT / floor).glob(pattern))]
        lines = sorted(len(text.splitlines()) for text in texts)
        told = f"{len(lines)} modules, the longest {lines[-1]}"
        rows.append(Row(f"lines of {floor}", sum(lines), None, told, "lines"))
        if floor.endswith("topics"):
            nodes = itertools.chain.from_iterable(ast.walk(ast.parse(text)) for text in texts)
            found = (each for each in nodes if isinstance(each, ast.FunctionDef))
            lengths = [each.end_lineno - each.lineno + 1 for each in found]
    rows.append(Row("longest function of topics", max(lengths), 40, "", "lines"))
    rows.append(Row("median function of topics", median(lengths), None, "aim 8", "lines"))
    return rows


def lab(quick):
    """Time a key press to the decoded picture in JupyterLab; needs a Chromium."""
    import in_lab

    return [Row(*row) for row in in_lab.measure(quick)]


# --- the table ------------------------------------------------------------------------------------

PARTS = {
    part.__name__: part
    for part in (redraw, imports, lesson, memory, suite, tables, journal, size, lab)
}


def main(arguments):
    """Measure the parts named; print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="once each, numbers mean nothing")
    parser.add_argument("--keep", action="store_true", help="write the table into README.md")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.parts) - set(PARTS)):
        parser.error(f"unknown part {', '.join(unknown)}; known: {', '.join(PARTS)}")
    # Where this forbids it, every kernel would compile its packages anew, and little else would
    # be measured; on a reader's machine the first start does it once.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    rows, failed, crowd = [], 0, [crowding()]
    for name in options.parts or PARTS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            rows += (found := PARTS[name](options.quick))
            print(*(" | ".join(row.cells()) for row in found), sep="\n", file=sys.stderr)
        except Exception:
            traceback.print_exc()
            failed += 1
            rows.append(Row(f"{name}: stopped by an error", math.nan))
        crowd.append(crowding())
    text = table(rows, machine(crowd))
    print(text)
    if options.keep:
        keep(text)
    return 1 if failed else 0


def machine(crowd):
    """Say when and on what was measured, and whether the machine was quiet."""
    words = "quiet" if max(crowd) < 1.1 else "noisy: read what goes by the clock with care"
    return (
        f"{datetime.date.today():%Y-%m-%d}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {platform.system()} {platform.machine()}. A second of work "
        f"took {min(crowd):.2f} to {max(crowd):.2f} s by the clock ({words})."
    )


def table(rows, machine):
    """Return the rows as a Markdown table under a line on the machine."""
    head = ["what", "value", "bar", "verdict", "behind it"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in rows)]
    return machine + "\n\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def keep(text):
    """Put the table between the marks in README.md."""
    old = README.read_text("utf-8")
    pattern = re.compile(f"{re.escape(START)}.*{re.escape(END)}", re.DOTALL)
    README.write_text(pattern.sub(lambda _: f"{START}\n{text}{END}", old), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
