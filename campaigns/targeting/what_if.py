"""What would change the ranking: the same stations under other assumptions. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from campaigns.targeting.learned import Learned
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import current
from campaigns.targeting.scoring import expect
from campaigns.targeting.standing import ranks_of
from campaigns.targeting.town import Codes, Floats, PublicTown


class Supposed(StrEnum):
    """What is supposed instead. A page says each in words."""

    OPPONENTS_UNMOVED = "opponents_0"
    """κ = 0: nobody but ours comes because of it."""
    OPPONENTS_THIRD = "opponents_0.3"
    OPPONENTS_DOUBLE = "opponents_0.6"
    PERSUASION = "persuasion"
    """Persuasion mode: votes move, turnout hardly."""
    TURNOUT_LOWER = "turnout_lower"
    """0.3 logits less than now assumed: seven points, around one half."""
    TURNOUT_HIGHER = "turnout_higher"


@dataclass(frozen=True)
class Supposition:
    """The ranking under one of them, one entry per station."""

    supposed: Supposed
    assumptions: Assumptions
    rank: Codes
    """By rate, among stations with an open pass; 0 for the others."""
    rate: Floats
    """Net votes per 1,000 canvasser-hours; not a number where there is none."""


def suppositions(assumptions: Assumptions) -> dict[Supposed, Assumptions]:
    shift = assumptions.turnout_shift
    return {
        Supposed.OPPONENTS_UNMOVED: replace(assumptions, opponents_share=0.0),
        Supposed.OPPONENTS_THIRD: replace(assumptions, opponents_share=0.3),
        Supposed.OPPONENTS_DOUBLE: replace(assumptions, opponents_share=0.6),
        Supposed.PERSUASION: assumptions.persuasion_mode(),
        Supposed.TURNOUT_LOWER: replace(assumptions, turnout_shift=shift - 0.3),
        Supposed.TURNOUT_HIGHER: replace(assumptions, turnout_shift=shift + 0.3),
    }


def what_if(town: PublicTown, learned: Learned, assumptions: Assumptions) -> list[Supposition]:
    """Ranks and rates under each supposition, in the order of `Supposed`; everything else as assumed."""
    return [_ranked(town, learned, supposed, other) for supposed, other in suppositions(assumptions).items()]


def _ranked(town: PublicTown, learned: Learned, supposed: Supposed, assumptions: Assumptions) -> Supposition:
    expected = expect(town, learned, assumptions)
    doorstep = expected.doorstep
    ranked = expected.electorate.scored & (doorstep.open_pass >= 0)
    net = current(doorstep.reached, doorstep.open_pass) * expected.gain.net
    return Supposition(supposed, assumptions, ranks_of(net, ranked), expected.rate)
