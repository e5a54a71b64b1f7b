"""What an administrator copies from the page does what the page says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "notebooks/instructor/administrators.md").read_text("utf-8")


def block(heading):
    return re.search(rf"^## {re.escape(heading)}\n.*?```\n(.*?)```", PAGE, re.M | re.S)[1]


@pytest.mark.skipif(sys.platform != "linux", reason="the page is for Linux")
def test_exports_are_collected_and_two_of_one_name_stay_apart(tmp_path):
    for name, said in (("anna", "1"), ("an other", "2")):
        work = tmp_path / "home" / name / "shifting-sands/work"
        work.mkdir(parents=True)
        (work / "shifting-sands-Alex.jsonl").write_text(said, "utf-8")
        (work / "journal.jsonl").write_text("private", "utf-8")
    script = block("How do exports come together?")
    script = script.replace("/srv/exports", f"{tmp_path}/exports")
    # Only the two folders are moved.
    script = script.replace("/home/", f"{tmp_path}/home/")
    for _ in range(2):
        subprocess.run(["bash", "-eu", "-c", script], check=True)
    found = {path.name: path.read_text("utf-8") for path in (tmp_path / "exports").iterdir()}
    assert found == {
        "anna-shifting-sands-Alex.jsonl": "1",
        "an other-shifting-sands-Alex.jsonl": "2",
    }


def test_the_unit_starts_the_configuration_that_is_there():
    unit = block("How does the hub start with the machine?")
    config = re.search(r"-f /srv/shifting-sands/(\S+)", unit)[1]
    assert (ROOT / config).is_file()
    assert "127.0.0.1:8000" in (ROOT / config).read_text("utf-8")
    assert "127.0.0.1:8000" in block("How do passwords stay secret?")
