"""The Celery application: worker and beat start from here."""

from __future__ import annotations

import contextlib
import logging
import os
import warnings

from celery import Celery, bootsteps
from celery.beat import SchedulingError
from celery.exceptions import SecurityWarning
from kombu.exceptions import OperationalError

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


class AtOnce(bootsteps.StartStopStep):
    """Each time a worker has found the broker, at its start and after every loss: it is known as alive, and texts that
    became due meanwhile leave now and not at the next tick of the schedule."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, parent: object) -> None:
        with contextlib.suppress(OperationalError):  # lost again already: then it is found again, too
            for task in ("canvass.tasks.heartbeat", "sms.sweep"):
                app.send_task(task, expires=60)


app.steps["consumer"].add(AtOnce)
