"""Teams and their leaders."""

from __future__ import annotations

import pytest

from campaigns.people.models import Team
from tests import builders

PAGE = "/equipes/"


def test_a_team_is_made_with_its_leader(enter, organiser, leader) -> None:
    answer = enter(organiser).post(PAGE, {"name": " Les Bas-Heurts ", "leader": leader.pk})

    made = Team.objects.get(name="Les Bas-Heurts")
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert (made.campaign, made.leader) == (organiser.campaign, leader)


def test_a_team_may_begin_without_a_leader(enter, organiser) -> None:
    enter(organiser).post(PAGE, {"name": "Halle", "leader": ""})

    assert Team.objects.get().leader is None


@pytest.mark.parametrize(
    ("name", "said"), [("Halle", "Une équipe porte déjà ce nom."), ("  ", "Ce champ est obligatoire.")]
)
def test_a_name_is_given_once(enter, organiser, name, said) -> None:
    builders.team(organiser.campaign, name="Halle")

    answer = enter(organiser).post(PAGE, {"name": name})

    assert (answer.status_code, answer.context["form"].errors["name"]) == (422, [said])
    assert Team.objects.count() == 1


def test_two_campaigns_may_use_the_same_name(enter, organiser, outsider) -> None:
    builders.team(outsider.campaign, name="Halle")

    enter(organiser).post(PAGE, {"name": "Halle"})

    assert Team.objects.filter(name="Halle").count() == 2


def test_only_leaders_of_the_campaign_lead(enter, organiser, outsider) -> None:
    elsewhere = builders.member(outsider.campaign, "team_leader")
    client = enter(organiser)

    answers = [client.post(PAGE, {"name": "Halle", "leader": member.pk}) for member in (elsewhere, organiser)]

    assert [list(answer.context["form"].errors) for answer in answers] == [["leader"], ["leader"]]
    assert not Team.objects.exists()


def test_a_leader_sees_their_own_teams_and_makes_none(enter, leader, campaign) -> None:
    builders.team(campaign, name="D’un autre")
    client = enter(leader)

    page = client.get(PAGE)

    assert (list(page.context["teams"]), page.context["form"]) == (list(leader.teams_led.all()), None)
    assert client.post(PAGE, {"name": "Halle"}).status_code == 403
    assert client.delete(PAGE).status_code == 405


def test_another_campaign_s_teams_are_not_shown(enter, outsider, leader) -> None:
    page = enter(outsider).get(PAGE).content.decode()

    assert leader.teams_led.get().name not in page
    assert leader.user.name not in page
