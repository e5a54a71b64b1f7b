"""Pages as a learner meets them: answered, kept, taken elsewhere, and whole where things fail."""

import json
import shutil

import pytest

from helpers import bank, html_edition, journal, judging
from helpers.classroom import reading
from tests.lab.conftest import violations

DENIED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })"
FULL = (
    """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError") }"""
)


@pytest.fixture
def opened(device, edition):
    """Return a function that opens a page of the edition; no page may ask for anything outside."""
    asked = []

    def visit(name="03-treaties", before="", anchor="", page=None):
        if page is None:
            page = device.new_page()
            page.on("request", lambda request: asked.append(request.url))
        if before:
            page.add_init_script(before)
        page.goto((edition / f"{name}.html").as_uri() + anchor)
        return page

    yield visit
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def question(page, number):
    return page.locator(f'[data-question="{number}"]')


def press(box, words):
    box.get_by_role("button", name=words, exact=True).click()


def says(box, *parts):
    told = box.locator(".said")
    for part in parts:
        told.get_by_text(part).first.wait_for(timeout=60_000)


def kept(page):
    return page.evaluate("sands.journal.entries()")


def download(page, name, folder):
    page.get_by_label("A name for the file").fill(name)
    with page.expect_download() as told:
        press(page.locator("#answers"), "Download my answers")
    path = folder / told.value.suggested_filename
    told.value.save_as(path)
    return path


def take_in(page, path):
    """Take in a file, and return what is said of it, not what was said before."""
    said = page.locator("#answers [role=status]")
    said.evaluate_all("each => each.forEach(one => one.textContent = '')")
    page.get_by_label("Take in a file of mine").set_input_files(path)
    page.wait_for_function("document.querySelector('#answers [role=status]')?.textContent")
    return said.inner_text()


def answer(page, question_id):
    """Give the right answer to a question by its boxes, whatever its kind."""
    q, box = bank.find(question_id), question(page, question_id)

    def tick(group, keys):
        for key in keys:
            box.locator(f'input[name="{q.id}-{group}"][value="{key}"]').check()

    right = [o.key for o in q.options if o.right]
    if q.kind in ("single", "multiple"):
        tick("one" if q.kind == "single" else "many", right)
    elif q.kind == "two-tier":
        tick("answer", right)
        tick("reason", [p.key for p in q.partners if p.right])
    elif q.kind == "order":
        for place, option in enumerate(q.options, 1):
            box.locator(f'select[name="{option.key}"]').select_option(str(place))
    elif q.kind == "match":
        for option in q.options:
            box.locator(f'select[name="{option.key}"]').select_option(option.goes_with)
    elif q.kind == "series":
        for key, number in judging.points(q).items():
            if box.locator(f'input[name="{key}"]').count():
                box.locator(f'input[name="{key}"]').fill(f"{number:.15g}")
    elif q.kind == "range":
        box.locator('input[name="low"]').fill("0")
        box.locator('input[name="high"]').fill("50")
    elif q.kind == "text":
        box.locator("textarea").fill("Ich meine: 答案, الجواب.")
    else:
        box.locator('input[name="one"]').fill(f"{float(bank.resolve(q.expected)):.15g}")
    box.locator("button[type=submit]").click()
    return box


def test_an_answer_is_judged_kept_and_there_again(opened):
    page = opened()
    box = question(page, "3.1")
    press(box, "Check")
    says(box, "Answer when you are ready")
    box.locator("input[type=radio]").nth(1).check()
    press(box, "Check")
    says(box, "✗ Not yet", "✓ kept")
    answer(page, "3.1")
    says(box, "✓ Right")
    again = opened()
    says(question(again, "3.1"), "✓ Right")
    assert [entry["correct"] for entry in kept(again)] == [False, True]


def test_a_prediction_opens_its_charts_and_a_second_thought_stays_one(opened):
    page = opened()
    gate = page.locator('details[data-gate="3.7"]').first
    assert not gate.is_visible()
    box = question(page, "3.7")
    box.locator("input[name=one]").fill("ten per cent")
    press(box, "Keep my prediction")
    says(box, "? Not read")
    assert not gate.is_visible()
    box.locator("input[name=one]").fill("five")
    press(box, "Keep my prediction")
    says(box, "You said 5 treaties")
    assert gate.locator("svg").first.is_visible()
    assert not page.locator('.veil[data-gate="3.7"]').first.is_visible()
    box.locator("input[name=one]").fill("2")
    press(box, "Keep a second thought")
    says(box, "Your first guess stays as it was.")
    assert [(e["kind"], e["value"]) for e in kept(page)] == [("prediction", 5), ("rethought", 2)]


def test_who_looks_without_predicting_is_known_to_have_looked(opened):
    page = opened()
    press(question(page, "3.10"), "Show without predicting")
    assert page.locator('details[data-gate="3.10"] table').first.is_visible()
    assert [(e["kind"], e["value"]) for e in kept(page)] == [("skipped", True)]
    assert opened().locator('details[data-gate="3.10"] table').first.is_visible()


def test_a_series_is_drawn_by_keys_and_then_shows_the_data(opened):
    page = opened("01-emergence")
    box = question(page, "1.3")
    for point in box.locator("[role=slider]").all():
        point.focus()
        page.keyboard.press("ArrowUp")
    drawn = [field.input_value() for field in box.locator("input[type=text]").all()]
    assert all(drawn)
    press(box, "Keep my prediction")
    says(box, "The data say")
    assert box.locator("svg circle").count() > len(drawn)
    assert [e["kind"] for e in kept(page)] == ["prediction"]


def test_every_kind_is_answered_right_and_class_results_read_the_file(opened, tmp_path, device):
    asked = {}
    for q in bank.bank().values():
        if q.kind not in ("code", "chart"):
            asked.setdefault((q.kind, q.use == "predict"), q.id)
    stems = {path.name[1]: path.stem for path in html_edition.NOTEBOOKS.glob("0[0-9]-*.ipynb")}
    other = opened()  # closed at once, a page might take with it what no other page has seen yet
    for told, question_id in enumerate(asked.values(), 1):
        page = opened(stems[question_id[0]])
        for gate in page.locator("[data-gate]").all():
            gate.evaluate("(node) => node.classList.add('lifted')")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        box = answer(page, question_id)
        says(box, "✓ kept")
        seen = "n => sands.journal.entries().length >= n"
        other.reload()  # one that is open may not hear of it: seen once, in Chromium
        # not by pictures, as Playwright would: a page behind another one may draw none
        other.wait_for_function(seen, arg=told, polling=100, timeout=300_000)
        page.close()
    page = opened()
    estimate = question(page, "estimate-3")
    for end, number in {"best": "4,5", "low": "3", "high": "6"}.items():
        estimate.locator(f"input[name={end}]").fill(number)
    estimate.locator("textarea").fill("Treaties bind little.")
    press(estimate, "Keep my estimate")
    says(estimate, "✓ kept")
    (tmp_path / "exports").mkdir()
    path = download(page, "Анна Иванова", tmp_path / "exports")
    assert path.name == "shifting-sands-Анна-Иванова.jsonl"
    found = reading.read(tmp_path / "exports", progress=False)
    assert len(found.refused) == len(found.notes) == 0
    assert list(found.learners["name"]) == ["Анна Иванова"]
    assert len(found.answers) == len(asked) + 1
    judged = found.answers.loc[found.answers["kind"] == "answer", "correct"].dropna()
    assert len(judged) >= 6
    assert judged.all()


def test_a_file_of_a_lesson_is_taken_in_once_and_shown(opened, own_journal, tmp_path):
    journal.record("answer", "3.1", bank.find("3.1").options[0].key, correct=True)
    journal.record("prediction", "3.7", 4, correct=False)
    path = journal.export("Ada", tmp_path)
    page = opened()
    assert "2 entries taken in" in take_in(page, path)
    says(question(page, "3.7"), "You said 4 treaties")
    assert page.locator('details[data-gate="3.7"] svg').first.is_visible()
    assert "is here already" in take_in(page, path)
    assert [entry["value"] for entry in kept(page)][1] == 4
    # And back: the lesson reads the page's file.
    answer(page, "3.2")
    journal.forget(confirm=True)
    told = journal.take_in(str(download(page, "", tmp_path)))
    assert told.saved
    assert journal.latest("prediction", "3.7") == 4
    assert journal.latest("answer", "3.2") is not None


def line(**more):
    entry = {"id": "0" * 32, "time": "2026-03-02T09:00:00Z", "order": 1, "kind": "answer"}
    return json.dumps(entry | {"key": "3.1", "value": "a"} | more)


@pytest.mark.parametrize(
    ("content", "said", "entries"),
    [
        (b"", "is empty", 0),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is no file of answers", 0),
        (b'{"format": "shifting-sands-journal", "count": 0}\n', "holds no entries", 0),
        (f"{line()}\n{line(id='x')}\n[]\nnot json\n".encode(), "3 entries of it could not", 1),
        (line(key="<img src=x onerror=alert(1)>").encode(), "1 entry taken in", 1),
        (line(value={"a": ["<b>"]}).encode(), "1 entry taken in", 1),
        (line(order=2**60).encode(), "is no file of answers", 0),
        (f"\ufeff{line()}\r\n".encode("utf-16"), "1 entry taken in", 1),
    ],
)
def test_a_damaged_or_foreign_file_does_no_harm(opened, tmp_path, content, said, entries):
    path = tmp_path / "other.jsonl"
    path.write_bytes(content)
    page = opened()
    answer(page, "3.2")
    assert said in take_in(page, path)
    assert len(kept(page)) == 1 + entries
    says(question(page, "3.2"), "✓ Right")


@pytest.mark.parametrize("value", [5, "a", True, [], ["a", 1], [[1], [2]], {"a": {"b": 1}}, {}])
def test_values_of_any_shape_leave_every_question_ready(opened, tmp_path, value):
    ids = [q.id for q in bank.bank().values() if q.id.startswith(("1.", "3."))]
    kinds = [("prediction", one) for one in ids] + [("answer", one) for one in ids]
    kinds += [("estimate", "2"), ("estimate", "3")]
    lines = [
        line(id=f"{n:032x}", order=n, kind=kind, key=key, value=value)
        for n, (kind, key) in enumerate(kinds)
    ]
    path = tmp_path / "odd.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    page = opened()
    assert f"{len(kinds)} entries taken in" in take_in(page, path)
    page.evaluate("""() => {
      localStorage.setItem("shifting-sands:entry:x", "{broken")
      localStorage.setItem("shifting-sands:draft:3.2", '{"one": 5}')
      localStorage.setItem("shifting-sands:draft:3.3", "[broken")
    }""")
    for name in ("01-emergence", "03-treaties"):
        opened(name, page=page)
        asked = page.locator("[data-question]").count()
        assert page.locator("[data-question] form").count() == asked
    answer(page, "3.2")
    says(question(page, "3.2"), "✓ Right")


@pytest.mark.parametrize("fault", [DENIED, FULL])
def test_where_the_browser_keeps_nothing_it_says_so_and_the_page_loses_nothing(
    opened, tmp_path, fault
):
    page = opened(before=fault)
    assert page.get_by_text("This browser lets the page keep nothing.").is_visible()
    box = answer(page, "3.1")
    says(box, "✓ Right", "This browser did not keep it")
    box = question(page, "3.7")
    box.locator("input[name=one]").fill("3")
    press(box, "Keep my prediction")
    assert page.locator('details[data-gate="3.7"] svg').first.is_visible()
    lines = download(page, "Ada", tmp_path).read_text("utf-8").splitlines()
    assert [json.loads(one).get("key") for one in lines[1:]] == ["3.1", "3.7"]
    other = tmp_path / "other.jsonl"
    other.write_text(line(), "utf-8")
    assert "keeps nothing more" in take_in(page, other)


def test_two_tabs_keep_the_answers_of_both(opened):
    one, two = opened(), opened()
    answer(one, "3.1")
    answer(two, "3.2")
    says(question(two, "3.1"), "✓ Right")
    says(question(one, "3.2"), "✓ Right")
    press(question(one, "3.10"), "Show without predicting")
    two.locator('details[data-gate="3.10"] table').first.wait_for(timeout=60_000)
    assert sorted(entry["key"] for entry in kept(one)) == ["3.1", "3.10", "3.2"]


def test_a_draft_is_filled_in_again(opened):
    page = opened()
    question(page, "3.7").locator("input[name=one]").fill("perhaps ٣")
    question(page, "estimate-3").locator("textarea").fill("سبب 理由")
    page.close()
    again = opened()
    assert question(again, "3.7").locator("input[name=one]").input_value() == "perhaps ٣"
    says(question(again, "3.7"), "It is not yet checked.")
    assert question(again, "estimate-3").locator("textarea").input_value() == "سبب 理由"
    assert kept(again) == []


def test_everything_is_deleted_on_the_second_press(opened):
    page = opened()
    answer(page, "3.1")
    question(page, "3.7").locator("input[name=one]").fill("4")
    press(page.locator("#answers"), "Delete everything")
    page.get_by_text("Press again to delete everything").wait_for()
    assert len(kept(page)) == 1
    press(page.locator("#answers"), "Delete everything")
    page.wait_for_function("document.querySelector('[data-question=\"3.7\"] input')?.value === ''")
    assert kept(page) == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft'))") == []


def test_a_whole_question_is_answered_by_keys_alone(opened):
    page = opened(anchor="#question-3.1")
    question(page, "3.1").locator("input").first.focus()
    page.keyboard.press("Space")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    says(question(page, "3.1"), "✓ kept")


def test_search_finds_in_all_pages_offline_and_tells_no_answer(opened):
    page = opened("index")
    box = page.get_by_label("Search all pages")
    box.fill("kapp")  # the beginning of a word
    page.locator("#found li").first.wait_for()
    assert "03-treaties.html#" in page.locator("#found a").first.get_attribute("href")
    found = page.locator("#found a").first
    words = found.inner_text()
    found.click()
    page.wait_for_url("**/03-treaties.html#*")  # and until all of it is loaded
    assert page.locator(f'h2:has-text("{words}"), h1:has-text("{words}")').first.is_visible()
    places = page.evaluate("JSON.stringify(sands.places ?? [])")
    assert places == "[]"
    box = page.get_by_label("Search all pages")
    box.fill("xyzzyx")
    page.get_by_text("Nothing was found for “xyzzyx”.").wait_for()
    indexed = page.evaluate("JSON.stringify(sands.places)")
    for q in bank.bank().values():
        for option in (*q.options, *q.partners):
            assert len(option.why) < 40 or option.why not in indexed, q.id


def test_a_stick_without_the_list_of_words_says_so(opened, edition, tmp_path, device):
    shutil.copyfile(edition / "glossary.html", tmp_path / "glossary.html")
    page = device.new_page()
    page.goto((tmp_path / "glossary.html").as_uri())
    page.get_by_label("Search all pages").fill("axis")
    page.get_by_text("The list of words for searching is not here.").wait_for()


def test_colours_are_chosen_once_and_a_chart_can_be_enlarged(opened):
    page = opened("07-stress-tests")
    page.get_by_label("Colours").select_option("dark")
    page.close()
    page = opened()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in ground[4:-1].split(",")) < 60
    button = page.locator("button.enlarge").filter(visible=True)
    if not button.count():
        press(question(page, "3.13"), "Show without predicting")
    picture = page.locator(".sands-sheet svg").filter(visible=True).first
    before = picture.bounding_box()["width"]
    button.first.focus()
    page.keyboard.press("Enter")
    assert page.locator("dialog svg").first.bounding_box()["width"] > before
    page.keyboard.press("Escape")
    picture.wait_for()  # it goes back when the dialog has closed
    assert page.locator("dialog svg").count() == 0


def test_without_a_script_every_question_unfolds(browser, edition):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((edition / "03-treaties.html").as_uri())
    fold = question(page, "3.1").locator("details").first
    assert fold.is_visible()
    fold.locator("summary").click()
    assert fold.get_by_text("Right").first.is_visible()
    gate = page.locator('details[data-gate="3.7"]').first
    assert gate.is_visible()
    assert not gate.locator("svg").first.is_visible()
    assert not page.locator("#search").is_visible()
    context.close()


def test_a_script_that_fails_leaves_the_plain_page(opened):
    page = opened(before="Object.defineProperty(globalThis, 'sands', { value: 1 })")
    assert question(page, "3.1").locator("details").first.is_visible()
    page.context.wrong.clear()  # the fault was ours


def test_paper_opens_what_is_folded(opened):
    page = opened()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator('details[data-gate="3.7"] svg').first.is_visible()
    assert not page.locator("header").is_visible()
    assert not page.locator("details.code").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not page.locator('details[data-gate="3.7"]').first.is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_answered_page_has_no_fault_that_axe_knows_and_fits_every_window(opened, theme):
    for name, right in (("03-treaties", "3.1"), ("01-emergence", "1.3")):
        page = opened(name)
        page.get_by_label("Colours").select_option(theme)
        answer(page, right)
        while (skip := page.get_by_role("button", name="Show without predicting")).count():
            skip.first.click()
        page.get_by_label("Search all pages").fill("treaty")
        page.locator("#found li").first.wait_for()
        assert violations(page) == []
        for width in (390, 768, 1366, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        page.close()
