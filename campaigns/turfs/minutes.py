"""How long an address takes. Pure. A turf is sized in minutes, because 17 and 69 doors an hour coexist.

The figures are public (field knowledge, section 3) and stand for a pair before a campaign has visits of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

WALKING_METRES_PER_MINUTE = 67.0  # 4 km/h: a pair that talks, with paper and a phone
DETOUR = 1.3  # a pavement is longer than a straight line; usual ratio on European street networks
KNOCK_MINUTES = 0.6  # ring, wait 20 to 30 seconds, write: the model fitted in field.md, section 3
CONVERSATION_MINUTES = 4.0  # longest time at a door, Strasbourg 2021 and the 2012 French party guide
OPENING_RATE = 0.30  # Toulouse 2020: 1,698 of 5,590 doors
STAIRS_MINUTES_PER_FLOOR = 0.4  # about 20 seconds a flight, and the light to find
DOORS_PER_FLOOR = 4  # a usual landing; only used where floors are not known


@dataclass(frozen=True)
class Estimate:
    """Minutes at one address, with what they were computed from."""

    doors: int
    floors: int
    opening_rate: float
    knocking_minutes: float
    conversation_minutes: float
    stairs_minutes: float

    @property
    def minutes(self) -> float:
        return self.knocking_minutes + self.conversation_minutes + self.stairs_minutes


def at_address(doors: int, *, floors: int | None = None, opening_rate: float = OPENING_RATE) -> Estimate:
    """Minutes spent at an address of that many doors, walking to it apart.

    ``floors`` are those above the ground; unknown, they are guessed from the doors, and a house has none.
    """
    guessed = 0 if doors <= 2 else math.ceil(doors / DOORS_PER_FLOOR) - 1
    climbed = guessed if floors is None else floors
    return Estimate(
        doors=doors,
        floors=climbed,
        opening_rate=opening_rate,
        knocking_minutes=doors * KNOCK_MINUTES,
        conversation_minutes=doors * opening_rate * CONVERSATION_MINUTES,
        stairs_minutes=climbed * STAIRS_MINUTES_PER_FLOOR,
    )


def walking(metres: float) -> float:
    """Minutes to walk that many metres, as a walk feels them."""
    return metres / WALKING_METRES_PER_MINUTE
