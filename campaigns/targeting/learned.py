"""What a campaign's own visits taught, as counts per station. Pure; `contact` and `pace` reckon with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from campaigns.targeting.priors import PASSES
from campaigns.targeting.town import Floats, PublicTown


@dataclass(frozen=True)
class Learned:
    """One entry per station, in the order of the town. A door out of reach is in none of these."""

    knocked: Floats
    """Doors knocked at on the first pass, whatever happened: absent, conversation, refusal, to be seen again."""
    conversations: Floats
    """Of ``knocked``, those that became a conversation."""
    timed_doors: Floats
    """Doors of the first pass whose minutes are known."""
    minutes: Floats
    """Minutes a team spent on ``timed_doors``, walking between them included."""
    doors_left: Floats
    """Stations × ``PASSES``: doors that wait for their first, second and third knock. A door is in one column at most;
    one that had a conversation, refused or was knocked at three times is in none."""

    @classmethod
    def nothing(cls, town: PublicTown) -> Learned:
        """Before the first outing: every door waits for its first knock."""
        none = np.zeros(town.size)
        left = np.zeros((town.size, PASSES))
        left[:, 0] = town.doors_to_knock
        return cls(none, none, none, none, left)
