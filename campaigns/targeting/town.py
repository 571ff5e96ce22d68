"""What is known of a town before anybody knocks: its stations, their past elections, their doors. Pure, vectorised.

Each array has one entry, or one row, per station, in one order. Counts of past elections are carried to today's
registered, so that the classes of one election (blocs, blank or null, abstention) add up to the same number in each.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
Draws = NDArray[np.float32]
"""Stations × draws."""

REGISTERED_PER_DOOR = np.array([1.1, 1.25, 1.65])  # by Housing; an assumption, only where doors are unknown


class Housing(IntEnum):
    """What people mostly live in around a station."""

    FLATS = 0
    MIXED = 1
    HOUSES = 2


@dataclass(frozen=True)
class PastVote:
    """One past election. Where ``known`` is false the station has no usable result and its counts are zero."""

    code: str
    votes: Floats
    """Stations × blocs, in the order of the town's blocs."""
    blank: Floats
    """Blank or null."""
    abstention: Floats
    known: Flags

    @property
    def valid(self) -> Floats:
        return np.asarray(self.votes.sum(axis=1))

    @property
    def turned_out(self) -> Floats:
        return self.valid + self.blank

    @property
    def registered(self) -> Floats:
        return self.turned_out + self.abstention


@dataclass(frozen=True)
class PublicTown:
    """All that a ranking may look at. Nothing here is about a person, a home or a door."""

    blocs: tuple[str, ...]
    own: str
    """The campaign's own bloc, one of ``blocs``."""
    registered: Floats
    """Today."""
    doors: Floats
    """That can be knocked at: without those out of reach and those not to be knocked at. Not a number where unknown."""
    housing: Codes
    """A ``Housing`` each."""
    past: tuple[PastVote, ...]
    reference: int
    """Which of ``past`` the reservoir starts from: who voted for us then may stay home now."""
    comparable: tuple[int, ...]
    """Which of ``past`` tell the turnout to come: the same kind of election, or the nearest in level."""
    boundary_changed: Flags
    """Stations whose past belongs to other ground: composition of the town, twice the spread."""
    people_per_home: Floats
    """Registered people per inhabited home; 1.7 where nobody knows."""
    dwellings: Floats | None = None
    """``doors`` and those out of reach, held out or not to be knocked at. The registered live behind all of these:
    people per door are counted over them. None, or not a number, where only ``doors`` are known."""

    @property
    def own_index(self) -> int:
        return self.blocs.index(self.own)

    @property
    def size(self) -> int:
        return len(self.registered)

    @property
    def doors_to_knock(self) -> Floats:
        """``doors``, guessed from the registered where they are unknown."""
        return np.where(np.isnan(self.doors), self.registered / REGISTERED_PER_DOOR[self.housing], self.doors)

    @property
    def dwellings_of_registered(self) -> Floats:
        """``dwellings``, or the doors to knock at where those are unknown or fewer."""
        doors = self.doors_to_knock
        return doors if self.dwellings is None else np.fmax(self.dwellings, doors)
