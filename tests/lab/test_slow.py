"""A slow computer: a panel that began late hears all the same, and an early run is not lost."""

import re

import pytest

from tests.lab import hands

# anywidget gives a widget two seconds to begin. No computer here is slow enough for that, so these
# two seconds are over at once.
OVER_AT_ONCE = """() => {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const over = {addEventListener: (_, ended) => ended()};
  AbortSignal.timeout = (time) => time === 2000 ? over : timeout(time);
}"""
DRAWN = "1.3"  # a question with a paper to draw on
BOARD = """board("1.x", "Which?", {"a": "First", "b": "Second"}, {"How": ["well", "ill"]},
      ours={"a": {"How": "ill"}}, reasons={"a": "It says so."})"""


@pytest.fixture(scope="module")
def panel(browser, lab):
    cells = "from helpers.questions import ask, board", f'ask("3.1", "{DRAWN}")', BOARD
    path = lab.write_notebook("slow.ipynb", *cells)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_init_script(f"({OVER_AT_ONCE})()")
    panel = lab.panel(context.new_page())
    panel.open(path)
    panel.run_all()
    yield panel
    context.close()


def test_the_panels_did_begin_too_late_for_anywidget(panel):
    panel.wait_for(lambda: panel.late)


def test_a_press_is_answered(panel):
    form = hands.form(panel, "3.1")
    form.locator("input[type=radio]").first.check()
    form.get_by_role("button", name="Check").click()
    form.get_by_text("✓ kept").wait_for()


def test_a_settled_row_is_compared(panel):
    board = panel.page.locator(".sands-board")
    board.locator("select").first.select_option("ill")
    panel.press("Tab")
    board.get_by_text("It says so.").wait_for()


def test_the_data_are_drawn_beside_a_guess(panel):
    form = hands.form(panel, DRAWN)
    for each in form.get_by_role("slider").all():
        each.focus()
        panel.press("ArrowUp")
    before = form.locator("svg").first.inner_html()
    form.get_by_role("button", name="Keep my").click()
    form.get_by_text("You said").first.wait_for()
    panel.wait_for(lambda: form.locator("svg").first.inner_html() != before)


def test_a_run_begun_before_the_kernel_is_there_is_not_lost(browser, lab):
    path = lab.write_notebook("early.ipynb", "40 + 2")
    page, asked, clicked = browser.new_page(), [], []

    def answer(request):  # no session, so no kernel, until the run was asked for
        if request.request.method == "POST" and not clicked:
            asked.append(request)
        else:
            request.continue_()

    page.route(re.compile(r"/api/sessions\b"), answer)
    panel = lab.panel(page)
    page.goto(f"{lab.address}/lab/workspaces/{lab.new_workspace()}/tree/{path}?token={lab.token}")
    panel.notebook.wait_for()
    panel.wait_for(lambda: asked)
    panel.command("Run", "Run All Cells")
    clicked.append(True)
    for each in asked:
        each.continue_()
    page.locator(".jp-OutputArea-output", has_text="42").wait_for()
    page.context.close()
