"""What can be known of the class's hub without a hub: its settings, its folders, its words."""

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import settling

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a hub runs on Linux")

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "notebooks/instructor"
CONFIG = ROOM / "hub/jupyterhub_config.py"
GUIDE = (ROOM / "giving-it-to-a-class.md").read_text("utf-8")


def module_of(path):
    """Import a file that stands in no package."""
    spec = importlib.util.spec_from_file_location(f"tested_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    # Where a dataclass looks for its module.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


learner = module_of(ROOM / "hub/learner.py")
slides = module_of(ROOM / "slides.py")


class Settings:
    """Stands in for JupyterHub's `c`: takes any setting of any class and remembers it."""

    def __init__(self):
        self.classes = {}

    def __getattr__(self, name):
        if name == "classes":
            raise AttributeError(name)
        return self.classes.setdefault(name, type(name, (), {})())


@pytest.fixture
def hub(monkeypatch):
    """The configuration's settings and names, read as JupyterHub reads it, without the warm-up."""
    monkeypatch.setenv("SANDS_COLD", "yes")
    c = Settings()
    names = {"get_config": lambda: c, "__file__": str(CONFIG)}
    exec(compile(CONFIG.read_text("utf-8"), CONFIG, "exec"), names)
    return c, names


def test_what_the_guide_says_of_the_settings_is_what_the_configuration_sets(hub):
    c, _ = hub
    told = re.findall(r"^\| `c\.(\w+)\.(\w+)` \| `(.+?)` \|", GUIDE, re.MULTILINE)
    assert len(told) >= 5
    for owner, name, value in told:
        assert getattr(getattr(c, owner), name) == ast.literal_eval(value), name


def test_what_the_guide_says_of_memory_and_idleness_is_what_the_configuration_counts_with(hub):
    c, names = hub
    assert f"{names['LEARNER_MB']} MB a learner" in GUIDE
    assert f"{names['SYSTEM_MB']} MB for the rest" in GUIDE
    assert f"after {names['KERNEL_IDLE'] // 60} idle minutes" in GUIDE
    assert f"after {names['SERVER_IDLE'] // 60} minutes" in GUIDE
    assert f"--MappingKernelManager.cull_idle_timeout={names['KERNEL_IDLE']}" in c.Spawner.args
    assert f"--timeout={names['SERVER_IDLE']}" in c.JupyterHub.services[0]["command"]


def test_learners_per_memory_are_those_of_the_guide(hub):
    c, names = hub
    rows = re.findall(r"^\| (\d+) GB \| (\d+) \|$", GUIDE, re.MULTILINE)
    assert len(rows) >= 3
    for gigabytes, learners in rows:
        assert names["room"](int(gigabytes) * 1000) == int(learners)
    assert names["room"](500) == 1
    assert c.JupyterHub.active_server_limit == names["room"](names["memory_mb"]())


def test_the_measured_memory_fits_into_what_the_configuration_counts_with(hub):
    _, names = hub
    sizes = re.findall(r"server and kernel took (\d+) MB", GUIDE)
    assert sizes
    assert max(map(float, sizes)) <= names["LEARNER_MB"]


def test_every_file_that_the_configuration_names_is_there(hub):
    c, names = hub
    assert Path(c.Spawner.cmd[1]) == ROOM / "hub/learner.py"
    assert Path(c.Spawner.cmd[1]).is_file()
    assert names["COLLECTION"] == ROOT
    lesson = c.Spawner.default_url.removeprefix("/doc/tree/")
    assert (ROOT / lesson).is_file()
    assert c.Spawner.notebook_dir == "~/shifting-sands"
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", GUIDE):
        assert (ROOM / link).exists(), link


def test_the_hub_listens_on_this_machine_only(hub):
    c, _ = hub
    assert c.JupyterHub.bind_url.startswith("http://127.0.0.1:")


def test_versions_in_the_header_and_the_guide_are_the_same():
    header = ast.get_docstring(ast.parse(CONFIG.read_text("utf-8")))
    pins = re.findall(r"jupyterhub\S*==[\d.]+", header)
    assert len(pins) == 2
    assert all(pin in GUIDE for pin in pins)
    name, version = re.search(r"(configurable-http-proxy) ([\d.]+)", header).groups()
    assert f"{name}@{version}" in GUIDE


def test_guide_and_configuration_say_when_a_hub_is_still_needed():
    header = ast.get_docstring(ast.parse(CONFIG.read_text("utf-8")))
    assert "only where the website will not do" in " ".join(header.split())
    assert GUIDE.index("Take the website unless") < GUIDE.index("## One server with JupyterHub")


def test_nobody_is_let_in_by_default(hub):
    c, _ = hub
    assert c.LocalAuthenticator.allowed_groups == {"learners"}
    assert "Authenticator" not in c.classes


# --- the learner's folder -------------------------------------------------------------------------


def test_a_learner_gets_lessons_to_write_in_and_no_answers(tmp_path):
    home = tmp_path / "home of one"
    made = learner.furnish(ROOT, home)
    lessons = sorted(p.name for p in (ROOT / "notebooks").glob("*.ipynb"))
    assert sorted(p.name for p in (home / "notebooks").glob("*.ipynb")) == lessons
    assert "notebooks/00-start-here.ipynb" in made
    assert not (home / "notebooks/instructor").exists()
    assert not list(home.rglob("*.draft"))
    own = sum(path.stat().st_size for path in (home / "notebooks").rglob("*") if path.is_file())
    said = re.search(r"a learner's folder takes about (\d+) MB", GUIDE)
    assert round(own / 1e6) == int(said[1])
    assert (home / "helpers").resolve() == ROOT / "helpers"


def test_what_a_learner_changed_stays_and_what_is_missing_comes_back(tmp_path):
    learner.furnish(ROOT, tmp_path)
    mine, gone = tmp_path / "notebooks/03-treaties.ipynb", tmp_path / "notebooks/helpers.py"
    mine.write_text("my own notes", "utf-8")
    gone.unlink()
    assert learner.furnish(ROOT, tmp_path) == ["notebooks/helpers.py"]
    assert mine.read_text("utf-8") == "my own notes"


def test_a_lesson_in_the_learners_folder_finds_the_shared_code_and_an_own_journal(tmp_path):
    home = tmp_path / "shifting-sands"
    learner.furnish(ROOT, home)
    code = (
        "from helpers import data, journal\n"
        "assert len(data.table('actors')) > 4\n"
        "kept = journal.record('note', '0.1', 'x')\n"
        "print(kept.saved, journal.where())"
    )
    variables = {**os.environ, "HOME": str(tmp_path), "SANDS_JOURNAL": "~/shifting-sands/work"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=home / "notebooks",
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["True", str(home / "work")], done.stderr


def test_links_that_dangle_since_the_checkout_moved_are_mended(tmp_path):
    home = tmp_path / "home"
    learner.furnish(ROOT, home)
    for name in learner.SHARED:
        (home / name).unlink()
        (home / name).symlink_to(tmp_path / "where it was" / name)
    assert sorted(learner.furnish(ROOT, home)) == sorted(learner.SHARED)
    for name in learner.SHARED:
        assert (home / name).resolve() == ROOT / name


@pytest.mark.parametrize("name", ["notebooks", "helpers", "data", "notebooks/images", ""])
def test_a_file_in_place_of_a_folder_is_kept_told_and_the_server_starts(tmp_path, capsys, name):
    home = tmp_path / "home"
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    (home / name).write_text("mine", "utf-8")
    learner.furnish(ROOT, home)
    assert (home / name).read_text("utf-8") == "mine"
    assert str(home / name) in capsys.readouterr().err


def test_the_hub_gives_the_same_settings_and_the_same_kernels_start(tmp_path, monkeypatch):
    shutil.copytree(Path(sys.prefix, "share/jupyter/lab/schemas"), tmp_path / "lab/schemas")
    share = tmp_path / "prefix/share/jupyter"
    share.mkdir(parents=True)
    (tmp_path / "lab").rename(share / "lab")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    monkeypatch.setattr(learner.compileall, "compile_dir", lambda *_, **__: True)
    monkeypatch.setattr(learner.subprocess, "run", lambda *_, **__: None)
    learner.warm_up(ROOT)
    told = json.loads((share / "lab/settings/overrides.json").read_text("utf-8"))
    assert told == settling.lab_settings(tmp_path / "prefix")
    assert told["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]
    config = tmp_path / "prefix/etc/ipython/ipython_kernel_config.py"
    assert str(ROOT) in config.read_text("utf-8")


def test_the_list_of_fonts_is_lent_once_and_never_over_an_own_one(tmp_path):
    shared, cache = tmp_path / "shared", tmp_path / "home/.cache/matplotlib"
    shared.mkdir()
    (shared / "fontlist-v390.json").write_text("the hub's", "utf-8")
    learner.lend_fonts(shared, cache)
    lent = cache / "fontlist-v390.json"
    assert lent.read_text("utf-8") == "the hub's"
    lent.write_text("my own", "utf-8")
    learner.lend_fonts(shared, cache)
    assert lent.read_text("utf-8") == "my own"
    learner.lend_fonts(tmp_path / "no such folder", tmp_path / "other")
    assert not (tmp_path / "other").exists()


# --- slides -------------------------------------------------------------------------------------


def test_slides_begin_at_headings_and_code_and_the_lesson_stays_as_it_was():
    lesson = json.loads((ROOT / "notebooks/03-treaties.ipynb").read_text("utf-8"))
    before = json.dumps(lesson)
    copy = slides.as_slides(lesson)
    assert json.dumps(lesson) == before
    assert len(copy["cells"]) == len(lesson["cells"])
    for cell in copy["cells"]:
        begins = cell["cell_type"] == "code" or "".join(cell["source"]).startswith("#")
        mark = {"slide_type": "slide"} if begins else None
        assert cell["metadata"].get("slideshow") == mark
        assert not cell.get("outputs")
