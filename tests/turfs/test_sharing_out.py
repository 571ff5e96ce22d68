"""Sharing an outing's people out over its free areas, and taking that back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from campaigns.people.models import MeetingPoint
from campaigns.turfs import handing_out, sharing_out, walkers
from campaigns.turfs.models import Assignment, SharingOut, Turf
from campaigns.turfs.sharing import Why
from tests import builders
from tests.builders import SATURDAY

LATER = SATURDAY + timedelta(minutes=10)


@pytest.fixture
def outing(campaign):
    place = MeetingPoint.objects.create(campaign=campaign, name="Halle", lon=2.47, lat=48.85)
    return builders.outing(campaign, meeting_point=place)


@pytest.fixture
def areas(outing):
    """A near one of tall buildings, a middling and a far one of houses."""
    station = builders.station()
    made = []
    for number, (house, floors) in enumerate([(1, 9), (40, 0), (90, 0)], start=1):
        made.append(builders.turf(outing, builders.address(station, house), number=number))
        made[-1].stops.update(floors=floors)
    return made


def person(outing, name: str, *traits: str):
    phone = builders.device(outing, first_name=name)
    for trait in traits:
        walkers.note(phone, trait, holds=True)
    return phone


def places(outing) -> list[tuple[UUID, int]]:
    proposal = sharing_out.propose(outing)
    return [(UUID(key), placing.area) for placing in proposal.placings for key in placing.people]


def held() -> dict[str, int]:
    rows = Assignment.objects.filter(ended_at=None)
    return dict(rows.values_list("device__first_name", "turf__number"))


def test_people_are_placed_by_what_is_known_of_them_and_of_the_areas(outing, areas) -> None:
    person(outing, "Amel")
    person(outing, "Denis", "has_car")
    person(outing, "Esther", "no_stairs")

    proposal = sharing_out.propose(outing)
    sharing_out.carry_out(outing, places(outing), now=LATER)

    assert held() == {"Amel": 1, "Denis": 3, "Esther": 2}
    told = {placing.area: placing.reasons[-1] for placing in proposal.placings}
    assert [told[area.pk].why for area in areas] == [Why.NEAR, Why.FEW_FLOORS, Why.FAR]
    assert told[areas[2].pk].figure == pytest.approx(90 * 7.32, rel=0.01)


def test_a_proposal_changes_nothing(outing, areas) -> None:
    person(outing, "Amel")

    sharing_out.propose(outing)

    assert (held(), SharingOut.objects.count()) == ({}, 0)


def test_areas_that_somebody_has_are_left_alone_and_so_are_people_who_have_one(outing, areas, campaign) -> None:
    team = builders.team(campaign)
    outing.teams.add(team)
    walking = person(outing, "Zoé", "no_stairs")
    handing_out.give_to_phone(areas[0], walking, now=SATURDAY)
    handing_out.start(areas[0], walking, now=SATURDAY)
    handing_out.give_to_team(areas[1], team, now=SATURDAY)
    person(outing, "Amel")
    person(outing, "Bruno")

    proposal = sharing_out.propose(outing)

    assert {placing.area for placing in proposal.placings} == {areas[2].pk}
    assert str(walking.pk) not in {key for placing in proposal.placings for key in placing.people}


def test_somebody_whose_partner_walks_already_goes_there(outing, areas) -> None:
    there, late = person(outing, "Amel"), person(outing, "Bruno")
    handing_out.give_to_phone(areas[2], there, now=SATURDAY)
    walkers.walk_together(late, there)

    sharing_out.carry_out(outing, places(outing), now=LATER)

    assert held() == {"Amel": 3, "Bruno": 3}


def test_what_changed_since_the_proposal_is_respected(outing, areas) -> None:
    amel, bruno, claire = (person(outing, name) for name in ("Amel", "Bruno", "Claire"))
    proposed = places(outing)
    handing_out.give_to_phone(areas[2], amel, now=LATER)  # was to have 1
    stranger = person(outing, "Zoé")
    handing_out.give_to_phone(areas[1], stranger, now=LATER)  # was to be Bruno's

    _row, missed = sharing_out.carry_out(outing, proposed, now=LATER)

    assert held() == {"Amel": 3, "Zoé": 2}
    assert missed == [bruno, claire]


def test_undoing_takes_back_what_was_shared_and_nothing_else(outing, areas) -> None:
    before = person(outing, "Zoé")
    handing_out.give_to_phone(areas[0], before, now=SATURDAY)
    for name in ("Amel", "Bruno"):
        person(outing, name)
    row, _missed = sharing_out.carry_out(outing, places(outing), now=LATER)
    assert sharing_out.last_to_undo(outing) == row

    taken = [sharing_out.undo(row, now=LATER) for _twice in range(2)]

    assert (taken, held()) == ([2, 0], {"Zoé": 1})
    assert [turf.state for turf in Turf.objects.order_by("number")] == ["assigned", "free", "free"]
    assert sharing_out.last_to_undo(outing) is None


def test_undoing_leaves_a_walk_that_has_begun(outing, areas) -> None:
    person(outing, "Amel")
    person(outing, "Bruno")
    row, _missed = sharing_out.carry_out(outing, places(outing), now=LATER)
    begun = Assignment.objects.get(device__first_name="Amel")
    handing_out.start(begun.turf, begun.device, now=LATER)

    sharing_out.undo(row, now=LATER)

    assert held() == {"Amel": begun.turf.number}
