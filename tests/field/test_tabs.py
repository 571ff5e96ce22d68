"""Two tabs of one phone."""

from __future__ import annotations

import pytest

from campaigns.visits.models import Visit
from tests.field.phones import until

pytestmark = pytest.mark.browser

OUTCOMES = ["not-home", "refused", "come-back", "no-access"]


def test_two_tabs_of_a_phone_number_and_send_as_one(phone, turf) -> None:
    other = phone.context.new_page()
    other.goto(phone.url)
    for page in (phone, other):
        page.click(".dock .button-main")
        page.wait_for_selector(".pad")
    phone.context.set_offline(True)
    for outcome in OUTCOMES:
        for page in (phone, other):
            page.click(f".outcome-{outcome}")
    for page in (phone, other):
        until(page, "document.title.startsWith('(8) ')")

    phone.context.set_offline(False)
    for page in (phone, other):
        page.evaluate("dispatchEvent(new Event('online'))")
    for page in (phone, other):
        page.wait_for_selector(".badge-ok")

    assert sorted(Visit.objects.values_list("device_seq", flat=True)) == list(range(2, 10))
