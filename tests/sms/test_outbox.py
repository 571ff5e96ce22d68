"""A text is written once, with the fact that causes it, or not at all."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from campaigns.errors import DomainError
from sms import outbox, waking
from sms.models import OutboundSms, State
from tests.builders import SATURDAY
from tests.sms.texts import text

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_the_same_key_twice_is_one_text(campaign) -> None:
    first = text(campaign, key="turf:1:1", body="Première version")
    second = text(campaign, key="turf:1:1", body="Autre version")

    assert (first.body, second) == ("Première version", None)
    assert [row.body for row in OutboundSms.objects.all()] == ["Première version"]


def test_a_text_goes_with_the_fact_that_causes_it(campaign) -> None:
    with transaction.atomic():
        text(campaign)
        transaction.set_rollback(True)  # the fact did not happen

    assert not OutboundSms.objects.exists()


def test_a_text_is_known_by_its_words_and_its_price(campaign, settings) -> None:
    settings.SMS_SEGMENT_EUROS = Decimal("0.07")

    made = text(campaign, body="a" * 500)

    assert made.body_hash == outbox.digest("a" * 500)
    assert (made.state, made.attempt, made.segments, made.cost) == (State.QUEUED, 0, 4, Decimal("0.28"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"to": "06 12 34 56 78"}, "number"),
        ({"to": ""}, "number"),
        ({"body": "  "}, "characters"),
        ({"body": "a" * 1_601}, "characters"),
        ({"key": ""}, "key"),
        ({"key": "k" * 121}, "key"),
        ({"expires_at": SATURDAY}, "expires"),
    ],
)
def test_what_no_text_can_be_is_refused_before_anything_is_written(campaign, wrong, said) -> None:
    with pytest.raises(ValueError, match=said):
        text(campaign, **wrong)

    assert not OutboundSms.objects.exists()


def test_one_word_to_the_workers_is_enough_for_many_texts(campaign, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as asked:
        for number in range(3):
            text(campaign, key=f"k{number}")
        text(campaign, key="later", not_before=SATURDAY + MINUTE)

    assert asked == [waking.wake]


def test_only_what_nobody_took_up_is_taken_back(campaign) -> None:
    waiting, posting = text(campaign, key="a"), text(campaign, key="b")
    OutboundSms.objects.filter(pk=posting.pk).update(state=State.POSTING)

    taken_back = outbox.cancel(OutboundSms.objects.all(), now=SATURDAY + MINUTE)

    posting.refresh_from_db(), waiting.refresh_from_db()
    assert (taken_back, waiting.state, posting.state) == (1, State.CANCELLED, State.POSTING)
    assert waiting.settled_at == SATURDAY + MINUTE


def in_doubt(campaign, **fields) -> OutboundSms:
    made = text(campaign, **fields)
    OutboundSms.objects.filter(pk=made.pk).update(state=State.UNCERTAIN, posted_at=SATURDAY)
    return made


def test_headquarters_send_a_doubtful_text_once_more_and_never_twice(campaign) -> None:
    made = in_doubt(campaign, key="rollcall:1:2:invite")

    again = outbox.send_again(made, lasts=MINUTE, now=SATURDAY + 15 * MINUTE)

    assert (again.dedupe_key, again.body, again.state) == ("rollcall:1:2:invite:again", made.body, State.QUEUED)
    with pytest.raises(DomainError) as refusal:
        outbox.send_again(made, lasts=MINUTE, now=SATURDAY + 16 * MINUTE)
    assert refusal.value.code == "again_already"


@pytest.mark.parametrize(
    ("fields", "after", "code"),
    [
        ({}, 14 * MINUTE, "too_early"),
        ({"purpose": "broadcast"}, 15 * MINUTE, "never_again"),
        ({"key": "rollcall:1:2:invite:again"}, 15 * MINUTE, "never_again"),
    ],
)
def test_what_may_not_be_sent_again_is_refused(campaign, fields, after, code) -> None:
    made = in_doubt(campaign, **fields)

    with pytest.raises(DomainError) as refusal:
        outbox.send_again(made, lasts=MINUTE, now=SATURDAY + after)

    assert refusal.value.code == code


def test_a_text_whose_fate_is_known_is_not_sent_again(campaign) -> None:
    made = text(campaign)

    with pytest.raises(DomainError) as refusal:
        outbox.send_again(made, lasts=MINUTE, now=SATURDAY + 60 * MINUTE)

    assert refusal.value.code == "not_in_doubt"
