"""Calibration of answers beside that of forecasts: drawn, told, and empty at first."""

import pytest

from helpers import data, journal
from helpers.topics import knowledge as topic


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


def answered(*pairs):
    for place, (sure, correct) in enumerate(pairs):
        journal.record("answer", f"1.{place + 1}", "a", correct=correct, sure=sure)


def test_without_an_answer_it_says_what_to_do():
    assert "Press one of the four steps" in topic.draw_sure().alt


def test_who_is_surer_than_right_hears_by_how_much():
    answered((90, False), (90, True), (70, False), (70, True))
    figure = topic.draw_sure()
    assert figure.title == "Your answers: 30 points surer than right"
    assert "2 answers at 90 per cent, 50 per cent right" in figure.alt
    assert figure.table.frame["Number"].tolist() == [2, 2]


def test_who_is_less_sure_than_right_hears_that():
    answered((30, True), (50, True))
    assert topic.draw_sure().title == "Your answers: 60 points less sure than right"


def test_forecasts_stand_beside_and_alone():
    for key in data.table("forecast_questions")["question_id"].head(6):
        journal.record("forecast", key, 50.0)
    alone = topic.draw_sure()
    assert alone.title == "Your forecasts, and no answer yet with how sure you were"
    answered((50, True), (50, False))
    both = topic.draw_sure()
    assert both.title == "Your answers: as sure as they were right"
    assert "2 answers to checks and 6 forecasts of yours." in both.caption
    assert "6 forecasts about 50 per cent" in both.alt
