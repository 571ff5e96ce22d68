"""Somebody who works for several campaigns chooses which one the pages show."""

from __future__ import annotations

import pytest

from campaigns.people.models import Membership
from tests import builders


@pytest.fixture
def twice(organiser, outsider):
    """The organiser also reads in the outsider's campaign, which has a team."""
    builders.team(outsider.campaign, name="Équipe d’ailleurs")
    return Membership.objects.create(campaign=outsider.campaign, user=organiser.user, roles=["hq_read"])


def test_the_oldest_campaign_is_shown_until_another_is_chosen(enter, organiser, twice) -> None:
    client = enter(organiser)

    before = client.get("/equipes/").content.decode()
    answer = client.post("/campagne", {"campaign": twice.campaign_id})
    after = client.get("/equipes/").content.decode()

    assert (answer.status_code, answer.url) == (302, "/")
    assert ("Équipe d’ailleurs" in before, "Équipe d’ailleurs" in after) == (False, True)


def test_rights_are_those_held_in_the_chosen_campaign(enter, organiser, twice) -> None:
    client = enter(organiser)

    client.post("/campagne", {"campaign": twice.campaign_id})

    assert client.get("/donnees/").status_code == 403
    assert "/donnees/" not in client.get("/").content.decode()


@pytest.mark.parametrize("chosen", ["0", "", "nonsense", "-1", "9" * 30])
def test_a_campaign_without_a_place_for_us_is_not_there(enter, organiser, twice, chosen) -> None:
    assert enter(organiser).post("/campagne", {"campaign": chosen}).status_code == 404


def test_a_place_without_a_role_cannot_be_chosen(enter, organiser, twice) -> None:
    Membership.objects.filter(pk=twice.pk).update(roles=[])
    client = enter(organiser)

    assert client.post("/campagne", {"campaign": twice.campaign_id}).status_code == 404
    assert 'name="campaign"' not in client.get("/").content.decode()


def test_a_chosen_campaign_whose_place_was_taken_away_is_left(enter, organiser, twice) -> None:
    client = enter(organiser)
    client.post("/campagne", {"campaign": twice.campaign_id})

    Membership.objects.filter(pk=twice.pk).update(roles=[])

    assert client.get("/donnees/").status_code == 200  # the other campaign again


def test_looking_chooses_nothing(enter, organiser, client, twice) -> None:
    assert client.get("/campagne").status_code == 405
    assert client.post("/campagne", {"campaign": twice.campaign_id}).url.startswith("/compte/login/")
