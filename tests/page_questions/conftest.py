"""The edition for reading, built once, and a browser that knows no machine but this one."""

import pytest

from helpers import html_edition
from tests.lab.conftest import (  # noqa: F401 -- the same browser as for JupyterLab
    browser,
    chromium,
    pytest_runtest_teardown,
)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """Folder of the pages."""
    folder = tmp_path_factory.mktemp("edition") / "html"
    html_edition.build(folder)
    return folder


@pytest.fixture
def device(browser):  # noqa: F811
    """One learner's browser, empty; what its pages say went wrong fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.wrong = []
    context.on("weberror", lambda told: context.wrong.append(str(told.error)))
    yield context
    wrong = list(context.wrong)
    context.close()
    assert wrong == []
