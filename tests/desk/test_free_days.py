"""The page of Sundays and holidays."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from canvass.desk.pages import free_days
from sms.models import OutboundSms
from tests import builders

PAGE = "/reglages/jours-feries"
SUNDAY = datetime(2027, 2, 14, 11, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def client(campaign, enter, monkeypatch):
    """Of the administration, on a Sunday morning, with one text that waits."""
    OutboundSms.objects.create(
        campaign=campaign, purpose="rollcall", to_e164="+33612345678", body="Bonjour", body_hash="", segments=1,
        dedupe_key="rollcall:1:1:invite", not_before=SUNDAY + timedelta(hours=22), created_at=SUNDAY,
        expires_at=SUNDAY + timedelta(days=2),
    )  # fmt: skip
    monkeypatch.setattr(free_days.timezone, "now", lambda: SUNDAY)
    return enter(builders.member(campaign, "admin", name="Adèle Roy"))


def test_the_page_says_what_waits_until_when_and_lets_it_leave(client) -> None:
    shown = client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"because": "Le lieu a changé"})

    assert "1 SMS attend" in shown
    assert "lundi 15 février, 09:00" in shown
    sent = OutboundSms.objects.get()
    assert (answer.status_code, sent.forced_because, sent.forced_by.user.name) == (302, "Le lieu a changé", "Adèle Roy")
    assert "1 SMS part maintenant." in [str(message) for message in client.get(PAGE).context["messages"]]


def test_without_a_reason_nothing_leaves(client) -> None:
    answer = client.post(PAGE, {"because": " "})

    assert (answer.status_code, OutboundSms.objects.get().forced_because) == (422, "")
    assert list(answer.context["form"].errors) == ["because"]
