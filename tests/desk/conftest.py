"""A walk that has begun, and a desk to look at it from."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from campaigns.people import joining
from tests import builders


@pytest.fixture
def enter(client):
    """``enter(member)``: the test client, signed in, its session's clock already written."""

    def signed_in(member):
        client.force_login(member.user)
        client.get("/r/")
        return client

    return signed_in


@pytest.fixture
def walk(campaign, leader):
    """An outing under way with one walk of four houses and one phone on it."""
    station = builders.station(name="École des Tilleuls")
    campaign.communes.add(station.commune)
    outing = builders.outing(campaign, leader.teams_led.get(), starts_at=timezone.now() - timedelta(minutes=30))
    addresses = [builders.address(station, number, dwellings=1) for number in (1, 3, 5, 7)]
    doors = [builders.door(campaign, address) for address in addresses]
    turf = builders.turf(outing, *addresses)
    device = builders.device(outing, turf)
    joining.open_code(outing=outing, now=timezone.now())
    return SimpleNamespace(station=station, outing=outing, doors=doors, turf=turf, device=device)
