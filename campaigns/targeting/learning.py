"""What the campaign's own doors taught, station by station, for the model to reckon with."""

from __future__ import annotations

import numpy as np

from campaigns.targeting.gathering import Gathered
from campaigns.targeting.learned import Learned


def learn(found: Gathered) -> Learned:
    """Knocks and conversations of the first pass, and the doors that wait for each pass. Without a query.

    Where nobody counted the doors, those that the roll lets us expect wait for their first knock. No minutes: nobody
    is timed, and a conversation takes what the campaign says of itself.
    """
    doors = [place.doors for place in found.places]
    left = np.array([each.left for each in doors], dtype=float).reshape(len(doors), -1)
    unknown = np.isnan(found.town.doors)
    left[unknown, 0] = found.town.doors_to_knock[unknown]
    none = np.zeros(len(doors))
    return Learned(
        knocked=np.array([each.knocked for each in doors], dtype=float),
        conversations=np.array([each.talked for each in doors], dtype=float),
        timed_doors=none,
        minutes=none,
        doors_left=left,
    )
