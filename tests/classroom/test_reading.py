"""Reading good exports: what is joined, what is kept, what is hidden."""

import io
import sys
import uuid

import pandas as pd
import pytest

from helpers import bank, classroom, journal, judging
from helpers.classroom import reading

GOOD = ("answer", "3.5", "right")


def ids(count):
    return [uuid.uuid4().hex for _ in range(count)]


def test_what_the_journal_exports_is_what_the_class_reads(folder):
    journal.record("prediction", "3.7", 3.0)
    journal.record("answer", "3.5", "swap", correct=False)
    journal.record("estimate", "3", {"best": 4, "low": 2, "high": 6, "reason": "x"})
    journal.record("briefing", "judgment", "Personal words.")
    journal.export("Ada", folder)
    group = classroom.read(folder)
    assert isinstance(group, classroom.Class)
    assert list(group.learners["learner"]) == ["Ada"]
    told = group.answers[["kind", "key", "value", "lesson"]].astype(str).to_numpy().tolist()
    assert told[:2] == [["prediction", "3.7", "3", "3"], ["answer", "3.5", "swap", "3"]]
    assert list(group.answers["correct"].isna()) == [True, False, True]
    assert not group.answers["correct"][1]
    assert "Personal words." not in group.answers.to_string()


def test_answers_are_typed_whatever_was_read(folder, export):
    types = classroom.read(folder).answers.dtypes.astype(str)
    export("Ada", GOOD)
    assert list(classroom.read(folder).answers.dtypes.astype(str)) == list(types)


def test_the_same_file_twice_counts_once(folder, export):
    same = ids(2)
    export("Ada", GOOD, GOOD, ids=same)
    export("Ada", GOOD, GOOD, ids=same, file="copy of Ada.jsonl")
    group = classroom.read(folder)
    assert (len(group.learners), len(group.answers)) == (1, 2)
    assert list(group.notes["note"]) == ["shares 2 entries with another file; counted once"]


def test_a_later_export_of_the_same_learner_is_joined(folder, export):
    same = ids(3)
    export("Ada", GOOD, ids=same)
    export("ada", GOOD, GOOD, GOOD, ids=same, file="later.jsonl")
    export("", GOOD, GOOD, ids=same, file="unnamed.jsonl")
    group = classroom.read(folder)
    assert list(group.learners["learner"]) == ["Ada"]
    assert len(group.answers) == 3


def test_the_same_entries_under_two_names_count_for_both_and_are_noted(folder, export):
    same = ids(2)
    export("Ada", GOOD, GOOD, ids=same)
    export("Bea", GOOD, GOOD, ids=same)
    group = classroom.read(folder)
    assert list(group.learners["entries"]) == [2, 2]
    note = group.notes.iloc[0]
    assert note["note"].endswith("under another name; both are counted, ask them")
    assert {note["file"], note["other"]} == {"Ada.jsonl", "Bea.jsonl"}


def test_two_people_of_one_name_stay_two(folder, export):
    export("Ada", GOOD, file="a.jsonl")
    export("Ada", GOOD, file="b.jsonl")
    export("Ada (2)", GOOD, file="c.jsonl")
    names = list(classroom.read(folder).learners["learner"])
    assert names[:2] == ["Ada", "Ada (2)"]
    assert len(set(names)) == 3


def test_journal_files_of_one_sub_folder_are_one_learner(folder, export):
    export("", GOOD, head=False, file="s17/sands-journal-1.jsonl")
    export("", GOOD, head=False, file="s17/sands-journal-2.jsonl")
    export("", GOOD, head=False, file="s18/sands-journal-1.jsonl")
    assert list(classroom.read(folder).learners["entries"]) == [2, 1]


def test_an_export_without_entries_is_a_learner_who_did_nothing(folder, export):
    export("Ada")
    group = classroom.read(folder)
    assert list(group.learners["entries"]) == [0]
    assert classroom.done(group)["answered"].sum() == 0


def test_impossible_times_are_missing(folder, export):
    path = export("Ada", GOOD)
    path.write_text(path.read_text("utf-8").replace("2026-03-02T09", "9999-99-99T99"), "utf-8")
    assert classroom.read(folder).answers["time"].isna().all()


def test_hidden_names_are_the_same_in_all_tables_and_not_in_the_order_of_the_alphabet(group):
    hidden = classroom.hide_names(group)
    names = [f"Learner {n}" for n in range(1, 10)]
    assert list(hidden.learners["learner"]) == names
    for frame in (hidden.answers, classroom.done(hidden), classroom.grades(hidden)):
        assert list(frame["learner"].unique()) == names
    before = group.learners.set_index("tag")["entries"]
    after = hidden.learners.set_index("tag")["entries"]
    assert (before.loc[after.index] == after).all()
    assert list(before.index) != list(after.index)
    assert not any("made up" in text for text in hidden.answers["learner"].astype(str))


def test_hidden_names_are_in_no_file_name_and_no_note(folder, export):
    same = ids(1)
    export("Ada", GOOD, ids=same)
    export("Bea", GOOD, ids=same)
    (folder / "Cleo.txt").write_text("x")
    hidden = classroom.hide_names(classroom.read(folder))
    shown = hidden._repr_html_() + "".join(
        frame.to_string() for frame in (hidden.learners, hidden.refused, hidden.notes)
    )
    assert not [name for name in ("Ada", "Bea", "Cleo") if name in shown]
    again = classroom.hide_names(classroom.read(folder))
    assert list(again.learners["tag"]) == list(hidden.learners["tag"])


def test_a_made_up_class_is_the_same_when_it_is_written_and_read(tmp_path, group, boards):
    paths = classroom.write_example(tmp_path / "made", learners=9, seed=4, boards=boards)
    read = classroom.read(tmp_path / "made")
    assert len(paths) == 9
    assert read.refused.empty
    plain = [g.answers.astype({"learner": str, "kind": str, "key": str}) for g in (read, group)]
    pd.testing.assert_frame_equal(*plain)
    with pytest.raises(FileExistsError):
        classroom.write_example(tmp_path / "made", learners=1)


def test_a_made_up_class_says_so_wherever_it_shows(group, boards):
    shown = [group, classroom.hide_names(group), classroom.show_done(group)]
    shown += [classroom.show_lessons(group), classroom.show_wrong(group)]
    shown += [classroom.show_words(group, "7.4"), classroom.show_forecasts(group)]
    assert all(classroom.EXAMPLE in repr(part) for part in shown)
    drawn = [classroom.draw_estimates(group), classroom.draw_board(group, boards[0])]
    drawn += [classroom.draw_forecasts(group)]
    drawn += [classroom.draw_question(group, key) for key in ("3.4", "3.5", "3.7", "7.4")]
    for figure in drawn:
        assert figure.caption.startswith(classroom.EXAMPLE)
        assert figure.alt.startswith(classroom.EXAMPLE)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("slow", "said"), [(-1.0, True), (60.0, False)])
def test_progress_is_shown_only_when_reading_takes_long(folder, export, monkeypatch, slow, said):
    export("Ada", GOOD)
    monkeypatch.setattr(reading, "SLOW", slow)
    monkeypatch.setattr(sys, "stderr", Terminal())
    clock = iter(range(100))
    monkeypatch.setattr(reading.time, "monotonic", lambda: next(clock) / 2)
    classroom.read(folder)
    assert ("Reading 1 of 1 files" in sys.stderr.getvalue()) == said
    classroom.read(folder, progress=False)
    assert sys.stderr.getvalue().count("Reading") == said


def test_in_a_notebook_progress_is_a_bar_that_goes_away(monkeypatch):
    displayed = []
    monkeypatch.setattr(reading, "_in_notebook", lambda: True)
    monkeypatch.setattr("IPython.display.display", displayed.append)
    with reading._Progress(10, True) as bar:
        bar.done = 4
        bar.show()
        assert bar.bar.value == 4
        assert "4 of 10" in bar.line.value
    assert len(displayed) == 1
    assert displayed[0].comm is None


def test_what_was_read_already_makes_the_same_class(folder, export):
    paths = [export("Ada", GOOD), export("Bo", GOOD, ("estimate", "0", {"best": 5}))]
    files = [(path.name, journal.read_lines(path)) for path in paths]
    one, other = reading.gather(files), classroom.read(folder)
    assert list(one.learners["name"]) == ["Ada", "Bo"]
    assert one.answers.equals(other.answers)
    assert not one.made_up
    assert reading.gather(files, made_up=True).said("Two.") == f"{classroom.EXAMPLE} Two."


def test_a_light_question_judges_as_the_full_one_does():
    for key in ("3.5", "3.4", "3.7"):
        full, light = bank.find(key), reading.light(key)
        assert {o.misconception for o in light.options} <= {""}
        for option in full.options:
            assert (
                judging.judge(light, option.key).correct == judging.judge(full, option.key).correct
            )
    assert reading.light("3.999") is None


def test_only_the_first_guess_counts_and_drafts_and_second_thoughts_do_not(folder):
    journal.record("draft", "prediction:3.7", {"one": "9"})
    journal.record("skipped", "3.10", True)
    journal.record("prediction", "3.7", 3)
    journal.record("rethought", "3.7", 4)
    journal.record("answer", "3.5", "swap")
    journal.set_aside(3)
    journal.record("prediction", "3.7", 5)  # with the answer known
    journal.record("answer", "3.5", "right")
    journal.record("draft", "answer:3.5", {"one": "none"})
    journal.export("Ada", folder)
    group = classroom.read(folder)
    assert set(group.answers["kind"]) == {"prediction", "answer"}
    told = classroom.first_and_last(group).set_index("key")
    assert list(told.loc["3.7", ["first", "last", "times"]]) == ["3", "3", 1]
    assert list(told.loc["3.5", ["first", "last", "times"]]) == ["swap", "right", 2]
    assert list(group.notes["note"]) == []


def test_the_first_guess_of_an_older_journal_is_the_first_one(folder, export):
    export("Ada", ("prediction", "3.7", 3), ("prediction", "3.7", 5))
    told = classroom.first_and_last(classroom.read(folder), "3.7")
    assert list(told.loc[0, ["first", "last"]]) == ["3", "3"]


def test_a_clock_gone_wrong_does_not_make_the_second_guess_the_first(folder, export):
    path = export("Ada", ("prediction", "3.7", 3), ("prediction", "3.7", 5))
    path.write_text(path.read_text("utf-8").replace('"order": 0', f'"order": {2**53 - 1}'))
    told = classroom.first_and_last(classroom.read(folder), "3.7")
    assert list(told["first"]) == ["3"]


def test_a_thousand_drafts_do_not_push_an_answer_out(folder, export, monkeypatch):
    monkeypatch.setattr("helpers.classroom.reading.MAX_ENTRIES", 3)
    export("Ada", *[("draft", "answer:3.5", {"one": "x"})] * 9, GOOD)
    group = classroom.read(folder)
    assert len(group.answers) == 1
    assert len(group.notes) == 0


@pytest.mark.parametrize("ending", [".jsonl.txt", ".json", ".txt", ".jsonl.bak", ".JSONL"])
def test_an_export_that_a_mail_program_renamed_is_read(folder, export, ending):
    export("Ada", GOOD, file=f"shifting-sands-Ada{ending}")
    assert list(classroom.read(folder).learners["learner"]) == ["Ada"]


def test_a_file_cut_off_on_its_way_is_told(folder, export):
    path = export("Ada", GOOD, GOOD, GOOD)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    group = classroom.read(folder)
    assert list(group.notes["note"]) == ["cut off on its way: it lacks 2 entries; ask for it again"]
    assert len(group.answers) == 1
