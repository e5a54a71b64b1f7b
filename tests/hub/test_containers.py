"""Dockerfile, dev container, Kubernetes and The Littlest JupyterHub say what the hub decides."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a hub runs on Linux")

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "notebooks/instructor"
PAGE = (ROOM / "administrators.md").read_text("utf-8")
IMAGE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
BOX = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))
VALUES_FILE = (ROOM / "hub/values.yaml").read_text("utf-8")
VALUES = yaml.safe_load(VALUES_FILE)
# What a learner's own machine decides, not a container of one learner.
MACHINE = {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}


def said(instruction):
    """What stands after each instruction of that name, in order."""
    return re.findall(rf"^{instruction} (.+)$", IMAGE, re.MULTILINE)


def inside(path):
    """The file of the repository that has this path in the image."""
    return ROOT / Path(path).relative_to(said("WORKDIR")[0])


class Settings(dict):
    """Stands in for JupyterHub's `c`: `c.Spawner.cmd = …` is kept as `c["Spawner"]["cmd"]`."""

    def __getattr__(self, name):
        return self.setdefault(name, Settings())

    __setattr__ = dict.__setitem__


@pytest.fixture
def hub(monkeypatch):
    """Our own hub's decisions about a learner's server; paths begin at the repository."""
    monkeypatch.setenv("SANDS_COLD", "yes")
    c, path = Settings(), ROOM / "hub/jupyterhub_config.py"
    names = {"get_config": lambda: c, "__file__": str(path)}
    exec(compile(path.read_text("utf-8"), path, "exec"), names)
    return names, c.Spawner


@pytest.fixture
def littlest():
    """What the lines for The Littlest JupyterHub decide."""
    lines = re.search(r"^```python\n(hub = .*?)```", PAGE, re.M | re.S)[1]
    c = Settings()
    exec(lines, {"c": c})
    return c.Spawner


def same(environment):
    """An environment whose paths begin at the repository, without the machine's own."""
    return {
        name: value.replace("/srv/shifting-sands", str(ROOT))
        for name, value in environment.items()
        if name not in MACHINE
    }


def test_what_the_image_copies_gives_a_lesson_with_its_saved_outputs(tmp_path):
    for line in said("COPY"):
        *sources, place = line.removeprefix("--chown=learner ").split()
        for name in sources:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, tmp_path / place)
            else:
                (tmp_path / place).mkdir(exist_ok=True)
                shutil.copy(ROOT / name, tmp_path / place)
    for command in (["start.py", "--help"], ["-m", "helpers.editions", "--check"]):
        lesson = [] if "--help" in command else ["notebooks/00-start-here.ipynb"]
        done = subprocess.run(
            [sys.executable, *command, *lesson],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_is_copied_that_holds_answers_or_is_not_ours():
    copied = [name for line in said("COPY") for name in line.split()[1:-1]]
    assert not {".", "work", ".git"} & set(copied)
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_runs_a_python_of_the_readme_as_somebody_without_rights():
    version = re.search(r"^FROM python:(\d\.\d+)-", IMAGE, re.M)[1]
    assert f"python-{version}" == (ROOT / ".binder/runtime.txt").read_text("utf-8").strip()
    assert version in (ROOT / "README.md").read_text("utf-8")
    name, number = BOX["remoteUser"], said("USER")[0]
    home = VALUES["singleuser"]["storage"]["homeMountPath"]
    assert f"useradd --create-home --home-dir {home} --uid {number} {name}" in IMAGE
    assert int(number) >= 1000


def test_the_port_is_the_same_everywhere_and_open_to_this_machine_alone():
    port = int(said("EXPOSE")[0])
    assert BOX["forwardPorts"] == [port]
    assert f"--publish 127.0.0.1:{port}:{port} " in PAGE
    command = json.loads(said("CMD")[0])
    assert command[:2] == ["python3", "start.py"]
    assert shlex.split(BOX["postAttachCommand"])[:2] == command[:2]
    assert (ROOT / ".devcontainer" / BOX["build"]["dockerfile"]).resolve() == ROOT / "Dockerfile"


def test_the_folder_of_answers_is_the_volume_of_the_page():
    volume = re.search(r"--volume sands-work:(\S+)", PAGE)[1]
    assert volume == f"{said('WORKDIR')[0]}/work"
    assert volume in said("RUN")[0].split()


def test_kubernetes_starts_what_is_in_the_image():
    python, starter = VALUES["singleuser"]["cmd"]
    environment = dict(line.split("=", 1) for line in said("ENV"))
    assert python == f"{environment['SANDS_VENV']}/bin/python"
    assert inside(starter) == ROOM / "hub/learner.py"
    assert f"{python} notebooks/instructor/hub/learner.py --warm-up" in said("RUN")[-1]
    assert "AS hub" in IMAGE
    assert "--target hub" in PAGE


def test_chart_hub_and_image_have_one_version_each():
    chart, inner = re.search(r"chart ([\d.]+) with JupyterHub ([\d.]+):", VALUES_FILE).groups()
    assert f"jupyterhub=={inner} " in IMAGE
    assert f"--version {chart} " in PAGE
    assert f"JupyterHub {inner} " in PAGE


def test_kubernetes_decides_what_our_own_hub_decides(hub):
    names, spawner = hub
    told, config = VALUES["singleuser"], VALUES["hub"]["config"]
    assert config["Spawner"] == {key: spawner[key] for key in ("notebook_dir", "args")}
    assert told["defaultUrl"] == spawner["default_url"]
    assert same(told["extraEnv"]) == same(spawner["environment"])
    assert told["extraEnv"].keys() == spawner["environment"].keys()
    assert VALUES["cull"]["timeout"] == names["SERVER_IDLE"]
    assert int(told["memory"]["guarantee"].rstrip("M")) >= names["LEARNER_MB"]


def test_as_it_stands_nobody_may_sign_in_on_kubernetes():
    assert VALUES["hub"]["config"]["JupyterHub"]["authenticator_class"] == "null"
    assert VALUES_FILE.count("# DECIDE") == 3


def test_the_littlest_hub_decides_what_our_own_hub_decides(hub, littlest):
    names, spawner = hub
    for key in ("notebook_dir", "default_url"):
        assert littlest[key] == spawner[key]
    assert same(littlest["environment"]) == same(spawner["environment"])
    assert Path(littlest["cmd"][1].replace("/srv/shifting-sands", str(ROOT))).is_file()
    assert f"set services.cull.timeout {names['SERVER_IDLE']}\n" in PAGE
