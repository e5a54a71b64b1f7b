"""What a mark says: the row, who says so, how sure, and where it can be read."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from helpers import data, marks, wording

HELPERS = Path(marks.__file__).parent
TABLES = [name for name in data.known_tables() if f"marks.{name}" in wording.known()]


def test_a_key_names_table_and_row():
    rows = ["ev045", None, ("A/ES-11/1", "CHN"), ["ev001", "ev002"], []]
    assert marks.keys("events", rows) == [
        "events:ev045",
        None,
        "events:A/ES-11/1/CHN",
        "events:ev001+ev002",
        None,
    ]


def test_a_mark_says_what_when_why_how_sure_and_where_to_read_it():
    row = data.table("events").set_index("event_id").loc["ev056"]
    said = marks.told("events:ev056")
    text = unescape(re.sub("<[^>]+>", "", said))
    assert said.startswith(f"<strong>{row['date_text']}: {row['title']}</strong>")
    assert row["summary"] in text
    assert "We code it as cooperation. " + row["direction_reason"] in text
    assert f"Evidence grade {row['evidence_grade']}." in text
    assert '<a href="http' in said
    assert marks.sources("events:ev056") == row["source_ids"].split(";")


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_every_table_can_be_told(table):
    key, frame = data.about(table).key, data.table(table)
    step = max(len(frame) // 120, 1)
    for row in frame[list(key)].iloc[::step].itertuples(index=False):
        said = marks.told(marks.keys(table, [tuple(row) if len(key) > 1 else row[0]])[0])
        assert re.match(r"<strong>.+?</strong><p>", said)
        assert not re.search(r"\bnan\b|NaT|None\.|<NA>|00:00:00", said), said


@pytest.mark.parametrize("table", TABLES)
def test_a_mark_links_its_source_or_says_that_there_is_none(table):
    key, frame = data.about(table).key, data.table(table)
    for row in frame[list(key)].head(40).itertuples(index=False):
        (name,) = marks.keys(table, [tuple(row) if len(key) > 1 else row[0]])
        if marks.sources(name):
            assert "Sources: " in marks.told(name)
        else:
            assert wording.say("marks.row.unsourced") in unescape(marks.told(name))


def test_a_row_that_we_have_not_checked_says_so():
    unchecked = data.table("provisions").query("not verified")["provision_id"].iloc[0]
    checked = data.table("provisions").query("verified")["provision_id"].iloc[0]
    assert "Not verified" in marks.told(f"provisions:{unchecked}")
    assert "Not verified" not in marks.told(f"provisions:{checked}")


def test_rows_that_share_a_mark_are_named_and_those_left_out_counted():
    ids = list(data.table("events")["event_id"].head(9))
    (key,) = marks.keys("events", [ids])
    said = marks.told(key)
    assert "9 rows stand here:" in said
    assert said.count("<li>") == marks.NAMED + 1
    assert "and 3 more" in said


def test_a_mark_of_a_row_that_is_not_in_our_table_says_so():
    assert marks.told("events:mine") == "<p>This row is not in our table.</p>"


def test_a_table_edited_while_a_kernel_runs_is_told_anew(monkeypatch):
    before = marks.told("events:ev056")
    table, frame = data.table, data.table("events")
    frame.loc[frame["event_id"] == "ev056", "title"] = "Another title"
    monkeypatch.setattr(data, "table", lambda name: frame if name == "events" else table(name))
    monkeypatch.setattr(data, "stamp", lambda name: "edited")
    assert "Another title" in marks.told("events:ev056")
    monkeypatch.undo()
    assert marks.told("events:ev056") == before


def test_so_are_names_and_sources_that_were_edited(monkeypatch):
    key, stamp, table = "un_agreement:2024/RUS/CHN", data.stamp, data.table
    assert "China" in marks.told(key)
    frame = table("actors").replace("China", "Zhongguo")
    monkeypatch.setattr(data, "table", lambda name: frame if name == "actors" else table(name))
    monkeypatch.setattr(data, "cite", lambda *_, **__: "Another source")
    for edited, words in {"actors": "Zhongguo", "sources": "Another source"}.items():
        monkeypatch.setattr(data, "stamp", lambda name, e=edited: e if name == e else stamp(name))
        assert words in marks.told(key)


SVG = '<svg class="x"><path data-row="events:ev056" d="M0 0"/><text>2 &amp; 3</text></svg>'


def test_an_answering_picture_holds_one_tab_stop_one_card_and_the_words_of_each_row():
    html = marks.answering(SVG, "What is “seen” & said")
    assert html.count("tabindex") == 1
    assert html.count('class="sands-told"') == 1
    assert 'aria-label="What is “seen” &amp; said"' in html
    (told,) = re.findall(r"data-told='([^']*)'", html)
    assert json.loads(unescape(told)) == {"events:ev056": marks.told("events:ev056")}


def test_a_picture_without_marks_takes_no_tab_stop():
    html = marks.answering("<svg><text>x</text></svg>", "alt")
    assert "tabindex" not in html
    assert 'role="img" aria-label="alt"' in html


def test_the_script_is_one_line_without_comment():
    assert "\n" not in marks.script()
    assert "//" not in marks.script()


def test_a_claim_with_one_number_is_not_told_as_a_range():
    rows = data.table("transfers").dropna(subset=["quantity_low"])
    exact = rows[(rows["quantity_low"] == rows["quantity_high"]) & (rows["quantity_low"] > 0)]
    row = exact.iloc[0]
    text = unescape(re.sub("<[^>]+>", "", marks.told(f"transfers:{row['transfer_id']}")))
    assert f"Claimed: {row['quantity_low']:,.0f} {row['unit']}." in text


def test_no_class_of_a_mark_is_that_of_something_else():
    names = set(re.findall(r"\.(sands-\w+)", marks.STYLE))
    others = [path for path in HELPERS.rglob("*.py") if path.name not in ("marks.py", "svg.py")]
    used = set(
        re.findall(
            r'(?:\.|add_class\(")(sands-\w+)', " ".join(p.read_text("utf-8") for p in others)
        )
    )
    assert names
    assert not names & used
