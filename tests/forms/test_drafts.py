"""What forms share: one voice, drafts that are kept, failures that end in a sentence, veils."""

import asyncio
import threading

import ipywidgets as w
import pytest

from helpers import bank, figures, forms, journal, questions
from helpers.bank import QuestionError
from helpers.explorers import Explorer, choices

HOSTILE = "<script>alert(1)</script>"
LIVE = "application/vnd.jupyter.widget-view+json"
WORDS = [
    HOSTILE,
    "$5 or $6",
    "این یک جمله است.",
    "这是一个句子。",
    "e\u0301 \u200b 😀",
    "a\nb\tc",
    "word " * 5_000,
]


class Words(forms.Form):
    """A form of one text box, as small as a form can be."""

    def __init__(self, act=None):
        self.act = act

    def _static(self):
        return "<p>A form</p>"

    def _widget(self):
        self.box = w.Textarea()
        self._draft = forms.Draft("answer", "9.1", lambda: self.box.value, self.say)
        self.box.value = self._draft.found() or ""
        self._draft.watch(self.box)
        self._said = forms.spoken(names=forms.named("Question 9.1"))
        return w.VBox([self.box, forms.button("Check", self._pressed), self._said])

    @forms.safely
    def _pressed(self, _=None):
        self._draft.write()
        self.act()


def form(act=None):
    made = Words(act)
    made.panel()
    return made


def drafts():
    return [entry["value"] for entry in journal.entries("draft", "answer:9.1")]


# --- drafts


@pytest.mark.parametrize("words", WORDS)
def test_words_that_were_never_pressed_come_back_as_they_were(words, new_session):
    first = form()
    first.box.value = words
    first._draft.write()
    new_session()
    assert form().box.value == words


def test_words_are_kept_when_the_keys_rest(monkeypatch):
    monkeypatch.setattr(forms, "REST", 0.01)
    kept = threading.Event()
    record = journal.record

    def noted(*args, **more):
        told = record(*args, **more)
        kept.set()
        return told

    monkeypatch.setattr(journal, "record", noted)
    first = form()
    first.box.value = "a few words"
    assert kept.wait(10)
    assert drafts() == ["a few words"]


@pytest.fixture
def no_threads(monkeypatch):
    """As in a browser's Python, where each wish for a thread is refused."""

    def refused(_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)


def test_words_are_kept_in_a_browser_that_has_no_threads(monkeypatch, no_threads):
    monkeypatch.setattr(journal, "in_browser", lambda: True)
    monkeypatch.setattr(forms, "REST", 0.01)

    async def typed():
        first = form()
        for n in range(1, 20):
            first.box.value = "word " * n
        assert drafts() == []
        while not drafts():
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(typed(), 60))
    assert drafts() == ["word " * 19]


def test_words_are_kept_at_once_where_nothing_can_wait(no_threads):
    first, heard = form(), []
    first.box.observe(lambda change: heard.append(change["new"]), "value")
    first.box.value = "a few words"
    assert drafts() == heard == ["a few words"]


def test_typing_on_waits_with_one_entry(monkeypatch):
    monkeypatch.setattr(forms, "REST", 60)
    first = form()
    for n in range(1, 20):
        first.box.value = "word " * n
    assert drafts() == []
    first._draft.write()
    assert len(drafts()) == 1


def test_a_choice_is_kept_at_once():
    box = w.Dropdown(options=["a", "b"])
    draft = forms.Draft("board", "9.1", lambda: box.value, print)
    draft.watch(box)
    box.value = "b"
    assert draft.found() == "b"


def test_a_draft_gives_way_to_what_is_pressed_later():
    first = form()
    first.box.value = "half"
    first._draft.write()
    assert first._draft.found() == "half"
    forms.keep("answer", "9.1", "whole")
    assert first._draft.found() is None
    first.box.value = "more"
    first._draft.write()
    assert first._draft.found() == "more"


def test_pressing_what_the_journal_held_already_settles_the_draft():
    forms.keep("answer", "9.1", "whole")
    first = form()
    first.box.value = "whole"
    first._draft.write()
    forms.keep("answer", "9.1", "whole")
    first._draft.settled()
    assert first._draft.found() is None


def test_a_draft_that_cannot_be_kept_is_told():
    first = form()
    first.box.value = "x" * 100_000
    first._draft.write()
    assert "too long to keep" in first._said.value
    assert "copy it into a file of your own" in first._said.value
    assert drafts() == []


def test_a_draft_that_cannot_be_read_is_told_and_kills_no_timer():
    said = []
    forms.Draft("answer", "9.1", lambda: 1 / 0, said.append).changed({"owner": None, "new": 1})
    assert "not kept yet" in said[0]


def test_a_key_too_long_for_a_draft_is_cut():
    draft = forms.Draft("vote", "x" * 80, lambda: "some", print)
    draft.write()
    assert draft.found() == "some"


# --- failing


def test_a_callback_that_fails_keeps_first_and_then_speaks():
    failing = form(lambda: 1 / 0)
    failing.box.value = "my words"
    failing._pressed()
    assert drafts() == ["my words"]
    assert "This could not be shown." in failing._said.value
    assert "What you entered is kept." in failing._said.value


def test_a_callback_that_fails_never_says_kept_where_the_disk_refuses(
    monkeypatch, tmp_path, new_session
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / "file"))
    new_session()
    failing = form(lambda: 1 / 0)
    failing.box.value = "my words"
    failing._pressed()
    assert "kept in memory until this kernel stops" in failing._said.value
    assert "What you entered is kept." not in failing._said.value


def test_faults_with_words_of_their_own_use_them():
    assert "No such thing." in forms.trouble(QuestionError("No such thing."))
    assert "an error of its own" in forms.trouble(ValueError("x"))
    assert HOSTILE not in forms.trouble(ValueError(HOSTILE))


def test_what_fails_says_so_and_returns_nothing():
    assert form(lambda: 1 / 0)._pressed() is None


# --- speaking


def test_each_sentence_runs_in_its_own_direction_and_is_no_markup():
    assert forms.sentences(HOSTILE, "", "b") == (
        '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</p><p dir="auto">b</p>'
    )


def test_the_voice_is_one_region_that_stays():
    voice = forms.spoken("<p>a</p>", forms.named("Question 9.1"))
    assert 'setAttribute("role", "status")' in voice._esm
    assert voice.names["button"] == {"of": "Question 9.1"}
    assert voice.names["textarea, input[type=text]"] == {"dir": "auto"}
    voice.value = "<p>b</p>"
    assert type(voice) is type(forms.spoken())  # a class of its own for each would be slow


def test_kept_is_a_small_mark_and_not_kept_is_a_sentence():
    assert forms.kept_mark(journal.Kept(True, "Kept in /x.")).endswith("✓ kept</p>")
    assert "/x" not in forms.kept_mark(journal.Kept(True, "Kept in /x."))
    assert forms.kept_mark(journal.Kept(False, "Full.")) == forms.sentences("Full.")


def test_what_stands_in_the_journal_is_not_written_twice():
    assert forms.keep("answer", "9.1", [1]).saved
    assert forms.keep("answer", "9.1", [1]).saved
    assert len(journal.entries("answer")) == 1


def test_a_row_wraps_and_a_button_is_as_wide_as_its_words():
    pressed = []
    press = forms.button("Check", pressed.append, tooltip="Look")
    assert press.layout.width == "max-content"
    assert forms.row(press).layout.flex_flow == "row wrap"
    press.click()
    assert pressed == [press]


# --- what is shown


def traits(look):
    """What a layout or style holds, without what every model of its class holds."""
    return {k: v for k, v in look.get_state().items() if k[0] != "_" and v is not None}


def test_boxes_share_looks_that_nobody_changes():
    """Each model is a message and a view: ipywidgets makes two more for each box."""
    shared = forms.html().layout
    for place, each in enumerate(bank.bank().values()):
        if each.kind != "code" and place % 9 == 0:
            panel = questions.ask(each.id).panel()
            assert panel.layout is shared
            forms.lift(each.id)  # buttons and columns come and go
    assert forms.column([]).layout is forms.spoken().layout is shared
    assert forms.html().style is forms.html().style
    known = forms._shared()
    assert len(known) > 5
    for (kind, *own), look in known.items():
        assert traits(look) == traits(kind(**dict(own)))


def test_boxes_have_their_classes_from_birth(monkeypatch):
    """A class that comes later is one more message for each box: they were 76 in lesson 4."""
    monkeypatch.setattr(w.DOMWidget, "add_class", None)
    for each in bank.bank().values():
        if each.kind != "code":
            assert questions.ask(each.id).panel()._dom_classes == ("sands", "sands-form-box")
    view = Explorer(lambda who: str(who), "Who?", who=choices("Who", ["A", "B"]))
    assert view.panel()._dom_classes == ("sands", "sands-explorer")
    for made in (forms.row(classes=("a",)), forms.html("", "a"), forms.beside([], "a")):
        assert made._dom_classes == ("a",)


def test_a_look_has_what_its_class_knows_and_is_made_once():
    for box, name in ((w.Text, "initial"), (w.Dropdown, "initial"), (w.Button, None)):
        look = forms.wide(box)
        made = box(description="Name", **look)
        assert (made.layout.width, made.layout.max_width) == ("auto", "100%")
        assert getattr(made.style, "description_width", None) == name
        assert forms.looks(box, width="auto", max_width="100%") == look
    assert forms.layout(width="auto") is not forms.layout(width="7em")


def test_a_box_that_is_hidden_leaves_its_look_to_the_others():
    one, two = forms.button("One", print), forms.button("Two", print)
    assert one.layout is two.layout
    forms.visible(one)  # as it is anyway
    assert one.layout is two.layout
    forms.visible(one, False)
    assert (one.layout.display, two.layout.display) == ("none", None)
    assert one.layout.width == two.layout.width
    own = one.layout
    forms.visible(one)
    assert one.layout is own
    assert own.display is None


def test_a_look_that_was_closed_is_made_anew():
    forms.html().layout.close()
    assert forms.html().layout.comm is not None


def test_what_is_shown_has_words_for_every_reader():
    several = forms.Several([Words(), Words()])
    assert isinstance(several, forms.Shown)
    assert several._static() == "<p>A form</p><hr><p>A form</p>"
    bundle = forms.bundle("plain", "<p>html</p>", forms.spoken())
    assert set(bundle) == {"text/plain", "text/html", LIVE}
    assert forms.Said(HOSTILE)._static().count("<script>") == 0


# --- veils


def figure(words="The answer is 42."):
    return figures.LessonFigure("T", f"alt {words}", words, "<svg></svg>")


def test_what_answers_a_prediction_waits_until_it_is_made():
    veil = forms.after("2.7", figure())
    assert isinstance(veil, forms.Veil)
    veil.panel()
    assert "comes first" in veil._said.value
    assert not veil._room.children
    assert not forms.decided("2.7")
    journal.record("prediction", "2.7", 3)
    forms.lift("2.7")
    assert "The answer is 42." in veil._room.children[0].value
    assert veil._skip.layout.display == "none"


def test_a_saved_lesson_keeps_the_answer_folded():
    html = forms.after("2.7", [figure(), figure("Another.")])._static()
    folded = html[html.index("<details>") : html.index("</details>")]
    assert "The answer is 42." not in html.replace(folded, "")
    assert "Another." in folded or "Another." in html[html.index("<details>") :]
    assert "42" not in repr(forms.after("2.7", figure()))


def test_skipping_opens_the_veil_and_is_kept_as_such(new_session):
    veil = forms.after("2.7", figure())
    veil.panel()
    veil._skip.click()
    assert veil._room.children
    assert [entry["kind"] for entry in journal.entries()] == ["skipped"]
    new_session()
    again = forms.after("2.7", figure())
    again.panel()
    assert again._room.children


def test_a_veil_whose_figure_fails_says_so_and_can_be_tried_again():
    class Broken:
        def _repr_html_(self):
            raise ZeroDivisionError

    veil = forms.after("2.7", Broken())
    assert "This could not be shown." in veil._static()
    veil.panel()
    veil._skip.click()
    assert "This could not be shown." in veil._said.value
    veil.shown = figure()
    veil._skip.click()
    assert veil._room.children


def test_two_veils_of_one_prediction_open_together():
    veils = [forms.after("2.7", figure()) for _ in range(2)]
    for veil in veils:
        veil.panel()
    veils[0]._skip.click()
    assert all(veil._room.children for veil in veils)
