"""The days of a series, and its hours by the clock of a place. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


def weekly(weekday: int, first: date, last: date) -> Iterator[date]:
    """The days of that weekday (0 is Monday) from ``first`` to ``last``, both included."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += WEEK


def hours(day: date, starts: time, ends: time, time_zone: str) -> tuple[datetime, datetime] | None:
    """Both ends in UTC; None on a night when the clocks change and the end would not come after the start."""
    zone = ZoneInfo(time_zone)
    begins, over = (datetime.combine(day, edge, tzinfo=zone).astimezone(UTC) for edge in (starts, ends))
    return (begins, over) if begins < over else None
