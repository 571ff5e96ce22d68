"""From stops to walks of about N minutes. Pure.

The number of walks is first guessed, then corrected by what the ordered walks really take: a guess of the walking
is off by a third where houses stand close.
"""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.turfs import bisection, ordering
from campaigns.turfs.stops import Stop, Walk

ROUNDS = 3


def plan(stops: Sequence[Stop], minutes: float) -> list[Walk]:
    """Walks covering every stop once, each of about ``minutes``; a single address may alone exceed it."""
    if not stops:
        return []
    pieces, tried = bisection.count_for(stops, minutes), set[int]()
    walks: list[Walk] = []
    for _ in range(ROUNDS):
        tried.add(pieces)
        walks = [ordering.walk(group) for group in bisection.bisect(stops, min(pieces, len(stops)))]
        pieces = max(1, round(sum(walk.minutes for walk in walks) / minutes))
        if pieces in tried:
            break
    return walks
