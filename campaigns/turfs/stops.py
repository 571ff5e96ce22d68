"""What the cut works on: one address with its place, its side and its minutes. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.turfs.minutes import Estimate
from campaigns.turfs.opening import PUBLIC


@dataclass(frozen=True)
class Stop:
    """An address to visit. ``east`` and ``north`` are metres in the plane of the town."""

    address: int
    east: float
    north: float
    street: str
    number: int | None
    doors: int
    minutes: float
    estimate: Estimate | None = None
    """What its minutes came from; None for a place made up, or one of an old cut."""

    @property
    def worth(self) -> float:
        """How many conversations its doors promise."""
        return self.doors * (self.estimate.opening.rate if self.estimate else PUBLIC.rate)

    @property
    def side(self) -> str:
        """``even``, ``odd``, or ``none`` where there is no number."""
        if self.number is None:
            return "none"
        return "odd" if self.number % 2 else "even"


@dataclass(frozen=True)
class Walk:
    """Stops in walking order and what they take."""

    stops: tuple[Stop, ...]
    metres: float
    minutes: float
