"""Measure a first visit to the website: what it loads, and the processor time of each stage.

    python3 start.py site site
    python tests/benchmarks/site.py site                   lesson 3
    python tests/benchmarks/site.py site 08-outlook        another lesson

A browser that has never been there opens a lesson by its link and runs all of it. In lesson 3 a
year is then entered six times, each a new picture; the same explorer makes the same pictures in
this Python. Bytes are counted as a plain server sends them. Processor time is first that of the
browser's Python alone, stage by stage under Node.js, then that of all the browser's processes.
"""

import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from helpers import serving
from helpers.topics import treaties
from tests.lab.conftest import FLAGS, FULL, find_browser

LONG = 120_000  # milliseconds
HEAVIEST = 12
PYTHON = "run/static/pyodide"
FIRST = "from helpers.topics import treaties; str(treaties.draw_lifelines(2020).svg)"
SOURCE = "from helpers.topics import treaties as topic; topic.explore_lifelines()"
BOX = ".jp-CodeCell:has-text('topic.explore_lifelines()') .sands-explorer"
YEARS = (1960, 1971, 1983, 1994, 2005, 2016)


class Stages:
    """Prints what each stage took, by the clock and by the processor."""

    def __init__(self, profile):
        self.profile, self.clock, self.used = profile, time.perf_counter(), 0.0

    def _processor(self):
        """Seconds of all processes of this browser, which its profile's path marks."""
        total = 0.0
        for process in psutil.process_iter():
            try:
                if any(self.profile in word for word in process.cmdline()):
                    total += sum(process.cpu_times()[:2])
            except psutil.Error:
                continue
        return total

    def done(self, stage):
        """Print one line."""
        clock, used = time.perf_counter(), self._processor()
        print(
            f"{stage:<42} {clock - self.clock:6.1f} s by the clock {used - self.used:6.1f} s used"
        )
        self.clock, self.used = time.perf_counter(), used


def visit(page, address, lesson, stages):
    """Open a lesson by its link, run it, and wait for what lives."""
    page.goto(f"{address}/run.html?lesson={lesson}")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=LONG)
    stages.done("the page stands")
    page.wait_for_selector("[data-status=idle]", timeout=LONG)
    page.get_by_role("menuitem", name="Run", exact=True).first.click()
    page.get_by_role("menuitem", name=re.compile("Run All Cells$")).first.click()
    page.wait_for_selector(".sands-form-box, .sands-explorer", timeout=LONG)
    stages.done("first live picture or question")
    waiting = "[...document.querySelectorAll('.jp-InputPrompt')].some(e => e.innerText == '[*]:')"
    page.wait_for_function(f"() => !{waiting}", timeout=LONG)
    page.wait_for_selector("[data-status=idle]", timeout=LONG)
    stages.done("the lesson has run")


def redraws(page):
    """Seconds from a year that is entered to its picture, in the page."""
    editor = page.locator(".cm-content", has_text="largest = ...").first
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(SOURCE)
    page.keyboard.press("Shift+Enter")
    box = page.locator(BOX).first
    box.wait_for(timeout=LONG)
    box.scroll_into_view_if_needed()
    shown = (
        "e => { const p = e.querySelector('svg.sands-picture, img'); return p.src || p.outerHTML }"
    )
    found = []
    for year in YEARS:
        before = box.evaluate(shown)
        control = box.locator("input[type=number]").first
        control.fill(str(year))
        start = time.perf_counter()
        control.press("Enter")
        told = [box.element_handle(), before]
        page.wait_for_function(f"([e, old]) => ({shown})(e) != old", arg=told, timeout=LONG)
        found.append(time.perf_counter() - start)
    return found


def drawn():
    """Seconds from a year that is set to what the page is sent, in this Python."""
    explorer = treaties.explore_lifelines()
    found = []
    for year in YEARS:
        start = time.perf_counter()
        explorer.set(year=year)
        found.append(time.perf_counter() - start)
    return found


def stages_alone(folder):
    """Print the processor time of each stage of the browser's Python, to the first picture."""
    if not shutil.which("node"):
        print("Node.js is not installed: the stages of the browser's Python are not measured.")
        return
    script = Path(__file__).with_name("stages.cjs")
    told = subprocess.run(
        ["node", script, folder / PYTHON, FIRST], capture_output=True, text=True, check=True
    )
    stages = [json.loads(line) for line in told.stdout.splitlines() if line.startswith("[")]
    for stage, used in [*stages, ["Python alone, to the first picture", sum(u for _, u in stages)]]:
        print(f"{stage:<42} {used:29.1f} s used")


def loaded(folder, asked):
    """Bytes of each file of the site that was asked for, by its path."""
    sizes = {}
    for address in asked:
        path = folder / urlsplit(address).path.lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            sizes[path.relative_to(folder).as_posix()] = path.stat().st_size
    return sizes


def main(arguments):
    """Measure the site in a folder and print it.

    Args:
        arguments: the folder, then the name of a lesson if it is not lesson 3.

    Returns:
        0.
    """
    folder, lesson = Path(arguments[0]).resolve(), (*arguments[1:], "03-treaties")[0]
    stages_alone(folder)
    server = serving.server(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked = set()
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        stages = Stages(profile)
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=find_browser(FULL), args=FLAGS
        )
        browser.on("request", lambda request: asked.add(request.url))
        page = browser.new_page()
        visit(page, f"http://127.0.0.1:{server.server_port}", lesson, stages)
        sizes = loaded(folder, asked)
        there = redraws(page) if lesson == "03-treaties" else []
        browser.close()
    server.shutdown()
    for name, size in itertools.islice(sorted(sizes.items(), key=lambda e: -e[1]), HEAVIEST):
        print(f"{size / 1e6:7.2f} MB  {name}")
    print(f"{sum(sizes.values()) / 1e6:7.2f} MB  in {len(sizes)} files: a first visit")
    if there:
        page, here = median(there), median(drawn())
        print(f"a redraw: {page:.2f} s in the page, {here:.2f} s here: {page / here:.1f} ×")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
