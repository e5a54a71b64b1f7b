"""Addresses of sources: what kind each is, and that no learner is sent to a copy."""

import json
import re
from urllib.parse import urlsplit

import pytest

from helpers import data

SOURCES = data.table("sources").set_index("source_id").astype(object)
SOURCES = SOURCES.where(SOURCES.notna(), "")
# the article under study: where it stood was not preserved, so that there is no address to judge
NOWHERE = "seed-article"
PATTERNS = {
    "doi": r"https://doi\.org/10\.\d{4,9}/\S+",
    "record": r"https?://([\w-]+\.)*(un\.org|gov|mil|gov\.uk|go\.jp|gov\.cn|gov\.by|mid\.ru|kremlin\.ru"
    r"|nato\.int|vietnamwar50th\.com|odkb-csto\.org|odkb\.gov\.ru|msmt\.info)(/\S*)?",
    "dataset": r"https?://\S+",
}


def blocked():
    package = json.loads((data.folder() / "datapackage.json").read_text(encoding="utf-8"))
    fields = {
        (resource["name"], field["name"]): field
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    return fields["sources", "url"]["sands:blocked"]


def stands_in(url, hosts):
    host = (urlsplit(url).hostname or "").rstrip(".")
    return [each for each in hosts if host == each or host.endswith(f".{each}")]


def of_kind(kind):
    return SOURCES["url"][SOURCES["address"] == kind]


def test_every_source_says_what_kind_of_address_it_has():
    without = SOURCES.index[SOURCES["address"] == ""]
    assert list(without) == [NOWHERE]
    assert SOURCES.loc[NOWHERE, ["url", "read_at"]].tolist() == ["", ""]


def test_a_copy_and_nothing_else_is_named_without_being_linked():
    unlinked = set(SOURCES.index[SOURCES["url"] == ""]) - {NOWHERE}
    assert unlinked == set(SOURCES.index[SOURCES["address"] == "copy"])


def test_what_was_read_was_read_somewhere_and_what_was_not_says_so():
    nowhere = SOURCES[(SOURCES["read_at"] == "") & (SOURCES.index != NOWHERE)]
    assert (nowhere["seen"] == "no").all()
    assert (SOURCES["read_at"][SOURCES["address"] == "copy"] != "").all()


def test_no_link_leads_to_a_blocked_host():
    hosts = blocked()
    assert len(hosts) > 100
    # the makers of a data set may keep it in a repository
    texts = SOURCES["url"][SOURCES["address"] != "dataset"]
    wrong = {source: url for source, url in texts.items() if stands_in(url, hosts)}
    assert not wrong


def test_a_blocked_host_is_written_as_a_bare_host_once():
    hosts = blocked()
    assert hosts == sorted(set(hosts))
    assert [each for each in hosts if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", each)] == []
    assert [each for each in hosts if stands_in(f"https://a.{each}", set(hosts) - {each})] == []


def test_a_host_is_blocked_with_its_subdomains_and_not_by_its_letters():
    assert stands_in("https://x.blogspot.com/a", ["blogspot.com"])
    assert stands_in("https://blogspot.com./a", ["blogspot.com"])
    assert not stands_in("https://notblogspot.com/a", ["blogspot.com"])
    assert not stands_in("https://example.org/blogspot.com", ["blogspot.com"])


@pytest.mark.parametrize("kind", PATTERNS)
def test_an_address_looks_like_its_kind(kind):
    urls = of_kind(kind)
    assert len(urls) > 5
    assert [url for url in urls if not re.fullmatch(PATTERNS[kind], url)] == []


def test_an_address_at_the_doi_register_is_a_doi():
    at_register = SOURCES["address"][SOURCES["url"].str.contains("://doi.org/", regex=False)]
    assert set(at_register) == {"doi"}


def test_a_document_of_the_united_nations_stands_by_its_symbol():
    symbols = r"https://docs\.un\.org/en/(S|A)/(RES/\d+\((\d{4}|[IVX]+)\)|RES/(ES-)?\d+/\d+|PV\.\d+|\d{4}/\d+)"
    urls = SOURCES["url"][SOURCES["url"].str.contains("docs.un.org", regex=False)]
    assert len(urls) >= 3
    assert [url for url in urls if not re.fullmatch(symbols, url)] == []


def test_a_repository_is_linked_only_where_its_makers_keep_data():
    at_github = SOURCES["address"][SOURCES["url"].str.contains("://github.com/", regex=False)]
    assert set(at_github) == {"dataset"}


def test_a_publisher_is_named_without_a_riddle():
    assert list(SOURCES.index[SOURCES["publisher"].str.contains(r"\bvia\b")]) == []
