"""Cutting an outing: look first, keep afterwards."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.doors.models import Door
from campaigns.people.models import JoinCode, Outing
from campaigns.territory.models import Address
from campaigns.turfs.models import Turf, TurfStop
from tests import builders


@pytest.fixture
def outing(campaign, leader) -> Outing:
    """Of the leader's team, still without turfs; the station has six houses in a row."""
    station = builders.station(name="École des Tilleuls")
    campaign.communes.add(station.commune)
    for number in range(1, 7):
        builders.address(station, number, dwellings=10)
    return builders.outing(campaign, leader.teams_led.get())


def path(outing: Outing) -> str:
    return f"/sorties/{outing.pk}/decouper"


def asked(minutes: object = 60, *stations: str) -> dict[str, object]:
    return {"bureau": stations or ["94033-0001"], "minutes": minutes}


def test_a_preview_shows_the_areas_and_stores_nothing(enter, leader, outing) -> None:
    page = enter(leader).get(path(outing), asked(60))

    assert page.status_code == 200
    assert sum(row["doors"] for row in page.context["plan"]) == 60
    assert [shape.number for shape in page.context["sketch"].shapes] == [row["number"] for row in page.context["plan"]]
    assert (Turf.objects.count(), Door.objects.count(), JoinCode.objects.count()) == (0, 0, 0)


def test_keeping_stores_what_was_shown_and_opens_the_code(enter, leader, outing) -> None:
    client = enter(leader)
    shown = client.get(path(outing), asked(60)).context["plan"]

    answer = client.post(path(outing), asked(60))

    assert (answer.status_code, answer.url) == (302, f"/sorties/{outing.pk}/repartir")
    stored = Turf.objects.order_by("number").values_list("number", "door_count")
    assert list(stored) == [(row["number"], row["doors"]) for row in shown]
    assert (TurfStop.objects.count(), Door.objects.count()) == (6, 60)
    assert JoinCode.objects.filter(outing=outing, turf=None).count() == 1


def test_without_a_station_the_page_only_asks_for_one(enter, leader, outing) -> None:
    client = enter(leader)

    seen, kept = client.get(path(outing)), client.post(path(outing))

    assert ("plan" in seen.context, seen.status_code) == (False, 200)
    assert (kept.status_code, kept.context["error"]) == (422, "Choisissez au moins un bureau de vote.")


@pytest.mark.parametrize("minutes", ["0", "14", "601", "9999", "99999", "-5", "90.5", "beaucoup", "٣"])
def test_a_length_that_cannot_be_walked_is_said_and_never_cut(enter, leader, outing, minutes) -> None:
    client = enter(leader)

    answers = [client.get(path(outing), asked(minutes)), client.post(path(outing), asked(minutes))]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "de 15 à 600 minutes" in answers[0].context["error"]
    assert not Turf.objects.exists()


def test_without_a_length_the_campaign_s_own_is_taken(enter, leader, outing) -> None:
    outing.campaign.turf_minutes = 45
    outing.campaign.save()

    page = enter(leader).get(path(outing), {"bureau": "94033-0001"})

    assert page.context["minutes"] == 45


def test_a_second_cut_leaves_what_was_handed_out_alone(enter, leader, outing) -> None:
    client = enter(leader)
    client.post(path(outing), asked(60))
    first = Turf.objects.order_by("number").first()
    client.post(f"/sorties/{outing.pk}/secteurs/{first.pk}", {"team": leader.teams_led.get().pk})
    held = set(first.stops.values_list("address", flat=True))

    client.post(path(outing), asked(30))

    turfs = Turf.objects.order_by("number")
    again = TurfStop.objects.exclude(turf=first).values_list("address", flat=True)
    assert turfs.first() == first
    assert set(again).isdisjoint(held)
    assert len(again) + len(held) == TurfStop.objects.count() == 6
    assert len(set(turfs.values_list("number", flat=True))) == turfs.count()


def test_a_station_without_addresses_says_what_to_do(enter, organiser, outing) -> None:
    builders.station("94033-0002")

    page = enter(organiser).get(path(outing), asked(60, "94033-0002"))

    assert page.status_code == 422
    assert "Importez d’abord des adresses" in page.context["error"]


def test_a_station_of_another_campaign_is_no_station_here(enter, organiser, outsider, outing) -> None:
    elsewhere = builders.station("94046-0001")
    outsider.campaign.communes.add(elsewhere.commune)
    builders.address(elsewhere, 1)
    client = enter(organiser)

    answer = client.post(path(outing), asked(60, elsewhere.code))

    assert answer.status_code == 422
    assert elsewhere.code not in [station.code for station, _chosen in answer.context["stations"]]
    assert not Turf.objects.exists()


def test_a_closed_outing_is_not_cut_any_more(enter, organiser, outing) -> None:
    Outing.objects.update(closed_at=timezone.now())

    answer = enter(organiser).post(path(outing), asked(60))

    assert (answer.status_code, answer.context["error"]) == (422, "Cette sortie est fermée.")
    assert not Turf.objects.exists()


def test_cutting_is_for_those_who_prepare_outings(enter, campaign, outing, outsider) -> None:
    reader, rival = builders.member(campaign, "hq_read"), builders.member(campaign, "team_leader")

    answers = [enter(member).post(path(outing), asked(60)).status_code for member in (reader, rival, outsider)]

    assert answers == [403, 404, 404]
    assert enter(outsider).put(path(outing)).status_code == 405
    assert not Turf.objects.exists()


def test_only_what_a_line_was_drawn_around_is_cut(enter, leader, outing) -> None:
    client = enter(leader)
    lon, lat = Address.objects.values_list("lon", "lat").get(number=3)
    line = f"{lon - 1} {lat - 1},{lon + 5e-5} {lat - 1},{lon + 5e-5} {lat + 1},{lon - 1} {lat + 1}"

    shown = client.get(path(outing), asked(60) | {"lasso": line})
    client.post(path(outing), dict(shown.context["fields"]))

    assert f'name="lasso" value="{line}" checked' in shown.content.decode()
    assert sorted(TurfStop.objects.values_list("address__number", flat=True)) == [1, 2, 3]


def test_a_line_that_is_none_is_said_and_nothing_is_kept(enter, leader, outing) -> None:
    answer = enter(leader).post(path(outing), asked(60) | {"lasso": "1 1,2 2"})

    assert answer.status_code == 422
    assert "lasso" in answer.context["error"].lower()
    assert Turf.objects.count() == 0


def test_the_drawing_knows_where_its_edges_lie(enter, leader, outing) -> None:
    page = enter(leader).get(path(outing), asked(60))

    (west, north), (east, south) = page.context["sketch"].frame
    places = list(Address.objects.values_list("lon", "lat"))
    assert all(west < lon < east and south < lat < north for lon, lat in places)
    assert max(lon for lon, _ in places) - min(lon for lon, _ in places) > (east - west) / 3
