"""Set up Shifting Sands and open it; needs nothing but Python 3.11, 3.12 or 3.13.

    python start.py                     open the lessons in JupyterLab
    python start.py test                check everything
    python start.py test notebooks/...  check only these files, in seconds
    python start.py lint                format the code, mend what can be mended
    python start.py render              run all notebooks and save what they show
    python start.py render notebooks/03-treaties.ipynb
    python start.py project 3           open lesson 3 for a projector, in large type
    python start.py html                write all lessons as pages to read, into the folder html

The packages go into the folder .venv beside this file; the environment variable SANDS_VENV
names another place. Further arguments go to JupyterLab, pytest or the renderer.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python still reads this far
    sys.exit(
        "Shifting Sands needs Python 3.11, 3.12 or 3.13; this is Python {}.{}.\n"
        "Install one of them (https://www.python.org/downloads/) and use it here.".format(
            *sys.version_info
        )
    )

import hashlib
import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FIRST_LESSON = "notebooks/00-start-here.ipynb"
NEEDED_BYTES = 1_000_000_000
UV = "uv==0.13.9"

# What JupyterLab would otherwise ask or look up on its first start, and what a lesson needs.
LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # The guide for instructors opens as a page, not as its source.
    "@jupyterlab/docmanager-extension:plugin": {
        "defaultViewers": {"markdown": "Markdown Preview"},
    },
    # A lesson that is opened again shows its controls as they were left.
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
}

# For a projector; see notebooks/instructor/projecting.md.
PROJECTOR_STYLE = "notebooks/instructor/projecting.css"
PROJECTOR_SETTINGS = {
    **LAB_SETTINGS,
    "@jupyterlab/statusbar-extension:plugin": {"visible": False},
    # What is shown and tried in class must not change the lesson's file.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    # All cells are in the page: it does not jump while it is scrolled.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


class SetupError(Exception):
    """What went wrong and what to do next, in words for the person who typed the command."""


def say(text):
    """Print one line at once, in order with what the tools print."""
    print(text, flush=True)


class Environment:
    """The virtual environment of the collection, with a note of what was put into it.

    The note is written before anything else and says "unfinished" until all is in place, so
    that a set-up that was interrupted is seen and done again.
    """

    def __init__(self, folder):
        """Name the folder; nothing is read or written yet."""
        self.folder = folder
        self.note = folder / "shifting-sands.json"
        scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / ("python.exe" if os.name == "nt" else "python")
        self.variables = {
            **os.environ,
            "VIRTUAL_ENV": str(folder),
            "PATH": os.pathsep.join([str(scripts), os.environ.get("PATH", "")]),
        }
        self.variables.pop("PYTHONHOME", None)

    def ready(self, for_tests=False):
        """Make or complete the environment; touches neither disk nor network if all is there."""
        wanted = {
            "python": "{}.{}".format(*sys.version_info),
            "requirements": _fingerprint(ROOT / "requirements.txt"),
            "tests": _fingerprint(ROOT / "tests/requirements.txt"),
        }
        have = self._read_note()
        if not self._usable(have, wanted["python"]):
            self._create()
            have = {}
        # The learner's command is content with an environment that has the tests' packages too.
        needed = wanted if for_tests else {k: v for k, v in wanted.items() if k != "tests"}
        if all(have.get(key) == value for key, value in needed.items()):
            return
        self._write_note({"state": "unfinished"})
        try:
            self._install("tests/requirements.txt" if for_tests else "requirements.txt")
        except SetupError:
            # Resolving comes before any change: what was complete before is complete still.
            if have:
                self._write_note(have)
            raise
        self._settle()
        self._write_note({"state": "ready", **have, **needed})

    def run(self, *command):
        """Run a module of the environment in the collection's folder; returns its exit code."""
        return subprocess.call([self.python, "-m", *command], cwd=ROOT, env=self.variables)

    def _read_note(self):
        try:
            note = json.loads(self.note.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) and note.get("state") == "ready" else {}

    def _write_note(self, content):
        self.note.write_text(json.dumps(content, indent=1) + "\n", "utf-8")

    def _usable(self, note, version):
        if note.get("python") != version:
            return False
        # Its Python is a link to the one it was made with, which may be gone.
        try:
            probe = subprocess.run([self.python, "-c", ""], capture_output=True, check=False)
        except OSError:
            return False
        return probe.returncode == 0

    def _create(self):
        if self.folder.exists() and not self.note.exists() and any(self.folder.iterdir()):
            raise SetupError(
                f"{self.folder} holds something that this command did not make; it is left alone.\n"
                "Rename or delete that folder, or name another one in the environment variable "
                "SANDS_VENV."
            )
        if self.folder.exists():
            say(f"Removing the unfinished or outdated environment in {self.folder}")
            shutil.rmtree(self.folder)
        self._check_space(NEEDED_BYTES)
        say(f"Making an environment with Python {sys.version.split()[0]} in {self.folder}")
        self.folder.mkdir(parents=True)
        self._write_note({"state": "unfinished"})
        try:
            # In a process of its own: `ensurepip` ends the process when it fails.
            subprocess.run([_base_python(), "-m", "venv", self.folder], check=True)
        except subprocess.CalledProcessError as error:
            raise SetupError(
                "Python could not make the environment; its own message stands above.\n"
                "On Debian and Ubuntu install the missing part first: "
                "sudo apt install python3-venv"
            ) from error

    def _install(self, requirements):
        say("Installing the packages (about 500 MB; one or two minutes the first time)")
        # Behind a company's or university's proxy only the system knows the certificates.
        variables = {"UV_SYSTEM_CERTS": "true", **self.variables}
        pip = [self.python, "-m", "pip", "--disable-pip-version-check"]
        uv = [self.python, "-m", "uv"]
        # uv is only faster: whatever goes wrong with it, pip has the last word.
        fetched = subprocess.run(
            [*pip, "install", "--quiet", "--retries", "1", UV],
            env=variables,
            capture_output=True,
            check=False,
        )
        if fetched.returncode == 0:
            # The folder is named because uv would take the one that PATH or the user names.
            target = ["--python", self.python]
            options = ["--quiet"] if "CI" in os.environ else []
            # Where Python may write no bytecode, every kernel would compile its packages anew.
            options += ["--compile-bytecode"] if sys.dont_write_bytecode else []
            command = [*uv, "pip", "install", *target, *options, "-r", ROOT / requirements]
            if subprocess.call(command, env=variables) == 0:
                return
            say("uv did not succeed; trying pip")
        command = [*pip, "install", "--quiet", "-r", ROOT / requirements]
        if subprocess.call(command, env=variables) != 0:
            self._check_space(50_000_000)
            raise SetupError(
                "The packages could not be installed; the last lines above say why.\n"
                "Most often the network is missing or blocked: check it, then run the same "
                "command again. What was downloaded so far is kept."
            )

    def _settle(self):
        settings = self.folder / "share/jupyter/lab/settings"
        settings.mkdir(parents=True, exist_ok=True)
        text = json.dumps(LAB_SETTINGS, indent=1) + "\n"
        (settings / "overrides.json").write_text(text, "utf-8")
        # Done here, or the first lesson would show matplotlib's notice about it.
        command = [self.python, "-c", "import matplotlib.font_manager"]
        subprocess.run(command, env=self.variables, capture_output=True, check=False)

    def _check_space(self, needed):
        place = next(path for path in [self.folder, *self.folder.parents] if path.exists())
        free = shutil.disk_usage(place).free
        if free < needed:
            raise SetupError(
                f"The disk is nearly full: {place} has {free // 10**6} MB left, and the packages "
                f"need about {NEEDED_BYTES // 10**6} MB.\n"
                "Free some space and run the same command again, or name a folder on another "
                "disk in the environment variable SANDS_VENV."
            )


def _fingerprint(requirements):
    lines = requirements.read_text("utf-8").splitlines()
    wanted = [line.split("#")[0].strip() for line in lines]
    return hashlib.sha256("\n".join(filter(None, wanted)).encode()).hexdigest()[:16]


def _base_python():
    # Run from inside the environment itself, it must not be the one to make itself anew.
    return getattr(sys, "_base_executable", None) or sys.executable


def open_lessons(environment, arguments):
    """Start JupyterLab on the first lesson; further arguments are JupyterLab's."""
    environment.ready()
    # As the default address, not as a file to open: so the printed link leads there as well.
    return _open_lab(environment, f"--LabApp.default_url=/lab/tree/{FIRST_LESSON}", *arguments)


def project(environment, arguments):
    """Start JupyterLab on one lesson in large type; all its settings are in a folder of its own.

    The first argument may name the lesson by its number, a part of its name or its path; further
    ones are JupyterLab's. What is entered goes into a journal of its own, `work/projected`.
    """
    named = bool(arguments) and not arguments[0].startswith("-")
    lesson = _lesson(arguments[0]) if named else FIRST_LESSON
    environment.ready()
    folder = environment.folder / "share/jupyter/projecting"
    for part in ("custom", "settings"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / PROJECTOR_STYLE, folder / "custom/custom.css")
    text = json.dumps(PROJECTOR_SETTINGS, indent=1) + "\n"
    (folder / "settings/overrides.json").write_text(text, "utf-8")
    # JupyterLab keeps there, too, what is set while it runs: a normal start never sees it.
    environment.variables["JUPYTER_CONFIG_DIR"] = str(folder)
    # A class is shown empty questions, and what it answers is not mixed with one's own answers.
    environment.variables.setdefault("SANDS_JOURNAL", "work/projected")
    return _open_lab(
        environment,
        f"--LabApp.default_url=/doc/tree/{lesson}",
        "--LabApp.custom_css=True",
        f"--LabApp.app_settings_dir={folder / 'settings'}",
        *arguments[named:],
    )


def _lesson(word):
    if word.endswith(".ipynb") and (ROOT / word).is_file():
        return word
    known = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
    number = f"{word:0>2}-" if word.isdigit() else word.casefold()
    found = [name for name in known if name.startswith(number)] or [
        name for name in known if number in name
    ]
    if len(found) != 1:
        raise SetupError(f"No lesson is called {word!r}; known: {', '.join(known)}.")
    return f"notebooks/{found[0]}.ipynb"


def _open_lab(environment, *arguments):
    command = [str(environment.python), "-m", "jupyterlab", *arguments]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in arguments:
        # In a container one is root, and JupyterLab refuses that without this word.
        command.append("--allow-root")
    say("Starting JupyterLab; press Ctrl+C here to stop it")
    if os.name == "nt":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for JupyterLab, which asks
        return subprocess.call(command, cwd=ROOT, env=environment.variables)
    os.chdir(ROOT)
    return os.execve(command[0], command, environment.variables)


def run_tests(environment, arguments):
    """Check format, code and lessons; with arguments, only what they name."""
    environment.ready(for_tests=True)
    if arguments:
        return environment.run("pytest", *arguments)
    say("Checking the format and the code")
    codes = [environment.run("ruff", "format", "--check", ".")]
    codes.append(environment.run("ruff", "check", "."))
    say("Running the tests and all notebooks (a few minutes)")
    codes.append(environment.run("pytest", "-n", "2", "--dist", "loadfile"))
    return next((code for code in codes if code), 0)


def lint(environment, arguments):
    """Format the code and mend what ruff can mend; says what is left."""
    environment.ready(for_tests=True)
    paths = arguments or ["."]
    return environment.run("ruff", "check", "--fix", *paths) or environment.run(
        "ruff", "format", *paths
    )


def render(environment, arguments):
    """Run notebooks from the top and save what they show, the same bytes each time."""
    environment.ready(for_tests=True)
    return environment.run("helpers.editions", *arguments)


def html(environment, arguments):
    """Write the edition for reading: linked pages that load nothing from the network."""
    environment.ready()
    return environment.run("helpers.html_edition", *arguments)


COMMANDS = {"test": run_tests, "lint": lint, "render": render, "project": project, "html": html}


def main(arguments):
    """Do what the first word says; without one, open the lessons."""
    if arguments and arguments[0] in ("-h", "--help", "help"):
        say(__doc__)
        return 0
    folder = Path(os.environ.get("SANDS_VENV") or ROOT / ".venv").expanduser().absolute()
    if sys.version_info >= (3, 14):
        say("Tested with Python 3.11 to 3.13; if the set-up fails on this newer one, use 3.13.")
    command, rest = open_lessons, arguments
    if arguments and not arguments[0].startswith("-"):
        if arguments[0] not in COMMANDS:
            known = ", ".join(COMMANDS)
            say(f"Unknown command {arguments[0]!r}; known: {known}, or none to open the lessons.")
            return 2
        command, rest = COMMANDS[arguments[0]], arguments[1:]
    try:
        return command(Environment(folder), rest)
    except SetupError as error:
        say(f"\n{error}")
    except OSError as error:
        say(
            f"\nThe set-up stopped: {error.strerror or error} ({error.filename or folder}).\n"
            "Close programs that use that folder and see that you may write to it and that the "
            "disk has room; then run the same command again."
        )
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again to go on.")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
