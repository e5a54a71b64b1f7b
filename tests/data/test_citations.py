"""Citations and bibliographies: what is shown, escaped, limited, ordered and refused."""

import re

import pandas as pd
import pytest

from helpers import data

SOURCES = data.table("sources").set_index("source_id")


def test_sources_of_frames_columns_ids_and_lists_keeps_the_first_order():
    events = data.table("events").head(5)
    expected = list(dict.fromkeys(";".join(events["source_ids"]).split(";")))
    assert data.sources_of(events) == expected
    assert data.sources_of(events["source_ids"]) == expected
    assert data.sources_of(*expected) == expected
    assert data.sources_of(";".join(expected)) == expected
    assert data.sources_of(expected[2:], events) == expected[2:] + expected[:2]
    assert data.sources_of() == []


def test_sources_of_a_frame_skips_empty_cells():
    events = data.table("events").head(3)
    events.loc[1, "source_ids"] = None
    assert data.sources_of(events) == data.sources_of(events.loc[[0, 2]])


def test_sources_of_a_frame_without_sources_says_where_they_are():
    with pytest.raises(data.DataError, match=r"'un_ukraine_votes'.*un_resolutions"):
        data.sources_of(data.table("un_ukraine_votes"))
    with pytest.raises(data.DataError, match="'given'"):
        data.sources_of(pd.DataFrame({"a": [1]}))


def test_every_source_id_of_every_table_can_be_cited():
    for name in data.known_tables():
        frame = data.table(name)
        if "source_ids" in frame:
            ids = data.sources_of(frame)
            assert len(data.bibliography(frame)) == len(ids) > 0


def test_a_citation_is_publisher_and_year_linked():
    row = SOURCES.loc["unts-6045-1961"]
    assert data.cite("unts-6045-1961") == (
        f'<a href="{row["url"]}">United Nations Treaty Series 1961</a>'
    )
    assert data.cite_text("unts-6045-1961") == "United Nations Treaty Series 1961"


def test_where_a_copy_was_read_is_said_in_the_full_list():
    assert "(scan at DocumentCloud)" in repr(data.bibliography("unts-6045-1961"))


def test_a_citation_without_date_or_address():
    plain = ~SOURCES["publisher"].str.contains("(", regex=False)
    undated = SOURCES.index[SOURCES["date"].isna() & plain][0]
    assert data.cite_text(undated) == f"{SOURCES.loc[undated, 'publisher']} (undated)"
    unlinked = SOURCES.index[SOURCES["url"].isna() & SOURCES["date"].notna()][0]
    assert "<a" not in data.cite(unlinked)
    assert SOURCES.loc[unlinked, "date_text"][:4] in data.cite(unlinked)


def test_the_limit_says_how_many_more_there_are():
    ids = list(SOURCES.index[SOURCES["url"].notna()][:5])
    assert data.cite_text(*ids, limit=2) == data.cite_text(*ids[:2]) + " and 3 more"
    assert data.cite(*ids, limit=2).count("<a ") == 2
    assert data.cite_text(*ids, limit=5) == data.cite_text(*ids)
    assert data.cite_text(*ids, limit=9) == data.cite_text(*ids)
    assert data.cite_text() == data.cite(limit=3) == ""


@pytest.mark.parametrize("use", [data.cite, data.cite_text, data.bibliography])
def test_an_unknown_source_names_the_nearest(use):
    with pytest.raises(data.DataError) as caught:
        use("unts-6045-1962")
    assert "no source 'unts-6045-1962'" in str(caught.value)
    assert "unts-6045-1961" in str(caught.value)


def test_a_bibliography_holds_only_what_was_passed_in_order():
    ids = ["unts-6045-1961", "wiki-1950-sino-soviet", "gibler-alliances-ussr-dprk"]
    listed = data.bibliography(*ids)
    text = repr(listed)
    assert len(listed) == len(text.splitlines()) == 3
    assert text.splitlines() == sorted(text.splitlines(), key=str.casefold)
    assert text.startswith(
        "CQ Press (read in a scan at issuhub.com), Gibler, Douglas M., International"
    )
    assert SOURCES.loc["unts-6045-1961", "url"] in text
    assert ", 1961-07-06 (read in part)" in text
    assert data.bibliography(*reversed(ids))._repr_html_() == listed._repr_html_()


def test_a_bibliography_says_how_much_was_read():
    for seen, words in (
        ("full", "read in full"),
        ("excerpt", "read in part"),
        ("no", "named only"),
    ):
        source = SOURCES.index[SOURCES["seen"] == seen][0]
        assert repr(data.bibliography(source)).endswith(f"({words})")
        assert f"({words})</ul>" in data.bibliography(source)._repr_html_()


def test_a_long_bibliography_is_folded():
    ids = list(SOURCES.index)
    short, long = data.bibliography(*ids[:12]), data.bibliography(*ids[:13])
    assert short._repr_html_().startswith("<ul><li>")
    assert long._repr_html_().startswith("<details><summary>13 sources</summary><p>")
    assert long._repr_html_().count("<li>") == 13


def test_a_long_bibliography_says_once_how_much_was_read():
    page = data.bibliography(*SOURCES.index)._repr_html_()
    for seen, read in [("full", "read in full"), ("excerpt", "read in part"), ("no", "named only")]:
        n = (SOURCES["seen"] == seen).sum()
        assert page.count(f"<p>{n} {read}:</p>") == (n > 0)
        assert page.count(f"({read}") == 0
    assert page.count("<li>") == len(SOURCES)


def test_no_sources_are_told_in_words():
    assert data.bibliography()._repr_html_() == "<p>No sources.</p>"


def test_html_of_all_sources_is_escaped():
    page = data.bibliography(*SOURCES.index)._repr_html_() + data.cite(*SOURCES.index)
    tags = set(re.findall(r"<[^>]*>", re.sub(r'<a href="https?://[^"<>]*">', "<a>", page)))
    assert tags == {"<details>", "</details>", "<summary>", "</summary>"} | {
        "<p>", "</p>", "<ul>", "</ul>", "<li>", "<a>", "</a>",
        "<span>", "</span>",  # around a dollar sign
    }  # fmt: skip
    assert not re.search(r"&(?!(amp|lt|gt|quot|#x27);)", page)


def test_hostile_text_and_addresses_do_no_harm():
    row = {
        "publisher": "<b>P</b>",
        "author": '"A" & B',
        "title": "<script>alert(1)</script>",
        "date": "2024",
        "url": "javascript:alert(1)",
        "address": "publisher",
        "read_at": "javascript:alert(1)",
        "seen": "full",
    }
    shown = data.Bibliography([row])._repr_html_()
    assert shown == (
        "<ul><li>&lt;b&gt;P&lt;/b&gt;, &quot;A&quot; &amp; B, "
        "&lt;script&gt;alert(1)&lt;/script&gt;, 2024 (read in full)</ul>"
    )
    row["url"] = 'https://x.org/"onclick="alert(1)'
    assert 'href="https://x.org/&quot;onclick=&quot;alert(1)"' in (
        data.Bibliography([row])._repr_html_()
    )


def entry(**cells):
    row = {"publisher": "KCNA", "author": "", "title": "A treaty", "date": "2024", "seen": "full"}
    row |= {"url": "https://kcna.kp/1", "address": "publisher", "read_at": "https://kcna.kp/1"}
    return row | cells


def test_a_copy_is_named_and_never_linked(copy_of_sources):
    cited, listed = copy_of_sources(url="", address="copy", read_at="https://mirror.example/a")
    assert cited == "KCNA 2024 (read in a copy)"
    assert listed.endswith("(read in full; only copy found: https://mirror.example/a)")
    shown = data.Bibliography(
        [entry(url="", address="copy", read_at="https://mirror.example/a")]
    )._repr_html_()
    assert "only copy found: mirror.example)" in shown
    assert "<a " not in shown


def test_a_citation_says_who_printed_the_words_of_another(copy_of_sources):
    cited, listed = copy_of_sources(publisher="KCNA (printed by TASS)", address="report")
    assert cited == '<a href="https://kcna.kp/1">KCNA 2024, in TASS</a>'
    assert "KCNA (printed by TASS)" in listed


def test_a_citation_says_whose_words_a_newspaper_reports(copy_of_sources):
    cited, _ = copy_of_sources(publisher="TASS (citing KCNA; Russian)", address="report")
    assert cited == '<a href="https://kcna.kp/1">TASS 2024, citing KCNA</a>'


def test_where_a_text_was_read_leaves_the_link_to_its_publisher(copy_of_sources):
    cited, listed = copy_of_sources(read_at="https://mirror.example/a")
    assert cited == '<a href="https://kcna.kp/1">KCNA 2024</a>'
    assert "mirror.example" not in listed


@pytest.fixture
def copy_of_sources(monkeypatch):
    def shown(**cells):
        row = entry(source_id="kcna-2024", **cells)
        monkeypatch.setattr(data, "_sources", lambda *place: {"kcna-2024": row})
        return data.cite("kcna-2024"), repr(data.bibliography("kcna-2024"))

    return shown
