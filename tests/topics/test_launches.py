"""Launches: every span of years is readable, and 2025 stays hidden until it was guessed."""

import pytest
from drawn import sound, spoken

from helpers import data, figures
from helpers.measures import transfers as measures
from helpers.topics import launches as topic
from helpers.wording import words


@pytest.mark.parametrize(("first", "last"), [(2020, 2021), (2026, 2022), (2021, 2021)])
def test_years_without_reports_are_said_in_words(first, last):
    figure = topic.draw_launches(first, last)
    spoken(figure)
    assert str(first) in figure.sentence
    assert figure.table is None


def test_every_span_of_years_is_readable():
    for first in range(2022, 2027):
        for last in range(first, 2027):
            sound(topic.draw_launches(first, last))


def test_months_after_2024_stay_hidden_before_the_prediction():
    figure = topic.draw_launches(2022, 2024)
    assert figure.title.endswith("?")
    assert "54,702" not in figure.alt + figure.caption + figure.table.caption
    assert figure.table.frame["Month"].max() == "2024-12"


@pytest.mark.parametrize("number", [0.0, 12000, 1e9])
def test_quarters_that_were_drawn_stand_over_their_months(number):
    figure = topic.draw_launches(guess={"q1-2025": number, "q4-2025": 9000.0})
    sound(figure)
    assert f"You drew {number:,.0f} for Q1 2025; 9,000 for Q4 2025." in figure.caption
    dashed = [line for line in figures.sheet().axes[0].lines if len(line.get_xdata()) == 2]
    months = measures.launches()["month"]
    middles = [months[at].strftime("%Y-%m") for at in dashed[-1].get_xdata()]
    assert middles == ["2025-02", "2025-11"]


def test_every_way_of_reporting_has_its_words():
    regimes = data.table("drone_launches")["reporting_regime"].cat.categories
    assert set(words("launches.labels").regimes) == set(regimes)


def test_missile_flights_stand_by_year():
    assert list(topic.show_tests().frame["year"]) == [2017, 2022, 2024]
