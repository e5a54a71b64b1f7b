"""What holds of the journal whatever is entered and whatever happens to its files."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import journal

few = settings(max_examples=60, deadline=None)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
keys = st.text(min_size=1, max_size=80).filter(str.isprintable)
lines = st.lists(st.tuples(st.integers(0, 9), json_values), min_size=1, max_size=8)


@pytest.fixture
def in_new_folder(monkeypatch, new_session):
    """Return a function that gives each example an empty journal."""
    with tempfile.TemporaryDirectory() as base:

        def make():
            folder = Path(tempfile.mkdtemp(dir=base))
            monkeypatch.setenv("SANDS_JOURNAL", str(folder))
            new_session()
            return folder

        yield make
    new_session()


def entry(number, order, value):
    fixed = {"time": "2026-01-31T09:30:00Z", "kind": "note", "key": "1"}
    return {"id": f"{number:032x}", "order": order, "value": value} | fixed


def encoded(entries):
    return [b"\n" + json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in entries]


def test_any_json_value_comes_back_as_it_was(in_new_folder, new_session):
    @few
    @given(json_values, keys, json_values)
    def comes_back(value, key, more):
        in_new_folder()
        assert journal.record("note", key, value, more=more).saved
        new_session()
        (found,) = journal.entries("note", key)
        assert json.dumps([found["value"], found["more"]]) == json.dumps([value, more])
        assert journal.damage() == []

    comes_back()


def test_merging_does_not_hang_on_files_or_their_order(in_new_folder, new_session):
    @few
    @given(lines, st.data())
    def merges(made, data):
        # Ids and orders repeat: copies, and damage that still reads as an entry.
        written = encoded([entry(n % 4, n, value) for n, value in made])
        seen = []
        for _ in range(3):
            folder = in_new_folder()
            for line in data.draw(st.permutations(written)):
                name = data.draw(st.sampled_from("abc"))
                with (folder / f"sands-journal-{name}.jsonl").open("ab") as file:
                    file.write(line)
            seen.append(json.dumps(journal.entries(), sort_keys=True))
        assert seen[0] == seen[1] == seen[2]
        assert len(json.loads(seen[0])) == len({n % 4 for n, _ in made})

    merges()


def test_no_damage_raises_or_reaches_an_undamaged_line(in_new_folder):
    @settings(max_examples=120, deadline=None)
    @given(lines, st.data(), st.binary(max_size=12))
    def survives(made, data, instead):
        entries = [entry(n, n, value) for n, (_, value) in enumerate(made)]
        written = encoded(entries)
        whole = b"".join(written)
        start = data.draw(st.integers(0, len(whole)))
        end = data.draw(st.integers(start, min(len(whole), start + 40)))
        path = in_new_folder() / "sands-journal-x.jsonl"
        path.write_bytes(whole[:start] + instead + whole[end:])
        found = [json.dumps(one, sort_keys=True) for one in journal.entries()]
        position = 0
        for one, line in zip(entries, written, strict=True):
            if position + len(line) <= start or position >= end:
                assert json.dumps(one, sort_keys=True) in found
            position += len(line)
        journal.describe()
        assert journal.record("note", "1", "next").saved
        assert journal.latest("note", "1") == "next"

    survives()


def test_no_file_raises(tmp_path):
    @few
    @given(st.binary() | json_values.map(lambda value: json.dumps(value).encode()))
    def reads(content):
        (tmp_path / "file").write_bytes(content)
        records, skipped, header = journal.read_lines(tmp_path / "file")
        assert records == []
        assert skipped <= content.count(b"\n") + 1
        assert header == {}

    reads()
