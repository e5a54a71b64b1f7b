"""Measures of glossary: worked answers and properties."""

import pandas as pd

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
