"""Serves a folder of web pages on this computer alone: `python3 serve.py` in the site's folder.

The lessons that run in a browser need a server, because a page opened as a file may keep nothing.
Any web server will do; this one needs nothing but Python.
"""

import contextlib
import functools
import http.server
import sys
import webbrowser
from pathlib import Path

TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".bin": "application/octet-stream"}


class Pages(http.server.SimpleHTTPRequestHandler):
    """Files of one folder, each with the type that a browser wants; says nothing of each one."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | TYPES

    def log_message(self, format, *args):  # noqa: A002 -- as the class above names it
        """Keep still.

        Args:
            format: of a line that is not printed.
            args: what it would be filled with.
        """


def server(folder, port=0):
    """Make a server for a folder; it answers this computer alone.

    Args:
        folder: what is served.
        port: 0 takes a free one.

    Returns:
        An `http.server` that waits for `serve_forever`.
    """
    pages = functools.partial(Pages, directory=str(folder))
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), pages)


def main(arguments):
    """Serve the folder of this file, or the one that is named, and open it in a browser.

    Args:
        arguments: a folder, if any.

    Returns:
        0 when it is stopped.
    """
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        # The same port each time: a browser keeps answers by address and port.
        found = server(folder, 8950)
    except OSError:
        found = server(folder)
        print("Port 8950 is taken: answers given under it are not seen under this address.")
    address = f"http://127.0.0.1:{found.server_port}/"
    print(f"{address}   Press Ctrl+C here to stop.", flush=True)
    webbrowser.open(address)
    with contextlib.suppress(KeyboardInterrupt):
        found.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
