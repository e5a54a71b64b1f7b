"""Whether a lesson can start is said in words, and what is wrong with what to do."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from helpers import bank, data, journal
from helpers.ready import Ready, check_setup

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


@pytest.fixture
def requirements(tmp_path):
    """A file with one pin that fits, to which a test adds others."""
    file = tmp_path / "requirements.txt"
    import pandas

    file.write_text(f"# packages\npandas=={pandas.__version__}  # tables\n", "utf-8")
    return file


@pytest.fixture
def tables(tmp_path, monkeypatch):
    """A copy of the data that a test may damage, in the place of the collection's own."""
    folder = tmp_path / "data"
    shutil.copytree(data.folder(), folder)
    monkeypatch.setattr(data, "folder", lambda: folder)
    monkeypatch.setattr(bank, "folder", lambda: folder / "questions")
    bank._of_folder.cache_clear()
    bank._overlaid.cache_clear()
    yield folder
    bank._of_folder.cache_clear()
    bank._overlaid.cache_clear()


def problems(file):
    return list(check_setup(file).problems)


def test_where_everything_is_in_place_it_says_so_without_a_version(requirements, place):
    ready = check_setup(requirements)
    assert ready == Ready(())
    assert repr(ready).startswith("Ready. ")
    assert not re.search(r"\d", repr(ready))
    html = ready._repr_html_()
    assert html == f'<p role="status"><strong>{ready!r}</strong></p>'
    assert not place.exists()  # asking leaves no trace


def test_the_collections_own_pins_are_looked_at(monkeypatch):
    looked = []
    monkeypatch.setattr("helpers.ready._packages", lambda file: looked.append(file) or [])
    check_setup()
    assert looked == [ROOT / "requirements.txt"]


def test_a_wrong_version_is_named_with_the_tested_one(requirements):
    requirements.write_text(requirements.read_text("utf-8") + "matplotlib==0.0.1\n", "utf-8")
    (problem,) = problems(requirements)
    assert problem.startswith("The package matplotlib is version 3.")
    assert "tested with 0.0.1" in problem


def test_a_missing_package_is_named(requirements):
    requirements.write_text("no-such-package-of-sands==1.0  # nothing\n", "utf-8")
    assert problems(requirements) == [
        "The package no-such-package-of-sands is missing. Start the lessons as the README says."
    ]


@pytest.mark.parametrize(("version", "named"), [((3, 10, 1), "3.10"), ((3, 14, 0), "3.14")])
def test_an_untested_python_is_named(requirements, monkeypatch, version, named):
    monkeypatch.setattr(sys, "version_info", version)
    (problem,) = problems(requirements)
    assert f"This kernel runs Python {named};" in problem


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 9), (3, 13, 1)])
def test_a_tested_python_is_not(requirements, monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    assert problems(requirements) == []


def test_a_journal_that_cannot_be_written_is_named(requirements, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / "file"))
    (problem,) = problems(requirements)
    assert problem == journal.trouble()
    assert "it is not a folder" in problem
    assert "Set SANDS_JOURNAL" in problem


@pytest.mark.parametrize("name", ["actors", "stress_tests"])
def test_a_damaged_table_is_named_whichever_it_is(requirements, tables, name):
    file = tables / f"{name}.csv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines[:2], "only,three,fields\n", *lines[2:]]), "utf-8")
    found = problems(requirements)
    assert any(f"data/{name}.csv, line 3: expected" in problem for problem in found)
    assert all("git checkout" in problem for problem in found)


def test_a_missing_table_is_named(requirements, tables):
    (tables / "views.csv").unlink()
    assert any("data/views.csv: the file is missing" in text for text in problems(requirements))


def test_a_damaged_description_is_named_once(requirements, tables):
    (tables / "datapackage.json").write_text("{", "utf-8")
    (problem,) = problems(requirements)
    assert "data/datapackage.json, line 1: not valid JSON" in problem


def test_a_damaged_question_bank_is_named(requirements, tables):
    path = tables / "questions/03.toml"
    line = path.read_text("utf-8").count("\n") + 2
    with path.open("a", encoding="utf-8") as file:
        file.write("\n[[question]\n")
    (problem,) = problems(requirements)
    assert problem.startswith("03.toml cannot be read: ")
    assert f"line {line}, " in problem
    assert problem.endswith("Until then nobody is asked what stands there.")
    assert {"3.19", "4.1"} <= bank.bank().keys()


def test_a_missing_question_bank_is_named(requirements, tables):
    shutil.rmtree(tables / "questions")
    (problem,) = problems(requirements)
    assert "empty or missing. Unpack the collection anew" in problem


def test_several_problems_are_listed_and_shown_as_text():
    ready = Ready(("First <b>one</b>.", "Second."))
    assert repr(ready) == "Not ready yet.\n- First <b>one</b>.\n- Second."
    assert ready._repr_html_() == (
        '<p role="status"><strong>Not ready yet.</strong></p>'
        "<ul><li>First &lt;b&gt;one&lt;/b&gt;.</li><li>Second.</li></ul>"
    )
