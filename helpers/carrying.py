"""The folder `wheels` of a collection that is carried to machines without a network.

Each list in it is named by Python and platform, such as `3.11-linux-x86_64.json`, and holds the
size and the hash of every package. One folder may hold lists for several of them. `start.py`
uses this before anything is installed, so that it needs nothing but Python.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

NAME = "wheels"
# What is made here, or belongs to one machine.
LEFT = {".git", ".venv", "work", "html", "site", NAME, "__pycache__", ".ipynb_checkpoints"}


def build() -> str:
    """Return the name of this Python and platform."""
    return "{}.{}-{}".format(*sys.version_info[:2], sysconfig.get_platform())


def builds(folder: Path) -> list[str]:
    """Return for which Pythons and platforms a collection carries packages.

    Args:
        folder: the collection.

    Returns:
        Names as `build` gives them; empty where it carries none.
    """
    return sorted(path.stem for path in (folder / NAME).glob("*.json"))


def copy(source: Path, folder: Path) -> int:
    """Copy a collection, without what was made in it.

    Args:
        source: the collection.
        folder: where to; files that stand there are written over.

    Returns:
        How many files were copied.
    """
    files = _files(source)
    for path in files:
        place = folder / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return len(files)


def _files(source: Path) -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (source / ".git").exists() and shutil.which("git"):
        done = subprocess.run(command, cwd=source, capture_output=True, check=False)
        if done.returncode == 0:
            paths = (source / name for name in done.stdout.decode().split("\0") if name)
            return [path for path in paths if path.is_file()]
    found = (path for path in source.rglob("*") if path.is_file())
    return [path for path in found if not LEFT & set(path.relative_to(source).parts)]


def write_list(folder: Path, requirements: str, names) -> Path:
    """Write down which packages this Python and platform need.

    Args:
        folder: the collection, with the packages in its folder `wheels`.
        requirements: fingerprint of the file that names them.
        names: names of the packages' files.

    Returns:
        The list's path.
    """
    files = {name: _measure(folder / NAME / name) for name in sorted(names)}
    path = folder / NAME / f"{build()}.json"
    content = {"requirements": requirements, "files": files}
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return path


def _measure(path: Path) -> list:
    with path.open("rb") as file:
        return [path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()]


def faults(folder: Path, requirements: str) -> list[tuple[str, str]]:
    """Say what keeps a carried collection from being set up by this Python.

    Args:
        folder: the collection.
        requirements: fingerprint of its file of packages, as it is now.

    Returns:
        (fault, name) each: 'platform' and the builds that are there; 'list', 'missing' or
        'damaged' and a file; 'requirements' and the list that is older. Empty if all is well.
    """
    known = builds(folder)
    if build() not in known:
        return [("platform", ", ".join(known))]
    path = folder / NAME / f"{build()}.json"
    try:
        told = json.loads(path.read_text("utf-8"))
        listed = {str(name): list(measure) for name, measure in told["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return [("list", path.name)]
    found = [("requirements", path.name)] if told.get("requirements") != requirements else []
    for name, measure in listed.items():
        wheel = folder / NAME / name
        if not wheel.is_file():
            found.append(("missing", name))
        elif _measure(wheel) != measure:
            found.append(("damaged", name))
    return found
