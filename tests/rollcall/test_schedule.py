"""The waves of a roll-call lie where texts may leave, in their order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.errors import DomainError
from campaigns.law import territories, texting
from sms.rollcall import schedule
from sms.rollcall.schedule import Times
from tests import builders

PARIS = ZoneInfo("Europe/Paris")
PLACES = [territories.METROPOLE, territories.ALSACE_MOSELLE, *territories.OVERSEAS.values()]


def paris(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=PARIS)


def waves(day: str, hour: str) -> Times:
    return schedule.waves(paris(day, hour), territories.METROPOLE)


@pytest.mark.django_db
def test_a_saturday_is_asked_about_on_thursday_evening(campaign) -> None:
    outing = builders.outing(campaign, starts_at=paris("2027-02-13", "10:00"))

    times = schedule.proposed(outing)

    assert times == Times(
        invite_at=paris("2027-02-11", "18:00"),
        reminder_at=paris("2027-02-12", "12:00"),
        escalate_at=paris("2027-02-12", "18:00"),
        close_at=paris("2027-02-13", "09:00"),
    )


@pytest.mark.django_db
def test_the_waves_go_by_the_clock_of_the_place(db) -> None:
    outing = builders.outing(
        builders.campaign("reunion", time_zone="Indian/Reunion"), starts_at=datetime(2027, 2, 13, 6, tzinfo=UTC)
    )

    assert schedule.proposed(outing).invite_at.isoformat() == "2027-02-11T18:00:00+04:00"


def test_what_falls_on_a_sunday_moves_to_saturday_evening() -> None:
    times = waves("2027-02-16", "18:00")  # a Tuesday: its question would leave on Sunday

    assert times.invite_at == paris("2027-02-13", "18:00")
    assert times.reminder_at == paris("2027-02-15", "12:00")


def test_a_reminder_that_would_meet_the_question_is_dropped() -> None:
    times = waves("2027-02-15", "18:00")  # a Monday: asked on Saturday at 18 h, the reminder would be on Sunday

    assert times.invite_at == paris("2027-02-13", "18:00")
    assert times.reminder_at is None
    assert times.escalate_at == paris("2027-02-14", "18:00")


def test_a_holiday_moves_it_like_a_sunday() -> None:
    times = waves("2027-05-07", "18:00")  # Thursday 6 May 2027 is Ascension Day

    assert times.invite_at == paris("2027-05-05", "18:00")
    assert times.reminder_at is None


def test_an_early_outing_closes_an_hour_before_it_begins() -> None:
    assert waves("2027-02-13", "08:30").close_at == paris("2027-02-13", "07:30")


@given(st.dates(date(2026, 1, 1), date(2036, 12, 31)), st.integers(0, 24 * 60 - 1), st.sampled_from(PLACES))
def test_all_waves_are_in_order_and_leave_when_texts_may(day, minute, place) -> None:
    starts_at = datetime.combine(day, datetime.min.time(), tzinfo=ZoneInfo(place.time_zone)) + timedelta(minutes=minute)

    times = schedule.waves(starts_at, place)

    sent = [times.invite_at, *([times.reminder_at] if times.reminder_at else [])]
    steps = [*sent, times.escalate_at, times.close_at]
    assert [at.astimezone(UTC) for at in steps] == sorted({at.astimezone(UTC) for at in steps})
    assert all(texting.is_open(at, place) for at in sent)


def opened(now: datetime, day: str = "2027-02-13", hour: str = "10:00") -> Times:
    starts_at = paris(day, hour)
    usual = schedule.waves(starts_at, territories.METROPOLE)
    return schedule.still_to_come(usual, territories.METROPOLE, now=now, starts_at=starts_at)


def test_opened_in_time_nothing_moves() -> None:
    assert opened(paris("2027-02-08", "10:00")) == waves("2027-02-13", "10:00")


def test_opened_late_the_question_leaves_at_once_and_the_reminder_only_if_apart() -> None:
    usual = waves("2027-02-13", "10:00")

    early, late = opened(paris("2027-02-12", "09:30")), opened(paris("2027-02-12", "11:00"))

    assert (early.invite_at, early.reminder_at) == (paris("2027-02-12", "09:30"), usual.reminder_at)
    assert (late.invite_at, late.reminder_at) == (paris("2027-02-12", "11:00"), None)


def test_opened_on_the_evening_before_leaders_have_two_hours_to_answer() -> None:
    times = opened(paris("2027-02-12", "19:00"))

    assert times.escalate_at == paris("2027-02-12", "21:00")


@pytest.mark.parametrize(("day", "hour"), [("2027-02-12", "20:30"), ("2027-02-13", "09:00"), ("2027-02-13", "09:30")])
def test_too_late_to_ask_is_said(day, hour) -> None:
    with pytest.raises(DomainError) as refusal:
        opened(paris(day, hour))

    assert refusal.value.code == "too_late"


@pytest.mark.parametrize(
    ("now", "asked", "closes"),
    [
        (("2027-02-11", "20:30"), ("2027-02-12", "09:00"), ("2027-02-12", "11:00")),
        (("2027-02-12", "14:00"), ("2027-02-12", "14:00"), ("2027-02-12", "16:00")),
        (("2027-02-12", "16:30"), ("2027-02-12", "16:30"), ("2027-02-12", "17:00")),
        (("2027-02-11", "12:00"), ("2027-02-11", "12:00"), ("2027-02-12", "09:00")),
    ],
)
def test_an_outing_in_the_evening_can_be_asked_about_until_an_hour_before(now, asked, closes) -> None:
    times = opened(paris(*now), day="2027-02-12", hour="18:00")

    assert (times.invite_at, times.close_at) == (paris(*asked), paris(*closes))
    assert times.invite_at < times.escalate_at <= times.close_at


def test_an_evening_is_too_late_an_hour_before_it() -> None:
    with pytest.raises(DomainError) as refusal:
        opened(paris("2027-02-12", "17:00"), day="2027-02-12", hour="18:00")

    assert refusal.value.code == "too_late"
