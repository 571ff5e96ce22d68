"""Shall we get there: doors and conversations to the vote, as 2,000 futures drawn from what was measured. Pure.

Hours of each day (`hours`), doors in these hours, conversations at these doors (`talks`). Doors given hours follow a
Gamma–Poisson law: the pace is drawn once for each future from doors and hours measured, beside an hour at the usual
pace, and varies from day to day. Everything here is modelled, not measured, and never counts
votes: `votes` gives a range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from campaigns.reports.hours import Floats, Hours
from campaigns.reports.talks import NO_END, Pools

DRAWS = 2_000
BANDS = (0.50, 0.80, 0.95)
QUANTILES = (0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975)
SURE = (0.50, 0.80, 0.95)
"""How sure one wants to be of the goal."""
USUAL_PACE, USUAL_HOURS = 60 / 2.2, 1.0
"""Doors in a team-hour before anything is measured (2.2 minutes a door: walk, knock, conversations), and its weight."""
DAY_SPREAD, DAY_WEIGHT = 0.04, 4.0
"""Square of a day's relative distance to the pace, before the days tell, and the days it weighs."""
MOST_DAY_SPREAD = 0.5
FEW_DAYS, FEW_DOORS = 3, 100


class Basis(StrEnum):
    """What a forecast stands on."""

    NOTHING = "nothing"
    PLANNED = "planned"
    FEW = "few"
    MEASURED = "measured"


@dataclass(frozen=True)
class Known:
    """What is known this morning. ``done`` and ``talked`` count today; ``done_today`` is that part of ``done``.

    ``past_doors``: knocked in the hours of ``hours.past``. ``shift_hours``: at the doors, of one team with one turf.
    """

    today: date
    hours: Hours
    past_doors: Floats
    pools: Pools
    done: int
    talked: int
    hours_today: float
    goal: int
    shift_hours: float


@dataclass(frozen=True)
class Fan:
    """Running totals: one row for each of `QUANTILES`, one column a day, today first."""

    rows: Floats

    @property
    def median(self) -> Floats:
        middle: Floats = self.rows[QUANTILES.index(0.50)]
        return middle

    def band(self, share: float) -> tuple[Floats, Floats]:
        """The lower and upper bounds of the middle 50, 80 or 95 %. Raises ValueError for another share."""
        place = len(BANDS) - 1 - BANDS.index(share)
        return self.rows[place], self.rows[-1 - place]


@dataclass(frozen=True)
class Need:
    """To be so ``sure`` of the goal: hours in all from now on, of which ``missing`` beyond those expected; the same in
    turfs of one shift, rounded up."""

    sure: float
    hours: float
    turfs: int
    missing_hours: float
    missing_turfs: int


@dataclass(frozen=True)
class Forecast:
    """``chance``: share of futures that reach the goal by the last day; None without a goal. ``doors_left``: all that
    can still be knocked at, each three times, None where no door is known; ``beyond``: doors of the goal that are not
    there."""

    basis: Basis
    today: date
    days: tuple[date, ...]
    open_days: int
    doors: Fan
    talks: Fan
    done: int
    goal: int
    chance: float | None
    pace: float
    hours_expected: float
    doors_left: int | None
    needs: tuple[Need, ...]
    coming: Floats
    """Doors to come by the last day, one number for each future."""
    pools: Pools

    @property
    def last_day(self) -> date:
        return self.days[-1]

    @property
    def expected(self) -> int:
        """Doors by the last day: as many futures lie above as below."""
        return round(float(self.doors.median[-1]))

    @property
    def missing(self) -> int:
        return max(0, self.goal - self.expected)

    @property
    def beyond(self) -> int:
        return 0 if self.doors_left is None else max(0, self.goal - self.done - self.doors_left)


def forecast(known: Known, *, seed: int, draws: int = DRAWS) -> Forecast:
    """The same seed gives the same forecast. About 50 ms for two months and a hundred stations."""
    rng = np.random.default_rng(seed)
    hours = known.hours.drawn(draws, rng)
    hours[:, 0] = (hours[:, 0] - known.hours_today).clip(0)
    pace, day_spread = _pace(known, draws, rng)
    most = NO_END if known.pools.doors is None else known.pools.doors
    doors = _doors(hours, pace, day_spread, rng).cumsum(axis=1).clip(max=most)
    talks = known.pools.drawn(doors, rng).cumsum(axis=1)
    count = hours.shape[1]
    return Forecast(
        basis=_basis(known),
        today=known.today,
        days=tuple(known.today + timedelta(days=offset) for offset in range(count)),
        open_days=int(known.hours.open.sum()),
        doors=_fan(known.done + doors),
        talks=_fan(known.talked + talks),
        done=known.done,
        goal=known.goal,
        chance=float((known.done + doors[:, -1] >= known.goal).mean()) if known.goal else None,
        pace=float(pace.mean()),
        hours_expected=float(np.median(hours.sum(axis=1))),
        doors_left=None if known.pools.doors is None else math.floor(known.pools.doors),
        needs=_needs(known, hours.sum(axis=1), pace, rng),
        coming=doors[:, -1],
        pools=known.pools,
    )


def _pace(known: Known, draws: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Doors in a team-hour, one for each future, and how much days differ from it (a squared relative distance)."""
    hours, doors = known.hours.past, known.past_doors
    worked = hours > 0
    mean = (doors[worked].sum() + USUAL_PACE * USUAL_HOURS) / (hours[worked].sum() + USUAL_HOURS)
    expected = mean * hours[worked]
    prior = DAY_WEIGHT * float((expected**2).mean()) if worked.any() else 1.0
    beyond = float(((doors[worked] - expected) ** 2 - expected).sum())
    spread = float(np.clip((beyond + DAY_SPREAD * prior) / (float((expected**2).sum()) + prior), 0.0, MOST_DAY_SPREAD))
    noise = (spread + DAY_SPREAD) / (worked.sum() + 1) + 1 / (doors[worked].sum() + USUAL_PACE * USUAL_HOURS)
    return mean * rng.gamma(1 / noise, noise, draws), spread


def _doors(hours: Floats, pace: Floats, day_spread: float, rng: np.random.Generator) -> Floats:
    """Draws × days."""
    found = np.zeros_like(hours)
    worked = np.flatnonzero(hours.any(axis=0))
    means = pace[:, None] * hours[:, worked]
    if day_spread > 0:
        means = means * rng.gamma(1 / day_spread, day_spread, means.shape)
    found[:, worked] = rng.poisson(means)
    return found


def _fan(totals: Floats) -> Fan:
    return Fan(np.quantile(totals, QUANTILES, axis=0))


def _basis(known: Known) -> Basis:
    worked = int((known.hours.past > 0).sum())
    if not worked:
        return Basis.PLANNED if known.hours.is_planned else Basis.NOTHING
    return Basis.FEW if worked < FEW_DAYS or known.past_doors.sum() < FEW_DOORS else Basis.MEASURED


def _needs(known: Known, hours: Floats, pace: Floats, rng: np.random.Generator) -> tuple[Need, ...]:
    """``hours``: of each future, as they are expected. The time that so many doors take at a pace is a Gamma."""
    doors = known.goal - known.done
    if doors <= 0 or (known.pools.doors is not None and doors > known.pools.doors):
        return ()
    needed = rng.gamma(doors, 1.0, len(pace)) / pace
    found = []
    for sure in SURE:
        whole, short = float(np.quantile(needed, sure)), max(0.0, float(np.quantile(needed - hours, sure)))
        turfs, missing = (math.ceil(each / known.shift_hours - 1e-9) for each in (whole, short))
        found.append(Need(sure, whole, turfs, short, missing))
    return tuple(found)


def cumulative(knocked: Mapping[date, int], *, first: date, today: date) -> list[tuple[date, int]]:
    """The running total for each day from the first to today; what came before counts from the start."""
    running, points = sum(count for day, count in knocked.items() if day < first), []
    for offset in range((today - first).days + 1):
        day = first + timedelta(days=offset)
        running += knocked.get(day, 0)
        points.append((day, running))
    return points
