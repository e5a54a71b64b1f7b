"""One site, built for real once, and a browser that knows no machine but this one.

SANDS_SITE names a site that is built already, while a test is being written. SANDS_SITE_TEST=core
leaves out the long ways through several lessons.
"""

import functools
import http.server
import json
import os
import threading
from pathlib import Path

import pytest

from helpers import site
from tests.lab.conftest import (  # noqa: F401 -- the same browser as for JupyterLab
    browser,
    chromium,
    pytest_runtest_teardown,
)


def pytest_collection_modifyitems(items):
    if os.environ.get("SANDS_SITE_TEST") != "core":
        return
    for item in items:
        if item.path.parent == Path(__file__).parent and item.get_closest_marker("whole"):
            item.add_marker(pytest.mark.skip(reason="SANDS_SITE_TEST=core leaves out long ways"))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The folder that `start.py site` makes, below two others."""
    if built := os.environ.get("SANDS_SITE"):
        return Path(built)
    told = os.environ.get("SANDS_SITE_LITE")
    if not told:
        pytest.skip(
            "the website is built and tried where the browser's Python is at hand: name a folder "
            "in SANDS_SITE_FILES, or set SANDS_SITE_TEST; see CONTRIBUTING.md"
        )
    place = tmp_path_factory.mktemp("web") / "x/y"
    assert site.main([str(place), *json.loads(told)]) == 0
    return place


@pytest.fixture(scope="session")
def address(folder):
    """Address of the site under a sub-path, on the plain server that Python brings along."""

    class Plain(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    pages = functools.partial(Plain, directory=str(folder.parents[1]))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{folder.parent.name}/{folder.name}"
    server.shutdown()
    server.server_close()
