"""The dashboard answers first, counts at once, and shows each person their part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people.models import Campaign
from campaigns.visits import folding, tallies
from campaigns.visits.models import WelcomeTally
from tests import builders


@pytest.fixture
def morning():
    return timezone.now() - timedelta(hours=3)


def test_the_title_says_whether_the_goal_will_be_reached(enter, organiser, walk, morning) -> None:
    Campaign.objects.update(door_goal=2)
    builders.visits(walk.device, walk.turf, *((door, "not_home") for door in walk.doors[:2]), at=morning)

    page = enter(organiser).get("/")

    assert "<h1>L’objectif de 2 portes est atteint</h1>" in page.content.decode()


def test_without_a_goal_the_title_says_what_was_done(enter, organiser, walk) -> None:
    page = enter(organiser).get("/")

    assert page.context["finding"] == "0 portes frappées à ce jour"


def test_a_visit_counts_at_once_and_once(enter, organiser, walk, morning) -> None:
    builders.visits(walk.device, walk.turf, (walk.doors[0], "conversation"), (walk.doors[1], "not_home"), at=morning)
    client = enter(organiser)

    before = client.get("/").context["total"]
    folding.fold(organiser.campaign_id)
    after = client.get("/").context["total"]

    assert (before.knocked, before.opened, before.conversations) == (2, 1, 1)
    assert before == after


def test_a_door_that_is_closed_to_us_was_not_knocked(enter, organiser, walk, morning) -> None:
    builders.visits(walk.device, walk.turf, (walk.doors[0], "no_access"), (walk.doors[1], "not_home"), at=morning)

    context = enter(organiser).get("/").context

    assert (context["total"].knocked, context["seen"]) == (1, 1)


def test_a_period_narrows_the_figures_and_not_the_goal(enter, organiser, walk) -> None:
    Campaign.objects.update(door_goal=10)
    long_ago = timezone.now() - timedelta(days=20)
    walk.outing.starts_at, walk.outing.ends_at = long_ago, long_ago + timedelta(hours=2)
    walk.outing.save()
    builders.visits(walk.device, walk.turf, (walk.doors[0], "not_home"), at=long_ago)
    client = enter(organiser)

    week, whole = client.get("/?periode=semaine").context, client.get("/").context

    assert (week["total"].knocked, whole["total"].knocked) == (0, 1)
    assert week["done"] == whole["done"] == 1


def test_a_leader_sees_the_outings_of_their_teams_only(enter, leader, walk, morning) -> None:
    builders.visits(walk.device, walk.turf, (walk.doors[0], "not_home"), at=morning)
    other = builders.outing(leader.campaign, builders.team(leader.campaign), starts_at=timezone.now())
    turf = builders.turf(other, walk.doors[1].address)
    builders.visits(builders.device(other, turf), turf, (walk.doors[1], "not_home"), at=morning)

    page = enter(leader).get("/")

    assert page.context["total"].knocked == 1
    assert (page.context["goal"], page.context["forecast"]) == (0, None)
    assert 'href="/prevision"' not in page.content.decode()
    assert f"/bureaux/{walk.station.code}" in page.content.decode()


@pytest.mark.parametrize(("count", "shown"), [(19, False), (20, True)])
def test_the_welcome_of_a_station_is_shown_from_twenty_conversations(enter, organiser, walk, count, shown) -> None:
    builders.visits(walk.device, walk.turf, (walk.doors[0], "conversation"), at=timezone.now() - timedelta(hours=3))
    WelcomeTally.objects.create(
        campaign=organiser.campaign, outing=walk.outing, station=walk.station, welcome="favourable", count=count
    )
    tallies.close_outing(walk.outing, now=timezone.now())

    page = enter(organiser).get("/").content.decode()

    assert (f"Favorable {count}" in page) is shown


def test_the_chart_is_drawn_on_the_server_with_its_figures_beside(enter, organiser, walk, morning) -> None:
    builders.visits(walk.device, walk.turf, (walk.doors[0], "not_home"), at=morning)

    page = enter(organiser).get("/").content.decode()

    assert '<svg class="chart"' in page
    assert '<td class="number">1</td>' in page
