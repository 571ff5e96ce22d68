"""The results of one election as classes of the registered, and the rows that cannot be. Pure, vectorised.

The classes are the blocs, blank or null together, and abstention. They are counted on the registered, never on the
valid votes, so that they add up to the same people whatever the turnout was.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from campaigns.targeting.town import Codes, Flags, Floats, PastVote


class Fault(IntEnum):
    """Why the result of a station cannot be used. `NONE` where it can."""

    NONE = 0
    ABSENT = 1
    """The files hold no row for this station."""
    NOBODY_REGISTERED = 2
    NOBODY_VOTED = 3
    DOES_NOT_ADD_UP = 4
    """Blocs, blank or null and abstention are not the registered."""
    OTHER_GROUND = 5
    """The station's roll changed too much: it is not the same ground."""


@dataclass(frozen=True)
class Counts:
    """One election as the files tell it, one entry or row per station; zeros where there is no row."""

    code: str
    registered: Floats
    turned_out: Floats
    valid: Floats
    votes: Floats
    """Stations × blocs."""
    there: Flags
    """Stations that the files speak of."""

    @property
    def blank(self) -> Floats:
        return self.turned_out - self.valid

    @property
    def abstention(self) -> Floats:
        return self.registered - self.turned_out

    def only(self, stations: Flags) -> Counts:
        """The same of these stations alone."""
        return Counts(
            self.code,
            self.registered[stations],
            self.turned_out[stations],
            self.valid[stations],
            self.votes[stations],
            self.there[stations],
        )


def faults(counts: Counts) -> Codes:
    """A `Fault` per station, the first that holds in the order of their numbers."""
    told = counts.votes.sum(axis=1)
    adds_up = (
        np.isclose(told, counts.valid, atol=1e-6)
        & (counts.blank >= 0)
        & (counts.abstention >= 0)
        & (counts.votes >= 0).all(axis=1)
    )
    return np.select(
        [~counts.there, counts.registered <= 0, counts.turned_out <= 0, ~adds_up],
        [Fault.ABSENT, Fault.NOBODY_REGISTERED, Fault.NOBODY_VOTED, Fault.DOES_NOT_ADD_UP],
        Fault.NONE,
    ).astype(np.int64)


def carried(counts: Counts, known: Flags, now: Floats) -> PastVote:
    """The past counts at today's size: each class times registered now ÷ registered then.

    Stations that are not ``known`` have zeros, and say so: an absent result is never a zero result.
    """
    factor = np.where(known, now / np.where(known, counts.registered, 1.0), 0.0)
    return PastVote(
        code=counts.code,
        votes=counts.votes * factor[:, None],
        blank=counts.blank * factor,
        abstention=counts.abstention * factor,
        known=known,
    )
