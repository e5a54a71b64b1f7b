"""One dictionary of settings for a learner, a projector and a hub; keys that are safe."""

import json
import re
import sys
from pathlib import Path

from traitlets.config import Config

from helpers import settling


def test_no_key_without_ctrl_acts_while_a_control_in_a_cell_has_the_focus():
    """Read from the installed schemas: whatever JupyterLab adds is found here."""
    again = settling.safe_keys(sys.prefix)
    off = {(s["command"], *s["keys"], s["selector"]) for s in again if s.get("disabled")}
    on = [s for s in again if not s.get("disabled")]
    assert len(on) == len(off) >= 30
    assert all(s["selector"].endswith(" .jp-Cell:focus") for s in on)
    for path in Path(sys.prefix, "share/jupyter").rglob("schemas/**/*.json"):
        for s in json.loads(path.read_text("utf-8")).get("jupyter.lab.shortcuts", []):
            plain = any(s["keys"]) and not any(k.startswith(settling.HELD) for k in s["keys"])
            wide = re.search(r" :focus(:not\(:read-write\))?$", s["selector"])
            if plain and wide:
                assert (s["command"], *s["keys"], s["selector"]) in off


def test_the_keys_that_destroyed_lessons_are_among_those_made_safe():
    safe = {" ".join(s["keys"]) for s in settling.safe_keys(sys.prefix) if s.get("disabled")}
    assert safe >= {*"MXZABCVYR", "D D", "0 0", "I I", "Shift M", "ArrowDown", "ArrowUp"}


def test_a_learner_meets_no_news_and_no_dead_controls_and_a_class_changes_no_file():
    ours = settling.lab_settings(sys.prefix)
    shown = settling.lab_settings(sys.prefix, projector=True)
    assert ours["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": False}
    assert ours["@jupyterlab/notebook-extension:tracker"] == {"windowingMode": "none"}
    news = ours["@jupyterlab/apputils-extension:notification"]
    assert news == {"fetchNews": "false", "checkForUpdates": False}
    assert "autosave" not in ours["@jupyterlab/docmanager-extension:plugin"]
    assert shown["@jupyterlab/docmanager-extension:plugin"]["autosave"] is False
    assert {k: shown[k] for k in ours if "docmanager" not in k} == {
        k: v for k, v in ours.items() if "docmanager" not in k
    }


def test_settle_writes_all_files_into_an_environment_and_again_the_same(tmp_path):
    for _ in range(2):
        settling.settle(tmp_path, "/a 'quoted' place")
        text = (tmp_path / "share/jupyter/lab/settings/overrides.json").read_text("utf-8")
        assert json.loads(text) == settling.lab_settings(tmp_path)
        config = (tmp_path / "etc/ipython/ipython_kernel_config.py").read_text("utf-8")
        compile(config, "config", "exec")
        server = (tmp_path / "etc/jupyter/jupyter_server_config.py").read_text("utf-8")
        assert server == settling.SERVER_CONFIG
        settling.extend(tmp_path / "alone")
        ours, alone = tmp_path / "share/jupyter/labextensions", tmp_path / "alone"
        for name in ("package.json", settling.EXTENSION["jupyterlab"]["_build"]["load"]):
            place = Path(settling.EXTENSION["name"], name)
            assert (ours / place).read_bytes() == (alone / place).read_bytes()


def test_what_is_saved_holds_no_control_that_has_a_text_beside_it():
    made = Config()
    names = {"get_config": lambda: made}
    exec(settling.SERVER_CONFIG, names)
    save = made.ContentsManager.pre_save_hook
    view = "application/vnd.jupyter.widget-view+json"
    both, alone = {"text/html": "<p>", view: {}}, {view: {}}
    cells = [
        {"cell_type": "markdown", "source": "a"},
        {"cell_type": "code", "outputs": [{"data": both}, {"name": "stdout"}, {"data": alone}]},
    ]
    save({"type": "notebook", "content": {"cells": cells}}, path="x")
    assert (both, alone) == ({"text/html": "<p>"}, {view: {}})
    for other in ({"type": "notebook", "content": None}, {"type": "file", "content": "x"}, {}):
        save(other, path="x")
