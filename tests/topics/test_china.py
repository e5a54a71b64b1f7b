"""Lesson 5: the ledger of China's statements, lists, venues, denominators, oil and the roles."""

import math
import re

import pytest
from drawn import crowded
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, data, figures, journal, judging, questions, wording
from helpers.measures import china as measures
from helpers.measures.states import names
from helpers.topics import china as topic

STATES = st.sampled_from(measures.SHOWN)


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


# --- measures, worked by hand -------------------------------------------------------------------


def test_a_vote_outside_the_nine_split_the_two():
    votes = data.table("un_ukraine_votes").query("resolution == 'A/RES/77/284'")
    cast = votes.set_index("iso3")["vote"]
    assert (cast["CHN"], cast["RUS"]) == ("yes", "no")


@given(STATES, STATES, st.sampled_from(list(measures.VENUES)))
@settings(max_examples=40, deadline=None)
def test_agreement_is_symmetric_and_bounded(first, second, venue):
    if first == second:
        return
    found = measures.alike(first, second, venue)
    other = measures.alike(second, first, venue)
    assert 0 <= found["same"] <= found["of"] == other["of"]
    assert found["same"] == other["same"]
    assert 0 <= found["share"] <= 1 if found["of"] else math.isnan(found["share"])


def test_middles_hide_what_is_left():
    rows = data.table("energy").set_index("energy_id").loc[["en01", "en02", "en03"]]
    low, high = rows["low"].fillna(rows["value"]), rows["high"].fillna(rows["value"])
    assert (100 - high.sum(), 100 - low.sum(), 100 - rows["value"].sum()) == (5, 11, 8)


def test_questions_have_the_values_of_the_tables():
    drawn = {"y2022": 103, "y2023": 107, "y2025": 126}
    expected = {"5.4": 18, "5.8": drawn, "5.18": 12 / 44, "5.20": 5}
    for key, value in expected.items():
        assert judging.judge(bank.find(key), value).correct is True
    share = {venue: measures.alike("CHN", "RUS", venue)["share"] for venue in measures.ORDERED}
    order = sorted(share, key=share.get, reverse=True)
    assert judging.judge(bank.find("5.10"), order).correct is True


# --- pages ----------------------------------------------------------------------------------------


def faults(figure):
    """What a figure lacks: words in range, caption, table, sources, room for its texts."""
    if isinstance(figure, figures.LessonTable):
        return [] if len(figure.frame) and figure.sentence else ["no rows or no sentence"]
    if figure.table is None:
        return [] if re.search(r"Tick|chosen", figure.sentence) else ["no data and no advice"]
    found = crowded()
    if not 20 <= len(figure.alt.split()) <= 100:
        found.append(f"{len(figure.alt.split())} words of alt text")
    if re.search(r"\bnan\b|<NA>|None\b", figure.alt + figure.caption + figure.sentence):
        found.append("a gap shows as a code")
    if not (figure.caption and figure.source_ids and figure.as_of and len(figure.title) <= 75):
        found.append("caption, sources, date or a title that fits is missing")
    return found


@pytest.mark.parametrize(
    ("draw", "guess", "told"),
    [
        (topic.draw_ledger, 7, "7"),
        (
            topic.draw_ranks,
            {"y2023": 3.0, "y2025": 40.0},
            "You drew place 3 for 2023; 40 for 2025.",
        ),
        (topic.draw_venues, ["council", "assembly", "ukraine"], ""),
        (topic.draw_venues, ["ukraine", "council", "assembly"], ""),
        (topic.draw_oil, [60, 93], "60 to 93"),
    ],
)
def test_a_prediction_is_told_before_the_finding(draw, guess, told):
    plain, mine = draw(), draw(guess=guess)
    assert not faults(plain)
    assert mine.caption.endswith(plain.caption)
    own = mine.caption.removesuffix(plain.caption)
    assert own
    assert told in own


def test_the_order_found_is_told_from_another():
    share = {venue: measures.alike("CHN", "RUS", venue)["share"] for venue in measures.ORDERED}
    order = sorted(share, key=share.get, reverse=True)
    assert topic.draw_venues(order).caption != topic.draw_venues(order[::-1]).caption


def test_one_trade_is_one_bar_and_the_scale_stays_while_the_whole_changes():
    ends, seen = set(), []
    for whole in measures.DENOMINATORS:
        seen.append(topic.draw_shares(2022, whole).table.frame["Per cent"].iloc[0])
        ends.add(figures.sheet().axes[0].get_xlim())
    assert len(ends) == 1
    assert seen == sorted(seen, reverse=True)


def test_empty_selections_answer_in_words():
    for asked, shown in (
        ("no_statement", topic.draw_ledger(measures.ledger([]))),
        ("no_claim", topic.draw_oil("volume", ("press",))),
    ):
        assert shown.sentence == wording.say(f"china.{asked}.sentence")
        assert shown.table is None
    assert not re.search(r"\d", topic.draw_oil("volume", ("customs",)).title)
    assert not faults(topic.draw_venue("USA", "ukraine"))


def test_over_stands_only_before_a_largest_number_that_is_open():
    frame = measures.oil_volumes()
    for families in (("kpler",), ("vortexa",), ("kpler", "customs")):
        rows = frame[frame["family"].isin(families) & (frame["kind"] == "amount")]
        top = rows.loc[rows["low"].idxmax()]
        title = topic.draw_oil("volume", families).title
        assert f"{top['low']:g}" in title
        assert ("over" in title) == bool(math.isnan(top["high"]))


def test_a_full_column_of_the_ledger_keeps_its_tiles_to_itself():
    one = measures.ledger().query("direction == 'enabling' and dimension == 'economic'").iloc[:1]
    for count in (topic.TILES, topic.TILES + 3):
        topic.draw_ledger(one.loc[one.index.repeat(count)])
        tiles = figures.sheet().axes[0].patches
        assert len(tiles) == count
        assert max(tile.get_x() + tile.get_width() for tile in tiles) < topic.COLUMN


def test_the_line_stops_at_the_missing_year():
    topic.draw_ranks()
    (ax,) = figures.sheet().axes
    joined = [line.get_xdata() for line in ax.lines if line.get_linestyle() != "None"]
    assert not any({2023, 2025} <= set(xs) and len(xs) > 1 for xs in joined)


def test_a_range_has_no_mark_in_its_middle():
    topic.draw_oil()
    (ax,) = figures.sheet().axes
    marks = {x for line in ax.lines for x in line.get_xdata()}
    assert marks == {50, 77, 80, 90, 95}


# --- tables and boards ---------------------------------------------------------------------------


def test_tables_hold_what_the_rows_hold():
    assert len(topic.show_reason("image").frame) == len(measures.tested("image"))
    assert "not aimed against third countries" in topic.show_sentence().frame["Answer"].tolist()
    assert len(topic.show_readings().frame) == data.table("views")["china_role"].notna().sum()


ROWS = wording.words("china.words").rows


def test_the_word_game_compares_and_names_no_partner():
    board = topic.play_words()
    assert isinstance(board, questions.Board)
    for text in ROWS.values():
        assert not any(names()[partner] in text for partner in measures.PARTNERS)
    found = topic.read_words({"ch12": {"partner": "IRN", "leans": "mixed"}, "ch15": {}})
    assert found.frame.iloc[0].tolist()[1:] == ["Iran", "Iran", "mixed", "mixed"]
    assert ROWS["ch12"] in found.frame.iloc[0, 0]
    assert len(found.frame) == len(ROWS)


def test_a_board_kept_in_the_words_of_the_first_edition_is_read_as_codes():
    old = {"ch12": {"Partner": "Iran", "Leans": "mixed"}, "ch18": {"Partner": "North Korea"}}
    journal.record("board", "5.words", old)
    now = {"ch12": {"partner": "IRN", "leans": "mixed"}, "ch18": {"partner": "PRK"}}
    assert topic.play_words().filled == now


def test_our_reason_stands_beside_each_direction_of_the_word_game():
    reasons = data.table("china").set_index("china_id")["direction_reason"]
    (shown,) = topic.play_words().compared({"ch15": {"leans": "mixed"}})
    assert list(shown.frame.iloc[:, -1]) == [reasons[key] for key in ROWS]


def test_the_table_of_the_ledger_says_why_of_each_code():
    shown = topic.draw_ledger().table.frame
    for code in ("dimension", "direction"):
        assert set(shown[f"Why this {code}"]) == set(data.table("china")[f"{code}_reason"])


CASE = "word " * measures.LEAST
LACKS = wording.words("china.roles", least=measures.LEAST).lacks


def test_cases_are_kept_restored_and_a_hostile_text_stays_text():
    cases = topic.argue_roles()
    assert isinstance(cases, topic.Cases)
    assert wording.say("china.roles.wake") in cases._repr_mimebundle_()["text/html"]
    cases._kept()
    assert journal.latest("board", "5.roles") is None
    for row, role in (("first", "member"), ("second", "bystander")):
        cases._boxes[row]["Role"].value = role
        cases._boxes[row]["Case"].value = "<script>x</script> " + CASE
    cases._boxes["choice"]["Role"].value = "member"
    cases._kept()
    assert "<script" not in cases._said.value
    assert journal.latest("board", "5.roles") == cases.entered()
    again = topic.argue_roles()
    again._repr_mimebundle_()
    assert again.entered() == cases.entered()


def test_half_a_case_is_kept_and_what_is_missing_is_said():
    cases = topic.argue_roles()
    cases._repr_mimebundle_()
    cases._boxes["first"]["Case"].value = "Слово и дело"
    cases._draft.write()
    journal._session_of.cache_clear()
    again = topic.argue_roles()
    again._repr_mimebundle_()
    assert again.entered()["first"]["Case"] == "Слово и дело"
    assert wording.say("questions.estimate.draft") in again._said.value
    again._kept()
    assert "✓ kept" in again._said.value
    assert LACKS["roles"] in again._said.value
    journal._session_of.cache_clear()
    third = topic.argue_roles()
    third._repr_mimebundle_()
    assert third.entered()["first"]["Case"] == "Слово и дело"
    assert wording.say("questions.estimate.draft") not in third._said.value
    assert LACKS["roles"] in third._said.value


def test_a_damaged_entry_does_not_stop_the_cases():
    journal.record("board", "5.roles", {"first": ["x"], "second": {"Role": 3, "Case": 4}})
    cases = topic.argue_roles()
    cases._repr_mimebundle_()
    assert cases.entered()["second"] == {"Role": "", "Case": ""}


def test_the_headline_of_the_bug_hunt_is_shown_in_steps_and_beside_other_pairs():
    steps = topic.show_headline().frame["Result"].tolist()
    assert steps[-1].endswith("per cent")
    assert steps[1] == f"the same on {measures.count_council_alike()}"
    pairs = topic.compare_headline().frame
    assert pairs.iloc[0, 1] == measures.count_council_alike() == pairs.iloc[1, 1]
    assert (pairs.iloc[:, 2] <= pairs.iloc[:, 1]).all()


def test_a_model_case_comes_only_after_two_cases_and_for_the_role_left_out():
    cases = topic.argue_roles()
    cases._repr_mimebundle_()
    assert cases.model() == ""
    for row, role in (("first", "member"), ("second", "bystander")):
        cases._boxes[row]["Role"].value = role
        cases._boxes[row]["Case"].value = CASE
    cases._kept()
    assert "Enabler" in cases._model.value
    assert "ch13" in cases._model.value
    assert measures.unargued({}) == ""


def test_model_cases_cite_rows_of_the_table_and_answer_an_objection():
    rows = set(data.table("china")["china_id"])
    for case in wording.words("china.roles").models.values():
        cited = re.findall(r"ch\d\d", case)
        assert len(cited) >= 3
        assert rows.issuperset(cited)
        assert "The best objection:" in case
        assert "The answer:" in case


def test_rows_to_argue_from_are_verified_and_lean_each_way():
    rows = measures.usable(each=2)
    assert rows["verified"].all()
    assert set(rows["evidence_grade"]) <= {"A", "B"}
    assert rows.groupby("direction", observed=True).size().max() == 2
    assert rows["direction"].nunique() == 3
    assert len(topic.argue_roles().usable().frame) == len(measures.usable())
