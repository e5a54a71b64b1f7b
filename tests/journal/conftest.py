"""A journal of its own for each test, and real processes that write to it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(own_journal):
    """Return the journal's folder for this test; it does not exist yet."""
    return own_journal


@pytest.fixture
def start():
    """Return a function that starts Python on some code with its journal in a folder."""
    running = []

    def start_python(code, folder):
        env = os.environ | {"SANDS_JOURNAL": str(folder), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-c", "from helpers import journal\n" + code],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        running.append(process)
        return process

    yield start_python
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def run(start):
    """Return a function that runs Python on some code to its end and returns what it printed."""

    def run_python(code, folder):
        process = start(code, folder)
        printed, errors = process.communicate(timeout=30)
        assert process.returncode == 0, errors
        return printed

    return run_python
