"""The briefing on paper: one sheet, and the appendix behind it; read from Chromium's own PDF."""

import re

import pytest
from briefings import GOOD, estimated

from helpers import journal
from helpers.briefing import files
from helpers.measures import briefing as measures

SENTENCE = "According to its ministry the state sent between 3 and 5 missions in 2025 [1]. "


def full() -> dict:
    """Return a briefing in which every field is as long as its room, with the longest rows."""
    texts = {name: (SENTENCE * 20)[:room] for name, room in measures.ROOM.items()}
    rows = [
        row for table in measures.ROWS for row in measures.evidence_rows(table).to_dict("records")
    ]
    rows.sort(key=lambda row: -len(row["what"]))
    longest = {slot: row["id"] for slot, row in zip(measures.SLOTS, rows, strict=False)}
    chosen = {"probability": "70", "word": "likely", "confidence": "moderate confidence"}
    watched = dict.fromkeys(measures.WATCH, "in16")
    return texts | longest | chosen | watched


def sheets(page, path, form) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=form)))


@pytest.fixture
def printed(browser, own_journal, tmp_path):
    def show(briefing):
        journal.record("estimate", "9", estimated(best=7.25, low=3.5, high=9.75))
        done = files.export(briefing, tmp_path)
        page = browser.new_page()
        page.goto(done.paths[0].as_uri())
        return page

    return show


@pytest.mark.parametrize("form", ["A4", "Letter"])
@pytest.mark.parametrize("briefing", [full(), GOOD], ids=["full", "short"])
def test_the_page_is_one_sheet_and_the_appendix_begins_on_the_next(printed, briefing, form):
    page = printed(briefing)
    whole = sheets(page, briefing, form)
    page.evaluate("document.querySelector('.sands-behind').remove()")
    assert sheets(page, briefing, form) == 1
    assert whole >= 2
    page.close()
