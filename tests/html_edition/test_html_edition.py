"""The reading edition is whole: every lesson, every picture's words, and nothing from outside."""

import json
import re
from urllib.parse import unquote

import pytest

from helpers import html_edition
from helpers.html_edition import Page

MOST_BYTES = 1_500_000
NOTEBOOKS = sorted(html_edition.NOTEBOOKS.glob("0[0-9]-*.ipynb"))


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition") / "html"
    html_edition.build(folder)
    return folder


def page(edition, name):
    return (edition / name).read_text("utf-8")


def test_it_has_a_page_for_each_lesson_the_glossary_the_data_and_a_front(edition):
    wanted = {f"{path.stem}.html" for path in NOTEBOOKS}
    assert len(wanted) == 10
    wanted |= {"index.html", "glossary.html", "data.html", "03-treaties.de.html", "my-work.html"}
    assert {path.name for path in edition.glob("*.html")} == wanted


def test_all_links_lead_somewhere_and_nothing_is_loaded_from_the_network(edition):
    assert html_edition.faults(edition) == []


def test_no_page_is_heavy(edition):
    sizes = {path.name: path.stat().st_size for path in edition.glob("*.html")}
    assert {name: size for name, size in sizes.items() if size >= MOST_BYTES} == {}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_keeps_its_pictures_with_their_words(edition, path):
    saved = [
        alt
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        for output in cell.get("outputs", [])
        for alt in Page("".join(output.get("data", {}).get("text/html", ""))).alts
    ]
    assert saved
    assert Page(page(edition, f"{path.stem}.html")).alts == saved


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_says_what_needs_a_kernel_and_where_to_go_on(edition, path):
    text = page(edition, f"{path.stem}.html")
    assert "Run this cell" not in text
    assert "In JupyterLab you run this cell to" in text
    links = Page(text).links
    assert "index.html" in links
    assert "glossary.html" in links
    assert not [link for link in links if ".ipynb" in link]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_feedback_leads_to_headings_that_are_there(edition, path):
    text = page(edition, f"{path.stem}.html")
    held = re.search(r'<script id="sands-questions"[^>]*>(.*?)</script>', text, re.DOTALL)
    asked = json.loads(held[1])
    assert asked
    for one in asked.values():
        for link in Page(one.get("look", "")).links:
            name, _, anchor = link.partition("#")
            target = page(edition, name) if name else text
            assert unquote(anchor) in Page(target).ids, (one["id"], link)


def test_what_an_open_prediction_would_answer_lies_in_its_fold(edition):
    text = page(edition, "03-treaties.html")
    start = text.index('<details class="gate" data-gate="3.7">')
    assert "<svg" not in text[text.index('id="question-3.7"') : start]
    assert '<p class="veil" data-gate="3.7">' in text


def test_what_only_a_kernel_needs_is_left_out(edition):
    for name in ("03-treaties.html", "03-treaties.de.html"):
        text = page(edition, name)
        assert "Run All Cells" not in text
        assert "Set up the lesson" not in text
        assert "Die Lektion einrichten" not in text


def test_a_page_has_contents_and_a_link_at_each_heading(edition):
    text = page(edition, "03-treaties.html")
    headings = re.findall(r'<h2[^>]* id="([^"]*)"', text)
    contents = text[text.index('<details class="contents">') : text.index('<main id="main">')]
    assert len(headings) > 10
    for anchor in headings:
        assert f'href="#{anchor}"' in contents
        assert text.count(f'class="permalink" href="#{anchor}"') == 1


def test_where_a_lesson_runs_live_its_page_leads_there(tmp_path):
    html_edition.build(
        tmp_path / "read", live=lambda stem: f"../run.html?lesson={stem}", front="../index.html"
    )
    text = page(tmp_path / "read", "03-treaties.html")
    assert '<a href="../run.html?lesson=03-treaties">Run this lesson in the browser</a>' in text
    assert "open the notebook in JupyterLab" not in text
    assert "In the live lesson you run this cell to" in text
    assert "The lessons that run in the browser keep their own answers." in text
    assert '<a href="../index.html">All lessons</a>' in text


def test_marks_answer_without_a_kernel(edition):
    text = page(edition, "03-treaties.html")
    assert "data-told=" in text
    assert "onpointerover=" in text
    assert 'src="data:image/svg+xml' not in text


def test_a_picture_without_words_is_a_fault(tmp_path):
    (tmp_path / "a.html").write_text('<svg class="sands-picture"></svg>', "utf-8")
    assert html_edition.faults(tmp_path) == ["a.html has a picture without alt text"]


def test_a_reader_too_predicts_before_the_chart_and_its_reading_open(edition):
    text = page(edition, "03-treaties.html")
    question = text.index("Question 3.7.")
    fold = text.index("<summary>Show without answering", question)
    chart, reading = text.index("<svg", question), text.index("<strong>Reading.", question)
    assert text.rindex("<summary>Reading and doubt", question, reading) > question
    assert question < fold < chart
    assert "<details open" not in text


def test_code_that_only_shows_something_is_folded_and_an_analysis_is_not(edition):
    text = page(edition, "03-treaties.html")
    assert text.count(">The code of this cell</summary>") > 5
    assert 'crosstab</span><span class="p">(' in text


def test_a_translated_lesson_is_a_page_in_its_own_language(edition):
    page = (edition / "03-treaties.de.html").read_text("utf-8")
    assert '<html lang="de">' in page
    assert "Zum Text</a>" in page
    assert "Each mark says" not in page
    assert "Wir codieren die Stärke als 4." in page  # what a mark says
    assert "In JupyterLab diese Zelle ausführen, um" in page
    assert "The code of this cell" not in page
    assert 'href="04-military-exchange.html"' in page
    front = (edition / "index.html").read_text("utf-8")
    assert 'href="03-treaties.de.html">Lektion 3<' in front
    last = (edition / "glossary.html").read_text("utf-8")
    assert "Next:" not in last


def test_a_second_build_changes_nothing(edition):
    before = {path.name: path.read_bytes() for path in edition.glob("*.html")}
    html_edition.build(edition)
    assert {path.name: path.read_bytes() for path in edition.glob("*.html")} == before


@pytest.mark.parametrize("name", ["notes.html", "holiday.jpg"])
def test_a_folder_with_other_things_is_left_alone(tmp_path, name):
    (tmp_path / name).write_text("mine", "utf-8")
    with pytest.raises(FileExistsError, match="empty folder"):
        html_edition.build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert html_edition.main([str(tmp_path)]) == 1


def test_an_own_page_beside_an_earlier_edition_is_left_alone(edition):
    own = edition / "own.html"
    own.write_text("<p>mine</p>", "utf-8")
    try:
        with pytest.raises(FileExistsError, match=r"own\.html"):
            html_edition.build(edition)
    finally:
        own.unlink()


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ('<a href="nowhere.html">x</a>', "links to nowhere.html"),
        ('<a href="#nothing">x</a>', "links to #nothing"),
        ('<img alt="A long description" src="https://example.org/a.png">', "from the network"),
        ('<script src="https://example.org/a.js"></script>', "from the network"),
        ('<img src="data:image/png;base64,AA==">', "without alt text"),
        ('<img alt="No description has been provided" src="data:,">', "without alt text"),
    ],
)
def test_a_planted_fault_is_seen(tmp_path, planted, said):
    (tmp_path / "index.html").write_text(f"<p>{planted}</p>", "utf-8")
    assert [fault for fault in html_edition.faults(tmp_path) if said in fault]


def test_links_to_pages_and_to_the_network_are_no_fault(tmp_path):
    text = '<h2 id="a b">x</h2><a href="#a%20b">x</a><a href="https://example.org">x</a>'
    (tmp_path / "index.html").write_text(text, "utf-8")
    assert html_edition.faults(tmp_path) == []


def test_a_page_knows_what_it_holds():
    found = Page('<h2 id="top">x</h2><a href="#top">x</a><img src="a.png" alt="An alt">')
    assert (found.ids, found.links, found.loads, found.alts) == (
        {"top"},
        ["#top"],
        ["a.png"],
        ["An alt"],
    )


def test_the_command_says_what_to_open(tmp_path, capsys):
    assert html_edition.main([str(tmp_path / "html")]) == 0
    assert "index.html" in capsys.readouterr().out
