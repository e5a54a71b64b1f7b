"""Hand-outs: what stands on a worksheet, its key, its plan and the sheets for roles."""

import re
from dataclasses import replace
from html import unescape

import pytest

from helpers import answers, bank, handouts

LESSONS = range(10)


def words_of(html):
    """The text of a page, as a reader meets it."""
    bare = re.sub(r"<style>.*?</style>|<script>.*?</script>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def text_of(lesson, part):
    return words_of(handouts.page(lesson, part))


def flat(text):
    return " ".join(text.replace("`", " ").split())


@pytest.fixture
def guide(monkeypatch):
    """A function that gives every lesson another page in the guide."""
    kept = handouts._guide
    return lambda change: monkeypatch.setattr(handouts, "_guide", lambda n: change(kept(n)))


def test_each_lesson_can_be_printed():
    assert handouts.lessons() == list(LESSONS)
    assert all(handouts.parts(n)[:3] == ["worksheet", "key", "plan"] for n in LESSONS)


@pytest.mark.parametrize("n", LESSONS)
def test_a_worksheet_asks_before_and_after_and_has_the_question_to_vote_on(n):
    asked = handouts.on_sheet(n)
    front, back = map(words_of, handouts.worksheet(n))
    for q in asked:
        here, there = (front, back) if q.use == "predict" else (back, front)
        assert flat(q.prompt) in flat(here)
        assert flat(q.prompt) not in flat(there)
    assert "First vote: ______" in back or "After talking: ______" in back
    assert "My estimate: ______" in back


@pytest.mark.parametrize("n", LESSONS)
def test_a_worksheet_tells_no_answer(n):
    said = text_of(n, "worksheet")
    for q in handouts.on_sheet(n):
        told = answers.answer(q)
        assert not q.why or flat(q.why) not in said
        whys = [o.why for o in (*q.options, *q.partners) if len(o.why) > 12]
        assert not [why for why in whys if flat(why) in said]
        if q.kind in ("number", "series"):
            hidden = [text.split(", up to")[0].split(": ")[-1] for text in told.right]
            assert not [one for one in hidden if flat(one) in said]


def test_items_to_be_ordered_do_not_stand_in_their_right_order():
    asked = [q for n in LESSONS for q in handouts.on_sheet(n) if q.kind == "order"]
    assert asked
    for q in asked:
        said = handouts._asked(q)
        places = [said.index(handouts.safe(o.text)) for o in q.options]
        assert places != sorted(places), q.id


def test_a_drawn_series_has_empty_axes_with_what_is_given():
    page = handouts.page(4, "worksheet")
    given = bank.resolve(bank.find("4.12").expected)[:2]
    said = re.search(r"<svg.*?</svg>", page, re.S)[0]
    assert [f"{number:,.0f}" in said for number in given] == [True, True]
    assert said.count("<circle") <= len(given)


@pytest.mark.parametrize("n", LESSONS)
def test_a_key_says_what_is_right_and_why(n):
    said = text_of(n, "key")
    for q in handouts.on_sheet(n):
        for o in (*q.options, *q.partners):
            if o.right:
                assert flat(o.text) in said
                assert not o.why or flat(o.why) in said
        if q.kind in ("number", "series"):
            assert answers.answer(q).right[0].split(", up to")[0] in said


def test_letters_of_the_key_are_those_of_the_worksheet():
    sheet, said = handouts.page(4, "worksheet"), text_of(4, "key")
    listed = re.search(r"<strong>4\.17</strong>.*?<ol type=\"A\">(.*?)</ol>", sheet, re.S)[1]
    items = [words_of(one) for one in listed.split("</li>")]
    right = next(o.text for o in bank.find("4.17").options if o.right)
    assert f"{'ABCD'[items.index(right)]}. {right}" in said


@pytest.mark.parametrize("n", LESSONS)
def test_of_each_question_with_options_a_wrong_one_is_to_be_listened_for(n):
    said = text_of(n, "key")
    for q in handouts.on_sheet(n):
        if q.kind not in ("single", "multiple", "two-tier") or not any(o.right for o in q.options):
            continue
        found = handouts.tempting(q)
        assert len(found) == (2 if q.kind == "two-tier" else 1), q.id
        assert all(flat(o.why) in said for o in found)


@pytest.mark.parametrize("n", LESSONS)
def test_a_plan_has_its_core_and_reserve_a_vote_a_discussion_and_work_at_home(n):
    said = text_of(n, "plan")
    core = sum(int(s["typical"]) for s in handouts.steps(n) if not s["reserve"])
    assert f"The core: {core} minutes" in said
    assert 30 <= core <= 35
    assert all(flat(handouts.plain(s["step"])) in said for s in handouts.steps(n))
    assert all(limit in said for limit in ("Below 30", "From 30 to 70", "Above 70"))
    assert all(text in said for text in handouts.discussion(n))
    assert re.search(r"At home About \w+ minutes", said)


@pytest.mark.parametrize(
    ("sheets", "n"), [(handouts.seats, 4), (handouts.roles, 3)], ids=["seats", "roles"]
)
def test_a_sheet_for_a_role_has_rows_with_dates_and_sources_and_no_case(sheets, n):
    page = "".join(sheets())
    assert len(sheets()) == n
    rows = re.findall(r"<li>(.*?)</li>", page)
    assert len(rows) >= 3 * n
    assert all("Source: " in row for row in rows)
    assert all(re.match(r"\w+( † \(not verified\))?, .*\d{4}", row) for row in rows)
    assert "best objection:" not in page


def test_a_row_that_is_not_verified_is_marked(monkeypatch):
    found = handouts.briefing.resolve("ev094")
    assert "not verified" not in handouts.row("ev094")
    monkeypatch.setattr(handouts.briefing, "resolve", lambda _: found | {"verified": False})
    assert "not verified" in handouts.row("ev094")


@pytest.mark.parametrize("one", ["T062", "V12"])
def test_a_claim_and_a_view_say_whose_they_are(one):
    found = handouts.briefing.resolve(one)
    assert f", {found['claimant'] or found['author']}: " in handouts.row(one)


def test_a_row_that_no_table_has_is_named():
    with pytest.raises(handouts.HandoutError, match="No table has a row ev999"):
        handouts.row("ev999")


def test_a_question_that_the_bank_lost_is_named(monkeypatch):
    rest = {key: q for key, q in bank.bank().items() if key != "4.6"}
    monkeypatch.setattr(bank, "bank", lambda: rest)
    with pytest.raises(handouts.HandoutError, match=r"names question 4\.6 for lesson 4"):
        handouts.page(4, "worksheet")


def test_a_question_that_was_added_is_named_and_the_collections_own_are_not(monkeypatch):
    assert not any(handouts.strangers(n) for n in LESSONS)
    more = bank.bank() | {"4.99": replace(bank.find("4.4"), id="4.99")}
    monkeypatch.setattr(bank, "bank", lambda: more)
    assert handouts.strangers(4) == ["4.99"]


@pytest.mark.parametrize("heading", ["A core of 35", "What a good", "What can be done"])
def test_a_page_of_the_guide_without_a_heading_is_explained(guide, heading):
    guide(lambda text: text.replace(heading, "Renamed"))
    with pytest.raises(handouts.HandoutError, match=r"lesson-3\.md has no “"):
        handouts.plan(3)


def test_what_a_lecturer_writes_is_no_markup(monkeypatch):
    odd = replace(bank.find("4.4"), prompt="Is <script>x</script> > 2 & $3$?")
    monkeypatch.setattr(bank, "bank", lambda: _of_folder() | {"4.4": odd})
    page = handouts.page(4, "worksheet")
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def _of_folder():
    return bank._overlaid("")[0]


@pytest.mark.parametrize(("paper", "wide"), [("a4", "210mm"), ("letter", "215.9mm")])
def test_paper_has_the_size_that_is_asked_for(paper, wide):
    assert f"@page {{ size: {wide}" in handouts.page(1, "plan", paper)


def test_a_document_has_a_sheet_of_paper_for_each_and_names_itself_on_top():
    page = handouts.document("A & B", ["<p>one</p>", "<p>two</p>"], "a4")
    assert page.count('<section class="page"><header><p>A &amp; B</p>') == 2
    assert "src=" not in page


def test_a_role_has_its_brief_as_a_sentence_and_room_for_its_case():
    sheet = handouts.role("Your seat: x", "argue well", ["ev094"])
    assert "<p>Argue well.</p>" in sheet
    assert sheet.count('class="room"') == 3
    assert "ev094, 2025-04-26" in sheet


@pytest.fixture
def in_german(monkeypatch):
    """Speak German; the bank is read once and kept."""
    monkeypatch.setenv("SANDS_LANGUAGE", "de")
    bank._overlaid.cache_clear()
    yield
    bank._overlaid.cache_clear()


def test_the_german_lesson_has_a_german_worksheet(in_german):
    front, back = map(words_of, handouts.worksheet(3))
    assert "Bevor Sie hinsehen" in front
    assert "Ein Vertrag ist ein Versprechen in Worten." in front
    assert "Meine Schätzung: ______" in back
    assert not re.search(r"\b(?:the|and|your)\b", front)


def test_reasons_have_letters_as_on_the_screen():
    said, q = text_of(2, "plan"), bank.find("2.12")
    answer, reason = (
        "ABC"[[o.right for o in offered].index(True)] for offered in (q.options, q.partners)
    )
    assert f"Right is {answer}, and the reason {reason}." in said
    assert handouts.page(2, "worksheet").count('<ol type="A">') >= 2


def test_a_number_cannot_be_voted_on_and_that_is_said(monkeypatch):
    monkeypatch.setattr(handouts, "on_sheet", lambda _: [replace(bank.find("4.4"), id="4.17")])
    with pytest.raises(handouts.HandoutError, match=r"cannot vote on question 4\.17 in lesson 4"):
        handouts.plan(4)
