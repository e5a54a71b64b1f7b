"""The data package: valid for others, and in step with the dictionary."""

import json
import re
import runpy

import frictionless
import pytest

from helpers import data

PACKAGE = json.loads((data.folder() / "datapackage.json").read_text("utf-8"))


def test_frictionless_finds_the_package_valid():
    report = frictionless.validate(str(data.folder() / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert len(report.tasks) == 54


def test_frictionless_finds_a_broken_reference(copy):
    path = copy / "trade.csv"
    path.write_text(path.read_text("utf-8").replace("RUS,CHN,2020", "RUS,XXX,2020"), "utf-8")
    package = json.loads((copy / "datapackage.json").read_text("utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] in ("actors", "trade")]
    (copy / "datapackage.json").write_text(json.dumps(package), "utf-8")
    report = frictionless.validate(str(copy / "datapackage.json"))
    assert report.flatten(["type"]) == [["foreign-key"]]


def test_every_table_of_the_folder_is_described():
    assert sorted(r["path"] for r in PACKAGE["resources"]) == sorted(
        path.name for path in data.folder().glob("*.csv")
    )


@pytest.mark.parametrize("resource", PACKAGE["resources"], ids=lambda r: r["name"])
def test_descriptions_are_complete(resource):
    for part in ("title", "description", "licenses", "terms"):
        assert resource[part]
    assert resource["as_of"] or resource["name"] in ("discussion", "glossary", "misconceptions")
    for field in resource["schema"]["fields"]:
        assert re.fullmatch(r"[A-Z0-9a-z].*[.?:]", field["description"])
        if field["type"] in ("integer", "number"):
            assert field["sands:unit"]


def test_examples_are_cells_of_their_column():
    for resource in PACKAGE["resources"]:
        rows = data.records(resource["name"])
        for field in resource["schema"]["fields"]:
            cells = {row[field["name"]] for _, row in rows} - {""}
            assert field.get("example") in (cells or {None})


def test_the_dictionary_in_the_readme_is_the_one_of_the_package():
    script = runpy.run_path(str(data.folder() / "dictionary.py"))
    readme = (data.folder() / "README.md").read_text("utf-8")
    assert readme.split(script["START"])[1] == "\n\n" + script["dictionary"]()


def test_the_front_page_counts_the_tables_and_their_sources():
    front = (data.folder().parent / "README.md").read_text("utf-8")
    counted = f"{len(data.known_tables())} small tables, {len(data.table('sources')):,} sources,"
    assert counted in front, f"README.md should say: {counted}"
    day, month = data.as_of("sources").split(" ", 1)
    assert int(day) <= 10
    assert f"The data reach early {month} at the latest" in front


def test_links_within_the_readme_lead_somewhere():
    readme = (data.folder() / "README.md").read_text("utf-8")
    headings = set(re.findall(r"(?m)^## (\w+)$", readme))
    links = set(re.findall(r"\]\(#([\w-]+)\)", readme))
    assert links <= headings
    assert set(data.known_tables()) <= headings


def test_nothing_speaks_of_how_the_tables_were_made():
    for path in data.folder().iterdir():
        if path.suffix in (".csv", ".json", ".md", ".py"):
            text = path.read_text("utf-8")
            found = re.search(r"/work/|/tmp/|(?<!\w)/home/|file://|build_facts|facts_text", text)
            assert not found, (path.name, found)
