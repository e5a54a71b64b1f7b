"""The public test run is thin: three systems, three Pythons, and the README's own command."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))


def test_it_runs_on_three_systems_and_the_pythons_that_the_readme_names():
    matrix = WORKFLOW["jobs"]["test"]["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    named = re.search(r"\[Python\]\([^)]*\) ([\d., or]+)", (ROOT / "README.md").read_text("utf-8"))
    assert re.findall(r"3\.\d+", named[1]) == matrix["python"]


def test_it_calls_ci_run_and_nothing_else():
    steps = WORKFLOW["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["bash .ci/run"]


def test_ci_run_requires_a_browser_and_leaves_no_lesson_out():
    text = (ROOT / ".ci/run").read_text("utf-8")
    assert "SANDS_BROWSER:-required" in text
    assert "SANDS_LESSONS" not in text


@pytest.mark.parametrize("version", ["the system's", "another"])
def test_ci_run_takes_the_systems_python_where_it_is_of_the_same_version(tmp_path, version):
    ask = ["/usr/bin/python3", "-c", "import ensurepip, sys; print(sys.version_info[:2])"]
    with_system = Path(ask[0]).exists() and not subprocess.run(ask, capture_output=True).returncode
    told = '$(/usr/bin/python3 "$@")' if version == "the system's" else "(3, 0)"
    first = tmp_path / "python3"
    first.write_text(
        f'#!/bin/sh\ncase "$2" in *pip*) echo "{told}";; *) echo first;; esac', "utf-8"
    )
    first.chmod(0o755)
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci")
    command = "python3 -c 'import sys; print(sys.executable)'"
    (tmp_path / "README.md").write_text(f"<!-- test command -->\n```\n{command}\n```\n", "utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", tmp_path / ".ci/run"],
        env=os.environ | {"PATH": path, "SANDS_BROWSER": "off"},
        capture_output=True,
        text=True,
        check=True,
    )
    systems = with_system and version == "the system's"
    assert done.stdout.splitlines()[-1] == ("/usr/bin/python3" if systems else "first")
