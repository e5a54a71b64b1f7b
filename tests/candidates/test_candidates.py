"""What is picked up for the briefing: kept once, taken out again, never in the way."""

import json
import re
from pathlib import Path

import pytest

from helpers import candidates, data, figures, forms, journal
from helpers.explorers import Explorer, choice, choices, toggle


@pytest.fixture(autouse=True)
def place(own_journal):
    return own_journal


def figure(sentence="Two of three.", sources=("csis-2025-crink-security-ties",)):
    return figures.LessonFigure("T", "alt", "c", "<svg/>", sources, None, sentence)


def pick(**more):
    return candidates.of("Who came?", figure(**more), ["Year: 2025"])


def test_it_keeps_subject_controls_sentence_sources_and_the_day():
    assert candidates.add(pick()).startswith("Added")
    (one,) = candidates.kept()
    assert isinstance(one, candidates.Candidate)
    assert (one.question, one.sentence, one.controls) == (
        "Who came?",
        "Two of three.",
        ("Year: 2025",),
    )
    assert one.source_ids == ("csis-2025-crink-security-ties",)
    assert one.day == journal.entries("candidate")[0]["time"][:10]


def test_the_same_sentence_is_kept_once_and_can_come_back():
    candidates.add(pick())
    assert "already" in candidates.add(pick())
    (one,) = candidates.kept()
    assert candidates.remove(one.key).saved
    assert candidates.kept() == []
    candidates.add(pick())
    assert len(candidates.kept()) == 1


def test_a_source_that_left_the_table_is_not_named():
    candidates.add(pick(sources=("csis-2025-crink-security-ties", "gone-1999")))
    assert candidates.kept()[0].source_ids == ("csis-2025-crink-security-ties",)
    assert data.cite(*candidates.kept()[0].source_ids)


@pytest.mark.parametrize(
    "value",
    [None, 7, "words", [], {}, {"question": "q"}, {"question": 1, "sentence": "s"}, [["a"]]],
)
def test_a_damaged_entry_is_left_out(value):
    journal.record("candidate", "abc", value)
    assert candidates.kept() == []


@pytest.mark.parametrize("sentence", ["四国" * 3000, "‮שלום", "<script>", "x" * 5000])
def test_any_text_is_kept_as_text(sentence):
    candidates.add(pick(sentence=sentence))
    assert len(candidates.kept()[0].sentence) <= candidates.MOST


def test_the_button_speaks_also_where_there_is_no_chart_or_a_fault():
    said = []
    candidates.button(lambda: None, said.append).click()
    assert "no chart to add" in said[-1]
    candidates.button(lambda: 1 / 0, said.append).click()
    assert "ZeroDivisionError" in said[-1]
    button = candidates.button(pick, said.append)
    button.click()
    assert "Added" in said[-1]
    assert button.description == "Add to my briefing"


def test_an_explorer_hands_over_what_it_says_now():
    def view(pair, shown, bold):
        return figure(f"{pair}, {shown}, {bold}")

    explorer = Explorer(
        view,
        "Who came?",
        pair=choice("Pair", [("Russia and China", "rc"), ("Iran and Russia", "ir")]),
        shown=choices("Shown", ["a", "b"]),
        bold=toggle("Bold"),
    )
    explorer.set(pair="ir", shown=("a",))
    picked = explorer._picked()
    assert picked["sentence"] == "ir, ('a',), False"
    assert picked["controls"] == ["Pair: Iran and Russia", "Shown: a", "Bold: no"]
    assert forms.sentences(picked["sentence"])


def test_an_explorer_whose_view_fails_has_nothing_to_hand_over():
    explorer = Explorer(lambda pair: 1 / 0, "Who?", pair=choice("Pair", ["a"]))
    assert explorer.panel() is not None
    assert explorer._picked() is None


def test_a_chart_that_stands_alone_can_be_picked_up_and_is_saved_as_it_is():
    drawn = figure(sentence="")
    shown = candidates.offer(drawn)
    assert isinstance(shown, candidates.Offered)
    assert (repr(shown), shown._static()) == (repr(drawn), drawn._repr_html_())
    panel = shown.panel()
    (button,) = [
        one for one in all_of(panel) if getattr(one, "description", "") == "Add to my briefing"
    ]
    button.click()
    (one,) = candidates.kept()
    assert (one.sentence, one.question) == ("T", "A chart of the lessons")
    assert one.source_ids == drawn.source_ids
    assert "Added" in shown._said.value


def all_of(widget):
    """A widget and whatever it holds."""
    return [widget, *(one for each in getattr(widget, "children", ()) for one in all_of(each))]


LESSONS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.mark.parametrize("path", sorted(LESSONS.glob("0*.ipynb")), ids=lambda path: path.stem)
def test_every_chart_of_a_lesson_can_be_picked_up(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    # What is drawn by itself; a prediction and an explorer have a button of their own, and how well
    # one knows what one knows is no evidence.
    alone = [s for s in sources if re.match(r"(after\(\S+ )?(?!knowledge)\w+\.draw_", s)]
    assert alone == []
