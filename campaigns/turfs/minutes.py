"""How long an address takes. Pure. A turf is sized in minutes, because 17 and 69 doors an hour coexist.

The figures are public (field knowledge, section 3) and stand for a pair. How often doors open is learned (`opening`),
how long a conversation lasts is a setting of the campaign: nobody is timed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from campaigns.doors.housing import MOST_OF_A_HOUSE, Housing
from campaigns.turfs.opening import PUBLIC, Opening

WALKING_METRES_PER_MINUTE = 67.0  # 4 km/h: a pair that talks, with paper and a phone
DETOUR = 1.3  # a pavement is longer than a straight line; usual ratio on European street networks
KNOCK_MINUTES = 0.6  # ring, wait 20 to 30 seconds, write: the model fitted in field.md, section 3
CONVERSATION_MINUTES = 4.0  # longest time at a door, Strasbourg 2021 and the 2012 French party guide
STAIRS_MINUTES_PER_FLOOR = 0.4  # about 20 seconds a flight, and the light to find
DOORS_PER_FLOOR = 4  # a usual landing; only used where floors are not known


@dataclass(frozen=True)
class Estimate:
    """What the minutes at one address are computed from."""

    doors: int
    """Doors to knock at."""
    housing: Housing
    floors: int
    """Floors to climb above the ground, those of all staircases together."""
    floors_known: bool
    """False where they are guessed from the dwellings."""
    opening: Opening
    minutes_per_conversation: float = CONVERSATION_MINUTES
    """For each door that opens."""

    @property
    def knocking_minutes(self) -> float:
        return self.doors * KNOCK_MINUTES

    @property
    def conversation_minutes(self) -> float:
        return self.doors * self.opening.rate * self.minutes_per_conversation

    @property
    def stairs_minutes(self) -> float:
        """Nobody climbs to where no door is left."""
        return self.floors * STAIRS_MINUTES_PER_FLOOR if self.doors else 0.0

    @property
    def minutes(self) -> float:
        return self.knocking_minutes + self.conversation_minutes + self.stairs_minutes


def at_address(
    doors: int,
    *,
    dwellings: int | None = None,
    floors: int | None = None,
    opening: Opening = PUBLIC,
    minutes_per_conversation: float = CONVERSATION_MINUTES,
) -> Estimate:
    """Minutes spent at an address with that many doors to knock at, walking to it apart.

    ``dwellings`` are all doors that stand there, as many unless said otherwise. ``floors`` are those above the ground;
    unknown, they are guessed from the dwellings, and a house has none.
    """
    standing = max(doors, dwellings or 0)
    guessed = 0 if standing <= MOST_OF_A_HOUSE else math.ceil(standing / DOORS_PER_FLOOR) - 1
    return Estimate(
        doors=doors,
        housing=Housing.of(standing),
        floors=guessed if floors is None else floors,
        floors_known=floors is not None,
        opening=opening,
        minutes_per_conversation=minutes_per_conversation,
    )


def walking(metres: float) -> float:
    """Minutes to walk that many metres, as a walk feels them."""
    return metres / WALKING_METRES_PER_MINUTE
