"""Jobs on doors."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from campaigns.doors import tombstones


@shared_task(name="campaigns.doors.forget_tombstones")
def forget_tombstones() -> None:
    """Erase the doors removed more than 90 days ago."""
    tombstones.forget(now=timezone.now())
