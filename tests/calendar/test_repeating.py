"""Outings that come back each week."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.calendar import dates, repeating
from campaigns.calendar.models import Series
from campaigns.errors import DomainError
from campaigns.people.models import Outing
from tests import builders
from tests.calendar.series import MONDAY, weekly
from tests.visits.threads import at_once

ZONES = ["Europe/Paris", "America/Guadeloupe", "Pacific/Tahiti", "America/Miquelon", "Pacific/Noumea"]


def local_days(campaign) -> list[str]:
    rows = Outing.objects.filter(campaign=campaign).order_by("starts_at")
    zone = ZoneInfo(campaign.time_zone)
    return [row.starts_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") for row in rows]


def test_a_series_has_the_outings_of_its_next_four_weeks(campaign) -> None:
    weekly(campaign)

    assert local_days(campaign) == [
        "2027-02-06 10:00",
        "2027-02-13 10:00",
        "2027-02-20 10:00",
        "2027-02-27 10:00",
    ]


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change(campaign) -> None:
    weekly(campaign, now=datetime(2027, 3, 15, tzinfo=UTC))

    assert local_days(campaign)[:3] == ["2027-03-20 10:00", "2027-03-27 10:00", "2027-04-03 10:00"]


def test_planning_again_makes_nothing_and_a_week_later_one_more(campaign) -> None:
    weekly(campaign)

    again = [repeating.plan_all(now=MONDAY), repeating.plan_all(now=MONDAY + timedelta(days=7))]

    assert again == [0, 1]


def test_the_form_of_a_series_sent_twice_makes_one(campaign) -> None:
    series = [weekly(campaign), weekly(campaign)]

    assert (series[0], Outing.objects.count()) == (series[1], 4)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_series(campaign) -> None:
    at_once([lambda: weekly(campaign)] * 3)

    assert (Series.objects.count(), Outing.objects.count()) == (1, 4)


def test_a_series_that_ended_goes_on_under_its_address_and_skips_what_is_past(campaign) -> None:
    series = weekly(campaign)
    repeating.end(series, on=date(2027, 2, 8))
    later = MONDAY + timedelta(days=35)

    planned = [repeating.plan_all(now=later), repeating.resume(series, now=later)]

    assert (planned, local_days(campaign)[-1]) == ([0, 4], "2027-04-03 10:00")


def test_a_day_that_was_taken_out_is_not_planned_again(campaign) -> None:
    weekly(campaign)
    Outing.objects.order_by("starts_at").first().delete()

    repeating.plan_all(now=MONDAY)

    assert Outing.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_outing_once(campaign) -> None:
    series = weekly(campaign)
    later = MONDAY + timedelta(days=14)

    at_once([lambda: repeating.plan(series, now=later)] * 3)

    assert len(local_days(campaign)) == len(set(local_days(campaign))) == 6


def test_no_outing_falls_in_the_silence_or_after_the_vote(campaign) -> None:
    campaign.first_round_date = date(2027, 2, 14)
    campaign.final_round_date = date(2027, 2, 21)
    campaign.save()

    weekly(campaign)

    assert local_days(campaign) == ["2027-02-06 10:00"]


def test_an_hour_that_has_passed_today_is_not_planned(campaign) -> None:
    weekly(campaign, weekday=0, now=datetime(2027, 2, 1, 9, 30, tzinfo=UTC))

    assert local_days(campaign)[0] == "2027-02-08 10:00"


def test_a_series_has_the_teams_and_the_place_of_its_outings(campaign) -> None:
    team = builders.team(campaign)

    weekly(campaign, teams=[team])

    assert all(list(outing.teams.all()) == [team] for outing in Outing.objects.all())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"last_day": date(2027, 2, 4)}, "series_without_a_day"),
        ({"starts": time(12), "ends": time(10)}, "series_hours"),
    ],
)
def test_a_series_that_cannot_be_is_refused(campaign, fields, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        weekly(campaign, **fields)

    assert (refusal.value.code, Outing.objects.count()) == (code, 0)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2034, 1, 1)),
    st.integers(0, 60),
    st.integers(0, 6),
    st.sampled_from(ZONES),
    st.times(),
)
def test_each_day_of_a_series_is_that_weekday_at_that_hour_by_the_local_clock(
    first, span, weekday, zone, starts
) -> None:
    days = list(dates.weekly(weekday, first, first + timedelta(days=span)))
    found = [dates.hours(day, starts, time(23, 59, 59, 999_999), zone) for day in days]

    assert all(day.weekday() == weekday for day in days)
    assert abs(len(days) - (span + 1) / 7) < 1
    for day, told in zip(days, found, strict=True):
        if told is not None and _exists(day, starts, zone):
            assert told[0].astimezone(ZoneInfo(zone)).time().replace(fold=0) == starts


def _exists(day: date, clock: time, zone: str) -> bool:
    """An hour that the clock jumps over in spring is none."""
    local = datetime.combine(day, clock, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).astimezone(ZoneInfo(zone)).time() == clock
