"""Coming back, on this machine or another: nothing is lost, nothing counts twice."""

import json
import os
import stat
import time

import pytest

from helpers import journal

LATE = 2**53 - 1


def fill():
    journal.record("prediction", "3.7", 4)
    journal.record("rethought", "3.7", 5)
    journal.record("answer", "3.1", "b", correct=True)
    journal.record("board", "3.clauses", {"a": {"b": "c"}})
    journal.record("estimate", "3", {"best": 4.0, "low": 3.0, "high": 6.0})
    journal.record("answer", "30.1", "x")
    journal.record("forecast", "fq01", 60.0)
    journal.record("briefing", "judgment", "They are aligned where it is cheap.")
    for words in ("I", "I think", "I think so"):
        journal.record("draft", "answer:3.2", {"one": words})


def elsewhere(monkeypatch, folder, new_session):
    """Go to another machine, that is another folder."""
    monkeypatch.setenv("SANDS_JOURNAL", str(folder))
    new_session()


# --- first, newest


def test_the_first_and_the_newest_of_a_key_are_told_apart(place):
    fill()
    journal.record("prediction", "3.7", 9)
    assert journal.first("prediction", "3.7") == 4
    assert journal.latest("prediction", "3.7") == 9
    assert journal.newest("prediction", "3.7")["value"] == 9
    assert journal.newest("prediction", "9.9") is None
    assert journal.first("prediction", "9.9", "none") == "none"


def test_what_a_caller_changes_does_not_change_the_journal(place):
    fill()
    journal.latest("board", "3.clauses")["a"]["b"] = "changed"
    journal.newest("estimate", "3")["value"]["best"] = 10
    assert journal.latest("board", "3.clauses") == {"a": {"b": "c"}}
    assert journal.latest("estimate", "3")["best"] == 4.0


def test_what_another_kernel_writes_is_seen_at_once(place):
    journal.record("answer", "1.1", "a")
    assert journal.latest("answer", "1.1") == "a"
    (own,) = place.glob("*.jsonl")
    entry = journal.entries()[0] | {"id": "f" * 32, "value": "b", "order": 2**52 - 10**15}
    other = place / "sands-journal-other.jsonl"
    other.write_text(json.dumps(entry) + "\n")
    assert journal.latest("answer", "1.1") in ("a", "b")
    assert len(journal.entries()) == 2
    other.unlink()
    assert len(journal.entries()) == 1
    assert own.exists()


def test_files_that_did_not_change_are_not_read_again(place, monkeypatch, new_session):
    for _ in range(3):
        fill()
        new_session()
    journal.entries()
    monkeypatch.setattr(journal, "read_lines", lambda path: pytest.fail(f"read {path} again"))
    for _ in range(5):
        assert journal.latest("answer", "3.1") == "b"


# --- clocks


@pytest.mark.parametrize("order", [LATE, LATE - 1, journal.FAR + 1])
def test_an_entry_from_a_clock_gone_wrong_is_not_the_newest_for_ever(place, order, new_session):
    journal.record("answer", "1.1", "before")
    (own,) = place.glob("*.jsonl")
    wrong = journal.entries()[0] | {"id": "e" * 32, "value": "wrong", "order": order}
    with own.open("a") as file:
        file.write(json.dumps(wrong) + "\n")
    new_session()
    for value in ("later", "and later", "last"):
        journal.record("answer", "1.1", value)
        assert journal.latest("answer", "1.1") == value
    orders = [e["order"] for e in journal.entries() if e["value"] != "wrong"]
    assert len(set(orders)) == len(orders)
    assert [e["value"] for e in journal.entries()][:2] == ["before", "wrong"]


def test_a_machine_whose_clock_stands_in_the_year_2255_still_keeps_the_order(place, monkeypatch):
    monkeypatch.setattr(journal.time, "time_ns", lambda: (LATE + 5) * 1000)
    for n in range(20):
        journal.record("answer", "1.1", n)
        assert journal.latest("answer", "1.1") == n


# --- kept is only said where it is true


def test_a_file_system_that_forgets_what_it_took_is_found_out(place, monkeypatch):
    write = journal._write
    monkeypatch.setattr(journal, "_write", lambda file, content: write(file, b""))
    said = journal.record("answer", "1.1", "a")
    assert not said.saved
    assert "cannot be read back" in said.message
    assert journal.latest("answer", "1.1") == "a"  # in memory
    monkeypatch.undo()
    monkeypatch.setenv("SANDS_JOURNAL", str(place))
    assert journal.save().saved
    assert journal.latest("answer", "1.1") == "a"


def test_a_line_is_read_back_once_a_session_and_folder(place, monkeypatch, new_session):
    asked = []
    monkeypatch.setattr(journal, "_read_back", lambda path, line: asked.append(path.parent))
    journal.record("answer", "1.1", "a")
    journal.record("answer", "1.1", "b")
    assert asked == [place]
    new_session()
    journal.record("answer", "1.1", "c")
    assert asked == [place, place]


# --- the folder


@pytest.mark.parametrize("named", ["~nosuchuser/x", "~nosuchuser"])
def test_the_home_of_nobody_is_told_and_makes_no_folder(monkeypatch, named, new_session):
    monkeypatch.setenv("SANDS_JOURNAL", named)
    new_session()
    assert journal.where() == journal._ROOT / "work"
    assert "there is no user ~nosuchuser" in journal.trouble()
    assert "there is no user ~nosuchuser" in journal.describe()
    assert not list(journal._ROOT.glob("~*"))


@pytest.mark.parametrize("around", ['"{}"', "'{}'", "  {}  ", '"{}'])
def test_quotation_marks_and_blanks_around_the_folder_are_not_meant(
    tmp_path, monkeypatch, around, new_session
):
    monkeypatch.setenv("SANDS_JOURNAL", around.format(tmp_path / "own"))
    new_session()
    assert journal.where() == tmp_path / "own"


@pytest.mark.parametrize("ending", [" (1).jsonl", " - Copy.jsonl", ".jsonl.txt"])
def test_a_copy_under_another_name_is_read(place, ending, new_session):
    fill()
    count = len(journal.entries())
    (own,) = place.glob("*.jsonl")
    own.rename(place / (own.stem + ending))
    new_session()
    assert len(journal.entries()) == count


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_an_export_is_as_private_as_the_journal(place):
    fill()
    assert stat.S_IMODE(journal.export("Ada").stat().st_mode) == 0o600


# --- another machine


@pytest.mark.parametrize("name", ["shifting-sands-Ada.jsonl", "homework.txt", "a b (1).jsonl.txt"])
@pytest.mark.parametrize("editor", [bytes, lambda c: b"\xef\xbb\xbf" + c.replace(b"\n", b"\r\n")])
def test_an_export_is_taken_in_on_another_machine(
    place, tmp_path, monkeypatch, new_session, name, editor
):
    fill()
    before = journal._worth_keeping(journal.entries())
    file = tmp_path / name
    file.write_bytes(editor(journal.export("Ada").read_bytes()))
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    journal.record("answer", "3.1", "mine")
    told = journal.take_in(file)
    assert told.saved
    assert f"{len(before)} entries taken in from {name}" in told.message
    assert journal.first("prediction", "3.7") == 4
    assert journal.latest("draft", "answer:3.2") == {"one": "I think so"}
    assert journal.latest("answer", "3.1") == "mine"  # entered here, and later
    assert "here already" in journal.take_in(file).message
    assert len(journal.entries()) == len(before) + 1


def test_an_export_from_notepad_in_utf_16_is_taken_in(place, tmp_path, monkeypatch, new_session):
    fill()
    text = journal.export("Ада").read_text("utf-8")
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    assert journal.take_in(text.encode("utf-16"), "answers.txt").saved
    assert journal.latest("answer", "3.1") == "b"


def test_what_is_cut_off_is_taken_in_as_far_as_it_goes_and_told(
    place, tmp_path, monkeypatch, new_session
):
    fill()
    content = journal.export().read_bytes()
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    told = journal.take_in(content[:-40], "half.jsonl")
    assert "cut off: 1 more could not be read" in told.message
    assert journal.latest("forecast", "fq01") == 60.0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no file of answers"),
        (b"name,answer\nAda,4\n", "is no file of answers"),
        (b'{"cells": []}', "is no file of answers"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "is no file of answers"),
        (b"x" * (journal.MAX_FILE + 1), "is too large"),
    ],
)
def test_what_is_no_export_is_one_sentence_and_changes_nothing(place, content, words):
    fill()
    before = journal.entries()
    told = journal.take_in(content, "strange.jsonl")
    assert not told.saved
    assert words in told.message
    assert "nothing was taken in" in told.message
    assert journal.entries() == before


def test_a_missing_file_a_folder_and_a_pipe_are_one_sentence_each(place, tmp_path):
    assert "could not be read" in journal.take_in(tmp_path / "none.jsonl").message
    assert "could not be read" in journal.take_in(tmp_path).message
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jsonl")
        start = time.monotonic()
        assert "could not be read" in journal.take_in(tmp_path / "pipe.jsonl").message
        assert time.monotonic() - start < 5


def test_somebody_elses_export_is_read_and_a_pipe_is_not_waited_for(place, tmp_path):
    fill()
    assert journal.read_export(journal.export("Ada")).header["name"] == "Ada"
    (tmp_path / "huge.jsonl").write_bytes(b"\n" * (journal.MAX_FILE + 1))
    for path in (tmp_path, tmp_path / "none", tmp_path / "huge.jsonl"):
        with pytest.raises(journal.JournalError, match=path.name):
            journal.read_export(path)


def test_only_exports_with_something_new_are_offered(place, tmp_path, monkeypatch, new_session):
    fill()
    content = journal.export("Ada").read_bytes()
    assert journal.found_exports() == []
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.jsonl").write_bytes(content)
    (tmp_path / "mine.jsonl.txt").write_bytes(content)
    (tmp_path / "no.jsonl").write_text("{}\n")
    assert [path.name for path in journal.found_exports()] == ["mine.jsonl", "mine.jsonl.txt"]
    journal.take_in(tmp_path / "mine.jsonl")
    assert journal.found_exports() == []


def test_an_export_holds_the_newest_draft_alone(place):
    fill()
    records = journal.read_lines(journal.export()).records
    drafts = [entry["value"] for entry in records if entry["kind"] == "draft"]
    assert drafts == [{"one": "I think so"}]


# --- afresh


def test_one_lesson_starts_afresh_and_the_others_stay(place, new_session):
    fill()
    told = journal.set_aside(3)
    assert told.startswith("Lesson 3 starts afresh. 8 older entries are set aside")
    new_session()
    assert journal.latest("answer", "3.1") is None
    assert journal.first("prediction", "3.7") is None
    assert journal.newest("draft", "answer:3.2") is None
    assert journal.latest("answer", "30.1") == "x"
    assert journal.latest("forecast", "fq01") == 60.0
    journal.record("answer", "3.1", "again")
    assert journal.latest("answer", "3.1") == "again"


def test_all_lessons_start_afresh_and_the_files_and_exports_still_hold_all(place):
    fill()
    before = len(journal._worth_keeping(journal.entries()))
    journal.set_aside()
    assert [e["kind"] for e in journal.entries()] == ["afresh"]
    records = journal.read_lines(journal.export()).records
    assert len(records) == before + 1
    assert "nothing was entered there" in journal.set_aside(5)


@pytest.mark.parametrize(
    ("kind", "key", "lesson"),
    [
        ("answer", "3.1", 3),
        ("board", "3.clauses", 3),
        ("estimate", "3", 3),
        ("draft", "answer:3.1", 3),
        ("draft", "forecast:fq01", 8),
        ("draft", "briefing:judgment", 9),
        ("forecast", "oq03", 8),
        ("vote", "What comes first?", None),
        ("answer", "30.1", 30),
    ],
)
def test_an_entry_belongs_to_the_lesson_it_was_made_in(kind, key, lesson):
    assert journal.lesson_of(kind, key) == lesson
