"""Keys typed on a control are meant for the control: no cell is changed, moved or deleted."""

import string

import pytest

from helpers import bank
from tests.lab import hands
from tests.lab.hands import Lesson

# One control of each kind that any lesson has: what stands for it in the page.
CONTROLS = {
    "a radio button": "input[type=radio]",
    "a check box": "input[type=checkbox]",
    "a list": "select",
    "a line of text": "input[type=text]",
    "a text of several lines": "textarea",
    "a number": "input[type=number]",
    "a button": "button:text-is('Hint')",
    "a button for files": "button.widget-upload, .widget-upload button",
    "a fold": "details > summary",
    "a link": ".jp-OutputArea-output a[href]",
}
KEYS = [
    *string.ascii_lowercase,
    *string.digits,
    *(f"Shift+{letter}" for letter in "MADJKLRVZ"),
    *("d", "d", "x", "Shift+M", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"),
    *("Shift+ArrowDown", "Home", "End", "PageDown", "Delete", "Backspace", "Delete", "Delete"),
]
PRESSING = ["Space", "Enter", "Enter", "Space"]
AFTER_ESCAPE = ["Escape", "d", "d", "x", "m", "y", "r", "Shift+M", "Delete", "Backspace"]


def cells_of(panel):
    """What must stay as it is: (id, kind, source) of each cell, in order."""
    return [(cell["id"], cell["cell_type"], "".join(cell["source"])) for cell in panel.model()]


def type_everything(panel, control, keys, pressing=True):
    """Type all these keys on a control, as somebody does who thinks that it listens."""
    control.scroll_into_view_if_needed()
    for each in keys + (PRESSING if pressing else []):
        control.focus()
        panel.press(each)
    control.focus()
    panel.press(*AFTER_ESCAPE)


def one_of_each_kind():
    """Ids of a question of each kind that has boxes, two of those with one choice."""
    found = {}
    for question in bank.bank().values():
        if question.kind != "code":
            found.setdefault(question.kind, []).append(question.id)
    # Two of the first kind, so that there is a neighbour to stray into.
    return [*found.pop("single")[:2], *(ids[0] for ids in found.values())]


def choose_nothing(_):
    """Leave the window for files that opens."""


@pytest.fixture(scope="module")
def panel(keep_open, lab):
    """A notebook whose cells are not locked, with a control of each kind, and run."""
    ids = ", ".join(f'"{each}"' for each in one_of_each_kind())
    path = lab.write_notebook(
        "keys.ipynb",
        "from helpers.questions import ask, board, estimate, my_journal\n"
        "from helpers.topics import actors, treaties",
        f"ask({ids})",
        "my_journal()",
        "estimate(1)",
        'board("1.x", "Which?", {"a": "First", "b": "Second"}, {"How": ["well", "ill"]})',
        "actors.explore_capabilities()",
        "treaties.explore_lifelines()",
    )
    found = keep_open(path)
    found.page.on("filechooser", choose_nothing)
    found.run_all()
    yield found
    found.page.remove_listener("filechooser", choose_nothing)


@pytest.mark.parametrize("kind", CONTROLS)
def test_no_key_on_a_control_touches_a_cell_that_is_not_locked(panel, kind):
    control = panel.notebook.locator(CONTROLS[kind]).locator("visible=true").first
    before = cells_of(panel)
    # A link that is followed leaves the page, and that is what it is for.
    type_everything(panel, control, KEYS, pressing=kind != "a link")
    assert cells_of(panel) == before


def test_letters_go_on_to_the_option_that_begins_so(panel):
    control = panel.notebook.locator(CONTROLS["a list"]).first
    options = control.evaluate("node => [...node.options].map(each => each.text)")
    control.evaluate("node => { node.selectedIndex = 0 }")
    control.focus()
    panel.page.keyboard.type(options[-1][:3])
    panel.wait_for(
        lambda: options[control.evaluate("n => n.selectedIndex")].startswith(options[-1][:3])
    )


def test_arrow_keys_move_the_choice_and_it_is_kept_as_a_draft(panel, lab):
    question = next(q for q in bank.bank().values() if q.kind == "single")
    box = hands.form(panel, question.id)
    key = f"answer:{question.id}" if question.use != "predict" else f"prediction:{question.id}"
    for place in (1, 2, 0):
        hands.pick(panel, box, place)
        wanted = {"one": question.options[place].key}
        panel.wait_for(lambda wanted=wanted: lab.values("draft", key)[-1:] == [wanted])
    assert lab.values("answer", question.id) == []


def test_arrow_keys_stay_within_their_question(panel):
    """Beyond the last choice comes the first one, and never one of the next question."""
    radios = panel.notebook.locator("input[type=radio]")
    box = hands.form(panel, next(q.id for q in bank.bank().values() if q.kind == "single"))
    inner = box.locator("input[type=radio]")
    hands.pick(panel, box, inner.count() - 1)
    others = radios.count() - inner.count()
    on = radios.evaluate_all("all => all.filter(each => each.checked).length")
    panel.press("ArrowDown")
    panel.wait_for(lambda: inner.first.is_checked())
    assert radios.evaluate_all("all => all.filter(each => each.checked).length") == on
    assert others, "no other question that could be touched"


def test_tab_runs_through_a_question_in_its_order(panel):
    question = next(q for q in bank.bank().values() if q.kind == "single")
    box = hands.form(panel, question.id)
    hands.pick(panel, box, 0)
    buttons = [each.strip() for each in box.locator("button:visible").all_inner_texts()]
    passed = []
    for _ in buttons:
        panel.press("Tab")
        passed.append(panel.page.evaluate("document.activeElement.textContent.trim()"))
    assert passed == buttons != []


# --- locks ----------------------------------------------------------------------------------------

LOCKED = Lesson("notebooks/02-drivers.ipynb")


@pytest.fixture(scope="module")
def lesson(keep_open):
    """A lesson as it is given, opened and not yet run."""
    return keep_open(LOCKED.path)


def choose_cell(panel, place):
    """Click on what a cell shows, where nothing can be pressed."""
    cell = panel.cells.nth(place)
    cell.scroll_into_view_if_needed()
    cell.locator("p:visible").first.click(position={"x": 2, "y": 2})
    panel.wait_for(
        lambda: (
            panel.page.evaluate("jupyterapp.shell.currentWidget.content.activeCellIndex") == place
        )
    )


def press(panel, *keys):
    """Press keys; where JupyterLab says in a window that a cell is locked, close the window."""
    for key in keys:
        panel.press(key)
        while panel.page.locator(".jp-Dialog").count():
            panel.press("Escape")
            panel.page.locator(".jp-Dialog").first.wait_for(state="detached")


def test_a_cell_of_a_lesson_is_neither_deleted_nor_changed_by_a_key(lesson):
    question = LOCKED.calls[0][0]
    prose = next(i for i, c in enumerate(LOCKED.cells) if c["cell_type"] == "markdown" and i > 2)
    before = cells_of(lesson)
    for place in (question, prose):
        choose_cell(lesson, place)
        press(lesson, "d", "d", "x", "y", "m", "r", "1", "Shift+M", "Delete", "Backspace")
        assert cells_of(lesson) == before
        choose_cell(lesson, place)
        press(lesson, "Enter", *"dummy", "Backspace", "Escape")
        assert cells_of(lesson) == before


def test_a_cell_whose_source_is_folded_runs_by_its_key(lesson):
    """The first code cell and a question are clicked and run one by one, as lesson 0 teaches."""
    setup, question = LOCKED.code[0], LOCKED.calls[0][0]
    lesson.cells.nth(setup).locator(".jp-InputPlaceholder").first.click(position={"x": 4, "y": 4})
    lesson.press("Shift+Enter")
    choose_cell(lesson, question)
    lesson.press("Shift+Enter")
    lesson.wait_for(lambda: lesson.cells.nth(question).locator(".sands-form-box").count())
    assert "Traceback" not in lesson.notebook.inner_text()


def test_a_cell_for_code_can_be_written_in(lesson):
    place = next(i for i in LOCKED.code if LOCKED.is_coding(i) and "= ..." in LOCKED.source(i))
    editor = lesson.cells.nth(place).locator(".cm-content")
    editor.scroll_into_view_if_needed()
    editor.click()
    lesson.press("ControlOrMeta+End")
    lesson.page.keyboard.type("\nmine = 7")
    lesson.wait_for(lambda: "mine = 7" in "".join(lesson.model()[place]["source"]))


def test_the_focus_goes_from_a_button_that_is_gone_to_what_it_opened(open_notebook, lab):
    asked = next(q.id for q in bank.bank().values() if q.use == "predict")
    cells = ["from helpers.questions import after, ask", f'after("{asked}", ask("0.1"))']
    panel = open_notebook(lab.write_notebook("veil.ipynb", *cells))
    panel.run_all()
    button = hands.button(panel.notebook, hands.LIFT)
    button.evaluate("node => { node.focus(); node.style.display = 'none' }")  # and nothing after
    panel.until("document.activeElement.matches('.sands')")
    button.evaluate("node => { node.style.display = '' }")
    hands.push(panel, panel.notebook, hands.LIFT)
    hands.form(panel, "0.1").wait_for()
    opened = "document.activeElement.querySelector('.sands [aria-label=\"Question 0.1\"]')"
    panel.until(f"document.activeElement !== document.body && {opened}")
    panel.press("Tab")
    assert hands.form(panel, "0.1").evaluate("node => node.contains(document.activeElement)")


def test_the_focus_stays_on_a_chart_that_is_drawn_anew_and_in_a_list_that_is_built_anew(
    open_notebook, lab
):
    explorer, composer = "treaties.explore_lifelines()", "briefing.compose()"
    topics = "from helpers.topics import briefing, treaties"
    panel = open_notebook(lab.write_notebook("anew.ipynb", topics, explorer))
    panel.run_all()
    box = panel.cell(explorer)
    for year in (1960, 1980):  # two sentences for the list
        chart = box.locator("svg.sands-picture").first
        chart.evaluate("node => { node.dataset.old = 'yes'; node.focus() }")
        change = "n.dispatchEvent(new Event('change', {bubbles: true}))"
        box.locator("input[type=number]").first.evaluate(f"n => {{ n.value = {year}; {change} }}")
        panel.until("!document.querySelector('[data-old]')")
        panel.until("document.activeElement.matches('svg.sands-picture')")
        hands.push(panel, box, "Add to my briefing")
        panel.wait_until_idle()

    panel = open_notebook(lab.write_notebook("list.ipynb", topics, composer))
    panel.run_all()
    hands.push(panel, panel.cell(composer), "Take out")
    out = panel.cell(composer).locator("button", has_text="Take out")
    panel.wait_for(lambda: out.count() == 1)
    panel.until("document.activeElement.textContent === 'Take out'")
