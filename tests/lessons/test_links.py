"""Where a learner's clicks lead: to publishers, records and archives, and never to a copy."""

import html
import importlib.util
import json
import re
from pathlib import Path

import pytest

from helpers import bank, data

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
_PATH = Path(__file__).with_name("prose_report.py")
_SPEC = importlib.util.spec_from_file_location("prose_report", _PATH)
prose = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(prose)
SOURCES = data.table("sources").astype(object).fillna("")
KINDS = SOURCES[SOURCES["url"] != ""].set_index("url")["address"].groupby(level=0).first()


def links(path):
    """Addresses in the prose and in the captions of the saved charts of a notebook."""
    found = []
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            told = prose._LINK.findall("".join(cell["source"]))
            found += [url for _, url in told if url.startswith("http")]
        for output in cell.get("outputs", []):
            shown = "".join(output.get("data", {}).get("text/html", ""))
            for caption in re.findall(r"<figcaption.*?</figcaption>", shown, re.DOTALL):
                found += map(html.unescape, re.findall(r'href="(http[^"]+)"', caption))
    return found


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_each_link_is_the_address_of_a_source_and_none_is_a_copy(path):
    strays = [url for url in links(path) if url not in KINDS.index]
    assert strays == []
    assert "copy" not in set(KINDS[links(path)])


def test_there_are_links_to_follow():
    assert sum(len(links(path)) for path in LESSONS) > 300


def test_feedback_links_what_has_a_publisher_and_names_the_rest():
    known = SOURCES.set_index("source_id")
    cited = [source for question in bank.bank().values() for source in question.sources]
    unlinked = [source for source in cited if not known.loc[source, "url"]]
    assert len(unlinked) <= 0.1 * len(cited)
    for source in unlinked:
        assert data.cite(source).endswith("(read in a copy)")


def test_a_page_that_prints_or_reports_anothers_words_says_whose():
    reports = SOURCES[SOURCES["address"] == "report"]
    told = reports["publisher"].str.contains(r"\(", regex=True)
    # a newspaper's own report of what others said needs no second name
    assert told.mean() > 0.8
    for source in reports["source_id"][
        reports["publisher"].str.contains(r"\((?:printed by|citing) ")
    ]:
        assert re.search(r", (in|citing) \w", data.cite_text(source)), source
