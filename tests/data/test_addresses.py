"""Addresses of sources: what `data.check` does not say of them (see test_rules)."""

import json
import re

from helpers import data

SOURCES = data.table("sources").set_index("source_id").astype(object).fillna("")
# the article under study: where it stood was not preserved, so that there is no address to judge
NOWHERE = "seed-article"
OFFICIAL = (
    r"https?://([\w-]+\.)*(un\.org|gov|mil|gov\.uk|go\.jp|gov\.cn|gov\.by|mid\.ru|kremlin\.ru"
    r"|nato\.int|vietnamwar50th\.com|odkb-csto\.org|odkb\.gov\.ru|msmt\.info)(/\S*)?"
)


def blocked():
    package = json.loads((data.folder() / "datapackage.json").read_text(encoding="utf-8"))
    (sources,) = (table for table in package["resources"] if table["name"] == "sources")
    (url,) = (field for field in sources["schema"]["fields"] if field["name"] == "url")
    return url["sands:blocked"]


def test_one_source_alone_has_no_address_at_all():
    assert list(SOURCES.index[SOURCES["address"] == ""]) == [NOWHERE]
    assert SOURCES.loc[NOWHERE, ["url", "read_at"]].tolist() == ["", ""]


def test_what_was_read_was_read_somewhere_and_what_was_not_says_so():
    nowhere = SOURCES[(SOURCES["read_at"] == "") & (SOURCES["url"] == "")].drop(NOWHERE)
    assert (nowhere["seen"] == "no").all()
    twice = SOURCES[(SOURCES["read_at"] != "") & (SOURCES["read_at"] == SOURCES["url"])]
    assert twice.empty, "read_at is for a text that was read elsewhere than at url"
    assert (SOURCES["read_at"][SOURCES["address"] == "copy"] != "").all()


def test_a_blocked_host_is_written_as_a_bare_host_once():
    hosts = blocked()
    assert len(hosts) > 100
    assert hosts == sorted(set(hosts))
    assert [each for each in hosts if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", each)] == []
    doubled = [one for one in hosts for other in hosts if one.endswith(f".{other}")]
    assert doubled == []


def test_a_record_stands_at_an_official_host():
    urls = SOURCES["url"][SOURCES["address"] == "record"]
    assert len(urls) > 5
    assert [url for url in urls if not re.fullmatch(OFFICIAL, url)] == []


def test_an_address_at_the_doi_register_is_a_doi():
    at_register = SOURCES["address"][SOURCES["url"].str.contains("://doi.org/", regex=False)]
    assert set(at_register) == {"doi"}


def test_a_document_of_the_united_nations_stands_by_its_symbol():
    symbols = r"https://docs\.un\.org/en/(S|A)/(RES/\d+\((\d{4}|[IVX]+)\)|RES/(ES-)?\d+/\d+|PV\.\d+|\d{4}/\d+)"
    urls = SOURCES["url"][SOURCES["url"].str.contains("docs.un.org", regex=False)]
    assert len(urls) >= 3
    assert [url for url in urls if not re.fullmatch(symbols, url)] == []


def test_a_publisher_is_named_without_a_riddle():
    assert list(SOURCES.index[SOURCES["publisher"].str.contains(r"\bvia\b")]) == []
