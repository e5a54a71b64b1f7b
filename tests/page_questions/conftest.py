"""The edition for reading in a browser that knows no machine but this one."""

import pytest

from tests.lab.conftest import (  # noqa: F401 -- the same browser as for JupyterLab
    browser,
    chromium,
    pytest_runtest_teardown,
)


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
