"""A phone that walks by plain forms."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from campaigns.doors.models import Door
from campaigns.people import devices
from campaigns.turfs import handing_out
from tests import builders


class Walker:
    """A browser without scripts: it opens a page and sends one of its forms."""

    def __init__(self, device, turf, token: str) -> None:
        self.device, self.turf = device, turf
        self.client = Client()
        self.client.cookies[settings.DEVICE_COOKIE] = token

    def open(self, path: str = "", **query):
        return self.client.get(self.address(path), query)

    def address(self, path: str = "") -> str:
        return f"/s/t-{self.turf.pk}/simple{path}"

    def fields(self, path: str, name: str = "event") -> list[str]:
        """The hidden values of that name in the page, in the order of its forms."""
        page = self.open(path).content.decode()
        return re.findall(rf'type="hidden" name="{name}" value="([^"]+)"', page)

    def tell(self, door: Door, outcome: str = "not_home", **query):
        """Open the door, tap an outcome."""
        return self.send(self.form(door, outcome), **query)

    def form(self, door: Door, outcome: str) -> tuple[str, dict[str, str]]:
        path = f"/porte/{door.pk}"
        return path, {"event": self.pad_event(path), "outcome": outcome}

    def pad_event(self, path: str) -> str:
        page = self.open(path).content.decode()
        return re.search(r'class="pad".*?name="event" value="([^"]+)"', page, re.DOTALL)[1]

    def discuss(self, door: Door, **said):
        path = f"/porte/{door.pk}/discussion"
        (event,), (mark,) = self.fields(path), self.fields(path, "mark")
        return self.send((path, {"event": event, "mark": mark, **said}))

    def send(self, form: tuple[str, dict], **query):
        path, body = form
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return self.client.post(self.address(path) + (f"?{asked}" if asked else ""), body)


@pytest.fixture
def ground(db):
    """Two streets: 12 bis of an apostrophe's name, its neighbours, and a house across the street."""
    now = timezone.now()
    campaign = builders.campaign("valmont")
    leader = builders.member(campaign, "team_leader", name="Nadia Haddad")
    outing = builders.outing(campaign, builders.team(campaign, leader=leader), starts_at=now - timedelta(minutes=10))
    station = builders.station()
    places = [builders.address(station, number, street="Rue de l'Église", suffix="bis") for number in (12, 14, 13)]
    places.append(builders.address(station, 2, street="Allée d’en Haut"))
    doors = [builders.door(campaign, place) for place in places]
    turf = builders.turf(outing, *places)
    return campaign, outing, turf, doors


@pytest.fixture
def doors(ground):
    return ground[3]


@pytest.fixture
def walker(ground):
    _campaign, outing, turf, _doors = ground
    return walker_of(outing, turf)


def walker_of(outing, *turfs, public_key: str = "") -> Walker:
    device, token = devices.register(
        outing=outing, team_id=None, first_name="Léa", phone="", public_key=public_key, now=timezone.now()
    )
    for turf in turfs:
        handing_out.give_to_phone(turf, device, now=timezone.now())
    return Walker(device, turfs[0] if turfs else None, token)
