"""The small map on a paper sheet: the ground in grey, the way in order, a ring for each address to see. Nothing of what
happened there. One drawing serves the page and the PDF: an SVG whose unit is a point of print."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from campaigns.territory import drawing
from campaigns.territory.drawing import Frame
from campaigns.territory.geometry import METRES_PER_DEGREE, Point
from campaigns.turfs.sheet import Spot

WIDTH, HEIGHT, EDGE = 153.0, 167.0, 16.0
NARROWEST = 60.0  # metres across, so that two houses do not fill the sheet
STREET_WIDTHS = (1.2, 3.5, 5.0, 6.5)
AREAS = {"building": "#dedede", "water": "#cccccc", "park": "#efefef"}
LETTER, LETTER_WIDE = 10.0, 5.3  # points; the mean width of a letter
FONTS = "Atkinson Hyperlegible Next, Atkinson Hyperlegible Next Variable, sans-serif"
MOST_NAMES = 4
MILLIONTH = 1_000_000
FINE = 10  # a tenth of a point


def svg(spots: Sequence[Spot], ground: dict[str, Any]) -> str:
    """The map of a walk; ``ground`` as `surroundings.around` tells it. Empty where no address has a place."""
    if not spots:
        return ""
    view = View.around([(spot.lon, spot.lat) for spot in spots])
    places = [view.at((spot.lon, spot.lat)) for spot in spots]
    streets = [(name, width, list(_lines(lines, ground, view))) for name, width, lines in ground["streets"]]
    parts = [
        *_areas(ground, view),
        *_streets(streets),
        *_names(streets, {spot.street for spot in spots if spot.street}),
        f'<polyline points="{_points(places)}" fill="none" stroke="#555" stroke-width="1.6" stroke-linejoin="round"/>',
        *(f'<circle cx="{x}" cy="{y}" r="2.6" fill="#fff" stroke="#000" stroke-width="1.1"/>' for x, y in places),
        _start(places[0], spots[0].numbering),
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="5" fill="none" stroke="#888"/>',
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="walk-map" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
    return f"{head}{''.join(parts)}</svg>"


@dataclass(frozen=True)
class View:
    """How degrees become points of the drawing, north up."""

    lon: float
    lat: float
    wide: float
    high: float

    @classmethod
    def around(cls, places: Sequence[Point]) -> View:
        lons, lats = [lon for lon, _ in places], [lat for _, lat in places]
        lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        east = METRES_PER_DEGREE * math.cos(math.radians(lat))
        across = max(NARROWEST, (max(lons) - min(lons)) * east)
        up = max(NARROWEST, (max(lats) - min(lats)) * METRES_PER_DEGREE)
        scale = min((WIDTH - 2 * EDGE) / across, (HEIGHT - 2 * EDGE) / up)
        return cls(lon, lat, east * scale, METRES_PER_DEGREE * scale)

    def at(self, place: Point) -> Point:
        x = WIDTH / 2 + (place[0] - self.lon) * self.wide
        return round(x, 1), round(HEIGHT / 2 - (place[1] - self.lat) * self.high, 1)


def _lines(lines: Iterable[list[int]], ground: dict[str, Any], view: View) -> Iterator[list[Point]]:
    """The lines that may be seen, out of differences from the origin."""
    for line in lines:
        lon, lat = ground["origin"]
        places = []
        for east, north in zip(line[::2], line[1::2], strict=True):
            lon, lat = lon + east, lat + north
            places.append(view.at((lon / MILLIONTH, lat / MILLIONTH)))
        if any(max(place[axis] for place in places) < 0 for axis in (0, 1)):
            continue
        if min(x for x, _ in places) <= WIDTH and min(y for _, y in places) <= HEIGHT:
            yield places


def _areas(ground: dict[str, Any], view: View) -> Iterator[str]:
    for kind, rings in ground["areas"]:
        shapes = "".join(f"M{_points(ring)}z" for ring in _lines(rings, ground, view))
        if shapes:
            yield f'<path d="{shapes}" fill="{AREAS.get(kind, AREAS["park"])}"/>'


Streets = Sequence[tuple[str, int, list[list[Point]]]]


def _streets(streets: Streets) -> Iterator[str]:
    """Edges first, then the roadways over all of them, so that crossings stay open."""
    for grow, colour in ((1.2, "#aaa"), (0.0, "#fff")):
        for _name, width, lines in streets:
            shapes = "".join(f"M{_points(line)}" for line in lines)
            if not shapes or (width == 0 and not grow):
                continue
            drawn = STREET_WIDTHS[width] + (grow if width else 0)
            yield f'<path d="{shapes}" fill="none" stroke="{colour}" stroke-width="{drawn:g}" stroke-linecap="round"/>'


Box = tuple[float, float, float, float]


def _names(streets: Streets, walked: set[str]) -> Iterator[str]:
    """The names of the streets walked, along their longest straight parts, where there is room for them."""
    taken: list[Box] = []
    for name, _width, lines in streets:
        if name not in walked or len(taken) == MOST_NAMES:
            continue
        for x, y, _length, turn in sorted(_straights(_seen(lines)), key=lambda part: -part[2])[:8]:
            box = _box(x, y, len(name) * LETTER_WIDE, turn)
            if _inside(box) and not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield _name(name, x, y, turn)
                break


def _name(name: str, x: float, y: float, turn: float) -> str:
    return (
        f'<text transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f})" y="3.4" text-anchor="middle" '
        f'font-family="{FONTS}" font-size="{LETTER:g}" stroke="#fff" stroke-width="2.4" stroke-linejoin="round" '
        f'paint-order="stroke" fill="#000">{escape(name)}</text>'
    )


def _seen(lines: Iterable[list[Point]]) -> Iterator[list[Point]]:
    """What of the lines lies in the map."""
    whole = Frame(0, 0, round(WIDTH * FINE), round(HEIGHT * FINE))
    for line in lines:
        for part in drawing.cut_line([(round(x * FINE), round(y * FINE)) for x, y in line], whole):
            yield [(x / FINE, y / FINE) for x, y in part]


def _straights(lines: Iterable[list[Point]]) -> Iterator[tuple[float, float, float, float]]:
    """The middle, length and turn (degrees, never upside down) of each straight part."""
    for line in lines:
        for (x1, y1), (x2, y2) in zip(line, line[1:], strict=False):
            turn = math.degrees(math.atan2(y2 - y1, x2 - x1))
            turn = turn - 180 if turn > 90 else turn + 180 if turn <= -90 else turn
            yield (x1 + x2) / 2, (y1 + y2) / 2, math.hypot(x2 - x1, y2 - y1), turn


def _box(x: float, y: float, length: float, turn: float) -> Box:
    """What a name covers, turned."""
    cos, sin = abs(math.cos(math.radians(turn))), abs(math.sin(math.radians(turn)))
    wide, high = (length * cos + LETTER * sin) / 2, (length * sin + LETTER * cos) / 2
    return x - wide, y - high, x + wide, y + high


def _inside(box: Box) -> bool:
    return min(box[:2]) >= 2 and box[2] <= WIDTH - 2 and box[3] <= HEIGHT - 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _start(place: Point, numbering: str) -> str:
    """Where the walk begins: its number on a black plaque with a tip, or a black dot."""
    x, y = place
    if not numbering:
        return f'<circle cx="{x}" cy="{y}" r="4.2"/>'
    wide = 9 + 6 * len(numbering)
    left = min(max(x - wide / 2, 2), WIDTH - 2 - wide)
    top = y - 22 if y > 26 else y + 7
    tip = f"{x - 3.5:g},{y - 8:g} {x + 3.5:g},{y - 8:g} {x:g},{y - 3.5:g}" if y > 26 else ""
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{wide}" height="15" rx="2.5"/><polygon points="{tip}"/>'
        f'<text x="{left + wide / 2:g}" y="{top + 11.2:g}" text-anchor="middle" font-family="{FONTS}" '
        f'font-size="{LETTER:g}" font-weight="700" fill="#fff">{escape(numbering)}</text>'
    )


def _points(places: Iterable[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)
