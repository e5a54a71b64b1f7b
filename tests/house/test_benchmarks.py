"""The benchmarks still run; what they measure is never a test."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


def run(*words):
    command = [sys.executable, BENCHMARKS / "run.py", "--quick", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_parts_run_and_print_one_table():
    # without those that start many processes: they take long, and other tests run the lessons
    done = run("redraw", "tables", "journal", "size")
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert all(line.count("|") == 6 for line in lines)
    for part in ("redraw", "reading", "keeping", "repository"):
        assert any(line.startswith(f"| {part}") for line in lines), part


def test_an_unknown_part_is_named():
    done = run("speed")
    assert done.returncode == 2
    assert "unknown part speed; known: redraw" in done.stderr


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    import run

    yield run
    sys.modules.pop("run")


def test_the_ratio_is_the_median_of_neighbours(script):
    assert script.ratio([1, 9, 2], [1, 3, 1]) == 2


def test_a_bar_is_told_in_words(script):
    verdicts = [script.Row("what", value, 1.1).cells()[3] for value in (1.1, 1.2, float("nan"))]
    assert verdicts == ["met", "**missed**", "not measured"]
    assert script.Row("what", 7.0).cells()[3] == "—"
