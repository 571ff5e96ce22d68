"""What a plan could see at all, said before it is committed. Pure. Effects and errors are in points.

People of one building vote alike, so a building of ten is worth fewer than ten: the design effect of Kish,
1 + (m − 1)·ICC. The smallest effect seen is (z of the level + z of the power) standard errors, as usual for two arms.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

LEVEL, POWER = 0.05, 0.80
POINTS = 100.0


@dataclass(frozen=True)
class Assumed:
    """What nobody knows before the vote. Defaults are ours, and shown with the result."""

    turnout: float = 0.5
    """p, from 0 to 1: the nearer to one half, the harder to see anything."""
    icc: float = 0.04
    """How much people of one building vote alike, from 0 to 1."""
    explained: float = 0.3
    """R²: the part of the differences that the past turnout explains."""
    contact: float = 0.45
    """The part of the canvassed whom we shall have spoken with."""
    sd_points: float = 2.0
    """Between stations: what is left of the spread of a result once the past is taken out, in points."""


@dataclass(frozen=True)
class Seen:
    """The smallest effects seen four times in five: on all who were to be canvassed, and on those spoken with."""

    se: float
    mde_itt: float
    mde_cace: float


def of_people(people: float, per_unit: float, canvassed: float, assumed: Assumed) -> Seen:
    """``people`` in both arms, ``per_unit`` in one building, ``canvassed`` the share of units that are not held out."""
    alike = 1 + max(0.0, per_unit - 1) * assumed.icc
    variance = assumed.turnout * (1 - assumed.turnout) * (1 - assumed.explained) * alike
    return _seen(POINTS * math.sqrt(variance / (people * canvassed * (1 - canvassed))), assumed)


def of_stations(stations: int, assumed: Assumed) -> Seen:
    """Half of the stations are held out."""
    return _seen(2 * assumed.sd_points / math.sqrt(stations), assumed)


def campaigns_needed(seen: Seen, expected: float) -> int:
    """How many campaigns with such a plan would see, together, an effect of ``expected`` points on those reached."""
    return max(1, math.ceil((seen.mde_cace / expected) ** 2))


def multiplier(level: float = LEVEL, power: float = POWER) -> float:
    """Standard errors between nothing and the smallest effect seen: 2.8016 at 5 % and 80 %."""
    normal = NormalDist()
    return normal.inv_cdf(1 - level / 2) + normal.inv_cdf(power)


def _seen(se: float, assumed: Assumed) -> Seen:
    mde = multiplier() * se
    return Seen(se, mde, mde / assumed.contact)
