"""Jobs on visits."""

from __future__ import annotations

from celery import shared_task

from campaigns.visits import folding
from campaigns.visits.models import FigureDelta


@shared_task(name="campaigns.visits.fold_figures")
def fold_figures() -> None:
    """Fold the deltas of every campaign that has some."""
    for campaign_id in FigureDelta.objects.order_by().values_list("campaign_id", flat=True).distinct():
        folding.fold(campaign_id)
