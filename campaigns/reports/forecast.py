"""Shall we get there: the pace of the last days carried to the date of the vote. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

PACE_DAYS = 7


@dataclass(frozen=True)
class Outlook:
    """Where the campaign stands and where the pace of the last week leads."""

    done: int
    goal: int
    expected: int | None
    """Doors by the last day at this pace; None while there is no pace to speak of."""

    @property
    def missing(self) -> int | None:
        return None if self.expected is None else max(0, self.goal - self.expected)


def outlook(knocked: Mapping[date, int], *, goal: int, today: date, last_day: date) -> Outlook:
    """``knocked`` doors per day. The pace is the mean of the seven days up to today."""
    done = sum(knocked.values())
    recent = sum(count for day, count in knocked.items() if today - timedelta(days=PACE_DAYS) < day <= today)
    if not recent:
        return Outlook(done, goal, None)
    left = max(0, (last_day - today).days)
    return Outlook(done, goal, done + round(recent / PACE_DAYS * left))


def cumulative(knocked: Mapping[date, int], *, first: date, today: date) -> list[tuple[date, int]]:
    """The running total for each day from the first to today; what came before counts from the start."""
    running, points = sum(count for day, count in knocked.items() if day < first), []
    for offset in range((today - first).days + 1):
        day = first + timedelta(days=offset)
        running += knocked.get(day, 0)
        points.append((day, running))
    return points
