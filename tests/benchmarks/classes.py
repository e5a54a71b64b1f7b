"""Measure reading the exports of whole classes; prints one table.

    python tests/benchmarks/classes.py                    1,000 and 10,000 journals
    python tests/benchmarks/classes.py 30x60 1000x600     journals x entries of each

Each row is read in a process of its own, with the clock and the highest memory of that process.
`bare` is a process that reads nothing. Bars: 1,000 journals of 60 entries in seconds (at most 10),
10,000 without running out of memory (at most 2 GB).
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = ["1000x60", "1000x600", "10000x60"]
BARS = {"1000x60": ("seconds", 10), "10000x60": ("MB", 2000)}
MEASURE = """
import resource, sys, time
sys.path.insert(0, {root!r})
from helpers import classroom
start = time.perf_counter()
group = classroom.read({folder!r}, progress=False)
read = time.perf_counter() - start
start = time.perf_counter()
classroom.grades(group, range(10)); classroom.wrong_options(group)
classroom.estimate_spread(classroom.estimates(group))
classroom.item_analysis(group); classroom.mastery(group); classroom.needs(group)
classroom.gain(group)
counted = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
peak /= 1e6 if sys.platform == "darwin" else 1e3
print(len(group.learners), len(group.answers), len(group.refused), read, counted, peak)
"""


def write(folder, journals, entries):
    """Write exports of made-up learners: answers, predictions, estimates; returns their bytes."""
    sys.path.insert(0, str(ROOT))
    from helpers import bank, journal

    rng = random.Random(1)
    asked = [q for q in bank.bank().values() if q.kind in ("single", "number", "text")]
    size = 0
    for learner in range(journals):
        lines = []
        for order in range(entries):
            question = asked[order % len(asked)]
            kind, key = "prediction" if question.use == "predict" else "answer", question.id
            value = rng.randint(1, 99)
            if question.kind == "single":
                value = rng.choice(question.options).key
            elif question.kind == "text":
                value = f"Made-up words number {rng.random()} of a made-up learner."
            if order % 10 == 9:
                kind, key = "estimate", str(order // 10 % 10)
                value = {"best": rng.randint(2, 8), "low": 1, "high": 9, "reason": "Made up."}
            lines.append(
                {
                    "id": f"{rng.getrandbits(128):032x}",
                    "time": "2026-03-02T09:30:00Z",
                    "order": order,
                    "kind": kind,
                    "key": key,
                    "value": value,
                }
            )
        header = {"format": journal.FORMAT, "version": 1, "name": f"Learner {learner} (made up)"}
        header |= {"exported": "2026-03-02T09:30:00Z", "count": entries}
        text = "".join(json.dumps(line) + "\n" for line in (header, *lines))
        (folder / f"{learner:05}.jsonl").write_text(text, "utf-8")
        size += len(text)
    return size


def run(program):
    """Run a program in a Python of its own and return what it printed, as numbers."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return [float(word) for word in done.stdout.split()]


def main(sizes):
    """Print the table for these sizes, such as '1000x60'."""
    print("| exports | files, MB | reading, s | measures, s | peak memory, MB | bar |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in ["0x0", *sizes]:
        journals, entries = map(int, size.split("x"))
        with tempfile.TemporaryDirectory(prefix="sands-classes-") as name:
            written = write(Path(name), journals, entries)
            learners, rows, refused, read, counted, peak = run(
                MEASURE.format(root=str(ROOT), folder=name)
            )
        if (learners, rows, refused) != (journals, journals * entries, 0):
            sys.exit(f"{size}: read {learners:g} learners, {rows:g} entries, refused {refused:g}")
        verdict = "—"
        if size in BARS:
            unit, bar = BARS[size]
            value = read if unit == "seconds" else peak
            verdict = f"≤ {bar} {unit}: {'met' if value <= bar else '**missed**'}"
        what = f"{journals:,} of {entries:,} entries" if journals else "bare"
        cells = f"{written / 1e6:.1f} | {read:.1f} | {counted:.1f} | {peak:.0f} | {verdict}"
        print(f"| {what} | {cells} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or SIZES)
