"""A chart of one's own: any sound one passes, what is missing is said, and the code is kept."""

import ast

import pytest

from helpers import bank, data, draw, journal, questions
from helpers.topics import actors

CHARTS = [q.id for q in bank.bank().values() if q.kind == "chart"]
CODE = [q for q in bank.bank().values() if q.use == "code"]
EVENTS = data.table("events")


def chart(**more):
    return draw.bars(EVENTS, **{"by": "category", "title": "What is reported most often"} | more)


def pandas_chart():
    from matplotlib.figure import Figure

    return Figure().subplots()


class Odd:
    @property
    def lacks(self):
        raise RuntimeError("odd")


ONE_EVENT = EVENTS.head(1)
WRONG = {
    "nothing drawn": (lambda: 12, "no chart"),
    "a frame": (lambda: EVENTS, "no chart"),
    "the word itself": (lambda: draw.bars, "no chart"),
    "a chart of pandas": (pandas_chart, "no sources, no alt text"),
    "a chart of the course": (actors.draw_power, "a chart of the course"),
    "a column that is not there": (lambda: chart(by="catgory"), "Did you mean “category”?"),
    "no title": (lambda: chart(title=""), "needs a title"),
    "a title of one word": (lambda: chart(title="Chart"), "The title says too little"),
    "the column's name as title": (lambda: chart(title="category"), "The title says too little"),
    "a title still open": (lambda: chart(title="Events by ..."), "The title says too little"),
    "one mark": (
        lambda: draw.bars(ONE_EVENT, by="category", title="One event alone"),
        "nothing beside it to compare",
    ),
    "what cannot be asked": (Odd, "no chart"),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_attempt_hears_what_is_missing(name):
    make, sentence = WRONG[name]
    told = questions.check("1.19", make())
    assert told.correct is False
    assert sentence in told.verdict.words
    assert "Not yet" in told._repr_html_()
    assert told._repr_html_().count(data.safe(sentence)) == 1


@pytest.mark.parametrize("key", CHARTS)
def test_a_sound_chart_of_any_subject_passes(key):
    told = questions.check(key, chart())
    assert told.correct is True
    assert told._repr_html_().startswith("<figure")


def test_every_lesson_ends_its_track_with_a_chart_of_ones_own():
    assert [key.split(".")[0] for key in CHARTS] == list("0123456789")
    for key in CHARTS:
        assert [q.id for q in CODE if q.id.split(".")[0] == key.split(".")[0]][-1] == key


def test_at_least_six_worked_charts_join_two_tables():
    joined = [key for key in CHARTS if ".merge(" in bank.find(key).worked]
    assert len(joined) >= 6
    for key in CHARTS:
        assert len(ast.parse(bank.find(key).worked).body) <= 10


# --- hints before, the worked solution after ----------------------------------------------------


@pytest.mark.parametrize("question", CODE, ids=lambda q: q.id)
def test_hints_stand_before_the_first_attempt_and_the_solution_after_it(question):
    before = questions.check(question.id, ...)._repr_html_()
    worked = data.safe(question.worked.strip())
    assert before.count("<summary>Hint ") == len(question.hints) > 0
    assert worked not in before
    assert "worked solution" not in before
    after = questions.check(question.id, "a first attempt")._repr_html_()
    assert "<details><summary>A worked solution, one of several</summary><pre><code>" in after
    assert worked in after


def test_who_was_right_sees_another_way_and_no_more_hints():
    count = EVENTS.assign(code=EVENTS["direction"].astype(str))
    found = int(((count["code"] == "+1") & EVENTS["caution"].notna()).sum())
    told = questions.check("1.16", found)
    assert told.correct is True
    assert "<summary>Hint" not in told._repr_html_()
    assert "A worked solution" in told._repr_html_()


# --- what the journal keeps ----------------------------------------------------------------------


class Shell:
    class history_manager:  # noqa: N801 -- named as IPython names it
        input_hist_raw = ("", "mine = draw.bars(events, …)\ncheck('1.19', mine)")


@pytest.fixture
def notebook(monkeypatch):
    """A cell of a notebook that runs now."""
    import IPython

    monkeypatch.setattr(IPython, "get_ipython", Shell)


def test_an_open_task_keeps_nothing_and_needs_no_widget():
    told = questions.check("1.19", ...)
    assert told.correct is None
    assert journal.entries() == []
    assert set(told._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_a_chart_is_kept_by_its_code_and_drawn_again_when_the_lesson_is_opened(
    notebook, new_session
):
    drawn = chart()
    questions.check("1.19", drawn)
    kept = journal.latest("own_chart", "1.19")
    assert kept["code"] == Shell.history_manager.input_hist_raw[-1]
    assert kept["title"] == drawn.title
    new_session()
    told = questions.check("1.19", ...)
    assert told.chart.svg == drawn.svg
    assert "draw.bars(events, …)" in told._repr_html_()
    assert "The code of your chart" in told._repr_html_()


def test_an_attempt_that_failed_keeps_its_code_too(notebook):
    questions.check("1.19", chart(by="catgory"))
    (entry,) = journal.entries("own_chart")
    assert entry["correct"] is False
    assert entry["value"]["code"]


def test_a_kept_chart_belongs_to_its_lesson_and_goes_when_that_starts_afresh(notebook):
    questions.check("1.19", chart())
    assert journal.lesson_of("own_chart", "1.19") == 1
    journal.set_aside(1)
    assert questions.check("1.19", ...).chart is None


@pytest.mark.parametrize(
    "value", [None, "<script>", ["x"], {"code": "<script>", "call": {"word": "os"}}, {"call": 3}]
)
def test_whatever_a_journal_says_of_a_chart_is_shown_as_text_or_not_at_all(value):
    journal.record("own_chart", "1.19", value)
    told = questions.check("1.19", ...)
    assert isinstance(told, questions.Charted)
    assert told.chart is None
    assert "<script>" not in told._repr_html_()


def test_without_a_notebook_a_chart_is_kept_without_code():
    questions.check("1.19", chart())
    assert journal.latest("own_chart", "1.19")["code"] == ""


def test_a_live_chart_answers_where_it_is_shown():
    told = questions.check("1.19", chart())
    assert "data-told" in told.panel().children[0].value
    assert "data-told" not in told._repr_html_()
