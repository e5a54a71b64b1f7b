"""Exports made to do harm, or broken by accident: each is made for real, and one good one stays."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from helpers import bank, classroom
from helpers.classroom import reading

GOOD = ("answer", "3.5", "right")
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)> **bold** [a](javascript:b) $x_1$"


@pytest.fixture
def read(export, folder):
    """Read the folder with a good export in it; what is good must come through each time."""
    export("Good", GOOD)

    def read_folder():
        group = classroom.read(folder)
        assert "Good" in set(group.learners["learner"])
        return group

    return read_folder


def reason(group, file):
    return group.refused.set_index("file")["reason"][file]


def test_scripts_in_names_keys_and_answers_are_shown_as_text(read, export):
    grid = {SCRIPT: {SCRIPT: SCRIPT}}
    estimate = {"best": 5, "low": 1, "high": 9, "reason": SCRIPT}
    export(
        SCRIPT[:78],
        ("answer", "3.5", SCRIPT),
        ("answer", "7.4", SCRIPT),
        ("answer", "<b>3.5</b>", SCRIPT),
        ("board", "6.codes", grid),
        ("forecast", "fq01", SCRIPT),
        ("estimate", "3", estimate),
        file="<img src=x onerror=alert(1)>.jsonl",
    )
    (export("x", file="<b>bad.jsonl")).write_text("<script>")
    group = read()
    shown = [group, classroom.show_done(group), classroom.show_words(group, "7.4")]
    shown += [classroom.show_lessons(group), classroom.show_wrong(group)]
    shown += [classroom.draw_question(group, "3.5"), classroom.draw_estimates(group)]
    shown += [classroom.explore_questions(group), classroom.show_forecasts(group)]
    html = "".join(part._repr_html_() for part in shown)
    assert "&lt;script&gt;alert(1)" in html
    for tag in ("<script", "<img src=x", "<b>", "javascript:b<", "<strong>bold"):
        assert tag not in html


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋", "－", "＠"])
def test_a_name_that_a_spreadsheet_would_run_is_disarmed(sign):
    assert classroom.safe_cell(f"{sign}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("name", ["Ada", "O'Neil", "李雷", "a=b", "Müller-Lüdenscheidt"])
def test_an_ordinary_name_stays_as_it_is(name):
    assert classroom.safe_cell(name) == name


def test_formulas_do_not_reach_the_grade_file(read, export, tmp_path):
    export('=HYPERLINK("http://example.org")', GOOD, file="a.jsonl")
    export("＝1+1", GOOD, file="b.jsonl")
    classroom.write_grades(read(), tmp_path / "grades.csv", "table")
    text = (tmp_path / "grades.csv").read_text("utf-8")
    assert "'=HYPERLINK" in text
    assert "'＝1+1" in text
    assert ",=" not in text
    assert ',"=' not in text


def test_a_huge_file_is_not_opened(read, folder):
    with (folder / "huge.jsonl").open("wb") as file:
        file.truncate(200_000_000)
    assert reason(read(), "huge.jsonl").startswith("too large: 200.0 MB")


@pytest.mark.parametrize("sign", ["[", '{"a":'])
def test_deep_nesting_is_a_damaged_line(read, folder, sign):
    (folder / "deep.jsonl").write_text(sign * 100_000 + "\n")
    assert reason(read(), "deep.jsonl").startswith("not an export")


def test_nesting_inside_a_good_export_costs_its_own_line_only(read, export):
    path = export("Deep", GOOD)
    deep = '{"value": ' + "[" * 30_000 + "]" * 30_000 + "}\n"
    path.write_text(path.read_text("utf-8") + deep, "utf-8")
    group = read()
    assert (group.learners.set_index("learner")["entries"]["Deep"]) == 1
    assert list(group.notes["note"]) == ["1 damaged line skipped; the rest was read"]


@pytest.mark.parametrize("digits", ["1" * 4000, "1" * 60_000, "1e999", "NaN", "-Infinity"])
def test_huge_numbers_are_damaged_lines(read, export, digits):
    path = export("Number", ("answer", "3.7", 12345), GOOD)
    path.write_text(path.read_text("utf-8").replace("12345", digits), "utf-8")
    assert read().learners.set_index("learner")["entries"]["Number"] == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1", "utf-32"])
def test_another_encoding_is_refused_or_costs_its_lines(read, export, encoding):
    path = export("Émile", ("answer", "3.5", "é"), file="encoded.jsonl")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_bytes(text.encode(encoding))
    told = reason(read(), "encoded.jsonl")
    assert "UTF-16" in told if encoding == "utf-16" else "not an export" in told or "UTF-16" in told


def test_a_mark_of_utf_8_is_no_fault(read, export):
    path = export("Marked", GOOD)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "Marked" in set(read().learners["learner"])


def test_nul_bytes_and_control_signs_are_not_shown(read, export):
    export("Nul\x00\x1b[31m\u202ename", ("answer", "7.4", "a\x00b\u202ec"), file="nul.jsonl")
    group = read()
    told = repr(classroom.show_words(group, "7.4")) + repr(classroom.show_done(group))
    assert "Nul [31m name" in told
    assert not {"\x00", "\x1b", "\u202e"} & set(told)


def test_lone_surrogates_can_be_counted_shown_and_written(read, export, tmp_path):
    export("Half \ud800", ("answer", "7.4", "\udfff"), GOOD, file="half.jsonl")
    group = read()
    classroom.show_words(group, "7.4")._repr_html_().encode()
    classroom.write_grades(group, tmp_path / "grades.csv", "table")
    assert "Half \ufffd" in (tmp_path / "grades.csv").read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file name is always a text")
def test_a_file_name_that_is_no_text_is_listed(read, folder):
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.jsonl")).write_text("nothing\n")
    group = read()
    assert len(group.refused) == 1
    group._repr_html_().encode()


def test_links_are_not_followed(read, folder, tmp_path, export):
    secret = export("Secret", GOOD)
    secret = secret.rename(tmp_path / "secret.jsonl")
    (folder / "link.jsonl").symlink_to(secret)
    (folder / "dangling.jsonl").symlink_to(tmp_path / "nowhere")
    (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    group = read()
    assert set(group.refused["file"]) == {"link.jsonl", "dangling.jsonl", "up", "loop"}
    assert set(group.refused["reason"]) == {"a symbolic link; links are not followed"}
    assert "Secret" not in set(group.learners["learner"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_opened(read, folder):
    os.mkfifo(folder / "pipe.jsonl")
    assert stat.S_ISFIFO((folder / "pipe.jsonl").stat().st_mode)
    assert reason(read(), "pipe.jsonl") == "a pipe, socket or device; it is not opened"


def swapped(path, tmp_path, what):
    """Put something else in the place of an ordinary file."""
    path.unlink()
    if what == "link":
        (tmp_path / "secret.jsonl").write_text("a private file of the instructor")
        path.symlink_to(tmp_path / "secret.jsonl")
    elif what == "pipe":
        os.mkfifo(path)
    else:
        with path.open("wb") as file:
            file.truncate(reading.MAX_BYTES + 1)


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system opens links as it likes")
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("link", "cannot be opened"),
        ("pipe", "a pipe, socket or device; it is not opened"),
        ("large", "too large: more than 8 MB"),
    ],
)
def test_a_file_swapped_after_the_folder_was_listed(
    read, export, tmp_path, monkeypatch, what, said
):
    late = export("Late", GOOD)
    unfit = reading._unfit

    def then_swap(entry):
        found = unfit(entry)
        if entry.name == late.name:
            swapped(late, tmp_path, what)
        return found

    monkeypatch.setattr(reading, "_unfit", then_swap)
    assert reason(read(), late.name).startswith(said)


def test_names_that_climb_stay_words(read, export, tmp_path):
    climbing = "../../climb.jsonl"
    export(climbing, GOOD, file="..\\..\\x.jsonl")
    group = read()
    assert climbing in set(group.learners["learner"])
    classroom.write_grades(group, tmp_path / "grades.csv", "table")
    assert not list(tmp_path.parent.glob("climb*"))
    assert not list(tmp_path.glob("climb*"))


def test_archives_and_other_files_are_not_opened(read, folder):
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.jsonl", b"0" * 10_000_000)
    (folder / "renamed.jsonl").write_bytes((folder / "all.zip").read_bytes())
    (folder / "run.py").write_text("raise SystemExit")
    (folder / "empty.jsonl").touch()
    (folder / ".hidden").write_text("left by the system")
    group = read()
    assert "not an export" in reason(group, "all.zip")
    assert "not unpacked" in reason(group, "renamed.jsonl")
    assert "not an export" in reason(group, "run.py")
    assert reason(group, "empty.jsonl") == "empty"
    assert len(group.refused) == 4


def test_folders_are_read_one_level_deep(read, export, folder):
    export("Below", GOOD, file="one/below.jsonl")
    (folder / "one/two").mkdir()
    (folder / "x.jsonl").mkdir()
    group = read()
    assert "Below" in set(group.learners["learner"])
    assert "one folder deep" in reason(group, os.path.join("one", "two"))  # noqa: PTH118


@pytest.fixture
def seen_by_all(folder):
    """A copy of the folder that another user may enter: pytest closes its own places to others."""
    with tempfile.TemporaryDirectory(prefix="sands-exports-") as place:
        Path(place).chmod(0o755)
        yield Path(shutil.copytree(folder, Path(place) / "exports", dirs_exist_ok=True))


@pytest.fixture
def two_exports(export):
    export("Good", GOOD)
    export("Locked", GOOD)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_an_unreadable_file_is_refused_and_the_rest_is_read(two_exports, seen_by_all):
    for path in seen_by_all.iterdir():
        path.chmod(0 if path.name == "Locked.jsonl" else 0o644)
    seen_by_all.chmod(0o755)
    program = (
        "import os\nfrom helpers import classroom\n"
        f"classroom.read({str(seen_by_all)!r})\n"  # imports what nobody else may read
        "if os.geteuid() == 0: os.setuid(65534)\n"
        f"group = classroom.read({str(seen_by_all)!r})\n"
        "print(group.refused.to_csv(index=False), list(group.learners['learner']))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )
    assert "Locked.jsonl,cannot be opened (Permission denied)" in done.stdout, done.stderr
    assert "['Good']" in done.stdout


def test_an_empty_folder_and_one_that_is_missing_give_a_sentence(folder):
    empty, missing = classroom.read(folder), classroom.read(folder / "nowhere")
    assert repr(empty) == "0 learners, 0 entries; 0 files refused, 0 notes."
    assert list(missing.refused["reason"]) == ["there is no such folder; check FOLDER"]
    (folder / "file").touch()
    assert "not a folder" in classroom.read(folder / "file").refused["reason"][0]
    assert len(classroom.read("bad\0name").refused) == 1


def test_every_view_of_an_empty_class_says_so(folder, boards):
    group = classroom.read(folder)
    for figure in (
        classroom.draw_estimates(group),
        classroom.draw_forecasts(group),
        classroom.draw_board(group, boards[0]),
        classroom.draw_question(group, "3.5"),
        classroom.draw_question(group, "3.7"),
        classroom.explore_questions(group).show(),
    ):
        assert figure.title == "Nothing to draw yet"
    for shown in (classroom.show_done, classroom.show_lessons, classroom.show_wrong):
        assert "<table>" in shown(group)._repr_html_()
    assert classroom.hide_names(group).hidden
    assert classroom.grades(group).empty


def test_one_learner_cannot_fill_the_class(read, export, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ENTRIES", 3)
    export("Many", *[GOOD] * 5)
    group = read()
    assert group.learners.set_index("learner")["entries"]["Many"] == 3
    assert "only its first 3 entries were read" in set(group.notes["note"])


def test_what_is_beyond_the_limits_is_listed(folder, export, monkeypatch):
    for name in "abcd":
        export(name, GOOD)
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    assert list(classroom.read(folder).refused["file"]) == ["c.jsonl", "d.jsonl"]
    monkeypatch.setattr(reading, "MAX_FILES", 1)
    assert classroom.read(folder).refused["reason"][0].startswith("beyond 1 files")


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("answer", "3.5", "swap"),
        ("code", "3.5", "right"),  # of a question of another kind
        ("code", "3.18", "three"),
        ("code", "3.18", "1000"),
        ("code", "6.19", "whatever a table said"),
        ("answer", "3.18", 3),
        ("answer", "3.7", 2),  # a prediction: whoever answers it has seen the answer
        ("prediction", "3.5", "right"),
        ("answer", "nowhere", "right"),
    ],
)
def test_the_right_answer_is_not_what_an_export_claims(read, export, kind, key, value):
    export("Liar", (kind, key, value), correct=True)
    group = read()
    rows = group.answers.set_index("learner")["correct"]
    assert pd.isna(rows["Liar"]) or not rows["Liar"]
    assert rows["Good"]
    assert classroom.done(group).groupby("learner")[["right", "tasks_right"]].sum().loc[
        "Liar"
    ].to_list() == [0, 0]


def test_a_claim_that_the_bank_does_not_bear_out_is_told(read, export):
    export("Liar", ("answer", "3.5", "swap"), ("answer", "3.9", "nonsense"), correct=True)
    export("Honest", ("answer", "3.5", "right"), correct=True)
    notes = read().notes.set_index("file")["note"]
    assert notes["Liar.jsonl"].startswith("claims “right” for 1 answer")
    assert "Honest.jsonl" not in notes


def test_a_list_from_the_coding_track_is_judged_by_what_it_holds(read, export):
    expected = bank.resolve(bank.find("6.19").expected)
    export("Ada", ("code", "6.19", str(list(expected))), correct=False)
    export("Bea", ("code", "6.19", "[]"), ("code", "6.19", "[" * 5000), correct=True)
    rows = classroom.done(read()).groupby("learner")["tasks_right"].sum()
    assert (rows["Ada"], rows["Bea"]) == (1, 0)


def test_values_of_the_wrong_type_are_neither_right_nor_fatal(read, export):
    values = [None, True, 5, -1e300, "", [], {}, [["x"]], {"a": {"b": 1}}, [1, 2], "[1", 10**200]
    keys = ["3.4", "3.5", "3.7", "1.12", "5.13", "3.18", "7.4", "fq01", "6.codes", "3", "nowhere"]
    kinds = ("answer", "prediction", "code", "own_chart", "estimate", "board", "forecast", "other")
    entries = [(kind, key, value) for kind in kinds for key in keys for value in values]
    export("Odd", *entries)
    group = read()
    assert not group.answers[group.answers["learner"] == "Odd"]["correct"].fillna(False).any()
    for key in classroom.answered(group):
        assert classroom.draw_question(group, key, right=True).svg
    assert len(classroom.done(group)) == 20
    assert classroom.estimates(group).empty
