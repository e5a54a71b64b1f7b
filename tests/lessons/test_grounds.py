"""Each number of the prose, the questions and the topics' sentences rests on something."""

import importlib.util
import json
from pathlib import Path

import pytest

from helpers import bank

_PATH = Path(__file__).with_name("grounds.py")
_SPEC = importlib.util.spec_from_file_location("grounds", _PATH)
grounds = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(grounds)


@pytest.fixture(scope="module")
def judged():
    return grounds.groundless(grounds.all_figures(), grounds.grounds())


def test_every_number_stands_in_a_row_or_is_computed_or_says_why_not(judged):
    lost = [f"{figure.place}: {figure.written} in: {figure.sentence}" for figure in judged[0]]
    assert lost == []


def test_no_ground_is_kept_that_nothing_rests_on(judged):
    assert judged[1] == []


def test_a_number_that_rests_on_no_row_says_why():
    for entry in grounds.grounds():
        assert set(entry) <= {
            "place",
            "text",
            "rows",
            "count",
            "cells",
            "computed",
            "numbers",
            "why",
        }
        assert ("numbers" in entry) == bool(entry.get("why")), entry


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("He spoke of 6,700 boxes and three million shells.", [{6700}, {3e6}]),
        ("It is half a million, or 0.5 million.", [{5e5}, {5e5}]),
        ("Of forty-four texts 41 were alike, 9 by chance.", [{44}, {41}]),
        ("On 19 October 1950, in lesson 4, 2 of 3 came.", []),
        ("Resolution 2817 and A/RES/68/262 of 24 and 26 May stand in `T012`.", []),
        ("Say 70 per cent, or 5 per cent.", [{70}, {5}]),
        ("The values run from 0 to 10 and from 0 to 100.", []),
    ],
)
def test_figures_are_read_as_people_write_them(sentence, found):
    assert [set(figure.values) for figure in grounds.figures(sentence)] == found


def test_a_number_with_a_link_must_stand_in_a_row_of_that_source(tmp_path):
    source = grounds.data.table("sources").query("source_id == 'cnn-2024-02-27-shin-6700'").iloc[0]
    ids = {"https://shin.example": [source["source_id"]]}
    for number, grounded in (("6,700", True), ("6,800", False)):
        cell = f"He spoke of [{number} boxes](https://shin.example)."
        page = tmp_path / "09-made-up.ipynb"
        page.write_text(
            json.dumps({"cells": [{"cell_type": "markdown", "source": [cell]}]}), "utf-8"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(grounds, "_ids", lambda ids=ids: ids)
            lost, _ = grounds.groundless(grounds.prose_figures(page), [])
        assert (lost == []) is grounded


def test_an_invented_number_of_a_question_is_seen():
    question = bank.bank()["3.7"]
    invented = bank.replace(question, why="Look at the 345 clauses. There are {rows:provisions}.")
    lost, _ = grounds.groundless(grounds.question_figures(invented), [])
    assert [figure.written for figure in lost] == ["345"]


def test_a_ground_that_has_changed_carries_nothing_any_more():
    figure = grounds.figures("Here are 55 views, more or less.", "06-views.ipynb")[0]
    entry = {"place": "06-views.ipynb", "text": "55 views", "count": ["views"]}
    assert grounds.groundless([(figure, set())], [entry]) == ([figure], [entry])


@pytest.mark.parametrize(
    "entry",
    [
        {"rows": ["transfers:T999"]},
        {"cells": ["trade: year == 1066: share_total"]},
        {"computed": ["views:none"]},
    ],
)
def test_a_ground_that_does_not_exist_is_named(entry):
    with pytest.raises(LookupError, match="there is no"):
        grounds.stated(entry)
