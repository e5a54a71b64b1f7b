"""Measures of briefing: worked answers and properties."""

from datetime import date

import pandas as pd
import pytest
from briefings import GOOD, estimated
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data
from helpers.measures import briefing as measures

TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


def test_the_path_leaves_out_what_does_not_fit_the_scale():
    found = measures.path(
        {
            4: estimated(best=6, reason="  two\nlines "),
            1: estimated(),
            2: estimated(best=9),  # outside its own range
            3: estimated(high=11),  # outside the scale
        }
    )
    assert found["lesson"].tolist() == [1, 4]
    assert found["reason"].tolist() == ["", "two lines"]
    assert measures.path().empty


def test_turns_are_the_largest_steps_with_a_reason():
    # steps: +1 (reason), -0.5, -0.5, +1.5 (reason), -0.5, -0.5, -1 (reason), +0.5, 0
    moved = measures.turns(measures.example())
    assert moved["lesson"].tolist() == [1, 4, 7]
    assert moved["step"].tolist() == [1.0, 1.5, -1.0]
    assert measures.turns(measures.example(), most=1)["lesson"].tolist() == [4]
    assert measures.turns(measures.example()[:1]).empty


def test_the_example_hints_at_no_answer():
    best = measures.example()["best"]
    assert best.iloc[0] == best.iloc[-1]


def test_experts_are_counted_and_parted():
    views = pd.DataFrame(
        {
            "country": ["USA", "IND", "USA"],
            "verified": [True, False, True],
            "cohesion_score": [3, 3, 8],
        }
    )
    sizes = {key: len(measures.experts(key, views)) for key in measures.EXPERTS}
    assert sizes == {"all": 3, "usa": 2, "elsewhere": 1, "checked": 2}
    assert measures.spread(views).to_dict() == dict.fromkeys(range(11), 0) | {3: 2, 8: 1}
    assert measures.scores_by_home().to_numpy().sum() == len(data.table("views"))


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_spread_does_not_depend_on_order(chance):
    views = data.table("views")
    mixed = views.loc[chance.sample(list(views.index), len(views))]
    assert measures.spread(mixed).equals(measures.spread(views))
    assert measures.spread(views).sum() == len(views)


def test_findings_of_the_lesson():
    assert measures.status_by_grade().to_numpy().sum() == 226
    assert measures.count_high_views() == 12
    views = data.table("views")
    assert (len(views), (views["country"] == "USA").sum()) == (91, 33)
    tests = data.table("stress_tests").query("group == 'core' and principal == 'IRN'")
    assert len(tests) == 10
    assert tests["help_given"].max() == 1
    seen = data.table("sources")["seen"].astype(str).value_counts()
    assert (seen["excerpt"], seen.sum()) == (1289, 1359)


def test_claims_by_status_by_hand():
    rows = pd.DataFrame(
        {"status": ["denied", "denied", "assessed"], "evidence_grade": ["A", "D", "C"]}
    )
    counts = measures.status_by_grade(rows)
    assert counts.loc["denied"].tolist() == [1, 0, 0, 1]
    assert counts.index.tolist() == list(measures.STATUSES)
    assert counts.to_numpy().sum() == 3


def test_words_of_the_us_standard():
    assert len(measures.us_words()) == 7
    assert measures.words_for(70) == ["likely"]
    assert measures.words_for(80) == ["likely", "very likely"]
    assert measures.words_for(0) == measures.words_for(100) == measures.words_for(-5) == []


@settings(max_examples=60, deadline=None)
@given(st.floats(1, 99))
def test_every_probability_inside_the_scale_has_a_word_that_fits(value):
    words = measures.words_for(value)
    assert 1 <= len(words) <= 2
    assert not any(measures.fit(value, word) for word in words)


def test_a_number_and_a_word_that_do_not_fit():
    assert not any(measures.fit(*both) for both in (("70", "likely"), ("", "likely"), ("70", "")))
    code, facts = measures.fit("90 %", "likely")
    assert (code, facts["low"], facts["high"]) == ("misfit", 55, 80)
    assert facts["terms"] == ["very likely"]
    assert measures.fit(100, "likely").facts["terms"] == []
    assert measures.fit("140", "likely").code == "outside"


def test_sides_follow_the_codes():
    # help in combat, standing aside, a denial, a missing clause, two views
    sides = {i: measures.resolve(i)["side"] for i in ("st08", "E14", "V12", "V28", "ch43", "st17")}
    assert sides == {
        "st08": "for",
        "E14": "against",
        "V12": "against",
        "V28": "for",
        "ch43": "against",
        "st17": "mixed",  # the range of its rating reaches both
    }
    assert measures.resolve("T158")["origin"] == measures.resolve("T161")["origin"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ev094", "ev094"),
        (" EV 94 ", "ev094"),
        ("[t158]", "T158"),
        ("V4", "V04"),
        ("st-8", "st08"),
        ("e14", "E14"),
        ("iv1", "iv01"),
    ],
)
def test_an_id_is_read_as_people_write_it(typed, found):
    assert measures.resolve(typed)["id"] == found


@pytest.mark.parametrize("typed", ["ev999", "xyzzy", "", "9", "<b>", "ev09x", "💥" * 90, None, 7])
def test_an_unknown_id_names_the_nearest(typed):
    assert measures.resolve(typed) is None
    code, facts = measures.unknown(typed)
    assert (code, len(facts["typed"]) <= 40, len(facts["near"]) <= 3) == ("no_row", True, True)
    if typed == "ev999":
        assert facts["near"] == data.table("events")["event_id"].tolist()[:-4:-1]


def test_every_row_can_be_named():
    for table, (column, *_) in measures.ROWS.items():
        for row_id in data.table(table)[column]:
            row = measures.resolve(row_id)
            assert row["table"] == table
            assert row["side"] in measures.SIDES
            assert row["what"]
            assert row["when"]
            assert row["origin"]


def test_what_the_tables_hold_beside_the_six_sentences():
    found = measures.held()
    assert found["reach"] == ["st17", "st18"]
    assert (found["tests"], found["helped"]) == (10, 0)
    assert {"test_id": "st32", "crisis": "Kursk 2024, treaty in force", "ally": "PRK"} in found[
        "fights"
    ]
    assert (found["confirmed"], found["claims"], found["formats"]) == (14, 226, 0)
    assert found["dense"]


def test_four_seats_have_rows_on_their_side():
    rows = measures.seat_rows()
    assert rows.groupby("seat").size().to_dict() == dict.fromkeys(measures.SEATS, 4)
    assert "against" not in set(rows.loc[rows["seat"] == "for", "side"])
    assert set(rows.loc[rows["seat"] == "against", "side"]) == {"against"}
    assert data.sources_of(rows)


def test_chosen_rows_keep_their_numbers():
    rows = measures.chosen({"evidence_1": "E14", "evidence_2": "nothing", "evidence_4": "st08"})
    assert {place: row["id"] for place, row in rows.items()} == {1: "E14", 4: "st08"}


def test_sentences_and_their_parts():
    assert measures.sentences("One. Two?\nThree; four") == ["One.", "Two?", "Three;", "four"]
    whole = measures.parts("According to Seoul, 10,000 to 15,000 soldiers fought in 2024.")
    assert all(whole.values())
    assert not any(measures.parts("Soldiers fought.").values())
    for uncounted in (
        "Article 4 and resolution 2231",
        "Su-35 and T158",
        "in 2024 [1]",
        "12-day war",
    ):
        assert not measures.parts(uncounted)["number"]
    assert measures.parts("9 million rounds")["number"]


def test_a_good_briefing_passes():
    assert measures.missing(GOOD) == []
    assert measures.review(GOOD, TODAY) == []


@pytest.mark.parametrize(
    ("field", "text", "code", "fact"),
    [
        ("case", "They sent 9 million rounds [1] [2] [3] in 2024.", "bare_number", ["range"]),
        ("case", "They sent 9 million rounds.", "bare_number", ["claimant", "date", "range"]),
        ("case", "This proves it [1] [2] [3].", "proof", "This proves it [1] [2] [3]."),
        ("case", "The rogue regime acts [1] [2] [3].", "loaded", "rogue"),
        ("case", "Partners kept out [1] [2].", "unused", [3]),
        ("judgment", "They will sign nothing.", "no_year", None),
        ("as_of", "spring", "no_date", None),
        ("probability", "50", "misfit", "very likely"),
        ("probability", "100", "certain", None),
        ("probability", "lots", "no_number", "lots"),
        ("why", "I have high confidence, about 90 per cent.", "mixed", None),
        ("evidence_1", "E99", "no_row", "E99"),
        ("evidence_4", "V18", "all_against", None),
        ("evidence_1", "T158", "weak", "T158"),
        ("evidence_1", "V07", "unverified", "V07"),
        ("change", "", "empty", ["change"]),
        ("cost", "", "no_cost", None),
        ("probability", "0.85", "share", "0.85"),
        ("judgment", "It is almost certain that none signs before 2098.", "two_words", "judgment"),
        ("judgment", "They will sign nothing by 2019.", "past", date(2019, 12, 31)),
        ("threshold", "one text by June 2026", "past", date(2026, 6, 30)),
        ("change", "blah blah blah", "filler", "blah blah blah"),
        ("counter", "…", "filler", "counter"),
        ("cost", GOOD["recommendation"], "same_text", "cost"),
        ("evidence_2", "E18", "twice", [1, 2]),  # the same fact as E14, says the table
        ("evidence_3", "E14", "twice", [1, 3]),
        ("threshold", "more of them by 31 December 2097", "threshold_number", 1),
        ("threshold", "at least 3 of them", "threshold_day", 1),
        ("indicator_2", "in01", "no_threshold", 2),
        ("threshold_3", "0.9 by 31 December 2097", "no_indicator", 3),
        ("case", "Partners kept out [1] [2] [3] [4] [5].", "no_evidence", [5]),
        ("case", "Partners kept out [1] [2] [3]. " * 40, "long", "case"),
    ],
)
def test_each_fault_is_found(field, text, code, fact):
    found = dict(measures.review(GOOD | {field: text}, TODAY))
    assert code in found
    assert fact is None or fact in found[code].values()


def test_a_word_in_the_text_is_set_against_the_number_where_no_word_is_chosen():
    sure = {"judgment": "Almost certainly none is signed before 2098.", "probability": "60"}
    found = dict(measures.review(GOOD | sure | {"word": ""}, TODAY))
    assert found["word_number"]["word"] == "almost certain(ly)"
    fits = GOOD | sure | {"word": "", "probability": "97"}
    assert "word_number" not in dict(measures.review(fits, TODAY))


def test_evidence_that_names_nobody_is_seen(monkeypatch):
    row = measures.resolve("T158") | {"claimant": None}
    monkeypatch.setattr(measures, "resolve", lambda _: row)
    assert "unnamed" in dict(measures.review(GOOD, TODAY))


def test_other_scripts_are_not_taken_for_filler():
    for text in (
        "四国在年底前不会签署任何文件",
        "ארבע המדינות לא יחתמו",
        "Die vier unterschreiben nichts",
    ):
        found = measures.review(GOOD | {"cost": text}, TODAY)
        assert "filler" not in dict(found)


def test_an_exact_count_is_let_be():
    case = "The two voted alike on 41 of 44 texts [1] [2] [3]."
    assert measures.review(GOOD | {"case": case}, TODAY) == []


def test_what_a_chart_of_ours_counts_is_let_be():
    ours = "48 statements. Russia 7; Iran 6."
    case = GOOD | {"case": f"{GOOD['case']} {ours}"}
    assert "bare_number" in dict(measures.review(case, TODAY))
    assert measures.review(case, TODAY, [ours]) == []


def test_each_field_has_the_room_that_a_page_has():
    assert measures.over(GOOD) == {}
    most = measures.ROOM["case"]
    assert measures.over({"case": "x" * (most + 7)}) == {"case": 7}


def test_fair_wording_is_left_alone():
    for case in (
        "Its authors call it an “axis of upheaval” [1] [2] [3].",
        "According to its authors the axis holds [1] [2] [3].",
        "Approval is improving [1] [2] [3].",
        "The axis of resistance is a network of its own [1] [2] [3].",
    ):
        assert measures.review(GOOD | {"case": case}, TODAY) == []


def test_one_statement_told_twice_is_seen():
    twice = measures.review(GOOD | {"evidence_1": "T158", "evidence_2": "T161"})
    assert "twice" in dict(twice)
    same = dict.fromkeys(measures.SLOTS[:3], "st08")
    assert "all_for" in dict(measures.review(GOOD | same))
