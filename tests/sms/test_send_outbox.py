"""Texts leave without Celery, too; with it, a job does the same; a silent broker holds up nobody."""

from __future__ import annotations

import json
import signal
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from kombu.exceptions import OperationalError

from sms import gate, tasks, waking
from sms.models import OutboundSms, State
from tests.sms.texts import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(campaign):
    return text(campaign, now=timezone.now())


@pytest.fixture(autouse=True)
def any_hour(monkeypatch) -> None:
    """These run at whatever hour it is."""
    monkeypatch.setattr(gate, "decide", lambda *_args, **_kwargs: gate.Go())


def send_outbox(*options: str) -> str:
    said = StringIO()
    call_command("send_outbox", *options, stdout=said)
    return said.getvalue()


def state_of(made: OutboundSms) -> str:
    made.refresh_from_db()
    return made.state


def test_the_command_sends_what_is_due_and_reads_what_became_of_it(due) -> None:
    told = json.loads(send_outbox("--json"))

    assert (told, state_of(due)) == ({"handed_over": 1}, State.DELIVERED)
    assert send_outbox() == "0 handed over.\n"


@pytest.mark.parametrize("job", [tasks.send_due, tasks.sweep])
def test_each_job_of_the_worker_does_the_same(due, job) -> None:
    job()

    assert state_of(due) == State.DELIVERED


@pytest.mark.timeout(60)
def test_the_loop_ends_when_it_is_told_to(due, monkeypatch) -> None:
    monkeypatch.setattr("sms.management.commands.send_outbox.close_old_connections", lambda: None)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    threading.Timer(0.5, lambda: signal.raise_signal(signal.SIGTERM)).start()

    said = send_outbox("--loop")

    for number, handler in kept.items():
        signal.signal(number, handler)
    assert (said, state_of(due)) == ("1 handed over.\n", State.DELIVERED)


def test_what_a_round_leaves_is_asked_for_at_once(campaign, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(waking, "wake", lambda: asked.append("again"))
    monkeypatch.setattr("sms.sweeping.SECONDS", 0.0)
    text(campaign, now=timezone.now())

    tasks.send_due()

    assert asked == ["again"]


def test_a_silent_broker_is_waited_for_once_in_half_a_minute(monkeypatch) -> None:
    tried, clock = [], [100.0]

    def silent(*_args, **_kwargs) -> None:
        tried.append(clock[0])
        raise OperationalError("no answer")

    monkeypatch.setattr(waking, "_silent_until", 0.0)
    monkeypatch.setattr(waking.current_app, "send_task", silent)
    monkeypatch.setattr(waking.time, "monotonic", lambda: clock[0])
    for _ in range(100):
        waking.wake()
        clock[0] += 1

    assert tried == [100.0, 130.0, 160.0, 190.0]
