"""The teaching guide follows the lessons: headings, questions, objectives, minutes and links."""

import csv
import functools
import importlib.util
import json
import re
from pathlib import Path

import pytest

from helpers import bank, crisis, handouts, wording
from helpers.measures import briefing

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "notebooks/instructor"
PAGES = sorted(ROOM.glob("*.md"))
LESSONS = {path.name[:2]: path for path in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")}
GUIDES = [n for n in range(10) if (ROOM / f"lesson-{n}.md").exists() and f"0{n}" in LESSONS]
SECTIONS = [
    "What the lesson asks",
    "How to open in two minutes",
    "A core of 35 minutes, and a reserve",
    "A plan for 90 minutes",
    "What to say at the key charts, and what not to claim",
    "What learners may answer, and how to reply",
    "What a good discussion touches",
    "Which checks meet which objective",
    "What can be done at home",
]


@functools.cache
def anatomy():
    """How the lessons' own tests read prose."""
    path = ROOT / "tests/lessons/test_anatomy.py"
    spec = importlib.util.spec_from_file_location("anatomy", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(n):
    return (ROOM / f"lesson-{n}.md").read_text("utf-8")


@functools.cache
def lesson(n):
    """The Markdown of a lesson."""
    cells = json.loads(LESSONS[f"0{n}"].read_text("utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def headings(text):
    return re.findall(r"^#+ +(.+?)\s*$", text, re.MULTILINE)


def section(text, heading):
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"there is no section {heading!r}"
    return found.group(1)


def rows(text):
    """Cells of the body rows of the first table."""
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


PLANS = {35: "A core of 35 minutes, and a reserve", 90: "A plan for 90 minutes"}
HOUR = {35: 50, 90: 90}  # how long the session is for which a plan is made
MAY_GO = {35: "reserve", 90: "can go"}


def plan(text, minutes):
    """What is wrong with a plan, in words, and its steps; a core has nothing in reserve."""
    *steps, total = rows(section(text, PLANS[minutes]))
    times = [tuple(map(int, step[2:5])) for step in steps]
    faults = [
        f"{s[0]}: minutes out of order"
        for s, t in zip(steps, times, strict=True)
        if not t[0] <= t[1] <= t[2]
    ]
    stays = [t for s, t in zip(steps, times, strict=True) if minutes == 90 or not s[5]]
    sums = [sum(column) for column in zip(*stays, strict=True)]
    if list(map(int, total[2:5])) != sums:
        faults.append(f"the sums are {sums}")
    if sums[1] > minutes:
        faults.append(f"{sums[1]} typical minutes")
    if sum(t[2] for s, t in zip(steps, times, strict=True) if not s[5]) > HOUR[minutes]:
        faults.append("what must stay does not fit if every step takes longest")
    if {s[5] for s in steps} - {"", MAY_GO[minutes]}:
        faults.append("an unknown mark")
    return faults, steps


def ids_in(text):
    """Ids of questions that a text names, ranges such as 2.4 to 2.6 written out."""
    found = set()
    for start, end in re.findall(r"\b(\d\.\d+) to (\d\.\d+)\b", text):
        first, last = int(start.split(".")[1]), int(end.split(".")[1])
        found |= {f"{start[0]}.{n}" for n in range(first, last + 1)}
    return found | set(re.findall(r"\b\d\.\d+\b", text))


def test_every_lesson_has_its_page():
    assert [f"0{n}" for n in GUIDES] == sorted(LESSONS)


@pytest.mark.parametrize("n", GUIDES)
def test_a_page_has_all_its_sections_and_the_question_of_the_lesson(n):
    found = re.findall(r"^## (.+)$", page(n), re.MULTILINE)
    assert found == SECTIONS
    asked = re.search(r"\*\*The question\.\*\* (.+)", lesson(n)).group(1)
    assert asked in section(page(n), "What the lesson asks")


@pytest.mark.parametrize("minutes", [35, 90])
@pytest.mark.parametrize("n", GUIDES)
def test_a_plan_fits_and_its_sections_stand_in_the_lesson_in_order(n, minutes):
    faults, steps = plan(page(n), minutes)
    assert not faults
    named = [step[1] for step in steps if step[1] != "–"]
    order = headings(lesson(n))
    assert set(named) <= set(order)
    assert "Revise your estimate" in named or "Your first estimate" in named
    places = [order.index(name) for name in named if name not in FREE]
    assert places == sorted(places)


FREE = {
    "Bug hunt: one vote short",
    "Does your own test still stand?",
    "Discuss",
    "Revise your estimate",
}


@pytest.mark.parametrize("n", GUIDES)
def test_charts_are_named_by_the_heading_under_which_they_stand(n):
    said = section(page(n), "What to say at the key charts, and what not to claim")
    named = re.findall(r"^### (.+)$", said, re.MULTILINE)
    assert len(named) >= 2
    assert set(named) <= set(headings(lesson(n)))
    for part in re.split(r"^### ", said, flags=re.MULTILINE)[1:]:
        assert "Do not" in part, part


@pytest.mark.parametrize("n", GUIDES)
def test_questions_that_a_page_names_exist_and_belong_to_the_lesson(n):
    own = {q for q in bank.bank() if q.split(".")[0] == str(n)}
    assert ids_in(page(n)) <= own


@pytest.mark.parametrize("n", GUIDES)
def test_objectives_are_those_of_the_lesson_and_their_questions_those_of_the_bank(n):
    card = lesson(n)[: lesson(n).index("| about | this lesson |")]
    wanted = re.findall(r"^(\d+\. .+?)[,.]?$", card, re.MULTILINE)
    own = [q for q in bank.bank().values() if q.id.split(".")[0] == str(n)]
    found = rows(section(page(n), "Which checks meet which objective"))
    assert [row[0] for row in found] == wanted
    for place, (_, ids) in enumerate(found, 1):
        bank_says = [q.id for q in own if q.objective == place]
        told = f"lesson-{n}.md, objective {place}, should name: {', '.join(bank_says)}"
        assert ids.split(", ") == bank_says, told


@pytest.mark.parametrize("n", GUIDES)
def test_errors_are_those_of_the_table_and_of_the_lesson(n):
    lines = (ROOT / "data/misconceptions.csv").read_text("utf-8").splitlines()
    table = {row["misconception_id"]: row["misconception"] for row in csv.DictReader(lines)}
    where = {}
    for question in bank.bank().values():
        if question.id.split(".")[0] == str(n):
            for option in question.options:
                if option.misconception:
                    where.setdefault(option.misconception, set()).add(question.id)
    found = re.findall(r"^- “(.+?)” \((mc\d+), in ([\d., ]+)\)\. \S", page(n), re.MULTILINE)
    assert {name for _, name, _ in found} == set(where)
    for text, name, ids in found:
        assert text == table[name]
        assert set(ids.split(", ")) == where[name]


@pytest.mark.parametrize("n", GUIDES)
def test_discussion_questions_are_those_of_the_lesson_and_have_two_sides(n):
    text = section(page(n), "What a good discussion touches")
    asked = re.findall(r"^\*(.+)\*$", text, re.MULTILINE)
    assert 2 <= len(asked) <= 3
    for question in asked:
        assert question.replace("](../glossary.ipynb", "](glossary.ipynb") in lesson(n)


@pytest.mark.parametrize("n", GUIDES)
def test_the_vote_and_the_discussion_are_those_that_are_printed(n):
    asked = wording.words("plans.lessons").vote[str(n)]
    said = section(page(n), PLANS[35])
    assert f"**One vote:** question {asked}," in said
    assert handouts.discussion(n)[0] in handouts.plain(said)
    assert any(asked in step["step"] for step in handouts.steps(n))
    assert re.match(
        r"About (thirty|forty|fifty|sixty|ninety) minutes", section(page(n), SECTIONS[-1]).strip()
    )


def test_the_crisis_has_the_timetable_that_is_printed():
    text = (ROOM / "crisis.md").read_text("utf-8")
    found = rows(section(text, "What happens when"))
    printed = [[str(s["start"]), str(s["minutes"]), s["step"]] for s in crisis.timetable()]
    assert found == printed
    sheets = [int(row[1]) for row in rows(section(text, "What is printed"))]
    assert sheets == list(crisis.PAGES.values())


@pytest.mark.parametrize(
    "q", [q for q in bank.bank().values() if q.kind == "text"], ids=lambda q: q.id
)
def test_a_text_has_a_strong_answer_and_one_that_misses_with_a_mark_for_each_touch(q):
    said = page(int(q.id.split(".")[0]))
    both = re.search(rf"^### Question {re.escape(q.id)}: two.*?(?=^###? )", said, re.M | re.S)
    strong, misses = both.group(0).split("*Misses.*")
    marks = re.findall(r"^- (.+?): (one|no) mark\. \S", strong, re.M)
    others = re.findall(r"^- (.+?): (one|no) mark\. \S", misses, re.M)
    assert "*Strong.* “" in strong
    assert [mark for _, mark in marks] == ["one"] * len(q.options)
    assert [mark for _, mark in others] == ["no"] * len(q.options)
    assert [touch for touch, _ in marks] == [touch for touch, _ in others]


def test_three_briefings_have_a_mark_for_each_criterion_and_rows_that_exist():
    text = (ROOM / "briefings.md").read_text("utf-8")
    rubric = wording.words("briefing.rubric").rows.values()
    pages = re.findall(r"^“([^”]+)”\n\n((?:^- .+\n)+)", text, re.M)
    assert len(pages) == 3
    sums = []
    for said, marks in pages:
        given = dict(re.findall(r"^- \*\*(.+?): ([012])\.\*\* \S", marks, re.M))
        assert {row.split(":")[0] for row in rubric} <= set(given)
        sums.append(sum(map(int, given.values())))
        ids = re.findall(r"\b(?:E\d+|T\d+|ev\d+|ch\d+)\b", said)
        assert len(ids) >= 3
        assert all(briefing.resolve(one) for one in ids)
    assert sums == sorted(sums, reverse=True)


def numbers(text):
    """Numbers in a text, without links, ids of questions and errors, and names of lessons."""
    text = re.sub(r"\]\([^)]*\)|\bmc\d+|\b\d\.\d+\b|\b[HE]\d+\b", " ", text)
    text = re.sub(
        r"\b(?:lessons?|objective) \d(?:(?:,| and) \d)*|^\d\. ", " ", text, flags=re.M | re.I
    )
    return set(re.findall(r"\d[\d,]*", text))


@pytest.mark.parametrize("n", GUIDES)
def test_a_page_cites_no_number_that_is_not_in_the_lesson(n):
    text = re.sub(r"^- “.+?” \(mc\d+", "", page(n), flags=re.MULTILINE)
    counted = [
        "A core of 35 minutes, and a reserve",
        "A plan for 90 minutes",
        "Which checks meet which objective",
    ]
    for heading in counted:
        text = text.replace(section(text, heading), "")
    text = re.sub(r"\b(?:35|50|90) minutes", " ", text)
    own = [q for q in bank.bank().values() if q.id.split(".")[0] == str(n)]
    asked = [part for q in own for part in (q.prompt, *(o.text for o in q.options))]
    assert numbers(text) <= numbers(lesson(n)) | numbers("\n".join(asked))


@functools.cache
def prose(path):
    return anatomy().Lesson({"cells": [anatomy().text(path.read_text("utf-8"))]}, path.name)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_words_are_fair_and_headings_in_order(path):
    assert not anatomy().fair_words(prose(path))
    assert not anatomy().title_and_headings(prose(path))


def lost(path, text):
    """Links of a page that lead nowhere; a lesson that was dropped is no fault."""
    found = []
    for target in re.findall(r"\]\((?!https?:)([^)\s#]+)", text):
        name = Path(target).name
        dropped = name in anatomy().PLANNED or re.fullmatch(r"lesson-\d\.md", name)
        if not (path.parent / target).exists() and not dropped:
            found.append(target)
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(path):
    assert not lost(path, path.read_text("utf-8"))


def test_a_syllabus_covers_lesson_0_and_9_and_has_its_weeks():
    text = (ROOM / "README.md").read_text("utf-8")
    for name, weeks in (("Five", 5), ("Eight", 8), ("Twelve", 12)):
        body = re.search(rf"^### {name} weeks\n(.*?)(?=^##|\Z)", text, re.M | re.S).group(1)
        assert [row[0] for row in rows(body)] == [str(week) for week in range(1, weeks + 1)]
        taught = [row[1] for row in rows(body)]
        assert all(15 <= int(row[3]) <= 90 for row in rows(body))
        assert "lesson-0.md" in taught[0]
        assert "lesson-9.md" in taught[-1]
        assert all(f"lesson-{n}.md" in body or name == "Five" for n in range(10))


def test_the_first_hour_is_an_hour():
    text = section((ROOM / "README.md").read_text("utf-8"), "You teach tomorrow: the first hour")
    words = {"Five": 5, "Ten": 10, "Twenty": 20}
    assert sum(words[w] for w in re.findall(r"^\d\. (\w+) minutes", text, re.MULTILINE)) == 60


# The checks, checked.


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("| 7 | 8 | 11 |", "| 7 | 9 | 11 |", "typical minutes"),
        ("| 7 | 8 | 11 |", "| 7 | 12 | 11 |", "out of order"),
        ("| 25 | 35 | 45 |", "| 25 | 34 | 45 |", "the sums are"),
        ("| reserve |", "|  |", "does not fit"),
        ("| reserve |", "| maybe |", "unknown mark"),
    ],
)
def test_a_plan_that_does_not_fit_is_seen(old, new, fault):
    assert old in section(page(3), PLANS[35])
    faults, _ = plan(page(3).replace(old, new), 35)
    assert any(fault in text for text in faults)


def test_ranges_of_ids_are_written_out():
    assert ids_in("predict (2.4 to 2.6, 2.9)") == {"2.4", "2.5", "2.6", "2.9"}


def test_a_number_and_a_lost_link_are_seen():
    assert numbers("In lesson 3 there are 7 or 1,200 (3.4, mc31).") == {"7", "1,200"}
    assert lost(ROOM / "x.md", "[a](nowhere.md) [b](README.md) [c](https://a.org)") == [
        "nowhere.md"
    ]
