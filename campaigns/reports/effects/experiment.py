"""What was drawn, where, and what came out: one row per person, building or station. Pure.

The unit that was drawn is the unit that counts. Rows of one cluster were drawn together when all of them are in the
same arm; where both arms are found inside a cluster, the draw was made inside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campaigns.errors import DomainError
from campaigns.territory.sentences import gettext_noop

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Experiment:
    """One entry per row, in one order. Build it with ``of``, which checks."""

    outcome: Floats
    assigned: Floats
    """1 in the treated arm, 0 in the control arm."""
    contact: Floats | None = None
    """1 where a conversation took place, or the share of doors with one; NaN where nobody knows."""
    cluster: Codes | None = None
    """Numbered from 0."""
    block: Codes | None = None
    """Numbered from 0: the draw was made inside each."""
    covariates: Floats | None = None
    """Rows × columns, known before the draw."""
    weights: Floats | None = None
    """Of the rows, such as the registered of a station; None where each row counts the same."""

    @property
    def rows(self) -> int:
        return len(self.outcome)

    @property
    def clusters(self) -> int | None:
        return None if self.cluster is None else int(self.cluster.max()) + 1

    @property
    def weighed(self) -> Floats:
        return np.ones(self.rows) if self.weights is None else self.weights

    @property
    def drawn_by_cluster(self) -> bool:
        """Whether each cluster lies in one arm."""
        return self.cluster is not None and not self.torn.any()

    @property
    def torn(self) -> Flags:
        """Per cluster: both arms are found inside."""
        assert self.cluster is not None
        size = np.bincount(self.cluster)
        treated = np.bincount(self.cluster, weights=self.assigned)
        return np.asarray((treated > 0) & (treated < size))

    @property
    def units(self) -> int:
        """How many were drawn: clusters, or rows."""
        return self.clusters or self.rows

    def where(self, kept: Flags) -> Experiment:
        """Only these rows, clusters and blocks numbered anew."""
        return replace(
            self,
            outcome=self.outcome[kept],
            assigned=self.assigned[kept],
            contact=None if self.contact is None else self.contact[kept],
            cluster=None if self.cluster is None else numbered(self.cluster[kept]),
            block=None if self.block is None else numbered(self.block[kept]),
            covariates=None if self.covariates is None else self.covariates[kept],
            weights=None if self.weights is None else self.weights[kept],
        )


def of(
    outcome: ArrayLike,
    assigned: ArrayLike,
    *,
    contact: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    block: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Experiment:
    """An experiment that can be estimated; clusters and blocks may be any codes, covariates one column or several.

    Raises DomainError: ``no_rows``, ``not_binary``, ``one_arm``, ``one_cluster``, ``torn_blocks``.
    """
    came = _numbers(outcome)
    made = Experiment(
        outcome=came,
        assigned=_numbers(assigned),
        contact=None if contact is None else _numbers(contact),
        cluster=None if cluster is None else numbered(np.asarray(cluster)),
        block=None if block is None else numbered(np.asarray(block)),
        covariates=None if covariates is None else _numbers(covariates).reshape(len(came), -1),
        weights=None if weights is None else _numbers(weights),
    )
    _check(made)
    return made


def _numbers(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _check(made: Experiment) -> None:
    if not made.rows:
        raise DomainError("no_rows", gettext_noop("No row has both an outcome and an arm: nothing can be estimated."))
    if not np.isin(made.assigned, (0.0, 1.0)).all():
        raise DomainError("not_binary", gettext_noop("The arms must be told by 1 (treated) and 0 (control)."))
    if made.assigned.min() == made.assigned.max():
        sentence = gettext_noop("All rows are in the same arm: there is nothing to compare with.")
        raise DomainError("one_arm", sentence)
    if made.clusters == 1:
        sentence = gettext_noop("All rows are in one cluster: at least two must have been drawn.")
        raise DomainError("one_cluster", sentence)
    if made.block is None or not made.drawn_by_cluster:
        return
    assert made.cluster is not None
    pairs = np.unique(np.column_stack([made.cluster, made.block]), axis=0)
    if len(pairs) > made.units:
        sentence = gettext_noop("A cluster lies in two blocks: blocks hold whole clusters.")
        raise DomainError("torn_blocks", sentence)


def numbered(codes: NDArray[np.generic]) -> Codes:
    """0, 1, 2… in the order of the codes."""
    return np.asarray(np.unique(codes, return_inverse=True)[1], dtype=np.int64).reshape(-1)
