"""Intervals and ranks from draws. Pure.

Draws are made for a block of stations at a time, each from its own random stream. Those of all stations are kept (8 kB
a station at 2,000 draws) because a rank needs them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from campaigns.targeting.scores import Standing
from campaigns.targeting.town import Codes, Draws, Flags, Floats

LOW, HIGH = 0.05, 0.95
FIRST = 10
CELLS = 1_000_000
"""Numbers worked on at once: small enough to stay near the processor."""


def blocks(stations: int, draws: int) -> Iterator[slice]:
    """Stations a few at a time; the size depends on the number of draws alone."""
    size = max(1, CELLS // draws)
    return (slice(start, min(start + size, stations)) for start in range(0, stations, size))


def ranks_of(figures: Floats, ranked: Flags) -> Codes:
    """1 for the highest; those without a figure last; 0 where ``ranked`` is false."""
    order = np.argsort(np.where(ranked, -np.nan_to_num(figures, nan=-np.inf), np.inf), kind="stable")
    ranks = np.empty(len(figures), dtype=np.int64)
    ranks[order] = np.arange(1, len(figures) + 1)
    return np.where(ranked, ranks, 0)


def standing_of(expected: Floats, ranked: Flags, draw: Callable[[slice], Draws], draws: int) -> Standing:
    """``draw(stations)`` gives the draws of those stations, the ones that are not ``ranked`` included."""
    chosen = np.flatnonzero(ranked)
    values: Draws = np.empty((len(chosen), draws), dtype=np.float32)
    low, high = np.full((2, len(ranked)), np.nan)
    for block in blocks(len(ranked), draws):
        some = draw(block)[ranked[block]]
        within = slice(*np.searchsorted(chosen, (block.start, block.stop)))
        values[within] = some
        low[chosen[within]], high[chosen[within]] = _range(some)
    best, worst, first = _ranks_in_draws(values)
    whole = np.zeros((2, len(ranked)), dtype=np.int64)
    whole[:, chosen] = best, worst
    often = np.where(ranked, 0.0, np.nan)
    often[chosen] = first
    return Standing(low, high, ranks_of(expected, ranked), whole[0], whole[1], often)


def _range(values: NDArray[np.generic]) -> tuple[Floats, Floats]:
    """5 % and 95 % of each row, between neighbours in proportion."""
    ordered = np.sort(values, axis=1)
    return _at(ordered, LOW), _at(ordered, HIGH)


def _at(ordered: NDArray[np.generic], share: float) -> Floats:
    place = share * (ordered.shape[1] - 1)
    before = int(place)
    after = min(before + 1, ordered.shape[1] - 1)
    one, other = ordered[:, before].astype(np.float64), ordered[:, after].astype(np.float64)
    return one + (other - one) * (place - before)


def _ranks_in_draws(values: Draws) -> tuple[Floats, Floats, Floats]:
    """Best and worst rank but for 5 % of the draws, and how often among the first ten. ``values`` is used up."""
    stations, draws = values.shape
    ranks = values.view(np.int32)  # in the same memory: 560 MB for all of France
    often = np.zeros(stations)
    size = max(1, CELLS // max(1, stations))
    for start in range(0, draws, size):
        some = -values[:, start : start + size].T
        order = np.argsort(some, axis=1)
        often += np.bincount(order[:, :FIRST].ravel(), minlength=stations)
        place = np.empty(order.shape, dtype=np.int32)
        np.put_along_axis(place, order, np.arange(1, stations + 1, dtype=np.int32)[None, :], axis=1)
        ranks[:, start : start + size] = place.T
    best, worst = np.empty((2, stations))
    for block in blocks(stations, draws):
        best[block], worst[block] = _range(ranks[block])
    return np.floor(best), np.ceil(worst), often / draws
