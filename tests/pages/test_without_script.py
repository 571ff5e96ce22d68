"""The pages of the desk are plain links and forms: scripts only make them quicker."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from campaigns.people import joining
from campaigns.people.models import JoinCode, JoinRequest, Outing
from campaigns.turfs.models import Turf
from canvass.demo import town
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def organiser(site):
    campaign = builders.campaign("valmont")
    campaign.communes.add(town.build(seed=2, stations=6).commune)
    builders.team(campaign, name="Halle")
    return builders.member(campaign, "hq_manage", name="Inès Karim")


def test_from_stations_to_a_placed_person_without_a_script(organiser, signed_in) -> None:
    page = signed_in(organiser, java_script_enabled=False)

    page.get_by_role("link", name="Bureaux de vote").click()
    page.locator("input[name=bureau]").first.check()
    page.get_by_role("button", name="Découper les bureaux choisis").click()
    page.get_by_label("Nom").fill("Samedi")
    page.get_by_label("Jour").fill("2099-02-14")
    page.get_by_label("Halle").check()
    page.get_by_role("button", name="Continuer vers la découpe").click()
    page.get_by_label("Minutes par secteur").fill("60")
    page.get_by_role("button", name="Redécouper").click()
    page.get_by_role("button", name="Valider").click()
    page.locator(".turf-menu > summary").first.click()
    page.locator("select[name=team]").first.select_option("Halle")
    page.get_by_role("button", name="Attribuer").first.click()
    expect(page.locator(".turf-assigned")).to_have_count(1)

    joining.ask(
        code_text=JoinCode.objects.filter(turf=None).first().words,
        first_name="Omar",
        now=Outing.objects.get().starts_at,
    )
    page.reload()
    page.get_by_role("button", name="Accepter").click()
    expect(page.locator(".people")).to_contain_text("le téléphone arrive")

    assert JoinRequest.objects.get().status == "accepted"
    assert Turf.objects.filter(state="assigned").count() == 1


def test_following_closing_and_the_language_need_no_script(organiser, signed_in) -> None:
    outing = builders.outing(organiser.campaign, name="Samedi")
    page = signed_in(organiser, java_script_enabled=False)

    page.goto(f"/sorties/{outing.pk}/suivre")
    page.get_by_role("button", name="English").click()
    page.get_by_role("link", name="2. Hand out").click()
    page.get_by_role("button", name="Close the outing").click()

    expect(page.get_by_role("heading", name="Past")).to_be_visible()
    assert Outing.objects.get().closed_at is not None
