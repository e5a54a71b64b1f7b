"""The German lesson 3: complete, with the facts of the English one, drawn and judged in German."""

import importlib.util
import json
import re

import pytest
from drawn import crowded

from helpers import bank, data, marks, translating, wording
from helpers.forms import Several
from helpers.judging import judge
from helpers.measures import states
from helpers.measures import treaties as measures
from helpers.questions import ask
from helpers.topics import treaties

_SPEC = importlib.util.spec_from_file_location(
    "prose_report", translating.ROOT / "tests/lessons/prose_report.py"
)
prose = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(prose)

pytest.importorskip("babel")
PLACE = translating.translation("de")
FILES = sorted(p.stem for p in (PLACE / "words").glob("*.toml"))
NOTEBOOKS = translating.ROOT / "notebooks"
LESSON = NOTEBOOKS / "de/03-treaties.ipynb"
# Of these files lesson 3 speaks some tables only: what other lessons say stays English.
ONLY = {"words/marks.toml": {"row", "treaties", "provisions", "invocations", "article4_wordings"}}
CACHES = (measures._named, measures._promises, states._names, bank._overlaid)


@pytest.fixture
def german(monkeypatch):
    """Speak German for one test; what was read in English is read anew, before and after."""
    monkeypatch.setenv("SANDS_LANGUAGE", "de")
    monkeypatch.delenv("SANDS_QUESTIONS", raising=False)
    for cache in CACHES:
        cache.cache_clear()
    yield
    for cache in CACHES:
        cache.cache_clear()


def both(file):
    ours = translating._texts(wording.folder() / f"{file}.toml")
    return ours, translating._texts(PLACE / "words" / f"{file}.toml")


# --- words ---------------------------------------------------------------------------------------


def test_all_of_it_is_translated_and_nothing_is_stale():
    found = translating.states("de")
    for state in found:
        tables = ONLY.get(state.file)
        state.missing = [m for m in state.missing if not tables or m.split(".")[0] in tables]
    behind = [str(s) for s in found if s.missing or s.stale or s.gone]
    assert not behind, "mend the German, then: python3 start.py translation de --settle"
    assert {"questions/03.toml", "notebooks/03-treaties.ipynb"} < {s.file for s in found}


@pytest.mark.parametrize("file", FILES)
def test_facts_and_conditions_are_those_of_the_english(file):
    ours, theirs = both(file)
    for key, text in theirs.items():
        for pattern in (r"\{([\w.]+)", r"(?m)^\[([^\]]+)\]"):
            assert set(re.findall(pattern, text)) == set(re.findall(pattern, ours[key])), key


@pytest.mark.parametrize("file", FILES)
def test_every_counted_word_has_both_forms(file):
    for key, text in both(file)[1].items():
        for forms in re.findall(r"\{[\w.]+:(?:count|word|Word|form) ([^}]*)\}", text):
            assert len(forms.split("/")) == 2, (key, forms)


def said():
    """Yield every text of lesson 3 that a reader meets, facts replaced by a word."""
    for file in FILES:
        for text in both(file)[1].values():
            for line in text.splitlines():
                yield re.sub(r"\{[^}]*\}", "Fakt", re.sub(r"^\[[^\]]*\] ?", "", line))
    for path in (PLACE / "questions/03.toml", LESSON):
        yield from translating._texts(path).values()


def test_no_sentence_is_too_long_and_none_shouts():
    found = [s.text for text in said() for s in prose.sentences(text)]
    assert len(found) > 1000
    assert [text for text in found if len(text.split()) > 25 or "!" in text] == []


def test_quotation_marks_are_german():
    """Marks that do not pair as „…“ are those of English, or one was forgotten."""
    for text in said():
        left = re.sub(r"`[^`]*`|„[^„“”]*“|^Lesson \d, “[^”]*”", "", text)
        assert not re.search("[„“”]", left), text


# --- the lesson ----------------------------------------------------------------------------------


def cells(path):
    return {cell["id"]: cell for cell in json.loads(path.read_text("utf-8"))["cells"]}


def untitled(source):
    """Code without the title of a chart, which is in the language of its lesson."""
    return re.sub(r'title="[^"]*"', "title", source)


def test_the_lesson_runs_the_cells_of_the_english_one_and_says_first_that_it_is_german():
    ours, theirs = cells(NOTEBOOKS / LESSON.name), cells(LESSON)
    assert list(ours) == list(theirs)
    code = {
        name: "".join(cell["source"])
        for name, cell in theirs.items()
        if cell["cell_type"] == "code"
    }
    first = next(iter(code))
    begins, rest = code[first].split("import pandas", 1)
    assert 'os.environ["SANDS_LANGUAGE"] = "de"' in begins
    assert "helpers" not in begins.split("os.environ")[1]
    code[first] = f"import pandas{rest}"
    for name, source in code.items():
        assert untitled(source) == untitled("".join(ours[name]["source"])), name


def links(cell):
    # titles, the meanings of linked words, stay English: only addresses are compared
    return re.findall(r"\]\(([^)\s]*)(?: \"[^\"]*\")?\)", "".join(cell["source"]))


def test_the_lesson_links_where_the_english_one_links():
    ours, theirs = cells(NOTEBOOKS / LESSON.name), cells(LESSON)
    for name, cell in theirs.items():
        if cell["cell_type"] == "markdown":
            assert [link.removeprefix("../") for link in links(cell)] == links(ours[name])
            near = [link for link in links(cell) if "//" not in link]
            assert all((LESSON.parent / link.split("#")[0]).is_file() for link in near), name


def test_a_question_sends_to_headings_that_are_there(german):
    headings = re.findall(
        r"(?m)^#+ (.*)$", "\n".join("".join(cell["source"]) for cell in cells(LESSON).values())
    )
    asked = [q for key, q in bank.bank().items() if key.startswith("3.") and q.look_again]
    sent = {q.look_again for q in asked if not q.look_again.startswith("Lesson")}
    assert sent
    assert sent <= set(headings)


def test_the_bank_differs_in_words_alone():
    assert bank.drift(PLACE / "questions") == []


def test_what_the_lesson_shows_is_marked_as_german():
    shown = [
        "".join(output["data"]["text/html"])
        for cell in cells(LESSON).values()
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    bare = [html for html in shown if 'lang="de"' not in html and "dataframe" not in html]
    assert shown
    assert bare == []


def test_no_sentence_of_the_english_lesson_is_left_in_it():
    """Citations name publishers and titles; quoted wordings keep their language."""
    said = translating._texts(translating.ROOT / "data/questions/03.toml")
    for file in FILES:
        said |= {f"{file}.{key}": text for key, text in both(file)[0].items()}
    html = "\n".join(
        "".join(output["data"].get("text/html", ""))
        for cell in cells(LESSON).values()
        for output in cell.get("outputs", [])
        if "data" in output
    )
    whole = [
        line
        for text in said.values()
        for line in text.splitlines()
        if len(line.split()) > 3 and not re.search(r"[{\[]|laws of the DPRK", line)
    ]
    assert len(whole) > 200
    assert [line for line in whole if line in html] == []


# --- charts, explorers, boards -------------------------------------------------------------------

EXPLORERS = ["explore_ladder", "explore_lifelines", "explore_pair", "explore_wordings"]


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_state_of_an_explorer_is_drawn_in_german(name, german):
    explorer = getattr(treaties, name)()
    for state in explorer.states():
        shown = explorer.show(**state)
        html = shown._repr_html_()
        assert 'lang="de"' in html
        drawn = re.findall(r'data-row="(\w+):', getattr(shown, "svg", ""))
        assert set(drawn) <= ONLY["words/marks.toml"], state
        if hasattr(shown, "png"):
            assert crowded() == [], state
            assert len(shown.title) <= 70, shown.title


@pytest.mark.parametrize(
    ("name", "guesses"),
    [
        ("ladder", [{"guess": 2.0}, {"guess": 5.0}]),
        ("pairs", [{}]),
        ("practice", [{"guess": measures.STEPS}, {"guess": measures.STEPS[::-1]}]),
    ],
)
def test_what_a_prediction_opens_is_drawn_in_german(name, guesses, german):
    for guess in guesses:
        figure = getattr(treaties, f"draw_{name}")(**guess)
        assert crowded() == []
        assert "Daten bis " in figure._repr_html_()
        if guess:
            assert "orhergesagt" in figure.caption


def test_what_a_mark_says_is_german(german):
    """Titles of treaties, quoted wordings and names of publishers keep their language."""
    keys = set()
    for draw in (treaties.draw_ladder, treaties.draw_pairs, treaties.draw_practice):
        keys |= set(re.findall(r'data-row="([^"]*)"', draw().svg))
    titles = "|".join(re.escape(data.safe(title)) for title in data.table("treaties")["title"])
    assert len(keys) > 50
    for key in keys:
        told = re.sub(f"„[^“]*“|{titles}|<p>Quellen: .*", "", marks.told(key))
        assert not re.search(r"\b(?:the|of|and|is|not|by|seen|checked)\b", told), told


def test_the_board_hides_in_german_what_would_give_a_treaty_away(german):
    told = treaties.clause_texts()
    assert "den Gesetzen beider Staaten" in told["pv004"]
    assert "unter der Verwaltung einer von ihnen" in told["pv097"]
    names = r"Japan|DVRK|Russisch|Russland|China|NATO|KCNA|Nordkorea"
    assert [text for text in told.values() if re.search(names, text)] == []


def test_a_filled_board_is_compared_in_german(german):
    codes = {"pv004": {"obligation": "defence", "strength": "4"}}
    clauses = treaties.code_clauses().compared(codes)[0].frame
    row = clauses[clauses["Klausel"].str.contains("Russland–DVRK 2024")].iloc[0]
    assert (row["Eigene Art"], row["Unsere Art"]) == ("Beistand", "Beistand")
    assert row["Vergleich der Stärke"] == "gleich"
    assert row["Warum"].startswith("Hilfe ist unverzüglich geschuldet")
    checked = treaties.fill_checklist().compared({"use": {"verdict": "nato"}})[0].frame
    assert list(checked["Eigenes Urteil"]) == ["offen"] * 4 + ["NATO bindet mehr"]


def test_numbers_dates_and_sources_are_written_as_german_writes_them(german):
    ranking = treaties.show_ranking()._repr_html_()
    assert ">3,67<" in ranking
    assert data.as_of("treaties", "provisions") == "Anfang 2026"
    assert data.cite_text("kcna-2024-06-20-treaty-en", "seed-article", limit=1).endswith(
        " und 1 weitere"
    )


# --- questions -----------------------------------------------------------------------------------

_CLAUSES = data.table("provisions")
THREES = int(((_CLAUSES["obligation"] == "consultation") & (_CLAUSES["strength"] == 3)).sum())
CLICKED = {  # of each kind that lesson 3 has: a right answer, a wrong one, and what is heard
    "3.1": ("china", "russia", "Noch einmal nachsehen"),
    "3.4": (["who", "kind", "when", "choice"], ["kind", "who", "when", "choice"], "Platz 1"),
    "3.7": (2, 5, "Genannt: 5 Verträge. Die Daten ergeben 2 Verträge: 3 weniger."),
    "3.8": (["same", "iran"], ["same", "stronger"], "Ein häufiger Irrtum"),
    "3.13": (measures.STEPS, measures.STEPS[::-1], "Die Daten ergeben diese Reihenfolge"),
    "3.18": (THREES, 1, "Hinweis: Beide Bedingungen"),
}


@pytest.mark.parametrize("name", CLICKED)
def test_a_right_and_a_wrong_answer_are_judged_in_german(name, german):
    right, wrong, heard = CLICKED[name]
    question = bank.find(name)
    good, bad = judge(question, right), judge(question, wrong)
    assert (good.correct, bad.correct) == (True, False)
    for verdict in (good, bad):
        html = verdict._repr_html_()
        assert 'lang="de"' in html
        english = r"\b(?:the|You said|Look again|Sources|Right|Not yet|Kept)\b"
        assert not re.search(english, re.sub(r"„[^“]*“|<a .*?</a>", "", html)), html
    assert heard in repr(bad)


def test_what_is_no_number_is_said_in_german(german):
    assert "ist keine Zahl" in judge(bank.find("3.7"), "viele").words
    assert "möglich ist 0 bis 8" in judge(bank.find("3.7"), 9).words
    assert "nicht Prozent" in judge(bank.find("3.7"), "5 %").words
    assert "werden ganz gezählt" in judge(bank.find("3.7"), "2,5").words


def test_an_earlier_lesson_is_one_folder_up(german, monkeypatch):
    verdict = judge(bank.find("3.1"), "russia")
    monkeypatch.chdir(NOTEBOOKS)
    assert 'href="00-start-here.ipynb#' in verdict._repr_html_()
    monkeypatch.chdir(LESSON.parent)
    assert 'href="../00-start-here.ipynb#' in verdict._repr_html_()


def test_a_panel_tells_screen_readers_its_language(german):
    asked = ask("3.1", "3.5")
    parts = asked.parts if isinstance(asked, Several) else [asked]
    spoken = [box for part in parts for box in part.panel().children if hasattr(box, "names")]
    assert [box.names[".sands"] for box in spoken] == [{"lang": "de"}] * 2
