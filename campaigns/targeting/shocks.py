"""What may surprise: draws of turnout, effects and contact, on which intervals and ranks are read. Pure.

A draw has one general surprise on turnout, one mood of the own bloc and one value of each prior, shared by all
stations, and for each station its own surprise on turnout, its own contact rate, its own error on the share.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import expit, logit

from campaigns.targeting.doorstep import homes, registered_per_door
from campaigns.targeting.gain import movable_of, moving
from campaigns.targeting.intermittence import intermittence
from campaigns.targeting.learned import Learned
from campaigns.targeting.pace import later_pass_minutes, learned_minutes
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import Doorstep, Electorate
from campaigns.targeting.town import Draws, Floats, PublicTown

BETA_WEIGHT = 10.0
"""κ and ρ are drawn from Beta(10 x, 10 (1 − x)): Beta(3, 7) at 0.3."""
STEP = 0.8
"""Logits of turnout below and above the expected one at which the response is reckoned."""
TURNOUT_STREAM, CONTACT_STREAM, COMMON_STREAM, SHARE_STREAM = range(4)


@dataclass(frozen=True)
class Common:
    """One entry per draw, the same for all stations. The effect drawn below 0 is 0."""

    turnout: Draws
    """General surprise and mood together, in logits."""
    push: Draws
    """δ"""
    opponents_share: Draws
    """κ"""
    persuaded_share: Draws
    """π"""
    home_share: Draws
    """ρ"""

    @classmethod
    def drawn(cls, electorate: Electorate, assumptions: Assumptions, seed: int) -> Common:
        random, draws = np.random.default_rng([seed, COMMON_STREAM]), assumptions.draws
        general = random.normal(0, assumptions.turnout_shock, draws)
        mood = random.normal(0, assumptions.mood_shock, draws)
        points = 100 * electorate.push * electorate.movable_town
        effect = np.maximum(random.normal(points, assumptions.effect_spread, draws), 0.0)
        return cls(
            turnout=(general + mood).astype(np.float32),
            push=(effect / 100 / electorate.movable_town).astype(np.float32),
            opponents_share=_share(random, assumptions.opponents_share, draws),
            persuaded_share=random.exponential(assumptions.persuaded_share, draws).astype(np.float32),
            home_share=_share(random, assumptions.home_share, draws),
        )


def _share(random: np.random.Generator, mean: float, draws: int) -> Draws:
    if not 0 < mean < 1:
        return np.full(draws, np.clip(mean, 0, 1), dtype=np.float32)
    return random.beta(BETA_WEIGHT * mean, BETA_WEIGHT * (1 - mean), draws).astype(np.float32)


@dataclass(frozen=True)
class Response:
    """How a station answers a surprise of d logits on p: movable people m(d) = exp(level + slope d + bend d²).

    The curve goes through m as the quadrature gives it for a turnout 0.8 logits lower, as expected, and 0.8 higher;
    it is off by less than 2 % in 98 draws of 100.
    """

    level: Floats
    slope: Floats
    bend: Floats

    @property
    def parts(self) -> tuple[Floats, Floats, Floats]:
        return self.level, self.slope, self.bend

    @classmethod
    def of(cls, electorate: Electorate, spread: float) -> Response:
        here = logit(electorate.returning)
        points = []
        for step in (-STEP, STEP):
            people = intermittence(electorate.turnout_then, electorate.turnout, spread, step)
            points.append((logit(people.returning) - here, np.log(movable_of(electorate, people))))
        level = np.log(movable_of(electorate, electorate))
        (d1, y1), (d2, y2) = points
        first, second = (y1 - level) / d1, (y2 - level) / d2
        bend = (second - first) / (d2 - d1)
        return cls(level, first - bend * d1, bend)


@dataclass(frozen=True)
class Surprises:
    """Draws of the reservoir and of the rate for a block of a town's stations, all from one seed."""

    town: PublicTown
    learned: Learned
    electorate: Electorate
    doorstep: Doorstep
    assumptions: Assumptions
    seed: int

    @cached_property
    def common(self) -> Common:
        return Common.drawn(self.electorate, self.assumptions, self.seed)

    @cached_property
    def response(self) -> Response:
        return Response.of(self.electorate, self.assumptions.spread)

    @cached_property
    def moving(self) -> Floats:
        return moving(self.electorate, self.town, self.assumptions)

    def _random(self, stream: int, stations: slice) -> np.random.Generator:
        return np.random.default_rng([self.seed, stream, stations.start])

    def _noise(self, stream: int, stations: slice) -> Draws:
        size = (stations.stop - stations.start, self.assumptions.draws)
        return self._random(stream, stations).standard_normal(size, dtype=np.float32)

    def _turnout(self, stations: slice) -> Draws:
        """Surprise on logit(p): general, mood, the station's own and what the model misses."""
        spread = np.hypot(self.electorate.shock[stations], self.assumptions.model_shock)
        return self._noise(TURNOUT_STREAM, stations) * _column(spread) + self.common.turnout

    def reservoir(self, stations: slice) -> Draws:
        """R / (1 − p) · (1 − σ(logit p + surprise)) · exp(N(0, 0.05)), in votes."""
        returning = self.electorate.returning[stations]
        own = _column(self.electorate.reservoir[stations] / (1 - returning))
        absent = expit(-_column(logit(returning)) - self._turnout(stations))
        return own * absent * np.exp(self._noise(SHARE_STREAM, stations) * np.float32(self.assumptions.share_noise))

    def rate(self, stations: slice) -> Draws:
        """Net votes per 1,000 canvasser-hours on the open pass, those that cost votes below zero."""
        first = self._contact(stations)
        contact = first * _column(self.assumptions.decay ** np.maximum(self.doorstep.open_pass[stations], 0))
        minutes = later_pass_minutes(self._minutes(first, stations), first, contact, self.assumptions)
        per_vote = contact / minutes * self._reach(stations) * np.float32(self.assumptions.per_thousand_hours)
        return per_vote * self._gain(stations)

    def per_conversation(self, stations: slice) -> Draws:
        """Net votes that one conversation brings: r · g."""
        return self._reach(stations) * self._gain(stations)

    def _gain(self, stations: slice) -> Draws:
        """g at each draw's δ, κ, π and surprise on turnout, see `gain`."""
        surprise, common = self._turnout(stations), self.common
        level, slope, bend = (_column(part[stations]) for part in self.response.parts)
        movable = np.exp(level + surprise * (slope + surprise * bend))
        share = _column(self.electorate.own_share[stations])
        returning = expit(_column(logit(self.electorate.returning[stations])) + surprise)
        changing = returning * _column(2 * self.moving[stations]) * common.persuaded_share
        return movable * common.push * (share - common.opponents_share * (1 - share)) + changing

    def _contact(self, stations: slice) -> Draws:
        """c on the first pass, from its Beta posterior."""
        random = self._random(CONTACT_STREAM, stations)
        size = (stations.stop - stations.start, self.assumptions.draws)
        yes = random.standard_gamma(_column(self.doorstep.contact_yes[stations]), size, dtype=np.float32)
        no = random.standard_gamma(_column(self.doorstep.contact_no[stations]), size, dtype=np.float32)
        return yes / np.maximum(yes + no, np.float32(1e-9))

    def _minutes(self, contact: Draws, stations: slice) -> Draws:
        """t on the first pass: what is assumed of it varies with c, what was observed does not."""
        assumptions = self.assumptions
        walk = _column(np.array(assumptions.walk_minutes)[self.town.housing[stations]])
        prior = walk + assumptions.knock_minutes + assumptions.conversation_minutes * contact
        return learned_minutes(
            prior, _column(self.learned.minutes[stations]), _column(self.learned.timed_doors[stations])
        )

    def _reach(self, stations: slice) -> Draws:
        per_door, home = registered_per_door(self.town)[stations], homes(self.town)[stations]
        alone, shared = _column(per_door / home), _column(per_door * (home - 1) / home)
        return alone + shared * self.common.home_share


def _column(figures: Floats) -> Draws:
    return figures.astype(np.float32)[:, None]
