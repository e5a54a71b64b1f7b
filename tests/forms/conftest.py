"""A journal of its own for each test."""

import pytest

from helpers import forms, journal


@pytest.fixture
def new_session():
    """Make what follows a new kernel session, as far as the journal and the veils can tell."""

    def begin():
        journal._session_of.cache_clear()
        forms._waiting.cache_clear()

    return begin


@pytest.fixture(autouse=True)
def place(own_journal):
    """Return the journal's folder for this test; it does not exist yet."""
    return own_journal
