"""Boxes that one lesson alone has, and the instructor's: filled and read by keyboard."""

import re

import pytest

from helpers.concepts import concept_items
from tests.lab.conftest import violations

HOSTILE = "<script>document.title = 'taken'</script>"
OURS = "{include: [['.sands']]}"


@pytest.fixture(autouse=True)
def _empty_journal(lab):
    lab.empty_journal()


@pytest.fixture
def show(lab, open_notebook):
    """Run a notebook with these cells; gives its panel and the box, accessible at the end."""
    panels = []

    def show_one(name, *sources):
        panel = open_notebook(lab.write_notebook(f"{name}.ipynb", *sources))
        panels.append(panel)
        panel.run_all()
        box = panel.notebook.locator(".sands").first
        box.wait_for()
        return panel, box

    yield show_one
    assert violations(panels[-1].page, OURS) == []


def pressed(lab):
    """What was pressed and kept; drafts stand besides."""
    return [entry for entry in lab.entries() if entry[0] != "draft"]


def fill(panel, box, label, text):
    panel.tab_to(panel.control(label, box))
    panel.press("ControlOrMeta+a", "Delete")
    panel.page.keyboard.type(text)


def push(panel, box, name):
    # A button is named by its words and by what it belongs to.
    panel.tab_to(box.get_by_role("button", name=re.compile(f"^{re.escape(name)}: .")))
    panel.press("Enter")


def says(panel, box, words):
    try:
        panel.wait_for(lambda: re.search(words, box.inner_text()))
    except pytest.fail.Exception:
        pytest.fail(f"{words!r} is not said in this box: {box.inner_text()}")
    assert panel.page.title() != "taken"


def test_the_forecasting_trainer_asks_twice_and_tells_what_happened(show, lab):
    panel, box = show("trainer", "from helpers.topics import trainer", "trainer.practise()")
    assert "Question 1 of ten" in box.inner_text()
    fill(panel, box, "Your probability", "very likely")
    push(panel, box, "Keep and see a clue")
    says(panel, box, "from 0 to 100")
    assert pressed(lab) == []
    fill(panel, box, "Your probability", "70")
    push(panel, box, "Keep and see a clue")
    panel.wait_for(lambda: pressed(lab))
    says(panel, box, "A clue of")
    fill(panel, box, "Your probability after the clue", "60")
    push(panel, box, "Keep and see what happened")
    says(panel, box, "You said 70 per cent before the clue and 60 after it")
    assert [(kind, value) for kind, _, value in pressed(lab)] == [("forecast", 70), ("update", 60)]
    push(panel, box, "Next question")
    says(panel, box, "Question 2 of ten")
    push(panel, box, "My score")
    panel.wait_for(lambda: box.locator("svg.sands-picture").count() == 1)


def test_open_questions_keep_a_probability_and_wait_for_their_day(show, lab):
    panel, box = show("open", "from helpers.topics import trainer", "trainer.keep_open()")
    fill(panel, box, "Question 1 (per cent, 0 to 100)", "35")
    fill(panel, box, "Question 2 (per cent, 0 to 100)", "130")
    push(panel, box, "Keep my probabilities")
    panel.wait_for(lambda: pressed(lab))
    assert [value for _, _, value in pressed(lab)] == [35]
    says(panel, box, "130")
    panel.choose_place(panel.focus("Outcome", box), 1)
    fill(panel, box, "Day (such as 2027-12-31)", "2027-12-31")
    fill(panel, box, "Source (address or title)", HOSTILE)
    push(panel, box, "Keep the outcome")
    says(panel, box, "Question 1 closes on 31 December 2027")
    assert [kind for kind, _, _ in pressed(lab)] == ["forecast"]


def test_two_roles_are_argued_before_one_is_chosen(show, lab):
    panel, box = show("roles", "from helpers.topics import china", "china.argue_roles()")
    push(panel, box, "Keep my cases")
    panel.wait_for(lambda: box.locator("[role=status]").last.inner_text().strip())
    assert pressed(lab) == []
    for label, option in (("First role", 1), ("Second role", 2)):
        panel.choose_place(panel.focus(label, box), option)
        case = f"Ties that cost something in bad years are worth more than words. {HOSTILE}"
        fill(panel, box, f"{label}: its strongest case", case)
    panel.choose_place(panel.focus("My choice", box), 1)
    push(panel, box, "Keep my cases")
    panel.wait_for(lambda: pressed(lab))
    ((kind, key, value),) = pressed(lab)
    assert (kind, key) == ("board", "5.roles")
    assert HOSTILE in value["first"]["Case"]


def test_a_briefing_is_written_checked_shown_and_exported(show, lab):
    panel, box = show("compose", "from helpers.topics import briefing", "briefing.compose()")
    push(panel, box, "Check my briefing")
    panel.wait_for(lambda: box.locator("[role=status]").last.inner_text().strip())
    fill(panel, box, "Key judgment", f"The ties will hold until the end of 2027. {HOSTILE}")
    fill(panel, box, "Probability in per cent", "60")
    fill(panel, box, "Evidence [1]", "ev094")
    preview = box.locator(".sands-preview")
    for words in ("The ties will hold", "60 per cent", "ev094"):  # key by key, the page follows
        panel.wait_for(lambda words=words: words in preview.inner_text())
    push(panel, box, "Export HTML and Markdown")
    says(panel, box, r"Written: .*\.html and .*\.md")
    page, text = sorted(lab.journal.glob("*briefing*.*"))
    assert (page.suffix, text.suffix) == (".html", ".md")
    page = page.read_text("utf-8")
    assert "The ties will hold" in page
    assert HOSTILE not in page


def test_what_a_chart_says_is_added_by_keyboard_and_waits_in_the_briefing(show, lab):
    setting = "from helpers.topics import briefing"
    panel, box = show("pick", setting, "briefing.explore_path()", "briefing.compose()")
    push(panel, box, "Add to my briefing")
    panel.wait_for(lambda: pressed(lab))
    ((kind, _, value),) = pressed(lab)
    assert kind == "candidate"
    assert value["question"] == "Where does your range lie among the experts?"
    panel, box = show("picked", setting, "briefing.compose()")
    push(panel, box, "Put into the case")
    says(panel, box, "stands at the end of the case")
    assert value["sentence"][:40] in box.locator(".sands-preview").inner_text()
    push(panel, box, "Take out")
    says(panel, box, "Taken out of the list")


def test_a_card_of_the_deck_is_turned_by_keyboard(show, lab):
    begun = "from helpers import journal; _ = journal.record('estimate', '3', {'best': 4})"
    panel, box = show("deck", begun, "from helpers.topics import work", "work.practise()")
    says(panel, box, "6 cards are due")
    push(panel, box, "Next card")
    says(panel, box, "Card 1 of 6")
    push(panel, box, "Show the meaning")
    push(panel, box, "I knew it")
    says(panel, box, "comes again in 2 days")
    kept = [entry for entry in pressed(lab) if entry[0] == "deck"]
    assert [value for _, _, value in kept] == [{"box": 2, "days": 2, "right": True}]


def test_answers_are_shown_and_written_as_one_page(show, lab):
    answered = (
        "from helpers import journal; _ = journal.record('answer', '3.12', 'a', correct=True)"
    )
    panel, box = show("answers", answered, "from helpers.topics import work", "work.my_answers()")
    fill(panel, box, "Name on the page (if you like)", HOSTILE)
    push(panel, box, "Show the page")
    says(panel, box, "Question 3.12")
    push(panel, box, "Write the page as a file")
    says(panel, box, "Written: my-answers")
    (written,) = lab.journal.glob("my-answers*.html")
    assert HOSTILE not in written.read_text("utf-8")


def test_a_vote_shows_two_rounds_and_the_answer_only_on_request(show):
    panel, box = show("vote", "from helpers import classroom", 'classroom.vote("3.5")')
    fill(panel, box, "A before discussion", "40")
    fill(panel, box, "B before discussion", "many")
    panel.press("Tab")
    says(panel, box, "many")
    fill(panel, box, "B before discussion", "20")
    fill(panel, box, "B after discussion", "55")
    push(panel, box, "Show the votes")
    picture = box.locator("svg.sands-picture").first
    panel.wait_for(
        lambda: "B 20 (33 %) to 55 (100 %)" in (picture.get_attribute("aria-label") or "")
    )
    assert "Right" not in box.inner_text()
    push(panel, box, "Show the right answer")
    says(panel, box, "Right")


def test_words_of_a_class_are_ticked_and_then_shown_alone(show):
    source = "from helpers import classroom\ngroup = classroom.example()"
    panel, box = show("words", source, "classroom.pick_words(group)")
    push(panel, box, "Show only the ticked")
    says(panel, box, "Nothing is ticked")
    panel.focus("Text 2", box)
    panel.press("Space")
    push(panel, box, "Show only the ticked")
    says(panel, box, "1 text shown")
    assert box.locator("blockquote").count() == 1
    assert not box.locator("input[type=checkbox]").first.is_visible()


def test_each_question_of_the_concept_test_is_a_group_of_its_own(show, lab):
    panel, box = show(
        "concepts", "from helpers.concepts import concept_test", 'concept_test("before")'
    )
    push(panel, box, "Open the test")
    groups = box.locator("[role=radiogroup]")
    panel.wait_for(lambda: groups.count() == len(concept_items()))
    names = [groups.nth(n).get_attribute("aria-label") for n in range(groups.count())]
    assert names == [f"Question {n}." for n in range(1, len(names) + 1)]
    for n in range(len(names)):
        groups.nth(n).locator("input").nth(n % 3).check()
    chosen = [groups.nth(n).locator("input:checked").count() for n in range(len(names))]
    assert chosen == [1] * len(names)
    push(panel, box, "Keep my answers")
    says(panel, box, "Your answers are kept")
    assert len(pressed(lab)) == len(names)


def test_answers_appear_when_they_are_asked_for_and_go_again(open_notebook):
    panel = open_notebook("notebooks/instructor/answers.ipynb")
    assert "Right:" not in panel.notebook.inner_text()
    panel.run_all()
    box = panel.notebook.locator(".sands").first
    panel.choose_place(panel.focus("Lesson", box), 4)
    says(panel, box, "answers are hidden")
    panel.tab_to(panel.control("Show the answers", box))
    panel.press("Space")
    says(panel, box, r"Lesson 3: \d+ questions with their answers")
    assert "Right:" in box.inner_text()
    assert violations(panel.page, OURS) == []
    panel.press("Space")
    says(panel, box, "answers are hidden")
    assert "Right:" not in box.inner_text()
