"""Set up Shifting Sands and open it; needs nothing but Python 3.11, 3.12 or 3.13."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python still reads this far
    sys.exit(
        "Shifting Sands needs Python 3.11, 3.12 or 3.13; this is Python {}.{}.\n"
        "Install one of them (https://www.python.org/downloads/) and use it here.".format(
            *sys.version_info
        )
    )

import ast
import hashlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# Where Python is told to leave out the script's folder (-P, PYTHONSAFEPATH).
sys.path.insert(0, str(ROOT))
from helpers import carrying, settling  # noqa: E402

# Not the docstring: Python leaves that out where it is told to (-OO).
USAGE = """Set up Shifting Sands and open it.

    python start.py                     open the lessons in JupyterLab
    python start.py test                check everything
    python start.py test notebooks/...  check only these files, in seconds
    python start.py lint                format the code, mend what can be mended
    python start.py render              run all notebooks and save what they show
    python start.py render notebooks/03-treaties.ipynb
    python start.py project 3           open lesson 3 for a projector, in large type
    python start.py print 4             print lesson 4 for a class, into the folder print:
                                        worksheet, key and plan; --paper=letter
    python start.py print crisis        print a crisis in ninety minutes: injects, roles, memo
    python start.py html                write all lessons as pages to read, into the folder html
    python start.py site                build the website: every lesson to read and to run in a
                                        browser, into the folder site; --open shows it
    python start.py export moodle 3 4   write the questions of lessons 3 and 4 for Moodle; also
                                        gift, and qti for Canvas
    python start.py pack                one folder for machines without a network, with all packages
    python start.py pack --check        say whether such a folder is whole, on the day before
    python start.py translation de      say how far a translation is, and what is stale

The packages go into the folder .venv beside this file; the environment variable SANDS_VENV
names another place. Further arguments go to JupyterLab, pytest or the renderer.
"""

FIRST_LESSON = "notebooks/00-start-here.ipynb"
NEEDED_BYTES = 1_000_000_000
UV = "uv==0.13.9"

# For a projector; see notebooks/instructor/projecting.md.
PROJECTOR_STYLE = "notebooks/instructor/projecting.css"

# A user's own settings of Python, pip, uv, Jupyter and matplotlib are made for other work: each of
# these leads a set-up or a lesson astray. What says how to reach the network stays.
NETWORK = (
    *("INDEX", "PROXY", "CERT", "HOST", "FIND_LINKS", "TIMEOUT", "RETRIES", "OFFLINE", "KEYRING"),
    *("CACHE_DIR", "NATIVE_TLS", "LINK_MODE"),
)
STAY = (
    *("PIP_CONFIG_FILE", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONHASHSEED"),
    *("JUPYTER_TOKEN", "JUPYTER_PORT"),
)
LEADING = ("PIP_", "UV_", "PYTHON", "JUPYTER", "IPYTHON")
ASTRAY = ("MPLBACKEND", "MATPLOTLIBRC")
OWN = {
    "PIP_USER": "0",
    "PIP_REQUIRE_VIRTUALENV": "0",
    "UV_NO_CONFIG": "1",
    "PYTHONNOUSERSITE": "1",
    # Whatever the terminal speaks, files and pipes are UTF-8.
    "PYTHONUTF8": "1",
    "JUPYTER_PREFER_ENV_PATH": "1",
}


def _network(name):
    return any(word in name for word in NETWORK)


def own_variables(given):
    """Return the environment variables without those that lead the lessons astray.

    Args:
        given: {name: value}, such as `os.environ`.

    Returns:
        {name: value} for pip, uv, JupyterLab and the tests.
    """

    def stays(name):
        if name.startswith(("PIP_", "UV_")) and _network(name):
            return True
        return name in STAY or not (name in ASTRAY or name.startswith(LEADING))

    return {name: value for name, value in given.items() if stays(name)} | OWN


def network_of(listed):
    """Return what a user's pip.conf says of the network, as variables of pip and uv.

    Args:
        listed: what `pip config list` prints.

    Returns:
        {name: value}; where to install to, and whatever else it says, is left out.
    """
    found = {}
    for line in listed.splitlines():
        key, equals, value = line.partition("=")
        section, dot, option = key.partition(".")
        name = f"PIP_{option.upper().replace('-', '_')}"
        if equals and dot and section in ("global", "install") and _network(name):
            with suppress(ValueError, SyntaxError):
                found[name] = " ".join(str(ast.literal_eval(value)).split())
    for pip, uv in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_EXTRA_INDEX_URL", "UV_INDEX")):
        if pip in found:
            found[uv] = found[pip]
    return found


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

    def __init__(self, folder, requirements="requirements.txt"):
        """Name the folder and the file of its packages; nothing is read or written yet."""
        self.folder = folder
        self.requirements = requirements
        self.note = folder / "shifting-sands.json"
        scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / ("python.exe" if os.name == "nt" else "python")
        self.variables = {
            **own_variables(os.environ),
            "VIRTUAL_ENV": str(folder),
            "PATH": os.pathsep.join([str(scripts), os.environ.get("PATH", "")]),
        }

    def ready(self, for_tests=False):
        """Make or complete the environment; touches neither disk nor network if all is there."""
        if self._missing(for_tests) is None:
            return
        with self._alone():
            # Who waited finds it done.
            missing = self._missing(for_tests)
            if missing is not None:
                self._complete(for_tests, missing)

    def _wanted(self):
        return {
            "python": "{}.{}".format(*sys.version_info),
            "requirements": _fingerprint(ROOT / self.requirements),
            "tests": _fingerprint(ROOT / "tests/requirements.txt"),
            "settings": _fingerprint(ROOT / "helpers/settling.py", settling.SCRIPT),
        }

    def _missing(self, for_tests):
        """Return what is not as it should be, or None: '' for an environment, else names."""
        wanted, have = self._wanted(), self._read_note()
        if not self._usable(have, wanted["python"]):
            return ""
        # The learner's command is content with an environment that has the tests' packages too.
        needed = wanted if for_tests else {k: v for k, v in wanted.items() if k != "tests"}
        return " ".join(k for k, v in needed.items() if have.get(k) != v) or None

    def _complete(self, for_tests, missing):
        wanted, have = self._wanted(), self._read_note()
        if missing == "settings":
            try:
                self._settle()
                self._write_note({**have, "settings": wanted["settings"]})
            except OSError:
                # Somebody else's environment: it serves as it is.
                say(f"{self.folder} cannot be written; its settings stay as they are.")
            return
        if not missing:
            self._create()
            have = {}
        needed = wanted if for_tests else {k: v for k, v in wanted.items() if k != "tests"}
        self._write_note({"state": "unfinished"})
        try:
            self._install("tests/requirements.txt" if for_tests else self.requirements)
        except SetupError:
            # Resolving comes before any change: what was complete before is complete still.
            if have:
                self._write_note(have)
            raise
        self._settle()
        self._write_note({"state": "ready", **have, **needed, "packages": self._packages()})

    def run(self, *command):
        """Run a module of the environment in the collection's folder; returns its exit code."""
        self.keep_apart(_place("jupyter"))
        return subprocess.call([self.python, "-m", *command], cwd=ROOT, env=self.variables)

    def keep_apart(self, folder):
        """Let Jupyter and IPython keep all in `folder`: a user's own settings stay theirs."""
        self.variables |= {
            "JUPYTER_CONFIG_DIR": str(folder),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "IPYTHONDIR": str(folder / "ipython"),
        }
        with suppress(RuntimeError):
            if not os.access(Path.home(), os.W_OK):
                # Else matplotlib warns in red above the first chart.
                self.variables["MPLCONFIGDIR"] = str(folder / "matplotlib")

    @contextmanager
    def _alone(self):
        """Let one set-up of a folder run at a time; the system ends the wait if that one dies."""
        path = self.folder.with_name(f".{self.folder.name.lstrip('.')}.lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a")
        except OSError:
            yield  # where nothing can be written there is nothing to wait for
            return
        with file:
            if not _lock(file, wait=False):
                say("Another start is setting up the same folder; waiting for it")
                _lock(file, wait=True)
            yield  # the file stays: whoever waits for it must find the same one

    def _site(self):
        found = sorted(self.folder.glob("[Ll]ib/python*/site-packages"))
        return (found or [self.folder / "Lib/site-packages"])[0]

    def _packages(self):
        """Return how many files and folders stand in each package, on its first floor."""
        found = {}
        with suppress(OSError), os.scandir(self._site()) as site:
            for entry in site:
                # Versions may be changed by hand; what is gone matters.
                if entry.name != "__pycache__" and not entry.name.endswith(".dist-info"):
                    inner = Path(entry).iterdir() if entry.is_dir() else []
                    found[entry.name] = sum(path.name != "__pycache__" for path in inner)
        return found

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
        # A virus scanner or half a copy may have taken packages that the note knows.
        known = note.get("packages")
        if isinstance(known, dict):
            found = self._packages()
            gone = sorted(name for name, size in known.items() if found.get(name, -1) < size)
            if gone:
                say(f"Packages are missing or incomplete: {', '.join(gone[:3])}")
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
            if self.folder.is_symlink():
                _empty(self.folder.resolve())
            else:
                shutil.rmtree(self.folder)
        self._check_space(NEEDED_BYTES)
        say(f"Making an environment with Python {sys.version.split()[0]} in {self.folder}")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write_note({"state": "unfinished"})
        try:
            # In a process of its own: `ensurepip` ends the process when it fails.
            command = [_base_python(), "-m", "venv", self.folder.resolve()]
            subprocess.run(command, check=True, env=own_variables(os.environ))
        except subprocess.CalledProcessError as error:
            raise SetupError(
                "Python could not make the environment; its own message stands above.\n"
                "On Debian and Ubuntu install the missing part first: "
                "sudo apt install python3-venv"
            ) from error

    def _pip(self):
        """Return the command pip and its variables, with the user's own way to the network."""
        # Behind a company's or university's proxy only the system knows the certificates.
        variables = {"UV_SYSTEM_CERTS": "true", **self.variables}
        pip = [self.python, "-m", "pip", "--disable-pip-version-check"]
        # Of pip.conf only the way to the network is taken: a folder that it names for all that is
        # installed would swallow the packages.
        listed = subprocess.run(
            [*pip, "config", "list"],
            env=variables,
            capture_output=True,
            # As it was told to write; this Python may believe otherwise, as on Windows.
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        told = network_of(listed.stdout or "")
        return pip, {**told, **variables, "PIP_CONFIG_FILE": os.devnull}

    def _install(self, requirements):
        carried, source = carrying.builds(ROOT), []
        if carried:
            _refuse_faults(carrying.faults(ROOT, _fingerprint(ROOT / self.requirements)))
            source = ["--no-index", "--find-links", ROOT / carrying.NAME]
            say("Installing the packages that this folder carries; no network is needed")
        else:
            say("Installing the packages (about 500 MB; one or two minutes the first time)")
        pip, variables = self._pip()
        if carried:
            # Nothing but what is carried: else a half-packed folder is seen too late.
            variables = {k: v for k, v in variables.items() if "FIND_LINKS" not in k}
        uv = [self.python, "-m", "uv"]
        # uv is only faster: whatever goes wrong with it, pip has the last word.
        fetched = subprocess.run(
            [*pip, "install", "--quiet", "--retries", "1", *source, UV],
            env=variables,
            capture_output=True,
            check=False,
        )
        if fetched.returncode == 0:
            # The folder is named because uv would take the one that PATH or the user names.
            target = ["--python", self.python, *source]
            options = ["--quiet"] if "CI" in os.environ else []
            # Where Python may write no bytecode, every kernel would compile its packages anew.
            options += ["--compile-bytecode"] if sys.dont_write_bytecode else []
            command = [*uv, "pip", "install", *target, *options, "-r", ROOT / requirements]
            if subprocess.call(command, env=variables) == 0:
                return
            say("uv did not succeed; trying pip")
        command = [*pip, "install", "--quiet", *source, "-r", ROOT / requirements]
        if subprocess.call(command, env=variables) != 0:
            self._check_space(50_000_000)
            raise SetupError(NOT_CARRIED if carried else NO_NETWORK)

    def fetch(self, folder):
        """Fetch all packages that a learner needs, for this Python and platform, into a folder.

        Args:
            folder: where to; what is there already is not fetched again.

        Returns:
            The names of the files.
        """
        pip, variables = self._pip()
        # By way of a folder of its own: what another Python needs may lie in the same one.
        with tempfile.TemporaryDirectory(dir=folder) as own:
            command = [*pip, "download", "--quiet", "--only-binary=:all:", "--dest", own]
            command += ["--find-links", folder, "-r", ROOT / self.requirements, UV]
            if subprocess.call(command, env=variables) != 0:
                raise SetupError(NO_NETWORK)
            names = sorted(path.name for path in Path(own).iterdir())
            for name in names:
                Path(own, name).replace(folder / name)
        return names

    def _settle(self):
        settling.settle(self.folder, ROOT)
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


NO_NETWORK = (
    "The packages could not be installed; the last lines above say why.\n"
    "Most often the network is missing or blocked: check it, then run the same "
    "command again. What was downloaded so far is kept."
)
NOT_CARRIED = (
    "The packages could not be installed; the last lines above say why.\n"
    "This folder carries what a learner needs and nothing else. Run: python start.py pack --check"
)
FAULTS = {
    "platform": "It carries packages for {name}; this is {here}. Pack it with this Python too.",
    "list": "The list wheels/{name} cannot be read. Copy it anew from where it was packed.",
    "requirements": "wheels/{name} is older than requirements.txt. Pack the folder anew.",
    "missing": "wheels/{name} is missing. Copy the folder anew.",
    "damaged": "wheels/{name} is damaged. Copy it anew.",
}


def _refuse_faults(faults):
    """Raise what keeps a carried folder from being set up, before anything is changed."""
    if faults:
        lines = [FAULTS[kind].format(name=name, here=carrying.build()) for kind, name in faults]
        more = [f"{len(lines) - 5} more."] if len(lines) > 5 else []
        raise SetupError("\n".join(["This folder is not whole.", *lines[:5], *more]))


def _fingerprint(*files):
    lines = [line for each in files for line in each.read_text("utf-8").splitlines()]
    wanted = [line.split("#")[0].strip() for line in lines]
    return hashlib.sha256("\n".join(filter(None, wanted)).encode()).hexdigest()[:16]


def _empty(folder):
    for child in folder.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        else:
            child.unlink()


def _lock(file, wait):
    """Lock an open file for this process; say whether it is ours now."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            # Its own waiting ends after ten seconds; a set-up takes minutes.
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    if not wait:
                        raise
                    time.sleep(1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _place(name):
    """Return a folder of our own that can be written: in the collection, at home, or temporary."""
    parents = [ROOT / "work/lab"]
    with suppress(RuntimeError):
        parents.append(Path.home() / ".shifting-sands")
    parents.append(Path(tempfile.gettempdir(), f"shifting-sands-{_user()}"))
    for parent in parents:
        with suppress(OSError):
            place = parent / name
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Somebody else's is not ours to fill, even where all may write.
            if os.access(place, os.W_OK) and _user() in (place.stat().st_uid, _user_name()):
                return place
    return Path(tempfile.mkdtemp(prefix="shifting-sands-"))


def _user_name():
    return os.environ.get("USERNAME", "me")


def _user():
    return os.getuid() if hasattr(os, "getuid") else _user_name()


def _base_python():
    # Run from inside the environment itself, it must not be the one to make itself anew.
    return getattr(sys, "_base_executable", None) or sys.executable


def open_lessons(environment, arguments):
    """Start JupyterLab on the first lesson; further arguments are JupyterLab's."""
    environment.ready()
    # As the default address, not as a file to open: so the printed link leads there as well.
    url = f"--LabApp.default_url=/doc/tree/{FIRST_LESSON}"
    return _open_lab(environment, _place("jupyter"), url, *arguments)


def project(environment, arguments):
    """Start JupyterLab on one lesson in large type; all its settings are in a folder of its own.

    The first argument may name the lesson by its number, a part of its name or its path; further
    ones are JupyterLab's. What is entered goes into a journal of its own, `work/projected`.
    """
    named = bool(arguments) and not arguments[0].startswith("-")
    lesson = _lesson(arguments[0]) if named else FIRST_LESSON
    environment.ready()
    folder = _place("projecting")
    for part in ("custom", "settings"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / PROJECTOR_STYLE, folder / "custom/custom.css")
    settings = settling.lab_settings(environment.folder, projector=True)
    text = json.dumps(settings, indent=1) + "\n"
    (folder / "settings/overrides.json").write_text(text, "utf-8")
    # A class is shown empty questions, and what it answers is not mixed with one's own answers.
    environment.variables.setdefault("SANDS_JOURNAL", "work/projected")
    return _open_lab(
        environment,
        folder,
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


def _open_lab(environment, folder, *arguments):
    """Start JupyterLab with `folder` for all that it keeps: a user's own settings stay theirs."""
    workspaces = folder / "workspaces"
    workspaces.mkdir(parents=True, exist_ok=True)
    if not (workspaces / settling.WORKSPACE_FILE).exists():
        text = json.dumps(settling.WORKSPACE)
        (workspaces / settling.WORKSPACE_FILE).write_text(text, "utf-8")
    environment.keep_apart(folder)
    command = [
        *(str(environment.python), "-m", "jupyterlab"),
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.workspaces_dir={workspaces}",
        f"--LabApp.user_settings_dir={folder / 'user-settings'}",
        *arguments,
    ]
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
    _supply_site(environment)
    if arguments:
        return environment.run("pytest", *arguments)
    say("Checking the format and the code")
    codes = [environment.run("ruff", "format", "--check", ".")]
    codes.append(environment.run("ruff", "check", "."))
    say("Running the tests and all notebooks (a few minutes)")
    # With a browser a process keeps about two thirds of a core busy: one more than there are.
    processes = str(min(4, (os.cpu_count() or 1) + 1))
    split = ("-n", processes, "--dist", "loadscope", "--no-loadscope-reorder")
    codes.append(environment.run("pytest", *split))
    return next((code for code in codes if code), 0)


def _supply_site(environment):
    """Put in place what builds the website, since the tests have no network.

    Where it was only wished for (SANDS_SITE_TEST) and is not to be had, its tests are skipped.
    """
    named, wished = (os.environ.get(f"SANDS_SITE_{word}") for word in ("FILES", "TEST"))
    if not named and wished in (None, "", "off"):
        return
    try:
        told = _lite(environment)
        if environment.run("helpers.site", "--supply", *told) and not named:
            raise SetupError("a part of it could not be fetched.")
    except SetupError as error:
        if named:
            raise
        say(f"The website is not tried here: {error}")
    else:
        environment.variables["SANDS_SITE_LITE"] = json.dumps(told)


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


def print_lesson(environment, arguments):
    """Write the hand-outs of a lesson or the crisis: PDF where there is a Chromium, else pages."""
    if not arguments:
        raise SetupError("Name a lesson by its number, such as: python start.py print 4")
    environment.ready()
    return environment.run("helpers.printing", *arguments)


def html(environment, arguments):
    """Write the edition for reading: linked pages that load nothing from the network."""
    environment.ready()
    return environment.run("helpers.html_edition", *arguments)


def site(environment, arguments):
    """Build the website; what only this needs goes into an environment of its own."""
    environment.ready()
    return environment.run("helpers.site", *arguments, *_lite(environment))


def _lite(environment):
    """Make the environment that only the website needs; returns the options that name it."""
    folder = environment.folder
    lite = Environment(folder.with_name(f"{folder.name}-site"), "requirements-site.txt")
    lite.ready()
    return [f"--lite={lite.python}", f"--cache={lite.folder / 'pyodide'}"]


def pack(environment, arguments):
    """Make one folder with lessons and packages, or with --check say whether it is whole.

    The first argument may name the folder. Packed once more with another Python, it serves both.
    """
    named = [Path(word).absolute() for word in arguments if not word.startswith("-")]
    if strange := [w for w in arguments if w.startswith("-") and w != "--check"]:
        raise SetupError(f"Unknown option {strange[0]}; known: --check.")
    if "--check" in arguments:
        return _check_pack(environment, named[0] if named else ROOT)
    folder = named[0] if named else ROOT / "work/shifting-sands"
    if folder.is_relative_to(ROOT) and not folder.is_relative_to(ROOT / "work"):
        raise SetupError(f"{folder} lies in the collection itself. Name a folder elsewhere.")
    if folder.exists() and any(folder.iterdir()) and not (folder / "start.py").is_file():
        raise SetupError(f"{folder} holds something else; it is left alone. Name another folder.")
    environment.ready()
    copied = carrying.copy(ROOT, folder)
    wheels = folder / carrying.NAME
    wheels.mkdir(exist_ok=True)
    say("Fetching the packages (about 120 MB)")
    names = environment.fetch(wheels)
    carrying.write_list(folder, _fingerprint(ROOT / environment.requirements), names)
    say(f"{copied} files and {len(names)} packages for {carrying.build()} are in {folder}.")
    say("Copy this folder to the other machine and run there: python start.py pack --check")
    return 0


def _check_pack(environment, folder):
    """Say on the day before whether a folder can be set up here; 0 if so."""
    if not carrying.builds(folder):
        raise SetupError(f"{folder} carries no packages. Make it with: python start.py pack")
    _refuse_faults(carrying.faults(folder, _fingerprint(folder / environment.requirements)))
    environment._check_space(NEEDED_BYTES)
    say(f"All is here for {carrying.build()}: python start.py needs no network.")
    return 0


def translation(environment, arguments):
    """Say how much of a translation is there, what is missing, and what is stale."""
    environment.ready()
    return environment.run("helpers.translating", *arguments)


def export(environment, arguments):
    """Write the question bank as a file for a learning platform."""
    environment.ready()
    return environment.run("helpers.exporting.command", *arguments)


COMMANDS = {"test": run_tests, "lint": lint, "render": render, "project": project, "html": html}
COMMANDS |= {"site": site, "translation": translation, "print": print_lesson}
COMMANDS |= {"export": export, "pack": pack}


def _folder():
    """Return the environment's folder; beside one that another Python made, a second one.

    A home that two machines share may have Python 3.11 here and 3.12 there: neither should take
    away the other's packages.
    """
    folder = Path(os.environ.get("SANDS_VENV") or ROOT / ".venv").expanduser().absolute()
    made_with = Environment(folder)._read_note().get("python")
    ours = "{}.{}".format(*sys.version_info)
    return folder if made_with in (None, ours) else folder.with_name(f"{folder.name}-{ours}")


def main(arguments):
    """Do what the first word says; without one, open the lessons."""
    for channel in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # what is no terminal may know nothing of this
            channel.reconfigure(errors="backslashreplace")
    if arguments and arguments[0] in ("-h", "--help", "help"):
        say(USAGE)
        return 0
    folder = _folder()
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
