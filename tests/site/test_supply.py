"""What the browser's Python is made of is checked file by file, or the build says a sentence."""

import csv
import gzip
import hashlib
import io
import zipfile

import pytest

from helpers import packing, site


@pytest.fixture
def listed(tmp_path, monkeypatch):
    """A list of two small files that are at hand in a folder."""
    folder = tmp_path / "files"
    folder.mkdir()
    rows = []
    for name, content in (("core.js", b"core"), ("part-1-py3-none-any.whl", b"part")):
        (folder / name).write_bytes(content)
        row = dict.fromkeys(site.listed()[0], "")
        digest = hashlib.sha256(content).hexdigest()
        rows.append(row | {"file": name, "sha256": digest, "publisher": "pyodide"})
    path = tmp_path / "site.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    monkeypatch.setattr(site, "LIST", path)
    return folder


def held(path):
    """The archive in a packed file."""
    return zipfile.ZipFile(io.BytesIO(gzip.decompress(path.read_bytes())))


def nothing(rows, folder):
    """A network that is not there."""


def test_every_file_has_size_hash_licence_and_publisher():
    rows = site.listed()
    assert len({row["file"] for row in rows}) == len(rows) > 30
    for row in rows:
        assert len(row["sha256"]) == 64
        assert int(row["bytes"]) > 0
        assert row["licence"]
        assert row["publisher"] in ("pyodide", "pypi")


def test_what_a_package_needs_is_on_the_list():
    rows = site.listed()
    names = {row["name"] for row in rows}
    assert {need for row in rows for need in row["needs"].split()} <= names


def test_whole_files_are_taken_from_the_named_folder(listed, tmp_path):
    found = site.supply(listed, tmp_path / "cache", nothing)
    assert found == {path.name: path for path in listed.iterdir()}


def test_a_damaged_file_is_one_sentence(listed, tmp_path):
    (listed / "core.js").write_bytes(b"cores")
    with pytest.raises(site.SiteError, match=r"core\.js .* its hash differs"):
        site.supply(listed, tmp_path / "cache", nothing)


def test_no_supply_is_one_sentence(listed, tmp_path):
    with pytest.raises(site.SiteError, match=r"core\.js and 1 other file .* --files"):
        site.supply(None, tmp_path / "cache", nothing)
    with pytest.raises(site.SiteError, match="is no folder"):
        site.supply(tmp_path / "gone", tmp_path / "cache", nothing)


def test_what_is_missing_is_fetched_and_checked(listed, tmp_path):
    (listed / "core.js").unlink()

    def fetch(content):
        def one(rows, folder):
            assert [row["file"] for row in rows] == ["core.js"]
            (folder / "core.js").write_bytes(content)

        return one

    with pytest.raises(site.SiteError, match="its hash differs"):
        site.supply(listed, tmp_path / "other", fetch(b"something else"))
    found = site.supply(listed, tmp_path / "cache", fetch(b"core"))
    assert found["core.js"] == tmp_path / "cache/core.js"


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(site.SiteError, match="left alone"):
        site.build(tmp_path, "python", cache=tmp_path / "cache")
    assert (tmp_path / "thesis.txt").read_text("utf-8") == "mine"


def test_a_packed_archive_has_the_same_bytes_each_time_and_no_tests(tmp_path):
    source = tmp_path / "a.whl"
    with zipfile.ZipFile(source, "w") as wheel:
        wheel.writestr("a/__init__.py", "x = 1")
        wheel.writestr("a/tests/test_a.py", "assert False")
        wheel.writestr("a/old.py", "print 'no Python 3'")
    for name in ("one", "two"):
        packing.pack(source, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert held(tmp_path / "one").namelist() == ["a/__init__.py", "a/old.py"]
    packing.pack(source, tmp_path / "compiled", compiled=True)
    assert held(tmp_path / "compiled").namelist() == ["a/__init__.pyc", "a/old.py"]


def test_what_is_no_archive_is_packed_whole(tmp_path):
    (tmp_path / "core.wasm").write_bytes(b"core" * 1000)
    packing.pack(tmp_path / "core.wasm", tmp_path / "core.wasm.bin")
    packed = (tmp_path / "core.wasm.bin").read_bytes()
    assert len(packed) < 100
    assert gzip.decompress(packed) == b"core" * 1000


def test_our_package_holds_lessons_code_tables_and_pins(tmp_path):
    with zipfile.ZipFile(site.our_wheel(tmp_path)) as wheel:
        names = set(wheel.namelist())
        pins = wheel.read("requirements.txt").decode()
    assert {"helpers/journal.py", "data/treaties.csv", "data/words/site.toml"} <= names
    assert not [name for name in names if "__pycache__" in name]
    assert "pandas==" in pins
    assert "jupyterlab" not in pins
