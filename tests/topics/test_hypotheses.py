"""Lesson 6: what speaks against each hypothesis, in our codes and a learner's, and below them."""

import pandas as pd
from drawn import sound

from helpers import data, figures
from helpers.measures import views as measures
from helpers.topics import hypotheses as topic
from helpers.wording import words

NAMES = list(measures.HYPOTHESES)


def test_every_code_has_a_label():
    assert set(words("hypotheses.labels").codes) == set(measures.SIGNS)


def test_the_evidence_is_coded_for_hypotheses_of_the_table_and_fits_its_lines():
    assert set(measures.HYPOTHESES) <= set(data.table("hypotheses")["hypothesis_id"])
    assert data.table("evidence")["short"].str.len().max() <= 44
    assert all(len(figures.wrap(short, 12)) <= 2 for short in data.table("hypotheses")["short"])


def test_the_board_with_everything_set_says_so():
    explorer = topic.explore_board()
    worst = {n: c.values[-1] for n, c in explorer.controls.items()}
    sound(explorer.show(**worst), figures.TALL)


def test_the_board_says_what_it_counts():
    shown = sound(topic.draw_board(guess="h2"), figures.TALL)
    assert shown.title == "H5 has least against it (2), H1 most (13)"
    assert shown.caption.startswith("You expected H2 to have most against it.")
    tie = topic.explore_board().show(without="E10")
    assert tie.title == "H3 and H5 have least against them (2), H1 most (13)"
    assert "23 of 24 items count" in tie.sentence
    none = measures.weighted().assign(weight=0.0)
    assert topic.draw_board(none).title == words("hypotheses.empty").title
    flat = measures.weighted(measures.with_codes().assign(**dict.fromkeys(NAMES, "N")))
    assert topic.draw_board(flat).title == "All five hypotheses have the same count: 0"


def test_the_board_holds_more_items_and_items_that_restate_nothing():
    frame = measures.weighted()
    more = pd.concat([frame, frame.tail(3).assign(evidence_id=["E25", "E26", "E27"])])
    sound(topic.draw_board(more.reset_index(drop=True)), figures.TALL)
    sound(topic.draw_board(frame[frame["same_fact_as"].isna()]), figures.TALL)


def test_codes_of_a_learner_move_the_scores():
    board = topic.code_items()
    table, figure = board.compared({"E14": {"H1": "N"}})
    assert "ours in 0 of 1 cells" in table.caption
    assert "H1 13 → 11" in table.caption
    sound(figure, figures.TALL)
    same, _ = topic.read_codes({"E07": {"H1": "C"}})
    assert "ours in 1 of 1 cells" in same.caption
    empty, _ = board.compared({})
    assert empty._repr_html_()


def test_each_coded_cell_has_the_reason_of_its_own_code():
    board = topic.code_items()
    grid = {item: dict.fromkeys(board.columns, "N") for item in board.rows}
    table, _ = board.compared(grid)
    ours = data.table("evidence").set_index("evidence_id")
    cells = [(item, name) for item in board.rows for name in board.columns]
    assert table.frame["Cell"].tolist() == [f"{item}, {name}" for item, name in cells]
    whys = [ours.loc[item, f"{name}_reason"] for item, name in cells]
    assert table.frame["Why"].tolist() == whys


def test_each_hypothesis_with_a_sharper_wording_is_coded_against_every_item_of_the_board():
    board, sharp = topic.sharpen(), data.table("hypotheses").dropna(subset="sharp")
    assert list(board.columns) == list(sharp["hypothesis_id"]) == ["H3", "H5"]
    assert sharp["sharp_forbids"].notna().all()
    assert all(wording in board.heads[name] for name, wording in sharp_wordings().items())
    cells = {(item, name) for item in board.rows for name in board.columns}
    coded = data.table("sharp_codes")
    assert set(zip(coded["evidence_id"], coded["hypothesis_id"], strict=True)) == cells


def sharp_wordings():
    return data.table("hypotheses").set_index("hypothesis_id")["sharp"].dropna().to_dict()


def test_our_codes_of_the_sharper_wordings_stand_only_beside_an_item_that_was_coded():
    board = topic.sharpen()
    reasons = data.table("sharp_codes")["code_reason"]
    assert not any(reason[:25] in board._static() for reason in reasons)
    assert board.said_beside("E17", {}) == []
    told = board.said_beside("E17", {"H3": "II", "H5": "N"})
    assert told[0].startswith("= H3: you say − −; so do we. All three others came to Beijing")
    assert "What else? One minus, if " in told[0]
    assert told[1].startswith("≈ H5: you say ·, which can be defended; we say +. ")
    (apart,) = board.said_beside("E11", {"H3": "CC"})
    assert apart.startswith("≠ H3: you say ++; we say ·. ")
    assert apart.endswith("We found no other code that holds.")


def test_codes_of_the_sharper_wordings_are_counted_beside_the_looser_ones():
    board = topic.sharpen()
    table, counts = board.compared({"E17": {"H3": "I", "H5": "C"}, "E21": {"H5": "II"}})
    assert table.caption == "Your code is ours in 1 of 3 cells. One more of yours can be defended."
    codes = table.frame.set_index("Cell")[["Your code", "Ours, sharp", "Ours, loose"]]
    assert codes.loc["E17, H3"].tolist() == ["−", "− −", "−"]
    assert table.frame["Why"].str.len().min() > 30
    # H5 over E17 and E21: both fit it, loose or sharp; the learner lets one fit and one speak
    name, forbidden, *sides = counts.frame.iloc[1]
    assert (name, forbidden[:27]) == ("H5", "help that costs its giver d")
    assert sides == ["0 against, 2 fit", "0 against, 2 fit", "2 against, 1 fit"]
    silent, _ = topic.read_sharp({"E16": {"H3": "N"}})
    assert "can be defended" not in silent.caption
    assert silent.frame.loc[0, "What else"] == "nothing that we found"


def test_totals_of_a_learners_codes_name_who_has_least_against_it_and_what_would_change_that():
    board = topic.code_items()
    told = board.totals({"E14": {"H1": "II", "H2": "N"}, "E07": {"H1": "C", "H2": "I"}})
    assert told[0].startswith("Against each so far: H1 2, H2 1, H3 0")
    assert "Least against it: H3, H4 and H5." in told[0]
    assert board.totals({"E14": {"H1": "I"}, "own": {"own": "N"}})[0].endswith("yours.")
    assert board.totals({}) == []
    alike = board.totals({"E12": dict.fromkeys(board.columns, "C")})
    assert "These decide nothing, as their points are alike: E12." in alike


def test_ours_beside_an_item_gives_each_code_its_reason():
    board = topic.code_items()
    told = board.said_beside("E14", {"H1": "II", "H2": "C"})
    assert told[0].startswith("= H1: − −, as we say. ")
    assert told[1].startswith("≠ H2: you say +, we say ++. ")
    assert all(len(line) > 30 for line in told)
    assert board.said_beside("own", {"H1": "II"}) == []


def test_each_assumption_says_what_it_carries_what_strains_and_what_would_break_it():
    board = topic.check_assumptions()
    evidence = set(data.table("evidence")["evidence_id"])
    for row in data.table("assumptions").itertuples():
        told = board.said_beside(row.assumption_id, {"holds": "solid", "turns": "all"})
        assert len(told) == 4
        assert all(told)
        items = row.evidence_ids.split(";")
        assert evidence.issuperset(items)
        assert all(item in told[1] for item in items)


def test_sources_of_an_assumption_are_those_of_the_rows_that_strain_it():
    sources = data.table("evidence").set_index("evidence_id")["source_ids"]
    for row in data.table("assumptions").itertuples():
        tied = {s for item in row.evidence_ids.split(";") for s in sources[item].split(";")}
        assert set(row.source_ids.split(";")) == tied


def test_assumptions_found_weak_and_heavy_stand_first():
    board = topic.check_assumptions()
    ids = list(board.rows)
    filled = {key: {"holds": "solid", "turns": "little"} for key in ids}
    filled[ids[4]] = {"holds": "weak", "turns": "all"}
    (table,) = board.compared(filled)
    assert table.frame.iloc[0, 0] == board.rows[ids[4]]
    assert "Begin with the first one" in table.caption
    none = topic.read_assumptions({ids[0]: {"holds": "solid"}})
    assert "no assumption is both weak and heavy" in none.caption
