"""The bank is read, and what is badly written is named with its place."""

import re

import pytest

from helpers import bank, data, judging

GOOD = """
[[question]]
id = "9.1"
kind = "single"
use = "check"
prompt = "Is it?"
hints = ["Think."]
sources = ["un-charter"]
[[question.option]]
key = "yes"
text = "Yes"
right = true
why = "It is."
[[question.option]]
key = "no"
text = "No"
why = "It is not."
misconception = "mc01"
[[question.slip]]
value = 3
why = "A slip."
"""


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a bank of some files."""

    def read_files(**files):
        for name, content in files.items():
            content = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.toml").write_bytes(content)
        bank._of_folder.cache_clear()
        bank._overlaid.cache_clear()
        return bank.bank(tmp_path)

    yield read_files
    bank._of_folder.cache_clear()
    bank._overlaid.cache_clear()


def test_a_question_is_read_with_all_its_parts(read):
    assert read(nine=GOOD) == {
        "9.1": bank.Question(
            id="9.1",
            kind="single",
            use="check",
            prompt="Is it?",
            hints=("Think.",),
            sources=("un-charter",),
            options=(
                bank.Option("yes", "Yes", right=True, why="It is."),
                bank.Option("no", "No", why="It is not.", misconception="mc01"),
            ),
            slips=({"value": 3, "why": "A slip."},),
        )
    }


def test_files_are_read_in_the_order_of_their_names(read):
    found = read(b=GOOD.replace("9.1", "2.1"), a=GOOD)
    assert list(found) == ["9.1", "2.1"]


def test_a_file_saved_with_a_mark_of_byte_order_is_read(read):
    assert list(read(nine=b"\xef\xbb\xbf" + GOOD.encode())) == ["9.1"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (GOOD.replace('id = "9.1"', 'id = "9.1'), "nine.toml cannot be read: .*line 3"),
        (GOOD.encode("utf-16"), "nine.toml is not written in UTF-8"),
        (GOOD.replace('id = "9.1"', ""), "question without id: the field 'id' is missing"),
        (GOOD.replace('use = "check"', ""), "nine.toml, question 9.1: the field 'use'"),
        (GOOD.replace('"Is it?"', "3"), "question 9.1: the field 'prompt' must be a text"),
        (GOOD.replace('"single"', '"essay"'), "kind 'essay' is not one of single, multiple"),
        (GOOD.replace('"check"', '"exam"'), "use 'exam' is not one of retrieval, predict"),
        (GOOD.replace("hints =", "tips ="), "question 9.1: .*'tips'.*See CONTRIBUTING"),
        (GOOD.replace('key = "no"', ""), "question 9.1, option 2: the field 'key' is missing"),
        (
            GOOD.replace("right =", "correct ="),
            "question 9.1, option 1: there is no field 'correct'",
        ),
        (GOOD.replace("value = 3", ""), "question 9.1, slip 1: the field 'value' is missing"),
        (GOOD.replace("[[question.slip]]\nvalue", "[question.slip]\nvalue"), "question 9.1: "),
        (GOOD.split("[[question.option]]")[0].replace("[[question]]", "[question]"), "doubled"),
        (GOOD.replace('"single"', '"two-tier"'), "question 9.1: one option and one partner"),
        (GOOD.replace('"single"', '"series"'), "question 9.1: the field 'least' is missing"),
        (
            GOOD.replace('"single"', '"series"\nleast = 0\nmost = 9\nexpected = 3\ngiven = 1'),
            "question 9.1: a series asks for two to six values",
        ),
        (GOOD.replace('"single"', '"single"\ntable = "nothing"'), "there is no table nothing"),
        (GOOD.replace('"single"', '"single"\ntable = "china"'), "'columns' is a list of a column"),
        (
            GOOD.replace('"single"', '"single"\ntable = "china"\ncolumns = ["statement"]'),
            "'columns' is a list of a column",
        ),
        (GOOD + GOOD, "nine.toml: the id 9.1 stands twice; rename one"),
        (GOOD.replace("Is it?", "Of {rows:vews}?"), "a text counts rows:vews, and there is no"),
        (GOOD.replace("It is.", "{views:no_such}"), "a text names views:no_such, and there is no"),
        (
            f'{GOOD}\n[[question]]\nid = "9.2"\nkind = "number"\nuse = "check"\nprompt = "?"\n'
            'most = "rows:vews"',
            "question 9.2: the field 'most' counts rows:vews, and there is no",
        ),
    ],
)
def test_what_is_badly_written_is_named_with_its_place(read, content, words):
    with pytest.raises(bank.QuestionError, match=words):
        read(nine=content)


def test_an_id_of_another_file_cannot_be_used_again(read):
    with pytest.raises(bank.QuestionError, match=r"ten\.toml: the id 9\.1 stands twice"):
        read(nine=GOOD, ten=GOOD)


def test_an_empty_bank_is_named(read):
    with pytest.raises(bank.QuestionError, match="data/questions is empty or missing"):
        read()


def test_a_mended_file_is_read_again(read):
    with pytest.raises(bank.QuestionError):
        read(nine="[[")
    assert list(read(nine=GOOD)) == ["9.1"]


def test_a_question_is_found_by_its_id():
    assert bank.find("3.7").kind == "number"
    assert bank.find("3.7") == bank.bank()["3.7"]
    assert (bank.folder() / "03.toml").exists()


def test_what_a_text_counts_is_filled_in_when_it_is_shown(read):
    counting = GOOD.replace("Is it?", "Of {rows:views} views, {braces} and {1}, how many?")
    counting = counting.replace("It is.", "There are {actors:china_share} per cent.")
    found = read(nine=counting)["9.1"]
    assert "{rows:views}" in found.prompt
    shown = bank.worded(found)
    assert shown.prompt == f"Of {len(data.table('views'))} views, {{braces}} and {{1}}, how many?"
    share = bank.resolve("actors:china_share")
    assert [o.why for o in shown.options] == [f"There are {share} per cent.", "It is not."]
    assert bank.worded(bank.bank()["3.7"]) is bank.bank()["3.7"]


@pytest.mark.parametrize(("wrong", "nearest"), [("3.71", "3.7"), ("3,1", "3.1"), ("0.12", "0.2")])
def test_an_unknown_id_names_the_nearest(wrong, nearest):
    with pytest.raises(bank.QuestionError, match=f"no question '{wrong}'.*Did you mean.*{nearest}"):
        bank.find(wrong)


@pytest.mark.parametrize("number", [3.1, 0.2])
def test_a_number_for_an_id_is_taken_where_it_can_mean_one_question_alone(number):
    known = {key for key in bank.bank() if key in (f"{number:g}", f"{number:g}0")}
    if len(known) == 1:
        assert bank.find(number).id == f"{number:g}"
    else:
        with pytest.raises(bank.QuestionError, match=r"quotation marks, .* 3\.1 or 3\.10"):
            bank.find(number)


@pytest.mark.parametrize("wrong", [None, True, ["3.1"], 3, 99.5])
def test_what_is_no_id_is_told_how_one_is_written(wrong):
    with pytest.raises(bank.QuestionError, match="quotation marks"):
        bank.find(wrong)


def test_a_number_of_which_nought_may_be_lost_names_both_ids():
    known = bank.bank()
    for key in known:
        number = float(key)
        named = {f"{number:g}", f"{number:g}0"} & known.keys()
        if len(named) == 1:
            assert {bank.find(number).id} == named
        else:
            with pytest.raises(bank.QuestionError) as told:
                bank.find(number)
            assert all(each in str(told.value) for each in named)
            assert f'ask("{number:g}")' in str(told.value)


@pytest.mark.parametrize("number", [3, "3", -1, 99.5, float("nan"), float("inf"), 10**400, 1e300])
def test_a_number_that_is_no_id_is_told_in_a_sentence(number):
    with pytest.raises(bank.QuestionError) as told:
        bank.find(number)
    words = str(told.value)
    assert len(words) < 150
    assert not re.search("nan|inf|e\\+|000", words)
    if number in (3, "3"):
        assert "Lesson 3 has 3.1 to 3.20." in words


@pytest.mark.parametrize("written", [" 3.1 ", "３.１", "3.1\n"])
def test_an_id_is_found_in_other_digits_and_with_blanks(written):
    assert bank.find(written).id == "3.1"


def test_a_very_long_id_is_cut():
    with pytest.raises(bank.QuestionError) as told:
        bank.find("x" * 10**6)
    assert len(str(told.value)) < 200


@pytest.mark.parametrize("wrong", ["xyz", ""])
def test_an_id_like_no_other_is_named_too(wrong):
    with pytest.raises(bank.QuestionError, match=r"^There is no question .* in data/questions\.$"):
        bank.find(wrong)


def test_what_names_a_function_is_resolved_and_all_else_stays():
    assert bank.resolve("votes:years_below") == 31
    for value in (3, 2.5, "Russia", "a: b", ["x"], None, "Drivers:years_below"):
        assert bank.resolve(value) == value


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one", "<p>one</p>"),
        (" one\n\ntwo \n", "<p>one</p><p>two</p>"),
        ("use `a & b`", "<p>use <code>a &amp; b</code></p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
    ],
)
def test_plain_text_becomes_safe_html(text, html):
    assert judging.prose(text) == html
