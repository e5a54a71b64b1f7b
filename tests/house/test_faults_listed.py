"""The lists of faults and of promises speak of tests that exist, and of sentences that stand."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
FAULTS, PROMISES = (TESTS / "FAULTS.md").read_text("utf-8").split("\n# Promises")


def rows(text):
    return re.findall(r"^\| (?!fault|promise|---)(.+) \|$", text, re.M)


def test_each_fault_and_each_promise_has_a_test_that_exists():
    sources = "\n".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    known = set(re.findall(r"^def (test_\w+)", sources, re.M))
    assert len(rows(FAULTS)) > 12
    for row in rows(FAULTS) + rows(PROMISES):
        named = set(re.findall(r"`(test_\w+)`", row))
        assert named, f"no test: {row[:60]}"
        assert named <= known, f"gone: {named - known}"


def test_each_promise_stands_where_it_is_said_to_stand():
    assert len(rows(PROMISES)) > 30
    for promise, page, _ in (row.split(" | ") for row in rows(PROMISES)):
        assert promise in (TESTS.parent / page).read_text("utf-8"), promise
