"""What an environment has to know: JupyterLab's settings, an extension of it, a kernel's start.

One dictionary of settings serves a learner's own computer, a projector and a hub. Nothing here
needs a package: `start.py` and the hub call it before anything is installed or started.
"""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# A key typed on a list, a box or a button is meant for it, and not for the cell around it.
ON_ANYTHING = (":focus", ":focus:not(:read-write)")
SCHEMAS = "share/jupyter/lab/schemas"
HELD = ("Ctrl", "Alt", "Accel", "Cmd")
SETTINGS = {
    # What JupyterLab would otherwise ask or look up on its first start.
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # The guide for instructors opens as a page, not as its source.
    "@jupyterlab/docmanager-extension:plugin": {
        "defaultViewers": {"markdown": "Markdown Preview"},
    },
    # A lesson that is opened again shows text that says how to wake it, and no dead controls.
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": False},
    # All cells are in the page. Else screen readers meet the source of cells out of sight, with
    # the readings that are folded.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    # All that a panel says to the kernel is heard in its order. Else a box's second change goes to
    # a thread of its own and a press to the first, and an answer is judged by the choice before.
    "@jupyterlab/apputils-extension:kernels-settings": {"commsOverSubshells": "disabled"},
}
PROJECTOR = {
    "@jupyterlab/statusbar-extension:plugin": {"visible": False},
    # What is shown and tried in class must not change the lesson's file.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
# The list of files is closed at first: it takes a fifth of a small screen.
WORKSPACE = {
    "data": {
        "layout-restorer:data": {
            "main": {"dock": None},
            "down": {"size": 0, "widgets": []},
            "left": {
                "collapsed": True,
                "visible": True,
                "widgets": ["filebrowser", "running-sessions", "@jupyterlab/toc:plugin"],
            },
            "right": {"collapsed": True, "visible": True, "widgets": []},
            "relativeSizes": [0, 1, 0],
        }
    },
    "metadata": {"id": "default"},
}
WORKSPACE_FILE = "default-37a8.jupyterlab-workspace"  # the name that JupyterLab gives this id

KERNEL_CONFIG = """# Written by the set-up of Shifting Sands, for each kernel of this environment.
import sys
from pathlib import Path

for _root in (Path({root!r}), Path(sys.prefix).parent):
    _file = _root / "helpers" / "waking.py"
    try:
        # By its path: to import `helpers` here would choose it for lessons of any other checkout.
        _module = type(sys)("sands_waking")
        _module.__file__ = str(_file)
        exec(compile(_file.read_text("utf-8"), str(_file), "exec"), vars(_module))
    except Exception:  # moved, or not ours any more: the kernel starts all the same
        continue
    sys.modules["sands_waking"] = _module
    c = get_config()  # noqa
    c.InteractiveShellApp.extensions = ["sands_waking"]
    break
"""

SERVER_CONFIG = """# Written by the set-up of Shifting Sands, for JupyterLab in this environment.


def _without_dead_controls(model, **_):
    # A control is gone with its kernel: Lab would say "model not found" in its place the next day.
    # The text that every form has beside it says how to wake it.
    content = model.get("content") if model.get("type") == "notebook" else None
    for cell in (content or {}).get("cells", []):
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output["data"].pop("application/vnd.jupyter.widget-view+json", None)


c = get_config()  # noqa
c.ContentsManager.pre_save_hook = _without_dead_controls
# Else each page that opens lets Node look whether Lab is to be built anew, half a second of work.
page = {"buildAvailable": False, "buildCheck": False}
c.ServerApp.tornado_settings.update({"page_config_data": page})
"""

SCRIPT = Path(__file__).with_name("waiting.js")
EXTENSION = {
    "name": "shifting-sands",
    "version": "1.0.0",
    "jupyterlab": {"_build": {"load": "static/remoteEntry.js", "extension": "./extension"}},
}


def lab_settings(prefix, projector=False, schemas=SCHEMAS):
    """Return JupyterLab's settings as `overrides.json` holds them.

    Args:
        prefix: of the environment in which JupyterLab is installed; its keys are read there.
        projector: True for a room that looks on.
        schemas: folder in `prefix` that holds what JupyterLab's parts say of their keys.

    Returns:
        {plugin: {setting: value}}.
    """
    found = {plugin: dict(values) for plugin, values in SETTINGS.items()}
    if projector:
        for plugin, values in PROJECTOR.items():
            found[plugin] = found.get(plugin, {}) | values
    found["@jupyterlab/shortcuts-extension:shortcuts"] = {"shortcuts": safe_keys(prefix, schemas)}
    return found


def safe_keys(prefix, schemas=SCHEMAS):
    """Return shortcuts that act on a cell only while the cell itself has the focus.

    JupyterLab lets `d d`, `x`, `m` and their kin act while anything in a cell has the focus, so
    that a letter typed on a list would delete a question.

    Args:
        prefix: of the environment in which JupyterLab is installed.
        schemas: as for `lab_settings`.

    Returns:
        Each such shortcut twice: switched off as it is, and given anew for a cell alone.
    """
    found = []
    for path in sorted(Path(prefix, schemas).glob("*/*/*.json")):
        for shortcut in json.loads(path.read_text("utf-8")).get("jupyter.lab.shortcuts", []):
            selector = shortcut["selector"]
            place, blank, end = selector.rpartition(" ")
            if not blank or end not in ON_ANYTHING or not _typed(shortcut["keys"]):
                continue
            known = {k: v for k, v in shortcut.items() if k in ("command", "keys", "args")}
            found.append(known | {"selector": selector, "disabled": True})
            found.append(known | {"selector": f"{place} .jp-Cell:focus"})
    return found


def _typed(keys):
    """Say whether keys can be meant for what has the focus: no Ctrl, Alt or Command among them."""
    return any(keys) and not any(key.startswith(HELD) for key in keys)


def extend(folder):
    """Write our extension of JupyterLab into a folder of such extensions.

    Args:
        folder: where JupyterLab looks for them; JupyterLite takes what lies there into a site.
    """
    for name, text in (
        ("package.json", json.dumps(EXTENSION)),
        (EXTENSION["jupyterlab"]["_build"]["load"], SCRIPT.read_text("utf-8")),
    ):
        path = Path(folder, EXTENSION["name"], name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def settle(prefix, root=ROOT):
    """Write the settings, our extension, the kernel's start and what is saved into an environment.

    Args:
        prefix: the environment; it must be writable.
        root: the collection.
    """
    prefix = Path(prefix)
    settings = prefix / "share/jupyter/lab/settings"
    settings.mkdir(parents=True, exist_ok=True)
    text = json.dumps(lab_settings(prefix), indent=1) + "\n"
    (settings / "overrides.json").write_text(text, "utf-8")
    extend(prefix / "share/jupyter/labextensions")
    kernel = prefix / "etc/ipython"
    kernel.mkdir(parents=True, exist_ok=True)
    config = KERNEL_CONFIG.format(root=str(root))
    (kernel / "ipython_kernel_config.py").write_text(config, "utf-8")
    server = prefix / "etc/jupyter"
    server.mkdir(parents=True, exist_ok=True)
    (server / "jupyter_server_config.py").write_text(SERVER_CONFIG, "utf-8")
