"""Paper sheets: doors in walking order, and nothing that may not get lost in a stairwell."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.doors import notes
from campaigns.doors.models import AccessNote, Building, Door, Floor, Staircase
from campaigns.people.models import Outing
from campaigns.territory.models import Address
from campaigns.turfs import entering
from campaigns.visits.models import WelcomeTally
from tests import builders


def sheets(client, outing):
    """(The page as text, [[rows of each page] of each sheet])."""
    answer = client.get(f"/sorties/{outing.pk}/fiches")
    return answer.content.decode(), [[page.rows for page in item["sheet"].pages] for item in answer.context["sheets"]]


def test_doors_come_in_walking_order_with_their_numbers(enter, leader, walk) -> None:
    Address.objects.filter(number=3).update(suffix="bis")

    text, [[rows]] = sheets(enter(leader), walk.outing)

    assert [(row.number, row.numbering, row.street) for row in rows] == [
        (1, "1", "Rue des Tanneurs"), (2, "3 bis", "Rue des Tanneurs"),
        (3, "5", "Rue des Tanneurs"), (4, "7", "Rue des Tanneurs"),
    ]  # fmt: skip
    assert "Page 1 sur 1, 4 portes en tout" in text


def test_every_page_asks_to_be_destroyed(enter, leader, walk) -> None:
    text, _sheets = sheets(enter(leader), walk.outing)

    assert text.count("à détruire après saisie") == text.count('<article class="sheet"') == 1


def test_a_tower_goes_from_the_top_down_over_several_pages(enter, leader, campaign) -> None:
    address = builders.address(builders.station(), 12)
    building = Building.objects.create(campaign=campaign, address=address)
    staircase = Staircase.objects.create(campaign=campaign, building=building, name="A")
    for level in range(30):
        floor = Floor.objects.create(campaign=campaign, staircase=staircase, level=level)
        for rank, name in enumerate(("gauche", "droite", "face", "fond"), start=1):
            builders.door(campaign, address, floor=floor, name=name, rank=rank)
    outing = builders.outing(campaign, leader.teams_led.get())
    builders.turf(outing, address)

    text, [pages] = sheets(enter(leader), outing)

    assert [len(rows) for rows in pages] == [18] * 6 + [12]
    assert [pages[0][0].door, pages[0][4].door, pages[-1][-1].door] == ["A 29 gauche", "A 28 gauche", "A 0 fond"]
    assert text.count("<b>12</b> Rue des Tanneurs") == 7  # again at the head of each page


def test_no_name_opinion_or_door_code_is_printed(enter, leader, walk) -> None:
    AccessNote.objects.create(
        campaign=leader.campaign, address=walk.doors[0].address, kind="code",
        encrypted_text=notes.encrypt("47B19"), noted_at=timezone.now(),
    )  # fmt: skip
    builders.visits(walk.device, walk.turf, (walk.doors[0], "refused"), at=timezone.now())
    WelcomeTally.objects.create(
        campaign=leader.campaign, outing=walk.outing, station=walk.station, welcome="favourable", count=40
    )

    text, _sheets = sheets(enter(leader), walk.outing)

    body = text.split("<tbody>")[1].split("</tbody>")[0]
    assert [word for word in ("47B19", "Léa", "Refus", "Favorable", "40") if word in body] == []


def test_a_door_that_asked_for_peace_is_not_printed(enter, leader, walk) -> None:
    Door.objects.filter(pk=walk.doors[1].pk).update(state="do_not_knock")

    _text, [[rows]] = sheets(enter(leader), walk.outing)

    assert [row.numbering for row in rows] == ["1", "5", "7"]


def test_each_area_has_a_sheet_of_its_own_with_its_code(enter, leader, walk) -> None:
    builders.turf(walk.outing, builders.address(walk.station, 9), number=2)
    entering.open_codes(walk.outing, now=timezone.now())

    text, found = sheets(enter(leader), walk.outing)

    assert [len(pages) for pages in found] == [1, 1]
    assert text.count('class="qr"') == 2


def test_after_the_outing_no_code_is_printed(enter, leader, walk) -> None:
    entering.open_codes(walk.outing, now=timezone.now())
    Outing.objects.update(closed_at=timezone.now())

    text, _sheets = sheets(enter(leader), walk.outing)

    assert 'class="qr"' not in text


def test_who_only_reads_gets_no_code(enter, campaign, walk) -> None:
    entering.open_codes(walk.outing, now=timezone.now())

    text, _sheets = sheets(enter(builders.member(campaign, "hq_read")), walk.outing)

    assert 'class="qr"' not in text


@pytest.mark.parametrize("who", ["rival", "outsider", "auditor"])
def test_sheets_are_for_those_who_see_the_outing(enter, campaign, outsider, walk, who) -> None:
    member = {
        "outsider": outsider,
        "rival": builders.member(campaign, "team_leader"),
        "auditor": builders.member(campaign, "auditor"),
    }[who]
    client = enter(member)

    expected = {"outsider": 404, "rival": 404, "auditor": 403}[who]
    assert client.get(f"/sorties/{walk.outing.pk}/fiches").status_code == expected
    assert client.post(f"/sorties/{walk.outing.pk}/fiches").status_code == 405
