"""What improving a cut aims at, and whether it may go on. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.turfs.stops import Walk

EVEN = 0.13  # of the minutes asked: what a walk may be off, short of the 15 % that people notice
BARELY_EVEN = 0.145  # what a search may pass through: with one bound alone it is stuck at it

Progress = Callable[[float], bool]
"""Told the share that is done, from 0 to 1; answers whether to go on."""


@dataclass
class Aim:
    """Walks of about ``minutes`` each. ``stages`` is how many steps of improvement there are, ``stage`` the one now."""

    minutes: float
    progress: Progress
    stages: int
    stage: int = 0

    def even(self, walk: Walk) -> bool:
        return abs(walk.minutes / self.minutes - 1) <= EVEN

    def go_on(self, done: int, of: int) -> bool:
        """Asked before each piece of work of a stage: how many of how many are done."""
        return self.progress((self.stage + done / max(of, 1)) / self.stages)
