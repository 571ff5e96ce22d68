"""Jobs on texts. Each may run twice, late, or not at all: the database says what is due."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from sms import forgetting, inbound, reports, sending, sweeping, waking


@shared_task(name=waking.SEND_DUE)
def send_due() -> None:
    """Hand over what is due; what is left waits for the next call, which is asked for at once."""
    done = sending.send_due(seconds=sweeping.SECONDS)
    reports.read_waiting(now=timezone.now())
    if done.more:
        waking.wake()


@shared_task(name="sms.sweep")
def sweep() -> None:
    """Everything that is due with texts, whatever was heard of it."""
    if sweeping.sweep().more:
        waking.wake()


@shared_task(name="sms.read_waiting")
def read_waiting() -> None:
    """Read the texts and reports that came in."""
    inbound.read_waiting(now=timezone.now())
    reports.read_waiting(now=timezone.now())


@shared_task(name="sms.forget")
def forget() -> None:
    """Empty the texts that have had their time."""
    forgetting.forget(now=timezone.now())
