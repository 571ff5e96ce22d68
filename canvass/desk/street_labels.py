"""Where the names of streets find room in a drawing: along their straight parts, none over another. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from campaigns.territory import drawing
from campaigns.territory.drawing import Frame
from campaigns.territory.geometry import Point
from canvass.desk.view import View

LETTER_WIDE = 0.53  # of its height, on average
FINE = 10  # a tenth of a point
TRIED = 8  # straight parts of one street, the longest first
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A name around its middle, turned by so many degrees and never upside down."""

    name: str
    x: float
    y: float
    turn: float


def placed(
    streets: Iterable[tuple[str, Sequence[list[Point]]]], view: View, *, letter: float, most: int
) -> Iterator[Label]:
    """At most so many names, of ``letter`` points; each street is a name and its lines in the drawing."""
    taken: list[Box] = []
    for name, lines in streets:
        if len(taken) == most:
            return
        for x, y, _length, turn in sorted(_straights(_seen(lines, view)), key=lambda part: -part[2])[:TRIED]:
            box = _box(x, y, len(name) * LETTER_WIDE * letter, letter, turn)
            if _inside(box, view) and not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield Label(name, round(x, 1), round(y, 1), round(turn, 1))
                break


def _seen(lines: Iterable[list[Point]], view: View) -> Iterator[list[Point]]:
    """What of the lines lies in the drawing."""
    whole = Frame(0, 0, round(view.width * FINE), round(view.height * FINE))
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


def _box(x: float, y: float, length: float, letter: float, turn: float) -> Box:
    """What a name covers, turned."""
    cos, sin = abs(math.cos(math.radians(turn))), abs(math.sin(math.radians(turn)))
    wide, high = (length * cos + letter * sin) / 2, (length * sin + letter * cos) / 2
    return x - wide, y - high, x + wide, y + high


def _inside(box: Box, view: View) -> bool:
    return min(box[:2]) >= 2 and box[2] <= view.width - 2 and box[3] <= view.height - 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
