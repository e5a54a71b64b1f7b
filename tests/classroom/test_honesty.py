"""Files that were copied, changed by hand or cut off are told; no file becomes somebody else's."""

import json
import uuid

import numpy as np
import pytest

from helpers import bank, classroom, journal
from helpers.classroom import copies

KEYS = [q.id for q in bank.bank().values() if q.kind == "single" and q.use != "predict"]


def ids(count):
    return [uuid.uuid4().hex for _ in range(count)]


@pytest.fixture
def write(folder):
    """Return a function that writes an export: (key, value, second of its time) by its entries."""

    def write_file(name, entries, file=None, ids=None, count=None):
        head = {"format": journal.FORMAT, "version": 1, "name": name}
        head |= {"exported": "2026-03-03T10:00:00Z", "count": len(entries)}
        lines = [head | ({} if count is None else {"count": count})]
        for n, (key, value, second) in enumerate(entries):
            time = f"2026-03-02T{9 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
            entry = {"id": ids[n] if ids else uuid.uuid4().hex, "time": time, "order": n}
            lines.append(entry | {"kind": "answer", "key": key, "value": value})
        path = folder / (file or f"{name}.jsonl")
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        return path

    return write_file


def worked(count, seed=7, start=0):
    """Return answers to `count` questions, some seconds after one another."""
    second, found = start, []
    for n in range(count):
        second += 20 + (n * n * seed + 13 * n * seed) % 97
        options = bank.find(KEYS[n]).options
        found.append((KEYS[n], options[(n * seed) % len(options)].key, second))
    return found


def noted(group, code):
    return [tuple(row) for row in group.notes.query("code == @code")[["file", "other"]].to_numpy()]


# --- whose a file is ------------------------------------------------------------------------------


def test_a_file_without_a_name_that_shares_one_entry_stays_its_own(folder, write):
    own = ids(3)
    write("Ada", worked(3), ids=own)
    write("", worked(4, seed=5), file="x.jsonl", ids=[own[0], *ids(3)])
    group = classroom.read(folder)
    assert list(group.learners["learner"]) == ["Ada", "no name: x.jsonl"]
    assert list(group.learners["entries"]) == [3, 4]
    assert "bears no name" in group.notes["note"].iloc[0]


def test_a_file_without_a_name_that_could_be_two_peoples_stays_its_own(folder, write):
    own = ids(3)
    for name in ("Ada", "Bea"):
        write(name, worked(3), ids=own)
    write("", worked(2), file="x.jsonl", ids=own[:2])
    group = classroom.read(folder)
    assert sorted(group.learners["learner"]) == ["Ada", "Bea", "no name: x.jsonl"]


def test_an_earlier_export_without_a_name_is_its_owners(folder, write):
    own = ids(4)
    write("Ada", worked(4), ids=own)
    write("", worked(2), file="early.jsonl", ids=own[:2])
    write("", worked(3), file="later.jsonl", ids=own[:3])
    group = classroom.read(folder)
    assert list(group.learners["learner"]) == ["Ada"]
    assert list(group.learners["entries"]) == [4]


def test_one_name_typed_in_two_ways_is_one_learner_where_entries_are_shared(folder, write):
    own = ids(3)
    write("Lovelace, Ada", worked(2), ids=own[:2], file="1.jsonl")
    write("ａｄａ  LOVELACE", worked(3), ids=own, file="2.jsonl")
    assert list(classroom.read(folder).learners["entries"]) == [3]


def test_one_name_typed_in_two_ways_is_told_where_nothing_is_shared(folder, write):
    write("Ada Lovelace", worked(2), file="1.jsonl")
    write("lovelace, ada", worked(3, seed=5), file="2.jsonl")
    group = classroom.read(folder)
    assert list(group.learners["learner"]) == ["Ada Lovelace", "lovelace, ada (2)"]
    assert noted(group, "namesake") == [("2.jsonl", "")]


def test_the_same_entries_in_a_hundred_files_are_told_and_joined_with_nobody(folder, write):
    own = ids(2)
    for n in range(100):
        write(f"Learner {n}", worked(2), ids=own)
    group = classroom.read(folder)
    assert len(group.learners) == 100
    assert {file for pair in noted(group, "shared") for file in pair} == set(
        group.learners["files"]
    )


def test_weekly_exports_in_a_folder_of_ones_own_are_one_learner(folder, write):
    write("Ada", worked(3), file="ada/week 1.jsonl")
    write("ada ", worked(4, seed=5), file="ada/week 2.jsonl")
    for name in ("Ada", "Ada", "Bo"):  # a folder of a whole class is nobody's own
        write(name, worked(2, seed=3 + len(name)), file=f"class/{uuid.uuid4().hex}.jsonl")
    group = classroom.read(folder)
    assert sorted(group.learners["entries"]) == [2, 2, 2, 7]


# --- copied ---------------------------------------------------------------------------------------


def test_a_copied_journal_under_another_name_with_new_ids_is_told(folder, write):
    write("Ada", worked(12))
    write("Bea", worked(12))
    group = classroom.read(folder)
    assert noted(group, "copied") == [("Bea.jsonl", "Ada.jsonl")]
    assert list(group.learners["entries"]) == [12, 12]


def test_a_copy_moved_in_time_and_one_among_own_answers_are_told(folder, write):
    write("Ada", worked(20))
    write("Bea", worked(20, start=500))
    mixed = [entry for pair in zip(worked(20), worked(20, seed=3), strict=True) for entry in pair]
    write("Cy", mixed)
    assert noted(classroom.read(folder), "copied") == [
        ("Bea.jsonl", "Ada.jsonl"),
        ("Cy.jsonl", "Ada.jsonl"),
    ]


def test_learners_who_answer_alike_in_one_room_are_not_accused(folder, write):
    for n, name in enumerate("abcdefgh"):
        steps = [
            (key, value, t + n * 7 + place * (n + 1))
            for place, (key, value, t) in enumerate(worked(30))
        ]
        write(name, steps)
    group = classroom.read(folder)
    assert noted(group, "copied") == []


def test_answers_that_a_program_wrote_in_one_second_say_nothing(folder, write):
    for name in "ab":
        write(name, [(key, value, 0) for key, value, _ in worked(12)])
    assert noted(classroom.read(folder), "copied") == []


# --- changed by hand ------------------------------------------------------------------------------


def test_an_entry_changed_under_its_id_is_told(folder, write):
    own = ids(6)
    write("Ada", worked(6), ids=own)
    better = [(key, bank.find(key).options[0].key, second) for key, _, second in worked(6)]
    write("Ada", better, ids=own, file="again.jsonl")
    group = classroom.read(folder)
    assert noted(group, "altered") == [("again.jsonl", "Ada.jsonl")]
    assert len(group.learners) == 1


def test_more_entries_than_the_head_says_are_told(folder, write):
    write("Ada", worked(6), count=4)
    note = classroom.read(folder).notes.iloc[0]
    assert note["note"].startswith("changed by hand: it holds 2 entries more")


def test_hidden_names_hide_the_notes_files(folder, write):
    write("Ada", worked(12))
    write("Bea", worked(12))
    hidden = classroom.hide_names(classroom.read(folder))
    assert "Ada" not in hidden._repr_html_()
    assert list(hidden.notes["code"]) == ["copied"]


# --- by hand --------------------------------------------------------------------------------------


def test_shared_ids_are_counted_by_pair_with_their_content():
    file, ids = np.array([0, 0, 1, 1, 2]), np.array([1, 2, 1, 2, 2], dtype="uint64")
    content = np.array([5, 6, 5, 7, 6], dtype="uint64")
    assert copies.shared_ids(file, ids, content, ["a", "b", ""]) == {
        (0, 1): (2, 1),
        (0, 2): (1, 1),
        (1, 2): (1, 0),
    }


def test_files_are_joined_whatever_order_they_are_offered_in():
    for pairs in ([(0, 1), (1, 2)], [(1, 2), (0, 1)]):
        joined = copies.Joined(["a", "", ""])
        for a, b in pairs:
            joined.offer(a, b, whole=True)
        joined.settle()
        assert {joined.root(n) for n in range(3)} == {0}


def test_few_entries_alike_are_no_copy():
    columns = {name: np.array([1, 1, 2, 2]) for name in ("kind", "key", "value", "within")}
    columns |= {"order": np.array([1, 2, 1, 2]), "seconds": np.array([10, 20, 10, 20])}
    owner = file = np.array([0, 0, 1, 1])
    assert copies.alike(owner, file, np.arange(4, dtype="uint64"), columns) == []
