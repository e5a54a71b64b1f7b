"""What assistive technology would stumble over in the reading edition, found by axe-core."""

import pytest

from tests.lab.conftest import violations
from tests.lab.test_lessons import LESSONS

# The instructor's notebooks are no part of that edition: learners get it, too.
PAGES = ["index", "data", *(lesson.name for lesson in LESSONS if "instructor" not in lesson.path)]
PAGES += ["03-treaties.de"]


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reading_edition_has_no_violation(page, edition, name):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((edition / f"{name}.html").as_uri())
    assert violations(page) == []
    outside = [url for url in asked if not url.startswith(("file:", "data:"))]
    assert outside == []
    # A line of text never runs out of the window, not even of a telephone's.
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width


def test_a_planted_fault_is_found(page):
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main>')
    assert [line for line in violations(page) if line.startswith("image-alt")]


def test_the_first_key_in_a_page_leads_to_the_text(page, edition):
    page.goto((edition / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the text"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
