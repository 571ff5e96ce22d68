"""What the leader sees of walks handed over, and may undo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people import joining
from campaigns.people.models import JoinCode
from campaigns.turfs import relaying
from campaigns.turfs.models import Relay
from tests import builders


@pytest.fixture
def relay(campaign, leader) -> Relay:
    outing = builders.outing(campaign, leader.teams_led.get(), starts_at=timezone.now() - timedelta(minutes=10))
    turf = builders.turf(outing, builders.address(builders.station(), 12))
    return relaying.offer(turf, builders.device(outing, turf, first_name="Léa"), now=timezone.now())


def follow(client, relay) -> str:
    return client.get(f"/sorties/{relay.turf.outing_id}/suivre").content.decode()


def close(client, relay):
    return client.post(f"/sorties/{relay.turf.outing_id}/relais/{relay.pk}/annuler")


def test_a_leader_sees_an_offer_and_takes_it_back(client, leader, relay) -> None:
    client.force_login(leader.user)
    assert "Léa affiche un code" in follow(client, relay)

    answer = close(client, relay)

    assert (answer.status_code, answer.url) == (302, f"/sorties/{relay.turf.outing_id}/suivre")
    assert JoinCode.objects.get().revoked_at is not None
    assert "affiche un code" not in follow(client, relay)


def test_a_leader_sees_who_took_over_from_whom(client, leader, relay) -> None:
    asked = joining.ask(
        code_text=joining.qr_path(relay.code, timezone.now())[3:], first_name="Omar", now=timezone.now()
    )
    device, _token = joining.issue_token(asked, now=timezone.now())
    relaying.let_in(asked.code, device, now=timezone.now())
    client.force_login(leader.user)

    assert "Léa → Omar" in follow(client, relay)


def test_a_phone_reported_lost_offers_nothing_any_more(client, leader, relay) -> None:
    client.force_login(leader.user)

    client.post(f"/sorties/{relay.turf.outing_id}/telephones/{relay.giver_id}/perdu")

    assert JoinCode.objects.get().revoked_at is not None


def test_an_offer_of_another_outing_is_not_there(client, campaign, leader, outsider, relay) -> None:
    elsewhere = builders.outing(campaign, leader.teams_led.get())
    client.force_login(leader.user)
    assert client.post(f"/sorties/{elsewhere.pk}/relais/{relay.pk}/annuler").status_code == 404

    client.force_login(outsider.user)

    assert close(client, relay).status_code == 404
    assert JoinCode.objects.get().revoked_at is None
