"""Paper sheets: doors in walking order, and nothing that may not get lost in a stairwell."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.translation import override

from campaigns.doors import notes
from campaigns.doors.models import AccessNote, Building, Door, Floor, Staircase
from campaigns.people.models import Campaign, Outing
from campaigns.territory.models import Address
from campaigns.turfs import entering, sheet
from campaigns.visits.models import WelcomeTally
from canvass.desk import paper
from tests import builders


def sheets(client, outing):
    """(The page as text, [[rows of each page] of each sheet])."""
    answer = client.get(f"/sorties/{outing.pk}/fiches")
    return answer.content.decode(), [[page.rows for page in sheet.pages] for sheet in answer.context["sheets"]]


def test_doors_come_in_walking_order_with_their_numbers(enter, leader, walk) -> None:
    Address.objects.filter(number=3).update(suffix="bis")

    text, [[rows]] = sheets(enter(leader), walk.outing)

    assert [(row.number, row.numbering, row.street) for row in rows] == [
        ("1", "1", "Rue des Tanneurs, côté impair"), ("2", "3 bis", ""), ("3", "5", ""), ("4", "7", ""),
    ]  # fmt: skip
    assert "Page 1 sur 1, portes 1 à 4 sur 4" in text


def test_every_page_asks_to_be_destroyed(enter, leader, walk) -> None:
    text, _sheets = sheets(enter(leader), walk.outing)

    assert text.count("à détruire après saisie") == text.count('<article class="sheet') == 1


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
    assert [pages[0][0].door, pages[0][4].door, pages[-1][-1].door] == [
        "A, 29e, gauche", "A, 28e, gauche", "A, RDC, fond",
    ]  # fmt: skip
    assert text.count("<b>12</b> Rue des Tanneurs, côté pair") == 7  # again at the head of each page


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

    assert [(row.number, row.numbering) for row in rows] == [("1", "1"), ("2", "5"), ("3", "7")]


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


def test_a_sheet_says_how_the_sides_are_walked(enter, campaign, leader) -> None:
    station = builders.station()
    places = [builders.address(station, number) for number in (2, 4, 3, 1)]
    for place in places:
        builders.door(campaign, place)
    outing = builders.outing(campaign, leader.teams_led.get())
    builders.turf(outing, *places)

    text, [[rows]] = sheets(enter(leader), outing)

    assert "Côté pair, puis côté impair." in text
    assert [row.street for row in rows] == ["Rue des Tanneurs, côté pair", "", "Rue des Tanneurs, côté impair", ""]


def test_sheets_of_other_doors_bear_another_mark(enter, leader, walk) -> None:
    client = enter(leader)
    before, _sheets = sheets(client, walk.outing)
    again, _sheets = sheets(client, walk.outing)
    Door.objects.filter(pk=walk.doors[1].pk).update(state="do_not_knock")

    after, _sheets = sheets(client, walk.outing)

    marks = [re.search(r"repère ([2-9A-Z]{4})<", text)[1] for text in (before, again, after)]
    assert marks[0] == marks[1] != marks[2]


def test_nothing_is_printed_while_the_campaign_is_silent(enter, leader, walk) -> None:
    Campaign.objects.update(final_round_date=timezone.localdate() + timedelta(days=1))
    client = enter(leader)

    told = client.get(f"/sorties/{walk.outing.pk}/fiches", follow=True)
    pdf = client.get(f"/sorties/{walk.outing.pk}/fiches.pdf")

    assert told.redirect_chain == [(f"/sorties/{walk.outing.pk}/repartir", 302)]
    assert "aucun secteur n’est remis en ce moment" in told.content.decode()
    assert (pdf.status_code, pdf["Location"]) == (302, f"/sorties/{walk.outing.pk}/fiches")


def test_one_sheet_can_be_asked_for(enter, leader, walk) -> None:
    other = builders.turf(walk.outing, builders.address(walk.station, 9), number=2)
    elsewhere = builders.turf(builders.outing(leader.campaign, leader.teams_led.get()), number=3)
    client = enter(leader)

    found = client.get(f"/sorties/{walk.outing.pk}/fiches?secteur={other.pk}").context["sheets"]

    assert [sheet.title for sheet in found] == ["Secteur 2"]
    for wrong in (elsewhere.pk, "x", "9" * 30):
        assert client.get(f"/sorties/{walk.outing.pk}/fiches?secteur={wrong}").status_code == 404


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
    for page in ("fiches", "fiches.pdf"):
        assert client.get(f"/sorties/{walk.outing.pk}/{page}").status_code == expected
        assert client.post(f"/sorties/{walk.outing.pk}/{page}").status_code == 405


@pytest.mark.parametrize(
    ("street", "told"),
    [
        ("Rue Basse", "Rue Basse, côté pair"),
        ("Boulevard du Général de Gaulle Nord", "Boulevard du Général de Gaulle Nord, pair"),
        ("Chemin de l’Ancienne Chapelle de la Vallée", "Chemin de l’Ancienne Chapelle de la…, pair"),
    ],
)
def test_a_long_street_is_told_more_briefly(street, told) -> None:
    row = sheet.Row(uuid4(), 1, street, "even", "2", "x" * 40, first_of_address=True, first_of_street=True)

    with override("fr"):
        printed = paper.door_line(row)

    assert (printed.street, printed.door) == (told, "x" * 23 + "…")
