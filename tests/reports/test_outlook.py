"""From visits, sheets and outings to a forecast: by the clock of the territory, silent before the vote."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.reports import figures, outlook, walked
from campaigns.reports.figures import Figures
from campaigns.reports.forecast import Basis
from campaigns.reports.walked import Walked
from campaigns.visits import recording
from campaigns.visits.clock import Envelope
from campaigns.visits.models import PaperSheet, Visit
from tests import builders

NOON = datetime(2027, 3, 15, 11, 0, tzinfo=UTC)  # a Monday


@pytest.fixture
def street(campaign):
    station = builders.station()
    campaign.communes.add(station.commune)
    builders.address(station, 99, dwellings=5_000)  # enough for every future
    return [builders.address(station, number, dwellings=10) for number in range(1, 6)]


def walk(campaign, addresses, at: datetime, *, doors: int = 5, minutes: float = 2.0):
    """A phone that knocks at so many doors, one every so many minutes."""
    outing = builders.outing(campaign, builders.team(campaign), starts_at=at)
    turf = builders.turf(outing, *addresses)
    device = builders.device(outing, turf)
    for number in range(doors):
        door = builders.door(campaign, addresses[number % len(addresses)])
        builders.visits(device, turf, (door, "not_home"), at=at + timedelta(minutes=number * minutes - 1))
    return device


def told(campaign, now=NOON):
    campaign.refresh_from_db()
    return outlook.of_campaign(campaign, figures.per_day(figures.by_day_and_station(campaign)), now=now)


def test_hours_are_the_time_from_door_to_door_and_a_long_break_counts_twenty_minutes(campaign, street) -> None:
    device = walk(campaign, street, NOON, doors=4)
    last = builders.door(campaign, street[0])
    turf = device.outing.turfs.get()
    builders.visits(device, turf, (last, "no_access"), at=NOON + timedelta(hours=3))

    found = walked.by_day(campaign, since=NOON - timedelta(days=1))

    assert found == {NOON.date(): Walked(pytest.approx((2.2 + 3 * 2 + 20) / 60), 4)}


def test_a_correction_is_no_other_door(campaign, street) -> None:
    device = walk(campaign, street, NOON, doors=2)
    turf, first = device.outing.turfs.get(), Visit.objects.earliest("effective_at")
    said = builders.event(
        device, turf, first.door, "conversation", seq=3, at=NOON + timedelta(minutes=30), supersedes=first.pk
    )
    envelope = Envelope(NOON + timedelta(hours=1), None, NOON + timedelta(hours=1))
    assert recording.record(device, [said], envelope=envelope, seq_high=3).results[0].verdict == "ok"

    found = walked.by_day(campaign, since=NOON - timedelta(days=1))

    assert found == {NOON.date(): Walked(pytest.approx((2.2 + 2) / 60), 2)}


def test_two_phones_add_up_and_those_of_another_campaign_do_not(campaign, outsider, street) -> None:
    walk(campaign, street, NOON)
    walk(campaign, street, NOON)
    walk(outsider.campaign, street, NOON)

    found = walked.by_day(campaign, since=NOON - timedelta(days=1))

    assert found[NOON.date()] == Walked(pytest.approx(2 * (2.2 + 4 * 2) / 60), 10)


def test_the_day_is_that_of_the_territory(campaign, street) -> None:
    campaign.time_zone = "Pacific/Noumea"
    campaign.save()
    walk(campaign, street, datetime(2027, 3, 14, 14, 0, tzinfo=UTC))

    assert set(walked.by_day(campaign, since=NOON - timedelta(days=3))) == {date(2027, 3, 15)}


def test_sheets_of_paper_count_as_long_as_phones_take(campaign, street) -> None:
    device = walk(campaign, street, NOON, doors=5)
    paper = walk(campaign, street, NOON, doors=10)
    PaperSheet.objects.create(
        campaign=campaign, turf=paper.outing.turfs.get(), number=1, device=paper, doors=[], walked_at=NOON
    )

    seen = walked.by_day(campaign, since=NOON - timedelta(days=1))
    hours = outlook.hours_of({NOON.date(): Figures(knocked=15)}, seen)

    pace = (5 + 60 / 2.2) / (10.2 / 60 + 1)
    assert seen[NOON.date()].doors == 5
    assert hours == {NOON.date(): pytest.approx(10.2 / 60 + 10 / pace)}
    assert device.pk != paper.pk


def test_a_campaign_without_visits_or_outings_is_told_nothing(campaign) -> None:
    found = told(campaign)

    assert (found.basis, found.expected, found.doors_left) == (Basis.NOTHING, 0, None)


def test_outings_to_come_promise_a_turf_for_each_team(campaign, street) -> None:
    for days, teams in ((2, 2), (4, 1)):
        builders.outing(
            campaign, *(builders.team(campaign) for _ in range(teams)), starts_at=NOON + timedelta(days=days)
        )
    closed = builders.outing(campaign, builders.team(campaign), starts_at=NOON + timedelta(days=5))
    closed.closed_at = NOON
    closed.save()

    found = told(campaign)

    assert found.basis is Basis.PLANNED
    assert found.hours_expected == pytest.approx(0.6 * 3 * 1.5, abs=1)
    assert found.doors.rows[-1, 1] == 0 < found.doors.rows[-1, 2]
    assert (found.doors.rows[:, 4] == found.doors.rows[:, 5]).all()


def test_a_first_day_still_under_way_is_better_than_nothing(campaign, street) -> None:
    walk(campaign, street, NOON - timedelta(hours=2), doors=20)

    found = told(campaign)

    assert found.basis is Basis.FEW
    assert found.expected > found.done == 20


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        ("Europe/Paris", datetime(2027, 6, 17, 22, 30, tzinfo=UTC), date(2027, 6, 18)),
        ("Pacific/Tahiti", datetime(2027, 6, 17, 22, 30, tzinfo=UTC), date(2027, 6, 17)),
        ("Pacific/Noumea", datetime(2027, 6, 17, 13, 30, tzinfo=UTC), date(2027, 6, 18)),
    ],
)
def test_the_eve_and_the_day_of_each_round_bring_nothing_by_the_territorys_calendar(
    campaign, street, zone, now, today
) -> None:
    campaign.time_zone, campaign.first_round_date = zone, date(2027, 6, 13)
    campaign.final_round_date = date(2027, 6, 20)
    campaign.save()
    for back in range(1, 8):
        walk(campaign, street, now - timedelta(days=back), doors=30)

    found = told(campaign, now)

    worked = {
        day: high > low
        for day, low, high in zip(found.days, [found.done, *found.doors.rows[-1]], found.doors.rows[-1], strict=False)
    }
    assert found.today == today
    assert found.last_day == date(2027, 6, 20)
    assert [bool(worked[date(2027, 6, day)]) for day in (18, 19, 20)] == [True, False, False]
    assert found.open_days == (date(2027, 6, 19) - today).days


def test_both_rounds_are_silent_and_the_week_between_is_not(campaign, street) -> None:
    campaign.first_round_date, campaign.final_round_date = date(2027, 3, 21), date(2027, 3, 28)
    campaign.save()
    for back in range(1, 8):
        walk(campaign, street, NOON - timedelta(days=back), doors=30)

    found = told(campaign)

    highest = found.doors.rows[-1]
    silent = {day for day, before, after in zip(found.days[1:], highest, highest[1:], strict=False) if before == after}
    assert silent == {date(2027, 3, 20), date(2027, 3, 21), date(2027, 3, 27), date(2027, 3, 28)}


def test_nothing_more_comes_today_after_half_past_eight_in_the_evening(campaign, street) -> None:
    for back in range(1, 8):
        walk(campaign, street, NOON - timedelta(days=back), doors=30)
    evening = datetime(2027, 3, 15, 20, 45, tzinfo=ZoneInfo("Europe/Paris"))

    assert told(campaign, evening).doors.rows[-1, 0] == 210
    assert told(campaign).doors.rows[-1, 0] > 210


def test_stations_of_coming_outings_are_knocked_first(campaign, street) -> None:
    other = builders.station("94033-0002")
    place = builders.address(other, 1, street="Rue Neuve", dwellings=3)
    before = outlook._pools(campaign, NOON).size[:2].tolist()
    outing = builders.outing(campaign, builders.team(campaign), starts_at=NOON + timedelta(days=2))
    builders.turf(outing, place)

    assert (before, outlook._pools(campaign, NOON).size[:2].tolist()) == ([5_050, 3], [3, 5_050])


def test_the_forecast_of_a_large_campaign_asks_few_questions(campaign, street, django_assert_num_queries) -> None:
    walk(campaign, street, NOON - timedelta(days=1))
    days = figures.per_day(figures.by_day_and_station(campaign))

    with django_assert_num_queries(6):
        outlook.of_campaign(campaign, days, now=NOON)
