"""The communes of the campaign: looked for, taken in, left out."""

from __future__ import annotations

import pytest

from campaigns.territory.models import Commune
from tests import builders

PAGE = "/donnees/communes"


@pytest.fixture
def town():
    """Imported, in nobody's campaign yet: one station with two addresses."""
    station = builders.station("94033-0001")
    Commune.objects.update(name="L'Haÿ-les-Roses")
    for number in (1, 2):
        builders.address(station, number)
    return station.commune


def test_a_commune_is_found_by_name_or_code_and_taken_in_once(enter, organiser, town) -> None:
    client = enter(organiser)

    found = [list(client.get(PAGE, {"cherche": text}).context["others"]) for text in ("haÿ", "9403", "ivry")]
    for _time in range(2):
        answer = client.post(PAGE, {"commune": town.code, "answer": "take"})

    assert found == [[town], [town], []]
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert list(organiser.campaign.communes.all()) == [town]


def test_each_commune_tells_what_was_imported_of_it(enter, organiser, town) -> None:
    [row] = enter(organiser).get(PAGE).context["others"]

    assert (row.stations_known, row.addresses_known) == (1, 2)


def test_a_commune_without_doors_is_left_out_again(enter, organiser, town) -> None:
    organiser.campaign.communes.add(town)

    enter(organiser).post(PAGE, {"commune": town.code, "answer": "leave"})

    assert not organiser.campaign.communes.exists()


def test_where_doors_were_handed_out_a_commune_stays(enter, organiser, walk) -> None:
    page = enter(organiser).post(PAGE, {"commune": walk.station.commune_id, "answer": "leave"}, follow=True)

    assert [str(told) for told in page.context["messages"]] == [
        "Des portes de cette commune ont été distribuées\u202f: elle reste."
    ]
    assert organiser.campaign.communes.count() == 1


def test_what_is_looked_for_may_be_anything(enter, organiser, town) -> None:
    client = enter(organiser)

    answers = [client.get(PAGE, {"cherche": text}).status_code for text in ("%", "'", "\\", "é" * 500)]

    assert answers == [200] * 4
    assert client.get(f"{PAGE}?cherche=%00").status_code == 400
    assert client.post(PAGE, {"commune": "99999"}).status_code == 404


def test_communes_are_for_those_who_import(enter, leader, outsider, walk) -> None:
    assert enter(leader).get(PAGE).status_code == 403
    assert enter(leader).post(PAGE, {"commune": walk.station.commune_id, "answer": "leave"}).status_code == 403

    client = enter(outsider)
    assert list(client.get(PAGE).context["mine"]) == []
    client.post(PAGE, {"commune": walk.station.commune_id, "answer": "leave"})
    assert client.put(PAGE).status_code == 405
    assert leader.campaign.communes.count() == 1


def test_names_that_begin_as_asked_come_first_then_those_with_addresses_then_the_largest(
    enter, organiser, town
) -> None:
    Commune.objects.create(code="28101", name="Civry")
    for code, name in (("21318", "Ivry-en-Montagne"), ("27355", "Ivry-la-Bataille")):
        Commune.objects.create(code=code, name=name)
    builders.station("27355-0001")
    Commune.objects.filter(pk=town.pk).update(name="Ivry-sur-Seine")

    found = enter(organiser).get(PAGE, {"cherche": "ivry"}).context["others"]

    assert [row.name for row in found] == ["Ivry-sur-Seine", "Ivry-la-Bataille", "Ivry-en-Montagne", "Civry"]
