"""Exports as files, a journal of its own for each test, and one made-up class for all."""

import json
import uuid

import pytest

from helpers import classroom, journal
from helpers.topics import hypotheses, stress


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


@pytest.fixture
def folder(tmp_path):
    """Return the empty folder of exports."""
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


@pytest.fixture
def export(folder):
    """Return a function that writes an export: (kind, key, value) by (kind, key, value)."""

    def write(name, *entries, file=None, ids=None, head=True, **more):
        lines = []
        for order, (kind, key, value) in enumerate(entries):
            entry = {"id": ids[order] if ids else uuid.uuid4().hex, "kind": kind, "key": key}
            when = f"2026-03-02T09:{order % 60:02}:00Z"
            lines.append(entry | {"time": when, "order": order, "value": value} | more)
        header = {"format": journal.FORMAT, "version": 1, "name": name}
        header |= {"exported": "2026-03-02T10:00:00Z", "count": len(lines)}
        path = folder / (file or f"{name}.jsonl")
        path.parent.mkdir(exist_ok=True)
        text = "".join(json.dumps(line) + "\n" for line in ([header] if head else []) + lines)
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def boards():
    """Return two boards that the made-up class fills."""
    return [hypotheses.code_items(), stress.rate_cases()]


@pytest.fixture(scope="session")
def group(boards):
    """Return a small made-up class."""
    return classroom.example(learners=9, seed=4, boards=boards)
