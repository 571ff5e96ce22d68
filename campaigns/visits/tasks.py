"""Jobs on visits."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from campaigns.visits import folding, tallies
from campaigns.visits.models import FigureDelta


@shared_task(name="campaigns.visits.fold_figures")
def fold_figures() -> None:
    """Fold the deltas of every campaign that has some."""
    for campaign_id in FigureDelta.objects.order_by().values_list("campaign_id", flat=True).distinct():
        folding.fold(campaign_id)


@shared_task(name="campaigns.visits.forget_tally_batches")
def forget_tally_batches() -> None:
    """Forget which tallies came more than 90 days ago."""
    tallies.forget_batches(today=timezone.now().date())
