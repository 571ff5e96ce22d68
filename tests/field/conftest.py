"""A volunteer's phone, and a walk to go through."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.doors import notes
from campaigns.doors.models import AccessNote
from campaigns.people import joining
from tests import builders
from tests.browser import PHONE


@pytest.fixture
def outing(transactional_db):
    campaign = builders.campaign("valmont", script=[{"title": "Se présenter", "text": "Bonjour, je suis bénévole."}])
    leader = builders.member(campaign, "team_leader", name="Nadia Haddad")
    team = builders.team(campaign, leader=leader)
    return builders.outing(campaign, team, starts_at=timezone.now() - timedelta(minutes=10))


@pytest.fixture
def turf(outing):
    """Rue des Tanneurs, numbers 2 to 12 on the even side and 1 to 5 on the odd; four doors and a code at number 4."""
    station = builders.station()
    addresses = [builders.address(station, number, dwellings=1) for number in (2, 4, 6, 8, 10, 12, 5, 3, 1)]
    for address in addresses:
        for rank in range(1, 5 if address.number == 4 else 2):
            name = str(rank) if address.number == 4 else ""
            builders.door(outing.campaign, address, rank=rank, name=name)
    AccessNote.objects.create(
        campaign=outing.campaign,
        address=addresses[1],
        kind="code",
        encrypted_text=notes.encrypt("47B19"),
        noted_at=timezone.now(),
    )
    made = builders.turf(outing, *addresses)
    made.name = "Rue des Tanneurs"
    made.join_code = joining.open_code(outing=outing, now=timezone.now())
    made.save()
    return made


@pytest.fixture
def new_phone(open_page):
    """Opens phones, each a browser of its own."""
    return lambda **options: open_page(**{**PHONE, **options})


@pytest.fixture
def join(turf):
    """``join(page)``: scan the leader's QR, give a first name, begin the walk."""

    def walk_in(page, first_name: str = "Léa"):
        page.goto(joining.qr_path(turf.join_code, timezone.now()))
        page.fill("[name=first_name]", first_name)
        page.click("form button:has-text('Rejoindre')")
        page.click("text=Commencer la tournée")
        page.wait_for_selector(".rows")
        return page

    return walk_in


@pytest.fixture
def phone(new_phone, join):
    """A phone that has begun the walk."""
    return join(new_phone())
