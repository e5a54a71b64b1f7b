"""The set-up command when things go wrong: real environments, no network."""

import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

import start
from helpers import settling

START = Path(start.__file__)


def run_start(folder, *arguments, **variables):
    """Run the command as a person would; pip meets no network and gives up at once."""
    variables = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, **variables}
    done = subprocess.run(
        [sys.executable, START, *arguments],
        env={**os.environ, "SANDS_VENV": str(folder), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout


@pytest.fixture
def complete(tmp_path):
    """An environment that a finished set-up would have left, but without packages."""
    folder = tmp_path / "complete one"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    environment = start.Environment(folder)
    environment._write_note(
        {
            "state": "ready",
            "python": "{}.{}".format(*sys.version_info),
            "requirements": start._fingerprint(start.ROOT / "requirements.txt"),
            "tests": start._fingerprint(start.ROOT / "tests/requirements.txt"),
            "settings": start._fingerprint(start.ROOT / "helpers/settling.py", settling.SCRIPT),
        }
    )
    return environment


def note_of(environment):
    return json.loads(environment.note.read_text("utf-8"))


def refuse(*arguments, **options):
    raise AssertionError("nothing may be made or installed here")


def test_failed_download_is_explained_and_the_half_made_environment_made_anew(tmp_path):
    folder = tmp_path / "a place with spaces" / "venv"
    code, said = run_start(folder, "test")
    assert code == 1
    assert "Most often the network is missing or blocked" in said
    assert note_of(start.Environment(folder)) == {"state": "unfinished"}
    (folder / "left over").write_text("by the first try", "utf-8")
    code, said = run_start(folder, "test")
    assert code == 1
    assert "Removing the unfinished" in said
    assert not (folder / "left over").exists()


@pytest.mark.parametrize("forbidden", [True, False])
def test_packages_are_compiled_at_once_where_kernels_may_not_keep_what_they_compile(
    complete, monkeypatch, forbidden
):
    asked = []
    succeeded = subprocess.CompletedProcess([], 0)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: succeeded)
    monkeypatch.setattr(subprocess, "call", lambda command, **_: asked.append(command) or 0)
    monkeypatch.setattr(sys, "dont_write_bytecode", forbidden)
    complete._install("requirements.txt")
    assert len(asked) == 1
    assert ("--compile-bytecode" in asked[0]) == forbidden


def test_complete_environment_is_used_as_it_is(complete, monkeypatch):
    for name in ("_create", "_install", "_settle", "_write_note"):
        monkeypatch.setattr(start.Environment, name, refuse)
    complete.ready()
    complete.ready(for_tests=True)


def test_an_environment_of_somebody_else_serves_as_it_is(complete, monkeypatch, capsys):
    note = {**note_of(complete), "settings": "of another version"}
    complete._write_note(note)

    def closed(*_):
        raise PermissionError(13, "Permission denied")

    for name in ("_create", "_install"):
        monkeypatch.setattr(start.Environment, name, refuse)
    monkeypatch.setattr(start.Environment, "_settle", closed)
    complete.ready()
    assert "cannot be written; its settings stay as they are" in capsys.readouterr().out
    assert note_of(complete) == note


def test_changed_requirements_are_installed_and_a_failure_keeps_the_old_state(complete):
    note = {**note_of(complete), "requirements": "of last month"}
    complete._write_note(note)
    code, said = run_start(complete.folder, "test")
    assert code == 1
    assert "could not be installed" in said
    assert note_of(complete) == note


def test_learners_environment_is_completed_for_the_tests_only_when_tests_are_wanted(
    complete, monkeypatch
):
    note = note_of(complete)
    del note["tests"]
    complete._write_note(note)
    asked = []
    monkeypatch.setattr(start.Environment, "_install", lambda self, what: asked.append(what))
    complete.ready()
    assert asked == []
    complete.ready(for_tests=True)
    assert asked == ["tests/requirements.txt"]
    assert {"state", "python", "requirements", "tests", "packages"} <= set(note_of(complete))
    settings = complete.folder / "share/jupyter/lab/settings/overrides.json"
    assert json.loads(settings.read_text("utf-8")) == settling.lab_settings(complete.folder)


@pytest.fixture
def made(monkeypatch):
    """Folders in which an environment was made; nothing is installed."""
    found, nothing = [], lambda *_: None
    monkeypatch.setattr(start.Environment, "_create", lambda self: found.append(self.folder))
    monkeypatch.setattr(start.Environment, "_install", nothing)
    monkeypatch.setattr(start.Environment, "_settle", nothing)
    return found


@pytest.mark.parametrize("fault", ["other Python", "damaged note", "Python gone", "interrupted"])
def test_unusable_environment_is_made_anew(complete, made, fault):
    if fault == "other Python":
        complete._write_note({**note_of(complete), "python": "3.9"})
    elif fault == "damaged note":
        complete.note.write_text('{"state": "rea', "utf-8")
    elif fault == "Python gone":
        complete.python.unlink()
    else:
        complete._write_note({"state": "unfinished"})
    complete.ready()
    assert made == [complete.folder]
    assert note_of(complete)["state"] == "ready"


def test_interruption_while_installing_leaves_it_marked_unfinished(complete, monkeypatch):
    complete._write_note({**note_of(complete), "requirements": "of last month"})

    def interrupted(self, what):
        raise KeyboardInterrupt

    monkeypatch.setattr(start.Environment, "_install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        complete.ready()
    assert note_of(complete) == {"state": "unfinished"}


def test_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work", "utf-8")
    code, said = run_start(tmp_path)
    assert code == 1
    assert "it is left alone" in said
    assert "SANDS_VENV" in said
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_full_disk_is_explained_before_anything_is_written(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage(10**10, 10**10, 10**6))
    with pytest.raises(start.SetupError, match="disk is nearly full"):
        start.Environment(tmp_path / "venv").ready()
    assert not (tmp_path / "venv").exists()


def test_place_that_cannot_be_written_is_explained(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    code, said = run_start(tmp_path / "file" / "venv")
    assert code == 1
    assert "The set-up stopped" in said
    assert "Traceback" not in said


def test_unknown_command_names_the_known_ones(tmp_path):
    code, said = run_start(tmp_path, "tests")
    assert code == 2
    assert "test, lint, render, project" in said


def test_first_failure_is_the_exit_code_and_all_steps_run(complete, monkeypatch):
    codes = {"format": 0, "check": 3, "pytest": 1}
    ran = []

    def run(self, *command):
        step = command[1] if command[0] == "ruff" else command[0]
        ran.append(step)
        return codes[step]

    monkeypatch.setattr(start.Environment, "run", run)
    monkeypatch.delenv("SANDS_SITE_TEST", raising=False)  # as on a machine that asked for no site
    assert start.run_tests(complete, []) == 3
    assert ran == ["format", "check", "pytest"]
    ran.clear()
    assert start.run_tests(complete, ["notebooks/03-treaties.ipynb"]) == 1
    assert ran == ["pytest"]


@pytest.fixture
def asked(complete, monkeypatch, tmp_path):
    """What JupyterLab would be started with: `project` and `open_lessons` stop before it."""
    monkeypatch.delenv("SANDS_JOURNAL", raising=False)
    complete.variables.pop("SANDS_JOURNAL", None)
    commands = []
    monkeypatch.setattr(start, "_place", lambda name: tmp_path / "own" / name)
    monkeypatch.setattr(os, "chdir", lambda folder: None)
    monkeypatch.setattr(os, "execve", lambda path, command, variables: commands.append(command))
    monkeypatch.setattr(subprocess, "call", lambda command, **more: commands.append(command))
    return commands


def test_projecting_has_settings_and_a_journal_of_its_own(complete, asked, tmp_path):
    before = {path for path in complete.folder.rglob("*") if path.is_file()}
    start.project(complete, ["3", "--no-browser"])
    (command,) = asked
    assert "--LabApp.default_url=/doc/tree/notebooks/03-treaties.ipynb" in command
    assert "--LabApp.custom_css=True" in command
    assert "--no-browser" in command
    assert "3" not in command
    # A shared environment may belong to somebody else: it is only read.
    assert {path for path in complete.folder.rglob("*") if path.is_file()} == before
    folder = tmp_path / "own/projecting"
    settings = json.loads((folder / "settings/overrides.json").read_text("utf-8"))
    assert settings == settling.lab_settings(complete.folder, projector=True)
    assert f"--LabApp.app_settings_dir={folder / 'settings'}" in command
    style = (folder / "custom/custom.css").read_text("utf-8")
    assert style == (start.ROOT / start.PROJECTOR_STYLE).read_text("utf-8")
    assert complete.variables["JUPYTER_CONFIG_DIR"] == str(folder)
    assert complete.variables["SANDS_JOURNAL"] == "work/projected"


def test_a_normal_start_knows_nothing_of_projecting(complete, asked, tmp_path):
    start.project(complete, [])
    normal = start.Environment(complete.folder)
    start.open_lessons(normal, [])
    first, then = (" ".join(map(str, command)) for command in asked)
    assert start.FIRST_LESSON in first
    assert start.FIRST_LESSON in then
    assert "custom_css" not in then
    assert "projecting" not in then
    assert "SANDS_JOURNAL" not in normal.variables
    assert normal.variables["JUPYTER_CONFIG_DIR"] == str(tmp_path / "own/jupyter")
    assert f"--ServerApp.root_dir={start.ROOT}" in then


def test_a_journal_that_was_named_is_kept_while_projecting(complete, asked, monkeypatch):
    monkeypatch.setenv("SANDS_JOURNAL", "elsewhere")
    environment = start.Environment(complete.folder)
    start.project(environment, ["--no-browser"])
    assert environment.variables["SANDS_JOURNAL"] == "elsewhere"
    assert start.FIRST_LESSON in " ".join(asked[0])


@pytest.mark.parametrize(
    ("word", "lesson"),
    [
        ("0", "00-start-here"),
        ("3", "03-treaties"),
        ("09", "09-briefing"),
        ("china", "05-china"),
        ("Glossary", "glossary"),
        ("03-treaties", "03-treaties"),
        ("notebooks/03-treaties.ipynb", "03-treaties"),
    ],
)
def test_a_lesson_is_found_by_number_by_a_part_of_its_name_or_by_its_path(word, lesson):
    assert start._lesson(word) == f"notebooks/{lesson}.ipynb"


@pytest.mark.parametrize("word", ["12", "e", "poland"])
def test_an_unknown_lesson_names_the_known_ones(complete, word):
    code, said = run_start(complete.folder, "project", word)
    assert code == 1
    assert f"No lesson is called {word!r}" in said
    assert "03-treaties" in said


def test_settings_name_what_the_installed_jupyterlab_knows():
    share = Path(sys.prefix, "share/jupyter")
    schemas = [
        *share.glob("lab/schemas/*/*/*.json"),
        *share.glob("labextensions/**/schemas/**/*.json"),
    ]
    known = {}
    for path in schemas:
        name = f"{path.parent.parent.name}/{path.parent.name}:{path.stem}"
        known[name] = json.loads(path.read_text("utf-8")).get("properties", {})
    for plugin, values in (settling.SETTINGS | settling.PROJECTOR).items():
        for key, value in values.items():
            kind = known[plugin][key]["type"]
            assert isinstance(value, {"boolean": bool, "string": str}[kind])


# --- a user's own settings ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_NO_DEPS", "PIP_DRY_RUN"),
        *("UV_TARGET", "UV_PYTHON", "UV_PROJECT_ENVIRONMENT", "UV_CONFIG_FILE", "UV_SYSTEM_PYTHON"),
        *("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONOPTIMIZE"),
        *("PYTHONSAFEPATH", "PYTHONWARNINGS", "PYTHONIOENCODING"),
        *("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTERLAB_SETTINGS_DIR", "IPYTHONDIR"),
        *("MPLBACKEND", "MATPLOTLIBRC"),
    ],
)
def test_what_leads_astray_is_not_passed_on(name):
    assert start.own_variables({name: "astray"}).get(name) != "astray"


@pytest.mark.parametrize(
    "name",
    [
        *("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_PROXY", "PIP_TRUSTED_HOST"),
        *("PIP_CONFIG_FILE", "UV_DEFAULT_INDEX", "UV_SYSTEM_CERTS", "UV_HTTP_TIMEOUT"),
        *("HTTPS_PROXY", "SSL_CERT_FILE", "HOME", "LANG", "PYTHONDONTWRITEBYTECODE"),
        *("SANDS_JOURNAL", "JUPYTER_TOKEN"),
    ],
)
def test_the_way_to_the_network_and_what_is_harmless_is_passed_on(name):
    assert start.own_variables({name: "x"})[name] == "x"


def test_of_pip_conf_only_the_way_to_the_network_is_taken():
    option = "INDEX_URL".lower().replace("_", "-")
    listed = (
        f"global.{option}='https://packages.example/all'\n"
        "global.trusted-host='a.example\\nb.example'\n"
        "global.user='true'\ninstall.target='/elsewhere'\nglobal.prefix='/usr'\n"
        f"download.{option}='https://other.example'\nnonsense\nglobal.cert=half'"
    )
    assert start.network_of(listed) == {
        "PIP_INDEX_URL": "https://packages.example/all",
        "UV_DEFAULT_INDEX": "https://packages.example/all",
        "PIP_TRUSTED_HOST": "a.example b.example",
    }


# --- environments in odd states -------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["package gone", "package half copied"])
def test_missing_packages_are_seen_though_the_note_says_ready(
    complete, monkeypatch, request, fault
):
    package = complete._site() / "somepackage"
    package.mkdir()
    for name in ("__init__.py", "inner.py"):
        (package / name).write_text("", "utf-8")
    complete._write_note({**note_of(complete), "packages": complete._packages()})
    monkeypatch.setattr(start.Environment, "_install", refuse)
    complete.ready()
    (package / "__pycache__").mkdir()  # what Python itself writes is no damage
    complete.ready()
    (package / "inner.py").unlink()
    if fault == "package gone":
        shutil.rmtree(package)
    made = request.getfixturevalue("made")
    complete.ready()
    assert made == [complete.folder]


def test_two_starts_at_once_wait_for_each_other_and_a_dead_one_blocks_nobody(tmp_path):
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1])\n"
        "import start; from pathlib import Path\n"
        "with start.Environment(Path(sys.argv[2]))._alone():\n"
        "    print('in', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(start.ROOT), str(tmp_path / "venv")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline() == "in\n"
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as second:
            assert "waiting for it" in second.stdout.readline()
            first.kill()
            assert second.stdout.readline() == "in\n"
            second.kill()


def test_a_link_to_another_disk_is_kept_when_an_interrupted_setup_is_made_anew(tmp_path):
    place, link = tmp_path / "big disk", tmp_path / "venv"
    place.mkdir()
    link.symlink_to(place)
    start.Environment(link)._write_note({"state": "unfinished"})
    (place / "lib").mkdir()
    code, said = run_start(link, "test")
    assert code == 1
    assert "could not be installed" in said
    assert link.is_symlink()
    assert not (place / "lib").is_symlink()


def test_another_pythons_environment_is_left_alone(complete, monkeypatch):
    monkeypatch.setenv("SANDS_VENV", str(complete.folder))
    assert start._folder() == complete.folder
    complete._write_note({**note_of(complete), "python": "3.9"})
    version = "{}.{}".format(*sys.version_info)
    assert start._folder() == complete.folder.with_name(f"{complete.folder.name}-{version}")


@pytest.mark.parametrize("command", ["help", "nonsense"])
def test_output_that_is_not_utf8_and_python_without_docstrings_do_no_harm(tmp_path, command):
    folder = tmp_path / "Уроки"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-OO", "-P", START, command],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "SANDS_VENV": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "None" not in done.stdout
    assert "project" in done.stdout
    assert not done.stderr


def test_a_folder_in_cyrillic_is_named_on_a_terminal_that_knows_only_ascii(tmp_path):
    folder = tmp_path / "Уроки"
    folder.mkdir()
    (folder / "thesis.docx").write_text("", "utf-8")
    code, said = run_start(folder, PYTHONIOENCODING="ascii")
    assert code == 1
    assert "left alone" in said


def test_where_neither_collection_nor_home_can_be_written_a_temporary_folder_serves(
    tmp_path, monkeypatch
):
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setattr(start, "ROOT", tmp_path / "file")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "file")
    monkeypatch.setattr(start.tempfile, "gettempdir", lambda: str(tmp_path))
    place = start._place("jupyter")
    assert place.is_dir()
    assert tmp_path in place.parents


@pytest.mark.parametrize("version", ["2.7", "3.8", "3.10"])
def test_older_python_is_told_what_to_install(version):
    """The lines before the check must parse there; here only their effect is seen."""
    major, minor = map(int, version.split("."))
    head = START.read_text("utf-8").split("import ast")[0]
    program = f"import sys\nsys.version_info = ({major}, {minor}, 0, 'final', 0)\n{head}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"this is Python {version}" in done.stderr
    assert "python.org/downloads" in done.stderr
