"""The briefing of lesson 9: its fields, its page, its files; the form is driven as by a learner."""

import inspect
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from briefings import GOOD, estimated
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import candidates, data, figures, journal
from helpers.briefing import fields, files, models, page
from helpers.briefing.form import Composer
from helpers.briefing.models import Pages
from helpers.measures import briefing as measures
from helpers.topics import briefing as topic
from helpers.wording import words

TEXT = st.text(max_size=300)
HOSTILE = "<script>alert(1)</script> $x_1$ *bold* [a](javascript:b) | `c`\n# head 中文 \x00"


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


# --- evidence and the check -----------------------------------------------------------------------


@pytest.mark.parametrize("row_id", ["ev094", "T158", "V04", "st08", "pv004", "ch08", "E14", "xv01"])
def test_a_row_says_who_says_so_and_what(row_id):
    told = fields.named(measures.resolve(row_id))
    assert all(told[name] for name in ("what", "who", "when", "grade", "marked"))
    assert data.sources_of(told["source_ids"])


def test_every_code_of_the_check_has_a_sentence():
    codes = set(re.findall(r'Finding\("(\w+)"', inspect.getsource(measures)))
    codes |= {"no_year", "no_date", "all_for", "all_against"}
    assert codes <= set(words("briefing.review")._texts)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(list(measures.FIELDS)), TEXT))
def test_the_check_takes_any_text(briefing):
    told = fields.review(briefing)
    assert all(isinstance(line, str) and line for line in told)
    assert "<script" not in page.to_html({n: f"<script>{t}" for n, t in briefing.items()})


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("case", "They sent 9 million rounds.", "who says so, or when, or how wide the range is"),
        ("case", "Partners kept out [1] [2].", "[3] is never used"),
        ("probability", "50", "its word is “roughly even chance”"),
        ("evidence_1", "E99", "“E99”"),
        ("evidence_1", "T158", "[1] T158 has grade D"),
        ("change", "", "What would change your mind."),
    ],
)
def test_a_finding_is_told_with_its_facts(field, text, said):
    assert any(said in line for line in fields.review(GOOD | {field: text}))
    assert fields.review(GOOD) == []


def test_fields_have_short_names_and_findings_a_sentence():
    assert fields.labels(["judgment", "cost"]) == ["Key judgment", "What it costs if wrong"]
    assert "E99" in fields.sentence(measures.unknown("E99"))


def test_the_style_of_the_page_goes_with_the_models():
    shown = Pages()
    assert page.style() in shown._repr_html_()
    assert set(models.model("a")) <= set(measures.FIELDS)


# --- keeping and export ---------------------------------------------------------------------------


def test_a_field_is_kept_at_once_and_comes_back():
    assert fields.kept() == {}
    assert fields.keep("judgment", "One sentence.").saved
    assert fields.kept() == {"judgment": "One sentence."}
    fields.keep("judgment", "")
    fields.keep("case", "x")
    journal.record("briefing", "why", ["no text"])
    journal.record("briefing", "unknown", "x")
    assert set(fields.kept()) == {"case"}


@pytest.mark.parametrize("sign", ["x", "é", "中", "😀", '"', "\x01", "\n"])
def test_a_field_as_long_as_can_be_is_kept_whole(sign):
    assert fields.keep("case", sign * fields.MOST).saved
    journal._session_of.cache_clear()
    whole = sign * fields.MOST
    assert fields._joined({e["key"]: e["value"] for e in journal.entries("briefing")}, "case") in (
        whole,
        whole.replace("\x01", "\ufffd"),
    )


def test_a_field_made_shorter_loses_its_later_pieces():
    fields.keep("case", "x" * 15_000)
    fields.keep("case", "y" * 12)
    assert fields.kept()["case"] == "y" * 12


def test_a_longer_field_is_refused_and_what_was_kept_stays():
    fields.keep("case", "x" * fields.MOST)
    told = fields.keep("case", "x" * (fields.MOST + 1))
    assert not told.saved
    assert "20,001 characters are more than the 20,000" in str(told)
    assert len(fields.kept()["case"]) == fields.MOST


class Reader(HTMLParser):
    """Collect the tags of a page, and whether each that opens is closed, by itself or not."""

    def __init__(self):
        super().__init__()
        self.tags, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open[-1] != tag and self.open[-1] == "li":
            self.open.pop()
        assert self.open.pop() == tag


def test_an_export_is_a_page_that_stands_alone(tmp_path):
    journal.record("estimate", "0", estimated(reason="<i>first</i>"))
    done = files.export(GOOD, tmp_path)
    names = [path.name for path in done.paths]
    assert names == ["briefing-ada-s-page.html", "briefing-ada-s-page.md"]
    assert "draft" not in done.sentence
    page, plain = (path.read_text("utf-8") for path in done.paths)
    reader = Reader()
    reader.feed(page)
    assert not reader.open
    tags = [tag for tag, _ in reader.tags]
    assert ("html", {"lang": "en"}) in reader.tags
    assert tags.count("h1") == tags.count("main") == 1
    assert not {"script", "link", "iframe"} & set(tags)
    assert all(a.get("alt") for tag, a in reader.tags if tag == "img")
    assert all(a["src"].startswith("data:") for tag, a in reader.tags if tag == "img")
    assert all(a["href"].startswith("http") for tag, a in reader.tags if tag == "a")
    for text in (page, plain):
        assert GOOD["judgment"] in text
        assert "Very likely, 88 per cent" in text
        assert "CNN" in text
        assert "2025-09" in text  # the date of the indicator's value
        assert "EXAMPLE" not in text
        assert "<i>" not in text
    assert "](<http" in plain


def test_the_head_names_author_and_day_and_the_bottom_line_comes_first():
    html = page.page_one(GOOD, today=date(2026, 11, 28))
    assert "Ada&#x27;s page, 28 November 2026" in html or "Ada's page, 28 November 2026" in html
    order = [
        html.index(f">{head}<")
        for head in words("briefing.page").headings.values()
        if f">{head}<" in html
    ]
    assert order == sorted(order)
    assert html.index(GOOD["judgment"]) < html.index(GOOD["recommendation"])
    assert GOOD["cost"] in html
    assert "citing CNN" in html  # who says so, and not the course


def test_the_estimate_stands_on_the_page_with_its_word():
    journal.record("estimate", "7", estimated(best=5.4))
    html = page.page_one(GOOD)
    assert "5.4 on the scale" in html
    assert "Nearest words of that scale: loose alignment with limits (5)." in html


def test_what_was_picked_up_stands_behind_the_page():
    picked = candidates.of("Who votes alike?", topic.draw_status(), ["Year: 2025"])
    candidates.add(picked)
    html = page.to_html(GOOD)
    assert picked["sentence"].split(":")[0] in html
    assert picked["sentence"] in page.to_markdown(GOOD).replace("\\", "")
    assert "Year: 2025" in html
    assert "Sources: " in html
    assert "<details>" not in html[html.index("</article>") :]  # paper unfolds nothing


def test_a_sentence_picked_up_goes_into_the_case_and_out_of_the_list():
    candidates.add(candidates.of("Who votes alike?", topic.draw_status()))
    form = topic.compose()
    button(form, "Put into the case").click()
    assert candidates.kept()[0].sentence in fields.kept()["case"]
    button(form, "Take out").click()
    assert candidates.kept() == []
    assert "Nothing yet." in form._list.children[0].value


def test_goals_and_options_of_lesson_8_are_offered_and_write_over_nothing():
    assert not said_in(topic.compose(), "What you chose in lesson 8")
    goals = {"first": {"goal": "war"}, "second": {"goal": "cost"}, "third": {"goal": "war"}}
    journal.record("board", "8.goals", goals)
    rated = {"po01": {"war": "serves"}, "po02": {"war": "conflicts"}, "po03": {"cost": "serves"}}
    journal.record("board", "8.options", rated)
    fields.keep("recommendation", "My own words.")
    form = topic.compose()
    assert said_in(form, "What you chose in lesson 8")
    option = data.table("policy_options").set_index("option_id").loc["po01"]
    assert said_in(form, figures.safe(option["argument_against"]))
    assert form.boxes["recommendation"].value == "My own words."
    for press in buttons(form, "Put into the recommendation"):
        press.click()
    written = fields.kept()["recommendation"].splitlines()
    named = words("outlook.labels").goals
    assert written[0] == "My own words."
    assert named["war"] in written[1]
    assert named["cost"] in written[1]
    assert written[2:] == [f"{option['option']}."]


@pytest.mark.parametrize("kept", [None, 7, "x", [], {"first": 3}, {"first": {"goal": 1}}])
def test_damaged_boards_of_lesson_8_offer_nothing(kept):
    journal.record("board", "8.goals", kept)
    journal.record("board", "8.options", kept)
    assert not buttons(topic.compose(), "Put into the recommendation")


def test_what_is_not_chosen_leaves_no_half_sentence_on_the_page():
    html = page.page_one({"judgment": "One sentence.", "probability": "60"})
    assert "60 per cent." in html
    assert "in the basis" not in html
    assert "stands for" not in html


def test_the_room_of_a_field_is_told_while_one_writes_and_nothing_is_cut():
    form = topic.compose()
    form.panel()
    form.boxes["cost"].value = "x" * 250
    assert "250 of 240 characters: 10 more" in form._notes["cost"].value
    assert "x" * 250 in form.page.value
    form.boxes["cost"].value = "short"
    assert "5 of 240 characters" in form._notes["cost"].value


def test_nothing_is_overwritten_without_saying_so(tmp_path):
    first, second = files.export(GOOD, tmp_path), files.export(GOOD, tmp_path)
    assert second.paths[0].name == "briefing-ada-s-page-2.html"
    assert "was there already" in second.sentence
    assert "was there already" not in first.sentence
    first.paths[0].unlink()
    third = files.export(GOOD, tmp_path)
    assert third.paths[0].name.endswith("-3.html")  # the first Markdown file still stands


def test_a_browser_has_no_folder_to_look_into(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "in_browser", lambda: True)
    told = files.export(GOOD, tmp_path).sentence
    assert "kept in this browser" in told
    assert str(tmp_path) not in told


def test_an_empty_briefing_says_what_it_needs(tmp_path):
    done = files.export(folder=tmp_path)
    assert done.paths == ()
    assert "your briefing is empty" in done.sentence
    assert "Key judgment" in repr(done)
    assert not list(tmp_path.glob("*.html"))


def test_half_a_briefing_is_a_draft(place):
    fields.keep("judgment", "One sentence.")
    done = files.export()
    assert all(path.parent == place for path in done.paths)
    assert "It is a draft: still empty are Who must act" in done.sentence
    assert "Not written yet." in done.paths[0].read_text("utf-8")


@pytest.mark.parametrize("bad", ["file", "below-a-file", "nul\0name"])
def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path, bad):
    (tmp_path / "file").write_text("x")
    folder = tmp_path / (bad if bad != "below-a-file" else "file/below")
    done = files.export(GOOD, folder)
    assert done.paths == ()
    assert done.sentence.startswith("Could not write to")
    assert "role" in done._static()


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "to_markdown", lambda told: "\ud800")  # cannot be encoded
    done = files.export(GOOD, tmp_path)
    assert done.paths == ()
    assert not list(tmp_path.glob("briefing*"))


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("", "briefing"),
        (None, "briefing"),
        ("../../etc/passwd", "briefing-etc-passwd"),
        ("Zoë’s “Bericht”", "briefing-zoes-bericht"),
        ("中文", "briefing-中文"),
        ("CON", "briefing-con"),
        ("a" * 99, "briefing-" + "a" * 40),
    ],
)
def test_file_names_are_cleaned(name, stem):
    assert files.file_stem(name) == stem


def test_what_a_learner_wrote_stays_text(tmp_path):
    hostile = dict.fromkeys(measures.FIELDS, HOSTILE)
    done = files.export(hostile | {"evidence_1": "E14"}, tmp_path)
    page, plain = (path.read_text("utf-8") for path in done.paths)
    assert "<script" not in page + plain
    assert "[a](javascript" not in plain
    assert r"\*bold\*" in plain
    assert not re.search(r"^# head", plain, re.M)
    assert "javascript" not in str(re.findall(r'href="([^"]*)"', page))


# --- the form -------------------------------------------------------------------------------------


def everything(widget):
    """Return a panel's widgets in the order of the page."""
    found = [widget]
    for child in getattr(widget, "children", ()):
        found += everything(child)
    return found


def buttons(form, words):
    return [w for w in everything(form.panel()) if getattr(w, "description", "") == words]


def button(form, words):
    return buttons(form, words)[0]


def said_in(form, words):
    return any(words in str(getattr(w, "value", "")) for w in everything(form.panel()))


def test_the_form_keeps_each_field_and_resumes():
    form = topic.compose()
    assert "Run this cell to write" in form._static()
    assert "- Key judgment" in repr(form)
    form._widget()
    assert all(box.description for box in form.boxes.values())
    form.boxes["judgment"].value = "One sentence."
    form.boxes["evidence_1"].value = "e14"
    # Said where it is typed, and in the form's one voice.
    assert "E14, 2025-06-24" in form._notes["evidence_1"].value
    assert "E14, 2025-06-24" in form.said.value
    form.boxes["evidence_2"].value = "E99"
    assert "there is no row" in form._notes["evidence_2"].value
    assert "there is no row" in form.said.value
    form.boxes["probability"].value = "30"
    form.boxes["word"].value = "likely"
    assert "stands for 55 to 80" in form.said.value
    again = topic.compose()
    again._widget()
    assert again.entered()["judgment"] == "One sentence."
    assert again.entered()["word"] == "likely"
    assert "filled in from the journal" in again.said.value


def test_a_note_stands_right_under_its_field():
    form = topic.compose()
    children = everything(form.panel())
    at = children.index(form.boxes["evidence_3"])
    assert children[at + 1] is form._notes["evidence_3"]


def test_what_is_being_written_comes_back_in_a_new_session():
    form = topic.compose()
    form._widget()
    form.boxes["case"].value = "Half a sent"
    form._drafts["case"].write()  # as the timer does when the keys rest
    journal._session_of.cache_clear()
    again = topic.compose()
    again._widget()
    assert again.entered()["case"] == "Half a sent"
    assert fields.kept() == {"case": "Half a sent"}


def test_a_fault_in_the_check_leaves_what_was_written(monkeypatch):
    form = topic.compose()
    form._widget()
    form.boxes["case"].value = "Half a sent"
    monkeypatch.setattr(measures, "review", lambda _: 1 / 0)
    form._check()
    assert "This could not be shown." in form.said.value
    assert fields.kept() == {"case": "Half a sent"}


def test_the_path_of_estimates_stands_in_the_appendix_once_there_is_one(place):
    form = topic.compose()
    assert isinstance(form, Composer)
    form.panel()
    form.boxes["judgment"].value = "One sentence."
    button(form, "Export HTML and Markdown").click()
    journal.record("estimate", "3", estimated())
    button(form, "Export HTML and Markdown").click()
    first, then = (path.read_text("utf-8") for path in sorted(place.glob("*briefing*.html"))[::-1])
    assert "<figure" not in first
    assert topic.draw_path().alt in then


def test_the_buttons_check_show_and_export(place):
    form = topic.compose()
    check, export = button(form, "Check my briefing"), button(form, "Export HTML and Markdown")
    check.click()
    assert "Still empty" in form.said.value
    export.click()
    assert "Nothing was written" in form.said.value
    for name, text in GOOD.items():
        form.boxes[name].value = text
    check.click()
    assert "nothing to add" in form.said.value
    assert "<h3>How far" in form.page.value
    assert GOOD["judgment"] in form.page.value
    export.click()
    assert len(list(place.glob("briefing*"))) == 2
    assert isinstance(files.export(GOOD, place), files.Exported)


def test_a_strange_journal_does_not_stop_the_form():
    for name in measures.FIELDS:
        journal.record("briefing", name, HOSTILE[:-1])
    form = topic.compose()
    form._widget()
    assert form.entered()["word"] == ""
    assert "<script" not in page.to_html(form.entered())
    assert isinstance(page.to_markdown(form.entered()), str)
    assert topic.draw_words().svg.startswith("<svg")
    assert isinstance(topic.show_seats(), figures.LessonTable)
