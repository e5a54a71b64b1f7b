"""Days: as places on a scale of years, and as a learner's text names them, whatever the locale.

Of a year or month that a text names its last day is meant.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = rf"(?P<month>(?:{'|'.join(MONTHS)})[a-z]*)"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_WHOLE = (
    rf"\b{_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b",
    rf"\b(?P<day>\d\d?) {_NAMED},? {_YEAR}\b",
    rf"\b{_NAMED} (?P<day>\d\d?),? {_YEAR}\b",
)
_PARTS = (
    rf"\b{_YEAR}-(?P<month>[01]\d)\b",
    rf"\b{_NAMED} {_YEAR}\b",
    rf"(?<![\d-]){_YEAR}(?![\d-])",
)


def in_years(day):
    """Return a day, or many, as years and a part of one; of a Series give its `dt`."""
    return day.year + (day.day_of_year - 1) / 365.25


def days(text: str) -> list[date]:
    """Return the days that a text names, each at the end of what it names: a year, a month, a day.

    Read are '2027', '2027-06', '2027-06-30', 'June 2027', '30 June 2027' and 'June 30, 2027'.
    """
    found, rest = [], str(text)
    for pattern in _WHOLE + _PARTS:
        found += [_last_day(said.groupdict()) for said in re.finditer(pattern, rest, re.I)]
        rest = re.sub(pattern, " ", rest, flags=re.I)
    return [day for day in found if day]


def whole_day(text) -> date | None:
    """Return the day that a text names and nothing else, such as 2027-12-31 or 31 December 2027."""
    text = text.strip() if isinstance(text, str) else ""
    read = (re.fullmatch(pattern, text, re.I) for pattern in _WHOLE)
    return next((_last_day(said.groupdict()) for said in read if said), None)


def _last_day(part: dict) -> date | None:
    """Return the last day of what is named, or None of a day that does not exist."""
    year, month = int(part["year"]), _month(part.get("month") or "12")
    try:
        return date(year, month, int(part.get("day") or calendar.monthrange(year, month)[1]))
    except ValueError:  # 31 June, or a month 13
        return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS.index(text[:3].lower()) + 1
