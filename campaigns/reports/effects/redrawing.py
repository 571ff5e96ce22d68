"""What chance alone would have shown: the same draw made again and again. Pure.

Each redraw moves the treated units inside their block and looks at the same difference. Were the effect nothing for
anybody, the true draw would be one among them:

    p = (1 + #{|redraw| ≥ |observed|}) / (1 + redraws)

or, where all draws can be looked at, the plain share of those at least as far from nothing, the true one included.
The difference is that of means, weighted as rows are; with blocks the differences inside them, each weighted by
n₁n₀/n, which is what least squares with block effects takes.

The interval holds each effect τ that is not rejected once y − τZ is looked at instead of y. A redraw with difference a
of y and b of Z reaches |observed − τ| exactly for the τ between (o − a)/(1 − b) and (o + a)/(1 + b), so that both ends
are found by counting, without a search.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from math import lgamma, log

import numpy as np

from campaigns.errors import DomainError
from campaigns.reports.effects.experiment import Codes, Experiment, Floats, numbered
from campaigns.reports.effects.fitting import centred
from campaigns.territory.sentences import gettext_noop

REDRAWS, FEWEST, MOST = 5_000, 1_000, 50_000
CHEAP = 20_000_000  # redraws × units: up to there more than the usual number, so that p hangs less on the seed
DEAR = 400_000_000  # beyond it fewer, never below the fewest
KEYS_AT_ONCE = 4_000_000
KINDS = 200  # different rows of a block, from which redraws are counted instead of made
SAME = 1e-10


@dataclass(frozen=True)
class Randomisation:
    """The observed difference beside its redraws."""

    observed: float
    p: float
    low: float
    high: float
    """Ends of the 95 % interval; infinite where so few draws were possible that nothing can be rejected."""
    redraws: int
    exact: bool
    """Whether these are all draws that were possible."""


@dataclass(frozen=True)
class _Drawn:
    """The units in the order of their blocks. Sums are those of rows, less the mean of the block."""

    treated: Floats
    block: Codes
    size: Floats
    outcome: Floats
    draw: Floats

    @property
    def of_block(self) -> Floats:
        return np.asarray(np.bincount(self.block, weights=self.size), dtype=np.float64)

    def differences(self, redrawn: Floats) -> tuple[Floats, Floats]:
        """Of y and of Z, for each redraw (redraws × units)."""
        starts = np.flatnonzero(np.diff(self.block, prepend=-1))
        treated = np.add.reduceat(redrawn * self.size, starts, axis=1)
        scale = (treated * (self.of_block - treated) / self.of_block).sum(axis=1)
        return redrawn @ self.outcome / scale, redrawn @ self.draw / scale


def randomisation(experiment: Experiment, *, redraws: int | None = None, seed: int = 0) -> Randomisation:
    """The p and the 95 % interval of randomisation, redrawn by cluster or, where arms meet inside them, inside.

    ``redraws``: 5,000 unless said; up to 50,000 where that takes no time, 1,000 where it takes long.
    Raises DomainError ``no_choice`` where no block has units of both arms.
    """
    units, rows = _units(experiment)
    (observed,), _ = units.differences(units.treated[None, :])
    cells = _cells(units) if rows else None
    work = len(units.treated) if cells is None else sum(len(counts) for _, _, counts, _ in cells)
    times = redraws or int(np.clip(CHEAP // work, min(REDRAWS, max(FEWEST, DEAR // work)), MOST))
    if _log_draws(units) <= log(times) + SAME:
        a, b = units.differences(_all(units))
        return _judged(float(observed), a, b, exact=True)
    rng = np.random.default_rng(seed)
    if cells is not None:
        a, b = _counted(units, cells, times, rng)
    else:
        pieces = [units.differences(drawn) for drawn in _permuted(units, times, rng)]
        a, b = (np.concatenate(side) for side in zip(*pieces, strict=True))
    return _judged(float(observed), a, b, exact=False)


def _units(experiment: Experiment) -> tuple[_Drawn, bool]:
    """What was drawn; true where it is single rows that all count the same."""
    alone, inside = np.arange(experiment.rows), experiment.block
    unit = experiment.cluster if experiment.cluster is not None and experiment.drawn_by_cluster else alone
    if experiment.cluster is not None and unit is alone:
        inside = experiment.cluster if inside is None else inside * (experiment.cluster.max() + 1) + experiment.cluster
    block = np.zeros(experiment.rows, dtype=np.int64) if inside is None else numbered(inside)
    weight = experiment.weighed
    first = np.unique(unit, return_index=True)[1]
    there = np.bincount(block, weights=experiment.assigned * weight)
    both = (there > SAME) & (there < np.bincount(block, weights=weight) - SAME)
    if not both.any():
        sentence = gettext_noop("No block has units of both arms: chance had nothing to choose from.")
        raise DomainError("no_choice", sentence)
    left = centred(np.column_stack([experiment.outcome, experiment.assigned]), block, weight) * weight[:, None]
    kept = np.flatnonzero(both[block[first]])
    order = kept[np.argsort(block[first][kept], kind="stable")]
    units = _Drawn(
        treated=experiment.assigned[first][order],
        block=numbered(block[first][order]),
        size=_summed(weight, unit)[order],
        outcome=_summed(left[:, 0], unit)[order],
        draw=_summed(left[:, 1], unit)[order],
    )
    return units, unit is alone and experiment.weights is None


def _summed(values: Floats, unit: Codes) -> Floats:
    return np.asarray(np.bincount(unit, weights=values), dtype=np.float64)


def _log_draws(units: _Drawn) -> float:
    """How many draws were possible, as a logarithm: they soon outnumber everything."""
    size = np.bincount(units.block)
    treated = np.bincount(units.block, weights=units.treated)
    return sum(
        lgamma(n + 1) - lgamma(t + 1) - lgamma(n - t + 1) for n, t in zip(size.tolist(), treated.tolist(), strict=True)
    )


def _all(units: _Drawn) -> Floats:
    """Every draw that was possible."""
    places = [np.flatnonzero(units.block == block) for block in range(int(units.block[-1]) + 1)]
    choices = [itertools.combinations(place, int(units.treated[place].sum())) for place in places]
    chosen = list(itertools.product(*choices))
    drawn = np.zeros((len(chosen), len(units.treated)))
    for row, parts in enumerate(chosen):
        drawn[row, list(itertools.chain(*parts))] = 1.0
    return drawn


def _permuted(units: _Drawn, times: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Redraws in pieces that fit in memory: the order of random keys inside each block."""
    piece = max(1, KEYS_AT_ONCE // len(units.treated))
    for start in range(0, times, piece):
        keys = rng.random((min(piece, times - start), len(units.treated))) + units.block
        yield units.treated[np.argsort(keys, axis=1)]


def _cells(units: _Drawn) -> list[tuple[Floats, Floats, Codes, int]] | None:
    """Per block the different rows (outcome and draw), how many of each, how many treated; None when too varied."""
    starts = np.flatnonzero(np.diff(units.block, prepend=-1))
    if len(starts) > KINDS:
        return None
    found = []
    for outcome, draw, treated in zip(
        np.split(units.outcome, starts[1:]),
        np.split(units.draw, starts[1:]),
        np.split(units.treated, starts[1:]),
        strict=True,
    ):
        kinds, counts = np.unique(np.column_stack([outcome, draw]), axis=0, return_counts=True)
        if len(kinds) > KINDS:
            return None
        found.append((kinds[:, 0], kinds[:, 1], counts, int(treated.sum())))
    return found


def _counted(
    units: _Drawn, cells: list[tuple[Floats, Floats, Codes, int]], times: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The differences of redraws of which only the number of rows of each kind matters."""
    treated = np.bincount(units.block, weights=units.treated)
    scale = float((treated * (units.of_block - treated) / units.of_block).sum())
    a, b = np.zeros(times), np.zeros(times)
    for outcome, draw, counts, chosen in cells:
        drawn = rng.multivariate_hypergeometric(counts, chosen, size=times, method="marginals")
        a += drawn @ outcome
        b += drawn @ draw
    return a / scale, b / scale


def _judged(observed: float, a: Floats, b: Floats, *, exact: bool) -> Randomisation:
    extra = 0 if exact else 1
    scale = max(abs(observed), float(np.abs(a).max()))
    reached = int((np.abs(a) >= abs(observed) - SAME * scale).sum())
    low, high = _interval(observed, a, b, extra)
    return Randomisation(observed, (extra + reached) / (extra + len(a)), low, high, len(a), exact)


def _interval(observed: float, a: Floats, b: Floats, extra: int) -> tuple[float, float]:
    """All effects that 5 % or fewer of the redraws would not reach."""
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (observed - a) / (1.0 - b), (observed + a) / (1.0 + b)
    whole = (b > 1.0 - SAME) | (b < SAME - 1.0)  # the true draw, or its mirror: they reach whatever is asked
    low = np.sort(np.where(whole, -np.inf, np.minimum(one, other)))
    high = np.sort(np.where(whole, np.inf, np.maximum(one, other)))[::-1]
    # p(τ) > 5 % as soon as so many redraws reach that far.
    needed = int(np.floor(0.05 * (extra + len(a)) + SAME)) + 1 - extra
    if needed < 1:
        return -np.inf, np.inf
    return float(low[needed - 1]), float(high[needed - 1])
