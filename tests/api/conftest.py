"""A phone as the network sees it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people import joining
from tests import builders


class Phone:
    """Calls the API like the app does: JSON, the header, the cookie."""

    def __init__(self, client) -> None:
        self.client = client

    def post(self, path: str, body: object = None, **headers):
        return self.client.post(
            f"/api/v1/{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers={"X-Canvass": "1"} | headers,
        )

    def get(self, path: str, **query):
        return self.client.get(f"/api/v1/{path}", query)


@pytest.fixture
def phone(client) -> Phone:
    return Phone(client)


@pytest.fixture
def outing(campaign, leader):
    return builders.outing(campaign, leader.teams_led.get(), starts_at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def turf(outing):
    station = builders.station()
    addresses = [builders.address(station, number) for number in (1, 3)]
    for address in addresses:
        builders.door(outing.campaign, address)
    made = builders.turf(outing, *addresses)
    made.join_code = joining.open_code(outing=outing, now=timezone.now())
    made.save()
    return made


@pytest.fixture
def joined(phone, turf) -> Phone:
    """A phone that scanned the leader's screen and holds the turf."""
    scanned = joining.qr_path(turf.join_code, timezone.now()).removeprefix("/r/")
    join = phone.post("join", {"code": scanned, "first_name": "Léa"}).json()["join"]
    assert phone.post(f"join/{join}/token").status_code == 200
    return phone
