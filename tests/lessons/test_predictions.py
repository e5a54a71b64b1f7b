"""One predicts first: what answers a prediction is not seen before it was made.

Read from every lesson as it is saved: its Markdown and its saved outputs, without what a
`<details>` folds. A page shows what was rendered last, so that a cell whose source was veiled
with `after("2.7", …)` passes here once the lesson is rendered again. What can be told from the
source alone (headings, Markdown, whether a cell that would answer is veiled at all) is tested
from the source, and holds before rendering too.
"""

import ast
import functools
import html
import json
import re
from pathlib import Path

import pytest

from helpers import bank, figures, judging

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))

# A heading above a prediction asks, or begins with a neutral order to the reader.
ORDERS = {"Add", "Compare", "Count", "Draw", "Follow", "Guess", "Look", "Order", "Put", "Read"}
ORDERS |= {"Sort", "Weigh", "Forecast", "Say"}
# Some name their subject and tell nothing of it.
NEUTRAL = {
    "What stands in a ledger?",
    "Which hypothesis has least against it?",
    "How much of the founding article stands?",
    "Did what was given match what was expected?",
}
NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def text_of(source):
    """Words of a page without its tags, on one line, one blank between two words."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", source))
    return re.sub(r"\s+", " ", plain).strip()


def unfolded(source):
    """What stands open on a page: HTML or Markdown without what its `<details>` hold."""
    depth, kept = 0, []
    for part in re.split(r"(<details\b[^>]*>|</details>)", source):
        if part.startswith("<details"):
            depth += 1
        elif part == "</details>":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(part)
    return "".join(kept)


def source(cell):
    return "".join(cell["source"])


def shown(cell):
    """What a cell shows openly, as it is saved."""
    if cell["cell_type"] == "markdown":
        # What a picture says to those who cannot see it is told as well.
        return text_of(unfolded(source(cell)))
    outputs = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        outputs.append(
            "".join(data.get("text/html", data.get("text/plain", output.get("text", ""))))
        )
    return told(" ".join(outputs))


def told(page):
    """Open words of an HTML page, with the words that its pictures have."""
    page = unfolded(page)
    return text_of(page) + " " + " ".join(map(html.unescape, re.findall(r'\balt="([^"]*)"', page)))


def headings(cell):
    if cell["cell_type"] != "markdown":
        return []
    found = re.findall(r"^(#{1,6}) +(.+?)\s*$", source(cell), re.MULTILINE)
    return [(len(marks), words) for marks, words in found]


def predictions(cells):
    """Pairs of the position of a cell and the question that it lets predict."""
    found = []
    for i, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            found += [(i, q) for q in re.findall(r'\bpredict\(\s*"([\d.]+)"', source(cell))]
    return found


def heading_above(cells, place):
    for cell in reversed(cells[:place]):
        if headings(cell):
            return headings(cell)[-1]
    return 1, ""


def section_end(cells, place):
    """Position after the last cell of the section in which `place` stands.

    It ends before the next heading of the same or a higher level; the first code cell after that
    heading belongs to it, because both are seen on one screen.
    """
    level, _ = heading_above(cells, place)
    end = len(cells)
    for i in range(place + 1, len(cells)):
        if any(depth <= level for depth, _ in headings(cells[i])):
            end = i + 1
            break
    following = [i for i in range(place + 1, len(cells)) if cells[i]["cell_type"] == "code"]
    return max([end, *(i + 1 for i in following[:1])])


@functools.cache
def read(path):
    return json.loads(path.read_text("utf-8"))["cells"]


@functools.cache
def names(path):
    """What the set-up cell of a lesson brings in."""
    known = {}
    exec(source(next(c for c in read(path) if c["cell_type"] == "code")), known)
    return known


@functools.cache
def answer(path, place):
    """The figure or table that answers the prediction of a cell, or None."""
    asked = eval(source(read(path)[place]), dict(names(path)))
    return None if asked.then is None else asked.then(guess=None)


def says(figure):
    """Sentences of a figure or table that nobody may read before predicting."""
    words = [getattr(figure, name, "") for name in ("title", "sentence", "alt")]
    caption = getattr(figure, "caption", "")
    words += [caption] if not isinstance(figure, figures.LessonTable) else []
    parts = [part for whole in words for part in re.split(r"(?<=[.?])\s+(?=[A-Z])", whole or "")]
    return [part for part in dict.fromkeys(map(text_of, parts)) if re.search(r"\w.{18,}", part)]


def rows(figure):
    """Rows of the table of a figure, each as the words that a page shows."""
    table = figure if isinstance(figure, figures.LessonTable) else figure.table
    page = "" if table is None else table._repr_html_()
    found = re.findall(r"<tr\b[^>]*>(.*?)(?=<tr\b|<tbody|</table)", page, re.DOTALL)
    return [text_of(row) for row in found if "<td" in row]


def answers(figure, page, expected=None):
    """Which words of the answering figure stand openly on a page."""
    page = text_of(page)
    # A sentence without a figure in it describes the picture and says no finding.
    found = [s for s in says(figure) if s in page and (s == figure_title(figure) or has_number(s))]
    lines = rows(figure)
    seen = [line for line in lines if line and line in page]
    if len(lines) > 1 and len(seen) >= 0.9 * len(lines):
        found.append(f"the rows of its table, such as {seen[0]!r}")
    return found


def figure_title(figure):
    return text_of(getattr(figure, "title", ""))


def has_number(sentence):
    """Say whether a sentence tells a number other than a year."""
    return bool(re.search(r"\d", re.sub(r"\b(?:19|20)\d\d\b", "", sentence)))


def in_words(number):
    """Ways in which a number may be written."""
    ways = {f"{number:g}", f"{number:,g}", f"{number:,.0f}" if number == int(number) else ""}
    if number in range(len(NUMBERS)):
        ways.add(NUMBERS[int(number)])
        if number == 0:
            ways |= {"no", "none of the"}
    return sorted(ways - {""}, key=len, reverse=True)


def beside_unit(number, unit, page):
    """Where a number stands right before its unit: '77 per cent', 'two treaties'."""
    stems = {"per cent": r"(?:per cent|%)"}
    stem = stems.get(unit) or re.escape(unit.split(" ")[-1].rstrip("s"))
    if unit.startswith("million "):
        stem = "million"
    ways = "|".join(map(re.escape, in_words(number)))
    # 'no' is a number only right before the unit: 'no statement'.
    between = r"(?: of (?:the|these|its))?(?: \w+)?" if number else ""
    return re.findall(rf"(?<![\w.,])(?:{ways}){between} ?{stem}\w*", page, re.IGNORECASE)


def given_away(heading, question):
    """What is wrong with the heading above a prediction."""
    faults = []
    asks = heading.endswith("?") or heading.split(" ")[0] in ORDERS
    if not asks and heading not in NEUTRAL:
        faults.append("it neither asks nor gives a neutral order")
    if question.kind in ("number", "code") and question.expected is not None:
        ways = "|".join(map(re.escape, in_words(float(bank.resolve(question.expected)))))
        if re.search(rf"(?<![\w.,])(?:{ways})(?![\w,.]\w|\w)", heading, re.IGNORECASE):
            faults.append("it holds the expected number")
    for option in question.options:
        if option.right and option.text.lower() in heading.lower():
            faults.append("it holds the right option")
    return faults


CASES = [(path, place, q) for path in LESSONS for place, q in predictions(read(path))]
each = pytest.mark.parametrize(("path", "place", "q"), CASES, ids=[q for *_, q in CASES])


def test_there_are_predictions_in_every_lesson():
    assert {path for path, *_ in CASES} == set(LESSONS)
    assert len(CASES) >= 30


@each
def test_no_saved_page_shows_the_answer_before_it_was_asked_for(path, place, q):
    figure = answer(path, place)
    if figure is None:
        pytest.skip("nothing is shown after this prediction")
    cells = read(path)
    open_words = {i: shown(cell) for i, cell in enumerate(cells[: section_end(cells, place)])}
    found = {i + 1: answers(figure, page) for i, page in open_words.items()}
    assert not {i: said for i, said in found.items() if said}


def waits_for(call):
    """Ids of all questions that a call of `after` waits for, one veil within another."""
    if getattr(getattr(call, "func", None), "id", "") != "after":
        return set()
    return {call.args[0].value} | waits_for(call.args[1])


def veiled(code, q):
    """Say whether a cell holds all that it shows back until a question is answered."""
    shows = [node for node in ast.parse(code).body if isinstance(node, ast.Expr)]
    return bool(shows) and all(q in waits_for(node.value) for node in shows)


def only_shows(code):
    """Say whether a cell is one call of a topic: an explorer, a chart, a table."""
    return bool(
        re.fullmatch(
            r"(?:offer\()?(?:topic|assembly|launched|hypotheses)\.(?:explore|draw|show)_\w+\(.*\)",
            code.strip(),
            re.DOTALL,
        )
    )


@each
def test_a_cell_that_would_answer_is_veiled(path, place, q):
    figure = answer(path, place)
    if figure is None:
        pytest.skip("nothing is shown after this prediction")
    cells, found = read(path), {}
    for i in range(section_end(cells, place)):
        code = source(cells[i])
        if cells[i]["cell_type"] == "code" and only_shows(code):
            page = eval(code.strip(), dict(names(path)))
            still = page._static() if hasattr(page, "_static") else page._repr_html_()
            found[i + 1] = answers(figure, told(still))
    assert not {i: said for i, said in found.items() if said}


@each
def test_after_a_prediction_the_reading_is_folded(path, place, q):
    """So are the readings of what is veiled for it; other charts may be read at once."""
    cells = read(path)
    level, _ = heading_above(cells, place)
    for cell in cells[place + 1 : section_end(cells, place)]:
        if cell["cell_type"] == "code":
            if not veiled(source(cell), q):
                break
            continue
        own = re.split(rf"^#{{1,{level}}} ", unfolded(source(cell)), flags=re.MULTILINE)[0]
        assert "**Reading.**" not in own


@each
def test_the_heading_above_a_prediction_asks(path, place, q):
    _, heading = heading_above(read(path), place)
    assert not given_away(heading, bank.find(q)), heading


@each
def test_the_expected_number_is_not_told_before(path, place, q):
    question = bank.find(q)
    if question.kind != "number" or question.expected is None or not question.unit:
        pytest.skip("no number with a unit is asked for")
    number, pages = float(bank.resolve(question.expected)), read(path)[: place + 1]
    found = {i + 1: beside_unit(number, question.unit, shown(c)) for i, c in enumerate(pages)}
    assert not {i: said for i, said in found.items() if said}


@each
def test_the_reason_says_where_to_look_and_leaves_the_number_to_the_engine(path, place, q):
    question = bank.find(q)
    assert re.match(r"(?:Now )?[Ll]ook (?:at|from)\b", question.why), question.why
    if question.kind == "number" and question.expected is not None:
        number = float(bank.resolve(question.expected))
        assert not beside_unit(number, question.unit or "per cent", question.why)


@each
def test_a_number_to_predict_has_its_bounds(path, place, q):
    question = bank.find(q)
    if question.kind == "number":
        least, most = judging.limits(question)
        assert least is not None
        expected = bank.resolve(question.expected)
        if expected is not None:
            assert least <= expected
            assert most is None or expected <= most


# The checks, checked.


def test_what_is_folded_is_not_seen():
    page = "a <details open><summary>b</summary>c <details>d</details> e</details> f"
    assert text_of(unfolded(page)) == "a f"
    assert text_of(unfolded("a </details> b")) == "a b"


def test_a_section_reaches_to_the_first_code_cell_of_the_next():
    def cell(kind, words):
        return {"cell_type": kind, "source": words}

    cells = [cell("markdown", "## A"), cell("code", 'predict("1.1")'), cell("markdown", "### B")]
    cells += [cell("code", "x"), cell("markdown", "## C"), cell("code", "y"), cell("code", "z")]
    assert predictions(cells) == [(1, "1.1")]
    assert heading_above(cells, 1) == (2, "A")
    assert section_end(cells, 1) == 5


def figure(**words):
    class Figure:
        title, alt, caption, sentence, table = "", "", "", "", None

    made = Figure()
    made.__dict__.update(words)
    return made


def test_a_title_or_a_sentence_with_its_number_is_seen_and_a_description_is_not():
    drawn = figure(title="China is most of the sum of four", caption="Of the sum, 77 per cent.")
    assert answers(drawn, "<b>China is most of</b> the sum of four") == [drawn.title]
    assert answers(drawn, "Yes. Of the sum, 77 per cent.") == ["Of the sum, 77 per cent."]
    assert answers(drawn, "Of the sum, 76 per cent.") == []
    assert answers(figure(alt="A bar stands beside another in 2024."), "A bar stands beside") == []


@pytest.mark.parametrize(
    ("number", "unit", "page", "seen"),
    [
        (77, "per cent", "It is 77 per cent", True),
        (77, "per cent", "It is 77%", True),
        (77, "per cent", "in 77 days, 8 per cent", False),
        (77, "per cent", "177 per cent", False),
        (2, "treaties", "Two treaties in force", True),
        (2, "treaties", "two old treaties", True),
        (2, "treaties", "2.5 treaties", False),
        (0, "statements", "no statement has grade A", True),
        (0, "statements", "no grade is a statement", False),
        (54702, "drones", "54,702 drones", True),
        (4.9, "million rounds", "about 4.9 million", True),
        (3, "texts", "three of the texts", True),
    ],
)
def test_a_number_beside_its_unit_is_seen(number, unit, page, seen):
    assert bool(beside_unit(number, unit, page)) == seen


@pytest.mark.parametrize(
    ("heading", "faults"),
    [
        ("Who moved in 2025?", 0),
        ("How large are the four together?", 0),
        ("One state is most of the sum", 1),
        ("Did 77 per cent come from one?", 1),
        ("77 per cent", 2),
    ],
)
def test_a_heading_that_tells_is_seen(heading, faults):
    question = bank.Question("9.99", "number", "predict", "How many?", expected=77)
    assert len(given_away(heading, question)) == faults


HUNTS = [
    (path, place, q.id)
    for path in LESSONS
    for place, cell in enumerate(read(path))
    for q in bank.bank().values()
    if q.use == "hunt" and cell["cell_type"] == "code" and f'"{q.id}"' in source(cell)
    if f'ask("{q.id}")' in source(cell)
]


def test_each_lesson_with_programs_has_a_bug_hunt():
    assert [path.name[:2] for path, *_ in HUNTS] == [f"{n:02}" for n in range(1, 10)]


@pytest.mark.parametrize(("path", "place", "q"), HUNTS, ids=[q for *_, q in HUNTS])
def test_the_repair_waits_until_the_fault_was_sought(path, place, q):
    """Down to the next heading nothing stands open: no sentence, no table, no chart."""
    cells = read(path)
    _, heading = heading_above(cells, place)
    assert heading.endswith("?"), heading
    for cell in cells[place + 1 :]:
        if cell["cell_type"] == "code":
            assert veiled(source(cell), q), source(cell)
            continue
        open_words, *more = re.split(r"^#", unfolded(source(cell)), flags=re.MULTILINE)
        assert not open_words.strip(), open_words
        if more:
            return


def test_a_veil_holds_back_only_for_its_own_prediction():
    assert veiled('after("2.7", topic.explore_agreement())', "2.7")
    assert not veiled('after("2.8", topic.explore_agreement())', "2.7")
    assert not veiled("topic.explore_agreement()", "2.7")
    within = 'after("5.10", after("5.17", topic.compare_headline()))'
    assert veiled(within, "5.10")
    assert veiled(within, "5.17")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_veil_waits_for_a_question_that_came_before(path):
    asked = []
    for cell in read(path):
        if cell["cell_type"] == "code":
            for ids in re.findall(r"\b(?:ask|predict)\(([^)]*)", source(cell)):
                asked += re.findall(r'"([\d.]+)"', ids)
            assert set(re.findall(r'\bafter\(\s*"([\d.]+)"', source(cell))) <= set(asked)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_only_the_coding_track_is_marked_and_all_of_it(path):
    track = False
    for cell in read(path):
        for level, words in headings(cell):
            track = words.startswith("Coding track") if level <= 2 else track
        if cell["cell_type"] == "code":
            assert ("coding" in cell["metadata"].get("tags", [])) == track, source(cell)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_says_how_one_comes_back(path):
    wake = "**Coming back?** Choose *Run ▸ Run All Cells*: the lesson wakes up and your answers"
    assert f"{wake} are filled in." in source(read(path)[0])
