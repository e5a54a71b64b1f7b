"""A page: its size, its exact colours, the same bytes each time, and no trace left behind."""

import hashlib
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib as mpl
import pytest
from PIL import Image

from helpers import figures

ROOT = Path(__file__).resolve().parents[2]


def some_page(title="A title", height=figures.HEIGHT):
    with figures.page(title, "what is counted", "how to read it", height) as page:
        ax = page.axes()
        ax.plot([1, 2, 3], [1, 3, 2], color=figures.INK)
        page.line([(1, 1), (2, 2)], color=figures.AXIS)
    return page


def file_of(**how):
    """The picture of `some_page` for a file."""
    with figures.for_files():
        return some_page(**how).png


def half_a_page():
    with figures.page("Half") as page:
        return page.axes() / 0


def picture(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


def colours_in(png):
    image = picture(png)
    return {f"#{r:02X}{g:02X}{b:02X}" for _, (r, g, b) in image.getcolors(image.width * 900)}


def test_a_page_is_1440_by_806_pixels():
    assert picture(file_of()).size == (1440, 806)
    assert some_page().png == b""


def test_a_board_may_be_taller():
    assert picture(file_of(height=figures.TALL)).size == (1440, 1180)


def test_the_picture_is_opaque_paper_with_a_frame_of_two_pixels():
    image = picture(file_of())
    assert image.getpixel((20, 700)) == (0xFB, 0xFA, 0xF7)
    edges = [(0, 400), (1439, 400), (700, 0), (700, 805)]
    assert {image.getpixel(place) for place in edges} == {(0xD9, 0xD6, 0xCE)}


def test_every_colour_of_the_style_is_in_the_picture_exactly():
    from matplotlib.patches import Rectangle

    colours = figures.style_colours()
    with figures.for_files(), figures.page("All colours") as page:
        ax = page.axes()
        ax.set_xlim(0, len(colours))
        ax.imshow([[0, 1], [2, 3]], cmap="gist_rainbow", extent=(0, 40, 0, 0.8), aspect="auto")
        for x, colour in enumerate(colours):  # small, beside very many other shades
            ax.add_patch(Rectangle((x, 0.9), 0.3, 0.02, facecolor=colour, linewidth=0))
        ax.images[0].set_interpolation("bilinear")
        ax.set_ylim(0, 1)
    assert set(colours) <= colours_in(page.png)


def test_a_palette_fitted_to_the_picture_would_be_seen():
    colours = figures.style_colours()
    image = Image.new("RGB", (1440, 806), figures.PAPER)
    for x, colour in enumerate(colours):
        image.paste(colour, (x * 4, 0, x * 4 + 3, 3))
    out = io.BytesIO()
    image.quantize(16).save(out, "PNG")
    assert not set(colours) <= colours_in(out.getvalue())


def test_the_palette_holds_the_style_first_and_at_most_256_shades():
    flat = figures._palette().getpalette()
    shades = [tuple(flat[i : i + 3]) for i in range(0, len(flat), 3)]
    style = [tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in figures.style_colours()]
    assert shades[: len(style)] == style
    assert len(style) < len(shades) <= 256


def test_another_ground_keeps_its_full_colours():
    with figures.for_files(), figures.page("Dark", paper="#16202B", ink="#F6D9A4") as page:
        page.axes().axhspan(0.2, 0.8, color="#123456")
    assert {"#16202B", "#123456"} <= colours_in(page.png)


def test_the_same_page_gives_the_same_bytes():
    first, file = some_page().svg, file_of()
    some_page("Something else in between")
    assert (some_page().svg, file_of()) == (first, file)


def test_a_fresh_process_gives_the_same_bytes_and_does_not_load_pyplot():
    program = (
        "import hashlib, sys\nfrom helpers.topics import actors\n"
        "print(hashlib.sha256(actors.draw_power().svg.encode()).hexdigest())\n"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    from helpers.topics import actors

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    digest, loaded = done.stdout.split()
    assert digest == hashlib.sha256(actors.draw_power().svg.encode()).hexdigest()
    assert loaded == "False"


def test_drawing_changes_no_setting_of_matplotlib():
    before = dict(mpl.rcParams)
    some_page()
    assert dict(mpl.rcParams) == before


def test_a_page_that_fails_changes_no_setting_and_spoils_no_later_page():
    before, good = dict(mpl.rcParams), some_page().svg
    with pytest.raises(TypeError):
        half_a_page()
    assert dict(mpl.rcParams) == before
    assert some_page().svg == good


def test_a_learners_own_settings_do_not_change_our_pages():
    good = some_page().svg
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "axes.facecolor": "red"}):
        assert some_page().svg == good


def test_one_sheet_a_size_is_kept_and_wiped():
    sheet = figures.sheet()
    some_page()
    assert figures.sheet() is sheet
    some_page("Second")
    assert len(sheet.axes) == 1
    assert [t.get_text() for t in sheet.texts] == ["Second", "what is counted", "how to read it"]
    assert figures.sheet(figures.WIDTH, figures.TALL) is not sheet


def test_margins_are_inches_from_the_edges():
    with figures.page("Margins") as page:
        ax = page.axes(left=2, right=1, top=1.4, bottom=0.7)
        text = page.text(5, 1.4, "here")
    assert isinstance(page, figures.Page)
    assert ax.get_position().bounds == pytest.approx((0.2, 0.125, 0.7, 0.625))
    assert text.get_position() == pytest.approx((0.5, 0.75))


def test_encode_gives_a_png():
    some_page()
    png = figures.encode(figures.sheet())
    assert png.startswith(b"\x89PNG\r\n")
    assert 5_000 < len(png) < 130_000


def test_a_message_stands_where_nothing_can_be_drawn():
    sentence = "Tick at least one treaty to see what it promises. " * 3
    shown = figures.message("No treaty is chosen", sentence)
    assert (shown.title, shown.alt, shown.sentence) == ("No treaty is chosen", sentence, sentence)
    lines = figures.sheet().texts[-1].get_text().splitlines()
    assert " ".join(lines) == sentence.strip()
    assert max(map(len, lines)) <= 72


def test_pages_drawn_on_two_threads_are_those_drawn_one_by_one():
    titles = [f"Title number {number}" for number in range(8)]
    alone = [some_page(title).svg for title in titles]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda title: some_page(title).svg, titles))
    assert together == alone


def test_a_field_has_places_and_no_scale():
    with figures.page("A title", "A subtitle") as page:
        ax = page.field((0, 8.5), (-6, 0), left=1, right=1, top=1.5, bottom=0.5)
        assert (ax.get_xlim(), ax.get_ylim()) == ((0, 8.5), (-6, 0))
        assert [*ax.get_xticks(), *ax.get_yticks()] == []
        assert not ax.axison
