"""Rosters as people have them, and who is who: what is unclear is refused, never settled."""

import contextlib
import os

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import classroom
from helpers.classroom.roster import Matched

GOOD = ("answer", "3.5", "right")
OURS = [["Ada Lovelace", "ada@x.org", "7"], ["Bo Diaz", "bo@x.org", "8"]]
# As Moodle's export of grades and Canvas's export of the gradebook head their columns.
MOODLE = (
    '"First name","Last name","ID number",Institution,Department,"Email address",'
    '"Quiz: Week 1 (Real)","Course total (Real)","Last downloaded from this course"\r\n'
    "Ada,Lovelace,7,,,ada@x.org,9.50,9.50,1770000000\r\n"
    "Bo,Diaz,8,,,bo@x.org,-,-,1770000000\r\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (100),Current Score\n"
    ",,,,,Manual Posting,\n"
    "    Points Possible,,,,,100.00,(read only)\n"
    '"Lovelace, Ada",7,s7,ada,"S1 and S2",9.5,95\n'
    '"Diaz, Bo",8,s8,bo,S1,,0\n'
    '"Student, Test",9,,abc,S1,,0\n'
)


def people(source):
    return [(row["name"], sorted(row["keys"])) for row in classroom.read_roster(source)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("first", ["", "sep={mark}\n"])
def test_a_table_however_it_was_saved(tmp_path, mark, encoding, first):
    rows = [["Name", "E-Mail", "ID number"], ["José Núñez", "j@x.org", "7"], ["김민지", "", "8"]]
    text = first.format(mark=mark) + "\r\n".join(mark.join(row) for row in rows) + "\r\n\r\n"
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    found = classroom.read_roster(path)
    assert [row["name"] for row in found] == ["José Núñez", "김민지"]
    assert found[0]["email"] == "j@x.org"
    assert [row["number"] for row in found] == ["7", "8"]


@pytest.mark.parametrize("text", [MOODLE, MOODLE.replace(",", ";"), CANVAS], ids=str)
def test_an_export_of_the_platform_itself(tmp_path, text):
    path = tmp_path / "export.csv"
    path.write_text(text, "utf-8-sig")
    found = people(path)
    assert [keys for _, keys in found] == [["ada lovelace"], ["bo diaz"]]


def test_canvas_gets_back_what_canvas_gave(tmp_path, folder, export):
    (tmp_path / "gradebook.csv").write_text(CANVAS, "utf-8")
    export("ada lovelace", GOOD)
    export("Bo Diaz", GOOD)
    group = classroom.read(folder)
    classroom.write_grades(group, tmp_path / "g.csv", "canvas", tmp_path / "gradebook.csv")
    text = (tmp_path / "g.csv").read_text("utf-8")
    assert '"Lovelace, Ada",7,s7,ada,S1 and S2,' in text
    assert '"Diaz, Bo",8,s8,bo,S1,' in text


def test_the_headings_that_we_write_are_headings_that_we_read(tmp_path, folder, export):
    export("Ada", GOOD)
    people = pd.DataFrame({"Name in the export": ["Ada"], "Email address": ["a@x"], "ID number": 1})
    classroom.write_grades(classroom.read(folder), tmp_path / "g.csv", "moodle", people)
    assert classroom.read_roster(tmp_path / "g.csv")[0]["email"] == "a@x"
    assert (tmp_path / "g.csv").read_text("utf-8").splitlines()[1].startswith("a@x,1,Ada,")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "needs a column name.*It is empty"),
        (b"a,b\n1,2\n", "It has these: a, b"),
        (b"Name;Email\nJos\xe9;x\n", "not written in UTF-8"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 99, "workbook"),
        (b"PK\x03\x04" + b"0" * 99, "workbook"),
        (b"\xff\xfe\x00", "not written in UTF-8"),
    ],
)
def test_what_is_no_roster_is_said(tmp_path, content, words):
    path = tmp_path / "roster.csv"
    path.write_bytes(content)
    with pytest.raises(classroom.ClassError, match=words):
        classroom.read_roster(path)


@pytest.mark.parametrize("path", ["nowhere.csv", ".", "a\0b", 7, None])
def test_what_is_no_file_is_said(path):
    with pytest.raises(classroom.ClassError, match="The roster cannot be read"):
        classroom.read_roster(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_does_not_keep_us_waiting(tmp_path):
    os.mkfifo(tmp_path / "roster.csv")
    with pytest.raises(classroom.ClassError, match="pipe"):
        classroom.read_roster(tmp_path / "roster.csv")


def test_a_huge_roster_is_not_taken(tmp_path):
    with (tmp_path / "roster.csv").open("wb") as file:
        file.truncate(9_000_000)
    with pytest.raises(classroom.ClassError, match="larger than"):
        classroom.read_roster(tmp_path / "roster.csv")


# --- who is who -----------------------------------------------------------------------------------


@pytest.fixture
def matched(folder):
    def match(rows, columns=("name", "email", "ID number")):
        frame = pd.DataFrame(rows, columns=list(columns))
        return classroom.match(classroom.read(folder).learners, classroom.read_roster(frame))

    return match


@pytest.mark.parametrize(
    "typed", ["Lovelace, Ada", "ADA  lovelace", "ada@x.org", "7", "Ａｄａ Lovelace"]
)
def test_a_learner_is_found_however_the_name_was_typed(matched, export, typed):
    export(typed, GOOD, file="x.jsonl")
    found = matched(OURS)
    assert [row["email"] for row in found.known.values()] == ["ada@x.org"]
    assert found.absent == ["Bo Diaz"]


def test_who_is_not_in_the_roster_is_named(matched, export):
    export("Ada", GOOD)  # a first name alone could be anybody's
    assert matched(OURS) == Matched(unknown=["Ada"], absent=["Ada Lovelace", "Bo Diaz"])


@pytest.mark.parametrize("turned", [False, True])
def test_two_of_one_name_in_the_roster_are_never_settled_by_order(matched, export, turned):
    export("Ada Lovelace", GOOD)
    twins = [OURS[0], ["Lovelace, Ada", "other@x.org", "9"]]
    found = matched(twins[::-1] if turned else twins)
    assert found.known == {}
    assert found.unclear == [("Ada Lovelace", "fits 2 people of the roster")]
    assert found.absent == []


def test_a_column_file_says_whose_is_whose(matched, export):
    export("Ada Lovelace", GOOD, file="a/1.jsonl")
    export("Ada Lovelace", GOOD, file="b/1.jsonl")
    rows = [["Ada Lovelace", "1@x", r"a\1.jsonl"], ["Ada Lovelace", "2@x", "B/1.jsonl"]]
    found = matched(rows, ("name", "email", "file"))
    assert {k: row["email"] for k, row in found.known.items()} == {
        "Ada Lovelace": "1@x",
        "Ada Lovelace (2)": "2@x",
    }


def test_the_folder_that_moodle_made_counts_more_than_the_name_that_was_typed(matched, export):
    export("Batman", GOOD, file="Ada Lovelace_123_assignsubmission_file/x.jsonl")
    export("", GOOD, file="Bo Diaz_124_assignsubmission_file/x.jsonl")
    found = matched(OURS)
    assert [row["email"] for row in found.known.values()] == ["ada@x.org", "bo@x.org"]


def test_two_exports_in_one_persons_folder_of_moodle_are_one_learner(matched, export):
    for file in ("x", "y"):
        export("Ada", GOOD, file=f"Ada Lovelace_123_assignsubmission_file/{file}.jsonl")
    assert [row["email"] for row in matched(OURS).known.values()] == ["ada@x.org"]


def test_the_number_that_canvas_puts_into_a_files_name_is_read(folder, export):
    export("A.", GOOD, file="lovelaceada_LATE_7_4711_shifting-sands-A.jsonl")
    export("B.", GOOD, file="diazbo_8_4712_shifting-sands-B.jsonl")
    rows = [{"student": "Lovelace, Ada", "id": 7}, {"student": "Diaz, Bo", "id": 8}]
    learners = classroom.read(folder).learners
    found = classroom.match(learners, classroom.read_roster(pd.DataFrame(rows)))
    assert {k: row["id"] for k, row in found.known.items()} == {"A.": "7", "B.": "8"}


def test_two_people_with_one_address_are_not_told_apart(matched, export):
    export("Ada Lovelace", GOOD)
    found = matched([OURS[0], ["Bo Diaz", "ADA@x.org", "8"]])
    assert found.known == {}
    assert "stands at two people" in found.unclear[0][1]


def test_one_person_in_two_sections_is_one_person(folder, export):
    export("Ada", GOOD)
    rows = [{"name": "Ada", "id": "7", "section": section} for section in ("S1", "S2")]
    learners = classroom.read(folder).learners
    found = classroom.match(learners, classroom.read_roster(pd.DataFrame(rows)))
    assert found.unclear == []
    assert found.known["Ada"]["id"] == "7"


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "name;email\n", "Name,ID\r\n", "\ufeffStudent\tID\n"]),
)
def test_any_file_is_read_or_refused_in_a_sentence(tmp_path_factory, content, head):
    path = tmp_path_factory.mktemp("roster") / "roster.csv"
    path.write_bytes(head.encode() + content)
    found = []
    with contextlib.suppress(classroom.ClassError):
        found = classroom.read_roster(path)
    assert all(row["name"] or row.get("file") or len(row) > 2 for row in found)


def test_a_roster_made_to_do_harm_is_text(tmp_path, folder, export):
    export("Ada", GOOD)
    text = 'name;email;ID number\nAda;"=HYPERLINK(""http://x"")";@7\n' + "x" * 200_000 + "\n"
    (tmp_path / "roster.csv").write_text(text, "utf-8")
    group = classroom.read(folder)
    told = classroom.write_grades(group, tmp_path / "g.csv", "moodle", tmp_path / "roster.csv")
    written = (tmp_path / "g.csv").read_text("utf-8")
    assert "'=HYPERLINK" in written
    assert "'@7" in written
    assert max(map(len, told.words)) < 1000
    shown = classroom.show_handed_in(group, pd.DataFrame({"name": ["<script>x</script>", "Ada"]}))
    assert "<script" not in shown._repr_html_()
