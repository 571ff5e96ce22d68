"""Intervals and ranks from draws. Pure.

Draws are made for a block of stations at a time, each from its own random stream. Those of all stations are kept (8 kB
a station at 2,000 draws) because a rank needs them all.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from campaigns.targeting.scores import Standing
from campaigns.targeting.town import Codes, Draws, Flags, Floats

LOW, HIGH = 0.05, 0.95
FIRST = 10
MOST_THREADS = 4
CELLS = 500_000
"""Numbers worked on at once: small enough to stay near the processor."""


def blocks(rows: int, columns: int) -> list[slice]:
    """Rows a few at a time; how many depends on the columns alone."""
    size = max(1, CELLS // max(1, columns))
    return [slice(start, min(start + size, rows)) for start in range(0, rows, size)]


def _each(work: Callable[[slice], None], some: list[slice]) -> None:
    """Side by side where there is more than one: numpy lets other threads run while it counts."""
    if len(some) <= 1:
        for block in some:
            work(block)
        return
    with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as pool:
        list(pool.map(work, some))  # raises what a block raised


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

    def of_block(block: slice) -> None:
        some = draw(block)[ranked[block]]
        within = slice(*np.searchsorted(chosen, (block.start, block.stop)))
        values[within] = some
        low[chosen[within]], high[chosen[within]] = _range(some)

    _each(of_block, blocks(len(ranked), draws))
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
    first = np.zeros((draws, min(FIRST, stations)), dtype=np.int64)
    best, worst = np.empty((2, stations))
    numbers = np.arange(1, stations + 1, dtype=np.int32)[None, :]

    def of_draws(some: slice) -> None:
        order = np.argsort(-values[:, some].T, axis=1)
        first[some] = order[:, :FIRST]
        place = np.empty(order.shape, dtype=np.int32)
        np.put_along_axis(place, order, numbers, axis=1)
        ranks[:, some] = place.T

    def of_stations(block: slice) -> None:
        best[block], worst[block] = _range(ranks[block])

    _each(of_draws, blocks(draws, stations))
    _each(of_stations, blocks(stations, draws))
    often = np.bincount(first.ravel(), minlength=stations) / draws
    return np.floor(best), np.ceil(worst), often
