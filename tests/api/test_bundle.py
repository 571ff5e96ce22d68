"""The walk in one answer: what is in it, and for whom."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.doors import notes
from campaigns.doors.models import AccessNote, Building, Door, Floor, Staircase
from campaigns.people.models import Device, Outing
from campaigns.turfs.models import Assignment
from tests import builders
from tests.api.test_walk import pushed
from tests.builders import event


@pytest.fixture
def noted(turf) -> AccessNote:
    """A door code at the first address of the turf."""
    return AccessNote.objects.create(
        campaign=turf.campaign,
        address=turf.stops.first().address,
        kind="code",
        encrypted_text=notes.encrypt("4812B"),
        noted_at=timezone.now(),
    )


def bundle(phone, turf):
    return phone.get(f"turfs/t-{turf.pk}/bundle")


def test_it_holds_these_fields_and_no_other(joined, turf, noted) -> None:
    walk = bundle(joined, turf).json()

    assert walk.keys() == {
        "server_time", "epoch", "cursor", "lease_until", "campaign", "turf", "stations", "addresses", "buildings",
        "doors",
    }  # fmt: skip
    assert walk["campaign"].keys() == {"id", "name", "time_zone", "silence", "script", "topics", "consent_texts"}
    assert walk["turf"].keys() == {
        "id", "number", "name", "version", "state", "minutes", "doors", "outing", "team", "map",
    }  # fmt: skip
    assert walk["turf"]["map"].keys() == {"source", "origin", "streets", "areas"}
    assert walk["addresses"][0].keys() == {
        "id", "position", "street", "numbering", "side", "label", "lon", "lat", "station", "estimated", "unknown",
        "notes",
    }  # fmt: skip
    assert walk["doors"][0].keys() == {"id", "address", "staircase", "floor", "name", "rank", "state", "last"}


def told(phone, turf) -> list[str]:
    """The door codes in the walk."""
    return [note["text"] for address in bundle(phone, turf).json()["addresses"] for note in address["notes"]]


def test_the_team_reads_door_codes_during_the_outing(joined, turf, noted) -> None:
    assert told(joined, turf) == ["4812B"]


@pytest.mark.parametrize("over", ["ends_at", "closed_at"])
def test_nobody_reads_them_once_it_is_over(joined, turf, noted, over) -> None:
    Outing.objects.update(**{over: timezone.now()})

    assert told(joined, turf) == []


def test_they_never_come_back_after_the_walk_was_given_back(joined, turf, noted) -> None:
    back = event(Device.objects.get(), turf, turf, at=timezone.now()) | {"type": "walk.handed_back", "payload": {}}
    cursor = bundle(joined, turf).json()["cursor"]

    joined.post("sync/push", pushed(back))

    assert bundle(joined, turf).status_code == 404
    assert "4812B" not in joined.get("sync/pull", cursor=cursor).content.decode()


def test_codes_of_the_campaign_next_door_stay_there(joined, turf, outsider) -> None:
    AccessNote.objects.create(
        campaign=outsider.campaign, address=turf.stops.first().address, kind="code",
        encrypted_text=notes.encrypt("AILLEURS"), noted_at=timezone.now(),
    )  # fmt: skip
    builders.door(outsider.campaign, turf.stops.first().address)

    walk = bundle(joined, turf)

    assert "AILLEURS" not in walk.content.decode()
    assert len(walk.json()["doors"]) == 2


def test_a_turf_of_another_campaign_or_team_is_not_there(joined, turf, outsider) -> None:
    foreign = builders.turf(builders.outing(outsider.campaign), builders.address(builders.station(), 99))
    other = builders.turf(turf.outing, builders.address(builders.station(), 101), number=2)

    for name in (f"t-{foreign.pk}", f"t-{other.pk}", "t-0", "t-x", f"{turf.pk}", "t-" + "9" * 40):
        assert (joined.get(f"turfs/{name}/bundle").status_code, name) == (404, name)


def test_a_withdrawn_turf_is_not_there_any_more(joined, turf) -> None:
    Assignment.objects.update(ended_at=timezone.now())

    assert bundle(joined, turf).status_code == 404


def test_it_tells_when_somebody_asked_to_be_seen_again(joined, turf) -> None:
    device, (first, second) = Device.objects.get(), Door.objects.order_by("address__number")
    asked = event(device, turf, first, "come_back", seq=1)
    better = event(device, turf, first, "come_back", seq=2, type="visit.corrected", supersedes=asked["id"])
    better["payload"]["come_back_at"] = "evening"
    gone = event(device, turf, second, "come_back", seq=3)
    gone["payload"]["come_back_at"] = "weekend"
    since = event(device, turf, second, "refused", seq=4)
    joined.post("sync/push", pushed(asked, better, gone, since))

    last = [door["last"] for door in bundle(joined, turf).json()["doors"]]

    assert [told.get("come_back_at") for told in last] == ["evening", None]


def furnish(campaign, address, *, floors: int) -> Building:
    """A building of one staircase with a door on each floor."""
    building = Building.objects.create(campaign=campaign, address=address)
    stair = Staircase.objects.create(campaign=campaign, building=building, name="A")
    for level in range(floors):
        floor = Floor.objects.create(campaign=campaign, staircase=stair, level=level)
        builders.door(campaign, address, name="1", floor=floor)
    return building


def test_it_tells_what_stands_at_an_address_and_where_each_door_is(joined, turf) -> None:
    first, last = (stop.address for stop in turf.stops.all())
    building = furnish(turf.campaign, first, floors=2)
    builders.door(turf.campaign, last, estimated=True)
    Building.objects.update(doors_estimated=12)

    walk = bundle(joined, turf).json()

    [stair] = building.staircases.all()
    floors = [{"id": str(floor.pk), "level": floor.level} for floor in stair.floors.order_by("level")]
    assert walk["buildings"] == [
        {
            "address": first.pk,
            "intercom": 12,
            "do_not_knock": False,
            "staircases": [{"id": str(stair.pk), "name": "A", "rank": 1, "floors": floors}],
        }
    ]
    placed = {door["floor_id"]: door["floor"] for door in walk["doors"] if "floor_id" in door}
    assert placed == {floor["id"]: floor["level"] for floor in floors}
    assert [door["address"] for door in walk["doors"] if door.get("estimated")] == [last.pk]


def test_buildings_of_the_campaign_next_door_stay_there(joined, turf, outsider) -> None:
    furnish(outsider.campaign, turf.stops.first().address, floors=2)

    assert bundle(joined, turf).json()["buildings"] == []


def test_a_hundred_addresses_weigh_sixty_kilobytes_at_most(joined, turf) -> None:
    station = builders.station()
    addresses = [builders.address(station, number) for number in range(5, 205, 2)]
    for address in addresses:
        furnish(turf.campaign, address, floors=5)
    long = builders.turf(turf.outing, *addresses, number=2)
    Assignment.objects.create(campaign=turf.campaign, turf=long, device=Device.objects.get())

    joined.client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip, deflate, br"
    answer = bundle(joined, long)

    assert (answer["Content-Encoding"], int(answer["Content-Length"])) == ("gzip", len(answer.content))
    assert "Accept-Encoding" in answer["Vary"]
    assert len(json.loads(gzip.decompress(answer.content))["doors"]) == 500
    assert len(answer.content) <= 60_000


def test_whoever_cannot_unpack_gets_it_as_it_is(joined, turf) -> None:
    answer = bundle(joined, turf)

    assert "Content-Encoding" not in answer
    assert answer.json()["turf"]["id"] == f"t-{turf.pk}"


@pytest.mark.parametrize("stops", [1, 3])
def test_it_asks_the_same_number_of_questions_whatever_its_length(
    joined, turf, django_assert_num_queries, stops
) -> None:
    station = builders.station()
    addresses = [builders.address(station, 5 + number) for number in range(stops)]
    for address in addresses:
        builders.door(turf.campaign, address)
    long = builders.turf(turf.outing, *addresses, number=2)
    Assignment.objects.create(campaign=turf.campaign, turf=long, device=Device.objects.get())
    bundle(joined, turf)  # a connection's first question of a phone prepares the statement for the others

    with django_assert_num_queries(11):
        bundle(joined, long)
    for address in addresses:
        furnish(turf.campaign, address, floors=3)
    with django_assert_num_queries(13):
        bundle(joined, long)


def test_it_carries_the_silences_so_that_a_phone_knows_them_offline(joined, turf) -> None:
    day = turf.campaign.final_round_date
    (window,) = bundle(joined, turf).json()["campaign"]["silence"]

    assert window["from"].startswith((day - timedelta(days=1)).isoformat() + "T00:00:00")
    assert window["to"].startswith(day.isoformat() + "T20:00:00")
