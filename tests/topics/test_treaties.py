"""Lesson 3: promises, their strength, their years and words, and how far two coders agree."""

import json
import os
import re

import pytest
from drawn import sound
from hypothesis import strategies as st

from helpers import data, figures, journal
from helpers.measures import treaties as measures
from helpers.topics import treaties as topic
from helpers.wording import words

LEVELS = [1, 2, 3]
codes = st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)), min_size=1)


# --- promises ------------------------------------------------------------------------------------


# --- two coders ----------------------------------------------------------------------------------


@pytest.fixture
def session(tmp_path, monkeypatch):
    """Return a function that begins a journal of its own."""

    def begin(name):
        monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / name))
        journal._session_of.cache_clear()

    begin("first")
    yield begin
    journal._session_of.cache_clear()


def exported(session, name, codes):
    session(name)
    journal.record("board", "3.clauses", {"pv073": {"obligation": "other"}})
    journal.record("board", "3.clauses", codes)
    journal.record("board", "3.checklist", {"use": {"verdict": "x"}})
    return journal.export(name)


def test_two_exports_are_compared(session, tmp_path):
    reference = measures.reference_codes()
    other = {item: dict(row) for item, row in reference.items()}
    for item in measures.CLAUSES[:3]:
        other[item]["obligation"] = "trade"
    shown = topic.compare_files(
        exported(session, "ada", reference), exported(session, "ben", other)
    )
    rows = shown.frame.set_index("Compared")
    # 'trade' is no code that the board offers, so three clauses have no second code
    assert rows["Clauses"].to_dict() == {"Obligation": 9, "Strength": 12}
    assert rows.loc["Strength", "Coded alike, per cent"] == 100
    assert rows.loc["Strength", "Cohen's kappa"] == "1.00"


@pytest.mark.parametrize(
    "codes",
    [
        {},
        [],
        "codes",
        {"pv073": "defence"},
        {"pv073": {"obligation": ["x"], "strength": {"a": 1}}},
        {"pv073": {"strength": "<script>", "Obligation": None}, "zz": {"strength": 3}},
    ],
)
def test_an_export_with_odd_codes_does_no_harm(session, codes):
    odd = exported(session, "odd", codes)
    good = exported(session, "good", measures.reference_codes())
    shown = topic.compare_files(odd, good)
    assert shown.frame.iloc[0, 0] == "no clause was coded in both files"
    assert "not known" in repr(shown)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda place: place / "none.jsonl",
            "none.jsonl could not be read (there is no such file or folder).",
        ),
        (lambda place: place, "could not be read (it is a folder, not a file)."),
        (
            lambda place: fifo(place / "pipe"),
            "could not be read (it is a pipe or a device, not a file).",
        ),
        (lambda place: "/dev/zero", "could not be read (it is a pipe or a device, not a file)."),
        (lambda place: written(place / "huge", b"x" * (1 + journal.MAX_FILE)), "is too large"),
        (lambda place: written(place / "empty", b""), "empty holds no entries"),
        (lambda place: written(place / "thesis", b"Dear Sir,\n"), "thesis holds no entries"),
        (lambda place: "no\0path", "no path could not be read (that can be no name of a file)."),
        (lambda place: None, "None could not be read (that can be no name of a file)."),
        (lambda place: "", " could not be read"),
    ],
)
def test_a_file_that_cannot_be_compared_is_one_sentence(session, tmp_path, make, words):
    good = exported(session, "good", measures.reference_codes())
    bad = make(tmp_path)
    for pair in ((bad, good), (good, bad)):
        told = repr(topic.compare_files(*pair))
        assert words in told
        assert told.endswith("Name two files that were exported from these lessons.")


def fifo(path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    os.mkfifo(path)
    return path


def written(path, content):
    path.write_bytes(content)
    return path


def test_the_same_file_twice_and_a_copy_are_told(session, tmp_path):
    good = exported(session, "good", measures.reference_codes())
    copy = written(tmp_path / "copy.txt", good.read_bytes())
    for other in (good, str(good), copy):
        told = repr(topic.compare_files(good, other))
        assert told == "Both files hold the same entries. Name the exports of two learners."


def test_only_the_latest_board_counts():
    first, last = {"pv004": {"obligation": "trade"}}, {"pv004": {"obligation": "defence"}}
    entries = [{"kind": "board", "key": "3.clauses", "value": value} for value in (first, last)]
    assert topic.coded([*entries, {"kind": "board", "key": "3.x", "value": {}}]) == last
    assert topic.coded([]) == {}
    unknown = {"zz": {"obligation": "defence"}, "pv004": {"obligation": "theft"}}
    assert topic.coded([{"kind": "board", "key": "3.clauses", "value": unknown}]) == {}


def test_boards_of_the_first_edition_are_read_as_codes(session):
    clauses = {"pv004": {"Obligation": "defence", "Strength": "4 help, helper keeps a choice"}}
    journal.record("board", "3.clauses", clauses)
    journal.record("board", "3.checklist", {"use": {"Verdict": "NATO binds more"}})
    codes = {"pv004": {"obligation": "defence", "strength": "4"}}
    assert topic.code_clauses().filled == codes
    assert topic.coded([{"kind": "board", "key": "3.clauses", "value": clauses}]) == codes
    assert topic.fill_checklist().filled == {"use": {"verdict": "nato"}}


def test_a_learner_sees_which_codes_are_the_same_or_defensible(session):
    reference = measures.reference_codes()
    frame = measures.clauses().set_index("provision_id")
    doubtful = frame.index[frame["alt_strength"].notna()][0]
    codes = {
        doubtful: {"strength": str(frame.loc[doubtful, "alt_strength"])},
        "pv089": reference["pv089"],
    }
    table, summary = topic.read_codes(codes)
    rows = dict(zip(measures.CLAUSES, table.frame["Strength"], strict=True))
    assert rows.pop(doubtful) == "the defensible other reading"
    assert rows.pop("pv089") == "same"
    assert set(rows.values()) == {"not coded"}
    assert summary.frame["Clauses"].tolist() == [1, 2]
    assert len(topic.read_codes({})) == 1


def test_each_clause_stands_beside_our_code_with_its_text_and_our_reason(session):
    board = topic.code_clauses()
    table, _ = board.compared({"pv004": measures.reference_codes()["pv004"]})
    frame = measures.clauses()
    assert table.frame["What it says"].tolist() == list(topic.clause_texts().values())
    assert table.frame["Why"].tolist() == frame["strength_reason"].tolist()
    assert not any(reason in board._static() for reason in frame["strength_reason"])


def test_the_board_of_clauses_can_be_filled_with_our_codes(session):
    board = topic.code_clauses()
    assert list(board.rows) == list(measures.CLAUSES)
    for row in measures.reference_codes().values():
        assert all(row[name] in board.columns[name] for name in board.columns)
    journal.record("board", "3.clauses", measures.reference_codes())
    assert board.filled == measures.reference_codes()


def test_the_clauses_do_not_name_their_treaties():
    parties = ("DPRK", "Korea", "KCNA", "Iran", "Russia", "China", "Belarus", "Japan", "States of")
    for text in topic.clause_texts().values():
        assert not [n for n in ("NATO", "CSTO", "ANZUS", *parties) if n in text], text
        assert "Promise: " in text
        assert not re.search(r"\.\.|nan|<NA>", text)


# --- wordings and clauses ------------------------------------------------------------------------


def test_the_eight_wordings_are_named_apart_and_shown_by_date():
    rows = measures.wordings()
    names = [topic.wording_name(row) for _, row in rows.iterrows()]
    assert len(set(names)) == 8
    assert all(
        name.endswith("†") != seen for name, seen in zip(names, rows["verified"], strict=True)
    )
    shown = topic.show_wordings()
    assert sorted(shown.frame["Text"]) == sorted(names)
    assert [name[-6:].strip(" †")[-4:] for name in shown.frame["Text"]] == sorted(
        str(day.year) for day in rows["date"]
    )


def test_a_wording_beside_itself_lacks_nothing():
    shown = topic.compare_wordings("kcna-en", "kcna-en")
    assert shown.title == "One text beside itself"
    assert list(shown.table.frame)[2].endswith("(again)")


def test_the_wire_summary_lacks_attack_and_laws():
    shown = sound(topic.compare_wordings("kcna-en", "reuters-en"))
    assert shown.title == "Two parts stand in one text and not in the other"
    assert shown.sentence == "In one text alone: the attack; a choice left."
    lines = shown.table.frame.set_index("Part")
    assert lines.loc["What attack?"].tolist() == ["armed invasion", "not among these words"]


def test_natos_council_stands_beside_a_treaty_without_one():
    shown = sound(topic.compare_wordings(topic.NATO, "kcna-en"))
    machines = shown.table.frame.set_index("Part").loc["Machinery of the treaty"].tolist()
    assert machines == ["other (Article 3); council (Article 9)", "other (Article 8)"]
    assert "none in our tables" in topic.compare_wordings("ussr-1961-en", "kcna-en").alt
    evidence = topic.show_checklist().frame.set_index("Row").loc["Institutions"]
    assert "a council" in evidence["NATO 1949"]
    assert "No forces, commands or arms are named." in evidence["Russia–DPRK 2024"]


def test_a_new_clause_on_machinery_fills_its_box(monkeypatch):
    rows = data.table("provisions").copy()
    rows.attrs = data.table("provisions").attrs
    rows.loc[rows["provision_id"] == "pv001", "machinery"] = "staff"
    known = data.table
    monkeypatch.setattr(data, "table", lambda name: rows if name == "provisions" else known(name))
    frame = topic.compare_wordings("kcna-en", "ussr-1961-en").table.frame
    assert "staff" in frame.iloc[-1, 1].lower()
    assert "staff" not in frame.iloc[-1, 2].lower()


def test_words_of_natos_article_are_those_of_its_row():
    row = data.table("provisions").set_index("provision_id").loc["pv089"]
    told = f"{row['trigger']} {row['paraphrase']} {row['qualifier']}"
    assert all(text.strip("“”") in told for text in words("treaties.beside").nato_parts.values())


def test_a_strength_has_one_name_everywhere():
    names = words("treaties.labels").strengths.values()
    note = words("treaties.ladder").note
    assert all(name in note for name in names if not name.startswith("0"))
    lesson = json.loads((data.folder().parent / "notebooks/03-treaties.ipynb").read_text("utf-8"))
    prose = "".join("".join(cell["source"]) for cell in lesson["cells"])
    assert all("| {} | {} |".format(*name.split(" ", 1)) in prose for name in list(names)[1:])


def test_a_clause_is_shown_as_question_and_answer():
    shown = topic.show_clause("pv004")
    answers = dict(shown.frame.itertuples(index=False))
    assert shown.caption == "Russia–DPRK 2024, Article 4"
    assert answers["Strength, as coded"] == "4 help, with a choice"
    assert answers["Other defensible strength"] == "5 help, no choice left"


def test_two_treaties_stand_side_by_side():
    shown = topic.compare_treaties("rus-dprk-2024", "nato-1949")
    defence = shown.frame.set_index("Obligation").loc["Mutual defence"]
    assert defence["Russia–DPRK 2024"].startswith("4: Article 4; when: ")
    assert defence["NATO 1949"].startswith("4: Article 5")
    absent = topic.compare_treaties("rus-irn-2025", "rus-irn-2025").frame
    assert absent.iloc[0, 1] == "0: expected and absent"
    assert list(absent.columns[1:]) == ["Russia–Iran 2025", "Russia–Iran 2025 (again)"]


def test_the_checklist_shows_evidence_and_then_the_learners_verdicts():
    board = topic.fill_checklist()
    assert list(board.rows) == ["trigger", "automaticity", "scope", "institutions", "use"]
    bare = topic.show_checklist()
    assert list(bare.frame.columns) == ["Row", "NATO 1949", "Russia–DPRK 2024"]
    (shown,) = board.read({"use": {"verdict": "same"}})
    assert shown.frame["Your verdict"].tolist() == ["open"] * 4 + ["about the same"]
    assert not shown.frame.isna().any().any()


# --- pages and explorers -------------------------------------------------------------------------


def test_the_ladder_and_the_learners_guess():
    shown = sound(topic.draw_ladder(guess=3))
    assert shown.title == "Of eight treaties, two in force promise help in war"
    assert shown.caption.startswith("You predicted 3; the tables give 2. ")
    assert "NATO stands at 4 and Russia–DPRK 2024 at 4" in shown.caption
    assert "You predicted" not in topic.draw_ladder().caption
    colours = {figures.INK, figures.RANGE, figures.AXIS, figures.GRID, figures.NOTE}
    assert colours <= colours_in(shown.svg)


def colours_in(svg):
    return {colour.upper() for colour in re.findall(r"#\w{6}", svg)}


def test_reading_moves_nato_and_korea_together():
    def placed(reading):
        table = topic.draw_ladder(reading=reading).table.frame
        defence = table[table["Obligation"] == "Mutual defence"].set_index("Treaty")
        return defence["Strength (0–5)"][["NATO 1949", "Russia–DPRK 2024"]].tolist()

    assert [placed(reading) for reading in ("coded", "most", "least")] == [[4, 4], [5, 5], [4, 4]]


def test_the_ladder_says_which_treaties_it_shows():
    explorer = topic.explore_ladder()
    assert len(explorer.states()) == 36
    for state in explorer.states(10):
        shown = explorer.show(**state)
        assert "Shown: " in shown.sentence or not state["four"] + state["compare"]
    nothing = explorer.show(four=(), compare=())
    assert nothing.sentence == "Tick at least one treaty to see what it promises."


@pytest.mark.parametrize(
    ("year", "title"),
    [
        (1950, "1950: one treaty among the four promised help in war"),
        (1985, "1985: two treaties among the four promised help in war"),
        (1998, "1998: one treaty among the four promised help in war"),
        (2024, "2024: two treaties among the four promised help in war"),
        (2026, "2026: two treaties among the four promised help in war"),
    ],
)
def test_lifelines_of_a_year(year, title):
    shown = sound(topic.draw_lifelines(year))
    assert shown.title == title
    assert all(name in shown.sentence for name in measures.help_promised(f"{year}-12-31")["name"])


def test_lifelines_are_explored_from_1950_to_2026():
    explorer = topic.explore_lifelines()
    assert [state["year"] for state in explorer.states()] == [2026, 1950]


def test_pairs_and_practice_can_be_read():
    shown = sound(topic.draw_pairs())
    assert shown.title == "Two of six pairs promise help in war, two have no coded promise"
    practice = sound(topic.draw_practice())
    assert "Your order" not in practice.caption
    assert topic.draw_practice(measures.STEPS).caption.startswith("Your order is the recorded one.")
    wrong = topic.draw_practice(measures.STEPS[::-1])
    assert wrong.caption.startswith("Your order differs from the recorded one.")


def test_every_two_wordings_can_be_compared():
    explorer = topic.explore_wordings()
    states = explorer.states()
    assert len(states) == 81
    for state in (state for state in states if state["first"] == "kcna-en"):
        shown = sound(explorer.show(**state))
        assert len(shown.table.frame) == len(measures.PARTS) + 1


def test_every_treaty_can_be_compared_with_itself_and_its_neighbour():
    explorer = topic.explore_pair()
    assert len(explorer.states()) == 14 * 14
    treaties = explorer.controls["first"].values
    for first, second in zip(treaties, treaties[1:] + treaties[:1], strict=True):
        for shown in (
            explorer.show(first=first, second=first),
            explorer.show(first=first, second=second),
        ):
            assert shown.frame.shape == (5, 3)
            assert shown.sentence.startswith("Same first strength")
            assert shown._repr_html_()


def test_two_marks_of_one_treaty_are_explained_where_they_are_drawn():
    words = "Russia–Belarus 2024 has two marks under mutual defence"
    assert topic.draw_ladder().caption.count(words) == 1
    frame = measures.promises()
    assert "two marks" not in topic.draw_ladder(frame[frame["among_four"]]).caption


def test_the_ranking_of_the_bug_hunt_and_its_repair():
    ranking = topic.show_ranking().frame
    assert len(ranking) == 8
    assert ranking["mean strength"].is_monotonic_decreasing
    assert topic.show_defence().frame["strength"].is_monotonic_decreasing
