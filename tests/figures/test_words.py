"""What stands beside a picture: alt text, caption, sources and table, safe and accessible."""

import importlib
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data, figures

# What JupyterLab's sanitiser keeps of ours; roles and aria attributes do not survive it.
KEPT = {"figure", "img", "figcaption", "details", "summary", "a", "br", "strong", "p"}
KEPT |= {"span"}  # around a sign that would open mathematics
KEPT |= {"table", "caption", "thead", "tbody", "tr", "th", "td"}
VOID = {"img", "br"}
# What HTML ends by itself: at the end tag of what holds it, or where its like begins.
UNENDED = {"thead", "tbody", "tr", "th", "td", "li"}
PICTURE = '<svg><text fill="#1e2530">100 % of A &amp; B, 北京</text></svg>'
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'text' </figure>"


class Reader(HTMLParser):
    """Reads HTML into tags, attributes and text, and checks that tags close in order.

    End tags that HTML can do without may be left out.
    """

    def __init__(self, source):
        super().__init__()
        self.tags, self.attributes, self.text, self.open = [], [], "", []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open[-1] != tag and self.open[-1] in UNENDED:
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def of(self, tag):
        return [attributes for name, attributes in self.attributes if name == tag]


def read(shown):
    found = Reader(shown._repr_html_())
    assert found.open == []
    return found


def figure(**changes):
    words = {
        "title": "A finding",
        "alt": "Russia 3, China 4; North Korea is missing.",
        "caption": "Three is less than four.",
        "svg": PICTURE,
        "source_ids": ("kcna-2024-06-20-treaty-en",),
        "table": figures.table(pd.DataFrame({"State": ["Russia"], "Count": [3]}), "Counts"),
        "as_of": "early 2026",
    }
    return figures.LessonFigure(**(words | changes))


# --- figures


def test_an_address_holds_a_picture_between_two_quotes_and_gives_it_back():
    drawn = '<svg x="1"><text>50 % &lt; 60 &amp; 70 #1 é</text></svg>'
    held = figures.address(drawn)
    assert not set('">&#') & set(held)
    assert Reader(f'<img src="{held}">').of("img")[0]["src"] == held
    assert unquote(held.removeprefix(figures.ADDRESS)).replace("'", '"') == drawn


def test_a_figure_carries_picture_alt_text_caption_sources_and_data():
    shown = read(figure())
    (image,) = shown.of("img")
    assert image["alt"] == "Russia 3, China 4; North Korea is missing."
    assert image["width"] == "960"
    kind, content = image["src"].split(",", 1)
    assert (kind, unquote(content).replace("'", '"')) == ("data:image/svg+xml", PICTURE)
    assert "Three is less than four. Data to early 2026." in shown.text
    assert "The data as a table (1 row)" in shown.text
    rows = data.table("sources").set_index("source_id")
    assert [a["href"] for a in shown.of("a")] == [rows.loc["kcna-2024-06-20-treaty-en", "url"]]
    assert shown.tags.index("img") < shown.tags.index("figcaption") < shown.tags.index("details")


def test_a_figure_keeps_to_what_a_sanitiser_keeps():
    shown = read(figure())
    assert set(shown.tags) <= KEPT
    names = {name for _, attributes in shown.attributes for name in attributes}
    assert not [n for n in names if n == "role" or n.startswith(("aria-", "on"))]


def test_a_figure_without_table_and_sources_says_nothing_of_them():
    shown = read(figure(table=None, source_ids=(), as_of=""))
    assert set(shown.tags) == {"figure", "img", "figcaption"}
    assert shown.text == "Three is less than four."


def test_three_sources_stand_open_and_the_others_are_folded():
    ids = tuple(data.table("sources").query("address == 'publisher'")["source_id"].head(40))
    assert len(ids) == 40
    few, many = (read(figure(source_ids=ids[:n], table=None)) for n in (4, 40))
    assert "details" not in few.tags
    assert "and 37 more sources" in many.text
    assert "and 17 more" in many.text.partition("and 37 more sources")[2]
    assert many.tags[: many.tags.index("details")].count("a") == 3


def test_more_rows_are_counted():
    table = figures.table(pd.DataFrame({"State": ["A", "B"]}), "Two")
    assert "The data as a table (2 rows)" in read(figure(table=table)).text


def test_no_text_of_a_figure_becomes_markup():
    table = figures.table(pd.DataFrame({HOSTILE: [HOSTILE], "b" + HOSTILE: [HOSTILE]}), HOSTILE)
    shown = read(figure(title=HOSTILE, alt=HOSTILE, caption=HOSTILE, as_of=HOSTILE, table=table))
    assert "script" not in shown.tags
    assert shown.of("img")[0]["alt"] == HOSTILE
    assert shown.text.count(HOSTILE) == 7  # caption, date, table caption, two heads, two cells


def test_a_figure_reads_as_title_and_alt_text():
    assert repr(figure()) == "Figure: A finding\nRussia 3, China 4; North Korea is missing."


def test_a_page_becomes_a_figure_with_its_sources():
    with figures.page("From a page") as page:
        page.axes()
    frame = data.table("treaties").head(1)
    shown = page.figure("alt", "caption", [frame], sentence="now", as_of="2026")
    assert shown.source_ids == tuple(data.sources_of(frame))
    assert (shown.title, shown.svg, shown.sentence) == ("From a page", page.svg, "now")


def test_no_bracket_stands_in_the_address_of_a_saved_picture():
    (image,) = re.findall("<img[^>]*>", figure(table=None)._repr_html_())
    assert image.endswith('">')


def test_a_saved_picture_stands_inline_where_marks_can_answer():
    html = figures.answering(f"<p>before</p>{figure()._repr_html_()}")
    assert html.startswith("<p>before</p><figure")
    assert '<text fill="#1e2530">100 % of A &amp; B, 北京</text>' in html
    assert 'role="img" aria-label="Russia 3, China 4; North Korea is missing."' in html
    assert "<img" not in html


def test_the_pictures_of_a_saved_page_can_be_taken_out():
    html = figure()._repr_html_() + figure(svg="<svg>2</svg>")._repr_html_()
    assert figures.saved_pictures(html) == [PICTURE, "<svg>2</svg>"]


def test_a_live_figure_says_the_same_as_a_saved_one():
    saved, live = read(figure()), Reader(figure().live())
    style = figures.marks.STYLE.partition(">")[2].removesuffix("</style>")
    assert live.text.replace(style, "") == "100 % of A & B, 北京" + saved.text


def test_a_figure_whose_marks_answer_is_live_only_in_a_kernel(monkeypatch):
    shown = figure(keys=("events:ev045",))
    monkeypatch.delitem(figures.sys.modules, "ipykernel", raising=False)
    assert set(shown._repr_mimebundle_()) == {"text/plain", "text/html"}
    importlib.import_module("ipykernel")
    bundle = shown._repr_mimebundle_()
    assert bundle["text/html"] == shown._repr_html_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"]


# --- tables


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567, "1,234,567"),
        (-1200, "−1,200"),
        (3.0, "3"),
        (0.12345, "0.1235"),
        (-0.5, "−0.5"),
        (12345.6, "12,346"),
        (True, "yes"),
        (False, "no"),
        (np.bool_(True), "yes"),
        (np.int64(7), "7"),
        (np.float64("nan"), "not known"),
        (float("inf"), "inf"),
        (None, "not known"),
        (pd.NA, "not known"),
        (pd.NaT, "not known"),
        ("", "not known"),
        ("A-B", "A-B"),
        (pd.Timestamp("2024-06-19"), "2024-06-19"),
        (["a"], "['a']"),
    ],
)
def test_a_cell_is_written_as_a_reader_expects_it(value, text):
    assert figures.words(value) == text


@settings(max_examples=200, deadline=None)
@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates())
def test_whatever_stands_in_a_cell_can_be_written(value):
    assert figures.words(value)


def test_no_number_of_a_table_is_written_with_an_exponent():
    for exponent in range(-3, 15):
        assert "e" not in figures.words(1.23456 * 10.0**exponent)


def frame(rows=3):
    return pd.DataFrame(
        {
            "Name": [f"row {n}" for n in range(rows)],
            "Year": [2020 + n for n in range(rows)],
            "Count": pd.array([1000 * n or None for n in range(rows)], dtype="Int64"),
            "Sure": [n % 2 == 0 for n in range(rows)],
            "Since": pd.to_datetime(["2024-01-02"] * rows),
        }
    )


def test_a_table_has_a_caption_and_header_cells_with_scope():
    shown = read(figures.table(frame(), "Three rows"))
    assert shown.tags[:2] == ["table", "caption"]
    scopes = [cell["scope"] for cell in shown.of("th")]
    assert scopes == ["col"] * 5 + ["row"] * 3
    assert "td" in shown.tags
    assert shown.text.startswith("Three rowsNameYearCountSureSince")


def test_numbers_stand_right_and_words_left():
    shown = read(figures.table(frame(1), "One row"))
    sides = [cell["style"].removeprefix("text-align:") for cell in shown.of("th")[:5]]
    assert sides == ["left", "right", "right", "left", "left"]
    cells = [cell["style"].removeprefix("text-align:") for cell in shown.of("td")]
    assert cells == ["right", "right", "left", "left"]


def test_a_nullable_truth_value_is_a_word():
    table = figures.table(
        pd.DataFrame({"N": ["a", "b"], "T": pd.array([True, None], dtype="boolean")}), "c"
    )
    assert repr(table) == "c\nN | T\na | yes\nb | not known"
    assert {cell["style"] for cell in read(table).of("td")} == {"text-align:left"}


def test_gaps_stand_in_words_years_without_commas_and_dates_in_full():
    lines = repr(figures.table(frame(3), "Three rows")).splitlines()
    assert lines == [
        "Three rows",
        "Name | Year | Count | Sure | Since",
        "row 0 | 2020 | not known | yes | 2024-01-02",
        "row 1 | 2021 | 1,000 | no | 2024-01-02",
        "row 2 | 2022 | 2,000 | yes | 2024-01-02",
    ]


def test_other_columns_can_go_without_commas():
    shown = figures.table(pd.DataFrame({"a": ["x"], "Born": [1950]}), "c", plain=("born",))
    assert "x | 1950" in repr(shown)


def test_rows_over_the_limit_are_folded():
    whole = read(figures.table(frame(12), "Twelve"))
    assert "details" not in whole.tags
    folded = read(figures.table(frame(15), "Fifteen"))
    assert "3 more rows" in folded.text
    assert "Fifteen, continued" in folded.text
    assert folded.tags.index("details") > folded.tags.index("td")
    assert folded.tags[folded.tags.index("details") :].count("tr") == 4
    assert "1 more row<" in figures.table(frame(13), "x")._repr_html_()
    assert figures.table(frame(15), "x", limit=15)._repr_html_().count("<tr>") == 16


def test_words_between_asterisks_are_bold_and_nothing_else_is():
    assert figures.bold("**a** *b* <i>") == "<strong>a</strong> *b* &lt;i&gt;"
    shown = figures.table(pd.DataFrame({"a": ["x"], "b": ["an **armed** <b>attack</b> 2*3"]}), "c")
    html = shown._repr_html_()
    assert "an <strong>armed</strong> &lt;b&gt;attack&lt;/b&gt; 2*3" in html


def test_a_table_without_rows_still_has_its_head():
    shown = read(figures.table(frame(0), "Nothing"))
    assert len(shown.of("th")) == 5
    assert "td" not in shown.tags


def test_a_table_forgets_the_index_of_its_frame():
    table = figures.table(frame(3).iloc[::-1], "c", sentence="said")
    assert isinstance(table, figures.LessonTable)
    assert list(table.frame.index) == [0, 1, 2]
    assert table.sentence == "said"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4), st.text(max_size=20))
def test_no_text_of_a_table_becomes_markup(cells, caption):
    found = Reader(figures.table(pd.DataFrame({"a": cells, "b": cells}), caption)._repr_html_())
    assert set(found.tags) <= KEPT
    assert found.open == []


def test_the_style_of_controls_names_no_colour_without_its_theme():
    for rule in re.findall(r"[{;]color:([^;}]*)", figures.CONTROLS):
        assert rule.startswith("var(--jp-")


@pytest.mark.parametrize(
    ("words", "attribute"),
    [("Aligned?", ""), ("北京", ""), ("یک آزمون", ' dir="auto"'), ("he said שלום", ' dir="auto"')],
)
def test_words_from_right_to_left_take_their_own_direction(words, attribute):
    assert figures.dir_auto(words) == attribute
    assert figures.shorten("one two three four", 9).endswith("…")
