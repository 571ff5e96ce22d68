"""A whole walk in a browser whose scripts are switched off."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.people import joining
from campaigns.people.models import Device
from campaigns.visits.models import FieldEvent, Visit, WelcomeTally
from tests.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(site, open_page, turf):
    """The leader's QR, scanned: the app does not run and leads to the plain page."""
    page = open_page(**PHONE, java_script_enabled=False)
    page.goto(joining.qr_path(turf.join_code, timezone.now()))
    page.click("noscript a")
    page.fill("[name=first_name]", "Léa")
    page.click("button.main")
    return page


def test_from_the_code_to_the_end_of_the_walk_without_a_script(page, turf) -> None:
    page.click("a.main")
    for outcome in ("not_home", "refused", "come_back", "no_access", "do_not_knock"):
        page.click(f".pad [value={outcome}]")
        page.wait_for_selector(".notice")
    page.click(".notice button")
    page.wait_for_selector("text=annulé, à revoir")
    page.click("a.conversation")
    page.check("[value=favourable]")
    page.check("[value=proxy]")
    page.check("[value=logement]")
    page.click("button.main")
    page.wait_for_selector("text=Discussion")
    assert WelcomeTally.objects.count() == 0
    page.click("header a >> nth=1")
    page.click("button.main")
    page.click("text=J’ai terminé")
    page.wait_for_selector("[name=code]")

    said = list(Visit.objects.order_by("device_seq").values_list("outcome", flat=True))
    assert said == ["not_home", "refused", "come_back", "no_access", "do_not_knock", None, "conversation"]
    assert list(Visit.objects.order_by("device_seq").values_list("device_seq", flat=True)) == [*range(2, 9)]
    assert Visit.objects.get(outcome="conversation").requests == ["proxy"]
    assert list(WelcomeTally.objects.values_list("welcome", "count")) == [("favourable", 1)]
    assert list(FieldEvent.objects.order_by("device_seq").values_list("type", flat=True)) == [
        "walk.started",
        "walk.handed_back",
    ]
    turf.refresh_from_db()
    assert (turf.state, Device.objects.get().token_expires_at <= timezone.now()) == ("free", True)


def test_the_app_covers_the_way_to_the_plain_page(phone) -> None:
    assert phone.locator(".plain-way").count() == 0
