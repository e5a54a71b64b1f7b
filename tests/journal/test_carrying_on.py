"""Coming back, on this machine or another: nothing is lost, nothing counts twice."""

import json
import os
import stat
import time
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_thirty_kernels_write_into_one_folder_and_nothing_is_lost(place, start, new_session):
    code = "import sys; sys.stdin.readline()\n"
    code += "for n in range(10):\n    assert journal.record('note', '{0}', n).saved\n"
    code += "    assert journal.latest('note', '{0}') == n"
    kernels = [start(code.format(n), place) for n in range(30)]
    for kernel in kernels:
        kernel.stdin.write("go\n")
        kernel.stdin.flush()
    while any(kernel.poll() is None for kernel in kernels):
        for key in ("0", "29"):
            seen = [entry["value"] for entry in journal.entries("note", key)]
            assert seen == list(range(len(seen)))
    assert [kernel.returncode for kernel in kernels] == [0] * 30
    known = journal.entries()
    new_session()
    assert journal.entries() == known
    assert len(known) == 300
    assert journal.damage() == []


def test_files_that_did_not_change_are_not_read_again(place, monkeypatch, new_session):
    for _ in range(3):
        fill()
        new_session()
    journal.entries()
    monkeypatch.setattr(journal, "read_lines", lambda path: pytest.fail(f"read {path} again"))
    for _ in range(5):
        assert journal.latest("answer", "3.1") == "b"


def test_own_lines_are_known_without_reading_them(place, monkeypatch):
    journal.record("answer", "1.1", "a")
    monkeypatch.setattr(journal, "read_lines", lambda path: pytest.fail(f"read {path}"))
    for n in range(20):
        journal.record("answer", "1.1", n)
        assert journal.latest("answer", "1.1") == n
    assert len(journal.entries()) == 21


@pytest.mark.parametrize("how", ["in place", "replaced", "touched by another program"])
def test_a_file_changed_by_somebody_else_is_read_again(place, how):
    journal.record("answer", "1.1", "old")
    (own,) = place.glob("*.jsonl")
    content = own.read_bytes().replace(b'"old"', b'"new"')
    if how == "replaced":
        (place / "other").write_bytes(content)
        (place / "other").replace(own)
    elif how == "in place":
        own.write_bytes(content)
        os.utime(own, (1, 1))
    else:
        own.write_bytes(content + b"\n")
    assert journal.latest("answer", "1.1") == "new"
    journal.record("answer", "1.1", "newer")
    assert [e["value"] for e in journal.entries()] == ["new", "newer"]


steps = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from(["record", "record", "record", "read", "aside", "back", "wrong", "lose"]),
        st.sampled_from(["1.1", "1.2", "2.1"]),
    ),
    max_size=25,
)


def test_what_a_kernel_knows_is_what_a_new_one_reads(tmp_path, monkeypatch):
    """Two kernels, fresh starts, wrong clocks and lost files, in any order."""

    @settings(max_examples=60, deadline=None)
    @given(steps)
    def holds(made):
        folder = tmp_path / uuid.uuid4().hex
        monkeypatch.setenv("SANDS_JOURNAL", str(folder))
        kernels = {name: journal._Session() for name in "ab"}
        for n, (name, step, key) in enumerate(made):
            monkeypatch.setattr(journal, "_session", lambda name=name: kernels[name])
            if step == "record":
                journal.record("answer", key, n)
                assert journal.latest("answer", key) == n
            elif step == "read":
                journal.entries()
            elif step == "aside":
                journal.set_aside(int(key[0]))
                assert journal.latest("answer", key) is None
            elif step == "back":
                journal.bring_back()
            elif step == "wrong" and folder.exists():
                wrong = {"id": f"{n:032x}", "time": "2255-01-01T00:00:00Z", "order": LATE - n}
                wrong |= {"kind": "answer", "key": key, "value": "wrong"}
                with (folder / f"sands-journal-{name}.jsonl").open("a") as file:
                    file.write(json.dumps(wrong) + "\n")
            elif step == "lose":
                for path in folder.glob("sands-journal-?.jsonl"):
                    path.unlink()
        known = journal.entries()
        kernels["new"] = journal._Session()
        monkeypatch.setattr(journal, "_session", lambda: kernels["new"])
        assert journal.entries() == known

    holds()


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


def test_a_wrong_clock_in_the_first_entry_of_a_file_does_not_make_it_the_last(place, new_session):
    journal.record("answer", "1.1", "wrong")
    journal.record("answer", "1.1", "right")
    (own,) = place.glob("*.jsonl")
    wrong, right = journal.entries()
    lines = [json.dumps(wrong | {"order": LATE}), json.dumps(right)]
    own.write_text("\n".join(lines) + "\n")
    new_session()
    assert journal.latest("answer", "1.1") == "right"
    assert journal.first("answer", "1.1") == "wrong"


@pytest.mark.parametrize(
    ("orders", "stand"),
    [
        ([3, LATE, 5], [(3, 0), (3, 1), (5, 0)]),
        ([LATE, 5, LATE, LATE], [(4, 1), (5, 0), (5, 1), (5, 2)]),
        ([LATE, LATE], [(70, 1), (70, 2)]),
        ([], []),
    ],
)
def test_an_impossible_order_stands_where_the_file_has_it(orders, stand):
    records = [{"order": order} for order in orders]
    assert journal.places(records, 70) == stand


def test_a_journal_that_a_wrong_clock_has_spoilt_before_comes_back_in_its_order(place, new_session):
    place.mkdir()
    made = [
        {"id": f"{9 - n:032x}", "time": "2026-01-31T09:30:00Z", "order": LATE, "value": n}
        | {"kind": "answer", "key": "1.1"}
        for n in range(9)
    ]
    file = place / "sands-journal-old.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in made))
    assert [e["value"] for e in journal.entries()] == [*range(9)]
    journal.record("answer", "1.1", "today")
    new_session()
    assert [e["value"] for e in journal.entries()] == [*range(9), "today"]


@pytest.mark.parametrize("ahead", [-400, -1, 0, 1, 400, 40_000], ids=lambda days: f"{days} days")
def test_of_two_machines_the_one_that_takes_in_goes_on_after_the_other(
    place, tmp_path, monkeypatch, new_session, ahead
):
    """Whatever the other machine's clock said, what is entered last is the latest."""
    now = time.time_ns()
    monkeypatch.setattr(journal.time, "time_ns", lambda: now + ahead * 86_400 * 10**9)
    fill()
    content = journal.export().read_bytes()
    monkeypatch.setattr(journal.time, "time_ns", lambda: now)
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    assert journal.take_in(content).saved
    for n in range(3):
        journal.record("answer", "3.1", n)
        assert journal.latest("answer", "3.1") == n
    assert journal.first("prediction", "3.7") == 4


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


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="needs /dev/null")  # noqa: PTH110
def test_a_file_that_swallows_all_is_found_out(place, monkeypatch, new_session):
    """The system takes every byte and gives none back, as some browsers' storage does."""
    place.mkdir()
    (place / journal._session().name).symlink_to("/dev/null")
    for n in range(3):
        said = journal.record("answer", "1.1", n)
        assert not said.saved
        assert journal.latest("answer", "1.1") == n
    assert "cannot be read back). Your last 3 entries are kept in memory" in said.message
    assert "Only in memory so far: 3." in journal.describe()
    monkeypatch.setenv("SANDS_JOURNAL", str(place.parent / "sound"))
    assert journal.save() == journal.Kept(True, "Kept, with what was only in memory before.")
    new_session()
    assert [e["value"] for e in journal.entries()] == [0, 1, 2]


def test_an_export_that_cannot_be_read_back_is_not_called_written(place, monkeypatch, tmp_path):
    fill()
    monkeypatch.setattr(journal, "_write", lambda file, content: None)
    with pytest.raises(journal.JournalError, match="cannot be read back"):
        journal.export("Ada", tmp_path / "desk")
    assert list((tmp_path / "desk").iterdir()) == []


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


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("$NO_SUCH_VARIABLE/x", "no such variable"),
        ("${NO_SUCH_VARIABLE}", "no such variable"),
        ("https://example.org/x", "an address and not a folder"),
        ("'~nosuchuser/x'", "no user"),
    ],
)
def test_what_can_be_no_folder_is_told_and_makes_none(monkeypatch, named, words, new_session):
    before = sorted(journal._ROOT.iterdir())
    monkeypatch.setenv("SANDS_JOURNAL", named)
    new_session()
    assert journal.where() == journal._ROOT / "work"
    assert words in journal.trouble()
    assert journal.trouble().count("SANDS_JOURNAL") == 1
    assert sorted(journal._ROOT.iterdir()) == before


@pytest.mark.parametrize("named", ["", "   ", '""', "' '"])
def test_a_folder_that_was_left_blank_is_the_usual_one(monkeypatch, named):
    monkeypatch.setenv("SANDS_JOURNAL", named)
    assert journal.where() == journal._ROOT / "work"


def test_a_way_back_up_in_the_folder_is_gone(monkeypatch, tmp_path):
    monkeypatch.setenv("SANDS_JOURNAL", f"{tmp_path}/a/../b")
    assert journal.where() == tmp_path / "b"
    monkeypatch.setenv("SANDS_JOURNAL", "../kept")
    assert journal.where() == journal._ROOT.parent / "kept"
    monkeypatch.setenv("HOME_OF_MINE", str(tmp_path))
    monkeypatch.setenv("SANDS_JOURNAL", "$HOME_OF_MINE/kept")
    assert journal.where() == tmp_path / "kept"


@pytest.mark.parametrize("name", ["x" * 300, "it's", 'say "so"', "100%", "a$b", "#1", "مجلة 平"])
def test_any_name_of_a_folder_works_or_is_told(monkeypatch, tmp_path, name, new_session):
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / name))
    new_session()
    kept, trouble = journal.record("answer", "1.1", "a"), journal.trouble()
    assert kept.saved == (not trouble) == (len(name) < 300)
    assert kept.saved == (tmp_path / name).exists() if len(name) < 300 else not kept.saved
    assert kept.saved or ("name is too long" in trouble and "name is too long" in str(kept))


@pytest.mark.parametrize("around", ['"{}"', "'{}'", "  {}  ", '"{}'])
def test_quotation_marks_and_blanks_around_the_folder_are_not_meant(
    tmp_path, monkeypatch, around, new_session
):
    monkeypatch.setenv("SANDS_JOURNAL", around.format(tmp_path / "own"))
    new_session()
    assert journal.where() == tmp_path / "own"


@pytest.mark.parametrize(
    "name",
    [
        "{} (1).jsonl",
        "{} - Copy.jsonl",
        "{}.jsonl.txt",
        "Copy of {}.jsonl",
        "{}.JSONL",
        "{}.json",
        "{}.jsonl.bak",
        "{}.sync-conflict-20261128-070000-ABCDEFG.jsonl",
    ],
)
def test_a_copy_under_another_name_is_read_and_forgotten_with_the_rest(place, name, new_session):
    fill()
    count = len(journal.entries())
    (own,) = place.glob("*.jsonl")
    own.rename(place / name.format(own.stem))
    new_session()
    assert len(journal.entries()) == count
    assert journal.damage() == []
    journal.forget(confirm=True)
    assert list(place.iterdir()) == []


def test_a_copy_of_a_kind_that_is_not_read_is_told(place, new_session):
    fill()
    (own,) = place.glob("*.jsonl")
    own.rename(place / "sands-journal-x.jsonl.old")
    new_session()
    assert journal.entries() == []
    assert journal.damage() == [
        f"{place.as_posix()}/sands-journal-x.jsonl.old was not read: let its name end in .jsonl."
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_an_export_is_as_private_as_the_journal(place):
    fill()
    assert stat.S_IMODE(journal.export("Ada").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_file_can_be_made_for_its_owner_alone_whatever_the_habit_is(tmp_path):
    habit = os.umask(0)
    try:
        with open(tmp_path / "x", "x", opener=journal.private) as file:
            assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600
    finally:
        os.umask(habit)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_briefing_is_as_private_as_the_journal(place, tmp_path):
    from helpers.briefing import files
    from helpers.measures.briefing import FIELDS

    written = files.export(dict.fromkeys(FIELDS, "Words of mine."), tmp_path)
    assert [stat.S_IMODE(path.stat().st_mode) for path in written.paths] == [0o600, 0o600]


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
    assert "was cut off: 1 entry of it could not be read" in told.message
    assert journal.latest("forecast", "fq01") == 60.0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\r\n \n", "is empty"),
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


def test_a_journal_s_own_file_is_taken_in_too(place, tmp_path, monkeypatch, new_session):
    fill()
    (own,) = place.glob("*.jsonl")
    assert "here already" in journal.take_in(own).message
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    assert journal.take_in(str(own)).saved
    assert journal.latest("draft", "answer:3.2") == {"one": "I think so"}
    assert own.exists()


def test_taken_in_twice_and_in_part_counts_once(place, tmp_path, monkeypatch, new_session):
    fill()
    whole = journal.export()
    half = b"".join(whole.read_bytes().splitlines(keepends=True)[:4])
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    assert not journal.take_in(half, "half.jsonl").saved
    assert journal.take_in(whole).message.startswith("6 entries taken in")
    assert [journal.take_in(one).saved for one in (whole, whole)] == [True, True]
    assert len(list((tmp_path / "other").iterdir())) == 2
    new_session()
    assert journal.entries() == journal.read_lines(whole).records


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX")
def test_a_kernel_killed_while_it_takes_in_leaves_nothing_half(
    place, tmp_path, start, monkeypatch, new_session
):
    fill()
    path = journal.export(folder=tmp_path)
    code = "import pathlib, time\n"
    code += "def wait(*_): print('written', flush=True); time.sleep(60)\n"
    code += f"pathlib.Path.rename = wait\njournal.take_in({str(path)!r})"
    process = start(code, tmp_path / "other")
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.wait()
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    assert journal.entries() == journal.damage() == []
    assert journal.take_in(path).saved
    assert journal.first("prediction", "3.7") == 4


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX")
def test_a_full_disk_takes_in_nothing_and_says_so(place, tmp_path, run):
    fill()
    path = journal.export(folder=tmp_path)
    printed = run(
        f"""
import resource, signal
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))
print(journal.take_in({str(path)!r}))
print(journal.entries(), list(journal.where().iterdir()))
""",
        tmp_path / "other",
    )
    told, left = printed.splitlines()
    assert "could not be taken in: there is no writing to" in told
    assert "(the disk is full). Nothing is lost; keep the file." in told
    assert left == "[] []"


def test_the_longest_entry_is_taken_in_from_a_file_without_blanks(place):
    entry = {"id": "a" * 32, "time": "2026-01-31T09:30:00Z", "order": 1, "kind": "note", "key": "1"}
    room = journal.MAX_LINE - len(json.dumps(entry | {"value": ""}, separators=(",", ":"))) - 1
    line = json.dumps(entry | {"value": "x" * room}, separators=(",", ":")).encode() + b"\n"
    assert len(line) == journal.MAX_LINE
    assert journal.take_in(line).saved
    assert len(journal.latest("note", "1")) == room
    assert journal.damage() == []


@pytest.mark.parametrize("source", ["no\0path", "", "~nosuchuser/x.jsonl", "x" * 400])
def test_what_is_no_path_is_one_sentence(place, source):
    told = journal.take_in(source)
    assert not told.saved
    assert told.message.endswith("; nothing was taken in.")
    assert told.message.count(".") <= 2


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


def test_a_journal_of_another_machine_that_lies_beside_is_offered(
    place, tmp_path, monkeypatch, new_session
):
    fill()
    (own,) = place.glob("*.jsonl")
    content = own.read_bytes()
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    for name in ("sands-journal-x.jsonl", "saved.TXT", "utf16.txt"):
        (desk / name).write_bytes(content)
    (desk / "utf16.txt").write_bytes(content.decode().encode("utf-16"))
    (desk / "notes.txt").write_text("Buy milk.\n" * 10)
    (desk / "table.json").write_text('{"a": 1}')
    (desk / "folder.jsonl").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(desk / "pipe.jsonl")
    offered = [path.name for path in journal.found_exports()]
    assert offered == ["sands-journal-x.jsonl", "saved.TXT", "utf16.txt"]
    at = desk.as_posix()
    told = f"not here: {at}/sands-journal-x.jsonl, {at}/saved.TXT, {at}/utf16.txt. See"
    assert told in journal.describe()
    journal.take_in(desk / "saved.TXT")
    assert "Not taken in yet" not in journal.describe()
    desk.rename(tmp_path / "gone")
    assert journal.found_exports() == []


def test_an_export_holds_the_newest_draft_alone(place):
    fill()
    records = journal.read_lines(journal.export()).records
    drafts = [entry["value"] for entry in records if entry["kind"] == "draft"]
    assert drafts == [{"one": "I think so"}]


def test_forgetting_reaches_what_is_only_in_memory(place):
    place.write_text("in the way")
    fill()
    assert len(journal.entries()) == 11
    journal.forget(confirm=True)
    assert journal.entries() == []
    assert journal.newest("draft", "answer:3.2") is None


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


@pytest.mark.parametrize("lesson", [None, 3, "3"])
def test_what_was_set_aside_comes_back_beside_what_came_since(place, new_session, lesson):
    fill()
    before = journal.entries()
    journal.set_aside(lesson)
    journal.record("prediction", "3.7", 8)
    assert journal.first("prediction", "3.7") == 8
    assert journal.bring_back(3).startswith("8 entries are shown again")
    assert journal.first("prediction", "3.7") == 4
    assert journal.latest("prediction", "3.7") == 8
    assert "nothing to bring back" in journal.bring_back(3)
    journal.bring_back()
    new_session()
    assert [e for e in journal.entries() if e["value"] != 8] == before


def test_a_fresh_start_goes_along_to_another_machine(place, tmp_path, monkeypatch, new_session):
    fill()
    journal.set_aside(3)
    path = journal.export()
    elsewhere(monkeypatch, tmp_path / "other", new_session)
    journal.take_in(path)
    assert journal.latest("answer", "3.1") is None
    assert journal.latest("answer", "30.1") == "x"
    journal.bring_back(3)
    assert journal.latest("answer", "3.1") == "b"


@pytest.mark.parametrize("lesson", [-1, 3.5, "three", True, [3], 100])
def test_no_such_lesson_is_told_and_changes_nothing(place, lesson):
    fill()
    before = journal.entries()
    for said in (journal.set_aside(lesson), journal.bring_back(lesson)):
        assert "There is no lesson" in said
    assert journal.entries() == before


def test_a_fresh_start_that_cannot_be_written_holds_in_memory_and_is_told(place):
    place.write_text("in the way")
    fill()
    assert "kept in memory" in journal.set_aside(3)
    assert journal.latest("answer", "3.1") is None


def test_all_lessons_start_afresh_and_the_files_and_exports_still_hold_all(place):
    fill()
    before = len(journal._worth_keeping(journal.entries()))
    journal.set_aside()
    assert journal.entries() == []
    assert "Set aside, and not shown: 11." in journal.describe()
    assert "deletes 12 entries" in journal.forget()
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


def test_a_new_file_never_takes_the_place_of_another(tmp_path):
    paths = [journal.write_new(tmp_path, "page", b"one", ".html") for _ in range(2)]
    assert [path.name for path in paths] == ["page.html", "page-2.html"]
    assert all(path.read_bytes() == b"one" for path in paths)
