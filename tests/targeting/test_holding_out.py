"""Where nobody of a campaign rings: one answer for cuts, sheets, phones and rankings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.targeting import holding_out
from campaigns.targeting.models import HoldoutPlan
from tests import builders
from tests.targeting.plans import plan, today


@pytest.fixture
def stations():
    return [builders.station(f"94033-000{number}") for number in (1, 2)]


@pytest.fixture
def houses(stations):
    return [builders.address(stations[0], number, dwellings=number * 10) for number in (1, 2, 3, 4)]


def numbers(campaign, **asked) -> set[int]:
    return set(holding_out.addresses(campaign, **asked).values_list("number", flat=True))


def test_the_buildings_held_out_are_told_and_those_canvassed_are_not(campaign, houses) -> None:
    plan(campaign, houses[:2], houses[2:])

    assert numbers(campaign) == {1, 3}
    assert holding_out.among(campaign, [house.pk for house in houses[:2]]) == {houses[0].pk}
    assert holding_out.dwellings(campaign) == {houses[0].station_id: 40}
    assert not holding_out.stations(campaign).exists()


def test_a_station_held_out_takes_all_its_addresses_with_it_even_those_to_come(campaign, stations, houses) -> None:
    plan(campaign, stations)

    builders.address(stations[0], 9)
    builders.address(stations[1], 11)

    assert numbers(campaign) == {1, 2, 3, 4, 9}
    assert list(holding_out.stations(campaign).values_list("station__code", flat=True)) == ["94033-0001"]


def test_what_one_campaign_holds_out_is_open_to_its_neighbour(campaign, outsider, houses) -> None:
    plan(campaign, houses[:2])

    assert numbers(outsider.campaign) == set()


def test_an_abandoned_plan_holds_nothing_out(campaign, houses) -> None:
    plan(campaign, houses[:2])

    HoldoutPlan.objects.update(abandoned_at=timezone.now(), abandoned_because="Scrutin reporté")

    assert numbers(campaign) == set()


def test_a_plan_holds_out_until_the_vote_is_over(campaign, houses) -> None:
    plan(campaign, houses[:2], vote_date=today())

    assert numbers(campaign) == {1}
    assert numbers(campaign, on=today() + timedelta(days=1)) == set()


def test_a_plan_that_is_not_committed_holds_nothing_out(campaign, houses) -> None:
    draft = HoldoutPlan.objects.create(
        campaign=campaign,
        number=1,
        kind="buildings",
        block_size=2,
        vote_date=today(),
        terms={},
        left_over=0,
        balance={},
    )
    draft.units.create(
        campaign=campaign, block=0, place=0, held_out=True, code="x", station=houses[0].station, address=houses[0],
        doors=10, registered=17,
    )  # fmt: skip

    assert numbers(campaign) == set()


def test_each_answer_is_one_question_to_the_database(campaign, houses, django_assert_num_queries) -> None:
    plan(campaign, houses[:2], houses[2:])

    with django_assert_num_queries(2):
        holding_out.among(campaign, [house.pk for house in houses])
        holding_out.dwellings(campaign)
