"""Pictures as text: matplotlib draws, and a pen writes SVG that is short and always alike.

Text stays text, a colour stays one attribute, places are rounded to a tenth of a pixel, and there
is no id that could clash with one of another picture. A mark that stands for rows of a table
carries their key as `data-row`. A style at the end gives every colour its counterpart for a dark
page.
"""

from __future__ import annotations

import base64
import functools
import io
import re
from html import escape

from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

FONTS = "DejaVu Sans,Verdana,sans-serif"  # Verdana has nearly the widths of DejaVu Sans
ALONE = ' style="color-scheme:light dark"'  # a picture in <img> asks its element for the theme
PAPER_LIGHT, PAPER_DARK = 0.955, 0.009  # luminance of our paper, and of the paper in the dark


def picture(figure, dpi: float) -> tuple[str, tuple]:
    """Draw a matplotlib `figure`; return its `<svg>` and the keys of the rows that it shows."""
    wide, high = figure.get_size_inches()
    pen = _Pen(round(wide * dpi), round(high * dpi), dpi)
    figure.draw(pen)
    return pen.svg(), tuple(pen.keys)


class _Pen(RendererBase):
    """What matplotlib draws on; `svg()` gives the picture, `keys` the rows that it shows.

    `width` and `height` are pixels at `dpi`. An artist's gid may be `_Keys`; each mark that the
    artist draws then carries the key at its place.
    """

    def __init__(self, width: float, height: float, dpi: float):
        super().__init__()
        self.width, self.height, self.dpi = width, height, dpi
        self.keys: dict[str, None] = {}
        self._items: list[tuple] = []  # (style, key, clip, kind, content)
        self._open: list = []
        self._flip = Affine2D().scale(1, -1).translate(0, height)

    # --- what matplotlib calls --------------------------------------------------------------

    def get_canvas_width_height(self):
        """Return the size in pixels."""
        return self.width, self.height

    def points_to_pixels(self, points):
        """Return points as pixels."""
        return points * self.dpi / 72

    def get_text_width_height_descent(self, s, prop, ismath):
        """Measure one line in pixels; the same words in the same type are measured once."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return _measured(s, prop.copy(), self.dpi)  # a copy, since who gave it may change it

    def open_group(self, s, gid=None):
        """Begin an artist; its gid says which rows its marks are."""
        self._open.append(gid if isinstance(gid, _Keys) else None)

    def close_group(self, s):
        """End an artist."""
        self._open.pop()

    def draw_path(self, gc, path, transform, face=None):
        """Draw one path."""
        self._path(gc, path, transform, face, self._key(0))

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, face=None):
        """Draw one marker at each vertex; a collection of one shape comes this way too."""
        if round_one := marker_path is Path.unit_circle():
            radius = marker_trans.transform([(1, 0)])[0][0]
            box, body = (-radius, -radius, radius, radius), _circle(radius)
        else:
            box, body = _written(marker_path, marker_trans + Affine2D().scale(1, -1), True)
        style = self._style(gc, face)
        for place, (vertices, _) in enumerate(path.iter_segments(trans, simplify=False)):
            x, y = float(vertices[-2]), self.height - float(vertices[-1])
            seen, clip = self._cut(gc, (box[0] + x, box[1] + y, box[2] + x, box[3] + y))
            if seen and round_one and (key := self._key(place)) is not None:
                at = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(abs(radius))}"'
                self._add(style, key, clip, "circle", at)
            elif seen:
                d = f"M{_number(x)}{_next(y)}{body}"
                self._add(style, self._key(place), clip, "path", d)

    def draw_path_collection(self, gc, master_transform, paths, all_transforms, *places, **hatches):
        """Draw paths that differ in place and colour; an older matplotlib tells no `hatches`."""
        offsets, offset_trans, faces, edges, widths, dashes, smooth, urls, position = places
        found = list(self._iter_collection_raw_paths(master_transform, paths, all_transforms))
        looks = (faces, edges, widths, dashes, smooth, urls, position)
        drawn = self._iter_collection(gc, found, offsets, offset_trans, *looks, **hatches)
        for place, (x, y, (path, transform), own, face) in enumerate(drawn):
            if x or y:
                transform = transform.frozen().translate(x, y)
            self._path(own, path, transform, face, self._key(place))

    def draw_image(self, gc, x, y, im, transform=None):
        """Draw an image of pixels."""
        from PIL import Image

        out = io.BytesIO()
        Image.fromarray(im[::-1]).save(out, "PNG", optimize=True)
        tall, wide = im.shape[:2]
        href = f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
        place = f'x="{_number(x)}" y="{_number(self.height - y - tall)}"'
        size = f'width="{_number(wide)}" height="{_number(tall)}"'
        self._items.append(("", None, None, "image", f'<image {place} {size} href="{href}"/>'))

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        """Write one line; it keeps the side on which it was aligned, whatever the font's width."""
        side = mtext.get_horizontalalignment() if mtext is not None else "left"
        if side != "left":
            from math import cos, radians, sin

            wide = self.get_text_width_height_descent(s, prop, False)[0]
            wide = wide if side == "right" else wide / 2
            x, y = x + wide * cos(radians(angle)), y - wide * sin(radians(angle))
        style = f'fill="{_colour(gc.get_rgb())}" font-size="{_number(self._size(prop))}"'
        if prop.get_weight() in ("bold", "semibold", 700, 600):
            style += ' font-weight="bold"'
        if prop.get_style() in ("italic", "oblique"):
            style += ' font-style="italic"'
        if side != "left":
            style += f' text-anchor="{"end" if side == "right" else "middle"}"'
        if (alpha := gc.get_alpha()) not in (None, 1):
            style += f' opacity="{alpha:.3g}"'
        place = f'x="{_number(x)}" y="{_number(y)}"'
        if angle:
            place += f' transform="rotate({_number(-angle)} {_number(x)} {_number(y)})"'
        # A dollar sign on its own: between two of them JupyterLab would set mathematics.
        words = escape(s).replace("$", "<tspan>$</tspan>")
        self._add(style, self._key(0), None, "text", (place, words))

    # --- what was drawn ---------------------------------------------------------------------

    def svg(self) -> str:
        """Return the picture as an `<svg>` element."""
        body, at = "", 0
        while at < len(self._items):
            style, _, clip, kind, content = self._items[at]
            end = at
            while (
                end < len(self._items)
                and self._items[end][0::2][:2] == (style, clip)
                and (self._items[end][3] == kind)
            ):
                end += 1
            body += content if kind == "image" else _group(self._items[at:end])
            at = at + 1 if kind == "image" else end
        size = f'viewBox="0 0 {_number(self.width)} {_number(self.height)}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="sands-picture" {size}{ALONE} '
            f'fill="none" stroke-linejoin="round" font-family="{FONTS}">'
            f"{body}{_theme(body)}</svg>"
        )

    def _add(self, style, key, clip, kind, content):
        if key is not None:
            self.keys[key] = None
        self._items.append((style, key, clip, kind, content))

    def _key(self, place):
        keys = next((keys for keys in reversed(self._open) if keys is not None), None)
        return None if keys is None else keys[min(place, len(keys) - 1)]

    def _size(self, prop):
        return self.points_to_pixels(prop.get_size_in_points())

    def _path(self, gc, path, transform, face, key):
        (left, low, right, high), d = _written(path, transform + self._flip)
        style = self._style(gc, face)
        seen, clip = self._cut(gc, (left, low, right, high))
        if not d or not seen or (not style and not gc.get_hatch()):
            return
        self._add(style, key, clip, "path", d)
        if gc.get_hatch():
            self._hatch(gc, (left, low, right - left, high - low), key)

    def _cut(self, gc, box) -> tuple[bool, tuple | None]:
        """Say whether something in a box is seen, and return where its axes cut it, if they do."""
        edge, (left, low, right, high) = gc.get_clip_rectangle(), box
        if edge is None:
            return True, None
        top, bottom = self.height - edge.y1, self.height - edge.y0
        if right < edge.x0 or left > edge.x1 or high < top or low > bottom:
            return False, None
        inside = left >= edge.x0 - 1 and right <= edge.x1 + 1 and low >= top - 1
        whole = inside and high <= bottom + 1
        return True, None if whole else (edge.x0, top, edge.width, edge.height)

    def _hatch(self, gc, box, key):
        """Lay the tiles of a hatch over a box, such as a bar; tiles of matplotlib are an inch."""
        left, top, wide, high = box
        tile, lines = gc.get_hatch_path(), []
        for across in range(int(wide // self.dpi) + 1):
            for down in range(int(high // self.dpi) + 1):
                place = Affine2D().scale(self.dpi, self.dpi)
                place = place.translate(left + across * self.dpi, top + down * self.dpi)
                lines.append(_written(tile, Affine2D().scale(1, -1).translate(0, 1) + place)[1])
        width = self.points_to_pixels(gc.get_hatch_linewidth())
        style = f'stroke="{_colour(gc.get_hatch_color())}" stroke-width="{_number(width)}"'
        self._add(style, key, (left, top, wide, high), "path", "".join(lines))

    def _style(self, gc, face):
        style, alpha = "", gc.get_alpha() if gc.get_forced_alpha() else None
        if face is not None and (opaque := _opacity(face, alpha)):
            style = f'fill="{_colour(face)}"'
            if opaque != 1:
                style += f' fill-opacity="{opaque:.3g}"'
        edge, width = gc.get_rgb(), gc.get_linewidth()
        if width and (opaque := _opacity(edge, alpha)):
            wide = _number(self.points_to_pixels(width))
            style += f' stroke="{_colour(edge)}" stroke-width="{wide}"'
            if opaque != 1:
                style += f' stroke-opacity="{opaque:.3g}"'
            start, dashes = gc.get_dashes()
            if dashes is not None:
                lengths = " ".join(_number(self.points_to_pixels(d)) for d in dashes)
                style += f' stroke-dasharray="{lengths}"'
                if start:
                    style += f' stroke-dashoffset="{_number(self.points_to_pixels(start))}"'
            if (cap := gc.get_capstyle()) != "butt":
                style += f' stroke-linecap="{"square" if cap == "projecting" else cap}"'
        return style.strip()


@functools.lru_cache(maxsize=4096)
def _measured(words, prop, dpi) -> tuple[float, float, float]:
    return RendererBase.get_text_width_height_descent(_Pen(0, 0, dpi), words, prop, False)


class _Keys(tuple):
    """The keys of an artist's marks, such as "events:ev045", in the order in which it draws."""


def marked(artist, keys: list):
    """Say which rows the marks of an artist are.

    Args:
        artist: a matplotlib artist, or a container of artists such as `bar` returns.
        keys: one key a mark in the order drawn; None for a mark that is no row.

    Returns:
        The artist.
    """
    keys = _Keys(keys)
    if isinstance(artist, list):  # `plot` returns its lines, of which there is one
        (artist,) = artist
    if isinstance(artist, tuple):  # bars: one artist each
        for place, each in enumerate(artist):
            each.set_gid(_Keys([keys[min(place, len(keys) - 1)]]))
    elif keys:
        artist.set_gid(keys)
    return artist


# --- writing ------------------------------------------------------------------------------------


def _number(value) -> str:
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    if text.startswith(("0.", "-0.")):
        text = text.replace("0.", ".", 1)
    return "0" if text == "-0" else text


def _next(value) -> str:
    """Write a number behind another one: a minus sign parts them too."""
    text = _number(value)
    return text if text.startswith("-") else f" {text}"


def _circle(radius) -> str:
    r, whole = _number(abs(radius)), _number(2 * round(abs(radius), 1))
    return f"m-{r} 0a{r} {r} 0 1 0 {whole} 0a{r} {r} 0 1 0-{whole} 0z"


_LETTERS = {1: "M", 2: "l", 3: "q", 4: "c", 79: "z"}


def _written(path, transform, relative=False):
    """Return (left, top, right, bottom) of a path and its description, in relative places.

    With `relative` the description begins where its reader stands.
    """
    d, x, y, xs, ys, first = [], 0.0, 0.0, [], [], (0.0, 0.0)
    for vertices, code in path.iter_segments(transform, simplify=None, curves=True):
        if code == 79:
            d.append("z")
            x, y = first
            continue
        pairs = [(round(float(a), 1), round(float(b), 1)) for a, b in vertices.reshape(-1, 2)]
        if code == 1:
            first = pairs[0]
            step = (first[0] - x, first[1] - y)
            if relative:
                d.append(f"m{_number(step[0])}{_next(step[1])}")
            else:
                d.append(f"M{_number(first[0])}{_next(first[1])}")
        else:
            d.append(_step(code, [(a - x, b - y) for a, b in pairs]))
        x, y = pairs[-1]
        xs += [a for a, _ in pairs]
        ys += [b for _, b in pairs]
    if not xs:
        return (0, 0, 0, 0), ""
    return (min(xs), min(ys), max(xs), max(ys)), "".join(d)


def _step(code, steps) -> str:
    if code == 2 and "0" in (flat := [_number(step) for step in steps[0]]):
        across, down = flat
        return f"h{across}" if down == "0" else f"v{down}"
    text = "".join(f"{_next(across)}{_next(down)}" for across, down in steps)
    return _LETTERS[code] + text.removeprefix(" ")


def _group(items) -> str:
    """Write neighbours of one style: as one path where none of them is a row, else together."""
    style, _, clip, kind, _ = items[0]
    if kind == "text":
        parts = [
            f"<text {content[0]}{_row(key)}>{content[1]}</text>" for _, key, _, _, content in items
        ]
    elif kind == "circle":  # half as long as its path, and never joined: each is a row
        parts = [f"<circle {at}{_row(key)}/>" for _, key, _, _, at in items]
    elif all(key is None for _, key, *_ in items):
        # Filled shapes that lie upon each other would lose the edges between them.
        apart = "fill=" in style and "stroke=" in style
        d = [item[4] for item in items]
        parts = [f'<path d="{each}"/>' for each in (d if apart else ["".join(d)])]
    else:
        parts = [f'<path d="{d}"{_row(key)}/>' for _, key, _, _, d in items]
    if len(parts) == 1:
        found = re.sub(r"^<(\w+)", rf"<\1 {style}", parts[0])
    else:
        found = f"<g {style}>{''.join(parts)}</g>"
    if clip is None:
        return found
    x, y, wide, high = map(_number, clip)
    box = f'x="{x}" y="{y}" width="{wide}" height="{high}" viewBox="{x} {y} {wide} {high}"'
    return f'<svg {box} overflow="hidden">{found}</svg>'


def _row(key) -> str:
    return "" if key is None else f' data-row="{escape(key)}"'


def _opacity(colour, forced):
    return forced if forced is not None else (colour[3] if len(colour) > 3 else 1)


@functools.lru_cache(maxsize=512)
def _hex(rgb) -> str:
    return to_hex(rgb)


def _colour(rgb) -> str:
    return _hex(rgb if isinstance(rgb, str) else tuple(rgb[:3]))


# --- the dark page --------------------------------------------------------------------------------


def _theme(body, name="picture") -> str:
    """Return the style that gives the colours of a picture their counterparts on a dark page."""
    found = sorted(set(re.findall(r'(fill|stroke)="(#\w{6})"', body)))
    rules = "".join(
        f"[{part}='{c}']{{{part}:light-dark({c},{in_the_dark(c)})}}" for part, c in found
    )
    in_print = _PRINT.replace("picture", name)
    return f"<style>.sands-{name}{{text{{white-space:pre}}{rules}}}{in_print}</style>"


def themed(picture: str, alone: bool = False) -> str:
    """Give a picture of another pen its colours for a page in the dark.

    Args:
        picture: an `<svg>` whose colours are attributes such as fill="#1E2530".
        alone: whether it stands in an `<img>`, and asks that for the theme.
    """
    body = picture.removesuffix("</svg>").removeprefix("<svg")
    return f'<svg class="sands-paper"{ALONE if alone else ""}{body}{_theme(body, "paper")}</svg>'


_PRINT = "@media print{.sands-picture{color-scheme:light}}"


def in_both_themes(css: str) -> str:
    """Return style sheets with the counterpart of each colour for a page in the dark."""
    short = re.sub(r"#(\w)(\w)(\w)\b(?!\w)", r"#\1\1\2\2\3\3", css)
    return re.sub(r"#[0-9A-Fa-f]{6}\b", lambda m: f"light-dark({m[0]},{in_the_dark(m[0])})", short)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it.

    Args:
        colour: '#RRGGBB'.

    Returns:
        From 0, black, to 1, white.
    """
    red, green, blue = _light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@functools.lru_cache(maxsize=512)
def in_the_dark(colour: str) -> str:
    """Return the colour of the same hue that stands to dark paper as this one to light paper.

    The contrast between any two colours is what it was, the other way round: where L is the
    luminance, (L + 0.05) of the one times (L + 0.05) of the other is the same for all colours.

    Args:
        colour: '#rrggbb'.

    Returns:
        '#rrggbb'.
    """
    now = luminance(colour)
    wanted = (PAPER_LIGHT + 0.05) * (PAPER_DARK + 0.05) / (now + 0.05) - 0.05
    wanted = min(max(wanted, 0.0), 1.0)
    parts = _light(colour)
    # First as bright as the hue allows, then with white.
    times = min(wanted / now, 1 / max(parts)) if now else 0
    parts, now = [part * times for part in parts], now * times
    white = (wanted - now) / (1 - now) if wanted > now else 0
    return "#" + "".join(f"{_channel(part + (1 - part) * white):02x}" for part in parts)


def _light(colour) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def _channel(light) -> int:
    return round(
        255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)
    )
