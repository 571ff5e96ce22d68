"""Outings that come back: made some weeks ahead, once each, and never in the silence before a vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.calendar import dates
from campaigns.calendar.models import Series, SeriesDay
from campaigns.errors import DomainError
from campaigns.law import silence
from campaigns.people.models import Campaign, MeetingPoint, Outing, Team

AHEAD = timedelta(weeks=4)


@transaction.atomic
def begin(
    campaign: Campaign,
    *,
    name: str,
    weekday: int,
    starts: time,
    ends: time,
    first_day: date,
    last_day: date | None = None,
    meeting_point: MeetingPoint | None = None,
    teams: Sequence[Team] = (),
    now: datetime,
) -> Series:
    """A new series, with the outings of its next four weeks; the one that is there when a form is sent twice.

    Raises DomainError ``series_without_a_day`` (its last day comes before its first one of that weekday) or
    ``series_hours`` (the end does not come after the start).
    """
    if ends <= starts:
        raise DomainError("series_hours", _("The end comes after the start."))
    if last_day is not None and next(dates.weekly(weekday, first_day, last_day), None) is None:
        raise DomainError("series_without_a_day", _("No such day lies between the first day and the last one."))
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    told = {"name": name, "weekday": weekday, "starts": starts, "ends": ends, "last_day": last_day}
    series = Series.objects.filter(campaign=campaign, **told).first()
    if series is None:
        more = {"first_day": first_day, "meeting_point": meeting_point}
        series = Series.objects.create(campaign=campaign, **told, **more)
        series.teams.set(teams)
    plan(series, now=now)
    return series


def plan_all(*, now: datetime) -> int:
    """The outings of all series for the next four weeks; how many are new. Done again it makes none."""
    open_ones = Series.objects.filter(campaign__closed_at=None).select_related("campaign").order_by("pk")
    return sum(plan(series, now=now) for series in open_ones)


@transaction.atomic
def plan(series: Series, *, now: datetime) -> int:
    """The outings of one series up to four weeks ahead, locked so that two workers make each once."""
    Series.objects.select_for_update().get(pk=series.pk)
    campaign = series.campaign
    today = now.astimezone(ZoneInfo(campaign.time_zone)).date()
    ends = [today + AHEAD, campaign.final_round_date] + ([series.last_day] if series.last_day else [])
    done = set(series.days.values_list("day", flat=True))
    silent = silence.days([campaign.first_round_date, campaign.final_round_date])
    wanted = [
        day
        for day in dates.weekly(series.weekday, max(series.first_day, today), min(ends))
        if day not in done and day not in silent
    ]
    return sum(_make(series, day, now) for day in wanted)


def end(series: Series, *, on: date) -> None:
    """The series has no outing after this day; those already made stay until somebody calls them off."""
    Series.objects.filter(pk=series.pk).update(last_day=on)


def resume(series: Series, *, now: datetime) -> int:
    """It comes back again, under the address that it has; how many outings are new."""
    Series.objects.filter(pk=series.pk).update(last_day=None)
    series.refresh_from_db()
    return plan(series, now=now)


def _make(series: Series, day: date, now: datetime) -> bool:
    found = dates.hours(day, series.starts, series.ends, series.campaign.time_zone)
    if found is None or found[0] <= now:
        return False
    starts_at, ends_at = found
    outing = Outing.objects.create(
        campaign=series.campaign,
        name=series.name,
        starts_at=starts_at,
        ends_at=ends_at,
        meeting_point=series.meeting_point,
    )
    outing.teams.set(series.teams.all())
    SeriesDay.objects.create(series=series, day=day, outing=outing)
    return True
