"""A journal of its own for each test."""

import pytest

from helpers import journal


@pytest.fixture
def new_session():
    """Make what follows a new kernel session, as far as the journal can tell."""
    return journal._session_of.cache_clear


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch, new_session):
    """Return the journal's folder for this test; it does not exist yet."""
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / "kept"))
    new_session()
    yield tmp_path / "kept"
    new_session()
