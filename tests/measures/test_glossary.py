"""Measures of glossary: worked answers and properties."""

import pandas as pd
import pytest

from helpers.measures import glossary as measures

SMALL = pd.DataFrame(
    {
        "term": ["veto", "Axis", "bloc"],
        "definition": ["A negative vote.", "A label.", "A group, also called an axis."],
        "lesson": [2, 1, 1],
        "see_also": [None, "bloc", "axis"],
        "source_ids": [None, "a", "b"],
    }
)


def test_by_alphabet_whatever_the_case():
    assert measures.of_lesson(None, SMALL)["term"].tolist() == ["Axis", "bloc", "veto"]
    assert measures.of_lesson(1, SMALL)["term"].tolist() == ["Axis", "bloc"]
    assert measures.of_lesson(9, SMALL).empty


def test_a_word_in_the_term_comes_before_one_in_the_definition():
    assert measures.find(" AXIS ", SMALL)["term"].tolist() == ["Axis", "bloc"]


def test_the_exact_word_comes_first_then_nearness_not_the_alphabet():
    assert measures.find("axis")["term"].iloc[0] == "axis"
    assert measures.find("deterence").empty
    assert measures.nearest("deterence")["term"].iloc[0] == "deterrence"
    assert measures.nearest("vetto", SMALL)["term"].iloc[0] == "veto"
    assert len(measures.nearest("vetto", SMALL, most=2)) == 2


def test_linked_words_mean_their_term_in_any_case_and_number():
    assert measures.meant("Sanctions")["term"] == "sanctions"
    assert measures.meant("ideal points")["term"] == "ideal point"
    assert measures.meant("nothing of this") is None
    assert measures.anchor("Cohen's kappa") == "cohen-s-kappa"
    assert measures.link("veto").startswith('[veto](glossary.ipynb#veto "')
    with pytest.raises(ValueError, match="The glossary has no"):
        measures.link("nothing of this")


def test_every_term_has_a_place_of_its_own_and_a_first_sentence_for_a_title():
    terms = measures.of_lesson()
    assert terms["term"].map(measures.anchor).is_unique
    short = terms["definition"].map(measures.in_short)
    assert not short.str.contains('"').any()
    assert (short.str.len() <= 200).all()
