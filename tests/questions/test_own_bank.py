"""A translator's folder stands in for the collection's questions, and says where it strays."""

import json
import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import bank, judging
from helpers.questions import ask
from helpers.ready import check_setup


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder named by SANDS_QUESTIONS with a translation of lesson 3, as text to change."""
    place = tmp_path / "questions"
    place.mkdir()
    text = (bank.folder() / "03.toml").read_text("utf-8")
    prompt = bank.bank(bank.folder())["3.4"].prompt
    assert text.count(prompt) == 1
    text = text.replace(prompt, "Ordne die vier Fragen nach dem Codebuch.")
    monkeypatch.setenv("SANDS_QUESTIONS", str(place))

    def write(change=lambda text: text):
        (place / "03.toml").write_text(change(text), "utf-8")
        bank._overlaid.cache_clear()
        return place

    yield write
    bank._overlaid.cache_clear()


def test_a_translated_lesson_is_asked_and_judged_and_the_others_stay(own):
    ours = bank.bank(bank.folder())
    own()
    assert bank.own_files().keys() == {"03.toml"}
    assert bank.bank().keys() == ours.keys()
    assert "Ordne die vier Fragen" in repr(ask("3.4"))
    assert judging.judge(bank.find("3.4"), ["who", "kind", "when", "choice"]).correct is True
    assert bank.find("2.4") == ours["2.4"]


def test_a_translation_that_changes_texts_alone_has_no_drift(own):
    assert bank.drift(own()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "3.19"', 'id = "3.99"', ["3.19 is missing.", "3.99 is not in the collection."]),
        ('key = "swap"', 'key = "tausch"', ["3.5: keys, order or right answers of the options"]),
        ('"treaties:most_unseen"', '{count = "provisions"}', ["3.19: the field expected differs"]),
        ('misconception = "mc31"', 'misconception = "mc01"', ["3.8: keys, order"]),
    ],
)
def test_a_change_beyond_text_is_named(own, old, new, said):
    found = bank.drift(own(lambda text: text.replace(old, new, 1)))
    assert len(found) == len(said)
    assert all(start in sentence for start, sentence in zip(said, found, strict=True))


DAMAGE = [
    (
        lambda t: t.replace('kind = "order"', 'kind = "order', 1),
        r"03\.toml, question 3\.4 cannot be read: .*line 81, ",
    ),
    (
        lambda t: t.replace("hints = [", "hints = 3 #[", 1),
        r"03\.toml cannot be read|'hints' must be",
    ),
    (
        lambda t: re.sub(r"hints = \[.*?\]", 'hints = "Look again"', t, count=1, flags=re.S),
        r"03\.toml, question 3\.\d+: the field 'hints' must be a list of texts",
    ),
    (lambda t: t.replace('id = "3.4"', "id = 3.4"), r"the field 'id' must be a text"),
    (lambda t: t.replace('id = "3.4"', 'id = "3.5"'), "the id 3.5 stands twice"),
    (lambda t: t.replace("prompt =", "promt =", 1), "the field 'prompt' is missing"),
    (
        lambda t: t.replace("right = true", 'right = "yes"', 1),
        "the field 'right' must be true or false",
    ),
    (lambda t: t.replace('key = "swap"', 'key = "tausch"'), r"question 3\.5: keys, order or right"),
    (lambda t: t.replace('kind = "order"', 'kind = "single"', 1), r"question 3\.4: "),
    (lambda t: t.replace('kind = "order"', 'kind = "sort"', 1), "kind 'sort' is not one of"),
    (lambda t: t.replace("most = 8", "most = inf"), "3.7: the field 'most' must be a number"),
    (lambda t: t.replace("most = 8", "most = 9"), "3.7: the field most differs"),
    (lambda t: t.replace("least = 0\nmost = 8", "least = 9\nmost = 8"), "'least' is larger than"),
    (lambda t: t.replace("objective = 1", "objective = 1.5", 1), "must be a whole number from 0"),
    (lambda t: t.replace('unit = "treaties"', 'unit = "per cent"'), "unit must stay “treaties”"),
    (
        lambda t: re.sub(r'prompt = ".*?"', 'prompt = " "', t, count=1),
        "'prompt' must be a text that",
    ),
    (
        lambda t: t.replace('sources = ["', 'sources = ["un-', 1),
        r"source un-\S+ is not in the table",
    ),
    (lambda t: t.replace("[[question]]", "[[questions]]"), r"opens with \[\[question\]\], doubled"),
    (lambda t: "[[questions]]\nid = 3", "the part 'questions' is not known"),
    (lambda t: t.replace('id = "3.4"', 'id = "3.44"'), "lacks 3.4: .* has 3.44, an id that"),
    (lambda t: re.sub(r"\nhints = \[.*?\]\n", "\n", t, count=1, flags=re.S), "'hints' is missing"),
    (lambda t: re.sub(r'\nwhy = ".*?"\n', "\n", t, count=1), "'why'.* is missing"),
    (lambda t: t + "\nx = " + "[" * 9000, "too many brackets"),
    (lambda t: t[: t.index('id = "3.9"')].rsplit("[[question]]", 1)[0], r"03\.toml lacks 3\.9, "),
    (lambda t: "", r"03\.toml lacks 3\.1, 3\.2, "),
    (lambda t: "question = 3", r"opens with \[\[question\]\]"),
]


@pytest.mark.parametrize(("change", "said"), DAMAGE)
def test_a_damaged_translation_is_named_and_every_question_is_still_asked(own, change, said):
    ours = bank.bank(bank.folder())
    own(change)
    assert bank.bank().keys() >= ours.keys()
    told = " ".join(bank.damage())
    assert re.search(said, told), told
    assert told in " ".join(check_setup().problems)
    for key in ours:
        if key.startswith("3."):
            assert ask(key)._static()


@pytest.mark.parametrize(
    "content", [b"\x00\xff\xfe\x01", "[[question]]".encode("utf-16"), b"\x89PNG\r\n\x1a\n"]
)
def test_a_file_in_another_encoding_is_named(own, content):
    place = own()
    (place / "03.toml").write_bytes(content)
    bank._overlaid.cache_clear()
    assert "03.toml is not written in UTF-8" in " ".join(bank.damage())
    assert bank.find("3.4") == bank.bank(bank.folder())["3.4"]


def test_a_folder_called_03_toml_is_named(own):
    place = own()
    (place / "03.toml").unlink()
    (place / "03.toml").mkdir()
    bank._overlaid.cache_clear()
    assert "03.toml cannot be read" in " ".join(bank.damage())
    assert ask("3.4")._static()


@pytest.mark.parametrize("name", ["03.toml.txt", "03.TOML", "04.toml.bak"])
def test_a_file_whose_name_is_not_read_is_named(own, name):
    (own() / name).write_text("", "utf-8")
    bank._overlaid.cache_clear()
    assert bank.damage() == [
        f"{name} is not read: its name must end in .toml. Rename it {name[:2]}.toml."
    ]


def test_an_id_of_two_files_is_named_and_the_first_one_counts(own):
    place = own()
    copied = (place / "03.toml").read_text("utf-8").replace("Ordne die", "Stelle die")
    (place / "03 copy.toml").write_text(copied, "utf-8")
    bank._overlaid.cache_clear()
    (fault,) = bank.damage()
    assert fault.startswith("03 copy.toml: the id 3.1, 3.2, 3.3, 3.4, ")
    assert fault.endswith("stands twice; rename one. The first one counts.")
    assert "Ordne die" in bank.find("3.4").prompt


def test_one_error_in_the_toml_costs_one_question(own):
    own(lambda text: text.replace('id = "3.5"', 'id = "3.5', 1))
    (fault,) = bank.damage()
    assert re.match(r"03\.toml, question 3\.5 cannot be read: .*line \d+", fault)
    assert "Ordne die vier Fragen" in repr(ask("3.4"))
    assert bank.find("3.5") == bank.bank(bank.folder())["3.5"]


NEW = """
[[question]]
id = "3.77"
kind = "number"
use = "check"
prompt = "Wie viele?"
expected = "treaties:no_such"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", "'expected' names treaties:no_such, and there is no such function in helpers"),
        ('"treaties:no_such"', '"os:getcwd"', "names os:getcwd, and there is no such function"),
        ('"treaties:no_such"', '"many"', "must be a number or name a function"),
        ('"treaties:no_such"', "[1]", "'expected' must be a number"),
        ('"treaties:no_such"', "{}", "'expected' needs one of 'count' and 'share'"),
        ('"treaties:no_such"', '{count = "pacts"}', "counts pacts, and there is no such table"),
        ('"treaties:no_such"', '{count = "os:getcwd"}', "names os:getcwd, and there is no such"),
        (
            '"treaties:no_such"',
            '{count = "provisions", where = {x = 1}}',
            "provisions does not have",
        ),
        (
            '"treaties:no_such"',
            '{count = "provisions", where = {strength = "3"}}',
            "compares strength with '3', and it holds numbers",
        ),
        (
            '"treaties:no_such"',
            '{count = "transfers", where = {status = ["confirmed", "confirmd"]}}',
            "compares status with 'confirmd', which is one of confirmed, assessed",
        ),
        (
            '"treaties:no_such"',
            '{count = "events", where = {date = {least = "2022"}}}',
            "compares date with '2022', and it holds dates",
        ),
        (
            '"treaties:no_such"',
            '{count = "provisions", where = {verified = "no"}}',
            "compares verified with 'no', and it holds true or false",
        ),
    ],
)
def test_a_question_of_ones_own_cannot_fail_when_it_is_answered(own, old, new, said):
    own(lambda text: text + NEW.replace(old, new, 1))
    (fault,) = bank.damage()
    assert fault.startswith("03.toml, question 3.77: ")
    assert said in fault


def test_a_question_of_ones_own_is_asked(own):
    own(lambda text: text + NEW.replace('"treaties:no_such"', "7"))
    assert bank.damage() == []
    assert judging.judge(bank.find("3.77"), "7").correct is True


def test_a_question_of_ones_own_counts_rows_and_names_a_frame_without_a_column(own):
    counted = '{count = "treaties:help_promised", where = {among_four = true}}'
    own(lambda text: text + NEW.replace('"treaties:no_such"', counted))
    assert bank.damage() == []
    assert judging.judge(bank.find("3.77"), "2").correct is True
    with pytest.raises(bank.QuestionError, match="treaties:help_promised has no column 'colour'"):
        bank.resolve({"count": "treaties:help_promised", "where": {"colour": "red"}})


def test_one_broken_question_does_not_cost_the_others_their_translation(own):
    own(lambda text: text.replace("right = true", 'right = "yes"', 1))
    assert bank.damage()
    assert "Ordne die vier Fragen" in repr(ask("3.4"))


def test_a_folder_without_questions_is_named_and_a_lesson_runs_on(tmp_path, monkeypatch):
    monkeypatch.setenv("SANDS_QUESTIONS", str(tmp_path / "nowhere"))
    bank._overlaid.cache_clear()
    assert bank.own_files() == {}
    assert "SANDS_QUESTIONS names" in bank.damage()[0]
    assert "Put the four questions" in repr(ask("3.4"))
    bank._overlaid.cache_clear()


def test_without_the_variable_nothing_stands_in(monkeypatch):
    monkeypatch.delenv("SANDS_QUESTIONS", raising=False)
    assert bank.own_files() == {}


def test_a_relative_folder_counts_from_the_repository(monkeypatch):
    monkeypatch.setenv("SANDS_QUESTIONS", "data/questions")
    assert bank.own_files()["03.toml"] == bank.folder() / "03.toml"


# --- any field, anything in it

RAW = {
    entry["id"]: entry
    for path in bank.folder().glob("*.toml")
    for entry in tomllib.loads(path.read_text("utf-8"))["question"]
}
KEYS = sorted(RAW)
FIELDS = sorted({name for entry in RAW.values() for name in entry} | {"", "unknown"})
ANYTHING = st.one_of(
    st.sampled_from(
        ["", " ", "x", "a:b", "china:nothing", "os:getcwd", "per cent", "year", "single"]
    ),
    st.sampled_from([0, -1, 3, 2.5, 10**18, True, float("nan"), float("inf"), -float("inf")]),
    st.sampled_from([[], ["a"], [3], [[]], [{}], [{"key": "a", "text": "A"}], {}, {"a": 1}]),
    st.sampled_from([[{"value": "china:nothing", "why": "x"}], [{"value": {}, "why": "x"}]]),
    st.text(max_size=5),
)


def toml(value):
    """A value as TOML writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value) if isinstance(value, (str, bool)) else repr(value)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KEYS), st.sampled_from(FIELDS), ANYTHING)
def test_nothing_in_any_field_fails_when_the_question_is_asked_and_answered(
    tmp_path_factory, key, name, value
):
    place = tmp_path_factory.mktemp("own")
    entry = RAW[key] | {name: value}
    lines = [f"{json.dumps(k)} = {toml(v)}" for k, v in entry.items()]
    (place / f"{int(key.split('.')[0]):02}.toml").write_text(
        "\n".join(["[[question]]", *lines]).replace("\x7f", ""), "utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANDS_QUESTIONS", str(place))
        bank._overlaid.cache_clear()
        try:
            assert bank.damage()  # all other questions of the lesson are missing at least
            assert bank.bank().keys() >= bank.bank(bank.folder()).keys()
            question = bank.find(key)
            assert ask(key)._static()
            for answer in ("5", "0.5", "a", ["a"], ["1", "2"], {"a": "b"}, 5, [1, 2]):
                assert judging.judge(question, answer)._repr_html_()
        finally:
            bank._overlaid.cache_clear()


def test_a_folder_of_ones_own_gives_its_sound_questions_and_names_the_others(tmp_path):
    assert bank.sound(tmp_path / "none") == ({}, [])
    text = (bank.folder() / "03.toml").read_text("utf-8")
    (tmp_path / "a.toml").write_text(text.replace('kind = "single"', 'kind = "one"', 1), "utf-8")
    found, said = bank.sound(tmp_path)
    assert "3.1" not in found
    assert "3.2" in found
    assert len(said) == 1
    assert "a.toml, question 3.1" in said[0]
