"""Comments on a station's page: who reads and writes them, what is refused, what comes out of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from campaigns.doors import comments
from campaigns.doors.models import StationComment
from campaigns.turfs.models import Turf
from tests import builders
from tests.pages import axe

NOW = datetime(2026, 2, 13, 9, 0, tzinfo=UTC)


@pytest.fixture
def address(walk):
    return f"/bureaux/{walk.station.code}"


def test_a_leader_comments_a_street_of_a_station_of_their_outing(enter, leader, walk, address) -> None:
    street = walk.doors[0].address.street

    enter(leader).post(f"{address}/commentaires", {"text": "Marché le mardi.", "street": str(street.pk)})

    said = StationComment.objects.get()
    assert (said.text, said.street, said.author, said.station) == ("Marché le mardi.", street, leader, walk.station)
    page = enter(leader).get(address).content.decode()
    assert "Marché le mardi." in page
    assert "Nadia Haddad" in page


def test_a_street_of_another_station_is_not_kept(enter, leader, walk, address) -> None:
    elsewhere = builders.address(builders.station("94033-0002"), 1, street="Rue Ailleurs").street

    enter(leader).post(f"{address}/commentaires", {"text": "Marché le mardi.", "street": str(elsewhere.pk)})

    assert StationComment.objects.get().street is None


def test_a_leader_sees_no_station_where_none_of_their_areas_lies(enter, leader, walk) -> None:
    builders.station("94033-0002")

    client = enter(leader)

    assert client.get("/bureaux/94033-0002").status_code == 404
    assert client.post("/bureaux/94033-0002/commentaires", {"text": "Marché"}).status_code == 404
    Turf.objects.all().delete()
    assert client.get(f"/bureaux/{walk.station.code}").status_code == 404


def test_a_phone_number_is_refused_and_the_text_is_not_lost(enter, organiser, walk, address) -> None:
    answer = enter(organiser).post(f"{address}/commentaires", {"text": "Gardienne : 06 12 34 56 78"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Gardienne : 06 12 34 56 78</textarea>" in page
    assert "numéro de téléphone" in page
    assert not StationComment.objects.exists()


def test_a_name_is_asked_about_and_a_tick_keeps_that_of_a_place(enter, organiser, walk, address) -> None:
    client, sent = enter(organiser), {"text": "Porte bleue : Jean Moreau."}

    asked = client.post(f"{address}/commentaires", sent)
    none_kept = not StationComment.objects.exists()
    kept = client.post(f"{address}/commentaires", sent | {"no_person": "1"})

    page = asked.content.decode()
    assert (asked.status_code, none_kept, kept.status_code) == (422, True, 302)
    assert "ressemble au nom d’une personne" in page
    assert 'name="no_person"' in page
    assert "Porte bleue : Jean Moreau.</textarea>" in page
    assert 'name="no_person"' not in client.get(address).content.decode()


def test_a_correction_with_a_name_is_asked_about_where_it_was_typed(enter, organiser, walk, address) -> None:
    said = comments.write(organiser, walk.station, "Marché le mardi.", now=NOW)
    sent = {"act": "correct", "version": "1", "text": "Demander Mme Martin."}

    asked = enter(organiser).post(f"{address}/commentaires/{said.pk}", sent).content.decode()
    enter(organiser).post(f"{address}/commentaires/{said.pk}", sent | {"no_person": "1"})

    assert asked.count('name="no_person"') == 1
    assert StationComment.objects.get().text == "Demander Mme Martin."


def test_a_correction_refused_keeps_the_comment_and_shows_what_was_typed(enter, organiser, walk, address) -> None:
    said = comments.write(organiser, walk.station, "Marché le mardi.", now=NOW)

    answer = enter(organiser).post(
        f"{address}/commentaires/{said.pk}", {"act": "correct", "version": "1", "text": "écrire à lea@example.org"}
    )

    assert answer.status_code == 422
    assert "écrire à lea@example.org</textarea>" in answer.content.decode()
    assert StationComment.objects.get().text == "Marché le mardi."


def test_its_author_corrects_it_headquarters_pin_it_and_remove_it(enter, leader, organiser, walk, address) -> None:
    said = comments.write(leader, walk.station, "Marché le mardi.", now=NOW)
    there = f"{address}/commentaires/{said.pk}"

    enter(leader).post(there, {"act": "correct", "version": "1", "text": "Marché le jeudi."})
    enter(organiser).post(there, {"act": "pin"})

    said.refresh_from_db()
    assert (said.text, said.corrected_by, said.pinned_at is not None) == ("Marché le jeudi.", leader, True)
    [(shown, may_change)] = enter(organiser).get(address).context["comments"]
    assert (shown, may_change) == (said, True)
    enter(organiser).post(there, {"act": "unpin"})
    assert StationComment.objects.get().pinned_at is None
    enter(organiser).post(there, {"act": "remove"})
    assert not StationComment.objects.exists()


def test_a_colleague_reads_it_and_is_offered_nothing_more(enter, leader, campaign, walk, address) -> None:
    said = comments.write(leader, walk.station, "Marché le mardi.", now=NOW)
    colleague = builders.member(campaign, "team_leader")
    builders.team(campaign, leader=colleague).outings.add(walk.outing)
    client = enter(colleague)

    page = client.get(address).content.decode()
    answers = [
        client.post(f"{address}/commentaires/{said.pk}", {"act": act, "version": "1", "text": "Rien"}).status_code
        for act in ("correct", "remove", "pin", "unpin", "nonsense")
    ]

    assert "Marché le mardi." in page
    assert f"/commentaires/{said.pk}" not in page
    assert answers == [403, 403, 403, 403, 404]


def test_headquarters_that_read_are_offered_no_field(enter, campaign, organiser, walk, address) -> None:
    comments.write(organiser, walk.station, "Marché le mardi.", now=NOW)

    page = enter(builders.member(campaign, "hq_read")).get(address).content.decode()

    assert ("Marché le mardi." in page, "<textarea" in page, "/commentaires/" in page) == (True, False, False)


def test_the_same_comment_is_not_there_for_the_campaign_next_door(enter, outsider, organiser, walk, address) -> None:
    said = comments.write(organiser, walk.station, "Marché le mardi.", now=NOW)
    outsider.campaign.communes.add(walk.station.commune)
    client = enter(outsider)

    page = client.get(address)
    changed = client.post(f"{address}/commentaires/{said.pk}", {"act": "remove"})
    table = client.get("/bureaux/commentaires.csv").content.decode()

    assert "Marché" not in page.content.decode() + table
    assert (page.status_code, changed.status_code, StationComment.objects.count()) == (200, 404, 1)


def test_what_is_pinned_is_read_where_areas_are_handed_out(enter, leader, organiser, walk) -> None:
    elsewhere = builders.station("94033-0002")
    for station, text in ((walk.station, "Passer par la loge."), (elsewhere, "Ailleurs.")):
        comments.pin(comments.write(organiser, station, text, now=NOW), by=organiser, now=NOW)
    comments.write(leader, walk.station, "Marché le mardi.", now=NOW)

    page = enter(leader).get(f"/sorties/{walk.outing.pk}/repartir")

    assert [comment.text for comment in page.context["pinned"]] == ["Passer par la loge."]
    assert "Passer par la loge." in page.content.decode()


def test_the_list_counts_them_and_the_table_holds_them_all(enter, organiser, walk) -> None:
    said = comments.write(organiser, walk.station, "=1+1\nMarché", now=NOW)
    comments.write(organiser, walk.station, "Gardien", now=NOW)
    comments.pin(said, by=organiser, now=NOW)

    [row] = enter(organiser).get("/bureaux/").context["rows"]
    table = enter(organiser).get("/bureaux/commentaires.csv").content.decode()

    assert row["said"] == comments.Counted(2, 1)
    assert table.startswith("\ufeffstation;name;street;text;author;written_at;corrected_at;pinned\r\n")
    assert '"\'=1+1\nMarché";Inès Karim;2026-02-13T10:00+01:00;;1\r\n' in table


def test_a_text_is_shown_as_text(enter, organiser, walk, address) -> None:
    comments.write(organiser, walk.station, "<script>alert(1)</script>", now=NOW)

    assert "<script>alert(1)" not in enter(organiser).get(address).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_who_is_refused_a_text_corrects_it_with_the_page_as_it_is(signed_in, organiser, walk, address) -> None:
    page = signed_in(organiser)
    page.goto(address)
    page.get_by_label("Ajouter un commentaire").fill("Loge : 06 12 34 56 78")
    page.get_by_role("button", name="Ajouter").click()

    alert = page.get_by_role("alert")
    assert "numéro de téléphone" in alert.inner_text()
    assert axe.faults_in_both_themes(page) == []
    page.get_by_label("Ajouter un commentaire").fill("Loge ouverte de 9 h à 12 h")
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_text("Corriger ou retirer").click()
    page.get_by_label("Commentaire", exact=True).fill("Loge ouverte de 9 h à 11 h")
    page.get_by_role("button", name="Corriger", exact=True).click()

    page.get_by_text("Loge ouverte de 9 h à 11 h").first.wait_for()
    page.get_by_text("Corriger ou retirer").click()
    assert axe.faults_in_both_themes(page) == []
    assert StationComment.objects.get().text == "Loge ouverte de 9 h à 11 h"
