"""A hold-out plan in a real browser: what it could see follows the boxes, then lots are drawn and the walks change."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from campaigns.targeting.models import HoldoutPlan
from campaigns.turfs.models import TurfStop
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def headquarters(site):
    member = builders.member(builders.campaign("valmont"), "hq_manage", name="Inès Karim")
    for number in (1, 2):
        station = builders.station(f"94033-000{number}", name=f"École {number}", registered=1_000)
        for house in range(10):
            builders.address(station, 100 * number + house, dwellings=6)
    member.campaign.communes.add(station.commune)
    builders.turf(builders.outing(member.campaign), *station.addresses.all())
    return member


def test_a_plan_is_weighed_while_it_is_chosen_and_then_committed(signed_in, headquarters) -> None:
    page = signed_in(headquarters)
    page.goto("/ciblage/temoins/nouveau")
    said = page.locator("#promise h2").first

    page.get_by_label("1 École 1").check()
    expect(said).to_contain_text("Avec 1\u202f000 inscrits, nous ne verrions qu’un effet supérieur à")
    page.get_by_label("2 École 2").check()
    expect(said).to_contain_text("Avec 2\u202f000 inscrits")
    page.get_by_label("Nom", exact=True).fill("Témoins de juin")
    page.get_by_label("Scrutin à venir").fill("Municipales")
    page.get_by_label("Tour").select_option("2")
    expect(page.locator("#promise input[name=round]")).to_have_value("2")
    page.get_by_role("button", name="Tirer au sort et engager").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Témoins de juin")
    expect(page.get_by_role("status")).to_contain_text("10 unités sont mises de côté. 5 adresses ont été retirées")
    drawn = HoldoutPlan.objects.get()
    assert (drawn.round, drawn.units.count()) == (2, 20)
    assert TurfStop.objects.count() == 5
