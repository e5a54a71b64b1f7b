"""Lesson 3: promises, their strength, their years and words, and how far two coders agree."""

import math
import os

import pandas as pd
import pytest
from drawn import crowded, sound
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import data, figures, journal
from helpers.topics import treaties as topic

LEVELS = [1, 2, 3]
codes = st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)), min_size=1)


def provisions(*rows):
    """Rows of the table provisions from (treaty, article, obligation, strength, other, seen)."""
    columns = ["treaty_id", "article", "obligation", "strength", "alt_strength", "verified"]
    frame = pd.DataFrame(rows, columns=columns).assign(source_ids="un-charter")
    return frame.astype({"strength": "Int64", "alt_strength": "Int64", "verified": bool})


def strength(treaty, obligation="defence"):
    frame = topic.promises()
    own = frame[(frame["treaty_id"] == treaty) & (frame["obligation"] == obligation)]
    return [(row.low, row.strength, row.high) for row in own.itertuples()]


# --- promises ------------------------------------------------------------------------------------


def test_equal_clauses_of_one_treaty_are_one_promise_and_unequal_ones_two():
    frame = topic.promises(
        provisions(
            ("nato-1949", "5", "defence", 4, 5, True),
            ("nato-1949", "6", "defence", 4, 3, False),
            ("nato-1949", "7", "defence", 2, None, True),
            ("nato-1949", "8", "sanctions", 3, None, True),
            ("nato-1949", "9", "defence", None, None, True),
        )
    )
    found = [(r.strength, r.low, r.high, r.articles, r.seen) for r in frame.itertuples()]
    assert found == [(4, 3, 5, "5, 6", False), (2, 2, 2, "7", True)]


def test_an_article_that_was_not_seen_says_so():
    frame = topic.promises(provisions(("nato-1949", None, "defence", 4, None, False)))
    assert frame["articles"].tolist() == ["not seen"]


@pytest.mark.parametrize(
    ("treaty", "ends"),
    [
        ("ussr-dprk-1961", (5, 5, 5)),
        ("prc-dprk-1961", (5, 5, 5)),
        ("rus-dprk-2024", (4, 4, 5)),
        ("nato-1949", (4, 4, 5)),
        ("us-rok-1953", (3, 4, 4)),
        ("us-jpn-1960", (3, 4, 4)),
        ("csto-1992", (4, 5, 5)),
        ("rus-irn-2025", (0, 0, 0)),
        ("rus-prc-2001", (0, 0, 0)),
        ("rus-irn-2001", (0, 0, 0)),
        ("rus-dprk-2000", (0, 0, 0)),
    ],
)
def test_defence_is_as_strong_as_the_findings_say(treaty, ends):
    assert strength(treaty) == [ends]


def test_unequal_defence_clauses_stay_apart():
    assert len(strength("rus-blr-2024")) == 2


def test_the_two_treaties_with_iran_only_forbid_helping_the_aggressor():
    assert {s for _, s, _ in strength("rus-irn-2025", "neutrality")} == {3}
    assert {s for _, s, _ in strength("rus-irn-2001", "neutrality")} == {3}


def test_every_promise_lies_within_its_readings():
    frame = topic.promises()
    assert frame["obligation"].isin(topic.OBLIGATIONS).all()
    assert (frame["low"] <= frame["strength"]).all()
    assert (frame["strength"] <= frame["high"]).all()
    assert not frame.duplicated(["treaty_id", "obligation", "strength"]).any()


def test_atop_agrees_on_defence_wherever_both_speak():
    ours = topic.promises().query("obligation == 'defence'").groupby("treaty_id")["strength"].max()
    theirs = data.table("alliance_codes").dropna(subset="treaty_id").set_index("treaty_id")
    theirs = theirs["defense"].dropna()
    both = ours.index.intersection(theirs.index)
    assert len(both) == 11
    assert ((ours[both] >= 4) == (theirs[both] == 1)).all()


# --- names, pairs and years ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("short", "signed", "ended", "name"),
    [
        ("Russia-DPRK 2024", "2024-06-19", None, "Russia–DPRK 2024"),
        ("NATO", "1949-04-04", None, "NATO 1949"),
        ("USSR-China", "1950-02-14", "1980-04-11", "USSR–China 1950–80"),
        ("Old pact", "1990-01-01", "2003-05-05", "Old pact 1990–2003"),
        ("25-year plan", "2021-03-27", None, "25-year plan 2021"),
    ],
)
def test_a_treaty_is_named_with_its_years(short, signed, ended, name):
    row = {"short_name": short, "signed": pd.Timestamp(signed), "terminated": pd.Timestamp(ended)}
    assert topic.label(row) == name


def test_names_are_unique_and_short_enough_for_a_row():
    assert topic.named()["name"].is_unique
    assert topic.promises()["name"].str.len().max() <= 22


def test_pairs_do_not_hang_on_the_order_of_the_parties():
    frame = topic.named().set_index("treaty_id")
    assert frame.loc["rus-dprk-2024", "pair"] == "RUS;PRK"
    assert frame.loc["prc-irn-2021", "pair"] == "CHN;IRN"
    assert frame.loc["nato-1949", "pair"] == ""
    assert frame.loc["nato-1949", "among_four"] == False  # noqa: E712
    turned = data.table("treaties").head(3)
    turned["parties"] = turned["parties"].str.split(";").str[::-1].str.join(";")
    assert topic.named(turned)["pair"].tolist() == topic.named().head(3)["pair"].tolist()


def test_naming_changes_no_table():
    before = data.table("treaties")
    topic.named(before)
    assert "pair" not in before


def life(in_force, signed, terminated=None, kind="treaty"):
    """The table treaties with one row whose life is as given."""
    frame = data.table("treaties").head(1)
    days = {"in_force": in_force, "signed": signed, "terminated": terminated}
    for column, day in days.items():
        frame[column] = pd.to_datetime(pd.Series([day])).astype("datetime64[us]")
    frame["kind"] = kind
    return frame


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2001-03-04", False),
        ("2001-03-05", True),
        ("2009-12-31", True),
        ("2010-01-01", False),
        ("2010-01-02", False),
    ],
)
def test_the_day_of_entry_counts_and_the_day_of_the_end_does_not(day, counts):
    frame = life("2001-03-05", "2000-01-01", "2010-01-01")
    assert (len(topic.in_force(day, frame)) == 1) is counts


def test_a_year_of_entry_counts_from_the_signature_on():
    frame = life("2000-01-01", "2000-02-09")
    assert topic.in_force("2000-02-08", frame).empty
    assert len(topic.in_force("2000-02-09", frame)) == 1


def test_what_never_enters_into_force_is_never_in_force():
    assert topic.in_force("2020-01-01", life(None, "2000-01-01")).empty
    assert topic.in_force("2020-01-01", life("2000-01-01", "2000-01-01", kind="programme")).empty


@pytest.mark.parametrize(
    ("day", "helping"),
    [
        ("1949-12-31", []),
        ("1955-12-31", ["ussr-prc-1950"]),
        ("1961-09-09", ["ussr-prc-1950"]),
        ("1961-09-10", ["prc-dprk-1961", "ussr-dprk-1961", "ussr-prc-1950"]),
        ("1985-12-31", ["prc-dprk-1961", "ussr-dprk-1961"]),
        ("1998-12-31", ["prc-dprk-1961"]),
        ("2010-12-31", ["prc-dprk-1961"]),
        ("2023-12-31", ["prc-dprk-1961"]),
        ("2024-12-03", ["prc-dprk-1961"]),
        ("2024-12-04", ["prc-dprk-1961", "rus-dprk-2024"]),
        ("2025-12-31", ["prc-dprk-1961", "rus-dprk-2024"]),
    ],
)
def test_help_in_war_was_promised_by_these(day, helping):
    assert sorted(topic.help_promised(day)["treaty_id"]) == helping


def test_the_ladder_begins_with_help_in_force_and_then_goes_by_date():
    order = topic.ladder_order(topic.promises())
    assert order == [
        *("nato-1949", "anzus-1951", "us-rok-1953", "us-jpn-1960", "prc-dprk-1961"),
        *("csto-1992", "rus-dprk-2024", "rus-blr-2024"),  # help in force
        *("ussr-prc-1950", "ussr-dprk-1961"),  # help, ended
        *("rus-dprk-2000", "rus-irn-2001", "rus-prc-2001", "rus-irn-2025"),  # none
    ]


def test_the_strongest_promise_of_each_pair():
    frame = topic.pair_promises().set_index(["pair", "obligation"])
    assert len(frame) == 30
    korea = frame.loc[("RUS;PRK", "defence")]
    assert (korea["strength"], korea["high"], korea["treaties"]) == (4, 5, "Russia–DPRK 2024")
    assert frame.loc[("CHN;PRK", "defence"), "strength"] == 5
    assert pd.isna(frame.loc[("RUS;IRN", "defence"), "strength"])  # absent is no promise
    for pair in ("CHN;IRN", "IRN;PRK"):
        assert frame.loc[pair, "strength"].isna().all()
    earlier = topic.pair_promises("1970-01-01").set_index(["pair", "obligation"])
    assert earlier.loc[("RUS;PRK", "defence"), "treaties"] == "USSR–DPRK 1961–96"
    assert earlier.loc[("RUS;CHN", "defence"), "strength"] == 5


def test_counts_for_the_questions():
    assert topic.count_help_promised() == 2
    assert topic.count_ladder_treaties() == 8
    rows = data.table("provisions")
    assert topic.count_unseen() == 54
    assert len(rows) == 112
    assert topic.count_consultation_three() == 10
    assert topic.count_strength_three() == 27
    assert topic.count_consultation_rows() == 13
    unseen = topic.unseen_by_treaty()
    assert unseen.sum() == 54
    assert topic.most_unseen() == unseen.max() == unseen.iloc[0]
    assert unseen.is_monotonic_decreasing


# --- two coders ----------------------------------------------------------------------------------


def test_agreement_is_the_share_of_equal_codes():
    assert topic.agreement("aabb", "aaba") == 0.75
    assert topic.agreement(["x"], ["y"]) == 0


@pytest.mark.parametrize("lists", [([], []), ([1], [1, 2])])
@pytest.mark.parametrize("measure", [topic.agreement, topic.kappa])
def test_only_equally_long_lists_are_compared(measure, lists):
    with pytest.raises(ValueError, match="two equally long lists"):
        measure(*lists)


def test_kappa_of_a_table_worked_by_hand():
    # 20 both yes, 15 both no, 5 and 10 apart: seen 0.7, by chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert topic.kappa(first, second) == pytest.approx(0.4)


def test_a_near_miss_weighs_less_with_an_ordered_scale():
    # apart by 1 in one of four: 0.25; by chance 14/16. Unweighted: seen 3/4, by chance 5/16
    first, second = [1, 2, 3, 3], [1, 2, 2, 3]
    assert topic.kappa(first, second, LEVELS) == pytest.approx(1 - 0.25 / 0.875)
    assert topic.kappa(first, second) == pytest.approx((3 / 4 - 5 / 16) / (1 - 5 / 16))
    far = [1, 2, 1, 3]
    assert topic.kappa(first, far, LEVELS) < topic.kappa(first, second, LEVELS)


def test_opposite_codes_are_worse_than_chance():
    assert topic.kappa("ab", "ba") == -1


def test_without_variety_there_is_no_kappa():
    assert math.isnan(topic.kappa("aaa", "aaa"))
    assert math.isnan(topic.kappa([2, 2], [2, 2], LEVELS))
    assert topic.kappa("aaa", "aab") == 0


@settings(max_examples=150, deadline=None)
@given(codes, st.sampled_from([None, LEVELS]), st.randoms())
def test_kappa_is_symmetric_bounded_and_blind_to_order(pairs, levels, random):
    first, second = zip(*pairs, strict=True)
    found = topic.kappa(first, second, levels)
    assert found == topic.kappa(second, first, levels) or math.isnan(found)
    assert math.isnan(found) or -1 - 1e-9 <= found <= 1
    if first == second:
        assert math.isnan(found) or found == 1
    elif not math.isnan(found):
        assert found < 1
    shuffled = random.sample(pairs, len(pairs))
    again = topic.kappa(*zip(*shuffled, strict=True), levels)
    assert again == pytest.approx(found, nan_ok=True)


@settings(max_examples=100, deadline=None)
@given(codes)
def test_with_two_levels_weights_change_nothing(pairs):
    first, second = ([min(code, 2) for code in coder] for coder in zip(*pairs, strict=True))
    found = topic.kappa(first, second, [1, 2])
    assert found == pytest.approx(topic.kappa(first, second), nan_ok=True)


def test_two_boards_are_compared_on_the_clauses_that_both_coded():
    zero, one, five = (topic.STRENGTHS[n] for n in (0, 1, 5))
    first = {
        "a": {"Obligation": "defence", "Strength": five},
        "b": {"Obligation": "neutrality"},
        "c": {"Strength": zero},
        "d": {"Obligation": "defence"},
    }
    second = {
        "a": {"Obligation": "defence", "Strength": five},
        "b": {"Obligation": "defence", "Strength": one},
        "c": {"Strength": one},
    }
    found = topic.compare_coders(first, second)
    # a alike, b not: seen 1/2; by chance one of two second codes fits, for one of two: 1/2
    assert found["Obligation"] == {"items": 2, "agreement": 0.5, "kappa": 0}
    # apart by 0 and 1: 0.5 in the mean; by chance (0 + 4 + 5 + 1) / 4 = 2.5
    assert found["Strength"] == {"items": 2, "agreement": 0.5, "kappa": pytest.approx(0.8)}
    assert topic.compare_coders(first, {}) == topic.compare_coders({}, first) == {}


def test_our_own_codes_agree_with_themselves():
    found = topic.compare_coders(topic.reference_codes(), topic.reference_codes())
    assert {column: v["items"] for column, v in found.items()} == {"Obligation": 12, "Strength": 12}
    assert all(v["agreement"] == v["kappa"] == 1 for v in found.values())


def test_the_twelve_clauses_do_not_name_their_treaties_and_use_every_kind_of_code():
    frame = topic.clauses()
    assert tuple(frame["provision_id"]) == topic.CLAUSES
    assert len(set(topic.CLAUSES)) == 12
    parties = ("DPRK", "Korea", "KCNA", "Iran", "Russia", "China", "Belarus", "Japan", "States of")
    for name in ("NATO", "CSTO", "ANZUS", *parties):
        assert not frame["text"].str.contains(name).any(), name
    assert frame["strength"].nunique() >= 4
    assert frame["obligation"].nunique() >= 4
    assert frame["text"].str.contains("Promise: ").all()
    assert not frame["text"].str.contains(r"\.\.|nan|<NA>").any()


@pytest.fixture
def session(tmp_path, monkeypatch):
    """Return a function that begins a journal of its own."""

    def begin(name):
        monkeypatch.setenv("SANDS_JOURNAL", str(tmp_path / name))
        journal._session_of.cache_clear()

    begin("first")
    yield begin
    journal._session_of.cache_clear()


def exported(session, name, codes):
    session(name)
    journal.record("board", "3.clauses", {"pv073": {"Obligation": "other"}})
    journal.record("board", "3.clauses", codes)
    journal.record("board", "3.checklist", {"use": {"Verdict": "x"}})
    return journal.export(name)


def test_two_exports_are_compared(session, tmp_path):
    reference = topic.reference_codes()
    other = {item: dict(row) for item, row in reference.items()}
    for item in topic.CLAUSES[:3]:
        other[item]["Obligation"] = "trade"
    shown = topic.compare_files(
        exported(session, "ada", reference), exported(session, "ben", other)
    )
    rows = shown.frame.set_index("Compared")
    # 'trade' is no code that the board offers, so three clauses have no second code
    assert rows["Clauses"].to_dict() == {"Obligation": 9, "Strength": 12}
    assert rows.loc["Strength", "Coded alike, per cent"] == 100
    assert rows.loc["Strength", "Cohen's kappa"] == "1.00"


@pytest.mark.parametrize(
    "codes",
    [
        {},
        [],
        "codes",
        {"pv073": "defence"},
        {"pv073": {"Obligation": ["x"], "Strength": {"a": 1}}},
        {"pv073": {"Strength": "<script>", "Obligation": None}, "zz": {"Strength": 3}},
    ],
)
def test_an_export_with_odd_codes_does_no_harm(session, codes):
    odd = exported(session, "odd", codes)
    good = exported(session, "good", topic.reference_codes())
    shown = topic.compare_files(odd, good)
    assert shown.frame.iloc[0, 0] == "no clause was coded in both files"
    assert "not known" in repr(shown)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda place: place / "none.jsonl",
            "none.jsonl could not be read (there is no such file or folder).",
        ),
        (lambda place: place, "could not be read (it is a folder, not a file)."),
        (
            lambda place: fifo(place / "pipe"),
            "could not be read (it is a pipe or a device, not a file).",
        ),
        (lambda place: "/dev/zero", "could not be read (it is a pipe or a device, not a file)."),
        (lambda place: written(place / "huge", b"x" * (1 + journal.MAX_FILE)), "is too large"),
        (lambda place: written(place / "empty", b""), "empty holds no entries"),
        (lambda place: written(place / "thesis", b"Dear Sir,\n"), "thesis holds no entries"),
        (lambda place: "no\0path", "no path could not be read (that can be no name of a file)."),
        (lambda place: None, "None could not be read (that can be no name of a file)."),
        (lambda place: "", " could not be read"),
    ],
)
def test_a_file_that_cannot_be_compared_is_one_sentence(session, tmp_path, make, words):
    good = exported(session, "good", topic.reference_codes())
    bad = make(tmp_path)
    for pair in ((bad, good), (good, bad)):
        told = repr(topic.compare_files(*pair))
        assert words in told
        assert told.endswith("Name two files that were exported from these lessons.")


def fifo(path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    os.mkfifo(path)
    return path


def written(path, content):
    path.write_bytes(content)
    return path


def test_the_same_file_twice_and_a_copy_are_told(session, tmp_path):
    good = exported(session, "good", topic.reference_codes())
    copy = written(tmp_path / "copy.txt", good.read_bytes())
    for other in (good, str(good), copy):
        told = repr(topic.compare_files(good, other))
        assert told == "Both files hold the same entries. Name the exports of two learners."


def test_only_the_latest_board_counts():
    first, last = {"pv004": {"Obligation": "trade"}}, {"pv004": {"Obligation": "defence"}}
    entries = [{"kind": "board", "key": "3.clauses", "value": value} for value in (first, last)]
    assert topic.coded([*entries, {"kind": "board", "key": "3.x", "value": {}}]) == last
    assert topic.coded([]) == {}
    unknown = {"zz": {"Obligation": "defence"}, "pv004": {"Obligation": "theft"}}
    assert topic.coded([{"kind": "board", "key": "3.clauses", "value": unknown}]) == {}


def test_a_learner_sees_which_codes_are_the_same_or_defensible(session):
    reference = topic.reference_codes()
    frame = topic.clauses().set_index("provision_id")
    doubtful = frame.index[frame["alt_strength"].notna()][0]
    codes = {
        doubtful: {"Strength": topic.STRENGTHS[int(frame.loc[doubtful, "alt_strength"])]},
        "pv089": reference["pv089"],
    }
    table, summary = topic.read_codes(codes)
    rows = dict(zip(topic.CLAUSES, table.frame["Strength"], strict=True))
    assert rows.pop(doubtful) == "the defensible other reading"
    assert rows.pop("pv089") == "same"
    assert set(rows.values()) == {"not coded"}
    assert summary.frame["Clauses"].tolist() == [1, 2]
    assert len(topic.read_codes({})) == 1


def test_each_clause_stands_beside_our_code_with_its_text_and_our_reason(session):
    board = topic.code_clauses()
    table, _ = board.compared({"pv004": topic.reference_codes()["pv004"]})
    frame = topic.clauses()
    assert table.frame["What it says"].tolist() == frame["text"].tolist()
    assert table.frame["Why"].tolist() == frame["strength_reason"].tolist()
    assert not any(reason in board._static() for reason in frame["strength_reason"])


def test_the_board_of_clauses_can_be_filled_with_our_codes(session):
    board = topic.code_clauses()
    assert list(board.rows) == list(topic.CLAUSES)
    for row in topic.reference_codes().values():
        assert all(row[name] in board.columns[name] for name in board.columns)
    journal.record("board", "3.clauses", topic.reference_codes())
    assert board.filled == topic.reference_codes()


# --- wordings and clauses ------------------------------------------------------------------------


def test_words_that_differ_are_marked():
    assert topic.mark_differences("an armed attack", "an invasion") == (
        "an **armed attack**",
        "an **invasion**",
    )
    assert topic.mark_differences("Both states.", "both states") == ("Both states.", "both states")
    assert topic.mark_differences("a b", "a b c") == ("a b", "a b **c**")


words = st.lists(st.sampled_from(["attack", "war", "State,", "help", "the"]), max_size=8)


@settings(max_examples=150, deadline=None)
@given(words, words)
def test_without_the_marks_both_texts_come_back(first, second):
    a, b = " ".join(first), " ".join(second)
    marked = topic.mark_differences(a, b)
    assert tuple(text.replace("**", "") for text in marked) == (a, b)
    assert ("**" in "".join(marked)) == (a != b)


def test_the_eight_wordings_are_named_apart_and_shown_by_date():
    rows = data.table("article4_wordings")
    names = [topic.wording_name(row) for _, row in rows.iterrows()]
    assert len(set(names)) == 8
    assert all(
        name.endswith("†") != seen for name, seen in zip(names, rows["verified"], strict=True)
    )
    shown = topic.show_wordings()
    assert sorted(shown.frame["Text"]) == sorted(names)
    assert [name[-6:].strip(" †")[-4:] for name in shown.frame["Text"]] == sorted(
        str(day.year) for day in rows["date"]
    )


def test_a_wording_beside_itself_does_not_differ():
    shown = topic.compare_wordings("kcna-en", "kcna-en")
    assert shown.sentence.startswith("They do not differ.")
    assert "**" not in "".join(shown.frame.to_numpy().ravel())


def test_the_wire_summary_lacks_trigger_and_laws():
    shown = topic.compare_wordings("kcna-en", "reuters-en")
    assert "when does it apply" in shown.sentence
    assert "what limits it" in shown.sentence


def test_a_clause_is_shown_as_question_and_answer():
    shown = topic.show_clause("pv004")
    answers = dict(shown.frame.itertuples(index=False))
    assert shown.caption == "Russia–DPRK 2024, Article 4"
    assert answers["Strength, as coded"] == topic.STRENGTHS[4]
    assert answers["Other defensible strength"] == topic.STRENGTHS[5]


def test_two_treaties_stand_side_by_side():
    shown = topic.compare_treaties("rus-dprk-2024", "nato-1949")
    defence = shown.frame.set_index("Obligation").loc["Mutual defence"]
    assert defence["Russia–DPRK 2024"].startswith("4: Article 4; when: ")
    assert defence["NATO 1949"].startswith("4: Article 5")
    absent = topic.compare_treaties("rus-irn-2025", "rus-irn-2025").frame
    assert absent.iloc[0, 1] == "0: expected and absent"
    assert list(absent.columns[1:]) == ["Russia–Iran 2025", "Russia–Iran 2025 (again)"]


def test_the_checklist_shows_evidence_and_then_the_learners_verdicts():
    board = topic.fill_checklist()
    assert list(board.rows) == list(topic.CHECKLIST)
    bare = topic.show_checklist()
    assert list(bare.frame.columns) == ["Row", "NATO 1949", "Russia–DPRK 2024"]
    (shown,) = board.read({"use": {"Verdict": topic.BINDS[1]}})
    assert shown.frame["Your verdict"].tolist() == ["open"] * 4 + ["about the same"]
    assert not shown.frame.isna().any().any()


# --- pages and explorers -------------------------------------------------------------------------


def test_the_ladder_and_the_learners_guess():
    shown = sound(topic.draw_ladder(guess=3))
    assert shown.title == "Of eight treaties, two in force promise help in war"
    assert shown.caption.startswith("You predicted 3; the tables give 2. ")
    assert "NATO stands at 4 and Russia–DPRK 2024 at 4" in shown.caption
    assert "You predicted" not in topic.draw_ladder().caption
    colours = {figures.INK, figures.RANGE, figures.AXIS, figures.GRID, figures.NOTE}
    assert colours <= colours_in(shown.png)


def colours_in(png):
    import io

    from PIL import Image

    found = Image.open(io.BytesIO(png)).convert("RGB").getcolors(1440 * 1200)
    return {f"#{r:02X}{g:02X}{b:02X}" for _, (r, g, b) in found}


def test_reading_moves_nato_and_korea_together():
    def placed(reading):
        table = topic.draw_ladder(reading=reading).table.frame
        defence = table[table["Obligation"] == "Mutual defence"].set_index("Treaty")
        return defence["Strength (0–5)"][["NATO 1949", "Russia–DPRK 2024"]].tolist()

    assert [placed(reading) for reading in topic.READINGS] == [[4, 4], [5, 5], [4, 4]]


def test_every_setting_of_the_ladder_can_be_read():
    explorer = topic.explore_ladder()
    states = explorer.states()
    assert len(states) == 36
    for state in states:
        shown = explorer.show(**state)
        if state["four"] + state["compare"]:
            sound(shown)
            assert "Shown: " in shown.sentence
        else:
            assert crowded() == []
            assert shown.sentence == "Tick at least one treaty to see what it promises."


@pytest.mark.parametrize(
    ("year", "title"),
    [
        (1950, "1950: one treaty among the four promised help in war"),
        (1985, "1985: two treaties among the four promised help in war"),
        (1998, "1998: one treaty among the four promised help in war"),
        (2024, "2024: two treaties among the four promised help in war"),
        (2026, "2026: two treaties among the four promised help in war"),
    ],
)
def test_lifelines_of_a_year(year, title):
    shown = sound(topic.draw_lifelines(year))
    assert shown.title == title
    assert all(name in shown.sentence for name in topic.help_promised(f"{year}-12-31")["name"])


def test_lifelines_are_explored_from_1950_to_2026():
    explorer = topic.explore_lifelines()
    assert [state["year"] for state in explorer.states()] == [2026, 1950]


def test_pairs_and_practice_can_be_read():
    shown = sound(topic.draw_pairs())
    assert shown.title == "Two of six pairs promise help in war, two have no coded promise"
    practice = sound(topic.draw_practice())
    assert "Your order" not in practice.caption
    assert topic.draw_practice(topic.STEPS).caption.startswith("Your order is the recorded one.")
    wrong = topic.draw_practice(topic.STEPS[::-1])
    assert wrong.caption.startswith("Your order differs from the recorded one.")


def test_the_steps_of_practice_come_in_order_of_date():
    steps = topic.practice()
    assert steps["date"].is_monotonic_increasing
    korea = steps[steps["treaty_id"] == "rus-dprk-2024"]
    assert korea["kind"].tolist() == ["signed", "done", "in force", "cited", "cited"]
    assert korea["date_text"].tolist()[:3] == ["2024-06-19", "2024-10", "2024-12-04"]


def test_every_two_wordings_can_be_compared():
    explorer = topic.explore_wordings()
    states = explorer.states()
    assert len(states) == 64
    for state in states:
        shown = explorer.show(**state)
        assert len(shown.frame) == 3
        assert shown.sentence.startswith("They d")
        assert shown._repr_html_().count("<table>") == 1


def test_every_treaty_can_be_compared_with_itself_and_its_neighbour():
    explorer = topic.explore_pair()
    assert len(explorer.states()) == 14 * 14
    treaties = explorer.controls["first"].values
    for first, second in zip(treaties, treaties[1:] + treaties[:1], strict=True):
        for shown in (
            explorer.show(first=first, second=first),
            explorer.show(first=first, second=second),
        ):
            assert shown.frame.shape == (5, 3)
            assert shown.sentence.startswith("Same first strength")
            assert shown._repr_html_()


def test_two_marks_of_one_treaty_are_explained_where_they_are_drawn():
    words = "Russia–Belarus 2024 has two marks under mutual defence"
    assert topic.draw_ladder().caption.count(words) == 1
    frame = topic.promises()
    assert "two marks" not in topic.draw_ladder(frame[frame["among_four"]]).caption


def test_the_ranking_of_the_bug_hunt_and_its_repair():
    ranking = topic.show_ranking().frame
    assert len(ranking) == 8
    assert ranking["mean strength"].is_monotonic_decreasing
    assert topic.show_defence().frame["strength"].is_monotonic_decreasing
