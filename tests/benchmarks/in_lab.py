"""Time a key press to the decoded picture in a real JupyterLab, ours against `interact`.

The same chart, the same number box and the same key on both sides. `interact` draws as most
notebooks do, on a fresh figure shown as a full-colour PNG; a second line lets it show our own
fast picture, so that what is left is the way by which the picture comes to the page. Between two
presses ours has time to draw the next picture ahead, as between the presses of a hand.
"""

import functools
import sys
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parents[1] / "lab")]

SETUP = """
import ipywidgets
from IPython.display import Image
from helpers import figures, svg
from helpers.topics import treaties
import run

def ordinary(year):
    figures._sheet.cache_clear()
    svg.picture, ours = (lambda figure, dpi: (run._bare(figure), ())), svg.picture
    try:
        return Image(treaties.draw_lifelines(year).svg, format="png")
    finally:
        svg.picture = ours

def box():
    return ipywidgets.BoundedIntText(2026, min=1950, max=2026, description="Year")
"""
KINDS = {
    "ours": "explorer = treaties.explore_lifelines()\nexplorer",
    "interact": "ipywidgets.interact(ordinary, year=box());",
    "fast": "ipywidgets.interact(treaties.draw_lifelines, year=box());",
}
# From the key to the moment when a picture other than the one before is decoded.
WATCH = """node => {
  window.sands = new Promise((done, fail) => {
    setTimeout(() => fail(new Error("no new picture within 30 s")), 30000);
    const picture = () => node.querySelector('svg.sands-picture, img');
    const shown = () => picture()?.src || picture()?.outerHTML;
    const before = shown();
    let start;
    node.addEventListener('keydown', () => { start = performance.now(); },
      { capture: true, once: true });
    const look = async () => {
      if (start === undefined || !picture() || shown() === before) return;
      seen.disconnect();
      await picture().decode?.().catch(() => null);
      done(performance.now() - start);
    };
    const seen = new MutationObserver(look);
    seen.observe(node, { subtree: true, childList: true, attributes: true });
  });
}"""


def measure(quick):
    """Return what the rows of the table need: name, value, bar, details."""
    import conftest
    import run
    from playwright.sync_api import sync_playwright

    lab = conftest.Lab(run.scratch())
    (lab.root / "notebooks/run.py").write_bytes(Path(run.__file__).read_bytes())
    lab.begin()
    try:
        with sync_playwright() as driver:
            path = conftest.find_browser(conftest.FULL)
            browser = driver.chromium.launch(executable_path=path, args=conftest.FLAGS)
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            page.set_default_timeout(60_000)
            panel = conftest.Panel(page, lab)
            panel.open(lab.write_notebook("timing.ipynb", SETUP, *KINDS.values()))
            panel.run_all()
            presses = [functools.partial(_press, panel, source) for source in KINDS.values()]
            run.in_turn(1, *presses)
            new = run.in_turn(3 if quick else 9, *presses)
            seen = [_press(panel, KINDS["ours"], "ArrowUp") for _ in new[0]]  # years drawn before
            browser.close()
    finally:
        lab.end()
    ours, interact, fast = new
    ms = [f"{median(times):.0f} ms" for times in (ours, interact, fast, seen)]
    what = "key press to picture in Lab"
    return [
        (
            f"{what}, to interact with a fresh figure",
            run.ratio(ours, interact),
            0.4,
            f"{ms[0]} against {ms[1]}",
        ),
        (
            f"{what}, to interact with our own picture",
            run.ratio(ours, fast),
            None,
            f"{ms[0]} against {ms[2]}",
        ),
        (
            f"{what}, seen before, to interact",
            run.ratio(seen, interact),
            0.2,
            f"{ms[3]} against {ms[1]}",
        ),
    ]


def _press(panel, source, key="ArrowDown"):
    cell = panel.cell(source.splitlines()[0])
    box = cell.locator("input[type=number]").first
    box.scroll_into_view_if_needed()
    box.focus()
    cell.locator(".jp-OutputArea").first.evaluate(WATCH)
    panel.press(key)
    took = panel.page.evaluate("window.sands")
    panel.page.wait_for_timeout(150)  # whatever the kernel still has to send
    return took
