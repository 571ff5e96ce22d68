"""The Celery application: worker and beat start from here."""

from __future__ import annotations

import logging
import os
import warnings

from celery import Celery
from celery.beat import SchedulingError
from celery.exceptions import SecurityWarning
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canvass.settings")
# A worker of root's is warned of messages that carry code; ours take JSON only.
warnings.filterwarnings("ignore", category=SecurityWarning)
app = Celery("canvass")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def in_one_line(record: logging.LogRecord) -> bool:
    """A silent broker is told in a sentence; beat would add two hundred lines each time a task is due."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, SchedulingError):
        record.msg, record.args, record.exc_info = str(error), (), None
    return True


logging.getLogger("celery.beat").addFilter(in_one_line)


@worker_ready.connect
def beat_at_once(**_: object) -> None:
    """Let a fresh worker be known as alive now, and not at the first tick of the schedule."""
    app.send_task("canvass.tasks.heartbeat")
