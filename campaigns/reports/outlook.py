"""From what a campaign did and planned to its forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Count, Min

from campaigns.law import silence
from campaigns.people.models import Campaign, Outing
from campaigns.reports import passes, walked
from campaigns.reports.figures import Figures
from campaigns.reports.forecast import USUAL_HOURS, USUAL_PACE, Forecast, Known, forecast
from campaigns.reports.hours import MEASURED_DAYS, Floats, Hours
from campaigns.reports.passes import StationPasses
from campaigns.reports.talks import Pools, StationDoors, pools_of
from campaigns.reports.walked import Walked
from campaigns.turfs.models import TurfStop

LAST_KNOCK = time(20, 30)  # later today nobody is sent to doors any more (law:D2)


def of_campaign(campaign: Campaign, days: Mapping[date, Figures], *, now: datetime) -> Forecast:
    """``days``: the figures of all outings, as `figures.per_day` tells them. Six queries whatever the size.

    The same all day long for the same figures.
    """
    zone = ZoneInfo(campaign.time_zone)
    today = now.astimezone(zone).date()
    first = _first_day(days, today)
    seen = walked.by_day(campaign, since=datetime.combine(first, time.min, tzinfo=zone))
    hours = hours_of(days, seen)
    past_days = _past_days(first, today, hours)
    coming = _coming(today, campaign.final_round_date)
    promised = _promised(campaign, first, now)
    known = Known(
        today=today,
        hours=Hours(
            past=_along(hours, past_days),
            past_weekdays=_weekdays(past_days),
            past_planned=_along(promised, past_days),
            planned=_along(promised, coming),
            weekdays=_weekdays(coming),
            open=_open(campaign, coming, now.astimezone(zone)),
        ),
        past_doors=_along({day: row.knocked for day, row in days.items()}, past_days),
        pools=_pools(campaign, now),
        done=sum(row.knocked for row in days.values()),
        talked=sum(row.conversations for row in days.values()),
        hours_today=hours.get(today, 0.0),
        goal=campaign.door_goal,
        shift_hours=campaign.turf_minutes / 60,
    )
    return forecast(known, seed=campaign.pk * 1_000_003 + today.toordinal())


def hours_of(days: Mapping[date, Figures], seen: Mapping[date, Walked]) -> dict[date, float]:
    """Hours of each day: those of phones, and for doors that only paper tells of, what phones would take."""
    hours = sum(row.hours for row in seen.values()) + USUAL_HOURS
    pace = (sum(row.doors for row in seen.values()) + USUAL_PACE * USUAL_HOURS) / hours
    found = {day: row.hours for day, row in seen.items()}
    for day, row in days.items():
        on_paper = row.knocked - (seen[day].doors if day in seen else 0)
        if on_paper > 0:
            found[day] = found.get(day, 0.0) + on_paper / pace
    return found


def _first_day(days: Mapping[date, Figures], today: date) -> date:
    """Fourteen days back, or the day of the first knock when it is later: before it nobody was out."""
    earliest = today - timedelta(days=MEASURED_DAYS)
    began = min((day for day, row in days.items() if row.knocked), default=today)
    return min(max(earliest, began), today)


def _past_days(first: date, today: date, hours: Mapping[date, float]) -> list[date]:
    """Full days; today too where it is the only one that tells anything."""
    days = [first + timedelta(days=offset) for offset in range((today - first).days)]
    return days if any(hours.get(day) for day in days) or not hours.get(today) else [*days, today]


def _coming(today: date, last: date) -> list[date]:
    return [today + timedelta(days=offset) for offset in range(max(0, (last - today).days) + 1)]


def _weekdays(days: Sequence[date]) -> np.ndarray:
    return np.array([day.weekday() for day in days], dtype=np.int64)


def _along(table: Mapping[date, float], days: Sequence[date]) -> Floats:
    return np.array([table.get(day, 0.0) for day in days], dtype=float)


def _open(campaign: Campaign, days: Sequence[date], now: datetime) -> np.ndarray:
    """``now`` on the territory's clock. Days of silence are closed, and so is today's evening."""
    silent = silence.days((campaign.first_round_date, campaign.final_round_date))
    late = {now.date()} if now.time() >= LAST_KNOCK else frozenset()
    return np.array([day not in silent and day not in late for day in days])


def _promised(campaign: Campaign, first: date, now: datetime) -> dict[date, float]:
    """Team-hours that outings promise, by the day of the territory: a turf for each team. What is closed or over
    promises nothing more today."""
    zone = ZoneInfo(campaign.time_zone)
    since = datetime.combine(first, time.min, tzinfo=zone)
    rows = Outing.objects.filter(campaign=campaign, starts_at__gte=since).order_by().annotate(n=Count("teams"))
    found: dict[date, float] = {}
    for starts_at, ends_at, closed_at, teams in rows.values_list("starts_at", "ends_at", "closed_at", "n"):
        day = starts_at.astimezone(zone).date()
        is_over = closed_at is not None or ends_at <= now
        if day < now.astimezone(zone).date() or not is_over:
            found[day] = found.get(day, 0.0) + teams * campaign.turf_minutes / 60
    return found


def _pools(campaign: Campaign, now: datetime) -> Pools:
    """Stations of coming outings first, in their order; then those begun, then those with most doors left."""
    stops = TurfStop.objects.filter(campaign=campaign, turf__outing__ends_at__gte=now, turf__outing__closed_at=None)
    when = dict(stops.order_by().values_list("address__station").annotate(first=Min("turf__outing__starts_at")))
    found = passes.by_station(campaign)

    def place(station: int) -> tuple[bool, datetime, bool, int, int]:
        first = found[station].passes[0]
        return station not in when, when.get(station, now), not first.seen, -first.left, station

    return pools_of([_doors_of(station, found[station]) for station in sorted(found, key=place)])


def _doors_of(station: int, row: StationPasses) -> StationDoors:
    return StationDoors(
        [each.left for each in row.passes],
        [each.seen for each in row.passes],
        [each.talked for each in row.passes],
        station,
    )
