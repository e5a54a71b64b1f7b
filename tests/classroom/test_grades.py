"""Files of grades as the platforms import them: right for each learner, or it says for whom not."""

import csv
import uuid

import pandas as pd
import pytest
from answering import of_lesson, right

from helpers import classroom
from helpers.classroom.measures import has_answer


@pytest.fixture
def read(folder):
    return lambda: classroom.read(folder)


@pytest.fixture
def graded(read, export):
    export("Ada", ("answer", "3.5", "right"), ("answer", "3.6", "nonsense"))
    export("Bea", ("prediction", "3.7", 3), file="s2/b.jsonl")
    return read()


@pytest.fixture
def roster():
    return pd.DataFrame({"name": ["Ada", "Bea"], "email": ["ada@x.org", "bea@x.org"]})


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# --- what is counted ------------------------------------------------------------------------------


def test_who_leaves_the_coding_track_out_loses_nothing(read, export):
    known = {"predict": ("prediction", lambda q: 1), "code": None}
    entries = []
    for q in of_lesson(3):
        if q.coding:
            continue
        kind, value = known.get(q.use) or ("answer", right if has_answer(q) else lambda q: "words")
        entries.append((kind, q.id, value(q)))
    export("Ada", *entries)
    row = classroom.grades(read(), which=[3], parts=["completion", "first", "final", "coding"])
    assert row.iloc[0].tolist() == ["Ada", 100, 100, 100, 0]


def test_clicking_until_it_is_right_shows_in_first_try_and_attempts(read, export):
    judged = [q for q in of_lesson(3) if has_answer(q) and q.kind == "single"]
    entries = []
    for q in judged:
        wrong = [o.key for o in q.options if not o.right]
        entries += [("answer", q.id, key) for key in (*wrong[:2], right(q))]
    export("Bo", *entries)
    all_judged = sum(has_answer(q) and not q.coding for q in of_lesson(3))
    row = classroom.grades(read(), [3], ["first", "final", "attempts"]).iloc[0]
    assert row.tolist() == ["Bo", 0, round(100 * len(judged) / all_judged, 1), 3]


def test_one_right_answer_is_not_a_hundred_per_cent(graded):
    asked = [q for q in of_lesson(3) if not q.coding]
    judged = [q for q in asked if has_answer(q)]
    found = classroom.grades(graded, which=[3]).set_index("learner")
    assert found.loc["Ada", "Lesson 3 completion"] == round(200 / len(asked), 1)
    assert found.loc["Ada", "Lesson 3 right at first try"] == round(100 / len(judged), 1)
    assert found.loc["Bea", "Lesson 3 completion"] == round(100 / len(asked), 1)


def test_only_lessons_that_the_class_has_begun_count_unless_they_are_named(read, export):
    for name in "abcdefghij":
        export(name, ("answer", "0.1", "x"), ("answer", "3.5", "right"))
    export("k", ("answer", "9.1", "x"))  # one in eleven runs ahead
    group = read()
    assert classroom.begun(group) == [0, 3]
    titles = list(classroom.grades(group).columns)
    assert [t for t in titles if "completion" in t] == [
        "Lesson 0 completion",
        "Lesson 3 completion",
    ]
    assert not any("All" in title for title in titles)
    assert list(classroom.grades(group, [9]).columns)[1] == "Lesson 9 completion"


def test_the_code_of_a_learner_is_in_no_other_grade(read, export):
    export("Ada", ("code", "3.18", 3), ("code", "3.19", 10**6))
    row = classroom.grades(read(), [3], ["completion", "first", "coding"]).iloc[0]
    tasks = sum(q.coding for q in of_lesson(3))
    assert row.iloc[1] == 0
    assert pd.isna(row.iloc[2])
    assert row.iloc[3] == round(200 / tasks, 1)


def test_whoever_tries_all_of_the_coding_track_has_tried_all_of_it(read, export):
    tasks = [q for q in of_lesson(3) if q.coding]
    chart = {"title": "Which clauses promise most?", "code": "import os", "call": {}}
    drawn = [q.id for q in tasks if q.kind == "chart"]
    assert drawn
    entries = [(q.kept_as, q.id, chart if q.id in drawn else right(q)) for q in tasks]
    export("Ada", *entries, correct=True)
    group = read()
    assert classroom.grades(group, [3], ["coding"]).iloc[0, 1] == 100
    row = classroom.done(group).set_index("lesson").loc[3]
    assert (row["tasks_done"], row["tasks_right"]) == (len(tasks), len(tasks) - len(drawn))
    kept = group.answers[group.answers["kind"] == "own_chart"]
    assert kept["value"].tolist() == [chart["title"]] * len(drawn)  # its code stays outside
    assert not set(drawn) & set(classroom.answered(group)), "there is nothing to count of it"


@pytest.mark.parametrize("chart", [None, [], "draw", {"title": ["x"]}, {"code": "import os"}])
def test_a_chart_that_is_none_is_read_as_one_without_a_title(read, export, chart):
    export("Ada", ("own_chart", "3.20", chart))
    assert read().answers["value"].tolist() == [""]


# --- the forms of the platforms -------------------------------------------------------------------


def test_the_form_of_moodle(graded, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("\ufeffName,Email\nada,ada@example.org\nNobody,x@example.org\n", "utf-8")
    told = classroom.write_grades(graded, tmp_path / "g.csv", "moodle", roster, which=[3])
    head, *rows = lines(tmp_path / "g.csv")
    assert head == [
        "Email address",
        "ID number",
        "Name in the export",
        "Lesson 3 completion",
        "Lesson 3 right at first try",
        "Lesson 3 right in the end",
    ]
    assert [row[:3] for row in rows] == [["ada@example.org", "", "Ada"]]
    assert told.left["unknown"] == ["Bea"]
    assert told.left["absent"] == ["Nobody"]
    assert "no file is theirs (1): Nobody" in repr(told)


def test_what_is_missing_is_a_dash_in_moodle_and_a_blank_in_canvas(read, export, tmp_path):
    export("Ada", ("prediction", "3.7", 3))
    export("Bea", ("answer", "0.1", "x"))
    people = pd.DataFrame({"name": ["Ada", "Bea"], "id": ["1", "2"]})
    for form, gap in (("moodle", "-"), ("canvas", "")):
        classroom.write_grades(read(), tmp_path / form, form, people, which=[3])
        rows = lines(tmp_path / form)
        assert rows[-1][-3:] == ["0", gap, gap]
        assert rows[-2][-2:] == ["0", "0"]


def test_the_form_of_canvas(graded, tmp_path):
    roster = pd.DataFrame(
        {
            "file": ["Ada.jsonl", "s2/b.jsonl"],
            "student": ["Lovelace, Ada", "=Bea"],
            "SIS Login ID": ["al", ""],
            "section": ["S1", "S1"],
        }
    )
    classroom.write_grades(graded, tmp_path / "g.csv", "canvas", roster, which=[3])
    head, points, *rows = lines(tmp_path / "g.csv")
    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert points[0].strip() == "Points Possible"
    assert points[5:] == ["100"] * 3
    assert rows[0][:5] == ["Lovelace, Ada", "", "", "al", "S1"]
    assert rows[1][0] == "'=Bea"
    assert all(len(row) == len(head) for row in [points, *rows])


def test_nobody_is_written_whom_the_platform_could_not_find(graded, tmp_path):
    people = pd.DataFrame({"name": ["Ada", "Bea"], "email": ["ada@x.org", " "]})
    told = classroom.write_grades(graded, tmp_path / "g.csv", "moodle", people)
    assert [row[0] for row in lines(tmp_path / "g.csv")[1:]] == ["ada@x.org"]
    assert told.left["bare"] == ["Bea"]
    assert "Bea" in repr(told)


def test_two_people_of_one_name_are_refused_and_named(read, export, tmp_path, roster):
    export("Ada", ("answer", "3.5", "right"), file="1.jsonl")
    export("Ada", ("answer", "3.5", "swap"), file="2.jsonl")
    export("Bea", ("answer", "3.5", "right"))
    told = classroom.write_grades(read(), tmp_path / "g.csv", "moodle", roster)
    assert [row[0] for row in lines(tmp_path / "g.csv")[1:]] == ["bea@x.org"]
    assert told.left["unclear"] == [
        "Ada (2 exports fit one person of the roster)",
        "Ada (2) (2 exports fit one person of the roster)",
    ]
    assert "Ada" not in told.left["absent"]


def test_two_files_that_the_roster_gives_to_one_person_are_one_grade(read, export, tmp_path):
    export("Ada", ("answer", "3.5", "swap"), file="week 1.jsonl")
    export("ada", ("answer", "3.6", "x"), ("answer", "3.5", "right"), file="week 2.jsonl")
    export("Ada", ("answer", "3.5", "right"), file="another Ada.jsonl")
    people = pd.DataFrame(
        {
            "name": ["Ada Lovelace", "Ada Byron"],
            "email": ["l@x.org", "b@x.org"],
            "file": ["week 1.jsonl; week 2.jsonl", "another Ada.jsonl"],
        }
    )
    told = classroom.write_grades(read(), tmp_path / "g.csv", "moodle", people, which=[3])
    rows = {row[0]: row[3:] for row in lines(tmp_path / "g.csv")[1:]}
    asked = sum(not q.coding for q in of_lesson(3))
    assert rows["l@x.org"][0] == f"{200 / asked:.1f}"
    assert rows["b@x.org"][0] == f"{100 / asked:.1f}"
    assert not told.left["unclear"]
    assert len(told.words) == 2


def test_joined_learners_keep_their_entries_in_order_and_none_twice(read, export):
    same = [uuid.uuid4().hex for _ in range(2)]
    export("Ada", ("answer", "3.5", "swap"), ("answer", "3.6", "x"), ids=same)
    export("Bea", ("answer", "3.5", "swap"), ("answer", "3.6", "x"), ids=same)
    export("Cy", ("answer", "3.5", "right"))
    group = classroom.join(read(), [["Ada", "Bea"]])
    assert list(group.learners["learner"]) == ["Ada", "Cy"]
    assert list(group.learners["entries"]) == [2, 1]
    assert group.learners["files"][0] == "Ada.jsonl; Bea.jsonl"
    assert list(group.answers["learner"].cat.categories) == ["Ada", "Cy"]
    assert classroom.join(group, []) is group


def test_files_with_a_note_are_named_before_anybody_is_graded(read, export, tmp_path, roster):
    path = export("Ada", ("answer", "3.5", "right"), ("answer", "3.6", "x"))
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    export("Bea", ("answer", "3.5", "right"))
    told = classroom.write_grades(read(), tmp_path / "g.csv", "moodle", roster)
    assert told.left["look"] == ["Ada"]
    assert "read it before you grade (1): Ada" in repr(told)


def test_a_long_list_of_names_is_cut_in_the_sentence_and_whole_in_the_list(graded, tmp_path):
    people = pd.DataFrame({"name": [f"Person {n}" for n in range(90)], "email": "x"})
    told = classroom.write_grades(graded, tmp_path / "g.csv", "moodle", people)
    assert len(told.left["absent"]) == 90
    assert "and 50 more" in repr(told)


def test_a_table_of_ones_own_needs_no_roster_and_has_all_parts(graded, tmp_path):
    classroom.write_grades(graded, tmp_path / "g.csv", "table", which=[3])
    head, *rows = lines(tmp_path / "g.csv")
    assert [row[0] for row in rows] == ["Ada", "Bea"]
    assert head[-2:] == ["Lesson 3 attempts a question", "Lesson 3 coding tasks tried"]


def test_a_file_that_is_there_is_left_unless_told_otherwise(graded, tmp_path, roster):
    path = tmp_path / "g.csv"
    path.write_text("mine")
    with pytest.raises(classroom.ClassError, match=r"g\.csv is there already.*overwrite=True"):
        classroom.write_grades(graded, path, roster=roster)
    assert path.read_text() == "mine"
    told = classroom.write_grades(graded, path, roster=roster, overwrite=True)
    assert isinstance(told, classroom.Written)
    assert "<p" in told._repr_html_()
    assert path.read_text("utf-8").startswith("Email address")
    assert [p.name for p in tmp_path.glob("*g.csv*")] == ["g.csv"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"form": "excel"}, "no form “excel”"),
        ({"parts": ["glory"], "form": "table"}, "no part “glory”"),
        ({}, "a roster is needed"),
        ({"roster": pd.DataFrame({"x": [1]})}, "needs a column name.*It has these: x"),
        ({"roster": "nowhere.csv"}, "roster cannot be read"),
    ],
)
def test_what_cannot_be_written_is_said(graded, tmp_path, more, words):
    with pytest.raises(classroom.ClassError, match=words):
        classroom.write_grades(graded, tmp_path / "g.csv", **more)
    assert not (tmp_path / "g.csv").exists()


def test_no_grades_for_hidden_names_or_into_a_missing_folder(graded, tmp_path, roster):
    with pytest.raises(classroom.ClassError, match="Names are hidden"):
        classroom.write_grades(classroom.hide_names(graded), tmp_path / "g.csv")
    with pytest.raises(classroom.ClassError, match="cannot be written"):
        classroom.write_grades(graded, tmp_path / "nowhere" / "g.csv", roster=roster)
