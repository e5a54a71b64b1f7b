"""JupyterLab in a real browser: a copy of the collection, one server, a learner's own settings."""

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import axe_playwright_python
import psutil
import pytest

from helpers import journal, settling

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefacts"
# The engine alone is a fifth less work; `test_harness` tries a whole browser too.
SHELL = "chromium-headless-shell"
FULL = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The browser knows no other machine than this one.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# What JupyterLab itself says on the console of a browser that it likes.
NOT_OURS = re.compile(
    r"favicon|ResizeObserver loop|Download the React DevTools|DevTools failed to load"
    r"|Could not restore the debugger state: Canceled future"  # closed soon after it was opened
    r"|500 \(Internal Server Error\)\S+/api/kernels\?\d+$"  # as one begins; jupyter/notebook#5345
)
# Before a selector: Playwright then does not look into each element of the lesson for a shadow
# tree, which is a tenth of the browser's work; there is none in a notebook.
LIGHT = "css:light="
SECOND = 1000
SIZE = {"width": 1400, "height": 1000}  # of a window, where a test names no other
LAPTOP = {"width": 1366, "height": 768}  # of a small one's screen
# How long an event is waited for at most. It ends a wait in vain and times nothing: a machine
# that does other work, or stands still for two minutes, makes these tests slower, not red.
PATIENCE = 300
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"


def find_browser(names=(SHELL, *FULL)):
    """Path of a Chromium on this machine, the first of these names, or None."""
    wanted = os.environ.get("SANDS_BROWSER", "")
    if wanted == "off":
        return None
    if wanted not in ("", "required"):
        return wanted
    return next((path for name in names if (path := shutil.which(name))), None)


def violations(page, within="document"):
    """What axe-core finds wrong, a line for each rule with the first place.

    `within` is JavaScript: what is looked at, the whole page or {include: [[selector], ...]}.
    """
    page.evaluate(AXE.read_text("utf-8"))
    options = "{resultTypes: ['violations'], preload: false}"
    found = page.evaluate(f"axe.run({within}, {options})")
    assert found["passes"], "axe-core looked at nothing"
    return [
        f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
    ]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    first = {}
    for place, item in enumerate(items):
        first.setdefault(item.path, place)
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)

    def lesson_by_lesson(item):
        """All tests of one lesson in a row, so that its page is opened once."""
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        name = getattr(parameters.get("lesson"), "name", "")
        return first[item.path], name, item.function.__code__.co_firstlineno if name else 0

    items.sort(key=lesson_by_lesson)


@pytest.fixture(scope="session")
def chromium():
    """Path of the browser; without one the test is skipped, or fails where it is required."""
    path = find_browser()
    if path is None:
        reason = "no Chromium found: install Debian's `chromium`, or name one in SANDS_BROWSER"
        if os.environ.get("SANDS_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


# What the files of a folder share while they follow one another: the browser and its desk.
SHARED = pytest.StashKey()


@pytest.fixture(scope="module")
def browser(chromium, request):
    """A browser, for all files of this folder that follow; `pytest_runtest_teardown` ends it."""
    from playwright.sync_api import sync_playwright

    if SHARED not in request.session.stash:
        with contextlib.ExitStack() as ends:
            driver = ends.enter_context(sync_playwright())
            started = driver.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
            ends.callback(started.close)
            request.session.stash[SHARED] = {"browser": started, "ends": ends.pop_all()}
    return request.session.stash[SHARED]["browser"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """End the browser with the last test of a folder: its event loop must not outlive them."""
    done = yield
    stash = item.session.stash
    if SHARED in stash and (nextitem is None or nextitem.path.parent != item.path.parent):
        stash[SHARED]["ends"].close()
        del stash[SHARED]
    return done


class Lab:
    """A running JupyterLab on a copy of the collection."""

    def __init__(self, folder):
        self.folder = folder
        self.root = folder / "collection"
        self.journal = folder / "journal"
        self.token = secrets.token_hex(16)
        self.log = folder / "jupyterlab.log"
        for part in ("notebooks", "helpers", "data"):
            ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(ROOT / part, self.root / part, ignore=ignored)
        shutil.copy(ROOT / "requirements.txt", self.root)
        settings = folder / "application/settings"
        settings.mkdir(parents=True)
        # All that `start.py` gives a learner: settings, keys, and a kernel that can say a word.
        found = json.dumps(settling.lab_settings(sys.prefix))
        (settings / "overrides.json").write_text(found, "utf-8")
        settling.extend(folder / "data/labextensions")
        profile = folder / "ipython/profile_default"
        profile.mkdir(parents=True)
        config = settling.KERNEL_CONFIG.format(root=str(self.root))
        (profile / "ipython_kernel_config.py").write_text(config, "utf-8")
        (folder / "config").mkdir()
        server = folder / "config/jupyter_server_config.py"
        server.write_text(settling.SERVER_CONFIG, "utf-8")

    def begin(self):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        variables = {
            **os.environ,
            "SANDS_JOURNAL": str(self.journal),
            "JUPYTER_CONFIG_DIR": str(self.folder / "config"),
            "JUPYTER_DATA_DIR": str(self.folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "IPYTHONDIR": str(self.folder / "ipython"),
        }
        # A kernel of a learner compiles the helpers once, not at each start.
        variables.pop("PYTHONDONTWRITEBYTECODE", None)
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": port,
            "ServerApp.port_retries": 0,
            "ServerApp.root_dir": self.root,
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "IdentityProvider.token": self.token,
            # The page then has `jupyterapp`: what a notebook holds is read from it, not guessed.
            "LabApp.expose_app_in_browser": True,
            "LabApp.app_settings_dir": self.folder / "application/settings",
            "LabApp.user_settings_dir": self.folder / "user-settings",
            "LabApp.workspaces_dir": self.folder / "workspaces",
        }
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "jupyterlab",
                    *(f"--{name}={value}" for name, value in options.items()),
                ],
                cwd=self.root,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/api?token={self.token}", timeout=30):
                    return
            except OSError:
                time.sleep(0.2)
        self.end()
        pytest.fail(f"JupyterLab did not start:\n{self.log.read_text('utf-8')[-2000:]}")

    def restart(self):
        """Stop the server and start it anew, as on the next day."""
        self.end()
        self.begin()

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def panel(self, page):
        """Hands and eyes for a page of the browser."""
        return Panel(page, self)

    def visit(self, browser, path, size=LAPTOP):
        """Open a notebook in a window that knows nothing of any other; gives its panel."""
        panel = self.panel(browser.new_page(viewport=size))
        panel.open(path)
        return panel

    def entries(self):
        """What the journal's files hold at this moment: (kind, key, value), oldest first."""
        found = []
        for path in self.journal.glob("sands-journal-*.jsonl"):
            lines = journal.read_lines(path)
            assert not lines.skipped, f"{path.name} has damaged lines"
            found += lines.records
        found.sort(key=lambda entry: entry["order"])
        return [(entry["kind"], entry["key"], entry["value"]) for entry in found]

    def values(self, kind, key):
        """All values of one kind and key in the journal's files, oldest first."""
        return [value for k, of, value in self.entries() if (k, of) == (kind, key)]

    def empty_journal(self):
        """Begin as on the first day, with no kernel that still holds entries."""
        self.end_kernels()
        for path in self.journal.glob("sands-journal-*.jsonl"):
            path.unlink()

    def _ask(self, path, method="GET", content=None):
        """Ask the server's interface; returns what it answers."""
        request = urllib.request.Request(
            f"{self.address}/{path}?token={self.token}",
            method=method,
            data=None if content is None else json.dumps(content).encode(),
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read() or "null")

    def _sessions(self):
        return self._ask("api/sessions")

    def new_workspace(self):
        """Arrange a window as `start.py` does, under a name of its own; returns the name."""
        name = secrets.token_hex(4)
        metadata = {"id": name}
        self._ask(f"lab/api/workspaces/{name}", "PUT", settling.WORKSPACE | {"metadata": metadata})
        return name

    def end_kernels(self):
        """End the kernels of all notebooks; their memory is needed for the next ones."""
        for session in self._sessions():
            self._ask(f"api/sessions/{session['id']}", "DELETE")

    def kernel_process(self, path):
        """Number of the process that runs the kernel of this notebook; None between two."""
        wanted = next(s["kernel"]["id"] for s in self._sessions() if s["path"] == path)
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):  # it may end while it is looked at
                alive = process.status() != psutil.STATUS_ZOMBIE
                if alive and wanted in " ".join(process.cmdline()):
                    return process.pid
        return None

    def write_notebook(self, name, *sources):
        """Put a notebook of code cells into the copy; returns its path there."""
        cells = [
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": {},
                "source": source,
                "execution_count": None,
                "outputs": [],
            }
            for number, source in enumerate(sources)
        ]
        kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
        content = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": kernel},
            "cells": cells,
        }
        path = f"notebooks/{name}"
        (self.root / path).write_text(json.dumps(content), "utf-8")
        return path


@pytest.fixture(scope="session")
def make_lab(chromium, tmp_path_factory):
    """Start a JupyterLab server; the checkout is never written to. Whoever made it ends it."""

    def make(prepare=lambda lab: None):
        server = Lab(tmp_path_factory.mktemp("lab"))
        prepare(server)
        server.begin()
        return server

    return make


@pytest.fixture(scope="session")
def shared_lab(make_lab):
    server = make_lab()
    yield server
    server.end()


@pytest.fixture(scope="module")
def lab(shared_lab):
    """The JupyterLab server that all files share; each begins with an empty journal."""
    shared_lab.empty_journal()
    return shared_lab


# What the page has told the kernel and the kernel has not yet answered. ipywidgets holds back the
# last letter of a text until the one before is answered, so that idleness alone does not say that
# all has been told.
LISTEN = """() => {
  const context = jupyterapp.shell.currentWidget.sessionContext;
  const open = window.unanswered = new Set();
  context.session.anyMessage.connect((_, {msg, direction}) => {
    if (direction === 'send' && msg.channel === 'shell') open.add(msg.header.msg_id);
    const idle = msg.header.msg_type === 'status' && msg.content.execution_state === 'idle';
    if (direction === 'recv' && idle) open.delete(msg.parent_header.msg_id);
  });
  // A kernel that is gone answers no more.
  context.statusChanged.connect((_, status) => {
    if (/starting|dead|terminating/.test(status)) open.clear();
  });
}"""

# As a learner goes on to the next lesson: in the JupyterLab that is there. What is left unsaved in
# the one before is let go.
LEAVE = "[...jupyterapp.shell.widgets('main')].forEach(each => each.dispose())"
GO_ON = """async path => {
  const opened = await jupyterapp.commands.execute('docmanager:open', {path});
  await opened.context.ready;
}"""

# Five pictures of the browser in a row in which all that is ours has kept its place.
AT_REST = """() => new Promise(done => {
  let last = '', same = 0;
  const look = () => {
    const seen = [...document.querySelectorAll('.jp-Notebook, .sands, .sands-picture')];
    const now = JSON.stringify(seen.map(each => each.getBoundingClientRect()));
    same = now === last ? same + 1 : 0;
    last = now;
    if (same < 5) requestAnimationFrame(look); else done();
  };
  look();
})"""


class Panel:
    """An open notebook in the browser, with a person's hands and eyes."""

    def __init__(self, page, lab):
        self.page = page
        self.lab = lab
        self.console = []
        self.late = []  # widgets that began too late for anywidget; test_slow.py says what then
        self.outside = []
        self._ears = {"console": self._heard, "pageerror": self._failed, "request": self._asked}
        page.set_default_timeout(PATIENCE * SECOND)
        for event, ear in self._ears.items():
            page.on(event, ear)

    def _heard(self, message):
        place = message.location.get("url", "")
        if message.type == "error" and not NOT_OURS.search(message.text + place):
            self.console.append(f"{message.text} ({place})")

    def _failed(self, error):
        late = str(error) == "[anywidget] Failed to initialize model."
        (self.late if late else self.console).append(str(error))

    def _asked(self, request):
        if not request.url.startswith((self.lab.address, "data:", "blob:", "about:")):
            self.outside.append(request.url)

    def open(self, path):
        """Open a notebook and wait until its kernel is ready.

        JupyterLab is loaded, with a workspace of its own, where the page does not have it yet.
        """
        self.path = path
        if self.page.url.startswith(self.lab.address):
            self.page.evaluate(LEAVE)
            self.page.evaluate(GO_ON, path)
        else:
            workspace = self.lab.new_workspace()
            address = f"{self.lab.address}/lab/workspaces/{workspace}/tree/{path}"
            self.page.goto(f"{address}?token={self.lab.token}")
        self.notebook.wait_for()
        # Before it has a kernel, Lab calls a notebook idle, too.
        self.until("window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel")
        self.page.evaluate(LISTEN)
        self.wait_until_idle()

    def leave(self):
        """Close the notebook and hear no more of the page, which the next one may use."""
        self.page.evaluate(LEAVE)
        for event, ear in self._ears.items():
            self.page.remove_listener(event, ear)

    @property
    def notebook(self):
        return self.page.locator(f"{LIGHT}.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")

    @property
    def cells(self):
        """All cells, prose and code, in order."""
        return self.notebook.locator(f"{LIGHT}.jp-Cell")

    def cell(self, text):
        """The first code cell whose source holds this text, also where the source is folded."""
        found = (
            place
            for place, cell in enumerate(self.model())
            if cell["cell_type"] == "code" and text in "".join(cell["source"])
        )
        return self.cells.nth(next(found))

    def output(self, text):
        """What the cell with this source shows, as a person reads it."""
        return self.cell(text).locator(f"{LIGHT}.jp-OutputArea").first.inner_text().strip()

    def until(self, script, given=None, why="waited in vain"):
        """Wait until a script of the page, with what is `given`, says something true.

        It is asked twenty times a second: Playwright would ask at each picture of the browser,
        which keeps a core busy. Returns a handle of what it said; in vain, fails and says `why`.
        """
        from playwright.sync_api import TimeoutError as InVain

        try:
            return self.page.wait_for_function(script, arg=given, polling=50)
        except InVain:
            pytest.fail(why)

    def wait_until_idle(self):
        """Wait until no cell is waiting or running and the kernel has answered all it was told."""
        self.until(
            """() => {
              const panel = jupyterapp.shell.currentWidget;
              const session = panel.sessionContext.session;
              if (!session || !session.kernel || session.kernel.status !== 'idle') return false;
              return window.unanswered.size === 0 && panel.content.widgets.every(cell =>
                !['running', 'scheduled'].includes(cell.model.executionState) &&
                !/\\*/.test(cell.promptNode ? cell.promptNode.textContent : ''));
            }"""
        )

    def resize(self, width, height):
        """Give the window another size and wait until nothing moves any more."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.until(f"innerWidth === {width} && innerHeight === {height}")
        self.page.evaluate(AT_REST)

    def model(self):
        """The notebook as it stands in the page: a list of cells, each as in its file."""
        return self.page.evaluate("jupyterapp.shell.currentWidget.content.model.toJSON().cells")

    def save(self):
        """Save from the menu, and wait until it is done."""
        self.command("File", "Save Notebook")
        self.until("!jupyterapp.shell.currentWidget.context.model.dirty")

    def run_all(self):
        """Run the whole notebook from the menu and wait until it is done."""
        self.wait_until_idle()  # what comes at once after an error is left out by the kernel
        outputs = "document.querySelectorAll('.jp-CodeCell .jp-OutputArea-output')"
        self.page.evaluate(f"{outputs}.forEach(each => {{ each.dataset.old = 'yes' }})")
        self.command("Run", "Run All Cells")
        # The request is under way: what was shown is gone.
        self.until("!document.querySelector('.jp-OutputArea-output[data-old]')")
        self.wait_until_idle()

    def command(self, menu, item):
        """Choose an item of the menu bar; the hand then goes from the mouse to the keys.

        A mouse that lies on the lesson is looked for anew with each change of the page.
        """
        self.page.locator(".lm-MenuBar-item", has_text=re.compile(f"^{menu}$")).click()
        self.page.locator(".lm-Menu-item", has_text=re.compile(f"^{item}")).first.click()
        self.page.mouse.move(-1, -1)

    def restart(self):
        """Restart the kernel from the menu, confirm, and wait until it is there again."""
        before = self.lab.kernel_process(self.path)
        self.command("Kernel", "Restart Kernel…")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.wait_for(lambda: self.lab.kernel_process(self.path) not in (before, None))
        self.wait_until_idle()

    def kill_kernel(self):
        """End the kernel's process as a crash would, and wait until the server has a new one."""
        before = self.lab.kernel_process(self.path)
        os.kill(before, signal.SIGKILL)
        self.wait_for(lambda: self.lab.kernel_process(self.path) not in (before, None))
        # Lab says that the kernel died, and waits until that is read.
        dismiss = self.page.locator(".jp-Dialog .jp-mod-accept")
        dismiss.wait_for()
        self.press("Enter")
        dismiss.wait_for(state="hidden")
        self.wait_until_idle()

    def explorer(self, question):
        """The explorer (or question) that shows this text, with its controls."""
        shown = self.page.locator(".sands-explorer, .sands, .jp-OutputArea-child")
        return self.notebook.locator(shown).filter(has_text=question).first

    def control(self, label, within=None):
        """A control by its visible label, as a screen reader finds it; a group is none."""
        controls = self.page.locator("input, select, textarea, button")
        return (within or self.notebook).get_by_label(label).and_(controls).first

    def focus(self, label, within=None):
        """Put the keyboard's focus on a control; it must take it."""
        control = self.control(label, within)
        control.scroll_into_view_if_needed()
        control.focus()
        assert control.evaluate("node => node === document.activeElement"), f"{label}: no focus"
        return control

    def tab_to(self, control):
        """Press Tab until this control, further down the page, has the focus.

        The first step into an explorer or a question is a given: the cell above may be anything.
        """
        control = control.first
        here = control.element_handle()  # a locator would be looked up anew at each step
        inside = "node => node.closest('.sands').contains(document.activeElement)"
        if not here.evaluate(inside):
            here.evaluate(
                "node => [...node.closest('.sands')"
                ".querySelectorAll('input, select, textarea, button')]"
                ".find(each => each.checkVisibility() && !each.disabled).focus()"
            )
        for _ in range(80):
            # 0: here; 4: the control comes after what has the focus
            way = here.evaluate(
                "node => !node.isConnected ? null"
                " : document.activeElement.compareDocumentPosition(node) & 4"
                " || (node === document.activeElement ? 0 : -1)"
            )
            if way == 0:
                return control
            if way is None:  # it was drawn anew
                here = control.element_handle()
            else:
                self.press("Tab" if way == 4 else "Shift+Tab")
        pytest.fail("Tab does not lead to this control")

    def press(self, *keys):
        """Press keys one after the other, as a person who uses no mouse."""
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, label, option, within=None):
        """Choose from a drop-down list by keyboard: open it, walk to the option, take it.

        It has to be opened: Lab takes the arrow keys of a closed one for itself.
        """
        control = self.focus(label, within)
        # `text`, unlike `innerText`, makes plain blanks of those that ipywidgets puts there.
        options = control.evaluate("node => [...node.options].map(each => each.text)")
        self.choose_place(control, options.index(option))

    def choose_place(self, control, place):
        """Choose the option at this place (from 0) of the drop-down list that has the focus."""
        node = control.element_handle()
        steps = place - node.evaluate("node => node.selectedIndex")
        key = "ArrowDown" if steps > 0 else "ArrowUp"
        self.press("Space", *[key] * abs(steps), "Enter")
        self.wait_for(lambda: node.evaluate("node => node.selectedIndex") == place)

    def wait_for(self, what, seconds=PATIENCE):
        """Wait until a function of no arguments gives something true; returns that."""
        waited = 0
        while True:
            asked = time.monotonic()
            if found := what():
                return found
            if waited > seconds:
                pytest.fail(f"waited {seconds} s in vain")
            self.page.wait_for_timeout(50)
            # A machine that stood still waited for nothing: no look counts for more than a second.
            waited += min(time.monotonic() - asked, 1)

    def screenshot(self, name, of=None):
        """Save a picture of the page, or of one part of it, under artefacts/."""
        ARTEFACTS.mkdir(exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        (of or self.page).screenshot(path=path)
        return path


class Desk:
    """The windows that the files of this folder share, so that JupyterLab is loaded once.

    One stands there always, with JupyterLab in it; see `Panel.open`. Whatever else is open at the
    same time has a window of its own: a page behind another one draws nothing.
    """

    def __init__(self, browser):
        self.browser, self.pages = browser, []

    def open(self, lab, path, size=SIZE):
        """Open a notebook in the page that is free, or in a new one; gives its panel."""
        page = self.pages.pop() if self.pages else self.browser.new_page()
        page.set_viewport_size(size)
        panel = lab.panel(page)
        panel.open(path)
        return panel

    def put_away(self, panels, failed=""):
        """Close these panels; nothing may have gone wrong. What `failed` leaves a screenshot."""
        for number, panel in enumerate(panels):
            if failed:
                panel.screenshot(re.sub(r"\W+", "-", f"failed-{failed}-{number}"))
            if failed or self.pages:
                panel.page.close()
            else:
                panel.leave()
                self.pages.append(panel.page)
        for panel in panels:
            assert not panel.outside, "the page asked another machine"
            assert not panel.console, "errors in the browser's console"


@pytest.fixture(scope="module")
def desk(browser, request):
    """The `Desk` of this folder."""
    shared = request.session.stash[SHARED]
    if "desk" not in shared:
        shared["desk"] = Desk(browser)
    return shared["desk"]


@pytest.fixture
def open_notebook(desk, lab, request):
    """Open a notebook by its path in the collection; gives its `Panel`.

    At the end of the test the console must be clean and nothing may have been asked of another
    machine. A test that failed leaves a screenshot, and the next one a page of its own.
    """
    panels = []

    def open_one(path):
        panels.append(desk.open(lab, path))
        return panels[-1]

    yield open_one
    desk.put_away(panels, request.node.name if getattr(request.node, "failed", False) else "")


@pytest.fixture(scope="module")
def keep_open(desk, lab, request):
    """As `open_notebook`, in a window of a small laptop's size and for all tests of a file."""
    panels, failed_before = [], request.session.testsfailed

    def open_one(path, size=LAPTOP):
        panels.append(desk.open(lab, path, size))
        return panels[-1]

    yield open_one
    # What a test that failed left open is nothing for the next file.
    failed = request.session.testsfailed > failed_before
    desk.put_away(panels, request.node.name if failed else "")
    lab.end_kernels()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.failed = True
    return report
