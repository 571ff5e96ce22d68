"""Several campaigns with the same outcome, and what a result does to what was believed before. Pure.

DerSimonian & Laird (1986), with w = 1/se²:

    fixed   μ = Σ w y / Σ w          Q = Σ w (y − μ)²
    τ² = max(0, (Q − (k − 1)) / (Σ w − Σ w² / Σ w))
    random  the same mean with w = 1/(se² + τ²)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from campaigns.errors import DomainError
from campaigns.territory.sentences import gettext_noop

NORMAL = 1.959963984540054  # 97.5 % of the normal law


@dataclass(frozen=True)
class Belief:
    """An effect and how sure we are: a mean and a standard error, in points."""

    mean: float
    error: float

    @property
    def interval(self) -> tuple[float, float]:
        """At 95 %."""
        return self.mean - NORMAL * self.error, self.mean + NORMAL * self.error


@dataclass(frozen=True)
class Pooled:
    """Both means, how much the campaigns differ, and the furthest of them."""

    fixed: Belief
    random: Belief
    q: float
    between: float
    """τ², the variance of effects between campaigns."""
    low: float
    high: float
    campaigns: int


def pooled(results: Sequence[Belief]) -> Pooled:
    """One or more results. Raises DomainError ``no_results``, ``no_error`` for a standard error that is none."""
    if not results:
        raise DomainError("no_results", gettext_noop("There is no result to pool."))
    effect = np.array([result.mean for result in results])
    variance = np.array([result.error for result in results]) ** 2
    if not (np.isfinite(effect).all() and np.isfinite(variance).all() and (variance > 0).all()):
        raise DomainError("no_error", gettext_noop("Each result needs an effect and a standard error above 0."))
    weight = 1.0 / variance
    fixed = _mean(effect, weight)
    q = float((weight * (effect - fixed.mean) ** 2).sum())
    room = float(weight.sum() - (weight**2).sum() / weight.sum())
    between = max(0.0, (q - (len(effect) - 1)) / room) if room > 0 else 0.0
    random = _mean(effect, 1.0 / (variance + between))
    return Pooled(fixed, random, q, between, float(effect.min()), float(effect.max()), len(effect))


def _mean(effect: np.ndarray, weight: np.ndarray) -> Belief:
    return Belief(float((weight * effect).sum() / weight.sum()), float(weight.sum() ** -0.5))


def learned(prior: Belief, result: Belief) -> Belief:
    """The prior and the result together, each weighed by its precision 1/se²."""
    return pooled([prior, result]).fixed
