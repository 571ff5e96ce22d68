"""Towns as a ranking sees them, from plain defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from campaigns.targeting.learned import Learned
from campaigns.targeting.town import Housing, PastVote, PublicTown

BLOCS = ("left", "centre", "right", "far_right", "other")


def vote(turnout: Any, own: Any, *, registered: Any = 1000, blank: float = 0.03, stations: int = 1) -> PastVote:
    """One election with these turnouts and own shares of the valid votes, the rest shared by the four other blocs."""
    shape = np.ones(stations)
    voters = shape * registered * turnout
    valid = voters * (1 - blank)
    own_votes = valid * own
    others = ((valid - own_votes) / 4)[:, None] * np.ones(4)
    return PastVote(
        code="2022-legislative-1",
        votes=np.column_stack([own_votes, others]),
        blank=voters * blank,
        abstention=shape * registered - voters,
        known=np.ones(stations, dtype=bool),
    )


def unknown(past: PastVote, *stations: int) -> PastVote:
    """The same election without the result of these stations."""
    known = past.known.copy()
    known[list(stations)] = False
    kept = known.astype(float)
    return replace(
        past, votes=past.votes * kept[:, None], blank=past.blank * kept, abstention=past.abstention * kept, known=known
    )


def town(past: Sequence[PastVote], **changes: Any) -> PublicTown:
    """The first election is the reference, the others comparable; 700 doors in flats for 1,000 registered people."""
    stations = len(past[0].known)
    plain = PublicTown(
        blocs=BLOCS,
        own="left",
        registered=np.full(stations, 1000.0),
        doors=np.full(stations, 700.0),
        housing=np.full(stations, int(Housing.FLATS)),
        past=tuple(past),
        reference=0,
        comparable=tuple(range(1, len(past))) or (0,),
        boundary_changed=np.zeros(stations, dtype=bool),
        people_per_home=np.full(stations, 1.7),
    )
    return replace(plain, **changes)


def varied(stations: int = 12, **changes: Any) -> PublicTown:
    """A town whose stations all differ, three elections, the same each time."""
    random = np.random.default_rng(7)
    lean, habit = random.uniform(0.15, 0.55, stations), random.uniform(-0.12, 0.12, stations)
    past = [vote(level + habit, lean, stations=stations) for level in (0.76, 0.47, 0.42)]
    return town(past, **changes)


def seen(place: PublicTown, **counts: Any) -> Learned:
    """What visits taught: nothing, but for these counts."""
    return replace(Learned.nothing(place), **{name: np.asarray(value, dtype=float) for name, value in counts.items()})
