"""Two hands on one text: whoever comes second waits, and sees what the first has done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from sms import outbox, reports, sending
from sms.gateways import Accepted, Rejected
from sms.models import OutboundSms, State, StatusReport
from tests.sms.gateways import Clock, Scripted
from tests.sms.texts import text
from tests.sms.written import NOON

BLOCKED_SECONDS = 0.5
"""Long enough for the second to have done it, if nothing held it."""


class Second:
    """Does something on a line of its own to the database, begun in the middle of what the first does."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.act = act
        self.told: Any = None
        self.thread = threading.Thread(target=self._run)

    def begin(self) -> None:
        self.thread.start()
        self.thread.join(BLOCKED_SECONDS)

    def end(self) -> Any:
        self.thread.join(10)
        return self.told

    def _run(self) -> None:
        try:
            self.told = self.act()
        finally:
            connection.close()


def begin_before(monkeypatch, name: str, second: Second) -> None:
    """When ``sending`` comes to this function of its own, the first time."""
    real = getattr(sending, name)

    def here(*args: Any, **options: Any) -> Any:
        if not second.thread.ident:
            second.begin()
        return real(*args, **options)

    monkeypatch.setattr(sending, name, here)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("answer", "reported", "ends"),
    [
        (None, {"MessageStatus": "delivered"}, State.DELIVERED),  # the report waits for the answer, and counts after it
        (Rejected("21211"), {"MessageStatus": "sent"}, State.FAILED),  # after a refusal it says nothing any more
    ],
)
def test_a_report_that_comes_while_the_answer_is_written_waits_for_it(
    campaign, monkeypatch, answer, reported, ends
) -> None:
    made, clock = text(campaign, now=NOON), Clock(NOON)
    told = {"MessageSid": f"SM{made.pk.hex}"} | reported
    reports.store(made.pk, told, now=NOON)
    mine = sending.claim(now=NOON)
    second = Second(lambda: reports.read(StatusReport.objects.get().pk, now=NOON))
    begin_before(monkeypatch, "_move", second)

    sending.hand_over(mine, gateway=Scripted(answer), clock=clock)

    second.end()
    assert OutboundSms.objects.get().state == ends


@pytest.mark.django_db(transaction=True)
def test_a_text_that_is_being_taken_up_cannot_be_taken_back_beneath_the_worker(campaign, monkeypatch) -> None:
    text(campaign, now=NOON)
    second = Second(lambda: outbox.cancel(OutboundSms.objects.all(), now=NOON))
    begin_before(monkeypatch, "_may_leave", second)

    mine = sending.claim(now=NOON)

    assert second.end() == 0
    assert (mine.state, OutboundSms.objects.get().state) == (State.CLAIMED, State.CLAIMED)


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "ends"), [(None, State.ACCEPTED), (Rejected("21211"), State.FAILED)])
def test_an_answer_that_comes_after_the_text_was_taken_for_lost_settles_it(campaign, answer, ends) -> None:
    text(campaign, now=NOON)

    def late(letter) -> Accepted:
        OutboundSms.objects.update(state=State.UNCERTAIN)  # as settling.tidy does when the lease is over
        if answer is not None:
            raise answer
        return Accepted("SM1", "queued")

    sending.send_due(seconds=60, gateway=Scripted(late), clock=Clock(NOON), sleep=lambda _seconds: None)

    assert OutboundSms.objects.get().state == ends
