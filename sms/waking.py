"""Tell a worker that texts are due, or came in. It is no more than a word: whatever is not heard, the sweeper sends."""

from __future__ import annotations

import logging
import time

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
SEND_DUE = "sms.send_due"
READ_WAITING = "sms.read_waiting"
PAUSE_SECONDS = 30.0
_silent_until = 0.0


def wake_on_commit() -> None:
    """Once for each transaction, however many texts it queues."""
    if not any(entry[1] is wake for entry in connection.run_on_commit):
        transaction.on_commit(wake)


def wake(task: str = SEND_DUE) -> None:
    """At most one caller in half a minute waits for a broker that does not answer."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        current_app.send_task(task, expires=60)
    except (OperationalError, OSError):
        _silent_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("The broker does not answer; texts wait for the sweeper.")
