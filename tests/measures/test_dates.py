"""Days that people write are read, and only those."""

from datetime import date

import pandas as pd
import pytest

from helpers.measures import dates


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("by 2027", [date(2027, 12, 31)]),
        ("by June 2027", [date(2027, 6, 30)]),
        ("before 5 march 2027 or 2028-02-29", [date(2028, 2, 29), date(2027, 3, 5)]),
        ("on 31 June 2027", []),
        ("within 1,000 days of resolution 2231", []),
        ("", []),
    ],
)
def test_dates_in_a_sentence(text, days):
    assert dates.days(text) == days


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("by 2027", date(2027, 12, 31)),
        ("before June 2027", date(2027, 6, 30)),
        ("on 5 June 2027", date(2027, 6, 5)),
        ("on June 5, 2027", date(2027, 6, 5)),
        ("2027-06-05 or 2027-07", date(2027, 7, 31)),
        ("in February 2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(text, last):
    assert max(dates.days(text)) == last


@pytest.mark.parametrize("text", ["soon", "", "31 June 2027", "99999", "12-2027x", "Su-2020a"])
def test_what_names_no_day_has_none(text):
    assert dates.days(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (" 2027-12-31 ", date(2027, 12, 31)),
        ("31 december 2027", date(2027, 12, 31)),
        ("December 31, 2027", date(2027, 12, 31)),
        ("31 June 2027", None),
        ("2027-13-01", None),
        ("2027", None),
        ("by 2027-12-31", None),
        (None, None),
    ],
)
def test_one_whole_day_and_nothing_else(text, day):
    assert dates.whole_day(text) == day


def test_days_are_places_on_a_scale_of_years():
    days = pd.Series(pd.to_datetime(["2022-01-01", "2022-12-31"]))
    first, last = dates.in_years(days.dt)
    assert (first, int(last)) == (2022, 2022)
    assert dates.in_years(days[1]) == last == 2022 + 364 / 365.25
