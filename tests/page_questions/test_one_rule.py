"""One rule judges in a lesson and in a page: the same answers hear the same words in both."""

import itertools
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from helpers import bank, judging, numbers, page_questions, questions, wording

HELPERS = Path(page_questions.__file__).parent
WRITTEN = """80%|0,65|4.9 million|1'200|−3|1/2|2 ½|½|four|twenty-five|two thirds|half|a third|~7
about 50|1,200|1.200|55.000|12,5|1e6|20k|174 of 192|4 out of 10|three in four|10-20|5 or 6|<5|5 ± 1
over 100|abc|  |12 treaties|1 treaty|in 2014|2014 AD|40th|#3|rank 2|place 5|1st|3.|7 per cent|.5|5.
0.5 per cent|1 200|1 200|1’200|12,34,567|1.234.567,8|1,234.5|٣|۲۵|३|८०%|𝟗|十|²|①|−0|-0|+5|1e400
99999999999999999999|NaN|inf|0.0|1/0|0/3|3/4%|a|an|none|nil|hundred|a hundred|two hundred|4.9 mn
5 million rounds|4,900,000 rounds|4.9|4900000|6,700 containers|“80”|80!|80 %.|maybe 3|I think 12
between 3 and 5|0.875|7/8|87.5%|share 0.4|0.4 share|1.5|150%|-20%|100|0|1|2|3|5|7|12|20|50|0.1|0.01
1900|2022|2101|1899|2022.5|3.7|3,7|1.000|1,000|999.999|0,333|33,3 %|1234567|0.00005|1e-7|5,000,000
<script>alert(1)</script>|{n}|[x] y|الجواب|答案 3|x y z x y z x y z x y z x y z x y z x y z x y"""
WRITTEN = WRITTEN.replace("\n", "|").split("|")


def by_number(q, dice):
    expected = bank.resolve(q.expected)
    found = [*WRITTEN, *(round(dice.uniform(0, 200), dice.randint(0, 4)) for _ in range(30))]
    if expected is None:
        return found
    at = float(expected)
    for part in (1, 1.01, 0.99, 1.04, 0.96, 1.2, 0.8, 1.6, 0.6, 2.5, 8, 20, 200, 2000, 1e-3, 0.05):
        found += [at * part, f"{at * part:.4g}", f"{at * part:.2f}", round(at * part)]
    for slip in q.slips:
        value = bank.resolve(slip["value"])
        found += [float(value), str(value)]
    return [*found, at + 1, at - 1, at + 3, -at]


def by_series(q, dice):
    asked, found = [o.key for o in q.options[q.given :]], judging.points(q)
    low, high = judging.limits(q)
    drawn = [{key: round(dice.uniform(low, high)) for key in asked} for _ in range(20)]
    drawn += [{key: dice.choice(WRITTEN) for key in asked} for _ in range(20)]
    for part in (1, 1.05, 0.9, 1.5, 3):
        drawn.append({key: f"{found[key] * part:.0f}" for key in asked})
    return [*drawn, {key: found[key] for key in asked}, {asked[0]: "3"}]


def answers_to(q, dice):
    """Answers to a question: right, wrong, odd, and of another shape."""
    keys = [o.key for o in q.options]
    partners = [p.key for p in q.partners]
    odd = [None, "", [], {}]
    if q.kind == "single":
        return [*odd, *keys, "nope"]
    if q.kind == "multiple":
        sets = (itertools.combinations(keys, n) for n in range(len(keys) + 1))
        return [*odd, *map(list, itertools.chain(*sets)), ["nope"], "x"]
    if q.kind == "order":
        return [*odd, *(dice.sample(keys, len(keys)) for _ in range(12)), keys, keys[:-1]]
    if q.kind == "match":
        paired = [{key: dice.choice([*partners, ""]) for key in keys} for _ in range(12)]
        return [*odd, *paired, {o.key: o.goes_with for o in q.options}, {"nope": "x"}]
    if q.kind == "two-tier":
        both = [{"answer": a, "reason": b} for a in keys for b in partners]
        return [*odd, *both, {"answer": keys[0]}, {"reason": partners[0]}]
    if q.kind == "range":
        ends = [[dice.choice(WRITTEN), dice.choice(WRITTEN)] for _ in range(60)]
        return [*odd, *ends, ["10", "30"], ["30", "10"], ["20", "20"], [5, 60], ["5"]]
    if q.kind in ("number", "probability"):
        return odd + by_number(q, dice)
    if q.kind == "series":
        return odd + by_series(q, dice)
    return [*odd, "words of mine", "  ", 5]


def heard(q, value):
    """What a learner hears in a lesson, and what the journal keeps."""
    told = judging.judge(q, value)
    kept = told.sign not in ("unread", "open")
    return {
        "correct": told.correct,
        "words": told.words,
        "sign": told.sign,
        "look": told.sign in ("not-yet", "close"),
        "kept": questions._as_kept(q, value) if kept else None,
    }


IN_A_PAGE = """([q, values]) => values.map((value) => {
  const told = sands.judge(q, value);
  const kept = !["unread", "open"].includes(told.sign);
  return { ...told, kept: kept ? sands.asKept(q, value) : null };
})"""


@pytest.fixture(scope="module")
def blank(browser):
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def script(blank):
    """An empty page with the scripts that judge, and the words of the language that is spoken."""
    page = blank.new_page()
    facts = json.dumps(page_questions.spoken()).replace("</", "<\\/")
    texts = (
        (HELPERS / f"{name}.js").read_text("utf-8") for name in ("wording", "numbers", "judging")
    )
    data = f'<script id="sands-facts" type="application/json">{facts}</script>'
    page.set_content(f"<title>x</title>{data}<script>{''.join(texts)}</script>")
    yield page
    page.close()


def computed(question):
    """A question with all that is computed for it computed once."""
    q = bank.worded(question)
    slips = tuple(slip | {"value": bank.resolve(slip["value"])} for slip in q.slips)
    least, most = (
        judging.limits(q) if q.kind in ("number", "range", "series") else (q.least, q.most)
    )
    ends = {} if judging.asks_share(q) else {"least": least, "most": most}
    return replace(q, expected=bank.resolve(q.expected), slips=slips, **ends)


def compared(script, asked, seed):
    dice, count = random.Random(seed), 0
    for q in map(computed, asked):
        values = answers_to(q, dice)
        told = script.evaluate(IN_A_PAGE, [page_questions.facts(q), values])
        for value, one in zip(values, told, strict=True):
            assert one == heard(q, value), (q.id, value)
        count += len(values)
    return count


def judged(lesson=""):
    return [
        q
        for q in bank.bank().values()
        if q.kind not in ("code", "chart") and q.id.startswith(lesson)
    ]


def test_every_question_is_judged_in_a_page_as_in_a_lesson(script):
    assert {q.kind for q in judged()} >= {"series", "range", "two-tier", "match", "order", "text"}
    assert compared(script, judged(), 7) > 5000


def test_a_probability_is_judged_alike(script):
    q = bank.Question("1.99", "probability", "check", "How likely?", why="Nobody knows.")
    assert compared(script, [q], 1) > 100


def test_a_question_in_another_language_is_judged_alike(script, monkeypatch):
    pytest.importorskip("babel")
    with wording.speaking("de"):
        script.evaluate("(facts) => { sands.facts = facts }", page_questions.spoken())
        assert "Verträge" in page_questions.question("3.7").html
        assert compared(script, judged("3."), 5) > 200


def test_numbers_are_read_and_said_alike(script):
    """Also where half of a last digit is to be rounded: Python goes to the even one."""
    dice = random.Random(3)
    some = [dice.uniform(-1, 1) * 10 ** dice.randint(-12, 17) for _ in range(600)]
    some += [0.5, 1.5, 2.5, 0.125, 1234.5, 2234.5, 12345.5, 0.00012345, 999.95, 99995, 1e15, -0.5]
    units = ["", "per cent", "treaties", "year", "place", "share from 0 to 1", "million rounds"]
    values = [[number, dice.choice(some), unit] for number in some for unit in units]
    values = [[a, b, u] for a, b, u in values if u != "year" or abs(a) < 1e15]
    told = script.evaluate(
        """(values) => values.map(([a, b, u]) =>
          [sands.plain(a), sands.counted(a, u), sands.apart(a, b, u), sands.too(a, b, u)])""",
        values,
    )
    for (a, b, unit), one in zip(values, told, strict=True):
        said = [f(a, b, unit) for f in (numbers.apart, numbers.too)]
        assert one == [numbers.plain(a), numbers.counted(a, unit), *said], (a, b, unit)


def test_a_rule_that_is_broken_in_the_page_is_seen(script):
    script.evaluate("sands.read = () => ({ number: 3, scale: 1 })")
    with pytest.raises(AssertionError):
        compared(script, judged("3."), 7)
