"""Jobs on doors."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from campaigns.doors import comments, tombstones


@shared_task(name="campaigns.doors.forget_tombstones")
def forget_tombstones() -> None:
    """Erase the doors removed more than 90 days ago."""
    tombstones.forget(now=timezone.now())


@shared_task(name="campaigns.doors.forget_comments")
def forget_comments() -> None:
    """Erase the comments on stations of campaigns that ended more than 60 days ago."""
    comments.forget(now=timezone.now())
