"""Put a class on a real JupyterHub and see who fails and how long they wait.

    python tests/benchmarks/hub.py                 a class of 5
    python tests/benchmarks/hub.py 5 10 20 30      four classes, one after the other
    python tests/benchmarks/hub.py --cold 10       without the hub's warm-up

The hub runs with notebooks/instructor/hub/jupyterhub_config.py; only who may sign in, the ports
and the folders are others. All of it listens on 127.0.0.1 alone. Each learner signs in, starts a
server, opens a lesson's kernel and runs its code cells one by one over a websocket, with pauses.
The lesson is shortened in nothing but the pauses. Everything that was started is ended, also when
this is interrupted; what was installed stays in a folder of the cache for the next time.

Needs Linux, Node.js (npm) and, the first time, the network.
"""

import argparse
import asyncio
import contextlib
import json
import os
import platform
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "notebooks/instructor/hub/jupyterhub_config.py"
PACKAGES = ["jupyterhub==6.1.0", "jupyterhub-idle-culler==2.0.0"]
PROXY = "configurable-http-proxy@5.3.0"
LESSON = "notebooks/03-treaties.ipynb"
ARRIVE, PAUSE = 20, (1, 5)  # seconds: all sign in within so many; between two cells
CELL_LIMIT, CLASS_LIMIT = 120, 900  # seconds
MARK = "SANDS_LOAD_RUN"
CELLS = ("first cell", "second cell", "other cells")


@dataclass
class Learner:
    """What one learner saw: seconds to a server, seconds for each cell, why it failed if it did."""

    name: str
    start: float = 0.0
    kernel: float = 0.0
    cells: list = field(default_factory=list)
    waited: int = 0
    fault: str = ""


# --- the place -----------------------------------------------------------------------------------


def install(place):
    """Make the environment and fetch the proxy, unless an earlier run did."""
    done = place / "ready"
    wanted = "\n".join([*PACKAGES, PROXY, (ROOT / "requirements.txt").read_text("utf-8")])
    if done.exists() and done.read_text("utf-8") == wanted:
        return
    place.mkdir(parents=True, exist_ok=True)
    print(f"Installing JupyterHub and its proxy in {place}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", place / "venv"], check=True)
    pip = [place / "venv/bin/python", "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "-r", ROOT / "requirements.txt", *PACKAGES], check=True)
    npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", place / "proxy"]
    subprocess.run([*npm, PROXY], check=True)
    done.write_text(wanted, "utf-8")


def free_ports(count):
    """Return so many ports of the loopback interface that nobody uses."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [probe.getsockname()[1] for probe in probes]


def write_config(folder, place, ports, token):
    """Write the hub's configuration for the trial: ours, with other sign-in, ports and folders."""
    public, api, hub = ports
    lines = f"""
        load_subconfig({str(CONFIG)!r})
        c.JupyterHub.bind_url = "http://127.0.0.1:{public}"
        c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
        c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
        c.ConfigurableHTTPProxy.command = [
            {str(place / "proxy/node_modules/.bin/configurable-http-proxy")!r}]
        c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
        c.JupyterHub.cookie_secret_file = "{folder}/secret"
        c.JupyterHub.pid_file = "{folder}/hub.pid"
        c.JupyterHub.authenticator_class = "dummy"
        c.Authenticator.allow_all = True
        c.JupyterHub.spawner_class = "simple"
        c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
        c.Spawner.ip = "127.0.0.1"
        c.Spawner.environment["{MARK}"] = {os.environ[MARK]!r}
        c.Spawner.args.append("--allow-root")
        c.JupyterHub.services.append({{"name": "load", "api_token": {token!r}}})
        c.JupyterHub.load_roles.append({{"name": "load", "services": ["load"],
            "scopes": ["admin:users", "admin:servers", "access:servers"]}})
    """
    text = "\n".join(line.strip() for line in lines.splitlines())
    (folder / "config.py").write_text(text, "utf-8")


@contextlib.contextmanager
def hub(place, cold):
    """Run a hub in a folder of its own; gives its address and a token, and leaves nothing."""
    os.environ[MARK] = secrets.token_hex(8)
    folder = Path(tempfile.mkdtemp(prefix="sands-hub-"))
    (folder / "homes").mkdir()
    token, ports = secrets.token_hex(16), free_ports(3)
    write_config(folder, place, ports, token)
    variables = {**os.environ, "HOME": str(folder), "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16)}
    variables |= {"SANDS_COLD": "yes"} if cold else {}
    for name in ("SANDS_JOURNAL", "JUPYTER_CONFIG_DIR", "VIRTUAL_ENV"):
        variables.pop(name, None)
    python = place / "venv/bin/python"
    variables["PATH"] = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    log = (folder / "hub.log").open("wb")
    command = [python, "-m", "jupyterhub", "-f", folder / "config.py"]
    process = subprocess.Popen(
        command, cwd=folder, env=variables, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        yield f"http://127.0.0.1:{ports[0]}", token, folder
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(60)
        left = end_all(os.environ[MARK])
        process.wait()
        log.close()
        if left:
            print(f"{left} processes had to be ended by hand")
        shutil.rmtree(folder, ignore_errors=True)


def marked(mark):
    """Yield (process id, learner) of every process that this run started, itself excepted."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            pairs = (entry / "environ").read_bytes().split(b"\0")
            if f"{MARK}={mark}".encode() in pairs:
                user = [p.split(b"=", 1)[1] for p in pairs if p.startswith(b"JUPYTERHUB_USER=")]
                yield int(entry.name), user[0].decode() if user else ""


def end_all(mark):
    """End what still runs of this run; return how many processes that were."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        running = [pid for pid, _ in marked(mark)]
        for pid in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        if not running:
            return 0
        time.sleep(3)
    return len(running)


def memory(mark):
    """Return megabytes for each learner: the proportional share (PSS) of all their processes."""
    found = {}
    for pid, user in marked(mark):
        with contextlib.suppress(OSError, IndexError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            kilobytes = int(text.split("\nPss:")[1].split()[0])
            found[user] = found.get(user, 0) + kilobytes * 1024 / 1e6
    return [size for user, size in found.items() if user]


# --- a learner -----------------------------------------------------------------------------------


async def ask(client, address, token, way, path, body=None):
    """Ask the hub or a server over HTTP; return the status and what came back."""
    from tornado.httpclient import HTTPRequest

    request = HTTPRequest(
        f"{address}{path}",
        method=way,
        headers={"Authorization": f"token {token}"},
        body=json.dumps(body or {}) if way == "POST" else None,
        request_timeout=150,
        connect_timeout=60,
    )
    answer = await client.fetch(request, raise_error=False)
    return answer.code, json.loads(answer.body or "null") if answer.code < 300 else answer.reason


async def start_server(learner, client, address, token):
    """Press the button as often as the hub says "later", until the server answers."""
    began = time.monotonic()
    user = f"/hub/api/users/{learner.name}"
    await ask(client, address, token, "POST", user)
    while True:
        code, words = await ask(client, address, token, "POST", f"{user}/server")
        if code in (201, 202):
            break
        if code != 429:
            raise RuntimeError(f"start refused: {code} {words}")
        learner.waited += 1
        await asyncio.sleep(5)
    while True:
        code, found = await ask(client, address, token, "GET", user)
        state = found["servers"].get("") if code == 200 else None
        if state and state["ready"]:
            break
        if code == 200 and not (state and state["pending"]):
            raise RuntimeError("the server did not start")
        await asyncio.sleep(0.5)
    learner.start = time.monotonic() - began


async def open_lesson(learner, client, address, token):
    """Open the lesson as JupyterLab does; return the open channel to its kernel."""
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    began = time.monotonic()
    base = f"/user/{learner.name}"
    code, found = await ask(client, address, token, "GET", f"{base}/api/contents/{LESSON}")
    if code != 200:
        raise RuntimeError(f"lesson not found: {code} {found}")
    body = {"path": LESSON, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
    code, session = await ask(client, address, token, "POST", f"{base}/api/sessions", body)
    if code != 201:
        raise RuntimeError(f"no kernel: {code} {session}")
    way = f"{address.replace('http', 'ws', 1)}{base}/api/kernels/{session['kernel']['id']}/channels"
    request = HTTPRequest(way, headers={"Authorization": f"token {token}"}, connect_timeout=60)
    channel = await websocket_connect(request, max_message_size=2**28)
    await run_cell(channel, "pass")
    learner.kernel = time.monotonic() - began
    return channel, found["content"]["cells"]


async def run_cell(channel, code):
    """Run a cell and wait until the kernel is idle again; an error in it is raised."""
    number = secrets.token_hex(16)
    header = {"msg_id": number, "msg_type": "execute_request", "username": "", "session": number}
    header |= {"version": "5.3", "date": "2026-01-01T00:00:00Z"}
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    content |= {"user_expressions": {}, "stop_on_error": True}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    await channel.write_message(json.dumps({**message, "channel": "shell", "buffers": []}))
    replied = idle = False
    while not (replied and idle):
        text = await channel.read_message()
        if text is None:
            raise RuntimeError("the connection closed")
        heard = json.loads(text) if isinstance(text, str) else {}
        if heard.get("parent_header", {}).get("msg_id") != number:
            continue
        content = heard["content"]
        if heard["msg_type"] == "execute_reply":
            replied = True
            if content["status"] != "ok":
                raise RuntimeError(f"{content.get('ename')}: {content.get('evalue')}")
        idle = idle or content.get("execution_state") == "idle"


async def take_part(learner, client, address, token, dice):
    """Be one learner: arrive, start, run every code cell of the lesson at one's own pace."""
    try:
        await asyncio.sleep(dice.uniform(0, ARRIVE))
        await start_server(learner, client, address, token)
        channel, cells = await open_lesson(learner, client, address, token)
        for cell in cells:
            if cell["cell_type"] != "code":
                continue
            await asyncio.sleep(dice.uniform(*PAUSE))
            began = time.monotonic()
            async with asyncio.timeout(CELL_LIMIT):
                await run_cell(channel, "".join(cell["source"]))
            learner.cells.append(time.monotonic() - began)
        learner.channel = channel
    except Exception as error:
        learner.fault = f"{type(error).__name__}: {error}"


async def hold_class(count, address, token):
    """Let a class of `count` take the lesson; return the learners, memories and load."""
    from tornado.httpclient import AsyncHTTPClient

    AsyncHTTPClient.configure(None, max_clients=200, max_body_size=2**28)
    client = AsyncHTTPClient()
    for _ in range(240):
        with contextlib.suppress(OSError):
            if (await ask(client, address, token, "GET", "/hub/api/"))[0] == 200:
                break
        await asyncio.sleep(1)
    else:
        raise TimeoutError("the hub did not start")
    learners = [Learner(f"learner-{number}") for number in range(1, count + 1)]
    dice, loads = random.Random(count), []

    async def watch():
        while True:
            await asyncio.sleep(5)
            loads.append(os.getloadavg()[0])

    watching = asyncio.create_task(watch())
    tasks = [
        asyncio.create_task(take_part(each, client, address, token, random.Random(dice.random())))
        for each in learners
    ]
    _, late = await asyncio.wait(tasks, timeout=CLASS_LIMIT)
    watching.cancel()
    for task, learner in zip(tasks, learners, strict=True):
        if task in late:
            task.cancel()
            learner.fault = f"not done within {CLASS_LIMIT} s"
    return learners, memory(os.environ[MARK]), max(loads, default=os.getloadavg()[0])


# --- the table -----------------------------------------------------------------------------------


def spread(numbers):
    """Say median and 95th percentile of a list of numbers."""
    if len(numbers) < 2:
        return "—"
    return f"{median(numbers):.1f}, {quantiles(numbers, n=20, method='inclusive')[-1]:.1f}"


HEAD = (
    "| learners | failed | told to wait | server, s | kernel, s | first cell, s | second cell, s "
    "| other cells, s | memory a learner, MB | load before, highest |"
)


def row(learners, sizes, before, highest):
    """Return a line of the table: seconds are median, 95th percentile."""
    well = [learner for learner in learners if not learner.fault]
    cells = [
        str(len(learners)),
        str(len(learners) - len(well)),
        str(sum(learner.waited > 0 for learner in learners)),
        spread([each.start for each in well]),
        spread([each.kernel for each in well]),
        spread([each.cells[0] for each in well]),
        spread([each.cells[1] for each in well]),
        spread([seconds for each in well for seconds in each.cells[2:]]),
        spread(sizes),
        f"{before:.1f}, {highest:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def main():
    """Run the classes that were asked for and print the table; 1 if a learner failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[5], help="learners in each class")
    parser.add_argument("--cold", action="store_true", help="leave out the hub's warm-up")
    parser.add_argument("--place", type=Path, help="where JupyterHub is or will be installed")
    known = parser.parse_args()
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    place = (known.place or Path(cache, "shifting-sands-hub")).absolute()
    install(place)
    inside = place / "venv/bin/python"
    if Path(sys.prefix).resolve() != (place / "venv").resolve():
        os.execv(inside, [inside, *sys.argv, *([] if known.place else ["--place", place])])
    # An end from outside takes the same way out as Ctrl+C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rows, failed = [], False
    for count in known.sizes:
        before = os.getloadavg()[0]
        with hub(place, known.cold) as (address, token, folder):
            learners, sizes, highest = asyncio.run(hold_class(count, address, token))
            faults = {each.fault for each in learners if each.fault}
            if faults:
                failed = True
                print("\n".join(sorted(faults)), (folder / "hub.log").read_text()[-3000:], sep="\n")
        rows.append(row(learners, sizes, before, highest))
        print(rows[-1], flush=True)
    print(f"\n{date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}, {LESSON}")
    print("Seconds and megabytes: median, 95th percentile.\n")
    print("\n".join([HEAD, "|" + " --- |" * (HEAD.count("|") - 1), *rows]))
    return failed


if __name__ == "__main__":
    sys.exit(main())
