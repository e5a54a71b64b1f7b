"""Printing: files for a class, whatever the machine has, and one sentence for what is wrong."""

import pytest

from helpers import crisis, handouts, printing

BROWSER = printing.find_browser()
needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not BROWSER, reason="no Chromium found, or SANDS_BROWSER is off"),
]
LOST = """
() => [...document.querySelectorAll(".page")].flatMap(page => {
  const box = page.getBoundingClientRect(), said = [];
  if (page.classList.contains("full")) said.push("a page is too full");
  for (const one of page.querySelectorAll("p, li, td, th, h1, h2, svg, .room, .line")) {
    const at = one.getBoundingClientRect();
    if (at.bottom > box.bottom - 8 || at.right > box.right - 8 || at.top < box.top)
      said.push("cut: " + one.textContent.slice(0, 40));
    if (one.scrollWidth > one.clientWidth + 1) said.push("wide: " + one.textContent.slice(0, 40));
  }
  if (parseFloat(getComputedStyle(page).fontSize) < 12) said.push("type under 9 points");
  return said;
})
"""


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.setenv("SANDS_BROWSER", "off")


@pytest.fixture(scope="module")
def page():
    """An open page of the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu"]
        started = driver.chromium.launch(executable_path=BROWSER, args=flags)
        yield started.new_page()
        started.close()


@pytest.mark.parametrize("paper", list(handouts.PAPERS))
@pytest.mark.parametrize("lesson", handouts.lessons())
class TestOnPaper:
    """Every hand-out in a browser."""

    pytestmark = needs_browser

    def test_a_sheet_has_its_pages_and_nothing_is_cut(self, page, lesson, paper):
        for part in handouts.parts(lesson):
            page.set_content(handouts.page(lesson, part, paper))
            assert page.evaluate(LOST) == [], part
            pdf = page.pdf(prefer_css_page_size=True)
            assert printing.pages_of(pdf) == handouts.PAGES[part], part


@pytest.mark.parametrize("paper", list(handouts.PAPERS))
@pytest.mark.parametrize("part", list(crisis.PAGES))
class TestCrisisOnPaper:
    """Every sheet of the crisis in a browser."""

    pytestmark = needs_browser

    def test_a_sheet_has_its_pages_and_nothing_is_cut(self, page, part, paper):
        page.set_content(crisis.page(part, paper))
        assert page.evaluate(LOST) == []
        pdf = page.pdf(prefer_css_page_size=True)
        assert printing.pages_of(pdf) == crisis.PAGES[part]


@needs_browser[0]
@needs_browser[1]
def test_cut_text_and_small_type_are_seen(page):
    long = handouts.page(4, "plan").replace("</h1>", "</h1>" + "<p>More and more.</p>" * 60)
    page.set_content(long)
    assert "a page is too full" in page.evaluate(LOST)
    assert printing.pages_of(page.pdf(prefer_css_page_size=True)) == 2
    page.set_content(handouts.page(4, "plan").replace("size = 11", "size = 8"))
    assert "type under 9 points" in page.evaluate(LOST)


@needs_browser[0]
@needs_browser[1]
def test_files_are_pdf_where_there_is_a_browser(tmp_path):
    said = printing.print_lesson(0, tmp_path / "new", "letter")
    names = [f"lesson-0-{part}-letter.pdf" for part in ("key", "plan", "worksheet")]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == names
    assert len(said) == 1
    assert all(name in said[0] for name in names)


@needs_browser[0]
@needs_browser[1]
def test_a_sheet_that_a_lecturer_made_too_long_keeps_its_text_and_says_so(tmp_path, monkeypatch):
    long = handouts.page(0, "key").replace("</h1>", "</h1>" + "<p>More.</p>" * 60)
    monkeypatch.setattr(handouts, "page", lambda *_: long)
    monkeypatch.setattr(handouts, "parts", lambda _: ["key"])
    said = printing.print_lesson(0, tmp_path)
    assert "lesson-0-key-a4.pdf takes 2 pages instead of 1" in said[1]


def test_without_a_browser_there_are_pages_and_a_sentence(tmp_path, no_browser):
    said = printing.print_lesson(5, tmp_path)
    assert len(list(tmp_path.glob("lesson-5-*-a4.html"))) == 4
    assert said[1].startswith("No Chromium, Chrome or Edge was found")


def test_a_browser_that_prints_nothing_leaves_the_page_and_is_named(tmp_path, monkeypatch):
    idle = tmp_path / "idle"
    idle.write_text("#!/bin/sh\nexit 1\n")
    idle.chmod(0o755)
    monkeypatch.setenv("SANDS_BROWSER", str(idle))
    said = printing.print_lesson(0, tmp_path / "out")
    assert printing.to_pdf(str(idle), tmp_path / "out/lesson-0-key-a4.html") is None
    assert "idle could not print lesson-0-key-a4.html" in " ".join(said)


def test_a_second_time_writes_over_the_first_and_leaves_other_files(tmp_path, no_browser):
    (tmp_path / "mine.txt").write_text("mine")
    printing.print_lesson(2, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    printing.print_lesson(2, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_command_prints_into_the_folder_that_is_named(tmp_path, no_browser, capsys):
    assert printing.main(["3", "--folder", str(tmp_path), "--paper", "letter"]) == 0
    assert (tmp_path / "lesson-3-worksheet-letter.html").is_file()
    assert capsys.readouterr().out.startswith("Lesson 3: lesson-3-worksheet-letter.html,")


def test_the_crisis_is_printed_as_the_lessons_are(tmp_path, no_browser, capsys):
    assert printing.main(["crisis", "--folder", str(tmp_path)]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(f"crisis-{part}-a4.html" for part in crisis.PAGES)
    assert printing.print_crisis(tmp_path)[0] == capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize("asked", ["10", "-", "four", "٤"])
def test_a_lesson_that_does_not_exist_is_named_with_those_that_do(asked, capsys):
    assert printing.main([asked]) == 1
    said = capsys.readouterr().err
    assert f"no lesson “{asked}” to print; known are 0, 1," in said
    assert said.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path, no_browser, capsys):
    (tmp_path / "file").write_text("")
    assert printing.main(["1", "--folder", str(tmp_path / "file")]) == 1
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert said.count("\n") == 1


def test_a_plan_that_names_no_question_of_the_bank_prints_nothing(
    tmp_path, no_browser, monkeypatch, capsys
):
    rest = {k: q for k, q in printing.bank.bank().items() if k != "1.4"}
    monkeypatch.setattr(printing.bank, "bank", lambda: rest)
    assert printing.main(["1", "--folder", str(tmp_path)]) == 1
    assert "names question 1.4" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
