"""A journal of its own for each test."""

import pytest


@pytest.fixture(autouse=True)
def place(own_journal):
    """Return the journal's folder for this test; it does not exist yet."""
    return own_journal
