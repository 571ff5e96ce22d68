"""Doors that asked us not to knock, on the page of their station."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Building, Door
from tests import builders


@pytest.fixture
def closed(walk) -> Door:
    builders.visits(walk.device, walk.turf, (walk.doors[0], "do_not_knock"), at=timezone.now() - timedelta(hours=2))
    return walk.doors[0]


def state(door: Door) -> str:
    return Door.objects.get(pk=door.pk).state


def test_the_station_lists_them_for_those_who_may_open_them(enter, organiser, walk, closed) -> None:
    page = enter(organiser).get(f"/bureaux/{walk.station.code}")

    assert [(item.kind, item.id, item.label) for item in page.context["closed"]] == [
        ("door", closed.pk, closed.address.label)
    ]


def test_who_only_reads_does_not_see_which_doors(enter, campaign, walk, closed) -> None:
    page = enter(builders.member(campaign, "hq_read")).get(f"/bureaux/{walk.station.code}")

    assert page.context["closed"] == []


def test_a_door_is_opened_again_by_headquarters_only(enter, organiser, walk, closed) -> None:
    answer = enter(organiser).post(f"/bureaux/{walk.station.code}/rouvrir", {"door": str(closed.pk)})

    assert answer.url == f"/bureaux/{walk.station.code}"
    assert state(closed) == "todo"


def test_a_building_is_opened_as_a_whole_and_its_own_refusals_stay(enter, organiser, walk, closed) -> None:
    building = Building.objects.create(campaign=walk.turf.campaign, address=closed.address, do_not_knock=True)
    neighbour = builders.door(walk.turf.campaign, closed.address, name="2", rank=2)
    path = f"/bureaux/{walk.station.code}"
    client = enter(organiser)
    listed = client.get(path).context["closed"]

    client.post(f"{path}/rouvrir", {"building": str(building.pk)})

    assert [(item.kind, item.id) for item in listed] == [("building", building.pk)]
    assert (state(closed), state(neighbour)) == ("do_not_knock", "todo")


@pytest.mark.parametrize("body", [{}, {"door": "nonsense"}, {"door": str(uuid7())}, {"building": str(uuid7())}])
def test_what_is_not_there_is_not_opened(enter, organiser, walk, body) -> None:
    assert enter(organiser).post(f"/bureaux/{walk.station.code}/rouvrir", body).status_code == 404


def test_the_door_of_another_campaign_stays_closed(enter, organiser, walk) -> None:
    door = builders.door(builders.campaign("ailleurs"), walk.doors[0].address)
    Door.objects.filter(pk=door.pk).update(state="do_not_knock")

    answer = enter(organiser).post(f"/bureaux/{walk.station.code}/rouvrir", {"door": str(door.pk)})

    assert (answer.status_code, state(door)) == (404, "do_not_knock")
