"""What the journal does on bad days, each made for real."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from helpers import journal, wording

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
as_nobody = "import os\nif os.geteuid() == 0: os.setuid(65534)\n"


def values(folder, monkeypatch, new_session):
    """Return what a kernel started later finds in the folder, in order."""
    monkeypatch.setenv("SANDS_JOURNAL", str(folder))
    new_session()
    return [entry["value"] for entry in journal.entries()]


@pytest.fixture
def small_disk(tmp_path):
    """Mount a disk of 16 KiB, or skip where that is not allowed."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a disk is not allowed here; the limit on file size is tested instead")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


# A folder that cannot be written


@pytest.mark.parametrize("inside", ["", "deeper", "deeper/still"])
def test_a_file_where_the_folder_should_be(place, inside, monkeypatch):
    place.write_text("a thesis")
    monkeypatch.setenv("SANDS_JOURNAL", str(place / inside))
    kept = journal.record("answer", "1", "b")
    assert not kept.saved
    assert kept.message == (
        f"Could not write to {place / inside}/ (it is not a folder). Your entry is kept in memory "
        "until this kernel stops; to keep it longer, run %env SANDS_JOURNAL=~/sands-journal, "
        "then journal.save()."
    )
    assert "Your last 2 entries are kept in memory" in journal.record("answer", "2", "c").message
    assert journal.latest("answer", "1") == "b"
    assert "cannot be written now (it is not a folder)" in journal.describe()
    assert "Only in memory so far: 2. Run journal.save()." in journal.describe()
    assert place.read_text() == "a thesis"


def test_another_folder_takes_what_waited_in_memory(place, monkeypatch, new_session):
    place.write_text("a thesis")
    for value in range(3):
        assert not journal.record("answer", "1", value).saved
    elsewhere = place.parent / "new" / "folder"
    monkeypatch.setenv("SANDS_JOURNAL", str(elsewhere))
    said = journal.save()
    assert said.saved
    assert said.message == "Kept, with what was only in memory before."
    assert values(elsewhere, monkeypatch, new_session) == [0, 1, 2]


@posix
def test_a_folder_of_somebody_else(place, run):
    place.mkdir()
    journal.record("answer", "1", "mine")
    # Every folder above must let the other user through for the fault to be the right one.
    os.chmod(place, 0o555)  # noqa: PTH101
    above = [folder for folder in place.parents if not folder.stat().st_mode & 0o001]
    modes = [folder.stat().st_mode for folder in above]
    try:
        for folder in above:
            folder.chmod(0o711)
        printed = run(
            as_nobody + "print(journal.record('answer', '2', 'theirs').message)\n"
            "print(journal.latest('answer', '2'))\nprint(journal.describe())",
            place,
        )
    finally:
        for folder, mode in zip(above, modes, strict=True):
            folder.chmod(mode)
        place.chmod(0o755)
    assert "(writing there is not allowed). Your entry is kept in memory" in printed
    assert "\ntheirs\n" in printed
    assert "cannot be written now (writing there is not allowed)" in printed
    if os.geteuid() == 0:
        assert "could not be read (Permission denied)" in printed
    assert len(list(place.iterdir())) == 1


def test_a_disk_that_is_read_only(small_disk, monkeypatch, new_session):
    monkeypatch.setenv("SANDS_JOURNAL", str(small_disk))
    new_session()
    assert journal.record("answer", "1", "before").saved
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    kept = journal.record("answer", "1", "while")
    assert "(the disk is read-only). Your entry is kept in memory" in kept.message
    assert "cannot be written now (the disk is read-only)" in journal.describe()
    assert journal.latest("answer", "1") == "while"
    assert "1 entry" not in journal.forget()
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert journal.record("answer", "1", "after").saved
    assert values(small_disk, monkeypatch, new_session) == ["before", "while", "after"]


def test_an_export_goes_elsewhere_or_says_why_not(place, tmp_path, monkeypatch):
    place.write_text("a thesis")
    journal.record("answer", "1", "b")
    with pytest.raises(journal.JournalError, match=r"it is not a folder.*Name a folder you can"):
        journal.export("Ada", place)
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    path = journal.export("Ada")
    assert path == desk / "shifting-sands-Ada.jsonl"
    assert journal.read_lines(path).records[0]["value"] == "b"


# A full disk


def test_a_full_disk_loses_nothing_and_is_told(small_disk, monkeypatch, new_session):
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 8192)
    monkeypatch.setenv("SANDS_JOURNAL", str(small_disk / "kept"))
    new_session()
    kept = [journal.record("note", "1", [n, "x" * 300]) for n in range(40)]
    on_disk = sum(one.saved for one in kept)
    assert 5 < on_disk < 35
    assert not any(one.saved for one in kept[on_disk:])
    assert "(the disk is full). Your entry is kept in memory until this" in kept[on_disk].message
    assert "free some space, then answer again or run journal.save()." in kept[-1].message
    assert [entry["value"][0] for entry in journal.entries()] == list(range(40))
    assert "cannot be written now (the disk is full)" in journal.describe()
    (file,) = (small_disk / "kept").iterdir()
    assert journal.read_lines(file)[:2] == (journal.entries()[:on_disk], 0)
    with pytest.raises(journal.JournalError, match="the disk is full"):
        journal.export("Ada", small_disk)
    assert sorted(path.name for path in small_disk.iterdir()) == ["filler", "kept"]
    filler.unlink()
    assert journal.record("note", "1", [40]).saved is False  # 8 KiB are not enough for all of them
    subprocess.run(["mount", "-o", "remount,size=1m", small_disk], check=True)
    assert journal.save().message.endswith("with what was only in memory before.")
    found = values(small_disk / "kept", monkeypatch, new_session)
    assert [value[0] for value in found] == list(range(41))
    assert journal.damage() == []


@posix
def test_a_short_write_is_cut_back(place, run):
    printed = run(
        """
import resource, json
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
kept = [journal.record("note", "1", n) for n in range(20)]
(file,) = journal.where().iterdir()
print([one.saved for one in kept].index(False), file.stat().st_size, kept[-1].message)
print(file.read_bytes()[-1:], journal.read_lines(file).skipped, len(journal.entries()))
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
print(journal.record("note", "1", 20), len(journal.read_lines(file).records))
""",
        place,
    )
    first, second, third = printed.splitlines()
    saved, size, message = first.split(maxsplit=2)
    assert 800 < int(size) < 1000  # of the next entry the first bytes still went in
    assert "(the disk is full)" in message
    assert f"Your last {20 - int(saved)} entries are kept in memory" in message
    assert second == r"b'\n' 0 20"
    assert third.endswith("with what was only in memory before. 21")


def test_each_entry_is_waited_for_until_it_is_on_disk(place, monkeypatch):
    waited = []
    monkeypatch.setattr(journal.os, "fsync", lambda file: waited.append(os.fstat(file).st_size))
    for n in range(3):
        journal.record("note", "1", n)
    (file,) = place.iterdir()
    assert len(waited) == 3
    assert waited[-1] == file.stat().st_size


def failing(error):
    def fail(file):
        raise error

    return fail


def test_a_disk_that_fails_late_is_a_fault_too(place, monkeypatch):
    with monkeypatch.context() as faulty:
        faulty.setattr(journal.os, "fsync", failing(OSError(errno.EIO, "Input/output error")))
        kept = journal.record("note", "1", 1)
    assert "(Input/output error). Your entry is kept in memory" in kept.message
    (file,) = place.iterdir()
    assert file.stat().st_size == 0
    assert journal.record("note", "1", 2).saved
    assert len(journal.read_lines(file).records) == 2


def test_a_folder_that_cannot_be_waited_for_is_no_fault(place, monkeypatch):
    monkeypatch.setattr(journal.os, "fsync", failing(OSError(errno.EINVAL, "Invalid argument")))
    assert journal.record("note", "1", 1).saved


def test_a_kernel_interrupted_while_writing_keeps_the_entry_once(place, monkeypatch):
    with monkeypatch.context() as interrupted:
        interrupted.setattr(journal.os, "fsync", failing(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            journal.record("note", "1", 1)
    assert journal.record("note", "1", 2).saved
    assert [entry["value"] for entry in journal.entries()] == [1, 2]
    assert journal.damage() == []


# Kernels that die, double and fork


def test_an_entry_outlives_a_kernel_killed_right_after_it(place, start, monkeypatch, new_session):
    for n in range(3):
        process = start(
            f"journal.record('answer', '1', {n}); print('kept', flush=True)\n"
            f"import time; time.sleep(60)",
            place,
        )
        assert process.stdout.readline() == "kept\n"
        process.kill()
        process.wait()
    assert values(place, monkeypatch, new_session) == [0, 1, 2]
    assert journal.damage() == []


@posix
def test_an_entry_outlives_a_killed_jupyter_kernel(place, tmp_path):
    manager_module = pytest.importorskip("jupyter_client.manager")
    manager, client = manager_module.start_new_kernel(kernel_name="python3", cwd=str(tmp_path))
    try:
        root = os.fspath(journal._ROOT)
        code = f"import sys; sys.path.insert(0, {root!r})\nfrom helpers import journal\n"
        code += "journal.record('answer', '1', 'b')\nimport os, signal; pid = os.getpid()"
        reply = client.execute_interactive(
            code, timeout=30, user_expressions={"pid": "pid"}, output_hook=lambda _: None
        )
        pid = int(reply["content"]["user_expressions"]["pid"]["data"]["text/plain"])
        os.kill(pid, signal.SIGKILL)
        assert journal.latest("answer", "1") == "b"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_two_kernels_write_and_a_third_reads(place, start, monkeypatch, new_session):
    code = "for n in range(300): assert journal.record('note', '{0}', n).saved"
    writers = [start(code.format(name), place) for name in "ab"]
    while any(writer.poll() is None for writer in writers):
        for key in "ab":
            seen = [entry["value"] for entry in journal.entries("note", key)]
            assert seen == list(range(len(seen)))
    assert [writer.returncode for writer in writers] == [0, 0]
    assert len(list(place.iterdir())) == 2
    assert sorted(values(place, monkeypatch, new_session)) == sorted([*range(300), *range(300)])
    assert journal.damage() == []


def test_kernels_export_at_once_to_files_of_their_own(place, start):
    journal.record("note", "1", 1)
    processes = [start("for n in range(20): journal.export('Ada')", place) for _ in range(3)]
    assert [process.wait(30) for process in processes] == [0, 0, 0]
    exports = list(place.glob("shifting-sands-Ada*.jsonl"))
    assert len(exports) == 60
    assert all(len(journal.read_lines(path).records) == 1 for path in exports)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_writes_a_file_of_its_own(place, run):
    printed = run(
        """
import os
journal.record("note", "1", "parent")
if os.fork() == 0:
    journal.record("note", "1", "child")
    os._exit(0)
os.wait()
journal.record("note", "1", "parent again")
print([entry["value"] for entry in journal.entries()], len(list(journal.where().iterdir())))
""",
        place,
    )
    assert printed == "['parent', 'child', 'parent again'] 2\n"


def test_a_clock_that_goes_back_does_not_turn_the_order_round(place, monkeypatch, new_session):
    day = 24 * 3600 * 10**9
    now = 1_700_000_000 * 10**9
    for n, clock in enumerate([now, now - day, now - day, -day, now + day, now + day, now]):
        monkeypatch.setattr(journal.time, "time_ns", lambda clock=clock: clock)
        if n % 2:
            new_session()
        journal.record("note", "1", n)
        assert journal.latest("note", "1") == n
    assert [entry["value"] for entry in journal.entries()] == list(range(7))


# Files that were copied, deleted or damaged


def test_copies_count_once_and_writing_goes_on(place, new_session):
    journal.record("note", "1", 1)
    (file,) = place.iterdir()
    shutil.copy(file, place / f"{file.stem}-Copy1.jsonl")
    journal.record("note", "1", 2)
    shutil.copy(file, place / f"{file.stem} (2).jsonl")
    journal.record("note", "1", 3)
    new_session()
    journal.record("note", "1", 4)
    assert [entry["value"] for entry in journal.entries()] == [1, 2, 3, 4]
    assert journal.damage() == []
    assert "4 entries" in journal.forget(confirm=True)
    assert list(place.iterdir()) == []


def test_a_journal_put_back_from_a_copy_while_open(place, tmp_path):
    journal.record("note", "1", 1)
    (file,) = place.iterdir()
    shutil.copy(file, tmp_path / "copy")
    journal.record("note", "1", 2)
    os.replace(tmp_path / "copy", file)  # noqa: PTH105
    journal.record("note", "1", 3)
    assert [entry["value"] for entry in journal.entries()] == [1, 3]


def test_a_folder_deleted_while_open_is_made_again(place):
    journal.record("note", "1", 1)
    shutil.rmtree(place)
    assert journal.record("note", "1", 2).saved
    assert [entry["value"] for entry in journal.entries()] == [2]


def test_a_file_cut_in_the_middle_of_a_line_takes_the_next_entry(place):
    journal.record("note", "1", 1)
    journal.record("note", "1", 2)
    (file,) = place.iterdir()
    os.truncate(file, file.stat().st_size - 20)
    journal.record("note", "1", 3)
    assert [entry["value"] for entry in journal.entries()] == [1, 3]
    assert journal.damage() == [
        f"{file}: 1 damaged line was skipped; every other line was read.",
    ]
    assert journal.damage()[0] in journal.describe()


GOOD = {"id": "0" * 32, "time": "2026-01-31T09:30:00Z", "order": 1, "kind": "a", "key": "1"}


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": "00',
        b"\x00" * 4096,
        b"\xff\xfe\x93",
        "naïve".encode("latin-1"),
        json.dumps(GOOD | {"value": 1}).encode("utf-16"),
        b"[" * 60_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"value": "' + b"x" * 5_000_000 + b'"}',
        b"1" * 5000,
        b"NaN",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"format": "shifting-sands-journal"}',
        b'{"format": "shifting-sands-journal", "version": 1, "count": 1, "name": []}',
        *(
            json.dumps(GOOD | wrong).encode()
            for wrong in [
                {},
                {"value": float("nan")},
                {"value": float("inf")},
                {"value": 10**400},
                {"value": [[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]},
                {"value": 1, "id": 1},
                {"value": 1, "id": "../../etc/passwd"},
                {"value": 1, "id": "0" * 32 + "\n"},
                {"value": 1, "time": "yesterday"},
                {"value": 1, "time": "２０２６-01-31T09:30:00Z"},
                {"value": 1, "order": True},
                {"value": 1, "order": -1},
                {"value": 1, "order": 2**53},
                {"value": 1, "order": 1.5},
                {"value": 1, "kind": "=cmd|' /C calc'!A0"},
                {"value": 1, "kind": ["a"]},
                {"value": 1, "key": "a\tb"},
                {"value": 1, "key": "x" * 81},
                {"value": 1, "__class__": "os"},
            ]
        ),
    ],
    ids=lambda line: line[-30:].decode("latin-1"),
)
def test_a_damaged_line_is_skipped_and_counted(place, line):
    journal.record("note", "1", "before")
    (file,) = place.iterdir()
    with file.open("ab") as damaged:
        damaged.write(line)
    journal.record("note", "1", "after")
    assert [entry["value"] for entry in journal.entries()] == ["before", "after"]
    assert journal.read_lines(file).skipped == 1
    assert len(journal.damage()) == 1


def test_a_byte_order_mark_left_by_an_editor_is_no_damage(place):
    journal.record("note", "1", "before")
    (file,) = place.iterdir()
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().strip().replace(b"\n", b"\r\n") + b"\r\n")
    assert journal.latest("note", "1") == "before"
    assert journal.damage() == []


@posix
def test_things_that_are_no_files_are_left_alone(place):
    journal.record("note", "1", 1)
    (place / "sands-journal-folder.jsonl").mkdir()
    os.mkfifo(place / "sands-journal-pipe.jsonl")
    (place / "sands-journal-link.jsonl").symlink_to("nowhere")
    assert len(journal.entries()) == 1
    assert journal.damage() == []
    assert journal.record("note", "1", 2).saved


@posix
def test_a_file_that_may_not_be_read_says_so(run, tmp_path):
    closed, place = tmp_path / "closed.jsonl", tmp_path / "kept"
    closed.write_text("{}")
    closed.chmod(0)
    printed = run(as_nobody + f"print(journal.take_in({str(closed)!r}))", place)
    assert printed == (
        "closed.jsonl could not be read (reading it is not allowed); nothing was taken in.\n"
    )


# Words that are damaged


@pytest.fixture
def dumb(tmp_path, monkeypatch):
    """Damage the file with the journal's words."""
    shutil.copytree(wording.folder(), tmp_path / "data/words")
    (tmp_path / "data/words/journal.toml").write_text("[kept\nkept = ", "utf-8")
    monkeypatch.setattr(wording, "ROOT", tmp_path / "data")
    wording._texts.cache_clear()
    yield
    monkeypatch.undo()
    wording._texts.cache_clear()


def test_without_its_words_the_journal_keeps_all_and_says_what_is_damaged(place, dumb):
    kept = journal.record("answer", "1", "b")
    assert kept.saved
    assert "journal.toml cannot be read" in kept.message
    (file,) = place.iterdir()
    assert journal.read_lines(file).records[0]["value"] == "b"
    assert journal.latest("answer", "1") == "b"
    assert b'"b"' in journal.export("Ada").read_bytes()


def test_without_its_words_what_cannot_be_written_still_waits_in_memory(place, dumb):
    place.write_text("a thesis")
    kept = journal.record("answer", "1", "b")
    assert not kept.saved
    assert "journal.toml cannot be read" in kept.message
    assert journal.latest("answer", "1") == "b"


def test_without_its_words_a_name_that_means_no_folder_loses_nothing(place, dumb, monkeypatch):
    monkeypatch.setattr(journal, "_ROOT", place.parent)
    monkeypatch.setenv("SANDS_JOURNAL", "$NOWHERE/answers")
    assert journal.record("answer", "1", "b").saved
    assert journal.read_lines(next((place.parent / "work").iterdir())).records[0]["value"] == "b"
