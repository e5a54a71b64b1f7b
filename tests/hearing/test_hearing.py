"""What the kernel says reaches our widgets; in a browser: tests/lab/test_slow.py."""

import pytest
import traitlets

from helpers import hearing


@pytest.fixture
def said(monkeypatch):
    """A widget of ours, and what it sends: the traits of a state, or a message."""

    class Said(hearing.widget()):
        _esm = hearing.script("forms.js")
        value = traitlets.Unicode("").tag(sync=True)
        written = traitlets.Unicode("").tag(sync=True)
        told = ("value",)

    sent = []
    monkeypatch.setattr(Said, "send_state", lambda _, key=None: sent.append(key))
    monkeypatch.setattr(Said, "send", lambda _, content, buffers=None: sent.append(content))
    return Said(), sent


def test_its_script_finds_it_by_its_name(said):
    widget, _ = said
    assert widget.own == widget.model_id
    assert "function hear(" in widget._esm


def test_what_was_missed_is_said_again_but_not_what_the_learner_wrote(said):
    widget, sent = said
    widget._handle_custom_msg({"missed": True}, [])
    assert sent == [("value",)]


def test_a_press_is_told_that_it_is_its_turn(said):
    widget, sent = said
    widget._handle_custom_msg({}, [])
    assert sent == [{}]
