"""Jobs on what phones sent."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from campaigns.contacts.from_phones import REACTIONS
from campaigns.visits import replaying


@shared_task(name="canvass.api.replay_upgraded")
def replay_upgraded() -> None:
    """Take the events that waited for this release."""
    replaying.replay_upgraded(now=timezone.now(), reactions=REACTIONS)
