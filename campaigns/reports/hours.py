"""How many team-hours at the doors each coming day brings. Pure.

A team-hour is an hour of one team with its phone or its sheet. A day's hours follow a negative binomial law: a Poisson
count whose mean varies from day to day as a Gamma. The mean of a weekday is what the last fourteen days measured, drawn
together with what outings already planned promise; what is promised is taken at the share that was kept so far. How
sure the means are is drawn too, once for each future: a fortnight is a small sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]

MEASURED_DAYS = 14
WHOLE_WEEK = 1.0  # the mean of all days weighs as much as one day of the weekday itself
PLAN_WEIGHT = 2.0  # a planned day weighs as much as the two days of its weekday
KEPT, KEPT_HOURS = 0.6, 10.0  # of promised hours: 40 to 80 % of shifts are completed; what that prior weighs
SPREAD, SPREAD_DAYS = 0.5, 4.0  # 1/k of the negative binomial before the days tell, and the days it weighs
LEAST_SPREAD, MOST_SPREAD = 0.05, 4.0
DRIFT = 0.10  # relative error of the mean that no fortnight tells of: campaigns grow and tire
PLAN_SHAPE = 4.0  # of the Gamma around the share kept: a relative error of one half


@dataclass(frozen=True)
class Hours:
    """``past``: full days before today, the oldest first, fourteen at most. ``planned``: what outings promise on the
    coming days, today first; beyond the last planned day nothing is known and nothing is promised. Weekdays from
    Monday, 0. ``open``: days on which somebody may be sent to doors."""

    past: Floats
    past_weekdays: Codes
    past_planned: Floats
    planned: Floats
    weekdays: Codes
    open: Flags

    @property
    def is_measured(self) -> bool:
        return bool(self.past.sum() > 0)

    @property
    def is_planned(self) -> bool:
        return bool((self.planned * self.open).sum() > 0)

    @cached_property
    def by_weekday(self) -> Floats:
        """Seven means: (sum of the weekday + mean of all) / (its days + 1)."""
        counts = np.bincount(self.past_weekdays, minlength=7)
        sums = np.bincount(self.past_weekdays, weights=self.past, minlength=7)
        whole = self.past.mean() if self.past.size else 0.0
        means: Floats = (sums + WHOLE_WEEK * whole) / (counts + WHOLE_WEEK)
        return means

    @cached_property
    def kept(self) -> float:
        """Hours walked ÷ hours promised, on past days that had a promise, drawn to what is usual."""
        told = self.past_planned > 0
        return float((self.past[told].sum() + KEPT * KEPT_HOURS) / (self.past_planned[told].sum() + KEPT_HOURS))

    @cached_property
    def plan_share(self) -> Floats:
        """What the plan weighs in each coming day's mean, from 0 to 1."""
        reach = np.flatnonzero(self.planned > 0)
        within = np.arange(self.planned.size) <= (reach[-1] if reach.size else -1)
        measured = np.bincount(self.past_weekdays, minlength=7)[self.weekdays] if self.is_measured else 0.0
        share: Floats = np.where(within, PLAN_WEIGHT / (PLAN_WEIGHT + measured), 0.0)
        return share

    @cached_property
    def mean(self) -> Floats:
        """Expected hours of each coming day; 0 on days of silence."""
        measured = self.by_weekday[self.weekdays] if self.is_measured else np.zeros(self.planned.size)
        share = self.plan_share
        means: Floats = self.open * ((1 - share) * measured + share * self.kept * self.planned)
        return means

    @cached_property
    def spread(self) -> float:
        """1/k: how much wider than a Poisson law days are, by moments. A day's distance to the mean of its own weekday
        is enlarged, since that mean leans on it."""
        fitted = self.by_weekday[self.past_weekdays]
        days = np.bincount(self.past_weekdays, minlength=7)[self.past_weekdays]
        weight = days + WHOLE_WEEK
        leaning = weight**2 / ((weight - 1) ** 2 + days - 1) if self.past.size else 1.0
        beyond = float((leaning * (self.past - fitted) ** 2 - fitted).sum())
        prior = SPREAD_DAYS * float((fitted**2).mean()) if self.past.size else 1.0
        if not prior:
            return SPREAD
        found = (beyond + SPREAD * prior) / (float((fitted**2).sum()) + prior)
        return float(np.clip(found, LEAST_SPREAD, MOST_SPREAD))

    def drawn(self, draws: int, rng: np.random.Generator) -> Floats:
        """Draws × coming days."""
        measured, planned = self._levels(draws, rng)
        share = self.plan_share
        usual = self.by_weekday[self.weekdays] if self.is_measured else np.zeros(self.planned.size)
        worked = np.flatnonzero(self.mean > 0)  # most days of most campaigns are idle
        means = np.outer(measured, ((1 - share) * usual)[worked])
        means += np.outer(planned, (share * self.kept * self.planned)[worked])
        found = np.zeros((draws, self.planned.size))
        shape = 1 / self.spread
        found[:, worked] = rng.poisson(means * rng.gamma(shape, 1 / shape, means.shape))
        return found

    def _levels(self, draws: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """By how much each future misjudged the measured and the planned mean: Gammas of mean 1."""
        fitted = self.by_weekday[self.past_weekdays]
        total = float(fitted.sum())
        noise = float((fitted + self.spread * fitted**2).sum()) / total**2 if total else 1.0
        shape = 1 / (noise + DRIFT**2)
        told = PLAN_SHAPE + float((self.past_planned > 0).sum())
        return rng.gamma(shape, 1 / shape, draws), rng.gamma(told, 1 / told, draws)
