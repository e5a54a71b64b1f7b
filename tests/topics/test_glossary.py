"""The glossary page: every term is found, every lesson listed, every related word named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data, figures
from helpers.measures import glossary as measures
from helpers.topics import glossary as topic


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_an_answer(sought):
    shown, held = topic.show_found(sought).frame, measures.find(sought)
    assert len(shown) == (len(held) or 3)


@pytest.mark.parametrize("term", data.table("glossary")["term"])
def test_every_term_can_be_read_in_full(term):
    shown = topic.show_terms(None, term)
    assert shown.frame["Term"].tolist() == [term]
    row = shown.frame.iloc[0]
    assert row["Meaning"]
    assert row["Sources that show its use"]
    assert f"“{term}”" in shown.sentence


def test_every_lesson_and_all():
    explorer = topic.explore_glossary()
    counts = {}
    for lesson in explorer.controls["lesson"].values:
        shown = explorer.show(lesson=lesson)
        assert isinstance(shown, figures.LessonTable)
        counts[lesson] = len(shown.frame)
    everything = counts.pop(None)
    assert everything == sum(counts.values()) == len(data.table("glossary"))
    assert "0 terms of lesson 9" in topic.show_terms(9).sentence
    assert "none named" not in topic.show_terms(None, "axis").frame.to_string()


def test_what_is_not_found_is_said():
    assert topic.show_found("qzx").caption.startswith("No term with “qzx”")
    assert topic.show_found("veto").caption.endswith("with “veto”.")
    assert "<script>" not in topic.show_found("<script>")._repr_html_()


def test_a_word_typed_into_the_box_is_looked_up():
    page = topic.search()
    assert isinstance(page, topic.Search)
    page._widget()
    page.box.value = "sanction"
    assert "terms with “sanction”" in page._found.value
    page.box.value = "<script>"
    assert "<script>" not in page._found.value
    assert "No term with" in page._found.value
    page.box.value = "  "
    assert "<table" not in page._found.value


def test_all_terms_stand_on_the_page_where_links_lead():
    everything = topic.show_all()
    assert isinstance(everything, topic.Everything)
    shown = everything._repr_html_()
    for term in data.table("glossary")["term"]:
        assert f'id="{measures.anchor(term)}"' in shown
    assert "brier score" in repr(topic.show_all()).casefold()
    assert measures.find("brier")["term"].iloc[0] == "Brier score"
