"""Jobs on turfs."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from campaigns.turfs import walkers


@shared_task(name="campaigns.turfs.forget_walkers")
def forget_walkers() -> None:
    """Forget what leaders noted of the people of outings that are over."""
    walkers.forget(now=timezone.now())
