"""Boards by keyboard and to a screen reader: ours is never said while arrow keys walk."""

import pytest

from tests.lab import hands
from tests.lab.conftest import violations

CARDS = "treaties.code_clauses()"
GRID = "treaties.fill_checklist()"
MATRIX = "hypotheses.code_items()"


@pytest.fixture(scope="module")
def panel(keep_open, lab):
    path = lab.write_notebook(
        "boards.ipynb", "from helpers.topics import hypotheses, treaties", CARDS, GRID, MATRIX
    )
    found = keep_open(path)
    found.run_all()
    return found


def board(panel, place):
    return panel.notebook.locator(".sands-form-box").nth(place)


def test_arrow_keys_pass_through_codes_and_ours_waits_until_the_focus_moves_on(panel):
    box = board(panel, 0)
    card = box.locator(".sands-board-card:visible")
    groups = card.locator("[role=radiogroup]")
    for place in (0, 1):
        panel.tab_to(groups.nth(place).locator("input").first)
        panel.press("Space")
    panel.press("ArrowDown", "ArrowDown")
    assert groups.nth(1).locator("input").nth(2).is_checked()
    assert card.locator(".sands-note").inner_text() == ""
    panel.press("Tab")
    panel.wait_for(lambda: "we" in card.locator(".sands-note").inner_text())
    panel.wait_for(lambda: "1 complete" in box.locator(".sands-progress").inner_text())


def test_cards_go_on_and_back_by_keyboard_and_keep_what_was_chosen(panel):
    box = board(panel, 0)
    first = box.locator(".sands-board-card:visible .sands-text").inner_text()
    panel.tab_to(box.get_by_role("button", name="Next"))
    panel.press("Enter")
    panel.wait_for(lambda: "Card 2 of 12" in box.locator(".sands-progress").inner_text())
    text = box.locator(".sands-board-card:visible .sands-text")
    assert text.inner_text() != first
    assert text.evaluate("node => node === document.activeElement"), "the new card has the focus"
    panel.tab_to(box.get_by_role("button", name="Back"))
    panel.press("Enter")
    panel.wait_for(lambda: text.inner_text() == first)
    checked = box.locator(".sands-board-card:visible input:checked")
    panel.wait_for(lambda: checked.count() == 2)


def test_a_grid_is_a_table_with_named_rows_and_columns(panel):
    box = board(panel, 1)
    table = box.get_by_role("table", name="Article 5 of 1949")
    assert table.get_by_role("columnheader", name="Verdict").count() == 1
    assert table.get_by_role("rowheader").count() == 5
    lists = table.get_by_role("combobox")
    names = [lists.nth(n).evaluate("node => node.labels[0].textContent") for n in range(5)]
    assert names == [f"Verdict ({n})" for n in range(1, 6)]
    panel.choose_place(panel.tab_to(lists.first), 2)
    panel.press("Tab")
    panel.wait_for(lambda: "NATO 1949" in box.locator(".sands-note").first.inner_text())


def test_signs_are_heard_as_words_and_totals_move(panel):
    box = board(panel, 2)
    group = box.get_by_role("radiogroup", name="H1 cohesive bloc (1)")
    panel.tab_to(group.locator("input").first)
    panel.press("Space", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    assert group.get_by_role("radio", name="speaks strongly against").is_checked()
    panel.wait_for(lambda: "H1 2" in box.inner_text())


@pytest.mark.parametrize("width", [1366, 683, 390])
def test_boards_have_no_fault_that_axe_knows_and_do_not_scroll_sideways(panel, width):
    panel.resize(width, 780)
    for place in range(3):
        box = board(panel, place)
        box.scroll_into_view_if_needed()
        assert box.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), place
    assert violations(panel.page, "{include: [['.sands-form-box']]}") == []


LATE = "each => { each.insertAdjacentHTML('afterbegin', '<p class=late>late</p>'.repeat(9)) }"


def press_late(panel, box, button, away=0):
    """Press a button, let words come above it, move `away` and let go."""
    button.hover()
    place, mouse = button.bounding_box(), panel.page.mouse
    mouse.down()
    box.evaluate(LATE)
    panel.wait_for(lambda: button.bounding_box()["y"] > place["y"] + place["height"])
    mouse.move(place["x"] + place["width"] / 2 + away, place["y"] + place["height"] / 2)
    mouse.up()
    box.evaluate("each => each.querySelectorAll('.late').forEach(late => late.remove())")


def test_a_press_counts_though_words_push_away_what_was_pressed(panel):
    box = board(panel, 0)
    progress, next_one = box.locator(".sands-progress"), box.get_by_role("button", name="Next")
    press_late(panel, box, next_one)
    panel.wait_for(lambda: "Card 2 of 12" in progress.inner_text())
    press_late(panel, box, next_one, away=9)  # thought better of it
    option = box.locator(".sands-board-card:visible label").nth(1)
    press_late(panel, box, option)
    panel.wait_for(lambda: option.locator("input").is_checked())
    assert "Card 2 of 12" in progress.inner_text()
    press_late(panel, box, hands.button(box, "Keep and compare"))
    hands.told(panel, hands.said(box), "✓ kept")
