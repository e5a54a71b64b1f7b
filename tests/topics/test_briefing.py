"""Lesson 9: path, check, evidence by id, pages, exports; the form is driven as by a learner."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from drawn import crowded, sound
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data, figures, journal
from helpers.topics import briefing as topic

TEXT = st.text(max_size=300)
HOSTILE = "<script>alert(1)</script> $x_1$ *bold* [a](javascript:b) | `c`\n# head 中文 \x00"


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


def estimated(**more):
    return {"best": 5, "low": 3, "high": 7, "reason": ""} | more


GOOD = {
    "audience": "A trade minister, on one policy for four states",
    "judgment": "The four will sign no common security document before the end of 2027.",
    "probability": "88",
    "word": "very likely",
    "confidence": "moderate confidence",
    "why": "Several independent sources agree, and some of the talks are secret.",
    "evidence_1": "E14",
    "evidence_2": "E18",
    "evidence_3": "V12",
    "case": "According to CSIS no four-way format was seen in 2025 [2]. Partners kept out [1] [3].",
    "counter": "Soldiers fought for a partner in Kursk [4].",
    "evidence_4": "st08",
    "indicator": "in06",
    "change": "One document signed by all four before 2028.",
    "as_of": "Spring 2026",
    "name": "Ada's page",
}


# --- the path -------------------------------------------------------------------------------------


def test_the_path_leaves_out_what_does_not_fit_the_scale():
    found = topic.path(
        {
            4: estimated(best=6, reason="  two\nlines "),
            1: estimated(),
            2: estimated(best=9),  # outside its own range
            3: estimated(high=11),  # outside the scale
        }
    )
    assert found["lesson"].tolist() == [1, 4]
    assert found["reason"].tolist() == ["", "two lines"]
    assert topic.path().empty


def test_the_path_comes_from_the_journal():
    journal.record("estimate", "3", estimated(best=4))
    journal.record("estimate", "9", estimated())
    assert topic.path()["best"].tolist() == [4, 5]
    assert topic.draw_path().title.startswith("Your estimate moved from 4 to 5")


def test_turns_are_the_largest_steps_with_a_reason():
    # steps: +1 (reason), -0.5, -0.5, +1.5 (reason), -0.5, -0.5, -1 (reason), +0.5, 0
    moved = topic.turns(topic.example())
    assert moved["lesson"].tolist() == [1, 4, 7]
    assert moved["step"].tolist() == [1.0, 1.5, -1.0]
    assert topic.turns(topic.example(), most=1)["lesson"].tolist() == [4]
    assert topic.turns(topic.example()[:1]).empty


def test_experts_are_counted_and_parted():
    views = pd.DataFrame(
        {
            "country": ["USA", "IND", "USA"],
            "verified": [True, False, True],
            "cohesion_score": [3, 3, 8],
        }
    )
    sizes = {key: len(topic.experts(key, views)) for key in topic.EXPERTS}
    assert sizes == {"all": 3, "usa": 2, "elsewhere": 1, "checked": 2}
    assert topic.spread(views).to_dict() == dict.fromkeys(range(11), 0) | {3: 2, 8: 1}


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_spread_does_not_depend_on_order(chance):
    views = data.table("views")
    mixed = views.loc[chance.sample(list(views.index), len(views))]
    assert topic.spread(mixed).equals(topic.spread(views))
    assert topic.spread(views).sum() == len(views)


# --- findings -------------------------------------------------------------------------------------


def test_findings_of_the_lesson():
    assert (topic.count_confirmed(), topic.count_weak()) == (14, 54)
    assert topic.status_by_grade().to_numpy().sum() == 226
    assert topic.count_assessed() == 125
    assert topic.count_weak_origins() < topic.count_weak()
    assert topic.count_high_views() == 12
    views = data.table("views")
    assert (len(views), (views["country"] == "USA").sum()) == (91, 33)
    tests = data.table("stress_tests").query("group == 'core' and principal == 'IRN'")
    assert len(tests) == 10
    assert tests["help_given"].max() == 1
    seen = data.table("sources")["seen"].astype(str).value_counts()
    assert (seen["excerpt"], seen.sum()) == (1003, 1071)


def test_claims_by_status_by_hand():
    rows = pd.DataFrame(
        {"status": ["denied", "denied", "assessed"], "evidence_grade": ["A", "D", "C"]}
    )
    counts = topic.status_by_grade(rows)
    assert counts.loc["denied"].tolist() == [1, 0, 0, 1]
    assert counts.index.tolist() == list(topic.STATUSES)
    assert counts.to_numpy().sum() == 3


# --- words and numbers ----------------------------------------------------------------------------


def test_words_of_the_us_standard():
    assert len(topic.us_words()) == 7
    assert topic.words_for(70) == ["likely"]
    assert topic.words_for(80) == ["likely", "very likely"]
    assert topic.words_for(0) == topic.words_for(100) == topic.words_for(-5) == []
    assert (topic.count_words_at_80(), topic.count_words_inside_80()) == (2, 0)


@settings(max_examples=60, deadline=None)
@given(st.floats(1, 99))
def test_every_probability_inside_the_scale_has_a_word_that_fits(value):
    words = topic.words_for(value)
    assert 1 <= len(words) <= 2
    assert not any(topic.fit(value, word) for word in words)


def test_a_number_and_a_word_that_do_not_fit():
    assert topic.fit("70", "likely") == topic.fit("", "likely") == topic.fit("70", "") == ""
    assert "“likely” stands for 55 to 80" in topic.fit("90 %", "likely")
    assert "its word is “very likely”" in topic.fit(90, "likely")
    assert "no word for 0 or 100" in topic.fit(100, "likely")
    assert "outside 0 to 100" in topic.fit("140", "likely")


# --- evidence -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ev094", "ev094"),
        (" EV 94 ", "ev094"),
        ("[t158]", "T158"),
        ("V4", "V04"),
        ("st-8", "st08"),
        ("pv004", "pv004"),
        ("ch08", "ch08"),
        ("e14", "E14"),
        ("iv1", "iv01"),
        ("xv01", "xv01"),
    ],
)
def test_an_id_is_read_as_people_write_it(typed, found):
    row = topic.resolve(typed)
    assert row["id"] == found
    assert row["side"] in topic.SIDES
    assert all(row[name] for name in ("what", "who", "when", "grade", "origin"))
    assert data.sources_of(row["source_ids"])


def test_sides_follow_the_codes():
    # help in combat, standing aside, a denial, a missing clause, two views
    sides = {i: topic.resolve(i)["side"] for i in ("st08", "E14", "V12", "V28", "ch43", "st17")}
    assert sides == {
        "st08": "for",
        "E14": "against",
        "V12": "against",
        "V28": "for",
        "ch43": "against",
        "st17": "mixed",  # the range of its rating reaches both
    }
    assert topic.resolve("T158")["origin"] == topic.resolve("T161")["origin"]


@pytest.mark.parametrize("typed", ["ev999", "xyzzy", "", "9", "<b>", "ev09x", "💥" * 90, None, 7])
def test_an_unknown_id_names_the_nearest(typed):
    with pytest.raises(topic.NoRowError, match="There is no row") as told:
        topic.resolve(typed)
    assert len(str(told.value)) < 160
    if typed == "ev999":
        assert "ev167, ev166, ev165" in str(told.value)


def test_every_row_can_be_named():
    for table in topic.ROWS:
        key = topic.ROWS[table][0]
        for row_id in data.table(table)[key]:
            assert topic.resolve(row_id)["table"] == table


def test_chosen_rows_keep_their_numbers():
    rows = topic.chosen({"evidence_1": "E14", "evidence_2": "nothing", "evidence_4": "st08"})
    assert {place: row["id"] for place, row in rows.items()} == {1: "E14", 4: "st08"}


# --- the check ------------------------------------------------------------------------------------


def test_sentences_and_their_parts():
    assert topic.sentences("One. Two?\nThree; four") == ["One.", "Two?", "Three;", "four"]
    whole = topic.parts("According to Seoul, 10,000 to 15,000 soldiers fought in 2024.")
    assert all(whole.values())
    assert not any(topic.parts("Soldiers fought.").values())
    for uncounted in (
        "Article 4 and resolution 2231",
        "Su-35 and T158",
        "in 2024 [1]",
        "12-day war",
    ):
        assert not topic.parts(uncounted)["number"]
    assert topic.parts("9 million rounds")["number"]


def test_a_good_briefing_passes():
    assert topic.missing(GOOD) == []
    assert topic.review(GOOD) == []


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("case", "They sent 9 million rounds [1] [2] [3] in 2024.", "how wide the range is"),
        ("case", "They sent 9 million rounds.", "who says so, or when, or how wide"),
        ("case", "This proves it [1] [2] [3].", "speaks of proof"),
        ("case", "The rogue regime acts [1] [2] [3].", "loaded word"),
        ("case", "Partners kept out [1] [2].", "[3] is never used"),
        ("judgment", "They will sign nothing.", "names no year"),
        ("as_of", "spring", "has no year"),
        ("probability", "50", "stands for 80 to 95"),
        ("probability", "100", "no room for error"),
        ("probability", "lots", "is not a number"),
        ("why", "I have high confidence, about 90 per cent.", "Keep them apart"),
        ("evidence_1", "E99", "There is no row “E99”"),
        ("evidence_4", "V18", "all your rows speak against"),
        ("evidence_1", "T158", "grade D"),
        ("evidence_1", "V07", "not verified"),
        ("change", "", "Still empty: What would change your mind"),
    ],
)
def test_each_fault_is_told(field, text, said):
    assert any(said in line for line in topic.review(GOOD | {field: text}))


def test_fair_wording_is_left_alone():
    for case in (
        "Its authors call it an “axis of upheaval” [1] [2] [3].",
        "According to its authors the axis holds [1] [2] [3].",
        "Approval is improving [1] [2] [3].",
    ):
        assert topic.review(GOOD | {"case": case}) == []


def test_one_statement_told_twice_is_seen():
    twice = topic.review(GOOD | {"evidence_1": "T158", "evidence_2": "T161"})
    assert any("told twice" in line for line in twice)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(list(topic.FIELDS)), TEXT))
def test_the_check_takes_any_text(briefing):
    told = topic.review(briefing)
    assert all(isinstance(line, str) and line for line in told)
    assert "<script" not in topic.to_html({n: f"<script>{t}" for n, t in briefing.items()})


# --- figures --------------------------------------------------------------------------------------


def test_every_state_of_the_path_is_drawn():
    explorer = topic.explore_path()
    for state in explorer.states()[::3]:
        figure = explorer.show(**state)
        sound(figure)
        assert "EXAMPLE" in figure.caption


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
    figure = topic.draw_path(topic.path(estimates))
    sound(figure)
    assert "EXAMPLE" not in figure.caption
    assert "<script>" not in figure._repr_html_()
    assert figure.title.startswith("Your estimate")


def test_a_lesson_without_an_estimate_is_said():
    figure = topic.draw_path(topic.path({0: estimated()}), after=4)
    assert "no estimate after lesson 4" in figure.sentence


def test_words_are_drawn_in_every_state():
    explorer = topic.explore_words()
    for state in explorer.states()[::3]:
        sound(explorer.show(**state))
    assert "no word of the standard" in topic.draw_words(100, "likely").caption
    assert "No number is set" in topic.draw_words().caption
    topic.keep("probability", "66")
    assert topic.draw_words().title == "66 per cent: “likely”"


def test_a_figure_of_ones_own_needs_its_parts():
    said = {"title": "T", "unit": "containers", "as_of": "2025", "doubt": "D."}
    rows = data.table("transfers").query("unit == 'containers'")
    columns = ("claimant", "quantity_low", "quantity_high")
    figure = topic.draw_ranges(rows, *columns, **said)
    assert figure.source_ids
    assert len(figure.table.frame) == min(10, len(rows))
    assert not crowded()
    for name in said:
        lacks = topic.draw_ranges(rows, *columns, **(said | {name: " "}))
        assert "still lacks" in lacks.alt
    assert "a column 'low'" in topic.draw_ranges(rows, "claimant", "low", "high", **said).alt
    assert "a row with a number" in topic.draw_ranges(rows[:0], *columns, **said).alt
    bare = rows.drop(columns="source_ids")
    assert "a column source_ids" in topic.draw_ranges(bare, *columns, **said).alt


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
    assert list(board.rows) == list(topic.SENTENCES)
    shown = topic.read_sentences({"pairs": {"Verdict": topic.VERDICTS[2]}, "iran": {}})
    assert shown.frame["Your verdict"].tolist() == [topic.VERDICTS[2]] + ["none yet"] * 5
    held = " ".join(shown.frame["What the tables hold"])
    assert "10 tests of Iran: all rated 0 or 1; st17 and st18 may reach 2" in held
    assert "st32, Kursk 2024, treaty in force, by PRK" in held
    assert "14 of 226" in held
    assert "00:00" not in held


def test_the_rubric_shows_where_two_differ():
    board = topic.rate_briefing()
    assert list(board.columns) == ["Self", "Peer"]
    zero, one, _ = topic.LEVELS
    shown = topic.read_rubric(
        {
            "judgment": {"Self": one, "Peer": one},
            "counter": {"Self": one, "Peer": zero},
            "words": {"Self": one},
        }
    )
    told = dict(zip(topic.RUBRIC, shown.frame["Next"], strict=True))
    assert (told["judgment"], told["counter"], told["words"]) == ("alike", "talk about it", "open")


def test_four_seats_have_rows_on_their_side():
    assert len(topic.show_seats().frame) == 4
    rows = topic.seat_rows()
    assert len(rows) == sum(len(ids) for _, ids in topic.SEATS.values())
    sides = {
        seat: {topic.resolve(i)["side"] for i in ids} for seat, (_, ids) in topic.SEATS.items()
    }
    assert "against" not in sides["For"]
    assert sides["Against"] == {"against"}
    assert data.sources_of(rows)


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
    assert "draft" not in done.words
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
        assert "very likely, 88 per cent" in text
        assert "CSIS" in text
        assert "2025-09" in text  # the date of the indicator's value
        assert "EXAMPLE" not in text
        assert "<i>" not in text
    assert "](<http" in plain


def test_nothing_is_overwritten_without_saying_so(tmp_path):
    first, second = topic.export(GOOD, tmp_path), topic.export(GOOD, tmp_path)
    assert second.paths[0].name == "briefing-ada-s-page-2.html"
    assert "was there already" in second.words
    assert "was there already" not in first.words
    first.paths[0].unlink()
    third = topic.export(GOOD, tmp_path)
    assert third.paths[0].name.endswith("-3.html")  # the first Markdown file still stands


def test_an_empty_briefing_says_what_it_needs(tmp_path):
    done = topic.export(folder=tmp_path)
    assert done.paths == ()
    assert "your briefing is empty" in done.words
    assert "Key judgment" in repr(done)
    assert not list(tmp_path.glob("*.html"))


def test_half_a_briefing_is_a_draft(place):
    topic.keep("judgment", "One sentence.")
    done = topic.export()
    assert all(path.parent == place for path in done.paths)
    assert "It is a draft: still empty are Who must act" in done.words
    assert "Not written yet." in done.paths[0].read_text("utf-8")


@pytest.mark.parametrize("bad", ["file", "below-a-file", "nul\0name"])
def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path, bad):
    (tmp_path / "file").write_text("x")
    folder = tmp_path / (bad if bad != "below-a-file" else "file/below")
    done = topic.export(GOOD, folder)
    assert done.paths == ()
    assert done.words.startswith("Could not write to")
    assert "role" in done._repr_html_()


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
    hostile = dict.fromkeys(topic.FIELDS, HOSTILE)
    done = topic.export(hostile | {"evidence_1": "E14"}, tmp_path)
    page, plain = (path.read_text("utf-8") for path in done.paths)
    assert "<script" not in page + plain
    assert "[a](javascript" not in plain
    assert r"\*bold\*" in plain
    assert not re.search(r"^# head", plain, re.M)
    assert "javascript" not in str(re.findall(r'href="([^"]*)"', page))


# --- the form -------------------------------------------------------------------------------------


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
    assert "There is no row" in form._notes["evidence_2"].value
    assert "There is no row" in form.said.value
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
    children = list(form._widget().children)
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
    monkeypatch.setattr(topic, "review", lambda _: 1 / 0)
    form._check()
    assert "This could not be shown." in form.said.value
    assert topic.kept() == {"case": "Half a sent"}


def test_the_buttons_check_show_and_export(place):
    form = topic.Composer()
    panel = form._widget()
    check, show, export = panel.children[-3].children
    check.click()
    assert "Still empty" in form.said.value
    export.click()
    assert "Nothing was written" in form.said.value
    for name, text in GOOD.items():
        form.boxes[name].value = text
    check.click()
    assert "nothing to add" in form.said.value
    show.click()
    assert "<h3>Briefing" in form.page.value
    export.click()
    assert len(list(place.glob("briefing*"))) == 2
    assert isinstance(topic.export(GOOD, place), topic.Exported)


def test_a_strange_journal_does_not_stop_the_form():
    for name in topic.FIELDS:
        journal.record("briefing", name, HOSTILE[:-1])
    form = topic.compose()
    form._widget()
    assert form.entered()["word"] == ""
    assert "<script" not in topic.to_html(form.entered())
    assert isinstance(topic.to_markdown(form.entered()), str)
    assert topic.draw_words().png.startswith(b"\x89PNG")
    assert isinstance(topic.show_seats(), figures.LessonTable)


def test_the_sentence_of_the_bug_hunt_and_its_repair_are_computed():
    score = data.table("views")["cohesion_score"]
    assert f"{score.mean():.2f}" in topic.show_headline().frame["Result"].iloc[-1]
    counts = topic.count_scores().frame
    assert counts[["United States", "Elsewhere"]].to_numpy().sum() == len(score)
