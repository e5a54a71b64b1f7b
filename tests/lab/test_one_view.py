"""Question, first control, words and whole chart of every explorer are seen together."""

import ast

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
TEXT = 10.2  # points: the smallest type of most charts, drawn 96 pixels an inch on a page of 10


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
def page_of_all(keep_open, lab):
    """One notebook with every explorer of the lessons, run."""
    sources = explorers()
    assert len(sources) > len(hands.LESSONS)
    path = lab.write_notebook("all_explorers.ipynb", *sources.values())
    panel = keep_open(path)
    panel.run_all()
    return panel, list(sources)


def measured(panel, width, height):
    """Set the window and measure each explorer; returns the height that a reader sees, and all."""
    panel.resize(width, height)
    room = panel.notebook.bounding_box()["height"]
    boxes = panel.notebook.locator(".sands-explorer")
    found = []
    for place in range(boxes.count()):
        box = boxes.nth(place)
        box.scroll_into_view_if_needed()
        box.locator(".sands-controls").wait_for()
        found.append(box.evaluate(PLACES))
    return room, found


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1280, 720)])
def test_control_and_chart_are_seen_together(page_of_all, width, height):
    panel, names = page_of_all
    room, found = measured(panel, width, height)
    assert len(found) == len(names)
    out = {
        name: (part, round(places[part]["bottom"]), round(room))
        for name, places in zip(names, found, strict=True)
        for part in ("head", "control", "words", "picture")
        if places[part] and not 0 <= places[part]["bottom"] <= room
    }
    assert not out, "below the edge of the page: name, part, its end, the page's"


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (900, 700), (683, 384), (390, 780)])
def test_a_chart_is_readable_and_the_page_does_not_scroll_sideways(page_of_all, width, height):
    panel, names = page_of_all
    _, found = measured(panel, width, height)
    small = {
        name: round(places["picture"]["width"])
        for name, places in zip(names, found, strict=True)
        if places["picture"] and places["picture"]["width"] < 10 * 96 * 0.68
    }
    assert not small, "drawn so small that its words are under ten pixels"
    assert not [name for name, each in zip(names, found, strict=True) if each["wide"] > 1]
