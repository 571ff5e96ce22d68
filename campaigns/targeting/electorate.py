"""From past elections to who is registered in each station, who is expected to come, and the reservoir. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from campaigns.targeting.intermittence import intermittence
from campaigns.targeting.own_share import own_share
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import NOT_SCORED, Electorate, Note
from campaigns.targeting.town import Codes, Flags, Floats, PastVote, PublicTown
from campaigns.targeting.turnout import Level, expected, mean_distance, station_shock

SMALL = 150
"""Valid votes; fewer at the reference election, and the station is noted as small."""
CHANGED_GROUND = 2.0
"""How many times wider the surprise is where a station's past belongs to other ground, or is unknown."""


@dataclass(frozen=True)
class Past:
    """Past elections of which something can be used, and which stations of each: with voters, and on their ground."""

    votes: tuple[PastVote, ...]
    usable: list[Flags]
    reference: int
    comparable: tuple[int, ...]

    @classmethod
    def of(cls, town: PublicTown) -> Past | None:
        """None where no station has a result. An election that none has is left out; where that is the reference, the
        first one left takes its place; where that is all comparable ones, those left do.
        """
        usable = [
            vote.known & (vote.turned_out > 0) & (town.registered > 0) & ~town.boundary_changed for vote in town.past
        ]
        kept = [number for number, stations in enumerate(usable) if stations.any()]
        if not kept:
            return None
        comparable = tuple(kept.index(number) for number in town.comparable if number in kept)
        return cls(
            votes=tuple(town.past[number] for number in kept),
            usable=[usable[number] for number in kept],
            reference=kept.index(town.reference) if town.reference in kept else 0,
            comparable=comparable or tuple(range(len(kept))),
        )


def electorate_of(town: PublicTown, assumptions: Assumptions) -> Electorate:
    """Everything that visits do not change. Past counts are shares of today's registered."""
    past = Past.of(town)
    if past is None:
        return _unknown(town)
    weights = np.maximum(town.registered, 0.0)
    levels = [Level.of(vote, usable, weights) for vote, usable in zip(past.votes, past.usable, strict=True)]
    known = [level for level in levels if level is not None]
    share = own_share(past.votes, past.usable, town.own_index, past.reference, weights)
    then = _turnout_then(past, known)
    turnout = expected([known[number] for number in past.comparable], known, assumptions.turnout_shift)
    people = intermittence(then, turnout, assumptions.spread)
    blocs = _bloc_shares(town, past, share, then)
    notes = _notes(town, past)
    scored = (notes & int(NOT_SCORED)) == 0
    everybody = float(np.average(people.movable_all[scored], weights=weights[scored])) if scored.any() else np.nan
    push = assumptions.push if assumptions.push is not None else assumptions.effect_points / 100 / everybody
    shock = station_shock([known[number] for number in past.comparable], assumptions.station_shock)
    return Electorate(
        own_share=_only(share, scored),
        turnout_then=_only(then, scored),
        turnout=_only(turnout, scored),
        bloc_shares=np.where(scored[:, None], blocs, np.nan),
        abstention=_only(1 - then, scored),
        returning=_only(people.returning, scored),
        movable=_only(people.movable, scored),
        movable_absent=_only(people.movable_absent, scored),
        movable_all=_only(people.movable_all, scored),
        reservoir=_only(town.registered * blocs.sum(axis=1) * share * (1 - people.returning), scored),
        shock=np.where(np.any(past.usable, axis=0), shock, CHANGED_GROUND * shock),
        push=push,
        movable_town=everybody,
        notes=notes,
    )


def _only(figures: Floats, stations: Flags) -> Floats:
    return np.where(stations, figures, np.nan)


def _turnout_then(past: Past, levels: list[Level]) -> Floats:
    """t_ref. Where the station lacks it: the town's, moved by its distance to the town at the other elections."""
    vote, usable = past.votes[past.reference], past.usable[past.reference]
    others = mean_distance(levels, np.zeros(len(usable)))
    guess = expit(levels[past.reference].mean + others)
    return np.where(usable, vote.turned_out / np.maximum(vote.registered, 1), guess)


def _bloc_shares(town: PublicTown, past: Past, share: Floats, then: Floats) -> Floats:
    """Stations × blocs among registered. Where a station lacks the reference, or it belongs to other ground: as many
    valid votes among voters as in the town, the own share of the model, the others as in the town.
    """
    vote, usable = past.votes[past.reference], past.usable[past.reference]
    whole = vote.votes[vote.known].sum(axis=0)
    others = np.delete(whole, town.own_index)
    parts = others / others.sum() if others.sum() else np.full(len(others), 1 / max(1, len(others)))
    valid = then * whole.sum() / max(1.0, vote.turned_out[vote.known].sum())
    rest = (valid * (1 - share))[:, None] * parts
    guess = np.insert(rest, town.own_index, valid * share, axis=1)
    return np.where(usable[:, None], vote.votes / np.maximum(vote.registered, 1)[:, None], guess)


def _notes(town: PublicTown, past: Past) -> Codes:
    vote, usable = past.votes[past.reference], past.usable[past.reference]
    lacking = ~np.all([known.known for known in past.votes], axis=0)
    reference = town.past[town.reference]
    nobody_voted = reference.known & (reference.turned_out <= 0)
    said = {
        Note.NOBODY_REGISTERED: town.registered <= 0,
        Note.NOBODY_VOTED: nobody_voted & (town.registered > 0),
        Note.BOUNDARY_CHANGED: town.boundary_changed,
        Note.REFERENCE_MISSING: ~town.past[town.reference].known,
        Note.ELECTION_MISSING: lacking,
        Note.SMALL: usable & (vote.valid < SMALL),
        Note.DOORS_GUESSED: np.isnan(town.doors),
    }
    return np.asarray(sum(int(note) * stations.astype(np.int64) for note, stations in said.items()))


def _unknown(town: PublicTown) -> Electorate:
    nothing = np.full(town.size, np.nan)
    notes: Codes = int(Note.NO_PAST) + int(Note.NOBODY_REGISTERED) * (town.registered <= 0).astype(np.int64)
    return Electorate(
        own_share=nothing,
        turnout_then=nothing,
        turnout=nothing,
        bloc_shares=np.full((town.size, len(town.blocs)), np.nan),
        abstention=nothing,
        returning=nothing,
        movable=nothing,
        movable_absent=nothing,
        movable_all=nothing,
        reservoir=nothing,
        shock=nothing,
        push=np.nan,
        movable_town=np.nan,
        notes=notes,
    )
