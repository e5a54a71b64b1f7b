"""The minutes on a lesson's card follow from what it holds, by the rule in minutes.py."""

import importlib.util
from pathlib import Path

import pytest

_PATH = Path(__file__).with_name("minutes.py")
_SPEC = importlib.util.spec_from_file_location("minutes", _PATH)
minutes = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(minutes)

ROOT = minutes.ROOT


def named(path):
    return path.stem


@pytest.mark.parametrize("path", minutes.lessons(), ids=named)
def test_the_card_says_what_was_counted(path):
    least, usual, most = minutes.card(path)
    found = minutes.minutes(minutes.counted(path))
    assert least < usual < most
    assert abs(usual - found) <= max(5, 0.1 * found), f"{found:.0f} minutes were counted"


@pytest.mark.parametrize("path", minutes.lessons(), ids=named)
def test_the_front_page_repeats_the_card(path):
    (line,) = [
        line
        for line in (ROOT / "README.md").read_text("utf-8").splitlines()
        if f"](notebooks/{path.name})" in line and line.startswith("| <img")
    ]
    assert line.rstrip(" |").rsplit("| ", 1)[1] == str(minutes.card(path)[1])


def test_more_to_do_takes_longer():
    nothing = dict.fromkeys(["words", *minutes.MINUTES], 0)
    assert minutes.minutes(nothing) == 0
    for kind in minutes.MINUTES:
        assert minutes.minutes(nothing | {kind: 1}) == pytest.approx(minutes.MINUTES[kind])
    assert minutes.minutes(nothing | {"words": 400}) == 2
