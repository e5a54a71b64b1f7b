"""Every common error of the table is met: some wrong option stands for it and corrects it."""

import pytest

from helpers import bank, data, judging

ERRORS = data.table("misconceptions")


def met(questions):
    """Ids of the misconceptions that the options of some questions name."""
    return {option.misconception for q in questions for option in q.options} - {""}


def not_met(known, questions):
    """Ids of the table that no option names, in the table's order."""
    found = met(questions)
    return [each for each in known if each not in found]


def test_every_misconception_is_met_by_an_option():
    assert not_met(ERRORS["misconception_id"], bank.bank().values()) == []


def test_no_option_names_one_that_is_not_in_the_table():
    assert met(bank.bank().values()) <= set(ERRORS["misconception_id"])


def test_one_that_is_not_met_is_listed():
    wrong = bank.Option("a", "text", misconception="mc02")
    question = bank.Question("3.1", "single", "check", "prompt", options=(wrong,))
    assert not_met(["mc01", "mc02", "mc03"], [question]) == ["mc01", "mc03"]


@pytest.mark.parametrize("error", ERRORS.to_dict("records"), ids=lambda e: e["misconception_id"])
def test_an_error_is_told_with_its_correction(error):
    for question in bank.bank().values():
        for option in question.options:
            if option.misconception == error["misconception_id"] and question.kind == "single":
                words = judging.judge(question, option.key).words
                assert error["misconception"] in words
                assert error["correction"] in words
