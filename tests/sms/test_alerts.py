"""Headquarters are told what stands still, what was stopped, and what needs them; nothing when all is well."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from sms import alerts, outbox
from sms.models import OutboundSms, Sender, State
from tests import builders
from tests.builders import SATURDAY
from tests.sms.texts import text

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def told(campaign, *, after: timedelta = timedelta()) -> list[tuple[str, int]]:
    return [(alert.code, alert.count) for alert in alerts.alerts(campaign, now=SATURDAY + after)]


def test_all_is_well(campaign) -> None:
    text(campaign, key="now"), text(campaign, key="later", not_before=SATURDAY + 600 * MINUTE)

    assert told(campaign) == []


def test_a_sender_that_stands_still_is_named_with_its_code(campaign) -> None:
    Sender.objects.create(name="Canvass", refilled_at=SATURDAY, stopped_at=SATURDAY, stopped_by="21606")
    Sender.objects.create(name="Former", refilled_at=SATURDAY, stopped_at=SATURDAY, stopped_by="20003")
    text(campaign)

    with translation.override("en"):
        found = alerts.alerts(campaign, now=SATURDAY + 20 * MINUTE)

    assert [(alert.code, alert.subject) for alert in found] == [("sender_stopped", "Canvass")]
    assert "21606" in found[0].text


def test_a_spent_budget_is_told_while_texts_wait_for_it(campaign, settings) -> None:
    settings.SMS_DAILY_BUDGET = Decimal("0.05")
    before = told(campaign)
    text(campaign)

    assert (before, told(campaign)) == ([], [("budget_spent", 1)])


@pytest.mark.parametrize(("minutes", "found"), [(15, []), (16, [("late", 1)])])
def test_a_text_that_nobody_sends_is_told_after_a_quarter_of_an_hour(campaign, minutes, found) -> None:
    text(campaign)

    assert told(campaign, after=minutes * MINUTE) == found


def test_a_doubt_is_told_until_headquarters_have_sent_it_again(campaign) -> None:
    made = text(campaign)
    OutboundSms.objects.update(state=State.UNCERTAIN, posted_at=SATURDAY)

    early, due = told(campaign, after=14 * MINUTE), told(campaign, after=15 * MINUTE)
    outbox.send_again(made, lasts=60 * MINUTE, now=SATURDAY + 15 * MINUTE)

    assert (early, due, told(campaign, after=15 * MINUTE)) == ([], [("in_doubt", 1)], [])


def test_another_campaign_is_not_told(campaign) -> None:
    other = builders.campaign("ailleurs")
    text(campaign)
    OutboundSms.objects.update(state=State.UNCERTAIN, posted_at=SATURDAY)

    assert told(other, after=20 * MINUTE) == []


def batch(campaign, number: int, *, filtered: int, delivered: int, waiting: int) -> None:
    for place in range(filtered + delivered + waiting):
        made = text(campaign, purpose="broadcast", key=f"broadcast:{number}:{place}")
        if place < filtered + delivered:
            state = State.UNDELIVERED if place < filtered else State.DELIVERED
            code = "30007" if place < filtered else ""
            OutboundSms.objects.filter(pk=made.pk).update(state=state, error_code=code)


@pytest.mark.parametrize(
    ("filtered", "delivered", "taken_back"), [(2, 18, 5), (1, 19, 0), (2, 17, 0), (0, 40, 0), (3, 30, 5)]
)
def test_news_that_operators_filter_are_taken_back(campaign, filtered, delivered, taken_back) -> None:
    batch(campaign, 1, filtered=filtered, delivered=delivered, waiting=5)
    batch(campaign, 11, filtered=0, delivered=20, waiting=3)

    stopped = alerts.stop_filtered_batches(now=SATURDAY)

    assert stopped == taken_back
    assert OutboundSms.objects.filter(state=State.QUEUED).count() == 8 - taken_back
    assert told(campaign) == ([("batch_stopped", 5)] if taken_back else [])
