"""Whether areas take about the same time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MARGIN = 0.20


@dataclass(frozen=True)
class Weight:
    """One area: its minutes, and how far they are from the mean (0.31: 31 % more)."""

    number: int
    minutes: float
    off: float

    @property
    def is_uneven(self) -> bool:
        return abs(self.off) > MARGIN


def weigh(areas: Sequence[tuple[int, float]]) -> list[Weight]:
    """(number, minutes) of each area, compared with their mean. A single one is even."""
    mean = sum(minutes for _number, minutes in areas) / len(areas) if areas else 0.0
    return [Weight(number, minutes, minutes / mean - 1 if mean else 0.0) for number, minutes in areas]
