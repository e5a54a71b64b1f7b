"""Controls move, the picture and its words follow, and an error is never silent."""

import asyncio
import itertools
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import explorers, forms
from helpers.explorers import Control, Explorer, choice, choices, number, offered, toggle
from helpers.figures import LessonFigure


class View:
    """A view that remembers what it was asked to draw, and fails or waits when told to."""

    def __init__(self, takes=0.0):
        self.drawn, self.takes, self.broken = [], takes, set()

    def __call__(self, **state):
        self.drawn.append(state)
        time.sleep(self.takes)
        if state.get("pair") in self.broken:
            raise ValueError(f"no <b>data</b> for {state['pair']}")
        words = ", ".join(f"{name} {value}" for name, value in state.items())
        said = f"Shown: {words}"
        return LessonFigure("Title", f"alt: {words}", "caption", "<svg></svg>", sentence=said)


PAIRS = [("Russia – China", "RC"), ("Russia – Iran", "RI"), ("China – Iran", "CI")]


@pytest.fixture
def view():
    return View()


@pytest.fixture
def explorer(view):
    return Explorer(
        view,
        "Which pair <votes> alike?",
        pair=choice("Pair", PAIRS),
        who=choices("Who", ["a", "b", "c"]),
        share=toggle("As a share"),
        year=number("Year", 2000, 2025, 2020),
    )


@pytest.fixture
def one(view):
    """An explorer of one control."""
    return Explorer(view, "Which?", pair=choice("Pair", PAIRS))


def shown(explorer):
    """The sentence and the picture that stand on the page."""
    return explorer._words.value, explorer._picture.value


def widgets(box):
    yield box
    for child in getattr(box, "children", ()):
        yield from widgets(child)


# --- controls and states


def test_controls_have_names_values_and_a_default():
    assert choice("Pair", PAIRS) == Control(
        "Pair",
        "choice",
        ("RC", "RI", "CI"),
        "RC",
        ("Russia – China", "Russia – Iran", "China – Iran"),
    )
    assert choice("Pair", PAIRS, "CI").default == "CI"
    assert choice("Year", [2021, 2022]).names == ("2021", "2022")
    assert choices("Who", "abc").default == ("a", "b", "c")
    assert choices("Who", "abc", default=["b"]).default == ("b",)
    assert toggle("Share").default is False
    assert toggle("Share", default=True).default is True
    assert number("Year", 1, 9, 5, step=2) == Control("Year", "number", (1, 9, 2), 5)


def test_falsy_values_can_be_the_default():
    assert choice("Lag", [1, 0], default=0).default == 0
    assert choices("Who", "ab", default=()).default == ()


@pytest.mark.parametrize(
    ("control", "samples"),
    [
        (choice("Pair", "abc", "b"), ["b", "a", "c"]),
        (toggle("T"), [False, True]),
        (toggle("T", True), [True, False]),
        (number("N", 0, 9, 4), [4, 0, 9]),
        (number("N", 0, 9, 0), [0, 9]),
        (choices("C", "ab"), [("a", "b"), (), ("a",), ("b",)]),
        (choices("C", "ab", "a"), [("a",), ("a", "b"), (), ("b",)]),
    ],
)
def test_tests_draw_the_default_first_and_then_every_other_setting(control, samples):
    assert control.samples() == samples


def test_states_are_all_combinations_with_the_default_first(explorer):
    states = explorer.states()
    assert states[0] == explorer.default
    assert len(states) == 3 * 8 * 2 * 3
    assert len({tuple(state.items()) for state in states}) == len(states)


def test_too_many_combinations_are_sampled_so_that_each_setting_occurs(explorer):
    states = explorer.states(most=20)
    assert states[0] == explorer.default
    assert len(states) == 1 + 2 + 7 + 1 + 2 + 6
    for name, control in explorer.controls.items():
        assert {state[name] for state in states} == set(control.samples())
    for a, b in itertools.combinations(explorer.controls, 2):
        assert any(s[a] != explorer.default[a] and s[b] != explorer.default[b] for s in states)


def test_show_draws_one_state_and_moves_nothing(explorer, view):
    figure = explorer.show(pair="CI")
    assert figure.alt.startswith("alt: pair CI")
    assert view.drawn == [explorer.default | {"pair": "CI"}]
    assert explorer.state == explorer.default


# --- moving


def test_the_picture_and_the_sentence_follow_a_control(explorer, view):
    explorer.set(pair="RI", share=True, year=2001)
    sentence, picture = shown(explorer)
    words = "pair RI, who ('a', 'b', 'c'), share True, year 2001"
    assert words.replace("'", "&#x27;") in sentence
    assert words.replace("'", "&#x27;") in picture
    assert len(view.drawn) == 2  # the default, and one picture for three controls


def test_a_click_in_the_page_moves_it_too(one):
    one._build()
    one._boxes["pair"].children[-1].value = "CI"
    assert one.state == {"pair": "CI"}
    assert "pair CI" in shown(one)[0]


def test_reset_sets_every_control_back(explorer):
    explorer.set(pair="RI", who=("b",), share=True, year=2001)
    (reset,) = [w for w in widgets(explorer._panel) if getattr(w, "description", "") == "Reset"]
    before = shown(explorer)
    reset.click()
    assert explorer.state == explorer.default
    assert shown(explorer) != before


def press(explorer, words):
    (button,) = [b for b in widgets(explorer.panel()) if getattr(b, "description", "") == words]
    button.click()


def test_all_none_and_one_alone_are_a_press_away(explorer):
    names = dict(zip(explorer.controls["who"].values, explorer.controls["who"].names, strict=True))
    explorer.panel()
    press(explorer, "none")
    assert explorer.state["who"] == ()
    press(explorer, "all")
    assert explorer.state["who"] == tuple(names)
    press(explorer, f"only {names['a']}")
    assert explorer.state["who"] == ("a",)


def test_the_box_moved_last_is_the_one_that_may_stand_alone(explorer):
    explorer.panel()
    last = explorers._inputs(explorer._boxes["who"], explorer.controls["who"])[-1]
    last.value = not last.value
    press(explorer, f"only {explorer.controls['who'].names[-1]}")
    assert explorer.state["who"] == explorer.controls["who"].values[-1:]


def test_a_preset_sets_what_it_names_and_the_rest_back(view):
    explorer = Explorer(
        view,
        "Which?",
        presets={"the last years": {"year": 9}},
        year=number("Year", 0, 9, 0),
        share=toggle("Share"),
    )
    explorer.set(share=True)
    press(explorer, "the last years")
    assert explorer.state == {"year": 9, "share": False}


def test_a_state_drawn_before_is_not_drawn_again(one, view):
    for pair in ("RI", "CI", "RI", "RC", "CI"):
        one.set(pair=pair)
        assert f"pair {pair}" in shown(one)[1]
    assert [state["pair"] for state in view.drawn] == ["RC", "RI", "CI"]


def test_only_so_many_pictures_are_kept(view, monkeypatch):
    monkeypatch.setattr(explorers, "KEPT", 3)
    explorer = Explorer(view, "Which?", year=number("Year", 0, 9, 0))
    for year in (1, 2, 0, 3, 0, 1):
        explorer.set(year=year)
    assert [state["year"] for state in view.drawn] == [0, 1, 2, 3, 1]


def test_checked_boxes_come_in_the_order_of_the_options(explorer):
    assert explorer.set(who=("c", "a")).state["who"] == ("a", "c")


def test_an_empty_selection_is_a_state_like_any_other(explorer):
    explorer.set(who=())
    assert explorer.state["who"] == ()
    assert "who ()" in shown(explorer)[0]


@pytest.mark.parametrize(("asked", "given"), [(1800, 2000), (3000, 2025), (2024, 2024)])
def test_a_number_stays_within_its_ends(explorer, asked, given):
    assert explorer.set(year=asked).state["year"] == given


def test_a_number_is_whole_only_if_all_of_its_parts_are(view):
    def kind(control):
        return type(Explorer(view, "?", n=control).state["n"])

    assert kind(number("N", 0, 5, 2)) is int
    assert kind(number("N", 0, 5, 2, step=0.5)) is float


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "pair": st.sampled_from(["RC", "RI", "CI"]),
                "who": st.lists(st.sampled_from("abc"), unique=True).map(sorted).map(tuple),
                "share": st.booleans(),
            },
        ),
        max_size=6,
    )
)
def test_what_stands_on_the_page_is_always_the_newest_state(moves):
    explorer = Explorer(
        View(), "?", pair=choice("P", PAIRS), who=choices("W", "abc"), share=toggle("S")
    )
    expected = explorer.default
    for move in moves:
        explorer.set(**move)
        expected |= move
        assert explorer.state == expected
        assert forms.live(explorer.show(**expected)) == shown(explorer)[1]


# --- errors


def test_a_view_that_fails_says_so_with_folded_details_and_recovers(one, view):
    view.broken = {"RI"}
    one.set(pair="RI")
    sentence, picture = shown(one)
    assert "This setting could not be drawn." in sentence
    assert "<details><summary>Technical details" in picture
    assert "no &lt;b&gt;data&lt;/b&gt; for RI" in picture
    assert "<b>data" not in picture
    one.set(pair="CI")
    assert "pair CI" in shown(one)[0]
    assert "could not be drawn" not in "".join(shown(one))


def test_two_failures_in_a_row_name_the_newer_one(one, view):
    view.broken = {"RI", "CI"}
    one.set(pair="RI").set(pair="CI")
    assert "for CI" in shown(one)[1]
    assert "for RI" not in shown(one)[1]
    one.set(pair="RC")
    assert "pair RC" in shown(one)[1]


def test_a_failure_is_not_kept(one, view):
    view.broken = {"RI"}
    one.set(pair="RI").set(pair="RC")
    view.broken = set()
    assert "pair RI" in shown(one.set(pair="RI"))[1]


def test_an_explorer_shows_itself_even_if_its_first_state_fails(one, view):
    view.broken = {"RC"}
    bundle = one._repr_mimebundle_()
    assert bundle["text/plain"] == "Explorer: Which?\nThis setting could not be drawn."
    assert "could not be drawn" in bundle["text/html"]
    assert "pair RI" in shown(one.set(pair="RI"))[0]


# --- on the page


def test_before_it_runs_it_is_an_ordinary_figure_with_alt_text(explorer):
    html = explorer._repr_html_()
    assert "Which pair &lt;votes&gt; alike?" in html
    assert '<img alt="alt: pair RC, who' in html
    assert "Run this cell to move the controls: Pair; Who; As a share; Year." in html


def test_the_mime_bundle_has_text_html_and_the_live_view_from_one_drawing(explorer, view):
    bundle = explorer._repr_mimebundle_()
    assert set(bundle) == {
        "text/plain",
        "text/html",
        "application/vnd.jupyter.widget-view+json",
    }
    plain = bundle["text/plain"]
    assert plain.startswith("Explorer: Which pair <votes> alike?\nFigure: Title\nalt: pair RC")
    live = bundle["application/vnd.jupyter.widget-view+json"]
    assert live["model_id"] == explorer._panel.model_id
    assert len(view.drawn) == 1


def test_shown_again_it_has_one_set_of_controls(explorer):
    first, second = (
        explorer._repr_mimebundle_()["application/vnd.jupyter.widget-view+json"] for _ in "ab"
    )
    assert first == second


def test_the_default_is_shown_in_print_also_after_a_move(explorer):
    before = explorer._repr_html_()
    explorer.set(pair="CI")
    assert explorer._repr_html_() == before


def test_each_input_has_a_label(explorer):
    explorer._build()
    inputs = [w for w in widgets(explorer._panel) if hasattr(w, "value") and hasattr(w, "disabled")]
    assert [w.description for w in inputs] == ["Pair", "a", "b", "c", "As a share", "Year"]
    headings = [w.value for w in widgets(explorer._panel) if type(w).__name__ == "HTML"]
    assert "<strong>Who</strong>" in headings


# --- slow views


def test_a_slow_view_answers_the_first_move_and_then_waits_until_the_control_rests():
    view = View(takes=0.35)
    explorer = Explorer(view, "Slow?", year=number("Year", 0, 99, 0))

    async def learner():
        explorer._build()
        for year in range(1, 21):
            explorer.set(year=year)
            await asyncio.sleep(0.01)
        await asyncio.sleep(explorers.REST + 0.1)

    asyncio.run(learner())
    assert [state["year"] for state in view.drawn] == [0, 1, 20]
    assert "year 20" in shown(explorer)[1]


def test_a_state_already_drawn_is_shown_at_once_and_is_not_overtaken():
    view = View(takes=0.35)
    explorer = Explorer(view, "Slow?", year=number("Year", 0, 9, 0))

    async def learner():
        explorer._build()
        explorer.set(year=4)
        explorer.set(year=5)
        explorer.set(year=0)
        assert "year 0" in shown(explorer)[1]
        await asyncio.sleep(explorers.REST + 0.1)

    asyncio.run(learner())
    assert "year 0" in shown(explorer)[1]
    assert [state["year"] for state in view.drawn] == [0, 4]


def test_a_lone_move_of_a_slow_view_is_drawn_at_once():
    view = View(takes=0.35)
    explorer = Explorer(view, "Slow?", year=number("Year", 0, 9, 0))

    async def learner():
        explorer._build()
        for year in (3, 7):
            await asyncio.sleep(explorers.REST + 0.1)
            explorer.set(year=year)
            assert f"year {year}" in shown(explorer)[1]

    asyncio.run(learner())
    assert [state["year"] for state in view.drawn] == [0, 3, 7]


def test_controls_moved_on_two_threads_leave_words_and_picture_of_one_setting():
    def view(first, second):
        # The setting of the first thread alone draws slowly, so that it would end last.
        time.sleep(0.3 if (first, second) == (1, 0) else 0.0)
        return View()(year=10 * first + second)

    explorer = Explorer(
        view, "Two threads?", first=number("First", 0, 9, 0), second=number("Second", 0, 9, 0)
    )
    explorer._build()
    slow = threading.Thread(target=explorer.set, kwargs={"first": 1})
    slow.start()
    time.sleep(0.1)
    explorer.set(second=2)
    slow.join()
    words, picture = shown(explorer)
    assert "year 12" in words
    assert "year 12" in picture


def test_a_fast_view_draws_at_each_move_in_a_loop_too(one, view):
    async def learner():
        one.set(pair="RI")
        one.set(pair="CI")

    asyncio.run(learner())
    assert [state["pair"] for state in view.drawn] == ["RC", "RI", "CI"]


def test_without_a_loop_a_slow_view_draws_at_once():
    view = View(takes=0.31)
    explorer = Explorer(view, "Slow?", year=number("Year", 0, 9, 0)).set(year=3)
    assert "year 3" in shown(explorer)[1]


# --- drawn before it is asked for


def rest(explorer, **moved):
    """Move `explorer` inside a loop and leave it alone for a moment; return what is shown."""

    async def learner():
        explorer.set(**moved)
        before = shown(explorer)
        await asyncio.sleep(0.3)
        assert shown(explorer) == before

    asyncio.run(learner())


def test_after_a_move_the_next_picture_the_same_way_is_there_before_the_key_is_pressed(view):
    explorer = Explorer(view, "Which year?", year=number("Year", 0, 9, 0))
    rest(explorer, year=5)
    assert [state["year"] for state in view.drawn] == [0, 5, 6, 4]
    explorer.set(year=6)
    assert len(view.drawn) == 4
    assert "year 6" in shown(explorer)[1]


def test_on_the_way_back_the_picture_further_back_comes_first(view):
    explorer = Explorer(view, "Which year?", year=number("Year", 0, 9, 7))
    rest(explorer, year=5)
    assert [state["year"] for state in view.drawn] == [7, 5, 4, 6]


def test_nothing_is_drawn_ahead_before_a_control_was_moved(explorer, view):
    async def learner():
        explorer._build()
        await asyncio.sleep(0.3)

    asyncio.run(learner())
    assert len(view.drawn) == 1


def test_a_slow_view_draws_nothing_ahead():
    view = View(takes=0.35)
    rest(Explorer(view, "Slow?", year=number("Year", 0, 9, 0)), year=3)
    assert [state["year"] for state in view.drawn] == [0, 3]


def test_a_new_move_ends_what_the_last_one_had_begun_to_draw(view):
    explorer = Explorer(view, "Which year?", year=number("Year", 0, 99, 0))

    async def learner():
        for year in (20, 40, 60):
            explorer.set(year=year)
        await asyncio.sleep(0.3)

    asyncio.run(learner())
    assert [state["year"] for state in view.drawn] == [0, 20, 40, 60, 61, 59]


def test_a_neighbour_that_cannot_be_drawn_disturbs_nothing(one, view):
    view.broken = {"CI"}
    rest(one, pair="RI")
    assert "RI" in shown(one)[1]


STATES = st.fixed_dictionaries(
    {
        "pair": st.sampled_from(["RC", "RI", "CI"]),
        "who": st.sets(st.sampled_from("abc")).map(lambda chosen: tuple(sorted(chosen))),
        "share": st.booleans(),
        "year": st.integers(2000, 2025),
    }
)


@given(before=STATES, now=STATES)
def test_what_is_drawn_ahead_lies_one_move_away_and_is_new(before, now):
    found = Explorer(
        View(),
        "Which?",
        pair=choice("Pair", PAIRS),
        who=choices("Who", ["a", "b", "c"]),
        share=toggle("As a share"),
        year=number("Year", 2000, 2025, 2020),
    ).next_states(before, now)
    assert found
    for place, state in enumerate(found):
        assert state != before
        assert sum(state[name] != now[name] for name in now) == 1
        assert state not in found[:place]
        assert 2000 <= state["year"] <= 2025


def test_codes_are_offered_in_words_all_or_some_in_their_order():
    labels = {"b": "Both", "a": "All"}
    assert offered(labels) == [("Both", "b"), ("All", "a")]
    assert offered(labels, ("a",)) == [("All", "a")]
    assert choice("Which", offered(labels, "ab")).names == ("All", "Both")
