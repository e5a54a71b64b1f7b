"""What is right in the bank is right in the learning platform, option by option."""

import base64
import html
import io
import re
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import pytest

from helpers import bank, data
from helpers.exporting import gift, moodle, qti
from helpers.exporting.command import main
from helpers.exporting.items import (
    OWN,
    ROOT,
    Choice,
    Item,
    LeftOut,
    Picture,
    image,
    items,
    lesson_of,
    places,
    written,
)

BANK = {key: bank.worded(question) for key, question in bank.bank().items()}
FOUND, LEFT = items(BANK.values())
ITEMS = {item.id: item for item in FOUND}
Q = {"q": qti.NAMESPACE}
# The order of the parts of each element that we write, from the DTD of IMS QTI 1.2.1.
QTI_PARTS = {
    "questestinterop": "assessment",
    "assessment": "section",
    "section": "(item )*",
    "item": "itemmetadata presentation resprocessing (itemfeedback )*",
    "itemmetadata": "qtimetadata",
    "qtimetadata": "(qtimetadatafield )+",
    "qtimetadatafield": "fieldlabel fieldentry",
    "presentation": "((material|response_lid|response_str) )+",
    "response_lid": "(material )?render_choice",
    "response_str": "(material )?render_fib",
    "render_choice": "(response_label )+",
    "response_label": "material",
    "material": "mattext",
    "resprocessing": "outcomes (respcondition )+",
    "outcomes": "decvar",
    "respcondition": "conditionvar (setvar )*(displayfeedback )*",
    "conditionvar": "((not|and|or|other|varequal|vargte|varlte) )+",
    "and": "((not|varequal|vargte|varlte) )+",
    "or": "((and|varequal) )+",
    "not": "varequal",
    "itemfeedback": "flow_mat",
    "flow_mat": "material",
}
QTI_NEEDS = {"item": {"ident"}, "response_lid": {"ident"}, "response_str": {"ident"}}
QTI_NEEDS |= {"varequal": {"respident"}, "vargte": {"respident"}, "varlte": {"respident"}}
QTI_NEEDS |= {"displayfeedback": {"linkrefid"}, "response_label": {"ident"}}


def plain(text):
    """HTML as the words that a reader sees."""
    parted = re.sub(r"</?code>", "", text or "")
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", parted)).split())


def words(text):
    return plain(text.replace("`", ""))


def offered(item):
    """The options of the question that an item is made of."""
    question = BANK[item.id.split("-")[0]]
    return question.partners if item.id.endswith("-reason") else question.options


def of_kind(*kinds):
    return [item for item in FOUND if item.kind in kinds]


def test_every_question_is_an_item_or_is_left_out_with_a_reason():
    made = {key.split("-")[0] for key in ITEMS}
    left = {one.id for one in LEFT}
    assert made | left == set(BANK)
    assert not made & left
    assert len(ITEMS) == len(FOUND)
    assert LeftOut("5.13", "range", "range") in LEFT
    assert {one.kind for one in LEFT} == {"series", "code", "chart", "range", "single"}
    assert all(not any(o.right for o in BANK[k].options) for k in left if BANK[k].kind == "single")


def test_a_prediction_gives_no_points_and_shows_no_chart():
    guesses = [item for item in FOUND if BANK[item.id.split("-")[0]].use == "predict"]
    assert guesses
    assert not [item.id for item in guesses if item.graded or item.picture]


def test_a_check_names_its_section_and_a_question_that_looks_back_names_none():
    section, picture = places()["1.6"]
    assert section == "When does each pair begin?"
    assert picture.name == "question-1-6.svg"
    assert section in ITEMS["1.6"].prompt
    assert lesson_of("1.6") == "1"
    assert all(i.picture is None for i in FOUND if BANK[i.id.split("-")[0]].use == "retrieval")


def test_an_arrow_in_a_pair_does_not_part_it_and_an_idle_partner_stays_one():
    pair = Choice("a", "Moscow -> Tehran", partner="x")
    item = Item("1", "pairs", "<p>Which?</p>", (pair,), (("x", "drones -> shells"), ("y", "gas")))
    assert gift.arrowless(pair.text) == "Moscow → Tehran"
    assert b"=Moscow \xe2\x86\x92 Tehran -> drones" in gift.write([item], "x")
    assert b"\n= -> gas" in gift.write([item], "x")
    pairs = ET.fromstring(moodle.write([item], "x")).findall(".//subquestion")
    assert [p.findtext("answer/text") for p in pairs] == ["drones -> shells", "gas"]


def test_a_chart_keeps_its_alt_text_and_a_number_is_written_as_a_machine_reads_it():
    shown = image(Picture("a.svg", 'says "so" & more', "<svg/>"), "x/")
    assert ET.fromstring(shown)[0].get("alt") == 'says "so" & more'
    assert [written(n) for n in (77.0, 0.65, 1 / 3)] == ["77", "0.65", "0.333333333333"]
    assert moodle.shares(ITEMS["1.6"]) == [50, 50, -50, -50]


# --- Moodle ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def in_moodle():
    root = ET.fromstring(moodle.write(FOUND, "All / of it"))
    assert root[0].findtext("category/text") == "$course$/top/All // of it"
    return {q.findtext("name/text"): q for q in root if q.get("type") != "category"}


def test_moodle_has_each_item_once(in_moodle):
    assert list(in_moodle) == list(ITEMS)
    numbers = [q.findtext("idnumber") for q in in_moodle.values()]
    assert len(set(numbers)) == len(numbers)


def test_each_option_is_as_right_in_moodle_as_in_the_bank(in_moodle):
    for item in of_kind("choice", "choices"):
        answers = in_moodle[item.id].findall("answer")
        for option, answer in zip(offered(item), answers, strict=True):
            assert (float(answer.get("fraction")) > 0) == option.right, item.id
            assert plain(answer.findtext("feedback/text")) == words(option.why)
            assert plain(answer.findtext("text")).startswith(option.text)
        shares = [float(answer.get("fraction")) for answer in answers]
        assert sum(s for s in shares if s > 0) == pytest.approx(100, abs=1e-4)
        assert (in_moodle[item.id].findtext("single") == "true") == (item.kind == "choice")


def test_who_ticks_everything_has_nothing(in_moodle):
    for item in of_kind("choices"):
        shares = [float(a.get("fraction")) for a in in_moodle[item.id].findall("answer")]
        assert sum(shares) == pytest.approx(0, abs=1e-3)


def test_numbers_and_their_slips_are_those_of_the_tables(in_moodle):
    for item in of_kind("number"):
        question = BANK[item.id]
        right, *slips = in_moodle[item.id].findall("answer")
        expected = float(bank.resolve(question.expected))
        assert float(right.findtext("text")) == pytest.approx(expected, rel=1e-9)
        assert float(right.findtext("tolerance")) == question.tolerance
        told = [plain(s.findtext("feedback/text")) for s in slips]
        assert told == [words(s["why"]) for s in question.slips]
        assert {s.get("fraction") for s in slips} <= {"0"}


def test_pairs_are_those_of_the_bank_and_an_order_does_not_show_itself(in_moodle):
    in_order = []
    for item in of_kind("pairs"):
        question = BANK[item.id]
        pairs = {
            plain(s.findtext("text")): s.findtext("answer/text")
            for s in in_moodle[item.id].findall("subquestion")
        }
        pairs.pop("", None)
        if question.kind == "order":
            wanted = {o.text: str(n) for n, o in enumerate(question.options, 1)}
            in_order.append(list(pairs.values()) == sorted(pairs.values()))
        else:
            partners = {p.key: p.text for p in question.partners}
            wanted = {o.text: partners[o.goes_with] for o in question.options}
        assert pairs == wanted
    assert not all(in_order)


def test_a_chart_lies_in_the_file_and_is_named_where_it_stands(in_moodle):
    shown = [item for item in FOUND if item.picture]
    assert len(shown) > 20
    for item in shown:
        stem = in_moodle[item.id].find("questiontext")
        file = stem.find("file")
        assert f'src="@@PLUGINFILE@@/{file.get("name")}"' in stem.findtext("text")
        assert ET.fromstring(base64.b64decode(file.text)).tag.endswith("svg")
        assert item.picture.alt


# --- GIFT -----------------------------------------------------------------------------------------


def read_gift(content):
    """{name: (prompt, [lines of the answer])}: what stands between signs that are not escaped."""
    found = {}
    for part in content.decode().split("\n\n")[1:]:
        body = re.sub(r"^//.*\n", "", part)
        name, prompt, answer = re.fullmatch(
            r"::((?:\\.|[^\\:])*)::\[html\]((?:\\.|[^\\{])*)\{#?\n(.*)\}\n?", body, re.S
        ).groups()
        lines = [re.split(r"(?<!\\)((?:\\\\)*)#", line) for line in answer.splitlines()]
        found[bare(name)] = bare(prompt), lines
    return found


def bare(text):
    return re.sub(r"\\(.)", r"\1", text)


@pytest.fixture(scope="module")
def in_gift():
    return read_gift(gift.write(FOUND, "All"))


def test_each_option_is_as_right_in_gift_as_in_the_bank(in_gift):
    assert list(in_gift) == list(ITEMS)
    for item in of_kind("choice", "choices"):
        _, lines = in_gift[item.id]
        for option, line in zip(offered(item), lines, strict=False):
            sign, share, text = re.match(r"([~=])(?:%(-?[\d.]+)%)?(.*)", line[0]).groups()
            assert (float(share) > 0 if share else sign == "=") == option.right
            assert plain(bare(text)).startswith(option.text)
            assert plain(bare(line[2] if len(line) > 2 else "")) == words(option.why)


def test_numbers_and_pairs_in_gift_are_those_of_the_bank(in_gift):
    for item in of_kind("number"):
        value, near = in_gift[item.id][1][0][0].removeprefix("=").split(":")
        assert (float(value), float(near)) == (pytest.approx(item.value), item.tolerance)
    for item in of_kind("pairs"):
        texts = dict(item.partners)
        lines = [line[0].removeprefix("=").split(" -> ") for line in in_gift[item.id][1]]
        told = {plain(bare(pair[0])): bare(pair[1]) for pair in lines if len(pair) == 2}
        for choice in item.choices:
            assert told[choice.text] == texts[choice.partner]


# --- QTI ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def package():
    return zipfile.ZipFile(io.BytesIO(qti.write(FOUND, "All")))


@pytest.fixture(scope="module")
def in_qti(package):
    root = ET.fromstring(package.read("questions/questions.xml"))
    return {item.get("title"): item for item in root.iterfind(".//q:item", Q)}


def test_the_parts_of_each_element_stand_as_the_standard_says(package):
    seen = set()
    for element in ET.fromstring(package.read("questions/questions.xml")).iter():
        name = element.tag.split("}")[1]
        seen.add(name)
        parts = " ".join(child.tag.split("}")[1] for child in element)
        wanted = QTI_PARTS.get(name, "")
        assert re.fullmatch(wanted.rstrip(), parts) or re.fullmatch(wanted, parts + " "), name
        assert set(element.attrib) >= QTI_NEEDS.get(name, set())
    assert set(QTI_PARTS) <= seen


def holds(condition, chosen):
    """Whether a condition of QTI is true of {response: set of values}."""
    name = condition.tag.split("}")[1]
    if name in ("and", "conditionvar"):
        return all(holds(part, chosen) for part in condition)
    if name == "or":
        return any(holds(part, chosen) for part in condition)
    if name == "not":
        return not holds(condition[0], chosen)
    values = chosen.get(condition.get("respident"), set())
    if name == "varequal":
        return condition.text in values
    if name == "other":
        return True
    number, end = float(next(iter(values))), float(condition.text)
    return number >= end if name == "vargte" else number <= end


def score(item, chosen):
    total, shown = 0.0, []
    for condition in item.iterfind("q:resprocessing/q:respcondition", Q):
        if not holds(condition[0], chosen):
            continue
        shown += [d.get("linkrefid") for d in condition.iterfind("q:displayfeedback", Q)]
        for change in condition.iterfind("q:setvar", Q):
            total = float(change.text) + (total if change.get("action") == "Add" else 0)
        if condition.get("continue") == "No":
            break
    said = {
        f.get("ident"): plain("".join(f.itertext())) for f in item.iterfind("q:itemfeedback", Q)
    }
    return total, [said[ident] for ident in shown]


def test_each_option_is_as_right_in_qti_as_in_the_bank(in_qti):
    assert list(in_qti) == list(ITEMS)
    for item in of_kind("choice", "choices"):
        options = offered(item)
        right = {o.key for o in options if o.right}
        assert score(in_qti[item.id], {"response1": right})[0] == 100
        for option in options:
            points, said = score(in_qti[item.id], {"response1": {option.key}})
            assert (points == 100) == ({option.key} == right)
            assert words(option.why) in said or not option.why
        if item.kind == "choices":
            everything = {"response1": {o.key for o in options}}
            assert (score(in_qti[item.id], everything)[0] == 100) == (len(right) == len(options))


def test_numbers_and_pairs_score_in_qti(in_qti):
    for item in of_kind("number"):
        near = repr(item.value + item.tolerance * 0.99)
        assert score(in_qti[item.id], {"response1": {near}})[0] == 100
        assert score(in_qti[item.id], {"response1": {repr(item.value + 10**6)}})[0] == 0
        for value, why in item.slips:
            points, said = score(in_qti[item.id], {"response1": {repr(value)}})
            assert (points, plain(why) in said) == (0, True)
    for item in of_kind("pairs"):
        chosen = {f"response_{c.key}": {c.partner} for c in item.choices}
        assert score(in_qti[item.id], chosen)[0] == pytest.approx(100)
        first = f"response_{item.choices[0].key}"
        assert score(in_qti[item.id], chosen | {first: {"none"}})[0] < 100


def test_the_package_lists_every_file_that_it_holds_and_the_same_bytes_come_twice(package):
    manifest = ET.fromstring(package.read("imsmanifest.xml"))
    listed = {f.get("href") for f in manifest.iter(f"{{{qti.MANIFEST}}}file")}
    assert listed | {"imsmanifest.xml"} == set(package.namelist())
    text = package.read("questions/questions.xml").decode()
    used = re.findall(r"\$IMS-CC-FILEBASE\$/(images/[\w.-]+)", text)
    assert set(used) == {name for name in listed if name.startswith("images/")}
    assert qti.write(FOUND, "All") == qti.write(FOUND, "All")


# --- a lecturer's own -----------------------------------------------------------------------------

HARD = "a~b = #1 {c}: \\\\ <b>&amp; $x$ 한국 -> %50%\\u0007"


def own_file(folder, *questions):
    folder.mkdir(exist_ok=True)
    (folder / "mine.toml").write_text("\n".join(questions), "utf-8")
    return folder


def own_question(key, text="yes"):
    return (
        f'[[question]]\nid = "{key}"\nkind = "single"\nuse = "check"\nprompt = "{text}?"\n'
        f'[[question.option]]\nkey = "a"\ntext = "{text}"\nright = true\nwhy = "{text}"\n'
        '[[question.option]]\nkey = "b"\ntext = "no"\nwhy = "Look again."\n'
    )


def test_signs_with_a_meaning_come_through_each_format(tmp_path):
    found, _ = bank.sound(own_file(tmp_path / "own", own_question("hard", HARD)))
    made, _ = items(found.values(), own=True)
    wanted = found["hard"].options[0].text.replace("\x07", "")
    answer = ET.fromstring(moodle.write(made, "x")).find(".//answer")
    assert html.unescape(answer.findtext("text")) == wanted
    _, lines = read_gift(gift.write(made, "x"))["own-hard"]
    assert html.unescape(bare(lines[0][0] + "#" + lines[0][2])).startswith("=a~b = #1 {c}")
    package = zipfile.ZipFile(io.BytesIO(qti.write(made, "x")))
    label = ET.fromstring(package.read("questions/questions.xml")).find(".//q:response_label", Q)
    assert html.unescape("".join(label.itertext())) == wanted


def test_a_damaged_own_question_is_named_and_the_others_are_written(tmp_path, capsys):
    broken = own_question("bad").replace("right = true", 'right = "perhaps"')
    folder = own_file(tmp_path / "own", own_question("good"), broken)
    for form in ("moodle", "gift", "qti"):
        arguments = [form, "own", "--own", str(folder), "--into", str(tmp_path / "out")]
        assert main(arguments) == 1
        told = capsys.readouterr()
        assert "mine.toml, question bad" in told.err
        assert "right" in told.err
    text = (tmp_path / "out/questions-own.moodle.xml").read_text("utf-8")
    assert "own-good" in text
    assert "own-bad" not in text


def test_no_own_question_and_no_such_lesson_are_said(tmp_path, capsys):
    out = ["--into", str(tmp_path / "out")]
    assert main(["gift", "own", "--own", str(tmp_path / "none"), *out]) == 1
    assert "mine.toml" in capsys.readouterr().err
    assert main(["gift", "3", "12", *out]) == 2
    assert "12" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_only_the_lessons_that_are_named_are_written(tmp_path, capsys):
    assert main(["moodle", "3", "--into", str(tmp_path)]) == 0
    names = re.findall(r"<name>\s*<text>([^<]*)", next(tmp_path.iterdir()).read_text("utf-8"))
    assert names
    assert all(name.startswith("3.") for name in names)
    assert "3.18" in capsys.readouterr().out  # left out, and said


def test_own_questions_lie_where_no_page_and_no_commit_takes_them():
    ignored = subprocess.run(
        ["git", "check-ignore", OWN / "mine.toml"], cwd=ROOT, capture_output=True, check=False
    )
    assert ignored.returncode in (0, 128)  # 128: no repository, but an unpacked archive
    assert OWN.is_relative_to(ROOT / "work")
    assert bank.folder() != OWN


def test_a_question_about_rows_carries_them():
    item = ITEMS["4.15"]
    row = data.table("transfers").set_index("transfer_id").loc["T169"]
    assert str(row["claimant"]) in item.choices[0].text
