"""Jobs on turfs."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from campaigns.runs import wake
from campaigns.turfs import cut_runs, walkers
from campaigns.turfs.models import CutRun

LONGEST_SECONDS = 300  # looking for better walks ends after 45; reading a large town and storing it come on top


@shared_task(name="campaigns.turfs.forget_walkers")
def forget_walkers() -> None:
    """Forget what leaders noted of the people of outings that are over."""
    walkers.forget(now=timezone.now())


@shared_task(name="campaigns.turfs.run_cut", soft_time_limit=LONGEST_SECONDS, time_limit=LONGEST_SECONDS + 30)
def run_cut(pk: int) -> None:
    """Carry out a final cut."""
    cut_runs.run(pk)


@shared_task(name="campaigns.turfs.take_up_waiting")
def take_up_waiting() -> None:
    """Wake the cuts that wait: their first call may have been lost with the broker."""
    for pk in CutRun.objects.waiting():
        wake(run_cut, pk)
