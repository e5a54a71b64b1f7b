"""What forms share: one voice, drafts, sentences where something fails, what waits for a guess."""

import pandas as pd
import pytest

from helpers import bank, figures, forms, journal, questions, wording
from helpers.explorers import Explorer, choice

LIVE = "application/vnd.jupyter.widget-view+json"


def widgets(box):
    yield box
    for child in getattr(box, "children", ()):
        yield from widgets(child)


def text_of(panel):
    return " ".join(str(getattr(w, "value", "")) for w in widgets(panel))


def picture(words="The secret is 77."):
    return figures.LessonFigure(words, f"alt {words}", words, "<svg></svg>")


def explorer():
    return Explorer(
        lambda pair: picture(f"{pair} secret."), "Which?", pair=choice("Pair", ["A", "B"])
    )


def table():
    return figures.table(pd.DataFrame({"a": ["secret"]}), "The secret")


@pytest.fixture(params=[picture, explorer, table, lambda: [table(), picture()]])
def answering(request):
    """Each kind of thing that may answer a prediction, and a list of two."""
    return request.param()


def visible(html):
    """What stands outside all folds."""
    return html.split("<details>")[0]


def test_a_saved_lesson_folds_what_would_answer(answering):
    html = forms.after("3.7", answering)._repr_mimebundle_()["text/html"]
    assert "secret" not in visible(html)
    assert "comes first" in visible(html)
    assert "secret" in html
    assert html.count("<details>") == html.count("</details>")
    assert html.endswith("</details>")


def test_the_text_of_a_saved_lesson_gives_no_answer_away(answering):
    assert "77" not in repr(forms.after("3.7", answering))


def test_a_live_veil_is_closed_until_the_guess_is_kept(answering):
    veil = forms.after("3.7", answering)
    assert "secret" not in text_of(veil.panel())
    asked = questions.predict("3.7")
    asked.panel()
    asked._inputs["one"].value = "2"
    assert "secret" not in text_of(veil.panel())
    asked._keep.click()
    assert "secret" in text_of(veil.panel())
    assert veil._skip.layout.display == "none"


def test_a_veil_opens_with_the_answer_to_a_bug_hunt_too(answering):
    veil, asked = forms.after("3.17", answering), questions.ask("3.17")
    assert "secret" not in text_of(veil.panel())
    asked.panel()
    asked._keep.click()
    assert "secret" not in text_of(veil.panel()), "nothing was chosen"
    asked._inputs["one"].value = bank.find("3.17").options[0].key
    asked._keep.click()
    assert "secret" in text_of(veil.panel())


def test_an_impossible_guess_lifts_nothing(answering):
    veil = forms.after("0.2", answering)
    veil.panel()
    asked = questions.predict("0.2")
    asked.panel()
    asked._inputs["one"].value = "400"
    asked._keep.click()
    assert "secret" not in text_of(veil.panel())


def test_a_look_behind_one_veil_opens_it_alone_and_is_known_to_its_question(answering):
    veil = forms.after("3.7", answering)
    asked = questions.predict("3.7", lambda guess: picture(f"guess {guess}"))
    veil.panel()
    asked.panel()
    veil._skip.click()
    assert "secret" in text_of(veil.panel())
    assert [e["kind"] for e in journal.entries()] == ["skipped"]
    other = forms.after("2.7", answering)
    assert "secret" not in text_of(other.panel())
    assert asked._keep.description == "Keep a second thought"
    assert asked._skip.layout.display == "none"
    assert "guess None" in text_of(asked.panel())


def test_a_veil_that_was_lifted_is_open_the_next_day(answering, new_session):
    journal.record("prediction", "3.7", 2.0)
    new_session()
    assert "secret" in text_of(forms.after("3.7", answering).panel())


def test_a_lesson_that_starts_afresh_is_veiled_again(answering, new_session):
    journal.record("prediction", "3.7", 2.0)
    journal.set_aside(3)
    new_session()
    assert "secret" not in text_of(forms.after("3.7", answering).panel())


def test_a_veiled_thing_that_cannot_be_drawn_is_a_sentence():
    class Broken(forms.Shown):
        def _static(self):
            return ""

        def _widget(self):
            raise ZeroDivisionError

    veil = forms.after("3.7", Broken())
    veil.panel()
    journal.record("prediction", "3.7", 2.0)
    forms.lift("3.7")
    assert "This could not be shown." in text_of(veil.panel())


# --- one voice


def test_a_panel_speaks_through_a_region_that_is_there_before_it_speaks():
    voice = forms.spoken()
    assert voice.value == ""
    assert 'region.setAttribute("role", "status")' in voice._esm
    assert "innerHTML" in voice._esm


def test_every_panel_says_who_it_is_and_writes_in_the_direction_of_the_words():
    panel = questions.ask("3.1").panel()
    names = next(w for w in panel.children if type(w).__name__ == "Spoken").names
    assert names[".sands-form-box"] == {"role": "group", "aria-label": "Question 3.1"}
    assert names["textarea, input[type=text]"] == {"dir": "auto"}
    assert names["button"] == {"of": "Question 3.1"}


def test_each_form_has_one_voice():
    for shown in (questions.ask("3.1"), questions.estimate(3), questions.my_journal()):
        voices = [w for w in widgets(shown.panel()) if type(w).__name__ == "Spoken"]
        assert len(voices) == 1
        assert "role=" not in text_of(shown.panel())


def test_a_sentence_is_text_and_takes_its_own_direction():
    assert forms.sentences("<b>", "") == '<p dir="auto">&lt;b&gt;</p>'


# --- what fails


class Failing:
    said = ""

    def say(self, html):
        self.said = html

    @forms.safely
    def act(self, error):
        raise error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (journal.JournalError("This is too long to keep."), "This is too long to keep."),
        (ZeroDivisionError("x"), "The lesson met an error of its own."),
        (KeyError("<script>"), "The lesson met an error of its own."),
    ],
)
def test_a_callback_that_fails_says_a_sentence_and_folds_the_rest(error, words):
    form = Failing()
    form.act(error)
    assert words in form.said.split("<details>")[0]
    assert "Traceback" in form.said.split("<details>")[1]
    assert "<script>" not in form.said


def test_what_is_kept_is_a_small_mark_and_what_is_not_a_sentence():
    assert forms.kept_mark(journal.Kept(True, "Kept.")) == '<p class="sands-kept">✓ kept</p>'
    assert "disk is full" in forms.kept_mark(journal.Kept(False, "The disk is full."))


def test_the_same_value_is_kept_once():
    forms.keep("answer", "3.1", "b")
    forms.keep("answer", "3.1", "b")
    assert len(journal.entries()) == 1
    assert not forms.keep("answer", "3.1", object()).saved


def test_buttons_are_as_wide_as_their_words_and_rows_wrap():
    made = forms.button("Check", lambda _: None, "Tip")
    assert (made.description, made.tooltip, made.layout.width) == ("Check", "Tip", "max-content")
    assert forms.row(made).layout.flex_flow == "row wrap"
    assert forms.named("Question 3.1")[".widget-radio-box"]["role"] == "radiogroup"


def test_an_error_in_words_says_that_the_entry_is_kept():
    assert "What you entered is kept." in forms.trouble(ValueError("x"))


def test_a_bundle_holds_text_html_and_the_live_panel():
    panel = questions.ask("3.1").panel()
    bundle = forms.bundle("t", "<p>h</p>", panel)
    assert (bundle["text/plain"], bundle["text/html"]) == ("t", "<p>h</p>")
    assert bundle[LIVE]["model_id"] == panel.model_id


@pytest.mark.parametrize(
    "words", ["سلام، این یک آزمون است.", "平壌と北京", "a" * 30_000, "<b>$1 and $2</b>"]
)
def test_words_of_any_script_and_length_are_a_draft(words, new_session):
    asked = questions.ask("5.16")
    asked.panel()
    asked._inputs["one"].value = words
    asked._draft.write()
    new_session()
    again = questions.ask("5.16")
    again.panel()
    assert again._inputs["one"].value == words


def test_several_panels_stand_in_one_and_a_sentence_needs_no_kernel():
    several = forms.Several([questions.ask("3.1"), forms.Said("Nothing <here>.")])
    assert "<hr>" in several._static()
    assert len(several.panel().children) == 2
    assert isinstance(forms.after("3.7", several), forms.Veil)
    assert LIVE not in forms.Said("x")._repr_mimebundle_()


def test_two_panels_of_one_question_share_what_is_kept():
    first, second = questions.ask("3.5"), questions.ask("3.5")
    first.panel()
    first._inputs["one"].value = "right"
    first._keep.click()
    second.panel()
    assert second._inputs["one"].value == "right"
    assert "✓ Right" in second._said.value


def test_decided_and_drafts_are_read_from_the_journal(new_session):
    assert not forms.decided("3.7")
    journal.record("skipped", "3.7", True)
    assert forms.decided("3.7")
    draft = forms.Draft("answer", "3.1", lambda: {"one": "b"}, print)
    assert draft.found() is None
    journal.record("draft", "answer:3.1", {"one": "b"})
    assert draft.found() == {"one": "b"}
    journal.record("answer", "3.1", "b")
    assert draft.found() is None


def test_where_even_the_words_of_trouble_are_damaged_it_is_said_which_file_to_mend(monkeypatch):
    def damaged(name, **_):
        raise wording.WordsError("data/words/forms.toml cannot be read. Mend that line.")

    monkeypatch.setattr(wording, "words", damaged)
    told = forms.trouble(ValueError("<x>"), "What you entered is kept.")
    assert "What you entered is kept. data/words/forms.toml cannot be read." in told
    assert "&lt;x&gt;" in told


def test_a_figure_is_told_live_where_a_kernel_runs_and_as_an_image_where_it_is_saved():
    shown = picture("one")
    assert "<img" in forms.still(shown)
    assert "<img" not in forms.live(shown)
    assert "<svg" in forms.live(shown)


def test_a_table_is_told_the_same_live_and_saved():
    table = figures.table(pd.DataFrame({"a": ["x"]}), "c")
    assert forms.live(table) == forms.still(table)


def test_a_file_is_offered_by_a_link_only_where_there_is_no_folder_to_open(tmp_path, monkeypatch):
    path = tmp_path / "a<b>.html"
    path.write_text("hello")
    assert forms.download(path, "Download it") == ""
    monkeypatch.setattr(journal, "in_browser", lambda: True)
    link = forms.download(path, "Download it")
    assert 'href="data:application/octet-stream;base64,aGVsbG8="' in link
    assert "a&lt;b&gt;.html" in link


def test_what_sleeps_says_what_it_is_and_how_it_wakes_as_text():
    html = forms.asleep("Deck", "Run <this> cell.")
    assert html == "<p><strong>Deck</strong></p><p>Run &lt;this&gt; cell.</p>"
