"""The Celery application: worker and beat start from here."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canvass.settings")
app = Celery("canvass")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def beat_at_once(**_: object) -> None:
    """Let a fresh worker be known as alive now, and not at the first tick of the schedule."""
    app.send_task("canvass.tasks.heartbeat")
