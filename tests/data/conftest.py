import shutil

import pytest

from helpers import data


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the data folder that a test may damage."""
    target = tmp_path / "data"
    target.mkdir()
    for path in data.folder().iterdir():
        if path.suffix in (".csv", ".json"):
            shutil.copy(path, target)
    return target
