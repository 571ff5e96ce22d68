"""The table of transfers between two elections, with its range and what is certain whatever people did. Pure.

The shares that hold over all units (`mixture`), fitted to each unit's own counts (`fitting`) and added up. The range
holds nine tenths of what other draws of the same number of units would give; what it cannot tell is whether the units
behave alike at all, so it is never shown without the certain bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from campaigns.targeting.transfers import fitting, mixture
from campaigns.targeting.transfers.mixture import EMPTY, NOTHING, UNITS_AT_ONCE, Floats

TOLERANCE, ROUNDS = 1e-8, 3_000
RESAMPLES, RANGE = 200, (0.05, 0.95)
DRAWN_TOLERANCE, DRAWN_ROUNDS = 1e-5, 300
FEWEST = 5  # units; below it nothing can be drawn, and the range is what is certain
MOST_DRAWN = 1_000  # units in a draw; a larger one would only be narrower, by the square root of their number
AT_ONCE = 200_000  # numbers in an array that stays close to the processor


@dataclass(frozen=True)
class Transfers:
    """Shares of each row that went to each column, as rows × columns.

    ``low`` and ``high`` are the range of nine tenths, inside the bounds and around the table; of a row that nobody is
    in nothing is known, from 0 to 1.
    """

    table: Floats
    low: Floats
    high: Floats
    bound_low: Floats
    bound_high: Floats
    row_totals: Floats
    column_totals: Floats
    units: int
    rounds: int
    converged: bool
    drawn: bool
    """Whether the range was drawn; with too few units it is that of the bounds."""


def estimate(first: Floats, second: Floats, *, seed: int = 1, resamples: int = RESAMPLES) -> Transfers:
    """Transfers from ``first`` (units × rows) to ``second`` (units × columns): counts ≥ 0, the same total in each unit.

    Raises ValueError without a unit. ``units.usable`` makes such arrays of any counts.
    """
    if not len(first):
        raise ValueError("no unit to estimate from")
    start = mixture.independent(first, second)[None]
    found = mixture.explain(first, second, start, weights=None, tolerance=TOLERANCE, rounds=ROUNDS)
    rows = first.sum(axis=0)
    table = _shares(_added_up(found.shares, first, second), rows, start)[0]
    bound_low, bound_high = certain(first, second)
    low, high = bound_low, bound_high
    if drawn := len(first) >= FEWEST:
        found_low, found_high = _range(first, second, found.shares[0], table, np.random.default_rng(seed), resamples)
        inhabited = rows[:, None] > EMPTY
        low, high = np.where(inhabited, found_low, low), np.where(inhabited, found_high, high)
    # Rounding may leave the table a hair outside of what is certain.
    table = np.clip(table, bound_low, bound_high)
    return Transfers(
        table=table,
        low=np.minimum(np.maximum(low, bound_low), table),
        high=np.maximum(np.minimum(high, bound_high), table),
        bound_low=bound_low,
        bound_high=bound_high,
        row_totals=rows,
        column_totals=second.sum(axis=0),
        units=len(first),
        rounds=found.rounds,
        converged=found.converged,
        drawn=drawn,
    )


def certain(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Least and most share of each row in each column that the counts of the units allow (Duncan and Davis 1953).

    In unit s: max(0, Y_c − (N − X_r)) ≤ n_rc ≤ min(X_r, Y_c).
    """
    least = np.zeros((first.shape[1], second.shape[1]))
    most = np.zeros_like(least)
    rest = first.sum(axis=1, keepdims=True) - first
    for row in range(first.shape[1]):
        least[row] = np.maximum(0.0, second - rest[:, row, None]).sum(axis=0)
        most[row] = np.minimum(first[:, row, None], second).sum(axis=0)
    people = first.sum(axis=0)[:, None]
    known = people > EMPTY
    return (
        np.where(known, least / np.maximum(people, NOTHING), 0.0),
        np.where(known, np.minimum(1.0, most / np.maximum(people, NOTHING)), 1.0),
    )


def _added_up(shares: Floats, first: Floats, second: Floats) -> Floats:
    cuts = (slice(begin, begin + UNITS_AT_ONCE) for begin in range(0, len(first), UNITS_AT_ONCE))
    return np.asarray(sum(fitting.added_up(shares, first[cut], second[cut]) for cut in cuts))


def _shares(added: Floats, rows: Floats, otherwise: Floats) -> Floats:
    """Row shares of tables added up; ``otherwise`` for rows that nobody is in."""
    total = added.sum(axis=2, keepdims=True)
    return np.where(rows[..., None] > EMPTY, added / np.maximum(total, NOTHING), otherwise)


def _range(
    first: Floats, second: Floats, shares: Floats, table: Floats, random: np.random.Generator, resamples: int
) -> tuple[Floats, Floats]:
    """Where nine tenths of the tables of drawn units lie."""
    units = len(first)
    size = min(units, MOST_DRAWN)
    found = [
        _drawn(first, second, shares, chosen, weights) for chosen, weights in _draws(units, size, random, resamples)
    ]
    spread = np.sqrt(size / units) * (np.concatenate(found) - table)
    low, high = np.quantile(spread, RANGE, axis=0)
    return table + low, table + high


def _draws(units: int, size: int, random: np.random.Generator, resamples: int) -> Iterator[tuple[np.ndarray, Floats]]:
    """``size`` units drawn with replacement, a few resamples at a time: which units, and how often each."""
    at_once = max(1, AT_ONCE // (size * 8)) if size == units else 1
    for begin in range(0, resamples, at_once):
        count = min(at_once, resamples - begin)
        if size == units:
            yield np.arange(units), random.multinomial(units, np.full(units, 1 / units), count).astype(float)
        else:
            chosen, times = np.unique(random.integers(0, units, size), return_counts=True)
            yield chosen, times[None].astype(float)


def _drawn(first: Floats, second: Floats, shares: Floats, chosen: np.ndarray, weights: Floats) -> Floats:
    first, second = first[chosen], second[chosen]
    start = np.tile(shares, (len(weights), 1, 1))
    found = mixture.explain(
        first, second, start, weights=weights, tolerance=DRAWN_TOLERANCE, rounds=DRAWN_ROUNDS
    ).shares
    return _shares(fitting.added_up(found, first, second, weights), weights @ first, found)
