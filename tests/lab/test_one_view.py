"""Question, first control, words and whole chart of every explorer are seen together."""

import ast
import functools

import pytest

from tests.lab import hands

# What is measured, in pixels of the page: places from the top of the explorer.
PLACES = """node => {
  const top = node.getBoundingClientRect().top;
  const ends = each => {
    const box = each.getBoundingClientRect();
    return {top: box.top - top, bottom: box.bottom - top, width: box.width, height: box.height};
  };
  const within = words => node.querySelector(words);
  const picture = within('figure > img, svg.sands-picture');
  return {
    question: within('strong').textContent,
    head: ends(within('strong')),
    control: ends(within('.sands-controls :is(input, select)')),
    words: ends(within('[role=status]')),
    picture: picture && ends(picture),
    wide: node.scrollWidth - node.clientWidth,
  };
}"""


def explorers():
    """Every call of an explorer in the lessons: {name: source of the cell that shows it}."""
    found = {}
    for lesson in hands.LESSONS:
        if "instructor" in lesson.path:
            continue
        for place in lesson.code:
            for call in ast.walk(ast.parse(lesson.source(place))):
                name = getattr(getattr(call, "func", None), "attr", "")
                if name.startswith("explore_"):
                    topics = [
                        line
                        for line in lesson.source(lesson.code[0]).splitlines()
                        if line.startswith("from helpers.topics import ")
                    ]
                    found[f"{lesson.name[:2]} {name}"] = "\n".join([*topics, ast.unparse(call)])
    return found


@pytest.fixture(scope="module")
def measured(keep_open, lab):
    """Set the window's size; gives {name: places} of each explorer, and the height that is seen.

    One notebook with every explorer of the lessons is run for it.
    """
    sources = explorers()
    assert len(sources) > len(hands.LESSONS)
    panel = keep_open(lab.write_notebook("all_explorers.ipynb", *sources.values()))
    panel.run_all()
    boxes = panel.notebook.locator(".sands-explorer")
    panel.wait_for(lambda: boxes.locator(".sands-controls:visible").count() == len(sources))

    @functools.cache
    def measure(width, height):
        panel.resize(width, height)
        found = boxes.evaluate_all(f"boxes => boxes.map({PLACES})")
        room = panel.notebook.bounding_box()["height"]
        return room, dict(zip(sources, found, strict=True))

    return measure


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1280, 720)])
def test_control_and_chart_are_seen_together(measured, width, height):
    room, found = measured(width, height)
    out = {
        name: (part, round(places[part]["bottom"]), round(room))
        for name, places in found.items()
        for part in ("head", "control", "words", "picture")
        if places[part] and not 0 <= places[part]["bottom"] <= room
    }
    assert not out, "below the edge of the page: name, part, its end, the page's"


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (900, 700), (683, 384), (390, 780)])
def test_a_chart_is_readable_and_the_page_does_not_scroll_sideways(measured, width, height):
    _, found = measured(width, height)
    small = {
        name: round(places["picture"]["width"])
        for name, places in found.items()
        if places["picture"] and places["picture"]["width"] < 10 * 96 * 0.68
    }
    assert not small, "drawn so small that its words are under ten pixels"
    assert not [name for name, each in found.items() if each["wide"] > 1]
