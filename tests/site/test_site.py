"""The website as a learner meets it: read, run, answer, close, come back, hand in."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import threading
import urllib.request
from pathlib import Path

import pytest

from helpers import classroom, journal, serving, site
from tests.lab.conftest import violations

HERE = Path(__file__).parent
SECOND = 1000
LONG = 300 * SECOND  # an event is waited for; this only ends what would never come
# A browser's database that is there and takes nothing, as when its room is used up.
FULL = """() => { IDBObjectStore.prototype.put = () => {
  throw new DOMException("full", "QuotaExceededError") } }"""
DENIED = "indexedDB.open = () => { throw new DOMException('denied', 'SecurityError') }"
# What the collection puts on the page; a coding cell ends with a table of pandas' own.
OURS = """{
  include: [['.jp-NotebookPanel .jp-RenderedMarkdown'], ['.jp-OutputArea-output']],
  exclude: [['.dataframe']],
}"""
NO_WORKER = "delete Navigator.prototype.serviceWorker"


@pytest.fixture(scope="module")
def device(browser):
    """One learner's browser: what it keeps stays from page to page."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.asked = []
    context.on("request", lambda request: context.asked.append(request.url))
    yield context
    context.close()


@pytest.fixture
def page(device):
    opened = device.new_page()
    yield opened
    opened.close()


def run(page, address, lesson):
    """Open a lesson by its link and run all of it."""
    page.goto(f"{address}/run.html?lesson={lesson}")
    run_all(page)


def run_all(page):
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=LONG)  # the kernel is not there yet
    page.get_by_role("menuitem", name="Run", exact=True).first.click()
    page.get_by_role("menuitem", name=re.compile("Run All Cells$")).first.click()
    page.wait_for_selector(".sands-form-box", timeout=LONG)
    waiting = "[...document.querySelectorAll('.jp-InputPrompt')].some(e => e.innerText == '[*]:')"
    page.wait_for_function(f"() => !{waiting}", timeout=LONG)
    page.wait_for_selector("[data-status=idle]", timeout=LONG)
    failed = page.locator("[data-mime-type='application/vnd.jupyter.error']")
    assert failed.all_inner_texts() == []


def question(page, number):
    return page.locator(f'.sands-form-box[aria-label="Question {number}"]').first


def press(box, words):
    box.locator("button", has_text=re.compile(rf"^\s*{words}\s*$")).first.click()


def says(box, *parts):
    """Wait until a box says all of the parts."""
    for part in parts:
        box.get_by_text(part).first.wait_for(timeout=LONG)


def answer(page, number, place):
    box = question(page, number)
    box.locator("input[type=radio]").nth(place).check()
    press(box, "Check")
    return box


def code_a_clause(page):
    """Code one card of a board and compare it."""
    box = page.locator(".sands-form-box", has=page.locator(".sands-board-card")).first
    press(box, "Keep and compare")
    says(box, "Nothing is filled in yet.")
    for group in box.locator(".sands-board-card:visible [role=radiogroup]").all():
        group.locator("input").first.check()
    says(box, "1 complete")
    press(box, "Keep and compare")
    says(box, "✓ kept")


# --- without a browser ----------------------------------------------------------------------------


def test_links_lead_to_what_is_there_and_nothing_is_loaded_from_elsewhere(folder):
    assert site.faults(folder) == []
    for path in site.lessons():
        assert f"run.html?lesson={path.stem}" in (folder / f"read/{path.stem}.html").read_text()


def test_a_dead_link_and_a_foreign_script_are_found(folder, tmp_path):
    (tmp_path / "index.html").write_text(
        '<a href="gone.html">x</a><a href="index.html?lesson=99">y</a>'
        '<script src="https://example.org/a.js"></script>',
        "utf-8",
    )
    assert len(site.faults(tmp_path)) == 3


def test_licences_of_all_that_is_shipped_stand_in_the_site(folder):
    page = (folder / "licences.html").read_text("utf-8")
    for row in site.listed():
        assert row["file"] in page
        assert row["licence"] in page
    texts = list((folder / "licences").iterdir())
    assert len(texts) > 20
    assert all(text.read_bytes().strip() for text in texts)


def test_what_is_shipped_is_what_is_listed(folder):
    shipped = folder / "run/static/pyodide"
    listed = {row["file"] for row in site.listed()}
    assert {f"{name}.bin" for name in listed} <= {path.name for path in shipped.iterdir()}
    lock = json.loads((shipped / "pyodide-lock.json").read_text("utf-8"))
    for entry in lock["packages"].values():
        packed = (shipped / f"{entry['file_name']}.bin").read_bytes()
        assert hashlib.sha256(gzip.decompress(packed)).hexdigest() == entry["sha256"]


def test_a_first_visit_loads_little(folder):
    """All of the browser's Python is loaded; JupyterLite's pages add ten megabytes to it."""
    python = sum(path.stat().st_size for path in (folder / "run/static/pyodide").iterdir())
    assert python < 25e6


def test_the_site_built_again_takes_the_place_of_the_old_one_only(folder):
    with pytest.raises(site.SiteError, match="left alone"):
        site.build(folder.parent, "python")


def test_its_own_server_gives_each_file_the_type_a_browser_wants(folder):
    found = serving.server(folder)
    assert issubclass(serving.Pages, found.RequestHandlerClass.func)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{found.server_port}"
    packed = "run/static/pyodide/pyodide.asm.wasm.bin"
    for name, kind in (
        ("run/static/pyodide/start.js", "text/javascript"),
        (packed, "octet-stream"),
    ):
        with urllib.request.urlopen(f"{base}/{name}") as answer:
            assert answer.headers["Content-Type"].endswith(kind)
            assert answer.headers["Content-Encoding"] is None  # the page unpacks, not the browser
    found.shutdown()
    found.server_close()


@pytest.mark.whole
def test_every_cell_of_every_lesson_shows_in_the_browsers_python_what_is_saved(folder):
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not here; it runs the browser's Python without a browser")
    command = [node, HERE / "cells.cjs", folder / "run/static/pyodide", *site.lessons()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["cells"] > 250
    # What the set-up check says of the place where answers are kept is another there.
    (name, source, saved, now), *others = told["differing"]
    assert (name, source) == ("00-start-here", "check_setup()")
    assert saved[0].replace("on this machine", "in this browser") == now[0]
    assert others == []


# --- in Chromium, every other machine out of reach ------------------------------------------------


def test_the_front_page_leads_to_reading_and_running(page, address):
    page.goto(f"{address}/")
    assert violations(page) == []
    says(page, "Nothing is installed, and there is no account.", "Clearing the browser's data")
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
    page.get_by_role("link", name="Read: Lesson 3").click()
    page.get_by_role("link", name="Run this lesson in the browser").click()
    page.wait_for_url("**/run/**03-treaties**", timeout=LONG)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=LONG)


def test_the_page_before_a_lesson_and_the_licences_have_no_violation(page, address):
    for name in ("run.html", "licences.html"):
        page.goto(f"{address}/{name}")
        assert violations(page) == []


@pytest.mark.parametrize("name", ["", "12-gone", "constructor"])
def test_a_link_to_no_lesson_is_one_sentence_and_the_list(page, address, name):
    page.goto(f"{address}/run.html?lesson={name}")
    says(page, "There is no lesson of that name here.")
    assert page.locator("#others a").count() == len(site.lessons())


@pytest.mark.parametrize("fault", [DENIED, NO_WORKER])
def test_a_browser_that_keeps_nothing_is_told_before_the_lesson_opens(page, address, fault):
    page.add_init_script(fault)
    page.goto(f"{address}/run.html?lesson=03-treaties")
    says(page, "This browser lets the page keep nothing")
    assert page.get_by_role("link", name="Open the lesson").is_visible()
    assert page.url.endswith("run.html?lesson=03-treaties")


def test_a_browser_too_old_to_unpack_is_told(page, address):
    page.add_init_script("delete window.DecompressionStream")
    page.goto(f"{address}/run.html?lesson=03-treaties")
    says(page, "This browser is too old to run a lesson.")


def test_a_damaged_file_is_named(page, address, folder):
    name = next((folder / "run/static/pyodide").glob("six-*.bin"))
    damaged = name.read_bytes()[:-20] + b"x" * 20
    page.route(f"**/{name.name}", lambda route: route.fulfill(status=200, body=damaged))
    page.goto(f"{address}/run.html?lesson=03-treaties")
    says(page, f"{name.name} did not arrive whole, or is damaged on the server.")


def test_a_file_that_cannot_be_loaded_is_one_sentence(page, address):
    page.route("**/*pandas*", lambda route: route.abort())
    page.goto(f"{address}/run.html?lesson=03-treaties")
    says(page, "A file of the lesson could not be loaded.")


def test_a_lesson_runs_and_judges(page, address):
    run(page, address, "00-start-here")
    says(page, "your answers can be kept in this browser", "in this browser, on this device")
    says(answer(page, "0.1", 0), "Right", "✓ kept")
    # What its packages warn of would stand in red above a learner's first picture.
    warned = page.locator("[data-mime-type*=stderr]")
    assert warned.all_inner_texts() == []


@pytest.mark.whole
def test_a_lesson_lives_and_its_answers_come_back(device, page, address):
    run(page, address, "03-treaties")
    says(answer(page, "3.1", 0), "Right", "✓ kept")
    guess = question(page, "3.7")
    guess.locator("input[type=text]").first.fill("4")
    press(guess, "Keep my prediction")
    says(guess, "You said")
    explorer = page.locator('.sands-explorer:has(input[type="checkbox"])').first
    explorer.scroll_into_view_if_needed()
    words = explorer.locator("[role=status]").first
    before = words.inner_text()
    explorer.locator("input[type=checkbox]").first.click()
    page.wait_for_function("([e, old]) => e.innerText != old", arg=[words.element_handle(), before])
    editor = page.locator(".cm-content", has_text="largest = ...").first
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type('largest = 1\ncheck("3.19", largest)')
    page.keyboard.press("Shift+Enter")
    says(page, "Not yet")

    code_a_clause(page)

    # A second tab, with a kernel of its own, while the first one stays and answers too.
    other = device.new_page()
    run(other, address, "00-start-here")
    says(other, "your answers can be kept in this browser", "in this browser, on this device")
    says(answer(other, "0.1", 0), "Right", "✓ kept")
    page.bring_to_front()
    says(answer(page, "3.2", 0), "✓ kept")
    page.close()
    box = other.locator('.sands-form-box[aria-label="Your journal"]').first
    with other.expect_download() as waited:
        press(box, "Write my answers into one file")
        box.get_by_role("link", name="Download").click()
    export = journal.read_export(waited.value.path())
    kept = {(entry["kind"], entry["key"]) for entry in export.records}
    assert {
        ("answer", "3.1"),
        ("answer", "3.2"),
        ("prediction", "3.7"),
        ("answer", "0.1"),
        ("board", "3.clauses"),
    } <= kept
    with other.expect_file_chooser() as chooser:
        box.locator("button", has_text="Take in a file of mine").click()
    chooser.value.set_files(
        {"name": "other.jsonl", "mimeType": "text/plain", "buffer": b"no export"}
    )
    says(box, "other.jsonl")

    # Storage that is used up: a sentence, and the answer stays in memory and can be downloaded.
    other.evaluate(FULL)
    says(answer(other, "0.1", 1), "kept in memory until this page is closed")
    with other.expect_download() as waited:
        press(box, "Write my answers into one file")
        box.get_by_role("link", name="Download").click()
    export = journal.read_export(waited.value.path())
    answers = [e["value"] for e in export.records if (e["kind"], e["key"]) == ("answer", "0.1")]
    assert len(answers) == 2
    other.close()

    # The next day: a new page and a new kernel.
    again = device.new_page()
    run(again, address, "03-treaties")
    says(question(again, "3.1"), "Right")
    assert question(again, "3.1").locator("input[type=radio]").first.is_checked()
    says(question(again, "3.7"), "You said")
    assert violations(again, OURS) == []
    again.close()


# Whether the store of this page's browser holds words of the journal, seen from outside the lesson;
# looked for as often as is said.
STORED = """async ([words, often]) => {
  const name = (await indexedDB.databases()).map(d => d.name).find(n => n.startsWith("JupyterLite"))
  const done = asked => new Promise((yes, no) => {
    asked.onsuccess = () => yes(asked.result)
    asked.onerror = no
  })
  for (; often; often -= 1) {
    const store = await done(indexedDB.open(name))
    const files = await done(store.transaction("files").objectStore("files").getAll())
    store.close()
    const ours = files.filter(file => file.name.startsWith("sands-journal-"))
    if (ours.some(file => file.content.includes(words))) return true
    await new Promise(rest => setTimeout(rest, 200))
  }
  return false
}"""


def composer(page):
    return page.locator(".sands-form-box:has(.sands-compose)").first


def forecast(page):
    """Answer one question of the trainer to its outcome; return its box."""
    box = page.locator('.sands-form-box[aria-label="Forecasting trainer"]').first
    box.get_by_label("Your probability (per cent, 0 to 100)").fill("70")
    press(box, "Keep and see a clue")
    says(box, "A clue of")
    box.get_by_label("Your probability after the clue").fill("60")
    press(box, "Keep and see what happened")
    says(box, "You said 70 per cent before the clue and 60 after it", "✓ kept")
    return box


@pytest.fixture
def newcomer(browser):
    """A browser that holds nothing yet."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield context
    context.close()


@pytest.mark.whole
def test_one_learner_in_three_lessons_hands_in_what_the_class_results_read(
    newcomer, address, tmp_path
):
    judgment, dissent = "The ties will hold until 2027. <b>Ünmarked</b>", "Typed, never pressed"
    page = newcomer.new_page()
    run(page, address, "08-outlook")
    says(answer(page, "8.1", 1), "Right", "✓ kept")
    says(answer(page, "8.11", 0), "Not yet", "✓ kept")
    says(answer(page, "8.11", 1), "Right", "✓ kept")
    forecast(page)
    explorer = page.locator(".sands-explorer:has(button:text-is('Add to my briefing'))").first
    press(explorer, "Add to my briefing")
    says(explorer, "Added: what the chart says now waits in lesson 9.")

    run(page, address, "09-briefing")
    says(answer(page, "9.1", 0), "Not yet", "✓ kept")
    box = composer(page)
    box.get_by_label("Key judgment").fill(judgment)
    press(box, "Put into the case")
    says(box, "The sentence stands at the end of the case.")
    case = box.get_by_label("The case for the judgment").input_value()
    box.get_by_label("Probability in per cent").fill("60")
    press(box, "Export HTML and Markdown")
    says(box, "kept in this browser", "✓ kept")
    assert page.evaluate(STORED, [judgment, 1])
    box.get_by_label("Dissent: the best").fill(dissent)
    assert page.evaluate(STORED, [dissent, LONG // 200])
    page.close()

    again = newcomer.new_page()
    run(again, address, "09-briefing")
    box = composer(again)
    held = {"Key judgment": judgment, "Dissent: the best": dissent, "Probability in per cent": "60"}
    for label, words in held.items():
        assert box.get_by_label(label).input_value() == words
    assert case
    assert box.get_by_label("The case for the judgment").input_value() == case

    # My work counts what two lessons kept; then all of it is handed in.
    run(again, address, "my-work")
    for lesson, done in (("8 · ", "2 right"), ("9 · ", "1 to repeat")):
        says(again.locator("tr", has_text=lesson), done)
    run(again, address, "00-start-here")
    says(answer(again, "0.1", 0), "Right", "✓ kept")
    box = again.locator('.sands-form-box[aria-label="Your journal"]').first
    with again.expect_download() as waited:
        press(box, "Write my answers into one file")
        box.get_by_role("link", name="Download").click()
    waited.value.save_as(tmp_path / "handed-in.jsonl")
    again.close()
    rows = classroom.item_analysis(classroom.read(tmp_path)).set_index("question")
    told = {key: list(rows.loc[key, ["first", "last", "attempts"]]) for key in rows.index}
    worked = {"0.1": [1, 1, 1], "8.1": [1, 1, 1], "8.11": [0, 1, 2], "9.1": [0, 0, 1]}
    assert {key: told.get(key) for key in worked} == worked
    handed = journal.read_export(tmp_path / "handed-in.jsonl").records
    numbers = [(e["kind"], e["value"]) for e in handed if e["kind"] in ("forecast", "update")]
    assert numbers == [("forecast", 70), ("update", 60)]


def test_answers_of_a_page_go_to_the_live_lesson_and_back(device, page, address, tmp_path):
    page.goto(f"{address}/read/03-treaties.html")
    read = page.locator('[data-question="3.3"]')
    read.locator("input[type=radio]").first.check()
    read.get_by_role("button", name="Check", exact=True).click()
    says(read.locator(".said"), "✓ kept")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download my answers").click()
    waited.value.save_as(tmp_path / "page.jsonl")
    run(page, address, "00-start-here")
    box = page.locator('.sands-form-box[aria-label="Your journal"]').first
    with page.expect_file_chooser() as chooser:
        box.locator("button", has_text="Take in a file of mine").click()
    chooser.value.set_files(tmp_path / "page.jsonl")
    says(box, "1 entry taken in from page.jsonl.")
    says(answer(page, "0.1", 0), "✓ kept")
    with page.expect_download() as waited:
        press(box, "Write my answers into one file")
        box.get_by_role("link", name="Download").click()
    waited.value.save_as(tmp_path / "live.jsonl")
    page.goto(f"{address}/read/00-start-here.html")
    page.get_by_label("Take in a file of mine").set_input_files(tmp_path / "live.jsonl")
    says(page.locator("#answers"), "taken in from live.jsonl.")
    says(page.locator('[data-question="0.1"] .said'), "✓ Right")


def test_nothing_was_asked_of_another_machine(device, address):
    outside = [url for url in device.asked if not url.startswith(("data:", "blob:"))]
    assert len(outside) > 100
    assert [url for url in outside if "127.0.0.1" not in url] == []
