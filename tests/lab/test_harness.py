"""The harness itself: a small notebook whose controls are moved as a person moves them."""

from pathlib import Path

import pytest

from helpers import bank
from tests.lab import conftest, hands

SOURCES = (
    "import ipywidgets as w\nfrom IPython.display import display",
    "print('ready', 6 * 7)",
    """answer = w.HTML('nothing yet')
pair = w.Dropdown(options=['Russia', 'Iran', 'China'], description='State')
strains = w.Checkbox(description='Count strains', indent=False)
reason = w.Text(description='Reason')
reset = w.Button(description='Reset')
def show(*_): answer.value = f'{pair.value} | {strains.value} | {reason.value}'
def clear(_): pair.value, strains.value, reason.value = 'Russia', False, ''
for control in (pair, strains, reason): control.observe(show, 'value')
reset.on_click(clear)
w.VBox([w.HTML('Who came when it mattered?'), pair, strains, reason, reset, answer])""",
)


@pytest.fixture(scope="module")
def path(lab):
    return lab.write_notebook("harness.ipynb", *SOURCES)


@pytest.fixture
def open_in_a_whole_browser(browser, chromium, lab):
    """As `open_notebook`, in a Chromium as learners have it."""
    whole, panels = conftest.find_browser(conftest.FULL), []
    if Path(chromium).name != conftest.SHELL or not whole:
        pytest.skip("all other tests run in it")

    kind, flags = browser.browser_type, conftest.FLAGS
    with kind.launch(executable_path=whole, headless=True, args=flags) as started:
        yield lambda path: panels.append(lab.visit(started, path)) or panels[-1]
    assert not [line for panel in panels for line in (*panel.console, *panel.outside)]


def test_a_lesson_is_answered_in_a_whole_browser(open_in_a_whole_browser, lab):
    lab.empty_journal()
    panel, question = open_in_a_whole_browser("notebooks/00-start-here.ipynb"), bank.find("0.1")
    panel.run_all()
    box, (key, _) = hands.form(panel, question.id), hands.right_answer(question)
    hands.fill(panel, box, question, key)
    hands.push(panel, box, "Check")
    hands.told(panel, hands.said(box), "✓ Right", "✓ kept")
    assert ("answer", question.id, key) in lab.entries()


@pytest.mark.parametrize("opens", ["open_notebook", "open_in_a_whole_browser"])
def test_controls_are_moved_by_keyboard_and_the_page_changes(opens, path, request):
    panel = request.getfixturevalue(opens)(path)
    panel.run_all()
    assert panel.output("6 * 7") == "ready 42"
    shown = panel.explorer("Who came when it mattered?")

    def wait_for_text(text):
        panel.wait_for(lambda: text in shown.inner_text())

    assert "nothing yet" in shown.inner_text()
    panel.choose("State", "China", shown)
    wait_for_text("China | False |")
    panel.choose("State", "Iran", shown)
    wait_for_text("Iran | False |")
    panel.focus("Count strains", shown)
    panel.press("Space")
    wait_for_text("Iran | True |")
    panel.focus("Reason", shown).press_sequentially("distance")
    panel.press("Tab")
    wait_for_text("Iran | True | distance")
    shown.get_by_role("button", name="Reset").focus()
    panel.press("Enter")
    wait_for_text("Russia | False |")
    assert panel.screenshot("harness").stat().st_size > 10_000


def test_what_the_page_says_and_asks_is_seen(open_notebook, path):
    panel = open_notebook(path)
    panel.page.evaluate("console.error('a fault of ours')")
    panel.page.evaluate("setTimeout(() => { throw new Error('uncaught') }, 0)")
    panel.page.evaluate("fetch('http://203.0.113.7/').catch(() => null)")
    panel.wait_for(lambda: len(panel.console) >= 2 and panel.outside)
    assert any("a fault of ours" in line for line in panel.console)
    assert any("uncaught" in line for line in panel.console)
    assert panel.outside == ["http://203.0.113.7/"]
    panel.console.clear()
    panel.outside.clear()


def test_the_copy_imports_its_own_helpers_and_keeps_its_own_journal(open_notebook, lab):
    program = "import os, helpers; print(list(helpers.__path__), os.environ['SANDS_JOURNAL'])"
    panel = open_notebook(lab.write_notebook("where.ipynb", program))
    panel.run_all()
    shown = panel.output("import os, helpers")
    assert str(lab.root) in shown
    assert str(lab.journal) in shown


def test_a_page_does_not_ask_whether_jupyterlab_is_to_be_built(open_notebook, path):
    page = open_notebook(path).page
    asked = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert any("/lab/api/settings" in each for each in asked)
    assert not any("/lab/api/build" in each for each in asked)


def test_waiting_in_vain_fails(open_notebook, path):
    panel = open_notebook(path)
    with pytest.raises(pytest.fail.Exception, match="waited"):
        panel.wait_for(lambda: False, seconds=0.2)
