"""The silence before a vote: from midnight on the eve to the closing of the last station, local time. Pure.

Source: Code électoral, articles L.49 and L.47 A (law:V1, law:V2).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_CLOSING = time(20, 0)  # the latest hour a station may close in France


@functools.lru_cache(maxsize=1_024)
def window(round_date: date, time_zone: str) -> tuple[datetime, datetime]:
    """The silence of one round: two aware instants, the second one excluded."""
    zone = ZoneInfo(time_zone)
    eve = datetime.combine(round_date - timedelta(days=1), time.min, tzinfo=zone)
    return eve, datetime.combine(round_date, LAST_CLOSING, tzinfo=zone)


def days(round_dates: Iterable[date | None]) -> frozenset[date]:
    """The calendar days on which nobody is sent to doors: the eve of each round and its day; unknown dates are passed
    over. Those of the territory, whatever the clock elsewhere."""
    known = [day for day in round_dates if day is not None]
    return frozenset(known) | {day - timedelta(days=1) for day in known}


def in_silence(instant: datetime, round_dates: Iterable[date | None], time_zone: str) -> bool:
    """Whether the instant falls in the silence of one of the rounds; unknown dates are passed over."""
    windows = (window(day, time_zone) for day in round_dates if day is not None)
    return any(starts <= instant < ends for starts, ends in windows)
