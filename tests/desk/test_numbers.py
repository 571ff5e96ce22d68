"""The telephone number of a member, as headquarters write it."""

from __future__ import annotations

import pytest

from campaigns.people.models import Membership
from tests import builders


@pytest.fixture
def page(leader):
    return f"/membres/{leader.pk}/numero"


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_a_number_is_stored_in_one_way(enter, organiser, leader, page) -> None:
    answer = enter(organiser).post(page, {"phone": " 06.12.34.56.78 "}, follow=True)

    leader.refresh_from_db()
    assert leader.phone == "+33612345678"
    assert answer.redirect_chain == [("/equipes/", 302)]
    assert said(answer) == [f"{leader.user.name}\u202f: +33\u00a06\u00a012\u00a034\u00a056\u00a078."]
    assert "+33\u00a06\u00a012\u00a034\u00a056\u00a078" in answer.content.decode()


def test_an_empty_number_takes_it_away(enter, organiser, leader, page) -> None:
    Membership.objects.filter(pk=leader.pk).update(phone="+33612345678")

    enter(organiser).post(page, {"phone": ""})

    leader.refresh_from_db()
    assert leader.phone == ""


def test_of_a_landline_it_is_said_that_no_text_reaches_it(enter, organiser, leader, page) -> None:
    answer = enter(organiser).post(page, {"phone": "01 45 67 89 10"}, follow=True)

    leader.refresh_from_db()
    assert leader.phone == "+33145678910"
    assert "Aucun SMS n’arrive à ce numéro." in said(answer)[0]


@pytest.mark.parametrize("typed", ["06 12", "08 92 12 34 56", "appelez-moi", "0639 12 34 56"])
def test_what_is_no_number_changes_nothing(enter, organiser, leader, page, typed) -> None:
    answer = enter(organiser).post(page, {"phone": typed})

    leader.refresh_from_db()
    assert (answer.status_code, leader.phone) == (422, "")
    assert "Ce n’est pas un numéro de téléphone." in answer.context["form"].errors["phone"][0]


def test_a_number_of_several_territories_is_asked_about(enter, organiser, leader, page) -> None:
    client = enter(organiser)

    asked = client.post(page, {"phone": "75 12 34"})

    leader.refresh_from_db()
    assert (asked.status_code, leader.phone) == (422, "")
    shown = asked.content.decode()
    assert 'name="phone" value="+508751234"' in shown
    assert 'name="phone" value="+687751234"' in shown
    assert "Nouvelle-Calédonie" in shown
    client.post(page, {"phone": ["75 12 34", "+687751234"]})
    leader.refresh_from_db()
    assert leader.phone == "+687751234"


def test_numbers_are_those_of_the_campaigns_territory_first(enter, organiser, leader, page) -> None:
    organiser.campaign.time_zone = "Pacific/Noumea"
    organiser.campaign.save()

    enter(organiser).post(page, {"phone": "75 12 34"})

    leader.refresh_from_db()
    assert leader.phone == "+687751234"


def test_a_new_member_comes_with_a_number(enter, campaign) -> None:
    client = enter(builders.member(campaign, "admin"))
    client.post("/compte/reauthenticate/", {"password": builders.PASSWORD})
    zoe = {"name": "Zoé", "email": "zoe@example.org", "roles": ["team_leader"]}

    wrong = client.post("/membres/", zoe | {"phone": "06 12"})
    right = client.post("/membres/", zoe | {"phone": "0692 12 34 56"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert Membership.objects.get(user__email="zoe@example.org").phone == "+262692123456"


def test_the_administration_comes_back_to_the_members(enter, campaign, leader, page) -> None:
    answer = enter(builders.member(campaign, "admin")).post(f"{page}?de=membres", {"phone": "0612345678"})

    assert (answer.status_code, answer.url) == (302, "/membres/")
