"""The campaign's counter of changes, so that a phone pulling by number never skips one.

A plain sequence would let a lower number commit after a higher one. Here the row stays locked until the commit, so
numbers appear in commit order; take them last, the lock is then short. Holes are harmless.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from campaigns.people.models import Campaign, ChangeCounter


def take(campaign_id: int, n: int = 1) -> int:
    """Take ``n`` numbers and return the last of them. Call inside a transaction, after everything else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_changecounter AS c (campaign_id, value) VALUES (%s, %s) "
            "ON CONFLICT (campaign_id) DO UPDATE SET value = c.value + EXCLUDED.value RETURNING value",
            [campaign_id, n],
        )
        return int(cursor.fetchone()[0])


def forget_deletions(campaign_id: int, *, up_to: int) -> None:
    """Deletions up to this number are about to be erased: a cursor older than that begins anew."""
    ChangeCounter.objects.filter(campaign=campaign_id).update(forgotten=Greatest("forgotten", up_to))


def new_epoch(campaign: Campaign, *, now: datetime) -> int:
    """After a restore numbers begin again where the backup stood: no cursor of before may be believed.

    Phones load their walks again and send all events of the last 14 days. The same backup restored twice must not give
    the same epoch twice, so the minute has its part in it. Returns the new epoch.
    """
    minute = int(now.timestamp()) // 60
    Campaign.objects.filter(pk=campaign.pk).update(epoch=Greatest(F("epoch") + 1, minute))
    campaign.refresh_from_db(fields=["epoch"])
    return campaign.epoch
