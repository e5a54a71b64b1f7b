"""Military exchange: measures worked by hand, refusals to add, every picture readable."""

import re

import drawn
import pandas as pd
import pytest

from helpers import bank, data, figures
from helpers.measures import transfers as measures
from helpers.topics import transfers as topic
from helpers.wording import words

# --- pictures -----------------------------------------------------------------------------------


def readable(figure):
    """Check the page drawn last, and that the figure carries its words."""
    assert not drawn.crowded()
    assert len(figure.title) <= 72
    assert figure.alt
    assert figure.caption
    assert not re.search(r"\bnan\b|<NA>|NaT|e\+0", figure.alt + figure.caption + figure.sentence)


GUESSED = [topic.draw_status, topic.draw_spread, topic.draw_ledger]
CHARTS = [
    *GUESSED,
    topic.draw_boxes,
    topic.draw_stages,
    topic.draw_story,
    topic.draw_values,
]


def carries_all(figure):
    readable(figure)
    assert 25 <= len(figure.alt.split()) <= 60, figure.alt
    assert figure.source_ids
    assert len(figure.table.frame)
    assert figure.as_of


@pytest.mark.parametrize("draw", CHARTS)
def test_charts_carry_alt_text_caption_sources_and_table(draw):
    carries_all(draw())


@pytest.mark.parametrize("thing", measures.THINGS)
def test_claims_of_each_thing_carry_alt_text_caption_sources_and_table(thing):
    carries_all(topic.draw_claims(thing))


@pytest.mark.parametrize("thing", ["shells", "troops", "missiles"])
def test_claims_are_readable_in_every_selection_of_one_control(thing):
    explorer = topic.explore_claims()
    families, statuses = (explorer.controls[name].samples() for name in ("families", "statuses"))
    states = [{"once": True}]
    states += [{"families": s} for s in families[1:8]] if thing == "shells" else []
    states += [{"statuses": s} for s in statuses[1:7]]
    for state in states:
        figure = explorer.show(thing=thing, **state)
        assert figure.sentence
        readable(figure)


@pytest.mark.parametrize("off", [{"statuses": ["confirmed"]}, {"families": ()}])
def test_nothing_left_of_the_claims_is_said_in_words(off):
    figure = topic.draw_claims("shells", **off)
    readable(figure)
    facts = {"noun": words("transfers.things").shells["noun"], "alone": "statuses" in off}
    said = words("transfers.no_claims", all=len(measures.claims_of("shells")), **facts)
    assert (figure.title, figure.sentence) == (said.title, said.sentence)


def test_one_statement_stands_on_one_line():
    figure = topic.draw_claims("missiles", once=True)
    assert "8 claims from 7 statements" in figure.sentence
    texts = [text.get_text() for text in figures.sheet().axes[0].texts]
    assert texts.count("2 rows") == 1


IMPOSSIBLE = [(0, 50, 50), (-5, 50, 50), (6700, 120, 50), (6700, 50, 0), (float("nan"), 50, 50)]


@pytest.mark.parametrize("boxes", IMPOSSIBLE)
def test_impossible_boxes_are_answered_in_words(boxes):
    figure = topic.draw_boxes(*boxes)
    readable(figure)
    assert figure.sentence == words("transfers.no_boxes").sentence


@pytest.mark.parametrize("boxes", [(1, 100, 1), (100_000, 0, 100), (10**9, 0, 100)])
def test_boxes_on_and_off_the_scale_are_readable(boxes):
    figure = topic.draw_boxes(*boxes)
    readable(figure)
    assert ("28,000" in figure.sentence) is (boxes[0] > measures.largest_box_count())


@pytest.mark.parametrize("guess", [0.0, 13.5, 1e9])
def test_any_guess_is_kept_in_the_picture(guess):
    for draw in GUESSED:
        figure = draw(guess=guess)
        readable(figure)
        assert "You predicted" in figure.caption


def test_the_table_of_one_claim():
    frame = topic.show_claim("T005").frame
    answers = dict(zip(frame["Question"], frame["Answer"], strict=True))
    assert answers["How many?"] == "6,700 containers"
    assert answers["Status"] == "assessed"


def test_a_claim_without_number_and_unit_is_told_without_a_gap():
    rows = data.table("transfers")
    row = rows[rows["unit"].isna() & rows["quantity_low"].isna() & rows["quantity_high"].isna()]
    for name in row["transfer_id"].head(3):
        assert "nan" not in topic.show_claim(name)._repr_html_()


def test_every_code_has_its_words():
    labels = words("transfers.labels")
    assert list(labels.statuses) == list(measures.STATUSES) == list(topic.SIGNS)
    assert list(labels.families) == list(measures.FAMILIES)
    categories = set(data.table("transfers")["category"].cat.categories)
    assert set(labels.kinds) == categories | {"missile-know-how"}
    assert {*measures.KINDS, "other"} == categories


@pytest.mark.parametrize("copied", [0, -1])
def test_one_claim_more_in_a_story_is_drawn_with_what_it_has(monkeypatch, copied):
    frame = data.table("transfers")
    row = frame[frame["story"] == "growth"].iloc[[copied]]
    row = row.assign(transfer_id="T999", summary_short=None, claimant_short="New")
    more = pd.concat([frame, row], ignore_index=True)
    table = data.table
    monkeypatch.setattr(data, "table", lambda name: more if name == "transfers" else table(name))
    figure = topic.draw_story("growth")
    readable(figure)
    assert len(figure.table.frame) == len(frame[frame["story"] == "growth"]) + 1


def test_only_confirmed_says_that_no_count_is():
    alone = topic.explore_claims().show(statuses=("confirmed",))
    assert alone.title == "Not one claim about shells and rockets is confirmed"
    assert str(len(measures.claims_of("shells"))) in alone.sentence
    assert "No claim" in topic.draw_claims("shells", families=()).title


def test_the_number_that_grew_stands_on_one_scale_for_each_unit():
    rows = measures.story("growth").set_index("transfer_id")
    assert rows.index[rows["killed"]].tolist() == ["T082", "T085", "T086"]
    topic.draw_story("growth")
    left, right = figures.sheet().axes[:2]
    assert left.get_xlim() == right.get_xlim()
    assert 6000 in {x for line in left.lines for x in line.get_xdata()}
    assert 6000 in {x for line in right.lines for x in line.get_xdata()}


def test_dollars_keep_their_ranges_and_their_author():
    shown = topic.draw_values()
    assert "5.6 to 9.8" in shown.title
    assert "0.5 to 1.2" in shown.title
    assert "Guseinova" in shown.caption
    assert measures.exchange_in_dollars()["returned"].tolist() == [False, False, True]


# --- the questions ------------------------------------------------------------------------------


def test_expected_answers_and_slips_differ():
    for key, question in bank.bank().items():
        if key.startswith("4.") and question.expected is not None:
            right = bank.resolve(question.expected)
            for slip in question.slips:
                assert abs(bank.resolve(slip["value"]) - right) > question.tolerance, key


def test_the_misconceptions_of_the_lesson_are_met():
    met = {
        option.misconception
        for key, question in bank.bank().items()
        if key.startswith("4.")
        for option in question.options
    }
    own = data.table("misconceptions").query("lesson == 4")["misconception_id"]
    assert set(own) <= met


def test_the_sum_of_the_bug_hunt_is_in_the_caption_and_the_helper_refuses():
    assert "920" in topic.show_sum().caption
    assert topic.show_sum().frame["quantity_low"].sum() == 920
    assert "do not add them up" in topic.show_refusal().frame["Answer"].iloc[0]
