"""Take the network away from this Python, all but the loopback.

Python imports this module at its start when the folder is on PYTHONPATH: so it reaches the
kernels that run the lessons, and whatever else the tests start.
"""

import contextlib
import errno
import ipaddress
import sys

# Hundreds of thousands of other events are heard too, so that this is asked first.
SENDS = frozenset(["socket.connect", "socket.sendto", "socket.sendmsg"])
WATCHED = SENDS | {"socket.getaddrinfo", "socket.gethostbyname"}
LOCAL_NAMES = ("", "localhost", "localhost.localdomain", "ip6-localhost", "0.0.0.0", "::")


def is_local(host):
    """Say whether a host name or address is this machine."""
    if host is None:
        return True
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii", "replace")
    host = str(host).split("%")[0].lower()
    with contextlib.suppress(ValueError):
        return host in LOCAL_NAMES or ipaddress.ip_address(host).is_loopback
    return False


def guard(event, arguments):
    """Refuse, as a machine without a network does, what would leave this machine."""
    if event not in WATCHED:
        return
    if event in SENDS:
        address = arguments[1]
        # A path (or bytes) is a socket in the file system; None is an established connection.
        if not isinstance(address, tuple):
            return
        host = address[0]
    else:
        host = arguments[0]
    if not is_local(host):
        raise OSError(errno.ENETUNREACH, f"the tests run without a network; wanted: {host}")


# An audit hook sees every socket of this process and cannot be taken off again.
if not getattr(sys, "_sands_offline", False):
    sys._sands_offline = True
    sys.addaudithook(guard)
