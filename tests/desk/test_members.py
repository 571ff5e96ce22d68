"""Members of the campaign and their roles."""

from __future__ import annotations

import pytest
from django.core import mail

from campaigns.people.models import Membership, User
from tests import builders

PAGE = "/membres/"
ZOE = {"name": "Zoé D'Arc", "email": "zoe@example.org", "roles": ["team_leader"]}


@pytest.fixture
def admin(campaign):
    return builders.member(campaign, "admin", name="Adèle Roy")


@pytest.fixture
def trusted(enter):
    """``trusted(member)``: signed in, the password given a moment ago."""

    def signed_in(member):
        client = enter(member)
        client.post("/compte/reauthenticate/", {"password": builders.PASSWORD})
        return client

    return signed_in


def said(client, *post) -> list[str]:
    return [str(message) for message in client.post(*post, follow=True).context["messages"]]


def test_a_new_member_gets_a_place_and_a_letter_without_secrets(trusted, admin) -> None:
    answer = trusted(admin).post(PAGE, ZOE)

    made = Membership.objects.get(user__email="zoe@example.org")
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert (made.campaign, made.roles, made.user.has_usable_password()) == (admin.campaign, ["team_leader"], False)
    [letter] = mail.outbox
    assert letter.to == ["zoe@example.org"]
    assert "Adèle Roy" in letter.body
    assert "/compte/login/" in letter.body


def test_changing_anything_asks_for_the_password_again(enter, admin) -> None:
    client = enter(admin)

    answers = [client.post(PAGE, ZOE), client.post(f"{PAGE}{admin.pk}", {"roles": ["admin"]})]

    assert [answer.url.split("?")[0] for answer in answers] == ["/compte/reauthenticate/"] * 2
    assert Membership.objects.get() == admin
    assert mail.outbox == []


def test_after_the_password_what_was_sent_is_done(enter, admin) -> None:
    client = enter(admin)
    asked = client.post(PAGE, ZOE)

    client.post(asked.url, {"password": builders.PASSWORD, "next": PAGE})

    assert Membership.objects.filter(user__email="zoe@example.org").exists()


@pytest.mark.parametrize("email", ["zoe@example.org", "ZOE@EXAMPLE.ORG"])
def test_nobody_becomes_a_member_twice(trusted, admin, email) -> None:
    client = trusted(admin)
    client.post(PAGE, ZOE)

    answer = client.post(PAGE, ZOE | {"email": email})

    assert answer.status_code == 422
    assert answer.context["form"].errors["email"] == ["Cette personne est déjà membre de la campagne."]
    assert (User.objects.filter(email__iexact=email).count(), len(mail.outbox)) == (1, 1)


def test_somebody_from_another_campaign_keeps_their_account_and_name(trusted, admin, outsider) -> None:
    trusted(admin).post(PAGE, ZOE | {"email": outsider.user.email})

    outsider.user.refresh_from_db()
    assert outsider.user.name == "Odile Dehors"
    assert outsider.user.memberships.count() == 2


@pytest.mark.parametrize("wrong", [{"roles": []}, {"roles": ["volunteer"]}, {"email": "zoe"}, {"name": ""}])
def test_an_incomplete_invitation_is_not_sent(trusted, admin, wrong) -> None:
    answer = trusted(admin).post(PAGE, ZOE | wrong)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert mail.outbox == []


def test_roles_are_replaced_and_unknown_ones_ignored(trusted, admin, leader) -> None:
    trusted(admin).post(f"{PAGE}{leader.pk}", {"roles": ["hq_read", "volunteer", "emperor"]})

    leader.refresh_from_db()
    assert leader.roles == ["hq_read"]


def test_without_a_role_the_door_closes_at_the_next_request(trusted, enter, admin, leader) -> None:
    trusted(admin).post(f"{PAGE}{leader.pk}", {})

    assert enter(leader).get("/sorties/").status_code == 403


def test_the_last_administration_stays(trusted, admin) -> None:
    told = said(trusted(admin), f"{PAGE}{admin.pk}", {"roles": ["hq_read"]})

    admin.refresh_from_db()
    assert told == ["Quelqu’un doit garder l’administration de la campagne."]
    assert admin.roles == ["admin"]


def test_who_gives_the_administration_up_lands_where_they_still_may_be(trusted, campaign, admin) -> None:
    builders.member(campaign, "admin")

    answer = trusted(admin).post(f"{PAGE}{admin.pk}", {"roles": ["hq_read"]}, follow=True)

    assert (answer.redirect_chain, answer.status_code) == ([("/", 302)], 200)


def test_members_are_for_the_administration_of_the_campaign(trusted, organiser, outsider, leader) -> None:
    assert trusted(organiser).get(PAGE).status_code == 403
    assert trusted(organiser).post(PAGE, ZOE).status_code == 403

    client = trusted(outsider)
    assert client.post(f"{PAGE}{leader.pk}", {"roles": ["admin"]}).status_code == 404
    assert leader.user.email not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{leader.pk}").status_code == 405
    assert client.put(PAGE).status_code == 405
    leader.refresh_from_db()
    assert leader.roles == ["team_leader"]
