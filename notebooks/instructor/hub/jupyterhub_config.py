"""One server for a class: a JupyterHub in which every learner has a notebook server of their own.

Tried with Python 3.11 and exactly these versions; they are not in requirements.txt because a
learner alone at a computer needs none of them:

    jupyterhub==6.1.0                  sign-in, one server a learner
    jupyterhub-idle-culler==2.0.0      stops servers that nobody uses
    configurable-http-proxy 5.3.0      from npm, needs Node.js

Needed only where the website will not do: learners who change devices without carrying a file,
browsers that keep nothing, packages of their own. How to choose, and how to put it up:
../giving-it-to-a-class.md.
Lines that an administrator must decide are marked DECIDE.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The checkout that all learners share; they need to read it and must not be able to write it.
COLLECTION = HERE.parents[2]

# --- what the machine can bear ---------------------------------------------------------------

# Megabytes that a learner's server and kernel take after a lesson, and what the rest needs.
LEARNER_MB = 260
SYSTEM_MB = 1000


def room(total_mb):
    """Say for how many learners the memory lasts.

    Args:
        total_mb: the machine's memory in megabytes.

    Returns:
        A whole number, at least 1.
    """
    return max(1, int((total_mb - SYSTEM_MB) // LEARNER_MB))


def memory_mb():
    """Return the machine's memory in megabytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e6


c = get_config()  # noqa: F821 -- JupyterHub puts this name here

# DECIDE: who may sign in, and how. As it stands: accounts of this machine, those of one group.
c.LocalAuthenticator.allowed_groups = {"learners"}
# DECIDE: the address. Loopback only, behind a web server that speaks HTTPS.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# --- a class that starts all at once ----------------------------------------------------------

# A server takes seconds of processor time to start. With more at a time all are late together.
c.JupyterHub.concurrent_spawn_limit = 4
c.JupyterHub.active_server_limit = room(memory_mb())
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120

# --- what a learner finds -----------------------------------------------------------------------

c.Spawner.cmd = [sys.executable, str(HERE / "learner.py")]
c.Spawner.notebook_dir = "~/shifting-sands"
c.Spawner.default_url = "/doc/tree/notebooks/00-start-here.ipynb"
c.Spawner.environment = {
    "SANDS_COLLECTION": str(COLLECTION),
    # The shared checkout is not theirs to write: answers are kept in the learner's own folder.
    "SANDS_JOURNAL": "~/shifting-sands/work",
    # Kernels run this at their start, so that the first cells do not wait for it.
    "PYTHONSTARTUP": str(HERE / "early.py"),
    # Many learners on few cores: one thread each, or they get into each other's way.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}

# --- what nobody uses is stopped ------------------------------------------------------------------

KERNEL_IDLE, SERVER_IDLE = 45 * 60, 90 * 60  # seconds: a lesson's discussion outlasts half an hour
c.Spawner.args = [
    f"--MappingKernelManager.cull_idle_timeout={KERNEL_IDLE}",
    "--MappingKernelManager.cull_interval=300",
    # An open page that nobody looks at holds no kernel.
    "--MappingKernelManager.cull_connected=True",
]
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            *(sys.executable, "-m", "jupyterhub_idle_culler"),
            *(f"--timeout={SERVER_IDLE}", "--cull-every=300"),
        ],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]

# --- once, before the first learner -------------------------------------------------------------

if not os.environ.get("SANDS_COLD"):
    # Learners may not write compiled modules beside shared ones: each start would compile anew.
    subprocess.run([sys.executable, HERE / "learner.py", "--warm-up", COLLECTION], check=True)
