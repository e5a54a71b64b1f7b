"""My work: the table of what is done, the deck as a learner turns it, the answers as one page."""

import json
from pathlib import Path

import pytest

from helpers import bank, concepts, forms, journal, questions
from helpers.measures import work as measures
from helpers.topics import work as topic
from helpers.wording import words

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "<script>alert(1)</script> 四国 שלום $x$"


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


def right_and_wrong(key):
    question = bank.find(key)
    both = {o.right: o.key for o in question.options}
    return both[True], both[False]


SINGLE = next(q.id for q in bank.bank().values() if q.kind == "single" and q.use != "predict")


def test_lessons_have_the_names_that_stand_over_them():
    for path in sorted((ROOT / "notebooks").glob("0*.ipynb")):
        first = "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])
        name = first.split("\n")[0].split(" · ", 1)[1]
        assert words("work.lessons").tell(str(int(path.name[:2]))) == name


def test_the_table_and_the_next_lesson_follow_the_journal():
    shown = topic.show_progress()
    assert isinstance(shown, topic.Progress)
    assert "00-start-here.ipynb" in shown._static()
    shown.panel()
    journal.record("answer", SINGLE, right_and_wrong(SINGLE)[0], correct=True)
    shown._looked()
    lesson = SINGLE.split(".")[0]
    assert "1 right" in topic.count_progress().frame["Of these"].iloc[int(lesson)]
    assert f"0{lesson}-" in topic.say_next()
    assert f"0{lesson}-" in shown._said.value


# --- the deck -------------------------------------------------------------------------------------


def buttons(widget):
    found = {}
    for child in getattr(widget, "children", ()):
        found |= buttons(child)
    named = getattr(widget, "description", "")
    return found | ({named: widget} if hasattr(widget, "on_click") else {})


def test_an_empty_deck_says_how_it_fills():
    deck = topic.practise()
    deck.panel()
    assert "The deck is empty." in deck._said.value
    assert deck._next.layout.display == "none"


def test_a_missed_question_comes_says_why_and_moves_on_without_touching_the_lesson():
    right, wrong = right_and_wrong(SINGLE)
    journal.record("answer", SINGLE, wrong, correct=False)
    deck = topic.Deck()
    panel = deck.panel()
    deck._next.click()
    assert "because you missed it today" in deck._said.value
    assert f'href="0{SINGLE[0]}-' in deck._said.value
    card = topic.Repeated(bank.find(SINGLE), lambda right: (journal.Kept(True, ""), ""))
    assert isinstance(card, questions.Asked)
    shown = buttons(panel)
    box = next(w for w in everything(panel) if type(w).__name__ == "RadioButtons")
    box.value = right
    shown["Check"].click()
    assert journal.latest("deck", SINGLE) == {"box": 2, "days": 2, "right": True}
    assert journal.latest("answer", SINGLE) == wrong
    assert len(journal.entries("answer")) == 1
    assert shown["Check"].disabled


def everything(widget):
    found = [widget]
    for child in getattr(widget, "children", ()):
        found += everything(child)
    return found


def test_a_word_is_thought_of_first_and_then_shown():
    journal.record("estimate", "3", {"best": 4, "low": 2, "high": 6, "reason": ""})
    deck = topic.Deck()
    panel = deck.panel()
    deck._next.click()
    assert "you have begun lesson 3" in deck._said.value
    term = measures.term_of(deck._cards[0].key)
    assert term["definition"] not in "".join(
        str(getattr(w, "value", "")) for w in everything(panel)
    )
    buttons(panel)["Show the meaning"].click()
    buttons(panel)["Not yet"].click()
    assert journal.latest("deck", deck._cards[0].key) == {"box": 1, "days": 1, "right": False}
    assert "again in 1 day" in deck._said.value


def test_the_deck_ends_and_says_how_much_was_known():
    journal.record("estimate", "3", {"best": 4, "low": 2, "high": 6, "reason": ""})
    deck = topic.Deck()
    panel = deck.panel()
    for _ in deck._cards:
        deck._next.click()
        buttons(panel)["Show the meaning"].click()
        buttons(panel)["I knew it"].click()
    deck._next.click()
    n = len(deck._cards)
    assert f"{n} of {n} cards were known" in deck._said.value
    again = topic.Deck()
    again.panel()
    assert {card.key for card in again._cards}.isdisjoint(card.key for card in deck._cards)


def test_every_question_of_the_deck_can_be_shown_as_a_card():
    for question in bank.bank().values():
        if measures.repeats(question):
            card = topic.Repeated(bank.find(question.id), None)
            assert "sands-sure" not in str([w._dom_classes for w in card.panel().children])


def test_a_term_that_left_the_table_while_its_card_waits_is_said(monkeypatch):
    journal.record("estimate", "3", {"best": 4, "low": 2, "high": 6, "reason": ""})
    deck = topic.Deck()
    deck.panel()
    monkeypatch.setattr(measures, "term_of", lambda _: None)
    deck._next.click()
    assert "no longer in the glossary" in deck._room.children[0].value


# --- the answers ----------------------------------------------------------------------------------


def test_the_page_holds_question_answer_verdict_and_reason():
    _, wrong = right_and_wrong(SINGLE)
    journal.record("answer", SINGLE, wrong, correct=False)
    journal.record("estimate", "3", {"best": 4, "low": 2, "high": 6, "reason": HOSTILE})
    html = topic.to_html(name=HOSTILE)
    options = {o.key: o for o in bank.find(SINGLE).options}
    assert forms.safe(options[wrong].text) in html
    assert "1 answer, 0 right, 1 not yet." in html
    assert "<script" not in html
    assert "range 2 to 6" in html
    assert topic.to_html(lesson=5) == ""


def test_every_kind_of_answer_is_told_in_words():
    from helpers import answers

    for lesson in answers.lessons():
        for one in answers.key_to(lesson):
            if one.value is not None:
                told = topic.told_answer(one.question, one.value)
                assert told
                assert told != words("work.answers").unread, one.question.id


def test_a_chart_of_ones_own_is_told_by_its_title_and_its_verdict_of_the_day():
    journal.record("own_chart", "3.20", {"title": HOSTILE, "call": {}}, correct=True)
    html = topic.to_html()
    assert forms.safe(HOSTILE) in html
    assert "1 answer, 1 right" in html
    assert words("work.answers").unread not in html


@pytest.mark.parametrize("value", [None, 3, [], {}, "gone", ["gone"], {"gone": 1}, [[1]], HOSTILE])
def test_an_old_or_damaged_entry_does_not_stop_the_page(value):
    for question in bank.bank().values():
        journal.record(question.kept_as, question.id, value)
    assert "<script" not in topic.to_html()


def test_the_page_is_written_beside_the_journal_and_never_over_another(place):
    assert topic.write_answers() == (None, topic._empty(None))
    assert "in lesson 4" in topic.write_answers(4)[1]
    journal.record("answer", SINGLE, right_and_wrong(SINGLE)[1], correct=False)
    first, told = topic.write_answers(name="Ada")
    second, _ = topic.write_answers(name="Ada")
    assert (first.parent, first.name, second.name) == (
        place,
        "my-answers.html",
        "my-answers-2.html",
    )
    assert "Written: my-answers.html, in" in told
    assert "Ada" in first.read_text("utf-8")
    assert ".ipynb" not in first.read_text("utf-8")
    assert "<h1>My answers</h1>" in first.read_text("utf-8")


def test_a_browser_has_no_folder_to_look_into(place, monkeypatch):
    journal.record("answer", SINGLE, right_and_wrong(SINGLE)[1], correct=False)
    monkeypatch.setattr(journal, "in_browser", lambda: True)
    told = topic.write_answers()[1]
    assert "kept in this browser" in told
    assert str(place) not in told


def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path, monkeypatch):
    journal.record("answer", SINGLE, right_and_wrong(SINGLE)[0], correct=True)
    (tmp_path / "file").write_text("x")
    monkeypatch.setattr(journal, "where", lambda: tmp_path / "file")
    page = "<p>x</p>"
    monkeypatch.setattr(topic, "to_html", lambda *_: page)
    path, told = topic.write_answers()
    assert path is None
    assert told.startswith("Could not write to")


def test_the_form_shows_and_writes(place):
    form = topic.my_answers()
    assert isinstance(form, topic.Answers)
    assert "Run this cell" in form._static()
    pressed = buttons(form.panel())
    pressed["Show the page"].click()
    assert "There is no answer yet" in form._said.value
    journal.record("answer", SINGLE, right_and_wrong(SINGLE)[0], correct=True)
    pressed["Show the page"].click()
    assert "<h3>My answers</h3>" in form._page.value
    pressed["Write the page as a file"].click()
    assert (place / "my-answers.html").is_file()


def test_where_to_look_again_is_named_with_its_lesson():
    question = bank.find(SINGLE)
    assert concepts.elsewhere(question).look_again.startswith("Lesson ") or not question.look_again
