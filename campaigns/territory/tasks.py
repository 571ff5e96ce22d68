"""Imports in the background."""

from __future__ import annotations

from celery import shared_task

from campaigns.runs import wake
from campaigns.territory import importing
from campaigns.territory.models import ImportRun

LONGEST_SECONDS = 6 * 3600  # the whole country; other tasks have a minute


@shared_task(name="campaigns.territory.run_import", soft_time_limit=LONGEST_SECONDS, time_limit=LONGEST_SECONDS + 60)
def run_import(run_id: int) -> None:
    """Carry out an import, then wake the next one."""
    if importing.run(run_id):
        take_up_waiting()


@shared_task(name="campaigns.territory.take_up_waiting")
def take_up_waiting() -> None:
    """Wake the oldest waiting import: its first call may have been lost with the broker."""
    for pk in ImportRun.objects.waiting()[:1]:
        wake(run_import, pk)
