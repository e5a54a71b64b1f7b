"""Each lesson has the same anatomy; read from the notebooks as they are saved.

Every check is a function from a `Lesson` to a list of complaints. The checks themselves are
tried on a sample lesson that has no fault, and on samples with one fault each.
"""

import ast
import copy
import csv
import functools
import html
import json
import re
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"

# Addresses that are no source of a claim: licences, the tools, the course itself.
NOT_SOURCES = (
    "https://creativecommons.org/licenses/",
    "https://opensource.org/license/",
    "https://docs.python.org/",
    "https://pandas.pydata.org/docs/",
    "https://jupyterlab.readthedocs.io/",
    "https://jupyter.org/",
)
AVOIDED = {
    "simply": r"\bsimply\b",
    "just": r"\bjust\b",
    "obviously": r"\bobviously\b",
    "proves": r"\bproves\b",
    "an exclamation mark": r"!",
    "rogue": r"\brogue\b",
}


class Lesson:
    """A saved notebook, with what the checks ask of it."""

    def __init__(self, notebook, name, urls=(), uses=None):
        self.name = name
        self.number = int(name[:2]) if name[:2].isdigit() else None
        self.notebook = notebook
        self.cells = notebook["cells"]
        self.urls = set(urls)
        self.uses = uses or {}

    def __repr__(self):
        return self.name

    def source(self, cell):
        return "".join(cell["source"])

    @property
    def code(self):
        """Pairs of position and cell, for cells with code in them."""
        cells = enumerate(self.cells)
        return [(i, c) for i, c in cells if c["cell_type"] == "code" and self.source(c).strip()]

    @property
    def prose(self):
        """Markdown cells without code, comments and addresses."""
        text = "\n\n".join(self.source(c) for c in self.cells if c["cell_type"] == "markdown")
        text = re.sub(r"```.*?```|<!--.*?-->", " ", text, flags=re.DOTALL)
        text = re.sub(r"`[^`\n]*`", " ", text)
        link = r"!?\[([^\]]*)\]\([^)\s]*(?:\([^)]*\)[^)\s]*)*(?: \"[^\"]*\")?\)"
        text = re.sub(link, r"\1", text)
        return re.sub(r"<https?://[^>]*>|https?://\S+|<[^>\n]+>", " ", text)

    @property
    def headings(self):
        """Levels and texts of the headings, in order."""
        found = []
        for cell in self.cells:
            if cell["cell_type"] == "markdown":
                text = re.sub(r"```.*?```", "", self.source(cell), flags=re.DOTALL)
                marks = re.findall(r"^(#{1,6}) +(.+)$", text, re.MULTILINE)
                found += [(len(level), title.strip()) for level, title in marks]
        return found

    @property
    def links(self):
        """Web addresses that the prose links to."""
        text = "\n".join(self.source(c) for c in self.cells if c["cell_type"] == "markdown")
        linked = re.findall(r"\]\((https?://[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)", text)
        others = re.sub(r"\]\(https?://\S+", "", text)
        return set(linked) | set(re.findall(r"https?://[^\s<>\")\]]+", others))

    @property
    def calls(self):
        """Name, first argument (if it is written out) and cell position of every call."""
        found = []
        for position, cell in self.code:
            for node in ast.walk(ast.parse(self.source(cell))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    values = [getattr(argument, "value", None) for argument in node.args]
                    # `ask` takes several questions at once
                    shown = values if name == "ask" else values[:1]
                    found += [(name, value, position) for value in shown or [None]]
        return found

    def first(self, *names, start=False):
        """Position of the first cell that calls one of these (or whose names begin so)."""
        found = [
            position
            for name, _, position in self.calls
            if (name.startswith(names) if start else name in names)
        ]
        return min(found, default=None)

    @property
    def html(self):
        """Saved HTML outputs, one text for each."""
        found = []
        for _, cell in self.code:
            for output in cell["outputs"]:
                found.append("".join(output.get("data", {}).get("text/html", "")))
        return found


def title_and_headings(lesson):
    levels = [level for level, _ in lesson.headings]
    if not lesson.source(lesson.cells[0]).lstrip().startswith("# "):
        return ["the first cell does not begin with the title"]
    faults = [] if levels.count(1) == 1 else ["there is more than one title"]
    for (before, _), (after, title) in zip(lesson.headings, lesson.headings[1:], strict=False):
        if after > before + 1:
            faults.append(f"the heading {title!r} skips a level")
    return faults


def scene(lesson):
    """A place, a day and a sourced fact come first: the question follows, and then the rest."""
    before, _, _ = lesson.source(lesson.cells[0]).partition("**The question.**")
    told = before.partition("\n")[2].strip()
    faults = []
    if not re.match(r"\*\*[^*\n]+ (19|20)\d\d\.\*\* ", told):
        faults.append("it does not open with a place and a date")
    words = re.sub(r"\]\([^)\s]*\)", "]", told).split()
    if len(words) > 80:
        faults.append(f"the scene has {len(words)} words, over 80")
    if "](http" not in told:
        faults.append("the scene has no source")
    return faults


def asking_headings(lesson):
    """The heading over a prediction asks: the finding comes after."""
    faults, last = [], ""
    for cell in lesson.cells:
        if cell["cell_type"] == "markdown":
            titles = re.findall(r"^#{1,6} +(.+)$", lesson.source(cell), re.MULTILINE)
            last = titles[-1] if titles else last
        elif re.match(r"(questions\.)?predict\(", lesson.source(cell)) and last[-1:] != "?":
            faults.append(f"{last!r} stands over a prediction and does not ask")
    return faults


def card(lesson):
    first_code = lesson.code[0][0] if lesson.code else 0
    text = "\n".join(lesson.source(cell) for cell in lesson.cells[:first_code])
    wanted = {
        "objectives": r"objective|you (can|will be able to|will)\b",
        "minutes (least–typical–most)": r"\d+ ?[–-] ?\d+ ?[–-] ?\d+\s*min",
        "what you need": r"\bneed",
        "tables": r"\btables?\b",
        "an as-of date": r"(?s)as[ -]of.{0,60}?20\d\d",
    }
    return [
        f"the card lacks {what}"
        for what, pattern in wanted.items()
        if not re.search(pattern, text, re.IGNORECASE)
    ]


def set_up(lesson):
    if not lesson.code:
        return ["there is no code"]
    for node in ast.parse(lesson.source(lesson.code[0][1])).body:
        table = isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if table and getattr(node.value.func, "attr", "") == "table":
            continue
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            return ["the first code cell is not a set-up cell of imports and tables alone"]
    return []


def length(lesson):
    least_words, least_cells = (600, 15) if lesson.number == 0 else (1000, 25)
    words = len([word for word in lesson.prose.split() if re.search(r"\w", word)])
    faults = []
    if not least_words <= words <= 2000:
        faults.append(f"{words} words of prose, not {least_words} to 2000")
    if not least_cells <= len(lesson.cells) <= 60:
        faults.append(f"{len(lesson.cells)} cells, not {least_cells} to 60")
    return faults


def short_code(lesson):
    sizes = [
        len([line for line in lesson.source(c).splitlines() if line.strip()])
        for _, c in lesson.code
    ]
    faults = []
    if sizes and statistics.median(sizes) > 4:
        faults.append(f"the median code cell has {statistics.median(sizes)} lines, not up to 4")
    if sum(size > 10 for size in sizes) > len(sizes) / 10:
        faults.append("more than one code cell in ten has over 10 lines")
    if max(sizes, default=0) > 20:
        faults.append(f"a code cell has {max(sizes)} lines, over 20")
    return faults


def executed(lesson):
    faults = []
    for position, cell in lesson.code:
        where = f"cell {position + 1}"
        if cell["execution_count"] is None:
            faults.append(f"{where} was never run")
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                faults.append(f"{where} shows an error")
            if output.get("name") == "stderr":
                faults.append(f"{where} shows a warning")
            if any(kind.startswith("image/") for kind in output.get("data", {})):
                faults.append(f"{where} shows a bare picture, without text")
            if "application/vnd.jupyter.widget-view+json" in output.get("data", {}):
                faults.append(f"{where} keeps a control of a kernel that is gone")
    return faults


def described_pictures(lesson):
    markdown = [lesson.source(c) for c in lesson.cells if c["cell_type"] == "markdown"]
    faults = []
    for text in [*lesson.html, *markdown]:
        for picture in re.findall(r"<img\b[^>]*>", text, re.DOTALL):
            alt = re.search(r"""\balt=(["'])(.*?)\1""", picture, re.DOTALL)
            if not alt or len(html.unescape(alt.group(2)).strip()) < 20:
                faults.append("a picture has no description of 20 characters or more")
        if "No description" in text:
            faults.append("a picture says that it has no description")
        for alt in re.findall(r"!\[([^\]]*)\]\(", text) if text in markdown else []:
            if len(alt) < 20:
                faults.append(f"a picture in the prose is described only as {alt!r}")
    return faults


def sourced_links(lesson):
    faults = []
    listed = ""
    for _, cell in lesson.code:
        if "bibliography(" in lesson.source(cell):
            outputs = [o.get("data", {}).get("text/html", "") for o in cell["outputs"]]
            listed = html.unescape("".join("".join(part) for part in outputs))
    for url in sorted(lesson.links):
        if url.startswith(NOT_SOURCES):
            continue
        if url not in lesson.urls:
            faults.append(f"{url} is no source in data/sources.csv")
        elif url not in listed:
            faults.append(f"{url} is missing from the sources at the end")
    return faults


def ending(lesson):
    """A lesson ends with the estimate, what comes next, and its sources, in this order."""
    estimate, sources = lesson.first("estimate"), lesson.first("bibliography")
    last_code = lesson.code[-1][0] if lesson.code else None
    next_steps = [
        position
        for position, cell in enumerate(lesson.cells)
        if cell["cell_type"] == "markdown"
        and re.search(r"^#+ .*\bnext\b|\*\*next\b", lesson.source(cell), re.I | re.M)
    ]
    faults = []
    estimated = {value for name, value, _ in lesson.calls if name == "estimate"}
    if estimated != {lesson.number}:
        faults.append(f"estimate({lesson.number}) is not what it asks")
    if not next_steps:
        faults.append("it does not say what comes next")
    if sources is None or sources != last_code:
        faults.append("the last code cell is not the bibliography")
    elif estimate is None or not (next_steps and estimate < next_steps[-1] < sources):
        faults.append("estimate, next and sources are not in this order")
    return faults


def order(lesson):
    faults = []
    predict, explore = lesson.first("predict"), lesson.first("explore_", start=True)
    if lesson.number and predict is None:
        faults.append("nothing is predicted")
    if lesson.number and explore is None:
        faults.append("nothing can be explored")
    if None not in (predict, explore) and predict > explore:
        faults.append("it explores before it lets the learner predict")
    recalled = [
        position
        for name, value, position in lesson.calls
        if name == "ask" and lesson.uses.get(value) == "retrieval"
    ]
    if (lesson.number or 0) >= 2:
        if len(recalled) != 3:
            faults.append(f"{len(recalled)} questions on earlier lessons, not three")
        elif predict is not None and max(recalled) > predict:
            faults.append("it asks about earlier lessons after the first prediction")
    return faults


def questions_used(lesson):
    asked = [
        value
        for name, value, _ in lesson.calls
        if name in ("ask", "predict", "check") and isinstance(value, str)
    ]
    faults = [f"question {value} does not exist" for value in asked if value not in lesson.uses]
    own = [value for value in lesson.uses if value.split(".")[0] == str(lesson.number)]
    for value in own:
        if asked.count(value) != 1:
            faults.append(f"question {value} is used {asked.count(value)} times, not once")
    return faults


def fair_words(lesson):
    quoted = r"“[^”]*”|\"[^\"\n]*\"|«[^»]*»|‘[^’\n]*’(?!\w)"
    text = re.sub(quoted, " ", lesson.prose)
    found = [f"{name} in the prose" for name, p in AVOIDED.items() if re.search(p, text, re.I)]
    # Drawn axes, titles in italics, and a question, which asserts nothing, are fair.
    text = re.sub(r"(?<!\*)\*[^*\n]+\*(?!\*)|(?<![\w_])_[^_\n]+_(?![\w_])", " ", text)
    text = re.sub(
        r"\b([xy]|horizontal|vertical|time|value|log)[ -]ax[ie]s\b", " ", text, flags=re.I
    )
    for sentence in re.split(r"(?<=[.?:;])\s+|\n\s*\n", text):
        if re.search(r"\baxis\b", sentence, re.I) and not sentence.rstrip(" *_").endswith("?"):
            found.append(f"axis without quotation marks: {' '.join(sentence.split())[:80]}")
    return found


def folded_reading(lesson):
    """What a chart shows is not told before the learner has predicted it."""
    faults = []
    for before, after in zip(lesson.cells, lesson.cells[1:], strict=False):
        call, told = lesson.source(before), lesson.source(after)
        if not re.match(r"(questions\.)?predict\(", call) or "**Reading.**" not in told:
            continue
        opens, closes = told.find("<details>\n<summary>"), told.find("\n\n</details>")
        if not 0 <= opens < told.find("**Reading.**") < closes:
            faults.append(f"the reading after {call} is open at once")
    return faults


FOR_EVERY_NOTEBOOK = [title_and_headings, executed, described_pictures, sourced_links, fair_words]
FOR_A_LESSON = [
    scene,
    asking_headings,
    card,
    set_up,
    length,
    short_code,
    ending,
    order,
    questions_used,
    folded_reading,
]


@functools.cache
def source_urls():
    with (ROOT / "data/sources.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["url"] for row in csv.DictReader(lines))


def question_uses():
    from helpers import bank

    return {question_id: question.use for question_id, question in bank.bank().items()}


def read(path):
    notebook = json.loads(path.read_text("utf-8"))
    return Lesson(notebook, path.name, source_urls(), question_uses())


def saved(pattern):
    # A translation has the cells of its English lesson; tests/translating compares the two.
    folders = (NOTEBOOKS, NOTEBOOKS / "instructor")
    return [path for path in sorted(NOTEBOOKS.rglob(pattern)) if path.parent in folders]


def named(value):
    return getattr(value, "__name__", getattr(value, "stem", None))


# The collection grows: a lesson may point to one that is planned and not written yet.
PLANNED = {
    "00-start-here.ipynb",
    "01-emergence.ipynb",
    "02-drivers.ipynb",
    "03-treaties.ipynb",
    "04-military-exchange.ipynb",
    "05-china.ipynb",
    "06-views.ipynb",
    "07-stress-tests.ipynb",
    "08-outlook.ipynb",
    "09-briefing.ipynb",
}


def lost_links(lesson, known):
    """Links in the prose to notebooks that are neither there nor planned."""
    text = "\n".join(lesson.source(c) for c in lesson.cells if c["cell_type"] == "markdown")
    linked = re.findall(r"""(?:\]\(|href=["'])(?![a-z]+:)([^)"'\s#]+\.ipynb)""", text)
    return sorted({name for name in linked if name.removeprefix("./") not in known})


def misnumbered(names):
    """Names of lessons whose number is taken, or outside 00 to 09."""
    numbers = [name[:2] for name in names]
    return [n for n in names if numbers.count(n[:2]) > 1 or not "00" <= n[:2] <= "09"]


def test_each_lesson_has_a_number_of_its_own_from_0_to_9():
    names = [path.name for path in NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")]
    assert "00-start-here.ipynb" in names
    assert not misnumbered(names)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=named)
def test_links_lead_to_lessons_that_are_there_or_planned(path):
    there = {found.name for found in NOTEBOOKS.glob("*.ipynb")}
    assert not lost_links(read(path), there | PLANNED)


@pytest.mark.parametrize("check", FOR_EVERY_NOTEBOOK, ids=named)
@pytest.mark.parametrize("path", saved("*.ipynb"), ids=named)
def test_notebook(path, check):
    assert not check(read(path))


@pytest.mark.parametrize("check", FOR_A_LESSON, ids=named)
@pytest.mark.parametrize("path", saved("[0-9][0-9]-*.ipynb"), ids=named)
def test_lesson(path, check):
    assert not check(read(path))


# The checks, checked.

SOURCE = "https://example.org/a_(b)?x=1&y=2"
USES = {"3.1": "retrieval", "3.2": "retrieval", "3.3": "retrieval", "3.4": "predict", "3.5": "code"}


def text(source):
    return {"cell_type": "markdown", "id": "m", "metadata": {}, "source": source}


def code(source, data=None):
    outputs = [{"output_type": "display_data", "metadata": {}, "data": data}] if data else []
    cell = {"cell_type": "code", "id": "c", "metadata": {}, "source": source}
    return {**cell, "execution_count": 1, "outputs": outputs}


def sample():
    """A lesson without a fault, by its parts, so that a test can spoil one of them."""
    picture = '<figure><img src="data:," alt="Votes agree in nine of ten cases."></figure>'
    return {
        "title": text(
            "# What did they promise?\n\n"
            f"**Pyongyang, 19 June 2024.** Two leaders [sign a treaty]({SOURCE}).\n\n"
            "**The question.** Is this an axis?"
        ),
        "card": text(
            "**Objectives**: you can read a treaty. **Time**: 60–75–90 min.\n"
            "**You need** lesson 0. **Tables**: treaties, as of 20 November 2025."
        ),
        "set-up": code("from helpers import data, questions\ntreaties = data.table('treaties')"),
        "recall": text("## You know this already"),
        **{f"recall {n}": code(f'questions.ask("3.{n}")') for n in (1, 2, 3)},
        "predict heading": text("## When does a promise apply?"),
        "predict": code('questions.predict("3.4")'),
        "explore": code("treaties.explore_ladder()", {"text/html": picture}),
        "reading": text(f"Writers of an “axis of upheaval” read it so ([text]({SOURCE}))."),
        "chart words": text("The x-axis shows years. *Axis of Upheaval* is its title."),
        **{f"long {n}": text("word " * 70) for n in range(16)},
        "code": code('answer = ...\nquestions.check("3.5", answer)'),
        "estimate": code("questions.estimate(3)"),
        "next": text("## Next: who gives what to whom"),
        "sources": code(
            'data.bibliography("a")',
            {"text/html": f'<ul><li><a href="{html.escape(SOURCE)}">A text</a></li></ul>'},
        ),
    }


def complaints(parts, name="03-treaties.ipynb"):
    """Complaints about a sample, by the name of the check."""
    lesson = Lesson({"cells": list(parts.values())}, name, {SOURCE}, USES)
    found = {check.__name__: check(lesson) for check in FOR_EVERY_NOTEBOOK + FOR_A_LESSON}
    return {name: faults for name, faults in found.items() if faults}


def test_a_number_used_twice_or_out_of_range_is_seen():
    assert misnumbered(["00-a.ipynb", "01-b.ipynb"]) == []
    assert misnumbered(["00-a.ipynb", "00-b.ipynb"]) == ["00-a.ipynb", "00-b.ipynb"]
    assert misnumbered(["09-a.ipynb", "10-b.ipynb"]) == ["10-b.ipynb"]


def test_a_link_to_no_lesson_is_seen():
    words = "[a](04-x.ipynb#top) [b](https://a.org/z.ipynb) [c](./05-y.ipynb) <a href='06-w.ipynb'>"
    lesson = Lesson({"cells": [text(words)]}, "03-a.ipynb")
    assert lost_links(lesson, {"05-y.ipynb"}) == ["04-x.ipynb", "06-w.ipynb"]


def test_every_question_of_one_cell_counts():
    lesson = Lesson({"cells": [code('ask("3.1", "3.2")\ncheck("3.5", "x")')]}, "03-a.ipynb")
    assert lesson.calls == [("ask", "3.1", 0), ("ask", "3.2", 0), ("check", "3.5", 0)]


def test_a_faultless_lesson_passes():
    assert complaints(sample()) == {}


def replace(part, source):
    return lambda parts: parts[part].update(source=source)


def output(part, **fields):
    return lambda parts: parts[part].update(outputs=[fields])


def add(source):
    return lambda parts: parts["reading"].update(source=parts["reading"]["source"] + " " + source)


def move(part, *, after):
    def spoil(parts):
        names = [name for name in parts if name != part]
        names.insert(names.index(after) + 1, part)
        moved = {name: parts[name] for name in names}
        parts.clear()
        parts.update(moved)

    return spoil


def told_at_once(parts):
    parts["reading"] = text("**Reading.** The bars rise.")
    move("reading", after="predict")(parts)


def drop(part):
    return lambda parts: parts.pop(part)


def picture(alt):
    data = {"text/html": f'<img src="data:," {alt}>'}
    return output("explore", output_type="display_data", data=data)


@pytest.mark.parametrize(
    ("check", "spoil"),
    [
        (title_and_headings, replace("title", "What did they promise?")),
        (title_and_headings, replace("recall", "# A second title")),
        (title_and_headings, replace("next", "#### Next")),
        (scene, replace("title", "# What did they promise?\n\n**The question.** Which?")),
        (scene, replace("title", f"# A\n\n**At sea, 2024.** {'wave ' * 80}[a]({SOURCE})")),
        (scene, replace("title", "# A\n\n**At sea, 2024.** Ships pass.\n\n**The question.** B?")),
        (asking_headings, replace("predict heading", "## A promise has a trigger")),
        (card, replace("card", "**Objectives**, 75 min, you need tables as of 2025")),
        (card, replace("card", "**Objectives** 60–75–90 min, you need tables")),
        (set_up, replace("set-up", "import helpers\nx = 1")),
        (set_up, replace("set-up", "import helpers\nx = helpers.work()")),
        (length, lambda parts: [parts.pop(f"long {n}") for n in range(4)]),
        (length, lambda parts: parts.update({f"more {n}": text("a") for n in range(50)})),
        (length, replace("long 1", "word " * 2000)),
        (short_code, replace("set-up", "import a\n" * 21)),
        (short_code, lambda parts: parts.update({str(n): code("1\n" * 5) for n in range(40)})),
        (executed, lambda parts: parts["explore"].update(execution_count=None)),
        (executed, output("explore", output_type="error", ename="E")),
        (executed, output("explore", output_type="stream", name="stderr", text="Warning")),
        (executed, output("explore", output_type="display_data", data={"image/png": "x"})),
        (described_pictures, picture("")),
        (described_pictures, picture("alt='a chart'")),
        (described_pictures, picture("alt='No description has been provided for this image'")),
        (described_pictures, add("![chart](chart.png)")),
        (sourced_links, add("[text](https://example.org/unknown)")),
        (sourced_links, add("See https://example.org/unknown.")),
        (sourced_links, output("sources", output_type="display_data", data={"text/html": "-"})),
        (ending, drop("estimate")),
        (ending, drop("next")),
        (ending, drop("sources")),
        (ending, replace("estimate", "questions.estimate(4)")),
        (ending, move("next", after="sources")),
        (ending, move("estimate", after="next")),
        (ending, lambda parts: parts.update(after=code("1"))),
        (order, move("explore", after="recall 3")),
        (order, move("recall 1", after="predict")),
        (order, replace("recall 1", 'questions.ask("3.4")')),
        (order, drop("explore")),
        (questions_used, replace("code", 'questions.check("3.6", 1)')),
        (questions_used, drop("code")),
        (questions_used, replace("explore", 'treaties.explore_ladder(questions.ask("3.1"))')),
        (folded_reading, told_at_once),
        (fair_words, add("It is simply so.")),
        (fair_words, add("It just is.")),
        (fair_words, add("This proves it.")),
        (fair_words, add("Look!")),
        (fair_words, add("A rogue state.")),
        (fair_words, add("The axis supplies Russia.")),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_spoilt_lesson_is_seen(check, spoil):
    parts = copy.deepcopy(sample())
    spoil(parts)
    assert check.__name__ in complaints(parts)


@pytest.mark.parametrize(
    "words",
    [
        "He calls it a “rogue” state.",
        "Read `a != b` first.",
        "The vertical axis has no zero.",
        "Who would call this an axis?",
        "Justice is adjusted.",
        "[Licence](https://creativecommons.org/licenses/by/4.0/)",
    ],
)
def test_fair_words_pass(words):
    parts = sample()
    add(words)(parts)
    assert complaints(parts) == {}


def test_lesson_0_may_be_shorter_and_need_not_recall():
    parts = {name: cell for name, cell in sample().items() if not name.startswith("recall ")}
    parts["estimate"] = code("questions.estimate(0)")
    for n in range(6):
        del parts[f"long {n}"]
    found = complaints(parts, "00-start-here.ipynb")
    assert found == {}


def unknown_terms(lesson, terms):
    """Words that a lesson links to the glossary and that the glossary does not hold."""
    text = "\n".join(lesson.source(c) for c in lesson.cells if c["cell_type"] == "markdown")
    linked = re.findall(r"\[([^\]]+)\]\((?:\./)?glossary\.ipynb[^)\s]*", text)
    plain = {word.lower() for word in linked} - {"glossary"}
    return sorted(
        word for word in plain if word not in terms and word.removesuffix("s") not in terms
    )


@pytest.mark.parametrize("path", saved("0[0-9]-*.ipynb"), ids=named)
def test_terms_are_linked_to_the_glossary_and_stand_in_it(path):
    lines = (ROOT / "data/glossary.csv").read_text("utf-8").splitlines()
    terms = {row["term"].lower() for row in csv.DictReader(lines)}
    lesson = read(path)
    assert any("](glossary.ipynb" in lesson.source(cell) for cell in lesson.cells)
    assert unknown_terms(lesson, terms) == []
    assert unknown_terms(lesson, set()) != []


@pytest.mark.parametrize("path", saved("0[0-9]-*.ipynb"), ids=named)
def test_a_linked_term_leads_to_its_word_and_says_its_meaning(path):
    from helpers.measures import glossary

    lesson = read(path)
    text = "\n".join(lesson.source(c) for c in lesson.cells if c["cell_type"] == "markdown")
    for words, rest in re.findall(r"\[([^\]]+)\]\(glossary\.ipynb([^)]*)\)", text):
        if words != "glossary":
            term = glossary.meant(words)
            place = glossary.anchor(re.match(r"#([^ ]+)", rest)[1])
            assert term is None or f"[{words}](glossary.ipynb{rest})" == glossary.link(words)
            assert place in set(glossary.of_lesson()["term"].map(glossary.anchor)), words
