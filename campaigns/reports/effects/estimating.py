"""The estimates of one experiment, the intention to treat first. Pure.

- ITT: least squares of the outcome on the draw, effects of blocks, centred covariates; where an arm has less than a
  fifth of the rows, the draw times the covariates too (Lin 2013).
- Errors by what was drawn: CR1 by cluster, HC2 where rows were. Blocks of a few units make the units of a block move
  against each other, which errors by unit do not see; there the block is the cluster (de Chaisemartin &
  Ramirez-Cuellar 2024).
- Under 40 clusters, Student's t with one degree less, and the p of randomisation leads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from campaigns.reports.effects import fitting, redrawing
from campaigns.reports.effects.contact import Compliers, compliers
from campaigns.reports.effects.experiment import Codes, Experiment, Floats
from campaigns.reports.effects.fitting import FEW, Law
from campaigns.reports.effects.redrawing import Randomisation

SMALL_ARM = 0.2
SMALL_BLOCK = 10  # units of a block, on average


@dataclass(frozen=True)
class Arm:
    rows: int
    units: int
    mean: float


@dataclass(frozen=True)
class Estimates:
    """Effects as shares, or in the unit of the outcome."""

    rows: int
    clusters: int | None
    by_cluster: bool
    """Whole clusters were drawn; else rows, inside the clusters where there are some."""
    by_block: bool
    """Errors are by block, see above."""
    treated: Arm
    control: Arm
    itt: float
    error: float | None
    """None where an arm has a single unit: its spread is not known."""
    law: Law
    chance: Randomisation
    reached: Compliers | None

    @property
    def p(self) -> float | None:
        return None if self.error is None else self.law.p(self.itt, self.error)

    @property
    def interval(self) -> tuple[float, float] | None:
        """At 95 %, from the error."""
        if self.error is None:
            return None
        margin = self.law.critical() * self.error
        return self.itt - margin, self.itt + margin

    @property
    def chance_leads(self) -> bool:
        """So few units that the p of randomisation is the one to tell."""
        return self.law.units < FEW


def estimate(experiment: Experiment, *, redraws: int | None = None, seed: int = 0) -> Estimates:
    """All estimates of an experiment made by ``experiment.of``. Raises DomainError ``no_choice``."""
    clusters, by_block = _clusters(experiment)
    extra = covariates_of(experiment, experiment.assigned)
    draw = experiment.assigned[:, None]
    regressors = draw if extra is None else np.column_stack([draw, extra])
    fit = fitting.least_squares(
        experiment.outcome, regressors, blocks=experiment.block, clusters=clusters, weights=experiment.weights
    )
    arms = [_arm(experiment, experiment.assigned == side) for side in (1.0, 0.0)]
    return Estimates(
        rows=experiment.rows,
        clusters=experiment.clusters,
        by_cluster=experiment.drawn_by_cluster,
        by_block=by_block,
        treated=arms[0],
        control=arms[1],
        itt=float(fit.coefficients[0]),
        error=float(fit.errors[0]) if min(arm.units for arm in arms) > 1 else None,
        law=_law(experiment, clusters),
        chance=redrawing.randomisation(experiment, redraws=redraws, seed=seed),
        reached=_reached(experiment),
    )


def covariates_of(experiment: Experiment, draw: Floats) -> Floats | None:
    """The covariates, centred, beside the draw; where an arm is small the draw times them too."""
    if experiment.covariates is None:
        return None
    weight = experiment.weighed
    centred = experiment.covariates - np.average(experiment.covariates, axis=0, weights=weight)
    share = float(np.average(draw, weights=weight))
    return np.column_stack([centred, centred * draw[:, None]]) if min(share, 1 - share) < SMALL_ARM else centred


def _clusters(experiment: Experiment) -> tuple[Codes | None, bool]:
    """What errors are summed by, and whether that is the block."""
    if experiment.drawn_by_cluster and _small_blocks(experiment):
        return experiment.block, True
    return experiment.cluster, False


def _small_blocks(experiment: Experiment) -> bool:
    if experiment.block is None:
        return False
    blocks = int(experiment.block.max()) + 1
    return blocks > 1 and experiment.units <= SMALL_BLOCK * blocks


def _law(experiment: Experiment, clusters: Codes | None) -> Law:
    """By what was independent of one another: small blocks, else clusters, else rows."""
    if _small_blocks(experiment):
        assert experiment.block is not None
        return Law(int(experiment.block.max()) + 1)
    return Law(experiment.rows if clusters is None else int(clusters.max()) + 1)


def _arm(experiment: Experiment, side: np.ndarray) -> Arm:
    units = int(side.sum()) if experiment.cluster is None else len(np.unique(experiment.cluster[side]))
    return Arm(int(side.sum()), units, float(np.average(experiment.outcome[side], weights=experiment.weighed[side])))


def _reached(experiment: Experiment) -> Compliers | None:
    """None without contact, or where nobody's contact is known on one side."""
    if experiment.contact is None:
        return None
    known = experiment.where(~np.isnan(experiment.contact))
    if not known.rows or known.assigned.min() == known.assigned.max():
        return None
    clusters, _ = _clusters(known)
    plain = covariates_of(known, np.full(known.rows, 0.5))
    return compliers(known, plain, clusters, _law(known, clusters))
