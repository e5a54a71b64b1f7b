"""A folder that is carried to a room without a network is whole, or says what it lacks."""

import json
import subprocess
import sys

import pytest

import start
from helpers import carrying


@pytest.fixture
def room(tmp_path):
    """A carried collection with two small packages."""
    wheels = tmp_path / "the room" / carrying.NAME
    wheels.mkdir(parents=True)
    for name in ("one-1-py3-none-any.whl", "two-2-py3-none-any.whl"):
        (wheels / name).write_bytes(name.encode())
    (wheels.parent / "requirements.txt").write_text("one==1\ntwo==2\n", "utf-8")
    carrying.write_list(
        wheels.parent,
        start._fingerprint(wheels.parent / "requirements.txt"),
        [path.name for path in wheels.glob("*.whl")],
    )
    return wheels.parent


def faults(room):
    return carrying.faults(room, start._fingerprint(room / "requirements.txt"))


def check(room, capsys):
    try:
        code = start.pack(start.Environment(room / ".venv"), ["--check", str(room)])
    except start.SetupError as error:
        return 1, str(error)
    return code, capsys.readouterr().out


def test_a_whole_folder_has_no_fault_and_names_its_build(room, capsys):
    assert carrying.builds(room) == [carrying.build()]
    assert carrying.build().startswith("{}.{}-".format(*sys.version_info))
    assert faults(room) == []
    code, said = check(room, capsys)
    assert code == 0
    assert "needs no network" in said


def test_a_missing_and_a_damaged_package_are_named(room, capsys):
    wheels = room / carrying.NAME
    (wheels / "one-1-py3-none-any.whl").unlink()
    (wheels / "two-2-py3-none-any.whl").write_bytes(b"half")
    assert faults(room) == [
        ("missing", "one-1-py3-none-any.whl"),
        ("damaged", "two-2-py3-none-any.whl"),
    ]
    code, said = check(room, capsys)
    assert code == 1
    assert "one-1-py3-none-any.whl is missing" in said


def test_another_python_or_platform_is_told_what_the_folder_is_for(room, capsys):
    path = room / carrying.NAME / f"{carrying.build()}.json"
    path.rename(path.with_name("3.12-win-amd64.json"))
    assert faults(room) == [("platform", "3.12-win-amd64")]
    _, said = check(room, capsys)
    assert "3.12-win-amd64" in said
    assert carrying.build() in said


@pytest.mark.parametrize("text", ["", "[]", '{"files": [1]}', '{"files": {"a": 1}}', "{"])
def test_a_damaged_list_is_named(room, text):
    path = room / carrying.NAME / f"{carrying.build()}.json"
    path.write_text(text, "utf-8")
    assert faults(room) == [("list", path.name)]


def test_packages_that_changed_since_are_seen(room):
    (room / "requirements.txt").write_text("one==2\n", "utf-8")
    assert [fault for fault, _ in faults(room)] == ["requirements"]


def test_a_folder_without_packages_says_how_to_make_one(tmp_path, capsys):
    _, said = check(tmp_path, capsys)
    assert "python start.py pack" in said


def test_what_was_made_in_the_collection_stays_behind(tmp_path):
    source = tmp_path / "source"
    for name in ("start.py", "helpers/a.py", "work/journal.jsonl", ".venv/x", "wheels/b.whl"):
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    assert carrying.copy(source, tmp_path / "to") == 2
    found = {p.relative_to(tmp_path / "to").as_posix() for p in (tmp_path / "to").rglob("*.py")}
    assert found == {"start.py", "helpers/a.py"}
    assert not (tmp_path / "to/work").exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(start.SetupError, match="left alone"):
        start.pack(start.Environment(tmp_path / ".venv"), [str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_collection_does_not_pack_itself_into_itself():
    with pytest.raises(start.SetupError, match="elsewhere"):
        start.pack(start.Environment(start.ROOT / ".venv"), [str(start.ROOT / "data/pack")])


def test_a_start_in_half_a_pack_makes_nothing(room, monkeypatch):
    (room / carrying.NAME / "one-1-py3-none-any.whl").unlink()
    monkeypatch.setattr(start, "ROOT", room)
    monkeypatch.setattr(subprocess, "call", lambda *a, **o: pytest.fail("nothing is installed"))
    with pytest.raises(start.SetupError, match=r"one-1-py3.* is missing"):
        start.Environment(room / ".venv")._install("requirements.txt")


def test_a_carried_package_is_installed_with_every_index_shut(tmp_path, monkeypatch):
    """Pip and a wheel made here: what is named in the requirements comes from the folder alone."""
    room = tmp_path / "a room"
    wheels = room / carrying.NAME
    wheels.mkdir(parents=True)
    wheel = _wheel(wheels)
    (room / "requirements.txt").write_text("tiny-sands==1\n", "utf-8")
    fingerprint = start._fingerprint(room / "requirements.txt")
    carrying.write_list(room, fingerprint, [wheel.name])
    assert json.loads((wheels / f"{carrying.build()}.json").read_text("utf-8"))["files"]
    monkeypatch.setattr(start, "ROOT", room)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/none")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    folder = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    environment = start.Environment(folder)
    environment._install("requirements.txt")
    done = subprocess.run([environment.python, "-c", "import tiny_sands"], check=False)
    assert done.returncode == 0


def _wheel(folder):
    import zipfile

    path = folder / "tiny_sands-1-py3-none-any.whl"
    info = "tiny_sands-1.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tiny_sands.py", "")
        archive.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-sands\nVersion: 1\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path
