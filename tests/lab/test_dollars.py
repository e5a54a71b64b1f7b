"""A dollar sign is money on every page: nothing of ours is typeset as mathematics."""

import pytest

SAID = r"From $5 to $6, \(a\) \[b\] \begin{equation}c\end{equation} and $$7$$."
CELLS = {
    "raw": f"""from IPython.display import HTML
HTML({SAID!r})""",
    "table": f"""import pandas as pd
from helpers import data, figures
figures.table(pd.DataFrame({{"a": [{SAID!r}], "b $1 $2": [{SAID!r}]}}), {SAID!r})""",
    "figure": f"""with figures.page({SAID!r}) as page:
    pass
page.figure({SAID!r}, {SAID!r})""",
    "message": f"figures.message('$1 and $2', {SAID!r})",
    "widget": f"""import ipywidgets
ipywidgets.HTML(figures.safe({SAID!r}))""",
    "pandas": f"""data.table("treaties").head(1)[["treaty_id"]].assign(said={SAID!r})""",
    "sources": f"""data.Bibliography([dict(publisher={SAID!r}, author="", title={SAID!r},
    url="https://example.org/", address="publisher", read_at="", date="2024", seen="full")])""",
}


@pytest.fixture(scope="module")
def shown(lab, browser):
    """What each cell shows: its text, and how many formulas stand in it."""
    path = lab.write_notebook("dollars.ipynb", *CELLS.values())
    page = browser.new_page()
    panel = lab.panel(page)
    panel.open(path)
    found = {}
    for place, name in enumerate(CELLS):
        cell = panel.notebook.locator(".jp-CodeCell").nth(place)
        cell.locator(".jp-InputArea-editor").click()
        page.keyboard.press("Shift+Enter")
        panel.wait_until_idle()
        page.wait_for_timeout(1500)  # formulas are set after the page is drawn
        outputs = cell.locator(".jp-OutputArea").first
        found[name] = (outputs.inner_text(), outputs.locator("mjx-container").count())
    page.close()
    lab.end_kernels()
    return found


def test_without_care_jupyterlab_makes_formulas_of_dollars(shown):
    assert shown["raw"][1] > 0


@pytest.mark.parametrize("name", [name for name in CELLS if name != "raw"])
def test_no_dollar_and_no_backslash_becomes_a_formula(shown, name):
    words, formulas = shown[name]
    assert formulas == 0
    if name == "pandas":  # pandas cuts a long cell
        assert "From $5 to $6" in words
    else:
        assert SAID in words
