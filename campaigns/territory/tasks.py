"""Imports in the background."""

from __future__ import annotations

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from campaigns.territory import importing

logger = logging.getLogger(__name__)
LONGEST_SECONDS = 6 * 3600  # the whole country; other tasks have a minute


@shared_task(name="campaigns.territory.run_import", soft_time_limit=LONGEST_SECONDS, time_limit=LONGEST_SECONDS + 60)
def run_import(run_id: int) -> None:
    """Carry out an import, then wake the next one."""
    if importing.run(run_id):
        take_up_waiting()


@shared_task(name="campaigns.territory.take_up_waiting")
def take_up_waiting() -> None:
    """Wake the oldest waiting import: its first call may have been lost with the broker."""
    for run_id in importing.waiting()[:1]:
        wake(run_id)


def wake(run_id: int) -> None:
    """Ask a worker to take the import now. A silent broker only delays it: `take_up_waiting` comes round."""
    try:
        run_import.delay(run_id)
    except OperationalError:
        logger.warning("The broker does not answer; import %s waits.", run_id)
