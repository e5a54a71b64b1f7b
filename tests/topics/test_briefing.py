"""Lesson 9: path, check, evidence by id, pages, exports; the form is driven as by a learner."""

import inspect
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from briefings import GOOD, estimated
from drawn import sound
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import candidates, data, figures, journal
from helpers.measures import briefing as measures
from helpers.topics import briefing as topic
from helpers.wording import words

TEXT = st.text(max_size=300)
HOSTILE = "<script>alert(1)</script> $x_1$ *bold* [a](javascript:b) | `c`\n# head 中文 \x00"


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


# --- the path -------------------------------------------------------------------------------------


def test_the_path_comes_from_the_journal():
    journal.record("estimate", "3", estimated(best=4))
    journal.record("estimate", "9", estimated())
    assert measures.path()["best"].tolist() == [4, 5]
    assert topic.draw_path().title.startswith("Your estimate moved from 4 to 5")


# --- evidence and the check -----------------------------------------------------------------------


@pytest.mark.parametrize("row_id", ["ev094", "T158", "V04", "st08", "pv004", "ch08", "E14", "xv01"])
def test_a_row_says_who_says_so_and_what(row_id):
    told = topic._named(measures.resolve(row_id))
    assert all(told[name] for name in ("what", "who", "when", "grade", "marked"))
    assert data.sources_of(told["source_ids"])


def test_every_code_of_the_check_has_a_sentence():
    codes = set(re.findall(r'Finding\("(\w+)"', inspect.getsource(measures)))
    codes |= {"no_year", "no_date", "all_for", "all_against"}
    assert codes <= set(words("briefing.review")._texts)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(list(measures.FIELDS)), TEXT))
def test_the_check_takes_any_text(briefing):
    told = topic.review(briefing)
    assert all(isinstance(line, str) and line for line in told)
    assert "<script" not in topic.to_html({n: f"<script>{t}" for n, t in briefing.items()})


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
    assert any(said in line for line in topic.review(GOOD | {field: text}))
    assert topic.review(GOOD) == []


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("explorer", [topic.explore_path, topic.explore_words])
def test_an_example_is_called_one(explorer):
    shown = explorer()
    for state in shown.states(10)[::5]:
        assert ("EXAMPLE" in shown.show(**state).caption) == (explorer is topic.explore_path)


@pytest.mark.parametrize("guess", [None, 0, 12, -3, 1e300, "words", True])
def test_predictions_go_into_the_caption(guess):
    for draw in (topic.draw_path, topic.draw_status):
        figure = draw(guess=guess)
        sound(figure)
        shown = guess is not None and guess in (0, 12, -3) and guess is not True
        assert ("You predicted" in figure.caption) == shown


@pytest.mark.parametrize(
    "estimates",
    [
        {0: estimated()},
        {0: estimated(low=0, high=10), 9: estimated(best=0, low=0, reason="x" * 500)},
        {n: estimated(best=3 + n % 3, reason=f"{HOSTILE} {n}") for n in range(10)},
        {
            7: estimated(best=10, high=10),
            8: estimated(best=3.25, reason="a b " * 99),
            9: estimated(),
        },
    ],
)
def test_a_learners_own_path_carries_no_example_tag(estimates):
    figure = topic.draw_path(measures.path(estimates))
    sound(figure)
    assert "EXAMPLE" not in figure.caption
    assert "<script>" not in figure._repr_html_()
    assert figure.title.startswith("Your estimate")


def test_a_lesson_without_an_estimate_is_said():
    figure = topic.draw_path(measures.path({0: estimated()}), after=4)
    assert "no estimate after lesson 4" in figure.sentence


def test_the_word_follows_the_number():
    assert "no word of the standard" in topic.draw_words(100, "likely").caption
    assert "No number is set" in topic.draw_words().caption
    assert topic.draw_words().title.startswith("Seven words")
    topic.keep("probability", "66")
    assert topic.draw_words().title == "66 per cent: “likely”"


# --- tables and boards ----------------------------------------------------------------------------


def test_evidence_can_be_looked_up_in_every_state():
    explorer = topic.explore_evidence()
    for state in explorer.states():
        shown = explorer.show(**state)
        assert shown.sentence
        assert 1 <= len(shown.frame) <= 30
    count = (data.table("events")["direction"] == "-1").sum()
    assert topic.list_evidence("events", "against").sentence.startswith(f"{count} rows of events")
    assert "No row fits" in topic.list_evidence("invocations", "for").frame


def test_sentences_are_weighed_beside_the_tables():
    board = topic.weigh_sentences()
    shown = topic.read_sentences({"pairs": {"verdict": "leave"}, "iran": {}})
    assert list(shown.frame.iloc[:, 1]) == [board.columns["verdict"]["leave"]] + ["none yet"] * 5
    held = " ".join(shown.frame.iloc[:, 2])
    assert "st17 and st18 may reach 2" in held
    assert "st32, Kursk 2024, treaty in force, by PRK" in held
    assert "14 of 226" in held
    assert "00:00" not in held


def test_a_test_of_iran_rated_higher_is_not_passed_over(monkeypatch):
    facts = measures.held() | {"helped": 1, "reach": [], "fights": [], "dense": False}
    monkeypatch.setattr(measures, "held", lambda: facts)
    held = topic.read_sentences({}).frame.iloc[:, 2]
    assert held[4].startswith("1 of 10 tests of Iran is rated")
    assert held[3].startswith("In no core test did partners fight")


def test_the_rubric_shows_where_two_differ():
    board = topic.rate_briefing()
    assert list(board.columns) == ["self", "peer"]
    shown = topic.read_rubric(
        {
            "judgment": {"self": "1", "peer": "1"},
            "counter": {"self": "1", "peer": "0"},
            "words": {"self": "1"},
        }
    )
    told = dict(zip(board.rows, shown.frame["Next"], strict=True))
    assert (told["judgment"], told["counter"], told["words"]) == ("alike", "talk about it", "open")


def test_boards_of_the_first_edition_are_read_as_codes():
    weighed = {"pairs": {"Verdict": "leave it out"}}
    weighed |= {"iran": {"Verdict": "keep it, with claimant, date or limit"}}
    weighed |= {"once": {"Verdict": "keep it"}, "known": {"Verdict": "unknown words"}}
    assert topic.weigh_sentences().known(weighed) == {
        "pairs": {"verdict": "leave"},
        "iran": {"verdict": "limit"},
        "once": {"verdict": "keep"},
        "known": {},
    }
    journal.record("board", "9.rubric", {"words": {"Self": "0: not there"}})
    assert topic.rate_briefing().filled == {"words": {"self": "0"}}
    rated = {"counter": {"Self": "1: there, with gaps", "Peer": "2: as described"}}
    assert topic.rate_briefing().known(rated) == {"counter": {"self": "1", "peer": "2"}}


def test_two_models_are_marked_and_ours_follows_with_its_reason():
    board = topic.mark_models()
    board.put("judgment", "a", "2")
    assert "judgment" not in board._grid.notes  # not settled: the other page has no mark yet
    board.put("judgment", "b", "2")
    note = board._grid.notes["judgment"]
    assert "soon" in note
    assert "Page A" in note
    (table,) = board.compared({"words": {"a": "0"}, "judgment": {"a": "2", "b": "2"}})
    assert table.frame["Page A, ours"].tolist() == ["1: there, with gaps", "0: not there"]
    assert table.frame["Page B, you"].tolist() == ["2: as described", "not yet"]
    assert topic.read_models({}).frame.empty
    assert set(board.rows) == set(measures.MODELS["a"]) == set(measures.MODELS["b"])


def test_the_check_sees_what_is_weak_in_a_model_and_passes_the_good_one():
    assert measures.review(topic.model("b"), measures.MODEL_DAY) == []
    codes = {code for code, _ in measures.review(topic.model("a"), measures.MODEL_DAY)}
    assert {"two_words", "mixed", "twice", "weak", "proof", "loaded", "no_cost"} <= codes
    assert {"threshold_number", "threshold_day", "no_year", "no_date", "empty"} <= codes


def test_the_model_pages_say_who_made_them_and_show_no_estimate_of_the_learner():
    journal.record("estimate", "7", estimated())
    html = topic.show_models()._repr_html_()
    assert html.count("made by the course") >= 3
    assert "My estimate" not in html
    assert isinstance(topic.show_models(), topic.Pages)
    assert "made by the course" in repr(topic.show_models())


def test_four_seats_begin_with_rows():
    shown = topic.show_seats().frame
    assert len(shown) == len(measures.SEATS)
    assert shown.iloc[:, 2].str.count(";").ge(3).all()
    assert topic.seat_rows()["source_ids"].str.len().gt(0).all()


# --- keeping and export ---------------------------------------------------------------------------


def test_a_field_is_kept_at_once_and_comes_back():
    assert topic.kept() == {}
    assert topic.keep("judgment", "One sentence.").saved
    assert topic.kept() == {"judgment": "One sentence."}
    topic.keep("judgment", "")
    topic.keep("case", "x")
    journal.record("briefing", "why", ["no text"])
    journal.record("briefing", "unknown", "x")
    assert set(topic.kept()) == {"case"}


@pytest.mark.parametrize("sign", ["x", "é", "中", "😀", '"', "\x01", "\n"])
def test_a_field_as_long_as_can_be_is_kept_whole(sign):
    assert topic.keep("case", sign * topic.MOST).saved
    journal._session_of.cache_clear()
    whole = sign * topic.MOST
    assert topic._joined({e["key"]: e["value"] for e in journal.entries("briefing")}, "case") in (
        whole,
        whole.replace("\x01", "\ufffd"),
    )


def test_a_field_made_shorter_loses_its_later_pieces():
    topic.keep("case", "x" * 15_000)
    topic.keep("case", "y" * 12)
    assert topic.kept()["case"] == "y" * 12


def test_a_longer_field_is_refused_and_what_was_kept_stays():
    topic.keep("case", "x" * topic.MOST)
    told = topic.keep("case", "x" * (topic.MOST + 1))
    assert not told.saved
    assert "20,001 characters are more than the 20,000" in str(told)
    assert len(topic.kept()["case"]) == topic.MOST


class Reader(HTMLParser):
    """Collect the tags of a page, and whether each that opens is closed."""

    def __init__(self):
        super().__init__()
        self.tags, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_an_export_is_a_page_that_stands_alone(tmp_path):
    journal.record("estimate", "0", estimated(reason="<i>first</i>"))
    done = topic.export(GOOD, tmp_path)
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
    html = topic.page_one(GOOD, today=date(2026, 11, 28))
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
    html = topic.page_one(GOOD)
    assert "5.4 on the scale" in html
    assert "Nearest words of that scale: loose alignment with limits (5)." in html


def test_what_was_picked_up_stands_behind_the_page():
    picked = candidates.of("Who votes alike?", topic.draw_status(), ["Year: 2025"])
    candidates.add(picked)
    html = topic.to_html(GOOD)
    assert picked["sentence"].split(":")[0] in html
    assert picked["sentence"] in topic.to_markdown(GOOD).replace("\\", "")
    assert "Year: 2025" in html
    assert "Sources: " in html
    assert "<details>" not in html[html.index("</article>") :]  # paper unfolds nothing


def test_a_sentence_picked_up_goes_into_the_case_and_out_of_the_list():
    candidates.add(candidates.of("Who votes alike?", topic.draw_status()))
    form = topic.compose()
    button(form, "Put into the case").click()
    assert candidates.kept()[0].sentence in topic.kept()["case"]
    button(form, "Take out").click()
    assert candidates.kept() == []
    assert "Nothing yet." in form._list.children[0].value


def test_what_is_not_chosen_leaves_no_half_sentence_on_the_page():
    html = topic.page_one({"judgment": "One sentence.", "probability": "60"})
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
    first, second = topic.export(GOOD, tmp_path), topic.export(GOOD, tmp_path)
    assert second.paths[0].name == "briefing-ada-s-page-2.html"
    assert "was there already" in second.sentence
    assert "was there already" not in first.sentence
    first.paths[0].unlink()
    third = topic.export(GOOD, tmp_path)
    assert third.paths[0].name.endswith("-3.html")  # the first Markdown file still stands


def test_a_browser_has_no_folder_to_look_into(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "in_browser", lambda: True)
    told = topic.export(GOOD, tmp_path).sentence
    assert "kept in this browser" in told
    assert str(tmp_path) not in told


def test_an_empty_briefing_says_what_it_needs(tmp_path):
    done = topic.export(folder=tmp_path)
    assert done.paths == ()
    assert "your briefing is empty" in done.sentence
    assert "Key judgment" in repr(done)
    assert not list(tmp_path.glob("*.html"))


def test_half_a_briefing_is_a_draft(place):
    topic.keep("judgment", "One sentence.")
    done = topic.export()
    assert all(path.parent == place for path in done.paths)
    assert "It is a draft: still empty are Who must act" in done.sentence
    assert "Not written yet." in done.paths[0].read_text("utf-8")


@pytest.mark.parametrize("bad", ["file", "below-a-file", "nul\0name"])
def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path, bad):
    (tmp_path / "file").write_text("x")
    folder = tmp_path / (bad if bad != "below-a-file" else "file/below")
    done = topic.export(GOOD, folder)
    assert done.paths == ()
    assert done.sentence.startswith("Could not write to")
    assert "role" in done._static()


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    monkeypatch.setattr(topic, "to_markdown", lambda told: "\ud800")  # cannot be encoded
    done = topic.export(GOOD, tmp_path)
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
    assert topic.file_stem(name) == stem


def test_what_a_learner_wrote_stays_text(tmp_path):
    hostile = dict.fromkeys(measures.FIELDS, HOSTILE)
    done = topic.export(hostile | {"evidence_1": "E14"}, tmp_path)
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


def button(form, words):
    return next(w for w in everything(form.panel()) if getattr(w, "description", "") == words)


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
    form = topic.Composer()
    children = everything(form.panel())
    at = children.index(form.boxes["evidence_3"])
    assert children[at + 1] is form._notes["evidence_3"]


def test_what_is_being_written_comes_back_in_a_new_session():
    form = topic.Composer()
    form._widget()
    form.boxes["case"].value = "Half a sent"
    form._drafts["case"].write()  # as the timer does when the keys rest
    journal._session_of.cache_clear()
    again = topic.Composer()
    again._widget()
    assert again.entered()["case"] == "Half a sent"
    assert topic.kept() == {"case": "Half a sent"}


def test_a_fault_in_the_check_leaves_what_was_written(monkeypatch):
    form = topic.Composer()
    form._widget()
    form.boxes["case"].value = "Half a sent"
    monkeypatch.setattr(measures, "review", lambda _: 1 / 0)
    form._check()
    assert "This could not be shown." in form.said.value
    assert topic.kept() == {"case": "Half a sent"}


def test_the_buttons_check_show_and_export(place):
    form = topic.Composer()
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
    assert isinstance(topic.export(GOOD, place), topic.Exported)


def test_a_strange_journal_does_not_stop_the_form():
    for name in measures.FIELDS:
        journal.record("briefing", name, HOSTILE[:-1])
    form = topic.compose()
    form._widget()
    assert form.entered()["word"] == ""
    assert "<script" not in topic.to_html(form.entered())
    assert isinstance(topic.to_markdown(form.entered()), str)
    assert topic.draw_words().svg.startswith("<svg")
    assert isinstance(topic.show_seats(), figures.LessonTable)


def test_the_sentence_of_the_bug_hunt_and_its_repair_are_computed():
    score = data.table("views")["cohesion_score"]
    assert f"{score.mean():.2f}" in topic.show_headline().frame["Result"].iloc[-1]
    counts = topic.count_scores().frame
    assert counts[["United States", "Elsewhere"]].to_numpy().sum() == len(score)
