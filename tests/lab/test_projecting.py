"""Projector mode in a real browser: large for the last row, nothing cut off, controls live."""

import json
import shutil
import sys

import pytest

import start
from helpers import settling
from tests.lab import hands
from tests.lab.conftest import SIZE

LESSON = "notebooks/03-treaties.ipynb"
# Smallest text, in pixels of the page, of all that a class reads; the last button is an author's.
SMALLEST = """() => {
  const notebook = document.querySelector('.jp-Notebook');
  const walker = document.createTreeWalker(notebook, NodeFilter.SHOW_TEXT);
  let smallest = 1000;
  while (walker.nextNode()) {
    const place = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !place.getClientRects().length) continue;
    // a picture's type is measured by its own scale, not by the page's
    if (place.closest('style, script, svg, .jp-Notebook-footer')) continue;
    smallest = Math.min(smallest, parseFloat(getComputedStyle(place).fontSize));
  }
  return smallest;
}"""
TOO_WIDE = """() => [...document.querySelectorAll('.jp-Notebook *')].filter(each =>
  each.getClientRects().length && !each.closest('.cm-editor') &&
  each.getBoundingClientRect().right > innerWidth + 1).length"""


WIDE_TABLE = """words => {
  const folded = [...document.querySelectorAll('.jp-Notebook details')]
    .find(each => each.textContent.includes(words));
  folded.open = true;
  return [folded.getBoundingClientRect().right <= innerWidth,
    folded.scrollWidth > folded.clientWidth];
}"""


@pytest.fixture(scope="module")
def projecting(make_lab):
    """JupyterLab with the style and settings that `start.py project` gives it."""

    def prepare(lab):
        (lab.folder / "config/custom").mkdir()
        shutil.copy(start.ROOT / start.PROJECTOR_STYLE, lab.folder / "config/custom/custom.css")
        options = json.dumps({"LabApp": {"custom_css": True}})
        (lab.folder / "config/jupyter_lab_config.json").write_text(options, "utf-8")
        overrides = lab.folder / "application/settings/overrides.json"
        found = settling.lab_settings(sys.prefix, projector=True)
        overrides.write_text(json.dumps(found), "utf-8")

    server = make_lab(prepare)
    yield server
    server.end()


@pytest.fixture(scope="module")
def panel(browser, projecting):
    """A page of it with a lesson that was run; nothing may go wrong in it."""
    found = projecting.visit(browser, LESSON, SIZE)
    found.run_all()
    hands.skip_all(found)
    yield found
    found.page.close()
    assert not found.console
    assert not found.outside


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_a_lesson_is_readable_from_the_last_row(panel, width, height):
    page = panel.page
    panel.command("View", "Expand All Code")  # it is read too; the size before this collapsed it
    panel.resize(width, height)
    assert page.locator(".jp-Notebook .cm-line:visible").count() > 10
    assert page.evaluate(SMALLEST) >= width / 64
    assert page.evaluate(TOO_WIDE) == 0

    explorer = panel.explorer("Who had promised help in war")
    picture = explorer.locator("svg.sands-picture").first
    explorer.evaluate("node => node.scrollIntoView({block: 'start'})")
    room, seen = panel.notebook.bounding_box(), picture.bounding_box()
    controls = explorer.locator(".sands-controls").bounding_box()
    words = explorer.locator("[role=status]").first.bounding_box()
    for part in (seen, controls, words):  # a move and what it does are watched together
        assert part["y"] >= room["y"] - 1
        assert part["y"] + part["height"] <= room["y"] + room["height"] + 1
    assert seen["width"] > 0.7 * room["width"]
    before = picture.inner_html()
    panel.focus("Year", explorer)
    panel.press("ArrowDown")
    panel.wait_for(lambda: picture.inner_html() != before)

    panel.command("View", "Collapse All Code")
    picture.evaluate("node => node.scrollIntoView({block: 'start'})")
    panel.screenshot(f"projecting-{width}-picture")
    explorer.evaluate("node => node.scrollIntoView({block: 'start'})")
    panel.screenshot(f"projecting-{width}")


def test_a_table_with_many_columns_scrolls_by_itself(panel, projecting):
    panel.page.set_viewport_size({"width": 1280, "height": 720})
    wall = "from helpers.topics import votes\nvotes.draw_wall()"
    panel.open(projecting.write_notebook("wall.ipynb", wall))
    panel.run_all()
    assert panel.page.evaluate(WIDE_TABLE, "Votes by text") == [True, True]
