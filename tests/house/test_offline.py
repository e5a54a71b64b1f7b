"""The suite has no network: this process, what it starts, and the kernels of the notebooks.

Of what these kernels send, it logs a word.
"""

import logging
import os
import socket
import subprocess
import sys
import urllib.request
from types import SimpleNamespace

import pytest
import sitecustomize
from nbval.kernel import RunningKernel

OUTSIDE = "203.0.113.7"  # an address kept for documentation; nobody answers there


def test_connections_to_the_outside_are_refused_at_once():
    with pytest.raises(OSError, match="without a network"):
        socket.create_connection((OUTSIDE, 80), timeout=1)
    with pytest.raises(OSError, match="without a network"):
        urllib.request.urlopen("https://example.org", timeout=1)
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as messenger,
        pytest.raises(OSError, match="without a network"),
    ):
        messenger.sendto(b"anyone?", (OUTSIDE, 53))


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(("localhost", address[1]), timeout=5):
            pass


@pytest.mark.parametrize(
    "host", [None, "", "localhost", b"localhost", "127.0.0.1", "::1", "127.9.9.9"]
)
def test_local_names(host):
    assert sitecustomize.is_local(host)


@pytest.mark.parametrize(
    "host", ["example.org", b"example.org", OUTSIDE, "10.0.0.1", "fe80::1%eth0"]
)
def test_names_of_other_machines(host):
    assert not sitecustomize.is_local(host)


def test_a_python_that_is_started_has_no_network_either():
    program = f"import socket; socket.create_connection(({OUTSIDE!r}, 80), 1)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "without a network" in done.stderr


def test_a_kernel_has_no_network_and_a_fresh_journal():
    from nbval.kernel import CURRENT_ENV_KERNEL_NAME, RunningKernel

    kernel = RunningKernel(CURRENT_ENV_KERNEL_NAME)
    try:
        kernel.execute_cell_input(
            "import os, socket\n"
            f"assert os.environ['SANDS_JOURNAL'] == {os.environ['SANDS_JOURNAL']!r}\n"
            f"socket.create_connection(({OUTSIDE!r}, 80), 1)",
            allow_stdin=False,
        )
        while (message := kernel.get_message("iopub", timeout=20))["msg_type"] != "error":
            pass
    finally:
        kernel.stop()
    assert "without a network" in message["content"]["evalue"]


def test_the_journal_of_the_suite_is_not_the_learners():
    assert "sands-tests-" in os.environ["SANDS_JOURNAL"]
    assert "sands-tests-" in os.environ["IPYTHONDIR"]


def test_of_a_message_of_a_kernel_its_kind_alone_is_logged(caplog):
    message = {"msg_type": "status", "content": "a page long"}
    kernel = SimpleNamespace(kc=SimpleNamespace(get_iopub_msg=lambda timeout: message))
    with caplog.at_level(logging.DEBUG):
        assert RunningKernel.get_message(kernel, "iopub") is message
    assert "status" in caplog.text
    assert "a page long" not in caplog.text
