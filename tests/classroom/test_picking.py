"""Words for a discussion: nobody is named, and only what was ticked is shown."""

import pytest

from helpers import classroom, journal
from helpers.classroom import picking
from helpers.figures import CONTROLS

HOSTILE = "<img src=x onerror=alert(1)> costs $5 and $6"


def estimate(reason):
    return {"best": 5, "low": 1, "high": 9, "reason": reason}


@pytest.fixture
def group(folder, export):
    for n in range(6):
        export(
            f"Person {n}",
            ("estimate", "3", estimate("old")),
            ("estimate", "3", estimate(f"Why {n}")),
        )
    for n in range(4):
        export(f"Other {n}", ("answer", "5.16", f"Words {n}"), ("estimate", "4", estimate(f"x{n}")))
    return classroom.read(folder)


def test_what_fewer_than_five_wrote_is_not_offered(group):
    found = picking.texts(group)
    assert list(found) == ["3"]
    assert sorted(text.words for text in found["3"]) == [f"Why {n}" for n in range(6)]
    assert all(isinstance(text, picking.Text) for text in found["3"])


def test_the_order_of_texts_tells_nothing_of_their_writers(group):
    words = [text.words for text in picking.texts(group)["3"]]
    assert words != sorted(words)
    hidden = picking.texts(classroom.hide_names(group))["3"]
    assert [text.words for text in hidden] == words


def test_an_empty_class_has_nothing_to_pick_from(tmp_path):
    told = classroom.pick_words(classroom.read(tmp_path))
    assert "nothing is offered" in repr(told)


def test_only_what_is_ticked_is_shown_and_found_again(group):
    shown = classroom.pick_words(group)
    assert isinstance(shown, classroom.Picking)
    shown.panel()
    shown._show.click()
    assert "Nothing is ticked" in shown._said.value
    tag = list(shown.boxes)[2]
    shown.boxes[tag].value = True
    shown._show.click()
    (text,) = shown.picked()
    assert text.words in shown._picture.value
    assert shown._picture.value.count("<blockquote") == 1
    assert shown._list.layout.display == "none"
    shown._again.click()
    assert shown._picture.value == ""
    assert shown._list.layout.display is None
    again = classroom.pick_words(group)
    again.panel()
    assert [t.tag for t in again.picked()] == [tag]
    # The journal of the instructor holds no word of a learner.
    assert "Why" not in str(journal.entries("picked"))


def test_nothing_of_a_learner_is_saved_with_the_page(group):
    shown = classroom.pick_words(group)
    saved = shown._repr_mimebundle_()
    assert "Why" not in saved["text/html"] + saved["text/plain"]
    assert "Person" not in saved["text/html"]


def test_hostile_words_are_shown_as_text(folder, export):
    for n in range(5):
        export(f"L{n}", ("answer", "5.16", f"{HOSTILE} {n}"))
    shown = classroom.pick_words(classroom.read(folder))
    shown.panel()
    for box in shown.boxes.values():
        box.value = True
    shown._show.click()
    rows = "".join(row.children[1].value for row in shown._list.children)
    for html in (shown._picture.value, rows):
        assert "<img" not in html
        assert "$5" not in html  # each dollar sign stands alone, so that nothing is typeset


def test_a_thousand_texts_are_cut_and_told(folder, export, monkeypatch):
    monkeypatch.setattr(picking, "MOST", 3)
    for n in range(7):
        export(f"L{n}", ("answer", "5.16", f"Words {n}"))
    shown = classroom.pick_words(classroom.read(folder))
    shown.panel()
    assert len(shown.boxes) == 3
    assert "The first 3 are offered" in shown._said.value


def test_texts_are_numbered_and_bear_no_letters(group):
    """A class names options by letters; of seventeen texts eight bore one beside their number."""
    shown = classroom.pick_words(group)
    shown.panel()
    assert {type(row).__name__ for row in shown._list.children} == {"HBox"}
    assert '.sands-many>.widget-checkbox:nth-child(1) span::before{content:"A."}' in CONTROLS
    assert CONTROLS.count(".sands-many>") == 8
