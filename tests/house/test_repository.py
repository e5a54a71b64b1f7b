"""What the repository promises as a whole: commands, pins, sizes, and nothing left lying about."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
NOT_OURS = {".git", ".venv", "work", "artefacts", "__pycache__", ".ipynb_checkpoints"}
TEXT = {
    ".md",
    ".py",
    ".toml",
    ".csv",
    ".json",
    ".ipynb",
    ".txt",
    ".cfg",
    ".yml",
    ".yaml",
    ".tpl",
    "",
}
MEGABYTE = 1_000_000

# Paths of somebody's machine; work that was put off; merges that were not finished.
FORBIDDEN = {
    "a path of one machine": re.compile(
        r"(?<![\w.~/}-])/(home|Users|root|work)/\w|[A-Z]:\\Users\\"
    ),
    "a package index": re.compile(r"(files\.pythonhosted|registry\.npmjs|index-url|/simple/)"),
    "work put off": re.compile(r"\b(TO" r"DO|FIX" r"ME)\b"),
    "an unfinished merge": re.compile(r"^(<{7}|>{7}) ", re.MULTILINE),
}


def tracked_files():
    """Files that belong to the repository, in a clone as in an unpacked archive."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if done.returncode == 0:
            paths = [ROOT / name for name in done.stdout.decode().split("\0") if name]
            return [path for path in paths if path.is_file()]
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return [p for p in found if not NOT_OURS & set(p.relative_to(ROOT).parts)]


def fenced_block(text, marker):
    """Lines of the fenced block that directly follows a marker comment."""
    match = re.search(re.escape(marker) + r"\s*\n```\w*\n(.*?)\n```", text, re.DOTALL)
    return match.group(1).splitlines() if match else []


def test_readme_names_the_two_commands_for_each_system():
    text = README.read_text("utf-8")
    lines = [line.strip() for line in text.splitlines()]
    for command in ("python3 start.py", "python3 start.py test", "py start.py", "py start.py test"):
        assert command in lines or f"`{command}`" in text, f"README.md does not give {command!r}"


@pytest.mark.skipif(os.name == "nt", reason="the continuous run uses bash")
def test_the_continuous_run_takes_its_command_from_the_readme():
    printed = subprocess.run(
        ["bash", ROOT / ".ci/run", "--show"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert printed == fenced_block(README.read_text("utf-8"), "<!-- test command -->")
    assert printed == ["python3 start.py test"]


@pytest.mark.skipif(os.name == "nt", reason="the continuous run uses bash")
def test_the_continuous_run_fails_when_the_readme_has_no_command(tmp_path):
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    (tmp_path / "README.md").write_text("# Nothing\n\n```\nrm -rf thesis\n```\n", "utf-8")
    done = subprocess.run(
        ["bash", tmp_path / ".ci/run", "--show"], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "thesis" not in done.stdout


def test_requirements_are_exact_and_give_a_reason():
    pattern = re.compile(r"[A-Za-z0-9_.-]+==\d+(\.\d+)+ +# \w.{5,}")
    for path in (ROOT / "requirements.txt", ROOT / "tests/requirements.txt"):
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith(("#", "-r ")):
                assert pattern.fullmatch(line), f"{path.name}: {line}"


def test_repository_is_small():
    sizes = {path: path.stat().st_size for path in tracked_files()}
    assert len(sizes) > 10
    assert sum(sizes.values()) <= 9 * MEGABYTE
    too_big = [p.name for p, size in sizes.items() if p.suffix == ".ipynb" and size > MEGABYTE]
    assert not too_big


def findings(text, name):
    """What a text of the repository should not hold, by kind."""
    found = [kind for kind, pattern in FORBIDDEN.items() if pattern.search(text)]
    # A saved output that shows a temporary folder is different on every run.
    if name.endswith(".ipynb") and re.search(r"(?<!\w)/(tmp|var/folders)/\w", text):
        found.append("a temporary folder")
    return found


def test_nothing_is_left_lying_about():
    wrong = []
    for path in tracked_files():
        # This file names what it looks for.
        if path.suffix in TEXT and path != Path(__file__).resolve():
            for kind in findings(path.read_text("utf-8"), path.name):
                wrong.append(f"{path.relative_to(ROOT)}: {kind}")
    assert not wrong


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("see /home/anna/lessons", "a.md"),
        (r"C:\Users\anna", "a.csv"),
        ("# TODO: later", "a.py"),
        ("<<<<<<< HEAD\n", "a.toml"),
        ('"kept in /tmp/abc/journal"', "a.ipynb"),
    ],
)
def test_what_is_left_lying_about_is_seen(text, name):
    assert len(findings(text, name)) == 1


def test_addresses_and_our_own_folders_are_not_mistaken_for_it():
    assert not findings("https://example.org/home/news https://a.org/work/1 /work/\n", "a.csv")
