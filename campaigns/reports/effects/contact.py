"""What a conversation did to those reached because they were drawn: CACE, by two-stage least squares. Pure.

The draw is the instrument of contact. With Z, D, y the draw, contact and outcome after blocks and covariates are taken
out, CACE = Σ Z y / Σ Z D, with the same errors by cluster as the ITT. It supposes that the draw works through contact
alone, and that being drawn keeps nobody from being reached (Angrist, Imbens & Rubin 1996).

Where the draw hardly moved contact (first-stage F under 10) no point is given, only the set of effects β for which Z
does not move y − βD (Anderson & Rubin 1949): an interval, the outside of one, or everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from campaigns.reports.effects import fitting
from campaigns.reports.effects.experiment import Codes, Experiment, Floats
from campaigns.reports.effects.fitting import Fit, Law

WEAK = 10.0
NOTHING = 1e-12
Range = tuple[float, float]


@dataclass(frozen=True)
class Compliers:
    """The effect on those reached because they were drawn."""

    rows: int
    """Whose contact is known."""
    treated: float
    control: float
    """Mean contact in each arm."""
    rate: float
    """The difference, adjusted as the ITT is."""
    rate_error: float
    strength: float
    """F of the first stage; infinite where contact follows the draw exactly."""
    effect: float | None
    """CACE; None where contact is weak."""
    error: float | None
    possible: tuple[Range, ...]
    """The Anderson–Rubin set at 95 %, ends infinite where it has none."""

    @property
    def weak(self) -> bool:
        return self.strength < WEAK


def compliers(experiment: Experiment, extra: Floats | None, clusters: Codes | None, law: Law) -> Compliers:
    """CACE of an experiment whose contact is known in every row, with these covariates and errors by these clusters."""
    assert experiment.contact is not None
    draw, contact, weight = experiment.assigned, experiment.contact, experiment.weighed
    regressors = draw[:, None] if extra is None else np.column_stack([draw, extra])

    def fitted(outcome: Floats) -> Fit:
        return fitting.least_squares(
            outcome, regressors, blocks=experiment.block, clusters=clusters, weights=experiment.weights
        )

    first, reduced = fitted(contact), fitted(experiment.outcome)
    rate, rate_error = float(first.coefficients[0]), float(first.errors[0])
    strength = _strength(rate, rate_error)
    joint = fitting.spread(np.column_stack([reduced.scores[:, 0], first.scores[:, 0]]), clusters, first.rank)
    intended = float(reduced.coefficients[0])
    found = (intended / rate, _error(joint, intended / rate, rate)) if strength >= WEAK else (None, None)
    return Compliers(
        rows=experiment.rows,
        treated=float(np.average(contact, weights=weight * draw)),
        control=float(np.average(contact, weights=weight * (1.0 - draw))),
        rate=rate,
        rate_error=rate_error,
        strength=strength,
        effect=found[0],
        error=found[1],
        possible=_possible(intended, rate, joint, law.critical()),
    )


def _strength(rate: float, error: float) -> float:
    """F of the first stage, one instrument: the square of t."""
    if abs(rate) < NOTHING:
        return 0.0
    return (rate / error) ** 2 if error > NOTHING else np.inf


def _error(joint: Floats, effect: float, rate: float) -> float:
    """Of the effect: residuals of y − βD are those of y less β times those of D, so its scores are too."""
    return float(np.sqrt(max(0.0, joint[0, 0] - 2 * effect * joint[0, 1] + effect**2 * joint[1, 1]))) / abs(rate)


def _possible(intended: float, rate: float, joint: Floats, critical: float) -> tuple[Range, ...]:
    """All β with (ITT − β·rate)² ≤ c² · variance of (ITT − β·rate)."""
    square = rate**2 - critical**2 * joint[1, 1]
    straight = -2 * (intended * rate - critical**2 * joint[0, 1])
    plain = intended**2 - critical**2 * joint[0, 0]
    if abs(square) < NOTHING * max(rate**2, NOTHING):
        if abs(straight) < NOTHING:
            return ((-np.inf, np.inf),)
        end = -plain / straight
        return ((-np.inf, end),) if straight > 0 else ((end, np.inf),)
    inside = straight**2 - 4 * square * plain
    if inside < 0:
        return ((-np.inf, np.inf),) if square < 0 else ()
    low, high = sorted(((-straight - np.sqrt(inside)) / (2 * square), (-straight + np.sqrt(inside)) / (2 * square)))
    return ((float(low), float(high)),) if square > 0 else ((-np.inf, float(low)), (float(high), np.inf))
