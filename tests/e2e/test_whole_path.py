"""The main job, by hand and for real: stations, areas, a phone without network, the dashboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from campaigns.visits.models import Visit
from canvass.demo import town
from tests import builders
from tests.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def organiser():
    campaign = builders.campaign("valmont", door_goal=1_000)
    campaign.communes.add(town.build(seed=2, stations=6).commune)
    team = builders.team(campaign, name="Halle")
    assert team.pk
    return builders.member(campaign, "hq_manage", name="Inès Karim")


def prepare(desk) -> str:
    """Choose a station, make an outing, cut it, and come back with the address behind the QR."""
    desk.goto("/bureaux/")
    desk.locator("input[name=bureau]").first.check()
    desk.get_by_role("button", name="Découper les bureaux choisis").click()
    desk.get_by_label("Nom").fill("Samedi, place de la Halle")
    desk.get_by_label("Jour").fill("2099-02-14")
    desk.get_by_role("button", name="Continuer vers la découpe").click()
    desk.get_by_role("button", name="Valider").click()
    expect(desk.locator(".turf").first).to_be_visible()
    return desk.locator(".join-address").get_attribute("href")


def join(phone, address: str) -> None:
    phone.goto(address)
    phone.get_by_label("Votre prénom").fill("Zoé")
    phone.get_by_role("button", name="Rejoindre").click()
    expect(phone.get_by_text("Vous êtes dans l’équipe")).to_be_visible()


def log(phone, outcome: str) -> None:
    """Tap an outcome and wait for the next door."""
    before = phone.url
    phone.get_by_role("button", name=outcome, exact=True).first.click()
    phone.wait_for_function("before => location.href !== before", arg=before)


def test_from_stations_to_the_dashboard_through_a_phone_without_network(organiser, signed_in, open_page) -> None:
    desk = signed_in(organiser)
    address = prepare(desk)
    phone = open_page(**PHONE)
    join(phone, address)
    desk.reload()
    desk.locator(".person summary").first.click()
    desk.locator("select[name=turf]").first.select_option(index=1)
    phone.get_by_role("button", name="Commencer la tournée").click(timeout=20_000)
    expect(phone.get_by_text("À jour").first).to_be_visible(timeout=15_000)
    phone.evaluate("navigator.serviceWorker.ready.then(() => null)")

    phone.context.set_offline(True)
    phone.locator("li a").first.click()
    for outcome in ("Absent", "Refus", "À revoir", "Inaccessible"):
        log(phone, outcome)
    phone.get_by_role("button", name="Annuler").click()
    expect(phone.get_by_text("annulé")).to_be_visible()  # stored: the reload takes nothing away
    phone.reload()
    expect(phone.get_by_text("Hors ligne").first).to_be_visible()
    phone.get_by_role("button", name="Discussion", exact=True).first.click()
    phone.get_by_role("button", name="Enregistrer, porte suivante").click()
    assert Visit.objects.count() == 0

    phone.context.set_offline(False)
    expect(phone.get_by_text("À jour").first).to_be_visible(timeout=30_000)
    outcomes = list(Visit.objects.order_by("device_seq").values_list("outcome", flat=True))
    assert outcomes == ["not_home", "refused", "come_back", "no_access", None, "conversation"]

    desk.goto("/")
    figures = desk.locator(".figure-value").all_inner_texts()
    assert figures[0] == "4"
