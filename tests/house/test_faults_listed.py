"""The list of faults speaks of tests that exist."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def test_each_fault_has_a_test_that_exists():
    rows = re.findall(r"^\| (?!fault|---)(.+)\|$", (TESTS / "FAULTS.md").read_text("utf-8"), re.M)
    sources = "\n".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    known = set(re.findall(r"^def (test_\w+)", sources, re.M))
    assert len(rows) > 12
    for row in rows:
        named = set(re.findall(r"`(test_\w+)`", row))
        assert named, f"no test: {row[:60]}"
        assert named <= known, f"gone: {named - known}"
