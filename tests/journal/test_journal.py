"""What the journal does on an ordinary day."""

import json
import math
import re
import sys
from pathlib import Path

import pytest

from helpers import journal


def test_an_entry_is_on_disk_when_record_returns(place):
    kept = journal.record("answer", "3.2", ["b", 2.5], correct=True)
    assert kept == journal.Kept(True, kept.message)
    assert str(kept) == kept.message == "Kept."
    (file,) = place.iterdir()
    entry = json.loads(file.read_bytes())
    assert re.fullmatch("[0-9a-f]{32}", entry.pop("id"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.pop("time"))
    assert entry.pop("order") > 1.7e15
    assert entry == {"kind": "answer", "key": "3.2", "value": ["b", 2.5], "correct": True}


def test_reading_makes_no_folder(place):
    assert journal.entries() == journal.damage() == []
    assert journal.latest("answer", "3.2") is None
    assert "It holds no entries yet.\nNew entries can be written." in journal.describe()
    assert not place.exists()
    assert list(place.parent.iterdir()) == []


def test_importing_reads_writes_and_loads_nothing(run, tmp_path):
    code = "import sys; print([m for m in sys.modules if m.split('.')[0] in %r], *sys.modules)"
    heavy = ["pandas", "numpy", "matplotlib", "ipywidgets", "IPython"]
    printed = run(code % heavy, tmp_path / "kept")
    assert printed.startswith("[] ")
    ours = {name for name in printed.split() if "helpers" in name}
    assert ours == {"helpers", "helpers.journal", "helpers.wording"}
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_work_unless_the_environment_names_one(monkeypatch):
    monkeypatch.delenv("SANDS_JOURNAL", raising=False)
    root = journal.where().parent
    assert journal.where() == root / "work"
    assert (root / "helpers" / "journal.py").exists()
    assert journal.describe().startswith("Your journal is in work/, on the machine")
    monkeypatch.setenv("SANDS_JOURNAL", "")
    assert journal.where() == root / "work"
    monkeypatch.setenv("SANDS_JOURNAL", "elsewhere")
    assert journal.where() == root / "elsewhere"
    monkeypatch.setenv("SANDS_JOURNAL", "~/elsewhere")
    assert "~" not in str(journal.where())


def test_the_latest_value_is_the_one_entered_last(place, new_session):
    for value in range(5):
        journal.record("estimate", "1", value)
    new_session()
    journal.record("estimate", "1", "from a later session")
    journal.record("estimate", "2", None)
    assert len(list(place.iterdir())) == 2
    assert journal.latest("estimate", "1") == "from a later session"
    assert journal.latest("estimate", "2", default=7) is None
    assert journal.latest("estimate", "3", default=7) == 7
    assert [e["value"] for e in journal.entries("estimate", "1")][:5] == [0, 1, 2, 3, 4]
    assert len(journal.entries("estimate")) == len(journal.entries()) == 7
    assert journal.entries("answer") == []


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (math.nan, "not finite"),
        ([1, {"a": math.inf}], "not finite"),
        (10**400, "too large"),
        ({1: 2}, "text keys, not this dict"),
        ({1, 2}, "not this set"),
        (b"x", "not this bytes"),
        (object(), "not this object"),
        ("x" * journal.MAX_LINE, "too long to keep"),
    ],
)
def test_what_is_not_json_is_refused_in_words(place, value, says):
    with pytest.raises(journal.JournalError, match=says):
        journal.record("answer", "1", value)
    assert journal.entries() == []


def test_the_longest_entry_that_is_kept_can_be_read(place):
    journal.record("note", "1", "")
    room = journal.MAX_LINE - (next(place.iterdir()).stat().st_size - 1)
    assert journal.record("note", "1", "x" * room).saved
    with pytest.raises(journal.JournalError, match="65,537 bytes, of at most 65,536"):
        journal.record("note", "1", "x" * (room + 1))
    assert len(journal.latest("note", "1")) == room
    assert journal.damage() == []


def test_nesting_without_end_is_refused(place):
    endless = []
    endless.append(endless)
    with pytest.raises(journal.JournalError, match="20 levels"):
        journal.record("answer", "1", endless)


@pytest.mark.parametrize(
    ("kind", "key", "more", "says"),
    [
        ("Answer", "1", {}, "Not a kind: 'Answer'"),
        (None, "1", {}, "Not a kind: None"),
        ("answer", "", {}, "A key is"),
        ("answer", 3.2, {}, "not 3.2"),
        ("answer", "a\nb", {}, "printable"),
        ("answer", "1", {"id": "x"}, "'id' is a field"),
        ("answer", "1", {"Correct": True}, "lower-case names"),
        ("answer", "1", {f"m{n}": n for n in range(21)}, "Up to 20 further fields"),
        ("answer", "1", {"hint": math.nan}, "not finite"),
    ],
)
def test_a_wrong_name_is_refused_in_words(place, kind, key, more, says):
    with pytest.raises(journal.JournalError, match=says):
        journal.record(kind, key, 1, **more)
    assert not place.exists()


def test_numbers_of_numpy_become_plain(place):
    np = pytest.importorskip("numpy")
    journal.record("code", "1", [np.int64(3), np.float32(0.5), np.bool_(True), np.float64(1)])
    assert json.dumps(journal.latest("code", "1")) == "[3, 0.5, true, 1.0]"
    with pytest.raises(journal.JournalError, match="not this ndarray"):
        journal.record("code", "1", np.array([1, 2]))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one\ntwo\r\n\u2028three\x00", "one\ntwo\r\n\u2028three\x00"),
        ("Мир 平和 صلح 😀 \ufeff", "Мир 平和 صلح 😀 \ufeff"),
        ("\ud83da", "\ufffda"),
        ("a\ude00", "a\ufffd"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_any_text_comes_back_and_can_be_shown(place, text, kept):
    journal.record("note", "1", text)
    assert journal.latest("note", "1") == kept
    assert len(journal.entries()) == 1
    journal.latest("note", "1").encode()


def test_an_export_holds_the_entries_and_a_chosen_name_and_no_more(place):
    journal.record("answer", "1.1", "b", correct=False)
    journal.record("estimate", "1", [3, 6])
    path = journal.export("  Ada\nL. ")
    assert path == place / "shifting-sands-Ada-L.jsonl"
    header, *lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert header.pop("exported").endswith("Z")
    assert header == {"format": journal.FORMAT, "version": 1, "name": "Ada L.", "count": 2}
    assert lines == journal.entries()
    assert set().union(*lines) == {"id", "time", "order", "kind", "key", "value", "correct"}
    header = journal.read_lines(path).header
    assert header["name"] == "Ada L."
    assert journal.read_lines(path) == journal.Lines(lines, 0, header)
    with path.open("rb") as file:
        assert journal.parse_lines(file) == journal.Lines(lines, 0, header)
        assert not file.closed


def test_an_export_never_overwrites_and_is_not_read_back(place):
    journal.record("answer", "1.1", "b")
    first = journal.export()
    before = first.read_bytes()
    names = [journal.export().name for _ in range(2)]
    assert first.name == "shifting-sands-entries.jsonl"
    assert names == ["shifting-sands-entries-2.jsonl", "shifting-sands-entries-3.jsonl"]
    assert first.read_bytes() == before
    assert len(journal.entries()) == 1
    assert journal.damage() == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "CON", "/", "Ада 平和", "x" * 500, "a\x00b", "\ud800", "journal-1"]
)
def test_any_name_makes_a_file_in_the_folder_asked_for(place, tmp_path, name):
    path = journal.export(name, tmp_path / "for the teacher")
    assert path.parent == tmp_path / "for the teacher"
    assert re.fullmatch(r"shifting-sands-[\w-]+\.jsonl", path.name)
    assert len(path.name) < 80
    assert len(journal.read_lines(path).header["name"]) <= 80


def test_a_name_that_is_no_text_is_refused(place):
    with pytest.raises(journal.JournalError, match="A name is text"):
        journal.export(7)


def test_forgetting_needs_a_yes_and_leaves_exports_and_strangers(place):
    journal.record("answer", "1.1", "b")
    exported = journal.export()
    stranger = place / "thesis.jsonl"
    stranger.write_text("mine")
    for confirm in (False, 1, "no"):
        said = journal.forget(confirm)
        assert said.startswith("Nothing was deleted. journal.forget(confirm=True) deletes 1 entry")
    assert len(journal.entries()) == 1
    assert journal.forget(confirm=True).startswith(f"Deleted 1 entry in {place}/.")
    assert journal.entries() == []
    assert sorted(place.iterdir()) == sorted([exported, stranger])
    assert journal.record("answer", "1.1", "again").saved
    assert len(journal.entries()) == 1


def test_trouble_is_silent_where_writing_works_and_leaves_nothing_behind(place):
    assert journal.trouble() == ""
    assert not list(place.glob("*")) if place.exists() else True


def test_trouble_says_what_to_do_where_it_does_not(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("in the way")
    monkeypatch.setenv("SANDS_JOURNAL", str(file))
    assert "not a folder" in journal.trouble()
    assert "Set SANDS_JOURNAL to a folder that you can write to." in journal.trouble()


def test_describe_counts_and_says_the_same_each_time(place):
    for kind, key in [("answer", "1"), ("answer", "2"), ("board", "3")]:
        journal.record(kind, key, 0)
    text = journal.describe()
    assert text == journal.describe()
    assert "Entries: 3 (answer 2, board 1).\nNew entries can be written." in text
    assert "journal.forget(confirm=True)" in text
    assert len(list(place.iterdir())) == 1


def test_nothing_shown_hangs_on_times_or_ids(place, new_session):
    shown = []
    for _ in range(2):
        new_session()
        kept = journal.record("answer", "1", "b")
        shown.append((repr(kept), journal.describe().replace("2", "1"), journal.forget(True)))
        journal.forget(confirm=True)
    assert shown[0] == shown[1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_learner_may_read_the_journal(place):
    journal.record("answer", "1", "b")
    (file,) = place.iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_in_a_browser_it_says_so_and_what_deletes_it(own_journal, monkeypatch):
    assert not journal.in_browser()
    monkeypatch.setattr("sys.platform", "emscripten")
    told = journal.describe()
    assert "in this browser, on this device" in told
    assert "Clearing the browser's data deletes it" in told
    assert "machine" not in told


def test_a_browser_that_keeps_nothing_is_found_out(monkeypatch):
    """Without a service worker the folder is memory: what is written there reads back, for now."""
    monkeypatch.setenv("SANDS_JOURNAL", "/drive/work")
    monkeypatch.setattr("sys.platform", "emscripten")
    journal._session_of.cache_clear()
    kept = journal.record("answer", "3.2", "a")
    journal._session_of.cache_clear()
    assert not kept.saved
    assert "this browser (the browser lets this page keep nothing)" in kept.message
    assert "until this page is closed" in kept.message
    assert "ordinary window" in journal.trouble()
    assert not Path("/drive").exists()
