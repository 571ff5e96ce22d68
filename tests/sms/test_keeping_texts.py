"""What texts said is forgotten after ninety days; that they were sent is kept."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.calendar import opening
from sms import forgetting, reports, sign_ups
from sms.models import InboundSms, OutboundSms, State, StatusReport
from sms.tasks import forget
from tests import builders
from tests.builders import SATURDAY
from tests.sms.texts import text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def came(body: str) -> InboundSms:
    return InboundSms.objects.create(
        provider_sid="SM1",
        from_e164="+33612345678",
        to="36123",
        body=body,
        payload={"Body": body},
        received_at=SATURDAY,
    )


@pytest.mark.parametrize(("days", "emptied"), [(90, 0), (91, 2)])
def test_words_and_numbers_go_after_ninety_days(campaign, days, emptied) -> None:
    made, answer = text(campaign), came("OUI 3")
    OutboundSms.objects.update(state=State.DELIVERED, provider_sid="SM2")
    reports.store(made.pk, {"MessageSid": "SM2", "MessageStatus": "sent", "To": made.to_e164}, now=SATURDAY)

    forgotten = forgetting.forget(now=SATURDAY + days * DAY)

    made.refresh_from_db(), answer.refresh_from_db()
    gone = [made.body, made.to_e164, made.body_hash, answer.body, answer.from_e164, answer.payload] == [""] * 5 + [{}]
    assert (forgotten, gone, StatusReport.objects.exists()) == (emptied, bool(emptied), not emptied)
    assert (made.state, made.provider_sid, made.dedupe_key) == (State.DELIVERED, "SM2", "test")


def test_texts_to_who_signed_up_are_emptied_when_the_sign_up_is_forgotten(campaign) -> None:
    outing = builders.outing(campaign)
    page = opening.open_page(outing=outing, now=SATURDAY - DAY)
    kept, gone = (
        sign_ups.sign_up(page, outing, id=uuid4(), first_name="Léa", phone=phone, now=SATURDAY - DAY)
        for phone in ("+33612345678", "+33612345679")
    )
    OutboundSms.objects.update(state=State.DELIVERED, provider_sid=None)
    sent = OutboundSms.objects.get(signup=gone)
    reports.store(sent.pk, {"MessageSid": "SM2", "MessageStatus": "sent", "To": gone.phone}, now=SATURDAY)
    gone.delete()

    forgotten = [forgetting.forget(now=SATURDAY), forgetting.forget(now=SATURDAY)]

    sent.refresh_from_db()
    assert (forgotten, sent.to_e164, sent.body, sent.state) == ([1, 0], "", "", State.DELIVERED)
    assert (OutboundSms.objects.get(signup=kept).to_e164, StatusReport.objects.exists()) == (kept.phone, False)


def test_a_text_that_is_still_to_leave_keeps_its_words(campaign) -> None:
    text(campaign, not_before=SATURDAY + 100 * DAY)

    assert forgetting.forget(now=SATURDAY + 95 * DAY) == 0


def test_the_job_and_the_command_forget_the_same(campaign) -> None:
    for run in (forget, lambda: call_command("purge", stdout=StringIO())):
        text(campaign)
        OutboundSms.objects.update(state=State.SENT, created_at=timezone.now() - 91 * DAY)
        run()
        assert OutboundSms.objects.get().body == ""
        OutboundSms.objects.all().delete()


def test_purge_tells_how_many(campaign) -> None:
    text(campaign)
    OutboundSms.objects.update(state=State.SENT, created_at=timezone.now() - 91 * DAY)
    said = StringIO()

    call_command("purge", "--json", stdout=said)

    assert json.loads(said.getvalue().splitlines()[-1])["erased"]["texts"] == 1
