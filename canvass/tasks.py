"""Jobs of the machinery itself."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from canvass.models import Heartbeat


@shared_task(name="canvass.tasks.heartbeat")
def heartbeat() -> None:
    """Write that a worker took this task from the broker just now."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"beat_at": timezone.now()})
