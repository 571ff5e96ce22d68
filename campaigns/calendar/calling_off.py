"""Calling an outing off: it closes and its page says so. Telling who signed up is the texts' business."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from campaigns.calendar.models import CalledOff
from campaigns.people.models import Membership, Outing


@transaction.atomic
def call_off(outing: Outing, *, by: Membership | None, now: datetime) -> bool:
    """Whether it was still to take place; called off twice it is called off once."""
    locked = Outing.objects.select_for_update(no_key=True).get(pk=outing.pk)
    if locked.closed_at is not None or locked.ends_at <= now:
        return False
    CalledOff.objects.create(outing=locked, by=by, at=now)
    locked.closed_at = now
    locked.save(update_fields=["closed_at"])
    return True
