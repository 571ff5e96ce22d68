"""Believable past results: turnout and blocs that vary smoothly over the town and hold from vote to vote. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BLOCS = ("left", "centre", "right", "far_right", "other")
PER_DWELLING = 1.55  # people on the roll per home
CHANGING, CHANGED = 20, 2023  # a town of so many stations had two of them redrawn in that year


@dataclass(frozen=True)
class PastElection:
    """An election of the demo: its name and date, general turnout, and how the blocs stood in the town."""

    code: str
    name: str
    kind: str
    year: int
    month: int
    day: int
    turnout: float
    shares: tuple[float, ...]


PAST = (
    PastElection("valmont-2019-europeennes", "Européennes 2019", "european", 2019, 5, 26, 0.50,
                 (0.30, 0.22, 0.13, 0.26, 0.09)),
    PastElection("valmont-2022-presidentielle-1", "Présidentielle 2022, 1er tour", "presidential", 2022, 4, 10, 0.74,
                 (0.33, 0.27, 0.07, 0.27, 0.06)),
    PastElection("valmont-2024-legislatives-1", "Législatives 2024, 1er tour", "legislative", 2024, 6, 30, 0.66,
                 (0.31, 0.22, 0.10, 0.32, 0.05)),
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    registered: int
    turned_out: int
    blank: int
    valid_votes: int
    votes: dict[str, int]


def results(seed: int, centres: Sequence[tuple[float, float]], registered: Sequence[int]) -> list[list[Result]]:
    """For each past election, a result per station; margins sum exactly."""
    random = np.random.default_rng(seed)
    places = np.asarray(centres) / 900.0
    habits = _smooth(random, places, 1) * 0.35
    leanings = np.column_stack([_smooth(random, places, 1) * 0.30 for _ in BLOCS])
    return [_one(random, past, habits, leanings, registered) for past in PAST]


def as_it_was(past: PastElection, table: Sequence[Result]) -> list[Result | None]:
    """The same election in a town large enough to have changed: the last station but two opened in 2023, and the fifth
    before the end was half as large again until then. Both are what a ranking has to cope with."""
    told: list[Result | None] = list(table)
    if len(table) < CHANGING or past.year >= CHANGED:
        return told
    told[-3] = None
    larger = {name: count * 3 // 2 for name, count in table[-5].votes.items()}
    blank, valid = table[-5].blank * 3 // 2, sum(larger.values())
    told[-5] = Result(table[-5].registered * 3 // 2, valid + blank, blank, valid, larger)
    return told


def _smooth(random: np.random.Generator, places: np.ndarray, scale: float) -> np.ndarray:
    """A field over the town: some slow waves, centred."""
    waves = sum(np.sin(places @ random.normal(0, scale, 2) * 2 + random.uniform(0, 6.28)) for _ in range(5))
    field = np.asarray(waves, dtype=float)
    return np.asarray((field - field.mean()) / (field.std() or 1.0))


def _one(
    random: np.random.Generator, past: PastElection, habits: np.ndarray, leanings: np.ndarray, registered: Sequence[int]
) -> list[Result]:
    found = []
    for station, people in enumerate(registered):
        logit = np.log(past.turnout / (1 - past.turnout)) + habits[station] + random.normal(0, 0.08)
        turned_out = int(random.binomial(people, 1 / (1 + np.exp(-logit))))
        blank = int(random.binomial(turned_out, 0.018))
        weights = np.asarray(past.shares) * np.exp(leanings[station] + random.normal(0, 0.06, len(BLOCS)))
        votes = random.multinomial(turned_out - blank, weights / weights.sum())
        counts = {bloc: int(count) for bloc, count in zip(BLOCS, votes, strict=True)}
        found.append(Result(people, turned_out, blank, turned_out - blank, counts))
    return found
