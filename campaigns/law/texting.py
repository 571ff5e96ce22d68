"""When texts may leave: by the clock and the holidays of the territory of whoever receives them. Pure.

Source: the hours of French operators, 8 h to 20 h from Monday to Saturday without public holidays; ours begin at 9 h
(law:S1).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from campaigns.law.territories import Territory


@dataclass(frozen=True)
class Hours:
    """From ``opens`` until before ``closes`` on the receiver's clock; ``free_days``: on Sundays and holidays too."""

    opens: time
    closes: time
    free_days: bool = False


PRODUCT = Hours(time(9), time(20))
OPERATORS = Hours(time(8), time(20))
FORCED = Hours(time(8), time(20), free_days=True)
"""What the administration may open with a reason: any day, never outside the operators' hours."""
SLOT = time(18)
"""When what fell into closed hours leaves instead, on the last open day before: the hour of the first question."""

_NEVER = (datetime.min.replace(tzinfo=UTC),) * 2


def is_open(instant: datetime, territory: Territory, hours: Hours = PRODUCT) -> bool:
    """Whether a text may leave at this aware instant to somebody in this territory."""
    starts, ends = _window(_day(instant, territory), territory, hours)
    return starts <= instant < ends


def next_opening(instant: datetime, territory: Territory, hours: Hours = PRODUCT) -> datetime:
    """The first instant from this one on at which a text may leave: itself when open."""
    day = _day(instant, territory)
    while instant >= (window := _window(day, territory, hours))[1]:
        day += timedelta(days=1)
    return max(instant, window[0])


def last_opening_before(instant: datetime, territory: Territory, hours: Hours = PRODUCT) -> datetime:
    """Itself when open, else 18 h of the last open day before: what was meant for a closed hour leaves earlier."""
    if is_open(instant, territory, hours):
        return instant
    day, zone = _day(instant, territory), ZoneInfo(territory.time_zone)
    while (slot := datetime.combine(day, SLOT, tzinfo=zone)) > instant or not is_open(slot, territory, hours):
        day -= timedelta(days=1)
    return slot


def is_free_day(day: date, territory: Territory) -> bool:
    """Whether it is a Sunday or a public holiday there."""
    return day.weekday() == 6 or any(day in _holidays(name, day.year) for name in territory.calendars)


def _day(instant: datetime, territory: Territory) -> date:
    if instant.tzinfo is None:
        raise ValueError("The hours of texts are asked for an aware instant, not for a clock without a place.")
    return instant.astimezone(ZoneInfo(territory.time_zone)).date()


@functools.lru_cache(maxsize=4_096)
def _window(day: date, territory: Territory, hours: Hours) -> tuple[datetime, datetime]:
    """The open hours of one day, in UTC so that they compare as instants; with several clocks, those open by all."""
    if not hours.free_days and is_free_day(day, territory):
        return _NEVER
    zones = [ZoneInfo(name) for name in (territory.time_zone, *territory.other_clocks)]
    starts = max(datetime.combine(day, hours.opens, tzinfo=zone).astimezone(UTC) for zone in zones)
    ends = min(datetime.combine(day, hours.closes, tzinfo=zone).astimezone(UTC) for zone in zones)
    return starts, ends


@functools.lru_cache(maxsize=512)
def _holidays(calendar: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", subdiv=calendar or None, years=year))
