"""« Share out for me » on the page: the proposal with its reasons, carrying it out, taking it back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.people.models import Outing
from campaigns.turfs import handing_out, walkers
from campaigns.turfs.models import Assignment, SharingOut
from tests import builders
from tests.desk.test_dispatch import page, said


@pytest.fixture
def crowd(walk):
    """Two newcomers to the outing beside Léa, who walks area 1, and two free areas: one of stairs, one without."""
    for number, floors in ((2, 5), (3, 0)):
        turf = builders.turf(walk.outing, builders.address(walk.station, number * 10), number=number)
        turf.stops.update(floors=floors)
    amel, esther = (builders.device(walk.outing, first_name=name) for name in ("Amel", "Esther"))
    walkers.note(esther, "no_stairs", holds=True)
    return amel, esther


def proposal(client, walk) -> dict:
    return client.get(page(walk) + "?partage=1").context["proposal"]


def accept(client, walk) -> list[str]:
    places = [place for line in proposal(client, walk)["lines"] for place in line["places"]]
    return said(client, page(walk, "partager"), {"place": places})


def held() -> dict[str, int]:
    return dict(Assignment.objects.filter(ended_at=None).values_list("device__first_name", "turf__number"))


def test_the_proposal_says_why_and_changes_nothing(enter, leader, walk, crowd) -> None:
    lines = proposal(enter(leader), walk)["lines"]

    assert [(line["names"], line["turf"].number) for line in lines] == [(["Amel"], 2), (["Esther"], 3)]
    assert lines[1]["reasons"] == ["Esther\u202f: pas d’escaliers, un secteur sans étage à monter"]
    assert held() == {"Léa": 1}


def test_people_are_placed_as_proposed_and_taken_back_with_one_tap(enter, leader, walk, crowd) -> None:
    client = enter(leader)

    told = accept(client, walk)
    placed = held()
    row = client.get(page(walk)).context["undo"]
    undone = said(client, page(walk, f"partager/{row.pk}/annuler"))

    assert (told, placed) == (["2 personnes sont placées."], {"Léa": 1, "Amel": 2, "Esther": 3})
    assert (undone, held()) == (["2 personnes sont de nouveau à placer."], {"Léa": 1})
    assert client.get(page(walk)).context["undo"] is None


def test_whoever_could_not_be_placed_is_named(enter, leader, walk, crowd) -> None:
    client, (amel, _esther) = enter(leader), crowd
    places = [place for line in proposal(client, walk)["lines"] for place in line["places"]]
    handing_out.give_to_phone(walk.outing.turfs.get(number=2), builders.device(walk.outing), now=timezone.now())

    told = said(client, page(walk, "partager"), {"place": places})

    assert told[0] == "1 personne est placée."
    assert told[1].endswith("Encore à placer\u202f: Amel.")
    assert not amel.assignments.exists()


def test_without_a_free_area_the_page_says_who_stays(enter, leader, walk) -> None:
    builders.device(walk.outing, first_name="Amel")

    told = proposal(enter(leader), walk)

    assert (told["lines"], told["left_over"]) == ([], ["Amel"])


@pytest.mark.parametrize("place", ["nonsense", "1:2", ""])
def test_a_place_that_cannot_be_read_is_refused(enter, leader, walk, place) -> None:
    answer = enter(leader).post(page(walk, "partager"), {"place": place})

    assert (answer.status_code, SharingOut.objects.count()) == (400, 0)


def test_a_phone_or_an_area_of_elsewhere_is_not_placed(enter, leader, walk, outsider, crowd) -> None:
    amel, _esther = crowd
    foreign = builders.outing(outsider.campaign)
    stranger, turf = builders.device(foreign), builders.turf(foreign)

    enter(leader).post(page(walk, "partager"), {"place": [f"{amel.pk}:{turf.pk}", f"{stranger.pk}:{walk.turf.pk}"]})

    assert held() == {"Léa": 1}


def test_a_sharing_of_another_outing_is_not_undone_here(enter, leader, walk, outsider) -> None:
    row = SharingOut.objects.create(
        campaign=outsider.campaign, outing=builders.outing(outsider.campaign), shared_at=timezone.now()
    )

    answer = enter(leader).post(page(walk, f"partager/{row.pk}/annuler"))

    row.refresh_from_db()
    assert (answer.status_code, row.undone_at) == (404, None)


def test_a_closed_outing_shares_nothing_out(enter, leader, walk, crowd) -> None:
    client = enter(leader)
    places = [place for line in proposal(client, walk)["lines"] for place in line["places"]]
    Outing.objects.update(closed_at=timezone.now())

    told = said(client, page(walk, "partager"), {"place": places})

    assert (told, held()) == (["Cette sortie est fermée."], {"Léa": 1})
    assert "proposal" not in client.get(page(walk) + "?partage=1").context
