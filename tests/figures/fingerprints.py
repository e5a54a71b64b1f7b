"""Fingerprints of charts with their words and tables, to compare machines and settings.

    python tests/figures/fingerprints.py [of each topic so many]

Prints JSON: for each chart the first digits of two hashes, of its picture and of its page.
"""

import hashlib
import itertools
import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import contact_sheet


def fingerprints(most: int | None = None) -> dict:
    """Return {name: [hash of the picture, hash of the page]}, at most so many of each topic."""
    found = {}
    for topic in [*contact_sheet.TOPICS, "classroom"]:
        for name, shown in itertools.islice(contact_sheet.charts_of(topic, every=False), most):
            parts = getattr(shown, "svg", "").encode(), shown._repr_html_().encode()
            found[name] = [hashlib.sha256(part).hexdigest()[:12] for part in parts]
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        os.environ["SANDS_JOURNAL"] = place
        print(json.dumps(fingerprints(*map(int, sys.argv[1:]))))
