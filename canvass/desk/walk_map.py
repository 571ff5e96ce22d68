"""The small map on a paper sheet: the ground in grey, the way in order, a ring for each address to see. Nothing of what
happened there. One drawing serves the page and the PDF: an SVG whose unit is a point of print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from campaigns.territory.geometry import Point
from campaigns.turfs.sheet import Spot
from canvass.desk import street_labels
from canvass.desk.view import View

WIDTH, HEIGHT, EDGE = 153.0, 167.0, 16.0
STREET_WIDTHS = (1.2, 3.5, 5.0, 6.5)
AREAS = {"building": "#dedede", "water": "#cccccc", "park": "#efefef"}
LETTER = 10.0  # points
FONTS = "Atkinson Hyperlegible Next, Atkinson Hyperlegible Next Variable, sans-serif"
MOST_NAMES = 4


def svg(spots: Sequence[Spot], ground: dict[str, Any]) -> str:
    """The map of a walk; ``ground`` as `surroundings.around` tells it. Empty where no address has a place."""
    if not spots:
        return ""
    view = View.around([(spot.lon, spot.lat) for spot in spots], width=WIDTH, height=HEIGHT, edge=EDGE)
    places = [view.at((spot.lon, spot.lat)) for spot in spots]
    streets = [(name, width, list(view.lines(lines, ground["origin"]))) for name, width, lines in ground["streets"]]
    parts = [
        *_areas(ground, view),
        *_streets(streets),
        *_names(streets, {spot.street for spot in spots if spot.street}, view),
        f'<polyline points="{_points(places)}" fill="none" stroke="#555" stroke-width="1.6" stroke-linejoin="round"/>',
        *(f'<circle cx="{x}" cy="{y}" r="2.6" fill="#fff" stroke="#000" stroke-width="1.1"/>' for x, y in places),
        _start(places[0], spots[0].numbering),
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="5" fill="none" stroke="#888"/>',
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="walk-map" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
    return f"{head}{''.join(parts)}</svg>"


def _areas(ground: dict[str, Any], view: View) -> Iterator[str]:
    for kind, rings in ground["areas"]:
        shapes = "".join(f"M{_points(ring)}z" for ring in view.lines(rings, ground["origin"]))
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


def _names(streets: Streets, walked: set[str], view: View) -> Iterator[str]:
    """The names of the streets walked, along their longest straight parts, where there is room for them."""
    named = [(name, lines) for name, _width, lines in streets if name in walked]
    for label in street_labels.placed(named, view, letter=LETTER, most=MOST_NAMES):
        yield _name(label.name, label.x, label.y, label.turn)


def _name(name: str, x: float, y: float, turn: float) -> str:
    return (
        f'<text transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f})" y="3.4" text-anchor="middle" '
        f'font-family="{FONTS}" font-size="{LETTER:g}" stroke="#fff" stroke-width="2.4" stroke-linejoin="round" '
        f'paint-order="stroke" fill="#000">{escape(name)}</text>'
    )


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
