"""A series for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from campaigns.calendar import repeating

MONDAY = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)


def weekly(campaign, *, weekday: int = 5, now: datetime = MONDAY, **fields):
    told = {"name": "Samedis", "starts": time(10), "ends": time(12), "first_day": date(2027, 2, 1)} | fields
    return repeating.begin(campaign, weekday=weekday, now=now, **told)
