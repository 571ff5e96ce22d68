"""From a town, what visits taught and what is assumed, to what each station is worth. Pure: same seed, same scores."""

from __future__ import annotations

import numpy as np

from campaigns.targeting.doorstep import doorstep_of
from campaigns.targeting.electorate import electorate_of
from campaigns.targeting.gain import gain_of
from campaigns.targeting.learned import Learned
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import Electorate, Expected, Note, Scores, current
from campaigns.targeting.shocks import Surprises
from campaigns.targeting.standing import standing_of
from campaigns.targeting.town import Codes, Draws, PublicTown


def expect(
    town: PublicTown, learned: Learned, assumptions: Assumptions, electorate: Electorate | None = None
) -> Expected:
    """Reservoir, gain and rate of each station, without draws. ``electorate`` may be given where only visits are new:
    it depends on the town and the assumptions alone.
    """
    people = electorate or electorate_of(town, assumptions)
    gain = gain_of(people, town, assumptions)
    doorstep = doorstep_of(town, learned, gain, assumptions)
    no_doors = town.doors_to_knock <= 0
    said = {
        Note.COSTS_VOTES: gain.net <= 0,
        Note.NO_DOORS: no_doors,
        Note.DONE: (doorstep.open_pass < 0) & ~no_doors,
    }
    notes: Codes = people.notes + sum(int(note) * stations.astype(np.int64) for note, stations in said.items())
    return Expected(people, gain, doorstep, notes)


def per_conversation(town: PublicTown, learned: Learned, assumptions: Assumptions, seed: int) -> Draws:
    """Stations × draws: net votes that one conversation there brings, r · g with every prior drawn. Not a number where
    nothing can be said of a station; below zero where a conversation rather costs votes."""
    expected = expect(town, learned, assumptions)
    surprises = Surprises(town, learned, expected.electorate, expected.doorstep, assumptions, seed)
    return surprises.per_conversation(slice(0, town.size))


def score(town: PublicTown, learned: Learned, assumptions: Assumptions, seed: int) -> Scores:
    """The same with intervals and ranks from ``assumptions.draws`` draws.

    All arrays are in the order of the town's stations. `Scores.by_rate` ranks those that have an open pass, the ones
    that cost votes last; `Scores.by_reservoir` all that are scored.
    """
    expected = expect(town, learned, assumptions)
    people, doorstep = expected.electorate, expected.doorstep
    surprises = Surprises(town, learned, people, doorstep, assumptions, seed)
    draws = assumptions.draws
    return Scores(
        electorate=people,
        gain=expected.gain,
        doorstep=doorstep,
        notes=expected.notes,
        by_reservoir=standing_of(people.reservoir, people.scored, surprises.reservoir, draws),
        by_rate=standing_of(
            current(doorstep.reached, doorstep.open_pass) * expected.gain.net,
            people.scored & (doorstep.open_pass >= 0),
            surprises.rate,
            draws,
        ),
        draws=draws,
        seed=seed,
    )
