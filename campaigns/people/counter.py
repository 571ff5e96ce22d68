"""The campaign's counter of changes, so that a phone pulling by number never skips one.

A plain sequence would let a lower number commit after a higher one. Here the row stays locked until the commit, so
numbers appear in commit order; take them last, the lock is then short. Holes are harmless.
"""

from __future__ import annotations

from django.db import connection


def take(campaign_id: int, n: int = 1) -> int:
    """Take ``n`` numbers and return the last of them. Call inside a transaction, after everything else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_changecounter (campaign_id, value) VALUES (%s, %s) "
            "ON CONFLICT (campaign_id) DO UPDATE SET value = people_changecounter.value + EXCLUDED.value "
            "RETURNING value",
            [campaign_id, n],
        )
        return int(cursor.fetchone()[0])
