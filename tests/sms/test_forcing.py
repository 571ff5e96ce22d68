"""A Sunday opened with a reason: who, what, and never at night."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.errors import DomainError
from sms import forcing, gate
from sms.gate import Go
from sms.models import OutboundSms, State
from tests import builders

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2027, 2, 14, 11, tzinfo=ZoneInfo("Europe/Paris"))
OPENING = datetime(2027, 2, 15, 9, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def admin(campaign):
    return builders.member(campaign, "admin")


def text(campaign, key: str, **fields) -> OutboundSms:
    plain = {"purpose": "rollcall", "not_before": OPENING, "expires_at": OPENING + timedelta(hours=2)}
    return OutboundSms.objects.create(
        campaign=campaign, to_e164="+33612345678", body="Bonjour", body_hash="", segments=1, dedupe_key=key,
        created_at=SUNDAY, **{**plain, **fields},
    )  # fmt: skip


def refused(admin, *, because: str = "The place has changed", now: datetime = SUNDAY) -> str:
    with pytest.raises(DomainError) as refusal:
        forcing.force(by=admin, because=because, now=now)
    return refusal.value.code


def test_what_waits_for_monday_leaves_with_the_reason(campaign, admin) -> None:
    waits = text(campaign, "rollcall:1:1:invite")

    assert forcing.force(by=admin, because=" The place has changed ", now=SUNDAY) == 1

    waits.refresh_from_db()
    assert (waits.forced_because, waits.forced_by, waits.not_before) == ("The place has changed", admin, SUNDAY)
    assert gate.decide(waits, now=SUNDAY, opted_out=lambda number: False) == Go()
    assert refused(admin) == "nothing_waits"


def test_news_to_contacts_later_texts_and_the_neighbours_stay(campaign, admin) -> None:
    neighbour = builders.campaign("ailleurs")
    text(campaign, "broadcast:1:1", purpose="broadcast")
    text(campaign, "later", not_before=OPENING + timedelta(hours=1))
    text(campaign, "sent", state=State.SENT)
    text(neighbour, "theirs")

    assert refused(admin) == "nothing_waits"
    assert not OutboundSms.objects.exclude(forced_because="").exists()


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (SUNDAY.replace(hour=7, minute=59), "night"),
        (SUNDAY.replace(hour=20), "night"),
        (SUNDAY - timedelta(days=1), "no_free_day"),
        (SUNDAY - timedelta(days=1, hours=-11), "no_free_day"),
    ],
    ids=["before eight", "after twenty", "Saturday", "Saturday night"],
)
def test_a_working_day_and_the_night_are_never_forced(campaign, admin, now, code) -> None:
    waits = text(campaign, "rollcall:1:1:invite")

    assert refused(admin, now=now) == code

    waits.refresh_from_db()
    assert (waits.forced_because, waits.not_before) == ("", OPENING)


@pytest.mark.parametrize(("because", "code"), [("", "no_reason"), ("  ", "no_reason"), ("x" * 201, "long_reason")])
def test_a_reason_is_asked_for(campaign, admin, because, code) -> None:
    text(campaign, "rollcall:1:1:invite")

    assert refused(admin, because=because) == code
