"""A translation can begin with one file; what it lacks stays English, what is stale is named."""

import json
import shutil

import pytest

from helpers import bank, data, translating, wording

WORDS = '[basket]\ntitle = "A basket"\nnote = ["One.", "Two."]\n'
QUESTION = """[[question]]
id = "3.1"
kind = "single"
prompt = "Which?"
[[question.options]]
key = "a"
text = "This one"
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A collection of one file of each kind, and the beginning of a German translation."""
    files = {
        "data/words/fruit.toml": WORDS,
        "data/questions/03.toml": QUESTION,
        "data/fruit.csv": "fruit_id,name,weight\nf1,fig,1\nf2,pear,\n",
        "notebooks/03-fruit.ipynb": notebook("# Fruit", "Eat it."),
        "data/translations/de/words/fruit.toml": '[basket]\ntitle = "Ein Korb"\n',
        "data/translations/de/questions/03.toml": QUESTION.replace("Which?", "Welche?"),
        "data/translations/de/tables/fruit.csv": "fruit_id,name\nf1,Feige\n",
        "data/datapackage.json": '{"resources": [{"name": "fruit", "as_of": "May 2026"}]}',
        "data/translations/de/tables/datapackage.csv": "name,as_of\nfruit,Mai 2026\n",
        "notebooks/de/03-fruit.ipynb": notebook("# Obst", ""),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setattr(translating, "ROOT", tmp_path)
    monkeypatch.setattr(wording, "ROOT", tmp_path / "data")
    return tmp_path


def notebook(*texts):
    cells = [
        {"cell_type": "markdown", "id": f"c{n}", "source": [text]} for n, text in enumerate(texts)
    ]
    return json.dumps({"cells": cells})


def by_file(states):
    return {state.file: state for state in states}


def test_what_is_there_and_what_is_missing_is_counted_file_by_file(place):
    found = by_file(translating.states("de"))
    assert {file: (s.done, s.of) for file, s in found.items()} == {
        "words/fruit.toml": (1, 2),
        "questions/03.toml": (2, 2),
        "tables/datapackage.csv": (1, 1),
        "tables/fruit.csv": (1, 1),
        "notebooks/03-fruit.ipynb": (1, 2),
    }
    assert found["words/fruit.toml"].missing == ["basket.note"]
    assert found["notebooks/03-fruit.ipynb"].missing == ["c1"]


def test_until_it_is_settled_all_is_stale_and_then_only_what_changes(place, capsys):
    assert "basket.title" in by_file(translating.states("de"))["words/fruit.toml"].stale
    assert len(translating.settle("de")) == 5
    assert not any(state.stale for state in translating.states("de"))
    assert translating.settle("de") == []
    english = place / "data/words/fruit.toml"
    english.write_text(WORDS.replace("A basket", "A big basket"), "utf-8")
    assert by_file(translating.states("de"))["words/fruit.toml"].stale == ["basket.title"]
    assert translating.main(["de"]) == 1
    told = capsys.readouterr().out
    assert "words/fruit.toml: 1 of 2 texts\n  missing: basket.note\n  stale: basket.title" in told
    assert "In all: 6 of 8 texts." in told


def test_a_hash_stands_for_the_english_that_was_translated(place):
    translating.settle("de")
    settled = place / "data/translations/de/settled.json"
    kept = json.loads(settled.read_text("utf-8"))
    assert kept["words/fruit.toml"] == {"basket.title": translating._hash("A basket")}
    assert "A basket" not in settled.read_text("utf-8")
    settled.write_text("{", "utf-8")
    with pytest.raises(ValueError, match=r"settled\.json cannot be read"):
        translating.states("de")


def test_an_empty_cell_of_a_table_asks_for_no_translation(place):
    table = place / "data/translations/de/tables/fruit.csv"
    table.write_text("fruit_id,name\nf1,Feige\nf2,\n", "utf-8")
    state = by_file(translating.states("de"))["tables/fruit.csv"]
    assert (state.done, state.of, state.gone) == (1, 1, [])


def test_a_message_that_english_has_no_more_is_gone(place):
    english = place / "data/words/fruit.toml"
    english.write_text(WORDS.replace("title", "head"), "utf-8")
    state = by_file(translating.states("de"))["words/fruit.toml"]
    assert (state.gone, state.missing) == (["basket.title"], ["basket.head", "basket.note"])
    assert isinstance(state, translating.State)


def test_a_language_that_nobody_began_and_a_file_that_cannot_be_read_are_named(place, capsys):
    assert translating.main(["fr"]) == 2
    assert "There is no translation 'fr'" in capsys.readouterr().out
    with pytest.raises(FileNotFoundError, match="there: de"):
        translating.translation("fr")
    (place / "data/translations/de/words/fruit.toml").write_text("[basket\n", "utf-8")
    assert translating.main(["de"]) == 2
    assert "fruit.toml cannot be read" in capsys.readouterr().out


def test_a_table_shows_what_is_translated_and_keeps_the_rest(tmp_path, monkeypatch):
    tables = tmp_path / "translations/xx/tables"
    tables.mkdir(parents=True)
    (tables / "actors.csv").write_text("iso3,short_name\nRUS,Russland\nPRK,\n", "utf-8")
    shutil.copytree(wording.folder(), tmp_path / "words")
    monkeypatch.setattr(wording, "ROOT", tmp_path)
    plain = data.table("actors")
    monkeypatch.setenv("SANDS_LANGUAGE", "xx")
    told = data.table("actors").set_index("iso3")["short_name"]
    assert (told["RUS"], told["PRK"]) == ("Russland", "North Korea")
    assert list(data.table("actors").columns) == list(plain.columns)
    assert data.table("treaties").equals(data.table("treaties", data.folder()))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("iso3,short_nam\nRUS,Russland\n", "column 'short_nam', which the table actors has not"),
        ("code,short_name\nRUS,Russland\n", "column 'code', which the table actors has not"),
        ("iso3,short_name\nRUS,Russland\nRUS,Rußland\n", "has the row 'RUS' twice"),
        ('iso3,short_name\nRUS,"Russland\n', "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_a_damaged_table_of_a_translation_is_named(text, told, tmp_path, monkeypatch):
    tables = tmp_path / "translations/xx/tables"
    tables.mkdir(parents=True)
    (tables / "actors.csv").write_text(text, "utf-8")
    shutil.copytree(wording.folder(), tmp_path / "words")
    monkeypatch.setattr(wording, "ROOT", tmp_path)
    monkeypatch.setenv("SANDS_LANGUAGE", "xx")
    with pytest.raises(data.DataError, match=told) as raised:
        data.table("actors")
    assert "actors.csv" in str(raised.value)


def test_the_questions_of_a_language_stand_in_for_ours(tmp_path, monkeypatch):
    place = tmp_path / "translations/xx/questions"
    place.mkdir(parents=True)
    text = (bank.folder() / "03.toml").read_text("utf-8")
    (place / "03.toml").write_text(text, "utf-8")
    monkeypatch.setattr(wording, "ROOT", tmp_path)
    monkeypatch.delenv("SANDS_QUESTIONS", raising=False)
    assert bank.own_files() == {}
    monkeypatch.setenv("SANDS_LANGUAGE", "xx")
    assert bank.own_files() == {"03.toml": place / "03.toml"}
    monkeypatch.setenv("SANDS_QUESTIONS", str(tmp_path / "mine"))
    assert bank.own_files() == {}
