"""The card of feedback, what is heard of a form, and how it looks: near, large, dark, narrow."""

import pytest

from helpers import bank
from tests.lab import hands
from tests.lab.hands import plain

# A sentence that runs from right to left, with a full stop that shows it.
ARABIC = "هذا رأيي، وسأكتب السبب لاحقًا."
DOLLARS = "It cost $5 million then and $7 million now."
HINTED = next(
    q
    for q in bank.bank().values()
    if q.kind == "single" and q.use != "predict" and q.hints and q.look_again
)
WORDS = next(q for q in bank.bank().values() if q.kind == "text" and q.use != "predict")
LESSON = f"notebooks/{int(HINTED.id.split('.')[0]):02d}"
DARK = "apputils:change-theme"


@pytest.fixture(scope="module")
def panel(keep_open, lab):
    """The lesson of a question with hints, with a question in words at its end, and run."""
    (path,) = (lab.root / "notebooks").glob(f"{HINTED.id.split('.')[0].zfill(2)}-*.ipynb")
    found = keep_open(path.relative_to(lab.root).as_posix())
    found.run_all()
    return found


@pytest.fixture(scope="module")
def answered(panel):
    """The box of the question, answered wrongly, with a hint taken; the watch began before."""
    box = hands.form(panel, HINTED.id)
    said = hands.said(box)
    said.evaluate(
        """node => {
          window.heard = [];
          new MutationObserver(() => window.heard.push(node.isConnected))
            .observe(node, {childList: true, characterData: true, subtree: true});
          window.region = node;
        }"""
    )
    hands.push(panel, box, "Hint")
    hands.fill(panel, box, HINTED, hands.wrong_answer(HINTED)[0])
    hands.push(panel, box, "Check")
    hands.told(panel, said, "✗ Not yet")
    return box


def test_the_card_has_a_sign_a_word_a_reason_and_where_to_look(panel, answered):
    said = hands.said(answered)
    card = said.locator(".sands-card")
    text = plain(card.inner_text())
    _, why = hands.wrong_answer(HINTED)
    assert text.startswith("✗ Not yet")
    assert plain(why[0]) in text
    assert card.locator("a", has_text="").first.is_visible()
    edge = card.evaluate("node => getComputedStyle(node).borderLeftWidth")
    assert edge != "0px", "a card has an edge of its own"
    # Hints stand below, and not in its place.
    hint = answered.get_by_text(HINTED.hints[0][:30], exact=False).first
    assert hint.bounding_box()["y"] > card.bounding_box()["y"]


def test_the_link_leads_to_the_heading(panel, answered):
    link = hands.said(answered).locator(".sands-card a").first
    heading = link.inner_text().strip()
    link.click()
    place = panel.notebook.locator("h1, h2, h3").filter(has_text=heading).first
    panel.wait_for(
        lambda: place.evaluate(
            "n => { const r = n.getBoundingClientRect();"
            " return r.top >= 0 && r.bottom <= innerHeight; }"
        )
    )


def test_the_region_that_speaks_is_there_before_its_words(panel, answered):
    assert panel.page.evaluate("window.heard.length > 0 && window.heard.every(Boolean)")
    assert hands.said(answered).evaluate("node => node === window.region")
    regions = "[...document.querySelectorAll('.sands-form-box')].map(each =>"
    counts = panel.page.evaluate(f"{regions} each.querySelectorAll('[role=status]').length)")
    assert set(counts) == {1}, "one voice for each form"


def test_groups_and_buttons_are_heard_with_their_question(panel, answered):
    session = panel.page.context.new_cdp_session(panel.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    heard = [
        (node["role"]["value"], node["name"]["value"])
        for node in nodes
        if not node.get("ignored") and node.get("name", {}).get("value")
    ]
    name = f"Question {HINTED.id}"
    assert ("group", name) in heard
    assert ("radiogroup", name) in heard
    assert ("button", f"Check: {name}") in heard
    assert ("button", f"Hint: {name}") in heard
    choices = [words for role, words in heard if role == "radio"]
    for option in HINTED.options:
        assert any(plain(words).endswith(plain(option.text)) for words in choices)
    assert [words.strip()[:2] for words in choices[:2]] == ["A.", "B."], "a class votes by letter"


def luminance(colour):
    """Relative luminance of 'rgb(r, g, b)', as WCAG 2 has it."""
    parts = [float(each) / 255 for each in colour.strip("rgba()").split(",")[:3]]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


SEEN = """node => {
  let behind = node;
  const clear = each => /rgba\\(0, 0, 0, 0\\)|transparent/.test(
    getComputedStyle(each).backgroundColor);
  behind = node.parentElement;
  while (behind && clear(behind)) behind = behind.parentElement;
  const style = getComputedStyle(node);
  return {ring: style.outlineColor, wide: parseFloat(style.outlineWidth),
    line: style.outlineStyle, behind: getComputedStyle(behind).backgroundColor};
}"""


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_focus_and_card_are_seen_in_both_themes(panel, answered, theme):
    panel.page.evaluate(f"jupyterapp.commands.execute('{DARK}', {{theme: '{theme}'}})")
    light = "true" if "Light" in theme else "false"
    panel.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")
    panel.page.wait_for_function("document.fonts.ready.then(() => true)")
    boxes = panel.notebook.locator(".sands")
    for control in ("input[type=radio]:checked", "button", "input[type=text]", "textarea"):
        each = (boxes if "text" in control else answered).locator(f"{control}:visible").first
        panel.tab_to(each)
        panel.press("Tab", "Shift+Tab")  # a ring is shown to who came by key
        seen = panel.page.evaluate(f"({SEEN})(document.activeElement)")
        assert seen["line"] != "none"
        assert seen["wide"] >= 2
        assert contrast(seen["ring"], seen["behind"]) >= 3, (theme, control, seen)
    card = hands.said(answered).locator(".sands-card")
    for part in ("p", "a"):
        colour, ground = card.evaluate(
            f"""node => [getComputedStyle(node.querySelector('{part}')).color,
                getComputedStyle(node).backgroundColor]"""
        )
        assert contrast(colour, ground) >= 4.5, (theme, part, colour, ground)


def test_questions_are_written_as_large_as_the_prose(panel, answered):
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    prose = panel.notebook.locator(".jp-MarkdownCell p").first.evaluate(size)
    for words in ("p", "label", "button", ".sands-card p"):
        assert answered.locator(words).first.evaluate(size) >= prose, words


CUT = """() => [...document.querySelectorAll(
    '.sands label, .sands button, .sands p, .sands legend, .sands .widget-label, .sands select')]
  .filter(each => each.checkVisibility() && each.getClientRects().length)
  .filter(each => {
    const box = each.getBoundingClientRect();
    const room = document.querySelector('.jp-Notebook').getBoundingClientRect();
    return each.scrollWidth > each.clientWidth + 2 && each.tagName !== 'SELECT'
      && getComputedStyle(each).display !== 'inline' || box.right > room.right + 1;
  }).map(each => each.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize(("width", "height"), [(683, 384), (900, 700)])
def test_nothing_is_cut_at_twice_the_size_and_in_a_narrow_window(panel, answered, width, height):
    panel.page.set_viewport_size({"width": width, "height": height})
    try:
        panel.wait_for(lambda: panel.page.evaluate("innerWidth") == width)
        panel.wait_for(lambda: panel.page.evaluate(CUT) == [])
    except pytest.fail.Exception:
        pytest.fail(f"cut: {panel.page.evaluate(CUT)}")
    finally:
        panel.page.set_viewport_size({"width": 1366, "height": 768})


# --- words of a learner ---------------------------------------------------------------------------


def test_dollars_stay_and_words_run_in_their_own_direction(open_notebook, lab):
    panel = open_notebook(
        lab.write_notebook(
            "words.ipynb",
            "from helpers.questions import ask, estimate",
            f'ask("{WORDS.id}")',
            "estimate(4)",
        )
    )
    panel.run_all()
    box = hands.form(panel, WORDS.id)
    area = box.locator("textarea").first
    for words, direction in ((DOLLARS, "ltr"), (ARABIC, "rtl")):
        hands.write(panel, area, words)
        assert area.evaluate("node => getComputedStyle(node).direction") == direction
        hands.push(panel, box, "Check")
        panel.wait_for(lambda words=words: lab.values("answer", WORDS.id)[-1:] == [words])
    reason = panel.notebook.locator("textarea").last
    hands.write(panel, reason, ARABIC)
    assert reason.evaluate("node => getComputedStyle(node).direction") == "rtl"
    hands.write(panel, area, DOLLARS)
    hands.push(panel, box, "Check")
    panel.wait_for(lambda: lab.values("answer", WORDS.id)[-1:] == [DOLLARS])
    assert panel.notebook.locator("mjx-container, .MathJax").count() == 0
