"""From gain and what visits taught to votes per hour, on each pass of each station. Pure."""

from __future__ import annotations

import numpy as np

from campaigns.targeting.contact import contact_of
from campaigns.targeting.learned import Learned
from campaigns.targeting.pace import first_pass_minutes, later_pass_minutes
from campaigns.targeting.priors import PASSES, Assumptions
from campaigns.targeting.scores import Doorstep, Gain
from campaigns.targeting.town import Codes, Floats, PublicTown

USUAL_HOME = 1.7
"""Registered people per inhabited home, where nobody knows."""
LAST_DOORS = 20
"""The next pass opens once fewer doors are left in the one before."""


def registered_per_door(town: PublicTown) -> Floats:
    """N / D, 0 where there is no door. D counts the doors that nobody can or may knock at as well: people live behind
    them, who are not reached at the others.
    """
    doors = town.dwellings_of_registered
    return np.divide(town.registered, doors, out=np.zeros(town.size), where=doors > 0)


def homes(town: PublicTown) -> Floats:
    """m, at least one person."""
    return np.maximum(np.nan_to_num(town.people_per_home, nan=USUAL_HOME), 1.0)


def reach_of(town: PublicTown, home_share: float) -> Floats:
    """r = N / D · (1 + ρ (m − 1)) / m: registered people reached per conversation, ρ being passed on in a home of m."""
    home = homes(town)
    return registered_per_door(town) * (1 + home_share * (home - 1)) / home


def doors_that_open_a_pass(town: PublicTown) -> Floats:
    """20, or all of a station's doors where it has fewer: even those are worth one walk."""
    return np.clip(town.doors_to_knock, 1, LAST_DOORS)


def open_passes(town: PublicTown, doors_left: Floats) -> Codes:
    """Column of the first pass with 20 doors left, all before having fewer; −1 where there is none."""
    enough = doors_left >= doors_that_open_a_pass(town)[:, None]
    return np.where(enough.any(axis=1), enough.argmax(axis=1), -1)


def doorstep_of(town: PublicTown, learned: Learned, gain: Gain, assumptions: Assumptions) -> Doorstep:
    """rate = c · r · g ÷ t on each pass, in votes per 1,000 canvasser-hours."""
    posterior = contact_of(learned, town.housing, assumptions.opening)
    contact = posterior.mean[:, None] * assumptions.decay ** np.arange(PASSES)
    first = first_pass_minutes(learned, town.housing, posterior.mean, assumptions)[:, None]
    minutes = later_pass_minutes(first, posterior.mean[:, None], contact, assumptions)
    reach = reach_of(town, assumptions.home_share)
    doors = town.doors_to_knock
    worth = (gain.net > 0) & (doors > 0)
    reached = contact * reach[:, None] / minutes * assumptions.per_thousand_hours
    return Doorstep(
        contact_yes=posterior.yes,
        contact_no=posterior.no,
        contact=contact,
        reach=reach,
        minutes=minutes,
        reached=reached,
        rate=np.where(worth[:, None], reached * gain.net[:, None], np.nan),
        gross=np.where(worth[:, None], reached * gain.gross[:, None], np.nan),
        open_pass=open_passes(town, learned.doors_left),
    )
