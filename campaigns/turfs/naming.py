"""A turf is called by its longest street, as people call it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from campaigns.turfs.stops import Stop


def name_of(stops: Sequence[Stop]) -> str:
    """The street with the most doors; the first in the walk among equals. Empty when no street is known."""
    doors: Counter[str] = Counter()
    for stop in stops:
        doors[stop.street] += max(1, stop.doors)
    named = [(street, count) for street, count in doors.items() if street]
    return max(named, key=lambda pair: pair[1])[0] if named else ""
