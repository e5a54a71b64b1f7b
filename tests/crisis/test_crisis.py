"""The crisis in ninety minutes: real rows in their order, and nobody knows more than was known."""

import re
from html import unescape

import pandas as pd
import pytest

from helpers import crisis, data, handouts, wording
from helpers.measures import briefing

FIRST_DAY = pd.Timestamp("2024-10-17")


def days():
    return [pd.Timestamp(day) for day in wording.words("crisis.inject").days.values()]


def day_of(row_id):
    """The day of a row, as its table has it; a month or a year stands for its first day."""
    return pd.Timestamp(data.first_day(briefing.resolve(row_id)["when"]))


def whole_row(row_id):
    """All texts of a row's table row."""
    found = briefing.resolve(row_id)
    frame = data.table(found["table"])
    key = frame.columns[0]
    return " ".join(map(str, frame[frame[key] == found["id"]].iloc[0]))


def numbers(text):
    return set(re.findall(r"\d[\d,]*", text))


def test_it_lasts_ninety_minutes_without_a_gap():
    steps = crisis.timetable()
    assert sum(step["minutes"] for step in steps) == 90
    ends = [step["start"] + step["minutes"] for step in steps]
    assert [step["start"] for step in steps] == [0, *ends[:-1]]
    assert steps[-1]["minutes"] >= 15
    assert sum("Inject" in step["step"] for step in steps) == 6


def test_injects_come_in_the_order_of_their_days():
    assert days() == sorted(days())
    assert len(set(days())) == len(crisis.INJECTS) == 6


@pytest.mark.parametrize("n", list(crisis.INJECTS))
def test_an_inject_is_of_its_rows_day_and_has_their_numbers(n):
    day, text, rows = crisis.inject(n)
    row = " ".join(map(whole_row, crisis.INJECTS[n]))
    at = {day_of(one) for one in crisis.INJECTS[n]}
    same_day = pd.Timestamp(day) in at
    assert same_day or (at == {pd.Timestamp("2024-10-01")} and "21st" in row)
    said = {number.replace(",", "") for number in numbers(text)}
    assert said <= {number.replace(",", "").split(".")[0] for number in numbers(row)}
    assert all(one in rows for one in crisis.INJECTS[n])
    assert "Sources: " in rows


def test_no_inject_and_no_seat_tells_a_later_day():
    for n, own in zip(crisis.INJECTS, days(), strict=True):
        text = crisis.inject(n)[1]
        assert "2025" not in text
        assert "acknowledg" not in text
        assert max(map(day_of, crisis.INJECTS[n])) <= own
    for seats in crisis.SEATS.values():
        for ids in seats.values():
            assert all(day_of(one) < FIRST_DAY for one in ids)
            assert not any("2025" in handouts.row(one).split(" Source: ")[0] for one in ids)


def test_what_became_known_is_later_and_stands_on_the_sealed_page_alone():
    assert all(day_of(one) > days()[-1] for one in crisis.OUTCOME)
    for part in crisis.PAGES:
        page = unescape(crisis.page(part))
        told = [one for one in crisis.OUTCOME if f"{one}," in page]
        assert told == (list(crisis.OUTCOME) if part == "outcome" else [])


def test_both_versions_have_four_seats_with_rows_of_their_own():
    for part, seats in crisis.SEATS.items():
        said = wording.words(f"crisis.{part}")
        assert list(said.names) == list(said.briefs) == list(seats)
        assert len(seats) == crisis.PAGES[part] == 4
        assert len(set(seats.values())) == 4


def test_a_claim_keeps_its_claimant_and_its_grade():
    told = handouts.row("T062")
    assert "KOR National Intelligence Service" in told
    assert "Grade B." in told


def test_a_row_that_was_dropped_is_named(monkeypatch):
    monkeypatch.setitem(crisis.INJECTS, "1", ("T999",))
    with pytest.raises(handouts.HandoutError, match="No table has a row T999"):
        crisis.page("injects")


def test_a_row_that_is_not_verified_is_marked_on_its_inject(monkeypatch):
    found = briefing.resolve("T058")
    assert "†" not in crisis.inject("1")[2]
    monkeypatch.setattr(briefing, "resolve", lambda _: found | {"verified": False})
    assert "T058 †" in crisis.inject("1")[2]


def test_each_part_is_written_for_both_papers():
    for part, n in crisis.PAGES.items():
        for paper in handouts.PAPERS:
            page = crisis.page(part, paper)
            assert page.count('<section class="page">') == n
