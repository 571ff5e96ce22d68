"""Jobs on outings that come back and on who signed up."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from campaigns.calendar import forgetting, repeating


@shared_task(name="campaigns.calendar.plan_series")
def plan_series() -> None:
    """Make the outings of each series up to four weeks ahead."""
    repeating.plan_all(now=timezone.now())


@shared_task(name="campaigns.calendar.forget_sign_ups")
def forget_sign_ups() -> None:
    """Erase the sign-ups of campaigns that ended more than 60 days ago."""
    forgetting.forget(now=timezone.now())
