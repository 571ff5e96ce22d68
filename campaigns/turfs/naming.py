"""A turf is called by its longest street, as people call it, with the side when it has only one. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.turfs.stops import Stop

SIDED = 6  # fewer numbers on one side of a street say nothing about the other side


@dataclass(frozen=True)
class Name:
    """The street, and ``even`` or ``odd`` when the walk has only that side of it; else an empty side."""

    street: str
    side: str


def name_of(stops: Sequence[Stop]) -> Name:
    """The street with the most doors; the first in the walk among equals. Empty when no street is known."""
    doors: Counter[str] = Counter()
    for stop in stops:
        doors[stop.street] += max(1, stop.doors)
    named = [(street, count) for street, count in doors.items() if street]
    if not named:
        return Name("", "")
    street = max(named, key=lambda pair: pair[1])[0]
    sides = [stop.side for stop in stops if stop.street == street]
    one_side = len(sides) >= SIDED and len(set(sides)) == 1 and sides[0] != "none"
    return Name(street, sides[0] if one_side else "")
