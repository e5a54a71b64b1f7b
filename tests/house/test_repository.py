"""What the repository promises as a whole: commands, pins, sizes, and nothing left lying about."""

import ast
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


# --- the same on Linux, macOS and Windows --------------------------------------------------------

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)
POSIX = {"mkfifo", "fork", "geteuid", "getuid", "setuid", "sysconf", "SIGKILL", "SIGALRM"}
GUARDS = ("hasattr", "skipif", "os.name", "@posix")


def unfit(names):
    """Names of files that one of the three systems cannot have, or takes for one another."""
    found = [name for name in names if not re.fullmatch(r"[\w.,+/-]{1,120}", name, re.ASCII)]
    found += [n for n in names if any(RESERVED.match(p) or p[-1] == "." for p in n.split("/"))]
    seen = {}
    return found + [n for n in names if seen.setdefault(n.casefold(), n) != n]


def calls(source):
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def in_an_unnamed_encoding(source):
    """Lines that read or write a text as the machine's own settings would have it."""
    found = []
    for call in calls(source):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        given = [*call.args, *(word.value for word in call.keywords)]
        words = [a.value for a in given if isinstance(getattr(a, "value", None), str)]
        named = any(word.startswith("utf-8") for word in words)
        if name in ("read_text", "write_text"):
            bare = not named
        else:
            mode = next((word for word in words if re.fullmatch(r"[rwax]b?\+?", word)), None)
            bare = name == "open" and mode is not None and "b" not in mode and not named
        found += [call.lineno] if bare else []
    return found


def without_a_guard(source, first=""):
    """Functions that use what Windows lacks and do not ask for it first."""
    if not POSIX & set(re.findall(r"\w+", source)):
        return []
    tree = ast.parse(source)
    if any("skipif" in ast.unparse(n) for n in tree.body if isinstance(n, ast.Assign)):
        return []
    found = []
    for node in ast.walk(tree):
        # What a test calls is guarded by the test.
        if isinstance(node, ast.FunctionDef) and node.name.startswith(first):
            used = {a.attr for a in ast.walk(node) if isinstance(a, ast.Attribute)} & POSIX
            if used and not any(guard in ast.unparse(node) for guard in GUARDS):
                found.append(node.name)
    return found


def test_names_of_files_are_names_on_every_system():
    assert not unfit([path.relative_to(ROOT).as_posix() for path in tracked_files()])
    names = ["a/Con.txt", "a b.md", "data/ü.csv", "end./x", "One.md", "one.md", "x" * 121]
    assert sorted(unfit(["fine.md", *names])) == sorted(set(names) - {"One.md"})


def test_a_text_is_opened_in_an_encoding_that_is_named():
    for path in tracked_files():
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] != "tests":
            source = path.read_text("utf-8")
            found = in_an_unnamed_encoding(source) if re.search(r"open\(|_text\(", source) else []
            # Of this one only the lock is of interest.
            assert not found or path.name == "start.py", (path.name, found)
    wrong = "p.read_text()\np.write_text(x, newline='')\nopen(p, 'w')\np.open('a')\n"
    right = "p.read_text('utf-8')\np.open('rb')\nopen(p, 'x', encoding='utf-8')\nbox.open()\n"
    assert in_an_unnamed_encoding(wrong + right) == [1, 2, 3, 4]


def test_what_windows_lacks_is_asked_for_before_it_is_used():
    for path in tracked_files():
        # Browser tests run on Linux alone, and so does a hub.
        rooms = set(path.relative_to(ROOT).parts)
        if path.suffix == ".py" and not rooms & {"lab", "site", "hub", "benchmarks"}:
            first = "test_" if "tests" in rooms else ""
            assert not without_a_guard(path.read_text("utf-8"), first), path.name
    assert without_a_guard("def f():\n  os.mkfifo(p)\n") == ["f"]
    assert not without_a_guard("@posix\ndef f():\n  os.mkfifo(p)\n")
