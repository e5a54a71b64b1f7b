"""What holds for every test and every notebook of the suite.

Loaded by `-p` before all else, so that it comes before the first import of nbformat and also
when only a notebook is tested (a conftest.py would come too late, or not at all).
"""

import functools
import gc
import importlib
import os
import re
import sys
import tempfile
from pathlib import Path

import pytest

# An optional format check of jsonschema; building its grammar takes 1.8 s in every process.
sys.modules.setdefault("rfc3987_syntax", None)

SUPPORT = Path(__file__).resolve().parent
OFFLINE = str(SUPPORT / "offline")
SCRATCH = tempfile.TemporaryDirectory(prefix="sands-tests-", ignore_cleanup_errors=True)


def fresh_folder(name):
    """Make an empty folder that lasts as long as this process."""
    return tempfile.mkdtemp(prefix=f"{name}-", dir=SCRATCH.name)


def without_network():
    """Take the network away from this process and from every Python that it starts."""
    paths = [OFFLINE, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(filter(None, paths)))
    if OFFLINE not in sys.path:
        sys.path.insert(0, OFFLINE)
    # A machine may have a module of this name already; ours is the one on the path now.
    sys.modules.pop("sitecustomize", None)
    importlib.import_module("sitecustomize")


def on_our_own():
    """Point whatever is kept between runs to empty folders: journal, history, settings."""
    os.environ["SANDS_JOURNAL"] = fresh_folder("journal")
    os.environ["IPYTHONDIR"] = fresh_folder("ipython")
    os.environ["JUPYTER_CONFIG_DIR"] = fresh_folder("jupyter")
    os.environ["JUPYTER_RUNTIME_DIR"] = fresh_folder("runtime")


@functools.cache
def without_a_clock():
    """Let no example of a property fail because the machine is busy: time is no test here."""
    from hypothesis import settings

    settings.register_profile("sands", deadline=None)
    settings.load_profile("sands")


without_network()
on_our_own()


def pytest_configure():
    """Log the kind of a kernel's message: nbval writes each out in full, half of its own time."""
    from nbval import kernel

    kernel.pformat = lambda message: message["msg_type"]


def pytest_pycollect_makemodule():
    """Set the profile before the first test is imported; notebooks need no Hypothesis."""
    without_a_clock()


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Collect without looking for garbage: nothing that is found here is to be thrown away."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Begin with what waits for a browser, so that all processes stop at nearly one time."""
    items.sort(key=lambda item: not item.nodeid.startswith(("tests/lab", "tests/site")))


def pytest_collection_finish():
    """Leave ten thousand tests out when looking for garbage, and look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each process whole files; of the file that opens all lessons, one page at a time."""
    from xdist.scheduler import LoadScopeScheduling

    class ByPage(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file, _, test = nodeid.partition("::")
            page = re.search(r"\[(\w+)", test) if file.endswith("test_lessons.py") else None
            return f"{file}[{page[1]}]" if page else file

    return ByPage(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Give each notebook a journal of its own: no lesson may lean on another one's entries."""
    if type(item).__name__ == "IPyNbCell" and item.parent.kernel is None:
        os.environ["SANDS_JOURNAL"] = fresh_folder("journal")


@pytest.fixture(autouse=True)
def no_draft_outlives_its_test(monkeypatch):
    """Let no timer of a form write into the journal of the next test."""
    forms = sys.modules.get("helpers.forms")
    if forms is not None:
        monkeypatch.setattr(forms, "REST", 3600)


@pytest.fixture
def new_session():
    """Make what follows a new kernel session, as far as the journal can tell."""
    from helpers import journal

    return journal._session_of.cache_clear


@pytest.fixture(scope="session")
def edition(tmp_path_factory):
    """Folder of the edition for reading, for tests that read its pages and leave them alone."""
    from helpers import html_edition

    folder = tmp_path_factory.mktemp("edition") / "html"
    html_edition.build(folder)
    return folder


@pytest.fixture
def own_journal(tmp_path, monkeypatch, new_session):
    """Give one test a journal of its own; gives its folder, which does not exist yet."""
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / "kept"))
    new_session()
    yield tmp_path / "kept"
    new_session()
