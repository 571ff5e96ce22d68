"""The people of an invented town, one by one: whom they lean to, how readily they vote, how they come and go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from benchmarks.targeting.families import World
from campaigns.targeting.town import Codes, Flags, Floats

BLOCS = ("left", "centre", "right", "far_right")  # ours is the left
OURS = 0
BLANK, ABSTENTION, CLASSES = 4, 5, 6
READINESS = np.array([-0.1, 0.3, 0.4, -0.2])  # of each bloc's people to vote, logit
CLASS_READINESS, CLASS_SHARE, CLASS_SPREAD = np.array([2.8, 0.0, -2.8]), [0.37, 0.46, 0.17], 0.6
EXCHANGED = 0.3  # of the smaller station's people, when a boundary moves
STRAYS = 3.0  # how evenly those who leave their bloc spread over the offer: Dirichlet(3, 3, 3, 3)


@dataclass
class Inhabitants:
    """One entry per person; people who leave are overwritten by those who come."""

    station: Codes
    bloc: Codes
    theta: Floats
    """Propensity to vote, logit."""
    since_first: Flags
    """Here since the first election."""
    chose_own_first: Flags
    """Voted for our bloc then."""


@dataclass(frozen=True)
class Ground:
    """What makes the people of a station what they are: stations × blocs, and one turnout logit each."""

    leaning: Floats
    readiness: Floats


def settled(registered: Codes, ground: Ground, world: World, random: np.random.Generator) -> Inhabitants:
    station = np.repeat(np.arange(len(registered)), registered)
    bloc, theta = _drawn(station, ground, world, random)
    everyone = np.ones(len(station), dtype=bool)
    return Inhabitants(station, bloc, theta, everyone, np.zeros(len(station), dtype=bool))


def _drawn(station: Codes, ground: Ground, world: World, random: np.random.Generator) -> tuple[Codes, Floats]:
    """Bloc by a multinomial logit (the greatest of logits with Gumbel noise), then a propensity."""
    count = len(station)
    bloc = np.argmax(ground.leaning[station] + random.gumbel(size=(count, len(BLOCS))), axis=1)
    theta = ground.readiness[station] + READINESS[bloc]
    if world.mix:
        classes = CLASS_READINESS[random.choice(len(CLASS_SHARE), count, p=CLASS_SHARE)]
        return bloc, theta + classes + random.normal(0, CLASS_SPREAD, count)
    return bloc, theta + random.normal(0, world.sd_theta, count)


def chances(people: Inhabitants, turnout: float, world: World, random: np.random.Generator) -> Floats:
    """Logit of voting at one election, per person: moods of blocs, shocks of stations, and the constant that gives
    this mean turnout.
    """
    mood = random.normal(0, world.mood, len(BLOCS))
    shock = random.normal(0, world.st_shock, int(people.station.max()) + 1)
    eta: Floats = people.theta + mood[people.bloc] + shock[people.station]
    constant: float = brentq(lambda shift: float(expit(eta + shift).mean()) - turnout, -50, 50, xtol=1e-6)
    return eta + constant


def vote(people: Inhabitants, turnout: float, world: World, random: np.random.Generator) -> Codes:
    """One past election: what each person did, a bloc, ``BLANK`` or ``ABSTENTION``."""
    count = len(people.station)
    votes = random.random(count) < expit(chances(people, turnout, world, random))
    offer = random.dirichlet([STRAYS] * len(BLOCS), len(BLOCS)).cumsum(axis=1)
    offer[:, -1] = 1.0  # whatever rounding left
    stray = (random.random(count)[:, None] > offer[people.bloc]).sum(axis=1)
    choice: Codes = np.where(random.random(count) < world.loyal, people.bloc, stray)
    choice[random.random(count) < world.bn] = BLANK
    choice[~votes] = ABSTENTION
    return choice


def counted(people: Inhabitants, choice: Codes, stations: int) -> Floats:
    """Stations × classes."""
    cells = np.bincount(people.station * CLASSES + choice, minlength=stations * CLASSES)
    return cells.reshape(stations, CLASSES).astype(np.float64)


def move(people: Inhabitants, ground: Ground, world: World, random: np.random.Generator) -> None:
    """A third of the churn: some leave, as many come to the same station, and nobody knows their past."""
    gone = np.flatnonzero(random.random(len(people.station)) < world.mob / 3)
    people.bloc[gone], people.theta[gone] = _drawn(people.station[gone], ground, world, random)
    people.since_first[gone] = people.chose_own_first[gone] = False


def exchange(people: Inhabitants, stations: int, share: float, random: np.random.Generator) -> None:
    """Boundaries move between pairs of neighbours, so many that this share of stations has changed."""
    pairs = random.permutation(stations // 2)[: int(share * stations / 2)]
    for first in 2 * pairs:
        here, there = (np.flatnonzero(people.station == station) for station in (first, first + 1))
        moved = round(EXCHANGED * min(len(here), len(there)))
        people.station[_some(here, moved, random)] = first + 1
        people.station[_some(there, moved, random)] = first


def _some(who: NDArray[np.intp], count: int, random: np.random.Generator) -> NDArray[np.intp]:
    return random.choice(who, count, replace=False)
