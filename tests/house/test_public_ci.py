"""The public test run is thin: three systems, three Pythons, and the README's own command."""

import re
from pathlib import Path

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
