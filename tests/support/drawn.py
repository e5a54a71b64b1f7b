"""Look at a drawn page as a reader would: do its words overlap, are any cut off?"""

import re

from helpers import figures

SHARED = (2, 3)  # pixels, upright and across, that two texts may share


def crowded(height: float = figures.HEIGHT) -> list[str]:
    """Return what is wrong with the words of the page drawn last at this `height` in inches."""
    from matplotlib.text import Text

    page = figures.sheet(figures.WIDTH, height)
    renderer = page.canvas.get_renderer()
    boxes = []
    for text in page.findobj(Text):
        if text.get_visible() and text.get_text().strip() and _shown(text):
            boxes.append((text.get_text().strip(), text.get_window_extent(renderer)))
    width, tall = page.bbox.width, page.bbox.height
    problems = [
        f"'{words}' leaves the page"
        for words, box in boxes
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > tall
    ]
    for place, (words, box) in enumerate(boxes):
        for others, other in boxes[place + 1 :]:
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            upright = min(box.y1, other.y1) - max(box.y0, other.y0)
            if upright > SHARED[0] and across > SHARED[1]:
                problems.append(f"'{words}' and '{others}' overlap")
    return problems


def sound(figure, height: float = figures.HEIGHT, title: int = 70, alt: int = 70):
    """Assert what every chart has: words that keep apart, alt text, caption, sources, data.

    It must be the page drawn last; `title` is in letters and `alt` in words. Returns the figure.
    """
    assert crowded(height) == [], figure.title
    assert len(figure.title) <= title, f"a title over {title} letters: {figure.title}"
    words = [word for word in figure.alt.split() if re.search(r"\w", word)]
    counted = f"alt text of {len(words)} words, not 22 to {alt}: {figure.alt}"
    assert 22 <= len(words) <= alt, counted
    told = f"{figure.alt} {figure.caption} {figure.sentence}"
    # "None" opens a sentence of ours; within one it is what Python writes for a gap.
    assert not re.search(r"\b(nan|NaT)\b|<NA>|(?<!\. )\bNone\b", told), told
    assert figure.caption, "no caption"
    assert figure.source_ids, "no sources: does the frame keep its source_ids?"
    assert figure.as_of, "no as_of"
    assert len(figure.table.frame), "no data in its table"
    assert figure.table._repr_html_()
    return figure


def height_of(figure) -> float:
    """Height of a page in inches, as its picture has it."""
    _, _, width, height = map(float, re.search(r'viewBox="([^"]+)"', figure.svg)[1].split())
    return figures.WIDTH * height / width


def spoken(figure, height: float = figures.HEIGHT):
    """Assert that a page without data says so in a sentence that can be read."""
    assert figure.sentence
    assert figure.alt
    assert crowded(height) == [], figure.sentence


def complete(figure) -> list[str]:
    """Return what is wrong with the words of a page; one without data has a sentence instead."""
    if figure.table is None:
        assert figure.sentence
        return crowded()
    sound(figure)
    assert figure.caption.count(".") >= 2
    return []


def _shown(text) -> bool:
    """Leave out ticks that matplotlib keeps ready outside the axes' limits and never draws."""
    axis = next((a for a in _axes_of(text) if text in (*a.get_ticklabels(),)), None)
    if axis is None:
        return True
    low, high = sorted(axis.get_view_interval())
    places = dict(zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=False))
    return low <= places.get(text, low) <= high


def _axes_of(text):
    return (text.axes.xaxis, text.axes.yaxis) if text.axes is not None else ()
