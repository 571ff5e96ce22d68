"""Row-to-column shares that explain the columns of every unit by its rows: EM, from independence. Pure, vectorised.

Of the X_sr people of row r in unit s, the share Q_src went to column c. Each round supposes the shares P_rc everywhere,
sees how far the columns Y_s are from X_s P, and corrects:

    Q_src = P_rc Y_sc / (X P)_sc, made to add up to 1 over c;    P_rc = Σ_s X_sr Q_src / Σ_s X_sr

Q is never laid out in memory: each round is three products of matrices. Rounds are many and short, so every two of
them are followed by a leap in their direction (squared extrapolation, Varadhan and Roland 2008), which ends at the same
place in a fifth of the rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NOTHING = 1e-12  # in place of zero where one divides; and what a leap leaves of a share, at least a hundredth
KEPT = 0.01
EMPTY = 1e-6  # people: fewer are nobody, whatever sums of fractions leave
LONGEST_LEAP = 64.0
UNITS_AT_ONCE = 4_000  # so that what a round lays out stays close to the processor


@dataclass(frozen=True)
class Mixture:
    shares: Floats
    """Resamples × rows × columns; each row adds up to 1."""
    rounds: int
    converged: bool


def independent(first: Floats, second: Floats) -> Floats:
    """Rows × columns: the shares of the columns, the same in each row."""
    columns = second.sum(axis=0)
    return np.tile(columns / max(columns.sum(), NOTHING), (first.shape[1], 1))


def explain(
    first: Floats, second: Floats, start: Floats, *, weights: Floats | None, tolerance: float, rounds: int
) -> Mixture:
    """Shares for each resample, from ``start`` (resamples × rows × columns), until none changes by ``tolerance``.

    ``first`` is units × rows, ``second`` units × columns, with the same total in each unit; ``weights`` is resamples ×
    units, None for one of each. A row that nobody is in keeps the shares it started with.
    """
    shares = start.copy()
    open_ones = np.arange(len(shares))
    before = np.full(len(shares), np.inf)
    done = 0
    while len(open_ones) and done < rounds:
        drawn = None if weights is None else weights[open_ones]
        here = shares[open_ones]
        once = _round(here, first, second, drawn)
        twice = _round(once, first, second, drawn)
        done += 2
        change = np.abs(twice - once).max(axis=(1, 2))
        settled = change < tolerance
        # A leap that led away from rest is not repeated at once.
        leapt = _leap(here, once, twice, allowed=change < before[open_ones])
        before[open_ones] = change
        shares[open_ones] = np.where(settled[:, None, None], twice, leapt)
        open_ones = open_ones[~settled]
    return Mixture(shares, done, not len(open_ones))


def _round(shares: Floats, first: Floats, second: Floats, weights: Floats | None) -> Floats:
    went = np.zeros_like(shares)
    for begin in range(0, len(first), UNITS_AT_ONCE):
        cut = slice(begin, begin + UNITS_AT_ONCE)
        ratio = second[cut] / np.maximum(first[cut] @ shares, NOTHING)
        people = first[cut] / np.maximum(ratio @ shares.transpose(0, 2, 1), NOTHING)
        if weights is not None:
            people *= weights[:, cut, None]
        went += people.transpose(0, 2, 1) @ ratio
    return _rows_of_one(shares * went, shares)


def _leap(here: Floats, once: Floats, twice: Floats, *, allowed: NDArray[np.bool_]) -> Floats:
    """Further along the way of two rounds, never out of the shares between 0 and 1."""
    step = once - here
    bend = twice - once - step
    length = np.sqrt((step**2).sum(axis=(1, 2))) / np.maximum(np.sqrt((bend**2).sum(axis=(1, 2))), NOTHING)
    length = np.where(allowed, np.clip(length, 1.0, LONGEST_LEAP), 1.0)[:, None, None]
    ahead = here + 2 * length * step + length**2 * bend
    return _rows_of_one(np.maximum(ahead, KEPT * twice), twice)


def _rows_of_one(table: Floats, otherwise: Floats) -> Floats:
    total = table.sum(axis=2, keepdims=True)
    return np.where(total > NOTHING, table / np.maximum(total, NOTHING), otherwise)
