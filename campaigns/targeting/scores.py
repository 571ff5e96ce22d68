"""What a ranking says of each station, in arrays with one entry, or one row, per station. Pure.

`scoring.expect(town, learned, assumptions)` makes an `Expected`, `scoring.score(town, learned, assumptions, seed)` a
`Scores`. A share is between 0 and 1. "Registered" are today's. Not a number stands where there is nothing to say, and
``notes`` tell why.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

import numpy as np

from campaigns.targeting.town import Codes, Flags, Floats


class Note(IntFlag):
    """Why a station's figures are to be read with care, or are not there."""

    NONE = 0
    NOBODY_REGISTERED = 1
    """No registered people today: not scored."""
    NOBODY_VOTED = 2
    """The reference election says that nobody voted here: not scored."""
    NO_PAST = 4
    """No election of the whole town can be used: not scored."""
    BOUNDARY_CHANGED = 8
    """Its past belongs to other ground: composition of the town, twice the spread."""
    REFERENCE_MISSING = 16
    """No result at the reference election: guessed from the other ones and the town."""
    ELECTION_MISSING = 32
    """No result at one of the other elections: left out of its averages."""
    SMALL = 64
    """Fewer than 150 valid votes: drawn towards the town."""
    DOORS_GUESSED = 128
    COSTS_VOTES = 256
    """A conversation here is expected to bring others more than us: no rate."""
    NO_DOORS = 512
    DONE = 1024
    """No pass is open any more."""


NOT_SCORED = Note.NOBODY_REGISTERED | Note.NOBODY_VOTED | Note.NO_PAST


@dataclass(frozen=True)
class Electorate:
    """Who is registered in a station and who is expected to come."""

    own_share: Floats
    """λ: own votes among valid votes at the reference election, shrunk."""
    turnout_then: Floats
    """t_ref: at the reference election, blank or null included."""
    turnout: Floats
    """t: at the coming vote."""
    bloc_shares: Floats
    """sh: stations × blocs, votes at the reference election among registered."""
    abstention: Floats
    """a: share of registered who stayed at home at the reference election."""
    returning: Floats
    """p: chance that somebody who voted at the reference election votes at the coming vote."""
    movable: Floats
    """h: mean of p(1−p) among those who voted then, how much a push in logits moves them."""
    movable_absent: Floats
    """h_A: the same among those who stayed at home."""
    movable_all: Floats
    """h̄: the same among everybody."""
    reservoir: Floats
    """R: own people of the reference election expected to stay at home, in votes."""
    shock: Floats
    """Standard deviation, in logits, of the station's own surprise on turnout."""
    push: float
    """δ: effect of a conversation on the propensity of the people reached, in logits."""
    movable_town: float
    """h̄ of the whole town: points of turnout gained there are δ times this."""
    notes: Codes
    """A `Note` each."""

    @property
    def valid(self) -> Floats:
        """v: valid votes at the reference election among registered."""
        return np.asarray(self.bloc_shares.sum(axis=1))

    @property
    def scored(self) -> Flags:
        return (self.notes & int(NOT_SCORED)) == 0


@dataclass(frozen=True)
class Gain:
    """Net votes per registered person reached."""

    own: Floats
    """Ours who come because of it."""
    opponents: Floats
    """Others who come because of it, so at most zero."""
    persuasion: Floats
    """People who change to us: one for us and one less for somebody else."""

    @property
    def net(self) -> Floats:
        return self.own + self.opponents + self.persuasion

    @property
    def gross(self) -> Floats:
        """Without what opponents gain."""
        return self.own + self.persuasion


@dataclass(frozen=True)
class Doorstep:
    """What an hour at the doors of a station is like. Pass q is column q − 1."""

    contact_yes: Floats
    """Conversations per knock on the first pass are drawn from Beta(``contact_yes``, ``contact_no``)."""
    contact_no: Floats
    contact: Floats
    """c: stations × passes, conversations per knock."""
    reach: Floats
    """r: registered people reached per conversation, the rest of the home counted by what is passed on to it."""
    minutes: Floats
    """t: stations × passes, team-minutes per door."""
    reached: Floats
    """c · r ÷ t, stations × passes: registered people reached per 1,000 canvasser-hours."""
    rate: Floats
    """Stations × passes: net votes per 1,000 canvasser-hours. Not a number where a conversation gains nothing, where
    there is no door and where nothing is scored. Whether a pass is open is in ``open_pass``."""
    gross: Floats
    """The same without what opponents gain."""
    open_pass: Codes
    """Column of the pass to walk now; −1 where none is open."""

    @property
    def current_rate(self) -> Floats:
        """Rate of the open pass; not a number where none is open."""
        return current(self.rate, self.open_pass)

    @property
    def current_gross(self) -> Floats:
        return current(self.gross, self.open_pass)


def current(by_pass: Floats, open_pass: Codes) -> Floats:
    """The column of the open pass from a table of stations × passes; not a number where none is open."""
    chosen = np.take_along_axis(by_pass, np.maximum(open_pass, 0)[:, None], axis=1)[:, 0]
    return np.where(open_pass >= 0, chosen, np.nan)


@dataclass(frozen=True)
class Standing:
    """How sure one figure and its rank are, from the same draws. Ranks begin at 1; 0 where nothing is scored."""

    low: Floats
    """5 % of the draws are below."""
    high: Floats
    """5 % of the draws are above."""
    rank: Codes
    """By the expected figure, stations without one last."""
    rank_low: Codes
    """Best rank but for 5 % of the draws."""
    rank_high: Codes
    """Worst rank but for 5 % of the draws."""
    first_ten: Floats
    """Share of the draws in which it is one of the ten first."""


@dataclass(frozen=True)
class Expected:
    """What is expected of each station, without its uncertainty. Fast enough to be computed again at each outing."""

    electorate: Electorate
    gain: Gain
    doorstep: Doorstep
    notes: Codes
    """A `Note` each: those of the electorate and those of the doors."""

    @property
    def reservoir(self) -> Floats:
        return self.electorate.reservoir

    @property
    def rate(self) -> Floats:
        """Net votes per 1,000 canvasser-hours on the open pass; not a number where there is none."""
        return self.doorstep.current_rate

    @property
    def priority(self) -> Floats:
        """0 to 100: the rate beside the best one of the town, 0 where there is none."""
        rate = np.nan_to_num(self.rate, nan=0.0)
        return 100 * rate / rate.max(initial=0.0) if rate.any() else rate

    def noted(self, note: Note) -> Flags:
        return (self.notes & int(note)) != 0


@dataclass(frozen=True)
class Scores(Expected):
    """The same with intervals and ranks: ``by_reservoir`` (where our abstainers are), ``by_rate`` (where the next hour
    pays). Levels are much less sure than ranks, most surprises being shared by all stations."""

    by_reservoir: Standing
    by_rate: Standing
    draws: int
    seed: int
