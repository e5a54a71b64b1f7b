"""The statement on accessibility claims nothing that no test shows."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "notebooks/instructor/accessibility.md"
# WCAG 2.2 without 4.1.1, which it has withdrawn.
LEVELS = {
    "A": "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 "
    "2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 "
    "3.3.7 4.1.2",
    "AA": "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 "
    "2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3",
}
SHOWN = {"Supports", "Partially supports"}
SILENT = {"Not evaluated", "Not applicable"}


def rows(text):
    """{level: [(criterion, claim, remark, tests)]} of the two tables."""
    found = {}
    for part in re.split(r"^## ", text, flags=re.M):
        if level := re.match(r"Level (A+)\n", part):
            lines = [line for line in part.splitlines() if re.match(r"\| \d", line)]
            found[level[1]] = [[c.strip() for c in line.strip("|").split("|")] for line in lines]
    return found


def faults(text):
    said = []
    for level, criteria in LEVELS.items():
        table = rows(text).get(level, [])
        told = Counter(row[0].split()[0] for row in table)
        if told != Counter(criteria.split()):
            said.append(f"level {level}: {sorted(set(criteria.split()) ^ set(told))}")
        for criterion, claim, _, tests in table:
            named = re.findall(r"`([^`]+)`", tests)
            if claim not in SHOWN | SILENT:
                said.append(f"{criterion}: {claim} is no claim")
            if bool(named) != (claim in SHOWN):
                said.append(f"{criterion}: {claim}, and {len(named)} tests")
            said += [f"{criterion}: there is no {name}" for name in named if not there(name)]
    return said


def there(name):
    path, _, function = name.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    tree = ast.parse(file.read_text("utf-8"))
    return function in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}


def test_each_criterion_is_told_once_and_each_claim_has_a_test_that_exists():
    assert not faults(PAGE.read_text("utf-8"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| 2.1.1 Keyboard |", "| 2.1.9 Keyboard |"),
        ("::test_each_input_has_a_label", "::test_each_input_has_a_halo"),
        ("| 1.4.12 Text spacing | Not evaluated |", "| 1.4.12 Text spacing | Supports |"),
        ("| 2.4.7 Focus visible | Supports |", "| 2.4.7 Focus visible | Mostly |"),
    ],
)
def test_a_claim_without_ground_is_seen(old, new):
    text = PAGE.read_text("utf-8")
    assert old in text
    assert faults(text.replace(old, new))
