"""Measures of briefing: worked answers and properties."""

import pandas as pd
import pytest
from briefings import GOOD, estimated
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data
from helpers.measures import briefing as measures


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
    assert (seen["excerpt"], seen.sum()) == (1096, 1164)


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
    assert measures.review(GOOD) == []


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
    ],
)
def test_each_fault_is_found(field, text, code, fact):
    found = dict(measures.review(GOOD | {field: text}))
    assert code in found
    assert fact is None or fact in found[code].values()


def test_fair_wording_is_left_alone():
    for case in (
        "Its authors call it an “axis of upheaval” [1] [2] [3].",
        "According to its authors the axis holds [1] [2] [3].",
        "Approval is improving [1] [2] [3].",
    ):
        assert measures.review(GOOD | {"case": case}) == []


def test_one_statement_told_twice_is_seen():
    twice = measures.review(GOOD | {"evidence_1": "T158", "evidence_2": "T161"})
    assert "twice" in dict(twice)
    same = dict.fromkeys(measures.SLOTS[:3], "st08")
    assert "all_for" in dict(measures.review(GOOD | same))


def test_a_figure_of_ones_own_needs_its_parts():
    said = {"title": "T", "unit": "containers", "as_of": "2025", "doubt": "D."}
    rows = data.table("transfers").query("unit == 'containers'")
    columns = ("claimant", "quantity_low", "quantity_high")
    assert measures.lacks(rows, columns, said) == []
    for name in said:
        assert [code for code, _ in measures.lacks(rows, columns, said | {name: " "})] == [name]
    names = [facts["name"] for _, facts in measures.lacks(rows, ("claimant", "low", "high"), said)]
    assert names == ["low", "high"]
    assert measures.lacks(rows[:0], columns, said)[0].code == "number"
    bare = rows.drop(columns="source_ids")
    assert measures.lacks(bare, columns, said)[0].code == "source_ids"
