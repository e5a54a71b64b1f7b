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
def shown(keep_open, lab):
    """What each cell shows: its text, and how many formulas stand in it."""
    path = lab.write_notebook("dollars.ipynb", *CELLS.values(), CELLS["raw"])
    panel = keep_open(path)
    panel.run_all()
    # Formulas are set after the page is drawn, one output after the other: the last one's says
    # that all before it had their turn.
    outputs = panel.notebook.locator(".jp-CodeCell .jp-Cell-outputArea")
    outputs.nth(len(CELLS)).locator("mjx-container").first.wait_for()
    found = {}
    for place, name in enumerate(CELLS):
        output = outputs.nth(place)
        found[name] = (output.inner_text(), output.locator("mjx-container").count())
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
