"""The campaign's stations ranked: what is known of them, what is assumed, and what the model says of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from campaigns.targeting import scoring
from campaigns.targeting.gathering import Place
from campaigns.targeting.ground import Ground
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import Note, Scores

SEED = 1  # the same draws each time: what is shown moves with the assumptions, never by itself


@dataclass(frozen=True)
class Ranking:
    """The stations in the order of ``ground.found.places``; `by_rate` and `by_reservoir` give both orders."""

    ground: Ground
    assumed: Assumptions
    scores: Scores

    @property
    def places(self) -> tuple[Place, ...]:
        return self.ground.found.places

    @cached_property
    def by_rate(self) -> list[int]:
        """Rows from the best rate to the worst; stations without one last, by code."""
        return _ordered(self.scores.rate)

    @cached_property
    def by_reservoir(self) -> list[int]:
        return _ordered(self.scores.reservoir)

    def notes(self, row: int) -> list[Note]:
        return [note for note in Note if note and self.scores.notes[row] & int(note)]


def rank(ground: Ground, assumed: Assumptions | None = None) -> Ranking:
    """Score the stations, under what is assumed or under something else."""
    assumed = assumed or ground.assumed
    return Ranking(ground, assumed, scoring.score(ground.found.town, ground.learned, assumed, seed=SEED))


def _ordered(figures: np.ndarray) -> list[int]:
    """Rows by falling figure, those without one last; equal ones keep the order of their codes."""
    keys = np.where(np.isnan(figures), np.inf, -figures)
    return [int(row) for row in np.argsort(keys, kind="stable")]
